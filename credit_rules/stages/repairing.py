"""Repairing: from which day on the repair of a record may be applied for, by the law of each day.

The term in force on a day says whether, how and after what time a record is repaired. How that time is counted is the
rule of ways out, asked as follows: an event later than the day asked about has not happened on it, and on its own day
it has. So the wait for a record whose correction is told is counted from that correction, and on no day before it may
repair be applied for. Only a correction no day of which is told is taken to be done on the day asked about. To apply is
not to be rid of a record: whether it is repaired, and when, the authority decides.
"""

from collections.abc import Iterator
from datetime import date

from credit_rules import semantics
from credit_rules.model.catalogue import Repair
from credit_rules.model.changes import Waiting
from credit_rules.model.facts import Record
from credit_rules.model.law import Law
from credit_rules.stages.turns import edges


def waiting_on(record: Record, law: Law, day: date, asked: date) -> Waiting | None:
    """How long one waits by the law of `day`; None where that offers no repair."""
    repair = semantics.offered(record, law, day)
    return None if repair is None else _waiting(record, repair, asked)


def repair_days(record: Record, law: Law, asked: date) -> Iterator[date]:
    """Every day on which the answer may change."""
    for term in law.terms_of(record.kind, record.name, record.values.get("kind")):
        yield from edges(term.in_force)
        if term.repair is not None and not term.repair.none:
            since = _waiting(record, term.repair, asked).since
            yield from () if since is None else (since,)


def _waiting(record: Record, repair: Repair, asked: date) -> Waiting:
    told = record.values.get(repair.counted_from) if repair.counted_from else None
    return semantics.waiting_for(record, repair, max(asked, told) if isinstance(told, date) else asked)

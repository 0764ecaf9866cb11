"""What may lawfully change of a record, and the facts once it has (section 8 of the specification).

Repair, as the term of the record's list, scheme or kind of penalty in force on the day offers it; performing a
penalty; fulfilling a commitment. Each happens on its own earliest lawful day, from the day of the decision on. Before
that day the facts are what they were: a change never reaches back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from credit_rules.model.catalogue import Repair
from credit_rules.model.changes import Change, Waiting
from credit_rules.model.days import day_after, last_day
from credit_rules.model.facts import Facts, Record, RelatedSubject, knowing_of_copies
from credit_rules.model.law import Law, term_on
from credit_rules.model.profile import OPEN_EVENTS
from credit_rules.semantics.standing import end_range, fallen
from credit_rules.semantics.truth import event_on

#: What is done about a record of a kind, beside repair: the event, and what doing it is called.
_DONE = {"penalty": ("performed_on", "performed"), "commitment": ("fulfilled_on", "fulfilled")}


def lawful_changes(facts: Facts) -> tuple[Change, ...]:
    """Every lawful change of the subject's records and of those related to it, worked out once on these facts."""
    found: tuple[Change, ...] | None = facts.memory.get("lawful")
    if found is None:
        found = facts.memory["lawful"] = tuple(_lawful(facts, ""))
    return found


def _lawful(facts: Facts, path: str) -> Iterator[Change]:
    for record in facts.all_records():
        for change in (_repaired(record, facts, path or None), _done(record, facts, path or None)):
            if change is not None:
                yield change
    for other in facts.related:
        yield from _lawful(other.facts, f"{path}/{other.id}" if path else other.id)


def _repaired(record: Record, facts: Facts, of: str | None) -> Change | None:
    """Repair on its earliest day, if the record is then still there to be repaired."""
    repair = offered(record, facts.law, facts.date)
    waiting = None if repair is None else waiting_for(record, repair, facts.date)
    if waiting is None or waiting.since is None:
        return None
    on = max(waiting.since, facts.date)
    if not still_there(record, facts.law, on):
        return None
    told: dict[str, Any] = {key: value for key, value in record.values.items() if key != "resumes_on"}
    told |= {"removed_on": on, "removal": "repaired"} | ({waiting.assumes: facts.date} if waiting.assumes else {})
    after = replace(record, values=told, removed_on=on, removal="repaired", resumes_on=None)
    return Change("repaired", record, after, of, waiting.since, on, waiting.assumes, repair)


def still_there(record: Record, law: Law, day: date) -> bool:
    """Whether a record may be repaired on `day`: not removed, not struck out, not certainly expired.

    One that is suspended stands again later, and may be repaired before that.
    """
    return not fallen(record, day) - {"suspended"} and end_range(record, law)[1] >= day


def offered(record: Record, law: Law, day: date) -> Repair | None:
    """The repair the law of the day offers; none for a penalty whose kind is not told."""
    term = term_on(law.terms_of(record.kind, record.name, record.values.get("kind")), day)
    return None if term is None or term.repair is None or term.repair.none else term.repair


def waiting_for(record: Record, repair: Repair, day: date) -> Waiting:
    """Since when repair may be applied for, as seen on `day`: not before the record is there."""
    if repair.after is None:
        return Waiting(repair, record.own, record.own)
    start, assumed = _counted_from(record, repair, day)
    since = day_after(last_day(start, repair.after))
    return Waiting(repair, start, since and max(since, record.own), assumed)


def _counted_from(record: Record, repair: Repair, day: date) -> tuple[date, str | None]:
    """The day repair counts from, and the step that is taken to be done on `day` for it.

    Any other date that is not told lies at the latest on `day`, so that nobody is told too early a day.
    """
    name = repair.counted_from
    start = record.own if name is None else event_on(record, name, day)
    if isinstance(start, date):
        return start, None
    return max(day, record.own), name if name in OPEN_EVENTS else None


def _done(record: Record, facts: Facts, of: str | None) -> Change | None:
    """Performing a penalty or fulfilling a commitment, unless it is done, or was taken back."""
    event, what = _DONE.get(record.kind, ("", ""))
    if not event or isinstance(event_on(record, event, facts.date), date):
        return None
    on = max(facts.date, record.own)
    if fallen(record, on) & {"revoked", "objection-upheld"}:
        return None
    after = replace(record, values={**record.values, event: on})
    return Change(what, record, after, of, record.own, on)


def changed(facts: Facts, changes: Iterable[Change], day: date) -> Facts:
    """The facts on `day`, if of these changes those have happened whose day has come."""
    happened = frozenset(change for change in changes if change.on <= day)
    return (_with(facts, happened) if happened else facts).on(day)


def _with(facts: Facts, happened: frozenset[Change]) -> Facts:
    key = ("changed", frozenset((change.of, change.after) for change in happened))
    then: Facts | None = facts.memory.get(key)
    if then is None:
        then = facts.memory[key] = _rewritten(facts, "", happened)
    return then


def _rewritten(facts: Facts, path: str, happened: frozenset[Change]) -> Facts:
    records = dict(facts.records)
    for kind in {change.after.kind for change in happened if (change.of or "") == path}:
        own = {c.after.id: c.after for c in happened if (c.of or "") == path and c.after.kind == kind}
        told = {record.id: record for record in facts.of_kind(kind)} | own
        records[kind] = knowing_of_copies([told[name] for name in sorted(told)])
    related = tuple(_rewritten_related(other, path, happened) for other in facts.related)
    return replace(facts, records=records, related=related, memory={})


def _rewritten_related(other: RelatedSubject, path: str, happened: frozenset[Change]) -> RelatedSubject:
    inner = f"{path}/{other.id}" if path else other.id
    if not any((change.of or "") == inner or (change.of or "").startswith(f"{inner}/") for change in happened):
        return other
    return replace(other, facts=_rewritten(other.facts, inner, happened))

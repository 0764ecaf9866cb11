"""Whether a record stands on a day, and if not, what took it away (sections 2 and 4 of the specification)."""

from datetime import date
from functools import lru_cache

from credit_rules.model.catalogue import Span, Term
from credit_rules.model.days import NEVER, Period, last_day
from credit_rules.model.facts import Facts, Record
from credit_rules.model.law import Law, term_on
from credit_rules.model.scalars import PENALTY_KINDS
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN, Truth

#: Why a record does not stand: the first that fits.
GUARDS = (
    "not-yet-listed",
    "objection-upheld",
    "revoked",
    "removed",
    "suspended",
    "fulfilled",
    "repaired",
    "expired",
    "elsewhere",
)


@lru_cache(maxsize=8192)
def end_range(record: Record, law: Law) -> tuple[date, date]:
    """Until which day a record certainly stands, and until which it may.

    The term in force on the record's own date fixes the period. A stated end settles a span or what is left to
    the decision, shortens a fixed period, and prolongs it only where the list is extendable. Where the law is
    silent on that day nothing is certain beyond what is stated.
    """
    ranges = [_range_under(terms, record, law) for terms in _terms_it_may_have(record, law)]
    return min(least for least, _ in ranges), max(most for _, most in ranges)


def _terms_it_may_have(record: Record, law: Law) -> list[tuple[Term, ...]]:
    """Mostly one; a penalty whose kind is not told may have those of any kind."""
    kind = record.values.get("kind")
    if record.kind == "penalty" and kind is None:
        return [law.terms_of("penalty", None, one) for one in PENALTY_KINDS]
    return [law.terms_of(record.kind, record.name, kind)]


def _range_under(terms: tuple[Term, ...], record: Record, law: Law) -> tuple[date, date]:
    term = term_on(terms, record.own)
    period: str | Period | Span = term.period if term else "as-decided" if terms else "none"
    stated = record.ends_on
    if isinstance(period, Period):
        natural = last_day(record.own, period)
        if stated is not None and (stated < natural or law.extendable(record.kind, record.name)):
            natural = stated
        return natural, natural
    if stated is not None:
        return stated, stated
    if period == "none":
        return NEVER, NEVER
    if isinstance(period, Span):
        least = last_day(record.own, period.at_least) if period.at_least else _eve(record.own)
        most = last_day(record.own, period.at_most) if period.at_most else NEVER
        return least, most
    return _eve(record.own), NEVER


def _eve(day: date) -> date:
    """The day before: nothing is certain from `day` on."""
    return date.fromordinal(max(day.toordinal() - 1, 1))


def latest_known_end(record: Record, law: Law) -> date | None:
    """The last day a record stands if nothing else happens; None where that is not settled."""
    least, most = end_range(record, law)
    return least if least == most else None


def guards_of(record: Record, facts: Facts) -> frozenset[str]:
    """Every guard that fits a record on the day, worked out once on these facts."""
    found: frozenset[str] | None = facts.memory.get(("guards", record.kind, record.id))
    if found is None:
        found = facts.memory["guards", record.kind, record.id] = _guards(record, facts)
    return found


def _guards(record: Record, facts: Facts) -> frozenset[str]:
    """Of copies that differ in removal, none stands if one fell."""
    found = frozenset[str]().union(*(fallen(copy, facts.date) for copy in record.copies or (record,)))
    if record.own > facts.date:
        found |= {"not-yet-listed"}
    if end_range(record, facts.law)[1] < facts.date:
        found |= {"expired"}
    if not facts.law.counts_at(record.kind, record.name, facts.action.place, facts.date):
        found |= {"elsewhere"}
    return found


def fallen(record: Record, day: date) -> frozenset[str]:
    """What took one copy of an entry away by `day`, if anything did."""
    found = set()
    if record.upheld_on is not None and record.upheld_on <= day:
        found.add("objection-upheld")
    if record.removed_on is not None and record.removed_on <= day:
        resumed = record.removal == "suspended" and record.resumes_on is not None and record.resumes_on <= day
        if not resumed:
            found.add(record.removal or "removed")
    return frozenset(found)


def first_guard(guards: frozenset[str]) -> str | None:
    """The first that fits, in the order of the specification."""
    return next((guard for guard in GUARDS if guard in guards), None)


def stands(record: Record, facts: Facts) -> Truth:
    """Whether a record stands on the day, worked out once on these facts."""
    found: Truth | None = facts.memory.get(("stands", record.kind, record.id))
    if found is None:
        found = facts.memory["stands", record.kind, record.id] = _stands(record, facts)
    return found


def _stands(record: Record, facts: Facts) -> Truth:
    """Unknown between the end a record certainly has and the end it may have."""
    if guards_of(record, facts):
        return FALSE
    if end_range(record, facts.law)[0] < facts.date:
        return UNKNOWN
    return UNKNOWN if facts.doubting and contested(record, facts.date) else TRUE


def contested(record: Record, day: date) -> bool:
    """Whether an objection against the record (or a copy of it) is accepted and open on `day`."""
    return any(
        copy.contested_from is not None
        and copy.contested_from <= day
        and (copy.contested_until is None or day < copy.contested_until)
        for copy in record.copies or (record,)
    )

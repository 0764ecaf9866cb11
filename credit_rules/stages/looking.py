"""Look at a record as a test sees it: whether it counts, and if not, or not certainly, for which reasons.

Every reason is what the reference semantics says of that part: the guards, the end, the fields, the period.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from credit_rules import semantics
from credit_rules.model.canonical import plain
from credit_rules.model.conditions import OWN_PERIOD, RecordTest, Sees
from credit_rules.model.days import day_after, last_day, shown_end
from credit_rules.model.facts import Facts, Record
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN, Truth
from credit_rules.semantics.standing import end_range, fallen, stands
from credit_rules.semantics.truth import (
    STRIKES_OUT,
    disputed_schemes,
    event_on,
    field_truth,
    value_of,
    within_own_period,
)
from credit_rules.stages.describing import record_named
from credit_rules.stages.telling import value_told

Json = dict[str, Any]

_TRUTHS = {TRUE: "true", FALSE: "false", UNKNOWN: "unknown"}
_SCHEMES = ("rating", "points")


def record_told(test: RecordTest, record: Record, facts: Facts, of: str | None, wanted: Mapping[str, Json]) -> Json:
    """A record with what it counts for in a test, and why not where it does not; `wanted` are the fields tested."""
    seen = record in semantics.relevant(test, facts)
    counts = semantics.passes(test, record, facts) if seen else FALSE
    return {
        **record_named(record, of, facts),
        "guard": semantics.first_guard(semantics.guards_of(record, facts)),
        "counts": _TRUTHS[counts],
        "contested": semantics.contested(record, facts.date),
        "reasons": list(_reasons(test, record, facts, wanted) if seen else _unseen(record, facts)),
    }


def _unseen(record: Record, facts: Facts) -> Iterator[Json]:
    """Of a scheme only the latest grade not after the day exists."""
    if record.own > facts.date:
        yield _guard("not-yet-listed", None, record, facts)
    else:
        yield {"code": "superseded"}


def _reasons(test: RecordTest, record: Record, facts: Facts, wanted: Mapping[str, Json]) -> Iterator[Json]:
    """Everything that keeps a record from counting, or from certainly counting."""
    guards = semantics.guards_against(test, record, facts)
    guard = semantics.first_guard(guards & STRIKES_OUT if test.sees is Sees.PAST else guards)
    if guard is not None:
        yield _guard(guard, test, record, facts)
    else:
        yield from _open_end(test, record, facts)
    for name, told in wanted.items():
        same = [field for field in test.fields if field.field == name]
        truth = min((field_truth(field, record.values, facts) for field in same), default=TRUE)
        if truth is not TRUE:
            yield _field(told, truth, value_of(name, record.values, facts.date), facts)
    yield from _not_recent(test, record, facts)
    if record.kind in _SCHEMES:
        yield from _of_scheme(test, record, facts)


def _guard(guard: str, test: RecordTest | None, record: Record, facts: Facts) -> Json:
    return {"code": "guard", "guard": guard, **guard_days(guard, test, record, facts)}


def guard_days(guard: str, test: RecordTest | None, record: Record, facts: Facts) -> Json:
    """Since when a guard stops a record, and through which day; null where there is no such day."""
    since, until = _days(guard, test, record, facts)
    last = None if until in (None, date.max) else until
    return {"since": since.isoformat() if since else None, "until": last.isoformat() if last else None}


def _days(guard: str, test: RecordTest | None, record: Record, facts: Facts) -> tuple[date | None, date | None]:
    match guard:
        case "not-yet-listed":
            return None, record.own - timedelta(days=1)
        case "expired":
            return day_after(_last_day(test, record, facts)), None
        case "elsewhere":
            return None, None
    copies = [copy for copy in record.copies or (record,) if guard in fallen(copy, facts.date)]
    if guard == "objection-upheld":
        return min((copy.upheld_on for copy in copies if copy.upheld_on), default=None), None
    gone = min((copy.removed_on for copy in copies if copy.removed_on), default=None)
    back = [copy.resumes_on for copy in copies if copy.resumes_on] if guard == "suspended" else []
    return gone, max(back) - timedelta(days=1) if len(back) == len(copies) and back else None


def _last_day(test: RecordTest | None, record: Record, facts: Facts) -> date:
    """The last day of a measure's own period, where it has one; else the last day the record may stand."""
    lasting = test.lasting if test is not None and test.sees in OWN_PERIOD else None
    if lasting is not None and lasting.period is not None and lasting.start is not None:
        start = event_on(record, lasting.start, facts.date)
        if isinstance(start, date):
            return last_day(start, lasting.period)
    return end_range(record, facts.law)[1]


def _open_end(test: RecordTest, record: Record, facts: Facts) -> Iterator[Json]:
    """Where it is not settled whether the record still stands, or whether the measure's own period still runs."""
    if test.sees is Sees.STANDING and stands(record, facts) is UNKNOWN:
        least, most = end_range(record, facts.law)
        yield {"code": "end-open", "at_least": shown_end(least), "at_most": shown_end(most)}
    if test.sees in OWN_PERIOD and within_own_period(test.lasting, record, facts) is UNKNOWN:
        yield {"code": "own-period-open", "field": test.lasting.start if test.lasting else None}


def _field(told: Json, truth: Truth, value: Any, facts: Facts) -> Json:
    """A field that does not fit: the value found (null: not stated), or that the event has not happened."""
    stated = not isinstance(value, Truth)
    found = value_told(told["type"], plain(value), facts.law, told["field"]) if stated and value is not None else None
    return {
        "code": "field",
        "truth": _TRUTHS[truth],
        "field": told,
        "found": found,
        "happened": (value is not None) if stated else None,
    }


def _not_recent(test: RecordTest, record: Record, facts: Facts) -> Iterator[Json]:
    if test.within is None:
        return
    start = event_on(record, test.within.of, facts.date)
    told = {"code": "within", "of": test.within.of, "period": str(test.within.period)}
    if not isinstance(start, date):
        happened = None if start is UNKNOWN else False
        yield {**told, "since": None, "until": None, "happened": happened}
        return
    last = last_day(start, test.within.period)
    if not start <= facts.date <= last:
        yield {**told, "since": start.isoformat(), "until": shown_end(last), "happened": start <= facts.date}


def _of_scheme(test: RecordTest, record: Record, facts: Facts) -> Iterator[Json]:
    if record.name in disputed_schemes(test, facts):
        yield {"code": "disputed"}
    elif not facts.consulted.covers(record.kind, record.name):
        yield {"code": "later-open", "register": f"{record.kind}.{record.name}"}

"""Whether a condition holds: true, false or unknown (sections 3, 5 and 6 of the specification)."""

from datetime import date
from typing import Any

from credit_rules.model.conditions import (
    EVER_SEEING,
    OWN_PERIOD,
    AllOf,
    AnyOf,
    Condition,
    FactTest,
    FieldTest,
    HandledByTest,
    InForceTest,
    Lasting,
    Negation,
    RecordTest,
    RelatedTest,
    Sees,
    Within,
)
from credit_rules.model.days import last_day
from credit_rules.model.facts import Facts, Record, RelatedSubject
from credit_rules.model.places import contains
from credit_rules.model.profile import EVENTS, OPEN_EVENTS, TOLD_WITH_REMOVAL
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN, Truth, negate
from credit_rules.semantics.standing import contested, fallen, guards_of, stands

#: What ends a measure with a period of its own, and what strikes a past record out.
STOPS_A_PERIOD = frozenset({"not-yet-listed", "objection-upheld", "revoked", "removed", "elsewhere"})
STRIKES_OUT = frozenset({"not-yet-listed", "objection-upheld", "revoked", "elsewhere"})

GUARDS_LIFTED = frozenset({Sees.EVERYTHING, Sees.EVER})


def firmly_bites(condition: Condition, facts: Facts) -> bool:
    """Whether it still certainly bites when whatever is contested or of doubtful identity may or may not be so."""
    return truth_of(condition, facts.doubted()) is TRUE


def triggered(condition: Condition, facts: Facts) -> bool:
    """Whether a measure is certainly triggered; `condition` is its own, seen with the guards of records lifted."""
    return truth_of(condition, facts) is TRUE


def truth_of(condition: Condition, facts: Facts) -> Truth:
    """What `condition` comes to, given what is known. Never raises for missing facts."""
    match condition:
        case AllOf(terms=terms):
            return min((truth_of(term, facts) for term in terms), default=TRUE)
        case AnyOf(terms=terms):
            return max((truth_of(term, facts) for term in terms), default=FALSE)
        case Negation(term=term):
            return negate(truth_of(term, facts))
        case RecordTest():
            return _truth_of_records(condition, facts)
        case FactTest(about=about, test=test):
            return field_truth(test, _fields_of(about, facts), facts)
        case RelatedTest():
            return _truth_of_related(condition, facts)
        case InForceTest(intervals=intervals):
            return _holds(any(start <= facts.date <= until for start, until in intervals))
        case HandledByTest(bodies=bodies, usual=usual):
            return truth_of_body(bodies, usual.get(facts.code, ()), facts.action.authority)


def _holds(answer: bool) -> Truth:
    return TRUE if answer else FALSE


def _truth_of_records(test: RecordTest, facts: Facts) -> Truth:
    """Worked out once on these facts, for many measures ask the same."""
    remembered = facts.memory.get(("truth", id(test)))
    if remembered is None:  # the test is kept with its answer, so that its id stays its own
        remembered = facts.memory["truth", id(test)] = (_counted(test, facts), test)
    found: Truth = remembered[0]
    return found


def _counted(test: RecordTest, facts: Facts) -> Truth:
    """Matches lie between those that are certain and those that may be; what nobody looked up has no bound."""
    matches = matching(test, facts)
    certain = sum(1 for truth in matches.values() if truth is TRUE)
    possible = sum(1 for truth in matches.values() if truth is not FALSE)
    if certain >= test.at_least:
        return TRUE
    if test.declaration is not None and test.declaration in facts.declared:
        return FALSE
    return FALSE if possible < test.at_least and not open_names(test, facts) else UNKNOWN


def matching(test: RecordTest, facts: Facts) -> dict[tuple[object, ...], Truth]:
    """For each entry the test is about, whether it passes; copies of one entry count once."""
    found: dict[tuple[object, ...], Truth] = {}
    for record in relevant(test, facts):
        counted = counted_as(test, record)
        found[counted] = max(passes(test, record, facts), found.get(counted, FALSE))
    for scheme in disputed_schemes(test, facts):
        found[("scheme", scheme)] = UNKNOWN
    return found


def counted_as(test: RecordTest, record: Record) -> tuple[object, ...]:
    """What counts once: copies of one entry; the latest grade of a scheme, however many registers tell it."""
    if record.kind in ("rating", "points") and test.sees not in EVER_SEEING:
        return ("scheme", record.name)
    return record.entry


def relevant(test: RecordTest, facts: Facts) -> list[Record]:
    """The records a test looks at: of its kind and names; of a scheme only the latest not after the day."""
    records = [r for r in facts.of_kind(test.kind) if not test.names or r.name in test.names]
    if test.kind not in ("rating", "points"):
        return records
    records = [r for r in records if r.own <= facts.date]
    if test.sees in EVER_SEEING:
        return records
    return [r for r in records if r.own == _latest_day(records, r.name)]


def _latest_day(records: list[Record], scheme: str | None) -> date:
    return max(r.own for r in records if r.name == scheme)


def disputed_schemes(test: RecordTest, facts: Facts) -> list[str]:
    """Schemes that count here, with two different entries of one day: what they say is unknown."""
    if test.kind not in ("rating", "points") or test.sees in EVER_SEEING:
        return []
    said: dict[str, set[tuple[object, ...]]] = {}
    for record in relevant(test, facts):
        said.setdefault(record.name or "", set()).add(_content(record, facts.date))
    return sorted(name for name, contents in said.items() if len(contents) > 1 and counts_here(test, name, facts))


def counts_here(test: RecordTest, name: str, facts: Facts) -> bool:
    """Whether a list or scheme counts at this action; with guards lifted any does."""
    lifted = test.sees in GUARDS_LIFTED
    return lifted or facts.law.counts_at(test.kind, name, facts.action.place, facts.date)


def _content(record: Record, day: date) -> tuple[object, ...]:
    """What a grade says: which one, and whether it was taken back. One that does not say may say anything."""
    said = record.values.get("grade" if record.kind == "rating" else "value")
    return record.id if said is None else ("said", said), fallen(record, day)


def passes(test: RecordTest, record: Record, facts: Facts) -> Truth:
    """Whether one record passes a test: it is seen, each field fits, and it is recent enough."""
    truth = _seen(test, record, facts)
    for field in test.fields:
        truth = min(truth, field_truth(field, record.values, facts))
    if test.within is not None:
        truth = min(truth, _recent(test.within, record, facts))
    if record.kind not in ("rating", "points"):
        return truth
    if record.name in disputed_schemes(test, facts):
        return FALSE  # the scheme as a whole is unknown, and counts once
    # A later grade may stand in a register nobody looked up.
    return truth if facts.consulted.covers(record.kind, record.name) else min(truth, UNKNOWN)


def _seen(test: RecordTest, record: Record, facts: Facts) -> Truth:
    if test.sees in GUARDS_LIFTED:
        return TRUE
    if test.sees is Sees.STANDING:
        return stands(record, facts)
    guards = guards_of(record, facts)
    in_doubt = facts.doubting and contested(record, facts.date)
    if test.sees is Sees.PAST:
        return FALSE if guards & STRIKES_OUT else UNKNOWN if in_doubt else TRUE
    if guards & STOPS_A_PERIOD:
        return FALSE
    return min(within_own_period(test.lasting, record, facts), UNKNOWN if in_doubt else TRUE)


def within_own_period(lasting: Lasting | None, record: Record, facts: Facts) -> Truth:
    """Whether a measure's own period still runs; unknown where the day it runs from is not set.

    It replaces the record's end and not its beginning: a bar of five years from the end of a sentence bites from the
    conviction on.
    """
    if lasting is None or lasting.period is None or lasting.start is None:
        return TRUE
    start = event_on(record, lasting.start, facts.date)
    if not isinstance(start, date):
        return UNKNOWN
    return _holds(facts.date <= last_day(start, lasting.period))


def guards_against(test: RecordTest, record: Record, facts: Facts) -> frozenset[str]:
    """The guards of a record as a test sees it: a measure's own period replaces the record's end."""
    guards = guards_of(record, facts)
    if test.sees not in OWN_PERIOD:
        return guards
    over = within_own_period(test.lasting, record, facts) is FALSE
    return (guards & STOPS_A_PERIOD) | ({"expired"} if over else frozenset())


def _recent(within: Within, record: Record, facts: Facts) -> Truth:
    start = event_on(record, within.of, facts.date)
    if start is None:
        return FALSE  # it has not happened
    if not isinstance(start, date):
        return UNKNOWN
    return _holds(start <= facts.date <= last_day(start, within.period))


def event_on(record: Record, field: str, day: date) -> Any:
    """A date of a record as of `day`: the date, None for an event that has not happened, or UNKNOWN."""
    return value_of(field, record.values, day)


def value_of(field: str, values: Any, day: date) -> Any:
    """A field's value as of `day`; an event later than that has not happened yet. UNKNOWN where nothing is said."""
    value = values.get(field, UNKNOWN)
    if field in TOLD_WITH_REMOVAL and value_of("removed_on", values, day) is None:
        return UNKNOWN
    if field in EVENTS and value is UNKNOWN:
        return None
    if field in EVENTS or field in OPEN_EVENTS:
        return None if isinstance(value, date) and value > day else value
    return UNKNOWN if value is None else value


def field_truth(test: FieldTest, values: Any, facts: Facts) -> Truth:
    """Whether one field fits."""
    value = value_of(test.field, values, facts.date)
    if isinstance(value, Truth):
        return value  # nothing is said of it
    if test.operator == "happened":
        return _holds((value is not None) == test.values[0])
    if value is None:
        return FALSE  # the event has not happened, so no date of it fits
    wanted = test.values
    match test.operator:
        case "one-of":
            return _holds(value in wanted)
        case "at-least":
            return _holds(value >= wanted[0])
        case "at-most":
            return _holds(value <= wanted[0])
        case "above":
            return _holds(value > wanted[0])
        case "below":
            return _holds(value < wanted[0])
        case "within-region":
            return _holds(any(contains(region, value) for region in wanted))
        case _:
            return _holds(any(facts.law.covers(code, value) for code in wanted))


def _fields_of(about: str, facts: Facts) -> dict[str, Any]:
    source: Any = facts.subject if about == "subject" else facts.action
    values = {name: getattr(source, name) for name in type(source).model_fields}
    if about == "action":
        values |= {"code": facts.code, "region": facts.action.place, "date": facts.date}
    return {name: value for name, value in values.items() if value is not None}


def open_names(test: RecordTest, facts: Facts) -> list[str]:
    """What was not looked up and might hold a match; a list that cannot count at this action need not be."""
    kind, consulted = test.kind, facts.consulted
    if consulted.covers(kind):
        return []
    if not test.names:
        return [kind]
    spelt = (lambda name: name) if kind == "listing" else (lambda name: f"{kind}.{name}")
    return [
        spelt(name)
        for name in sorted(test.names)
        if not consulted.covers(kind, name, facts.law.colour(name)) and counts_here(test, name, facts)
    ]


def _truth_of_related(test: RelatedTest, facts: Facts) -> Truth:
    """Some member certainly, some possibly, or none; whom nobody looked up may be anybody."""
    if not spreads(test, facts):
        return FALSE
    found = max((member_truth(test, member, facts) for member in members(test, facts)), default=FALSE)
    return found if facts.consulted.covers("related", test.role) else max(found, UNKNOWN)


def spreads(test: RelatedTest, facts: Facts) -> bool:
    """Whether a basis for the spread is in force on the day, where one is asked for."""
    return test.spread is None or any(start <= facts.date <= until for start, until in test.spread)


def members(test: RelatedTest, facts: Facts) -> list[RelatedSubject]:
    """The related subjects in this role on the day."""
    return [other for other in facts.related if other.role == test.role and other.counts_on(facts.date)]


def member_truth(test: RelatedTest, member: RelatedSubject, facts: Facts) -> Truth:
    """Whether the condition holds of one related subject; in doubt, a doubtful identity leaves it open."""
    truth = truth_of(test.holds, member.facts)
    return UNKNOWN if facts.doubting_identities and not member.facts.identity_certain else truth


def truth_of_body(bodies: frozenset[str], usual: tuple[str, ...], authority: str | None) -> Truth:
    """The body named; or all the bodies that handle the action, or none of them; otherwise it is not known."""
    if authority is not None:
        return _holds(authority in bodies)
    if usual and all(body in bodies for body in usual):
        return TRUE
    return FALSE if usual and not any(body in bodies for body in usual) else UNKNOWN

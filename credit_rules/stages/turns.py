"""Turns: what becomes different from one day to the next, in a subject's records and in the law.

A measure's finding changes because a record begins, ends or resumes, a period runs out, a relation ends, or a list,
a source or a recognition comes into or goes out of force. This stage names these, for one measure on one day, by
asking the reference semantics the same questions on the day before and on the day.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from credit_rules import semantics
from credit_rules.model.catalogue import InForce
from credit_rules.model.conditions import (
    EVER_SEEING,
    OWN_PERIOD,
    Condition,
    FactTest,
    Leaf,
    RecordTest,
    RelatedTest,
    Sees,
    every_leaf,
    leaves,
)
from credit_rules.model.days import NEVER, day_after, last_day
from credit_rules.model.facts import Facts, Record
from credit_rules.model.plan import PlannedMeasure
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN
from credit_rules.semantics.standing import stands
from credit_rules.semantics.truth import GUARDS_LIFTED, STRIKES_OUT, counts_here, field_truth, spreads, value_of

SCHEMES = ("rating", "points")

#: Every code, in the order in which turns are told.
CODES = (
    "record-begins",
    "record-ends",
    "record-resumes",
    "record-turns",
    "end-uncertain",
    "period-ends",
    "within-ends",
    "superseded",
    "field-turns",
    "objection-opens",
    "objection-closes",
    "relation-begins",
    "relation-ends",
    "recognition-begins",
    "recognition-ends",
    "edition-begins",
    "edition-ends",
    "list-begins",
    "list-ends",
    "measure-begins",
    "measure-ends",
    "source-begins",
    "source-ends",
    "spread-begins",
    "spread-ends",
    "day-turns",
    "repair-opens",
    "repair-closes",
    "repair-changes",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that becomes different on a day.

    `code` says what; `name` the record, related subject, source, measure list or list it is about, `kind` of a record
    its kind and of a relation the role, `of` whose it is (None: the subject's own); `detail` is the guard, the field,
    the edition or the period that makes the difference.
    """

    code: str
    name: str
    kind: str | None = None
    of: str | None = None
    detail: str | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """Stable: records before the law, the subject's own before others'."""
        return (CODES.index(self.code), self.of or "", self.kind or "", self.name, self.detail or "")


def holders_of(facts: Facts, path: str = "") -> Iterator[tuple[str, Facts]]:
    """The subject and every related one, each with the path of ids that names it."""
    yield path, facts
    for other in facts.related:
        yield from holders_of(other.facts, f"{path}/{other.id}" if path else other.id)


def edges(in_force: InForce) -> set[date]:
    """The first day on which something is in force, and the first on which it no longer is."""
    after = day_after(in_force.until)
    return {in_force.start, after} if after else {in_force.start}


class Touched:
    """Which records may turn on which day, so that only these are looked at."""

    def __init__(self, facts: Facts, conditions: Iterable[Condition]) -> None:
        tests = [leaf for condition in conditions for leaf, _ in every_leaf(condition) if isinstance(leaf, RecordTest)]
        self._periods = {period for test in tests for period in _periods_of(test)}
        self.recognised = {day for known in facts.law.recognition for day in edges(known.in_force)}
        self._by_day: dict[date, dict[str, set[int]]] = {}
        self._asked: tuple[Any, list[Record]] = (None, [])  # the last answer; every test asks again
        for path, holder in holders_of(facts):
            for record in holder.all_records():
                for day in self._days_of(record, holder):
                    if day > facts.date:
                        self._by_day.setdefault(day, {}).setdefault(path, set()).add(id(record))

    def on(self, day: date, path: str, facts: Facts) -> list[Record]:
        """The records that may turn on `day`, with their copies and the other grades of their scheme."""
        if self._asked[0] != (day, path):
            self._asked = (day, path), self._on(day, path, facts)
        return self._asked[1]

    def _on(self, day: date, path: str, facts: Facts) -> list[Record]:
        found: Set[int] = self._by_day.get(day, {}).get(path, frozenset())
        turning = [record for record in facts.all_records() if id(record) in found] if found else []
        entries = {record.entry for record in turning}
        schemes = {(record.kind, record.name) for record in turning if record.kind in SCHEMES}
        return [r for r in facts.all_records() if r.entry in entries or (r.kind, r.name) in schemes] if turning else []

    def _days_of(self, record: Record, holder: Facts) -> set[date]:
        told = {value for value in record.values.values() if isinstance(value, date)}
        told |= {day for day in (record.contested_from, record.contested_until, record.upheld_on) if day}
        ends = {*semantics.end_range(record, holder.law)}
        for kind, field, period in self._periods:
            start = value_of(field, record.values, NEVER) if record.kind == kind else None
            if isinstance(start, date):
                ends.add(last_day(start, period))
        return told | {day for end in told | ends if (day := day_after(end))} | self.recognised


def _periods_of(test: RecordTest) -> Iterator[tuple[str, str, Any]]:
    if test.within is not None:
        yield test.kind, test.within.of, test.within.period
    if test.lasting is not None and test.lasting.period is not None and test.lasting.start is not None:
        yield test.kind, test.lasting.start, test.lasting.period


@dataclass(frozen=True, slots=True)
class Eve:
    """One subject on the day before and on the day, and the records that may turn in between."""

    before: Facts
    after: Facts
    touched: Touched
    path: str = ""

    @property
    def day(self) -> date:
        """The day on which things turn."""
        return self.after.date

    @property
    def of(self) -> str | None:
        """Whose eve it is, as turns tell it."""
        return self.path or None

    @property
    def records(self) -> list[Record]:
        """The records that may turn."""
        return self.touched.on(self.day, self.path, self.after)

    def inside(self, name: str) -> "Eve":
        """The same eve for a related subject."""
        one, other = (next(o.facts for o in facts.related if o.id == name) for facts in (self.before, self.after))
        return Eve(one, other, self.touched, f"{self.path}/{name}" if self.path else name)


def turns_of(before: PlannedMeasure | None, after: PlannedMeasure | None, eve: Eve) -> frozenset[Turn]:
    """What turns for one measure, in whichever edition it stands on each of the two days."""
    found = set(_turns_of_law(before, after, eve.day))
    for planned in {id(m): m for m in (before, after) if m is not None}.values():
        for leaf, _ in leaves(planned.condition):
            found |= set(_turns_of_leaf(leaf, eve))
        for leaf, _ in leaves(planned.trigger):
            found |= set(_turns_of_leaf(leaf, eve))
    return frozenset(found)


# --- the law ------------------------------------------------------------------------------------------------------


def _turns_of_law(before: PlannedMeasure | None, after: PlannedMeasure | None, day: date) -> Iterator[Turn]:
    if before is not after:
        if after is not None:
            yield Turn("edition-begins", after.list.measure_list, detail=after.list.edition)
        elif before is not None:
            yield Turn("edition-ends", before.list.measure_list, detail=before.list.edition)
    elif after is not None:
        for code in _begins_or_ends("list", after.list.in_force.start, after.list.in_force.until, day):
            yield Turn(code, after.list.measure_list, detail=after.list.edition)
    for planned in (before, after):
        if planned is not None:
            yield from _turns_of_basis(planned, day)


def _turns_of_basis(planned: PlannedMeasure, day: date) -> Iterator[Turn]:
    own = planned.measure.in_force
    for code in _begins_or_ends("measure", own.start, own.until, day):
        yield Turn(code, planned.id)
    for basis in planned.basis:
        for start, until in basis.intervals:
            for code in _begins_or_ends("source", start, until, day):
                yield Turn(code, basis.source)


def _begins_or_ends(what: str, start: date, until: date, day: date) -> Iterator[str]:
    if start == day:
        yield f"{what}-begins"
    if day_after(until) == day:
        yield f"{what}-ends"


# --- tests --------------------------------------------------------------------------------------------------------


def _turns_of_leaf(leaf: Leaf, eve: Eve) -> Iterator[Turn]:
    match leaf:
        case RecordTest():
            for record in eve.records:
                if record.kind == leaf.kind and (not leaf.names or record.name in leaf.names):
                    yield from _turns_of_record(leaf, record, eve)
            yield from _turns_of_recognition(leaf, eve)
        case RelatedTest():
            yield from _turns_of_relation(leaf, eve)
        case FactTest(test=test) if test.field == "date" and _truth_of(leaf, eve.before) != _truth_of(leaf, eve.after):
            yield Turn("day-turns", "action.date")


def _truth_of(leaf: Leaf, facts: Facts) -> Any:
    return semantics.truth_of(leaf, facts)


def _turns_of_recognition(test: RecordTest, eve: Eve) -> Iterator[Turn]:
    """A list of another region that begins or ceases to count here, where something on it or nobody's look matters."""
    if test.sees in GUARDS_LIFTED or eve.day not in eve.touched.recognised:
        return
    held = {record.name for record in eve.after.of_kind(test.kind) if record.name}
    for name in sorted(set(test.names) or held):
        before, after = counts_here(test, name, eve.before), counts_here(test, name, eve.after)
        if before == after:
            continue
        looked_up = eve.after.consulted.covers(test.kind, name, eve.after.law.colour(name))
        if name in held or not looked_up:
            yield Turn("recognition-begins" if after else "recognition-ends", name, kind=test.kind, of=eve.of)


def _turns_of_relation(test: RelatedTest, eve: Eve) -> Iterator[Turn]:
    before, after = spreads(test, eve.before), spreads(test, eve.after)
    if before != after:
        yield Turn("spread-begins" if after else "spread-ends", test.role, of=eve.of)
    was, now = ({other.id for other in semantics.members(test, facts)} for facts in (eve.before, eve.after))
    for name in sorted(was ^ now):
        yield Turn("relation-begins" if name in now else "relation-ends", name, kind=test.role, of=eve.of)
    for name in sorted(was & now):
        for leaf, _ in leaves(test.holds):
            yield from _turns_of_leaf(leaf, eve.inside(name))


def _turns_of_record(test: RecordTest, record: Record, eve: Eve) -> Iterator[Turn]:
    """What turns in one record as a test sees it; one whose fields never fit is nobody's business."""
    was, now = (record in semantics.relevant(test, facts) for facts in (eve.before, eve.after))
    own = _Turns(record, eve.of)
    if was != now:
        yield own.turn("record-begins") if now else own.turn("superseded")
        return
    lifted = replace(test, sees=Sees.EVER if test.sees in EVER_SEEING else Sees.EVERYTHING, lasting=None)
    bare = [semantics.passes(lifted, record, facts) for facts in (eve.before, eve.after)]
    if not now or bare == [FALSE, FALSE]:
        return
    seen = [semantics.passes(test, record, facts) for facts in (eve.before, eve.after)]
    found = [] if test.sees in GUARDS_LIFTED else list(_turns_of_guard(test, own, eve, seen[0] != seen[1]))
    if not found and (seen[0] != seen[1] or bare[0] != bare[1]):
        abroad = ["elsewhere" in semantics.guards_of(record, facts) for facts in (eve.before, eve.after)]
        unexplained = [own.turn("record-turns")] if abroad[0] == abroad[1] else []  # of the list, recognition tells
        found = list(_turns_of_fields(test, own, eve)) or unexplained
    yield from found
    contests = [semantics.contested(record, facts.date) for facts in (eve.before, eve.after)]
    if contests[0] != contests[1]:
        yield own.turn("objection-opens" if contests[1] else "objection-closes")


@dataclass(frozen=True, slots=True)
class _Turns:
    """Makes the turns of one record."""

    record: Record
    of: str | None

    def turn(self, code: str, detail: str | None = None) -> Turn:
        return Turn(code, self.record.id, self.record.kind, self.of, detail)


def _turns_of_guard(test: RecordTest, own: _Turns, eve: Eve, matters: bool) -> Iterator[Turn]:
    guards = [semantics.guards_against(test, own.record, facts) for facts in (eve.before, eve.after)]
    first, then = (semantics.first_guard(found) for found in guards)
    if first == then or {first, then} == {"elsewhere", None}:
        return  # recognition is told of the list, not of each record
    if test.sees is Sees.PAST and not matters and STRIKES_OUT.isdisjoint((first, then)):
        return  # a test of past records does not ask whether they still stand
    if then == "expired" and test.sees in OWN_PERIOD:
        yield own.turn("period-ends", str(test.lasting.period) if test.lasting else None)
    elif first is None:
        yield own.turn("record-ends", then)
    elif then is None:
        yield own.turn("record-begins" if first == "not-yet-listed" else "record-resumes", first)
    else:
        yield own.turn("record-turns", then)


def _turns_of_fields(test: RecordTest, own: _Turns, eve: Eve) -> Iterator[Turn]:
    """Which part of the test came out otherwise."""
    record, both = own.record, (eve.before, eve.after)
    if test.sees is Sees.STANDING and stands(record, eve.before) is TRUE and stands(record, eve.after) is UNKNOWN:
        yield own.turn("end-uncertain", _latest(record, eve.after))
    for field in test.fields:
        one, other = (field_truth(field, record.values, facts) for facts in both)
        if one is not other:
            yield own.turn("field-turns", field.field)
    for name in sorted({name for kind, name, _ in _periods_of(test) if kind == record.kind}):
        one, other = (value_of(name, record.values, facts.date) for facts in both)
        if one != other:
            yield own.turn("field-turns", name)
    if test.within is not None:
        only = replace(test, fields=(), sees=Sees.EVERYTHING, lasting=None)
        one, other = (semantics.passes(only, record, facts) for facts in both)
        if one > other:
            yield own.turn("within-ends", str(test.within.period))


def _latest(record: Record, facts: Facts) -> str | None:
    """Until which day a record may stand at most; None where the law sets no bound."""
    most = semantics.end_range(record, facts.law)[1]
    return None if most == NEVER else most.isoformat()

"""Coverage: what the cases beside a list have tried of each of its measures.

A test of a condition is tried when it was seen true, false and unknown (where it can be unknown); a guard when it was
seen to stop the measure. What was never seen may be wrong without anybody noticing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from credit_rules import semantics
from credit_rules.casebook import FINDINGS, Failure, words_of_test
from credit_rules.model.conditions import (
    Condition,
    FactTest,
    HandledByTest,
    Leaf,
    RecordTest,
    RelatedTest,
    every_leaf,
    leaves,
)
from credit_rules.model.decision import Decision
from credit_rules.model.facts import Facts
from credit_rules.model.law import Law
from credit_rules.model.places import COUNTRY, contains
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN, Truth
from credit_rules.semantics.truth import truth_of_body

SEEN: Mapping[Truth, str] = {TRUE: "true", FALSE: "false", UNKNOWN: "unknown"}
#: Facts every action and subject has, or which the catalogue gives: they are never unknown.
_ALWAYS_KNOWN = {"action": ("code", "region", "date"), "subject": ("kind",)}
_OF_THE_MEASURE = ("not-in-force", "cross-check", "elsewhere")

Key = tuple[str, str, str]  # measure list, edition, measure


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be seen: a finding of a measure, a value of a test, or a guard at work."""

    sort: str  # finding, test or guard
    what: str  # the test as written, or the guard
    value: str  # true, false, unknown; stopped, open, out


@dataclass(slots=True)
class Covered:
    """One measure: what is to be seen of it, and what was."""

    planned: PlannedMeasure
    at: str  # where it is written
    wanted: tuple[Duty, ...]
    law: Law
    seen: set[Duty] = field(default_factory=set)

    @property
    def lacking(self) -> tuple[Duty, ...]:
        """What was never seen."""
        return tuple(duty for duty in self.wanted if duty not in self.seen)

    def words(self, duty: Duty) -> Failure:
        """A test in both languages; a finding or guard by its code."""
        leaf = dict(_tests(self.planned)).get(duty.what) if duty.sort == "test" else None
        return words_of_test(_as_tested(leaf), self.law) if leaf is not None else Failure(duty.what, duty.what)

    def count(self, sort: str) -> tuple[int, int]:
        """How much of one sort was seen, of how much."""
        wanted = [duty for duty in self.wanted if duty.sort == sort]
        return sum(duty in self.seen for duty in wanted), len(wanted)


class Coverage:
    """What the cases of some lists have tried."""

    def __init__(self, plan: Plan, lists: Iterable[str], places: Mapping[Key, str]) -> None:
        wanted = set(lists)
        keys = {(m.list.measure_list, m.list.edition, m.id): m for m in plan.measures if m.list.measure_list in wanted}
        self.measures = {
            key: Covered(m, places.get(key, ""), tuple(_duties(plan, m)), plan.law) for key, m in keys.items()
        }

    def see(self, decision: Decision, measure_list: str) -> None:
        """Note what one decision, made for a case beside `measure_list`, has tried."""
        findings = {f.planned.position: f for f in (*decision.findings, *decision.others)}
        for (name, _, _), covered in self.measures.items():
            if name != measure_list:
                continue
            finding = findings[covered.planned.position]
            out = finding.out_of_scope
            if out == "by":
                covered.seen.add(Duty("guard", "by", "out"))
            if out:
                continue
            covered.seen.add(Duty("finding", finding.finding, "seen"))
            covered.seen |= set(_tried(covered.planned, decision.facts, finding.finding, finding.guard))

    @property
    def share(self) -> float:
        """How much of all there is to see was seen, from 0 to 1."""
        return share_of(self.measures.values())


def share_of(measures: Iterable[Covered]) -> float:
    """How much of all there is to see of some measures was seen, from 0 to 1."""
    told = [(len(covered.wanted), len(covered.lacking)) for covered in measures]
    wanted, lacking = sum(one for one, _ in told), sum(other for _, other in told)
    return 1.0 if not wanted else (wanted - lacking) / wanted


def _duties(plan: Plan, planned: PlannedMeasure) -> Iterator[Duty]:
    tests = dict(_tests(planned))
    for name, leaf in tests.items():
        for value in ("true", "false", *(() if _always_known(leaf) else ("unknown",))):
            yield Duty("test", name, value)
    findings = FINDINGS if tests else ("applies",)
    for finding in findings:
        yield Duty("finding", finding, "seen")
    if _may_be_out_of_force(planned):
        yield Duty("guard", "not-in-force", "stopped")
    if planned.cross_check is not None:
        yield from (Duty("guard", "cross-check", "stopped"), Duty("guard", "cross-check", "open"))
    if any(isinstance(leaf, RecordTest) and helps for leaf, helps in every_leaf(planned.when)):
        yield Duty("guard", "standing", "stopped")
    if any(
        isinstance(leaf, RecordTest) and helps and _elsewhere(plan, planned, leaf)
        for leaf, helps in every_leaf(planned.when)
    ):
        yield Duty("guard", "elsewhere", "stopped")
    if planned.handled is not None:
        yield Duty("guard", "by", "out")
        if _may_be_open(plan, planned, planned.handled):
            yield Duty("guard", "by", "open")


def _tests(planned: PlannedMeasure) -> Iterator[tuple[str, Leaf]]:
    """The tests of a measure's own condition by their name, those inside related tests included."""
    seen: dict[object, str] = {}
    for leaf, _ in every_leaf(planned.when):
        if _same(leaf) not in seen:
            # Two bounds of one count are two tests with one text.
            before = sum(name.startswith(_authored(leaf)) for name in seen.values())
            seen[_same(leaf)] = f"{_authored(leaf)} ({before + 1})" if before else _authored(leaf)
            yield seen[_same(leaf)], leaf


def _authored(leaf: Leaf) -> str:
    return getattr(leaf, "authored", "")


def _as_tested(leaf: Leaf) -> dict[str, Any]:
    """The one test that is meant, as its author would write it: of `between` and of a count only its own bound."""
    written: dict[str, Any] = json.loads(_authored(leaf))
    ((kind, data),) = written.items()
    if isinstance(leaf, RecordTest) and "count" in data:
        return {kind: data | {"count": {"at_least": str(leaf.at_least)}}}
    if isinstance(leaf, FactTest) and isinstance(data[leaf.test.field], Mapping):
        bound = leaf.test.operator.replace("-", "_")
        return {kind: {leaf.test.field: {bound: str(leaf.test.values[0])}}}
    return written


def _always_known(leaf: Leaf) -> bool:
    return isinstance(leaf, FactTest) and leaf.test.field in _ALWAYS_KNOWN[leaf.about]


def _may_be_out_of_force(planned: PlannedMeasure) -> bool:
    """Whether on some day this edition is the one to look at and is not in force."""
    turns = {
        day for start, until in (*planned.in_force.intervals, *planned.superseded) for day in _around(start, until)
    }
    in_force = planned.in_force.intervals
    return any(planned.evaluated_on(day) and not any(a <= day <= b for a, b in in_force) for day in turns)


def _around(start: date, until: date) -> Iterator[date]:
    if start > date.min:
        yield start - timedelta(days=1)
    if until < date.max:
        yield until + timedelta(days=1)


def _elsewhere(plan: Plan, planned: PlannedMeasure, leaf: RecordTest) -> bool:
    """Whether the measure can be asked for where a list or scheme it tests does not count."""
    regions = (plan.law.region_of(leaf.kind, name) for name in leaf.names)
    return any(region != COUNTRY and not contains(region, planned.list.region) for region in regions)


def _may_be_open(plan: Plan, planned: PlannedMeasure, handled: HandledByTest) -> bool:
    """Whether at one of its actions it is not settled who handles it."""
    codes = [code for code in plan.law.actions if any(plan.law.covers(own, code) for own in planned.measure.actions)]
    return any(truth_of_body(handled.bodies, handled.usual.get(code, ()), None) is UNKNOWN for code in codes)


def _tried(planned: PlannedMeasure, facts: Facts, finding: str, guard: str | None) -> Iterator[Duty]:
    names = {_same(leaf): name for name, leaf in _tests(planned)}
    seen = {(names[_same(leaf)], semantics.truth_of(leaf, about)) for leaf, about in _seen_leaves(planned.when, facts)}
    yield from (Duty("test", name, SEEN[truth]) for name, truth in seen)
    if _is(planned.in_force, facts, FALSE) and (not names or any(truth is TRUE for _, truth in seen)):
        # A spread whose basis lapsed with the measure's triggers nothing: it counts that there was something to stop.
        yield Duty("guard", "not-in-force", "stopped")
    if finding == "withheld" and guard in _OF_THE_MEASURE:
        yield Duty("guard", str(guard), "stopped")
    elif finding == "withheld":
        yield Duty("guard", "standing", "stopped")
    if _is(planned.cross_check, facts, UNKNOWN):
        yield Duty("guard", "cross-check", "open")
    if _is(planned.handled, facts, UNKNOWN):
        yield Duty("guard", "by", "open")


def _is(condition: Condition | None, facts: Facts, truth: Truth) -> bool:
    return condition is not None and semantics.truth_of(condition, facts) is truth


def _same(leaf: Leaf) -> object:
    return leaf.key() if isinstance(leaf, RecordTest) else (_authored(leaf), type(leaf))


def _seen_leaves(condition: Condition, facts: Facts) -> Iterator[tuple[Leaf, Facts]]:
    """Every test with the facts it is asked about: those inside a related test, of each related subject."""
    for leaf, _ in leaves(condition):
        yield leaf, facts
        if isinstance(leaf, RelatedTest):
            for member in semantics.members(leaf, facts):
                yield from _seen_leaves(leaf.holds, member.facts)

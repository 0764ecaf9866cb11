"""Lifting: what a measure comes to on other days, records and what is known of them staying as they are."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from credit_rules.model.conditions import Condition
from credit_rules.model.decision import Lifting
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.model.truth import FALSE, TRUE
from credit_rules.stages.foreseeing import CERTAIN, Then, foresight_of

T = TypeVar("T")


def lifting(plan: Plan, planned: PlannedMeasure, facts: Facts) -> Lifting:
    """The first later day on which a measure that applies does not, in whichever edition is then in force; and the day
    after that on which it applies again."""
    return once_for_all_alike(_lifting, plan, planned, facts)


def once_for_all_alike(
    work: Callable[[Plan, PlannedMeasure, Facts], T], plan: Plan, planned: PlannedMeasure, facts: Facts
) -> T:
    """What is worked out of a measure, once for all that come to the same on every day and after all changes."""
    memory: dict[object, T] = facts.memory.setdefault(work, {})
    if planned.position not in memory:
        alike = all_alike(plan, planned, facts)
        if alike not in memory:
            memory[alike] = work(plan, planned, facts)
        memory[planned.position] = memory[alike]
    return memory[planned.position]


def all_alike(plan: Plan, planned: PlannedMeasure, facts: Facts, *, gaining: bool = False) -> tuple[object, ...]:
    """The same of all measures that come to the same on every day and after all changes; with `gaining`, of all that
    bite on the same, records still to be gained among them."""
    editions, seen = plan.editions_of(planned), foresight_of(facts).seen
    asked = tuple(
        (m.superseded, seen(m.condition, gaining=gaining), None if gaining else seen(m.trigger)) for m in editions
    )
    return asked if len(editions) == 1 else (planned.position, *asked)  # other editions may be out of scope


def _lifting(plan: Plan, planned: PlannedMeasure, facts: Facts) -> Lifting:
    lifts: Lifting | None = None
    for day in days_of_biting(plan, planned, facts):
        biting = bites_on(plan, planned, facts, Then(day))
        if lifts is None and not biting:
            lifts = Lifting(day, finding_on(plan, planned, facts, Then(day)))
        elif lifts is not None and biting:
            return replace(lifts, returns_on=day)
    return lifts or Lifting()


def days_of_biting(plan: Plan, planned: PlannedMeasure, facts: Facts) -> list[date]:
    """Every later day on which it may turn whether a measure, in any of its editions, bites, as things are and after
    lawful changes."""
    return _days(((other, [other.condition]) for other in plan.editions_of(planned)), facts)


def turning_days(plan: Plan, planned: PlannedMeasure, facts: Facts) -> list[date]:
    """Every later day on which the finding may turn: that also turns with what triggers the measure."""
    return _days(((other, [other.condition, other.trigger]) for other in plan.editions_of(planned)), facts)


def _days(asked: Iterable[tuple[PlannedMeasure, list[Condition]]], facts: Facts) -> list[date]:
    days: set[date] = set()
    for other, conditions in asked:
        days.update(*(foresight_of(facts).seen(condition).days for condition in conditions))
        for start, until in other.superseded:
            days |= {start} if until == date.max else {start, until + timedelta(days=1)}
    return sorted(day for day in days if day > facts.date)


def measure_on(plan: Plan, planned: PlannedMeasure, facts: Facts, day: date) -> PlannedMeasure | None:
    """A measure that is in scope, in the edition of another day, if it is in scope on that day too."""
    current = plan.measure_on(planned, day)
    if current is planned or current is None:
        return current
    return None if out_of_scope(plan, current, facts, day) else current


def bites_on(plan: Plan, planned: PlannedMeasure, facts: Facts, then: Then) -> bool:
    """Whether a measure that is in scope bites then."""
    current = measure_on(plan, planned, facts, then.day)
    return current is not None and foresight_of(facts).seen(current.condition).short(then, CERTAIN) == 0


def finding_on(plan: Plan, planned: PlannedMeasure, facts: Facts, then: Then) -> str:
    """What a measure that is in scope comes to then."""
    current, foresight = measure_on(plan, planned, facts, then.day), foresight_of(facts)
    if current is None:
        return "does-not-apply"
    truth = foresight.seen(current.condition).truth(then)
    if truth is not FALSE:
        return "applies" if truth is TRUE else "undetermined"
    return "withheld" if foresight.seen(current.trigger).truth(then) is TRUE else "does-not-apply"


def out_of_scope(plan: Plan, planned: PlannedMeasure, facts: Facts, day: date) -> str:
    """What keeps a measure out of scope of what is asked on a day; nothing if it is in."""
    action = facts.action
    return plan.why_out(planned, facts.code, facts.subject.kind, action.place, action.authority, day)

"""The second engine: durable-rules, within the part of it that was measured to be sound.

It gives the same three booleans for every measure as the default engine, and shares nothing with it but the plan and
the model. It explains nothing, and is asked so that no answer rests on one program alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from credit_rules.backends.rete.driving import Driver, LocalDriver
from credit_rules.backends.rete.subset import Refused

# What compiles and flattens is loaded inside functions: the worker process runs rulesets only, and is to start quickly.
if TYPE_CHECKING:
    from credit_rules.backends.rete.compiling import Program
    from credit_rules.model.facts import Facts
    from credit_rules.model.plan import Plan, PlannedMeasure
    from credit_rules.model.verdict import Verdict

    Compiled = tuple[Program, dict[int, int]]  # of an action: the program, and where each measure's answers begin

name = "rete"


def prepare(plan: Plan) -> None:
    """Compile the whole plan. Refused, with the measure and the reason, where the safe subset cannot say one."""
    for code in sorted(plan.law.actions):
        _compiled(plan, code)


def evaluate(plan: Plan, facts: Facts) -> list[Verdict]:
    """A verdict for every measure in scope that is not `does-not-apply`, in the plan's order, in this process."""
    return evaluate_with(_HERE, plan, facts)


def evaluate_with(driver: Driver, plan: Plan, facts: Facts) -> list[Verdict]:
    """The same by a driver at hand. EngineFault where there is no answer."""
    return evaluate_many(driver, plan, [facts])[0]


def evaluate_many(driver: Driver, plan: Plan, subjects: Sequence[Facts]) -> list[list[Verdict]]:
    """The same of many at once, which costs less: all who ask about one action are asked about together."""
    from credit_rules.backends.rete.answering import answered

    found: list[list[Verdict]] = [[] for _ in subjects]
    by_code: dict[str, list[int]] = {}
    for index, facts in enumerate(subjects):
        by_code.setdefault(facts.code, []).append(index)
    for code, places in by_code.items():
        program, starts = _compiled(plan, code)
        answers = answered(program, driver, [subjects[index] for index in places])
        for index, answer in zip(places, answers, strict=True):
            found[index] = _verdicts(plan, subjects[index], starts, answer)
    return found


def _verdicts(plan: Plan, facts: Facts, starts: dict[int, int], answer: Sequence[bool]) -> list[Verdict]:
    from credit_rules.model.verdict import Verdict

    action = facts.action
    scope = plan.scope(facts.code, facts.subject.kind, action.place, action.authority, facts.date)
    found = []
    for planned in scope.measures:
        at = starts[planned.position]
        certain, possible, triggered = answer[at : at + 3]
        if certain or possible or triggered:
            found.append(Verdict(planned, certain, possible, triggered))
    return found


def _compiled(plan: Plan, code: str) -> Compiled:
    """What the plan's measures at an action come to, in all their editions; worked out once."""
    programs: dict[str, Compiled] = plan.prepared.setdefault(name, {})
    if code not in programs:
        above = plan.law.actions_above(code)
        measures = [m for m in plan.measures if not above.isdisjoint(m.measure.actions)]
        starts = {planned.position: 3 * number for number, planned in enumerate(measures)}
        programs[code] = _program(measures, code), starts
    return programs[code]


def _program(measures: Sequence[PlannedMeasure], code: str) -> Program:
    from credit_rules.backends.rete.compiling import program_of

    try:
        return program_of([part for m in measures for part in (m.certain, m.possible, m.triggered)], code)
    except Refused as refusal:
        for planned in measures:
            _try_one(planned, code)
        raise refusal


def _try_one(planned: PlannedMeasure, code: str) -> None:
    """Refused, with the measure's name, where it is this one that cannot be said."""
    from credit_rules.backends.rete.compiling import program_of

    try:
        program_of((planned.certain, planned.possible, planned.triggered), code)
    except Refused as refusal:
        raise Refused(refusal.reason, f"{planned.list.measure_list}/{planned.id}") from None


_HERE = LocalDriver()

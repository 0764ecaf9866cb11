"""Both engines, one answer: what they do not agree on is not answered.

A wrong restriction takes a right from somebody, so that an answer is worked out twice, by engines that share nothing
but the plan. Where they part ways, or the second one fails, there is no answer: never "nothing applies".
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from credit_rules.backends import in_process, rete
from credit_rules.backends.rete.driving import Driver
from credit_rules.backends.rete.remote import shared
from credit_rules.errors import CreditRulesError, EngineFault, EnginesDisagree, SecondEngineError
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.verdict import Verdict

Answer = TypeVar("Answer")


class Second:
    """durable-rules alone, in its worker process: for whoever wants to hold the engines against each other."""

    name = rete.name

    def __init__(self, driver: Driver | None = None) -> None:
        """`driver` runs it; the worker process everybody in this process shares if absent."""
        self._driver = driver

    def evaluate(self, plan: Plan, facts: Facts) -> Sequence[Verdict]:
        """What it finds. EngineFault or EngineMissing where that is nothing."""
        return self._answered(lambda driver: rete.evaluate_with(driver, plan, facts))

    def evaluate_many(self, plan: Plan, subjects: Sequence[Facts]) -> Sequence[Sequence[Verdict]]:
        """The same of many at once."""
        return self._answered(lambda driver: rete.evaluate_many(driver, plan, subjects))

    def _answered(self, ask: Callable[[Driver], Answer]) -> Answer:
        driver = shared() if self._driver is None else self._driver
        try:
            return ask(driver)
        except CreditRulesError:
            raise
        except Exception as error:  # whatever it is, this engine has not answered
            raise EngineFault(f"{type(error).__name__}: {error}") from error


class Verified:
    """The in-process engine, verified by durable-rules."""

    name = "verified"
    engines = (in_process.name, rete.name)

    def __init__(self, driver: Driver | None = None) -> None:
        """`driver` runs the second engine; the worker process everybody in this process shares if absent."""
        self._second = Second(driver)

    def evaluate(self, plan: Plan, facts: Facts) -> Sequence[Verdict]:
        """What both find. EnginesDisagree, EngineFault or EngineMissing where that is nothing."""
        ours = in_process.evaluate(plan, facts)
        theirs: Sequence[Verdict] | None = None
        try:
            theirs = self._second.evaluate(plan, facts)
            if list(ours) != list(theirs):
                raise EnginesDisagree(_apart(_told(ours), _told(theirs)))
        except SecondEngineError as error:
            found = {in_process.name: ours} | ({} if theirs is None else {rete.name: theirs})
            error.sides = {engine: _told(verdicts) for engine, verdicts in found.items()}
            raise
        return ours

    def evaluate_many(self, plan: Plan, subjects: Sequence[Facts]) -> Sequence[Sequence[Verdict]]:
        """The same of many at once. What an error says is about all of them: to learn of whom, ask of each alone."""
        ours = [in_process.evaluate(plan, facts) for facts in subjects]
        for one, other in zip(ours, self._second.evaluate_many(plan, subjects), strict=True):
            if list(one) != list(other):
                raise EnginesDisagree(_apart(_told(one), _told(other)))
        return ours


class Unverified:
    """The in-process engine alone, where the second one is wanted and not there; `unverified` says why."""

    name = in_process.name

    def __init__(self, why: str) -> None:
        self.unverified = why

    def evaluate(self, plan: Plan, facts: Facts) -> Sequence[Verdict]:
        """What it finds."""
        return in_process.evaluate(plan, facts)


def _told(verdicts: Sequence[Verdict]) -> list[dict[str, object]]:
    return [
        {
            "measure_list": verdict.planned.list.measure_list,
            "edition": verdict.planned.list.edition,
            "measure": verdict.planned.id,
            "certain": verdict.certain,
            "possible": verdict.possible,
            "triggered": verdict.triggered,
        }
        for verdict in verdicts
    ]


def _apart(one: Sequence[Mapping[str, object]], other: Sequence[Mapping[str, object]]) -> list[str]:
    """The measures of which the two do not tell the same."""
    told = [v for v in one if v not in other] + [v for v in other if v not in one]
    return sorted({f"{v['measure_list']}/{v['measure']}" for v in told or one})

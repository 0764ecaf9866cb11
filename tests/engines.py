"""The engines the conformance suite and the properties run on."""

from credit_rules import semantics
from credit_rules.backends import Backend, in_process, rete
from credit_rules.backends.rete import library
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.truth import FALSE, TRUE
from credit_rules.model.verdict import Verdict


class Reference:
    """The meaning itself, asked for every measure in scope."""

    name = "reference"

    @staticmethod
    def evaluate(plan: Plan, facts: Facts) -> list[Verdict]:
        """Verdicts from the semantics alone."""
        action = facts.action
        scope = plan.scope(facts.code, facts.subject.kind, action.place, action.authority, facts.date)
        found = []
        for planned in scope.measures:
            truth = semantics.truth_of(planned.condition, facts)
            triggered = semantics.triggered(planned.trigger, facts)
            verdict = Verdict(planned, truth is TRUE, truth is not FALSE, triggered)
            if verdict.finding != "does-not-apply":
                found.append(verdict)
        return found


class SlowTwin:
    """The in-process engine without its index."""

    name = "in_process without index"
    evaluate = staticmethod(in_process.evaluate_all)


ENGINES: dict[str, Backend] = {"reference": Reference(), "in_process": in_process, "slow_twin": SlowTwin()}
if library.is_there():  # tests/test_rete.py says so where it is not
    ENGINES["rete"] = rete

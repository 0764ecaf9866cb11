"""The findings are those a second opinion works out from the specification, the authored rules and the raw profile."""

from credit_rules.pipeline import BACKENDS
from credit_rules.stages.deciding import decide
from credit_rules.stages.evaluating import evaluate
from properties.holding import holds
from properties.oracle import Oracle
from properties.strategies import Case


def told_by_engine(case: Case) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Finding and guard by list and id of everything but what does not apply."""
    facts = case.facts
    decision = decide(case.plan, facts, evaluate(case.plan, facts, BACKENDS["in_process"]), {})
    return {(f.planned.list.measure_list, f.measure): (f.finding, f.guard) for f in decision.findings}


@holds()
def test_an_independent_reading_of_the_specification_agrees(case: Case) -> int:
    """Findings and guards, of every measure in the edition of the day."""
    expected = Oracle(case.rules.documents).findings(case.profile, case.action)
    found = told_by_engine(case)
    for name, told in expected.items():
        assert found.pop(name, ("does-not-apply", None)) == told, (name, "expected", told)
    assert not found, f"measures of another edition: {sorted(found)}"
    return sum(1 for told in expected.values() if told[0] != "does-not-apply")

"""The engines answer as the reference does, and the plan says no more and no less than the meaning."""

from credit_rules import semantics
from credit_rules.model.conditions import RelatedTest
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Atom, Both, Either, Lowered, Neither
from credit_rules.model.truth import FALSE, TRUE
from engines import ENGINES
from properties.holding import holds
from properties.strategies import Case


@holds()
def test_every_engine_answers_as_the_reference_does(case: Case) -> int:
    """With the index and without, for every measure in scope: certain, possible, triggered."""
    told = {}
    for name, engine in ENGINES.items():
        verdicts = engine.evaluate(case.plan, case.facts)
        told[name] = [(v.planned.list.edition, v.planned.id, v.certain, v.possible, v.triggered) for v in verdicts]
    expected = told.pop("reference")
    for name, found in told.items():
        assert found == expected, name
    return len(expected)


@holds()
def test_certain_and_possible_are_the_three_values(case: Case) -> int:
    """A lowered plan asks plain booleans; together they say what the three-valued reference says."""
    facts = case.facts
    for planned in case.plan.measures:
        truth = semantics.truth_of(planned.condition, facts)
        assert _is_so(planned.certain, facts) is (truth is TRUE), (planned.id, "certain", truth)
        assert _is_so(planned.possible, facts) is (truth is not FALSE), (planned.id, "possible", truth)
        triggered = semantics.truth_of(planned.trigger, facts)
        assert _is_so(planned.triggered, facts) is (triggered is TRUE), (planned.id, "triggered")
    return len(case.plan.measures)


def _is_so(condition: Lowered, facts: Facts) -> bool:
    match condition:
        case Both(terms=terms):
            return all(_is_so(term, facts) for term in terms)
        case Either(terms=terms):
            return any(_is_so(term, facts) for term in terms)
        case Neither(term=term):
            return not _is_so(term, facts)
        case Atom(leaf=RelatedTest() as leaf, sure=sure, inside=inside):
            if leaf.spread is not None and not any(start <= facts.date <= until for start, until in leaf.spread):
                return False
            if not sure and not facts.consulted.covers("related", leaf.role):
                return True
            there = (o for o in facts.related if o.role == leaf.role and o.start <= facts.date <= o.until)
            return any(_is_so(inside, other.facts) for other in there)
        case Atom(leaf=leaf, sure=sure):
            truth = semantics.truth_of(leaf, facts)
            return truth is TRUE if sure else truth is not FALSE


@holds()
def test_what_applies_is_triggered(case: Case) -> int:
    """The guards of records are only lifted where more records help, so whatever bites is triggered too."""
    applying = 0
    for planned in case.plan.measures:
        if semantics.truth_of(planned.condition, case.facts) is TRUE:
            applying += 1
            assert semantics.triggered(planned.trigger, case.facts), planned.id
            assert _is_so(planned.triggered, case.facts), planned.id
    return applying

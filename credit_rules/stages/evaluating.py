"""Evaluate: ask a backend which measures bite."""

from credit_rules.backends import Backend
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.verdict import Verdict


def evaluate(plan: Plan, facts: Facts, backend: Backend) -> tuple[Verdict, ...]:
    """The backend's verdicts for every measure that is not `does-not-apply`."""
    return tuple(backend.evaluate(plan, facts))

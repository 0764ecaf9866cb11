"""Evaluate: ask a backend which measures bite."""

from collections.abc import Sequence

from credit_rules.backends import Backend, BackendOfMany
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.verdict import Verdict


def evaluate(plan: Plan, facts: Facts, backend: Backend) -> tuple[Verdict, ...]:
    """The backend's verdicts for every measure that is not `does-not-apply`."""
    return tuple(backend.evaluate(plan, facts))


def evaluate_many(plan: Plan, subjects: Sequence[Facts], backend: Backend) -> list[tuple[Verdict, ...]]:
    """The same of many subjects; all at once where the backend can."""
    if isinstance(backend, BackendOfMany):
        return [tuple(found) for found in backend.evaluate_many(plan, subjects)]
    return [evaluate(plan, facts, backend) for facts in subjects]

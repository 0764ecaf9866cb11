"""Who answers *whether*: engines that take a plan and facts and give three booleans for each measure.

They explain nothing, and cannot see the reference semantics, which is their oracle.
"""

from collections.abc import Sequence
from typing import Protocol

from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.verdict import Verdict


class Backend(Protocol):
    """An engine. `evaluate` gives a verdict for every measure in scope that is not `does-not-apply`."""

    name: str

    def evaluate(self, plan: Plan, facts: Facts) -> Sequence[Verdict]:
        """Verdicts in the plan's order."""
        ...

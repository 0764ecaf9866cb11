"""Who answers *whether*: engines that take a plan and facts and give three booleans for each measure.

They explain nothing, and cannot see the reference semantics, which is their oracle.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:  # the second engine's worker process loads no more than it needs
    from credit_rules.model.facts import Facts
    from credit_rules.model.plan import Plan
    from credit_rules.model.verdict import Verdict


class Backend(Protocol):
    """An engine. `evaluate` gives a verdict for every measure in scope that is not `does-not-apply`.

    One that asks several names them as `engines`; one that stands in for an engine that is not here says so as
    `unverified`, a code.
    """

    name: str

    def evaluate(self, plan: "Plan", facts: "Facts") -> "Sequence[Verdict]":
        """Verdicts in the plan's order."""
        ...


@runtime_checkable
class BackendOfMany(Protocol):
    """A backend to which many questions at once cost less."""

    def evaluate_many(self, plan: "Plan", subjects: "Sequence[Facts]") -> "Sequence[Sequence[Verdict]]":
        """What `evaluate` gives of each."""
        ...


def engines_of(backend: Backend) -> tuple[str, ...]:
    """The engines a backend's answer rests on."""
    return getattr(backend, "engines", (backend.name,))


def unverified_by(backend: Backend) -> str | None:
    """Why the second engine was not asked though it was wanted; None if it was, or was not wanted."""
    return getattr(backend, "unverified", None)

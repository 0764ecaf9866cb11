"""The decision: what follows for this subject at this action, and why.

Verdicts are there from the start; reasons, the days on which measures lift, and words are worked out when they are
asked for, by the `Reasoning` the deciding stage hands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from credit_rules.model.changes import Change, WayOut, WaysOut
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.model.verdict import Verdict


@dataclass(slots=True, eq=False)
class Finding:
    """What one measure comes to. `because` are alternatives, each a set of facts that hold jointly."""

    planned: PlannedMeasure
    finding: str
    guard: str | None = None
    because: tuple[frozenset[Any], ...] = ()
    because_more: bool = False
    missing: tuple[tuple[str, str | None], ...] = ()
    by_declaration: bool = False
    out_of_scope: str = ""  # actions, subjects, region, edition or by
    blocking: tuple[str, ...] = ()  # ids of the listings that stop an incentive

    @property
    def measure(self) -> str:
        """The measure's id."""
        return self.planned.id


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome's code and what led there, as (code, measure)."""

    code: str
    because: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Lifting:
    """When an applying measure first does not apply, what it then comes to, and when it bites again."""

    on: date | None = None
    to: str | None = None
    returns_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """An incentive that does not bite, and changes that together would bring it on `on` at the earliest.

    Of `changes` each is needed.
    """

    planned: PlannedMeasure
    changes: tuple[Change, ...]
    on: date


class Reasoning(Protocol):
    """Works out what a decision is asked for."""

    def findings(self, decision: "Decision") -> tuple[Finding, ...]: ...
    def others(self, decision: "Decision") -> tuple[Finding, ...]: ...
    def outcome(self, decision: "Decision") -> Outcome: ...
    def conflicts(self, decision: "Decision") -> tuple[tuple[str, str, str], ...]: ...
    def lifting(self, decision: "Decision", finding: Finding) -> "Lifting": ...
    def ways_out(self, decision: "Decision", finding: Finding) -> WaysOut: ...
    def within_reach(self, decision: "Decision") -> tuple[Reach, ...]: ...
    def as_json(self, decision: "Decision", everything: bool) -> dict[str, Any]: ...


@dataclass(eq=False)
class Decision:
    """One subject at one action: outcome, findings, reasons."""

    plan: Plan
    facts: Facts
    verdicts: tuple[Verdict, ...]
    reasoning: Reasoning = field(repr=False)
    inputs: Mapping[str, Any] = field(default_factory=dict, repr=False)  # the prepared profile and the action

    @cached_property
    def _outcome(self) -> Outcome:
        return self.reasoning.outcome(self)

    @property
    def outcome(self) -> str:
        """barred, refer, incomplete, restricted, favoured or ordinary: advice to the handling body."""
        return self._outcome.code

    @property
    def outcome_because(self) -> tuple[tuple[str, str | None], ...]:
        """What led to the outcome, as (code, measure)."""
        return self._outcome.because

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding but `does-not-apply`, in the order they are shown, with reasons."""
        return self.reasoning.findings(self)

    @cached_property
    def others(self) -> tuple[Finding, ...]:
        """The measures that do not apply."""
        return self.reasoning.others(self)

    @property
    def applying(self) -> tuple[Finding, ...]:
        """The findings of measures that apply."""
        return tuple(finding for finding in self.findings if finding.finding == "applies")

    @cached_property
    def conflicts(self) -> tuple[tuple[str, str, str], ...]:
        """Pairs of applying measures that contradict each other, with why."""
        return self.reasoning.conflicts(self)

    def lifts_on(self, finding: Finding) -> date | None:
        """The first day on which the measure no longer applies, records staying as they are; None if never."""
        return self.reasoning.lifting(self, finding).on

    def lifts_to(self, finding: Finding) -> str | None:
        """What the measure comes to on that day: undetermined where the record's end is not settled."""
        return self.reasoning.lifting(self, finding).to

    def returns_on(self, finding: Finding) -> date | None:
        """The day on which it bites again after that, if it does."""
        return self.reasoning.lifting(self, finding).returns_on

    def ways_out(self, finding: Finding) -> tuple[WayOut, ...]:
        """The smallest sets of lawful changes that lift the measure before it lifts by itself, the earliest first."""
        return self.reasoning.ways_out(self, finding).ways

    def ways_out_more(self, finding: Finding) -> bool:
        """Whether there may be other ways out: larger ones, or more than are tried or told."""
        return self.reasoning.ways_out(self, finding).more

    @cached_property
    def within_reach(self) -> tuple[Reach, ...]:
        """What would bring the incentives in scope that do not bite."""
        return self.reasoning.within_reach(self)

    @property
    def id(self) -> str:
        """The head of the digest of everything but id, words and run."""
        return str(self.as_json()["id"])

    def as_json(self, *, everything: bool = False) -> dict[str, Any]:
        """The decision as plain data (`decision/1`); with `everything`, measures that do not apply too."""
        return self.reasoning.as_json(self, everything)

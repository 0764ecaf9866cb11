"""The plan: measures with their guards conjoined, lowered to plain booleans, and indexed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from credit_rules.model.conditions import Condition, HandledByTest, InForceTest, Leaf
from credit_rules.model.law import Law
from credit_rules.model.measures import Measure, MeasureList
from credit_rules.model.places import contains
from credit_rules.model.texts import Text

Intervals = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """Every term."""

    terms: tuple["Lowered", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """At least one term."""

    terms: tuple["Lowered", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Neither:
    """Not the term."""

    term: "Lowered"


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """Whether a leaf surely holds, or (`sure` false) possibly does; of a related test, `inside` what must hold."""

    leaf: Leaf
    sure: bool
    inside: "Lowered | None" = None


Lowered = Both | Either | Neither | Atom


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: which source, which article."""

    source: str
    title: Text
    article: str | None
    rank: str
    intervals: Intervals
    sufficient: bool = True  # whether it alone can carry the measure

    def as_json(self) -> dict[str, object]:
        """As decisions print it."""
        return {"source": self.source, "title": self.title.as_json(), "article": self.article, "rank": self.rank}


@dataclass(frozen=True, slots=True, eq=False)
class PlannedMeasure:
    """One measure of one edition, ready to be evaluated."""

    position: int  # its place among all measures in stable order
    list: MeasureList
    measure: Measure
    subjects: frozenset[str]
    basis: tuple[Basis, ...]
    condition: Condition  # does it bite: handled by, in force, cross-check, when
    trigger: Condition  # what triggers it: `when` with the guards of records lifted
    handled: HandledByTest | None
    in_force: InForceTest
    cross_check: Condition | None
    when: Condition
    superseded: Intervals  # the days on which another edition is the one in force
    certain: Lowered
    possible: Lowered
    triggered: Lowered
    shown_order: tuple[object, ...]  # restrictions first, *must* first, by effect, then list and id

    @property
    def id(self) -> str:
        """The measure's id."""
        return self.measure.id

    @property
    def restricts(self) -> bool:
        """Whether it is a restriction."""
        return self.measure.polarity == "restriction"

    def evaluated_on(self, day: date) -> bool:
        """Whether this edition is the one to look at on `day`."""
        return not any(start <= day <= until for start, until in self.superseded)


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The measures in scope of one action, kind of subject, place, body and day, and what can make them bite."""

    measures: tuple[PlannedMeasure, ...]
    always: tuple[PlannedMeasure, ...]  # those a profile without records may meet
    by_key: Mapping[tuple[str, str | None], tuple[PlannedMeasure, ...]]
    memory: dict[str, Any] = field(default_factory=dict)  # what is worked out once for all who are in scope


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A rule set, checked and planned. `digest` names everything that went in."""

    law: Law
    measures: tuple[PlannedMeasure, ...]
    by_action: Mapping[str, tuple[PlannedMeasure, ...]]
    rules: tuple[Mapping[str, str], ...]
    digest: str
    keys: Mapping[int, tuple[bool, frozenset[tuple[str, str | None]]]]  # per position: empty may meet it; what may
    editions: Mapping[tuple[str, str], tuple[PlannedMeasure, ...]]  # by list and id of a measure
    titles: Mapping[tuple[str, str], dict[str, str]]  # of measure lists, by id and edition
    scopes: dict[tuple[Any, ...], Scope] = field(default_factory=dict)
    prepared: dict[str, Any] = field(default_factory=dict)  # what each backend made of the plan

    def scope(self, code: str, kind: str, place: str, authority: str | None, day: date) -> Scope:
        """The measures in scope, worked out once for each kind of question."""
        question = (code, kind, place, authority, day)
        found = self.scopes.get(question)
        if found is None:
            if len(self.scopes) >= 4096:
                self.scopes.clear()
            found = self.scopes[question] = self._scope(code, kind, place, authority, day)
        return found

    def why_out(
        self, planned: PlannedMeasure, code: str, kind: str, place: str, authority: str | None, day: date
    ) -> str:
        """What keeps a measure out of scope: actions, subjects, region, edition or by; nothing if it is in."""
        if not any(self.law.covers(parent, code) for parent in planned.measure.actions):
            return "actions"
        if kind not in planned.subjects:
            return "subjects"
        if not contains(planned.list.region, place):
            return "region"
        if not planned.evaluated_on(day):
            return "edition"
        if planned.handled is not None and not _may_handle(planned.handled, code, authority):
            return "by"
        return ""

    def at_action(self, code: str, day: date) -> list[PlannedMeasure]:
        """The measures loaded for an action, whoever and wherever they are for, in the edition of the day."""
        near = {m.position: m for above in self.law.actions_above(code) for m in self.by_action.get(above, ())}
        return [m for _, m in sorted(near.items()) if m.evaluated_on(day)]

    def _scope(self, code: str, kind: str, place: str, authority: str | None, day: date) -> Scope:
        near = self.at_action(code, day)
        within = [m for m in near if not self.why_out(m, code, kind, place, authority, day)]
        by_key: dict[tuple[str, str | None], list[PlannedMeasure]] = {}
        for planned in within:
            for key in self.keys[planned.position][1]:
                by_key.setdefault(key, []).append(planned)
        return Scope(
            measures=tuple(within),
            always=tuple(m for m in within if self.keys[m.position][0]),
            by_key={key: tuple(measures) for key, measures in by_key.items()},
        )

    def measure_on(self, planned: PlannedMeasure, day: date) -> PlannedMeasure | None:
        """The same measure in whichever edition of its list is the one to look at on `day`."""
        if planned.evaluated_on(day):
            return planned
        return next((other for other in self.editions_of(planned) if other.evaluated_on(day)), None)

    def editions_of(self, planned: PlannedMeasure) -> tuple[PlannedMeasure, ...]:
        """The same measure in every edition of its list."""
        return self.editions[planned.list.measure_list, planned.id]


def _may_handle(test: HandledByTest, code: str, authority: str | None) -> bool:
    if authority is not None:
        return authority in test.bodies
    usual = test.usual.get(code, ())
    return not usual or any(body in test.bodies for body in usual)

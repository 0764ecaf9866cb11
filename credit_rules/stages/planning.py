"""Plan: a checked rule set to measures with their guards conjoined, lowered to plain booleans, and indexed.

What the field always demands (in force, handled by, cross-check) is added here, so that no author can forget it;
standing and elsewhere are how record tests see records. Each condition is lowered to *certain* and *possible*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from credit_rules.model.canonical import digest
from credit_rules.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    HandledByTest,
    InForceTest,
    Lasting,
    Leaf,
    Negation,
    RecordTest,
    RelatedTest,
    Sees,
    guards_lifted,
    lasting_as,
    leaves,
    with_leaves,
)
from credit_rules.model.measures import RESTRICTING, REWARDING, Fixed
from credit_rules.model.plan import Atom, Basis, Both, Either, Intervals, Lowered, Neither, Plan, PlannedMeasure
from credit_rules.stages.checking import Checked, CheckedMeasure, CitedBasis
from credit_rules.stages.rights import days_in_force, is_sufficient

_EFFECTS = {effect: place for place, effect in enumerate((*RESTRICTING, *REWARDING))}


def plan(checked: Checked) -> Plan:
    """The plan of a checked rule set."""
    planner = _Planner(checked)
    ordered = sorted(
        ((entry, measure) for entry in checked.lists for measure in entry.measures),
        key=lambda pair: (pair[0].list.measure_list, pair[1].measure.id, pair[0].list.edition),
    )
    measures = tuple(planner.planned(i, measure) for i, (_, measure) in enumerate(ordered))
    by_action: dict[str, list[PlannedMeasure]] = {}
    editions: dict[tuple[str, str], list[PlannedMeasure]] = {}
    for planned in measures:
        editions.setdefault((planned.list.measure_list, planned.id), []).append(planned)
        for action in planned.measure.actions:
            by_action.setdefault(action, []).append(planned)
    rules = sorted(
        (
            {"measure_list": e.list.measure_list, "edition": e.list.edition, "digest": digest(_plain(e.data))}
            for e in checked.lists
        ),
        key=lambda rule: (rule["measure_list"], rule["edition"]),
    )
    return Plan(
        law=checked.law,
        measures=measures,
        by_action={action: tuple(found) for action, found in by_action.items()},
        rules=tuple(rules),
        digest=digest({"catalogue": _catalogue(checked), "rules": rules}),
        keys={m.position: (_met_without_records(m), _keys(m)) for m in measures},
        editions={key: tuple(same) for key, same in editions.items()},
        titles={(e.list.measure_list, e.list.edition): e.list.title.as_json() for e in checked.lists},
    )


def _plain(data: Any) -> Any:
    """Authored data in an order that does not depend on the file's."""
    if isinstance(data, Mapping):
        named = isinstance(data.get("measures"), list)
        return {
            str(key): sorted(map(_plain, value), key=lambda m: str(m.get("id")))
            if named and key == "measures"
            else _plain(value)
            for key, value in data.items()
        }
    if isinstance(data, (list, tuple)):
        return [_plain(item) for item in data]
    return None if data is None else str(data)


def _catalogue(checked: Checked) -> dict[str, Any]:
    """The catalogue without the wording of articles: nothing is decided by it."""
    return {
        section: sorted((_plain(_without_wording(item)) for item in items), key=digest)
        for section, items in checked.catalogue.items()
    }


def _without_wording(item: Any) -> Any:
    return {key: value for key, value in item.items() if key != "articles"} if isinstance(item, dict) else item


class _Planner:
    def __init__(self, checked: Checked) -> None:
        self.law = checked.law
        self.lists = checked.lists
        self.usual = {code: action.handled_by for code, action in checked.law.actions.items()}
        self.interned: dict[tuple[Any, ...], RecordTest] = {}
        self.in_force: dict[Intervals, InForceTest] = {}
        names = tuple(sorted(name for name, known in checked.law.lists.items() if known.stops_incentives))
        self.cross_check: Condition | None = Negation(self._interned(_on_lists(names))) if names else None

    def planned(self, position: int, checked: CheckedMeasure) -> PlannedMeasure:
        """One measure with its guards."""
        measure = checked.measure
        when, trigger = self._own_condition(checked)
        guards: list[Condition] = []
        handled = HandledByTest(frozenset(measure.by), self.usual) if measure.by else None
        if handled:
            guards.append(handled)
        days = days_in_force(checked)
        in_force = self.in_force.setdefault(days, InForceTest(days))
        guards.append(in_force)
        cross_check = self.cross_check if measure.polarity == "incentive" and not measure.entitlement else None
        if cross_check:
            guards.append(cross_check)
        condition = AllOf((*guards, when))
        return PlannedMeasure(
            position=position,
            list=checked.list,
            measure=measure,
            subjects=checked.subjects,
            basis=tuple(_basis(cited, checked) for cited in checked.basis),
            condition=condition,
            trigger=trigger,
            handled=handled,
            in_force=in_force,
            cross_check=cross_check,
            when=when,
            superseded=self._superseded(checked),
            certain=lowered(condition, True),
            possible=lowered(condition, False),
            triggered=lowered(trigger, True),
            shown_order=(
                measure.polarity != "restriction",
                measure.duty != "must",
                _EFFECTS[measure.effect],
                checked.list.measure_list,
                measure.id,
                checked.list.edition,
            ),
        )

    def _own_condition(self, checked: CheckedMeasure) -> tuple[Condition, Condition]:
        """`when` with its reach, as it bites and as it is triggered."""
        when = with_leaves(checked.when, lambda leaf, _: _completed(leaf, checked))
        lasts = checked.measure.lasts
        if lasts != "while-it-holds":
            own = Lasting(lasts.fixed, lasts.start) if isinstance(lasts, Fixed) else Lasting()
            when = lasting_as(when, own)
        reached = tuple(
            RelatedTest(
                role=role, holds=when, spread=_intervals(cited), authored=f'{{"related": {{"role": "{role}"}}}}'
            )
            for role, cited in checked.reaches
        )
        if reached:
            when = AnyOf((when, *reached))
        trigger = guards_lifted(when)
        return self._intern(when), self._intern(trigger)

    def _intern(self, condition: Condition) -> Condition:
        """The same condition with equal record tests made one object, so that each is answered once."""
        return with_leaves(condition, lambda leaf, _: self._interned(leaf) if isinstance(leaf, RecordTest) else leaf)

    def _interned(self, test: RecordTest) -> RecordTest:
        return self.interned.setdefault(test.key(), test)

    def _superseded(self, checked: CheckedMeasure) -> Intervals:
        """The days on which another edition of the list is the one to look at.

        On a day without any edition in force the one before it is looked at, and is not in force.
        """
        own = checked.list
        starts = [e.list.in_force.start for e in self.lists if e.list.measure_list == own.measure_list]
        before = [(date.min, own.in_force.start - timedelta(days=1))] if min(starts) < own.in_force.start else []
        after = [(start, date.max) for start in sorted(starts) if start > own.in_force.start]
        return (*before, *after[:1])


def _on_lists(names: tuple[str, ...]) -> RecordTest:
    return RecordTest(
        kind="listing",
        names=names,
        fields=(),
        at_least=1,
        within=None,
        sees=Sees.STANDING,
        authored='{"listing": {"cross_check": true}}',
    )


def _basis(cited: CitedBasis, checked: CheckedMeasure) -> Basis:
    source = cited.source
    days = ((source.in_force.start, source.in_force.until),)
    return Basis(source.id, source.title, cited.article, source.rank, days, is_sufficient(cited, checked))


def _intervals(cited: Iterable[CitedBasis]) -> Intervals:
    return tuple(sorted({(basis.source.in_force.start, basis.source.in_force.until) for basis in cited}))


def _completed(leaf: Leaf, checked: CheckedMeasure) -> Leaf:
    """A related test with the days on which its spread has a basis; a record test with what may be declared."""
    if isinstance(leaf, RelatedTest):
        cited = checked.spreads[id(leaf)][1]
        return replace(leaf, spread=_intervals(cited) if cited else None)
    declared = checked.measure.accepts_declaration
    return replace(leaf, declaration=declared.fact) if declared and isinstance(leaf, RecordTest) else leaf


def lowered(condition: Condition, sure: bool) -> Lowered:
    """*Certain* (`sure`) or *possible*, as plain booleans; a `not` turns one into the other."""
    match condition:
        case AllOf(terms=terms):
            return Both(tuple(lowered(term, sure) for term in terms))
        case AnyOf(terms=terms):
            return Either(tuple(lowered(term, sure) for term in terms))
        case Negation(term=term):
            return Neither(lowered(term, not sure))
        case RelatedTest(holds=holds):
            return Atom(condition, sure, lowered(holds, sure))
        case _:
            return Atom(condition, sure)


def _met_without_records(planned: PlannedMeasure) -> bool:
    """Whether a profile without records, everything looked up, may meet or trigger the measure."""
    return _empty(planned.possible) is not False or _empty(planned.triggered) is not False


def _empty(condition: Lowered) -> bool | None:
    """What a lowered condition comes to on an empty profile; None where it depends on something else."""
    match condition:
        case Both(terms=terms):
            found = [_empty(term) for term in terms]
            return False if False in found else None if None in found else True
        case Either(terms=terms):
            found = [_empty(term) for term in terms]
            return True if True in found else None if None in found else False
        case Neither(term=term):
            inner = _empty(term)
            return None if inner is None else not inner
        case Atom(leaf=leaf):
            return _empty_leaf(leaf)


def _empty_leaf(leaf: Leaf) -> bool | None:
    return False if isinstance(leaf, (RecordTest, RelatedTest)) else None


def _keys(planned: PlannedMeasure) -> frozenset[tuple[str, str | None]]:
    """What on record, or not looked up, can make the measure bite or trigger it."""
    keys: set[tuple[str, str | None]] = set()
    for leaf, helps in leaves(planned.when):
        if not helps:
            continue
        if isinstance(leaf, RelatedTest):
            keys.add(("related", leaf.role))
        elif isinstance(leaf, RecordTest):
            keys |= {(leaf.kind, name) for name in leaf.names or (None,)}
    return frozenset(keys)

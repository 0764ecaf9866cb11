"""Turning: which actions an event can touch, and on which days something can turn by itself.

Both err on the side of looking once too often: what is looked at anew and comes out as before is not told. That they
never look too seldom is what the fuzz of following is for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit_rules import semantics
from credit_rules.following.events import RELATED
from credit_rules.model.conditions import Condition, FactTest, InForceTest, RecordTest, RelatedTest, every_leaf, leaves
from credit_rules.model.days import Period, day_after, last_day
from credit_rules.model.facts import Facts, Record
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.model.profile import Entry
from credit_rules.stages.gathering import Prepared
from credit_rules.stages.turns import edges

Key = tuple[str, str | None]  # a kind of record and its list or scheme; None: any of them

#: What may touch every action: what is known of the subject, of the look-ups, of declarations.
EVERYTHING: Key = ("*", None)


@dataclass(frozen=True, slots=True)
class Watching:
    """What the rules make of the actions watched, worked out once."""

    keys: tuple[frozenset[Key], ...]  # for each action what its measures test
    law_days: Mapping[date, frozenset[int]]  # the actions for which the law turns on a day
    periods: frozenset[tuple[str, str, Period]]  # kind of record, date field and length of what runs from it
    depth: int  # how deep conditions look into relations

    def touched(self, keys: Iterable[Key]) -> list[int]:
        """The actions whose measures test any of these."""
        wanted = {*keys}
        if EVERYTHING in wanted:
            return list(range(len(self.keys)))
        anything = {(kind, None) for kind, _ in wanted}
        return [number for number, known in enumerate(self.keys) if known & (wanted | anything)]


def watching(plan: Plan, codes: Sequence[str]) -> Watching:
    """What the plan makes of these actions."""
    keys: list[frozenset[Key]] = []
    law_days: dict[date, set[int]] = {}
    periods: set[tuple[str, str, Period]] = set()
    depth = 0
    for number, code in enumerate(codes):
        tested: set[Key] = set()
        for planned in _measures(plan, code):
            for day in _days_of_law(planned):
                law_days.setdefault(day, set()).add(number)
            for condition in (planned.condition, planned.trigger):
                tested |= {key for leaf, _ in every_leaf(condition) for key in _keys(leaf)}
                periods |= {found for leaf, _ in every_leaf(condition) for found in _periods(leaf)}
                depth = max(depth, _depth(condition))
        keys.append(frozenset(tested))
    for known in plan.law.recognition:
        for day in edges(known.in_force):
            law_days[day] = set(range(len(codes)))
    days = {day: frozenset(numbers) for day, numbers in law_days.items()}
    return Watching(tuple(keys), days, frozenset(periods), depth)


def _measures(plan: Plan, code: str) -> list[PlannedMeasure]:
    """The measures of an action, in every edition."""
    return [m for above in plan.law.actions_above(code) for m in plan.by_action.get(above, ())]


def _days_of_law(planned: PlannedMeasure) -> Iterator[date]:
    spans = [*planned.superseded]
    for condition in (planned.condition, planned.trigger):
        for leaf, _ in every_leaf(condition):
            if isinstance(leaf, InForceTest):
                spans += leaf.intervals
            elif isinstance(leaf, RelatedTest):
                spans += leaf.spread or ()
            elif isinstance(leaf, FactTest):
                spans += [(value, value) for value in leaf.test.values if isinstance(value, date)]
    for start, until in spans:
        yield start
        after = day_after(until)
        if after is not None:
            yield after


def _keys(leaf: Any) -> Iterator[Key]:
    if isinstance(leaf, RecordTest):
        yield from ((leaf.kind, name) for name in leaf.names or (None,))
    elif isinstance(leaf, RelatedTest):
        yield RELATED, leaf.role


def _periods(leaf: Any) -> Iterator[tuple[str, str, Period]]:
    if isinstance(leaf, RecordTest):
        if leaf.within is not None:
            yield leaf.kind, leaf.within.of, leaf.within.period
        if leaf.lasting is not None and leaf.lasting.period is not None and leaf.lasting.start is not None:
            yield leaf.kind, leaf.lasting.start, leaf.lasting.period


def _depth(condition: Condition) -> int:
    inside = [leaf.holds for leaf, _ in leaves(condition) if isinstance(leaf, RelatedTest)]
    return 1 + max(map(_depth, inside)) if inside else 0


# --- days ---------------------------------------------------------------------------------------------------------


def turning_days(prepared: Prepared, facts: Facts, known: Watching) -> dict[date, set[Key]]:
    """The later days on which something in a profile turns by itself, with what it can touch."""
    found: dict[date, set[Key]] = {}
    for day, key in _days(prepared, facts, known):
        if day is not None and day > facts.date:
            found.setdefault(day, set()).add(key)
    return found


def _days(prepared: Prepared, facts: Facts, known: Watching) -> Iterator[tuple[date | None, Key]]:
    current = {name: versions[-1] for name, versions in prepared.versions.items()}
    for record in facts.all_records():
        entry, key = current[record.kind, record.id], (record.kind, record.name)
        for day in _days_of_record(entry, record, facts, known):
            yield day, key
    for declared in prepared.declared:
        yield declared.made_on, EVERYTHING
    for (_, role, start, until, other), inside in zip(prepared.related, facts.related, strict=True):
        yield start, (RELATED, role)
        yield day_after(until), (RELATED, role)
        yield from _days(other, inside.facts, known)


def _days_of_record(entry: Entry, record: Record, facts: Facts, known: Watching) -> Iterator[date | None]:
    """The dates of the latest version, those still to come among them, and the days after its terms."""
    told = [value for name in entry.model_fields_set if isinstance(value := getattr(entry, name), date)]
    if entry.objection is not None:
        days = (entry.objection.filed_on, entry.objection.accepted_on, entry.objection.closed_on)
        told += [day for day in days if day is not None]
    yield from told
    for day in (*(end for end in (entry.ends_on,) if end), *semantics.end_range(record, facts.law)):
        yield day_after(day)
    for kind, name, period in known.periods:
        start = getattr(entry, name, None) if kind == record.kind else None
        if isinstance(start, date):
            yield day_after(last_day(start, period))

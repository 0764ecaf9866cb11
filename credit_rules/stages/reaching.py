"""Reaching: the smallest changes that would bring an incentive that certainly does not bite (section 8).

Changes that count are records still to be gained (an entry on a red list the subject may stand on, a permit, a
commitment, a better grade or more points in a scheme that grades the subject already) and the lawful changes of records
it has, so that a listing is left by its way out. Of one list or scheme a record is gained once a year: grades in the
years after the last one. Nobody is told to look something up (that is `missing`), to be punished, to break a promise,
or to become somebody else: a fact of the subject or the action that does not fit ends it.

D(C) is the first day, from the day of the decision on, on which the incentive bites if each change happens on its own
earliest day and time passes. C is within reach if it has at most `EXACT` changes, D(C) is before the day the incentive
comes by itself, and no proper subset of C does as well. Records of one sort are alike: the same gained in later years
is no other set. Where time does a part of it, because D(C) is later than every change, C is told only if nothing
earlier is done with as few changes.

Sets compose as causes do: *any* takes those of every term, *all* one of each. Each is then really made and the
condition asked again, so that nothing is told that does not bring it.

Days on which it takes more than `EXACT` changes, by the counts of what stands in the way, are passed by, and at most
`MOST_SETS` sets are followed up on any other. Incentives that ask the same, or differ only in lists that are alike and
on which nothing stands, are worked out once; for subjects with nothing on record, once for all who are alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import chain, combinations, islice, product
from math import inf
from typing import Any

from credit_rules import semantics
from credit_rules.model.changes import Change, in_order
from credit_rules.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FieldTest,
    HandledByTest,
    InForceTest,
    Negation,
    RecordTest,
    RelatedTest,
    every_leaf,
    leaves,
)
from credit_rules.model.days import NEVER, Period, day_after, last_day
from credit_rules.model.decision import Reach
from credit_rules.model.facts import Facts, Record
from credit_rules.model.plan import Plan, PlannedMeasure, Scope
from credit_rules.model.profile import EVENTS, OPEN_EVENTS, TOLD_WITH_REMOVAL, TYPE_OF_KIND
from credit_rules.model.truth import FALSE, TRUE, Truth
from credit_rules.semantics.truth import field_truth, matching
from credit_rules.stages.foreseeing import CERTAIN, NO_CHANGE, Chosen, Then, foresight_of
from credit_rules.stages.lifting import all_alike, days_of_biting, measure_on

#: Sets of more changes are out of reach.
EXACT = 3
#: So many sets are followed up at once, and told of one incentive.
MOST_SETS = 64
MOST_TOLD = 4

Sets = tuple[Chosen, ...]
Found = tuple[tuple[Change, ...], date]
_NOTHING: Sets = (frozenset(),)
_YEAR = Period(1, "years")


def within_reach(plan: Plan, facts: Facts, scope: Scope, possible: frozenset[int]) -> tuple[Reach, ...]:
    """What would bring the incentives of the scope but those that bite or may, in the order measures are shown.

    Of subjects with nothing on record who are otherwise alike, and declare the same, it is worked out once.
    """
    incentives: tuple[PlannedMeasure, ...] | None = scope.memory.get("incentives")
    if incentives is None:
        found = (planned for planned in scope.measures if not planned.restricts)
        incentives = scope.memory["incentives"] = tuple(sorted(found, key=lambda planned: planned.shown_order))
    out = (planned for planned in incentives if planned.position not in possible)
    if not nothing_on_record(plan, facts, scope):
        return _within_reach(plan, facts, out)
    remembered: dict[Any, tuple[Reach, ...]] = scope.memory.setdefault("within reach", {})
    told = (*_told(facts.subject, _WHO), *_told(facts.action, _ASKED))
    key = (possible, facts.consulted.names, facts.declared, *told)
    if key not in remembered:
        if len(remembered) >= 256:
            remembered.clear()
        remembered[key] = _within_reach(plan, facts, out)
    return remembered[key]


def nothing_on_record(plan: Plan, facts: Facts, scope: Scope) -> bool:
    """Whether nothing is known of a subject that incentives could ask about but who it is, and what it declares."""
    return not facts.records and not (facts.related and _looks_at_others(plan, scope))


def _looks_at_others(plan: Plan, scope: Scope) -> bool:
    """Whether an incentive of the scope, in any edition, asks about whoever is related to the subject."""
    known: bool | None = scope.memory.get("looks at others")
    if known is None:
        editions = (other for one in scope.measures if not one.restricts for other in plan.editions_of(one))
        leaves_ = (leaf for edition in editions for leaf, _ in every_leaf(edition.condition))
        known = scope.memory["looks at others"] = any(isinstance(leaf, RelatedTest) for leaf in leaves_)
    return known


#: What no rule reads.
_WHO = frozenset({"id", "scheme", "name"})
_ASKED = frozenset({"known", "item", "item_scheme", "operator", "body", "purpose"})


def _told(given: Any, silent: frozenset[str]) -> Iterator[object]:
    yield from (getattr(given, name) for name in type(given).model_fields if name not in silent)


def _within_reach(plan: Plan, facts: Facts, out: Iterable[PlannedMeasure]) -> tuple[Reach, ...]:
    gains, composing = _Gains(facts), dict[date, _Composing]()
    alike: dict[object, list[Found]] = {}
    tests: dict[object, RecordTest] = {}  # of those alike but for lists, the test of the first
    found: list[Reach] = []
    for planned in out:
        test = _only_test(planned) if len(plan.editions_of(planned)) == 1 else None
        near = gains.likeness(planned, test) if test else None
        same = near if near in tests else all_alike(plan, planned, facts, gaining=True)
        if same not in alike:
            alike[same] = list(_Reaching(plan, planned, facts, gains, composing).found())
            if test and near and near not in alike and all(gains.are_of(test, changes) for changes, _ in alike[same]):
                alike[near], tests[near] = alike[same], test
        for changes, day in alike[same]:
            own = gains.instead(changes, tests[same], test) if test and same is near else changes
            found.append(Reach(planned, own, day))
    return tuple(found)


@lru_cache(maxsize=8192)
def _only_test(planned: PlannedMeasure) -> RecordTest | None:
    """The test of a measure that an entry on a list could pass, if there is one only and no other looks at its lists:
    measures that differ in these lists alone are alike, as far as nothing stands on them."""
    tests = [leaf for leaf, _ in every_leaf(planned.condition) if isinstance(leaf, RecordTest)]
    listing = [test for test in tests if test.kind == "listing"]
    helping = [leaf for leaf, helps in leaves(planned.condition) if helps and leaf in listing]
    if len(helping) != 1:
        return None
    only = listing.pop(listing.index(helping[0]))
    apart = all(other.names and set(other.names).isdisjoint(only.names) for other in listing)
    return only if only.names and apart else None


@lru_cache(maxsize=8192)
def _but_for_lists(planned: PlannedMeasure) -> object:
    """What makes measures the same but for the lists of their only test; equal tests of records are one object."""

    def shape(condition: Condition) -> object:
        match condition:
            case AllOf(terms=terms) | AnyOf(terms=terms):
                return type(condition), tuple(shape(term) for term in terms)
            case Negation(term=term):
                return Negation, shape(term)
            case HandledByTest(bodies=bodies):
                return bodies
            case InForceTest(intervals=intervals):
                return intervals
            case _ if condition is _only_test(planned):
                return replace(condition, names=()).key()
            case _:
                return id(condition)

    return shape(planned.condition), planned.superseded


class _Reaching:
    def __init__(
        self, plan: Plan, planned: PlannedMeasure, facts: Facts, gains: "_Gains", composing: dict[date, "_Composing"]
    ) -> None:
        self.plan, self.planned, self.facts = plan, planned, facts
        self.gains, self.composing = gains, composing  # shared by all measures
        self.told: dict[tuple[Chosen, date, bool], float] = {}
        self.needed: dict[date, float] = {}  # how many changes it takes at least, day by day

    def found(self) -> Iterator[tuple[tuple[Change, ...], date]]:
        """The sets of changes within reach, each with its day, the earliest and smallest first."""
        known: dict[Chosen, date] = {}
        sorts: list[frozenset[object]] = []
        for day in self._days():
            needed = self.needed[day] = self._short(NO_CHANGE, day, gaining=True)
            if needed == 0 and day > self.facts.date:
                break  # from here on it comes by itself
            for chosen in sorted(self._sets_on(day), key=_size) if needed <= EXACT else ():
                sort = _sorts(chosen)
                idle = all(change.on < day for change in chosen) and any(len(one) <= len(sort) for one in sorts)
                if not idle and not any(fewer <= sort for fewer in sorts) and self._bites(chosen, day):
                    least, first = self._least(chosen)
                    known[least] = first
                    sorts.append(_sorts(least))
        told = sorted(known.items(), key=lambda item: (item[1], *_size(item[0])))
        for chosen, day in told[:MOST_TOLD]:
            yield tuple(self._with_names(chosen, day)), day

    def _days(self) -> list[date]:
        """The days on which it may first bite; of grades to come those of the next years."""
        days = {self.facts.date, *days_of_biting(self.plan, self.planned, self.facts)}
        for other in self.plan.editions_of(self.planned):
            days |= {change.on for change in self._gainable(other.condition, self.facts, "")}
        return sorted(days)

    def _gainable(self, condition: Condition, facts: Facts, path: str) -> Iterator[Change]:
        for leaf, helps in leaves(condition):
            if helps and isinstance(leaf, RecordTest):
                yield from self.gains.of(leaf, facts, path)
            elif helps and isinstance(leaf, RelatedTest):
                for member in semantics.members(leaf, facts):
                    inner = f"{path}/{member.id}" if path else member.id
                    yield from self._gainable(leaf.holds, member.facts, inner)

    def _bites(self, chosen: Chosen, day: date) -> bool:
        return self._short(chosen, day) == 0

    def _short(self, chosen: Chosen, day: date, *, gaining: bool = False) -> float:
        """How many more changes it takes at least until it bites; where `gaining`, with as many gains as one likes."""
        key = (chosen, day, gaining)
        if key not in self.told:
            current = measure_on(self.plan, self.planned, self.facts, day)
            asked = foresight_of(self.facts).seen(current.condition, gaining=True) if current else None
            self.told[key] = asked.short(Then(day, chosen, gaining=gaining), CERTAIN) if asked else inf
        return self.told[key]

    def _sets_on(self, day: date) -> Sets:
        current = self.plan.measure_on(self.planned, day)
        if current is None:
            return ()
        if day not in self.composing:
            self.composing[day] = _Composing(self.facts, self.gains, day)
        return self.composing[day].sets(current.condition, self.facts.on(day), "", True)

    def _least(self, chosen: Chosen) -> tuple[Chosen, date]:
        """It, or a part of it that does as well, with the first day on which it does.

        One record may be what several tests ask for, and a grade yet to come does away with one that is not known.
        """
        several = sum(change.before is None for change in chosen) > 1
        for size in range(1, len(chosen)):
            for some in map(frozenset, combinations(in_order(chosen), size)):
                for one, day in product(self._variants(some) if several else [some], self._days_for(size)):
                    if self._bites(one, day):
                        return one, day
        return chosen, next(day for day in self._days_for(len(chosen)) if self._bites(chosen, day))

    def _days_for(self, size: int) -> list[date]:
        """The days so far on which so many changes may be enough."""
        return [day for day, needed in self.needed.items() if needed <= size]

    def _variants(self, chosen: Chosen) -> Iterator[Chosen]:
        """The same, and with one of the records to be gained on another of its lists."""
        yield chosen
        for change in in_order(chosen):
            for name in change.names:
                if name != change.after.name:
                    yield self.gains.elsewhere(chosen, change, name)

    def _with_names(self, chosen: Chosen, day: date) -> Iterator[Change]:
        """The changes, each record to be gained with the lists that would all do."""
        for change in in_order(chosen):
            told = change.after.name
            fit = [n for n in change.names if n == told or self._bites(self.gains.elsewhere(chosen, change, n), day)]
            yield replace(change, names=tuple(fit)) if len(fit) < len(change.names) else change


def _size(chosen: Chosen) -> tuple[object, ...]:
    return len(chosen), [(change.on, *change.order) for change in in_order(chosen)]


def _sorts(chosen: Chosen) -> frozenset[object]:
    """The changes, where records to be gained are told apart by their sort and number alone."""
    counted: dict[object, int] = {}
    for change in chosen:
        sort = (change.of, change.after.kind, change.names, change.sort) if change.before is None else change
        counted[sort] = counted.get(sort, 0) + 1
    return frozenset((sort, n) for sort, most in counted.items() for n in range(most))


class _Composing:
    """Sets of changes, on one day, that make a condition certainly true, or certainly false."""

    def __init__(self, facts: Facts, gains: "_Gains", day: date) -> None:
        self.gains, self.day = gains, day
        self.lawful = [change for change in semantics.lawful_changes(facts) if change.on <= day]
        self.told: dict[tuple[int, str, bool], Sets] = {}

    def sets(self, condition: Condition, facts: Facts, path: str, wanted: bool) -> Sets:
        """None where it cannot be brought about."""
        match condition:
            case Negation(term=term):
                return self.sets(term, facts, path, not wanted)
            case AllOf(terms=terms) | AnyOf(terms=terms):
                each = (self.sets(term, facts, path, wanted) for term in terms)
                return _joint(each) if isinstance(condition, AllOf) is wanted else _smallest(chain.from_iterable(each))
            case _:
                key = (id(condition), path, wanted)  # the plan keeps its tests, so that an id stays its own
                if key not in self.told:
                    self.told[key] = self._sets_of_leaf(condition, facts, path, wanted)
                return self.told[key]

    def _sets_of_leaf(self, leaf: Condition, facts: Facts, path: str, wanted: bool) -> Sets:
        truth = semantics.truth_of(leaf, facts)
        if truth is (TRUE if wanted else FALSE):
            return _NOTHING
        match leaf:
            case RecordTest() if truth is FALSE or not wanted:
                return self._enough(leaf, facts, path) if wanted else self._too_few(leaf, facts, path)
            case RelatedTest() if truth is (FALSE if wanted else TRUE):
                inside = (
                    self.sets(leaf.holds, member.facts, f"{path}/{member.id}" if path else member.id, wanted)
                    for member in semantics.members(leaf, facts)
                )
                return _smallest(chain.from_iterable(inside)) if wanted else _joint(inside)
            case _:
                return ()  # a day, a body, a fact, or what nobody looked up

    def _enough(self, test: RecordTest, facts: Facts, path: str) -> Sets:
        """So many more records that pass: some of those there, changed, and the others gained."""
        short = test.at_least - sum(1 for truth in matching(test, facts).values() if truth is TRUE)
        turned = self._turned(test, facts, path, TRUE)
        gained = [change for change in self.gains.of(test, facts, path) if change.on <= self.day]
        found: list[Chosen] = []
        for more in range(max(0, short - len(turned)), min(short, EXACT, len(gained)) + 1):
            # Of grades the last ones are the newest; of what may be had on any day the first are enough.
            for some in combinations(turned, short - more):
                found += [frozenset((*some, *gained[:more])), frozenset((*some, *gained[len(gained) - more :]))]
        return _smallest(found)

    def _too_few(self, test: RecordTest, facts: Facts, path: str) -> Sets:
        """So many fewer records that may pass; none where others may stand in what nobody looked up."""
        if semantics.open_names(test, facts):
            return ()
        surplus = sum(1 for truth in matching(test, facts).values() if truth is not FALSE) - test.at_least + 1
        turned = self._turned(test, facts, path, FALSE)
        return _smallest(map(frozenset, islice(combinations(turned, surplus), MOST_SETS))) if surplus <= EXACT else ()

    def _turned(self, test: RecordTest, facts: Facts, path: str, to: Truth) -> list[Change]:
        """Lawful changes of the records there after which they certainly pass, or certainly do not."""
        about = [c for c in self.lawful if (c.of or "") == path and c.after.kind == test.kind]
        about = [c for c in about if not test.names or c.after.name in test.names]
        passed = [c for c in about if c.before is not None and semantics.passes(test, c.before, facts) is not to]
        return [c for c in passed if semantics.passes(test, c.after, replace(facts, memory={})) is to]


def _joint(each: Iterable[Sets]) -> Sets:
    """One set of each, together."""
    found = _NOTHING
    for more in each:
        found = _smallest(one | other for one, other in product(found, more))
        if not found:
            return ()
    return found


def _smallest(found: Iterable[Chosen]) -> Sets:
    """Without supersets, without those of too many changes, and without those that change one record twice."""
    found = list(found)
    if len(found) < 2 and all(len(one) <= 1 for one in found):
        return tuple(found)
    kept: list[Chosen] = []
    for chosen in sorted({one for one in found if len(one) <= EXACT}, key=_size):
        once = len({change.key for change in chosen}) == len(chosen)
        if once and not any(smaller <= chosen for smaller in kept):
            kept.append(chosen)
    return tuple(kept[:MOST_SETS])


# --- records to be gained ---------------------------------------------------------------------------------------


class _Gains:
    """The records a subject, or somebody related to it, may still gain so that a test is passed."""

    def __init__(self, facts: Facts) -> None:
        self.base = facts
        self.held = {record.name for record in facts.of_kind("listing")}
        self.terms: dict[str, str] = {}
        self.told: dict[tuple[str, int], tuple[Change, ...]] = {}
        self.made: dict[tuple[object, ...], tuple[tuple[Record, str], ...]] = {}
        self.changes: dict[tuple[int, str, tuple[str, ...]], Change] = {}
        self.tests: dict[tuple[object, ...], tuple[RecordTest, Facts]] = {}

    def of(self, test: RecordTest, facts: Facts, path: str) -> tuple[Change, ...]:
        """As many as the test asks for, in order of their days; none where it asks for what nobody wants or can get.

        Of several lists on any of which they would do the first stands for all.
        """
        if (path, id(test)) not in self.told:
            names = self._names(test, facts)
            records = self._on(test, names[0], facts, path)[: test.at_least] if names else ()
            told = tuple(name for name in names if name)
            gained = [self._change(record, said, path, told) for record, said in records]
            self.told[path, id(test)] = tuple(gained)
            self.tests |= {(change.of, told, change.sort): (test, facts) for change in gained}
        return self.told[path, id(test)]

    def _change(self, record: Record, said: str, path: str, names: tuple[str, ...]) -> Change:
        """The same record is the same change, whichever test it passes."""
        key = (id(record), path, names)
        if key not in self.changes:
            on = record.own
            self.changes[key] = Change("gained", None, record, path or None, on, on, names=names, sort=said)
        return self.changes[key]

    def elsewhere(self, chosen: Chosen, change: Change, name: str) -> Chosen:
        """The same changes with the records of one sort gained on another of their lists."""
        if change.after.name == name:
            return chosen
        test, facts = self.tests[change.of, change.names, change.sort]
        twins = {_number(record): record for record, _ in self._on(test, name, facts, change.of or "")}
        return frozenset(
            replace(one, after=twins[_number(one.after)])
            if (one.of, one.names, one.sort) == (change.of, change.names, change.sort) and _number(one.after) in twins
            else one
            for one in chosen
        )

    def likeness(self, planned: PlannedMeasure, test: RecordTest) -> object:
        """The same of measures that differ only in lists on which nothing stands, and which are alike; None where that
        does not help."""
        if not self.base.consulted.covers("listing") or not self.held.isdisjoint(test.names):
            return None
        gained = self.of(test, self.base, "")
        return _but_for_lists(planned), tuple(self._terms(name) for name in gained[0].names) if gained else ()

    def _terms(self, name: str) -> str:
        if name not in self.terms:
            known = self.base.law.lists[name]
            self.terms[name] = repr((known.region, known.terms, known.extendable))
        return self.terms[name]

    def are_of(self, test: RecordTest, changes: tuple[Change, ...]) -> bool:
        """Whether what is to be gained on lists would pass the test on any of them."""
        own = self.of(test, self.base, "")
        return all(change.before is not None or change.after.kind != "listing" or change in own for change in changes)

    def instead(self, changes: tuple[Change, ...], first: RecordTest, test: RecordTest) -> tuple[Change, ...]:
        """The changes that pass `first` on its lists, for a test that is alike on its own."""
        own = dict(zip(self.of(first, self.base, ""), self.of(test, self.base, ""), strict=True))
        return tuple(own.get(change, change) for change in changes)

    def _names(self, test: RecordTest, facts: Facts) -> tuple[str | None, ...]:
        law, kind, day = facts.law, facts.subject.kind, self.base.date
        asked = test.names or (law.lists if test.kind == "listing" else ())
        counting = [name for name in sorted(asked) if law.counts_at(test.kind, name, facts.action.place, day)]
        match test.kind:
            case "listing":
                known = [law.lists[name] for name in counting]
                return tuple(e.id for e in known if e.colour == "red" and (not e.subjects or kind in e.subjects))
            case "rating" | "points":
                held = {record.name for record in facts.of_kind(test.kind) if record.own <= day}
                return tuple(name for name in counting if name in held)
            case "permit" | "commitment":
                return (None,)
            case _:
                return ()

    def _on(self, test: RecordTest, name: str | None, facts: Facts, path: str) -> tuple[tuple[Record, str], ...]:
        """Records of one list or scheme, with what they say, made once for all measures."""
        key = (path, test.kind, name, test.fields)
        if key not in self.made:
            days = _days_to_gain(test.kind, name, facts, self.base.date)
            values = [_values(test, day, facts) for day in days]
            self.made[key] = tuple(
                (_gained(test.kind, name, day, said, number), _spelt(said, day))
                for number, (day, said) in enumerate(zip(days, values, strict=True))
                if said is not None
            )
        return self.made[key]


def _number(record: Record) -> int:
    """The how manieth of its sort."""
    return int(record.id.rpartition("/")[2])


def _gained(kind: str, name: str | None, day: date, said: dict[str, Any], number: int) -> Record:
    shape = TYPE_OF_KIND[kind]
    own = {shape.own_date: day, "known_on": day} | ({shape.scheme_field: name} if shape.scheme_field else {})
    return Record(
        id=f"+{kind}/{name or ''}/{_spelt(said, day)}/{number + 1}",
        kind=kind,
        name=name,
        own=day,
        values={**own, **said},
        ends_on=NEVER,
        removed_on=None,
        removal=None,
        resumes_on=None,
        contested_from=None,
        contested_until=None,
        upheld_on=None,
    )


def _days_to_gain(kind: str, name: str | None, facts: Facts, today: date) -> list[date]:
    """When the next records may be had: of one list or scheme one a year, grades on the day of the last one."""
    if kind in ("permit", "commitment"):
        return [today] * EXACT
    last = max((r.own for r in facts.of_kind(kind) if r.name == name and r.own <= today), default=None)
    if last is None:
        first: date = today
    elif kind == "points":
        return [max(today, last + timedelta(days=1))] if last < NEVER else []
    elif kind == "listing":
        first = max(today, last_day(last, _YEAR))
    else:
        first = next(day for n in range(1, 9999) if (day := last_day(last, Period(n, "years"))) >= today)
    return [day for n in range(EXACT) if (day := last_day(first, Period(n, "years")) if n else first) < NEVER]


def _values(test: RecordTest, day: date, facts: Facts) -> dict[str, Any] | None:
    """What the record must say to pass; None where that is not to be had, or not to be wished for."""
    found: dict[str, Any] = {}
    own = TYPE_OF_KIND[test.kind].own_date
    for name in dict.fromkeys(field.field for field in test.fields):
        tests = [field for field in test.fields if field.field == name]
        wanted = [day] if name == own else [value for field in tests for value in _fitting(field, day)]
        then = facts.on(day)
        fits = [v for v in wanted if all(field_truth(field, {name: v}, then) is TRUE for field in tests)]
        if not fits:
            return None
        found[name] = fits[0]
    return found


def _spelt(values: dict[str, Any], day: date) -> str:
    """The fields of a record as text; its day is not among them, for it is another each year."""
    return " ".join(f"{name}={'then' if value == day else value}" for name, value in sorted(values.items()))


#: What nobody settles beforehand: what happens to the record, when it ends, when it is known.
_NOT_CHOSEN = EVENTS | OPEN_EVENTS | TOLD_WITH_REMOVAL | {"ends_on", "known_on"}


def _fitting(test: FieldTest, day: date) -> Iterator[Any]:
    """Values a field may be given, the one nearest to what is asked."""
    match test.operator:
        case "happened":
            if not test.values[0]:
                yield None
            elif test.field in OPEN_EVENTS:
                yield day
        case _ if test.field in _NOT_CHOSEN:
            return
        case "above":
            yield from _beyond(test.values[0], 1)
        case "below":
            yield from _beyond(test.values[0], -1)
        case _:
            yield from test.values


def _beyond(value: Any, step: int) -> Iterator[Any]:
    if isinstance(value, Decimal):
        yield value + step * Decimal("0.01")
    elif isinstance(value, date) and step > 0:
        yield day_after(value)

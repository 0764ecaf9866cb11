"""What a condition comes to by its own words: whether it can ever hold, and whether two say the same.

Nothing here knows a subject. A condition is spread into its ways (each a set of tests that must hold together); a way
is refuted where two of its tests, or a test and what the measure says of itself, cannot both be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit_rules.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FactTest,
    FieldTest,
    Leaf,
    Negation,
    RecordTest,
    RelatedTest,
    Sees,
)
from credit_rules.model.days import NEVER, day_after, last_day
from credit_rules.model.law import Law
from credit_rules.model.places import COUNTRY, contains
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import SUBJECT_KINDS

#: Ways beyond these are not looked into: whoever writes so much in one condition is not helped by another sentence.
MOST_WAYS = 256


@dataclass(frozen=True, slots=True)
class Literal:
    """A test that must hold, or must not."""

    leaf: Leaf
    holds: bool


Way = tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known beside the condition: what the measure and its list say of themselves."""

    law: Law
    kinds: frozenset[str]
    actions: tuple[str, ...]
    region: str
    first: date
    last: date
    own_period: bool  # the measure lasts by itself, whether or not the record still stands


@dataclass(frozen=True, slots=True)
class Refuted:
    """Why a way can never be met, and the test to blame."""

    why: str
    leaf: Leaf | None


def ways_of(condition: Condition, holds: bool = True) -> list[Way] | None:
    """The ways in which a condition can hold; None where there are too many."""
    match condition:
        case AllOf(terms=terms) | AnyOf(terms=terms):
            parts = [ways_of(term, holds) for term in terms]
            if isinstance(condition, AllOf) is not holds:
                return _either(parts)
            return _jointly(parts)
        case Negation(term=term):
            return ways_of(term, not holds)
        case _:
            return [(Literal(condition, holds),)]


def _either(parts: Sequence[list[Way] | None]) -> list[Way] | None:
    found: list[Way] = []
    for part in parts:
        if part is None or len(found) + len(part) > MOST_WAYS:
            return None
        found.extend(part)
    return found


def _jointly(parts: Sequence[list[Way] | None]) -> list[Way] | None:
    found: list[Way] = [()]
    for part in parts:
        if part is None or len(found) * len(part) > MOST_WAYS:
            return None
        found = [(*one, *other) for one in found for other in part]
    return found


def refutation(way: Way, setting: Setting) -> Refuted | None:
    """Why nobody can ever meet all tests of a way; None where somebody may."""
    return (
        _contrary(way) or _of_kinds(way, setting) or _facts(way, setting) or _records(way, setting) or _one_grade(way)
    )


# --- a test and its contrary ------------------------------------------------------------------------------------


def implies(one: Leaf, other: Leaf) -> bool:
    """Whether whoever meets `one` also meets `other`, as far as their words tell."""
    match one, other:
        case RecordTest(), RecordTest():
            return (
                one.kind == other.kind
                and (not other.names or (bool(one.names) and set(one.names) <= set(other.names)))
                and all(any(_narrower(mine, theirs) for mine in one.fields) for theirs in other.fields)
                and one.at_least >= other.at_least
                and other.within in (None, one.within)
                and (one.sees is other.sees or other.sees is Sees.PAST)
            )
        case FactTest(), FactTest():
            return one.about == other.about and _narrower(one.test, other.test)
        case RelatedTest(), RelatedTest():
            return form_of(one) == form_of(other)
    return False


def _narrower(one: FieldTest, other: FieldTest) -> bool:
    if one == other:
        return True
    if one.field != other.field or one.operator != other.operator:
        return False
    if one.operator == "one-of":
        return set(one.values) <= set(other.values)
    low, high = one.values[0], other.values[0]
    if one.operator in ("at-least", "above"):
        return _before(high, low)
    return one.operator in ("at-most", "below") and _before(low, high)


def _before(low: Any, high: Any) -> bool:
    return type(low) is type(high) and not isinstance(low, str) and bool(low <= high)


def _contrary(way: Way) -> Refuted | None:
    met = [literal.leaf for literal in way if literal.holds]
    for literal in way:
        if not literal.holds and any(implies(leaf, literal.leaf) for leaf in met):
            return Refuted("contrary", literal.leaf)
    return None


# --- kinds of subject -------------------------------------------------------------------------------------------


def _of_kinds(way: Way, setting: Setting) -> Refuted | None:
    kinds = set(setting.kinds)
    for literal in way:
        kinds &= _kinds_of(literal, setting.law)
        if not kinds:
            return Refuted("subjects", literal.leaf)
    return None


def _kinds_of(literal: Literal, law: Law) -> set[str]:
    """The kinds of subject that can meet one literal."""
    every = set(SUBJECT_KINDS)
    match literal.leaf:
        case FactTest(about="subject", test=FieldTest(field="kind", values=values)):
            return set(values) if literal.holds else every - set(values)
        case RecordTest(kind="listing", names=names) if names and literal.holds:
            return set().union(*(kinds_listed(name, law) for name in names))
    return every


def kinds_listed(name: str, law: Law) -> set[str]:
    """The kinds of subject that can stand on a list; all where it does not say."""
    known = law.lists.get(name)
    return set(known.subjects) if known and known.subjects else set(SUBJECT_KINDS)


# --- facts of the subject and the action ------------------------------------------------------------------------


def _facts(way: Way, setting: Setting) -> Refuted | None:
    told: dict[tuple[str, str], list[FieldTest]] = {}
    for literal in way:
        if not isinstance(literal.leaf, FactTest):
            continue
        test = literal.leaf.test if literal.holds else _turned(literal.leaf.test)
        about = literal.leaf.about
        if test is None:
            continue
        if literal.holds and about == "action" and not _fits_measure(test, setting):
            return Refuted("action", literal.leaf)
        tests = told.setdefault((about, test.field), [])
        tests.append(test)
        if not _satisfiable(tests):
            return Refuted("bounds", literal.leaf)
    return None


_TURNED = {"at-least": "below", "above": "at-most", "at-most": "above", "below": "at-least"}


def _turned(test: FieldTest) -> FieldTest | None:
    """What is so where an ordered test fails."""
    operator = _TURNED.get(test.operator)
    return FieldTest(test.field, operator, test.values) if operator else None


def _fits_measure(test: FieldTest, setting: Setting) -> bool:
    """Whether an action the measure covers, where and while it is in force, can pass a test."""
    if test.field == "code":
        pairs = [(value, action) for value in test.values for action in setting.actions]
        return any(setting.law.covers(one, other) or setting.law.covers(other, one) for one, other in pairs)
    if test.field == "region":
        return any(overlap(value, setting.region) for value in test.values)
    if test.field == "date":
        limits = [FieldTest("date", "at-least", (setting.first,)), FieldTest("date", "at-most", (setting.last,))]
        return _satisfiable([*limits, test])
    return True


def overlap(one: str, other: str) -> bool:
    """Whether two regions have a place in common."""
    return contains(one, other) or contains(other, one)


def _satisfiable(tests: Sequence[FieldTest]) -> bool:
    """Whether one value can pass all tests of a field."""
    chosen: set[Any] | None = None
    low: tuple[Any, bool] | None = None  # the bound, and whether it is itself left out
    high: tuple[Any, bool] | None = None
    for test in tests:
        if test.operator == "within-region":
            if any(o.operator == "within-region" and not _share(test.values, o.values) for o in tests):
                return False
        elif test.operator in ("one-of", "happened"):
            chosen = set(test.values) if chosen is None else chosen & set(test.values)
        elif test.operator in ("at-least", "above"):
            bound = (test.values[0], test.operator == "above")
            low = bound if low is None or not _before(bound[0], low[0]) else low
        elif test.operator in ("at-most", "below"):
            bound = (test.values[0], test.operator == "below")
            high = bound if high is None or not _before(high[0], bound[0]) else high
    if chosen is not None and not chosen:
        return False
    if low and high and (not _before(low[0], high[0]) or (low[0] == high[0] and (low[1] or high[1]))):
        return type(low[0]) is not type(high[0])
    return True


def _share(some: Iterable[str], others: Iterable[str]) -> bool:
    others = list(others)
    return any(overlap(one, other) for one in some for other in others)


# --- records ----------------------------------------------------------------------------------------------------


def _records(way: Way, setting: Setting) -> Refuted | None:
    for literal in way:
        if isinstance(literal.leaf, RecordTest) and literal.holds:
            why = _no_such_record(literal.leaf, setting)
            if why is not None:
                return Refuted(why, literal.leaf)
        if isinstance(literal.leaf, RelatedTest) and literal.holds and _no_such_relation(literal.leaf, setting):
            return Refuted("related", literal.leaf)
    return None


def _no_such_relation(test: RelatedTest, setting: Setting) -> bool:
    about = Setting(
        setting.law,
        frozenset(SUBJECT_KINDS),
        setting.actions,
        setting.region,
        setting.first,
        setting.last,
        setting.own_period,
    )
    ways = ways_of(test.holds)
    return ways is not None and all(refutation(way, about) is not None for way in ways)


def _no_such_record(test: RecordTest, setting: Setting) -> str | None:
    by_field: dict[str, list[FieldTest]] = {}
    for field in test.fields:
        by_field.setdefault(field.field, []).append(field)
    if not all(_satisfiable(tests) for tests in by_field.values()):
        return "bounds"
    if test.names and not any(counts_somewhere(test.kind, name, setting) for name in test.names):
        return "elsewhere"
    if test.sees is Sees.STANDING and not setting.own_period and _gone(by_field):
        return "gone"
    return _out_of_time(test, by_field, setting)


def counts_somewhere(kind: str, name: str, setting: Setting) -> bool:
    """Whether a list or scheme counts at some action in the measure's region: there, or recognised there."""
    region = setting.law.region_of(kind, name)
    if region == COUNTRY or overlap(region, setting.region):
        return True
    return any(
        (not known.lists or name in known.lists)
        and any(contains(origin, region) for origin in known.origin)
        and overlap(known.here, setting.region)
        for known in setting.law.recognition
    )


def _gone(by_field: Mapping[str, Sequence[FieldTest]]) -> bool:
    """Whether the fields ask for a record that no longer stands, of a test that sees only standing ones."""
    ways = [set(test.values) for test in by_field.get("removal", ())]
    if ways:
        return all("suspended" not in values for values in ways)
    return any(test.operator == "happened" and True in test.values for test in by_field.get("removed_on", ()))


def _out_of_time(test: RecordTest, by_field: Mapping[str, Sequence[FieldTest]], setting: Setting) -> str | None:
    """Whether the record's date and the measure's days never meet."""
    own = TYPE_OF_KIND[test.kind].own_date
    earliest, latest = date.min, NEVER
    for field in by_field.get(own, ()):
        day = field.values[0]
        if not isinstance(day, date):
            continue
        if field.operator in ("at-least", "above"):
            earliest = max(earliest, day if field.operator == "at-least" else day_after(day) or NEVER)
        elif field.operator in ("at-most", "below"):
            latest = min(latest, day)
    if earliest > setting.last:
        return "not-yet"
    within = test.within
    if within is not None and within.of == own and latest < NEVER and last_day(latest, within.period) < setting.first:
        return "too-old"
    return None


def _one_grade(way: Way) -> Refuted | None:
    """Of a scheme only the latest grade counts: nobody has two at once."""
    told: dict[tuple[str, tuple[str, ...]], list[FieldTest]] = {}
    for literal in way:
        leaf = literal.leaf
        if not isinstance(leaf, RecordTest) or leaf.kind not in ("rating", "points") or len(leaf.names) != 1:
            continue
        if literal.holds and leaf.sees is Sees.STANDING:
            wanted = [test for test in leaf.fields if test.field in ("grade", "value")]
            tests = told.setdefault((leaf.kind, leaf.names), [])
            tests.extend(wanted)
            if not _satisfiable(tests):
                return Refuted("one-grade", leaf)
    return None


# --- what a condition says, whatever its order --------------------------------------------------------------------

Form = tuple[Any, ...]


def form_of(condition: Condition) -> Form:
    """What a condition says: equal for two that differ in order, in nesting, or in how they name several lists."""
    match condition:
        case AllOf(terms=terms):
            return _joined("all", _flat(terms, AllOf))
        case AnyOf(terms=terms):
            return _joined("any", _merged(_flat(terms, AnyOf)))
        case Negation(term=term):
            inner = form_of(term)
            return inner[1] if inner[0] == "not" else ("not", inner)
        case RecordTest():
            return ("record", *condition.key())
        case FactTest(about=about, test=test):
            return ("fact", about, test)
        case RelatedTest(role=role, holds=holds):
            return ("related", role, form_of(holds))
        case _:
            return ("other", id(condition))


def _joined(how: str, forms: Iterable[Form]) -> Form:
    terms = sorted(set(forms), key=repr)
    return terms[0] if len(terms) == 1 else (how, *terms)


def _flat(terms: Iterable[Condition], sort: type[AllOf] | type[AnyOf]) -> Iterator[Form]:
    for term in terms:
        if isinstance(term, sort):
            yield from _flat(term.terms, sort)
        else:
            yield form_of(term)


def _merged(forms: Iterator[Form]) -> Iterator[Form]:
    """Alternatives that differ only in the list they name are one test of several lists."""
    names: dict[Form, set[str]] = {}
    for form in forms:
        if form[0] == "record" and form[2] and form[4] == 1:
            names.setdefault((*form[:2], (), *form[3:]), set()).update(form[2])
        else:
            yield form
    for rest, found in names.items():
        yield (*rest[:2], tuple(sorted(found)), *rest[3:])

"""Rules about conditions: what can never be met, what is always met, what is asked twice or asks for nothing."""

from collections.abc import Iterable, Iterator
from datetime import date

from credit_rules.authoring.linting.logic import (
    Refuted,
    Setting,
    Way,
    counts_somewhere,
    implies,
    kinds_listed,
    refutation,
    ways_of,
)
from credit_rules.authoring.linting.matter import Hit, Matter, hit, place_of, setting_of, spans
from credit_rules.model.conditions import (
    Condition,
    FactTest,
    Leaf,
    RecordTest,
    RelatedTest,
    Sees,
    every_leaf,
    leaves,
)
from credit_rules.model.days import Period, last_day
from credit_rules.model.measures import Fixed
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.stages.checking import CheckedMeasure

#: A leap year's first day: periods are compared on it.
_FROM = date(2024, 1, 1)
#: Records that stand on no list, and of which most have no end by law.
_UNLISTED = ("penalty", "conviction", "commitment")


def _ways(measure: CheckedMeasure, setting: Setting) -> list[tuple[Way, Refuted | None]]:
    """The ways of a measure's condition, each with what refutes it; none where there are too many."""
    return [(way, refutation(way, setting)) for way in ways_of(measure.when) or ()]


def never_in_force(matter: Matter) -> Iterator[Hit]:
    """A measure whose own days lie outside its list's."""
    for measure in matter.measures:
        first, last = spans(measure)
        if first > last:
            yield hit(measure.at("in_force"), measure=measure.measure.id)


def never_met(matter: Matter) -> Iterator[Hit]:
    """A measure no subject can ever meet."""
    for measure in matter.measures:
        if spans(measure)[0] > spans(measure)[1]:
            continue
        ways = _ways(measure, setting_of(measure, matter.law))
        refuted = [found for _, found in ways if found is not None]
        if ways and len(refuted) == len(ways):
            yield hit(measure.at("when"), measure=measure.measure.id, why=refuted[0].why)


def dead_alternative(matter: Matter) -> Iterator[Hit]:
    """A test, or a list among several, that can never help a measure others can bring."""
    for measure in matter.measures:
        setting = setting_of(measure, matter.law)
        ways = _ways(measure, setting)
        alive = {id(literal.leaf) for way, found in ways if found is None for literal in way}
        if not alive:
            continue
        told: set[int] = set()
        for way, found in ways:
            if found is None:
                continue
            leaf = next((literal.leaf for literal in way if id(literal.leaf) not in alive), None)
            if leaf is not None and id(leaf) not in told:
                told.add(id(leaf))
                yield hit(_at(measure, leaf), measure=measure.measure.id, why=found.why, name=_what(leaf))
        yield from _dead_names(measure, setting)


def _dead_names(measure: CheckedMeasure, setting: Setting) -> Iterator[Hit]:
    """Lists named among others on which no subject of the measure can stand, or which do not count here."""
    for leaf, helps in every_leaf(measure.when):
        if not isinstance(leaf, RecordTest) or not helps or len(leaf.names) < 2:
            continue
        inside = _inside_related(measure, leaf)
        for name in leaf.names:
            listed = leaf.kind != "listing" or inside or kinds_listed(name, setting.law) & setting.kinds
            if not listed or not counts_somewhere(leaf.kind, name, setting):
                why = "subjects" if not listed else "elsewhere"
                yield hit(_at(measure, leaf), measure=measure.measure.id, why=f"name-{why}", name=name)


def _inside_related(measure: CheckedMeasure, leaf: Leaf) -> bool:
    return any(
        isinstance(outer, RelatedTest) and any(leaf is inner for inner, _ in every_leaf(outer.holds))
        for outer, _ in every_leaf(measure.when)
    )


def always_met(matter: Matter) -> Iterator[Hit]:
    """A condition that asks for nothing: whoever is in scope meets it."""
    for measure in matter.measures:
        if _raw(measure) == "always" or spans(measure)[0] > spans(measure)[1]:
            continue
        setting = setting_of(measure, matter.law)
        contrary = ways_of(measure.when, holds=False)
        if contrary is not None and all(refutation(way, setting) is not None for way in contrary):
            yield hit(measure.at("when"), measure=measure.measure.id)


def _raw(measure: CheckedMeasure) -> object:
    data = measure.document.data
    for step in (*measure.path, "when"):
        data = data[step]
    return data


def tested_twice(matter: Matter) -> Iterator[Hit]:
    """One thing asked twice: what is unknown there cannot be settled one by one."""
    for measure in matter.measures:
        told: set[str] = set()
        for level in _levels(measure.when):
            for number, (leaf, helps) in enumerate(level):
                again = [other for other, before in level[:number] if _same_thing(other, before, leaf, helps)]
                if again and _authored(leaf) not in told:
                    told.add(_authored(leaf))
                    alike = sum(_authored(other) == _authored(leaf) for other in again)
                    at = place_of(measure, _authored(leaf), alike)
                    yield hit(at, measure=measure.measure.id, what=_what(leaf))


def _levels(condition: Condition) -> Iterator[list[tuple[Leaf, bool]]]:
    """The tests of one subject together: those of a related one are about somebody else."""
    level = list(leaves(condition))
    yield level
    for leaf, _ in level:
        if isinstance(leaf, RelatedTest):
            yield from _levels(leaf.holds)


def _authored(leaf: Leaf) -> str:
    return getattr(leaf, "authored", "")


def _same_thing(one: Leaf, before: bool, other: Leaf, now: bool) -> bool:
    """Whether two tests are one, or one of them settles the other from the other side of a `not`."""
    if _authored(one) == _authored(other) and before is not now:
        return False  # the two bounds of one count
    if implies(one, other) and implies(other, one):
        return True
    return before is not now and _of_one_record(one, other) and (implies(one, other) or implies(other, one))


def _of_one_record(one: Leaf, other: Leaf) -> bool:
    return isinstance(one, RecordTest) and isinstance(other, RecordTest) and one.sees is other.sees


def _at(measure: CheckedMeasure, leaf: Leaf) -> str:
    return place_of(measure, _authored(leaf))


def _what(leaf: Leaf) -> str:
    if isinstance(leaf, RecordTest):
        return " ".join([leaf.kind, *leaf.names])
    if isinstance(leaf, RelatedTest):
        return f"related {leaf.role}"
    return f"{leaf.about}.{leaf.test.field}" if isinstance(leaf, FactTest) else ""


def within_beyond_term(matter: Matter) -> Iterator[Hit]:
    """A look back that is longer than the entry stands: it cuts nothing off."""
    for measure, leaf, _ in matter.tests:
        if leaf.within is None or leaf.sees is not Sees.STANDING or leaf.kind != "listing" or not leaf.names:
            continue
        if measure.measure.lasts != "while-it-holds" or leaf.within.of != TYPE_OF_KIND[leaf.kind].own_date:
            continue
        terms = [_fixed_terms(name, matter) for name in leaf.names]
        if all(found and all(_not_longer(term, leaf.within.period) for term in found) for found in terms):
            yield hit(_at(measure, leaf), measure=measure.measure.id, period=leaf.within.period, lists=leaf.names)


def _fixed_terms(name: str, matter: Matter) -> tuple[Period, ...]:
    """The fixed periods of a list; none where any of its terms is open, or may be extended."""
    known = matter.law.lists.get(name)
    periods = [term.period for term in known.terms] if known and not known.extendable else []
    fixed = tuple(period for period in periods if isinstance(period, Period))
    return fixed if len(fixed) == len(periods) else ()


def _not_longer(term: Period, period: Period) -> bool:
    return last_day(_FROM, term) <= last_day(_FROM, period)


def outlasts_listing(matter: Matter) -> Iterator[Hit]:
    """A measure that goes on when the entry that brought it has run out."""
    for measure, leaf, helps in matter.tests:
        lasts = measure.measure.lasts
        if measure.measure.polarity != "restriction" or not helps or leaf.kind != "listing":
            continue
        if not isinstance(lasts, Fixed) or lasts.start != "listed_on":
            continue
        for name in leaf.names:
            terms = _fixed_terms(name, matter)
            if terms and not any(_not_longer(lasts.fixed, term) for term in terms):
                yield hit(measure.at("lasts"), measure=measure.measure.id, period=lasts.fixed, list=name)


def old_record_bites(matter: Matter) -> Iterator[Hit]:
    """A restriction on a record of its own that never ends: an old fine bites for ever."""
    for measure, leaf, helps in matter.tests:
        restricts = measure.measure.polarity == "restriction" and measure.measure.lasts == "while-it-holds"
        if not restricts or not helps or leaf.within is not None or leaf.kind not in _UNLISTED:
            continue
        if leaf.kind == "penalty" and _kinds_end(leaf, matter):
            continue
        yield hit(_at(measure, leaf), measure=measure.measure.id, kind=leaf.kind)


def _kinds_end(leaf: RecordTest, matter: Matter) -> bool:
    """Whether the decision or the law sets an end to every kind of penalty a test names."""
    kinds = [value for field in leaf.fields if field.field == "kind" for value in field.values]
    terms = [matter.law.terms_of("penalty", None, kind) for kind in kinds]
    return bool(kinds) and all(found and all(term.period != "none" for term in found) for found in terms)


def cross_check_by_hand(matter: Matter) -> Iterator[Hit]:
    """An incentive that asks by itself what the cross-check asks anyway."""
    for measure, leaf, helps in matter.tests:
        incentive = measure.measure.polarity == "incentive" and not measure.measure.entitlement
        if not incentive or helps or leaf.kind != "listing" or not leaf.names or leaf.fields or leaf.within:
            continue
        known = [matter.law.lists.get(name) for name in leaf.names]
        stopping = all(entry is not None and entry.stops_incentives for entry in known)
        if stopping and leaf.sees is Sees.STANDING and not _inside_related(measure, leaf):
            yield hit(_at(measure, leaf), measure=measure.measure.id, lists=leaf.names)


def one_form_only(matter: Matter) -> Iterator[Hit]:
    """One thing in two forms, a list and a grade, of which a measure names only one."""
    pairs = set(_pairs(matter))
    for measure in matter.measures:
        lists = {name for leaf in _tests(measure) if leaf.kind == "listing" for name in leaf.names}
        grades = {grade for leaf in _tests(measure) for grade in _grades(leaf)}
        for entry, grade in sorted(pairs):
            if (entry in lists) is not (grade in grades):
                there, missing = (entry, " ".join(grade)) if entry in lists else (" ".join(grade), entry)
                yield hit(measure.at("when"), measure=measure.measure.id, there=there, missing=missing)


def _pairs(matter: Matter) -> Iterator[tuple[str, tuple[str, str]]]:
    """A list and a grade that stand alone beside one another in an `any`: one thing in two forms."""
    for measure in matter.measures:
        ways = ways_of(measure.when) or []
        leaves = [way[0].leaf for way in ways if len(way) == 1 and way[0].holds]
        if len(ways) != 2 or len(leaves) != 2 or not all(isinstance(leaf, RecordTest) for leaf in leaves):
            continue
        entries = [leaf.names[0] for leaf in leaves if isinstance(leaf, RecordTest) and _one_list(leaf)]
        grades = [g for leaf in leaves if isinstance(leaf, RecordTest) for g in _grades(leaf)]
        if len(entries) == 1 and len(grades) == 1:
            yield entries[0], grades[0]


def _tests(measure: CheckedMeasure) -> Iterable[RecordTest]:
    return (leaf for leaf, helps in every_leaf(measure.when) if helps and isinstance(leaf, RecordTest))


def _one_list(leaf: RecordTest) -> bool:
    return leaf.kind == "listing" and len(leaf.names) == 1 and not leaf.fields


def _grades(leaf: RecordTest) -> Iterator[tuple[str, str]]:
    for name in leaf.names if leaf.kind == "rating" else ():
        for test in leaf.fields:
            for grade in test.values if test.field == "grade" and test.operator == "one-of" else ():
                yield name, grade


RULES = {
    "never-in-force": never_in_force,
    "never-met": never_met,
    "dead-alternative": dead_alternative,
    "always-met": always_met,
    "tested-twice": tested_twice,
    "within-beyond-term": within_beyond_term,
    "outlasts-listing": outlasts_listing,
    "old-record-bites": old_record_bites,
    "cross-check-by-hand": cross_check_by_hand,
    "one-form-only": one_form_only,
}

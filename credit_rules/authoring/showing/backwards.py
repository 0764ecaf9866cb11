"""From a record to what follows from it: which measures test a list, a scheme or a kind of record, and how.

A measure's condition is read as it is planned: related subjects it reaches are in it, a count's upper bound is a
`not`, and the cross-check is the guard planning adds. So the measures found for a list are those whose finding an
entry on it can change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from credit_rules.authoring.showing.library import Entry, Library, brief
from credit_rules.authoring.showing.sheet import Json
from credit_rules.model.conditions import AllOf, AnyOf, Condition, Negation, RecordTest, RelatedTest
from credit_rules.model.law import Law
from credit_rules.model.places import COUNTRY, contains
from credit_rules.model.plan import Intervals
from credit_rules.model.scalars import SUBJECT_KINDS

Fits = Callable[[RecordTest], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """How a record comes to matter: `own`, `related` (with the role), and the same under a `not`; or `cross-check`."""

    via: str
    role: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """Own records first."""
        return ("" if self.via == "own" else self.via), self.role or ""


def ways(condition: Condition, fits: Fits, role: str | None = None, helps: bool = True) -> Iterator[Way]:
    """Every way in which a record that `fits` can matter to a condition."""
    match condition:
        case AllOf(terms=terms) | AnyOf(terms=terms):
            for term in terms:
                yield from ways(term, fits, role, helps)
        case Negation(term=term):
            yield from ways(term, fits, role, not helps)
        case RelatedTest(role=inner, holds=holds):
            yield from ways(holds, fits, inner, helps)
        case RecordTest() if fits(condition):
            yield Way("not", role) if not helps else Way("related", role) if role else Way("own")


def following(library: Library, fits: Fits, kind: str, name: str | None) -> list[Json]:
    """The measures that a record can bring or keep away, each with its ways; local records only where they count."""
    found = []
    for entry in library.measures():
        if not may_count(library, entry, kind, name):
            continue
        told = set(ways(entry.planned.when, fits))
        if kind == "listing" and name is not None and stops(library, entry, name):
            told.add(Way("cross-check"))
        if told:
            found.append(
                {
                    **brief(library, entry),
                    "ways": [_way(library, way) for way in _sorted(told)],
                    "enough": enough(entry.planned.when, fits),
                    "counts_on_day": may_count(library, entry, kind, name, ((library.day, library.day),)),
                }
            )
    return found


def enough(condition: Condition, fits: Fits) -> bool:
    """Whether one such record of the subject's own brings the condition, whatever else is so."""
    match condition:
        case AllOf(terms=terms):
            return bool(terms) and all(enough(term, fits) for term in terms)
        case AnyOf(terms=terms):
            return any(enough(term, fits) for term in terms)
        case RecordTest():
            asked = [t.field for t in condition.fields if (condition.kind, t.field) not in _WHAT_IT_IS]
            return fits(condition) and not asked and condition.within is None and condition.at_least == 1
        case _:
            return False


#: Fields that say what the record is one asks about; whatever else a test asks is a further condition.
_WHAT_IT_IS = frozenset({("rating", "grade"), ("penalty", "kind"), ("commitment", "type")})


def _sorted(told: set[Way]) -> list[Way]:
    return sorted(told, key=lambda way: way.order)


def _way(library: Library, way: Way) -> Json:
    return {"via": way.via, "role": library.named("roles", way.role) if way.role else None}


def stops(library: Library, entry: Entry, name: str) -> bool:
    """Whether the cross-check takes an incentive from those on a list: from such as the list is for."""
    known = library.law.lists[name]
    listed = set(known.subjects or SUBJECT_KINDS)
    crossed = entry.planned.cross_check is not None and known.stops_incentives
    return crossed and bool(listed & entry.planned.subjects)


def may_count(library: Library, entry: Entry, kind: str, name: str | None, on: Intervals | None = None) -> bool:
    """Whether a local list or scheme counts at some place at which the measure is in scope, on some day of those."""
    law, origin = library.law, library.law.region_of(kind, name)
    where = entry.planned.list.region
    if origin == COUNTRY or overlap(origin, where):
        return True
    days = entry.planned.in_force.intervals if on is None else on
    return any(_recognised(law, name or "", origin, where, span) for span in days)


def overlap(one: str, other: str) -> bool:
    """Whether two regions have a place in common."""
    return contains(one, other) or contains(other, one)


def _recognised(law: Law, name: str, origin: str, where: str, span: tuple[date, date]) -> bool:
    for known in law.recognition:
        listed = not known.lists or name in known.lists
        there = any(contains(region, origin) for region in known.origin)
        in_time = known.in_force.start <= span[1] and span[0] <= known.in_force.until
        if listed and there and in_time and overlap(known.here, where):
            return True
    return False


def on_list(name: str) -> Fits:
    """A test that an entry on this list can pass."""
    return lambda test: test.kind == "listing" and (not test.names or name in test.names)


def of_scheme(kind: str, name: str, grade: str | None = None) -> Fits:
    """A test that a grade (this one, if named) or points of this scheme can pass."""

    def fits(test: RecordTest) -> bool:
        if test.kind != kind or (test.names and name not in test.names):
            return False
        return grade is None or all(grade in t.values for t in test.fields if t.field == "grade")

    return fits


def of_kind(kind: str, field: str | None = None, value: str | None = None) -> Fits:
    """A test of this kind of record, with this value of a field or none asked for."""

    def fits(test: RecordTest) -> bool:
        wanted = [t for t in test.fields if t.field == field and t.operator == "one-of"]
        return test.kind == kind and all(value in t.values for t in wanted)

    return fits

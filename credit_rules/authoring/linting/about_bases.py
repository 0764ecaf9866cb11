"""Rules about bases: what stands behind a measure or a list, where, and for how long."""

from collections.abc import Iterator
from datetime import date, timedelta

from credit_rules.authoring.linting.matter import Hit, Matter, bases_of, days_meet, hit, spans
from credit_rules.model.days import NEVER, day_after
from credit_rules.model.places import contains
from credit_rules.stages.checking import CheckedMeasure, CitedBasis
from credit_rules.stages.reading import Document, Path
from credit_rules.stages.rights import days_in_force, is_sufficient

#: Texts of these ranks are in articles, always.
IN_ARTICLES = frozenset(
    {"law", "administrative-regulation", "local-regulation", "judicial-interpretation", "departmental-rule"}
)
#: What may take something from a person for life.
OF_THE_STATE = frozenset({"law", "administrative-regulation"})


def basis_lapsed(matter: Matter) -> Iterator[Hit]:
    """A basis that is in force on no day of the measure."""
    for measure in matter.measures:
        days = spans(measure)
        for basis in measure.basis:
            span = basis.source.in_force
            if days[0] <= days[1] and not days_meet(days, (span.start, span.until)):
                at, days_of = measure.document.at(basis.path), _shown(span.start, span.until)
                yield hit(at, measure=measure.measure.id, source=basis.source.title.zh, days=days_of)


def basis_gap(matter: Matter) -> Iterator[Hit]:
    """Days on which a measure is meant to be in force and nothing stands behind it."""
    for measure in matter.measures:
        first, last = spans(measure)
        covered = days_in_force(measure)
        gap = _first_gap(first, last, covered)
        if covered and gap is not None:
            yield hit(measure.at("basis"), measure=measure.measure.id, days=_shown(*gap))


def _first_gap(first: date, last: date, covered: tuple[tuple[date, date], ...]) -> tuple[date, date] | None:
    """The first days of a span that lie in none of the others."""
    day: date | None = first
    for start, until in sorted(covered):
        if day is None or day > last:
            return None
        if start > day:
            return day, min(last, start - timedelta(days=1))
        day = max(day, after) if (after := day_after(until)) else None
    return None if day is None or day > last else (day, last)


def _shown(first: date, last: date) -> str:
    start = "" if first == date.min else first.isoformat()
    return f"{start}–{'' if last == NEVER else last.isoformat()}"


def basis_without_article(matter: Matter) -> Iterator[Hit]:
    """A restriction of which no basis that could carry it says where in the text it stands."""
    for measure in matter.measures:
        carrying = _carrying_without_article(measure)
        if carrying and not measure.list.draft:
            yield hit(measure.at("basis"), measure=measure.measure.id, source=carrying[0].source.title.zh)


def _carrying_without_article(measure: CheckedMeasure) -> list[CitedBasis]:
    """The bases that carry a restriction, if not one of them names an article."""
    carrying = [basis for basis in measure.basis if is_sufficient(basis, measure)]
    restricts = measure.measure.polarity == "restriction"
    return carrying if restricts and not any(basis.article for basis in carrying) else []


def article_wanted(matter: Matter) -> Iterator[Hit]:
    """A law, a regulation or a rule cited without the article."""
    for measure in matter.measures:
        graver = [] if measure.list.draft else _carrying_without_article(measure)
        for basis in bases_of(measure):
            if basis.article is None and basis.source.rank in IN_ARTICLES and basis not in graver:
                yield hit(measure.document.at(basis.path), source=basis.source.title.zh)
    for section in ("lists", "rating_schemes", "actions"):
        for entry, document, path in matter.entries(section):
            for place, told in _cited(entry, path):
                _, source, article = matter.law.cited(told)
                if source is not None and article is None and source.rank in IN_ARTICLES:
                    yield hit(document.at(place), source=source.title.zh)


def _cited(entry: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Every basis of an entry of the catalogue, with its place."""
    for number, told in enumerate(getattr(entry, "basis", ())):
        yield (*path, "basis", number), told
    for n, term in enumerate(getattr(entry, "terms", ())):
        for number, told in enumerate(term.repair.basis if term.repair else ()):
            yield (*path, "terms", n, "repair", "basis", number), told
    for n, remedy in enumerate(getattr(entry, "remedies", ())):
        for number, told in enumerate(remedy.basis):
            yield (*path, "remedies", n, "basis", number), told


def basis_twice(matter: Matter) -> Iterator[Hit]:
    """One provision cited twice in one list of bases."""
    for document, path, name in twice_cited(matter):
        yield hit(document.at(path), source=name)


def twice_cited(matter: Matter) -> Iterator[tuple[Document, Path, str]]:
    """Where a provision stands a second time."""
    for measure in matter.measures:
        seen: set[tuple[Path, str, str | None]] = set()
        for basis in bases_of(measure):
            key = (basis.path[:-1], basis.source.id, basis.article)
            if key in seen:
                yield measure.document, basis.path, " ".join(filter(None, (basis.source.title.zh, basis.article)))
            seen.add(key)
    for section in ("lists", "rating_schemes", "actions"):
        for entry, document, path in matter.entries(section):
            yield from _twice_in(entry, document, path, matter)


def _twice_in(entry: object, document: Document, path: Path, matter: Matter) -> Iterator[tuple[Document, Path, str]]:
    seen: set[tuple[Path, str, str | None]] = set()
    for place, told in _cited(entry, path):
        _, source, article = matter.law.cited(told)
        if source is None:
            continue
        key = (place[:-1], source.id, article)
        if key in seen:
            yield document, place, " ".join(filter(None, (source.title.zh, article)))
        seen.add(key)


def basis_from_elsewhere(matter: Matter) -> Iterator[Hit]:
    """A local regulation that does not hold where the list does."""
    for measure in matter.measures:
        for basis in bases_of(measure):
            source = basis.source
            if source.rank == "local-regulation" and not contains(source.region, measure.list.region):
                at = measure.document.at(basis.path)
                yield hit(at, source=source.title.zh, there=source.region, here=measure.list.region)


def life_without_law(matter: Matter) -> Iterator[Hit]:
    """A restriction for life that rests on neither a law nor an administrative regulation."""
    for measure in matter.measures:
        lasting = measure.measure.lasts == "life" and measure.measure.polarity == "restriction"
        if lasting and not any(basis.source.rank in OF_THE_STATE for basis in _standing(measure)):
            yield hit(measure.at("lasts"), measure=measure.measure.id)


def _standing(measure: CheckedMeasure) -> Iterator[CitedBasis]:
    days = spans(measure)
    for basis in measure.basis:
        if days_meet(days, (basis.source.in_force.start, basis.source.in_force.until)):
            yield basis


def list_without_basis(matter: Matter) -> Iterator[Hit]:
    """A list of the dishonest, or of those to be watched, that no provision makes."""
    for entry, document, path in matter.entries("lists"):
        if entry.colour in ("black", "watch") and not entry.basis:
            yield hit(document.at(path), list=entry.id)


def source_without_dates(matter: Matter) -> Iterator[Hit]:
    """A source of which nobody knows since when it is in force."""
    for entry, document, path in matter.entries("sources"):
        if "in_force" not in entry.model_fields_set or entry.in_force.start == date.min:
            yield hit(document.at(path), source=entry.id)


RULES = {
    "basis-lapsed": basis_lapsed,
    "basis-gap": basis_gap,
    "basis-without-article": basis_without_article,
    "article-wanted": article_wanted,
    "basis-twice": basis_twice,
    "basis-from-elsewhere": basis_from_elsewhere,
    "life-without-law": life_without_law,
    "list-without-basis": list_without_basis,
    "source-without-dates": source_without_dates,
}

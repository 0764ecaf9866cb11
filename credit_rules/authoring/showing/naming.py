"""What a name stands for: ids, titles, aliases, cited names and numbers, of whatever kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from credit_rules.authoring.showing.library import Entry, Library
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import COMMITMENT_TYPES, PENALTY_KINDS
from credit_rules.words import LANGUAGES, codes
from credit_rules.words.showing import KINDS

#: In the order in which what one name means is shown.
ORDER = (
    "measure",
    "list",
    "measure-list",
    "action",
    "source",
    "rating",
    "points",
    "authority",
    "penalty",
    "commitment",
    "records",
    "role",
    "category",
)
_SECTIONS: Mapping[str, str] = {
    "list": "lists",
    "action": "actions",
    "source": "sources",
    "rating": "rating_schemes",
    "points": "points_schemes",
    "authority": "authorities",
    "role": "roles",
    "category": "categories",
}
#: Kinds of things that no catalogue names: their codes and words.
_TABLES: Mapping[str, tuple[tuple[str, ...], codes.Table]] = {
    "penalty": (PENALTY_KINDS, codes.PENALTY_KINDS),
    "commitment": (COMMITMENT_TYPES, codes.COMMITMENT_TYPES),
    "records": (tuple(TYPE_OF_KIND), codes.KINDS),
}
#: How facts are named where somebody says what was looked up: `rating.tax`, `related.consortium-member`.
_PREFIXES = {"rating": "rating", "points": "points", "related": "role"}
_MOST = 5  # nearest names told


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a name stands for; of a measure its list, of a source the article asked about."""

    kind: str
    id: str
    within: str | None = None
    edition: str | None = None

    @property
    def choice(self) -> str:
        """The name that means this one alone."""
        return f"{self.kind}:{self.within}/{self.id}" if self.kind == "measure" else f"{self.kind}:{self.id}"


def meanings(library: Library, name: str) -> list[Meaning]:
    """Everything `name` stands for; nothing if it is unknown. `kind:name` asks for one kind only."""
    found = _meanings(library, name)
    if found:
        return found
    # A title may hold a colon itself, so a name that is known as it stands goes first.
    kind, colon, rest = name.strip().partition(":")
    if colon and kind in KINDS:
        return [meaning for meaning in _meanings(library, rest) if meaning.kind == kind]
    head, dot, inner = name.strip().partition(".")
    if dot and head in _PREFIXES:
        return [meaning for meaning in _meanings(library, inner) if meaning.kind == _PREFIXES[head]]
    return []


def _meanings(library: Library, name: str) -> list[Meaning]:
    plain, at, edition = name.partition("@")
    wanted = _folded(plain if at else name)
    found = _index(library).get(wanted, ())
    if at:
        return [Meaning(m.kind, m.id, m.within, edition) for m in found if m.kind in ("measure", "measure-list")]
    if not found:
        _, source, article = library.law.cited(name)
        return [Meaning("source", source.id, within=article)] if source else []
    return sorted(found, key=lambda m: (ORDER.index(m.kind), m.id, m.within or ""))


def _index(library: Library) -> Mapping[str, list[Meaning]]:
    """Every name with what it means, worked out once."""
    if not library.names:
        for meaning, names in known_names(library):
            for name in {_folded(name) for name in names}:
                same = library.names.setdefault(name, [])
                if meaning not in same:
                    same.append(meaning)
    return library.names


def _folded(name: str) -> str:
    return name.strip().strip("《》").casefold()


def known_names(library: Library) -> Iterator[tuple[Meaning, set[str]]]:
    """Everything that can be shown, with the names it goes by."""
    for entry in library.entries:
        measure = entry.planned.measure
        meaning = Meaning("measure", measure.id, entry.planned.list.measure_list)
        yield meaning, {measure.id, entry.reference, *_titles(measure)}
    for checked in library.checked.lists:
        yield Meaning("measure-list", checked.list.measure_list), {checked.list.measure_list, *_titles(checked.list)}
    for kind, section in _SECTIONS.items():
        for name, known in getattr(library.law, section).items():
            yield Meaning(kind, name), {name, *_titles(known), *_more(known)}
    for kind, (names, table) in _TABLES.items():
        for name in names:
            yield Meaning(kind, name), {name, *table[name]}


def _titles(known: Any) -> set[str]:
    return {title for title in (known.title.zh, known.title.en) if title}


def _more(known: Any) -> set[str]:
    """Aliases of an action, cited names and number of a source."""
    found = {*getattr(known, "aliases", ()), *getattr(known, "cited_as", ())}
    number = getattr(known, "number", None)
    return found | {number} if number else found


def nearest_names(library: Library, name: str) -> list[str]:
    """Ids of any kind that are most like `name`."""
    return list(nearest(library, name))


def nearest(library: Library, name: str) -> Mapping[str, Any]:
    """Ids of any kind that are most like `name`, each with its title as {zh, en}; an id of several things once."""
    wanted = _folded(name.partition(":")[2] if name.partition(":")[0] in KINDS else name)
    by_name: dict[str, Meaning] = {}
    for meaning, names in known_names(library):
        for known in names:
            by_name.setdefault(_folded(known), meaning)
    inside = sorted((k for k in by_name if len(wanted) > 1 and (wanted in k or (len(k) > 2 and k in wanted))), key=len)
    close = get_close_matches(wanted, sorted(by_name), n=_MOST, cutoff=0.5)
    # A title is told by the id it belongs to; of several names of one thing the nearest is told.
    found = dict.fromkeys(by_name[known] for known in (*inside[:_MOST], *close))
    ids = list(dict.fromkeys(meaning.id for meaning in found))[:_MOST]
    return {known: _title_of(library, _meanings(library, known)[0]) for known in ids}


def _title_of(library: Library, meaning: Meaning) -> Mapping[str, str] | None:
    if meaning.kind == "measure":
        entry = entry_of(library, meaning)
        return entry.planned.measure.title.as_json() if entry else None
    if meaning.kind == "measure-list":
        found = (checked.list for checked in library.checked.lists if checked.list.measure_list == meaning.id)
        return next((header.title.as_json() for header in found), None)
    table = _TABLES.get(meaning.kind)
    if table is not None:
        return dict(zip(LANGUAGES, table[1][meaning.id], strict=True))
    title: Mapping[str, str] = getattr(library.law, _SECTIONS[meaning.kind])[meaning.id].title.as_json()
    return title


def entry_of(library: Library, meaning: Meaning) -> Entry | None:
    """The measure meant, in the edition asked for: the one of the day if none is named."""
    same = [e for e in library.entries if e.planned.id == meaning.id and e.planned.list.measure_list == meaning.within]
    if meaning.edition is not None:
        return next((entry for entry in same if entry.planned.list.edition == meaning.edition), None)
    ordered = sorted(same, key=lambda e: (e.holds_on(library.day), e.planned.evaluated_on(library.day)), reverse=True)
    return ordered[0] if ordered else None

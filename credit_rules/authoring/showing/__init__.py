"""Show: what a measure, a list, an action or a source says, in words, and backwards what follows from each.

A name is looked up (`naming`), told as plain data with stable keys (`measures`, `records`, `actions`, `sources`,
`overview`), put on a sheet, and printed (`printing`). Nothing is said that the catalogue and the lists do not say.
"""

from collections.abc import Callable, Mapping, Sequence

from credit_rules.authoring.showing import actions, measures, overview, records, sources
from credit_rules.authoring.showing.library import Library, library_of, lists_of
from credit_rules.authoring.showing.naming import Meaning, entry_of, meanings, nearest, nearest_names
from credit_rules.authoring.showing.printing import as_markdown, as_text
from credit_rules.authoring.showing.sheet import Json, Sheet
from credit_rules.words.showing import KINDS, enumerated, tell

__all__ = ["Library", "Meaning", "library_of", "meanings", "nearest", "nearest_names", "printed", "shown"]

FORMAT = "show/1"


def shown(library: Library, name: str | None = None) -> Json:
    """What `name` stands for, as plain data; without a name what is loaded. Nothing found: `found` is empty."""
    if name is None:
        found = [overview.overview_told(library)]
    else:
        found = [told for meaning in meanings(library, name) for told in told_of(library, meaning)]
    return {
        "format": FORMAT,
        "name": name,
        "rules": list(library.rules),
        "day": library.day.isoformat(),
        "subject": library.subject,
        "found": found,
    }


def told_of(library: Library, meaning: Meaning) -> Sequence[Json]:
    """One meaning of a name as plain data; of a measure list every edition."""
    name = meaning.id
    match meaning.kind:
        case "measure":
            entry = entry_of(library, meaning)
            return [measures.measure_told(library, entry)] if entry else []
        case "measure-list":
            editions = [e for e in lists_of(library, name) if meaning.edition in (None, e.list.edition)]
            return [measures.list_told(library, edition) for edition in editions]
        case "source":
            return [sources.source_told(library, name, meaning.within)]
        case "rating" | "points" as kind:
            return [records.scheme_told(library, kind, name)]
        case kind:
            return [_TOLD[kind](library, name)]


_TOLD: Mapping[str, Callable[[Library, str], Json]] = {
    "list": records.list_told,
    "action": actions.action_told,
    "authority": sources.authority_told,
    "penalty": records.penalty_told,
    "commitment": records.commitment_told,
    "records": records.records_told,
    "role": records.role_told,
    "category": sources.category_told,
}
_SHEETS: Mapping[str, Callable[[Json, str], Sheet]] = {
    "overview": overview.overview_sheet,
    "measure": measures.measure_sheet,
    "measure-list": measures.list_sheet,
    "action": actions.action_sheet,
    "source": sources.source_sheet,
    "authority": sources.authority_sheet,
    "category": sources.category_sheet,
    "role": records.role_sheet,
}


def printed(told: Json, lang: str, layout: str = "text") -> str:
    """What was shown, for people: `layout` is text or markdown. A name of several meanings says how to choose."""
    sheets = [_SHEETS.get(found["kind"], records.record_sheet)(found, lang) for found in told["found"]]
    before = _several(told, lang)
    return as_markdown(sheets, before) if layout == "markdown" else as_text(sheets, before)


def _several(told: Json, lang: str) -> str:
    choices = list(dict.fromkeys(_choice(found, lang) for found in told["found"])) if told["name"] else []
    if len(choices) < 2:
        return ""
    return tell("several", lang, name=told["name"], n=len(choices), choices=enumerated(choices, lang))


def _choice(found: Json, lang: str) -> str:
    """The name that means this one alone, and what sort of thing it is."""
    choice = f"{found['kind']}:{found.get('reference', found['id'])}"
    return tell("choice", lang, choice=choice, kind=KINDS[found["kind"]][lang != "zh"])

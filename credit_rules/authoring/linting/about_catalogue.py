"""Rules about the catalogue: lists, actions, sources and schemes, and whether anybody uses them."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

from credit_rules.authoring.linting.matter import Hit, Matter, bases_of, hit
from credit_rules.model.catalogue import Term
from credit_rules.model.days import NEVER
from credit_rules.model.places import COUNTRY
from credit_rules.stages.reading import Document, Path


def list_unused(matter: Matter) -> Iterator[Hit]:
    """A blacklist or watch list no measure names."""
    used = {name for _, leaf, _ in matter.tests if leaf.kind == "listing" for name in leaf.names}
    for entry, document, path in matter.entries("lists") if matter.whole else ():
        if entry.colour != "red" and entry.id not in used and not matter.mentioned(entry.id):
            yield hit(document.at(path), list=entry.id)


def red_list_unrewarded(matter: Matter) -> Iterator[Hit]:
    """A red list that brings nobody anything."""
    rewarded = {
        name
        for measure, leaf, helps in matter.tests
        if measure.measure.polarity == "incentive" and helps and leaf.kind == "listing"
        for name in leaf.names
    }
    for entry, document, path in matter.entries("lists") if matter.whole else ():
        if entry.colour == "red" and entry.id not in rewarded and not matter.mentioned(entry.id):
            yield hit(document.at(path), list=entry.id)


def scheme_unused(matter: Matter) -> Iterator[Hit]:
    """A scheme of grades or points no measure names."""
    used = {name for _, leaf, _ in matter.tests if leaf.kind in ("rating", "points") for name in leaf.names}
    for section in ("rating_schemes", "points_schemes"):
        for entry, document, path in matter.entries(section) if matter.whole else ():
            if entry.id not in used and not matter.mentioned(entry.id):
                yield hit(document.at(path), scheme=entry.id)


def source_uncited(matter: Matter) -> Iterator[Hit]:
    """A source nobody cites."""
    if not matter.whole:
        return
    cited = {basis.source.id for measure in matter.measures for basis in bases_of(measure)}
    for section, items in matter.checked.catalogue.items():
        if section != "sources":
            cited |= {source.id for told in _bases_in(items) if (source := matter.law.cited(told)[1]) is not None}
    for entry, document, path in matter.entries("sources"):
        names = (entry.id, *entry.cited_as, entry.number, entry.title.zh)
        if entry.id not in cited and not any(name and matter.mentioned(name) for name in names):
            yield hit(document.at(path), source=entry.id)


def _bases_in(data: Any) -> Iterator[Any]:
    """Whatever stands under a key `basis`, at any depth."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "basis" and isinstance(value, list):
                yield from (told for told in value if isinstance(told, (str, Mapping)))
            else:
                yield from _bases_in(value)
    elif isinstance(data, (list, tuple)):
        for item in data:
            yield from _bases_in(item)


def list_without_terms(matter: Matter) -> Iterator[Hit]:
    """A list of which nobody knows how long an entry stands."""
    for entry, document, path in matter.entries("lists"):
        if not entry.terms:
            yield hit(document.at(path), list=entry.id)


def list_without_repair(matter: Matter) -> Iterator[Hit]:
    """A blacklist or watch list one cannot leave before the end, and no provision that says so."""
    for entry, document, path in matter.entries("lists"):
        for number, term in enumerate(entry.terms if entry.colour != "red" else ()):
            if term.repair is None or (term.repair.none and not term.repair.basis):
                yield hit(document.at((*path, "terms", number)), list=entry.id)


def repair_without_how(matter: Matter) -> Iterator[Hit]:
    """A repair that does not say on which conditions, or where one applies."""
    for entry, document, path in matter.entries("lists"):
        for number, term in enumerate(entry.terms):
            repair = term.repair
            if repair is None or repair.none:
                continue
            if repair.conditions is None or repair.apply_at is None:
                why = "conditions" if repair.conditions is None else "apply-at"
                yield hit(document.at((*path, "terms", number, "repair"), key=True), list=entry.id, why=why)


def term_gap(matter: Matter) -> Iterator[Hit]:
    """Days between two terms of a list on which none is in force."""
    for entry, document, path in matter.entries("lists"):
        terms = sorted(enumerate(entry.terms), key=lambda pair: pair[1].in_force.start)
        for (_, before), (number, after) in pairwise(terms):
            days = _between(before, after)
            if days:
                yield hit(document.at((*path, "terms", number)), list=entry.id, days=days)


def _between(before: Term, after: Term) -> str | None:
    until, start = before.in_force.until, after.in_force.start
    if until == NEVER or until + timedelta(days=1) >= start:
        return None
    return f"{until + timedelta(days=1)}–{start - timedelta(days=1)}"


def nowhere_to_look(matter: Matter) -> Iterator[Hit]:
    """A list or scheme nobody is told where to look up."""
    for section in ("lists", "rating_schemes", "points_schemes"):
        for entry, document, path in matter.entries(section):
            if entry.look_up_at is None:
                yield hit(document.at(path), name=entry.id)


def no_word_for_leaving(matter: Matter) -> Iterator[Hit]:
    """A list without its own word for how an entry ends."""
    for entry, document, path in matter.entries("lists"):
        if entry.ends_by is None and entry.colour != "red":
            yield hit(document.at(path), list=entry.id)


def action_nobody_handles(matter: Matter) -> Iterator[Hit]:
    """An action without the bodies that handle it."""
    for entry, document, path in matter.entries("actions"):
        if not entry.handled_by and not entry.basic_public_service:
            yield hit(document.at(path), action=entry.id)


def action_without_measures(matter: Matter) -> Iterator[Hit]:
    """An action at which nothing is provided; basic public services are left in peace on purpose."""
    aimed = {action for measure in matter.measures for action in measure.measure.actions}
    for entry, document, path in matter.entries("actions") if matter.whole else ():
        reached = any(matter.law.covers(code, entry.id) or matter.law.covers(entry.id, code) for code in aimed)
        if not reached and not entry.basic_public_service and not matter.mentioned(entry.id):
            yield hit(document.at(path), action=entry.id)


def bar_without_remedy(matter: Matter) -> Iterator[Hit]:
    """An action at which somebody may be refused, and no word of what one may do against it."""
    barring: dict[str, str] = {}
    for measure in matter.measures:
        if measure.measure.effect == "bar":
            for action in measure.measure.actions:
                barring.setdefault(action, measure.measure.id)
    for entry, document, path in matter.entries("actions"):
        if entry.id in barring and not entry.remedies:
            yield hit(document.at(path), action=entry.id, measure=barring[entry.id])


def alias_of_another(matter: Matter) -> Iterator[Hit]:
    """An alias under which another action goes by its title: whoever types it gets the wrong one."""
    titles = {title: code for code, known in matter.law.actions.items() for title in (known.title.zh, known.title.en)}
    for entry, document, path in matter.entries("actions"):
        for number, alias in enumerate(entry.aliases):
            if titles.get(alias, entry.id) != entry.id:
                yield hit(document.at((*path, "aliases", number)), alias=alias, other=titles[alias])


def one_language(matter: Matter) -> Iterator[Hit]:
    """A text of a national rule set in one language only, or the same in both."""
    for document, path, text, national in _texts(matter):
        if national and text is not None:
            yield hit(document.at(path), text=text)


def english_wanted(matter: Matter) -> Iterator[Hit]:
    """A text of a local rule set without English."""
    for document, path, text, national in _texts(matter):
        if not national and text is not None:
            yield hit(document.at(path), text=text)


#: Under these keys stand texts for people.
_TEXTS = frozenset(
    {"title", "issuer", "note", "way_out", "conditions", "apply_at", "ends_by", "look_up_at", "name", "to"}
)


def _texts(matter: Matter) -> Iterator[tuple[Document, Path, str | None, bool]]:
    national_folders = {_folder(e.document.name) for e in matter.lists if e.list.region == COUNTRY}
    for file in matter.files:
        document = file.document
        if document is None or not file.named or not isinstance(document.data, Mapping) or "cases" in document.data:
            continue
        region = document.data.get("region")
        national = region == COUNTRY if region is not None else _folder(file.name) in national_folders
        for path, value in _texts_in(document.data, ()):
            yield document, path, _chinese_only(value), national


def _folder(name: str) -> str:
    """The folder of the rule set a file belongs to: a catalogue has no region of its own."""
    steps = name.split("/")[:-1]
    return "/".join(step for step in steps if step not in ("catalogue", "drafts"))


def _texts_in(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key in _TEXTS and (isinstance(value, str) or (isinstance(value, Mapping) and "zh" in value)):
                yield (*path, key), value
            else:
                yield from _texts_in(value, (*path, key))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from _texts_in(item, (*path, number))


def _chinese_only(value: Any) -> str | None:
    """The text, if it speaks one language."""
    if isinstance(value, str):
        return value if value != "none" else None
    zh, en = value.get("zh"), value.get("en")
    if not isinstance(en, str) or (en == zh and any("\u4e00" <= letter <= "\u9fff" for letter in en)):
        return str(zh)
    return None


RULES = {
    "list-unused": list_unused,
    "red-list-unrewarded": red_list_unrewarded,
    "scheme-unused": scheme_unused,
    "source-uncited": source_uncited,
    "list-without-terms": list_without_terms,
    "list-without-repair": list_without_repair,
    "repair-without-how": repair_without_how,
    "term-gap": term_gap,
    "nowhere-to-look": nowhere_to_look,
    "no-word-for-leaving": no_word_for_leaving,
    "action-nobody-handles": action_nobody_handles,
    "action-without-measures": action_without_measures,
    "bar-without-remedy": bar_without_remedy,
    "alias-of-another": alias_of_another,
    "one-language": one_language,
    "english-wanted": english_wanted,
}

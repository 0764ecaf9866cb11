"""An action in words: who handles it, what can meet a subject there, and what must be looked up to be sure."""

from collections.abc import Iterator
from typing import Any

from credit_rules import words
from credit_rules.authoring.showing.conditions import both, field_name, title_of
from credit_rules.authoring.showing.library import Entry, Library, action_named, brief
from credit_rules.authoring.showing.lines import (
    actions_words,
    by_line,
    days_line,
    heading,
    measure_line,
    trigger_line,
)
from credit_rules.authoring.showing.measures import plain_title
from credit_rules.authoring.showing.sheet import Item, Json, Part, Sheet, filled, items
from credit_rules.model.catalogue import Remedy
from credit_rules.model.conditions import Condition, FactTest, HandledByTest, RecordTest, RelatedTest, leaves
from credit_rules.model.profile import EVENTS, TOLD_WITH_REMOVAL, TYPE_OF_KIND
from credit_rules.words import LANGUAGES, codes
from credit_rules.words.showing import enumerated, label, tell

#: What every action says of itself, so that nobody has to look it up.
_KNOWN = frozenset({("subject", "kind"), ("action", "code"), ("action", "date")})

# --- as data ------------------------------------------------------------------------------------------------------


def action_told(library: Library, code: str) -> Json:
    """An action, everything that can meet a subject there, and what a complete answer asks to be looked up."""
    known = library.law.actions[code]
    here = [e for e in library.measures() if any(library.law.covers(c, code) for c in e.planned.measure.actions)]
    current = [entry for entry in here if entry.holds_on(library.day)]
    now = [entry for entry in current if not _never_handled(entry, code)]
    return {
        "kind": "action",
        "id": code,
        "title": known.title.as_json(),
        "aliases": list(known.aliases),
        "within": [
            action_named(library, outer)
            for outer in sorted(library.law.actions_above(code) - {code})
            if outer in library.law.actions
        ],
        "below": [
            action_named(library, inner)
            for inner in sorted(library.law.actions)
            if inner != code and library.law.covers(code, inner)
        ],
        "handled_by": library.all_named("authorities", known.handled_by),
        "items": [{"scheme": item.scheme, "code": item.code} for item in known.items],
        "remedies": [remedy_told(library, remedy) for remedy in known.remedies],
        "basic_public_service": known.basic_public_service,
        "note": both(known.note),
        "subject": library.subject,
        "day": library.day.isoformat(),
        "restrictions": [brief(library, entry) for entry in now if entry.planned.restricts],
        "incentives": [brief(library, entry) for entry in now if not entry.planned.restricts],
        "other_bodies": [brief(library, entry) for entry in current if _never_handled(entry, code)],
        "not_in_force": [brief(library, entry) for entry in here if not entry.holds_on(library.day)],
        "consult": consult(library, now),
        "facts": list(_facts(now, code)),
        "at": library.place("actions", code),
    }


def remedy_told(library: Library, remedy: Remedy) -> Json:
    """A remedy as data."""
    return {
        "name": remedy.name.as_json(),
        "to": both(remedy.to),
        "within": remedy.within,
        "basis": library.bases(remedy.basis),
    }


def consult(library: Library, entries: list[Entry]) -> list[Json]:
    """Every list, scheme and kind of record that must be looked up, and for which measures.

    Own records first, then those of related subjects, then what only the cross-check of incentives asks for.
    """
    found: dict[tuple[str | None, str], Json] = {}
    for entry in entries:
        for test, role in record_tests(entry.planned.when):
            for kind, name in _looked_up(test):
                told = _consulted(library, found, kind, name, role)
                told["for"].append(entry.reference)
                asked = test.fields if isinstance(test, RecordTest) else ()
                told["fields"].extend(t.field for t in asked if t.field not in told["fields"])
    for entry in entries:
        for test, _ in record_tests(entry.planned.cross_check) if entry.planned.cross_check else ():
            for kind, name in _looked_up(test):
                _consulted(library, found, kind, name, None)["cross_check"] = True
    for told in found.values():
        told["for"] = sorted(set(told["for"]))
        told["fields"] = [told_field(told["kind"], name) for name in told["fields"] if not _in_name(told["kind"], name)]
    return sorted(
        found.values(), key=lambda told: (not told["for"], told["of"]["id"] if told["of"] else "", told["fact"])
    )


def _looked_up(test: RecordTest | RelatedTest) -> list[tuple[str, str | None]]:
    if isinstance(test, RelatedTest):
        return [("related", test.role)]
    return [(test.kind, name) for name in test.names or (None,)]


def _in_name(kind: str, field: str) -> bool:
    """Fields nobody need ask for: a grade or a value is what a scheme is looked up for; no event, no entry."""
    own = field == TYPE_OF_KIND[kind].own_date if kind in TYPE_OF_KIND else False
    return own or field in EVENTS | TOLD_WITH_REMOVAL or (kind, field) in (("rating", "grade"), ("points", "value"))


def _consulted(
    library: Library, found: dict[tuple[str | None, str], Json], kind: str, name: str | None, role: str | None
) -> Json:
    fact = name if kind == "listing" and name else f"{kind}.{name}" if name else kind
    if (role, fact) not in found:
        section = {"listing": "lists", "rating": "rating_schemes", "points": "points_schemes", "related": "roles"}
        title = library.named(section[kind], name)["title"] if name else None
        kinds = codes.CONSULTED if kind in codes.CONSULTED else codes.KINDS
        found[role, fact] = {
            "fact": fact,
            "kind": kind,
            "of": library.named("roles", role) if role else None,
            "title": title or {lang: words.word(kinds, kind, lang) for lang in LANGUAGES},
            "where": _where(library, kind, name),
            "fields": [],
            "for": [],
            "cross_check": False,
        }
    return found[role, fact]


def _where(library: Library, kind: str, name: str | None) -> Any:
    """Where a list or scheme is looked up; else who keeps the list."""
    law = library.law
    if name is None:
        return None
    known: Any = {"listing": law.lists, "rating": law.rating_schemes, "points": law.points_schemes}.get(kind, {}).get(
        name
    )
    if known is None:
        return None
    body = law.authorities.get(getattr(known, "authority", None) or "")
    return both(known.look_up_at) or (both(body.title) if body else None)


def record_tests(
    condition: Condition, role: str | None = None
) -> Iterator[tuple[RecordTest | RelatedTest, str | None]]:
    """Every test of records and every role looked at, with whose records they are."""
    for leaf, _ in leaves(condition):
        if isinstance(leaf, RecordTest):
            yield leaf, role
        elif isinstance(leaf, RelatedTest):
            yield leaf, role
            yield from record_tests(leaf.holds, leaf.role)


def told_field(kind: str, name: str) -> Json:
    """A field by its name."""
    return {"field": name, "title": {lang: field_name(kind, name, lang) for lang in LANGUAGES}}


def _facts(entries: list[Entry], code: str) -> Iterator[Json]:
    """What must be known of the subject and the action, beside the records."""
    found: dict[str, list[str]] = {}
    open_by: list[str] = []
    for entry in entries:
        for about, name in _fact_tests(entry.planned.when):
            found.setdefault(f"{about}.{name}", []).append(entry.reference)
        if entry.planned.handled and _may_be_another(entry.planned.handled, code):
            open_by.append(entry.reference)
    for fact, references in sorted(found.items()):
        about, _, name = fact.partition(".")
        yield {"fact": fact, "title": told_field(about, name)["title"], "for": sorted(set(references))}
    if open_by:
        title = {lang: field_name("action", "authority", lang) for lang in LANGUAGES}
        yield {"fact": "action.authority", "title": title, "for": sorted(open_by), "reserved": len(open_by)}


def _fact_tests(condition: Condition) -> Iterator[tuple[str, str]]:
    for leaf, _ in leaves(condition):
        if isinstance(leaf, FactTest) and (leaf.about, leaf.test.field) not in _KNOWN:
            yield leaf.about, leaf.test.field
        elif isinstance(leaf, RelatedTest):
            yield from _fact_tests(leaf.holds)


def _may_be_another(handled: HandledByTest, code: str) -> bool:
    """Whether a usual body is none of those named, so that it must be said who handles the action."""
    usual = handled.usual.get(code, ())
    return not usual or not set(usual) <= handled.bodies


def _never_handled(entry: Entry, code: str) -> bool:
    """Whether the measure is reserved for bodies none of which usually handles the action."""
    handled = entry.planned.handled
    usual = handled.usual.get(code, ()) if handled else ()
    return bool(handled and usual and not set(usual) & handled.bodies)


# --- in words -----------------------------------------------------------------------------------------------------


def action_sheet(told: Json, lang: str) -> Sheet:
    """The action as a sheet to read."""
    parts = (
        _part("aliases", lang, enumerated(told["aliases"], lang)),
        _part("handled-by", lang, enumerated((plain_title(body, lang) for body in told["handled_by"]), lang)),
        _part("within", lang, actions_words(told["within"], lang)),
        _part("below", lang, actions_words(told["below"], lang)),
        _part("items", lang, enumerated((tell("item", lang, **item) for item in told["items"]), lang)),
        _part("remedies", lang, *(remedy_words(remedy, lang) for remedy in told["remedies"])),
        _part("note", lang, words.text_of(told["note"], lang)),
        _part("written", lang, told["at"] or ""),
        heading("restrictions-here", lang, (_line(m, lang) for m in told["restrictions"])),
        heading("incentives-here", lang, (_line(m, lang) for m in told["incentives"])),
        *_nothing(told, lang),
        heading("consult", lang, _consult_items(told["consult"], lang)),
        heading("facts", lang, (Item(_fact_words(fact, lang)) for fact in told["facts"])),
        heading("other-bodies", lang, (_line(m, lang) for m in told["other_bodies"])),
        heading("not-in-force", lang, (_line(m, lang) for m in told["not_in_force"]), day=told["day"]),
    )
    return Sheet(words.text_of(told["title"], lang), told["id"], tuple(_lead(told, lang)), filled(parts))


def _part(key: str, lang: str, *texts: str) -> Part:
    return Part(label(key, lang), items(*texts))


def _lead(told: Json, lang: str) -> Iterator[str]:
    if told["basic_public_service"]:
        yield tell("action.basic", lang)
    if told["subject"]:
        yield tell("only-subject", lang, kind=words.word(codes.SUBJECT_KINDS, told["subject"], lang))


def _nothing(told: Json, lang: str) -> Iterator[Part]:
    if not told["restrictions"] and not told["incentives"]:
        yield heading("restrictions-here", lang, items(tell("nothing-here", lang)))


def _line(told: Json, lang: str) -> Item:
    return measure_line(told, lang, trigger_line(told, lang), by_line(told, lang), days_line(told, lang))


def remedy_words(remedy: Json, lang: str) -> str:
    """What one may do against the decision, to whom, within what time."""
    name, to = words.text_of(remedy["name"], lang), words.text_of(remedy["to"], lang)
    within = words.period(remedy["within"], lang) if remedy["within"] else ""
    key = "remedy.within" if within and to else "remedy.to" if to else "remedy.time" if within else "remedy.name"
    params = {key_: value for key_, value in (("name", name), ("to", to), ("within", within)) if value}
    return tell(key, lang, **params)


def _consult_items(consulted: list[Json], lang: str) -> Iterator[Item]:
    for told in consulted:
        if told["for"]:
            yield Item(_consult_words(told, lang))
    crossing = [told for told in consulted if told["cross_check"] and not told["for"]]
    if crossing:
        names = enumerated((_consult_title(told, lang) for told in crossing), lang)
        yield Item(tell("consult.cross", lang, n=len(crossing), names=names))


def _consult_title(told: Json, lang: str) -> str:
    return title_of({"id": told["fact"], "title": told["title"]}, lang, ids=True)


def _consult_words(told: Json, lang: str) -> str:
    said = _consult_title(told, lang)
    if told["kind"] == "related":
        said = tell("consult.role", lang, role=title_of({"id": told["fact"], "title": told["title"]}, lang))
    if told["of"]:
        said = tell("consult.of", lang, role=title_of(told["of"], lang), title=said)
    if told["fields"]:
        fields = enumerated((words.text_of(field["title"], lang) for field in told["fields"]), lang)
        said = tell("consult.fields", lang, title=said, fields=fields)
    where = words.text_of(told["where"], lang)
    return tell("consult.where", lang, title=said, where=where) if where else said


def _fact_words(fact: Json, lang: str) -> str:
    if "reserved" in fact:
        return tell("fact.authority", lang, n=fact["reserved"])
    return tell("consult.id", lang, title=words.text_of(fact["title"], lang), id=fact["fact"])

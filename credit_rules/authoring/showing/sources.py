"""A source of law in words, and backwards: every measure, list, repair and remedy that rests on it, by article."""

import re
from collections.abc import Iterator
from typing import Any

from credit_rules import words
from credit_rules.authoring.showing.conditions import both, region_words
from credit_rules.authoring.showing.library import Entry, Library, brief, span
from credit_rules.authoring.showing.lines import action_line, days_line, heading, measure_line, trigger_line
from credit_rules.authoring.showing.measures import plain_title
from credit_rules.authoring.showing.sheet import Item, Json, Part, Sheet, filled, items
from credit_rules.authoring.showing.terms import days_words
from credit_rules.words import codes
from credit_rules.words.showing import enumerated, label, tell

# --- as data ------------------------------------------------------------------------------------------------------


def source_told(library: Library, name: str, only: str | None = None) -> Json:
    """A source, and everything that rests on it, by article; `only` on one of them, if one is asked about."""
    known = library.law.sources[name]
    by_article: dict[str | None, Json] = {}
    for article, kind, told in uses(library, name):
        if only is not None and not (article or "").startswith(only):
            continue
        entry = by_article.setdefault(article, {"article": article, "measures": [], "catalogue": []})
        entry["measures" if kind == "measure" else "catalogue"].append(told)
    return {
        "kind": "source",
        "id": name,
        "title": known.title.as_json(),
        "cited_as": list(known.cited_as),
        "number": known.number,
        "rank": known.rank,
        "region": known.region,
        "in_force": span(known.in_force),
        "verified": known.verified,
        "binds": library.all_named("authorities", known.binds),
        "note": both(known.note),
        "uses": [by_article[article] for article in sorted(by_article, key=_article_order)],
        "at": library.place("sources", name),
    }


def uses(library: Library, name: str) -> Iterator[tuple[str | None, str, Json]]:
    """Article, whether a measure or the catalogue rests on it, and what does."""
    for entry in library.measures():
        for how, article in dict.fromkeys(_cited_by(entry, name)):
            yield article, "measure", brief(library, entry) | {"as": how}
    for section, item_name, title, how, entries in _catalogue_bases(library):
        for cited in entries:
            _, source, article = library.law.cited(cited)
            if source is not None and source.id == name:
                yield article, "catalogue", {"section": section, "id": item_name, "title": title, "as": how}


def _cited_by(entry: Entry, name: str) -> Iterator[tuple[str, str | None]]:
    checked = entry.checked
    groups = [("basis", checked.basis), ("declaration", checked.declaration), ("no-way-out", checked.no_way_out)]
    groups += [("reach", bases) for _, bases in checked.reaches]
    groups += [("spread", bases) for _, bases in checked.spreads.values()]
    groups += [("past", bases) for _, bases in checked.past]
    for how, bases in groups:
        for cited in bases:
            if cited.source.id == name:
                yield how, cited.article


def _catalogue_bases(library: Library) -> Iterator[tuple[str, str, Json, str, tuple[Any, ...]]]:
    """Every basis the catalogue cites: of lists, repairs, remedies and recognition."""
    law = library.law
    termed: tuple[tuple[str, Any], ...] = (
        ("lists", law.lists),
        ("rating_schemes", law.rating_schemes),
        ("penalty_kinds", law.penalty_kinds),
    )
    for section, known in termed:
        for item_name, entry in sorted(known.items()):
            title = entry.title.as_json()
            if section == "lists":
                yield section, item_name, title, "list", entry.basis
            repairs = [term.repair for term in entry.terms if term.repair]
            cited = {str(basis): basis for repair in repairs for basis in repair.basis}
            yield section, item_name, title, "repair", tuple(cited.values())
    for code, action in sorted(law.actions.items()):
        for remedy in action.remedies:
            yield "actions", code, action.title.as_json(), "remedy", remedy.basis
    for recognition in law.recognition:
        title = {"zh": recognition.here, "en": recognition.here}
        yield "recognition", recognition.here, title, "recognition", recognition.basis


def _article_order(article: str | None) -> tuple[Any, ...]:
    """Articles by their numbers; what names none comes last."""
    numbers = [int(number) for number in re.findall(r"\d+", words.article(article or "", "en"))]
    return article is None, not numbers, numbers, article or ""


def authority_told(library: Library, name: str) -> Json:
    """A body: the lists it keeps, what it handles and carries out, and the rules that bind it."""
    law = library.law
    carried = [entry for entry in library.measures() if name in entry.planned.measure.by]
    handles = [code for code in sorted(law.actions) if name in law.actions[code].handled_by]
    free = [
        entry
        for entry in library.measures()
        if not entry.planned.measure.by
        and any(law.covers(code, handled) for code in entry.planned.measure.actions for handled in handles)
    ]
    return {
        "kind": "authority",
        "id": name,
        "title": law.authorities[name].title.as_json(),
        "day": library.day.isoformat(),
        "lists": library.all_named("lists", [n for n in sorted(law.lists) if law.lists[n].authority == name]),
        "actions": library.all_named("actions", handles),
        "measures": [brief(library, entry) for entry in carried],
        "whoever_handles": [brief(library, entry) for entry in free],
        "bound_by": library.all_named("sources", [n for n in sorted(law.sources) if name in law.sources[n].binds]),
        "at": library.place("authorities", name),
    }


def category_told(library: Library, name: str) -> Json:
    """A category of restrictions, and the measures of it."""
    known = library.law.categories[name]
    return {
        "kind": "category",
        "id": name,
        "title": known.title.as_json(),
        "class": known.group,
        "measures": [brief(library, e) for e in library.measures() if e.planned.measure.category == name],
        "at": library.place("categories", name),
    }


# --- in words -----------------------------------------------------------------------------------------------------


def source_sheet(told: Json, lang: str) -> Sheet:
    """The source as a sheet to read."""
    parts = (
        _part("number", lang, told["number"] or ""),
        _part("cited-as", lang, enumerated(told["cited_as"], lang)),
        _part("rank", lang, words.word(codes.RANKS, told["rank"], lang)),
        _part("region", lang, region_words(told["region"], lang)),
        _part("in-force", lang, days_words(told["in_force"], lang)),
        _part("verified", lang, tell("verified" if told["verified"] else "reported", lang)),
        _part("binds", lang, enumerated((plain_title(body, lang) for body in told["binds"]), lang)),
        _part("note", lang, words.text_of(told["note"], lang)),
        _part("written", lang, told["at"] or ""),
        *(_article(entry, lang) for entry in told["uses"]),
        *(() if told["uses"] else (heading("whole", lang, items(tell("unused", lang))),)),
    )
    return Sheet(words.text_of(told["title"], lang), told["id"], (), filled(parts))


def _part(key: str, lang: str, *texts: str) -> Part:
    return Part(label(key, lang), items(*texts))


def _article(entry: Json, lang: str) -> Part:
    found = [
        measure_line(told, lang, "" if told["as"] == "basis" else tell(f"as.{told['as']}", lang), days_line(told, lang))
        for told in entry["measures"]
    ]
    found += [Item(_used(told, lang)) for told in entry["catalogue"]]
    if entry["article"] is None:
        return heading("whole", lang, found)
    return heading("article", lang, found, article=words.article(entry["article"], lang))


def _used(told: Json, lang: str) -> str:
    what = tell(f"as.{told['as']}", lang)
    return tell("used", lang, what=what, title=words.text_of(told["title"], lang), id=told["id"])


def authority_sheet(told: Json, lang: str) -> Sheet:
    """The body as a sheet to read."""
    parts = (
        _part("written", lang, told["at"] or ""),
        heading("keeps", lang, (Item(_named(n, lang)) for n in told["lists"])),
        heading("handles", lang, (Item(_named(n, lang)) for n in told["actions"])),
        heading("carries-out", lang, (_line(m, lang) for m in told["measures"] if m["in_force_on_day"])),
        heading("whoever-handles", lang, (_line(m, lang) for m in told["whoever_handles"] if m["in_force_on_day"])),
        heading("bound-by", lang, (Item(_named(n, lang)) for n in told["bound_by"])),
        heading("not-in-force", lang, (_line(m, lang) for m in _not_now(told)), day=told["day"]),
    )
    return Sheet(words.text_of(told["title"], lang), told["id"], (), filled(parts))


def _line(told: Json, lang: str) -> Item:
    return measure_line(told, lang, trigger_line(told, lang), action_line(told, lang), days_line(told, lang))


def _not_now(told: Json) -> list[Json]:
    return [m for m in (*told["measures"], *told["whoever_handles"]) if not m["in_force_on_day"]]


def _named(named: Json, lang: str) -> str:
    return tell("consult.id", lang, title=plain_title(named, lang), id=named["id"])


def category_sheet(told: Json, lang: str) -> Sheet:
    """The category as a sheet to read."""
    parts = (
        _part("class", lang, told["class"]),
        _part("written", lang, told["at"] or ""),
        heading("restrictions-here", lang, (_line(m, lang) for m in told["measures"])),
    )
    return Sheet(words.text_of(told["title"], lang), told["id"], (), filled(parts))

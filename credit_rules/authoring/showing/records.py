"""Lists, schemes and kinds of record in words, and backwards: everything that follows from being on them."""

from collections.abc import Iterator, Sequence
from typing import Any

from credit_rules import words
from credit_rules.authoring.showing.backwards import Fits, following, of_kind, of_scheme, on_list
from credit_rules.authoring.showing.conditions import both, region_words, title_of
from credit_rules.authoring.showing.library import Library, brief, span
from credit_rules.authoring.showing.lines import action_line, by_action, days_line, heading, measure_line, trigger_line
from credit_rules.authoring.showing.measures import basis_item, kinds_words, plain_title
from credit_rules.authoring.showing.sheet import Item, Json, Part, Sheet, filled, items
from credit_rules.authoring.showing.terms import days_words, repair_words, term_words, terms_told
from credit_rules.model.conditions import RelatedTest, every_leaf
from credit_rules.model.places import COUNTRY, contains
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import SUBJECT_KINDS
from credit_rules.words import LANGUAGES, codes
from credit_rules.words.showing import enumerated, label, tell

# --- as data ------------------------------------------------------------------------------------------------------


def list_told(library: Library, name: str) -> Json:
    """A list, and everything that follows from being on it."""
    known = library.law.lists[name]
    return {
        "kind": "list",
        "id": name,
        "title": known.title.as_json(),
        "colour": known.colour,
        "region": known.region,
        "cross_check": known.stops_incentives,
        "from_points": known.from_points,
        "authority": library.named("authorities", known.authority) if known.authority else None,
        "basis": library.bases(known.basis),
        "subjects": list(known.subjects or SUBJECT_KINDS),
        "terms": terms_told(library, known.terms),
        "extendable": known.extendable,
        "ends_by": both(known.ends_by),
        "look_up_at": both(known.look_up_at),
        "recognised": list(_recognised(library, name, known.region)),
        "note": both(known.note),
        "day": library.day.isoformat(),
        "measures": following(library, on_list(name), "listing", name),
        "at": library.place("lists", name),
    }


def _recognised(library: Library, name: str, region: str) -> Iterator[Json]:
    """Where a local list counts beside its own region."""
    for known in library.law.recognition:
        listed = not known.lists or name in known.lists
        if region != COUNTRY and listed and any(contains(origin, region) for origin in known.origin):
            yield {"here": known.here, "in_force": span(known.in_force), "basis": library.bases(known.basis)}


def scheme_told(library: Library, kind: str, name: str) -> Json:
    """A rating or points scheme, and what follows: of ratings grade by grade."""
    schemes: Any = library.law.rating_schemes if kind == "rating" else library.law.points_schemes
    known = schemes[name]
    section = f"{kind}_schemes" if kind == "rating" else "points_schemes"
    told: Json = {
        "kind": kind,
        "id": name,
        "title": known.title.as_json(),
        "region": known.region,
        "from_points": getattr(known, "from_points", False),
        "terms": terms_told(library, known.terms) if kind == "rating" else [],
        "look_up_at": both(known.look_up_at),
        "note": both(known.note),
        "day": library.day.isoformat(),
        "measures": following(library, of_scheme(kind, name), kind, name),
        "at": library.place(section, name),
    }
    if kind == "rating":
        told["grades"] = [
            {"grade": grade, "measures": following(library, of_scheme(kind, name, grade), kind, name)}
            for grade in known.grades
        ]
    return told


def penalty_told(library: Library, name: str) -> Json:
    """A kind of penalty, and what follows from it."""
    known = library.law.penalty_kinds.get(name)
    return _kind_told(library, "penalty", name, codes.PENALTY_KINDS, of_kind("penalty", "kind", name)) | {
        "title": known.title.as_json() if known else _words(codes.PENALTY_KINDS, name),
        "terms": terms_told(library, known.terms) if known else [],
        "at": library.place("penalty_kinds", name),
    }


def commitment_told(library: Library, name: str) -> Json:
    """A type of commitment, and what follows from having made (or broken) one."""
    return _kind_told(library, "commitment", name, codes.COMMITMENT_TYPES, of_kind("commitment", "type", name))


def records_told(library: Library, name: str) -> Json:
    """A kind of record, and every measure that tests it."""
    return _kind_told(library, name, name, codes.KINDS, of_kind(name)) | {"kind": "records"}


def _kind_told(library: Library, kind: str, name: str, table: codes.Table, fits: Fits) -> Json:
    return {
        "kind": kind,
        "id": name,
        "title": _words(table, name),
        "terms": [],
        "day": library.day.isoformat(),
        "measures": following(library, fits, kind, None),
        "at": None,
    }


def _words(table: codes.Table, code: str) -> Json:
    return {lang: words.word(table, code, lang) for lang in LANGUAGES}


def role_told(library: Library, name: str) -> Json:
    """A role of related subjects, and the measures that look at whoever is in it."""

    def looks(condition: Any) -> bool:
        return any(isinstance(leaf, RelatedTest) and leaf.role == name for leaf, _ in every_leaf(condition))

    found = [e for e in library.measures() if looks(e.planned.when)]
    known = library.law.roles[name]
    return {
        "kind": "role",
        "id": name,
        "title": known.title.as_json(),
        "subject": known.subject,
        "day": library.day.isoformat(),
        "measures": [brief(library, entry) for entry in found],
        "at": library.place("roles", name),
    }


# --- in words -----------------------------------------------------------------------------------------------------


def record_sheet(told: Json, lang: str) -> Sheet:
    """A list, a scheme or a kind of record as a sheet to read."""
    parts = (
        *(_list_parts(told, lang) if told["kind"] == "list" else ()),
        *_term_parts(told, lang),
        _part("look-up", lang, words.text_of(told.get("look_up_at"), lang)),
        _part("note", lang, words.text_of(told.get("note"), lang)),
        _part("written", lang, told["at"] or ""),
        *(_grades(told, lang) if told["kind"] == "rating" else consequences(told["measures"], lang)),
        _not_now(told, lang),
    )
    if not told["measures"]:
        parts = (*parts, heading("restrictions", lang, items(tell("nothing", lang))))
    return Sheet(words.text_of(told["title"], lang), told["id"], tuple(_lead(told, lang)), filled(parts))


def _part(key: str, lang: str, *texts: str) -> Part:
    return Part(label(key, lang), items(*texts))


def _lead(told: Json, lang: str) -> Iterator[str]:
    if told["kind"] == "list":
        yield words.word(codes.COLOURS, told["colour"], lang)
    if told["kind"] == "points":
        yield tell("points.only", lang)
    if told.get("from_points"):
        yield tell("from-points", lang)


def _list_parts(told: Json, lang: str) -> Iterator[Part]:
    yield _part("authority", lang, plain_title(told["authority"], lang) if told["authority"] else "")
    yield _part("subjects", lang, kinds_words(told["subjects"], lang))
    yield _part("region", lang, region_words(told["region"], lang), *(_here(r, lang) for r in told["recognised"]))
    yield Part(label("basis", lang), tuple(basis_item(basis, lang) for basis in told["basis"]))
    yield _part("cross-check", lang, tell("cross-check.yes" if told["cross_check"] else "cross-check.no", lang))


def _here(recognised: Json, lang: str) -> str:
    days = recognised["in_force"]
    here = region_words(recognised["here"], lang)
    if not days["from"] and not days["until"]:
        return tell("recognised.plain", lang, here=here)
    return tell("recognised", lang, here=here, span=days_words(days, lang))


def _term_parts(told: Json, lang: str) -> Iterator[Part]:
    """Term, repair, and how the entry ends."""
    kind = str({"list": "listing", "records": told["id"]}.get(told["kind"], told["kind"]))
    if kind not in TYPE_OF_KIND:
        return
    own, terms = TYPE_OF_KIND[kind].own_date, told["terms"]
    if kind in ("rating", "points") and not terms:
        yield _part("lasts", lang, tell("rating.term" if kind == "rating" else "points.term", lang))
        return
    if terms or told["kind"] in ("list", "penalty"):
        longer = tell("term.extendable", lang) if told.get("extendable") else ""
        yield _part("lasts", lang, *term_words(terms, own, kind, lang), longer)
    if any(term["repair"] for term in terms):
        yield _part("way-out", lang, *repair_words(terms, kind, lang))
    yield _part("ends-by", lang, words.text_of(told.get("ends_by"), lang))


def consequences(measures: Sequence[Json], lang: str) -> Iterator[Part]:
    """What follows, by how: own record, the cross-check, related subjects, and what the record keeps away."""
    now = [told for told in measures if _is_now(told)]
    own = [told for told in now if _via(told, "own")]
    for polarity, key in (("restriction", "restrictions"), ("incentive", "incentives")):
        found = [told for told in own if told["polarity"] == polarity]
        yield heading(key, lang, by_action(found, lang, lambda told: _line(told, lang)))
    stopped = [told for told in now if _via(told, "cross-check")]
    yield heading("stopped", lang, by_action(stopped, lang, lambda told: measure_line(told, lang)))
    yield heading("related", lang, _through_related([told for told in now if _via(told, "related")], lang))
    kept = [told for told in now if _via(told, "not")]
    yield heading("not", lang, by_action(kept, lang, lambda told: _line(told, lang)))


def _not_now(told: Json, lang: str) -> Part:
    """What is not in force on the day, in another edition, or rests on a list that does not count there that day."""
    lines = [
        measure_line(m, lang, trigger_line(m, lang), action_line(m, lang), days_line(m, lang), _elsewhere(m, lang))
        for m in told["measures"]
        if not _is_now(m)
    ]
    return heading("not-in-force", lang, lines, day=told["day"])


def _is_now(told: Json) -> bool:
    return bool(told["in_force_on_day"] and told["counts_on_day"])


def _elsewhere(told: Json, lang: str) -> str:
    return "" if told["counts_on_day"] else words.word(codes.GUARDS, "elsewhere", lang)


def _via(told: Json, via: str) -> list[Json]:
    return [way for way in told["ways"] if way["via"] == via]


def _line(told: Json, lang: str) -> Item:
    """The measure, with its condition where the record alone is not enough for it."""
    return measure_line(told, lang, "" if told["enough"] else trigger_line(told, lang))


def _through_related(measures: Sequence[Json], lang: str) -> list[Item]:
    """Under each role the measures that reach from such a subject's record."""
    roles: dict[str, tuple[Json, list[Json]]] = {}
    for told in measures:
        for way in _via(told, "related"):
            roles.setdefault(way["role"]["id"], (way["role"], []))[1].append(told)
    return [
        Item(
            tell("line.role", lang, role=title_of(role, lang, ids=True)),
            tuple(measure_line(told, lang, action_line(told, lang)) for told in found),
        )
        for _, (role, found) in sorted(roles.items())
    ]


def _grades(told: Json, lang: str) -> Iterator[Part]:
    """Grade by grade what follows; grades with the same consequences stand together."""
    together: dict[tuple[str, ...], tuple[list[str], list[Json]]] = {}
    for grade in told["grades"]:
        key = tuple(f"{m['reference']}@{m['edition']} {m['ways']}" for m in grade["measures"])
        together.setdefault(key, ([], grade["measures"]))[0].append(grade["grade"])
    if not together:
        yield from consequences(told["measures"], lang)
    for names, measures in together.values():
        found = [
            Item(f"{part.label} · {item.text}", item.below)
            for part in consequences(measures, lang)
            for item in part.items
        ]
        yield heading("grade", lang, found or items(tell("none", lang)), grade=enumerated(names, lang))


def role_sheet(told: Json, lang: str) -> Sheet:
    """A role, and the measures that look at whoever is in it."""
    lines = [
        measure_line(m, lang, trigger_line(m, lang), action_line(m, lang), days_line(m, lang)) for m in told["measures"]
    ]
    parts = (
        _part("written", lang, told["at"] or ""),
        heading("related", lang, lines or items(tell("nothing", lang))),
    )
    return Sheet(words.text_of(told["title"], lang), told["id"], (), filled(parts))

"""What is loaded: rule sets, and the names of everything in them by group, so that a newcomer finds his way."""

from collections.abc import Iterable
from typing import Any

from credit_rules import words
from credit_rules.authoring.showing.conditions import region_words
from credit_rules.authoring.showing.library import Library
from credit_rules.authoring.showing.lines import heading
from credit_rules.authoring.showing.measures import plain_title
from credit_rules.authoring.showing.sheet import Item, Json, Part, Sheet, filled, items
from credit_rules.model.catalogue import COLOURS, RANKS
from credit_rules.model.places import COUNTRY
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import COMMITMENT_TYPES, PENALTY_KINDS
from credit_rules.rulesets import called, shipped_names
from credit_rules.words import LANGUAGES, codes
from credit_rules.words.showing import enumerated, label, tell


def overview_told(library: Library) -> Json:
    """The names of everything loaded, by group, and how many there are."""
    law = library.law
    lists = sorted(library.checked.lists, key=lambda e: (e.list.region != COUNTRY, e.list.region, e.list.measure_list))
    measures = [measure.measure for entry in lists for measure in entry.measures]
    return {
        "kind": "overview",
        "rules": list(library.rules),
        "rulesets": list(library.rulesets),
        "available": [name for name in shipped_names() if name not in _loaded(library)],
        "counts": {
            "measure_lists": len({entry.list.measure_list for entry in lists}),
            "measures": len(measures),
            "restrictions": sum(measure.polarity == "restriction" for measure in measures),
            "incentives": sum(measure.polarity == "incentive" for measure in measures),
            "lists": len(law.lists),
            "actions": len(law.actions),
            "sources": len(law.sources),
        },
        "measure_lists": [_measure_list(entry) for entry in lists],
        "lists": [_named(known, colour=known.colour, region=known.region) for known in _sorted(law.lists)],
        "actions": [_named(known) for known in _sorted(law.actions)],
        "sources": [_named(known, rank=known.rank, verified=known.verified) for known in _sorted(law.sources)],
        "rating_schemes": [_named(k, grades=list(k.grades), region=k.region) for k in _sorted(law.rating_schemes)],
        "points_schemes": [_named(known, region=known.region) for known in _sorted(law.points_schemes)],
        "authorities": [_named(known) for known in _sorted(law.authorities)],
        "roles": [_named(known) for known in _sorted(law.roles)],
        "categories": [_named(known) for known in _sorted(law.categories)],
        "penalty_kinds": _coded(PENALTY_KINDS, codes.PENALTY_KINDS),
        "commitment_types": _coded(COMMITMENT_TYPES, codes.COMMITMENT_TYPES),
        "record_kinds": _coded(TYPE_OF_KIND, codes.KINDS),
    }


def _loaded(library: Library) -> set[str]:
    """The shipped rule sets that are loaded: those named, those a folder extends, and those above them."""
    steps = [name.strip("/").split("/") for name in (*library.rules, *(named["id"] for named in library.rulesets))]
    return {"/".join(path[:depth]) for path in steps for depth in range(1, len(path) + 1)}


def _sorted(known: Any) -> list[Any]:
    return [known[name] for name in sorted(known)]


def _named(known: Any, **more: object) -> Json:
    return {"id": known.id, "title": known.title.as_json(), **more}


def _coded(names: Iterable[str], table: codes.Table) -> list[Json]:
    return [{"id": name, "title": {lang: words.word(table, name, lang) for lang in LANGUAGES}} for name in names]


def _measure_list(entry: Any) -> Json:
    polarities = [measure.measure.polarity for measure in entry.measures]
    return {
        "id": entry.list.measure_list,
        "title": entry.list.title.as_json(),
        "edition": entry.list.edition,
        "region": entry.list.region,
        "draft": entry.list.draft,
        "restrictions": polarities.count("restriction"),
        "incentives": polarities.count("incentive"),
    }


# --- in words -----------------------------------------------------------------------------------------------------


def overview_sheet(told: Json, lang: str) -> Sheet:
    """The overview as a sheet to read."""
    counts = told["counts"]
    lead = tell(
        "overview.counts",
        lang,
        lists=counts["measure_lists"],
        measures=counts["measures"],
        restrictions=counts["restrictions"],
        incentives=counts["incentives"],
        names=counts["lists"],
        actions=counts["actions"],
        sources=counts["sources"],
    )
    rulesets = [_line(named, lang) for named in told["rulesets"]] or list(items(*told["rules"]))
    schemes = [*told["rating_schemes"], *told["points_schemes"]]
    parts = (
        Part(label("rulesets", lang), tuple(rulesets)),
        Part(label("available", lang), items(enumerated(told["available"], lang))),
        heading("measure-lists", lang, (_list_line(e, lang) for e in told["measure_lists"]), n=counts["measure_lists"]),
        _grouped("lists", told["lists"], "colour", COLOURS, codes.COLOURS, lang),
        _group("actions", told["actions"], lang),
        _group("schemes", schemes, lang),
        _group("records", told["record_kinds"], lang),
        _group("penalties", told["penalty_kinds"], lang),
        _group("commitments", told["commitment_types"], lang),
        _group("authorities", told["authorities"], lang),
        _group("roles", told["roles"], lang),
        _group("categories", told["categories"], lang),
        _grouped("sources", told["sources"], "rank", RANKS, codes.RANKS, lang),
    )
    example = next((named["id"] for named in (*told["lists"], *told["actions"])), "")
    hint = (tell("overview.hint", lang, example=example),) if example else ()
    return Sheet(tell("overview", lang), " ".join(called(name) for name in told["rules"]), (lead, *hint), filled(parts))


def _line(named: Json, lang: str) -> Item:
    said = tell("named-line", lang, id=named["id"], title=plain_title(named, lang))
    region = named.get("region", COUNTRY)
    return Item(said if region == COUNTRY else said + tell("days", lang, span=region_words(region, lang)))


def _list_line(entry: Json, lang: str) -> Item:
    said = tell(
        "list-line",
        lang,
        id=entry["id"],
        title=plain_title(entry, lang),
        edition=entry["edition"],
        restrictions=entry["restrictions"],
        incentives=entry["incentives"],
    )
    marks = [] if entry["region"] == COUNTRY else [region_words(entry["region"], lang)]
    marks += [words.label("draft", lang)] if entry["draft"] else []
    return Item(said + (tell("days", lang, span=" · ".join(marks)) if marks else ""))


def _group(key: str, found: list[Json], lang: str) -> Part:
    return heading(key, lang, (_line(named, lang) for named in found), n=len(found))


def _grouped(key: str, found: list[Json], by: str, order: Iterable[str], table: codes.Table, lang: str) -> Part:
    """A group in sub-groups: lists by colour, sources by rank."""
    inner = [
        Item(words.word(table, code, lang), tuple(_line(named, lang) for named in found if named[by] == code))
        for code in order
        if any(named[by] == code for named in found)
    ]
    return heading(key, lang, inner, n=len(found))

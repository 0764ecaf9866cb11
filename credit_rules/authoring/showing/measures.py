"""A measure in words: what it says, at which action, for whom, when, on which basis, how long, and the way out."""

from collections.abc import Iterator
from typing import Any

from credit_rules import words
from credit_rules.authoring.showing.conditions import (
    both,
    cited,
    cited_one,
    field_name,
    item,
    region_words,
    title_of,
)
from credit_rules.authoring.showing.library import (
    Entry,
    Library,
    action_named,
    basis_of,
    brief,
    kinds,
    line_of,
    lists_of,
    span,
    spans,
)
from credit_rules.authoring.showing.lines import measure_items
from credit_rules.authoring.showing.sheet import Item, Json, Part, Sheet, filled, items
from credit_rules.authoring.showing.terms import days_words, repair_words, span_words, term_words, terms_told
from credit_rules.model.catalogue import Term
from credit_rules.model.measures import Fixed, NoWayOut
from credit_rules.model.places import COUNTRY
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import PENALTY_KINDS, PERSONS, SUBJECT_KINDS
from credit_rules.model.texts import Text
from credit_rules.stages.checking import CheckedList, CitedBasis
from credit_rules.stages.rights import is_sufficient
from credit_rules.words import LANGUAGES, chosen, codes
from credit_rules.words.showing import LABELS, enumerated, label, tell

# --- as data ------------------------------------------------------------------------------------------------------


def measure_told(library: Library, entry: Entry) -> Json:
    """Everything the catalogue and the lists say of one measure."""
    measure, checked = entry.planned.measure, entry.checked
    condition = library.condition(entry)
    header = checked.list
    return {
        "kind": "measure",
        "id": measure.id,
        "reference": entry.reference,
        "title": measure.title.as_json(),
        "measure_list": {
            "id": header.measure_list,
            "title": header.title.as_json(),
            "edition": header.edition,
            "region": header.region,
            "in_force": span(header.in_force),
            "draft": header.draft,
        },
        "polarity": measure.polarity,
        "duty": measure.duty,
        "effect": measure.effect,
        "category": measure.category,
        "actions": [action_named(library, code) for code in measure.actions],
        "subjects": {"kinds": kinds(entry.planned.subjects), "from": _subjects_from(entry)},
        "by": library.all_named("authorities", measure.by),
        "handled_by": _usual_bodies(library, entry),
        "when": condition,
        "declaration": _declaration(entry),
        "reaches": [
            {"role": library.named("roles", role), "basis": [basis_of(basis) for basis in bases]}
            for role, bases in checked.reaches
        ],
        "basis": [basis_of(basis) | {"sufficient": is_sufficient(basis, checked)} for basis in checked.basis],
        "lasts": _lasts(measure.lasts),
        "terms": list(_terms(library, condition)) if measure.lasts == "while-it-holds" else [],
        "way_out": both(measure.way_out) if isinstance(measure.way_out, Text) else None,
        "no_way_out": _cited_all(checked.no_way_out) if isinstance(measure.way_out, NoWayOut) else None,
        "guards": list(_guards(library, entry, condition)),
        "narrows": measure.narrows,
        "note": both(measure.note),
        "in_force": spans(entry),
        "day": library.day.isoformat(),
        "in_force_on_day": entry.holds_on(library.day),
        "editions": _editions(library, entry),
        "draft": header.draft,
        "at": line_of(checked.at()),
    }


def _cited_all(bases: tuple[CitedBasis, ...]) -> list[Json]:
    return [basis_of(basis) for basis in bases]


def _subjects_from(entry: Entry) -> str:
    """Who says for whom it is: the measure, the lists it names, or nobody, so that it is for all."""
    if entry.planned.measure.subjects:
        return "measure"
    return "all" if entry.planned.subjects == set(SUBJECT_KINDS) else "lists"


def _usual_bodies(library: Library, entry: Entry) -> list[Json]:
    """Who handles the actions, where the measure does not say who carries it out."""
    measure, law = entry.planned.measure, library.law
    if measure.by:
        return []
    found = [body for code in measure.actions if code in law.actions for body in law.actions[code].handled_by]
    return library.all_named("authorities", dict.fromkeys(found))


def _declaration(entry: Entry) -> Json | None:
    accepts = entry.planned.measure.accepts_declaration
    return {"fact": accepts.fact, "basis": _cited_all(entry.checked.declaration)} if accepts else None


def _lasts(lasts: Any) -> Json:
    if isinstance(lasts, Fixed):
        return {"kind": "fixed", "period": str(lasts.fixed), "from": lasts.start}
    return {"kind": lasts, "period": None, "from": None}


def bringing(node: Json, helps: bool = True) -> Iterator[Json]:
    """The tests of records that can bring a condition: those under an even number of `not`s."""
    for inner in node.get("terms", ()):
        yield from bringing(inner, helps)
    if "term" in node:
        yield from bringing(node["term"], not helps)
    if "holds" in node:
        yield from bringing(node["holds"], helps)
    if "names" in node:
        only_most = (
            bool(node["count"]) and node["count"]["at_least"] in (None, 0) and node["count"]["at_most"] is not None
        )
        if helps is not only_most:
            yield node


def _terms(library: Library, condition: Json) -> Iterator[Json]:
    """The terms of every list, scheme and kind of penalty that can bring the measure."""
    seen = set()
    for test in bringing(condition):
        kind = test["kind"]
        for of, terms, more in _subjects_of_terms(library, test):
            if (kind, of["id"]) not in seen:
                seen.add((kind, of["id"]))
                timed = test["within"] is not None
                yield {"kind": kind, "of": of, "terms": terms_told(library, terms), "within": timed, **more}


def _subjects_of_terms(library: Library, test: Json) -> Iterator[tuple[Json, tuple[Term, ...], Json]]:
    law, kind = library.law, test["kind"]
    if kind == "listing":
        for name in [name["id"] for name in test["names"]] or sorted(law.lists):
            known = law.lists[name]
            yield library.named("lists", name), known.terms, _of_list(known)
    elif kind in ("rating", "points"):
        for name in test["names"]:
            yield name, law.terms_of(kind, name["id"]), {}
    elif kind == "penalty":
        asked = [v["value"] for f in test["fields"] if f["field"] == "kind" for v in f.get("one_of", ())]
        for name in asked or PENALTY_KINDS:
            terms = law.terms_of("penalty", None, name)
            if asked or terms:
                yield _penalty_kind(name), terms, {}
    else:
        yield {"id": kind, "title": None}, (), {}


def _penalty_kind(name: str) -> Json:
    return {"id": name, "title": {lang: words.word(codes.PENALTY_KINDS, name, lang) for lang in LANGUAGES}}


def _of_list(known: Any) -> Json:
    return {"ends_by": both(known.ends_by), "extendable": known.extendable}


def _guards(library: Library, entry: Entry, condition: Json) -> Iterator[Json]:
    """What holds for the measure without its author saying so."""
    measure, planned, law = entry.planned.measure, entry.planned, library.law
    restricts = planned.restricts
    yield _guard("in-force")
    tests = list(_tests_of(condition))
    if measure.lasts != "while-it-holds":
        yield _guard("lasting")
    elif any(test["standing"] != "any" for test in tests):
        yield _guard("standing")
    if tests:
        yield _guard("unknown")
    if planned.cross_check is not None:
        crossing = [name for name in sorted(law.lists) if law.lists[name].stops_incentives]
        lists = library.all_named("lists", crossing)
        said = {
            lang: {"n": len(lists), "names": enumerated((title_of(named, lang) for named in lists), lang)}
            for lang in LANGUAGES
        }
        local = any(law.lists[name].region != COUNTRY for name in crossing)
        yield _guard("cross-check.local" if local else "cross-check", said) | {"code": "cross-check", "lists": lists}
    elif not restricts and measure.entitlement:
        yield _guard("entitlement")
    for kind, named in _local(library, condition):
        region = law.region_of(kind, named["id"])
        said = {lang: {"name": title_of(named, lang), "region": region} for lang in LANGUAGES}
        yield _guard("elsewhere", said) | {"of": named, "region": region}
    if entry.planned.list.region != COUNTRY:
        said = {lang: {"region": entry.planned.list.region} for lang in LANGUAGES}
        yield _guard("region", said) | {"region": entry.planned.list.region}
    if measure.by:
        usual = [planned.handled.usual.get(code, ()) for code in measure.actions] if planned.handled else []
        settled = all(bodies and set(bodies) <= set(measure.by) for bodies in usual)
        yield _guard("by" if settled else "by.open") | {"code": "by"}
    if restricts and measure.effect in ("bar", "limit") and planned.subjects & PERSONS:
        yield _guard("person")
    if restricts and measure.duty == "may":
        yield _guard("may")


def _guard(code: str, params: Json | None = None) -> Json:
    said = {lang: tell(f"guard.{code}", lang, **(params[lang] if params else {})) for lang in LANGUAGES}
    return {"code": code, "words": said}


def _tests_of(node: Json) -> Iterator[Json]:
    """Every test of records in a condition."""
    for inner in (*node.get("terms", ()), *(node[key] for key in ("term", "holds") if key in node)):
        yield from _tests_of(inner)
    if "names" in node:
        yield node


def _local(library: Library, condition: Json) -> list[tuple[str, Json]]:
    """The local lists and schemes a condition names."""
    found = {
        (test["kind"], named["id"]): (test["kind"], named) for test in _tests_of(condition) for named in test["names"]
    }
    return [told for key, told in sorted(found.items()) if library.law.region_of(*key) != COUNTRY]


def _editions(library: Library, entry: Entry) -> list[Json]:
    """The editions of its list: whether each holds the measure, and in what it differs there."""
    return [_edition_told(entry, edition) for edition in lists_of(library, entry.planned.list.measure_list)]


def _edition_told(entry: Entry, edition: CheckedList) -> Json:
    same = next((m for m in edition.measures if m.measure.id == entry.planned.id), None)
    data = same.document.data["measures"][same.path[-1]] if same else {}
    return {
        "edition": edition.list.edition,
        "in_force": span(edition.list.in_force),
        "replaces": edition.list.replaces,
        "shown": same is entry.checked,
        "holds": same is not None,
        "differs": _differing(entry.data, data) if same else [],
        "at": line_of(same.at() if same else edition.document.at(())),
    }


def _differing(one: Any, other: Any) -> list[str]:
    return sorted(key for key in {*one, *other} if one.get(key) != other.get(key))


def list_told(library: Library, checked: CheckedList) -> Json:
    """The header of one edition of a measure list, and its measures one line each."""
    header = checked.list
    own = [e for e in library.measures() if e.checked.list is header]
    own.sort(key=lambda e: checked.measures.index(e.checked))
    return {
        "kind": "measure-list",
        "id": header.measure_list,
        "title": header.title.as_json(),
        "issuer": both(header.issuer),
        "region": header.region,
        "edition": header.edition,
        "in_force": span(header.in_force),
        "draft": header.draft,
        "parent": header.parent,
        "replaces": header.replaces,
        "editions": [e.list.edition for e in lists_of(library, header.measure_list)],
        "note": both(header.note),
        "measures": [brief(library, entry) for entry in own],
        "at": line_of(checked.document.at(())),
    }


# --- in words -----------------------------------------------------------------------------------------------------


def measure_sheet(told: Json, lang: str) -> Sheet:
    """The measure as a sheet to read."""
    parts = (
        _part("action", lang, *(_action(action, lang) for action in told["actions"])),
        _part("subjects", lang, _subjects(told["subjects"], lang)),
        _part("by", lang, _by(told, lang)),
        Part(label("when", lang), (item(told["when"], lang),)),
        _part("declaration", lang, _declared(told["declaration"], lang)),
        _part("reaches", lang, *(_reach(reach, lang) for reach in told["reaches"])),
        Part(label("basis", lang), tuple(basis_item(basis, lang) for basis in told["basis"])),
        Part(label("lasts", lang), tuple(_lasting(told, lang))),
        Part(label("way-out", lang), tuple(_ways_out(told, lang))),
        _part("always", lang, *(words.text_of(guard["words"], lang) for guard in told["guards"])),
        _part("narrows", lang, told["narrows"] or ""),
        _part("note", lang, words.text_of(told["note"], lang)),
        _part("list", lang, _of_measure_list(told["measure_list"], lang)),
        _part("in-force", lang, *(days_words(days, lang) for days in told["in_force"])),
        _part("editions", lang, *(_edition(e, lang) for e in told["editions"] if len(told["editions"]) > 1)),
        _part("written", lang, told["at"]),
    )
    title = words.text_of(told["title"], lang)
    return Sheet(title, told["reference"], tuple(_lead(told, lang)), filled(parts))


def _part(key: str, lang: str, *texts: str) -> Part:
    return Part(label(key, lang), items(*texts))


def _lead(told: Json, lang: str) -> Iterator[str]:
    yield head_words(told, lang)
    if not told["in_force_on_day"]:
        yield tell("not-now", lang, day=told["day"])
    if told["draft"]:
        yield tell("draft", lang)


def head_words(told: Json, lang: str) -> str:
    """惩戒 · 应当 · 禁止 · 类别."""
    head = tell(
        "head",
        lang,
        polarity=words.word(codes.POLARITIES, told["polarity"], lang),
        duty=words.word(codes.DUTIES, told["duty"], lang),
        effect=words.word(codes.EFFECTS, told["effect"], lang),
    )
    category = words.word(codes.CATEGORIES, told["category"], lang) if told["category"] else ""
    return head + (tell("category", lang, category=category) if category else "")


def _action(action: Json, lang: str) -> str:
    return title_of({"id": action["code"], "title": action["title"]}, lang, ids=True)


def kinds_words(found: list[str], lang: str) -> str:
    """Kinds of subject in words; all of them by one."""
    if set(found) == set(SUBJECT_KINDS):
        return tell("subjects.all", lang)
    return enumerated((words.word(codes.SUBJECT_KINDS, kind, lang) for kind in found), lang)


def _subjects(subjects: Json, lang: str) -> str:
    said = kinds_words(subjects["kinds"], lang)
    return tell("subjects.lists", lang, kinds=said) if subjects["from"] == "lists" else said


def _by(told: Json, lang: str) -> str:
    if told["by"]:
        return enumerated((plain_title(body, lang) for body in told["by"]), lang)
    bodies = enumerated((plain_title(body, lang) for body in told["handled_by"]), lang)
    return tell("by.any", lang, bodies=bodies) if bodies else tell("by.anybody", lang)


def plain_title(named: Json, lang: str) -> str:
    """A title without quotes; the id where there is none."""
    return words.text_of(named["title"], lang) or str(named["id"])


def _declared(declaration: Json | None, lang: str) -> str:
    if declaration is None:
        return ""
    basis, code = cited(declaration["basis"], lang), str(declaration["fact"])
    fact = tell("code", lang, title=words.word(chosen.FACTS, code, lang), id=code) if code in chosen.FACTS else code
    if not basis:
        return tell("declaration.plain", lang, fact=fact)
    return tell("declaration", lang, fact=fact, basis=basis)


def _reach(reach: Json, lang: str) -> str:
    role, basis = title_of(reach["role"], lang), cited(reach["basis"], lang)
    return tell("reach", lang, role=role, basis=basis) if basis else tell("reach.plain", lang, role=role)


def basis_item(basis: Json, lang: str) -> Item:
    """One basis with rank, dates, and whether it was verified; the note of its source below."""
    facts = [
        words.word(codes.RANKS, basis["rank"], lang),
        span_words(basis["in_force"], lang) or tell("open", lang),
        tell("verified" if basis["verified"] else "reported", lang),
        "" if basis.get("sufficient", True) else tell("insufficient", lang),
    ]
    joined = ("，" if lang == "zh" else "; ").join(fact for fact in facts if fact)
    said = tell("source.told", lang, cited=cited_one(basis, lang), facts=joined)
    return Item(said, items(words.text_of(basis.get("note"), lang)))


def _lasting(told: Json, lang: str) -> Iterator[Item]:
    lasts = told["lasts"]
    if lasts["kind"] == "life":
        yield Item(tell("lasts.life", lang))
        return
    if lasts["kind"] == "fixed":
        kind = next((test["kind"] for test in bringing(told["when"])), "listing")
        field = field_name(kind, lasts["from"], lang)
        yield Item(tell("lasts.fixed", lang, field=field, period=words.period(lasts["period"], lang)))
        return
    for entry in told["terms"]:
        yield from _term_items(entry, lang)
    if any(entry["within"] for entry in told["terms"]):
        yield Item(tell("within-ends", lang))


def _term_items(entry: Json, lang: str) -> Iterator[Item]:
    own = TYPE_OF_KIND[entry["kind"]].own_date
    if entry["kind"] in ("rating", "points") and not entry["terms"]:
        said = [tell("rating.term" if entry["kind"] == "rating" else "points.term", lang)]
    else:
        said = term_words(entry["terms"], own, entry["kind"], lang)
    if entry.get("extendable"):
        said.append(tell("term.extendable", lang))
    named = words.text_of(entry["of"]["title"], lang)
    title = named or words.word(codes.KINDS, entry["kind"], lang)
    key = "term.penalty" if entry["kind"] == "penalty" else "term.named" if named else "term.kind"
    joined = ("；" if lang == "zh" else "; ").join(said)
    yield Item(tell(key, lang, title=title, term=joined), items(_ends_by(entry, lang)))


def _ends_by(entry: Json, lang: str) -> str:
    how = words.text_of(entry.get("ends_by"), lang)
    return tell("term.ends-by", lang, how=how) if how else ""


def _ways_out(told: Json, lang: str) -> Iterator[Item]:
    if told["no_way_out"] is not None:
        yield Item(tell("way-out.none", lang, basis=cited(told["no_way_out"], lang)))
        return
    if told["way_out"]:
        yield Item(words.text_of(told["way_out"], lang))
    if told["polarity"] != "restriction":
        return
    for entry in told["terms"]:
        if any(term["repair"] for term in entry["terms"]):
            said = repair_words(entry["terms"], entry["kind"], lang)
            head = tell("repair", lang, title=words.text_of(entry["of"]["title"], lang), how="")
            yield Item(head + said[0]) if len(said) == 1 else Item(head.rstrip(), items(*said))


def _of_measure_list(header: Json, lang: str) -> str:
    return tell(
        "of-list",
        lang,
        title=words.text_of(header["title"], lang),
        id=header["id"],
        edition=header["edition"],
        region=region_words(header["region"], lang),
    )


def _edition(edition: Json, lang: str) -> str:
    days = days_words(edition["in_force"], lang)
    if edition["shown"]:
        return tell("edition.this", lang, edition=edition["edition"], span=days)
    if not edition["holds"]:
        return tell("edition.absent", lang, edition=edition["edition"], span=days)
    if not edition["differs"]:
        return tell("edition.same", lang, edition=edition["edition"], span=days)
    named = {"title", "when", "by", "basis", "actions", "subjects", "reaches", "note", "lasts", "in_force"}
    keys = enumerated(
        (label(k.replace("_", "-"), lang) if k in named and k in LABELS else k for k in edition["differs"]), lang
    )
    return tell("edition.differs", lang, edition=edition["edition"], span=days, keys=keys)


def list_sheet(told: Json, lang: str) -> Sheet:
    """The header of a measure list and its measures."""
    parts = (
        _part("issuer", lang, words.text_of(told["issuer"], lang)),
        _part("region", lang, region_words(told["region"], lang)),
        _part(
            "editions", lang, tell("edition", lang, edition=told["edition"], span=days_words(told["in_force"], lang))
        ),
        _part("parent", lang, told["parent"] or ""),
        _part("replaces", lang, told["replaces"] or ""),
        _part("note", lang, words.text_of(told["note"], lang)),
        _part("written", lang, told["at"]),
        *measure_items(told["measures"], lang),
    )
    lead = (tell("draft", lang),) if told["draft"] else ()
    return Sheet(words.text_of(told["title"], lang), told["id"], lead, filled(parts))

"""Conditions in sentences: first as plain data with every name found, then as a list to read or as one line.

A condition is read as its author wrote it, so that a count of two to four is said as such and not as two tests. The
walk is total over what checking lets through: every list, grade, field and value of the condition is said.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from credit_rules import words
from credit_rules.authoring.showing.sheet import Both, Item, Json
from credit_rules.model.days import NO_END
from credit_rules.model.law import Law
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import REMOVALS
from credit_rules.rendering.reader import money
from credit_rules.stages.conditions import FIELDS
from credit_rules.words import LANGUAGES, codes
from credit_rules.words.showing import EVENTS, FIELD_NAMES, enumerated, tell

_LOGIC = ("all", "any", "not", "related")
_NOT_FIELDS = ("count", "within", "standing", "basis")
_OR = (" 或者 ", " or ")
_MANY = 2  # of more lists than these in one test each has a line of its own

#: Tables of words for the values of a type of field.
_VALUES: Mapping[str, codes.Table] = {
    "penalty-kind": codes.PENALTY_KINDS,
    "severity": codes.SEVERITIES,
    "commitment-type": codes.COMMITMENT_TYPES,
    "subject-kind": codes.SUBJECT_KINDS,
    "removal": codes.REMOVALS,
}
assert set(codes.REMOVALS) == set(REMOVALS)


def both(text: Any) -> Both | None:
    """A text of the rules in both languages."""
    return text.as_json() if text is not None else None


def basis_told(entry: Any, law: Law) -> Json:
    """A basis as it is cited in the catalogue or in a condition."""
    _, source, article = law.cited(entry)
    assert source is not None, entry  # checking has refused whatever names no source
    return {
        "source": source.id,
        "title": source.title.as_json(),
        "article": article,
        "rank": source.rank,
        "in_force": days_told(source.in_force.start, source.in_force.until),
        "verified": source.verified,
    }


def days_told(start: Any, until: Any) -> Json:
    """From and until which day; null where it is open."""
    return {
        "from": None if start == type(start).min else start.isoformat(),
        "until": None if until == type(until).max else until.isoformat(),
    }


# --- as data ------------------------------------------------------------------------------------------------------


def condition_told(data: Any, law: Law) -> Json:
    """A condition as plain data: its parts, the names it mentions with their titles, and its words."""
    node = _node(data, law)
    return _with_words(node)


def _with_words(node: Json) -> Json:
    node["words"] = {lang: inline(node, lang) for lang in LANGUAGES}
    for inner in _inner(node):
        _with_words(inner)
    return node


def _inner(node: Json) -> list[Json]:
    inner: list[Json] = node.get("terms") or [node[key] for key in ("term", "holds") if key in node]
    return inner


def _node(data: Any, law: Law) -> Json:
    if not isinstance(data, Mapping):
        return {"kind": "always"}
    ((key, inner),) = data.items()
    if key in ("all", "any"):
        return {"kind": key, "terms": [_node(term, law) for term in inner]}
    if key == "not":
        return {"kind": "not", "term": _node(inner, law)}
    if key == "related":
        role = law.roles.get(str(inner["role"]))
        return {
            "kind": "related",
            "role": {"id": str(inner["role"]), "title": both(role.title) if role else None},
            "holds": _node(inner["holds"], law),
            "basis": [basis_told(entry, law) for entry in inner.get("basis", ())],
        }
    return _test(str(key), inner, law)


def _test(kind: str, data: Mapping[str, Any], law: Law) -> Json:
    entry = TYPE_OF_KIND.get(kind)
    naming = entry.scheme_field if entry else None
    fields = [name for name in data if name != naming and (entry is None or name not in _NOT_FIELDS)]
    node: Json = {"kind": kind, "fields": [_field(kind, name, data[name], law) for name in fields]}
    if entry is None:
        return node
    names = data.get(naming, []) if naming else []
    node["names"] = [_named(kind, str(name), law) for name in (names if isinstance(names, list) else [names])]
    node["count"] = _count(data["count"]) if "count" in data else None
    node["within"] = _within(data["within"], entry.own_date) if "within" in data else None
    node["standing"] = "any" if "standing" in data else "on-the-day"
    node["basis"] = [basis_told(cited, law) for cited in data.get("basis", ())]
    return node


def _named(kind: str, name: str, law: Law) -> Json:
    known: Any = {"listing": law.lists, "rating": law.rating_schemes, "points": law.points_schemes}[kind].get(name)
    return {"id": name, "title": both(known.title) if known else None}


def _field(kind: str, name: str, wanted: Any, law: Law) -> Json:
    """One field and what it is tested against: a list of values, or bounds by name."""
    what = FIELDS[kind].get(name, "text")
    told: Json = {"field": name, "type": what}
    if not isinstance(wanted, Mapping):
        values = wanted if isinstance(wanted, list) else [wanted]
        return told | {"one_of": [_value(what, value, law) for value in values]}
    bounds = {str(bound): limit for bound, limit in wanted.items()}
    return told | {
        bound: [_value(what, end, law) for end in limit]
        if bound == "between"
        else _value(_typed(bound, what), limit, law)
        for bound, limit in bounds.items()
    }


def _typed(bound: str, what: str) -> str:
    return "flag" if bound == "happened" else what


def _value(what: str, value: Any, law: Law) -> Json:
    text = str(value).lower() if what == "flag" else str(value)
    known: Any = {"action": law.actions, "authority": law.authorities}.get(what, {}).get(text)
    title = both(known.title) if known else None
    if text in _VALUES.get(what, {}):
        title = {lang: words.word(_VALUES[what], text, lang) for lang in LANGUAGES}
    return {"value": text, "title": title}


def _count(count: Any) -> Json:
    """How many records: the least and the most, null where there is no bound."""
    bounds = count if isinstance(count, Mapping) else {"between": [count, count]}
    least, most = None, None
    for bound, limit in bounds.items():
        ends = [int(str(end)) for end in (limit if isinstance(limit, list) else [limit])]
        low = {"at_least": ends[0], "above": ends[0] + 1, "between": ends[0]}.get(bound)
        high = {"at_most": ends[-1], "below": ends[-1] - 1, "between": ends[-1]}.get(bound)
        least = low if least is None else max(least, low) if low is not None else least
        most = high if most is None else min(most, high) if high is not None else most
    return {"at_least": least, "at_most": most}


def _within(data: Any, own: str) -> Json:
    period, of = (data.get("period"), data.get("of", own)) if isinstance(data, Mapping) else (data, own)
    return {"period": str(period), "of": str(of)}


# --- in words -----------------------------------------------------------------------------------------------------


def item(node: Json, lang: str) -> Item:
    """The condition as a sentence, with what it is made of below it."""
    match node["kind"]:
        case "all" | "any" as kind:
            if len(node["terms"]) == 1:
                return item(node["terms"][0], lang)
            return Item(tell(kind, lang), tuple(item(term, lang) for term in node["terms"]))
        case "not" if not _negates(node["term"]):
            return Item(tell("not", lang), (item(node["term"], lang),))
        case "not":
            return _leaf_item(node["term"], lang, negative=True)
        case "related":
            said = tell("related", lang, role=title_of(node["role"], lang, ids=True))
            basis = [Item(tell("spread", lang, basis=cited(node["basis"], lang)))] if node["basis"] else []
            return Item(said, (item(node["holds"], lang), *basis))
        case _:
            return _leaf_item(node, lang)


def _leaf_item(node: Json, lang: str, *, negative: bool = False) -> Item:
    names = node.get("names", ())
    if node["kind"] != "listing" or len(names) <= _MANY:
        return Item(_leaf(node, lang, negative=negative, ids=True))
    head = tell(f"head.listing{'.not' if negative else ''}.below", lang)
    details = details_of(node, lang)
    said = tell("with.several", lang, head=head, details=details) if details else head
    colon = "：" if lang == "zh" else ":"
    return Item(said + colon, tuple(Item(title_of(name, lang, ids=True)) for name in names))


def inline(node: Json, lang: str) -> str:
    """The condition as one sentence."""
    match node["kind"]:
        case "always":
            return tell("always", lang)
        case "all" | "any" as kind:
            joined = tell("and" if kind == "all" else "or", lang)
            return joined.join(_part(term, kind, lang) for term in node["terms"])
        case "not" if _negates(node["term"]):
            return _leaf(node["term"], lang, negative=True)
        case "not":
            return tell("not.inline", lang, inner=inline(node["term"], lang))
        case "related":
            role = title_of(node["role"], lang)
            return tell("related.inline", lang, role=role, inner=inline(node["holds"], lang))
        case _:
            return _leaf(node, lang)


def _part(term: Json, above: str, lang: str) -> str:
    """A term, set apart where it joins its own terms in another way."""
    said = inline(term, lang)
    apart = term["kind"] in ("all", "any") and term["kind"] != above and len(term["terms"]) > 1
    return tell("group", lang, inner=said) if apart else said


def _negates(node: Json) -> bool:
    """Whether the contrary of a test can be said with one word."""
    return "names" in node and node["count"] is None and (node["kind"] != "points" or not node["fields"])


def _leaf(node: Json, lang: str, *, negative: bool = False, ids: bool = False) -> str:
    if node["kind"] == "always":
        return tell("always", lang)
    if "names" not in node:
        return _joined((_field_words(node["kind"], field, lang) for field in node["fields"]), lang)
    head = _head(node, lang, negative=negative, ids=ids)
    details = details_of(node, lang, short=not ids)
    several = ".several" if len(node["names"]) > 1 and node["kind"] == "listing" else ""
    key = "with.ids" if ids and not several else f"with{several}"
    return tell(key, lang, head=head, details=details) if details else head


def _head(node: Json, lang: str, *, negative: bool, ids: bool) -> str:
    kind, turn = node["kind"], ".not" if negative else ""
    titles = [title_of(name, lang, ids=ids) for name in node["names"]]
    if kind == "listing":
        return tell(f"head.listing{turn}", lang, names=_lists(titles, lang))
    names = enumerated(titles, lang, last=("或者", " or "))
    grades = [field for field in node["fields"] if kind == "rating" and field["field"] == "grade"]
    if grades:
        said = enumerated((value["value"] for value in grades[0]["one_of"]), lang, last=_OR)
        return tell(f"head.rating{turn}", lang, names=names, grades=said)
    head = "rated" if kind == "rating" else kind
    return tell(f"head.{head}{turn}", lang, names=names) if node["names"] else tell(f"head.{head}{turn}", lang)


def _lists(titles: list[str], lang: str) -> str:
    return (
        tell("lists", lang, names=enumerated(titles, lang, last=("或者", " or ")))
        if titles
        else tell("lists.any", lang)
    )


def details_of(node: Json, lang: str, *, short: bool = False) -> str:
    """What a test asks of the records beside the list or scheme they are of."""
    in_head = ("grade",) if node["kind"] == "rating" else ()
    told = [_field_words(node["kind"], field, lang) for field in node["fields"] if field["field"] not in in_head]
    return _joined((*told, *_extent(node, lang, short=short)), lang)


def _extent(node: Json, lang: str, *, short: bool) -> Iterator[str]:
    """How recent, how many, and whether past records count."""
    within, count = node["within"], node["count"]
    if within:
        period = words.period(within["period"], lang)
        yield tell("within", lang, field=field_name(node["kind"], within["of"], lang), period=period)
    if count:
        yield _count_words(count["at_least"], count["at_most"], lang)
    if node["standing"] == "any" and short:
        yield tell("standing-any.short", lang)
    elif node["standing"] == "any":
        basis = cited(node["basis"], lang)
        yield tell("standing-any.basis", lang, basis=basis) if basis else tell("standing-any", lang)


def _count_words(least: int | None, most: int | None, lang: str) -> str:
    if most is not None and most <= 0 and not least:
        return tell("count.none", lang)
    if least == most and least is not None:
        return tell("count.exactly", lang, n=least)
    if most is None:
        return tell("count.at-least", lang, n=least if least is not None else 0)
    if not least:
        return tell("count.at-most", lang, n=most)
    return tell("count.between", lang, low=least, high=most)


def field_name(kind: str, name: str, lang: str) -> str:
    """A field by its name: of subject and action with whose it is."""
    if name in FIELD_NAMES:
        return FIELD_NAMES[name][lang != "zh"]
    full = f"{kind}.{name}"
    return words.word(codes.FIELDS, full if full in codes.FIELDS else name, lang)


def _field_words(kind: str, field: Json, lang: str) -> str:
    """One field's test; several bounds are joined."""
    name = field_name(kind, field["field"], lang)
    bounds = (bound for bound in field if bound not in ("field", "type"))
    return _joined((_bound_words(bound, field[bound], field, name, lang) for bound in bounds), lang)


def _bound_words(bound: str, wanted: Any, field: Json, name: str, lang: str) -> str:
    what = field["type"]
    if bound == "one_of":
        return _one_of(wanted, what, name, lang)
    if bound == "happened":
        happened, not_yet = EVENTS[field["field"]]
        return (happened if wanted["value"] == "true" else not_yet)[lang != "zh"]
    if bound == "between":
        low, high = (value_words(end, what, lang) for end in wanted)
        return tell("between", lang, field=name, low=low, high=high)
    day = "day." if what in ("day", "end", "event") else ""
    return tell(day + bound.replace("_", "-"), lang, field=name, value=value_words(wanted, what, lang))


def _one_of(values: list[Json], what: str, name: str, lang: str) -> str:
    told = [value_words(value, what, lang) for value in values]
    operator = {"region": "within-region", "action": "covered", "flag": "flag"}.get(what, "one-of")
    said = enumerated(told, lang, last=_OR if all(text.isascii() for text in told) else ("或者", " or "))
    space = " " if lang == "zh" and operator != "flag" and said[:1].isascii() and name[-1:] > "~" else ""
    return tell(operator, lang, field=name, values=space + said)


def value_words(value: Json, what: str, lang: str) -> str:
    """A value as people write it: amounts in yuan with thousands set apart, codes by their words."""
    text = value["value"]
    match what:
        case "money":
            return tell("money", lang, amount=money(text))
        case "number":
            return str(money(text))
        case "end" if text in NO_END:
            return tell("never", lang)
        case "flag":
            return tell("yes" if text == "true" else "no", lang)
        case "region":
            return region_words(text, lang)
        case "action":
            return title_of({"id": text, "title": value["title"]}, lang, ids=True)
        case _:
            title = words.text_of(value["title"], lang)
            # A word that lists things itself is set apart from those it is listed with.
            apart = any(sign in title for sign in ("、", ",", " or "))
            return tell("named", lang, title=title) if apart else title or text


def region_words(region: str, lang: str) -> str:
    """A region's code; the country by its name."""
    return tell("country", lang) if region == "CN" else region


def title_of(named: Json, lang: str, *, ids: bool = False) -> str:
    """A name by its title, in quotes; with `ids` the code beside it."""
    title = words.text_of(named["title"], lang)
    if not title:
        return str(named["id"])
    return tell("named.id", lang, title=title, id=named["id"]) if ids else tell("named", lang, title=title)


def cited(bases: Iterable[Json], lang: str) -> str:
    """《…法》第二十二条 · …, or Law, art. 22 · …"""
    return " · ".join(cited_one(basis, lang) for basis in bases)


def cited_one(basis: Json, lang: str) -> str:
    """One basis: title and article."""
    title = words.text_of(basis["title"], lang)
    place = words.article(basis["article"], lang) if basis["article"] else ""
    if lang != "zh":
        return f"{title}, {place}" if place else title
    return f"{title}{place}" if title.startswith("《") or "〔" in title else f"《{title}》{place}"


def _joined(parts: Iterable[str], lang: str) -> str:
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)

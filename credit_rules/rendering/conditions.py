"""Conditions in sentences: a condition told as plain data, as one line.

Nothing is looked up here: `stages.telling` has found every name. What the texts of rule sets bring is not made harmless
yet; whoever prints a sentence does so.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from credit_rules import words
from credit_rules.model.days import NO_END
from credit_rules.rendering.reader import money
from credit_rules.words import LANGUAGES, codes
from credit_rules.words.showing import EVENTS, FIELD_NAMES, enumerated, tell

__all__ = [
    "cited",
    "cited_one",
    "count_words",
    "details_of",
    "field_name",
    "field_words",
    "inline",
    "leaf_words",
    "negates",
    "region_words",
    "title_of",
    "value_words",
    "with_words",
]

Json = dict[str, Any]

_OR = (" 或者 ", " or ")


def with_words(node: Json) -> Json:
    """The same with its words in every language, and those of its parts."""
    node["words"] = {lang: inline(node, lang) for lang in LANGUAGES}
    for inner in _inner(node):
        with_words(inner)
    return node


def _inner(node: Json) -> list[Json]:
    inner: list[Json] = node.get("terms") or [node[key] for key in ("term", "holds") if key in node]
    return inner


def inline(node: Json, lang: str) -> str:
    """The condition as one sentence."""
    match node["kind"]:
        case "always":
            return tell("always", lang)
        case "all" | "any" as kind:
            joined = tell("and" if kind == "all" else "or", lang)
            return joined.join(_part(term, kind, lang) for term in node["terms"])
        case "not" if negates(node["term"]):
            return leaf_words(node["term"], lang, negative=True)
        case "not":
            return tell("not.inline", lang, inner=inline(node["term"], lang))
        case "related":
            role = title_of(node["role"], lang)
            return tell("related.inline", lang, role=role, inner=inline(node["holds"], lang))
        case _:
            return leaf_words(node, lang)


def _part(term: Json, above: str, lang: str) -> str:
    """A term, set apart where it joins its own terms in another way."""
    said = inline(term, lang)
    apart = term["kind"] in ("all", "any") and term["kind"] != above and len(term["terms"]) > 1
    return tell("group", lang, inner=said) if apart else said


def negates(node: Json) -> bool:
    """Whether the contrary of a test can be said with one word."""
    return "names" in node and node["count"] is None and (node["kind"] != "points" or not node["fields"])


def leaf_words(node: Json, lang: str, *, negative: bool = False, ids: bool = False) -> str:
    """One test in words; with `ids` the codes of what it names beside their titles."""
    if node["kind"] == "always":
        return tell("always", lang)
    if "names" not in node:
        return _joined((field_words(node["kind"], field, lang) for field in node["fields"]), lang)
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
        said = _alternatives((value_words(value, "text", lang) for value in grades[0]["one_of"]), lang)
        return tell(f"head.rating{turn}", lang, names=names, grades=_apart(said, lang))
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
    told = [field_words(node["kind"], field, lang) for field in node["fields"] if field["field"] not in in_head]
    return _joined((*told, *_extent(node, lang, short=short)), lang)


def _extent(node: Json, lang: str, *, short: bool) -> Iterator[str]:
    """How recent, how many, and whether past records count."""
    within, count = node["within"], node["count"]
    if within:
        period = words.period(within["period"], lang)
        yield tell("within", lang, field=field_name(node["kind"], within["of"], lang), period=period)
    if count:
        yield count_words(count, lang)
    if node["standing"] == "any" and short:
        yield tell("standing-any.short", lang)
    elif node["standing"] == "any":
        basis = cited(node["basis"], lang)
        yield tell("standing-any.basis", lang, basis=basis) if basis else tell("standing-any", lang)


def count_words(count: Json, lang: str) -> str:
    """How many are wanted: at least three of them."""
    least, most = count["at_least"], count["at_most"]
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


def field_words(kind: str, field: Json, lang: str) -> str:
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
    operator = {"region": "within-region", "action": "covered", "flag": "flag"}.get(what, "one-of")
    said = _alternatives((value_words(value, what, lang) for value in values), lang)
    return tell(operator, lang, field=name, values=said if operator == "flag" else _apart(said, lang))


def _alternatives(told: Iterable[str], lang: str) -> str:
    """甲或者乙; letters and digits stand apart from the Chinese around them."""
    parts = list(told)
    return enumerated(parts, lang, last=_OR if all(part.isascii() for part in parts) else ("或者", " or "))


def _apart(said: str, lang: str) -> str:
    return f" {said}" if lang == "zh" and said[:1].isascii() else said


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
        case "code" | "text":
            # A code somebody chose is told beside its word; in English it is the word.
            title = words.text_of(value["title"], "zh") if lang == "zh" else ""
            return tell("code", lang, title=title, id=text) if title else text
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

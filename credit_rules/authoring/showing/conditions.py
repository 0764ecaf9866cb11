"""Conditions in sentences: first as plain data with every name found, then as a list to read or as one line.

The data come from `stages.telling`, the sentences from `rendering.conditions`; here they become items of a sheet.
"""

from typing import Any

from credit_rules.authoring.showing.sheet import Item, Json
from credit_rules.model.law import Law
from credit_rules.rendering.conditions import (
    cited,
    cited_one,
    details_of,
    field_name,
    inline,
    leaf_words,
    negates,
    region_words,
    title_of,
    with_words,
)
from credit_rules.stages.telling import basis_told, both, condition_data, days_told
from credit_rules.words.showing import tell

__all__ = [
    "basis_told",
    "both",
    "cited",
    "cited_one",
    "condition_told",
    "days_told",
    "field_name",
    "inline",
    "item",
    "region_words",
    "title_of",
]

_MANY = 2  # of more lists than these in one test each has a line of its own


def condition_told(data: Any, law: Law) -> Json:
    """A condition as plain data: its parts, the names it mentions with their titles, and its words."""
    return with_words(condition_data(data, law))


def item(node: Json, lang: str) -> Item:
    """The condition as a sentence, with what it is made of below it."""
    match node["kind"]:
        case "all" | "any" as kind:
            if len(node["terms"]) == 1:
                return item(node["terms"][0], lang)
            return Item(tell(kind, lang), tuple(item(term, lang) for term in node["terms"]))
        case "not" if not negates(node["term"]):
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
        return Item(leaf_words(node, lang, negative=negative, ids=True))
    head = tell(f"head.listing{'.not' if negative else ''}.below", lang)
    details = details_of(node, lang)
    said = tell("with.several", lang, head=head, details=details) if details else head
    colon = "：" if lang == "zh" else ":"
    return Item(said + colon, tuple(Item(title_of(name, lang, ids=True)) for name in names))

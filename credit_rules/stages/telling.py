"""Tell: a condition as plain data, as its author wrote it, with every name found.

A condition is read as it is written, so that a count of two to four is told as such and not as two tests. The walk is
total over what checking lets through: every list, grade, field and value of the condition is told.
"""

from collections.abc import Mapping
from typing import Any

from credit_rules import words
from credit_rules.model.law import Law
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import REMOVALS
from credit_rules.stages.conditions import FIELDS
from credit_rules.words import LANGUAGES, chosen, codes

__all__ = ["basis_told", "both", "condition_data", "days_told", "value_told"]

Json = dict[str, Any]
Both = dict[str, str]

_NOT_FIELDS = ("count", "within", "standing", "basis")

#: Tables of words for the values of a type of field.
_VALUES: Mapping[str, codes.Table] = {
    "penalty-kind": codes.PENALTY_KINDS,
    "severity": codes.SEVERITIES,
    "commitment-type": codes.COMMITMENT_TYPES,
    "subject-kind": codes.SUBJECT_KINDS,
    "removal": codes.REMOVALS,
}
#: Types whose codes rule sets choose themselves.
_CHOSEN = ("code", "text")
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


def condition_data(data: Any, law: Law) -> Json:
    """A condition as plain data: its parts, and the names it mentions with their titles."""
    if not isinstance(data, Mapping):
        return {"kind": "always"}
    ((key, inner),) = data.items()
    if key in ("all", "any"):
        return {"kind": key, "terms": [condition_data(term, law) for term in inner]}
    if key == "not":
        return {"kind": "not", "term": condition_data(inner, law)}
    if key == "related":
        role = law.roles.get(str(inner["role"]))
        return {
            "kind": "related",
            "role": {"id": str(inner["role"]), "title": both(role.title) if role else None},
            "holds": condition_data(inner["holds"], law),
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
        return told | {"one_of": [value_told(what, value, law, name) for value in values]}
    bounds = {str(bound): limit for bound, limit in wanted.items()}
    return told | {
        bound: [value_told(what, end, law) for end in limit]
        if bound == "between"
        else value_told(_typed(bound, what), limit, law)
        for bound, limit in bounds.items()
    }


def _typed(bound: str, what: str) -> str:
    return "flag" if bound == "happened" else what


def value_told(what: str, value: Any, law: Law, name: str = "") -> Json:
    """A value of a field of this type (and, for codes rule sets choose, of this name), with its title if it has one."""
    text = str(value).lower() if what == "flag" else str(value)
    known: Any = {"action": law.actions, "authority": law.authorities}.get(what, {}).get(text)
    title = both(known.title) if known else None
    table = chosen.VALUES.get(name, {}) if what in _CHOSEN else _VALUES.get(what, {})
    if text in table:
        title = {lang: words.word(table, text, lang) for lang in LANGUAGES}
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

"""The schema of a condition: one key per mapping, and for each kind of record the fields it has."""

from functools import partial
from typing import Any

from pydantic import BaseModel

from credit_rules.authoring.schemas.scalars import Json, closed, kinds, or_list
from credit_rules.authoring.schemas.walking import Walk, meaning, names_of
from credit_rules.model import scalars
from credit_rules.model.action import Action
from credit_rules.model.profile import EVENTS, OPEN_EVENTS, TYPE_OF_KIND, Objection, Subject
from credit_rules.stages.conditions import FIELDS
from credit_rules.words.keys import VALUES, described

_CLOSED = {
    "removal": scalars.REMOVALS,
    "penalty-kind": scalars.PENALTY_KINDS,
    "severity": scalars.SEVERITIES,
    "commitment-type": scalars.COMMITMENT_TYPES,
    "subject-kind": scalars.SUBJECT_KINDS,
}
_ORDERED = ("day", "end", "event", "money", "number")
_BOUNDS = ("at_least", "at_most", "above", "below")


def condition(walk: Walk) -> Json:
    """A condition, by reference: it may hold others."""
    return walk.ref("condition", lambda: {"type": "object", **_one_key(walk)})


def when(walk: Walk) -> Json:
    """What a measure says under `when`: a condition, or `always`."""
    condition(walk)
    always = {"pattern": "^always$", "patternErrorMessage": "应为一个条件或者 always · a condition, or always"}
    return {"type": ["object", "string"], **always, **_one_key(walk)}


def _one_key(walk: Walk) -> Json:
    inner = {"$ref": "#/$defs/condition"}
    several = {"type": "array", "items": inner, "minItems": 1}
    tests = {kind: walk.ref(f"{kind}-test", partial(_test, walk, kind)) for kind in FIELDS}
    related = walk.ref("related-test", lambda: _related(walk))
    parts: dict[str, Json] = {"all": several, "any": several, "not": inner, **tests, "related": related}
    return {
        "properties": {key: {**part, "description": described("Condition", key)} for key, part in parts.items()},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _related(walk: Walk) -> Json:
    parts = {"role": walk.scalar("code"), "holds": {"$ref": "#/$defs/condition"}, "basis": walk.basis()}
    return {
        "type": "object",
        "properties": {key: {**part, "description": described("Related", key)} for key, part in parts.items()},
        "required": ["role", "holds"],
        "additionalProperties": False,
    }


def _test(walk: Walk, kind: str) -> Json:
    """A test of one kind of thing."""
    properties = {name: _field(walk, kind, name, what) for name, what in FIELDS[kind].items()}
    more: Json = {}
    if kind in TYPE_OF_KIND:
        properties |= _of_records(walk, kind)
        more = {"dependentRequired": {"basis": ["standing"]}}
        more |= {"required": ["scheme"]} if kind in ("rating", "points") else {}
    else:
        more = {"minProperties": 1}
    return {"type": "object", "properties": properties, **more, "additionalProperties": False}


def _of_records(walk: Walk, kind: str) -> dict[str, Json]:
    period = walk.scalar("period")
    within = {
        "period": {**period, "description": described("Within", "period")},
        "of": {**date_field(kind, ends=False), "description": described("Within", "of")},
    }
    parts: dict[str, Json] = {
        "count": walk.ref("test-of-count", lambda: _bounded(walk.scalar("whole"))),
        "within": {
            **period,
            "type": ["string", "object"],
            "properties": within,
            "required": ["period"],
            "additionalProperties": False,
        },
        "standing": closed(["any"], VALUES["standing"]),
        "basis": walk.basis(),
    }
    return {key: {**part, "description": described("Test", key)} for key, part in parts.items()}


def date_field(*kinds: str, ends: bool = True) -> Json:
    """The name of a date of records of these kinds."""
    sorts = ("day", "event", "end") if ends else ("day", "event")
    found = {name: _meaning(kind, name) for kind in kinds for name, what in FIELDS[kind].items() if what in sorts}
    return {"type": "string", "enum": list(found), "enumDescriptions": list(found.values())}


def _field(walk: Walk, kind: str, name: str, what: str) -> Json:
    """A test of one field: a value, one of several, or bounds where the field has an order."""
    how = "one-of"
    if what in _ORDERED:
        how = what = "event" if name in EVENTS | OPEN_EVENTS else what
        how = how if how == "event" else "ordered"
    schema = walk.ref(f"test-of-{what}", partial(_test_of, walk, what))
    return {**schema, "description": _both(_meaning(kind, name), described("TestOf", how))}


def _test_of(walk: Walk, what: str) -> Json:
    if what in _CLOSED:
        one = closed(_CLOSED[what])
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
    value = walk.scalar(what if what in (*_ORDERED, "text", "region", "flag") else "code")
    if what not in _ORDERED:
        return or_list(value)
    return _bounded(value, listed=True, happened=walk.scalar("flag") if what == "event" else None)


def _bounded(value: Json, *, listed: bool = False, happened: Json | None = None) -> Json:
    """A value (or several), or a mapping of bounds."""
    bounds: dict[str, Any] = dict.fromkeys(_BOUNDS, value)
    bounds["between"] = {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
    if happened is not None:
        bounds["happened"] = happened
    return {
        **(or_list(value) if listed else value),
        "type": [*kinds(value), *(["array"] if listed else []), "object"],
        "properties": {key: {**bound, "description": described("Bounds", key)} for key, bound in bounds.items()},
        "minProperties": 1,
        "additionalProperties": False,
    }


def _meaning(kind: str, name: str) -> str:
    if name.startswith("objection."):
        return meaning([Objection.__name__], name.partition(".")[2])
    models: dict[str, type[BaseModel]] = {"subject": Subject, "action": Action, **TYPE_OF_KIND}
    return meaning(names_of(models[kind]), name)


def _both(first: str, second: str) -> str:
    """Two descriptions as one, each language for itself."""
    (zh, en), (more_zh, more_en) = first.split(" · ", 1), second.split(" · ", 1)
    return f"{zh}。{more_zh} · {en}. {more_en}"

"""The schemas of what is followed: an event as it comes in, and a change as it is told.

An event is closed: what its reader does not know is refused. Keys may be added to a change, so that its reader must let
pass what it does not know.
"""

from collections.abc import Iterable

from credit_rules.authoring.schemas import decisions as told
from credit_rules.authoring.schemas.scalars import Json, closed, or_null
from credit_rules.authoring.schemas.walking import Special, Walk, meaning
from credit_rules.following.events import (
    OTHERS,
    RELATED,
    WHATS,
    DeclaredTold,
    EventLine,
    RegistersTold,
    RelationTold,
    SubjectTold,
    fields_model,
)
from credit_rules.model.measures import RESTRICTING, REWARDING
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.scalars import Shape
from credit_rules.words import codes
from credit_rules.words.following import CHANGES, SORTS
from credit_rules.words.following import WHATS as WORDS
from credit_rules.words.keys import VALUES

#: What an event says of itself, and so not among the fields of its record.
_SAID_ALREADY = ("id", "known_on")


def event() -> Json:
    """One line of the stream: an event, or a day that has come."""
    special: dict[tuple[str, str], Special] = {
        ("EventLine", "what"): lambda walk: closed((*WHATS, *OTHERS), WORDS),
        ("EventLine", "kind"): lambda walk: closed(TYPE_OF_KIND, codes.KINDS),
        ("EventLine", "subject"): _subject,
        ("EventLine", "fields"): lambda walk: {"type": "object"},
        ("RelationTold", "other"): _subject,
        ("RegistersTold", "registers"): _registers,
    }
    walk = Walk(False, special)
    line = walk.shape(EventLine)
    day = {**walk.scalar("day"), "description": meaning(["DayLine"], "day")}
    each = [_when(what, *_demands(walk, what)) for what in (*WHATS, *OTHERS)]
    return {
        "type": "object",
        "properties": {**line["properties"], "day": day},
        "additionalProperties": False,
        "if": {"required": ["day"]},
        "then": {"maxProperties": 1},
        "else": {"required": line["required"], "allOf": each},
        "$defs": walk.defs,
    }


def _when(what: str, required: Iterable[str], fields: Json | None) -> Json:
    demands: Json = {"required": [*required]}
    if fields is not None:
        demands["properties"] = {"fields": fields}
    return {"if": {"properties": {"what": {"const": what}}, "required": ["what"]}, "then": demands}


def _demands(walk: Walk, name: str) -> tuple[list[str], Json | None]:
    """What one sort of event must say, and what of its record it may."""
    what = WHATS.get(name)
    if what is None:
        models: dict[str, type[Shape]] = {"consulted": RegistersTold, "covered": RegistersTold}
        models["declared"] = DeclaredTold
        whose = [] if name == "covered" else ["subject"]
        if name not in models:
            return whose, {"maxProperties": 0}
        return [*whose, "fields"], _fields(walk, name, models[name])
    required = ["subject", "record", *(["on"] if what.fills and what.kind != RELATED else [])]
    if what.kind == RELATED:
        fields = _fields(walk, RELATED, RelationTold)
        return required, {**fields, "required": ["role", "other"]} if name == "related-added" else fields
    kind = what.kind
    return required, None if kind is None else _fields(walk, kind, fields_model(kind))


def _fields(walk: Walk, name: str, model: type[Shape]) -> Json:
    def build() -> Json:
        shape = walk.shape(model)
        properties = {key: part for key, part in shape["properties"].items() if key not in _SAID_ALREADY}
        return {**shape, "properties": properties}

    return walk.ref(f"fields-of-{name}", build)


def _subject(walk: Walk) -> Json:
    """An identifier, or a mapping that says more."""

    def build() -> Json:
        return {**walk.scalar("text"), **walk.shape(SubjectTold), "type": ["string", "object"]}

    return walk.ref("subject-told", build)


def _registers(walk: Walk) -> Json:
    """One register, or several; each by name, or with how it was looked up."""
    from credit_rules.authoring.schemas.cases import names

    return names(walk)


# --- what is told -------------------------------------------------------------------------------------------------


def change() -> Json:
    """One line of the output."""
    walk = Walk(yaml=False)
    both, both_or_null = told.both(walk), told.both(walk, null=True)
    text, day = told.TEXT, walk.scalar("end")
    null_text = or_null(text)
    finding = closed([*VALUES["finding"]])
    action = told.mapping("FollowedAction", {"code": text, "title": both})
    words = told.mapping("FollowedWords", {"zh": text, "en": text})
    parts: dict[str, Json] = {
        "format": {"const": "change/1"},
        "number": {"type": "integer", "minimum": 1},
        "change": closed(CHANGES, CHANGES),
        "day": day,
        "subject": _who(walk),
        "actions": told.many(action),
        "measure": text,
        "measure_list": text,
        "edition": null_text,
        "title": both_or_null,
        "polarity": or_null(told.listed(codes.POLARITIES)),
        "effect": or_null(closed((*RESTRICTING, *REWARDING))),
        "duty": or_null(told.listed(codes.DUTIES)),
        "was": {**_either(finding), "$comment": "finding, or outcome"},
        "now": {**_either(finding), "$comment": "finding, or outcome"},
        "guard": or_null(told.listed(codes.GUARDS)),
        "because": {
            "type": "array",
            "items": {"anyOf": [told.many(told.cause(walk)), told.listed(codes.OUTCOME_BECAUSE)]},
        },
        "missing": told.many(told.missing(walk)),
        "basis": told.many(told.basis(walk)),
        "by": told.mapping("FollowedBy", {"events": told.many(_event(walk)), "turns": told.many(_turn(walk))}),
        "sort": closed(SORTS, SORTS),
        "event": null_text,
        "line": null_text,
        "problems": told.many(_problem(walk)),
        "words": words,
    }
    always = ("format", "number", "change", "day", "subject", "words")
    shape = told.mapping("FollowedChange", parts, optional=tuple(key for key in parts if key not in always))
    return {**shape, "$defs": walk.defs}


def _either(finding: Json) -> Json:
    """A finding of a measure, or an outcome."""
    outcomes = closed(codes.OUTCOMES, codes.OUTCOMES)
    return {key: finding[key] + outcomes[key] for key in ("enum", "enumDescriptions")} | {"type": "string"}


def _who(walk: Walk) -> Json:
    parts = {key: part for key, part in walk.shape(SubjectTold)["properties"].items() if key in _WHO}
    return {"type": ["object", "null"], "properties": parts, "required": ["id"]}


_WHO = ("id", "scheme", "name", "kind")


def _event(walk: Walk) -> Json:
    null_text, day = or_null(told.TEXT), or_null(walk.scalar("end"))
    kinds = or_null(closed([*TYPE_OF_KIND, RELATED], codes.KINDS))
    parts: dict[str, Json] = {
        "event": told.TEXT,
        "what": closed((*WHATS, *OTHERS), WORDS),
        "subject": null_text,
        "kind": kinds,
        "record": null_text,
        "on": day,
        "known_on": walk.scalar("end"),
    }
    return told.mapping("FollowedEvent", parts)


def _turn(walk: Walk) -> Json:
    null_text, end = or_null(told.TEXT), or_null(walk.scalar("end"))
    parts: dict[str, Json] = {
        "turn": told.TEXT,
        "name": told.TEXT,
        "of": null_text,
        "kind": null_text,
        "detail": null_text,
        "title": told.both(walk, null=True),
        "list": null_text,
        "authority": null_text,
        "document": null_text,
        "since": end,
        "until": end,
    }
    return told.mapping("FollowedTurn", parts)


def _problem(walk: Walk) -> Json:
    parts = {"code": told.TEXT, "at": told.TEXT, "message": told.both(walk), "help": told.both(walk, null=True)}
    return told.mapping("FollowedProblem", parts)

"""The schemas of what cases and scenarios give and expect."""

from functools import partial

from credit_rules.authoring.schemas.scalars import Json, closed, kinds, or_null
from credit_rules.authoring.schemas.walking import Walk, keys_of, meaning
from credit_rules.model.action import Action
from credit_rules.model.profile import SECTIONS, Consultation, Declared, ProfileFields, Relation, Subject
from credit_rules.words import codes
from credit_rules.words.keys import VALUES, described

#: Keys of the action that may stand beside `action` itself.
OF_THE_ACTION = ("date", "known", "region", "authority", "amount", "within_law", "item", "item_scheme", "case")


def given(walk: Walk) -> Json:
    """What a case is given: a profile as its author means it, and an action."""

    def build() -> Json:
        return {
            "type": "object",
            "properties": {"action": action(walk), **of_the_action(walk), **profile(walk, changes=False)},
            "additionalProperties": False,
        }

    return walk.ref("given", build)


def given_at_step(walk: Walk) -> Json:
    """What a step of a scenario adds: records told before need only their id and what changed."""
    return {"type": "object", "properties": profile(walk, changes=True), "additionalProperties": False}


def action(walk: Walk) -> Json:
    """A code, or the keys of the action."""
    keys = {key: walk.key(Action, key, info) for key, info in keys_of(Action)}
    code = walk.scalar("text")
    body = {"properties": keys, "additionalProperties": False}
    return {**code, "type": [*kinds(code), "object"], **body, "description": described("Given", "action")}


def of_the_action(walk: Walk) -> dict[str, Json]:
    infos = dict(keys_of(Action))
    return {key: walk.key(Action, key, infos[key]) for key in OF_THE_ACTION}


def profile(walk: Walk, *, changes: bool) -> dict[str, Json]:
    """The keys of a profile in a case; null takes a default away."""
    infos = dict(keys_of(ProfileFields))
    parts: dict[str, Json] = {
        "subject": subject(walk),
        "as_of": or_null(walk.scalar("day")),
        "consulted": names(walk, null=True),
        "declared": or_null({"type": "array", "items": _name_or(walk, Declared, "fact")}),
    }
    for section in SECTIONS:
        schema = walk.value(infos[section].annotation, tuple(infos[section].metadata))
        if changes:
            name = schema["items"]["$ref"].rpartition("/")[2]
            schema = {**schema, "items": walk.ref(f"{name}-or-change", partial(_change, walk.defs[name]))}
        parts[section] = or_null(schema)
    parts["related"] = or_null({"type": "array", "items": _relation(walk, changes)})
    return {key: {**part, "description": _meaning(key)} for key, part in parts.items()}


def _meaning(key: str) -> str:
    return meaning(["Given", "ProfileFields"], key)


def subject(walk: Walk) -> Json:
    """The subject: an enterprise of certain identity, unless it is said otherwise."""

    def build() -> Json:
        shape = walk.shape(Subject, null=True)
        identity = {**closed(VALUES["identity"]), "description": described("Subject", "identity")}
        shape.pop("required")
        return {**shape, "properties": {**shape["properties"], "identity": identity}}

    return walk.ref("given-subject", build)


def _change(record: Json) -> Json:
    """A record, or what changed of one told before."""
    needed = record.get("required", [])
    rest = {key: part for key, part in record.items() if key != "required"}
    return {**rest, "anyOf": [{"required": needed}, {"required": ["id"]}]}


def _relation(walk: Walk, changes: bool) -> Json:
    def build() -> Json:
        shape = walk.shape(Relation, without="profile")
        inner: Json = {"type": "object", "properties": profile(walk, changes=False), "additionalProperties": False}
        inner["description"] = meaning(["Relation"], "profile")
        whole = {**shape, "properties": {**shape["properties"], "profile": inner}, "required": ["role"]}
        return _change(whole) if changes else whole

    return walk.ref("given-related-or-change" if changes else "given-related", build)


def names(walk: Walk, *, null: bool = False) -> Json:
    """What was looked up: `all`, a name, or a list of names and of what was found under them."""
    code = walk.scalar("code")
    several = {"items": _name_or(walk, Consultation, "what")}
    return {**code, "type": [*kinds(code), "array", *(["null"] if null else [])], **several}


def _name_or(walk: Walk, model: type[Consultation] | type[Declared], key: str) -> Json:
    """A bare name, or the mapping it is short for."""
    code = walk.scalar("code")
    return {**code, **walk.shape(model), "type": [*kinds(code), "object"], "required": [key]}


def expect(walk: Walk) -> Json:
    """What is expected: of the whole, and of measures by their ids."""

    def build() -> Json:
        whole: dict[str, Json] = {
            "outcome": closed(codes.OUTCOMES, codes.OUTCOMES),
            "outcome_because": {"type": "array", "items": _because(walk)},
            "warnings": {"type": "array", "items": _listed(codes.WARNINGS)},
            "conflicts": {"type": "array", "items": {"type": "array", "items": walk.scalar("code"), "minItems": 2}},
        }
        finding = walk.ref("expected-finding", lambda: _finding(walk))
        measure = {"anyOf": [closed(VALUES["finding"]), finding], "description": described("Expect", "measure")}
        return {
            "type": "object",
            "properties": {key: {**part, "description": described("Expect", key)} for key, part in whole.items()},
            "additionalProperties": measure,
        }

    return walk.ref("expect", build)


def _listed(table: codes.Table) -> Json:
    return closed(table, table)


def _because(walk: Walk) -> Json:
    code = {**_listed(codes.OUTCOME_BECAUSE), "description": described("Expect", "code")}
    measure = {**or_null(walk.scalar("code")), "description": described("DecisionBecause", "measure")}
    return {"type": "object", "properties": {"code": code, "measure": measure}, "additionalProperties": False}


def _finding(walk: Walk) -> Json:
    names = {"type": "array", "items": walk.scalar("text")}
    absent = {"type": "object", "minProperties": 1, "maxProperties": 1}
    token = {**walk.scalar("text"), **absent, "type": ["string", "object"]}
    parts: dict[str, Json] = {
        "finding": closed(VALUES["finding"]),
        "guard": or_null(_listed(codes.GUARDS)),
        "missing": names,
        "missing_only": names,
        "because": {"type": "array", "items": {"type": "array", "items": token}},
        "because_more": walk.scalar("flag"),
        "lifts_on": or_null(walk.scalar("end")),
        "returns_on": or_null(walk.scalar("end")),
        "by_declaration": walk.scalar("flag"),
        "decided_by": or_null(_listed(codes.DECIDED_BY)),
        "way_out": {"type": "array", "items": _changing(walk, "apply_from", "lifts_on", "leaves", "returns_on")},
        "way_out_more": walk.scalar("flag"),
        "within_reach": {"type": "array", "items": _changing(walk, "from")},
    }
    return {
        "type": "object",
        "properties": {key: {**part, "description": described("ExpectedFinding", key)} for key, part in parts.items()},
        "minProperties": 1,
        "additionalProperties": False,
    }


def _changing(walk: Walk, *keys: str) -> Json:
    """Changes, one as it stands or several in a list, and what they bring; what is not written may be anything."""
    text = walk.scalar("text")
    day = or_null(walk.scalar("end"))
    parts: dict[str, Json] = {"changes": {**text, "type": [*kinds(text), "array"], "items": text}}
    parts |= {key: closed(VALUES["finding"]) if key == "leaves" else day for key in keys}
    properties = {key: {**part, "description": described("ExpectedChanges", key)} for key, part in parts.items()}
    return {"type": "object", "properties": properties, "required": ["changes"], "additionalProperties": False}

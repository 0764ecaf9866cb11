"""The schema of `decision/1`. Keys are extended, never broken, so a reader must let pass what it does not know."""

from collections.abc import Callable

from credit_rules.authoring.schemas.scalars import Json, closed, or_null
from credit_rules.authoring.schemas.walking import Walk, meaning
from credit_rules.model.action import Action
from credit_rules.model.measures import RESTRICTING, REWARDING
from credit_rules.model.profile import Subject
from credit_rules.words import codes
from credit_rules.words.keys import VALUES

_TEXT: Json = {"type": "string"}
_FLAG: Json = {"type": "boolean"}
_ANY: Json = {"type": "object"}
_NUMBER: Json = {"type": "integer", "minimum": 0}
_DIGEST: Json = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}


def decision() -> Json:
    """The whole decision."""
    walk = Walk(yaml=False)
    body = _decision(walk)
    return {**body, "$defs": walk.defs}


def _listed(table: codes.Table) -> Json:
    return closed(table, table)


def _many(items: Json) -> Json:
    return {"type": "array", "items": items}


def _mapping(name: str, parts: dict[str, Json], *, optional: tuple[str, ...] = (), null: bool = False) -> Json:
    """A mapping; keys that are always there are required, others may come."""
    return {
        "type": ["object", "null"] if null else "object",
        "properties": {key: {**part, "description": meaning([name], key)} for key, part in parts.items()},
        "required": [key for key in parts if key not in optional],
    }


def _both(walk: Walk, *, null: bool = False) -> Json:
    """A text in both languages."""

    def build() -> Json:
        return _mapping("Text", {"zh": _TEXT, "en": _TEXT}, null=null)

    return walk.ref("both-or-null" if null else "both", build)


def _defined(name: str) -> Callable[[Callable[[Walk], Json]], Callable[[Walk], Json]]:
    """A part that stands among the definitions."""

    def of(build: Callable[[Walk], Json]) -> Callable[[Walk], Json]:
        return lambda walk: walk.ref(name, lambda: build(walk))

    return of


def _decision(walk: Walk) -> Json:
    day = walk.scalar("end")  # the last day there is shows as never
    because = _mapping("DecisionBecause", {"code": _listed(codes.OUTCOME_BECAUSE), "measure": or_null(_TEXT)})
    parts: dict[str, Json] = {
        "format": {"const": "decision/1"},
        "id": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        "inputs": _mapping("DecisionInputs", dict.fromkeys(("profile", "action", "plan"), _DIGEST)),
        "subject": _subject(walk),
        "action": _action(walk),
        "date": day,
        "known": day,
        "rules": _many(_rule(walk)),
        "scope": _mapping("DecisionScope", dict.fromkeys(("measures", "applies", "withheld", "undetermined"), _NUMBER)),
        "outcome": _listed(codes.OUTCOMES),
        "outcome_because": _many(because),
        "consulted": _many(_TEXT),
        "lookups": _many(_lookup(walk)),
        "draft_lists": _many(_TEXT),
        "remedies": _many(_remedy(walk)),
        "findings": _many(_finding(walk)),
        "within_reach": {"type": "array"},
        "conflicts": _many(_conflict()),
        "warnings": _many(_warning()),
        "words": _words(),
        "run": _mapping("Run", {"version": _TEXT, "verified_by": _many(_TEXT)}),
    }
    return _mapping("Decision", parts, optional=("draft_lists",))


def _subject(walk: Walk) -> Json:
    shape = walk.shape(Subject)
    identity = {**_listed(codes.IDENTITIES), "description": meaning(["DecisionSubject"], "identity")}
    return {
        "type": "object",
        "properties": {**shape["properties"], "identity": identity},
        "required": ["kind", "identity"],
    }


def _action(walk: Walk) -> Json:
    shape = walk.shape(Action)
    parts = {key: part for key, part in shape["properties"].items() if key != "item_scheme"}
    parts |= {key: {**parts[key], **walk.scalar("end")} for key in ("date", "known")}
    own = {"title": _both(walk), "authority_title": _both(walk, null=True)}
    told = {key: {**part, "description": meaning(["DecisionAction"], key)} for key, part in own.items()}
    return {"type": "object", "properties": {**parts, **told}, "required": [*parts, *told]}


@_defined("rule")
def _rule(walk: Walk) -> Json:
    parts = {"measure_list": _TEXT, "edition": _TEXT, "digest": _DIGEST, "title": _both(walk)}
    return _mapping("DecisionRule", parts)


@_defined("lookup")
def _lookup(walk: Walk) -> Json:
    parts: dict[str, Json] = {"list": _TEXT, "title": _both(walk, null=True), "state": _listed(codes.LOOKUP_STATES)}
    parts |= dict.fromkeys(("at", "by", "channel"), or_null(_TEXT))
    return _mapping("Lookup", parts | {"cross_check": _FLAG})


@_defined("basis")
def _basis(walk: Walk) -> Json:
    parts = {"source": _TEXT, "title": _both(walk), "article": or_null(_TEXT), "rank": _listed(codes.RANKS)}
    return _mapping("DecisionBasis", parts)


@_defined("remedy")
def _remedy(walk: Walk) -> Json:
    parts = {"name": _both(walk), "to": _both(walk, null=True), "within": or_null(_TEXT), "basis": _many(_basis(walk))}
    return _mapping("DecisionRemedy", parts)


@_defined("finding")
def _finding(walk: Walk) -> Json:
    end = or_null(walk.scalar("end"))
    finding = closed(VALUES["finding"])
    parts: dict[str, Json] = {
        "measure": _TEXT,
        "measure_list": _TEXT,
        "edition": _TEXT,
        "title": _both(walk),
        "polarity": _listed(codes.POLARITIES),
        "effect": closed((*RESTRICTING, *REWARDING)),
        "duty": _listed(codes.DUTIES),
        "category": or_null(_listed(codes.CATEGORIES)),
        "by": _many(_TEXT),
        "finding": finding,
        "guard": or_null(_listed(codes.GUARDS)),
        "by_declaration": _FLAG,
        "basis": _many(_basis(walk)),
        "because": _many(_many(_cause(walk))),
        "because_more": _FLAG,
        "lifts_on": end,
        "returns_on": end,
        "lifts_to": or_null(finding),
        "way_out": {"type": "array"},
        "way_out_more": _FLAG,
        "repair": _many(_repair(walk)),
        "way_out_text": _both(walk, null=True),
        "no_way_out": _many(_basis(walk)),
        "missing": _many(_missing(walk)),
        "note": _both(walk, null=True),
        "draft": _FLAG,
        "decided_by": _decided_by(walk),
    }
    return _mapping("Finding", parts, optional=("draft", "decided_by"))


@_defined("cause")
def _cause(walk: Walk) -> Json:
    """What a finding rests on: a record, an absence, a look-up, a relation, a declaration, or a given field."""
    sorts = ("record", "absent", "consulted", "related", "declared", "given")
    parts: dict[str, Json] = dict.fromkeys(sorts, _TEXT)
    # Of an absence it is the registers looked up, several of them; by itself it is one.
    parts["consulted"] = {"type": ["string", "array"], "items": _TEXT}
    parts |= {
        "of": or_null(_TEXT),
        "kind": _listed(codes.KINDS),
        "list": or_null(_TEXT),
        "title": _both(walk, null=True),
        "authority": or_null(_TEXT),
        "document": or_null(_TEXT),
        "since": walk.scalar("day"),
        "until": or_null(walk.scalar("end")),
        "guard": or_null(_listed(codes.GUARDS)),
        "contested": _FLAG,
        "test": _ANY,
        "titles": _many(_both(walk, null=True)),
        "role": _TEXT,
        "name": or_null(_TEXT),
        "value": _TEXT,
    }
    shape = _mapping("Cause", parts, optional=tuple(parts))
    return {**shape, "required": ["of"], "anyOf": [{"required": [sort]} for sort in sorts]}


@_defined("repair")
def _repair(walk: Walk) -> Json:
    parts: dict[str, Json] = {"list": _TEXT, "title": _both(walk), "conditions": _both(walk, null=True)}
    parts |= dict.fromkeys(("after", "counted_from"), or_null(_TEXT))
    parts |= {"apply_at": _both(walk, null=True), "decided_within": or_null(_TEXT), "basis": _many(_basis(walk))}
    return _mapping("DecisionRepair", parts)


@_defined("missing")
def _missing(walk: Walk) -> Json:
    both = _both(walk, null=True)
    return _mapping("Missing", {"fact": _TEXT, "of": or_null(_TEXT), "where": both, "title": both})


@_defined("decided-by")
def _decided_by(walk: Walk) -> Json:
    test = _mapping("DecidedBy", {"test": _ANY, "found": _both(walk)})
    return _mapping("DecidedBy", {"why": _listed(codes.DECIDED_BY), "tests": _many(test)})


def _conflict() -> Json:
    return _mapping("Conflict", {"measures": _many(_TEXT), "why": _listed(codes.CONFLICTS)})


def _warning() -> Json:
    parts: dict[str, Json] = {"code": _listed(codes.WARNINGS), "at": _TEXT, "list": _TEXT, "days": _NUMBER}
    return _mapping("Warning", parts, optional=("list", "days"))


def _words() -> Json:
    said = _mapping("DecisionWords", dict.fromkeys(("outcome", "headline", "notice"), _TEXT))
    return _mapping("DecisionWords", {"zh": said, "en": said})

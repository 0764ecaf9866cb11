"""The schema of `decision/1`. Keys are extended, never broken, so a reader must let pass what it does not know."""

from collections.abc import Callable

from credit_rules.authoring.schemas.scalars import Json, closed, or_null
from credit_rules.authoring.schemas.walking import Walk, meaning
from credit_rules.model.action import Action
from credit_rules.model.measures import RESTRICTING, REWARDING
from credit_rules.model.profile import Subject
from credit_rules.words import codes
from credit_rules.words.keys import VALUES

TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
_ANY: Json = {"type": "object"}
NUMBER: Json = {"type": "integer", "minimum": 0}
DIGEST: Json = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
ID: Json = {"type": "string", "pattern": "^[0-9a-f]{16}$"}


def decision() -> Json:
    """The whole decision."""
    walk = Walk(yaml=False)
    body = decision_of(walk)
    return {**body, "$defs": walk.defs}


def listed(table: codes.Table) -> Json:
    return closed(table, table)


def many(items: Json) -> Json:
    return {"type": "array", "items": items}


def mapping(name: str, parts: dict[str, Json], *, optional: tuple[str, ...] = (), null: bool = False) -> Json:
    """A mapping; keys that are always there are required, others may come."""
    return {
        "type": ["object", "null"] if null else "object",
        "properties": {key: {**part, "description": meaning([name], key)} for key, part in parts.items()},
        "required": [key for key in parts if key not in optional],
    }


def both(walk: Walk, *, null: bool = False) -> Json:
    """A text in both languages."""

    def build() -> Json:
        return mapping("Text", {"zh": TEXT, "en": TEXT}, null=null)

    return walk.ref("both-or-null" if null else "both", build)


def _defined(name: str) -> Callable[[Callable[[Walk], Json]], Callable[[Walk], Json]]:
    """A part that stands among the definitions."""

    def of(build: Callable[[Walk], Json]) -> Callable[[Walk], Json]:
        return lambda walk: walk.ref(name, lambda: build(walk))

    return of


def decision_of(walk: Walk) -> Json:
    """A whole decision, as part of a schema in the making."""
    day = walk.scalar("end")  # the last day there is shows as never
    because = mapping("DecisionBecause", {"code": listed(codes.OUTCOME_BECAUSE), "measure": or_null(TEXT)})
    parts: dict[str, Json] = {
        "format": {"const": "decision/1"},
        "id": ID,
        "inputs": mapping("DecisionInputs", dict.fromkeys(("profile", "action", "plan"), DIGEST)),
        "subject": subject(walk),
        "action": action(walk),
        "date": day,
        "known": day,
        "rules": many(rule(walk)),
        "scope": mapping("DecisionScope", dict.fromkeys(("measures", "applies", "withheld", "undetermined"), NUMBER)),
        "outcome": listed(codes.OUTCOMES),
        "outcome_because": many(because),
        "consulted": many(TEXT),
        "lookups": many(_lookup(walk)),
        "draft_lists": many(TEXT),
        "remedies": many(_remedy(walk)),
        "findings": many(finding(walk)),
        "within_reach": many(_reach(walk)),
        "conflicts": many(_conflict()),
        "warnings": many(warning()),
        "words": _words(),
        "run": run(),
    }
    return mapping("Decision", parts, optional=("draft_lists",))


def subject(walk: Walk) -> Json:
    shape = walk.shape(Subject)
    identity = {**listed(codes.IDENTITIES), "description": meaning(["DecisionSubject"], "identity")}
    return {
        "type": "object",
        "properties": {**shape["properties"], "identity": identity},
        "required": ["kind", "identity"],
    }


def action(walk: Walk) -> Json:
    shape = walk.shape(Action)
    parts = {key: part for key, part in shape["properties"].items() if key != "item_scheme"}
    parts |= {key: {**parts[key], **walk.scalar("end")} for key in ("date", "known")}
    own = {"title": both(walk), "authority_title": both(walk, null=True)}
    told = {key: {**part, "description": meaning(["DecisionAction"], key)} for key, part in own.items()}
    return {"type": "object", "properties": {**parts, **told}, "required": [*parts, *told]}


@_defined("rule")
def rule(walk: Walk) -> Json:
    parts = {"measure_list": TEXT, "edition": TEXT, "digest": DIGEST, "title": both(walk)}
    return mapping("DecisionRule", parts)


@_defined("lookup")
def _lookup(walk: Walk) -> Json:
    parts: dict[str, Json] = {"list": TEXT, "title": both(walk, null=True), "state": listed(codes.LOOKUP_STATES)}
    parts |= dict.fromkeys(("at", "by", "channel"), or_null(TEXT))
    return mapping("Lookup", parts | {"cross_check": FLAG})


@_defined("basis")
def basis(walk: Walk) -> Json:
    parts = {"source": TEXT, "title": both(walk), "article": or_null(TEXT), "rank": listed(codes.RANKS)}
    return mapping("DecisionBasis", parts)


@_defined("remedy")
def _remedy(walk: Walk) -> Json:
    parts = {"name": both(walk), "to": both(walk, null=True), "within": or_null(TEXT), "basis": many(basis(walk))}
    return mapping("DecisionRemedy", parts)


def measure(walk: Walk) -> dict[str, Json]:
    """Which measure it is, and of what sort."""
    return {
        "measure": TEXT,
        "measure_list": TEXT,
        "edition": TEXT,
        "title": both(walk),
        "polarity": listed(codes.POLARITIES),
        "effect": closed((*RESTRICTING, *REWARDING)),
        "duty": listed(codes.DUTIES),
    }


def found(walk: Walk) -> dict[str, Json]:
    """What was found of a measure, on what basis, because of what and until when."""
    end = or_null(walk.scalar("end"))
    what = closed(VALUES["finding"])
    return {
        **measure(walk),
        "category": or_null(listed(codes.CATEGORIES)),
        "by": many(TEXT),
        "finding": what,
        "guard": or_null(listed(codes.GUARDS)),
        "by_declaration": FLAG,
        "basis": many(basis(walk)),
        "because": many(many(cause(walk))),
        "because_more": FLAG,
        "lifts_on": end,
        "returns_on": end,
        "lifts_to": or_null(what),
    }


@_defined("finding")
def finding(walk: Walk) -> Json:
    parts: dict[str, Json] = {
        **found(walk),
        "way_out": many(_way(walk)),
        "way_out_more": FLAG,
        "repair": many(_repair(walk)),
        "way_out_text": both(walk, null=True),
        "no_way_out": many(basis(walk)),
        "missing": many(missing(walk)),
        "note": both(walk, null=True),
        "draft": FLAG,
        "decided_by": _decided_by(walk),
    }
    return mapping("Finding", parts, optional=("draft", "decided_by"))


@_defined("cause")
def cause(walk: Walk) -> Json:
    """What a finding rests on: a record, an absence, a look-up, a relation, a declaration, or a given field."""
    sorts = ("record", "absent", "consulted", "related", "declared", "given")
    parts: dict[str, Json] = dict.fromkeys(sorts, TEXT)
    # Of an absence it is the registers looked up, several of them; by itself it is one.
    parts["consulted"] = {"type": ["string", "array"], "items": TEXT}
    parts |= {
        "of": or_null(TEXT),
        "kind": listed(codes.KINDS),
        "list": or_null(TEXT),
        "title": both(walk, null=True),
        "authority": or_null(TEXT),
        "document": or_null(TEXT),
        "since": walk.scalar("day"),
        "until": or_null(walk.scalar("end")),
        "guard": or_null(listed(codes.GUARDS)),
        "contested": FLAG,
        "test": _ANY,
        "titles": many(both(walk, null=True)),
        "role": TEXT,
        "name": or_null(TEXT),
        "value": TEXT,
    }
    shape = mapping("Cause", parts, optional=tuple(parts))
    return {**shape, "required": ["of"], "anyOf": [{"required": [sort]} for sort in sorts]}


@_defined("repair")
def _repair(walk: Walk) -> Json:
    parts: dict[str, Json] = {"list": TEXT, "title": both(walk), "conditions": both(walk, null=True)}
    parts |= dict.fromkeys(("after", "counted_from"), or_null(TEXT))
    parts |= {"apply_at": both(walk, null=True), "decided_within": or_null(TEXT), "basis": many(basis(walk))}
    return mapping("DecisionRepair", parts)


@_defined("way")
def _way(walk: Walk) -> Json:
    """A way out: what has to change, since when it may be applied for, and when the measure lifts at the earliest."""
    parts: dict[str, Json] = {
        "changes": many(change(walk)),
        "apply_from": or_null(walk.scalar("end")),
        "lifts_on": walk.scalar("end"),
        "leaves": closed(VALUES["finding"]),
        "returns_on": or_null(walk.scalar("end")),
    }
    return mapping("WayOut", parts)


@_defined("change")
def change(walk: Walk) -> Json:
    assumes = mapping("Assumed", {"field": TEXT, "on": walk.scalar("end")})
    parts: dict[str, Json] = {
        "record": TEXT,
        "change": listed(codes.CHANGES),
        "of": or_null(TEXT),
        "kind": listed(codes.KINDS),
        "list": or_null(TEXT),
        "title": both(walk),
        "apply_from": walk.scalar("end"),
        "open": FLAG,
        "assumes": or_null(assumes),
        "corrected": or_null(FLAG),
        "conditions": both(walk, null=True),
        "apply_at": both(walk, null=True),
        "decided_within": or_null(TEXT),
        "basis": many(basis(walk)),
    }
    return mapping("Change", parts, optional=tuple(parts)[6:])


@_defined("gain")
def _gain(walk: Walk) -> Json:
    parts: dict[str, Json] = {
        "record": {"type": "null"},
        "change": {"const": "gained"},
        "of": or_null(TEXT),
        "kind": listed(codes.KINDS),
        "lists": many(TEXT),
        "titles": many(both(walk, null=True)),
        "fields": _ANY,
        "count": NUMBER,
        "days": many(walk.scalar("end")),
    }
    return mapping("Gain", parts)


@_defined("reach")
def _reach(walk: Walk) -> Json:
    """What would bring an incentive that does not bite."""
    changes = {"type": "array", "items": {"anyOf": [_gain(walk), change(walk)]}}
    parts: dict[str, Json] = {
        "measure": TEXT,
        "measure_list": TEXT,
        "title": both(walk),
        "changes": changes,
        "on": walk.scalar("end"),
    }
    return mapping("WithinReach", parts)


@_defined("missing")
def missing(walk: Walk) -> Json:
    """An open fact, and where to look it up."""
    text = both(walk, null=True)
    return mapping("Missing", {"fact": TEXT, "of": or_null(TEXT), "where": text, "title": text})


@_defined("decided-by")
def _decided_by(walk: Walk) -> Json:
    test = mapping("DecidedBy", {"test": _ANY, "found": both(walk)})
    return mapping("DecidedBy", {"why": listed(codes.DECIDED_BY), "tests": many(test)})


def _conflict() -> Json:
    return mapping("Conflict", {"measures": many(TEXT), "why": listed(codes.CONFLICTS)})


def warning() -> Json:
    """What the reader is told beside the findings."""
    parts: dict[str, Json] = {"code": listed(codes.WARNINGS), "at": TEXT, "list": TEXT, "days": NUMBER}
    return mapping("Warning", parts, optional=("list", "days"))


def _words() -> Json:
    said = mapping("DecisionWords", dict.fromkeys(("outcome", "headline", "notice"), TEXT))
    return mapping("DecisionWords", {"zh": said, "en": said})


def run() -> Json:
    """Which program answered, by which engines."""
    return mapping(
        "Run",
        {"version": TEXT, "verified_by": many(TEXT), "unverified": listed(codes.UNVERIFIED)},
        optional=("unverified",),
    )

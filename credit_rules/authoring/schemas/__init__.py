"""JSON Schema (2020-12) of every kind of file, made from the models: what editors show, and what others check against.

A schema accepts what our readers accept. It knows the shape of a file and nothing of the catalogue: whether a list or
an action exists, and what no rule set may do, is told when the rule set is loaded.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel

from credit_rules.authoring.schemas import cases, conditions
from credit_rules.authoring.schemas.calendars import calendar
from credit_rules.authoring.schemas.decisions import decision
from credit_rules.authoring.schemas.explanations import explanation, explanations
from credit_rules.authoring.schemas.following import change, event
from credit_rules.authoring.schemas.replays import replay
from credit_rules.authoring.schemas.scalars import Json, closed, kinds, or_list, or_null
from credit_rules.authoring.schemas.walking import Special, Walk
from credit_rules.model.action import Action
from credit_rules.model.cases import CasesFile
from credit_rules.model.catalogue import CatalogueFile, Repair, Source, Span
from credit_rules.model.mappings import DECIMALS, DELIMITERS, ORDERS, RECORDS, UNITS, MappingColumn, MappingFile
from credit_rules.model.measures import (
    CATEGORIES,
    RESTRICTING,
    REWARDING,
    Measure,
    MeasureList,
    NoWayOut,
    RulesetFile,
)
from credit_rules.model.profile import TYPE_OF_KIND, ProfileFields
from credit_rules.model.scalars import PENALTY_KINDS
from credit_rules.model.scenarios import Scenario
from credit_rules.settings import FORMATS
from credit_rules.settings import _Fields as SettingsFields
from credit_rules.words import codes
from credit_rules.words.keys import KINDS_OF_FILE, VALUES, described

__all__ = ["KINDS", "MODELINE", "Json", "schema_of", "text_of", "write_schemas"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: What the first line of a YAML file says to an editor: where its schema stands.
MODELINE = "# yaml-language-server: $schema="


def schema_of(kind: str) -> Json:
    """The schema of a kind of file; KeyError where there is none."""
    return {
        "$schema": DIALECT,
        "$comment": f"credit-rules schema {kind} · 由模型生成，请勿手改 · made from the models, not by hand",
        "description": " · ".join(KINDS_OF_FILE[kind]),
        **KINDS[kind](),
    }


def text_of(kind: str) -> str:
    """The same as it stands in its file."""
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of every kind into a folder; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{kind}.json" for kind in KINDS]
    for path in files:
        path.write_text(text_of(path.stem), encoding="utf-8", newline="\n")
    return files


def _of(model: type[BaseModel], *, yaml: bool, **more: object) -> Json:
    walk = Walk(yaml, _SPECIAL, _CHANGED, _REQUIRED)
    return {**walk.shape(model), **more, **({"$defs": walk.defs} if walk.defs else {})}


#: Kind of file → its schema; the keys are those of `words.keys.KINDS_OF_FILE`.
KINDS: Mapping[str, Callable[[], Json]] = {
    "catalogue": lambda: _of(CatalogueFile, yaml=True, minProperties=1),
    "measure-list": lambda: _of(MeasureList, yaml=True),
    "cases": lambda: _of(CasesFile, yaml=True),
    "ruleset": lambda: _of(RulesetFile, yaml=True),
    "scenario": lambda: _of(Scenario, yaml=True),
    "profile": lambda: _of(ProfileFields, yaml=True),
    "mapping": lambda: _of(MappingFile, yaml=True),
    "action": lambda: _of(Action, yaml=False),
    "decision": decision,
    "explanation": explanation,
    "explanations": explanations,
    "replay": replay,
    "calendar": calendar,
    "event": event,
    "change": change,
    "settings": lambda: _of(SettingsFields, yaml=False),
}


# --- what no annotation tells: keys our readers take apart themselves --------------------------------------------


def _period(walk: Walk) -> Json:
    """A period, a word, or a span."""
    length, span = walk.scalar("period"), walk.shape(Span)
    words = "|".join(VALUES["period"])
    return {**length, **span, "type": ["string", "object"], "pattern": f"^({words}|{length['pattern'][2:-2]})$"}


def _repair(walk: Walk) -> Json:
    return {**walk.shape(Repair), "type": ["object", "string", "null"], "pattern": "^none$"}


def _lasts(walk: Walk) -> Json:
    parts = {"fixed": walk.scalar("period"), "from": conditions.date_field(*TYPE_OF_KIND)}
    fixed = {
        "type": "object",
        "properties": {key: {**part, "description": described("Fixed", key)} for key, part in parts.items()},
        "required": list(parts),
        "additionalProperties": False,
    }
    return {"anyOf": [closed(VALUES["lasts"]), fixed]}


def _way_out(walk: Walk) -> Json:
    """A text, or `none` with the basis that says so."""
    walk.words(null=True)
    text, none = walk.defs["text-or-null"], walk.shape(NoWayOut)
    either = {
        "if": {"type": "object", "required": ["none"]},
        "then": {"properties": {"zh": False, "en": False}},
        "else": {"required": ["zh"], "properties": {"basis": False}},
    }
    rest = {key: value for key, value in text.items() if key != "required"}
    return {**rest, "properties": {**text["properties"], **none["properties"]}, **either}


def _rules(walk: Walk) -> Json:
    """Of the settings: one rule set, or several."""
    return or_list(walk.scalar("text"))


def _columns(walk: Walk) -> Json:
    """Of a mapping: a heading, several, or a heading with what is taken of it."""
    one, column = or_list(walk.scalar("text")), walk.shape(MappingColumn)
    return {"type": "object", "additionalProperties": {**one, **column, "type": [*kinds(one), "object"]}}


def _each(what: Callable[[Walk], Json]) -> Special:
    """A mapping whose keys are free."""
    return lambda walk: {"type": "object", "additionalProperties": what(walk)}


def _texts(walk: Walk) -> Json:
    return or_list(walk.scalar("text"))


_SPECIAL: Mapping[tuple[str, str], Special] = {
    ("*", "basis"): lambda walk: walk.basis(),
    ("Term", "period"): _period,
    ("Term", "repair"): _repair,
    ("Category", "id"): lambda walk: closed(CATEGORIES),
    ("KindOfPenalty", "id"): lambda walk: closed(PENALTY_KINDS),
    ("Measure", "actions"): lambda walk: {"type": "array", "items": walk.scalar("code"), "minItems": 1},
    ("Measure", "category"): lambda walk: closed(CATEGORIES),
    ("Measure", "lasts"): _lasts,
    ("Measure", "way_out"): _way_out,
    ("Measure", "when"): conditions.when,
    ("ProfileFields", "consulted"): cases.names,
    ("Relation", "profile"): lambda walk: walk.ref("profile", lambda: walk.shape(ProfileFields)),
    ("Case", "given"): cases.given,
    ("Case", "expect"): lambda walk: {**cases.expect(walk), "minProperties": 1},
    ("CasesFile", "defaults"): cases.given,
    ("Scenario", "subject"): cases.subject,
    ("Step", "given"): cases.given_at_step,
    ("Step", "subject"): cases.subject,
    ("Step", "action"): cases.action,
    ("Step", "expect"): cases.expect,
    ("MappingFile", "columns"): _columns,
    ("MappingFile", "values"): _each(lambda walk: walk.scalar("text")),
    ("MappingFile", "ignored"): _each(lambda walk: walk.words()),
    ("MappingFile", "record"): lambda walk: closed(RECORDS, codes.TABLES["kind"]),
    ("MappingFile", "dates"): lambda walk: or_null(closed(ORDERS, VALUES["mapping-dates"])),
    ("MappingFile", "decimal"): lambda walk: or_null(closed(DECIMALS, VALUES["mapping-decimal"])),
    ("MappingFile", "delimiter"): lambda walk: or_null(closed(DELIMITERS, VALUES["mapping-delimiter"])),
    ("MappingFile", "no_end"): _texts,
    ("MappingColumn", "from"): _texts,
    ("MappingColumn", "unit"): lambda walk: or_null(closed(UNITS, VALUES["mapping-unit"])),
    ("Settings", "rules"): _rules,
    ("Settings", "format"): lambda walk: closed(FORMATS, VALUES["format"]),
    ("Settings", "verify_seconds"): lambda walk: {**walk.scalar("whole"), "minimum": 1},
}
#: What checking demands beside the models.
_REQUIRED = {"Measure": ("basis",), "Case": ("expect",)}


# --- what one key demands of another ------------------------------------------------------------------------------


def _measure(shape: Json) -> Json:
    """Effects and categories belong to one polarity; only an incentive may do without a condition."""
    restricts = {
        "required": ["category"],
        "properties": {"effect": _some(codes.EFFECTS, RESTRICTING), "when": {"type": "object"}},
    }
    rewards = {"properties": {"effect": _some(codes.EFFECTS, REWARDING), "category": False}}
    return {**shape, "allOf": [_where("polarity", "restriction", restricts), _where("polarity", "incentive", rewards)]}


def _some(table: codes.Table, values: tuple[str, ...]) -> Json:
    return {"enum": list(values), "enumDescriptions": [" · ".join(table[value]) for value in values]}


def _source(shape: Json) -> Json:
    """A local regulation says where it holds."""
    return {**shape, "allOf": [_where("rank", "local-regulation", {"required": ["region"]})]}


def _where(key: str, value: str, demands: Json) -> Json:
    return {"if": {"properties": {key: {"const": value}}, "required": [key]}, "then": demands}


_CHANGED: Mapping[str, Callable[[Json], Json]] = {Measure.__name__: _measure, Source.__name__: _source}

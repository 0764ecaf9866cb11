"""The schemas: current, explained key by key, as wide as our readers and as narrow as a shape can be."""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from commands import call_credit_rules, empty_folder
from conftest import ROOT
from credit_rules import casebook
from credit_rules.authoring.schemas import KINDS, MODELINE, cases, schema_of, text_of
from credit_rules.casebook import given_of
from credit_rules.model.cases import CasesFile
from credit_rules.model.conditions import leaves
from credit_rules.model.plan import Plan
from credit_rules.pipeline import check_subject
from credit_rules.settings import FORMATS, NAMES
from credit_rules.stages.reading import decode, read_yaml
from credit_rules.words.keys import KEYS, KINDS_OF_FILE, VALUES
from test_conformance import documents

__all__ = ["empty_folder"]

RULESETS = ROOT / "rulesets"
COMMITTED = RULESETS / "schema"
SHIPPED = sorted([*RULESETS.rglob("*.yaml"), *(ROOT / "examples").rglob("*.yaml")])
CONFORMANCE = ROOT / "tests" / "conformance"


class _Loader(yaml.SafeLoader):
    """A common YAML loader; what it makes a date of stays the text it was, as JSON has no dates."""


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def loaded(text: str) -> list[Any]:
    """Every document of a text, as another program's parser reads it."""
    return [_as_json(data) for data in yaml.load_all(text, _Loader)]


def _as_json(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _as_json(value) for key, value in data.items()}
    return [_as_json(item) for item in data] if isinstance(data, list) else data


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind))


def deepest(error: ValidationError) -> ValidationError:
    """Where in the file an error is, inside alternatives too."""
    return best_match([error]) or error


def errors(kind: str, data: Any) -> list[str]:
    """Every error as `path: message`."""
    found = (deepest(error) for error in validator(kind).iter_errors(data))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def kind_of(data: Any) -> str:
    """The kind of a file by the key that every such file has."""
    by_key = {"cases_for": "cases", "measure_list": "measure-list", "measures": "measure-list"}
    by_key |= {"ruleset": "ruleset", "scenario": "scenario", "mapping": "mapping"}
    return next((kind for key, kind in by_key.items() if key in data), "catalogue")


# --- current, and whole -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_what_the_models_give(kind: str) -> None:
    wanted = text_of(kind)
    found = (COMMITTED / f"{kind}.json").read_text(encoding="utf-8")
    assert found == wanted, "run `credit-rules schema --into rulesets/schema`"


def test_nothing_else_stands_among_the_committed_schemas() -> None:
    assert {path.name for path in COMMITTED.iterdir()} == {f"{kind}.json" for kind in KINDS}


def test_every_kind_of_file_has_a_schema_and_words() -> None:
    assert list(KINDS) == list(KINDS_OF_FILE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_by_the_rules_of_its_dialect(kind: str) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def parts(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every part of a schema that is a schema itself."""
    if isinstance(schema, dict):
        yield path, schema
        for key, inner in schema.items():
            if key not in ("enum", "const", "required", "enumDescriptions"):
                yield from parts(inner, (*path, key))
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from parts(inner, (*path, str(number)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_explained_in_both_languages(kind: str) -> None:
    for path, schema in parts(schema_of(kind)):
        conditional = "if" in path or "then" in path or "else" in path
        for key, inner in ({} if conditional else schema.get("properties", {})).items():
            told = inner.get("description", "")
            assert re.search("[\u4e00-\u9fff]", told.partition(" · ")[0]), (*path, key)
            assert re.search("[a-z]{2}", told.partition(" · ")[2]), (*path, key)


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_a_closed_list_is_explained_in_both_languages(kind: str) -> None:
    for path, schema in parts(schema_of(kind)):
        if "enum" in schema:
            assert len(schema["enumDescriptions"]) == len(schema["enum"]), path
            assert all(" · " in told for told in schema["enumDescriptions"]), path


@pytest.mark.parametrize("kind", KINDS)
def test_a_definition_is_not_described_itself_for_it_would_hide_the_key(kind: str) -> None:
    # Editors show the first description they meet, and they meet what a key refers to before the key.
    for name, schema in schema_of(kind).get("$defs", {}).items():
        assert "description" not in schema, name
        assert "title" not in schema, name


def test_no_word_is_there_for_nothing() -> None:
    told = {part["description"] for kind in KINDS for _, part in parts(schema_of(kind)) if "description" in part}
    plain = " ".join(told)
    unused = [
        f"{shape}.{key}" for shape, table in KEYS.items() for key, (zh, en) in table.items() if f"{zh}" not in plain
    ]
    assert unused == []
    values = json.dumps([schema_of(kind) for kind in KINDS], ensure_ascii=False)
    listed = {name for name, table in VALUES.items() for code in table if f'"{code}"' not in values}
    assert listed <= {"period", "none", "always", "format"}  # these stand in patterns; a format is still to come


# --- as wide as our readers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=[path.relative_to(ROOT).as_posix() for path in SHIPPED])
def test_every_shipped_file_fits_its_schema(path: Path) -> None:
    (data,) = loaded(path.read_text(encoding="utf-8"))
    assert errors(kind_of(data), data) == []


@pytest.mark.parametrize("path", SHIPPED, ids=[path.relative_to(ROOT).as_posix() for path in SHIPPED])
def test_every_shipped_file_names_its_schema_in_its_first_line(path: Path) -> None:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    assert first.startswith(MODELINE)
    named = first.removeprefix(MODELINE)
    assert not Path(named).is_absolute()
    (data,) = loaded(rest)
    assert (path.parent / named).resolve() == (COMMITTED / f"{kind_of(data)}.json").resolve()


@pytest.mark.parametrize("path", sorted(CONFORMANCE.glob("[0-9]*.yaml")), ids=lambda path: path.stem)
def test_what_the_engines_are_tried_on_fits(path: Path) -> None:
    for data in loaded(path.read_text(encoding="utf-8")):
        rules = data.get("rules", {})
        for entry in rules.get("measure_lists", []):
            assert errors("measure-list", entry) == []
        if rules.get("catalogue"):
            assert errors("catalogue", rules["catalogue"]) == []
        given = {key: data[key] for key in ("defaults", "cases") if key in data}
        assert errors("cases", {"cases_for": "any", **given}) == []


HEAD = """\
measure_list: m
title: 甲
edition: 2016
in_force: {from: 2016-08-01, until: 2099-12-31}
measures:
  - {id: a, title: 甲, polarity: restriction, effect: bar, duty: must, category: market-access, actions: [bid],
     basis: [甲法 第一条], when: {listing: {list: x}}%s}
"""
MEASURE = ("", ", way_out: none", ", way_out: {none: true, basis: [甲法]}", ", way_out: 改正", ", way_out: {zh: 改正}")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("measure-list", HEAD % ""),
        ("measure-list", (HEAD % "").replace("edition: 2016", 'edition: "2016"')),
        ("measure-list", (HEAD % "").replace("edition: 2016", "edition: 1.10\ndraft: true\nregion: 370300")),
        ("measure-list", (HEAD % "").replace("edition: 2016", "edition: 12:30\ndraft: 'false'\nregion: 010000")),
        ("measure-list", (HEAD % "").replace("title: 甲\n", "title: 2016\nissuer:\nparent: ~\n")),
        *(("measure-list", HEAD % more) for more in MEASURE),
        ("measure-list", HEAD % ", lasts: life"),
        ("measure-list", HEAD % ", lasts: {fixed: 3 years, from: decided_on}"),
        ("measure-list", HEAD % ", subjects: [enterprise], by: [a, b], entitlement: false, note: {zh: 一, en: }"),
        ("catalogue", "sources:\n  - {id: 1, title: 甲, number: 36, rank: law, in_force: {from: 2026-04-01}}"),
        ("catalogue", "lists: [{id: a, title: 甲, colour: red, terms: [{period: as-decided, repair: none}]}]"),
        ("catalogue", "lists: [{id: a, title: 甲, colour: red, terms: [{period: {at_least: 1 year}}]}]"),
        ("catalogue", "recognition: [{here: 230000, from: [210000, '220000']}]"),
        ("catalogue", "actions: []"),
        ("ruleset", "{ruleset: cn/x, extends: [cn, ../y]}"),
        ("cases", "{cases_for: a, cases: [{name: 1, given: {action: {code: a, amount: 5.5}}, expect: {m: applies}}]}"),
        ("cases", "{cases_for: a, defaults: {subject: null}, cases: [{name: 一, expect: {outcome: barred}}]}"),
        ("profile", "{subject: {kind: household, region: 370300}, consulted: all}"),
        ("profile", "{subject: {kind: household}, points: [{scheme: f, as_of: 2026-01-01, value: 12}]}"),
        ("profile", "{subject: {kind: household}, penalties: [{decided_on: 2026-01-01, amount: 80000, large: true}]}"),
        ("profile", "{subject: {kind: household}, penalties: [{decided_on: 2026-01-01, ends_on: 长期}]}"),
        ("action", '{"code": "bid", "date": "2026-11-20", "amount": "4000000", "region": null}'),
    ],
)  # fmt: skip
def test_what_our_readers_take_fits(kind: str, text: str) -> None:
    from credit_rules.authoring import schemas

    models = {"catalogue": schemas.CatalogueFile, "ruleset": schemas.RulesetFile, "cases": schemas.CasesFile}
    models |= {"measure-list": schemas.MeasureList, "profile": schemas.ProfileFields, "action": schemas.Action}
    models[kind].model_validate(json.loads(text) if kind == "action" else read_yaml(text, "x").data)
    (data,) = loaded(text)
    assert errors(kind, data) == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.json")), ids=lambda path: path.name)
def test_the_profiles_among_the_examples_fit(path: Path) -> None:
    assert errors("profile", json.loads(path.read_text(encoding="utf-8"))) == []


def test_profiles_and_actions_of_the_stream_fit() -> None:
    lines = (ROOT / "examples" / "stream" / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
    assert len(asked) > 1
    for request in asked:
        if "profile" in request:
            assert errors("profile", request["profile"]) == []
        if "date" in request.get("action", {}):
            assert errors("action", request["action"]) == []


def test_the_settings_of_the_schema_are_the_settings() -> None:
    told = tomllib.loads('rules = ["cn", "./mine"]\nlang = "en"\nregion = "370300"\nformat = "json"\n')
    assert errors("settings", told) == []
    assert errors("settings", {"rules": "cn"}) == []
    assert set(schema_of("settings")["properties"]) == set(NAMES)
    assert schema_of("settings")["properties"]["format"]["enum"] == list(FORMATS)


def test_cases_are_given_what_the_casebook_reads() -> None:
    assert cases.OF_THE_ACTION == casebook._ACTION
    given = schema_of("cases")["$defs"]["given"]["properties"]
    assert set(given) == {*casebook._ACTION, *casebook._PROFILE, "action"}
    assert set(casebook._ABOUT_ALL) == set(schema_of("cases")["$defs"]["expect"]["properties"])


# --- decisions ----------------------------------------------------------------------------------------------------


def closed(schema: Any) -> Any:
    """The same schema, letting no key pass that it does not tell."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: closed(inner) for key, inner in schema.items()}
    return told | (
        {"additionalProperties": False} if "properties" in schema and "object" in schema.get("type", ()) else {}
    )


@cache
def strict() -> Draft202012Validator:
    return Draft202012Validator(closed(schema_of("decision")))


def decision_errors(data: Any) -> list[str]:
    found = (deepest(error) for error in strict().iter_errors(data))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def test_the_recorded_decision_fits() -> None:
    data = json.loads((ROOT / "tests" / "golden" / "decision.json").read_text(encoding="utf-8"))
    assert decision_errors(data) == []


@pytest.mark.parametrize("name", ["appointment-bars", "blood-donors-and-volunteers"])
def test_decisions_on_shipped_cases_fit(name: str, national: Plan) -> None:
    path = RULESETS / "cn" / f"{name}.cases.yaml"
    file = CasesFile.model_validate(read_yaml(decode(path.read_bytes(), name), name).data)
    for case in file.cases[::4]:
        given = given_of(case, file.defaults)
        data = check_subject(national, given.profile, given.action).as_json(everything=True)
        assert decision_errors(data) == [], case.name


def test_decisions_of_every_sort_fit() -> None:
    """Related subjects, declarations, contested and past records, drafts, conflicts, doubtful identities."""
    wanted = {"absent", "related", "declared", "given", "consulted", "contested"}
    seen: set[str] = set()
    for path in sorted(CONFORMANCE.glob("[0-9]*.yaml")):
        for document in documents(path):
            plan = plan_from_conformance(document.data)
            for raw in document.data["cases"][::3]:
                case = CasesFile.model_validate({"cases_for": "any", "cases": [raw]}).cases[0]
                given = given_of(case, document.data.get("defaults", {}))
                data = check_subject(plan, given.profile, given.action).as_json(everything=True)
                assert decision_errors(data) == [], case.name
                seen |= {
                    key for finding in data["findings"] for cause in finding["because"] for i in cause for key in i
                }
    assert wanted <= seen


def plan_from_conformance(data: Any) -> Plan:
    from credit_rules.pipeline import plan_of
    from test_conformance import rules_of

    return plan_of(rules_of(data.get("rules", {}), "x"))


def test_a_reader_of_decisions_lets_pass_what_it_does_not_know() -> None:
    data = json.loads((ROOT / "tests" / "golden" / "decision.json").read_text(encoding="utf-8"))
    assert errors("decision", {**data, "new-in-a-later-version": 1}) == []
    assert errors("decision", {**data, "outcome": "refused"}) != []


# --- as narrow as a shape can be ----------------------------------------------------------------------------------

MISFITS = loaded((ROOT / "tests" / "misfits.yaml").read_text(encoding="utf-8"))[0]
RIGHT = {"id": "a", "title": "甲", "polarity": "restriction", "effect": "bar", "duty": "must"}
RIGHT |= {"category": "market-access", "actions": ["bid"], "basis": ["甲法 第一条"], "when": {"listing": {"list": "x"}}}


def around(measure: Any) -> dict[str, Any]:
    """A right measure list but for this."""
    told = {key: value for key, value in {**RIGHT, **measure}.items() if value is not None}
    return {"measure_list": "m", "title": "甲", "edition": 2016, "in_force": {}, "measures": [told]}


def test_the_measure_the_misfits_differ_from_fits() -> None:
    assert errors("measure-list", around({})) == []


@pytest.mark.parametrize("misfit", MISFITS["measures"], ids=lambda misfit: json.dumps(misfit["measure"]))
def test_a_wrong_measure_fails_at_the_wrong_key(misfit: Any) -> None:
    found = errors("measure-list", around(misfit["measure"]))
    at = f"measures/0/{misfit['at']}".rstrip("/")
    assert any(error.startswith(f"{at}: ") and misfit["told"] in error for error in found), found


@pytest.mark.parametrize("misfit", MISFITS["files"], ids=lambda misfit: f"{misfit['kind']} {misfit['at']}")
def test_a_wrong_file_fails_at_the_wrong_key(misfit: Any) -> None:
    found = errors(misfit["kind"], misfit["file"])
    assert any(error.startswith(f"{misfit['at']}: ") and misfit["told"] in error for error in found), found


def test_a_step_completes_a_record_told_before() -> None:
    step = "{date: 2026-01-01, told: 甲, given: {listings: [%s]}}"
    story = "{scenario: a, system: b, title: 甲, rules: [cn], steps: [" + step + "]}"
    assert errors("scenario", loaded(story % "{id: L1, removed_on: 2026-09-01}")[0]) == []
    assert errors("scenario", loaded(story % "{list: x, listed_on: 2026-09-01}")[0]) == []
    assert errors("scenario", loaded(story % "{removed_on: 2026-09-01}")[0]) != []


#: What a shape alone can refuse; names of the catalogue and what no rule set may do are beyond it.
OF_SHAPE = {"unknown-key", "missing-key", "wrong-type", "bad-period", "bad-code", "bad-region", "bad-text"}
OF_SHAPE |= {"bad-condition", "unknown-field", "empty-text", "region-of-local-regulation", "unknown-category"}
BEYOND_SHAPE = {
    "a restriction on past records without a basis for looking at them",
    "a period of its own from what is no date of the records",
    "between days the wrong way round",
    "between with its ends the wrong way round",
    *(f"a period longer than any life, {period}" for period in ("36501 days", "1201 months", "101 years")),
}
OF_SHAPE |= {"effect-of-other-polarity", "category-of-incentive"}


def test_what_our_readers_refuse_for_its_shape_does_not_fit() -> None:
    tried, passed = 0, set()
    for path in sorted(CONFORMANCE.glob("bad-*.yaml")):
        for data in yaml.load_all(path.read_text(encoding="utf-8"), yaml.BaseLoader):
            for case in data["cases"]:
                for name, text in case.get("files", {}).items():
                    codes = {told["code"] for told in case["refused"] if told.get("file", name) == name}
                    file = readable(text) if codes & OF_SHAPE else None
                    if isinstance(file, dict):
                        tried += 1
                        if errors(kind_of(file), file) == []:
                            passed.add(case["name"])
    assert tried > 20
    assert passed == BEYOND_SHAPE


def readable(text: str) -> Any:
    """What another parser makes of a file, if anything."""
    try:
        found = loaded(text)
    except (yaml.YAMLError, ValueError):
        return None
    return found[0] if len(found) == 1 else None


def test_every_condition_of_the_shipped_lists_is_typed_and_not_just_passed(national: Plan) -> None:
    """A shipped condition with one wrong field no longer fits, wherever the field stands."""
    assert any(True for measure in national.measures for _ in leaves(measure.when))
    for path in sorted((RULESETS / "cn").glob("[a-j]*.yaml")):
        (data,) = loaded(path.read_text(encoding="utf-8"))
        for number, measure in enumerate(data.get("measures", [])):
            for spoilt in spoiled(measure["when"]):
                changed = [*data["measures"][:number], {**measure, "when": spoilt}, *data["measures"][number + 1 :]]
                assert errors("measure-list", {**data, "measures": changed}) != [], (path.name, spoilt)


def spoiled(condition: Any) -> Iterator[Any]:
    """A condition with a field that is none, in each of its tests."""
    if isinstance(condition, dict):
        ((key, inner),) = condition.items()
        if key in ("all", "any"):
            for number, term in enumerate(inner):
                yield from ({key: [*inner[:number], other, *inner[number + 1 :]]} for other in spoiled(term))
        elif key == "not":
            yield from ({key: other} for other in spoiled(inner))
        else:
            yield {key: {**inner, "no_such_field": 1}}


# --- the command --------------------------------------------------------------------------------------------------


def test_the_command_prints_the_schema() -> None:
    answer = call_credit_rules("schema", "cases")
    assert (answer.code, answer.out) == (0, text_of("cases"))


def test_without_a_kind_the_kinds_are_listed() -> None:
    for lang, place in (("zh", 0), ("en", 1)):
        lines = call_credit_rules("schema", "--lang", lang).out.splitlines()
        assert [line.split()[0] for line in lines] == list(KINDS)
        assert all(KINDS_OF_FILE[line.split()[0]][place] in line for line in lines)
    assert [kind["kind"] for kind in call_credit_rules("schema", "--format", "json").data["kinds"]] == list(KINDS)


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    answer = call_credit_rules("schema", "measures-list", "--lang", "en")
    assert answer.code == 2
    assert "measure-list" in answer.err


def test_the_schemas_are_written_into_a_folder(isolated: Path) -> None:
    answer = call_credit_rules("schema", "--into", "schema")
    assert answer.code == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in (isolated / "schema").iterdir()} == {
        f"{kind}.json": text_of(kind) for kind in KINDS
    }
    assert call_credit_rules("schema", "cases", "--into", "schema").code == 2


def test_a_folder_that_cannot_be_written_is_told(isolated: Path) -> None:
    (isolated / "schema").write_text("a file", encoding="utf-8")
    answer = call_credit_rules("schema", "--into", "schema", "--lang", "en")
    assert answer.code == 2
    assert "cannot write" in answer.err

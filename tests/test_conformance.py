"""One suite of YAML cases, good and bad, over the reference and every engine."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from credit_rules.casebook import failures, given_of
from credit_rules.errors import InputError, Problem, RulesetError
from credit_rules.model.cases import Case
from credit_rules.model.plan import Plan
from credit_rules.model.scalars import YamlText
from credit_rules.pipeline import decision_by, plan_of
from credit_rules.profiles import CreditProfile, action_from
from credit_rules.stages.reading import Document, Unreadable, decode, read_documents, read_yaml
from engines import ENGINES, Reference

FOLDER = Path(__file__).parent / "conformance"


def documents(path: Path) -> list[Document]:
    return read_documents(decode(path.read_bytes(), path.name), path.name)


def as_text(data: Any) -> Any:
    """Plain data typed as a YAML file's would be. Bad cases hold what the project's reader refuses to read."""
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_text(item) for item in data]
    return None if data in ("", "null", "~") else YamlText(data)


@cache
def base() -> dict[str, list[Any]]:
    (document,) = documents(FOLDER / "base.yaml")
    return dict(document.data["base"])


def rules_of(data: dict[str, Any], name: str) -> list[Document]:
    """A document's own rules on the shared catalogue."""
    own = data.get("catalogue", {})
    sections = {key: [*base().get(key, []), *own.get(key, [])] for key in {*base(), *own}}
    lists = [Document(f"{name}/{number}", entry) for number, entry in enumerate(data.get("measure_lists", []))]
    return [Document(f"{name}/catalogue", sections), *lists]


def good() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("[0-9]*.yaml")):
        for number, document in enumerate(documents(path)):
            key = (path.name, number)
            for case in document.data["cases"]:
                yield pytest.param(key, document.data, case, id=f"{path.stem}: {case['name']}")


_PLANS: dict[Any, Plan] = {}


def plan_for(key: tuple[str, int], data: dict[str, Any]) -> Plan:
    if key not in _PLANS:
        _PLANS[key] = plan_of(rules_of(data.get("rules", {}), key[0]))
    return _PLANS[key]


@pytest.mark.parametrize(("key", "data", "raw"), list(good()))
def test_every_engine_answers_as_the_specification_says(
    key: tuple[str, int], data: dict[str, Any], raw: dict[str, Any]
) -> None:
    case = Case.model_validate(raw)
    plan = plan_for(key, data)
    given = given_of(case, data.get("defaults", {}))
    for name, engine in ENGINES.items():
        decision = decision_by(engine, plan, given.profile, given.action)
        assert list(failures(case, decision)) == [], name


def bad() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("bad-*.yaml")):
        for data in yaml.load_all(path.read_text(encoding="utf-8"), yaml.CBaseLoader):
            for case in data["cases"]:
                yield pytest.param(data, case, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize(("data", "case"), list(bad()))
def test_bad_input_is_refused_with_its_place_and_code(data: dict[str, Any], case: dict[str, Any]) -> None:
    assert case["refused"], "a case without an expectation fails"
    problems = list(refused(data, case))
    told = "\n".join(f"{p.at}: {p.code}: {p.message['en']}" for p in problems) or "nothing was refused"
    for expected in case["refused"]:
        fitting = [p for p in problems if p.code == expected["code"]]
        assert fitting, f"expected {expected}, found\n{told}"
        assert all(p.message["zh"] and p.message["en"] for p in fitting)
        if "names" in expected:
            assert any(expected["names"] in p.message["en"] for p in fitting), told
        if "at" in expected:
            assert any(p.at.startswith(expected["at"]) for p in fitting), told
        if "line" in expected:
            assert f"{expected['file']}:{expected['line']}" in {":".join(p.at.split(":")[:2]) for p in fitting}, told


def refused(data: dict[str, Any], case: dict[str, Any]) -> tuple[Problem, ...]:
    """Every problem told of what a case gives."""
    try:
        if "profile_text" in case:
            yaml_text = case.get("profile_format") == "yaml"
            CreditProfile.from_text(case["profile_text"], yaml=yaml_text, name="profile")
        elif "profile" in case:
            CreditProfile.from_data(as_text(case["profile"]))
        elif "action" in case:
            given = {"subject": {"kind": "enterprise"}}
            action = action_from(as_text(case["action"]))
            decision_by(Reference, plan_of(rules_of({}, "rules")), CreditProfile.from_data(given), action)
        else:
            plan_of(rules_for_bad(data, case))
    except InputError as error:
        return error.problems
    return ()


def rules_for_bad(data: dict[str, Any], case: dict[str, Any]) -> list[Document]:
    found = rules_of(as_text(case.get("rules") or data.get("rules") or {}), "rules")
    problems: list[Problem] = []
    for name, text in case.get("files", {}).items():
        raw = text["repeat"] * int(text["times"]) if isinstance(text, dict) else text
        try:
            found.append(read_yaml(decode(raw.encode("utf-8", "surrogatepass"), name), name))
        except Unreadable as error:
            problems.extend(error.problems)
    if problems:
        raise RulesetError(problems)
    return found


def test_the_suite_is_as_large_as_it_says() -> None:
    assert len(list(good())) + len(list(bad())) >= 200

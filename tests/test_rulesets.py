"""The rule sets that ship: their cases pass, every measure is tried from four sides, texts are in both languages."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from credit_rules.casebook import failures, given_of
from credit_rules.model.cases import Case, CasesFile
from credit_rules.model.measures import RESTRICTING
from credit_rules.model.plan import Plan
from credit_rules.pipeline import decision_by
from credit_rules.stages.reading import decode, read_yaml
from engines import ENGINES

FOLDER = ROOT / "rulesets"
FILES = sorted(FOLDER.rglob("*.cases.yaml"))


@cache
def cases_of(path: Path) -> CasesFile:
    return CasesFile.model_validate(read_yaml(decode(path.read_bytes(), path.name), path.name).data)


CASES = [(path, case) for path in FILES for case in cases_of(path).cases]


@pytest.mark.parametrize(("path", "case"), CASES, ids=[f"{path.stem}: {case.name}" for path, case in CASES])
def test_every_case_beside_a_list_holds(path: Path, case: Case, national: Plan) -> None:
    given = given_of(case, cases_of(path).defaults)
    for engine in ENGINES.values():
        assert list(failures(case, decision_by(engine, national, given.profile, given.action))) == []


def expected_finding(expected: Any) -> str:
    return expected if isinstance(expected, str) else str(expected.get("finding"))


def test_every_measure_has_a_subject_it_meets_one_it_does_not_one_that_left_and_one_unknown(national: Plan) -> None:
    seen: dict[str, set[str]] = {}
    ids = {m.id for m in national.measures}
    for path in FILES:
        for case in cases_of(path).cases:
            for name in case.expect.keys() & ids:
                expected = case.expect[name]
                seen.setdefault(f"{cases_of(path).cases_for}/{name}", set()).add(expected_finding(expected))
    wanted = {"applies", "does-not-apply", "withheld", "undetermined"}
    always = {m.id for m in national.measures if m.measure.when == "always"}
    lacking = {
        f"{m.list.measure_list}/{m.id}": wanted - seen.get(f"{m.list.measure_list}/{m.id}", set())
        for m in national.measures
        if m.id not in always
    }
    assert {name: lack for name, lack in lacking.items() if lack} == {}


def test_every_list_has_cases_for_its_own_measures(national: Plan) -> None:
    lists = {m.list.measure_list for m in national.measures}
    assert {cases_of(path).cases_for for path in FILES} == lists
    for path in FILES:
        own = {m.id for m in national.measures if m.list.measure_list == cases_of(path).cases_for}
        named = {name for case in cases_of(path).cases for name in case.expect}
        assert own <= named


def test_the_national_lists_hold_at_least_forty_measures_twelve_of_them_incentives(national: Plan) -> None:
    assert len(national.measures) >= 40
    assert sum(1 for m in national.measures if not m.restricts) >= 12


def test_every_measure_says_its_source_duty_effect_and_who_carries_it_out(national: Plan) -> None:
    for planned in national.measures:
        assert planned.basis, planned.id
        assert all(national.law.sources[basis.source].verified for basis in planned.basis), planned.id
        assert (planned.measure.effect in RESTRICTING) is planned.restricts
        assert (planned.measure.category is not None) is planned.restricts
        bodies = set(planned.measure.by)
        for action in planned.measure.actions:
            known = national.law.actions.get(action)
            bodies |= set(known.handled_by) if known else set()
        assert bodies, planned.id


def texts(data: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    if isinstance(data, dict):
        if "zh" in data:
            return [(path, data)]
        return [found for key, value in data.items() for found in texts(value, (*path, str(key)))]
    if isinstance(data, list):
        return [found for number, item in enumerate(data) for found in texts(item, (*path, str(number)))]
    return []


@pytest.mark.parametrize("path", sorted((FOLDER / "cn").rglob("*.yaml")), ids=lambda path: path.name)
def test_national_texts_are_in_both_languages(path: Path) -> None:
    data = read_yaml(decode(path.read_bytes(), path.name), path.name).data
    for where, text in texts(data):
        assert text.get("en"), f"{path.name}: {'.'.join(where)}"
    for section in ("title", "issuer"):
        if "measure_list" in data:
            assert isinstance(data[section], dict), f"{path.name}: {section} is in one language"
    for number, measure in enumerate(data.get("measures", [])):
        assert isinstance(measure["title"], dict), f"{path.name}: measure {number} is in one language"

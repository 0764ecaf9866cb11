"""The rule sets that ship: their cases pass and try everything, what they rest on is verified, texts are there."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from credit_rules import Action, CreditProfile, check_subject, load_plan
from credit_rules.authoring.coverage import Coverage
from credit_rules.authoring.testing import Report, everything, run_tests
from credit_rules.casebook import failures, given_of
from credit_rules.model.cases import Case, CasesFile
from credit_rules.model.measures import RESTRICTING
from credit_rules.model.plan import Plan
from credit_rules.pipeline import decision_by
from credit_rules.rendering import render_text
from credit_rules.rulesets import DRAFTS, cases_of, shipped_names
from credit_rules.stages.reading import decode, read_yaml
from engines import ENGINES

FOLDER = ROOT / "rulesets"
NAMES = [name for name in shipped_names() if not name.endswith(DRAFTS)]


@cache
def plan_of(name: str, drafts: bool) -> Plan:
    return load_plan(name, drafts=drafts)


def all_cases() -> list[Any]:
    """Every case with the plan it is for: a rule set's own, and its drafts' in a plan that holds them."""
    found = []
    for name in NAMES:
        for document in cases_of([name], drafts=True):
            cases = CasesFile.model_validate(document.data)
            drafts = f"/{DRAFTS}/" in document.name
            found += [
                pytest.param(name, drafts, case, cases.defaults, id=f"{name}/{cases.cases_for}: {case.name}")
                for case in cases.cases
            ]
    return found


@pytest.mark.parametrize(("name", "drafts", "case", "defaults"), all_cases())
def test_every_case_beside_a_list_holds_for_every_engine(
    name: str, drafts: bool, case: Case, defaults: dict[str, Any]
) -> None:
    given = given_of(case, defaults)
    for engine in ENGINES.values():
        decision = decision_by(engine, plan_of(name, drafts), given.profile, given.action)
        assert [str(told) for told in failures(case, decision)] == []


@cache
def report() -> Report:
    return everything(drafts=True)


def test_every_measure_condition_leaf_and_guard_is_covered() -> None:
    lacking = [
        f"{key}: {duty}"
        for _, coverage in report().coverages
        for key, seen in coverage.measures.items()
        for duty in seen.lacking
    ]
    assert lacking == []
    assert report().share == 1.0
    assert all(result.passed for result in report().results)


def test_coverage_looks_at_every_measure_that_ships() -> None:
    seen = {key for _, coverage in report().coverages for key in coverage.measures}
    shipped = {(m.list.measure_list, m.list.edition, m.id) for m in load_plan(*NAMES, drafts=True).measures}
    assert seen == shipped


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_rests_on_verified_sources_and_says_who_carries_it_out(name: str) -> None:
    plan = plan_of(name, False)
    for planned in plan.measures:
        assert planned.basis, planned.id
        assert all(plan.law.sources[basis.source].verified for basis in planned.basis), planned.id
        assert (planned.measure.effect in RESTRICTING) is planned.restricts
        assert (planned.measure.category is not None) is planned.restricts
        bodies = set(planned.measure.by)
        for action in planned.measure.actions:
            known = plan.law.actions.get(action)
            bodies |= set(known.handled_by) if known else set()
        assert bodies, planned.id


@pytest.mark.parametrize("name", NAMES)
def test_what_rests_on_unverified_sources_is_a_draft(name: str) -> None:
    plan = plan_of(name, True)
    for planned in plan.measures:
        unverified = [b.source for b in planned.basis if not plan.law.sources[b.source].verified]
        assert planned.list.draft or not unverified, planned.id


def test_the_national_lists_hold_at_least_forty_measures_twelve_of_them_incentives(national: Plan) -> None:
    assert len(national.measures) >= 40
    assert sum(1 for m in national.measures if not m.restricts) >= 12


def texts(data: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    if isinstance(data, dict):
        if "zh" in data:
            return [(path, data)]
        return [found for key, value in data.items() for found in texts(value, (*path, str(key)))]
    if isinstance(data, list):
        return [found for number, item in enumerate(data) for found in texts(item, (*path, str(number)))]
    return []


def shown(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("path", sorted((FOLDER / "cn").rglob("*.yaml")), ids=shown)
def test_texts_are_in_both_languages(path: Path) -> None:
    data = read_yaml(decode(path.read_bytes(), path.name), path.name).data
    for where, text in texts(data):
        assert text.get("en"), f"{path.name}: {'.'.join(where)}"
    for section in ("title", "issuer"):
        if "measure_list" in data:
            assert isinstance(data[section], dict), f"{path.name}: {section} is in one language"
    for number, measure in enumerate(data.get("measures", [])):
        assert isinstance(measure["title"], dict), f"{path.name}: measure {number} is in one language"


@pytest.mark.parametrize(
    ("day", "title", "source"),
    [
        ("2026-03-31", "失信行为纠正后的信用信息修复管理办法（试行）", "credit-repair-trial-measures"),
        ("2026-04-01", "信用修复管理办法", "credit-repair-measures"),
    ],
)
def test_a_decision_names_the_repair_rule_of_its_day(day: str, title: str, source: str, national: Plan) -> None:
    entry = {"id": "L1", "list": "procurement-serious", "listed_on": "2025-06-01", "ends_on": "2027-05-31"}
    subject = {"id": "91230199MA0DEM0133", "scheme": "CN-USCI", "kind": "enterprise"}
    data = {"subject": subject, "as_of": day, "consulted": ["all"], "listings": [entry]}
    profile = CreditProfile.from_data(data)
    told = check_subject(national, profile, Action.model_validate({"code": "procurement.bid", "date": day})).as_json()
    [refused] = [finding for finding in told["findings"] if finding["measure"] == "proc-reject"]
    [repair] = refused["repair"]
    assert {(basis["source"], basis["title"]["zh"]) for basis in repair["basis"]} == {(source, title)}
    assert title in render_text(told)


SCENARIOS = ROOT / "examples" / "scenarios"


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_scenario_comes_out_as_it_is_told(path: Path) -> None:
    report = run_tests([str(path)])
    assert report.results
    assert [(r.at, [str(f) for f in r.failed], r.broken) for r in report.results if not r.passed] == []


def test_a_measure_no_case_tries_is_seen_as_uncovered(national: Plan) -> None:
    coverage = Coverage(national, {"tax-major"}, {})
    assert coverage.share == 0.0
    assert {key[0] for key in coverage.measures} == {"tax-major"}

"""The second engine answers as the reference does, refuses what it cannot say, and works its days out by itself."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fuzz_engines
from credit_rules import load_plan
from credit_rules.backends import in_process, rete
from credit_rules.backends.rete import library
from credit_rules.backends.rete.driving import LocalDriver
from credit_rules.backends.rete.flattening import decimals_of, last_day, lies_in, number
from credit_rules.backends.rete.subset import Refused
from credit_rules.errors import EngineMissing
from credit_rules.model import days, places
from credit_rules.model.days import Period
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.pipeline import plan_of
from credit_rules.profiles import action_from
from credit_rules.rulesets import shipped_names
from credit_rules.stages.gathering import gather
from credit_rules.stages.reading import read_yaml
from engines import Reference
from fuzz_engines import told
from written import catalogue, head, profile_of

needs_the_engine = pytest.mark.skipif(not library.is_there(), reason="durable-rules is not installed here")

BAR = """\
  - {{id: {id}, title: 试验限制, polarity: restriction, effect: limit, duty: must, category: public-funds,
     actions: [permit], basis: [试验法 第二条], way_out: {{none: true, basis: [试验法 第九条]}}, when: {when}}}
"""
REWARD = """\
  - {{id: {id}, title: 试验奖励, polarity: incentive, effect: promote, duty: may, actions: [permit],
     basis: [试验法 第三条], when: {when}}}
"""


def plan_with(*conditions: str, **more: Any) -> Plan:
    """One measure for each condition, at the action `permit`; `more` is added to the catalogue."""
    text = head() + "".join(BAR.format(id=f"bar-{n}", when=when) for n, when in enumerate(conditions))
    return plan_of(
        [catalogue(), *(read_yaml(t, f"{name}.yaml") for name, t in more.items()), read_yaml(text, "l.yaml")]
    )


def facts_of(plan: Plan, /, **profile: Any) -> Facts:
    """What is known of an enterprise at the action `permit`."""
    action = action_from({"code": "permit", "date": "2026-11-20", "region": "370300", "case": "案1"})
    return gather(plan.law, profile_of(**profile).prepared, action)


def found(plan: Plan, facts: Facts) -> list[str]:
    """What the second engine finds, by measure, after the reference and the first have found the same."""
    verdicts = rete.evaluate(plan, facts)
    assert told(verdicts) == told(Reference.evaluate(plan, facts)) == told(in_process.evaluate(plan, facts))
    return [f"{v.planned.id} {v.finding}" for v in verdicts]


# --- as the reference does ----------------------------------------------------------------------------------------


@needs_the_engine
@pytest.mark.parametrize("part", range(4))
def test_both_engines_answer_as_the_reference_does_on_20_000_generated_cases(part: int, tmp_path: Path) -> None:
    """`make fuzz-engines` on fewer cases, in a process of its own, where measuring coverage does not slow it down."""
    command = [sys.executable, fuzz_engines.__file__, str(tmp_path / "progress")]
    command += ["--seed", str(100 * part), "--cases", "5120", "--every", "3600"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("5120 cases, 0 differences; ")
    assert json.loads((tmp_path / "progress").read_text())["certain"] > 1000


@needs_the_engine
def test_the_long_run_goes_on_where_it_stopped_and_tells_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz_engines, "PROFILES", 5)
    kept = tmp_path / "progress"

    def ran(cases: int) -> tuple[int, dict[str, Any]]:
        code = fuzz_engines.main([str(kept), "--seed", "7", "--cases", str(cases), "--every", "0"])
        return code, json.loads(kept.read_text())

    assert ran(40) == (0, {**ran(40)[1], "next": 8, "cases": 40})
    assert ran(80) == (0, {**ran(80)[1], "next": 9, "cases": 80})
    monkeypatch.setattr(in_process, "evaluate", lambda plan, facts: [])
    code, progress = ran(320)
    assert (code, progress["next"], progress["cases"]) == (1, 15, 320)
    assert progress["differences"] > 0
    lines = Path(f"{kept}.differences").read_text(encoding="utf-8").splitlines()
    assert len(lines) == progress["differences"]
    assert {"seed", "case", "reference", "in_process", "documents", "profile", "action"} == json.loads(lines[0]).keys()
    assert "DIFFERENCE" in capsys.readouterr().out


@needs_the_engine
@pytest.mark.parametrize("name", shipped_names())
def test_nothing_that_ships_is_refused(name: str) -> None:
    plan = load_plan(name, drafts=True)
    rete.prepare(plan)
    answered = {position for _, starts in plan.prepared["rete"].values() for position in starts}
    assert answered == {planned.position for planned in plan.measures}


@needs_the_engine
def test_asking_of_many_at_once_is_asking_of_each() -> None:
    plan = plan_with("{listing: {list: black-a}}", "{penalty: {count: {at_least: 2}}}")
    dice = Random(5)
    subjects = [
        facts_of(
            plan,
            listings=[{"list": "black-a", "listed_on": "2026-01-01"}] * dice.randint(0, 1),
            penalties=[{"decided_on": f"2026-0{n + 1}-01"} for n in range(dice.randint(0, 3))],
        )
        for _ in range(50)
    ]
    driver = LocalDriver()
    together = rete.evaluate_many(driver, plan, subjects)
    assert [told(one) for one in together] == [told(rete.evaluate_with(driver, plan, one)) for one in subjects]
    assert rete.evaluate_many(driver, plan, []) == []
    driver.close()


# --- conditions that would not fit into one ruleset --------------------------------------------------------------


@needs_the_engine
def test_a_condition_of_many_alternatives_is_worked_out_in_a_round_of_its_own() -> None:
    """Eight out of any three each are 6,561 ways; nodes of their own keep them 24."""
    tests = [f"{{penalty: {{amount: {n}}}}}" for n in range(24)]
    groups = [f"{{any: [{', '.join(tests[3 * n : 3 * n + 3])}]}}" for n in range(8)]
    plan = plan_with(f"{{all: [{', '.join(groups)}]}}", f"{{not: {{all: [{', '.join(groups)}]}}}}")
    program, _ = rete._compiled(plan, "permit")
    assert len(program.later) > 1
    fined = [{"decided_on": "2026-01-01", "kind": "fine", "amount": f"{3 * n}"} for n in range(8)]
    assert found(plan, facts_of(plan, penalties=fined)) == ["bar-0 applies"]
    assert found(plan, facts_of(plan, penalties=fined[1:])) == ["bar-1 applies"]


@needs_the_engine
def test_a_list_of_six_hundred_names_is_several_rules() -> None:
    """512 conditions under one would hang the engine."""
    names = [f"many-{n}" for n in range(600)]
    lists = "lists:\n" + "".join(f"  - {{id: {name}, title: 试验名单, colour: black}}\n" for name in names)
    plan = plan_with(f"{{listing: {{list: [{', '.join(names)}]}}}}", lists=lists)
    program, _ = rete._compiled(plan, "permit")
    assert len(program.first) > 1
    for name in (names[0], names[299], names[599]):
        assert found(plan, facts_of(plan, listings=[{"list": name, "listed_on": "2026-01-01"}])) == ["bar-0 applies"]
    assert found(plan, facts_of(plan)) == []


@needs_the_engine
def test_three_hundred_measures_that_are_alike_are_one_rule() -> None:
    """256 rules ending alike would take the engine down."""
    plan = plan_with(*["{listing: {list: black-a}}"] * 300)
    rete.prepare(plan)
    listed = [{"list": "black-a", "listed_on": "2026-01-01"}]
    assert found(plan, facts_of(plan, listings=listed)) == [f"bar-{n} applies" for n in sorted(range(300), key=str)]


@needs_the_engine
def test_a_record_that_passes_three_hundred_tests_is_met_by_all() -> None:
    """64 conditions a fact meets at once are more than the engine can follow."""
    plan = plan_with(*(f"{{penalty: {{amount: {{above: {n}}}}}}}" for n in range(300)))
    program, _ = rete._compiled(plan, "permit")
    assert len(program.first) > 4
    penalties = [{"decided_on": "2026-01-01", "kind": "fine", "amount": "250"}]
    assert len(found(plan, facts_of(plan, penalties=penalties))) == 250


@needs_the_engine
def test_a_span_that_ends_before_it_may_is_over_when_it_ends() -> None:
    """29 days from 27 February end on 28 March, a month on the 27th; found by the long run."""
    terms = "[{period: {at_least: 29 days, at_most: 1 month}}]"
    plan = plan_with(
        "{listing: {list: odd}}", lists=f"lists: [{{id: odd, title: 试验, colour: watch, terms: {terms}}}]"
    )
    listed = profile_of(listings=[{"list": "odd", "listed_on": "2026-02-27"}], as_of="2026-03-31").prepared
    on = {
        day: found(plan, gather(plan.law, listed, action_from({"code": "permit", "date": f"2026-03-{day}"})))
        for day in ("27", "28", "29")
    }
    assert on == {"27": ["bar-0 applies"], "28": ["bar-0 withheld"], "29": ["bar-0 withheld"]}


@needs_the_engine
def test_only_entries_of_lists_are_copies_of_one_another() -> None:
    plan = plan_with("{penalty: {count: {at_least: 2}}}", "{listing: {list: black-a, count: {at_least: 2}}}")
    fined = {"decided_on": "2026-01-01", "kind": "fine", "document": "1号"}
    listed = {"list": "black-a", "listed_on": "2026-01-01", "document": "1号"}
    twice = facts_of(plan, penalties=[fined, {**fined, "id": "P9"}], listings=[listed, {**listed, "id": "L9"}])
    assert found(plan, twice) == ["bar-0 applies"]


@needs_the_engine
def test_an_earlier_grade_counts_where_past_ones_do_and_the_measure_has_a_period_of_its_own() -> None:
    lasts = "lasts: {fixed: 3 years, from: rated_on}"
    past = f"{{rating: {{scheme: tax, grade: D, standing: any, basis: [试验法 第二条]}}}}, {lasts}"
    plan = plan_with(past, f"{{rating: {{scheme: tax, grade: D}}}}, {lasts}")
    ratings = [
        {"scheme": "tax", "grade": grade, "rated_on": f"202{year}-01-01"} for year, grade in ((4, "D"), (6, "A"))
    ]
    assert found(plan, facts_of(plan, ratings=ratings)) == ["bar-0 applies"]


# --- what cannot be said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "named"),
    [
        (f"{{action: {{case: {'x' * 60_001}}}}}", "`text_action_case_"),
        ("{penalty: {amount: {above: 99999999999999999.99}}}", "`amount`"),
    ],
    ids=["a long word", "a large amount"],
)
def test_what_cannot_be_said_is_refused_with_the_measure_and_the_reason(when: str, named: str) -> None:
    plan = plan_with("{listing: {list: black-a}}", when)
    with pytest.raises(Refused) as refused:
        rete.prepare(plan)
    (problem,) = refused.value.problems
    assert (problem.code, problem.at, refused.value.measure) == ("engine-refuses", "written/bar-1", "written/bar-1")
    assert named in problem.message["en"]
    assert "过大或过长" in problem.message["zh"]
    assert problem.help


def test_a_test_of_too_many_alternatives_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("credit_rules.backends.rete.compiling.MOST_ALTERNATIVES", 3)
    plan = plan_with("{listing: {list: [black-a, black-b], region: ['110000', '370300']}}")
    with pytest.raises(Refused, match=r"written/bar-0: .* more than 3 alternatives"):
        rete.prepare(plan)


@needs_the_engine
def test_a_measure_that_cannot_be_said_stops_only_the_actions_it_is_for() -> None:
    plan = plan_with(f"{{action: {{case: {'x' * 60_001}}}}}")
    elsewhere = gather(plan.law, profile_of().prepared, action_from({"code": "fund", "date": "2026-11-20"}))
    assert rete.evaluate(plan, elsewhere) == []
    with pytest.raises(Refused):
        rete.evaluate(plan, facts_of(plan))


# --- what a profile may hold --------------------------------------------------------------------------------------


@needs_the_engine
@pytest.mark.parametrize(
    "word", ["x" * 70_000, '"', "\\", "\n\t\x01", "𠀀😀", "null", "=1号", "?", "-", "{}", "1号 "], ids=ascii
)
def test_no_word_of_a_profile_is_taken_for_another(word: str) -> None:
    """Only words a rule asks for reach the engine, so that it is all the same what the others are."""
    plan = plan_with(
        "{listing: {list: black-a, document: 1号}}", f"{{listing: {{list: black-a, document: {'x' * 4464}}}}}"
    )
    listing = {"list": "black-a", "listed_on": "2026-01-01", "document": word}
    assert found(plan, facts_of(plan, listings=[listing])) == []
    assert found(plan, facts_of(plan, listings=[{**listing, "document": "1号"}])) == ["bar-0 applies"]


@needs_the_engine
@pytest.mark.parametrize("value", ["1E-7", "-1E-7", "1E+400", "-1E+400", "0E+99", "59.5", "59.50000000001", "60.0"])
def test_points_of_any_size_are_compared_as_they_are(value: str) -> None:
    """The engine reads no exponent: a fact with one, and every fact after it, would be lost."""
    bounds = [f"{bound}: {limit}" for bound in ("above", "at_most") for limit in ("0", "59.5", "60")]
    whens = [f"{{points: {{scheme: score, value: {{{bound}}}}}}}" for bound in bounds]
    text = head() + "".join(REWARD.format(id=f"good-{n}", when=when) for n, when in enumerate(whens))
    scheme = read_yaml("points_schemes: [{id: score, title: 试验积分}]", "c.yaml")
    plan = plan_of([catalogue(), scheme, read_yaml(text, "l.yaml")])
    points = [{"scheme": "score", "as_of": "2026-01-01", "value": Decimal(value)}]
    limits = [Decimal(limit) for limit in ("0", "59.5", "60")]
    above = [f"good-{n} applies" for n, limit in enumerate(limits) if Decimal(value) > limit]
    most = [f"good-{n + 3} applies" for n, limit in enumerate(limits) if Decimal(value) <= limit]
    assert found(plan, facts_of(plan, points=points)) == [*above, *most]


@needs_the_engine
def test_the_order_of_records_makes_no_difference_where_an_absence_is_tested() -> None:
    plan = plan_with("{all: [{listing: {list: black-a}}, {not: {penalty: {kind: fine}}}]}")
    listings = [{"list": "black-a", "listed_on": "2026-01-01"}, {"list": "black-b", "listed_on": "2026-01-01"}]
    fined = {"decided_on": "2026-01-01", "kind": "fine"}
    for order in (listings, listings[::-1]):
        assert found(plan, facts_of(plan, listings=order)) == ["bar-0 applies"]
        assert found(plan, facts_of(plan, listings=order, penalties=[fined])) == []


# --- days, numbers and places ------------------------------------------------------------------------------------

DAYS = st.dates()
PERIODS = st.builds(Period, st.integers(1, 1200), st.sampled_from(["days", "months"])) | st.builds(
    Period, st.integers(1, 100), st.just("years")
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-1000, 1000, places=3)


@given(start=DAYS | st.sampled_from([date.max, date.max - timedelta(1), date.min]), period=PERIODS)
def test_a_period_ends_on_the_day_the_code_says(start: date, period: Period) -> None:
    """Worked out without the library the others use."""
    assert last_day(start, period) == days.last_day(start, period).toordinal()


@given(constants=st.lists(st.decimals(-(10**14), 10**14, places=2), min_size=1, max_size=4), value=NUMBERS)
def test_numbers_compare_as_they_are(constants: list[Decimal], value: Decimal) -> None:
    most = max(map(decimals_of, constants))
    for constant in constants:
        one, other = number(value, most), number(constant, most)
        assert (one < other, one == other, one > other) == (value < constant, value == constant, value > constant)


REGIONS = ["CN", "000000", "100000", "110000", "370000", "370300", "370301", "370003", "371000", "371002", "371102"]


@pytest.mark.parametrize("outer", REGIONS)
def test_a_region_lies_in_another_as_everywhere_else(outer: str) -> None:
    assert [lies_in(inner, outer) for inner in REGIONS] == [places.contains(outer, inner) for inner in REGIONS]


# --- where the engine is not --------------------------------------------------------------------------------------


@pytest.fixture
def without_the_engine(monkeypatch: pytest.MonkeyPatch) -> Any:
    library._bound.cache_clear()
    yield monkeypatch
    library._bound.cache_clear()


def test_an_engine_that_is_not_installed_is_told_with_the_line_that_helps(without_the_engine: Any) -> None:
    without_the_engine.setattr(library, "_MODULE", "durable_rules_engine_nowhere")
    assert not library.is_there()
    with pytest.raises(EngineMissing, match="pip install durable-rules") as missing:
        LocalDriver().matches(*_a_question())
    assert missing.value.code == "engine-missing"


def test_an_engine_that_cannot_be_loaded_says_why(without_the_engine: Any, tmp_path: Any) -> None:
    (tmp_path / "broken_engine.py").write_text("raise ImportError('undefined symbol: PyEval_CallObject')")
    without_the_engine.syspath_prepend(tmp_path)
    without_the_engine.setattr(library, "_MODULE", "broken_engine")
    with pytest.raises(EngineMissing, match="undefined symbol: PyEval_CallObject") as missing:
        LocalDriver().matches(*_a_question())
    assert missing.value.code == "engine-unloadable"


def _a_question() -> tuple[Any, Sequence[dict[str, Any]]]:
    program, _ = rete._compiled(plan_with("{listing: {list: black-a}}"), "permit")
    ruleset, _ = program.first[0]
    return ruleset, [{"t": "listing"}]

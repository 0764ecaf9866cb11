"""`credit-rules test`: failures as sentences in both languages, coverage by test and guard, scenarios, JUnit."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from commands import call_credit_rules
from credit_rules import load_plan
from credit_rules.authoring.testing import Report, everything, junit, run_tests
from credit_rules.casebook import words_of_test
from credit_rules.cli.exits import Exit

LIST = """
measure_list: mine
title: 试
issuer: 试
region: CN
edition: "1"
in_force: {from: 2020-01-01}
measures:
  - id: refuse
    title: 拒绝
    polarity: restriction
    effect: bar
    duty: must
    category: market-access
    actions: [procurement.bid]
    by: [purchaser]
    basis: [政府采购法 第二十二条]
    when:
      any:
        - listing: {list: tax-major, amount: {at_least: 5000000}}
        - related:
            role: legal-representative
            holds: {listing: {list: judgment-debtor}}
            basis: [政府采购法 第二十二条]
  - id: reward
    title: 绿色通道
    polarity: incentive
    effect: fast-lane
    duty: may
    actions: [procurement.bid]
    basis: [政府采购法 第二十二条]
    when: {listing: {list: tax-class-a}}
"""
CASES = """
cases_for: mine
defaults: {action: procurement.bid, date: 2026-11-20, authority: purchaser, consulted: all}
cases:
  - name: 大额
    given: {listings: [{list: tax-major, listed_on: 2025-03-01, amount: "5000000"}]}
    expect: {refuse: {finding: applies, because: [[L1]], lifts_on: 2028-03-02}}
  - name: 小额
    given: {listings: [{list: tax-major, listed_on: 2025-03-01, amount: "4999999.99"}]}
    expect: {refuse: does-not-apply}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ruleset.yaml").write_text("ruleset: mine\nextends: [cn]\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(LIST, encoding="utf-8")
    (tmp_path / "mine.cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def with_case(folder: Path, text: str) -> Report:
    (folder / "mine.cases.yaml").write_text(CASES + text, encoding="utf-8")
    return run_tests([str(folder)])


def lacking(report: Report, measure: str) -> set[tuple[str, str, str]]:
    [(_, coverage)] = report.coverages
    [covered] = [covered for key, covered in coverage.measures.items() if key[2] == measure]
    return {(duty.sort, duty.what, duty.value) for duty in covered.lacking}


def sentences(report: Report) -> list[tuple[str, str]]:
    return [(told.zh, told.en) for result in report.results for told in result.failed]


TEST = '{"listing": {"amount": {"at_least": "5000000"}, "list": "tax-major"}}'
INNER = '{"listing": {"list": "judgment-debtor"}}'
RELATED = (
    '{"related": {"basis": ["政府采购法 第二十二条"], "holds": {"listing": {"list": "judgment-debtor"}}, '
    '"role": "legal-representative"}}'
)


# --- failures as sentences --------------------------------------------------------------------------------------


def test_what_holds_is_silent(folder: Path) -> None:
    report = run_tests([str(folder)])
    assert [result.passed for result in report.results] == [True, True]


@pytest.mark.parametrize(
    ("given", "expect", "zh", "en"),
    [
        (
            "listings: [{list: tax-major, listed_on: 2023-03-01, amount: '6000000'}]",
            "refuse: applies",
            "‘试’期望 refuse 为 applies，实为 withheld，因 `expired`：L1 至 2026-03-01",
            "'试' expected refuse applies, found withheld by `expired`: L1 ended on 2026-03-01",
        ),
        (
            "consulted: []",
            "refuse: does-not-apply",
            "‘试’期望 refuse 为 does-not-apply，实为 undetermined，待查："
            "法定代表人（related.legal-representative）、重大税收违法失信主体（tax-major）",
            "'试' expected refuse does-not-apply, found undetermined, missing: legal representative "
            "(related.legal-representative), Major tax violations (tax-major)",
        ),
        (
            "listings: [{list: tax-major, listed_on: 2025-03-01, amount: '1.00'}]",
            "refuse: applies",
            "‘试’期望 refuse 为 applies，实为 does-not-apply，决定它的是："
            "列入“重大税收违法失信主体”（金额不低于 5,000,000 元） → L1: 不符合；"
            "“法定代表人”符合（列入“失信被执行人名单”） → 没有关联主体符合",
            "'试' expected refuse applies, found does-not-apply, decided by: is on the list “Major tax violations” "
            "(amount is at least CNY 5,000,000) → L1: does not fit; a related subject, “legal representative”: "
            "(is on the list “Dishonest judgment debtors”) → no related subject fits",
        ),
        (
            "authority: finance",
            "refuse: applies",
            "‘试’期望 refuse 为 applies，实为 does-not-apply，不在范围内：办理单位不是实施主体",
            "'试' expected refuse applies, found does-not-apply, out of scope: the handling body does not carry it out",
        ),
        (
            "listings: [{list: tax-major, listed_on: 2025-03-01, amount: '6000000'}]",
            "refuse: {lifts_on: 2028-03-01}",
            "‘试’期望 refuse 的 lifts_on 为 2028-03-01，实为 2028-03-02：L1",
            "'试' expected refuse lifts_on 2028-03-01, found lifts_on 2028-03-02: L1",
        ),
        (
            "consulted: all",
            "outcome: barred",
            "‘试’期望 outcome 为 barred，实为 ordinary：没有措施适用，也没有惩戒待核实",
            "'试' expected outcome barred, found ordinary: nothing applies, and no restriction is open",
        ),
        (
            "listings: [{list: tax-major, listed_on: 2025-03-01}]",
            "outcome: restricted",
            "‘试’期望 outcome 为 restricted，实为 barred，因 proc-reject：依法应当禁止或者拒绝：L1",
            "'试' expected outcome restricted, found barred, because proc-reject: the law demands a refusal: L1",
        ),
        (
            "consulted: all",
            "other: applies",
            "‘试’写到措施 other，该措施没有载入",
            "'试' names the measure other, which is not loaded",
        ),
    ],
)
def test_a_failure_is_a_sentence_with_what_decided(folder: Path, given: str, expect: str, zh: str, en: str) -> None:
    report = with_case(folder, f"  - name: 试\n    given: {{{given}}}\n    expect: {{{expect}}}\n")
    assert sentences(report) == [(zh, en)]


def test_what_planning_adds_is_said_in_words() -> None:
    law = load_plan("cn").law
    for test in ({"related": {"role": "legal-representative"}}, {"listing": {"cross_check": True}}):
        said = words_of_test(test, law)
        assert re.fullmatch(r"[\u4e00-\u9fff]+", said.zh)
        assert "cross_check" not in said.en


#: A measure with bounds, whose tests are to be told one by one.
MILLION = """
  - id: wf-subsidy-million
    title: 试
    polarity: restriction
    effect: limit
    duty: must
    category: statutory
    actions: [funds.subsidy]
    by: [finance]
    basis: [保障农民工工资支付条例 第四十八条]
    when:
      all:
        - action: {amount: {above: 1000000}}
        - penalty: {field: wage, within: 3 years, count: {between: [2, 4]}}
    way_out: 履行
"""
FINED = """
  - name: 罚过两次
    given: {action: funds.subsidy, authority: finance, penalties: [
      {field: wage, kind: fine, decided_on: 2026-01-01}, {field: wage, kind: fine, decided_on: 2026-01-02}]}
    expect: {outcome: restricted}
"""


def test_an_outcome_that_is_another_is_told_with_what_led_to_it(folder: Path) -> None:
    (folder / "mine.yaml").write_text(LIST + MILLION, encoding="utf-8")
    assert sentences(with_case(folder, FINED)) == [
        (
            "‘罚过两次’期望 outcome 为 restricted，实为 incomplete，"
            "因 wf-subsidy-million 待查：事项金额（action.amount）",
            "'罚过两次' expected outcome restricted, found incomplete, "
            "because wf-subsidy-million is open: amount of the action (action.amount)",
        )
    ]


def test_what_no_case_has_tried_is_said_in_words_and_kept_as_written_in_json(folder: Path) -> None:
    (folder / "mine.yaml").write_text(LIST + MILLION, encoding="utf-8")
    chinese = call_credit_rules("test", str(folder), "--lang", "zh").out
    assert "wf-subsidy-million：没有用例使条件成立：事项金额高于 1,000,000 元\n" in chinese
    # Two bounds of one count are two tests, each told with its own.
    fined = "有行政处罚（领域为工资支付（wage）；自决定日期起不超过 3 年；"
    assert f"wf-subsidy-million：没有用例使条件成立：{fined}至少 2 条）\n" in chinese
    assert f"wf-subsidy-million：没有用例使条件不成立：{fined}至少 5 条）\n" in chinese
    english = call_credit_rules("test", str(folder), "--lang", "en").out
    assert "no case leaves the test open: amount of the action is above CNY 1,000,000\n" in english
    assert "{" not in chinese + english
    told = call_credit_rules("test", str(folder), "--format", "json").data
    lacking = [duty for m in told["coverage"]["rule_sets"][0]["measures"] for duty in m["lacking"]]
    assert {"sort": "test", "what": '{"action": {"amount": {"above": "1000000"}}}', "value": "true"} in lacking


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_name_in_a_report_stays_on_its_line(folder: Path, lang: str) -> None:
    with_case(folder, '  - name: "a\\e[2J\\nb"\n    given: {consulted: all}\n    expect: {outcome: barred}\n')
    out = call_credit_rules("test", str(folder), "--lang", lang).out
    assert "\x1b" not in out
    assert "a\\u001b[2J\\u000ab" in out


def test_a_folder_is_reported_by_the_name_it_gives_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for name in (".", str(folder), "mine.yaml"):
        assert call_credit_rules("test", name, "--lang", "zh").out.startswith("规则集 mine\n")


def test_every_test_of_every_shipped_measure_can_be_said() -> None:
    report = everything(drafts=True)
    for _, coverage in report.coverages:
        for covered in coverage.measures.values():
            for duty in covered.wanted:
                said = covered.words(duty)
                assert "{" not in said.zh + said.en, duty


def test_a_case_that_expects_nothing_fails(folder: Path) -> None:
    report = with_case(folder, "  - name: 空\n    given: {consulted: []}\n")
    assert sentences(report) == [("‘空’没有写期望的结果", "'空' expects nothing")]


def test_a_case_that_makes_no_sense_fails_alone_with_its_problems(folder: Path) -> None:
    report = with_case(
        folder, "  - name: 错\n    given: {listings: [{list: tax-major}]}\n    expect: {refuse: applies}\n"
    )
    assert [result.passed for result in report.results] == [True, True, False]
    assert [told.code for told in report.results[2].broken] == ["missing-key"]
    assert report.results[2].at == f"{folder}/mine.cases.yaml:11:5"


@pytest.mark.parametrize(
    ("given", "expect", "code"),  # ^ where it is told
    [
        ("consulted: all", "refuse: ^does_not_apply", "unknown-value"),
        ("consulted: all", "refuse: ^[applies]", "unknown-value"),
        ("consulted: all", "refuse: {^findng: applies}", "unknown-key"),
        ("consulted: all", "outcome: ^bared", "unknown-value"),
        ("consulted: all", "refuse: {guard: ^expird}", "unknown-value"),
        ("^lisitngs: []", "refuse: applies", "unknown-key"),
        ("listings: [{list: tax-major, listed_on: ^2026/3/10}]", "refuse: applies", "bad-date"),
        (
            "listings: [{list: tax-major, ^lsited_on: 2026-03-10, listed_on: 2026-03-10}]",
            "refuse: applies",
            "unknown-key",
        ),
        ("date: ^2026/3/10", "refuse: applies", "bad-date"),
        ("amount: ^200万", "refuse: applies", "bad-money"),
        ("action: ^[procurement.bid]", "refuse: applies", "wrong-type"),
        ("related: [{role: legal-representative, profile: ^}]", "refuse: applies", "wrong-type"),
        ("related: [^text]", "refuse: applies", "wrong-type"),
    ],
)
def test_a_case_written_wrongly_is_told_at_the_key_by_test_and_by_lint(
    folder: Path, given: str, expect: str, code: str
) -> None:
    marked = f"{CASES}  - name: 错\n    given: {{{given}}}\n    expect: {{{expect}}}\n"
    before = marked.partition("^")[0]
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    report = with_case(folder, marked.replace("^", "").removeprefix(CASES))
    assert [(told.code, told.at) for told in report.results[2].broken] == [(code, f"{folder}/mine.cases.yaml:{place}")]
    answer = call_credit_rules("lint", str(folder), "--lang", "en")
    assert f"mine.cases.yaml:{place}: case-unreadable: case `错`: " in answer.out


def test_advice_stands_on_a_line_of_its_own(folder: Path) -> None:
    with_case(folder, "  - name: 错\n    given: {lisitngs: []}\n    expect: {refuse: applies}\n")
    lines = call_credit_rules("test", str(folder), "--lang", "en").out.splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith("  错: ") and "unknown-key" in line)
    assert lines[number + 1] == "    help: did you mean `listings`?"


def test_every_mistake_of_a_case_is_told_at_once(folder: Path) -> None:
    wrong = "  - name: 错\n    given: {lisitngs: [], date: 2026/3/10}\n    expect: {refuse: not-apply, outcome: bad}\n"
    codes = [told.code for told in with_case(folder, wrong).results[2].broken]
    assert codes == ["unknown-key", "bad-date", "unknown-value", "unknown-value"]


# --- coverage ---------------------------------------------------------------------------------------------------


def test_coverage_counts_each_test_true_false_and_unknown_and_each_guard(folder: Path) -> None:
    assert lacking(run_tests([str(folder)]), "refuse") == {
        ("test", TEST, "unknown"),
        *(("test", RELATED, value) for value in ("true", "unknown")),
        *(("test", INNER, value) for value in ("true", "false", "unknown")),
        *(("finding", finding, "seen") for finding in ("withheld", "undetermined")),
        *(("guard", guard, "stopped") for guard in ("not-in-force", "standing")),
        ("guard", "by", "out"),
        ("guard", "by", "open"),
    }


@pytest.mark.parametrize(
    ("given", "measure", "seen"),
    [
        ("listings: [{list: tax-major, listed_on: 2025-03-01}]", "refuse", {("test", TEST, "unknown")}),
        (
            "related: [{role: legal-representative, profile: {subject: {kind: natural-person}, consulted: all}}]",
            "refuse",
            {("test", INNER, "false")},
        ),
        ("authority: finance", "refuse", {("guard", "by", "out")}),
        ("authority: ~", "refuse", {("guard", "by", "open")}),
        (
            "date: 2019-12-31, listings: [{list: tax-major, listed_on: 2019-03-01, amount: '5000000'}]",
            "refuse",
            {("guard", "not-in-force", "stopped")},
        ),
        (
            "listings: [{list: tax-major, listed_on: 2025-03-01, amount: '5000000', removed_on: 2026-01-01}]",
            "refuse",
            {("guard", "standing", "stopped")},
        ),
        (
            "listings: [{list: tax-class-a, listed_on: 2025-03-01}, {list: judgment-debtor, listed_on: 2026-03-01}]",
            "reward",
            {("guard", "cross-check", "stopped")},
        ),
        ("consulted: [tax-class-a]", "reward", {("guard", "cross-check", "open")}),
    ],
)
def test_a_case_that_tries_something_new_is_seen(
    folder: Path, given: str, measure: str, seen: set[tuple[str, str, str]]
) -> None:
    before = lacking(run_tests([str(folder)]), measure)
    after = lacking(
        with_case(folder, f"  - name: 试\n    given: {{{given}}}\n    expect: {{outcome: ordinary}}\n"), measure
    )
    assert seen <= before
    assert seen.isdisjoint(after)


def test_a_list_without_any_case_counts_as_not_covered(folder: Path) -> None:
    (folder / "mine.cases.yaml").unlink()
    report = run_tests([str(folder)])
    assert report.share == 0.0
    assert len(report.coverages[0][1].measures) == 2


def test_what_cannot_be_unknown_is_not_asked_for(folder: Path) -> None:
    text = LIST.replace("when: {listing: {list: tax-class-a}}", "when: {subject: {kind: enterprise}}")
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    duties = {value for sort, _, value in lacking(run_tests([str(folder)]), "reward") if sort == "test"}
    assert duties == {"false"}


# --- the command ------------------------------------------------------------------------------------------------


def test_the_command_fails_below_the_coverage_asked_for(folder: Path) -> None:
    assert call_credit_rules("test", str(folder)).code == Exit.EVALUATED
    answer = call_credit_rules("test", str(folder), "--min-coverage", "100", "--lang", "en")
    assert answer.code == Exit.RULES
    assert answer.out.splitlines()[-1] == "covered too little: 100 % is wanted"
    assert call_credit_rules("test", str(folder), "--min-coverage", "1").code == Exit.EVALUATED


def test_the_command_fails_where_a_case_fails(folder: Path) -> None:
    with_case(folder, "  - name: 试\n    given: {consulted: []}\n    expect: {refuse: applies}\n")
    answer = call_credit_rules("test", str(folder), "--lang", "zh")
    assert answer.code == Exit.RULES
    assert f"失败  {folder}/mine.cases.yaml:11:5" in answer.out


def test_a_list_or_a_file_of_cases_can_be_named_itself(folder: Path) -> None:
    for name in ("mine.yaml", "mine.cases.yaml"):
        assert len(run_tests([str(folder / name)]).results) == 2


def test_json_holds_everything(folder: Path) -> None:
    answer = call_credit_rules("test", str(folder), "--format", "json")
    told = json.loads(answer.out)
    assert (told["cases"], told["passed"], told["failed"]) == (2, 2, [])
    [rule_set] = told["coverage"]["rule_sets"]
    assert [measure["measure"] for measure in rule_set["measures"]] == ["refuse", "reward"]
    assert {"sort": "guard", "what": "by", "value": "out"} in rule_set["measures"][0]["lacking"]


def test_cases_for_a_list_that_is_not_there_are_refused(folder: Path) -> None:
    (folder / "mine.cases.yaml").write_text(CASES.replace("cases_for: mine", "cases_for: mien"), encoding="utf-8")
    answer = call_credit_rules("test", str(folder), "--lang", "en")
    assert answer.code == Exit.RULES
    assert f"{folder}/mine.cases.yaml:2:12: unknown-measure-list" in answer.err
    assert "did you mean `mine`?" in answer.err


@pytest.mark.parametrize("value", ["x", "101", "-1", "nan"])
def test_a_share_that_is_none_is_refused(folder: Path, value: str) -> None:
    answer = call_credit_rules("test", str(folder), "--min-coverage", value)
    assert answer.code == Exit.USAGE
    assert "bad-percent" in answer.err


def test_nothing_to_run_is_not_a_success(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text("ruleset: empty\nextends: [cn]\n", encoding="utf-8")
    answer = call_credit_rules("test", str(tmp_path), "--lang", "en")
    assert (answer.code, answer.out) == (Exit.RULES, "no cases or scenarios found\n")


def test_junit_tells_failures_and_errors_apart(folder: Path) -> None:
    broken = "  - name: 错\n    given: {listings: [{list: tax-major}]}\n    expect: {refuse: applies}\n"
    report = with_case(folder, broken + "  - name: 试\n    given: {consulted: []}\n    expect: {refuse: applies}\n")
    suites = ET.fromstring(junit(report, "en"))
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("4", "1", "1")
    [suite] = suites
    assert suite.get("name") == "mine"
    assert [child.tag for case in suite for child in case] == ["error", "failure"]


# --- scenarios --------------------------------------------------------------------------------------------------

STORY = """
scenario: story
system: zibo
title: {zh: 试, en: story}
rules: [cn]
subject: {kind: enterprise, region: "370300"}
steps:
  - date: 2026-01-10
    told: {zh: 列入, en: listed}
    given: {consulted: all, listings: [{id: L1, list: wage-arrears, listed_on: 2026-01-10}]}
    action: funds.subsidy
    authority: finance
    expect: {wage-cross: applies}
  - date: 2026-05-01
    told: {zh: 只讲, en: only told}
  - date: 2026-09-01
    told: {zh: 移出, en: removed}
    given: {listings: [{id: L1, removed_on: 2026-09-01, removal: repaired}]}
    action: {code: funds.subsidy, authority: finance}
    expect: {wage-cross: {finding: withheld, guard: repaired}}
  - date: 2026-09-02
    told: {zh: 另一主体, en: another}
    new: true
    subject: {kind: enterprise, region: "370300"}
    given: {consulted: all}
    action: funds.subsidy
    authority: finance
    expect: {wage-cross: does-not-apply}
"""


def played(tmp_path: Path, text: str) -> Report:
    (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
    return run_tests([str(tmp_path)])


def test_a_story_goes_on_from_step_to_step(tmp_path: Path) -> None:
    report = played(tmp_path, STORY)
    assert [(result.name, result.passed) for result in report.results] == [
        ("story 1, 2026-01-10", True),
        ("story 3, 2026-09-01", True),
        ("story 4, 2026-09-02", True),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("removal: repaired}]}", "removal: fulfilled}]}"),  # another guard
        ("    new: true\n", ""),  # what was known of the first subject stays
        ("{wage-cross: applies}", "{wage-cross: withheld}"),
    ],
)
def test_a_story_told_otherwise_fails(tmp_path: Path, old: str, new: str) -> None:
    assert STORY.count(old) == 1
    assert not all(result.passed for result in played(tmp_path, STORY.replace(old, new)).results)


def test_a_misspelt_key_of_a_story_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY.replace("    told: {zh: 只讲", "    tld: {zh: 只讲"), encoding="utf-8")
    answer = call_credit_rules("test", str(tmp_path), "--lang", "en")
    assert answer.code == Exit.RULES
    assert f"{tmp_path}/story.yaml:15:5: unknown-key: unknown key `tld`" in answer.err


def test_the_share_is_of_everything_there_is_to_see_and_not_of_the_rule_sets(tmp_path: Path) -> None:
    """Two rule sets, one with a case: what the whole covers is counted by hand from what each lacks."""
    for name, text in (("one", CASES), ("two", None)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ruleset.yaml").write_text(f"ruleset: {name}\nextends: [cn]\n", encoding="utf-8")
        (tmp_path / name / "mine.yaml").write_text(LIST, encoding="utf-8")
        if text is not None:
            (tmp_path / name / "mine.cases.yaml").write_text(text, encoding="utf-8")
    # refuse: 3 tests seen three ways, 4 findings, guards not-in-force, standing, by out and open: 17 to see.
    # reward: 1 test seen three ways, 4 findings, guards not-in-force, standing, cross-check stopped and open: 11.
    # Seen by the two cases: refuse applies and does not; its first test true and false, the second false. Of reward
    # the test false, and that it does not apply.
    seen = 5 + 2
    assert run_tests([str(tmp_path / "one")]).share == pytest.approx(seen / 28)
    assert run_tests([str(tmp_path / "one"), str(tmp_path / "two")]).share == pytest.approx(seen / 56)

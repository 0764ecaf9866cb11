"""Lint: every rule with its page and its two examples; what is said, what is mended, and that nothing breaks it."""

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from commands import call_credit_rules, empty_folder  # noqa: F401  a fixture
from credit_rules.authoring.linting import RULES, SEVERITIES, Matter, Page, codes, file_of, lint, page_of, remarks
from credit_rules.authoring.linting.gathered import matter_of
from credit_rules.authoring.linting.matter import File
from credit_rules.authoring.linting.mending import mended, write
from credit_rules.model.scalars import YamlText
from credit_rules.pipeline import load_plan, plan_of
from credit_rules.stages.checking import check
from credit_rules.stages.reading import Document, read_yaml
from credit_rules.words.problems import MESSAGES

LINTING = Path(__file__).parent.parent / "credit_rules" / "authoring" / "linting"
SURROUNDINGS = (LINTING / "surroundings.yaml").read_text("utf-8")
SHIPPED = ("cn", "cn/shandong/zibo", "cn/heilongjiang", "cn/jiangsu/xuyi", "cn/shaanxi/yanan")

HEAD = """\
# yaml-language-server: $schema=../schema/measure-list.json
measure_list: sample
title: {zh: 示例清单, en: Sample list}
region: "370000"
edition: "2024"
in_force: {from: 2024-01-01, until: 2026-12-31}
measures:
"""
INCENTIVE = """\
  - id: gain
    title: {zh: 优先, en: Preferred}
    polarity: incentive
    effect: priority
    duty: may
    actions: [bid]
    basis: [示例法 第四条]
"""
RESTRICTION = """\
  - id: loss
    title: {zh: 不得投标, en: May not bid}
    polarity: restriction
    effect: bar
    duty: must
    category: market-access
    actions: [bid]
    basis: [示例法 第一条]
    way_out: {zh: 改正, en: corrected}
"""


def called(*argv: str) -> tuple[int, str, str]:
    """The exit code of a command, and what it says."""
    answer = call_credit_rules(*argv)
    return answer.code, answer.out, answer.err


def files_of(files: Mapping[str, str]) -> list[File]:
    """Files on the catalogue of the examples."""
    surroundings = file_of("surroundings.yaml", SURROUNDINGS, named=False)
    return [surroundings, *(file_of(name, text) for name, text in files.items())]


def found_in(files: Mapping[str, str], page: Page) -> list[tuple[str, str]]:
    """The codes and places lint tells of an example."""
    return [(told.code, told.at) for told in lint(files_of(files), whole=page.whole)]


def told_of(*measures: str, head: str = HEAD) -> list[str]:
    """The codes and reasons lint tells of measures in a list."""
    found = lint(files_of({"list.yaml": head + "".join(measures)}), whole=False)
    return [f"{told.code}: {told.problem.message['en']}" for told in found]


# --- rules and their pages ------------------------------------------------------------------------------------------


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    assert {code for code in codes() if not page_of(code).loader} == set(RULES)
    assert {code for code in codes() if page_of(code).loader} <= set(MESSAGES)
    assert not set(RULES) & set(MESSAGES), "a code of the loader's means something else"


@pytest.mark.parametrize("code", codes())
def test_the_failing_example_fails_at_its_place_and_by_nothing_else(code: str) -> None:
    page = page_of(code)
    assert found_in(page.fails.files, page) == [(code, page.fails.at)]
    told = lint(files_of(page.fails.files), whole=page.whole)[0]
    assert told.severity == page.severity


@pytest.mark.parametrize("code", codes())
def test_the_passing_example_passes_and_loads(code: str) -> None:
    page = page_of(code)
    assert found_in(page.passes.files, page) == []
    texts = {"surroundings.yaml": SURROUNDINGS, **page.passes.files}
    check([read_yaml(text, name) for name, text in texts.items() if not name.endswith(".cases.yaml")])


@pytest.mark.parametrize("code", codes())
def test_a_page_speaks_both_languages(code: str) -> None:
    page = page_of(code)
    assert page.code == code
    for text in (page.title, page.why, page.mend, *([page.message] if page.message else []), *page.reasons.values()):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh)
        assert text.en
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in text.en)
    for lang in ("zh", "en"):
        assert (page.message is None) is page.loader, lang


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_message_says_the_same_in_both_languages(code: str) -> None:
    page = page_of(code)
    told = lint(files_of(page.fails.files), whole=page.whole)[0].problem
    assert told.message["zh"] != told.message["en"]
    assert "{" not in told.message["zh"].replace("{zh", "")
    assert told.help is not None
    assert not told.help["en"].endswith(".")
    assert not told.help["zh"].endswith("。")


# --- what can never be met -------------------------------------------------------------------------------------------

NEVER = {
    "a grade and its contrary": (
        "{all: [{rating: {scheme: tax, grade: A}}, {not: {rating: {scheme: tax, grade: [A, B]}}}]}",
        "a test stands beside its own contrary",
    ),
    "a kind that is not listed": (
        "{all: [{listing: {list: bad-persons}}, {subject: {kind: enterprise}}]}",
        "no kind of subject fits",
    ),
    "a kind left out again": (
        "{all: [{subject: {kind: [household, sole-trader]}}, {not: {subject: {kind: household}}},"
        " {not: {subject: {kind: [sole-trader, enterprise]}}}]}",
        "no kind of subject fits",
    ),
    "bounds of one record": (
        '{listing: {list: bad, amount: {at_least: "5000000", below: "1000000"}}}',
        "bounds on one field exclude one another",
    ),
    "bounds of two tests": (
        '{all: [{action: {amount: {above: "500"}}}, {action: {amount: {at_most: "500"}}}]}',
        "bounds on one field exclude one another",
    ),
    "an action of another kind": ("{action: {code: subsidy}}", "lies outside the measure"),
    "a day after the list's last": ("{action: {date: {at_least: 2027-01-01}}}", "lies outside the measure"),
    "a place outside the region": ('{action: {region: "230000"}}', "lies outside the measure"),
    "another region's list": ("{listing: {list: north-bad}}", "another region that nobody recognises"),
    "a record that was removed": ("{listing: {list: bad, removal: repaired}}", "records that were removed"),
    "a removal that has happened": (
        "{listing: {list: bad, removed_on: {happened: true}}}",
        "records that were removed",
    ),
    "a record of the future": ("{listing: {list: bad, listed_on: {above: 2026-12-31}}}", "later than"),
    "a record that is too old": (
        "{penalty: {field: x, decided_on: {at_most: 2020-01-01}, within: 2 years}}",
        "older than it looks back",
    ),
    "two grades at once": (
        "{all: [{rating: {scheme: tax, grade: A}}, {rating: {scheme: tax, grade: B}}]}",
        "nobody has two",
    ),
    "points above and below": (
        '{all: [{points: {scheme: family, value: {at_least: "90"}}},'
        ' {points: {scheme: family, value: {below: "60"}}}]}',
        "nobody has two",
    ),
    "nothing for the related": (
        "{related: {role: consortium-member, holds: {all: [{listing: {list: bad}}, {not: {listing: {list: bad}}}]}}}",
        "related subject",
    ),
}


@pytest.mark.parametrize("story", NEVER)
def test_what_nobody_can_meet_is_told_with_the_reason(story: str) -> None:
    when, reason = NEVER[story]
    told = [line for line in told_of(f"{INCENTIVE}    when: {when}\n") if line.startswith("never-met")]
    assert len(told) == 1
    assert reason in told[0]


SOMEBODY = {
    "two grades in one test": "{rating: {scheme: tax, grade: [A, B]}}",
    "two grades of different years": (
        "{all: [{rating: {scheme: tax, grade: A}},"
        " {rating: {scheme: tax, grade: B, standing: any, basis: [示例法 第一条]}}]}"
    ),
    "either of two contraries": (
        "{any: [{subject: {kind: enterprise}},"
        " {all: [{subject: {kind: household}}, {points: {scheme: family, value: {above: '1'}}}]}]}"
    ),
    "a bound that is met exactly": '{action: {amount: {at_least: "500", at_most: "500"}}}',
    "a place inside the region": '{action: {region: "370300"}}',
    "a count between": "{penalty: {field: x, count: {between: [2, 3]}, within: 2 years}}",
    "suspended and standing again": "{listing: {list: bad, removal: suspended}}",
    "listed persons who are persons": "{all: [{listing: {list: bad-persons}}, {subject: {kind: natural-person}}]}",
}


@pytest.mark.parametrize("story", SOMEBODY)
def test_what_somebody_may_meet_is_left_in_peace(story: str) -> None:
    told = told_of(f"{INCENTIVE}    when: {SOMEBODY[story]}\n")
    assert not [line for line in told if line.startswith(("never-met", "dead-", "always-met", "tested-twice"))]


def test_recognition_makes_another_regions_list_count() -> None:
    page = "recognition:\n  - {here: '370000', from: ['230000'], in_force: {from: 2020-01-01}}\n"
    files = {"list.yaml": f"{HEAD}{INCENTIVE}    when: {{listing: {{list: north-bad}}}}\n"}
    assert "never-met" in [told.code for told in lint(files_of(files), whole=False)]
    assert "never-met" not in [told.code for told in lint(files_of({**files, "r.yaml": page}), whole=False)]


def test_a_measure_of_its_own_period_may_ask_for_repaired_entries() -> None:
    own = "    lasts: {fixed: 1 year, from: listed_on}\n    when: {listing: {list: bad, removal: repaired}}\n"
    assert not [line for line in told_of(RESTRICTION, own) if line.startswith("never-met")]


def test_a_condition_that_reaches_others_is_not_judged_by_the_kinds_of_its_own_subjects() -> None:
    own = (
        "    subjects: [enterprise]\n    when: {listing: {list: bad-persons}}\n"
        "    reaches: [{role: consortium-member, basis: [示例法 第二条]}]\n"
    )
    assert not [line for line in told_of(RESTRICTION, own) if line.startswith("never-met")]


@pytest.mark.parametrize(
    "when",
    [
        "{any: [{listing: {list: bad}}, {not: {listing: {list: bad}}}]}",
        "{not: {all: [{rating: {scheme: tax, grade: A}}, {rating: {scheme: tax, grade: B}}]}}",
    ],
)
def test_what_everybody_meets_is_told(when: str) -> None:
    assert any(line.startswith("always-met") for line in told_of(f"{RESTRICTION}    when: {when}\n"))


def test_one_test_about_two_people_is_not_one_thing_tested_twice() -> None:
    both = "{any: [{listing: {list: bad}}, {related: {role: consortium-member, holds: {listing: {list: bad}}}}]}"
    assert not [line for line in told_of(f"{INCENTIVE}    when: {both}\n") if line.startswith("tested-twice")]


def test_more_ways_than_anybody_counts_are_left_alone() -> None:
    either = "{any: [{listing: {list: bad, ground: a%d}}, {listing: {list: bad, ground: b%d}}]}"
    when = f"{{all: [{', '.join(either % (n, n) for n in range(12))}]}}"
    assert not [line for line in told_of(f"{INCENTIVE}    when: {when}\n") if line.startswith("never-met")]


def test_a_dead_alternative_is_named() -> None:
    either = "{any: [{listing: {list: bad}}, {all: [{rating: {scheme: tax, grade: A}}, {action: {code: subsidy}}]}]}"
    told = [line for line in told_of(f"{INCENTIVE}    when: {either}\n") if line.startswith("dead-alternative")]
    assert told == [
        "dead-alternative: in measure `gain` rating tax can never help: "
        "the action, place or day it asks for lies outside the measure"
    ]


# --- what is looked at ------------------------------------------------------------------------------------------------


def test_rules_run_over_what_could_be_checked_beside_what_the_loader_refuses() -> None:
    broken = RESTRICTION.replace("id: loss", "id: broken").replace("effect: bar", "effect: bra")
    when = "    when: {listing: {list: bad}}\n"
    text = HEAD + broken + when + RESTRICTION.replace("duty: must", "duty: may") + when
    told = [(told.code, told.severity) for told in lint(files_of({"list.yaml": text}), whole=False)]
    assert told == [("unknown-value", "error"), ("may-bar-without-criteria", "warning")]


def test_remarks_are_about_what_was_named() -> None:
    files = files_of({"list.yaml": f"{HEAD}{RESTRICTION}    when: {{listing: {{list: bad}}}}\n"})
    quiet = [File(f.name, f.text, False, f.path, f.document) for f in files]
    assert [told.code for told in lint(quiet, whole=True)] == []


def test_a_conflict_with_a_measure_above_is_told_of_the_local_one() -> None:
    page = page_of("conflict-by-one-record")
    text = page.fails.files["list.yaml"]
    cut = text.index("  - id: fewer-checks")
    national = text[:cut]
    local = text[: text.index("  - id:")].replace("list: sample", "list: east").replace("CN", '"370000"') + text[cut:]
    above = file_of("above.yaml", national, named=False)
    told = lint([*files_of({"list.yaml": local}), above], whole=False)
    assert [(t.code, t.at) for t in told] == [("conflict-by-one-record", "list.yaml:16:11")]


def test_a_catalogue_speaks_the_languages_of_the_lists_beside_it() -> None:
    catalogue = "authorities:\n  - {id: own-office, title: 本地机关}\n"
    for region, wanted in (("CN", "one-language"), ('"370000"', "english-wanted")):
        list_ = HEAD.replace('"370000"', region) + RESTRICTION + "    when: {listing: {list: bad}}\n"
        told = lint(files_of({"east/list.yaml": list_, "east/catalogue/own.yaml": catalogue}), whole=False)
        assert [t.code for t in told if t.at.startswith("east/catalogue/own.yaml:2")] == [wanted]


def test_what_a_rule_set_below_names_is_used() -> None:
    page = page_of("list-unused")
    matter = Matter(files_of(page.fails.files), whole=True, elsewhere=["when: {listing: {list: debts}}"])
    assert remarks(matter) == []
    matter = Matter(files_of(page.fails.files), whole=True, elsewhere=["list: other-debts, debts-2"])
    assert [told.code for told in remarks(matter)] == ["list-unused"]


@pytest.mark.parametrize("drafts", [False, True])
def test_what_ships_has_nothing_of_severity_error_or_warning(drafts: bool) -> None:
    told = [f"{told.at}: {told.code}" for told in remarks(matter_of(SHIPPED, drafts=drafts)) if told.severity != "info"]
    assert told == []


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small rule set on disk, with a warning and a hint in it."""
    (tmp_path / "rules" / "catalogue").mkdir(parents=True)
    (tmp_path / "rules" / "ruleset.yaml").write_text("ruleset: rules\n", "utf-8")
    (tmp_path / "rules" / "catalogue" / "all.yaml").write_text(SURROUNDINGS, "utf-8")
    list_ = f"{HEAD}{RESTRICTION}    when: {{listing: {{list: bad}}}}\n".replace("duty: must", "duty: may")
    (tmp_path / "rules" / "list.yaml").write_text(list_, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules"


@pytest.mark.usefixtures("folder")
def test_remarks_are_told_by_place_with_their_help_and_counted_in_words() -> None:
    code, out, err = called("lint", "rules/list.yaml", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "rules/list.yaml:12:11: may-bar-without-criteria: `loss` may refuse, and does not say by what the official"
        " decides [warning]",
        "  help: say in a `note` what is weighed: gravity, harm, whether it was corrected, how it bears on the action",
        "1 warning · 1 file looked at",
    ]
    assert called("lint", "rules/list.yaml", "--lang", "zh")[1].splitlines()[-1] == "1 个警告 · 检查了 1 个文件"


def test_a_clean_file_is_said_to_be_clean(folder: Path) -> None:
    (folder / "list.yaml").write_text(f"{HEAD}{RESTRICTION}    when: {{listing: {{list: bad}}}}\n", "utf-8")
    assert called("lint", "rules/list.yaml", "--lang", "en")[1] == "nothing to remark · 1 file looked at\n"


@pytest.mark.usefixtures("folder")
def test_json_tells_code_severity_place_and_both_languages() -> None:
    told = json.loads(called("lint", "rules/list.yaml", "--format", "json")[1])
    assert told["counts"] == {"error": 0, "warning": 1, "info": 0}
    (remark,) = told["remarks"]
    assert list(remark) == ["code", "severity", "at", "message", "help"]
    assert remark["at"] == "rules/list.yaml:12:11"
    assert set(remark["message"]) == set(remark["help"]) == {"zh", "en"}


@pytest.mark.parametrize(("severity", "wanted"), [("error", 0), ("warning", 4), ("info", 4)])
@pytest.mark.usefixtures("folder")
def test_it_fails_from_the_severity_that_was_asked_for(severity: str, wanted: int) -> None:
    assert called("lint", "rules/list.yaml", "--severity", severity)[0] == wanted


def test_it_fails_where_the_loader_refuses(folder: Path) -> None:
    text = (folder / "list.yaml").read_text("utf-8").replace("示例法 第一条", "示例通知 第一条")
    (folder / "list.yaml").write_text(text, "utf-8")
    code, out, _ = called("lint", "rules", "--lang", "en")
    assert code == 4
    assert "no-sufficient-basis" in out


@pytest.mark.parametrize("code", codes())
def test_explain_prints_the_page(code: str) -> None:
    for lang in ("zh", "en"):
        exit_code, out, _ = called("lint", "--explain", code, "--lang", lang)
        assert exit_code == 0
        page = page_of(code)
        assert page.why.as_json()[lang] in out
        assert page.mend.as_json()[lang] in out
        assert SEVERITIES[page.severity][lang == "en"] in out.splitlines()[0]
        for text in (*page.fails.files.values(), *page.passes.files.values()):
            assert text.splitlines()[-1].strip() in out
    assert json.loads(called("lint", "--explain", code, "--format", "json")[1])["code"] == code


def test_explain_knows_the_loaders_codes_and_the_nearest_to_a_slip() -> None:
    assert "write dates as YYYY-MM-DD" in called("lint", "--explain", "bad-date", "--lang", "en")[1]
    code, _, err = called("lint", "--explain", "nevermet", "--lang", "en")
    assert code == 2
    assert "did you mean `never-met`?" in err


@pytest.mark.usefixtures("folder")
def test_what_is_not_there_is_told_beside_the_rest() -> None:
    code, out, _ = called("lint", "rules/list.yaml", "no-such", "--lang", "en")
    assert code == 4
    assert "unknown-ruleset" in out
    assert "may-bar-without-criteria" in out


def test_a_file_that_cannot_be_read_hides_nothing_else(folder: Path) -> None:
    (folder / "torn.yaml").write_text("measure_list: [torn\n", "utf-8")
    out = called("lint", "rules", "--lang", "en")[1]
    assert "rules/torn.yaml:1:15: not-closed" in out
    assert "may-bar-without-criteria" in out


CASES = """\
# yaml-language-server: $schema=../schema/cases.json
cases_for: sample
defaults: {action: bid, date: 2026-11-20, consulted: all}
cases:
  - name: 列入
    given: {listings: [{list: bad, listed_on: 2025-03-01}]}
    expect: {loss: {finding: applies, because: [[L1]]}}
"""


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("duty: must", "duty：must"),  # nothing of the file can be read
        ("effect: bar", "effect: bra"),  # the measure cannot
        ("in_force: {from: 2024-01-01", "in_force: {from: 2024/1/1"),  # the list cannot
    ],
)
def test_what_follows_from_a_list_that_cannot_be_read_does_not_bury_the_cause(written: str, wrong: str) -> None:
    text = f"{HEAD}{RESTRICTION}    when: {{listing: {{list: bad}}}}\n"
    assert written in text
    files = {"list.yaml": text.replace(written, wrong), "list.cases.yaml": CASES}
    told = [t for t in lint(files_of(files)) if t.severity == "error"]
    assert [t.at.rpartition(":")[0].partition(":")[0] for t in told] == ["list.yaml"]
    assert not {t.code for t in lint(files_of(files))} & {"list-unused", "list-without-cases", "scheme-unused"}


def test_what_the_loader_refuses_comes_first() -> None:
    list_ = f"{HEAD}{RESTRICTION}    when: {{listing: {{list: bad}}}}\n".replace("effect: bar", "effect: bra")
    told = lint(files_of({"list.yaml": list_, "a.cases.yaml": CASES.replace("list: bad", "list: bda")}))
    assert [(t.code, t.at.partition(":")[0]) for t in told][:2] == [
        ("unknown-value", "list.yaml"),
        ("case-names-unknown", "a.cases.yaml"),
    ]


def test_no_name_is_offered_where_none_is_near() -> None:
    list_ = f"{HEAD}{RESTRICTION}    when: {{listing: {{list: bad}}}}\n"
    cases = CASES.replace("cases_for: sample", "cases_for: xyz").replace("list: bad", "list: qqqq")
    told = lint(files_of({"list.yaml": list_, "list.cases.yaml": cases}), whole=False)
    messages = [t.problem.message["zh"] for t in told if t.code in ("cases-without-list", "case-names-unknown")]
    assert messages == ["没有清单 `xyz`", "没有 `qqqq`"]


def test_a_message_is_explained_without_its_blanks_to_fill() -> None:
    for code, lang in (("bad-yaml", "zh"), ("unknown-key", "en"), ("no-end", "zh"), ("comma-in-text", "en")):
        out = called("lint", "--explain", code, "--lang", lang)[1]
        assert "{why}" not in out
        assert "{name}" not in out
        assert "{{" not in out
    assert "`…`" in called("lint", "--explain", "unknown-key")[1]
    assert "{ }" in called("lint", "--explain", "comma-in-text")[1]


def test_a_list_without_a_catalogue_is_read_against_the_national_one(tmp_path: Path) -> None:
    text = f"{HEAD}{RESTRICTION}    when: {{listing: {{list: tax-major}}}}\n"
    text = text.replace("[bid]", "[procurement.bid]").replace("示例法 第一条", "政府采购法 第二十二条")
    (tmp_path / "own.yaml").write_text(text.replace("measure_list: sample", "measure_list: my-own"), "utf-8")
    told = remarks(matter_of([str(tmp_path / "own.yaml")]))
    assert [t.code for t in told if t.severity == "error"] == []


# --- mending ----------------------------------------------------------------------------------------------------------

UNTIDY = (
    HEAD.split("\n", 1)[1].replace('edition: "2024"', "edition: 1.10  ")
    + "# 说明  \n"
    + RESTRICTION.replace("[示例法 第一条]", "[示例法 第一条, 示例法 第一条]   # 两遍")
    + "    when: {listing: {list: bad}}\n    note: |\n      第一行  \n      第二行"
)
TIDY = (
    "# yaml-language-server: $schema={schema}\n"
    + HEAD.split("\n", 1)[1].replace('edition: "2024"', 'edition: "1.10"')
    + "# 说明\n"
    + RESTRICTION.replace("[示例法 第一条]", "[示例法 第一条]   # 两遍")
    + "    when: {listing: {list: bad}}\n    note: |\n      第一行  \n      第二行"
)


def schema_line(text: str) -> str:
    """The modeline mending wrote, which depends on where the folder lies."""
    return text.split("\n", 1)[0].strip().removeprefix("# yaml-language-server: $schema=")


def test_mending_changes_what_it_says_and_not_a_byte_beside_it(folder: Path) -> None:
    (folder / "list.yaml").write_bytes(UNTIDY.encode())
    before = load_plan("./rules")
    code, out, _ = called("lint", "rules/list.yaml", "--fix", "--lang", "en")
    after = (folder / "list.yaml").read_bytes().decode()
    assert after == TIDY.replace("{schema}", schema_line(after))
    assert schema_line(after).endswith("schema/measure-list.json")
    assert (folder / schema_line(after)).resolve().parent.name == "schema"
    assert code == 0
    for mark in ("basis-twice: mended", "misread-value: mended", "trailing-blanks: mended", "no-modeline: mended"):
        assert mark in out
    told = {basis.article for measure in before.measures for basis in measure.basis}
    assert {basis.article for measure in load_plan("./rules").measures for basis in measure.basis} == told


def test_mending_a_second_time_changes_nothing(folder: Path) -> None:
    (folder / "list.yaml").write_bytes(UNTIDY.encode())
    called("lint", "rules", "--fix")
    once = {path: path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    _, out, _ = called("lint", "rules", "--fix", "--format", "json")
    assert json.loads(out)["mended"] == []
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == once


@pytest.mark.parametrize(
    ("encoding", "ends"), [("utf-8", "\r\n"), ("utf-8-sig", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\n")]
)
def test_mending_keeps_line_ends_encoding_and_mark(folder: Path, encoding: str, ends: str) -> None:
    (folder / "list.yaml").write_bytes(UNTIDY.replace("\n", ends).encode(encoding))
    called("lint", "rules/list.yaml", "--fix")
    raw = (folder / "list.yaml").read_bytes()
    text = raw.decode(encoding)
    assert text == TIDY.replace("{schema}", schema_line(text)).replace("\n", ends)


def test_mending_leaves_the_digest_of_the_plan_as_it_is(folder: Path) -> None:
    text = UNTIDY.replace(", 示例法 第一条]", "]")
    (folder / "list.yaml").write_bytes(text.encode())
    before = load_plan("./rules").digest
    assert called("lint", "rules", "--fix")[0] == 0
    assert (folder / "list.yaml").read_bytes() != text.encode()
    assert load_plan("./rules").digest == before


def test_what_mending_would_make_say_something_else_is_left() -> None:
    text = f"{HEAD}{RESTRICTION}    when: {{listing: {{list: bad}}}}\n    note: |\n      第一行  \n      第二行\n"
    assert mended(Matter(files_of({"list.yaml": text}), whole=False)) == []


def test_nothing_is_written_where_nothing_is_mended(folder: Path) -> None:
    matter = matter_of(["rules"])
    (folder / "list.yaml").chmod(0o444)
    before = (folder / "list.yaml").stat().st_mtime_ns
    write([file for file in mended(matter) if file.file.name == "rules/list.yaml"])
    assert (folder / "list.yaml").stat().st_mtime_ns == before


def test_mending_what_ships_changes_no_meaning() -> None:
    matter = matter_of(SHIPPED, drafts=True)
    new = {file.file.name: file.text for file in mended(matter)}
    texts = [file for file in matter.files if not file.name.endswith(".cases.yaml") and file.document is not None]
    before = plan_of([file.document for file in texts if file.document is not None])
    after = plan_of([read_yaml(new.get(file.name, file.text), file.name) for file in texts])
    assert after.digest == before.digest


def test_what_cannot_be_written_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "list.yaml").write_bytes(UNTIDY.encode())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("credit_rules.authoring.linting.mending.os.replace", full)
    code, _, err = called("lint", "rules", "--fix", "--lang", "en")
    assert code == 4
    assert "cannot write" in err
    assert (folder / "list.yaml").read_bytes() == UNTIDY.encode()
    assert not list(folder.glob(".*"))


# --- nothing breaks it ------------------------------------------------------------------------------------------------

_WRONG: tuple[Any, ...] = (
    YamlText("x"),
    [],
    {},
    None,
    YamlText("always"),
    [YamlText("a"), [YamlText("b")]],
    {"all": []},
    {"not": YamlText("x")},
    YamlText("2024-01-01"),
    [None],
    [{}],
)


def paths_in(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path of plain data."""
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from paths_in(value, (*path, key))


def with_wrong(data: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """The same data with something else at a path."""
    if not path:
        return wrong
    key, rest = path[0], path[1:]
    items = dict(data) if isinstance(data, dict) else list(data)
    items[key] = with_wrong(data[key], rest, wrong)
    return items


@pytest.mark.parametrize("seed", range(8))
def test_wrong_types_anywhere_are_told_and_never_crash(seed: int) -> None:
    choice = random.Random(seed)
    for _ in range(25):
        page = page_of(choice.choice(codes()))
        files = files_of(choice.choice([page.fails.files, page.passes.files]))
        victim = choice.randrange(len(files))
        document = files[victim].document
        assert document is not None
        path = choice.choice(list(paths_in(document.data)))
        data = with_wrong(document.data, path, choice.choice(_WRONG))
        files[victim] = File(
            document.name, "", True, None, Document(document.name, data, document.places, document.keys)
        )
        matter = Matter(files, whole=choice.random() < 0.5)
        for told in remarks(matter):
            assert told.in_language("zh")
            assert told.in_language("en")
        mended(matter)


@pytest.mark.parametrize("seed", range(4))
def test_files_cut_short_are_told_and_never_crash(seed: int) -> None:
    choice = random.Random(seed)
    for _ in range(25):
        page = page_of(choice.choice(codes()))
        files = {**page.passes.files}
        name = choice.choice(list(files))
        files[name] = files[name][: choice.randrange(len(files[name]))] + choice.choice(
            ["", "\n", "{", "[", "\x00", '"']
        )
        matter = Matter(files_of(files), whole=True)
        remarks(matter)
        mended(matter)

"""The examples run as they stand, in both languages, and tell what the law says of the Yan'an case."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from conftest import ROOT
from credit_rules import Action, CreditProfile, Decision, check_subject
from credit_rules.model.plan import Plan

EXAMPLES = ROOT / "examples"
YANAN = EXAMPLES / "yanan"
PROFILES = sorted(YANAN.glob("profiles/*.json"))

SUBSIDY = ("funds.subsidy", "finance")
BID = ("procurement.bid", "purchaser")


@cache
def output(script: str, *arguments: str, encoding: str = "utf-8") -> str:
    """What an example prints, run from a folder that is not the project's."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / script), *arguments],
        cwd=Path(sys.prefix),
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        encoding=encoding,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def days(story: str) -> list[tuple[str, str]]:
    """The story's days in the order they are told, each with what is said on it."""
    told = [part.split(" ──\n", 1) for part in story.split("── ")[1:]]
    return [(day, text) for day, text in told]


@dataclass(frozen=True)
class Words:
    lang: str
    ordinary: str
    restricted: str
    barred: str
    page: tuple[str, ...]  # on the day both requests meet the list


IN_BOTH_LANGUAGES = pytest.mark.parametrize(
    "words",
    [
        Words(
            lang="zh",
            ordinary="无奖惩措施    受限 0 项",
            restricted="依法受限    受限 2 项",
            barred="应予拒绝    受限 2 项",
            page=(
                "[应当] 限制申请政府补贴资金和社会保障资金支持    debtor-subsidy",
                "[应当] 拒绝其参与政府采购活动    proc-reject",
                "因为  列入“失信被执行人名单”  2026-04-15",
                "《中华人民共和国政府采购法》第二十二条",
                "《关于加快推进失信被执行人信用监督、警示和惩戒机制建设的意见》第（三）项",
                "至 2028-04-15，自 2028-04-16 起不再适用",
                "履行义务",
                "人民法院应当删除",
                "7 个工作日内向采购人、采购代理机构提出质疑",
                "失信被执行人名单：列入",
                "重大税收违法失信主体：未列入",
                "中国执行信息公开网",
            ),
        ),
        Words(
            lang="en",
            ordinary="ORDINARY    0 restrictions",
            restricted="RESTRICTED    2 restrictions",
            barred="BARRED    2 restrictions",
            page=(
                "[must] Government subsidies and social security fund support restricted    debtor-subsidy",
                "[must] Refused participation in government procurement    proc-reject",
                "on the list “Dishonest judgment debtors” since 2026-04-15",
                "Government Procurement Law, art. 22",
                "Central Opinions on Supervising, Warning and Punishing Dishonest Judgment Debtors",
                "2028-04-15; no longer applies from 2028-04-16",
                "the court must delete in the cases of art. 10",
                "query to purchaser or agency within 7 working days",
                "Dishonest judgment debtors: LISTED",
                "Major tax violations: not listed",
            ),
        ),
    ],
    ids=lambda words: words.lang,
)


@IN_BOTH_LANGUAGES
def test_the_story_tells_the_fine_the_list_and_the_way_back(words: Words) -> None:
    story = days(output("yanan/story.py", "--lang", words.lang))
    assert [day for day, _ in story] == [
        "2025-06-12",
        "2025-09-01",
        "2026-01-20",
        "2026-04-15",
        "2026-05-20",
        "2026-06-08",
        "2026-06-12",
        "2026-06-11",
        "2026-06-11",
    ]
    fined, listed, free = (dict(story[:7])[day] for day in ("2025-09-01", "2026-05-20", "2026-06-12"))
    assert fined.count(words.ordinary) == 2
    assert listed.count(words.restricted) == 1
    assert listed.count(words.barred) == 1
    for line in words.page:
        assert line in listed
    assert free.count(words.ordinary) == 2


@IN_BOTH_LANGUAGES
def test_the_story_says_why_the_fine_itself_brings_nothing(words: Words) -> None:
    told = dict(days(output("yanan/story.py", "--lang", words.lang))[:7])["2025-09-01"]
    reason = {
        "zh": "行政处罚 · 罚款（较大数额）    P1: 不符合",
        "en": "administrative penalty · fine (large)    P1: does not fit",
    }
    assert "proc-major-record" in told
    assert reason[words.lang] in told


@IN_BOTH_LANGUAGES
def test_the_story_looks_back_at_the_day_of_deletion_as_known_then_and_as_known_since(words: Words) -> None:
    (_, then), (_, since) = days(output("yanan/story.py", "--lang", words.lang))[7:]
    assert then.count(words.barred) == 1
    assert since.count(words.ordinary) == 1


@IN_BOTH_LANGUAGES
def test_the_story_shows_words_and_no_raw_data(words: Words) -> None:
    story = output("yanan/story.py", "--lang", words.lang)
    assert "{" not in story
    assert "None" not in story


def test_without_a_language_the_story_is_told_in_both() -> None:
    both = output("yanan/story.py")
    assert both == output("yanan/story.py", "--lang", "zh") + output("yanan/story.py", "--lang", "en")


def test_the_story_runs_on_a_console_without_chinese_letters() -> None:
    assert "\\u5ef6\\u5b89" in output("yanan/story.py", "--lang", "zh", encoding="ascii")


# --- the profiles -----------------------------------------------------------------------------------------------


def asked(plan: Plan, name: str, request: tuple[str, str], day: date, known: date | None = None) -> Decision:
    code, authority = request
    profile = CreditProfile.from_file(YANAN / "profiles" / f"{name}.json")
    return check_subject(plan, profile, Action(code=code, authority=authority, region="610600", date=day, known=known))


def reasons(decision: Decision) -> list[Any]:
    return [(f.measure, f.finding, f.because, decision.lifts_on(f)) for f in decision.findings]


def test_every_profile_names_an_invented_enterprise_by_a_code_with_a_right_check_digit() -> None:
    assert len(PROFILES) == 3
    for path in PROFILES:
        subject = json.loads(path.read_text(encoding="utf-8"))["subject"]
        assert uscc.is_valid(subject["id"])
        assert "示例" in subject["name"]


def test_every_look_up_says_its_channel_and_its_hour_on_the_day_of_the_profile() -> None:
    for path in PROFILES:
        told = json.loads(path.read_text(encoding="utf-8"))
        assert all(entry["channel"] and entry["at"].startswith(told["as_of"]) for entry in told["consulted"])


@pytest.mark.parametrize("request_made", [SUBSIDY, BID], ids=["subsidy", "bid"])
def test_the_last_profile_still_tells_what_was_answered_while_the_enterprise_was_listed(
    national: Plan, request_made: tuple[str, str]
) -> None:
    day = date(2026, 5, 20)
    then = asked(national, "2026-05-20", request_made, day)
    again = asked(national, "2026-06-12", request_made, day, known=day)
    assert reasons(then) == reasons(again)
    assert then.outcome == again.outcome


def test_a_bid_on_the_eve_of_deletion_stays_barred_and_one_on_the_day_itself_is_free(national: Plan) -> None:
    known = date(2026, 6, 12)
    assert asked(national, "2026-06-12", BID, date(2026, 6, 10), known).outcome == "barred"
    assert asked(national, "2026-06-12", BID, date(2026, 6, 11), known).outcome == "ordinary"


def test_the_answer_is_ordinary_because_every_list_was_looked_up(national: Plan) -> None:
    told = json.loads((YANAN / "profiles" / "2026-06-12.json").read_text(encoding="utf-8"))
    action = Action(code="procurement.bid", authority="purchaser", region="610600", date=date(2026, 6, 12))
    needed = {entry["list"] for entry in asked(national, "2026-06-12", BID, action.date).as_json()["lookups"]}
    for left_out in ("judgment-debtor", "tax-major", "procurement-serious", "penalty", "related.consortium-member"):
        consulted = [entry for entry in told["consulted"] if entry["what"] != left_out]
        decision = check_subject(national, CreditProfile.from_data({**told, "consulted": consulted}), action)
        assert decision.outcome == "incomplete", left_out
    assert needed <= {entry["what"] for entry in told["consulted"]}


# --- the library and the stream ---------------------------------------------------------------------------------


def test_the_library_example_prints_the_outcome_and_the_day_each_measure_ends() -> None:
    assert output("library.py").splitlines() == [
        "barred",
        "proc-reject 2028-03-02",
        "sc33-public-resource 2028-03-02",
    ]


def test_the_library_example_is_ten_lines_of_code() -> None:
    lines = (EXAMPLES / "library.py").read_text(encoding="utf-8").splitlines()[1:]
    assert len([line for line in lines if line.strip()]) <= 10


@pytest.mark.parametrize(
    ("lang", "heads", "open_list"),
    [
        ("zh", ["应予拒绝", "转人工审核", "JSON", "可享激励", "信息不全"], "待核实  限制申请政府补贴资金"),
        ("en", ["BARRED", "REFER", "JSON", "FAVOURED", "INCOMPLETE"], "open  Government subsidies"),
    ],
    ids=["zh", "en"],
)
def test_the_stream_answers_every_request_and_a_bad_line_stops_nothing(
    lang: str, heads: list[str], open_list: str
) -> None:
    told = output("stream/approvals.py", "--lang", lang)
    answers = [line for line in told.splitlines() if not line.startswith(" ")]
    assert [line.split("  ")[0] for line in answers] == ["r-001", "r-002", "#3", "r-004", "r-005"]
    for line, head in zip(answers, heads, strict=True):
        assert head in line
    assert "(proc-reject) → 2028-03-02" in told
    assert "(go35-accept-gaps)" in told
    assert open_list in told


def test_the_stream_refers_a_natural_person_to_a_named_official() -> None:
    requests = (EXAMPLES / "stream" / "requests.jsonl").read_bytes()
    command = Path(sys.executable).with_name("check-subject")
    done = subprocess.run([str(command), "-"], input=requests, capture_output=True, timeout=60, check=False)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [answer["request"] for answer in answers] == ["r-001", "r-002", None, "r-004", "r-005"]
    assert answers[1]["decision"]["outcome_because"] == [{"code": "natural-person", "measure": "company-officer-bar"}]
    assert answers[2]["error"]["errors"][0]["code"] == "bad-json"
    assert answers[2]["error"]["errors"][0]["at"].startswith("stdin:3")
    missing = {item["fact"] for finding in answers[4]["decision"]["findings"] for item in finding["missing"]}
    assert "judgment-debtor" in missing
    assert "tax-major" not in missing


def test_the_profiles_of_the_forty_bidders_are_what_importing_their_lists_gives(tmp_path: Path) -> None:
    folder, out = ROOT / "examples" / "bid_screening", tmp_path / "lists.jsonl"
    subprocess.run([sys.executable, str(folder / "prepare.py"), str(out)], check=True)
    assert out.read_bytes() == (folder / "lists.jsonl").read_bytes()

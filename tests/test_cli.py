"""`check-subject` and `credit-rules`: one subject, one action, and how the answer is told."""

import ast
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands import Answer, as_bytes, call, call_credit_rules, empty_folder, listing, profile, program, small_rules  # noqa: F401  fixtures
from credit_rules import cli
from credit_rules.cli import asking, console, running
from credit_rules.cli.exits import Exit, exit_of_stream
from credit_rules.cli.options import parse

DAY = "2026-11-20"
BARRED = profile(listings=[listing()])
OPEN = profile(consulted=[])


@pytest.fixture
def check(small: str) -> Any:
    """Checks a profile by the small rule set."""

    def checked(data: dict[str, Any], *argv: str, action: str = "bid") -> Answer:
        return call("-", "--rules", small, "--action", action, "--date", DAY, *argv, stdin=as_bytes(data))

    return checked


# --- the example everybody is shown -----------------------------------------------------------------------------

SHOWN = {
    "subject": {
        "id": "91230199MA0DEM0133",
        "scheme": "CN-USCI",
        "name": "龙江示例建设有限公司",
        "kind": "enterprise",
        "region": "230100",
    },
    "as_of": "2026-11-20",
    "consulted": ["all"],
    "listings": [
        {
            "id": "L1",
            "list": "tax-major",
            "authority": "×市税务局稽查局",
            "document": "×税稽公〔2025〕12号",
            "region": "230100",
            "listed_on": "2025-03-01",
            "known_on": "2025-03-04",
            "amount": "5200000.00",
        }
    ],
}


def test_a_supplier_on_the_tax_list_is_barred_until_the_list_ends() -> None:
    answer = call("-", "--action", "procurement.bid", "--date", DAY, "--format", "json", stdin=as_bytes(SHOWN))
    assert (answer.code, answer.err) == (0, "")
    decision = answer.data
    assert decision["format"] == "decision/1"
    assert (decision["outcome"], decision["date"], decision["known"]) == ("barred", DAY, DAY)
    assert {"code": "must-bar", "measure": "proc-reject"} in decision["outcome_because"]
    finding = next(f for f in decision["findings"] if f["measure"] == "proc-reject")
    assert (finding["finding"], finding["lifts_on"], finding["duty"]) == ("applies", "2028-03-02", "must")
    assert [[item["record"] for item in cause] for cause in finding["because"]] == [["L1"]]
    assert [remedy["within"] for remedy in decision["remedies"]] == ["7 working days"]


def test_the_same_by_its_alias_in_words() -> None:
    answer = call("-", "--action", "政府采购", "--date", DAY, stdin=as_bytes(SHOWN))
    assert answer.out.startswith("应予拒绝")
    assert "自 2028-03-02 起不再适用" in answer.out
    english = call("-", "--action", "政府采购", "--date", DAY, "--lang", "en", stdin=as_bytes(SHOWN))
    assert english.out.startswith("BARRED")


# --- what comes out ---------------------------------------------------------------------------------------------


def test_json_is_indented_keeps_chinese_and_ends_with_a_newline(check: Any) -> None:
    answer = check(BARRED, "--format", "json")
    assert answer.out.startswith('{\n  "format": "decision/1"')
    assert answer.out.endswith("}\n")
    assert "龙江示例建设有限公司" in answer.out


def test_same_input_same_bytes(check: Any) -> None:
    assert check(BARRED, "--format", "json").out == check(BARRED, "--format", "json").out


def test_markdown(check: Any) -> None:
    assert check(BARRED, "--format", "markdown").out.startswith("# ")


def test_all_shows_what_does_not_apply(check: Any) -> None:
    clean = profile()
    assert check(clean, "--format", "json").data["findings"] == []
    findings = check(clean, "--format", "json", "--all").data["findings"]
    assert [finding["finding"] for finding in findings] == ["does-not-apply"] * 2


def test_only_the_file_shows_restrictions_of_records_that_no_longer_stand(check: Any) -> None:
    left = profile(listings=[listing(removed_on="2026-01-01", removal="repaired")])
    assert "拒绝投标" in check(left, "--for", "file").out
    assert "拒绝投标" not in check(left, "--for", "clerk").out
    assert check(left, "--for", "subject", "--format", "json").data["scope"]["withheld"] == 1  # JSON stays whole


def test_every_option_of_the_action_reaches_it(check: Any) -> None:
    given = {
        "known": "2026-11-19",
        "region": "370300",
        "amount": "4000000.00",
        "authority": "buyer",
        "case": "ZB-1",
        "operator": "李某",
        "body": "某局",
        "purpose": "资格审查",
    }
    argv = [text for name, value in given.items() for text in (f"--{name}", value)]
    action = check(BARRED, *argv, "--no-verify", "--format", "json").data["action"]
    assert {name: action[name] for name in given} == given | {"amount": "4000000"}


def test_without_a_date_today_is_asked_about(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "today", lambda: "2026-11-20")
    answer = call("-", "--rules", small, "--action", "bid", "--format", "json", stdin=as_bytes(BARRED))
    assert answer.data["date"] == "2026-11-20"


def test_today_is_a_day() -> None:
    assert date.fromisoformat(asking.today())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BARRED, 10),
        (profile(listings=[listing(objection={"filed_on": "2026-01-01", "accepted_on": "2026-01-05"})]), 11),
        (OPEN, 13),
        (profile(), 0),
    ],
)
def test_the_outcome_shows_in_the_exit_code_if_asked_for(check: Any, data: dict[str, Any], code: int) -> None:
    assert check(data, "--exit-code").code == code
    assert check(data).code == 0


def test_restricted_is_exit_code_twelve(check: Any) -> None:
    assert check(BARRED, "--exit-code", action="fund").code == 12


def test_of_a_stream_the_gravest_exit_code_counts() -> None:
    order = [Exit.INTERNAL, Exit.RULES, Exit.INPUT, Exit.BARRED, Exit.REFER, Exit.INCOMPLETE, Exit.RESTRICTED]
    for place, code in enumerate(order):
        assert exit_of_stream([*reversed(order[place:]), Exit.EVALUATED]) is code


# --- how a profile is given -------------------------------------------------------------------------------------

YAML = """\
subject: {id: 91230199MA0DEM0133, scheme: CN-USCI, kind: enterprise}
as_of: 2026-11-20
consulted: [all]
listings:
  - {id: L1, list: bad-a, listed_on: 2025-03-01}
"""


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.json", as_bytes(BARRED)),
        ("a.json", json.dumps(BARRED, indent=2).encode()),
        ("a.json", b"\xef\xbb\xbf" + as_bytes(BARRED)),
        ("a.json", as_bytes(BARRED).decode().encode("gb18030")),
        ("a.jsonl", as_bytes(BARRED)),
        ("a", json.dumps(BARRED, indent=2).encode()),
        ("a.yaml", YAML.encode()),
        ("a.yml", b"\xef\xbb\xbf" + YAML.encode()),
        ("a", YAML.encode()),
    ],
)
def test_a_profile_may_be_json_or_yaml_in_several_encodings(name: str, raw: bytes, small: str) -> None:
    Path(name).write_bytes(raw)
    argv = ("--rules", small, "--action", "bid", "--date", DAY, "--format", "json")
    assert call(name, *argv).data["outcome"] == "barred"
    if not name.endswith(".yml"):
        assert call("-", *argv, stdin=raw).data["outcome"] == "barred"


# --- wrong usage ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["-", "--acton", "bid"], "unknown-option", "--action"),
        (["-", "--action"], "option-without-value", "--action"),
        (["-", "--all=yes"], "option-with-value", "--all"),
        (["-", "extra", "--action", "bid"], "extra-argument", "extra"),
        (["--action", "bid"], "missing-option", "PROFILE"),
        (["-"], "missing-option", "--action"),
        (["", "--action", "bid"], "missing-option", "PROFILE"),
        (["91230199MA0DEM0133"], "missing-option", "--action"),
        (["91230199MA0DEM0133", "--action", "bid"], "no-profiles", "--profiles"),
        (["-", "--action", "bid", "--register", "http://x"], "not-yet", "--register"),
        (["-", "--action", "bid", "--format", "html"], "not-yet", "html"),
        (["-", "--action", "bid", "--format", "jsn"], "unknown-value", "json"),
        (["-", "--action", "bid", "--for", "clark"], "unknown-value", "clerk"),
        (["-", "--action", "bid", "--lang", "fr"], "unknown-value", "zh, en"),
    ],
)
def test_wrong_usage_is_exit_code_two_with_help_in_both_languages(argv: list[str], code: str, said: str) -> None:
    for lang in ("zh", "en"):
        answer = call("--lang", lang, *argv, stdin=as_bytes(BARRED))
        assert (answer.code, answer.out) == (2, "")
        assert code in answer.err
        assert said in answer.err


def test_usage_errors_speak_the_language_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有选项" in call("--acton").err
    assert "no option" in call("--acton", "--lang", "en").err
    assert "no option" in call("--lang=en", "--acton").err
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "no option" in call("--acton").err


def test_usage_errors_are_json_where_json_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = call("--acton", "--format", "json")
    assert (answer.code, answer.err, answer.codes) == (2, "", ["unknown-option"])
    told = answer.data["errors"][0]
    assert set(told) == {"code", "at", "message", "help"}
    assert set(told["message"]) == set(told["help"]) == {"zh", "en"}
    monkeypatch.setenv("CREDIT_RULES_FORMAT", "json")
    assert call("--acton").codes == ["unknown-option"]


def test_profile_action_and_rules_are_told_together_each_at_its_place(small: str) -> None:
    wrong = {"subject": {"kind": "enterprice"}, "listing": []}
    argv = ("--action", "bidd", "--date", "2026-02-30", "--amount", "-5", "--region", "3703", "--format", "json")
    answer = call("-", "--rules", small, *argv, stdin=as_bytes(wrong))
    assert answer.code == 3
    assert {told["at"]: told["code"] for told in answer.data["errors"]} == {
        "/subject/kind": "unknown-value",
        "/listing": "unknown-key",
        "--action": "unknown-action",
        "--date": "bad-date",
        "--amount": "bad-money",
        "--region": "bad-region",
    }
    both = call("-", "--rules", "cm", *argv, stdin=as_bytes(wrong))
    assert both.code == 4
    assert {"unknown-ruleset", "bad-date", "unknown-key"} <= set(both.codes)


def test_an_unknown_action_is_told_with_the_nearest(check: Any) -> None:
    answer = check(BARRED, "--lang", "en", action="投标审察")
    assert answer.code == 3
    assert "--action: unknown-action" in answer.err
    assert "投标审查" in answer.err


def test_values_that_begin_with_a_hyphen_are_values(check: Any) -> None:
    for amount in ("-5", "-1_000", "-1,000.00"):
        answer = check(BARRED, "--amount", amount)
        assert "--amount: bad-money" in answer.err


@pytest.mark.parametrize("name", ["nix.json", "folder/nix", "nix.jsonl"])
def test_a_file_that_is_not_there(name: str) -> None:
    answer = call(name, "--action", "procurement.bid")
    assert (answer.code, "no-such-file" in answer.err) == (3, True)


def test_a_folder_is_no_profile(isolated: Path) -> None:
    (isolated / "folder").mkdir()
    answer = call("folder", "--action", "procurement.bid")
    assert (answer.code, "unreadable" in answer.err) == (3, True)


# --- the commands -----------------------------------------------------------------------------------------------


def test_check_is_the_same_as_check_subject(small: str) -> None:
    argv = ("-", "--rules", small, "--action", "bid", "--date", DAY, "--format", "json")
    assert call_credit_rules("check", *argv, stdin=as_bytes(BARRED)).out == call(*argv, stdin=as_bytes(BARRED)).out


def test_help_in_both_languages_names_every_option() -> None:
    promised = [
        "--profiles",
        "--action",
        "--date",
        "--known",
        "--region",
        "--amount",
        "--authority",
        "--rules",
        "--format",
        "--lang",
        "--for",
        "--all",
        "--no-verify",
        "--register",
        "--operator",
        "--body",
        "--purpose",
        "--case",
        "--exit-code",
    ]
    for argv in (["--help"], ["-h"], ["--help", "--lang", "en"]):
        answer = call(*argv)
        assert (answer.code, answer.err) == (0, "")
        assert all(f"  {name}" in answer.out for name in promised)
    assert call("--help").out.startswith("用法: check-subject")
    assert call("--help", "--lang", "en").out.startswith("usage: check-subject")
    assert "credit-rules check" in call_credit_rules("check", "--help").out


def test_credit_rules_lists_its_commands_and_tells_its_version() -> None:
    for argv in ([], ["--help"], ["help"], ["-h"]):
        assert "settings" in call_credit_rules(*argv).out
    assert call_credit_rules("version").out.startswith("credit-rules ")
    assert call_credit_rules("--version").out == call_credit_rules("version").out
    assert "usage" in call_credit_rules("version", "--help", "--lang", "en").out
    assert "usage" in call_credit_rules("settings", "--help", "--lang", "en").out


def test_an_unknown_command_is_told_with_the_nearest() -> None:
    answer = call_credit_rules("chek", "x", "--lang", "en")
    assert answer.code == 2
    assert "no command `chek`" in answer.err
    assert "`check`" in answer.err


# --- nothing crashes --------------------------------------------------------------------------------------------


def test_a_fault_of_ours_is_told_without_a_trace(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("too bad")

    monkeypatch.setattr("credit_rules.pipeline.check_subject", broken)
    answer = check(BARRED)
    assert (answer.code, answer.out) == (5, "")
    assert "internal: 内部错误，未给出结论：ZeroDivisionError: too bad" in answer.err
    assert check(BARRED, "--format", "json").codes == ["internal"]


def test_the_trace_is_there_for_whoever_asks(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setenv("CREDIT_RULES_DEBUG", "1")
    running.problems_of(ZeroDivisionError("too bad"))
    assert "ZeroDivisionError: too bad" in capfd.readouterr().err


def test_disagreement_of_engines_gives_no_answer(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from credit_rules.errors import BackendDisagreement

    def disagree(*_: Any, **__: Any) -> None:
        raise BackendDisagreement("they part ways over small/refuse")

    monkeypatch.setattr("credit_rules.pipeline.check_subject", disagree)
    assert (check(BARRED).code, check(BARRED).out) == (5, "")


def test_control_characters_reach_no_terminal(check: Any) -> None:
    data = {**BARRED, "\u009b2J\u202e": 1}
    answer = check(data)
    assert answer.code == 3
    assert not {"\u009b", "\u202e"} & set(answer.err)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_a_console_that_cannot_show_chinese(encoding: str, small: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    argv = ("-", "--rules", small, "--action", "bid", "--date", DAY)
    data = as_bytes(profile(listings=[listing()], subject={"name": "𠮷é", "kind": "enterprise"}))
    text = program(*argv, env=env)
    out, err = text.communicate(data)
    assert (text.returncode, err) == (0, b"")
    assert out
    as_json = program(*argv, "--format", "json", env=env)
    out, err = as_json.communicate(data)
    assert (as_json.returncode, err) == (0, b"")
    assert json.loads(out.decode("ascii"))["subject"]["name"] == "𠮷é"
    wrong = program(*argv, "--format", "xml", env=env)
    _, err = wrong.communicate(data)
    assert wrong.returncode == 2
    assert b"Traceback" not in err


def test_no_colour_where_nobody_looks_and_none_where_it_is_unwanted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    assert not console.Console("zh").colour
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert console.Console("zh").colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not console.Console("zh").colour


def test_interruption_is_quiet(small: str) -> None:
    process = program("-", "--rules", small, "--action", "bid")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(as_bytes({"request": 1, "profile": BARRED}))
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_full_disk_is_told(small: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        process = program("-", "--rules", small, "--action", "bid", stdout=full)
        _, err = process.communicate(as_bytes(BARRED))
    assert process.returncode == 5
    assert b"internal" in err
    assert b"Traceback" not in err


def test_help_loads_no_engine() -> None:
    """What the command line itself loads is light; the heavy modules are named inside functions."""
    heavy = {"pipeline", "rosters", "profiles", "stages.gathering"}
    for path in Path(cli.__file__).parent.glob("*.py"):
        if path.stem in ("asking", "inputs", "stream"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
        assert not {name.removeprefix("credit_rules.") for name in names} & heavy, path.name


def test_help_is_quick() -> None:
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", "from credit_rules.cli import *; check_subject_command(['--help'])"], check=True
    )
    assert time.monotonic() - start < 5


def test_options_may_stand_anywhere() -> None:
    from credit_rules.cli.check import manual_of

    options, arguments = parse(manual_of("check-subject"), ["--rules", "a", "--action=bid", "x.json", "--rules=b"])
    assert (options, arguments) == ({"rules": ["a", "b"], "action": "bid"}, ["x.json"])

"""Lines in, lines out: every request gets its own line, and a bad one never stops the rest."""

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from commands import OTHER_USCI, USCI, Answer, as_bytes, call, empty_folder, listing, profile, program, small_rules  # noqa: F401  fixtures
from credit_rules.cli import inputs

DAY = "2026-11-20"
BARRED = profile(listings=[listing()])
ACTION = {"code": "bid", "date": DAY}
GOOD = {"request": "g", "profile": BARRED, "action": ACTION}


@pytest.fixture
def ask(small: str) -> Any:
    """Hands lines in: data is written as JSON, bytes stand as they are."""

    def asked(*lines: Any, argv: tuple[str, ...] = ()) -> Answer:
        raw = b"".join(line if isinstance(line, bytes) else as_bytes(line) for line in lines)
        return call("-", "--rules", small, *argv, stdin=raw)

    return asked


def outcomes(answer: Answer) -> list[tuple[Any, str]]:
    """What each line came to: its outcome, or the codes of its errors."""
    return [
        (line["request"], line["decision"]["outcome"] if "decision" in line else " ".join(codes(line)))
        for line in answer.lines
    ]


def codes(line: dict[str, Any]) -> list[str]:
    return [told["code"] for told in line["error"]["errors"]]


def test_each_request_is_answered_by_one_compact_line(ask: Any) -> None:
    answer = ask(GOOD, {**GOOD, "request": 2, "profile": profile()})
    assert outcomes(answer) == [("g", "barred"), (2, "ordinary")]
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith('{"request":"g","decision":{"format":"decision/1"')
    assert list(answer.lines[0]) == ["request", "decision"]
    assert "龙江示例建设有限公司" in answer.out


def test_an_answer_is_the_decision_of_the_same_question_alone(ask: Any, small: str) -> None:
    alone = call("-", "--rules", small, "--action", "bid", "--date", DAY, "--format", "json", stdin=as_bytes(BARRED))
    assert ask(GOOD).lines[0]["decision"] == alone.data


def test_the_command_line_completes_what_a_line_leaves_open(ask: Any) -> None:
    argv = ("--action", "fund", "--date", "2026-01-01", "--region", "370300", "--operator", "李某")
    own, completed = ask(GOOD, {"request": 2, "profile": BARRED}, argv=argv).lines
    assert (own["decision"]["action"]["code"], own["decision"]["date"]) == ("bid", DAY)
    assert own["decision"]["action"]["operator"] == "李某"
    assert completed["decision"]["action"]["code"] == "fund"
    assert completed["decision"]["date"] == "2026-01-01"
    assert completed["decision"]["action"]["region"] == "370300"


def test_a_local_item_code_in_a_line_beats_the_action_of_the_command_line(ask: Any) -> None:
    answer = ask({"request": 1, "profile": BARRED, "action": {"item": "77", "date": DAY}}, argv=("--action", "fund"))
    assert answer.lines[0]["decision"]["action"]["code"] == "bid"


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        (b"{oops\n", "bad-json", "stdin:2:2"),
        (b"nonsense\n", "bad-json", "stdin:2:1"),
        (b'{"request": "x", "profile": {"sub\n', "bad-json", "stdin:2:30"),
        (b'{"request": "x", "request": "y"}\n', "duplicate-key", "/request"),
        (b'{"request": "x", "profile": {"subject": {"name": "\\u0000"}}}\n', "bad-character", "/profile/subject/name"),
        (b'{"request": "x", "profile": {"subject": {"name": "\\ud800"}}}\n', "bad-character", "/profile/subject/name"),
        (b'{"request": "x", "amount": NaN}\n', "bad-json", "stdin:2"),
        (b"\x80\xff\xff\n", "bad-encoding", "stdin:2"),
        (b"[1, 2]\n", "not-a-request", "stdin:2"),
        (b"null\n", "not-a-request", "stdin:2"),
        (b'{"request": "x"}\n', "not-a-request", "stdin:2"),
        (b'{"request": "x", "profile": null}\n', "not-a-request", "stdin:2"),
        (b'{"request": true, "profile": {}}\n', "wrong-type", "/request"),
        (b'{"request": 1.5, "profile": {}}\n', "wrong-type", "/request"),
        (b'{"request": "x", "profil": {}}\n', "unknown-key", "/profil"),
        (b'{"request": "x", "profile": {}, "action": "bid"}\n', "wrong-type", "/action"),
        (b'{"request": "x", "profile": {}, "id": "1"}\n', "profile-and-id", "/id"),
        (b'{"request": "x", "id": "1"}\n', "no-profiles", "/id"),
        (b'{"request": "x", "id": ""}\n', "empty-text", "/id"),
        (b'{"request": "x", "id": 7}\n', "wrong-type", "/id"),
        (b'{"request": "x", "profile": []}\n', "wrong-type", "/profile"),
        (
            b'{"request": "x", "profile": {"subject": {"kind": "enterprise"}}, "action": {}}\n',
            "missing-key",
            "/action/code",
        ),
        (b"[" * 100_000 + b"\n", "too-deep", "stdin:2"),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)
def test_a_bad_line_is_told_at_its_place_and_the_rest_goes_on(ask: Any, line: bytes, code: str, at: str) -> None:
    answer = ask(GOOD, line, {**GOOD, "request": "after"})
    first, bad, last = answer.lines
    assert (first["request"], last["request"]) == ("g", "after")
    assert "decision" in last
    assert (code, at) in [(told["code"], told["at"]) for told in bad["error"]["errors"]]
    assert all(set(told["message"]) == {"zh", "en"} for told in bad["error"]["errors"])
    assert (answer.code, answer.err) == (3, "")


def test_profile_and_action_are_told_together(ask: Any) -> None:
    wrong = {"request": 1, "profile": {"subject": {"kind": "x"}}, "action": {"code": "bidd", "date": "2026-02-30"}}
    told = ask(wrong, argv=("--amount", "1_000")).lines[0]["error"]["errors"]
    assert {entry["at"]: entry["code"] for entry in told} == {
        "/profile/subject/kind": "unknown-value",
        "/action/date": "bad-date",
        "/action/code": "unknown-action",
        "--amount": "bad-money",
    }


def test_contradictions_in_a_profile_are_told_within_the_line(ask: Any) -> None:
    wrong = profile(listings=[listing(removed_on="2024-01-01")])
    told = ask({"request": 1, "profile": wrong, "action": ACTION}).lines[0]["error"]["errors"]
    assert [entry["at"] for entry in told] == ["/profile/listings/0/removed_on"]


@pytest.mark.parametrize(
    "first",
    [
        b"{oops\n",
        b'{"request": "1", "profile": {"subj\n',
        b'{"request": "1", "profile": {}, }\n',
        b"nonsense\n",
        b"nonsense\n{oops}\n",
        b"\x80\xff\xff\n",
        b'{"a": "\x80\xff\xff"}\n',
        b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"\n",
        b"\n  \n",
        b"\xef\xbb\xbf",
    ],
)
def test_a_stream_may_begin_badly(ask: Any, first: bytes) -> None:
    assert outcomes(ask(first, GOOD))[-1] == ("g", "barred")


def test_gb18030_and_byte_order_marks(ask: Any) -> None:
    answer = ask(b"\xef\xbb\xbf" + as_bytes(GOOD), as_bytes(GOOD).decode().encode("gb18030"), as_bytes(GOOD))
    one, two, three = answer.lines
    assert one == two == three


def test_the_gravest_exit_code_of_a_stream(ask: Any) -> None:
    clean = {"request": 2, "profile": profile(), "action": ACTION}
    unknown = {"request": 3, "profile": profile(consulted=[]), "action": ACTION}
    assert ask(clean, argv=("--exit-code",)).code == 0
    assert ask(clean, unknown, argv=("--exit-code",)).code == 13
    assert ask(unknown, GOOD, clean, argv=("--exit-code",)).code == 10
    assert ask(GOOD, b"{\n", argv=("--exit-code",)).code == 3
    assert ask(GOOD, unknown).code == 0


def test_a_fault_of_ours_stays_within_its_line(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from credit_rules.cli import stream

    real, calls = stream.check_subject, []

    def breaks_once(*args: Any, **more: Any) -> Any:
        calls.append(args)
        if len(calls) == 1:
            raise RuntimeError("too bad")
        return real(*args, **more)

    monkeypatch.setattr(stream, "check_subject", breaks_once)
    answer = ask(GOOD, GOOD, b"{\n")
    assert [line.get("error", {}).get("errors", [{}])[0].get("code") for line in answer.lines] == [
        "internal",
        None,
        "bad-json",
    ]
    assert (answer.code, answer.err) == (5, "")


def test_a_stream_without_rules_does_not_begin(ask: Any) -> None:
    answer = ask(GOOD, argv=("--rules", "cm"))
    assert (answer.code, answer.codes, answer.err) == (4, ["unknown-ruleset"], "")


def test_lines_may_come_from_a_file(small: str) -> None:
    for name in ("requests.jsonl", "requests.ndjson", "requests"):
        Path(name).write_bytes(as_bytes(GOOD) + b"{\n")
        answer = call(name, "--rules", small)
        assert [line["request"] for line in answer.lines] == ["g", None]
        assert answer.lines[1]["error"]["errors"][0]["at"] == f"{name}:2:2"


def test_identifiers_are_looked_up_in_profiles(ask: Any) -> None:
    Path("all.jsonl").write_bytes(as_bytes(BARRED) + b"{broken\n")
    known, unknown = ({"request": n, "id": code, "action": ACTION} for n, code in ((1, USCI), (2, OTHER_USCI)))
    answer = ask(known, unknown, known, argv=("--profiles", "all.jsonl"))
    assert outcomes(answer) == [(1, "barred"), (2, "no-subject"), (1, "barred")]
    assert answer.err.count("bad-json") == 1  # the bad line is told once


def test_profiles_that_are_not_there_are_told_to_whoever_needs_them(ask: Any) -> None:
    answer = ask(GOOD, {"request": 2, "id": USCI, "action": ACTION}, argv=("--profiles", "nix.jsonl"))
    assert outcomes(answer) == [("g", "barred"), (2, "no-such-file")]


def test_a_line_of_ten_megabytes_is_refused_and_the_next_is_read(ask: Any) -> None:
    huge = b'{"request": "huge", "profile": "' + b"x" * 10_000_000 + b'"}\n'
    answer = ask(GOOD, huge, GOOD)
    assert outcomes(answer) == [("g", "barred"), (None, "too-large"), ("g", "barred")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (b'{"request": 1}', True),
        (b'{"profile": {}}', True),
        (b'\n\n{"id": "1"}\n', True),
        (b'{"subject": {}, "related": []}', False),
        (b'{\n "subject": {}}', False),
        (b"subject: {}\nas_of: x\n", False),
        (b"", False),
        (b"[", False),
        (b"{oops}", True),
        (b'{"subject": {"kind": "enterprise",}}', False),
        (b'{"subject": {"name": "half', False),
        (b"nonsense", False),
        (b"# a comment\nsubject: {}\n", False),
        (b"---\nsubject: {}\n", False),
    ],
)
def test_lines_are_told_from_one_profile_by_their_beginning(text: bytes, lines: bool) -> None:
    found = inputs._told_apart("-", io.BytesIO(text))  # type: ignore[arg-type]
    assert isinstance(found, inputs.Lines) is lines
    if isinstance(found, inputs.Text):
        assert found.raw == text


# --- as processes -----------------------------------------------------------------------------------------------


def test_a_partner_process_gets_each_answer_before_it_asks_again(small: str) -> None:
    process = program("-", "--rules", small)
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        process.stdin.write(as_bytes({**GOOD, "request": number}) if number != 1 else b"{bad\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        assert answer["request"] == (None if number == 1 else number)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (3, b"", b"")


def test_a_reader_that_goes_away_ends_the_stream_quietly(small: str) -> None:
    process = program("-", "--rules", small, stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(as_bytes(GOOD))
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(as_bytes(GOOD))
    process.stdin.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), err) == (141, b"")

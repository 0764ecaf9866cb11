"""Following: what begins and ends as events come and days pass, and a state that survives a stop at any byte."""

import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from jsonschema import Draft202012Validator

from commands import (
    USCI,
    Answer,
    as_bytes,
    call,
    call_credit_rules,
    empty_folder,
    in_shell,
    small_rules,
)
from conftest import ROOT
from credit_rules import Action, CreditProfile, check_subject, load_plan
from credit_rules.authoring.schemas import schema_of
from credit_rules.cli.follow import groups_of
from credit_rules.errors import UsageError
from credit_rules.following import Follower, Watched
from credit_rules.following.events import WHATS
from credit_rules.following.store import CHANGES, EVENTS, SNAPSHOT, Disk, open_store
from credit_rules.model.plan import Plan
from credit_rules.words import following as words
from follow_check import run
from test_schemas import closed, errors

__all__ = ["empty_folder", "small_rules"]

Json = dict[str, Any]

DAY = date(2026, 1, 1)


@pytest.fixture(name="plan")
def small_plan(small: str) -> Plan:
    """The plan of the small rule set."""
    return load_plan(small)


def follower(plan: Plan, *codes: str, day: date = DAY) -> Follower:
    """A follower of some actions of the small rule set."""
    actions = [Action(code=code, date=day) for code in codes or ("bid", "fund")]
    return Follower(plan, Watched.of(plan, actions), day)


def event(what: str, number: int = 0, **more: Any) -> Json:
    """An event about the invented enterprise's entry."""
    told = {"event": f"E{number or what}", "what": what, "subject": USCI, "known_on": "2026-01-01", "record": "L1"}
    return {**told, "on": "2026-01-01", **more}


LISTED = event("listed", 1, fields={"list": "bad-a"})
COVERED = {"event": "E0", "what": "covered", "known_on": "2025-01-01", "fields": {"registers": "all"}}


def taken(follows: Follower, *lines: Json) -> list[Json]:
    """What is told of some lines."""
    return [change for line in lines for change in follows.take(as_bytes(line))]


def in_short(changes: list[Json]) -> list[tuple[Any, ...]]:
    """Changes in short: what, which measure (or from what to what), and at which actions."""
    found = []
    for change in changes:
        if change["change"] == "notice":
            found.append((change["sort"], change["event"], *(told["code"] for told in change["problems"])))
            continue
        what = change.get("measure") or f"{change['was']}>{change['now']}"
        found.append((change["change"], what, *(action["code"] for action in change["actions"])))
    return found


# --- what begins and ends -----------------------------------------------------------------------------------------


def test_what_is_shared_takes_effect_at_once_and_what_is_repaired_ends_at_once(plan: Plan) -> None:
    follows = follower(plan)
    assert in_short(taken(follows, COVERED, LISTED)) == [
        ("begins", "refuse", "bid"),
        ("begins", "limit-funds", "fund"),
        ("outcome", "ordinary>barred", "bid"),
        ("outcome", "ordinary>restricted", "fund"),
    ]
    changes = taken(follows, event("repaired", 2))
    assert {entry for entry in in_short(changes) if entry[0] == "ends"} == {
        ("ends", "refuse", "bid"),
        ("ends", "limit-funds", "fund"),
    }
    ended = next(change for change in changes if change.get("measure") == "refuse")
    assert (ended["was"], ended["now"], ended["guard"], ended["day"]) == (
        "applies",
        "withheld",
        "repaired",
        "2026-01-01",
    )
    assert [(item["record"], item["guard"]) for cause in ended["because"] for item in cause] == [("L1", "repaired")]
    assert [told["event"] for told in ended["by"]["events"]] == ["E2"]


def test_an_accepted_objection_changes_the_outcome_and_lifts_nothing(plan: Plan) -> None:
    follows = follower(plan, "bid")
    taken(follows, COVERED, LISTED)
    assert in_short(taken(follows, event("objection-accepted", 2))) == [("outcome", "barred>refer", "bid")]
    assert in_short(taken(follows, event("objection-upheld", 3))) == [
        ("ends", "refuse", "bid"),
        ("outcome", "refer>ordinary", "bid"),
    ]


def test_what_lapses_is_told_of_its_own_day_however_far_the_days_jump(plan: Plan) -> None:
    follows = follower(plan, "bid")
    taken(follows, COVERED, LISTED)
    changes = taken(follows, {"day": "2040-01-01"})
    assert [(change["day"], change["change"]) for change in changes] == [
        ("2029-01-02", "ends"),
        ("2029-01-02", "outcome"),
    ]
    assert changes[0]["guard"] == "expired"
    assert [turn["turn"] for turn in changes[0]["by"]["turns"]] == ["record-ends"]
    assert follows.day == date(2040, 1, 1)


def test_what_is_known_only_later_waits_for_its_day(plan: Plan) -> None:
    follows = follower(plan, "bid")
    assert (
        taken(follows, COVERED, {**LISTED, "known_on": "2026-02-01"}, event("repaired", 2, known_on="2026-03-01")) == []
    )
    changes = taken(follows, {"day": "2026-12-31"})
    assert [(c["day"], c["change"], [told["event"] for told in c["by"]["events"]]) for c in changes] == [
        ("2026-02-01", "begins", ["E1"]),
        ("2026-02-01", "outcome", ["E1"]),
        ("2026-03-01", "ends", ["E2"]),
        ("2026-03-01", "outcome", ["E2"]),
    ]


def test_what_happens_to_a_related_subject_is_judged_for_both(national: Plan) -> None:
    day = date(2026, 1, 1)
    other = "91370300MA0DEM0137"
    watched = Watched.of(national, [Action(code="procurement.bid", date=day, region="230100")])
    follows = Follower(national, watched, day)
    related = event("related-added", 1, record="X1", fields={"role": "consortium-member", "other": other})
    assert taken(follows, COVERED, related) == []
    changes = taken(follows, event("listed", 2, subject=other, fields={"list": "tax-major"}))
    begun = {(change["subject"]["id"], change["measure"]) for change in changes if change["change"] == "begins"}
    assert {who for who, _ in begun} == {USCI, other}
    ended = taken(follows, event("related-ended", 3, record="X1"), {"day": "2026-01-02"})
    assert {change["subject"]["id"] for change in ended if change["change"] == "ends"} == {USCI}


def test_everything_undetermined_is_told_only_where_it_is_asked_for(plan: Plan) -> None:
    quiet, loud = follower(plan, "bid"), follower(plan, "bid")
    loud.open_too = True
    looked_up = event("consulted", 2, record=None, on=None, fields={"registers": "all"})
    told = {"event": "E9", "what": "subject-described", "subject": USCI, "known_on": "2026-01-01"}
    assert in_short(taken(quiet, told)) == [("outcome", "ordinary>incomplete", "bid")]
    assert in_short(taken(loud, told)) == [("opens", "refuse", "bid"), ("outcome", "ordinary>incomplete", "bid")]
    assert in_short(taken(loud, looked_up)) == [("closes", "refuse", "bid"), ("outcome", "incomplete>ordinary", "bid")]


# --- out of order, repeated, contradictory ------------------------------------------------------------------------


def test_the_order_in_which_events_arrive_does_not_matter(plan: Plan) -> None:
    lines = [
        COVERED,
        LISTED,
        event("objection-accepted", 2, on="2026-01-02", known_on="2026-01-03"),
        event("objection-closed", 3, on="2026-01-05", known_on="2026-01-06"),
        event("suspended", 4, on="2026-01-07", known_on="2026-01-08"),
        event("resumed", 5, on="2026-01-09", known_on="2026-01-10"),
        event("repaired", 6, on="2026-01-11", known_on="2026-01-12"),
    ]
    wanted = follower(plan)
    taken(wanted, *lines, {"day": "2026-02-01"})
    for seed in range(40):
        mixed = lines.copy()
        random.Random(seed).shuffle(mixed)
        follows = follower(plan)
        taken(follows, *mixed, {"day": "2026-02-01"})
        assert follows.states == wanted.states
        assert list(follows.profiles()) == list(wanted.profiles())


def test_what_was_never_listed_is_held_until_it_is(plan: Plan) -> None:
    follows = follower(plan, "bid")
    repaired = event("repaired", 2)
    assert in_short(taken(follows, COVERED, repaired)) == [("held", "E2", "record-not-begun")]
    assert in_short(taken(follows, LISTED)) == [("released", "E2", "event-released")]
    profile = follows.profile(USCI)
    assert profile is not None
    assert [entry.removal for entry in profile.listings] == ["repaired"]


CONTRARY = {
    "two versions of one day": (event("listed", 2, fields={"list": "bad-a", "amount": "5"}), "event-contradicts"),
    "another list": (event("listed", 2, known_on="2026-01-05", fields={"list": "bad-local"}), "mixed-record"),
    "removed before it was listed": (event("repaired", 2, on="2025-12-31"), "dates-contradict"),
    "resumed and never suspended": (event("resumed", 2), "not-suspended"),
}


@pytest.mark.parametrize("case", CONTRARY)
def test_what_contradicts_is_held_and_told_in_both_languages(plan: Plan, case: str) -> None:
    line, code = CONTRARY[case]
    follows = follower(plan, "bid")
    first = event("listed", 1, fields={"list": "bad-a", "amount": "4"})
    taken(follows, COVERED, first)
    (change,) = taken(follows, line)
    assert (change["sort"], change["event"]) == ("held", "E2")
    (told,) = change["problems"]
    assert told["code"] == code
    assert all(told["message"].values())
    assert all(change["words"].values())
    assert follows.states[USCI][0].outcome == "barred"
    assert "E2" in [kept.id for kept in follows.books.books[USCI].things["listing", "L1"]]


def test_a_record_gone_for_good_is_not_suspended(plan: Plan) -> None:
    follows = follower(plan, "bid")
    taken(follows, COVERED, LISTED, event("repaired", 2))
    later = event("suspended", 3, known_on="2026-01-02")
    assert in_short(taken(follows, {"day": "2026-01-02"}, later)) == [("held", "E3", "record-gone")]


def test_an_event_that_comes_twice_counts_once_and_is_told_apart(plan: Plan) -> None:
    follows = follower(plan, "bid")
    taken(follows, COVERED, LISTED)
    number = follows.number
    assert taken(follows, LISTED, COVERED, LISTED) == []
    assert (follows.number, follows.repeated) == (number, ["E1", "E0", "E1"])
    other = {**LISTED, "fields": {"list": "bad-local"}}
    assert in_short(taken(follows, other)) == [("refused", "E1", "event-id-reused")]
    assert taken(follows, other) == []


def test_what_comes_late_counts_from_now_on_and_says_so(plan: Plan) -> None:
    follows = follower(plan, "bid")
    taken(follows, COVERED, {"day": "2026-03-01"})
    changes = taken(follows, {**LISTED, "known_on": "2026-02-01"})
    assert in_short(changes)[0] == ("remark", "E1", "event-late")
    assert {change["day"] for change in changes} == {"2026-03-01"}


def test_days_only_go_forward(plan: Plan) -> None:
    follows = follower(plan, "bid")
    taken(follows, {"day": "2026-03-01"})
    assert in_short(taken(follows, {"day": "2026-02-01"})) == [("refused", None, "day-goes-back")]
    assert follows.day == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("[]", "not-an-event", ""),
        ("{", "bad-json", None),
        ('{"day": "2026-02-30"}', "bad-date", "/day"),
        ({**LISTED, "what": "lsited"}, "unknown-value", "/what"),
        ({**LISTED, "record": None}, "missing-key", ""),
        ({**LISTED, "on": None}, "missing-key", ""),
        ({**LISTED, "subject": None}, "missing-key", ""),
        ({**LISTED, "kind": "penalty"}, "event-kind-unfitting", "/kind"),
        ({**LISTED, "fields": {"list": "bad-a", "amount": 5}}, "wrong-type", "/fields/amount"),
        ({**LISTED, "fields": {"list": "bad-a", "known_on": "2026-01-01"}}, "event-key-idle", "/fields/known_on"),
        ({**LISTED, "fields": {"lsit": "bad-a"}}, "unknown-key", "/fields/lsit"),
        ({**COVERED, "subject": USCI}, "event-key-idle", "/subject"),
        ({**LISTED, "subject": {"id": USCI, "kind": "firm"}}, "unknown-value", "/subject/kind"),
        (event("related-added", 1, record="X1", fields={"role": "boss"}), "missing-key", "/fields"),
    ],
)
def test_a_wrong_line_is_refused_at_its_place_and_stops_nothing(
    plan: Plan, line: Any, code: str, at: str | None
) -> None:
    follows = follower(plan, "bid")
    raw = line.encode() if isinstance(line, str) else as_bytes(line)
    (change,) = follows.take(raw, "events:1")
    assert change["sort"] == "refused"
    assert code in [told["code"] for told in change["problems"]]
    if at is not None:
        assert at in [told["at"] for told in change["problems"]]
    assert taken(follows, COVERED, LISTED)


def test_of_whom_the_kind_is_not_known_nothing_is_decided_until_it_is(plan: Plan) -> None:
    follows = follower(plan, "bid")
    told = event("listed", 1, subject="P-1", fields={"list": "bad-a"})
    assert in_short(taken(follows, told)) == [("remark", "E1", "subject-kind-unknown")]
    named = {"id": "P-1", "scheme": "internal", "kind": "enterprise"}
    described = {"event": "E2", "what": "subject-described", "subject": named, "known_on": "2026-01-01"}
    assert ("begins", "refuse", "bid") in in_short(taken(follows, described))


def test_every_word_is_there_in_both_languages() -> None:
    assert set(words.WHATS) >= set(WHATS)
    for table in words.TABLES.values():
        for code, (zh, en) in table.items():
            assert zh.strip(), code
            assert en.strip(), code
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in en), code


# --- the batch answer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_the_follower_is_where_a_fresh_check_is(seed: int) -> None:
    """Generated rules and streams, every day compared; `make fuzz-follow` does the same for long."""
    assert run(seed, 60) > 50


def test_the_profiles_written_are_those_that_are_followed(plan: Plan) -> None:
    follows = follower(plan)
    taken(follows, COVERED, LISTED, event("repaired", 2, on="2026-02-01", known_on="2026-02-03"), {"day": "2026-03-01"})
    (data,) = follows.profiles()
    profile = CreditProfile.from_data(json.loads(json.dumps(data)))
    for number, action in enumerate(follows.actions):
        assert check_subject(plan, profile, action).outcome == follows.states[USCI][number].outcome


# --- a state that survives ----------------------------------------------------------------------------------------

STREAM = [
    COVERED,
    LISTED,
    {"day": "2026-01-02"},
    event("repaired", 7, record="L9", known_on="2026-01-02"),
    event("objection-accepted", 2, on="2026-01-03", known_on="2026-01-05"),
    LISTED,
    "broken",
    event("listed", 3, subject="91370300MA0DEM0137", on="2025-06-01", known_on="2026-01-04", fields={"list": "bad-a"}),
    {"day": "2026-01-06"},
    {**LISTED, "fields": {"list": "bad-local"}},
    {"follow": "nobody"},
    event("objection-closed", 4, on="2026-01-06", known_on="2026-01-06"),
    {"day": "2028-07-01"},
    event("penalty-decided", 5, record="P1", known_on="2028-07-01", on="2028-06-01"),
    {"day": "2029-06-01"},
]
LINES = [line.encode() + b"\n" if isinstance(line, str) else as_bytes(line) for line in STREAM]


class Stopped(BaseException):
    """The power is gone."""


class FailingDisk(Disk):
    """A disk that stops after so many bytes."""

    def __init__(self, folder: Path, left: int) -> None:
        super().__init__(folder)
        self.left = left

    def write(self, handle: BinaryIO, data: bytes) -> None:
        """As much as there is left."""
        written = data[: self.left]
        self.left -= len(written)
        handle.write(written)
        if len(written) < len(data):
            handle.flush()
            raise Stopped


def opened(folder: Path, plan: Plan, disk: Disk | None = None, **more: Any) -> Any:
    watched = Watched.of(plan, [Action(code=code, date=DAY) for code in ("bid", "fund")])
    return open_store(folder, plan, watched, DAY, disk=disk, **more)


def followed(folder: Path, plan: Plan, lines: list[bytes], left: int | None = None, group: int = 1) -> bool:
    """Follow some lines in a state, until the disk stops; whether it did not."""
    folder.mkdir(exist_ok=True)
    store = None
    try:
        store = opened(folder, plan, FailingDisk(folder, left) if left is not None else None)
        for start in range(0, len(lines), group):
            store.take(lines[start : start + group])
            if start % 3 == 2:
                store.snap()
        store.close()
    except Stopped:
        return False
    finally:
        if store is not None:
            store.release()
    return True


def contents(folder: Path) -> tuple[bytes, bytes]:
    return (folder / EVENTS).read_bytes(), (folder / CHANGES).read_bytes()


def test_a_stop_at_any_byte_loses_and_repeats_nothing(plan: Plan, tmp_path: Path) -> None:
    """Several hundred cut points: in the log, in what is told, in the snapshot, and between them."""
    whole = tmp_path / "whole"
    assert followed(whole, plan, LINES)
    wanted = contents(whole)
    written = 0
    dice = random.Random(5)
    for number, left in enumerate(range(0, 60_000, 211)):
        folder = tmp_path / f"cut-{number}"
        left += dice.randint(0, 100)
        if followed(folder, plan, LINES, left, group=1 + number % 4):
            break
        # The sender was not told how far it came: it begins again from anywhere before.
        assert followed(folder, plan, LINES)
        assert contents(folder) == wanted, left
        written += 1
    else:
        pytest.fail("the stream was never followed to its end")
    assert written > 100


def test_two_stops_one_after_the_other_lose_nothing_either(plan: Plan, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    assert followed(whole, plan, LINES)
    dice = random.Random(6)
    for number in range(40):
        folder = tmp_path / f"twice-{number}"
        for _ in range(3):
            followed(folder, plan, LINES, dice.randint(0, 9000))
        assert followed(folder, plan, LINES)
        assert contents(folder) == contents(whole)


def test_the_numbers_of_the_changes_are_their_lines(plan: Plan, tmp_path: Path) -> None:
    assert followed(tmp_path / "state", plan, LINES)
    lines = [json.loads(line) for line in (tmp_path / "state" / CHANGES).read_bytes().splitlines()]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["format"] for line in lines} == {"change/1"}


def test_a_state_goes_on_where_it_was_left(plan: Plan, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    assert followed(whole, plan, LINES)
    for number in range(len(LINES)):
        assert followed(parts, plan, LINES[number : number + 1])
    assert contents(parts) == contents(whole)


def test_without_its_snapshot_a_state_is_worked_out_from_the_lines(plan: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert followed(folder, plan, LINES)
    wanted = contents(folder)
    (folder / SNAPSHOT).unlink()
    assert followed(folder, plan, LINES)
    assert contents(folder) == wanted


@pytest.mark.parametrize("name", [EVENTS, CHANGES, SNAPSHOT])
def test_a_state_that_was_altered_is_refused(plan: Plan, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "state"
    assert followed(folder, plan, LINES)
    path = folder / name
    path.write_bytes(path.read_bytes().replace(b'"E1"', b'"E8"').replace(b'"day":"2029', b'"day":"2019'))
    if name == CHANGES:
        (folder / SNAPSHOT).unlink()
    if name == SNAPSHOT:
        path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UsageError) as refused:
        opened(folder, plan)
    assert [told.code for told in refused.value.problems] == ["state-altered"]


def test_two_at_once_are_refused(plan: Plan, tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    first = opened(tmp_path / "state", plan)
    with pytest.raises(UsageError) as refused:
        opened(tmp_path / "state", plan)
    first.close()
    assert [told.code for told in refused.value.problems] == ["state-in-use"]
    opened(tmp_path / "state", plan).close()


def test_other_rules_decide_everybody_anew(plan: Plan, small: str, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert followed(folder, plan, LINES[:3])
    path = Path(small) / "list.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: refuse", "id: refuse-it"), encoding="utf-8")
    other = load_plan(small)
    store = opened(folder, other)
    told = [json.loads(line) for line in store.since(1)]
    store.close()
    anew = told[-3:]
    assert [change.get("measure") for change in anew] == [None, "refuse-it", "refuse"]
    assert [change["change"] for change in anew] == ["notice", "begins", "ends"]
    assert anew[0]["problems"][0]["code"] == "rules-changed"
    again = opened(folder, other)
    assert len(list(again.since(1))) == len(told)
    again.release()


def test_other_rules_over_unfinished_work_are_refused(plan: Plan, small: str, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert not followed(folder, plan, LINES, 800)
    with pytest.raises(UsageError) as refused:
        opened(folder, load_plan(small), open_too=True)
    assert [told.code for told in refused.value.problems] == ["state-unfinished"]


# --- the command --------------------------------------------------------------------------------------------------

ARGV = ("follow", "--action", "bid", "--action", "fund", "--since", "2026-01-01")


def follow(small: str, *argv: str, stdin: bytes = b"") -> Answer:
    return call_credit_rules(*ARGV, "--rules", small, "--format", "json", *argv, stdin=stdin)


def test_the_command_tells_each_change_on_a_line(small: str) -> None:
    answer = follow(small, "-", stdin=b"".join(LINES))
    assert answer.code == 3  # a line in it is broken
    assert [line["number"] for line in answer.lines] == list(range(1, len(answer.lines) + 1))
    assert "events-repeated" in answer.err


def without_place(line: Json) -> Json:
    """A change without the line it is about: a state counts its own."""
    return {**line, "line": None, "problems": [told["code"] for told in line.get("problems", ())]}


def test_the_command_goes_on_after_what_it_handed_on_or_from_where_it_is_told(small: str) -> None:
    whole = follow(small, "-", stdin=b"".join(LINES)).lines
    half = follow(small, "-", "--state", "state", stdin=b"".join(LINES[:6])).lines
    rest = follow(small, "-", "--state", "state", stdin=b"".join(LINES)).lines
    assert [without_place(line) for line in half + rest] == [without_place(line) for line in whole]
    again = follow(small, "--state", "state", "--from", "3").lines
    assert again == (half + rest)[2:]
    assert follow(small, "--state", "state").lines == []


def test_the_command_lets_days_pass_without_events(small: str) -> None:
    follow(small, "-", "--state", "state", stdin=b"".join(LINES[:2]))
    answer = follow(small, "--state", "state", "--until", "2030-01-01")
    assert [(line["day"], line["change"]) for line in answer.lines] == [("2029-01-02", "ends")] * 2 + [
        ("2029-01-02", "outcome")
    ] * 2


def test_text_is_for_people_in_both_languages(small: str) -> None:
    for lang, wanted in (
        ("zh", "开始适用    [应当] 拒绝投标    refuse"),
        ("en", "BEGINS    [must] refuse the bid    refuse"),
    ):
        argv = (*ARGV, "--rules", small, "--lang", lang, "-")
        answer = call_credit_rules(*argv, stdin=b"".join(LINES[:2]))
        assert wanted in answer.out
        assert "#1  2026-01-01" in answer.out


def test_the_profiles_are_written_for_the_roster(small: str) -> None:
    follow(small, "-", "--write-profiles", "now.jsonl", "--until", "2026-02-01", stdin=b"".join(LINES[:5]))
    argv = (USCI, "--profiles", "now.jsonl", "--action", "bid", "--date", "2026-02-01", "--rules", small)
    assert call(*argv, "--format", "json").data["outcome"] == "refer"


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("--from", "2"), "from-without-state"),
        (("--state", "s", "--from", "two"), "bad-number"),
        (("--state", "s", "--from", "2"), "number-to-come"),
        (("--until", "2025-01-01"), "until-in-the-past"),
        (("--until", "tomorrow"), "bad-date"),
        (("nowhere.jsonl",), "no-such-file"),
        (("--state", "file"), "unwritable"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(small: str, argv: tuple[str, ...], code: str) -> None:
    Path("file").write_text("", encoding="utf-8")
    answer = follow(small, *argv)
    assert answer.code in (2, 3)
    assert answer.codes == [code]


class Slowly(io.RawIOBase):
    """Bytes that arrive piece by piece."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    def read1(self, size: int = -1) -> bytes:  # noqa: ARG002  as a buffered reader has it
        return self.pieces.pop(0) if self.pieces else b""


def test_lines_are_taken_as_they_arrive_however_they_are_cut() -> None:
    assert list(groups_of(Slowly([b"a\nb", b"c\n", b"d\ne\nf"]))) == [[b"a"], [b"bc"], [b"d", b"e"], [b"f"]]  # type: ignore[arg-type]
    text = b"".join(LINES)
    for size in (1, 7, 100):
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        assert [line for group in groups_of(Slowly(pieces)) for line in group] == text.splitlines()  # type: ignore[arg-type]


# --- a process of its own, killed ---------------------------------------------------------------------------------


def test_a_process_killed_at_random_moments_loses_and_repeats_nothing(plan: Plan, small: str, tmp_path: Path) -> None:
    """Killed after so many lines of output, whatever it is doing then; the sender begins again from the start."""
    assert followed(tmp_path / "whole", plan, LINES)
    wanted = [json.loads(line) for line in (tmp_path / "whole" / CHANGES).read_bytes().splitlines()]
    code = "import sys; from credit_rules.cli import credit_rules_command; credit_rules_command(sys.argv[1:])"
    argv = [sys.executable, "-c", code, *ARGV, "--rules", small, "--format", "json", "--state", "killed", "-"]
    for heard in (0, 1, 2, 5, 9, 13):
        with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"".join(LINES))
            process.stdin.close()
            for _ in range(heard):
                process.stdout.readline()
            process.kill()
    last = call_credit_rules(*argv[3:], stdin=b"".join(LINES))
    assert last.code in (0, 3)
    kept = [json.loads(line) for line in (Path("killed") / CHANGES).read_bytes().splitlines()]
    assert kept == wanted
    assert call_credit_rules(*argv[3:-1], "--from", "1").lines == wanted


def test_what_is_marked_as_handed_on_has_left_the_process(small: str, tmp_path: Path) -> None:
    """Killed as it begins to mark: into a file, which nothing but flushing reaches, all that was told has been written,
    and as it was not marked it is told again."""
    killed = "os, sys; from credit_rules.following.store import Store; Store.hand_on = lambda *told: os._exit(9)"
    code = f"import {killed}; from credit_rules.cli import credit_rules_command; credit_rules_command(sys.argv[1:])"
    argv = (*ARGV, "--rules", small, "--format", "json", "--state", "killed")
    (tmp_path / "events").write_bytes(b"".join(LINES))
    program = [sys.executable, "-c", code, *argv, str(tmp_path / "events")]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for _ in range(2):
        with (tmp_path / "out").open("wb") as out:
            done = subprocess.run(program, stdout=out, env=buffered, check=False)
        assert done.returncode == 9
        kept = (Path("killed") / CHANGES).read_bytes().splitlines()
        assert [json.loads(line) for line in (tmp_path / "out").read_bytes().splitlines()] == [*map(json.loads, kept)]
        assert kept


# --- the schemas and the worked example ---------------------------------------------------------------------------


def test_events_and_changes_fit_their_schemas(plan: Plan) -> None:
    follows = follower(plan)
    follows.open_too = True
    events = [line for line in STREAM if isinstance(line, dict) and "follow" not in line]
    more = [
        event("related-added", 20, record="X1", fields={"role": "boss", "other": {"id": "P-1", "kind": "household"}}),
        event("declared", 21, record=None, fields={"fact": "clean"}),
        event("consulted", 22, record=None, fields={"registers": ["bad-a", {"what": "penalty", "channel": "x"}]}),
        event("points-given", 23, record="S1", fields={"scheme": "s", "value": 12}),
        event("amended", 24, record="S1", kind="points", fields={"value": 13.5}),
    ]
    for line in [*events, *more]:
        line = {key: value for key, value in line.items() if value is not None}
        assert errors("event", line) == [], line
    for change in taken(follows, *events, *more, {"day": "2031-01-01"}):
        assert closed_errors("change", change) == [], change


@pytest.mark.parametrize(
    "line",
    [
        {"day": "2026-01-01", "event": "E1"},
        {**LISTED, "what": "lsited"},
        {**LISTED, "on": 5},
        {key: value for key, value in LISTED.items() if key != "record"},
        {**LISTED, "fields": {"lsit": "bad-a"}},
        {**LISTED, "fields": {"known_on": "2026-01-01"}},
    ],
)
def test_what_is_refused_fits_no_schema(line: Json) -> None:
    assert errors("event", line)


def closed_errors(kind: str, data: Json) -> list[str]:
    """Errors against the schema that lets no key pass that it does not tell."""
    return [error.message for error in Draft202012Validator(closed(schema_of(kind))).iter_errors(data)]


EXAMPLE = ROOT / "examples" / "following"
SHOWN = [
    part.partition("\n```")[0]
    for block in re.findall(r"^```console\n(.*?^)```$", (EXAMPLE / "README.md").read_text("utf-8"), re.MULTILINE | re.S)
    for part in block.split("$ ", 1)[1:]
]


def test_the_worked_example_runs_as_it_is_shown(tmp_path: Path) -> None:
    """Every block of its README, one after the other: the later ones go on with the state of the earlier."""
    shutil.copytree(EXAMPLE, tmp_path / "examples" / "following")
    assert len(SHOWN) == 8
    for shown in SHOWN:
        lines = shown.splitlines()
        cut = 1 + next(number for number, line in enumerate(lines) if not line.endswith("|"))
        done = in_shell("\n".join(lines[:cut]), tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == lines[cut:], lines[0]


def test_the_events_of_the_example_fit_their_schema() -> None:
    for path in sorted(EXAMPLE.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert errors("event", json.loads(line)) == [], line

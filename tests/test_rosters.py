"""Profiles by identifier: whose line is whose, and what a register told completely proves."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import ric, uscc

from commands import OTHER_USCI, PERSON, USCI, as_bytes, call, empty_folder, listing, profile, small_rules  # noqa: F401  fixtures
from credit_rules import CreditProfile, ProfileError, load_plan
from credit_rules.model.law import Law
from credit_rules.rosters import Coverage, Roster, proven, read_roster, subject_of_code, told_notes

DAY = "2026-11-20"
ALL = {"what": "all", "complete": True, "as_of": "2026-11-19", "channel": "信用中国", "digest": "sha256:ab"}
BARRED = profile(listings=[listing()])
OTHER = {"subject": {"id": OTHER_USCI, "scheme": "CN-USCI", "kind": "enterprise"}}


@pytest.fixture
def law(small: str) -> Law:
    """The law of the small rule set."""
    return load_plan(small).law


def write(*lines: Any, name: str = "all.jsonl") -> Path:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(line if isinstance(line, bytes) else as_bytes(line) for line in lines))
    return path


def coverage(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"coverage": list(entries)}


def consulted(found: CreditProfile) -> list[str]:
    return [entry.what for entry in found.consulted]


def codes(problems: Sequence[Any]) -> list[str]:
    return [told.code for told in problems]


# --- whose line -------------------------------------------------------------------------------------------------


def test_a_subject_is_found_by_its_identifier(law: Law) -> None:
    roster = read_roster(write(OTHER, BARRED))
    assert roster.profile(USCI, law) == CreditProfile.from_data(BARRED)
    assert roster.profile(f" {USCI[:8]}-{USCI[8:].lower()} ", law) == CreditProfile.from_data(BARRED)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps(BARRED, indent=2)),
        ("a.json", json.dumps([OTHER, BARRED], indent=2)),
        ("a.json", json.dumps([coverage(ALL), BARRED])),
        ("a.json", json.dumps(OTHER) + "\n" + json.dumps(BARRED)),
        ("a.ndjson", "\n\n" + json.dumps(BARRED) + "\n"),
        ("a.txt", json.dumps(BARRED)),
        ("a.yaml", f"subject: {{id: {USCI}, scheme: CN-USCI, kind: enterprise}}\nconsulted: [all]"),
    ],
)
def test_profiles_may_be_written_in_several_ways(name: str, text: str, law: Law) -> None:
    found = read_roster(write(text.encode(), name=name)).profile(USCI, law)
    assert found.subject.id == USCI


def test_a_folder_holds_the_profiles_of_its_files(law: Law) -> None:
    write(OTHER, name="folder/a.jsonl")
    write(BARRED, name="folder/b.json")
    write(b"not a profile", name="folder/readme.txt")
    assert read_roster("folder").profile(USCI, law).listings
    assert not read_roster("folder").notes


def test_two_profiles_of_one_subject_are_refused_with_both_places(law: Law) -> None:
    write(BARRED, name="folder/a.jsonl")
    write(OTHER, BARRED, name="folder/b.jsonl")
    with pytest.raises(ProfileError) as told:
        read_roster("folder").profile(USCI, law)
    assert codes(told.value.problems) == ["two-profiles"]
    assert told.value.problems[0].at == "folder/b.jsonl:2"
    assert "folder/a.jsonl:1" in told.value.problems[0].message["zh"]
    assert read_roster("folder").profile(OTHER_USCI, law)


def test_only_the_subject_looked_up_is_kept() -> None:
    assert list(read_roster(write(OTHER, BARRED), only=USCI).lines) == [USCI]


@pytest.mark.parametrize("place", ["nix.jsonl", "nix.json", "nix.yaml", "nix", "empty"])
def test_profiles_that_are_not_there(place: str, isolated: Path) -> None:
    (isolated / "empty").mkdir()
    problems = []
    try:
        problems = read_roster(place).notes
    except ProfileError as error:
        problems = list(error.problems)
    assert codes(problems) == ["no-such-file"]


# --- lines that are wrong ---------------------------------------------------------------------------------------


def test_bad_lines_of_others_never_stop_the_look_up_and_are_told(law: Law) -> None:
    broken = b'{"subject": {"id": "' + OTHER_USCI.encode() + b'", "kind"\n'
    roster = read_roster(write(b"nonsense\n", broken, b"[1]\n", b'{"subject": 1}\n', BARRED), only=USCI)
    assert roster.profile(USCI, law).listings
    assert codes(roster.notes) == ["bad-json", "bad-json", "not-a-profile", "not-a-profile"]
    assert [":".join(told.at.split(":")[:2]) for told in roster.notes] == [
        f"all.jsonl:{number}" for number in (1, 2, 3, 4)
    ]


def test_the_subjects_own_bad_line_stops_its_look_up(law: Law) -> None:
    for line, code, at in (
        (as_bytes(BARRED)[:-20] + b"\n", "bad-json", "all.jsonl:1:"),
        (as_bytes(BARRED | {"listing": []}), "unknown-key", "all.jsonl:1#/listing"),
        (as_bytes(profile(listings=[listing(removed_on="2020-01-01")])), "dates-contradict", "all.jsonl:1#/listings/0"),
        (as_bytes(profile(name="x\u0000")), "bad-character", "all.jsonl:1#/name"),
    ):
        roster = read_roster(write(line), only=USCI)
        with pytest.raises(ProfileError) as told:
            roster.profile(USCI, law)
        assert codes(told.value.problems) == [code]
        assert told.value.problems[0].at.startswith(at)
        assert not roster.notes


def test_the_first_bad_lines_are_told_and_how_many_more() -> None:
    notes = told_notes(read_roster(write(*[b"nonsense\n"] * 30)))
    assert codes(notes) == ["bad-json"] * 20 + ["more-problems"]
    assert "10" in notes[-1].message["en"]


def test_a_name_alone_is_no_identifier_and_no_mistake(law: Law) -> None:
    roster = read_roster(write({"subject": {"name": "甲公司", "kind": "enterprise"}}, BARRED))
    assert roster.profile(USCI, law)
    assert not roster.notes


# --- coverage ---------------------------------------------------------------------------------------------------


def test_complete_coverage_counts_for_a_subject_with_a_line(law: Law) -> None:
    own = {key: value for key, value in BARRED.items() if key not in ("as_of", "consulted")}
    found = read_roster(write(coverage(ALL), own)).profile(USCI, law)
    assert [entry.model_dump(exclude_none=True) for entry in found.consulted] == [
        {"what": "all", "channel": "信用中国", "at": "2026-11-19", "evidence": "sha256:ab"}
    ]
    assert str(found.as_of) == "2026-11-19"


def test_complete_coverage_counts_for_a_subject_without_one(law: Law) -> None:
    found = read_roster(write(coverage(ALL))).profile(OTHER_USCI, law)
    assert (consulted(found), str(found.as_of)) == (["all"], "2026-11-19")
    assert (found.subject.kind, found.subject.scheme) == ("enterprise", "CN-USCI")
    assert found.prepared.identity_doubt is None


def test_what_a_profile_says_of_itself_comes_first(law: Law) -> None:
    own = BARRED | {"consulted": [{"what": "all", "by": "李某"}], "as_of": "2026-11-20"}
    found = read_roster(write(coverage(ALL), own)).profile(USCI, law)
    assert [entry.by for entry in found.consulted] == ["李某"]
    assert str(found.as_of) == "2026-11-20"


def test_with_several_coverages_the_earliest_day_stands_in(law: Law) -> None:
    lines = coverage(
        {"what": "bad-a", "complete": True, "as_of": "2026-11-19"},
        {"what": "penalty", "complete": True, "as_of": "2026-11-17"},
        {"what": "permit", "complete": False, "as_of": "2026-01-01"},
        {"what": "bad-a", "complete": True, "as_of": "2026-01-01", "region": "110000"},  # proves nothing here
    )
    found = read_roster(write(lines)).profile(USCI, law)
    assert (consulted(found), str(found.as_of)) == (["bad-a", "penalty"], "2026-11-17")


def test_coverage_of_several_files_adds_up(law: Law) -> None:
    write(coverage({"what": "bad-a", "complete": True, "as_of": "2026-11-19"}), name="folder/a.jsonl")
    write(coverage({"what": "penalty", "complete": True, "as_of": "2026-11-18"}), BARRED, name="folder/b.jsonl")
    found = read_roster("folder").profile(OTHER_USCI, law)
    assert (consulted(found), str(found.as_of)) == (["bad-a", "penalty"], "2026-11-18")


@pytest.mark.parametrize(
    "subject",
    [
        {"id": "91230199MA0DEM0134", "scheme": "CN-USCI", "kind": "enterprise"},  # the check digit is wrong
        {"id": "P-0001", "scheme": "internal", "kind": "natural-person"},
    ],
)
def test_coverage_counts_for_checked_identifiers_only(subject: dict[str, Any], law: Law) -> None:
    roster = read_roster(write(coverage(ALL), {"subject": subject}))
    found = roster.profile(subject["id"], law)
    assert (consulted(found), found.as_of) == ([], None)


def test_without_a_line_a_wrong_check_digit_proves_nothing(law: Law) -> None:
    found = read_roster(write(coverage(ALL))).profile("91230199MA0DEM0134", law)
    assert (consulted(found), found.prepared.identity_doubt) == ([], "identity-check-digit")


@pytest.mark.parametrize("first", [BARRED, coverage(), coverage(ALL | {"complete": False}), coverage({"what": "all"})])
def test_no_line_and_no_complete_coverage_is_no_subject(first: dict[str, Any], law: Law) -> None:
    with pytest.raises(ProfileError) as told:
        read_roster(write(first)).profile(OTHER_USCI, law)
    assert codes(told.value.problems) == ["no-subject"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (ALL | {"complete": "yes"}, "wrong-type"),
        (ALL | {"regoin": "CN"}, "unknown-key"),
        (ALL | {"as_of": "x"}, "bad-date"),
    ],
)
def test_a_wrong_coverage_is_told_and_counts_for_nothing(entry: dict[str, Any], code: str, law: Law) -> None:
    roster = read_roster(write(coverage(entry), BARRED | {"consulted": []}))
    assert codes(roster.notes) == [code]
    assert roster.notes[0].at.startswith("all.jsonl:1#/coverage/0/")
    assert consulted(roster.profile(USCI, law)) == []


def test_a_coverage_in_the_middle_counts_for_nothing(law: Law) -> None:
    roster = read_roster(write(BARRED, coverage(ALL)))
    assert codes(roster.notes) == ["not-a-profile"]
    with pytest.raises(ProfileError):
        roster.profile(OTHER_USCI, law)


def test_a_line_that_could_be_anybodys_takes_the_proof_from_those_without_a_line(law: Law) -> None:
    roster = read_roster(write(coverage(ALL), b"nonsense\n", BARRED | {"consulted": []}))
    assert codes(roster.notes) == ["bad-json", "coverage-in-doubt"]
    assert consulted(roster.profile(OTHER_USCI, law)) == []
    assert consulted(roster.profile(USCI, law)) == ["all"]


def test_a_row_of_a_list_that_could_be_anybodys_takes_the_proof_from_everybody(law: Law) -> None:
    """A joined file: whoever has a line because of one list may still be who that row of another is about."""
    row = {"row": {"名称": ""}, "at": "list.csv:7"}
    roster = read_roster(write(coverage(ALL), row, BARRED | {"consulted": []}))
    assert codes(roster.notes) == ["not-a-profile", "coverage-lost"]
    assert consulted(roster.profile(OTHER_USCI, law)) == []
    assert consulted(roster.profile(USCI, law)) == []


def test_a_subject_is_found_by_a_further_code(law: Law) -> None:
    """Else its complete coverage would prove that it is on no list."""
    subject = {"id": "7701000001", "scheme": "X-REG", "kind": "enterprise", "other_ids": [{"id": USCI}]}
    path = write(coverage(ALL), BARRED | {"subject": subject, "consulted": []})
    for only in (None, USCI):
        found = read_roster(path, only=only).profile(USCI, law)
        assert [entry.list for entry in found.listings] == ["bad-a"]
        assert consulted(found) == ["all"]
    assert not read_roster(path).profile(OTHER_USCI, law).listings


def test_a_further_code_that_has_a_line_of_its_own_is_two_profiles(law: Law) -> None:
    subject = {"id": "7701000001", "scheme": "X-REG", "kind": "enterprise", "other_ids": [{"id": USCI}]}
    with pytest.raises(ProfileError) as error:
        read_roster(write(BARRED, BARRED | {"subject": subject})).profile(USCI, law)
    assert [told.code for told in error.value.problems] == ["two-profiles"]


# --- regions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "region", "names"),
    [
        ("bad-a", None, ["bad-a"]),
        ("bad-a", "CN", ["bad-a"]),
        ("bad-a", "370000", []),  # a regional extract of a national list
        ("bad-local", "370000", ["bad-local"]),
        ("bad-local", "370300", []),
        ("bad-local", "230000", []),
        ("listing", "370000", ["bad-local"]),
        ("listing.black", "370000", ["bad-local"]),
        ("listing.red", "370000", []),
        ("all", "370000", ["bad-local"]),
        ("penalty", "370000", []),
        ("related", "370000", []),
        ("never-heard-of", "370000", []),
        ("never-heard-of", "CN", ["never-heard-of"]),
    ],
)
def test_an_extract_of_a_region_proves_what_is_the_regions_own(
    what: str, region: str | None, names: list[str], law: Law
) -> None:
    assert proven(Coverage(what=what, complete=True, region=region), law) == names


# --- whom a code means ------------------------------------------------------------------------------------------


def unit_code(beginning: str) -> str:
    """A code that begins so, with the right check digit; it names nobody."""
    body = f"{beginning}230199MA0DEM013"[:17]
    return body + uscc.calc_check_digit(body)


@pytest.mark.parametrize(
    ("beginning", "kind", "doubt"),
    [
        ("91", "enterprise", None),
        ("92", "sole-trader", None),
        ("93", "enterprise", None),
        ("11", "government-body", None),
        ("12", "public-institution", None),
        ("51", "social-organisation", None),
        ("52", "social-organisation", None),
        ("53", "social-organisation", None),
        ("31", "enterprise", "identity-kind-unclear"),
        ("54", "enterprise", "identity-kind-unclear"),
    ],
)
def test_the_first_two_characters_tell_the_kind(beginning: str, kind: str, doubt: str | None, law: Law) -> None:
    code = unit_code(beginning)
    assert subject_of_code(code) == ({"id": code, "scheme": "CN-USCI", "kind": kind}, doubt)
    found = Roster(coverages=[(Path("x"), Coverage(what="all", complete=True))]).profile(code, law)
    assert found.prepared.identity_doubt == doubt


def test_a_persons_number_tells_a_natural_person() -> None:
    assert subject_of_code(PERSON) == ({"id": PERSON, "scheme": "CN-RIC", "kind": "natural-person"}, None)


def test_a_number_that_could_be_either_is_doubtful() -> None:
    numbers = (f"110105194912{day:02d}{n:03d}" for day in range(1, 32) for n in range(1000))
    both = next(
        code
        for body in numbers
        if (code := body + uscc.calc_check_digit(body)) and ric.is_valid(code) and uscc.is_valid(code)
    )
    assert subject_of_code(both) == ({"id": both, "scheme": "CN-USCI", "kind": "enterprise"}, "identity-kind-unclear")


# --- at the command line ----------------------------------------------------------------------------------------


def test_looked_up_at_the_command_line(small: str) -> None:
    write(coverage(ALL), b'{"subject": {"id": "X"}, \n', BARRED)
    argv = ("--profiles", "all.jsonl", "--rules", small, "--action", "bid", "--date", DAY)
    known = call(USCI, *argv, "--format", "json")
    assert (known.code, known.data["outcome"]) == (0, "barred")
    assert known.err.startswith("all.jsonl:2:")
    absent = call(OTHER_USCI, *argv, "--format", "json")
    assert absent.data["outcome"] == "ordinary"
    assert {"code": "stale", "at": "/as_of", "days": 1} in absent.data["warnings"]
    unclear = call(unit_code("31"), *argv, "--format", "json")
    assert unclear.data["outcome"] == "refer"
    assert unclear.data["subject"]["identity"] == "doubtful"
    assert "identity-kind-unclear" in [warning["code"] for warning in unclear.data["warnings"]]


def test_nobody_of_that_identifier(small: str) -> None:
    write(BARRED)
    argv = ("--profiles", "all.jsonl", "--rules", small, "--action", "bid", "--date", DAY)
    for lang, said in (("zh", "没有"), ("en", "not in the profiles")):
        answer = call(OTHER_USCI, *argv, "--lang", lang)
        assert (answer.code, answer.out) == (3, "")
        assert "no-subject" in answer.err
        assert said in answer.err

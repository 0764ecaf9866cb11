"""A written decision made again: the same, or what differs; what was altered; and what had been decided later."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from commands import (
    USCI,
    Answer,
    as_bytes,
    call,
    call_credit_rules,
    empty_folder,
    in_shell,
    listing,
    profile,
    small_rules,
)
from conftest import ROOT
from credit_rules import Action, CreditProfile, ProfileError, check_subject, load_plan
from credit_rules.authoring.schemas import schema_of
from credit_rules.model.plan import Plan
from credit_rules.profiles import action_from
from credit_rules.rendering.difference import render_difference
from credit_rules.replaying import (
    MOST_PLACES,
    Replay,
    as_json,
    decision_of_data,
    decision_of_text,
    read_decision,
    replay,
)
from credit_rules.stages.comparing import compare
from credit_rules.stages.describing import id_of
from credit_rules.words import comparing
from test_schemas import closed

__all__ = ["empty_folder", "small_rules"]

EXAMPLES = ROOT / "examples" / "two-dates"


@pytest.fixture(name="files")
def a_decision_and_its_profile(isolated: Path, small: str) -> Path:
    """A folder with a profile, and the decision made from it."""
    write(isolated / "profile.json", profile(listings=[listing()]))
    (isolated / "decision.json").write_text(checked(small), encoding="utf-8")
    return isolated


def write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def checked(small: str, *more: str) -> str:
    """The decision as the command prints it."""
    answer = call(
        "profile.json", "--action", "bid", "--date", "2026-11-20", "--rules", small, "--format", "json", *more
    )
    assert answer.code == 0, answer.err
    return answer.out


def replayed(small: str, *more: str, decision: str = "decision.json") -> Answer:
    """The answer of the command; where it is JSON and no error, it fits its schema."""
    answer = call_credit_rules("replay", decision, "--profile", "profile.json", "--rules", small, *more)
    if "json" in more and "errors" not in answer.data:
        assert misfits(answer.data) == []
    return answer


@cache
def _strict() -> Draft202012Validator:
    return Draft202012Validator(closed(schema_of("replay")))


def misfits(data: Any) -> list[str]:
    """Where an answer does not fit the schema, or has keys of which it says nothing."""
    found = (best_match([error]) or error for error in _strict().iter_errors(data))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def changed(path: Path, was: str, now: str) -> None:
    """The file with one text in place of another."""
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


# --- the same -----------------------------------------------------------------------------------------------------


def test_a_decision_is_made_again_byte_by_byte(files: Path, small: str) -> None:
    answer = replayed(small, "--format", "json")
    assert answer.code == 0
    told = answer.data
    assert told["format"] == "replay/1"
    assert (told["verdict"], told["inputs"], told["notes"], told["later"]) == ("same", [], [], None)
    assert told["id"] == told["made_id"] == json.loads((files / "decision.json").read_text())["id"]


@pytest.mark.parametrize(("lang", "head"), [("zh", "复算一致    核查号 "), ("en", "THE SAME    check ")])
@pytest.mark.usefixtures("files")
def test_that_it_is_the_same_is_said_in_both_languages(small: str, lang: str, head: str) -> None:
    assert replayed(small, "--lang", lang).out.startswith(head)


def test_with_the_measures_that_do_not_apply_it_replays_too(files: Path, small: str) -> None:
    (files / "decision.json").write_text(checked(small, "--all"), encoding="utf-8")
    findings = json.loads((files / "decision.json").read_text())["findings"]
    assert {finding["finding"] for finding in findings} == {"applies", "does-not-apply"}
    assert replayed(small, "--format", "json").data["verdict"] == "same"


def test_a_line_of_a_stream_replays_too_and_a_stream_of_several_does_not(files: Path, small: str) -> None:
    line = as_bytes({"request": "1", "profile": profile(listings=[listing()]), "action": {"code": "bid"}})
    stream = call("-", "--rules", small, "--date", "2026-11-20", stdin=line * 2).out.splitlines(keepends=True)
    (files / "decision.json").write_text(stream[0], encoding="utf-8")
    assert replayed(small, "--format", "json").data["verdict"] == "same"
    (files / "decision.json").write_text("".join(stream), encoding="utf-8")
    assert replayed(small, "--format", "json").codes == ["several-decisions"]


def test_standard_input_is_a_decision_too(files: Path, small: str) -> None:
    raw = (files / "decision.json").read_bytes()
    told = call_credit_rules("replay", "-", "--profile", "profile.json", "--rules", small, stdin=raw)
    assert (told.code, told.out[:4]) == (0, "复算一致")


def test_a_decision_from_a_roster_is_made_again_from_the_roster(files: Path, small: str) -> None:
    """What the roster covers counts as consulted, so that the profile alone would be another one."""
    own = {key: value for key, value in profile(listings=[listing()]).items() if key not in ("consulted", "as_of")}
    lines = [{"coverage": [{"what": "listing", "complete": True, "as_of": "2026-11-19"}]}, own]
    (files / "roster.jsonl").write_bytes(b"".join(as_bytes(line) for line in lines))
    asked = ("--profiles", "roster.jsonl", "--rules", small, "--format", "json")
    answer = call(USCI, "--action", "bid", "--date", "2026-11-20", *asked)
    (files / "decision.json").write_text(answer.out, encoding="utf-8")
    told = call_credit_rules("replay", "decision.json", *asked)
    assert (told.code, told.data["verdict"]) == (0, "same")


def test_a_decision_about_nobody_by_name_needs_its_profile(files: Path, small: str) -> None:
    write(files / "profile.json", profile(subject={"kind": "enterprise"}))
    (files / "decision.json").write_text(checked(small), encoding="utf-8")
    assert replayed(small, "--format", "json").data["verdict"] == "same"
    asked = ("--profiles", "profile.json", "--rules", small, "--format", "json")
    told = call_credit_rules("replay", "decision.json", *asked)
    assert (told.code, told.codes) == (2, ["missing-option"])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_files_as_chinese_programs_write_them(files: Path, small: str, encoding: str) -> None:
    for name in ("decision.json", "profile.json"):
        text = (files / name).read_text(encoding="utf-8")
        (files / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert replayed(small, "--format", "json").data["verdict"] == "same"


@pytest.mark.parametrize("region", [(), ("--region", "CN"), ("--region", "370300")])
def test_a_place_that_was_assumed_is_not_one_that_was_asked_about(
    files: Path, small: str, region: tuple[str, ...]
) -> None:
    (files / "decision.json").write_text(checked(small, *region, "--amount", "12.50"), encoding="utf-8")
    assert replayed(small).code == 0


@pytest.mark.parametrize("day", ["1900-01-01", "1950-02-28", "2999-12-31", "9999-12-30", "9999-12-31"])
def test_from_the_first_day_to_the_last(files: Path, small: str, day: str) -> None:
    write(files / "profile.json", profile(listings=[listing(listed_on="1900-01-01", known_on="1900-01-01")]))
    answer = call(
        "profile.json", "--action", "bid", "--date", day, "--known", day, "--rules", small, "--format", "json"
    )
    (files / "decision.json").write_text(answer.out, encoding="utf-8")
    told = replayed(small, "--known", "9999-12-31", "--format", "json")
    assert told.code == 0, told.out
    assert (told.data["verdict"], told.data["later"]["same"]) == ("same", True)


# --- what differs -------------------------------------------------------------------------------------------------


def test_another_profile_is_told_with_what_it_changes(files: Path, small: str) -> None:
    write(files / "profile.json", profile(listings=[listing(removed_on="2026-11-01", removal="repaired")]))
    answer = replayed(small, "--format", "json")
    assert answer.code == 3
    told = answer.data
    assert (told["verdict"], [entry["input"] for entry in told["inputs"]]) == ("other-inputs", ["profile"])
    assert told["outcome"] == {"was": "barred", "now": "ordinary"}
    (change,) = told["difference"]["findings"]
    assert (change["was"]["finding"], change["now"]["finding"], change["now"]["guard"]) == (
        "applies",
        "withheld",
        "repaired",
    )
    text = replayed(small, "--lang", "en").out
    assert "the profile: not the one of then" in text
    assert "was        applies, until 2028-03-01, because of L1 “list A”" in text
    assert "now        no longer applies (repaired)" in text


def test_a_profile_that_grew_gives_the_same_answer_and_is_told(files: Path, small: str) -> None:
    later = listing(removed_on="2026-12-01", removal="repaired", known_on="2026-12-03")
    write(files / "profile.json", profile(listings=[listing(), later]))
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.data["verdict"]) == (3, "same-answer")
    assert replayed(small, "--known", "2026-12-03").code == 0


@pytest.mark.usefixtures("files")
def test_other_rules_are_told_list_by_list(small: str) -> None:
    changed(
        Path(small) / "list.yaml", "duty: must\n    category: market-access", "duty: may\n    category: market-access"
    )
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.data["verdict"]) == (4, "other-inputs")
    (rule,) = answer.data["rules"]
    assert (rule["measure_list"], rule["was"]["edition"], rule["now"]["edition"]) == ("small", "1", "1")
    assert rule["was"]["digest"] != rule["now"]["digest"]
    assert answer.data["outcome"] == {"was": "barred", "now": "refer"}
    assert "“小清单”（small）1 版 → 1 版，内容不同" in replayed(small).out


@pytest.mark.usefixtures("files")
def test_where_no_list_at_the_action_is_another_the_catalogue_is(small: str) -> None:
    changed(Path(small) / "catalogue" / "all.yaml", "title: 采购人", "title: 采购单位")
    answer = replayed(small)
    assert answer.code == 4
    assert "本事项的措施清单都没有变；变的是目录" in answer.out


def test_another_edition_and_lists_that_came_or_went_are_paired(files: Path) -> None:
    plan = load_plan(str(files / "small"))
    changed(files / "small" / "list.yaml", 'edition: "1"', 'edition: "2"')
    again = load_plan(str(files / "small"))
    (files / "small" / "list.yaml").unlink()
    none = load_plan(str(files / "small"))
    read = CreditProfile.from_file(files / "profile.json")
    action = Action(code="bid", date=date(2026, 11, 20))
    for one, other, editions in ((plan, again, ("1", "2")), (plan, none, ("1", None)), (none, plan, (None, "1"))):
        (rule,) = replay(other, read, check_subject(one, read, action).as_json()).rules
        assert tuple(side and side["edition"] for side in (rule.was, rule.now)) == editions


@pytest.mark.usefixtures("files")
def test_rules_that_do_not_know_the_action_are_others(small: str) -> None:
    for path in (Path(small) / "catalogue" / "all.yaml", Path(small) / "list.yaml"):
        text = path.read_text(encoding="utf-8").replace("id: bid,", "id: offer,").replace("[bid]", "[offer]")
        path.write_text(text, encoding="utf-8")
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (4, ["rules-without-action"])
    assert answer.data["errors"][0]["at"] == "decision.json#/action/code"


def test_rules_that_do_not_know_the_handling_body_are_others(files: Path, small: str) -> None:
    (files / "decision.json").write_text(checked(small, "--authority", "buyer"), encoding="utf-8")
    for path in (Path(small) / "catalogue" / "all.yaml", Path(small) / "list.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("buyer", "agency"), encoding="utf-8")
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (4, ["rules-without-action"])
    (told,) = answer.data["errors"]
    assert (told["at"], "`buyer`" in told["message"]["en"]) == ("decision.json#/action/authority", True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_lists_that_differ_what_came_and_what_went_is_told(files: Path, small: str, lang: str) -> None:
    consulted = ["all", {"what": "penalty", "channel": "a"}]
    write(files / "profile.json", profile(consulted=consulted, listings=[listing()]))
    (files / "decision.json").write_text(checked(small), encoding="utf-8")
    write(files / "profile.json", profile(consulted=["all", "conviction", "permit"], listings=[listing()]))
    told = replayed(small, "--lang", lang).out
    assert {
        "zh": "/consulted：多了conviction、permit；少了penalty",
        "en": "/consulted: with conviction, permit; without",
    }[lang] in told


def test_an_engine_that_finds_otherwise_from_the_same_inputs_gives_no_answer(files: Path, small: str) -> None:
    """As if another version had decided otherwise: what is written is in itself sound."""
    data = json.loads((files / "decision.json").read_text())
    data["findings"][0]["lifts_on"] = "2028-03-03"
    data["id"] = id_of(data)
    write(files / "decision.json", data)
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.data["verdict"]) == (5, "unexplained")
    (change,) = answer.data["difference"]["findings"]
    assert change["changes"] == [{"at": "/lifts_on", "was": "2028-03-03", "now": "2028-03-02"}]
    assert "输入全部相同，认定却不同" in replayed(small).out


def test_what_is_written_by_another_version_is_said_to_be(files: Path, small: str) -> None:
    data = json.loads((files / "decision.json").read_text())
    data["run"] = {"version": "0.0.9", "verified_by": ["in_process", "other"]}
    data["words"]["zh"]["notice"] = "旧的说法"
    write(files / "decision.json", data)
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.data["verdict"]) == (0, "same")
    codes = [note["code"] for note in answer.data["notes"]]
    assert codes == ["other-version", "other-words", "other-engines", "laid-out-otherwise"]
    assert "0.0.9" in replayed(small, "--lang", "en").out


def test_drafts_are_asked_for_where_they_were_part_of_it(files: Path, small: str) -> None:
    drafts = Path(small) / "drafts"
    drafts.mkdir()
    text = (Path(small) / "list.yaml").read_text(encoding="utf-8")
    text = text.replace("measure_list: small", "measure_list: trial\ndraft: true").replace(
        "id: refuse", "id: refuse-too"
    )
    (drafts / "trial.yaml").write_text(text.replace("id: limit-funds", "id: limit-too"), encoding="utf-8")
    (files / "decision.json").write_text(checked(small, "--drafts"), encoding="utf-8")
    assert replayed(small, "--drafts").code == 0
    answer = replayed(small, "--format", "json")
    assert (answer.code, [note["code"] for note in answer.data["notes"]]) == (4, ["made-with-drafts"])


# --- bad input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("", "empty-file", "decision.json"),
        ("{", "bad-json", "decision.json:1:2"),
        ("not a decision", "bad-json", "decision.json:1:1"),
        ("[]", "not-a-decision", "decision.json"),
        ('{"subject": {}}', "not-a-decision", "decision.json"),
        ('{"format": "replay/1"}', "not-a-decision", "decision.json"),
        ('{"format": "decision/2"}', "decision-version", "decision.json#/format"),
        ('{"request": 1, "decision": {"format": "decision/2"}}', "decision-version", "decision.json#/decision/format"),
        ('{"request": 1, "error": {}}', "line-without-decision", "decision.json#/error"),
        ('{"errors": []}', "line-without-decision", "decision.json#/errors"),
        ('{"request": 1, "decision": 7}', "not-a-decision", "decision.json#/decision"),
        ('{"format": "decision/1", "format": "decision/1"}', "duplicate-key", "/format"),
        ('{"format": "decision/1", "scope": {"measures": 1.5}}', "wrong-type", "decision.json#/scope/measures"),
    ],
)
def test_what_is_no_decision_is_told_with_its_place(files: Path, small: str, text: str, code: str, at: str) -> None:
    (files / "decision.json").write_text(text, encoding="utf-8")
    answer = replayed(small, "--format", "json")
    assert answer.code == 3
    assert next((told["code"], told["at"]) for told in answer.data["errors"]) == (code, at)


def test_a_decision_cut_off_is_told_with_its_place(files: Path, small: str) -> None:
    text = (files / "decision.json").read_text(encoding="utf-8")
    (files / "decision.json").write_text(text[: len(text) // 2], encoding="utf-8")
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["bad-json"])
    assert re.fullmatch(r"decision\.json:\d+:\d+", answer.data["errors"][0]["at"])


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("id",), "7F3C", "bad-digest"),
        (("inputs", "plan"), "sha256:0", "bad-digest"),
        (("findings",), {}, "wrong-type"),
        (("findings", 0, "finding"), "bites", "unknown-value"),
        (("findings", 0, "because"), None, "wrong-type"),
        (("action", "date"), "2026-13-01", "bad-date"),
        (("action", "amount"), 5, "wrong-type"),
        (("action", "title"), [[]], "wrong-type"),
        (("outcome",), "refused", "unknown-value"),
        (("run",), None, "wrong-type"),
        (("warnings",), None, "wrong-type"),
    ],
)
def test_a_decision_of_another_shape_is_told_with_its_place(
    files: Path, path: tuple[str | int, ...], value: Any, code: str
) -> None:
    data = json.loads((files / "decision.json").read_text())
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ProfileError) as refused:
        decision_of_data(data, "d.json")
    at = "d.json#/" + "/".join(map(str, path))
    assert next((told.code, told.at) for told in refused.value.problems) == (code, at)


def test_the_profile_of_somebody_else_is_refused(files: Path, small: str) -> None:
    changed(files / "profile.json", USCI, "91370300MA0DEM0137")
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["other-subject"])


@pytest.mark.parametrize(
    ("argv", "code", "exit_code"),
    [
        (("decision.json",), "missing-option", 2),
        (("--profile", "profile.json"), "missing-option", 2),
        (("decision.json", "--profile", "profile.json", "--known", "soon"), "bad-date", 2),
        (("decision.json", "--profile", "profile.json", "--known", "2026-11-19"), "known-not-later", 2),
        (("nowhere.json", "--profile", "profile.json"), "no-such-file", 3),
        (("decision.json", "--profile", "nowhere.json"), "no-such-file", 3),
        (("decision.json", "--profile", "profile.json", "--rules", "nowhere"), "unknown-ruleset", 4),
    ],
)
@pytest.mark.usefixtures("files")
def test_wrong_use_is_told(small: str, argv: tuple[str, ...], code: str, exit_code: int) -> None:
    rules = () if "--rules" in argv else ("--rules", small)
    answer = call_credit_rules("replay", *argv, *rules, "--format", "json")
    assert (answer.code, answer.codes) == (exit_code, [code])


def test_help_says_what_the_exit_codes_mean() -> None:
    for lang, said in (("zh", "退出码：逐字节相同"), ("en", "exit code: the same, byte by byte")):
        answer = call_credit_rules("replay", "--help", "--lang", lang)
        assert answer.code == 0
        assert said in answer.out


def test_a_profile_whose_dates_contradict_one_another_is_refused_at_its_place(files: Path, small: str) -> None:
    write(files / "profile.json", profile(listings=[listing(removed_on="2025-02-28", removal="repaired")]))
    answer = replayed(small, "--format", "json")
    assert answer.code == 3
    assert [(told["code"], told["at"]) for told in answer.data["errors"]] == [
        ("dates-contradict", "/listings/0/removed_on")
    ]


# --- altered ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "at"),
    [
        ('"outcome": "barred"', '"outcome": "ordinary"', "/outcome"),
        ('"lifts_on": "2028-03-02"', '"lifts_on": "2027-03-02"', "/findings/0/lifts_on"),
        ('"outcome": "应予拒绝"', '"outcome": "正常办理"', "/words/zh/outcome"),
    ],
)
def test_what_was_altered_is_told_with_its_place_and_what_it_was(
    files: Path, small: str, was: str, now: str, at: str
) -> None:
    changed(files / "decision.json", was, now)
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["decision-altered"])
    assert answer.data["errors"][0]["at"] == f"decision.json#{at}"
    told = answer.data["errors"][0]["message"]["en"]
    assert was.partition(": ")[2] in told
    assert now.partition(": ")[2] in told


def test_an_altered_action_no_longer_fits_its_digest(files: Path, small: str) -> None:
    changed(files / "decision.json", '"operator": null', '"operator": "张三"')
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["decision-altered-somewhere", "digest-unfitting"])
    assert answer.data["errors"][1]["at"] == "decision.json#/inputs/action"


def test_an_action_altered_to_one_there_is_not_is_altered_and_no_wrong_question(files: Path, small: str) -> None:
    changed(files / "decision.json", '"code": "bid"', '"code": "bit"')
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["decision-altered-somewhere", "digest-unfitting"])


def test_an_id_that_fits_what_was_altered_does_not_hide_it(files: Path, small: str) -> None:
    data = json.loads((files / "decision.json").read_text())
    data["action"]["purpose"] = "x"
    data["action"]["operator"] = "张三"
    data["id"] = id_of(data)
    write(files / "decision.json", data)
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["digest-unfitting"])


@pytest.mark.parametrize("day", ["date", "known"])
def test_a_day_told_twice_is_told_alike(files: Path, small: str, day: str) -> None:
    data = json.loads((files / "decision.json").read_text())
    data[day] = "2026-11-19"
    data["id"] = id_of(data)
    write(files / "decision.json", data)
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["decision-altered"])
    assert answer.data["errors"][0]["at"] == f"decision.json#/{day}"


@pytest.mark.parametrize("part", ["profile", "action", "plan"])
def test_an_altered_digest_is_told_by_what_it_is_of(files: Path, small: str, part: str) -> None:
    data = json.loads((files / "decision.json").read_text())
    changed(files / "decision.json", data["inputs"][part], "sha256:" + 64 * "0")
    answer = replayed(small, "--format", "json")
    assert (answer.code, [told["at"] for told in answer.data["errors"]]) == (3, [f"decision.json#/inputs/{part}"])


def test_an_altered_id_is_told(files: Path, small: str) -> None:
    data = json.loads((files / "decision.json").read_text())
    changed(files / "decision.json", data["id"], 16 * "0")
    answer = replayed(small, "--format", "json")
    assert [(told["code"], told["at"]) for told in answer.data["errors"]] == [("decision-altered", "decision.json#/id")]


def test_without_the_profile_of_then_it_is_still_told_that_something_was_altered(files: Path, small: str) -> None:
    changed(files / "decision.json", '"outcome": "barred"', '"outcome": "ordinary"')
    changed(files / "profile.json", "2025-03-01", "2025-03-02")
    answer = replayed(small, "--format", "json")
    assert [(told["code"], told["at"]) for told in answer.data["errors"]] == [
        ("decision-altered-somewhere", "decision.json#/id"),
        ("digest-unfitting", "decision.json#/inputs/profile"),
    ]


def test_a_measure_that_does_not_apply_cannot_be_altered_either(files: Path, small: str) -> None:
    """The id is the same with and without them, so it says nothing of them."""
    (files / "decision.json").write_text(checked(small, "--all"), encoding="utf-8")
    changed(files / "decision.json", '"why": "actions"', '"why": "region"')
    answer = replayed(small, "--format", "json")
    assert (answer.code, answer.codes) == (3, ["decision-altered"])
    assert "/decided_by/why" in answer.data["errors"][0]["at"]


def test_of_many_altered_places_the_first_are_told(files: Path, small: str) -> None:
    data = json.loads((files / "decision.json").read_text())
    data["consulted"] = []
    data |= {f"more-{n}": n for n in range(30)}
    write(files / "decision.json", data)
    answer = replayed(small, "--format", "json")
    assert answer.codes == [*["decision-altered"] * MOST_PLACES, "more-problems"]


def test_every_single_byte_of_a_decision_matters(files: Path) -> None:
    """Each byte in turn is replaced by another; none passes unnoticed."""
    plan, read = load_plan(str(files / "small")), CreditProfile.from_file(files / "profile.json")
    text = (files / "decision.json").read_text(encoding="utf-8")
    unnoticed = []
    for place in range(0, len(text), 7):  # every seventh character: all kinds of place, in a few seconds
        other = text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :]
        try:
            told = replay(plan, read, decision_of_text(other, "d"))
        except ProfileError:
            continue
        if told.same and not told.notes:
            unnoticed.append(text[max(place - 20, 0) : place + 20])
    assert unnoticed == []


# --- had it been known --------------------------------------------------------------------------------------------


def later_of(plan: Plan, name: str, later: str, /, **asked: str) -> Replay:
    """An example's decision of then, held against what became known later."""
    read = CreditProfile.from_file(EXAMPLES / f"{name}.json")
    decision = check_subject(plan, read, action_from(asked))
    told = replay(plan, read, decision.as_json(), known=date.fromisoformat(later))
    assert told.verdict == "same"
    assert misfits(as_json(told)) == []
    return told


def summary(told: Replay, measure: str) -> tuple[Any, ...]:
    """Outcome of then and now, the measure's findings with guard and end, and the day and record that made it so."""
    assert told.later is not None
    (change,) = (c for c in told.later.difference.findings if c.measure == measure)
    found = [f and (f["finding"], f["guard"], f["lifts_on"]) for f in (change.was, change.now)]
    steps = told.later.steps[change.measure_list, measure]
    because = [(str(news.on), news.name, news.sort) for step in steps for news in step.because]
    return told.made["outcome"], told.later.decision["outcome"], *found, because


BID = {"code": "procurement.bid", "authority": "purchaser"}


@pytest.mark.parametrize(
    ("name", "asked", "known", "measure", "expected"),
    [
        (  # listed on 2025-03-01 for three years, so through 2028-03-01; removed on 10 June, known on the 15th
            "late-repair",
            {**BID, "region": "230100", "date": "2026-06-12", "known": "2026-06-12"},
            "2026-06-15",
            "proc-reject",
            (
                "barred",
                "ordinary",
                ("applies", None, "2028-03-02"),
                ("withheld", "repaired", None),
                [("2026-06-15", "L1", "version")],
            ),
        ),
        (  # class A of 2026-04-28, for a year
            "correction",
            {
                "code": "tax.service",
                "authority": "tax",
                "region": "370300",
                "date": "2026-07-01",
                "known": "2026-07-01",
            },
            "2026-08-12",
            "tax-invoices",
            ("ordinary", "favoured", None, ("applies", None, "2027-04-29"), [("2026-08-12", "R1", "version")]),
        ),
        (  # a large fine counts for three years from 2026-02-10; revoked, it never counted
            "penalty-revoked",
            {**BID, "region": "610600", "date": "2026-05-20", "known": "2026-05-20"},
            "2026-08-03",
            "proc-major-record",
            ("barred", "ordinary", ("applies", None, "2029-02-11"), None, [("2026-08-03", "P1", "version")]),
        ),
        (  # restored on 2026-03-02, so that three years end on 2029-03-02
            "fraud-market",
            {
                "code": "award.honour",
                "authority": "market-supervision",
                "region": "230100",
                "date": "2026-03-05",
                "known": "2026-03-05",
            },
            "2026-03-09",
            "samr-no-honour",
            (
                "ordinary",
                "restricted",
                ("withheld", "repaired", None),
                ("applies", None, "2029-03-03"),
                [("2026-03-09", "L2", "record")],
            ),
        ),
        (  # restored on 2026-04-20, so that three years end on 2029-04-20
            "fraud-wages",
            {
                "code": "funds.subsidy",
                "authority": "finance",
                "region": "320830",
                "date": "2026-04-23",
                "known": "2026-04-23",
            },
            "2026-04-28",
            "sc33-funds",
            (
                "ordinary",
                "restricted",
                ("withheld", "repaired", None),
                ("applies", None, "2029-04-21"),
                [("2026-04-28", "L2", "record")],
            ),
        ),
        (  # listed on 2024-11-05 for three years; suspended on 2026-03-12
            "reorganisation",
            {**BID, "region": "230100", "date": "2026-03-16", "known": "2026-03-16"},
            "2026-03-18",
            "proc-reject",
            (
                "barred",
                "ordinary",
                ("applies", None, "2027-11-06"),
                ("withheld", "suspended", None),
                [("2026-03-18", "L1", "version")],
            ),
        ),
        (  # stands again on 2026-10-08, and no longer than it would have
            "reorganisation",
            {**BID, "region": "230100", "date": "2026-10-08", "known": "2026-10-08"},
            "2026-10-09",
            "proc-reject",
            (
                "ordinary",
                "barred",
                ("withheld", "suspended", None),
                ("applies", None, "2027-11-06"),
                [("2026-10-09", "L1", "version")],
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_worked_examples_say_what_became_known_and_what_it_changes(
    national: Plan, name: str, asked: dict[str, str], known: str, measure: str, expected: tuple[Any, ...]
) -> None:
    assert summary(later_of(national, name, known, **asked), measure) == expected


@pytest.mark.parametrize("day", ["2025-11-01", "2025-12-01", "2026-03-01"])
def test_a_removal_by_fraud_is_not_undone_for_the_days_off_the_list(national: Plan, day: str) -> None:
    asked = {"code": "award.honour", "authority": "market-supervision", "region": "230100"}
    told = later_of(national, "fraud-market", "2026-03-09", **asked, date=day, known=day)
    assert told.later is not None
    assert (told.made["outcome"], told.later.decision["outcome"]) == ("ordinary", "ordinary")


def test_a_listing_before_a_removal_by_fraud_still_stood_then(national: Plan) -> None:
    asked = {"code": "award.honour", "authority": "market-supervision", "region": "230100"}
    told = later_of(national, "fraud-market", "2026-03-09", **asked, date="2025-01-10", known="2025-01-10")
    assert told.later is not None
    assert told.later.decision["outcome"] == "restricted"


def test_each_step_on_the_way_is_told_with_its_day(small: str) -> None:
    versions = [
        listing(),
        listing(removed_on="2026-12-01", removal="suspended", known_on="2026-12-03"),
        listing(removed_on="2026-12-01", removal="suspended", resumes_on="2027-01-05", known_on="2027-01-06"),
        listing(removed_on="2027-02-01", removal="repaired", known_on="2027-02-02"),
    ]
    told = grown(small, versions, "2027-01-10", "2027-03-01")
    (steps,) = told.later.steps.values()  # type: ignore[union-attr]
    assert (
        [(str(step.known), step.finding, step.guard) for step in steps]
        == [
            ("2026-12-03", "withheld", "suspended"),
            ("2027-01-06", "applies", None),
            ("2027-02-02", "applies", None),  # as of 10 January it had not been removed yet; only its end is another
        ][: len(steps)]
    )


def grown(small: str, versions: list[Any], day: str, known: str) -> Replay:
    plan = load_plan(small)
    read = CreditProfile.from_data(profile(listings=versions))
    decision = check_subject(plan, read, Action(code="bid", date=date.fromisoformat(day), known=date(2026, 11, 20)))
    told = replay(plan, read, decision.as_json(), known=date.fromisoformat(known))
    assert misfits(as_json(told)) == []
    return told


def test_of_several_things_learned_on_one_day_those_that_made_the_difference_are_named(small: str) -> None:
    versions = [
        listing(),
        listing(removed_on="2026-11-10", removal="repaired", known_on="2026-12-03"),
        listing(id="L7", list="bad-local", known_on="2026-12-03"),
    ]
    told = grown(small, versions, "2026-11-20", "2026-12-31")
    assert told.later is not None
    assert [(news.name, str(news.on)) for news in told.later.learned] == [("L1", "2026-12-03"), ("L7", "2026-12-03")]
    ((step,),) = told.later.steps.values()
    assert [news.name for news in step.because] == ["L1"]


def test_what_became_known_on_the_very_day_was_known(small: str) -> None:
    told = grown(
        small, [listing(), listing(corrected_on="2026-11-10", known_on="2026-11-20")], "2026-11-20", "2026-12-31"
    )
    assert told.later is not None
    assert told.later.learned == ()


def test_another_end_is_another_finding_though_the_outcome_is_the_same(small: str) -> None:
    told = grown(small, [listing(), listing(ends_on="2027-03-01", known_on="2026-12-03")], "2026-11-20", "2026-12-31")
    data = as_json(told)["later"]
    assert (data["same"], data["outcome"]) == (False, {"was": "barred", "now": "barred"})
    assert {"at": "/lifts_on", "was": "2028-03-02", "now": "2027-03-02"} in data["findings"][0]["changes"]
    assert "2027-03-01" in render_difference(as_json(told), "zh")


def test_of_an_objection_upheld_and_other_news_of_the_day_the_objection_is_named(small: str) -> None:
    """One version may tell of days to come; without them the record stood."""
    objection = {"filed_on": "2026-11-01", "accepted_on": "2026-11-05", "closed_on": "2026-12-03", "upheld": True}
    other = listing(id="L7", list="bad-local", known_on="2026-12-03")
    told = grown(small, [listing(objection=objection), other], "2026-12-10", "2026-12-31")
    assert told.later is not None
    (steps,) = told.later.steps.values()
    assert [(news.name, news.sort) for news in steps[-1].because] == [("L1", "event")]
    assert [name for name, _, _ in steps[-1].because[0].fields] == ["objection.closed_on", "objection.upheld"]


def test_a_declaration_is_learned_on_the_day_it_is_made(national: Plan) -> None:
    """With an entry of another list on the same day; the declaration is what settles it."""
    declared = [{"fact": "no-major-violation", "made_on": "2026-11-25"}]
    entry = {"id": "L9", "list": "judgment-debtor", "listed_on": "2026-10-01", "known_on": "2026-11-25"}
    read = CreditProfile.from_data(profile(consulted=["listing", "related"], declared=declared, listings=[entry]))
    asked = Action(**BID, region="230100", date=date(2026, 11, 20), known=date(2026, 11, 20))
    decision = check_subject(national, read, asked)
    told = replay(national, read, decision.as_json(), known=date(2026, 11, 25))
    *_, was, now, because = summary(told, "proc-major-record")
    assert was is not None
    assert (was[0], now and now[0], because) == (
        "undetermined",
        None,
        [("2026-11-25", "no-major-violation", "declaration")],
    )
    assert misfits(as_json(told)) == []
    assert "作出声明 无重大违法记录" in render_difference(as_json(told), "zh")
    assert "declared: no record of a major violation" in render_difference(as_json(told), "en")


def test_an_event_is_known_from_its_own_day(small: str) -> None:
    """A version known at once may tell of what comes later: it becomes known on its day."""
    versions = [listing(removed_on="2026-11-25", removal="repaired", known_on="2025-03-04")]
    told = grown(small, versions, "2026-11-30", "2026-11-30")
    assert told.made["outcome"] == "barred"
    assert told.later is not None
    ((step,),) = told.later.steps.values()
    assert [(n.sort, str(n.on), [f[0] for f in n.fields]) for n in step.because] == [
        ("event", "2026-11-25", ["removed_on", "removal"])
    ]


@pytest.mark.parametrize("later", [True, False])
def test_what_was_found_and_only_handed_over_later_was_open_before(small: str, later: bool) -> None:
    """Said to be listed, without the entry: the register does not count as looked up, whatever comes to be known."""
    consulted = ["penalty", {"what": "bad-a", "result": "listed"}]
    entries = [listing(known_on="2026-12-03"), listing(id="L7", list="lost", known_on=None, listed_on="2026-12-01")]
    read = CreditProfile.from_data(profile(consulted=consulted, listings=entries if later else []))
    asked = Action(code="bid", date=date(2026, 11, 20), known=date(2026, 11, 20))
    told = check_subject(load_plan(small), read, asked).as_json()
    assert told["consulted"] == ["penalty"]
    assert [warning["code"] for warning in told["warnings"]] == ["action-region-missing", "result-without-record"]


def test_an_objection_is_learned_of_in_words(small: str) -> None:
    objection = {"filed_on": "2026-11-01", "accepted_on": "2026-11-05", "closed_on": "2026-11-18", "upheld": True}
    told = grown(small, [listing(), listing(objection=objection, known_on="2026-12-03")], "2026-11-20", "2026-12-31")
    assert told.later is not None
    assert (told.made["outcome"], told.later.decision["outcome"]) == ("barred", "ordinary")
    for lang, said in (
        ("zh", "异议办结日期 2026-11-18、异议是否成立 是"),
        ("en", "whether the objection was upheld yes"),
    ):
        assert said in render_difference(as_json(told), lang)


def test_what_is_learned_of_a_related_subject_says_whose_it_is(national: Plan) -> None:
    entry = {"id": "L9", "list": "judgment-debtor", "listed_on": "2026-10-01", "ends_on": "2028-10-01"}
    member = {
        "id": "X1",
        "role": "consortium-member",
        "profile": {
            "subject": {"id": "M-1", "scheme": "internal", "kind": "enterprise"},
            "consulted": ["all"],
            "listings": [{**entry, "known_on": "2026-12-01"}],
            "ratings": [
                {"id": "R9", "scheme": "tax", "grade": "B", "rated_on": "2026-04-28", "known_on": "2026-12-01"}
            ],
        },
    }
    read = CreditProfile.from_data(profile(related=[member]))
    asked = Action(**BID, region="230100", date=date(2026, 11, 20), known=date(2026, 11, 20))
    decision = check_subject(national, read, asked)
    told = replay(national, read, decision.as_json(), known=date(2026, 12, 1))
    outcome, later, was, now, because = summary(told, "proc-reject")
    assert (outcome, later, was, now) == ("ordinary", "barred", None, ("applies", None, "2028-10-02"))
    assert because == [("2026-12-01", "L9", "record")]
    assert [(news.of, news.name) for news in told.later.learned] == [("X1", "L9"), ("X1", "R9")]  # type: ignore[union-attr]
    said = render_difference(as_json(told), "en")
    assert "known from 2026-12-01: of X1, a new record, L9 “Dishonest judgment debtors”: date of listing" in said
    assert "because of L9 “Dishonest judgment debtors” of X1" in said


@pytest.mark.usefixtures("files")
def test_nothing_learned_changes_nothing(small: str) -> None:
    answer = replayed(small, "--known", "2026-12-31", "--lang", "en")
    assert answer.code == 0
    assert "what became known by 2026-12-31 changes neither outcome nor findings for 2026-11-20" in answer.out
    assert "nothing became known in between" in answer.out
    assert "note" in answer.out  # the profile reaches to 2026-11-20 only


# --- the story page, and the words --------------------------------------------------------------------------------


def commands_shown() -> list[tuple[str, str]]:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n\$ (.*?\n    .*?)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(command, shown) for command, shown in blocks]


def test_the_story_page_tells_every_example_in_both_languages() -> None:
    told = [command for command, _ in commands_shown()]
    assert len(told) == 14
    for path in EXAMPLES.glob("*.json"):
        assert {lang for command in told for lang in ("zh", "en") if path.name in command and lang in command[-7:]} == {
            "zh",
            "en",
        }


@pytest.mark.parametrize(("command", "shown"), commands_shown(), ids=lambda text: text[-70:-10])
def test_the_story_page_is_run(command: str, shown: str) -> None:
    done = in_shell(command, ROOT)
    assert done.returncode == 0, done.stderr
    assert re.sub(r"[0-9a-f]{16} → [0-9a-f]{16}", "…", done.stdout) == shown


def test_every_sentence_is_there_in_both_languages_with_the_same_parameters() -> None:
    for name, table in comparing.TABLES.items():
        for code, (chinese, english) in table.items():
            one, other = ({p for _, p, _, _ in Formatter().parse(text) if p} for text in (chinese, english))
            assert one == other, (name, code)
            assert not re.search(r"[\u4e00-\u9fff]", english), (name, code)


def test_a_profile_that_brings_signs_of_its_own_cannot_turn_the_page(files: Path, small: str) -> None:
    evil = "甲\u202e\u200b"
    subject = {"id": USCI, "scheme": "CN-USCI", "name": evil, "kind": "enterprise"}
    write(files / "profile.json", profile(subject=subject, listings=[listing(authority=evil)]))
    (files / "decision.json").write_text(checked(small), encoding="utf-8")
    write(files / "profile.json", profile(subject=subject, listings=[listing(document=evil)]))
    out = replayed(small).out
    assert "\u202e" not in out
    assert "\u200b" not in out


def test_comparing_a_decision_with_itself_finds_nothing(files: Path) -> None:
    data = read_decision(files / "decision.json").data
    told = compare(data, {**data, "id": "0", "words": {}, "run": {}})
    assert (told.findings, told.others, told.answers_alike) == ((), (), True)
    other = compare(data, {**data, "outcome": "refer"})
    assert [change.at for change in other.others] == ["/outcome"]
    assert not other.answers_alike
    assert not compare(data, {**data, "outcome_because": []}).answers_alike
    assert not compare(
        data, {**data, "conflicts": [{"measures": ["a", "b"], "why": "deny-ease-against-ease"}]}
    ).answers_alike
    assert compare(data, {**data, "consulted": []}).answers_alike

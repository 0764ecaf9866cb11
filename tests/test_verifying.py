"""Two engines, one answer: what is said where they agree, do not, or one of them is not there."""

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands import PERSON, as_bytes, call, call_credit_rules, empty_folder, listing, profile, small_rules  # noqa: F401  fixtures
from credit_rules import Action, CreditProfile, check_subject, load_plan
from credit_rules.backends import in_process, rete
from credit_rules.backends.rete import remote
from credit_rules.backends.rete.remote import shared
from credit_rules.backends.verified import Second, Verified
from credit_rules.cli import asking
from credit_rules.disagreeing import asked_again, report_in, report_of
from credit_rules.errors import (
    EngineFault,
    EngineMissing,
    EnginesDisagree,
    ProfileError,
    RulesetError,
    SecondEngineError,
    UsageError,
)
from credit_rules.pipeline import BACKENDS

DAY = "2026-11-20"
ASKED = Action(code="bid", date=date(2026, 11, 20))
BARRED = profile(listings=[listing()])
TWO = ["in_process", "rete"]

Json = Any


@pytest.fixture(name="check")
def checking(small: str) -> Any:
    """`check-subject` of a profile at bidding."""

    def check(data: Mapping[str, Any], *argv: str, stdin: bytes | None = None) -> Any:
        told = as_bytes(data) if stdin is None else stdin
        return call("-", "--rules", small, "--action", "bid", "--date", DAY, *argv, stdin=told)

    return check


@pytest.fixture(name="apart")
def engines_that_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second engine finds nothing of anybody."""
    monkeypatch.setattr(rete, "evaluate_with", lambda *_: [])


@pytest.fixture(name="broken")
def an_engine_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second engine is lost in the midst of it."""

    def lost(*_: Any) -> None:
        raise EngineFault("lost")

    monkeypatch.setattr(rete, "evaluate_with", lost)


@pytest.fixture(name="missing")
def an_engine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """durable-rules is not installed."""
    shared().close()
    gone = "import sys; sys.modules['durable_rules_engine'] = None; "
    monkeypatch.setattr(remote, "_BOOT", gone + remote._BOOT)
    yield
    shared().close()


# --- they agree ---------------------------------------------------------------------------------------------------


def test_every_answer_is_verified_unless_somebody_says_otherwise(check: Any) -> None:
    assert check(BARRED, "--format", "json").data["run"]["verified_by"] == TWO
    assert "双引擎一致" in check(BARRED).out
    assert "two engines agree" in check(BARRED, "--lang", "en").out


@pytest.mark.parametrize("way", ["option", "variable", "file"])
def test_one_engine_is_enough_for_whoever_says_so(
    way: str, check: Any, isolated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_usual", lambda: pytest.fail("a worker was started"))
    shared().close()
    if way == "variable":
        monkeypatch.setenv("CREDIT_RULES_VERIFY", "false")
    if way == "file":
        (isolated / "credit-rules.toml").write_text("verify = false\n", encoding="utf-8")
    argv = ("--no-verify",) if way == "option" else ()
    answer = check(BARRED, *argv, "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.data["run"]["verified_by"] == ["in_process"]
    assert "unverified" not in answer.data["run"]
    assert "单引擎\n" in check(BARRED, *argv).out
    assert "one engine\n" in check(BARRED, *argv, "--lang", "en").out


def test_verified_or_not_a_decision_is_the_same_decision(check: Any) -> None:
    one, two = (check(BARRED, "--format", "json", *argv).data for argv in ((), ("--no-verify",)))
    assert one["id"] == two["id"]


def test_lines_are_verified_too(check: Any) -> None:
    lines = as_bytes({"request": 1, "profile": BARRED}) + as_bytes({"request": 2, "profile": profile()})
    assert [line["decision"]["run"]["verified_by"] for line in check({}, stdin=lines).lines] == [TWO, TWO]


def test_callers_of_the_library_opt_in(small: str) -> None:
    plan, subject = load_plan(small), CreditProfile.from_data(BARRED)
    assert check_subject(plan, subject, ASKED).as_json()["run"]["verified_by"] == ["in_process"]
    assert check_subject(plan, subject, ASKED, backend="rete").as_json()["run"]["verified_by"] == ["rete"]
    verified = check_subject(plan, subject, ASKED, backend="verified")
    assert (verified.outcome, verified.as_json()["run"]["verified_by"]) == ("barred", TWO)
    own = remote.WorkerDriver()
    assert check_subject(plan, subject, ASKED, backend=Verified(own)).outcome == "barred"
    assert own.process is not None
    own.close()


def test_a_backend_nobody_knows_is_told_with_those_there_are(small: str) -> None:
    with pytest.raises(UsageError, match="verified"):
        check_subject(load_plan(small), CreditProfile.from_data(BARRED), ASKED, backend="verfied")


# --- they do not --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("apart")
def test_where_they_part_ways_there_is_no_answer(check: Any) -> None:
    for argv in ((), ("--exit-code",), ("--format", "markdown"), ("--lang", "en")):
        answer = check(BARRED, *argv)
        assert (answer.code, answer.out) == (5, "")
        assert "engines-disagree" in answer.err
        assert "small/refuse" in answer.err
        assert "Traceback" not in answer.err
    assert check(BARRED, "--no-verify").code == 0
    assert check(profile()).code == 0  # of a clean subject both find nothing


@pytest.mark.parametrize("found", ["more", "less certain", "not triggered"])
def test_any_difference_is_one(found: str, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = in_process.evaluate

    def otherwise(_: object, plan: Any, facts: Any) -> Sequence[Any]:
        verdicts = real(plan, facts)
        if found == "more":
            return [*verdicts, *verdicts]
        (verdict,) = verdicts
        setattr(verdict, "certain" if found == "less certain" else "triggered", False)
        return verdicts

    monkeypatch.setattr(rete, "evaluate_with", otherwise)
    with pytest.raises(EnginesDisagree, match="small/refuse"):
        check_subject(load_plan(small), CreditProfile.from_data(BARRED), ASKED, backend="verified")


@pytest.mark.usefixtures("broken")
def test_where_the_second_one_fails_there_is_no_answer(check: Any) -> None:
    answer = check(profile(), "--lang", "en")  # one that nothing applies to
    assert (answer.code, answer.out) == (5, "")
    assert "engine-failed: the second engine failed, so no answer is given: lost" in answer.err
    assert "--no-verify" in answer.err


@pytest.mark.parametrize("error", [ZeroDivisionError("by zero"), MemoryError(), RecursionError("deep"), KeyError("x")])
def test_whatever_goes_wrong_in_the_second_one_is_no_answer(
    error: Exception, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise error

    monkeypatch.setattr(rete, "evaluate_with", broken)
    with pytest.raises(EngineFault, match=type(error).__name__):
        check_subject(load_plan(small), CreditProfile.from_data(profile()), ASKED, backend="verified")


@pytest.mark.usefixtures("apart")
def test_a_line_without_an_answer_stops_no_other(check: Any) -> None:
    lines = as_bytes({"request": 1, "profile": BARRED}) + as_bytes({"request": 2, "profile": profile()})
    answer = check({}, stdin=lines)
    assert answer.code == 5
    one, two = answer.lines
    assert one["error"]["errors"][0]["code"] == "engines-disagree"
    assert one["error"]["report"]["format"] == "engines/1"
    assert two["decision"]["outcome"] == "ordinary"


# --- the report ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("apart")
def test_the_report_says_by_which_rules_about_what_and_what_each_found(check: Any, small: str) -> None:
    answer = check(BARRED, "--format", "json", "--operator", "李某", "--case", "12")
    assert (answer.code, answer.codes) == (5, ["engines-disagree"])
    report = answer.data["report"]
    assert list(report) == ["format", "error", "plan", "rules", "facts", "sides", "run"]
    assert report["plan"] == load_plan(small).digest
    found = {"measure_list": "small", "edition": "1", "measure": "refuse"}
    assert report["sides"] == {
        "in_process": [{**found, "certain": True, "possible": True, "triggered": True}],
        "rete": [],
    }
    assert report["facts"]["profile"]["listings"] == BARRED["listings"]
    assert report["facts"]["action"] == {"code": "bid", "date": DAY, "case": "12"}
    assert "李某" not in answer.out
    assert "龙江" not in answer.out


@pytest.mark.usefixtures("broken")
def test_of_an_engine_that_failed_the_report_has_one_side(check: Any) -> None:
    report = check(BARRED, "--format", "json").data["report"]
    assert list(report["sides"]) == ["in_process"]
    assert report["error"]["code"] == "engine-failed"


@pytest.mark.usefixtures("apart")
def test_for_whoever_reads_text_the_report_is_a_file_nobody_else_can_read(check: Any) -> None:
    answer = check(BARRED)
    (path,) = (Path(os.environ["XDG_STATE_HOME"]) / "credit-rules" / "reports").iterdir()
    assert f"report-written: 报告写在 {path}" in answer.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text(encoding="utf-8")) == check(BARRED, "--format", "json").data["report"]
    check(BARRED)
    assert len(list(path.parent.iterdir())) == 1  # the same question again


@pytest.mark.usefixtures("apart")
def test_a_report_that_cannot_be_written_is_told(check: Any) -> None:
    Path(os.environ["XDG_STATE_HOME"]).write_text("", encoding="utf-8")
    answer = check(BARRED, "--lang", "en")
    assert answer.code == 5
    assert "engines-disagree" in answer.err
    assert "report-unwritten" in answer.err
    assert "--format json" in answer.err


def reported(small: str, data: Json, action: Action = ASKED) -> Json:
    """The report of a question, as it is written and read again."""
    plan, subject = load_plan(small), CreditProfile.from_data(data)
    return json.loads(json.dumps(report_of(EnginesDisagree(["small/refuse"]), plan, subject, action)))


@pytest.mark.parametrize("kind", ["natural-person", "sole-trader", "household"])
def test_people_are_in_no_report(kind: str, small: str) -> None:
    person = {"id": PERSON, "scheme": "CN-RIC", "name": "王某某", "kind": kind}
    consulted = [{"what": "bad-a", "by": "李某", "evidence": "sha256:1", "result": "listed"}]
    related = [{"role": "legal-representative", "profile": {"subject": person, "consulted": consulted}}]
    for data in (
        profile(subject=person, consulted=consulted, declared=[{"fact": "f", "by": "王某某"}]),
        profile(related=related),
        profile(related=[{"role": "member", "profile": {"subject": {"kind": "enterprise"}, "related": related}}]),
    ):
        text = json.dumps(reported(small, data), ensure_ascii=False)
        assert not [name for name in (PERSON, "王某某", "李某") if name in text]


@pytest.mark.parametrize("number", [PERSON, "110105194912310021", None])
def test_whether_an_identity_is_certain_stays_as_it_is(number: str | None, small: str) -> None:
    person = {"scheme": "CN-RIC", "kind": "natural-person"} | ({} if number is None else {"id": number})
    data = profile(subject=person, related=[{"role": "member", "profile": {"subject": person}}])
    before = CreditProfile.from_data(data)
    found = report_in(json.dumps(reported(small, data)))
    assert found is not None
    after = found.profile
    assert (after.prepared.identity_doubt is None) == (before.prepared.identity_doubt is None)
    ((*_, one),), ((*_, other),) = before.prepared.related, after.prepared.related
    assert (one.identity_doubt is None) == (other.identity_doubt is None)


def test_what_is_not_about_people_is_the_same_profile(small: str) -> None:
    """Down to what is told to be nothing, which is not the same as what is not told."""
    other = {"subject": {"kind": "enterprise", "id": "X", "scheme": "internal"}}
    removed = listing(corrected_on=None, removed_on="2026-01-01", removal="repaired")
    records = {
        "listings": [removed, listing(id="L2", amount="0.50")],
        "penalties": [{"field": "tax", "decided_on": "2025-01-01", "performed_on": None, "ends_on": "长期"}],
        "related": [{"role": "member", "from": "2020-01-01", "profile": other}],
    }
    data = profile(**records)
    del data["subject"]["name"]
    found = report_in(json.dumps(reported(small, data)))
    assert found is not None
    assert found.profile.prepared.digest == CreditProfile.from_data(data).prepared.digest


def test_a_report_is_asked_again(check: Any, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr(rete, "evaluate_with", lambda *_: [])
        printed, lines = check(BARRED, "--format", "json").out, check({}, stdin=as_bytes({"profile": BARRED})).out
        assert check(BARRED).code == 5
    (written,) = (Path(os.environ["XDG_STATE_HOME"]) / "credit-rules" / "reports").iterdir()
    Path("printed.json").write_text(printed, encoding="utf-8")
    Path("line.jsonl").write_text(lines, encoding="utf-8")
    for path in (written, "printed.json", "line.jsonl"):
        again = call_credit_rules("replay", str(path), "--rules", small)
        assert (again.code, again.out, again.err) == (0, "两个引擎现在一致\n", "")
    told = call_credit_rules("replay", "-", "--rules", small, "--format", "json", stdin=printed.encode()).data
    assert (told["verdict"], told["decision"]["outcome"]) == ("engines-agree", "barred")
    monkeypatch.setattr(rete, "evaluate_with", lambda *_: [])
    again = call_credit_rules("replay", str(written), "--rules", small, "--lang", "en")
    assert (again.code, again.out) == (5, "")
    assert "engines-disagree" in again.err


@pytest.mark.usefixtures("apart")
def test_a_report_of_other_rules_is_not_asked_again(check: Any, small: str) -> None:
    Path("report.json").write_text(check(BARRED, "--format", "json").out, encoding="utf-8")
    path = Path(small) / "list.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("第三条", "第五条"), encoding="utf-8")
    again = call_credit_rules("replay", "report.json", "--rules", small, "--format", "json")
    assert (again.code, again.codes) == (4, ["report-other-rules"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "engines/2"}, "bad-report"),
        ({"facts": None}, "bad-report"),
        ({"plan": 3}, "bad-report"),
        ({"facts": {"profile": {}, "identity_doubt": None, "action": {}}}, "missing-key"),
        ({"facts": {"profile": BARRED, "identity_doubt": None, "action": {"code": "bid"}}}, "missing-key"),
        ({"facts": {"profile": BARRED, "identity_doubt": 3, "action": {"code": "bid", "date": DAY}}}, "bad-report"),
    ],
)
def test_a_report_that_cannot_be_read_is_told(change: Json, code: str, small: str) -> None:
    with pytest.raises(ProfileError) as told:
        report_in(json.dumps(reported(small, BARRED) | change), "report.json")
    assert {problem.code for problem in told.value.problems} == {code}
    assert all(problem.at.startswith("report.json") for problem in told.value.problems)


def test_what_is_no_report_is_none() -> None:
    for text in ("{}", "[]", '{"errors": []}', '{"format": "decision/1"}', '{"error": {"errors": []}}'):
        assert report_in(text) is None


def test_a_report_is_asked_again_by_the_library(small: str) -> None:
    found = report_in(json.dumps(reported(small, BARRED)))
    assert found is not None
    assert asked_again(load_plan(small), found, Verified()).outcome == "barred"
    with pytest.raises(RulesetError):
        asked_again(load_plan("cn"), found, Verified())


def test_a_decision_is_made_again_by_the_engines_that_made_it(check: Any, small: str) -> None:
    Path("profile.json").write_bytes(as_bytes(BARRED))
    for argv, engines in (((), TWO), (("--no-verify",), ["in_process"])):
        Path("decision.json").write_text(check(BARRED, "--format", "json", *argv).out, encoding="utf-8")
        again = call_credit_rules(
            "replay", "decision.json", "--profile", "profile.json", "--rules", small, "--format", "json"
        )
        assert (again.code, again.data["notes"], again.data["run"]["now"]["verified_by"]) == (0, [], engines)


# --- the second one is not there ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("missing")
def test_where_it_is_not_installed_the_answer_says_so(check: Any) -> None:
    told = check(BARRED, "--format", "json").data
    assert (told["outcome"], told["run"]["verified_by"]) == ("barred", ["in_process"])
    assert told["run"]["unverified"] == "engine-missing"
    assert "单引擎（未安装 durable-rules，未经复核）" in check(BARRED).out
    assert "one engine (not verified: durable-rules is not installed)" in check(BARRED, "--lang", "en").out


@pytest.mark.usefixtures("missing")
def test_it_is_told_with_what_would_bring_it_once_a_day(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [check(BARRED, "--lang", "en").err for _ in range(3)]
    assert "the second engine, durable-rules, is not installed" in days[0]
    assert "pip install durable-rules" in days[0]
    assert "C compiler" in days[0]
    assert days[1:] == ["", ""]
    monkeypatch.setattr(asking, "today", lambda: "2026-11-21")
    assert check(BARRED).err
    assert not check(BARRED).err


@pytest.mark.usefixtures("missing")
def test_it_is_not_told_where_that_could_not_be_remembered(check: Any) -> None:
    Path(os.environ["XDG_STATE_HOME"]).write_text("", encoding="utf-8")
    answer = check(BARRED)
    assert (answer.code, answer.err) == (0, "")
    assert "未安装 durable-rules" in answer.out


@pytest.mark.usefixtures("missing")
def test_nobody_is_told_who_wants_one_engine_only(check: Any) -> None:
    answer = check(BARRED, "--no-verify")
    assert (answer.code, answer.err) == (0, "")
    assert "单引擎\n" in answer.out


@pytest.mark.usefixtures("missing")
def test_callers_of_the_library_get_no_answer_they_did_not_ask_for(small: str) -> None:
    plan, subject = load_plan(small), CreditProfile.from_data(BARRED)
    for backend in ("verified", "rete"):
        with pytest.raises(EngineMissing, match="pip install durable-rules"):
            check_subject(plan, subject, ASKED, backend=backend)


@pytest.mark.usefixtures("missing")
def test_a_verified_decision_is_made_again_without_it(check: Any, small: str) -> None:
    written = check(BARRED, "--format", "json").data
    written["run"] = {"version": written["run"]["version"], "verified_by": TWO}
    Path("profile.json").write_bytes(as_bytes(BARRED))
    Path("decision.json").write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    argv = ("replay", "decision.json", "--profile", "profile.json", "--rules", small, "--format", "json")
    again = call_credit_rules(*argv)
    assert (again.code, [note["code"] for note in again.data["notes"]]) == (0, ["other-engines"])


def test_what_was_not_verified_then_is_no_other_decision_now(check: Any, small: str) -> None:
    written = check(BARRED, "--no-verify", "--format", "json").data
    written["run"]["unverified"] = "engine-missing"
    Path("profile.json").write_bytes(as_bytes(BARRED))
    Path("decision.json").write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert call_credit_rules("replay", "decision.json", "--profile", "profile.json", "--rules", small).code == 0


def test_lost_between_being_there_and_being_asked_it_is_no_answer(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail closed: only an engine that is not there at all is done without."""
    monkeypatch.setattr(Second, "evaluate", lambda *_: (_ for _ in ()).throw(EngineFault("gone")))
    assert check(profile()).code == 5


def test_every_backend_has_the_name_it_is_called_by() -> None:
    assert {name: backend.name for name, backend in BACKENDS.items()} == {name: name for name in BACKENDS}
    assert issubclass(EnginesDisagree, SecondEngineError)

"""Screening: awkward bidders come out as the words say, counts add up, and a check one by one says the same."""

import csv
import difflib
import json
import sys
import unicodedata
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from stdnum.cn import uscc

from commands import call, call_credit_rules, empty_folder
from credit_rules import load_plan
from credit_rules.backends import rete
from credit_rules.backends.verified import Verified
from credit_rules.errors import EngineFault
from credit_rules.model.plan import Plan
from credit_rules.rosters import read_roster
from credit_rules.screening.annotating import annotated
from credit_rules.screening.importing import Wanted, import_files
from credit_rules.screening.names import converts_traditional
from credit_rules.screening.readers.files import source_of
from credit_rules.screening.readers.ocds import read_ocds
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.screening import OUTCOMES, Screener
from credit_rules.screening.telling import told
from credit_rules.screening.tenders import Bidder, Identifier, Moment, Party, Related, Tender
from test_tenders import counted
from written import head, plan_from

__all__ = ["empty_folder"]

EXAMPLE = Path(__file__).parents[1] / "examples" / "bid_screening"
SHARED = Path(__file__).parents[2] / "shared" / "data"
ACTION = {"code": "procurement.bid", "region": "230100", "authority": "purchaser"}
#: Each awkward bidder of the example, what it comes to, and why.
AWKWARD = {
    "1": ("barred", {"must-bar"}),  # on the list of tax violations
    "2": ("barred", {"must-bar"}),  # listed elsewhere in the country
    "3": ("ordinary", set()),  # repaired last week
    "4": ("barred", {"must-bar"}),  # a consortium with a barred member
    "5": ("refer", {"identity"}),  # only a name on record fits
    "6": ("refer", {"identity"}),  # bad check digit
    "7": ("refer", {"identity"}),  # no identifier
    "8": ("refer", {"contested"}),  # objection accepted
    "9": ("barred", {"must-bar"}),  # declares no major violation; a contrary record wins
    "10": ("restricted", {"limit"}),  # wage arrears: limited, not refused
    "11": ("refer", {"natural-person"}),  # a sole trader
    "12": ("barred", {"must-bar"}),  # listed until four days after the opening
    "13": ("incomplete", {"open"}),  # declares nothing
    "14": ("ordinary", set()),  # declared no major violation; the bid was withdrawn
}


@pytest.fixture(name="plan", scope="module")
def national_plan() -> Plan:
    return load_plan("cn")


@pytest.fixture(name="lists", scope="module")
def imported_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's lists as profiles."""
    sys.path.insert(0, str(EXAMPLE))
    try:
        from prepare import prepare
    finally:
        sys.path.remove(str(EXAMPLE))
    out: Path = prepare(tmp_path_factory.mktemp("lists") / "lists.jsonl")
    return out


@pytest.fixture(name="data", scope="module")
def screened_example(plan: Plan, lists: Path) -> dict[str, Any]:
    """The example as `screening/1`."""
    screener = Screener(plan, read_roster(lists), ACTION)
    tenders = read_tenders(EXAMPLE / "bidders.csv")
    screened = [screener.screen(tender) for tender in tenders.each]
    return told(screened, screener, [tenders.tally], [])


def bidders(data: dict[str, Any]) -> dict[str, Any]:
    return {one["number"]: one for one in data["tenders"][0]["bidders"]}


# --- the forty --------------------------------------------------------------------------------------------------------


def test_every_awkward_bidder_comes_out_as_the_words_say(data: dict[str, Any]) -> None:
    found = bidders(data)
    assert len(found) == 40
    told_ = {n: (one["outcome"], {entry["code"] for entry in one["outcome_because"]}) for n, one in found.items()}
    assert {number: told_[number] for number in AWKWARD} == AWKWARD
    assert {outcome for number, (outcome, _) in told_.items() if number not in AWKWARD} == {"ordinary"}


def test_the_counts_add_up(data: dict[str, Any]) -> None:
    tender = data["tenders"][0]
    counted = Counter(one["outcome"] for one in tender["bidders"])
    assert {outcome: n for outcome, n in tender["counts"].items() if n} == counted
    assert sum(tender["counts"].values()) == len(tender["bidders"]) == 40
    assert data["counts"] == tender["counts"]
    assert set(tender["counts"]) == set(OUTCOMES)
    [country] = data["countries"]
    assert country["bidders"] == country["identified"] + country["by_name"] + country["nobody"] == 40
    with (EXAMPLE / "bidders.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.reader(text) if row[0].isdecimal()]
    assert [row[0] for row in rows] == list(bidders(data))


def test_one_by_one_says_the_same(data: dict[str, Any], lists: Path, isolated: Path) -> None:
    """`check-subject` of the requests that are written out: the same decisions; a name alone only ever adds a doubt."""
    args = ["--profiles", str(lists), "--region", "230100", "--authority", "purchaser"]
    answer = call_credit_rules("screen", str(EXAMPLE / "bidders.csv"), *args, "--out", "out", "--format", "json")
    assert answer.code == 0, answer.err
    lines = call(str(isolated / "out" / "requests.jsonl")).lines
    alone = {line["request"].partition("/")[2]: line["decision"] for line in lines}
    found = bidders(data)
    assert set(alone) == set(found)
    for number, one in found.items():
        assert one["decision"]["id"] == alone[number]["id"], number
        if one["outcome"] != alone[number]["outcome"]:
            assert one["outcome"] == "refer", number
            assert any(match["matters"] for match in one["possible"]), number
    assert {n for n, one in found.items() if one["outcome"] != alone[n]["outcome"]} == {"5"}


KINDS = {"91": "enterprise", "92": "sole-trader"}


def asked_by_hand(lists: Path) -> dict[str, Any]:
    """What to ask about each bidder, out of the sheet and the file of profiles: csv and json, and nothing of ours."""
    first, *lines = lines_of(lists)
    at_least = min(entry["as_of"] for entry in first["coverage"])
    keys = {"what": "what", "channel": "channel", "as_of": "at", "digest": "evidence"}
    complete = [entry for entry in first["coverage"] if entry["complete"]]
    looked_up = [{keys[key]: value for key, value in entry.items() if key in keys} for entry in complete]
    by_code = {line["subject"]["id"]: line for line in lines if line["subject"].get("id")}

    def profile(name: str, code: str) -> dict[str, Any]:
        subject = {"name": name, "kind": KINDS.get(code[:2], "enterprise")} | ({"id": code} if code else {})
        if not uscc.is_valid(code):
            return {"subject": subject}
        own = by_code.get(code, {"subject": {**subject, "scheme": "CN-USCI"}, "as_of": at_least})
        return {**own, "consulted": [*own.get("consulted", []), *looked_up]}

    with (EXAMPLE / "bidders.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.reader(text) if row[0].isdecimal()]
    found = {}
    for number, name, code, names, codes, declares, _ in rows:
        members = [profile(*pair) for pair in zip(names.split("；"), codes.split("；"), strict=True)] if names else []
        lead, others = (members[0], members[1:]) if members else (profile(name, code), [])
        together = {"what": "related.consortium-member"}
        found[number] = {
            **lead,
            "consulted": [*lead.get("consulted", []), together],
            "declared": [{"fact": "no-major-violation", "by": "supplier"}] if declares == "是" else [],
            "related": [{"id": each["subject"]["id"], "role": "consortium-member", "profile": each} for each in others],
        }
    return found


def test_asked_by_hand_every_bidder_gets_the_same_answer(plan: Plan, lists: Path) -> None:
    """Outcome, findings, causes, days and ways out of all forty, with nothing of ours in what is asked."""
    by_hand = asked_by_hand(lists)
    action = {"code": "procurement.bid", "date": "2026-11-20", "region": "230100", "authority": "purchaser"}
    lines = [{"request": number, "profile": profile, "action": action} for number, profile in by_hand.items()]
    answer = call("-", stdin="".join(json.dumps(line) + "\n" for line in lines).encode())
    alone = {line["request"]: line["decision"] for line in answer.lines}
    screener = Screener(plan, read_roster(lists), ACTION)
    [tender] = read_tenders(EXAMPLE / "bidders.csv").each
    ours = {one.bidder.number: one for one in screener.screen(tender).bidders}
    assert len(alone) == len(ours) == 40
    for number, one in ours.items():
        assert one.decision is not None
        told_ = one.decision.as_json()
        for key in ("outcome", "outcome_because", "findings", "within_reach", "conflicts", "scope", "known"):
            assert told_[key] == alone[number][key], (number, key)
        assert one.outcome == AWKWARD.get(number, ("ordinary",))[0]
        assert one.outcome == told_["outcome"] or (one.outcome == "refer" and number == "5")
    applying = {number for number, one in ours.items() if one.decision is not None and one.decision.applying}
    assert applying == {"1", "2", "4", "8", "9", "10", "11", "12"}
    assert {f["lifts_on"] for n in applying for f in alone[n]["findings"] if f["finding"] == "applies"} >= {
        "2028-03-01"
    }


def test_looked_up_by_identifier_the_outcome_is_the_same(data: dict[str, Any], lists: Path) -> None:
    """Whoever bids alone and declares nothing is found the same by its code in the file of profiles."""
    for number in ("1", "2", "3", "13"):
        one = bidders(data)[number]
        answer = call(
            one["identity"]["id"], "--profiles", str(lists), "--action", "procurement.bid", "--date", "2026-11-20",
            "--region", "230100", "--authority", "purchaser", "--format", "json",
        )  # fmt: skip
        applying = [finding["measure"] for finding in answer.data["findings"] if finding["finding"] == "applies"]
        own = [f["measure"] for f in one["decision"].get("findings", ()) if f["finding"] == "applies"]
        assert applying == own


def test_a_repaired_entry_shows_as_not_listed(data: dict[str, Any]) -> None:
    [party] = bidders(data)["3"]["parties"]
    assert party["lookups"]["tax-major"]["state"] == "not-listed"
    assert "兴安示例仪器" not in json.dumps(bidders(data)["3"]["possible"], ensure_ascii=False)


def test_the_member_who_is_listed_is_named(data: dict[str, Any]) -> None:
    one = bidders(data)["4"]
    states = {party["name"]: party["lookups"]["procurement-serious"]["state"] for party in one["parties"]}
    assert states == {"松北示例医疗科技有限公司": "not-listed", "太阳岛示例安装有限公司": "listed"}
    [finding] = [f for f in one["decision"]["findings"] if f["measure"] == "proc-reject"]
    assert {item.get("name") for cause in finding["because"] for item in cause} >= {"太阳岛示例安装有限公司"}


def test_two_moments_tell_what_changed(plan: Plan, lists: Path) -> None:
    screener = Screener(plan, read_roster(lists), ACTION)
    [tender] = read_tenders(EXAMPLE / "bidders.csv").each
    data = told([screener.screen(tender, "opening", "award")], screener, [], [])
    changed = {n: one["compared"]["outcome"] for n, one in bidders(data).items() if one["compared"]["changed"]}
    assert changed == {"12": "ordinary"}
    findings = bidders(data)["12"]["compared"]["findings"]
    assert {(f["measure"], f["was"], f["now"]) for f in findings} >= {("proc-reject", "applies", "withheld")}


# --- two engines ------------------------------------------------------------------------------------------------------

TWO = ["in_process", "rete"]


def screened(lists: Path, *argv: str) -> Any:
    return call_credit_rules("screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), *argv)


def test_every_screening_is_verified_unless_somebody_says_otherwise(lists: Path, isolated: Path) -> None:
    both, alone = screened(lists, "--format", "json"), screened(lists, "--format", "json", "--no-verify")
    assert (both.code, alone.code) == (0, 0)
    assert both.data["run"]["verified_by"] == TWO
    assert alone.data["run"]["verified_by"] == ["in_process"]
    assert {one["decision"]["run"]["verified_by"] == TWO for one in bidders(both.data).values()} == {True}
    assert both.data["id"] == alone.data["id"]  # engines may change without a screening becoming another one
    assert "双引擎一致" in screened(lists).out.splitlines()[-1]
    assert "one engine" in screened(lists, "--no-verify", "--lang", "en").out.splitlines()[-1]
    (isolated / "credit-rules.toml").write_text("verify = false\n", encoding="utf-8")
    assert screened(lists, "--format", "json").data["run"]["verified_by"] == ["in_process"]


def test_the_report_says_whether_both_engines_were_asked(lists: Path) -> None:
    assert "双引擎一致" in screened(lists, "--format", "html").out
    told_ = screened(lists, "--format", "html", "--no-verify").out
    assert ("单引擎" in told_, "双引擎一致" in told_) == (True, False)


def test_where_the_engines_part_ways_nobody_is_answered(
    lists: Path, isolated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second engine finds nothing of anybody: the same words, exit code and report as of one check."""
    monkeypatch.setattr(rete, "evaluate_many", lambda driver, plan, subjects: [[] for _ in subjects])
    answer = screened(lists, "--out", "out")
    assert (answer.code, answer.out) == (5, "")
    assert "engines-disagree" in answer.err
    assert not (isolated / "out").exists()
    report = screened(lists, "--format", "json").data["errors"]
    assert [told_["code"] for told_ in report] == ["engines-disagree"]
    assert screened(lists, "--format", "json").data["report"]["facts"]["profile"]["subject"]["id"] in read(EXAMPLE)


def test_where_the_second_engine_fails_nobody_is_answered(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any) -> None:
        raise EngineFault("lost")

    monkeypatch.setattr(rete, "evaluate_many", lost)
    assert screened(lists).code == 5
    assert screened(lists, "--no-verify").code == 0


def test_a_fault_of_the_moment_costs_no_answer(plan: Plan, lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies with many questions under way; each is asked again."""
    asked: list[int] = []
    whole = rete.evaluate_many

    def first_lost(driver: Any, plan: Plan, subjects: Any) -> Any:
        asked.append(len(subjects))
        if len(subjects) > 1:
            raise EngineFault("lost")
        return whole(driver, plan, subjects)

    monkeypatch.setattr(rete, "evaluate_many", first_lost)
    screener = Screener(plan, read_roster(lists), ACTION, engine=Verified())
    parties = unit("91230199MA0DEM0133"), unit(bidders_code(lists, "龙江示例建设有限公司"))
    assert [one.outcome for one in screener.screen(tender_of(*parties)).bidders] == ["ordinary", "barred"]
    assert asked == [2, 1, 1]


def read(folder: Path) -> str:
    return (folder / "bidders.csv").read_text(encoding="utf-8")


# --- who somebody is --------------------------------------------------------------------------------------------------


def tender_of(*parties: Party, **more: Any) -> Tender:
    moment = Moment(date(2026, 11, 20), "2026-11-20", "here")
    found = tuple(Bidder(number=str(n), party=party, declares=True) for n, party in enumerate(parties, 1))
    return Tender(id="T", bidders=found, **{"opening": moment, **more})


def outcomes(plan: Plan, lists: Path, *parties: Party) -> list[str]:
    screener = Screener(plan, read_roster(lists), ACTION)
    return [one.outcome for one in screener.screen(tender_of(*parties)).bidders]


def unit(code: str, name: str = "某公司", identifiers_: tuple[Identifier, ...] = (), **more: Any) -> Party:
    return Party(name=name, identifiers=(Identifier("CN-USCI", code), *identifiers_), **more)


def test_nobody_at_all_is_not_checked_and_never_clean(plan: Plan, lists: Path) -> None:
    assert outcomes(plan, lists, Party()) == ["not-checked"]


def test_without_a_day_nobody_is_checked(plan: Plan, lists: Path) -> None:
    screener = Screener(plan, read_roster(lists), ACTION)
    one = screener.screen(tender_of(unit("91230199MA0DEM0133"), opening=None))
    assert [bidder.outcome for bidder in one.bidders] == ["not-checked"]
    assert [told_.code for told_ in one.bidders[0].problems] == ["screen-no-moment"]


def test_a_name_alone_never_restricts(plan: Plan, lists: Path) -> None:
    """Under the very name of a listed firm, with another code or with none, nobody is refused."""
    name = "龙江示例建设有限公司"
    assert outcomes(plan, lists, unit("91230199MA0DEM0133", name), Party(name=name)) == ["refer", "refer"]


def test_a_member_by_name_only_may_be_the_one_on_record(plan: Plan, lists: Path) -> None:
    member = Related("consortium-member", Party(name="太阳岛示例安装有限公司"))
    lead = unit("91230199MA0DEM0133", related=(member,))
    assert outcomes(plan, lists, lead) == ["refer"]


def test_a_controller_counts_only_where_a_measure_says_so(plan: Plan, lists: Path) -> None:
    listed = bidders_code(lists, "龙江示例建设有限公司")
    lead = unit("91230199MA0DEM0133", related=(Related("controller", unit(listed)),))
    assert outcomes(plan, lists, lead) == ["ordinary"]


def bidders_code(lists: Path, name: str) -> str:
    lines = (json.loads(line) for line in lists.read_text(encoding="utf-8").splitlines()[1:])
    return next(str(line["subject"]["id"]) for line in lines if line["subject"].get("name") == name)


def test_an_identifier_of_another_scheme_is_another(plan: Plan, tmp_path: Path) -> None:
    """The same number in another register is somebody else."""
    line = {"subject": {"id": "12345678", "scheme": "GB-COH", "name": "Alpha Ltd", "kind": "enterprise"}}
    listing = {"list": "tax-major", "listed_on": "2026-01-01"}
    path = tmp_path / "profiles.jsonl"
    path.write_text(json.dumps({**line, "as_of": "2026-11-19", "consulted": ["all"], "listings": [listing]}) + "\n")
    same = Party(name="Alpha Ltd", identifiers=(Identifier("GB-COH", "12345678"),))
    other = Party(name="Omega GmbH", identifiers=(Identifier("DE-CR", "12345678"),))
    unsaid = Party(name="Gamma SA", identifiers=(Identifier("", "12345678"),))
    assert outcomes(plan, path, same, other, unsaid) == ["barred", "incomplete", "refer"]


def test_two_lines_for_one_subject_stop_its_check_only(plan: Plan, lists: Path, tmp_path: Path) -> None:
    line = lists.read_text(encoding="utf-8").splitlines()
    code = bidders_code(lists, "龙江示例建设有限公司")
    own = next(each for each in line if code in each)
    path = tmp_path / "profiles.jsonl"
    path.write_text("\n".join([*line, own]) + "\n", encoding="utf-8")
    assert outcomes(plan, path, unit(code), unit("91230199MA0DEM0133")) == ["not-checked", "ordinary"]


def test_nothing_is_clean_where_nothing_was_looked_up(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "profiles.jsonl"
    path.write_text(json.dumps({"subject": {"id": "91370300MA0DEM0137", "kind": "enterprise"}}) + "\n")
    assert outcomes(plan, path, unit("91230199MA0DEM0133")) == ["incomplete"]


def test_a_code_that_bears_another_name_on_record_is_told(plan: Plan, lists: Path) -> None:
    code = bidders_code(lists, "龙江示例建设有限公司")
    screener = Screener(plan, read_roster(lists), ACTION)
    parties = (unit(code, "龙江示例建设有限责任公司"), unit(code, "完全不同商贸有限公司"))
    data = told([screener.screen(tender_of(*parties))], screener, [], [])
    assert [[doubt["code"] for doubt in one["doubts"]] for one in data["tenders"][0]["bidders"]] == [
        [],
        ["screen-name-differs"],
    ]


# --- moments ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day", "country", "checked"),
    [
        ("2026-11-19T16:00:00Z", "2026-11-19", "", "2026-11-20"),  # midnight in Beijing, as systems write it
        ("2026-11-19T15:59:59Z", "2026-11-19", "CN", "2026-11-19"),
        ("2026-11-19T23:30:00.000+00:00", "2026-11-19", "中国", "2026-11-20"),
        ("2026-11-19T23:30:00+08:00", "2026-11-19", "", "2026-11-19"),
        ("2026-11-19T23:30:00-06:00", "2026-11-19", "", "2026-11-19"),  # the day where it was written
        ("2026-11-19T23:30:00", "2026-11-19", "", "2026-11-19"),
        ("2026-11-19T23:30:00Z", "2026-11-19", "GB", "2026-11-19"),
        ("2026-11-19 23:30", "2026-11-19", "", "2026-11-19"),
    ],
)
def test_hours_in_universal_time_are_of_the_day_in_beijing(
    written: str, day: str, country: str, checked: str, plan: Plan, lists: Path
) -> None:
    """Listed until the day before, or on that day for the first time: a day decides over a bid."""
    screener = Screener(plan, read_roster(lists), ACTION)
    told_ = screener.screen(
        tender_of(unit(CLEAN), opening=Moment(date.fromisoformat(day), written, "x"), country=country)
    )
    assert told_.at is not None
    assert told_.at.day.isoformat() == checked
    assert [d.code for d in told_.doubts if d.code == "screen-moment-zone"] == ["screen-moment-zone"] * (day != checked)


@pytest.mark.parametrize(
    ("listed_on", "removed_on", "outcome"),
    [
        ("2026-11-20", None, "barred"),
        ("2026-11-21", None, "ordinary"),
        ("2026-01-01", "2026-11-20", "ordinary"),
        ("2026-01-01", "2026-11-21", "barred"),
    ],
)
def test_the_day_of_the_moment_decides(
    listed_on: str, removed_on: str | None, outcome: str, plan: Plan, tmp_path: Path
) -> None:
    entry = {**TAXED, "listed_on": listed_on, "known_on": listed_on}
    entry |= {"removed_on": removed_on, "removal": "repaired"} if removed_on else {}
    later = {"coverage": [{**each, "as_of": "2026-12-31"} for each in COVERED["coverage"]]}
    line = {"subject": {"id": CLEAN, "scheme": "CN-USCI", "kind": "enterprise"}, "as_of": "2026-12-31"}
    path = write_lines(tmp_path / "p.jsonl", later, {**line, "listings": [entry]})
    screener = Screener(plan, read_roster(path), ACTION)
    deadline = Moment(date(2026, 11, 20), "2026-11-20", "x")
    tender = tender_of(unit(CLEAN), deadline=deadline, opening=None)
    for at in ("", "deadline", "2026-11-20"):
        told_ = screener.screen(tender, at)
        assert ([one.outcome for one in told_.bidders], told_.doubts) == ([outcome], ())
    [missing] = screener.screen(tender, "award").bidders
    assert (missing.outcome, [told_.code for told_ in missing.problems]) == ("not-checked", ["screen-no-moment"])


def test_records_older_than_the_moment_are_told_in_every_output(lists: Path) -> None:
    """The example's lists are as of the day before the opening, and sixteen days before the award."""
    said = screened(lists, "--at", "award")
    assert "早于核查时点 2026-12-05，最多相差 16 天" in said.out
    assert "by up to 16 days" in screened(lists, "--at", "award", "--lang", "en").out
    assert "最多相差 16 天" in screened(lists, "--at", "award", "--format", "html").out
    data = screened(lists, "--at", "award", "--format", "json").data
    assert data["tenders"][0]["warnings"][0]["code"] == "lists-before"
    warned = [one["decision"]["warnings"] for one in bidders(data).values()]
    assert all({"code": "stale", "at": "/as_of", "days": 16} in each for each in warned if each[0]["code"] == "stale")
    assert sum(any(w["code"] == "stale" for w in each) for each in warned) == 38  # not of whom nothing was looked up
    assert "早于核查时点" not in screened(lists, "--at", "2026-11-19").out


# --- consortia --------------------------------------------------------------------------------------------------------

CLEAN, ALSO_CLEAN = "91230199MA0DEM0133", "91370300MA0DEM0137"


def consortium(*members: Party, name: str = "甲乙示例联合体", **more: Any) -> Party:
    return Party(name=name, related=tuple(Related("consortium-member", member) for member in members), **more)


def test_members_of_a_consortium_within_a_consortium_count(plan: Plan, lists: Path) -> None:
    listed = unit(bidders_code(lists, "太阳岛示例安装有限公司"), "太阳岛示例安装有限公司")
    inner = consortium(unit(ALSO_CLEAN, "丙"), listed, name="内层联合体")
    lead = unit(CLEAN, "丁", related=(Related("consortium-member", inner),))
    assert outcomes(plan, lists, consortium(unit(CLEAN), inner), lead) == ["barred", "barred"]


def test_whom_a_member_bids_with_elsewhere_does_not_count(plan: Plan, lists: Path) -> None:
    """A member that leads a consortium of its own in the same sheet: that is another bid."""
    listed = unit(bidders_code(lists, "太阳岛示例安装有限公司"), "太阳岛示例安装有限公司")
    elsewhere = unit(ALSO_CLEAN, "乙", related=(Related("consortium-member", listed),))
    lead = unit(CLEAN, "丁", related=(Related("consortium-member", elsewhere),))
    found = outcomes(plan, lists, lead, consortium(unit(CLEAN), elsewhere), elsewhere)
    assert found == ["ordinary", "ordinary", "barred"]


def test_a_circle_of_members_ends_and_nobody_counts_twice(plan: Plan, lists: Path) -> None:
    code = bidders_code(lists, "太阳岛示例安装有限公司")
    inner = consortium(unit(CLEAN), unit(code, "太阳岛示例安装有限公司"), consortium(unit(CLEAN), name="外层联合体"))
    screener = Screener(plan, read_roster(lists), ACTION)
    [one] = screener.screen(tender_of(consortium(inner, unit(CLEAN), inner, name="外层联合体"))).bidders
    assert one.whole is not None
    assert (one.outcome, {each.data["subject"]["id"] for each in one.whole.everybody}) == ("barred", {CLEAN, code})
    assert len(one.whole.everybody) == 2


def test_a_leading_member_without_a_code_is_not_passed_over(plan: Plan, lists: Path) -> None:
    """Called like one firm, it is no mere name of those who bid together."""
    members = unit(CLEAN), unit(ALSO_CLEAN, "乙示例有限公司")
    names = ("丁示例有限公司", "松花江示例联合体", "某公司、乙示例有限公司", "某公司与乙示例有限公司", "松花江联合")
    found = outcomes(plan, lists, *(consortium(*members, name=name) for name in names))
    assert found == ["refer", *["ordinary"] * 4]


def test_it_does_not_matter_who_of_a_consortium_is_named_first(plan: Plan, lists: Path) -> None:
    """A major violation counts against the supplier itself, and each member is one."""
    fined = unit(bidders_code(lists, "呼兰示例环保科技有限公司"), "呼兰示例环保科技有限公司")
    clean = unit(CLEAN)
    assert outcomes(plan, lists, consortium(clean, fined), consortium(fined, clean)) == ["barred", "barred"]
    nobody = Party(name="未知示例有限公司")
    assert len(set(outcomes(plan, lists, consortium(clean, nobody), consortium(nobody, clean)))) == 1


def test_a_consortium_that_does_not_tell_its_members_is_not_clean(plan: Plan, lists: Path) -> None:
    names = ("龙江示例联合体", "龙江示例有限公司（联合体牵头人）", "Longjiang Consortium")
    assert outcomes(plan, lists, *(unit(CLEAN, name) for name in names)) == ["incomplete"] * 3
    assert outcomes(plan, lists, consortium(unit(CLEAN))) == ["incomplete"]
    assert outcomes(plan, lists, consortium(unit(CLEAN), unit(ALSO_CLEAN))) == ["ordinary"]
    assert outcomes(plan, lists, unit(CLEAN, "上海联合体育用品有限公司")) == ["ordinary"]


def test_a_member_that_bids_itself_is_answered_twice(plan: Plan, lists: Path) -> None:
    listed = unit(bidders_code(lists, "太阳岛示例安装有限公司"), "太阳岛示例安装有限公司")
    found = outcomes(plan, lists, listed, consortium(unit(CLEAN), listed), unit(CLEAN))
    assert found == ["barred", "barred", "ordinary"]


def test_a_member_without_a_code_leaves_the_consortium_open(plan: Plan, lists: Path) -> None:
    assert outcomes(plan, lists, consortium(unit(CLEAN), Party(name="未知示例有限公司"))) == ["incomplete"]


# --- identifiers ------------------------------------------------------------------------------------------------------


def write_lines(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


COVERED = {
    "coverage": [
        {"what": name, "complete": True, "as_of": "2026-11-19"}
        for name in (
            "tax-major",
            "judgment-debtor",
            "procurement-serious",
            "wage-arrears",
            "samr-serious",
            "work-safety",
        )
    ]
}
TAXED = {"list": "tax-major", "listed_on": "2026-01-01"}


def test_each_identifier_of_a_party_is_looked_up(plan: Plan, tmp_path: Path) -> None:
    """Whoever was looked up before with fewer of them is no measure for the next one."""
    subject = {"id": "77", "scheme": "X-REG", "name": "甲", "kind": "enterprise"}
    path = write_lines(tmp_path / "p.jsonl", COVERED, {"subject": subject, "as_of": "2026-11-19", "listings": [TAXED]})
    more = unit(CLEAN, identifiers_=(Identifier("X-REG", "77"),))
    assert outcomes(plan, path, unit(CLEAN), more)[1] == "barred"
    assert outcomes(plan, path, more, unit(CLEAN))[0] == "barred"


def test_the_same_number_in_two_registers_is_two_subjects(plan: Plan, tmp_path: Path) -> None:
    whole = {"as_of": "2026-11-19", "consulted": ["all"]}
    subject = {"id": "12345678", "name": "甲", "kind": "enterprise"}
    lines = [
        {"subject": {**subject, "scheme": "GB-COH"}, **whole, "listings": [TAXED]},
        {"subject": {**subject, "scheme": "DE-CR"}, **whole},
    ]
    path = write_lines(tmp_path / "p.jsonl", *lines)
    parties = [Party(name="甲", identifiers=(Identifier(scheme, "12345678"),)) for scheme in ("GB-COH", "DE-CR")]
    assert outcomes(plan, path, *parties) == ["barred", "ordinary"]


def test_a_party_with_two_codes_is_not_checked(plan: Plan, lists: Path) -> None:
    listed = bidders_code(lists, "龙江示例建设有限公司")
    screener = Screener(plan, read_roster(lists), ACTION)
    [one] = screener.screen(tender_of(unit(CLEAN, identifiers_=(Identifier("CN-USCI", listed),)))).bidders
    assert (one.outcome, [told_.code for told_ in one.problems]) == ("not-checked", ["identity-two-codes"])


def test_a_broken_line_under_any_of_its_codes_stops_the_check(plan: Plan, tmp_path: Path) -> None:
    good = {"subject": {"id": "77", "scheme": "X-REG", "kind": "enterprise"}, "consulted": ["all"]}
    path = write_lines(tmp_path / "p.jsonl", COVERED, good)
    broken = json.dumps({"subject": {"id": CLEAN, "kind": "enterprise"}, "listings": []})[:-3]
    path.write_text(path.read_text(encoding="utf-8") + broken + "\n", encoding="utf-8")
    assert outcomes(plan, path, unit(CLEAN, identifiers_=(Identifier("X-REG", "77"),))) == ["not-checked"]


# --- possible matches -------------------------------------------------------------------------------------------------


#: Simplified characters → traditional ones.
SCRIPTS = dict(zip("龙东电国发广华药业医", "龍東電國發廣華藥業醫", strict=True))
ENDINGS = ("有限公司", "有限责任公司", "股份有限公司", "股份公司", "集团公司", "厂", "")
CORES = st.text("龙东电国发广华药业医甲乙丙丁示例建设A", min_size=3, max_size=8).filter(
    lambda core: len(set(core) - {"A"}) > 1
)


@st.composite
def rewritten(draw: st.DrawFn, core: str, ending: str) -> str:
    """The same name as somebody else might write it."""
    if draw(st.booleans()):
        ending = {"有限公司": "有限责任公司", "股份公司": "股份有限公司"}.get(ending, ending)
    place = draw(st.integers(0, len(core)))
    brackets = draw(st.sampled_from(["（{}）", "({})", "【{}】", " {} ", "{}"]))
    name = core[:place] + brackets.format(core[place:]) + ending if core[place:] else core + ending
    if converts_traditional() and draw(st.booleans()):
        name = "".join(SCRIPTS.get(letter, letter) for letter in name)
    if draw(st.booleans()):
        name = name.replace("A", draw(st.sampled_from(["Ａ", "a"])))
    blank = draw(st.sampled_from(["", " ", "\u3000", "\u00a0"]))
    return blank.join(name) if draw(st.booleans()) else blank + name + blank


STATES = {"standing": {}, "gone": {"removed_on": "2026-10-01", "removal": "repaired"}}


@st.composite
def names_alike(draw: st.DrawFn) -> tuple[str, str, bool]:
    """A name on record, one that bids, and whether the one is the other, written otherwise."""
    core, ending = draw(CORES), draw(st.sampled_from(ENDINGS))
    same, again, other = (
        draw(st.booleans()),
        draw(rewritten(core, ending)),
        draw(CORES) + draw(st.sampled_from(ENDINGS)),
    )
    return core + ending, again if same else other, same


@given(names=names_alike(), state=st.sampled_from(sorted(STATES)), code=st.booleans(), as_member=st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_name_alone_never_restricts_and_is_never_overlooked(
    plan: Plan, lists: Path, names: tuple[str, str, bool], state: str, code: bool, as_member: bool
) -> None:
    """The name of somebody on record who has no code, however it is written, whoever bids under it."""
    on_record, name, same = names
    line = {"subject": {"name": on_record, "kind": "enterprise"}, "listings": [{**TAXED, **STATES[state]}]}
    path = write_lines(lists.parent / "named.jsonl", COVERED, line)
    party = unit(CLEAN, name) if code else Party(name=name)
    asked = party if not as_member else consortium(unit(ALSO_CLEAN, "乙某公司"), party)
    screener = Screener(plan, read_roster(path), ACTION)
    [one] = screener.screen(tender_of(asked)).bidders
    assert one.decision is not None
    assert one.outcome in ("refer", "ordinary", "incomplete")
    assert one.outcome == "refer" or not (same and state == "standing")
    if state == "gone":  # nothing would follow, were it the same
        assert one.outcome == one.decision.outcome
    assert not any(finding.planned.restricts for finding in one.decision.applying)


def test_records_of_several_possible_matches_count_together(tmp_path: Path) -> None:
    twice = (
        "  - {id: twice, title: 试验两次, polarity: restriction, effect: bar, duty: must, category: market-access,\n"
        "     actions: [bid], basis: [试验法 第二条], when: {penalty: {kind: fine, count: {at_least: 2}}}}\n"
    )
    names = ("甲乙示例有限公司", "甲乙示例有限责任公司")
    lines = [
        {"subject": {"name": name, "kind": "enterprise"}, "as_of": "2026-11-19", "penalties": [fine]}
        for name, fine in zip(names, ({"kind": "fine", "decided_on": f"2026-0{n}-01"} for n in (1, 2)), strict=True)
    ]
    own = {
        "subject": {"id": CLEAN, "kind": "enterprise", "name": names[0]},
        "as_of": "2026-11-19",
        "consulted": ["all"],
    }
    for told_, outcome in (([*lines, own], "refer"), ([lines[0], own], "ordinary")):
        path = write_lines(tmp_path / "p.jsonl", *told_)
        screener = Screener(plan_from(list=head() + twice), read_roster(path), {"code": "bid", "region": "CN"})
        [one] = screener.screen(tender_of(unit(CLEAN, names[0]))).bidders
        assert one.outcome == outcome


def test_a_record_of_a_possible_match_that_is_gone_does_not_matter(plan: Plan, tmp_path: Path) -> None:
    versions = [
        {"id": "L1", "known_on": "2026-01-01", **TAXED},
        {"id": "L1", "known_on": "2026-10-01", **TAXED, "removed_on": "2026-10-01", "removal": "repaired"},
    ]
    for entries, outcome in ((versions[:1], "refer"), (versions, "ordinary")):
        line = {
            "subject": {"name": "甲乙示例有限公司", "kind": "enterprise"},
            "as_of": "2026-11-19",
            "listings": entries,
        }
        path = write_lines(tmp_path / "p.jsonl", COVERED, line)
        assert outcomes(plan, path, unit(CLEAN, "甲乙示例有限公司")) == [outcome]


def test_a_record_of_a_possible_match_that_cannot_be_read_may_hold_anything(plan: Plan, tmp_path: Path) -> None:
    line = {"subject": {"name": "甲乙示例有限公司", "kind": "enterprise"}, "listings": [{"list": "tax-major"}]}
    path = write_lines(tmp_path / "p.jsonl", COVERED, line)
    assert outcomes(plan, path, unit(CLEAN, "甲乙示例有限公司")) == ["refer"]


# --- out --------------------------------------------------------------------------------------------------------------

NASTY = ("<script>alert(1)</script>", '=HYPERLINK("http://x.example","y")', "+1", "@SUM(A1)", "-2", "\t=1+1")


@pytest.fixture(name="nasty", scope="module")
def screened_nasty(plan: Plan, lists: Path) -> dict[str, Any]:
    code = bidders_code(lists, "龙江示例建设有限公司")
    screener = Screener(plan, read_roster(lists), ACTION)
    tender = tender_of(*(unit(code, name) for name in NASTY), title=NASTY[0], buyer=NASTY[1])
    return told([screener.screen(tender)], screener, [], [])


def test_a_spreadsheet_holds_no_formula(nasty: dict[str, Any]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from credit_rules.screening.workbooks import workbook_of

    book = openpyxl.load_workbook(BytesIO(workbook_of(nasty)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells if not isinstance(cell.value, int)} == {"s"}
    risky = [cell for cell in cells if str(cell.value).lstrip().startswith(("=", "+", "-", "@"))]
    assert len(risky) >= len(NASTY) - 2
    assert all(cell.quotePrefix for cell in risky)


def test_names_become_no_markup_in_a_notice(nasty: dict[str, Any]) -> None:
    from credit_rules.rendering.notices import notices_of

    notices = dict(notices_of(nasty))
    assert len(notices) == 2 * len(NASTY)
    for name, text in notices.items():
        assert "<script" not in text, name
        assert all(part not in name for part in "/\\=<>"), name


def test_a_notice_holds_facts_basis_and_remedies(data: dict[str, Any]) -> None:
    from credit_rules.rendering.notices import notices_of

    notices = dict(notices_of(data))
    assert len(notices) == 2 * data["counts"]["barred"]
    text = next(text for name, text in notices.items() if name.startswith("001-") and name.endswith(".md"))
    wanted = ("龙江示例建设有限公司", "示例税稽公〔2025〕12号", "第二十二条", "至 2028-02-29", "7 个工作日内", "质疑")
    assert [part for part in wanted if part not in text] == []


def test_the_annotated_release_keeps_ids_and_status(data: dict[str, Any]) -> None:
    [release] = annotated(data)["releases"]
    bids = {bid["id"]: bid for bid in release["bids"]["details"]}
    assert len(bids) == 40
    assert bids["bid-14"]["status"] == "withdrawn"
    assert bids["bid-4"]["creditCheck"]["outcome"] == "barred"
    assert len(bids["bid-4"]["tenderers"]) == 2
    known = {party["id"] for party in release["parties"]}
    assert {party["id"] for bid in bids.values() for party in bid["tenderers"]} == known


def release_schema() -> Any:
    """The release schema with the bids extension laid on it."""
    folder = SHARED / "ocds" / "schema"
    whole = json.loads((folder / "release-schema.json").read_text(encoding="utf-8"))
    patch = json.loads((folder / "bid-extension" / "release-schema.json").read_text(encoding="utf-8"))

    def merged(one: Any, other: Any) -> Any:
        if not isinstance(one, dict) or not isinstance(other, dict):
            return other
        return {key: merged(one.get(key), other[key]) if key in other else one[key] for key in {**one, **other}}

    return merged(whole, patch)


needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the outside data is not here")


@needs_shared
def test_the_annotated_release_is_valid(data: dict[str, Any], nasty: dict[str, Any]) -> None:
    validator = Draft4Validator(release_schema())
    for screened in (data, nasty):
        for release in annotated(screened)["releases"]:
            assert [error.message for error in validator.iter_errors(release)] == []
    package = json.loads((SHARED / "ocds" / "schema" / "release-package-schema.json").read_text(encoding="utf-8"))
    package["properties"]["releases"]["items"] = {}
    assert [error.message for error in Draft4Validator(package).iter_errors(annotated(data))] == []


@needs_shared
@pytest.mark.parametrize("name", ["mexico", "taiwan", "ukraine", "uk-contracts-finder"])
def test_real_tenders_go_out_valid_again(name: str, plan: Plan, lists: Path) -> None:
    screener = Screener(plan, read_roster(lists), {"code": "procurement.bid"})
    tenders = read_ocds(source_of(SHARED / "ocds" / f"{name}.json"))
    screened = [screener.screen(tender, "2026-11-20") for tender in tenders.each]
    data = told(screened, screener, [tenders.tally], [])
    assert sum(data["counts"].values()) == sum(len(tender["bidders"]) for tender in data["tenders"])
    for country in data["countries"]:
        assert country["bidders"] == country["identified"] + country["by_name"] + country["nobody"]
    validator = Draft4Validator(release_schema())
    for release in annotated(data)["releases"]:
        assert [error.message for error in validator.iter_errors(release)] == [], release["ocid"]


MAPPING = Path(__file__).parents[1] / "examples" / "import" / "world-bank.yaml"


#: How further lists are read, as examples/import reads that of the World Bank.
MAPPINGS = {
    "us-consolidated-screening-list": """
columns:
  name: name
  other_names: {from: alt_names, split: ";"}
  listed_on: start_date
  ends_on: end_date
  authority: source
  document: federal_register_notice
values: {kind: enterprise}
dates: year-first
""",
    "br-minas-gerais-sanctioned": """
columns:
  name: empresa_processada
  id: {from: cnpj, scheme: BR-CNPJ}
  listed_on: data_decisao
  authority: orgao_instaurador
values: {kind: enterprise}
dates: year-first
delimiter: ";"
""",
    "opensanctions-my-alert.targets.simple": """
columns:
  name: name
  other_names: {from: aliases, split: ";"}
  listed_on: sanctions
  authority: dataset
values: {kind: enterprise}
dates: year-first
""",
}


@pytest.fixture(name="debarred", scope="module")
def imported_debarments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All lists of debarred firms as one file of profiles."""
    made = tmp_path_factory.mktemp("debarred")
    out = made / "debarred.jsonl"
    folder, day = SHARED / "debarment", date(2025, 1, 7)
    wanted = Wanted(covers="world-bank-debarred", as_of=day, complete=True, mapping=MAPPING)
    import_files([folder / "worldbank-debarred-firms.csv"], wanted, out)
    for name, text in MAPPINGS.items():
        mapping = made / f"{name}.yaml"
        mapping.write_text(f"mapping: {name.split('.')[0]}\ntitle: 试验名单\nrecord: listing\n{text}", encoding="utf-8")
        wanted = Wanted(covers=name.split(".")[0], as_of=day, complete=True, mapping=mapping)
        import_files([folder / f"{name}.csv", out], wanted, out)
    more = [folder / f"opensanctions-{name}.entities.ftm.json" for name in ("debarred", "sample")]
    import_files([*more, out], Wanted(covers="opensanctions", as_of=day, complete=True), out)
    return out


def counted_again(releases: list[Any]) -> dict[str, int]:
    """The same counts, without any of the readers: from the JSON as it stands."""
    found = dict.fromkeys(("tenders", "bidders", "identified"), 0)
    for release in releases:
        found["tenders"] += 1
        found["bidders"] += counted(release)
        mentions = list(release.get("tender", {}).get("tenderers") or [])
        mentions += [t for bid in (release.get("bids") or {}).get("details") or [] for t in bid.get("tenderers") or []]
        named = {str(mention["id"]).strip() for mention in mentions if mention.get("id")}
        parties = release.get("parties") or []
        mentions += [p for p in parties if "tenderer" in (p.get("roles") or []) or str(p.get("id")).strip() in named]
        told_ = set()
        for mention in mentions:
            ids = [mention.get("identifier") or {}, *(mention.get("additionalIdentifiers") or [])]
            if any(str(i.get("scheme") or "").strip() and str(i.get("id") or "").strip(" -") for i in ids):
                told_.add(str(mention.get("id") or (ids[0].get("scheme"), ids[0].get("id"))).strip())
        found["identified"] += len(told_)
    return found


@needs_shared
@pytest.mark.parametrize("name", ["mexico", "taiwan", "ukraine", "uk-contracts-finder"])
def test_real_tenders_against_real_debarments_are_counted_again(name: str, plan: Plan, debarred: Path) -> None:
    path = SHARED / "ocds" / f"{name}.json"
    releases = json.loads(path.read_text(encoding="utf-8"))["releases"]
    screener = Screener(plan, read_roster(debarred), {"code": "procurement.bid"})
    tenders = read_tenders(path)
    data = told([screener.screen(t, "2026-11-20") for t in tenders.each], screener, [tenders.tally], [])
    total = Counter[str]()
    for country in data["countries"]:
        total.update({key: value for key, value in country.items() if key != "country"})
    again = counted_again(releases)
    assert {key: total[key] for key in again} == again
    assert total["bidders"] == total["identified"] + total["by_name"] + total["nobody"]
    assert sum(data["counts"].values()) == total["bidders"]
    assert data["counts"]["ordinary"] == data["counts"]["barred"] == 0  # abroad nothing was looked up in China's lists
    on_record = {line["subject"]["name"].casefold() for line in lines_of(debarred) if "subject" in line}
    names = {one["name"].casefold() for tender in data["tenders"] for one in tender["bidders"]}
    assert total["possible"] >= len(names & on_record)


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


COUNTRIES = {"mexico": "MX", "taiwan": "TW", "ukraine": "UA", "uk-contracts-finder": "GB"}
COLUMNS = ("releases", "bidders", "identified", "not identified", "name alike", "not checked")


def plain(name: str) -> str:
    """A name down to its letters and digits, without accents."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def names_in(release: Any) -> list[str]:
    """Every name in a release of somebody who may bid."""
    mentions = [*(release.get("tender", {}).get("tenderers") or []), *(release.get("parties") or [])]
    mentions += [t for bid in (release.get("bids") or {}).get("details") or [] for t in bid.get("tenderers") or []]
    names = [each.get("name") for each in mentions]
    return [name for name in (*names, *((m.get("identifier") or {}).get("legalName") for m in mentions)) if name]


def nobodies_in(release: Any) -> int:
    """How many tenderers of a release are a number of the release, and nothing else."""
    told_ = [*(release.get("tender", {}).get("tenderers") or []), *(release.get("parties") or [])]
    somebody = {each.get("id") for each in told_ if any((each.get("name"), *(each.get("identifier") or {}).values()))}
    ids = {each.get("id") for each in release.get("tender", {}).get("tenderers") or []}
    return len(ids - somebody - {None, ""})


@needs_shared
def test_the_table_of_all_real_tenders_adds_up(plan: Plan, debarred: Path) -> None:
    """Per country what was found, and the same counted again from the JSON; printed with `pytest -s`."""
    subjects = [line["subject"] for line in lines_of(debarred) if "subject" in line]
    on_record = {plain(name) for each in subjects for name in (each["name"], *each.get("other_names", ()))}
    screener = Screener(plan, read_roster(debarred), {"code": "procurement.bid"}, engine=Verified())
    rows = []
    for name, country in COUNTRIES.items():
        path = SHARED / "ocds" / f"{name}.json"
        releases = json.loads(path.read_text(encoding="utf-8"))["releases"]
        data = told([screener.screen(t, "2026-11-20") for t in read_tenders(path).each], screener, [], [])
        found = [one for tender in data["tenders"] for one in tender["bidders"]]
        alike = [one for one in found if one["possible"]]
        sure = sum(one["checked"] for one in found)
        unchecked = sum(one["outcome"] == "not-checked" for one in found)
        row = (len(data["tenders"]), len(found), sure, len(found) - sure, len(alike), unchecked)
        again = counted_again(releases)
        assert row[:3] == (again["tenders"], again["bidders"], again["identified"])
        assert unchecked == sum(map(nobodies_in, releases))
        assert (
            sum(data["counts"].values())
            == len(found)
            == sum(tender["counts"][o] for tender in data["tenders"] for o in OUTCOMES)
        )
        assert (
            data["counts"]["barred"] == data["counts"]["restricted"] == 0
        )  # names alone, and lists of other countries
        # Whoever bids under the very name of somebody on record is told, and whoever is told bears one nearly so.
        same = {plain(n) for release in releases for n in names_in(release)} & on_record
        assert same <= {plain(match["asked"]) for one in alike for match in one["possible"]}
        for match in (match for one in alike for match in one["possible"]):
            words = [sorted(match[key].casefold().split()) for key in ("asked", "found")]
            assert difflib.SequenceMatcher(None, *map(" ".join, words)).ratio() > 0.7, match
        rows.append((country, *row))
    total = ("all", *(sum(row[place] for row in rows) for place in range(1, len(COLUMNS) + 1)))
    assert total[1] == 106 + 11 + 5 + 70
    for row in (("country", *COLUMNS), *rows, total):
        print(" | ".join(f"{cell!s:>14}" for cell in row))


@needs_shared
def test_a_firm_on_the_world_banks_list_is_a_possible_match(plan: Plan, debarred: Path) -> None:
    name = next(line["subject"]["name"] for line in lines_of(debarred) if "subject" in line)
    screener = Screener(plan, read_roster(debarred), ACTION)
    [one] = screener.screen(tender_of(Party(name=f"{name.upper()} "))).bidders
    assert (one.possible[0].match.score, one.possible[0].matters) == (100, False)  # no rule here reads that list
    assert one.outcome == "refer"


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_everything_and_writes_over_nothing(lists: Path, isolated: Path) -> None:
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--out", "out"]
    answer = call_credit_rules(*args)
    assert answer.code == 0, answer.err
    names = {path.name for path in (isolated / "out").iterdir()}
    assert names >= {"report.html", "report.json", "requests.jsonl", "ocds.json", "notices"}
    again = call_credit_rules(*args)
    assert (again.code, "file-exists" in again.err) == (3, True)
    assert call_credit_rules(*args, "--overwrite").code == 0


def test_the_same_files_give_the_same_bytes(lists: Path, isolated: Path) -> None:
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists)]
    for name in ("one", "two"):
        assert call_credit_rules(*args, "--out", name, "--format", "html", "--format", "json").code == 0
    for name in ("report.html", "report.json", "requests.jsonl"):
        assert (isolated / "one" / name).read_bytes() == (isolated / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--at", "yesterday"], "screen-at"),
        (["--compare", "opening"], "screen-compare"),
        (["--format", "pdf"], "unknown-value"),
        (["--format", "xlsx"], "screen-out"),
        (["--action", "procurment.bid"], "unknown-action"),
    ],
)
def test_wrong_options_are_told(args: list[str], code: str, lists: Path) -> None:
    answer = call_credit_rules("screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), *args)
    assert answer.code in (2, 3)
    assert code in answer.err


def test_that_it_was_asked_as_known_earlier_stands_at_the_top_of_every_output(lists: Path) -> None:
    assert "只计入 2025-01-01 以前获知的记录" in screened(lists, "--known", "2025-01-01").out
    assert "only what was known by 2025-01-01" in screened(lists, "--known", "2025-01-01", "--lang", "en").out
    assert "以前获知的记录" in screened(lists, "--known", "2025-01-01", "--format", "html").out
    assert "以前获知的记录" not in screened(lists).out


def test_a_consortium_of_very_many_is_not_checked_and_told(plan: Plan, lists: Path) -> None:
    """A circle of rows may make one bidder of a whole sheet; each member beside all others would take for ever."""
    members = tuple(Related("consortium-member", Party(name=f"示例{n}号有限公司")) for n in range(301))
    one = Screener(plan, read_roster(lists), ACTION).screen(tender_of(Party(name="示例联合体", related=members)))
    assert [bidder.outcome for bidder in one.bidders] == ["not-checked"]
    assert [told_.code for told_ in one.bidders[0].problems] == ["consortium-too-large"]


def test_everything_wrong_in_the_options_is_told_at_once(isolated: Path) -> None:
    (isolated / "out").write_text("x", encoding="utf-8")
    answer = call_credit_rules("screen", "--at", "yesterday", "--format", "pdf", "--out", "out", "--lang", "en")
    assert answer.code == 2
    wanted = ("unknown-value", "screen-at", "TENDER", "--profiles", "`out` exists and is no folder")
    assert [told_ for told_ in wanted if told_ not in answer.err] == []


def test_two_moments_on_the_command_line(lists: Path) -> None:
    args = ["--profiles", str(lists), "--region", "230100", "--lang", "en", "--compare", "opening", "award"]
    answer = call_credit_rules("screen", str(EXAMPLE / "bidders.csv"), *args)
    assert "opening 2026-11-20 09:30: barred → award 2026-12-05: ordinary" in answer.out


def test_the_library_does_it_in_twenty_lines(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = EXAMPLE / "approval.py"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 24
    before, sys.argv = sys.argv, ["approval.py", str(EXAMPLE / "bidders.csv"), str(lists)]
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {})
    finally:
        sys.argv = before
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["1", "2", "4", "5", "6", "7", "8", "9", "11", "12", "13"]
    assert said[0].startswith(
        "1 龙江示例建设有限公司 refuse: proc-reject 示例税稽公〔2025〕12号 until 2028-03-01 check "
    )
    assert said[3] == "5 嫩江示例（集团）股份有限公司 to a person: identity"


def test_the_table_of_the_example_says_what_comes_out() -> None:
    """The README beside the forty bidders, row by row."""
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in text.splitlines() if line.startswith("| ") and line[2].isdigit()]
    said = {row[0].strip(): row[2].split()[1].rstrip(":;,") for row in rows}
    rest = said.pop("15–40")
    assert said == {number: outcome for number, (outcome, _) in AWKWARD.items()}
    assert rest == "ordinary"

"""The calendar on real law, each day worked out by hand; what it prints; and the timeline as a page.

All subjects are invented. That it equals deciding day by day is tested on generated worlds in `properties`.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commands import Answer, call, empty_folder, small_rules  # noqa: F401 (fixtures)
from conftest import ROOT
from credit_rules import Action, Calendar, CreditProfile, calendar_of, load_plan
from credit_rules.authoring.schemas import schema_of
from credit_rules.cli import credit_rules_command
from credit_rules.model.plan import Plan
from credit_rules.rendering.calendar import render_calendar
from credit_rules.rendering.timeline import render_timeline
from credit_rules.semantics import lawful_changes
from credit_rules.stages.turns import CODES
from credit_rules.words import calendar as words
from test_schemas import closed

YANAN = ROOT / "examples" / "yanan" / "profiles" / "2026-05-20.json"
Json = dict[str, Any]


def day(text: str) -> date:
    return date.fromisoformat(text)


@cache
def strict() -> Draft202012Validator:
    """The schema of a calendar, letting no key pass that it does not tell."""
    return Draft202012Validator(closed(schema_of("calendar")))


def misfits(data: Json) -> list[str]:
    """Where a calendar does not fit its schema."""
    return [f"{error.json_path}: {error.message[:200]}" for error in strict().iter_errors(data)]


def calendar(plan: Plan, on: str, *, until: str | None = None, action: Json | None = None, **profile: Any) -> Calendar:
    """The calendar of an enterprise about which everything was looked up, at a procurement."""
    told = {"subject": {"id": "S-1", "scheme": "internal", "kind": "enterprise"}, "consulted": ["all"], **profile}
    asked = {"code": "procurement.bid", "region": "610600", "authority": "purchaser", **(action or {})}
    asked |= {"date": day(on), "known": day(asked["known"]) if "known" in asked else None}
    read = CreditProfile.from_data(told)
    made = calendar_of(plan, read, Action(**asked), until=day(until) if until else None)
    assert misfits(made.as_json()) == []
    return made


def tax_major(**more: Any) -> list[Json]:
    return [{"id": "L1", "list": "tax-major", "listed_on": "2025-03-01", **more}]


def with_terms(rules: str, terms: str) -> None:
    """The small rule set, with other terms of its lists."""
    catalogue = Path(rules) / "catalogue" / "all.yaml"
    usual = re.compile(r"- \{period: 3 years, repair: .*\}\}")
    catalogue.write_text(usual.sub(terms, catalogue.read_text("utf-8")), encoding="utf-8")


def changes(told: Calendar, measure: str) -> list[tuple[str, str, str]]:
    """The days on which one measure changes, with what it comes to and by which guard."""
    return [
        (str(one.date), change.after.finding, change.after.guard or "")
        for one in told.days
        for change in one.changes
        if change.planned.id == measure
    ]


def turns(told: Calendar, *codes: str) -> list[tuple[str, str, str]]:
    """The days on which something turns, with the turn and what it is about."""
    found = [(str(one.date), t.turn.code, t.turn.name) for one in told.days for t in one.turns]
    return [turn for turn in found if not codes or turn[1] in codes]


def outcomes(told: Calendar) -> list[tuple[str, str]]:
    """The days on which the outcome changes, and what comes out."""
    return [(str(one.date), one.outcome) for one in told.days if one.outcome != one.before]


# --- real law -----------------------------------------------------------------------------------------------------


def test_the_yanan_case_says_on_which_day_the_bid_would_pass(national: Plan) -> None:
    """Two years from 2026-04-15 end with 2028-04-15, as the entry itself says."""
    action = Action(code="procurement.bid", date=day("2026-05-20"), region="610600", authority="purchaser")
    told = calendar_of(national, CreditProfile.from_file(YANAN), action)
    assert outcomes(told) == [("2028-04-16", "ordinary")]
    assert [str(one.date) for one in told.days] == ["2028-04-16"]
    assert changes(told, "proc-reject") == [("2028-04-16", "withheld", "expired")]
    assert told.first_clean_day == told.clean.certain == day("2028-04-16")
    assert told.clean.until is None
    assert [(one.record.id, str(one.apply_from)) for one in told.repairs] == [("L1", "2026-04-15")]
    assert told.sooner is not None
    assert (told.sooner.clean.start, told.sooner.clean.until) == (day("2026-05-20"), None)
    assert [change.key for change in told.sooner.changes] == [("", "listing", "L1")]  # the fine bars from nothing


@pytest.mark.parametrize("layout", ["text", "markdown", "html"])
def test_the_yanan_case_tells_its_whole_story_in_one_command(layout: str) -> None:
    """What bites, because of what and since when, until when, what to do, and on which day the bid would pass."""
    asked = [str(YANAN), "--action", "procurement.bid", "--date", "2026-05-20", "--region", "610600"]
    said = ran(*asked, "--authority", "purchaser", "--format", layout).out
    for part in (
        "拒绝其参与政府采购活动",
        "列入“失信被执行人名单”",
        "（2026）示例执12号",
        "政府采购法",
        "至 2028-04-15，自 2028-04-16 起不再适用",
        "自 2026-04-15 起可以申请修复",
        "向作出列入决定的人民法院申请，以其决定为准；申请不等于解除",
        "以下各项办妥的，最早自 2026-05-20 起没有适用的限制：L1 信用修复",
        "按现有记录，自 2028-04-16 起没有适用的限制",
    ):
        assert part in unescape(said).replace("\\", ""), part
    soon = ran(*asked, "--authority", "purchaser", "--within", "30d", "--format", layout).out
    assert "列入“失信被执行人名单”" in unescape(soon)  # nothing changes in time, and what bites is told
    assert "此后最近的变化在 2028-04-16" in unescape(soon)


def test_a_judgment_debtor_whose_term_is_not_told_is_uncertain_after_two_years(national: Plan) -> None:
    """The court may prolong the two years: through 2028-04-15 it is certain, then nobody knows."""
    debtor = [{"id": "L1", "list": "judgment-debtor", "listed_on": "2026-04-15"}]
    told = calendar(national, "2026-05-20", listings=debtor)
    assert outcomes(told) == [("2028-04-16", "incomplete")]
    assert changes(told, "proc-reject") == [("2028-04-16", "undetermined", "")]
    assert turns(told, "end-uncertain") == [("2028-04-16", "end-uncertain", "L1")]
    (change,) = [change for change in told.days[-1].changes if change.planned.id == "proc-reject"]
    assert change.missing == (("L1.ends_on", None),)
    assert told.clean.start == day("2028-04-16")
    assert "proc-reject" in [planned.id for planned in told.clean.open]
    assert told.clean.certain is None  # a day on which it is open is told, and not called a clean one
    data = told.as_json()
    assert data["clean"]["certain_from"] is None
    assert "查清以前不能当作没有限制" in render_calendar(data, "zh", "text")
    assert "☆ 自此没有适用的限制，但有待核实的" in render_calendar(data, "zh", "text")


def test_wage_arrears_stand_three_years_and_may_be_repaired_six_months_after_correction(national: Plan) -> None:
    """Listed 2025-08-01: through 2028-08-01. Corrected 2025-12-10: the six months end with 2026-06-10."""
    listed = {"id": "L1", "list": "wage-arrears", "listed_on": "2025-08-01", "corrected_on": "2025-12-10"}
    told = calendar(national, "2026-01-05", listings=[listed])
    assert turns(told) == [("2026-06-11", "repair-opens", "L1"), ("2028-08-02", "record-ends", "L1")]
    assert changes(told, "wage-cross") == [("2028-08-02", "withheld", "expired")]
    assert told.first_clean_day == day("2028-08-02")
    (repair,) = told.repairs
    assert (repair.apply_from, repair.waiting.assumes) == (day("2026-06-11"), None)


def test_a_correction_that_is_not_told_is_taken_to_be_done_on_the_day_asked_and_said_so(national: Plan) -> None:
    """Corrected on 2026-01-05 at the earliest: six months end with 2026-07-05."""
    told = calendar(national, "2026-01-05", listings=[{"id": "L1", "list": "wage-arrears", "listed_on": "2025-08-01"}])
    (repair,) = told.repairs
    assert (repair.apply_from, repair.waiting.assumes) == (day("2026-07-06"), "corrected_on")
    assert turns(told, "repair-opens") == [("2026-07-06", "repair-opens", "L1")]
    data = told.as_json()
    assert data["repairs"][0]["repair"]["assumes"] == {"field": "corrected_on", "on": "2026-01-05"}
    assert "（纠正日期未载明，按 2026-01-05 已完成推算）" in render_calendar(data, "zh", "text")


def test_a_correction_counts_from_its_own_day_even_if_that_is_still_to_come(national: Plan) -> None:
    """Corrected 2026-03-01, as was known later: six months end with 2026-09-01. Ways out agree, day by day."""
    listed = {"id": "L1", "list": "wage-arrears", "listed_on": "2025-08-01", "corrected_on": "2026-03-01"}
    later = {"known": "2026-06-01"}
    told = calendar(national, "2026-01-05", action=later, listings=[listed])
    (repair,) = told.repairs
    assert (repair.apply_from, repair.waiting.assumes) == (day("2026-09-02"), None)
    assert turns(told, "repair-opens") == [("2026-09-02", "repair-opens", "L1")]
    for on, since in (("2026-02-28", "2026-08-29"), ("2026-03-01", "2026-09-02"), ("2026-09-02", "2026-09-02")):
        decision = calendar(national, on, action=later, listings=[listed]).decision
        (change,) = lawful_changes(decision.facts)
        assert change.open_from == day(since), on  # the day before, the correction has not happened
    late = {**listed, "corrected_on": "2026-12-01"}  # later than six months after the day asked about
    told = calendar(national, "2026-01-05", action={"known": "2027-01-01"}, listings=[late])
    assert turns(told, "repair-opens", "repair-closes") == [("2027-06-02", "repair-opens", "L1")]


def test_no_repair_is_told_of_a_record_that_is_gone_before_it_may_be_applied_for(national: Plan) -> None:
    """Corrected today, it might be applied for from 2026-07-06; the entry ends with 2026-03-01."""
    listed = {"id": "L1", "list": "wage-arrears", "listed_on": "2025-08-01", "ends_on": "2026-03-01"}
    told = calendar(national, "2026-01-05", listings=[listed])
    assert told.first_clean_day == day("2026-03-02")
    assert (told.repairs, told.sooner) == ((), None)


def test_a_step_is_taken_to_be_done_on_no_day_before_the_record_is_there(national: Plan) -> None:
    """Listed 2026-03-01, as was known later: six months from that day end with 2026-09-01."""
    listed = [*tax_major(), {"id": "L2", "list": "wage-arrears", "listed_on": "2026-03-01"}]
    told = calendar(national, "2026-01-05", action={"known": "2026-06-01"}, listings=listed)
    (opens,) = [t for one in told.as_json()["days"] for t in one["turns"] if t["turn"] == "repair-opens"]
    assert (opens["name"], opens["repair"]["since"]) == ("L2", "2026-09-02")
    assert opens["repair"]["assumes"] == {"field": "corrected_on", "on": "2026-03-01"}


def test_nothing_may_be_applied_for_before_the_record_is_there(national: Plan) -> None:
    """Corrected 2024-01-10, listed all the same: the six months are over, and one may apply since the listing."""
    listed = {"id": "L1", "list": "wage-arrears", "listed_on": "2025-08-01", "corrected_on": "2024-01-10"}
    told = calendar(national, "2026-01-05", listings=[listed])
    assert [(one.apply_from, one.waiting.since) for one in told.repairs] == [(day("2025-08-01"), day("2025-08-01"))]


def test_the_earlier_clean_day_names_only_what_it_takes(national: Plan) -> None:
    """The fine counts through 2028-01-10 and no repair ends that; the entry, through 2028-03-01, may be left."""
    fine = {"id": "P1", "kind": "fine", "large": True, "field": "tax", "decided_on": "2025-01-10"}
    told = calendar(national, "2026-03-05", listings=tax_major(), penalties=[fine])
    assert told.first_clean_day == day("2028-03-02")
    assert told.sooner is not None
    assert told.sooner.clean.start == day("2028-01-11")
    assert [change.key for change in told.sooner.changes] == [("", "listing", "L1")]
    assert calendar(national, "2026-03-05", penalties=[fine]).sooner is None  # nothing lawful ends it earlier


def test_of_many_steps_to_the_earlier_clean_day_the_first_are_named(national: Plan) -> None:
    listings = [{**tax_major()[0], "id": f"L{n}"} for n in range(1, 6)]
    data = calendar(national, "2026-03-05", listings=listings).as_json()
    assert len(data["clean"]["sooner"]["changes"]) == 5
    assert "L3 信用修复（是否已改正：未载明）  等 5 项" in render_calendar(data, "zh", "text")
    assert "and so on, 5 in all" in render_calendar(data, "en", "text")


def test_repair_changes_its_law_on_the_first_of_april_2026_and_opens_six_months_after_listing(national: Plan) -> None:
    """Orders 58 and 36 change on 2026-04-01; listed 2026-02-28, six months end with 2026-08-28, three years with
    2029-02-28."""
    told = calendar(national, "2026-03-01", listings=tax_major(listed_on="2026-02-28"))
    assert turns(told) == [
        ("2026-04-01", "repair-changes", "L1"),
        ("2026-08-29", "repair-opens", "L1"),
        ("2029-03-01", "record-ends", "L1"),
    ]
    first, second, last = told.as_json()["days"]
    assert "信用中国" in first["turns"][0]["repair"]["apply_at"]["zh"]
    assert {entry["source"] for entry in second["turns"][0]["repair"]["basis"]} >= {"tax-list-measures"}
    assert (first["outcome"], second["outcome"], last["outcome"]) == ("barred", "barred", "ordinary")
    text = render_calendar(told.as_json(), "zh", "text")
    assert "自本日起可以申请信用修复" in text
    assert "申请不等于解除" in text


def test_class_a_taxpayers_keep_their_incentives_under_the_new_edition(national: Plan) -> None:
    """From 2025-07-01 the 2025 edition is the one in force; the yearly grade is certain through 2026-04-30."""
    rating = {"id": "R1", "scheme": "tax", "grade": "A", "rated_on": "2025-04-30"}
    action = {"code": "tax.service", "authority": "tax"}
    told = calendar(national, "2025-06-01", action=action, ratings=[rating])
    assert changes(told, "tax-invoices") == [("2026-05-01", "undetermined", "")]
    assert ("2025-07-01", "edition-begins", "tax-class-a") in turns(told)
    runs = told.runs["tax-class-a", "tax-invoices"]
    assert [(str(run.start), run.planned.list.edition, run.state.finding) for run in runs] == [
        ("2025-06-01", "2014", "applies"),
        ("2025-07-01", "2025", "applies"),
        ("2026-05-01", "2025", "undetermined"),
    ]
    assert told.first_clean_day == day("2025-06-01")


def test_the_lists_of_liaoning_are_recognised_until_the_plan_ends(national: Plan) -> None:
    del national
    listed = {"id": "L1", "list": "ln-env-dishonest", "listed_on": "2024-05-01", "region": "210100"}
    action = {"code": "inspection.routine", "region": "230100", "authority": "ecological-environment"}
    told = calendar(load_plan("cn/heilongjiang"), "2025-12-01", action=action, listings=[listed])
    (change,) = [change for one in told.days for change in one.changes]
    assert (change.before.finding, change.after.finding, change.after.guard) == ("applies", "withheld", "elsewhere")
    assert turns(told) == [
        ("2026-01-01", "recognition-ends", "ln-env-dishonest"),
        ("2026-01-01", "source-ends", "hlj-plan"),
    ]
    assert "不再互认" in render_calendar(told.as_json(), "zh", "text")


def test_a_bar_for_life_leaves_no_clean_day_and_says_on_what_basis(national: Plan) -> None:
    """Food Safety Law, art. 135(2): no time ends it, and the law gives no way out."""
    conviction = {
        "id": "V1",
        "offence": "food-safety",
        "sentence": "fixed-term-imprisonment",
        "decided_on": "2020-05-06",
    }
    told = calendar(
        national,
        "2026-05-20",
        action={"code": "post.appoint.food-safety", "authority": None},
        subject={"id": "S-1", "scheme": "internal", "kind": "natural-person"},
        convictions=[conviction],
    )
    assert told.first_clean_day is None
    (bar,) = [bar for bar in told.as_json()["clean"]["bars"] if bar["measure"] == "food-bar-life"]
    assert (bar["lasts"], bar["basis"][0]["article"]) == ("life", "第一百三十五条第二款")
    assert bar["no_way_out"][0]["article"] == "第一百三十五条第二款"
    text = render_calendar(told.as_json(), "zh", "text")
    assert "没有不受限的一天" in text
    assert "期限  不因时间经过而终止，依法没有提前解除的途径；记录撤销或者移出后不再适用" in text
    assert "终身（依据 《中华人民共和国食品安全法》第一百三十五条第二款）；依法没有提前解除的途径" in text
    assert "for life" in render_calendar(told.as_json(), "en", "text")
    assert "终身" in render_timeline(told.as_json(), "zh")


def test_a_suspended_entry_resumes_and_ends_with_its_own_term(national: Plan) -> None:
    """Suspended 2026-03-01, again in force from 2026-09-01; three years from 2025-03-01 end with 2028-03-01."""
    listings = tax_major(removed_on="2026-03-01", removal="suspended", resumes_on="2026-09-01", known_on="2026-03-01")
    told = calendar(national, "2026-05-01", listings=listings)
    assert changes(told, "proc-reject") == [("2026-09-01", "applies", ""), ("2028-03-02", "withheld", "expired")]
    assert ("2026-09-01", "record-resumes", "L1") in turns(told)
    assert outcomes(told) == [("2026-09-01", "barred"), ("2028-03-02", "ordinary")]
    assert (told.clean.start, told.clean.until) == (day("2026-05-01"), day("2026-08-31"))
    assert "至 2026-08-31 为止" in render_calendar(told.as_json(), "zh", "text")


def test_a_large_fine_counts_for_three_years(national: Plan) -> None:
    """A fine of 2025-01-10 lies within three years through 2028-01-10."""
    fine = {"id": "P1", "kind": "fine", "large": True, "field": "tax", "decided_on": "2025-01-10"}
    told = calendar(national, "2026-05-20", penalties=[fine])
    assert changes(told, "proc-major-record") == [("2028-01-11", "does-not-apply", "")]
    assert ("2028-01-11", "within-ends", "P1") in turns(told)
    assert "已超过 3 年，不再计入" in render_calendar(told.as_json(), "zh", "text")


def test_a_member_who_leaves_the_consortium_takes_its_bar_along(national: Plan) -> None:
    member = {
        "subject": {"id": "S-2", "scheme": "internal", "kind": "enterprise", "name": "丙公司"},
        "consulted": ["all"],
        "listings": tax_major(document="丙列字1号"),
    }
    relation = {"id": "X1", "role": "consortium-member", "until": "2026-06-30", "profile": member}
    told = calendar(national, "2026-05-20", related=[relation])
    assert outcomes(told) == [("2026-07-01", "ordinary")]
    assert turns(told, "relation-ends") == [("2026-07-01", "relation-ends", "X1")]
    data = told.as_json()
    assert "丙公司" in render_calendar(data, "zh", "text")
    for page in (render_calendar(data, "zh", "text", "subject"), render_timeline(data, "zh", "subject")):
        assert "丙" not in page
        assert "X1" not in page


def test_an_open_objection_lifts_nothing_and_sends_the_bar_to_a_person(national: Plan) -> None:
    """Accepted 2026-04-01 and upheld on 2026-05-10, both known on the day asked as of."""
    objection = {"filed_on": "2026-03-20", "accepted_on": "2026-04-01", "closed_on": "2026-05-10", "upheld": True}
    listings = tax_major(objection=objection)
    told = calendar(national, "2026-03-01", action={"known": "2026-06-01"}, listings=listings)
    assert outcomes(told) == [("2026-04-01", "refer"), ("2026-05-10", "ordinary")]
    assert ("2026-04-01", "objection-opens", "L1") in turns(told)
    assert changes(told, "proc-reject") == [("2026-05-10", "withheld", "objection-upheld")]


def test_an_entry_that_lapses_while_another_still_stands_is_told_and_changes_nothing(national: Plan) -> None:
    listings = [
        *tax_major(),
        {"id": "L2", "list": "procurement-serious", "listed_on": "2026-02-01", "ends_on": "never"},
    ]
    told = calendar(national, "2026-05-20", listings=listings)
    assert ("2028-03-02", "record-ends", "L1") in turns(told)
    assert "“拒绝其参与政府采购活动”仍为：适用" in render_calendar(told.as_json(), "zh", "text")


def test_an_incentive_returns_when_the_entry_that_stops_it_lapses() -> None:
    told = calendar(
        load_plan("cn/shandong/zibo"),
        "2026-05-20",
        action={"region": "370300"},
        listings=tax_major(),
        ratings=[{"id": "R1", "scheme": "tax", "grade": "A", "rated_on": "2026-04-30", "ends_on": "never"}],
    )
    assert changes(told, "resource-grade") == [("2028-03-02", "applies", "")]
    assert told.days[-1].outcome == "favoured"


def test_repair_opens_when_the_law_begins_to_offer_it(small: str) -> None:
    """Until 2026-08-31 the list knows no repair; from then on one may apply at once."""
    terms = (
        "- {in_force: {until: 2026-08-31}, period: as-decided, repair: {none: true, basis: [甲法 第二条]}}\n"
        "      - {in_force: {from: 2026-09-01}, period: as-decided, repair: {conditions: 改正, basis: [甲法 第二条]}}"
    )
    with_terms(small, terms)
    listed = {"id": "L1", "list": "bad-a", "listed_on": "2026-02-01", "ends_on": "2026-12-31"}
    told = calendar(load_plan(small), "2026-05-20", action={"code": "bid", "authority": None}, listings=[listed])
    assert turns(told) == [("2026-09-01", "repair-opens", "L1"), ("2027-01-01", "record-ends", "L1")]
    assert [(one.record.id, one.apply_from) for one in told.repairs] == [("L1", day("2026-09-01"))]
    never = {**listed, "ends_on": "never"}
    told = calendar(load_plan(small), "2026-05-20", action={"code": "bid", "authority": None}, listings=[never])
    (bar,) = told.as_json()["clean"]["bars"]
    assert (bar["lasts"], bar["no_way_out"]) == ("while-it-holds", [])  # no time ends it, but repair will be there
    assert "记录移出、修复或者撤销后不再适用" in render_calendar(told.as_json(), "zh", "text")


def test_repair_closes_when_the_law_no_longer_offers_it(small: str) -> None:
    terms = (
        "- {in_force: {until: 2026-08-31}, period: 3 years, repair: {conditions: 改正, basis: [甲法 第二条]}}\n"
        "      - {in_force: {from: 2026-09-01}, period: 3 years, repair: {none: true, basis: [甲法 第二条]}}"
    )
    with_terms(small, terms)
    listed = {"id": "L1", "list": "bad-a", "listed_on": "2026-02-01"}
    told = calendar(load_plan(small), "2026-05-20", action={"code": "bid", "authority": None}, listings=[listed])
    assert turns(told) == [("2026-09-01", "repair-closes", "L1"), ("2029-02-02", "record-ends", "L1")]
    assert "按本日施行的规定，暂不能申请信用修复" in render_calendar(told.as_json(), "zh", "text")


def test_a_list_without_repair_leaves_no_clean_day_where_its_entry_has_no_end(small: str) -> None:
    """The decision may settle a term between one and three years; this entry says that it never ends."""
    with_terms(small, "- {period: {at_least: 1 year, at_most: 3 years}, repair: {none: true, basis: [甲法 第二条]}}")
    listed = {"id": "L1", "list": "bad-a", "listed_on": "2026-02-01", "ends_on": "never"}
    told = calendar(load_plan(small), "2026-05-20", action={"code": "bid", "authority": None}, listings=[listed])
    assert (told.first_clean_day, told.days, told.repairs) == (None, (), ())
    (bar,) = told.as_json()["clean"]["bars"]
    assert [entry["article"] for entry in bar["no_way_out"]] == ["第二条"]
    assert "依法没有提前解除的途径：《甲法》第二条" in render_calendar(told.as_json(), "zh", "text")


def test_what_rests_on_a_member_of_a_member_is_told_by_its_path(small: str) -> None:
    """The relation ends, and who is related is named by role alone to the subject."""
    inner = {"subject": {"id": "S-3", "scheme": "internal", "kind": "enterprise"}, "consulted": ["all"]}
    outer = {"subject": {"id": "S-2", "scheme": "internal", "kind": "enterprise"}, "consulted": ["all"]}
    outer["related"] = [{"id": "Y1", "role": "consortium-member", "profile": inner}]
    related = [{"id": "X1", "role": "consortium-member", "until": "2026-06-30", "profile": outer}]
    told = calendar(load_plan(small), "2026-05-20", action={"code": "bid", "authority": None}, related=related)
    assert [(one["id"], one["until"]) for one in told.as_json()["people"]] == [("X1", "2026-06-30"), ("X1/Y1", None)]


def test_an_unknown_audience_or_language_is_our_own_mistake(national: Plan) -> None:
    data = calendar(national, "2026-05-20").as_json()
    with pytest.raises(ValueError, match="unknown audience"):
        render_calendar(data, "zh", "text", "everybody")
    with pytest.raises(ValueError, match="unknown language"):
        render_timeline(data, "fr")


# --- what is asked of it ------------------------------------------------------------------------------------------


def test_the_early_warning_tells_only_what_changes_in_time(national: Plan) -> None:
    told = calendar(national, "2026-03-01", until="2026-04-01", listings=tax_major(listed_on="2026-02-28"))
    assert [str(one.date) for one in told.days] == ["2026-04-01"]
    assert told.next_after == day("2026-08-29")
    assert told.first_clean_day == day("2029-03-01")  # looked for in all time


@pytest.mark.parametrize("on", ["1900-01-01", "2026-05-20", "9999-12-30", "9999-12-31"])
def test_the_calendar_is_bounded_at_both_ends_of_time(national: Plan, on: str) -> None:
    listed = [
        *tax_major(listed_on="1900-01-01"),
        {"id": "L2", "list": "tax-major", "listed_on": "2024-02-29"},
        {"id": "L3", "list": "procurement-serious", "listed_on": "9999-12-30"},
    ]
    told = calendar(national, on, action={"known": "9999-12-31"}, listings=listed)
    for lang in ("zh", "en"):
        assert render_calendar(told.as_json(), lang, "text")
        assert render_timeline(told.as_json(), lang)
    assert all(one.date > day(on) for one in told.days)
    assert "never" not in render_calendar(told.as_json(), "zh", "text")  # the last day there is is a day


@pytest.mark.parametrize("layout", ["text", "markdown", "html", "json"])
def test_changes_may_be_asked_for_until_the_last_day_there_is(asked: list[str], layout: str) -> None:
    answer = ran(*asked, "--until", "9999-12-31", "--format", layout)
    assert (answer.code, answer.err) == (0, "")
    assert "9999-12-31" in answer.out
    assert "never" not in answer.out
    last = [*asked[:-4], "--date", "9999-12-31", "--region", "370300", "--within", "30d", "--format", layout]
    assert ran(*last).code == 0


def test_a_profile_with_hundreds_of_records_has_few_days_to_look_at(national: Plan) -> None:
    """Each record brings a handful of days; nothing is walked day by day."""
    names = ("tax-major", "judgment-debtor", "wage-arrears", "procurement-serious", "samr-serious")
    listings = [
        {"id": f"L{n}", "list": names[n % 5], "listed_on": f"20{22 + n % 4}-{1 + n % 12:02}-{1 + n % 28:02}"}
        for n in range(300)
    ]
    told = calendar(national, "2026-05-20", listings=listings)
    assert 20 < len(told.days) < 500
    assert told.as_json()["clean"]["from"] == str(told.clean.start)


KEYS = (
    "format inputs subject action date known rules outcome outcome_because until now clean repairs days next_after"
    " measures people warnings words run"
)
DAY_KEYS = "date days_ahead outcome_before outcome clean certain changes turns"
CHANGE_KEYS = "measure measure_list edition title polarity effect duty from to basis why missing"
TURN_KEYS = "turn name of kind detail title list authority document since until repair measures"


def test_the_keys_of_the_calendar_are_stable_and_so_are_its_bytes(national: Plan) -> None:
    listings = tax_major(listed_on="2026-02-28")
    data = calendar(national, "2026-03-01", listings=listings).as_json()
    assert data["format"] == "calendar/1"
    assert " ".join(data) == KEYS
    assert {" ".join(one) for one in data["days"]} == {DAY_KEYS}
    assert {" ".join(change) for one in data["days"] for change in one["changes"]} == {CHANGE_KEYS}
    assert {" ".join(turn) for one in data["days"] for turn in one["turns"]} == {TURN_KEYS}
    assert " ".join(data["clean"]) == "from until open certain_from bars sooner"
    again = calendar(national, "2026-03-01", listings=listings).as_json()
    assert json.dumps(again) == json.dumps(data)


def test_every_word_is_there_in_both_languages_with_the_same_parameters() -> None:
    for table in words.TABLES.values():
        for code, (chinese, english) in table.items():
            assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english)), code
            assert chinese.strip(), code
            assert english.strip(), code
            assert not re.search("[\u4e00-\u9fff]", english), code
    assert {code for code in words.TURNS if "." not in code} >= set(CODES) - {"edition"}


# --- the command --------------------------------------------------------------------------------------------------


def ran(*argv: str) -> Answer:
    return call("calendar", *argv, command=credit_rules_command)


PROFILE = {
    "subject": {"id": "91230199MA0DEM0133", "scheme": "CN-USCI", "name": "某公司", "kind": "enterprise"},
    "as_of": "2026-05-20",
    "consulted": ["all"],
    "listings": [{"id": "L1", "list": "bad-a", "listed_on": "2026-03-15", "known_on": "2026-03-16"}],
}


@pytest.fixture(name="asked")
def asked_of_small_rules(small: str) -> list[str]:
    """A profile on list A (three years, repair after six months), asked at a bid under the small rules."""
    Path("profile.json").write_text(json.dumps(PROFILE, ensure_ascii=False), encoding="utf-8")
    return ["profile.json", "--rules", small, "--action", "bid", "--date", "2026-05-20", "--region", "370300"]


def test_the_command_tells_the_days_in_words(asked: list[str]) -> None:
    """Six months from 2026-03-15 end with 2026-09-15; three years with 2029-03-15."""
    answer = ran(*asked)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "信用日程    2026-05-20 应予拒绝    受限 1 项 · 激励 0 项 · 待核实 0 项"
    assert "不受限  按现有记录，自 2029-03-16 起没有适用的限制" in lines
    assert lines[4] == "        以下各项办妥的，最早自 2026-09-16 起没有适用的限制：L1 信用修复（是否已改正：未载明）"
    assert "2026-09-16  约 4 个月后    结论不变：应予拒绝" in lines
    assert "2029-03-16  约 34 个月后  ★ 首个不受限日    应予拒绝 → 无奖惩措施" in lines
    assert "    适用 → 不再适用（期限届满）" in lines
    english = ran(*asked, "--lang", "en").out
    assert "the first day on which nothing restricts any more is 2029-03-16" in english
    assert "applies → no longer applies (expired)" in english


def test_within_is_counted_as_the_civil_code_counts(asked: list[str]) -> None:
    """30 days from 2026-05-20 end with 2026-06-19, three months with 2026-08-20."""
    for within, until, days in (
        ("30d", "2026-06-19", 0),
        ("2w", "2026-06-03", 0),
        ("3 months", "2026-08-20", 0),
        ("4m", "2026-09-20", 1),
        ("1y", "2027-05-20", 1),
        ("3 years", "2029-05-20", 2),
    ):
        data = ran(*asked, "--within", within, "--format", "json").data
        assert (data["until"], len(data["days"])) == (until, days), within
    assert ran(*asked, "--within", "30d").code == 0
    assert "至 2026-06-19 没有变化；此后最近的变化在 2026-09-16" in ran(*asked, "--within", "30d").out
    assert len(ran(*asked, "--until", "2026-09-16", "--format", "json").data["days"]) == 1


def test_out_writes_the_page_and_prints_nothing(asked: list[str]) -> None:
    for layout in ("text", "markdown", "html", "json"):
        answer = ran(*asked, "--format", layout, "--out", f"calendar.{layout}")
        assert (answer.code, answer.out, answer.err) == (0, "", "")
        assert Path(f"calendar.{layout}").read_bytes() == ran(*asked, "--format", layout).out.encode()


@pytest.mark.parametrize(
    ("argv", "code", "problem"),
    [
        (["--until", "soon"], 2, "bad-date"),
        (["--until", "2026-05-19"], 2, "dates-contradict"),
        (["--within", "soon"], 2, "bad-within"),
        (["--within", "0d"], 2, "bad-within"),
        (["--within", "30d", "--until", "2026-06-01"], 2, "until-and-within"),
        (["--format", "pdf"], 2, "unknown-value"),
        (["--out", "no/such/folder.html"], 2, "unwritable"),
        (["--date", "2026-02-30"], 3, "bad-date"),
        (["--known", "yesterday"], 3, "bad-date"),
        (["--action", "bidd"], 3, "unknown-action"),
        (["--rules", "./nowhere"], 4, "unknown-ruleset"),
        (["--clock", "x"], 2, "unknown-option"),
        (["more"], 2, "extra-argument"),
    ],
)
def test_what_is_wrong_is_told_with_its_code(asked: list[str], argv: list[str], code: int, problem: str) -> None:
    answer = ran(*asked, *argv)
    assert answer.code == code, answer.err
    assert f"{problem}: " in answer.err
    assert answer.out == ""
    if argv[0] != "--format":
        assert ran(*asked, "--format", "json", *argv).codes == [problem]


def test_dates_that_contradict_one_another_are_refused(asked: list[str]) -> None:
    wrong = {**PROFILE, "listings": [{**PROFILE["listings"][0], "removed_on": "2020-01-01"}]}  # type: ignore[dict-item,index]
    Path("profile.json").write_text(json.dumps(wrong), encoding="utf-8")
    answer = ran(*asked)
    assert (answer.code, answer.out) == (3, "")
    assert "/listings/0/removed_on: dates-contradict" in answer.err


def test_help_is_there_in_both_languages() -> None:
    for lang, said in (("zh", "预警"), ("en", "early warning")):
        answer = ran("--help", "--lang", lang)
        assert answer.code == 0
        assert said in answer.out or lang == "en"


# --- the page -----------------------------------------------------------------------------------------------------

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Reads a page strictly: every element closed in order, every attribute kept."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.said.append(data)

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attrs for name, attrs in self.found if name == tag)

    @property
    def text(self) -> str:
        return " ".join(self.said)


HOSTILE = "<script>alert(1)</script>\" onload='x' </style> {{ 7*7 }} \u202e\x07 &amp;"


@pytest.fixture(name="data", scope="module")
def calendar_of_a_hostile_name() -> Json:
    subject = {"id": "S-1", "scheme": "internal", "kind": "enterprise", "name": HOSTILE}
    listings = [
        {"id": "L<1>", "list": "tax-major", "listed_on": "2025-03-01", "authority": HOSTILE, "document": HOSTILE},
        {"id": "L2", "list": "judgment-debtor", "listed_on": "2025-06-15"},
        {"id": "L3", "list": "wage-arrears", "listed_on": "2025-08-01"},
    ]
    fine = {"id": "P1", "kind": "fine", "large": True, "field": "tax", "decided_on": "2025-01-10"}
    told = calendar(load_plan("cn"), "2026-03-01", subject=subject, listings=listings, penalties=[fine])
    return told.as_json()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_timeline_is_well_formed_and_tells_every_day(data: Json, lang: str) -> None:
    page = Page(render_timeline(data, lang))
    assert [attrs["lang"] for attrs in page.all("html")] == [{"zh": "zh-CN", "en": "en"}[lang]]
    times = {attrs["datetime"] for attrs in page.all("time")}
    days = [one["date"] for one in data["days"]]
    assert len(days) > 5
    assert {*days, data["date"]} <= times
    assert {f"d{one}" for one in days} <= {attrs.get("id") for attrs in page.all("li")}
    ids = [attrs["id"] for _, attrs in page.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    levels = [int(name[1]) for name, _ in page.found if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("audience", ["clerk", "subject", "file"])
def test_the_timeline_stands_alone_and_names_stay_names(data: Json, audience: str) -> None:
    html = render_timeline(data, "zh", audience)
    page = Page(html)
    assert not {"script", "link", "img", "iframe", "object", "svg", "form"} & {name for name, _ in page.found}
    assert not any(name.startswith("on") or name in ("src", "srcset") for _, attrs in page.found for name in attrs)
    assert [attrs["href"] for attrs in page.all("a")] == ["#days"]
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "@import" not in html
    assert "<script>alert(1)</script>" in page.text  # as text
    assert "{{ 7*7 }}" in page.text
    assert "\u202e" not in html
    assert "\x07" not in html


def test_each_bar_says_in_words_what_its_look_says(data: Json) -> None:
    """No meaning by colour alone: every run stands below its bar, and every look in the key."""
    page = Page(render_timeline(data, "en"))
    for measure in data["measures"]:
        for run in measure["runs"]:
            assert run["from"] in page.text
    for word in ("Restrictions: applies", "undetermined", "no longer applies"):
        assert word in page.text
    widths = [attrs["style"] or "" for attrs in page.all("span") if "width:" in (attrs.get("style") or "")]
    assert widths
    for style in widths:
        left, width = (float(number) for number in re.findall(r"[\d.]+", style))
        assert 0 <= left <= 100
        assert 0 <= width <= 100.01


def test_labels_on_the_axis_stand_above_one_another_where_there_is_no_room(national: Plan) -> None:
    """The clean day comes after 15 days of three years, and a certain one soon after; both keep their label."""
    soon = [{**tax_major()[0], "ends_on": "2026-03-20"}]
    soon += [{"id": "L2", "list": "procurement-serious", "listed_on": "2023-06-20"}]
    data = calendar(national, "2026-03-05", listings=soon).as_json()
    assert (data["clean"]["from"], data["clean"]["certain_from"]) == ("2026-03-21", "2026-06-21")
    html = render_timeline(data, "zh")
    rows = re.findall(r'<span class="(start|open|clean)(?: late)?" style="left:([\d.]+)%;--row:(\d)"', html)
    assert [sort for sort, _, _ in rows] == ["start", "open", "clean"]
    for (_, left, row), (_, other, above) in pairwise(rows):
        assert float(other) - float(left) >= 28 or row != above
    assert "0" in {row for _, _, row in rows}


def test_a_page_without_a_day_says_so(national: Plan) -> None:
    told = calendar(national, "2026-03-01")
    for lang, said in (("zh", "以后没有变化"), ("en", "nothing changes any more")):
        assert said in Page(render_timeline(told.as_json(), lang)).text
    assert told.first_clean_day == day("2026-03-01")


def test_only_the_file_is_told_of_restrictions_that_have_ended(national: Plan) -> None:
    """An entry removed as repaired that would expire later is nobody's business but the file's."""
    listings = tax_major(removed_on="2025-12-01", removal="suspended")
    data = calendar(national, "2026-03-01", listings=listings).as_json()
    assert data["measures"]  # between systems it stays whole
    assert "拒绝其参与政府采购活动" not in render_calendar(data, "zh", "text")
    assert "拒绝其参与政府采购活动" not in render_timeline(data, "zh", "subject")
    assert "拒绝其参与政府采购活动" in render_timeline(data, "zh", "file")

"""Ways out and what is within reach, as decisions tell them and as people read them."""

from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest

import bench
from credit_rules import Action, CreditProfile, check_subject, load_plan
from credit_rules.casebook import failures
from credit_rules.model.cases import Case
from credit_rules.model.decision import Decision, Finding
from credit_rules.model.scalars import YamlText
from credit_rules.rendering import render_text
from written import decided, head, plan_from

CATALOGUE = """\
lists:
  - {id: tax-like, title: {zh: 试验税务名单, en: tax list}, colour: black, basis: [试验法 第一条],
     terms: [{period: 3 years, repair: {after: 6 months, counted_from: listed_on,
       conditions: {zh: 缴清, en: all is paid}, apply_at: {zh: 税务机关, en: the tax authority},
       decided_within: 15 working days, basis: [试验法 第十条]}}]}
  - {id: wage-like, title: {zh: 试验欠薪名单, en: wage list}, colour: black, basis: [试验法 第一条],
     terms: [{period: 3 years, repair: {after: 6 months, counted_from: corrected_on, basis: [试验法 第十条]}}]}
  - {id: sealed, title: 试验不予修复名单, colour: black, basis: [试验法 第一条],
     terms: [{period: 3 years, repair: {none: true, basis: [试验法 第十一条]}}]}
  - {id: honest, title: {zh: 试验守信名单, en: honest list}, colour: red, basis: [试验法 第一条],
     subjects: [enterprise], terms: [{period: 3 years}]}
  - {id: upright, title: 试验正直名单, colour: red, basis: [试验法 第一条], subjects: [enterprise],
     terms: [{period: 3 years}]}
  - {id: brief, title: {zh: 试验短期名单, en: brief list}, colour: red, basis: [试验法 第一条],
     subjects: [enterprise], terms: [{period: 1 year}]}
"""
MEASURES = """\
  - {id: refuse, title: {zh: 试验拒绝, en: refused}, polarity: restriction, effect: bar, duty: must,
     category: market-access, actions: [bid], basis: [试验法 第二条],
     when: {listing: {list: [tax-like, wage-like, sealed]}}, reaches: [{role: consortium-member, basis: [试验法]}]}
  - {id: thrice, title: 试验三次, polarity: restriction, effect: limit, duty: must, category: public-funds,
     actions: [fund], basis: [试验法 第二条], when: {penalty: {kind: fine, count: {at_least: 3}}}}
  - {id: first, title: {zh: 试验优先, en: priority}, polarity: incentive, effect: priority, duty: may, actions: [bid],
     basis: [试验法 第三条], when: {listing: {list: honest}}}
  - {id: funded, title: 试验支持, polarity: incentive, effect: promote, duty: may, actions: [fund],
     basis: [试验法 第三条], when: {listing: {list: honest}}}
  - {id: funded-briefly, title: 试验短期支持, polarity: incentive, effect: promote, duty: may, actions: [fund],
     basis: [试验法 第三条], when: {listing: {list: brief}}}
  - {id: large-of-its-own, title: 试验自相矛盾, polarity: incentive, effect: ease, duty: may, actions: [inspection],
     basis: [试验法 第三条],
     when: {all: [{listing: {list: honest}}, {not: {listing: {list: honest, amount: {at_least: 1000}}}}]}}
  - {id: large-of-another, title: 试验另一名单, polarity: incentive, effect: ease, duty: may, actions: [inspection],
     basis: [试验法 第三条],
     when: {all: [{listing: {list: upright}}, {not: {listing: {list: honest, amount: {at_least: 1000}}}}]}}
  - {id: yearly, title: {zh: 试验连续三年, en: three years}, polarity: incentive, effect: promote, duty: may,
     actions: [award], basis: [试验法 第三条],
     when: {rating: {scheme: tax, grade: A, count: {at_least: 3}, within: 3 years, standing: any, basis: [试验法]}}}
"""
PLAN = plan_from(catalogue=CATALOGUE, list=head() + MEASURES)


def listed(name: str = "tax-like", **more: Any) -> dict[str, Any]:
    """An entry on a list since 2025-03-01."""
    return {"id": "L1", "list": name, "listed_on": "2025-03-01", "known_on": "2025-03-01", **more}


def ask(code: str = "bid", **profile: Any) -> Decision:
    """A decision on 2026-11-20."""
    return decided(PLAN, {"code": code}, **profile)


def told(decision: Decision, lang: str = "zh", **more: Any) -> list[str]:
    """The lines of the page."""
    return [line.strip() for line in render_text(decision.as_json(), lang=lang, **more).splitlines()]


def only(decision: Decision) -> Finding:
    """The one finding that applies."""
    (finding,) = decision.applying
    return finding


def test_to_apply_is_never_told_as_to_be_rid_of_it() -> None:
    said = told(ask(listings=[listed()]))
    assert "出路  L1 信用修复（是否已改正：未载明）：自 2025-09-02 起已可申请，最早自 2026-11-20 起不再适用" in said
    assert "条件：缴清" in said
    assert "向税务机关申请；15 个工作日内决定；以该机关的决定为准；依据《试验法》第十条" in said


def test_the_same_in_english() -> None:
    said = told(ask(listings=[listed()]), "en")
    assert (
        "way out   repair (L1) (corrected: not known): may be applied for since 2025-09-02;"
        " no longer applies from 2026-11-20 at the earliest" in said
    )
    assert "conditions: all is paid" in said


def test_what_is_not_yet_open_says_from_when_it_is_and_what_it_counts_on() -> None:
    wage = ask(listings=[listed("wage-like", corrected_on=None)])
    assert (
        "出路  L1 信用修复（尚未改正，纠正日期按 2026-11-20 计）："
        "自 2027-05-21 起可以申请，最早自 2027-05-21 起不再适用" in told(wage)
    )
    corrected = ask(listings=[listed("wage-like", corrected_on="2026-06-15")])
    assert "出路  L1 信用修复：自 2026-12-16 起可以申请，最早自 2026-12-16 起不再适用" in told(corrected)


def test_of_several_repairs_each_says_since_when_it_may_be_applied_for() -> None:
    """Nobody waits with the one for the day of the other."""
    wage = listed("wage-like", id="L2", corrected_on=None)
    said = "\n".join(told(ask(listings=[listed(corrected_on="2025-05-01"), wage])))
    assert (
        "L1 信用修复（自 2025-09-02 起已可申请）、L2 信用修复（尚未改正，纠正日期按 2026-11-20 计，"
        "自 2027-05-21 起可以申请）：最早自 2027-05-21 起不再适用" in said
    )
    same = "\n".join(told(ask(listings=[listed(), listed(id="L2", document="2号")])))
    assert same.count("自 2025-09-02 起已可申请") == 1


def test_a_list_that_cannot_be_repaired_says_so_with_its_basis() -> None:
    decision = ask(listings=[listed("sealed")])
    assert "出路  依法没有提前解除的途径：《试验法》第十一条" in told(decision)
    assert decision.as_json()["findings"][0]["repair"] == []


def test_one_listing_of_two_that_cannot_be_repaired_keeps_both_in_place() -> None:
    """L2 stands through 2029-05-01, whatever becomes of L1; without L2 there would be a way out."""
    decision = ask(listings=[listed(), listed("sealed", id="L2", listed_on="2026-05-01")])
    assert decision.ways_out(only(decision)) == ()
    assert "依法没有提前解除的途径：《试验法》第十一条" in "\n".join(told(decision))


def test_the_subject_reads_of_a_member_what_happens_and_not_to_which_record() -> None:
    member = {
        "subject": {"id": "T-9", "scheme": "internal", "name": "丙公司", "kind": "enterprise"},
        "consulted": ["all"],
    }
    related = [{"id": "X1", "role": "consortium-member", "profile": {**member, "listings": [listed(id="L9")]}}]
    decision = ask(related=related)
    (way,) = decision.as_json()["findings"][0]["way_out"]
    assert [(change["record"], change["of"]) for change in way["changes"]] == [("L9", "X1")]
    shown = "\n".join(told(decision, audience="subject"))
    assert "联合体成员：信用修复" in shown
    assert "L9" not in shown
    assert "丙公司" not in shown


def test_more_than_can_be_tried_is_told_as_more() -> None:
    """Of fourteen fines twelve must go: 91 ways of twelve changes, of which the first are told."""
    fines = [{"id": f"P{n:02}", "kind": "fine", "decided_on": "2026-01-10"} for n in range(14)]
    decision = ask("fund", penalties=fines)
    finding = only(decision)
    assert decision.ways_out_more(finding)
    assert decision.ways_out(finding)
    for way in decision.ways_out(finding):
        assert (len(way.changes), way.lifts_on) == (12, date(2026, 11, 20))
    assert "可能还有其他途径，此处未逐一列出" in told(decision)


def test_a_finding_that_is_no_restriction_in_force_has_no_way_out() -> None:
    decision = ask(listings=[listed("honest")])
    assert decision.ways_out(only(decision)) == ()
    gone = ask(listings=[listed(removed_on="2026-01-01", removal="repaired")])
    assert [decision.ways_out(finding) for finding in gone.findings] == [()]


def test_what_is_within_reach_stands_on_the_page() -> None:
    said = told(ask(listings=[listed()]))
    assert "还可争取  试验优先（尚需：列入“试验守信名单”、L1 信用修复，自 2025-09-02 起可以申请）" in said
    assert "试验优先（尚需：列入“试验守信名单”，最早自 2028-03-02 起）" in said


def test_incentives_are_alike_only_where_their_lists_last_as_long() -> None:
    """What stands in the way ends with 2028-03-01; an entry of today on the brief list is gone by then."""
    decision = ask("fund", listings=[listed("sealed")])
    assert [(reach.planned.id, reach.on) for reach in decision.within_reach] == [("funded", date(2028, 3, 2))]


def test_incentives_are_alike_only_where_no_other_test_looks_at_their_lists() -> None:
    """Nobody knows the amount an entry on the honest list would say; on the upright one it does not matter."""
    assert [reach.planned.id for reach in ask("inspection").within_reach] == ["large-of-another"]


def test_years_still_to_go_are_named() -> None:
    had = {"id": "R1", "scheme": "tax", "grade": "A", "rated_on": "2026-04-30", "known_on": "2026-04-30"}
    decision = ask("award", ratings=[had])
    assert "还可争取  试验连续三年（尚需：试验纳税等级 A（2027、2028 年度），最早自 2028-04-30 起）" in told(decision)
    assert (
        "within reach  three years (still needed: 试验纳税等级 A (2027, 2028), from 2028-04-30 at the earliest)"
        in told(decision, "en")
    )
    (reach,) = decision.as_json()["within_reach"]
    assert (reach["measure"], reach["on"], reach["changes"][0]["count"]) == ("yearly", "2028-04-30", 2)
    assert reach["changes"][0]["days"] == ["2027-04-30", "2028-04-30"]


def test_a_case_that_expects_other_ways_fails_with_a_sentence() -> None:
    wanted = {"refuse": {"way_out": [{"changes": YamlText("L1 repaired"), "lifts_on": YamlText("2026-11-21")}]}}
    case = Case.model_validate({"name": "x", "expect": wanted})
    (failure,) = failures(case, ask(listings=[listed()]))
    assert "expected refuse way_out" in failure.en
    assert "found way_out [L1 repaired: apply_from 2025-09-02, lifts_on 2026-11-20, leaves withheld]" in failure.en
    assert "期望 refuse 的 way_out 为" in failure.zh


def test_measures_are_alike_only_where_their_other_editions_are_in_scope_alike() -> None:
    """Both ask the same; from 2027 on one of them is no longer about bids."""
    one = (
        "  - {{id: {}, title: 试验, polarity: restriction, effect: limit, duty: must, category: public-funds,"
        " actions: [{}], basis: [试验法 第二条], when: {{listing: {{list: sealed}}}}}}\n"
    )
    old = head(in_force="{from: 2020-01-01, until: 2026-12-31}") + one.format("a", "bid") + one.format("b", "bid")
    new = head(in_force="{from: 2027-01-01}") + one.format("a", "bid") + one.format("b", "fund")
    plan = plan_from(catalogue=CATALOGUE, old=old, new=new.replace("edition: 2026", "edition: 2027"))
    decision = decided(plan, {"code": "bid"}, listings=[listed("sealed")])
    lifts = {finding.measure: decision.lifts_on(finding) for finding in decision.applying}
    assert lifts == {"a": date(2028, 3, 2), "b": date(2027, 1, 1)}


def test_what_takes_many_changes_does_not_crowd_out_what_takes_few() -> None:
    """Of forty listings the last stands alone from 2028-03-02 on, and may be left that day."""
    many = [listed(id=f"L{n:02}", document=f"{n}号") for n in range(40)]
    decision = ask(listings=[*many, listed(id="Z", document="末号", listed_on="2026-01-10")])
    finding = only(decision)
    assert [([c.after.id for c in way.changes], way.lifts_on) for way in decision.ways_out(finding)] == [
        (["Z"], date(2028, 3, 2))
    ]
    assert decision.ways_out_more(finding)


def test_whoever_does_not_ask_for_ways_out_pays_nothing() -> None:
    decision = ask(listings=[listed()])
    assert (decision.outcome, len(decision.findings), decision.conflicts) == ("barred", 1, ())
    assert not {"foresight", "lawful"} & decision.facts.memory.keys()
    assert decision.ways_out(only(decision))
    assert "foresight" in decision.facts.memory


def _many(records: int) -> CreditProfile:
    """Penalties, listings of one list and of many, and commitments, of four years."""
    days = [date(2022, 12, 1) + timedelta(days=n * 1400 // records) for n in range(records)]
    lists = ["wage-arrears", "tax-major", "wage-arrears", "judgment-debtor", "samr-serious"]
    own: dict[str, list[dict[str, Any]]] = {"listings": [], "penalties": [], "commitments": []}
    for n, day in enumerate(days):
        told = {"id": f"R{n}", "known_on": str(day)}
        if n % 3 == 0:
            own["penalties"].append({**told, "kind": "fine", "decided_on": str(day), "performed_on": None})
        elif n % 3 == 1:
            own["listings"].append({**told, "list": lists[n % 5], "listed_on": str(day), "document": f"{n}号"})
        else:
            own["commitments"].append({**told, "type": "tolerating-gaps", "made_on": str(day), "fulfilled_on": None})
    return CreditProfile.from_data({"subject": bench.SUBJECT, "as_of": "2026-11-20", "consulted": ["all"], **own})


@pytest.mark.parametrize(("records", "seconds"), [(300, 1.0), (1000, 4.0)])
def test_a_profile_of_many_records_is_told_in_no_time(records: int, seconds: float) -> None:
    """On the national lists; what it took when every record was asked on every day was half a minute."""
    plan, profile = load_plan("cn"), _many(records)
    for code in ("procurement.bid", "funds.subsidy", "permit.food", "inspection.routine"):
        start = process_time()
        told = check_subject(plan, profile, Action(code=code, date=bench.DAY, region="230100")).as_json()
        assert process_time() - start < seconds, code
        assert told["findings"], code


def test_ways_out_are_cheap_enough_to_be_asked_for_each_time() -> None:
    """42 findings as data; ten milliseconds of an idle machine, and room for a busy one."""
    plan, profile = bench.plan_with(1000, 20261120), bench.profile_with(["list-0"])
    action = Action(code=bench.ACTIONS[0], date=bench.DAY, region="230100")
    check_subject(plan, profile, action).as_json()
    spent = []
    for _ in range(5):
        start = process_time()
        findings = check_subject(plan, profile, action).as_json()["findings"]
        spent.append(process_time() - start)
    assert sum(bool(finding["way_out"]) for finding in findings) == 42
    assert min(spent) < 0.08


def test_who_declares_something_is_not_alike_those_who_do_not() -> None:
    """What is worked out once for all with nothing on record, is not told of those who declare otherwise."""
    spotless = (
        "  - {id: spotless, title: 试验无罚支持, polarity: incentive, effect: promote, duty: may, actions: [fund],\n"
        "     basis: [试验法 第三条], accepts_declaration: {fact: no-fines, basis: [试验法 第四条]},\n"
        "     when: {all: [{listing: {list: honest}}, {not: {penalty: {kind: fine}}}]}}\n"
    )
    consulted = {"consulted": ["listing"]}
    declared = {**consulted, "declared": [{"fact": "no-fines", "by": "supplier"}]}
    for order in ((consulted, declared, consulted), (declared, consulted, declared)):
        plan = plan_from(catalogue=CATALOGUE, list=head() + spotless)
        found = [[reach.planned.id for reach in decided(plan, {"code": "fund"}, **more).within_reach] for more in order]
        assert found == [["spotless"] if "declared" in more else [] for more in order]

"""The shape of `decision/1`: its keys in order, every sort of cause, what is missing and where, what decided."""

from functools import cache
from typing import Any

import pytest

from credit_rules import Decision
from credit_rules.errors import BackendDisagreement
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.verdict import Verdict
from credit_rules.pipeline import decision_by
from credit_rules.profiles import CreditProfile, action_from
from written import decided, head, plan_from

MORE = """\
lists:
  - id: watch-x
    title: {zh: 试验查询名单, en: list X}
    colour: watch
    authority: finance
    look_up_at: {zh: 试验网站, en: the test site}
    subjects: [enterprise]
    terms: [{period: 1 year, repair: {after: 3 months, counted_from: corrected_on, conditions: {zh: 改正, en: mend it},
       apply_at: {zh: 列入机关, en: the listing body}, decided_within: 15 working days, basis: [试验法 第十条]}}]
  - {id: watch-y, title: 试验无处名单, colour: watch,
     terms: [{period: 1 year, repair: {none: true, basis: [试验法 第十条]}}]}
  - {id: watch-z, title: 试验改期名单, colour: watch,
     terms: [{in_force: {until: 2025-12-31}, period: 3 years, repair: {after: 3 months, basis: [试验法 第十条]}}]}
actions:
  - {id: toys, title: {zh: 试验玩具, en: toys}, remedies: [{name: {zh: 试验复议, en: review}, to: 试验机关,
     within: 60 days, basis: [试验法 第九条]}]}
  - {id: toys.wooden, title: 试验木玩具}
rating_schemes:
  - {id: brand, title: {zh: 试验品牌, en: brand grade}, grades: [A, B],
     look_up_at: {zh: 试验平台, en: the test platform}}
"""

MEASURES = """\
  - {id: refuse, title: {zh: 试验拒绝, en: refuse},
     polarity: restriction, effect: bar, duty: must, category: market-access, by: [purchaser],
     actions: [bid], note: 试验说明, basis: [试验法 第二条, 试验通知],
     when: {all: [{listing: {list: watch-x}}, {action: {amount: {at_least: 100}}}]}}
  - {id: no-way, title: 试验无出路, polarity: restriction, effect: warn, duty: may, category: reference,
     actions: [toys], lasts: life, way_out: {none: true, basis: [试验法 第十一条]}, basis: [试验法 第二条],
     when: {conviction: {offence: test-fraud}}}
  - {id: own-way, title: 试验出路, polarity: restriction, effect: warn, duty: may, category: reference,
     actions: [toys], way_out: {zh: 缴清, en: pay it}, basis: [试验法 第二条], when: {penalty: {kind: fine}}}
  - {id: by-both, title: 试验不予修复, polarity: restriction, effect: warn, duty: may, category: reference,
     actions: [toys], basis: [试验法 第二条], when: {listing: {list: [watch-y, watch-z]}}}
  - {id: promise, title: 试验承诺, polarity: restriction, effect: warn, duty: may, category: reference,
     actions: [toys], way_out: 履行, basis: [试验法 第二条],
     when: {commitment: {type: approval-replacing, within: 1 year}}}
  - {id: holder, title: 试验持证, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [toys], basis: [试验法 第三条], when: {permit: {matter: toys}}}
  - {id: graded, title: 试验等级, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [toys], basis: [试验法 第三条], when: {rating: {scheme: brand, grade: A}}}
  - {id: pointed, title: 试验积分, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [toys], basis: [试验法 第三条], when: {points: {scheme: firm, value: {at_least: 10}}}}
  - {id: clean, title: 试验无处罚, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [toys], accepts_declaration: {fact: no-fine, basis: [试验法 第六条]}, basis: [试验法 第三条],
     when: {not: {penalty: {kind: fine, severity: serious}}}}
  - {id: head-listed, title: 试验负责人, polarity: restriction, effect: warn, duty: may, category: reference,
     actions: [toys], basis: [试验法 第二条],
     when: {related: {role: legal-representative, holds: {listing: {list: watch-x}}, basis: [试验法 第七条]}}}
  - {id: praised, title: 试验推介, polarity: incentive, effect: honour, duty: may, actions: [award],
     basis: [试验通知 第一条], when: {listing: {list: red-a}}}
  - {id: trade-of, title: 试验行业, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [award], subjects: [enterprise], basis: [试验法 第三条], when: {subject: {industry: test-food}}}
  - {id: all-of, title: 试验两样, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [award], basis: [试验法 第三条], when: {all: [{listing: {list: watch-x}}, {permit: {matter: toys}}]}}
  - {id: any-of, title: 试验或, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [award], basis: [试验法 第三条], when: {any: [{listing: {list: watch-x}}, {permit: {matter: toys}}]}}
  - {id: none-of, title: 试验皆非, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [award], basis: [试验法 第三条],
     when: {not: {any: [{permit: {matter: toys}}, {subject: {region: "370000"}}]}}}
  - {id: no-longer, title: 试验旧法推介, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [award], basis: [试验旧法 第三条], when: {listing: {list: red-a}}}
  - {id: headed, title: 试验有负责人, polarity: incentive, effect: promote, duty: may, entitlement: true,
     actions: [award], basis: [试验法 第三条],
     when: {related: {role: legal-representative, holds: {subject: {kind: natural-person}}}}}
"""

LOCAL = """\
  - {id: local, title: 试验省推介, polarity: incentive, effect: promote, duty: may, actions: [award],
     basis: [试验通知 第一条], when: {listing: {list: red-a}}}
"""

OTHER = """\
measure_list: other
title: 试验另一名录
region: CN
edition: {edition}
in_force: {in_force}
measures:
  - {{id: dated, title: 试验版本, polarity: incentive, effect: promote, duty: may, actions: [award],
     basis: [试验通知 第一条], when: {{listing: {{list: red-a}}}}}}
"""


@cache
def plan() -> Plan:
    return plan_from(
        more=MORE,
        list=head() + MEASURES,
        local=head(region='"440000"').replace("written", "local-list") + LOCAL,
        first=OTHER.format(edition="1", in_force="{from: 2020-01-01, until: 2025-12-31}"),
        second=OTHER.format(edition="2", in_force="{from: 2026-01-01}"),
    )


def ask(code: str, /, **profile: Any) -> Decision:
    action = {"code": code, **profile.pop("action", {})}
    return decided(plan(), action, **profile)


def finding(decision: Decision, name: str) -> dict[str, Any]:
    """One finding as plain data; of a measure that has two editions the one shown first."""
    return next(f for f in decision.as_json(everything=True)["findings"] if f["measure"] == name)


def same(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def listing(name: str = "watch-x", **more: Any) -> dict[str, Any]:
    return {"id": "L1", "list": name, "listed_on": "2026-01-01", **more}


FINE = {"id": "P1", "kind": "fine", "severity": "minor", "decided_on": "2026-01-10"}
AUTHORITY = {"authority": "purchaser", "amount": "250.50"}

# --- keys -------------------------------------------------------------------------------------------------------


def test_the_keys_of_a_decision_stand_in_the_order_of_the_contract() -> None:
    told = ask("bid", action=AUTHORITY, listings=[listing()]).as_json()
    assert " ".join(told) == (
        "format id inputs subject action date known rules scope outcome outcome_because consulted "
        "lookups remedies findings within_reach conflicts warnings words run"
    )
    assert list(told["inputs"]) == ["profile", "action", "plan"]
    assert list(told["subject"])[-1] == "identity"
    assert list(told["scope"]) == ["measures", "applies", "withheld", "undetermined"]
    assert list(told["outcome_because"][0]) == ["code", "measure"]
    assert list(told["words"]) == ["zh", "en"]
    assert list(told["words"]["en"]) == ["outcome", "headline", "notice"]
    assert list(told["run"]) == ["version", "verified_by"]


def test_the_keys_of_a_finding_stand_in_the_order_of_the_contract() -> None:
    told = finding(ask("bid", action=AUTHORITY, listings=[listing()]), "refuse")
    assert " ".join(told) == (
        "measure measure_list edition title polarity effect duty category by finding guard "
        "by_declaration basis because because_more lifts_on returns_on lifts_to way_out "
        "way_out_more repair way_out_text no_way_out missing note"
    )
    assert [list(basis) for basis in told["basis"]] == [["source", "title", "article", "rank"]] * 2
    assert told["basis"][1] == {
        "source": "test-notice",
        "title": same("试验工作通知"),
        "article": None,
        "rank": "normative-document",
    }
    assert told["note"] == same("试验说明")


def test_every_key_of_the_action_is_there() -> None:
    told = ask("bid", action=AUTHORITY).as_json()["action"]
    assert " ".join(list(told)[:12]) == (
        "code item date known region authority amount within_law case operator body purpose"
    )
    assert told["amount"] == "250.5"
    assert told["case"] is None
    assert told["authority_title"] == same("试验采购人")


def test_draft_lists_are_told_only_where_one_is_loaded() -> None:
    assert "draft_lists" not in ask("bid").as_json()
    drafted = plan_from(list=head().replace("region:", "draft: true\nregion:") + LOCAL)
    told = decided(drafted, {"code": "award"}).as_json()
    assert told["draft_lists"] == ["written"]
    assert list(told).index("draft_lists") == list(told).index("lookups") + 1
    assert {"code": "draft-rules", "at": "", "list": "written"} in told["warnings"]


def test_remedies_of_the_action_are_told_with_their_basis() -> None:
    assert ask("toys").as_json()["remedies"] == [
        {
            "name": {"zh": "试验复议", "en": "review"},
            "to": same("试验机关"),
            "within": "60 days",
            "basis": [{"source": "test-law", "title": same("试验法"), "article": "第九条", "rank": "law"}],
        }
    ]


# --- causes -----------------------------------------------------------------------------------------------------


def test_a_listing_and_what_the_action_says() -> None:
    record = listing(authority="试验局", document="试验〔2026〕1号")
    told = finding(ask("bid", action=AUTHORITY, listings=[record]), "refuse")
    assert told["because"] == [
        [
            {
                "record": "L1",
                "of": None,
                "kind": "listing",
                "list": "watch-x",
                "title": {"zh": "试验查询名单", "en": "list X"},
                "authority": "试验局",
                "document": "试验〔2026〕1号",
                "since": "2026-01-01",
                "until": "2027-01-01",
                "guard": None,
            },
            {"given": "action.amount", "of": None, "value": "250.5"},
            {
                "given": "action.authority",
                "of": None,
                "value": "purchaser",
                "title": {"zh": "试验采购人", "en": "试验采购人"},
            },
        ]
    ]
    assert " ".join(told["because"][0][0]) == "record of kind list title authority document since until guard"


def test_a_contested_record_says_so() -> None:
    objection = {"filed_on": "2026-11-01", "accepted_on": "2026-11-05"}
    decision = ask("bid", action=AUTHORITY, listings=[listing(objection=objection)])
    assert finding(decision, "refuse")["because"][0][0]["contested"] is True
    assert decision.outcome == "refer"


def test_a_record_that_no_longer_stands_carries_its_guard() -> None:
    removed = listing(removed_on="2026-06-01", removal="repaired")
    told = finding(ask("bid", action=AUTHORITY, listings=[removed]), "refuse")
    assert (told["finding"], told["guard"]) == ("withheld", "repaired")
    assert told["because"][0][0]["guard"] == "repaired"
    assert told["repair"] == []


@pytest.mark.parametrize(
    ("measure", "section", "record", "kind", "named", "title"),
    [
        ("own-way", "penalties", FINE, "penalty", None, {"zh": "罚款", "en": "fine"}),
        (
            "no-way",
            "convictions",
            {"id": "V1", "offence": "test-fraud", "decided_on": "2026-01-10"},
            "conviction",
            None,
            same("test-fraud"),
        ),
        (
            "graded",
            "ratings",
            {"id": "R1", "scheme": "brand", "grade": "A", "rated_on": "2026-01-10"},
            "rating",
            "brand",
            {"zh": "试验品牌 A", "en": "brand grade A"},
        ),
        (
            "pointed",
            "points",
            {"id": "S1", "scheme": "firm", "value": 12, "as_of": "2026-01-10"},
            "points",
            "firm",
            same("试验企业积分 12"),
        ),
    ],
)
def test_records_are_called_by_their_kind_and_what_they_say(
    measure: str, section: str, record: dict[str, Any], kind: str, named: str | None, title: dict[str, str]
) -> None:
    item = finding(ask("toys", **{section: [record]}), measure)["because"][0][0]
    assert (item["record"], item["kind"], item["list"]) == (record["id"], kind, named)
    assert item["title"] == title
    assert item["since"] == "2026-01-10"


def test_promises_and_permits_are_called_by_what_they_are_about() -> None:
    promise = {"id": "C1", "type": "approval-replacing", "made_on": "2026-01-10"}
    permit = {"id": "T1", "matter": "toys.wooden", "granted_on": "2026-01-10"}
    decision = ask("toys", commitments=[promise], permits=[permit])
    assert finding(decision, "promise")["because"][0][0]["title"]["zh"] == "审批替代"
    assert finding(decision, "holder")["because"][0][0]["title"]["zh"] == "toys.wooden"


def test_a_grade_rests_on_the_look_up_that_there_is_no_later_one() -> None:
    grade = {"id": "R1", "scheme": "brand", "grade": "A", "rated_on": "2026-01-10"}
    told = finding(ask("toys", ratings=[grade]), "graded")["because"]
    assert told[0][1] == {"consulted": "rating.brand", "of": None, "title": {"zh": "试验品牌", "en": "brand grade"}}
    assert told[0][0]["until"] == "never"


def test_an_absence_says_what_was_looked_for_and_where() -> None:
    told = finding(ask("toys", penalties=[FINE]), "clean")
    assert told["by_declaration"] is False
    assert told["because"][0][0]["record"] == "P1"
    assert told["because"][0][1] == {
        "absent": "penalty",
        "of": None,
        "title": {"zh": "行政处罚", "en": "administrative penalty"},
        "test": {"penalty": {"kind": "fine", "severity": "serious"}},
        "consulted": ["penalty"],
        "titles": [{"zh": "行政处罚", "en": "administrative penalty"}],
    }


def test_a_declaration_that_makes_the_difference_is_the_cause() -> None:
    told = finding(ask("toys", consulted=[], declared=[{"fact": "no-fine"}]), "clean")
    assert (told["finding"], told["by_declaration"]) == ("applies", True)
    assert told["because"] == [[{"declared": "no-fine", "of": None}]]


def test_a_related_subject_and_what_is_on_record_of_it() -> None:
    head_of = {"kind": "natural-person", "name": "试验甲", "id": "T-0002", "scheme": "internal"}
    related = {
        "id": "X1",
        "role": "legal-representative",
        "profile": {"subject": head_of, "consulted": ["all"], "listings": [listing()]},
    }
    told = finding(ask("toys", related=[related]), "head-listed")["because"]
    assert [item.get("record", item.get("related")) for item in told[0]] == ["L1", "X1"]
    assert told[0][0]["of"] == "X1"
    assert told[0][1] == {
        "related": "X1",
        "of": None,
        "role": "legal-representative",
        "title": same("法定代表人"),
        "name": "试验甲",
    }


def test_the_listing_that_stops_an_incentive_stands_beside_what_would_have_brought_it() -> None:
    black = {"id": "L2", "list": "black-a", "listed_on": "2026-01-01"}
    told = finding(ask("award", listings=[listing("red-a"), black]), "praised")
    assert (told["finding"], told["guard"]) == ("withheld", "cross-check")
    assert [(item["record"], item["guard"]) for item in told["because"][0]] == [("L1", None), ("L2", "cross-check")]


# --- ways out ---------------------------------------------------------------------------------------------------


def test_how_one_leaves_a_list_is_told_of_the_lists_that_cause_the_finding() -> None:
    told = finding(ask("bid", action=AUTHORITY, listings=[listing()]), "refuse")["repair"]
    assert told == [
        {
            "list": "watch-x",
            "title": {"zh": "试验查询名单", "en": "list X"},
            "conditions": {"zh": "改正", "en": "mend it"},
            "after": "3 months",
            "counted_from": "corrected_on",
            "apply_at": {"zh": "列入机关", "en": "the listing body"},
            "decided_within": "15 working days",
            "basis": [{"source": "test-law", "title": same("试验法"), "article": "第十条", "rank": "law"}],
        }
    ]


def test_how_one_leaves_a_list_is_told_by_the_law_of_the_day() -> None:
    """The only term of watch-z ran out with 2025; it still fixes the entry's period, and offers no repair in 2026."""
    both = [listing("watch-z", listed_on="2025-06-01"), listing("watch-y", id="L2")]
    told = finding(ask("toys", listings=both), "by-both")
    assert {tuple(item["record"] for item in cause) for cause in told["because"]} == {("L1",), ("L2",)}
    assert (told["repair"], told["way_out"]) == ([], [])


def test_a_list_that_cannot_be_repaired_says_by_which_provision() -> None:
    """Beside an entry of watch-z, which the law of 2026 says nothing of."""
    both = [listing("watch-z", listed_on="2025-06-01"), listing("watch-y", id="L2")]
    told = finding(ask("toys", listings=both), "by-both")
    assert [(basis["source"], basis["article"]) for basis in told["no_way_out"]] == [("test-law", "第十条")]


def test_a_measure_says_its_own_way_out_or_where_the_law_gives_none() -> None:
    crime = {"id": "V1", "offence": "test-fraud", "decided_on": "2026-01-10"}
    decision = ask("toys", penalties=[FINE], convictions=[crime])
    assert finding(decision, "own-way")["way_out_text"] == {"zh": "缴清", "en": "pay it"}
    assert finding(decision, "own-way")["no_way_out"] == []
    assert finding(decision, "no-way")["way_out_text"] is None
    assert [(b["source"], b["article"]) for b in finding(decision, "no-way")["no_way_out"]] == [
        ("test-law", "第十一条")
    ]


# --- what is missing --------------------------------------------------------------------------------------------


def test_what_is_missing_says_of_whom_and_where_it_is_looked_up() -> None:
    told = finding(ask("bid", consulted=["penalty"]), "refuse")["missing"]
    assert all(list(entry) == ["fact", "of", "where", "title"] for entry in told)
    assert [(entry["fact"], entry["of"]) for entry in told] == [
        ("action.amount", None),
        ("action.authority", None),
        ("watch-x", None),
    ]
    assert [entry["where"] for entry in told] == [None, None, {"zh": "试验网站", "en": "the test site"}]
    assert told[2]["title"] == {"zh": "试验查询名单", "en": "list X"}


def test_a_list_without_a_place_to_look_it_up_is_asked_for_at_its_body() -> None:
    told = finding(ask("award", consulted=["listing.black"]), "praised")["missing"]
    assert told == [{"fact": "red-a", "of": None, "where": same("试验市场监管部门"), "title": same("试验守信名单")}]


def test_a_list_of_no_known_body_is_asked_for_nowhere() -> None:
    told = finding(ask("toys", consulted=["watch-z"]), "by-both")["missing"]
    assert told == [{"fact": "watch-y", "of": None, "where": None, "title": same("试验无处名单")}]


def test_a_grade_is_asked_for_where_its_scheme_is_looked_up() -> None:
    told = finding(ask("toys", consulted=[]), "graded")["missing"]
    assert told == [
        {
            "fact": "rating.brand",
            "of": None,
            "where": {"zh": "试验平台", "en": "the test platform"},
            "title": {"zh": "试验品牌", "en": "brand grade"},
        }
    ]


def test_what_is_missing_of_a_related_subject_says_so() -> None:
    related = {
        "id": "X1",
        "role": "legal-representative",
        "profile": {"subject": {"kind": "natural-person"}, "consulted": []},
    }
    told = finding(ask("toys", related=[related]), "head-listed")["missing"]
    assert [(entry["fact"], entry["of"]) for entry in told] == [("watch-x", "X1")]
    assert told[0]["where"] == {"zh": "试验网站", "en": "the test site"}


# --- what decided -----------------------------------------------------------------------------------------------


def test_only_what_does_not_apply_says_what_decided_and_only_when_asked() -> None:
    decision = ask("bid", action=AUTHORITY, listings=[listing()])
    assert {f["finding"] for f in decision.as_json()["findings"]} == {"applies"}
    for told in decision.as_json(everything=True)["findings"]:
        assert ("decided_by" in told) is (told["finding"] == "does-not-apply")
        assert told["finding"] != "does-not-apply" or list(told)[-1] == "decided_by"
    assert decision.as_json(everything=True)["id"] == decision.as_json()["id"]


PERSON = {"kind": "natural-person"}
RED = [listing("red-a")]


@pytest.mark.parametrize(
    ("name", "code", "given", "why"),
    [
        ("refuse", "award", {}, "actions"),
        ("trade-of", "award", {"subject": PERSON}, "subjects"),
        ("local", "award", {"listings": RED}, "region"),
        ("refuse", "bid", {"action": {"authority": "agency"}, "listings": [listing()]}, "by"),
        ("no-longer", "award", {}, "not-in-force"),
        ("praised", "award", {}, "when"),
        (
            "praised",
            "award",
            {"consulted": ["listing.black"], "listings": [listing("black-a")]},
            "cross-check",
        ),
    ],
)
def test_what_does_not_apply_says_why(name: str, code: str, given: dict[str, Any], why: str) -> None:
    told = finding(ask(code, **given), name)
    assert told["finding"] == "does-not-apply"
    assert told["decided_by"]["why"] == why
    assert list(told["decided_by"]) == ["why", "tests"]
    assert bool(told["decided_by"]["tests"]) is (why in ("when", "cross-check"))


def test_another_edition_is_the_one_to_look_at() -> None:
    found = ask("award", listings=RED).as_json(everything=True)["findings"]
    told = {f["edition"]: f for f in found if f["measure"] == "dated"}
    assert told["2"]["finding"] == "applies"
    assert (told["1"]["finding"], told["1"]["decided_by"]) == ("does-not-apply", {"why": "edition", "tests": []})


def test_the_cross_check_names_itself() -> None:
    decision = ask("award", consulted=["listing.black"], listings=[listing("black-a")])
    (told,) = finding(decision, "praised")["decided_by"]["tests"]
    assert list(told) == ["test", "found"]
    assert told["test"] == {"listing": {"cross_check": True}}
    assert set(told["found"]) == {"zh", "en"}


NOTHING = {"zh": "已查，无记录", "en": "looked up, nothing on record"}


def decided_by(decision: Decision, name: str) -> list[tuple[Any, Any]]:
    """The tests of its condition that decided against a measure, each with what was found."""
    told = finding(decision, name)["decided_by"]
    assert told["why"] == "when"
    return [(entry["test"], entry["found"]) for entry in told["tests"]]


def test_of_a_false_all_the_first_false_term_decides() -> None:
    assert decided_by(ask("award"), "all-of") == [({"listing": {"list": "watch-x"}}, NOTHING)]
    assert decided_by(ask("award", listings=[listing()]), "all-of") == [({"permit": {"matter": "toys"}}, NOTHING)]


def test_of_a_false_any_every_term_decides() -> None:
    both = [({"listing": {"list": "watch-x"}}, NOTHING), ({"permit": {"matter": "toys"}}, NOTHING)]
    assert decided_by(ask("award"), "any-of") == both


def test_of_a_true_any_under_not_the_first_true_term_decides() -> None:
    permit = {"id": "T1", "matter": "toys", "granted_on": "2026-01-10"}
    region = ({"subject": {"region": "370000"}}, same("370300"))
    assert [test for test, _ in decided_by(ask("award", permits=[permit]), "none-of")] == [
        {"permit": {"matter": "toys"}}
    ]
    assert decided_by(ask("award"), "none-of") == [region]


def test_a_record_that_does_not_stand_or_fit_is_told_with_its_reason() -> None:
    gone = listing("red-a", listed_on="2024-01-01", removed_on="2024-06-01", removal="revoked")
    other = {"id": "T1", "matter": "permit.food", "granted_on": "2026-01-10"}
    decision = ask("award", listings=[gone], permits=[other])
    assert decided_by(decision, "any-of")[1] == (
        {"permit": {"matter": "toys"}},
        {"zh": "T1: 不符合", "en": "T1: does not fit"},
    )
    fined = finding(
        ask("toys", ratings=[{"id": "R1", "scheme": "brand", "grade": "B", "rated_on": "2026-01-10"}]), "graded"
    )
    assert fined["decided_by"]["tests"][0]["found"]["en"] == "R1: does not fit"


def test_what_the_subject_is_decides() -> None:
    told = decided_by(ask("award", subject={"industry": "test-toys"}), "trade-of")
    assert told == [({"subject": {"industry": "test-food"}}, same("test-toys"))]


def test_what_the_action_is_decides() -> None:
    told = decided_by(ask("bid", action={"amount": "99.99"}, listings=[listing()]), "refuse")
    assert told == [({"action": {"amount": {"at_least": "100"}}}, same("99.99"))]


def test_that_nobody_related_fits_decides() -> None:
    ((test, found),) = decided_by(ask("award"), "headed")
    assert test == {"related": {"role": "legal-representative", "holds": {"subject": {"kind": "natural-person"}}}}
    assert found == {"zh": "没有关联主体符合", "en": "no related subject fits"}


# --- what was looked up -----------------------------------------------------------------------------------------


def test_each_register_is_told_with_its_state_and_who_looked_it_up() -> None:
    stamp = {"what": "watch-x", "at": "2026-11-20T08:41+08:00", "by": "试验员", "channel": "试验网站"}
    consulted = [stamp, "penalty", "related.legal-representative"]
    told = {entry["list"]: entry for entry in ask("toys", consulted=consulted, penalties=[FINE]).as_json()["lookups"]}
    assert list(told["watch-x"]) == ["list", "title", "state", "at", "by", "channel", "cross_check"]
    states = {name: entry["state"] for name, entry in told.items() if not entry["cross_check"]}
    assert states["penalty"] == "found"
    assert states["rating.brand"] == "not-looked-up"
    assert states["watch-y"] == "not-looked-up"
    assert states["related.legal-representative"] == "nothing-found"
    assert told["rating.brand"]["at"] is None


def test_an_entry_of_another_region_is_told_as_one_that_does_not_count_here() -> None:
    local = "lists:\n  - {id: watch-local, title: 试验外地名单, colour: watch, region: '330000',\n"
    local += "     terms: [{period: 1 year, repair: {none: true, basis: [试验法 第十条]}}]}\n"
    measure = """\
  - {id: there, title: 试验外地, polarity: restriction, effect: warn, duty: may, category: reference,
     actions: [award], basis: [试验法 第二条], when: {listing: {list: watch-local}}}
"""
    there = plan_from(more=local, list=head() + measure)
    entry = {"id": "L1", "list": "watch-local", "listed_on": "2026-06-01"}

    def state(region: str, **more: str) -> str:
        told = decided(there, {"code": "award", "region": region}, listings=[entry | more]).as_json()["lookups"]
        return next(str(lookup["state"]) for lookup in told if lookup["list"] == "watch-local")

    assert state("330100") == "listed"
    assert state("440000") == "elsewhere"
    assert state("440000", removed_on="2026-07-01") == "not-listed"


def test_lists_of_the_cross_check_are_marked_whoever_else_tests_them() -> None:
    told = {entry["list"]: entry["cross_check"] for entry in ask("award").as_json()["lookups"]}
    assert {name for name, crossed in told.items() if crossed} >= {"black-a"}


def test_who_is_related_is_a_register_too() -> None:
    related = {"role": "legal-representative", "profile": {"subject": {"kind": "natural-person"}}}
    lookups = {entry["list"]: entry["state"] for entry in ask("toys", related=[related]).as_json()["lookups"]}
    assert lookups["related.legal-representative"] == "found"


# --- an engine that is wrong ------------------------------------------------------------------------------------


class Always:
    """An engine that says of every measure in scope the same."""

    name = "always"

    def __init__(self, certain: bool, possible: bool, triggered: bool) -> None:
        self.said = (certain, possible, triggered)

    def evaluate(self, plan: Plan, facts: Facts) -> list[Verdict]:
        scope = plan.scope(facts.code, facts.subject.kind, facts.action.place, None, facts.date)
        return [Verdict(planned, *self.said) for planned in scope.measures]


@pytest.mark.parametrize(
    ("said", "named"),
    [((True, True, True), "applies"), ((False, True, False), "undetermined"), ((False, False, True), "withheld")],
)
def test_an_engine_that_parts_ways_with_the_reference_gives_no_answer(
    said: tuple[bool, bool, bool], named: str
) -> None:
    profile = CreditProfile.from_data({"subject": {"kind": "enterprise"}, "consulted": ["all"]})
    action = action_from({"code": "bid", "date": "2026-11-20"})
    decision = decision_by(Always(*said), plan(), profile, action)
    with pytest.raises(BackendDisagreement, match=f"written/refuse {named}"):
        _ = decision.findings

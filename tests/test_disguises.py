"""What no rule set may do, in disguise: each form is refused with its code, and its good twin is accepted."""

from typing import Any

import pytest

from credit_rules.errors import RulesetError
from credit_rules.pipeline import plan_of
from credit_rules.stages.reading import Document
from test_conformance import as_text, rules_of

ON_LIST = {"listing": {"list": "black-a"}}
FIXED = {"fixed": "1 year", "from": "listed_on"}
PAST = {"listing": {"list": "black-a", "standing": "any", "basis": ["试验法 第三条"]}}


def restriction(**changes: Any) -> dict[str, Any]:
    """A good restriction, changed; a key set to None is left out."""
    measure = {
        "id": "m",
        "title": "试验限制",
        "polarity": "restriction",
        "effect": "bar",
        "duty": "must",
        "category": "market-access",
        "actions": ["permit"],
        "basis": ["试验法 第二条"],
        "when": ON_LIST,
    }
    return {key: value for key, value in (measure | changes).items() if value is not None}


def incentive(**changes: Any) -> dict[str, Any]:
    good = {"polarity": "incentive", "effect": "waive", "duty": "may", "category": None}
    return restriction(**(good | changes))


def refusals(*measures: dict[str, Any], catalogue: dict[str, Any] | None = None, **header: Any) -> set[str]:
    """The codes of what is refused in a list of these measures."""
    given = {
        "measure_list": "trial",
        "title": "试验",
        "region": "CN",
        "edition": "1",
        "in_force": {"from": "2020-01-01"},
        "measures": list(measures),
    } | header
    documents = [*rules_of(as_text({"catalogue": catalogue or {}}), "rules"), Document("trial.yaml", as_text(given))]
    try:
        plan_of(documents)
    except RulesetError as error:
        return {p.code for p in error.problems}
    return set()


def test_the_restriction_all_disguises_start_from_is_accepted() -> None:
    assert refusals(restriction()) == set()
    assert refusals(incentive()) == set()


NOBODYS_RECORD = [
    {"subject": {"kind": "enterprise"}},
    {"action": {"amount": {"at_least": "1"}}},
    {"not": {"listing": {"list": "red-a"}}},
    {"listing": {"list": "black-a", "count": "0"}},
    {"listing": {"list": "black-a", "count": {"at_least": "0"}}},
    {"any": [ON_LIST, {"not": ON_LIST}]},
    {"any": [ON_LIST, {"subject": {"kind": "enterprise"}}]},
    {"not": {"not": {"subject": {"kind": "enterprise"}}}},
    {"not": {"all": [{"not": ON_LIST}, {"subject": {"minor": "true"}}]}},
]


@pytest.mark.parametrize("when", NOBODYS_RECORD, ids=str)
@pytest.mark.parametrize("lasts", [None, FIXED], ids=["while-it-holds", "fixed"])
def test_a_restriction_on_nobodys_record_has_no_end(when: dict[str, Any], lasts: Any) -> None:
    assert "no-end" in refusals(restriction(when=when, lasts=lasts, way_out="改正"))


@pytest.mark.parametrize(
    "when", [{"all": [ON_LIST, {"subject": {"kind": "enterprise"}}]}, {"not": {"not": ON_LIST}}], ids=str
)
def test_a_record_joined_with_other_facts_has_one(when: dict[str, Any]) -> None:
    assert refusals(restriction(when=when, way_out="改正")) == set()
    assert refusals(restriction(when=when, lasts=FIXED, way_out="改正")) == set()


def test_what_once_was_stays_so_and_needs_a_time_and_a_way_out() -> None:
    assert refusals(restriction(when=PAST)) == {"no-end", "no-way-out"}
    recent = {"listing": PAST["listing"] | {"within": "3 years"}}
    assert refusals(restriction(when=recent)) == {"no-way-out"}
    assert refusals(restriction(when=recent, way_out="满三年")) == set()


def test_repair_of_the_list_is_no_way_out_of_a_period_of_the_measures_own() -> None:
    assert refusals(restriction(lasts=FIXED)) == {"no-way-out"}
    assert refusals(restriction(lasts=FIXED, way_out="列入决定被撤销")) == set()
    assert "no-end" in refusals(restriction(lasts="life", way_out="无"))
    assert refusals(restriction(lasts="life", way_out={"none": "true", "basis": ["试验法 第九条"]})) == set()


@pytest.mark.parametrize(
    "way_out",
    [
        "none",
        {"none": "true"},
        {"none": "false", "basis": ["试验法 第九条"]},
        {"none": "true", "basis": ["试验旧法 第九条"]},
        {"none": "true", "basis": ["试验通知"]},
    ],
    ids=str,
)
def test_no_way_out_is_said_by_a_provision_in_force_of_sufficient_rank(way_out: Any) -> None:
    assert refusals(restriction(way_out=way_out), in_force={"from": "2026-01-01"}) == {"no-way-out"}


@pytest.mark.parametrize("length", ["9999 years", "101 years", "1201 months", "36501 days"])
def test_a_period_nobody_outlives_is_no_period(length: str) -> None:
    assert "bad-period" in refusals(restriction(lasts={"fixed": length, "from": "listed_on"}, way_out="改正"))
    assert "bad-period" in refusals(restriction(when={"penalty": {"within": length}}, way_out="改正"))


@pytest.mark.parametrize("start", ["lsited_on", "decided_on", "amount", "document"])
def test_a_period_runs_from_a_date_of_the_record_that_brings_it(start: str) -> None:
    assert "unknown-field" in refusals(restriction(lasts={"fixed": "1 year", "from": start}, way_out="改正"))
    assert refusals(restriction(lasts={"fixed": "1 year", "from": "corrected_on"}, way_out="改正")) == set()


SERVICES = {
    "actions": [
        {"id": "utilities", "title": "公用事业"},
        {"id": "water", "title": "供水", "within": ["basic", "utilities"]},
        {"id": "golf", "title": "高尔夫"},
    ]
}


@pytest.mark.parametrize("action", ["basic", "basic.school", "clinic", "water", "utilities"])
def test_no_restriction_reaches_a_basic_public_service(action: str) -> None:
    assert refusals(restriction(actions=[action]), catalogue=SERVICES) == {"basic-service"}
    assert refusals(restriction(actions=["golf"]), catalogue=SERVICES) == set()


@pytest.mark.parametrize(
    "when",
    [
        {"points": {"scheme": "family", "value": {"below": "100"}}},
        {"points": {"scheme": "family", "value": ["0", "1"]}},
        {"points": {"scheme": "family", "value": {"between": ["0", "9"]}}},
        {"not": {"points": {"scheme": "family", "value": {"at_least": "9"}}}},
        {"not": {"rating": {"scheme": "points-grade", "grade": "C"}}},
    ],
    ids=str,
)
def test_no_number_of_points_costs_an_incentive_at_a_basic_service(when: dict[str, Any]) -> None:
    assert refusals(incentive(when=when, actions=["clinic"])) == {"basic-service"}
    floor = {"points": {"scheme": "family", "value": {"at_least": "9"}}}
    assert refusals(incentive(when=floor, actions=["clinic"])) == set()


def test_a_local_regulation_says_where_it_holds() -> None:
    law = {"id": "town-law", "title": "镇条例", "rank": "local-regulation", "verified": "true"}
    assert "region-of-local-regulation" in refusals(restriction(basis=["镇条例"]), catalogue={"sources": [law]})
    placed = {"sources": [law | {"region": "370300"}]}
    assert refusals(restriction(basis=["镇条例"]), catalogue=placed) == {"no-sufficient-basis"}
    assert refusals(restriction(basis=["镇条例"]), catalogue=placed, region="370300") == set()


def test_a_look_at_past_records_rests_on_a_basis_in_force() -> None:
    for basis in ([], ["试验旧法 第三条"]):
        past = {"listing": {"list": "black-a", "standing": "any", "within": "3 years", "basis": basis}}
        assert refusals(restriction(when=past, way_out="满三年"), in_force={"from": "2026-01-01"}) == {"missing-key"}
    unverified = {"listing": {"list": "black-a", "standing": "any", "within": "3 years", "basis": ["试验未核法"]}}
    assert refusals(restriction(when=unverified, way_out="满三年")) == {"unverified-source"}


@pytest.mark.parametrize(("basis", "code"), [([], "missing-key"), (["试验未核法"], "unverified-source")])
def test_a_declaration_that_settles_tests_rests_on_a_basis(basis: list[str], code: str) -> None:
    assert refusals(restriction(accepts_declaration={"fact": "clean", "basis": basis})) == {code}
    assert refusals(restriction(accepts_declaration={"fact": "clean", "basis": ["试验法 第八条"]})) == set()


@pytest.mark.parametrize("basis", [[], ["试验旧法 第三条"], ["试验省条例 第三条"]], ids=str)
def test_a_spread_rests_on_a_basis_in_force_here(basis: list[str]) -> None:
    reach = [{"role": "consortium-member", "basis": basis}]
    assert refusals(restriction(reaches=reach), in_force={"from": "2026-01-01"}) == {"spread-without-basis"}
    inside = {"related": {"role": "consortium-member", "holds": ON_LIST, "basis": basis}}
    assert refusals(restriction(when=inside), in_force={"from": "2026-01-01"}) == {"spread-without-basis"}
    assert refusals(restriction(reaches=[{"role": "consortium-member", "basis": ["试验通知"]}])) == set()


def test_an_entitlement_rests_on_a_law_in_force() -> None:
    lapsed = incentive(entitlement="true", basis=["试验旧法 第三条", "试验通知"])
    assert refusals(lapsed, in_force={"from": "2026-01-01"}) == {"entitlement-without-law"}
    assert refusals(incentive(entitlement="true", basis=["试验法 第三条"])) == set()


def test_lenders_are_told_and_never_ordered() -> None:
    told = {"category": "market-credit", "effect": "notify", "duty": "may"}
    assert refusals(restriction(**told)) == set()
    assert refusals(restriction(**(told | {"duty": "must"}))) == {"market-credit-ordered"}
    assert refusals(restriction(**(told | {"effect": "bar"}))) == {"market-credit-ordered"}


def test_one_alias_means_one_action() -> None:
    twice = {
        "actions": [
            {"id": "a.harmless", "title": "甲", "aliases": ["投标"]},
            {"id": "b", "title": "乙", "aliases": ["投标"]},
        ]
    }
    assert refusals(restriction(), catalogue=twice) == {"ambiguous-alias"}
    assert refusals(restriction(), catalogue={"actions": [{"id": "x", "title": "丙", "aliases": ["permit"]}]}) == {
        "ambiguous-alias"
    }


def test_a_name_that_means_two_sources_carries_no_measure() -> None:
    twice = {
        "sources": [
            {"id": one, "title": title, "cited_as": ["办法"], "rank": rank, "verified": "true"}
            for one, title, rank in (("r", "甲办法", "law"), ("n", "乙办法", "normative-document"))
        ]
    }
    assert refusals(restriction(basis=["办法 第一条"]), catalogue=twice) == {"ambiguous-source"}
    assert refusals(restriction(basis=[{"source": "r", "article": "第一条"}]), catalogue=twice) == set()


def test_points_never_stop_an_incentive_by_the_cross_check() -> None:
    made = {"lists": [{"id": "low", "title": "低分", "colour": "black", "from_points": "true"}]}
    documents = rules_of(as_text({"catalogue": made}), "rules")
    plan = plan_of(documents)
    assert not plan.law.lists["low"].stops_incentives
    assert plan.law.lists["black-a"].stops_incentives


def test_every_mistake_of_a_measure_is_told_at_once() -> None:
    wrong = restriction(
        effect="forbid",
        basis=["试验发 第一条"],
        by=["circus"],
        actions=["permmit"],
        when={"listing": {"list": "black-q"}},
    )
    assert refusals(wrong) == {"unknown-value", "unknown-source", "unknown-authority", "unknown-action", "unknown-list"}


def test_a_list_without_any_catalogue_is_told_what_is_missing() -> None:
    given = {"measure_list": "x", "title": "x", "edition": "1", "in_force": {}, "measures": [restriction()]}
    with pytest.raises(RulesetError) as told:
        plan_of([Document("x.yaml", as_text(given))])
    assert [p.code for p in told.value.problems] == ["no-catalogue"]

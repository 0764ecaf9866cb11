"""Gathering: local item codes, what was known on which day, and records without a number."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from credit_rules.errors import ProfileError
from credit_rules.model.plan import Plan
from credit_rules.profiles import CreditProfile
from written import decided, head, plan_from, profile_of

MORE = """\
actions:
  - {id: stalls, title: 试验摊位, items: [{scheme: AA-ITEM, code: "77"}, {scheme: BB-ITEM, code: "5"}]}
  - {id: kiosks, title: 试验售货亭, aliases: [售货亭], items: [{scheme: BB-ITEM, code: "77"}]}
"""
BAR = """\
  - {id: bar-a, title: 试验拒绝, polarity: restriction, effect: bar, duty: must, category: market-access,
     actions: [stalls], basis: [试验法 第二条], when: {listing: {list: black-a}}}
"""


@cache
def plan() -> Plan:
    return plan_from(more=MORE, list=head() + BAR)


def code_of(**action: Any) -> str:
    code: str = decided(plan(), action).as_json()["action"]["code"]
    return code


def test_a_local_item_code_stands_for_the_one_action_it_is_mapped_to() -> None:
    assert code_of(item="5") == "stalls"
    assert code_of(item="77", item_scheme="AA-ITEM") == "stalls"
    assert code_of(item="77", item_scheme="BB-ITEM") == "kiosks"


def test_an_action_is_named_beside_an_item_code_that_means_two() -> None:
    assert code_of(item="77", code="kiosks") == "kiosks"
    assert code_of(item="77", code="售货亭") == "kiosks"
    with pytest.raises(ProfileError) as told:
        code_of(item="77")
    assert [(entry.code, entry.at) for entry in told.value.problems] == [("missing-key", "/code")]


@pytest.mark.parametrize(
    "action", [{"item": "6"}, {"item": "5", "item_scheme": "AA-ITEM"}, {"item": "6", "code": "stalls"}]
)
def test_an_item_code_that_is_mapped_to_nothing_is_an_error_and_never_nothing_applies(action: dict[str, str]) -> None:
    with pytest.raises(ProfileError) as told:
        code_of(**action)
    assert [(entry.code, entry.at) for entry in told.value.problems] == [("unknown-item", "/item")]


def test_one_profile_asked_as_known_on_a_hundred_days_answers_for_each() -> None:
    learnt = date(2026, 9, 1)
    listing = {"id": "L1", "list": "black-a", "listed_on": "2026-01-01", "known_on": learnt.isoformat()}
    profile = profile_of(listings=[listing])
    days = [date(2026, 8, 1) + timedelta(days=n) for n in range(100)]
    for _ in range(2):
        for known in days:
            decision = decided(plan(), {"code": "stalls", "known": known.isoformat()}, profile)
            assert decision.outcome == ("barred" if known >= learnt else "ordinary")


def test_one_profile_remembers_nothing_of_another_rule_set() -> None:
    """What is remembered of a day is remembered of one catalogue: a list the other knows is there."""
    wider = plan_from(
        more=MORE + "lists:\n  - {id: list-x, title: 试验, colour: watch, terms: [{period: 1 year}]}\n",
        list=head() + BAR.replace("black-a}}}", "list-x}}, way_out: 改正}"),
    )
    profile = profile_of(listings=[{"id": "L1", "list": "list-x", "listed_on": "2026-01-01"}])
    for _ in range(2):
        assert decided(plan(), {"code": "stalls"}, profile).outcome == "ordinary"
        assert decided(wider, {"code": "stalls"}, profile).outcome == "barred"


def test_records_without_a_number_are_numbered_alike_whatever_their_order() -> None:
    listings = [{"list": "black-a", "listed_on": f"2026-01-0{n}"} for n in range(1, 5)]
    related = [
        {"role": "employer", "from": f"2026-01-0{n}", "profile": {"subject": {"kind": "enterprise"}}} for n in (1, 2)
    ]

    def digest(*orders: int) -> str:
        data = {"subject": {"kind": "enterprise"}, "listings": listings[:: orders[0]], "related": related[:: orders[1]]}
        return CreditProfile.from_data(data).prepared.digest

    assert digest(1, 1) == digest(-1, 1) == digest(1, -1) == digest(-1, -1)
    first = decided(plan(), {"code": "stalls"}, listings=listings).findings[0]
    second = decided(plan(), {"code": "stalls"}, listings=listings[::-1]).findings[0]
    assert first.because == second.because
    assert len(first.because) == 4


@pytest.mark.parametrize(
    ("subject", "doubt"),
    [
        ({"kind": "enterprise", "id": "91230199MA0DEM0133", "scheme": "CN-USCI"}, None),
        ({"kind": "government-body", "id": "91230199MA0DEM0133", "scheme": "CN-USCI"}, "identity-kind-contradicts"),
        ({"kind": "natural-person", "id": "91230199MA0DEM0133"}, "identity-kind-contradicts"),
        ({"kind": "enterprise", "id": "91230199MA0DEM0134", "scheme": "cn-usci"}, "identity-check-digit"),
        ({"kind": "enterprise", "name": "某公司"}, "identity-name-only"),
        ({"kind": "household", "id": "H-1", "scheme": "internal"}, None),
    ],
)
def test_an_identity_is_certain_only_where_the_code_is_right_and_says_the_same_kind(
    subject: dict[str, str], doubt: str | None
) -> None:
    assert CreditProfile.from_data({"subject": subject}).prepared.identity_doubt == doubt

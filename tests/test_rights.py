"""What no rule set may do (section 9 of the specification): each of the seven in disguise, and its lawful twin.

Every row changes one restriction that is in order. The breach is refused with the file, the line of the key that
breaks the rule, and the code, and nothing else is; the twin next to it loads.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from credit_rules.errors import RulesetError
from credit_rules.model.plan import Plan
from written import head, plan_from

Keys = Mapping[str, Any]

RESTRICTION: Keys = {
    "id": "bar-a",
    "title": "试验拒绝",
    "polarity": "restriction",
    "effect": "bar",
    "duty": "must",
    "category": "market-access",
    "subjects": ["enterprise"],
    "by": [],
    "actions": ["permit"],
    "narrows": None,
    "in_force": {"from": "2020-01-01"},
    "lasts": "while-it-holds",
    "way_out": "改正",
    "basis": ["试验法 第二条"],
    "when": {"listing": {"list": "black-a"}},
    "reaches": [],
}
INCENTIVE: Keys = {
    **{key: value for key, value in RESTRICTION.items() if key not in ("category", "way_out")},
    "polarity": "incentive",
    "effect": "priority",
    "entitlement": "true",
}
PARENT: Keys = {
    **RESTRICTION,
    "id": "parent",
    "effect": "limit",
    "duty": "may",
    "subjects": ["enterprise", "social-organisation"],
    "actions": ["trade", "permit.food"],
}
MORE = {
    "actions": [
        {"id": "care", "title": "试验照护"},
        {"id": "care.first", "title": "试验急救", "basic_public_service": "true"},
        {"id": "care.other", "title": "试验其他照护"},
        {"id": "ward", "title": "试验住院", "within": ["clinic"]},
        {"id": "all-services", "title": "试验服务"},
        {"id": "water", "title": "试验供水", "within": ["all-services"], "basic_public_service": "true"},
        {"id": "pool", "title": "试验泳池"},
        {"id": "grove.tree", "title": "试验植树", "basic_public_service": "true"},
        {"id": "orchard.tree", "title": "试验果树"},
        {"id": "award.city", "title": "试验市级荣誉"},
    ],
    "lists": [
        {
            "id": name,
            "title": name,
            "colour": "watch",
            "from_points": str(name == "by-points").lower(),
            "terms": [{"period": "none" if name in ("for-ever", "never-repaired") else "3 years"} | repair],
        }
        for name, repair in {
            "by-points": {"repair": {"after": "1 month", "basis": ["试验法 第十条"]}},
            "for-ever": {},
            "never-repaired": {"repair": {"none": "true"}},
            "unrepaired": {"repair": {"none": "true"}},
            "unrepaired-by-law": {"repair": {"none": "true", "basis": ["试验法 第十条"]}},
        }.items()
    ],
}


@dataclass(frozen=True)
class Row:
    """A breach, the key at which it is told (none: the measure itself), and what makes it lawful."""

    breach: Keys
    at: str
    cure: Keys
    of: Keys = field(default_factory=lambda: RESTRICTION)
    region: str = "CN"
    cured_region: str = ""
    in_force: str = "{from: 2020-01-01}"


def loaded(changes: Keys, of: Keys, region: str, in_force: str) -> tuple[Plan, dict[str, int]]:
    """The plan of one changed measure below its parent; and the line of each key."""
    keys = {key: value for key, value in {**of, **changes}.items() if value is not None}
    lines = [f"{'  - ' if not n else '    '}{key}: {shown(value)}\n" for n, (key, value) in enumerate(keys.items())]
    where = {"": 8, **{key: 8 + number for number, key in enumerate(keys)}}
    parent = "".join(f"{'  - ' if k == 'id' else '    '}{k}: {shown(v)}\n" for k, v in PARENT.items() if v is not None)
    above = head("370000").replace("written", "above")
    try:
        files = {"more": shown(MORE), "above": above + parent, "list": head(region, in_force) + "".join(lines)}
        return plan_from(**files), where
    except RulesetError as error:
        error.add_note(json.dumps(where))
        raise


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def refused(row: Row) -> set[tuple[str, str, int]]:
    """Code, file and line of everything told of the breach, and the same with the key it is told at."""
    with pytest.raises(RulesetError) as told:
        loaded(row.breach, row.of, row.region, row.in_force)
    for entry in told.value.problems:
        assert entry.message["zh"]
        assert entry.message["en"]
        assert entry.help is None or (entry.help["zh"] and entry.help["en"])
    where = json.loads(told.value.__notes__[0])
    assert where[row.at]
    return {
        (entry.code, entry.at.split(":")[0], int(entry.at.split(":")[1]) - where[row.at])
        for entry in told.value.problems
    }


def check(row: Row, code: str) -> None:
    assert refused(row) == {(code, "list.yaml", 0)}
    plan, _ = loaded({**row.breach, **row.cure}, row.of, row.cured_region or row.region, row.in_force)
    assert "bar-a" in {planned.id for planned in plan.measures}


FIRM = {"points": {"scheme": "firm", "value": {"below": "60"}}}
BLACK = {"listing": {"list": "black-a"}}
SPREAD = ["试验法 第七条"]


def of_employer(holds: Keys, **more: Any) -> Keys:
    return {"related": {"role": "employer", "holds": holds, **more}}


BASIS: dict[str, Row] = {
    "a departmental rule for a bar by the body it binds": Row(
        {"basis": ["试验办法 第二条"], "by": ["market-supervision"]}, "basis", {"effect": "supervise"}
    ),
    "a departmental rule for a body it does not bind": Row(
        {"basis": ["试验办法 第二条"], "by": ["finance"], "effect": "supervise"},
        "basis",
        {"by": ["market-supervision"]},
    ),
    "a departmental rule for a body it binds and another": Row(
        {"basis": ["试验办法 第二条"], "by": ["market-supervision", "finance"], "effect": "notify"},
        "basis",
        {"by": ["market-supervision"]},
    ),
    "a departmental rule for whoever handles the action": Row(
        {"basis": ["试验办法 第二条"], "effect": "warn"}, "basis", {"by": ["market-supervision"]}
    ),
    "a departmental rule for what is more than the body's own work": Row(
        {"basis": ["试验办法 第二条"], "by": ["market-supervision"], "effect": "require"},
        "basis",
        {"effect": "disclose"},
    ),
    "a departmental rule for its own honours and for funds": Row(
        {"basis": ["试验办法 第二条"], "by": ["market-supervision"], "effect": "limit", "actions": ["award", "fund"]},
        "basis",
        {"actions": ["award", "award.city"]},
    ),
    "a departmental rule for a bar from its own honours": Row(
        {"basis": ["试验办法 第二条"], "by": ["market-supervision"], "actions": ["award"]}, "basis", {"effect": "limit"}
    ),
    "a notice for a body's own work": Row(
        {"basis": ["试验通知 第二条"], "by": ["market-supervision"], "effect": "supervise"},
        "basis",
        {"basis": ["试验通知 第二条", "试验办法 第二条"]},
    ),
    "a rule and a notice, neither of which is enough": Row(
        {"basis": ["试验办法 第二条", "试验通知 第二条"]}, "basis", {"basis": ["试验办法 第二条", "试验条例 第二条"]}
    ),
    "a local regulation for the whole country": Row(
        {"basis": ["试验省条例 第二条"]}, "basis", {}, cured_region="370300"
    ),
    "a local regulation for another province": Row(
        {"basis": ["试验省条例 第二条"]}, "basis", {}, region="440000", cured_region="370000"
    ),
    "a law that lapsed the day before the measure began": Row(
        {"basis": ["试验旧法 第二条"], "in_force": {"from": "2026-01-01"}},
        "basis",
        {"in_force": {"from": "2025-12-31"}},
    ),
    "a law that begins when the measure has ended": Row(
        {"basis": ["试验新法 第二条"], "in_force": {"from": "2026-01-01", "until": "2026-12-31"}},
        "basis",
        {"in_force": {"from": "2026-01-01", "until": "2027-01-01"}},
    ),
    "a law that lapsed before the list began, beside a notice that did not": Row(
        {"basis": ["试验旧法 第二条", "试验通知 第二条"]},
        "basis",
        {"basis": ["试验旧法 第二条", "试验条例 第二条"]},
        in_force="{from: 2026-01-01}",
    ),
    "a law for the spread, and none for the measure": Row(
        {"basis": [], "reaches": [{"role": "consortium-member", "basis": SPREAD}]}, "", {"basis": ["试验法 第二条"]}
    ),
}

POINTS: dict[str, Row] = {
    name: Row({"subjects": [], **breach}, "when", {"subjects": ["enterprise", "social-organisation"]})
    for name, breach in {
        "of all kinds of subject": {"when": FIRM},
        "in a branch": {"when": {"any": [BLACK, {"all": [BLACK, FIRM]}]}},
        "under not": {"when": {"all": [BLACK, {"not": {"points": {"scheme": "firm", "value": {"at_least": "60"}}}}]}},
        "under two nots": {"when": {"not": {"not": FIRM}}},
        "of any standing": {
            "when": {"points": {"scheme": "firm", "standing": "any", "within": "1 year", "basis": SPREAD}}
        },
        "counted": {"when": {"points": {"scheme": "firm", "value": {"below": "60"}, "count": {"at_least": "2"}}}},
        "counted at most": {"when": {"all": [BLACK, {"points": {"scheme": "firm", "count": {"at_most": "0"}}}]}},
        "of a family": {"when": {"points": {"scheme": "family", "value": {"below": "60"}}}},
        "as a grade": {"when": {"rating": {"scheme": "points-grade", "grade": "C"}}},
        "as a grade of one of two schemes": {"when": {"rating": {"scheme": ["tax", "points-grade"], "grade": "C"}}},
        "as a list": {"when": {"listing": {"list": "by-points"}}},
        "as a list among others": {"when": {"listing": {"list": ["black-a", "by-points"]}}},
        "as any list whatever": {"when": {"listing": {"ground": "test-ground", "within": "1 year"}}},
    }.items()
} | {
    "of households alone": Row({"when": FIRM, "subjects": ["household"]}, "when", {"subjects": ["public-institution"]}),
    "of sole traders among enterprises": Row(
        {"when": FIRM, "subjects": ["enterprise", "sole-trader"]}, "when", {"subjects": ["enterprise"]}
    ),
    "of a related subject": Row(
        {"when": of_employer(FIRM, basis=SPREAD)}, "when", {"when": of_employer(BLACK, basis=SPREAD)}
    ),
    "of somebody related to a related subject": Row(
        {"when": of_employer(of_employer(FIRM, basis=SPREAD), basis=SPREAD)},
        "when",
        {"when": of_employer(of_employer(BLACK, basis=SPREAD), basis=SPREAD)},
    ),
    "as a list of a related subject, under not": Row(
        {"when": {"all": [BLACK, {"not": of_employer({"listing": {"list": "by-points"}}, basis=SPREAD)}]}},
        "when",
        {"when": {"all": [BLACK, {"not": of_employer(BLACK, basis=SPREAD)}]}},
    ),
    "that reach related subjects": Row(
        {"when": FIRM, "reaches": [{"role": "consortium-member", "basis": SPREAD}]}, "when", {"reaches": []}
    ),
}

SERVICES: dict[str, Row] = {
    name: Row({"actions": [code]}, "actions", {"actions": [other]})
    for name, code, other in (
        ("itself", "basic", "pool"),
        ("below it", "basic.school", "pool"),
        ("within it", "clinic", "pool"),
        ("within what is within it", "ward", "pool"),
        ("above it by a dot", "care", "care.other"),
        ("above it by a dot, by a code of its own nowhere", "grove", "orchard"),
        ("around it through within", "all-services", "pool"),
    )
} | {
    "by a mere talk": Row({"actions": ["clinic"], "effect": "warn"}, "actions", {"actions": ["pool"]}),
}

FAMILY = {"scheme": "family"}
FEW_POINTS: dict[str, Row] = {
    name: Row(
        {"actions": ["basic.school"], "when": when},
        "actions",
        {"when": {"points": {**FAMILY, "value": {"at_least": "10"}}}},
        of=INCENTIVE,
    )
    for name, when in {
        "at most": {"points": {**FAMILY, "value": {"at_most": "10"}}},
        "below": {"points": {**FAMILY, "value": {"below": "10"}}},
        "between": {"points": {**FAMILY, "value": {"between": ["1", "10"]}}},
        "under not": {"not": {"points": {**FAMILY, "value": {"at_least": "10"}}}},
        "counted at most": {"points": {**FAMILY, "value": {"at_least": "10"}, "count": {"at_most": "1"}}},
        "in a branch": {"any": [{"listing": {"list": "red-a"}}, {"not": {"points": FAMILY}}]},
        "of a related subject": of_employer({"points": {**FAMILY, "value": {"below": "10"}}}),
        "of a related subject under not": {"not": of_employer({"points": FAMILY})},
    }.items()
}

ENDLESS = {"conviction": {"offence": "bribery"}}
NO_END: dict[str, Row] = {
    "a record without a term": Row({"when": ENDLESS}, "when", {"when": {"penalty": {"kind": "fine"}}}),
    "a list until removal, without repair": Row(
        {"when": {"listing": {"list": "for-ever"}}}, "when", {"when": {"listing": {"list": "black-open"}}}
    ),
    "a list until removal, never repaired": Row(
        {"when": {"listing": {"list": ["black-a", "never-repaired"]}}},
        "when",
        {"lasts": {"fixed": "1 year", "from": "listed_on"}},
    ),
    "a conviction": Row(
        {"when": {"conviction": {"offence": "test-fraud"}}},
        "when",
        {"lasts": {"fixed": "3 years", "from": "decided_on"}},
    ),
    "for life": Row({"lasts": "life"}, "when", {"way_out": {"none": "true", "basis": ["试验法 第十一条"]}}),
    "past penalties": Row(
        {"when": {"conviction": {"standing": "any", "basis": SPREAD}}},
        "when",
        {"when": {"conviction": {"standing": "any", "basis": SPREAD, "within": "5 years"}}},
    ),
    "a past grade": Row(
        {"when": {"rating": {"scheme": "tax", "grade": "D", "standing": "any", "basis": SPREAD}}},
        "when",
        {"when": {"rating": {"scheme": "tax", "grade": "D"}}},
    ),
    "one branch of two": Row({"when": {"any": [BLACK, ENDLESS]}}, "when", {"when": {"all": [BLACK, ENDLESS]}}),
    "one branch of two under not": Row(
        {"when": {"not": {"all": [{"not": BLACK}, {"not": ENDLESS}]}}},
        "when",
        {"when": {"not": {"any": [{"not": BLACK}, {"not": ENDLESS}]}}},
    ),
    "what is not on record": Row(
        {"when": {"not": {"permit": {"matter": "permit.food"}}}},
        "when",
        {"when": {"all": [BLACK, {"not": {"permit": {"matter": "permit.food"}}}]}},
    ),
    "what the subject is": Row(
        {"when": {"subject": {"industry": "test-food"}}},
        "when",
        {"way_out": {"none": "true", "basis": ["试验法 第十一条"]}},
    ),
    "a record of a related subject": Row(
        {"when": of_employer(ENDLESS, basis=SPREAD)}, "when", {"when": of_employer(BLACK, basis=SPREAD)}
    ),
    "nobody related": Row(
        {"when": {"not": of_employer(BLACK, basis=SPREAD)}},
        "when",
        {"when": of_employer(BLACK, basis=SPREAD)},
    ),
}
NO_WAY_OUT: dict[str, Row] = {
    "none, and no law that says so": Row(
        {"way_out": "none"}, "way_out", {"way_out": {"none": "true", "basis": ["试验法 第十一条"]}}
    ),
    "none, with an empty basis": Row(
        {"way_out": {"none": "true", "basis": []}},
        "way_out",
        {"way_out": {"none": "true", "basis": ["试验法 第十一条"]}},
    ),
    "a list never repaired, and no law that says so": Row(
        {"way_out": None, "when": {"listing": {"list": "unrepaired"}}},
        "",
        {"when": {"listing": {"list": "unrepaired-by-law"}}},
    ),
    "a period of the measure's own, which no repair of the list ends": Row(
        {"way_out": None, "lasts": {"fixed": "1 year", "from": "listed_on"}}, "", {"lasts": "while-it-holds"}
    ),
    "none, but said not to be so": Row(
        {"way_out": {"none": "false", "basis": ["试验法 第十一条"]}},
        "way_out",
        {"way_out": {"none": "true", "basis": ["试验法 第十一条"]}},
    ),
    "none, by a notice": Row(
        {"way_out": {"none": "true", "basis": ["试验通知 第十一条"]}},
        "way_out",
        {"way_out": {"none": "true", "basis": ["试验条例 第十一条"]}},
    ),
    "a grade": Row({"way_out": None, "when": {"rating": {"scheme": "tax", "grade": "D"}}}, "", {"way_out": "重新评价"}),
    "one branch of two": Row(
        {"way_out": None, "when": {"any": [BLACK, {"commitment": {"within": "1 year"}}]}},
        "",
        {"when": {"any": [BLACK]}},
    ),
}

NARROW: Keys = {**PARENT, "id": "bar-a", "narrows": "above/parent", "category": "public-funds"}
WIDER: dict[str, Row] = {
    name: Row(breach, at, cure, of=NARROW, region="370000", cured_region=cured)
    for name, (breach, at, cure, cured) in {
        "a subject more": (
            {"subjects": ["enterprise", "natural-person"]},
            "subjects",
            {"subjects": ["enterprise"]},
            "",
        ),
        "every subject, by saying nothing": ({"subjects": None}, "", {"subjects": ["social-organisation"]}, ""),
        "an action more": ({"actions": ["permit.food", "fund"]}, "actions", {"actions": ["permit.food"]}, ""),
        "an action above": ({"actions": ["permit"]}, "actions", {"actions": ["permit.food.dairy"]}, ""),
        "an action beside": ({"actions": ["permit.drug"]}, "actions", {"actions": ["bid.works", "bid"]}, ""),
        "a harder effect": ({"effect": "bar"}, "effect", {"effect": "weigh"}, ""),
        "a duty for a discretion": ({"duty": "must"}, "duty", {"duty": "may"}, ""),
    }.items()
} | {
    "a region more": Row({}, "", {}, of=NARROW, region="CN", cured_region="370300"),
    "another region": Row({}, "", {}, of=NARROW, region="440000", cured_region="370000"),
}

UNVERIFIED = ["试验未核法 第一条"]
VERIFIED: dict[str, Row] = {
    "as the measure's basis": Row({"basis": ["试验法 第二条", *UNVERIFIED]}, "basis", {"basis": ["试验法 第二条"]}),
    "cited by its id": Row(
        {"basis": ["试验法 第二条", {"source": "test-unverified"}]}, "basis", {"basis": [{"source": "test-law"}]}
    ),
    "for a reach": Row(
        {"reaches": [{"role": "consortium-member", "basis": UNVERIFIED}]},
        "reaches",
        {"reaches": [{"role": "consortium-member", "basis": SPREAD}]},
    ),
    "for a spread": Row(
        {"when": of_employer(BLACK, basis=UNVERIFIED)}, "when", {"when": of_employer(BLACK, basis=SPREAD)}
    ),
    "for a spread deep inside": Row(
        {"when": {"all": [BLACK, {"not": of_employer(of_employer(BLACK, basis=UNVERIFIED), basis=SPREAD)}]}},
        "when",
        {"when": {"all": [BLACK, of_employer(of_employer(BLACK, basis=SPREAD), basis=SPREAD)]}},
    ),
    "for there being no way out": Row(
        {"way_out": {"none": "true", "basis": UNVERIFIED}}, "way_out", {"way_out": {"none": "true", "basis": SPREAD}}
    ),
    "for looking at past records": Row(
        {"when": {"penalty": {"kind": "fine", "standing": "any", "within": "1 year", "basis": UNVERIFIED}}},
        "when",
        {"when": {"penalty": {"kind": "fine", "standing": "any", "within": "1 year", "basis": SPREAD}}},
    ),
    "for accepting a declaration": Row(
        {"accepts_declaration": {"fact": "no-fine", "basis": UNVERIFIED}},
        "accepts_declaration",
        {"accepts_declaration": {"fact": "no-fine", "basis": SPREAD}},
    ),
    "for an incentive": Row({"basis": ["试验法 第二条", *UNVERIFIED]}, "basis", {"basis": SPREAD}, of=INCENTIVE),
}

SPREADS: dict[str, Row] = {
    "a reach": Row(
        {"reaches": [{"role": "consortium-member"}]},
        "reaches",
        {"reaches": [{"role": "consortium-member", "basis": SPREAD}]},
    ),
    "the second of two reaches": Row(
        {"reaches": [{"role": "consortium-member", "basis": SPREAD}, {"role": "employer", "basis": []}]},
        "reaches",
        {"reaches": [{"role": "consortium-member", "basis": SPREAD}, {"role": "employer", "basis": SPREAD}]},
    ),
    "a reach by a law that lapsed before the list began": Row(
        {"reaches": [{"role": "consortium-member", "basis": ["试验旧法 第七条"]}]},
        "reaches",
        {"reaches": [{"role": "consortium-member", "basis": ["试验旧法 第七条", "试验条例 第七条"]}]},
        in_force="{from: 2026-01-01}",
    ),
    "a related test by the regulation of another province": Row(
        {"when": of_employer(BLACK, basis=["试验省条例 第七条"])}, "when", {}, region="440000", cured_region="370000"
    ),
    "a related test": Row({"when": of_employer(BLACK)}, "when", {"when": of_employer(BLACK, basis=SPREAD)}),
    "a related test with an empty basis": Row(
        {"when": of_employer(BLACK, basis=[])}, "when", {"when": of_employer(BLACK, basis=SPREAD)}
    ),
    "a related test under not": Row(
        {"when": {"all": [BLACK, {"not": of_employer(BLACK)}]}},
        "when",
        {"when": {"all": [BLACK, {"not": of_employer(BLACK, basis=SPREAD)}]}},
    ),
    "a related test inside a related test": Row(
        {"when": of_employer({"any": [BLACK, of_employer(BLACK)]}, basis=SPREAD)},
        "when",
        {"when": of_employer({"any": [BLACK, of_employer(BLACK, basis=SPREAD)]}, basis=SPREAD)},
    ),
}

TABLES = (
    ("no-sufficient-basis", BASIS),
    ("points-restrict", POINTS),
    ("basic-service", SERVICES),
    ("basic-service", FEW_POINTS),
    ("no-end", NO_END),
    ("no-way-out", NO_WAY_OUT),
    ("wider-than-parent", WIDER),
    ("unverified-source", VERIFIED),
    ("spread-without-basis", SPREADS),
)
ROWS = [pytest.param(code, row, id=f"{code}: {name}") for code, table in TABLES for name, row in table.items()]


@pytest.mark.parametrize(("code", "row"), ROWS)
def test_a_breach_is_refused_and_its_lawful_twin_is_not(code: str, row: Row) -> None:
    check(row, code)


def test_categories_are_those_of_the_national_base_list() -> None:
    check(Row({"category": "good-manners"}, "category", {"category": "statutory"}), "unknown-category")


def test_a_restriction_says_its_category_and_an_incentive_has_none() -> None:
    check(Row({"category": None}, "", {"category": "reference"}), "missing-key")
    row = Row({"category": "preference"}, "category", {"category": None}, of=INCENTIVE)
    check(row, "category-of-incentive")


def test_effects_belong_to_one_polarity() -> None:
    check(Row({"effect": "ease"}, "effect", {"effect": "supervise"}), "effect-of-other-polarity")
    check(Row({"effect": "supervise"}, "effect", {"effect": "ease"}, of=INCENTIVE), "effect-of-other-polarity")


def test_a_right_given_by_law_names_the_law() -> None:
    row = Row({"basis": ["试验条例 第三条"]}, "entitlement", {"basis": ["试验法 第三条"]}, of=INCENTIVE)
    check(row, "entitlement-without-law")


def test_a_look_at_past_records_and_a_declaration_each_have_a_basis() -> None:
    past = {"kind": "fine", "standing": "any", "within": "1 year"}
    for lacking in ({}, {"basis": []}):
        check(
            Row({"when": {"penalty": past | lacking}}, "when", {"when": {"penalty": {**past, "basis": SPREAD}}}),
            "missing-key",
        )
    cure = {"accepts_declaration": {"fact": "no-fine", "basis": SPREAD}}
    check(Row({"accepts_declaration": {"fact": "no-fine"}}, "accepts_declaration", cure), "missing-key")


def test_what_banks_and_raters_do_is_told_and_never_ordered() -> None:
    row = Row({"category": "market-credit", "effect": "notify"}, "category", {"duty": "may"})
    check(row, "market-credit-ordered")
    row = Row({"category": "market-credit", "duty": "may"}, "category", {"effect": "weigh"})
    check(row, "market-credit-ordered")


def test_an_incentive_has_a_basis_of_any_rank() -> None:
    row = Row({"entitlement": "false", "basis": []}, "", {"basis": ["试验通知 第三条"]}, of=INCENTIVE)
    check(row, "missing-key")


def test_what_is_narrowed_must_be_there() -> None:
    row = Row({"narrows": "above/parrent"}, "narrows", {"narrows": "parent"}, of=NARROW, region="370000")
    check(row, "unknown-measure")


def test_a_draft_may_cite_what_nobody_verified_yet() -> None:
    plan, _ = loaded({"basis": UNVERIFIED}, RESTRICTION, "CN\ndraft: true", "{from: 2020-01-01}")
    assert "bar-a" in {planned.id for planned in plan.measures}


def test_a_draft_may_do_nothing_else_that_no_rule_set_may_do() -> None:
    with pytest.raises(RulesetError) as told:
        loaded({"actions": ["basic"], "when": of_employer(FIRM)}, RESTRICTION, "CN\ndraft: true", "{from: 2020-01-01}")
    assert {entry.code for entry in told.value.problems} == {"basic-service", "points-restrict", "spread-without-basis"}

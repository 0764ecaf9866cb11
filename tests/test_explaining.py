"""Why a measure applies, and why not: situations read by hand in both languages, and what the command does."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import credit_rules
from commands import Answer, as_bytes, call_credit_rules, empty_folder, listing, profile, small_rules
from conftest import ROOT
from credit_rules import CreditProfile, ProfileError, explain, load_plan
from credit_rules.authoring.schemas import schema_of
from credit_rules.casebook import given_of
from credit_rules.model.cases import CasesFile
from credit_rules.model.plan import Plan
from credit_rules.pipeline import explain_all
from credit_rules.profiles import action_from
from credit_rules.rendering.explanation import render_explanation, render_overview
from credit_rules.rendering.text import render_text
from credit_rules.stages.explaining import Explanation
from credit_rules.words import explaining as words
from test_conformance import documents
from test_schemas import closed, deepest, plan_from_conformance
from written import decided, head, plan_from, profile_of

_FIXTURES = (empty_folder, small_rules)
LANGUAGES = ("zh", "en")
TEXTS = Path(__file__).parent / "explaining"
DAY = "2026-11-20"
Json = Any

RULES = (TEXTS / "measures.yaml").read_text(encoding="utf-8")
ONE = """
  - id: {name}
    title: {title}
    polarity: restriction
    effect: bar
    duty: must
    category: market-access
    actions: [bid]
    basis: [试验法 第三条]
    when: {{listing: {{list: black-a}}}}
"""
PROVINCE = ONE.format(name="here", title="{zh: 本省, en: In the province}")
FIRST = ONE.format(name="dropped", title="{zh: 旧版措施, en: Only in the first edition}")
SECOND = ONE.format(name="added", title="{zh: 新版措施, en: Only in the second edition}")


@pytest.fixture(scope="module", name="plan")
def small_plan() -> Plan:
    """Rules with something of everything, on the invented catalogue."""
    editions = {
        "first": head(in_force="{from: 2020-01-01, until: 2025-12-31}").replace("written", "twice") + FIRST,
        "second": head(in_force="{from: 2026-01-01}").replace("written", "twice").replace("2026\n", "2027\n", 1)
        + SECOND,
    }
    province = head(region='"370000"').replace("written", "province") + PROVINCE
    return plan_from(rules=head() + RULES, province=province, **editions)


def rated(grade: str, day: str, **more: Any) -> Json:
    return {"id": "R1", "scheme": "tax", "grade": grade, "rated_on": day, "known_on": day, **more}


def listed(day: str = "2025-03-01", **more: Any) -> Json:
    told = {"id": "L1", "list": "black-a", "listed_on": day, "known_on": day, "document": "1号", "authority": "甲局"}
    return told | more


def fined(day: str, **more: Any) -> Json:
    return {"id": "P1", "kind": "fine", "severity": "serious", "decided_on": day, "known_on": day, **more}


def member(**more: Any) -> Json:
    subject = {"id": "Y-1", "scheme": "internal", "name": "乙公司", "kind": "enterprise"}
    inner = {"subject": subject, "consulted": ["all"], "listings": [listed()]}
    return {"id": "X1", "role": "consortium-member", "profile": inner | more}


def chief(**more: Any) -> Json:
    inner = {
        "subject": {"id": "P-9", "scheme": "internal", "name": "王某", "kind": "natural-person"},
        "consulted": ["all"],
    }
    return {"id": "X9", "role": "legal-representative", "profile": inner | more}


BUYER = {"authority": "purchaser"}
REPAIRED = {"removed_on": "2026-03-01", "removal": "repaired"}
CONVICTED = {"id": "K1", "decided_on": "2025-01-01", "known_on": "2025-01-01", "document": "刑1号"}
OBJECTED = {"filed_on": "2026-10-01", "accepted_on": "2026-10-08"}

#: Name → measure, action, profile, reader.
SITUATIONS: dict[str, tuple[str, Json, Json, str]] = {
    "by value: another grade": ("green", {}, {"ratings": [rated("B", "2026-04-30")]}, "clerk"),
    "by value: too small an amount": ("rich", {"amount": "4999999.99"}, {}, "clerk"),
    "by value of a record": ("large", {}, {"listings": [listed(amount="4999999.99")]}, "clerk"),
    "by count: two of three": (
        "three",
        {},
        {"ratings": [rated("A", f"{year}-04-30", id=f"R{year}") for year in (2026, 2025, 2023)]},
        "clerk",
    ),
    "by within: a year and a day ago": ("recent", {}, {"penalties": [fined("2025-11-19")]}, "file"),
    "by scope: another action": ("elsewhere", {}, {}, "clerk"),
    "by scope: another kind of subject": ("barred", BUYER, {"subject": {"kind": "natural-person"}}, "clerk"),
    "by scope: another region": ("here", {"region": "110000"}, {}, "clerk"),
    "by scope: another edition": ("dropped", {}, {}, "clerk"),
    "by scope: another body": ("barred", {"authority": "agency"}, {"listings": [listed()]}, "clerk"),
    "not in force, and nothing to trigger it": ("old", {}, {}, "clerk"),
    "withheld: not in force any more": ("old", {}, {"listings": [listed()]}, "clerk"),
    "withheld: not yet listed": ("barred", BUYER, {"listings": [listed("2026-12-01", known_on="2026-11-01")]}, "file"),
    "withheld: expired": ("barred", BUYER, {"listings": [listed("2023-03-01")]}, "file"),
    "withheld: repaired": (
        "barred",
        BUYER,
        {"listings": [listed(removed_on="2026-03-01", removal="repaired")]},
        "file",
    ),
    "withheld: fulfilled": (
        "barred",
        BUYER,
        {"listings": [listed(removed_on="2026-03-01", removal="fulfilled")]},
        "file",
    ),
    "withheld: removed": ("barred", BUYER, {"listings": [listed(removed_on="2026-03-01")]}, "file"),
    "withheld: revoked": ("barred", BUYER, {"listings": [listed(removed_on="2026-03-01", removal="revoked")]}, "file"),
    "withheld: suspended": (
        "barred",
        BUYER,
        {"listings": [listed(removed_on="2026-03-01", removal="suspended", resumes_on="2027-01-01")]},
        "file",
    ),
    "withheld: objection upheld": (
        "barred",
        BUYER,
        {"listings": [listed(objection={**OBJECTED, "closed_on": "2026-11-02", "upheld": True})]},
        "file",
    ),
    "withheld: a list of another region": (
        "local",
        {"region": "110000"},
        {"listings": [listed(list="black-local")]},
        "file",
    ),
    "withheld: its own period is over": ("fixed", {}, {"penalties": [fined("2023-11-19", kind="warning")]}, "file"),
    "withheld, as the clerk is told": (
        "barred",
        BUYER,
        {"listings": [listed(removed_on="2026-03-01", removal="repaired")]},
        "clerk",
    ),
    "withheld, as the subject is told": (
        "barred",
        BUYER,
        {"listings": [listed(removed_on="2026-03-01", removal="repaired")]},
        "subject",
    ),
    "withheld by a list of another region, as the clerk is told": (
        "local",
        {"region": "110000"},
        {"listings": [listed(list="black-local")]},
        "clerk",
    ),
    "withheld by a related subject's record, as the clerk is told": (
        "chief",
        {},
        {"related": [chief(convictions=[CONVICTED | {"removed_on": "2026-01-01", "removal": "revoked"}])]},
        "clerk",
    ),
    "cross-check": ("green", {}, {"ratings": [rated("A", "2026-04-30")], "listings": [listed()]}, "clerk"),
    "undetermined: a list not looked up": ("barred", BUYER, {"consulted": ["black-a", "related"]}, "clerk"),
    "undetermined: no amount": ("rich", {}, {}, "clerk"),
    "undetermined: no body": ("barred", {}, {"listings": [listed()]}, "clerk"),
    "undetermined: no end": ("span", {}, {"listings": [listed("2025-03-01", list="black-span")]}, "clerk"),
    "applies by two causes": (
        "barred",
        BUYER,
        {"listings": [listed(), listed(id="L2", list="black-open", document="2号")]},
        "clerk",
    ),
    "applies by a related member": ("barred", BUYER, {"related": [member()]}, "clerk"),
    "applies by a related member, as the subject is told": ("barred", BUYER, {"related": [member()]}, "subject"),
    "not: a penalty rules it out": ("clean", {}, {"penalties": [fined("2026-06-01")]}, "clerk"),
    "not: applies for want of one": ("clean", {}, {}, "clerk"),
    "not: what is over is not told to the clerk": ("unlisted", {}, {"listings": [listed(**REPAIRED)]}, "clerk"),
    "not: what is over is told in the file": ("unlisted", {}, {"listings": [listed(**REPAIRED)]}, "file"),
    "by count: three of one or two": (
        "few",
        {},
        {"penalties": [fined(f"2026-0{n}-01", id=f"P{n}") for n in (1, 2, 3)]},
        "clerk",
    ),
    "by count: not all was looked up": (
        "few",
        {},
        {"consulted": ["listing"], "penalties": [fined("2026-01-01")]},
        "clerk",
    ),
    "several conditions, nothing looked up": ("mixed", {}, {"consulted": []}, "clerk"),
    "several conditions, another field": (
        "mixed",
        {"amount": "2000000"},
        {
            "subject": {"founded_on": "2011-01-01"},
            "penalties": [fined("2026-01-01", amount="9999", field="food", performed_on=None)],
        },
        "clerk",
    ),
    "several conditions, one rules it out": (
        "mixed",
        {"amount": "2000000"},
        {"subject": {"founded_on": "2021-01-01"}, "penalties": [fined("2026-01-01", amount="20000")]},
        "clerk",
    ),
    "several conditions, all met": (
        "mixed",
        {"amount": "2000000"},
        {
            "subject": {"founded_on": "2011-01-01"},
            "penalties": [fined("2026-01-01", amount="20000")],
            "ratings": [rated("C", "2026-04-30")],
        },
        "clerk",
    ),
    "a related subject without the record": ("chief", {}, {"related": [chief()]}, "clerk"),
    "a related subject without the record, as the subject is told": ("chief", {}, {"related": [chief()]}, "subject"),
    "a related subject with the record": ("chief", {}, {"related": [chief(convictions=[CONVICTED])]}, "clerk"),
    "a related subject of doubtful identity": (
        "barred",
        BUYER,
        {"related": [member(subject={"id": "91230199MA0DEM0134", "scheme": "CN-USCI", "kind": "enterprise"})]},
        "clerk",
    ),
    "a related subject of the past": ("chief", {}, {"related": [chief() | {"until": "2025-01-01"}]}, "clerk"),
    "who is related was not looked up": ("chief", {}, {"consulted": ["listing"]}, "clerk"),
    "a declared fact": ("declared", {}, {"consulted": ["black-a"], "declared": [{"fact": "no-violation"}]}, "clerk"),
    "a contested record": ("barred", BUYER, {"listings": [listed(objection=OBJECTED)]}, "clerk"),
    "a doubtful identity": (
        "barred",
        BUYER,
        {"subject": {"id": "91230199MA0DEM0134", "scheme": "CN-USCI"}, "listings": [listed()]},
        "clerk",
    ),
}

#: Name → measure, action, profile, reader; by the rules that ship.
NATIONAL: dict[str, tuple[str, Json, Json, str]] = {
    "national: class A two years of three": (
        "tax-3a-service",
        {"code": "tax.service", "authority": "tax"},
        {
            "consulted": ["rating", "listing"],
            "ratings": [rated("A", "2026-04-30"), rated("A", "2025-04-30", id="R2"), rated("B", "2024-04-30", id="R3")],
        },
        "clerk",
    ),
    "national: on no list, nobody else in the bid": (
        "proc-reject",
        {"code": "procurement.bid"},
        {"consulted": ["listing", "related"]},
        "clerk",
    ),
    "national: a penalty of which the kind is not told": (
        "proc-major-record",
        {"code": "procurement.bid"},
        {"penalties": [{"id": "P1", "decided_on": "2025-01-10", "known_on": "2025-01-11", "kind": "fine"}]},
        "clerk",
    ),
}


def explained(plan: Plan, situation: tuple[str, Json, Json, str]) -> Explanation:
    """A situation explained, at a bid in Zibo on 2026-11-20 unless it says otherwise."""
    measure, action, told, _ = situation
    asked = action_from({"code": "bid", "date": DAY, "region": "370300", **action})
    return explain(plan, profile_of(**told), asked, measure)


def recorded(lang: str) -> dict[str, str]:
    """The texts as they were read and accepted, by situation."""
    parts = (TEXTS / f"{lang}.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    return {name: text for name, _, text in (part.partition(" ===\n") for part in parts)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_reads_as_accepted(plan: Plan, name: str, lang: str) -> None:
    told = explained(plan, SITUATIONS[name]).as_json()
    assert render_explanation(told, lang, SITUATIONS[name][3]) == recorded(lang)[name]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NATIONAL)
def test_a_situation_by_the_rules_that_ship_reads_as_accepted(national: Plan, name: str, lang: str) -> None:
    told = explained(national, NATIONAL[name]).as_json()
    assert render_explanation(told, lang, NATIONAL[name][3]) == recorded(lang)[name]


def test_every_text_recorded_is_of_a_situation() -> None:
    for lang in LANGUAGES:
        assert list(recorded(lang)) == [*SITUATIONS, *NATIONAL]


# --- the words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", words.TABLES)
def test_every_word_has_two_languages_and_the_same_parameters(name: str) -> None:
    for key, (zh, en) in words.TABLES[name].items():
        chinese, english = ({field for _, field, *_ in Formatter().parse(text) if field} for text in (zh, en))
        assert chinese == english, key
        assert not re.search("[\u4e00-\u9fff]", en), key


def test_every_sentence_is_said_somewhere() -> None:
    folder = Path(words.__file__).parent.parent / "rendering"
    source = "".join((folder / name).read_text(encoding="utf-8") for name in ("explanation.py", "why.py"))
    composed = (
        *("withheld.", "not-in-force.", "turns.", "days.", "bound.", "register.", "registers.", "count", "counted"),
        *("list-in-force", "measure-in-force", "basis", "bases", "spread"),  # with and without `.not`
        *("actions.", "subjects.", "region.", "does-not-apply", "disputed"),  # a code of the tree
    )
    for key in words.SENTENCES:
        assert key.startswith(composed) or f'"{key}"' in source, key


# --- the schema ---------------------------------------------------------------------------------------------------


@cache
def strict(kind: str) -> Draft202012Validator:
    """The schema, letting no key pass that it does not tell."""
    return Draft202012Validator(closed(schema_of(kind)))


def misfits(kind: str, data: Json) -> list[str]:
    found = (deepest(error) for error in strict(kind).iter_errors(data))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@pytest.mark.parametrize("name", SITUATIONS)
def test_an_explanation_fits_its_schema(plan: Plan, name: str) -> None:
    assert misfits("explanation", explained(plan, SITUATIONS[name]).as_json()) == []


@pytest.mark.parametrize("name", NATIONAL)
def test_an_explanation_by_the_rules_that_ship_fits_its_schema(national: Plan, name: str) -> None:
    assert misfits("explanation", explained(national, NATIONAL[name]).as_json()) == []


def test_explanations_of_every_sort_fit_their_schema() -> None:
    """Of the conformance cases every measure: every kind of node and of reason there is occurs, and nothing else."""
    kinds: set[str] = set()
    reasons: set[str] = set()
    for path in sorted((ROOT / "tests" / "conformance").glob("[0-9]*.yaml")):
        for document in documents(path):
            rules = plan_from_conformance(document.data)
            for raw in document.data["cases"][::3]:
                case = CasesFile.model_validate({"cases_for": "any", "cases": [raw]}).cases[0]
                given = given_of(case, document.data.get("defaults", {}))
                told = explain_all(rules, given.profile, given.action).as_json()
                assert misfits("explanations", told) == [], case.name
                for node in (node for one in told["measures"] for node in nodes_of(one["tree"])):
                    kinds.add(node["kind"])
                    reasons |= {r["code"] for record in node.get("records", ()) for r in record["reasons"]}
    assert kinds == set(words.NODE_KINDS)
    assert reasons == set(words.REASONS)


def nodes_of(tree: Json) -> Iterator[Json]:
    """A node and everything below it."""
    yield tree
    for below in tree.get("below", ()):
        yield from nodes_of(below)


def test_a_reader_of_explanations_lets_pass_what_it_does_not_know(plan: Plan) -> None:
    told = explained(plan, SITUATIONS["cross-check"]).as_json()
    loose = Draft202012Validator(schema_of("explanation"))
    assert loose.is_valid({**told, "new-in-a-later-version": 1})
    assert not loose.is_valid({**told, "firm": "maybe"})
    tree = told["tree"]
    for wrong in ({"kind": "wen"}, {"truth": "maybe"}, {"joins": "or"}):
        assert not loose.is_valid({**told, "tree": {**tree, **wrong}})
    rest = tree["below"][1:]
    assert not loose.is_valid({**told, "tree": {**tree, "below": [{"kind": "actions", "truth": "true"}, *rest]}})


# --- what JSON holds ----------------------------------------------------------------------------------------------


def test_json_has_stable_keys(plan: Plan) -> None:
    told = explained(plan, SITUATIONS["cross-check"]).as_json()
    assert list(told) == [
        "format",
        "decision",
        "inputs",
        "subject",
        "action",
        "date",
        "known",
        "warnings",
        "measure",
        "list_title",
        "finding",
        "guards",
        "turns",
        "firm",
        "tree",
        "words",
    ]
    assert (told["format"], told["measure"]) == ("explanation/1", "written/green")
    assert list(told["tree"]) == ["kind", "truth", "decides", "joins", "below"]
    assert [part["kind"] for part in told["tree"]["below"]] == ["scope", "in-force", "cross-check", "when"]
    assert told["words"]["en"]["sentence"].startswith("withheld: ")
    json.dumps(told)


def test_a_guard_is_told_with_its_days_and_what_follows(plan: Plan) -> None:
    """The list takes three years from 2025-03-01: the last day is 2028-03-01, the first without it the day after."""
    told = explained(plan, SITUATIONS["cross-check"]).as_json()
    guard = {"guard": "cross-check", "record": "L1", "of": None, "since": "2025-03-01", "until": "2028-03-01"}
    assert told["guards"] == [guard]
    assert told["turns"] == {"on": "2028-03-02", "to": "applies"}


@pytest.mark.parametrize(
    ("name", "guard", "since", "until", "turns"),
    [
        ("withheld: not in force any more", "not-in-force", "2026-01-01", None, None),
        ("withheld: not yet listed", "not-yet-listed", None, "2026-11-30", {"on": "2026-12-01", "to": "applies"}),
        ("withheld: expired", "expired", "2026-03-02", None, None),
        ("withheld: repaired", "repaired", "2026-03-01", None, None),
        ("withheld: fulfilled", "fulfilled", "2026-03-01", None, None),
        ("withheld: removed", "removed", "2026-03-01", None, None),
        ("withheld: revoked", "revoked", "2026-03-01", None, None),
        ("withheld: suspended", "suspended", "2026-03-01", "2026-12-31", {"on": "2027-01-01", "to": "applies"}),
        ("withheld: objection upheld", "objection-upheld", "2026-11-02", None, None),
        ("withheld: a list of another region", "elsewhere", None, None, None),
        ("withheld: its own period is over", "expired", "2026-11-20", None, None),
    ],
)
def test_every_guard_says_since_when_and_until_when(
    plan: Plan, name: str, guard: str, since: str | None, until: str | None, turns: Json
) -> None:
    told = explained(plan, SITUATIONS[name]).as_json()
    assert told["finding"]["finding"] == "withheld"
    assert [(one["guard"], one["since"], one["until"]) for one in told["guards"]] == [(guard, since, until)]
    assert (told["turns"], told["finding"]["guard"]) == (turns, guard)


@pytest.mark.parametrize(
    ("name", "firm"),
    [("a contested record", False), ("applies by two causes", True), ("by value: another grade", None)],
)
def test_a_bar_says_whether_it_is_firm(plan: Plan, name: str, firm: bool | None) -> None:
    assert explained(plan, SITUATIONS[name]).as_json()["firm"] is firm


def test_a_record_of_which_something_is_open_names_it(plan: Plan) -> None:
    told = explained(plan, ("large", {}, {"listings": [listed()]}, "clerk")).as_json()
    ((node,),) = (part["below"] for part in told["tree"]["below"] if part["kind"] == "when")
    (record,) = node["records"]
    assert (node["truth"], record["counts"]) == ("unknown", "unknown")
    (reason,) = record["reasons"]
    assert (reason["code"], reason["field"]["field"], reason["found"]) == ("field", "amount", None)
    assert [missing["fact"] for missing in told["finding"]["missing"]] == ["L1.amount"]


@pytest.mark.parametrize("name", SITUATIONS)
def test_markdown_says_the_same_as_a_nested_list(plan: Plan, name: str) -> None:
    told = explained(plan, SITUATIONS[name]).as_json()
    reader = SITUATIONS[name][3]
    page, text = (render_explanation(told, "en", reader, layout) for layout in ("markdown", "text"))
    assert page.startswith("# ")
    bullets = [line.index("- ") for line in text.split("step by step\n")[1].splitlines()]
    assert [line.index("- ") for line in page.split("\n\n")[-1].splitlines()] == bullets


def test_what_a_profile_brings_becomes_no_markup_and_no_line() -> None:
    plan = plan_from(rules=head() + RULES)
    hostile = "[a](http://x.cn)\n# <b>\x1b[2J"
    told = explained(plan, ("barred", BUYER, {"listings": [listed(document=hostile)]}, "clerk")).as_json()
    for layout in ("text", "markdown"):
        page = render_explanation(told, "zh", "clerk", layout)
        assert "\x1b" not in page
        assert "\n# <b>" not in page
    assert "](http" not in render_explanation(told, "zh", "clerk", "markdown")


# --- the library --------------------------------------------------------------------------------------------------


def test_the_package_offers_it() -> None:
    assert {"explain", "Explanation"} <= set(credit_rules.__all__)
    assert credit_rules.__all__ == sorted(credit_rules.__all__)
    assert credit_rules.explain is explain


def test_the_library_answers_as_the_command(national: Plan) -> None:
    bidder = CreditProfile.from_file(ROOT / "examples" / "bidder.json")
    told = explain(national, bidder, action_from({"code": "procurement.bid", "date": DAY}), "proc-reject")
    argv = ("explain", str(ROOT / "examples" / "bidder.json"), "proc-reject", "--action", "procurement.bid")
    answer = call_credit_rules(*argv, "--date", DAY, "--format", "json")
    assert (answer.code, answer.data) == (0, told.as_json())
    assert told.finding.finding == "applies"
    assert told.measure == "procurement-credit-check/proc-reject"


@pytest.mark.parametrize(("lang", "fact"), [("zh", "“无重大违法记录”"), ("en", "“no record of a major violation”")])
def test_a_fact_declared_under_the_rules_that_ship_is_told_in_words(national: Plan, lang: str, fact: str) -> None:
    action = {"code": "procurement.bid", "authority": "purchaser"}
    profile = {"consulted": ["listing", "related"], "declared": [{"fact": "no-major-violation"}]}
    told = explained(national, ("proc-major-record", action, profile, "clerk")).as_json()
    page = render_explanation(told, lang, "clerk")
    assert page.count(fact) >= 2  # in the sentence at the top, and in the tree
    assert "no-major-violation" not in page


def test_an_unknown_measure_is_told_with_the_nearest_names(plan: Plan) -> None:
    with pytest.raises(ProfileError) as refused:
        explained(plan, ("gren", {}, {}, "clerk"))
    (told,) = refused.value.problems
    assert (told.code, told.at) == ("unknown-measure", "/measure")
    assert "green" in (told.help or {})["en"]


def test_a_name_of_two_measures_wants_its_list() -> None:
    twice = {name: head().replace("written", name) + PROVINCE for name in ("one", "two")}
    plan = plan_from(**twice)
    with pytest.raises(ProfileError) as refused:
        explained(plan, ("here", {}, {}, "clerk"))
    (told,) = refused.value.problems
    assert told.code == "ambiguous-measure"
    assert "one/here, two/here" in told.message["en"]
    assert explained(plan, ("two/here", {}, {}, "clerk")).measure == "two/here"


def test_of_several_editions_the_one_of_the_day_is_explained(plan: Plan) -> None:
    editions = {day: explained(plan, ("added", {"date": day}, {}, "clerk")) for day in ("2025-12-31", "2026-01-01")}
    assert [told.finding.out_of_scope for told in editions.values()] == ["edition", ""]
    assert {told.finding.planned.list.edition for told in editions.values()} == {"2027"}


# --- the command --------------------------------------------------------------------------------------------------


def asked(small: str, *argv: str, data: Json = None, action: str = "bid") -> Answer:
    """The command on a profile by the small rule set."""
    told = as_bytes(profile() if data is None else data)
    return call_credit_rules("explain", "-", *argv, "--rules", small, "--action", action, "--date", DAY, stdin=told)


def test_one_sentence_then_the_tree(small: str) -> None:
    answer = asked(small, "refuse", "--lang", "en", data=profile(listings=[listing()]))
    assert (answer.code, answer.err) == (0, "")
    first, *rest = answer.out.splitlines()
    assert first == "applies: on the list “list A” since 2025-03-01  (L1)"
    assert "- [yes] the condition is met" in rest
    # What follows from it and what to do come before how it came about.
    labels = [line.split("  ")[0] for line in rest]
    assert labels.index("basis") < labels.index("until") < labels.index("way out") < labels.index("step by step")


def test_without_a_measure_every_one_at_the_action_has_a_line(small: str) -> None:
    answer = asked(small, "--lang", "en", data=profile(listings=[listing()]))
    assert [line for line in answer.out.splitlines() if line.startswith("- ")] == [
        "- refuse the bid (small/refuse)  applies: on the list “list A” since 2025-03-01  (L1)"
    ]
    told = asked(small, "--format", "json", action="fund").data
    assert (told["format"], [one["measure"] for one in told["measures"]]) == ("explanations/1", ["small/limit-funds"])


def test_only_the_file_lists_restrictions_of_records_that_no_longer_stand(small: str) -> None:
    left = profile(listings=[listing(removed_on="2026-01-01", removal="repaired")])
    never = profile()
    for measure in ((), ("refuse",)):
        assert "不再适用：" in asked(small, *measure, "--for", "file", data=left).out
        # To everybody else it reads as if there had never been one, whether it is asked for by name or not.
        for reader in ("clerk", "subject"):
            told, clean = (asked(small, *measure, "--for", reader, data=data).out for data in (left, never))
            assert told == clean
    assert asked(small, "refuse", "--format", "json", data=left).data["finding"]["finding"] == "withheld"


def test_the_page_of_the_decision_keeps_to_it_too(plan: Plan) -> None:
    """An entry that is gone is told in the file only, whether an incentive asks that there be none or a restriction
    out of force would have been triggered by it."""
    decision = decided(plan, {"code": "bid"}, listings=[listed(**REPAIRED)]).as_json()
    pages = {reader: render_text(decision, "zh", reader) for reader in ("clerk", "subject", "file")}
    assert all("    unlisted" in page and "    old" in page for page in pages.values())
    assert [reader for reader, page in pages.items() if "(L1)" in page] == ["file"]


def test_the_overview_explains_what_the_decision_finds(national: Plan) -> None:
    bidder = CreditProfile.from_file(ROOT / "examples" / "bidder.json")
    overview = explain_all(national, bidder, action_from({"code": "procurement.bid", "date": DAY}))
    findings = {f.planned.position: f.finding for f in (*overview.decision.findings, *overview.decision.others)}
    here = {m.position for m in national.at_action("procurement.bid", date.fromisoformat(DAY))}
    assert {one.finding.planned.position for one in overview.explanations} == here
    assert all(one.finding.finding == findings[one.finding.planned.position] for one in overview.explanations)
    for lang in LANGUAGES:
        page = render_overview(overview.as_json(), lang, "file")
        assert all(one.words[lang] in page for one in overview.explanations)


def test_a_measure_of_a_draft_list_is_said_to_be_one() -> None:
    bidder = str(ROOT / "examples" / "bidder.json")
    argv = ("explain", bidder, "draft-serious-supervise", "--action", "procurement.bid", "--date", DAY)
    refused = call_credit_rules(*argv, "--format", "json")
    ((told),) = refused.data["errors"]
    assert (refused.code, told["code"], told["at"]) == (3, "unknown-measure", "MEASURE")
    assert "--drafts" in told["help"]["zh"]
    assert "--drafts" in told["help"]["en"]
    answer = call_credit_rules(*argv, "--drafts", "--format", "json")
    assert (answer.code, answer.data["finding"]["draft"]) == (0, True)


WRONG: dict[str, tuple[tuple[str, ...], Json, int, set[tuple[str, str]]]] = {
    # what is wrong: command line, profile, exit code, codes with places
    "an unknown measure": (("refus",), None, 3, {("unknown-measure", "MEASURE")}),
    "an unknown measure at an unknown action": (
        ("refus", "--action", "bidd"),
        None,
        3,
        {("unknown-measure", "MEASURE"), ("unknown-action", "--action")},
    ),
    "a day that is none": (("refuse", "--date", "2026-02-30"), None, 3, {("bad-date", "--date")}),
    "dates that contradict": (
        ("refuse",),
        profile(listings=[listing(removed_on="2025-02-01")]),
        3,
        {("dates-contradict", "/listings/0/removed_on")},
    ),
    "an amount that is none": (("refuse", "--amount", "5,000"), None, 3, {("bad-money", "--amount")}),
    "an unknown body": (("refuse", "--authority", "nobody"), None, 3, {("unknown-authority", "--authority")}),
    "an unknown reader": (("refuse", "--for", "press"), None, 2, {("unknown-value", "--for")}),
    "a layout there is not": (("refuse", "--format", "xml"), None, 2, {("unknown-value", "--format")}),
    "too many arguments": (("refuse", "limit-funds"), None, 2, {("extra-argument", "")}),
    "rules that are not there": (("refuse", "--rules", "nowhere"), None, 4, {("unknown-ruleset", "")}),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_code_place_and_exit_code(small: str, name: str) -> None:
    argv, data, code, expected = WRONG[name]
    given = ("--rules", small) if "--rules" not in argv else ()
    defaults = ("--action", "bid") if "--action" not in argv else ()
    day = ("--date", DAY) if "--date" not in argv else ()
    layout = () if "--format" in argv else ("--format", "json")
    stdin = as_bytes(profile() if data is None else data)
    answer = call_credit_rules("explain", "-", *argv, *given, *defaults, *day, *layout, stdin=stdin)
    assert answer.code == code
    if layout:
        assert {(told["code"], told["at"]) for told in answer.data["errors"]} >= expected
    else:
        assert all(told in answer.err for told, _ in expected)


def test_lines_of_requests_are_for_another_command(small: str) -> None:
    lines = as_bytes({"request": 1, "profile": profile(), "action": {"code": "bid"}})
    answer = call_credit_rules("explain", "-", "refuse", "--rules", small, "--action", "bid", stdin=lines)
    assert answer.code == 2
    assert "check-subject" in answer.err


def test_an_identifier_is_looked_up_in_the_profiles(small: str, isolated: Path) -> None:
    data = profile(listings=[listing()])
    (isolated / "roster.jsonl").write_bytes(as_bytes(data))
    argv = ("explain", data["subject"]["id"], "refuse", "--rules", small, "--action", "bid", "--date", DAY)
    answer = call_credit_rules(*argv, "--profiles", "roster.jsonl")
    assert (answer.code, answer.out.startswith("适用：")) == (0, True)
    assert call_credit_rules(*argv).code == 2


@pytest.mark.parametrize("day", ["1900-01-01", "2024-02-29", "9999-12-31"])
def test_any_day_of_the_calendar_can_be_asked_about(day: str) -> None:
    plan = load_plan("cn")
    told = profile_of(
        ratings=[rated("A", "1900-01-01")], listings=[listed("9999-12-31"), listed("1900-01-01", id="L2")]
    )
    for one in explain_all(plan, told, action_from({"code": "procurement.bid", "date": day})).explanations:
        assert render_explanation(one.as_json(), "zh", "file")

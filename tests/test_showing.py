"""Rules in words: sentences read and judged, everything of a condition said, and backwards equal to brute force."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import call_credit_rules as call
from commands import empty_folder, small_rules
from credit_rules import words
from credit_rules.authoring.showing import Library, library_of, meanings, nearest, nearest_names, printed, shown
from credit_rules.authoring.showing.backwards import following, of_scheme, on_list
from credit_rules.authoring.showing.conditions import condition_told, inline, item
from credit_rules.authoring.showing.library import Entry
from credit_rules.authoring.showing.naming import ORDER, known_names
from credit_rules.authoring.showing.sheet import Item
from credit_rules.backends import in_process
from credit_rules.model.action import Action
from credit_rules.model.conditions import FactTest, FieldTest, RecordTest, RelatedTest, every_leaf, leaves
from credit_rules.model.places import contains
from credit_rules.model.plan import Plan
from credit_rules.model.profile import OPEN_EVENTS, TYPE_OF_KIND
from credit_rules.model.scalars import SUBJECT_KINDS
from credit_rules.profiles import CreditProfile
from credit_rules.rendering.reader import money
from credit_rules.rulesets import documents_of, shipped_names
from credit_rules.stages.checking import check
from credit_rules.stages.gathering import gather
from credit_rules.stages.planning import plan as planned_of
from credit_rules.stages.reading import Document, read_yaml
from credit_rules.words import chosen, codes
from credit_rules.words import showing as said
from properties.strategies import ANY, SECTION, as_authored, cases_of, findings_of

DAY = date(2026, 11, 20)
LANGUAGES = ("zh", "en")
_FIXTURES = (empty_folder, small_rules)
Json = Any


def loaded(*rules: str, drafts: bool = True, subject: str | None = None) -> Library:
    documents = documents_of(rules, drafts=drafts)
    return library_of(check(documents), documents, day=DAY, subject=subject, rules=rules)


@pytest.fixture(scope="module", name="everything")
def all_shipped() -> Library:
    """Every shipped rule set with its drafts."""
    return loaded(*shipped_names())


@pytest.fixture(scope="module", name="national")
def national_rules() -> Library:
    return loaded("cn", drafts=False)


# --- a small rule set, whose sentences are read ------------------------------------------------------------------

GOLDEN = Path(__file__).parent / "golden" / "showing"
RULES, LIST = ((GOLDEN / name).read_text(encoding="utf-8") for name in ("catalogue.yaml", "sample.yaml"))


@pytest.fixture(scope="module", name="sample")
def sample_rules() -> Library:
    documents = [read_yaml(RULES, "catalogue.yaml"), read_yaml(LIST, "sample.yaml")]
    return library_of(check(documents), documents, day=DAY, rules=("sample",))


def lines_of(found: Item, depth: int = 0) -> Iterator[str]:
    yield "  " * depth + found.text
    for inner in found.below:
        yield from lines_of(inner, depth + 1)


CONDITIONS: list[tuple[str, str, str]] = [
    ("{listing: {list: dark}}", "列入“黑名单”（dark）", "is on the list “Dark list” (dark)"),
    (
        "{listing: {list: [dark, town, rose]}}",
        "列入下列名单之一：\n  “黑名单”（dark）\n  “市名单”（town）\n  “红名单”（rose）",
        "is on one of these lists:\n  “Dark list” (dark)\n  “Town list” (town)\n  “Rose list” (rose)",
    ),
    (
        "{not: {listing: {list: [dark, rose], ground: fraud}}}",
        "未列入“黑名单”（dark）或者“红名单”（rose）（所列记录：列入事由为 fraud）",
        "is not on the list “Dark list” (dark) or “Rose list” (rose) (the entry: ground is fraud)",
    ),
    (
        "{listing: {list: dark, count: {between: [2, 4]}, within: {period: 1 year, of: removed_on}}}",
        "列入“黑名单”（dark）：自移出日期起不超过 1 年；2 至 4 条",
        "is on the list “Dark list” (dark): not more than 1 year since the date of removal; between 2 and 4 of them",
    ),
    (
        "{penalty: {kind: [fine, suspension], large: true, amount: {at_least: '5000000', below: '9000000.50'}}}",
        "有行政处罚：类别为罚款或者“暂扣许可证件、责令停产停业”；是否较大数额：是；金额不低于 5,000,000 元；"
        "金额低于 9,000,000.50 元",
        "has an administrative penalty: kind is fine or “suspension of a permit or of business”; whether the amount is "
        "large: yes; amount is at least CNY 5,000,000; amount is below CNY 9,000,000.50",
    ),
    (
        "{penalty: {severity: serious, decided_on: {at_least: 2020-01-01}, performed_on: {happened: false}, count: 2}}",
        "有行政处罚：严重程度为严重；决定日期不早于 2020-01-01；未履行处罚决定；恰好 2 条",
        "has an administrative penalty: severity is serious; date of decision is on or after 2020-01-01; the penalty "
        "not performed; exactly 2 of them",
    ),
    (
        "{conviction: {offence: bribery, standing: any, basis: [甲法 第六条], within: 3 years}}",
        "有刑事判决：罪名为贿赂（bribery）；自决定日期起不超过 3 年；"
        "已不再有效的记录也算（决定撤销、异议成立的除外），依据《甲法》第六条",
        "has a conviction: offence is bribery; not more than 3 years since the date of decision; entries that no "
        "longer stand count too, unless revoked or struck out on objection, under Law A, art. 6",
    ),
    (
        "{commitment: {type: approval-replacing, matter: bid, breached_on: {happened: true}}}",
        "作出过信用承诺：类型为审批替代；事项为“政府采购”（bid）（含其下级事项）；已违反承诺",
        "has made a commitment: type is approval-replacing; matter is “procurement” (bid) or lies below it; the "
        "commitment breached",
    ),
    (
        "{not: {rating: {scheme: tax, grade: [B, D], count: {at_most: 1}}}}",
        "以下不成立：\n  “纳税信用级别”（tax）评为 B 或者 D：至多 1 条（可以没有）",
        "this does not hold:\n  is graded B or D in “tax class” (tax): at most 1 of them (or none)",
    ),
    (
        "{points: {scheme: family, value: {between: ['100', '1200.5']}}}",
        "有“家庭积分”（family）：分值在 100 至 1,200.5 之间（含两端）",
        "has “family points” (family): value is between 100 and 1,200.5 (both included)",
    ),
    (
        "{all: [{subject: {kind: [enterprise, sole-trader]}}, "
        "{action: {amount: {above: '4000000'}, region: ['370300', CN]}}]}",
        "以下各项都符合：\n  主体类别为企业或者个体工商户\n"
        "  事项金额高于 4,000,000 元；事项所在地区在 370300或者全国之内",
        "all of these:\n  kind of subject is enterprise or sole trader\n  amount of the action is above CNY 4,000,000; "
        "region of the action lies within 370300 or the whole country",
    ),
    (
        "{related: {role: boss, holds: {any: [{listing: {list: dark}}, {permit: {}}]}, basis: [甲法 第七条]}}",
        "“法定代表人”（boss）符合：\n  符合下列任何一项：\n    列入“黑名单”（dark）\n    持有行政许可\n"
        "  及于关联主体的依据：《甲法》第七条",
        "a related subject, “legal representative” (boss):\n  any of these:\n    is on the list “Dark list” (dark)\n"
        "    holds a permit\n  basis for the spread: Law A, art. 7",
    ),
    (
        "{not: {all: [{listing: {}}, {penalty: {count: 0}}]}}",
        "以下不成立：\n  以下各项都符合：\n    列入任何一个名单\n    有行政处罚：一条也没有",
        "this does not hold:\n  all of these:\n    is on any list\n    has an administrative penalty: none of them",
    ),
    ("always", "不设条件", "no condition"),
]


@pytest.mark.parametrize(("written", "zh", "en"), CONDITIONS)
def test_a_condition_reads_as_a_sentence(written: str, zh: str, en: str, sample: Library) -> None:
    told = condition_told(read_yaml(f"when: {written}", "x").data["when"], sample.law)
    assert "\n".join(lines_of(item(told, "zh"))) == zh
    assert "\n".join(lines_of(item(told, "en"))) == en


def test_on_one_line_what_is_joined_differently_stands_apart(sample: Library) -> None:
    (faster,) = (entry for entry in sample.entries if entry.planned.id == "faster")
    told = sample.condition(faster)["words"]
    assert told["zh"] == "（列入“红名单”，或者“纳税信用级别”评为 A 或者 B），且未列入“黑名单”"
    assert (
        told["en"]
        == "(is on the list “Rose list”, or is graded A or B in “tax class”), and is not on the list “Dark list”"
    )


@pytest.mark.parametrize(("name", "lang"), [("refuse", "zh"), ("refuse", "en"), ("dark", "zh"), ("dark", "en")])
def test_a_page_reads_as_it_was_read(name: str, lang: str, sample: Library) -> None:
    page = (GOLDEN / f"{name}.{lang}.txt").read_text(encoding="utf-8")
    assert printed(shown(sample, name), lang) == page


def test_a_measure_in_markdown(sample: Library) -> None:
    page = printed(shown(sample, "town-limit"), "zh", "markdown")
    assert page.startswith("# 限制补助\n\nsample/town-limit · 惩戒 · 可以 · 限制 · 限制市场或行业准入\n\n- **事项** ")
    assert "- **条件** 符合下列任何一项：\n  - 列入“市名单”（town）\n  - 以下各项都符合：\n    - 有行政处罚：" in page


def test_a_scheme_is_told_grade_by_grade(sample: Library) -> None:
    page = printed(shown(sample, "rating.tax"), "en")
    assert "Grade A\n  - Incentives that follow · “works” (bid.works)" in page
    assert "Grade D\n  - none" in page
    grades = {told["grade"]: told["measures"] for told in shown(sample, "rating.tax")["found"][0]["grades"]}
    ways = {grade: {(m["measure"], way["via"]) for m in found for way in m["ways"]} for grade, found in grades.items()}
    assert ways["A"] == {("faster", "own"), ("town-limit", "not")}
    assert ways["B"] == {("faster", "own")}
    assert ways["D"] == set()


def test_an_action_tells_what_may_meet_a_subject_and_what_to_look_up(sample: Library) -> None:
    (told,) = shown(sample, "投标")["found"]
    assert [m["measure"] for m in told["restrictions"]] == ["refuse"]
    assert [entry["fact"] for entry in told["consult"]] == ["dark", "related.member", "dark"]
    assert [(fact["fact"], fact["for"]) for fact in told["facts"]] == [("action.authority", ["sample/refuse"])]
    page = printed(shown(sample, "投标"), "zh")
    assert "  - “黑名单”（dark）   去处：税务网站\n  - 谁是“联合体成员”\n  - “联合体成员”的“黑名单”（dark）" in page
    assert "救济  7 个工作日内向采购人提出质疑" in page


def test_what_lies_within_an_action_meets_what_is_said_of_it(sample: Library) -> None:
    (fund,) = shown(sample, "fund")["found"]
    # `refuse` is for bids, and a subsidy here lies within them; but no purchaser handles a subsidy.
    assert [m["measure"] for m in fund["restrictions"]] == ["town-limit"]
    assert [m["measure"] for m in fund["other_bodies"]] == ["refuse"]
    penalty = next(entry for entry in fund["consult"] if entry["fact"] == "penalty")
    assert [field["field"] for field in penalty["fields"]] == ["amount", "kind"]
    # A statutory right is not subject to the cross-check, so nothing is asked on its account.
    assert {entry["fact"] for entry in fund["consult"] if entry["cross_check"]} == set()


def test_the_cross_check_is_asked_for_where_an_incentive_depends_on_it(sample: Library) -> None:
    (works,) = shown(sample, "bid.works")["found"]
    assert {entry["fact"] for entry in works["consult"] if entry["cross_check"]} == {"dark", "town"}
    page = printed(shown(sample, "bid.works"), "zh")
    assert "激励另须交叉比对（1 个）：“市名单”（town）" in page


def test_only_one_kind_of_subject() -> None:
    documents = [read_yaml(RULES, "catalogue.yaml"), read_yaml(LIST, "sample.yaml")]
    person = library_of(check(documents), documents, day=DAY, subject="natural-person")
    (told,) = shown(person, "fund")["found"]
    assert [m["measure"] for m in told["restrictions"]] == []
    assert [m["measure"] for m in told["incentives"]] == ["right"]


def test_a_source_is_told_article_by_article(sample: Library) -> None:
    (told,) = shown(sample, "甲")["found"]
    uses = {
        use["article"]: [m["measure"] + ":" + m["as"] for m in use["measures"]]
        + [c["id"] + ":" + c["as"] for c in use["catalogue"]]
        for use in told["uses"]
    }
    assert uses == {
        "第一条": ["dark:list"],
        "第二条": ["dark:repair"],
        "第三条": ["refuse:declaration"],
        "第五条": ["town-limit:basis"],
        "第八条": ["right:basis"],
        "第九条": ["bid:remedy"],
        "第二十二条": ["refuse:basis"],
    }
    order = ["第一条", "第二条", "第三条", "第五条", "第八条", "第九条", "第二十二条"]
    assert list(uses) == order
    (one,) = shown(sample, "甲法 第二十二条")["found"]
    assert [use["article"] for use in one["uses"]] == ["第二十二条"]


def test_a_body_is_told_with_what_it_keeps_handles_and_carries_out(sample: Library) -> None:
    (told,) = shown(sample, "authority:tax")["found"]
    assert [named["id"] for named in told["lists"]] == ["dark"]
    assert [named["id"] for named in told["actions"]] == ["fund"]
    (buyer,) = shown(sample, "采购人")["found"]
    assert [m["measure"] for m in buyer["measures"]] == ["refuse"]
    assert {m["measure"] for m in buyer["whoever_handles"]} == {"faster"}


def test_editions_that_follow_one_another() -> None:
    second = LIST.replace('edition: "1"', 'edition: "2"').replace("from: 2016-01-01", "from: 2026-01-01")
    second = second.replace("duty: must\n    category", "duty: may\n    category", 1)
    first = LIST.replace("{from: 2016-01-01}", "{from: 2016-01-01, until: 2025-12-31}")
    documents = [read_yaml(RULES, "c.yaml"), read_yaml(first, "one.yaml"), read_yaml(second, "two.yaml")]
    library = library_of(check(documents), documents, day=DAY)
    page = printed(shown(library, "refuse"), "zh")
    assert "版本  1 版，2016-01-01 至 2025-12-31；不同之处：duty\n      2 版，2026-01-01 起（此处所示）" in page
    (old,) = shown(library, "refuse@1")["found"]
    assert (old["duty"], old["in_force_on_day"]) == ("must", False)
    (dark,) = shown(library, "list:dark")["found"]
    editions = {m["edition"]: m["in_force_on_day"] for m in dark["measures"] if m["measure"] == "refuse"}
    assert editions == {"1": False, "2": True}
    assert len(shown(library, "measure-list:sample")["found"]) == 2


def test_an_edition_without_the_measure_is_told() -> None:
    first = LIST.replace("{from: 2016-01-01}", "{from: 2016-01-01, until: 2025-12-31}")
    second = LIST.replace('edition: "1"', 'edition: "2"').replace("from: 2016-01-01", "from: 2026-01-01")
    documents = [
        read_yaml(RULES, "c.yaml"),
        read_yaml(first, "one.yaml"),
        read_yaml(second.replace("id: refuse", "id: refuse-again"), "two.yaml"),
    ]
    library = library_of(check(documents), documents, day=DAY)
    page = printed(shown(library, "refuse"), "zh")
    assert "在 2026-11-20 未施行" in page
    assert "2 版，2026-01-01 起；没有此措施" in page


def test_a_local_list_matters_only_where_it_counts() -> None:
    elsewhere = LIST.replace('edition: "1"', 'edition: "1"\nregion: "230000"').replace("region: CN\n", "")
    recognised = RULES + 'recognition:\n  - {here: "230100", from: ["370000"], in_force: {from: 2026-01-01}}\n'
    for rules, follows, now in (
        (RULES, set(), set()),
        (recognised, {"faster", "town-limit"}, {"faster", "town-limit"}),
    ):
        documents = [read_yaml(rules, "c.yaml"), read_yaml(elsewhere, "l.yaml")]
        library = library_of(check(documents), documents, day=DAY)
        told = following(library, on_list("town"), "listing", "town")
        assert {m["measure"] for m in told} == follows
        assert {m["measure"] for m in told if m["counts_on_day"]} == now
        before = library_of(check(documents), documents, day=date(2025, 12, 31))
        assert not any(m["counts_on_day"] for m in following(before, on_list("town"), "listing", "town"))


# --- everything of a condition is said ----------------------------------------------------------------------------


def mentions(data: Any, lang: str) -> Iterator[str]:
    """What a reader must find of a condition as it is written: names, grades, codes, amounts, days, numbers."""
    if not isinstance(data, Mapping):
        return
    for key, value in data.items():
        if key in ("all", "any"):
            for term in value:
                yield from mentions(term, lang)
        elif key in ("not", "holds"):
            yield from mentions(value, lang)
        elif key in (*SECTION, "subject", "action"):
            for name, wanted in value.items():
                yield from _field_mentions(str(key), str(name), wanted, lang)
        elif key == "related":
            yield str(value["role"])
            yield from mentions({"holds": value["holds"]}, lang)


def _field_mentions(kind: str, name: str, wanted: Any, lang: str) -> Iterator[str]:
    if name in ("standing", "basis"):
        return
    if name == "within":
        yield words.period(str(wanted["period"] if isinstance(wanted, Mapping) else wanted), lang)
        return
    if name == "count":
        yield from _count_mentions(wanted)
        return
    for bound, value in wanted.items() if isinstance(wanted, Mapping) else (("", wanted),):
        for each in value if isinstance(value, list) else [value]:
            yield from _value_mentions(kind, name, str(bound), str(each), lang)


def _count_mentions(count: Any) -> Iterator[str]:
    """The numbers of a count, as they are said: below 2 is at most 1, and none is a word of its own."""
    bounds = count.items() if isinstance(count, Mapping) else (("", count),)
    for bound, limit in bounds:
        for each in limit if isinstance(limit, list) else [limit]:
            number = int(str(each)) + {"above": 1, "below": -1}.get(str(bound), 0)
            if number > 0:
                yield str(number)


def _value_mentions(kind: str, name: str, bound: str, value: str, lang: str) -> Iterator[str]:
    tables = [codes.PENALTY_KINDS, codes.SEVERITIES, codes.COMMITMENT_TYPES, codes.SUBJECT_KINDS, codes.REMOVALS]
    if bound == "happened":
        yield said.EVENTS[name][value != "true"][lang != "zh"]
    elif value in ("true", "false"):
        yield {"true": ("是", "yes"), "false": ("否", "no")}[value][lang != "zh"]
    elif name in ("amount", "value"):
        yield str(money(Decimal(value)) if "." not in value else money(value))
    elif name in ("kind", "severity", "type", "removal") and any(value in table for table in tables):
        table = next(t for t in tables if value in t and (kind != "subject" or t is codes.SUBJECT_KINDS))
        yield words.word(table, value, lang)
    elif value == "CN":
        yield {"zh": "全国", "en": "the whole country"}[lang]
    elif name == "authority" and kind == "action":
        return  # by its title
    else:
        yield value


def _read(entry: Entry, library: Library, lang: str) -> str:
    told = condition_told(entry.data["when"], library.law)
    return "\n".join(lines_of(item(told, lang)))


def assert_everything_is_said(library: Library) -> int:
    compared = 0
    for entry in library.entries:
        for lang in LANGUAGES:
            page = _read(entry, library, lang)
            for wanted in mentions(entry.data["when"], lang):
                assert wanted in page, (entry.reference, lang, wanted, page)
                compared += 1
            assert inline(library.condition(entry), lang)
    return compared


def test_every_shipped_condition_is_said_whole(everything: Library) -> None:
    assert assert_everything_is_said(everything) > 500


@settings(deadline=None, max_examples=25, derandomize=True, database=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_whatever_a_condition_can_say_is_said(seed: int) -> None:
    (case,) = cases_of(seed, ANY, 1)
    library = library_of_case(case)
    assert_everything_is_said(library)
    for meaning in {meaning for meaning, _ in known_names(library)}:
        told = shown(library, meaning.choice)
        assert told["found"], meaning
        for lang in LANGUAGES:
            assert printed(told, lang)
            assert printed(told, lang, "markdown")


def library_of_case(case: Any) -> Library:
    documents = [Document(name, as_authored(data)) for name, data in case.rules.documents]
    return library_of(check(documents), documents, day=date(2026, 3, 1))


def test_everything_shipped_can_be_shown_by_every_name_it_goes_by(everything: Library) -> None:
    index: dict[str, set[Any]] = {}
    for meaning, names in known_names(everything):
        for name in names:
            index.setdefault(name.strip().strip("《》").casefold(), set()).add((meaning.kind, meaning.id))
    kinds = set()
    for name, wanted in sorted(index.items()):
        found = {(meaning.kind, meaning.id) for meaning in meanings(everything, name)}
        assert found >= wanted, name
        kinds |= {kind for kind, _ in found}
    assert kinds == set(ORDER)


def test_every_shipped_page_is_words_in_its_language(everything: Library) -> None:
    for meaning in sorted({meaning for meaning, _ in known_names(everything)}, key=str):
        told = shown(everything, meaning.choice)
        json.dumps(told)
        for lang in LANGUAGES:
            page = printed(told, lang)
            assert "None" not in page.replace("None of", ""), meaning
            assert not re.search(r"[{}]|\bTrue\b|\bFalse\b", page), meaning


def test_nothing_of_a_measure_is_left_out(everything: Library) -> None:
    """Actions, bodies, kinds of subject, bases with articles, notes, ways out: all on the page."""
    for entry in everything.entries:
        measure = entry.planned.measure
        page = printed(shown(everything, f"measure:{entry.reference}@{entry.planned.list.edition}"), "zh")
        assert measure.title.zh in page
        for code in measure.actions:
            assert code in page, entry.reference
        for body in measure.by:
            assert everything.law.authorities[body].title.zh in page
        for basis in entry.planned.basis:
            assert (
                basis.title.zh
                + ("" if basis.title.zh.startswith("《") or "〔" in basis.title.zh else "》")
                + (basis.article or "")
                in page
            ), (entry.reference, basis)
        for text in (measure.note, measure.way_out):
            assert getattr(text, "zh", "") in page
        for known in (everything.law.lists[name] for name in _lists_that_bring(entry)):
            for term in known.terms if measure.lasts == "while-it-holds" and measure.polarity == "restriction" else ():
                if term.repair and term.repair.conditions and measure.way_out is None:
                    assert term.repair.conditions.zh in page, (entry.reference, known.id)


def _lists_that_bring(entry: Entry) -> set[str]:
    return {
        name
        for leaf, helps in leaves(entry.planned.when)
        if helps and isinstance(leaf, RecordTest) and leaf.kind == "listing"
        for name in leaf.names
    }


def test_every_measure_is_found_from_its_lists_actions_and_sources(everything: Library) -> None:
    pages: dict[str, Json] = {}

    def page(name: str) -> Json:
        if name not in pages:
            (pages[name],) = shown(everything, name)["found"]
        return pages[name]

    for entry in everything.entries:
        told = {"edition": entry.planned.list.edition, "reference": entry.reference}

        def among(measures: list[Json], told: Json = told) -> bool:
            return any(told.items() <= measure.items() for measure in measures)

        for name in _lists_that_bring(entry):
            assert among(page(f"list:{name}")["measures"]), (entry.reference, name)
        for code in entry.planned.measure.actions:
            if code in everything.law.actions:
                action = page(f"action:{code}")
                places = ("restrictions", "incentives", "other_bodies", "not_in_force")
                assert sum(among(action[place]) for place in places) == 1, (entry.reference, code)
        for basis in entry.planned.basis:
            source = page(f"source:{basis.source}")
            assert any(use["article"] == basis.article and among(use["measures"]) for use in source["uses"])


def test_what_an_action_shows_is_what_the_plan_holds_there(everything: Library) -> None:
    plan = planned_of(everything.checked)
    for code in everything.law.actions:
        (told,) = shown(everything, f"action:{code}")["found"]
        groups = ("restrictions", "incentives", "other_bodies")
        now = {(m["reference"], m["edition"]) for group in groups for m in told[group]}
        held = {
            (f"{m.list.measure_list}/{m.id}", m.list.edition)
            for m in plan.at_action(code, DAY)
            if any(start <= DAY <= until for start, until in m.in_force.intervals)
        }
        assert now == held, code


# --- backwards equals brute force ---------------------------------------------------------------------------------


class Probe:
    """One measure, tried on simple profiles: does its finding change when entries are added?"""

    def __init__(self, library: Library, plan: Plan, entry: Entry) -> None:
        self.library, self.plan, self.entry = library, plan, entry
        self.planned = plan.measures[entry.planned.position]
        # Today, or the nearest day on which the measure is in force; and days on which regions recognise each other.
        turns = {day for r in library.law.recognition for day in (r.in_force.start, r.in_force.until)}
        spans = self.planned.in_force.intervals
        near = [min(max(start, day), until) for start, until in spans for day in (DAY, *sorted(turns))]
        self.days = [day for day in dict.fromkeys(near) if self.planned.evaluated_on(day) and day.year < 9000]
        self.day = self.days[0]
        self.tests = list(self._tests(self.planned.when, None))
        codes_ = (
            c for p in self.planned.measure.actions for c in sorted(library.law.actions) if library.law.covers(p, c)
        )
        self.code = next(codes_)

    def _tests(self, condition: Any, role: str | None) -> Iterator[tuple[RecordTest, str | None]]:
        for leaf, _ in leaves(condition):
            if isinstance(leaf, RecordTest):
                yield leaf, role
            elif isinstance(leaf, RelatedTest):
                yield from self._tests(leaf.holds, leaf.role)

    def bases(self) -> Iterator[list[tuple[str | None, str, Json]]]:
        """Profiles to begin with: empty, everything asked for, each alone, all but one."""
        every = [[(role, test.kind, self.record(test))] * test.at_least for test, role in self.tests]
        yield []
        yield [record for records in every for record in records]
        for place in range(len(every)):
            yield every[place]
            yield [record for records in every[:place] + every[place + 1 :] for record in records]

    def record(self, test: RecordTest, name: str | None = None) -> Json:
        """An entry that passes a test, on the list or scheme named."""
        naming = TYPE_OF_KIND[test.kind].scheme_field
        told: Json = {TYPE_OF_KIND[test.kind].own_date: self.day - timedelta(days=3)}
        if naming:
            told[naming] = name or (test.names[0] if test.names else next(iter(self.library.law.lists)))
        if test.kind not in ("rating", "points"):
            told["ends_on"] = self.day + timedelta(days=30)  # stands for certain, whatever its term
        for wanted in test.fields:
            path, _, inner = wanted.field.partition(".")
            value = self.value(wanted)
            told[path] = {inner: value} if inner else value
        return told

    def value(self, wanted: FieldTest) -> Any:
        value = wanted.values[0]
        step = timedelta(days=1) if isinstance(value, date) else 1
        match wanted.operator:
            case "happened":
                return self.day - timedelta(days=2) if value else None
            case "above":
                return value + step
            case "below":
                return value - step
        return value

    def finding(self, kind: str, place: str, records: list[tuple[str | None, str, Json]]) -> str:
        profile: Json = {"subject": {"kind": kind, "id": "X", "scheme": "internal"}, "consulted": ["all"]}
        related: dict[str, Json] = {}
        for number, (role, what, record) in enumerate(records):
            where = profile
            if role is not None:
                person = {"subject": {"kind": kind, "id": role, "scheme": "internal"}, "consulted": ["all"]}
                where = related.setdefault(role, {"id": role, "role": role, "profile": person})["profile"]
            entry = {"id": f"N{number}", "document": str(number), **record}
            if what == "listing":
                entry |= {name: None for name in OPEN_EVENTS if name == "corrected_on" and name not in entry}
            where.setdefault(SECTION[what], []).append(entry)
        if related:
            profile["related"] = list(related.values())
        by = self.planned.measure.by
        action = Action(code=self.code, date=self.day, region=place, authority=by[0] if by else None)
        facts = gather(self.plan.law, CreditProfile.from_data(profile).prepared, action)
        found = {v.planned.position: v.finding for v in in_process.evaluate(self.plan, facts)}
        return found.get(self.planned.position, "does-not-apply")

    def additions(self, name: str) -> Iterator[list[tuple[str | None, str, Json]]]:
        """Entries on one list: a plain one, and such as each test asks for, often enough to be counted."""
        roles = {role for _, role in self.tests}
        for role in sorted(roles | {None}, key=str):
            yield [(role, "listing", {"list": name, "listed_on": self.day - timedelta(days=3)})]
        for test, role in self.tests:
            if test.kind == "listing" and (not test.names or name in test.names):
                for often in (test.at_least, test.at_least + 1):
                    yield [(role, "listing", self.record(test, name))] * often

    def changed_by(self, name: str) -> bool:
        """Whether an entry on the list can change the finding, on one of the profiles."""
        known = self.library.law.lists[name]
        listed = known.subjects or SUBJECT_KINDS
        here = [kind for kind in SUBJECT_KINDS if kind in self.planned.subjects]
        kinds = [kind for kind in here if kind in listed] or here
        places = dict.fromkeys((self.planned.list.region, known.region))
        return any(self.moved(name, day, kind, place) for day in self.days for kind in kinds for place in places)

    def moved(self, name: str, day: date, kind: str, place: str) -> bool:
        """Whether an entry changes the finding on this day, for this kind of subject, in this place."""
        self.day = day
        for base in self.bases():
            before = self.finding(kind, place, base)
            if any(self.finding(kind, place, base + more) != before for more in self.additions(name)):
                return True
        return False

    def unmoved_by(self, names: list[str]) -> None:
        """No entry on any of these lists changes the finding, wherever the action and whoever holds the entry."""
        roles = sorted({role for _, role in self.tests} | {None}, key=str)
        self.day = self.days[0]
        day = self.day - timedelta(days=3)
        for place in dict.fromkeys((self.planned.list.region, *(self.library.law.lists[n].region for n in names))):
            for base in ([], [(role, test.kind, self.record(test)) for test, role in self.tests]):
                kind = next(kind for kind in SUBJECT_KINDS if kind in self.planned.subjects)
                fitting = [n for n in names if self._may_hold(n, kind)]
                more = [(role, "listing", {"list": n, "listed_on": day}) for n in fitting for role in roles]
                before, after = self.finding(kind, place, base), self.finding(kind, place, base + more)
                assert before == after, (self.entry.reference, names, kind, place)

    def _may_hold(self, name: str, kind: str) -> bool:
        known = self.library.law.lists[name]
        # Lists that stop incentives do so whoever is on them; for the cross-check those they are for are shown.
        return not known.stops_incentives or kind in (known.subjects or SUBJECT_KINDS)


def test_what_follows_from_a_list_is_what_an_entry_on_it_can_change(everything: Library) -> None:
    plan = planned_of(everything.checked)
    lists = sorted(everything.law.lists)
    shown_for: dict[int, set[str]] = {}
    places = {(e.reference, e.planned.list.edition): e.planned.position for e in everything.entries}
    for name in lists:
        for told in following(everything, on_list(name), "listing", name):
            shown_for.setdefault(places[told["reference"], told["edition"]], set()).add(name)
    for entry in everything.entries:
        probe = Probe(everything, plan, entry)
        claimed = shown_for.get(entry.planned.position, set())
        for name in sorted(claimed):
            assert probe.changed_by(name), (entry.reference, name)
        probe.unmoved_by([name for name in lists if name not in claimed])


@settings(deadline=None, max_examples=25, derandomize=True, database=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_no_entry_changes_a_finding_that_is_not_shown_to_follow_from_it(seed: int) -> None:
    for case in cases_of(seed, ANY, 3):
        library = library_of_case(case)
        before = findings_of(case)
        for name, known in library.law.lists.items():
            kind = case.profile["subject"]["kind"]
            record = {"id": "ADDED", "list": name, "listed_on": "2025-03-01", "known_on": "2025-03-01"}
            changed = case.but(profile={**case.profile, "listings": [*case.profile.get("listings", ()), record]})
            after = findings_of(changed)
            told = following(library, on_list(name), "listing", name)
            shown_ = {(m["measure_list"], m["edition"], m["measure"]) for m in told}
            moved = {key for key in before if before[key] != after[key]}
            if kind in (known.subjects or SUBJECT_KINDS):
                assert moved <= shown_, (name, moved - shown_)


def test_grades_bring_what_is_shown_for_them(national: Library) -> None:
    plan = planned_of(national.checked)
    for scheme, known in national.law.rating_schemes.items():
        for grade in known.grades:
            told = following(national, of_scheme("rating", scheme, grade), "rating", scheme)
            for found in (m for m in told if m["enough"] and m["in_force_on_day"]):
                entry = next(e for e in national.entries if e.reference == found["reference"] and e.holds_on(DAY))
                probe = Probe(national, plan, entry)
                kind = next(kind for kind in SUBJECT_KINDS if kind in entry.planned.subjects)
                record = (None, "rating", {"scheme": scheme, "grade": grade, "rated_on": probe.day})
                assert probe.finding(kind, "CN", [record]) == "applies", (found["reference"], scheme, grade)
                assert probe.finding(kind, "CN", []) != "applies"


def test_enough_means_that_the_entry_alone_brings_the_measure(everything: Library) -> None:
    plan = planned_of(everything.checked)
    for name, known in everything.law.lists.items():
        for found in following(everything, on_list(name), "listing", name):
            if not (found["enough"] and found["in_force_on_day"] and found["counts_on_day"]) or known.stops_incentives:
                continue
            entry = next(e for e in everything.entries if e.reference == found["reference"] and e.holds_on(DAY))
            probe = Probe(everything, plan, entry)
            kind = next(kind for kind in SUBJECT_KINDS if kind in entry.planned.subjects)
            place = known.region if contains(entry.planned.list.region, known.region) else entry.planned.list.region
            record = (None, "listing", {"list": name, "listed_on": probe.day})
            assert probe.finding(kind, place, [record]) in ("applies", "undetermined"), (found["reference"], name)


# --- names --------------------------------------------------------------------------------------------------------


def test_a_name_of_several_things_shows_each_and_says_how_to_choose(national: Library) -> None:
    told = shown(national, "tax")
    assert {found["kind"] for found in told["found"]} == {"rating", "authority"}
    page = printed(told, "zh")
    assert page.startswith("“tax”有 2 个含义，逐一列出；只看其中一个：rating:tax（评级）、authority:tax（机关）\n")
    assert [found["kind"] for found in shown(national, "authority:tax")["found"]] == ["authority"]


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("proc-reject", "measure", "proc-reject"),
        ("procurement-credit-check/proc-reject", "measure", "proc-reject"),
        ("政府采购", "action", "procurement.bid"),
        ("政府采购法", "source", "government-procurement-law"),
        ("《中华人民共和国政府采购法》", "source", "government-procurement-law"),
        ("government procurement law", "source", "government-procurement-law"),
        ("list:wage-arrears", "list", "wage-arrears"),
        ("rating.tax", "rating", "tax"),
        ("related.consortium-member", "role", "consortium-member"),
        ("fine", "penalty", "fine"),
        ("审批替代", "commitment", "approval-replacing"),
        ("market-access", "category", "market-access"),
        ("listing", "records", "listing"),
        ("purchaser", "authority", "purchaser"),
        ("procurement-credit-check", "measure-list", "procurement-credit-check"),
    ],
)
def test_things_are_found_by_many_names(name: str, kind: str, found: str, national: Library) -> None:
    assert [(meaning.kind, meaning.id) for meaning in meanings(national, name)] == [(kind, found)]


def test_an_unknown_name_is_answered_with_its_neighbours(national: Library) -> None:
    assert "wage-arrears" in nearest_names(national, "wage-arears")
    assert "wage-arrears" in nearest_names(national, "农民工工资")
    assert "government-procurement-law" in nearest_names(national, "政府采购法实施")


def test_neighbours_are_told_once_each_with_what_they_are_called(national: Library) -> None:
    # A list and a measure list go by this id, each under a title of its own that is near, too.
    near = nearest(national, "tax-majr")
    assert list(near).count("tax-major") == 1
    assert near["tax-major"] == national.law.lists["tax-major"].title.as_json()
    assert all(title and title["zh"] and title["en"] for title in near.values())


def test_where_a_list_and_a_measure_list_share_an_id_the_list_comes_first(national: Library) -> None:
    assert [found["kind"] for found in shown(national, "tax-major")["found"]] == ["list", "measure-list"]


def test_codes_that_rule_sets_choose_are_said_in_words(everything: Library) -> None:
    """In Chinese a code of a shipped condition stands beside its word; in English it is one."""
    lacking = set()
    for entry in everything.entries:
        for leaf, _ in every_leaf(entry.planned.when):
            tests = leaf.fields if isinstance(leaf, RecordTest) else (leaf.test,) if isinstance(leaf, FactTest) else ()
            for test in tests:
                known = chosen.VALUES.get(test.field, {})
                codes_here = {str(v) for v in test.values if re.fullmatch("[a-z][a-z-]+", str(v))}
                lacking |= {(test.field, code) for code in codes_here - set(known) if test.field in chosen.VALUES}
        accepts = entry.planned.measure.accepts_declaration
        lacking |= {("fact", accepts.fact)} - {("fact", code) for code in chosen.FACTS} if accepts else set()
    assert not lacking
    library = loaded("cn", drafts=False)
    assert "领域为工资支付（wage）" in printed(shown(library, "wage-publish"), "zh")
    assert "评为高级认证企业（advanced-certified）" in printed(shown(library, "customs-early-declare"), "zh")
    assert "is graded advanced-certified in" in printed(shown(library, "customs-early-declare"), "en")
    assert "可以凭声明“无重大违法记录（no-major-violation）”" in printed(shown(library, "proc-major-record"), "zh")
    assert "“no record of a major violation (no-major-violation)”" in printed(shown(library, "proc-major-record"), "en")


def test_it_is_the_source_that_was_verified_not_the_article(sample: Library) -> None:
    for lang, wanted in (("zh", "出处已核实"), ("en", "source verified")):
        assert wanted in printed(shown(sample, "refuse"), lang)


# --- the command --------------------------------------------------------------------------------------------------


def test_the_command_shows_a_measure(small: str) -> None:
    answer = call("show", "refuse", "--rules", small, "--lang", "en")
    assert answer.code == 0
    assert answer.out.startswith("refuse the bid    small/refuse\nrestriction · must · bar")
    assert "list.yaml:8" in answer.out


def test_a_text_without_english_is_shown_in_chinese(small: str) -> None:
    answer = call("show", "limit-funds", "--rules", small, "--lang", "en")
    assert answer.out.startswith("限制补助资金    small/limit-funds\n")


def test_the_command_tells_an_unknown_name(small: str) -> None:
    answer = call("show", "refusal", "--rules", small, "--lang", "en")
    assert answer.code == 2
    assert answer.out == ""
    assert "unknown-name: no measure, list, action, source or body is called `refusal`" in answer.err
    assert "names like it: refuse (refuse the bid)" in answer.err
    assert call("show", "refusal", "--rules", small, "--format", "json").codes == ["unknown-name"]


def test_without_a_name_the_command_tells_what_is_loaded(small: str) -> None:
    answer = call("show", "--rules", small, "--lang", "zh")
    assert answer.code == 0
    assert "1 份措施清单 · 2 条措施（惩戒 2，激励 0）· 2 个名单 · 2 个事项 · 1 项依据" in answer.out
    for name in ("small", "bad-a", "bad-local", "bid", "fund", "law-a", "buyer", "market-access"):
        assert re.search(rf"- {name}  ", answer.out), name


def test_as_json_the_keys_are_stable(small: str) -> None:
    answer = call("show", "bad-a", "--rules", small, "--format", "json", "--date", "2026-11-20")
    assert (answer.data["format"], answer.data["day"]) == ("show/1", "2026-11-20")
    (told,) = answer.data["found"]
    assert (told["kind"], told["cross_check"], told["at"].rpartition(":")[2]) == ("list", True, "12")
    assert {m["reference"]: m["ways"] for m in told["measures"]} == {
        "small/refuse": [{"via": "own", "role": None}],
        "small/limit-funds": [{"via": "own", "role": None}],
    }
    again = call("show", "bad-a", "--rules", small, "--format", "json", "--date", "2026-11-20")
    assert again.out == answer.out


def test_wrong_usage_is_told(small: str) -> None:
    assert call("show", "refuse", "extra", "--rules", small, "--format", "json").codes == ["extra-argument"]
    assert call("show", "refuse", "--rules", small, "--subject", "person", "--format", "json").codes == [
        "unknown-value"
    ]
    assert call("show", "refuse", "--rules", small, "--date", "20261120", "--format", "json").codes == ["bad-date"]
    assert call("show", "--help", "--lang", "zh").out.startswith("用法: credit-rules show")


def test_a_rule_set_brings_no_markup_and_no_terminal_codes(small: str) -> None:
    path = Path(small) / "list.yaml"
    hostile = '"<b>[x](http://x.cn)\\e[2J"'
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: 限制补助资金", f"title: {hostile}"), encoding="utf-8"
    )
    text = call("show", "limit-funds", "--rules", small).out
    assert "\x1b" not in text
    assert "\\u001b[2J" in text
    marked = call("show", "limit-funds", "--rules", small, "--format", "markdown").out
    assert "<b>" not in marked
    assert "[x](http" not in marked


# --- words --------------------------------------------------------------------------------------------------------


def _parameters(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_sentence_is_in_both_languages_with_the_same_parameters() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for name, table in said.TABLES.items():
        for key, (zh, en) in table.items():
            assert _parameters(zh) == _parameters(en), (name, key)
            assert zh.strip(), key
            assert en.strip(), key
            assert not chinese.search(en), key


def test_every_sentence_is_said_somewhere() -> None:
    package = Path(said.__file__).parent.parent
    places = (*(package / "authoring" / "showing").rglob("*.py"), *(package / "rendering").glob("*.py"))
    places = (*places, package / "cli" / "show.py")
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(places))
    composed = ("head.", "guard.", "as.", "term.", "day.", "edition", "remedy.")
    operators = {
        "one-of",
        "flag",
        "within-region",
        "covered",
        "at-least",
        "at-most",
        "above",
        "below",
        "all",
        "any",
        "with",
    }
    for key in said.SENTENCES:
        assert key.startswith(composed) or key in operators or f'"{key}"' in source, key
    for key in [*said.LABELS, *said.GROUPS]:
        assert f'"{key}"' in source or f"{key}" in source, key

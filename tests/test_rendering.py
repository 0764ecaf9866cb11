"""What people read: the three sketches, the audiences, and names that try to be more than names.

The decisions are written by hand; all subjects are invented.
"""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from credit_rules.rendering import render_markdown, render_text

Decision = dict[str, Any]
RENDERERS = [render_text, render_markdown]
LOOKED_UP = {"at": "2026-11-20T08:41+08:00", "by": "李某", "channel": None}


def text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def lookup(name: str, title: dict[str, str], state: str, **more: Any) -> Decision:
    stamp = {"at": None, "by": None, "channel": None} if state == "not-looked-up" else LOOKED_UP
    return {"list": name, "title": title, "state": state, **stamp, **more}


TAX = text("重大税收违法失信主体", "major tax violations")
DEBTOR = text("失信被执行人", "judgment debtors")
PROCUREMENT = text("政府采购严重违法失信", "procurement violations")
MEMBER = text("联合体成员", "consortium member")


def finding(measure: str, title: dict[str, str], **more: Any) -> Decision:
    """A finding with every key, a `must` restriction that applies unless said otherwise."""
    base: Decision = {
        "measure": measure,
        "measure_list": "national",
        "edition": "2026",
        "title": title,
        "polarity": "restriction",
        "effect": "bar",
        "duty": "must",
        "by": None,
        "finding": "applies",
        "guard": None,
        "by_declaration": False,
        "basis": [],
        "because": [],
        "because_more": False,
        "lifts_on": None,
        "returns_on": None,
        "way_out": [],
        "way_out_more": False,
        "repair": [],
        "way_out_text": None,
        "no_way_out": [],
        "missing": [],
    }
    return base | more


def record(name: str, title: dict[str, str], **more: Any) -> Decision:
    base: Decision = {"record": name, "of": None, "kind": "listing", "list": None, "title": title}
    base |= {"authority": None, "document": None, "since": None, "until": None, "guard": None}
    return base | more


def decision(outcome: str, *findings: Decision, **more: Any) -> Decision:
    base: Decision = {
        "format": "decision/1",
        "id": "7f3c91ab04de22c1",
        "inputs": {"profile": "sha256:aa", "action": "sha256:bb", "plan": "sha256:9c1e77b0ffff"},
        "subject": {"id": "91230199MA0DEM0133", "scheme": "CN-USCI", "name": "龙江示例建设有限公司"},
        "action": {"code": "procurement.bid", "title": text("政府采购资格审查", "Procurement, qualification check")},
        "date": "2026-11-20",
        "known": "2026-11-20",
        "rules": [{"measure_list": "national", "edition": "2026", "digest": "sha256:cc"}],
        "scope": {"measures": 14, "applies": 1, "withheld": 0, "undetermined": 0},
        "outcome": outcome,
        "outcome_because": [],
        "consulted": [],
        "lookups": [],
        "remedies": [],
        "findings": list(findings),
        "within_reach": [],
        "conflicts": [],
        "warnings": [],
        "words": {},
        "run": {"version": "0.1", "verified_by": ["in_process", "rete"]},
    }
    base["subject"] |= {"kind": "enterprise", "region": "230100", "identity": "certain"}
    base["action"] |= dict.fromkeys(("authority", "amount", "case", "operator", "body", "purpose"))
    copied: Decision = json.loads(json.dumps(base | more))
    return copied


def barred() -> Decision:
    law = {"source": "law", "title": text("政府采购法", "Government Procurement Law"), "article": "第二十二条"}
    notice = {"source": "n", "title": text("财库〔2016〕125号", "Caiku [2016] 125"), "article": "第二条第（三）项"}
    entry = {
        "list": "tax-major",
        "authority": "×市税务局稽查局",
        "document": "×税稽公〔2025〕12号",
        "since": "2025-03-01",
    }
    repair = {
        "list": "tax-major",
        "title": TAX,
        "conditions": text("缴清税款、滞纳金、罚款", "tax, late fees and fine are paid"),
        "after": "6 months",
        "counted_from": "listed_on",
        "apply_at": text("作出决定的税务机关或者“信用中国”网站", "the tax authority or Credit China"),
        "decided_within": "15 working days",
        "basis": [],
    }
    change = {"record": "L1", "change": "repaired"}
    way = {"changes": [change], "apply_from": "2025-09-02", "lifts_on": "2026-11-20", "leaves": "withheld"}
    to = text("采购人、采购代理机构", "purchaser or agency")
    return decision(
        "barred",
        finding(
            "proc-reject",
            text("拒绝其参与政府采购活动", "Refuse participation in government procurement"),
            basis=[{**law, "rank": "law"}, {**notice, "rank": "normative-document"}],
            because=[[record("L1", TAX, **entry)]],
            lifts_on="2028-03-02",
            way_out=[way],
            repair=[repair],
        ),
        outcome_because=[{"code": "must-bar", "measure": "proc-reject"}],
        lookups=[
            lookup("judgment-debtor", DEBTOR, "not-listed"),
            lookup("tax-major", TAX, "listed"),
            lookup("procurement-serious", PROCUREMENT, "not-listed"),
        ],
        remedies=[{"name": text("质疑", "written query"), "to": to, "within": "7 working days", "basis": []}],
    )


def favoured() -> Decision:
    law = {"source": "sd", "title": text("山东省社会信用条例", "Shandong Social Credit Regulations")}
    rating = {"kind": "rating", "list": "tax", "since": "2026-04-30", "until": "2027-04-30"}
    common = {
        "polarity": "incentive",
        "duty": "may",
        "because": [[record("R1", text("纳税信用 A 级", "tax credit class A"), **rating)]],
        "basis": [{**law, "article": "第二十六条第（一）项", "rank": "local-regulation"}],
    }
    black = text("严重失信主体名单", "list of serious dishonesty")
    return decision(
        "favoured",
        finding("green-channel", text("绿色通道：2 个工作日办结", "Green lane: decided within 2 days"), **common),
        finding("accept-gaps-shandong", text("容缺受理", "Accept with gaps"), **common),
        lookups=[lookup(f"black-{n}", black, "not-listed", cross_check=True) for n in range(15)],
        within_reach=[
            {
                "measure": "tax-officer",
                "title": text("涉税事项专人办理", "a named officer for tax matters"),
                "changes": [text("2027、2028 两个年度", "the years 2027 and 2028")],
            }
        ],
    )


def incomplete() -> Decision:
    wage = {
        "fact": "wage-arrears",
        "of": None,
        "title": text("拖欠农民工工资失信联合惩戒对象名单", "wage-arrears list"),
        "where": text("人社部门、信用信息共享平台", "human resources bureau, sharing platform"),
    }
    debtor = {"fact": "judgment-debtor", "of": None, "title": DEBTOR, "where": text("信用中国", "Credit China")}
    limit = text("限制申请财政性资金项目", "Limit access to public funds")
    subsidy = text("限制补贴", "Limit subsidies")
    shown = decision(
        "incomplete",
        finding("wage-cross", limit, finding="undetermined", effect="limit", missing=[wage]),
        finding("sc33-funds", subsidy, finding="undetermined", effect="limit", duty="may", missing=[debtor]),
        warnings=[{"code": "nothing-consulted", "at": "/consulted"}],
    )
    shown["action"]["amount"] = "480000"
    return shown


def with_member() -> Decision:
    """Barred because of a member of the consortium, whose own records the decision names."""
    entry = {"of": "X1", "list": "judgment-debtor", "authority": "丙县法院", "document": "（2026）丙执1号"}
    because = [
        {"related": "X1", "of": None, "role": "consortium-member", "title": MEMBER, "name": "丙示例有限公司"},
        record("L7", DEBTOR, **entry, since="2026-01-05"),
    ]
    change = {"record": "L7", "of": "X1", "change": "fulfilled"}
    way = {"changes": [change], "apply_from": "2026-11-20", "lifts_on": "2026-11-21", "leaves": "withheld"}
    title = text("拒绝参加", "Refuse")
    missing = [{"fact": "L7.amount", "of": "X1", "title": text("丙示例有限公司的金额", "amount of C"), "where": None}]
    return decision(
        "barred",
        finding("proc-reject", title, because=[because], lifts_on="2028-01-06", way_out=[way]),
        finding("proc-limit", title, finding="undetermined", missing=missing),
        lookups=[lookup("judgment-debtor", DEBTOR, "not-listed")],
        warnings=[{"code": "identity-name-only", "at": "/related/0/profile/subject"}],
    )


def with_withheld() -> Decision:
    title = text("限制荣誉", "No honours")
    fallen = record("L1", TAX, guard="repaired", since="2022-01-05", until="2024-02-01", document="旧文书号")
    return decision(
        "ordinary",
        finding("past-bar", title, finding="withheld", guard="repaired", because=[[fallen]]),
        finding("law-gone", text("旧法措施", "Old law"), finding="withheld", guard="not-in-force"),
        finding("red-gone", text("优先", "Priority"), finding="withheld", guard="cross-check", polarity="incentive"),
        finding("red-past", text("加分", "Score"), finding="withheld", guard="expired", polarity="incentive"),
    )


def lines(rendered: str) -> list[str]:
    return [line.strip() for line in rendered.splitlines()]


# --- the sketches -------------------------------------------------------------------------------------


def test_a_barred_bidder_reads_outcome_reason_end_and_way_out() -> None:
    assert render_text(barred()).splitlines() == [
        "应予拒绝    受限 1 项 · 激励 0 项 · 待核实 0 项    核查号 7f3c91ab04de22c1",
        "龙江示例建设有限公司  91230199MA0DEM0133  企业",
        "政府采购资格审查  事项日期 2026-11-20  信息截至 2026-11-20",
        "下一步  依法拒绝，并告知理由、依据和救济途径",
        "",
        "[应当] 拒绝其参与政府采购活动    proc-reject",
        "  因为  列入“重大税收违法失信主体”  2025-03-01  ×市税务局稽查局  ×税稽公〔2025〕12号  (L1)",
        "  依据  《政府采购法》第二十二条 · 财库〔2016〕125号第二条第（三）项",
        "  期限  至 2028-03-01，自 2028-03-02 起不再适用",
        "  出路  L1 信用修复：自 2025-09-02 起可以申请，最早自 2026-11-20 起不再适用",
        "        “重大税收违法失信主体”修复条件：缴清税款、滞纳金、罚款；自列入日期起满 6 个月",
        "        向作出决定的税务机关或者“信用中国”网站申请；15 个工作日内决定；以该机关的决定为准",
        "  救济  不服办理结果：7 个工作日内向采购人、采购代理机构提出质疑",
        "",
        "异议  认为记录有误的，可以向作出记录的机关提出异议（申诉）",
        "已查  失信被执行人：未列入 · 重大税收违法失信主体：列入 · 政府采购严重违法失信：未列入  2026-11-20 08:41 李某",
        "规则  national 2026 版（本事项 14 条，适用 1 条）  plan 9c1e77b0  双引擎一致",
        "本结果为规则比对结果，供办理单位参考；是否拒绝由办理单位依法决定。",
    ]


def test_a_barred_bidder_reads_the_same_in_english() -> None:
    assert render_text(barred(), lang="en").splitlines() == [
        "BARRED    1 restriction · 0 incentives · 0 open    check 7f3c91ab04de22c1",
        "龙江示例建设有限公司  91230199MA0DEM0133  enterprise",
        "Procurement, qualification check  for 2026-11-20  as known on 2026-11-20",
        "next step  refuse, and hand over the reasons",
        "",
        "[must] Refuse participation in government procurement    proc-reject",
        "  because   on the list “major tax violations” since 2025-03-01, ×市税务局稽查局, ×税稽公〔2025〕12号  (L1)",
        "  basis     Government Procurement Law, art. 22 · Caiku [2016] 125, art. 2(3)",
        "  until     2028-03-01; no longer applies from 2028-03-02",
        "  way out   repair (L1): may be applied for from 2025-09-02;"
        " no longer applies from 2026-11-20 at the earliest",
        "            “major tax violations”, conditions of repair: tax, late fees and fine are paid;"
        " 6 months after the date of listing",
        "            apply to the tax authority or Credit China; decided within 15 working days; its decision counts",
        "  remedy    written query to purchaser or agency within 7 working days",
        "",
        "objection  whoever holds a record to be wrong may object to it with the body that made it",
        "looked up  judgment debtors: not listed · major tax violations: LISTED · procurement violations: not listed"
        "  2026-11-20 08:41 李某",
        "rules      national (edition 2026) (14 measures at this action, 1 applies)  plan 9c1e77b0  two engines agree",
        "This result compares records with rules and is advice; the handling body decides by law whether to refuse.",
    ]


def test_a_favoured_taxpayer_reads_what_to_offer_and_that_the_lists_are_clear() -> None:
    said = lines(render_text(favoured()))
    assert said[0].startswith("可享激励    受限 0 项 · 激励 2 项 · 待核实 0 项")
    assert said[5:11] == [
        "[可以] 绿色通道：2 个工作日办结    green-channel",
        "因为  纳税信用 A 级（2026-04-30 评定，有效至 2027-04-30）  (R1)",
        "依据  《山东省社会信用条例》第二十六条第（一）项",
        "[可以] 容缺受理    accept-gaps-shandong",
        "因为  同上",
        "依据  《山东省社会信用条例》第二十六条第（一）项",
    ]
    assert "交叉比对  已查 15 个严重失信主体名单，均未列入" in said
    assert "还可争取  涉税事项专人办理（尚需：2027、2028 两个年度）" in said
    assert not any(line.startswith(("救济", "期限", "出路", "已查")) for line in said)


def test_a_favoured_taxpayer_reads_the_same_in_english() -> None:
    said = lines(render_text(favoured(), lang="en"))
    assert said[0].startswith("FAVOURED    0 restrictions · 2 incentives · 0 open")
    assert "[may] Green lane: decided within 2 days    green-channel" in said
    assert "because   tax credit class A (rated 2026-04-30, until 2027-04-30)  (R1)" in said
    assert "basis     Shandong Social Credit Regulations, art. 26(1)" in said
    assert "because   as above" in said
    assert "cross-check  15 lists of serious dishonesty looked up, on none" in said
    assert "within reach  a named officer for tax matters (still needed: the years 2027 and 2028)" in said


def test_an_open_question_says_what_to_look_up_and_where() -> None:
    said = lines(render_text(incomplete()))
    assert said[0].startswith("信息不全，待补充查询    受限 0 项 · 激励 0 项 · 待核实 2 项")
    assert said[2].endswith("金额 480,000 元")
    assert said[5:9] == [
        "[应当] 限制申请财政性资金项目    wage-cross",
        "待查  拖欠农民工工资失信联合惩戒对象名单   去处：人社部门、信用信息共享平台",
        "[可以] 限制补贴    sc33-funds",
        "待查  失信被执行人   去处：信用中国",
    ]
    assert "查清以上 2 项即可得出结论；未查不等于未列入。先不要办结。" in said
    assert "提示  档案没有说明查询过什么：空白不等于没有记录" in said


def test_an_open_question_says_the_same_in_english() -> None:
    said = lines(render_text(incomplete(), lang="en"))
    assert said[0].startswith("INCOMPLETE    0 restrictions · 0 incentives · 2 open")
    assert "look up   wage-arrears list (human resources bureau, sharing platform)" in said
    assert any(line.startswith("These 2 queries settle it. Not looked up is not the same") for line in said)


def test_one_open_question_is_spoken_of_in_the_singular() -> None:
    shown = incomplete()
    del shown["findings"][1]
    assert "This query settles it. " in render_text(shown, lang="en")


# --- audiences ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("render", RENDERERS)
def test_only_the_file_reads_restrictions_whose_record_no_longer_stands(render: Callable[..., str]) -> None:
    shown = {audience: render(with_withheld(), audience=audience) for audience in ("clerk", "subject", "file")}
    assert "past-bar" in shown["file"]
    assert "旧文书号" in shown["file"]
    for audience in ("clerk", "subject"):
        assert "past-bar" not in shown[audience]
        assert "旧文书号" not in shown[audience]
        assert all(name in shown[audience] for name in ("law-gone", "red-gone", "red-past"))


@pytest.mark.parametrize("render", RENDERERS)
def test_only_the_file_reads_of_a_past_penalty_in_the_reasons_of_an_incentive(render: Callable[..., str]) -> None:
    """Whether it is what an incentive asks for, or was looked at because the incentive asks that there be none."""
    standing = record("L1", TAX, guard="cross-check", document="在列文书号")
    past = {"kind": "penalty", "guard": "expired", "until": "2021-01-01"}
    asked_for = record("P1", text("罚款", "fine"), document="旧文书甲", **past)
    looked_at = record("P2", text("罚款", "fine"), document="旧文书乙", **past)
    none_found = {"absent": "penalty", "of": None, "title": None, "test": {}, "consulted": ["penalty"], "titles": []}
    told = decision(
        "ordinary",
        finding("p", text("优先", "Priority"), finding="withheld", polarity="incentive", because=[[asked_for]]),
        finding(
            "q",
            text("减免", "Waiver"),
            finding="withheld",
            guard="cross-check",
            polarity="incentive",
            because=[[none_found, looked_at, standing]],
        ),
    )
    for audience in ("clerk", "subject", "file"):
        page = render(told, audience=audience)
        assert "在列文书号" in page
        assert ("旧文书甲" in page, "旧文书乙" in page) == ((audience == "file"),) * 2


def test_a_fallen_record_without_an_end_is_told_none() -> None:
    shown = with_withheld()
    shown["findings"][0]["because"][0][0]["until"] = "never"
    for lang, guard in (("zh", "（已信用修复）"), ("en", " (repaired)")):
        page = render_text(shown, lang, audience="file")
        assert guard in page
        assert "never" not in page


def test_a_fallen_record_says_how_and_when_it_fell() -> None:
    said = lines(render_text(with_withheld(), audience="file"))
    assert "[应当] 限制荣誉（不再适用：已信用修复）    past-bar" in said
    assert "因为  列入“重大税收违法失信主体”  2022-01-05（已信用修复，至 2024-02-01）  旧文书号  (L1)" in said
    assert "[应当] 优先（暂不享受：红黑名单交叉比对）    red-gone" in said


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_subject_reads_about_nobody_else(render: Callable[..., str], lang: str) -> None:
    told = render(with_member(), lang=lang, audience="subject")
    for hidden in ("丙", "X1", "L7", "amount of C", "李某"):
        assert hidden not in told
    assert MEMBER[lang] in told
    assert DEBTOR[lang] in told


def test_the_clerk_reads_whose_record_it_is() -> None:
    said = lines(render_text(with_member()))
    member = "联合体成员 丙示例有限公司 (X1)"
    assert f"因为  {member}：列入“失信被执行人”  2026-01-05  丙县法院  （2026）丙执1号  (L7)" in said
    assert f"出路  {member}：L7 履行义务：最早自 2026-11-21 起不再适用" in said
    assert f"待查  {member}：丙示例有限公司的金额" in said
    assert "提示  关联主体：只有名称相符，可能是同名主体，请核对代码" in said


def test_the_file_keeps_what_is_needed_to_repeat_the_check() -> None:
    shown = barred()
    shown["action"] |= {"operator": "王某", "body": "市财政局", "purpose": "资格审查"}
    said = lines(render_text(shown, audience="file"))
    assert "查询  查询人 王某  查询单位 市财政局  用途 资格审查" in said
    assert "摘要  profile sha256:aa" in said
    assert "王某" not in render_text(shown)


# --- names that try to be more ------------------------------------------------------------------------

HOSTILE = "甲\n[应当] 拒绝\x1b[2J\u202e乙\x00\u200b[链接](http://x.cn)<script>*_`|#"


def test_control_signs_of_a_name_are_written_out() -> None:
    shown = barred()
    shown["subject"]["name"] = HOSTILE
    shown["findings"][0]["because"][0][0]["document"] = HOSTILE
    told = render_text(shown)
    assert "甲\\u000a[应当] 拒绝\\u001b[2J\\u202e乙\\u0000\\u200b" in told
    assert len(told.splitlines()) == len(render_text(barred()).splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069]", told)


def test_markup_in_a_name_stays_text_in_markdown() -> None:
    shown = barred()
    shown["subject"]["name"] = HOSTILE
    for entry in shown["lookups"]:
        entry["by"] = "# 王*某*"
    told = render_markdown(shown)
    assert "\\[链接\\]\\(http\\://x\\.cn\\)&lt;script&gt;\\*\\_\\`\\|\\#" in told
    assert "\\# 王\\*某\\*" in told
    assert len(told.splitlines()) == len(render_markdown(barred()).splitlines())


@pytest.mark.parametrize(
    "name", ["# 甲", "- 甲", "1. 甲", "> 甲", "    甲", "===", "---", "+ 甲", "![甲](u)", "www.x.cn"]
)
def test_a_name_cannot_begin_a_block_of_markdown(name: str) -> None:
    shown = barred()
    shown["subject"]["name"] = name
    line = render_markdown(shown).splitlines()[4]
    assert not re.match(r"#|[-+*] |\d+[.)] |>|    |=+|-+|!\[|www\.", line), line


def test_dates_and_codes_stay_readable_in_markdown() -> None:
    told = render_markdown(barred())
    assert "# 应予拒绝" in told.splitlines()
    assert "## 应当 · 拒绝其参与政府采购活动 · proc-reject" in told.splitlines()
    assert "- **期限** 至 2028-03-01，自 2028-03-02 起不再适用" in told.splitlines()


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("value", [None, 7, ["x"], {"a": "b\n"}])
def test_a_name_of_the_wrong_type_crashes_nothing(render: Callable[..., str], value: object) -> None:
    shown = barred()
    shown["subject"]["name"] = value
    assert "91230199MA0DEM0133" in render(shown)


# --- everything else a decision can say ---------------------------------------------------------------


def test_an_empty_answer_is_not_a_clean_one() -> None:
    shown = decision("ordinary", scope={"measures": 0, "applies": 0}, warnings=[{"code": "no-measures", "at": "/"}])
    said = lines(render_text(shown))
    assert said.count("提示  本事项未载入任何措施：空白结果不等于没有问题") == 1
    assert "规则  national 2026 版（本事项 0 条，适用 0 条）  plan 9c1e77b0  双引擎一致" in said
    assert "no measure is loaded for this action" in render_text(shown, lang="en")


def test_a_handling_body_is_told_by_its_name_and_a_look_up_only_where_nothing_else_tells_it() -> None:
    shown = barred()
    grade = {"record": "R1", "of": None, "kind": "rating", "list": "tax", "title": text("纳税信用 A", "class A")}
    grade |= {"authority": None, "document": None, "since": "2026-04-30", "until": None, "guard": None}
    looked_up = {"consulted": "rating.tax", "of": None, "title": text("纳税信用", "tax class")}
    body = {"given": "action.authority", "of": None, "value": "tax", "title": text("税务机关", "tax authority")}
    shown["findings"][0]["because"] = [[grade, looked_up, body]]
    page = render_text(shown)
    assert "税务机关" in page
    assert "已查：纳税信用" not in page
    shown["findings"][0]["because"] = [[looked_up, body]]
    assert "已查：纳税信用" in render_text(shown)


def test_a_grade_without_a_last_day_has_none_told() -> None:
    shown = barred()
    grade = {"record": "R1", "of": None, "kind": "rating", "list": "tax", "title": text("纳税信用 A", "class A")}
    grade |= {"authority": None, "document": None, "since": "2026-04-30", "until": "never", "guard": None}
    shown["findings"][0]["because"] = [[grade]]
    assert "纳税信用 A（2026-04-30 评定）" in render_text(shown)
    assert "never" not in render_text(shown)


def test_what_the_list_remarks_on_a_measure_stands_below_its_basis() -> None:
    shown = barred()
    shown["findings"][0]["note"] = text("须另有依据", "needs another basis")
    said = lines(render_text(shown))
    place = next(number for number, line in enumerate(said) if line.startswith("依据"))
    assert said[place + 1] == "说明  须另有依据"
    assert "remark    needs another basis" in render_text(shown, lang="en")


def test_drafts_are_said_at_the_top() -> None:
    shown = barred() | {
        "draft_lists": ["national-draft"],
        "warnings": [{"code": "draft-rules", "list": "national-draft"}],
    }
    said = lines(render_text(shown))
    assert said[4] == "草案  载入了草案清单：national-draft；其依据尚未核实，不得据以作出决定"
    assert render_text(shown).count("national-draft") == 1


def test_a_person_who_has_to_decide_reads_why() -> None:
    reasons = [{"code": "contested", "measure": "proc-reject"}, {"code": "identity", "measure": None}]
    shown = barred() | {"outcome": "refer", "outcome_because": reasons}
    shown["subject"]["identity"] = "doubtful"
    said = lines(render_text(shown))
    assert said[0].startswith("转人工审核")
    assert "原因  所依据的记录有已受理、未办结的异议：拒绝其参与政府采购活动" in said
    assert "身份存疑：代码不可靠，或者只有名称相符" in said
    assert "身份  身份存疑：不得据此直接拒绝，请先核对身份" in said


def test_both_sides_of_a_conflict_are_named() -> None:
    eased = finding("ease-it", text("降低抽查比例", "Fewer inspections"), polarity="incentive", effect="ease")
    watched = finding("watch-it", text("重点监管", "Key supervision"), effect="supervise")
    clash = {"measures": ["watch-it", "national/ease-it"], "why": "supervise-against-ease"}
    shown = decision("refer", watched, eased, conflicts=[clash])
    expected = "冲突  “重点监管”与“降低抽查比例”：一项列为重点监管对象，一项简化程序、降低抽查比例；由办理人员决定"
    assert expected in lines(render_text(shown))


def test_a_restriction_without_end_says_how_it_ends() -> None:
    shown = barred()
    basis = [{"source": "law", "title": text("示例法", "Example Law"), "article": "第九条", "rank": "law"}]
    shown["findings"][0] |= {"lifts_on": None, "way_out": [], "repair": [], "no_way_out": basis}
    said = lines(render_text(shown))
    assert "期限  不因时间经过而终止，依法没有提前解除的途径；记录撤销或者移出后不再适用" in said
    assert "出路  依法没有提前解除的途径：《示例法》第九条" in said
    shown["findings"][0]["no_way_out"] = []
    assert "出路  规则未载明提前解除的途径，请向作出记录的机关查询" in lines(render_text(shown))


@pytest.mark.parametrize(
    ("until", "zh", "en"),
    [
        (
            None,
            "至少至 2028-03-01；记录的终止日期未载明，自 2028-03-02 起须重新核实",
            "the record's end is not stated, so look again from 2028-03-02",
        ),
        (
            "2028-03-01",
            "至少至 2028-03-01；此后是否适用尚未查清，自 2028-03-02 起须重新核实",
            "whether it applies after that is not known yet, so look again from 2028-03-02",
        ),
    ],
)
def test_an_end_that_stays_open_says_whether_the_entry_or_what_was_not_looked_up_is_to_blame(
    until: str | None, zh: str, en: str
) -> None:
    shown = barred()
    shown["findings"][0] |= {"lifts_to": "undetermined"}
    shown["findings"][0]["because"][0][0]["until"] = until
    assert f"期限  {zh}" in lines(render_text(shown))
    assert en in render_text(shown, lang="en")


def test_a_measure_that_comes_back_says_when() -> None:
    shown = barred()
    shown["findings"][0]["returns_on"] = "2029-01-01"
    assert "期限  至 2028-03-01，自 2028-03-02 起不再适用；自 2029-01-01 起再次适用" in lines(render_text(shown))


def test_causes_are_alternatives_and_their_parts_hold_together() -> None:
    consulted = {"absent": "penalty", "of": None, "title": text("行政处罚", "penalties"), "consulted": ["penalty"]}
    amount = {"given": "action.amount", "of": None, "value": "4000000"}
    fine = record("P1", text("罚款（生态环境）", "fine, environment"), kind="penalty", since="2025-01-10")
    shown = decision("restricted", finding("m", text("措施", "Measure"), because=[[fine, amount], [consulted]]))
    assert [line for line in lines(render_text(shown)) if line.startswith(("因为", "或者"))] == [
        "因为  行政处罚：罚款（生态环境）  2025-01-10  (P1)；且事项金额：4,000,000 元",
        "或者：没有“行政处罚”记录",
    ]
    fined = "administrative penalty: fine, environment (2025-01-10)  (P1)"
    assert f"because   {fined}; and amount of the action: CNY 4,000,000" in lines(render_text(shown, lang="en"))


def test_many_absences_are_told_together() -> None:
    rating = record("R1", text("A 级", "class A"), kind="rating", since="2026-04-30")
    names = [f"list-{n}" for n in range(12)]
    absences = [
        {
            "absent": "listing",
            "of": None,
            "title": text("严重失信主体名单", "a list of serious dishonesty"),
            "test": {"listing": {"cross_check": True}},
            "consulted": names,
            "titles": [text(f"名单{n}", f"list {n}") for n in range(12)],
        }
    ]
    shown = decision("favoured", finding("m", text("措施", "M"), polarity="incentive", because=[[rating, *absences]]))
    told = render_text(shown)
    assert "A 级（2026-04-30 评定）  (R1)；且未列入严重失信主体名单（已查 12 个）" in told
    assert "名单11" not in told
    assert "名单11" in render_text(shown, audience="file")


def test_a_contested_record_carries_the_mark() -> None:
    shown = barred()
    shown["findings"][0]["because"][0][0]["contested"] = True
    assert "列入“重大税收违法失信主体”  2025-03-01（异议标注：已受理，未办结）" in render_text(shown)


def test_a_declaration_is_named_as_such() -> None:
    shown = barred()
    shown["findings"][0]["by_declaration"] = True
    assert "系凭声明认定，有相反记录的以记录为准" in render_text(shown)


@pytest.mark.parametrize(
    ("fact", "zh", "en"),
    [
        ("no-major-violation", "声明：无重大违法记录", "declared: no record of a major violation"),
        ("no-debt", "声明：no-debt", "declared: no-debt"),  # of rules of one's own, which nobody has words for
    ],
)
def test_a_declared_fact_is_told_in_words_where_there_are_some(fact: str, zh: str, en: str) -> None:
    told = decision("ordinary", finding("d", text("某措施", "a measure"), because=[[{"declared": fact, "of": None}]]))
    assert zh in render_text(told, "zh")
    assert en in render_text(told, "en")


def test_measures_that_do_not_apply_are_listed_with_what_decided() -> None:
    tests = [
        {"test": {"listing": {"list": ["tax-major", "wage-arrears"]}}, "found": text("均未列入", "on neither")},
        {"test": {"action": {"amount": {"at_least": "5000000"}}}, "found": text("4000000", "4000000")},
    ]
    other = finding("big-only", text("大额限制", "Large ones"), finding="does-not-apply")
    other["decided_by"] = {"why": "when", "tests": tests}
    shown = decision("ordinary", other)
    said = lines(render_text(shown))
    assert "不涉及 1 项" in said
    expected = "名单记录 [名单 tax-major/wage-arrears] → 均未列入；行政事项 [金额 ≥ 5000000] → 4000000"
    assert f"大额限制    big-only    不符合触发条件：{expected}" in said
    assert "1 measure does not apply" in lines(render_text(shown, lang="en"))


def test_what_was_looked_up_at_different_hours_says_each() -> None:
    shown = barred()
    shown["lookups"][1] |= {"at": "2026-11-19T16:02:00+09:00", "channel": "信用中国", "by": None}
    told = render_text(shown)
    assert "失信被执行人：未列入 · 政府采购严重违法失信：未列入  2026-11-20 08:41 李某" in told
    assert "      重大税收违法失信主体：列入  2026-11-19 16:02 +09:00 信用中国" in told


def test_nothing_looked_up_is_said() -> None:
    assert "没有载明查询过任何名单；未查不等于未列入" in render_text(decision("ordinary"))
    told = render_text(decision("ordinary", consulted=["penalty", {"what": "rating.tax"}, "tax-major"]))
    assert "已查  另查 行政处罚、信用评级 tax、其他名单 1 个" in told


@pytest.mark.parametrize(
    ("engines", "said"), [(["a"], "单引擎"), (["a", "b"], "双引擎一致"), (["a", "b", "c"], "3 个引擎一致")]
)
def test_the_engines_that_agree_are_counted(engines: list[str], said: str) -> None:
    shown = barred() | {"run": {"version": "0.1", "verified_by": engines}}
    assert f"plan 9c1e77b0  {said}" in render_text(shown)


def test_warnings_name_lists_by_their_title() -> None:
    shown = barred() | {"warnings": [{"code": "result-without-record", "at": "/", "list": "tax-major"}]}
    assert "查询结果为列入“重大税收违法失信主体”" in render_text(shown)


def test_a_list_without_english_title_shows_its_chinese_one() -> None:
    shown = barred()
    shown["findings"][0]["title"] = "拒绝"
    assert "[must] 拒绝    proc-reject" in render_text(shown, lang="en").splitlines()


# --- how it looks -------------------------------------------------------------------------------------

EVERYTHING = [barred, favoured, incomplete, with_member, with_withheld]


@pytest.mark.parametrize("make", EVERYTHING)
@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("audience", ["clerk", "subject", "file"])
def test_a_page_is_stable_complete_and_plain(
    make: Callable[[], Decision], render: Callable[..., str], lang: str, audience: str
) -> None:
    shown = make()
    before = deepcopy(shown)
    told = render(shown, lang=lang, audience=audience)
    assert told == render(json.loads(json.dumps(shown)), lang=lang, audience=audience)
    assert shown == before
    assert "{" not in told
    assert "None" not in told
    assert "\x1b" not in told
    assert told.endswith("\n")
    assert not any(line != line.rstrip() for line in told.splitlines())


def test_colour_adds_terminal_codes_and_no_words() -> None:
    coloured = render_text(barred(), colour=True)
    assert coloured.startswith("\x1b[1;31m应予拒绝\x1b[0m")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_text(barred())


@pytest.mark.parametrize("render", RENDERERS)
def test_an_unknown_language_or_audience_is_refused(render: Callable[..., str]) -> None:
    with pytest.raises(ValueError, match="unknown language"):
        render(barred(), lang="fr")
    with pytest.raises(ValueError, match="unknown audience"):
        render(barred(), audience="press")

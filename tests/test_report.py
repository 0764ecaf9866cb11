"""The report as a file: it stands alone, is well-formed, and counts what the data count, in both languages."""

import json
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from commands import call_credit_rules
from credit_rules.rendering.reader import Reader, visible
from credit_rules.rendering.report import render_report, render_summary, view_of
from credit_rules.screening.workbooks import workbook_of
from screened import EXAMPLE, prepare, screened, sheet, unruly


@pytest.fixture(name="data", scope="module")
def unruly_example() -> dict[str, Any]:
    return unruly()


@pytest.fixture(name="page", scope="module")
def rendered(data: dict[str, Any]) -> str:
    return render_report(data)


class Tags(HTMLParser):
    """Every element with its attributes, and what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.depth: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br", "img"):
            self.depth.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.depth.pop() == tag


# --- the file ---------------------------------------------------------------------------------------------------------


def test_the_page_stands_alone_and_is_well_formed(page: str) -> None:
    tags = Tags(page)
    assert tags.depth == []
    assert [name for name, _ in tags.all if name in ("link", "img", "iframe", "object", "form", "base")] == []
    assert [attrs for name, attrs in tags.all if name == "script"] == [{}]
    assert not [value for _, attrs in tags.all for key, value in attrs.items() if key in ("src", "style")]
    assert not [key for _, attrs in tags.all for key in attrs if key.startswith("on")]
    assert all(str(attrs.get("href", "#")).startswith("#") for _, attrs in tags.all)
    assert not re.search(r"url\(|@import", page)


def test_ids_are_unique_and_references_lead_somewhere(page: str) -> None:
    tags = Tags(page).all
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [value for _, a in tags for key, value in a.items() if key in ("aria-controls", "aria-labelledby")]
    assert set(named) <= set(ids)
    assert {str(attrs["href"])[1:] for name, attrs in tags if name == "a"} <= set(ids)


def test_both_languages_say_the_same_of_everybody(data: dict[str, Any]) -> None:
    for lang, first in (("zh", "zh-CN"), ("en", "en")):
        tags = Tags(render_report(data, lang=lang)).all
        views = [attrs for name, attrs in tags if name == "main"]
        assert next(view["lang"] for view in views) == first
        assert ["hidden" in view for view in views] == [False, True]
        rows = [attrs["data-outcome"] for name, attrs in tags if name == "tr" and "data-outcome" in attrs]
        assert rows[:40] == rows[40:]


def test_a_chinese_name_on_an_english_page_says_that_it_is_chinese(data: dict[str, Any]) -> None:
    page = render_report(data, lang="en")
    _, english, chinese = page.split("<main ")
    name = re.escape("嫩江示例（集团）股份有限公司")
    for view, found in ((english, True), (chinese, False)):
        buttons = re.findall(rf"<button[^>]*>{name}</button>", view)
        assert [' lang="zh-CN"' in button for button in buttons] == [found]


def test_the_page_of_a_bidder_counts_what_the_data_count(data: dict[str, Any], page: str) -> None:
    tags = Tags(page).all
    rows = [attrs["data-outcome"] for name, attrs in tags if name == "tr" and "data-outcome" in attrs][:40]
    assert {o: n for o, n in data["counts"].items() if n} == {o: rows.count(o) for o in set(rows)}


def test_the_summary_names_whoever_needs_something(data: dict[str, Any]) -> None:
    for lang in ("zh", "en"):
        lines = [line for line in render_summary(data, lang).splitlines() if not line.startswith(("  ！", "  ! "))]
        assert len(lines) == 3 + sum(n for outcome, n in data["counts"].items() if outcome != "ordinary")


def test_the_summary_says_in_a_few_words_why() -> None:
    """The list or record of whoever is barred or restricted, and what is still to be looked up."""
    data = screened(EXAMPLE / "bidders.csv")
    lines = {line.split()[0]: line for line in render_summary(data, "zh").splitlines() if line.startswith("  ")}
    for number, said in (
        ("1", "应予拒绝  列入“重大税收违法失信主体”"),
        ("2", "应予拒绝  列入“失信被执行人名单”"),
        ("4", "（因成员太阳岛示例安装有限公司）  列入“政府采购严重违法失信行为记录名单”"),
        ("9", "应予拒绝  行政处罚：吊销许可证件"),
        ("10", "依法受限  列入“拖欠农民工工资失信联合惩戒对象名单”"),
        ("13", "信息不全，待补充查询  待查 行政处罚、刑事判决"),
    ):
        assert lines[number].endswith(said), lines[number]
    english = render_summary(data, "en").splitlines()
    assert any(line.endswith("incomplete  look up administrative penalty, conviction") for line in english)
    assert any(line.endswith("barred  on the list “Major tax violations”") for line in english)


def test_a_name_that_is_not_that_of_the_code_is_told_beside_the_conclusion() -> None:
    data = sheet(
        "投标截止时间：2026-11-20 09:00\n序号,投标人名称,统一社会信用代码,无重大违法记录声明\n"
        "1,乌有示例设备有限公司,91230199MA0DEM101H,是\n2,子虚示例建材有限公司,91230199MA0DEM103P,是\n"
    )
    assert [one["outcome"] for one in data["tenders"][0]["bidders"]] == ["barred", "ordinary"]
    rows, lines = rows_of(render_report(data)), render_summary(data).splitlines()
    for number, name in (("1", "龙江示例建设有限公司"), ("2", "兴安示例仪器有限公司")):
        [line] = [line for line in lines if line.startswith(f"  {number}  ")]
        for text in (line, rows[int(number) - 1]):
            assert "名称不符" in text
            assert name in text
    assert "another name" in render_summary(data, "en")


def rows_of(page: str) -> list[str]:
    """The text of each row of bidders in the first language, with blanks between what stands apart."""
    rows = re.findall(r'<tr class="bidder.*?</tr>', re.sub(r'<span class="day">(.*?)</span>', r"\1", page), re.DOTALL)
    plain = (re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)).strip() for row in rows)
    return list(plain)[: len(rows) // 2]


def test_who_was_not_checked_is_told_beside_the_outcome_and_adds_up(data: dict[str, Any]) -> None:
    [tender] = data["tenders"]
    doubtful = [one for one in tender["bidders"] if not one["checked"]]
    assert [one["number"] for one in doubtful] == ["6", "7"]
    assert tender["unchecked"] == data["unchecked"] == {**dict.fromkeys(data["counts"], 0), "refer": 2}
    assert sum(tender["counts"].values()) == len(tender["bidders"])
    for lang, note, conclusion in (
        ("zh", "转人工审核 5（其中未核查 2）", "转人工审核（未核查）"),
        ("en", "refer 5 (2 of them not checked)", "refer (not checked)"),
    ):
        page, summary = render_report(data, lang=lang), render_summary(data, lang)
        counts = re.sub("<[^>]*>", "", page[page.index('class="counts"') : page.index('class="agreed"')])
        assert note in counts
        assert note in summary
        assert [place for place, row in enumerate(rows_of(page), 1) if conclusion in row] == [6, 7]
        assert [line.split()[0] for line in summary.splitlines() if conclusion in line] == ["6", "7"]


def test_nobody_is_not_checked_in_two_senses() -> None:
    """Whom nobody can be asked about is called otherwise than who was asked about without being identified."""
    data = sheet("投标截止时间：2026-11-20\n投标人名称,统一社会信用代码\n甲示例有限公司,\n,\n乙,91230199MA0DEM113Q\n")
    for lang, could_not, in_all in (
        ("zh", "无法核查", "未核查共"),
        ("en", "cannot be checked", "not checked: {} in all"),
    ):
        view = view_of(data, data["tenders"][0], Reader(lang, "clerk", visible))
        words = {code: (word, n, note) for code, word, n, note in view.counts}
        assert words["not-checked"][0] == could_not
        noted = sum(int(number) for _, _, note in words.values() for number in re.findall(r"\d+", note))
        total = words["not-checked"][1] + noted
        assert f"{in_all.format(total)}" in view.unsettled
        assert str(total) in view.unsettled


def test_the_four_items_are_those_of_the_search(data: dict[str, Any]) -> None:
    """They come from what was done, and not from the tender document, which nobody read here."""
    for lang, said in (("zh", "本次查询"), ("en", "this search")):
        page = render_report(data, lang=lang)
        assert said in page[page.index('class="agreed"') :][:400]
        assert "采购文件约定" not in page


def test_a_member_that_was_not_checked_is_named() -> None:
    data = sheet(
        "投标截止时间：2026-11-20 09:00\n序号,投标人名称,统一社会信用代码,联合体成员,联合体成员统一社会信用代码\n"
        "1,甲乙联合体,,甲示例有限公司；乙示例有限公司,91230199MA0DEM113Q；91230199MA0DEM1137\n"
    )
    [one] = data["tenders"][0]["bidders"]
    assert one["checked"] is False
    [row] = rows_of(render_report(data))
    assert "（部分成员未核查）" in row
    assert "请核对代码：乙示例有限公司" in row


def test_a_name_alone_asks_for_a_person_and_never_for_going_on(page: str) -> None:
    whole = page[page.index('id="page-5-zh"') :]
    own = re.sub("<[^>]*>", "", whole[: whole.index("</section>")])
    assert "由具名的工作人员决定，并说明理由" in own
    assert "正常办理" not in own


def test_the_same_files_elsewhere_give_the_same_number(tmp_path: Path) -> None:
    numbers = set()
    for name in ("one", "two/three"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        shutil.copy(EXAMPLE / "bidders.csv", folder)
        numbers.add(screened(folder / "bidders.csv")["id"])
    assert len(numbers) == 1
    text = (EXAMPLE / "bidders.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "bidders.csv").write_text(text.replace("40,穆棱", "41,穆棱"), encoding="utf-8")
    assert screened(tmp_path / "bidders.csv")["id"] not in numbers


def test_a_title_ends_neither_style_sheet_nor_string() -> None:
    title = "\"; } </style><script>alert(1)</script> \\22 ' /* 设备"
    page = render_report(sheet("投标截止时间：2026-11-20\n序号,投标人名称\n") | {"tenders": [empty(title)]})
    tags = Tags(page)
    assert tags.depth == []
    assert [name for name, _ in tags.all].count("script") == 1
    style = page[page.index("<style>") : page.index("</style>")]
    assert "alert(1)" not in style
    assert "设备" in style


def empty(title: str) -> dict[str, Any]:
    """A tender without bidders."""
    return {**sheet("投标截止时间：2026-11-20\n序号,投标人名称\n")["tenders"][0], "title": title}


def test_a_tender_without_bidders_says_so() -> None:
    data = sheet("投标截止时间：2026-11-20\n序号,投标人名称\n")
    for lang, said in (("zh", "没有投标人"), ("en", "no bidders")):
        page = render_report(data, lang=lang)
        assert Tags(page).depth == []
        assert said in page


def test_two_moments_are_told_beside_each_other() -> None:
    data = screened(EXAMPLE / "bidders.csv", at="opening", other="award")
    rows = rows_of(render_report(data))
    assert [place for place, row in enumerate(rows, 1) if "中标、成交 2026-12-05：无奖惩措施" in row] == [12]
    assert "应予拒绝" in rows[11]


def test_who_looked_up_is_written_where_it_is_to_be_signed(tmp_path: Path) -> None:
    lists = prepare(tmp_path / "lists.jsonl")
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--no-verify", "--region", "230100"]
    named = call_credit_rules(
        *args, "--operator", "张敏<b>", "--body", "示例采购中心", "--out", str(tmp_path / "named")
    )
    nobody = call_credit_rules(*args, "--out", str(tmp_path / "nobody"))
    assert (named.code, nobody.code) == (0, 0), named.err
    for name, signed, cell in (
        ("named", "查询人 张敏&lt;b&gt; <i></i>", "查询人 张敏<b>"),
        ("nobody", "查询人 <i></i>", "查询人"),
    ):
        page = (tmp_path / name / "report.html").read_text(encoding="utf-8")
        signatures = re.findall(r'<section class="signatures".*?</section>', page, re.DOTALL)
        assert [f"<span>{signed}</span>" in signatures[0], len(signatures)] == [True, 2]
        assert ("查询单位 示例采购中心" in signatures[0]) is (name == "named")
        assert ("for 示例采购中心" in signatures[1]) is (name == "named")
        sheet = openpyxl.load_workbook(tmp_path / name / "report.xlsx").worksheets[0]
        last = [str(each) for row in sheet.iter_rows(values_only=True) for each in row if each][-5:]
        assert cell in last
        assert ("查询单位 示例采购中心" in last) is (name == "named")


def test_what_went_in_tells_searches_beside_whole_registers(tmp_path: Path) -> None:
    lists = prepare(tmp_path / "lists.jsonl")
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--no-verify", "--region", "230100"]
    data = call_credit_rules(*args, "--format", "json").data
    view = view_of(data, data["tenders"][0], Reader("zh", "clerk", visible))
    told = {name: counts for name, counts, _ in view.inputs}
    assert told["行政处罚"] == "查询结果 · 2026-11-19 · 信用中国"
    assert told["重大税收违法失信主体"] == "全部名单 · 2026-11-19 · 信用中国"
    assert [entry["what"] for entry in data["coverage"] if not entry["complete"]] == ["penalty"]


# --- warnings ---------------------------------------------------------------------------------------------------------


def tops(data: dict[str, Any], lang: str = "zh") -> list[str]:
    """What stands above the bidders: of the text, of the report and of the workbook."""
    page = render_report(data, lang=lang)
    top = re.sub("<[^>]*>", "", page[page.index("<header>") : page.index("</header>")])
    book = openpyxl.load_workbook(BytesIO(workbook_of(data, lang)))
    cells = "\n".join(str(row[0]) for row in list(book.worksheets[0].iter_rows(values_only=True))[:6])
    return ["\n".join(render_summary(data, lang).splitlines()[:5]), top, cells]


@pytest.mark.parametrize(("at", "said"), [("2030-01-01", "早于"), ("2026-11-01", "晚于")])
def test_lists_of_another_day_are_told_at_the_top(at: str, said: str) -> None:
    data = screened(EXAMPLE / "bidders.csv", at=at)
    days = abs((date.fromisoformat(at) - date(2026, 11, 19)).days)
    for top in tops(data):
        assert f"{said}核查时点 {at}" in top
        assert f"{days} 天" in top
        assert "所查的全部名单、记录（截至 2026-11-19）" in top
    assert all(f"{days} days" in top for top in tops(data, "en"))


def test_lists_of_several_days_are_named_with_their_days(tmp_path: Path) -> None:
    """The day as of which a list is counts, not the hour at which it was fetched."""
    held = {"tax-major": "2026-11-01", "judgment-debtor": "2026-11-20", "samr-serious": "2026-11-19"}
    days = [{"what": k, "complete": True, "as_of": v, "at": "2026-11-20T08:00+08:00"} for k, v in held.items()]
    lists = tmp_path / "lists.jsonl"
    lists.write_text(json.dumps({"coverage": days}) + "\n", encoding="utf-8")
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--no-verify", "--region", "230100"]
    [said] = [line for line in call_credit_rules(*args).out.splitlines() if "早于" in line]
    assert "最多相差 19 天" in said
    lists_of_days = "重大税收违法失信主体（截至 2026-11-01）；市场监督管理严重违法失信名单（截至 2026-11-19）"
    assert f"：{lists_of_days}；其间列入" in said


def test_profiles_of_another_day_are_told_where_no_list_says_its_own(tmp_path: Path) -> None:
    subject = {"id": "91230199MA0DEM113Q", "kind": "enterprise"}
    lists = tmp_path / "lists.jsonl"
    line = {"subject": subject, "as_of": "2026-11-10", "consulted": ["all"]}
    lists.write_text(json.dumps(line) + "\n", encoding="utf-8")
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--no-verify", "--region", "230100"]
    assert "最多相差 10 天：信用档案（投标人 1）；其间列入的没有查到" in call_credit_rules(*args).out


def test_lists_of_the_day_itself_are_no_matter() -> None:
    for top in tops(screened(EXAMPLE / "bidders.csv", at="2026-11-19")):
        assert not re.search("早于|晚于", top)


def test_the_other_moment_has_its_own_distance() -> None:
    for top in tops(screened(EXAMPLE / "bidders.csv", at="2026-11-19", other="award")):
        assert "早于核查时点 2026-12-05，最多相差 16 天" in top


@pytest.mark.parametrize(("hour", "said"), [("2026-11-12 上午", "8 天"), ("2026-02-31 08:00", ""), ("昨天", "")])
def test_the_hour_of_a_search_tells_its_day_if_it_is_one(hour: str, said: str, tmp_path: Path) -> None:
    """It is a text that people write; what is no day says nothing."""
    line = {"subject": {"id": "91230199MA0DEM113Q", "kind": "enterprise"}, "as_of": "2026-11-20"}
    line["consulted"] = [{"what": "tax-major", "at": hour}]
    lists = tmp_path / "lists.jsonl"
    lists.write_text(json.dumps(line) + "\n", encoding="utf-8")
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--no-verify", "--region", "230100"]
    answer = call_credit_rules(*args)
    warned = [text for text in answer.out.splitlines() if "早于" in text]
    assert (answer.code, len(warned), said in "".join(warned)) == (0, bool(said), True)


def test_what_a_clean_answer_leaves_out_is_told_once(tmp_path: Path) -> None:
    """Without a region no local list counts: that stands on no bidder's page, for ordinary ones have none."""
    lists = tmp_path / "lists.jsonl"
    lists.write_text('{"coverage":[{"what":"listing","complete":true,"as_of":"2026-11-20"}]}\n', encoding="utf-8")
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--no-verify"]
    answer = call_credit_rules(*args)
    assert [line for line in answer.out.splitlines() if "没有给出事项所在地区" in line] == [
        "  ！没有给出事项所在地区，地方清单未适用（投标人 40）"
    ]
    assert "没有给出事项所在地区" not in call_credit_rules(*args, "--region", "230100").out
    wrong = call_credit_rules(*args, "--region", "230100", "--authority", "tax", "--lang", "en")
    assert "  ! “tax” does not usually handle this action; measures reserved for other bodies are left out" in wrong.out


@pytest.mark.parametrize(
    ("number", "penalty", "cell"),
    [
        ("15", {"kind": "warning"}, "○ 已声明"),  # declared, and nothing on record gainsays it
        ("13", {"kind": "warning"}, "○ 无记录"),  # on record, and no major violation
        ("13", {"kind": "fine"}, "？ 待核实"),  # whether the fine is large is not known
        ("13", {"kind": "fine", "large": True}, "● 有记录"),
        ("13", {"kind": "revocation", "decided_on": "2023-11-19"}, "○ 无记录"),  # more than three years ago
    ],
)
def test_a_penalty_is_a_major_violation_where_the_check_says_so(
    number: str, penalty: dict[str, Any], cell: str
) -> None:
    code = {"13": "91230199MA0DEM113Q", "15": "91230199MA0DEM115Y"}[number]
    record = {"id": "P1", "decided_on": "2026-05-01", "authority": "示例局", **penalty}
    subject = {"id": code, "kind": "enterprise"}
    line = {"subject": subject, "consulted": ["penalty", "conviction"], "penalties": [record]}
    data = screened(EXAMPLE / "bidders.csv", more=(json.dumps(line, ensure_ascii=False),))
    view = view_of(data, data["tenders"][0], Reader("zh", "clerk", visible))
    assert view.rows[int(number) - 1].cells[-1].lines == (cell,)
    assert (data["tenders"][0]["bidders"][int(number) - 1]["outcome"] == "barred") is cell.startswith("●")

"""Measure lists as spreadsheets: what goes out comes in again, and what was changed there is changed here."""

import copy
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from commands import Answer, call_credit_rules, empty_folder  # noqa: F401
from conftest import ROOT
from credit_rules.authoring.editing import edited
from credit_rules.authoring.tables import changes_from, read_workbook, sheet_of, workbook_of
from credit_rules.authoring.tables.conditions import read_condition, say_condition
from credit_rules.authoring.tables.fields import ABSENT, MEASURE
from credit_rules.authoring.tables.names import Misread, Names
from credit_rules.authoring.tables.sheets import clean
from credit_rules.errors import InputError
from credit_rules.model import scalars
from credit_rules.model.profile import EVENTS, OPEN_EVENTS, TYPE_OF_KIND
from credit_rules.rulesets import documents_of, shipped_names
from credit_rules.stages.checking import Checked, check
from credit_rules.stages.conditions import FIELDS
from credit_rules.stages.reading import read_yaml
from credit_rules.words import LANGUAGES, tables
from credit_rules.words.tables import COLUMNS, HEADER


@cache
def everything() -> Checked:
    """Every rule set that ships, drafts too."""
    return check(documents_of(shipped_names(), drafts=True))


LISTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "rulesets").rglob("*.yaml"))
LISTS = [name for name in LISTS if (ROOT / name).read_text(encoding="utf-8").find("\nmeasure_list:") >= 0]


TEXTS = {name: (ROOT / name).read_bytes().decode() for name in LISTS}


def text_of(name: str) -> str:
    return TEXTS[name]


# --- out and in again -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_out_and_in_again_changes_nothing(name: str, lang: str, tmp_path: Path) -> None:
    entry = next(entry for entry in everything().lists if entry.document.name == name)
    law = everything().law
    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook_of(sheet_of(entry, law, lang), file.name))
    changes = changes_from(read_workbook(file), entry, law, delete=True)
    assert (changes.told, changes.edits, changes.notes) == ((), (), ())
    assert edited(text_of(name), changes.edits) == text_of(name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_of_every_list_means_what_it_was_made_of(lang: str) -> None:
    """Not only kept because nobody touched it: read anew, it gives the same data, in words and not as YAML."""
    names = Names(everything().law, lang)
    for entry in everything().lists:
        for data in entry.data["measures"]:
            for field in MEASURE:
                value = data.get(field.key, ABSENT)
                if value is not ABSENT:
                    texts = tuple(clean(text) for text in field.texts(value, names))
                    assert not texts[0].startswith(("{", "[")), (data["id"], texts)
                    assert field.same(field.read(texts, names), value), (data["id"], texts)


def test_all_the_lists_are_tried() -> None:
    assert len(LISTS) >= 19
    assert {entry.document.name for entry in everything().lists} == set(LISTS)


# --- conditions -------------------------------------------------------------------------------------------------------

LAW = everything().law
VALUES: dict[str, list[str]] = {
    "list": sorted(LAW.lists),
    "rating-scheme": sorted(LAW.rating_schemes),
    "points-scheme": sorted(LAW.points_schemes) or ["family"],
    "action": sorted(LAW.actions),
    "authority": sorted(LAW.authorities),
    "day": ["2024-01-31", "2026-11-20"],
    "event": ["2024-01-31"],
    "end": ["never", "2026-11-20"],
    "money": ["5000000", "0.50"],
    "number": ["-5", "1200", "0.5"],
    "flag": ["true", "false"],
    "region": ["CN", "370300"],
    "code": ["must-be-tendered", "a.b-c", "7"],
    "text": ["construction", "房地产", "或", "A；B", "是“否”", 'say "x"', "a\nb", "5A", "null", " x"],
    "removal": list(scalars.REMOVALS),
    "penalty-kind": list(scalars.PENALTY_KINDS),
    "severity": list(scalars.SEVERITIES),
    "commitment-type": list(scalars.COMMITMENT_TYPES),
    "subject-kind": list(scalars.SUBJECT_KINDS),
}
BASES = ["政府采购法 第二十二条第一款第（五）项", {"source": "caiku-2016-125"}, "价格法 第一条；第二条"]
BASES = [BASES[0], BASES[1], {"source": "政府采购法", "article": "第一条【一】"}]


def field_values(what: str, name: str) -> st.SearchStrategy[Any]:
    one = st.sampled_from(VALUES[what])
    several = st.lists(one, min_size=1, max_size=3, unique=True)
    bounds: dict[str, st.SearchStrategy[Any]] = {}
    if what in ("day", "event", "end", "money", "number"):
        bounds = dict.fromkeys(("at_least", "at_most", "above", "below"), one) | {
            "between": st.tuples(one, one).map(list)
        }
    if name in EVENTS | OPEN_EVENTS:
        bounds["happened"] = st.sampled_from(["true", "false"])
    ranges = [st.fixed_dictionaries({}, optional=bounds).filter(bool)] if bounds else []
    return st.one_of(one, several, *ranges)


@st.composite
def record_conditions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(FIELDS)))
    known = sorted(FIELDS[kind])
    data = {
        name: draw(field_values(FIELDS[kind][name], name))
        for name in draw(st.lists(st.sampled_from(known), max_size=3, unique=True))
    }
    if kind in TYPE_OF_KIND:
        if draw(st.booleans()):
            data["count"] = draw(st.sampled_from(["2", {"at_least": "2"}, {"between": ["1", "3"]}, {"below": "4"}]))
        if draw(st.booleans()):
            of = draw(st.sampled_from([n for n in known if FIELDS[kind][n] in ("day", "event")]))
            period = draw(st.sampled_from(["3 years", "1 year", "18 months", "180 days", "1 years"]))
            data["within"] = draw(st.sampled_from([period, {"period": period, "of": of}]))
        if draw(st.booleans()):
            data["standing"] = "any"
            if draw(st.booleans()):
                data["basis"] = draw(st.lists(st.sampled_from(BASES), min_size=1, max_size=2, unique_by=str))
    order = draw(st.permutations(sorted(data)))
    return {kind: {name: data[name] for name in order}}


def joined(terms: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(terms, min_size=1, max_size=3)
    roles = st.sampled_from(sorted(LAW.roles))
    related = st.fixed_dictionaries(
        {"role": roles, "holds": terms}, optional={"basis": st.lists(st.sampled_from(BASES), min_size=1, max_size=2)}
    )
    return st.one_of(
        several.map(lambda inner: {"all": inner}),
        several.map(lambda inner: {"any": inner}),
        terms.map(lambda inner: {"not": inner}),
        related.map(lambda inner: {"related": inner}),
    )


CONDITIONS = st.just("always") | st.recursive(record_conditions(), joined, max_leaves=6)


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, st.sampled_from(LANGUAGES))
def test_every_condition_comes_back_as_it_was(condition: Any, lang: str) -> None:
    names = Names(LAW, lang)
    text = say_condition(condition, names)
    assert read_condition(text, names) == condition
    # A cell keeps it, too: no blanks at the ends of lines that a spreadsheet would lose.
    assert read_condition(clean(text), names) == condition
    odd = any(bad in str(condition) for bad in ("“", "\\n", "' x'", "1 years", "【"))
    assert odd or not text.startswith("{"), text


def test_conditions_read_as_an_official_would_write_them() -> None:
    names = Names(LAW, "zh")
    condition = {
        "all": [
            {"listing": {"list": ["judgment-debtor", "tax-major"]}},
            {
                "any": [
                    {"subject": {"kind": ["enterprise", "sole-trader"]}},
                    {"not": {"rating": {"scheme": "tax", "grade": "D"}}},
                ]
            },
            {"related": {"role": "legal-representative", "holds": {"conviction": {"within": "5 years"}}}},
            {"penalty": {"kind": "fine", "amount": {"at_least": "50000"}, "performed_on": {"happened": "false"}}},
        ]
    }
    assert say_condition(condition, names).split("\n") == [
        "同时符合：",
        "　　列入“失信被执行人名单”或“重大税收违法失信主体”",
        "　　符合其中之一：",
        "　　　　信用主体：主体类别为“企业”或“个体工商户”",
        "　　　　并非：信用评级“纳税缴费信用级别”：等级为 D",
        "　　其“法定代表人”符合：",
        "　　　　刑事判决：5年内",
        "　　行政处罚：类别为“罚款”；金额不少于 50000；履行日期未发生",
    ]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("列入 失信被执行人名单", {"listing": {"list": "judgment-debtor"}}),
        ("列入judgment-debtor 或 tax-major", {"listing": {"list": ["judgment-debtor", "tax-major"]}}),
        ('行政处罚:领域为"tax";3 年内', {"penalty": {"field": "tax", "within": "3 years"}}),
        ("行政处罚：类别为 罚款；次数为 2", {"penalty": {"kind": "fine", "count": "2"}}),
        ("行政处罚", {"penalty": {}}),
        ("penalty: severity is serious", {"penalty": {"severity": "serious"}}),
        ("{listing: {list: tax-major}}", {"listing": {"list": "tax-major"}}),
        ("符合其中之一：\n  行政处罚\n\n  行政许可\n", {"any": [{"penalty": {}}, {"permit": {}}]}),
        ("并非：并非：行政处罚", {"not": {"not": {"penalty": {}}}}),
    ],
)
def test_conditions_may_be_written_a_little_differently(text: str, means: Any) -> None:
    assert read_condition(text, Names(LAW, "zh")) == means


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_in_the_guide_can_be_read(lang: str) -> None:
    names = Names(LAW, lang)
    text = names.pick(tables.EXAMPLE).format(list=names.say("list", "tax-major"))
    found = read_condition(text, names)
    assert found["all"][0] == {"listing": {"list": "tax-major"}}
    assert found["all"][2] == {
        "not": {"penalty": {"performed_on": {"happened": "false"}, "amount": {"at_least": "50000"}}}
    }
    assert say_condition(found, names) == text


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "sheet-condition", 1),
        ("列入“没有的名单”", "unknown-list", None),
        ("被列入某名单", "sheet-condition", 1),
        ("同时符合：", "sheet-condition", 1),
        ("同时符合：\n　　行政处罚\n　行政许可", "sheet-condition", 3),
        ("行政处罚\n行政许可", "sheet-condition", 2),
        ("行政处罚\n　　行政许可", "sheet-condition", 2),
        ("行政处罚：色彩为 红", "unknown-field", None),
        ("行政处罚：类别“罚款”", "sheet-condition", 1),
        ("行政处罚：类别为“罚款", "sheet-condition", 1),
        ("行政处罚：类别为“罚单”", "unknown-value", None),
        ("行政处罚：类别为“罚款”；类别为“罚款”", "sheet-condition", 1),
        ("行政处罚：类别为“罚款”，", "sheet-condition", 1),
        ("其“法定代表人”符合：\n　　行政处罚\n　　行政许可", "sheet-condition", 1),
        ("行政处罚：自荒唐日期起3年内", "unknown-field", None),
        ("{listing: ", "sheet-yaml", None),
    ],
)
def test_a_condition_that_cannot_be_read_says_where(text: str, code: str, line: int | None) -> None:
    with pytest.raises(Misread) as refused:
        read_condition(text, Names(LAW, "zh"))
    assert refused.value.code == code
    assert refused.value.params.get("line") == line
    told = refused.value.at("f.xlsx!H7")
    assert told.at == "f.xlsx!H7"
    assert told.message["zh"]
    assert told.message["en"]


# --- what was changed -------------------------------------------------------------------------------------------------


def entry_of(name: str) -> Any:
    return next(entry for entry in everything().lists if entry.document.name == name)


ROWS = [(name, number) for name in LISTS for number in range(len(entry_of(name).data["measures"]))]
COPIED = [field for field in MEASURE if field.key != "id"]


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.sampled_from(LISTS), st.data(), st.sampled_from(COPIED), st.sampled_from(LANGUAGES))
def test_a_cell_copied_from_another_row_says_there_what_it_said_here(
    name: str, data: st.DataObject, field: Any, lang: str
) -> None:
    entry = entry_of(name)
    measures = entry.data["measures"]
    to, source = (data.draw(st.integers(0, len(measures) - 1)) for _ in "ab")
    sheet = sheet_of(entry, everything().law, lang)
    book = opened(io.BytesIO(workbook_of(sheet, "f.xlsx")))
    page, top = book.active, len(sheet.header) + 2
    for cell in field.cells:
        column = list(COLUMNS).index(cell) + 1
        page.cell(top + 1 + to, column).value = page.cell(top + 1 + source, column).value
    changes = changes_of(book, entry)
    wanted = copy.deepcopy(entry.data)
    value = measures[source].get(field.key, ABSENT)
    if value is not ABSENT:
        wanted["measures"][to][field.key] = value
    else:
        wanted["measures"][to].pop(field.key, None)
    text = edited(text_of(name), changes.edits)
    found = read_yaml(text, name).data
    mine = found["measures"][to].pop(field.key, ABSENT)
    theirs = wanted["measures"][to].pop(field.key, ABSENT)
    assert mine is theirs is ABSENT or field.same(mine, theirs) or field.same(theirs, mine)
    assert found == wanted
    before, after = text_of(name).split("\n"), text.split("\n")
    assert [line for line in before if "#" in line and line not in after] == [] or field.key == "when"


def changes_of(book: Any, entry: Any, **kwargs: Any) -> Any:
    file = io.BytesIO()
    book.save(file)
    path = Path(_folder()) / "f.xlsx"
    path.write_bytes(file.getvalue())
    return changes_from(read_workbook(path), entry, everything().law, **kwargs)


@cache
def _folder() -> str:
    import tempfile

    return tempfile.mkdtemp()


# --- the command ------------------------------------------------------------------------------------------------------

WAGE = "wage-arrears"


@pytest.fixture
def rules(isolated: Path) -> Path:
    """A copy of the national catalogue with one list, in a folder one may write to."""
    folder = isolated / "rules"
    (folder / "catalogue").mkdir(parents=True)
    for path in (ROOT / "rulesets/cn/catalogue").glob("*.yaml"):
        (folder / "catalogue" / path.name).write_bytes(path.read_bytes())
    (folder / f"{WAGE}.yaml").write_bytes((ROOT / f"rulesets/cn/{WAGE}.yaml").read_bytes())
    return folder


def opened(file: str | io.BytesIO) -> Any:
    """A workbook, as openpyxl sees it; its types say less than we know."""
    return load_workbook(file)


Change = Callable[[Any, dict[str, int], dict[str, int]], None]


def run(*argv: str) -> Answer:
    return call_credit_rules("table", *argv)


def listed(*argv: str) -> Answer:
    return run(WAGE, "--rules", "./rules", *argv)


def changed(change: Change | None = None) -> Path:
    """The list as a spreadsheet, changed: the page, the columns by heading and the rows by id are handed over."""
    assert listed("--xlsx", "out.xlsx", "--overwrite").code == 0
    book = opened("out.xlsx")
    page = book.active
    top = next(row for row in range(1, 30) if page.cell(row, 1).value == "序号")
    columns = {cell.value: cell.column for cell in page[top]}
    rows = {page.cell(row, columns["代码"]).value: row for row in range(top + 1, page.max_row + 1)}
    if change is not None:
        change(page, columns, rows)
    book.save("in.xlsx")
    return Path("in.xlsx")


def test_nothing_changed_is_said_and_nothing_written(rules: Path) -> None:
    before = (rules / f"{WAGE}.yaml").read_bytes()
    changed()
    done = listed("--back", "in.xlsx", "--write", "--delete")
    assert (done.code, done.out) == (0, "没有改动\n")
    assert (rules / f"{WAGE}.yaml").read_bytes() == before


def test_what_was_changed_is_told_and_only_written_when_asked(rules: Path) -> None:
    file = rules / f"{WAGE}.yaml"
    before = file.read_text(encoding="utf-8")

    def change(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        page.cell(rows["wage-cross"], columns["应当/可以"]).value = "可以"
        page.cell(rows["wage-cross"], columns["说明"]).value = "逗号, 冒号: 都行"
        actions = page.cell(rows["wage-cross"], columns["事项"])
        actions.value = actions.value.replace("乘坐民用航空器", "融资贷款")

    changed(change)
    done = listed("--back", "in.xlsx")
    assert done.code == 0
    assert "改动 1 项，新增 0 项，删去 0 项" in done.out
    assert "应当/可以（in.xlsx!D" in done.out
    assert "    − 应当\n    ＋ 可以\n" in done.out
    assert "没有写入；加 --write" in done.out
    assert file.read_text(encoding="utf-8") == before
    done = listed("--back", "in.xlsx", "--write")
    assert "已写入 rules/wage-arrears.yaml" in done.out
    first, second = before.split("  - id: wage-finance")
    first = first.replace("duty: must", "duty: may").replace("travel.air", "finance.loan")
    first = (
        first.rstrip("\n")
        .removesuffix("\n")
        .replace(
            "    when: {listing: {list: wage-arrears}}\n",
            '    when: {listing: {list: wage-arrears}}\n    note: "逗号, 冒号: 都行"\n',
            1,
        )
    )
    written = file.read_text(encoding="utf-8")
    assert written.split("  - id: wage-finance")[1] == second
    assert written.split("  - id: wage-finance")[0].rstrip() == first.rstrip()
    assert listed("--back", "in.xlsx").out == "没有改动\n"


def test_new_rows_become_measures_and_rows_taken_away_go_only_when_asked(rules: Path) -> None:
    def change(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        for name, value in {
            "措施": "新措施",
            "应当/可以": "应当",
            "性质": "惩戒",
            "效果": "推送、通报",
            "类别": "共享公示失信信息",
            "事项": "record.credit",
            "触发条件": "符合其中之一：\n　　列入“拖欠农民工工资失信联合惩戒对象名单”\n"
            "　　行政处罚：领域为 wage；3年内",
            "依据": "保障农民工工资支付条例 第四十八条",
            "出路": "届满或者修复",
            "代码": "wage-new",
        }.items():
            page.cell(page.max_row + (name == "措施"), columns[name]).value = value
        page.delete_rows(rows["wage-finance"])

    changed(change)
    done = listed("--back", "in.xlsx", "--write")
    assert done.code == 0, done.err
    assert "新增 wage-new  新措施" in done.out
    assert "sheet-deleted" in done.err
    text = (rules / f"{WAGE}.yaml").read_text(encoding="utf-8")
    assert "id: wage-finance" in text
    assert text.endswith(
        """
  - id: wage-new
    title: 新措施
    polarity: restriction
    effect: notify
    duty: must
    category: disclosure
    actions: [record.credit]
    basis: [保障农民工工资支付条例 第四十八条]
    when:
      any:
        - listing: {list: wage-arrears}
        - penalty: {field: wage, within: 3 years}
    way_out: 届满或者修复
"""
    )
    done = listed("--back", "in.xlsx", "--write", "--delete")
    assert "删去 wage-finance" in done.out
    text = (rules / f"{WAGE}.yaml").read_text(encoding="utf-8")
    assert "wage-finance" not in text
    assert "贷与不贷由金融机构自主决定" not in text
    assert "条例要求有关部门限制" in text
    assert listed("--back", "in.xlsx").out == "没有改动\n"


def test_the_header_comes_back_and_numbers_excel_has_typed_are_read_rightly(rules: Path) -> None:
    def change(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        del columns, rows
        where = {page.cell(row, 1).value: row for row in range(1, 10)}
        page.cell(where["版次"], 2).value = 2023
        page.cell(where["施行日期"], 2).value = date(2023, 5, 1)
        page.cell(where["发布机关"], 2).value = "国务院"

    changed(change)
    assert listed("--back", "in.xlsx", "--write").code == 0
    data = read_yaml((rules / f"{WAGE}.yaml").read_text(encoding="utf-8"), "t").data
    assert (data["edition"], data["in_force"]) == ("2023", {"from": "2023-05-01"})
    assert data["issuer"] == {"zh": "国务院", "en": "State Council; Ministry of Human Resources and Social Security"}


def test_line_ends_and_encoding_stay(rules: Path) -> None:
    file = rules / f"{WAGE}.yaml"
    crlf = file.read_bytes().replace(b"\n", b"\r\n").decode()

    def change(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        page.cell(rows["wage-cross"], columns["应当/可以"]).value = "可以"

    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        file.write_bytes(crlf.encode(encoding))
        changed(change)
        assert listed("--back", "in.xlsx", "--write").code == 0
        assert file.read_bytes() == crlf.replace("duty: must", "duty: may", 1).encode(encoding)


def put(heading: str, row: str, value: Any) -> Change:
    return lambda page, columns, rows: setattr(page.cell(rows[row], columns[heading]), "value", value)


def heading(name: str, value: str | None) -> Change:
    return lambda page, columns, rows: setattr(page.cell(min(rows.values()) - 1, columns[name]), "value", value)


def swap(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
    for row in range(min(rows.values()) - 1, max(rows.values()) + 1):
        one, other = page.cell(row, columns["依据"]), page.cell(row, columns["出路"])
        one.value, other.value = other.value, one.value


def repeated(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
    for column in columns.values():
        page.cell(page.max_row + (column == 1), column).value = page.cell(rows["wage-cross"], column).value


BAD: list[tuple[str, Change, list[str]]] = [
    ("merged", lambda page, columns, rows: page.merge_cells("B12:C13"), ["in.xlsx!B12:C13: sheet-merged"]),
    ("formula", put("措施", "wage-cross", "=1+1"), ["in.xlsx!B11: sheet-formula"]),
    ("error", put("措施", "wage-cross", "#REF!"), ["in.xlsx!B11: sheet-error"]),
    ("moved", swap, ["in.xlsx!I10: sheet-column-moved", "in.xlsx!K10"]),
    ("renamed", heading("依据", "法律依据"), ["in.xlsx!I10: sheet-column-renamed", "`依据`"]),
    ("removed", lambda page, columns, rows: page.delete_cols(columns["依据"]), ["in.xlsx!I10: sheet-column-missing"]),
    ("added", lambda page, columns, rows: page.insert_cols(4), ["没有改动"]),
    ("twice", heading("依据", "出路"), ["in.xlsx!K10: sheet-column-twice", "in.xlsx!I10", "sheet-column-missing"]),
    ("stray", lambda page, columns, rows: setattr(page["Z12"], "value", "批注"), ["in.xlsx!Z12: sheet-column-none"]),
    ("doubled", repeated, ["in.xlsx!L17: duplicate-id", "in.xlsx!L11"]),
    ("no heading", lambda page, columns, rows: page.delete_rows(10), ["in.xlsx: sheet-no-heading"]),
    ("no id", put("代码", "wage-cross", None), ["in.xlsx!L11: sheet-no-id"]),
    ("no duty", put("应当/可以", "wage-cross", None), ["in.xlsx!D11: sheet-empty"]),
    ("duty", put("应当/可以", "wage-cross", "必须"), ["in.xlsx!D11: unknown-value"]),
    (
        "action",
        put("事项", "wage-cross", "政府采够资格审查\n没有"),
        ["E11: unknown-action", "`政府采购资格审查`", "`没有`"],
    ),
    (
        "basis",
        put("依据", "wage-cross", "保障农民工工资支付条列 第一条"),
        ["I11: unknown-source", "保障农民工工资支付条例"],
    ),
    ("condition", put("触发条件", "wage-cross", "列入“拖欠农民工工资名单”"), ["H11: unknown-list", "建议"]),
    ("category", put("类别", "wage-cross", "限制"), ["in.xlsx!C11: unknown-value"]),
    ("term", put("期限", "wage-cross", "很久"), ["in.xlsx!J11: sheet-term"]),
    ("days", put("施行", "wage-cross", "2026-02-30起"), ["in.xlsx!P11: bad-date"]),
    ("reach", put("及于", "wage-cross", "法定代表人（依据）"), ["in.xlsx!O11: unknown-role"]),
    ("flag", put("法定权利", "wage-cross", "也许"), ["in.xlsx!Q11: unknown-value"]),
    ("only English", put("说明（英文）", "wage-cross", "note"), ["sheet-chinese"]),
    ("date in a text", put("代码", "wage-cross", date(2026, 1, 1)), ["in.xlsx!L11: "]),
    ("fraction", put("措施", "wage-cross", 1.5), ["in.xlsx!B11: sheet-number"]),
    # what the checker finds in the edited list is told at the cell, too
    ("rank", put("依据", "wage-cross", "人力资源社会保障部令第45号 第十条第二款"), ["no-sufficient-basis", "in.xlsx!"]),
    ("effect", put("效果", "wage-cross", "绿色通道"), ["in.xlsx!N11: effect-of-other-polarity"]),
    ("hidden character", put("措施", "wage-cross", "拒\u202e绝"), ["in.xlsx!B11: bad-character"]),
    (
        "other list",
        lambda page, columns, rows: setattr(page["B8"], "value", "tax-major"),
        ["in.xlsx!B8: sheet-other-list"],
    ),
    ("header row", lambda page, columns, rows: setattr(page["A6"], "value", "版本"), ["sheet-header-missing"]),
]


@pytest.mark.parametrize(("change", "told"), [pair[1:] for pair in BAD], ids=[name for name, *_ in BAD])
def test_what_cannot_be_read_is_told_with_its_cell_and_nothing_is_written(
    rules: Path, change: Change, told: list[str]
) -> None:
    before = (rules / f"{WAGE}.yaml").read_bytes()
    changed(change)
    done = listed("--back", "in.xlsx", "--write", "--delete")
    for part in told:
        assert part in done.out + done.err
    assert done.code == (0 if told == ["没有改动"] else done.code or 99)
    assert done.code in ((0,) if told == ["没有改动"] else (3, 4))
    assert "Traceback" not in done.err
    assert (rules / f"{WAGE}.yaml").read_bytes() == before


def test_all_mistakes_are_told_at_once(rules: Path) -> None:
    def change(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        for name in ("wage-cross", "wage-publish"):
            page.cell(rows[name], columns["应当/可以"]).value = "必须"
            page.cell(rows[name], columns["依据"]).value = "没有的法 第一条\n也没有的法 第二条"

    changed(change)
    done = listed("--back", "in.xlsx")
    assert done.err.count("unknown-value") == 2
    assert done.err.count("unknown-source") == 4
    assert rules.exists()


def test_sheets_that_are_no_list_are_left_aside_with_a_note(rules: Path) -> None:
    def change(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        del columns
        page.parent.create_sheet("讨论").append(["问一下", "法制科"])
        page.move_range(f"A{rows['wage-finance']}:W{rows['wage-finance']}", rows=20)

    changed(change)
    done = listed("--back", "in.xlsx")
    assert done.out == "没有改动\n"
    assert "sheet-ignored" in done.err
    assert "讨论" in done.err
    assert "sheet-order" in done.err
    assert rules.exists()


def files_that_are_none() -> Iterator[tuple[str, bytes, str]]:
    yield "old", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet-old"
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60 + "EncryptedPackage".encode("utf-16-le")
    yield "password", locked, "sheet-password"
    yield "text", "序号,措施".encode(), "sheet-not-xlsx"
    yield "empty", b"", "sheet-not-xlsx"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"x")
        archive.writestr("xl/big.xml", b"\0" * 60_000_000)
    yield "bomb", file.getvalue(), "sheet-bomb"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
    yield "zip", file.getvalue(), "sheet-not-xlsx"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", b'<!DOCTYPE a [<!ENTITY b "c">]><x/>')
    yield "entities", file.getvalue(), "sheet-not-xlsx"
    yield "large", b"x" * (9 * 1024 * 1024), "too-large"
    file = io.BytesIO()
    Workbook().save(file)
    yield "blank", file.getvalue(), "sheet-no-heading"
    yield "cut", file.getvalue()[:2000], "sheet-not-xlsx"
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.getvalue())) as source, zipfile.ZipFile(broken, "w") as archive:
        for part in source.namelist():
            archive.writestr(part, b"<worksheet" if "sheet1" in part else source.read(part))
    yield "broken", broken.getvalue(), "sheet-not-xlsx"


@pytest.mark.parametrize(
    ("data", "code"), [f[1:] for f in files_that_are_none()], ids=[f[0] for f in files_that_are_none()]
)
def test_other_files_are_refused(rules: Path, data: bytes, code: str) -> None:
    Path("in.xlsx").write_bytes(data)
    done = listed("--back", "in.xlsx")
    assert done.code == 3
    assert f"in.xlsx: {code}" in done.err
    assert rules.exists()


def test_a_cell_far_away_costs_nothing(rules: Path) -> None:
    changed(lambda page, columns, rows: setattr(page["XFD1048576"], "value", "x"))
    done = listed("--back", "in.xlsx")
    assert "sheet-far" in done.err
    assert rules.exists()


def test_nothing_in_a_cell_becomes_a_formula(rules: Path) -> None:
    file = rules / f"{WAGE}.yaml"
    text = file.read_text(encoding="utf-8")
    nasty = '=HYPERLINK(\\"http://x\\",1)'
    file.write_text(
        text.replace("zh: 限制承接新工程", f'zh: "{nasty}"').replace("For banks", "+1 For banks"), encoding="utf-8"
    )
    assert listed("--xlsx", "out.xlsx").code == 0
    page = opened("out.xlsx").active
    found = [cell for row in page.iter_rows() for cell in row if cell.value and str(cell.value)[0] in "=+-@"]
    assert len(found) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix and cell.number_format == "@" for cell in found)
    assert listed("--back", "out.xlsx").out == "没有改动\n"


def test_the_sheet_is_one_an_official_can_work_with(rules: Path) -> None:
    changed()
    book = opened("out.xlsx")
    page = book.worksheets[0]
    assert [page.cell(10, column).value for column in range(1, 12)] == (
        ["序号", "措施", "类别", "应当/可以", "事项", "实施主体", "对象", "触发条件", "依据", "期限", "出路"]
    )
    assert page.freeze_panes == "C11"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$10:$10"
    chosen = {str(choice.sqref).split(":")[0]: choice.formula1 for choice in page.data_validations.dataValidation}
    assert chosen["D11"] == '"应当,可以"'
    assert set(chosen) == {"C11", "D11", "M11", "N11"}
    column = chosen["N11"].split("!")[1].replace("$", "")
    words = [row[0].value for row in book["填表说明"][column]]
    assert "绿色通道" in words
    assert len(words) == 18
    assert page["H13"].alignment.wrap_text
    assert not page.merged_cells.ranges
    assert rules.exists()


def test_english_sheets_are_read_back_as_english(rules: Path) -> None:
    assert listed("--xlsx", "out.xlsx", "--lang", "en").code == 0
    book = opened("out.xlsx")
    page = book.active
    assert page["B10"].value == "Measure"
    assert page["D11"].value == "must"
    page["D11"].value = "may"
    book.save("out.xlsx")
    done = listed("--back", "out.xlsx", "--lang", "en", "--write")
    assert "1 changed, 0 added, 0 removed" in done.out
    assert "duty: may" in (rules / f"{WAGE}.yaml").read_text(encoding="utf-8")


def test_a_list_is_named_by_its_id_or_its_file(rules: Path) -> None:
    assert run("rules/wage-arrears.yaml", "--rules", "./rules", "--xlsx", "a.xlsx").code == 0
    assert run(str(ROOT / "rulesets/cn/wage-arrears.yaml"), "--xlsx", "b.xlsx").code == 0
    assert run("wage-arrears", "--xlsx", "c.xlsx").code == 0
    draft = next(name for name in LISTS if "/drafts/" in name)
    assert run(str(ROOT / draft), "--xlsx", "e.xlsx").code == 0
    assert run(str(ROOT / draft), "--back", "e.xlsx").out == "没有改动\n"
    done = run("wage-arears", "--xlsx", "d.xlsx")
    assert (done.code, "`wage-arrears`" in done.err) == (2, True)
    assert run("none.yaml", "--xlsx", "d.xlsx").code == 2
    assert not Path("d.xlsx").exists()
    assert rules.exists()


def test_a_spreadsheet_that_is_there_is_not_written_over_unasked(rules: Path) -> None:
    Path("out.xlsx").write_bytes(b"mine")
    done = listed("--xlsx", "out.xlsx")
    assert (done.code, "file-exists" in done.err) == (3, True)
    assert Path("out.xlsx").read_bytes() == b"mine"
    assert listed("--xlsx", "out.xlsx", "--overwrite").code == 0
    assert listed("--xlsx", "no/such/folder/out.xlsx").code == 3
    assert rules.exists()


def test_a_spreadsheet_under_another_ending_is_refused(rules: Path) -> None:
    done = listed("--xlsx", "q.csv", "--format", "json")
    assert (done.code, done.codes) == (2, ["sheet-suffix"])
    assert not Path("q.csv").exists()
    assert listed("--xlsx", "Q.XLSX").code == 0
    assert rules.exists()


def test_a_title_changed_in_one_language_only_is_remarked(rules: Path) -> None:
    def one(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        page.cell(rows["wage-cross"], columns["措施"]).value = "限制"

    def both(page: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        one(page, columns, rows)
        page.cell(rows["wage-cross"], columns["措施（英文）"]).value = "limited"

    changed(one)
    done = listed("--back", "in.xlsx", "--lang", "zh")
    assert done.code == 0
    assert "sheet-one-language: 改了“措施”，“措施（英文）”没有改" in done.err
    assert "in.xlsx!B" in done.err
    changed(both)
    assert "sheet-one-language" not in listed("--back", "in.xlsx").err
    assert rules.exists()


@pytest.mark.parametrize(
    "argv", [(), ("--xlsx", "a", "--back", "b"), ("--xlsx", "a.xlsx", "--write"), ("--xlsx", "a.xlsx", "--delete")]
)
def test_wrong_usage(rules: Path, argv: tuple[str, ...]) -> None:
    assert listed(*argv).code == 2
    assert run("--xlsx", "a.xlsx").code == 2
    assert rules.exists()


def test_help_speaks_both_languages() -> None:
    assert "导出到此文件" in run("--help", "--lang", "zh").out
    assert "write the spreadsheet here" in run("--help", "--lang", "en").out


def test_without_openpyxl_it_says_what_to_install(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    done = listed("--xlsx", "out.xlsx")
    assert done.code == 2
    assert "pip install 'credit-rules[xlsx]'" in done.err
    assert rules.exists()


def test_changes_as_json(rules: Path) -> None:
    changed(put("应当/可以", "wage-cross", "可以"))
    done = listed("--back", "in.xlsx", "--format", "json")
    (change,) = json.loads(done.out)["changes"]
    assert (change["change"], change["measure"]) == ("changed", "wage-cross")
    assert change["cells"] == [{"cell": "in.xlsx!D11", "column": "应当/可以", "before": "应当", "after": "可以"}]
    changed(put("应当/可以", "wage-cross", "必须"))
    done = listed("--back", "in.xlsx", "--format", "json")
    assert [told["at"] for told in json.loads(done.out)["errors"]] == ["in.xlsx!D11"]
    assert rules.exists()


def test_names_that_mean_several_carry_their_code() -> None:
    catalogue = """
authorities: [{id: a, title: 甲局}, {id: b, title: 甲局}, {id: c, title: "乙“局”"}]
"""
    law = check([read_yaml(catalogue, "c.yaml")]).law
    names = Names(law, "zh")
    assert [names.say("authority", code) for code in "abc"] == ["甲局〔a〕", "甲局〔b〕", "c"]
    assert [names.read("authority", word) for word in ("甲局〔a〕", "b", "c")] == ["a", "b", "c"]
    with pytest.raises(Misread) as refused:
        names.read("authority", "甲局")
    assert refused.value.code == "sheet-ambiguous"


def test_every_word_is_there_in_both_languages_with_the_same_places_for_what_is_filled_in() -> None:
    for name in ("COLUMNS", "HEADER", "PHRASES", "CHANGES", "SHEETS", "UNSAID", "VOCABULARIES"):
        for code, (chinese, english) in getattr(tables, name).items():
            places = [{part[1] for part in Formatter().parse(text) if part[1]} for text in (chinese, english)]
            assert places[0] == places[1], code
            assert not re.search("[\u4e00-\u9fff]", english), code


def test_headings_are_all_different() -> None:
    for table_of_words in (COLUMNS, HEADER):
        for number in (0, 1):
            words = [pair[number] for pair in table_of_words.values()]
            assert len(set(words)) == len(words)


def test_too_long_for_a_cell_is_refused() -> None:
    entry = entry_of("rulesets/cn/wage-arrears.yaml")
    sheet = sheet_of(entry, everything().law)
    row = sheet.rows[0]
    row.cells["note"] = "长" * 40_000  # type: ignore[index]
    with pytest.raises(InputError, match="sheet-long"):
        workbook_of(sheet, "f.xlsx")

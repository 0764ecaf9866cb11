"""`credit-rules import`: published files in, profiles out, and nothing lost on the way."""

import csv
import gzip
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from stdnum.cn import uscc

import fuzz_readers
import reading_seeds as seeds
from commands import call_credit_rules
from credit_rules import Action, check_subject, load_plan
from credit_rules.cli import asking
from credit_rules.errors import InputError, ProfileError, UsageError
from credit_rules.profiles import CreditProfile
from credit_rules.rosters import read_roster, subjects_in
from credit_rules.screening.importing import Imported, Wanted, import_files
from credit_rules.screening.readers import mappings
from credit_rules.screening.readers.files import source_of
from credit_rules.screening.readers.layouts import BIDDERS, LISTINGS, PENALTIES, PERMITS, RATINGS, Layout, heading_of
from credit_rules.screening.readers.mappings import read_mapping

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
DAY = date(2026, 11, 20)
real = pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")


class Reading:
    """Files written into a folder and imported from there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out.jsonl"

    def file(self, name: str, raw: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(raw)
        return path

    def __call__(self, *files: Path, covers: str = "tax-major", complete: bool = True, **more: Any) -> Imported:
        return import_files(files, Wanted(covers=covers, as_of=DAY, complete=complete, **more), self.out)

    def rows(self, rows: Sequence[Sequence[str]], **more: Any) -> Imported:
        return self(self.file("list.csv", seeds.csv_of(rows)), **more)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.read_text(encoding="utf-8").splitlines()]

    @property
    def profiles(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "subject" in line]

    def records(self, section: str) -> list[dict[str, Any]]:
        return [record for profile in self.profiles for record in profile.get(section, ())]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def codes_of(error: pytest.ExceptionInfo[Any]) -> list[tuple[str, str]]:
    return [(told.code, told.at.rpartition("/")[2]) for told in error.value.problems]


def noted(found: Imported) -> dict[str, int]:
    return dict(found.tallies[0].noted)


# --- double publicity -------------------------------------------------------------------------------------------------


def fields(text: str) -> dict[str, str]:
    """Fields as a publisher fills them in."""
    return {
        name: value.format(USCI=seeds.USCI) for name, _, value in (part.partition("=") for part in text.split(" | "))
    }


#: One decision of each standard.
PENALTY_2018 = fields(
    "CF_XDR_MC=龙江示例建设有限公司 | CF_XDR_LB=法人及非法人组织 | CF_XDR_SHXYM={USCI} | "
    "CF_XDR_GSZC=230199000000001 | CF_XDR_ZZJG=MA0DEM01-3 | CF_XDR_SWDJ= | CF_XDR_SYDW= | CF_XDR_SHZZ= | "
    "CF_FRDB=某某某 | CF_FR_ZJLX=身份证 | CF_FR_ZJHM=不应读入 | CF_XDR_ZJLX= | CF_XDR_ZJHM= | "
    "CF_WSH=示例罚〔2025〕1号 | CF_WFXW=某 | CF_SY=某 | CF_YJ=某 | CF_CFLB=罚款;没收违法所得、没收非法财物 | "
    "CF_NR=罚款2000元 | CF_NR_FK=0.2 | CF_NR_WFFF=1.000001 | CF_NR_ZKDX= | CF_JDRQ=2025-03-01 | CF_YXQ=2025-03-15 | "
    "CF_GSJZQ=2026-03-01 | CF_CFJG=示例市公安局 | CF_CFJGDM=11230500001755309F | CF_SJLY=示例市 | "
    "CF_SJLYDM=11230500001755309F | BZ="
)
PERMIT_2018 = fields(
    "XK_XDR_MC=龙江示例建设有限公司 | XK_XDR_LB=法人及非法人组织 | XK_XDR_SHXYM={USCI} | XK_XDR_GSZC= | "
    "XK_XDR_ZZJG= | XK_XDR_SWDJ= | XK_XDR_SYDW= | XK_XDR_SHZZ= | XK_FRDB=某 | XK_FR_ZJLX= | XK_FR_ZJHM= | "
    "XK_XDR_ZJLX= | XK_XDR_ZJHM= | XK_XKWS=某决定书 | XK_WSH=示例许〔2025〕1号 | XK_XKLB=核准 | XK_XKZS= | "
    "XK_XKBH= | XK_NR=某 | XK_JDRQ=2025-01-02 | XK_YXQZ=2025-01-02 | XK_YXQZI=2099-12-31 | XK_XKJG=示例局 | "
    "XK_XKJGDM= | XK_ZT=1 | XK_LYDW= | XK_LYDWDM= | BZ="
)
PENALTY_2016 = fields(
    "CF_WSH=示例罚〔2016〕1号 | CF_CFMC=某案 | CF_CFLB1=罚款 | CF_CFLB2=警告 | CF_SY=某 | CF_YJ=某 | "
    "CF_XDR_MC=龙江示例建设有限公司 | CF_XDR_SHXYM={USCI} | CF_XDR_ZDM= | CF_XDR_GSDJ= | CF_XDR_SWDJ= | "
    "CF_XDR_SFZ= | CF_FR=某 | CF_JG=罚款2000元 | CF_JDRQ=2016-05-01 | CF_XZJG=示例局 | CF_ZT=1 | DFBM=230500 | "
    "SJC=2016-07-01 | BZ="
)
PERMIT_2016 = fields(
    "XK_WSH=示例许〔2016〕1号 | XK_XMMC=某 | XK_SPLB=普通 | XK_NR=某 | XK_XDR=龙江示例建设有限公司 | "
    "XK_XDR_SHXYM={USCI} | XK_XDR_ZDM= | XK_XDR_GSDJ= | XK_XDR_SWDJ= | XK_XDR_SFZ= | XK_FR=某 | "
    "XK_JDRQ=2016-05-01 | XK_JZQ=2021-05-01 | XK_XZJG=示例局 | XK_ZT=2 | DFBM=230500 | SJC=2016-08-01 | BZ="
)
_DECIDED = {
    "decided_on": "2025-03-01",
    "authority": "示例市公安局",
    "document": "示例罚〔2025〕1号",
    "region": "230500",
}
_OLD = {"decided_on": "2016-05-01", "authority": "示例局", "document": "示例罚〔2016〕1号", "region": "230500"}
_REVOKED = {"removed_on": "2016-07-01", "removal": "revoked"}
STANDARDS: dict[str, tuple[str, str, Layout, dict[str, str], list[dict[str, Any]]]] = {
    "penalty-2018": (
        "penalty",
        "penalties",
        PENALTIES[0],
        PENALTY_2018,
        [
            {**_DECIDED, "kind": "fine", "ends_on": "2026-03-01", "amount": "2000"},
            {**_DECIDED, "kind": "confiscation", "ends_on": "2026-03-01", "amount": "10000.01"},
        ],
    ),
    "permit-2018": (
        "permit",
        "permits",
        PERMITS[0],
        PERMIT_2018,
        [
            {
                "granted_on": "2025-01-02",
                "authority": "示例局",
                "document": "示例许〔2025〕1号",
                "kind": "approval",
                "ends_on": "never",
            }
        ],
    ),
    "penalty-2016": (
        "penalty",
        "penalties",
        PENALTIES[1],
        PENALTY_2016,
        [{**_OLD, **_REVOKED, "kind": "fine"}, {**_OLD, **_REVOKED, "kind": "warning"}],
    ),
    "permit-2016": (
        "permit",
        "permits",
        PERMITS[1],
        PERMIT_2016,
        [
            {
                "granted_on": "2016-05-01",
                "authority": "示例局",
                "document": "示例许〔2016〕1号",
                "kind": "general",
                "ends_on": "2021-05-01",
                "objection": {"accepted_on": "2016-08-01"},
                "region": "230500",
            }
        ],
    ),
}


def label_of(layout: Layout, field: str) -> str:
    """The Chinese heading of a field."""
    return layout.known[heading_of(field)].headings[0]


def typed(text: str, style: str) -> Any:
    """A value as this publisher types it."""
    if len(text) != 10 or text[4:8:3] != "--":
        return text
    day = date.fromisoformat(text)
    return {
        "hyphens": text,
        "slashes": text.replace("-", "/"),
        "digits": text.replace("-", ""),
        "serial": str((day - date(1899, 12, 30)).days),
        "cell": datetime(day.year, day.month, day.day),  # noqa: DTZ001  a spreadsheet knows no zones
        "chinese": f"{day.year}年{day.month}月{day.day}日",
    }[style]


CONTAINERS: dict[str, tuple[str, str, Callable[[list[list[Any]]], bytes]]] = {
    "utf-8": ("a.csv", "hyphens", lambda rows: seeds.csv_of(rows)),
    "utf-8 with a mark": ("a.csv", "slashes", lambda rows: seeds.csv_of(rows, ";", "utf-8-sig")),
    "gb18030": ("a.csv", "digits", lambda rows: seeds.csv_of(rows, ",", "gb18030")),
    "utf-16": ("a.csv", "chinese", lambda rows: seeds.csv_of(rows, "\t", "utf-16")),
    "gzip": ("a.csv.gz", "serial", lambda rows: seeds.packed(seeds.csv_of(rows, "|"))),
    "xlsx, texts": ("a.xlsx", "hyphens", lambda rows: seeds.xlsx_of(rows)),
    "xlsx, days": ("a.xlsx", "cell", lambda rows: seeds.xlsx_of(rows)),
}


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("codes", [True, False], ids=["codes", "labels"])
@pytest.mark.parametrize("standard", STANDARDS)
def test_both_standards_are_read_alike_however_they_are_written(
    reading: Reading, standard: str, codes: bool, container: str
) -> None:
    covers, section, layout, row, expected = STANDARDS[standard]
    name, style, write = CONTAINERS[container]
    headings = [field if codes else label_of(layout, field) for field in row]
    title = [["示例市行政处罚和行政许可公示表", *[""] * (len(row) - 1)], ["表格说明：日期按标准填写"]]
    raw = write([*title, headings, [typed(value, style) for value in row.values()], ["注：以上为示例"]])
    found = reading(reading.file(name, raw), covers=covers)
    assert reading.records(section) == expected
    (profile,) = reading.profiles
    assert profile["subject"]["id"] == seeds.USCI
    assert "不应读入" not in reading.out.read_text(encoding="utf-8")
    tally = found.tallies[0]
    assert (tally.read, tally.taken, tally.adds_up) == (1, 1, True)
    assert dict(tally.besides) == {"above-headings": 2, "headings": 1, "remark": 1}
    CreditProfile.from_data(profile)


@real
def test_every_field_of_the_standards_is_read_or_ignored_for_a_reason() -> None:
    with (SHARED / "cn-credit" / "shuanggongshi-fields.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == 30 + 28 + 20 + 18
    for row in rows:
        layouts = PENALTIES if row["table"] == "xzcf" else PERMITS
        layout = next(layout for layout in layouts if layout.standard == row["standard_year"])
        column = layout.known[heading_of(row["field"])]
        assert layout.known[heading_of(row["label_zh"])] is column, row
        assert bool(column.field) != bool(column.reason), row
        assert all((column.reason or {"zh": "x"}).values()), row


def test_a_second_column_of_the_same_code_is_the_end_of_a_permit(reading: Reading) -> None:
    row = {**PERMIT_2018, "XK_YXQZI": "2030-01-01"}
    headings = ["XK_YXQZ" if field == "XK_YXQZI" else field for field in row]
    reading.rows([headings, list(row.values())], covers="permit")
    assert reading.records("permits")[0]["ends_on"] == "2030-01-01"


def test_the_same_state_says_different_things_in_the_two_standards(reading: Reading) -> None:
    reading.rows([list(PERMIT_2018), list({**PERMIT_2018, "XK_ZT": "2"}.values())], covers="permit")
    assert reading.records("permits")[0]["removed_on"] == "2025-01-02"
    reading.rows([list(PERMIT_2016), list({**PERMIT_2016, "XK_ZT": "1"}.values())], covers="permit")
    assert reading.records("permits")[0]["removal"] == "revoked"


def test_a_ban_lasts_until_its_own_end_and_a_fine_as_long_as_it_is_published(reading: Reading) -> None:
    row = {**PENALTY_2018, "CF_CFLB": "罚款,责令停产停业", "CF_YXQ": "2027-03-01"}
    reading.rows([list(row), list(row.values())], covers="penalty")
    ends = {record["kind"]: record["ends_on"] for record in reading.records("penalties")}
    assert ends == {"fine": "2026-03-01", "suspension": "2027-03-01"}


#: Article 9 of the law on administrative penalties, kind by kind, as forms write it; what the catalogue has no kind for
#: stays unknown, so that somebody looks at it.
ARTICLE_9 = {
    "警告": "warning", "通报批评": "warning", "罚款": "fine", "没收违法所得、没收非法财物": "confiscation",
    "没收非法财物": "confiscation", "暂扣许可证件": "suspension", "暂扣许可证": "suspension", "暂扣执照": "suspension",
    "降低资质等级": "other", "吊销许可证件": "revocation", "吊销许可证": "revocation", "吊销营业执照": "revocation",
    "限制开展生产经营活动": "business-ban", "责令停产停业": "suspension", "停产停业": "suspension",
    "责令停业整顿": "suspension", "限制从业": "post-ban", "行政拘留": "detention", "其他": "other",
    "责令关闭": None, "暂扣或者吊销许可证、暂扣或者吊销执照": None, "其他-责令停产停业": None,
}  # fmt: skip


@pytest.mark.parametrize("written", ARTICLE_9)
def test_every_kind_of_penalty_of_the_law_is_that_of_the_catalogue(reading: Reading, written: str) -> None:
    row = {**PENALTY_2018, "CF_CFLB": written}
    found = reading.rows([list(row), list(row.values())], covers="penalty")
    (record,) = reading.records("penalties")
    assert record.get("kind") == ARTICLE_9[written]
    assert ("penalty-kind" in noted(found)) == (ARTICLE_9[written] is None)
    assert {kind for kind in ARTICLE_9.values() if kind} == set(load_plan("cn").law.penalty_kinds)


@pytest.mark.parametrize(
    ("written", "finding", "missing"),
    [
        ("责令停产停业", "applies", set()),
        ("责令关闭", "undetermined", {"P1.kind", "P1.large", "conviction"}),
        ("警告", "undetermined", {"conviction"}),
    ],
)
def test_an_order_to_stop_business_refuses_a_bid_and_one_to_close_is_looked_at(
    reading: Reading, national: Any, written: str, finding: str, missing: set[str]
) -> None:
    """Implementing regulations of the procurement law, article 19: 责令停产停业 is a major violation."""
    row = {**PENALTY_2018, "CF_CFLB": written}
    reading.rows([list(row), list(row.values())], covers="penalty")
    profile = read_roster(reading.out).profile(seeds.USCI, national.law)
    asked = Action(code="procurement.bid", date=DAY, authority="purchaser")
    (found,) = [
        each for each in check_subject(national, profile, asked).findings if each.measure == "proc-major-record"
    ]
    assert (found.finding, {what for what, _ in found.missing}) == (finding, missing)


def test_a_natural_person_is_known_by_the_number_and_it_is_never_shown(reading: Reading) -> None:
    row = {
        **PENALTY_2018,
        "CF_XDR_MC": "某某",
        "CF_XDR_LB": "自然人",
        "CF_XDR_SHXYM": "",
        "CF_XDR_GSZC": "",
        "CF_XDR_ZZJG": "",
    }
    row |= {"CF_XDR_ZJLX": "身份证", "CF_XDR_ZJHM": "11010519491231002X"}
    found = reading.rows([list(row), list(row.values())], covers="penalty")
    assert reading.profiles[0]["subject"] == {
        "id": "11010519491231002X",
        "scheme": "CN-RIC",
        "name": "某某",
        "kind": "natural-person",
    }
    wrong = {**row, "CF_XDR_ZJHM": "110105194912310021"}
    found = reading.rows([list(row), list(wrong.values())], covers="penalty")
    assert "person-number" in noted(found)
    assert "1101051949" not in json.dumps(found.as_json())


PERSON = "11010519491231002X"  # made up in the standard's own annex: no living person's


@pytest.mark.parametrize(
    ("code", "more", "identifier", "doubt"),
    [
        (PERSON, "", ("CN-RIC", PERSON), None),
        (PERSON[:-1] + "1", "", ("CN-RIC", PERSON[:-1] + "1"), "person-number"),
        ("110105********002X", "", None, "id-masked"),
        ("1101************2X", "", None, "id-masked"),
        ("110105491231002", "自然人", ("CN-RIC", "110105491231002"), "person-number"),
        ("11010519491231", "自然人", ("CN-RIC", "11010519491231"), "person-number"),
        ("******19491231002X", "居民身份证", None, "id-masked"),
        ("E12345678", "护照", ("X-CN-PAPER", "E12345678"), None),
    ],
)
def test_a_person_on_a_list_is_one_and_never_an_enterprise(
    reading: Reading, code: str, more: str, identifier: tuple[str, str] | None, doubt: str | None
) -> None:
    kind, paper = ("自然人", "") if more == "自然人" else ("", more)
    head = ["当事人名称", "统一社会信用代码", "列入日期", "主体类别", "证件类型"]
    if more == "护照":
        head[1] = "证件号码"
    found = reading.rows([head, ["李四", code, "2025-03-01", kind, paper]])
    (profile,) = reading.profiles
    subject = profile["subject"]
    assert subject["kind"] == "natural-person"
    assert ((subject.get("scheme"), subject["id"]) if "id" in subject else None) == identifier
    assert set(noted(found)) == ({doubt} if doubt else set())
    assert code[:10] not in json.dumps([told.as_json() for told in found.tallies[0].notes]) or code == "E12345678"


@pytest.mark.parametrize(
    ("code", "written", "kind", "scheme"),
    [
        (seeds.USCI, "自然人", "enterprise", "CN-USCI"),
        (seeds.USCI[:-1] + "2", "", "enterprise", "CN-USCI"),
        ("9123********0133", "", "enterprise", None),
        ("110105********002X", "企业", "enterprise", None),
    ],
)
def test_a_unit_stays_a_unit(reading: Reading, code: str, written: str, kind: str, scheme: str | None) -> None:
    head = ["当事人名称", "统一社会信用代码", "列入日期", "主体类别"]
    reading.rows([head, ["甲公司", code, "2025-03-01", written]])
    subject = reading.profiles[0]["subject"]
    assert (subject["kind"], subject.get("scheme")) == (kind, scheme)


# --- published lists --------------------------------------------------------------------------------------------------

HEAD = ["企业名称", "统一社会信用代码", "列入日期", "有效期限", "移出日期", "列入机关", "案号"]


def test_a_published_list_becomes_listings_with_a_coverage_line(reading: Reading) -> None:
    found = reading.rows(
        [HEAD, ["龙江示例建设有限公司", seeds.USCI, "2025-03-01", "长期", "", "示例税务局", "示例〔2025〕1号"]]
    )
    assert reading.lines[0] == {
        "coverage": [{"what": "tax-major", "complete": True, "as_of": "2026-11-20", "digest": found.tallies[0].digest}]
    }
    assert reading.lines[1] == {
        "subject": {"id": seeds.USCI, "scheme": "CN-USCI", "name": "龙江示例建设有限公司", "kind": "enterprise"},
        "as_of": "2026-11-20",
        "listings": [
            {
                "list": "tax-major",
                "listed_on": "2025-03-01",
                "authority": "示例税务局",
                "document": "示例〔2025〕1号",
                "ends_on": "never",
            }
        ],
    }


def test_a_search_result_counts_as_looked_up_for_those_in_it_only(reading: Reading) -> None:
    reading.rows([HEAD, ["甲", seeds.USCI, "2025-03-01"]], complete=False, channel="信用中国")
    assert reading.lines[0]["coverage"][0]["complete"] is False
    (told,) = reading.profiles[0]["consulted"]
    assert (told["what"], told["result"], told["channel"], told["at"]) == (
        "tax-major",
        "listed",
        "信用中国",
        "2026-11-20",
    )
    assert read_roster(reading.out).coverages == []


@pytest.mark.parametrize(
    "heading",
    [
        "纳税人识别号（统一社会信用代码）",
        "纳税人识别号（社会信用代码）",
        "统一社会信用代码/纳税人识别号",
        "企业统一社会信用代码",
        "证件号码",
    ],
)
def test_columns_of_codes_are_read_by_the_names_publishers_give_them(reading: Reading, heading: str) -> None:
    found = reading.rows([["纳税人名称", heading, "列入日期"], ["旧名", seeds.USCI, "2025-03-01"]])
    assert reading.profiles[0]["subject"]["id"] == seeds.USCI
    assert noted(found) == {}


@pytest.mark.parametrize("heading", ["十八位主体信用代码", "有关证件号", "税局识别号"])
def test_a_column_of_codes_by_an_unknown_name_is_refused(reading: Reading, heading: str) -> None:
    """Read past, everybody on the list would be a name without a code, and come out clean under another name."""
    rows = [["纳税人名称", heading, "列入日期"], ["旧名", "某号", "2025-03-01"]]
    with pytest.raises(InputError) as error:
        reading.rows(rows)
    assert codes_of(error) == [("column-codes", "list.csv:1:2")]


def test_codes_in_a_column_nobody_knows_are_refused_where_the_row_has_no_other(reading: Reading) -> None:
    head = ["纳税人名称", "统一社会信用代码", "列入日期", "税号甲"]
    with pytest.raises(InputError) as error:
        reading.rows([head, ["甲", seeds.OTHER, "2025-03-01", ""], ["乙", "", "2025-03-01", seeds.USCI]])
    assert codes_of(error) == [("column-codes", "list.csv:3:4")]
    found = reading.rows([head, ["甲", seeds.OTHER, "2025-03-01", seeds.USCI]])
    assert noted(found) == {"column-unknown": 1}


def test_codes_of_others_do_not_stop_a_list_of_names(reading: Reading) -> None:
    head = ["纳税人名称", "列入日期", "列入机关统一社会信用代码", "法定代表人证件号码"]
    reading.rows([head, ["甲", "2025-03-01", seeds.USCI.lower()[:17], "某号"]])
    assert reading.profiles[0]["subject"]["name"] == "甲"


def test_names_alone_are_never_brought_together(reading: Reading) -> None:
    rows = [["甲示例公司", "", "2025-03-01"], ["甲示例公司", "", "2025-03-02"], ["甲示例公司", "", "2025-03-01"]]
    found = reading.rows([HEAD, *rows])
    assert len(reading.profiles) == 2
    assert (found.tallies[0].taken, found.tallies[0].merged) == (2, 1)
    assert len(list(subjects_in(reading.out))) == 2


def test_one_code_is_one_subject_and_its_names_are_all_kept(reading: Reading) -> None:
    found = reading.rows([HEAD, ["新名", seeds.USCI, "2025-03-01"], ["旧名", seeds.USCI.lower(), "2024-03-01"]])
    (profile,) = reading.profiles
    assert profile["subject"]["name"] == "新名"
    assert profile["subject"]["other_names"] == ["旧名"]
    assert len(profile["listings"]) == 2
    assert noted(found)["name-differs"] == 1
    CreditProfile.from_data(profile)


@pytest.mark.parametrize(
    "heading",
    [
        "公布期限至",
        "公示期限",
        "公示期至",
        "到期日",
        "到期日期",
        "惩戒期限",
        "惩戒期限至",
        "惩戒截止日期",
        "有效期限至",
    ],
)
def test_ends_are_read_by_the_names_publishers_give_them(reading: Reading, heading: str) -> None:
    found = reading.rows(
        [
            ["企业名称", "统一社会信用代码", "列入日期", heading],
            ["甲", seeds.USCI, "2025-03-01", "2028-02-29"],
            ["乙", seeds.OTHER, "2025-03-01", "2025年3月1日至2028年2月29日"],
            ["丙", seeds.THIRD, "2025-03-01", "三年"],
        ]
    )
    ends = {profile["subject"]["name"]: profile["listings"][0]["ends_on"] for profile in reading.profiles}
    assert (ends["甲"], ends["乙"]) == ("2028-02-29", "2028-02-29")
    assert ends["丙"].startswith("? ")
    assert noted(found) == {"date-unclear": 1}


def test_a_ban_from_procurement_ends_as_its_result_says(reading: Reading) -> None:
    head = ["机构名称", "统一社会信用代码/组织机构代码", "处罚结果", "处罚日期", "处罚截止日期"]
    result = "处以采购金额千分之五罚款，列入不良行为记录名单，三年内禁止参加政府采购活动"
    found = reading.rows(
        [head, ["甲", seeds.USCI, result, "2025-03-01", ""], ["乙", seeds.OTHER, result, "2025-03-01", "2026-03-01"]]
    )
    assert sorted(record["ends_on"] for record in reading.records("listings")) == ["2026-03-01", "2028-03-01"]
    assert noted(found)["end-from-result"] == 1


def test_days_that_cannot_be_told_stop_whoever_looks_their_subject_up(reading: Reading) -> None:
    found = reading.rows([HEAD, ["甲", seeds.USCI, "03/04/2020"], ["乙", seeds.OTHER, "2025-03-01"]])
    assert (found.tallies[0].taken, found.tallies[0].doubted) == (2, 1)
    assert [told.at.rpartition("/")[2] for told in found.tallies[0].notes if told.code == "date-ambiguous"] == [
        "list.csv:2:3"
    ]
    with pytest.raises(ProfileError) as error:
        CreditProfile.from_data(reading.profiles[0] if "?" in str(reading.profiles[0]) else reading.profiles[1])
    assert "03/04/2020" in str(error.value)
    assert "list.csv:2:3" in str(error.value)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("03/04/2020", "date-ambiguous"),
        ("去年", "date-unclear"),
        ("2025-02-30", "date-unclear"),
        ("", "own-date-missing"),
    ],
)
def test_what_a_date_may_not_be(reading: Reading, written: str, code: str) -> None:
    found = reading.rows([HEAD, ["甲", seeds.USCI, written]])
    assert noted(found)[code] == 1
    assert reading.records("listings")[0]["listed_on"].startswith("?")


@pytest.mark.parametrize(
    ("written", "day"),
    [("25/12/2020", "2020-12-25"), ("12/25/2020", "2020-12-25"), ("2020-12", "2020-12-31"), ("2020年", "2020-12-31")],
)
def test_a_date_that_can_only_be_one_day_is_that_day(reading: Reading, written: str, day: str) -> None:
    reading.rows([HEAD, ["甲", seeds.USCI, written]])
    assert reading.records("listings")[0]["listed_on"] == day


@pytest.mark.parametrize(
    "written", ["长期", "2099/12/31", "2999-12-31", "9999.12.31", "20991231", "永久", "Ongoing", "73050"]
)
def test_every_way_of_writing_no_end(reading: Reading, written: str) -> None:
    reading.rows([HEAD, ["甲", seeds.USCI, "2025-03-01", written]])
    assert reading.records("listings")[0]["ends_on"] == "never"


@pytest.mark.parametrize("written", ["", "-", "无", "/", "N/A"])
def test_what_says_nothing_is_no_end(reading: Reading, written: str) -> None:
    reading.rows([HEAD, ["甲", seeds.USCI, "2025-03-01", written]])
    assert "ends_on" not in reading.records("listings")[0]


def test_contradicting_days_stay_and_are_told(reading: Reading) -> None:
    found = reading.rows([HEAD, ["甲", seeds.USCI, "2025-03-01", "2024-01-01"]])
    assert noted(found)["dates-contradict"] == 1
    with pytest.raises(ProfileError):
        CreditProfile.from_data(reading.profiles[0])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (seeds.USCI[:-1] + "2", "identity-check-digit"),
        (seeds.USCI[:-1], "identity-code-length"),
        ("9123****0133", "id-masked"),
        ("1.21200004013591E+17", "id-digits-lost"),
    ],
)
def test_a_doubtful_code_is_told_with_its_place(reading: Reading, written: str, code: str) -> None:
    found = reading.rows([HEAD, ["甲", written, "2025-03-01"]])
    (told,) = [told for told in found.tallies[0].notes if told.code == code]
    assert told.at.endswith("list.csv:2:2")
    assert found.tallies[0].doubted == 1
    assert len(reading.profiles) == 1


def test_a_number_of_a_code_in_a_workbook_has_lost_its_digits(reading: Reading) -> None:
    raw = seeds.xlsx_of([HEAD, ["甲", 121200004013590816, "2025-03-01"]])
    found = reading(reading.file("a.xlsx", raw))
    assert "id-digits-lost" in noted(found)
    assert "id" not in reading.profiles[0]["subject"]


def test_of_two_columns_for_one_day_the_right_one_counts_and_the_other_is_told(reading: Reading) -> None:
    head = ["企业名称", "统一社会信用代码", "认定日期", "列入日期", "公示截止日期", "有效期至"]
    found = reading.rows([head, ["甲", seeds.USCI, "2025-01-01", "2025-03-01", "2026-01-01", "2028-03-01"]])
    (record,) = reading.records("listings")
    assert (record["listed_on"], record["ends_on"]) == ("2025-03-01", "2028-03-01")
    assert [told.at.rpartition("/")[2] for told in found.tallies[0].notes if told.code == "dates-several"] == [
        "list.csv:2:3",
        "list.csv:2:5",
    ]
    reading.rows([head, ["甲", seeds.USCI, "2025-01-01", "去年", "", ""]])
    assert reading.records("listings")[0]["listed_on"].startswith("?")


def test_two_columns_for_one_text_are_told(reading: Reading) -> None:
    head = ["企业名称", "列入日期", "列入机关", "认定单位"]
    found = reading.rows([head, ["甲", "2025-03-01", "", "示例局"]])
    assert noted(found)["column-beside"] == 1
    assert reading.records("listings")[0]["authority"] == "示例局"


def test_a_removal_of_which_only_the_month_is_written_counts_from_its_first_day(reading: Reading) -> None:
    reading.rows([HEAD, ["甲", seeds.USCI, "2025-03", "", "2025-09"]])
    (record,) = reading.records("listings")
    assert (record["listed_on"], record["removed_on"]) == ("2025-03-31", "2025-09-01")


@pytest.mark.parametrize(
    ("heading", "removal"),
    [
        *((heading, "repaired") for heading in ("修复时间", "信用修复时间")),
        *((heading, "revoked") for heading in ("撤销日期", "撤销时间")),
        *(
            (heading, None)
            for heading in ["退出时间", "删除日期", "删除时间", "解除日期", "解除时间", "移出名录日期", "移出名单时间"]
        ),
    ],
)
def test_removals_are_read_by_the_names_publishers_give_them(
    reading: Reading, national: Any, heading: str, removal: str | None
) -> None:
    head = ["企业名称", "统一社会信用代码", "列入日期", heading]
    reading.rows([head, ["甲", seeds.USCI, "2025-03-01", "2025-09-01"], ["乙", seeds.OTHER, "2025-03-01", ""]])
    told = {profile["subject"]["id"]: profile["listings"][0] for profile in reading.profiles}
    assert (told[seeds.USCI]["removed_on"], told[seeds.USCI].get("removal")) == ("2025-09-01", removal)
    outcomes = {code: outcome_of(reading, national, code) for code in (seeds.USCI, seeds.OTHER)}
    assert outcomes[seeds.USCI] != "barred"
    assert outcomes[seeds.OTHER] == "barred"


def outcome_of(reading: Reading, plan: Any, code: str) -> str:
    """Whether somebody may bid, by what was imported."""
    profile = read_roster(reading.out).profile(code, plan.law)
    return str(check_subject(plan, profile, Action(code="procurement.bid", date=DAY)).outcome)


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        *(("状态", state) for state in ("已移出", "移出", "已修复", "已撤销", "失效", "无效")),
        ("当前状态", "已移出"),
        ("名单状态", "已失效"),
        ("是否移出", "是"),
        ("是否有效", "否"),
    ],
)
def test_an_entry_that_ended_on_a_day_nobody_wrote_does_not_simply_bar(
    reading: Reading, national: Any, heading: str, written: str
) -> None:
    head = ["企业名称", "统一社会信用代码", "列入日期", heading, "移出日期", "有效期至"]
    found = reading.rows([head, ["甲", seeds.USCI, "2025-03-01", written, "", ""]])
    assert noted(found)["state-undated"] == 1
    with pytest.raises(ProfileError) as error:
        outcome_of(reading, national, seeds.USCI)
    assert "list.csv:2:4" in str(error.value)
    for days in (["2025-09-01", ""], ["", "2025-09-01"]):  # removed, or over by its own end
        assert "state-undated" not in noted(reading.rows([head, ["甲", seeds.USCI, "2025-03-01", written, *days]]))
        assert outcome_of(reading, national, seeds.USCI) != "barred"


@pytest.mark.parametrize(
    ("heading", "written", "codes"),
    [
        ("状态", "有效", []),
        ("当前状态", "", []),
        ("是否移出", "否", []),
        ("是否有效", "是", []),
        ("状态", "存续", ["state-unknown"]),
    ],
)
def test_an_entry_of_which_no_end_is_said_bars(
    reading: Reading, national: Any, heading: str, written: str, codes: list[str]
) -> None:
    head = ["企业名称", "统一社会信用代码", "列入日期", heading]
    assert list(noted(reading.rows([head, ["甲", seeds.USCI, "2025-03-01", written]]))) == codes
    assert outcome_of(reading, national, seeds.USCI) == "barred"


def test_who_is_listed_again_under_the_same_number_is_listed(reading: Reading, national: Any) -> None:
    """The rule about copies is about one entry; what was listed after the removal is another."""
    gone = ["甲", seeds.USCI, "2025-03-01", "", "2025-06-01", "示例法院", "（2025）黑示执9号"]
    again = ["甲", seeds.USCI, "2026-08-01", "", "", "示例法院", "（2025）黑示执9号"]
    found = reading.rows([HEAD, gone, again])
    assert noted(found)["listed-again"] == 1
    assert [record["document"] for record in reading.records("listings")] == [
        "（2025）黑示执9号",
        "（2025）黑示执9号（2026-08-01）",
    ]
    assert outcome_of(reading, national, seeds.USCI) == "barred"
    before = reading.out.rename(reading.folder / "before.jsonl")
    for files in ([before, reading.folder / "list.csv"], [reading.folder / "list.csv", before]):
        reading(*files)  # told twice it is there once
        assert len(reading.records("listings")) == 2
        assert outcome_of(reading, national, seeds.USCI) == "barred"


def test_a_removal_is_that_of_every_copy_listed_before_it(reading: Reading, national: Any) -> None:
    """Two publishers may write different days for one entry; only one of them may know of its removal."""
    gone = ["甲", seeds.USCI, "2025-03-01", "", "2025-06-01", "示例法院", "（2025）黑示执9号"]
    copy = ["甲", seeds.USCI, "2025-03-05", "", "", "示例法院", "（2025）黑示执9号"]
    assert "listed-again" not in noted(reading.rows([HEAD, gone, copy]))
    assert outcome_of(reading, national, seeds.USCI) != "barred"
    later = [[*row[:2], row[2].replace("2025", "2026"), "", row[4].replace("2025", "2026"), *row[5:]]
             for row in (gone, copy)]  # fmt: skip
    assert noted(reading.rows([HEAD, gone, copy, *later]))["listed-again"] == 2
    assert outcome_of(reading, national, seeds.USCI) != "barred"


def test_the_day_of_publication_stands_in_only_with_a_doubt(reading: Reading) -> None:
    found = reading.rows([["企业名称", "列入日期", "公布日期"], ["甲", "", "2025-03-01"], ["乙", "2025-03-01", ""]])
    assert noted(found) == {"date-published": 1}
    found = reading.rows([["企业名称", "公布日期"], ["甲", "2025-03-01"]])
    assert noted(found) == {}


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("2019-10-09T16:00:00.000Z", "2019-10-09", "date-zone"),
        ("2019-10-09T16:00:00.000+0000", "2019-10-09", "date-zone"),
        ("2019-10-09T08:00:00Z", "2019-10-09", None),
        ("2019-10-09 16:00:00", "2019-10-09", None),
        ("20191", "?", "date-unclear"),
    ],
)
def test_days_that_may_be_the_next_one_are_doubted(reading: Reading, written: str, day: str, code: str | None) -> None:
    found = reading.rows([HEAD, ["甲", seeds.USCI, written]])
    assert reading.records("listings")[0]["listed_on"].startswith(day)
    assert list(noted(found)) == ([code] if code else [])


def test_an_amount_in_yuan_is_not_taken_for_ten_thousands(reading: Reading) -> None:
    row = PENALTY_2018
    for heading, amount in (("罚款金额（元）", "0.20"), ("罚款金额（万元）", "2000")):
        headings = [heading if field == "CF_NR_FK" else label_of(PENALTIES[0], field) for field in row]
        reading.rows([headings, list(row.values())], covers="penalty")
        assert reading.records("penalties")[0]["amount"] == amount


def test_no_heading_is_taken_for_one_of_another_unit(reading: Reading) -> None:
    row = {**PENALTY_2018, "BZ": "x"}
    headings = ["罚款金额（亿元）" if field == "CF_NR_FK" else field for field in row]
    found = reading.rows([headings, list(row.values())], covers="penalty")
    (told,) = [told for told in found.tallies[0].notes if told.code == "column-unknown"]
    assert told.help is None


def test_a_short_heading_that_may_be_wrong_is_told_with_the_one_it_may_be(reading: Reading) -> None:
    found = reading.rows([["企业名称", "列入日期", "移出日其"], ["甲", "2025-03-01", "2025-04-01"]])
    (told,) = found.tallies[0].notes
    assert (told.code, told.at.rpartition("/")[2]) == ("column-unknown", "list.csv:1:3")
    assert told.help is not None
    assert "移出日期" in told.help["zh"]


def test_a_code_with_three_crosses_is_not_masked(reading: Reading) -> None:
    stem = "91230199MAXXXM013"
    code = stem + uscc.calc_check_digit(stem)
    found = reading.rows([HEAD, ["甲", code, "2025-03-01"], ["乙", "91230199XXXXXX0133", "2025-03-01"]])
    assert reading.profiles[0]["subject"]["id"] == code
    assert noted(found)["id-masked"] == 1


def test_a_row_with_two_codes_is_that_of_the_first_and_restricts_nobody_else(reading: Reading) -> None:
    head = ["企业名称", "统一社会信用代码", "税务登记号", "列入日期"]
    found = reading.rows(
        [head, ["甲", seeds.USCI, seeds.OTHER, "2025-03-01"], ["乙", seeds.THIRD, seeds.THIRD, "2025-03-01"]]
    )
    assert {profile["subject"]["id"] for profile in reading.profiles} == {seeds.USCI, seeds.THIRD}
    assert all("other_ids" not in profile["subject"] for profile in reading.profiles)
    (told,) = [told for told in found.tallies[0].notes if told.code == "ids-differ"]
    assert told.at.endswith("list.csv:2:3")


def test_the_unified_code_goes_before_what_stands_in_other_columns(reading: Reading) -> None:
    head = ["企业名称", "税务登记号", "统一社会信用代码", "列入日期"]
    found = reading.rows([head, ["甲", seeds.OTHER, seeds.USCI, "2025-03-01"]])
    assert reading.profiles[0]["subject"]["id"] == seeds.USCI
    assert noted(found) == {"ids-differ": 1}


def test_an_organisations_code_is_the_same_with_and_without_its_hyphen(reading: Reading) -> None:
    head = ["企业名称", "组织机构代码", "列入日期"]
    reading.rows([head, ["甲", "MA0DEM01-3", "2025-03-01"], ["甲", "ma0dem013", "2025-04-01"]])
    assert [len(profile["listings"]) for profile in reading.profiles] == [2]


def test_regions_are_codes(reading: Reading) -> None:
    head = ["企业名称", "列入日期", "地方编码"]
    found = reading.rows([head, ["甲", "2025-03-01", "230100000000"], ["乙", "2025-03-01", "黑龙江"]])
    assert {r.get("region") for r in reading.records("listings")} == {"230100", None}
    assert noted(found) == {"region-unclear": 1}


def test_a_wrong_number_of_a_person_is_not_printed(reading: Reading) -> None:
    head = ["失信被执行人姓名/名称", "身份证号码/组织机构代码", "发布时间"]
    found = reading.rows([head, ["某某", "110105194912310021", "2025-03-01"], ["", "", "2025-03-01"]])
    assert "1101051949" not in json.dumps(found.as_json(), ensure_ascii=False)


def test_a_row_left_out_leaves_no_persons_number_behind(reading: Reading) -> None:
    row = {**PENALTY_2018, "CF_FR_ZJHM": "11010519491231002X", "BZ": "多"}
    found = reading.rows([list(row), [*row.values(), "多出"]], covers="penalty")
    assert found.nobodys == 1
    assert "1101051949" not in reading.out.read_text(encoding="utf-8")


def test_a_state_that_may_mean_two_things_is_not_guessed(reading: Reading) -> None:
    head = ["行政相对人名称", "统一社会信用代码", "许可决定日期", "许可机关", "当前状态"]
    rows = [["甲", seeds.USCI, "2025-03-01", "示例局", state] for state in ("1", "2", "0", "撤销", "有效")]
    found = reading.rows([head, *[[*row[:4], row[4]] for row in rows]], covers="permit")
    assert noted(found)["standard-unclear"] == 1
    assert noted(found)["state-unclear"] == 2
    assert [r.get("removal") for r in reading.records("permits")].count("revoked") == 1


# --- what is wrong with a file ----------------------------------------------------------------------------------------


def test_a_row_that_is_nobodys_keeps_the_coverage_from_counting(reading: Reading) -> None:
    found = reading.rows([HEAD, ["", "", "2025-03-01", "长期"], ["乙", seeds.OTHER, "2025-03-01"]])
    assert dict(found.tallies[0].left_out) == {"row-nobody": 1}
    assert found.nobodys == 1
    roster = read_roster(reading.out)
    assert sum(roster.ownerless.values()) == 1
    assert "coverage-lost" in [told.code for told in roster.notes]


def test_a_heading_that_is_nearly_right_is_an_error_with_the_right_one(reading: Reading) -> None:
    with pytest.raises(InputError) as error:
        reading.rows(
            [
                ["企业名称", "统一社会信用代码", "列入日期", "处罚截至日期"],
                ["甲", seeds.USCI, "2025-03-01", "2026-01-01"],
            ]
        )
    assert codes_of(error) == [("heading-near", "list.csv:1:4")]
    assert error.value.problems[0].help is not None
    assert "处罚截止日期" in error.value.problems[0].help["zh"]


def test_a_heading_that_is_missing_is_named(reading: Reading) -> None:
    with pytest.raises(InputError) as error:
        reading.rows([["企业名称", "统一社会信用代码"], ["甲", seeds.USCI]])
    assert codes_of(error) == [("heading-missing", "list.csv:1")]
    with pytest.raises(InputError) as error:
        reading.rows([["甲", "乙"], ["1", "2"]])
    assert codes_of(error) == [("heading-none", "list.csv")]


def test_columns_that_move_halfway_are_followed_where_headings_say_so(reading: Reading) -> None:
    moved = [HEAD[1], HEAD[0], *HEAD[2:]]
    found = reading.rows([HEAD, ["甲", seeds.USCI, "2025-03-01"], moved, [seeds.OTHER, "乙", "2025-03-01"]])
    assert {p["subject"]["name"]: p["subject"]["id"] for p in reading.profiles} == {"甲": seeds.USCI, "乙": seeds.OTHER}
    assert noted(found) == {"heading-again": 1}


def test_cells_that_slid_are_left_out_and_told(reading: Reading) -> None:
    rows = [
        ["甲", seeds.USCI, "2025-03-01"],
        [seeds.OTHER, "2025-03-01", "乙"],
        ["丙", "", "", "", "", "", "", "", "多出"],
    ]
    found = reading.rows([HEAD, *rows])
    assert dict(found.tallies[0].left_out) == {"column-moved": 1, "row-too-long": 1}
    assert found.nobodys == 2
    assert [told.at.rpartition("/")[2] for told in found.tallies[0].notes] == ["list.csv:3:1", "list.csv:4:9"]


def test_a_quotation_mark_left_open_is_an_error_and_swallows_nothing(reading: Reading) -> None:
    raw = seeds.csv_of([HEAD]) + f'"甲,{seeds.USCI},2025-03-01\r\n乙,{seeds.OTHER},2025-03-01\r\n'.encode()
    with pytest.raises(InputError) as error:
        reading(reading.file("list.csv", raw))
    assert codes_of(error) == [("csv-quote", "list.csv:2")]


def test_files_that_are_cut_off_or_traps_are_refused_whole(reading: Reading) -> None:
    whole = seeds.packed(seeds.csv_of([HEAD, *[["甲", seeds.USCI, "2025-03-01"]] * 400]))
    assert refusal(reading, "a.csv.gz", whole[: len(whole) // 2]) == "gzip-cut"
    assert refusal(reading, "a.csv", b"\xff\xff\xfe\x80") == "bad-encoding"
    assert refusal(reading, "a.csv", b"") == "empty-file"
    assert refusal(reading, "a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 100) == "sheet-old"
    assert refusal(reading, "a.xlsx", b"PK\x03\x04" + b"\x00" * 100) == "sheet-cut"
    assert refusal(reading, "a.xlsx", seeds.xlsx_of([HEAD])[:-200]) == "sheet-cut"
    assert not reading.out.exists()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(reading: Reading) -> None:
    raw = BytesIO(seeds.xlsx_of([HEAD]))
    with zipfile.ZipFile(raw, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x.bin", "w") as into:
        for _ in range(300):
            into.write(b"\x00" * 2**20)
    assert refusal(reading, "a.xlsx", raw.getvalue()) == "file-bomb"


def test_an_entity_in_a_workbook_is_refused(reading: Reading) -> None:
    raw = BytesIO()
    with zipfile.ZipFile(BytesIO(seeds.xlsx_of([HEAD]))) as archive, zipfile.ZipFile(raw, "w") as into:
        for part in archive.namelist():
            text = archive.read(part)
            into.writestr(part, b'<!DOCTYPE x [<!ENTITY a "b">]>' + text if "sheet1" in part else text)
    assert refusal(reading, "a.xlsx", raw.getvalue()) == "sheet-not-xlsx"


def test_a_workbook_is_read_by_whatever_name_it_has(reading: Reading) -> None:
    raw = seeds.xlsx_of([HEAD, ["甲", seeds.USCI, "2025-03-01"]])
    for name in ("list.csv", "list.xls", "list"):
        assert reading(reading.file(name, raw)).records == 1


def test_prose_is_no_table_and_no_heading_is_guessed_from_it(reading: Reading) -> None:
    prose = "# remove_date\n\nremove, dt of, the remove_dte file\n\nThe name, the ids\n"
    with pytest.raises(InputError) as error:
        reading(reading.file("README.md", prose.encode()))
    (told,) = error.value.problems
    assert (told.code, "--mapping" in (told.help or {})["zh"]) == ("heading-none", True)


def refusal(reading: Reading, name: str, raw: bytes) -> str:
    with pytest.raises(InputError) as error:
        reading(reading.file(name, raw))
    return str(error.value.problems[0].code)


def test_what_cannot_be_seen_is_taken_out_and_told(reading: Reading) -> None:
    found = reading.rows([HEAD, ["甲\u200b", seeds.USCI + "\ufeff", "2025-03-01"]])
    assert reading.profiles[0]["subject"]["id"] == seeds.USCI
    assert noted(found)["cell-unseen"] == 2


def test_a_formula_without_a_value_is_no_empty_cell(reading: Reading) -> None:
    found = reading(reading.file("a.xlsx", seeds.xlsx_of([HEAD, ["甲", seeds.USCI, "=TODAY()"]])))
    assert noted(found)["formula-uncounted"] == 1
    assert reading.records("listings")[0]["listed_on"].startswith("?")


def test_the_sheet_with_the_headings_is_found_and_the_others_are_told(reading: Reading) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["说明"])
    other = book.create_sheet("名单")
    for row in (["", "", ""], HEAD, ["甲", seeds.USCI, "2025-03-01"]):
        other.append(row)
    raw = BytesIO()
    book.save(raw)
    found = reading(reading.file("a.xlsx", raw.getvalue()))
    assert len(reading.profiles) == 1
    assert noted(found)["sheets-unread"] == 1


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (["TOTAL", "2025-03-01"], 1),
        (["Total (China) Ltd", "2025-03-01"], 1),
        (["合计", "共3家"], 0),
        (["Total: 3", ""], 0),
        (["注：以上名单", ""], 0),
    ],
)
def test_a_remark_is_no_record_and_a_record_no_remark(reading: Reading, row: list[str], kept: int) -> None:
    found = reading.rows([["企业名称", "列入日期"], ["甲", "2025-03-01"], row])
    assert len(reading.profiles) == 1 + kept
    assert found.tallies[0].besides["remark"] == 1 - kept


def test_a_record_above_the_headings_is_not_taken_for_one_of_them(reading: Reading) -> None:
    found = reading.rows(
        [["甲", seeds.USCI, "2025-03-01", "", "", "示例局", "1号"], HEAD, ["乙", seeds.OTHER, "2025-03-01"]]
    )
    assert dict(found.tallies[0].besides) == {"above-headings": 1, "headings": 1}
    (told,) = [told for told in found.tallies[0].notes if told.code == "row-above"]
    assert told.at.endswith("list.csv:1:2")


def test_a_day_alone_is_a_record_of_somebody(reading: Reading) -> None:
    found = reading.rows([HEAD, ["", "", "2025-03-01"]])
    assert (dict(found.tallies[0].left_out), found.nobodys) == ({"row-nobody": 1}, 1)


def test_a_register_without_a_record_is_told(reading: Reading) -> None:
    found = reading.rows([HEAD])
    assert noted(found) == {"import-nothing": 1}
    assert reading.lines[0]["coverage"][0]["complete"] is True


def test_a_second_sheet_with_such_a_table_is_not_passed_over(reading: Reading) -> None:
    book = openpyxl.Workbook()
    for title, rows in (
        ("2024", [HEAD, ["甲", seeds.USCI, "2024-03-01"]]),
        ("2025", [HEAD, ["乙", seeds.OTHER, "2025-03-01"]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    raw = BytesIO()
    book.save(raw)
    with pytest.raises(InputError) as error:
        reading(reading.file("a.xlsx", raw.getvalue()))
    assert error.value.problems[0].code == "sheets-several"
    assert "2024" in str(error.value)
    assert "2025" in str(error.value)


# --- other tables, and OpenSanctions ----------------------------------------------------------------------------------


def test_a_mapping_reads_any_table(reading: Reading) -> None:
    mapping = reading.file("mapping.yaml", seeds.MAPPING.encode())
    for name, raw in (("a.csv", seeds.csv_of(seeds.BANK)), ("a.xlsx", seeds.xlsx_of(seeds.BANK))):
        reading(reading.file(name, raw), covers="example-bank", mapping=mapping)
        first, second = reading.profiles
        assert first["listings"][0] == {
            "list": "example-bank",
            "listed_on": "2024-12-10",
            "authority": "ADB",
            "ends_on": "never",
        }
        assert second["subject"]["other_names"] == ["样例工程有限公司"]
        assert second["listings"][0]["authority"] == "Example Bank"


def test_headings_over_two_rows_are_read(reading: Reading) -> None:
    told = seeds.MAPPING.replace("Ineligibility To", "To Date").replace("$'}", "$', optional: true}")
    mapping = reading.file("mapping.yaml", told.encode())
    head = [
        ["Downloaded on: 1/1/2025"],
        ["Firm Name", "Ineligibility Period", "", "Grounds"],
        ["", "From Date", "To Date", ""],
    ]
    reading.rows([*head, ["EXAMPLE LTD", "2024-01-02", "2025-01-02", "x"]], covers="example-bank", mapping=mapping)
    assert reading.records("listings")[0]["listed_on"] == "2024-01-02"
    assert reading.records("listings")[0]["ends_on"] == "2025-01-02"


PENALTY_MAPPING = """\
mapping: x
record: penalty
columns:
  name: who
  id: {from: cnpj, scheme: BR-CNPJ}
  decided_on: day
  amount: money
ignored: {rest: {zh: 不用, en: not needed}}
dates: day-first
decimal: ","
delimiter: ";"
"""


def test_a_mapping_says_what_the_table_leaves_open(reading: Reading) -> None:
    mapping = reading.file("m.yaml", PENALTY_MAPPING.encode())
    row = ["A", "11.753.865/0001-45", "03/04/2020", "608016,54", "z"]
    raw = seeds.csv_of([["who", "cnpj", "day", "money", "rest"], row], ";")
    found = reading(reading.file("a.csv", raw), covers="penalty", mapping=mapping)
    assert reading.records("penalties") == [{"decided_on": "2020-04-03", "amount": "608016.54"}]
    assert reading.profiles[0]["subject"]["scheme"] == "BR-CNPJ"
    assert noted(found) == {"column-ignored": 1}


LOST_MAPPING = """\
mapping: x
record: listing
columns:
  name: 纳税人
  id: 纳税号
  listed_on: [列入日, 公告日]
  ends_on: 期满日
"""


def test_a_column_a_mapping_names_and_the_table_has_not_is_an_error(reading: Reading) -> None:
    """Read on, every record would be a name without a code, and without an end."""
    raw = seeds.csv_of([["纳税人", "税号", "公告日"], ["甲", seeds.USCI, "2025-03-01"]])
    mapping = reading.file("m.yaml", LOST_MAPPING.encode())
    with pytest.raises(InputError) as error:
        reading(reading.file("a.csv", raw), mapping=mapping)
    assert ("mapping-column", "m.yaml:5:3") in codes_of(error)
    assert ("mapping-column", "m.yaml:7:3") in codes_of(error)
    mended = LOST_MAPPING.replace("纳税号", "税号").replace("期满日", "{from: 期满日, optional: true}")
    reading(reading.file("a.csv", raw), mapping=reading.file("m.yaml", mended.encode()))
    (profile,) = reading.profiles
    assert (profile["subject"]["id"], profile["listings"][0]["listed_on"]) == (seeds.USCI, "2025-03-01")


def test_every_mistake_in_a_mapping_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(
        "mapping: x\nrecord: listing\ncolumns:\n  nam: A\n  name: {from: B, pattern: '('}\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as error:
        read_mapping(path)
    assert codes_of(error) == [("mapping-field", "m.yaml:4:3"), ("mapping-pattern", "m.yaml:5:28")]
    path.write_text("mapping: x\nrecords: listing\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_mapping(path)
    assert [code for code, _ in codes_of(error)] == ["missing-key", "missing-key", "unknown-key"]


def test_sanctions_are_joined_with_their_subjects_whichever_comes_first(reading: Reading) -> None:
    for entities in (seeds.ENTITIES, seeds.ENTITIES[::-1]):
        for name, raw in (("e.json", seeds.lines_of(entities)), ("e.json.gz", seeds.packed(seeds.lines_of(entities)))):
            found = reading(reading.file(name, raw), covers="example-sanctions")
            by_name = {profile["subject"]["name"]: profile for profile in reading.profiles}
            arms = by_name["Example Arms LLC"]
            assert {(record["id"], record["listed_on"], record.get("ends_on")) for record in arms["listings"]} == {
                ("s-1", "2023-02-24", None),
                ("s-2", "2023-06-01", "2027-01-01"),
            }
            assert arms["subject"]["scheme"] == "RU-INN"
            assert [record["ground"] for record in by_name["Debarred Example"]["listings"]] == ["debarment"]
            tally = found.tallies[0]
            assert (tally.read, tally.taken, tally.adds_up) == (3, 3, True)
            assert dict(tally.besides) == {"other-entities": 1, "subjects": 1}
            assert tally.noted["date-first-seen"] == 2


def test_lines_that_are_no_entities_and_sanctions_of_nobody_are_told(reading: Reading) -> None:
    lone = {**seeds.ENTITIES[1], "properties": {"entity": ["NK-9"], "startDate": ["2020-01-01"]}}
    raw = seeds.lines_of([*seeds.ENTITIES, lone]) + b'{"id": "x", "schema"\n'
    found = reading(reading.file("e.json", raw))
    assert dict(found.tallies[0].left_out) == {"ftm-line": 1, "ftm-without-subject": 1}
    assert found.nobodys == 2
    assert sum(read_roster(reading.out).ownerless.values()) == 2


@pytest.mark.parametrize("sign", [r"\u0000", r"\u001F", r"\uD800", r"\uffff"])
def test_an_entity_with_signs_no_profile_may_hold_is_left_out_and_told(reading: Reading, sign: str) -> None:
    line = json.dumps({**seeds.ENTITIES[0], "caption": "甲乙"}, ensure_ascii=False).replace("甲乙", f"甲{sign}乙")
    found = reading(reading.file("e.json", line.encode() + b"\n"))
    assert dict(found.tallies[0].left_out) == {"ftm-line": 1}
    assert sum(read_roster(reading.out).ownerless.values()) == 1


def test_profiles_imported_before_are_joined(reading: Reading) -> None:
    reading.rows([HEAD, ["甲", seeds.USCI, "2025-03-01"]], covers="tax-major")
    before = reading.out.rename(reading.folder / "before.jsonl")
    second = reading.file(
        "b.csv", seeds.csv_of([HEAD, ["甲", seeds.USCI, "2024-03-01"], ["乙", seeds.OTHER, "2024-03-01"]])
    )
    found = reading(second, before, covers="judgment-debtor")
    assert [entry["what"] for entry in reading.lines[0]["coverage"]] == ["judgment-debtor", "tax-major"]
    lists = {profile["subject"]["name"]: {r["list"] for r in profile["listings"]} for profile in reading.profiles}
    assert lists == {"甲": {"judgment-debtor", "tax-major"}, "乙": {"judgment-debtor"}}
    assert all(tally.adds_up for tally in found.tallies)


def joined(reading: Reading, name: str, *profiles: Any) -> Path:
    """Profiles as they were imported, or written by hand, before."""
    return reading.file(name, seeds.lines_of(profiles))


def subject(code: str, **more: Any) -> dict[str, Any]:
    return {"id": code, "scheme": "CN-USCI", "kind": "enterprise", **more}


def by_id(reading: Reading) -> dict[str, dict[str, Any]]:
    return {profile["subject"]["id"]: profile for profile in reading.profiles}


def results(profile: dict[str, Any]) -> dict[str, str | None]:
    return {entry["what"]: entry.get("result") for entry in profile.get("consulted", ())}


def test_joining_invents_nothing_about_those_a_search_did_not_find(reading: Reading) -> None:
    told = {"what": "judgment-debtor", "at": "2026-10-01", "result": "not-listed"}
    listing = {"list": "judgment-debtor", "listed_on": "2024-03-01"}
    before = joined(
        reading,
        "before.jsonl",
        {"subject": subject(seeds.USCI), "as_of": "2026-10-01", "listings": [listing]},
        {"subject": subject(seeds.OTHER), "as_of": "2026-10-01", "consulted": [told], "listings": []},
    )
    found = reading.file("found.csv", seeds.csv_of([HEAD, ["乙", seeds.OTHER, "2026-11-15"]]))
    reading(found, before, complete=False)
    first, second = by_id(reading)[seeds.USCI], by_id(reading)[seeds.OTHER]
    assert results(first) == {}
    assert (first["as_of"], first["listings"]) == ("2026-10-01", [listing])
    evidence = {entry["what"]: entry.get("evidence") for entry in second["consulted"]}
    assert evidence["tax-major"] == source_of(found).digest  # of the list itself, not of what it is joined with
    assert results(second) == {"judgment-debtor": "not-listed", "tax-major": "listed"}


def test_a_newer_listing_is_known_whatever_older_it_is_joined_with(reading: Reading, national: Any) -> None:
    before = joined(
        reading,
        "before.jsonl",
        {"coverage": [{"what": "judgment-debtor", "complete": True, "as_of": "2026-11-01"}]},
        {"subject": subject(seeds.USCI), "as_of": "2026-11-01"},
    )
    found = reading(reading.file("new.csv", seeds.csv_of([HEAD, ["甲", seeds.USCI, "2026-11-15"]])), before)
    profile = read_roster(reading.out).profile(seeds.USCI, national.law)
    decision = check_subject(national, profile, Action(code="procurement.bid", date=DAY))
    assert decision.outcome == "barred"
    assert found.tallies[1].noted["joined-older"] == 1


@pytest.mark.parametrize("odd", [[1], "x", {"document": "1号", "listed_on": "2025-01-01", "removed_on": "2025-02-01"}])
def test_joined_listings_of_another_shape_are_kept_as_they_are_written(reading: Reading, odd: Any) -> None:
    whole = {"list": "tax-major", "document": ["1号"], "listed_on": "2025-01-01", "removed_on": "2025-02-01"}
    listings = [odd, whole, {**whole, "list": ["tax-major"]}, {**whole, "list": 3, "document": "1号"}]
    before = joined(reading, "before.jsonl", {"subject": subject(seeds.USCI), "listings": listings})
    row = ["甲", seeds.USCI, "2026-01-05"]
    reading(reading.file("new.csv", seeds.csv_of([HEAD, row])), before)
    [profile] = reading.profiles
    assert all(each in profile["listings"] for each in listings)
    assert len(profile["listings"]) == 1 + len(listings)


def test_who_was_searched_for_and_not_found_counts_as_looked_up(reading: Reading, national: Any) -> None:
    sheet = [
        ["投标人名称", "统一社会信用代码", "联合体成员", "法定代表人"],
        ["甲", seeds.USCI, "", "某某"],
        ["乙", seeds.OTHER, f"丙（{seeds.THIRD}）", "某某"],
        ["丁", seeds.USCI[:-1] + "2", "", "某某"],
        ["戊", "", "", ""],
    ]
    searched = reading.file("bidders.csv", seeds.csv_of(sheet))
    result = reading.file("found.csv", seeds.csv_of([HEAD, ["甲公司", seeds.USCI, "2025-03-01"]]))
    found = reading(result, complete=False, searched=searched, channel="信用中国")
    assert {code: results(profile) for code, profile in by_id(reading).items()} == {
        seeds.USCI: {"tax-major": "listed"},
        seeds.OTHER: {"tax-major": "not-listed"},
        seeds.THIRD: {"tax-major": "not-listed"},
    }
    assert (found.searched, found.not_found, found.subjects) == (3, 2, 3)
    assert by_id(reading)[seeds.USCI]["subject"]["name"] == "甲公司"
    assert found.tallies[1].noted["searched-nobody"] == 2
    assert found.tallies[0].digest == results_evidence(by_id(reading)[seeds.OTHER])
    clean = read_roster(reading.out).profile(seeds.OTHER, national.law)
    assert [entry.what for entry in clean.consulted] == ["tax-major"]
    with pytest.raises(UsageError):
        reading(result, searched=searched)


def test_while_a_row_could_be_anybodys_nobody_is_not_found(reading: Reading) -> None:
    searched = reading.file(
        "b.csv", seeds.csv_of([["投标人名称", "统一社会信用代码"], ["甲", seeds.USCI], ["乙", seeds.OTHER]])
    )
    rows = [["甲公司", seeds.USCI, "2025-03-01"], ["", "", "2025-03-01"]]
    found = reading(reading.file("f.csv", seeds.csv_of([HEAD, *rows])), complete=False, searched=searched)
    assert (found.searched, found.not_found, found.nobodys) == (2, 0, 1)
    assert {code: results(profile) for code, profile in by_id(reading).items()} == {seeds.USCI: {"tax-major": "listed"}}


def test_whoever_may_be_in_the_result_by_name_was_not_looked_up_and_not_found(reading: Reading) -> None:
    """A row without a checked code under the same name may be about them."""
    sheet = [["投标人名称", "统一社会信用代码"], ["示例（哈尔滨）建设有限责任公司", seeds.USCI], ["乙", seeds.OTHER]]
    searched = reading.file("b.csv", seeds.csv_of([*sheet, ["丙有限公司", seeds.THIRD]]))
    rows = [
        ["示例(哈尔滨)建设有限公司", "", "2025-03-01"],
        ["丙有限公司", seeds.THIRD[:-1] + ("A" if seeds.THIRD[-1] != "A" else "B"), "2025-03-01"],
    ]
    found = reading(reading.file("f.csv", seeds.csv_of([HEAD, *rows])), complete=False, searched=searched)
    assert (found.searched, found.not_found) == (3, 1)
    told = [(profile["subject"]["id"], results(profile)) for profile in reading.profiles if "consulted" in profile]
    assert told == [(seeds.OTHER, {"tax-major": "not-listed"})]
    assert [(note.code, note.at.rpartition("/")[2]) for note in found.tallies[1].notes] == [
        ("searched-namesake", "b.csv:2"),
        ("searched-namesake", "b.csv:4"),
    ]


def results_evidence(profile: dict[str, Any]) -> str:
    return str(profile["consulted"][0]["evidence"])


def test_a_penalty_that_was_not_found_is_none(reading: Reading) -> None:
    row = PENALTY_2018
    result = reading.file("found.csv", seeds.csv_of([list(row), list(row.values())]))
    searched = reading.file(
        "b.csv", seeds.csv_of([["投标人名称", "统一社会信用代码"], ["甲", seeds.USCI], ["乙", seeds.OTHER]])
    )
    reading(result, covers="penalty", complete=False, searched=searched)
    assert {code: results(profile)["penalty"] for code, profile in by_id(reading).items()} == {
        seeds.USCI: "found",
        seeds.OTHER: "none",
    }


def test_what_a_joined_profile_says_stays_as_it_is(reading: Reading) -> None:
    odd = {
        "subject": subject(seeds.USCI, industry="C26", region="230100"),
        "as_of": "20.11.2026",
        "consulted": "all",
        "listing": [{"list": "tax-major", "listed_on": "2025-01-01"}],
        "permits": {"granted_on": "2025-01-01"},
    }
    before = joined(reading, "before.jsonl", odd)
    new = reading.file("new.csv", seeds.csv_of([HEAD, ["甲", seeds.USCI, "2026-11-15"]]))
    for files in ((new, before), (before, new)):
        reading(*files)
        (profile,) = reading.profiles
        assert profile["subject"] == {**odd["subject"], "name": "甲"}
        assert profile["consulted"] == ["all"]
        with pytest.raises(ProfileError) as error:
            CreditProfile.from_data(profile)
        assert {told.code for told in error.value.problems} >= {"unknown-key", "wrong-type", "bad-date"}


def test_a_profile_whose_subject_is_none_stays_as_it_is_and_is_told(reading: Reading) -> None:
    odd = {"subject": {**subject(seeds.USCI), "name": ["甲"]}, "listings": [{"list": "tax-major"}]}
    before = joined(reading, "before.jsonl", odd)
    found = reading(reading.file("new.csv", seeds.csv_of([HEAD, ["甲", seeds.USCI, "2026-11-15"]])), before)
    assert odd in reading.profiles
    assert (found.subjects, found.tallies[1].doubted) == (2, 1)
    (told,) = found.tallies[1].notes
    assert told.at.endswith("before.jsonl:1#/subject/name")
    with pytest.raises(ProfileError):
        read_roster(reading.out).found(seeds.USCI, None)  # type: ignore[arg-type]  it has two lines


def test_a_joined_line_that_is_cut_off_is_refused_with_its_place(reading: Reading) -> None:
    whole = seeds.lines_of([{"subject": subject(seeds.USCI)}, {"subject": subject(seeds.OTHER)}])
    with pytest.raises(ProfileError) as error:
        reading(reading.file("before.jsonl", whole[:-9]))
    assert "before.jsonl:2:" in error.value.problems[0].at
    with pytest.raises(ProfileError) as error:
        reading(reading.file("before.jsonl", b'{"subject": {"id": "1", "id": "2"}}\n'))
    assert error.value.problems[0].at.endswith("before.jsonl:1#/subject/id")


def test_numbers_of_joined_profiles_stay_what_they_are(reading: Reading) -> None:
    points = [{"scheme": "family", "value": 12.5, "as_of": "2026-10-01"}]
    before = joined(reading, "before.jsonl", {"subject": subject(seeds.USCI), "points": points})
    reading(before)
    assert reading.records("points") == points
    before.write_text(before.read_text(encoding="utf-8").replace("12.5", "1e999"), encoding="utf-8")
    reading(before)
    assert reading.records("points")[0]["value"] == "1E+999"


def test_names_alone_are_not_brought_together_by_joining(reading: Reading) -> None:
    reading.rows([HEAD, ["甲示例公司", "", "2025-03-01"], ["甲示例公司", "", "2025-03-02"]])
    before = reading.out.rename(reading.folder / "before.jsonl")
    reading(before, reading.file("b.csv", seeds.csv_of([HEAD, ["乙", seeds.OTHER, "2024-03-01"]])))
    assert sorted(len(profile["listings"]) for profile in reading.profiles) == [1, 1, 1]


def test_nobodys_rows_stay_nobodys_when_they_are_joined(reading: Reading) -> None:
    reading.rows([HEAD, ["", "", "2025-03-01", "长期"]])
    before = reading.out.rename(reading.folder / "before.jsonl")
    line = before.read_text(encoding="utf-8").splitlines()[1]
    found = reading(before, reading.file("b.csv", seeds.csv_of([HEAD, ["乙", seeds.OTHER, "2024-03-01"]])))
    assert found.nobodys == 1
    assert line in reading.out.read_text(encoding="utf-8").splitlines()


def test_two_decisions_without_a_number_are_two(reading: Reading) -> None:
    head = ["序号", "企业名称", "统一社会信用代码", "列入日期", "列入原因"]
    rows = [[str(n), "甲", seeds.USCI, "2025-03-01", why] for n, why in enumerate(("某", "另", "某"))]
    found = reading.rows([head, *rows])
    assert len(reading.records("listings")) == 2
    assert (found.tallies[0].taken, found.tallies[0].merged, found.records) == (2, 1, 2)
    before = reading.out.rename(reading.folder / "before.jsonl")
    reading(before, reading.file("list.csv", seeds.csv_of([head, *rows])), before)
    assert len(reading.records("listings")) == 2


def test_a_file_given_twice_is_merged_and_counted(reading: Reading) -> None:
    path = reading.file("list.csv", seeds.csv_of([HEAD, ["甲", seeds.USCI, "2025-03-01"], ["乙", "", "2025-03-01"]]))
    found = reading(path, path)
    assert [(tally.taken, tally.merged) for tally in found.tallies] == [(2, 0), (0, 2)]
    assert found.records == 2


@pytest.mark.parametrize(
    ("covers", "code"),
    [("rating", "import-section"), ("penalty.fine", "import-section"), ("rating.tax", "import-mapping")],
)
def test_what_is_covered_must_be_what_is_read(reading: Reading, covers: str, code: str) -> None:
    mapping = reading.file("m.yaml", seeds.MAPPING.encode())
    with pytest.raises(UsageError) as error:
        reading(reading.file("a.csv", seeds.csv_of(seeds.BANK)), covers=covers, mapping=mapping)
    assert codes_of(error)[0][0] == code


def test_sanctions_are_listings_and_nothing_else(reading: Reading) -> None:
    with pytest.raises(UsageError) as error:
        reading(reading.file("e.json", seeds.lines_of(seeds.ENTITIES)), covers="penalty")
    assert codes_of(error)[0][0] == "import-lists-only"


def test_sanctions_within_their_subject_are_read_like_lines_of_their_own(reading: Reading) -> None:
    apart = reading(reading.file("e.json", seeds.lines_of(seeds.ENTITIES)), covers="example-sanctions")
    expected = reading.profiles
    nested = reading(reading.file("n.json", seeds.lines_of(seeds.NESTED)), covers="example-sanctions")
    assert reading.profiles == expected
    assert (
        (nested.tallies[0].read, nested.tallies[0].taken) == (apart.tallies[0].read, apart.tallies[0].taken) == (3, 3)
    )


def test_a_ships_sanction_is_nobodys_and_leaves_the_coverage_whole(reading: Reading) -> None:
    ship = {"id": "v-1", "schema": "Vessel", "caption": "Ship", "properties": {"name": ["Ship"]}}
    its = {**seeds.ENTITIES[1], "id": "s-9", "properties": {"entity": ["v-1"], "startDate": ["2020-01-01"]}}
    for lines in ([ship, its, *seeds.ENTITIES], [its, *seeds.ENTITIES, ship]):
        found = reading(reading.file("e.json", seeds.lines_of(lines)))
        assert dict(found.tallies[0].left_out) == {"ftm-not-asked": 1}
        assert found.nobodys == 0


def test_entities_and_profiles_are_known_however_their_keys_are_ordered(reading: Reading) -> None:
    long = {"properties": {**seeds.ENTITIES[3]["properties"], "notes": ["x" * 9000]}}
    turned = {**long, **{key: seeds.ENTITIES[3][key] for key in ("schema", "id", "first_seen", "datasets")}}
    assert reading(reading.file("e.json", seeds.lines_of([turned]))).tallies[0].format == "ftm"
    profile = {"as_of": "2026-11-20", "listings": [], "subject": subject(seeds.USCI)}
    assert reading(reading.file("p.jsonl", seeds.lines_of([profile]))).tallies[0].format == "profiles"


@pytest.mark.parametrize(
    "raw", [b"<html><table><tr><td>x</td></tr></table></html>", b'{"releases": []}', b'[\n{"id": 1}\n]']
)
def test_what_is_no_table_is_told_as_what_it_is(reading: Reading, raw: bytes) -> None:
    assert refusal(reading, "list.xls", raw) == "table-is-not"


def test_what_a_formula_could_not_work_out_is_neither_a_name_nor_a_code(reading: Reading) -> None:
    found = reading.rows([HEAD, ["#N/A", "#REF!", "2025-03-01"], ["甲", "#N/A", "#VALUE!"]])
    assert dict(found.tallies[0].left_out) == {"row-nobody": 1}
    assert noted(found)["formula-uncounted"] == 4
    (profile,) = reading.profiles
    assert profile["subject"] == {"name": "甲", "kind": "enterprise"}
    assert profile["listings"][0]["listed_on"].startswith("?")


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("2026年11月", "2026-11-20", "date-month-only"),
        ("2026", "2026-11-20", "date-year-only"),
        ("2026年10月", "2026-10-31", "date-month-only"),
        ("2025", "2025-12-31", "date-year-only"),
    ],
)
def test_what_stands_in_a_list_was_listed_by_the_day_it_is_as_of(
    reading: Reading, national: Any, written: str, day: str, code: str
) -> None:
    found = reading.rows([["企业名称", "统一社会信用代码", "公布日期"], ["甲", seeds.USCI, written]])
    assert reading.records("listings")[0]["listed_on"] == day
    assert [(told.code, day in told.message["en"]) for told in found.tallies[0].notes] == [(code, True)]
    assert outcome_of(reading, national, seeds.USCI) == "barred"


@pytest.mark.parametrize("written", ["2026-11-21", "2026年12月", "2027", "2052-03-01"])
def test_a_day_after_that_as_of_which_the_file_is_stops_the_check(
    reading: Reading, national: Any, written: str
) -> None:
    found = reading.rows([HEAD, ["甲", seeds.USCI, written], ["乙", seeds.OTHER, "2026-11-20"]])
    assert [told.at.rpartition("/")[2] for told in found.tallies[0].notes if told.code == "date-ahead"] == [
        "list.csv:2:3"
    ]
    with pytest.raises(ProfileError) as error:
        outcome_of(reading, national, seeds.USCI)
    assert "list.csv:2:3" in str(error.value)
    assert outcome_of(reading, national, seeds.OTHER) == "barred"


def test_a_mapped_table_that_is_not_utf8_is_told(reading: Reading) -> None:
    mapping = reading.file("m.yaml", seeds.MAPPING.encode())
    raw = seeds.csv_of(
        [*seeds.BANK, ["CONSTRUÇÃO LTDA", "", "2024-01-01", "", ""]], encoding="latin-1", errors="replace"
    )
    found = reading(reading.file("a.csv", raw), covers="example-bank", mapping=mapping)
    assert noted(found)["encoding-taken"] == 1


# --- the files of others ----------------------------------------------------------------------------------------------


BANK_MAPPING = ROOT / "examples" / "import" / "world-bank.yaml"


def bank_rows(suffix: str) -> list[tuple[str, str, str, str]]:
    """Name, both days and grounds of every firm on the bank's list, read without the readers."""
    path = SHARED / "debarment" / f"worldbank-debarred-firms.{suffix}"
    if suffix == "csv":
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = [list(row.values()) for row in csv.DictReader(text)]
    else:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        rows = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    told = [[str(cell or "").strip() for cell in row] for row in rows]
    return sorted((row[0], row[4], row[5], row[6]) for row in told if any(row))


@real
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_banks_list_is_read_firm_by_firm(reading: Reading, suffix: str) -> None:
    path = SHARED / "debarment" / f"worldbank-debarred-firms.{suffix}"
    found = reading(path, covers="world-bank-debarred", mapping=BANK_MAPPING)
    rows = bank_rows(suffix)
    assert len(rows) == 936
    expected = Counter(
        (
            name,
            start,
            "never" if end == "2999-12-31" else end,
            grounds.partition(":")[2].strip() if grounds.lower().startswith("cross") else "World Bank",
        )
        for name, start, end, grounds in rows
    )
    assert sum(count for (*_, end, _), count in expected.items() if end == "never") == 441
    assert (
        Counter(
            (profile["subject"]["name"], record["listed_on"], record["ends_on"], record["authority"])
            for profile in reading.profiles
            for record in profile["listings"]
        )
        == expected
    )
    assert {"ADB", "IDB", "EBRD", "AfDB", "World Bank"} <= {authority for *_, authority in expected}
    tally = found.tallies[0]
    assert (tally.read, tally.taken, tally.doubted) == (936, 936, 0)


@real
def test_the_banks_workbook_and_its_csv_are_the_same() -> None:
    assert bank_rows("xlsx") == bank_rows("csv")


@real
def test_the_six_companies_and_the_28_sanctions(reading: Reading) -> None:
    """Of the six companies one has all 28 sanctions; two more are listed by topic, three not at all."""
    path = SHARED / "debarment" / "opensanctions-debarred.entities.ftm.json"
    entities = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    companies = {each["id"]: each for each in entities if each["schema"] == "Company"}
    sanctions = {each["id"]: each for each in entities if each["schema"] == "Sanction"}
    owners = Counter(owner for each in sanctions.values() for owner in each["properties"]["entity"])
    assert (len(companies), len(sanctions)) == (6, 28)
    assert owners == {"NK-abdzbEBkqyT29GyREbiURZ": 28}
    listed = {"sanction", "debarment", "export.control", "corp.disqual"}
    topics = {name: listed & set(each["properties"].get("topics", ())) for name, each in companies.items()}
    by_topic = {name: found for name, found in topics.items() if found and name not in owners}

    for name, lines in (("e.json", entities), ("r.json", entities[::-1])):
        found = reading(reading.file(name, seeds.lines_of(lines)), covers="example-sanctions")
        known = {
            next(each["id"] for each in profile["subject"]["other_ids"] if each["scheme"] == "X-OPENSANCTIONS"): profile
            for profile in reading.profiles
        }
        assert set(known) == set(owners) | set(by_topic)
        records = {record["id"]: record for record in known["NK-abdzbEBkqyT29GyREbiURZ"]["listings"]}
        assert set(records) == set(sanctions)
        for record_id, record in records.items():
            told = sanctions[record_id]["properties"]
            days = told.get("startDate") or told.get("listingDate") or [sanctions[record_id]["first_seen"][:10]]
            assert record["listed_on"] == max(days)
            assert record.get("ends_on") == (min(told["endDate"]) if "endDate" in told else None)
            assert record["authority"] == " / ".join(told["authority"])
        for company, wanted in by_topic.items():
            assert {record["ground"] for record in known[company]["listings"]} == wanted
        tally = found.tallies[0]
        assert tally.read + tally.besides.total() == len(entities)
        assert (tally.taken, dict(tally.left_out)) == (30, {"ftm-without-sanction": 3})


def rows_of(raw: bytes, name: str) -> int:
    """The rows of a table with something in them, or the lines of a file, counted without the readers."""
    if name.endswith(".xlsx"):
        sheets = openpyxl.load_workbook(BytesIO(raw)).worksheets
        return sum(
            any(cell is not None for cell in row) for sheet in sheets for row in sheet.iter_rows(values_only=True)
        )
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    if ".csv" in name:
        return sum(any(row) for row in csv.reader(text.splitlines()))
    return len(text.splitlines())


ROWS = [
    ["表格说明：以下为示例"],
    HEAD,
    ["甲", seeds.USCI, "2025-03-01", "", "", "示例局", "1号"],
    ["甲", seeds.USCI, "2025-03-01", "", "", "示例局", "1号"],
    ["", "", "2025-03-01"],
    ["乙", seeds.OTHER, "去年"],
    [seeds.THIRD, "2025-03-01", "丙"],
    ["丁", "", "2025-03-01"],
    HEAD,
    ["戊", seeds.THIRD, "2025-03-01", "", "", "", "", "多出"],
    ["注：到此为止"],
]
LINES = [
    *seeds.ENTITIES,
    {**seeds.ENTITIES[1], "id": "s-3", "properties": {"entity": ["NK-7"]}},
    seeds.ENTITIES[1],
    "x",
]


@pytest.mark.parametrize(
    ("name", "raw", "counts"),
    [
        ("a.csv", seeds.csv_of(ROWS), (7, 3, 1, 3)),
        ("a.csv.gz", seeds.packed(seeds.csv_of(ROWS)), (7, 3, 1, 3)),
        ("a.xlsx", seeds.xlsx_of(ROWS), (7, 3, 1, 3)),
        ("a.ftm.json", seeds.lines_of(LINES), (6, 3, 1, 2)),
        ("a.ftm.json.gz", seeds.packed(seeds.lines_of(LINES)), (6, 3, 1, 2)),
        ("a.jsonl", seeds.lines_of([{"coverage": []}, {"subject": subject(seeds.USCI)}, {"row": "?"}]), (2, 1, 0, 1)),
    ],
)
def test_everything_in_a_file_is_taken_merged_left_out_or_told_beside(
    reading: Reading, name: str, raw: bytes, counts: tuple[int, ...]
) -> None:
    found = reading(reading.file(name, raw))
    tally = found.tallies[0]
    assert (tally.read, tally.taken, tally.merged, tally.left_out.total()) == counts
    assert tally.adds_up
    assert tally.read + tally.besides.total() == rows_of(raw, name)
    assert found.records == len(reading.records("listings"))
    if tally.format != "profiles":
        assert found.records == tally.taken
    assert len(reading.lines) == 1 + found.subjects + found.nobodys


@real
@pytest.mark.parametrize(
    ("name", "covers", "delimiter"),
    [("cn-credit/ningbo-abnormal-operations.csv", "abnormal-operations", ",")],
)
def test_the_tables_of_others_are_counted_again(reading: Reading, name: str, covers: str, delimiter: str) -> None:
    found = reading(SHARED / name, covers=covers)
    with (SHARED / name).open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.DictReader(text, delimiter=delimiter) if any(row.values())]
    tally = found.tallies[0]
    assert tally.read == len(rows) == tally.taken == found.records


@real
def test_codes_are_judged_as_the_library_judges_them(reading: Reading) -> None:
    valid = (SHARED / "cn-credit" / "uscc-valid.txt").read_text(encoding="utf-8").split()
    with (SHARED / "cn-credit" / "uscc-invalid.csv").open(encoding="utf-8", newline="") as text:
        invalid = [next(iter(row.values())) for row in csv.DictReader(text)]
    assert (len(valid), len(invalid)) == (200, 4)
    found = reading.rows([HEAD, *[["甲", code, "2025-03-01"] for code in (*valid, *invalid)]])
    doubted = {
        told.at.rpartition(":")[0].rpartition(":")[2] for told in found.tallies[0].notes if told.code[:8] == "identity"
    }
    judged = {str(number) for number, code in enumerate((*valid, *invalid), 2) if not uscc.is_valid(code)}
    assert doubted == judged == {"202", "203", "204", "205"}
    assert {profile["subject"]["id"] for profile in reading.profiles} == {*valid, *map(uscc.compact, invalid)}


def test_the_code_of_a_foreign_organisation_is_a_warning(reading: Reading) -> None:
    stem = "G1110000MA0DEM013"
    code = stem + uscc.calc_check_digit(stem)
    found = reading.rows([HEAD, ["示例基金会代表处", code, "2025-03-01"]])
    assert noted(found) == {"identity-code-unfamiliar": 1}
    assert (found.tallies[0].taken, reading.profiles[0]["subject"]["id"]) == (1, code)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "today", lambda: "2026-11-20")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "名单.csv"
    path.write_bytes(seeds.csv_of([HEAD, ["甲", seeds.USCI, "2025-03-01"], ["乙", "", "去年"]]))
    return path


def test_the_command_tells_what_became_of_everything(listed: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out.jsonl")
    how = ("--covers", "tax-major", "--as-of", "2026-11-20", "--out", out)
    answer = call_credit_rules("import", str(listed), *how, "--complete", "--lang", "zh")
    assert answer.code == 0
    assert "读入 2 条 = 写入 2 条 + 并入 0 条 + 未写入 0 条；其中存疑 1 条" in answer.out
    assert "date-unclear" in answer.err
    assert "名单.csv:3:3" in answer.err
    again = call_credit_rules("import", str(listed), *how, "--complete", "--format", "json")
    assert again.codes == ["file-exists"]
    answer = call_credit_rules("import", str(listed), *how, "--search-result", "--format", "json", "--overwrite")
    assert answer.data["files"][0]["read"] == 2
    assert answer.data["subjects"] == 2


def test_the_report_says_in_words_what_is_noted_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [["序号", *HEAD, "税种"], ["1", "甲", seeds.USCI, "去年"], ["2", "", "", "2025-03-01"]]
    path.write_bytes(seeds.csv_of(rows))
    how = ("--covers", "tax-major", "--as-of", "2026-11-20", "--complete", "--out", str(tmp_path / "o.jsonl"))
    answer = call_credit_rules("import", str(path), *how, "--lang", "zh")
    assert "未写入 1 条：这一行既没有名称也没有代码（row-nobody）" in answer.out
    assert "提示 1 处：没有读列 `…`：不认识（column-unknown）" in answer.out
    assert "提示 1 处：读不懂的日期 `…`（date-unclear）" in answer.out
    assert "序号" not in answer.out + answer.err
    assert answer.err.count("建议") == answer.err.count("date-unclear") + answer.err.count("row-nobody") == 2
    answer = call_credit_rules("import", str(path), *how, "--overwrite", "--lang", "en")
    assert "1 left out: neither a name nor an identifier in the row (row-nobody)" in answer.out


def test_the_command_tells_who_was_searched_for(listed: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "bidders.csv"
    sheet.write_bytes(seeds.csv_of([["投标人名称", "统一社会信用代码"], ["甲", seeds.USCI], ["丙", seeds.THIRD]]))
    how = ("--covers", "tax-major", "--as-of", "2026-11-20", "--searched", str(sheet), "--overwrite")
    out = ("--out", str(tmp_path / "out.jsonl"))
    answer = call_credit_rules("import", str(listed), *how, *out, "--search-result", "--lang", "zh")
    assert "查询对象 2 个，其中 1 个查无记录" in answer.out
    answer = call_credit_rules("import", str(listed), *how, *out, "--complete", "--format", "json")
    assert (answer.code, answer.codes) == (2, ["import-searched"])


@pytest.mark.parametrize(
    ("left_out", "added", "code"),
    [
        ("", (), "import-completeness"),
        ("", ("--complete", "--search-result"), "import-both"),
        ("--covers", ("--complete",), "missing-option"),
        ("--as-of", ("--complete",), "missing-option"),
        ("--out", ("--complete",), "missing-option"),
    ],
)
def test_nothing_is_guessed(listed: Path, left_out: str, added: Sequence[str], code: str) -> None:
    options = {"--covers": "tax-major", "--as-of": "2026-11-20", "--out": "out.jsonl"}
    told = [part for name, value in options.items() if name != left_out for part in (name, value)]
    answer = call_credit_rules("import", str(listed), *told, *added, "--format", "json")
    assert (answer.code, answer.codes) == (2, [code])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_headings_that_are_read_are_shown_and_are_read(lang: str) -> None:
    shown = call_credit_rules("import", "--headings", "--format", "json").data
    layouts = {"listings": LISTINGS, "penalties": PENALTIES, "permits": PERMITS, "ratings": RATINGS, "bidders": BIDDERS}
    assert set(shown) == set(layouts)
    for name, each in layouts.items():
        told = {heading_of(heading) for headings in shown[name].values() for heading in headings}
        assert told == {heading for layout in each for heading in layout.known if "#" not in heading}
    assert "公司名称" in shown["bidders"]["name"]
    assert "统一社会信用代码" in shown["listings"]["id"]
    assert "序号" in shown["listings"][""]
    answer = call_credit_rules("import", "--headings", "--lang", lang)
    assert answer.code == 0
    assert all(heading in answer.out for heading in ("公司名称", "XK_XDR_SHXYM", "处罚决定日期", "投标人名称"))


def test_the_schema_of_mappings_names_every_field() -> None:
    schema = json.loads((ROOT / "rulesets" / "schema" / "mapping.json").read_text(encoding="utf-8"))
    said = schema["properties"]["columns"]["description"]
    for record, (_, fields) in mappings._KINDS.items():
        assert [name for name in (record, *fields) if not re.search(rf"\b{name}\b", said)] == []


@pytest.mark.parametrize(
    ("covers", "nearest"),
    [
        ("tax-majro", "tax-major"),
        ("penalties", "penalty"),
        ("platform-black", ""),
        ("rating.taxes", "rating.tax"),
        ("tax-major", None),
        ("rating.tax", None),
        ("permit", None),
        ("hlj-official-record", None),  # a list of a province is one
    ],
)
def test_a_list_nobody_knows_is_told_with_the_nearest_name(tmp_path: Path, covers: str, nearest: str | None) -> None:
    path = tmp_path / "a.csv"
    own = {"permit": ("行政相对人名称", "许可决定日期", "许可类别"), "rating": ("纳税人名称", "评价年度", "评价等级")}
    name, day, more = own.get(covers.partition(".")[0], ("企业名称", "列入日期", "案号"))
    path.write_bytes(seeds.csv_of([[name, "统一社会信用代码", day, more], ["甲", seeds.USCI, "2025", "登记"]]))
    how = ("--covers", covers, "--as-of", "2026-11-20", "--complete", "--out", str(tmp_path / "out.jsonl"))
    answer = call_credit_rules("import", str(path), *how, "--format", "json")
    told = [note for note in answer.data["notes"] if note["code"] == "covers-unknown"]
    assert (answer.code, len(told)) == (0, nearest is not None)
    if nearest:
        assert f"`{nearest}`" in told[0]["help"]["zh"]
    answer = call_credit_rules("import", str(path), *how, "--overwrite")
    assert ("covers-unknown" in answer.err) == (nearest is not None)


def test_a_list_may_be_named_by_its_title(listed: Path, tmp_path: Path) -> None:
    how = ("--as-of", "2026-11-20", "--complete", "--out", str(tmp_path / "out.jsonl"), "--format", "json")
    assert call_credit_rules("import", str(listed), "--covers", "重大税收违法失信主体", *how).code == 0
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["coverage"][0]["what"] == "tax-major"
    answer = call_credit_rules("import", str(listed), "--covers", "重大税收违法", *how, "--overwrite")
    assert (answer.code, answer.codes) == (2, ["bad-code"])
    assert "`tax-major`" in answer.data["errors"][0]["help"]["zh"]


def test_what_is_of_a_day_to_come_is_refused(listed: Path, tmp_path: Path) -> None:
    how = ("--covers", "tax-major", "--complete", "--out", str(tmp_path / "out.jsonl"), "--format", "json")
    answer = call_credit_rules("import", str(listed), *how, "--as-of", "2026-11-21")
    assert (answer.code, answer.codes) == (2, ["as-of-ahead"])
    assert call_credit_rules("import", str(listed), *how, "--as-of", "2026-11-20").code == 0


def test_files_of_profiles_are_joined_without_pretending_to_cover_anything(reading: Reading, national: Any) -> None:
    tax = reading.file("tax.csv", seeds.csv_of([HEAD, ["甲", seeds.USCI, "2025-03-01"]]))
    wages = reading.file("wages.csv", seeds.csv_of([HEAD, ["甲", seeds.USCI, "2025-04-01"], ["乙", "", "2025-04-01"]]))
    parts = []
    for path, covers in ((tax, "tax-major"), (wages, "wage-arrears")):
        parts.append(path.with_suffix(".jsonl"))
        import_files([path], Wanted(covers=covers, as_of=DAY, complete=True), parts[-1])
    both = reading.file("both.jsonl", b"".join(part.read_bytes() for part in parts))
    with pytest.raises(ProfileError) as error:
        read_roster(both).profile(seeds.USCI, national.law)
    assert codes_of(error)[0][0] == "two-profiles"
    assert "credit-rules import" in (error.value.problems[0].help or {})["zh"]
    answer = call_credit_rules("import", *map(str, parts), "--out", str(reading.out), "--format", "json")
    assert (answer.code, answer.data["subjects"], answer.data["records"]) == (0, 2, 3)
    assert [entry["what"] for entry in reading.lines[0]["coverage"]] == ["tax-major", "wage-arrears"]
    profile = read_roster(reading.out).profile(seeds.USCI, national.law)
    assert sorted(entry.list for entry in profile.listings) == ["tax-major", "wage-arrears"]
    assert sorted(entry.what for entry in profile.consulted) == ["tax-major", "wage-arrears"]
    answer = call_credit_rules("import", *map(str, parts), "--out", str(reading.out), "--overwrite", "--lang", "zh")
    assert answer.code == 0
    assert "覆盖" not in answer.out
    answer = call_credit_rules("import", str(parts[0]), str(tax), "--out", str(reading.out), "--overwrite")
    assert (answer.code, "--covers" in answer.err) == (2, True)


def test_wrong_options_are_told(listed: Path) -> None:
    for changed, code in (
        (("--covers", "Tax Major"), "bad-code"),
        (("--as-of", "20.11.2026"), "bad-date"),
        (("--looked-up", "2026-11-19"), "bad-hour"),
        (("--looked-up", "昨天下午"), "bad-hour"),
        (("--out", "out.csv"), "import-suffix"),
        (("--region", "山东"), "bad-region"),
        (("--covers", "conviction"), "import-section"),
    ):
        options = {"--covers": "tax-major", "--as-of": "2026-11-20", "--out": "out.jsonl"} | dict([changed])
        told = [part for pair in options.items() for part in pair]
        assert call_credit_rules("import", str(listed), *told, "--complete", "--format", "json").codes == [code]


@pytest.mark.parametrize("how", ["--complete", "--search-result"])
def test_the_hour_of_the_search_is_kept_as_evidence(listed: Path, tmp_path: Path, how: str) -> None:
    listed.write_bytes(seeds.csv_of([HEAD, ["甲", seeds.USCI, "2025-03-01"]]))
    out = tmp_path / "out.jsonl"
    told = ("--covers", "tax-major", "--as-of", "2026-11-19", "--looked-up", "2026-11-19T16:02+08:00", "--out", out)
    assert call_credit_rules("import", str(listed), *map(str, told), how).code == 0
    [looked_up] = read_roster(out).profile(seeds.USCI, load_plan("cn").law).consulted
    assert looked_up.at == "2026-11-19T16:02+08:00"


def test_a_subject_that_is_not_on_a_complete_list_counts_as_looked_up(
    listed: Path, national: Any, tmp_path: Path
) -> None:
    listed.write_bytes(seeds.csv_of([HEAD, ["甲", seeds.USCI, "2025-03-01"]]))
    out = tmp_path / "out.jsonl"
    import_files([listed], Wanted(covers="tax-major", as_of=DAY, complete=True), out)
    roster = read_roster(out)
    other = roster.profile(seeds.OTHER, national.law)
    assert [entry.what for entry in other.consulted] == ["tax-major"]
    assert len(roster.profile(seeds.USCI, national.law).listings) == 1


def test_a_file_is_looked_through_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(seeds.csv_of([["名"]], encoding="gb18030"))
    assert source_of(path).encoding == "gb18030"
    path.write_bytes(seeds.csv_of([["名"]], encoding="utf-8-sig"))
    assert source_of(path).encoding == "utf-8-sig"
    with pytest.raises(InputError):
        source_of(tmp_path / "none.csv")


def test_a_section_without_a_layout_is_refused(reading: Reading) -> None:
    with pytest.raises(UsageError):
        reading.rows([HEAD], covers="points.family")


def test_damaged_files_crash_no_reader_and_lose_nothing() -> None:
    told: list[str] = []
    assert fuzz_readers.run(270, 7, told=told.append) == 0, told
    assert told[-1].startswith("ok  270 damaged files of 27 kinds from seed 7")


def workbook_with(change: Callable[[str], str]) -> bytes:
    """A list as a workbook, its sheet changed by hand."""
    raw = BytesIO()
    rows = [HEAD, ["甲", seeds.USCI, "2025-03-01"], ["乙", seeds.OTHER, "2025-03-01"]]
    with zipfile.ZipFile(BytesIO(seeds.xlsx_of(rows))) as archive, zipfile.ZipFile(raw, "w") as into:
        for part in archive.namelist():
            text = archive.read(part)
            into.writestr(part, change(text.decode()) if "sheet1" in part else text)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="3">', '<row r="2">'),
        ('<row r="3">', '<row r="20191010">'),
        ('<row r="3">', '<row r="1.2E+17">'),
        ('r="B3"', 'r="A3"'),
        ('<c r="A3" t="inlineStr">', '<c r="A3" t="unknown">'),
        ('</c><c r="B3"', 'c r="B3"'),
    ],
)
def test_a_sheet_out_of_order_is_refused_where_rows_would_be_lost(reading: Reading, old: str, new: str) -> None:
    assert refusal(reading, "a.xlsx", workbook_with(lambda text: text.replace(old, new))) == "sheet-disorder"


def test_cells_that_cannot_be_read_are_no_empty_ones(reading: Reading) -> None:
    raw = workbook_with(lambda text: text.replace('<c r="B3" t="inlineStr"><is><t>', '<c r="B3" t="inlineStr"><x><t>'))
    assert refusal(reading, "a.xlsx", raw) in ("sheet-cells-lost", "sheet-not-xlsx")


def test_a_million_blank_rows_are_counted_and_cost_nothing(reading: Reading) -> None:
    raw = workbook_with(lambda text: text.replace('<row r="3">', '<row r="900000">').replace('3" t=', '900000" t='))
    found = reading(reading.file("a.xlsx", raw))
    assert len(reading.profiles) == 2
    assert found.tallies[0].besides["blank"] == 900_000 - 3

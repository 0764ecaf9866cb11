"""What else is made of a screening: notices, spreadsheets, and OCDS that goes back where it came from."""

import gzip
import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft4Validator

from commands import call_credit_rules
from credit_rules.rendering.notices import render_notice
from credit_rules.rendering.report import render_report, render_summary
from credit_rules.screening.annotating import annotated, originals_of
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.tenders import Bidder, Tender
from credit_rules.screening.workbooks import FORMULA, workbook_of
from screened import EXAMPLE, prepare, screened, sheet
from test_screening import SHARED, needs_shared, release_schema

NASTY = ('=HYPERLINK("http://x.example","y")', "+1", "@SUM(A1)", "-2", "\t=1+1", "\r=2", "＝1+1", "＋1", "－1", "＠A1")


@pytest.fixture(name="data", scope="module")
def screened_example() -> dict[str, Any]:
    return screened(EXAMPLE / "bidders.csv")


@pytest.fixture(name="nasty", scope="module")
def screened_nasty(data: dict[str, Any]) -> dict[str, Any]:
    [tender] = data["tenders"]
    bidders = [{**one, "name": name} for one, name in zip(tender["bidders"], NASTY, strict=False)]
    return {**data, "tenders": [{**tender, "title": NASTY[0], "buyer": NASTY[1], "bidders": bidders}]}


# --- notices ----------------------------------------------------------------------------------------------------------


def test_a_notice_leaves_a_blank_for_words_the_catalogue_does_not_hold(data: dict[str, Any]) -> None:
    [tender] = data["tenders"]
    bare = {**tender, "articles": {}}
    for layout in ("html", "markdown"):
        for lang, blank in (("zh", "（此处填写条文原文"), ("en", "write the words of the article here")):
            full, empty = (render_notice(one, tender["bidders"][0], lang, layout) for one in (tender, bare))
            assert (full.count(blank), empty.count(blank)) == (1, 2)  # the law's words are held, those of a notice not
            assert "供应商参加政府采购活动应当具备下列条件" in full
            assert "供应商参加政府采购活动应当具备下列条件" not in empty


def test_a_notice_rests_on_what_the_decision_bars_by(data: dict[str, Any]) -> None:
    """Neither a bar that may be set nor one whose record is contested stands in it; no word of a text decides."""
    [tender] = data["tenders"]
    one = tender["bidders"][0]
    own = next(finding for finding in one["decision"]["findings"] if finding["measure"] == "proc-reject")
    others = [
        {**own, "measure": "may-bar", "duty": "may", "title": {"zh": "可以拒绝的措施", "en": "may be refused"}},
        {**own, "measure": "contested-bar", "title": {"zh": "有异议的措施", "en": "contested"}},
    ]
    more = {**one, "decision": {**one["decision"], "findings": [*others, *one["decision"]["findings"]]}}
    for layout in ("html", "markdown"):
        assert render_notice(tender, more, "zh", layout) == render_notice(tender, one, "zh", layout)


@pytest.mark.parametrize(
    "name", ["# 标题", "- 项", "1. 项", "> 引", "***", "---", "![x](http://x.example/a.png)", "|a|", "`x`"]
)
def test_a_name_stays_text_in_markdown(name: str, data: dict[str, Any]) -> None:
    [tender] = data["tenders"]
    one = {**tender["bidders"][0], "name": name}
    text = render_notice({**tender, "title": name, "buyer": name}, one, "zh", "markdown")
    said = [line for line in text.splitlines() if "（盖章）" in line or line.endswith("）：") or "贵单位参加" in line]
    assert len(said) == 3
    plain = re.sub(r"\\.", "", "\n".join(said))  # what is escaped is only text
    assert not re.search(r"^[ ]{0,3}([#>*|`-]|\d+[.)] )|[`*|\[\]!]", plain, re.MULTILINE)


def test_a_repaired_entry_is_told_nobody(data: dict[str, Any]) -> None:
    """Its publication and use have ended: the cell says not listed, and nothing that is handed on names the record."""
    one = data["tenders"][0]["bidders"][2]
    assert (one["number"], one["outcome"]) == ("3", "ordinary")
    assert one["parties"][0]["lookups"]["tax-major"]["state"] == "not-listed"
    book = openpyxl.load_workbook(BytesIO(workbook_of(data)))
    cells = "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    out = (json.dumps(data, ensure_ascii=False), render_report(data), render_summary(data), cells)
    for text in (*out, json.dumps(annotated(data), ensure_ascii=False)):
        assert "示例税稽公〔2025〕3号" not in text


def test_notices_of_an_earlier_run_go_and_nothing_else(tmp_path: Path) -> None:
    """Whoever is no longer refused must not be sent the refusal that lies there still."""
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--no-verify", "--out", str(tmp_path / "out"), "--profiles"]
    lists, none = prepare(tmp_path / "lists.jsonl"), tmp_path / "none.jsonl"
    none.write_text('{"coverage":[{"what":"listing","complete":true,"as_of":"2026-11-20"}]}\n', encoding="utf-8")
    assert call_credit_rules(*args, str(lists), "--region", "230100").code == 0
    folder = tmp_path / "out" / "notices"
    old = sorted(path.name for path in folder.iterdir())
    assert len(old) == 10
    own = ["signed.pdf", "001-my-notes.md", "001-notes.html", "readme.txt"]
    for name in own:
        (folder / name).write_text("# 自己的文件\n", encoding="utf-8")
    (folder / "002").mkdir()

    assert call_credit_rules(*args, str(none), "--format", "json", "--overwrite").code == 0
    assert {path.name for path in folder.iterdir()} == {*old, *own, "002"}  # no notices were asked for
    answer = call_credit_rules(*args, str(none), "--format", "html", "--overwrite")
    assert answer.code == 0
    assert {path.name for path in folder.iterdir()} == {*own, "002"}
    said = [line for line in answer.out.splitlines() if line.startswith("删去以前的告知书")]
    assert said == [f"删去以前的告知书 {folder / name}" for name in old]


def test_notices_of_an_earlier_run_are_not_mixed_with_new_ones_unasked(tmp_path: Path) -> None:
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--no-verify", "--out", str(tmp_path / "out")]
    args += ["--region", "230100", "--profiles", str(prepare(tmp_path / "lists.jsonl")), "--format", "html"]
    old = tmp_path / "out" / "notices" / "041-91230199MA0DEM103P.html"
    old.parent.mkdir(parents=True)
    old.write_text("<title>Notice of the qualification check</title>", encoding="utf-8")
    answer = call_credit_rules(*args)
    assert (answer.code, "file-exists" in answer.err, old.name in answer.err) == (3, True, True)
    assert old.exists()


# --- no answer about anybody ------------------------------------------------------------------------------------------

FILES = {
    "x.json": '{"a": 1}',
    "nobody.csv": "投标截止时间：2026-11-20\n序号,投标人名称\n",
    "no-moment.csv": "投标人名称,统一社会信用代码\n甲示例有限公司,91230199MA0DEM113Q\n乙,91230199MA0DEM113Q\n",
    "profile.json": '{"subject": {"id": "91230199MA0DEM113Q", "kind": "enterprise"}}',
}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x.json", "ocds-container"),
        ("nobody.csv", "screen-nobody"),
        ("no-moment.csv", "screen-nobody-checked"),
        ("profile.json", "tender-is-profiles"),
        ("lists.jsonl", "tender-is-profiles"),
    ],
)
def test_where_nobody_was_checked_there_is_no_answer(name: str, code: str, tmp_path: Path) -> None:
    lists = prepare(tmp_path / "lists.jsonl")
    if name in FILES:
        (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    args = ["screen", str(tmp_path / name), "--profiles", str(lists), "--region", "230100"]
    answer = call_credit_rules(*args, "--out", str(tmp_path / "out"))
    assert (answer.code, answer.out, (tmp_path / "out").exists()) == (3, "", False)
    assert f"{code}: " in answer.err
    assert "双引擎一致" not in answer.err
    told = call_credit_rules(*args, "--format", "json")
    assert (told.code, told.data["errors"][0]["code"]) == (3, code)
    # One that holds a tender does not make up for one that does not.
    both = call_credit_rules(*args[:2], str(EXAMPLE / "bidders.csv"), *args[2:], "--no-verify")
    assert (both.code == 3) is (code in ("ocds-container", "tender-is-profiles"))


def test_why_nobody_was_checked_is_told_once_each(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(FILES["no-moment.csv"], encoding="utf-8")
    lists = prepare(tmp_path / "lists.jsonl")
    answer = call_credit_rules("screen", str(tmp_path / "a.csv"), "--profiles", str(lists))
    assert answer.err.count("screen-no-moment") == 1
    assert "--at YYYY-MM-DD" in answer.err


@pytest.fixture(name="ask")
def asking_about_the_example(tmp_path: Path) -> Any:
    lists = prepare(tmp_path / "lists.jsonl")
    args = ["screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists), "--no-verify", "--region", "230100"]
    return lambda *more: call_credit_rules(*args, *more)


def test_moments_are_called_by_their_chinese_names_too(ask: Any) -> None:
    for chinese, code in (("投标截止", "deadline"), ("开标", "opening"), ("中标", "award"), ("成交", "award")):
        one, other = ask("--at", chinese, "--format", "json"), ask("--at", code, "--format", "json")
        assert (one.code, one.data["id"]) == (0, other.data["id"])
    chinese, codes = ask("--compare", "开标", "中标").out, ask("--compare", "opening", "award").out
    assert "开标 2026-11-20 09:30：应予拒绝 → 中标、成交 2026-12-05：无奖惩措施" in chinese
    assert chinese == codes


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--at", "deadline", "--compare", "opening", "award"), "screen-at-and-compare"),
        (("--compare", "opening", "opening"), "screen-compare"),
        (("--compare", "开标,opening"), "screen-compare"),
        (("--compare", "2026-11-20", "2026-11-20"), "screen-compare"),
        (("--at", "开封"), "screen-at"),
    ],
)
def test_moments_that_say_two_things_or_one_twice_are_refused(args: tuple[str, ...], code: str, ask: Any) -> None:
    answer = ask(*args)
    assert (answer.code, answer.out) == (2, "")
    assert f"{code}: " in answer.err


def test_a_workbook_that_cannot_be_written_is_said_to_be_missing(
    ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = ask("--out", str(tmp_path / "there"))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    missing, asked = ask("--out", str(tmp_path / "out")), ask("--out", str(tmp_path / "x"), "--format", "xlsx")
    assert (there.code, missing.code, asked.code) == (0, 0, 2)
    assert not (tmp_path / "out" / "report.xlsx").exists()
    assert "report.xlsx" not in there.err
    assert "screen-without-xlsx: " in missing.err
    assert "report.xlsx" in missing.err
    assert {line for err in (missing.err, asked.err) for line in err.splitlines() if "pip install" in line} == {
        "  建议: pip install 'credit-rules[xlsx]'"
    }


def test_a_list_that_was_not_imported_is_no_profiles() -> None:
    lists = EXAMPLE / "lists" / "tax-major.csv"
    answer = call_credit_rules("screen", str(EXAMPLE / "bidders.csv"), "--profiles", str(lists))
    assert (answer.code, answer.err.count("\n"), "credit-rules import" in answer.err) == (2, 2, True)
    assert answer.err.startswith("--profiles: profiles-not-imported: ")


# --- spreadsheets -----------------------------------------------------------------------------------------------------


def test_a_spreadsheet_holds_no_formula(nasty: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_of(nasty)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert {type(cell.value) for cell in cells if cell.data_type == "n"} == {int}
    risky = [cell for cell in cells if str(cell.value).lstrip().startswith(FORMULA)]
    names = {cell.value for cell in risky}
    assert names >= {name for name in NASTY if name.startswith(FORMULA) and name.isprintable()}
    assert all(cell.quotePrefix for cell in risky)
    assert "\\u0009=1+1" in {cell.value for cell in cells}  # a tab is written out, so that nothing is behind it


def test_a_spreadsheet_reads_as_the_report(data: dict[str, Any]) -> None:
    sheet, inputs = openpyxl.load_workbook(BytesIO(workbook_of(data)))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "供应商信用记录查询情况表  示例市医院设备采购 ZB-2026-0117"
    assert "转人工审核 5（其中未核查 2）" in rows[1][0]
    assert [row[0][0] for row in rows[2:4]] == ["！"] * 2
    rows[2:4] = []  # what is warned of; below it the table
    table = rows[3:43]
    assert [row[0] for row in table] == list(range(1, 41))
    assert (table[0][1], table[0][2], table[0][-2]) == ("龙江示例建设有限公司", "91230199MA0DEM101H", "应予拒绝")
    assert table[5][-2] == "转人工审核（未核查）"
    counted_ = {row[1]: row[0] for row in rows[44:52]}
    assert counted_.pop("投标人") == 40 == sum(counted_.values())
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("C6", "$5:$5", "landscape")
    assert all(sheet.column_dimensions[letter].width >= 7 for letter in "ABCDEFGHIJKL")
    assert inputs.max_row > 8


# --- open contracting -------------------------------------------------------------------------------------------------

OCDS = (
    "mexico.json", "taiwan.json", "ukraine.json", "uk-contracts-finder.json",
    "fictional-example/02-tender.json", "fictional-example/04-award.json", "fictional-example/record.json",
    "cardinal-fixtures/R024.jsonl", "cardinal-fixtures/R028.jsonl",
)  # fmt: skip


def who(tender: Tender) -> list[tuple[Any, ...]]:
    """The bidders of a tender, wherever in which file they stand."""
    return [
        (*party(one), [(bid.id, bid.status) for bid in one.bids], one.local_ids, one.found_in) for one in tender.bidders
    ]


def party(one: Bidder) -> tuple[Any, ...]:
    return one.number, one.party.names, one.party.identifiers, [(m.names, m.identifiers) for m in one.members]


def again(package: dict[str, Any], folder: Path) -> list[Tender]:
    path = folder / "again.json"
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    return list(read_tenders(path).each)


def without_checks(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_checks(each) for k, each in value.items() if k not in ("creditCheck", "creditChecks")}
    return [without_checks(each) for each in value] if isinstance(value, list) else value


def releases_in(package: dict[str, Any]) -> list[dict[str, Any]]:
    records = [release for record in package.get("records", ()) for release in record["releases"]]
    return [*package.get("releases", ()), *records]


def checks_in(package: dict[str, Any]) -> list[str]:
    """The outcome of every check laid on."""
    found = []
    for release in releases_in(package):
        bids = release.get("bids") or {}
        details = bids.get("details", []) if isinstance(bids, dict) else bids
        found += [bid["creditCheck"]["outcome"] for bid in details if "creditCheck" in bid]
        found += [check["outcome"] for check in release.get("creditChecks", ())]
    return found


@needs_shared
@pytest.mark.parametrize("name", OCDS)
def test_real_tenders_come_out_as_they_came(name: str, tmp_path: Path) -> None:
    path = SHARED / "ocds" / name
    data = screened(path, at="2026-11-20")
    package = annotated(data, originals_of(data))
    assert [who(tender) for tender in again(package, tmp_path)] == [who(tender) for tender in read_tenders(path).each]
    assert len(checks_in(package)) >= sum(len(tender["bidders"]) for tender in data["tenders"])
    validator = Draft4Validator(release_schema())
    for release in releases_in(package):
        own = {error.message for error in validator.iter_errors(without_checks(release))}
        assert {error.message for error in validator.iter_errors(release)} == own  # what was wrong before, no more


@needs_shared
@pytest.mark.parametrize("name", OCDS)
def test_beside_the_checks_nothing_is_changed(name: str) -> None:
    path = SHARED / "ocds" / name
    text = path.read_text(encoding="utf-8")
    data = screened(path, at="2026-11-20")
    out = without_checks(releases_in(annotated(data, originals_of(data))))
    whole = [json.loads(line) for line in text.splitlines()] if name.endswith("jsonl") else [json.loads(text)]
    came = [each for one in whole for each in one.get("releases") or one.get("records") or [one]]
    assert out == [each.get("compiledRelease", each) for each in came]


CODE = {"scheme": "CN-USCI", "id": "91230199MA0DEM113Q"}
RELEASE = {
    "ocid": "ocds-1",
    "id": "1",
    "date": "2026-11-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "x_own": {"kept": [1, 2.5, None, "文"]},
    "parties": [
        {"id": "a", "name": "甲示例有限公司", "roles": ["tenderer"], "identifier": CODE},
        {"id": "b", "name": "乙示例有限公司", "roles": ["tenderer"]},
    ],
    "tender": {"id": "t", "tenderPeriod": {"endDate": "2026-11-20T09:00:00Z"}, "tenderers": [{"id": "a"}, {"id": "b"}]},
    "bids": {"details": [{"id": "1", "status": "valid", "tenderers": [{"id": "a"}], "value": {"amount": 5}}]},
}  # fmt: skip


def written(value: Any, path: Path) -> Path:
    raw = json.dumps(value).encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


@pytest.mark.parametrize("name", ["x.json", "x.json.gz"])
def test_a_check_is_laid_on_the_bid_and_who_has_none_is_told_beside(name: str, tmp_path: Path) -> None:
    data = screened(written({"releases": [RELEASE]}, tmp_path / name))
    package = annotated(data, originals_of(data))
    [release] = package["releases"]
    [bid] = release["bids"]["details"]
    first, second = data["tenders"][0]["bidders"]
    assert bid["creditCheck"]["outcome"] == first["outcome"]
    [check] = release["creditChecks"]
    assert (check["tenderer"], check["outcome"]) == ({"name": "乙示例有限公司", "ids": ["b"]}, second["outcome"])
    assert check["identityCertain"] is False
    assert without_checks(release) == RELEASE
    assert [who(tender) for tender in again(package, tmp_path)] == [
        who(tender) for tender in read_tenders(tmp_path / name).each
    ]


def test_the_command_lays_checks_on_what_came(tmp_path: Path) -> None:
    path, lists = written(RELEASE, tmp_path / "x.json"), tmp_path / "lists.jsonl"
    lists.write_text(json.dumps({"subject": {"id": CODE["id"], "kind": "enterprise"}}) + "\n", encoding="utf-8")
    answer = call_credit_rules("screen", str(path), "--profiles", str(lists), "--format", "ocds")
    [release] = json.loads(answer.out)["releases"]
    assert without_checks(release) == RELEASE
    assert release["bids"]["details"][0]["creditCheck"]["outcome"] == "incomplete"


def test_the_releases_of_a_record_stay_together(tmp_path: Path) -> None:
    later = {**RELEASE, "id": "2", "date": "2026-11-02T00:00:00Z", "bids": {"details": [
        {"id": "2", "status": "pending", "tenderers": [{"id": "b"}]},
        {"id": "1", "status": "withdrawn", "tenderers": [{"id": "a"}]},
    ]}}  # fmt: skip
    path = written({"records": [{"ocid": "ocds-1", "releases": [RELEASE, later]}]}, tmp_path / "x.json")
    data = screened(path)
    package = annotated(data, originals_of(data))
    assert [release["id"] for release in package["records"][0]["releases"]] == ["1", "2"]
    assert len(checks_in(package)) == 3
    assert without_checks(package["records"][0]["releases"]) == [RELEASE, later]
    assert [who(tender) for tender in again(package, tmp_path)] == [who(tender) for tender in read_tenders(path).each]


def test_a_large_number_and_a_broken_sign_are_written_again(tmp_path: Path) -> None:
    odd = {**RELEASE, "x_own": {"much": 123456789.25, "sign": "a\ud800b"}}
    data = screened(written({"releases": [odd]}, tmp_path / "x.json"))
    text = json.dumps(annotated(data, originals_of(data)), ensure_ascii=False)
    assert text.encode("utf-8")
    assert "123456789.25" in text


def test_a_sheet_goes_out_as_a_release_with_the_same_bidders(data: dict[str, Any], tmp_path: Path) -> None:
    [tender] = again(annotated(data), tmp_path)
    [own] = read_tenders(EXAMPLE / "bidders.csv").each

    def codes(found: Tender) -> list[list[str]]:
        return [sorted(i.id for p in (one.members or (one.party,)) for i in p.identifiers) for one in found.bidders]

    assert sorted(codes(tender)) == sorted(codes(own))
    moments = [(found.deadline, found.opening) for found in (tender, own)]
    assert [[each.day.isoformat() for each in pair] for pair in moments] == [["2026-11-20"] * 2] * 2
    assert (tender.id, tender.title, tender.buyer) == (own.id, own.title, own.buyer)
    assert {(bid.id, bid.status) for one in tender.bidders for bid in one.bids if bid.status} == {
        ("bid-14", "withdrawn")
    }


SHEET = (
    "投标截止时间：2026年11月20日09时30分,开标时间：2026-11-20 10:00,中标日期：2026-12-05\n"
    "序号,投标人名称,统一社会信用代码,标识类型,联合体成员,联合体成员统一社会信用代码,无重大违法记录声明,投标状态\n"
    "甲-1,甲示例有限公司,91230199MA0DEM113Q,,乙示例有限公司,91230199MA0DEM115Y,是,有效\n"
    "7,丙丁联合体,,,丙示例有限公司；丁示例有限公司,91230199MA0DEM1162；91230199MA0DEM1175,否,\n"
    "3,戊示例有限公司,X-77,HK-CR,,,,撤回\n"
    "2,己示例有限公司,9123,,,,是,\n"
    "5,庚示例有限公司,91230199MA0DEM1180,,,,是,\n"
    "9,辛示例有限公司,,,,,,\n"
)


@pytest.mark.parametrize("text", [SHEET, (EXAMPLE / "bidders.csv").read_text(encoding="utf-8-sig")])
def test_a_sheet_comes_back_from_ocds_with_everything_that_decides(text: str, tmp_path: Path) -> None:
    """The same bidders under the same numbers and names, with their declarations, and the same answers."""

    def told(data: dict[str, Any]) -> list[Any]:
        [tender] = data["tenders"]
        keys = ("number", "name", "declares", "still_in", "outcome", "outcome_because", "identity", "checked")
        bidders = [{key: one[key] for key in keys} for one in tender["bidders"]]
        for own, one in zip(bidders, tender["bidders"], strict=True):
            own["identity"] = own["identity"] and {**own["identity"], "line": None}
            own["parties"] = [[party[key] for key in ("role", "name", "id", "scheme")] for party in one["parties"]]
        days = {name: moment["day"] for name, moment in tender["moments"].items()}
        return [tender["id"], tender["title"], tender["buyer"], days, tender["counts"], bidders]

    data = sheet(text)
    path = tmp_path / "again.json"
    path.write_text(json.dumps(annotated(data), ensure_ascii=False), encoding="utf-8")
    came, own = told(screened(path)), told(data)
    own[0] = own[0] or came[0]  # an OCDS release has an id in any case
    assert came == own
    hours = [moment["written"][11:16] for moment in screened(path)["tenders"][0]["moments"].values()]
    assert hours[:2] in (["09:30", "10:00"], ["09:00", "09:30"])


def test_a_bidder_that_the_parties_do_not_know_is_told_by_its_id(tmp_path: Path) -> None:
    ghost = {**RELEASE, "tender": {**RELEASE["tender"], "tenderers": [{"id": "a"}, {"id": "ghost-9"}]}}
    data = screened(written({"releases": [ghost]}, tmp_path / "x.json"))
    one = next(one for one in data["tenders"][0]["bidders"] if one["local_ids"] == ["ghost-9"])
    assert one["outcome"] == "not-checked"
    [doubt] = one["doubts"]
    assert (doubt["code"], "`ghost-9`" in doubt["message"]["zh"]) == ("ocds-party-unknown", True)
    assert doubt["at"].endswith("/tender/tenderers/1")


def test_the_same_code_twice_is_told_with_each_bid() -> None:
    data = sheet(
        "投标截止时间：2026-11-20\n投标人名称,统一社会信用代码\n甲,91230199MA0DEM113Q\n乙,91230199MA0DEM113Q\n"
    )
    [release] = annotated(data)["releases"]
    assert [bid["creditCheck"]["outcome"] for bid in release["bids"]["details"]] == [
        one["outcome"] for one in data["tenders"][0]["bidders"]
    ]

"""Tenders out of bidders' sheets and OCDS: who bids, with whom, and when."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import reading_seeds as seeds
from credit_rules.errors import InputError
from credit_rules.screening.identity import identified
from credit_rules.screening.readers import ocds
from credit_rules.screening.readers.bidders import read_bidders
from credit_rules.screening.readers.files import source_of
from credit_rules.screening.readers.ocds import read_ocds
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.tenders import (
    BIDS,
    CONSORTIUM_MEMBER,
    CONTROLLER,
    LEGAL_REPRESENTATIVE,
    PARTIES,
    SUPPLIERS,
    TENDERERS,
    Bid,
    Bidder,
    Identifier,
    Tender,
    Tenders,
)

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "ocds"
real = pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")


# --- OCDS -------------------------------------------------------------------------------------------------------------


def read(folder: Path, raw: bytes, name: str = "a.json") -> tuple[list[Tender], Tenders]:
    path = folder / name
    path.write_bytes(raw)
    tenders = read_ocds(source_of(path))
    return list(tenders.each), tenders


def tender_of(folder: Path, **release: Any) -> Tender:
    (tender,), _ = read(folder, seeds.json_of({"ocid": "o-1", "tag": ["tender"], **release}))
    return tender


def told(bidder: Bidder) -> tuple[Any, ...]:
    party = bidder.party
    return party.name, tuple(i.id for i in party.identifiers), bidder.found_in, tuple(b.status for b in bidder.bids)


EXPECTED = [
    ("龙江示例建设有限公司", (seeds.USCI,), (TENDERERS, BIDS, PARTIES), ("valid",)),
    ("淄博示例机械有限公司、盱眙示例农业有限公司", (), (BIDS,), ("withdrawn",)),
]
CONTAINERS = {
    "package.json": seeds.json_of({"uri": "x", "releases": [seeds.RELEASE]}),
    "package.json.gz": seeds.packed(seeds.json_of({"releases": [seeds.RELEASE]})),
    "release.json": seeds.json_of(seeds.RELEASE),
    "indented.json": json.dumps(seeds.RELEASE, indent=2).encode("utf-8-sig"),
    "list.json": seeds.json_of([seeds.RELEASE]),
    "compiled.json": seeds.json_of({"records": [{"ocid": "o", "compiledRelease": seeds.RELEASE}]}),
    "embedded.json": seeds.json_of({"records": [{"ocid": "o", "releases": [seeds.RELEASE]}]}),
    "lines.jsonl": seeds.lines_of([seeds.RELEASE]),
    "lines.jsonl.gz": seeds.packed(seeds.lines_of([seeds.RELEASE])),
    "records.jsonl": seeds.lines_of([{"ocid": "o", "compiledRelease": seeds.RELEASE}]),
}


@pytest.mark.parametrize("name", CONTAINERS)
@pytest.mark.parametrize("piecewise", [False, True], ids=["whole", "piece by piece"])
def test_every_container_holds_the_same_tender(
    tmp_path: Path, name: str, piecewise: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if piecewise:
        monkeypatch.setattr(ocds, "READ_AS_WHOLE", 0)
    if piecewise and name in ("release.json", "indented.json"):
        pytest.skip("a single release is read as a whole")
    (tender,), tenders = read(tmp_path, CONTAINERS[name], name)
    assert [told(bidder) for bidder in tender.bidders] == EXPECTED
    assert (tender.id, tender.title, tender.buyer, tender.country) == (
        "ocds-example-1",
        "示例采购",
        "示例采购人",
        "China",
    )
    assert tender.deadline is not None
    assert tender.award is not None
    assert (tender.deadline.day, tender.award.day) == (date(2026, 11, 20), date(2026, 12, 1))
    assert tenders.tally.adds_up
    assert tender.at.startswith(str(tmp_path / name))


def test_a_bid_of_several_is_a_consortium_with_members(tmp_path: Path) -> None:
    (tender,), _ = read(tmp_path, seeds.json_of(seeds.RELEASE))
    _, joint = tender.bidders
    assert [member.identifiers[0].id for member in joint.members] == [seeds.OTHER, seeds.THIRD]
    assert not joint.still_in
    assert joint.bids == (Bid("b2", "withdrawn", f"{tmp_path / 'a.json'}#/bids/details/1"),)


def test_a_member_that_also_bids_alone_is_a_bidder_of_its_own(tmp_path: Path) -> None:
    details = [
        {"id": "1", "tenderers": [{"id": "A", "name": "甲"}, {"id": "B", "name": "乙"}]},
        {"id": "2", "status": "Valid", "tenderers": [{"id": "A"}]},
    ]
    tender = tender_of(tmp_path, bids={"details": details})
    assert [bidder.party.name for bidder in tender.bidders] == ["甲", "甲、乙"]
    assert tender.bidders[0].bids[0].status == "valid"


def test_mentions_are_joined_by_id_and_then_by_identifier(tmp_path: Path) -> None:
    identifier = {"scheme": "CN-USCI", "id": seeds.USCI, "legalName": "甲公司"}
    tender = tender_of(
        tmp_path,
        parties=[{"id": "1", "name": "甲", "roles": "tenderer", "identifier": identifier}],
        tender={"tenderers": [{"id": "1"}, {"identifier": identifier}, {"name": "甲"}, {"id": "2", "name": "乙"}]},
    )
    assert [told(bidder)[:3] for bidder in tender.bidders] == [
        ("甲", (seeds.USCI,), (TENDERERS, PARTIES)),
        ("乙", (), (TENDERERS,)),
    ]
    assert tender.bidders[0].party.other_names == ("甲公司",)


def test_an_identifier_that_stands_in_the_id_counts(tmp_path: Path) -> None:
    tender = tender_of(tmp_path, tender={"tenderers": [{"id": f"CN-USCI-{seeds.USCI}", "name": "甲"}]})
    assert tender.bidders[0].party.identifiers == (Identifier("CN-USCI", seeds.USCI),)


def test_an_identifier_without_a_number_is_none(tmp_path: Path) -> None:
    tender = tender_of(tmp_path, tender={"tenderers": [{"id": 1, "name": "A", "identifier": {"scheme": "", "id": ""}}]})
    assert tender.bidders[0].party.identifiers == ()
    assert tender.bidders[0].local_ids == ("1",)
    assert identified(tender.bidders[0].party) is None


def test_one_id_with_two_names_is_doubted(tmp_path: Path) -> None:
    tender = tender_of(tmp_path, tender={"tenderers": [{"id": "1", "name": "甲"}, {"id": "1", "name": "乙"}]})
    assert [doubt.code for doubt in tender.bidders[0].doubts] == ["bidder-differs"]
    assert tender.bidders[0].party.names == ("甲", "乙")


def test_suppliers_serve_where_nobody_else_is_named_and_that_is_said(tmp_path: Path) -> None:
    tender = tender_of(
        tmp_path, awards={"items": [{"suppliers": [{"identifier": {"id": "53374962", "legalName": "甲"}}]}]}
    )
    assert told(tender.bidders[0])[:3] == ("甲", ("53374962",), (SUPPLIERS,))
    assert {"ocds-suppliers-only", "ocds-shape"} <= {doubt.code for doubt in tender.doubts}
    nobody = tender_of(tmp_path, tender={})
    assert [doubt.code for doubt in nobody.doubts] == ["ocds-no-bidders"]


def test_whatever_is_not_shaped_as_it_should_be_is_told(tmp_path: Path) -> None:
    tender = tender_of(
        tmp_path,
        parties={"id": "1", "name": "甲", "roles": ["tenderer"]},
        bids=[{"id": "b", "tenderers": {"id": "1"}}],
        tender={"tenderers": ["乙公司", 7, None, {}], "tenderPeriod": {"endDate": "03/04/2020"}},
        awards="none",
    )
    assert sorted(bidder.party.name for bidder in tender.bidders) == ["乙公司", "甲"]
    assert {doubt.code for doubt in tender.doubts} == {"ocds-shape", "ocds-unread", "identity-nobody", "date-ambiguous"}
    assert tender.deadline is None


def test_lines_that_cannot_be_read_do_not_stop_the_others(tmp_path: Path) -> None:
    raw = seeds.lines_of([seeds.RELEASE]) + b'{"ocid": "x", \n7\n' + seeds.lines_of([seeds.RELEASE])
    tenders, whole = read(tmp_path, raw, "a.jsonl")
    assert len(tenders) == 2
    assert dict(whole.tally.left_out) == {"bad-json": 1, "ocds-container": 1}
    assert [told.at.rpartition("/")[2] for told in whole.tally.notes][:2] == ["a.jsonl:2:14", "a.jsonl:3#"]
    assert whole.tally.noted["ocds-twice"] == 1


def test_releases_that_lie_elsewhere_are_told(tmp_path: Path) -> None:
    record = {"ocid": "o", "releases": [{"url": "https://example.org/1", "date": "2026-01-01"}]}
    records = [record, {"ocid": "p"}, 7]
    _, whole = read(tmp_path, seeds.json_of({"records": [*records, {"ocid": "o", "releases": [seeds.RELEASE]}]}))
    assert dict(whole.tally.left_out) == {"ocds-linked": 1, "ocds-not-a-release": 2}
    with pytest.raises(InputError) as error:
        read(tmp_path, seeds.json_of({"records": records}))
    assert [told.code for told in error.value.problems] == ["ocds-linked", "ocds-not-a-release"]


def test_the_releases_of_a_record_are_read_together(tmp_path: Path) -> None:
    first = {"ocid": "o", "date": "2026-01-01", "tender": {"title": "甲", "tenderers": [{"id": "1", "name": "A"}]}}
    second = {"ocid": "o", "date": "2026-02-01", "tender": {"tenderers": [{"id": "2", "name": "B"}]}}
    (tender,), _ = read(tmp_path, seeds.json_of({"records": [{"ocid": "o", "releases": [second, first]}]}))
    assert [bidder.party.name for bidder in tender.bidders] == ["A", "B"]
    assert tender.title == "甲"


def test_a_mistake_in_a_file_of_one_line_is_told_with_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, b'{"releases": [{"ocid": "o", "tender": x}]}')
    assert [told.at.rpartition("/")[2] for told in error.value.problems] == ["a.json:1:39"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"releases": [{"ocid": "o", ', "bad-json"),
        (b'{"a": 1}', "ocds-container"),
        (b"[" * 100_000, "too-deep"),
        (b'"text"', "ocds-container"),
        (b"[]", "ocds-container"),
        (b"[1, 2]", "ocds-container"),
        (b'{"releases": []}', "ocds-container"),
        (seeds.packed(seeds.json_of(seeds.RELEASE))[:-40], "gzip-cut"),
    ],
)
def test_a_file_that_is_no_ocds_is_refused(tmp_path: Path, raw: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, raw)
    assert [told.code for told in error.value.problems] == [code]


LIST = [["纳税人名称", "统一社会信用代码", "公布日期", "公示截止日期"], ["甲", seeds.USCI, "2025-03-01", "2028-02-29"]]
PENALTY = [["行政相对人名称", "统一社会信用代码", "处罚类别", "处罚决定日期"], ["甲", seeds.USCI, "罚款", "2025-03-01"]]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.jsonl", seeds.lines_of([{"coverage": []}, {"subject": {"id": seeds.USCI}}]), "tender-is-profiles"),
        ("a.jsonl.gz", seeds.packed(seeds.lines_of([{"subject": {"id": seeds.USCI}}] * 3)), "tender-is-profiles"),
        ("a.json", json.dumps({"subject": {"id": seeds.USCI}}, indent=2).encode(), "tender-is-profiles"),
        ("a.ftm.json", seeds.lines_of(seeds.ENTITIES), "tender-is-list"),
        ("a.csv", seeds.csv_of(LIST), "tender-is-list"),
        ("a.xlsx", seeds.xlsx_of(PENALTY), "tender-is-list"),
    ],
)
def test_what_is_no_tender_is_told_once_with_what_it_seems_to_be(
    tmp_path: Path, name: str, raw: bytes, code: str
) -> None:
    with pytest.raises(InputError) as error:
        list(read_tenders(written_to(tmp_path / name, raw)).each)
    (told,) = error.value.problems
    assert told.code == code
    assert "credit-rules import" in (told.help or {})["zh"]
    assert "--profiles" in (told.help or {})["zh"]


def test_what_cannot_be_seen_in_names_falls_out(tmp_path: Path) -> None:
    raw = b'{"ocid": "o", "tender": {"tenderers": [{"name": "A\\u0000\\ud800\\u200bB  <script>"}]}}'
    (tender,), _ = read(tmp_path, raw)
    assert tender.bidders[0].party.name == "A B <script>"


# --- the files of others ----------------------------------------------------------------------------------------------


def counted(release: Mapping[str, Any]) -> int:
    """The bidders of a release, counted without the reader: by id, by identifier, by name."""
    mentions = list(release.get("tender", {}).get("tenderers") or [])
    for bid in (release.get("bids") or {}).get("details") or []:
        mentions += bid.get("tenderers") or []
    mentions += [p for p in release.get("parties") or [] if "tenderer" in (p.get("roles") or [])]
    keys: list[set[Any]] = []
    for mention in mentions:
        identifier = mention.get("identifier") or {}
        own = {("id", mention["id"])} if mention.get("id") else set()
        own |= {("no", identifier.get("scheme"), identifier["id"])} if identifier.get("id") else set()
        own = own or {("name", mention.get("name"))}
        same = [key for key in keys if key & own]
        keys = [key for key in keys if not key & own] + [own.union(*same)]
    return len(keys)


COUNTRIES = {
    "mexico": (106, 241),
    "taiwan": (11, 32),
    "ukraine": (5, 12),
    "uk-contracts-finder": (70, 605),
}


@real
@pytest.mark.parametrize("country", COUNTRIES)
def test_all_tenders_of_a_country_are_read_and_counted_again(country: str) -> None:
    path = SHARED / f"{country}.json"
    releases = json.loads(path.read_text(encoding="utf-8"))["releases"]
    tenders = read_ocds(source_of(path))
    found = list(tenders.each)
    assert [tender.id for tender in found] == [release["ocid"] for release in releases]
    assert [len(tender.bidders) for tender in found] == [counted(release) for release in releases]
    assert (len(found), sum(len(tender.bidders) for tender in found)) == COUNTRIES[country]
    assert (tenders.tally.read, tenders.tally.taken, tenders.tally.adds_up) == (len(releases), len(releases), True)
    names = Counter(bidder.party.name for tender in found for bidder in tender.bidders)
    assert sum(names.values()) - names[""] > 0.9 * sum(names.values())


@real
def test_the_statuses_of_bids_are_kept() -> None:
    tenders = list(read_ocds(source_of(SHARED / "cardinal-fixtures" / "R024.jsonl")).each)
    lines = (SHARED / "cardinal-fixtures" / "R024.jsonl").read_text(encoding="utf-8").splitlines()
    bids = [bid for line in lines for bid in json.loads(line).get("bids", {}).get("details", [])]
    wanted = Counter(bid.get("status", "") for bid in bids if bid.get("tenderers"))
    assert Counter(bid.status for t in tenders for bidder in t.bidders for bid in bidder.bids) == wanted


# --- bidders' sheets --------------------------------------------------------------------------------------------------

HEAD = [
    "序号",
    "投标人名称",
    "统一社会信用代码",
    "联合体成员",
    "控股股东",
    "法定代表人",
    "投标状态",
    "无重大违法记录声明",
    "所属联合体",
]


def sheet(folder: Path, *rows: list[str], head: list[str] = HEAD) -> tuple[Tender, Tenders]:
    path = folder / "投标人.csv"
    path.write_bytes(seeds.csv_of([head, *rows]))
    tenders = read_bidders(source_of(path))
    (tender,) = tenders.each
    assert tenders.tally.adds_up
    return tender, tenders


@pytest.mark.parametrize("workbook", [False, True])
def test_a_sheet_of_bidders_is_a_tender(tmp_path: Path, workbook: bool) -> None:
    path = tmp_path / ("a.xlsx" if workbook else "a.csv")
    path.write_bytes(seeds.xlsx_of(seeds.BIDDERS) if workbook else seeds.csv_of(seeds.BIDDERS, encoding="gb18030"))
    (tender,) = read_bidders(source_of(path)).each
    assert (tender.id, tender.title) == ("ZB-2026-1", "示例设备采购")
    assert tender.opening is not None
    assert tender.opening.day == date(2026, 11, 20)
    one, two, three = tender.bidders
    assert one.party.identifiers == (Identifier("CN-USCI", seeds.USCI),)
    assert (one.declares, one.still_in, two.still_in, three.declares) == (True, True, False, None)
    assert [(m.name, m.identifiers[0].id) for m in two.members] == [("盱眙示例农业有限公司", seeds.THIRD)]
    assert [p.name for p in two.party.related_by(LEGAL_REPRESENTATIVE)] == ["李某"]
    assert identified(three.party) is None
    assert [doubt.code for doubt in three.doubts] == ["identity-name-only"]


@pytest.mark.parametrize(
    "heading",
    [
        "公司名称",
        "单位名称",
        "企业名称",
        "供应商",
        "供应商名称",
        "投标单位",
        "投标公司",
        "公司",
        "单位",
        "投标企业名称",
    ],
)
def test_bidders_are_read_by_whatever_their_column_is_called(tmp_path: Path, heading: str) -> None:
    tender, _ = sheet(tmp_path, ["甲公司", seeds.USCI], head=[heading, "统一社会信用代码"])
    assert [told(bidder)[:2] for bidder in tender.bidders] == [("甲公司", (seeds.USCI,))]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (["参选商名称", "统一社会信用代码", "联系人"], "column-names"),
        (["厂家", "联系人", "投标状态"], "heading-missing"),
    ],
)
def test_a_sheet_whose_names_or_codes_are_not_read_is_refused(tmp_path: Path, head: list[str], code: str) -> None:
    with pytest.raises(InputError) as error:
        sheet(tmp_path, ["甲公司", seeds.USCI], head=head)
    assert [told.code for told in error.value.problems] == [code]
    assert all("--mapping" not in (told.help or {"zh": ""})["zh"] for told in error.value.problems)


def test_a_person_who_bids_is_one_and_the_number_is_not_shown(tmp_path: Path) -> None:
    number = "11010519491231002X"
    head = ["投标人名称", "统一社会信用代码/组织机构代码", "联系人"]
    rows = [["李四", number], ["王五", "110105********002X"], ["李四", number[:-1] + "1"], ["丙公司", seeds.THIRD]]
    tender, tenders = sheet(tmp_path, *rows, head=head)
    assert [bidder.party.kind for bidder in tender.bidders] == ["natural-person"] * 3 + [None]
    assert tender.bidders[0].party.identifiers == (Identifier("CN-RIC", number),)
    told = json.dumps(tenders.tally.as_json()) + json.dumps([each.as_json() for each in tender.doubts])
    assert number[:14] not in told
    again, tenders = sheet(tmp_path, ["李四", number], ["李 四", number.lower()], ["李四二", number], head=head)
    assert len(again.bidders) == 1
    assert number[:14] not in json.dumps(tenders.tally.as_json())


@pytest.mark.parametrize(
    "written", ["2026年6月15日上午10:00", "2026年6月15日下午3：30（北京时间）", "2026年6月15日 10时00分"]
)
@pytest.mark.parametrize(
    "above",
    [
        ["提交投标文件截止时间", "{}", "联系人", "张某", "地址", "某路"],
        ["联系人", "张某", "投标截止时间（北京时间）", "{}"],
        ["联系人：张某", "投标文件递交截止时间：{}"],
    ],
)
def test_labels_directly_above_the_headings_are_none_of_them(tmp_path: Path, above: list[str], written: str) -> None:
    rows = [[cell.format(written) for cell in above], ["投标人名称", "统一社会信用代码"], ["甲公司", seeds.USCI]]
    (tender,) = read_bidders(source_of(written_to(tmp_path / "a.csv", seeds.csv_of(rows)))).each
    assert tender.deadline is not None
    assert (tender.deadline.day, tender.doubts) == (date(2026, 6, 15), ())
    assert [bidder.party.name for bidder in tender.bidders] == ["甲公司"]


def written_to(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def test_a_consortium_needs_no_code_of_its_own(tmp_path: Path) -> None:
    tender, tenders = sheet(tmp_path, ["1", "甲乙联合体", "", f"甲公司（{seeds.USCI}）、乙公司（{seeds.OTHER}）"])
    assert tender.bidders[0].doubts == ()
    assert "identity-name-only" not in tenders.tally.noted


def test_numbers_of_others_do_not_stop_a_sheet_of_names(tmp_path: Path) -> None:
    tender, _ = sheet(tmp_path, ["甲公司", "某", "京1", "张某"], head=["投标人名称", "备注", "建造师注册号", "联系人"])
    assert [bidder.party.name for bidder in tender.bidders] == ["甲公司"]


def test_members_in_rows_of_their_own_make_a_consortium(tmp_path: Path) -> None:
    rows = [
        ["1", "甲公司", seeds.USCI, "", "", "", "", "", "甲乙联合体"],
        ["2", "乙公司", seeds.OTHER, "", "", "", "", "", "甲乙联合体"],
    ]
    tender, _ = sheet(tmp_path, *rows, ["3", "丙公司", seeds.THIRD])
    joint, other = tender.bidders
    assert (joint.party.name, [m.name for m in joint.members]) == ("甲乙联合体", ["甲公司", "乙公司"])
    assert other.party.name == "丙公司"


def test_codes_of_members_beside_their_names(tmp_path: Path) -> None:
    head = ["投标人名称", "联合体成员", "联合体成员统一社会信用代码"]
    tender, tenders = sheet(
        tmp_path,
        ["联合体一", "甲公司、乙公司", f"{seeds.USCI}、{seeds.OTHER}"],
        ["联合体二", "甲公司、乙公司", seeds.USCI],
        head=head,
    )
    assert [m.identifiers[0].id for m in tender.bidders[0].members] == [seeds.USCI, seeds.OTHER]
    assert [m.identifiers for m in tender.bidders[1].members] == [(), ()]
    assert tenders.tally.noted["member-codes"] == 1


def test_a_bidder_that_stands_twice_is_one_and_differences_are_told(tmp_path: Path) -> None:
    tender, tenders = sheet(
        tmp_path,
        ["1", "甲公司", seeds.USCI, "", "", "张某", "有效"],
        ["2", "甲有限公司", seeds.USCI.lower(), "", "", "王某", "撤回"],
        ["3", "乙公司", ""],
        ["4", "乙公司", ""],
    )
    one, two = tender.bidders
    assert one.party.names == ("甲公司", "甲有限公司")
    assert [bid.status for bid in one.bids] == ["valid", "withdrawn"]
    differing = [doubt for doubt in one.doubts if doubt.code == "bidder-differs"]
    assert [doubt.at.rpartition("/")[2] for doubt in differing] == [
        "投标人.csv:3:2",
        "投标人.csv:3:6",
        "投标人.csv:3:7",
    ]
    assert (tenders.tally.read, tenders.tally.taken, tenders.tally.merged) == (4, 2, 2)
    assert two.party.name == "乙公司"


def test_circles_among_members_and_controllers_are_cut_and_told(tmp_path: Path) -> None:
    tender, tenders = sheet(
        tmp_path,
        ["1", "甲公司", seeds.USCI, "乙公司"],
        ["2", "乙公司", seeds.OTHER, "丙公司"],
        ["3", "丙公司", seeds.THIRD, "", "甲公司"],
        ["4", "丁公司", "", "丁公司、甲公司"],
    )
    circles = [told.at.rpartition("/")[2] for told in tender.doubts if told.code == "member-circle"]
    assert circles == ["投标人.csv:2:4", "投标人.csv:3:4", "投标人.csv:4:5"]
    first = tender.bidders[0].members[0]
    assert (first.name, first.identifiers[0].id) == ("乙公司", seeds.OTHER)
    assert [p.name for p in tender.bidders[2].party.related_by(CONTROLLER)] == ["甲公司"]
    assert [link.role for link in tender.bidders[3].party.related] == [CONSORTIUM_MEMBER]
    assert tenders.tally.noted["member-circle"] == 3


def test_whoever_has_neither_name_nor_code_stays_a_bidder(tmp_path: Path) -> None:
    tender, _ = sheet(tmp_path, ["1", "", "", "", "", "张某", "有效"])
    assert [doubt.code for doubt in tender.bidders[0].doubts] == ["identity-nobody"]
    assert tender.bidders[0].party.names == ()


def test_codes_are_doubted_with_their_place(tmp_path: Path) -> None:
    tender, _ = sheet(tmp_path, ["1", "甲公司", seeds.USCI[:-1] + "2"], ["2", "乙公司", "9123****0133"])
    assert [[d.code for d in bidder.doubts] for bidder in tender.bidders] == [["identity-check-digit"], ["id-masked"]]
    assert tender.bidders[0].doubts[0].at.endswith("投标人.csv:2:3")


def test_a_heading_that_is_nearly_right_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        sheet(tmp_path, ["甲公司", seeds.USCI, "x"], head=["投标人名称", "统一社会信用代码", "联合体成圆"])
    assert [told.code for told in error.value.problems] == ["heading-near"]


def test_very_many_bidders_that_lead_on_to_one_another_are_read(tmp_path: Path) -> None:
    many = 2000
    rows = [["", f"第{n}号公司", "", f"第{(n + 1) % many}号公司"] for n in range(many)]
    tender, _ = sheet(tmp_path, *rows)
    assert len(tender.bidders) == many
    assert all(len(bidder.members) == 1 for bidder in tender.bidders)


def test_one_id_for_two_codes_is_two_bidders_and_doubted(tmp_path: Path) -> None:
    def party(code: str) -> dict[str, Any]:
        return {"id": "1", "name": code, "roles": ["tenderer"], "identifier": {"scheme": "CN-USCI", "id": code}}

    tender = tender_of(tmp_path, tender={"tenderers": [party(seeds.USCI)]}, parties=[party(seeds.OTHER)])
    assert [told(bidder)[1] for bidder in tender.bidders] == [(seeds.USCI,), (seeds.OTHER,)]
    assert [doubt.code for doubt in tender.doubts] == ["bidder-differs"]


def test_a_bid_of_nobody_is_told(tmp_path: Path) -> None:
    bids = {"details": [{"id": "b1"}, {"id": "b2", "tenderers": [{"id": "1", "name": "甲"}]}]}
    tender = tender_of(tmp_path, bids=bids)
    assert [(doubt.code, doubt.at.rpartition("#")[2]) for doubt in tender.doubts] == [("bid-nobody", "/bids/details/0")]


def test_a_member_whose_name_several_rows_bear_is_none_of_them(tmp_path: Path) -> None:
    rows = [["1", "甲", seeds.USCI, ""], ["2", "甲", seeds.OTHER, ""], ["3", "乙", seeds.THIRD, "乙、甲"]]
    tender, _ = sheet(tmp_path, *rows, head=["序号", "投标人名称", "统一社会信用代码", "联合体成员"])
    members = tender.bidders[2].members
    assert [(member.name, member.identifiers) for member in members] == [("甲", ())]
    assert [doubt.code for doubt in tender.doubts] == ["mention-unclear"]


def test_a_small_file_that_unpacks_to_a_large_one_is_read_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = seeds.packed(json.dumps({"releases": [seeds.RELEASE] * 50}, indent=1).encode())
    monkeypatch.setattr(ocds, "READ_AS_WHOLE", 2 * len(raw))
    monkeypatch.setattr(ocds, "_json", None)
    tenders, _ = read(tmp_path, raw, "a.json.gz")
    assert len(tenders) == 50


NAMED = ["序号", "投标人名称", "统一社会信用代码", "无重大违法记录声明"]
JOINED = ["序号", "投标人名称", "统一社会信用代码", "所属联合体"]


@pytest.mark.parametrize(
    "written",
    [
        "甲有限公司（联合体牵头人）、乙有限公司（联合体成员）",
        "甲有限公司、乙有限公司",
        "甲有限公司/乙有限公司",
        "甲有限公司（牵头人）乙有限公司（成员）",
        "甲有限公司\n乙有限公司",
        "乙有限公司（成员）；甲有限公司（牵头人）",
        "联合体牵头人：甲有限公司，成员：乙有限公司",
        "甲有限公司、乙有限公司联合体",
    ],
)
def test_members_in_the_cell_of_the_name_are_members(tmp_path: Path, written: str) -> None:
    tender, _ = sheet(tmp_path, ["1", written, seeds.USCI, "是"], head=NAMED)
    (bidder,) = tender.bidders
    assert (bidder.party.name, bidder.party.identifiers[0].id) == ("甲有限公司", seeds.USCI)
    assert [(member.name, member.identifiers) for member in bidder.members] == [("乙有限公司", ())]


@pytest.mark.parametrize("written", ["甲公司", "Acme Co., Ltd.", "甲公司（原乙公司、丙公司）", "甲示例\n有限公司"])
def test_one_name_with_signs_in_it_is_one_bidder(tmp_path: Path, written: str) -> None:
    tender, _ = sheet(tmp_path, ["1", written, seeds.USCI, "是"], head=NAMED)
    assert [(len(bidder.members), bidder.party.other_names) for bidder in tender.bidders] == [(0, ())]


@pytest.mark.parametrize("written", ["甲公司（联合体牵头人）", "甲公司联合体牵头人", "甲公司（成员）"])
def test_who_only_says_to_be_of_a_consortium_has_members_that_are_not_told(tmp_path: Path, written: str) -> None:
    tender, _ = sheet(tmp_path, ["1", written, seeds.USCI, "是"], head=NAMED)
    assert [bidder.party.names for bidder in tender.bidders] == [("甲公司", "甲公司（联合体）")]


@pytest.mark.parametrize(("written", "joint"), [("是", True), ("联合体", True), ("否", False), ("", False)])
def test_a_column_tells_whether_a_consortium_bids(tmp_path: Path, written: str, joint: bool) -> None:
    head = ["投标人名称", "统一社会信用代码", "是否联合体"]
    tender, _ = sheet(tmp_path, ["甲公司", seeds.USCI, written], head=head)
    assert [bool(bidder.party.other_names) for bidder in tender.bidders] == [joint]


def test_members_without_a_number_belong_to_the_leader_above(tmp_path: Path) -> None:
    rows = [
        ["1", "甲公司（牵头人）", seeds.USCI],
        ["", "乙公司（成员）", seeds.OTHER],
        ["2", "丙公司", seeds.THIRD],
        ["", "丁公司（成员）", ""],
    ]
    tender, _ = sheet(tmp_path, *rows, head=NAMED)
    assert [(b.party.name, [m.name for m in b.members]) for b in tender.bidders] == [
        ("甲公司", ["乙公司"]),
        ("丙公司", []),
        ("丁公司", []),
    ]
    assert tender.bidders[2].party.other_names == ("丁公司（联合体）",)


@pytest.mark.parametrize("written", ["否", "不适用", "独立投标", "不是", "N", "no", "非联合体", "否（独立投标）"])
def test_words_for_no_consortium_name_none(tmp_path: Path, written: str) -> None:
    head = [*JOINED, "联合体成员"]
    rows = [["1", "甲公司", seeds.USCI, written, written], ["2", "乙公司", seeds.OTHER, written, written]]
    tender, _ = sheet(tmp_path, *rows, head=head)
    assert [(b.party.names, b.party.related) for b in tender.bidders] == [(("甲公司",), ()), (("乙公司",), ())]


def test_rows_that_name_one_another_as_consortium_are_one_and_told(tmp_path: Path) -> None:
    rows = [["1", "甲公司", seeds.USCI, "乙公司"], ["2", "乙公司", seeds.OTHER, "甲公司"], ["3", "丙公司", seeds.THIRD]]
    tender, _ = sheet(tmp_path, *rows, head=JOINED)
    assert [(b.party.name, [m.name for m in b.members]) for b in tender.bidders] == [
        ("甲公司", ["乙公司"]),
        ("丙公司", []),
    ]
    assert [d.at.rpartition("/")[2] for d in tender.doubts if d.code == "consortium-circle"] == [
        "投标人.csv:2:4",
        "投标人.csv:3:4",
    ]


def test_whoever_leads_on_to_a_member_is_a_member(tmp_path: Path) -> None:
    rows = [["1", "甲公司", seeds.USCI], ["2", "乙公司", seeds.OTHER, "甲公司"], ["3", "丙公司", seeds.THIRD, "乙公司"]]
    tender, _ = sheet(tmp_path, *rows, head=JOINED)
    assert [(b.party.name, [m.name for m in b.members]) for b in tender.bidders] == [("甲公司", ["乙公司", "丙公司"])]


def test_consortia_are_compared_without_words_for_roles(tmp_path: Path) -> None:
    rows = [["1", "甲公司（牵头人）", seeds.USCI, "甲公司（牵头人）"], ["2", "乙公司", seeds.OTHER, "甲公司（牵头人）"]]
    tender, _ = sheet(tmp_path, *rows, head=JOINED)
    assert [(b.party.name, [m.name for m in b.members]) for b in tender.bidders] == [("甲公司", ["乙公司"])]


@pytest.mark.parametrize(
    ("name", "members", "others"), [("乙公司", ["乙公司"], ()), ("某联合体", [], ("甲公司（联合体）",))]
)
def test_a_row_alone_in_its_consortium_keeps_its_own_name(
    tmp_path: Path, name: str, members: list[str], others: tuple[str, ...]
) -> None:
    tender, _ = sheet(tmp_path, ["1", "甲公司", seeds.USCI, name], head=JOINED)
    (bidder,) = tender.bidders
    assert (bidder.party.name, bidder.party.identifiers[0].id) == ("甲公司", seeds.USCI)
    assert ([member.name for member in bidder.members], bidder.party.other_names) == (members, others)
    assert "member-alone" in [doubt.code for doubt in bidder.doubts]


def test_a_bidder_alone_and_in_a_consortium_is_both(tmp_path: Path) -> None:
    rows = [
        ["1", "甲公司", seeds.USCI],
        ["2", "甲公司", seeds.USCI, "联合体一"],
        ["3", "乙公司", seeds.OTHER, "联合体一"],
    ]
    tender, _ = sheet(tmp_path, *rows, head=JOINED)
    assert [(b.party.name, [m.name for m in b.members]) for b in tender.bidders] == [
        ("甲公司", []),
        ("联合体一", ["甲公司", "乙公司"]),
    ]


@pytest.mark.parametrize(
    ("written", "declares", "doubts"),
    [
        ("已声明", True, []),
        ("已签署承诺函", True, []),
        ("提供书面声明", True, []),
        ("√", True, []),
        ("未提供", False, []),
        ("已被吊销许可证", None, ["declared-unclear"]),
        ("已受行政处罚", None, ["declared-unclear"]),
        ("提供不了", None, ["declared-unclear"]),
        ("有重大违法记录", None, ["declared-unclear"]),
        ("未受过处罚", None, ["declared-unclear"]),
    ],
)
def test_only_plain_words_declare(tmp_path: Path, written: str, declares: bool | None, doubts: list[str]) -> None:
    tender, _ = sheet(tmp_path, ["1", "甲公司", seeds.USCI, written], head=NAMED)
    (bidder,) = tender.bidders
    assert (bidder.declares, [doubt.code for doubt in bidder.doubts]) == (declares, doubts)


@pytest.mark.parametrize(
    ("written", "members"),
    [
        ("乙有限公司/丙有限公司", [("乙有限公司", None), ("丙有限公司", None)]),
        ("（乙有限公司，丙有限公司）", [("乙有限公司", None), ("丙有限公司", None)]),
        (f"乙公司 {seeds.OTHER} 丙公司 {seeds.THIRD}", [("乙公司", seeds.OTHER), ("丙公司", seeds.THIRD)]),
        (f"乙公司({seeds.OTHER})和丙公司({seeds.THIRD})", [("乙公司", seeds.OTHER), ("丙公司", seeds.THIRD)]),
    ],
)
def test_members_are_parted_however_they_are_written(
    tmp_path: Path, written: str, members: list[tuple[str, str | None]]
) -> None:
    tender, _ = sheet(tmp_path, ["1", "甲公司", seeds.USCI, written])
    (bidder,) = tender.bidders
    found = [(member.name, next((each.id for each in member.identifiers), None)) for member in bidder.members]
    assert found == members


def test_a_role_before_the_name_is_one(tmp_path: Path) -> None:
    rows = [["1", "（牵头人）甲公司（成员）乙公司", seeds.USCI], ["2", "(成员)丙公司", seeds.THIRD]]
    tender, _ = sheet(tmp_path, *rows, head=NAMED)
    one, two = tender.bidders
    assert (one.party.names, [member.name for member in one.members]) == (("甲公司",), ["乙公司"])
    assert (two.party.names, two.members) == (("丙公司", "丙公司（联合体）"), ())


def test_a_firm_alone_is_not_joined_to_the_cell_that_names_it_with_others(tmp_path: Path) -> None:
    rows = [["1", "甲公司"], ["2", "甲公司、乙公司"], ["3", "乙公司", seeds.OTHER]]
    tender, _ = sheet(tmp_path, *rows, head=NAMED)
    assert [len(bidder.members) for bidder in tender.bidders] == [0, 1, 0]


def test_whoever_leads_into_a_circle_belongs_to_it(tmp_path: Path) -> None:
    rows = [["1", "丙公司", "", "甲公司"], ["2", "甲公司", "", "乙公司"], ["3", "乙公司", "", "甲公司"]]
    tender, _ = sheet(tmp_path, *rows, head=JOINED)
    assert [(b.party.name, [m.name for m in b.members]) for b in tender.bidders] == [("甲公司", ["丙公司", "乙公司"])]

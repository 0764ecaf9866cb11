"""Small files of every kind the readers know, made here; nobody in them exists."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from typing import Any

import openpyxl

USCI = "91230199MA0DEM0133"
OTHER = "91370300MA0DEM0137"
THIRD = "91320830MA0DEM013T"

PENALTIES_2018 = [
    [
        "行政相对人名称",
        "行政相对人类别",
        "行政相对人代码_1（统一社会信用代码）",
        "行政处罚决定书文号",
        "处罚类别",
        "罚款金额（万元）",
        "处罚决定日期",
        "处罚有效期",
        "公示截止期",
        "处罚机关",
        "处罚机关统一社会信用代码",
        "备注",
    ],
    [
        "龙江示例建设有限公司",
        "法人及非法人组织",
        USCI,
        "示例罚〔2025〕1号",
        "罚款",
        "0.2",
        "2025-03-01",
        "2025-03-15",
        "2026-03-01",
        "示例市市场监督管理局",
        "11230500001755309F",
        "",
    ],
    [
        "淄博示例机械有限公司",
        "法人及非法人组织",
        OTHER,
        "示例罚〔2025〕2号",
        "罚款;没收违法所得、没收非法财物",
        "1.5",
        "2025/4/2",
        "2099/12/31",
        "长期",
        "示例市市场监督管理局",
        "",
        "无",
    ],
    [
        "盱眙示例农业有限公司",
        "法人及非法人组织",
        THIRD,
        "示例罚〔2025〕3号",
        "责令停产停业",
        "",
        "20250503",
        "20260503",
        "",
        "示例局",
        "",
        "",
    ],
]
PENALTIES_2016 = [
    [
        "CF_WSH",
        "CF_CFMC",
        "CF_CFLB1",
        "CF_CFLB2",
        "CF_XDR_MC",
        "CF_XDR_SHXYM",
        "CF_JDRQ",
        "CF_XZJG",
        "CF_ZT",
        "DFBM",
        "SJC",
    ],
    [
        "示例罚〔2016〕1号",
        "某案",
        "罚款",
        "警告",
        "龙江示例建设有限公司",
        USCI,
        "2016-05-01",
        "示例局",
        "0",
        "230100",
        "2016-06-01",
    ],
    [
        "示例罚〔2016〕2号",
        "某案",
        "罚款",
        "",
        "淄博示例机械有限公司",
        OTHER,
        "2016-05-02",
        "示例局",
        "1",
        "370300",
        "2016-07-01",
    ],
]
PERMITS_2018 = [
    [
        "行政相对人名称",
        "行政相对人代码_1(统一社会信用代码)",
        "行政许可决定文书号",
        "许可类别",
        "许可决定日期",
        "有效期自",
        "有效期至",
        "许可机关",
        "当前状态",
    ],
    [
        "龙江示例建设有限公司",
        USCI,
        "示例许〔2025〕1号",
        "核准",
        "2025-01-02",
        "2025-01-02",
        "2030-01-01",
        "示例局",
        "1",
    ],
    [
        "淄博示例机械有限公司",
        OTHER,
        "示例许〔2025〕2号",
        "普通",
        "2025-01-03",
        "2025-01-03",
        "2099-12-31",
        "示例局",
        "2",
    ],
]
PERMITS_2016 = [
    ["XK_WSH", "XK_SPLB", "XK_XDR", "XK_XDR_SHXYM", "XK_JDRQ", "XK_JZQ", "XK_XZJG", "XK_ZT", "DFBM", "SJC"],
    [
        "示例许〔2016〕1号",
        "普通",
        "龙江示例建设有限公司",
        USCI,
        "2016-05-01",
        "2021-05-01",
        "示例局",
        "0",
        "230100",
        "2016-06-01",
    ],
    [
        "示例许〔2016〕2号",
        "核准",
        "淄博示例机械有限公司",
        OTHER,
        "2016/5/2",
        "长期",
        "示例局",
        "2",
        "370300",
        "20160701",
    ],
]
RATED = [
    ["序号", "纳税人名称", "统一社会信用代码", "评价年度", "评价等级", "评价单位"],
    ["1", "龙江示例建设有限公司", USCI, "2025", "A", "示例税务局"],
    ["2", "淄博示例机械有限公司", OTHER, "2025年", "B", "示例税务局"],
]
LISTED = [
    ["表格说明：以下为示例", "", "", "", ""],
    ["序号", "企业名称", "统一社会信用代码", "列入日期", "移出日期", "列入机关"],
    ["1", "龙江示例建设有限公司", USCI, "2025-03-01", "", "示例税务局"],
    ["2", "淄博示例机械有限公司", OTHER, "2024年3月1日", "2025-03-02", "示例税务局"],
    ["3", "名称而已（示例）有限公司", "", "45000", "", "示例税务局"],
    ["注：", "以上名单由示例局公布", "", "", ""],
]
BANK = [
    ["Firm Name", "Additional Firm Info", "Ineligibility From", "Ineligibility To", "Grounds"],
    ["EXAMPLE TRADING LTD.", "*12", "2024-12-10", "2999-12-31", "Cross Debarment: ADB"],
    ["SAMPLE WORKS LLC", "样例工程有限公司", "2023-01-02", "2027-08-09", "Fraudulent Practices"],
]
MAPPING = """\
mapping: example-bank
record: listing
columns:
  name: Firm Name
  other_names: {from: Additional Firm Info, pattern: '^([^*].*)$'}
  listed_on: [Ineligibility From, From Date]
  ends_on: Ineligibility To
  authority: {from: Grounds, pattern: 'Cross Debarment: *(.+)', otherwise: Example Bank}
values: {kind: enterprise}
no_end: [Permanent]
"""
ENTITIES: list[dict[str, Any]] = [
    {
        "id": "NK-1",
        "schema": "Company",
        "caption": "Example Arms LLC",
        "first_seen": "2023-04-20T18:00:25",
        "properties": {
            "name": ["Example Arms LLC", "Пример"],
            "innCode": ["7700000000"],
            "country": ["ru"],
            "topics": ["sanction"],
        },
    },
    {
        "id": "s-1",
        "schema": "Sanction",
        "caption": "x",
        "first_seen": "2023-05-01T00:00:00",
        "properties": {
            "entity": ["NK-1"],
            "authority": ["Example Office"],
            "startDate": ["2023-02-24"],
            "program": ["P1"],
        },
    },
    {
        "id": "s-2",
        "schema": "Sanction",
        "caption": "y",
        "first_seen": "2023-06-01T00:00:00",
        "properties": {"entity": ["NK-1"], "authority": ["Other Office"], "endDate": ["2027-01-01"]},
    },
    {
        "id": "NK-2",
        "schema": "Organization",
        "caption": "Debarred Example",
        "first_seen": "2022-01-01",
        "datasets": ["ex"],
        "properties": {"name": ["Debarred Example"], "topics": ["debarment", "poi"]},
    },
    {"id": "a-1", "schema": "Address", "caption": "z", "properties": {"full": ["1 Example Street"]}},
]
#: The same with every sanction within its subject.
NESTED = [
    {**each, "properties": {**each["properties"], **({"sanctions": its} if its else {})}}
    for each, its in (
        (each, [one for one in ENTITIES if one["properties"].get("entity") == [each["id"]]])
        for each in ENTITIES
        if each["schema"] != "Sanction"
    )
]
#: Profiles as they were imported before.
PROFILES: list[dict[str, Any]] = [
    {"coverage": [{"what": "tax-major", "complete": True, "as_of": "2026-11-01"}]},
    {
        "subject": {"id": USCI, "scheme": "CN-USCI", "name": "龙江示例建设有限公司", "kind": "enterprise"},
        "as_of": "2026-11-01",
        "consulted": ["penalty", {"what": "permit", "result": "none"}],
        "listings": [{"list": "tax-major", "listed_on": "2025-03-01", "document": "示例〔2025〕1号"}],
        "penalties": [{"id": "P1", "decided_on": "2025-01-10", "kind": "fine", "amount": "80000"}],
    },
    {"subject": {"name": "名称而已（示例）有限公司", "kind": "enterprise"}, "listings": []},
    {"row": "list.csv:3"},
]
RELEASE = {
    "ocid": "ocds-example-1",
    "id": "1",
    "date": "2026-10-01T00:00:00Z",
    "tag": ["tender"],
    "buyer": {"id": "B", "name": "示例采购人", "address": {"countryName": "China"}},
    "parties": [
        {
            "id": f"CN-USCI-{USCI}",
            "name": "龙江示例建设有限公司",
            "roles": ["tenderer"],
            "identifier": {"scheme": "CN-USCI", "id": USCI, "legalName": "龙江示例建设有限公司"},
        },
        {
            "id": "2",
            "name": "淄博示例机械有限公司",
            "roles": ["tenderer"],
            "identifier": {"scheme": "CN-USCI", "id": OTHER},
        },
        {
            "id": "3",
            "name": "盱眙示例农业有限公司",
            "roles": ["tenderer"],
            "identifier": {"scheme": "CN-USCI", "id": THIRD},
        },
    ],
    "tender": {
        "id": "1",
        "title": "示例采购",
        "tenderPeriod": {"endDate": "2026-11-20T09:00:00+08:00"},
        "tenderers": [{"id": f"CN-USCI-{USCI}", "name": "龙江示例建设有限公司"}, {"id": "2"}, {"id": "3"}],
    },
    "bids": {
        "details": [
            {"id": "b1", "status": "valid", "tenderers": [{"id": f"CN-USCI-{USCI}"}]},
            {"id": "b2", "status": "withdrawn", "tenderers": [{"id": "2"}, {"id": "3"}]},
        ]
    },
    "awards": [{"id": "a1", "date": "2026-12-01", "suppliers": [{"id": "2"}]}],
}
BIDDERS = [
    ["投标供应商一览表", "", "", "", "", "", ""],
    ["项目名称：示例设备采购", "", "项目编号：ZB-2026-1", "", "开标时间：2026年11月20日9时30分", "", ""],
    ["序号", "投标人名称", "统一社会信用代码", "联合体成员", "法定代表人", "投标状态", "无重大违法记录声明"],
    ["1", "龙江示例建设有限公司", USCI, "", "张某", "有效", "已声明"],
    [
        "2",
        "淄博示例机械有限公司",
        OTHER,
        f"淄博示例机械有限公司（牵头人）、盱眙示例农业有限公司（{THIRD}）",
        "李某",
        "撤回",
        "已声明",
    ],
    ["3", "只有名称示例公司", "", "", "", "有效", ""],
]


def csv_of(
    rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8", errors: str = "strict"
) -> bytes:
    """Rows as the bytes of a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding, errors)


def xlsx_of(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> bytes:
    """Rows as the bytes of a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def lines_of(values: Sequence[object]) -> bytes:
    """Values as JSON lines."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


def json_of(value: object) -> bytes:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False).encode()


def packed(raw: bytes) -> bytes:
    """Gzipped, the same bytes each time."""
    return gzip.compress(raw, mtime=0)

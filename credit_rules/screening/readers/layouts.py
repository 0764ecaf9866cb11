"""Layouts: which heading holds what. Those of the published standards are data here; others come from a mapping file.

A column is read into a field, or ignored with a reason; either way every heading of a standard is known, so that one
that is nearly right is noticed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from credit_rules.words.importing import IGNORED

#: Fields that tell who a record is about.
_WHO = frozenset({"name", "other_names", "id"})
#: Whose numbers the codes of a subject are; those without a register's scheme get one of ours.
UNIT, BUSINESS, ORGANISATION = "CN-USCI", "CN-SAIC", "X-CN-ORGANISATION"
TAX, INSTITUTION, SOCIAL = "X-CN-TAX", "X-CN-INSTITUTION", "X-CN-SOCIAL"
PERSON, PAPER = "CN-RIC", "X-CN-PAPER"  # the number of an identity card; that of any other paper of a person


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it is read into (empty: ignored, for a reason), its headings, and how it is read."""

    field: str
    headings: tuple[str, ...]
    unit: str = "元"  # of money
    scheme: str = ""  # of identifiers: whose number it is; empty: as it looks
    reason: Mapping[str, str] | None = None  # why it is ignored, in both languages
    pattern: re.Pattern[str] | None = None  # what is taken of a cell: its first group
    otherwise: str = ""  # where the pattern does not fit, or nothing is written
    split: str = ""  # what parts several values
    named_at: str = ""  # where a mapping names it as one that has to be there

    @property
    def heading(self) -> str:
        """What it is called when it is missed."""
        return self.headings[0]

    @property
    def is_number(self) -> bool:
        """Whether it holds a running number, which tells one row from another and says nothing."""
        return self.reason is not None and self.reason["en"] == IGNORED["number"][1]

    @property
    def tells_when(self) -> bool:
        """Whether it holds a day."""
        return self.field.endswith(("_on", "_until")) or self.field == "year"

    def rank(self, heading: str) -> int:
        """Which of its headings it is: where several stand side by side, the first of them counts."""
        names = [heading_of(text) for text in self.headings]
        return names.index(heading_of(heading)) if heading_of(heading) in names else len(names)

    @property
    def tells_who(self) -> bool:
        """Whether it tells who a record is about."""
        return self.field in _WHO


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of table."""

    name: str
    section: str  # of a profile; empty for a bidders' sheet
    columns: tuple[Column, ...]
    needed: tuple[tuple[str, ...], ...]  # of each group, one at least
    standard: str = ""  # 2016, 2018
    order: str = ""  # of days written 03/04/2020
    decimal: str = "."
    no_end: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)  # fields that are the same in every row
    labels: frozenset[str] = frozenset()  # what stands above the table: a label, and beside it what it says
    known: Mapping[str, Column] = field(init=False)
    spelled: Mapping[str, str] = field(init=False)
    initials: frozenset[str] = field(init=False)  # what a cell with a heading may begin with

    def __post_init__(self) -> None:
        pairs = [(heading_of(text), text, column) for column in self.columns for text in column.headings]
        object.__setattr__(self, "known", {heading: column for heading, _, column in reversed(pairs)})
        begin = {sign for heading, text, _ in pairs for sign in (heading[:1], heading[:1].upper(), text[:1])}
        object.__setattr__(self, "initials", frozenset(begin | set("*＊\"'“([【（［")))
        object.__setattr__(self, "spelled", {heading: text for heading, text, _ in reversed(pairs)})

    def title_of(self, name: str) -> str:
        """The heading under which a field is expected."""
        return next((column.heading for column in self.columns if column.field == name), name)


def heading_of(text: str) -> str:
    """A heading in the form in which headings are compared: widths, blanks, brackets and stars made alike.

    >>> heading_of("* 行政相对人代码_1 (统一社会信用代码)") == heading_of("行政相对人代码_1（统一社会信用代码）")
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[(\[【](必填|必填项|选填|非必填|可选)[)\]】]", "", plain)
    return re.sub(r"[\s*:\u200b\ufeff\"'“”]", "", plain)


def label_of(text: str) -> str:
    """A label above a table in the form in which labels are compared: as a heading, and without what is in brackets."""
    label = re.split("[:：]", text, maxsplit=1)[0]
    return heading_of(re.sub(r"[（(].*?[)）]", "", label))


def _column(into: str, *headings: str, unit: str = "元", scheme: str = "") -> Column:
    return Column(into, headings, unit, scheme)


def _ignored(reason: str, *headings: str) -> Column:
    chinese, english = IGNORED[reason]
    return Column("", headings, reason={"zh": chinese, "en": english})


def _named(into: str, headings: str, unit: str = "元", scheme: str = "") -> Column:
    return _column(into, *headings.split(), unit=unit, scheme=scheme)


def _unread(reason: str, headings: str) -> Column:
    return _ignored(reason, *headings.split())


# --- double publicity -------------------------------------------------------------------------------------------------

_PENALTY_2018 = (
    _column("name", "行政相对人名称", "CF_XDR_MC"),
    _column("kind", "行政相对人类别", "CF_XDR_LB"),
    _column(
        "id", "行政相对人代码_1(统一社会信用代码)", "CF_XDR_SHXYM", "统一社会信用代码", "行政相对人代码_1", scheme=UNIT
    ),
    _column("id", "行政相对人代码_2(工商注册号)", "CF_XDR_GSZC", "工商注册号", scheme=BUSINESS),
    _column("id", "行政相对人代码_3(组织机构代码)", "CF_XDR_ZZJG", "组织机构代码", scheme=ORGANISATION),
    _column("id", "行政相对人代码_4(税务登记号)", "CF_XDR_SWDJ", "税务登记号", scheme=TAX),
    _column("id", "行政相对人代码_5(事业单位证书号)", "CF_XDR_SYDW", "事业单位证书号", scheme=INSTITUTION),
    _column("id", "行政相对人代码_6(社会组织登记证号)", "CF_XDR_SHZZ", "社会组织登记证号", scheme=SOCIAL),
    _ignored("person", "法定代表人", "CF_FRDB", "CF_FDDB"),
    _ignored("person", "法定代表人证件类型", "CF_FR_ZJLX"),
    _ignored("person", "法定代表人证件号码", "CF_FR_ZJHM", "CF_FR_SFZH", "法定代表人身份证号"),
    _column("person_paper", "自然人证件类型", "证件类型", "CF_XDR_ZJLX"),
    _column("person_number", "自然人证件号码", "证件号码", "CF_XDR_ZJHM"),
    _column("document", "行政处罚决定书文号", "CF_WSH"),
    _ignored("free-text", "违法行为类型", "CF_WFXW"),
    _ignored("free-text", "违法事实", "CF_SY"),
    _ignored("free-text", "处罚依据", "CF_YJ"),
    _column("kinds", "处罚类别", "CF_CFLB"),
    _ignored("free-text", "处罚内容", "CF_NR"),
    _column("amount", "罚款金额(万元)", "CF_NR_FK", unit="万元"),
    _column("amount", "罚款金额(元)"),
    _column("confiscated", "没收违法所得、没收非法财物的金额(万元)", "CF_NR_WFFF", unit="万元"),
    _column("confiscated", "没收违法所得、没收非法财物的金额(元)"),
    _ignored("free-text", "暂扣或吊销证照名称及编号", "CF_NR_ZKDX"),
    _column("decided_on", "处罚决定日期", "CF_JDRQ"),
    _column("valid_until", "处罚有效期", "CF_YXQ", "处罚期限", "处罚期限至", "处罚截止日期"),
    _named("published_until", "公示截止期 CF_GSJZQ 公示截止日期 公示期限 公示期限至 公示期至 公布期限至 公布截止日期"),
    _column("authority", "处罚机关", "CF_CFJG"),
    _column("authority_code", "处罚机关统一社会信用代码", "CF_CFJGDM"),
    _ignored("handed-in-by", "数据来源单位", "CF_SJLY"),
    _ignored("handed-in-by", "数据来源单位统一社会信用代码", "CF_SJLYDM"),
    _ignored("remark", "备注", "BZ"),
    _ignored("number", "序号"),
)
_PENALTY_2016 = (
    _column("document", "行政处罚决定书文号", "CF_WSH"),
    _ignored("free-text", "处罚名称", "CF_CFMC", "案件名称", "CF_AJMC"),
    _column("kinds", "处罚类别1", "CF_CFLB1"),
    _column("kinds", "处罚类别2", "CF_CFLB2"),
    _ignored("free-text", "处罚事由", "CF_SY"),
    _ignored("free-text", "处罚依据", "CF_YJ"),
    _column("name", "行政相对人名称", "CF_XDR_MC"),
    _column(
        "id", "行政相对人代码_1(统一社会信用代码)", "CF_XDR_SHXYM", "统一社会信用代码", "行政相对人代码_1", scheme=UNIT
    ),
    _column("id", "行政相对人代码_2(组织机构代码)", "CF_XDR_ZDM", scheme=ORGANISATION),
    _column("id", "行政相对人代码_3(工商登记码)", "CF_XDR_GSDJ", scheme=BUSINESS),
    _column("id", "行政相对人代码_4(税务登记号)", "CF_XDR_SWDJ", scheme=TAX),
    _column("person_number", "行政相对人代码_5(居民身份证号)", "CF_XDR_SFZ"),
    _ignored("person", "法定代表人姓名", "CF_FR", "法定代表人"),
    _ignored("free-text", "处罚结果", "CF_JG"),
    _column("decided_on", "处罚决定日期", "CF_JDRQ"),
    _column("authority", "处罚机关", "CF_XZJG"),
    _column("state", "当前状态", "CF_ZT"),
    _column("region", "地方编码", "DFBM"),
    _column("updated_on", "数据更新时间戳", "SJC"),
    _ignored("remark", "备注", "BZ"),
    _ignored("number", "序号"),
)
_PERMIT_2018 = (
    _column("name", "行政相对人名称", "XK_XDR_MC"),
    _column("kind", "行政相对人类别", "XK_XDR_LB"),
    _column(
        "id", "行政相对人代码_1(统一社会信用代码)", "XK_XDR_SHXYM", "统一社会信用代码", "行政相对人代码_1", scheme=UNIT
    ),
    _column("id", "行政相对人代码_2(工商注册号)", "XK_XDR_GSZC", "工商注册号", scheme=BUSINESS),
    _column("id", "行政相对人代码_3(组织机构代码)", "XK_XDR_ZZJG", "组织机构代码", scheme=ORGANISATION),
    _column("id", "行政相对人代码_4(税务登记号)", "XK_XDR_SWDJ", "税务登记号", scheme=TAX),
    _column("id", "行政相对人代码_5(事业单位证书号)", "XK_XDR_SYDW", "事业单位证书号", scheme=INSTITUTION),
    _column("id", "行政相对人代码_6(社会组织登记证号)", "XK_XDR_SHZZ", "社会组织登记证号", scheme=SOCIAL),
    _ignored("person", "法定代表人", "XK_FRDB"),
    _ignored("person", "法定代表人证件类型", "XK_FR_ZJLX"),
    _ignored("person", "法定代表人证件号码", "XK_FR_ZJHM", "XK_FR_SFZH", "法定代表人身份证号"),
    _column("person_paper", "自然人证件类型", "证件类型", "XK_XDR_ZJLX"),
    _column("person_number", "自然人证件号码", "证件号码", "XK_XDR_ZJHM"),
    _ignored("free-text", "行政许可决定文书名称", "XK_XKWS"),
    _column("document", "行政许可决定文书号", "XK_WSH"),
    _column("permit_kind", "许可类别", "XK_XKLB"),
    _ignored("free-text", "许可证书名称", "XK_XKZS"),
    _ignored("free-text", "许可编号", "XK_XKBH"),
    _ignored("free-text", "许可内容", "XK_NR"),
    _column("granted_on", "许可决定日期", "XK_JDRQ"),
    _ignored("permit-start", "有效期自", "XK_YXQZ"),
    _column("ends_on", "有效期至", "XK_YXQZI", "XK_YXQZ#2", "有效期限", "许可有效期至", "到期日", "到期日期"),
    _column("authority", "许可机关", "XK_XKJG"),
    _column("authority_code", "许可机关统一社会信用代码", "XK_XKJGDM"),
    _column("state", "当前状态", "XK_ZT"),
    _ignored("handed-in-by", "数据来源单位", "XK_LYDW"),
    _ignored("handed-in-by", "数据来源单位统一社会信用代码", "XK_LYDWDM"),
    _ignored("remark", "备注", "BZ"),
    _ignored("number", "序号"),
)
_PERMIT_2016 = (
    _column("document", "行政许可决定书文号", "XK_WSH"),
    _ignored("free-text", "项目名称", "XK_XMMC"),
    _column("permit_kind", "审批类别", "XK_SPLB"),
    _ignored("free-text", "许可内容", "XK_NR"),
    _column("name", "行政相对人名称", "XK_XDR"),
    _column(
        "id", "行政相对人代码_1(统一社会信用代码)", "XK_XDR_SHXYM", "统一社会信用代码", "行政相对人代码_1", scheme=UNIT
    ),
    _column("id", "行政相对人代码_2(组织机构代码)", "XK_XDR_ZDM", scheme=ORGANISATION),
    _column("id", "行政相对人代码_3(工商登记码)", "XK_XDR_GSDJ", scheme=BUSINESS),
    _column("id", "行政相对人代码_4(税务登记号)", "XK_XDR_SWDJ", scheme=TAX),
    _column("person_number", "行政相对人代码_5(居民身份证号)", "XK_XDR_SFZ"),
    _ignored("person", "法定代表人姓名", "XK_FR", "法定代表人"),
    _column("granted_on", "许可决定日期", "XK_JDRQ"),
    _column("ends_on", "许可截止期", "XK_JZQ"),
    _column("authority", "许可机关", "XK_XZJG"),
    _column("state", "当前状态", "XK_ZT"),
    _column("region", "地方编码", "DFBM"),
    _column("updated_on", "数据更新时间戳", "SJC"),
    _ignored("remark", "备注", "BZ"),
    _ignored("number", "序号"),
)

_WHO_NEEDED = ("name", "id")
PENALTIES = (
    Layout("double-publicity", "penalties", _PENALTY_2018, (_WHO_NEEDED, ("decided_on",)), "2018"),
    Layout("double-publicity", "penalties", _PENALTY_2016, (_WHO_NEEDED, ("decided_on",)), "2016"),
)
PERMITS = (
    Layout("double-publicity", "permits", _PERMIT_2018, (_WHO_NEEDED, ("granted_on",)), "2018"),
    Layout("double-publicity", "permits", _PERMIT_2016, (_WHO_NEEDED, ("granted_on",)), "2016"),
)

# --- published lists --------------------------------------------------------------------------------------------------

_LIST_COLUMNS = (
    _named(
        "name",
        "企业名称 单位名称 机构名称 纳税人名称 主体名称 信用主体名称 失信主体名称 法人名称 当事人名称 "
        "失信被执行人姓名/名称 被执行人姓名/名称 失信被执行人 被执行人 被执行人名称 供应商名称 "
        "企业(机构)名称 供应商、采购代理机构名称 名称 行政相对人名称 个人姓名/企业名称 企业(单位)名称 公司名称 "
        "单位(个人)名称 姓名/名称 名称/姓名 当事人姓名/名称 失信主体 信用主体 供应商 "
        "A000001 iname comp_nm COMP_NAME name",
    ),
    _named(
        "id",
        "统一社会信用代码 统一社会信用代码/组织机构代码 统一社会信用代码/工商注册号 "
        "统一社会信用代码(组织机构代码) 社会信用代码 统一代码 信用代码 身份证号码/组织机构代码 "
        "身份证号码/组织机构代码/统一社会信用代码 组织机构代码/统一社会信用代码 代码 机构代码 "
        "统一社会信用代码或组织机构代码 统一社会信用代码(纳税人识别号) 纳税人识别号(统一社会信用代码) "
        "纳税人识别号(社会信用代码) 统一社会信用代码/纳税人识别号 纳税人识别号/统一社会信用代码 "
        "统一社会信用代码或纳税人识别号 统一社会信用代码(注册号) 统一社会信用代码/注册号 企业统一社会信用代码 "
        "单位统一社会信用代码 主体统一社会信用代码 身份证号码/统一社会信用代码 统一社会信用代码/身份证号码 "
        "A000002 cardNum uni_social_crd_cd USCC id 证件号码 证件号 有效证件号码",
    ),
    _named("id", "组织机构代码 A000004", scheme=ORGANISATION),
    _named("id", "工商登记码 工商注册号 注册号 A000003 reg_no", scheme=BUSINESS),
    _named("id", "纳税人识别号", scheme="unit-or-tax"),
    _named("id", "税务登记号 A000005", scheme=TAX),
    _named("person_number", "身份证号码 身份证号 身份证件号码 公民身份号码 居民身份证号码 居民身份证号"),
    _named("person_paper", "证件类型 自然人证件类型 主体证件类型"),
    _named("kind", "主体类型 主体类别 行政相对人类别 partyTypeName kind"),
    _named(
        "listed_on",
        "列入日期 列入时间 列入名单日期 纳入日期 纳入时间 认定日期 认定时间 处罚日期 列入决定日期 "
        "入库时间 IDENTIFICATION_DATE inclu_dt listed_on 列入经营异常名录日期",
    ),
    _named(
        "published_on", "发布时间 发布日期 公布日期 公布时间 公示日期 记录日期 publishDate PUBLISH_DATE published_on"
    ),
    _named("year", "评价年度 COMMENT_YEAR 年度"),
    _named(
        "ends_on",
        "有效期限 有效期至 有效期 列入截止日期 处罚截止日期 截止日期 失效日期 公示截止日期 公示截止期 "
        "有效期限至 有效截止日期 列入期限 列入期限至 惩戒期限 惩戒期限至 惩戒截止日期 到期日 到期日期 到期时间 "
        "公布期限 公布期限至 公布截止日期 公示期限 公示期限至 公示期至 公示期 "
        "EXPIRATION_DATE ends_on",
    ),
    _named(
        "removed_on",
        "移出日期 移出时间 移除日期 移除时间 退出日期 退出时间 删除日期 删除时间 解除日期 解除时间 移出名单日期 "
        "移出名单时间 移出名录日期 移出名录时间 移出经营异常名录日期 remove_dt removed_on",
    ),
    _named("repaired_on", "修复日期 修复时间 信用修复日期 信用修复时间"),
    _named("revoked_on", "撤销日期 撤销时间"),
    _named("state", "状态 当前状态 名单状态 是否移出 是否有效"),
    _named(
        "authority",
        "列入机关 列入单位 作出决定机关 作出列入决定机关 列入决定机关名称 认定单位 认定部门 认定机关 "
        "执法单位 执行法院 执行单位 处罚机关 信息报送机关 列入部门 decorg_cn courtName EXECUTE_DEPT "
        "IDENTIFICATION_DEPT authority",
    ),
    _named(
        "document",
        "案号 列入决定书文号 列入文号 认定文号 决定书文号 文号 处罚决定书文号 caseCode CASE_NO "
        "IDENTIFICATION_NO document",
    ),
    _named("region", "地方编码 行政区划代码 DFBM region"),
    _named("amount", "金额 金额(元) 涉案金额(元) 拖欠金额(元) amount"),
    _named("amount", "金额(万元) 涉案金额(万元) 拖欠金额(万元)", unit="万元"),
    _named("result", "处罚结果"),
    _unread(
        "person",
        "法定代表人 法定代表人或者负责人姓名 法定代表人或负责人姓名 企业法人姓名 主要负责人 法人代表 "
        "法定代表人证件类型 法定代表人证件号码 法定代表人身份证号 "
        "businessEntity LEGAL_REPRESENTATIVE 负有直接责任的财务负责人姓名 "
        "负有直接责任的中介机构信息及其从业人员信息",
    ),
    _unread("place", "注册地址 企业地址 地址 A000006 地域名称 省份 areaName AREA_NAME 登记地点"),
    _unread(
        "free-text",
        "不良行为的具体情形 具体情形 严重违法失信行为的具体情形 失信行为简况 失信行为 纳入理由 列入原因 "
        "列入事由 列入经营异常名录原因类型名称 inclu_reason remexcpres_cn 移出原因 案件性质 主要违法事实 "
        "相关法律依据及税务处理处罚情况 处罚依据 生效法律文书确定的义务 duty 失信被执行人行为具体情形 "
        "disruptTypeName 被执行人的履行情况 performance 已履行部分 performedPart 未履行部分 unperformPart",
    ),
    _unread("other-document", "执行依据文号 gistId EXECUTE_REFRENCE_NO 做出执行依据单位 gistUnit"),
    _unread("other-day", "立案时间 regDate REGISTER_DATE 案件上报期 设立日期 est_dt"),
    _unread("handed-in-by", "数据来源 来源 DATA_SOURCE DATA_CATEGORY 数据类别 FILE_NAME 文件名 批次"),
    _unread("free-text", "车牌号 道路运输证号 主体身份代码 redecorg_cn 移出机关"),
    _unread("remark", "备注 BZ"),
    _unread("number", "序号"),
)
LISTINGS = (Layout("published-list", "listings", _LIST_COLUMNS, (_WHO_NEEDED, ("listed_on", "published_on", "year"))),)
RATINGS = (
    Layout(
        "published-list",
        "ratings",
        (
            *(
                column
                for column in _LIST_COLUMNS
                if column.field in ("name", "id", "person_number", "person_paper", "kind", "ends_on", "region")
            ),
            _column("grade", "等级", "评价等级", "信用等级", "评级", "grade"),
            _column("rated_on", "评定时间", "评定日期", "等级认定时间", "评价日期", "rated_on"),
            _column("year", "评价年度", "COMMENT_YEAR", "年度"),
            _column("authority", "评定单位", "评价单位", "认定单位", "authority"),
            _ignored("free-text", "评定内容", "首次注册日期", "注销标志", "海关注册编码"),
            _ignored("remark", "备注", "BZ"),
            _ignored("number", "序号"),
        ),
        (_WHO_NEEDED, ("grade",), ("rated_on", "year")),
    ),
)

#: Tables of records, none of which is a sheet of bidders.
RECORDS = (*PENALTIES, *PERMITS, *LISTINGS, *RATINGS)

# --- bidders' sheets --------------------------------------------------------------------------------------------------

_BIDDER_COLUMNS = (
    _named("number", "序号 编号 No number"),
    _named(
        "name",
        "投标人名称 投标人 供应商名称 供应商 投标单位 投标单位名称 企业名称 单位名称 响应供应商 "
        "申请人名称 投标人(供应商)名称 名称 bidder biddername name tenderer 公司名称 公司 单位 企业 投标公司 "
        "投标公司名称 投标企业 投标企业名称 投标商 投标商名称 响应单位 响应人 响应人名称 申请人 申请单位 报价单位 "
        "参选人 参选单位 机构名称 法人名称 company companyname supplier suppliername",
    ),
    _named(
        "id",
        "统一社会信用代码 社会信用代码 信用代码 统一代码 投标人统一社会信用代码 "
        "统一社会信用代码/组织机构代码 供应商统一社会信用代码 投标单位统一社会信用代码 企业统一社会信用代码 "
        "单位统一社会信用代码 统一社会信用代码(身份证号码) 统一社会信用代码/身份证号码 "
        "统一社会信用代码(纳税人识别号) 纳税人识别号(统一社会信用代码) identifier uscc id 纳税人识别号 证件号码",
    ),
    _named("scheme", "标识类型 代码类型 scheme"),
    _named("members", "联合体成员 联合体成员名称 联合体各方 成员单位 联合体成员单位 consortiummembers members"),
    _named("member_ids", "联合体成员统一社会信用代码 联合体成员代码 成员代码 成员统一社会信用代码 memberidentifiers"),
    _named("member_of", "所属联合体 联合体名称 consortium"),
    _named("joint", "是否联合体 是否为联合体 是否联合体投标 是否为联合体投标 联合体 联合体投标"),
    _named("legal_representative", "法定代表人 法定代表人姓名 法人代表 法定代表人(负责人) legalrepresentative"),
    _named("controller", "控股股东 实际控制人 控股股东/实际控制人 控股股东或实际控制人 controller"),
    _named("kind", "主体类型 单位类型 企业类型 投标人类型 kind"),
    _named("person_paper", "证件类型"),
    _named("status", "投标状态 状态 响应状态 status"),
    _named("declared", "无重大违法记录声明 重大违法记录声明 声明 declaration"),
    _unread("contact", "联系人 联系电话 电话 邮箱 电子邮箱 手机 传真 contact phone email"),
    _unread("place", "地址 注册地址 单位地址 address"),
    _unread(
        "bid-matter",
        "投标报价 报价 投标报价(元) 投标报价(万元) 报价(元) 报价(万元) 标段 包号 标包 投标时间 递交时间 "
        "签到时间 工期 交货期 质量 项目负责人 项目经理 价格 price lot",
    ),
    _unread("remark", "备注 说明 remark remarks"),
)
#: Labels above the table → what they say of the tender.
LABELS = {
    heading_of(label): name
    for name, labels in {
        "title": "项目名称 采购项目名称 招标项目名称 project title",
        "id": "项目编号 采购项目编号 招标编号 采购编号 projectnumber",
        "buyer": "采购人 采购单位 招标人 采购人名称 buyer purchaser",
        "agency": "代理机构 采购代理机构 招标代理机构 代理机构名称 agency",
        "deadline": "投标截止时间 投标截止日期 提交投标文件截止时间 投标文件递交截止时间 投标文件提交截止时间 "
        "递交投标文件截止时间 投标截止 响应文件提交截止时间 "
        "截止时间 deadline",
        "opening": "开标时间 开标日期 opening",
        "award": "中标日期 成交日期 中标公告日期 成交公告日期 定标日期 award",
    }.items()
    for label in labels.split()
}
BIDDERS = (Layout("bidders", "", _BIDDER_COLUMNS, (("name", "id"),), labels=frozenset(LABELS)),)

#: Every layout, by the section of a profile it is read into.
LAYOUTS: Mapping[str, Sequence[Layout]] = {
    "listings": LISTINGS,
    "penalties": PENALTIES,
    "permits": PERMITS,
    "ratings": RATINGS,
    "bidders": BIDDERS,
}


def headings_by_field(layouts: Sequence[Layout]) -> dict[str, list[str]]:
    """The headings of each field, in order; under the empty name those that are known and not read."""
    found: dict[str, list[str]] = {}
    for column in (column for layout in layouts for column in layout.columns):
        found.setdefault(column.field, []).extend(text for text in column.headings if "#" not in text)
    return {name: list(dict.fromkeys(headings)) for name, headings in found.items()}

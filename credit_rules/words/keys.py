"""What every key of every file means, in both languages: what an editor shows when one points at a key.

`KEYS` is `{shape: {key: (zh, en)}}`; a shape is called as in the model, `Entry` serves every kind of record. `VALUES`
holds the closed lists of values that no table of `codes` has, `KINDS_OF_FILE` what each kind of file is.
"""

from collections.abc import Mapping

from credit_rules.words.codes import Table

__all__ = ["KEYS", "KINDS_OF_FILE", "VALUES", "described"]

KINDS_OF_FILE: Table = {
    "catalogue": (
        "目录：法律依据、名单、事项、单位、评价体系等（catalogue/*.yaml）",
        "catalogue: sources of law, lists, actions, bodies, schemes (catalogue/*.yaml)",
    ),
    "measure-list": ("措施清单（*.yaml）", "measure list (*.yaml)"),
    "cases": ("清单旁的用例（*.cases.yaml）", "the cases beside a list (*.cases.yaml)"),
    "ruleset": ("规则集说明（ruleset.yaml）", "what a rule set is called and stands on (ruleset.yaml)"),
    "scenario": ("情景：分步讲述的故事", "scenario: a story in steps"),
    "profile": ("信用档案（JSON 或者 YAML）", "credit profile (JSON or YAML)"),
    "action": ("行政事项（JSON）", "administrative action (JSON)"),
    "decision": ("核查结果（JSON，decision/1）", "decision (JSON, decision/1)"),
    "settings": ("设置（credit-rules.toml）", "settings (credit-rules.toml)"),
}

_IN_FORCE = (
    "施行期间 {from, until}，首尾两日都算；不写为没有限制",
    "days in force {from, until}, both included; open where absent",
)
_BASIS = (
    "依据：每条写“名称 第几条”，或者 {source, article}；名称须在目录的 sources 里",
    "legal basis: each entry `name article` or {source, article}; the name stands among the catalogue's sources",
)
_ID = (
    "代码：小写字母、数字、连字符，可用点分级；整个规则集内不重复",
    "id: lower-case letters, digits, hyphens, dots for levels; unique in everything loaded",
)
_TITLE = (
    "名称：一段中文，或者 {zh, en}；全国清单须有英文",
    "title: one Chinese text, or {zh, en}; national rule sets need the English",
)
_NOTE = (
    "说明：供人阅读，不参与比对；来源只有部分核对的，在这里写明哪一部分没有核对",
    "note for readers, no rule reads it; of a source checked in part it says which part is not",
)
_REGION = (
    "行政区划代码（六位数字，GB/T 2260），全国为 CN；不写为 CN",
    "region: six digits of GB/T 2260, or CN for the whole country; CN where absent",
)
_SUBJECTS = (
    "适用的主体类别；不写则依触发条件所列名单，名单也没有写的为全部",
    "kinds of subject; absent: those of the lists the condition names, or all",
)
_TERMS = (
    "期限和修复：按施行期间分段，每段写 period 和 repair；列入当日的一段定期限，事项当日的一段定修复",
    "terms, one for each span of law: period and repair. The one in force on the record's day fixes the period, "
    "the one in force on the action's day the repair",
)
_LOOK_UP_AT = ("到哪里查询，供经办人阅读", "where a person looks it up")
_DATE = "日期，写作 YYYY-MM-DD"
_DATE_EN = "date, YYYY-MM-DD"

KEYS: Mapping[str, Table] = {
    # --- texts, days, bases
    "Text": {
        "zh": ("中文", "the Chinese text"),
        "en": ("英文；没有时显示中文", "the English text; the Chinese stands in where there is none"),
    },
    "InForce": {
        "from": ("自哪一日起，YYYY-MM-DD；不写为自始", "from which day, YYYY-MM-DD; from the beginning where absent"),
        "until": (
            "至哪一日止（当日仍有效）；不写为没有终止",
            "until which day, that day included; no end where absent",
        ),
    },
    "Basis": {
        "source": (
            "依据的名称：目录 sources 里的 id、名称、文号或者 cited_as",
            "the source: its id, title, number or a name in `cited_as` of the catalogue",
        ),
        "article": ("条款，如“第二十二条第（三）项”", "article, as in 第二十二条第（三）项"),
    },
    # --- catalogue
    "CatalogueFile": {
        "sources": ("依据：法律、法规、规章、文件", "sources of law and policy"),
        "lists": ("名单：守信激励、严重失信、重点关注", "lists: red lists, lists of serious dishonesty, watch lists"),
        "actions": ("行政事项", "administrative actions"),
        "recognition": ("互认：哪里承认哪些地区的地方名单", "recognition: who honours which regions' local lists"),
        "rating_schemes": ("信用评价体系", "schemes of grades"),
        "points_schemes": ("信用积分体系（积分只用于激励）", "schemes of credit points (points only reward persons)"),
        "authorities": (
            "单位：列入机关、办理单位、实施主体",
            "bodies that keep lists, handle actions, carry measures out",
        ),
        "roles": ("关联身份，如法定代表人、联合体成员", "roles of related subjects: legal representative, partner …"),
        "categories": ("国家基础清单的惩戒类别", "categories of the national base list of restrictions"),
        "penalty_kinds": ("行政处罚的种类及其公示期限", "kinds of administrative penalty, with their terms"),
    },
    "Source": {
        "id": _ID,
        "title": ("全称；可直接用来引用", "full title; may be cited by it"),
        "cited_as": ("引用时用的简称，写在 basis 里", "short names by which a `basis` cites it"),
        "number": ("文号、主席令号等；可直接用来引用", "document number; may be cited by it"),
        "rank": (
            "位阶：决定它单独能不能支持一项惩戒（法律、行政法规、司法解释、党中央国务院文件可以）",
            "rank: decides whether it can carry a restriction alone (law, administrative regulation, judicial "
            "interpretation and central policy can)",
        ),
        "region": (
            "适用地区：地方性法规必须写；六位行政区划代码，全国为 CN",
            "where it holds: required of a local regulation; six digits, or CN for the whole country",
        ),
        "in_force": _IN_FORCE,
        "verified": (
            "内容是否与原文核对过：true 核对过（部分核对的在 note 写明）；false 只能用于草案清单",
            "whether its content was checked against the text: true (note says what was not); false: for drafts only",
        ),
        "binds": (
            "部门规章所约束的单位（authorities 的代码）",
            "the bodies a departmental rule binds (ids of authorities)",
        ),
        "note": _NOTE,
    },
    "Span": {
        "at_least": ("至少多久，如 1 year", "at least how long, as in 1 year"),
        "at_most": ("至多多久，如 3 years；不写为没有上限", "at most how long, as in 3 years; no bound where absent"),
    },
    "Repair": {
        "none": (
            "true：法律没有规定退出的办法；须写 basis",
            "true: the law gives no way out; needs the `basis` that says so",
        ),
        "after": ("满多久可以申请，如 6 months", "how long until it may be applied for, as in 6 months"),
        "counted_from": (
            "从记录的哪个日期起算，如 listed_on、corrected_on",
            "the date of the record it counts from, such as listed_on or corrected_on",
        ),
        "conditions": ("条件：要做到什么", "conditions: what has to be done"),
        "apply_at": ("向谁申请", "to whom one applies"),
        "decided_within": (
            "办理时限，如 15 working days（照文字显示，不计算）",
            "time to decide, as in 15 working days (shown as written, never computed)",
        ),
        "basis": _BASIS,
    },
    "Term": {
        "in_force": _IN_FORCE,
        "period": (
            "期限：3 years；none 直到移出；as-decided 依决定；或者 {at_least, at_most}。单位 day、month、year",
            "period: 3 years; none: until removed; as-decided; or {at_least, at_most}. Units day, month, year",
        ),
        "repair": (
            "修复（提前退出）的办法；写 none 或者 {none: true, basis} 表示法律没有规定",
            "how one leaves before the end; none or {none: true, basis} where the law gives no way",
        ),
    },
    "RecordList": {
        "id": _ID,
        "title": _TITLE,
        "colour": (
            "名单性质：red 激励，black 严重失信，watch 重点关注",
            "colour: red rewards, black is of serious dishonesty, watch",
        ),
        "region": _REGION,
        "cross_check": (
            "在列者是否停止享受激励（红黑名单交叉比对）；不写：black 停止，其余不停",
            "whether who stands on it gets no incentive (cross-check); absent: black yes, others no",
        ),
        "authority": ("列入机关（authorities 的代码）", "the body that lists (id of an authority)"),
        "basis": _BASIS,
        "subjects": ("可以列入的主体类别；不写为全部", "kinds of subject it may hold; all where absent"),
        "terms": _TERMS,
        "extendable": (
            "true：决定写明的截止日可以晚于固定期限",
            "true: an end stated in the decision may lie beyond the fixed period",
        ),
        "ends_by": ("退出这个名单叫什么，如“移出”“提前停止公布”", "what leaving this list is called"),
        "from_points": ("true：由积分产生，对个人只能用于激励", "true: made from points, which only reward persons"),
        "look_up_at": _LOOK_UP_AT,
        "note": _NOTE,
    },
    "Item": {
        "scheme": ("事项编码体系", "scheme of the item codes"),
        "code": ("地方事项编码", "local item code"),
    },
    "Remedy": {
        "name": ("救济的名称，如质疑、投诉、行政复议", "name of the remedy: query, complaint, review …"),
        "to": ("向谁提出", "to whom"),
        "within": ("时限，如 7 working days（照文字显示）", "time limit, as in 7 working days (shown as written)"),
        "basis": _BASIS,
    },
    "ActionKind": {
        "id": (
            "事项代码，可分级，如 procurement.bid；写上级代码的措施也覆盖它",
            "code of the action, in levels, as in procurement.bid; a measure on the upper level covers it",
        ),
        "title": _TITLE,
        "aliases": ("别名：命令行里也可以用的中文名称，不得重复", "other names it may be asked by; unique"),
        "within": ("还属于哪些事项（代码）", "actions it also lies within (codes)"),
        "handled_by": (
            "通常由哪些单位办理（authorities 的代码）",
            "bodies that usually handle it (ids of authorities)",
        ),
        "items": ("与地方事项编码的对应", "local item codes that mean this action"),
        "remedies": ("不服结果时的救济", "what one may do against the result"),
        "basic_public_service": (
            "true：基本公共服务，不得设惩戒，也不得因积分低而失去激励",
            "true: a basic public service; no restriction may stand here, nor an incentive few points would lose",
        ),
        "note": _NOTE,
    },
    "Recognition": {
        "here": ("承认方的行政区划代码", "the region that honours"),
        "from": ("被承认的地区（行政区划代码）", "the regions whose lists it honours"),
        "lists": ("承认哪些名单；不写为全部地方名单", "which lists; all local ones where absent"),
        "in_force": _IN_FORCE,
        "basis": _BASIS,
    },
    "RatingScheme": {
        "id": _ID,
        "title": _TITLE,
        "grades": ("等级，由高到低", "grades, best first"),
        "region": _REGION,
        "from_points": (
            "true：等级由积分折算，对个人只能用于激励",
            "true: grades made from points, which only reward persons",
        ),
        "terms": _TERMS,
        "look_up_at": _LOOK_UP_AT,
        "note": _NOTE,
    },
    "PointsScheme": {
        "id": _ID,
        "title": _TITLE,
        "region": _REGION,
        "look_up_at": _LOOK_UP_AT,
        "note": _NOTE,
    },
    "Authority": {"id": _ID, "title": _TITLE},
    "Role": {
        "id": _ID,
        "title": _TITLE,
        "subject": (
            "这种身份由谁担任：person 人，unit 单位；不写为都可以",
            "who has this role: person or unit; either where absent",
        ),
    },
    "Category": {
        "id": ("惩戒类别的代码（封闭清单）", "code of a category (a closed list)"),
        "title": _TITLE,
        "class": (
            "基础清单中的分类：A 依法限制，B 职责范围内，C 其他单位自主，statutory 清单以外法定",
            "class of the base list: A by law, B within a body's duties, C of others' accord, statutory beside it",
        ),
    },
    "KindOfPenalty": {
        "id": ("处罚种类的代码（封闭清单）", "code of a kind of penalty (a closed list)"),
        "title": _TITLE,
        "terms": _TERMS,
    },
    # --- measure list
    "MeasureList": {
        "measure_list": (
            "清单代码：小写字母、数字、连字符；用例的 cases_for 用它",
            "id of the measure list: lower-case letters, digits, hyphens; `cases_for` names it",
        ),
        "title": _TITLE,
        "issuer": ("制定单位", "who issued it"),
        "region": (
            "在哪里适用：六位行政区划代码，全国为 CN；只在该地区的事项上起作用",
            "where it holds: six digits, or CN; it works only at actions handled in that region",
        ),
        "edition": (
            "版本，如 2026；同一清单的各版本施行期间不得重叠",
            "edition, as in 2026; days in force of two editions may not overlap",
        ),
        "in_force": _IN_FORCE,
        "draft": (
            "true：草案。可以引用未核对的依据；放在 drafts/ 里，只在要求时载入，结果里会注明",
            "true: a draft. It may rest on unverified sources, stands in drafts/, loads only when asked for, "
            "and every decision says so",
        ),
        "parent": ("上级清单的代码", "id of the list it stands under"),
        "replaces": ("取代哪个版本", "the edition it replaces"),
        "note": _NOTE,
        "measures": ("措施，逐条写", "the measures, one by one"),
    },
    "Measure": {
        "id": (
            "措施代码：小写字母、数字、连字符；用例里用它",
            "id of the measure: lower-case letters, digits, hyphens; cases name it",
        ),
        "title": ("措施内容：做什么，照文件的话说", "what is done, in the words of the document"),
        "polarity": ("restriction 惩戒，incentive 激励", "restriction or incentive"),
        "effect": (
            "效果：惩戒用 bar limit weigh supervise deny-ease require disclose warn notify，其余为激励",
            "effect: bar limit weigh supervise deny-ease require disclose warn notify restrict, the others reward",
        ),
        "duty": ("must 应当，may 可以；“可以”的措施由人决定", "must or may; a person decides on what may be done"),
        "category": (
            "惩戒类别（只用于惩戒）：依《全国失信惩戒措施基础清单》，清单以外法定的写 statutory",
            "category of a restriction, after the national base list; statutory: provided by law beside the list",
        ),
        "actions": (
            "在哪些事项上实施（目录 actions 的代码；写上级代码则覆盖下级）",
            "the actions at which it works (codes of the catalogue; an upper code covers what is below)",
        ),
        "by": (
            "实施主体（authorities 的代码）；不写：办理该事项的单位",
            "who carries it out (ids of authorities); absent: whichever body handles the action",
        ),
        "subjects": _SUBJECTS,
        "lasts": (
            "持续多久：while-it-holds 记录有效期间（默认）；life 终身；或者 {fixed: 3 years, from: 日期字段}",
            "how long: while-it-holds (default), as long as the record stands; life; or {fixed: 3 years, from: a date}",
        ),
        "way_out": (
            "出路：怎样才能不再受限；名单已写 repair 的可不写；法律没有规定的写 {none: true, basis}",
            "way out; not needed where the list says how it is repaired; {none: true, basis} where the law gives none",
        ),
        "narrows": (
            "细化哪一条上级措施（清单代码/措施代码）；不得比它更宽",
            "the upper measure it narrows (list/measure); it may not reach further",
        ),
        "entitlement": (
            "true：法定权利（须有法律依据），不因严重失信名单停止",
            "true: a right given by law (needs a law as basis); the cross-check does not stop it",
        ),
        "accepts_declaration": (
            "可以用声明代替查询的事实 {fact, basis}",
            "a fact that may be declared instead of looked up {fact, basis}",
        ),
        "note": _NOTE,
        "in_force": _IN_FORCE,
        "basis": _BASIS,
        "when": (
            "触发条件：一个映射只写一个键：all、any、not，或者一种记录（listing、penalty、rating …）、subject、action、"
            "related；没有条件的激励写 always",
            "the condition. One key per mapping: all, any, not, or a test of one kind of thing (listing, penalty, "
            "rating …), subject, action, related; an incentive without condition says always",
        ),
        "reaches": (
            "关联主体的记录视同本人的：写关系和扩展的依据",
            "related subjects whose records count as the subject's own: role, and the basis for the spread",
        ),
    },
    "Fixed": {
        "fixed": ("固定期限，如 3 years", "a fixed period, as in 3 years"),
        "from": (
            "从触发记录的哪个日期起算，如 decided_on",
            "the date of the record it counts from, such as decided_on",
        ),
    },
    "NoWayOut": {
        "none": ("true：法律没有规定出路", "true: the law gives no way out"),
        "basis": _BASIS,
    },
    "Declaration": {
        "fact": ("可以声明的事实（代码）", "the fact that may be declared (a code)"),
        "basis": _BASIS,
    },
    "Reach": {"role": ("关系（目录 roles 的代码）", "the role (id of the catalogue)"), "basis": _BASIS},
    "RulesetFile": {
        "ruleset": ("规则集的名称，如 cn/shandong；随库的名称自动带上级", "name of the rule set, as in cn/shandong"),
        "title": _TITLE,
        "extends": (
            "以哪些规则集为基础：随库的名称（cn），或者以 . 开头的相对路径",
            "the rule sets it stands on: shipped names (cn), or relative paths that begin with a dot",
        ),
    },
    # --- conditions
    "Condition": {
        "all": ("全部符合（至少一项）", "every one of these holds (at least one)"),
        "any": ("任一符合（至少一项）", "at least one of these holds"),
        "not": ("不符合；没有查过的仍是待核实，不等于没有", "the contrary; what nobody looked up stays unknown"),
        "listing": ("有这样的名单记录", "an entry on a list"),
        "penalty": ("有这样的行政处罚", "an administrative penalty"),
        "permit": ("有这样的行政许可", "a permit"),
        "conviction": ("有这样的刑事判决", "a criminal conviction"),
        "commitment": ("有这样的信用承诺", "a commitment"),
        "rating": ("有这样的信用评级（须写 scheme；只看最近一次）", "a grade (needs `scheme`; only the latest counts)"),
        "points": (
            "有这样的信用积分（须写 scheme；只看最近一次）",
            "credit points (needs `scheme`; only the latest count)",
        ),
        "related": ("有关联主体符合", "a related subject of whom a condition holds"),
        "subject": (
            "主体本身符合（在 related 里指关联主体）",
            "the subject itself (inside `related`: the related one)",
        ),
        "action": ("本次事项符合", "the action itself"),
    },
    "Test": {
        "count": (
            "有几条记录：一个数，或者 {at_least, at_most, above, below, between}；不写为至少一条",
            "how many records: a number, or {at_least, at_most, above, below, between}; at least one where absent",
        ),
        "within": (
            "多久以内，如 12 months，从记录自身日期起算；或者 {period, of: 日期字段}",
            "within how long, as in 12 months, counted from the record's own date; or {period, of: a date field}",
        ),
        "standing": (
            "any：已失效的记录也算（撤销的、异议成立的除外）；惩戒须另写 basis",
            "any: past records count too (but those revoked or struck out); a restriction then needs a `basis` here",
        ),
        "basis": (
            "查看已失效记录的依据（只与 standing: any 同用）",
            "the basis for looking at past records (only with standing: any)",
        ),
    },
    "Within": {
        "period": ("期间，如 12 months", "the period, as in 12 months"),
        "of": ("从记录的哪个日期起算，如 breached_on", "the date of the record it counts from, such as breached_on"),
    },
    "Related": {
        "role": (
            "关系（目录 roles 的代码），如 consortium-member",
            "the role (id of the catalogue), as in consortium-member",
        ),
        "holds": (
            "关联主体须符合的条件；其中 subject 指该关联主体",
            "the condition of the related one; `subject` inside means that one",
        ),
        "basis": ("惩戒扩展到关联主体的依据（惩戒必须写）", "the basis for the spread (restrictions need one)"),
    },
    "Bounds": {
        "at_least": ("不小于、不早于", "at least, or not before"),
        "at_most": ("不大于、不晚于", "at most, or not after"),
        "above": ("大于、晚于", "above, or after"),
        "below": ("小于、早于", "below, or before"),
        "between": ("两端之间，两端都算：[a, b]", "between two ends, both included: [a, b]"),
        "happened": ("这件事是否已经发生：true、false", "whether the event has happened: true or false"),
    },
    "TestOf": {
        "one-of": ("一个值，或者几个值之一 [a, b]", "one value, or one of several [a, b]"),
        "ordered": (
            "一个值、几个值之一，或者 {at_least, at_most, above, below, between}",
            "one value, one of several, or {at_least, at_most, above, below, between}",
        ),
        "event": (
            "一个日期、{happened: true|false}，或者 {at_least, at_most, above, below, between}",
            "a date, {happened: true|false}, or {at_least, at_most, above, below, between}",
        ),
    },
    # --- profile
    "Subject": {
        "id": (
            "统一社会信用代码、公民身份号码或者内部编号；校验位不符则身份存疑",
            "its code; a wrong check digit leaves the identity doubtful",
        ),
        "scheme": (
            "代码体系：CN-USCI、CN-RIC（核对校验位），其他视为确定",
            "scheme of the code: CN-USCI, CN-RIC (checked); others count as certain",
        ),
        "name": ("名称、姓名", "name"),
        "kind": ("主体类别", "kind of subject"),
        "region": ("注册地、住所地的行政区划代码（六位）", "region of the subject, six digits"),
        "industry": ("行业（代码或者名称）", "industry"),
        "founded_on": (f"成立{_DATE}", f"{_DATE_EN} of founding"),
        "minor": ("是否未成年人：true、false；不写为不知道", "whether a minor; unknown where absent"),
        "identity": (
            "只用于用例：doubtful 表示身份存疑，不写为确定",
            "in cases only: doubtful, or certain where absent",
        ),
    },
    "Objection": {
        "filed_on": (f"提出{_DATE}", f"{_DATE_EN} of filing"),
        "accepted_on": (f"受理{_DATE}", f"{_DATE_EN} of acceptance"),
        "closed_on": (f"办结{_DATE}；null 为未办结", f"{_DATE_EN} of closing; null: still open"),
        "upheld": ("异议是否成立：成立的，记录自始不作数", "whether upheld; the record then counts for nothing"),
    },
    "Entry": {
        "id": (
            "记录编号；同一编号、不同获知日期的为同一记录的先后版本",
            "id; entries of one id and different known_on are versions of one record",
        ),
        "authority": ("作出机关", "the authority that made it"),
        "document": ("文书号", "number of the document"),
        "region": ("作出地的行政区划代码（六位），全国为 CN", "region it was made in, six digits, or CN"),
        "published_on": (f"公布{_DATE}", f"{_DATE_EN} of publication"),
        "known_on": (f"获知{_DATE}；不写按记录自身日期", f"{_DATE_EN} it became known; its own date where absent"),
        "ends_on": (
            "公布的有效期至（当日仍有效），YYYY-MM-DD；never、长期、2099-12-31 等为没有终止；不写为未载明",
            "the last day as published, YYYY-MM-DD; never, 长期, 2099-12-31 and the like: no end; absent: not stated",
        ),
        "corrected_on": (
            f"纠正{_DATE}；null 为未纠正，不写为不知道",
            f"{_DATE_EN} of correction; null: not yet, absent: unknown",
        ),
        "removed_on": (f"移出{_DATE}，自当日起不再有效", f"{_DATE_EN} of removal; gone from that day on"),
        "removal": ("移出原因；不写或者 null 为未载明", "reason of the removal; null or absent: not told"),
        "resumes_on": (f"暂停后恢复适用的{_DATE}", f"{_DATE_EN} on which a suspended record stands again"),
        "objection": (
            "异议 {filed_on, accepted_on, closed_on, upheld}",
            "objection {filed_on, accepted_on, closed_on, upheld}",
        ),
        "amount": (
            "金额，单位元，最多两位小数，如 5200000.00；JSON 里加引号",
            "amount in yuan, two decimals at most; a string in JSON",
        ),
    },
    "Listing": {
        "list": ("名单代码（目录 lists）", "id of the list (catalogue)"),
        "listed_on": (f"列入{_DATE}", f"{_DATE_EN} of listing"),
        "ground": ("列入事由（代码）", "ground of the listing (a code)"),
    },
    "Penalty": {
        "decided_on": (f"处罚决定{_DATE}", f"{_DATE_EN} of the decision"),
        "field": ("领域（代码），如 environment、wage、tax", "field (a code), as in environment, wage, tax"),
        "kind": ("处罚种类", "kind of penalty"),
        "severity": ("严重程度", "severity"),
        "large": ("是否较大数额的罚款：true、false；不写为不知道", "whether a fine is large; unknown where absent"),
        "performed_on": (
            f"履行完毕{_DATE}；null 为未履行，不写为不知道",
            f"{_DATE_EN} of performance; null: not yet, absent: unknown",
        ),
    },
    "Permit": {
        "granted_on": (f"许可{_DATE}", f"{_DATE_EN} of the permit"),
        "matter": ("许可事项（目录 actions 的代码）", "what was permitted (code of an action)"),
        "kind": ("许可种类（代码）", "kind of permit (a code)"),
    },
    "Conviction": {
        "decided_on": (f"判决{_DATE}", f"{_DATE_EN} of the judgment"),
        "offence": ("罪名（代码），如 bribery", "offence (a code), as in bribery"),
        "sentence": ("刑罚（代码）", "sentence (a code)"),
    },
    "Commitment": {
        "made_on": (f"承诺{_DATE}", f"{_DATE_EN} of the commitment"),
        "type": ("承诺类型", "type of commitment"),
        "matter": ("承诺事项（目录 actions 的代码）", "what it is about (code of an action)"),
        "due_on": (f"承诺期限，{_DATE}", f"due {_DATE_EN}"),
        "fulfilled_on": (
            f"履行{_DATE}；null 为未履行，不写为不知道",
            f"{_DATE_EN} of fulfilment; null: not yet, absent: unknown",
        ),
        "breached_on": (f"违诺{_DATE}；不写为没有违诺", f"{_DATE_EN} of breach; absent: none"),
    },
    "Rating": {
        "scheme": ("评价体系（目录 rating_schemes）", "the scheme (catalogue: rating_schemes)"),
        "rated_on": (f"评定{_DATE}", f"{_DATE_EN} of rating"),
        "grade": ("等级", "grade"),
    },
    "Points": {
        "scheme": ("积分体系（目录 points_schemes）", "the scheme (catalogue: points_schemes)"),
        "as_of": (f"截至{_DATE}", f"{_DATE_EN} the points are of"),
        "value": ("分值", "number of points"),
    },
    "Consultation": {
        "what": (
            "查了什么：all，一类记录（listing、penalty …），listing.black，名单代码，rating.体系，related.关系",
            "what was looked up: all, a kind of record, listing.black, a list's id, rating.<scheme>, related.<role>",
        ),
        "channel": ("查询渠道", "channel"),
        "at": ("查询时间；仅作留痕，不参与比对", "hour; evidence only, no rule reads it"),
        "by": ("查询人", "who looked it up"),
        "result": ("查询结果", "the result"),
        "evidence": ("留存证据的摘要，如 sha256:…", "digest of the evidence, as in sha256:…"),
    },
    "Declared": {
        "fact": ("声明的事实（代码）", "the fact declared (a code)"),
        "by": ("声明人", "who declared it"),
        "made_on": (f"声明{_DATE}", f"{_DATE_EN} of the declaration"),
        "document": ("文书", "document"),
    },
    "Relation": {
        "id": ("编号", "id"),
        "role": ("关系（目录 roles 的代码）", "the role (id of the catalogue)"),
        "from": (f"起始{_DATE}", f"from which {_DATE_EN}"),
        "until": (f"截止{_DATE}；不写为至今", f"until which {_DATE_EN}; still where absent"),
        "profile": ("关联主体自己的档案", "the related subject's own profile"),
    },
    "ProfileFields": {
        "subject": ("主体", "the subject"),
        "as_of": (f"档案截至{_DATE}", f"{_DATE_EN} of the profile"),
        "consulted": (
            "查询过什么：all，或者名称的列表；不写为什么都没有查过，空白不等于没有记录",
            "what was looked up: all, or a list of names; absent: nothing, and an empty profile proves nothing",
        ),
        "declared": ("声明的事实", "facts that were declared"),
        "listings": ("名单记录", "entries on lists"),
        "penalties": ("行政处罚", "administrative penalties"),
        "permits": ("行政许可", "permits"),
        "convictions": ("刑事判决", "criminal convictions"),
        "commitments": ("信用承诺", "commitments"),
        "ratings": ("信用评级", "grades"),
        "points": ("信用积分", "credit points"),
        "related": ("关联主体", "related subjects"),
    },
    # --- action
    "Action": {
        "code": ("事项代码或者别名", "code of the action, or an alias"),
        "item": ("地方事项编码", "local item code"),
        "item_scheme": ("地方事项编码的体系", "scheme of the local item code"),
        "date": (f"事项{_DATE}", f"{_DATE_EN} of the action"),
        "known": (
            f"信息截至{_DATE}：此后才获知的记录不算",
            f"as known on this {_DATE_EN}: what became known later does not count",
        ),
        "region": (
            "事项所在地的行政区划代码（六位）；不写为全国，地方清单不适用",
            "region of the action, six digits; absent: CN, local lists then do not apply",
        ),
        "authority": ("办理单位（authorities 的代码）", "the handling body (id of an authority)"),
        "amount": (
            "金额，单位元，最多两位小数；JSON 里加引号；不写为不知道",
            "amount in yuan; a string in JSON; unknown where absent",
        ),
        "case": ("案件号、项目号", "number of the case or project"),
        "within_law": ("法定情形（代码），如 must-be-tendered", "statutory case (a code), as in must-be-tendered"),
        "operator": ("经办人；只作登记", "who asks; for the register only"),
        "body": ("查询单位；只作登记", "the body that asks; for the register only"),
        "purpose": ("查询用途；只作登记", "the purpose; for the register only"),
    },
    # --- cases
    "CasesFile": {
        "cases_for": ("这些用例属于哪个清单（measure_list 的代码）", "the list they belong to (its `measure_list`)"),
        "defaults": ("各用例共同的前提；用例里写了的以用例为准", "what every case is given, unless it says otherwise"),
        "cases": ("用例", "the cases"),
    },
    "Case": {
        "name": ("用例名称：一句话说明情形", "the case in a sentence"),
        "given": ("给定的事实", "what is given"),
        "expect": (
            "期望的结果：outcome，或者措施代码；至少一项",
            "what is expected: outcome, or ids of measures; at least one",
        ),
        "why": ("为什么这样期望", "why this is expected"),
    },
    "Given": {
        "action": ("事项代码，或者 {code, date, …}", "code of the action, or {code, date, …}"),
        "subject": ("主体；不写 kind 为 enterprise", "the subject; kind is enterprise where absent"),
        "consulted": (
            "查询过什么：all 或者名称的列表；不写为什么都没有查过",
            "what was looked up: all, or names; nothing where absent",
        ),
        "declared": ("声明的事实：代码，或者 {fact, by, made_on}", "facts declared: codes, or {fact, by, made_on}"),
    },
    "Expect": {
        "outcome": ("结论", "the outcome"),
        "outcome_because": ("结论的由来：[{code, measure}]", "what led to the outcome: [{code, measure}]"),
        "warnings": ("至少有这些提示；[] 表示没有提示", "at least these warnings; [] for none"),
        "conflicts": ("相互冲突的措施，成对写 [a, b]", "measures that contradict each other, in pairs [a, b]"),
        "measure": (
            "这条措施的结果：applies 等，或者 {finding, guard, …}",
            "this measure's finding, or {finding, guard, …}",
        ),
        "code": ("由来的代码", "its code"),
    },
    "ExpectedFinding": {
        "finding": ("结果", "the finding"),
        "guard": ("不再适用、暂不享受的原因", "why it is withheld"),
        "missing": ("至少缺这些查询", "at least these queries are missing"),
        "missing_only": ("恰好缺这些查询", "exactly these queries are missing"),
        "because": (
            "因为哪些记录：外层任一、内层同时；如 [[L1], [P1, R1]]，没有记录写 {absent: penalty}",
            "because of which records: outer alternatives, inner together, as in [[L1], [P1, R1]]; {absent: penalty}",
        ),
        "because_more": ("是否还有未列出的原因", "whether there are causes beyond those told"),
        "lifts_on": (
            f"哪一日起不再适用，{_DATE}；null 为不会",
            f"the first {_DATE_EN} on which it no longer applies; null: none",
        ),
        "returns_on": (f"哪一日再次适用，{_DATE}", f"the {_DATE_EN} on which it applies again"),
        "by_declaration": ("是否以声明为准", "whether a declaration settled it"),
        "decided_by": ("不涉及的原因", "why it does not apply"),
    },
    # --- scenario
    "Scenario": {
        "scenario": ("情景代码：小写字母、数字、连字符", "id of the scenario: lower-case letters, digits, hyphens"),
        "system": (
            "属于哪个来源系统（README 功能表的一行）",
            "the source system it shows (a row of the README's table)",
        ),
        "title": _TITLE,
        "rules": ("用哪些规则集", "the rule sets it runs on"),
        "drafts": ("true：草案清单也载入", "true: drafts are loaded too"),
        "subject": ("主体（示例，名称为虚构）", "the subject (an example; the name is invented)"),
        "note": _NOTE,
        "steps": ("步骤，按先后；前面说过的事实延续下去", "the steps in order; what was told stays told"),
    },
    "Step": {
        "date": (f"这一步的{_DATE}", f"{_DATE_EN} of the step"),
        "told": ("发生了什么，一两句话", "what happens, in a sentence or two"),
        "given": (
            "这一步新增或者改变的事实；同一编号的记录合并",
            "facts added or changed; a record of a known id is merged",
        ),
        "subject": ("主体的变化；与 new: true 同用则换一个主体", "changes of the subject; with new: true another one"),
        "new": ("true：换一个主体，从空白档案开始", "true: another subject, with an empty profile"),
        "known": (
            f"信息截至{_DATE}；不写为当日",
            f"as known on this {_DATE_EN}; the day of the step where absent",
        ),
        "region": (
            "事项所在地的行政区划代码；不写为主体所在地",
            "region of the action; that of the subject where absent",
        ),
        "amount": ("金额，单位元", "amount in yuan"),
        "authority": ("办理单位（authorities 的代码）", "the handling body (id of an authority)"),
        "within_law": ("法定情形（代码）", "statutory case (a code)"),
        "expect": ("期望的结果：outcome，或者措施代码", "what is expected: outcome, or ids of measures"),
        "action": (
            "事项代码，或者 {code, …}；不写则这一步只讲述",
            "code of the action, or {code, …}; without one the step only tells",
        ),
    },
    # --- settings
    "Settings": {
        "rules": ("规则集的名称或者路径，可以几个", "rule sets by name or path, one or several"),
        "lang": ("输出语言", "language of the output"),
        "format": ("输出格式", "format of the output"),
        "profiles": (
            "档案文件或者文件夹，按代码在其中查找",
            "file or folder in which profiles are looked up by their code",
        ),
        "audience": ("给谁看：clerk 经办人，subject 当事人，file 存档", "who reads: clerk, subject, or file"),
        "operator": ("经办人", "who asks"),
        "body": ("查询单位", "the body that asks"),
        "region": ("事项所在地的行政区划代码，六位，加引号", "region of the action, six digits in quotes"),
        "authority": ("办理单位（authorities 的代码）", "the handling body (id of an authority)"),
    },
    # --- decision
    "Decision": {
        "format": ("格式，decision/1", "format, decision/1"),
        "id": (
            "核查号：除 id、words、run 外全部内容摘要的前 16 位",
            "head of the digest of everything but id, words and run",
        ),
        "inputs": ("输入的摘要", "digests of what went in"),
        "subject": ("主体", "the subject"),
        "action": ("事项；没有给出的为 null", "the action; null where not given"),
        "date": (f"事项{_DATE}", f"{_DATE_EN} of the action"),
        "known": (f"信息截至{_DATE}", f"as known on this {_DATE_EN}"),
        "rules": ("本事项用到的清单", "the measure lists at this action"),
        "scope": ("本事项有多少条措施，各有多少结果", "how many measures at this action, and what they came to"),
        "outcome": ("结论，供办理单位参考", "the outcome: advice to the handling body"),
        "outcome_because": ("结论的由来", "what led to the outcome"),
        "consulted": ("查询过什么", "what was looked up"),
        "lookups": (
            "本事项要查的名单和信息，各是什么状态",
            "the lists and registers the measures test, and their state",
        ),
        "draft_lists": ("载入的草案清单；草案没有效力", "draft lists that were loaded; they have no force"),
        "remedies": ("救济", "remedies"),
        "findings": ("各条措施的结果；--all 时含不涉及的", "the findings; with --all those that do not apply too"),
        "within_reach": ("还可争取的激励", "incentives within reach"),
        "conflicts": ("相互冲突的措施", "measures that contradict each other"),
        "warnings": ("提示", "warnings"),
        "words": ("结论的文字，中英文", "the outcome in words, in both languages"),
        "run": ("程序版本和引擎", "version of the program and engines"),
    },
    "DecisionInputs": {
        "profile": ("档案的摘要", "digest of the profile"),
        "action": ("事项的摘要", "digest of the action"),
        "plan": ("规则的摘要", "digest of the rules"),
    },
    "DecisionSubject": {"identity": ("身份是否确定", "whether the identity is certain")},
    "DecisionAction": {
        "title": ("事项名称", "title of the action"),
        "authority_title": ("办理单位名称", "name of the handling body"),
    },
    "DecisionRule": {
        "measure_list": ("清单代码", "id of the measure list"),
        "edition": ("版本", "edition"),
        "digest": ("清单的摘要", "digest of the list"),
        "title": ("清单名称", "title of the list"),
    },
    "DecisionScope": {
        "measures": ("本事项载入的措施数", "measures loaded at this action"),
        "applies": ("适用", "apply"),
        "withheld": ("不再适用、暂不享受", "are withheld"),
        "undetermined": ("待核实", "are undetermined"),
    },
    "DecisionBecause": {
        "code": ("由来", "what led there"),
        "measure": ("措施代码；与单条措施无关的为 null", "id of the measure; null where it is none in particular"),
    },
    "Lookup": {
        "list": ("名单代码、信息种类或者 体系", "id of the list, kind of record, or scheme"),
        "title": ("名称", "title"),
        "state": ("状态", "state"),
        "at": ("查询时间", "hour of the query"),
        "by": ("查询人", "who looked it up"),
        "channel": ("查询渠道", "channel"),
        "cross_check": ("是否只因红黑名单交叉比对而查", "whether asked for by the cross-check alone"),
    },
    "DecisionRemedy": {
        "name": ("救济的名称", "name of the remedy"),
        "to": ("向谁提出", "to whom"),
        "within": ("时限", "time limit"),
        "basis": ("依据", "legal basis"),
    },
    "DecisionBasis": {
        "source": ("依据的代码", "id of the source"),
        "title": ("依据的名称", "title of the source"),
        "article": ("条款", "article"),
        "rank": ("位阶", "rank"),
    },
    "Finding": {
        "measure": ("措施代码", "id of the measure"),
        "measure_list": ("清单代码", "id of the measure list"),
        "edition": ("版本", "edition"),
        "title": ("措施内容", "what is done"),
        "polarity": ("惩戒或者激励", "restriction or incentive"),
        "effect": ("效果", "effect"),
        "duty": ("应当或者可以", "must or may"),
        "category": ("惩戒类别；激励为 null", "category of a restriction; null of an incentive"),
        "by": ("实施主体", "who carries it out"),
        "finding": ("结果", "the finding"),
        "guard": ("不再适用、暂不享受的原因", "why it is withheld"),
        "by_declaration": ("是否以声明为准", "whether a declaration settled it"),
        "basis": ("依据", "legal basis"),
        "because": ("原因：外层任一、内层同时", "causes: outer alternatives, inner hold jointly"),
        "because_more": ("是否还有未列出的原因", "whether there are causes beyond those told"),
        "lifts_on": (
            "自哪一日起不再适用；never、null 为没有",
            "the first day on which it no longer applies; null: none",
        ),
        "returns_on": ("哪一日再次适用", "the day on which it applies again"),
        "lifts_to": ("那一日变成什么结果", "what it comes to on that day"),
        "way_out": ("出路：当事人能做的改变", "way out: what the subject can change"),
        "way_out_more": ("是否还有未列出的出路", "whether there are further ways out"),
        "repair": ("相关名单的修复办法", "how one leaves the lists that cause it"),
        "way_out_text": ("清单写明的出路", "the way out as the measure list says it"),
        "no_way_out": ("法律没有规定出路的依据", "the basis by which there is no way out"),
        "missing": ("还缺哪些查询", "what is still to be looked up"),
        "note": ("说明", "note"),
        "draft": ("出自草案清单，没有效力", "from a draft list, which has no force"),
        "decided_by": ("不涉及的原因（--all）", "why it does not apply (with --all)"),
    },
    "Cause": {
        "record": ("记录编号", "id of a record"),
        "absent": ("查过而没有的记录种类", "a kind of record looked up and not there"),
        "consulted": ("所依据的查询", "the look-up it rests on"),
        "related": ("关联主体编号", "id of a related subject"),
        "declared": ("声明的事实", "a fact that was declared"),
        "given": ("主体或者事项的字段", "a field of the subject or the action"),
        "of": ("属于哪个关联主体；本人为 null", "whose it is: a related subject; null: the subject's own"),
        "kind": ("记录种类", "kind of record"),
        "list": ("名单或者体系的代码", "id of the list or scheme"),
        "title": ("名称", "title"),
        "authority": ("作出机关", "the authority"),
        "document": ("文书号", "number of the document"),
        "since": ("自", "since"),
        "until": ("至（最后一日）；null 为未载明，never 为没有终止", "the last day; null: not stated, never: no end"),
        "guard": ("这条记录为什么不再作数", "why this record no longer counts"),
        "contested": ("有未办结的异议", "an objection is open"),
        "test": ("条件原文", "the test as written"),
        "titles": ("各项查询的名称", "titles of the look-ups"),
        "role": ("关系", "role"),
        "name": ("名称", "name"),
        "value": ("值", "value"),
    },
    "DecisionRepair": {
        "list": ("名单代码", "id of the list"),
        "title": ("名单名称", "title of the list"),
        "conditions": ("条件", "conditions"),
        "after": ("满多久", "how long until it may be applied for"),
        "counted_from": ("从哪个日期起算", "the date it counts from"),
        "apply_at": ("向谁申请", "to whom one applies"),
        "decided_within": ("办理时限", "time to decide"),
        "basis": ("依据", "legal basis"),
    },
    "Missing": {
        "fact": ("要查的名单、信息或者字段", "the list, register or field to look up"),
        "of": ("属于哪个关联主体；本人为 null", "whose: a related subject; null: the subject's own"),
        "where": ("到哪里查", "where to look it up"),
        "title": ("名称", "title"),
    },
    "DecidedBy": {
        "why": ("原因", "why"),
        "tests": ("起决定作用的条件", "the tests that decided"),
        "test": ("条件原文", "the test as written"),
        "found": ("查到的情况", "what was found"),
    },
    "Conflict": {
        "measures": ("相互冲突的两条措施", "the two measures"),
        "why": ("怎样冲突", "how they contradict each other"),
    },
    "Warning": {
        "code": ("提示的代码", "code of the warning"),
        "at": ("所在位置（JSON 指针）", "where (a JSON pointer)"),
        "list": ("涉及的名单、体系等", "the list, scheme or name it is about"),
        "days": ("天数", "number of days"),
    },
    "DecisionWords": {
        "zh": ("中文", "Chinese"),
        "en": ("英文", "English"),
        "outcome": ("结论", "the outcome"),
        "headline": ("标题行", "headline"),
        "notice": ("提示语", "closing sentence"),
    },
    "Run": {
        "version": ("程序版本", "version of the program"),
        "verified_by": ("由哪些引擎得出", "the engines that answered"),
    },
}

VALUES: Mapping[str, Table] = {
    "role-subject": {"person": ("人", "a person"), "unit": ("单位", "a unit")},
    "category-class": {
        "A": ("依法限制的", "by law"),
        "B": ("职责范围内的", "within a body's duties"),
        "C": ("其他单位自主的", "by others of their own accord"),
        "statutory": ("清单以外法定的", "provided by law beside the list"),
    },
    "lasts": {
        "while-it-holds": ("记录有效期间", "as long as the record stands"),
        "life": ("终身", "for life"),
    },
    "period": {
        "none": ("没有固定期限，直到移出", "no fixed period: until removed"),
        "as-decided": ("依决定", "as the decision says"),
    },
    "none": {"none": ("法律没有规定", "the law gives none")},
    "standing": {"any": ("已失效的记录也算", "past records count too")},
    "always": {"always": ("没有条件（只用于激励）", "no condition (incentives only)")},
    "identity": {
        "certain": ("身份确定", "identity certain"),
        "doubtful": ("身份存疑", "identity doubtful"),
    },
    "result": {
        "listed": ("列入", "listed"),
        "not-listed": ("未列入", "not listed"),
        "none": ("无记录", "nothing on record"),
        "found": ("有记录", "on record"),
    },
    "lang": {"zh": ("中文", "Chinese"), "en": ("英文", "English")},
    "format": {
        "text": ("文字", "text"),
        "json": ("JSON", "JSON"),
        "markdown": ("Markdown", "Markdown"),
        "html": ("HTML", "HTML"),
    },
    "audience": {
        "clerk": ("经办人", "the official"),
        "subject": ("当事人", "the subject"),
        "file": ("存档", "the file"),
    },
    "finding": {
        "applies": ("适用", "applies"),
        "withheld": ("不再适用（惩戒）、暂不享受（激励）", "withheld"),
        "undetermined": ("待核实", "undetermined"),
        "does-not-apply": ("不涉及", "does not apply"),
    },
}


def described(shape: str, key: str) -> str:
    """What a key means, both languages in one line; KeyError where nobody has said it."""
    zh, en = KEYS[shape][key]
    return f"{zh} · {en}"

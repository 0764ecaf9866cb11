"""Every code people meet, with its Chinese and its English word: one code, one word in each language.

A table is `{code: (zh, en)}`. Files and programs hold the codes; people read the words. Adding a code
means adding one line here, and nothing else in the package spells a word out for itself.
"""

from collections.abc import Mapping

__all__ = [
    "CATEGORIES",
    "CHANGES",
    "COLOURS",
    "COMMITMENT_TYPES",
    "CONFLICTS",
    "CONSULTED",
    "DECIDED_BY",
    "DUTIES",
    "EFFECTS",
    "FIELDS",
    "FINDINGS",
    "GUARDS",
    "IDENTITIES",
    "KINDS",
    "LOOKUP_STATES",
    "OUTCOMES",
    "OUTCOME_BECAUSE",
    "OUTCOME_STEPS",
    "PENALTY_KINDS",
    "POLARITIES",
    "RANKS",
    "REMOVALS",
    "SCHEMES",
    "SEVERITIES",
    "SUBJECT_KINDS",
    "TABLES",
    "UNVERIFIED",
    "WARNINGS",
    "Table",
]

Table = Mapping[str, tuple[str, str]]

OUTCOMES: Table = {
    "barred": ("应予拒绝", "barred"),
    "refer": ("转人工审核", "refer"),
    "incomplete": ("信息不全，待补充查询", "incomplete"),
    "restricted": ("依法受限", "restricted"),
    "favoured": ("可享激励", "favoured"),
    "ordinary": ("无奖惩措施", "ordinary"),
}

# What the official does next, outcome by outcome.
OUTCOME_STEPS: Table = {
    "barred": ("依法拒绝，并告知理由、依据和救济途径", "refuse, and hand over the reasons"),
    "refer": ("由具名的工作人员决定，并说明理由", "a named person decides, with reasons"),
    "incomplete": ("先完成下列查询，再次核查", "make the queries listed, then run the check again"),
    "restricted": ("继续办理，并落实下列措施", "proceed, and apply the restrictions"),
    "favoured": ("继续办理，并告知可享的激励", "proceed, and offer the incentives"),
    "ordinary": ("正常办理", "proceed"),
}

OUTCOME_BECAUSE: Table = {
    "must-bar": ("依法应当禁止或者拒绝", "the law demands a refusal"),
    "natural-person": (
        "信用主体是自然人、家庭户或者个体工商户，不自动拒绝或者限制",
        "the subject is a natural person, a household or a sole trader; nothing is refused or limited automatically",
    ),
    "contested": (
        "所依据的记录有已受理、未办结的异议",
        "an objection against the record has been accepted and is still open",
    ),
    "discretionary": (
        "措施为“可以”采取或者作为考量因素，须由人裁量",
        "the measure is discretionary or a factor to weigh, so a person decides",
    ),
    "identity": (
        "身份存疑：代码不可靠，或者只有名称相符",
        "identity is doubtful: the code is unreliable or only a name fits",
    ),
    "conflict": ("适用的惩戒与激励相互冲突", "a restriction and an incentive that apply contradict each other"),
    "open": ("有惩戒措施尚待核实", "a restriction is still open"),
    "limit": ("有惩戒措施适用", "another restriction applies"),
    "incentive": ("有激励措施适用", "an incentive applies"),
}

# `withheld` reads differently for the two polarities; `finding_word` picks the line.
FINDINGS: Table = {
    "applies": ("适用", "applies"),
    "withheld.restriction": ("不再适用", "no longer applies"),
    "withheld.incentive": ("暂不享受", "withheld"),
    "undetermined": ("待核实", "undetermined"),
    "does-not-apply": ("不涉及", "does not apply"),
}

GUARDS: Table = {
    "not-in-force": ("依据或清单未生效、已失效", "basis or list not in force"),
    "not-yet-listed": ("尚未列入", "not yet listed"),
    "expired": ("期限届满", "expired"),
    "repaired": ("已信用修复", "repaired"),
    "fulfilled": ("已履行", "fulfilled"),
    "removed": ("已移出（原因未载明）", "removed, reason not told"),
    "suspended": ("暂停适用（重整等）", "suspended (reorganisation and the like)"),
    "revoked": ("列入（处罚）决定已撤销", "decision revoked"),
    "objection-upheld": ("异议成立", "objection upheld"),
    "not-known-then": ("当时尚未掌握", "not known then"),
    "cross-check": ("红黑名单交叉比对", "cross-check"),
    "elsewhere": ("外地名单，未互认", "list of another region, not recognised here"),
}

EFFECTS: Table = {
    "bar": ("禁止（不得、拒绝）", "bar"),
    "limit": ("限制", "limit"),
    "weigh": ("作为重要考量因素", "weigh as an important factor"),
    "supervise": ("列为重点监管对象", "key supervision"),
    "deny-ease": ("不适用告知承诺等便利措施", "no simplified procedure"),
    "require": ("附加要求", "additional requirement"),
    "disclose": ("公示曝光", "public disclosure"),
    "warn": ("约谈提醒（诫勉）", "admonition talk"),
    "notify": ("推送、通报", "notification to other bodies"),
    "fast-lane": ("绿色通道", "green lane"),
    "accept-gaps": ("容缺受理", "acceptance with gaps"),
    "priority": ("同等条件下优先", "priority, all else being equal"),
    "ease": ("程序简化、降低抽查比例", "simpler procedure, fewer inspections"),
    "waive": ("减免", "waiver or reduction"),
    "score": ("加分", "extra score"),
    "finance": ("融资授信（信易贷）", "credit facility"),
    "honour": ("表彰", "honour"),
    "promote": ("宣传推介", "promotion"),
}

DUTIES: Table = {"must": ("应当", "must"), "may": ("可以", "may")}
POLARITIES: Table = {"restriction": ("惩戒", "restriction"), "incentive": ("激励", "incentive")}
IDENTITIES: Table = {"certain": ("身份确定", "identity certain"), "doubtful": ("身份存疑", "identity doubtful")}

COLOURS: Table = {
    "red": ("守信激励对象名单", "red list"),
    "black": ("严重失信主体名单", "list of serious dishonesty"),
    "watch": ("重点关注", "watch list"),
}

CATEGORIES: Table = {
    "market-access": ("限制市场或行业准入", "limits on market or industry access"),
    "appointment": ("限制任职", "limits on holding posts"),
    "consumption": ("限制消费", "limits on consumption"),
    "exit": ("限制出境", "limits on leaving the country"),
    "education": ("限制升学复学", "limits on schooling"),
    "public-funds": ("限制申请财政性资金项目", "limits on public funds"),
    "honours": ("限制参加评先评优", "limits on honours"),
    "preference": ("限制享受优惠政策和便利措施", "limits on preferences and easier procedures"),
    "key-supervision": ("纳入重点监管范围", "key supervision"),
    "reference": ("推送参考", "passed on for reference"),
    "disclosure": ("共享公示失信信息", "sharing and publication of the record"),
    "market-credit": ("纳入市场化征信评级、从严审慎授信", "use in market credit rating and prudent lending"),
    "statutory": (
        "法律、法规或者党中央、国务院政策文件另有规定的措施",
        "provided by law, regulation or central document beside the list",
    ),
}

SUBJECT_KINDS: Table = {
    "enterprise": ("企业", "enterprise"),
    "sole-trader": ("个体工商户", "sole trader"),
    "social-organisation": ("社会组织", "social organisation"),
    "public-institution": ("事业单位", "public institution"),
    "government-body": ("政府机构", "government body"),
    "natural-person": ("自然人", "natural person"),
    "household": ("家庭户", "household"),
}

# What a condition can test: the record kinds, and subject, action and related subjects.
KINDS: Table = {
    "listing": ("名单记录", "listing"),
    "penalty": ("行政处罚", "administrative penalty"),
    "permit": ("行政许可", "permit"),
    "conviction": ("刑事判决", "conviction"),
    "commitment": ("信用承诺", "commitment"),
    "rating": ("信用评级", "credit rating"),
    "points": ("信用积分", "credit points"),
    "related": ("关联主体", "related subject"),
    "subject": ("信用主体", "subject"),
    "action": ("行政事项", "administrative action"),
}

# Names under which somebody says what was looked up, beside the ids of lists and schemes.
CONSULTED: Table = {
    "all": ("全部信息", "everything"),
    "listing": ("全部名单", "all lists"),
    "listing.black": ("严重失信主体名单", "lists of serious dishonesty"),
    "listing.red": ("守信激励对象名单", "red lists"),
    "listing.watch": ("重点关注名单", "watch lists"),
    "penalty": ("行政处罚", "administrative penalties"),
    "permit": ("行政许可", "permits"),
    "conviction": ("刑事判决", "convictions"),
    "commitment": ("信用承诺", "commitments"),
    "rating": ("信用评级", "credit ratings"),
    "points": ("信用积分", "credit points"),
    "related": ("关联主体", "related subjects"),
}

# How a record came to be removed; a removal without a reason is `removed` among the guards.
REMOVALS: Table = {
    "repaired": ("信用修复", "repaired"),
    "fulfilled": ("已履行", "fulfilled"),
    "revoked": ("决定已撤销", "decision revoked"),
    "objection-upheld": ("异议成立", "objection upheld"),
    "expired": ("期限届满", "expired"),
    "suspended": ("暂停适用", "suspended"),
}

# What the subject can bring about to get out.
CHANGES: Table = {
    "repaired": ("信用修复", "repair"),
    "performed": ("履行处罚决定", "performing the penalty"),
    "fulfilled": ("履行义务", "fulfilling the obligation"),
    "corrected": ("纠正失信行为", "correcting the breach"),
    "gained": ("取得记录", "a record gained"),
}

PENALTY_KINDS: Table = {
    "warning": ("警告、通报批评", "warning or public criticism"),
    "fine": ("罚款", "fine"),
    "confiscation": ("没收违法所得、没收非法财物", "confiscation"),
    "suspension": ("暂扣许可证件、责令停产停业", "suspension of a permit or of business"),
    "revocation": ("吊销许可证件", "revocation of a permit"),
    "post-ban": ("限制从业", "ban from posts"),
    "business-ban": ("限制开展生产经营活动", "ban on business activities"),
    "detention": ("行政拘留", "administrative detention"),
    "other": ("其他行政处罚", "other penalty"),
}

SEVERITIES: Table = {"minor": ("轻微", "minor"), "general": ("一般", "general"), "serious": ("严重", "serious")}

COMMITMENT_TYPES: Table = {
    "approval-replacing": ("审批替代", "approval-replacing"),
    "tolerating-gaps": ("容缺受理", "tolerating gaps"),
    "proof-replacing": ("证明替代", "proof-replacing"),
    "credit-repair": ("信用修复", "credit repair"),
    "self-discipline": ("行业自律", "industry self-discipline"),
    "voluntary-disclosure": ("主动公示", "voluntary disclosure"),
}

SCHEMES: Table = {
    "CN-USCI": ("统一社会信用代码", "unified social credit identifier"),
    "CN-RIC": ("公民身份号码", "resident identity number"),
    "internal": ("内部编号", "internal number"),
}

RANKS: Table = {
    "law": ("法律", "law"),
    "administrative-regulation": ("行政法规", "administrative regulation"),
    "local-regulation": ("地方性法规", "local regulation"),
    "judicial-interpretation": ("司法解释", "judicial interpretation"),
    "central-policy": ("党中央、国务院政策文件", "central policy document"),
    "departmental-rule": ("部门规章", "departmental rule"),
    "report": ("报道、文章", "report or article"),
    "normative-document": ("规范性文件", "normative document"),
}

LOOKUP_STATES: Table = {
    "listed": ("列入", "LISTED"),
    "not-listed": ("未列入", "not listed"),
    "not-looked-up": ("未查", "not looked up"),
    "found": ("有记录", "ON RECORD"),
    "nothing-found": ("无记录", "nothing on record"),
    "elsewhere": ("外地有记录，本地未互认", "on record elsewhere, not recognised here"),
}

# Why a measure at this action is not for this subject (shown with `--all`).
DECIDED_BY: Table = {
    "actions": ("不针对本事项", "not for this action"),
    "subjects": ("不针对该类主体", "not for this kind of subject"),
    "region": ("不在本地区实施", "not for this region"),
    "by": ("办理单位不是实施主体", "the handling body does not carry it out"),
    "edition": ("当日施行的是另一版本", "another edition is in force on that day"),
    "not-in-force": ("依据或清单当日未生效、已失效", "basis or list not in force on that day"),
    "cross-check": ("红黑名单交叉比对", "cross-check"),
    "when": ("不符合触发条件", "the condition is not met"),
}

CONFLICTS: Table = {
    "bar-against-fast-lane": ("一项禁止，一项给予绿色通道", "one bars, the other opens the green lane"),
    "bar-against-priority": ("一项禁止，一项给予优先", "one bars, the other gives priority"),
    "bar-against-accept-gaps": ("一项禁止，一项容缺受理", "one bars, the other accepts with gaps"),
    "limit-against-fast-lane": ("一项限制，一项给予绿色通道", "one limits, the other opens the green lane"),
    "limit-against-priority": ("一项限制，一项给予优先", "one limits, the other gives priority"),
    "limit-against-accept-gaps": ("一项限制，一项容缺受理", "one limits, the other accepts with gaps"),
    "supervise-against-ease": (
        "一项列为重点监管对象，一项简化程序、降低抽查比例",
        "one orders key supervision, the other eases procedure and inspection",
    ),
    "deny-ease-against-ease": (
        "一项不适用便利措施，一项简化程序",
        "one denies simplified procedure, the other grants it",
    ),
    "deny-ease-against-fast-lane": (
        "一项不适用便利措施，一项给予绿色通道",
        "one denies simplified procedure, the other opens the green lane",
    ),
    "deny-ease-against-accept-gaps": (
        "一项不适用便利措施，一项容缺受理",
        "one denies simplified procedure, the other accepts with gaps",
    ),
}

# Fields of records, subjects and actions, as they are named in reasons and open questions.
FIELDS: Table = {
    "id": ("编号", "id"),
    "list": ("名单", "list"),
    "ground": ("列入事由", "ground"),
    "authority": ("作出机关", "authority"),
    "document": ("文书号", "document"),
    "region": ("地区", "region"),
    "published_on": ("公布日期", "date of publication"),
    "known_on": ("获知日期", "date it became known"),
    "ends_on": ("有效期至", "last day"),
    "corrected_on": ("纠正日期", "date of correction"),
    "removed_on": ("移出日期", "date of removal"),
    "removal": ("移出原因", "reason of removal"),
    "resumes_on": ("恢复适用日期", "date it resumes"),
    "objection": ("异议", "objection"),
    "amount": ("金额", "amount"),
    "listed_on": ("列入日期", "date of listing"),
    "decided_on": ("决定日期", "date of decision"),
    "granted_on": ("许可日期", "date of the permit"),
    "made_on": ("承诺日期", "date of the commitment"),
    "rated_on": ("评定日期", "date of rating"),
    "as_of": ("截至日期", "as of"),
    "field": ("领域", "field"),
    "kind": ("类别", "kind"),
    "severity": ("严重程度", "severity"),
    "large": ("是否较大数额", "whether the amount is large"),
    "performed_on": ("履行日期", "date of performance"),
    "matter": ("事项", "matter"),
    "offence": ("罪名", "offence"),
    "sentence": ("刑罚", "sentence"),
    "type": ("类型", "type"),
    "due_on": ("承诺期限", "due date"),
    "fulfilled_on": ("履行承诺日期", "date of fulfilment"),
    "breached_on": ("违诺日期", "date of breach"),
    "scheme": ("评价体系", "scheme"),
    "grade": ("等级", "grade"),
    "value": ("分值", "value"),
    "role": ("关系", "role"),
    "from": ("起始日期", "from"),
    "until": ("截止日期", "until"),
    "holds": ("须符合", "holds"),
    "industry": ("行业", "industry"),
    "founded_on": ("成立日期", "date of founding"),
    "minor": ("是否未成年", "whether a minor"),
    "code": ("事项代码", "code"),
    "date": ("事项日期", "date"),
    "case": ("案件号", "case"),
    "within_law": ("法定情形", "statutory case"),
    "name": ("名称", "name"),
    "count": ("次数", "count"),
    "within": ("期间", "within"),
    "standing": ("存续状态", "standing"),
    "action.amount": ("事项金额", "amount of the action"),
    "action.authority": ("办理单位", "handling body"),
    "action.code": ("办理事项", "action"),
    "action.date": ("事项日期", "date of the action"),
    "action.region": ("事项所在地区", "region of the action"),
    "action.within_law": ("法定情形", "statutory case"),
    "subject.kind": ("主体类别", "kind of subject"),
    "subject.region": ("主体所在地区", "region of the subject"),
    "subject.industry": ("主体所属行业", "industry of the subject"),
    "subject.founded_on": ("主体成立日期", "date the subject was founded"),
    "subject.minor": ("是否未成年人", "whether the subject is a minor"),
}

# Warnings are sentences with parameters; the parameters travel in the decision beside the code.
WARNINGS: Table = {
    "identity-kind-contradicts": (
        "代码所示的主体类型与档案所写不同，身份存疑",
        "the code names another kind of subject than the profile; identity is doubtful",
    ),
    "authority-unusual": (
        "办理单位“{list}”通常不办理本事项，限定由其他单位实施的措施未计入",
        "“{list}” does not usually handle this action; measures reserved for other bodies are left out",
    ),
    "scheme-not-loaded": (
        "规则中没有评价方案“{list}”，该记录未参与比对",
        "no loaded rule set knows the scheme “{list}”; its record was left out",
    ),
    "role-unknown": (
        "规则中没有关联身份“{list}”，该关联主体未参与比对",
        "no loaded rule set knows the role “{list}”; that related subject was left out",
    ),
    "consulted-unknown": (
        "称已查询的“{list}”不是已载入规则中的名单或者信息种类，未计为已查",
        "“{list}”, said to have been looked up, is no list or register of the rules loaded; it counts for nothing",
    ),
    "nothing-consulted": (
        "档案没有说明查询过什么：空白不等于没有记录",
        "the profile does not say what was looked up: an empty profile proves nothing",
    ),
    "list-not-loaded": (
        "规则中没有名单“{list}”，该记录未参与比对",
        "no loaded rule set knows the list “{list}”; its entry was left out",
    ),
    "known-assumed": (
        "有记录没有载明获知日期，按记录自身日期处理",
        "a record does not say when it became known; its own date was taken",
    ),
    "profile-older-than-known": (
        "信息截至日期晚于档案日期，其间的变化可能没有收录",
        "the result is asked for as known on a later day than the profile; changes in between may be absent",
    ),
    "stale": (
        "档案早于事项日期，相差天数：{days}",
        "the profile is older than the action; days between: {days}",
    ),
    "no-as-of": (
        "档案没有载明日期，视为截至事项日期",
        "the profile has no date; it was taken to be of the action's day",
    ),
    "action-region-missing": (
        "没有给出事项所在地区，地方清单未适用",
        "the region of the action is not given; local lists were not applied",
    ),
    "identity-check-digit": (
        "代码的校验位不符，请核对代码",
        "the check digit of the code is wrong; please verify the code",
    ),
    "identity-name-only": (
        "只有名称相符，可能是同名主体，请核对代码",
        "only the name fits and may be another's; please verify the code",
    ),
    "identity-kind-unclear": (
        "从代码看不出主体类别，请核对",
        "the code does not tell the kind of subject; please verify",
    ),
    "no-measures": (
        "本事项未载入任何措施：空白结果不等于没有问题",
        "no measure is loaded for this action: an empty answer is not a clean one",
    ),
    "draft-rules": (
        "载入了草案清单“{list}”，其依据尚未核实",
        "the draft list “{list}” was loaded, whose sources are not verified",
    ),
    "result-without-record": (
        "查询结果为列入“{list}”，但档案中没有相应记录，请补充",
        "a query found an entry on “{list}”, but the profile holds no such record; please add it",
    ),
}

# Why the second engine was not asked though it was wanted.
UNVERIFIED: Table = {
    "engine-missing": ("未安装 durable-rules，未经复核", "not verified: durable-rules is not installed"),
    "engine-unloadable": ("durable-rules 无法载入，未经复核", "not verified: durable-rules cannot be loaded"),
    "engine-elsewhere": (
        "第二引擎不支持此系统，未经复核",
        "not verified: the second engine does not run on this system",
    ),
}

TABLES: Mapping[str, Table] = {
    "category": CATEGORIES,
    "change": CHANGES,
    "colour": COLOURS,
    "commitment-type": COMMITMENT_TYPES,
    "conflict": CONFLICTS,
    "consulted": CONSULTED,
    "decided-by": DECIDED_BY,
    "duty": DUTIES,
    "effect": EFFECTS,
    "field": FIELDS,
    "finding": FINDINGS,
    "guard": GUARDS,
    "identity": IDENTITIES,
    "kind": KINDS,
    "lookup-state": LOOKUP_STATES,
    "outcome": OUTCOMES,
    "outcome-because": OUTCOME_BECAUSE,
    "outcome-step": OUTCOME_STEPS,
    "penalty-kind": PENALTY_KINDS,
    "polarity": POLARITIES,
    "rank": RANKS,
    "removal": REMOVALS,
    "scheme": SCHEMES,
    "severity": SEVERITIES,
    "subject-kind": SUBJECT_KINDS,
    "unverified": UNVERIFIED,
    "warning": WARNINGS,
}

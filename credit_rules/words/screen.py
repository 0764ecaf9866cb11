"""The sentences of the screen: message templates, labels and counted phrases.

A template is `(zh, en)` and names the same parameters in both languages. Nothing of a profile or a rule
set ever becomes a template: it only fills one.
"""

from collections.abc import Mapping

from credit_rules.words.codes import Table

__all__ = ["COUNTS", "LABELS", "MESSAGES"]

# What stands in front of a line.
LABELS: Table = {
    "because": ("因为", "because"),
    "basis": ("依据", "basis"),
    "until": ("期限", "until"),
    "remark": ("说明", "remark"),
    "way-out": ("出路", "way out"),
    "remedy": ("救济", "remedy"),
    "look-up": ("待查", "look up"),
    "looked-up": ("已查", "looked up"),
    "rules": ("规则", "rules"),
    "cross-check": ("交叉比对", "cross-check"),
    "within-reach": ("还可争取", "within reach"),
    "next": ("下一步", "next step"),
    "why": ("原因", "why"),
    "identity": ("身份", "identity"),
    "draft": ("草案", "draft"),
    "conflict": ("冲突", "conflict"),
    "objection": ("异议", "objection"),
    "note": ("提示", "note"),
    "asked": ("查询", "asked by"),
    "digests": ("摘要", "digests"),
}

# A number and its noun: Chinese, English for one, English for any other number.
COUNTS: Mapping[str, tuple[str, str, str]] = {
    "restrictions": ("受限 {n} 项", "{n} restriction", "{n} restrictions"),
    "incentives": ("激励 {n} 项", "{n} incentive", "{n} incentives"),
    "open": ("待核实 {n} 项", "{n} open", "{n} open"),
    "measures-here": ("本事项 {n} 条", "{n} measure at this action", "{n} measures at this action"),
    "applying": ("适用 {n} 条", "{n} applies", "{n} apply"),
    "measure-lists": ("{n} 份措施清单", "{n} measure list", "{n} measure lists"),
    "engines": ("{n} 个引擎一致", "{n} engine", "{n} engines agree"),
    "lists-clear": (
        "已查 {n} 个严重失信主体名单，均未列入",
        "{n} list of serious dishonesty looked up, not on it",
        "{n} lists of serious dishonesty looked up, on none",
    ),
    "lists-not-listed": (
        "已查名单中，未列入 {n} 个",
        "{n} of the lists looked up has no entry",
        "{n} of the lists looked up have no entry",
    ),
    "lists-open": ("未查 {n} 个", "{n} not looked up", "{n} not looked up"),
    "other-lists": ("其他名单 {n} 个", "{n} other list", "{n} other lists"),
    "queries-settle": (
        "查清以上 {n} 项即可得出结论",
        "This query settles it",
        "These {n} queries settle it",
    ),
    "not-concerned": ("不涉及 {n} 项", "{n} measure does not apply", "{n} measures do not apply"),
}

MESSAGES: Table = {
    # the head
    "check": ("核查号 {id}", "check {id}"),
    "action.date": ("事项日期 {date}", "for {date}"),
    "action.known": ("信息截至 {known}", "as known on {known}"),
    "action.authority": ("办理单位 {authority}", "handled by {authority}"),
    "action.amount": ("金额 {amount} 元", "amount CNY {amount}"),
    "action.case": ("案件号 {case}", "case {case}"),
    "asked.operator": ("查询人 {operator}", "operator {operator}"),
    "asked.body": ("查询单位 {body}", "body {body}"),
    "asked.purpose": ("用途 {purpose}", "purpose {purpose}"),
    "money": ("{amount} 元", "CNY {amount}"),
    "identity.doubtful": (
        "身份存疑：不得据此直接拒绝，请先核对身份",
        "identity is doubtful: nobody is refused on this result; verify the identity first",
    ),
    "reason": ("{reason}：{measures}", "{reason}: {measures}"),
    "draft": (
        "载入了草案清单：{lists}；其依据尚未核实，不得据以作出决定",
        "draft lists were loaded: {lists}; their sources are not verified, and no decision may rest on them",
    ),
    "draft.mark": ("（草案）", " (draft)"),
    # one block per finding
    "withheld": ("（{finding}：{guard}）", " ({finding}: {guard})"),
    "withheld.plain": ("（{finding}）", " ({finding})"),
    "same": ("同上", "as above"),
    "or": ("或者：{cause}", "or: {cause}"),
    "record.listing": ("列入“{title}”", "on the list “{title}”"),
    "record.penalty": ("行政处罚：{title}", "administrative penalty: {title}"),
    "record.permit": ("行政许可：{title}", "permit: {title}"),
    "record.conviction": ("刑事判决：{title}", "conviction: {title}"),
    "record.commitment": ("信用承诺：{title}", "commitment: {title}"),
    "record.rating": ("{title}", "{title}"),
    "record.points": ("{title}", "{title}"),
    "record.other": ("{title}", "{title}"),
    "since": ("  {since}", " since {since}"),
    "of-day": ("  {since}", " ({since})"),
    "rated": ("（{since} 评定）", " (rated {since})"),
    "rated.until": ("（{since} 评定，有效至 {until}）", " (rated {since}, until {until})"),
    "counted": ("（{since}）", " (as of {since})"),
    "fallen": ("（{guard}）", " ({guard})"),
    "fallen.until": ("（{guard}，至 {until}）", " ({guard}, until {until})"),
    "contested": ("（异议标注：已受理，未办结）", " (objection accepted, still open)"),
    "not-on": ("未列入{lists}", "not on: {lists}"),
    "not-on-many": ("未列入{title}（已查 {n} 个）", "not on {title} ({n} looked up)"),
    "absent": ("没有“{title}”记录", "no record of “{title}”"),
    "consulted": ("已查：{names}", "looked up: {names}"),
    "declared": ("声明：{fact}", "declared: {fact}"),
    "and-more": ("{names} 等 {n} 项", "{names} and others, {n} in all"),
    "given": ("{field}：{value}", "{field}: {value}"),
    "whose": ("{who}：{what}", "{who}: {what}"),
    "person": ("{role} {name}", "{role} {name}"),
    "someone": ("关联主体", "a related subject"),
    "by-declaration": (
        "系凭声明认定，有相反记录的以记录为准",
        "rests on a declaration; a contrary record prevails",
    ),
    "more-causes": ("还有其他原因，此处未逐一列出", "there are further causes, not listed here"),
    "missing.where": ("{fact}   去处：{where}", "{fact} ({where})"),
    "field.of": ("{owner}的{field}", "{field} of {owner}"),
    "until": (
        "至 {last}，自 {lifts_on} 起不再适用",
        "{last}; no longer applies from {lifts_on}",
    ),
    "until.never": (
        "不因时间经过而终止；记录移出、修复或者撤销后不再适用",
        "does not end by the passing of time, only when the record is removed, repaired or revoked",
    ),
    "until.open": (
        "至少至 {last}；记录的终止日期未载明，自 {lifts_on} 起须重新核实",
        "at least until {last}; the record's end is not stated, so look again from {lifts_on}",
    ),
    "until.odd": ("自 {lifts_on} 起不再适用", "no longer applies from {lifts_on}"),
    "returns": ("；自 {date} 起再次适用", "; applies again from {date}"),
    "way-out.apply": (
        "{changes}：自 {apply_from} 起可以申请，最早自 {lifts_on} 起不再适用",
        "{changes}: may be applied for from {apply_from}; no longer applies from {lifts_on} at the earliest",
    ),
    "way-out.lifts": (
        "{changes}：最早自 {lifts_on} 起不再适用",
        "{changes}: no longer applies from {lifts_on} at the earliest",
    ),
    "way-out.open": ("（此后仍待核实）", " (then still to be determined)"),
    "way-out.more": ("还有其他途径，此处未逐一列出", "there are further ways out, not listed here"),
    "way-out.none": (
        "依法没有提前解除的途径：{basis}",
        "the law gives no way out before the end: {basis}",
    ),
    "way-out.unknown": (
        "规则未载明提前解除的途径，请向作出记录的机关查询",
        "the rules name no way out before the end; ask the body that made the record",
    ),
    "change": ("{record} {change}", "{change} ({record})"),
    "repair.conditions": ("“{title}”修复条件：{conditions}", "“{title}”, conditions of repair: {conditions}"),
    "repair.plain": ("“{title}”可以申请修复", "“{title}” can be repaired on application"),
    "repair.after": ("满 {after}", "after {after}"),
    "repair.after.from": ("自{from_day}起满 {after}", "{after} after the {from_day}"),
    "repair.apply": ("向{to}申请", "apply to {to}"),
    "repair.decided": ("{within}内决定", "decided within {within}"),
    "repair.counts": ("以该机关的决定为准", "its decision counts"),
    "repair.basis": ("依据{basis}", "under {basis}"),
    "remedy": ("不服办理结果：{how}", "{how}"),
    "remedy.within": ("{within}内向{to}提出{name}", "{name} to {to} within {within}"),
    "remedy.to": ("向{to}提出{name}", "{name} to {to}"),
    "remedy.time": ("{within}内提出{name}", "{name} within {within}"),
    "remedy.name": ("提出{name}", "{name}"),
    "remedy.unknown": (
        "规则未载明本事项的救济途径；依法享有的救济不受影响",
        "the rules name no remedy for this action; what the law gives is not touched",
    ),
    "objection": (
        "认为记录有误的，可以向作出记录的机关提出异议（申诉）",
        "whoever holds a record to be wrong may object to it with the body that made it",
    ),
    "conflict": ("“{a}”与“{b}”：{why}；由办理人员决定", "“{a}” and “{b}”: {why}; a person decides"),
    # what was not concerned (--all)
    "decided-by.tests": ("{why}：{tests}", "{why}: {tests}"),
    "test.found": ("{test} → {found}", "{test} → {found}"),
    "happened": ("已发生", "has happened"),
    "not-happened": ("未发生", "has not happened"),
    # the foot
    "lookup": ("{title}：{state}", "{title}: {state}"),
    "nothing-looked-up": (
        "没有载明查询过任何名单；未查不等于未列入",
        "no list is said to have been looked up; not looked up is not the same as not listed",
    ),
    "also-consulted": ("另查 {names}", "also {names}"),
    "cross-check.listed": ("列入 {lists}", "listed on {lists}"),
    "reach": ("{title}（尚需：{changes}）", "{title} (still needed: {changes})"),
    "rule": ("{list} {edition} 版", "{list} (edition {edition})"),
    "rules": ("{lists}（{here}，{applying}）", "{lists} ({here}, {applying})"),
    "plan": ("plan {digest}", "plan {digest}"),
    "engine.one": ("单引擎", "one engine"),
    "engine.two": ("双引擎一致", "two engines agree"),
    "version": ("程序版本 {version}", "version {version}"),
    "related-warning": ("关联主体：{warning}", "related subject: {warning}"),
    "settle": (
        "{queries}；未查不等于未列入。先不要办结。",
        "{queries}. Not looked up is not the same as not listed. Do not conclude the action yet.",
    ),
    "notice": (
        "本结果为规则比对结果，供办理单位参考；是否采取措施由办理单位依法决定。",
        "This result compares records with rules and is advice; the handling body decides according to law.",
    ),
    "notice.barred": (
        "本结果为规则比对结果，供办理单位参考；是否拒绝由办理单位依法决定。",
        "This result compares records with rules and is advice; the handling body decides by law whether to refuse.",
    ),
}

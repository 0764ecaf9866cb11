"""The words in which rules are explained: what a measure, a list, an action or a source says.

Sentences about conditions are built from small pieces, each `(zh, en)` with the same parameters in both languages.
"""

from collections.abc import Iterable, Mapping

from credit_rules.words.codes import Table

__all__ = ["EVENTS", "FIELD_NAMES", "GROUPS", "KINDS", "LABELS", "SENTENCES", "TABLES", "enumerated", "label", "tell"]

#: What a name can stand for.
KINDS: Table = {
    "measure": ("措施", "measure"),
    "measure-list": ("措施清单", "measure list"),
    "list": ("名单", "list"),
    "action": ("事项", "action"),
    "source": ("依据", "source"),
    "authority": ("机关", "authority"),
    "rating": ("评级", "rating scheme"),
    "points": ("积分", "points scheme"),
    "penalty": ("行政处罚种类", "kind of penalty"),
    "commitment": ("信用承诺类型", "type of commitment"),
    "records": ("记录种类", "kind of record"),
    "role": ("关联身份", "role of related subjects"),
    "category": ("惩戒类别", "category of restrictions"),
}

#: Events, as having happened and as not having happened.
EVENTS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "removed_on": (("已移出", "removed"), ("未移出", "not removed")),
    "corrected_on": (("已纠正失信行为", "the breach corrected"), ("未纠正失信行为", "the breach not corrected")),
    "performed_on": (("已履行处罚决定", "the penalty performed"), ("未履行处罚决定", "the penalty not performed")),
    "fulfilled_on": (("已履行承诺", "the commitment fulfilled"), ("未履行承诺", "the commitment not fulfilled")),
    "breached_on": (("已违反承诺", "the commitment breached"), ("未违反承诺", "the commitment not breached")),
    "objection.filed_on": (("已提出异议", "an objection filed"), ("未提出异议", "no objection filed")),
    "objection.accepted_on": (("异议已受理", "an objection accepted"), ("没有已受理的异议", "no objection accepted")),
    "objection.closed_on": (("异议已办结", "an objection closed"), ("没有已办结的异议", "no objection closed")),
}

#: Fields that are called otherwise in a sentence than at the head of a column.
FIELD_NAMES: Table = {
    "ends_on": ("终止日期", "last day"),
    "objection.filed_on": ("提出异议日期", "date an objection was filed"),
    "objection.accepted_on": ("异议受理日期", "date an objection was accepted"),
    "objection.closed_on": ("异议办结日期", "date an objection was closed"),
    "objection.upheld": ("异议是否成立", "whether the objection was upheld"),
}

#: What stands in front of a line.
LABELS: Table = {
    "action": ("事项", "at"),
    "subjects": ("对象", "for"),
    "by": ("实施主体", "by"),
    "when": ("条件", "when"),
    "declaration": ("声明", "declared"),
    "reaches": ("及于", "reaches"),
    "basis": ("依据", "basis"),
    "lasts": ("期限", "until"),
    "way-out": ("出路", "way out"),
    "always": ("一律适用", "always"),
    "note": ("说明", "note"),
    "list": ("清单", "list"),
    "in-force": ("施行", "in force"),
    "editions": ("版本", "editions"),
    "written": ("出处", "written at"),
    "narrows": ("细化", "narrows"),
    "authority": ("机关", "kept by"),
    "region": ("地区", "region"),
    "look-up": ("查询", "look up at"),
    "ends-by": ("退出方式", "left by"),
    "cross-check": ("交叉比对", "cross-check"),
    "aliases": ("别名", "also called"),
    "within": ("属于", "lies within"),
    "below": ("下级事项", "below it"),
    "handled-by": ("办理单位", "handled by"),
    "items": ("地方编码", "local codes"),
    "remedies": ("救济", "remedy"),
    "number": ("文号", "number"),
    "cited-as": ("引作", "cited as"),
    "rank": ("位阶", "rank"),
    "verified": ("核实", "checked"),
    "binds": ("约束", "binds"),
    "issuer": ("发布机关", "issuer"),
    "parent": ("上级清单", "stands below"),
    "replaces": ("取代", "replaces"),
    "grades": ("等级", "grades"),
    "rulesets": ("规则集", "rule sets"),
    "available": ("未载入的规则集", "not loaded"),
    "draft": ("草案", "draft"),
    "class": ("分类", "class"),
}

#: Headings of the parts of a page.
GROUPS: Table = {
    "restrictions": ("受到的惩戒", "Restrictions that follow"),
    "incentives": ("享受的激励", "Incentives that follow"),
    "restrictions-here": ("惩戒", "Restrictions"),
    "incentives-here": ("激励", "Incentives"),
    "stopped": ("红黑名单交叉比对：列入期间停止享受的激励", "Cross-check: incentives that stop while on the list"),
    "related": ("及于关联主体", "Through related subjects"),
    "not": ("有此记录反而不适用（反向条件）", "Tested under `not`: the record keeps these away"),
    "not-in-force": ("{day} 未施行或者另有版本施行的", "Not in force on {day}, or in another edition"),
    "consult": ("应查必查：得出完整结论须查询", "To be looked up for a complete answer"),
    "other-bodies": (
        "限定由其他单位实施的措施：通常办理本事项的单位不适用",
        "Reserved for bodies that do not usually handle this action",
    ),
    "facts": ("还须载明的事实", "Facts to be stated"),
    "grade": ("{grade} 级", "Grade {grade}"),
    "article": ("{article}", "{article}"),
    "whole": ("未指明条文", "No article named"),
    "keeps": ("列入名单", "Keeps the lists"),
    "handles": ("办理的事项", "Handles"),
    "carries-out": ("实施的措施", "Carries out"),
    "whoever-handles": (
        "所办理事项上不限定实施主体的措施",
        "Measures for whichever body handles one of these actions",
    ),
    "bound-by": ("受其约束的部门规章", "Bound by"),
    "rulesets": ("规则集", "Rule sets"),
    "measure-lists": ("措施清单（{n}）", "Measure lists ({n})"),
    "lists": ("名单（{n}）", "Lists ({n})"),
    "actions": ("事项（{n}）", "Actions ({n})"),
    "sources": ("依据（{n}）", "Sources ({n})"),
    "schemes": ("评级、积分（{n}）", "Ratings and points ({n})"),
    "authorities": ("机关（{n}）", "Authorities ({n})"),
    "roles": ("关联身份（{n}）", "Roles of related subjects ({n})"),
    "categories": ("惩戒类别（{n}）", "Categories of restrictions ({n})"),
    "penalties": ("行政处罚种类（{n}）", "Kinds of penalty ({n})"),
    "commitments": ("信用承诺类型（{n}）", "Types of commitment ({n})"),
    "records": ("记录种类（{n}）", "Kinds of record ({n})"),
    "measures": ("措施（{n}）", "Measures ({n})"),
}

SENTENCES: Table = {
    # what a condition asks
    "always": ("不设条件", "no condition"),
    "all": ("以下各项都符合：", "all of these:"),
    "any": ("符合下列任何一项：", "any of these:"),
    "not": ("以下不成立：", "this does not hold:"),
    "and": ("，且", ", and "),
    "or": ("，或者", ", or "),
    "group": ("（{inner}）", "({inner})"),
    "not.inline": ("并非（{inner}）", "not ({inner})"),
    "related": ("{role}符合：", "a related subject, {role}:"),
    "related.inline": ("{role}符合（{inner}）", "a related subject, {role}: ({inner})"),
    "trigger.reach": ("；{roles}有此情形的同样适用", "; likewise where a related subject ({roles}) is in that case"),
    "spread": ("及于关联主体的依据：{basis}", "basis for the spread: {basis}"),
    "with": ("{head}（{details}）", "{head} ({details})"),
    "with.several": ("{head}（所列记录：{details}）", "{head} (the entry: {details})"),
    "with.ids": ("{head}：{details}", "{head}: {details}"),
    "named": ("“{title}”", "“{title}”"),
    "code": ("{title}（{id}）", "{title} ({id})"),
    "named.id": ("“{title}”（{id}）", "“{title}” ({id})"),
    "head.listing": ("列入{names}", "is on {names}"),
    "head.listing.not": ("未列入{names}", "is not on {names}"),
    "head.listing.below": ("列入下列名单之一", "is on one of these lists"),
    "head.listing.not.below": ("未列入下列任何一个名单", "is on none of these lists"),
    "lists": ("{names}", "the list {names}"),
    "lists.any": ("任何一个名单", "any list"),
    "head.penalty": ("有行政处罚", "has an administrative penalty"),
    "head.penalty.not": ("没有行政处罚", "has no administrative penalty"),
    "head.permit": ("持有行政许可", "holds a permit"),
    "head.permit.not": ("没有行政许可", "holds no permit"),
    "head.conviction": ("有刑事判决", "has a conviction"),
    "head.conviction.not": ("没有刑事判决", "has no conviction"),
    "head.commitment": ("作出过信用承诺", "has made a commitment"),
    "head.commitment.not": ("没有信用承诺", "has made no commitment"),
    "head.rating": ("{names}评为{grades}", "is graded {grades} in {names}"),
    "head.rating.not": ("{names}没有评为{grades}", "is not graded {grades} in {names}"),
    "head.rated": ("有{names}的评级", "has a grade in {names}"),
    "head.rated.not": ("没有{names}的评级", "has no grade in {names}"),
    "head.points": ("有{names}", "has {names}"),
    "head.points.not": ("没有{names}", "has no {names}"),
    # what a field is tested against
    "one-of": ("{field}为{values}", "{field} is {values}"),
    "flag": ("{field}：{values}", "{field}: {values}"),
    "within-region": ("{field}在{values}之内", "{field} lies within {values}"),
    "covered": ("{field}为{values}（含其下级事项）", "{field} is {values} or lies below it"),
    "at-least": ("{field}不低于 {value}", "{field} is at least {value}"),
    "at-most": ("{field}不超过 {value}", "{field} is at most {value}"),
    "above": ("{field}高于 {value}", "{field} is above {value}"),
    "below": ("{field}低于 {value}", "{field} is below {value}"),
    "between": ("{field}在 {low} 至 {high} 之间（含两端）", "{field} is between {low} and {high} (both included)"),
    "day.at-least": ("{field}不早于 {value}", "{field} is on or after {value}"),
    "day.at-most": ("{field}不晚于 {value}", "{field} is on or before {value}"),
    "day.above": ("{field}晚于 {value}", "{field} is after {value}"),
    "day.below": ("{field}早于 {value}", "{field} is before {value}"),
    "money": ("{amount} 元", "CNY {amount}"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "never": ("长期", "no end"),
    "country": ("全国", "the whole country"),
    "count.exactly": ("恰好 {n} 条", "exactly {n} of them"),
    "count.at-least": ("至少 {n} 条", "at least {n} of them"),
    "count.at-most": ("至多 {n} 条（可以没有）", "at most {n} of them (or none)"),
    "count.between": ("{low} 至 {high} 条", "between {low} and {high} of them"),
    "count.none": ("一条也没有", "none of them"),
    "within": ("自{field}起不超过 {period}", "not more than {period} since the {field}"),
    "standing-any": (
        "已不再有效的记录也算（决定撤销、异议成立的除外）",
        "entries that no longer stand count too, unless revoked or struck out on objection",
    ),
    "standing-any.basis": (
        "已不再有效的记录也算（决定撤销、异议成立的除外），依据{basis}",
        "entries that no longer stand count too, unless revoked or struck out on objection, under {basis}",
    ),
    "standing-any.short": ("含已不再有效的记录", "past entries included"),
    # sources
    "source.told": ("{cited}（{facts}）", "{cited} ({facts})"),
    "verified": ("出处已核实", "source verified"),
    "reported": ("据报道，出处未核实", "as reported, source not verified"),
    "from": ("{start} 起施行", "in force from {start}"),
    "until": ("施行至 {until}", "in force until {until}"),
    "from-until": ("{start} 至 {until} 施行", "in force from {start} until {until}"),
    "days.from": ("{start} 起", "from {start}"),
    "days.until": ("至 {until}", "until {until}"),
    "days.both": ("{start} 至 {until}", "{start} to {until}"),
    "days.open": ("不限日期", "on any day"),
    "open": ("施行日期未载明", "dates in force not stated"),
    "insufficient": ("单独不足以设定此惩戒", "does not carry this restriction by itself"),
    # a measure
    "head": ("{polarity} · {duty} · {effect}", "{polarity} · {duty} · {effect}"),
    "category": (" · {category}", " · {category}"),
    "subjects.lists": ("{kinds}（随名单）", "{kinds} (as the lists say)"),
    "subjects.all": ("各类主体", "every kind of subject"),
    "by.any": ("办理该事项的单位（不限定）：{bodies}", "whichever body handles the action: {bodies}"),
    "by.anybody": ("办理该事项的单位（不限定）", "whichever body handles the action"),
    "declaration": (
        "可以凭声明“{fact}”认定没有上述记录，有相反记录的以记录为准；依据{basis}",
        "the declaration “{fact}” settles that there is no such record; a contrary record prevails; under {basis}",
    ),
    "declaration.plain": (
        "可以凭声明“{fact}”认定没有上述记录，有相反记录的以记录为准",
        "the declaration “{fact}” settles that there is no such record; a contrary record prevails",
    ),
    "reach": (
        "{role}符合上述条件的，同样适用；依据{basis}",
        "applies, too, where a related subject ({role}) meets the condition; under {basis}",
    ),
    "reach.plain": (
        "{role}符合上述条件的，同样适用",
        "applies, too, where a related subject ({role}) meets the condition",
    ),
    "lasts.life": ("终身；不因记录期满而终止", "for life; does not end with the record"),
    "lasts.fixed": (
        "措施自有期限：自{field}起 {period}，不因记录期满而提前终止",
        "its own period: {period} from the {field}, whether or not the record still stands",
    ),
    "term.named": ("“{title}”：{term}", "“{title}”: {term}"),
    "term.kind": ("{title}：{term}", "{title}: {term}"),
    "term.penalty": ("行政处罚（{title}）：{term}", "penalty ({title}): {term}"),
    "term.dated": ("{span}的规定：{term}", "by the law {span}: {term}"),
    "term.fixed": ("自{field}起 {period}", "{period} from the {field}"),
    "term.none": ("没有固定期限，直至移出", "no fixed period: until removed"),
    "term.as-decided": ("以决定写明的期限为准", "as the decision says"),
    "term.span": ("{least}至 {most}，以决定为准", "{least} to {most}, as the decision says"),
    "term.at-least": ("至少 {least}，以决定为准", "at least {least}, as the decision says"),
    "term.at-most": ("至多 {most}，以决定为准", "at most {most}, as the decision says"),
    "term.open": (
        "法定期限未载明：记录写明终止日期的至该日，否则至移出",
        "no period stated by law: until the record's own last day, else until removed",
    ),
    "term.extendable": ("决定可以延长", "the decision may prolong it"),
    "term.ends-by": ("退出方式：{how}", "how one leaves it: {how}"),
    "points.term": ("以最近一次积分为准", "the latest points count"),
    "rating.term": ("以最近一次评定为准", "the latest grade counts"),
    "within-ends": ("超过条件写明的时限后不再适用", "ends when the time named in the condition is over"),
    "repair": ("“{title}”：{how}", "“{title}”: {how}"),
    "repair.none": ("不能提前退出，依据{basis}", "no way out before the end, under {basis}"),
    "repair.none.plain": ("不能提前退出", "no way out before the end"),
    "repair.unknown": ("规则未载明退出条件", "the rules name no condition for leaving"),
    "repair.after": ("满 {after}", "after {after}"),
    "repair.after.from": ("自{field}起满 {after}", "{after} after the {field}"),
    "repair.apply": ("向{to}申请", "apply to {to}"),
    "repair.decided": ("{within}内决定", "decided within {within}"),
    "repair.basis": ("依据{basis}", "under {basis}"),
    "way-out.none": ("依法没有提前解除的途径，依据{basis}", "the law gives no way out before the end, under {basis}"),
    "guard.in-force": (
        "清单、措施和至少一项足以支撑的依据都在施行期内才适用",
        "only while the list, the measure and a sufficient basis are in force",
    ),
    "guard.standing": (
        "记录在事项当日有效才算：期满、移出、修复、撤销、异议成立的不算",
        "only records that stand on the day count: not those expired, removed, repaired, revoked or struck out",
    ),
    "guard.lasting": (
        "记录期满或者已修复、已履行的，在本措施的期限内仍算；决定撤销、异议成立、移出而未载明原因的不算",
        "within the measure's own period a record counts though it expired or was repaired or fulfilled, "
        "but not once revoked, struck out, or removed without a reason told",
    ),
    "guard.unknown": (
        "没有查询的不等于没有：未查名单、未载明的事实，结论为待核实",
        "what nobody looked up is not settled: unless the condition is decided without it, the finding stays open",
    ),
    "guard.cross-check": (
        "列入 {n} 个严重失信名单中任何一个的，不享受：{names}",
        "withheld from whoever is on any of the {n} lists of serious dishonesty: {names}",
    ),
    "guard.cross-check.local": (
        "列入 {n} 个严重失信名单中任何一个的，不享受（地方名单限于其算数的地区）：{names}",
        "withheld from whoever is on any of the {n} lists of serious dishonesty (local ones where they count): {names}",
    ),
    "guard.entitlement": (
        "法定权利，不因列入严重失信名单而停止",
        "a right given by law: being on a list of serious dishonesty does not stop it",
    ),
    "guard.elsewhere": (
        "{name}是地方记录（{region}），只在该地区和承认它的地区算数",
        "{name} is of region {region}: it counts there and where it is recognised",
    ),
    "guard.region": ("只适用于在 {region} 办理的事项", "only at actions handled in {region}"),
    "guard.person": (
        "对自然人、家庭户、个体工商户不自动拒绝或者限制，由具名人员决定",
        "never automatic for a natural person, a household or a sole trader: a named person decides",
    ),
    "guard.may": ("“可以”只是建议，不自动产生效力", "“may” is advice to the official, never automatic"),
    "guard.by": ("由其他单位办理的，不适用", "not where another body handles the action"),
    "guard.by.open": (
        "由其他单位办理的，不适用；办理单位不止一个，没有说明由谁办理的，待核实",
        "not where another body handles the action; open where it is not said which of the usual bodies does",
    ),
    "edition": ("{edition} 版，{span}", "edition {edition}, {span}"),
    "edition.this": ("{edition} 版，{span}（此处所示）", "edition {edition}, {span} (shown here)"),
    "edition.differs": ("{edition} 版，{span}；不同之处：{keys}", "edition {edition}, {span}; differs in: {keys}"),
    "edition.absent": ("{edition} 版，{span}；没有此措施", "edition {edition}, {span}; does not hold it"),
    "edition.same": ("{edition} 版，{span}；内容相同", "edition {edition}, {span}; says the same"),
    "draft": ("草案，没有效力，仅供测试", "a draft: it has no force and serves tests only"),
    "not-now": ("在 {day} 未施行", "not in force on {day}"),
    "of-list": ("{title}（{id}，{edition} 版，{region}）", "{title} ({id}, edition {edition}, {region})"),
    # a line for a measure among others
    "line": ("[{duty} · {effect}] {title}", "[{duty} · {effect}] {title}"),
    "line.when": ("条件：{trigger}", "when: {trigger}"),
    "line.action": ("事项：{actions}", "at: {actions}"),
    "covers": ("，含 {codes}", ", with {codes}"),
    "line.role": ("{role}有此记录时", "where a related subject ({role}) has the record"),
    "line.by": ("实施主体：{bodies}", "by: {bodies}"),
    "days": ("（{span}）", " ({span})"),
    "none": ("没有", "none"),
    "nothing": (
        "已载入的规则中，没有以此为条件的措施",
        "no measure of the rules loaded rests on it",
    ),
    "nothing-here": (
        "本事项没有载入任何措施：空白结果不等于没有问题",
        "no measure is loaded for this action: an empty answer is not a clean one",
    ),
    "only-subject": ("只列对{kind}的措施", "only measures for this kind of subject: {kind}"),
    # lists
    "cross-check.yes": ("列入期间停止享受一切非法定权利的激励", "who is on it gets no incentive but statutory rights"),
    "cross-check.no": ("不影响激励", "does not stop incentives"),
    "from-points": (
        "由积分换算：不得用于惩戒自然人、家庭户和个体工商户",
        "made from points: never restricts a natural person, a household or a sole trader",
    ),
    "points.only": (
        "积分不得用于惩戒自然人、家庭户和个体工商户",
        "points never restrict a natural person, a household or a sole trader",
    ),
    "recognised": ("{here}承认（{span}）", "recognised in {here} ({span})"),
    "recognised.plain": ("{here}承认", "recognised in {here}"),
    # actions
    "action.basic": (
        "基本公共服务：不得以任何惩戒加以限制",
        "a basic public service: never restricted by any measure",
    ),
    "remedy.within": ("{within}内向{to}提出{name}", "{name} to {to} within {within}"),
    "remedy.to": ("向{to}提出{name}", "{name} to {to}"),
    "remedy.time": ("{within}内提出{name}", "{name} within {within}"),
    "remedy.name": ("{name}", "{name}"),
    "item": ("{scheme} {code}", "{scheme} {code}"),
    "consult.where": ("{title}   去处：{where}", "{title} ({where})"),
    "consult.id": ("{title}（{id}）", "{title} ({id})"),
    "consult.of": ("{role}的{title}", "{title} of the related subject ({role})"),
    "consult.fields": ("{title}；须载明：{fields}", "{title}; to be stated: {fields}"),
    "consult.role": ("谁是{role}", "who is related ({role})"),
    "consult.cross": (
        "激励另须交叉比对（{n} 个）：{names}",
        "for incentives the cross-check asks for {n} more: {names}",
    ),
    "fact.authority": (
        "办理单位（action.authority）：限定实施主体的措施 {n} 项，不说明由谁办理则待核实",
        "the handling body (action.authority): measures reserved for certain bodies ({n}) stay open unless it is named",
    ),
    # sources
    "as.basis": ("措施依据", "basis"),
    "as.reach": ("及于关联主体的依据", "basis for reaching related subjects"),
    "as.spread": ("及于关联主体的依据", "basis for the spread"),
    "as.past": ("追溯已失效记录的依据", "basis for looking at past records"),
    "as.declaration": ("准许声明的依据", "basis for the declaration"),
    "as.no-way-out": ("没有出路的依据", "basis for there being no way out"),
    "as.list": ("名单的依据", "basis of the list"),
    "as.repair": ("修复的依据", "basis of the repair"),
    "as.remedy": ("救济的依据", "basis of the remedy"),
    "as.recognition": ("互认的依据", "basis of the recognition"),
    "used": ("{what}：{title}（{id}）", "{what}: {title} ({id})"),
    "unused": ("已载入的规则没有引用", "nothing in the rules loaded rests on it"),
    # overview and names
    "overview": ("已载入的规则", "The rules loaded"),
    "overview.counts": (
        "{lists} 份措施清单 · {measures} 条措施（惩戒 {restrictions}，激励 {incentives}）· {names} 个名单 · "
        "{actions} 个事项 · {sources} 项依据",
        "{lists} measure lists · {measures} measures ({restrictions} restrictions, {incentives} incentives) · "
        "{names} lists · {actions} actions · {sources} sources",
    ),
    "overview.hint": (
        "查看其中一项：credit-rules show 名称，如 {example}",
        "to see one of them: credit-rules show NAME, as in {example}",
    ),
    "named-line": ("{id}  {title}", "{id}  {title}"),
    "list-line": (
        "{id}  {title}（{edition} 版：惩戒 {restrictions}，激励 {incentives}）",
        "{id}  {title} (edition {edition}: {restrictions} restrictions, {incentives} incentives)",
    ),
    "choice": ("{choice}（{kind}）", "{choice} ({kind})"),
    "neighbour": ("{id}（{title}）", "{id} ({title})"),
    "several": (
        "“{name}”有 {n} 个含义，逐一列出；只看其中一个：{choices}",
        "“{name}” means {n} things, shown one after another; for one of them: {choices}",
    ),
}

TABLES: Mapping[str, Table] = {
    "shown-kind": KINDS,
    "shown-field": FIELD_NAMES,
    "shown-label": LABELS,
    "shown-group": GROUPS,
    "shown-sentence": SENTENCES,
}


def tell(key: str, lang: str, **params: object) -> str:
    """The sentence `key` with its parameters filled in.

    >>> tell("within", "zh", field="列入日期", period="3 年")
    '自列入日期起不超过 3 年'
    """
    return SENTENCES[key][lang != "zh"].format(**params)


def label(key: str, lang: str) -> str:
    """What stands in front of a line."""
    return LABELS[key][lang != "zh"]


def enumerated(parts: Iterable[str], lang: str, *, last: tuple[str, str] | None = None) -> str:
    """甲、乙 or a, b; with `last` what stands before the last one: 甲、乙或者丙, a, b or c.

    >>> enumerated("ABC", "zh", last=("或者 ", " or ")), enumerated("AB", "en")
    ('A、B或者 C', 'A, B')
    """
    told = [part for part in parts if part]
    comma = "、" if lang == "zh" else ", "
    if last is None or len(told) < 2:
        return comma.join(told)
    return comma.join(told[:-1]) + last[lang != "zh"] + told[-1]

"""The words in which a finding is explained: why a measure applies, or why it does not.

Each sentence is `(zh, en)` with the same parameters in both languages.
"""

from collections.abc import Mapping

from credit_rules.words.codes import KINDS, Table

__all__ = [
    "JOINS",
    "LABELS",
    "NODES",
    "NODE_KINDS",
    "REASONS",
    "REGISTER_STATES",
    "SENTENCES",
    "TABLES",
    "TEST_KINDS",
    "TRUTHS",
    "put",
]

#: What a node comes to.
TRUTHS: Table = {"true": ("是", "yes"), "false": ("否", "no"), "unknown": ("待查", "open")}

#: The parts of the tree, as what would be so if they hold.
NODES: Table = {
    "scope": ("本措施针对此事项、此主体", "the measure is for this action and this subject"),
    "in-force": ("措施在事项当日有效", "the measure is in force on the day"),
    "cross-check": (
        "未列入任何停止激励的名单（红黑名单交叉比对）",
        "on no list that stops incentives (cross-check)",
    ),
    "when": ("符合触发条件", "the condition is met"),
}

#: How the parts of a node compose.
JOINS: Table = {
    "all": ("都要是", "all of them"),
    "any": ("有一个是即可", "any of them"),
    "not": ("反过来", "the contrary"),
}

#: What a test may be on.
TEST_KINDS: Table = {kind: KINDS[kind] for kind in KINDS if kind != "related"}

#: Every kind of node.
NODE_KINDS: Table = {
    "measure": ("措施", "the measure"),
    "scope": ("适用范围", "scope"),
    "actions": ("事项", "the action"),
    "subjects": ("主体类别", "the kind of subject"),
    "region": ("办理地区", "the region"),
    "edition": ("版本", "the edition of the day"),
    "body": ("办理单位", "the handling body"),
    "in-force": ("在有效期内", "in force"),
    "list-in-force": ("清单施行", "the list is in force"),
    "measure-in-force": ("措施施行", "the measure is in force"),
    "bases": ("足以支撑的依据", "the sufficient bases"),
    "basis": ("依据", "a basis"),
    "cross-check": ("红黑名单交叉比对", "cross-check"),
    "when": ("触发条件", "the condition"),
    "always": ("没有条件", "no condition"),
    **JOINS,
    **KINDS,
    "members": ("处于这一关系的主体", "who is in the role"),
    "member": ("关联主体", "a related subject"),
    "others": ("还有其他关联主体", "there may be others"),
    "spread": ("及于关联主体的依据", "the basis for the spread"),
}

REGISTER_STATES: Table = {
    "open": ("未查", "not looked up"),
    "nothing": ("已查，无有效记录", "looked up, nothing that stands"),
    "found": ("有记录", "on record"),
    "elsewhere": ("地方名单，在此不算数", "a local list that does not count here"),
}

#: Why a record does not count, or not certainly.
REASONS: Table = {
    "guard": ("记录不作数", "it does not stand"),
    "field": ("字段不符，或者未载明", "a field does not fit, or is not stated"),
    "within": ("不在期间内", "not within the period"),
    "end-open": ("终止日期未载明", "its end is not stated"),
    "own-period-open": ("措施的期限无从起算", "the measure's period has no start"),
    "superseded": ("有更近的评定", "a later one counts instead"),
    "disputed": ("同日有两种不同的评定", "two of one day differ"),
    "later-open": ("未查是否有更近的评定", "not looked up whether there is a later one"),
    "copy": ("与另一条是同一条", "the same entry as another"),
}

#: What stands in front of a line, beside the labels of the page.
LABELS: Table = {"stopped": ("停止", "stopped by"), "turns": ("以后", "later")}

SENTENCES: Table = {
    # the sentence at the top
    "applies": ("适用：{why}", "applies: {why}"),
    "undetermined": ("待核实：尚须查明{why}", "undetermined, still to be found out: {why}"),
    "withheld.restriction": ("不再适用：{why}", "no longer applies: {why}"),
    "withheld.for-now": ("暂不适用：{why}", "does not apply for the time being: {why}"),
    "withheld.yet": ("尚不适用：{why}", "does not apply yet: {why}"),
    "withheld.here": ("在此不适用：{why}", "does not apply here: {why}"),
    "withheld.incentive": ("暂不享受：{why}", "withheld: {why}"),
    "does-not-apply": ("不适用：{why}", "does not apply: {why}"),
    "because.always": ("本措施不设条件", "the measure has no condition"),
    "measure": ("[{duty} · {effect}] {title}", "[{duty} · {effect}] {title}"),
    "list": ("{title}，{edition} 版", "{title}, edition {edition}"),
    "draft": ("（草案）", " (draft)"),
    "overview": ("本事项的措施：{n} 条", "measures at this action: {n}"),
    "overview.line": ("{title}（{measure}）  {sentence}", "{title} ({measure})  {sentence}"),
    "tree": ("判断过程", "step by step"),
    # nodes
    "node": ("[{truth}] {what}", "[{truth}] {what}"),
    "decides": ("  ← 决定", "  ← decides"),
    "found": ("{what} → {found}", "{what} → {found}"),
    "out-of-scope": (
        "不在适用范围内，其余不再比对",
        "out of scope: the rest is not asked",
    ),
    "actions": ("事项为{wanted}", "the action is {wanted}"),
    "actions.found": (
        "本事项为{found}，本措施只针对{wanted}",
        "this action is {found}, the measure is only for {wanted}",
    ),
    "subjects": ("主体为{wanted}", "the subject is of kind {wanted}"),
    "subjects.found": (
        "本主体为{found}，本措施只针对{wanted}",
        "this subject is of kind {found}, the measure is for kind {wanted} only",
    ),
    "region.any": ("在何处办理不限", "wherever it is handled"),
    "region": ("事项在{wanted}办理", "the action is handled in {wanted}"),
    "region.found": (
        "本事项在{found}办理，本措施只适用于在{wanted}办理的事项",
        "this action is handled in {found}, the measure is only for actions handled in {wanted}",
    ),
    "region.unsaid": (
        "没有说明事项在何处办理，本措施只适用于在{wanted}办理的事项",
        "where the action is handled is not said, the measure is only for actions handled in {wanted}",
    ),
    "edition": ("以 {edition} 版为准（{days}）", "edition {edition} is the one of the day ({days})"),
    "edition.found": (
        "当日以 {found} 版为准，其中没有本措施",
        "edition {found} is the one of the day, and it does not hold the measure",
    ),
    "body": ("由{wanted}办理", "handled by {wanted}"),
    "body.any": ("由谁办理不限", "whichever body handles it"),
    "body.found": (
        "本事项由{found}办理，本措施只由{wanted}实施",
        "this action is handled by {found}, the measure is carried out by {wanted} only",
    ),
    "body.usual": (
        "没有说明由谁办理（通常为{found}），本措施只由{wanted}实施",
        "by whom it is handled is not said (usually {found}), the measure is carried out by {wanted} only",
    ),
    "body.unsaid": (
        "没有说明由谁办理，本措施只由{wanted}实施",
        "by whom it is handled is not said, the measure is carried out by {wanted} only",
    ),
    "list-in-force": ("清单施行（{days}）", "the list is in force ({days})"),
    "measure-in-force": ("措施施行（{days}）", "the measure is in force ({days})"),
    "bases": ("至少一项足以支撑的依据有效", "at least one sufficient basis is in force"),
    "basis": ("{basis}（{days}）", "{basis} ({days})"),
    "list-in-force.not": ("清单当日不在施行期内（{days}）", "the list is not in force on the day ({days})"),
    "measure-in-force.not": ("措施当日不在施行期内（{days}）", "the measure is not in force on the day ({days})"),
    "basis.not": ("依据当日无效：{basis}（{days}）", "the basis is not in force on the day: {basis} ({days})"),
    "bases.not": ("没有足以支撑的依据", "there is no sufficient basis"),
    "spread.not": (
        "及于关联主体的依据当日无效（{days}）",
        "no basis for the spread is in force on the day ({days})",
    ),
    "insufficient": ("单独不足以支撑：{basis}", "not sufficient by itself: {basis}"),
    "days.both": ("{start} 至 {until}", "{start} to {until}"),
    "days.from": ("{start} 起", "from {start}"),
    "days.until": ("至 {until}", "until {until}"),
    "days.open": ("不限日期", "on any day"),
    "reach": ("{role}符合同样的条件", "a related subject ({role}) meets the same condition"),
    "related": ("{role}符合：", "a related subject ({role}):"),
    "others": ("还有其他{role}", "there are others ({role})"),
    "others.none": ("已查，没有其他{role}", "looked up: nobody else ({role})"),
    "others.open": ("谁是{role}未查", "who is related ({role}) was not looked up"),
    "nobody": ("没有{role}", "there is no {role}"),
    "past-member": ("{who}：此关系（{days}）不在事项当日", "{who}: related {days}, not on the day"),
    "doubtful": ("身份存疑", "identity doubtful"),
    "spread": ("及于关联主体的依据有效（{days}）", "a basis for the spread is in force ({days})"),
    # leaves
    "wanted": ("{field}为{found}，要求{wanted}", "{field} is {found}, wanted {wanted}"),
    "wanted.flag": ("{field}：{found}，要求：{wanted}", "{field}: {found}, wanted: {wanted}"),
    "wanted.unsaid": ("{field}未载明，要求{wanted}", "{field} is not stated, wanted {wanted}"),
    "wanted.event": ("{found}，要求{wanted}", "{found}, wanted: {wanted}"),
    "wanted.event.unsaid": ("是否{wanted}未载明", "not stated: {wanted}"),
    "wanted.not-happened": ("尚无{field}，要求{wanted}", "no {field} yet, wanted {wanted}"),
    "wanted.grade": (
        "“{scheme}”等级为 {found}（{since} 评定），要求 {wanted}",
        "the grade in “{scheme}” is {found} (rated {since}), {wanted} is wanted",
    ),
    "ruled-out": ("{what}，属于排除的情形", "{what}, which rules it out"),
    "of-subject": ("{what}", "the subject {what}"),
    "count": ("{test}：{n} 条，要求{wanted}", "{n} fit, wanted {wanted}: {test}"),
    "count.open": ("{test}：已知 {n} 条，要求{wanted}", "{n} are known to fit, wanted {wanted}: {test}"),
    "count.maybe": ("{test}：{n} 至 {most} 条，要求{wanted}", "{n} to {most} fit, wanted {wanted}: {test}"),
    "counted": ("符合 {n} 条", "{n} fit"),
    "counted.open": ("已知符合 {n} 条", "{n} are known to fit"),
    "counted.maybe": ("符合 {n} 至 {most} 条", "{n} to {most} fit"),
    "looked-up": ("{what}（已查 {at}）", "{what} (looked up {at})"),
    "declared": ("{what}（以声明“{fact}”为准）", "{what} (settled by the declaration “{fact}”)"),
    "declared.found": (
        "以声明“{fact}”为准，有相反记录的以记录为准",
        "settled by the declaration “{fact}”; a contrary record prevails",
    ),
    "record": ("{record}：{why}", "{record}: {why}"),
    "counts": ("计入", "counts"),
    "counts.not": ("不计：{why}", "does not count: {why}"),
    "counts.open": ("是否计入待查：{why}", "open whether it counts: {why}"),
    "copy": ("与 {record} 是同一条，只计一次", "the same entry as {record}, counted once"),
    "contested": ("异议已受理，未办结", "objection accepted, still open"),
    "guard": ("{guard}", "{guard}"),
    "guard.since": ("{guard}，自 {since} 起", "{guard}, since {since}"),
    "guard.until": ("{guard}，至 {until}", "{guard}, until {until}"),
    "guard.both": ("{guard}，{since} 至 {until}", "{guard}, {since} to {until}"),
    "end-open": (
        "终止日期未载明：至少到 {least}，至多到 {most}",
        "its end is not stated: at least until {least}, at most until {most}",
    ),
    "end-open.never": (
        "终止日期未载明：至少到 {least}，最长未定",
        "its end is not stated: at least until {least}, no bound above",
    ),
    "own-period-open": (
        "{field}未载明，本措施的期限无从起算",
        "{field} is not stated, so the measure's period has no start",
    ),
    "superseded": ("有更近的评定，以最近一次为准", "a later one counts instead"),
    "disputed": ("同日有两种不同的评定", "two of one day differ"),
    "later-open": ("未查是否有更近的评定", "not looked up whether there is a later one"),
    "within": (
        "{field}为 {since}，{period}的期间已于 {until} 届满",
        "{field} is {since}, and {period} from then ended on {until}",
    ),
    "within.not-yet": ("{field}为 {since}，尚未到来", "{field} is {since}, still to come"),
    "within.never": ("没有{field}", "no {field}"),
    "within.unsaid": ("{field}未载明", "{field} is not stated"),
    "register": ("{title}：{state}", "{title}: {state}"),
    "register.where": ("{title}：未查   去处：{where}", "{title}: not looked up ({where})"),
    "registers.clear": ("{n} 个已查，均无有效记录", "{n} looked up, nothing that stands"),
    "registers.elsewhere": ("{n} 个是地方名单，在此不算数", "{n} are local lists that do not count here"),
    # what is wanted of a field, without its name
    "bound.one-of": ("{values}", "{values}"),
    "bound.within-region": ("在{values}之内", "within {values}"),
    "bound.covered": ("{values}（含其下级事项）", "{values} or below it"),
    "bound.at-least": ("不低于 {value}", "at least {value}"),
    "bound.at-most": ("不超过 {value}", "at most {value}"),
    "bound.above": ("高于 {value}", "above {value}"),
    "bound.below": ("低于 {value}", "below {value}"),
    "bound.between": ("在 {low} 至 {high} 之间（含两端）", "between {low} and {high} (both included)"),
    "bound.day.at-least": ("不早于 {value}", "on or after {value}"),
    "bound.day.at-most": ("不晚于 {value}", "on or before {value}"),
    "bound.day.above": ("晚于 {value}", "after {value}"),
    "bound.day.below": ("早于 {value}", "before {value}"),
    # what is told below the tree
    "stopped.record": ("{record}：{guard}", "{record}: {guard}"),
    "not-in-force": ("措施当日不在有效期内{days}", "the measure is not in force on the day{days}"),
    "not-in-force.since": ("（自 {since} 起失效）", " (ended; out of force since {since})"),
    "not-in-force.until": ("（{until} 以前尚未施行）", " (not yet; out of force until {until})"),
    "not-in-force.both": ("（{since} 至 {until} 无效）", " (out of force {since} to {until})"),
    "blocked": ("{record}，列入期间停止享受激励", "{record}; incentives stop while on it"),
    "blocked.until": (
        "{record}，列入期间停止享受激励，至 {until}",
        "{record}; incentives stop while on it, until {until}",
    ),
    "turns.applies": ("自 {on} 起适用（记录不变）", "applies from {on}, records staying as they are"),
    "turns.undetermined": ("自 {on} 起须重新核实（记录不变）", "open again from {on}, records staying as they are"),
    "turns.does-not-apply": ("自 {on} 起不涉及（记录不变）", "does not apply from {on}, records staying as they are"),
    "turns.never": ("不会因时间经过而改变", "time alone changes nothing"),
    "not-firm": (
        "所依据的记录有未办结的异议，或者关联主体身份存疑：不得据此直接拒绝，由具名人员决定",
        "an objection is still open, or the identity of somebody related is doubtful: nobody is refused on this, "
        "a named person decides",
    ),
    "by-declaration": (
        "系凭声明认定，有相反记录的以记录为准",
        "rests on a declaration; a contrary record prevails",
    ),
    "and-more": ("{parts}，等 {n} 项", "{parts}; {n} in all"),
}

TABLES: Mapping[str, Table] = {
    "explained-truth": TRUTHS,
    "explained-node": NODES,
    "explained-join": JOINS,
    "explained-kind": NODE_KINDS,
    "explained-label": LABELS,
    "explained-reason": REASONS,
    "explained-register": REGISTER_STATES,
    "explained-sentence": SENTENCES,
}


def put(key: str, lang: str, **params: object) -> str:
    """The sentence `key` with its parameters filled in.

    >>> put("guard.since", "zh", guard="期限届满", since="2026-03-01")
    '期限届满，自 2026-03-01 起'
    """
    return SENTENCES[key][lang != "zh"].format(**params)

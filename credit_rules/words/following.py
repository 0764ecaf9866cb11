"""The words of following: what happened to a record, which measures begin and end, and by what.

A sentence names the same parameters in both languages.
"""

from collections.abc import Mapping

from credit_rules.words.codes import Table

__all__ = ["CHANGES", "LABELS", "SENTENCES", "SORTS", "TABLES", "WHATS", "label", "tell"]

#: What a line of the stream says.
WHATS: Table = {
    "listed": ("列入名单", "listed"),
    "penalty-decided": ("作出行政处罚", "penalty decided"),
    "permit-granted": ("准予行政许可", "permit granted"),
    "convicted": ("作出刑事判决", "convicted"),
    "commitment-made": ("作出信用承诺", "commitment made"),
    "rated": ("评定等级", "rated"),
    "points-given": ("记信用积分", "points given"),
    "related-added": ("新增关联主体", "relation added"),
    "commitment-breached": ("违反承诺", "commitment breached"),
    "corrected": ("纠正失信行为", "breach corrected"),
    "penalty-performed": ("履行处罚决定", "penalty performed"),
    "commitment-fulfilled": ("履行承诺", "commitment fulfilled"),
    "objection-filed": ("提出异议", "objection filed"),
    "objection-accepted": ("受理异议", "objection accepted"),
    "objection-closed": ("异议办结，未成立", "objection closed, not upheld"),
    "objection-upheld": ("异议成立", "objection upheld"),
    "suspended": ("暂停适用", "suspended"),
    "resumed": ("恢复适用", "resumed"),
    "removed": ("移出", "removed"),
    "repaired": ("信用修复", "repaired"),
    "revoked": ("撤销决定", "decision revoked"),
    "related-ended": ("关联终止", "relation ended"),
    "amended": ("更正记载", "record amended"),
    "subject-described": ("更新主体信息", "subject described"),
    "consulted": ("查询登记", "registers looked up"),
    "covered": ("信息完整覆盖", "registers told completely"),
    "declared": ("作出声明", "declared"),
}

#: What a line of the output says.
CHANGES: Table = {
    "begins": ("开始适用", "begins"),
    "ends": ("不再适用", "ends"),
    "opens": ("待核实", "open"),
    "closes": ("不再待核实", "no longer open"),
    "outcome": ("结论变化", "outcome"),
    "notice": ("提示", "notice"),
}

#: What a notice says of its line.
SORTS: Table = {
    "refused": ("没有计入", "not counted"),
    "held": ("暂存", "held"),
    "released": ("已经计入", "counts now"),
    "remark": ("已经计入，另有提示", "counts, with a remark"),
}

#: What stands in front of a line.
LABELS: Table = {
    "actions": ("事项", "at"),
    "by": ("起因", "by"),
    "because": ("因为", "because"),
    "look-up": ("待查", "look up"),
    "basis": ("依据", "basis"),
    "help": ("建议", "help"),
}

SENTENCES: Table = {
    "measure": ("“{title}”（{measure}）{change}", "“{title}” ({measure}): {change}"),
    "ends.as": ("{change}（{finding}）", "{change} ({finding})"),
    "outcome": ("结论：{was} → {now}", "outcome: {was} → {now}"),
    "at": ("事项：{actions}", "at: {actions}"),
    "actions.more": ("{actions}等 {n} 项", "{actions} and others, {n} in all"),
    "because": ("因为：{causes}", "because of: {causes}"),
    "missing": ("待查：{facts}", "to look up: {facts}"),
    "by": ("起因：{by}", "brought by: {by}"),
    "event": ("{event} {what}", "{event} {what}"),
    "event.record": ("{event} {what} {record}", "{event} {what} {record}"),
    "event.known": ("{event}，{known} 获知", "{event}, known from {known}"),
    "event.on": ("{event}（{on}）", "{event} ({on})"),
    "whose": ("{who}：{what}", "{who}: {what}"),
    "day": ("时间经过，至 {day}", "the passing of days, {day}"),
}

TABLES: Mapping[str, Table] = {
    "event": WHATS,
    "change": CHANGES,
    "notice-sort": SORTS,
    "following-label": LABELS,
    "following-sentence": SENTENCES,
}


def tell(key: str, lang: str, **params: object) -> str:
    """The sentence `key` with its parameters filled in.

    >>> tell("day", "en", day="2028-03-02")
    'the passing of days, 2028-03-02'
    """
    return SENTENCES[key][lang != "zh"].format(**params)


def label(key: str, lang: str) -> str:
    """What stands in front of a line."""
    return LABELS[key][lang != "zh"]

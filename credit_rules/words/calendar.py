"""The words of the calendar: what changes on which day, why, and from which day on nothing restricts any more.

To apply for repair is never called being rid of a measure: the authority decides. A sentence names the same
parameters in both languages.
"""

from collections.abc import Mapping

from credit_rules.words.codes import Table

__all__ = ["COUNTS", "LABELS", "SENTENCES", "TABLES", "TURNS", "counted", "label", "tell"]

#: What stands in front of a line, or at the head of a part.
LABELS: Table = {
    "clean": ("不受限", "clean"),
    "bars": ("不终止", "no end"),
    "repair": ("可修复", "repair"),
    "because": ("因为", "because"),
    "basis": ("依据", "basis"),
    "look-up": ("待查", "look up"),
    "rules": ("规则", "rules"),
    "days": ("日程", "Days"),
    "repairs": ("可以申请修复的记录", "Records that may be repaired"),
    "bars-over-time": ("各项措施的时间轴", "Measures over time"),
    "from": ("自", "from"),
    "legend": ("图例", "key"),
    "today": ("起算日", "day asked about"),
    "first-clean": ("首个不受限日", "first clean day"),
    "first-open": ("自此没有适用的限制，但有待核实的", "nothing restricts from here on, but some are still open"),
    "first-certain": ("自此确定不受限", "certainly clean from here on"),
    "restrictions": ("惩戒", "Restrictions"),
    "incentives": ("激励", "Incentives"),
}

#: What turns, as a sentence about `{what}`.
TURNS: Table = {
    "record-begins": ("{what}：自本日起计入", "{what}: counts from this day"),
    "record-ends": ("{what}：{guard}", "{what}: {guard}"),
    "record-resumes": ("{what}：恢复计入（此前：{guard}）", "{what}: counts again (until now: {guard})"),
    "record-turns": ("{what}：{guard}", "{what}: {guard}"),
    "record-turns.plain": ("{what}：情况变化", "{what}: turns"),
    "end-uncertain": (
        "{what}：最短期限已满，终止日期未载明，是否仍在列须重新查询",
        "{what}: the shortest term is over and its end is not stated; look again whether it still stands",
    ),
    "end-uncertain.until": (
        "{what}：最短期限已满，终止日期未载明（最迟 {until}），是否仍在列须重新查询",
        "{what}: the shortest term is over and its end is not stated (at the latest {until}); look again whether it "
        "still stands",
    ),
    "period-ends": (
        "{what}：本措施自定的期限 {period} 已满",
        "{what}: the measure's own period of {period} is over",
    ),
    "within-ends": ("{what}：已超过 {period}，不再计入", "{what}: longer ago than {period}, no longer counts"),
    "superseded": ("{what}：被新的评定取代", "{what}: superseded by a newer one"),
    "field-turns": ("{what}：{field}", "{what}: {field}"),
    "objection-opens": ("{what}：异议已受理", "{what}: an objection is accepted"),
    "objection-closes": ("{what}：异议已办结", "{what}: the objection is closed"),
    "relation-begins": ("{who}：自本日起为关联主体", "{who}: related from this day"),
    "relation-ends": ("{who}：不再是关联主体", "{who}: no longer related"),
    "recognition-begins": (
        "外地的“{title}”自本日起在本事项所在地互认",
        "“{title}”, of another region, is recognised at this place from this day",
    ),
    "recognition-ends": (
        "外地的“{title}”在本事项所在地不再互认",
        "“{title}”, of another region, is no longer recognised at this place",
    ),
    "edition-begins": (
        "措施清单“{title}”改用 {edition} 版",
        "the measure list “{title}” changes to edition {edition}",
    ),
    "edition-ends": (
        "措施清单“{title}”{edition} 版停用，新版没有这项措施",
        "edition {edition} of the measure list “{title}” ends, and the new one no longer has this measure",
    ),
    "list-begins": ("措施清单“{title}”{edition} 版生效", "the measure list “{title}”, edition {edition}, begins"),
    "list-ends": ("措施清单“{title}”{edition} 版失效", "the measure list “{title}”, edition {edition}, ends"),
    "measure-begins": ("措施“{title}”自本日起施行", "the measure “{title}” comes into force"),
    "measure-ends": ("措施“{title}”停止施行", "the measure “{title}” goes out of force"),
    "source-begins": ("《{title}》自本日起施行", "{title} comes into force"),
    "source-ends": ("《{title}》失效", "{title} goes out of force"),
    "spread-begins": ("及于{title}的依据生效", "the basis for reaching to the {title} comes into force"),
    "spread-ends": ("及于{title}的依据失效", "the basis for reaching to the {title} goes out of force"),
    "day-turns": ("事项日期到达规则写明的日期", "the day of the action reaches a day the rule names"),
    "repair-opens": ("{what}：自本日起可以申请信用修复", "{what}: repair may be applied for from this day"),
    "repair-closes": (
        "{what}：按本日施行的规定，暂不能申请信用修复",
        "{what}: by the law of this day repair may not be applied for",
    ),
    "repair-changes": ("{what}：信用修复改按本日施行的规定", "{what}: repair goes by the law of this day"),
}

SENTENCES: Table = {
    "title": ("信用日程", "Credit calendar"),
    "html-title": ("信用日程：{subject}", "Credit calendar: {subject}"),
    "somebody": ("未署名主体", "unnamed subject"),
    "now": ("{date} {outcome}", "{date}: {outcome}"),
    "until": ("至 {until}", "until {until}"),
    "from": ("自 {date} 起", "from {date}"),
    "known": ("信息截至 {known}", "as known on {known}"),
    "frozen": (
        "按现有记录和已载入的规则推算；记录或者规则有变化的，日程随之改变。",
        "Worked out from the records and rules at hand; when they change, so does this calendar.",
    ),
    # the first clean day
    "clean.now": ("自 {from} 起即没有适用的限制", "nothing restricts from {from} on"),
    "clean.now.until": (
        "自 {from} 起没有适用的限制，至 {until} 为止；次日起又有限制适用",
        "nothing restricts from {from}, until {until}; from the day after something does again",
    ),
    "clean.later": (
        "按现有记录，自 {from} 起没有适用的限制",
        "with these records the first day on which nothing restricts any more is {from}",
    ),
    "clean.later.until": (
        "按现有记录，自 {from} 起没有适用的限制，至 {until} 为止；次日起又有限制适用",
        "with these records the first day on which nothing restricts any more is {from}, until {until}; from the day "
        "after something does again",
    ),
    "sooner": (
        "以下各项办妥的，最早自 {from} 起没有适用的限制：{changes}",
        "already from {from}, at the earliest, once this is done: {changes}",
    ),
    "sooner.until": (
        "以下各项办妥的，最早自 {from} 起没有适用的限制，至 {until} 为止：{changes}",
        "already from {from}, at the earliest, until {until}, once this is done: {changes}",
    ),
    "sooner.open": (
        "届时仍有 {n} 项限制待核实，查清以前不能当作没有限制",
        "restrictions then still to be determined: {n}, and until they are it is not a clean day",
    ),
    "sooner.more": ("等 {n} 项", "and so on, {n} in all"),
    "clean.open": (
        "届时仍有 {n} 项限制待核实，查清以前不能当作没有限制：{measures}",
        "on that day these are still to be determined ({n}), and until then it is not a clean one: {measures}",
    ),
    "clean.certain": (
        "没有适用、也没有待核实的限制，最早自 {date} 起",
        "nothing restricts and nothing is open from {date} at the earliest",
    ),
    "clean.uncertain": (
        "没有哪一天起既无适用、也无待核实的限制；须先查清",
        "there is no day from which nothing restricts and nothing is open; look it up first",
    ),
    "clean.never": (
        "没有不受限的一天：按现有记录，下列限制不因时间经过而终止",
        "there is no clean day: with these records the following do not end by the passing of time",
    ),
    "bar": ("{title}（依据 {basis}）", "{title} ({basis})"),
    "bar.life": ("{title}：终身（依据 {basis}）", "{title}: for life ({basis})"),
    "bar.none": ("；依法没有提前解除的途径：{basis}", "; the law gives no way out: {basis}"),
    "bar.removal": ("；记录移出、修复或者撤销后不再适用", "; ends when the record is removed, repaired or revoked"),
    "bar.struck": ("；记录撤销或者移出后不再适用", "; ends when the record is revoked or removed"),
    # days
    "no-days": ("按现有记录和规则，以后没有变化", "with these records and rules nothing changes any more"),
    "no-days.until": ("至 {until} 没有变化", "nothing changes until {until}"),
    "next-after": ("此后最近的变化在 {date}", "the next change after that is on {date}"),
    "outcome": ("{before} → {outcome}", "{before} → {outcome}"),
    "outcome.same": ("结论不变：{outcome}", "still {outcome}"),
    "change": ("{before} → {after}", "{before} → {after}"),
    "finding.guard": ("{finding}（{guard}）", "{finding} ({guard})"),
    "turn.still": ("{turn}（{measures}）", "{turn} ({measures})"),
    "quoted": ("“{title}”", "“{title}”"),
    "still": ("“{title}”仍为：{finding}", "“{title}” still: {finding}"),
    "still.many": ("另 {n} 项不变", "{n} more unchanged"),
    # repair
    "repair.since": ("{what}：自 {date} 起可以申请修复", "{what}: repair may be applied for from {date}"),
    "repair.never": ("{what}：没有可以申请修复的一天", "{what}: there is no day on which repair may be applied for"),
    "repair.assumes": (
        "（{field}未载明，按 {date} 已完成推算）",
        " (the {field} is not told; taken to be {date})",
    ),
    "repair.conditions": ("条件：{conditions}", "conditions: {conditions}"),
    "repair.where": (
        "向{to}申请，以其决定为准；申请不等于解除",
        "apply to {to}, whose decision counts; to apply is not to be free",
    ),
    "repair.decides": (
        "以作出记录的机关的决定为准；申请不等于解除",
        "the authority decides; to apply is not to be free",
    ),
    "repair.since-then": ("自 {date} 起可以申请", "may be applied for from {date}"),
    "repair.basis": ("依据{basis}", "under {basis}"),
    # the timeline
    "scale": (
        "横轴按日期先后排列；相隔很近的日子拉开显示，不完全按比例。",
        "The axis goes by date; days close together are drawn apart, so it is not quite to scale.",
    ),
    "no-measures": ("没有与本主体有关的措施", "no measure concerns this subject"),
    "skip": ("跳到日程", "Skip to the days"),
}

#: A number and its noun: Chinese, English for one, English for any other number.
COUNTS: Mapping[str, tuple[str, str, str]] = {
    "days": ("{n} 天后", "in {n} day", "in {n} days"),
    "years": ("约 {n} 年后", "in about {n} year", "in about {n} years"),
    "months": ("约 {n} 个月后", "in about {n} month", "in about {n} months"),
}

TABLES: Mapping[str, Table] = {"calendar-label": LABELS, "calendar-turn": TURNS, "calendar-sentence": SENTENCES}


def tell(key: str, lang: str, **params: object) -> str:
    """The sentence `key`, of a turn or another, with its parameters filled in.

    >>> tell("clean.later", "zh", **{"from": "2028-04-16"})
    '按现有记录，自 2028-04-16 起没有适用的限制'
    """
    pair = TURNS[key] if key in TURNS else SENTENCES[key]
    return pair[lang != "zh"].format(**params)


def label(key: str, lang: str) -> str:
    """What stands in front of a line."""
    return LABELS[key][lang != "zh"]


def counted(key: str, n: int, lang: str) -> str:
    """A number with its noun.

    >>> counted("days", 1, "en"), counted("days", 31, "zh")
    ('in 1 day', '31 天后')
    """
    chinese, one, other = COUNTS[key]
    return (chinese if lang == "zh" else one if n == 1 else other).format(n=n)

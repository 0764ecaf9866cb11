"""The words in which two decisions are held against each other: made again, or as known on another day."""

from collections.abc import Mapping

from credit_rules.words.codes import KINDS, Table

__all__ = ["INPUTS", "LABELS", "NEWS", "NEWS_KINDS", "NOTES", "SENTENCES", "TABLES", "VERDICTS", "label", "tell"]

#: What a decision made again comes to.
VERDICTS: Table = {
    "same": ("复算一致", "the same"),
    "same-answer": ("结论一致，输入不同", "the same answer, from other inputs"),
    "other-inputs": ("结论不一致：输入不同", "another answer: the inputs are others"),
    "engines-agree": ("两个引擎现在一致", "the two engines agree now"),
    "unexplained": ("结论不一致：输入相同，原因不明", "another answer from the very same inputs: no explanation"),
}

#: What a decision is made from.
INPUTS: Table = {"profile": ("信用档案", "profile"), "action": ("事项", "action"), "plan": ("规则", "rules")}

#: What became known: something new, or something about what was known.
NEWS: Table = {
    "record": ("新记录", "a new record"),
    "version": ("记录的新版本", "a new version of a record"),
    "event": ("记录载明的事到了日子", "an event a record tells of, on its day"),
    "declaration": ("声明", "a declaration"),
}

#: What it is about; the fields of subject and action are known or not, but not learned on a day.
NEWS_KINDS: Table = {
    **{kind: words for kind, words in KINDS.items() if kind not in ("related", "subject", "action")},
    "declared": ("声明", "declaration"),
}

#: What is worth knowing beside the answer.
NOTES: Table = {
    "other-version": (
        "原结果由另一版本的程序作出（{was}，现为 {now}）",
        "made by another version of the program ({was}; this is {now})",
    ),
    "other-words": ("文字说明与本版本不同，未作核对", "its wording is not this version's, and was not checked"),
    "other-engines": ("原结果用另外的引擎复核（{was}，现为 {now}）", "verified by other engines ({was}; now {now})"),
    "laid-out-otherwise": (
        "文件的排版与本程序输出的不同，内容不受影响",
        "the file is not laid out as this program prints it; what it says is the same",
    ),
    "made-with-drafts": ("原结果连同草案清单作出，请加 --drafts", "made with draft lists: add --drafts"),
}

#: What stands in front of a line.
LABELS: Table = {
    "outcome": ("结论", "outcome"),
    "input": ("输入", "inputs"),
    "rule": ("清单", "lists"),
    "other": ("其他", "else"),
    "note": ("说明", "note"),
    "was": ("原为", "was"),
    "now": ("现为", "now"),
    "had": ("则为", "then"),
    "why": ("起因", "because"),
    "also": ("同期", "besides"),
}

SENTENCES: Mapping[str, tuple[str, str]] = {
    "same": (
        "用同一份档案、同一事项、同一套规则重新作出，内容逐字节相同（核查号、文字说明、运行信息不计）",
        "made again from the same profile, action and rules: the same, byte by byte (id, words and run apart)",
    ),
    "same-answer": (
        "输入与当时不同，但结论和每项措施的认定都相同",
        "the inputs are not those of then, but the outcome and every finding are the same",
    ),
    "other-inputs": (
        "输入与当时不同，认定也不同；要复核当时的结果，请用当时的输入",
        "the inputs are not those of then, and so are the findings; to check what was decided, use the inputs of then",
    ),
    "unexplained": (
        "输入全部相同，认定却不同：程序版本或者引擎不一致，本次不给出结论",
        "all inputs are the same, the findings are not: versions or engines disagree, and no answer is given",
    ),
    "had-it-been-known": ("假如当时已知", "had it been known"),
    "days": ("事项日期 {date}", "for {date}"),
    "known": ("信息截至 {known}", "as known on {known}"),
    "known.later": ("信息截至 {known} → {later}", "as known on {known} → {later}"),
    "check": ("核查号 {id}", "check {id}"),
    "check.other": ("核查号 {id} → {made}", "check {id} → {made}"),
    "from-to": ("{was} → {now}", "{was} → {now}"),
    "input": ("{name}不是当时的那一份（{was} → {now}）", "the {name}: not the one of then ({was} → {now})"),
    "input.plan": ("规则不是当时的那一套（{was} → {now}）", "the rules: not those of then ({was} → {now})"),
    "rule.other": (
        "“{title}”（{name}）{was} 版 → {now} 版，内容不同（{was_digest} → {now_digest}）",
        "“{title}” ({name}): edition {was} → {now}, its content is another ({was_digest} → {now_digest})",
    ),
    "rule.gone": (
        "“{title}”（{name}）{was} 版（{was_digest}）没有载入",
        "“{title}” ({name}), edition {was} ({was_digest}), is not loaded",
    ),
    "rule.new": (
        "“{title}”（{name}）{now} 版（{now_digest}）当时没有",
        "“{title}” ({name}), edition {now} ({now_digest}), was not there then",
    ),
    "rule.none": (
        "本事项的措施清单都没有变；变的是目录，或者与本事项无关的清单",
        "no measure list at this action is another: the catalogue is, or lists of other actions",
    ),
    "later.same": (
        "截至 {later} 获知的信息，不改变 {date} 的结论和认定",
        "what became known by {later} changes neither outcome nor findings for {date}",
    ),
    "later.other": (
        "假如当时已知截至 {later} 获知的信息，{date} 的结果会是：",
        "had what became known by {later} been known then, the answer for {date} would have been:",
    ),
    "later.none": ("其间没有获知任何新的信息", "nothing became known in between"),
    # one finding
    "finding.guard": ("{finding}（{guard}）", "{finding} ({guard})"),
    "finding.until": ("{finding}，至 {last}", "{finding}, until {last}"),
    "finding.no-end": ("{finding}，不因时间经过而终止", "{finding}, without an end in time"),
    "finding.missing": ("{finding}（待查：{facts}）", "{finding} (to look up: {facts})"),
    "finding.records": ("{finding}，因 {records}", "{finding}, because of {records}"),
    "record": ("{record}“{title}”", "{record} “{title}”"),
    "place": ("{at}：{was} → {now}", "{at}: {was} → {now}"),
    "place.more": ("{at}：多了{more}", "{at}: with {more}"),
    "place.less": ("{at}：少了{less}", "{at}: without {less}"),
    "place.both": ("{at}：多了{more}；少了{less}", "{at}: with {more}; without {less}"),
    "nothing": ("无", "nothing"),
    "not-happened": ("未发生", "has not happened"),
    # what became known
    "news": ("{day} 获知：{what}", "known from {day}: {what}"),
    "news.step": ("{finding} ← {news}", "{finding} ← {news}"),
    "news.record": ("新记录 {record}“{title}”，{fields}", "a new record, {record} “{title}”: {fields}"),
    "news.version": ("{record}“{title}”新版本：{fields}", "a new version of {record} “{title}”: {fields}"),
    "news.event": ("{record}“{title}”：{fields}", "{record} “{title}”: {fields}"),
    "news.declaration": ("作出声明 {record}", "declared: {record}"),
    "field.new": ("{field} {now}", "{field} {now}"),
    "field.changed": ("{field} {was} → {now}", "{field} {was} → {now}"),
    "field.gone": ("{field} {was} → 无", "{field} {was} → nothing"),
    "whose": ("{who}的{what}", "{what} of {who}"),
    "news.whose": ("{who}的{what}", "of {who}, {what}"),
}

TABLES: Mapping[str, Table] = {
    "replay-verdict": VERDICTS,
    "replay-input": INPUTS,
    "replay-news": NEWS,
    "replay-news-kind": NEWS_KINDS,
    "replay-note": NOTES,
    "replay-label": LABELS,
    "replay-sentence": SENTENCES,
}


def tell(key: str, lang: str, **params: object) -> str:
    """The sentence `key` with its parameters filled in.

    >>> tell("known", "zh", known="2026-11-20")
    '信息截至 2026-11-20'
    """
    return SENTENCES[key][lang != "zh"].format(**params)


def label(key: str, lang: str) -> str:
    """What stands in front of a line."""
    return LABELS[key][lang != "zh"]

"""What is said of a screening: its report, its notices, and what may go wrong, in both languages."""

from collections.abc import Mapping

from credit_rules.words.codes import LOOKUP_STATES, OUTCOMES, Table

Sentences = Mapping[str, tuple[str, str]]

#: Problems; merged into `words.problems`.
MESSAGES: Sentences = {
    "screen-no-moment": (
        "没有写明投标截止、开标或者中标日期，不知道按哪一天核查",
        "neither the deadline, the opening nor the award is stated: on which day to check is not known",
    ),
    "screen-name-differs": (
        "写的是 `{name}`，该代码在记录中的名称是 `{other}`",
        "it is written `{name}`; on record, the code is that of `{other}`",
    ),
    "screen-moment-zone": (
        "`{text}` 是世界时，北京时间为 {day}，按该日核查",
        "`{text}` is universal time; in Beijing it is {day}, the day that is checked",
    ),
    "consortium-too-large": (
        "联合体有 {count} 个成员，超过 {most} 个，没有核查",
        "a consortium of {count} members, more than {most}, was not checked",
    ),
    "identity-two-codes": (
        "同一主体写有两个代码 `{one}`、`{other}`，不知道以哪个为准",
        "two codes are written of one subject, `{one}` and `{other}`: which of them counts is not known",
    ),
    "screen-at": (
        "`{value}` 不是 deadline（投标截止）、opening（开标）、award（中标），也不是日期",
        "`{value}` is neither deadline, opening, award nor a date",
    ),
    "screen-compare": ("`--compare` 要写两个不同的时点", "`--compare` wants two different moments"),
    "screen-at-and-compare": (
        "`--at` 和 `--compare` 不能同时写：比较的两个时点已写在 `--compare` 里",
        "`--at` does not go with `--compare`, which names both moments",
    ),
    "screen-out": ("`--format {format}` 要写 `--out DIR`", "`--format {format}` wants `--out DIR`"),
    "screen-without-xlsx": (
        "没有写 report.xlsx：未安装 openpyxl",
        "report.xlsx was not written: openpyxl is not installed",
    ),
    "screen-no-tender": ("文件里没有采购项目", "no tender in this file"),
    "screen-nobody": ("没有一个投标人", "no bidder in these files"),
    "screen-nobody-checked": (
        "投标人 {count}，一个也没有核查，没有结果",
        "of {count} bidders nobody was checked: there is no result",
    ),
    "profiles-not-imported": ("`{name}` 是表格，还不是信用档案", "`{name}` is a table, and not yet profiles"),
}
HELP: Sentences = {
    "screen-no-moment": ("用 `--at YYYY-MM-DD` 写明", "say it with `--at YYYY-MM-DD`"),
    "screen-name-differs": (
        "请核对：或为更名，或为代码有误",
        "look again: the name was changed, or the code is another's",
    ),
    "consortium-too-large": ("核对联合体一栏是否写错", "look whether the column of consortia is filled in wrongly"),
    "identity-two-codes": ("请核对代码，改正后重新核查", "verify the code, and screen again"),
    "screen-at": ("如 `--at opening`、`--at 2026-11-20`", "as in `--at opening` or `--at 2026-11-20`"),
    "screen-compare": ("如 `--compare opening award`", "as in `--compare opening award`"),
    "screen-no-tender": (
        "要投标人名单（CSV、XLSX）或者 OCDS（JSON）",
        "wanted: a sheet of bidders (CSV, XLSX) or OCDS (JSON)",
    ),
    "screen-nobody-checked": ("原因如下", "because of what follows"),
    "profiles-not-imported": (
        "先用 `credit-rules import` 读成 .jsonl，再写在这里",
        "read it with `credit-rules import` first, and name the .jsonl here",
    ),
    "screen-without-xlsx": ("pip install 'credit-rules[xlsx]'", "pip install 'credit-rules[xlsx]'"),
}

#: Outcomes of bidders: those of decisions, and who could not be checked at all.
RESULTS: Table = {**OUTCOMES, "not-checked": ("无法核查", "cannot be checked")}

MOMENTS: Table = {
    "deadline": ("投标截止", "deadline"),
    "opening": ("开标", "opening"),
    "award": ("中标、成交", "award"),
    "": ("指定日期", "as asked"),
}

#: How people say moments on the command line.
MOMENT_ALIASES: Mapping[str, str] = {
    "投标截止": "deadline",
    "投标截止时间": "deadline",
    "开标": "opening",
    "开标时间": "opening",
    "中标": "award",
    "成交": "award",
}

BID_STATUSES: Table = {
    "invited": ("已邀请", "invited"),
    "pending": ("待定", "pending"),
    "valid": ("有效", "valid"),
    "disqualified": ("被否决", "disqualified"),
    "withdrawn": ("已撤回", "withdrawn"),
}

#: What stands before the word in a cell of the table of bidders, so that nothing hangs on colour.
SIGNS: Mapping[str, str] = {
    "listed": "●",
    "found": "●",
    "possible": "◐",
    "not-listed": "○",
    "nothing-found": "○",
    "elsewhere": "○",
    "declared": "○",
    "not-looked-up": "？",
    "undeclared": "？",
    "unsettled": "？",
}
#: Cells beside what a look-up gives.
STATES: Table = {
    **LOOKUP_STATES,
    "possible": ("可能同名", "name alike"),
    "declared": ("已声明", "declared"),
    "undeclared": ("未声明", "not declared"),
    "unsettled": ("待核实", "to be settled"),
}

LABELS: Table = {
    "report": ("供应商信用记录查询情况表", "Supplier credit records looked up"),
    "report-no": ("报告号", "report"),
    "project": ("项目", "project"),
    "buyer": ("采购人", "purchaser"),
    "agency": ("代理机构", "agency"),
    "opening": ("开标", "opening"),
    "moment": ("核查时点", "checked as of"),
    "conclusion": ("结论", "conclusion"),
    "bidders": ("投标人", "bidders"),
    "number": ("序号", "no."),
    "bidder": ("投标人 / 代码", "bidder / identifier"),
    "statement": ("重大违法记录", "major violations"),
    "statement-how": ("书面声明", "statement"),
    "result": ("结论", "conclusion"),
    "warnings": ("注意", "note"),
    "agreed": (
        "本次查询所用（请与采购文件的约定核对）",
        "what this search was made with (compare it with the tender document)",
    ),
    "channel": ("查询渠道", "channel"),
    "cut-off": ("截止时点", "cut-off moment"),
    "evidence": ("证据留存", "evidence kept"),
    "use": ("使用规则", "how it is used"),
    "signatures": ("签署", "signatures"),
    "who-looked": ("查询人", "looked up by"),
    "for-whom": ("查询单位", "for"),
    "time": ("时间", "time"),
    "reviewer": ("复核人", "reviewed by"),
    "seal": ("（盖章）", "(seal)"),
    "possible": ("可能同名", "possible matches"),
    "unchecked": ("未核查的投标人", "bidders that were not checked"),
    "inputs": ("读入的文件", "what went in"),
    "digests": ("摘要", "digests"),
    "rules": ("规则", "rules"),
    "doubts": ("读入时的疑点", "doubts in reading"),
    "tab-report": ("查询情况表", "report"),
    "tab-measures": ("措施对照（供法制审核）", "measures (for lawyers)"),
    "tabs": ("视图", "views"),
    "only": ("只看有措施、待核实或者有疑点的", "only those with a measure, an open point or a doubt"),
    "language": ("English", "中文"),
    "measure": ("措施", "measure"),
    "basis": ("依据", "basis"),
    "applies": ("适用于", "applies to"),
    "undetermined": ("待核实", "still open for"),
    "skip": ("跳到投标人表", "skip to the bidders"),
    "bid": ("投标状态", "bid"),
    "compared": ("另一时点", "at the other moment"),
    "problem": ("原因", "why"),
    "why": ("理由", "why"),
    "file": ("文件", "file"),
    "counts": ("条数", "counts"),
    "notice": ("资格审查结果告知书", "Notice of the qualification check"),
    "body": ("（签发单位）", "(issuing body)"),
    "articles": ("条文", "The articles"),
    "remedies": ("救济", "Remedies"),
    "signature": ("签发人", "signed by"),
    "identifier": ("代码", "identifier"),
    "print": ("打印", "print"),
}

TELL: Table = {
    "bidders": ("投标人 {n}", "{n} bidders"),
    "bidders.1": ("投标人 1", "1 bidder"),
    "unsettled": (
        "未核查共 {n}：身份未核实或者无法核查，名单未查；未查不等于未列入",
        "not checked: {n} in all; who they are is not settled, or they cannot be checked, and no list was looked up "
        "for them, which is not the same as not listed",
    ),
    "warning": ("  ！{text}", "  ! {text}"),
    "warned-of": ("{warning}（{bidders}）", "{warning} ({bidders})"),
    "known-before": (
        "只计入 {known} 以前获知的记录；此后获知的列入、移出都不计，“未列入”只指当时",
        "only what was known by {known} counts, and not what was learned of later; “not listed” means then",
    ),
    "lists-before": (
        "早于核查时点 {moment}，最多相差 {days}：{lists}；其间列入的没有查到",
        "older than the moment {moment}, by up to {days}: {lists}; whoever was listed in between was not found",
    ),
    "lists-after": (
        "晚于核查时点 {moment}，最多相差 {days}：{lists}；其间移出的可能没有查到",
        "younger than the moment {moment}, by up to {days}: {lists}; whoever was removed in between may not be found",
    ),
    "lists-as-of": ("{lists}（截至 {day}）", "{lists} (as of {day})"),
    "all-lists": ("所查的全部名单、记录", "everything that was looked up"),
    "profiles-of": ("信用档案（{bidders}）", "profiles ({bidders})"),
    "days": ("{n} 天", "{n} days"),
    "days.1": ("1 天", "1 day"),
    "of-them": ("（其中未核查 {n}）", " ({n} of them not checked)"),
    "unchecked": ("{result}（未核查）", "{result} (not checked)"),
    "partly-unchecked": ("{result}（部分成员未核查）", "{result} (some members not checked)"),
    "of-whom": ("：{names}", ": {names}"),
    "then": ("{moment}：{result}", "{moment}: {result}"),
    "made-by": (
        "规则 {plan}（credit-rules {version}） · 输入文件 {inputs} · 信息截至 {known} · 事项日期 {day} · "
        "校验：用同样的文件重做 credit-rules screen，报告号应当相同",
        "rules {plan} (credit-rules {version}) · files {inputs} · as known on {known} · for {day} · to verify: "
        "credit-rules screen with the same files gives the same report number",
    ),
    "sheet-head": ("报告号 {number}", "report {number}"),
    "sheet-before": ("第", "page"),
    "sheet-after": (" 页", ""),
    "annex": ("附页 {n}", "sheet {n}"),
    "profile-counts": ("信用档案 {n}；不能读取 {left}", "{n} profiles; {left} not readable"),
    "complete": ("全部名单", "complete"),
    "search-result": ("查询结果", "result of a search"),
    "more-notes": ("另有 {n} 处，见 report.json", "{n} more, see report.json"),
    "by-member": ("{result}（因成员{name}）", "{result} (by member {name})"),
    "check-code": ("请核对代码", "verify the code"),
    "give-code": ("请补充统一社会信用代码", "ask for the identifier"),
    "check-name": ("名称相近，请核对是否同一主体", "a similar name is on record: find out whether it is the same"),
    "name-differs": ("名称不符：{said}", "another name: {said}"),
    "use.reject": (
        "列入依法应当拒绝参与的名单即拒绝；联合体任一成员列入，视同联合体列入",
        "whoever is on a list that bars by law is refused; one member listed counts as the whole consortium",
    ),
    "use.rules": ("按本表所附规则版本", "by the rules named below"),
    "evidence": (
        "本表、查询结果及其摘要存入采购档案",
        "this report, the results and their digests go on file",
    ),
    "moment": ("{name} {day}", "{name} {day}"),
    "moment.written": ("{day}（{written}）", "{day} ({written})"),
    "no-channel": ("未载明", "not stated"),
    "advice": (
        "本表为规则比对结果，供采购人、采购代理机构参考；是否拒绝由采购人依法决定。",
        "This report compares records with rules and is advice; the purchaser decides by law whether to refuse.",
    ),
    "again": (
        "校验：用同样的文件（同名，不论在哪个文件夹）、规则和时点重做 credit-rules screen，报告号应当相同；"
        "文件是否同样，看 SHA-256 摘要。",
        "To verify: credit-rules screen with the same files (by the same names, in whatever folder), rules and moment "
        "gives the same report number; whether files are the same is told by their SHA-256.",
    ),
    "file-counts": (
        "读入 {read} = 采用 {taken} + 合并 {merged} + 略过 {left}；存疑 {doubted}",
        "{read} read = {taken} taken + {merged} merged + {left} left out; {doubted} with a doubt",
    ),
    "match": (
        "“{asked}”与记录中的“{found}”：{why}，相似度 {score}",
        "“{asked}” and “{found}” on record: {why}; score {score}",
    ),
    "match.lists": ("记录所在：{lists}", "on record: {lists}"),
    "match.if": (
        "如为同一主体，将适用：{measures}。名称本身不构成限制。",
        "were it the same: {measures}. A name alone restricts nobody.",
    ),
    "changed": ("{first}：{was} → {other}：{now}", "{first}: {was} → {other}: {now}"),
    "no-name": ("（没有名称）", "(no name)"),
    "no-id": ("没有代码", "no identifier"),
    "no-bidders": ("没有投标人", "no bidders"),
    "removed": ("删去以前的告知书 {path}", "removed an earlier notice {path}"),
    "written": ("写入 {path}", "wrote {path}"),
    "tender": ("第 {n} 个项目", "tender {n}"),
    "notice.to": ("{name}：", "To {name}:"),
    "notice.to-code": ("{name}（{id}）：", "To {name} ({id}):"),
    "notice.blank": (
        "（此处填写条文原文：　　　　　　　　　　　　　　　　）",
        "(write the words of the article here:　　　　　　　　　　　　　　　　)",
    ),
    "notice.remedy": ("{text}（{basis}）", "{text} ({basis})"),
    "notice.day": ("　　　　年　　月　　日", "date:　　　　　　　　"),
    "notice.made": (
        "本告知书根据信用记录与规则的比对结果（核查号 {id}）拟出，经签发单位核对、签字并盖章后生效。",
        "This notice was drawn up from a comparison of credit records with rules (check {id}); it has effect once the "
        "issuing body has verified, signed and sealed it.",
    ),
    "notice.opening": (
        "贵单位参加“{project}”。经查询供应商信用记录（核查时点 {day}，信息截至 {known}），"
        "存在下列依法应当拒绝参与的情形：",
        "You took part in “{project}”. The credit records of suppliers were looked up (for {day}, as known on "
        "{known}). By law, the following calls for a refusal:",
    ),
    "notice.closing": (
        "对本告知有异议的，可以按上述途径、在期限内提出；记录修复或者移出的，请附证明。",
        "Whoever objects may use these remedies within their time; if a record was repaired or removed, enclose proof.",
    ),
    "html-title": ("供应商信用记录查询情况表：{title}", "Supplier credit records: {title}"),
}


def label(key: str, lang: str) -> str:
    """What stands in front of something."""
    return LABELS[key][lang != "zh"]


def tell(key: str, lang: str, **params: object) -> str:
    """A sentence with its parameters filled in."""
    return TELL[key][lang != "zh"].format(**params)


def result(outcome: str, lang: str) -> str:
    """What an outcome of a bidder is called."""
    return RESULTS[outcome][lang != "zh"]

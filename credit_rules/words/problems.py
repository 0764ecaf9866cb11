"""What error messages say, in both languages: `{code: (zh, en)}`, and apart from it the advice that mends it.

A message is a small piece of writing: lower case, no full stop, what was written in backticks, the field's own
words. The code beside it never changes; the sentence may improve.
"""

from collections.abc import Mapping

from credit_rules.words import importing, screening

Sentences = Mapping[str, tuple[str, str]]

MESSAGES: Sentences = {
    # text that cannot be read
    "too-large": (
        "文件过大：约 {size} MB，上限 {most} MB",
        "the file is too large: about {size} MB, at most {most} MB",
    ),
    "bad-encoding": ("文件既不是 UTF-8 也不是 GB18030 编码", "the file is neither UTF-8 nor GB18030"),
    "empty-file": ("文件是空的", "the file is empty"),
    "several-documents": ("一个文件里有多份文档", "more than one document in the file"),
    "bad-character": ("含有不允许的字符 {character}", "a character that may not stand here: {character}"),
    "tab": ("含有制表符", "a tab character"),
    "bad-yaml": ("不是正确的 YAML：{why}", "not valid YAML: {why}"),
    "bad-json": ("不是正确的 JSON：{why}", "not valid JSON: {why}"),
    # what is usually mistaken in writing YAML
    "full-width-colon": ("`{text}` 用了中文冒号", "`{text}` has a full-width colon"),
    "no-space-after-colon": ("`{text}` 的冒号后面没有空格", "no blank after the colon in `{text}`"),
    "full-width-comma": ("两项之间用了中文标点 `{sign}`", "a full-width `{sign}` stands between two items"),
    "full-width-quotes": ("`{text}` 用了中文引号", "`{text}` has full-width quotes"),
    "full-width-space": ("缩进用了全角空格", "indented with a full-width space"),
    "odd-indentation": (
        "缩进 {found} 格，同一层的其他键是 {wanted} 格",
        "indented by {found}, where what stands beside it is indented by {wanted}",
    ),
    "not-closed": ("从这里开始的 `{sign}` 没有结束", "the `{sign}` that begins here does not end"),
    "square-brackets": ("`{text}` 里的方括号会被当作列表", "the brackets in `{text}` are taken for a list"),
    "colon-in-text": ("文字 `{text}` 里有冒号加空格", "the text `{text}` holds a colon and a blank"),
    "quotes-wanted": ("文字不能以 `{sign}` 开头", "a text may not begin with `{sign}`"),
    "comma-in-text": ("`{{ }}` 里的文字含英文逗号", "a text inside `{{ }}` holds a comma"),
    "list-in-braces": ("`{{{text}}}` 里没有冒号", "there is no colon in `{{{text}}}`"),
    "thousands-separator": ("`{text}` 写了千分位逗号", "`{text}` is written with commas for thousands"),
    "too-deep": ("嵌套过深，上限 {most} 层", "nested too deep, at most {most} levels"),
    "profile-among-rules": (
        "这像是一份信用档案，不是清单",
        "this looks like a credit profile, not like a measure list",
    ),
    "anchors": ("别名过多或自我引用，上限 {most} 个", "too many aliases, or one that contains itself; at most {most}"),
    "merge-key": ("不支持合并键 `<<`", "merge keys `<<` are not supported"),
    "duplicate-key": ("键 `{key}` 重复", "the key `{key}` stands twice"),
    "unknown-kind-of-file": ("没有 `{name}` 这类文件的 Schema", "no schema for a kind of file `{name}`"),
    "folder-not-empty": ("文件夹 `{name}` 不是空的", "the folder `{name}` is not empty"),
    "no-folder": ("没有说明要建立哪个文件夹", "which folder to make is not said"),
    "not-a-folder": ("`{name}` 已经存在，不是文件夹", "`{name}` exists and is no folder"),
    "unwritable": ("写不了 `{name}`：{why}", "cannot write `{name}`: {why}"),
    "bad-percent": ("`{value}` 不是 0 到 100 之间的百分数", "`{value}` is not a percentage from 0 to 100"),
    "unreadable": ("读不到 `{name}`：{why}", "cannot read `{name}`: {why}"),
    # shapes
    "unknown-key": ("不认识的键 `{name}`", "unknown key `{name}`"),
    "missing-key": ("缺少 `{key}`", "`{key}` is missing"),
    "wrong-type": ("`{key}` 应为{wanted}，写的是{found}", "`{key}` should be a {wanted}, found a {found}"),
    "empty-text": ("文字是空的", "the text is empty"),
    "bad-text": ("应为一段文字，或 zh、en 两个键", "expected one text, or the keys zh and en"),
    "bad-date": ("`{value}` 不是日期", "`{value}` is not a date"),
    "bad-hour": ("`{value}` 不是查询时间", "`{value}` is not the hour of a search"),
    "bad-money": ("`{value}` 不是金额", "`{value}` is not an amount of money"),
    "bad-within": ("`{value}` 不是一段时间", "`{value}` is not a length of time"),
    "until-and-within": (
        "`--until` 和 `--within` 只能写一个",
        "`--until` and `--within` say the same: give one of them",
    ),
    "bad-period": ("`{value}` 不是期限", "`{value}` is not a period"),
    "bad-code": ("`{value}` 不是代码", "`{value}` is not a code"),
    "bad-region": ("`{value}` 不是行政区划代码", "`{value}` is not a region code"),
    "unknown-value": ("不认识的值 `{name}`", "unknown value `{name}`"),
    "region-of-local-regulation": (
        "地方性法规没有写明适用地区",
        "a local regulation does not say where it holds",
    ),
    "ambiguous-alias": (
        "别名 `{name}` 用于两个事项：{first}、{second}",
        "the alias `{name}` means two actions: {first}, {second}",
    ),
    "no-catalogue": (
        "没有载入目录，清单里的名称无从查找",
        "no catalogue is loaded, so the names in the lists cannot be found",
    ),
    "item-contradicts": (
        "地方事项编码 `{name}` 不是事项 `{action}`",
        "the local item code `{name}` does not mean the action `{action}`",
    ),
    "dates-contradict": (
        "日期矛盾：`{second}` {late} 早于 `{first}` {early}",
        "dates contradict: `{second}` {late} is before `{first}` {early}",
    ),
    # names
    "duplicate-id": ("`{name}` 重复，先见于 {first}", "`{name}` stands twice, first at {first}"),
    "unknown-source": ("目录里没有依据 `{name}`", "no source `{name}` in the catalogue"),
    "ambiguous-source": (
        "`{name}` 可以指几个依据：{sources}",
        "`{name}` may mean more than one source: {sources}",
    ),
    "unknown-list": ("目录里没有名单 `{name}`", "no list `{name}` in the catalogue"),
    "unknown-action": ("目录里没有事项 `{name}`", "no action `{name}` in the catalogue"),
    "unknown-authority": ("目录里没有机关 `{name}`", "no authority `{name}` in the catalogue"),
    "unknown-role": ("目录里没有关联身份 `{name}`", "no role `{name}` in the catalogue"),
    "unknown-scheme": ("目录里没有评价方案 `{name}`", "no rating or points scheme `{name}` in the catalogue"),
    "unknown-measure-list": ("没有措施清单 `{name}`", "no measure list `{name}`"),
    "unknown-name": (
        "没有叫 `{name}` 的措施、名单、事项、依据或者机关",
        "no measure, list, action, source or body is called `{name}`",
    ),
    "unknown-measure": ("没有措施 `{name}`", "no measure `{name}`"),
    "ambiguous-measure": (
        "`{name}` 可以指几条措施：{names}",
        "`{name}` may mean more than one measure: {names}",
    ),
    "unknown-field": ("{kind} 没有字段 `{name}`", "`{name}` is not a field of {kind}"),
    "unknown-item": ("地方事项编码 `{name}` 没有对应的事项", "the local item code `{name}` is mapped to no action"),
    "unknown-ruleset": ("没有规则集 `{name}`", "no rule set `{name}`"),
    "ruleset-loop": (
        "规则集 `{name}` 包含了自己，由 {first} 引入",
        "the rule set `{name}` includes itself, by way of {first}",
    ),
    "unknown-parent": (
        "清单 `{child}` 的上级清单 `{name}` 没有载入",
        "the parent `{name}` of the list `{child}` is not loaded",
    ),
    "parent-loop": (
        "清单 `{name}` 成了自己的上级，另见 {first}",
        "the list `{name}` is a parent of itself, by way of {first}",
    ),
    # conditions and measures
    "bad-condition": ("条件写得不对：`{why}`", "not a condition: `{why}`"),
    "effect-of-other-polarity": (
        "效果 `{name}` 不属于 {polarity}",
        "the effect `{name}` does not belong to a {polarity}",
    ),
    "category-of-incentive": ("激励 `{name}` 不写惩戒类别", "the incentive `{name}` has a category of restrictions"),
    "entitlement-without-law": (
        "`{name}` 标为法定权利，但依据中没有法律",
        "`{name}` is marked an entitlement, but no law is among its bases",
    ),
    "editions-overlap": (
        "清单 `{name}` 的两个版本同时有效，另一版见 {first}",
        "two editions of `{name}` are in force on one day, the other at {first}",
    ),
    "terms-overlap": ("同一名单的两段期限规定同时有效", "two terms of one list are in force on one day"),
    # what no rule set may do
    "no-sufficient-basis": (
        "惩戒 `{name}` 没有位阶足够且有效的依据（{ranks}）",
        "the restriction `{name}` has no basis in force of sufficient rank ({ranks})",
    ),
    "points-restrict": (
        "惩戒 `{name}` 以积分为条件（{what}）",
        "the restriction `{name}` rests on points ({what})",
    ),
    "basic-service": (
        "`{name}` 触及基本公共服务 `{action}`",
        "`{name}` reaches the basic public service `{action}`",
    ),
    "no-end": ("惩戒 `{name}` 没有终点", "the restriction `{name}` has no end"),
    "no-way-out": ("惩戒 `{name}` 没有出路", "the restriction `{name}` has no way out"),
    "unknown-category": (
        "类别 `{name}` 不在全国失信惩戒措施基础清单内",
        "the category `{name}` is not on the national base list",
    ),
    "wider-than-parent": (
        "`{name}` 比它所细化的 `{parent}`（{first}）更宽：{what}",
        "`{name}` reaches further than `{parent}` ({first}), which it narrows: {what}",
    ),
    "market-credit-ordered": (
        "`{name}` 属市场化征信评级、授信，只可告知，不可命令",
        "`{name}` is for lenders and raters to decide: it may be told, not ordered",
    ),
    "unverified-source": (
        "依据 `{name}` 未经核实，而清单不是草案",
        "the source `{name}` is not verified, and the list is no draft",
    ),
    "spread-without-basis": (
        "`{name}` 及于关联主体 `{role}`，但没有写明牵连的依据",
        "`{name}` reaches the related subject `{role}` without a basis for the spread",
    ),
    # profiles and actions
    "two-versions": (
        "记录 `{name}` 在 {day} 有两个版本",
        "the record `{name}` has two versions of {day}",
    ),
    "mixed-record": (
        "编号 `{name}` 用在了两个名单（方案）的记录上",
        "the id `{name}` is used for records of two lists (or schemes)",
    ),
    "removal-undated": (
        "写了移出方式 `{removal}`，没有写移出日期",
        "it says how it was removed (`{removal}`), but not when",
    ),
    "duplicate-related": ("关联主体 `{name}` 重复", "the related subject `{name}` stands twice"),
    "objection-unclosed": (
        "异议成立，却没有 `closed_on`",
        "an objection is upheld, but has no `closed_on`",
    ),
    "no-subject": (
        "名册中没有 `{name}`，也没有完整的覆盖声明",
        "`{name}` is not in the profiles, and no coverage is complete",
    ),
    "no-such-file": ("没有文件 `{name}`", "no file `{name}`"),
    "not-a-request": ("每行应为含 profile 和 action 的对象", "a line should be an object with profile and action"),
    "profile-and-id": ("`profile` 和 `id` 只能写一个", "either `profile` or `id`, not both"),
    # profiles by identifier
    "no-profiles": ("按标识码 `{name}` 查找，却没有名册", "`{name}` is to be looked up, but there are no profiles"),
    "two-profiles": (
        "`{name}` 有两份档案，先见于 {first}",
        "`{name}` has two profiles, first at {first}",
    ),
    "not-a-profile": ("每行应为一份信用档案", "a line should be one credit profile"),
    "coverage-lost": (
        "有 {count} 行看不出属于谁，可能是任何主体的记录；此处的覆盖声明对任何主体都不算已查",
        "of {count} lines it cannot be told whose they are, and they may be anybody's records; the coverage told here "
        "counts for nobody",
    ),
    "coverage-in-doubt": (
        "有 {count} 行读不出属于谁；没有自己一行的主体，不按此处的覆盖声明视为已查",
        "of {count} lines it cannot be told whose they are; for subjects without a line the coverage told here does "
        "not count",
    ),
    "more-problems": ("另有 {count} 处问题未列出", "{count} more problems are not listed"),
    # written decisions
    "not-a-decision": ("不是核查结果", "this is no decision"),
    "decision-version": (
        "结果的格式是 `{found}`，本程序只读 `{wanted}`",
        "the decision is of the form `{found}`; this program reads `{wanted}`",
    ),
    "several-decisions": (
        "文件里有 {count} 行，一次只复算一份结果",
        "{count} lines, but one is replayed at a time",
    ),
    "line-without-decision": ("这里是错误，没有结果", "it says what was wrong, and holds no decision"),
    "bad-digest": ("`{value}` 不是摘要或者核查号", "`{value}` is no digest or id"),
    "decision-altered": (
        "结果作出后被改动：这里写的是 {found}，原为 {wanted}",
        "the decision was altered after it was made: {found} stands here, it was {wanted}",
    ),
    "decision-altered-somewhere": (
        "结果作出后被改动：核查号是 `{name}`，与内容相符的是 `{fitting}`",
        "the decision was altered after it was made: its id is `{name}`, its contents give `{fitting}`",
    ),
    "digest-unfitting": (
        "摘要不符：写的是 {was}，手头的是 {now}",
        "the digest does not fit: {was} is written, what is at hand has {now}",
    ),
    "other-subject": (
        "档案是 `{now}` 的，结果是 `{was}` 的",
        "the profile is that of `{now}`, the decision is about `{was}`",
    ),
    "known-not-later": (
        "{early} 早于结果的信息截至日期 {known}",
        "{early} is before the day as known on which the decision was made, {known}",
    ),
    "rules-without-action": (
        "载入的规则不是当时的那一套，其中没有 `{name}`",
        "the rules loaded are not those of then and do not have `{name}`",
    ),
    # measure lists as spreadsheets
    "needs-xlsx": ("读写电子表格需要另装 openpyxl", "spreadsheets need openpyxl, which is not installed"),
    "no-such-list": ("没有载入清单 `{name}`", "no measure list `{name}` is loaded"),
    "several-editions": ("清单 `{name}` 载入了几个版本：{files}", "several editions of `{name}` are loaded: {files}"),
    "file-exists": ("已有文件 `{name}`", "there is a file `{name}` already"),
    "file-changed": ("`{name}` 刚被别人改动", "`{name}` was changed by somebody else just now"),
    "cannot-edit": ("无法只改这几处而不动其他内容：{why}", "cannot change this and leave the rest as it is: {why}"),
    "sheet-not-xlsx": ("不是可以读取的 .xlsx 文件（{why}）", "not a readable .xlsx file ({why})"),
    "sheet-old": ("这是旧格式 .xls 文件", "this is a file of the old format, .xls"),
    "sheet-password": ("文件有密码", "the file has a password"),
    "sheet-bomb": ("解压后过大，上限 {most} MB", "it unpacks to too much, at most {most} MB"),
    "sheet-far": ("内容超出 {rows} 行、{columns} 列", "something stands beyond {rows} rows and {columns} columns"),
    "sheet-long": ("单元格放不下：{size} 个字，上限 {most}", "too long for a cell: {size} characters, at most {most}"),
    "sheet-no-heading": ("找不到表头（{wanted}）", "no row of headings ({wanted})"),
    "sheet-two": ("有几张带表头的工作表：{titles}", "more than one sheet with headings: {titles}"),
    "sheet-merged": ("单元格 {area} 是合并的", "the cells {area} are merged"),
    "sheet-formula": ("单元格里是公式 `{text}`", "the cell holds a formula, `{text}`"),
    "sheet-error": ("单元格里是错误值 `{text}`", "the cell holds an error, `{text}`"),
    "sheet-number": ("`{text}` 被表格软件当成了数字或者时间", "the spreadsheet has made `{text}` a number or a time"),
    "sheet-date": ("`{text}` 被表格软件当成了日期", "the spreadsheet has made a date of it: `{text}`"),
    "sheet-column-missing": ("缺少列 `{name}`，应在此处", "the column `{name}` is missing, it should stand here"),
    "sheet-column-renamed": ("列名 `{name}` 应为 `{wanted}`", "the heading `{name}` should be `{wanted}`"),
    "sheet-column-moved": ("列 `{name}` 应在 {wanted}", "the column `{name}` should stand at {wanted}"),
    "sheet-column-twice": ("`{name}` 有两处，另一处在 {first}", "`{name}` stands twice, first at {first}"),
    "sheet-column-unknown": ("多出一列 `{name}`", "a column nobody knows: `{name}`"),
    "sheet-column-none": ("此格上面没有列名", "there is no heading above this cell"),
    "sheet-header-missing": ("表头上方缺少 `{name}` 一行", "the row `{name}` above the table is missing"),
    "sheet-other-list": (
        "这是清单 `{name}` 的表，不是 `{wanted}` 的",
        "this is the sheet of `{name}`, not of `{wanted}`",
    ),
    "sheet-no-id": ("这一行没有代码", "this row has no id"),
    "sheet-empty": ("`{name}` 不能空着", "`{name}` may not be empty"),
    "sheet-chinese": ("只有英文，没有中文", "there is English, but no Chinese"),
    "sheet-ambiguous": ("`{name}` 可以指几个：{words}", "`{name}` may mean more than one: {words}"),
    "sheet-source": (
        "`{name}` 与方括号里的编号 `{source}` 不是一个依据",
        "`{name}` is not the source whose id stands in brackets, `{source}`",
    ),
    "sheet-yaml": ("花括号里的内容读不懂：`{text}`", "what stands in brackets cannot be read: `{text}`"),
    "sheet-brackets": ("依据应写在【】里：`{text}`", "bases are written in 【】: `{text}`"),
    "sheet-condition": ("第 {line} 行读不懂：`{text}`", "line {line} cannot be read: `{text}`"),
    "sheet-term": ("读不懂的期限 `{text}`", "`{text}` is not a term"),
    "sheet-date-field": ("没有日期 `{name}`", "no date is called `{name}`"),
    "sheet-days": ("读不懂的起止日期 `{text}`", "`{text}` says no days"),
    "sheet-deleted": (
        "表里没有措施 `{name}`（{title}），清单里仍保留",
        "the measure `{name}` ({title}) is not in the sheet; it stays",
    ),
    "sheet-one-language": ("改了“{name}”，“{other}”没有改", "“{name}” was changed, “{other}” was not"),
    "sheet-suffix": ("电子表格的文件名须以 .xlsx 结尾：`{name}`", "the name of a spreadsheet ends in .xlsx: `{name}`"),
    "sheet-order": ("各行的先后与清单不同，清单的先后不变", "the rows stand in another order; that of the list stays"),
    "sheet-ignored": ("没有读工作表 `{title}`", "the sheet `{title}` was not read"),
    # use
    "usage": ("用法不对：{why}", "wrong usage: {why}"),
    "unknown-option": ("没有选项 `{name}`", "no option `{name}`"),
    "unknown-command": ("没有命令 `{name}`", "no command `{name}`"),
    "unknown-code": ("没有代码 `{name}`", "no code `{name}`"),
    "option-without-value": ("选项 `{name}` 缺少值", "the option `{name}` wants a value"),
    "option-with-value": ("选项 `{name}` 不带值", "the option `{name}` takes no value"),
    "extra-argument": ("多出参数 `{name}`", "one argument too many: `{name}`"),
    "lines-unexpected": ("`{name}` 是逐行的请求，不是一份档案", "`{name}` holds lines of requests, not one profile"),
    "missing-option": ("缺少 {name}", "{name} is missing"),
    "not-yet": ("`{name}` 尚未提供", "`{name}` is not there yet"),
    "bad-toml": ("不是正确的 TOML：{why}", "not valid TOML: {why}"),
    "bad-seconds": ("不是秒数：`{value}`", "not a number of seconds: `{value}`"),
    "internal": ("内部错误，未给出结论：{why}", "an internal fault, so no answer is given: {why}"),
    # the second engine
    "engines-disagree": (
        "两个引擎对以下措施的认定不一致，未给出结论：{names}",
        "the two engines part ways, so no answer is given: {names}",
    ),
    "engine-failed": (
        "第二引擎出错，未给出结论：{why}",
        "the second engine failed, so no answer is given: {why}",
    ),
    "engine-missing": (
        "没有安装第二引擎 durable-rules",
        "the second engine, durable-rules, is not installed",
    ),
    "engine-unloadable": (
        "第二引擎 durable-rules 加载不了：{why}",
        "the second engine, durable-rules, cannot be loaded: {why}",
    ),
    "engine-elsewhere": (
        "第二引擎只在 Linux 和 macOS 上运行",
        "the second engine runs on Linux and macOS only",
    ),
    "report-written": ("报告写在 {name}", "the report of it is in {name}"),
    "report-unwritten": ("报告写不了：{why}", "the report of it cannot be written: {why}"),
    "bad-report": ("不是两个引擎的报告，或者残缺", "not a report of two engines, or not all of it"),
    "report-other-rules": (
        "规则集不是当时的那一套：当时 {was}，现在 {now}",
        "the rule sets are not those of then: {was}; now {now}",
    ),
    "engine-refuses": (
        "第二引擎无法表达这条措施：{why}",
        "the second engine cannot say this measure: {why}",
    ),
    # events that are followed
    "not-an-event": ("不是事件", "not an event"),
    "event-key-idle": ("`{what}` 不写 `{key}`", "`{key}` says nothing with `{what}`"),
    "event-kind-unfitting": ("`{what}` 与记录种类 `{name}` 不符", "`{what}` does not happen to a `{name}`"),
    "event-id-reused": (
        "事件编号 `{name}` 已用于内容不同的另一事件，本行没有计入",
        "the id `{name}` was that of another event; this one is not counted",
    ),
    "record-not-begun": (
        "没有记录 `{name}`，`{what}` 暂存，待其列入或者作出后自动计入",
        "there is no record `{name}` yet: `{what}` is held, and counts by itself once the record has begun",
    ),
    "event-contradicts": (
        "记录 `{name}`：与 {day} 获知的事件 `{event}` 矛盾，`{what}` 暂存，没有计入",
        "record `{name}`: contradicts event `{event}`, known from the same day {day}; `{what}` is held and not counted",
    ),
    "not-suspended": (
        "记录 `{name}` 没有暂停适用，`{what}` 暂存，没有计入",
        "record `{name}` is not suspended: `{what}` is held and not counted",
    ),
    "record-gone": (
        "记录 `{name}` 已经移出、撤销或者异议成立，`{what}` 暂存，没有计入",
        "record `{name}` is gone for good: `{what}` is held and not counted",
    ),
    "event-released": (
        "暂存的事件 `{name}` 因 `{event}` 的到来已经计入",
        "the held event `{name}` counts since `{event}` came",
    ),
    "event-late": (
        "{known} 已获知，此前已过到 {today}：自本日起计入，已经说明的不追溯改变",
        "known from {known}, and the day is {today} already: it counts from now on, what was told stays as it was",
    ),
    "event-of-nothing-loaded": ("没有载入 `{name}`，不影响任何措施", "`{name}` is not loaded, and touches no measure"),
    "subject-kind-unknown": (
        "主体 `{name}` 的类别不明，暂不核查",
        "the kind of subject `{name}` is not known; until then nothing is decided",
    ),
    "day-goes-back": (
        "日期 {day} 早于已到的 {today}，没有计入",
        "the day {day} is before {today}, which has come already",
    ),
    "events-repeated": (
        "{count} 个事件重复送达，没有再次计入，首个为 `{name}`",
        "events that came again and were passed over: {count}; the first is `{name}`",
    ),
    "rules-changed": (
        "规则或者所看事项有变，全部重新核查",
        "the rules or the actions watched are others now: all is decided anew",
    ),
    "state-in-use": ("状态文件夹 `{name}` 正由另一个进程使用", "the state `{name}` is in use by another process"),
    "state-altered": ("状态文件夹 `{name}` 的内容对不上：{why}", "the state `{name}` does not fit together: {why}"),
    "state-unfinished": (
        "状态文件夹 `{name}` 上次没有写完，须先用原来的规则和事项接续",
        "the state `{name}` was left unfinished under other rules or actions",
    ),
    "state-cut": ("`{name}` 最后一行不完整，已经去掉", "the last line of `{name}` was half-written, and was cut off"),
    "bad-number": ("`{value}` 不是序号", "`{value}` is not a number"),
    "number-to-come": ("还没有第 {value} 条，最后一条是 {last}", "there is no number {value} yet, the last is {last}"),
    "from-without-state": ("没有 `--state`，就没有以前说明过的内容", "without `--state` nothing was told before"),
    "since-settled": (
        "`--since` {since} 与状态文件夹的起始日 {began} 不同",
        "`--since` {since} is not the day this state began with, {began}",
    ),
    "until-in-the-past": ("`--until` {until} 早于 {today}", "`--until` {until} is before {today}"),
    **importing.MESSAGES,
    **screening.MESSAGES,
}

#: What a value is, in messages about its type.
TYPES: Sentences = {
    "mapping": ("键值对", "mapping"),
    "list": ("列表", "list"),
    "text": ("文字", "text"),
    "code": ("代码", "code"),
    "date": ("日期", "date"),
    "money": ("金额（文字）", "amount of money written as text"),
    "number": ("数字", "number"),
    "whole number": ("整数", "whole number"),
    "period": ("期限", "period"),
    "region": ("行政区划代码", "region code"),
    "true/false": ("true 或 false", "true or false"),
    "null": ("空值", "null"),
}

_BY_SHOW = (
    "用 `credit-rules show` 查名称和代码",
    "see `credit-rules show` for names and codes",
)
HELP: Sentences = {
    "bad-within": ("如 30d、2w、3 months、1y", "as in 30d, 2w, 3 months, 1y"),
    "no-folder": ("如 `credit-rules init mine`", "as in `credit-rules init mine`"),
    "folder-not-empty": ("换一个新文件夹；已有的文件不会改动", "name a new one; nothing that is there is touched"),
    "declaration-basis": (
        "写明准许以声明代替查询、且有效的条文",
        "cite the provision in force that allows the declaration",
    ),
    "basis-of-past": ("条件里的 `basis` 只用于 `standing: any`", "a `basis` in a test goes with `standing: any`"),
    "region-of-local-regulation": ("写明 `region`，如 `370000`", "say its `region`, as in `370000`"),
    "no-catalogue": ("加上全国规则：`--rules cn`", "load the national rules beside it: `--rules cn`"),
    "market-credit-ordered": (
        "改为 `duty: may`，效果用 `weigh` 或 `notify`",
        "use `duty: may` with `weigh` or `notify`",
    ),
    "ambiguous-alias": ("给其中一个事项换个别名", "give one of the actions another alias"),
    "split-by-comma": (
        "列表的各项用英文逗号加一个空格隔开，如 `[甲, 乙]`",
        "separate the items of a list by a comma and a blank, as in `[a, b]`",
    ),
    "book-title-marks": (
        "不写书名号，名称后空一格再写条文，如 `政府采购法 第二十二条`",
        "no 《》; the name, a blank, the article, as in `政府采购法 第二十二条`",
    ),
    "write-so": ("写作 `{better}`", "write `{better}`"),
    "nothing-written": (
        "冒号后面没有内容；写上内容，或者删去这个键",
        "nothing stands after the colon; write it, or remove the key",
    ),
    "unknown-list": _BY_SHOW,
    "unknown-action": _BY_SHOW,
    "unknown-authority": _BY_SHOW,
    "unknown-role": _BY_SHOW,
    "unknown-scheme": _BY_SHOW,
    "unknown-name": _BY_SHOW,
    "unknown-measure": _BY_SHOW,
    "unknown-parent": _BY_SHOW,
    "unknown-source": (
        "用 `credit-rules show` 查依据的名称；目录里没有的，先在 `sources` 下登记",
        "see `credit-rules show` for the names of sources; enter one that is not there under `sources`",
    ),
    "unknown-measure-list": ("可用：{known}", "one of: {known}"),
    "no-such-list": ("可用：{known}", "one of: {known}"),
    "unknown-kind-of-file": ("可用：{known}", "one of: {known}"),
    "unknown-ruleset": (
        "随库提供：{known}；自己的规则集写文件夹的路径，如 `./mine`",
        "those that ship: {known}; name one of your own by its folder, as in `./mine`",
    ),
    "profile-among-rules": ("请移出规则集的文件夹", "move it out of the folder of the rule set"),
    "measure-of-draft": ("它在草案清单中，加 --drafts 载入", "it stands in a draft list: load it with --drafts"),
    "nearest-names": ("相近的名称：{names}", "names like it: {names}"),
    "did-you-mean": ("是不是想写 `{nearest}`？", "did you mean `{nearest}`?"),
    "too-large": ("请把清单拆成几个文件", "split it into several files"),
    "bad-encoding": ("请另存为 UTF-8", "save it as UTF-8"),
    "several-documents": ("每份文档单独一个文件", "one document to a file"),
    "bad-character": ("请删去该字符", "remove the character"),
    "tab": ("缩进请用空格", "indent with spaces"),
    "bad-yaml": (
        "看这一行和上一行：冒号后空一格，缩进对齐，括号和引号成对",
        "look at this line and the one above: a blank after colons, indentation in line, brackets and quotes closed",
    ),
    "bad-json": (
        "看这个位置和它前面：键和文字用英文双引号，各项用英文逗号隔开，括号成对",
        "look here and just before: keys and texts in double quotes, commas between items, brackets closed",
    ),
    "full-width-colon": ("改为英文冒号加一个空格：`{better}`", "a colon and a blank: `{better}`"),
    "no-space-after-colon": ("冒号后空一格：`{better}`", "a blank after the colon: `{better}`"),
    "full-width-comma": ("各项用英文逗号加一个空格隔开", "separate items by a comma and a blank"),
    "full-width-quotes": (
        '代码、日期不加引号；文字要加引号的，用英文双引号 `"…"`',
        'no quotes around codes and dates; around a text that needs them use `"…"`',
    ),
    "full-width-space": ("缩进请用半角空格", "indent with plain spaces"),
    "odd-indentation": ("改为 {wanted} 格", "indent it by {wanted}"),
    "not-closed": ("补上 `{close}`", "close it with `{close}`"),
    "square-brackets": (
        "年份用六角括号 `{better}`，或者给整条加英文双引号",
        "write `{better}`, or put the whole in double quotes",
    ),
    "colon-in-text": ('给整段文字加英文双引号 `"…"`', 'put the whole text in quotes: `"…"`'),
    "quotes-wanted": ('给整段文字加英文双引号 `"…"`', 'put the whole text in quotes: `"…"`'),
    "comma-in-text": ("请加英文双引号：`{better}`", "put it in quotes: `{better}`"),
    "list-in-braces": ("列表用方括号：`[{text}]`", "a list stands in brackets: `[{text}]`"),
    "thousands-separator": ("金额不要写千分位逗号：`{better}`", "write amounts without commas: `{better}`"),
    "merge-key": ("请把内容写全", "write the content out"),
    "anchors": ("请把内容写全，不用别名", "write the content out instead of aliases"),
    "duplicate-key": ("留下一个，删去另一个", "keep one of the two"),
    "bad-hour": (
        "写作 2026-11-19T16:02 或者 2026-11-19T16:02+08:00",
        "write 2026-11-19T16:02 or 2026-11-19T16:02+08:00",
    ),
    "bad-date": ("日期写作 YYYY-MM-DD，如 2026-11-20", "write dates as YYYY-MM-DD, as in 2026-11-20"),
    "bad-money": ('金额以元为单位，写作文字，如 "4000000.00"', 'in yuan, as a text, as in "4000000.00"'),
    "bad-money-comma": (
        '金额不要写千分位逗号，如 "1000000"',
        'write amounts without commas, as in "1000000"',
    ),
    "bad-money-unit": (
        '金额以元为单位，不写单位：200 万元写作 "2000000"',
        'in yuan and without a unit: two million is "2000000"',
    ),
    "bad-money-option": (
        "写数字，以元为单位，不写单位和逗号，如 `--amount 2000000`",
        "a number of yuan, without unit or commas, as in `--amount 2000000`",
    ),
    "bad-period": ("如 `3 years`、`18 months`、`180 days`", "as in `3 years`, `18 months`, `180 days`"),
    "bad-code": (
        "小写字母、数字和连字符，层级用点，如 `procurement.bid`",
        "lower case, digits and hyphens, dots for levels, as in `procurement.bid`",
    ),
    "bad-region": (
        "六位行政区划代码，如 `370300`，全国写 `CN`",
        "six digits, as in `370300`, or `CN` for the whole country",
    ),
    "ambiguous-source": ("写明依据的编号 `source: …`", "name the source by its id, as in `source: …`"),
    "duplicate-id": ("改掉其中一个的编号", "give one of them another id"),
    "always-restricts": ("`always` 只可用于激励", "`always` is for incentives only"),
    "two-keys": (
        "这里写了几个键：{keys}；都要符合的并列在 `all` 下，符合其一即可的并列在 `any` 下",
        "several keys stand here: {keys}; list them under `all` (each must hold) or `any` (one is enough)",
    ),
    "one-key": ("每层恰好一个键：all、any、not 或一种检验", "exactly one key: all, any, not or a test"),
    "no-terms": ("至少写一项", "write at least one term"),
    "no-values": ("至少写一个值", "write at least one value"),
    "fields-wanted": ("写出要检验的字段", "write the fields to be tested"),
    "related-wants": ("需要 `role` 和 `holds`", "`role` and `holds` are wanted"),
    "no-event": ("`happened` 只用于事件日期", "`happened` is for the dates of events"),
    "no-order": (
        "此字段不能比较大小，请写一个值或若干值",
        "this field has no order; write a value or a list of values",
    ),
    "two-ends": ("写作 [低, 高]", "write [low, high]"),
    "standing-any-basis": ("检验已失效的记录须有其依据", "looking at past records needs a basis of its own"),
    "category": (
        "惩戒须写明 `category`（全国基础清单的类别）",
        "a restriction says its `category` of the national base list",
    ),
    "no-sufficient-basis": (
        "须直接引用法律、行政法规、本地方的地方性法规、司法解释或党中央、国务院政策文件；"
        "部门规章仅限机关管理本机关工作且 `by` 只列其约束的机关",
        "cite a law, an administrative regulation, a local regulation of the region, a judicial interpretation or a "
        "policy document of the Party centre or the State Council; a departmental rule only for a body's own work, "
        "with `by` naming only bodies it binds",
    ),
    "points-restrict": (
        "积分只可用于激励；删去积分条件，或以 `subjects` 排除自然人、家庭户和个体工商户",
        "points only reward: remove the test, or leave natural persons, households and sole traders out by `subjects`",
    ),
    "basic-service": (
        "删去该事项；基本公共服务不受惩戒限制",
        "remove the action; basic public services are never restricted",
    ),
    "no-end": (
        "给名单或处罚种类写 `terms`，给检验写 `within`，或给措施写 `lasts`；"
        "法律规定无终点的，写 `way_out: {{none: true, basis: […]}}`",
        "give the list or kind of penalty `terms`, the test `within`, or the measure `lasts`; where the law sets no "
        "end, `way_out: {{none: true, basis: […]}}`",
    ),
    "no-way-out": (
        "给名单写 `repair`，或给措施写 `way_out`；法律规定没有出路的，写 `way_out: {{none: true, basis: […]}}`",
        "give the list a `repair` or the measure a `way_out`; where the law gives none, "
        "`way_out: {{none: true, basis: […]}}`",
    ),
    "unknown-category": ("可用：{known}", "one of: {known}"),
    "unknown-value": ("可用：{known}", "one of: {known}"),
    "wider-than-parent": ("收窄到上级措施的范围之内", "keep within what the parent measure reaches"),
    "unverified-source": ("核实该依据，或给清单标 `draft: true`", "verify the source, or mark the list `draft: true`"),
    "spread-without-basis": ("写 `basis`，引用规定牵连的条文", "write `basis` with the provision that spreads it"),
    "editions-overlap": (
        "让前一版在后一版生效前一日失效",
        "let the earlier edition end the day before the later begins",
    ),
    "two-versions": ("同一天只留一个版本", "keep one version for the day"),
    "dates-contradict": ("核对两个日期", "check both dates"),
    "mixed-record": ("给每条记录各自的编号", "give each record an id of its own"),
    "removal-undated": ("写明 `removed_on`", "say `removed_on`"),
    "objection-unclosed": ("写明异议办结日期", "say when the objection was closed"),
    "unknown-item": ("在目录 `items` 中登记该编码", "map the code under `items` in the catalogue"),
    "no-subject": ("核对标识码，或补充该主体的档案", "check the identifier, or supply the subject's profile"),
    "not-a-request": (
        '如 {{"request": "1", "profile": {{…}}, "action": {{…}}}}',
        'as in {{"request": "1", "profile": {{…}}, "action": {{…}}}}',
    ),
    "profile-and-id": ("删去其中一个", "remove one of the two"),
    "no-profiles": (
        "用 `--profiles` 或设置 `profiles` 指明档案名册；若是文件，请核对文件名",
        "name the file or folder with `--profiles` or the setting `profiles`; if a file was meant, check its name",
    ),
    "two-profiles": (
        "先并成一份：`credit-rules import a.jsonl b.jsonl --out all.jsonl`",
        "join them first: `credit-rules import a.jsonl b.jsonl --out all.jsonl`",
    ),
    "not-a-profile": ('如 {{"subject": {{…}}, "listings": […]}}', 'as in {{"subject": {{…}}, "listings": […]}}'),
    "coverage-in-doubt": ("更正这些行", "mend those lines"),
    "coverage-lost": ("在名单中补全这些行，重新导入", "complete those rows in the list, and import it again"),
    "not-a-decision": (
        "用 `check-subject … --format json` 输出的文件，或者逐行回答中的一行",
        "give a file that `check-subject … --format json` printed, or one line of its stream",
    ),
    "decision-version": (
        "用作出该结果的程序版本复算",
        "replay it with the version of the program that made it",
    ),
    "several-decisions": ("取出其中一行，另存为文件", "keep one line in a file of its own"),
    "decision-altered": ("找回当时输出的原文件", "find the file as it was printed"),
    "decision-altered-somewhere": (
        "找回当时输出的原文件；用当时的档案和规则复算，可以指出改动在哪里",
        "find the file as it was printed; replayed with the profile and rules of then, the place can be told",
    ),
    "digest-unfitting.action": (
        "`action` 或者它的摘要被改动",
        "`action` was altered, or its digest",
    ),
    "digest-unfitting.profile": (
        "档案不是当时的那一份，或者它的摘要被改动",
        "the profile is not the one of then, or its digest was altered",
    ),
    "digest-unfitting.plan": (
        "规则不是当时的那一套，或者摘要被改动",
        "the rules are not those of then, or their digest was altered",
    ),
    "other-subject": ("换成该主体的档案", "give the profile of that subject"),
    "known-not-later": ("写一个不早于它的日期", "name a day that is not before it"),
    "rules-without-action": ("用 `--rules` 指明当时的规则集", "name the rule sets of then with `--rules`"),
    "needs-xlsx": ("pip install 'credit-rules[xlsx]'", "pip install 'credit-rules[xlsx]'"),
    "several-editions": ("写出其中一个文件的路径", "name one of the files"),
    "file-exists": ("换一个文件名，或者加 --overwrite", "choose another name, or add --overwrite"),
    "file-changed": ("再运行一次", "run it again"),
    "cannot-edit": ("请直接在清单文件里改这一处", "make this change in the file of the list itself"),
    "sheet-not-xlsx": ("请在表格软件里另存为 .xlsx", "save it as .xlsx"),
    "sheet-old": ("请在表格软件里另存为 .xlsx", "save it as .xlsx"),
    "sheet-password": ("请去掉密码后另存", "save it without the password"),
    "sheet-merged": ("取消合并，每格各写各的", "unmerge them and write into each cell"),
    "sheet-formula": ("写成文字", "write it as text"),
    "sheet-error": ("写成文字", "write it as text"),
    "sheet-number": ("把单元格格式设为“文本”，再写一遍", "format the cell as text and write it again"),
    "sheet-date": ("把单元格格式设为“文本”，再写一遍", "format the cell as text and write it again"),
    "sheet-column-renamed": ("改回原来的列名", "give it back its heading"),
    "sheet-column-moved": ("把这一列移回原处", "move the column back"),
    "sheet-column-none": ("清空此格，或者放到另一张工作表", "empty the cell, or keep it on another sheet"),
    "sheet-no-id": (
        "写一个代码：小写字母、数字、连字符，如 `local-subsidy`",
        "write an id in lower case, digits and hyphens, as in `local-subsidy`",
    ),
    "sheet-chinese": ("中文是必需的", "the Chinese text is wanted"),
    "sheet-ambiguous": ("连同代码写全，如 `名称〔代码〕`", "write it with its code, as in `name〔code〕`"),
    "sheet-source": (
        "依据改了，编号也要改；或者只写名称和条文",
        "change the id as well, or write name and article alone",
    ),
    "sheet-brackets": ("如 法定代表人【依据：…；…】", "as in legal representative【basis: …；…】"),
    "sheet-condition": (
        "如 列入“…”、行政处罚：领域为 tax；3年内，写法见“填表说明”",
        "as in: on the list “…”; administrative penalty: field is tax; within 3 years. See the sheet `How to fill in`",
    ),
    "sheet-condition-left": (
        "看看缩进：属于同一项的各行，缩进应当相同",
        "look at the indentation: lines that belong together begin alike",
    ),
    "sheet-condition-one": ("下面应当缩进写一项条件", "one condition is wanted below, indented"),
    "sheet-condition-none": ("下面应当缩进写明各项条件", "conditions are wanted below, indented"),
    "sheet-condition-kinds": (
        "以此开头：列入、行政处罚、行政许可、刑事判决、信用承诺、信用评级、信用积分、信用主体、行政事项、其“…”符合",
        "begin with: on the list, administrative penalty, permit, conviction, commitment, credit rating, "
        "credit points, subject, administrative action, its “…” meets",
    ),
    "sheet-condition-twice": ("同一项写了两次", "the same is said twice"),
    "sheet-condition-compare": (
        "字段之后写：为、不少于、不超过、多于、少于、介于、已发生、未发生",
        "after the field: is, at least, at most, more than, less than, between, has happened, has not happened",
    ),
    "sheet-condition-quote": ("名称写在“”里", "put names in “”"),
    "sheet-term": (
        "如 终身、自决定日期起3年，或者留空",
        "as in: for life; 3 years from date of decision; or leave it empty",
    ),
    "sheet-date-field": ("可用：{known}", "one of: {known}"),
    "sheet-days": (
        "如 2026-01-01起、2026-01-01至2027-12-31",
        "as in: from 2026-01-01; from 2026-01-01 until 2027-12-31",
    ),
    "sheet-deleted": ("要删去，加 --delete", "to remove it, add --delete"),
    "lines-unexpected": ("逐行的请求请用 check-subject", "for lines of requests there is check-subject"),
    "ambiguous-measure": ("写明清单：清单/措施", "write the list before it: list/measure"),
    "missing-option": ("见 --help", "see --help"),
    "not-yet": ("暂请改用其他选项", "use another option for now"),
    "extra-argument": ("见 --help", "see --help"),
    "bad-toml": ('如 rules = ["cn"]', 'as in rules = ["cn"]'),
    "bad-seconds": ("写一个正整数，如 60", "a whole number above 0, as in 60"),
    "usage": ("见 --help", "see --help"),
    "engines-disagree": (
        "这是程序的错误：请把报告交给维护者；报告可以用 credit-rules replay 重新运行",
        "this is a fault of the program: hand the report to its maintainers; credit-rules replay runs it again",
    ),
    "engine-failed": (
        "再运行一次；仍然如此的，可以加 --no-verify 只用一个引擎",
        "run it again; if that does not help, --no-verify asks one engine only",
    ),
    "engine-missing": (
        "{command}（需要 C 编译器，如 apt install gcc python3-dev）；"
        "不用第二引擎的，加 --no-verify 或者在设置里写 verify = false",
        "{command} (it needs a C compiler, as in apt install gcc python3-dev); "
        "to do without it, use --no-verify or write verify = false into the settings",
    ),
    "engine-unloadable": (
        "重新安装：{command} --force-reinstall --no-cache-dir；"
        "不用第二引擎的，加 --no-verify 或者在设置里写 verify = false",
        "install it again: {command} --force-reinstall --no-cache-dir; "
        "to do without it, use --no-verify or write verify = false into the settings",
    ),
    "engine-elsewhere": (
        "加 --no-verify，或者在设置里写 verify = false",
        "use --no-verify, or write verify = false into the settings",
    ),
    "report-written": (
        "其中没有姓名；credit-rules replay {name} 再问一次",
        "it names nobody; credit-rules replay {name} asks again",
    ),
    "report-unwritten": ("加 --format json，报告就在输出里", "with --format json the report is in the output"),
    "report-other-rules": (
        "用 --rules（草案加 --drafts）载入当时的规则集；报告的 `rules` 列出各份清单",
        "load the rule sets of then with --rules, and --drafts where there were; `rules` in the report lists them",
    ),
    "engine-refuses": (
        "把条件拆小，或者加 --no-verify 只用一个引擎",
        "split the condition, or use --no-verify to ask one engine only",
    ),
    "not-an-event": (
        '写成 {{"event": …, "what": …, "subject": …, "known_on": …}}，或者 {{"day": …}}',
        'write {{"event": …, "what": …, "subject": …, "known_on": …}}, or {{"day": …}}',
    ),
    "event-id-reused": (
        "更正记载用 `amended`，并另编事件编号",
        "to correct a record use `amended`, with an id of its own",
    ),
    "event-contradicts": ("核实后用 `amended` 更正", "find out which is right, and correct it with `amended`"),
    "not-suspended": ("核实后用 `amended` 更正", "find out which is right, and correct it with `amended`"),
    "record-gone": ("重新列入的写成一条新记录", "an entry made anew is a record of its own"),
    "subject-kind-unknown": (
        '写明类别：{{"subject": {{"id": …, "kind": "enterprise"}}}}',
        'say its kind: {{"subject": {{"id": …, "kind": "enterprise"}}}}',
    ),
    "day-goes-back": ("日期只能向前", "days only go forward"),
    "state-in-use": ("等它结束，或者换一个文件夹", "wait until it ends, or use another folder"),
    "state-altered": ("换一个新的文件夹，从头送一遍事件", "begin with a new folder, and send the events once more"),
    "state-unfinished": (
        "用原来的 `--rules` 和 `--action` 再运行一次",
        "run it once more with the `--rules` and `--action` of then",
    ),
    "from-without-state": ("加上 `--state`", "add `--state`"),
    **importing.HELP,
    **screening.HELP,
}

#: Words that fill sentences.
PHRASES: Sentences = {
    "tag": ("不支持标签 `{tag}`", "tag {tag}"),
    "ranks": ("现有：{ranks}", "it has: {ranks}"),
    "no-basis": ("没有写依据", "none is cited"),
    "wider": ("{field}：本条 {own}，上级 {above}", "{field}: {own} here, {above} above"),
    "subjects": ("主体", "subjects"),
    "actions": ("事项", "actions"),
    "effect": ("效果", "effect"),
    "duty": ("力度", "duty"),
    "region": ("地区", "region"),
    "engine.unstarted": ("工作进程无法启动（{why}）", "its process could not be started ({why})"),
    "engine.lost": ("工作进程意外结束", "its process ended unexpectedly"),
    "engine.late": ("{seconds} 秒内没有回答", "no answer within {seconds} seconds"),
    "engine.garbled": ("回答残缺或者不成样子", "its answer was cut off or made no sense"),
    "engine.error": ("引擎报错（{why}）", "it reported an error ({why})"),
    "engine.cut-short": ("引擎没有读完交给它的事实", "it did not read all it was handed"),
    "engine.bad-fact": ("`{name}` 不在引擎的安全范围内", "`{name}` lies outside what it is safe to hand it"),
    # why a condition cannot be said
    "engine.name": ("名称 `{name}` 不可用", "`{name}` cannot be used as a name"),
    "engine.same-hash": (
        "引擎分不清名称 `{name}` 和 `{other}`",
        "it cannot tell the names `{name}` and `{other}` apart",
    ),
    "engine.properties": ("一条规则涉及的项目超过 {most} 个", "one rule asks of more than {most} things"),
    "engine.types": ("属性的类型不对", "a property is of no type it knows"),
    "engine.unguarded": ("规则没有先说明针对哪一种事实", "a rule does not begin with the sort of fact it is about"),
    "engine.constant-type": ("`{name}` 与不同类型的值比较", "`{name}` is compared with a value of another type"),
    "engine.constant-size": (
        "与 `{name}` 比较的值过大或过长",
        "the value `{name}` is compared with is too large or too long",
    ),
    "engine.operator": ("`{name}` 的比较方式不在安全范围内", "`{name}` is compared in a way that is not safe"),
    "engine.rules": ("规则超过 {most} 条", "there are more than {most} rules"),
    "engine.children": ("同一条件之下的条件超过 {most} 个", "more than {most} conditions stand under one"),
    "engine.ending-alike": ("以同一条件结尾的规则超过 {most} 条", "more than {most} rules end in one condition"),
    "engine.links": ("包含同一取值的列表超过 {most} 个", "more than {most} lists of values share one value"),
    "engine.open": (
        "一个事实可能同时满足的条件超过 {most} 个",
        "one fact may meet more than {most} conditions at once",
    ),
    "engine.branches": ("条件展开后超过 {most} 种情形", "the condition comes to more than {most} alternatives"),
}
#: What parsers and systems say in English only, in Chinese.
WHYS: Mapping[str, str] = {
    # YAML
    "did not find expected key": "此处应是一个键，缩进或者上一行有误",
    "did not find expected '-' indicator": "此处应是以 `-` 开头的一项，缩进有误",
    "did not find expected ',' or ']'": "方括号里缺少逗号，或者没有 `]`",
    "did not find expected ',' or '}'": "花括号里缺少逗号，或者没有 `}`",
    "did not find expected node content": "此处缺少内容",
    "did not find expected <document start>": "此处应是新文档的开头 `---`",
    "did not find expected alphabetic or numeric character": "`&`、`*` 之后应是字母或者数字",
    "mapping values are not allowed in this context": "此处不能出现键值对（冒号）",
    "block sequence entries are not allowed in this context": "此处不能出现以 `-` 开头的一项",
    "could not find expected ':'": "没有找到冒号",
    "found undefined alias": "`*` 引用的名称没有定义",
    "found duplicate anchor": "`&` 定义的名称重复",
    "found character that cannot start any token": "文字不能以这个字符开头",
    "found unexpected end of stream": "文件到此结束，内容不完整",
    "found unknown escape character": "反斜杠之后的字符不认识",
    "control characters are not allowed": "含有控制字符",
    "did not find expected comment or line break": "此处应换行",
    "a key is not a word": "键不是一个词",
    # JSON
    "Expecting value": "此处应是一个值",
    "Expecting ',' delimiter": "缺少逗号 `,`",
    "Expecting ':' delimiter": "缺少冒号 `:`",
    "Expecting property name enclosed in double quotes": "此处应是用双引号括起来的键",
    "Illegal trailing comma before end of object": "最后一项之后多出逗号",
    "Illegal trailing comma before end of array": "最后一项之后多出逗号",
    "Unterminated string starting at": "引号没有成对，从这里开始",
    "Invalid control character at": "文字里有换行或者控制字符",
    "Invalid \\escape": "反斜杠之后的字符不认识",
    "Invalid \\uXXXX escape": "`\\u` 之后应是四位十六进制数",
    "Extra data": "内容结束之后还有别的文字",
    # files
    "No such file or directory": "没有这个文件或者文件夹",
    "Permission denied": "没有权限",
    "Is a directory": "这是文件夹，不是文件",
    "Not a directory": "这不是文件夹",
    "File exists": "已经存在",
    "File name too long": "文件名过长",
    "No space left on device": "磁盘空间不足",
    "Read-only file system": "只读，不能写入",
    "Too many open files": "打开的文件过多",
    "Input/output error": "读写出错",
}

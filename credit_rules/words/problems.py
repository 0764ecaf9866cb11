"""What error messages say, in both languages: `{code: (zh, en)}`, and apart from it the advice that mends it.

A message is a small piece of writing: lower case, no full stop, what was written in backticks, the field's own
words. The code beside it never changes; the sentence may improve.
"""

from collections.abc import Mapping

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
    "too-deep": ("嵌套过深，上限 {most} 层", "nested too deep, at most {most} levels"),
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
    "bad-money": ("`{value}` 不是金额", "`{value}` is not an amount of money"),
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
        "惩戒 `{name}` 没有位阶足够且有效的依据（现有：{ranks}）",
        "the restriction `{name}` has no basis in force of sufficient rank (it has: {ranks})",
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
    "coverage-in-doubt": (
        "有 {count} 行读不出属于谁；没有自己一行的主体，不按此处的覆盖声明视为已查",
        "of {count} lines it cannot be told whose they are; for subjects without a line the coverage told here does "
        "not count",
    ),
    "more-problems": ("另有 {count} 处问题未列出", "{count} more problems are not listed"),
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
    "missing-option": ("缺少 {name}", "{name} is missing"),
    "not-yet": ("`{name}` 尚未提供", "`{name}` is not there yet"),
    "bad-toml": ("不是正确的 TOML：{why}", "not valid TOML: {why}"),
    "internal": ("内部错误，未给出结论：{why}", "an internal fault, so no answer is given: {why}"),
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

HELP: Sentences = {
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
    "nearest-names": ("相近的名称：{names}", "names like it: {names}"),
    "did-you-mean": ("是不是想写 `{nearest}`？", "did you mean `{nearest}`?"),
    "too-large": ("请把清单拆成几个文件", "split it into several files"),
    "bad-encoding": ("请另存为 UTF-8", "save it as UTF-8"),
    "several-documents": ("每份文档单独一个文件", "one document to a file"),
    "bad-character": ("请删去该字符", "remove the character"),
    "tab": ("缩进请用空格", "indent with spaces"),
    "merge-key": ("请把内容写全", "write the content out"),
    "anchors": ("请把内容写全，不用别名", "write the content out instead of aliases"),
    "duplicate-key": ("留下一个，删去另一个", "keep one of the two"),
    "bad-date": ("日期写作 YYYY-MM-DD，如 2026-11-20", "write dates as YYYY-MM-DD, as in 2026-11-20"),
    "bad-money": ('金额以元为单位，写作文字，如 "4000000.00"', 'in yuan, as a text, as in "4000000.00"'),
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
    "two-profiles": ("每个主体只留一份档案", "keep one profile for each subject"),
    "not-a-profile": ('如 {{"subject": {{…}}, "listings": […]}}', 'as in {{"subject": {{…}}, "listings": […]}}'),
    "coverage-in-doubt": ("更正这些行", "mend those lines"),
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
    "missing-option": ("见 --help", "see --help"),
    "not-yet": ("暂请改用其他选项", "use another option for now"),
    "extra-argument": ("见 --help", "see --help"),
    "bad-toml": ('如 rules = ["cn"]', 'as in rules = ["cn"]'),
    "usage": ("见 --help", "see --help"),
}

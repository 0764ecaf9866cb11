"""What is said of files that are read in: doubts, reasons for leaving out, and the report of `credit-rules import`."""

from collections.abc import Mapping

Sentences = Mapping[str, tuple[str, str]]

MESSAGES: Sentences = {
    # files
    "file-bomb": ("解压后超过原大小的 {times} 倍", "it unpacks to more than {times} times its size"),
    "gzip-cut": ("gzip 文件在此处中断，内容不完整", "the gzip file is cut off here"),
    "gzip-broken": ("gzip 文件已损坏：{why}", "the gzip file is broken: {why}"),
    "tender-is-profiles": (
        "不是投标人名单，也不是 OCDS，而是信用档案",
        "neither a bidders' sheet nor OCDS: these are profiles",
    ),
    "tender-is-list": (
        "不是投标人名单，也不是 OCDS，而是公布的名单或者处罚、许可记录",
        "neither a bidders' sheet nor OCDS: this is a published list, or records of penalties or permits",
    ),
    "table-is-not": ("不是表格，而是 {kind}", "this is no table, it is {kind}"),
    "encoding-taken": ("文件不是 UTF-8，按 GB18030 读", "the file is not UTF-8; it was read as GB18030"),
    "csv-broken": ("不是可以读取的 CSV：{why}", "not a readable CSV file: {why}"),
    "csv-quote": (
        "从这里开始的引号没有结束，后面的行会被并入一个单元格",
        "a quotation mark that begins here is not closed; it would take rows into one cell",
    ),
    "line-too-long": ("这一行过长", "the line is too long"),
    "cell-too-long": ("单元格超过 {most} 个字", "the cell holds more than {most} characters"),
    "cell-unseen": (
        "已去掉单元格里看不见的字符 {character}",
        "taken out of the cell, as it cannot be seen: {character}",
    ),
    "sheets-unread": ("没有读其他工作表：{titles}", "other sheets were not read: {titles}"),
    "sheets-several": (
        "几个工作表里都有这样的表：{titles}",
        "several sheets hold such a table: {titles}",
    ),
    "sheet-hidden": ("工作表 `{title}` 是隐藏的", "the sheet `{title}` is hidden"),
    "sheet-cut": (".xlsx 文件不完整或者已损坏", "the .xlsx file is cut off or broken"),
    "sheet-disorder": ("工作表的行或者单元格次序错乱（在 {after} 之后）", "rows or cells out of order, after {after}"),
    "sheet-cells-lost": (
        "工作表 `{title}` 有 {count} 个单元格读不出来",
        "{count} cells of the sheet `{title}` cannot be read",
    ),
    "formula-uncounted": ("公式没有算出的值", "a formula without a value stored with it"),
    # headings and rows
    "heading-none": ("找不到表头（{wanted}）", "no row of headings ({wanted})"),
    "heading-near": ("没有列 `{name}`", "no column is called `{name}`"),
    "heading-twice": ("列名 `{name}` 有两处，另一处在 {first}", "the heading `{name}` stands twice, first at {first}"),
    "heading-missing": ("缺少列 `{name}`；现有：{known}", "the column `{name}` is missing; there are: {known}"),
    "heading-again": (
        "表中又出现一行表头，各列次序不同，以下按新的表头读",
        "another row of headings, in another order; read by it from here on",
    ),
    "column-unknown": ("没有读列 `{name}`：不认识", "the column `{name}` was not read: it is not known"),
    "column-codes": (
        "列 `{name}` 像是主体的代码，但不认识这个列名；不读它，名单上的人就只剩名称",
        "`{name}` seems to hold the codes of the subjects, by a name we do not know; unread, only names would be left",
    ),
    "column-names": (
        "列 `{name}` 像是主体的名称，但不认识这个列名；不读它，就没有名称",
        "`{name}` seems to hold the names of the subjects, by a name we do not know; unread, there would be none",
    ),
    "column-ignored": ("没有读列 `{name}`：{why}", "the column `{name}` was not read: {why}"),
    "column-beside": (
        "列 `{name}` 与 `{first}` 说的是同一项，只在后者没有写时才读",
        "the column `{name}` tells the same as `{first}`; it is read only where nothing is written there",
    ),
    "standard-unclear": (
        "从表头看不出是 2016 年还是 2018 年的标准，`{name}` 的 1、2 含义不同",
        "the headings do not tell the standard of 2016 from that of 2018; 1 and 2 under `{name}` mean different things",
    ),
    "row-above": (
        "表头以上有统一社会信用代码；表头以上的行没有读",
        "a unified code above the headings; rows above them were not read",
    ),
    "row-remark": ("这一行是说明，不是记录：`{text}`", "a remark, not a record: `{text}`"),
    "row-too-long": (
        "单元格比表头多（表头 {columns} 列），各格可能错位",
        "more cells than headings ({columns}); they may have slid",
    ),
    "row-nobody": ("这一行既没有名称也没有代码", "neither a name nor an identifier in the row"),
    "column-moved": (
        "列 `{name}` 里是统一社会信用代码，各格可能错位",
        "a unified social credit code under `{name}`; the cells may have slid",
    ),
    "same-record": ("与 {first} 的记录完全相同，并为一条", "the same record as at {first}; they are one"),
    "listed-again": (
        "文号 `{text}` 的记录移出后，{value} 再次列入；文号后加注该日，以便与前一次分开",
        "removed, and listed again on {value} under the number `{text}`; the day is added to it to tell the two apart",
    ),
    # values
    "date-unclear": ("读不懂的日期 `{text}`", "`{text}` is no date that can be read"),
    "date-ambiguous": ("`{text}` 分不清是哪一日：日、月先后不明", "`{text}` may be two days: which is the month"),
    "date-month-only": ("`{text}` 只有月份，按 {value} 计", "`{text}` names only a month, taken as {value}"),
    "date-year-only": ("`{text}` 只有年份，按 {value} 计", "`{text}` names only a year, taken as {value}"),
    "date-first-seen": (
        "没有写明日期，按首次见到之日 {value} 计",
        "no date is stated, taken as the day it was first seen, {value}",
    ),
    "dates-several": ("有几个日期（{dates}），按 {value} 计", "several dates ({dates}), taken as {value}"),
    "date-zone": (
        "`{text}` 是世界时，在中国已是次日；按写明的 {value} 计",
        "`{text}` is in UTC, in China it is the next day; taken as it is written, {value}",
    ),
    "date-ahead": ("`{text}` 晚于信息截至日期 {as_of}", "`{text}` is after {as_of}, as of which the file is"),
    "date-published": (
        "没有写 `{name}`，按公布之日 {value} 计",
        "`{name}` is not written; taken as the day it was published, {value}",
    ),
    "region-unclear": (
        "`{text}` 不是地区代码，按没有写计",
        "`{text}` is no code of a region; it counts as not written",
    ),
    "money-unclear": ("读不懂的金额 `{text}`，按未知计", "`{text}` is no amount that can be read; it is not known"),
    "money-rounded": ("金额 `{text}` 舍入为 {value} 元", "the amount `{text}` is rounded to {value} yuan"),
    "own-date-missing": ("没有写 `{name}`", "`{name}` is not written"),
    "end-from-result": ("截止日期由“{text}”推算为 {value}", "the last day is worked out from “{text}”: {value}"),
    "amount-without-kind": (
        "写了罚款金额 {text}，处罚类别却没有罚款",
        "a fine of {text}, but no kind of penalty is a fine",
    ),
    "kinds-without-document": (
        "几类处罚，没有文号，无法看出是一份决定；类别按未知计",
        "several kinds of penalties without a number that shows they are one decision; the kind is left unknown",
    ),
    "penalty-kind": (
        "不认识的处罚类别 `{text}`，按未知计",
        "`{text}` is no kind of penalty we know; it is left unknown",
    ),
    "permit-kind": ("不认识的许可类别 `{text}`，按未知计", "`{text}` is no kind of permit we know; it is left unknown"),
    "state-unclear": (
        "当前状态 `{text}` 在两个标准里含义不同，按没有写计",
        "the state `{text}` means different things in the two standards; it counts as not written",
    ),
    "state-undated": ("当前状态为 `{text}`，没有日期", "the state is `{text}`, without a date"),
    "state-since": (
        "当前状态为 `{text}`，何时起没有写，按 {value} 计",
        "the state is `{text}`, since when is not written; taken as {value}",
    ),
    "state-unknown": ("不认识的当前状态 `{text}`", "`{text}` is no state we know"),
    # who
    "identity-check-digit": ("代码 `{text}` 校验位不符", "the check digit of `{text}` is wrong"),
    "identity-code-length": ("代码 `{text}` 不是 18 位", "the code `{text}` has not 18 places"),
    "identity-code-letters": (
        "代码 `{text}` 不合统一社会信用代码的格式",
        "`{text}` is not written as a unified code is",
    ),
    "identity-code-unfamiliar": (
        "代码 `{text}` 校验位相符，但登记管理部门代码少见（境外非政府组织等），请人工核对",
        "the check digit of `{text}` is right, but its issuer is unusual (a foreign NGO, say); have it looked at",
    ),
    "identity-no-scheme": ("不知道标识 `{text}` 是哪里的编号", "whose number `{text}` is, is not said"),
    "identity-name-only": ("只有名称，没有代码", "a name, and no identifier"),
    "identity-nobody": ("既没有名称也没有代码，无法核查", "neither a name nor an identifier: not to be checked"),
    "id-masked": ("代码被遮盖，按没有代码计", "the identifier is masked; it counts as none"),
    "id-digits-lost": (
        "代码被表格软件当成了数字，末几位已经丢失：`{text}`",
        "the spreadsheet has made the identifier a number and lost its last digits: `{text}`",
    ),
    "ids-differ": (
        "一行有两个统一社会信用代码，按 `{first}` 计，`{text}` 没有读入",
        "two unified codes in one row; it counts as that of `{first}`, and `{text}` was not read",
    ),
    "person-number": ("证件号码的格式或者校验位不符", "the identity number is not right in form or check digit"),
    "names-differ": ("有几个名称：{names}", "several names: {names}"),
    "name-differs": (
        "同一代码 `{id}` 在 {first} 名称为 `{other}`，此处为 `{name}`",
        "the identifier `{id}` has the name `{other}` at {first}, here `{name}`",
    ),
    "subject-differs": (
        "同一代码 `{id}` 的 `{name}` 在 {first} 为 `{other}`，此处为 `{text}`，按前者计",
        "the identifier `{id}` has the {name} `{other}` at {first}, here `{text}`; the former counts",
    ),
    "kind-differs": (
        "类别写为 `{text}`，代码的前两位说是 {kind}，按代码计",
        "the kind is written `{text}`, the code says {kind}, which counts",
    ),
    "kind-unknown": (
        "不认识的主体类别 `{text}`，按企业计",
        "`{text}` is no kind of subject we know; taken as an enterprise",
    ),
    # mappings
    "mapping-field": ("没有字段 `{name}`", "no field is called `{name}`"),
    "mapping-column": (
        "{place} 的表头里没有列 `{name}`；现有：{known}",
        "the headings at {place} have no column `{name}`; there are: {known}",
    ),
    "mapping-pattern": ("不是正确的正则表达式：{why}", "not a regular expression: {why}"),
    # OpenSanctions
    "ftm-line": ("不是 FollowTheMoney 的一行", "not a line of FollowTheMoney"),
    "ftm-not-asked": ("`{schema}` 不是主体，没有读", "a `{schema}` is no subject, it was not read"),
    "ftm-without-subject": (
        "制裁记录的主体 `{id}` 不在文件里",
        "the subject `{id}` of this sanction is not in the file",
    ),
    "ftm-without-sanction": ("主体没有制裁记录", "a subject without a sanction"),
    # OCDS and sheets of bidders
    "ocds-container": (
        "不是 OCDS 的发布包、记录包或者发布",
        "neither a release package, a record package nor a release",
    ),
    "ocds-not-a-release": ("不是一份发布", "not a release"),
    "ocds-linked": ("发布在别处（{url}），没有读", "the release lies elsewhere ({url}); it was not read"),
    "ocds-twice": ("同一 ocid 已在 {first}", "the ocid stood already at {first}"),
    "ocds-shape": (
        "`{key}` 的形状不合标准，按能读懂的部分读",
        "`{key}` is not shaped as the standard has it; read as far as it can be",
    ),
    "ocds-unread": ("`{key}` 里有读不懂的内容，没有读", "something in `{key}` cannot be read, and was not"),
    "ocds-party-unknown": (
        "`{id}` 没有名称，也没有代码，`parties` 里没有这个 id",
        "`{id}` has neither name nor identifier, and `parties` does not know this id",
    ),
    "ocds-suppliers-only": (
        "没有投标人，只有中标人：按中标人核查",
        "no tenderers, only suppliers of awards: those are checked",
    ),
    "ocds-no-bidders": ("没有投标人", "no bidders"),
    "ocds-large": ("文件约 {size} MB，逐项读取需要 ijson", "about {size} MB: reading it piece by piece needs ijson"),
    "bidder-differs": (
        "与 {first} 是同一投标人，`{name}` 却不同：`{text}`、`{other}`",
        "the bidder of {first}, but `{name}` differs: `{text}`, `{other}`",
    ),
    "bidder-again": ("与 {first} 是同一投标人，并为一个", "the bidder of {first} again; they are one"),
    "member-circle": (
        "联合体成员、控制人相互指回 `{name}`，在此断开",
        "members or controllers lead back to `{name}`; cut here",
    ),
    "mention-unclear": (
        "名称为 `{name}` 的有几行，代码不同，看不出指的是哪一行",
        "several rows are called `{name}`, and are not one bidder: which is meant cannot be told",
    ),
    "bid-nobody": ("这份投标没有写投标人", "a bid that names no tenderer"),
    "declared-unclear": ("看不出有没有声明：`{text}`", "whether it is declared cannot be told: `{text}`"),
    "consortium-circle": (
        "各行的所属联合体相互指回（`{name}`），按同一联合体核查",
        "the rows name one another as their consortium (`{name}`); they are screened as one",
    ),
    "member-alone": ("联合体只有一个成员", "a consortium with a single member"),
    "member-codes": (
        "成员 {names} 个、代码 {codes} 个，无法对应",
        "{names} members and {codes} codes: which belongs to which cannot be told",
    ),
    # the command
    "import-completeness": (
        "没有说明这些文件是全部名单，还是查询结果",
        "whether these files are the whole register or search results is not said",
    ),
    "as-of-ahead": (
        "信息截至日期 {value} 晚于今天（{today}）",
        "{value} is after today ({today}): no file is as of a day to come",
    ),
    "covers-unknown": (
        "随附的规则集里没有名单、评级 `{name}`；没有规则会用到它",
        "no shipped rule set knows a list or rating `{name}`; no rule will ask for it",
    ),
    "import-both": (
        "`--complete` 和 `--search-result` 只能选一个",
        "`--complete` and `--search-result` exclude each other",
    ),
    "import-section": ("`--covers {name}` 没有可用的表格版式", "no layout of a table is known for `--covers {name}`"),
    "import-searched": (
        "`--searched` 只能与 `--search-result` 同用",
        "`--searched` goes with `--search-result` only",
    ),
    "import-lists-only": (
        "FollowTheMoney 里是名单，不能用于 `--covers {name}`",
        "FollowTheMoney holds listings; it cannot be read as `--covers {name}`",
    ),
    "import-mapping": (
        "映射文件读出的是 {section}，不是 `--covers {name}` 所说的",
        "the mapping reads {section}, which is not what `--covers {name}` says",
    ),
    "searched-nobody": (
        "`{name}` 没有可靠的代码，不算已查",
        "`{name}` has no checked identifier, and does not count as searched for",
    ),
    "searched-namesake": (
        "与 {first} 没有可靠代码的记录同名，可能就是该主体，不记为查无",
        "has the name of the record at {first}, which has no checked identifier and may be about it; "
        "does not count as not found",
    ),
    "searched-kind": (
        "代码 `{text}` 看不出是哪一类主体，不算已查",
        "the code `{text}` does not tell the kind of subject, which does not count as searched for",
    ),
    "joined-older": (
        "并入的 {what} 信息截至 {day}，早于 {as_of}",
        "{what}, which is joined, is as of {day}, before {as_of}",
    ),
    "import-suffix": (
        "档案文件名须以 .jsonl 结尾：`{name}`",
        "the name of a file of profiles ends in .jsonl: `{name}`",
    ),
    "import-nothing": ("文件里没有一条记录", "not one record in the file"),
    "profile-too-large": ("`{name}` 的档案过大", "the profile of `{name}` is too large"),
}

HELP: Sentences = {
    "sheet-cells-lost": ("在表格软件里打开并另存", "open it in the spreadsheet program and save it again"),
    "sheet-disorder": ("在表格软件里打开并另存", "open it in the spreadsheet program and save it again"),
    "gzip-cut": ("请重新下载", "download it again"),
    "sheet-cut": (
        "请重新下载，或者在表格软件里打开并另存",
        "download it again, or open and save it in a spreadsheet program",
    ),
    "needs-screening": ("pip install 'credit-rules[screening]'", "pip install 'credit-rules[screening]'"),
    "date-unclear": ("改正单元格，写成 2020-04-03 这样", "mend the cell: write it as 2020-04-03"),
    "row-nobody": (
        "补上名称和代码；不是记录的行，请删去",
        "write name and code in it; remove the row if it is no record",
    ),
    "own-date-missing": ("补上日期", "write the day in it"),
    "money-unclear": ("改正单元格，只写数字", "mend the cell: write only the number"),
    "id-masked": ("从来源重新导出完整的代码", "export it again with the whole code"),
    "identity-check-digit": ("对照来源核对代码", "compare the code with its source"),
    "identity-code-length": ("对照来源核对代码", "compare the code with its source"),
    "identity-code-letters": ("对照来源核对代码", "compare the code with its source"),
    "person-number": ("对照来源核对证件号码", "compare the number with its source"),
    "gzip-broken": ("请重新下载", "download it again"),
    "file-bomb": ("请核对文件来源", "look where the file comes from"),
    "csv-quote": ("补上引号，或者另存为 .xlsx", "close the quotation mark, or save it as .xlsx"),
    "formula-uncounted": ("在表格软件里打开并保存一次", "open and save it once in the spreadsheet program"),
    "heading-near": ("是不是 `{nearest}`？", "did you mean `{nearest}`?"),
    "heading-twice": ("删去其中一列，或者改列名", "remove one of the columns, or rename it"),
    "column-names": (
        "把列名改为 `{wanted}`；不是名称的，删去此列",
        "rename it `{wanted}`; if it is no name of theirs, remove it",
    ),
    "heading-missing-sheet": (
        "把列名改为 `投标人名称`、`统一社会信用代码`；`credit-rules import --headings` 列出能读的列名",
        "call the columns `投标人名称` and `统一社会信用代码`; `credit-rules import --headings` shows more",
    ),
    "heading-missing": (
        "用 `--mapping` 说明各列的含义；`credit-rules import --headings` 列出能读的列名",
        "say with `--mapping` what the columns hold; `credit-rules import --headings` shows those that are read",
    ),
    "heading-none": (
        "用 `--mapping` 说明各列的含义；`credit-rules import --headings` 列出能读的列名",
        "say with `--mapping` what the columns hold; `credit-rules import --headings` shows those that are read",
    ),
    "column-codes": (
        "把列名改为 `{wanted}`，或者用 `--mapping` 写明；不是主体代码的，删去此列，或者写在映射文件的 `ignored` 里",
        "rename it `{wanted}`, or say so with `--mapping`; if not theirs, remove it, or put it in `ignored` there",
    ),
    "column-codes-mapping": (
        "在映射文件的 `columns` 里写 `id: {name}`；不是主体代码的，写在 `ignored` 里",
        "write `id: {name}` in `columns` of the mapping; if it is not theirs, name it in `ignored`",
    ),
    "column-codes-sheet": (
        "把列名改为 `{wanted}`；不是投标人代码的，删去此列",
        "rename it `{wanted}`; if it is not the bidders' own, remove it",
    ),
    "mapping-column": (
        "改成表里的列名；可以没有的列，写 `{{from: …, optional: true}}`",
        "write the heading as it stands in the table; if it may be absent, `{{from: …, optional: true}}`",
    ),
    "join-profiles": (
        "除了档案（.jsonl）还有别的文件时，写明 `--covers`、`--as-of`、`--complete` 或 `--search-result`",
        "where not all files are profiles (.jsonl), say `--covers`, `--as-of` and `--complete` or `--search-result`",
    ),
    "as-of-ahead": ("写名单下载或者查询的日期", "write the day on which it was downloaded or looked up"),
    "date-ambiguous": (
        "改正单元格，写成 2020-04-03 这样；用映射文件导入的，也可以写 `dates: day-first` 或 `dates: month-first`",
        "mend the cell: write it as 2020-04-03; with a mapping, `dates: day-first` or `dates: month-first` does",
    ),
    "id-digits-lost": ("把该列设为“文本”，从来源重新导出", "format the column as text and export it again"),
    "row-too-long": ("更正这一行", "mend the row"),
    "column-moved": ("更正这一行", "mend the row"),
    "import-completeness": (
        "全部名单写 `--complete`，查询结果写 `--search-result`",
        "write `--complete` for the whole register, `--search-result` for what a search gave",
    ),
    "import-section": (
        "可用：penalty、permit、rating.…、名单代码；其他用 `--mapping`",
        "there are penalty, permit, rating.… and ids of lists; for others `--mapping`",
    ),
    "ocds-container": (
        "这里要投标人名单（.csv、.xlsx）或者 OCDS；名单先导入，档案写在 `--profiles` 后面",
        "this wants a bidders' sheet (.csv, .xlsx) or OCDS; lists are imported first, profiles go behind `--profiles`",
    ),
    "tender-is-profiles": (
        "档案写在 `--profiles` 后面；几个档案文件先并成一个：`credit-rules import a.jsonl b.jsonl --out all.jsonl`",
        "profiles go behind `--profiles`; several are joined by `credit-rules import a.jsonl b.jsonl --out all.jsonl`",
    ),
    "tender-is-list": (
        "先用 `credit-rules import` 读成档案，再写在 `--profiles` 后面",
        "read it by `credit-rules import` first, then name what comes out behind `--profiles`",
    ),
    "table-is-not": (
        "在表格软件里打开，另存为 .xlsx；JSON 须是每行一个的 FollowTheMoney 或者信用档案",
        "open it in a spreadsheet program and save it as .xlsx; JSON must be FollowTheMoney or profiles, one a line",
    ),
    "encoding-taken": ("名称若有乱码，另存为 UTF-8", "where names come out garbled, save it as UTF-8"),
    "date-ahead": ("核对日期和 `--as-of`", "look at the date and at `--as-of`"),
    "sheets-several": (
        "要读的工作表各自另存为一个文件",
        "save each sheet that is to be read as a file of its own",
    ),
    "standard-unclear": ("把状态写成文字（有效、撤销、异议）", "write the states as words (有效, 撤销, 异议)"),
    "mention-unclear": ("在名称后面写上代码", "write the code behind the name"),
    "import-nothing": ("核对是否下载完整", "see whether it was downloaded to its end"),
    "searched-kind": ("在名单中写明主体类型", "write the kind of subject in the sheet"),
    "searched-namesake": (
        "核对该记录是否就是这个主体，在查询结果里补上代码",
        "see whether the record is about it, and add the code to the search result",
    ),
    "searched-nobody": ("补上统一社会信用代码", "add its unified social credit code"),
    "import-mapping": ("核对映射文件的 `record`", "look at `record` in the mapping"),
    "ocds-linked": ("先下载该文件", "download that file first"),
}

#: Why a column that is known is not read.
IGNORED: Sentences = {
    "person": ("涉及个人，规则不用", "it is about a person; no rule reads it"),
    "free-text": ("文字说明，规则不读", "free text; no rule reads it"),
    "handed-in-by": ("报送单位，不是作出决定的机关", "who handed it in, not who decided"),
    "remark": ("备注，规则不读", "a remark; no rule reads it"),
    "number": ("序号", "a running number"),
    "permit-start": ("规则看的是许可决定日期", "rules look at the day of the decision"),
    "place": ("地址或者地名，不是地区代码", "an address or the name of a place, not a region's code"),
    "other-document": ("另一份文书，不是列入的文号", "another document, not that of the listing"),
    "other-day": ("不是列入的日期", "not the day of the listing"),
    "contact": ("联系方式，核查不用", "how to reach them; no check reads it"),
    "bid-matter": ("投标内容，核查不用", "what was bid; no check reads it"),
}

#: The report of `credit-rules import`.
REPORT: Sentences = {
    "file": ("{file}（{format}）", "{file} ({format})"),
    "counts": (
        "读入 {read} 条 = 写入 {taken} 条 + 并入 {merged} 条 + 未写入 {left} 条；其中存疑 {doubted} 条",
        "{read} read = {taken} written + {merged} merged + {left} left out; {doubted} with a doubt",
    ),
    "besides": ("另有不是记录的行：{parts}", "besides, rows that are no records: {parts}"),
    "left": ("未写入 {n} 条：{what}（{code}）", "{n} left out: {what} ({code})"),
    "noted": ("提示 {n} 处：{what}（{code}）", "{n} notes: {what} ({code})"),
    "written": ("写入 {file}：{profiles} 个主体，{records} 条记录", "{file}: {profiles} subjects, {records} records"),
    "coverage.complete": (
        "覆盖：{covers}，全部，截至 {as_of}",
        "coverage: {covers}, complete, as of {as_of}",
    ),
    "coverage.search": (
        "覆盖：{covers}，查询结果，截至 {as_of}；文件里没有的主体不算已查",
        "coverage: {covers}, search results, as of {as_of}; subjects not in it do not count as looked up",
    ),
    "coverage.searched": (
        "查询对象 {searched} 个，其中 {none} 个查无记录，记为已查",
        "{searched} were searched for; {none} of them were not found and count as looked up",
    ),
    "coverage.broken": (
        "不知道是谁的行：{count}；它们更正之前，没有自己一行的主体不算已查",
        "rows that could be anybody's: {count}; until they are mended, who has no line does not count as looked up",
    ),
    "progress": ("已读 {done}%", "{done}% read"),
    "progress.rows": ("已读 {done} 行", "{done} rows read"),
}
#: Tables, in words, with what `--covers` says for them.
HEADINGS: Sentences = {
    "listings": ("公布的名单（--covers 名单代码）", "published lists (--covers LIST)"),
    "penalties": ("双公示：行政处罚（--covers penalty）", "double publicity: penalties (--covers penalty)"),
    "permits": ("双公示：行政许可（--covers permit）", "double publicity: permits (--covers permit)"),
    "ratings": ("评价等级（--covers rating.…）", "ratings (--covers rating.…)"),
    "bidders": ("投标人名单（credit-rules screen）", "bidders' sheets (credit-rules screen)"),
    "": ("认得但不读", "known, and not read"),
}
#: What is no record.
BESIDES: Sentences = {
    "blank": ("空行 {n}", "blank {n}"),
    "headings": ("表头 {n}", "headings {n}"),
    "above-headings": ("表头以上 {n}", "above the headings {n}"),
    "remark": ("说明 {n}", "remarks {n}"),
    "subjects": ("有制裁记录的主体 {n}", "subjects with sanctions {n}"),
    "other-entities": ("其他实体 {n}", "other entities {n}"),
}
#: Formats, in words.
FORMATS: Sentences = {
    "double-publicity": ("双公示", "double publicity"),
    "published-list": ("公布的名单", "published list"),
    "mapped-table": ("按映射读取的表格", "table read by a mapping"),
    "ftm": ("OpenSanctions FollowTheMoney", "OpenSanctions FollowTheMoney"),
    "profiles": ("信用档案", "profiles"),
    "ocds": ("OCDS", "OCDS"),
    "bidders": ("投标人名单", "sheet of bidders"),
}

"""The words of a measure list as a spreadsheet, in both languages: `{code: (zh, en)}`."""

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]

#: The columns, in their order; the first eleven are those officials know.
COLUMNS: Words = {
    "number": ("序号", "No."),
    "title": ("措施", "Measure"),
    "category": ("类别", "Category"),
    "duty": ("应当/可以", "Must/may"),
    "actions": ("事项", "Actions"),
    "by": ("实施主体", "Carried out by"),
    "subjects": ("对象", "Subjects"),
    "when": ("触发条件", "Condition"),
    "basis": ("依据", "Basis"),
    "lasts": ("期限", "Term"),
    "way_out": ("出路", "Way out"),
    "id": ("代码", "Id"),
    "polarity": ("性质", "Polarity"),
    "effect": ("效果", "Effect"),
    "reaches": ("及于", "Reaches"),
    "in_force": ("施行", "In force"),
    "entitlement": ("法定权利", "Entitlement"),
    "accepts_declaration": ("以声明代替查询", "Declaration accepted"),
    "narrows": ("细化的措施", "Narrows"),
    "note": ("说明", "Note"),
    "title.other": ("措施（英文）", "Measure (Chinese)"),
    "way_out.other": ("出路（英文）", "Way out (Chinese)"),
    "note.other": ("说明（英文）", "Note (Chinese)"),
}
#: What stands above the table.
HEADER: Words = {
    "title": ("名称", "Title"),
    "title.other": ("英文名称", "Title (Chinese)"),
    "issuer": ("发布机关", "Issuer"),
    "issuer.other": ("英文机关名", "Issuer (Chinese)"),
    "region": ("地区", "Region"),
    "edition": ("版次", "Edition"),
    "in_force": ("施行日期", "In force"),
    "measure_list": ("清单代码", "Id of the list"),
    "draft": ("草案", "Draft"),
    "parent": ("上级清单", "Parent"),
    "replaces": ("接替版次", "Replaces"),
    "note": ("清单说明", "Note"),
    "note.other": ("英文说明", "Note (Chinese)"),
}
#: What an empty cell says of itself.
UNSAID: Words = {
    "by": ("（办理机关）", "(whichever body handles it)"),
    "subjects": ("（依名单规定）", "(as the list says)"),
    "lasts": ("（条件存续期间）", "(while it holds)"),
    "way_out": ("（依名单规定）", "(as the list says)"),
}
SHEETS: Words = {"list": ("措施清单", "Measures"), "guide": ("填表说明", "How to fill in")}
#: The notation of conditions, terms and the like. What is read back is written exactly so.
PHRASES: Words = {
    "always": ("一律适用", "always"),
    "all": ("同时符合：", "all of these:"),
    "any": ("符合其中之一：", "any of these:"),
    "not": ("并非：", "not: "),
    "related": ("其{role}符合", "its {role} meets"),
    "on-list": ("列入", "on the list "),
    "any-list": ("列入任一名单", "on any list"),
    "or": ("或", " or "),
    "alone": ("（仅此）", " (only)"),
    "and": ("且", " and "),
    "is": ("为", " is "),
    "at_least": ("不少于", " at least "),
    "at_most": ("不超过", " at most "),
    "above": ("多于", " more than "),
    "below": ("少于", " less than "),
    "day.at_least": ("不早于", " not before "),
    "day.at_most": ("不晚于", " not after "),
    "day.above": ("晚于", " after "),
    "day.below": ("早于", " before "),
    "between": ("介于", " between "),
    "happened": ("已发生", " has happened"),
    "not-happened": ("未发生", " has not happened"),
    "within": ("{period}内", "within {period}"),
    "within-of": ("自{of}起{period}内", "within {period} from {of}"),
    "standing": ("包括不再有效的记录", "also records that no longer stand"),
    "basis": ("依据", "basis"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "life": ("终身", "for life"),
    "while-it-holds": ("条件存续期间", "while it holds"),
    "fixed": ("自{start}起{period}", "{period} from {start}"),
    "from": ("{first}起", "from {first}"),
    "until": ("至{last}", "until {last}"),
    "from-until": ("{first}至{last}", "from {first} until {last}"),
    "none": ("法律没有规定出路", "the law gives no way out"),
    "country": ("全国", "the whole country"),
}
#: What the second sheet says.
GUIDE: tuple[tuple[str, str], ...] = (
    (
        "一格里有几项的，一行写一项。没有写的，括号里注明依什么；改写后以所写为准，清空则恢复原样。",
        "Several things in one cell: one to a line. Where nothing is said, brackets tell what holds; write over them "
        "to say something else, clear the cell to go back.",
    ),
    (
        "新增措施写在表的末尾，代码自定（小写字母、数字、连字符）。删去的行，读回时加 --delete 才删除。",
        "A new measure goes below the last, with an id of its own (lower case, digits, hyphens). A row taken away is "
        "removed on the way back only with --delete.",
    ),
    (
        "不要合并单元格、写公式、移动或改名各列；列宽、颜色、筛选、批注随意。",
        "Do not merge cells, write formulas, move or rename columns; widths, colours, filters and remarks are yours.",
    ),
    (
        "触发条件一行写一项。几项须同时符合的，上面一行写“同时符合：”，下面各项缩进两字；只须符合一项的写“符合其中之一：”；"
        "相反的意思在前面写“并非：”。",
        "Conditions: one test to a line. Where all must hold, the line above says “all of these:” and the tests are "
        "indented below; where one is enough, “any of these:”; the contrary begins with “not:”.",
    ),
    ("例如：", "For example:"),
)
EXAMPLE = (
    """同时符合：
　　列入“{list}”
　　符合其中之一：
　　　　信用主体：主体类别为“企业”或“个体工商户”
　　　　行政处罚：领域为 wage；严重程度为“严重”；3年内；次数不少于 2
　　并非：行政处罚：履行日期未发生；金额不少于 50000""",
    """all of these:
    on the list “{list}”
    any of these:
        subject: kind of subject is enterprise or “sole trader”
        administrative penalty: field is wage; severity is serious; within 3 years; count at least 2
    not: administrative penalty: date of performance has not happened; amount at least 50000""",
)
#: The lists of words on the second sheet.
VOCABULARIES: Words = {
    "category": ("类别", "Categories"),
    "effect": ("效果", "Effects"),
    "subject-kind": ("对象", "Subjects"),
    "action": ("事项", "Actions"),
    "authority": ("机关", "Authorities"),
    "list": ("名单", "Lists"),
    "rating-scheme": ("评价方案", "Rating schemes"),
    "points-scheme": ("积分方案", "Points schemes"),
    "role": ("关联身份", "Roles"),
    "penalty-kind": ("处罚种类", "Kinds of penalty"),
    "commitment-type": ("承诺类型", "Types of commitment"),
}
#: What is said of changes.
CHANGES: Words = {
    "none": ("没有改动", "nothing was changed"),
    "counts": (
        "改动 {changed} 项，新增 {added} 项，删去 {removed} 项",
        "{changed} changed, {added} added, {removed} removed",
    ),
    "header": ("清单", "the list"),
    "changed": ("{name}  {title}", "{name}  {title}"),
    "added": ("新增 {name}  {title}", "new: {name}  {title}"),
    "removed": ("删去 {name}  {title}", "removed: {name}  {title}"),
    "cell": ("  {column}（{cell}）", "  {column} ({cell})"),
    "before": ("    − {text}", "    − {text}"),
    "after": ("    ＋ {text}", "    + {text}"),
    "written": ("已写入 {file}", "written to {file}"),
    "not-written": ("没有写入；加 --write 写入 {file}", "not written; add --write to change {file}"),
    "exported": ("已写出 {file}：{number} 项措施", "{file} written: {number} measures"),
}

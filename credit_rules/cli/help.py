"""`credit-rules --help`, and what is said to a command that is not there."""

from collections.abc import Sequence

from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import HELP, LANG, Manual, Option, help_text, parse
from credit_rules.errors import UsageError
from credit_rules.stages.shaping import with_nearest
from credit_rules.version import VERSION

_COMMANDS = (
    ("check PROFILE|ID --action CODE", "核查一个主体适用哪些奖惩措施", "which measures apply to one subject, and why"),
    (
        "explain PROFILE MEASURE --action CODE",
        "一条措施为什么适用、为什么不适用",
        "why one measure applies, or why it does not",
    ),
    (
        "calendar PROFILE --action CODE",
        "哪一天会有什么变化，最早哪一天没有限制",
        "on which day what changes, and the first clean day",
    ),
    (
        "replay DECISION --profile PROFILE",
        "重做一份旧结果；或者换一个信息截至日期，看有何不同",
        "make an old decision again; or as known on another day, and what differs",
    ),
    (
        "follow [EVENTS]",
        "跟踪信用记录的变动，说明哪些措施开始适用、哪些不再适用",
        "follow events of records, and say which measures begin and end",
    ),
    ("test PATH|NAME …", "运行清单旁的用例和情景，统计覆盖", "run cases and scenarios, measure coverage"),
    ("lint PATH|NAME …", "检查清单的常见错误", "look for the known mistakes in measure lists"),
    (
        "show [MEASURE|LIST|ACTION|SOURCE]",
        "用文字说明一条措施、一个名单、一个事项、一份依据",
        "what a measure, list, action or source says, in words",
    ),
    ("schema KIND", "各类文件的 JSON Schema，供编辑器使用", "the JSON Schema of a kind of file, for editors"),
    ("table LIST --xlsx FILE", "把清单导出为电子表格，或者读回修改", "a list as a spreadsheet, and back"),
    (
        "import FILE … --covers LIST --as-of DATE",
        "把公布的名单、双公示等文件读成信用档案",
        "published lists, double publicity and the like as profiles",
    ),
    (
        "screen TENDER … --profiles FILE|DIR",
        "核查一个项目的全部投标人，出具供应商信用记录查询情况表",
        "every bidder of a tender, with the report to be filed",
    ),
    ("init DIR", "新建一个地区的规则集", "a starting point for a new region"),
    ("settings", "显示各项设置及其来源", "show every setting and where it comes from"),
    ("version", "显示版本", "show the version"),
)
MANUAL = Manual(
    "credit-rules COMMAND …",
    "守信联合激励、失信联合惩戒规则引擎。命令：",
    "a rules engine for joint reward and punishment. commands:",
    (LANG, Option("--version", "", "显示版本", "show the version"), HELP),
    parts=_COMMANDS,
)


def run(argv: Sequence[str], console: Console) -> int:
    """Show the commands; UsageError with the nearest of them where one is named that is not there."""
    if not argv[0].startswith("-") and argv[0] != "help":
        raise UsageError(with_nearest("unknown-command", "", argv[0], [part[0].split()[0] for part in _COMMANDS]))
    options, _ = parse(MANUAL, [text for text in argv if text != "help"])
    if "version" in options:
        console.result(f"credit-rules {VERSION}\n")
    else:
        console.result(help_text(MANUAL, console.lang))
    return Exit.EVALUATED

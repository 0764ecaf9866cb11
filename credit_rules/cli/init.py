"""`credit-rules init`: a starting point for a new region."""

import os
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from credit_rules.cli.asking import today
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import HELP, Manual, Option, help_text, parse
from credit_rules.errors import UsageError, problem
from credit_rules.model.scalars import read_region
from credit_rules.settings import Setting, settings_of

if TYPE_CHECKING:
    from credit_rules.authoring.starting import Beginning

MANUAL = Manual(
    "credit-rules init DIR [--region CODE] [--title TEXT] [--lang zh|en]",
    "新建一个地区的规则集：带注释的清单、用例、本地目录、草案和 Schema，可以直接运行和检查",
    "a starting point for a new region: a commented list, its cases, a local catalogue, a draft and schemas, all of "
    "which run at once",
    (
        Option("--region", "CODE", "行政区划代码，六位数字", "region, six digits"),
        Option("--title", "TEXT", "规则集的名称", "title of the rule set"),
        Option("--lang", "zh|en", "注释和输出的语言", "language of the comments and of the output"),
        HELP,
    ),
    arguments=1,
    parts=(
        (
            "DIR",
            "要建立的文件夹；已有内容的不动。各项代码以它的名称开头，请用英文字母、数字",
            "the folder to make; one that holds anything is left alone. Ids begin with its name: a-z and digits",
        ),
    ),
)

_TITLES = {"zh": "本地奖惩措施（示例）", "en": "Local measures (example)"}
_NEXT = {
    "zh": ("已建立 {folder}：{count} 个文件。接下来：", "没有写 --region：先用 {region} 占位，请换成本地的代码"),
    "en": ("made {folder}: {count} files. next:", "no --region: {region} holds its place, put your own there"),
}
_SLUG = {
    "zh": "文件夹名称里没有英文字母和数字，代码先以 {slug}- 开头。代码取自文件夹名称，与 --title 无关；"
    "要用自己的，另起一个英文名称，如 credit-rules init {example} --title {title}",
    "en": "the folder's name has no letters a-z or digits, so ids begin with {slug}-. Ids come from the folder's name, "
    "not from --title; for your own, name the folder in letters: credit-rules init {example} --title {title}",
}


def run(argv: Sequence[str], console: Console) -> int:
    """Write the files, and say what to do next."""
    options, arguments = parse(MANUAL, argv)
    if "help" in options:
        console.result(help_text(MANUAL, console.lang))
        return Exit.EVALUATED
    if not arguments:
        raise UsageError(problem("no-folder", ""))
    from credit_rules.authoring.starting import start

    folder = Path(arguments[0]).expanduser()
    beginning = _beginning(options, console)
    try:
        files = start(folder, beginning)
    except OSError as error:
        raise UsageError(problem("unwritable", str(folder), name=folder, why=error.strerror or "")) from None
    console.result(_told(folder, len(files), beginning))
    return Exit.EVALUATED


def _beginning(options: dict[str, object], console: Console) -> "Beginning":
    from credit_rules.authoring.starting import NO_REGION, Beginning

    given: dict[str, Setting] = {
        name: Setting(options[name], f"--{name}") for name in ("region", "lang") if name in options
    }
    settings = settings_of(given, os.environ, Path.cwd())
    console.lang = settings["lang"].value
    title = str(options.get("title", _TITLES[console.lang])).strip()
    if not title:
        raise UsageError(problem("empty-text", "--title"))
    strange = next((letter for letter in title if not letter.isprintable()), None)
    if strange:
        raise UsageError(problem("bad-character", "--title", character=f"U+{ord(strange):04X}"))
    region = _region(settings["region"].value or NO_REGION)
    return Beginning(region=region, title=title, lang=console.lang, today=date.fromisoformat(today()))


def _region(told: object) -> str:
    try:
        region = read_region(told)
    except PydanticCustomError:
        region = ""
    if region in ("", "CN"):  # the country's rules ship; a new set is for a part of it
        raise UsageError(problem("bad-region", "--region", value=told))
    return region


def _told(folder: Path, count: int, beginning: "Beginning") -> str:
    from credit_rules.authoring.starting import NO_REGION, NO_SLUG, slug_in

    made, unplaced = _NEXT[beginning.lang]
    steps = (f"cd {shlex.quote(str(folder))}", "credit-rules test", "credit-rules lint .")
    lines = [made.format(folder=folder, count=count), *(f"  {step}" for step in steps)]
    if beginning.region == NO_REGION:
        lines.append(unplaced.format(region=NO_REGION))
    if not slug_in(folder):
        title = shlex.quote(folder.resolve().name)
        lines.append(_SLUG[beginning.lang].format(slug=NO_SLUG, example="weifang", title=title))
    return "\n".join(lines) + "\n"

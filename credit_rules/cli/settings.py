"""`credit-rules settings`: every setting, its value, and where it comes from."""

import os
from collections.abc import Sequence
from pathlib import Path

from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import HELP, LANG, Manual, Option, help_text, parse
from credit_rules.rendering.reader import visible
from credit_rules.settings import FILE, Setting, Settings, settings_of, shown

MANUAL = Manual(
    "credit-rules settings [--format text|json] [--lang zh|en]",
    f"显示各项设置及其来源。先后：命令行、环境变量、最近的 {FILE}、用户的 {FILE}、默认值",
    f"show every setting and where it comes from: command line, environment, nearest {FILE}, the user's, default",
    (Option("--format", "text|json", "输出格式", "format of the output"), LANG, HELP),
)


def run(argv: Sequence[str], console: Console) -> int:
    """Print the settings that count here."""
    options, _ = parse(MANUAL, argv)
    if "help" in options:
        console.result(help_text(MANUAL, console.lang))
        return Exit.EVALUATED
    given = {name: Setting(value, f"--{name}") for name, value in options.items()}
    settings = settings_of(given, os.environ, Path.cwd())
    if settings["format"].value == "json":
        console.data({"settings": [_as_json(name, setting) for name, setting in settings.items()]})
    else:
        console.result(_as_text(settings))
    return Exit.EVALUATED


def _as_json(name: str, setting: Setting) -> dict[str, object]:
    value = list(setting.value) if isinstance(setting.value, tuple) else setting.value
    return {"name": name, "value": value, "from": setting.source}


def _as_text(settings: Settings) -> str:
    lang = settings["lang"].value
    unset, default = ("（未设置）", "默认值") if lang == "zh" else ("(not set)", "default")
    lines = (
        f"{name} = {', '.join(visible(value) for value in values) or unset}    "
        f"{default if source == 'default' else visible(source)}\n"
        for name, values, source in shown(settings)
    )
    return "".join(lines)

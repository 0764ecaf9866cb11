"""What every command does first: read its command line, show its help where that is asked for, settle its settings."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from credit_rules.cli.console import Console
from credit_rules.cli.options import Manual, help_text, parse
from credit_rules.errors import UsageError, problem
from credit_rules.model.days import parse_day
from credit_rules.settings import Setting, Settings, settings_of

#: Options that are settings, too, with the setting each of them is.
SETTINGS: Mapping[str, str] = {"rules": "rules", "lang": "lang", "format": "format"}


@dataclass(frozen=True, slots=True)
class Call:
    """What was said on the command line and in the settings."""

    options: Mapping[str, object]
    arguments: Sequence[str]
    settings: Settings

    @property
    def drafts(self) -> bool:
        """Whether draft lists are asked for."""
        return "drafts" in self.options

    def day(self, name: str) -> date | None:
        """The day an option names, if it is given; UsageError where it is none."""
        told = self.options.get(name)
        try:
            return None if told is None else parse_day(str(told))
        except ValueError:
            raise UsageError(problem("bad-date", f"--{name}", value=told)) from None

    def every(self, name: str) -> list[str]:
        """What an option that may stand more than once says, each time."""
        told = self.options.get(name)
        return [str(one) for one in told] if isinstance(told, list) else []


def called(
    manual: Manual, argv: Sequence[str], console: Console, settings: Mapping[str, str] = SETTINGS
) -> Call | None:
    """The call, and the console speaking as it asks for; None where only help was asked for, which is shown.

    UsageError with whatever is wrong in the command line or the settings.
    """
    options, arguments = parse(manual, argv)
    if "help" in options:
        console.result(help_text(manual, console.lang))
        return None
    given = {settings[key]: Setting(value, f"--{key}") for key, value in options.items() if key in settings}
    settled = settings_of(given, os.environ, Path.cwd())
    console.lang, console.json = settled["lang"].value, settled["format"].value == "json"
    return Call(options, arguments, settled)

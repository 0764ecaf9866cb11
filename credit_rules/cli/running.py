"""Run one command: its module is loaded, and whatever goes wrong in it becomes words and an exit code."""

import os
import sys
import traceback
from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import Any

from credit_rules.cli.console import Console, hush, never_fail_over_letters
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import told_before
from credit_rules.cli.verifying import written
from credit_rules.errors import (
    CreditRulesError,
    InputError,
    InternalError,
    Problem,
    RulesetError,
    SecondEngineError,
    UsageError,
    problem,
)
from credit_rules.words import LANGUAGES

#: Commands whose name cannot be that of a module.
_MODULES = {"import": "importing"}


def run(commands: Collection[str], name: str, argv: Sequence[str], *, program: str) -> int:
    """The exit code of command `name`; nothing but words ever reaches the person who called it."""
    never_fail_over_letters()
    console = _console(argv if name in commands else [name, *argv], program)
    try:
        return int(_run(commands, name, argv, console))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        hush()
        return Exit.UNREAD
    except Exception as error:
        return _told(error, console)


def _run(commands: Collection[str], name: str, argv: Sequence[str], console: Console) -> int:
    command = import_module(f"credit_rules.cli.{_MODULES.get(name, name) if name in commands else 'help'}")
    code: int = command.run(argv if name in commands else [name, *argv], console)
    sys.stdout.flush()
    return code


def _console(argv: Sequence[str], program: str) -> Console:
    """How to speak of what goes wrong before the settings are known."""
    # Loaded only here, for what can be read of the settings without their files.
    from credit_rules.settings import language_of

    told = (told_before("--lang", argv), os.environ.get("CREDIT_RULES_LANG"))
    lang = next((lang for lang in told if lang in LANGUAGES and lang), str(language_of(os.environ).value))
    layout = told_before("--format", argv) or os.environ.get("CREDIT_RULES_FORMAT")
    return Console(lang, json=layout == "json", program=program)


def _told(error: Exception, console: Console) -> int:
    """The error in words, and its exit code; the trace only for whoever asks for it."""
    problems, code = problems_of(error)
    report = report_in(error)
    if report is not None and not console.json:
        problems = [*problems, written(report)]
    try:
        console.problems(problems, report)
        sys.stdout.flush()  # what is still waiting to be written would fail again when the interpreter ends
    except OSError:  # standard output is what failed
        hush()
        if console.json:
            console.note(problems)
    return code


def report_in(error: Exception) -> Mapping[str, Any] | None:
    """What an error brings to be run again."""
    return error.report if isinstance(error, SecondEngineError) else None


def problems_of(error: Exception) -> tuple[Sequence[Problem], Exit]:
    """What an error tells, and the exit code it stands for."""
    if os.environ.get("CREDIT_RULES_DEBUG") == "1":
        traceback.print_exception(error)
    match error:
        case UsageError(problems=problems):
            return problems, Exit.USAGE
        case RulesetError(problems=problems):
            return problems, Exit.RULES
        case InputError(problems=problems):
            return problems, Exit.INPUT
        case InternalError(problems=problems) if problems:
            return problems, Exit.INTERNAL
        case CreditRulesError():
            return (problem("internal", "", why=error),), Exit.INTERNAL
    return (problem("internal", "", why=f"{type(error).__name__}: {error}"),), Exit.INTERNAL

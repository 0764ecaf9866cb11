"""The command line: parse, call, render, exit. One thin module for each command, loaded when it is asked for.

Standard output is the result and nothing else; notes and errors go to standard error, unless JSON was asked for.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

from credit_rules.cli.running import run

#: Every command; each has a module of its name, or nearly (`import` is none).
COMMANDS = (
    "check",
    "explain",
    "calendar",
    "replay",
    "follow",
    "test",
    "lint",
    "show",
    "schema",
    "table",
    "import",
    "screen",
    "init",
    "settings",
    "version",
)


def check_subject_command(argv: Sequence[str] | None = None) -> NoReturn:
    """`check-subject`: which measures apply to one subject at one action, and why."""
    raise SystemExit(run(COMMANDS, "check", sys.argv[1:] if argv is None else argv, program="check-subject"))


def credit_rules_command(argv: Sequence[str] | None = None) -> NoReturn:
    """`credit-rules COMMAND`: the same and the rest."""
    name, *rest = (sys.argv[1:] if argv is None else argv) or ["--help"]
    raise SystemExit(run(COMMANDS, name, rest, program=f"credit-rules {name}"))

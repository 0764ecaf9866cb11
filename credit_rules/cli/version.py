"""`credit-rules version`."""

from collections.abc import Sequence

from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import HELP, LANG, Manual, help_text, parse
from credit_rules.version import VERSION

MANUAL = Manual("credit-rules version", "显示版本", "show the version", (LANG, HELP))


def run(argv: Sequence[str], console: Console) -> int:
    """Print the version of the library, as decisions name it."""
    options, _ = parse(MANUAL, argv)
    console.result(help_text(MANUAL, console.lang) if "help" in options else f"credit-rules {VERSION}\n")
    return Exit.EVALUATED

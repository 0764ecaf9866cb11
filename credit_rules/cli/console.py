"""Where results and errors go: two streams that never fail over a letter they cannot show."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TextIO

from credit_rules.errors import Problem


@dataclass(slots=True)
class Console:
    """How this command speaks: its language, whether its errors are JSON on standard output, and its own name."""

    lang: str
    json: bool = False
    program: str = "credit-rules"

    def result(self, text: str) -> None:
        """Part of the result, at once: whoever reads a stream may be waiting for it."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def data(self, value: Any, *, line: bool = False) -> None:
        """The result, or a line of it, as JSON. Where the stream cannot show Chinese, as JSON's own escapes."""
        ascii_only = not _speaks_unicode(sys.stdout)
        layout: dict[str, Any] = {"separators": (",", ":")} if line else {"indent": 2}
        self.result(json.dumps(value, ensure_ascii=ascii_only, **layout) + "\n")

    def problems(self, problems: Iterable[Problem], report: Mapping[str, Any] | None = None) -> None:
        """Why there is no result."""
        if self.json:
            self.data(errors_of(problems, report))
        else:
            self.note(problems)

    def note(self, problems: Iterable[Problem]) -> None:
        """What is worth knowing beside the result."""
        # Loaded only here: most calls have nothing to tell.
        from credit_rules.rendering.reader import visible

        for told in problems:
            sys.stderr.write(replace(told, at=visible(told.at)).in_language(self.lang) + "\n")
        sys.stderr.flush()

    @property
    def colour(self) -> bool:
        """Whether standard output is a terminal that is to have colours."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def errors_of(problems: Iterable[Problem], report: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The shape errors have in JSON; a report stands beside them."""
    told = {"errors": [told.as_json() for told in problems]}
    return told if report is None else {**told, "report": report}


def never_fail_over_letters() -> None:
    """Let both streams write out what they cannot show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def hush() -> None:
    """Nobody reads standard output any more: let the interpreter close it without complaint."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _speaks_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig", "utf16", "utf32")

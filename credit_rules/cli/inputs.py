"""What is read: one profile, or lines of requests; a file, or standard input as bytes."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from credit_rules.errors import ProfileError, problem
from credit_rules.profiles import CreditProfile, data_of_text, lines_of
from credit_rules.rosters import LINES
from credit_rules.stages.reading import Unreadable, decode

STDIN = "-"
_DOCUMENTS = (".json", ".yaml", ".yml")
_YAML = (".yaml", ".yml")
_REQUEST_KEYS = frozenset({"request", "profile", "id", "action"})
_BEGINS_YAML = re.compile(r"""\s*(#|%|---|\.\.\.|[\w"'][^:]*:(\s|$))""")
_BEGINS_REQUEST = re.compile(r'\s*\{\s*"(request|profile|id|action)"\s*:')


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of requests, each with its number, as they arrive."""

    name: str
    numbered: Iterator[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Text:
    """One profile as it is written."""

    name: str
    raw: bytes

    def profile(self) -> CreditProfile:
        """The profile; ProfileError with every mistake."""
        try:
            text = decode(self.raw, self.name)
        except Unreadable as error:
            raise ProfileError(error.problems) from None
        suffix = Path(self.name).suffix
        # Without a telling name, a profile in JSON begins with a brace.
        yaml = suffix in _YAML if suffix in _DOCUMENTS else not text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
        return CreditProfile.from_data(data_of_text(text, yaml=yaml, name=self.name))


def names_file(argument: str) -> bool:
    """Whether PROFILE|ID is a file: there is one, or it is written as one."""
    path = Path(argument)
    written = len(path.parts) > 1 or path.suffix in (*_DOCUMENTS, *LINES)
    return argument == STDIN or written or path.exists()


@contextmanager
def opened(argument: str) -> Iterator[Text | Lines]:
    """The input, told apart by its beginning; ProfileError if it cannot be read."""
    if argument == STDIN:
        yield _told_apart("stdin", sys.stdin.buffer)
        return
    with open_file(argument) as handle:
        if Path(argument).suffix in _DOCUMENTS:
            yield Text(argument, _all_of(handle))
        else:
            yield _told_apart(argument, handle)


def open_file(path: str) -> BinaryIO:
    """A file to be read; ProfileError if it cannot be."""
    try:
        return Path(path).open("rb")
    except FileNotFoundError:
        raise ProfileError([problem("no-such-file", path, name=path)]) from None
    except OSError as error:
        raise ProfileError([problem("unreadable", path, name=path, why=error.strerror or "")]) from None


def _all_of(handle: BinaryIO) -> bytes:
    return b"".join(lines_of(handle))


def _told_apart(name: str, handle: BinaryIO) -> Text | Lines:
    """Lines if the first line that is not empty is a request, or can only be a broken one among requests.

    A first line that can begin nothing says nothing: the next one is looked at. Otherwise one is enough, since
    whoever writes requests may be waiting for the answer to the first.
    """
    lines = lines_of(handle)
    read: list[bytes] = []
    for line in lines:
        read.append(line)
        if line.strip():
            if _is_request(line):
                return Lines(name, enumerate(chain(read, lines), 1))
            if not _begins_nothing(line):
                break
    return Text(name, b"".join(chain(read, lines)))


def _is_request(line: bytes) -> bool:
    text = line.decode("utf-8-sig", "replace")
    try:
        data = _loads(line)
    except ValueError:
        return bool(_BEGINS_REQUEST.match(text)) or (_is_broken_object(line) and '"subject"' not in text)
    return isinstance(data, dict) and not _REQUEST_KEYS.isdisjoint(data) and "subject" not in data


def _begins_nothing(line: bytes) -> bool:
    """Whether no profile can begin with this line, in JSON or in YAML."""
    text = line.decode("utf-8-sig", "replace").lstrip()
    if not text.startswith(("{", "[")):
        return not _BEGINS_YAML.match(text)
    return _is_unreadable(line) or _is_broken_object(line)


def _is_unreadable(line: bytes) -> bool:
    """Whether a line is too large, too deep or no text at all."""
    try:
        _loads(line)
    except json.JSONDecodeError:
        return False
    except ValueError:
        return True
    return False


def _is_broken_object(line: bytes) -> bool:
    """Whether a line in braces goes wrong before its end, so that no further line can mend it."""
    text = line.decode("utf-8-sig", "replace").strip()
    try:
        _loads(line)
    except json.JSONDecodeError as error:
        inside = error.pos < len(text) - 1 and not error.msg.startswith("Unterminated string")
        return text.startswith("{") and inside
    except ValueError:
        return False
    return False


def _loads(line: bytes) -> Any:
    try:
        return json.loads(decode(line, "").strip())
    except (Unreadable, RecursionError):
        raise ValueError("a line that cannot be read") from None

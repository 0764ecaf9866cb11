"""Credit profiles, read from files, from text, or made in code."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import PrivateAttr

from credit_rules.errors import ProfileError, problem
from credit_rules.model.action import Action
from credit_rules.model.profile import ProfileFields
from credit_rules.stages.gathering import Prepared, prepare
from credit_rules.stages.reading import LARGEST_FILE, Unreadable, bytes_of, decode, pointer, read_json, read_yaml
from credit_rules.stages.shaping import shape


class CreditProfile(ProfileFields):
    """What is known of one subject at a moment. See `from_file`, `from_text` and `from_data`."""

    _identity_doubt: str | None = PrivateAttr(default=None)

    @cached_property
    def prepared(self) -> Prepared:
        """The profile with its versions in order, its identity checked and its digest taken."""
        return prepare(self, self._identity_doubt)

    @classmethod
    def from_file(cls, path: str | Path) -> "CreditProfile":
        """A profile in JSON or YAML; ProfileError with every mistake, each at its JSON pointer."""
        return cls.from_text(text_of_file(path), yaml=str(path).endswith((".yaml", ".yml")), name=str(path))

    @classmethod
    def from_text(cls, text: str, *, yaml: bool = False, name: str = "") -> "CreditProfile":
        """A profile from JSON (or YAML) text."""
        return cls.from_data(data_of_text(text, yaml=yaml, name=name))

    @classmethod
    def from_data(cls, data: Any, at: str = "", *, identity_doubt: str | None = None) -> "CreditProfile":
        """A profile from plain data, as JSON gives it.

        `at` is what the pointers of problems begin with; `identity_doubt` the warning's code where whoever supplies
        the data doubts whom it is about.
        """
        found, problems = shape(cls, data, lambda path, key: pointer(at, *path))
        if found is None:
            raise ProfileError(problems)
        found._identity_doubt = identity_doubt
        try:
            _ = found.prepared  # now, so that contradictions are told now and checks cost nothing
        except ProfileError as error:
            raise ProfileError(replace(told, at=at + told.at) for told in error.problems) from None
        return found


def action_from(data: Mapping[str, Any], at: str = "") -> Action:
    """An action from plain data; ProfileError with every mistake."""
    found, problems = shape(Action, data, lambda path, key: pointer(at, *path))
    if found is None:
        raise ProfileError(problems)
    return found


def text_of_file(path: str | Path) -> str:
    """A file's text, in UTF-8 or GB18030."""
    try:
        return decode(bytes_of(Path(path)), str(path))
    except FileNotFoundError:
        raise ProfileError([problem("no-such-file", str(path), name=path)]) from None
    except OSError as error:
        raise ProfileError([problem("unreadable", str(path), name=path, why=error.strerror or "")]) from None
    except Unreadable as error:
        raise ProfileError(error.problems) from None


def text_of_bytes(raw: bytes, name: str) -> str:
    """The same of bytes already read."""
    try:
        return decode(raw, name)
    except Unreadable as error:
        raise ProfileError(error.problems) from None


def data_of_text(text: str, *, yaml: bool = False, name: str = "") -> Any:
    """Plain data from JSON or YAML text."""
    try:
        return read_yaml(text, name).data if yaml else read_json(text, name)
    except Unreadable as error:
        raise ProfileError(error.problems) from None


def lines_of(handle: BinaryIO) -> Iterator[bytes]:
    """Line by line, as they come; one that is too large is cut just so far that reading it is refused."""
    while line := handle.readline(LARGEST_FILE + 1):
        rest = line
        while len(line) > LARGEST_FILE and rest and not rest.endswith(b"\n"):
            rest = handle.readline(LARGEST_FILE)
        yield line


def data_of_line(raw: bytes, name: str) -> Any:
    """Plain data from one line of JSON; `name` says which line of what."""
    try:
        return read_json(decode(raw.rstrip(b"\r\n"), name), name)
    except Unreadable as error:
        # One line is all there is, so the number of the line in it would only confuse.
        told = (replace(p, at=p.at.replace(f"{name}:1:", f"{name}:", 1)) for p in error.problems)
        raise ProfileError(told) from None

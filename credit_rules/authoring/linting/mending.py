"""Mend what can be mended safely: never a meaning, and not a byte beside it.

Four things are mended: the line that names the schema, blanks at line ends, values that other readers misread, and a
provision cited twice in one place. What comes out is read again: unless it says exactly what the file said before
(a provision cited twice counting once), the file is left as it is.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from credit_rules.authoring.editing import CannotEdit, Remove, edited
from credit_rules.authoring.linting.about_bases import twice_cited
from credit_rules.authoring.linting.about_files import MODELINE, blank_lines, misread_in, modeline_wanted
from credit_rules.authoring.linting.matter import File, Matter, file_of
from credit_rules.errors import RulesetError, problem
from credit_rules.model.canonical import digest
from credit_rules.model.law import Law
from credit_rules.stages.reading import Document, Path

_MARK = "\ufeff"
#: Keys under which bases are listed.
_BASIS = "basis"


@dataclass(frozen=True, slots=True)
class Mended:
    """A file that reads better, and means the same: what was changed, by code, and where."""

    file: File
    text: str
    changes: tuple[tuple[str, str], ...]  # (code, place) in the text as it was


def mended(matter: Matter) -> list[Mended]:
    """Every file asked for that can be mended, as it would be; nothing is written."""
    twice: dict[Document, list[Path]] = {}
    for document, path, _ in twice_cited(matter):
        twice.setdefault(document, []).append(path)
    beside = _Beside(matter.law, twice)
    found = [_mended(file, beside) for file in matter.files if file.named and file.document is not None]
    return [file for file in found if file is not None]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a file alone does not tell: how sources are cited, and where one stands a second time."""

    law: Law
    twice: Mapping[Document, Sequence[Path]]


def write(files: Sequence[Mended]) -> None:
    """Write mended files in the encoding they have; RulesetError where one cannot be written."""
    for file in files:
        assert file.file.path is not None, file.file.name
        path = file.file.path
        try:
            raw = path.read_bytes()
            _replace(path, _encoded(file.text, raw))
        except OSError as error:
            raise RulesetError([problem("unwritable", file.file.name, name=path, why=error.strerror or "")]) from None


def _replace(path: FilePath, raw: bytes) -> None:
    """The whole file or nothing of it."""
    beside = path.with_name(f".{path.name}.mended")
    try:
        beside.write_bytes(raw)
        beside.chmod(path.stat().st_mode)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _encoded(text: str, before: bytes) -> bytes:
    """The bytes of a text in the encoding the file has."""
    mark = before.startswith(_MARK.encode())
    try:
        before.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("gb18030")
    return (_MARK if mark else "").encode() + text.encode()


def _mended(file: File, beside: _Beside) -> Mended | None:
    now = file
    changes: list[tuple[str, str]] = []
    for code, step in _STEPS.items():
        text, places = step(now, beside)
        if text == now.text:
            continue
        after = file_of(file.name, text, path=file.path)
        if _meaning(after, beside.law) == _meaning(now, beside.law):
            changes.extend((code, place) for place in places)
            now = after
    return Mended(file, now.text, tuple(changes)) if changes else None


def _meaning(file: File, law: Law) -> str | None:
    """A digest of what a file says, a provision cited twice in one place counting once; None where it says nothing."""
    return digest(_once(file.document.data, law)) if file.document is not None else None


def _once(data: Any, law: Law) -> Any:
    if isinstance(data, Mapping):
        return {
            str(key): _cited_once(value, law) if key == _BASIS and isinstance(value, list) else _once(value, law)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_once(item, law) for item in data]
    return None if data is None else str(data)


def _cited_once(entries: list[Any], law: Law) -> list[Any]:
    kept: dict[object, Any] = {}
    for number, entry in enumerate(entries):
        _, source, article = law.cited(entry) if isinstance(entry, (str, Mapping)) else ("", None, None)
        kept.setdefault((source.id, article) if source else number, _once(entry, law))
    return list(kept.values())


# --- the steps: a text, and where it was changed -------------------------------------------------------------------

Step = tuple[str, list[str]]


def _without_twice(file: File, beside: _Beside) -> Step:
    document = file.document
    paths = beside.twice.get(document, ()) if document is not None else ()
    if document is None or not paths:
        return file.text, []
    try:
        return edited(file.text, [Remove(path) for path in paths]), [document.at(path) for path in paths]
    except CannotEdit:
        return file.text, []


def _quoted(file: File, beside: _Beside) -> Step:
    found = [(document.places[path], value, document.at(path)) for document, path, value in misread_in(file)]
    lines = file.text.split("\n")
    for (line, column), value, _ in sorted(found, reverse=True):
        before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 + len(value) :]
        lines[line - 1] = f'{before}"{value}"{after}'
    return "\n".join(lines), [at for _, _, at in found]


def _trimmed(file: File, beside: _Beside) -> Step:
    """Without blanks at line ends; where they are part of a text, line by line, those that are not."""
    found, law = blank_lines(file.text), beside.law
    wanted = _meaning(file, law) if found else None
    for lines in (found, [one for one in found if _says(file, [one], law) == wanted]):
        if lines and _says(file, lines, law) == wanted:
            return _cut(file.text, lines), [f"{file.name}:{line}:{column}" for line, column in lines]
    return file.text, []


def _says(file: File, lines: Sequence[tuple[int, int]], law: Law) -> str | None:
    return _meaning(file_of(file.name, _cut(file.text, lines)), law)


def _cut(text: str, places: Sequence[tuple[int, int]]) -> str:
    lines = text.split("\n")
    for line, column in places:
        end = "\r" if lines[line - 1].endswith("\r") else ""
        lines[line - 1] = lines[line - 1][: column - 1] + end
    if lines[-1].strip() and any(line == len(lines) for line, _ in places):
        lines[-1:] = [lines[-1].rstrip("\r") + ("\r" if "\r\n" in text else ""), ""]
    return "\n".join(lines)


def _with_modeline(file: File, beside: _Beside) -> Step:
    wanted = modeline_wanted(file)
    if wanted is None:
        return file.text, []
    first, _, rest = file.text.partition("\n")
    end = "\r\n" if first.endswith("\r") else "\n"
    text = rest if MODELINE.fullmatch(first.rstrip("\r")) else file.text
    return f"{wanted}{end}{text}", [f"{file.name}:1:1"]


#: In this order: the first cites places of the text as it was checked, the last adds a line above all others.
_STEPS: Mapping[str, Callable[[File, _Beside], Step]] = {
    "basis-twice": _without_twice,
    "misread-value": _quoted,
    "trailing-blanks": _trimmed,
    "no-modeline": _with_modeline,
}


def told(files: Sequence[Mended]) -> Iterator[tuple[str, str]]:
    """Every change, as (place, code)."""
    for file in files:
        yield from ((at, code) for code, at in file.changes)

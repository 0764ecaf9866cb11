"""Rules about the files themselves: what editors and other readers need."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from credit_rules.authoring.linting.matter import File, Hit, Matter, hit
from credit_rules.rulesets import shipped
from credit_rules.stages.reading import Document, Path

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\s*")
#: By what a file is known, and what its schema is called.
KINDS = (
    ("measure_list", "measure-list"),
    ("cases_for", "cases"),
    ("scenario", "scenario"),
    ("ruleset", "ruleset"),
)


def kind_of_file(data: Any) -> str | None:
    """The kind of schema a file follows."""
    if not isinstance(data, Mapping):
        return None
    return next((kind for key, kind in KINDS if key in data), "catalogue")


def modeline_wanted(file: File) -> str | None:
    """The modeline a file should begin with; None where it has a right one already, or is of no kind."""
    kind = kind_of_file(file.document.data) if file.document is not None else None
    if kind is None:
        return None
    first = file.text.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r")
    found = MODELINE.fullmatch(first)
    schema = _schema_of(file.path, kind)
    if found and (found[1] == schema if _is_shipped(file.path) else found[1].endswith(f"{kind}.json")):
        return None
    return f"# yaml-language-server: $schema={schema}"


def _is_shipped(path: FilePath | None) -> bool:
    return path is not None and path.is_relative_to(shipped())


def _schema_of(path: FilePath | None, kind: str) -> str:
    """Where the schema lies, seen from the file."""
    if path is None:
        return f"../schema/{kind}.json"
    own = next((up / "schema" for up in path.parents if (up / "schema" / f"{kind}.json").is_file()), None)
    return FilePath(os.path.relpath((own or shipped() / "schema") / f"{kind}.json", path.parent)).as_posix()


def no_modeline(matter: Matter) -> Iterator[Hit]:
    """A file that does not tell editors which schema it follows."""
    for file in matter.files:
        wanted = modeline_wanted(file) if file.named else None
        if wanted is not None:
            yield hit(f"{file.name}:1:1", line=wanted)


def trailing_blanks(matter: Matter) -> Iterator[Hit]:
    """Blanks at the end of lines, or no line end at the end of the file."""
    for file in matter.files:
        lines = blank_lines(file.text) if file.named and file.document is not None else []
        if lines:
            number, column = lines[0]
            yield hit(f"{file.name}:{number}:{column}", count=len(lines))


def blank_lines(text: str) -> list[tuple[int, int]]:
    """Where lines end with blanks, and where the last has no end."""
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines, 1):
        body = line.removesuffix("\r")
        if body != body.rstrip(" "):
            found.append((number, len(body.rstrip(" ")) + 1))
    if lines[-1].strip():
        found.append((len(lines), len(lines[-1]) + 1))
    return found


#: What other readers of YAML take for something else: yes and no, numbers that lose a zero, times.
MISREAD = re.compile(
    r"(?i:yes|no|on|off|y|n|[+-]?\.inf|\.nan)|0[0-9]+|0[xob][0-9a-f_]+|[0-9]+\.[0-9]*0|[0-9][0-9_]*_[0-9_]*|[0-9]+(:[0-5]?[0-9])+|[0-9]+[eE][0-9]+"
)


def misread_value(matter: Matter) -> Iterator[Hit]:
    """A value other programs read as something else."""
    for file in matter.files:
        for document, path, value in misread_in(file) if file.named else ():
            yield hit(document.at(path), value=value)


def misread_in(file: File) -> Iterator[tuple[Document, Path, str]]:
    """Every unquoted value of a file that another reader takes for a number, a time or a yes."""
    document = file.document
    if document is None:
        return
    lines = file.text.removeprefix("\ufeff").split("\n")
    for path, value in _scalars(document.data, ()):
        if MISREAD.fullmatch(value) and path in document.places:
            line, column = document.places[path]
            # Quoted ones begin with their quote. A parser may know more line ends than one.
            if line <= len(lines) and lines[line - 1][column - 1 :].startswith(value):
                yield document, path, value


def _scalars(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _scalars(value, (*path, key))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from _scalars(item, (*path, number))


RULES = {
    "no-modeline": no_modeline,
    "trailing-blanks": trailing_blanks,
    "misread-value": misread_value,
}

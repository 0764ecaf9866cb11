"""The file of a measure list: which it is, and how what was changed gets into it."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from credit_rules.authoring.editing import CannotEdit, edited
from credit_rules.authoring.tables.changes import Changes
from credit_rules.errors import InputError, Problem, RulesetError, UsageError, problem
from credit_rules.model.law import Law
from credit_rules.rulesets import DESCRIPTION, DRAFTS, SUFFIXES, documents_of, files_of, rules_around, shipped, shown
from credit_rules.stages.checking import Checked, CheckedList, check
from credit_rules.stages.reading import Document, Path, Unreadable, bytes_of, decode, read_yaml
from credit_rules.stages.shaping import with_nearest


@dataclass(frozen=True, slots=True, eq=False)
class OpenedList:
    """A measure list among the rules it belongs to, and its file as it was when it was opened."""

    entry: CheckedList
    checked: Checked
    documents: tuple[Document, ...]
    path: FilePath
    raw: bytes

    @property
    def law(self) -> Law:
        return self.checked.law

    @property
    def name(self) -> str:
        """The file as people know it."""
        return self.entry.document.name


def open_list(name: str, rules: Sequence[str] | None, default: Sequence[str], *, drafts: bool = False) -> OpenedList:
    """The list with an id, or in a file; with the rules named, or else those around the file, or the default."""
    file = _file(name)
    if file is not None:
        rules = [*(rules or _rules_of(file) or default), str(file)]
        drafts = drafts or DRAFTS in file.parts
    rules = list(rules or default)
    documents = documents_of(rules, drafts=drafts)
    checked = check(documents)
    entry = _entry(name, file, checked)
    path = next(path for path in files_of(rules, drafts=drafts).files if shown(path) == entry.document.name)
    return OpenedList(entry, checked, tuple(documents), path, bytes_of(path))


def _file(name: str) -> FilePath | None:
    if not name.endswith(SUFFIXES):
        return None
    path = FilePath(name).expanduser().resolve()
    if not path.is_file():
        raise UsageError(problem("no-such-file", "", name=name))
    return path


def _rules_of(file: FilePath) -> list[str] | None:
    """The rule set a file belongs to, if its folder is one."""
    folder = FilePath(rules_around(file))
    if (folder / DESCRIPTION).is_file() or folder.is_relative_to(shipped().resolve()):
        return [str(folder)]
    return None


def _entry(name: str, file: FilePath | None, checked: Checked) -> CheckedList:
    if file is not None:
        found = [entry for entry in checked.lists if entry.document.name == shown(file)]
    else:
        found = [entry for entry in checked.lists if entry.list.measure_list == name]
    if not found:
        known = {entry.list.measure_list for entry in checked.lists}
        raise UsageError(with_nearest("no-such-list", "", name, known))
    if len(found) > 1:
        files = [entry.document.name for entry in found]
        raise UsageError(problem("several-editions", "", name=name, files=files))
    return found[0]


def text_with(opened: OpenedList, changes: Changes) -> str:
    """The text of the file with the changes made, checked among all the rules.

    RulesetError where the changed list would not hold together, each problem at the cell it comes from.
    """
    try:
        text = edited(decode(opened.raw, opened.name), changes.edits)
        document = read_yaml(text, opened.name)
    except CannotEdit as error:
        raise InputError([problem("cannot-edit", opened.name, why=error)]) from None
    except Unreadable as error:
        raise RulesetError(error.problems) from None
    documents = [document if other is opened.entry.document else other for other in opened.documents]
    try:
        check(documents)
    except RulesetError as error:
        raise RulesetError(_at_cells(error.problems, document, changes)) from None
    return text


def _at_cells(problems: Sequence[Problem], document: Document, changes: Changes) -> list[Problem]:
    """The problems of the edited text, each at the cell that brought it."""
    paths: dict[str, Path] = {}
    for path, (line, column) in sorted(
        [*document.places.items(), *document.keys.items()], key=lambda item: len(item[0])
    ):
        paths[f"{document.name}:{line}:{column}"] = path
    cells = [changes.cell_of(paths[told.at]) if told.at in paths else None for told in problems]
    return [replace(told, at=cell) if cell else told for told, cell in zip(problems, cells, strict=True)]


def write_list(opened: OpenedList, text: str) -> None:
    """Put the text into the file, at once or not at all, in the encoding it had."""
    if bytes_of(opened.path) != opened.raw:
        raise InputError([problem("file-changed", "", name=opened.name)])
    replace_file(opened.path, _encoded(text, opened.raw), opened.name)


def _encoded(text: str, raw: bytes) -> bytes:
    if raw.startswith(b"\xef\xbb\xbf"):
        return text.encode("utf-8-sig")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("gb18030")
    return text.encode("utf-8")


def replace_file(path: FilePath, data: bytes, name: str) -> None:
    """A file with new content, at once or not at all; it keeps its rights."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
            FilePath(temporary).chmod(mode)
            FilePath(temporary).replace(path)
        except BaseException:
            FilePath(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError([problem("unwritable", "", name=name, why=error.strerror or "")]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

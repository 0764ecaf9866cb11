"""Rule sets by name or path: which files belong to them, read into documents.

Rule sets are a tree: a region brings what stands above it. What rests on unverified sources stands apart, in a list
marked `draft` or in a folder `drafts`, and is read only when asked for.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from credit_rules.errors import Problem, RulesetError, problem
from credit_rules.model.scalars import YamlText
from credit_rules.stages.reading import Document, Unreadable, bytes_of, decode, read_yaml
from credit_rules.stages.shaping import nearest

SUFFIXES = (".yaml", ".yml")
#: What a folder says of itself: its name, its title, and which rule sets it stands on.
DESCRIPTION = "ruleset.yaml"
DRAFTS = "drafts"
_APART = ("catalogue", "schema")  # folders that are no rule sets of their own


def shipped() -> Path:
    """The folder of the rule sets that come with the library."""
    inside = Path(__file__).parent / "_rulesets"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rulesets"


def shipped_names() -> list[str]:
    """The names of the shipped rule sets: each folder that holds measure lists or a catalogue."""
    root = shipped()
    folders = [folder for folder in root.rglob("*") if folder.is_dir() and folder.name not in _APART]
    return sorted(folder.relative_to(root).as_posix() for folder in folders if any(_files_in(folder)))


def called(name: str) -> str:
    """A shipped rule set by its name, wherever it was named from; a folder by the name its `ruleset.yaml` gives it."""
    path = Path(name).expanduser().resolve()
    if path.is_relative_to(shipped()):
        return path.relative_to(shipped()).as_posix()
    described = path / DESCRIPTION
    data = document_of(described).data if described.is_file() else None
    return str(data["ruleset"]) if isinstance(data, Mapping) and data.get("ruleset") else name


def documents_of(rules: Sequence[str], *, drafts: bool = False) -> list[Document]:
    """Every document of the rule sets named, their parents first, each file once.

    A name brings its parents (`cn/shandong/zibo` brings `cn/shandong` and `cn`), and so does a folder that stands in
    another described by a `ruleset.yaml`; a folder brings what its own `ruleset.yaml` extends; a file brings itself.
    A draft is read where its file or its folder `drafts` is named, and with `drafts` all that belong to the rule sets.
    """
    found = _Search(drafts)
    for name in rules:
        found.named(name, "", ())
    documents = found.read(found.files)
    if found.problems:
        raise RulesetError(found.problems)
    return documents


def cases_of(rules: Sequence[str], *, drafts: bool = False, parents: bool = False) -> list[Document]:
    """Every file of cases beside the lists of the rule sets named; with `parents` of those they stand on, too.

    A file of cases may be named itself.
    """
    search = _Search(drafts)
    for name in rules:
        search.named(name, "", ())
    folders = search.folders if parents else dict.fromkeys(search.own)
    files = {file: True for folder in folders for file in _yaml_files(folder) if _is_cases(file)}
    files |= {path: True for path in search.files if _is_cases(path)}
    files |= {path: True for name in rules if _is_cases(path := Path(name).expanduser()) and path.is_file()}
    documents = search.read(files)
    if search.problems:
        raise RulesetError(search.problems)
    return documents


@dataclass(frozen=True, slots=True)
class Found:
    """The files of rule sets by path, for those who look at the text itself."""

    files: Mapping[Path, bool]  # each with whether it is wanted even as a draft
    folders: tuple[Path, ...]  # every folder read, the parents' too
    own: tuple[Path, ...]  # the folders that were named
    problems: tuple[Problem, ...]


def files_of(rules: Sequence[str], *, drafts: bool = False) -> Found:
    """Which files belong to the rule sets named, in the order in which they are read; nothing is read but folders."""
    search = _Search(drafts)
    for name in rules:
        search.named(name, "", ())
    return Found(search.files, tuple(search.folders), tuple(search.own), tuple(search.problems))


def text_of(path: Path) -> str:
    """The text of a file; `Unreadable` where there is none."""
    return decode(_bytes(path), shown(path))


def own_files(name: str) -> list[Path]:
    """The files of a rule set itself, without its parents' and without what it extends."""
    search = _Search(drafts=True)
    search.named(name, "", ())
    return [file for folder in search.own for file in _files_in(folder)]


def document_of(path: Path) -> Document:
    """One file; RulesetError where it cannot be read."""
    try:
        return _parsed(_bytes(path), shown(path))
    except Unreadable as error:
        raise RulesetError(error.problems) from None


def rules_around(path: Path) -> str:
    """The rule set a file belongs to: the folder it stands in, without `catalogue` or `drafts`."""
    folder = path.resolve().parent
    while folder.name in (*_APART, DRAFTS):
        folder = folder.parent
    return str(folder)


@dataclass(slots=True)
class _Search:
    """What is found on the way, in the order in which it counts."""

    drafts: bool
    files: dict[Path, bool] = field(default_factory=dict)  # each with whether it is wanted even as a draft
    folders: dict[Path, None] = field(default_factory=dict)
    own: dict[Path, None] = field(default_factory=dict)  # the folders that were named
    problems: list[Problem] = field(default_factory=list)

    def named(self, name: str, at: str, above: tuple[tuple[Path, str], ...]) -> None:
        """Add what `name` stands for; `above` are the folders that asked for it, each with the place it did."""
        path = Path(name).expanduser()
        if _is_path(name) and path.is_dir():
            self.folder(path.resolve(), at, above)
        elif _is_path(name) and path.is_file():
            self.files[path.resolve()] = True
        elif (shipped() / name).is_dir() and not path.is_absolute() and ".." not in path.parts:
            self.steps([step for step in name.split("/") if step not in ("", ".")], named=not above)
        elif path.is_dir():  # by its bare name, where no shipped rule set is called so
            self.folder(path.resolve(), at, above)
        else:
            near = nearest(name, shipped_names())
            help_code = "did-you-mean" if near else None
            known = [known for known in shipped_names() if not known.endswith(DRAFTS)]
            self.problems.append(problem("unknown-ruleset", at, help_code, name=name, nearest=near or "", known=known))

    def steps(self, steps: list[str], *, named: bool) -> None:
        """Add a shipped rule set and what stands above it; its `drafts` are it, its parents and all their drafts."""
        drafts = steps[-1] == DRAFTS
        steps = steps[:-1] if drafts else steps
        for depth in range(1, len(steps) + 1):
            folder = (shipped() / "/".join(steps[:depth])).resolve()
            self.add(folder, named=named and depth == len(steps), drafts=drafts)

    def folder(self, folder: Path, at: str, above: tuple[tuple[Path, str], ...], drafts: bool = False) -> None:
        """Add a folder, what stands above it, and what it extends."""
        if folder.name == DRAFTS:
            folder, drafts = folder.parent, True
        for other, first in above:
            if other == folder:
                self.problems.append(problem("ruleset-loop", at, name=shown(folder), first=first or shown(folder)))
                return
        if (folder / DESCRIPTION).is_file() and (folder.parent / DESCRIPTION).is_file():
            self.folder(folder.parent, at, (*above, (folder, at)), drafts)
        for name, place in _extended(folder):
            beside = str(folder / name) if name.startswith(".") else name
            self.named(beside, place, (*above, (folder, place)))
        self.add(folder, named=not above, drafts=drafts)

    def add(self, folder: Path, *, named: bool, drafts: bool) -> None:
        """Add a folder's own files, and its drafts where they are asked for."""
        drafts = drafts or self.drafts
        places = [folder, folder / DRAFTS] if drafts and (folder / DRAFTS).is_dir() else [folder]
        for place in places:
            self.folders.setdefault(place)
            if named:
                self.own.setdefault(place)
            for file in _files_in(place):
                self.files[file] = self.files.get(file, False) or drafts

    def read(self, files: Mapping[Path, bool]) -> list[Document]:
        """The documents of files; a list that says it is a draft is left out where nobody asked for it."""
        documents = []
        for path, asked in files.items():
            try:
                document = _parsed(_bytes(path), shown(path))
            except Unreadable as error:
                self.problems.extend(error.problems)
                continue
            if asked or not is_draft(document):
                documents.append(document)
        return documents


def is_draft(document: Document) -> bool:
    """Whether a measure list says of itself that it is a draft."""
    data = document.data
    return isinstance(data, Mapping) and "measure_list" in data and str(data.get("draft", "")) == "true"


@lru_cache(maxsize=512)
def _parsed(raw: bytes, name: str) -> Document:
    """The document a file holds. Rule sets share their parents: the same bytes are read once, and never changed."""
    return read_yaml(decode(raw, name), name)


def _bytes(path: Path) -> bytes:
    try:
        return bytes_of(path)
    except OSError as error:
        raise Unreadable(problem("unreadable", str(path), name=path, why=error.strerror or "")) from None


def shown(path: Path) -> str:
    """The path as people know it: shipped files from `rulesets/` on, others from where they stand."""
    root = shipped()
    if path.is_relative_to(root):
        return f"rulesets/{path.relative_to(root).as_posix()}"
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _is_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or name.endswith(SUFFIXES) or (os.sep in name and Path(name).exists())


def _extended(folder: Path) -> Iterator[tuple[str, str]]:
    """What a folder's `ruleset.yaml` extends, each with its place."""
    described = folder / DESCRIPTION
    if not described.is_file():
        return
    try:
        document = _parsed(bytes_of(described), shown(described))
    except (Unreadable, OSError):
        return  # told when the folder's own files are read
    extended = document.data.get("extends") if isinstance(document.data, dict) else None
    for number, name in enumerate(extended if isinstance(extended, list) else ()):
        if isinstance(name, YamlText):
            yield str(name), document.at(("extends", number))


def _files_in(folder: Path) -> Iterable[Path]:
    """A folder's own files and its catalogue; cases stand beside the lists and are no rules."""
    return [file for place in (folder / "catalogue", folder) for file in _yaml_files(place) if not _is_cases(file)]


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES) if folder.is_dir() else []


def _is_cases(file: Path) -> bool:
    return file.suffix in SUFFIXES and file.stem.endswith(".cases")

"""Rule sets by name or path: which files belong to them, read into documents."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from credit_rules.errors import Problem, RulesetError, problem
from credit_rules.model.scalars import YamlText
from credit_rules.stages.reading import Document, Unreadable, bytes_of, decode, read_yaml
from credit_rules.stages.shaping import nearest

SUFFIXES = (".yaml", ".yml")


def shipped() -> Path:
    """The folder of the rule sets that come with the library."""
    inside = Path(__file__).parent / "_rulesets"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rulesets"


def shipped_names() -> list[str]:
    """The names of the shipped rule sets: each folder that holds measure lists or a catalogue."""
    root = shipped()
    folders = [folder for folder in root.rglob("*") if folder.is_dir() and folder.name not in ("catalogue", "schema")]
    return sorted(folder.relative_to(root).as_posix() for folder in folders if any(_files_in(folder)))


def documents_of(rules: Sequence[str]) -> list[Document]:
    """Every document of the rule sets named, their parents first, each file once.

    A name brings its parents (`cn/shandong/zibo` brings `cn/shandong` and `cn`); a folder brings what its
    `ruleset.yaml` extends; a file brings itself.
    """
    found: dict[Path, None] = {}
    problems: list[Problem] = []
    for name in rules:
        for path in _files_of(name, problems, ()):
            found.setdefault(path)
    documents = []
    for path in found:
        try:
            documents.append(read_yaml(decode(_bytes(path), _shown(path)), _shown(path)))
        except Unreadable as error:
            problems.extend(error.problems)
    if problems:
        raise RulesetError(problems)
    return documents


def _bytes(path: Path) -> bytes:
    try:
        return bytes_of(path)
    except OSError as error:
        raise Unreadable(problem("unreadable", str(path), name=path, why=error.strerror or "")) from None


def _shown(path: Path) -> str:
    """The path as people know it: shipped files from `rulesets/` on, others from where they stand."""
    root = shipped()
    if path.is_relative_to(root):
        return f"rulesets/{path.relative_to(root).as_posix()}"
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _files_of(name: str, problems: list[Problem], above: tuple[str, ...]) -> Iterator[Path]:
    if name in above:
        problems.append(problem("ruleset-loop", name, name=name))
        return
    path = Path(name).expanduser()
    if _is_path(name) and path.is_dir():
        yield from _extended(path, problems, (*above, name))
        yield from _files_in(path.resolve())
    elif _is_path(name) and path.is_file():
        yield path.resolve()
    elif (shipped() / name).is_dir() and not path.is_absolute() and ".." not in path.parts:
        steps = name.strip("/").split("/")
        for depth in range(1, len(steps) + 1):
            yield from _files_in((shipped() / "/".join(steps[:depth])).resolve())
    else:
        near = nearest(name, shipped_names())
        problems.append(problem("unknown-ruleset", "", "did-you-mean" if near else None, name=name, nearest=near or ""))


def _is_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or name.endswith(SUFFIXES) or (os.sep in name and Path(name).exists())


def _extended(folder: Path, problems: list[Problem], above: tuple[str, ...]) -> Iterator[Path]:
    """The files of what a folder's `ruleset.yaml` extends."""
    described = folder / "ruleset.yaml"
    if not described.is_file():
        return
    try:
        data = read_yaml(decode(bytes_of(described), _shown(described)), _shown(described)).data
    except Unreadable:
        return  # told when the folder's own files are read
    extended = data.get("extends") if isinstance(data, dict) else None
    for name in extended if isinstance(extended, list) else ():
        if isinstance(name, YamlText):
            beside = folder / name
            yield from _files_of(str(beside) if name.startswith(".") else str(name), problems, above)


def _files_in(folder: Path) -> Iterable[Path]:
    """A folder's own files and its catalogue; cases stand beside the lists and are no rules."""
    for place in (folder / "catalogue", folder):
        if place.is_dir():
            yield from sorted(
                file for file in place.iterdir() if file.suffix in SUFFIXES and not file.stem.endswith(".cases")
            )

"""Where lint meets the disk: the files of rule sets, their cases, and what stands below them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from credit_rules.authoring.linting.matter import File, Matter, file_of
from credit_rules.rulesets import SUFFIXES, Found, files_of, is_draft, rules_around, shown, text_of
from credit_rules.stages.reading import Unreadable

#: What a list is read against whose rule set has no catalogue of its own.
_NATIONAL = "cn"


def matter_of(rules: Sequence[str], *, drafts: bool = False) -> Matter:
    """Everything lint looks at for the rule sets or files named; what cannot be found or read is among its problems.

    Around a single file stands its rule set, so that names are known; remarks are about the file alone.
    """
    single = {path for name in rules if (path := Path(name).expanduser().resolve()).is_file()}
    whole = [name for name in rules if Path(name).expanduser().resolve() not in single]
    around = [_around(path) for path in sorted(single)]
    found = files_of([*whole, *around], drafts=drafts)
    own = files_of(whole, drafts=drafts).own if whole else ()
    paths = {**found.files, **dict.fromkeys((*_cases(found), *sorted(single)), True)}
    files = list(_files(paths, single, own))
    matter = Matter(files, whole=bool(own), elsewhere=[read(path).text for path in _below(found)])
    if any(told.code == "no-catalogue" for told in matter.problems):
        beside = [read(path, named=False) for path in files_of([_NATIONAL]).files if path not in paths]
        matter = Matter([*beside, *files], whole=bool(own), elsewhere=matter.elsewhere)
    matter.problems = (*found.problems, *matter.problems)
    return matter


def _around(path: Path) -> str:
    """The rule set around a file; of a draft the folder it stands in, which brings what is above it."""
    return str(path.parent) if path.parent.name == "drafts" else rules_around(path)


def _files(paths: dict[Path, bool], single: set[Path], own: Iterable[Path]) -> Iterator[File]:
    """The files with their texts; a list that says it is a draft only where somebody asked for it."""
    own = set(own)
    for path, asked in paths.items():
        file = read(path, named=path in single or _folder(path) in own)
        if asked or path in single or file.document is None or not is_draft(file.document):
            yield file


def read(path: Path, *, named: bool = True) -> File:
    """One file, readable or not."""
    name = shown(path)
    try:
        return file_of(name, text_of(path), named=named, path=path)
    except Unreadable as error:
        return File(name, "", named, path, None, error.problems)


def _folder(path: Path) -> Path:
    """The rule set's folder a file stands in."""
    return path.parent.parent if path.parent.name == "catalogue" else path.parent


def _cases(found: Found) -> Iterator[Path]:
    """The cases beside the lists of the folders named."""
    for folder in found.own:
        yield from sorted(path for path in folder.iterdir() if _is_cases(path)) if folder.is_dir() else ()


def _is_cases(path: Path) -> bool:
    return path.suffix in SUFFIXES and path.stem.endswith(".cases")


def _below(found: Found) -> Iterator[Path]:
    """Rule files in folders below those named: what they use is used."""
    for folder in found.own:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and path not in found.files and not _is_cases(path):
                yield path

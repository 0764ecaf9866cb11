"""Read: text to plain data, with the line and column of every node. Knows nothing of measures.

Every YAML scalar stays text (`NO`, `1.10`, `2016-02-30` mean what is written) for the model to type. Limits are
stated here: a file's size, its depth, and how many aliases it may use; merge keys and tabs are refused.
"""

import json
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import yaml

from credit_rules.errors import Problem, phrase, problem
from credit_rules.model.scalars import YamlText
from credit_rules.stages.misreading import Misreading, bare_words, keys_in_text, misread

LARGEST_FILE = 8 * 1024 * 1024  # bytes
DEEPEST = 60  # nested mappings and lists
MOST_ALIASES = 20

Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# In a rule set also what cannot be seen, or turns the direction of reading.
_MISLEADING = re.compile(_FORBIDDEN.pattern[:-1] + "\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_STAIRS = re.compile(rf"(?:[-?:] ){{{DEEPEST}}}")
_NULL = ("", "~", "null")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One document: its data, and where each node stands."""

    name: str
    data: Any
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def at(self, path: Path, *, key: bool = False) -> str:
        """`file:line:column` of a node (or of its key); of the nearest node around it that has a place."""
        while path not in self.places and path:
            path = path[:-1]
        line, column = (self.keys if key and path in self.keys else self.places).get(path, (1, 1))
        return f"{self.name}:{line}:{column}"


class Unreadable(Exception):
    """The text cannot be read at all; holds the problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems = problems


def bytes_of(path: FilePath) -> bytes:
    """A file's bytes; of one that is too large not more than shows that it is."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def decode(raw: bytes, name: str) -> str:
    """UTF-8 (with or without a byte order mark) or GB18030."""
    if len(raw) > LARGEST_FILE:
        raise Unreadable(problem("too-large", name, size=len(raw) // 2**20 + 1, most=LARGEST_FILE // 2**20))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(problem("bad-encoding", name))


def read_yaml(text: str, name: str) -> Document:
    """The one document of a YAML file; `Unreadable` with every problem found otherwise."""
    documents = read_documents(text, name)
    if len(documents) > 1:
        raise Unreadable(problem("several-documents", documents[1].at(())))
    return documents[0]


def read_documents(text: str, name: str) -> list[Document]:
    """Every document of a YAML file."""
    _refuse_characters(text, name)
    if not text.strip():
        raise Unreadable(problem("empty-file", f"{name}:1:1"))
    if _too_deep(text):
        raise Unreadable(problem("too-deep", name, most=DEEPEST))
    try:
        nodes = _nodes(text)
    except yaml.MarkedYAMLError as error:
        told = sorted(_syntax_problems(text, error, name), key=lambda found: found[:2])
        raise Unreadable(*(entry for _, _, entry in told)) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(problem("bad-yaml", f"{name}:1:1", why=str(error).splitlines()[0])) from None
    documents = [_document(node, name, text) for node in nodes if node is not None]
    if not any(document.data is not None for document in documents):
        raise Unreadable(problem("empty-file", f"{name}:1:1"))
    return documents


def _nodes(text: str) -> list[Any]:
    loader = _LOADER(text)
    try:
        nodes = []
        while loader.check_node():
            nodes.append(loader.get_node())
        return nodes
    finally:
        loader.dispose()


def _refuse_characters(text: str, name: str) -> None:
    problems = [
        problem("bad-character", _position(text, found.start(), name), character=f"U+{ord(found[0]):04X}")
        for found in list(_MISLEADING.finditer(text))[:20]
    ]
    tabs = [problem("tab", _position(text, found.start(), name)) for found in list(re.finditer("\t", text))[:20]]
    if problems or tabs:
        raise Unreadable(*problems, *tabs)


def _position(text: str, offset: int, name: str) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"{name}:{line}:{offset - text.rfind(chr(10), 0, offset)}"


def _too_deep(text: str) -> bool:
    """A guess from outside, before a parser follows the text down; the walk counts exactly."""
    if _STAIRS.search(text):
        return True
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth = deepest = 0
    for found in re.finditer(r"[\[\]{}]|'[^'\n]*'|\"[^\"\n]*\"", text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        deepest = max(deepest, depth)
    return deepest > 20 * DEEPEST


def _syntax_problems(text: str, error: yaml.MarkedYAMLError, name: str) -> Iterator[tuple[int, int, Problem]]:
    """What is wrong where the parser stopped; where it is told what was meant, also what is wrong elsewhere."""
    lines = text.splitlines()
    for _ in range(20):
        found = misread(lines, error)
        if found is None:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            yield line, column, problem("bad-yaml", f"{name}:{line}:{column}", why=error.problem or "")
            return
        yield found.line, found.column, _told(found, name)
        if found.meant is None or found.meant == lines[found.line - 1]:
            return
        lines[found.line - 1] = found.meant
        try:
            _nodes("\n".join(lines))
            return
        except yaml.MarkedYAMLError as another:
            error = another
        except (yaml.YAMLError, RecursionError):
            return


def _told(found: Misreading, name: str) -> Problem:
    return problem(found.code, f"{name}:{found.line}:{found.column}", **found.params)


@dataclass(slots=True)
class _Walk:
    document: Document
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    aliases: int = 0

    def data_of(self, node: Any, path: Path, above: tuple[int, ...]) -> Any:
        if len(above) > DEEPEST:
            raise Unreadable(problem("too-deep", self.document.name, most=DEEPEST))
        here = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.document.places[path] = here
        if id(node) in self.seen:
            self.aliases += 1
            if id(node) in above or self.aliases > MOST_ALIASES:
                raise Unreadable(*self.problems, problem("anchors", self.document.at(path), most=MOST_ALIASES))
        self.seen.add(id(node))
        if node.id == "scalar":
            self._refuse_tag(node, "str", path)
            if not node.style and node.end_mark.line > node.start_mark.line:
                self._tell(keys_in_text(self.lines, node))
            return None if not node.style and node.value in _NULL else YamlText(node.value)
        if node.id == "sequence":
            self._refuse_tag(node, "seq", path)
            return [self.data_of(item, (*path, i), (*above, id(node))) for i, item in enumerate(node.value)]
        self._refuse_tag(node, "map", path)
        return self._mapping(node, path, (*above, id(node)))

    def _refuse_tag(self, node: Any, kind: str, path: Path) -> None:
        if node.tag != f"tag:yaml.org,2002:{kind}":
            why = phrase("tag", tag=node.tag)
            self.problems.append(problem("bad-yaml", self.document.at(path), why=why))

    def _tell(self, found: Iterable[Misreading]) -> bool:
        """Note what was misread; whether anything was."""
        told = [_told(entry, self.document.name) for entry in found]
        self.problems.extend(told)
        return bool(told)

    def _mapping(self, node: Any, path: Path, above: tuple[int, ...]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if self._tell(bare_words(node)):
            return data
        for key_node, value_node in node.value:
            at = f"{self.document.name}:{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
            if key_node.id != "scalar":
                self.problems.append(problem("bad-yaml", at, why="a key is not a word"))
                continue
            key = key_node.value
            if key.startswith("\u3000"):
                self.problems.append(problem("full-width-space", at))
                continue
            if key == "<<":
                self.problems.append(problem("merge-key", at))
                continue
            if key in data:
                self.problems.append(problem("duplicate-key", at, key=key))
                continue
            inner = (*path, key)
            self.document.keys[inner] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            data[key] = self.data_of(value_node, inner, above)
        return data


def _document(root: yaml.Node, name: str, text: str) -> Document:
    walk = _Walk(Document(name, None), text.splitlines())
    data = walk.data_of(root, (), ())
    if walk.problems:
        raise Unreadable(*walk.problems)
    return Document(name, data, walk.document.places, walk.document.keys)


class JsonNumber(Decimal):
    """A number with a fraction in a JSON text, exact: a number, and never an amount of money."""


class _Doubled(dict[str, Any]):
    """A JSON object in which a key stands twice."""

    twice: str


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    doubled = _Doubled(data)
    names = [name for name, _ in pairs]
    doubled.twice = next(name for name in names if names.count(name) > 1)
    return doubled


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=JsonNumber, parse_constant=_no_constant)


def read_json(text: str, name: str) -> Any:
    """The data of a JSON text; problems carry a JSON pointer."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Unreadable(problem("empty-file", name))
    try:
        data = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Unreadable(problem("bad-json", f"{name}:{error.lineno}:{error.colno}", why=error.msg)) from None
    except RecursionError:
        raise Unreadable(problem("too-deep", name, most=DEEPEST)) from None
    except ValueError as error:
        raise Unreadable(problem("bad-json", name, why=str(error))) from None
    problems = list(flaws_in(data, ""))
    if problems:
        raise Unreadable(*problems)
    return data


def flaws_in(data: Any, at: str, depth: int = 0) -> Iterator[Problem]:
    if depth > DEEPEST:
        raise Unreadable(problem("too-deep", at[:60], most=DEEPEST))
    if isinstance(data, str):
        found = _FORBIDDEN.search(data)
        if found:
            yield problem("bad-character", at, character=f"U+{ord(found[0]):04X}")
    elif isinstance(data, dict):
        if isinstance(data, _Doubled):
            yield problem("duplicate-key", pointer(at, data.twice), key=data.twice)
        for key, value in data.items():
            yield from flaws_in(key, pointer(at, key), depth)
            yield from flaws_in(value, pointer(at, key), depth + 1)
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from flaws_in(item, f"{at}/{number}", depth + 1)


def pointer(at: str, *steps: Hashable) -> str:
    """A JSON pointer one or more steps further (RFC 6901)."""
    return at + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)

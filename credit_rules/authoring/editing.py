"""Edit a YAML text in place: what is changed is changed, everything else stays byte for byte as it was.

Comments, blank lines, quotes, indentation and line ends belong to whoever wrote the file. So nothing is written
out anew: the parser says where each node stands, and an edit replaces just that piece of the text. What came out
is read again and compared with what was wanted; where they differ, `CannotEdit` is raised and nothing has happened.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULL = ("", "~", "null")


@dataclass(frozen=True)
class Replace:
    """The value at `path` becomes this YAML text."""

    path: Path
    text: str


@dataclass(frozen=True)
class Remove:
    """A key with its value, or an item of a list, goes, and with it its own comment lines directly above."""

    path: Path


@dataclass(frozen=True)
class Insert:
    """A value under a new key (the last step of `path`), or an item of a list before the one that has this index.

    An index as great as the list is long appends. A new key stands behind the key `after`, or last.
    `text` is the value alone, as it would stand at the beginning of a file.
    """

    path: Path
    text: str
    after: str | None = None


Edit = Replace | Remove | Insert


class CannotEdit(ValueError):
    """This text cannot be edited so without touching more than was meant."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made. Every path means the text as it was given, also the indices of lists."""
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    root = _parse(text)
    pending = sorted(edits, key=lambda edit: _place(root, edit))
    if not pending:
        return mark + text
    _refuse_entangled(pending)
    wanted = _data_after(root, pending)
    while pending:
        text = _round(text, pending)
    if _data(_parse(text)) != wanted:
        raise CannotEdit("the text would not say what was wanted")
    return mark + text


def as_yaml(data: Any) -> str:
    """Plain data as YAML on one line, good at any place: quotes only where they are needed.

    >>> as_yaml({"zh": "限制, 禁止", "from": "2026-01-01", "none": "true", "list": ["a", "null"]})
    '{zh: "限制, 禁止", from: 2026-01-01, none: true, list: [a, "null"]}'
    """
    if data is None:
        return "null"
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{as_yaml(str(key))}: {as_yaml(value)}" for key, value in data.items()) + "}"
    if isinstance(data, (list, tuple)):
        return "[" + ", ".join(as_yaml(item) for item in data) + "]"
    word = str(data)
    return word if _is_plain(word) else json.dumps(word, ensure_ascii=False)


def read_value(text: str) -> Any:
    """The plain data of a text with one YAML value; CannotEdit where it is none."""
    return _read(text)


_SIMPLE = re.compile(r"[^\W_][\w.-]*")


def _is_plain(word: str) -> bool:
    """Whether a text means itself without quotes, wherever it stands, as a key too."""
    if word in _NULL or "\n" in word:
        return False
    if _SIMPLE.fullmatch(word):
        return True
    try:
        read = _data(_parse(f"[{{{word}: {word}}}, {word}]"))
    except CannotEdit:
        return False
    return bool(read == [{word: word}, word])


# --- the text as a tree -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Node:
    kind: str  # scalar, map, seq or alias
    start: int
    end: int
    value: str = ""
    style: str = ""  # of a scalar: "" plain, ' " | >
    flow: bool = False
    entries: list["_Entry"] = field(default_factory=list)

    @property
    def block(self) -> bool:
        return self.kind in ("map", "seq") and not self.flow

    @property
    def null(self) -> bool:
        return self.kind == "scalar" and not self.style and self.value in _NULL


@dataclass(slots=True)
class _Entry:
    key: _Node | None
    value: _Node
    start: int  # of the key, or of the dash


def _parse(text: str) -> _Node:
    loader = _LOADER(text)
    try:
        events = list(_events(loader))
    except (yaml.YAMLError, RecursionError) as error:
        raise CannotEdit(f"not valid YAML: {str(error).splitlines()[0]}") from None
    finally:
        loader.dispose()
    if sum(isinstance(event, yaml.DocumentStartEvent) for event in events) != 1:
        raise CannotEdit("not one document")
    wanted = (yaml.NodeEvent, yaml.CollectionEndEvent)
    nodes = [event for event in events if isinstance(event, wanted)]
    anchors = {event.anchor for event in nodes if not isinstance(event, (yaml.AliasEvent, yaml.CollectionEndEvent))}
    if any(isinstance(event, yaml.AliasEvent) and event.anchor not in anchors for event in nodes):
        raise CannotEdit("an alias would mean nothing")
    return _node(iter(nodes), text)


def _events(loader: Any) -> Iterator[Any]:
    while loader.check_event():
        yield loader.get_event()


def _node(events: Iterator[Any], text: str) -> _Node:
    """The next node, or the end of the collection around it."""
    event = next(events)
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.ScalarEvent):
        if event.style in ("|", ">"):
            end = start + len(text[start:end].rstrip())
        return _Node("scalar", start, end, event.value, event.style or "")
    if isinstance(event, yaml.AliasEvent):
        return _Node("alias", start, end, event.anchor or "")
    if isinstance(event, yaml.CollectionEndEvent):
        return _Node("end", start, end)
    kind = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
    node = _Node(kind, start, end, flow=bool(event.flow_style))
    while (first := _node(events, text)).kind != "end":
        value = _node(events, text) if kind == "map" else first
        node.entries.append(_entry(node, first if kind == "map" else None, value, text))
        node.end = value.end
    if node.flow:
        node.end = first.end
    return node


def _entry(parent: _Node, key: _Node | None, value: _Node, text: str) -> _Entry:
    if key is not None:
        return _Entry(key, value, key.start)
    if parent.flow:
        return _Entry(None, value, value.start)
    dash = text.rfind("-", 0, value.start)
    return _Entry(None, value, dash if dash >= 0 and not text[dash + 1 : value.start].strip() else -1)


def _past_blanks(text: str, at: int) -> int:
    """The next place that is neither white space nor comment."""
    found = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*").match(text, at)
    return found.end() if found else at


def _data(node: _Node) -> Any:
    if node.kind == "map":
        return {_key(entry): _data(entry.value) for entry in node.entries}
    if node.kind == "seq":
        return [_data(entry.value) for entry in node.entries]
    if node.kind == "alias":
        return ("alias", node.value)
    return None if node.null else node.value


def _read(text: str) -> Any:
    """What a text that is to be put in says: as the last lines of a file, so that it ends with a line end."""
    return _data(_parse(text.strip("\n") + "\n"))


def _key(entry: _Entry) -> str:
    return entry.key.value if entry.key is not None and entry.key.kind == "scalar" else repr(entry.key)


def _rank(node: _Node, step: str | int) -> int | None:
    """Which entry a step of a path means; None if there is none."""
    if node.kind == "seq":
        return step if isinstance(step, int) and 0 <= step < len(node.entries) else None
    if node.kind == "map":
        return next((i for i, entry in enumerate(node.entries) if _key(entry) == step), None)
    return None


def _find(root: _Node, path: Path) -> list[_Node]:
    """The nodes along a path, the root first."""
    nodes = [root]
    for step in path:
        rank = _rank(nodes[-1], step)
        if rank is None:
            raise CannotEdit(f"nothing stands at {_shown(path)}")
        nodes.append(nodes[-1].entries[rank].value)
    return nodes


def _shown(path: Path) -> str:
    return ".".join(str(step) for step in path)


# --- order of edits ---------------------------------------------------------------------------------------------------


def _place(root: _Node, edit: Edit) -> tuple[int, ...]:
    """Where an edit stands among the others: an entry has an odd number, the gap before it the even one below."""
    if not edit.path:
        raise CannotEdit("the whole text is not a part of it")
    nodes = _find(root, edit.path[:-1])
    ranks = [_rank(node, step) for node, step in zip(nodes, edit.path, strict=True)]
    above = [2 * rank + 1 for rank in ranks[:-1] if rank is not None]
    if not isinstance(edit, Insert):
        _find(root, edit.path)
        return (*above, 2 * (ranks[-1] or 0) + 1)
    return (*above, 2 * _gap(nodes[-1], edit))


def _gap(parent: _Node, edit: Insert) -> int:
    """Before which entry something new goes."""
    step = edit.path[-1]
    if isinstance(step, int):
        if not (parent.kind == "seq" or parent.null) or not 0 <= step <= len(parent.entries):
            raise CannotEdit(f"no place in a list at {_shown(edit.path)}")
        return step
    if not (parent.kind == "map" or parent.null) or _rank(parent, step) is not None:
        raise CannotEdit(f"no place for a new key at {_shown(edit.path)}")
    if edit.after is None:
        return len(parent.entries)
    rank = _rank(parent, edit.after)
    if rank is None:
        raise CannotEdit(f"no key {edit.after} at {_shown(edit.path[:-1])}")
    return rank + 1


def _refuse_entangled(edits: Sequence[Edit]) -> None:
    """Two edits of one place, or one inside what another takes away, are a contradiction."""
    whole = {edit.path for edit in edits if not isinstance(edit, Insert)}
    if len(whole) < sum(not isinstance(edit, Insert) for edit in edits):
        raise CannotEdit("one place is edited twice")
    for edit in edits:
        if any(edit.path[:length] in whole for length in range(1, len(edit.path))):
            raise CannotEdit(f"{_shown(edit.path)} lies inside another edit")


def _data_after(root: _Node, edits: Sequence[Edit]) -> Any:
    """What the edited text should say; worked out on the data, last place first."""
    data = _data(root)
    for edit in reversed(edits):
        holders = [data]
        for step in edit.path[:-1]:
            holders.append(holders[-1][step])
        *_, holder = holders
        last: Any = edit.path[-1]
        if isinstance(edit, Remove):
            del holder[last]
            continue
        if holder is None:
            holder = holders[-2][edit.path[-2]] = [] if isinstance(last, int) else {}
        if isinstance(edit, Insert) and isinstance(last, int):
            holder.insert(last, _read(edit.text))
        else:
            holder[last] = _read(edit.text)
    return data


def _round(text: str, pending: list[Edit]) -> str:
    """The text with as many edits made, from its end, as do not meet; they leave `pending`.

    Edits that stand before the others are untouched by them, so their paths stay right for the next round.
    """
    page = _Page(text)
    splices: list[_Splice] = []
    changed: set[Path] = set()
    while pending:
        edit = pending[-1]
        if edit.path[:-1] in changed and page.looks_around(edit):
            break
        mine = page.splices(edit)
        if splices and max(splice.end for splice in mine) > min(splice.start for splice in splices):
            break
        changed.add(edit.path[:-1])
        splices.extend(sorted(mine, key=lambda splice: splice.start, reverse=True))
        pending.pop()
    for splice in splices:
        text = text[: splice.start] + page.with_line_ends(splice.text) + text[splice.end :]
    return text


# --- one edit as pieces of text ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Splice:
    """The piece from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


class _Page:
    """One state of the text, and where things stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = _parse(text)
        first, newline, _ = text.partition("\n")
        self.line_end = "\r\n" if newline and first.endswith("\r") else "\n"

    def with_line_ends(self, text: str) -> str:
        return text.replace("\n", self.line_end)

    def looks_around(self, edit: Edit) -> bool:
        """Whether what becomes of the edit hangs on its neighbours: commas between brackets, or the last one to go."""
        parent = _find(self.root, edit.path[:-1])[-1]
        if isinstance(edit, Replace):
            return False
        first = isinstance(edit, Remove) and _rank(parent, edit.path[-1]) == 0
        return first or not parent.block or not parent.entries

    def splices(self, edit: Edit) -> list[_Splice]:
        nodes = _find(self.root, edit.path[:-1])
        parent = nodes[-1]
        in_flow = any(node.flow for node in nodes)
        if isinstance(edit, Insert):
            return self._insert(nodes, edit, in_flow)
        entry = parent.entries[_rank(parent, edit.path[-1]) or 0]
        if entry.start < 0 or self.text[self._line_start(entry.start) : entry.start].rstrip().endswith("?"):
            raise CannotEdit(f"written in a way that cannot be edited: {_shown(edit.path)}")
        if isinstance(edit, Remove):
            return self._remove(nodes, edit.path, entry)
        if in_flow:
            return [self._swap(entry.value, _on_one_line(edit.text), entry)]
        return self._replace(entry, edit.text)

    # replace

    def _swap(self, old: _Node, new: str, entry: _Entry) -> _Splice:
        """A value for a value on the same line; behind a bare key a colon and a space are wanted."""
        if old.start < old.end:
            return _Splice(old.start, old.end, new)
        colon = self._behind_colon(entry)
        return _Splice(old.start, old.end, f" {new}" if colon is not None else f": {new}")

    def _behind_colon(self, entry: _Entry) -> int | None:
        """Just behind the colon of a key, or the dash of an item."""
        if entry.key is None:
            return entry.start + 1
        at = _past_blanks(self.text, entry.key.end)
        return at + 1 if self.text[at : at + 1] == ":" else None

    def _replace(self, entry: _Entry, new: str) -> list[_Splice]:
        old, column = entry.value, self._column(entry.start)
        shape = _parse(new)
        if not old.block and not shape.block:
            # The lines of a text behind `|` or `>` are indented from the key, those of any other value are its own.
            deeper = 0 if shape.style in ("|", ">") else 2
            return [self._swap(old, _indented(new.strip("\n"), column + deeper), entry)]
        behind = self._behind_colon(entry)
        if behind is None:
            raise CannotEdit("a value without a colon")
        if old.block and shape.block:
            indent = self._column(old.start)
            return [_Splice(old.start, self._line_rest(old.end), _indented(new.strip("\n"), indent))]
        if shape.block:
            return self._block_for_inline(entry, behind, new, column)
        if not self._on_own_lines(old):
            return [_Splice(old.start, self._line_rest(old.end), _indented(new.strip("\n"), column + 2))]
        first = self._line_start(old.start)
        above = self.text[behind:first]
        lines = _Splice(first, self._line_end(old.end), "" if above.endswith("\n") else "\n")
        return [_Splice(behind, behind, " " + _indented(new.strip("\n"), column + 2)), lines]

    def _block_for_inline(self, entry: _Entry, behind: int, new: str, column: int) -> list[_Splice]:
        old = entry.value
        comment = self.text[old.end : self._line_rest(old.end)].strip()
        if entry.key is None and not comment:
            return [_Splice(behind, self._line_rest(old.end), " " + _indented(new.strip("\n"), column + 2))]
        rest = self._line_rest(old.end)
        lines = " " * (column + 2) + _indented(new.strip("\n"), column + 2)
        return [_Splice(behind, old.end, ""), _Splice(rest, rest, "\n" + lines)]

    # remove

    def _remove(self, nodes: list[_Node], path: Path, entry: _Entry) -> list[_Splice]:
        parent = nodes[-1]
        if parent.flow:
            return self._remove_from_flow(parent, entry)
        if len(parent.entries) == 1:
            return self._empty(nodes, path, entry)
        first, last = self._own_lines(entry, leads=entry is parent.entries[0])
        if first is not None:
            return [_Splice(first, last, "")]
        # The first entry stands behind the dash of the list around it: the next one moves up to its place.
        following = self._with_comments(parent.entries[1].start)
        return [_Splice(entry.start, following + self._column(parent.entries[1].start), "")]

    def _remove_from_flow(self, parent: _Node, entry: _Entry) -> list[_Splice]:
        rank = parent.entries.index(entry)
        if len(parent.entries) == 1:
            return [_Splice(entry.start, parent.end - 1, "")]
        if rank + 1 < len(parent.entries):
            return [_Splice(entry.start, parent.entries[rank + 1].start, "")]
        before = parent.entries[rank - 1].value.end
        between = self.text[before : entry.start]
        if "#" not in between:
            return [_Splice(before, entry.value.end, "")]
        comma = self.text.index(",", before)
        blanks = len(between) - len(between.rstrip(" "))
        return [_Splice(comma, comma + 1, ""), _Splice(entry.start - blanks, entry.value.end, "")]

    def _empty(self, nodes: list[_Node], path: Path, entry: _Entry) -> list[_Splice]:
        """The last entry goes: what is left has to be written with brackets."""
        parent = nodes[-1]
        brackets = "[]" if parent.kind == "seq" else "{}"
        if len(nodes) == 1 or not self._on_own_lines(parent):
            return [_Splice(entry.start, self._line_rest(entry.value.end), brackets)]
        holder = nodes[-2].entries[_rank(nodes[-2], path[-2]) or 0]
        behind = self._behind_colon(holder)
        first, last = self._own_lines(entry, leads=False)
        if behind is None or first is None:
            raise CannotEdit(f"written in a way that cannot be edited: {_shown(path)}")
        return [_Splice(behind, behind, f" {brackets}"), _Splice(first, last, "")]

    def _own_lines(self, entry: _Entry, *, leads: bool) -> tuple[int | None, int]:
        """The lines of an entry with its comments and the blank lines it leaves; None if it shares its first line."""
        last = self._behind(entry)
        if self.text[self._line_start(entry.start) : entry.start].strip():
            return None, last
        first = self._with_comments(entry.start)
        before, after = self._blank_before(first), self._blank_after(last)
        if before < first and (after > last or last >= len(self.text)):
            return before, last
        return first, after if leads else last

    # insert

    def _insert(self, nodes: list[_Node], edit: Insert, in_flow: bool) -> list[_Splice]:
        parent, gap = nodes[-1], _gap(nodes[-1], edit)
        if not parent.entries:
            return self._insert_first(nodes, edit, in_flow)
        if parent.flow:
            new = _pair(edit, _on_one_line(edit.text))
            if gap < len(parent.entries):
                start = parent.entries[gap].start
                return [_Splice(start, start, f"{new}, ")]
            end = parent.entries[-1].value.end
            return [_Splice(end, end, f", {new}")]
        column = self._column(parent.entries[0].start)
        lines = _indented(_as_entry(edit), column)
        if gap == 0 and self.text[self._line_start(parent.entries[0].start) : parent.entries[0].start].strip():
            start = parent.entries[0].start
            return [_Splice(start, start, f"{lines}\n{' ' * column}")]
        return [self._insert_lines(parent, gap, " " * column + lines)]

    def _insert_lines(self, parent: _Node, gap: int, lines: str) -> _Splice:
        blank = "\n" if self._spaced(parent, lines) else ""
        if parent.kind == "seq" and gap < len(parent.entries):
            at = self._with_comments(parent.entries[gap].start)
            return _Splice(at, at, f"{lines}\n{blank}")
        at = self._behind(parent.entries[gap - 1])
        if at == len(self.text) and not self.text.endswith("\n"):
            return _Splice(at, at, f"\n{blank}{lines}")
        return _Splice(at, at, f"{blank}{lines}\n")

    def _spaced(self, parent: _Node, lines: str) -> bool:
        """Whether blank lines stand between the items of this list."""
        if parent.kind != "seq":
            return False
        if len(parent.entries) == 1:
            return "\n" in lines and "\n" in self.text[parent.start : parent.end]
        first = self._with_comments(parent.entries[-1].start)
        return self._blank_before(first) < first

    def _insert_first(self, nodes: list[_Node], edit: Insert, in_flow: bool) -> list[_Splice]:
        """Into what is empty: with brackets on the same line, or in lines of its own where the text has several."""
        parent = nodes[-1]
        if in_flow and not (parent.flow and not any(n.flow for n in nodes[:-1]) and "\n" in edit.text.strip()):
            new = _pair(edit, _on_one_line(edit.text))
            if parent.flow:
                return [_Splice(parent.start, parent.end, f"[{new}]" if parent.kind == "seq" else f"{{{new}}}")]
        if len(nodes) == 1:
            raise CannotEdit("the text holds nothing to which something could be added")
        holder = nodes[-2].entries[_rank(nodes[-2], edit.path[-2]) or 0]
        if any(node.flow for node in nodes[:-1]):
            new = _pair(edit, _on_one_line(edit.text))
            return [self._swap(parent, f"[{new}]" if isinstance(edit.path[-1], int) else f"{{{new}}}", holder)]
        return self._replace(holder, _as_entry(edit))

    # where lines begin and end

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return end + 1 if end >= 0 else len(self.text)

    def _line_rest(self, at: int) -> int:
        """The end of the line, before what ends it."""
        end = self._line_end(at)
        return end - len(self.text[at:end]) + len(self.text[at:end].rstrip("\r\n"))

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _on_own_lines(self, node: _Node) -> bool:
        return not self.text[self._line_start(node.start) : node.start].strip()

    def _with_comments(self, at: int) -> int:
        """The start of the line, or of the comment lines directly above it that are indented alike."""
        column, start = self._column(at), self._line_start(at)
        while start:
            above = self._line_start(start - 1)
            line = self.text[above:start]
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) != column:
                break
            if line.startswith("# yaml-language-server:"):
                break
            start = above
        return start

    def _behind(self, entry: _Entry) -> int:
        """Behind the last line of an entry, and behind comment lines below that are indented deeper than it."""
        column, end = self._column(entry.start), self._line_end(entry.value.end)
        while end < len(self.text):
            line = self.text[end : self._line_end(end)]
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
                break
            end = self._line_end(end)
        return end

    def _blank_before(self, at: int) -> int:
        while at and not self.text[self._line_start(at - 1) : at].strip():
            at = self._line_start(at - 1)
        return at

    def _blank_after(self, at: int) -> int:
        while at < len(self.text) and not self.text[at : self._line_end(at)].strip():
            at = self._line_end(at)
        return at


# --- text to be put in ------------------------------------------------------------------------------------------------


def _on_one_line(text: str) -> str:
    """A value as it may stand between brackets."""
    data = _data(_parse(text))
    try:
        fits = "\n" not in text.strip() and _data(_parse(f"[{text.strip()}]")) == [data]
    except CannotEdit:
        fits = False
    return text.strip() if fits and "#" not in text else as_yaml(data)


def _pair(edit: Insert, new: str) -> str:
    step = edit.path[-1]
    return new if isinstance(step, int) else f"{as_yaml(step)}: {new}"


def _as_entry(edit: Insert) -> str:
    """A new entry of a block, its first line at column 0."""
    step, new = edit.path[-1], edit.text.strip("\n")
    shape = _parse(new)
    if isinstance(step, int):
        return "- " + _indented(new, 2)
    if shape.block:
        return f"{as_yaml(step)}:\n  " + _indented(new, 2)
    return f"{as_yaml(step)}: " + _indented(new, 0 if shape.style in ("|", ">") else 2)


def _indented(text: str, column: int) -> str:
    """Every line but the first moved to the right; blank lines stay blank."""
    first, *rest = text.replace("\r\n", "\n").split("\n")
    return "\n".join([first, *(" " * column + line if line.strip() else "" for line in rest)])

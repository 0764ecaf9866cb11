"""Misread: what a beginner meant by a YAML text that cannot be read, told at the place where it went wrong.

A parser stops where it can go no further, often a line late and in its own words. Here the lines around that place
are looked at for the usual mistakes of those who write Chinese: full-width signs, a blank too few, indentation that
fits nothing, brackets and quotes left open. Nothing found is no mistake of the text: the parser's own words stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_WORD = r"[A-Za-z_][\w-]*"
_KEY = re.compile(rf"(?P<before>[ \u3000]*(?:- +)*)(?P<key>{_WORD}|[\"'][^\"']*[\"']) *:(?P<value> .*)?$")
_DASHES = re.compile(r"( *)((?:- +)+)")
_WIDE_COLON = re.compile(rf"^ *(?:- +)*({_WORD}) ?： ?([^\s,，{{}}\[\]]*)|[{{,，] *({_WORD}) ?： ?([^\s,，{{}}\[\]]*)")
_CLOSE_COLON = re.compile(rf"^ *(?:- +)*({_WORD}):(?!//)([^\s,{{}}\[\]]+)|[{{,] *({_WORD}):(?!//)([^\s\"',{{}}\[\]]+)")
_NUMBERED = re.compile(r"[\w\u4e00-\u9fff]*\[((?:19|20)[0-9]{2})\][0-9]*号?")
_WIDE_QUOTES = re.compile(r"(?:(?<=: )|(?<=- )|(?<=[\[{,])) *([“”][^“”]*[“”]?)")
_WIDE_COMMA = re.compile(rf"([，、]) *(?={_WORD} *[:：])")
_TEXT_WITH_COLON = re.compile(r"(?<=: )([^\"'\[{|>&*!#\s].*?: .*)$")
_LEFT_OPEN = re.compile(r"(?:(?<=: )|(?<=- )|(?<=[\[{,])|(?<=[\[{,] ))([\"'])(?:(?!\1).)*$")
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}
_BEFORE = 3  # lines looked at before the place


@dataclass(frozen=True, slots=True)
class Misreading:
    """One mistake: its code, its line and column (from 1), what fills its sentence, and the line as it was meant."""

    code: str
    line: int
    column: int
    params: dict[str, Any] = field(default_factory=dict)
    meant: str | None = None


def misread(lines: list[str], error: yaml.MarkedYAMLError) -> Misreading | None:
    """The mistake behind an error of the parser, where it is a usual one."""
    mark = error.problem_mark or error.context_mark
    if mark is None or not lines:
        return None
    place = _Place(lines, min(mark.line, len(lines) - 1), mark.column, error)
    near = [found for number in place.around() if (found := in_line(lines, number)) is not None]
    if near:
        return near[0]
    return place.left_open() or place.indented() or place.unquoted()


def in_line(lines: list[str], number: int) -> Misreading | None:
    """A mistake that a line shows by itself."""
    line = lines[number]
    indent = re.match(r" *\u3000[ \u3000]*(?=[A-Za-z_-])", line)
    if indent:
        meant = indent[0].replace("\u3000", "  ") + line[indent.end() :]
        return Misreading("full-width-space", number + 1, indent[0].index("\u3000") + 1, {}, meant)
    for code, pattern in (("full-width-colon", _WIDE_COLON), ("no-space-after-colon", _CLOSE_COLON)):
        found = pattern.search(line)
        if found and not _is_comment(line, found.start()):
            return _colon(code, found, number)
    return _bracketed(line, number) or _wide(line, number)


def _colon(code: str, found: re.Match[str], number: int) -> Misreading:
    group = 1 if found[1] else 3
    key, value = found[group], found[group + 1]
    written = found.string[found.start(group) : found.end()].strip()
    better = f"{key}: {value or '…'}"
    meant = f"{found.string[: found.start(group)]}{key}: {value}{found.string[found.end() :]}"
    return Misreading(code, number + 1, found.end(group) + 1, {"text": written, "better": better}, meant)


def _bracketed(line: str, number: int) -> Misreading | None:
    """`国发[2016]33号` inside brackets, where brackets begin a list of their own."""
    found = _NUMBERED.search(line)
    if not found or not re.search(r"[\[{]", line[: found.start()]) or _is_quoted(line, found.start()):
        return None
    better = found[0].replace("[", "〔").replace("]", "〕")
    meant = line[: found.start()] + better + line[found.end() :]
    at = found.start() + found[0].index("[") + 1
    return Misreading("square-brackets", number + 1, at, {"text": found[0], "better": better}, meant)


def _wide(line: str, number: int) -> Misreading | None:
    """Full-width quotes around a value, a full-width comma before the next key."""
    comma = _WIDE_COMMA.search(line)
    if comma and "{" in line[: comma.start()] and not _is_quoted(line, comma.start()):
        meant = f"{line[: comma.start()]}, {line[comma.end() :]}"
        return Misreading("full-width-comma", number + 1, comma.start() + 1, {"sign": comma[1]}, meant)
    quotes = _WIDE_QUOTES.search(line)
    if quotes and re.search(r"[:#,\[\]{}]", quotes[1]):
        return Misreading("full-width-quotes", number + 1, quotes.start(1) + 1, {"text": quotes[1]})
    return None


def _is_comment(line: str, column: int) -> bool:
    return bool(re.match(r"\s*#|.*\s#", line[:column]))


def _is_quoted(line: str, column: int) -> bool:
    return any(line[:column].count(sign) % 2 for sign in "\"'")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the parser stopped, and what it was about."""

    lines: list[str]
    line: int
    column: int
    error: yaml.MarkedYAMLError

    def around(self) -> list[int]:
        """The lines to look at: from where the thing began that cannot be read, or the last line before it."""
        told = [n for n in range(self.line) if not self._says_nothing(n)]
        first = told[-1] if told else self.line
        begun = self.error.context_mark
        if begun is not None and ("simple key" in str(self.error.context) or "flow" in str(self.error.context)):
            first = max(min(begun.line, first), self.line - 4 * _BEFORE)
        return [n for n in range(first, self.line + 1) if not self._says_nothing(n)]

    def _says_nothing(self, number: int) -> bool:
        return not self.lines[number].strip() or self.lines[number].lstrip().startswith("#")

    def left_open(self) -> Misreading | None:
        """A bracket or a quote that is never closed, where it was opened."""
        begun, context = self.error.context_mark, str(self.error.context)
        if begun is not None and "quoted scalar" in context:
            return self._opened(begun.line, begun.column)
        if begun is not None and "flow" in context:
            line, column = self._bracket(begun.line, begun.column)
            return None if self._closes(line, column) else self._opened(line, column)
        # A quote left open is closed by the next one that opens, and what stands in that one surprises the parser.
        before = self.lines[self.line][: self.column]
        for number in range(self.line - 1, max(-1, self.line - 50), -1):
            found = _LEFT_OPEN.search(self.lines[number])
            if found and found[1] in before and not _is_comment(self.lines[number], found.start()):
                return self._opened(number, found.start(1))
        return None

    def _bracket(self, line: int, column: int) -> tuple[int, int]:
        """The bracket a place is, or else the last one that is open before it."""
        if line < len(self.lines) and self.lines[line][column : column + 1] in ("[", "{"):
            return line, column
        opened: list[tuple[int, int]] = []
        for number, text in enumerate(self.lines[: line + 1]):
            for sign in re.finditer(r"\"[^\"]*\"|'[^']*'|(?:^|\s)#.*|[\[\]{}]", text):
                if sign[0] in "[{":
                    opened.append((number, sign.start()))
                elif sign[0] in "]}" and opened:
                    opened.pop()
        return opened[-1] if opened else (0, 0)

    def _opened(self, line: int, column: int) -> Misreading | None:
        sign = self.lines[line][column : column + 1]
        if sign not in _CLOSING:
            return None
        return Misreading("not-closed", line + 1, column + 1, {"sign": sign, "close": _CLOSING[sign]})

    def _closes(self, line: int, column: int) -> bool:
        """Whether a bracket is closed before a line that no longer belongs to it."""
        depth, indent = 0, len(self.lines[line]) - len(self.lines[line].lstrip())
        for number in range(line, len(self.lines)):
            rest = self.lines[number]
            if number > line and not self._says_nothing(number):
                key = _KEY.match(rest)
                if key and len(rest) - len(rest.lstrip()) <= indent + len(key["before"].lstrip(" ")):
                    return False
            for sign in re.sub(r"\"[^\"]*\"|'[^']*'|(^|\s)#.*", "", rest[column:] if number == line else rest):
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(sign, 0)
                if depth == 0:
                    return True
        return False

    def indented(self) -> Misreading | None:
        """Indentation that fits no level of what stands around it."""
        line = self.lines[self.line]
        if "flow" in str(self.error.context) or not (_KEY.match(line) or re.match(r" *- ", line)):
            return None
        found = len(line) - len(line.lstrip(" "))
        dashed = line.lstrip().startswith("- ")
        levels, opens = self._levels(dashed)
        if found in levels or (opens and found > max(levels, default=0)) or not levels:
            return None
        wanted = min(levels, key=lambda level: (abs(level - found), -level))
        params = {"found": found, "wanted": wanted}
        return Misreading("odd-indentation", self.line + 1, found + 1, params)

    def _levels(self, dashed: bool) -> tuple[list[int], bool]:
        """The columns of the keys (or dashes) a line may stand under, and whether the line before opens one more."""
        levels: list[int] = []
        below, opens = 10**6, None
        for number in range(self.line - 1, -1, -1):
            line = self.lines[number]
            if self._says_nothing(number):
                continue
            key = _KEY.match(line)
            if opens is None:
                opens = line.rstrip().endswith((":", "|", ">"))
            dashes = _DASHES.match(line)
            columns = [(dashes.start(2), True)] if dashes else []
            columns += [(len(key["before"]), False)] if key else []
            for column, is_dash in reversed(columns):
                if column < below:
                    below = column
                    levels += [column] if is_dash is dashed else []
            if below == 0:
                break
        return levels, bool(opens)

    def unquoted(self) -> Misreading | None:
        """A text that holds what only quotes make a text of."""
        line, problem = self.lines[self.line], str(self.error.problem)
        if "cannot start any token" in problem:
            sign = line[self.column : self.column + 1]
            return Misreading("quotes-wanted", self.line + 1, self.column + 1, {"sign": sign})
        found = _TEXT_WITH_COLON.search(line)
        if "mapping values are not allowed" in problem and found:
            return Misreading("colon-in-text", self.line + 1, found.start(1) + 1, {"text": found[1]})
        return None


def keys_in_text(lines: list[str], node: yaml.ScalarNode) -> Iterator[Misreading]:
    """Keys that have become part of the text before them: `duty：must`, indented below a text that goes on."""
    for number in range(node.start_mark.line + 1, min(node.end_mark.line + 1, len(lines))):
        found = in_line(lines, number)
        text = found.params.get("text") if found is not None else None
        if found is not None and text and re.match(rf" *(- +)*{re.escape(text)}", lines[number]):
            yield found


def bare_words(node: yaml.MappingNode) -> Iterator[Misreading]:
    """Words in `{ }` without a value: what stands before them holds a comma, or they hold a colon nobody sees."""
    entries = [(key, value) for key, value in node.value if key.id == "scalar"] if node.flow_style else []
    if entries and all(_is_bare(*entry) for entry in entries) and not any(_colon_in(key) for key, _ in entries):
        words = ", ".join(str(key.value) for key, _ in entries)
        yield Misreading("list-in-braces", node.start_mark.line + 1, node.start_mark.column + 1, {"text": words})
        return
    text: Any = None  # what was read last that has a value, or a colon
    pieces: list[Any] = []
    for key, value in entries:
        found = _colon_in(key) if _is_bare(key, value) else None
        if found is None and _is_bare(key, value):
            pieces.append(key)
            continue
        if pieces:
            yield _with_comma(text or pieces.pop(0), pieces)
        text, pieces = (value if found is None else key), []
        if found is not None:
            yield found
    if pieces:
        yield _with_comma(text or pieces.pop(0), pieces)


def _is_bare(key: Any, value: Any) -> bool:
    """Whether no colon stands after a key."""
    empty = value.id == "scalar" and not value.value and not value.style
    begun, ended = value.start_mark, key.end_mark
    return empty and bool((begun.line, begun.column) == (ended.line, ended.column))


def _colon_in(key: Any) -> Misreading | None:
    found = re.match(rf"({_WORD}) ?([:：]) ?(.*)", key.value)
    if not found:
        return None
    code = "full-width-colon" if found[2] == "：" else "no-space-after-colon"
    at = key.start_mark.line + 1, key.start_mark.column + found.start(2) + 1
    return Misreading(code, *at, {"text": key.value, "better": f"{found[1]}: {found[3]}"})


def _with_comma(value: Any, following: list[Any]) -> Misreading:
    at = value.start_mark.line + 1, value.start_mark.column + 1
    parts = [str(value.value) if value.id == "scalar" else "…", *(str(key.value) for key in following)]
    if re.fullmatch("[0-9]{1,3}", parts[0]) and all(re.fullmatch(r"[0-9]{3}(\.[0-9]*)?", part) for part in parts[1:]):
        return Misreading("thousands-separator", *at, {"text": ",".join(parts), "better": "".join(parts)})
    return Misreading("comma-in-text", *at, {"better": f'"{", ".join(parts)}"'})

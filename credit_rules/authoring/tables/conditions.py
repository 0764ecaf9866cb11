"""Conditions in lines a person can read, and back to the same data.

One test to a line. What joins tests stands on the line above, and the tests are indented below it:

    同时符合：
    列入“失信被执行人名单”
    行政处罚：类别为“罚款”；3年内；次数不少于 2

Whatever these lines cannot say exactly is written as YAML; that is tried before a condition is shown, so that every
condition comes back as it was.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credit_rules.authoring.editing import as_yaml
from credit_rules.authoring.tables.names import Misread, Names, read_fallback
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.stages.conditions import FIELDS
from credit_rules.words import codes
from credit_rules.words.tables import PHRASES

_BARE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")
_OPEN, _CLOSE = '“"「', '”"」'
_BOUNDS = ("at_least", "at_most", "above", "below")
_JOINS = ("all", "any")
_DAYS = frozenset({"day", "event", "end"})
_STEP = {"zh": "　　", "en": "    "}
_UNITS = (("years", "年", "year"), ("months", "个月", "month"), ("weeks", "周", "week"), ("days", "日", "day"))
_PERIOD = re.compile(r"([0-9]+) (year|month|week|day)s?")


class _Unsayable(Exception):
    """The lines have no words for it."""


def say_condition(data: Any, names: Names) -> str:
    """A condition in lines, or as YAML where lines would not bring it back."""
    try:
        text = "\n".join(_Saying(names).lines(data))
        if read_condition(text, names) == data:
            return text
    except (_Unsayable, Misread):
        pass
    return as_yaml(data)


def read_condition(text: str, names: Names) -> Any:
    """The condition that lines mean; Misread with the line that is not understood."""
    if text.lstrip().startswith("{"):
        return read_fallback(text)
    lines = [_Line(number, _depth(line), line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    lines = [line for line in lines if line.text]
    found, rest = _Reading(names).condition(lines)
    if rest:
        raise Misread("sheet-condition", "sheet-condition-left", line=rest[0].number, text=rest[0].text)
    return found


def say_period(text: str, lang: str) -> str:
    """`3 years` as 3年, or as it is."""
    found = _PERIOD.fullmatch(text)
    if not found or lang == "en":
        return text
    return found[1] + next(chinese for _, chinese, english in _UNITS if english == found[2])


def read_period(text: str) -> str:
    """3年 as `3 years`; what is no such period is left as it is, for the checker to tell."""
    found = re.fullmatch(r"([0-9]+) *(年|个月|月|周|日|天)", text)
    if not found:
        return text
    chinese = {"月": "个月", "天": "日"}.get(found[2], found[2])
    unit = next(english for _, word, english in _UNITS if word == chinese)
    return f"{found[1]} {unit}{'' if found[1] == '1' else 's'}"


def field_word(kind: str, name: str, names: Names) -> str:
    """What a field of a kind of record is called."""
    pair = codes.FIELDS.get(f"{kind}.{name}") or codes.FIELDS.get(name)
    return names.pick(pair) if pair else name


# --- out --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Saying:
    names: Names

    def phrase(self, code: str) -> str:
        return self.names.pick(PHRASES[code])

    def lines(self, data: Any) -> list[str]:
        if data == "always":
            return [self.phrase("always")]
        if not isinstance(data, Mapping) or len(data) != 1:
            raise _Unsayable
        ((key, inner),) = data.items()
        if key in _JOINS and isinstance(inner, list) and inner:
            return [self.phrase(key), *self._indented(line for term in inner for line in self.lines(term))]
        if key == "not":
            first, *rest = self.lines(inner)
            return [self.phrase("not") + first, *rest]
        if key == "related":
            return self._related(inner)
        if key not in FIELDS or not isinstance(inner, Mapping):
            raise _Unsayable
        return [self._test(key, inner)]

    def _indented(self, lines: Iterable[str]) -> list[str]:
        return [_STEP[self.names.lang] + line for line in lines]

    def _related(self, data: Any) -> list[str]:
        if not isinstance(data, Mapping) or not set(data) <= {"role", "holds", "basis"} or "holds" not in data:
            raise _Unsayable
        role = f"“{self.names.say('role', str(data['role']))}”"
        head = self.phrase("related").format(role=role)
        basis = self._basis(data["basis"]) if "basis" in data else ""
        return [f"{head}{basis}{self._colon()}".rstrip(), *self._indented(self.lines(data["holds"]))]

    def _basis(self, entries: Any) -> str:
        if not isinstance(entries, list) or not entries:
            raise _Unsayable
        texts = [self.names.say_basis(entry) for entry in entries]
        if any(re.search("[；;】]", text) for text in texts):
            raise _Unsayable
        return f"【{self.phrase('basis')}{self._colon()}{'；'.join(texts)}】"

    def _colon(self) -> str:
        return "：" if self.names.lang == "zh" else ": "

    def _test(self, kind: str, data: Mapping[str, Any]) -> str:
        naming = TYPE_OF_KIND[kind].scheme_field if kind in TYPE_OF_KIND else None
        lead = self._lead(kind, data.get(naming) if naming else None, naming)
        clauses = [self._clause(kind, name, value, data) for name, value in data.items() if name != naming]
        told = ("；" if self.names.lang == "zh" else "; ").join(clause for clause in clauses if clause)
        return f"{lead}{self._colon()}{told}" if told else lead

    def _lead(self, kind: str, value: Any, naming: str | None) -> str:
        if value is None:
            return self.phrase("any-list") if kind == "listing" else self.names.pick(codes.KINDS[kind])
        blank = " " if self.names.lang == "en" else ""
        lead = self.phrase("on-list") if kind == "listing" else self.names.pick(codes.KINDS[kind]) + blank
        return lead + self._values(FIELDS[kind][str(naming)], value)

    def _clause(self, kind: str, name: str, value: Any, data: Mapping[str, Any]) -> str:
        if name == "standing":
            if value != "any":
                raise _Unsayable
            return self.phrase("standing") + (self._basis(data["basis"]) if "basis" in data else "")
        if name == "basis":
            if "standing" not in data:
                raise _Unsayable
            return ""
        if name == "within":
            return self._within(kind, value)
        what = "number" if name == "count" else FIELDS[kind].get(name, "text")
        word = field_word(kind, name, self.names)
        if isinstance(value, Mapping):
            return word + self.phrase("and").join(self._bound(what, *item) for item in value.items()).rstrip()
        return word + self.phrase("is") + self._values(what, value)

    def _within(self, kind: str, value: Any) -> str:
        if not isinstance(value, Mapping):
            return self.phrase("within").format(period=say_period(str(value), self.names.lang))
        if set(value) != {"period", "of"}:
            raise _Unsayable
        period = say_period(str(value["period"]), self.names.lang)
        return self.phrase("within-of").format(period=period, of=field_word(kind, str(value["of"]), self.names))

    def _bound(self, what: str, bound: str, limit: Any) -> str:
        if bound == "happened" and limit in ("true", "false"):
            return self.phrase("happened" if limit == "true" else "not-happened")
        if bound == "between" and isinstance(limit, list) and len(limit) == 2:
            low, high = (self._value(what, end) for end in limit)
            return f"{self.phrase('between')}{low}{self.phrase('and')}{high}"
        if bound not in _BOUNDS:
            raise _Unsayable
        word = self.phrase(f"day.{bound}" if what in _DAYS else bound)
        return word + self._value(what, limit)

    def _values(self, what: str, value: Any) -> str:
        if not isinstance(value, list):
            return self._value(what, value)
        if not value:
            raise _Unsayable
        told = [self._value(what, item) for item in value]
        if len(told) == 1:
            return told[0] + self.phrase("alone")
        return "".join(self._or(before) + text for before, text in zip(["", *told], told, strict=False))

    def _or(self, before: str) -> str:
        """What stands between two values; a blank apart from one without quotes."""
        return (" " if before.startswith(" ") else "") + self.phrase("or") if before else ""

    def _value(self, what: str, value: Any) -> str:
        if not isinstance(value, str):
            raise _Unsayable
        if what == "flag" and value in ("true", "false"):
            return self.phrase("yes" if value == "true" else "no")
        word = self.names.say(what, value) if what in self.names.sections else value
        if _BARE.fullmatch(word):
            return f" {word}" if self.names.lang == "zh" else word
        if re.search("[“”\n]", word):
            raise _Unsayable
        return f"“{word}”"


# --- in ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    depth: int
    text: str


def _depth(line: str) -> int:
    """How far a line is indented; one Chinese blank is as wide as two others."""
    blanks = line[: len(line) - len(line.lstrip())]
    return sum(2 if blank == "　" else 1 for blank in blanks)


@dataclass(frozen=True, slots=True)
class _Reading:
    names: Names

    def condition(self, lines: Sequence[_Line]) -> tuple[Any, Sequence[_Line]]:
        """The condition the first line begins, and the lines that are left."""
        if not lines:
            raise Misread("sheet-condition", line=1, text="")
        scan = _Scan(lines[0], self.names)
        negations = 0
        while scan.phrase("not"):
            negations += 1
        below = _below(lines)
        rest = lines[1 + len(below) :]
        data, used = self._head(scan, below)
        if len(used) < len(below):
            left = below[len(used)]
            raise Misread("sheet-condition", "sheet-condition-left", line=left.number, text=left.text)
        for _ in range(negations):
            data = {"not": data}
        return data, rest

    def _head(self, scan: "_Scan", below: Sequence[_Line]) -> tuple[Any, Sequence[_Line]]:
        for join in _JOINS:
            if scan.phrase(join):
                scan.end()
                return {join: self._terms(scan, below)}, below
        if scan.phrase("always"):
            scan.end()
            return "always", ()
        related = scan.related()
        if related is not None:
            terms = self._terms(scan, below)
            if len(terms) != 1:
                raise Misread("sheet-condition", "sheet-condition-one", line=scan.line.number, text=scan.line.text)
            role, basis = related
            return {"related": {"role": role, "holds": terms[0]} | ({"basis": basis} if basis else {})}, below
        return scan.test(), ()

    def _terms(self, scan: "_Scan", below: Sequence[_Line]) -> list[Any]:
        """The conditions on the lines below; all of them begin at one depth."""
        if not below:
            raise Misread("sheet-condition", "sheet-condition-none", line=scan.line.number, text=scan.line.text)
        terms, rest, depth = [], below, below[0].depth
        while rest:
            if rest[0].depth != depth:
                raise Misread("sheet-condition", "sheet-condition-left", line=rest[0].number, text=rest[0].text)
            term, rest = self.condition(rest)
            terms.append(term)
        return terms


def _below(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines after the first that are indented deeper than it."""
    count = next((i for i, line in enumerate(lines[1:]) if line.depth <= lines[0].depth), len(lines) - 1)
    return lines[1 : 1 + count]


class _Scan:
    """One line, read from left to right; blanks between words do not matter."""

    def __init__(self, line: _Line, names: Names) -> None:
        self.line, self.names, self.rest = line, names, line.text

    def fail(self, help_code: str | None = None) -> Misread:
        return Misread("sheet-condition", help_code, line=self.line.number, text=self.line.text)

    def take(self, *words: str) -> str | None:
        """One of the words, the longest that stands here; a colon or a semicolon may be of either kind."""
        rest = self.rest.lstrip()
        for word in sorted(words, key=len, reverse=True):
            wanted = word.strip()
            if wanted and _folded(rest).startswith(_folded(wanted)):
                self.rest = rest[len(wanted) :]
                return word
        return None

    def phrase(self, code: str) -> bool:
        return self.take(*PHRASES[code]) is not None

    def end(self) -> None:
        if self.rest.strip():
            raise self.fail()

    def related(self) -> tuple[str, list[Any]] | None:
        """The role and the bases of a line about a related subject."""
        self.rest = self.rest.lstrip()
        for pattern in PHRASES["related"]:
            before, after = pattern.split("{role}")
            if (
                _folded(self.rest).startswith(_folded(before))
                and _OPEN.find(self.rest[len(before) :].lstrip()[:1]) >= 0
            ):
                self.rest = self.rest[len(before) :]
                role = self.value("role")
                if self.take(after) is None:
                    raise self.fail()
                basis = self.basis()
                self.take("：")
                self.end()
                return role, basis
        return None

    def basis(self) -> list[Any]:
        found = re.match(r"\s*【(.*?)】", self.rest)
        if not found:
            return []
        self.rest = self.rest[found.end() :]
        inner = re.sub(rf"^(?:{'|'.join(PHRASES['basis'])})\s*[：:]", "", found[1].strip())
        return [self.names.read_basis(text.strip()) for text in re.split("[；;]", inner) if text.strip()]

    def test(self) -> Any:
        kind, data = self.lead()
        if self.take("："):
            while True:
                self.clause(kind, data)
                if not self.take("；"):
                    break
        self.end()
        return {kind: data}

    def lead(self) -> tuple[str, dict[str, Any]]:
        if self.phrase("any-list"):
            return "listing", {}
        if self.phrase("on-list"):
            return "listing", {"list": self.values("list")}
        word = self.take(*(name for kind in FIELDS for name in (*codes.KINDS[kind], kind)))
        kind = next((kind for kind in FIELDS if word in (*codes.KINDS[kind], kind)), None)
        if kind is None:
            raise self.fail("sheet-condition-kinds")
        naming = TYPE_OF_KIND[kind].scheme_field if kind in TYPE_OF_KIND else None
        if naming and self.rest.strip() and not _folded(self.rest.lstrip()).startswith("："):
            return kind, {naming: self.values(FIELDS[kind][naming])}
        return kind, {}

    def clause(self, kind: str, data: dict[str, Any]) -> None:
        if self.phrase("standing"):
            self.put(data, "standing", "any")
            basis = self.basis()
            if basis:
                data["basis"] = basis
            return
        within = self.within(kind) if kind in TYPE_OF_KIND else None
        if within is not None:
            self.put(data, "within", within)
            return
        name = self.field(kind)
        what = "number" if name == "count" else FIELDS[kind][name]
        if self.phrase("is"):
            self.put(data, name, self.values(what))
        else:
            self.put(data, name, self.bounds(what))

    def put(self, data: dict[str, Any], name: str, value: Any) -> None:
        if name in data:
            raise self.fail("sheet-condition-twice")
        data[name] = value

    def within(self, kind: str) -> Any:
        """A period that a record must not lie further back than."""
        rest = self.rest.lstrip()
        upto = re.match(r"[^；;]*", rest)
        text = upto[0].strip() if upto else ""
        for code in ("within-of", "within"):
            for pattern in PHRASES[code]:
                inner = (
                    re.escape(pattern)
                    .replace(r"\{period\}", r"(?P<period>[0-9]+ *\w+?)")
                    .replace(r"\{of\}", "(?P<of>.+?)")
                )
                found = re.fullmatch(inner.replace(r"\ ", r"\s*"), text)
                if found:
                    self.rest = rest[len(upto[0]) :] if upto else rest
                    period = read_period(found["period"])
                    return (
                        {"period": period, "of": self.date_field(kind, found["of"])} if code == "within-of" else period
                    )
        return None

    def date_field(self, kind: str, word: str) -> str:
        fields = self.fields(kind)
        if word not in fields:
            raise Misread("unknown-field", name=word, known=sorted(fields), kind=self.names.pick(codes.KINDS[kind]))
        return fields[word]

    def fields(self, kind: str) -> dict[str, str]:
        """Every word a field of this kind may be called by, and the field."""
        found: dict[str, str] = {}
        for name in (*FIELDS[kind], *(("count",) if kind in TYPE_OF_KIND else ())):
            pair = codes.FIELDS.get(f"{kind}.{name}") or codes.FIELDS.get(name) or ()
            found |= dict.fromkeys((*pair, name), name)
        return found

    def field(self, kind: str) -> str:
        fields = self.fields(kind)
        word = self.take(*fields)
        if word is None:
            name = (re.match(r"[\w.]*", self.rest.lstrip()) or [""])[0]
            kind_word = self.names.pick(codes.KINDS[kind])
            shown = [field_word(kind, field, self.names) for field in FIELDS[kind]]
            raise Misread("unknown-field", name=name, known=shown, kind=kind_word)
        return fields[word]

    def bounds(self, what: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            self.put(found, *self.bound(what))
            if not self.phrase("and"):
                return found

    def bound(self, what: str) -> tuple[str, Any]:
        if self.phrase("not-happened"):
            return "happened", "false"
        if self.phrase("happened"):
            return "happened", "true"
        if self.phrase("between"):
            low = self.value(what)
            if not self.phrase("and"):
                raise self.fail()
            return "between", [low, self.value(what)]
        words = {word: bound for bound in _BOUNDS for code in (bound, f"day.{bound}") for word in PHRASES[code]}
        word = self.take(*words)
        if word is None:
            raise self.fail("sheet-condition-compare")
        return words[word], self.value(what)

    def values(self, what: str) -> Any:
        found = [self.value(what)]
        while self.phrase("or"):
            found.append(self.value(what))
        alone = self.phrase("alone")
        return found if alone or len(found) > 1 else found[0]

    def value(self, what: str) -> str:
        self.rest = self.rest.lstrip()
        opened = _OPEN.find(self.rest[:1]) if self.rest else -1
        if opened >= 0:
            end = self.rest.find(_CLOSE[opened], 1)
            if end < 0:
                raise self.fail("sheet-condition-quote")
            text, self.rest = self.rest[1:end], self.rest[end + 1 :]
            return self.names.read(what, text) if what in self.names.sections else text
        return self.unquoted(what)

    def unquoted(self, what: str) -> str:
        """A word without quotes: one that is known here, or one of plain letters and digits."""
        if what == "flag":
            for code, flag in (("yes", "true"), ("no", "false")):
                if self.phrase(code):
                    return flag
        if what in self.names.sections:
            word = self.take(*(word for word in self.names.sections[what].codes if not word.isascii()))
            if word is not None:
                return self.names.read(what, word)
        found = _BARE.match(self.rest)
        if not found:
            text = (re.match(r"[^；;：:]*", self.rest) or [""])[0].strip()
            if what in self.names.sections and text:
                self.names.read(what, text)
            raise self.fail("sheet-condition-quote")
        self.rest = self.rest[found.end() :]
        return self.names.read(what, found[0]) if what in self.names.sections else found[0]


def _folded(text: str) -> str:
    """Letters alike, and punctuation of both widths as one."""
    return text.lower().replace(":", "：").replace(";", "；").replace("(", "（").replace(")", "）")

"""One key of a measure or of a list as the text of a cell (or of two: one for each language), and back.

What is still as it was shown is never read back: it keeps the data it came from, whatever way that is written. A
line that is still there keeps its own data too, and only what somebody changed is understood anew.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit_rules.authoring.editing import as_yaml
from credit_rules.authoring.tables.conditions import (
    field_word,
    read_condition,
    read_period,
    say_condition,
    say_period,
)
from credit_rules.authoring.tables.names import Misread, Names, read_fallback
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.stages.conditions import FIELDS
from credit_rules.words.tables import PHRASES

ABSENT: Any = object()  # the key is not written
Texts = tuple[str, ...]

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True, slots=True)
class Field:
    """One key: which cells show it, and how wide they should be."""

    key: str
    cells: tuple[str, ...]  # names of columns or of header rows

    def texts(self, value: Any, names: Names) -> Texts:
        """What the cells show; as YAML where their own words would not bring the value back."""
        if value is ABSENT:
            return ("",) * len(self.cells)
        try:
            told = self.say(value, names)
            if told != ("",) * len(self.cells) and self.same(self.read(told, names), value):
                return told
        except (Misread, KeyError, TypeError):
            pass
        return (as_yaml(value), *[""] * (len(self.cells) - 1))

    def value(self, texts: Texts, before: Any, names: Names) -> Any:
        """What the cells mean, given the value there was before; ABSENT where they are empty."""
        if not any(texts):
            return ABSENT
        if texts == self.texts(before, names):
            return before
        if texts[0].startswith(("{", "[")):
            return read_fallback(texts[0])
        return self.change(texts, before, names)

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values say the same."""
        return bool(one == other)

    def change(self, texts: Texts, before: Any, names: Names) -> Any:
        return self.read(texts, names)

    def say(self, value: Any, names: Names) -> Texts:
        raise NotImplementedError

    def read(self, texts: Texts, names: Names) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Plain(Field):
    """A text as it is written: an id, an edition, a region."""

    def say(self, value: Any, names: Names) -> Texts:
        return (str(value),)

    def read(self, texts: Texts, names: Names) -> Any:
        return texts[0]


@dataclass(frozen=True, slots=True)
class RegionField(Plain):
    """A region code; the whole country in words."""

    def say(self, value: Any, names: Names) -> Texts:
        return (names.pick(PHRASES["country"]) if value == "CN" else str(value),)

    def read(self, texts: Texts, names: Names) -> Any:
        return "CN" if texts[0] in PHRASES["country"] else texts[0]


@dataclass(frozen=True, slots=True)
class Coded(Field):
    """A code, shown as its word."""

    section: str

    def say(self, value: Any, names: Names) -> Texts:
        return (names.say(self.section, str(value)),)

    def read(self, texts: Texts, names: Names) -> Any:
        return names.read(self.section, texts[0])


@dataclass(frozen=True, slots=True)
class Flagged(Field):
    """Yes or no."""

    def say(self, value: Any, names: Names) -> Texts:
        return (names.pick(PHRASES["yes" if value == "true" else "no"]),)

    def read(self, texts: Texts, names: Names) -> Any:
        text = texts[0].lower()
        for code, flag in (("yes", "true"), ("no", "false")):
            if text in (*PHRASES[code], flag):
                return flag
        raise Misread("unknown-value", name=texts[0], known=[names.pick(PHRASES[code]) for code in ("yes", "no")])


@dataclass(frozen=True, slots=True)
class Worded(Field):
    """A text for people: the language of the sheet in the first cell, the other one in the second."""

    def say(self, value: Any, names: Names) -> Texts:
        if not isinstance(value, (str, Mapping)):
            raise TypeError(value)
        both = (value, "") if isinstance(value, str) else (value.get("zh") or "", value.get("en") or "")
        return _ordered(both, names)

    def read(self, texts: Texts, names: Names) -> Any:
        zh, en = _ordered((texts[0], texts[1]), names)
        if not zh:
            raise Misread("sheet-chinese")
        return {"zh": zh, "en": en} if en else zh

    def same(self, one: Any, other: Any) -> bool:
        """A text may be written alone, or as `{zh: …}`."""
        return bool(one == other or ({"zh": one} == other if isinstance(one, str) else False))

    def change(self, texts: Texts, before: Any, names: Names) -> Any:
        found = self.read(texts, names)
        if isinstance(found, str) and isinstance(before, Mapping) and set(before) <= {"zh", "en"}:
            return {"zh": found}
        return found


@dataclass(frozen=True, slots=True)
class WayOut(Worded):
    """A text, or that the law gives no way out, and where it says so."""

    def say(self, value: Any, names: Names) -> Texts:
        if isinstance(value, Mapping) and value.get("none") == "true" and set(value) <= {"none", "basis"}:
            return (names.pick(PHRASES["none"]) + _bases(value.get("basis"), names), "")
        return Worded.say(self, value, names)

    def read(self, texts: Texts, names: Names) -> Any:
        for phrase in PHRASES["none"]:
            rest = texts[0].removeprefix(phrase)
            if rest != texts[0] and (not rest or rest.startswith("【")):
                basis = _read_bases(rest, names)
                return {"none": "true"} | ({"basis": basis} if basis else {})
        return Worded.read(self, texts, names)


@dataclass(frozen=True, slots=True)
class Lines(Field):
    """Several things, one to a line."""

    def say(self, value: Any, names: Names) -> Texts:
        return ("\n".join(self.say_item(item, names) for item in value),)

    def read(self, texts: Texts, names: Names) -> Any:
        return [self.read_item(line, names) for line in _lines(texts[0])]

    def change(self, texts: Texts, before: Any, names: Names) -> Any:
        kept: dict[str, list[Any]] = {}
        for item in before if isinstance(before, list) else ():
            kept.setdefault(self.say_item(item, names), []).append(item)
        found, wrong = [], []
        for line in _lines(texts[0]):
            try:
                found.append(kept[line].pop(0) if kept.get(line) else self.read_item(line, names))
            except Misread as misread:
                wrong.append(misread)
        if wrong:
            wrong[0].others = tuple(wrong[1:])
            raise wrong[0]
        return found

    def say_item(self, item: Any, names: Names) -> str:
        raise NotImplementedError

    def read_item(self, line: str, names: Names) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Codes(Lines):
    """Several codes, each shown as its word."""

    section: str

    def say_item(self, item: Any, names: Names) -> str:
        return names.say(self.section, str(item))

    def read_item(self, line: str, names: Names) -> Any:
        return names.read(self.section, line)


@dataclass(frozen=True, slots=True)
class Bases(Lines):
    """What the measure rests on."""

    def say_item(self, item: Any, names: Names) -> str:
        return names.say_basis(item)

    def read_item(self, line: str, names: Names) -> Any:
        return names.read_basis(line)


@dataclass(frozen=True, slots=True)
class Reaches(Lines):
    """Whose records count as well, and the basis for it: 法定代表人【依据：…】."""

    def say_item(self, item: Any, names: Names) -> str:
        if not isinstance(item, Mapping) or not set(item) <= {"role", "basis"}:
            return as_yaml(item)
        return names.say("role", str(item["role"])) + _bases(item.get("basis"), names)

    def read_item(self, line: str, names: Names) -> Any:
        if line.startswith("{"):
            return read_fallback(line)
        role, _, rest = line.partition("【")
        basis = _read_bases(f"【{rest}" if rest else "", names)
        return {"role": names.read("role", role.strip())} | ({"basis": basis} if basis else {})


@dataclass(frozen=True, slots=True)
class Declared(Field):
    """A fact that may be declared, and the basis that allows it."""

    def say(self, value: Any, names: Names) -> Texts:
        if set(value) - {"fact", "basis"}:
            raise KeyError
        return (str(value["fact"]) + _bases(value.get("basis"), names),)

    def read(self, texts: Texts, names: Names) -> Any:
        fact, _, rest = texts[0].partition("【")
        basis = _read_bases(f"【{rest}" if rest else "", names)
        return {"fact": fact.strip()} | ({"basis": basis} if basis else {})


@dataclass(frozen=True, slots=True)
class When(Field):
    """The condition."""

    def say(self, value: Any, names: Names) -> Texts:
        return (say_condition(value, names),)

    def read(self, texts: Texts, names: Names) -> Any:
        return read_condition(texts[0], names)


@dataclass(frozen=True, slots=True)
class Lasts(Field):
    """How long: while the condition holds, for life, or a period counted from a date of the record."""

    def say(self, value: Any, names: Names) -> Texts:
        if isinstance(value, str):
            return (names.pick(PHRASES[value]),)
        if set(value) != {"fixed", "from"}:
            raise KeyError
        start, period = _date_words(names)[value["from"]], say_period(value["fixed"], names.lang)
        return (names.pick(PHRASES["fixed"]).format(start=start, period=period),)

    def read(self, texts: Texts, names: Names) -> Any:
        for code in ("life", "while-it-holds"):
            if texts[0] in (*PHRASES[code], code):
                return code
        for pattern in PHRASES["fixed"]:
            found = _matched(pattern, texts[0], start="(.+?)", period="([0-9]+ *[^ ]+)")
            if found:
                return {"fixed": read_period(found["period"]), "from": _date_field(found["start"], names)}
        raise Misread("sheet-term", text=texts[0])


@dataclass(frozen=True, slots=True)
class InForce(Field):
    """From when, and until when."""

    def say(self, value: Any, names: Names) -> Texts:
        if set(value) - {"from", "until"}:
            raise KeyError
        first, last = value.get("from"), value.get("until")
        code = "from-until" if first and last else "from" if first else "until"
        return (names.pick(PHRASES[code]).format(first=first, last=last),)

    def read(self, texts: Texts, names: Names) -> Any:
        if re.fullmatch(_DAY, texts[0]):
            return {"from": texts[0]}
        for code in ("from-until", "from", "until"):
            for pattern in PHRASES[code]:
                found = _matched(pattern, texts[0], first=f"({_DAY})", last=f"({_DAY})")
                if found:
                    days = {"from": found.get("first"), "until": found.get("last")}
                    return {key: _day(day) for key, day in days.items() if day}
        raise Misread("sheet-days", text=texts[0])


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise Misread("bad-date", value=text) from None
    return text


def _ordered(pair: tuple[str, str], names: Names) -> tuple[str, str]:
    """The language of the sheet first; the same the other way round."""
    return pair if names.lang == "zh" else (pair[1], pair[0])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _bases(entries: Any, names: Names) -> str:
    """Bases behind what rests on them; KeyError where brackets would not bring them back."""
    if entries is None:
        return ""
    texts = [names.say_basis(entry) for entry in entries]
    if not texts or any(re.search("[；;】]", text) for text in texts):
        raise KeyError
    colon = "：" if names.lang == "zh" else ": "
    return f"【{names.pick(PHRASES['basis'])}{colon}{'；'.join(texts)}】"


def _read_bases(text: str, names: Names) -> list[Any]:
    if not text:
        return []
    found = re.fullmatch(rf"【(?:(?:{'|'.join(PHRASES['basis'])})\s*[：:])?(.*)】", text.strip())
    if not found:
        raise Misread("sheet-brackets", text=text)
    return [names.read_basis(part.strip()) for part in re.split("[；;]", found[1]) if part.strip()]


def _date_words(names: Names) -> dict[str, str]:
    """Every date a period may be counted from, and what it is called."""
    return {
        field: field_word(kind, field, names)
        for kind in TYPE_OF_KIND
        for field, what in FIELDS[kind].items()
        if what in ("day", "event", "end")
    }


def _date_field(word: str, names: Names) -> str:
    words = _date_words(names)
    if word in words:
        return word
    found = next((field for field, known in words.items() if known == word), None)
    if found is None:
        raise Misread("sheet-date-field", name=word, known=sorted(words.values()))
    return found


def _matched(pattern: str, text: str, **parts: str) -> dict[str, str] | None:
    """The parts of a text that fits a phrase; blanks do not matter."""
    written = re.escape(pattern).replace(r"\ ", r"\s+")
    for name, part in parts.items():
        written = written.replace(re.escape("{" + name + "}"), rf"\s*(?P<{name}>{part[1:-1]})\s*")
    found = re.fullmatch(written, text.strip())
    return found.groupdict() if found else None


#: The keys of a measure, in the order in which lists are written.
MEASURE: Sequence[Field] = (
    Plain("id", ("id",)),
    Worded("title", ("title", "title.other")),
    Coded("polarity", ("polarity",), "polarity"),
    Coded("effect", ("effect",), "effect"),
    Coded("duty", ("duty",), "duty"),
    Coded("category", ("category",), "category"),
    Flagged("entitlement", ("entitlement",)),
    Codes("actions", ("actions",), "action"),
    Codes("by", ("by",), "authority"),
    Codes("subjects", ("subjects",), "subject-kind"),
    InForce("in_force", ("in_force",)),
    Plain("narrows", ("narrows",)),
    Lasts("lasts", ("lasts",)),
    Bases("basis", ("basis",)),
    When("when", ("when",)),
    Reaches("reaches", ("reaches",)),
    Declared("accepts_declaration", ("accepts_declaration",)),
    WayOut("way_out", ("way_out", "way_out.other")),
    Worded("note", ("note", "note.other")),
)
#: The keys of the list itself.
LIST: Sequence[Field] = (
    Plain("measure_list", ("measure_list",)),
    Worded("title", ("title", "title.other")),
    Worded("issuer", ("issuer", "issuer.other")),
    RegionField("region", ("region",)),
    Plain("edition", ("edition",)),
    InForce("in_force", ("in_force",)),
    Flagged("draft", ("draft",)),
    Plain("parent", ("parent",)),
    Plain("replaces", ("replaces",)),
    Worded("note", ("note", "note.other")),
)

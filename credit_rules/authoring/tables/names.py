"""Codes as the words people know them by, and back: one word means one code, or says which."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from credit_rules.authoring.editing import CannotEdit, as_yaml, read_value
from credit_rules.errors import Problem, problem
from credit_rules.model.law import Law
from credit_rules.stages.shaping import with_nearest
from credit_rules.words import codes

_UNKNOWN = {
    "action": "unknown-action",
    "authority": "unknown-authority",
    "list": "unknown-list",
    "rating-scheme": "unknown-scheme",
    "points-scheme": "unknown-scheme",
    "role": "unknown-role",
}
_CLOSED: Mapping[str, codes.Table] = {
    name: codes.TABLES[name]
    for name in (
        "category",
        "commitment-type",
        "duty",
        "effect",
        "penalty-kind",
        "polarity",
        "removal",
        "severity",
        "subject-kind",
    )
}
_CODED = re.compile(r"(?s)(.*)〔([^〔〕]+)〕")
_SOURCE = re.compile(r"(?P<title>.*?) ?\[(?P<source>[^\[\]]+)\](?: (?P<article>.*))?")
#: What would be taken for something else in a line of a cell.
_ODD = re.compile(r"[\n“”\"「」]|^\s|\s$|^$")


class Misread(Exception):
    """A text that cannot be read back; says what is wrong, and is told where it stands by whoever knows."""

    def __init__(self, code: str, help_code: str | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code, self.help_code, self.params = code, help_code, params
        self.others: tuple[Misread, ...] = ()  # what else is wrong in the same cell

    def all_at(self, place: str) -> list[Problem]:
        """Every problem of the cell, with its place."""
        return [misread.at(place) for misread in (self, *self.others)]

    def at(self, place: str) -> Problem:
        """The problem, with its place."""
        if "known" in self.params:
            params = {key: value for key, value in self.params.items() if key not in ("name", "known")}
            return with_nearest(self.code, place, self.params["name"], self.params["known"], **params)
        return problem(self.code, place, self.help_code, **self.params)


@dataclass(slots=True)
class _Section:
    """The words of one kind of code."""

    words: dict[str, str] = field(default_factory=dict)  # code → the word it is shown as
    codes: dict[str, str | None] = field(default_factory=dict)  # word → code; None where it means several

    def add(self, code: str, names: Iterable[str]) -> None:
        for name in names:
            # A word that is another's code, or another's word, means neither of them.
            self.codes[name] = code if self.codes.get(name, code) == code else None

    def close(self, titles: Mapping[str, str]) -> None:
        for code in titles:
            self.codes[code] = code
        for code, title in titles.items():
            clear = self.codes.get(title) == code and not _ODD.search(title) and not _CODED.fullmatch(title)
            self.words[code] = title if clear else code if _ODD.search(title) else f"{title}〔{code}〕"


class Names:
    """What codes are called in one language, by the catalogue of the rules loaded."""

    def __init__(self, law: Law, lang: str) -> None:
        self.law, self.lang = law, lang
        self.sections = {name: _closed(table, lang) for name, table in _CLOSED.items()}
        opened = (
            ("action", law.actions),
            ("authority", law.authorities),
            ("list", law.lists),
            ("rating-scheme", law.rating_schemes),
            ("points-scheme", law.points_schemes),
            ("role", law.roles),
        )
        for section, items in opened:
            self.sections[section] = _opened(items, lang)

    def pick(self, pair: tuple[str, str]) -> str:
        return pair[0] if self.lang == "zh" else pair[1]

    def say(self, section: str, code: str) -> str:
        """The word for a code; a code without one stands for itself."""
        return self.sections[section].words.get(code, code)

    def read(self, section: str, text: str) -> str:
        """The code a text means: a word, the code itself, or a word with its code."""
        known = self.sections[section]
        coded = _CODED.fullmatch(text)
        if coded and known.words.get(coded[2]) == text:
            return coded[2]
        found = known.codes.get(text)
        if found is not None:
            return found
        if section == "action" and any(code.startswith(f"{text}.") for code in known.words):
            return text
        if text in known.codes:
            meant = [word for code, word in known.words.items() if word == f"{text}〔{code}〕"]
            raise Misread("sheet-ambiguous", name=text, words=meant)
        names = sorted(known.words.values()) if re.search(r"[^\x00-\x7f]", text) else sorted(known.codes)
        raise Misread(_UNKNOWN.get(section, "unknown-value"), name=text, known=names)

    def words(self, section: str) -> list[tuple[str, str]]:
        """Every code of a section and its word."""
        return list(self.sections[section].words.items())

    # bases

    def say_basis(self, entry: Any) -> str:
        """A basis as it is cited: as it is written, or by its number with the id of the source behind it."""
        text = str(entry)
        if isinstance(entry, Mapping) and set(entry) <= {"source", "article"} and "source" in entry:
            name = self._short(str(entry["source"]))
            text = f"{name} [{entry['source']}]" + (f" {entry['article']}" if entry.get("article") else "")
        try:
            if not _ODD.search(text) and self.read_basis(text) == entry:
                return text
        except Misread:
            pass
        return json.dumps(entry, ensure_ascii=False) if isinstance(entry, str) else as_yaml(entry)

    def read_basis(self, text: str) -> Any:
        """The basis a line means; its source must be one of the catalogue's."""
        if text.startswith(("{", '"')):
            return read_fallback(text)
        found = _SOURCE.fullmatch(text)
        if found:
            if found["source"] not in self.law.names:
                raise Misread("unknown-source", name=found["source"], known=self.law.names)
            if found["title"] != self._short(found["source"]):
                raise Misread("sheet-source", name=found["title"], source=found["source"])
            return {"source": found["source"]} | ({"article": found["article"]} if found["article"] else {})
        name, source, _ = self.law.cited(text)
        if source is None:
            raise Misread("unknown-source", name=name, known=self.law.names)
        return text

    def _short(self, name: str) -> str:
        source = self.law.names.get(name)
        if source is None:
            return name
        return next(iter(source.cited_as), None) or source.number or source.title.zh


def read_fallback(text: str) -> Any:
    """What was written as YAML because no other words would do."""
    try:
        return read_value(text)
    except CannotEdit:
        raise Misread("sheet-yaml", text=text) from None


def _closed(table: codes.Table, lang: str) -> _Section:
    section = _Section()
    for code, pair in table.items():
        section.add(code, pair)
    section.close({code: pair[0] if lang == "zh" else pair[1] for code, pair in table.items()})
    return section


def _opened(items: Mapping[str, Any], lang: str) -> _Section:
    section = _Section()
    for code, item in items.items():
        other = (item.title.en or item.title.zh) if lang == "zh" else item.title.zh
        section.add(code, (item.title.zh if lang == "zh" else item.title.en or item.title.zh, other))
    for code, item in items.items():
        for alias in getattr(item, "aliases", ()):
            # What an action is called also beside its title, where nothing else is called so.
            section.codes.setdefault(alias, code)
    section.close(
        {code: item.title.zh if lang == "zh" else item.title.en or item.title.zh for code, item in items.items()}
    )
    return section

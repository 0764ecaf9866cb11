"""For whom a decision is put into words, and how foreign text is made harmless on its way in.

The `Reader` holds language, audience and escaping; everything that came from a profile or a rule set
passes through it, so that what the page is made of holds no raw name or document.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from credit_rules import words
from credit_rules.words import Table

__all__ = ["AUDIENCES", "Json", "Line", "Reader", "distinct", "filled", "list_of", "map_of", "money", "visible"]

Json = Mapping[str, Any]

AUDIENCES = ("clerk", "subject", "file")
# Control, format (bidi, zero-width) and lone surrogate signs, line and paragraph separators.
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
# Invisible too, though Unicode counts them as letters or marks.
_BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")


def visible(text: str) -> str:
    r"""`text` with every control, format and invisible character written out, so that it stays on its line.

    >>> visible("a\n\u202eb\x1b[2J")
    'a\\u000a\\u202eb\\u001b[2J'
    """
    return "".join(_escape(sign) if category(sign) in _INVISIBLE or sign in _BLANKS else sign for sign in text)


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line; more than one text stands one below the other."""

    key: str
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a page is written: language, audience, and how foreign text is made harmless."""

    lang: str
    audience: str
    escape: Callable[[str], str]
    gap: str = "  "
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def names_others(self) -> bool:
        """Whether this reader may see names, ids and documents of anybody but the subject."""
        return self.audience != "subject"

    def value(self, value: object) -> str:
        """A plain value of the decision, harmless."""
        return "" if value is None else self.escape(str(value))

    def text(self, text: Mapping[str, Any] | str | None, otherwise: object = None) -> str:
        """A text of the rule set in the reader's language, harmless; `otherwise` where there is none."""
        return self.value(words.text_of(text, self.lang).strip() or otherwise)

    def word(self, table: Table, code: object) -> str:
        """What a code is called; one we do not know came from outside and is escaped."""
        known = str(code) in table
        return words.word(table, str(code), self.lang) if known else self.value(code)

    def say(self, key: str, **params: object) -> str:
        """A sentence of the catalogue; the parameters must be harmless already."""
        return words.say(key, self.lang, **params)

    def count(self, key: str, n: int) -> str:
        """A number with its noun."""
        return words.count(key, n, self.lang)

    def line(self, key: str, *texts: str) -> Line:
        """A labelled line of the texts that are not empty."""
        return Line(key, words.label(key, self.lang), tuple(text for text in texts if text))

    def join(self, parts: Iterable[str], chinese: str = "；", english: str = "; ") -> str:
        """The parts that are not empty, as one sentence lists them."""
        return (chinese if self.lang == "zh" else english).join(part for part in parts if part)

    def listed(self, parts: Iterable[str]) -> str:
        """The parts as an enumeration: 甲、乙 or a, b."""
        return self.join(parts, "、", ", ")


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def list_of(mapping: Json, key: str) -> list[Any]:
    """The list under `key`; absent and null are empty."""
    return list(mapping.get(key) or ())


def map_of(mapping: Json, key: str) -> Json:
    """The mapping under `key`; absent and null are empty."""
    return mapping.get(key) or {}


def filled(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.texts)


def distinct(parts: Iterable[str]) -> list[str]:
    """The parts that are not empty, each once, in their order."""
    return list(dict.fromkeys(part for part in parts if part))


def money(amount: object) -> str | None:
    """480,000 of 480000: thousands set apart, nothing rounded; what is not an amount stays as it is."""
    match = re.fullmatch(r"(\d+)(\.\d{1,2})?", str(amount)) if amount is not None else None
    if match is None:
        return None if amount is None else str(amount)
    return f"{int(match[1]):,}{match[2] or ''}"

"""Names in the form in which they are compared: widths, signs, blanks, scripts and legal forms made alike.

A normal form only finds whom to look at. Nobody is the same by name.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

#: Steps that change a name, in the order in which they are told; words in `words.matching`.
STEPS = ("width", "case", "accents", "signs", "blanks", "traditional", "legal-form")

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_SIGN = re.compile(r"[^\w\s]|_")
#: Endings of Chinese names, longest first: as written → as compared.
_CHINESE_FORMS: Mapping[str, str] = {
    "有限责任公司": "有限公司",
    "股份有限公司": "股份有限公司",
    "股份公司": "股份有限公司",
    "有限公司": "有限公司",
}
_CHINESE_ENDING = re.compile("(" + "|".join(sorted(_CHINESE_FORMS, key=len, reverse=True)) + ")$")
#: Words for legal forms elsewhere: as written → as compared. Several words stand with one blank between them.
_FORMS: Mapping[str, str] = {
    "limited": "ltd", "ltd": "ltd", "incorporated": "inc", "inc": "inc", "corporation": "corp", "corp": "corp",
    "company": "co", "co": "co", "limited liability company": "llc", "llc": "llc", "llp": "llp", "lp": "lp",
    "plc": "plc", "public limited company": "plc", "joint stock company": "jsc", "jsc": "jsc", "pjsc": "pjsc",
    "private": "pvt", "pvt": "pvt", "pte": "pte", "pty": "pty", "sdn bhd": "sdnbhd", "bhd": "bhd", "pt": "pt",
    "gmbh": "gmbh", "mbh": "gmbh", "ag": "ag", "kg": "kg", "bv": "bv", "nv": "nv", "srl": "srl", "sarl": "sarl",
    "spa": "spa", "sas": "sas", "sa de cv": "sadecv", "sapi de cv": "sapidecv", "s de rl de cv": "sderldecv",
    "sa": "sa", "sl": "sl", "ltda": "ltda", "limitada": "ltda", "eireli": "eireli", "oy": "oy", "ab": "ab",
    "aps": "aps", "kft": "kft", "doo": "doo", "sro": "sro", "shpk": "shpk",
    "общество с ограниченной ответственностью": "ооо", "ооо": "ооо", "оао": "оао", "зао": "зао", "пао": "пао",
    "ао": "ао", "акционерное общество": "ао", "товариство з обмеженою відповідальністю": "тов", "тов": "тов",
    "приватне підприємство": "пп", "пп": "пп", "чп": "пп", "акціонерне товариство": "ат", "ат": "ат", "пат": "пат",
}  # fmt: skip
_LONGEST_FORM = max(len(form.split()) for form in _FORMS)
_MOST_LETTERS = 400  # of a name; what is longer is compared by its beginning


@dataclass(frozen=True, slots=True)
class NormalName:
    """A name, the form it is compared in, its form without legal form, and the steps that led there (codes)."""

    written: str
    form: str
    core: str
    steps: tuple[str, ...]

    @property
    def is_han(self) -> bool:
        """Whether it is written in Chinese characters, in which two say much."""
        return bool(_HAN.search(self.core))


@lru_cache(maxsize=65536)
def normal(name: str) -> NormalName:
    """The form in which names are compared.

    >>> normal("示例（哈尔滨）建設 有限责任公司").form, normal("Example Trading Co., Ltd.").core
    ('示例哈尔滨建设有限公司', 'example trading')
    """
    text, steps = name[:_MOST_LETTERS], []
    for step, change in _CHANGES:
        changed = change(text)
        if changed != text:
            steps.append(step)
        text = changed
    form, core = _forms(text)
    return NormalName(name, form, core, (*steps, *(["legal-form"] if form != text else [])))


def converts_traditional() -> bool:
    """Whether traditional characters are put into simplified ones: the extra `screening` is there."""
    return _converter() is not None


@cache
def _converter() -> Callable[[str], str] | None:
    try:
        from opencc import OpenCC  # loaded only here, with its dictionaries
    except ImportError:
        return None
    converter: Any = OpenCC("t2s")
    convert: Callable[[str], str] = converter.convert
    return convert


def _width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _accents(text: str) -> str:
    """Latin letters without their marks; in other scripts a mark makes another letter."""
    return _MARKED.sub(lambda found: _plain(found[0]), text)


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)
    return base[0] if base[0].isascii() and base[0].isalpha() else letter


def _signs(text: str) -> str:
    """Signs between words part them; those inside words and abbreviations fall out."""
    text = text.replace("&", " and ").replace("+", " and ")
    text = re.sub(r"[.'’‘`´\"“”„«»·•]", "", text)
    return _SIGN.sub(lambda found: found[0] if _is_mark(found[0]) else " ", text)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _blanks(text: str) -> str:
    """One blank between words, none beside a Chinese character; letters standing alone are one abbreviation."""
    words = text.split()
    joined: list[str] = []
    alone = False  # whether the last word is made of letters that stood alone
    for word in words:
        single = len(word) == 1 and word.isalpha() and not _HAN.match(word)
        if joined and ((single and alone) or _HAN.match(joined[-1][-1]) or _HAN.match(word[0])):
            joined[-1] += word
        else:
            joined.append(word)
        alone = single
    return " ".join(joined)


def _traditional(text: str) -> str:
    convert = _converter()
    return convert(text) if convert is not None and _HAN.search(text) else text


_CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("width", _width),
    ("case", str.casefold),
    ("accents", _accents),
    ("signs", _signs),
    ("blanks", _blanks),
    ("traditional", _traditional),
)


def _forms(text: str) -> tuple[str, str]:
    """The name with its legal form as compared, and without it; a name that is nothing else keeps it."""
    ending = _CHINESE_ENDING.search(text)
    if ending:
        core = text[: ending.start()]
        return core + _CHINESE_FORMS[ending[1]], core or text
    words, told = text.split(), list[str]()
    core_words: list[str] = []
    place = 0
    while place < len(words):
        length, found = _form_at(words, place)
        told.append(found or words[place])
        if not found:
            core_words.append(words[place])
        place += length
    return " ".join(told), " ".join(core_words) or text


def _form_at(words: list[str], place: int) -> tuple[int, str | None]:
    """How many words from here are a legal form, and which; one word that is none."""
    for length in range(min(_LONGEST_FORM, len(words) - place), 0, -1):
        found = _FORMS.get(" ".join(words[place : place + length]))
        if found:
            return length, found
    return 1, None

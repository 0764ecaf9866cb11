"""The words people read, in both languages: the lowest layer, which knows nothing of the rest.

Codes travel in files and between programs; this package says what each is called. `word` looks a code
up in a table of `codes`, `say` fills a sentence of `screen`, `text_of` reads a text of a rule set.
"""

import re
from collections.abc import Mapping
from typing import Any

from credit_rules.words.codes import FINDINGS, OUTCOMES, WARNINGS, Table
from credit_rules.words.screen import COUNTS, LABELS, MESSAGES

__all__ = [
    "LANGUAGES",
    "Table",
    "article",
    "check_language",
    "count",
    "counts",
    "finding_word",
    "headline",
    "label",
    "notice",
    "period",
    "say",
    "text_of",
    "warning_text",
    "word",
]

LANGUAGES = ("zh", "en")

_UNITS: Mapping[str, tuple[str, str]] = {
    "working day": ("个工作日", "working day"),
    "day": ("日", "day"),
    "week": ("周", "week"),
    "month": ("个月", "month"),
    "year": ("年", "year"),
}
_PERIOD = re.compile(r"([0-9]{1,6}) (working day|day|week|month|year)s?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = r"([〇零一二两三四五六七八九十百0-9]+)"
_ARTICLE = re.compile(rf"第{_NUMBER}条(?:之{_NUMBER})?(?:第{_NUMBER}款)?(?:第[（(]?{_NUMBER}[）)]?项)?")
_PART = re.compile(rf"(?:第{_NUMBER}部分)?(?:第[（(]?{_NUMBER}[）)]?项)?")  # of a document without articles


def check_language(lang: str) -> str:
    """`lang` itself, if it is one we have words in; else `ValueError`."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language `{lang}`: one of {', '.join(LANGUAGES)}")
    return lang


def word(table: Table, code: str, lang: str) -> str:
    """What `code` is called; a code the table does not have is shown as it is, never dropped."""
    pair = table.get(code)
    return code if pair is None else _pick(pair, lang)


def finding_word(finding: str, polarity: str, lang: str) -> str:
    """What a finding is called: a restriction withheld *no longer applies*, an incentive *is not enjoyed for now*.

    >>> [finding_word("withheld", polarity, "zh") for polarity in ("restriction", "incentive")]
    ['不再适用', '暂不享受']
    """
    return word(FINDINGS, f"{finding}.{polarity}" if finding == "withheld" else finding, lang)


def text_of(text: Mapping[str, Any] | str | None, lang: str) -> str:
    """The text of a rule set in `lang`: one string is Chinese and serves both, English falls back to it."""
    if text is None or isinstance(text, str):
        return text or ""
    return str(text.get(lang) or text.get("zh") or text.get("en") or "")


def say(key: str, lang: str, **params: object) -> str:
    """The sentence `key` with its parameters filled in; an unknown key or a missing parameter is our own mistake.

    >>> say("check", "zh", id="7f3c")
    '核查号 7f3c'
    """
    return _pick(MESSAGES[key], lang).format(**params)


def label(key: str, lang: str) -> str:
    """What stands in front of a line."""
    return _pick(LABELS[key], lang)


def count(key: str, n: int, lang: str) -> str:
    """A number with its noun, in the right number.

    >>> count("restrictions", 1, "en"), count("restrictions", 0, "en"), count("restrictions", 2, "zh")
    ('1 restriction', '0 restrictions', '受限 2 项')
    """
    chinese, one, other = COUNTS[key]
    return (chinese if lang == "zh" else one if n == 1 else other).format(n=n)


def counts(restrictions: int, incentives: int, undetermined: int, lang: str) -> str:
    """Both sides of a decision and what is open: 受限 2 项 · 激励 1 项 · 待核实 0 项."""
    numbers = (("restrictions", restrictions), ("incentives", incentives), ("open", undetermined))
    return " · ".join(count(key, n, lang) for key, n in numbers)


def headline(outcome: str, numbers: tuple[int, int, int], lang: str) -> str:
    """Outcome in words, then the counts of restrictions, incentives and open measures.

    >>> headline("barred", (1, 0, 0), "en")
    'BARRED    1 restriction · 0 incentives · 0 open'
    """
    return f"{word(OUTCOMES, outcome, lang).upper()}    {counts(*numbers, lang)}"


def notice(outcome: str, lang: str) -> str:
    """The closing sentence: the result is advice, the handling body decides."""
    return say("notice.barred" if outcome == "barred" else "notice", lang)


def warning_text(warning: Mapping[str, Any], lang: str) -> str:
    """A warning as a sentence; a parameter it does not carry shows as `…`, an unknown code as itself."""
    code = str(warning["code"])
    pair = WARNINGS.get(code)
    return code if pair is None else _pick(pair, lang).format_map(_Params(warning))


def period(text: str, lang: str) -> str:
    """A period in words; what is not a period is left as it is.

    >>> period("7 working days", "zh"), period("1 year", "en"), period("at once", "zh")
    ('7 个工作日', '1 year', 'at once')
    """
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        return text
    number, unit = int(match[1]), _UNITS[match[2]]
    return f"{number} {unit[0]}" if lang == "zh" else f"{number} {unit[1]}{'' if number == 1 else 's'}"


def article(text: str, lang: str) -> str:
    """The place within a source, as it is cited in `lang`; what we cannot read is left in Chinese.

    >>> article("第二十六条第（一）项", "en"), article("第五十四条第二款", "en"), article("附件一", "en")
    ('art. 26(1)', 'art. 54, para. 2', '附件一')
    """
    if lang == "zh":
        return text
    match = _ARTICLE.fullmatch(text)
    if match is None:
        return _part(text)
    number, inserted, paragraph, item = (group and _number(group) for group in match.groups())
    return "".join(
        (
            f"art. {number}",
            f"-{inserted}" if inserted else "",
            f", para. {paragraph}" if paragraph else "",
            f"({item})" if item else "",
        )
    )


def _part(text: str) -> str:
    match = _PART.fullmatch(text)
    part, item = (group and _number(group) for group in match.groups()) if match else (None, None)
    found = [f"part {part}" if part else "", f"item {item}" if item else ""]
    return ", ".join(filter(None, found)) or text


def _number(numeral: str) -> int:
    """A Chinese numeral below one thousand, or plain digits."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for sign in numeral:
        if sign in "十百":
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[0] if lang == "zh" else pair[1]


class _Params(dict[str, Any]):
    """Parameters of a warning, as an older or newer program may have written them."""

    def __missing__(self, key: str) -> str:
        return "…"

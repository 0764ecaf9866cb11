"""What stands in a cell: days, ends, amounts and kinds, in every way they are written in the files people hold.

A value comes with a doubt (a code) where something had to be supposed. What cannot be told raises `Untold`: whoever
reads the row keeps it as it is written, and says so.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from credit_rules.model.days import NO_END

#: Ways of writing that something has no end, beside those of `model.days`.
_ENDLESS = frozenset(
    {*NO_END, "永久有效", "长期有效", "无期限", "无限期", "永远", "终身", "无固定期限", "ongoing", "indefinite",
     "indefinitely", "permanent", "permanently", "open-ended", "no end", "unlimited", "∞"}
)  # fmt: skip
#: What stands where nothing is said.
_NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "空", "null", "none", "n/a", "na", "nan", "nil", "暂无"}
)
_LONGEST_NOTHING = 12  # with blanks around it
#: The last days that mean "no end".
_LAST_DAYS = frozenset({date(2099, 12, 31), date(2999, 12, 31), date(9999, 12, 31)})
ORDERS = ("day-first", "month-first")

_CLOCK = r"(?:[t\s]\s*\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}}){_CLOCK}")
_CHINESE = re.compile(rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日?{_CLOCK}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}){_CLOCK}")
_MONTH_ONLY = re.compile(r"(\d{4})(?:[-/.年]\s*(\d{1,2})月?|(0[1-9]|1[0-2]))")
_FROM_TO = re.compile(r"(?:自|从)?\s*(\d[^至到~—–]*?)\s*(?:至|到|~|—+|–)\s*([^至到~—–]+?)止?")
#: The end of a time written in UTC at which it is the next day in China.
_LATE_IN_UTC = re.compile(r"[t\s]\s*(?:1[6-9]|2[0-3]):\d{2}(?::[\d.]+)?\s*(?:z|\+00:?00)$")
_YEAR_ONLY = re.compile(r"(\d{4})年?度?")
#: From 1982 on: a smaller number is more likely a day written short (20191) than one of those years.
_SERIAL = re.compile(r"([3-6]\d{4}|73050|401768|2958465)(?:\.\d+)?")
_NAMED = re.compile(
    r"(\d{1,2})[\s\-/.]+([a-z]{3,9})\.?[\s\-/.,]+(\d{4})|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
)
_MONTHS = {name: n for n, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
#: What a bare number in a spreadsheet counts days from, unless the workbook says otherwise.
EPOCH = date(1899, 12, 30)
_EARLIEST = 1900

_MONEY = re.compile(
    r"(?:rmb|cny|¥|人民币)?\s*([0-9][0-9.,'\s]*(?:e[+-]?\d+)?)\s*(亿元|亿|万元|万|元|圆)?(?:整|人民币)?"
)
_UNITS: Mapping[str, Decimal] = {
    "元": Decimal(1), "圆": Decimal(1), "万": Decimal(10000), "万元": Decimal(10000), "亿": Decimal(10**8),
    "亿元": Decimal(10**8),
}  # fmt: skip
_MOST_MONEY = Decimal(10**18)
_CENT = Decimal("0.01")


_PERSON_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{9}[\dXx](?![0-9A-Za-z])")


class Untold(Exception):
    """What is written cannot be told for sure; holds the code of the problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Told:
    """A value as profiles write it, and the code of a doubt where something was supposed."""

    value: str
    doubt: str | None = None


def says_nothing(text: str) -> bool:
    """Whether a cell holds nothing but a sign for nothing."""
    return len(text) <= _LONGEST_NOTHING and plain(text) in _NOTHING


def shown(text: str) -> str:
    """A text as it may be printed: without the numbers of persons."""
    return _PERSON_NUMBER.sub("***", text)


def plain(text: str) -> str:
    """A cell with widths and blanks made alike, in lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def day_of(text: str, order: str = "", *, latest: bool = True, epoch: date = EPOCH) -> Told | None:
    """The day that is written; None where nothing is. Untold where it might be another one.

    Of a month or a year alone it is the `latest` day, or the earliest: whichever weighs less on the person.

    >>> [day_of(text).value for text in ("2019/10/10", "20191010", "43748", "2019年10月1日", "10 Oct 2019")]
    ['2019-10-10', '2019-10-10', '2019-10-10', '2019-10-01', '2019-10-10']
    """
    written = plain(text)
    if written in _NOTHING:
        return None
    try:
        return _day(written, order, latest, epoch)
    except (ValueError, OverflowError):
        raise Untold("date-unclear") from None


def _day(text: str, order: str, latest: bool, epoch: date) -> Told:
    for pattern, *parts in ((_YEAR_FIRST, 1, 3, 4), (_CHINESE, 1, 2, 3), (_COMPACT, 1, 2, 3)):
        if found := pattern.fullmatch(text):
            told = _told(*(int(found[part]) for part in parts))
            return Told(told.value, "date-zone") if _LATE_IN_UTC.search(text) else told
    if found := _YEAR_LAST.fullmatch(text):
        return _told(int(found[4]), *_month_and_day(int(found[1]), int(found[3]), order))
    if found := _NAMED.fullmatch(text):
        day_, name, year_ = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _told(int(year_), _MONTHS.get(name[:3], 0), int(day_))
    if found := _SERIAL.fullmatch(text):
        return Told((epoch + timedelta(days=int(found[1]))).isoformat())
    if found := _MONTH_ONLY.fullmatch(text):
        year, month = int(found[1]), int(found[2] or found[3])
        last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
        return Told(_told(year, month, last if latest else 1).value, "date-month-only")
    if found := _YEAR_ONLY.fullmatch(text):
        year = int(found[1])
        return Told(_told(year, *((12, 31) if latest else (1, 1))).value, "date-year-only")
    raise ValueError(text)


def _month_and_day(first: int, second: int, order: str) -> tuple[int, int]:
    """Which of two numbers is the month: told only where nothing else is possible, or where the order is said."""
    if order == "day-first" or (not order and first > 12):
        return second, first
    if order == "month-first" or (not order and (second > 12 or first == second)):
        return first, second
    raise Untold("date-ambiguous")


def _told(year: int, month: int, day: int) -> Told:
    if year < _EARLIEST:
        raise ValueError(year)
    return Told(date(year, month, day).isoformat())


def end_of(text: str, order: str = "", *, epoch: date = EPOCH) -> Told | None:
    """The last day that is written, `never` for no end; None where nothing is said.

    >>> end_of("2099/12/31").value, end_of("长期").value, end_of("Ongoing").value, end_of("-")
    ('never', 'never', 'never', None)
    """
    if plain(text) in _ENDLESS:
        return Told("never")
    if parts := _FROM_TO.fullmatch(plain(text)):
        day_of(parts[1], order, epoch=epoch)  # what does not begin with a day is not from one to another
        return end_of(parts[2], order, epoch=epoch)
    found = day_of(text, order, latest=False, epoch=epoch)
    if found is not None and found.doubt is None and date.fromisoformat(found.value) in _LAST_DAYS:
        return Told("never")
    return found


def money_of(text: str, unit: str = "元", decimal: str = ".") -> Told | None:
    """An amount in yuan; a unit in the cell counts before that of the column. None where nothing is said.

    >>> money_of("0.2", "万元").value, money_of("2,000元", "万元").value, money_of("608016,54", decimal=",").value
    ('2000', '2000', '608016.54')
    """
    written = plain(text)
    if written in _NOTHING:
        return None
    found = _MONEY.fullmatch(written)
    if found is None:
        raise Untold("money-unclear")
    exact = _number(found[1].strip(), decimal) * _UNITS[found[2] or unit]
    if exact >= _MOST_MONEY:
        raise Untold("money-unclear")
    cents = exact.quantize(_CENT)
    rounded = abs(cents - exact) > Decimal("0.000001")
    shown = f"{cents.to_integral_value() if cents == cents.to_integral_value() else cents:f}"
    return Told(shown, "money-rounded" if rounded else None)


def _number(text: str, decimal: str) -> Decimal:
    group = "." if decimal == "," else ","
    body = re.sub(r"(?<=\d)[\s'](?=\d{3}(?!\d))", "", text)
    if group in body:
        head = body.partition(decimal)[0]
        if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", head):
            raise Untold("money-unclear")
        body = body.replace(group, "")
    try:
        return Decimal(body.replace(decimal, "."))
    except InvalidOperation:
        raise Untold("money-unclear") from None


#: How the kind of a subject is written in published files.
_KINDS: Mapping[str, str] = {
    "自然人": "natural-person", "个人": "natural-person", "公民": "natural-person",
    "个体工商户": "sole-trader", "个体": "sole-trader",
    "企业": "enterprise", "企业法人": "enterprise", "农民专业合作社": "enterprise", "事业单位": "public-institution",
    "机关": "government-body", "社会组织": "social-organisation", "社会团体": "social-organisation",
    "民办非企业单位": "social-organisation", "基金会": "social-organisation",
}  # fmt: skip


def kind_of(text: str) -> str | None:
    """The kind of a subject, as it is written; None where that tells no single kind (法人及非法人组织)."""
    return _KINDS.get(plain(text))

"""Legal days and periods: no clock, no time zone.

Periods follow the Civil Code, arts 201 and 202: the first day does not count; a period in months or years
ends with the corresponding day, or with the month's last day if there is none. Art. 203 (holidays) does not
prolong a restriction.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

NEVER = date.max  # the last day of whatever has no end: every day is on or before it

NO_END = frozenset({"never", "2099-12-31", "2999-12-31", "9999-12-31", "长期", "长期有效", "永久", "无固定期限"})

#: A longer one is no period: whoever means "for life" says so.
LONGEST = {"day": 36500, "month": 1200, "year": 100}

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERIOD = re.compile(r"([1-9][0-9]{0,4}) (day|month|year)s?")


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in calendar units, as in `3 years`."""

    count: int
    unit: str  # days, months or years

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit[:-1]}"


def parse_day(text: str) -> date:
    """The day written `YYYY-MM-DD`, and nothing else; ValueError otherwise."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_end(text: str) -> date:
    """The last day something stands as published; the many ways of writing "no end" give `NEVER`."""
    return NEVER if text in NO_END else parse_day(text)


def parse_period(text: str) -> Period:
    """`3 years`, `18 months`, `180 days`; ValueError otherwise."""
    found = _PERIOD.fullmatch(text)
    if not found or int(found[1]) > LONGEST[found[2]]:
        raise ValueError(text)
    return Period(int(found[1]), found[2] + "s")


@lru_cache(maxsize=65536)
def last_day(start: date, period: Period) -> date:
    """The last day of `period` counted from `start`, which itself does not count.

    >>> last_day(date(2024, 2, 29), Period(1, "years")), last_day(date(2025, 3, 1), Period(3, "years"))
    (datetime.date(2025, 2, 28), datetime.date(2028, 3, 1))
    """
    try:
        step = (
            timedelta(days=period.count)
            if period.unit == "days"
            else relativedelta(months=period.count * (12 if period.unit == "years" else 1))
        )
        return start + step
    except (ValueError, OverflowError):
        return NEVER


def day_after(day: date) -> date | None:
    """The next day; none after the end of the calendar."""
    return None if day >= NEVER else day + timedelta(days=1)


def shown_end(day: date | None) -> str | None:
    """How a last day is written in files: `never` for no end."""
    return None if day is None else "never" if day == NEVER else day.isoformat()

"""What may still happen to a record, and what follows: the values of ways out and of what is within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from credit_rules.model.catalogue import Repair
from credit_rules.model.facts import Record


@dataclass(frozen=True, slots=True)
class Waiting:
    """Since when a repair may be applied for. The wait is counted from `start`; `assumes` is the step (`corrected_on`
    …) taken to be done on that day."""

    repair: Repair
    start: date
    since: date | None  # None: on no day of the calendar
    assumes: str | None = None

    def allows(self, day: date) -> bool:
        """Whether one may apply on `day`."""
        return self.since is not None and self.since <= day


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One change of one record: `repaired`, `performed`, `fulfilled`, or `gained` where it is not there yet.

    `open_from` is since when one may apply for it, or do it; `on` the earliest day, from the day of the decision on, on
    which it can happen. How long an authority then takes is never computed.
    """

    what: str
    before: Record | None  # None: it is still to be gained
    after: Record
    of: str | None  # the path of the related subject whose record it is
    open_from: date
    on: date
    assumed: str | None = None  # the step (`corrected_on` …) taken to be done on the day of the decision
    repair: Repair | None = None  # the law's terms of it
    names: tuple[str, ...] = ()  # of what is to be gained: the lists or schemes on any of which it would do,
    sort: str = ""  # and what it has to say

    @property
    def key(self) -> tuple[str, str, str]:
        """Which record it is about: a record changes once."""
        return self.of or "", self.after.kind, self.after.id

    @property
    def order(self) -> tuple[str, ...]:
        """A stable order: the subject's own records first."""
        return (*self.key, self.what)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes in stable order."""
    changes = tuple(changes)
    return changes if len(changes) < 2 else tuple(sorted(changes, key=lambda change: change.order))


@dataclass(frozen=True, slots=True)
class WayOut:
    """Changes that together lift a measure on `lifts_on` at the earliest, each of them needed for that."""

    changes: tuple[Change, ...]
    lifts_on: date
    leaves: str  # what the measure then comes to
    returns_on: date | None = None

    @property
    def apply_from(self) -> date | None:
        """Since when everything that has to be applied for may be; None where nothing has to."""
        return max((change.open_from for change in self.changes if change.repair), default=None)


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The ways out of one measure; `more` where there may be others: larger ones, or more than are tried or told."""

    ways: tuple[WayOut, ...] = ()
    more: bool = False

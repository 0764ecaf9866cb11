"""Leaving: the ways out of a restriction before it lifts by itself (section 8 of the specification).

For a set C of lawful changes, D(C) is the first day, from the day of the decision on, on which the measure does not
apply if each change happens on its own earliest lawful day and time passes. C is a way out if D(C) is before the day
the measure lifts by itself and no proper subset of C does as well.

The search goes through the days on which something the measure asks about may turn. On each it is known how many
changes it takes at least to lift the measure; days that take more than `LARGEST` are passed by. A set that lifts the
measure must bring one of few changes (`Seen.moves`), so these are enough to branch on.

Sets of up to `EXACT` changes are all found, unless it takes more than `PATIENCE` tries for one measure; `MOST_TOLD` of
them are told. Of larger ones, of up to `LARGEST` changes, the first `MOST_LARGER` are, where `PATIENCE_BEYOND` tries
find them. Whether anything was left out, or may have been, is told as `more`. However many records there are, on each
day no more than the counts are looked at.
"""

from datetime import date
from math import inf

from credit_rules import semantics
from credit_rules.model.changes import WayOut, WaysOut, in_order
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.stages.foreseeing import NO_CHANGE, NOT_CERTAIN, Chosen, Seen, Then, foresight_of
from credit_rules.stages.lifting import bites_on, days_of_biting, finding_on, lifting, measure_on, once_for_all_alike

#: Every way out of up to so many changes is looked for,
EXACT = 3
#: and the first ones of up to so many.
LARGEST = 16
#: So many sets of up to `EXACT` changes are tried for one measure, and so many larger ones.
PATIENCE = 2000
PATIENCE_BEYOND = 200
#: So many ways out are told, and of them so many larger ones.
MOST_TOLD = 16
MOST_LARGER = 4


def ways_out(plan: Plan, planned: PlannedMeasure, facts: Facts) -> WaysOut:
    """The ways out of a measure that applies, the earliest and smallest first."""
    if not semantics.lawful_changes(facts):
        return WaysOut()
    return once_for_all_alike(_ways_out, plan, planned, facts)


def _ways_out(plan: Plan, planned: PlannedMeasure, facts: Facts) -> WaysOut:
    search = _Search(plan, planned, facts, lifting(plan, planned, facts).on)
    ways = sorted((search.way(chosen, day) for chosen, day in search.found().items()), key=_told_order)
    return WaysOut(tuple(ways), search.more)


def _told_order(way: WayOut) -> tuple[object, ...]:
    return way.lifts_on, len(way.changes), [change.order for change in way.changes]


class _Search:
    """`more` says whether something was left out."""

    def __init__(self, plan: Plan, planned: PlannedMeasure, facts: Facts, lifts_on: date | None) -> None:
        self.plan, self.planned, self.facts = plan, planned, facts
        self.all_days = [facts.date, *days_of_biting(plan, planned, facts)]
        self.told: dict[tuple[Chosen, date], float] = {}
        biting = (day for day in self.all_days if lifts_on is None or day < lifts_on)
        self.least = {day: self._short(NO_CHANGE, day) for day in biting}
        self.patience, self.patience_beyond, self.room = PATIENCE, PATIENCE_BEYOND, MOST_LARGER
        self.more = any(LARGEST < least < inf for least in self.least.values())

    def found(self) -> dict[Chosen, date]:
        """The ways out to be told, each with its day."""
        found: dict[Chosen, date] = {}
        for day in self.least:
            if self.least[day] > LARGEST:
                continue
            open_ones = self._smallest_on(day, found)
            self._larger_on(day, open_ones, found)
            small = [chosen for chosen in found if len(chosen) <= EXACT]
            if len(small) > MOST_TOLD or self.patience < 0:
                self.more = True
                left_out = set(small[MOST_TOLD:])
                return {chosen: on for chosen, on in found.items() if chosen not in left_out}
        return found

    def _smallest_on(self, day: date, found: dict[Chosen, date]) -> list[Chosen]:
        """Finds every set of up to `EXACT` changes that lifts the measure on `day` and holds none already found; what
        could still lift it with more changes is left."""
        level, left = [NO_CHANGE], []
        for size in range(EXACT + 1):
            wider: dict[Chosen, None] = {}
            for chosen in sorted(level, key=_in_order):
                if self.patience < 0 or any(fewer <= chosen for fewer in found):
                    continue
                self.patience -= 1
                needed = size + self._short(chosen, day)
                if needed == size:
                    found[chosen] = day
                elif needed <= EXACT:
                    wider |= dict.fromkeys(self._wider(chosen, day))
                elif needed < inf:
                    left.append(chosen)
            level = list(wider)
        return left

    def _larger_on(self, day: date, open_ones: list[Chosen], found: dict[Chosen, date]) -> None:
        """Finds the first larger sets."""
        open_ones.reverse()
        seen = set(open_ones)
        while open_ones:
            chosen = open_ones.pop()
            if any(fewer <= chosen for fewer in found):
                continue
            needed = len(chosen) + self._short(chosen, day)
            if needed > LARGEST or self.patience_beyond == 0 or self.room == 0:
                self.more |= needed < inf
                continue
            self.patience_beyond -= len(chosen) > EXACT
            if needed == len(chosen):
                self._take(self._without_idle(chosen, day), found)
                continue
            wider = [one for one in self._wider(chosen, day) if one not in seen]
            seen |= set(wider)
            open_ones += reversed(wider)

    def _take(self, chosen: Chosen, found: dict[Chosen, date]) -> None:
        if not any(fewer <= chosen for fewer in found):
            found[chosen] = next(day for day in self.least if self._short(chosen, day) == 0)
            self.room -= 1

    def _short(self, chosen: Chosen, day: date) -> float:
        """How many more changes it takes at least until the measure does not apply on `day`."""
        if (chosen, day) not in self.told:
            self.told[chosen, day] = self._asked(day).short(Then(day, chosen), NOT_CERTAIN)
        return self.told[chosen, day]

    def _wider(self, chosen: Chosen, day: date) -> list[Chosen]:
        """With one change more: those every lifting set must have one of."""
        return [chosen | {change} for change in in_order(self._asked(day).moves(Then(day, chosen), NOT_CERTAIN))]

    def _asked(self, day: date) -> Seen:
        current = measure_on(self.plan, self.planned, self.facts, day)
        assert current is not None  # it applies on that day
        return foresight_of(self.facts).seen(current.condition)

    def _without_idle(self, chosen: Chosen, day: date) -> Chosen:
        """Without what is not needed to lift the measure on `day` or before."""
        days = [other for other in self.least if other <= day and self.least[other] < len(chosen)]
        for change in in_order(chosen):
            fewer = chosen - {change}
            if any(self._short(fewer, other) == 0 for other in days):
                return self._without_idle(fewer, day)
        return chosen

    def way(self, chosen: Chosen, day: date) -> WayOut:
        """A way out with what it leaves, and the day on which the measure bites again."""
        plan, planned, facts = self.plan, self.planned, self.facts
        later = (other for other in self.all_days if other > day)
        back = next((other for other in later if bites_on(plan, planned, facts, Then(other, chosen))), None)
        leaves = finding_on(plan, planned, facts, Then(day, chosen))
        return WayOut(in_order(chosen), day, leaves, back)


def _in_order(chosen: Chosen) -> list[tuple[str, ...]]:
    return [change.order for change in in_order(chosen)]

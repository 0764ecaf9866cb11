"""Foreseeing: what a condition comes to on later days and after changes, by counting.

The reference semantics asks every record of every test again on every day. Here each entry is asked once for each of
the days on which it turns, as it is and after each of its lawful changes; what is kept are the counts. A day then costs
what there are tests and chosen changes, however many records there are, and of every count it is known how many changes
it takes at least to move it far enough. Conditions that ask the same of these facts are one object, so that whatever is
worked out for one measure serves all that are like it.

What an entry comes to is always what the reference finds of it alone; and the reference, asked about facts that really
are changed, is what all of this is tested against.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import accumulate, chain
from math import inf
from typing import Any, NamedTuple

from credit_rules import semantics
from credit_rules.model.changes import Change
from credit_rules.model.conditions import AllOf, AnyOf, Condition, Negation, RecordTest, RelatedTest
from credit_rules.model.days import day_after
from credit_rules.model.facts import Facts, Record, RelatedSubject, knowing_of_copies
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN, Truth, negate
from credit_rules.semantics.truth import counted_as, matching, spreads

Chosen = frozenset[Change]
NO_CHANGE: Chosen = frozenset()


class Aim:
    """What something is to come to: at least `level`, or, where not `up`, at most; `contrary` is the same of what is
    negated."""

    __slots__ = ("contrary", "level", "up")

    def __init__(self, up: bool, level: Truth, contrary: "Aim | None" = None) -> None:
        self.up, self.level = up, level
        self.contrary: Aim = contrary or Aim(not up, negate(level), self)

    def reached(self, truth: Truth) -> bool:
        """Whether that is so."""
        return truth >= self.level if self.up else truth <= self.level


CERTAIN = Aim(True, TRUE)
POSSIBLE = Aim(True, UNKNOWN)
NOT_CERTAIN = POSSIBLE.contrary


class Then:
    """A day, with those of the chosen changes that have happened by then.

    With `gaining`, any number of records may still be gained beside them.
    """

    __slots__ = ("day", "gaining", "happened")

    def __init__(self, day: date, chosen: Iterable[Change] = NO_CHANGE, *, gaining: bool = False) -> None:
        self.day, self.gaining = day, gaining
        self.happened = _by_place(change for change in chosen if change.on <= day)


def foresight_of(facts: Facts) -> "Foresight":
    """One for all measures, kept with the facts."""
    found: Foresight | None = facts.memory.get("foresight")
    if found is None:
        found = facts.memory["foresight"] = Foresight(facts)
    return found


class Foresight:
    """Makes of conditions what they ask of one subject's facts, from their day on."""

    def __init__(self, facts: Facts) -> None:
        self._day = facts.date
        self._lawful = _by_place(semantics.lawful_changes(facts))
        self._holders: dict[str, tuple[Facts, Facts]] = {"": (facts, _bare(facts))}  # by path; the bare has no records
        self._held: dict[_Place, frozenset[str | None]] = {}
        self._tallies: dict[tuple[Any, ...], _Tally] = {}
        self._entries: dict[tuple[Any, ...], _Entries] = {}
        self._told: dict[tuple[int, str, bool], tuple[Condition, Seen]] = {}
        self._kept: dict[tuple[Any, ...], Seen] = {}

    def seen(self, condition: Condition, path: str = "", *, gaining: bool = False) -> "Seen":
        """What a condition asks of these facts; with `gaining` also of records that are still to be gained."""
        key = (id(condition), path, gaining)
        if key not in self._told:  # the condition is kept with its answer, so that its id stays its own
            self._told[key] = condition, self._seen_anew(condition, path, gaining)
        return self._told[key][1]

    def _seen_anew(self, condition: Condition, path: str, gaining: bool) -> "Seen":
        match condition:
            case AllOf(terms=terms) | AnyOf(terms=terms):
                each = [self.seen(term, path, gaining=gaining) for term in terms]
                return self._several(isinstance(condition, AllOf), each)
            case Negation(term=term):
                inner = self.seen(term, path, gaining=gaining)
                return self._once(("not", inner), lambda: _Contrary(inner))
            case RecordTest():
                return self._records(condition, path, gaining)
            case RelatedTest():
                return self._related(condition, path, gaining)
            case _:
                return self._given(condition, path, lambda then: semantics.truth_of(condition, then))

    def _once(self, key: tuple[Any, ...], make: "Callable[[], Seen]") -> "Seen":
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _several(self, every: bool, terms: "Iterable[Seen]") -> "Seen":
        """Without terms that make no difference."""
        neutral = self._always(TRUE if every else FALSE)
        left = tuple(dict.fromkeys(term for term in terms if term is not neutral))
        settled = self._always(FALSE if every else TRUE)
        if not left or settled in left:
            return settled if left else neutral
        return left[0] if len(left) == 1 else self._once((every, left), lambda: _Several(every, left))

    def _always(self, truth: Truth) -> "Seen":
        return self._once(("given", self._day, truth), lambda: _Given(([self._day], [truth])))

    def _by_day(self, days: list[date], truths: list[Truth]) -> "Seen":
        steps = _compressed(days, truths)
        return self._once(("given", *steps[0], *steps[1]), lambda: _Given(steps))

    def _given(self, leaf: Condition, path: str, truth: Callable[[Facts], Truth]) -> "Seen":
        """What does not depend on records, on each of the days on which it may turn."""
        bare = self._holders[path][1]
        days = [self._day, *semantics.turning_days(leaf, bare)]
        return self._by_day(days, [truth(bare.on(day)) for day in days])

    def _records(self, test: RecordTest, path: str, gaining: bool) -> "Seen":
        """The count of those that pass; beside it there may be any in what nobody looked up."""
        facts, place = self._holders[path][0], (path, test.kind)
        declared = test.declaration is not None and test.declaration in facts.declared
        if place not in self._held:
            self._held[place] = frozenset(record.name for record in facts.of_kind(test.kind))
        held = frozenset(name for name in self._held[place] if not test.names or name in test.names)
        names = (frozenset(test.names) or None) if gaining else held
        tally = self._tally(test, path, held)
        key = ("count", tally, test.at_least, declared, names)
        count = self._once(key, lambda: _Count(tally, place, test.at_least, declared, names))
        if declared or facts.consulted.covers(test.kind):
            return count
        unseen = self._given(test, path, lambda then: UNKNOWN if semantics.open_names(test, then) else FALSE)
        return self._several(False, [count, unseen])

    def _tally(self, test: RecordTest, path: str, held: frozenset[str | None]) -> "_Tally":
        asked = (path, test.kind, test.fields, test.within, test.sees, test.lasting)
        if (held, asked) not in self._tallies:
            if asked not in self._entries:
                lawful = self._lawful.get((path, test.kind), ())
                self._entries[asked] = _Entries(replace(test, names=()), self._holders[path][0], lawful)
            self._tallies[held, asked] = _Tally(self._entries[asked], held)
        return self._tallies[held, asked]

    def _related(self, test: RelatedTest, path: str, gaining: bool) -> "Seen":
        """Some member of whom it holds; whom nobody looked up may be anybody."""
        facts = self._holders[path][0]
        looked_up = facts.consulted.covers("related", test.role)
        some = [self._always(FALSE if looked_up else UNKNOWN)]
        for other in facts.related:
            if other.role == test.role:
                inside = self.seen(test.holds, self._path(other, path), gaining=gaining)
                some.append(self._several(True, [self._while_related(other), inside]))
        spread = self._given(test, path, lambda then: TRUE if spreads(test, then) else FALSE)
        return self._several(True, [spread, self._several(False, some)])

    def _path(self, other: RelatedSubject, path: str) -> str:
        inner = f"{path}/{other.id}" if path else other.id
        self._holders.setdefault(inner, (other.facts, _bare(other.facts)))
        return inner

    def _while_related(self, other: RelatedSubject) -> "Seen":
        turning = {day for day in (other.start, day_after(other.until)) if day and day > self._day}
        days = sorted({self._day, *turning})
        return self._by_day(days, [TRUE if other.counts_on(day) else FALSE for day in days])


# --- what is asked ------------------------------------------------------------------------------------------------


class Seen(ABC):
    """What a condition asks of some facts. `days` are all later ones on which what it comes to may turn, as things are
    and after lawful changes."""

    __slots__ = ("days",)
    days: frozenset[date]

    @abstractmethod
    def short(self, then: Then, aim: Aim) -> float:
        """How many more changes it takes at least until it comes to what is aimed at: none where it does, `inf` where
        no change can bring that about."""

    @abstractmethod
    def moves(self, then: Then, aim: Aim) -> list[Change]:
        """Changes of which every wider set that brings about what is aimed at has one."""

    def truth(self, then: Then) -> Truth:
        """What it comes to."""
        if self.short(then, CERTAIN) == 0:
            return TRUE
        return UNKNOWN if self.short(then, POSSIBLE) == 0 else FALSE


class _Several(Seen):
    """Every term, or some."""

    __slots__ = ("_every", "_terms")

    def __init__(self, every: bool, terms: tuple[Seen, ...]) -> None:
        self._every, self._terms = every, terms
        self.days = frozenset().union(*(term.days for term in terms))

    def short(self, then: Then, aim: Aim) -> float:
        each = [term.short(then, aim) for term in self._terms]
        return max(each) if self._every is aim.up else min(each)

    def moves(self, then: Then, aim: Aim) -> list[Change]:
        """Where every term has to come to it, any one that does not is enough to go by: that with the fewest."""
        far = [(term, term.short(then, aim)) for term in self._terms]
        each = [term.moves(then, aim) for term, steps in far if 0 < steps < inf]
        if self._every is not aim.up:
            return list(dict.fromkeys(chain.from_iterable(each)))
        return min(each, key=len) if all(steps < inf for _, steps in far) else []


class _Contrary(Seen):
    __slots__ = ("_term",)

    def __init__(self, term: Seen) -> None:
        self._term, self.days = term, term.days

    def short(self, then: Then, aim: Aim) -> float:
        return self._term.short(then, aim.contrary)

    def moves(self, then: Then, aim: Aim) -> list[Change]:
        return self._term.moves(then, aim.contrary)


class _Given(Seen):
    """What no change touches."""

    __slots__ = ("_steps",)

    def __init__(self, steps: "_Steps") -> None:
        self._steps, self.days = steps, frozenset(steps[0][1:])

    def short(self, then: Then, aim: Aim) -> float:
        return 0 if aim.reached(_at(self._steps, then.day)) else inf

    def moves(self, then: Then, aim: Aim) -> list[Change]:  # noqa: ARG002  as any other
        return []


class _Count(Seen):
    """At least `least` entries of a tally; a declaration leaves only whether that is certain."""

    __slots__ = ("_declared", "_least", "_names", "_place", "_tally")

    def __init__(
        self, tally: "_Tally", place: "_Place", least: int, declared: bool, names: frozenset[str | None] | None
    ) -> None:
        self._tally, self._place, self._least, self._declared, self._names = tally, place, least, declared, names
        self.days = tally.days

    def short(self, then: Then, aim: Aim) -> float:
        now, fewest, most = self._tally.counts(then.day, self._of_entries(aim), self._happened(then))
        if aim.up:
            return max(0, self._least - now) if then.gaining or most >= self._least else inf
        return max(0, now - self._least + 1) if fewest < self._least else inf

    def moves(self, then: Then, aim: Aim) -> list[Change]:
        """To have more it takes an entry that rises; to have too few, one that falls of any `least` there are."""
        each = self._tally.moves(then.day, self._of_entries(aim), self._happened(then))
        return list(chain.from_iterable(each if aim.up else sorted(each, key=len)[: self._least]))

    def _of_entries(self, aim: Aim) -> Aim:
        if not self._declared:
            return aim
        return CERTAIN if aim.up else NOT_CERTAIN

    def _happened(self, then: Then) -> Iterable[Change]:
        happened, names = then.happened.get(self._place, ()), self._names
        return [change for change in happened if names is None or change.after.name in names]


# --- counting -----------------------------------------------------------------------------------------------------

_Place = tuple[str, str]  # whose records, by path, and of which kind
_Entry = tuple[object, ...]
_Steps = tuple[list[date], list[Any]]  # from which day on what is so
_Changed = frozenset[Record]  # of the records of an entry those that have changed, as they then are
_AS_IT_IS: _Changed = frozenset()


def _by_place(changes: Iterable[Change]) -> dict[_Place, list[Change]]:
    found: dict[_Place, list[Change]] = {}
    for change in changes:
        found.setdefault((change.of or "", change.after.kind), []).append(change)
    return found


def _bare(facts: Facts) -> Facts:
    """Without records and without anybody related."""
    return replace(facts, records={}, related=(), memory={})


def _at(steps: _Steps, day: date) -> Any:
    return steps[1][bisect_right(steps[0], day) - 1]


def _compressed(days: Iterable[date], values: Iterable[Any]) -> _Steps:
    """Without days on which nothing turns."""
    found: _Steps = [], []
    for day, value in zip(days, values, strict=True):
        if not found[1] or found[1][-1] != value:
            found[0].append(day)
            found[1].append(value)
    return found


class _Range(NamedTuple):
    """What an entry comes to on a day, and what its changes may bring it to at least and at most."""

    now: Truth
    least: Truth
    most: Truth


_ABSENT = _Range(FALSE, FALSE, FALSE)


class _Entries:
    """What one subject's entries come to in a test, whichever lists they are asked of.

    An entry is what counts once: the copies of one entry, the grades of one scheme. Entries do not look at one another,
    so that what one comes to depends on its own records and changes only, and one change moves one entry.
    """

    def __init__(self, test: RecordTest, facts: Facts, lawful: Iterable[Change]) -> None:
        self._test, self._facts = test, facts
        self.day = facts.date
        self.records: dict[_Entry, list[Record]] = {}
        self.changes: dict[_Entry, list[Change]] = {}
        for record in facts.of_kind(test.kind):
            self.records.setdefault(self.of(record), []).append(record)
        for change in lawful:
            self.changes.setdefault(self.of(change.after), []).append(change)
        self._values: dict[tuple[_Entry, _Changed], _Steps] = {}
        self._ranges: dict[_Entry, _Steps] = {}

    def of(self, record: Record) -> _Entry:
        """The entry a record belongs to."""
        return counted_as(self._test, record)

    def touched(self, happened: Iterable[Change]) -> dict[_Entry, _Changed]:
        """The entries that have changed, each with how its records then are."""
        found: dict[_Entry, _Changed] = {}
        for change in happened:
            entry = self.of(change.after)
            found[entry] = found.get(entry, _AS_IT_IS) | {change.after}
        return found

    def range_after(self, entry: _Entry, changed: _Changed, day: date) -> _Range:
        """What an entry comes to, changed; of several records anything may still be brought about."""
        now, records = self.value(entry, changed, day), self.records.get(entry, ())
        alone = len({record.id for record in (*records, *changed)}) == 1
        return _Range(now, now, now) if alone else _Range(now, FALSE, TRUE)

    def ranges(self, entry: _Entry) -> _Steps:
        """On each of its days what it comes to; of several records together anything may be brought about. Its days are
        all on which it turns either as it is or after a change, be the range the same."""
        if entry not in self._ranges:
            self._ranges[entry] = self._ranges_of(entry)
        return self._ranges[entry]

    def _ranges_of(self, entry: _Entry) -> _Steps:
        changes, several = self.changes.get(entry, ()), len(self.records[entry]) > 1
        each = [(change.on, self._steps(entry, frozenset({change.after}))) for change in changes]
        days = {*self._steps(entry, _AS_IT_IS)[0], *(on for on, _ in each)}
        days |= {day for on, steps in each for day in steps[0] if day > on}
        told = []
        for day in sorted(days):
            now = self.value(entry, _AS_IT_IS, day)
            after = [now, *(_at(steps, day) for on, steps in each if on <= day)]
            told.append(_Range(now, FALSE, TRUE) if several and len(after) > 1 else _Range(now, min(after), max(after)))
        return sorted(days), told

    def value(self, entry: _Entry, changed: _Changed, day: date) -> Truth:
        """What an entry comes to on a day by which these of its records have changed."""
        found: Truth = _at(self._steps(entry, changed), day)
        return found

    def _steps(self, entry: _Entry, changed: _Changed) -> _Steps:
        key = entry, changed
        if key not in self._values:
            facts = self._facts_of(entry, changed)
            days = [facts.date, *semantics.turning_days(self._test, facts)]
            values = [max(matching(self._test, facts.on(day)).values(), default=FALSE) for day in days]
            several = len(facts.of_kind(self._test.kind)) > 1
            self._values[key] = (days, values) if several else _compressed(days, values)
        return self._values[key]

    def _facts_of(self, entry: _Entry, changed: _Changed) -> Facts:
        """The facts with the records of one entry only."""
        told = {record.id: record for record in (*self.records.get(entry, ()), *changed)}
        key = ("entry", self._test.kind, frozenset(told), changed)
        found: Facts | None = self._facts.memory.get(key)
        if found is None:
            records = {self._test.kind: knowing_of_copies([told[name] for name in sorted(told)])}
            found = self._facts.memory[key] = replace(self._facts, records=records, related=(), memory={})
        return found


class _Tally:
    """How many entries pass a test, of those on some lists."""

    def __init__(self, entries: _Entries, held: frozenset[str | None]) -> None:
        self._entries = entries
        on_them = (entry for entry, records in entries.records.items() if records[0].name in held)
        ranges = {entry: entries.ranges(entry) for entry in on_them}
        self._ranges = {entry: steps for entry, steps in ranges.items() if set(steps[1]) != {_ABSENT}}
        self._counts = _counted(self._ranges.values())
        self._after: dict[tuple[date, int, tuple[Record, ...]], tuple[int, ...]] = {}
        self._far: dict[tuple[date, Aim], list[tuple[_Entry, list[Change]]]] = {}
        self.days = frozenset(day for days, _ in self._ranges.values() for day in days if day > entries.day)

    def counts(self, day: date, aim: Aim, happened: Iterable[Change]) -> tuple[int, ...]:
        """How many entries come to at least what the aim is about; how few and how many it may be after changes."""
        level = aim.level if aim.up else aim.level + 1
        key = (day, level, tuple(change.after for change in happened))
        if key not in self._after:
            self._after[key] = self._counts_after(day, level, happened)
        return self._after[key]

    def _counts_after(self, day: date, level: int, happened: Iterable[Change]) -> tuple[int, ...]:
        found: tuple[int, ...] = _at(self._counts, day)[3 * (level - 1) : 3 * level]
        for entry, changed in self._entries.touched(happened).items():
            before = _at(self._ranges[entry], day) if entry in self._ranges else _ABSENT
            after = self._entries.range_after(entry, changed, day)
            found = tuple(n - (b >= level) + (a >= level) for n, b, a in zip(found, before, after, strict=True))
        return found

    def moves(self, day: date, aim: Aim, happened: Iterable[Change]) -> Iterator[list[Change]]:
        """For each entry that does not come to what is aimed at, the changes that may bring it there."""
        entries = self._entries
        touched = entries.touched(happened)
        yield from (changes for entry, changes in self._far_from(aim, day) if entry not in touched)
        for entry, changed in touched.items():
            if not aim.reached(entries.value(entry, changed, day)):
                taken = {record.id for record in changed}
                yield [c for c in entries.changes.get(entry, ()) if c.on <= day and c.after.id not in taken]

    def _far_from(self, aim: Aim, day: date) -> list[tuple[_Entry, list[Change]]]:
        if (day, aim) not in self._far:
            far = [entry for entry, steps in self._ranges.items() if not aim.reached(_at(steps, day).now)]
            found = [(entry, self._bringing(entry, aim, day)) for entry in far]
            self._far[day, aim] = [(entry, changes) for entry, changes in found if changes or not aim.up]
        return self._far[day, aim]

    def _bringing(self, entry: _Entry, aim: Aim, day: date) -> list[Change]:
        entries = self._entries
        open_ones = [change for change in entries.changes.get(entry, ()) if change.on <= day]
        if len(entries.records[entry]) > 1:
            return open_ones  # perhaps several together
        return [change for change in open_ones if aim.reached(entries.value(entry, frozenset({change.after}), day))]


def _counted(entries: Iterable[_Steps]) -> _Steps:
    """From which day on how many entries come to at least what: possible now, at least, at most, then certain."""
    turns: dict[date, list[int]] = {date.min: [0] * 6}
    for days, ranges in entries:
        before = _ABSENT
        for day, after in zip(days, ranges, strict=True):
            turn = turns.setdefault(day, [0] * 6)
            for place, (was, now) in enumerate(zip(before * 2, after * 2, strict=True)):
                level = UNKNOWN if place < 3 else TRUE
                turn[place] += (now >= level) - (was >= level)
            before = after
    days = sorted(turns)
    columns = zip(*(turns[day] for day in days), strict=True)
    return days, list(zip(*(accumulate(column) for column in columns), strict=True))

"""Calendar: every later day on which something changes for a subject at an action, and the first clean day.

Records, and what is known of them, stay as they are; only time passes, and the law as it is loaded. Takes a decision
and the backend that made it, gives frozen days. The candidates are the turning days of every measure in scope, in
every edition, and the days from which repair may be applied for; on each the subject is decided anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from credit_rules import semantics
from credit_rules.backends import Backend
from credit_rules.model.changes import Change as LawfulChange
from credit_rules.model.changes import Waiting, in_order
from credit_rules.model.conditions import Condition, RecordTest, RelatedTest, Sees, leaves
from credit_rules.model.days import NEVER
from credit_rules.model.decision import Decision
from credit_rules.model.facts import Facts, Record
from credit_rules.model.law import Law
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.model.truth import FALSE
from credit_rules.stages.deciding import decide, finding_of
from credit_rules.stages.evaluating import evaluate
from credit_rules.stages.repairing import repair_days, waiting_on
from credit_rules.stages.turns import Eve, Touched, Turn, edges, holders_of, turns_of

ONE_DAY = timedelta(days=1)

Key = tuple[str, str]  # a measure's list and id, in whichever edition


@dataclass(frozen=True, slots=True)
class State:
    """What one measure comes to on a day: finding and guard."""

    finding: str
    guard: str | None = None


NOTHING = State("does-not-apply")


@dataclass(frozen=True, slots=True)
class Run:
    """From and until which day (both included; None: for good) a measure comes to the same, in one edition."""

    start: date
    until: date | None
    state: State
    planned: PlannedMeasure


@dataclass(frozen=True, slots=True)
class Change:
    """A measure that comes to something else. `why` are places in the day's turns."""

    planned: PlannedMeasure  # in the edition of the day, or, where that has it no more, of the day before
    before: State
    after: State
    why: tuple[int, ...]
    missing: tuple[tuple[str, str | None], ...] = ()  # what is open from that day on


@dataclass(frozen=True, slots=True)
class Told:
    """A turn, with the measures it concerns and what each comes to on that day."""

    turn: Turn
    measures: tuple[tuple[PlannedMeasure, State], ...]
    waiting: Waiting | None = None  # of a turn in repair, what the law of the day asks


@dataclass(frozen=True, slots=True)
class Day:
    """One day on which something changes."""

    date: date
    before: str  # the outcome until the day before
    outcome: str
    changes: tuple[Change, ...]
    turns: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Repairable:
    """A record that may be repaired, now or later: from which day one may apply."""

    record: Record
    of: str | None
    apply_from: date | None
    waiting: Waiting
    measures: tuple[PlannedMeasure, ...]


@dataclass(frozen=True, slots=True)
class Clean:
    """The first day from which no restriction applies, and the last of that time (None: for good).

    `open` are restrictions undetermined on that day; `certain` is the first day on which none is that, either. Where
    there is no such day, `bars` are the restrictions that apply when nothing turns any more.
    """

    start: date | None
    until: date | None
    open: tuple[PlannedMeasure, ...]
    certain: date | None
    bars: tuple[PlannedMeasure, ...]


@dataclass(frozen=True, slots=True)
class Sooner:
    """An earlier clean day: if each of these lawful changes happens on its own earliest day. Each is needed."""

    clean: Clean
    changes: tuple[LawfulChange, ...]


@dataclass(frozen=True, eq=False)
class Calendar:
    """What changes for one subject at one action from the decision's day on, to `until` (None: for all time)."""

    decision: Decision
    until: date | None
    days: tuple[Day, ...]
    runs: Mapping[Key, tuple[Run, ...]]
    repairs: tuple[Repairable, ...]
    clean: Clean
    sooner: Sooner | None
    next_after: date | None  # the first day after `until` on which something changes

    @property
    def first_clean_day(self) -> date | None:
        """The first day from which no restriction applies; None if there is none."""
        return self.clean.start

    @cached_property
    def _data(self) -> dict[str, Any]:
        from credit_rules.stages.describing_calendar import describe_calendar

        return describe_calendar(self)

    def as_json(self) -> dict[str, Any]:
        """The calendar as plain data (`calendar/1`)."""
        return self._data


def calendar_of(decision: Decision, backend: Backend, until: date | None = None) -> Calendar:
    """The calendar that begins with `decision`; days after `until` are left out.

    The first clean day is looked for in all time. Nothing raises for missing facts; BackendDisagreement where the
    engine and the reference part ways on any of the days.
    """
    walk = _Walk(decision, backend)
    days = list(walk.days())
    shown = [day for day in days if until is None or day.date <= until]
    return Calendar(
        decision=decision,
        until=until,
        days=tuple(shown),
        runs=walk.runs(until),
        repairs=walk.repairs(),
        clean=_clean(walk.looks),
        sooner=walk.sooner(),
        next_after=next((day.date for day in days if until is not None and day.date > until), None),
    )


# --- deciding day by day ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Look:
    """One day as it was decided: the outcome, and every measure that does not just not apply."""

    day: date
    outcome: str
    states: Mapping[Key, tuple[State, PlannedMeasure]]

    def of(self, key: Key) -> State:
        return self.states[key][0] if key in self.states else NOTHING

    def restricting(self, finding: str) -> tuple[PlannedMeasure, ...]:
        """The restrictions with this finding, in the order they are shown."""
        found = [planned for state, planned in self.states.values() if planned.restricts and state.finding == finding]
        return tuple(sorted(found, key=lambda planned: planned.shown_order))


class _Walk:
    """Goes through the candidate days in order; `days` first, then what is told of all of them."""

    def __init__(self, decision: Decision, backend: Backend) -> None:
        self.plan, self.facts, self.backend = decision.plan, decision.facts, backend
        self.editions = _in_scope(self.plan, self.facts)
        self.touched = Touched(self.facts, [m.condition for same in self.editions.values() for m in same])
        self.repaired = _repaired_by_day(self.facts)
        self.looks = [self._look(self.facts)]

    def days(self) -> Iterator[Day]:
        """Every day on which something changes."""
        for day in self._candidates():
            before = self.looks[-1]
            facts = _moved(self.facts, day)
            after = self._look(facts)
            self.looks.append(after)
            found = self._day(before, after, Eve(_moved(self.facts, day - ONE_DAY), facts, self.touched))
            if found is not None:
                yield found

    def _candidates(self) -> list[date]:
        days: set[date] = set(self.repaired)
        for same in self.editions.values():
            for planned in same:
                days |= set(semantics.turning_days(planned.condition, self.facts)) | _days_of_law(planned)
        return sorted(day for day in days if day > self.facts.date)

    def _look(self, facts: Facts) -> _Look:
        decision = self._decided(facts)
        states = {}
        for verdict in decision.verdicts:
            guard = finding_of(verdict, facts).guard if verdict.finding == "withheld" else None
            states[_key(verdict.planned)] = State(verdict.finding, guard), verdict.planned
        return _Look(facts.date, decision.outcome, states)

    def _glance(self, facts: Facts) -> _Look:
        """The same without outcome and guards, which take the longest to find."""
        verdicts = self._decided(facts).verdicts
        states = {_key(verdict.planned): (State(verdict.finding), verdict.planned) for verdict in verdicts}
        return _Look(facts.date, "", states)

    def _decided(self, facts: Facts) -> Decision:
        return decide(self.plan, facts, evaluate(self.plan, facts, self.backend), {})

    def _day(self, before: _Look, after: _Look, eve: Eve) -> Day | None:
        told = sorted({*before.states, *after.states})
        concerned = self._concerned(told, before, eve)
        if not concerned and before.outcome != after.outcome:
            # What is in scope tells, too, whom nobody may refuse: editions nothing of which concerns the subject.
            concerned = self._concerned(sorted(self.editions), before, eve)
        waits = dict(self._turns_in_repair(before, after, eve))
        for turn, (_, keys) in waits.items():
            concerned[turn] = keys
        turns = sorted(concerned, key=lambda turn: turn.order)
        changed = [key for key in told if before.of(key) != after.of(key)]
        if not turns and not changed and before.outcome == after.outcome:
            return None
        changes = []
        for key in changed:
            why = tuple(i for i, turn in enumerate(turns) if key in concerned[turn] and turn not in waits)
            planned = self._planned(key, before, after)
            is_open = after.of(key).finding == "undetermined"
            missing = semantics.missing(planned.condition, eve.after) if is_open else ()
            changes.append(Change(planned, before.of(key), after.of(key), why, missing))
        return Day(
            date=eve.day,
            before=before.outcome,
            outcome=after.outcome,
            changes=tuple(sorted(changes, key=lambda change: change.planned.shown_order)),
            turns=tuple(
                Told(turn, self._measures(concerned[turn], before, after), waits[turn][0] if turn in waits else None)
                for turn in turns
            ),
        )

    def _concerned(self, keys: Iterable[Key], before: _Look, eve: Eve) -> dict[Turn, set[Key]]:
        """What turns for these measures, each turn with the measures it concerns."""
        found: dict[Turn, set[Key]] = {}
        for key in keys:
            for turn in turns_of(self._edition(key, before.day), self._edition(key, eve.day), eve):
                found.setdefault(turn, set()).add(key)
        return found

    def _measures(self, keys: set[Key], before: _Look, after: _Look) -> tuple[tuple[PlannedMeasure, State], ...]:
        """The measures, and what each comes to from that day on."""
        found = [(self._planned(key, before, after), after.of(key)) for key in keys]
        return tuple(sorted(found, key=lambda pair: pair[0].shown_order))

    def _planned(self, key: Key, before: _Look, after: _Look) -> PlannedMeasure:
        """The measure in the edition of the day, or of the day before, or in any."""
        state = after.states.get(key) or before.states.get(key)
        return state[1] if state else self._edition(key, after.day) or self.editions[key][-1]

    def _edition(self, key: Key, day: date) -> PlannedMeasure | None:
        return next((planned for planned in self.editions[key] if planned.evaluated_on(day)), None)

    # --- repair

    def _turns_in_repair(
        self, before: _Look, after: _Look, eve: Eve
    ) -> Iterator[tuple[Turn, tuple[Waiting | None, set[Key]]]]:
        """Repair that may be applied for from this day on, or no longer, or under another law."""
        for path, record in self._perhaps_repaired(before, after, eve):
            law, asked = eve.after.law, self.facts.date
            was = waiting_on(record, law, eve.before.date, asked)
            now = waiting_on(record, law, eve.day, asked)
            reached = _repairing(path, record, eve.before, before), _repairing(path, record, eve.after, after)
            opened = (
                bool(reached[0]) and was is not None and was.allows(eve.before.date),
                now is not None and now.allows(eve.day),
            )
            code = ""
            if not reached[1]:
                continue
            if opened[0] != opened[1]:
                code = "repair-opens" if opened[1] else "repair-closes"
            elif reached[0] and was != now:
                code = "repair-changes"
            if code:
                yield Turn(code, record.id, record.kind, path or None), (now, reached[1])

    def _perhaps_repaired(self, before: _Look, after: _Look, eve: Eve) -> list[tuple[str, Record]]:
        """The records whose repair may turn today, or that bring a measure from today on."""
        found = {(path, record.kind, record.id): record for path, record in self.repaired.get(eve.day, ())}
        anew = any(seen != before.states.get(key) for key, seen in after.states.items())  # another edition, too
        for path, holder in holders_of(eve.after):
            for record in holder.all_records() if anew else self.touched.on(eve.day, path, holder):
                found[path, record.kind, record.id] = record
        return [(path, found[path, kind, name]) for path, kind, name in sorted(found)]

    def repairs(self) -> tuple[Repairable, ...]:
        """The records that may be repaired now or later, of those that bring a restriction now."""
        found = []
        law, now = self.facts.law, self.looks[0]
        for path, holder in holders_of(self.facts):
            for record in holder.all_records():
                keys = _repairing(path, record, self.facts, now)
                opening = _opening(record, law, self.facts.date) if keys else None
                if opening is not None:
                    measures = tuple(m for m, _ in self._measures(keys, now, now))
                    found.append(Repairable(record, path or None, *opening, measures))
        return tuple(found)

    # --- all days together

    def runs(self, until: date | None) -> Mapping[Key, tuple[Run, ...]]:
        """What each measure comes to, run after run, for those that are told of by `until`."""
        told = {key for look in self.looks if until is None or look.day <= until for key in look.states}
        runs = {key: tuple(r for r in self._runs(key) if until is None or r.start <= until) for key in sorted(told)}
        return dict(sorted(runs.items(), key=lambda item: item[1][0].planned.shown_order))

    def _runs(self, key: Key) -> list[Run]:
        found: list[Run] = []
        for look in self.looks:
            state, planned = look.states.get(key, (NOTHING, None))
            if found and found[-1].state == state and (planned is None or planned is found[-1].planned):
                continue
            if found:
                found[-1] = replace(found[-1], until=look.day - ONE_DAY)
            shown = planned or self._edition(key, look.day) or self.editions[key][-1]
            found.append(Run(look.day, None, state, shown))
        return found

    def sooner(self) -> Sooner | None:
        """The earlier clean day that lawful changes bring, and those of them it takes."""
        happening, by_itself = frozenset(semantics.lawful_changes(self.facts)), _clean(self.looks).start
        if not happening or by_itself == self.facts.date:
            return None
        clean = _clean(self._changed(happening))
        if clean.start is None or (by_itself is not None and by_itself <= clean.start):
            return None
        needed = self._needed(happening, clean.start)
        while needed != happening:  # one that brings a restriction has gone: the day may be an earlier one
            happening, clean = needed, _clean(self._changed(needed))
            needed = self._needed(happening, clean.start or self.facts.date)
        return Sooner(clean, in_order(needed))

    def _needed(self, changes: frozenset[LawfulChange], day: date) -> frozenset[LawfulChange]:
        """Those without which some restriction applies on `day`."""
        needed = frozenset(change for change in changes if change.on <= day)
        for change in in_order(needed):
            fewer = needed - {change}
            if not self._glance(semantics.changed(self.facts, fewer, day)).restricting("applies"):
                needed = fewer
        return needed

    def _changed(self, changes: frozenset[LawfulChange]) -> list[_Look]:
        """Every day on which something may turn, with these changes."""
        days = {look.day for look in self.looks} | {change.on for change in changes}
        return [self._glance(semantics.changed(self.facts, changes, day)) for day in sorted(days)]


def _clean(looks: Sequence[_Look]) -> Clean:
    """The first day from which no restriction applies."""
    start = next((place for place, look in enumerate(looks) if not look.restricting("applies")), None)
    if start is None:
        return Clean(None, None, (), None, looks[-1].restricting("applies"))
    back = next((look.day for look in looks[start:] if look.restricting("applies")), None)
    sure = (x.day for x in looks if not (x.restricting("applies") or x.restricting("undetermined")))
    first = looks[start]
    return Clean(first.day, back - ONE_DAY if back else None, first.restricting("undetermined"), next(sure, None), ())


def _key(planned: PlannedMeasure) -> Key:
    return planned.list.measure_list, planned.id


def _in_scope(plan: Plan, facts: Facts) -> dict[Key, tuple[PlannedMeasure, ...]]:
    """The measures that are in scope on one day or another, each in every edition."""
    action = facts.action
    found = {}
    for planned in plan.measures:
        why = plan.why_out(planned, facts.code, facts.subject.kind, action.place, action.authority, facts.date)
        if why in ("", "edition"):
            found[_key(planned)] = plan.editions_of(planned)
    return found


def _days_of_law(planned: PlannedMeasure) -> set[date]:
    """The days on which the measure, its edition or one of its sources comes into or goes out of force."""
    days = edges(planned.measure.in_force) | edges(planned.list.in_force)
    for start, until in (*planned.superseded, *(times for basis in planned.basis for times in basis.intervals)):
        days |= {start} if until == NEVER else {start, until + ONE_DAY}
    return days


def _moved(facts: Facts, day: date) -> Facts:
    """The same facts on another day; unlike `Facts.on`, nothing is kept."""
    related = tuple(replace(other, facts=_moved(other.facts, day)) for other in facts.related)
    return replace(facts, date=day, related=related, memory={})


# --- repair -------------------------------------------------------------------------------------------------------


def _repaired_by_day(facts: Facts) -> dict[date, list[tuple[str, Record]]]:
    """Every later day on which the repair of a record may turn."""
    found: dict[date, list[tuple[str, Record]]] = {}
    for path, holder in holders_of(facts):
        for record in holder.all_records():
            for day in set(repair_days(record, holder.law, facts.date)):
                if day > facts.date:
                    found.setdefault(day, []).append((path, record))
    return found


def _opening(record: Record, law: Law, asked: date) -> tuple[date | None, Waiting] | None:
    """Since when or from when one may apply, and under which term.

    None where the law offers no repair, or none before the record is gone by itself.
    """
    now = waiting_on(record, law, asked, asked)
    if now is not None and now.allows(asked):
        return now.since, now
    for day in sorted(day for day in repair_days(record, law, asked) if day > asked):
        waiting = waiting_on(record, law, day, asked)
        if waiting is not None and waiting.allows(day):
            return (day, waiting) if semantics.still_there(record, law, day) else None
    return None if now is None else (None, now)


def _repairing(path: str, record: Record, facts: Facts, look: _Look) -> set[Key]:
    """The restrictions that apply, or are open, and that the repair of this record may lift."""
    return {
        key
        for key, (state, planned) in look.states.items()
        if planned.restricts
        and state.finding in ("applies", "undetermined")
        and _rests_on(planned.when, path, record, facts)
    }


def _rests_on(condition: Condition, path: str, record: Record, facts: Facts) -> bool:
    """Whether a test that wants the record standing may be met by it."""
    step, _, rest = path.partition("/")
    for leaf, helps in leaves(condition):
        if isinstance(leaf, RelatedTest) and step:
            inside = [other for other in semantics.members(leaf, facts) if other.id == step]
            if any(_rests_on(leaf.holds, rest, record, other.facts) for other in inside):
                return True
        elif isinstance(leaf, RecordTest) and helps and not path and leaf.sees is Sees.STANDING:
            about = leaf.kind == record.kind and (not leaf.names or record.name in leaf.names)
            if about and semantics.passes(leaf, record, facts) is not FALSE:
                return True
    return False

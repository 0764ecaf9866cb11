"""The follower: takes events, lets days pass, and says what begins and ends.

It stands on one day; every finding it remembers is that of an action of that day, as known on that day. What it tells
is numbered, and follows from the lines it took alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from heapq import heappop, heappush
from typing import Any

from credit_rules.backends import Backend
from credit_rules.errors import Problem, ProfileError, problem
from credit_rules.following.books import Books, as_data
from credit_rules.following.events import Event, NewDay, read_event
from credit_rules.following.telling import Change, Moment, notice, told
from credit_rules.following.turning import Key, Watching, turning_days, watching
from credit_rules.model.action import Action
from credit_rules.model.canonical import digest
from credit_rules.model.decision import Decision
from credit_rules.model.plan import Plan
from credit_rules.pipeline import backend_of
from credit_rules.profiles import CreditProfile, data_of_line
from credit_rules.stages.deciding import decide
from credit_rules.stages.evaluating import evaluate
from credit_rules.stages.gathering import Prepared, action_code, gather

Json = dict[str, Any]

ONE_DAY = timedelta(days=1)

Findings = tuple[tuple[tuple[str, str], str], ...]  # of each measure (its list and id) that does not just not apply


@dataclass(frozen=True, slots=True)
class State:
    """What one subject comes to at one action: the outcome, and the finding of every measure."""

    outcome: str
    findings: Findings


#: What is remembered of whom nothing is known: nothing applies.
NOTHING = State("ordinary", ())


@dataclass(frozen=True, slots=True)
class Watched:
    """The actions that are watched, each as it would be asked about on any day."""

    actions: tuple[Action, ...]

    @classmethod
    def of(cls, plan: Plan, actions: Iterable[Action]) -> "Watched":
        """The actions, each by its code, each once; ProfileError where the plan does not know one."""
        named = {
            code: action.model_copy(update={"code": code})
            for action in actions
            for code in [action_code(plan.law, action)]
        }
        return cls(tuple(named[code] for code in sorted(named)))

    @classmethod
    def all_of(cls, plan: Plan, usual: Action) -> "Watched":
        """Every action of the catalogue that a measure is about, asked about as `usual`."""
        covered = [c for c in plan.law.actions if any(above in plan.by_action for above in plan.law.actions_above(c))]
        return cls(tuple(usual.model_copy(update={"code": code}) for code in sorted(covered)))

    @property
    def codes(self) -> list[str]:
        """The code of each."""
        return [str(action.code) for action in self.actions]


@dataclass(slots=True)
class Follower:
    """Profiles followed, and what every measure comes to for them; see the package."""

    plan: Plan
    watched: Watched
    day: date
    backend: str | Backend = "in_process"
    open_too: bool = False  # whether what is merely undetermined is told, too
    number: int = 0  # of the last change told
    taken: int = 0  # how many lines were taken
    repeated: list[str] = field(default_factory=list)  # what came again, and was passed over
    books: Books = field(default_factory=Books)
    states: dict[str, dict[int, State]] = field(default_factory=dict)
    due: dict[date, dict[str, set[int]]] = field(default_factory=dict)  # whom to look at on which day, at which actions
    seen: dict[str, str] = field(default_factory=dict)  # what was taken: its id, and the digest of what it said
    began: date = date.max  # the day it first stood on: what was known by then is no news
    _days: list[date] = field(default_factory=list)
    _interned: dict[State, State] = field(default_factory=dict)
    _actions: tuple[date | None, list[Action]] = (None, [])
    _watching: Watching | None = None

    def __post_init__(self) -> None:
        self.began = min(self.began, self.day)

    @property
    def known(self) -> Watching:
        """What the rules make of the actions watched."""
        if self._watching is None:
            self._watching = watching(self.plan, self.watched.codes)
        return self._watching

    @property
    def engine(self) -> Backend:
        """Who decides."""
        return backend_of(self.backend)

    # --- what comes in

    def take(self, raw: bytes, name: str = "") -> list[Json]:
        """Take one line; what is told of it, numbered. Whatever is wrong with it is told, too, and nothing is raised.

        `name` says which line of what it is, for those who mend it.
        """
        event = self.read(raw, name)
        if event is None:
            return []
        return self._numbered(self._apply(event, name))

    def read(self, raw: bytes, name: str = "") -> "Event | NewDay | _Refused | None":
        """The line as an event, or why it is none; None where the same was taken before."""
        event: Event | NewDay | _Refused
        try:
            event = read_event(data_of_line(raw, name))
        except ProfileError as error:
            event = _Refused(f"line {digest(raw.decode('utf-8', 'replace').strip())[7:39]}", error.problems)
        known = self.seen.get(event.key)
        if known is None:
            return event
        if known == event.digest:
            self.repeated.append(event.key)
            return None
        again = f"{event.key} {event.digest}"
        if again in self.seen:
            self.repeated.append(event.key)
            return None
        reused = problem("event-id-reused", "/event", name=event.key)
        return _Refused(again, (reused,), event.id if isinstance(event, Event) else None)

    def remember(self, event: "Event | NewDay | _Refused") -> None:
        """Count a line as taken."""
        self.taken += 1
        self.seen[event.key] = event.digest

    def _apply(self, event: "Event | NewDay | _Refused", name: str) -> list[Json]:
        self.remember(event)
        match event:
            case NewDay(day=day):
                if day < self.day:
                    return [
                        notice(
                            self.day, "refused", [problem("day-goes-back", "/day", day=day, today=self.day)], line=name
                        )
                    ]
                return list(self._pass_to(day))
            case Event():
                return list(self._happened(event, name))
            case _Refused(problems=problems, event=told_by):
                return [notice(self.day, "refused", problems, line=name, event=told_by)]

    def pass_to(self, day: date) -> list[Json]:
        """Let the days pass; what lapses and what becomes known on them, numbered."""
        return self._numbered(list(self._pass_to(day)))

    def _numbered(self, changes: list[Json]) -> list[Json]:
        numbered = []
        for change in changes:
            self.number += 1
            numbered.append({"format": "change/1", "number": self.number, **change})
        return numbered

    # --- events

    def load(self, event: "Event | NewDay | _Refused") -> None:
        """Take in again what was taken before the state was written down; nothing is decided."""
        self.remember(event)
        if isinstance(event, Event):
            self._keep(event)

    def settle(self) -> None:
        """After loading: what is held."""
        for subject, book in self.books.books.items():
            for thing in book.things:
                self.books.settle(subject, thing)

    def restore(self, states: dict[str, dict[int, State]], due: dict[date, dict[str, set[int]]]) -> None:
        """What was decided, and whom to look at when, as they were written down."""
        self.states, self.due, self._days = states, due, sorted(due)
        self._interned = {state: state for known in states.values() for state in known.values()}

    def begin_anew(self) -> list[Json]:
        """Decide everybody anew, after the rules or the actions watched became others; what changed by that."""
        self.due, self._days = {}, []
        return self._numbered(list(self._anew()))

    def _anew(self) -> Iterator[Json]:
        yield notice(self.day, "remark", [problem("rules-changed", "")])
        numbers = range(len(self.watched.actions))
        for subject in sorted(self.books.books):
            yield from self._look(subject, numbers, Moment(self.day))

    def _keep(self, event: Event) -> tuple[Event, set[Key]]:
        kept = replace(event, order=self.taken)
        return kept, self.books.add(kept)

    def _happened(self, event: Event, name: str) -> Iterator[Json]:
        strangers = [key for key, _ in event.about if key not in self.books.books]
        event, keys = self._keep(event)
        released: frozenset[str] = frozenset()
        for told_of in self._remarks(event, strangers):
            yield notice(self.day, "remark", [told_of], line=name, event=event.id, subject=event.subject)
        if event.thing is not None and event.subject is not None:
            held, released = self.books.settle(event.subject, event.thing)
            for one, why in held.items():
                yield notice(self.day, "held", [why], line=name, event=one, subject=event.subject)
            for one in sorted(released):
                freed = problem("event-released", "", name=one, event=event.id)
                yield notice(self.day, "released", [freed], line=name, event=one, subject=event.subject)
        numbers = self.known.touched(keys)
        touched = self._touched_by(event)
        if event.known_on > self.day:
            for subject in touched:
                self._wait(event.known_on, subject, numbers)
            return
        if not numbers:
            return  # nothing that is watched asks for such a record, on any day
        moment = Moment(self.day, (event,), frozenset({event.id, *released}))
        for subject in touched:
            yield from self._look(subject, numbers, moment)

    def _touched_by(self, event: Event) -> list[str]:
        if event.subject is None:
            return sorted(self.books.books)
        found = [s for key, _ in event.about for s in self.books.touched_by(key, self.known.depth)]
        return list(dict.fromkeys(found))

    def _remarks(self, event: Event, strangers: Sequence[str]) -> Iterator[Problem]:
        """What is worth knowing of an event that counts all the same."""
        law = self.plan.law
        if event.known_on < self.day and self.day > self.began:
            yield problem("event-late", "/known_on", known=event.known_on, today=self.day)
        for at, name, loaded in (
            ("/fields/list", event.sets.get("list"), law.lists),
            ("/fields/scheme", event.sets.get("scheme"), {**law.rating_schemes, **law.points_schemes}),
            ("/fields/role", event.sets.get("role"), law.roles),
        ):
            if name is not None and name not in loaded:
                yield problem("event-of-nothing-loaded", at, name=name)
        for key in strangers:
            if self.books.kind_of(key) is None:
                yield problem("subject-kind-unknown", "/subject", name=key)

    # --- days

    def _pass_to(self, until: date) -> Iterator[Json]:
        while True:
            law = min((day for day in self.known.law_days if day > self.day), default=date.max)
            while self._days and (self._days[0] <= self.day or self._days[0] not in self.due):
                heappop(self._days)
            day = min(law, self._days[0] if self._days else date.max)
            if day > until or day == date.max:
                break
            self.day = day
            yield from self._day(day)
        self.day = max(self.day, until)

    def _day(self, day: date) -> Iterator[Json]:
        due: Mapping[str, set[int]] = self.due.pop(day, {})
        law = self.known.law_days.get(day, frozenset())
        moment = Moment(day)
        for subject in sorted(self.books.books if law else due):
            numbers = due.get(subject, set()) | law
            yield from self._look(subject, sorted(numbers), moment)

    def _wait(self, day: date, subject: str, numbers: Collection[int]) -> None:
        if not numbers:
            return
        if day not in self.due:
            self.due[day] = {}
            heappush(self._days, day)
        self.due[day].setdefault(subject, set()).update(numbers)

    def _schedule(self, subject: str, prepared: Prepared) -> None:
        """Look at the subject again on the next day on which anything may turn."""
        facts = gather(self.plan.law, prepared, self.actions[0])
        days: dict[date, set[Key]] = turning_days(prepared, facts, self.known)
        for day, keys in self.books.to_come(subject, self.day, self.known.depth):
            days.setdefault(day, set()).update(keys)
        for day in sorted(days):
            numbers = self.known.touched(days[day])
            if numbers:
                self._wait(day, subject, numbers)
                return

    # --- deciding

    @property
    def actions(self) -> list[Action]:
        """The actions watched, as of the day."""
        if self._actions[0] != self.day:
            self._actions = (self.day, self.actions_on(self.day))
        return self._actions[1]

    def actions_on(self, day: date) -> list[Action]:
        """The actions watched, on a day and as known on it."""
        return [action.model_copy(update={"date": day, "known": day}) for action in self.watched.actions]

    def profile(self, subject: str, day: date | None = None) -> CreditProfile | None:
        """The profile of a subject as it is known on the day; None while its kind is not known."""
        return self.books.profile(subject, day or self.day, self.known.depth)

    def profiles(self) -> Iterator[Json]:
        """Every profile as known on the day, as plain data; of whom the kind is not known there is none."""
        for subject in sorted(self.books.books):
            profile = self.profile(subject)
            if profile is not None:
                yield as_data(profile)

    def _look(self, subject: str, numbers: Sequence[int], moment: Moment) -> Iterator[Json]:
        """Decide a subject anew at some actions, and tell what came out otherwise."""
        prepared = self.books.prepared(subject, self.day, self.known.depth)
        if prepared is None:
            return
        known = self.states.setdefault(subject, {})
        changes = []
        for number in numbers:
            decision = self._decision(prepared, self.actions[number])
            was, now = known.get(number, NOTHING), self._state(decision)
            if was != now:
                known[number] = now
                changes.append(Change(was.outcome, dict(was.findings), dict(now.findings), decision))
        self._schedule(subject, prepared)
        if changes:
            yield from told(self.plan, changes, moment, _Before(self, subject, moment), self.open_too)

    def _decision(self, prepared: Prepared, action: Action) -> Decision:
        facts = gather(self.plan.law, prepared, action)
        return decide(self.plan, facts, evaluate(self.plan, facts, self.engine), {})

    def _state(self, decision: Decision) -> State:
        found = sorted(((v.planned.list.measure_list, v.planned.id), v.finding) for v in decision.verdicts)
        state = State(decision.outcome, tuple(found))
        return self._interned.setdefault(state, state)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A line that is no event."""

    key: str
    problems: Sequence[Problem]
    event: str | None = None

    @property
    def digest(self) -> str:
        """A line like it is the same line."""
        return self.key


class _Before:
    """What was decided before the moment, for those who ask what has ended."""

    def __init__(self, follower: Follower, subject: str, moment: Moment) -> None:
        self._follower, self._subject, self._moment = follower, subject, moment

    @cached_property
    def _prepared(self) -> Prepared | None:
        follower, moment = self._follower, self._moment
        day = moment.day if moment.events else moment.day - ONE_DAY
        return follower.books.prepared(self._subject, day, follower.known.depth, moment.without)

    def decision(self, action: Action) -> Decision | None:
        """The decision at an action, before."""
        if self._prepared is None:
            return None
        day = self._moment.day if self._moment.events else self._moment.day - ONE_DAY
        return self._follower._decision(self._prepared, action.model_copy(update={"date": day, "known": day}))

    def events(self) -> list[tuple[str, Event]]:
        """What became known on the day, of the subject or of those it is related to."""
        return self._follower.books.known_on(self._subject, self._moment.day, self._follower.known.depth)

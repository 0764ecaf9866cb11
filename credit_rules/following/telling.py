"""Telling: what came out otherwise, as plain data (`change/1`), with the reasons and both languages' words.

One line is one measure that begins or ends for one subject, at all the actions at which it does so for the same
reasons; or an outcome that changes; or a notice about an event. Reasons are those of the decisions themselves.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from credit_rules.errors import Problem
from credit_rules.following.events import Event
from credit_rules.model.action import Action
from credit_rules.model.canonical import canonical, plain
from credit_rules.model.decision import Decision, Finding
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.rendering.following import words_of
from credit_rules.stages.calendar import State, Told
from credit_rules.stages.deciding import finding_of
from credit_rules.stages.describing import because_told, missing_told
from credit_rules.stages.describing_calendar import turn_told
from credit_rules.stages.turns import Eve, Touched, turns_of

Json = dict[str, Any]
Key = tuple[str, str]  # a measure's list and id

NONE = "does-not-apply"
_ORDER = ("ends", "begins", "opens", "closes")


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by what: events that arrived, or (none) the passing of days."""

    day: date
    events: tuple[Event, ...] = ()
    without: frozenset[str] = frozenset()  # the events by which the profile differs from the one before


@dataclass(frozen=True, slots=True)
class Change:
    """What one subject comes to at one action, otherwise than before."""

    outcome: str  # before
    was: Mapping[Key, str]
    now: Mapping[Key, str]
    decision: Decision


class Before(Protocol):
    """What was decided before the moment."""

    def decision(self, action: Action) -> Decision | None:
        """The decision at an action."""
        ...

    def events(self) -> list[tuple[str, Event]]:
        """What became known on the day, each with whose it is."""
        ...


def notice(
    day: date,
    sort: str,
    problems: Iterable[Problem],
    *,
    line: str = "",
    event: str | None = None,
    subject: str | None = None,
) -> Json:
    """Something about an event that whoever sends it should know.

    `sort`: the line is `refused`, the event `held` or `released`, or it counts and this is but a `remark`.
    """
    body: Json = {
        "change": "notice",
        "sort": sort,
        "day": day.isoformat(),
        "subject": None if subject is None else {"id": subject},
        "event": event,
        "line": line or None,
        "problems": [told.as_json() for told in problems],
    }
    return {**body, "words": words_of(body)}


def told(plan: Plan, changes: Sequence[Change], moment: Moment, before: Before, open_too: bool) -> Iterator[Json]:
    """What changed for one subject, measure by measure, and the outcomes."""
    found: dict[bytes, tuple[tuple[Any, ...], Json]] = {}
    for change in changes:
        for order, body in _bodies(plan, change, moment, before, open_too):
            same = canonical(body)
            found.setdefault(same, (order, {**body, "actions": []}))[1]["actions"].append(
                _action(change.decision.facts)
            )
    head = _head(changes[0].decision.facts, moment)
    by = [_event_told(event.subject, event) for event in moment.events] or [
        _event_told(name, event) for name, event in before.events()
    ]
    for _, body in sorted(found.values(), key=lambda pair: pair[0]):
        turns = body.pop("turns", [])
        line = {"change": body.pop("change"), **head, "actions": body.pop("actions"), **body}
        line["by"] = {"events": by, "turns": turns}
        yield {**line, "words": words_of(line)}


def _head(facts: Facts, moment: Moment) -> Json:
    who = {key: getattr(facts.subject, key) for key in ("id", "scheme", "name", "kind")}
    return {"day": moment.day.isoformat(), "subject": {key: value for key, value in who.items() if value is not None}}


def _action(facts: Facts) -> Json:
    return {"code": facts.code, "title": facts.law.actions[facts.code].title.as_json()}


def _event_told(subject: str | None, event: Event) -> Json:
    return {
        "event": event.id,
        "what": event.what,
        "subject": subject,
        "kind": event.thing[0] if event.thing else None,
        "record": event.thing[1] if event.thing else None,
        "on": plain(event.on),
        "known_on": plain(event.known_on),
    }


def _bodies(
    plan: Plan, change: Change, moment: Moment, before: Before, open_too: bool
) -> Iterator[tuple[tuple[Any, ...], Json]]:
    """What is told of one action, each with its place in the order."""
    if change.outcome != change.decision.outcome:
        because = list(dict.fromkeys(code for code, _ in change.decision.outcome_because))
        yield (1,), {"change": "outcome", "was": change.outcome, "now": change.decision.outcome, "because": because}
    at = _At(plan, change, moment, before)
    for key in sorted({*change.was, *change.now}):
        was, now = change.was.get(key, NONE), change.now.get(key, NONE)
        sort = _sort(was, now)
        if sort is not None and (open_too or sort in ("begins", "ends")):
            planned = at.planned(key)
            place = planned.shown_order if planned else ()
            yield (2 if planned is None else 0, *place, *key, _ORDER.index(sort)), at.body(sort, key, planned)


def _sort(was: str, now: str) -> str | None:
    """What a change of finding is called; that nobody is concerned any more, or not yet, is none."""
    if was == now:
        return None
    if now == "applies":
        return "begins"
    if was == "applies":
        return "ends"
    if now == "undetermined":
        return "opens"
    return "closes" if was == "undetermined" else None


class _At:
    """One action: the decision now and the one before, looked at measure by measure."""

    def __init__(self, plan: Plan, change: Change, moment: Moment, before: Before) -> None:
        self._plan, self._change, self._moment, self._before = plan, change, moment, before
        self._decision = change.decision
        self._eve: Eve | None = None
        self._was: tuple[Decision | None] | None = None

    def planned(self, key: Key) -> PlannedMeasure | None:
        """The measure in the edition of the day, or in the last there is; None where the rules no longer have it."""
        editions = self._plan.editions.get(key, ())
        return next((m for m in editions if m.evaluated_on(self._moment.day)), editions[-1] if editions else None)

    def body(self, sort: str, key: Key, planned: PlannedMeasure | None) -> Json:
        """A measure that comes to something else, and why."""
        was, now = self._change.was.get(key, NONE), self._change.now.get(key, NONE)
        finding = _finding(self._decision, key)
        measure = planned.measure if planned else None
        missing = finding.missing if finding and now == "undetermined" else ()
        return {
            "change": sort,
            "measure": key[1],
            "measure_list": key[0],
            "edition": planned.list.edition if planned else None,
            "title": measure.title.as_json() if measure else None,
            "polarity": measure.polarity if measure else None,
            "effect": measure.effect if measure else None,
            "duty": measure.duty if measure else None,
            "was": was,
            "now": now,
            "guard": finding.guard if finding else None,
            "because": self._because(key, finding, was),
            "missing": [missing_told(self._decision, fact, of) for fact, of in missing],
            "basis": [basis.as_json() for basis in planned.basis] if planned else [],
            "turns": [] if self._moment.events or planned is None else self._turns(key, planned),
        }

    def _because(self, key: Key, finding: Finding | None, was: str) -> list[list[Json]]:
        """Why it applies; of what no longer does, why it did, with what now stands against each record."""
        if finding is not None and finding.because:
            return because_told(self._decision, finding)
        if was != "applies":
            return []
        if self._was is None:
            self._was = (self._before.decision(self._decision.facts.action),)
        before = self._was[0]
        ended = _finding(before, key) if before else None
        return because_told(before, ended) if before and ended else []

    def _turns(self, key: Key, planned: PlannedMeasure) -> list[Json]:
        """What turned on this day for a measure."""
        eve = self._on_the_eve()
        editions = self._plan.editions[key]
        before = next((m for m in editions if m.evaluated_on(eve.before.date)), None)
        after = next((m for m in editions if m.evaluated_on(eve.day)), None)
        told = []
        for turn in sorted(turns_of(before, after, eve), key=lambda turn: turn.order):
            state = State(self._change.now.get(key, NONE))
            data = turn_told(Told(turn, ((planned, state),)), eve.after)
            told.append({name: value for name, value in data.items() if name not in ("repair", "measures")})
        return told

    def _on_the_eve(self) -> Eve:
        """The day before and the day, with the same records known."""
        if self._eve is None:
            after = self._decision.facts
            before = _moved(after, after.date - timedelta(days=1))
            conditions = [m.condition for key in self._keys() for m in self._plan.editions.get(key, ())]
            self._eve = Eve(before, after, Touched(before, conditions))
        return self._eve

    def _keys(self) -> set[Key]:
        return {*self._change.was, *self._change.now}


def _moved(facts: Facts, day: date) -> Facts:
    related = tuple(replace(other, facts=_moved(other.facts, day)) for other in facts.related)
    return replace(facts, date=day, related=related, memory={})


def _finding(decision: Decision, key: Key) -> Finding | None:
    """The finding of one measure, with its reasons."""
    for verdict in decision.verdicts:
        if (verdict.planned.list.measure_list, verdict.planned.id) == key:
            return finding_of(verdict, decision.facts)
    return None

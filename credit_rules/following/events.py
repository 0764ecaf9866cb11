"""Events: one line of the stream, read and typed.

`WHATS` is the closed list of what can happen, each with the record it is about and the field its day fills. A line that
is wrong is refused as a whole, with every mistake at its JSON pointer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, create_model

from credit_rules.errors import Problem, ProfileError, problem
from credit_rules.model.canonical import digest, plain
from credit_rules.model.profile import TYPE_OF_KIND, Consultation, Entry, Subject
from credit_rules.model.profile import _consultation as as_consultation
from credit_rules.model.scalars import Code, Day, EndDay, Shape, String, SubjectKind, Word, one_of
from credit_rules.rosters import subject_of_code
from credit_rules.stages.reading import pointer
from credit_rules.stages.shaping import shape

Thing = tuple[str, str]  # kind and id of a record; a relation has the kind `related`

RELATED = "related"


@dataclass(frozen=True, slots=True)
class What:
    """One thing that can happen: to which kind of record (none: the event names it), and which field its day fills.

    `slot` is shared by what excludes one another on one day; `also` is what is said with it.
    """

    kind: str | None
    slot: str
    fills: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)


_GONE = {"removal": None, "resumes_on": None}

#: What can happen to a record, in the order in which it is told of one day.
WHATS: Mapping[str, What] = {
    "listed": What("listing", "begins", "listed_on"),
    "penalty-decided": What("penalty", "begins", "decided_on"),
    "permit-granted": What("permit", "begins", "granted_on"),
    "convicted": What("conviction", "begins", "decided_on"),
    "commitment-made": What("commitment", "begins", "made_on"),
    "rated": What("rating", "begins", "rated_on"),
    "points-given": What("points", "begins", "as_of"),
    "related-added": What(RELATED, "begins", "start"),
    "commitment-breached": What("commitment", "breached", "breached_on"),
    "corrected": What(None, "corrected", "corrected_on"),
    "penalty-performed": What("penalty", "performed", "performed_on"),
    "commitment-fulfilled": What("commitment", "fulfilled", "fulfilled_on"),
    "objection-filed": What(None, "filed", "filed_on"),
    "objection-accepted": What(None, "accepted", "accepted_on"),
    "objection-closed": What(None, "closed", "closed_on", {"upheld": False}),
    "objection-upheld": What(None, "closed", "closed_on", {"upheld": True}),
    "suspended": What(None, "removed", "removed_on", {**_GONE, "removal": "suspended"}),
    "resumed": What(None, "resumed", "resumes_on"),
    "removed": What(None, "removed", "removed_on", _GONE),
    "repaired": What(None, "removed", "removed_on", {**_GONE, "removal": "repaired"}),
    "revoked": What(None, "removed", "removed_on", {**_GONE, "removal": "revoked"}),
    "related-ended": What(RELATED, "ended", "until"),
    "amended": What(None, "amended"),
}
RANKS = {what: rank for rank, what in enumerate(WHATS)}

#: What else a line can say: of the subject itself, or of what was looked up.
OTHERS = ("subject-described", "consulted", "covered", "declared")


def _registers(value: object) -> object:
    return [value] if isinstance(value, str) else value


class EventLine(Shape):
    """A line of the stream as it is written."""

    event: Word
    what: Annotated[str, BeforeValidator(one_of(*WHATS, *OTHERS))]
    subject: Any = None
    known_on: Day
    on: Day | None = None
    kind: Annotated[str | None, BeforeValidator(one_of(*TYPE_OF_KIND))] = None
    record: Word | None = None
    fields: dict[str, Any] = Field(default_factory=dict)


class DayLine(Shape):
    """A line that says that a day has come."""

    day: Day


#: What an event says of a subject; what it leaves out stays as it is known. Its kind is said once, or by the code.
SubjectTold = create_model("SubjectTold", __base__=Subject, id=(Word, ...), kind=(SubjectKind | None, None))


class RelationTold(Shape):
    """What is told of a relation. `other` is followed itself."""

    role: Code | None = None
    other: Any = None
    until: EndDay | None = None


class RegistersTold(Shape):
    """What was looked up, or is told completely by the stream."""

    registers: Annotated[
        tuple[Annotated[Consultation, BeforeValidator(as_consultation)], ...], BeforeValidator(_registers)
    ]


class DeclaredTold(Shape):
    """A fact somebody declared."""

    fact: Code
    by: String | None = None
    document: String | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event, typed. `subject` is None where it is about everybody; `about` is what it says of the subject."""

    id: str
    what: str
    subject: str | None
    known_on: date
    on: date | None
    thing: Thing | None
    sets: Mapping[str, Any]
    about: tuple[tuple[str, Mapping[str, Any]], ...]  # of the subject, and of the one it is related to
    digest: str
    order: int = 0  # the place in which it arrived

    @property
    def key(self) -> str:
        """By what it is recognised when it comes again."""
        return self.id

    @property
    def begins(self) -> bool:
        """Whether a record begins with it."""
        return self.what in WHATS and WHATS[self.what].slot == "begins"


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day has come."""

    day: date

    @property
    def key(self) -> str:
        """Days need no id."""
        return f"day {self.day}"

    @property
    def digest(self) -> str:
        """A day says nothing but itself."""
        return self.key


def read_event(data: Any) -> Event | NewDay:
    """The line as an event; ProfileError with every mistake in it."""
    if not isinstance(data, Mapping):
        raise ProfileError([problem("not-an-event", "")])
    if "day" in data and "event" not in data:
        return NewDay(_shaped(DayLine, data, "").day)
    line = _shaped(EventLine, data, "")
    problems = list(_misfits(line))
    if problems:
        raise ProfileError(problems)
    about = [] if line.subject is None else [_subject(line.subject, "/subject")]
    thing, sets = _record(line, about)
    return Event(
        id=line.event,
        what=line.what,
        subject=about[0][0] if line.subject is not None else None,
        known_on=line.known_on,
        on=line.on,
        thing=thing,
        sets=sets,
        about=tuple(about),
        digest=digest(plain(dict(data)))[7:23],
    )


def _shaped(model: type[Any], data: Any, at: str) -> Any:
    found, problems = shape(model, data, lambda path, key: pointer(at, *path))
    if found is None:
        raise ProfileError(problems)
    return found


def _misfits(line: EventLine) -> Any:
    """What is wanted and not there, and what is there and has no meaning."""
    what = WHATS.get(line.what)
    if line.subject is None and line.what != "covered":
        yield problem("missing-key", "", key="subject")
    if line.subject is not None and line.what == "covered":
        yield problem("event-key-idle", "/subject", key="subject", what=line.what)
    if what is None:
        for key in ("record", "kind"):
            if getattr(line, key) is not None:
                yield problem("event-key-idle", f"/{key}", key=key, what=line.what)
        return
    if line.record is None:
        yield problem("missing-key", "", key="record")
    if what.fills and line.on is None and what.kind != RELATED:
        yield problem("missing-key", "", key="on")
    if line.kind is not None and what.kind not in (None, line.kind):
        yield problem("event-kind-unfitting", "/kind", name=line.kind, what=line.what)


def _subject(told: Any, at: str) -> tuple[str, Mapping[str, Any]]:
    """The key a subject is followed under, and what is told of it."""
    if isinstance(told, str):
        told = {"id": told}
    fields = _shaped(SubjectTold, told, at)
    values = {name: getattr(fields, name) for name in fields.model_fields_set if name != "id"}
    key, known = _known_by_code(fields.id)
    return key, {**{name: value for name, value in known.items() if name not in values}, **values}


@lru_cache(maxsize=65536)
def _known_by_code(identifier: str) -> tuple[str, Mapping[str, str]]:
    """What a code says by itself; of one that does not tell the kind, nothing is guessed."""
    subject, doubt = subject_of_code(identifier)
    key = subject["id"]
    return key, {name: value for name, value in subject.items() if name != "id"} if doubt is None else {}


def _record(line: EventLine, about: list[tuple[str, Mapping[str, Any]]]) -> tuple[Thing | None, Mapping[str, Any]]:
    what = WHATS.get(line.what)
    if what is None:
        return None, _OTHERS[line.what](line)
    kind = what.kind or line.kind or "listing"
    sets = _relation(line, about) if kind == RELATED else _entry(line, kind)
    told = {what.fills: line.on} if what.fills and (line.on is not None or kind != RELATED) else {}
    objecting = what.slot in ("filed", "accepted", "closed")
    own = {"objection": {**told, **what.also}} if objecting else {**told, **what.also}
    return (kind, str(line.record)), {**own, **sets}


@cache
def fields_model(kind: str) -> type[Entry]:
    """What an event may say of a record of this kind: its fields, none of them required."""
    known = TYPE_OF_KIND[kind]
    required = {name: info for name, info in known.model_fields.items() if info.is_required()}
    optional: dict[str, Any] = {
        name: (Annotated[(info.annotation, *info.metadata)] | None, None) for name, info in required.items()
    }
    return create_model(f"{known.__name__}Told", __base__=known, **optional)


def _entry(line: EventLine, kind: str) -> Mapping[str, Any]:
    told = _shaped(fields_model(kind), line.fields, "/fields")
    idle = [problem("event-key-idle", f"/fields/{key}", key=key, what=line.what) for key in ("id", "known_on")]
    problems = [entry for entry, key in zip(idle, ("id", "known_on"), strict=True) if key in line.fields]
    if problems:
        raise ProfileError(problems)
    values = {name: getattr(told, name) for name in told.model_fields_set}
    if values.get("objection") is not None:
        values["objection"] = {name: getattr(told.objection, name) for name in told.objection.model_fields_set}
    return values


def _relation(line: EventLine, about: list[tuple[str, Mapping[str, Any]]]) -> Mapping[str, Any]:
    told = _shaped(RelationTold, line.fields, "/fields")
    values = {name: getattr(told, name) for name in told.model_fields_set}
    if line.what == "related-added":
        missing = [key for key in ("role", "other") if values.get(key) is None]
        if missing:
            raise ProfileError([problem("missing-key", "/fields", key=key) for key in missing])
    if values.get("other") is not None:
        about.append(_subject(values["other"], "/fields/other"))
        values["other"] = about[-1][0]
    return values


def _looked_up(line: EventLine) -> Mapping[str, Any]:
    return {"registers": _shaped(RegistersTold, line.fields, "/fields").registers}


def _declared(line: EventLine) -> Mapping[str, Any]:
    told = _shaped(DeclaredTold, line.fields, "/fields")
    return {name: getattr(told, name) for name in told.model_fields_set}


def _nothing_more(line: EventLine) -> Mapping[str, Any]:
    problems: list[Problem] = [
        problem("event-key-idle", pointer("/fields", key), key=key, what=line.what) for key in line.fields
    ]
    if problems:
        raise ProfileError(problems)
    return {}


_OTHERS: Mapping[str, Callable[[EventLine], Mapping[str, Any]]] = {
    "subject-described": _nothing_more,
    "consulted": _looked_up,
    "covered": _looked_up,
    "declared": _declared,
}

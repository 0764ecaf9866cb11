"""Books: every event of every subject, and the profile they make as known on a day.

What a record is follows from the set of its events: `fold` puts them in the order in which they became known and lets
each change the version before it. What cannot be so is held, with the reason, until it can.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from credit_rules.errors import Problem, problem
from credit_rules.following.events import RANKS, RELATED, WHATS, Event, Thing
from credit_rules.following.turning import EVERYTHING, Key
from credit_rules.model.canonical import plain
from credit_rules.model.days import NEVER
from credit_rules.model.facts import Consulted
from credit_rules.model.profile import (
    SECTIONS,
    TYPE_OF_KIND,
    Consultation,
    Declared,
    Entry,
    ProfileFields,
    Relation,
    Subject,
)
from credit_rules.profiles import CreditProfile
from credit_rules.stages.gathering import Prepared, contradictions, doubt_about, found_in
from credit_rules.stages.reading import pointer
from credit_rules.stages.shaping import shape

Values = dict[str, Any]
Version = tuple[date, Any]  # since when it is known, and the entry (of a relation: its values)

_SECTION_OF = {kind: name for name, kind in zip(SECTIONS, TYPE_OF_KIND, strict=True)}
#: So many records are remembered as folded.
_REMEMBERED = 100_000
#: Schemes of identifiers whose check digit tells whether they are right: only these prove that nothing is on record.
_CHECKED = (None, "CN-USCI", "CN-RIC")


@dataclass(frozen=True, slots=True)
class Folded:
    """What the events of one record come to: its versions, and what is held, by the id of the event."""

    versions: tuple[Version, ...]
    held: Mapping[str, Problem]


@dataclass(slots=True)
class Book:
    """The events of one subject."""

    things: dict[Thing, list[Event]] = field(default_factory=dict)
    about: list[tuple[date, int, Mapping[str, Any]]] = field(default_factory=list)  # what is told of the subject
    looked_up: list[Event] = field(default_factory=list)
    declared: list[Event] = field(default_factory=list)
    held: dict[Thing, Mapping[str, Problem]] = field(default_factory=dict)
    days: dict[date, set[Key]] = field(
        default_factory=dict
    )  # on which something becomes known, and what that can touch


@dataclass(slots=True)
class Books:
    """All subjects."""

    books: dict[str, Book] = field(default_factory=dict)
    covered: list[Event] = field(default_factory=list)
    named_by: dict[str, set[str]] = field(default_factory=dict)  # whose relations name a subject
    _folded: dict[tuple[str, Thing], Folded] = field(default_factory=dict)  # the records asked for of late

    def add(self, event: Event) -> set[Key]:
        """Keep an event; what it can touch."""
        told = [key for key, values in event.about if self._add_about(key, values, event)]
        if event.subject is None:
            self.covered.append(event)
            return {EVERYTHING}
        book = self.books[event.subject]
        if event.thing is None:
            {"consulted": book.looked_up, "declared": book.declared}.get(event.what, []).append(event)
        else:
            book.things.setdefault(event.thing, []).append(event)
            self._folded.pop((event.subject, event.thing), None)
        if "other" in event.sets:
            self.named_by.setdefault(event.sets["other"], set()).add(event.subject)
        keys = {EVERYTHING} if told else _keys(event, book)
        book.days.setdefault(event.known_on, set()).update(keys)
        return keys

    def _add_about(self, key: str, values: Mapping[str, Any], event: Event) -> bool:
        """Keep what an event says of a subject; whether that is anything new."""
        book = self.books.get(key)
        told = self._told(key, event.known_on)
        anew = book is None or any(told.get(name, _UNSAID) != value for name, value in values.items())
        if book is None:
            book = self.books[key] = Book()
        book.days.setdefault(event.known_on, set())
        if anew:
            book.about.append((event.known_on, event.order, values))
            book.about.sort(key=lambda item: item[:2])
            book.days[event.known_on].add(EVERYTHING)
        return anew

    def settle(self, subject: str, thing: Thing) -> tuple[Mapping[str, Problem], frozenset[str]]:
        """What is newly held of a record, and what no longer is."""
        book = self.books[subject]
        before, after = book.held.get(thing, {}), self._fold(subject, thing).held
        if after:
            book.held[thing] = after
        else:
            book.held.pop(thing, None)
        anew = {name: why for name, why in after.items() if name not in before or before[name].code != why.code}
        return anew, frozenset(before.keys() - after.keys())

    def kind_of(self, subject: str, day: date = NEVER) -> str | None:
        """The kind of a subject, as far as it is known on a day."""
        kind: str | None = self._told(subject, day).get("kind")
        return kind

    def _told(self, subject: str, day: date) -> Values:
        told: Values = {}
        for known_on, _, values in self.books[subject].about if subject in self.books else ():
            if known_on <= day:
                told |= values
        return told

    def _fold(self, subject: str, thing: Thing, without: frozenset[str] = frozenset()) -> Folded:
        """What the events of a record come to, remembered while it is asked for."""
        events = self.books[subject].things[thing]
        if without and any(event.id in without for event in events):
            return fold(thing, [event for event in events if event.id not in without])
        found = self._folded.get((subject, thing))
        if found is None:
            if len(self._folded) >= _REMEMBERED:
                self._folded.clear()
            found = self._folded[subject, thing] = fold(thing, events)
        return found

    def profile(self, subject: str, day: date, depth: int) -> CreditProfile | None:
        """The profile of a subject as known on a day, its relations followed so deep; None while its kind is not
        known."""
        who = self._subject(subject, day)
        if who is None:
            return None
        book = self.books[subject]
        records: dict[str, list[Entry]] = {}
        related: list[Relation] = []
        for thing in book.things:
            current = self._versions(subject, thing, day)
            if thing[0] == RELATED:
                related += self._relation(thing[1], current[-1][1], day, depth) if current else ()
            else:
                records.setdefault(_SECTION_OF[thing[0]], []).extend(entry for _, entry in current)
        return CreditProfile.from_data(
            {
                "subject": who,
                "as_of": day,
                "consulted": tuple(self._consulted(book, who, day).values()),
                "declared": tuple(_declared(book, day)),
                "related": tuple(related),
                **{section: tuple(entries) for section, entries in records.items()},
            }
        )

    def _relation(self, name: str, values: Values, day: date, depth: int) -> Iterator[Relation]:
        other = self.profile(values["other"], day, depth - 1) if depth > 0 else None
        if other is not None:
            told = {"id": name, "role": values["role"], "until": values.get("until"), "from": values.get("start")}
            yield Relation.model_validate({**told, "profile": other})

    def prepared(self, subject: str, day: date, depth: int, without: frozenset[str] = frozenset()) -> Prepared | None:
        """The same, ready to be gathered, and without what deciding does not ask for: its records were looked at when
        they were folded, and its digest is nobody's business. `without` are events left out."""
        who = self._subject(subject, day)
        if who is None:
            return None
        book = self.books[subject]
        versions: dict[tuple[str, str], tuple[Entry, ...]] = {}
        related: list[tuple[str, str, date, date, Prepared]] = []
        for thing in sorted(book.things):
            current = self._versions(subject, thing, day, without)
            if current and thing[0] != RELATED:
                versions[thing] = tuple(entry for _, entry in current)
            elif current and depth > 0:
                told = current[-1][1]
                other = self.prepared(told["other"], day, depth - 1, without)
                start, until = told.get("start") or date.min, told.get("until") or NEVER
                related += [(thing[1], told["role"], start, until, other)] if other is not None else ()
        looked_up = self._consulted(book, who, day, without)
        return Prepared(
            profile=ProfileFields.model_construct(subject=who, as_of=day),
            versions=versions,
            consultations=looked_up,
            consulted=Consulted(frozenset(looked_up)),
            found=found_in(looked_up),
            declared=tuple(_declared(book, day, without)),
            identity_doubt=_doubt(who.id, who.scheme, who.kind),
            related=tuple(sorted(related, key=lambda item: (item[1], item[0]))),
            digest="",
        )

    def _subject(self, subject: str, day: date) -> Subject | None:
        """Who it is as known on a day; None while nothing is known, or not the kind."""
        told = self._told(subject, day)
        if told.get("kind") is None or not any(known <= day for known in self.books[subject].days):
            return None
        return Subject(id=subject, **told)

    def _versions(self, subject: str, thing: Thing, day: date, without: frozenset[str] = frozenset()) -> list[Version]:
        return [version for version in self._fold(subject, thing, without).versions if version[0] <= day]

    def _consulted(
        self, book: Book, who: Subject, day: date, without: frozenset[str] = frozenset()
    ) -> dict[str, Consultation]:
        """What was looked up about this subject, and what the stream tells completely, by register."""
        checked = who.scheme in _CHECKED and _doubt(who.id, who.scheme, who.kind) is None
        seen: dict[str, Consultation] = {}
        told = (*(self.covered if checked else ()), *book.looked_up)
        for event in sorted(told, key=lambda event: (event.known_on, event.order)):
            if event.known_on <= day and event.id not in without:
                seen |= {entry.what: entry for entry in event.sets["registers"]}
        return seen

    def to_come(self, subject: str, day: date, depth: int) -> Iterator[tuple[date, set[Key]]]:
        """The later days on which something becomes known of a subject or of those it is related to."""
        for name in self._circle(subject, depth):
            yield from ((known_on, keys) for known_on, keys in self.books[name].days.items() if known_on > day)

    def known_on(self, subject: str, day: date, depth: int) -> list[tuple[str, Event]]:
        """What became known on a day, and counts, of a subject or of those it is related to; each with whose it is."""
        found = []
        for name in self._circle(subject, depth):
            book = self.books[name]
            told = (*(e for events in book.things.values() for e in events), *book.looked_up, *book.declared)
            held = {one for why in book.held.values() for one in why}
            found += [(name, event) for event in told if event.known_on == day and event.id not in held]
        return sorted(found, key=lambda pair: pair[1].order)

    def _circle(self, subject: str, depth: int) -> list[str]:
        """A subject and those it is or was related to, so deep; the subject first."""
        found, edge = [subject], [subject]
        for _ in range(depth):
            named = {
                event.sets["other"]
                for name in edge
                for (kind, _), events in self.books[name].things.items()
                if kind == RELATED
                for event in events
                if "other" in event.sets
            }
            edge = sorted(named - {*found})
            found += edge
        return found

    def touched_by(self, subject: str, depth: int) -> list[str]:
        """The subject, and whoever is related to it so closely that it matters; the subject first."""
        found, edge = [subject], [subject]
        for _ in range(depth):
            edge = sorted({name for other in edge for name in self.named_by.get(other, ())} - {*found})
            found += edge
        return found


def as_data(profile: ProfileFields) -> Values:
    """A profile as plain data, which reads as the same profile."""
    data: Values = _plain(profile.model_dump(by_alias=True, exclude_unset=True))
    return data


def _plain(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _plain(item, name) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal) and key == "value":  # points are a number, and amounts of money are text
        return int(value) if value == value.to_integral_value() else float(value)
    return plain(value)


_UNSAID = object()


def _keys(event: Event, book: Book) -> set[Key]:
    """What an event can touch; the list of a record not yet begun may be any."""
    if event.thing is None or event.thing[0] == RELATED:
        return {EVERYTHING}
    kind = event.thing[0]
    if TYPE_OF_KIND[kind].scheme_field is None:
        return {(kind, None)}
    told = [other.sets.get("list") or other.sets.get("scheme") for other in book.things[event.thing]]
    names = {name for name in told if name is not None}
    return {(kind, name) for name in names} or {EVERYTHING}


@lru_cache(maxsize=65536)
def _doubt(identifier: str | None, scheme: str | None, kind: str) -> str | None:
    """Why an identity is doubtful, if it is."""
    return doubt_about(Subject(id=identifier, scheme=scheme, kind=kind))


def _declared(book: Book, day: date, without: frozenset[str] = frozenset()) -> Iterator[Declared]:
    for event in book.declared:
        if event.known_on <= day and event.id not in without:
            yield Declared(**event.sets, made_on=event.on)


# --- one record ---------------------------------------------------------------------------------------------------


def fold(thing: Thing, events: Sequence[Event]) -> Folded:
    """The versions of a record, each known from its day; an event known before its record counts from that day on."""
    kept, held = _without_contraries(thing, events)
    since = min((event.known_on for event in kept if event.begins), default=NEVER)
    order = sorted(
        kept, key=lambda e: (max(e.known_on, since), not e.begins, e.on or e.known_on, RANKS[e.what], e.order)
    )
    values: Values = {}
    versions: dict[date, Any] = {}
    for event in order:
        known_on = max(event.known_on, since)
        changed = _changed(values, event)
        entry, why = None, _stopped(thing, event, values, changed)
        if why is None:
            entry, why = _entry(thing, changed, known_on)
        if why is not None:
            held[event.id] = why
            continue
        values = changed
        versions[known_on] = entry
    return Folded(tuple(sorted(versions.items(), key=lambda item: item[0])), held)


def _without_contraries(thing: Thing, events: Iterable[Event]) -> tuple[list[Event], dict[str, Problem]]:
    """The events but those that say of one day something else than one that came before: the first word stands until
    it is amended."""
    kept: list[Event] = []
    held: dict[str, Problem] = {}
    for event in events:  # in the order in which they arrived
        other = next((other for other in kept if _contradicts(other, event)), None)
        if other is None:
            kept.append(event)
            continue
        held[event.id] = problem(
            "event-contradicts", "", name=thing[1], what=event.what, event=other.id, day=event.known_on
        )
    return kept, held


def _stopped(thing: Thing, event: Event, values: Values, changed: Values) -> Problem | None:
    """What keeps an event from counting as things stand."""
    said = {"name": thing[1], "what": event.what}
    if not values:
        return None if event.begins else problem("record-not-begun", "/record", **said)
    if any(values.get(name) != changed.get(name) for name in ("list", "scheme")):
        return problem("mixed-record", "/fields", name=thing[1])
    gone = _gone_for_good(values, event.on or event.known_on)
    if event.what == "resumed" and values.get("removal") != "suspended":
        return problem("not-suspended", "/what", **said)
    if gone is not None and event.what in _AFTER_WHICH_NOTHING.get(gone, _AFTER_REMOVAL_NOTHING):
        return problem("record-gone", "/what", **said)
    return None


#: What can no longer happen to a record that was taken away for good; what struck it out stays so.
_AFTER_REMOVAL_NOTHING = frozenset({"suspended"})
_AFTER_WHICH_NOTHING: Mapping[str, frozenset[str]] = {
    "revoked": frozenset({"suspended", "removed", "repaired"}),
    "objection-upheld": frozenset(what for what in WHATS if what.startswith("objection")) | {"suspended"},
}


def _gone_for_good(values: Values, day: date) -> str | None:
    """How a record was taken away for good by a day, if it was."""
    objection = values.get("objection") or {}
    closed_on, removed_on = objection.get("closed_on"), values.get("removed_on")
    if objection.get("upheld") and closed_on is not None and closed_on <= day:
        return "objection-upheld"
    if removed_on is None or removed_on > day or values.get("removal") == "suspended":
        return None
    return str(values.get("removal") or "removed")


#: What may happen to one record more than once, and be told on one day.
_AGAIN = frozenset({"suspended", "resumed", "objection-filed", "objection-accepted", "objection-closed"})


def _contradicts(one: Event, other: Event) -> bool:
    """Whether two events known from one day say two things of the same."""
    if one.known_on != other.known_on or WHATS[one.what].slot != WHATS[other.what].slot:
        return False
    if one.on != other.on and (one.what != other.what or one.what in _AGAIN):
        return False
    differing = {name for name in one.sets.keys() & other.sets.keys() if one.sets[name] != other.sets[name]}
    refined = {name for name in differing if one.sets[name] is None or other.sets[name] is None}
    return bool(differing - refined)


def _changed(values: Values, event: Event) -> Values:
    objection = event.sets.get("objection")
    if objection is None:
        return {**values, **event.sets}
    known = values.get("objection") or {}
    over = known.get("closed_on") is not None and event.on is not None and known["closed_on"] < event.on
    anew = event.what == "objection-filed" or (over and event.what != "amended")
    return {**values, **event.sets, "objection": {**({} if anew else known), **objection}}


def _entry(thing: Thing, values: Values, known_on: date) -> tuple[Any, Problem | None]:
    """The version, or what is wrong with it."""
    kind, name = thing
    if kind == RELATED:
        return _relation(values)
    entry, problems = shape(
        TYPE_OF_KIND[kind], {**values, "id": name, "known_on": known_on}, lambda path, key: pointer("/fields", *path)
    )
    if entry is None:
        return None, problems[0]
    return entry, next(contradictions(entry, "/fields"), None)


def _relation(values: Values) -> tuple[Values, Problem | None]:
    start, until = values.get("start"), values.get("until")
    if start is None or until is None or start <= until:
        return values, None
    return values, problem("dates-contradict", "/on", first="from", early=start, second="until", late=until)

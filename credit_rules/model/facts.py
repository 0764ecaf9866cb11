"""Facts: what is known of one subject, at one action, on one day, as known on another.

Gathering has left out whatever was not known on `known`: records, versions and events. Nothing in here
depends on a measure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from credit_rules.model.action import Action
from credit_rules.model.profile import Subject

Day = date  # `Facts.date` would hide it

if TYPE_CHECKING:
    from credit_rules.model.law import Law


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One record in the version known on `known`, its later events left out.

    `values` holds every field that is there, by its name; an event that has not happened is None.
    """

    id: str
    kind: str
    name: str | None  # the list or scheme
    own: date
    values: Mapping[str, Any]
    ends_on: date | None
    removed_on: date | None
    removal: str | None
    resumes_on: date | None
    contested_from: date | None
    contested_until: date | None  # the day the objection was closed
    upheld_on: date | None
    copies: tuple["Record", ...] = ()  # this and other copies of one entry that differ in removal

    @property
    def entry(self) -> tuple[object, ...]:
        """What copies of one entry have in common; a record without document is a copy of nothing."""
        document = self.values.get("document")
        return (self.name, document) if self.kind == "listing" and document else (self.id,)


def knowing_of_copies(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records, of which copies of one entry know of one another."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault(record.entry, []).append(record)
    if len(groups) == len(records):
        return tuple(records)
    return tuple(
        replace(record, copies=tuple(groups[record.entry])) if len(groups[record.entry]) > 1 else record
        for record in records
    )


@dataclass(frozen=True, slots=True)
class Consulted:
    """What was looked up. A name covers what is below it; nothing said is nothing looked up."""

    names: frozenset[str]

    def covers(self, kind: str, name: str | None = None, colour: str | None = None) -> bool:
        """Whether records of `kind` (and list or scheme `name`) were looked up."""
        names = self.names
        if "all" in names or kind in names:
            return True
        if name is None:
            return kind == "listing" and {"listing.black", "listing.red", "listing.watch"} <= names
        if kind == "listing":
            return name in names or f"listing.{colour}" in names
        return f"{kind}.{name}" in names


@dataclass(frozen=True, slots=True)
class RelatedSubject:
    """A related subject with facts of its own, from and until which day."""

    id: str
    role: str
    start: date
    until: date
    facts: "Facts"

    def counts_on(self, day: Day) -> bool:
        """Whether the relation holds on `day`."""
        return self.start <= day <= self.until


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Everything a measure may be judged on."""

    subject: Subject
    identity_certain: bool
    action: Action
    code: str  # the action's code in the catalogue
    date: Day
    known: Day
    records: Mapping[str, tuple[Record, ...]]  # by kind, in order of id
    consulted: Consulted
    declared: frozenset[str]
    related: tuple[RelatedSubject, ...]
    law: "Law"
    doubting: bool = False  # contested records may fall
    doubting_identities: bool = False  # related subjects of doubtful identity may be others
    memory: dict[Any, Any] = field(default_factory=dict)  # answers already worked out on these facts

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """The records of one kind."""
        return self.records.get(kind, ())

    def all_records(self) -> Iterator[Record]:
        """Every record of the subject itself."""
        for records in self.records.values():
            yield from records

    def on(self, day: Day) -> "Facts":
        """The same facts on another day; records and what was known stay as they are."""
        if day == self.date:
            return self
        then: Facts | None = self.memory.get(("on", day))
        if then is None:
            related = tuple(replace(other, facts=other.facts.on(day)) for other in self.related)
            then = self.memory["on", day] = replace(self, date=day, related=related, memory={})
        return then

    def doubted(self, *, identities: bool = True) -> "Facts":
        """The same facts, where whatever is contested (or of doubtful identity) may or may not be so."""
        related = tuple(replace(other, facts=other.facts.doubted(identities=identities)) for other in self.related)
        return replace(self, doubting=True, doubting_identities=identities, related=related, memory={})

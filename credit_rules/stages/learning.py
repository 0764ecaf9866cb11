"""Learn: what became known about a subject after one day and until another, and what would be without it.

A version of a record is known from its `known_on`; an event it tells of from the later of its own day and that. So
one version can become known in steps: the entry first, its removal on the day it takes place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from credit_rules.model.canonical import plain
from credit_rules.model.profile import EVENTS, OPEN_EVENTS, TOLD_WITH_REMOVAL, Entry
from credit_rules.stages.gathering import Prepared, known_from

_OBJECTION = ("filed_on", "accepted_on", "closed_on")
#: When and how a version is known is what it became known by, not what became known.
_NOT_TOLD = frozenset({"id", "known_on", "objection"})

#: Of an event that may or may not have happened: it is said that it has not.
NOT_HAPPENED = "not-happened"

Fields = tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class News:
    """One thing that became known on a day: a record, another version of one, an event, or a declaration."""

    on: date
    sort: str  # record, version, event or declaration
    of: str | None  # the related subject it is about
    kind: str  # of the record; of a declaration `declared`
    name: str  # the record's id, or the fact declared
    scheme: str | None  # the list or scheme
    fields: Fields  # what it says, each field with what was known before

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        fields = [{"field": name, "was": plain(was), "now": plain(now)} for name, was, now in self.fields]
        return {
            "known_on": plain(self.on),
            "sort": self.sort,
            "of": self.of,
            "kind": self.kind,
            "record": self.name,
            "list": self.scheme,
            "fields": fields,
        }


def learned(prepared: Prepared, after: date, until: date) -> tuple[News, ...]:
    """Everything that became known after `after`, and by `until`, day by day."""
    found = _learned(prepared, after, until, None)
    return tuple(sorted(found, key=lambda n: (n.on, n.of or "", n.kind, n.name, n.sort, [f[0] for f in n.fields])))


def _learned(prepared: Prepared, after: date, until: date, of: str | None) -> Iterator[News]:
    for (kind, name), versions in prepared.versions.items():
        for day in _days_of_news(versions):
            if after < day <= until:
                yield _news_of(versions, day, of, kind, name)
    for told in prepared.declared:
        if told.made_on is not None and after < told.made_on <= until:
            yield News(told.made_on, "declaration", of, "declared", told.fact, None, ())
    for name, _, _, _, other in prepared.related:
        yield from _learned(other, after, until, f"{of}/{name}" if of else name)


def _days_of_news(versions: Sequence[Entry]) -> list[date]:
    """The days on which what is known of one record becomes another."""
    days = set()
    for number, version in enumerate(versions):
        since = known_from(version)
        until = known_from(versions[number + 1]) if number + 1 < len(versions) else None
        days.add(since)
        days |= {day for day in _events(version).values() if since < day and (until is None or day < until)}
    return sorted(days)


def _events(entry: Entry) -> dict[str, date]:
    names = [name for name in sorted(EVENTS | OPEN_EVENTS) if "." not in name]
    days = {name: getattr(entry, name, None) for name in names}
    if entry.objection is not None:
        days |= {f"objection.{name}": getattr(entry.objection, name) for name in _OBJECTION}
    return {name: day for name, day in days.items() if day is not None}


def _news_of(versions: Sequence[Entry], day: date, of: str | None, kind: str, name: str) -> News:
    current = _version_on(versions, day)
    before = _version_on(versions, _eve(day))
    assert current is not None  # no day of news is before the first version
    told, known = _told(current, day), {} if before is None else _told(before, _eve(day))
    keys = dict.fromkeys((*told, *known))
    fields = tuple((key, known.get(key), told.get(key)) for key in keys if known.get(key) != told.get(key))
    sort = "record" if before is None else "event" if before is current else "version"
    scheme = getattr(current, current.scheme_field) if current.scheme_field else None
    return News(day, sort, of, kind, name, scheme, fields)


def _eve(day: date) -> date:
    return date.fromordinal(max(day.toordinal() - 1, 1))


def _version_on(versions: Sequence[Entry], day: date) -> Entry | None:
    known = [entry for entry in versions if known_from(entry) <= day]
    return known[-1] if known and day > date.min else None


def _told(entry: Entry, day: date) -> dict[str, Any]:
    """What a version says as known on a day: an event of a later day has not happened."""
    names = dict.fromkeys((entry.own_date, *type(entry).model_fields))
    told = {name: getattr(entry, name) for name in names if name not in _NOT_TOLD}
    told |= {f"objection.{name}": getattr(entry.objection, name) for name in (*_OBJECTION, "upheld") if entry.objection}
    happened = {name for name, on in _events(entry).items() if on <= day}
    for name in (*EVENTS, *OPEN_EVENTS):
        if name in told and name not in happened:
            said = name in OPEN_EVENTS and name in entry.model_fields_set
            told[name] = NOT_HAPPENED if said else None
    if told.get("removed_on") is None:
        told |= dict.fromkeys(TOLD_WITH_REMOVAL)
    if told.get("objection.closed_on") is None:
        told.pop("objection.upheld", None)
    return {name: value for name, value in told.items() if value is not None}


# --- without it ---------------------------------------------------------------------------------------------------


def without(prepared: Prepared, news: News) -> Prepared:
    """The profile as it would be had this never become known."""
    return _without(prepared, news, news.of.split("/") if news.of else [])


def _without(prepared: Prepared, news: News, path: list[str]) -> Prepared:
    if path:
        related = tuple(
            (name, role, start, until, _without(other, news, path[1:]) if name == path[0] else other)
            for name, role, start, until, other in prepared.related
        )
        return replace(prepared, related=related, known_records={})
    if news.sort == "declaration":
        kept = tuple(d for d in prepared.declared if (d.fact, d.made_on) != (news.name, news.on))
        return replace(prepared, declared=kept)
    return replace(prepared, versions=_versions_without(prepared.versions, news), known_records={})


def _versions_without(
    versions: Mapping[tuple[str, str], tuple[Entry, ...]], news: News
) -> dict[tuple[str, str], tuple[Entry, ...]]:
    key = (news.kind, news.name)
    kept = tuple(one for entry in versions[key] for one in _entry_without(entry, news, versions[key]))
    return {**{other: told for other, told in versions.items() if other != key}, **({key: kept} if kept else {})}


def _entry_without(entry: Entry, news: News, versions: Sequence[Entry]) -> Iterator[Entry]:
    if entry is not _version_on(versions, news.on):
        yield entry
    elif news.sort == "event":
        yield entry.model_copy(update=_undone(entry, news.on))


def _undone(entry: Entry, day: date) -> dict[str, Any]:
    """The events of a day, as if they had not happened."""
    names = [name for name, on in _events(entry).items() if on == day]
    undone: dict[str, Any] = {name: None for name in names if "." not in name}
    inner = [name.partition(".")[2] for name in names if "." in name]
    if inner and entry.objection is not None:
        undone["objection"] = entry.objection.model_copy(update=dict.fromkeys(inner))
    return undone

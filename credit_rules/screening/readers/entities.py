"""OpenSanctions: FollowTheMoney as JSON lines. A subject and its sanctions are lines of their own, joined by id, or
stand in one line, the sanctions within their subject (`targets.nested.json`).

Lines are kept on disk until they can be joined, so that memory stays flat whatever order they come in.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from credit_rules.errors import Problem, problem
from credit_rules.screening.readers.files import Progress, Source, first_object, lines_of
from credit_rules.screening.readers.records import Record, Who
from credit_rules.screening.readers.values import Told, Untold, day_of, end_of
from credit_rules.screening.tallies import Tally
from credit_rules.screening.tenders import Identifier
from credit_rules.stages.reading import Unreadable, flaws_in

#: Schemas of subjects → the kind they are.
KINDS: Mapping[str, str] = {
    "Company": "enterprise",
    "Organization": "enterprise",
    "LegalEntity": "enterprise",
    "PublicBody": "government-body",
    "Person": "natural-person",
}
#: Properties that hold identifiers → their scheme; `*` stands for the country.
SCHEMES: Mapping[str, str] = {
    "uscCode": "CN-USCI",
    "leiCode": "XI-LEI",
    "innCode": "RU-INN",
    "ogrnCode": "RU-OGRN",
    "dunsCode": "US-DUNS",
    "uniqueEntityId": "US-SAM",
    "registrationNumber": "*-REGISTRATION",
    "taxNumber": "*-TAX",
}
OWN_SCHEME = "X-OPENSANCTIONS"
#: Topics that are a listing of their own where no sanction is told; being linked to somebody sanctioned is none.
TOPICS = frozenset({"debarment", "sanction", "export.control", "corp.disqual", "reg.action", "reg.warn"})
_NAMES = ("name", "alias", "previousName", "abbreviation")
_DATES = ("startDate", "listingDate", "date")


def looks_like_entities(source: Source) -> bool:
    """Whether a file begins like FollowTheMoney."""
    first = first_object(source)
    if first is not None:
        return "schema" in first and "properties" in first
    return source.head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{") and b'"schema"' in source.head


def read_entities(source: Source, covers: str, tally: Tally, progress: Progress | None = None) -> Iterator[Record]:
    """The sanctions of every subject in the file, in the order of the subjects."""
    tally.format = "ftm"
    with closing(sqlite3.connect("")) as store:  # on disk, and gone with the connection
        store.execute("CREATE TABLE subject (id TEXT, place TEXT, data TEXT)")
        store.execute("CREATE TABLE sanction (entity TEXT, place TEXT, data TEXT)")
        store.execute("CREATE TABLE other (id TEXT, schema TEXT)")
        _keep(source, store, tally, progress)
        store.execute("CREATE INDEX by_entity ON sanction (entity)")
        store.execute("CREATE INDEX by_id ON subject (id)")
        store.execute("CREATE INDEX by_other ON other (id)")
        yield from _joined(store, covers, tally)


def _keep(source: Source, store: sqlite3.Connection, tally: Tally, progress: Progress | None) -> None:
    for place, data in _lines(source, tally, progress):
        schema, properties = data["schema"], data["properties"]
        if schema in KINDS:
            _keep_nested(data, place, store, tally)
            store.execute("INSERT INTO subject VALUES (?, ?, ?)", (data["id"], place, json.dumps(data)))
        elif schema == "Sanction":
            entities = [e for e in _values(properties, "entity") if e]
            for entity in entities:
                store.execute("INSERT INTO sanction VALUES (?, ?, ?)", (entity, place, json.dumps(data)))
            if not entities:
                tally.leave(problem("ftm-without-subject", place, id=""))
            # One sanction of several subjects is a record for each.
        else:
            store.execute("INSERT INTO other VALUES (?, ?)", (data["id"], schema))
            tally.besides["other-entities"] += 1


def _keep_nested(data: dict[str, Any], place: str, store: sqlite3.Connection, tally: Tally) -> None:
    """Sanctions that stand within their subject; mere ids there name lines of their own."""
    nested = data["properties"].pop("sanctions", None)
    for number, each in enumerate(nested if isinstance(nested, list) else [nested]):
        at = f"{place}#/properties/sanctions/{number}"
        if isinstance(each, dict) and isinstance(each.get("properties"), dict) and isinstance(each.get("id"), str):
            store.execute("INSERT INTO sanction VALUES (?, ?, ?)", (data["id"], at, json.dumps(each)))
        elif each is not None and not isinstance(each, str):
            tally.leave(problem("ftm-line", at))


def _lines(source: Source, tally: Tally, progress: Progress | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, line in lines_of(source, tally, progress):
        data = _entity(line)
        if data is None:
            tally.leave(problem("ftm-line", place))
        else:
            yield place, data


def _entity(line: str) -> dict[str, Any] | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
        return None
    told = isinstance(data.get("id"), str) and data["id"].strip() and isinstance(data.get("schema"), str)
    return data if told and _storable(line) else None


#: How a character that may stand in no profile can be escaped in JSON.
_ESCAPED = re.compile(r"\\u(00[01]|007f|d[89a-f]|fff[ef])", re.IGNORECASE)


def _storable(line: str) -> bool:
    """Whether a profile may hold it: a control sign, or half of a surrogate pair, may stand in none."""
    try:
        return _ESCAPED.search(line) is None or not any(flaws_in(json.loads(line), ""))
    except Unreadable:  # nested too deep
        return False


def _joined(store: sqlite3.Connection, covers: str, tally: Tally) -> Iterator[Record]:
    lone = (
        "SELECT entity, place, (SELECT schema FROM other WHERE other.id = entity LIMIT 1) FROM sanction "
        "WHERE entity NOT IN (SELECT id FROM subject) ORDER BY rowid"
    )
    for entity, place, schema in store.execute(lone):
        # A ship's sanction is nobody's whom anybody could look up; one of an id that is not there may be anybody's.
        if schema is not None:
            tally.leave(problem("ftm-not-asked", place, schema=schema))
        else:
            tally.leave(problem("ftm-without-subject", place, id=entity))
    first = "SELECT id FROM subject GROUP BY id ORDER BY MIN(rowid)"
    for (entity,) in store.execute(first):
        lines = store.execute("SELECT place, data FROM subject WHERE id = ? ORDER BY rowid", (entity,)).fetchall()
        who, at, doubts = _subject([(place, json.loads(data)) for place, data in lines])
        sanctions = store.execute("SELECT place, data FROM sanction WHERE entity = ? ORDER BY rowid", (entity,))
        own = [json.loads(data) for _, data in lines]
        yield from _records(who, at, doubts, own, sanctions, covers, tally)


def _subject(lines: list[tuple[str, dict[str, Any]]]) -> tuple[Who, str, list[Problem]]:
    """Whom the lines of one id are about; lines that say different things are doubted."""
    names: list[str] = []
    found: list[Identifier] = []
    doubts: list[Problem] = []
    captions: list[tuple[str, str]] = []
    for place, data in lines:
        properties = data["properties"]
        caption = str(data.get("caption") or "").strip() or next(iter(_values(properties, "name")), "")
        if captions and caption != captions[0][1]:
            params = {"id": data["id"], "first": captions[0][0], "other": captions[0][1], "name": caption}
            doubts.append(problem("name-differs", place, None, **params))
        captions.append((place, caption))
        names.extend(name for name in (caption, *(n for key in _NAMES for n in _values(properties, key))) if name)
        found.extend(_identifiers(properties))
    names = list(dict.fromkeys(names))
    ids = (*dict.fromkeys(found), Identifier(OWN_SCHEME, str(lines[0][1]["id"]).strip()))
    kind = KINDS[lines[0][1]["schema"]]
    return Who(names[0] if names else "", tuple(names[1:]), ids, kind), lines[0][0], doubts


def _identifiers(properties: Mapping[str, Any]) -> Iterator[Identifier]:
    countries = [*_values(properties, "jurisdiction"), *_values(properties, "country")]
    country = countries[0].upper() if countries else ""
    for key, scheme in SCHEMES.items():
        if scheme.startswith("*") and not country:
            continue
        for value in _values(properties, key):
            yield Identifier(scheme.replace("*", country), value)


def _values(properties: Mapping[str, Any], key: str) -> list[str]:
    value = properties.get(key)
    values = value if isinstance(value, list) else [value]
    return [text for each in values if isinstance(each, str) and (text := each.strip())]


def _records(
    who: Who,
    at: str,
    doubts: list[Problem],
    own: list[dict[str, Any]],
    sanctions: Iterable[tuple[str, str]],
    covers: str,
    tally: Tally,
) -> Iterator[Record]:
    """The listings of one subject: a sanction each; without one, a topic each."""
    told = False
    seen: dict[str, str] = {}
    for place, text in sanctions:
        told = True
        if seen.setdefault(text, place) != place:
            tally.merge(problem("same-record", place, first=seen[text]))
            continue
        data = json.loads(text)
        problems = [*doubts]
        fields = _listing(data, covers, place, problems)
        tally.take(problems)
        yield Record(who, "listings", fields, place, tuple(problems))
        doubts = []
    if told:
        tally.besides["subjects"] += len(own)
        return
    topics = sorted({topic for data in own for topic in _values(data["properties"], "topics") if _is_listing(topic)})
    if not topics:
        for _ in own:
            tally.leave(problem("ftm-without-sanction", at))
        return
    for _ in own[1:]:
        tally.merge()
    problems = [*doubts]
    listed = _first_seen(own[0], at, problems)
    tally.take(problems)
    datasets = ", ".join(sorted({d for data in own for d in _values(data, "datasets")}))
    for topic in topics:
        fields = {"id": f"{own[0]['id']}:{topic}", "list": covers, "listed_on": listed, "ground": topic}
        yield Record(who, "listings", fields | ({"authority": datasets} if datasets else {}), at, tuple(problems))


def _is_listing(topic: str) -> bool:
    return topic in TOPICS or topic == "crime" or topic.startswith("crime.")


def _listing(data: dict[str, Any], covers: str, at: str, doubts: list[Problem]) -> dict[str, Any]:
    properties = data["properties"]
    authorities, programs = _values(properties, "authority"), _values(properties, "program")
    fields: dict[str, Any] = {"id": data["id"], "list": covers}
    if authorities:
        fields["authority"] = " / ".join(authorities)
    if programs:
        fields["document"] = " / ".join(programs)
    fields["listed_on"] = _start(data, at, doubts)
    end = _end(properties, at, doubts)
    if end is not None:
        fields["ends_on"] = end
        start = fields["listed_on"]
        if end != "never" and not end.startswith("?") and not start.startswith("?") and end < start:
            doubts.append(problem("dates-contradict", at, first="listed_on", early=start, second="ends_on", late=end))
    return fields


def _start(data: dict[str, Any], at: str, doubts: list[Problem]) -> str:
    """Since when: of several days the latest, which weighs least; without any, the day it was first seen."""
    for key in _DATES:
        day = _one_day(_values(data["properties"], key), day_of, max, at, doubts)
        if day is not None:
            return day
    return _first_seen(data, at, doubts)


def _first_seen(data: dict[str, Any], at: str, doubts: list[Problem]) -> str:
    try:
        told = day_of(str(data.get("first_seen") or ""))
    except Untold:
        told = None
    if told is None:
        doubts.append(problem("own-date-missing", at, name="startDate"))
        return f"? {at}"
    doubts.append(problem("date-first-seen", at, value=told.value))
    return told.value


def _end(properties: Mapping[str, Any], at: str, doubts: list[Problem]) -> str | None:
    """Until when: of several days the earliest, which weighs least."""
    return _one_day(_values(properties, "endDate"), end_of, min, at, doubts)  # `never` sorts behind every day


def _one_day(
    written: Iterable[str],
    read: Callable[[str], Told | None],
    choose: Callable[[Iterable[str]], str],
    at: str,
    doubts: list[Problem],
) -> str | None:
    """The day that is written; of several the one chosen, with a doubt. None where there is none."""
    days: set[str] = set()
    for text in written:
        try:
            told = read(text)
        except Untold as untold:
            doubts.append(problem(untold.code, at, text=text))
            return f"? {at} {text}"
        if told is not None:
            days.add(told.value)
            if told.doubt:
                doubts.append(problem(told.doubt, at, text=text, value=told.value))
    if len(days) > 1:
        doubts.append(problem("dates-several", at, dates=sorted(days), value=choose(days)))
    return choose(days) if days else None

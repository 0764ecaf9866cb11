"""Import: published lists, double publicity, other tables and OpenSanctions, as profiles with their coverage line.

    files ─ readers ─▶ `Record`s ─ kept on disk by subject ─▶ profiles.jsonl

Whoever calls says what the files cover, as of when, and whether they are the whole register: nothing of that is
guessed. What could not be told stands in its subject's profile as it is written, so that a check of that subject
stops there; a row that could be anybody's is written as a line that is nobody's, and the coverage then counts for
no subject without a line of its own.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from credit_rules.errors import InputError, UsageError, problem
from credit_rules.model.profile import SECTIONS
from credit_rules.profiles import data_of_line
from credit_rules.screening.identity import CHECKED, judged
from credit_rules.screening.readers.entities import looks_like_entities, read_entities
from credit_rules.screening.readers.files import Progress, Source, source_of
from credit_rules.screening.readers.layouts import LISTINGS, PENALTIES, PERMITS, RATINGS, Layout
from credit_rules.screening.readers.mappings import read_mapping
from credit_rules.screening.readers.records import Record, RowReading, Slid, Who, records_of
from credit_rules.screening.readers.sheets import opened_table
from credit_rules.screening.readers.tables import Headings, Row
from credit_rules.screening.tallies import Tally
from credit_rules.screening.tenders import Identifier
from credit_rules.stages.reading import LARGEST_FILE

_BATCH = 5000
#: Behind every identifier, so that those with a name only come last.
_LAST = "\U0010ffff"
_REST = ("consulted", "declared", "related")
#: Why lines of OpenSanctions are left out that could be anybody's.
_ANYBODYS = ("ftm-line", "ftm-without-subject")
#: A record as it is kept: its subject, section and data as JSON, its place, and the number of its file.
_Kept = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the caller says of the files."""

    covers: str  # a list's id, `penalty`, `permit`, `rating.<scheme>`
    as_of: date
    complete: bool  # the whole register; else what a search gave
    channel: str | None = None
    region: str | None = None
    mapping: Path | None = None


@dataclass(slots=True)
class Imported:
    """What was written, and what became of everything that was read."""

    tallies: list[Tally] = field(default_factory=list)
    subjects: int = 0
    records: int = 0
    nobodys: int = 0  # rows that could be anybody's

    def as_json(self) -> dict[str, Any]:
        """The counts, file by file."""
        return {
            "subjects": self.subjects,
            "records": self.records,
            "nobodys": self.nobodys,
            "files": [dict(tally.as_json()) for tally in self.tallies],
        }


def import_files(
    files: Sequence[Path], wanted: Wanted, out: Path, progress: Callable[[str], Progress] | None = None
) -> Imported:
    """Write the profiles of the files to `out`, all or nothing. InputError where a file cannot be read to its end."""
    layouts, delimiter = _layouts(wanted)
    imported = Imported()
    digests: list[str] = []
    with closing(sqlite3.connect("")) as database:  # on disk, and gone with the connection
        store = _Store(database)
        for path in files:
            source = source_of(path)
            tally = Tally(source.name, digest=source.digest)
            imported.tallies.append(tally)
            digests.append(source.digest)
            told = progress(source.name) if progress is not None else None
            if _holds_profiles(source):
                store.keep_profiles(source, tally)
            elif source.encoding and looks_like_entities(source):
                for record in read_entities(source, wanted.covers, tally, told):
                    store.keep(record, tally)
                lost = sum(tally.left_out[code] for code in _ANYBODYS)
                store.keep_lost(source.name, lost)
                imported.nobodys += lost
            else:
                _keep_table(source, layouts, delimiter, wanted, store, imported, told)
        store.flush()
        _write(store, wanted, digests, imported, out)
    return imported


def _layouts(wanted: Wanted) -> tuple[Sequence[Layout], str]:
    """The layouts that may fit, and the delimiter a mapping names."""
    if wanted.mapping is not None:
        layout, delimiter = read_mapping(wanted.mapping)
        return [layout], delimiter
    match wanted.covers.partition(".")[0]:
        case "penalty":
            return PENALTIES, ""
        case "permit":
            return PERMITS, ""
        case "rating":
            return RATINGS, ""
        case "conviction" | "commitment" | "points" | "related" | "all" | "listing":
            raise UsageError(problem("import-section", "--covers", name=wanted.covers))
    return LISTINGS, ""


# --- reading ----------------------------------------------------------------------------------------------------------


def _keep_table(
    source: Source,
    layouts: Sequence[Layout],
    delimiter: str,
    wanted: Wanted,
    store: "_Store",
    imported: Imported,
    progress: Progress | None,
) -> None:
    tally = imported.tallies[-1]
    with opened_table(source, layouts, tally, delimiter=delimiter, progress=progress) as table:
        tally.format = table.headings.layout.name
        for row, headings in table.rows:
            reading = RowReading(row, headings, table.epoch)
            try:
                records = records_of(reading, wanted.covers)
            except Slid as slid:
                for doubt in slid.doubts[1:]:
                    tally.note(doubt)
                tally.leave(slid.doubts[0])
                store.keep_nobodys(row, headings)
                imported.nobodys += 1
                continue
            if not records:
                tally.note(*reading.doubts)
                tally.leave(problem("row-nobody", row.at()))
                store.keep_nobodys(row, headings)
                imported.nobodys += 1
                continue
            tally.take(records[0].doubts)
            for record in records:
                store.keep(record, tally)


def _holds_profiles(source: Source) -> bool:
    head = source.head.lstrip(b"\xef\xbb\xbf \r\n")
    return bool(source.encoding) and head.startswith((b'{"coverage"', b'{"subject"'))


# --- keeping ----------------------------------------------------------------------------------------------------------


class _Store:
    """Records on disk, by subject; memory stays flat however many there are."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._waiting: list[tuple[str, str, str, str, str, int]] = []
        self._tallies: list[Tally] = []
        self.coverages: list[Any] = []
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA temp_store = FILE")
        database.execute(
            "CREATE TABLE record (key TEXT, who TEXT, section TEXT, data TEXT, place TEXT, file INTEGER, last INTEGER)"
        )

    def keep(self, record: Record, tally: Tally) -> None:
        """Keep one record of a subject."""
        who, data = json.dumps(_subject(record.who), ensure_ascii=False), _json(record.fields)
        self._add((_key(record, data), who, record.section, data, record.at, self._number(tally)))

    def keep_nobodys(self, row: Row, headings: Headings) -> None:
        """Keep a row that could be anybody's."""
        cells = {headings.texts.get(place, str(place + 1)): row.cells[place] for place in row.filled}
        self._add((_LAST + "~", "", "", _json({"row": cells, "at": row.at()}), row.at(), -1))

    def keep_lost(self, name: str, count: int) -> None:
        """Keep that so many lines of a file could be anybody's."""
        for _ in range(count):
            self._add((_LAST + "~", "", "", _json({"row": {}, "at": name}), name, -1))

    def keep_profiles(self, source: Source, tally: Tally) -> None:
        """Keep profiles that were imported before; their coverage stays with them."""
        tally.format = "profiles"
        with source.bytes() as raw:
            for number, line in enumerate(iter(lambda: raw.readline(LARGEST_FILE + 1), b""), 1):
                if line.strip():
                    self._keep_line(data_of_line(line, f"{source.name}:{number}"), f"{source.name}:{number}", tally)

    def _keep_line(self, data: Any, at: str, tally: Tally) -> None:
        if isinstance(data, dict) and isinstance(data.get("coverage"), list):
            self.coverages.extend(data["coverage"])
            tally.besides["headings"] += 1
            return
        subject = data.get("subject") if isinstance(data, dict) else None
        if not isinstance(subject, dict):
            tally.leave(problem("not-a-profile", at))
            self._add((_LAST + "~", "", "", _json({"row": data, "at": at}), at, -1))
            return
        tally.take()
        told = json.dumps(subject, ensure_ascii=False)
        key = _key_of_subject(subject, told)
        number = self._number(tally)
        self._add((key, told, "", _json(data.get("as_of")), at, number))
        for section in (*SECTIONS, *_REST):
            for entry in data.get(section) or ():
                self._add((key, told, section, _json(entry), at, number))

    def _number(self, tally: Tally) -> int:
        if not self._tallies or self._tallies[-1] is not tally:
            self._tallies.append(tally)
        return len(self._tallies) - 1

    def tally(self, number: int) -> Tally:
        """The tally of the file a record came from."""
        return self._tallies[number]

    def _add(self, row: tuple[str, str, str, str, str, int]) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        self._database.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, 0)", self._waiting)
        self._waiting.clear()

    def by_subject(self) -> Iterator[tuple[str, list[_Kept]]]:
        """The records of each subject, in the order of its identifiers."""
        rows = self._database.execute("SELECT key, who, section, data, place, file FROM record ORDER BY key, rowid")
        for key, group in groupby(rows, key=lambda row: row[0]):
            yield key, [row[1:] for row in group]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _key(record: Record, data: str) -> str:
    identifiers = record.who.identifiers
    return _key_of(identifiers[0] if identifiers else None, record.who.name, record.whole or data)


def _key_of(identifier: Identifier | None, name: str, data: str) -> str:
    """By what records are brought together: a certain identifier. Nobody is the same by name."""
    found = judged(identifier) if identifier is not None else None
    if found is not None and found.identifier.id:
        doubtful = "" if found.certain else f"\x00{name}"
        return f"{found.identifier.scheme}\x00{found.identifier.id}{doubtful}"
    return f"{_LAST}{name}\x00{sha256(data.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _key_of_subject(subject: dict[str, Any], told: str) -> str:
    identifier = Identifier(str(subject.get("scheme") or ""), str(subject.get("id") or ""))
    return _key_of(identifier if identifier.id else None, str(subject.get("name") or ""), told)


def _subject(who: Who) -> dict[str, Any]:
    """The subject as profiles write it."""
    found = [judged(identifier) for identifier in who.identifiers]
    ids = [(each.identifier.scheme, each.identifier.id) for each in found if each.identifier.id]
    told: dict[str, Any] = {}
    if ids:
        told |= {"id": ids[0][1], "scheme": ids[0][0]} if ids[0][0] else {"id": ids[0][1]}
    if who.name:
        told["name"] = who.name
    told["kind"] = who.kind
    if who.region:
        told["region"] = who.region
    others = [name for name in dict.fromkeys(who.other_names) if name != who.name]
    if others:
        told["other_names"] = others
    rest = [{"scheme": scheme, "id": text} if scheme else {"id": text} for scheme, text in dict.fromkeys(ids[1:])]
    if rest:
        told["other_ids"] = rest
    return told


# --- writing ----------------------------------------------------------------------------------------------------------


def _write(store: _Store, wanted: Wanted, digests: Sequence[str], imported: Imported, out: Path) -> None:
    try:
        handle: Any = tempfile.NamedTemporaryFile(  # noqa: SIM115  replaced by name below
            "w", encoding="utf-8", newline="\n", dir=out.parent, prefix=f".{out.name}.", delete=False
        )
    except OSError as error:
        raise InputError([problem("unwritable", str(out), name=out, why=error.strerror or "")]) from None
    written = False
    try:
        with handle:
            handle.write(_json({"coverage": [*_coverage(wanted, digests), *store.coverages]}) + "\n")
            for key, rows in store.by_subject():
                if key == _LAST + "~":
                    handle.writelines(data + "\n" for _, _, data, _, _ in rows)
                else:
                    _write_profile(handle, rows, wanted, digests, store, imported)
        os.chmod(handle.name, 0o644)
        os.replace(handle.name, out)
        written = True
    except OSError as error:
        raise InputError([problem("unwritable", str(out), name=out, why=error.strerror or "")]) from None
    finally:
        if not written:
            Path(handle.name).unlink(missing_ok=True)


def _digest_of(digests: Sequence[str]) -> str:
    """One digest for all the files: the file's own, or that of their digests, a line each."""
    if len(digests) == 1:
        return digests[0]
    lines = "".join(digest + "\n" for digest in digests)
    return f"sha256:{sha256(lines.encode()).hexdigest()}"


def _coverage(wanted: Wanted, digests: Sequence[str]) -> Iterator[dict[str, Any]]:
    told = {
        "what": wanted.covers,
        "complete": wanted.complete,
        "as_of": wanted.as_of.isoformat(),
        "region": wanted.region,
        "channel": wanted.channel,
        "digest": _digest_of(digests),
    }
    yield {key: value for key, value in told.items() if value is not None}


def _write_profile(
    handle: TextIO,
    rows: list[_Kept],
    wanted: Wanted,
    digests: Sequence[str],
    store: _Store,
    imported: Imported,
) -> None:
    subject = _one_subject(rows, store)
    profile: dict[str, Any] = {"subject": subject, "as_of": _as_of(rows, wanted)}
    sections = _sections(rows, store)
    if not wanted.complete and _is_checked(subject) and any(file >= 0 for *_, file in rows):
        looked = _json(_looked_up(wanted, digests))
        if any(section in SECTIONS for section in sections):
            sections.setdefault("consulted", {})[looked] = None
    for section in ("consulted", "declared", *SECTIONS, "related"):
        if section in sections:
            profile[section] = [json.loads(data) for data in sections[section]]
    line = _json(profile)
    if len(line.encode()) >= LARGEST_FILE:
        raise InputError([problem("profile-too-large", rows[0][3], name=subject.get("id") or subject.get("name"))])
    handle.write(line + "\n")
    imported.subjects += 1
    imported.records += sum(len(sections[section]) for section in SECTIONS if section in sections)


def _sections(rows: list[_Kept], store: _Store) -> dict[str, dict[str, None]]:
    """The records of a subject by section, each once; a row that says the same as another is told."""
    sections: dict[str, dict[str, None]] = {}
    first: dict[tuple[tuple[str, str], ...], str] = {}
    for (place, file), group in groupby(rows, key=lambda row: (row[3], row[4])):
        made = tuple((section, data) for _, section, data, _, _ in group if section)
        if store.tally(file).format != "profiles" and first.setdefault(made, place) != place:
            store.tally(file).merge_taken(problem("same-record", place, first=first[made]))
            continue
        for section, data in made:
            sections.setdefault(section, {})[data] = None
    return sections


def _is_checked(subject: dict[str, Any]) -> bool:
    found = judged(Identifier(str(subject.get("scheme") or ""), str(subject.get("id") or "")))
    return found.certain and found.identifier.scheme in CHECKED


def _looked_up(wanted: Wanted, digests: Sequence[str]) -> dict[str, Any]:
    told = {
        "what": wanted.covers,
        "channel": wanted.channel,
        "at": wanted.as_of.isoformat(),
        "result": "found" if wanted.covers.partition(".")[0] in ("penalty", "permit", "rating") else "listed",
        "evidence": _digest_of(digests),
    }
    return {key: value for key, value in told.items() if value is not None}


def _as_of(rows: Iterable[_Kept], wanted: Wanted) -> str:
    """As of when: the earliest of what was joined."""
    days = [json.loads(data) for _, section, data, _, _ in rows if not section]
    told = [day for day in days if isinstance(day, str)]
    return min([*told, wanted.as_of.isoformat()])


def _one_subject(rows: Sequence[_Kept], store: _Store) -> dict[str, Any]:
    """The subject of records with one identifier; where they name it differently, every name is kept, and told."""
    told = list(dict.fromkeys((who, place, file) for who, _, _, place, file in rows))
    first: dict[str, Any] = json.loads(told[0][0])
    names = dict.fromkeys([first["name"]] if "name" in first else [])
    names.update(dict.fromkeys(first.get("other_names", ())))
    ids = {_json(each): each for each in first.get("other_ids", ())}
    seen = {told[0][0]}
    for text, place, file in told[1:]:
        if text in seen:
            continue
        seen.add(text)
        other: dict[str, Any] = json.loads(text)
        if other.get("name") and other["name"] not in names:
            params = {"id": first.get("id", ""), "first": told[0][1], "other": first.get("name", "")}
            store.tally(file).note(problem("name-differs", place, None, name=other["name"], **params))
        names.update(dict.fromkeys([*([other["name"]] if "name" in other else []), *other.get("other_names", ())]))
        ids.update({_json(each): each for each in other.get("other_ids", ())})
        first.setdefault("region", other.get("region"))
    merged = {**first, "other_names": list(names)[1:], "other_ids": list(ids.values())}
    if names:
        merged["name"] = next(iter(names))
    order = ("id", "scheme", "name", "kind", "region", "other_names", "other_ids")
    kept = {key: merged[key] for key in order if merged.get(key)}
    return kept | {key: value for key, value in first.items() if key not in order}

"""Import: published lists, double publicity, other tables and OpenSanctions, as profiles with their coverage line.

    files ─ readers ─▶ `Record`s ─ kept on disk by subject ─▶ profiles.jsonl

Whoever calls says what the files cover, as of when, and whether they are the whole register: nothing of that is
guessed. What could not be told stands in its subject's profile as it is written, so that a check of that subject
stops there; a row that could be anybody's is written as a line that is nobody's, and the coverage then counts for
no subject without a line of its own.

Profiles imported before are joined as they are: what was looked up there stays as it was told, and what these files
say is said only of the subjects that are in them, or that were searched for.
"""

import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from credit_rules.errors import InputError, Problem, ProfileError, UsageError, problem
from credit_rules.model.days import parse_day
from credit_rules.model.profile import SECTIONS, Subject
from credit_rules.profiles import data_of_line
from credit_rules.rosters import subject_of_code
from credit_rules.screening.identity import CHECKED, identified, judged
from credit_rules.screening.names import normal
from credit_rules.screening.readers.entities import looks_like_entities, read_entities
from credit_rules.screening.readers.files import Progress, Source, looks_like_profiles, source_of
from credit_rules.screening.readers.layouts import LAYOUTS, Layout
from credit_rules.screening.readers.mappings import read_mapping
from credit_rules.screening.readers.records import Record, RowReading, Slid, Who, records_of
from credit_rules.screening.readers.sheets import opened_table
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.tallies import Tally
from credit_rules.screening.tenders import CONSORTIUM_MEMBER, Identifier, Party
from credit_rules.stages.reading import LARGEST_FILE, pointer
from credit_rules.stages.shaping import shape

_BATCH = 5000
#: Behind every identifier, so that those with a name only come last.
_LAST = "\U0010ffff"
_NOBODYS = _LAST + "~"
_REST = ("consulted", "declared", "related")
#: Rows that hold no record: as of when a joined profile is, and who was searched for; `=key` is kept as it is written.
_AS_OF, _SEARCHED, _RAW = "", "?", "="
_WHOLE = "*"  # a profile whose subject is none: it stays as it is
#: Why lines of OpenSanctions are left out that could be anybody's.
_ANYBODYS = ("ftm-line", "ftm-without-subject")


class _Kept(NamedTuple):
    """A record as it is kept."""

    who: str  # its subject, as JSON
    section: str
    data: str  # as JSON
    place: str
    file: int  # the number of its tally
    mark: str = ""  # everything its row says, where no document tells it from one that looks the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the caller says of the files."""

    covers: str  # a list's id, `penalty`, `permit`, `rating.<scheme>`
    as_of: date
    complete: bool  # the whole register; else what a search gave
    channel: str | None = None
    looked_up: str | None = None  # the hour, as in 2026-11-19T16:02+08:00; evidence only
    region: str | None = None
    mapping: Path | None = None
    searched: Path | None = None  # a sheet of those who were searched for, found or not


#: Nothing but profiles are joined: what was looked up is told there, and nothing more is said.
JOINED = Wanted(covers="", as_of=date.min, complete=False)


@dataclass(slots=True)
class Imported:
    """What was written, and what became of everything that was read."""

    tallies: list[Tally] = field(default_factory=list)
    subjects: int = 0
    records: int = 0
    nobodys: int = 0  # rows that could be anybody's
    searched: int = 0  # identifiers that were searched for
    not_found: int = 0  # of these, those without a record in the files

    def as_json(self) -> dict[str, Any]:
        """The counts, file by file."""
        return {
            "subjects": self.subjects,
            "records": self.records,
            "nobodys": self.nobodys,
            "searched": self.searched,
            "not_found": self.not_found,
            "files": [dict(tally.as_json()) for tally in self.tallies],
        }


def import_files(
    files: Sequence[Path], wanted: Wanted, out: Path, progress: Callable[[str], Progress] | None = None
) -> Imported:
    """Write the profiles of the files to `out`, all or nothing. InputError where a file cannot be read to its end."""
    layouts, delimiter = _layouts(wanted)
    if wanted.searched is not None and wanted.complete:
        raise UsageError(problem("import-searched", "--searched"))
    imported = Imported()
    digests: list[str] = []  # of what is imported now: profiles imported before keep the evidence of their own
    with closing(sqlite3.connect("")) as database:  # on disk, and gone with the connection
        store = _Store(database)
        for path in files:
            source = source_of(path)
            tally = Tally(source.name, digest=source.digest)
            imported.tallies.append(tally)
            told = progress(source.name) if progress is not None else None
            if looks_like_profiles(source):
                imported.nobodys += store.keep_profiles(source, tally, wanted.as_of)
            elif wanted is JOINED:
                raise UsageError(problem("missing-option", source.name, "join-profiles", name="--covers"))
            elif source.encoding and looks_like_entities(source):
                if _section_of(wanted.covers) != "listings":
                    raise UsageError(problem("import-lists-only", source.name, name=wanted.covers))
                for record in read_entities(source, wanted.covers, tally, told):
                    store.keep(record, tally)
                lost = sum(tally.left_out[code] for code in _ANYBODYS)
                store.keep_lost(source.name, lost)
                imported.nobodys += lost
            else:
                _keep_table(source, layouts, delimiter, wanted, store, imported, told)
            if tally.format != "profiles":
                digests.append(source.digest)
            if not tally.read:
                tally.note(problem("import-nothing", source.name))
        if wanted.searched is not None:
            store.keep_searched(wanted.searched, imported)
        store.flush()
        _write(store, wanted, digests or [tally.digest for tally in imported.tallies], imported, out)
    return imported


def _layouts(wanted: Wanted) -> tuple[Sequence[Layout], str]:
    """The layouts that may fit, and the delimiter a mapping names."""
    section = _section_of(wanted.covers)
    if wanted.mapping is None:
        return LAYOUTS[section], ""
    layout, delimiter = read_mapping(wanted.mapping)
    if layout.section != section:
        # Penalties under the name of a list would make everybody count as not listed.
        raise UsageError(problem("import-mapping", "--mapping", name=wanted.covers, section=layout.section))
    return [layout], delimiter


def _section_of(covers: str) -> str:
    """The section of a profile that holds what is covered. UsageError where no table is known for it."""
    kind, _, scheme = covers.partition(".")
    match kind:
        case "penalty" | "permit" if not scheme:
            return {"penalty": "penalties", "permit": "permits"}[kind]
        case "rating" if scheme:
            return "ratings"
        case "penalty" | "permit" | "rating" | "conviction" | "commitment" | "points" | "related" | "all" | "listing":
            raise UsageError(problem("import-section", "--covers", name=covers))
    return "listings"


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
            reading = RowReading(row, headings, table.epoch, wanted.as_of)
            try:
                records = records_of(reading, wanted.covers)
            except Slid as slid:
                for doubt in slid.doubts[1:]:
                    tally.note(doubt)
                tally.leave(slid.doubts[0])
                store.keep_nobodys(row.at())
                imported.nobodys += 1
                continue
            if not records:
                tally.note(*reading.doubts)
                tally.leave(problem("row-nobody", row.at()))
                store.keep_nobodys(row.at())
                imported.nobodys += 1
                continue
            tally.take(records[0].doubts)
            for record in records:
                store.keep(record, tally)


# --- keeping ----------------------------------------------------------------------------------------------------------


class _Store:
    """Records on disk, by subject; memory stays flat however many there are."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._waiting: list[tuple[str, *tuple[Any, ...]]] = []
        self._tallies: list[Tally] = []
        self.coverages: list[Any] = []
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA temp_store = FILE")
        database.execute(
            "CREATE TABLE record (key TEXT, who TEXT, section TEXT, data TEXT, place TEXT, file INTEGER, mark TEXT)"
        )

    def keep(self, record: Record, tally: Tally) -> None:
        """Keep one record of a subject."""
        who, data = _json(_subject(record.who)), _json(record.fields)
        mark = "" if "document" in record.fields else _hash(record.whole)
        self._add(_key(record, data), _Kept(who, record.section, data, record.at, self._number(tally), mark))

    def keep_nobodys(self, at: str, data: Any = None) -> None:
        """Keep the place of a row that could be anybody's; what stands in it may be about persons."""
        self._add(_NOBODYS, _Kept("", "", _json({"row": at} if data is None else data), at, -1))

    def keep_lost(self, name: str, count: int) -> None:
        """Keep that so many lines of a file could be anybody's."""
        for _ in range(count):
            self.keep_nobodys(name)

    def keep_profiles(self, source: Source, tally: Tally, as_of: date) -> int:
        """Keep profiles that were imported before, and their coverage; how many lines of them are nobody's."""
        tally.format = "profiles"
        with source.bytes() as raw:
            for number, line in enumerate(iter(lambda: raw.readline(LARGEST_FILE + 1), b""), 1):
                if line.strip():
                    at = f"{source.name}:{number}"
                    self._keep_line(_told_at(at, line), at, tally, as_of)
        return tally.left_out.total()

    def _keep_line(self, data: Any, at: str, tally: Tally, as_of: date) -> None:
        if isinstance(data, dict) and isinstance(data.get("coverage"), list):
            self.coverages.extend(data["coverage"])
            tally.note(*_older(data["coverage"], at, as_of))
            tally.besides["headings"] += 1
            return
        subject = data.get("subject") if isinstance(data, dict) else None
        if not isinstance(subject, dict):
            tally.leave(problem("not-a-profile", at))
            self.keep_nobodys(at, data)
            return
        _, problems = shape(Subject, subject, lambda path, key: pointer(f"{at}#/subject", *path))
        tally.take(problems)
        if problems:  # whoever looks it up is told; it is joined with nobody
            self._add(_LAST + _hash(_json(data)), _Kept("", _WHOLE, _json(data), at, self._number(tally)))
            return
        # Nobody is the same by name: of those without identifier, only lines that are alike throughout are one.
        key = _key_of_subject(subject, _json(data))
        number, told = self._number(tally), _json(subject)
        self._add(key, _Kept(told, _AS_OF, _json(data.get("as_of")), at, number))
        for section, entry in _entries_of(data):
            self._add(key, _Kept(told, section, _json(entry), at, number))

    def keep_searched(self, path: Path, imported: Imported) -> None:
        """Keep who was searched for: the bidders of a sheet or of OCDS, and whoever is named with them."""
        tenders = read_tenders(path)
        found: dict[str, _Kept] = {}
        for tender in tenders.each:
            for bidder in tender.bidders:
                for role, party in _everybody(bidder.party):
                    found.update(_searched(role, party, tenders.tally))
        names = self._unchecked({_form(kept): "" for kept in found.values()})
        for key, kept in found.items():
            if first := names.get(_form(kept)):
                tenders.tally.note(problem("searched-namesake", kept.place, first=first))
            else:
                self._add(key, kept)
        imported.tallies.append(tenders.tally)
        imported.searched = len(found)

    def _unchecked(self, names: dict[str, str]) -> dict[str, str]:
        """Of names as they are compared, where a record that is imported now has them without a checked identifier."""
        self.flush()
        rows = self._database.execute("SELECT who, section, data, place, file, mark FROM record ORDER BY rowid")
        for kept in (_Kept(*row) for row in rows):
            if not self.is_new(kept) or _is_checked(subject := json.loads(kept.who)):
                continue
            for name in (subject.get("name", ""), *subject.get("other_names", ())):
                form = normal(name).form
                if names.get(form) == "":
                    names[form] = kept.place
        names.pop("", None)
        return names

    def _number(self, tally: Tally) -> int:
        if not self._tallies or self._tallies[-1] is not tally:
            self._tallies.append(tally)
        return len(self._tallies) - 1

    def tally(self, number: int) -> Tally:
        """The tally of the file a record came from."""
        return self._tallies[number]

    def is_new(self, kept: _Kept) -> bool:
        """Whether it is a record out of the files that are imported now."""
        return kept.section in SECTIONS and self._tallies[kept.file].format != "profiles"

    def _add(self, key: str, kept: _Kept) -> None:
        self._waiting.append((key, *kept))
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        self._database.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def by_subject(self) -> Iterator[list[_Kept]]:
        """The records of each subject, in the order of its identifiers."""
        rows = self._database.execute(
            "SELECT key, who, section, data, place, file, mark FROM record WHERE key <> ? ORDER BY key, rowid",
            (_NOBODYS,),
        )
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield [_Kept(*row[1:]) for row in group]

    def nobodys(self) -> Iterator[str]:
        """The lines that could be anybody's."""
        yield from (data for (data,) in self._database.execute("SELECT data FROM record WHERE key = ?", (_NOBODYS,)))


def _told_at(at: str, line: bytes) -> Any:
    try:
        return data_of_line(line, at)
    except ProfileError as error:
        told = (each if each.at.startswith(at) else replace(each, at=f"{at}#{each.at}") for each in error.problems)
        raise ProfileError(told) from None


def _entries_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a joined profile says, section by section; what has no place in a profile stays, so that it is told."""
    for key, value in data.items():
        if key in (*SECTIONS, *_REST) and isinstance(value, list):
            yield from ((key, entry) for entry in value)
        elif key == "consulted" and isinstance(value, str):
            yield key, value
        elif key not in ("subject", "as_of"):
            yield _RAW + key, value


def _older(coverage: Iterable[Any], at: str, as_of: date) -> Iterator[Problem]:
    """Registers that were told as of an earlier day: that they are joined makes them no newer."""
    for entry in coverage:
        if isinstance(entry, dict) and _is_day(entry.get("as_of")) and parse_day(entry["as_of"]) < as_of:
            what = str(entry.get("what", ""))
            yield problem("joined-older", at, what=what, day=entry["as_of"], as_of=as_of.isoformat())


def _everybody(party: Party, role: str = "") -> Iterator[tuple[str, Party]]:
    yield role, party
    for link in party.related:
        yield from _everybody(link.party, link.role)


def _searched(role: str, party: Party, tally: Tally) -> Iterator[tuple[str, _Kept]]:
    """Somebody who was searched for, by a checked identifier; who has none cannot be told to be somebody."""
    best = identified(party)
    if best is None or not best.certain or best.identifier.scheme not in CHECKED:
        if role in ("", CONSORTIUM_MEMBER) and not party.related_by(CONSORTIUM_MEMBER):
            tally.note(problem("searched-nobody", party.at, name=party.name))
        return
    told, doubt = subject_of_code(best.identifier.id)
    kind = party.kind if doubt is not None else told["kind"]
    if kind is None:
        tally.note(problem("searched-kind", party.at, text=_shown(best.identifier)))
        return
    who = _subject(Who(party.name, (), (best.identifier,), kind))
    yield _key_of(best.identifier, "", ""), _Kept(_json(who), _SEARCHED, "", party.at, -1)


def _form(kept: _Kept) -> str:
    """The name of whom a record is about, as names are compared."""
    return normal(json.loads(kept.who).get("name", "")).form


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_number)


def _number(value: Any) -> float | str:
    """A number with a fraction, as joined profiles may hold; one a float cannot hold exactly stays as it is written."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value))
    return number if Decimal(repr(number := float(value))) == value else str(value)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def _key(record: Record, data: str) -> str:
    identifiers = record.who.identifiers
    return _key_of(identifiers[0] if identifiers else None, record.who.name, record.whole or data)


def _key_of(identifier: Identifier | None, name: str, data: str) -> str:
    """By what records are brought together: a certain identifier. Nobody is the same by name."""
    found = judged(identifier) if identifier is not None else None
    if found is not None and found.identifier.id:
        doubtful = "" if found.certain else f"\x00{name}"
        return f"{found.identifier.scheme}\x00{found.identifier.id}{doubtful}"
    return f"{_LAST}{name}\x00{_hash(data)}"


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
    rest = [
        {"scheme": scheme, "id": text} if scheme else {"id": text}
        for scheme, text in dict.fromkeys(ids)
        if (scheme, text) != ids[0]
    ]
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
            for rows in store.by_subject():
                _write_profile(handle, rows, wanted, digests, store, imported)
            handle.writelines(data + "\n" for data in store.nobodys())
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
    if wanted is JOINED:
        return
    told = {
        "what": wanted.covers,
        "complete": wanted.complete,
        "as_of": wanted.as_of.isoformat(),
        "at": wanted.looked_up,
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
    # Where a row of what was found could be anybody's, nobody was not found.
    searched = any(kept.section == _SEARCHED for kept in rows) and not imported.nobodys
    rows = [kept for kept in rows if kept.section != _SEARCHED or searched]
    if not rows:
        return
    imported.subjects += 1
    if rows[0].section == _WHOLE:
        handle.write(rows[0].data + "\n")
        return
    subject = _one_subject(rows, store)
    found = any(map(store.is_new, rows))
    profile: dict[str, Any] = {"subject": subject}
    as_of = _as_of(rows, wanted, learnt=wanted.complete or found or searched)
    if as_of is not None:
        profile["as_of"] = as_of
    sections = _sections(rows, store)
    if not wanted.complete and (found or searched) and _is_checked(subject):
        told = [*sections.get("consulted", ()), _json(_looked_up(wanted, digests, found))]
        sections["consulted"] = list(dict.fromkeys(told))
    for section in ("consulted", "declared", *SECTIONS, "related"):
        if section in sections:
            profile[section] = [json.loads(data) for data in sections[section]]
    for kept in rows:
        if kept.section.startswith(_RAW):
            _put(profile, kept.section.removeprefix(_RAW), json.loads(kept.data))
    line = _json(profile)
    if len(line.encode()) >= LARGEST_FILE:
        raise InputError([problem("profile-too-large", rows[0].place, name=subject.get("name", ""))])
    handle.write(line + "\n")
    imported.not_found += searched and not found
    imported.records += sum(len(sections[section]) for section in SECTIONS if section in sections)


def _put(profile: dict[str, Any], key: str, value: Any) -> None:
    """Put what no profile should hold where it stood: whoever looks the subject up is told, as before."""
    if key in profile and isinstance(profile[key], list):
        profile[key].append(value)
    else:
        profile[key] = value


def _sections(rows: list[_Kept], store: _Store) -> dict[str, list[str]]:
    """The records of a subject by section; a row that says the same as another is told.

    What joined profiles hold is there once, however many of them hold it, and whether or not a row says it, too.
    """
    new: Counter[tuple[str, str]] = Counter()
    joined: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[Any, str], str] = {}
    for (place, file), group in groupby(rows, key=lambda kept: (kept.place, kept.file)):
        told = [kept for kept in group if kept.section in (*SECTIONS, *_REST)]
        made = Counter((kept.section, kept.data) for kept in told)
        if not any(map(store.is_new, told)):
            joined |= made
            continue
        same = (tuple(made.items()), told[0].mark)
        if same in first:
            store.tally(file).merge_taken(problem("same-record", place, first=first[same]))
        else:
            first[same] = place
            new += made
    sections: dict[str, list[str]] = {}
    for section, data in (new | joined).elements():
        sections.setdefault(section, []).append(data)
    if "listings" in sections and any(map(store.is_new, rows)):
        sections["listings"] = _listed_again(sections["listings"], rows, store)
    return sections


def _listed_again(listings: list[str], rows: list[_Kept], store: _Store) -> list[str]:
    """The listings, those after a removal with a document of their own: the day from which they were listed again.

    Of one list and one document they would count as copies of the entry that was removed, and as removed with it.
    Whatever was listed before the removal stays such a copy: two publishers may write two days for one entry.
    """
    # What was imported before may be of any shape: whatever is no entry of a list stays as it is.
    told = [(data, entry) for data in listings if _is_entry(entry := json.loads(data))]
    removed = [entry for _, entry in told if entry.get("removed_on")]
    after = {data: gone for data, entry in told if (gone := _removed_before(entry, removed))}
    first: dict[tuple[Any, ...], str] = {}  # of what was listed after one removal, the first day
    for data, entry in told:
        if data in after:
            key = (entry["list"], entry["document"], after[data])
            first[key] = min(first.get(key, entry["listed_on"]), entry["listed_on"])
    found: dict[str, None] = {}
    for data, entry in told:
        if data in after:
            day = first[entry["list"], entry["document"], after[data]]
            found[_json(entry | {"document": f"{entry['document']}（{day}）"})] = None
            for row in (row for row in rows if row.data == data and store.is_new(row)):
                store.tally(row.file).note(problem("listed-again", row.place, text=entry["document"], value=day))
    kept = [data for data in listings if data not in after]
    return [*kept, *(data for data in found if data not in kept)]


def _is_entry(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("list"), str) and isinstance(data.get("document"), str)


def _removed_before(entry: Mapping[str, Any], listings: Iterable[Mapping[str, Any]]) -> str | None:
    """The last day before an entry on which another of its list and document was removed."""
    if not entry.get("document") or not _is_day(entry.get("listed_on")):
        return None
    removed = (
        other["removed_on"]
        for other in listings
        if (other.get("list"), other.get("document")) == (entry.get("list"), entry["document"])
        and _is_day(other.get("removed_on"))
        and _is_day(other.get("listed_on"))
        and other["listed_on"] < entry["listed_on"]
    )
    return max((day for day in removed if day <= entry["listed_on"]), default=None)


def _is_checked(subject: dict[str, Any]) -> bool:
    found = judged(Identifier(str(subject.get("scheme") or ""), str(subject.get("id") or "")))
    return found.certain and found.identifier.scheme in CHECKED


def _looked_up(wanted: Wanted, digests: Sequence[str], found: bool) -> dict[str, Any]:
    """That a subject was searched for, and whether it was found."""
    of_list = _section_of(wanted.covers) == "listings"
    told = {
        "what": wanted.covers,
        "channel": wanted.channel,
        "at": wanted.looked_up or wanted.as_of.isoformat(),
        "result": ("listed" if found else "not-listed") if of_list else ("found" if found else "none"),
        "evidence": _digest_of(digests),
    }
    return {key: value for key, value in told.items() if value is not None}


def _as_of(rows: Iterable[_Kept], wanted: Wanted, *, learnt: bool) -> str | None:
    """As of when: the latest of what was joined, since a record later than that would count as not yet known.

    How old each look-up is, its own line says. What is no day stays, so that it is told.
    """
    told = [json.loads(kept.data) for kept in rows if kept.section == _AS_OF]
    days = [*(day for day in told if day is not None), *([wanted.as_of.isoformat()] if learnt else [])]
    strange: list[Any] = [day for day in days if not _is_day(day)]
    return strange[0] if strange else max(days, default=None)


def _is_day(text: Any) -> bool:
    try:
        parse_day(text)
    except (TypeError, ValueError):
        return False
    return True


def _one_subject(rows: Sequence[_Kept], store: _Store) -> dict[str, Any]:
    """The subject of records with one identifier; where they name it differently, every name is kept, and told."""
    # How somebody was called who was searched for counts only where no record names it.
    named = [kept for kept in rows if kept.section != _SEARCHED] or rows
    first: dict[str, Any] = json.loads(named[0].who)
    names = dict.fromkeys([first["name"]] if first.get("name") else [])
    names.update(dict.fromkeys(first.get("other_names", ())))
    ids = {_json(each): each for each in first.get("other_ids", ())}
    seen = {named[0].who}
    for kept in named:
        if kept.who in seen:
            continue
        seen.add(kept.who)
        other: dict[str, Any] = json.loads(kept.who)
        _note_differences(first, other, names, named[0].place, kept, store)
        names.update(dict.fromkeys([*([other["name"]] if other.get("name") else []), *other.get("other_names", ())]))
        ids.update({_json(each): each for each in other.get("other_ids", ())})
        for key, value in other.items():
            first.setdefault(key, value)
    merged = {**first, "other_names": list(names)[1:], "other_ids": list(ids.values())}
    if names:
        merged["name"] = next(iter(names))
    order = ("id", "scheme", "name", "kind", "region", "other_names", "other_ids")
    kept_keys = {key: merged[key] for key in order if merged.get(key)}
    return kept_keys | {key: value for key, value in first.items() if key not in order}


def _note_differences(
    first: Mapping[str, Any], other: Mapping[str, Any], names: Iterable[str], place: str, kept: _Kept, store: _Store
) -> None:
    """Tell where two records of one identifier say different things of their subject."""
    shown = _shown(Identifier(str(first.get("scheme") or ""), str(first.get("id") or "")))
    if other.get("name") and other["name"] not in names:
        params = {"id": shown, "first": place, "other": first.get("name", ""), "name": other["name"]}
        store.tally(kept.file).note(problem("name-differs", kept.place, None, **params))
    for key in other:
        if key not in ("id", "scheme", "name", "other_names", "other_ids") and first.get(key, other[key]) != other[key]:
            params = {"id": shown, "first": place, "other": first[key], "text": other[key], "name": key}
            store.tally(kept.file).note(problem("subject-differs", kept.place, None, **params))


def _shown(identifier: Identifier) -> str:
    """An identifier as it may be printed; a person's number never is."""
    return "***" if identifier.scheme == "CN-RIC" else identifier.id

"""OCDS: the tenders of release packages, record packages, single releases and JSON lines, gzipped or not.

Bidders are gathered from `tender.tenderers`, `bids.details[].tenderers`, parties with the role `tenderer` and, in old
data, identifiers that stand inline; joined by id, then by scheme and identifier. Suppliers of awards serve only where
there is nobody else, and that is said. What is not shaped as the schema has it is read as far as it can be. Of a
release that was made from a sheet, `sheetRow` tells number, name and declaration of whoever made the bid.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from credit_rules.errors import InputError, Problem, UsageError, problem
from credit_rules.screening.identity import judged
from credit_rules.screening.readers.files import LONGEST_LINE, Progress, Source, lines_of
from credit_rules.screening.readers.values import Untold, day_of
from credit_rules.screening.tallies import Tally
from credit_rules.screening.tenders import (
    BIDS,
    CONSORTIUM_MEMBER,
    PARTIES,
    SUPPLIERS,
    TENDERERS,
    Bid,
    Bidder,
    Identifier,
    Moment,
    Party,
    Related,
    Tender,
    Tenders,
)

#: A file up to this size is read as a whole; a larger one piece by piece.
READ_AS_WHOLE = 64 * 1024 * 1024
#: Where a release that is made of a sheet keeps what OCDS has no place for.
SHEET_ROW = "sheetRow"
_DEEPEST = 200
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_RELEASE_KEYS = frozenset({"tender", "bids", "awards", "parties", "buyer", "contracts", "planning", "tag"})
_PREFIXED = re.compile(r"(CN-USCI)-([0-9A-Z]{18})", re.IGNORECASE)

Json = Mapping[str, Any]


def looks_like_ocds(source: Source) -> bool:
    """Whether a file begins like JSON."""
    return bool(source.encoding) and source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def read_ocds(source: Source, progress: Progress | None = None) -> Tenders:
    """The tenders in a file, one after the other. InputError where it is neither JSON nor OCDS."""
    tally = Tally(source.name, "ocds", source.digest)
    return Tenders(_tenders(source, tally, progress), tally)


def releases_of(source: Source) -> Iterator[tuple[str, list[Json]]]:
    """Each release, or those of one record together, as they came, with the place its tender has in `read_ocds`."""
    for at, data in _releases(source, Tally(source.name, "ocds", source.digest), None):
        yield at, [each for each in data if isinstance(each, dict)]


def _tenders(source: Source, tally: Tally, progress: Progress | None) -> Iterator[Tender]:
    seen: dict[str, str] = {}
    for at, data in _releases(source, tally, progress):
        releases = [each for each in data if isinstance(each, dict)]
        if not releases:
            tally.leave(problem("ocds-not-a-release", at))
            continue
        tender = _Gathering(at).tender(releases)
        doubts = list(tender.doubts)
        if tender.id and seen.setdefault(tender.id, at) != at:
            doubts.append(problem("ocds-twice", at, first=seen[tender.id]))
        tally.take(doubts)
        yield tender
    if not tally.taken:
        # Nobody was checked then, which must not look like nobody found: why, is told once for each reason.
        why = {told.code: told for told in reversed(tally.notes) if told.code in tally.left_out}
        raise InputError(list(why.values())[::-1] or [problem("ocds-container", source.name)])


# --- containers -------------------------------------------------------------------------------------------------------


def _releases(source: Source, tally: Tally, progress: Progress | None) -> Iterator[tuple[str, list[Any]]]:
    """Each release (or the releases of one record), with its place."""
    if _holds_lines(source):
        for at, data in _lines(source, tally, progress):
            yield from _contained(data, at, tally)
    elif max(source.size, source.unpacked) > READ_AS_WHOLE:
        yield from _piece_by_piece(source, tally, progress)
    else:
        with source.text(progress) as text:
            yield from _contained(_json(text.read(), source.name, alone=True), f"{source.name}#", tally)


def _contained(data: Any, at: str, tally: Tally) -> Iterator[tuple[str, list[Any]]]:
    match data:
        case {"records": list(records)}:
            for number, record in enumerate(records):
                yield from _of_record(record, f"{at}/records/{number}", tally)
        case {"releases": list(releases)} if not _is_release(data):
            for number, release in enumerate(releases):
                yield f"{at}/releases/{number}", [release]
        case {"releases": dict(release)}:
            tally.note(problem("ocds-shape", at, key="releases"))
            yield f"{at}/releases", [release]
        case {"compiledRelease": _} | {"releases": list(_)}:
            yield from _of_record(data, at, tally)
        case dict() if _is_release(data):
            yield at, [data]
        case list():
            for number, each in enumerate(data):
                yield from _contained(each, f"{at}/{number}", tally)
        case _:
            tally.leave(problem("ocds-container", at))


def _is_release(data: Json) -> bool:
    return "ocid" in data and bool(_RELEASE_KEYS & set(data))


def _of_record(record: Any, at: str, tally: Tally) -> Iterator[tuple[str, list[Any]]]:
    """The compiled release of a record; else its releases together, in the order of their dates."""
    if not isinstance(record, dict):
        tally.leave(problem("ocds-not-a-release", at))
        return
    if isinstance(record.get("compiledRelease"), dict):
        yield f"{at}/compiledRelease", [record["compiledRelease"]]
        return
    releases = [each for each in _list(record.get("releases")) if isinstance(each, dict)]
    whole = [each for each in releases if _RELEASE_KEYS & set(each)]
    linked = [each for each in releases if each not in whole]
    for each in linked:
        told = problem("ocds-linked", at, url=_word(each.get("url")))
        # Where others of the record can be read, this is one doubt about it; else nothing of it can.
        if whole:
            tally.note(told)
        else:
            tally.leave(told)
    if whole:
        yield at, sorted(whole, key=lambda each: _word(each.get("date")))
    elif not linked:
        tally.leave(problem("ocds-not-a-release", at))


def _holds_lines(source: Source) -> bool:
    """Whether each line is JSON by itself: the first one is, and there is another."""
    with source.text() as text:
        lines: list[str] = []
        while len(lines) < 2 and (line := text.readline(LONGEST_LINE + 1)):
            if line.strip():
                lines.append(line)
    if len(lines) < 2 and not source.name.endswith((".jsonl", ".jsonl.gz", ".ndjson")):
        return False
    try:
        return isinstance(json.loads(lines[0]), dict)
    except (ValueError, RecursionError, IndexError):
        return False


def _lines(source: Source, tally: Tally, progress: Progress | None) -> Iterator[tuple[str, Any]]:
    """Line by line; one that cannot be read is told, and does not stop the others."""
    for at, line in lines_of(source, tally, progress):
        try:
            data = _json(line, at)
        except InputError as error:
            tally.leave(error.problems[0])
        else:
            yield f"{at}#", data


def _json(text: str, name: str, *, alone: bool = False) -> Any:
    """What stands in a file that is JSON `alone`, or in a line of it, whose place `name` is."""
    try:
        data = json.loads(text.removeprefix("\ufeff").rstrip())
    except json.JSONDecodeError as error:
        at = f"{name}:{error.lineno}:{error.colno}" if alone else f"{name}:{error.colno}"
        raise InputError([problem("bad-json", at, why=error.msg)]) from None
    except RecursionError:
        raise InputError([problem("too-deep", name, most=_DEEPEST)]) from None
    except ValueError as error:
        raise InputError([problem("bad-json", name, why=str(error)[:80])]) from None
    return data


def _piece_by_piece(source: Source, tally: Tally, progress: Progress | None) -> Iterator[tuple[str, list[Any]]]:
    try:
        import ijson
    except ImportError:
        raise UsageError(problem("ocds-large", source.name, "needs-screening", size=source.size // 2**20)) from None
    for prefix in ("releases.item", "records.item", "item"):
        found = False
        with source.bytes(progress) as raw:
            try:
                for number, each in enumerate(ijson.items(raw, prefix)):
                    found = True
                    at = f"{source.name}#/{prefix.removesuffix('item').replace('.', '/')}{number}"
                    if prefix == "releases.item":
                        yield at, [each]
                    elif prefix == "records.item":
                        yield from _of_record(each, at, tally)
                    else:
                        yield from _contained(each, at, tally)
            except (ijson.JSONError, RecursionError) as error:
                raise InputError([problem("bad-json", source.name, why=str(error).splitlines()[0][:80])]) from None
        if found:
            return


# --- one tender -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """One organisation of a release, wherever it stands there."""

    at: str
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    found_in: list[str] = field(default_factory=list)
    bids: list[Bid] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    joint: bool = False  # in a bid with others

    def party(self) -> Party:
        """Whom that is."""
        names = list(dict.fromkeys(self.names))
        return Party(
            name=names[0] if names else "",
            other_names=tuple(names[1:]),
            identifiers=tuple(dict.fromkeys(self.identifiers)),
            at=self.at,
        )


class _Gathering:
    """The bidders of one release, or of the releases of one record."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.found: list[_Found] = []
        self.doubts: list[Problem] = []
        self.joint: dict[tuple[int, ...], list[Bid]] = {}
        self._rows: dict[str, Json] = {}  # of a release made from a sheet, by the place of the bid
        self._by_id: dict[str, int] = {}
        self._by_identifier: dict[Identifier, int] = {}
        self._by_name: dict[str, int] = {}

    def tender(self, releases: Sequence[Json]) -> Tender:
        """The tender of the releases."""
        parties = {}
        for release in releases:
            for place, party in self._objects(release, "parties", self.at):
                if told := _word(party.get("id")):
                    parties[told] = (party, place)
        for release in releases:
            self._gather(release, parties)
        if not self.found:
            for release in releases:
                self._suppliers(release, parties)
        last = releases[-1]
        return Tender(
            id=_word(last.get("ocid")),
            title=_first_word(releases, "tender", "title"),
            buyer=_buyer(releases, parties),
            country=_country(releases, parties),
            bidders=self._in_order(self._bidders()),
            deadline=self._moment(
                releases, ("tender", "tenderPeriod", "endDate"), ("tender", "tederPeriod", "endDate")
            ),
            opening=self._moment(releases, ("tender", "bidOpening", "date")),
            award=self._award(releases),
            at=self.at,
            doubts=tuple(self.doubts),
        )

    # where they stand

    def _gather(self, release: Json, parties: Mapping[str, tuple[Json, str]]) -> None:
        tender = self._object(release, "tender")
        for place, each in self._objects(tender, "tenderers", f"{self.at}/tender"):
            self._add(each, place, TENDERERS, parties)
        for place, bid in self._bids(release):
            numbers = [self._add(each, at, BIDS, parties) for at, each in self._objects(bid, "tenderers", place)]
            told = Bid(_word(bid.get("id")), _word(bid.get("status")).lower(), place)
            if not any(number is not None for number in numbers):
                self._tell("bid-nobody", place)
            if isinstance(row := bid.get(SHEET_ROW), dict):
                self._rows[place] = row
            self._bid(told, tuple(dict.fromkeys(number for number in numbers if number is not None)))
        for place, party in self._objects(release, "parties", self.at):
            if "tenderer" in {_word(role).lower() for role in _list(party.get("roles"))}:
                self._add(party, place, PARTIES, parties)

    def _bids(self, release: Json) -> Iterator[tuple[str, Json]]:
        bids = release.get("bids")
        if isinstance(bids, list):
            self._tell("ocds-shape", f"{self.at}/bids", key="bids")
            bids = {"details": bids}
        if isinstance(bids, dict):
            yield from self._objects(bids, "details", f"{self.at}/bids")
        elif bids is not None:
            self._tell("ocds-unread", f"{self.at}/bids", key="bids")

    def _bid(self, bid: Bid, numbers: tuple[int, ...]) -> None:
        if len(numbers) == 1:
            if bid not in self.found[numbers[0]].bids:
                self.found[numbers[0]].bids.append(bid)
        elif numbers:
            self.joint.setdefault(tuple(sorted(numbers)), []).append(bid)
            for number in numbers:
                self.found[number].joint = True

    def _suppliers(self, release: Json, parties: Mapping[str, tuple[Json, str]]) -> None:
        """Those who won, where nobody else is named; they stand in awards, or in items of awards."""
        for place, award in self._objects(release, "awards", self.at):
            for at, each in self._objects(award, "suppliers", place):
                self._add(each, at, SUPPLIERS, parties)
            for where, item in self._objects(award, "items", place):
                for at, each in self._objects(item, "suppliers", where):
                    self._add(each, at, SUPPLIERS, parties)
        if self.found:
            self._tell("ocds-suppliers-only", self.at)

    # joining

    def _add(self, data: Json, at: str, found_in: str, parties: Mapping[str, tuple[Json, str]]) -> int | None:
        """One mention of an organisation, joined with those before; None where it says nothing at all."""
        local = _word(data.get("id"))
        identifiers = list(_identifiers(data))
        names = _names(data)
        if local in parties and parties[local][0] is not data:
            party, _ = parties[local]
            theirs = list(_identifiers(party))
            if not _contradict(identifiers, theirs):  # else it is told where the party is read
                identifiers.extend(theirs)
                names.extend(_names(party))
        if not (local or identifiers or names):
            self._tell("identity-nobody", at)
            return None
        unknown = problem("ocds-party-unknown", at, id=local) if not (identifiers or names) else None
        number = self._number(local, identifiers, names)
        if number is not None and _contradict(identifiers, self.found[number].identifiers):
            self._doubt_codes(self.found[number], identifiers, at)
            number = None
        if number is None:
            number = len(self.found)
            self.found.append(_Found(at))
            if unknown is not None:
                self.found[number].doubts.append(unknown)
                self.doubts.append(unknown)
        found = self.found[number]
        self._doubt_differences(found, names, at)
        found.names.extend(names)
        found.identifiers.extend(identifiers)
        if local and local not in found.ids:
            found.ids.append(local)
        if found_in not in found.found_in:
            found.found_in.append(found_in)
        self._remember(number, local, identifiers, names)
        return number

    def _number(self, local: str, identifiers: list[Identifier], names: list[str]) -> int | None:
        if local and local in self._by_id:
            return self._by_id[local]
        for identifier in identifiers:
            if identifier in self._by_identifier:
                return self._by_identifier[identifier]
        # A mere name is joined only with the very same name in the same release.
        if not local and not identifiers:
            return next((self._by_name[name] for name in names if name in self._by_name), None)
        return None

    def _remember(self, number: int, local: str, identifiers: list[Identifier], names: list[str]) -> None:
        if local:
            self._by_id.setdefault(local, number)
        for identifier in identifiers:
            self._by_identifier.setdefault(identifier, number)
        for name in names:
            self._by_name.setdefault(name, number)

    def _doubt_differences(self, found: _Found, names: list[str], at: str) -> None:
        if found.names and names and not set(names) & set(found.names):
            params = {"first": found.at, "name": "name", "text": names[0], "other": found.names[0]}
            found.doubts.append(problem("bidder-differs", at, None, **params))
            self.doubts.append(found.doubts[-1])

    def _doubt_codes(self, found: _Found, identifiers: list[Identifier], at: str) -> None:
        """One id for two codes: two bidders, since a code says who somebody is, and an id here does not."""
        mine, theirs = sorted(_codes(identifiers)), sorted(_codes(found.identifiers))
        params = {"first": found.at, "name": "identifier", "text": mine[0], "other": theirs[0]}
        found.doubts.append(problem("bidder-differs", at, None, **params))
        self.doubts.append(found.doubts[-1])

    # what comes of it

    def _in_order(self, bidders: Iterator[Bidder]) -> tuple[Bidder, ...]:
        """As they stand here; those of a sheet in its order."""
        order = {at: place for place, at in enumerate(self._rows)}
        return tuple(
            sorted(bidders, key=lambda one: min((order.get(b.at, len(order)) for b in one.bids), default=len(order)))
        )

    def _row(self, bids: Sequence[Bid]) -> Json:
        return next((self._rows[bid.at] for bid in bids if bid.at in self._rows), {})

    def _bidders(self) -> Iterator[Bidder]:
        number = 0
        for found in self.found:
            if found.joint and not found.bids:
                continue  # it bids only together with others
            number += 1
            row = self._row(found.bids)
            yield Bidder(
                number=_word(row.get("number")) or str(number),
                party=found.party(),
                bids=tuple(found.bids),
                found_in=tuple(found.found_in),
                local_ids=tuple(found.ids),
                declares=_declared(row),
                doubts=tuple(found.doubts),
            )
        for members, bids in self.joint.items():
            number += 1
            yield self._consortium(str(number), [self.found[member] for member in members], bids)
        if not self.found:
            self._tell("ocds-no-bidders", self.at)

    def _consortium(self, number: str, members: list[_Found], bids: list[Bid]) -> Bidder:
        parties = [found.party() for found in members]
        joined = "、".join(party.name or (found.ids or ["?"])[0] for party, found in zip(parties, members, strict=True))
        row = self._row(bids)
        name = _word(row.get("name"))
        # In a sheet, whoever leads may bid under its own name, with the others as its members.
        lead = next((party for party in parties if name and name in party.names), Party(name=name or joined))
        related = tuple(Related(CONSORTIUM_MEMBER, party) for party in parties if party is not lead)
        return Bidder(
            number=_word(row.get("number")) or number,
            party=replace(lead, related=related, at=bids[0].at),
            bids=tuple(bids),
            found_in=(BIDS,),
            declares=_declared(row),
            doubts=tuple(doubt for found in members for doubt in found.doubts),
        )

    # moments

    def _moment(self, releases: Sequence[Json], *paths: tuple[str, ...]) -> Moment | None:
        for release in reversed(releases):
            for path in paths:
                value: Any = release
                for step in path:
                    value = value.get(step) if isinstance(value, dict) else None
                if value is not None and (found := self._day(value, f"{self.at}/{'/'.join(path)}")):
                    return found
        return None

    def _award(self, releases: Sequence[Json]) -> Moment | None:
        found = []
        for release in releases:
            for place, award in self._objects(release, "awards", self.at):
                for key in ("date", "awardDate"):
                    if award.get(key) is not None and (moment := self._day(award[key], f"{place}/{key}")):
                        found.append(moment)
        return max(found, key=lambda moment: (moment.day, moment.written), default=None)

    def _day(self, value: Any, at: str) -> Moment | None:
        """The day where it is written: no zone is reckoned with, since law asks for the day at the place."""
        from datetime import date

        text = _word(value)
        try:
            told = day_of(text)
        except Untold as untold:
            self._tell(untold.code, at, text=text)
            return None
        return Moment(date.fromisoformat(told.value), text, at) if told is not None else None

    # shapes

    def _object(self, data: Json, key: str) -> Json:
        value = data.get(key)
        if value is not None and not isinstance(value, dict):
            self._tell("ocds-unread", f"{self.at}/{key}", key=key)
        return value if isinstance(value, dict) else {}

    def _objects(self, data: Json, key: str, at: str) -> Iterator[tuple[str, Json]]:
        """The objects under a key: a list of them, or one by itself, or mere names; the rest is told."""
        value = data.get(key)
        if value is None:
            return
        if isinstance(value, (dict, str)):
            self._tell("ocds-shape", f"{at}/{key}", key=key)
            value = [value]
        if not isinstance(value, list):
            self._tell("ocds-unread", f"{at}/{key}", key=key)
            return
        for number, each in enumerate(value):
            if isinstance(each, dict):
                yield f"{at}/{key}/{number}", each
            elif isinstance(each, str) and each.strip():
                self._tell("ocds-shape", f"{at}/{key}/{number}", key=key)
                yield f"{at}/{key}/{number}", {"name": each}
            elif each is not None:
                self._tell("ocds-unread", f"{at}/{key}/{number}", key=key)

    def _tell(self, code: str, at: str, **params: object) -> None:
        told = problem(code, at, None, **params)
        if told not in self.doubts:
            self.doubts.append(told)


def _codes(identifiers: Sequence[Identifier]) -> set[str]:
    found = [judged(identifier) for identifier in identifiers]
    return {each.identifier.id for each in found if each.certain and each.identifier.scheme == "CN-USCI"}


def _contradict(one: Sequence[Identifier], other: Sequence[Identifier]) -> bool:
    """Whether two mentions have checked codes, and these are of different units."""
    mine, theirs = _codes(one), _codes(other)
    return bool(mine) and bool(theirs) and not mine & theirs


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _word(value: Any) -> str:
    """A text, or a number as text; nothing of what cannot be seen."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        return ""
    if isinstance(value, int) and abs(value) >= 10**60:
        return ""
    return re.sub(r"\s+", " ", _UNSEEN.sub(" ", str(value))).strip()


def _names(data: Json) -> list[str]:
    identifier = data.get("identifier")
    legal = identifier.get("legalName") if isinstance(identifier, dict) else None
    return list(dict.fromkeys(name for name in (_word(data.get("name")), _word(legal)) if name))


def _identifiers(data: Json) -> Iterator[Identifier]:
    """The identifiers of an organisation; those without a number are none."""
    told = [data.get("identifier"), *_list(data.get("additionalIdentifiers"))]
    for each in told:
        if isinstance(each, dict) and (number := _word(each.get("id"))):
            yield Identifier(_word(each.get("scheme")).upper(), number)
    if found := _PREFIXED.fullmatch(_word(data.get("id"))):
        yield Identifier(found[1].upper(), found[2].upper())


def _declared(row: Json) -> bool | None:
    declared = row.get("declaresNoMajorViolation")
    return declared if isinstance(declared, bool) else None


def _first_word(releases: Sequence[Json], *path: str) -> str:
    for release in reversed(releases):
        value: Any = release
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if told := _word(value):
            return told
    return ""


def _buyer(releases: Sequence[Json], parties: Mapping[str, tuple[Json, str]]) -> str:
    for release in reversed(releases):
        buyer = release.get("buyer")
        if isinstance(buyer, dict):
            party = parties.get(_word(buyer.get("id")), ({}, ""))[0]
            if names := [*_names(buyer), *_names(party)]:
                return names[0]
    return ""


def _country(releases: Sequence[Json], parties: Mapping[str, tuple[Json, str]]) -> str:
    """The country of the buyer, as it is written."""
    for release in reversed(releases):
        tender = release.get("tender")
        entity = tender.get("procuringEntity") if isinstance(tender, dict) else None
        for each in (release.get("buyer"), entity):
            if isinstance(each, dict):
                party = parties.get(_word(each.get("id")), ({}, ""))[0]
                for address in (each.get("address"), party.get("address")):
                    if isinstance(address, dict) and (told := _word(address.get("countryName"))):
                        return told
    return ""

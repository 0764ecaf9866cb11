"""Profiles by identifier: a file or folder of them, and what their complete coverage proves.

A line that cannot be read never stops the look-up of somebody else; it is kept as a note. A register that is told
completely counts as looked up for every subject with a checked identifier, whether or not it has a line of its own;
not where a row of it could be anybody's. An extract of a region proves nothing beyond the region.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from credit_rules.errors import Problem, ProfileError, problem
from credit_rules.model.facts import Consulted
from credit_rules.model.law import Law
from credit_rules.model.places import COUNTRY, contains
from credit_rules.model.profile import KIND_BY_CODE, Subject
from credit_rules.model.scalars import Code, Day, Flag, Region, Shape, String
from credit_rules.profiles import CreditProfile, data_of_line, data_of_text, lines_of, text_of_file
from credit_rules.stages.gathering import doubt_about
from credit_rules.stages.reading import pointer
from credit_rules.stages.shaping import shape

LINES = (".jsonl", ".ndjson")
_WHOLE = (".json", ".yaml", ".yml")
_MOST_NOTES = 20
_CHECKED_SCHEMES = (None, "CN-USCI", "CN-RIC")
_OWNER = re.compile(r'"subject"\s*:\s*\{[^{}]*?"id"\s*:\s*"([^"\\]*)"')


class Coverage(Shape):
    """How much of one register a file of profiles holds."""

    what: Code
    complete: Flag | None = None
    as_of: Day | None = None
    at: String | None = None  # the hour at which it was looked up; evidence only
    region: Region | None = None
    channel: String | None = None
    digest: String | None = None


class _FirstLine(Shape):
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One profile as it stands in a file, or why it cannot be read; pointers in it begin with `at`."""

    file: Path
    at: str
    data: Any = None
    problems: tuple[Problem, ...] = ()
    owner: str | None = None  # whose it is, as far as can be told
    others: tuple[str, ...] = ()  # further identifiers of the owner whose check digit is right

    @property
    def place(self) -> str:
        """Where it stands, to be told and to be found by."""
        return self.at.removesuffix("#")


@dataclass(frozen=True, slots=True)
class Found:
    """A profile as plain data, where it stands (empty: it has no line), and the doubt about whom it is about."""

    data: dict[str, Any]
    at: str
    doubt: str | None = None


@dataclass(slots=True)
class Roster:
    """Profiles by identifier."""

    lines: dict[str, list[_Line]] = field(default_factory=dict)
    also: dict[str, list[_Line]] = field(default_factory=dict)  # by further identifiers of the same subject
    coverages: list[tuple[Path, Coverage]] = field(default_factory=list)
    searches: list[tuple[Path, Coverage]] = field(default_factory=list)  # those that prove nothing of anybody else
    notes: list[Problem] = field(default_factory=list)  # what was wrong with lines that are nobody's we look up
    ownerless: Counter[Path] = field(default_factory=Counter)  # lines of a file of which nobody knows whose they are
    rows: Counter[Path] = field(default_factory=Counter)  # those of them that are rows of a list: records of anybody
    nameless: list[_Line] = field(default_factory=list)  # profiles without an identifier
    _proofs: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict, repr=False)

    def profile(self, identifier: str, law: Law) -> CreditProfile:
        """The profile of the subject with this identifier.

        ProfileError where its line is wrong, where it has two, or where there is neither a line nor a complete
        coverage. Without a line, the kind is read from the code.
        """
        found = self.found(identifier, law)
        return CreditProfile.from_data(found.data, found.at, identity_doubt=found.doubt)

    def found(self, identifier: str, law: Law) -> "Found":
        """The same as plain data, for whoever adds to it; ProfileError as for `profile`."""
        lines = self._of(identifier)
        if len(lines) > 1:
            raise ProfileError([problem("two-profiles", lines[1].place, name=identifier, first=lines[0].place)])
        if not lines and not self.coverages:
            raise ProfileError([problem("no-subject", "", name=identifier)])
        return self.found_at(lines[0], law) if lines else self.without_line(identifier, law)

    def found_at(self, line: _Line, law: Law) -> "Found":
        """The profile of a line; ProfileError where it is wrong."""
        if line.problems:
            raise ProfileError(line.problems)
        return Found(self._covered(line.data, line.file, law), line.at)

    def wrong_about(self, identifier: str) -> tuple[Problem, ...]:
        """What is wrong with the lines that seem to be of a subject."""
        return tuple(told for line in self._of(identifier) for told in line.problems)

    def _of(self, identifier: str) -> list[_Line]:
        key = _key(identifier)
        return [*self.lines.get(key, ()), *self.also.get(key, ())]

    def without_line(self, identifier: str, law: Law) -> "Found":
        """Somebody of whom there is no line: what the complete coverages prove of it, if there are any."""
        subject, doubt = subject_of_code(identifier)
        return Found(self._covered({"subject": subject}, None, law), "", doubt)

    def readable(self) -> Iterator[_Line]:
        """The line of everybody in it; also of those without identifier."""
        for line in (*(line for lines in self.lines.values() for line in lines), *self.nameless):
            if not line.problems:
                yield line

    def _covered(self, data: Any, file: Path | None, law: Law) -> Any:
        """The profile's data with what the coverages add: what counts as looked up, and as of when."""
        told = data.get("consulted", [])
        if not isinstance(told, list) or not _is_checked(data.get("subject")):
            return data
        by_hand = {entry.get("what") if isinstance(entry, Mapping) else entry for entry in told}
        counting = [coverage for place, coverage in self.coverages if self._counts(place, own=place == file)]
        added = [entry for coverage in counting for entry in self._proof(coverage, law) if entry["what"] not in by_hand]
        days = [coverage.as_of for coverage in counting if coverage.as_of is not None and proven(coverage, law)]
        stand_in = {"as_of": min(days).isoformat()} if days and data.get("as_of") is None else {}
        return {**data, "consulted": [*told, *added], **stand_in}

    def _proof(self, coverage: Coverage, law: Law) -> list[dict[str, Any]]:
        """What counts as looked up by a coverage, made once for all subjects."""
        key = (id(coverage), id(law))
        if key not in self._proofs:
            self._proofs[key] = list(_consulted(coverage, law))
        return self._proofs[key]

    def _counts(self, place: Path, *, own: bool) -> bool:
        """Whether the coverages of a file prove something. A line nobody can read is not of whoever has another (there
        are no two of one subject); a row of a list may be a further record of anybody."""
        return not self.rows[place] if own else not self.ownerless[place]


def read_roster(place: str | Path, *, only: str | None = None) -> Roster:
    """The profiles of a file or of a folder's files; with `only`, of that subject alone."""
    roster = Roster()
    wanted = None if only is None else _key(only)
    for path in _files_of(Path(place)):
        for number, line in enumerate(_lines_of_file(path)):
            if number == 0 and isinstance(line.data, Mapping) and "coverage" in line.data:
                _add_coverage(roster, line)
            else:
                _add_line(roster, line, wanted)
    covered = {path for path, _ in roster.coverages}
    for path, count in roster.ownerless.items():
        if path in covered:
            code = "coverage-lost" if roster.rows[path] else "coverage-in-doubt"
            roster.notes.append(problem(code, str(path), count=count))
    return roster


def subjects_in(place: str | Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every profile of a file or of a folder's files as plain data, with its place; also those without identifier.

    Lines that cannot be read are left out here: `read_roster` tells them.
    """
    for path in _files_of(Path(place)):
        for line in _lines_of_file(path):
            if line.owner is not None and not line.problems:
                yield line.place, line.data


def _files_of(place: Path) -> Sequence[Path]:
    if not place.is_dir():
        return [place]
    try:
        found = sorted(path for path in place.iterdir() if path.suffix in (*LINES, *_WHOLE) and path.is_file())
    except OSError as error:
        raise ProfileError([problem("unreadable", str(place), name=place, why=error.strerror or "")]) from None
    if not found:
        raise ProfileError([problem("no-such-file", str(place), name=place / "*.jsonl")])
    return found


def _lines_of_file(path: Path) -> Iterator[_Line]:
    """The profiles of one file, whichever way they are written down."""
    if path.suffix in (".yaml", ".yml") or (path.suffix == ".json" and not _holds_lines(path)):
        yield from _whole_file(path)
        return
    try:
        with path.open("rb") as handle:
            for number, raw in enumerate(lines_of(handle), 1):
                if raw.strip():
                    yield _read_line(path, raw, f"{path}:{number}")
    except FileNotFoundError:
        raise ProfileError([problem("no-such-file", str(path), name=path)]) from None
    except OSError as error:
        raise ProfileError([problem("unreadable", str(path), name=path, why=error.strerror or "")]) from None


def _holds_lines(path: Path) -> bool:
    """Whether a `.json` file holds JSON lines after all: its first line is a whole object, and there is another."""
    try:
        with path.open("rb") as handle:
            lines = (raw for raw in lines_of(handle) if raw.strip())
            first, second = next(lines, b""), next(lines, b"")
    except OSError:
        return False
    try:
        return bool(second) and isinstance(data_of_line(first, str(path)), Mapping)
    except ProfileError:
        return False


def _whole_file(path: Path) -> Iterator[_Line]:
    """A file that is one document: a profile, or a list of them."""
    text = ""
    try:
        text = text_of_file(path)
        data = data_of_text(text, yaml=path.suffix != ".json", name=str(path))
    except ProfileError as error:
        yield _Line(path, f"{path}#", problems=error.problems, owner=_owner_in(text))
        return
    if isinstance(data, list):
        yield from (_line_of(path, f"{path}#/{number}", item) for number, item in enumerate(data))
    else:
        yield _line_of(path, f"{path}#", data)


def _read_line(path: Path, raw: bytes, name: str) -> _Line:
    try:
        return _line_of(path, f"{name}#", data_of_line(raw, name))
    except ProfileError as error:
        told = tuple(_told_at(p, name) for p in error.problems)
        return _Line(path, f"{name}#", problems=told, owner=_owner_in(raw.decode("utf-8", "replace")))


def _told_at(told: Problem, name: str) -> Problem:
    """Pointers into a line begin with the line's place."""
    pointed = not told.at.startswith(name)
    return Problem(told.code, f"{name}#{told.at}", told.message, told.help) if pointed else told


def _owner_in(text: str) -> str | None:
    """Whose a line seems to be that cannot be read as a whole."""
    found = _OWNER.search(text)
    return found[1] if found else None


def _line_of(path: Path, at: str, data: Any) -> _Line:
    subject = data.get("subject") if isinstance(data, Mapping) else None
    if isinstance(data, Mapping) and "coverage" in data:
        return _Line(path, at, data, (problem("not-a-profile", at.removesuffix("#")),))
    if not isinstance(subject, Mapping) or not isinstance(subject.get("id"), (str, type(None))):
        return _Line(path, at, data, (problem("not-a-profile", at.removesuffix("#")),))
    return _Line(path, at, data, owner=subject.get("id") or "", others=tuple(_others_of(subject)))


def _others_of(subject: Mapping[str, Any]) -> Iterator[str]:
    """The further identifiers of a subject that tell who it is, as they are compared."""
    own = _key(subject.get("id") or "")
    told = subject.get("other_ids")
    entries = [entry for entry in told if isinstance(entry, Mapping)] if isinstance(told, list) else []
    keys = [_key(entry["id"]) for entry in entries if isinstance(entry.get("id"), str) and _tells_who(entry)]
    yield from (key for key in keys if key != own)


def _add_coverage(roster: Roster, line: _Line) -> None:
    """A coverage that is wrong counts for nothing."""
    first, problems = shape(_FirstLine, line.data, lambda path, key: pointer(line.at, *path))
    roster.notes.extend(problems)
    if first is not None:
        for coverage in first.coverage:
            (roster.coverages if coverage.complete else roster.searches).append((line.file, coverage))


def _add_line(roster: Roster, line: _Line, wanted: str | None) -> None:
    key = None if line.owner is None else _key(line.owner)
    if key and wanted in (None, key):
        roster.lines.setdefault(key, []).append(line)
    elif key == "" and wanted is None:
        roster.nameless.append(line)
    for other in dict.fromkeys(line.others):
        if wanted in (None, other):
            roster.also.setdefault(other, []).append(line)
    if line.problems and (wanted is None or key != wanted):
        roster.notes.extend(line.problems)
    if key is None:
        roster.ownerless[line.file] += 1
        roster.rows[line.file] += isinstance(line.data, Mapping) and "row" in line.data


def told_notes(roster: Roster) -> list[Problem]:
    """The first notes on a roster, and how many more there are."""
    more = len(roster.notes) - _MOST_NOTES
    return [*roster.notes[:_MOST_NOTES], *([problem("more-problems", "", count=more)] if more > 0 else [])]


# --- whom a code means ------------------------------------------------------------------------------------------


def _key(identifier: str) -> str:
    """The form in which identifiers are compared: spaces and hyphens fall out of an 18-character code."""
    compact = identifier.replace(" ", "").replace("-", "").upper()
    return compact if len(compact) in (17, 18) and compact.isascii() and compact.isalnum() else identifier.strip()


def subject_of_code(identifier: str) -> tuple[dict[str, str], str | None]:
    """A subject of whom only the code is known, and the doubt about its identity where there is one.

    Kind enterprise is assumed where the code does not tell; the doubt then keeps anything from being refused.
    """
    # Loaded only here: most look-ups find a line.
    from stdnum.cn import ric, uscc

    code = _key(identifier)
    is_unit, is_person = uscc.is_valid(code), ric.is_valid(code)
    if is_person and not is_unit:
        return {"id": code, "scheme": "CN-RIC", "kind": "natural-person"}, None
    kind = KIND_BY_CODE.get(code[:2]) if len(code) in (17, 18) and code.isascii() and code.isalnum() else None
    if kind is None or is_person:
        doubt = "identity-kind-unclear" if is_unit else "identity-check-digit"
        return {"id": code, "scheme": "CN-USCI", "kind": "enterprise"}, doubt
    return {"id": code, "scheme": "CN-USCI", "kind": kind}, None


def _is_checked(subject: Any) -> bool:
    """Whether the subject has an identifier whose check digit is right."""
    found, _ = shape(Subject, subject, lambda path, key: "")
    if found is None or found.scheme not in _CHECKED_SCHEMES:
        return found is not None and any(_tells_who(other.model_dump()) for other in found.other_ids)
    return doubt_about(found) is None


def _tells_who(entry: Mapping[str, Any]) -> bool:
    """Whether an identifier is one whose check digit is right."""
    from stdnum.cn import ric, uscc

    code = _key(entry["id"])
    return entry.get("scheme") in _CHECKED_SCHEMES and (uscc.is_valid(code) or ric.is_valid(code))


# --- what a coverage proves -------------------------------------------------------------------------------------


def _consulted(coverage: Coverage, law: Law) -> Iterator[dict[str, Any]]:
    told = {
        "channel": coverage.channel,
        "at": coverage.at or (coverage.as_of.isoformat() if coverage.as_of else None),
        "evidence": coverage.digest,
    }
    for what in proven(coverage, law):
        yield {"what": what, **{key: value for key, value in told.items() if value is not None}}


def proven(coverage: Coverage, law: Law) -> list[str]:
    """What counts as looked up by a complete coverage: all it names, or of a region, what is the region's own.

    A regional extract of a national register proves nothing, and so of `penalty` and the like.
    """
    if coverage.region in (None, COUNTRY):
        return [coverage.what]
    return sorted(name for name in _below(coverage.what, law) if contains(coverage.region, _region_of(name, law)))


def _below(what: str, law: Law) -> Iterator[str]:
    """The lists, rating schemes and points schemes that a name covers."""
    named = Consulted(frozenset({what}))
    yield from (name for name, entry in law.lists.items() if named.covers("listing", name, entry.colour))
    yield from (f"rating.{name}" for name in law.rating_schemes if named.covers("rating", name))
    yield from (f"points.{name}" for name in law.points_schemes if named.covers("points", name))


def _region_of(name: str, law: Law) -> str:
    kind, _, scheme = name.partition(".")
    return law.region_of(kind, scheme) if kind in ("rating", "points") and scheme else law.region_of("listing", name)

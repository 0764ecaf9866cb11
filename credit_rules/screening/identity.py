"""Who is who: the same only by a checked identifier; by name never more than a *possible match*.

    judged(identifier)          what an identifier is worth
    identified(party)           the identifier somebody is known by, CN-USCI first; None: there is none
    normal(name)                the form in which names are compared, and what was done to get there
    Directory(known)            everybody of whom there is a record
        .same(party)            those it is, by identifier
        .possible(party)        those it might be, by name, each with a score and the reasons

A bidder is *identified* if `identified` gives something without a doubt; with neither identifier nor name it cannot
be checked at all, and is never clean.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from credit_rules.screening.names import NormalName, converts_traditional, normal
from credit_rules.screening.tenders import Identifier, Party

__all__ = [
    "CHECKED",
    "Directory",
    "Judged",
    "Known",
    "NormalName",
    "PossibleMatch",
    "certain_identifiers",
    "converts_traditional",
    "identified",
    "judged",
    "known_of",
    "normal",
]

UNIT, PERSON = "CN-USCI", "CN-RIC"
#: Schemes whose check digit we work out; the others are taken as they are written.
CHECKED = (UNIT, PERSON)
#: How the unit code's scheme is written elsewhere.
_UNIT_NAMES = frozenset({"CN-USCI", "CN-USCC", "USCC", "USCI", "USC", "统一社会信用代码"})
_UNIT = re.compile("[0-9A-HJ-NP-RTUWXY]{18}")
_LIKE_UNIT = re.compile("[0-9A-Z]{17,19}")
#: Issuers of unit codes whose first place is a letter (foreign NGOs and the like); python-stdnum wants a digit there.
_LETTER_FIRST = re.compile("[AGNY][0-9]")
#: What stands where there is no identifier.
_NOTHING = frozenset({"", "-", "--", "—", "/", "\\", "0", "N/A", "NA", "NONE", "NULL", "无", "空", "暂无", "NAN"})

#: A name must have so much in it before it may match by anything but itself.
_LEAST_HAN, _LEAST_LETTERS = 2, 4
_NEAR_FROM = 5  # letters of a core that may match nearly
_SHARED = 0.6  # of the pairs of letters of two cores that are nearly alike
_WORDS_ALIKE = 0.75
_MOST_ASKED = 4096
_MOST_LOOKED_AT = 60

_SAME, _FORM, _ORDER = 100, 95, 93


@dataclass(frozen=True, slots=True)
class Judged:
    """An identifier in the form in which it is compared, and the doubt about it (a code), if any."""

    identifier: Identifier
    doubt: str | None = None

    @property
    def certain(self) -> bool:
        """Whether it tells who somebody is."""
        return self.doubt is None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of whom there is a record: every name, every identifier, and the place of the record."""

    names: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    at: str


def known_of(subject: Mapping[str, Any], at: str) -> Known:
    """Somebody on record, out of a profile's `subject` (see `rosters.subjects_in`)."""
    names = [subject.get("name"), *_list(subject.get("other_names"))]
    ids = [subject, *_list(subject.get("other_ids"))]
    return Known(
        tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name.strip())),
        tuple(
            Identifier(str(each.get("scheme") or ""), each["id"])
            for each in ids
            if isinstance(each, Mapping) and isinstance(each.get("id"), str) and each["id"].strip()
        ),
        at,
    )


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


@dataclass(frozen=True, slots=True)
class PossibleMatch:
    """Somebody who might be the one asked about: a name alone never restricts, it makes the outcome at most `refer`."""

    known: Known
    asked: NormalName  # the name asked about
    found: NormalName  # the name on record
    score: int  # 100: the same, letter by letter, once normalised
    why: tuple[str, ...]  # codes of `words.matching.WHY`, in order


# --- identifiers ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)  # a row asks several times
def judged(identifier: Identifier) -> Judged:
    """What an identifier is worth.

    >>> judged(Identifier("", "91230199 MA0DEM0133"))
    Judged(identifier=Identifier(scheme='CN-USCI', id='91230199MA0DEM0133'), doubt=None)
    """
    scheme, text = identifier.scheme.strip().upper(), unicodedata.normalize("NFKC", identifier.id).strip()
    if text.upper() in _NOTHING:
        return Judged(Identifier(scheme, ""), "identity-name-only")
    compact = re.sub(r"[\s\-]", "", text).upper()
    if scheme in _UNIT_NAMES or (not scheme and _LIKE_UNIT.fullmatch(compact)):
        return _judged_unit(compact) if scheme else _judged_unsaid(compact)
    if scheme == PERSON:
        return Judged(Identifier(PERSON, compact), None if _is_person(compact) else "identity-check-digit")
    # Without a scheme nobody else can be meant for sure: every register has its own numbers.
    return Judged(Identifier(scheme, text), None if scheme else "identity-no-scheme")


def _judged_unsaid(compact: str) -> Judged:
    """A code like a unit's or a person's, of which nobody says what it is."""
    as_unit = _judged_unit(compact)
    if as_unit.doubt is not None and _is_person(compact):
        return Judged(Identifier(PERSON, compact))
    return as_unit


def _judged_unit(code: str) -> Judged:
    # Loaded only here: most identifiers come by the thousand, and others need no check.
    from stdnum.cn import uscc

    found = Identifier(UNIT, code)
    if uscc.is_valid(code):
        return Judged(found)
    if len(code) != 18:
        return Judged(found, "identity-code-length")
    if not _UNIT.fullmatch(code):
        return Judged(found, "identity-code-letters")
    right = uscc.calc_check_digit(code[:-1]) == code[-1]
    if right and _LETTER_FIRST.match(code):
        return Judged(found, "identity-code-unfamiliar")
    return Judged(found, "identity-code-letters" if right else "identity-check-digit")


def _is_person(code: str) -> bool:
    from stdnum.cn import ric

    return bool(ric.is_valid(code))


def identified(party: Party) -> Judged | None:
    """The best identifier of a party: without doubt before doubtful, CN-USCI before others; None where it has none."""
    found = [judged(identifier) for identifier in party.identifiers]
    told = [each for each in found if each.identifier.id]
    return min(told, key=lambda each: (not each.certain, each.identifier.scheme != UNIT), default=None)


def certain_identifiers(party: Party) -> set[Identifier]:
    """Those that tell who a party is, in the form in which they are compared."""
    return _certain(party.identifiers)


def _certain(identifiers: Iterable[Identifier]) -> set[Identifier]:
    return {found.identifier for each in identifiers if (found := judged(each)).certain}


# --- names ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Directory:
    """Everybody of whom there is a record, by identifier and by name."""

    _known: list[Known] = field(default_factory=list)
    _by_identifier: dict[Identifier, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_core: dict[str, list[tuple[int, NormalName]]] = field(default_factory=lambda: defaultdict(list))
    _by_words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # cores by their sorted words
    _by_pair: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # cores by two letters of theirs
    _pairs_of: dict[str, int] = field(default_factory=dict)  # how many of these a core has
    _asked: dict[object, tuple[PossibleMatch, ...]] = field(default_factory=dict)  # the latest answers

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self._known, self._by_identifier = [], defaultdict(list)
        self._by_core, self._by_words, self._by_pair = defaultdict(list), defaultdict(list), defaultdict(list)
        self._pairs_of, self._asked = {}, {}
        for each in known:
            self.add(each)

    def add(self, known: Known) -> None:
        """One more of whom there is a record."""
        number = len(self._known)
        self._asked.clear()
        self._known.append(known)
        for identifier in sorted(_certain(known.identifiers), key=lambda i: (i.scheme, i.id)):
            self._by_identifier[identifier].append(number)
        for name in dict.fromkeys(known.names):
            form = normal(name)
            if not form.core:
                continue
            if form.core not in self._by_core:
                self._index(form.core)
            self._by_core[form.core].append((number, form))

    def _index(self, core: str) -> None:
        if " " in core:
            self._by_words[_sorted_words(core)].append(core)
        pairs = _pairs(core)
        self._pairs_of[core] = len(pairs)
        for pair in pairs:
            self._by_pair[pair].append(core)

    def same(self, party: Party) -> tuple[Known, ...]:
        """Those on record under a certain identifier of the party."""
        numbers = {n for i in _certain(party.identifiers) for n in self._by_identifier.get(i, ())}
        return tuple(self._known[number] for number in sorted(numbers))

    def possible(self, party: Party, *, least: int = 90) -> tuple[PossibleMatch, ...]:
        """Those on record whose name is the party's, or nearly; best first, each once.

        Never those who are the party by identifier, nor those whose certain identifier of the same scheme is another.
        """
        key = (party.names, party.identifiers, least)  # many a member bids itself, too
        if key not in self._asked:
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            self._asked[key] = self._possible(party, least)
        return self._asked[key]

    def _possible(self, party: Party, least: int) -> tuple[PossibleMatch, ...]:
        own = _certain(party.identifiers)
        best: dict[int, PossibleMatch] = {}
        for name in party.names:
            asked = normal(name)
            for score, why, number, found in self._found(asked, least):
                if score < least or self._settled(own, number, score):
                    continue
                if number not in best or score > best[number].score:
                    reasons = (*why, *(["other-name"] if name != party.name else []), *self._other_code(own, number))
                    best[number] = PossibleMatch(self._known[number], asked, found, score, reasons)
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.known.at, match.found.written)))

    def _other_code(self, own: set[Identifier], number: int) -> list[str]:
        theirs = _certain(self._known[number].identifiers)
        return ["other-code"] if {UNIT} <= {i.scheme for i in own} & {i.scheme for i in theirs} else []

    def _settled(self, own: set[Identifier], number: int, score: int) -> bool:
        """Whether identifiers tell already that it is the same, or another.

        Two units do not bear the very same name in one register's district, so that a bid with a listed name and
        another's code is to be looked at. Persons do.
        """
        if score == _SAME and self._other_code(own, number):
            return bool(own & _certain(self._known[number].identifiers))
        theirs = _certain(self._known[number].identifiers)
        if own & theirs:
            return True
        written = {_bare(one) for one in own} & {_bare(other) for other in theirs}
        return not written and bool({i.scheme for i in own} & {i.scheme for i in theirs})

    def _found(self, asked: NormalName, least: int) -> Iterator[tuple[int, tuple[str, ...], int, NormalName]]:
        """Score, reasons, who, and under which name."""
        if not _says_enough(asked):
            return
        for core, score, why in self._cores(asked, least):
            for number, found in self._by_core[core]:
                if score == _SAME:
                    yield (*_of_forms(asked, found), number, found)
                else:
                    yield score, why, number, found

    def _cores(self, asked: NormalName, least: int) -> Iterator[tuple[str, int, tuple[str, ...]]]:
        core = asked.core
        if core in self._by_core:
            yield core, _SAME, ()
        reordered = [c for c in self._by_words.get(_sorted_words(core), ()) if c != core] if " " in core else []
        yield from ((other, _ORDER, ("word-order",)) for other in reordered)
        if len(core) < _NEAR_FROM:
            return
        letters = Counter(core)
        for other in self._near(core):
            shared = (letters & Counter(other)).total()
            if 200 * shared < least * (len(core) + len(other)):
                continue  # in whatever order they stand
            ratio = SequenceMatcher(None, core, other, autojunk=False).ratio()
            score = min(int(100 * ratio), _ORDER - 1)
            if other not in reordered and ratio < 1:
                yield other, score, ("near",)

    def _near(self, core: str) -> list[str]:
        """Cores that share most pairs of letters: those worth a closer look."""
        pairs = _pairs(core)
        shared = Counter[str]()
        for pair in pairs:
            shared.update(self._by_pair.get(pair, ()))
        shared.pop(core, None)
        least = _SHARED / (2 - _SHARED) * len(pairs)  # nobody has fewer pairs than are shared
        likely = ((both, other) for other, both in shared.items() if both >= least and _alike_long(core, other))
        shares = ((2 * both / (len(pairs) + self._pairs_of[other]), other) for both, other in likely)
        best = sorted(
            ((share, other) for share, other in shares if share >= _SHARED), key=lambda pair: (-pair[0], pair[1])
        )
        return [other for _, other in best[:_MOST_LOOKED_AT] if _words_alike(core, other)]


def _bare(identifier: Identifier) -> tuple[str, str]:
    """An identifier without what is written in one way or another: signs, blanks, leading noughts. It makes nobody the
    same, but whoever differs in no more than that may be."""
    text = re.sub(r"[\W_]", "", identifier.id).casefold().lstrip("0")
    return identifier.scheme, text


def _alike_long(one: str, other: str) -> bool:
    return 0.75 * len(one) <= len(other) <= len(one) / 0.75


def _words_alike(one: str, other: str) -> bool:
    """Where both have words of their own, these must be alike, too: DSD Construction is not D.A. Construction."""
    mine, theirs = one.split(), other.split()
    own = [word for word in mine if word not in theirs]
    others = [word for word in theirs if word not in mine]
    if not own or not others or (own == mine and others == theirs):
        return True
    return SequenceMatcher(None, " ".join(own), " ".join(others), autojunk=False).ratio() >= _WORDS_ALIKE


def _of_forms(asked: NormalName, found: NormalName) -> tuple[int, tuple[str, ...]]:
    """Two names with one core: how they differ."""
    steps = [step for step in dict.fromkeys((*asked.steps, *found.steps)) if asked.written != found.written]
    if asked.form == found.form:
        return _SAME, ("same", *steps)
    return _FORM, ("legal-form-differs", *(step for step in steps if step != "legal-form"))


def _says_enough(name: NormalName) -> bool:
    return len(name.core) >= (_LEAST_HAN if name.is_han else _LEAST_LETTERS)


def _sorted_words(core: str) -> str:
    return " ".join(sorted(core.split()))


def _pairs(core: str) -> set[str]:
    return {core[i : i + 2] for i in range(len(core) - 1)}

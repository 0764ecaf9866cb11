"""Assemble: from a bidder as it is written to the profiles a check can be asked about.

Who bids is looked up by a checked identifier only. Members of a consortium, and whoever else a measure at the action
reaches, stand in the profile as related subjects, each with what is on record of it; who bids together is what the
tender's file says, and counts as looked up there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from credit_rules.errors import ProfileError, problem
from credit_rules.model.law import Law
from credit_rules.rosters import Found, Roster
from credit_rules.screening.identity import CHECKED, Directory, Judged, certain_identifiers, identified, known_of
from credit_rules.screening.names import normal
from credit_rules.screening.tenders import CONSORTIUM_MEMBER, Bidder, Identifier, Party, Related

#: What a supplier declares in its bid, in the words of the measures that accept it.
NO_MAJOR_VIOLATION = "no-major-violation"
#: Whoever is related to somebody who is related to somebody who is related … is not followed further.
_DEEPEST = 4
#: What a consortium calls itself: 甲乙联合体, and not 联合体育用品公司.
_TOGETHER = re.compile(r"(联合体|聯合體)\W*$|[(\[【](联合体|聯合體)|\b(consortium|consorcio|joint venture)\W*$", re.I)
#: What one firm or body is called at its end.
_FIRM = re.compile(
    r"(公司|集团|厂|院|所|中心|合作社|社|部|店|行|局|校|大学|\b(ltd|inc|llc|gmbh|s\.?a|co|corp)\.?)\W*$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A party with the profile data that is about it alone."""

    party: Party
    role: str = ""  # empty: whoever the check is about
    path: tuple[int, ...] = ()  # where it stands in the profile's `related`, level by level
    judged: Judged | None = None  # None: it has no identifier
    data: Mapping[str, Any]
    at: str = ""  # where its line stands among the profiles; empty: it has none
    doubt: str | None = None

    @property
    def certain(self) -> bool:
        """Whether an identifier tells who it is."""
        return self.judged is not None and self.judged.certain and self.doubt is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A bidder as a check sees it: one subject, and those related to it."""

    subject: Somebody
    related: tuple[Somebody, ...]
    data: Mapping[str, Any]

    @property
    def everybody(self) -> tuple[Somebody, ...]:
        """The subject, then the others."""
        return (self.subject, *self.related)


#: Each member may stand for all, beside all the others; nobody bids with so many, but a circle of rows may say so.
_MOST_MEMBERS = 300


class Records:
    """Everybody of whom there is a record: by identifier, by name, and as plain data by place."""

    def __init__(self, roster: Roster, law: Law) -> None:
        self.roster, self.law = roster, law
        self._lines = {line.place: line for line in roster.readable()}
        self.directory = Directory(known_of(line.data["subject"], at) for at, line in self._lines.items())
        self._told: dict[object, Found] = {}

    def at(self, place: str) -> Mapping[str, Any]:
        """The profile that stands at a place, as it is written."""
        data: Mapping[str, Any] = self._lines[place].data
        return data

    def of(self, party: Party, judged: Judged) -> Found:
        """What is on record of a party under its identifiers. ProfileError where a line is wrong, or it has two."""
        own = certain_identifiers(party) if judged.certain else {judged.identifier}
        key = (judged, party.kind, frozenset(own))
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = self._found(party, judged, own)
        return found

    def _found(self, party: Party, judged: Judged, own: Iterable[Identifier]) -> Found:
        ids = sorted({identifier.id for identifier in own})
        wrong = [told for text in ids for told in self.roster.wrong_about(text)]
        if wrong:
            raise ProfileError(wrong)
        places = [known.at for known in self.directory.same(party)] if judged.certain else []
        if len(places) > 1:
            raise ProfileError([problem("two-profiles", places[1], name=judged.identifier.id, first=places[0])])
        if places:
            return self.roster.found_at(self._lines[places[0]], self.law)
        code, scheme = judged.identifier.id, judged.identifier.scheme
        if scheme in CHECKED:
            return self._by_code(code, judged)
        subject = {"id": code, "scheme": scheme, "kind": party.kind or "enterprise"}
        return Found({"subject": {key: value for key, value in subject.items() if value}}, "", judged.doubt)

    def _by_code(self, code: str, judged: Judged) -> Found:
        """A line with a doubtful code stands under that code, too."""
        if not judged.certain:
            try:
                return self.roster.found(code, self.law)
            except ProfileError as error:
                if all(told.code != "no-subject" for told in error.problems):
                    raise
        return self.roster.without_line(code, self.law)


def assembled(bidder: Bidder, records: Records, roles: Iterable[str], source: str) -> tuple[Assembled, ...]:
    """The profile of a bidder with whoever is related to it in one of `roles`; none where nobody is named at all.

    A consortium is nobody in law. Where it has no code, each member that can be identified may stand for it, with the
    others beside it: there is one profile for each, for it is not told who leads.
    ProfileError where a line about one of them is wrong.
    """
    wanted = set(roles)
    members = _members(bidder.party)
    if len(members) > _MOST_MEMBERS:
        told = problem("consortium-too-large", bidder.party.at, count=len(members), most=_MOST_MEMBERS)
        raise ProfileError([told])
    if _bids_itself(bidder.party, members):
        sides = [(bidder.party, members)] if _is_somebody(bidder.party) else []
    else:
        known = [party for party in members if (best := identified(party)) is not None and best.certain]
        sides = [(lead, [party for party in members if party is not lead]) for lead in known or members[:1]]
    return tuple(_side(bidder, lead, others, records, wanted, source) for lead, others in sides)


def _side(
    bidder: Bidder, lead: Party, others: Sequence[Party], records: Records, wanted: set[str], source: str
) -> Assembled:
    own = [link for link in bidder.party.related if link.role != CONSORTIUM_MEMBER]
    links = [
        *(Related(CONSORTIUM_MEMBER, party) for party in others),
        *own,
        *(link for link in lead.related if link.role != CONSORTIUM_MEMBER and link not in own),
    ]
    told = _names_its_members(bidder.party, [lead, *others])
    people, data = _whole(lead, "", links, records, wanted, source, told={CONSORTIUM_MEMBER} if told else set())
    if bidder.declares:
        declared = {"fact": NO_MAJOR_VIOLATION, "by": "supplier"}
        data["declared"] = [*data.get("declared", ()), declared]
    return Assembled(subject=people[0], related=tuple(people[1:]), data=data)


def _members(party: Party) -> list[Party]:
    """Everybody who bids together, each once: the members, and those of members that are a consortium themselves.

    Who is somebody by itself bids here alone, whoever it may bid with elsewhere.
    """
    found: list[Party] = []
    seen: set[object] = set(certain_identifiers(party))  # the leading member names itself among the members
    waiting = list(party.related_by(CONSORTIUM_MEMBER))
    for member in waiting:  # which grows while it is gone through
        who: set[object] = set(certain_identifiers(member)) or {(member.names, member.identifiers)}
        if who & seen:
            continue
        seen |= who
        inner = member.related_by(CONSORTIUM_MEMBER)
        if _bids_itself(member, inner):
            found.append(member)
        else:
            waiting.extend(inner)
    return found


def _bids_itself(party: Party, members: Sequence[Party]) -> bool:
    """Whether a party is somebody, and not only the name of those who bid together: it has a code, or is called like
    one firm and not like all of them."""
    if not members or identified(party) is not None:
        return True
    form = normal(party.name).form
    several = all(core in form for member in members if (core := normal(member.name).core))
    return bool(_FIRM.search(party.name)) and not several and not _calls_itself_a_consortium(party)


def _calls_itself_a_consortium(party: Party) -> bool:
    return any(_TOGETHER.search(unicodedata.normalize("NFKC", name)) for name in party.names)


def _names_its_members(party: Party, together: Sequence[Party]) -> bool:
    """Whether the tender's file tells who bids together: two at least, if it is a consortium."""
    return len(together) > 1 or (together[0] is party and not _calls_itself_a_consortium(party))


def _is_somebody(party: Party) -> bool:
    return bool(party.name) or identified(party) is not None


def somebody(party: Party, records: Records, role: str = "") -> Somebody:
    """What is on record of a party under its identifier; without one, only its name is there."""
    best = identified(party)
    if best is None:
        subject = {"name": party.name, "kind": party.kind or "enterprise"}
        return Somebody(party=party, role=role, data={"subject": subject})
    _refuse_two_codes(party)
    found = records.of(party, best)
    told, doubt = dict(found.data["subject"]), found.doubt or best.doubt
    if found.doubt == "identity-kind-unclear" and party.kind:
        told, doubt = {**told, "kind": party.kind}, best.doubt  # the code does not tell it, the tender does
    data = {**found.data, "subject": _named(told, party)}
    return Somebody(party=party, role=role, judged=best, data=data, at=found.at.removesuffix("#"), doubt=doubt)


def _refuse_two_codes(party: Party) -> None:
    """Nobody has two codes: whose records count cannot be told."""
    for scheme in CHECKED:
        codes = sorted(each.id for each in certain_identifiers(party) if each.scheme == scheme)
        if len(codes) > 1:
            raise ProfileError([problem("identity-two-codes", party.at, one=codes[0], other=codes[1])])


def _named(subject: Mapping[str, Any], party: Party) -> dict[str, Any]:
    """The subject as it is on record; where no name is, that of the tender."""
    own = dict(subject)
    if not own.get("name") and party.name:
        own = {**own, "name": party.name}
    if not own.get("region") and party.region:
        own = {**own, "region": party.region}
    return own


def _whole(
    party: Party,
    role: str,
    links: Sequence[Related],
    records: Records,
    wanted: set[str],
    source: str,
    *,
    told: set[str],
    path: tuple[int, ...] = (),
) -> tuple[list[Somebody], dict[str, Any]]:
    """A party and whoever is related to it in a role that is wanted, with its whole profile."""
    one = replace(somebody(party, records, role), path=path)
    data = dict(one.data)
    people, relations = [one], list(data.get("related", ()))
    taken = {relation.get("id") for relation in relations if isinstance(relation, Mapping)}
    for number, link in enumerate((link for link in links if link.role in wanted), 1):
        inner = [each for each in link.party.related if each.role != CONSORTIUM_MEMBER] if len(path) < _DEEPEST else []
        here = (*path, len(relations))
        found, profile = _whole(link.party, link.role, inner, records, wanted, source, told=set(), path=here)
        people += found
        relations.append({"id": _id_of(profile, number, link.role, taken), "role": link.role, "profile": profile})
    # Who bids together the file always says; the rest only where it names somebody.
    settled = (told | {link.role for link in links if link.role != CONSORTIUM_MEMBER}) & wanted
    if settled:
        # The file's name alone: wherever it lies, the same file gives the same decision.
        channel = Path(source.partition("#")[0]).name
        looked_up = [{"what": f"related.{name}", "channel": channel} for name in sorted(settled)]
        data["consulted"] = [*data.get("consulted", ()), *looked_up]
    if relations:
        data["related"] = relations
    return people, data


def _id_of(profile: Mapping[str, Any], number: int, role: str, taken: set[Any]) -> str:
    """Whoever is related, under the identifier it is known by, which is what reasons name it by."""
    wanted: Iterator[str] = iter((str(profile["subject"].get("id") or f"X{number}"), f"X{number}", f"X{number}-{role}"))
    name = next((each for each in wanted if each not in taken), f"X{number}-{len(taken)}")
    taken.add(name)
    return name

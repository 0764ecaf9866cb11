"""Assemble: from a bidder as it is written to the profile a check can be asked about.

Who bids is looked up by a checked identifier only. Members of a consortium, and whoever else a measure at the action
reaches, stand in the profile as related subjects, each with what is on record of it; who bids together is what the
tender's file says, and counts as looked up there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from credit_rules.errors import ProfileError, problem
from credit_rules.model.law import Law
from credit_rules.rosters import Found, Roster
from credit_rules.screening.identity import CHECKED, Directory, Judged, identified, known_of
from credit_rules.screening.tenders import CONSORTIUM_MEMBER, Bidder, Identifier, Party, Related

#: What a supplier declares in its bid, in the words of the measures that accept it.
NO_MAJOR_VIOLATION = "no-major-violation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A party with the profile data that is about it alone."""

    party: Party
    role: str = ""  # empty: whoever the check is about
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


class Records:
    """Everybody of whom there is a record: by identifier, by name, and as plain data by place."""

    def __init__(self, roster: Roster, law: Law) -> None:
        self.roster, self.law = roster, law
        self.by_place = dict(roster.subjects())
        self.directory = Directory(known_of(data["subject"], at) for at, data in self.by_place.items())
        self._told: dict[Identifier, Found] = {}

    def of(self, party: Party, judged: Judged) -> Found:
        """What is on record of a party under its identifier. ProfileError where its line is wrong, or it has two."""
        found = self._told.get(judged.identifier)
        if found is None:
            found = self._told[judged.identifier] = self._found(party, judged)
        return found

    def _found(self, party: Party, judged: Judged) -> Found:
        places = [known.at for known in self.directory.same(party)] if judged.certain else []
        if len(places) > 1:
            raise ProfileError([problem("two-profiles", places[1], name=judged.identifier.id, first=places[0])])
        if places:
            return self.roster.found(str(self.by_place[places[0]]["subject"]["id"]), self.law)
        code, scheme = judged.identifier.id, judged.identifier.scheme
        if scheme in CHECKED:
            try:  # a line that is broken, or whose code is doubtful, stands under the code, too
                return self.roster.found(code, self.law)
            except ProfileError as error:
                if all(told.code != "no-subject" for told in error.problems):
                    raise
            return self.roster.without_line(code, self.law)
        subject = {"id": code, "scheme": scheme, "kind": party.kind or "enterprise"}
        return Found({"subject": {key: value for key, value in subject.items() if value}}, "", judged.doubt)


def assembled(bidder: Bidder, records: Records, roles: Iterable[str], source: str) -> Assembled | None:
    """The profile of a bidder with whoever is related to it in one of `roles`; None where nobody is named at all.

    ProfileError where a line about one of them is wrong.
    """
    party, links = _who_answers(bidder.party)
    if not _is_somebody(party):
        return None
    wanted = set(roles)
    subject = somebody(party, records)
    related = tuple(somebody(link.party, records, link.role) for link in links if link.role in wanted)
    return Assembled(subject=subject, related=related, data=_profile(subject, related, bidder, wanted, source))


def _who_answers(party: Party) -> tuple[Party, tuple[Related, ...]]:
    """A consortium is nobody in law: the first member that can be identified stands for it, the others beside it."""
    members = party.related_by(CONSORTIUM_MEMBER)
    if not members or party.identifiers:
        return party, party.related
    known = [member for member in members if (best := identified(member)) is not None and best.certain]
    lead = (known or list(members))[0]
    others = tuple(link for link in party.related if link.party is not lead)
    return lead, (*others, *(link for link in lead.related if link.role != CONSORTIUM_MEMBER))


def _is_somebody(party: Party) -> bool:
    return bool(party.name) or identified(party) is not None


def somebody(party: Party, records: Records, role: str = "") -> Somebody:
    """What is on record of a party under its identifier; without one, only its name is there."""
    best = identified(party)
    if best is None:
        subject = {"name": party.name, "kind": party.kind or "enterprise"}
        return Somebody(party=party, role=role, data={"subject": subject})
    found = records.of(party, best)
    told, doubt = dict(found.data["subject"]), found.doubt or best.doubt
    if found.doubt == "identity-kind-unclear" and party.kind:
        told, doubt = {**told, "kind": party.kind}, best.doubt  # the code does not tell it, the tender does
    data = {**found.data, "subject": _named(told, party)}
    return Somebody(party=party, role=role, judged=best, data=data, at=found.at.removesuffix("#"), doubt=doubt)


def _named(subject: Mapping[str, Any], party: Party) -> dict[str, Any]:
    """The subject as it is on record; where no name is, that of the tender."""
    own = dict(subject)
    if not own.get("name") and party.name:
        own = {**own, "name": party.name}
    if not own.get("region") and party.region:
        own = {**own, "region": party.region}
    return own


def _profile(
    subject: Somebody, related: Iterable[Somebody], bidder: Bidder, roles: Iterable[str], source: str
) -> dict[str, Any]:
    data = dict(subject.data)
    told = [{"what": f"related.{role}", "channel": source} for role in sorted(roles) if _tells(role, bidder)]
    if told:
        data["consulted"] = [*data.get("consulted", ()), *told]
    if bidder.declares:
        declared = {"fact": NO_MAJOR_VIOLATION, "by": "supplier"}
        data["declared"] = [*data.get("declared", ()), declared]
    if related:
        taken = {relation.get("id") for relation in data.get("related", ()) if isinstance(relation, Mapping)}
        data["related"] = [*data.get("related", ()), *_relations(related, taken)]
    return data


def _relations(related: Iterable[Somebody], taken: set[Any]) -> Iterator[dict[str, Any]]:
    """Whoever is related, under the identifier it is known by, which is what reasons name it by."""
    for number, one in enumerate(related, 1):
        wanted = (str(one.data["subject"].get("id") or f"X{number}"), f"X{number}", f"X{number}-{one.role}")
        name = next((each for each in wanted if each not in taken), f"X{number}-{len(taken)}")
        taken.add(name)
        yield {"id": name, "role": one.role, "profile": dict(one.data)}


def _tells(role: str, bidder: Bidder) -> bool:
    """Whether the tender's file settles who is related in a role: who bids together it always says, the rest only
    where it names somebody."""
    return role == CONSORTIUM_MEMBER or bool(bidder.party.related_by(role))

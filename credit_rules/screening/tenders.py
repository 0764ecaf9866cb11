"""A tender and its bidders, whichever file they were read from: a bidders' sheet or OCDS.

Plain frozen values. Who somebody is, is said as it is written; `identity` judges it. Places are `file.csv:12:3`,
`file.xlsx!C12` and `file.json#/releases/0/tender`, so that every doubt can be looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from credit_rules.errors import Problem
from credit_rules.screening.tallies import Tally

#: What is doubted about something read: a code of `words.problems`, its place, what is the matter, what would mend it.
Doubt = Problem

#: Roles of `Related` that readers give; the codes of `reaches` in measure lists.
CONSORTIUM_MEMBER = "consortium-member"
LEGAL_REPRESENTATIVE = "legal-representative"
CONTROLLER = "controller"

#: Where in OCDS a bidder was found.
TENDERERS, BIDS, PARTIES, SUPPLIERS = "tender.tenderers", "bids", "parties", "awards.suppliers"
#: Statuses of a bid with which nobody competes any more; shown, never dropped.
NO_LONGER_IN = frozenset({"withdrawn", "disqualified", "deleted", "invalid", "unsuccessful"})


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier as it is written; `scheme` is empty where none is said."""

    scheme: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation or person: a bidder, a member of a consortium, a legal representative, a controller."""

    name: str = ""
    other_names: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    kind: str | None = None  # a subject kind, where the file says so
    region: str | None = None
    related: "tuple[Related, ...]" = ()
    at: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by; the first is the one to show."""
        return tuple(name for name in (self.name, *self.other_names) if name)

    def related_by(self, role: str) -> "tuple[Party, ...]":
        """Those related in one role, as in `related_by(CONSORTIUM_MEMBER)`."""
        return tuple(link.party for link in self.related if link.role == role)


@dataclass(frozen=True, slots=True)
class Related:
    """Somebody related to a party, and how. Circles are cut where they close, and doubted."""

    role: str
    party: Party


@dataclass(frozen=True, slots=True)
class Bid:
    """One bid; `status` as it is written, in lower case (`withdrawn`, `disqualified`, …), empty where none is said."""

    id: str
    status: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bidder:
    """Who bids: alone, or several together (then `members` tells them)."""

    number: str  # 序号, or the place among the bidders of the tender
    party: Party
    bids: tuple[Bid, ...] = ()
    found_in: tuple[str, ...] = ()  # of OCDS: TENDERERS, BIDS, PARTIES, SUPPLIERS; empty for a sheet
    local_ids: tuple[str, ...] = ()  # what OCDS calls it within the release; proves nothing outside
    declares: bool | None = None  # of a sheet: whether no major violation is declared; None: nothing is written
    doubts: tuple[Doubt, ...] = ()

    @property
    def members(self) -> tuple[Party, ...]:
        """The members of a consortium; empty for one who bids alone."""
        return self.party.related_by(CONSORTIUM_MEMBER)

    @property
    def still_in(self) -> bool:
        """Whether it competes still: no bid is known, or one that is neither withdrawn nor disqualified."""
        return not self.bids or any(bid.status not in NO_LONGER_IN for bid in self.bids)


@dataclass(frozen=True, slots=True)
class Moment:
    """A legally relevant moment: the day where it is written, and how it is written, with its hour and zone."""

    day: date
    written: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """One tender (OCDS: one release, or one record), with who bids and the moments the law looks at."""

    id: str = ""
    title: str = ""
    buyer: str = ""
    agency: str = ""
    country: str = ""  # as it is written, for counts; empty where none is said
    bidders: tuple[Bidder, ...] = ()
    deadline: Moment | None = None  # end of the time for bids 投标截止
    opening: Moment | None = None  # 开标
    award: Moment | None = None  # 中标、成交; the latest of several
    at: str = ""
    doubts: tuple[Doubt, ...] = ()

    def moment(self, name: str) -> Moment | None:
        """The moment called `deadline`, `opening` or `award`."""
        return {"deadline": self.deadline, "opening": self.opening, "award": self.award}[name]


@dataclass(frozen=True, slots=True)
class Tenders:
    """The tenders of one file, one after the other, and what became of everything in it.

    The tally is whole only once the last tender was taken.
    """

    each: Iterator[Tender]
    tally: Tally

"""The credit profile: what is known of one subject, as the registers gave it."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from credit_rules.model.scalars import (
    Code,
    CommitmentType,
    Day,
    EndDay,
    Flag,
    Money,
    Number,
    PenaltyKind,
    Region,
    Removal,
    Severity,
    Shape,
    String,
    SubjectKind,
    Word,
    one_of,
)

#: Events: null says it has not happened; absent says the same for these …
EVENTS = frozenset({"removed_on", "breached_on", "objection.filed_on", "objection.accepted_on", "objection.closed_on"})
#: … and is unknown for these.
OPEN_EVENTS = frozenset({"corrected_on", "performed_on", "fulfilled_on"})
#: What is said of a removal, and so not before it.
TOLD_WITH_REMOVAL = frozenset({"removal", "resumes_on"})


class OtherId(Shape):
    """A further identifier of a subject: it finds whom to look at."""

    scheme: Word | None = None
    id: Word


class Subject(Shape):
    """Whom the profile is about. Other names and identifiers help to find it; no rule reads them."""

    id: Word | None = None
    scheme: Word | None = None
    name: Word | None = None
    kind: SubjectKind
    region: Region | None = None
    industry: Word | None = None
    founded_on: Day | None = None
    minor: Flag | None = None
    other_names: tuple[Word, ...] = ()
    other_ids: tuple[OtherId, ...] = ()

    def stated(self) -> dict[str, Any]:
        """What is stated of it; a decision about a subject without other names is the same as before there were any."""
        return {key: value for key, value in self.model_dump(exclude_none=True).items() if value != ()}


class Objection(Shape):
    """The subject contests a record."""

    filed_on: Day | None = None
    accepted_on: Day | None = None
    closed_on: Day | None = None
    upheld: Flag | None = None


class Entry(Shape):
    """The envelope of every record; each kind adds its own date and fields."""

    own_date: ClassVar[str]
    kind_of_record: ClassVar[str]
    scheme_field: ClassVar[str | None] = None

    id: Word | None = None
    authority: String | None = None
    document: String | None = None
    region: Region | None = None
    published_on: Day | None = None
    known_on: Day | None = None
    ends_on: EndDay | None = None
    corrected_on: Day | None = None
    removed_on: Day | None = None
    removal: Removal | None = None
    resumes_on: Day | None = None
    objection: Objection | None = None
    amount: Money | None = None


class Listing(Entry):
    """An entry on a red list, blacklist or watch list."""

    own_date = "listed_on"
    kind_of_record = "listing"
    scheme_field = "list"

    list: Code
    listed_on: Day
    ground: Code | None = None


class Penalty(Entry):
    """An administrative penalty."""

    own_date = "decided_on"
    kind_of_record = "penalty"

    decided_on: Day
    field: Code | None = None
    kind: PenaltyKind | None = None
    severity: Severity | None = None
    large: Flag | None = None
    performed_on: Day | None = None


class Permit(Entry):
    """A permit granted."""

    own_date = "granted_on"
    kind_of_record = "permit"

    granted_on: Day
    matter: Code | None = None
    kind: Code | None = None


class Conviction(Entry):
    """A criminal conviction."""

    own_date = "decided_on"
    kind_of_record = "conviction"

    decided_on: Day
    offence: Code | None = None
    sentence: Code | None = None


class Commitment(Entry):
    """A signed promise."""

    own_date = "made_on"
    kind_of_record = "commitment"

    made_on: Day
    type: CommitmentType | None = None
    matter: Code | None = None
    due_on: Day | None = None
    fulfilled_on: Day | None = None
    breached_on: Day | None = None


class Rating(Entry):
    """A grade of one scheme."""

    own_date = "rated_on"
    kind_of_record = "rating"
    scheme_field = "scheme"

    scheme: Code
    rated_on: Day
    grade: Word | None = None


class Points(Entry):
    """Credit points of one scheme."""

    own_date = "as_of"
    kind_of_record = "points"
    scheme_field = "scheme"

    scheme: Code
    as_of: Day
    value: Number | None = None


def _consultation(value: object) -> object:
    return {"what": value} if isinstance(value, str) else value


def _consultations(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Consultation(Shape):
    """A register that was looked up. Channel, hour, person and evidence are evidence only; no rule reads them."""

    what: Code
    channel: String | None = None
    at: String | None = None
    by: String | None = None
    result: Annotated[str | None, BeforeValidator(one_of("listed", "not-listed", "none", "found"))] = None
    evidence: String | None = None


class Declared(Shape):
    """A fact somebody declared."""

    fact: Code
    by: String | None = None
    made_on: Day | None = None
    document: String | None = None


class Relation(Shape):
    """A related subject, with a profile of its own."""

    id: Word | None = None
    role: Code
    start: Day | None = Field(default=None, alias="from")
    until: EndDay | None = None
    profile: "ProfileFields"


class ProfileFields(Shape):
    """A profile's own keys; see `CreditProfile`."""

    subject: Subject
    as_of: Day | None = None
    consulted: Annotated[
        tuple[Annotated[Consultation, BeforeValidator(_consultation)], ...], BeforeValidator(_consultations)
    ] = ()
    declared: tuple[Declared, ...] = ()
    listings: tuple[Listing, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    permits: tuple[Permit, ...] = ()
    convictions: tuple[Conviction, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    ratings: tuple[Rating, ...] = ()
    points: tuple[Points, ...] = ()
    related: tuple[Relation, ...] = ()


#: What a unified social credit code's first two characters say of the subject (GB 32100).
KIND_BY_CODE: Mapping[str, str] = {
    "11": "government-body",
    "12": "public-institution",
    "51": "social-organisation",
    "52": "social-organisation",
    "53": "social-organisation",
    "91": "enterprise",
    "92": "sole-trader",
    "93": "enterprise",
}

#: Section of a profile → letter its records are numbered with where they have no id.
SECTIONS: Mapping[str, str] = {
    "listings": "L",
    "penalties": "P",
    "permits": "T",
    "convictions": "V",
    "commitments": "C",
    "ratings": "R",
    "points": "S",
}
RECORD_TYPES: tuple[type[Entry], ...] = (Listing, Penalty, Permit, Conviction, Commitment, Rating, Points)
TYPE_OF_KIND: Mapping[str, type[Entry]] = {entry.kind_of_record: entry for entry in RECORD_TYPES}

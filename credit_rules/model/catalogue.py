"""The catalogue: sources of law, lists, actions, bodies, schemes, and who recognises whom."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from credit_rules.model.days import NEVER, Period
from credit_rules.model.places import COUNTRY, contains
from credit_rules.model.scalars import (
    Code,
    Day,
    Flag,
    Length,
    Region,
    Shape,
    SubjectKind,
    Word,
    Words,
    one_of,
    read_period,
    refuse,
)

RANKS = (
    "law",
    "administrative-regulation",
    "local-regulation",
    "judicial-interpretation",
    "central-policy",
    "departmental-rule",
    "normative-document",
    "report",  # an article or account that says what a rule holds, where the rule itself was not seen
)
COLOURS = ("red", "black", "watch")


class InForce(Shape):
    """From and until which day, both included; open where absent."""

    start: Day = Field(default=date.min, alias="from")
    until: Day = NEVER

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies within."""
        return self.start <= day <= self.until

    @model_validator(mode="after")
    def _in_order(self) -> "InForce":
        if self.until < self.start:
            refuse("dates-contradict", first="from", second="until", early=str(self.start), late=str(self.until))
        return self


ALWAYS_IN_FORCE = InForce()


class Article(Shape):
    """What one article of a source says, word for word."""

    article: Word
    text: Word


class Source(Shape):
    """A source of law or policy, with its rank."""

    id: Code
    title: Words
    cited_as: tuple[Word, ...] = ()
    number: Word | None = None
    rank: Annotated[str, BeforeValidator(one_of(*RANKS))]
    region: Region = COUNTRY
    in_force: InForce = ALWAYS_IN_FORCE
    verified: Flag = False
    binds: tuple[Code, ...] = ()  # the bodies a departmental rule binds
    note: Words | None = None
    articles: tuple[Article, ...] = ()  # in the source's own words, for people to read; nothing is decided by them

    @model_validator(mode="after")
    def _holds_somewhere(self) -> "Source":
        if self.rank == "local-regulation" and self.region == COUNTRY:
            refuse("region-of-local-regulation")
        return self

    def words_of(self, article: str) -> str | None:
        """What an article says; of a part of one, the whole article."""
        own = {told.article: told.text for told in self.articles}
        whole = article.partition("条")[0] + "条"
        return own.get(article, own.get(whole))


class Span(Shape):
    """A period the law bounds and the decision settles."""

    at_least: Length | None = None
    at_most: Length | None = None


def _how_long(value: object) -> object:
    if isinstance(value, str) and value in ("none", "as-decided"):
        return str.__str__(value)
    if isinstance(value, dict):
        return Span.model_validate(value)
    return value if isinstance(value, Span) else read_period(value)


class Repair(Shape):
    """How one leaves a list before its end; `none` where the law gives no way, with the basis that says so."""

    none: Flag = False
    after: Length | None = None
    counted_from: Word | None = None
    conditions: Words | None = None
    apply_at: Words | None = None
    decided_within: Word | None = None
    basis: tuple[Any, ...] = ()


def _repair(value: object) -> object:
    return {"none": True} if isinstance(value, str) and value == "none" else value


class Term(Shape):
    """How long an entry stands and how it is repaired, while this law is in force."""

    in_force: InForce = ALWAYS_IN_FORCE
    period: Annotated[str | Period | Span, BeforeValidator(_how_long)]
    repair: Annotated[Repair | None, BeforeValidator(_repair)] = None


class RecordList(Shape):
    """A red list, blacklist or watch list."""

    id: Code
    title: Words
    colour: Annotated[str, BeforeValidator(one_of(*COLOURS))]
    region: Region = COUNTRY
    cross_check: Flag | None = None
    authority: Code | None = None
    basis: tuple[Any, ...] = ()
    subjects: tuple[SubjectKind, ...] = ()
    terms: tuple[Term, ...] = ()
    extendable: Flag = False
    ends_by: Words | None = None
    from_points: Flag = False
    look_up_at: Words | None = None
    note: Words | None = None

    @property
    def stops_incentives(self) -> bool:
        """Whether who stands on it gets no incentive (cross-check): black lists, unless said otherwise.

        A list made from points never does: points only reward.
        """
        if self.from_points:
            return False
        return self.colour == "black" if self.cross_check is None else self.cross_check


class Item(Shape):
    """A local item code that means this action."""

    scheme: Word
    code: Word


class Remedy(Shape):
    """What one may do against the decision, to whom, within what time."""

    name: Words
    to: Words | None = None
    within: Word | None = None
    basis: tuple[Any, ...] = ()


class ActionKind(Shape):
    """An administrative action of the catalogue."""

    id: Code
    title: Words
    aliases: tuple[Word, ...] = ()
    within: tuple[Code, ...] = ()
    handled_by: tuple[Code, ...] = ()
    items: tuple[Item, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    basic_public_service: Flag = False
    note: Words | None = None


class Recognition(Shape):
    """`here` honours the local lists of the regions named, while this is in force."""

    here: Region
    origin: tuple[Region, ...] = Field(alias="from")
    lists: tuple[Code, ...] = ()
    in_force: InForce = ALWAYS_IN_FORCE
    basis: tuple[Any, ...] = ()

    def covers(self, entry: str, origin: str, here: str, day: date) -> bool:
        """Whether list `entry` of region `origin` counts at an action in `here` on `day`."""
        return (
            (not self.lists or entry in self.lists)
            and any(contains(region, origin) for region in self.origin)
            and contains(self.here, here)
            and self.in_force.holds_on(day)
        )


class RatingScheme(Shape):
    """A scheme of grades."""

    id: Code
    title: Words
    grades: tuple[Word, ...] = ()
    region: Region = COUNTRY
    from_points: Flag = False
    terms: tuple[Term, ...] = ()
    look_up_at: Words | None = None
    note: Words | None = None


class PointsScheme(Shape):
    """A scheme of credit points."""

    id: Code
    title: Words
    region: Region = COUNTRY
    look_up_at: Words | None = None
    note: Words | None = None


class Authority(Shape):
    """A body that keeps lists or handles actions."""

    id: Code
    title: Words


class Role(Shape):
    """How a related subject stands to the subject."""

    id: Code
    title: Words
    subject: Annotated[str | None, BeforeValidator(one_of("person", "unit"))] = None


class Category(Shape):
    """A category of the national base list of restrictions."""

    id: Code
    title: Words
    group: Annotated[str, BeforeValidator(one_of("A", "B", "C", "statutory"))] = Field(alias="class")


class KindOfPenalty(Shape):
    """A kind of penalty, with the term it runs where the law gives one."""

    id: Code
    title: Words
    terms: tuple[Term, ...] = ()


class CatalogueFile(Shape):
    """One catalogue file: any of these sections."""

    sources: tuple[Source, ...] = ()
    lists: tuple[RecordList, ...] = ()
    actions: tuple[ActionKind, ...] = ()
    recognition: tuple[Recognition, ...] = ()
    rating_schemes: tuple[RatingScheme, ...] = ()
    points_schemes: tuple[PointsScheme, ...] = ()
    authorities: tuple[Authority, ...] = ()
    roles: tuple[Role, ...] = ()
    categories: tuple[Category, ...] = ()
    penalty_kinds: tuple[KindOfPenalty, ...] = ()

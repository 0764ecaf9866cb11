"""A measure list as its authors write it."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from credit_rules.model.catalogue import ALWAYS_IN_FORCE, InForce
from credit_rules.model.days import Period
from credit_rules.model.places import COUNTRY
from credit_rules.model.scalars import (
    Code,
    Flag,
    Length,
    Region,
    Shape,
    SubjectKind,
    Word,
    Words,
    one_of,
    read_text,
    refuse,
)
from credit_rules.model.texts import Text

#: In the order in which findings are shown.
RESTRICTING = ("bar", "limit", "weigh", "supervise", "deny-ease", "require", "disclose", "warn", "notify")
REWARDING = (
    "fast-lane",
    "accept-gaps",
    "priority",
    "ease",
    "waive",
    "score",
    "finance",
    "honour",
    "promote",
)
#: The closed list of the national base list of restrictions; `statutory` is what the law provides beside it.
CATEGORIES = (
    "market-access",
    "appointment",
    "consumption",
    "exit",
    "education",
    "public-funds",
    "honours",
    "preference",
    "key-supervision",
    "reference",
    "disclosure",
    "market-credit",
    "statutory",
)


class Fixed(Shape):
    """A measure's own period, counted from a date of the record that brings it."""

    fixed: Length
    start: Word

    model_config = Shape.model_config | {"populate_by_name": True}


class NoWayOut(Shape):
    """The law gives no way out, and this is where it says so."""

    none: Flag
    basis: tuple[Any, ...] = ()


def _lasting(value: object) -> object:
    if isinstance(value, str):
        if value not in ("while-it-holds", "life"):
            refuse("unknown-value", value=str(value), known=["while-it-holds", "life"])
        return str.__str__(value)
    if isinstance(value, dict) and "from" in value:
        return Fixed.model_validate({"start" if key == "from" else key: item for key, item in value.items()})
    return Fixed.model_validate(value)


def _way_out(value: object) -> object:
    if isinstance(value, dict) and "none" in value:
        return NoWayOut.model_validate(value)
    if value == "none":
        return NoWayOut(none=True)
    return read_text(value)


class Declaration(Shape):
    """A fact the subject may declare instead of having it looked up, and the basis that allows it."""

    fact: Code
    basis: tuple[Any, ...] = ()


class Reach(Shape):
    """Related subjects whose records count as the subject's own, and the basis for the spread."""

    role: Code
    basis: tuple[Any, ...] = ()


class Measure(Shape):
    """One line of a measure list."""

    id: Code
    title: Words
    polarity: Annotated[str, BeforeValidator(one_of("restriction", "incentive"))]
    effect: Annotated[str, BeforeValidator(one_of(*RESTRICTING, *REWARDING))]
    duty: Annotated[str, BeforeValidator(one_of("must", "may"))]
    category: Word | None = None
    actions: tuple[Code, ...]
    by: tuple[Code, ...] = ()
    subjects: tuple[SubjectKind, ...] = ()
    lasts: Annotated[str | Fixed, BeforeValidator(_lasting)] = "while-it-holds"
    way_out: Annotated[Text | NoWayOut | None, BeforeValidator(_way_out)] = None
    narrows: Word | None = None
    entitlement: Flag = False
    accepts_declaration: Declaration | None = None
    note: Words | None = None
    in_force: InForce = ALWAYS_IN_FORCE
    basis: tuple[Any, ...] = ()
    when: Any
    reaches: tuple[Reach, ...] = ()

    @property
    def period(self) -> Period | None:
        """The measure's own fixed period, if it has one."""
        return self.lasts.fixed if isinstance(self.lasts, Fixed) else None


class MeasureList(Shape):
    """One edition of one measure list."""

    measure_list: Code
    title: Words
    issuer: Words | None = None
    region: Region = COUNTRY
    edition: Word
    in_force: InForce
    draft: Flag = False
    parent: Code | None = None
    replaces: Word | None = None
    note: Words | None = None
    measures: tuple[Measure, ...]


class RulesetFile(Shape):
    """`ruleset.yaml` in a folder: what it is called and which rule sets it stands on."""

    ruleset: Word
    title: Words | None = None
    extends: tuple[Word, ...] = ()

"""Conditions: what a measure asks of the records, the subject and the action.

One kind of leaf serves all records. Everything a count can say is said with *at least k* and *not*
(`at_most: 1` is *not at least 2*), so that whether more records help is settled by the number of `not`s alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from credit_rules.model.days import Period


class Sees(Enum):
    """Which records a test sees."""

    STANDING = "standing"  # those that stand on the day
    PAST = "past"  # those that ever stood, but revoked ones and those an objection struck out
    LASTING = "lasting"  # those within the measure's own period, whether or not the record still stands
    LASTING_EVER = "lasting-ever"  # the same, and of a scheme the earlier grades too
    EVERYTHING = "everything"  # all: the guards of records are lifted, to see what triggers a measure
    EVER = "ever"  # all, and of a scheme the earlier grades too: what triggers a test of past records


@dataclass(frozen=True, slots=True)
class Lasting:
    """A measure's own period: for life where there is no `period`."""

    period: Period | None = None
    start: str | None = None


@dataclass(frozen=True, slots=True)
class FieldTest:
    """One field against values.

    `operator` is one-of, at-least, at-most, above, below, within-region, covered or happened.
    """

    field: str
    operator: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Not longer ago than `period`, counted from the record's date `of` (its own date unless named)."""

    period: Period
    of: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every term; true where there is none."""

    terms: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one term."""

    terms: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The contrary; unknown stays unknown."""

    term: "Condition"


@dataclass(frozen=True, slots=True, eq=False)
class RecordTest:
    """At least `at_least` records of `kind`, of the lists or schemes `names` (all where empty), pass `fields`."""

    kind: str
    names: tuple[str, ...]
    fields: tuple[FieldTest, ...]
    at_least: int
    within: Within | None
    sees: Sees
    lasting: Lasting | None = None
    declaration: str | None = None  # a declared fact that settles this test where it is not certainly true
    authored: str = ""  # the test as its author wrote it, as JSON, for those who ask what was tested

    def key(self) -> tuple[Any, ...]:
        """What makes two tests the same test."""
        return (
            self.kind,
            self.names,
            self.fields,
            self.at_least,
            self.within,
            self.sees,
            self.lasting,
            self.declaration,
        )


@dataclass(frozen=True, slots=True, eq=False)
class FactTest:
    """A field of the `subject` or of the `action`."""

    about: str
    test: FieldTest
    authored: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class RelatedTest:
    """Some related subject in `role` of whom `holds` is true, `subject` inside meaning that one."""

    role: str
    holds: "Condition"
    spread: tuple[tuple[date, date], ...] | None = None  # the days on which a basis for the spread is in force
    authored: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class InForceTest:
    """The day lies in one of the intervals (both ends included)."""

    intervals: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True, eq=False)
class HandledByTest:
    """The handling body is one of `bodies`; `usual` are those that handle the action, where none is named."""

    bodies: frozenset[str]
    usual: Mapping[str, tuple[str, ...]]


Leaf = RecordTest | FactTest | RelatedTest | InForceTest | HandledByTest
Condition = AllOf | AnyOf | Negation | RecordTest | FactTest | RelatedTest | InForceTest | HandledByTest

TRUE_CONDITION = AllOf(())


def leaves(condition: Condition, helps: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Every leaf outside related tests, with whether more records help (an even number of `not`s above it)."""
    match condition:
        case AllOf(terms=terms) | AnyOf(terms=terms):
            for term in terms:
                yield from leaves(term, helps)
        case Negation(term=term):
            yield from leaves(term, not helps)
        case _:
            yield condition, helps


def every_leaf(condition: Condition, helps: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Every leaf, those inside related tests included."""
    for leaf, helping in leaves(condition, helps):
        yield leaf, helping
        if isinstance(leaf, RelatedTest):
            yield from every_leaf(leaf.holds, helping)


def with_leaves(condition: Condition, change: Callable[[Leaf, bool], Leaf], helps: bool = True) -> Condition:
    """The same condition with every leaf changed; `change` is told whether more records help there."""
    match condition:
        case AllOf(terms=terms):
            return AllOf(tuple(with_leaves(term, change, helps) for term in terms))
        case AnyOf(terms=terms):
            return AnyOf(tuple(with_leaves(term, change, helps) for term in terms))
        case Negation(term=term):
            return Negation(with_leaves(term, change, not helps))
        case _:
            leaf = change(condition, helps)
            if isinstance(leaf, RelatedTest):
                return replace(leaf, holds=with_leaves(leaf.holds, change, helps))
            return leaf


#: Which tests see a measure's own period, and which see the earlier grades of a scheme.
OWN_PERIOD = frozenset({Sees.LASTING, Sees.LASTING_EVER})
EVER_SEEING = frozenset({Sees.PAST, Sees.LASTING_EVER, Sees.EVER})


def lasting_as(condition: Condition, lasting: Lasting) -> Condition:
    """The same condition with a measure's own period in place of the end of records that help."""

    def change(leaf: Leaf, helps: bool) -> Leaf:
        if not helps or not isinstance(leaf, RecordTest):
            return leaf
        ever = leaf.sees is Sees.PAST
        return replace(leaf, sees=Sees.LASTING_EVER if ever else Sees.LASTING, lasting=lasting)

    return with_leaves(condition, change)


def guards_lifted(condition: Condition) -> Condition:
    """What triggers a condition: the guards of records lifted where more records help."""

    def change(leaf: Leaf, helps: bool) -> Leaf:
        if not helps or not isinstance(leaf, RecordTest):
            return leaf
        return replace(leaf, sees=Sees.EVER if leaf.sees in EVER_SEEING else Sees.EVERYTHING, lasting=None)

    return with_leaves(condition, change)

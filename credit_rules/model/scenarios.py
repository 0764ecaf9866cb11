"""Scenarios: a story in steps, each with what happens, what is known after it, and what the engine must answer."""

from typing import Any

from pydantic import Field

from credit_rules.model.scalars import Code, Day, Flag, Region, Shape, Word, Words


class Step(Shape):
    """One day of a story. What is given adds to what was known before; a step without `action` only tells."""

    date: Day
    told: Words
    given: dict[str, Any] = Field(default_factory=dict)
    new: Flag = False  # the story turns to another subject: what was known before is of no account
    subject: dict[str, Any] = Field(default_factory=dict)
    action: Any = None
    known: Day | None = None
    region: Region | None = None  # where it is handled; the subject's own region if absent
    amount: Word | None = None
    authority: Word | None = None
    within_law: Word | None = None
    expect: dict[str, Any] = Field(default_factory=dict)


class Scenario(Shape):
    """The story of one system: which rule sets it is told under, about whom, and step by step what happens."""

    scenario: Code
    system: Code
    title: Words
    rules: tuple[Word, ...]
    drafts: Flag = False
    subject: dict[str, Any] = Field(default_factory=dict)
    steps: tuple[Step, ...]

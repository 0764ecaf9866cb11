"""Cases: small stories with the findings they expect, in YAML beside the lists they test."""

from typing import Any

from pydantic import Field

from credit_rules.model.scalars import Code, Shape, Word


class Case(Shape):
    """What is given, and what is expected of it; a case that expects nothing fails."""

    name: Word
    given: dict[str, Any] = Field(default_factory=dict)
    expect: dict[str, Any] = Field(default_factory=dict)
    why: Word | None = None


class CasesFile(Shape):
    """The cases of one measure list."""

    cases_for: Code
    defaults: dict[str, Any] = Field(default_factory=dict)
    cases: tuple[Case, ...]

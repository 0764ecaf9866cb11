"""The shape of a written decision: as much of `decision/1` as replaying rests on, typed strictly.

Keys are extended and never broken, so that what is not named here is let pass; whether it is as it was, the id says.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from credit_rules.model.scalars import Day, EndDay, Json, String, one_of, refuse
from credit_rules.stages.describing import FORMAT
from credit_rules.words import codes


class Open(BaseModel):
    """A mapping that may hold more than we know of."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)


def _hex(length: int, prefix: str = "") -> BeforeValidator:
    def check(value: object) -> str:
        text = str(value).removeprefix(prefix)
        right = len(text) == length and set(text) <= set("0123456789abcdef")
        if not isinstance(value, str) or not right or not value.startswith(prefix):
            refuse("bad-digest", value=str(value))
        return value

    return BeforeValidator(check)


Digest = Annotated[str, _hex(64, "sha256:")]


class Inputs(Open):
    """What the decision was made from."""

    profile: Digest
    action: Digest
    plan: Digest


class Rule(Open):
    """A measure list at the action."""

    measure_list: String
    edition: String
    digest: Digest
    title: Json


class Told(Open):
    """One finding, as far as it is looked at by name."""

    measure: String
    measure_list: String
    edition: String
    polarity: Annotated[str, BeforeValidator(one_of(*codes.POLARITIES))]
    finding: Annotated[str, BeforeValidator(one_of("applies", "undetermined", "withheld", "does-not-apply"))]
    title: Json
    guard: String | None
    lifts_on: EndDay | None
    because: tuple[tuple[Json, ...], ...]
    missing: tuple[Json, ...]


class Asked(Open):
    """The action, as far as it is looked at by name."""

    date: Day
    known: Day
    title: Json


class Run(Open):
    """Which program made the decision, by which engines."""

    version: String
    verified_by: tuple[String, ...]
    unverified: String | None = None  # why the second engine was not asked though it was wanted


class DecisionShape(Open):
    """A decision as it is written."""

    format: Annotated[str, BeforeValidator(one_of(FORMAT))]
    id: Annotated[str, _hex(16)]
    inputs: Inputs
    subject: Json
    action: Asked
    date: Day
    known: Day
    rules: tuple[Rule, ...]
    scope: Json
    outcome: Annotated[str, BeforeValidator(one_of(*codes.OUTCOMES))]
    findings: tuple[Told, ...]
    warnings: tuple[Json, ...]
    words: dict[str, Any]
    run: Run

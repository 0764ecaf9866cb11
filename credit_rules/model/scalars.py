"""The typed scalars of every file: nothing is coerced, and what is wrong has a code.

A YAML file hands every scalar over as `YamlText`, typed here by the field it stands in; JSON hands over
its own types, and a number is never a string there nor a string a number.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from credit_rules.model.days import Period, parse_day, parse_end, parse_period
from credit_rules.model.texts import Text


class YamlText(str):
    """A YAML scalar as it is written, before a field types it."""

    __slots__ = ()


class Shape(BaseModel):
    """What every authored mapping is: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)


def refuse(code: str, **params: object) -> NoReturn:
    """Refuse a value with a code of the catalogue of problems."""
    raise PydanticCustomError(code, "refused", params)


def _text(value: object, wanted: str) -> str:
    if not isinstance(value, str):
        refuse("wrong-type", wanted=wanted, found=kind_of(value))
    character = unwritable_in(value)
    if character:
        refuse("bad-character", character=character)
    return str.__str__(value)


def unwritable_in(text: str) -> str | None:
    """The number of the first sign of a text that can be written nowhere, if there is one."""
    found = _HALF.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def kind_of(value: object) -> str:
    return {bool: "true/false", int: "number", float: "number", Decimal: "number", type(None): "null"}.get(
        type(value), "mapping" if isinstance(value, Mapping) else "list" if isinstance(value, (list, tuple)) else "text"
    )


# Half of a surrogate pair: text made in code can hold it, and it can be written nowhere.
_HALF = re.compile("[\ud800-\udfff]")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*")
_REGION = re.compile(r"CN|[0-9]{6}")
_MONEY = re.compile(r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,2})?")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?")


def _string(value: object) -> str:
    return _text(value, "text")


def read_word(value: object) -> str:
    text = _text(value, "text").strip()
    if not text:
        refuse("empty-text")
    return text


def read_code(value: object) -> str:
    text = _text(value, "code")
    if not _CODE.fullmatch(text):
        refuse("bad-code", value=text)
    return text


def read_region(value: object) -> str:
    text = _text(value, "region")
    if not _REGION.fullmatch(text):
        refuse("bad-region", value=text)
    return text


def read_day(value: object) -> date:
    if type(value) is date:
        return value
    text = _text(value, "date")
    try:
        return parse_day(text)
    except ValueError:
        refuse("bad-date", value=text)


def read_end(value: object) -> date:
    if type(value) is date:
        return value
    text = _text(value, "date")
    try:
        return parse_end(text)
    except ValueError:
        refuse("bad-date", value=text)


def read_money(value: object) -> Decimal:
    if type(value) is Decimal and value.is_finite() and value >= 0:
        return value  # from Python; a number in a JSON text is of another type, and refused
    text = _text(value, "money")
    if not _MONEY.fullmatch(text):
        refuse("bad-money", value=text)
    return Decimal(text)


def read_number(value: object) -> Decimal:
    if type(value) is int:
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, YamlText) and _NUMBER.fullmatch(value):
        return Decimal(value)
    refuse("wrong-type", wanted="number", found=kind_of(value))


def read_whole(value: object) -> int:
    if type(value) is int and 0 <= value < 10**6:
        return value
    if isinstance(value, YamlText) and re.fullmatch(r"0|[1-9][0-9]{0,5}", value):
        return int(value)
    refuse("wrong-type", wanted="whole number", found=kind_of(value))


def read_flag(value: object) -> bool:
    if type(value) is bool:
        return value
    if isinstance(value, YamlText) and value in ("true", "false"):
        return value == "true"
    refuse("wrong-type", wanted="true/false", found=kind_of(value))


def read_period(value: object) -> Period:
    if isinstance(value, Period):
        return value
    text = _text(value, "period")
    try:
        return parse_period(text)
    except ValueError:
        refuse("bad-period", value=text)


def read_text(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, Mapping):
        if set(value) - {"zh", "en"} or not isinstance(value.get("zh"), str):
            refuse("bad-text")
        english = value.get("en")
        return Text(read_word(value["zh"]), None if english is None else read_word(english))
    return Text(read_word(value))


def one_of(*codes: str) -> Callable[[object], str]:
    """A validator for a closed list of codes."""

    def check(value: object) -> str:
        text = _text(value, "code")
        if text not in codes:
            refuse("unknown-value", value=text, known=list(codes))
        return text

    return check


String = Annotated[str, BeforeValidator(_string)]
Word = Annotated[str, BeforeValidator(read_word)]
Code = Annotated[str, BeforeValidator(read_code)]
Region = Annotated[str, BeforeValidator(read_region)]
Day = Annotated[date, BeforeValidator(read_day)]
EndDay = Annotated[date, BeforeValidator(read_end)]
Money = Annotated[Decimal, BeforeValidator(read_money)]
Number = Annotated[Decimal, BeforeValidator(read_number)]
Whole = Annotated[int, BeforeValidator(read_whole)]
Flag = Annotated[bool, BeforeValidator(read_flag)]
Length = Annotated[Period, BeforeValidator(read_period)]
Words = Annotated[Text, BeforeValidator(read_text)]

SUBJECT_KINDS = (
    "enterprise",
    "sole-trader",
    "social-organisation",
    "public-institution",
    "government-body",
    "natural-person",
    "household",
)
#: Whom no machine refuses: a bar on one of these goes to a named person.
PERSONS = frozenset({"natural-person", "household", "sole-trader"})
PENALTY_KINDS = (
    "warning",
    "fine",
    "confiscation",
    "suspension",
    "revocation",
    "post-ban",
    "business-ban",
    "detention",
    "other",
)
SEVERITIES = ("minor", "general", "serious")
COMMITMENT_TYPES = (
    "approval-replacing",
    "tolerating-gaps",
    "proof-replacing",
    "credit-repair",
    "self-discipline",
    "voluntary-disclosure",
)
REMOVALS = ("repaired", "fulfilled", "revoked", "objection-upheld", "expired", "suspended")

SubjectKind = Annotated[str, BeforeValidator(one_of(*SUBJECT_KINDS))]
PenaltyKind = Annotated[str, BeforeValidator(one_of(*PENALTY_KINDS))]
Severity = Annotated[str, BeforeValidator(one_of(*SEVERITIES))]
CommitmentType = Annotated[str, BeforeValidator(one_of(*COMMITMENT_TYPES))]
Removal = Annotated[str, BeforeValidator(one_of(*REMOVALS))]

Json = dict[str, Any]

"""A mapping file: what the columns of somebody's table hold. Read in `screening.readers.mappings`."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from credit_rules.model.scalars import Code, Flag, Shape, Word, Words, one_of

RECORDS = ("listing", "penalty", "permit", "rating")
UNITS = ("元", "万元", "亿元")
ORDERS = ("year-first", "day-first", "month-first")
DECIMALS = (".", ",")
DELIMITERS = (",", ";", "|", "tab")


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _column(value: object) -> object:
    return {"from": _several(value)} if isinstance(value, (str, list)) else value


class MappingColumn(Shape):
    """What is taken of a column."""

    start: Annotated[tuple[Word, ...], BeforeValidator(_several)] = Field(alias="from", min_length=1)
    pattern: Word | None = None
    otherwise: Word | None = None
    split: Word | None = None
    unit: Annotated[str, BeforeValidator(one_of(*UNITS))] | None = None
    scheme: Word | None = None
    optional: Flag = False


class MappingFile(Shape):
    """The whole file."""

    mapping: Code
    title: Words | None = None
    record: Annotated[str, BeforeValidator(one_of(*RECORDS))]
    columns: dict[str, Annotated[MappingColumn, BeforeValidator(_column)]]
    values: dict[str, Word] = Field(default_factory=dict)
    ignored: dict[str, Words] = Field(default_factory=dict)
    dates: Annotated[str, BeforeValidator(one_of(*ORDERS))] | None = None
    decimal: Annotated[str, BeforeValidator(one_of(*DECIMALS))] | None = None
    delimiter: Annotated[str, BeforeValidator(one_of(*DELIMITERS))] | None = None
    no_end: Annotated[tuple[Word, ...], BeforeValidator(_several)] = ()

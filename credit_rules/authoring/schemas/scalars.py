"""Schemas of scalars: what our readers take, as another parser sees it.

Our YAML reader takes every scalar as it is written, and the model types it; an editor's parser has by then made
numbers and truth values of some (`edition: 2016`, `region: 370300`, `draft: true`). So in YAML a text may be a number
to the schema; in JSON and TOML it may not, for there our readers refuse it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from credit_rules.model.days import NO_END
from credit_rules.words import codes, keys

Json = dict[str, Any]

DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
CODE = r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*"
REGION = "CN|[0-9]{6}"
MONEY = r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,2})?"
NUMBER = r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?"
WHOLE = "0|[1-9][0-9]{0,5}"
PERIOD = "[1-9][0-9]{0,4} (day|month|year)s?"

#: What an editor says where a text does not fit, in place of the pattern.
_WANTED = {
    CODE: "应为代码：小写字母、数字、连字符、点 · a code: lower-case letters, digits, hyphens, dots",
    REGION: "应为六位行政区划代码或者 CN · a region: six digits, or CN",
    DATE: "应为日期 YYYY-MM-DD · a date, YYYY-MM-DD",
    MONEY: "应为金额（元），最多两位小数 · an amount in yuan, two decimals at most",
    NUMBER: "应为数 · a number",
    WHOLE: "应为整数 · a whole number",
    PERIOD: "应为期限，如 3 years、6 months、30 days · a period, as in 3 years, 6 months, 30 days",
}


def _fitting(pattern: str, *types: str, **more: Any) -> Json:
    told = {"patternErrorMessage": _WANTED[pattern]} if pattern in _WANTED else {}
    return {"type": _types(types), "pattern": f"^({pattern})$", **told, **more}


def _types(types: Iterable[str]) -> Any:
    types = list(types)
    return types[0] if len(types) == 1 else types


def scalar(what: str, *, yaml: bool) -> Json:
    """The schema of a scalar by what it is: text, string, code, region, day, end, money, number, whole, flag, period.

    >>> scalar("flag", yaml=False)
    {'type': 'boolean'}
    """
    match what:
        case "text":
            return {"type": ["string", "number", "boolean"] if yaml else "string", "pattern": r"\S"}
        case "string":
            return {"type": ["string", "number", "boolean"] if yaml else "string"}
        case "code":
            return _fitting(CODE, *(("string", "number", "boolean") if yaml else ("string",)))
        case "region":
            numbers = {"minimum": 0, "maximum": 999999} if yaml else {}
            return _fitting(REGION, *(("string", "integer") if yaml else ("string",)), **numbers)
        case "day" | "event":
            return _fitting(DATE, "string")
        case "end":
            ways = "|".join((DATE, *sorted(NO_END - {day for day in NO_END if day[0].isdigit()})))
            return {"type": "string", "pattern": f"^({ways})$", "patternErrorMessage": _WANTED[DATE]}
        case "money":
            return _fitting(MONEY, "string", "number", minimum=0) if yaml else _fitting(MONEY, "string")
        case "number":
            return _fitting(NUMBER, "number", "string") if yaml else {"type": "number"}
        case "whole":
            bounds = {"minimum": 0, "maximum": 999999}
            return _fitting(WHOLE, "integer", "string", **bounds) if yaml else {"type": "integer", **bounds}
        case "flag":
            return {"type": ["boolean", "string"], "pattern": "^(true|false)$"} if yaml else {"type": "boolean"}
        case "period":
            return _fitting(PERIOD, "string")
    raise KeyError(what)


def closed(values: Iterable[str], table: Mapping[str, tuple[str, str]] | None = None) -> Json:
    """A closed list of values, each with what it is called; the table is found by its values where none is given."""
    values = list(values)
    words = _table(values) if table is None else table
    return {
        "type": "string",
        "enum": values,
        "enumDescriptions": [" · ".join(words[value]) for value in values],
    }


def _table(values: list[str]) -> codes.Table:
    for table in (*codes.TABLES.values(), *keys.VALUES.values()):
        if set(table) == set(values):
            return table
    raise KeyError(values)


def kinds(schema: Json) -> list[str]:
    """The JSON types a schema accepts."""
    return list(schema["type"]) if isinstance(schema["type"], list) else [schema["type"]]


def or_null(schema: Json) -> Json:
    """The same, or null."""
    more: Json = {"type": [*kinds(schema), "null"]}
    if "enum" in schema:
        more |= {
            "enum": [*schema["enum"], None],
            "enumDescriptions": [*schema["enumDescriptions"], "未载明 · not told"],
        }
    return {**schema, **more}


def or_list(schema: Json) -> Json:
    """One value, or a list of at least one of them, in one schema, so that what is wrong is told where it stands."""
    return {**schema, "type": [*kinds(schema), "array"], "items": schema, "minItems": 1}

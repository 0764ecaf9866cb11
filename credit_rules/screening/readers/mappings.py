"""A mapping: a YAML file that says what the columns of some other table hold.

    mapping: world-bank-debarred
    record: listing
    columns:
      name: Firm Name
      listed_on: [Ineligibility From, From Date]
      authority: {from: Grounds, pattern: 'Cross[- ]Debarment: *(.+)', otherwise: World Bank}
    ignored:
      Address: {zh: 规则不读地址, en: no rule reads addresses}

Everything wrong in it is told with its line, all at once.
"""

import re
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from credit_rules.errors import InputError, Problem, problem
from credit_rules.model.mappings import MappingColumn, MappingFile
from credit_rules.screening.readers.layouts import LISTINGS, PENALTIES, PERMITS, RATINGS, Column, Layout
from credit_rules.screening.readers.values import ORDERS, plain
from credit_rules.stages.reading import Document, Unreadable, bytes_of, decode, read_yaml
from credit_rules.stages.shaping import shape, with_nearest

_WHO = ("name", "other_names", "id", "kind", "region")
_RECORD = ("authority", "document", "ends_on", "amount")
#: Kind of record → the layout it is read like, and the fields it may have.
_KINDS: dict[str, tuple[Layout, tuple[str, ...]]] = {
    "listing": (
        LISTINGS[0],
        (*_WHO, *_RECORD, "listed_on", "published_on", "year", "removed_on", "repaired_on", "result"),
    ),
    "penalty": (
        PENALTIES[0],
        (*_WHO, *_RECORD[:2], "amount", "decided_on", "kinds", "confiscated", "valid_until", "published_until"),
    ),
    "permit": (PERMITS[0], (*_WHO, *_RECORD[:3], "granted_on", "permit_kind")),
    "rating": (RATINGS[0], (*_WHO, "authority", "ends_on", "rated_on", "year", "grade")),
}


def read_mapping(path: Path) -> tuple[Layout, str]:
    """The layout a mapping describes, and the delimiter it names (empty: found out). InputError with every mistake."""
    name = str(path)
    try:
        document = read_yaml(decode(bytes_of(path), name), name)
    except FileNotFoundError:
        raise InputError([problem("no-such-file", name, name=name)]) from None
    except OSError as error:
        raise InputError([problem("unreadable", name, name=name, why=error.strerror or "")]) from None
    except Unreadable as error:
        raise InputError(error.problems) from None
    found, problems = shape(MappingFile, document.data, lambda path, key: document.at(path, key=key))
    if found is None:
        raise InputError(problems)
    problems = [*_unknown_fields(found, document), *_bad_patterns(found, document)]
    if problems:
        raise InputError(problems)
    return _layout(found, document), "\t" if found.delimiter == "tab" else found.delimiter or ""


def _unknown_fields(found: MappingFile, document: Document) -> list[Problem]:
    _, fields = _KINDS[found.record]
    return [
        with_nearest("mapping-field", document.at((key, name), key=True), name, fields)
        for key, told in (("columns", found.columns), ("values", found.values))
        for name in told
        if name not in fields
    ]


def _bad_patterns(found: MappingFile, document: Document) -> list[Problem]:
    problems = []
    for name, column in found.columns.items():
        try:
            with catch_warnings(action="ignore"):  # of what another Python might read differently
                re.compile(column.pattern or "")
        except re.error as error:
            at = document.at(("columns", name, "pattern"))
            problems.append(problem("mapping-pattern", at, why=error))
    return problems


def _layout(found: MappingFile, document: Document) -> Layout:
    like, _ = _KINDS[found.record]
    columns = tuple(
        _read(name, column, "" if column.optional else document.at(("columns", name), key=True))
        for name, column in found.columns.items()
    )
    ignored = tuple(Column("", (heading,), reason=_said(reason)) for heading, reason in found.ignored.items())
    needed = tuple(
        tuple(name for name in group if name in found.columns) or group
        for group in like.needed
        if not set(group) & set(found.values)
    )
    return Layout(
        "mapped-table",
        like.section,
        (*columns, *ignored),
        needed,
        like.standard,
        found.dates if found.dates in ORDERS else "",
        found.decimal or ".",
        frozenset(plain(text) for text in found.no_end),
        dict(found.values),
    )


def _read(name: str, column: MappingColumn, at: str) -> Column:
    pattern = re.compile(column.pattern) if column.pattern else None
    return Column(
        name,
        column.start,
        column.unit or "元",
        column.scheme or "",
        None,
        pattern,
        column.otherwise or "",
        column.split or "",
        at,
    )


def _said(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh}

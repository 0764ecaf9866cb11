"""A measure list as a sheet: header rows, columns and cells, with nothing of a file format in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from credit_rules.authoring.tables.fields import ABSENT, LIST, MEASURE
from credit_rules.authoring.tables.names import Names
from credit_rules.model.law import Law
from credit_rules.stages.checking import CheckedList
from credit_rules.words.tables import COLUMNS, HEADER, UNSAID

#: Header rows that stand there even if there is nothing in them.
_ALWAYS = ("title", "title.other", "issuer", "issuer.other", "region", "edition", "in_force", "measure_list")


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: the text of each column by its name."""

    id: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet shows."""

    names: Names
    header: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def lang(self) -> str:
        return self.names.lang

    def heading(self, column: str) -> str:
        """What stands above a column."""
        return self.names.pick(COLUMNS[column])

    def label(self, row: str) -> str:
        """What stands before a header row."""
        return self.names.pick(HEADER[row])


def sheet_of(entry: CheckedList, law: Law, lang: str = "zh") -> Sheet:
    """A checked measure list as a sheet in one language."""
    names = Names(law, lang)
    header = cells_of(entry.data, LIST, names)
    shown = {name: header[name] for name in HEADER if header[name] or name in _ALWAYS}
    rows = [row_of(data, number, names) for number, data in enumerate(entry.data["measures"], 1)]
    return Sheet(names, shown, tuple(rows))


def row_of(data: Mapping[str, Any], number: int, names: Names) -> Row:
    """A measure as a row; where it says nothing, the cell tells what holds then."""
    cells = {"number": str(number), **cells_of(data, MEASURE, names)}
    for column, pair in UNSAID.items():
        if not cells[column] and not (column == "way_out" and data.get("polarity") == "incentive"):
            cells[column] = names.pick(pair)
    return Row(str(data["id"]), cells)


def said(column: str, text: str) -> str:
    """What a cell says: nothing, where it only tells what holds without it."""
    return "" if text in UNSAID.get(column, ()) else text


def cells_of(data: Mapping[str, Any], fields: Any, names: Names) -> dict[str, str]:
    """The text of every cell that shows a key of `data`."""
    cells: dict[str, str] = {}
    for field in fields:
        texts = field.texts(data.get(field.key, ABSENT), names)
        cells |= {cell: clean(text) for cell, text in zip(field.cells, texts, strict=True)}
    return cells


def clean(text: str) -> str:
    """A text as it comes back from a spreadsheet: one sort of line end, no blanks where nobody sees them."""
    lines = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")

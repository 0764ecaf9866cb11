"""Sheets as Excel files (.xlsx), out and in. Nothing that comes in is believed: size, merged cells, formulas.

openpyxl is loaded only here, and only when a spreadsheet is written or read.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from credit_rules.authoring.tables.sheets import Sheet, clean
from credit_rules.errors import InputError, Problem, UsageError, problem
from credit_rules.words.tables import COLUMNS, EXAMPLE, GUIDE, SHEETS, VOCABULARIES

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 8 * 1024 * 1024  # bytes of the file
LARGEST_UNPACKED = 48 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 20_000, 200
LONGEST_CELL = 32_767  # characters; a spreadsheet cuts off the rest without a word

#: Columns as wide as what stands in them, in letters.
_WIDTHS: Mapping[str, int] = {
    "number": 16,  # the labels of the header rows stand in this column, too
    "title": 40,
    "category": 18,
    "duty": 10,
    "actions": 22,
    "by": 18,
    "subjects": 14,
    "when": 52,
    "basis": 34,
    "lasts": 16,
    "way_out": 34,
    "id": 24,
    "effect": 20,
    "reaches": 30,
    "in_force": 14,
    "accepts_declaration": 30,
    "title.other": 40,
    "way_out.other": 34,
    "note": 34,
    "note.other": 34,
}
_KNOWN_TO_OFFICIALS = 11  # columns; what follows serves those who edit
_FORMULA = ("=", "+", "-", "@", "\t")


def needed() -> Any:
    """openpyxl, or how to get it."""
    try:
        import openpyxl
    except ImportError:
        raise UsageError(problem("needs-xlsx", "")) from None
    return openpyxl


def column_letter(number: int) -> str:
    """The letter of a column, counted from 1.

    >>> column_letter(1), column_letter(27)
    ('A', 'AA')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# --- out --------------------------------------------------------------------------------------------------------------


def workbook_of(sheet: Sheet, name: str) -> bytes:
    """The sheet as the bytes of an Excel file; `name` is where what cannot be written is told to stand."""
    book = needed().Workbook()
    _Writing(book, sheet, name).run()
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class _Writing:
    def __init__(self, book: Any, sheet: Sheet, name: str) -> None:
        self.book, self.sheet, self.name = book, sheet, name
        self.problems: list[Problem] = []
        self.styles: dict[tuple[object, ...], Any] = {}  # each made once: there are many cells and few looks

    def run(self) -> None:
        page = self.book.active
        page.title = self.sheet.names.pick(SHEETS["list"])
        for number, (name, text) in enumerate(self.sheet.header.items(), 1):
            self._put(page, number, 1, self.sheet.label(name), bold=True, wrap=False)
            self._put(page, number, 2, text, bold=name == "title", size=14 if name == "title" else 11, wrap=False)
        top = len(self.sheet.header) + 2
        for number, column in enumerate(COLUMNS, 1):
            self._heading(page, top, number, column)
        for below, row in enumerate(self.sheet.rows, 1):
            for number, column in enumerate(COLUMNS, 1):
                self._put(page, top + below, number, row.cells[column], framed=True)
        last = top + len(self.sheet.rows)
        self._layout(page, top, last)
        self._guide(page, top, last)
        if self.problems:
            raise InputError(self.problems)

    def _put(
        self,
        page: "Worksheet",
        row: int,
        column: int,
        text: str,
        *,
        bold: bool = False,
        size: int = 11,
        wrap: bool = True,
        framed: bool = False,
    ) -> "Cell":
        from openpyxl.styles import Alignment, Border, Font, Side

        place = f"{self.name}!{column_letter(column)}{row}"
        if len(text) > LONGEST_CELL:
            self.problems.append(problem("sheet-long", place, most=LONGEST_CELL, size=len(text)))
        cell: Any = page.cell(row, column)
        cell.value = text or None
        if text:
            cell.data_type = "s"  # a text, whatever it begins with
        look = (bold, size, wrap, framed, text.startswith(_FORMULA))
        if look in self.styles:
            cell._style = copy(self.styles[look])
            return cell  # type: ignore[no-any-return]
        cell.quotePrefix = text.startswith(_FORMULA)
        cell.number_format = "@"
        cell.font = Font(bold=bold, size=size)
        cell.alignment = Alignment(vertical="top", wrap_text=wrap)
        if framed:
            thin = Side(style="thin", color="BFBFBF")
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        self.styles[look] = copy(cell._style)
        return cell  # type: ignore[no-any-return]

    def _heading(self, page: "Worksheet", row: int, number: int, column: str) -> None:
        from openpyxl.styles import Alignment, PatternFill

        cell = self._put(page, row, number, self.sheet.heading(column), bold=True, framed=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        colour = "DCE6F1" if number <= _KNOWN_TO_OFFICIALS else "EDEDED"
        cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
        page.column_dimensions[column_letter(number)].width = _WIDTHS.get(column, 14)

    def _layout(self, page: "Worksheet", top: int, last: int) -> None:
        page.freeze_panes = f"C{top + 1}"
        page.sheet_view.showGridLines = False
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = 9  # A4
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        if page.sheet_properties.pageSetUpPr is not None:
            page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_title_rows = f"{top}:{top}"
        page.print_area = f"A1:{column_letter(_KNOWN_TO_OFFICIALS)}{last}"
        footer: Any = page.oddFooter
        footer.center.text = "&P / &N"

    def _guide(self, page: "Worksheet", top: int, last: int) -> None:
        """A second sheet: how to fill in the first, and which words there are."""
        guide = self.book.create_sheet(self.sheet.names.pick(SHEETS["guide"]))
        guide.column_dimensions["A"].width = 60
        lines = [self.sheet.names.pick(pair) for pair in GUIDE] + self._example().split("\n")
        for number, line in enumerate(lines, 1):
            self._put(guide, number, 1, line, wrap=False)
        start = len(lines) + 2
        places: dict[str, str] = {}
        for number, (section, pair) in enumerate(VOCABULARIES.items()):
            words = self.sheet.names.words(section)
            self._put(guide, start, 2 * number + 1, self.sheet.names.pick(pair), bold=True)
            for below, (code, word) in enumerate(words, 1):
                self._put(guide, start + below, 2 * number + 1, word)
                self._put(guide, start + below, 2 * number + 2, code, wrap=False)
            letter = column_letter(2 * number + 1)
            guide.column_dimensions[letter].width = 60 if not number else 36
            guide.column_dimensions[column_letter(2 * number + 2)].width = 26
            places[section] = f"'{guide.title}'!${letter}${start + 1}:${letter}${start + max(len(words), 1)}"
        self._choices(page, top, last, places)

    def _example(self) -> str:
        words = self.sheet.names.words("list")
        return self.sheet.names.pick(EXAMPLE).format(list=words[0][1] if words else "…")

    def _choices(self, page: "Worksheet", top: int, last: int, places: Mapping[str, str]) -> None:
        """Lists to choose from, for rows still to be written, too."""
        from openpyxl.worksheet.datavalidation import DataValidation

        names = self.sheet.names
        short = {name: f'"{",".join(word for _, word in names.words(name))}"' for name in ("duty", "polarity")}
        for column, formula in (*short.items(), ("category", places["category"]), ("effect", places["effect"])):
            choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
            letter = column_letter(list(COLUMNS).index(column) + 1)
            choice.add(f"{letter}{top + 1}:{letter}{last + 200}")
            page.add_data_validation(choice)


# --- in ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet that hold something, as text, by row and column; and which of them were typed as dates."""

    name: str
    cells: Mapping[tuple[int, int], str]
    dates: frozenset[tuple[int, int]] = frozenset()
    problems: tuple[Problem, ...] = ()
    titles: tuple[str, ...] = ()  # what the sheet is called

    def at(self, row: int, column: int) -> str:
        """`file.xlsx!H7`."""
        return f"{self.name}!{column_letter(column)}{row}"

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return self.cells.get((row, column), "")


def read_workbook(path: Path) -> list[Grid]:
    """Every sheet of an Excel file with something in it. InputError where it is none, or not to be trusted."""
    name = path.name
    raw = _bytes(path)
    _refuse_other_files(raw, name)
    openpyxl = needed()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(raw), keep_links=False)
            return [_grid(page, name) for page in book.worksheets]
    except InputError:
        raise
    except Exception as error:
        # Whatever a broken file does inside the parser, it is the file that is wrong.
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError([problem("sheet-not-xlsx", name, why=why)]) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError([problem("unreadable", str(path), name=path, why=error.strerror or "")]) from None
    if len(raw) > LARGEST:
        size, most = path.stat().st_size // 2**20 + 1, LARGEST // 2**20
        raise InputError([problem("too-large", path.name, size=size, most=most)])
    return raw


def _refuse_other_files(raw: bytes, name: str) -> None:
    """Old, encrypted and foreign files, and archives that unpack to more than any list holds."""
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in raw
        raise InputError([problem("sheet-password" if encrypted else "sheet-old", name)])
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise InputError([problem("sheet-password", name)])
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise InputError([problem("sheet-bomb", name, most=LARGEST_UNPACKED // 2**20)])
            if "[Content_Types].xml" not in archive.namelist():
                raise InputError([problem("sheet-not-xlsx", name, why="[Content_Types].xml")])
            for part in parts:
                _refuse_part(archive, part, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise InputError([problem("sheet-not-xlsx", name, why="zip")]) from None


def _refuse_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """A part that is larger than it says (zipfile stops there), or that declares entities of its own."""
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return
    text = archive.read(part)
    if b"<!DOCTYPE" in text.replace(b"\x00", b"") or b"<!ENTITY" in text.replace(b"\x00", b""):
        raise InputError([problem("sheet-not-xlsx", name, why="DOCTYPE")])


def _grid(page: Any, name: str) -> Grid:
    reading = _GridReading(name)
    for area in page.merged_cells.ranges:
        reading.problems.append(problem("sheet-merged", f"{name}!{area.coord}", area=area.coord))
    for (row, column), cell in sorted(page._cells.items()):
        if cell.value is not None and cell.value != "":
            reading.cell(row, column, cell)
    return Grid(name, reading.cells, frozenset(reading.dates), tuple(reading.problems), (page.title,))


@dataclass(slots=True)
class _GridReading:
    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    dates: set[tuple[int, int]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def cell(self, row: int, column: int, cell: Any) -> None:
        place = f"{self.name}!{column_letter(column)}{row}"
        if row > MOST_ROWS or column > MOST_COLUMNS:
            if not any(told.code == "sheet-far" for told in self.problems):
                self.problems.append(problem("sheet-far", place, rows=MOST_ROWS, columns=MOST_COLUMNS))
        elif cell.data_type == "f":
            self.problems.append(problem("sheet-formula", place, text=_formula(cell.value)))
        elif cell.data_type == "e":
            self.problems.append(problem("sheet-error", place, text=cell.value))
        else:
            self._value(row, column, cell.value, place)

    def _value(self, row: int, column: int, value: Any, place: str) -> None:
        if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
            value = value.date()
        if type(value) is date:
            self.dates.add((row, column))
            self.cells[row, column] = value.isoformat()
        elif isinstance(value, bool):
            self.cells[row, column] = str(value).lower()
        elif isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e15):
            self.cells[row, column] = str(int(value))
        elif isinstance(value, str):
            text = clean(value)
            if hidden := re.search(
                "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", text
            ):
                self.problems.append(problem("bad-character", place, character=f"U+{ord(hidden[0]):04X}"))
            elif text:
                self.cells[row, column] = text.replace("\t", " ")
        else:
            self.problems.append(problem("sheet-number", place, text=value))


def _formula(value: Any) -> str:
    return str(getattr(value, "text", value) or "=")


def rows_of(grid: Grid) -> Iterator[int]:
    """The rows in which something stands."""
    yield from sorted({row for row, _ in grid.cells})

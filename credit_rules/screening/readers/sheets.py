"""Rows out of files: CSV with whichever delimiter, XLSX row by row; traps and broken files are told, not followed."""

import csv
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import IO, Any, TextIO

from credit_rules.errors import InputError, UsageError, problem
from credit_rules.screening.readers.files import LONGEST_LINE, Progress, Source
from credit_rules.screening.readers.layouts import Layout, heading_of
from credit_rules.screening.readers.tables import LOOKED_THROUGH, Grid, Row, Table, letter, table_of
from credit_rules.screening.tallies import Tally

DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 131_072  # characters
_MOST_LINES = 30  # of one row: a quotation mark that is not closed takes in everything after it
_MOST_ROWS = 1_048_576

LARGEST_UNPACKED = 4 * 1024 * 1024 * 1024
UNPACKED_FREELY = 256 * 1024 * 1024
MOST_TIMES = 200
MOST_PARTS = 2000

#: What a formula gives that could not be worked out.
_FAILED = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
#: What cannot be seen, or may not stand in a profile; taken out of cells, and told.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


@contextmanager
def opened_table(
    source: Source,
    layouts: Sequence[Layout],
    tally: Tally,
    *,
    others: Sequence[Layout] = (),
    delimiter: str = "",
    progress: Progress | None = None,
) -> Iterator[Table]:
    """The table in a file, by its headings; with `others` it must not be.

    InputError where there is none, or where the file is not what it seems.
    """
    if source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"[")):
        # A web page by the name of .xls is what many sites give out.
        raise InputError([problem("table-is-not", source.name, kind="HTML" if b"<" in source.head[:64] else "JSON")])
    if layouts[0].name == "mapped-table" and source.encoding == "gb18030":
        tally.note(problem("encoding-taken", source.name))
    with ExitStack() as stack:
        if source.encoding:
            grids = _text_grids(source, tally, stack, delimiter, layouts, progress)
        else:
            grids = _workbook_grids(source, tally, stack, progress)
        yield table_of(grids, layouts, tally, source.name, others)


# --- CSV --------------------------------------------------------------------------------------------------------------


def _text_grids(
    source: Source,
    tally: Tally,
    stack: ExitStack,
    delimiter: str,
    layouts: Sequence[Layout],
    progress: Progress | None,
) -> Iterable[Grid]:
    """The rows, parted by the delimiter whose headings are known."""
    found = delimiter or _delimiter_of(source, layouts)
    text = stack.enter_context(source.text(progress))
    return [Grid("", _csv_rows(text, source.name, found, tally))]


def _delimiter_of(source: Source, layouts: Sequence[Layout]) -> str:
    """The delimiter that parts most known headings from one another."""
    known = {heading for layout in layouts for heading in layout.known}

    def fit(delimiter: str) -> int:
        best = 0
        with source.text() as text:
            rows = _csv_rows(text, source.name, delimiter, Tally(source.name))
            try:
                for row in islice(rows, LOOKED_THROUGH):
                    best = max(best, sum(heading_of(cell) in known for cell in row.cells if cell))
            except InputError:
                return best  # told when the file is read
        return best

    return max(DELIMITERS, key=fit)


def _csv_rows(text: TextIO, name: str, delimiter: str, tally: Tally) -> Iterator[Row]:
    lines = _Lines(text, name)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        start = lines.number + 1
        lines.taken = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError([problem("csv-broken", f"{name}:{start}", why=error)]) from None
        if cells is None:
            return
        if lines.taken > 1:
            _refuse_swallowed(cells, f"{name}:{start}", delimiter)
        yield _row(name, start, cells, tally, sheet=False)


class _Lines:
    """Lines, counted, none longer than can be held."""

    def __init__(self, text: TextIO, name: str) -> None:
        self._text, self._name = text, name
        self.number, self.taken = 0, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        self.number, self.taken = self.number + 1, self.taken + 1
        if len(line) > LONGEST_LINE or self.taken > _MOST_LINES:
            at = f"{self._name}:{self.number - self.taken + 1}"
            raise InputError([problem("csv-quote" if self.taken > 1 else "line-too-long", at, most=_MOST_LINES)])
        return line


def _refuse_swallowed(cells: Sequence[str], at: str, delimiter: str) -> None:
    """A quotation mark that was never closed makes whole rows part of a cell."""
    for cell in cells:
        inner = re.split(r"\r\n|\r|\n", cell)[1:]
        if any(line.count(delimiter) >= max(2, len(cells) // 2) for line in inner):
            raise InputError([problem("csv-quote", at, most=_MOST_LINES)])


def _row(name: str, number: int, cells: Iterable[str], tally: Tally, *, sheet: bool) -> Row:
    """A row with its cells trimmed, and freed of what cannot be seen."""
    clean = [cell.strip() for cell in cells]
    for column, cell in enumerate(clean):
        if cell and not cell.isprintable() and (hidden := _UNSEEN.search(cell)):
            row = Row(name, number, (), sheet)
            tally.note(problem("cell-unseen", row.at(column), character=f"U+{ord(hidden[0]):04X}"))
            clean[column] = _UNSEEN.sub("", cell).strip()
        if cell in _FAILED:
            tally.note(problem("formula-uncounted", Row(name, number, (), sheet).at(column)))
            clean[column] = "=?"
        if len(cell) > _LONGEST_CELL:
            raise InputError([problem("cell-too-long", Row(name, number, (), sheet).at(column), most=_LONGEST_CELL)])
    while clean and not clean[-1]:
        clean.pop()
    return Row(name, number, tuple(clean), sheet)


# --- XLSX -------------------------------------------------------------------------------------------------------------


def _workbook_grids(source: Source, tally: Tally, stack: ExitStack, progress: Progress | None) -> Iterator[Grid]:
    refuse_other_files(source)
    looked = _looked_over(source)
    with _told(source.name):
        book = stack.enter_context(_loaded(source))
        epoch: Any = book.epoch
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
    for number, sheet in enumerate(sheets):
        if sheet.sheet_state != "visible":
            tally.note(problem("sheet-hidden", source.name, title=sheet.title))
        overlook = looked.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), _Overlook(formulas=True))
        uncounted = _uncounted(source, number) if overlook.formulas else {}
        rows = _sheet_rows(sheet, source, tally, uncounted, overlook.filled, progress)
        # openpyxl counts from 1899-12-30 or 1904-01-01; a bare number is counted likewise.
        yield Grid(sheet.title, rows, epoch.date() if isinstance(epoch, datetime) else None)


@contextmanager
def _loaded(source: Source, *, formulas: bool = False) -> Iterator[Any]:
    """The workbook, by its bytes: openpyxl refuses one by its name, and many bear another."""
    try:
        import openpyxl
    except ImportError:
        raise UsageError(problem("needs-xlsx", "", "needs-screening")) from None
    with source.path.open("rb") as raw:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(raw, read_only=True, data_only=not formulas, keep_links=False)
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Whatever a broken file does inside the parser, it is the file that is wrong."""
    try:
        yield
    except (InputError, UsageError, GeneratorExit):
        raise
    except MemoryError:
        raise InputError([problem("sheet-bomb", name, most=LARGEST_UNPACKED // 2**20)]) from None
    except Exception as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError([problem("sheet-not-xlsx", name, why=why)]) from None


def refuse_other_files(source: Source) -> None:
    """Old, encrypted and foreign files, and archives that unpack to more than any table holds."""
    name = source.name
    if source.head.startswith(b"\xd0\xcf\x11\xe0"):
        with source.path.open("rb") as raw:
            encrypted = "EncryptedPackage".encode("utf-16-le") in raw.read(1 << 20)
        raise InputError([problem("sheet-password" if encrypted else "sheet-old", name)])
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > UNPACKED_FREELY and unpacked > MOST_TIMES * source.size:
                raise InputError([problem("file-bomb", name, times=MOST_TIMES)])
            if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
                raise InputError([problem("sheet-bomb", name, most=LARGEST_UNPACKED // 2**20)])
            if any(part.flag_bits & 1 for part in parts):
                raise InputError([problem("sheet-password", name)])
            if "[Content_Types].xml" not in archive.namelist():
                raise InputError([problem("sheet-not-xlsx", name, why="[Content_Types].xml")])
            for part in parts:
                _refuse_entities(archive, part, name)
    except InputError:
        raise
    except Exception:
        # zipfile gives many kinds of errors for archives that are none.
        raise InputError([problem("sheet-cut", name)]) from None


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """A part that declares entities of its own; a declaration stands before the first element."""
    if part.filename.endswith((".xml", ".rels", ".vml")):
        with archive.open(part) as opened:
            head = opened.read(65536).replace(b"\x00", b"")
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise InputError([problem("sheet-not-xlsx", name, why="DOCTYPE")])


_TAG = re.compile(rb"<(?:\w+:)?(row|c|f|is|v|t)\b([^>]*)>(\s*[^<\s])?")
_PLACE = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
_WELL_PLACED = re.compile(rb"([A-Za-z]{0,3})(\d{0,7})")
_KIND = re.compile(rb"""\bt\s*=\s*["']([^"']*)["']""")
_KINDS = (b"b", b"d", b"e", b"inlineStr", b"n", b"s", b"str")


@dataclass(slots=True)
class _Overlook:
    """A sheet looked over before it is read: whether it has formulas, and how many cells hold something."""

    formulas: bool = False
    filled: int = 0


def _looked_over(source: Source) -> dict[str, _Overlook]:
    """Each sheet by its part. InputError where rows or cells are such that whoever reads them would lose some."""
    found: dict[str, _Overlook] = {}
    with _told(source.name), zipfile.ZipFile(source.path) as archive:
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                with archive.open(part) as opened:
                    found[part.filename] = _sheet_looked_over(opened, source.name)
    return found


def _sheet_looked_over(opened: IO[bytes], name: str) -> _Overlook:
    found, row, column, counted = _Overlook(), 0, 0, False
    held: set[bytes] = set()
    for tag, attributes, text in _tags(opened):
        if tag == b"row":
            row, column = _next_row(attributes, row, name), 0
        elif tag == b"c":
            column, counted = _next_column(attributes, row, column, name), False
            held.clear()
        elif tag == b"f":
            found.formulas = True
        elif tag in (b"is", b"v") and tag in held:
            # The first is read; the second is that of a cell whose own beginning is lost.
            raise InputError([problem("sheet-disorder", f"{name}!{letter(column - 1)}{row}", after=column or row)])
        elif tag == b"is":
            held.add(tag)
        elif text and column and not counted:
            found.filled, counted = found.filled + 1, True
            held.update({tag} - {b"t"})
    return found


def _place(attributes: bytes) -> tuple[bytes, bytes] | None:
    """Letters and number of a place, both empty where none is written; None where it is no place."""
    written = _PLACE.search(attributes)
    found = _WELL_PLACED.fullmatch(written[1] if written else b"")
    return (found[1], found[2]) if found else None


def _next_row(attributes: bytes, row: int, name: str) -> int:
    """The number of a row: behind the one before."""
    place = _place(attributes)
    number = 0 if place is None else int(place[1] or row + 1)
    if not row < number <= _MOST_ROWS:
        raise InputError([problem("sheet-disorder", f"{name}!{number}", after=row)])
    return number


def _next_column(attributes: bytes, row: int, column: int, name: str) -> int:
    """The number of a cell in its row: behind the one before; and of a kind that can be read."""
    place, kind = _place(attributes), _KIND.search(attributes)
    number = 0 if place is None else _column_number(place[0]) if place[0] else column + 1
    if number <= column or (kind and kind[1] not in _KINDS):
        raise InputError([problem("sheet-disorder", f"{name}!{letter(number - 1)}{row}", after=column or row)])
    return number


def _tags(opened: IO[bytes]) -> Iterator[tuple[bytes, bytes, bytes | None]]:
    """The rows, cells, formulas and values of a sheet, however long it is."""
    rest = b""
    while piece := opened.read(1 << 20):
        text = rest + piece
        # What begins behind the last `>` goes on in the next piece, and so may the text behind the last tag.
        cut = text.rfind(b"<", 0, max(text.rfind(b">"), 0))
        for found in _TAG.finditer(text, 0, max(cut, 0)):
            yield found[1], found[2], found[3]
        rest = text[cut:] if cut >= 0 else text
        if len(rest) > LONGEST_LINE:
            raise ValueError("a tag without end")
    for found in _TAG.finditer(rest):
        yield found[1], found[2], found[3]


def _column_number(letters: bytes) -> int:
    number = 0
    for sign in letters.upper():
        number = 26 * number + sign - 64
    return number


def _uncounted(source: Source, number: int) -> dict[int, set[int]]:
    """Cells that hold a formula, by row: what has no value stored with it cannot be read."""
    found: dict[int, set[int]] = {}
    with _told(source.name), _loaded(source, formulas=True) as book:
        sheet = book.worksheets[number]
        sheet.reset_dimensions()
        for at, cells in enumerate(sheet.iter_rows(max_row=_MOST_ROWS), 1):
            places = {place for place, cell in enumerate(cells) if getattr(cell, "data_type", "") == "f"}
            if places:
                found[at] = places
    return found


def _sheet_rows(
    sheet: Any,
    source: Source,
    tally: Tally,
    formulas: dict[int, set[int]],
    filled: int,
    progress: Progress | None,
) -> Iterator[Row]:
    with _told(source.name):
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
        rows = iter(sheet.iter_rows(max_row=_MOST_ROWS, values_only=True))
    number = seen = 0
    while True:
        with _told(source.name):
            values = next(rows, None)
        if values is None:
            break
        number += 1
        if progress is not None and number % 1000 == 0:
            progress(number, 0)
        texts = [_text(value) for value in values]
        seen += sum(value is not None for value in values)
        if not any(texts) and number not in formulas:
            tally.besides["blank"] += 1  # there may be a million between two rows
            continue
        row = _row(source.name, number, texts, tally, sheet=True)
        for column in sorted(formulas.get(number, ())):
            if not row.cell(column):
                # It is told where it stands; the cell is then one that cannot be read, not an empty one.
                tally.note(problem("formula-uncounted", row.at(column)))
                row = _marked(row, column)
        yield row
    if seen < filled:
        raise InputError([problem("sheet-cells-lost", source.name, title=sheet.title, count=filled - seen)])


def _marked(row: Row, column: int) -> Row:
    cells = [*row.cells, *[""] * (column + 1 - len(row.cells))]
    cells[column] = "=?"
    return Row(row.file, row.number, tuple(cells), row.sheet)


def _text(value: Any) -> str:
    """A cell as text: days as days, numbers without the noise of their binary form."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).lower()
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case float():
            return _number(value)
        case time() | timedelta():
            return str(value)
    return str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # A spreadsheet keeps fifteen digits; what looks like more is noise.
    return f"{Decimal(f'{value:.15g}'):f}" if 1e-9 < abs(value) < 1e15 else repr(value)

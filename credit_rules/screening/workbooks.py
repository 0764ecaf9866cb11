"""The report as an Excel file (.xlsx). What came from files stands there as text, and never counts as a formula.

openpyxl is loaded only here, and only when a spreadsheet is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from credit_rules.errors import UsageError, problem
from credit_rules.rendering.reader import Reader, visible
from credit_rules.rendering.report import Row, View, view_of
from credit_rules.words import screening as words

#: What a spreadsheet program might take for the beginning of a formula, also behind blanks.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST = 32_767  # characters; a spreadsheet cuts off the rest without a word
_MOST_TITLE = 31


def workbook_of(data: Mapping[str, Any], lang: str = "zh") -> bytes:
    """The report of every tender of a screening, a sheet for each, and one for what went in."""
    book = _needed().Workbook()
    book.remove(book.active)
    reader = Reader(lang, "clerk", visible)
    for number, tender in enumerate(data["tenders"], 1):
        view = view_of(data, tender, reader)
        title = words.label("report", lang) if len(data["tenders"]) == 1 else str(number)
        _report(book.create_sheet(title[:_MOST_TITLE]), view)
    if data["tenders"]:
        _inputs(book.create_sheet(words.label("inputs", lang)[:_MOST_TITLE]), view, lang)
    else:
        book.create_sheet(words.label("report", lang)[:_MOST_TITLE])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _needed() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise UsageError(problem("needs-xlsx", "")) from None
    return openpyxl


def _report(page: Any, view: View) -> None:
    """What is looked at first stands on top, and stays there; below the table the rest of the head, and who signs."""
    code, lines = view.code, _Lines(page)
    project, number, made = view.running
    lines.add(f"{words.label('report', code)}  {project}", size=14)
    lines.add(" · ".join((view.total, *(f"{word} {n}{note}" for _, word, n, note in view.counts))))
    for text in view.warnings:
        lines.add(words.tell("warning", code, text=text).strip())
    above = lines.row
    heads = [" ".join(part for part in pair if part) for pair in view.columns]
    texts = [words.label(key, code) for key in ("number", "bidders", "identifier")]
    lines.add(*texts, *heads, words.label("result", code), words.label("why", code), bold=True)
    top, last = lines.row, len(texts) + len(heads) + 2
    for row in view.rows:
        cells = ["\n".join(cell.lines) for cell in row.cells]
        why = "\n".join((*row.why, *_reasons(row)))
        lines.add(_number(row.number), row.name, "\n".join(row.details), *cells, row.conclusion, why)
    page.auto_filter.ref = f"A{top}:{page.cell(max(lines.row, top + 1), last).coordinate}"
    lines.row += 1
    for _, word, n, note in (("", words.label("bidders", code), len(view.rows), ""), *view.counts):
        lines.add(n, word + note)
    lines.add("", view.unsettled)
    for name, text in (*view.meta, *view.agreed):
        lines.add("", name, text)
    lines.row += 1
    lines.add("", *(text for text, _ in view.signed))
    for wide in range(1, above + 1):
        page.merge_cells(start_row=wide, end_row=wide, start_column=1, end_column=last)
        if wide > 2:  # what is merged does not grow by itself
            page.row_dimensions[wide].height = 15 * (1 + len(page.cell(wide, 1).value) // 90)
    page.freeze_panes = page.cell(top + 1, 3)
    _on_paper(page, top, number, made)
    for column, width in enumerate((7, 34, 26, *(16 for _ in heads), 22, 70), 1):
        page.column_dimensions[page.cell(top, column).column_letter].width = width


def _on_paper(page: Any, top: int, number: str, made: str) -> None:
    """Landscape A4, as wide as the sheet; the heading again on every page, with number and count of pages."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{top}:{top}"
    page.oddHeader.right.text = f"{number}  &P / &N"
    page.oddFooter.left.text, page.oddFooter.left.size = made.replace("&", "&&"), 7


def _number(text: str) -> str | int:
    """A number in the sheet's order as a number; whatever else stands there as text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and str(int(text)) == text else text


def _reasons(row: Row) -> Iterable[str]:
    """因为, 依据, 期限 of each measure that applies."""
    if row.page is None or row.page.page is None:
        return
    for block in row.page.page.blocks:
        yield f"[{block.duty}] {block.title}"
        yield from (f"{line.label} {'; '.join(line.texts)}" for line in block.lines)


def _inputs(page: Any, view: View, lang: str) -> None:
    lines = _Lines(page)
    lines.add(words.label("file", lang), words.label("counts", lang), bold=True)
    for file, counts, notes in view.inputs:
        lines.add(file, counts, *notes)
    for name, text in view.digests:
        lines.add(name, text)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 48, 80


@dataclass(slots=True)
class _Lines:
    """The rows of a sheet, one after the other."""

    page: Any
    row: int = 0

    def add(self, *told: str | int, bold: bool = False, size: int = 11) -> None:
        """One row; of its texts none is a formula, whatever it begins with."""
        from openpyxl.styles import Alignment, Font, PatternFill

        self.row += 1
        for column, each in enumerate(told, 1):
            if each == "":
                continue
            cell = self.page.cell(self.row, column)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(each, int):
                cell.value = each
                continue
            cell.value = each[:_LONGEST]
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = each.lstrip().startswith(FORMULA)
            if bold or size > 11:
                cell.font = Font(bold=True, size=size)
            if bold:
                cell.fill = PatternFill("solid", start_color="F4F6F9")

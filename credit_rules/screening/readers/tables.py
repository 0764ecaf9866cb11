"""Tables as they are: CSV or XLSX, the headings in whichever row, titles above them, remarks below.

    source ─ sheets_of ─▶ grids of `Row`s ─ table_of(layouts) ─▶ `Table`: headings found, rows to come

A heading that is nearly right is an error with the name it should bear: a column nobody reads is a loss nobody sees.
A second row of headings moves the columns from there on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from itertools import chain

from credit_rules.errors import InputError, Problem, problem
from credit_rules.screening.identity import judged
from credit_rules.screening.readers.layouts import Column, Layout, heading_of, label_of
from credit_rules.screening.readers.values import shown
from credit_rules.screening.tallies import Tally
from credit_rules.screening.tenders import Identifier

#: The headings stand among so many rows, or nowhere.
LOOKED_THROUGH = 60
_FEWEST = 2  # headings that make a row the heading
_NEAR = 0.8
_REMARK = re.compile(
    r"(注|说明|备注|表格说明|填表说明|填报说明|填表|制表|合计|总计|共计|数据来源|注意)([:：0-9（(].*|)"
    r"|(note|total|source)s?([:：].*|)",
    re.I,
)
_SAYS_WHEN = re.compile(r"\d{4}")
#: Of several columns that tell one of these, the first counts where it is filled in.
_SAID_ONCE = frozenset({"authority", "document", "region", "grade", "state"})
#: What only records of others tell: when somebody was listed, penalised, licensed or rated.
_MADE = frozenset({"listed_on", "published_on", "decided_on", "granted_on", "rated_on"})
_UNITS = re.compile("[万亿元()]")
_FAINTLY_NEAR = 0.7
#: Headings of codes, by whatever name; and of those that are somebody else's than the row's.
_OF_CODES = re.compile("信用代码|识别号|证件号|身份证号|机构代码|注册号|税号|uscc", re.I)
_OF_NAMES = re.compile("名称$|姓名$|公司$|单位$|企业$|商家|厂商|供应商|投标|name$", re.I)
_OF_OTHERS = re.compile(
    "法定代表|法人代表|负责人|联系人|经办人|财务|机关|部门|法院|来源|报送|成员|股东|控制人|代理|证照|证书|建造师|资质|项目|合同"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in a file; `number` is its line, or its row in a sheet."""

    file: str
    number: int
    cells: tuple[str, ...]
    sheet: bool = False
    filled: tuple[int, ...] = field(init=False, compare=False)  # the columns in which something stands

    def __post_init__(self) -> None:
        object.__setattr__(self, "filled", tuple(column for column, text in enumerate(self.cells) if text))

    def at(self, column: int | None = None) -> str:
        """`file.csv:12:3`, or `file.xlsx!C12`."""
        if column is None:
            return f"{self.file}!{self.number}" if self.sheet else f"{self.file}:{self.number}"
        return f"{self.file}!{letter(column)}{self.number}" if self.sheet else f"{self.file}:{self.number}:{column + 1}"

    def cell(self, column: int) -> str:
        """What stands in a column, counted from 0; nothing beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows one after the other, as one sheet or one way of parting a CSV file gives them."""

    title: str
    rows: Iterator[Row]
    epoch: date | None = None  # what a bare number counts days from


def letter(column: int) -> str:
    """The letter of a column, counted from 0.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    letters, rest = "", column + 1
    while rest:
        rest, sign = divmod(rest - 1, 26)
        letters = chr(ord("A") + sign) + letters
    return letters


# --- headings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column of a table holds what."""

    layout: Layout
    columns: Mapping[int, Column]
    texts: Mapping[int, str]  # every heading as it is written
    number: int = 0  # the row in which they end
    rows: int = 1
    #: The columns of each field; of several that tell the same, the one that counts stands first.
    by_field: Mapping[str, list[tuple[int, Column]]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, list[tuple[int, Column]]] = {}
        for place, column in self.columns.items():
            found.setdefault(column.field, []).append((place, column))
        for name, places in found.items():
            if name == "id" or name in _SAID_ONCE or places[0][1].tells_when:
                order = self.layout.columns.index
                places.sort(key=lambda pair: (order(pair[1]), pair[1].rank(self.texts[pair[0]])))
        object.__setattr__(self, "by_field", found)

    @property
    def width(self) -> int:
        """How many columns have a heading."""
        return max(self.texts, default=-1) + 1

    def column_of(self, name: str) -> int | None:
        """The column that holds a field."""
        return next((place for place, _ in self.by_field.get(name, ())), None)


@dataclass(slots=True)
class Table:
    """A table whose headings were found; its rows are still to come."""

    headings: Headings
    rows: Iterator[tuple[Row, Headings]]
    epoch: date | None = None
    title: str = ""
    above: tuple[Row, ...] = ()  # what stands above the headings


def _matched(layout: Layout, texts: Mapping[int, str]) -> dict[int, Column]:
    """The columns whose headings the layout knows; of a heading that stands twice, the second may mean another."""
    found: dict[int, Column] = {}
    seen: Counter[str] = Counter()
    for place, text in sorted(texts.items()):
        heading = heading_of(text)
        seen[heading] += 1
        column = layout.known.get(f"{heading}#{seen[heading]}") if seen[heading] > 1 else None
        column = column or layout.known.get(heading)
        if column is not None:
            found[place] = column
    return found


def _headings_at(layout: Layout, row: Row, below: Row | None) -> Headings | None:
    """The headings in a row, or in it and the one below; None where too few are known."""
    texts = {place: row.cells[place] for place in row.filled}
    best = Headings(layout, _matched(layout, texts), texts, row.number)
    labelled = bool(layout.labels) and any(label_of(row.cells[place]) in layout.labels for place in row.filled)
    if below is not None and not labelled and len(below.filled) < len(row.filled) + 3:
        both = _two_rows(layout, row, below)
        matched = _matched(layout, both)
        alone = _matched(layout, {place: below.cells[place] for place in below.filled})
        # Two rows count only where each names what the other does not: a record above the headings is none of them.
        if _weight(matched) > max(_weight(best.columns), _weight(alone)) and any(
            place in matched for place in below.filled
        ):
            best = Headings(layout, matched, both, below.number, 2)
    return best if _weight(best.columns) >= min(_FEWEST, len(layout.columns)) else None


def _two_rows(layout: Layout, row: Row, below: Row) -> dict[int, str]:
    """Headings over two rows: what stands below names the column, with what stands above it where that is known."""
    texts = {place: row.cells[place] for place in row.filled}
    above = ""
    for place in range(max(len(row.cells), len(below.cells))):
        above = row.cell(place) or above
        own = below.cell(place)
        if own:
            both = f"{above} {own}".strip()
            texts[place] = own if heading_of(both) not in layout.known and heading_of(own) in layout.known else both
    return texts


def _weight(columns: Mapping[int, Column]) -> int:
    return len({column.heading for column in columns.values()})


def _best_headings(layouts: Sequence[Layout], rows: Sequence[Row]) -> Headings | None:
    """The headings that fit best among the first rows; of layouts that fit alike, the first."""
    best: Headings | None = None
    for layout in layouts:
        for place, row in enumerate(rows):
            found = _headings_at(layout, row, rows[place + 1] if place + 1 < len(rows) else None)
            if found is not None and (best is None or _fit(found) > _fit(best)):
                best = found
    return best


def _fit(found: Headings) -> tuple[int, int]:
    """How well headings fit: how many are known, then how few are not."""
    return _weight(found.columns), -len(found.texts)


def _flaws(headings: Headings, row: Row) -> Iterator[Problem]:
    """What keeps headings from being relied on: one that is nearly right, one there twice, one that is missing."""
    layout, columns = headings.layout, headings.columns
    have = {column.field for column in columns.values()}
    for place, text in sorted(headings.texts.items()):
        if place in columns:
            continue
        near = _nearest(layout, text, have)
        if near is not None:
            yield problem("heading-near", row.at(place), name=text, nearest=near)
        elif "id" not in have and _OF_CODES.search(text) and not _OF_OTHERS.search(text):
            yield codes_unread(headings, row, place)
        elif "name" not in have and have & {"id"} and _OF_NAMES.search(text) and not _OF_OTHERS.search(text):
            yield problem("column-names", row.at(place), name=text, wanted=layout.title_of("name"))
    twice: dict[str, int] = {}
    for place, column in sorted(columns.items()):
        # Two names for one thing may stand side by side; one and the same heading may not.
        same = heading_of(headings.texts[place])
        if same in twice and column.field and columns[twice[same]] is column:
            yield problem("heading-twice", row.at(place), name=headings.texts[place], first=row.at(twice[same]))
        twice.setdefault(same, place)
    there, texts = list(columns.values()), list(headings.texts.values())[:12]
    for column in layout.columns:
        if column.named_at and column not in there:
            yield problem(
                "mapping-column", column.named_at, name=" / ".join(column.headings), known=texts, place=row.at()
            )
    for wanted in layout.needed:
        if not have & set(wanted):
            names = [layout.title_of(name) for name in wanted]
            help_code = "heading-missing-sheet" if layout.name == "bidders" else None
            yield problem("heading-missing", row.at(), help_code, name=" / ".join(names), known=texts)


def codes_unread(headings: Headings, row: Row, place: int) -> Problem:
    """Codes in a column that is not read: whoever stands there would be a name alone, and nobody under another one."""
    name, wanted = headings.texts.get(place, letter(place)), headings.layout.title_of("id")
    help_code = {"bidders": "column-codes-sheet", "mapped-table": "column-codes-mapping"}.get(headings.layout.name)
    return problem("column-codes", row.at(place), help_code, name=name, wanted=wanted)


def _nearest(layout: Layout, text: str, have: set[str], least: float = _NEAR) -> str | None:
    """The heading that was meant, where it is nearly that of a column that is not there.

    Never one of another unit: whoever followed that advice would multiply every amount. Nor the subject's code for that
    of a body or a representative.
    """
    heading, others = heading_of(text), _OF_OTHERS.search(text) is not None
    absent = [
        known
        for known, column in layout.known.items()
        if column.field
        and column.field not in have
        and not (others and column.field == "id")
        and _UNITS.sub("", known) != _UNITS.sub("", heading)
    ]
    found = get_close_matches(heading, absent, n=1, cutoff=least)
    if not found or len(heading) < 3:
        return None
    return layout.spelled.get(found[0], found[0])


# --- rows -------------------------------------------------------------------------------------------------------------


def table_of(
    grids: Iterable[Grid], layouts: Sequence[Layout], tally: Tally, name: str, foreign: Sequence[Layout] = ()
) -> Table:
    """The table among the grids: the one whose headings fit best; of `foreign` layouts it must not be.

    InputError where there is none, or a flaw in it.
    """
    best: tuple[Headings, Grid, list[Row]] | None = None
    looked: list[Row] = []
    others: list[str] = []
    whole: dict[str, int] = {}  # sheets that hold such a table: how many headings are known
    for grid in grids:
        rows = _first(grid.rows)
        found = _best_headings(layouts, rows)
        _refuse_foreign(_best_headings(foreign, rows), found, name)
        if found is not None and _is_whole(found, rows):
            whole[grid.title] = len(found.by_field)
        if found is None or (best is not None and _fit(found) <= _fit(best[0])):
            looked = looked or rows
            others.append(grid.title)
            continue
        if best is not None:
            others.append(best[1].title)
        best = found, grid, rows
    if best is None:
        raise InputError([_no_headings(layouts, looked, name)])
    headings, grid, rows = best
    also = [title for title, count in whole.items() if title != grid.title and 2 * count > len(headings.by_field)]
    if any(others):
        tally.note(problem("sheets-unread", name, titles=[title for title in others if title]))
    if also:
        # Whoever stands there would count as looked up and not listed.
        raise InputError([problem("sheets-several", name, titles=[grid.title, *also])])
    flaws = list(_flaws(headings, next(row for row in rows if row.number == headings.number)))
    if flaws:
        raise InputError(flaws)
    headings = _of_no_standard(headings, layouts, rows, tally)
    _note_unread(headings, rows, tally)
    above = tuple(row for row in rows if row.number <= headings.number - headings.rows)
    return Table(headings, _rows(headings, chain(rows, grid.rows), tally), grid.epoch, grid.title, above)


def _refuse_foreign(foreign: Headings | None, found: Headings | None, name: str) -> None:
    """A table that fits another layout better, and tells when its records were made: a published list, say."""
    if foreign is None or _MADE.isdisjoint(foreign.by_field):
        return
    if found is None or _weight(found.columns) < _weight(foreign.columns):
        raise InputError([problem("tender-is-list", name)])


def _is_whole(found: Headings, rows: Sequence[Row]) -> bool:
    """Whether headings are those of a table with something in it."""
    needed = all(any(name in found.by_field for name in group) for group in found.layout.needed)
    return needed and any(row.number > found.number and row.filled for row in rows)


def _of_no_standard(headings: Headings, layouts: Sequence[Layout], rows: Sequence[Row], tally: Tally) -> Headings:
    """Headings that stand in both standards do not say which is meant; their signs for a state say different things."""
    row = next(row for row in rows if row.number == headings.number)
    others = [_headings_at(layout, row, None) for layout in layouts if layout.standard != headings.layout.standard]
    same = any(other is not None and set(other.columns) == set(headings.columns) for other in others)
    place = headings.column_of("state")
    if not same or place is None:
        return headings
    tally.note(problem("standard-unclear", row.at(place), name=headings.texts[place]))
    return replace(headings, layout=replace(headings.layout, standard=""))


def _first(rows: Iterator[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        found.append(row)
        if len(found) >= LOOKED_THROUGH:
            break
    return found


def _no_headings(layouts: Sequence[Layout], rows: Sequence[Row], name: str) -> Problem:
    """No headings: what is wanted, and what was nearest to it."""
    wanted = [column.heading for column in layouts[0].columns if column.field][:8]
    texts = [(row.at(place), row.cells[place]) for row in rows[:20] for place in row.filled]
    for at, text in texts:
        for layout in layouts:
            near = _nearest(layout, text, set())
            if near is not None and not near.isascii():  # a text in English is nearly many a code
                return problem("heading-none", at, "heading-near", wanted=wanted, nearest=near, name=text)
    help_code = "heading-missing-sheet" if layouts[0].name == "bidders" else None
    return problem("heading-none", name, help_code, wanted=wanted)


def _note_unread(headings: Headings, rows: Sequence[Row], tally: Tally) -> None:
    """Columns that are not read are told, each with its reason."""
    row = next(row for row in rows if row.number == headings.number)
    for place, text in sorted(headings.texts.items()):
        column = headings.columns.get(place)
        if column is None:
            near = _nearest(headings.layout, text, set(headings.by_field), _FAINTLY_NEAR)
            if near is None:
                tally.note(problem("column-unknown", row.at(place), name=text))
            else:
                tally.note(problem("column-unknown", row.at(place), "heading-near", name=text, nearest=near))
        elif not column.field and not column.is_number:
            tally.note(problem("column-ignored", row.at(place), name=text, why=column.reason))
        elif column.field in _SAID_ONCE and headings.column_of(column.field) != place:
            first = headings.column_of(column.field) or 0
            tally.note(problem("column-beside", row.at(place), name=text, first=headings.texts[first]))


def _rows(headings: Headings, rows: Iterator[Row], tally: Tally) -> Iterator[tuple[Row, Headings]]:
    """The rows below the headings; blank ones, titles, remarks and further headings are counted beside."""
    current = headings
    for row in rows:
        if not row.filled:
            tally.besides["blank"] += 1
        elif row.number <= headings.number:
            above = row.number <= headings.number - headings.rows
            if above and (place := _unit_code(row)) is not None:
                tally.note(problem("row-above", row.at(place)))
            tally.besides["above-headings" if above else "headings"] += 1
        elif again := _again(current, row):
            tally.besides["headings"] += 1
            if again.columns != current.columns:
                flaws = list(_flaws(again, row))
                if flaws:
                    raise InputError(flaws)
                tally.note(problem("heading-again", row.at()))
                _note_unread(again, [row], tally)
            current = again
        elif _is_remark(current, row):
            tally.besides["remark"] += 1
            tally.note(problem("row-remark", row.at(row.filled[0]), text=shown(row.cells[row.filled[0]])[:60]))
        else:
            yield row, current


def _unit_code(row: Row) -> int | None:
    """Where a unified code stands in a row."""
    codes = (place for place in row.filled if len(row.cells[place]) == 18)
    return next((place for place in codes if judged(Identifier("CN-USCI", row.cells[place])).certain), None)


def _again(current: Headings, row: Row) -> Headings | None:
    """Headings in the midst of a table, as in files that were put together."""
    layout = current.layout
    # Nearly every row ends here, and most without taking the time to write its cells as headings are written.
    likely = (row.cells[place] for place in row.filled[:8] if row.cells[place][0] in layout.initials)
    if not any(heading_of(cell) in layout.known for cell in likely):
        return None
    found = _headings_at(current.layout, row, None)
    return found if found is not None and len(found.columns) * 2 > len(row.filled) else None


def _is_remark(headings: Headings, row: Row) -> bool:
    """A remark below the table: one cell, or a text that begins like one; a name alone is a record."""
    first = row.filled[0]
    text = row.cells[first].strip()
    if any(_tells_when(headings, row, place) for place in row.filled):
        return False
    if _REMARK.fullmatch(re.sub(r"\s", "", text)) and len(row.filled) <= 2:
        return True
    column = headings.columns.get(first)
    return len(row.filled) == 1 and (column is None or not column.tells_who)


def _tells_when(headings: Headings, row: Row, place: int) -> bool:
    """Whether a day stands where a day belongs: a record then, whoever it is about."""
    column = headings.columns.get(place)
    return column is not None and column.tells_when and _SAYS_WHEN.search(row.cells[place]) is not None

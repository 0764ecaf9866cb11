"""What somebody changed in the spreadsheet of a measure list, as edits of its YAML text.

A cell that reads as it was written out changes nothing. What changed is understood, compared with the data, and
becomes the smallest edits that say it: comments, order and layout of everything else stay.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from credit_rules.authoring.editing import Edit, Insert, Path, Remove, Replace, as_yaml
from credit_rules.authoring.tables.fields import ABSENT, LIST, MEASURE, Field
from credit_rules.authoring.tables.names import Misread, Names
from credit_rules.authoring.tables.sheets import Row, Sheet, cells_of, said, sheet_of
from credit_rules.authoring.tables.workbooks import Grid, rows_of
from credit_rules.errors import InputError, Problem, problem
from credit_rules.model.law import Law
from credit_rules.stages.checking import CheckedList
from credit_rules.stages.shaping import with_nearest
from credit_rules.words import LANGUAGES
from credit_rules.words.tables import COLUMNS, HEADER, SHEETS

_FEWEST_HEADINGS = 3  # of ours in a row make it the heading
_DATES = ("in_force",)  # columns and header rows in which a date of the spreadsheet is one


#: Keys that no measure and no list goes without.
_WANTED = frozenset(
    ["id", "title", "polarity", "effect", "duty", "actions", "basis", "when", "measure_list", "edition"]
)


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell, as it was and as it is."""

    cell: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one measure (or of the list itself, which has no id)."""

    sort: str  # changed, added or removed
    id: str
    title: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed, the edits that say so, and where each part of the list stands in the sheet."""

    names: Names
    told: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    notes: tuple[Problem, ...] = ()
    cells: Mapping[Path, str] = field(default_factory=dict)  # path in the list → `file.xlsx!H7`

    def cell_of(self, path: Path) -> str | None:
        """The cell that shows what stands at a path of the changed list."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.cells:
                return self.cells[path[:length]]
        return None


def changes_from(grids: Sequence[Grid], entry: CheckedList, law: Law, *, delete: bool = False) -> Changes:
    """What the sheet of a workbook changes in a list. InputError with every mistake and its cell, all at once.

    Measures that are not in the sheet any more are removed only with `delete`; else they are told.
    """
    layout = _layout_of(grids)
    sheet = sheet_of(entry, law, layout.lang)
    comparing = _Comparing(layout, sheet, entry, delete)
    return comparing.run()


# --- where things stand -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layout:
    """The sheet with the table: its language, the row of its headings, and what else there was."""

    grid: Grid
    lang: str
    top: int
    others: tuple[str, ...]
    columns: Mapping[str, int]  # where each column stands

    def heading(self, column: str) -> str:
        return COLUMNS[column][LANGUAGES.index(self.lang)]

    def at(self, row: int, column: str) -> str:
        return self.grid.at(row, self.columns[column])


def _layout_of(grids: Sequence[Grid]) -> _Layout:
    """The one sheet that has headings; InputError where there is none or more than one."""
    found = [(grid, best) for grid in grids if (best := _heading_row(grid)) and not _is_guide(grid)]
    name = grids[0].name if grids else ""
    if not found:
        merged = [told for grid in grids for told in grid.problems]
        wanted = [chinese for chinese, _ in COLUMNS.values()][:8]
        raise InputError([*merged, problem("sheet-no-heading", name, wanted=wanted)])
    if len(found) > 1:
        raise InputError([problem("sheet-two", name, titles=[title for grid, _ in found for title in grid.titles])])
    ((grid, (lang, top)),) = found
    others = tuple(title for other in grids if other is not grid and not _is_guide(other) for title in other.titles)
    headings = {pair[LANGUAGES.index(lang)]: name for name, pair in COLUMNS.items()}
    places = [column for row, column in grid.cells if row == top]
    columns = {headings[text]: place for place in places if (text := grid.text(top, place)) in headings}
    layout = _Layout(grid, lang, top, others, columns)
    problems = [*grid.problems, *_columns_out_of_place(layout)]
    if problems:
        raise InputError(problems)
    return layout


def _is_guide(grid: Grid) -> bool:
    """Whether it is the second sheet we wrote ourselves."""
    return any(title in SHEETS["guide"] for title in grid.titles)


def _heading_row(grid: Grid) -> tuple[str, int] | None:
    """The language and the row of the headings: the row with most of them."""
    best: tuple[int, str, int] | None = None
    for row in rows_of(grid):
        texts = {text for (at, _), text in grid.cells.items() if at == row}
        for number, lang in enumerate(LANGUAGES):
            count = len(texts & {pair[number] for pair in COLUMNS.values()})
            if count >= _FEWEST_HEADINGS and (best is None or count > best[0]):
                best = (count, lang, row)
    return (best[1], best[2]) if best else None


def _columns_out_of_place(layout: _Layout) -> Iterator[Problem]:
    """Columns that are missing, renamed, moved, there twice, or nobody's."""
    grid, wanted = layout.grid, [layout.heading(column) for column in COLUMNS]
    found = {column: text for (row, column), text in grid.cells.items() if row == layout.top}
    known = {column: text for column, text in sorted(found.items()) if text in wanted}
    first: dict[str, int] = {}
    for column, text in known.items():
        if text in first:
            place, where = grid.at(layout.top, column), grid.at(layout.top, first[text])
            yield problem("sheet-column-twice", place, name=text, first=where)
        first.setdefault(text, column)
    missing = [text for text in wanted if text not in first]
    strange = [column for column in sorted(found) if column not in known]
    for column in strange:
        place = grid.at(layout.top, column)
        renamed = wanted[column - 1] if column <= len(wanted) and wanted[column - 1] in missing else None
        if renamed is None:
            yield with_nearest("sheet-column-unknown", place, found[column], missing or wanted)
        else:
            missing.remove(renamed)
            yield problem("sheet-column-renamed", place, name=found[column], wanted=renamed)
    for text in missing:
        yield problem("sheet-column-missing", grid.at(layout.top, wanted.index(text) + 1), name=text)
    yield from _moved(layout, [text for text in wanted if text in first], first)
    for (row, column), _ in sorted(grid.cells.items()):
        if row > layout.top and column not in found:
            yield problem("sheet-column-none", grid.at(row, column))
            return


def _moved(layout: _Layout, wanted: list[str], first: Mapping[str, int]) -> Iterator[Problem]:
    order = sorted(first, key=lambda text: first[text])
    kept = {order[i] for block in SequenceMatcher(None, wanted, order, autojunk=False).get_matching_blocks()
            for i in range(block.b, block.b + block.size)}  # fmt: skip
    names = [layout.heading(column) for column in COLUMNS]
    for text in order:
        if text not in kept:
            place = layout.grid.at(layout.top, first[text])
            right = layout.grid.at(layout.top, names.index(text) + 1)
            yield problem("sheet-column-moved", place, name=text, wanted=right)


# --- what it says -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Comparing:
    layout: _Layout
    sheet: Sheet
    entry: CheckedList
    delete: bool
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    told: list[Change] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    cells: dict[Path, str] = field(default_factory=dict)

    def run(self) -> Changes:
        self._header()
        rows = self._rows()
        self._measures(rows)
        if self.problems:
            raise InputError(self.problems)
        self._notes(rows)
        return Changes(self.sheet.names, tuple(self.told), tuple(self.edits), tuple(self.notes), self.cells)

    # header

    def _header(self) -> None:
        labels = {pair[LANGUAGES.index(self.layout.lang)]: name for name, pair in HEADER.items()}
        places: dict[str, int] = {}
        for row in [row for row in rows_of(self.layout.grid) if row < self.layout.top]:
            name = labels.get(self.layout.grid.text(row, 1).strip().rstrip("：:"))
            if name in places:
                first = self.layout.grid.at(places[name], 1)
                self._tell("sheet-column-twice", row, 1, name=self.sheet.label(name), first=first)
            elif name is not None:
                places[name] = row
        missing = [name for name in self.sheet.header if name not in places]
        for name in missing:
            self._tell("sheet-header-missing", 1, 1, name=self.sheet.label(name))
        if missing:
            return
        cells = {name: (row, 2, self._text(row, 2, name)) for name, row in places.items()}
        found, changed = self._read(LIST, self.entry.data, self.sheet.header, cells, ())
        if found.get("measure_list") != self.entry.list.measure_list:
            row, column, text = cells["measure_list"]
            self._tell("sheet-other-list", row, column, name=text, wanted=self.entry.list.measure_list)
        if changed:
            title = self.sheet.header["title"]
            self.told.append(Change("changed", "", title, tuple(changed)))
            before = {key: value for key, value in self.entry.data.items() if key != "measures"}
            self.edits.extend(_difference(before, found, (), [each.key for each in LIST]))

    # rows

    def _rows(self) -> list[tuple[int, str]]:
        """The rows with a measure, each with its id."""
        found: list[tuple[int, str]] = []
        seen: dict[str, int] = {}
        for row in [row for row in rows_of(self.layout.grid) if row > self.layout.top]:
            name = self.layout.grid.text(row, self.layout.columns["id"]).strip()
            if not name:
                if not self._only_number(row):
                    self.problems.append(problem("sheet-no-id", self.layout.at(row, "id")))
            elif name in seen:
                first = self.layout.at(seen[name], "id")
                self.problems.append(problem("duplicate-id", self.layout.at(row, "id"), name=name, first=first))
            else:
                seen[name] = row
                found.append((row, name))
        return found

    def _only_number(self, row: int) -> bool:
        return {column for at, column in self.layout.grid.cells if at == row} == {self.layout.columns["number"]}

    def _measures(self, rows: Sequence[tuple[int, str]]) -> None:
        shown = {row.id: (number, row) for number, row in enumerate(self.sheet.rows)}
        present = {name for _, name in rows}
        gone = [number for number, row in enumerate(self.sheet.rows) if row.id not in present]
        taken = set(gone) if self.delete else set()
        for row, name in rows:
            if name in shown:
                number, before = shown[name]
                after = number - sum(other < number for other in taken)
                self._measure(row, number, before, after)
        new = [(row, name) for row, name in rows if name not in shown]
        for index, (row, name) in enumerate(new):
            self._new(row, name, len(self.sheet.rows) + index, len(self.sheet.rows) - len(taken) + index)
        for number in gone:
            self._gone(number)

    def _measure(self, row: int, number: int, before: Row, after: int) -> None:
        """A measure there was; `after` is its index in the list once all is done."""
        path: Path = ("measures", number)
        data = self.entry.data["measures"][number]
        cells = self._cells(row)
        found, changed = self._read(MEASURE, data, before.cells, cells, ("measures", after))
        if changed:
            self.told.append(Change("changed", before.id, before.cells["title"], tuple(changed)))
            self.edits.extend(_difference(data, found, path, [each.key for each in MEASURE]))

    def _new(self, row: int, name: str, number: int, after: int) -> None:
        cells = self._cells(row)
        nothing = cells_of({}, MEASURE, self.sheet.names)
        found, changed = self._read(MEASURE, {}, nothing, cells, ("measures", after))
        for key in sorted(_WANTED & {each.key for each in MEASURE if not any(cells[cell][2] for cell in each.cells)}):
            self.problems.append(problem("sheet-empty", self.layout.at(row, key), name=self.sheet.heading(key)))
        self.told.append(Change("added", name, cells["title"][2], tuple(changed)))
        # Each is put behind the last there was; the order in which they are told is the order they get.
        at = min(number, len(self.sheet.rows))
        self.edits.append(Insert(("measures", at), _measure_text(found)))

    def _gone(self, number: int) -> None:
        row = self.sheet.rows[number]
        if self.delete:
            self.told.append(Change("removed", row.id, row.cells["title"]))
            self.edits.append(Remove(("measures", number)))
        else:
            place = self.layout.grid.name
            self.notes.append(problem("sheet-deleted", place, name=row.id, title=row.cells["title"]))

    def _cells(self, row: int) -> dict[str, tuple[int, int, str]]:
        return {
            name: (row, column, said(name, self._text(row, column, name)))
            for name, column in self.layout.columns.items()
            if name != "number"
        }

    def _text(self, row: int, column: int, name: str) -> str:
        text = self.layout.grid.text(row, column)
        if (row, column) in self.layout.grid.dates and name not in _DATES:
            self._tell("sheet-date", row, column, text=text)
        return text if name == "when" else text.strip()

    def _read(
        self,
        fields: Sequence[Field],
        data: Mapping[str, Any],
        before: Mapping[str, str],
        cells: Mapping[str, tuple[int, int, str]],
        path: Path,
    ) -> tuple[dict[str, Any], list[CellChange]]:
        """The data the cells mean, starting from the data there was; and which cells changed."""
        found = {key: value for key, value in data.items() if key != "measures"}
        changed: list[CellChange] = []
        for each in fields:
            places = [cells[name] for name in each.cells if name in cells]
            if not places:
                continue
            self.cells[(*path, each.key)] = self.layout.grid.at(*places[0][:2])
            mine = self._changed_cells(each, before, cells)
            if mine and self._take(found, each, cells):
                changed.extend(mine)
                self._note_one_language(each, before, cells)
        if path:
            self.cells[path] = self.layout.grid.at(places[0][0], 1)
        return found, changed

    def _changed_cells(
        self, each: Field, before: Mapping[str, str], cells: Mapping[str, tuple[int, int, str]]
    ) -> list[CellChange]:
        changed = []
        for name in each.cells:
            if name not in cells:
                continue
            row, column, text = cells[name]
            was = said(name, before.get(name, ""))
            if text != was:
                heading = self.sheet.heading(name) if row > self.layout.top else self.sheet.label(name)
                changed.append(CellChange(self.layout.grid.at(row, column), heading, was, text))
        return changed

    def _note_one_language(
        self, each: Field, before: Mapping[str, str], cells: Mapping[str, tuple[int, int, str]]
    ) -> None:
        """A text that was changed in one language while it is there in the other, too."""
        name, other = each.key, f"{each.key}.other"
        if name not in cells or other not in cells or not cells[other][2]:
            return
        touched = [cell for cell in (name, other) if cells[cell][2] != said(cell, before.get(cell, ""))]
        if touched == [name]:
            row, column, _ = cells[name]
            heading = self.sheet.heading if row > self.layout.top else self.sheet.label
            at = self.layout.grid.at(row, column)
            self.notes.append(problem("sheet-one-language", at, name=heading(name), other=heading(other)))

    def _take(self, found: dict[str, Any], each: Field, cells: Mapping[str, tuple[int, int, str]]) -> bool:
        """Put what the cells of a key mean into the data; whether that is something else than before."""
        texts = tuple(cells[name][2] if name in cells else "" for name in each.cells)
        place = self.layout.grid.at(*next(cells[name] for name in each.cells if name in cells)[:2])
        before = found.get(each.key, ABSENT)
        try:
            value = each.value(texts, before, self.sheet.names)
        except Misread as misread:
            self.problems.extend(misread.all_at(place))
            return False
        if value is ABSENT and each.key in _WANTED:
            name = self.sheet.heading(each.key) if each.key in COLUMNS else self.sheet.label(each.key)
            self.problems.append(problem("sheet-empty", place, name=name))
        elif value is ABSENT:
            found.pop(each.key, None)
        elif before is ABSENT or not each.same(value, before):
            found[each.key] = value
        else:
            return False  # said in other words
        return True

    def _tell(self, code: str, row: int, column: int, **params: str) -> None:
        self.problems.append(problem(code, self.layout.grid.at(row, column), **params))

    # notes

    def _notes(self, rows: Sequence[tuple[int, str]]) -> None:
        name = self.layout.grid.name
        for title in self.layout.others:
            self.notes.append(problem("sheet-ignored", name, title=title))
        shown = [row.id for row in self.sheet.rows]
        order = [found for _, found in rows if found in shown]
        if order != [found for found in shown if found in order]:
            self.notes.append(problem("sheet-order", name))


def _as_key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


# --- from data to edits -----------------------------------------------------------------------------------------------


def _difference(before: Any, after: Any, path: Path, order: Sequence[str] = ()) -> Iterator[Edit]:
    """The smallest edits that turn one into the other."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and set(before) & set(after):
        yield from _keys(before, after, path, order)
    elif isinstance(before, list) and isinstance(after, list) and before and after:
        yield from _items(before, after, path)
    else:
        yield Replace(path, _text(after, path))


def _keys(before: Mapping[str, Any], after: Mapping[str, Any], path: Path, order: Sequence[str]) -> Iterator[Edit]:
    for key in before:
        if key not in after:
            yield Remove((*path, key))
        else:
            yield from _difference(before[key], after[key], (*path, key))
    ranks = {key: number for number, key in enumerate(order)}
    for key in sorted((key for key in after if key not in before), key=lambda key: ranks.get(key, 0)):
        above = [known for known in before if ranks.get(known, -1) < ranks.get(key, -1)]
        behind = max(above, key=lambda known: ranks[known], default=None) if key in ranks else None
        yield Insert((*path, key), _text(after[key], (*path, key)), after=behind)


def _items(before: list[Any], after: list[Any], path: Path) -> Iterator[Edit]:
    matcher = SequenceMatcher(None, [_as_key(item) for item in before], [_as_key(item) for item in after], False)
    for tag, low, high, first, last in matcher.get_opcodes():
        if tag == "equal":
            continue
        both = min(high - low, last - first)
        for number in range(both):
            yield from _difference(before[low + number], after[first + number], (*path, low + number))
        for number in range(low + both, high):
            yield Remove((*path, number))
        for number in range(first + both, last):
            yield Insert((*path, low + both), _text(after[number], (*path, number)))


def _text(value: Any, path: Path) -> str:
    """YAML as lists are written: conditions with joins in lines, everything else between brackets."""
    return _condition_text(value) if "when" in path or "holds" in path else as_yaml(value)


def _condition_text(value: Any) -> str:
    if isinstance(value, Mapping) and len(value) == 1:
        ((key, inner),) = value.items()
        if key in ("all", "any") and isinstance(inner, list) and inner:
            return f"{key}:\n" + "\n".join("  - " + _deeper(_item_text(term), 4) for term in inner)
        if key == "not" and _joins(inner):
            return "not:\n  " + _deeper(_condition_text(inner), 2)
        if key == "related" and isinstance(inner, Mapping) and _joins(inner.get("holds")):
            lines = [
                f"{name}:\n    " + _deeper(_condition_text(part), 4) if name == "holds" else f"{name}: {as_yaml(part)}"
                for name, part in inner.items()
            ]
            return "related:\n  " + "\n  ".join(lines)
    return as_yaml(value)


def _item_text(term: Any) -> str:
    """A term of a join: `listing: {…}`, without brackets around it."""
    if isinstance(term, Mapping) and len(term) == 1 and not _joins(term):
        ((key, inner),) = term.items()
        return f"{as_yaml(key)}: {as_yaml(inner)}"
    return _condition_text(term)


def _joins(value: Any) -> bool:
    """Whether a condition holds an `all` or `any`, and so is written in lines."""
    if isinstance(value, Mapping):
        return bool({"all", "any"} & set(value)) or any(_joins(inner) for inner in value.values())
    return False


def _deeper(text: str, column: int) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(" " * column + line for line in rest)])


def _measure_text(data: Mapping[str, Any]) -> str:
    """A new measure in lines, in the order in which lists are written."""
    lines = []
    for key in [each.key for each in MEASURE if each.key in data]:
        text = _condition_text(data[key]) if key == "when" else as_yaml(data[key])
        lines.append(f"{key}:\n  {_deeper(text, 2)}" if "\n" in text else f"{key}: {text}")
    return "\n".join(lines)

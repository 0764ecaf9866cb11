"""Measure lists as spreadsheets, and back.

    list ─ sheet_of ─ workbook_of ─▶ list.xlsx ─ read_workbook ─ changes_from ─ text_with ─▶ list

What goes out and comes in again changes nothing, and what was changed there comes back as edits of the text.
"""

from credit_rules.authoring.tables.changes import CellChange, Change, Changes, changes_from
from credit_rules.authoring.tables.files import OpenedList, open_list, replace_file, text_with, write_list
from credit_rules.authoring.tables.sheets import Row, Sheet, sheet_of
from credit_rules.authoring.tables.workbooks import Grid, read_workbook, workbook_of

__all__ = [
    "CellChange",
    "Change",
    "Changes",
    "Grid",
    "OpenedList",
    "Row",
    "Sheet",
    "changes_from",
    "open_list",
    "read_workbook",
    "replace_file",
    "sheet_of",
    "text_with",
    "workbook_of",
    "write_list",
]

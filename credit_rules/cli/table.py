"""`credit-rules table`: a measure list as the spreadsheet officials know, and what was changed there back."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from credit_rules.cli.calling import called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, HELP, LANG, RULES, Manual, Option
from credit_rules.errors import InputError, UsageError, problem
from credit_rules.words.tables import CHANGES

if TYPE_CHECKING:
    from credit_rules.authoring.tables import Change, Changes, OpenedList

MANUAL = Manual(
    "credit-rules table LIST --xlsx FILE | --back FILE [--write]",
    "把一份清单导出为电子表格；或者读回表格里的修改，先列出改动，加 --write 才写入清单文件，注释和版式保留",
    "a measure list as a spreadsheet; or what was changed there back: told first, and written into the list's file "
    "with --write, which keeps comments and layout",
    (
        Option("--xlsx", "FILE", "导出到此文件", "write the spreadsheet here"),
        Option("--overwrite", "", "导出时覆盖已有文件", "write over a spreadsheet that is there already"),
        Option("--back", "FILE", "读回此文件里的修改", "read back what was changed in this spreadsheet"),
        Option("--write", "", "把改动写入清单文件", "write the changes into the file of the list"),
        Option("--delete", "", "表里没有的措施，从清单中删去", "remove measures that are not in the sheet any more"),
        RULES,
        DRAFTS,
        Option("--format", "text|json", "改动以何种格式列出，默认 text", "how the changes are told; text if absent"),
        LANG,
        HELP,
    ),
    arguments=1,
    parts=(("LIST", "清单代码，或者清单文件的路径", "the id of a measure list, or the path of its file"),),
)


def run(argv: Sequence[str], console: Console) -> int:
    """Write the list out, or read the spreadsheet back."""
    call = called(MANUAL, argv, console)
    if call is None:
        return Exit.EVALUATED
    options, arguments = call.options, call.arguments
    _refuse_misuse(options, arguments)
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.authoring.tables import open_list

    rules, default = options.get("rules"), call.settings["rules"].value
    opened = open_list(arguments[0], rules if isinstance(rules, list) else None, default, drafts=call.drafts)
    if "xlsx" in options:
        return _out(opened, Path(str(options["xlsx"])), "overwrite" in options, console)
    return _back(opened, Path(str(options["back"])), options, console)


def _refuse_misuse(options: Mapping[str, object], arguments: Sequence[str]) -> None:
    if not arguments or not arguments[0]:
        raise UsageError(problem("missing-option", "", name="LIST"))
    if ("xlsx" in options) == ("back" in options):
        raise UsageError(problem("missing-option", "", name="--xlsx | --back"))
    file = str(options.get("xlsx", ".xlsx"))
    if not file.lower().endswith(".xlsx"):
        raise UsageError(problem("sheet-suffix", "--xlsx", name=file))
    for name in ("write", "delete"):
        if name in options and "back" not in options:
            raise UsageError(problem("usage", "", why=f"--{name} goes with --back"))


def _out(opened: "OpenedList", file: Path, overwrite: bool, console: Console) -> int:
    from credit_rules.authoring.tables import replace_file, sheet_of, workbook_of

    if file.exists() and not overwrite:
        raise InputError([problem("file-exists", "", name=file)])
    sheet = sheet_of(opened.entry, opened.law, console.lang)
    replace_file(file, workbook_of(sheet, file.name), str(file))
    if console.json:
        console.data({"written": str(file), "measures": len(sheet.rows)})
    else:
        console.result(_say("exported", console.lang, file=file, number=len(sheet.rows)) + "\n")
    return Exit.EVALUATED


def _back(opened: "OpenedList", file: Path, options: Mapping[str, object], console: Console) -> int:
    from credit_rules.authoring.tables import changes_from, read_workbook, text_with, write_list

    changes = changes_from(read_workbook(file), opened.entry, opened.law, delete="delete" in options)
    text = text_with(opened, changes) if changes.edits else None
    written = text is not None and "write" in options
    if text is not None and written:
        write_list(opened, text)
    if console.json:
        console.data(_as_json(opened, changes, written))
    else:
        console.result("".join(f"{line}\n" for line in _as_text(opened, changes, written, console.lang)))
        console.note(changes.notes)
    return Exit.EVALUATED


def _say(key: str, lang: str, **params: object) -> str:
    return CHANGES[key][lang != "zh"].format(**params)


def _as_text(opened: "OpenedList", changes: "Changes", written: bool, lang: str) -> Iterator[str]:
    if not changes.told:
        yield _say("none", lang)
        return
    counted = {sort: sum(change.sort == sort for change in changes.told) for sort in ("changed", "added", "removed")}
    yield _say("counts", lang, **counted)
    for change in changes.told:
        yield ""
        yield from _change(change, lang)
    yield ""
    yield _say("written" if written else "not-written", lang, file=opened.name)


def _change(change: "Change", lang: str) -> Iterator[str]:
    name = change.id or _say("header", lang)
    yield _say(change.sort, lang, name=name, title=change.title)
    for cell in change.cells:
        yield _say("cell", lang, column=cell.column, cell=cell.cell)
        before, after = cell.before.split("\n"), cell.after.split("\n")
        yield from (_say("before", lang, text=line) for line in before if line and line not in after)
        yield from (_say("after", lang, text=line) for line in after if line and line not in before)


def _as_json(opened: "OpenedList", changes: "Changes", written: bool) -> dict[str, Any]:
    told = [
        {
            "change": change.sort,
            "measure": change.id or None,
            "title": change.title,
            "cells": [
                {"cell": cell.cell, "column": cell.column, "before": cell.before, "after": cell.after}
                for cell in change.cells
            ],
        }
        for change in changes.told
    ]
    notes = [note.as_json() for note in changes.notes]
    return {"file": opened.name, "written": written, "changes": told, "notes": notes}

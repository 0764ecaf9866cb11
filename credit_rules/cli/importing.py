"""`credit-rules import`: the files people hold as profiles with a coverage line, and what became of every record."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from credit_rules.cli import asking
from credit_rules.cli.calling import called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import HELP, LANG, Manual, Option
from credit_rules.errors import InputError, Problem, UsageError, problem
from credit_rules.model.days import parse_day
from credit_rules.model.law import LOOKED_UP
from credit_rules.model.scalars import read_code, read_region
from credit_rules.stages.shaping import with_nearest
from credit_rules.words.importing import BESIDES, FORMATS, HEADINGS, REPORT
from credit_rules.words.problems import MESSAGES

if TYPE_CHECKING:
    from credit_rules.screening.importing import Imported, Wanted
    from credit_rules.screening.tallies import Tally

MANUAL = Manual(
    "credit-rules import FILE … [--covers LIST --as-of DATE --complete|--search-result] --out FILE",
    "把公布的名单、双公示表格、OpenSanctions 等读成信用档案（逐行 JSON），第一行说明覆盖范围；"
    "读入、并入、存疑、未写入的都列明件数和位置。把几个档案文件并成一个："
    "credit-rules import a.jsonl b.jsonl --out all.jsonl",
    "published lists, double publicity, OpenSanctions and other tables as profiles (JSON lines), the first line saying "
    "what they cover; what was read, merged, doubted and left out is told with counts and places. Files of profiles "
    "are joined into one by credit-rules import a.jsonl b.jsonl --out all.jsonl",
    (
        Option(
            "--covers",
            "LIST",
            "名单代码或者名称，或者 penalty、permit、rating.…；只并档案时不写",
            "a list's id or title, or penalty, permit, rating.…; absent where profiles are joined only",
        ),
        Option("--as-of", "YYYY-MM-DD", "信息截至日期", "as of which day"),
        Option("--complete", "", "这些文件是该名单的全部", "the files are the whole register"),
        Option("--search-result", "", "这些文件是查询结果", "the files are what a search gave"),
        Option("--out", "FILE", "写入此文件（.jsonl）", "write the profiles here (.jsonl)"),
        Option("--overwrite", "", "覆盖已有文件", "write over a file that is there already"),
        Option("--mapping", "FILE", "说明各列含义的 YAML 映射文件", "a YAML file that says what the columns hold"),
        Option(
            "--searched", "FILE", "查询了哪些主体（投标人名单）", "who was searched for, found or not: a bidders' sheet"
        ),
        Option(
            "--looked-up",
            "YYYY-MM-DDTHH:MM",
            "查询时间，如 2026-11-19T16:02+08:00；列入查询情况表",
            "at which hour it was looked up, as in 2026-11-19T16:02+08:00, for the report",
        ),
        Option("--channel", "TEXT", "查询渠道，如 信用中国", "where it was looked up"),
        Option("--region", "CODE", "名单只覆盖的地区", "the only region it covers"),
        Option("--headings", "", "列出能读的列名（名单、双公示、投标人名单）", "show the headings that are read"),
        Option("--format", "text|json", "报告的格式，默认 text", "format of the report; text if absent"),
        LANG,
        HELP,
    ),
    arguments=10_000,
    parts=(
        (
            "FILE",
            "CSV、XLSX、FollowTheMoney 逐行 JSON，均可 gzip；或者以前导入的 .jsonl，一并写入",
            "CSV, XLSX, FollowTheMoney JSON lines, each also gzipped; or .jsonl imported before, to be joined",
        ),
    ),
)
_LARGE = 50 * 2**20  # bytes from which a file's progress is told
_STEPS = 20
_SUFFIXES = (".jsonl", ".ndjson")


def run(argv: Sequence[str], console: Console) -> int:
    """Read the files, write the profiles, tell what became of everything."""
    call = called(MANUAL, argv, console)
    if call is None:
        return Exit.EVALUATED
    if "headings" in call.options:
        _show_headings(console)
        return Exit.EVALUATED
    files = [Path(name) for name in call.arguments]
    notes: list[Problem] = []
    wanted, out = _wanted(call.options, files, notes)
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.screening.importing import import_files

    imported = import_files(files, wanted, out, lambda name: progress_of(name, console))
    if console.json:
        console.data({"written": str(out), **imported.as_json(), "notes": [told.as_json() for told in notes]})
    else:
        console.result("".join(f"{line}\n" for line in _report(imported, wanted, out, console.lang)))
        console.note([*notes, *(told for tally in imported.tallies for told in tally.notes)])
    return Exit.EVALUATED


def _show_headings(console: Console) -> None:
    from credit_rules.screening.readers.layouts import LAYOUTS, headings_by_field

    found = {name: headings_by_field(layouts) for name, layouts in LAYOUTS.items()}
    if console.json:
        console.data(found)
        return
    for name, fields in found.items():
        console.result(f"{HEADINGS[name][console.lang != 'zh']}\n")
        for told, headings in sorted(fields.items(), key=lambda pair: not pair[0]):
            said = told or HEADINGS[""][console.lang != "zh"]
            console.result(f"  {said}: {' | '.join(headings)}\n")


#: What says something of the files that are read; files of profiles say it themselves.
_OF_FILES = ("covers", "as_of", "complete", "search_result", "mapping", "searched", "looked_up", "channel", "region")


def _wanted(options: Mapping[str, object], files: Sequence[Path], notes: list[Problem]) -> tuple["Wanted", Path]:
    from credit_rules.screening.importing import JOINED, Wanted

    if not files:
        raise UsageError(problem("missing-option", "", name="FILE"))
    joins = not any(name in options for name in _OF_FILES)
    for name in ("out",) if joins else ("covers", "as_of", "out"):
        if name not in options:
            raise UsageError(problem("missing-option", "", name=f"--{name.replace('_', '-')}"))
    if "complete" in options and "search_result" in options:
        raise UsageError(problem("import-both", ""))
    if not joins and "complete" not in options and "search_result" not in options:
        raise UsageError(problem("import-completeness", ""))
    out = Path(str(options["out"]))
    if out.suffix not in _SUFFIXES:
        raise UsageError(problem("import-suffix", "--out", name=out))
    if out.exists() and "overwrite" not in options:
        raise InputError([problem("file-exists", "", name=out)])
    if joins:
        return JOINED, out
    mapping, searched = options.get("mapping"), options.get("searched")
    wanted = Wanted(
        covers=_covers(str(options["covers"]), notes),
        as_of=_day(str(options["as_of"])),
        complete="complete" in options,
        looked_up=None if "looked_up" not in options else _hour(str(options["looked_up"])),
        channel=None if options.get("channel") is None else str(options["channel"]),
        region=None if "region" not in options else _region(options["region"]),
        mapping=None if mapping is None else Path(str(mapping)),
        searched=None if searched is None else Path(str(searched)),
    )
    return wanted, out


def _covers(text: str, notes: list[Problem]) -> str:
    """The code of what is covered; a list may be named by its title. Told where no shipped rule set knows it."""
    from credit_rules.pipeline import load_plan
    from credit_rules.rulesets import shipped_names

    law = load_plan(*shipped_names()).law
    ratings = {f"rating.{name}": scheme for name, scheme in law.rating_schemes.items()}
    known = {"penalty": None, "permit": None, **law.lists, **ratings}
    titled = [code for code, entry in known.items() if entry is not None and text in (entry.title.zh, entry.title.en)]
    if len(titled) == 1:
        return titled[0]
    try:
        code = read_code(text)
    except ValueError:  # what pydantic's own errors are
        raise UsageError(with_nearest("bad-code", "--covers", text, known, value=text)) from None
    section, _, scheme = code.partition(".")
    if code not in known and (section not in LOOKED_UP or (section == "rating" and scheme)):
        notes.append(with_nearest("covers-unknown", "--covers", code, known))
    return code


def _region(value: object) -> str:
    try:
        return read_region(str(value))
    except ValueError:
        raise UsageError(problem("bad-region", "--region", value=value)) from None


def _day(text: str) -> date:
    try:
        day = parse_day(text)
    except ValueError:
        raise UsageError(problem("bad-date", "--as-of", value=text)) from None
    if day.isoformat() > (today := asking.today()):
        # A register of a day to come would count as new until then, whatever is listed in between.
        raise UsageError(problem("as-of-ahead", "--as-of", value=text, today=today))
    return day


def _hour(text: str) -> str:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(problem("bad-hour", "--looked-up", value=text)) from None
    if "T" not in text.upper():  # a day alone is what `--as-of` says
        raise UsageError(problem("bad-hour", "--looked-up", value=text))
    return told.isoformat(timespec="minutes")


def progress_of(name: str, console: Console) -> Callable[[int, int], None]:
    """Tells how far a large file was read: by bytes, or by rows where their number is not known."""
    last = 0

    def tell(done: int, size: int) -> None:
        nonlocal last
        step = max(size // _STEPS, 1) if size else 100_000
        if (size == 0 or size >= _LARGE) and done // step > last:
            last = done // step
            key, share = ("progress", 100 * done // size) if size else ("progress.rows", done)
            sys.stderr.write(f"{name}: {REPORT[key][console.lang != 'zh'].format(done=share)}\n")
            sys.stderr.flush()

    return tell


def _report(imported: "Imported", wanted: "Wanted", out: Path, lang: str) -> Iterator[str]:
    for tally in imported.tallies:
        yield from _of_file(tally, lang)
    yield _say("written", lang, file=out, profiles=imported.subjects, records=imported.records)
    if not wanted.covers:
        return
    kind = "complete" if wanted.complete else "search"
    yield _say(f"coverage.{kind}", lang, covers=wanted.covers, as_of=wanted.as_of)
    if wanted.searched is not None:
        yield _say("coverage.searched", lang, searched=imported.searched, none=imported.not_found)
    if imported.nobodys and (wanted.complete or wanted.searched is not None):
        yield _say("coverage.broken", lang, count=imported.nobodys)


def _of_file(tally: "Tally", lang: str) -> Iterator[str]:
    yield _say("file", lang, file=tally.file, format=FORMATS[tally.format][lang != "zh"])
    left = tally.left_out.total()
    counts = {"read": tally.read, "taken": tally.taken, "merged": tally.merged, "doubted": tally.doubted}
    yield "  " + _say("counts", lang, left=left, **counts)
    besides = [BESIDES[name][lang != "zh"].format(n=n) for name, n in sorted(tally.besides.items())]
    if besides:
        yield "  " + _say("besides", lang, parts=" · ".join(besides))
    for key, each in (("left", tally.left_out), ("noted", tally.noted - tally.left_out)):
        for code, n in sorted(each.items()):
            # What a note is about in each place stands on standard error.
            what = re.sub(r"\{\w+\}", "…", MESSAGES[code][lang != "zh"])
            yield "  " + _say(key, lang, n=n, what=what, code=code)


def _say(key: str, lang: str, **params: object) -> str:
    return REPORT[key][lang != "zh"].format(**params)

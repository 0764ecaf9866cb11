"""`credit-rules screen`: every bidder of a tender at the legally relevant moment, and the report that is filed."""

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from credit_rules.cli.attempts import Attempts
from credit_rules.cli.calling import Call, called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, HELP, LANG, RULES, Manual, Option
from credit_rules.cli.subject import AMOUNT, AUTHORITY, REGION
from credit_rules.cli.verifying import Verifying
from credit_rules.errors import InputError, Problem, UsageError, problem
from credit_rules.model.days import parse_day
from credit_rules.stages.shaping import with_nearest

if TYPE_CHECKING:
    from credit_rules.screening.screening import ScreenedTender, Screener
    from credit_rules.screening.tallies import Tally

Value = TypeVar("Value")

FORMATS = ("text", "html", "json", "xlsx", "ocds")
_MOMENTS = ("deadline", "opening", "award")
MANUAL = Manual(
    "credit-rules screen TENDER … --profiles FILE|DIR",
    "按投标截止、开标或者中标之日核查项目的全部投标人（联合体成员一并核查），出具供应商信用记录查询情况表，"
    "对应予拒绝的逐个出具告知书",
    "every bidder of a tender, with the members of consortia, on the day of the deadline, the opening or the award; "
    "the report to be filed, and a notice for each bidder to be refused",
    (
        Option(
            "--profiles",
            "FILE|DIR",
            "信用档案：import 写出的文件或者文件夹；一个主体只在一个文件里，几次导入的先用 import 并成一个",
            "the profiles that `import` wrote; nobody in two files: join several imports by `import` first",
        ),
        Option(
            "--at",
            "deadline|opening|award|DATE",
            "核查时点，也可以写投标截止、开标、中标；默认取文件里写明的第一个",
            "on which day to check; if absent the first that is stated of deadline, opening and award",
        ),
        Option("--compare", "MOMENT MOMENT", "比较两个时点，如 opening award", "two moments, as in: opening award"),
        Option("--action", "CODE|ALIAS", "事项代码，默认 procurement.bid", "the action; procurement.bid if absent"),
        Option("--known", "YYYY-MM-DD", "信息截至日期", "as known on this day"),
        REGION,
        AUTHORITY,
        AMOUNT,
        RULES,
        DRAFTS,
        Option(
            "--out",
            "DIR",
            "写入文件夹：不写 --format 的，报告、告知书和数据全部写出",
            "write into a folder; everything unless --format says what",
        ),
        Option(
            "--overwrite",
            "",
            "覆盖已有文件；以前留在 notices 里的告知书一并删去",
            "write over files that are there already; notices that an earlier run left in `notices` are removed",
        ),
        Option(
            "--format",
            "html|json|xlsx|ocds|text",
            "输出格式，可写多次；默认 text",
            "formats, may stand more than once; text if absent",
            repeats=True,
        ),
        Option("--no-verify", "", "不用第二个引擎复核", "do not have the second engine verify the answers"),
        Option("--operator", "NAME", "查询人", "who looks up"),
        Option("--body", "NAME", "查询单位", "for which body"),
        LANG,
        HELP,
    ),
    arguments=10_000,
    parts=(
        (
            "TENDER",
            "投标人名单（CSV、XLSX）或者 OCDS（JSON、逐行 JSON，可 gzip）",
            "a sheet of bidders (CSV, XLSX) or OCDS (JSON, JSON lines, also gzipped)",
        ),
    ),
)
#: What `import` reads, and no profiles are written in.
_TABLES = tuple(f".{name}{packed}" for name in ("csv", "tsv", "xlsx", "xls") for packed in ("", ".gz"))
#: `html` and the like are formats of this command only, so that the setting is looked at here.
_SETTINGS = {"rules": "rules", "lang": "lang", "profiles": "profiles"}


def run(argv: Sequence[str], console: Console) -> int:
    """Screen the bidders of every file."""
    call = called(MANUAL, _joined(argv), console, _SETTINGS)
    if call is None:
        return Exit.EVALUATED
    wanted, (first, second), out = _settled(call)
    console.json = wanted == ("json",) and out is None
    if out is not None and "format" not in call.options and "xlsx" not in wanted:
        console.note([problem("screen-without-xlsx", "--out")])
    screener, digests = _screener(call, console)
    tallies: list[Tally] = []
    with _seldom_tidied():
        screened = [one for name in call.arguments for one in _of_file(name, screener, first, second, tallies, console)]
    console.note(note for tally in tallies for note in tally.notes)
    _refuse_nobody(screened)
    from credit_rules.screening.telling import told

    data = told(screened, screener, tallies, digests)
    if out is None:
        _print(data, wanted[0], call, console)
    else:
        for key, path in _write(data, wanted, screened, out, call):
            console.result(_say(key, console.lang, path=path))
    return Exit.EVALUATED


# --- what is asked ----------------------------------------------------------------------------------------------------


def _settled(call: Call) -> tuple[tuple[str, ...], tuple[str, str], Path | None]:
    """Formats, moments and folder; UsageError with everything that is wrong in what is asked."""
    problems: list[Problem] = []

    def settled(step: Callable[[], Value], instead: Value) -> Value:
        try:
            return step()
        except UsageError as error:
            problems.extend(error.problems)
            return instead

    none: tuple[str, ...] = ()
    wanted = settled(lambda: _formats(call), none)
    moments = settled(lambda: _moments(call), ("", ""))
    if not call.arguments:
        problems.append(problem("missing-option", "", name="TENDER"))
    if call.settings["profiles"].value is None:
        problems.append(problem("missing-option", "", name="--profiles"))
    out = Path(str(call.options["out"])) if "out" in call.options else None
    if out is None and "xlsx" in wanted:
        problems.append(problem("screen-out", "--format", format="xlsx"))
    if out is not None and out.exists() and not out.is_dir():
        problems.append(problem("not-a-folder", "--out", name=out))
    if problems:
        raise UsageError(*problems)
    return wanted, moments, out


def _joined(argv: Sequence[str]) -> list[str]:
    """`--compare opening award` as one value."""
    found = list(argv)
    if "--compare" in found[:-2]:
        place = found.index("--compare")
        if "," not in found[place + 1] and not found[place + 2].startswith("-"):
            found[place + 1 : place + 3] = [f"{found[place + 1]},{found[place + 2]}"]
    return found


def _formats(call: Call) -> tuple[str, ...]:
    asked = call.options.get("format")
    told = [str(name) for name in asked] if isinstance(asked, list) else []
    for name in told:
        if name not in FORMATS:
            raise UsageError(with_nearest("unknown-value", "--format", name, FORMATS))
    if told:
        return tuple(dict.fromkeys(told))
    if "out" in call.options:
        return ("html", "json", "xlsx", "ocds") if _can_write_sheets() else ("html", "json", "ocds")
    return ("json",) if call.settings["format"].value == "json" else ("text",)


def _can_write_sheets() -> bool:
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        return False
    return True


def _moments(call: Call) -> tuple[str, str]:
    at = _moment(str(call.options.get("at", "")), "--at")
    if "compare" not in call.options:
        return at, ""
    told = [part.strip() for part in str(call.options["compare"]).split(",")]
    if len(told) != 2 or not all(told):
        raise UsageError(problem("screen-compare", "--compare"))
    if "at" in call.options:
        raise UsageError(problem("screen-at-and-compare", "--at"))
    first, second = _moment(told[0], "--compare"), _moment(told[1], "--compare")
    if first == second:
        raise UsageError(problem("screen-compare", "--compare"))
    return first, second


def _moment(text: str, option: str) -> str:
    from credit_rules.words.screening import MOMENT_ALIASES

    name = MOMENT_ALIASES.get(text, text)
    if name in ("", *_MOMENTS):
        return name
    try:
        return parse_day(text).isoformat()
    except ValueError:
        raise UsageError(problem("screen-at", option, value=text)) from None


def _screener(call: Call, console: Console) -> "tuple[Screener, list[dict[str, Any]]]":
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.cli.asking import Asked
    from credit_rules.pipeline import load_plan
    from credit_rules.rosters import read_roster, told_notes
    from credit_rules.screening.screening import Screener

    place = Path(str(call.settings["profiles"].value))
    if place.name.lower().endswith(_TABLES):
        raise UsageError(problem("profiles-not-imported", "--profiles", name=place))
    attempts = Attempts()
    verifying = Verifying.begun(call.settings, wanted="no_verify" not in call.options)
    plan = attempts.result_of(lambda: load_plan(*call.settings["rules"].value, drafts=call.drafts))
    roster = attempts.result_of(lambda: read_roster(place))
    asked = Asked.of({"action": "procurement.bid", **call.options}, call.settings)
    # A wrong option is told once, and before anybody is screened.
    attempts.result_of(lambda: asked.action({"date": "2000-01-01"}, plan.law if plan else None, at=""))
    attempts.refuse()
    assert plan is not None  # what is None has failed, and failures have been raised
    assert roster is not None
    law = plan.law
    console.note(told_notes(roster))
    engine = verifying.engine(console)
    screener = Screener(plan, roster, lambda day: asked.action({"date": day}, law, at=""), engine=engine)
    return screener, list(_digests(place))


def _digests(place: Path) -> Iterator[dict[str, Any]]:
    """The files of profiles with their digests."""
    from credit_rules.screening.readers.files import digest_of

    for path in sorted(place.iterdir()) if place.is_dir() else [place]:
        if path.is_file() and path.suffix in (".jsonl", ".ndjson", ".json", ".yaml", ".yml"):
            yield {"file": str(path), "digest": digest_of(path)}


@contextmanager
def _seldom_tidied() -> Iterator[None]:
    """What is found is kept: looking through it again and again for what could be let go takes a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _of_file(
    name: str, screener: "Screener", first: str, second: str, tallies: "list[Tally]", console: Console
) -> "Iterator[ScreenedTender]":
    from credit_rules.cli.importing import progress_of
    from credit_rules.screening.reading import read_tenders

    tenders = read_tenders(name, progress_of(name, console))
    found = False
    for tender in tenders.each:
        found = True
        yield screener.screen(tender, first, second)
    if not found:
        raise InputError([problem("screen-no-tender", name)])
    tallies.append(tenders.tally)


def _refuse_nobody(screened: "Sequence[ScreenedTender]") -> None:
    """InputError where nobody was asked about: there is no answer that two engines could agree on."""
    bidders = [one for tender in screened for one in tender.bidders]
    if not bidders:
        raise InputError([problem("screen-nobody", "")])
    if all(one.whole is None for one in bidders):
        why = {told.code: told for one in reversed(bidders) for told in one.problems}
        raise InputError([problem("screen-nobody-checked", "", count=len(bidders)), *why.values()])


# --- what comes out ---------------------------------------------------------------------------------------------------


def _print(data: Mapping[str, Any], layout: str, call: Call, console: Console) -> None:
    if layout == "json":
        console.data(data)
    elif layout == "ocds":
        from credit_rules.screening.annotating import annotated, originals_of

        console.data(annotated(data, originals_of(data)))
    elif layout == "html":
        pages = [page for _, page in _reports(data, call)]
        console.result("\n".join(_in_letters(page) for page in pages))
    else:
        from credit_rules.rendering.report import render_summary

        console.result(render_summary(data, console.lang))


def _in_letters(html: str) -> str:
    """A page says that it is UTF-8; where standard output is not, what is not ASCII goes as HTML's own escapes."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return html if utf8 else html.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _reports(data: Mapping[str, Any], call: Call) -> Iterator[tuple[str, str]]:
    from credit_rules.rendering.report import render_report

    lang = str(call.settings["lang"].value)
    tenders = data["tenders"]
    for number in range(len(tenders)):
        name = "report.html" if len(tenders) == 1 else f"report-{number + 1:0{len(str(len(tenders)))}}.html"
        yield name, render_report(data, number, lang)


def _files(
    data: Mapping[str, Any], wanted: Sequence[str], screened: "Sequence[ScreenedTender]", call: Call
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What is to be written, by name, each made when its turn comes."""
    if "html" in wanted:
        from credit_rules.rendering.notices import notices_of

        for name, page in _reports(data, call):
            yield name, partial(str.encode, page)
        for name, text in notices_of(data, str(call.settings["lang"].value)):
            yield f"notices/{name}", partial(str.encode, text)
    if "json" in wanted:
        from credit_rules.screening.telling import requests

        yield "report.json", lambda: (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
        yield (
            "requests.jsonl",
            lambda: "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in requests(screened)).encode(),
        )
    if "xlsx" in wanted:
        from credit_rules.screening.workbooks import workbook_of

        yield "report.xlsx", lambda: workbook_of(data, str(call.settings["lang"].value))
    if "ocds" in wanted:
        from credit_rules.screening.annotating import annotated, originals_of

        yield (
            "ocds.json",
            lambda: (json.dumps(annotated(data, originals_of(data)), ensure_ascii=False, indent=2) + "\n").encode(),
        )
    if "text" in wanted:
        from credit_rules.rendering.report import render_summary

        yield "report.txt", lambda: render_summary(data, str(call.settings["lang"].value)).encode()


def _write(
    data: Mapping[str, Any], wanted: Sequence[str], screened: "Sequence[ScreenedTender]", out: Path, call: Call
) -> Iterator[tuple[str, Path]]:
    """Every file, whole or not at all; then notices of an earlier run go. InputError where one is there already."""
    files = [(out / name, make) for name, make in _files(data, wanted, screened, call)]
    old = _earlier_notices(out / "notices", {path for path, _ in files}) if "html" in wanted else []
    there = [*(path for path, _ in files if path.exists()), *old]
    if there and "overwrite" not in call.options:
        raise InputError([problem("file-exists", "", name=there[0])])
    for path, make in files:
        raw = make()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_name(f".{path.name}.new")
            new.write_bytes(raw)
            os.replace(new, path)
        except OSError as error:
            raise _unwritable(path, error) from None
        yield "written", path
    for path in old:
        try:
            path.unlink()
        except OSError as error:
            raise _unwritable(path, error) from None
        yield "removed", path


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(problem("unwritable", "--out", name=path, why=error.strerror or ""))


def _earlier_notices(folder: Path, new: set[Path]) -> list[Path]:
    """The notices of an earlier run that this one does not write over; whatever else lies there is left alone."""
    from credit_rules.rendering.notices import is_notice

    try:
        pages = sorted(path for path in folder.iterdir() if path.suffix in (".html", ".md") and path.is_file())
        return [path for path in pages if path not in new and is_notice(path.name, path.read_text("utf-8", "replace"))]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unwritable(folder, error) from None


def _say(key: str, lang: str, **params: object) -> str:
    from credit_rules.words.screening import tell

    return tell(key, lang, **params) + "\n"

"""`credit-rules calendar`: on which day what changes for one subject at one action, and the first clean day."""

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from credit_rules.cli.calling import Call, called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, HELP, LANG, RULES, Manual, Option
from credit_rules.cli.subject import ASKING, PARTS, READERS, SETTINGS, question_of
from credit_rules.errors import UsageError, problem
from credit_rules.model.days import Period, last_day, parse_period
from credit_rules.stages.shaping import with_nearest

if TYPE_CHECKING:
    from credit_rules.stages.calendar import Calendar

FORMATS = ("text", "json", "markdown", "html")
MANUAL = Manual(
    "credit-rules calendar PROFILE|ID --action CODE …",
    "哪一天会有什么变化（名单到期、期限届满、可以申请修复、措施或者依据生效失效），最早哪一天没有限制；"
    "--within 30d 只看近期，用于预警",
    "on which day what changes (a listing lapses, a term ends, repair may be applied for, a measure or source comes "
    "into or goes out of force), and the first clean day; --within 30d is the early warning",
    (
        *ASKING,
        Option(
            "--until", "YYYY-MM-DD", "只列到这一天为止的变化，默认不限", "only changes until this day; all if absent"
        ),
        Option(
            "--within",
            "30d|3 months|…",
            "只列自事项日期起这段时间内的变化：天 d、周 w、月 m、年 y",
            "only changes within this time of the action's day: d, w, m, y or in words",
        ),
        RULES,
        DRAFTS,
        Option(
            "--format",
            "text|json|markdown|html",
            "输出格式，默认 text；html 为一个独立的时间轴网页",
            "format of the output; text if absent; html is a timeline in one page that stands alone",
        ),
        Option("--out", "FILE", "写入文件而不是标准输出", "write to a file instead of standard output"),
        LANG,
        READERS,
        HELP,
    ),
    arguments=1,
    parts=PARTS,
)
#: `html` is a format of this command only, so that the setting is looked at here.
_SETTINGS = {name: setting for name, setting in SETTINGS.items() if name != "format"}
_SHORT = re.compile(r"([1-9][0-9]{0,4})\s*([dwmy])")
_UNITS = {"d": ("day", 1), "w": ("day", 7), "m": ("month", 1), "y": ("year", 1)}


def run(argv: Sequence[str], console: Console) -> int:
    """Tell the calendar of one subject."""
    call = called(MANUAL, argv, console, _SETTINGS)
    if call is None:
        return Exit.EVALUATED
    layout = _layout(call)
    console.json = layout == "json"
    horizon = _horizon(call)
    _tell(_calendar(call, console, horizon), layout, call, console)
    return Exit.EVALUATED


def _layout(call: Call) -> str:
    layout = str(call.options.get("format", call.settings["format"].value))
    if layout not in FORMATS:
        raise UsageError(with_nearest("unknown-value", "--format", layout, FORMATS))
    return layout


def _horizon(call: Call) -> date | Period | None:
    """Until which day, or within what time, changes are told; None for all time."""
    within = call.options.get("within")
    if within is not None and "until" in call.options:
        raise UsageError(problem("until-and-within", "--within"))
    return call.day("until") if within is None else _period(str(within))


def _period(text: str) -> Period:
    """`30d`, `2w`, `3m`, `1y`, `3 months`."""
    short = _SHORT.fullmatch(text.strip().lower())
    try:
        if short is None:
            return parse_period(text.strip())
        unit, times = _UNITS[short[2]]
        return parse_period(f"{int(short[1]) * times} {unit}s")
    except ValueError:
        raise UsageError(problem("bad-within", "--within", value=text)) from None


def _calendar(call: Call, console: Console, horizon: date | Period | None) -> "Calendar":
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.pipeline import calendar_of

    question = question_of(call, console)
    start = question.action.date
    until = last_day(start, horizon) if isinstance(horizon, Period) else horizon
    if until is not None and until < start:
        raise UsageError(
            problem("dates-contradict", "--until", first="--date", second="--until", early=start, late=until)
        )
    return calendar_of(question.plan, question.profile, question.action, until=until)


def _tell(calendar: "Calendar", layout: str, call: Call, console: Console) -> None:
    data = calendar.as_json()
    path = call.options.get("out")
    if layout == "json" and path is None:
        console.data(data)
        return
    text = _rendered(data, layout, call, colour=console.colour and path is None)
    if path is not None:
        _write(str(path), text)
    else:
        console.result(text if layout != "html" else _in_letters(text))


def _rendered(data: Mapping[str, object], layout: str, call: Call, *, colour: bool) -> str:
    lang, audience = str(call.settings["lang"].value), str(call.settings["audience"].value)
    if layout == "json":
        import json

        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if layout == "html":
        from credit_rules.rendering.timeline import render_timeline

        return render_timeline(data, lang, audience)
    from credit_rules.rendering.calendar import render_calendar

    return render_calendar(data, lang, layout, audience, colour=colour)


def _in_letters(html: str) -> str:
    """A page says that it is UTF-8; where standard output is not, what is not ASCII goes as HTML's own escapes."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return html if utf8 else html.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(problem("unwritable", "--out", name=path, why=error.strerror or "")) from None

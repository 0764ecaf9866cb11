"""`credit-rules follow`: a stream of record events, and which measures begin and end by them."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from credit_rules.cli.calling import Call, called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, FORMAT, HELP, LANG, RULES, Manual, Option
from credit_rules.cli.subject import AMOUNT, AUTHORITY, REGION
from credit_rules.errors import UsageError, problem
from credit_rules.model.days import parse_day
from credit_rules.stages.reading import LARGEST_FILE

if TYPE_CHECKING:
    from credit_rules.following import Follower, Watched
    from credit_rules.following.store import Fleeting, Store
    from credit_rules.model.plan import Plan

    Session = Store | Fleeting

MANUAL = Manual(
    "credit-rules follow [EVENTS] [--state DIR] [--action CODE]… [--until DAY]",
    "跟踪信用记录的变动（列入、修复、异议、违诺、履行……），逐条说明对谁、在哪些事项上，哪些措施开始适用、哪些不再适用，"
    "以及因时间经过而终止的措施",
    "follow events of records (listed, repaired, objection accepted, commitment breached …) and say which measures "
    "begin and end, for whom, at which actions and why; and what lapses as days pass",
    (
        Option(
            "--state",
            "DIR",
            "状态文件夹：记下已收到的事件和已说明的变化，中断后从原处接续；不写则只在本次运行中跟踪",
            "where the state is kept, so that a stop loses and repeats nothing; without it nothing is kept",
        ),
        Option(
            "--action",
            "CODE|ALIAS",
            "所看的事项，可写多次；默认为有措施的全部事项",
            "an action to watch, may stand more than once; all that have measures if absent",
            repeats=True,
        ),
        REGION,
        AUTHORITY,
        AMOUNT,
        Option("--since", "YYYY-MM-DD", "自哪一日起跟踪，默认今天", "the day to begin on; today if absent"),
        Option(
            "--until",
            "YYYY-MM-DD",
            '事件读完以后，日期走到这一天；也可以在事件中写 {"day": …}',
            'after the events, let the days pass until this one; or send {"day": …}',
        ),
        Option(
            "--from",
            "N",
            "从第 N 条变化起输出；默认接着上次已输出的",
            "begin the output with change number N; if absent, after what was handed on before",
        ),
        Option("--all", "", "连同待核实的变化", "tell what becomes open, too"),
        Option(
            "--write-profiles", "FILE", "最后把各主体的信用档案写入此文件", "in the end write the profiles to this file"
        ),
        RULES,
        DRAFTS,
        FORMAT,
        LANG,
        HELP,
    ),
    arguments=1,
    parts=(
        (
            "EVENTS",
            "事件，一行一个 JSON；- 为标准输入；不写则没有事件",
            "events, one JSON a line; - is standard input; none if absent",
        ),
        ("3", "退出码：有的行不能计入", "exit code: some line could not be counted"),
    ),
)
#: So many bytes are read at once at most; what has arrived is taken together.
_CHUNK = 1 << 16


def run(argv: Sequence[str], console: Console) -> int:
    """Follow one stream."""
    call = called(MANUAL, argv, console)
    if call is None:
        return Exit.EVALUATED
    asked = _Asked(
        call,
        since=call.day("since"),
        until=call.day("until"),
        number=_number(call.options),
    )
    with _opened(call.arguments) as events:
        return _follow(asked, console, events)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was said on the command line."""

    call: Call
    since: date | None
    until: date | None
    number: int | None

    @property
    def events(self) -> str:
        """What the events come from."""
        return self.call.arguments[0] if self.call.arguments else ""


def _number(options: Mapping[str, object]) -> int | None:
    text = options.get("from")
    if text is None:
        return None
    if "state" not in options:
        raise UsageError(problem("from-without-state", "--from"))
    if not re.fullmatch("[1-9][0-9]{0,11}", str(text)):
        raise UsageError(problem("bad-number", "--from", value=text))
    return int(str(text))


@contextmanager
def _opened(arguments: Sequence[str]) -> Iterator[BinaryIO | None]:
    if not arguments:
        yield None
    elif arguments[0] == "-":
        yield sys.stdin.buffer
    else:
        # Loaded only here: it is not needed for help or for wrong usage.
        from credit_rules.cli.inputs import open_file

        with open_file(arguments[0]) as handle:
            yield handle


def _follow(asked: _Asked, console: Console, events: BinaryIO | None) -> Exit:
    session = _session(asked)
    telling = _Telling(console, asked.call)
    try:
        console.note(session.notes)
        if asked.number is not None:
            if asked.number > session.follower.number + 1:  # what is told next would be passed over
                raise UsageError(problem("number-to-come", "--from", value=asked.number, last=session.follower.number))
            session.hand_on(asked.number - 1)
        telling.tell(json.loads(line) for line in session.since(session.handed_on + 1))
        _handed_on(session, telling)
        for lines in groups_of(events) if events is not None else ():
            telling.tell(session.take(lines))
            _handed_on(session, telling)
        if asked.until is not None:
            telling.tell(session.pass_to(asked.until))
            _handed_on(session, telling)
        _write_profiles(asked.call, session.follower)
        session.close()
    finally:
        session.release()
    _tell_repeated(session.follower, console)
    return telling.exit


def _handed_on(session: "Session", telling: "_Telling") -> None:
    if telling.number > session.handed_on:
        session.hand_on(telling.number)


def _session(asked: _Asked) -> "Session":
    """The follower, with a state or without."""
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.cli.asking import today
    from credit_rules.following import Follower
    from credit_rules.following.store import Fleeting, open_store
    from credit_rules.pipeline import load_plan

    call = asked.call
    plan = load_plan(*call.settings["rules"].value, drafts=call.drafts)
    since = asked.since or parse_day(today())
    watched = _watched(call, plan, since)
    open_too = "all" in call.options
    if "state" in call.options:
        folder = Path(str(call.options["state"])).expanduser()
        session: Session = open_store(folder, plan, watched, since, open_too=open_too)
    else:
        session = Fleeting(Follower(plan, watched, since, open_too=open_too), asked.events or "-")
    follower = session.follower
    if asked.until is not None and asked.until < follower.day:
        session.release()
        raise UsageError(problem("until-in-the-past", "--until", until=asked.until, today=follower.day))
    if asked.since is not None and asked.since != follower.began:
        session.release()
        raise UsageError(problem("since-settled", "--since", since=asked.since, began=follower.began))
    return session


def _watched(call: Call, plan: "Plan", day: date) -> "Watched":
    from credit_rules.cli.asking import Asked
    from credit_rules.following import Watched

    given = {name: value for name, value in call.options.items() if name != "action"}
    asked = Asked.of(given, call.settings)
    codes = call.every("action")
    if codes:
        lines = ({"code": code, "date": day.isoformat()} for code in codes)
        return Watched.of(plan, [asked.action(line, plan.law, "") for line in lines])
    return Watched.all_of(plan, asked.action({"code": next(iter(plan.law.actions)), "date": day.isoformat()}, None, ""))


def groups_of(handle: BinaryIO) -> Iterator[list[bytes]]:
    """Lines in groups, as they arrive: what has come is taken together, and nobody waits for more.

    A line that is too large is cut just so far that reading it is refused.
    """
    read = getattr(handle, "read1", handle.read)
    rest = b""
    while chunk := read(_CHUNK):
        *lines, last = chunk.split(b"\n")
        if lines:
            lines[0], rest = rest + lines[0], b""
            yield lines
        rest = (rest + last)[: LARGEST_FILE + 1]
    if rest:
        yield [rest]


@dataclass(slots=True)
class _Telling:
    """Changes on standard output, one after the other."""

    console: Console
    call: Call
    number: int = 0
    exit: Exit = Exit.EVALUATED

    def tell(self, changes: "Iterable[dict[str, Any]]") -> None:
        """Print them, and remember the number of the last."""
        # Loaded only here: JSON needs no page.
        from credit_rules.rendering.following import render_change

        lang = str(self.call.settings["lang"].value)
        for change in changes:
            if self.console.json:
                self.console.data(change, line=True)
            else:
                self.console.result(render_change(change, lang, colour=self.console.colour))
            self.number = change["number"]
            if change.get("sort") == "refused":
                self.exit = Exit.INPUT


def _write_profiles(call: Call, follower: "Follower") -> None:
    """The profiles as known on the day, one a line, as `--profiles` reads them."""
    if "write_profiles" not in call.options:
        return
    path = Path(str(call.options["write_profiles"])).expanduser()
    try:
        with path.open("w", encoding="utf-8", newline="\n") as handle:
            for data in follower.profiles():
                handle.write(json.dumps(data, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UsageError(problem("unwritable", str(path), name=path, why=error.strerror or "")) from None


def _tell_repeated(follower: "Follower", console: Console) -> None:
    if follower.repeated:
        first = follower.repeated[0]
        console.note([problem("events-repeated", "", count=len(follower.repeated), name=first)])

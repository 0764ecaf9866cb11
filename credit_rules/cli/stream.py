"""Lines in, lines out: each request is answered by one line, at once; a bad one never stops the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from credit_rules.backends import Backend
from credit_rules.cli.asking import Asked
from credit_rules.cli.console import Console, errors_of
from credit_rules.cli.exits import Exit, exit_of, exit_of_stream
from credit_rules.cli.inputs import Lines
from credit_rules.cli.running import problems_of, report_in
from credit_rules.cli.verifying import reporting
from credit_rules.errors import Problem, ProfileError, problem
from credit_rules.model.plan import Plan
from credit_rules.model.scalars import Shape, Word, read_word
from credit_rules.pipeline import check_subject
from credit_rules.profiles import CreditProfile, data_of_line
from credit_rules.rosters import Roster
from credit_rules.stages.reading import pointer
from credit_rules.stages.shaping import shape


def _name(value: object) -> object:
    return value if type(value) is int else read_word(value)


class _Request(Shape):
    """A line: what it calls itself, whom it asks about, and at which action."""

    request: Annotated[Any, BeforeValidator(_name)] = None
    profile: Any = None
    id: Word | None = None
    action: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """What every request of a stream is answered with."""

    plan: Plan
    asked: Asked
    roster: Callable[[], Roster] | None
    everything: bool
    tell_outcome: bool
    engine: Backend


def answer_lines(lines: Lines, answering: Answering, console: Console) -> Exit:
    """Answer every line; the gravest exit code that occurred."""
    exits: set[Exit] = set()
    for number, raw in lines.numbered:
        if raw.strip(b"\xef\xbb\xbf \t\r\n"):
            answer, code = _answer(raw, f"{lines.name}:{number}", answering)
            console.data(answer, line=True)
            exits.add(code)
    return exit_of_stream(exits)


def _answer(raw: bytes, name: str, answering: Answering) -> tuple[dict[str, Any], Exit]:
    """One line's answer. Whatever goes wrong stays within the line."""
    request: Any = None
    try:
        line = data_of_line(raw, name)
        request = _name_of(line)
        decision = _decision(line, answering, name)
    except Exception as error:
        problems, code = problems_of(error)
        return {"request": request, "error": errors_of(problems, report_in(error))}, code
    code = exit_of(decision["outcome"], tell_outcome=answering.tell_outcome)
    return {"request": request, "decision": decision}, code


def _name_of(line: Any) -> str | int | None:
    """What the request calls itself, to be handed back as it is."""
    request = line.get("request") if isinstance(line, Mapping) else None
    return request if type(request) in (str, int) else None


def _decision(line: Any, answering: Answering, name: str) -> dict[str, Any]:
    """The decision; ProfileError with all that is wrong with profile and action."""
    request = _request(line, name)
    problems: list[Problem] = []
    profile = action = None
    try:
        profile = _profile(request, answering)
    except ProfileError as error:
        problems.extend(error.problems)
    try:
        action = answering.asked.action(request.action or {}, answering.plan.law)
    except ProfileError as error:
        problems.extend(error.problems)
    if profile is None or action is None:
        raise ProfileError(problems)
    with reporting(answering.plan, profile, action):
        decision = check_subject(answering.plan, profile, action, backend=answering.engine)
    return decision.as_json(everything=answering.everything)


def _request(line: Any, name: str) -> _Request:
    """The line as a request; ProfileError if it is none."""
    if not isinstance(line, Mapping):
        raise ProfileError([problem("not-a-request", name)])
    request, problems = shape(_Request, line, lambda path, key: pointer("", *path))
    if request is None:
        raise ProfileError(problems)
    if request.profile is None and request.id is None:
        raise ProfileError([problem("not-a-request", name)])
    if request.profile is not None and request.id is not None:
        raise ProfileError([problem("profile-and-id", "/id")])
    return request


def _profile(request: _Request, answering: Answering) -> CreditProfile:
    if request.id is None:
        return CreditProfile.from_data(request.profile, "/profile")
    if answering.roster is None:
        raise ProfileError([problem("no-profiles", "/id", name=request.id)])
    return answering.roster().profile(request.id, answering.plan.law)

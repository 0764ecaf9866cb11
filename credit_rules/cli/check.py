"""`check-subject`, the same as `credit-rules check`: which measures apply to one subject at one action, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from credit_rules.cli.attempts import Attempts
from credit_rules.cli.calling import called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit, exit_of
from credit_rules.cli.options import DRAFTS, HELP, LANG, RULES, Manual, Option
from credit_rules.cli.subject import ASKING, READERS
from credit_rules.cli.verifying import Verifying, reporting
from credit_rules.errors import UsageError, problem
from credit_rules.settings import Settings

if TYPE_CHECKING:
    from credit_rules.cli.inputs import Lines
    from credit_rules.model.decision import Decision
    from credit_rules.model.plan import Plan
    from credit_rules.profiles import CreditProfile
    from credit_rules.rosters import Roster

_OPTIONS = (
    *ASKING,
    RULES,
    DRAFTS,
    Option(
        "--format",
        "text|json|markdown|html",
        "输出格式，默认 text（html 尚未提供）",
        "format of the output; text if absent (html is not there yet)",
    ),
    LANG,
    READERS,
    Option("--all", "", "同时列出不涉及的措施", "show measures that do not apply, too"),
    Option("--no-verify", "", "不用第二个引擎复核", "do not have the second engine verify the answer"),
    Option("--register", "URL", "记入核查台账（尚未提供）", "enter the check into a register (not there yet)"),
    Option("--operator", "NAME", "经办人", "who asks"),
    Option("--body", "NAME", "查询单位", "for which body"),
    Option("--purpose", "TEXT", "用途", "what for"),
    Option("--case", "NUMBER", "案件或项目编号", "number of the case or project"),
    Option(
        "--exit-code",
        "",
        "以退出码表示结论：10 应予拒绝、11 转人工、12 受限、13 信息不全",
        "tell the outcome by the exit code: 10 barred, 11 refer, 12 restricted, 13 incomplete",
    ),
    HELP,
)
_PARTS = (
    ("PROFILE", "信用档案（JSON 或 YAML 文件），- 为标准输入", "a credit profile in JSON or YAML; - is standard input"),
    ("ID", "统一社会信用代码等，在 --profiles 中查找", "an identifier, looked up in --profiles"),
    (
        "LINES",
        '逐行请求，逐行回答：{"request": …, "profile": {…}, "action": {…}}',
        'lines in, lines out: {"request": …, "profile": {…}, "action": {…}}',
    ),
)
#: Options the command line promises and does not have yet.
_TO_COME = ("register",)
#: Options that are settings, too.
_SETTINGS = {"rules": "rules", "lang": "lang", "format": "format", "profiles": "profiles", "for": "audience"}

Value = TypeVar("Value")


def manual_of(program: str) -> Manual:
    """The manual under the name the command was called by."""
    return Manual(
        f"{program} PROFILE|ID --action CODE …",
        "核查一个主体在一个事项上适用哪些奖惩措施，以及理由",
        "which measures apply to one subject at one action, and why",
        _OPTIONS,
        arguments=1,
        parts=_PARTS,
    )


def run(argv: Sequence[str], console: Console) -> int:
    """Check one subject, or answer a stream of requests."""
    call = called(manual_of(console.program), argv, console, _SETTINGS)
    if call is None:
        return Exit.EVALUATED
    for name in _TO_COME:
        if name in call.options:
            raise UsageError(problem("not-yet", "", name=f"--{name}"))
    arguments = call.arguments
    if not arguments or not arguments[0]:
        raise UsageError(problem("missing-option", "", name="PROFILE|ID"))
    return _check(arguments[0], _Call(call.options, call.settings, console))


@dataclass(frozen=True, slots=True)
class _Call:
    """What was said on the command line and in the settings."""

    options: Mapping[str, object]
    settings: Settings
    console: Console

    def roster(self, only: str | None = None) -> "Roster":
        """The profiles an identifier is looked up in; what is wrong with others' lines is told at once."""
        from credit_rules.rosters import read_roster, told_notes

        roster = read_roster(self.settings["profiles"].value, only=only)
        self.console.note(told_notes(roster))
        return roster

    def tell(self, decision: "Decision") -> Exit:
        """Print the decision; its exit code."""
        from credit_rules.rendering import render_markdown, render_text

        data = decision.as_json(everything="all" in self.options)
        layout, lang, audience = (self.settings[name].value for name in ("format", "lang", "audience"))
        if layout == "json":
            self.console.data(data)
        elif layout == "markdown":
            self.console.result(render_markdown(data, lang, audience))
        else:
            self.console.result(render_text(data, lang, audience, colour=self.console.colour))
        return exit_of(data["outcome"], tell_outcome="exit_code" in self.options)


def _check(argument: str, call: _Call) -> int:
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.cli.inputs import Lines, names_file, opened
    from credit_rules.pipeline import load_plan

    named = not names_file(argument)
    if named:
        _refuse_no_action(call)
        _refuse_no_profiles(call, argument)
    attempts = Attempts()
    verifying = Verifying.begun(call.settings, wanted="no_verify" not in call.options)
    # Before the first line is read: whoever writes it waits for the answer.
    plan = attempts.result_of(lambda: load_plan(*call.settings["rules"].value, drafts="drafts" in call.options))
    if named:
        found = None if plan is None else partial(_looked_up, call, argument, plan)
        return _check_one(call, attempts, plan, found, verifying)
    with opened(argument) as given:
        if isinstance(given, Lines):
            return _check_lines(call, attempts, plan, given, verifying)
        _refuse_no_action(call)
        return _check_one(call, attempts, plan, given.profile, verifying)


def _refuse_no_action(call: _Call) -> None:
    if "action" not in call.options:
        raise UsageError(problem("missing-option", "", name="--action"))


def _refuse_no_profiles(call: _Call, identifier: str) -> None:
    if call.settings["profiles"].value is None:
        raise UsageError(problem("no-profiles", "", name=identifier))


def _looked_up(call: _Call, identifier: str, plan: "Plan") -> "CreditProfile":
    return call.roster(identifier).profile(identifier, plan.law)


def _check_one(
    call: _Call,
    attempts: Attempts,
    plan: "Plan | None",
    read: "Callable[[], CreditProfile] | None",
    verifying: Verifying,
) -> Exit:
    """One subject; what is wrong with the action, the profile and the rules is told together."""
    from credit_rules.cli.asking import Asked
    from credit_rules.pipeline import check_subject

    asked = Asked.of(call.options, call.settings)
    profile = attempts.result_of(read) if read is not None else None
    action = attempts.result_of(lambda: asked.action({}, plan.law if plan else None, at=""))
    attempts.refuse()
    assert plan is not None  # what is None has failed, and failures have been raised
    assert profile is not None
    assert action is not None
    with reporting(plan, profile, action):
        decision = check_subject(plan, profile, action, backend=verifying.engine(call.console))
    return call.tell(decision)


def _check_lines(call: _Call, attempts: Attempts, plan: "Plan | None", lines: "Lines", verifying: Verifying) -> Exit:
    """Lines in, lines out; what keeps the stream from beginning is told as JSON, too."""
    from credit_rules.cli.asking import Asked
    from credit_rules.cli.stream import Answering, answer_lines

    call.console.json = True
    attempts.refuse()
    assert plan is not None
    answering = Answering(
        plan=plan,
        asked=Asked.of(call.options, call.settings),
        # Read when the first identifier comes; many a stream brings its profiles along.
        roster=None if call.settings["profiles"].value is None else cache(call.roster),
        everything="all" in call.options,
        tell_outcome="exit_code" in call.options,
        engine=verifying.engine(call.console),
    )
    return answer_lines(lines, answering, call.console)

"""One subject asked about at one action: its profile, the rules and the action, as a command line names them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from credit_rules.cli.attempts import Attempts
from credit_rules.cli.calling import Call
from credit_rules.cli.console import Console
from credit_rules.cli.options import Option
from credit_rules.errors import UsageError, problem

if TYPE_CHECKING:
    from credit_rules.model.action import Action
    from credit_rules.model.plan import Plan
    from credit_rules.profiles import CreditProfile

PROFILES = Option(
    "--profiles", "FILE|DIR", "按标识码查找的档案名册：文件或文件夹", "profiles to look an identifier up in"
)
REGION = Option("--region", "CODE", "办理地区，如 370300，默认全国", "where it is handled, as in 370300; CN if absent")
AMOUNT = Option("--amount", "YUAN", "金额（元），如 4000000.00", "the amount in yuan, as in 4000000.00")
AUTHORITY = Option("--authority", "CODE", "办理单位的代码，如 purchaser", "the handling body, as in purchaser")
#: The options that say whom and what is asked about.
ASKING = (
    PROFILES,
    Option("--action", "CODE|ALIAS", "事项代码或别名，如 procurement.bid", "the action, as in procurement.bid"),
    Option("--date", "YYYY-MM-DD", "事项日期，默认今天", "day of the action; today if absent"),
    Option(
        "--known",
        "YYYY-MM-DD",
        "信息截至日期，默认取事项日期与档案日期中较早者",
        "as known on this day; else the earlier of the action's day and the profile's",
    ),
    REGION,
    AMOUNT,
    AUTHORITY,
)
READERS = Option(
    "--for", "clerk|subject|file", "读者：经办人、当事人或存档，默认 clerk", "who reads it; clerk if absent"
)
PARTS = (
    ("PROFILE", "信用档案（JSON 或 YAML 文件），- 为标准输入", "a credit profile in JSON or YAML; - is standard input"),
    ("ID", "统一社会信用代码等，在 --profiles 中查找", "an identifier, looked up in --profiles"),
)
#: Options of such a command that are settings, too.
SETTINGS = {"rules": "rules", "lang": "lang", "format": "format", "profiles": "profiles", "for": "audience"}


@dataclass(frozen=True, slots=True)
class Question:
    """Which subject, at which action, by which rules."""

    plan: "Plan"
    profile: "CreditProfile"
    action: "Action"


Also = Callable[["Plan", "Action | None"], object]


def question_of(call: Call, console: Console, also: Also | None = None) -> Question:
    """The question of a command line whose first argument is PROFILE|ID.

    What is wrong with rules, profile and action is told together, and with it whatever `also` finds wrong.
    """
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.cli.asking import Asked
    from credit_rules.cli.inputs import names_file
    from credit_rules.pipeline import load_plan

    if not call.arguments or not call.arguments[0]:
        raise UsageError(problem("missing-option", "", name="PROFILE|ID"))
    if "action" not in call.options:
        raise UsageError(problem("missing-option", "", name="--action"))
    argument = call.arguments[0]
    named = not names_file(argument)
    if named and call.settings["profiles"].value is None:
        raise UsageError(problem("no-profiles", "", name=argument))
    attempts = Attempts()
    plan = attempts.result_of(lambda: load_plan(*call.settings["rules"].value, drafts=call.drafts))
    read = partial(looked_up, argument, call, console, plan) if named else partial(_read, argument)
    profile = attempts.result_of(read) if plan is not None or not named else None
    asked = Asked.of(call.options, call.settings)
    action = attempts.result_of(lambda: asked.action({}, plan.law if plan else None, at=""))
    if also is not None and plan is not None:
        attempts.result_of(partial(also, plan, action))
    attempts.refuse()
    assert plan is not None  # what is None has failed, and failures have been raised
    assert profile is not None
    assert action is not None
    return Question(plan, profile, action)


def _read(argument: str) -> "CreditProfile":
    from credit_rules.cli.inputs import Lines, opened

    with opened(argument) as given:
        if isinstance(given, Lines):
            raise UsageError(problem("lines-unexpected", argument, name=argument))
        return given.profile()


def looked_up(argument: str, call: Call, console: Console, plan: "Plan | None") -> "CreditProfile":
    """The profile of an identifier, as the roster of the settings has it; what is wrong with other lines is noted."""
    from credit_rules.rosters import read_roster, told_notes

    assert plan is not None  # asked for only where the rules could be loaded
    roster = read_roster(call.settings["profiles"].value, only=argument)
    console.note(told_notes(roster))
    return roster.profile(argument, plan.law)

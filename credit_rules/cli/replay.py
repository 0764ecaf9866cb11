"""`credit-rules replay`: make a written decision again, and say what had been decided had more been known."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from credit_rules.cli.calling import Call, called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, FORMAT, HELP, LANG, RULES, Manual, Option
from credit_rules.cli.subject import PROFILES, SETTINGS, looked_up
from credit_rules.cli.verifying import Verifying, reporting
from credit_rules.errors import UsageError, problem
from credit_rules.words import word
from credit_rules.words.comparing import VERDICTS

if TYPE_CHECKING:
    from credit_rules.disagreeing import Report
    from credit_rules.model.plan import Plan
    from credit_rules.profiles import CreditProfile
    from credit_rules.replaying import Replay, WrittenDecision

MANUAL = Manual(
    "credit-rules replay DECISION|REPORT [--profile FILE|--profiles FILE|DIR] [--known LATER] …",
    "用一份旧结果自己的事项重新作出结果，看是否逐字节相同；加 --known，看假如当时已经知道后来的信息，结果有何不同",
    "make a written decision again from its own action and see whether it is the same, byte by byte; with --known, "
    "what had been decided had what became known later been known, and why",
    (
        Option("--profile", "FILE", "信用档案（JSON 或 YAML 文件）", "the credit profile, in JSON or YAML"),
        PROFILES,
        Option(
            "--known",
            "YYYY-MM-DD",
            "假如当时已经知道到这一天为止获知的信息",
            "as if what became known by this day had been known",
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
            "DECISION",
            "check-subject --format json 输出的结果文件，或者逐行回答中的一行；- 为标准输入",
            "a decision as check-subject --format json prints it, or one line of its stream; - is standard input",
        ),
        (
            "REPORT",
            "两个引擎没有给出结论时留下的报告：用同样的事实再问一次，不需要 --profile",
            "the report left where two engines gave no answer: the same question again, without --profile",
        ),
        (
            "0",
            "退出码：逐字节相同；或者已经回答 --known（结论与当时一致）",
            "exit code: the same, byte by byte; or --known was answered (from the same answer as then)",
        ),
        (
            "3",
            "结果文件读不了、被改动，或者档案不是当时的那一份（输出中说明认定是否因此不同）",
            "the decision cannot be read or was altered, or the profile is not the one of then (the output says "
            "whether the findings are)",
        ),
        (
            "4",
            "规则集有错，或者不是当时的那一套（输出中列出哪些清单不同）",
            "the rule sets are wrong, or are not those of then (the output names the lists that are others)",
        ),
        (
            "5",
            "输入全部相同，结果却不同：程序版本或者引擎不一致，不给出结论",
            "all inputs are the same, the decision is not: versions or engines disagree, and no answer is given",
        ),
    ),
)


def run(argv: Sequence[str], console: Console) -> int:
    """Make one decision again."""
    call = called(MANUAL, argv, console, SETTINGS)
    if call is None:
        return Exit.EVALUATED
    if not call.arguments or not call.arguments[0]:
        raise UsageError(problem("missing-option", "", name="DECISION"))
    known = call.day("known")
    text, name = _text(call.arguments[0])
    report = _report(text, name)
    if report is not None:
        return _ask_again(report, call, console)
    if "profile" not in call.options and call.settings["profiles"].value is None:
        raise UsageError(problem("missing-option", "", name="--profile"))
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.replaying import decision_of_text

    replayed = _replayed(decision_of_text(text, name), known, call, console)
    _tell(replayed, call, console)
    return _exit(replayed)


def _replayed(written: "WrittenDecision", known: date | None, call: Call, console: Console) -> "Replay":
    from credit_rules.pipeline import load_plan
    from credit_rules.replaying import replay

    if known is not None and known < written.known:
        raise UsageError(problem("known-not-later", "--known", early=known, known=written.known))
    verifying = Verifying.begun(call.settings, wanted=written.verified)  # by the engines that made it
    plan = load_plan(*call.settings["rules"].value, drafts=call.drafts)
    profile = _profile(written, plan, call, console)
    with reporting(plan, profile, written.action):
        return replay(plan, profile, written, known=known, backend=verifying.engine(console))


def _profile(written: "WrittenDecision", plan: "Plan", call: Call, console: Console) -> "CreditProfile":
    """The file named; else that of the decision's own subject, from the roster."""
    from credit_rules.profiles import CreditProfile

    if "profile" in call.options:
        return CreditProfile.from_file(str(call.options["profile"]))
    identifier = written.data["subject"].get("id")
    if identifier is None:
        raise UsageError(problem("missing-option", "", name="--profile"))
    return looked_up(str(identifier), call, console, plan)


def _text(argument: str) -> tuple[str, str]:
    """What is to be replayed, and what it is called."""
    from credit_rules.profiles import lines_of, text_of_bytes, text_of_file

    if argument == "-":
        return text_of_bytes(b"".join(lines_of(sys.stdin.buffer)), "stdin"), "stdin"
    return text_of_file(argument), argument


def _report(text: str, name: str) -> "Report | None":
    from credit_rules.disagreeing import report_in

    return report_in(text, name) if '"engines/' in text else None


def _ask_again(report: "Report", call: Call, console: Console) -> Exit:
    """The question of a report again; where there still is no answer, that is an error."""
    from credit_rules.backends.rete.remote import shared
    from credit_rules.backends.verified import Verified
    from credit_rules.disagreeing import asked_again
    from credit_rules.pipeline import load_plan

    plan = load_plan(*call.settings["rules"].value, drafts=call.drafts)
    with reporting(plan, report.profile, report.action):
        decision = asked_again(plan, report, Verified(shared(call.settings["verify_seconds"].value)))
    if console.json:
        console.data({"format": "replay/1", "verdict": "engines-agree", "decision": decision.as_json()})
    else:
        console.result(f"{word(VERDICTS, 'engines-agree', console.lang)}\n")
    return Exit.EVALUATED


def _tell(replayed: "Replay", call: Call, console: Console) -> None:
    from credit_rules.rendering.difference import render_difference
    from credit_rules.replaying import as_json

    data = as_json(replayed)
    if call.settings["format"].value == "json":
        console.data(data)
    else:
        console.result(render_difference(data, call.settings["lang"].value, colour=console.colour))


def _exit(replayed: "Replay") -> Exit:
    """Whether the decision was given back; if not, the gravest reason."""
    verdict = replayed.verdict
    if verdict == "same" or (verdict == "same-answer" and replayed.later is not None):
        return Exit.EVALUATED
    if verdict == "unexplained":
        return Exit.INTERNAL
    return Exit.RULES if any(other.name == "plan" for other in replayed.inputs) else Exit.INPUT

"""`credit-rules explain`: why one measure applies to one subject at one action, or why it does not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from credit_rules.cli.calling import Call, called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, HELP, LANG, RULES, Manual, Option
from credit_rules.cli.subject import ASKING, PARTS, READERS, SETTINGS, Question, question_of
from credit_rules.errors import InputError, ProfileError, problem

if TYPE_CHECKING:
    from credit_rules.model.action import Action
    from credit_rules.model.plan import Plan

MANUAL = Manual(
    "credit-rules explain PROFILE|ID [MEASURE] --action CODE …",
    "说明一条措施为什么适用、为什么不适用：结论、决定结论的条件，以及整个判断过程；不写措施则每条措施一行",
    "say why a measure applies, or why it does not: the finding, what decided it, and the whole tree; without a "
    "measure, a line for each at the action",
    (
        *ASKING,
        RULES,
        DRAFTS,
        Option("--format", "text|json|markdown", "输出格式，默认 text", "format of the output; text if absent"),
        LANG,
        READERS,
        HELP,
    ),
    arguments=2,
    parts=(
        *PARTS,
        ("MEASURE", "措施，如 proc-reject、procurement-credit-check/proc-reject", "a measure, by id or list/id"),
    ),
)


def run(argv: Sequence[str], console: Console) -> int:
    """Explain a measure, or every one at the action."""
    call = called(MANUAL, argv, console, SETTINGS)
    if call is None:
        return Exit.EVALUATED
    measure = call.arguments[1] if len(call.arguments) > 1 else None
    question = question_of(call, console, lambda plan, action: _known(call, plan, action, measure))
    _tell(_explained(question, measure), call, console, one=measure is not None)
    return Exit.EVALUATED


def _known(call: Call, plan: "Plan", action: "Action | None", measure: str | None) -> None:
    """ProfileError where no measure is called so: told together with what else is wrong."""
    from credit_rules.stages.explaining import measure_named

    if measure is None:
        return
    try:
        measure_named(plan, measure, action.date if action is not None else None, at="MEASURE")
    except ProfileError as error:
        if error.problems[0].code == "unknown-measure" and not call.drafts and _is_draft(call, measure):
            raise ProfileError([problem("unknown-measure", "MEASURE", "measure-of-draft", name=measure)]) from None
        raise


def _is_draft(call: Call, measure: str) -> bool:
    """Whether the measure stands in a list that was not loaded, because it is a draft."""
    from credit_rules.pipeline import load_plan
    from credit_rules.stages.explaining import measure_named

    try:
        measure_named(load_plan(*call.settings["rules"].value, drafts=True), measure, None)
    except InputError:
        return False
    return True


def _explained(question: Question, measure: str | None) -> Any:
    from credit_rules.pipeline import explain, explain_all

    plan, profile, action = question.plan, question.profile, question.action
    if measure is None:
        return explain_all(plan, profile, action).as_json()
    return explain(plan, profile, action, measure).as_json()


def _tell(told: Any, call: Call, console: Console, *, one: bool) -> None:
    from credit_rules.rendering.explanation import render_explanation, render_overview

    lang, audience, layout = (str(call.settings[name].value) for name in ("lang", "audience", "format"))
    if layout == "json":
        console.data(told)
        return
    render = render_explanation if one else render_overview
    console.result(render(told, lang, audience, layout, colour=console.colour))

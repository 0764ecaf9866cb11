"""`credit-rules show`: what a measure, a list, an action or a source says, in words, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from credit_rules.cli.asking import today
from credit_rules.cli.calling import called
from credit_rules.cli.console import Console
from credit_rules.cli.exits import Exit
from credit_rules.cli.options import DRAFTS, HELP, LANG, RULES, Manual, Option
from credit_rules.errors import Problem, UsageError, problem
from credit_rules.model.days import parse_day
from credit_rules.model.scalars import SUBJECT_KINDS
from credit_rules.settings import Settings
from credit_rules.stages.shaping import with_nearest
from credit_rules.words import LANGUAGES, problems

MANUAL = Manual(
    "credit-rules show [MEASURE|LIST|ACTION|SOURCE|…] [--rules NAME|PATH] …",
    "用文字说明一条措施、一个名单、一个事项、一份依据或者一个机关，以及由此引出的一切；不写名称则列出已载入的名称",
    "say in words what a measure, list, action, source or body is, and what follows from it; without a name, what is "
    "loaded",
    (
        RULES,
        DRAFTS,
        Option("--subject", "KIND", "只列对一类主体的措施，如 natural-person", "only what is for one kind of subject"),
        Option(
            "--date",
            "YYYY-MM-DD",
            "以哪一天施行的规则为准，默认今天",
            "the day that tells what is in force; today if absent",
        ),
        Option("--format", "text|json|markdown", "输出格式，默认 text", "format of the output; text if absent"),
        LANG,
        HELP,
    ),
    arguments=1,
    parts=(
        ("MEASURE", "措施，如 proc-reject、procurement-credit-check/proc-reject", "a measure, by id or list/id"),
        ("LIST", "名单或者评级、积分、处罚种类，如 wage-arrears、tax", "a list, or a scheme or kind of record"),
        ("ACTION", "事项代码或别名，如 procurement.bid、政府采购", "an action, by code or alias"),
        ("SOURCE", "依据的代码、名称或者引用名，如 政府采购法", "a source, by id, title or cited name"),
        ("…", "机关、措施清单、关联身份、惩戒类别；KIND:NAME 限定种类", "a body, a measure list, a role; KIND:NAME"),
    ),
)


def run(argv: Sequence[str], console: Console) -> int:
    """Show what a name stands for."""
    call = called(MANUAL, argv, console)
    if call is None:
        return Exit.EVALUATED
    options, settings = call.options, call.settings
    _refuse_unknown_subject(options)
    day = call.day("date") or parse_day(today())
    name = call.arguments[0] if call.arguments else None
    _show(name, _library(options, settings, day), settings, console)
    return Exit.EVALUATED


def _refuse_unknown_subject(options: Mapping[str, object]) -> None:
    kind = options.get("subject")
    if kind is not None and kind not in SUBJECT_KINDS:
        raise UsageError(with_nearest("unknown-value", "--subject", str(kind), SUBJECT_KINDS))


def _library(options: Mapping[str, object], settings: Settings, day: Any) -> Any:
    # Loaded only here: none of it is needed for help or for wrong usage.
    from credit_rules.authoring.showing import library_of
    from credit_rules.rulesets import documents_of
    from credit_rules.stages.checking import check

    rules = tuple(settings["rules"].value)
    documents = documents_of(rules, drafts="drafts" in options)
    subject = options.get("subject")
    return library_of(
        check(documents), documents, day=day, subject=str(subject) if subject is not None else None, rules=rules
    )


def _show(name: str | None, library: Any, settings: Settings, console: Console) -> None:
    from credit_rules.authoring.showing import nearest, printed, shown

    told = shown(library, name)
    if not told["found"]:
        raise UsageError(_unknown(str(name), nearest(library, str(name))))
    if settings["format"].value == "json":
        console.data(told)
    else:
        console.result(printed(told, settings["lang"].value, settings["format"].value))


def _unknown(name: str, near: Mapping[str, Mapping[str, str] | None]) -> Problem:
    """No such name; those like it with their titles, in either language."""
    told = problem("unknown-name", "", name=name)
    if not near:
        return told
    from credit_rules.rendering.reader import visible
    from credit_rules.words import text_of
    from credit_rules.words.showing import enumerated, tell

    helped = {}
    for lang, template in zip(LANGUAGES, problems.HELP["nearest-names"], strict=True):
        titles = {known: visible(text_of(title, lang)) for known, title in near.items()}
        named = (tell("neighbour", lang, id=known, title=said) if said else known for known, said in titles.items())
        helped[lang] = template.format(names=enumerated(named, lang))
    return replace(told, help=helped)

"""Measures one line each: what they do, and on the lines below when and where."""

from collections.abc import Callable, Iterable, Sequence

from credit_rules import words
from credit_rules.authoring.showing.conditions import region_words, title_of
from credit_rules.authoring.showing.sheet import Item, Json, Part, items
from credit_rules.authoring.showing.terms import days_words
from credit_rules.model.places import COUNTRY
from credit_rules.words import codes
from credit_rules.words.showing import GROUPS, enumerated, tell


def group(key: str, lang: str, **params: object) -> str:
    """The heading of a part."""
    return GROUPS[key][lang != "zh"].format(**params)


def heading(key: str, lang: str, found: Iterable[Item], **params: object) -> Part:
    """A part of the page with a heading."""
    return Part(group(key, lang, **params), tuple(found), heading=True)


def measure_line(told: Json, lang: str, *below: str) -> Item:
    """[应当 · 禁止] title    id, and what belongs below it."""
    duty, effect = words.word(codes.DUTIES, told["duty"], lang), words.word(codes.EFFECTS, told["effect"], lang)
    said = tell("line", lang, duty=duty, effect=effect, title=words.text_of(told["title"], lang))
    marks = [region_words(told["region"], lang)] if told["region"] != COUNTRY else []
    marks += [words.label("draft", lang)] if told["draft"] else []
    mark = tell("days", lang, span=enumerated(marks, lang)) if marks else ""
    return Item(f"{said}{mark}    {told['reference']}", items(*below))


def trigger_line(told: Json, lang: str) -> str:
    """条件：…"""
    return tell("line.when", lang, trigger=words.text_of(told["trigger"], lang))


def days_line(told: Json, lang: str) -> str:
    """When the measure is in force, where it is not on the day asked about."""
    return "" if told["in_force_on_day"] else enumerated((days_words(days, lang) for days in told["in_force"]), lang)


def action_line(told: Json, lang: str) -> str:
    """事项：…"""
    return tell("line.action", lang, actions=actions_words(told["actions"], lang))


def actions_words(actions: Sequence[Json], lang: str) -> str:
    """Actions by title and code."""
    named = [{"id": action["code"], "title": action["title"]} for action in actions]
    return enumerated((title_of(action, lang, ids=True) for action in named), lang)


def by_line(told: Json, lang: str) -> str:
    """实施主体：…, where the measure names one."""
    bodies = enumerated((words.text_of(body["title"], lang) or body["id"] for body in told["by"]), lang)
    return tell("line.by", lang, bodies=bodies) if bodies else ""


def by_action(measures: Sequence[Json], lang: str, line: Callable[[Json], Item]) -> list[Item]:
    """Measures under the actions they are for, in their order."""
    groups: dict[tuple[str, ...], list[Json]] = {}
    for told in measures:
        groups.setdefault(tuple(action["code"] for action in told["actions"]), []).append(told)
    return [
        Item(_actions_heading(group_[0]["actions"], lang), tuple(line(told) for told in group_))
        for group_ in groups.values()
    ]


def _actions_heading(actions: Sequence[Json], lang: str) -> str:
    """The actions, and which others they cover: what is said of trading in public resources is said of a bid."""
    named = {action["code"] for action in actions}
    covered = sorted({code for action in actions for code in action["covers"]} - named)
    said = actions_words(actions, lang)
    return said + (tell("covers", lang, codes=enumerated(covered, lang)) if covered else "")


def measure_items(measures: Sequence[Json], lang: str) -> list[Part]:
    """Restrictions, then incentives, each with its action and its trigger."""

    def line(told: Json) -> Item:
        return measure_line(told, lang, trigger_line(told, lang), action_line(told, lang), days_line(told, lang))

    restrictions = [line(told) for told in measures if told["polarity"] == "restriction"]
    incentives = [line(told) for told in measures if told["polarity"] == "incentive"]
    return [heading("restrictions-here", lang, restrictions), heading("incentives-here", lang, incentives)]

"""Play scenarios: each step adds to what was known, and asks the engine what a case would ask."""

from collections.abc import Iterator, Mapping
from typing import Any

from credit_rules.casebook import Given, given_of
from credit_rules.model.cases import Case
from credit_rules.model.profile import SECTIONS
from credit_rules.model.scalars import YamlText
from credit_rules.model.scenarios import Scenario, Step

_LETTERS = {**SECTIONS, "related": "X"}
_OF_THE_ACTION = ("known", "region", "amount", "authority", "within_law")


def cases_of_scenario(scenario: Scenario) -> Iterator[tuple[int, Step, Case | None]]:
    """Each step with its number and, where it asks something, the case it comes to."""
    known: dict[str, Any] = {"subject": dict(scenario.subject)}
    for number, step in enumerate(scenario.steps):
        if step.new:
            known = {"subject": {}}
        known = after(known, step)
        asks = step.action is not None or step.expect
        yield number, step, _case(f"{scenario.scenario} {number + 1}", step, known) if asks else None


def after(known: Mapping[str, Any], step: Step) -> dict[str, Any]:
    """What is known after a step: records told before are completed, others added, all else replaced."""
    told = {**known, "subject": {**known["subject"], **step.subject, **step.given.get("subject", {})}}
    for key, value in step.given.items():
        if key in _LETTERS and isinstance(value, list):
            told[key] = _with_records(told.get(key, []), value, _LETTERS[key])
        elif key != "subject":
            told[key] = value
    return told


def _with_records(before: list[Any], added: list[Any], letter: str) -> list[Any]:
    records = {entry["id"]: entry for entry in before}
    for entry in added:
        name = entry.get("id") or next(free for n in range(1, 10**6) if (free := f"{letter}{n}") not in records)
        records[name] = {"id": YamlText(name), **records.get(name, {}), **entry}
    return list(records.values())


def _case(name: str, step: Step, known: Mapping[str, Any]) -> Case:
    action: dict[str, Any] = dict(step.action) if isinstance(step.action, Mapping) else {"code": step.action}
    for key in _OF_THE_ACTION:
        value = getattr(step, key)
        if value is not None:
            action[key] = YamlText(value)
    if "region" not in action and "region" in known["subject"]:
        action["region"] = known["subject"]["region"]
    given = {**known, "action": {**action, "date": YamlText(step.date.isoformat())}}
    return Case(name=f"{name}, {step.date}", given=given, expect=step.expect)


def given_at(case: Case) -> Given:
    """The profile and action of a step; ProfileError where they make no sense."""
    return given_of(case, {})

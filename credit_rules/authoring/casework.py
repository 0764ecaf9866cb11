"""Casework: what is wrong with a case as it is written, each mistake at its line in the file of cases."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from credit_rules.casebook import misexpected, ungiven
from credit_rules.errors import Problem
from credit_rules.model.cases import Case
from credit_rules.stages.reading import Document, Path


def mistakes(case: Case, document: Document, number: int) -> Iterator[Problem]:
    """Everything in a case of a file that the engine could not be asked or answered with, at its place."""
    data = document.data if isinstance(document.data, Mapping) else {}
    defaults = _mapping(data.get("defaults"))
    told = {}
    for found in (*ungiven(case, defaults), *misexpected(case)):
        path = _path(_steps(found.at), number, case.given, defaults)
        placed = replace(found, at=document.at(path, key=found.code == "unknown-key"))
        told[placed.code, placed.at] = placed
    yield from told.values()


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}


def _steps(pointer: str) -> list[str | int]:
    words = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    return [int(word) if word.isdigit() else word for word in words]


def _path(steps: list[str | int], number: int, given: Mapping[str, Any], defaults: Mapping[str, Any]) -> Path:
    """Where a step of the profile or the action comes from: from the case, or from the defaults."""
    case = ("cases", number)
    if not steps or steps[0] == "expect":
        return (*case, *steps)
    steps = steps[1:] if steps[0] == "given" else _as_written(steps, {**defaults, **given})
    key = steps[0] if steps else ""
    return ("defaults", *steps) if key in defaults and key not in given else (*case, "given", *steps)


def _as_written(steps: list[str | int], told: Mapping[str, Any]) -> list[str | int]:
    """A case may say `date` for what stands in the action, and as which day the profile is of."""
    if steps[0] == "as_of" and "as_of" not in told:
        return ["known" if "known" in told else "date"]
    if steps[0] != "action" or len(steps) == 1 or steps[1] in _mapping(told.get("action")):
        return steps
    return ["action"] if steps[1] == "code" else steps[1:]

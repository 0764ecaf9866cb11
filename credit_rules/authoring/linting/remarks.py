"""Remarks: what lint has to say, and the page behind each of its codes.

A page holds everything a person reads about one rule: what it says, why that matters, how to mend it, and two small
rule sets, one that fails and one that passes. Both are tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from credit_rules.errors import Problem
from credit_rules.model.scalars import Code, Flag, Shape, Word, Words, one_of
from credit_rules.rendering.reader import visible
from credit_rules.stages.reading import read_yaml

FOLDER = Path(__file__).parent / "pages"
#: From the gravest, each with its word.
SEVERITIES: Mapping[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
}


class Failing(Shape):
    """A small rule set in which the rule finds something, and where."""

    at: Word
    files: dict[str, str]


class Passing(Shape):
    """The same rule set as it should be."""

    files: dict[str, str]


class Page(Shape):
    """One rule, as a person reads it."""

    code: Code
    severity: Annotated[str, BeforeValidator(one_of(*SEVERITIES))]
    loader: Flag = False  # refused when the rule set is loaded, too, with the loader's own sentence
    mendable: Flag = False  # `--fix` mends it
    whole: Flag = False  # the rule looks for what is missing, so that a rule set must be there as a whole
    title: Words
    message: Words | None = None
    reasons: dict[str, Words] = Field(default_factory=dict)  # what `{why}` in the message says, by its word
    why: Words
    mend: Words
    fails: Failing
    passes: Passing


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing lint has to say, and how grave it is."""

    severity: str
    problem: Problem

    @property
    def code(self) -> str:
        """The stable code."""
        return self.problem.code

    @property
    def at(self) -> str:
        """Where it stands: `file.yaml:14:9`."""
        return self.problem.at

    def as_json(self) -> dict[str, object]:
        """The shape of an entry in `{"remarks": [...]}`."""
        told = self.problem.as_json()
        return {"code": told.pop("code"), "severity": self.severity, **told}

    def in_language(self, lang: str) -> str:
        """`place: code: message [severity]`, and what mends it on a line of its own."""
        first, _, rest = self.problem.in_language(lang).partition("\n")
        first = f"{first} [{SEVERITIES[self.severity][lang == 'en']}]"
        return f"{first}\n{rest}" if rest else first


def refused(problem: Problem) -> Remark:
    """What the loader refuses, as lint says it: with the loader's own code, and grave."""
    return Remark("error", problem)


def remark(code: str, at: str, params: Mapping[str, object]) -> Remark:
    """A remark with the sentences of its page; `params` fill them in."""
    page = page_of(code)
    told = page.message.as_json() if page.message else {}
    message = {lang: sentence.format(**_shown(params, page, lang)) for lang, sentence in told.items()}
    return Remark(page.severity, Problem(code, visible(at), message, advice(page)))


def advice(page: Page) -> dict[str, str]:
    """How to mend it, as a message says it: no capital, no full stop."""
    told = page.mend.as_json()
    return {"zh": told["zh"].removesuffix("。"), "en": (told["en"][:1].lower() + told["en"][1:]).removesuffix(".")}


def _shown(params: Mapping[str, object], page: Page, lang: str) -> dict[str, str]:
    shown = {}
    for name, value in params.items():
        text = page.reasons[str(value)].as_json()[lang] if name == "why" else _joined(value, lang)
        text = visible(text)
        shown[name] = text if len(text) <= 160 else text[:157] + "…"
    return shown


def _joined(value: object, lang: str) -> str:
    if isinstance(value, Mapping):
        return str(value[lang])
    if isinstance(value, (list, tuple, set, frozenset)):
        return ("、" if lang == "zh" else ", ").join(str(item) for item in value)
    return str(value)


@cache
def codes() -> tuple[str, ...]:
    """The code of every page."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def page_of(code: str) -> Page:
    """The page of a rule; KeyError where there is none."""
    if code not in codes():
        raise KeyError(code)
    path = FOLDER / f"{code}.yaml"
    return Page.model_validate(read_yaml(path.read_text("utf-8"), path.name).data)

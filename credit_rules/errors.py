"""What can go wrong, told to the person who can mend it.

    CreditRulesError
    ├── UsageError             the command line or a setting is wrong           exit 2
    ├── InputError             what was handed in is wrong; holds every problem
    │   ├── ProfileError       the profile or the action                        exit 3
    │   └── RulesetError       the rule set                                     exit 4
    └── InternalError          ours: no answer is given                         exit 5
        ├── BackendDisagreement   an engine and the reference part ways
        ├── SecondEngineError
        │   ├── EnginesDisagree   it finds otherwise
        │   └── EngineFault       it failed
        └── EngineMissing         it is asked for and not there

Missing facts are not errors: they make a finding undetermined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from credit_rules.words.problems import HELP, MESSAGES, PHRASES, WHYS

Bilingual = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: its stable code, its place, what is wrong, and what would mend it."""

    code: str
    at: str  # `file.yaml:14:9` in a rule set, a JSON pointer in a profile
    message: Bilingual
    help: Bilingual | None = None

    def as_json(self) -> dict[str, object]:
        """The shape of `{"errors": [...]}` on standard output."""
        return {"code": self.code, "at": self.at, "message": self.message, "help": self.help}

    def in_language(self, lang: str) -> str:
        """`place: code: message`, and the help on a line of its own."""
        first = f"{self.at}: {self.code}: {self.message[lang]}" if self.at else f"{self.code}: {self.message[lang]}"
        label = {"zh": "建议", "en": "help"}[lang]
        return f"{first}\n  {label}: {self.help[lang]}" if self.help else first


def problem(code: str, at: str, help_code: str | None = None, **params: object) -> Problem:
    """A problem with its sentences from the catalogue; `params` fill them in, control characters made visible.

    A parameter that is `{zh, en}` is said in both languages.
    """
    return Problem(
        code=code,
        at=_visible(at),
        message=_fill(MESSAGES[code], params),
        help=_fill(HELP[help_code or code], params) if (help_code or code) in HELP else None,
    )


def advised(told: Problem, help_code: str, **params: object) -> Problem:
    """The problem with other advice."""
    return replace(told, help=_fill(HELP[help_code], params))


def phrase(code: str, **params: object) -> Bilingual:
    """Some words that fill a sentence, in both languages."""
    return _fill(PHRASES[code], params)


def _fill(pair: tuple[str, str], params: Mapping[str, object]) -> Bilingual:
    return {
        lang: text.format(**{name: _visible(_said(name, value, lang)) for name, value in params.items()})
        for lang, text in zip(("zh", "en"), pair, strict=True)
    }


def _said(name: str, value: object, lang: str) -> object:
    """A parameter in a language; what a parser or the system says of the cause is put into Chinese where we can."""
    if isinstance(value, Mapping):
        return value[lang]
    return WHYS.get(str(value), value) if name == "why" and lang == "zh" else value


def _visible(value: object) -> str:
    text = ", ".join(str(item) for item in value) if isinstance(value, (list, tuple)) else str(value)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)
    # A path of our own making is told whole: it has to be found.
    return text if len(text) <= 120 or isinstance(value, PurePath) else text[:117] + "…"


class CreditRulesError(Exception):
    """The root of everything this library raises."""


class UsageError(CreditRulesError):
    """The command line or a setting cannot be followed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(told.in_language("en") for told in problems))
        self.problems = problems


class InputError(CreditRulesError):
    """Something handed in is wrong; `problems` holds every mistake found, in the order of the text."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(p.in_language("en") for p in self.problems))


class ProfileError(InputError):
    """The credit profile or the action is wrong."""


class RulesetError(InputError):
    """The rule set is wrong, or says what no rule set may say."""


class InternalError(CreditRulesError):
    """A fault of the engine. No answer is given: never "nothing applies"."""

    problems: tuple[Problem, ...] = ()  # what is told of it; nothing where the message alone says it


class BackendDisagreement(InternalError):
    """A backend and the reference semantics part ways over one measure."""


class SecondEngineError(InternalError):
    """The second engine does not confirm the answer. `sides` holds what each engine found, as far as it did; `report`
    whatever it takes to run the question again, where somebody has put it together."""

    def __init__(self, told: Problem) -> None:
        super().__init__(told.in_language("en"))
        self.problems = (told,)
        self.sides: Mapping[str, Sequence[Mapping[str, object]]] = {}
        self.report: Mapping[str, object] | None = None


class EnginesDisagree(SecondEngineError):
    """The two engines part ways over the measures named."""

    def __init__(self, measures: Sequence[str]) -> None:
        super().__init__(problem("engines-disagree", "", names=measures))


class EngineFault(SecondEngineError):
    """The second engine failed: it crashed, took too long, or answered what cannot be so. `why` says which."""

    def __init__(self, why: str | Bilingual) -> None:
        super().__init__(problem("engine-failed", "", why=why))
        self.why = why


class EngineMissing(InternalError):
    """The second engine is asked for and not there; `code` says why, `problems` what would bring it."""

    def __init__(self, code: str, **params: object) -> None:
        told = problem(code, "", None, **params)
        super().__init__(told.in_language("en"))
        self.code, self.params = code, {name: str(value) for name, value in params.items()}
        self.problems = (told,)

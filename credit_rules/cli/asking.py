"""The action asked about: what the command line and the settings say of it, and what a line adds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from credit_rules.errors import Problem, ProfileError, advised
from credit_rules.model.action import Action
from credit_rules.model.law import Law
from credit_rules.profiles import action_from
from credit_rules.settings import Setting, Settings
from credit_rules.stages.gathering import action_code
from credit_rules.stages.shaping import with_nearest

#: Options that say something of the action, and the key each of them fills.
KEYS: Mapping[str, str] = {
    "action": "code",
    "date": "date",
    "known": "known",
    "region": "region",
    "amount": "amount",
    "authority": "authority",
    "case": "case",
    "operator": "operator",
    "body": "body",
    "purpose": "purpose",
}
_SETTINGS = ("region", "authority", "operator", "body")


def today() -> str:
    """The day it is, where this program runs: the only place that reads the clock, once for each question."""
    return datetime.now().astimezone().date().isoformat()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about every subject, by key of the action, each with the place it comes from."""

    told: Mapping[str, Setting] = field(default_factory=dict)

    @classmethod
    def of(cls, options: Mapping[str, object], settings: Settings) -> "Asked":
        """From the command line, completed by the settings."""
        given = {KEYS[name]: Setting(value, f"--{name}") for name, value in options.items() if name in KEYS}
        usual = {name: settings[name] for name in _SETTINGS if settings[name].value is not None}
        return cls({**usual, **given})

    def action(self, line: Mapping[str, Any], law: Law | None, at: str = "/action") -> Action:
        """The action of a line, completed; ProfileError with every mistake at its option or pointer.

        With `law`, an action it does not know is refused, too.
        """
        usual = {key: told.value for key, told in self.told.items() if key not in line}
        if line.get("item") is not None:
            usual.pop("code", None)  # the line says by its local code what is meant
        data = {"date": today(), **usual, **line}
        try:
            action = action_from(data, at)
        except ProfileError as error:
            raise self._placed([*error.problems, *_unknown(data.get("code"), law, at)], line, at) from None
        if law is not None:
            self._refuse_unknown(action, law, line, at)
        return action

    def _refuse_unknown(self, action: Action, law: Law, line: Mapping[str, Any], at: str) -> None:
        try:
            action_code(law, action)
        except ProfileError as error:
            raise self._placed([replace(told, at=at + told.at) for told in error.problems], line, at) from None

    def _placed(self, problems: Iterable[Problem], line: Mapping[str, Any], at: str) -> ProfileError:
        """Mistakes that come from an option or a setting are told there."""
        places = {f"{at}/{key}": told.source for key, told in self.told.items() if key not in line}
        return ProfileError(_for_option(replace(told, at=places.get(told.at, told.at))) for told in problems)


def _for_option(told: Problem) -> Problem:
    """An amount on the command line is no text of JSON."""
    return advised(told, "bad-money-option") if told.at == "--amount" and told.code == "bad-money" else told


def _unknown(code: object, law: Law | None, at: str) -> Iterable[Problem]:
    """What is wrong with the action's code where something else is wrong, too."""
    if law is None or not isinstance(code, str) or not code.strip() or law.action_named(code.strip()) is not None:
        return ()
    known = [name for action in law.actions.values() for name in (action.id, *action.aliases)]
    return (with_nearest("unknown-action", f"{at}/code", code, known),)

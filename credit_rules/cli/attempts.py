"""Steps that may fail for reasons the caller can mend, all of them told together."""

from collections.abc import Callable
from typing import TypeVar

from credit_rules.errors import InputError, ProfileError, RulesetError

Value = TypeVar("Value")


class Attempts:
    """What failed so far."""

    def __init__(self) -> None:
        self._errors: list[InputError] = []

    def result_of(self, step: Callable[[], Value]) -> Value | None:
        """What the step gives, or None if it failed."""
        try:
            return step()
        except InputError as error:
            self._errors.append(error)
            return None

    def refuse(self) -> None:
        """Raise what failed, as the gravest of it."""
        if self._errors:
            kind = RulesetError if any(isinstance(error, RulesetError) for error in self._errors) else ProfileError
            raise kind(told for error in self._errors for told in error.problems)

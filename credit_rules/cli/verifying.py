"""Whether a second engine verifies the answer, and what is said and left behind where it does not."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from credit_rules.cli.console import Console
from credit_rules.errors import EngineMissing, InternalError, Problem, SecondEngineError, problem
from credit_rules.settings import Settings, state_folder

if TYPE_CHECKING:
    from credit_rules.backends import Backend
    from credit_rules.backends.rete.remote import WorkerDriver
    from credit_rules.model.action import Action
    from credit_rules.model.plan import Plan
    from credit_rules.profiles import CreditProfile


@dataclass(frozen=True, slots=True)
class Verifying:
    """The second engine, starting while rules and profile are read; none where it is not wanted."""

    driver: "WorkerDriver | None"

    @classmethod
    def begun(cls, settings: Settings, *, wanted: bool = True) -> "Verifying":
        """Begin, unless the caller or the settings want one engine only."""
        if not wanted or not settings["verify"].value:
            return cls(None)
        # Loaded only here: help and wrong usage need none of it.
        from credit_rules.backends.rete.remote import shared

        driver = shared(settings["verify_seconds"].value)
        with suppress(InternalError):  # told when the answer is due
            driver.start()
        return cls(driver)

    def engine(self, console: Console) -> "Backend":
        """What answers. Where the second engine is wanted and not there, that is told, once a day.

        EngineFault where that cannot be found out.
        """
        from credit_rules.backends import in_process
        from credit_rules.backends.verified import Unverified, Verified

        if self.driver is None:
            return in_process
        try:
            self.driver.ready()
        except EngineMissing as missing:
            if _first_today(missing.code):
                console.note(missing.problems)
            return Unverified(missing.code)
        return Verified(self.driver)


def _first_today(code: str) -> bool:
    """Whether this was not yet told today. Where that cannot be remembered, it is not told: the answer says it, too."""
    from credit_rules.cli.asking import today

    path, day = state_folder(os.environ) / f"told-{code}", today()
    try:
        if path.exists() and path.read_text(encoding="utf-8", errors="replace") == day:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(day, encoding="utf-8")
    except OSError:
        return False
    return True


@contextmanager
def reporting(plan: "Plan", profile: "CreditProfile", action: "Action") -> Iterator[None]:
    """Where the engines give no answer, the error brings a report to run the question again from."""
    try:
        yield
    except SecondEngineError as error:
        from credit_rules.disagreeing import report_of

        error.report = report_of(error, plan, profile, action)
        raise


def written(report: Any) -> Problem:
    """Where a report was written to, for whoever reads text; nobody else can read the file."""
    from credit_rules.disagreeing import name_of

    path = state_folder(os.environ) / "reports" / name_of(report)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            json.dump(report, file, ensure_ascii=False, indent=2)
    except OSError as error:
        return problem("report-unwritten", "", why=error.strerror or "")
    return problem("report-written", "", name=path)

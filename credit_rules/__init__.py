"""credit_rules: joint reward and punishment (守信联合激励、失信联合惩戒), with reasons.

>>> from credit_rules import Action, CreditProfile, check_subject, load_plan

Importing the package is light; what is asked for is loaded when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from credit_rules.version import VERSION as __version__

if TYPE_CHECKING:
    from credit_rules.errors import CreditRulesError, ProfileError, RulesetError
    from credit_rules.model.action import Action
    from credit_rules.model.decision import Decision, Finding
    from credit_rules.pipeline import calendar_of, check_subject, explain, load_plan
    from credit_rules.profiles import CreditProfile
    from credit_rules.replaying import Replay, read_decision, replay
    from credit_rules.stages.calendar import Calendar
    from credit_rules.stages.explaining import Explanation

__all__ = [
    "Action",
    "Calendar",
    "CreditProfile",
    "CreditRulesError",
    "Decision",
    "Explanation",
    "Finding",
    "ProfileError",
    "Replay",
    "RulesetError",
    "__version__",
    "calendar_of",
    "check_subject",
    "explain",
    "load_plan",
    "read_decision",
    "replay",
]

_HOMES = {
    "Action": "model.action",
    "Calendar": "stages.calendar",
    "CreditProfile": "profiles",
    "CreditRulesError": "errors",
    "Decision": "model.decision",
    "Explanation": "stages.explaining",
    "Finding": "model.decision",
    "ProfileError": "errors",
    "Replay": "replaying",
    "RulesetError": "errors",
    "calendar_of": "pipeline",
    "check_subject": "pipeline",
    "explain": "pipeline",
    "load_plan": "pipeline",
    "read_decision": "replaying",
    "replay": "replaying",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

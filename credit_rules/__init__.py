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
    from credit_rules.pipeline import check_subject, load_plan
    from credit_rules.profiles import CreditProfile

__all__ = [
    "Action",
    "CreditProfile",
    "CreditRulesError",
    "Decision",
    "Finding",
    "ProfileError",
    "RulesetError",
    "__version__",
    "check_subject",
    "load_plan",
]

_HOMES = {
    "Action": "model.action",
    "CreditProfile": "profiles",
    "CreditRulesError": "errors",
    "Decision": "model.decision",
    "Finding": "model.decision",
    "ProfileError": "errors",
    "RulesetError": "errors",
    "check_subject": "pipeline",
    "load_plan": "pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

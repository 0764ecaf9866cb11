"""credit_rules: joint reward and punishment (守信联合激励、失信联合惩戒), with reasons.

>>> from credit_rules import Action, CreditProfile, check_subject, load_plan
"""

from credit_rules.errors import CreditRulesError, ProfileError, RulesetError
from credit_rules.model.action import Action
from credit_rules.model.decision import Decision, Finding
from credit_rules.pipeline import check_subject, load_plan
from credit_rules.profiles import CreditProfile
from credit_rules.version import VERSION as __version__

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

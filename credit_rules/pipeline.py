"""The map: all stages in order.

rulesets/*.yaml ─ read ─ check ─ plan ──┐  once per rule set
                                         ▼
profile + action ─ gather ─ evaluate ─ decide ─ render   once per subject and action
"""

from collections.abc import Iterable, Mapping
from typing import Any

from credit_rules.backends import Backend, in_process
from credit_rules.model.action import Action
from credit_rules.model.decision import Decision
from credit_rules.model.plan import Plan
from credit_rules.profiles import CreditProfile
from credit_rules.rulesets import documents_of
from credit_rules.stages.checking import Checked, check
from credit_rules.stages.deciding import decide
from credit_rules.stages.evaluating import evaluate
from credit_rules.stages.gathering import gather, warnings_about
from credit_rules.stages.planning import plan
from credit_rules.stages.reading import Document

#: Backends by the name callers use.
BACKENDS: Mapping[str, Backend] = {"in_process": in_process}


def load_plan(*rules: str, drafts: bool = False) -> Plan:
    """The plan of rule sets by name (`cn`, `cn/shandong/zibo`) or path; `cn` if none is named.

    With `drafts` also the lists that rest on unverified sources; every decision then says so. RulesetError holds every
    problem found, each with its file, line, column and code.
    """
    return plan(checked_of(*rules, drafts=drafts))


def checked_of(*rules: str, drafts: bool = False) -> Checked:
    """The rule sets as they stand, checked and not yet planned: for those who write, show and compare lists."""
    return check(documents_of(rules or ("cn",), drafts=drafts))


def plan_of(documents: Iterable[Document]) -> Plan:
    """The plan of documents already read."""
    return plan(check(list(documents)))


def check_subject(plan: Plan, profile: CreditProfile, action: Action, *, backend: str = "in_process") -> Decision:
    """Which measures of `plan` apply to this subject at this action, and why.

    Reasons are worked out when they are asked for. ProfileError where profile or action are wrong; missing facts
    are no error, they leave findings undetermined.
    """
    return decision_by(BACKENDS[backend], plan, profile, action)


def decision_by(engine: Backend, plan: Plan, profile: CreditProfile, action: Action) -> Decision:
    """The same by an engine at hand."""
    facts = gather(plan.law, profile.prepared, action)
    verdicts = evaluate(plan, facts, engine)
    return decide(plan, facts, verdicts, _Inputs(profile, action, facts.known, plan, engine.name))


class _Inputs(Mapping[str, Any]):
    """What went in, told when it is asked for."""

    __slots__ = ("_parts",)

    def __init__(self, *parts: Any) -> None:
        self._parts = parts

    def __getitem__(self, key: str) -> Any:
        profile, action, known, plan, backend = self._parts
        match key:
            case "prepared":
                return profile.prepared
            case "warnings":
                return warnings_about(plan.law, profile.prepared, action, known)
            case "verified_by":
                return [backend]
        raise KeyError(key)

    def __iter__(self) -> Any:
        return iter(("prepared", "warnings", "verified_by"))

    def __len__(self) -> int:
        return 3

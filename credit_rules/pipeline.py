"""The map: all stages in order.

rulesets/*.yaml ─ read ─ check ─ plan ──┐  once per rule set
                                         ▼
profile + action ─ gather ─ evaluate ─ decide ─ render   once per subject and action
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from credit_rules.backends import Backend, engines_of, in_process, unverified_by
from credit_rules.backends.verified import Second, Verified
from credit_rules.errors import UsageError
from credit_rules.model.action import Action
from credit_rules.model.decision import Decision
from credit_rules.model.plan import Plan
from credit_rules.profiles import CreditProfile
from credit_rules.rulesets import documents_of
from credit_rules.stages import calendar
from credit_rules.stages.calendar import Calendar
from credit_rules.stages.checking import Checked, check
from credit_rules.stages.deciding import decide
from credit_rules.stages.evaluating import evaluate, evaluate_many
from credit_rules.stages.explaining import Explanation, Overview, all_explained, explained, measure_named
from credit_rules.stages.gathering import gather, warnings_about
from credit_rules.stages.planning import plan
from credit_rules.stages.reading import Document
from credit_rules.stages.shaping import with_nearest

#: Backends by the name callers use.
BACKENDS: Mapping[str, Backend] = {"in_process": in_process, "rete": Second(), "verified": Verified()}


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


def check_subject(
    plan: Plan, profile: CreditProfile, action: Action, *, backend: str | Backend = "in_process"
) -> Decision:
    """Which measures of `plan` apply to this subject at this action, and why.

    Reasons are worked out when they are asked for. ProfileError where profile or action are wrong; missing facts
    are no error, they leave findings undetermined. With `backend="verified"` two engines must agree; where they do
    not, or the second one fails or is not installed, InternalError: there is no answer.
    """
    return decision_by(backend_of(backend), plan, profile, action)


def backend_of(backend: str | Backend) -> Backend:
    """A backend by its name. UsageError where none is called so."""
    if not isinstance(backend, str):
        return backend
    if backend not in BACKENDS:
        raise UsageError(with_nearest("unknown-value", "backend", backend, BACKENDS))
    return BACKENDS[backend]


def decision_by(engine: Backend, plan: Plan, profile: CreditProfile, action: Action) -> Decision:
    """The same by an engine at hand."""
    facts = gather(plan.law, profile.prepared, action)
    verdicts = evaluate(plan, facts, engine)
    return decide(plan, facts, verdicts, _Inputs(profile, action, facts.known, plan, engine))


def decisions_by(engine: Backend, plan: Plan, profiles: Sequence[CreditProfile], action: Action) -> Sequence[Decision]:
    """The same of many subjects at one action; an engine that can is asked about all of them at once."""
    facts = [gather(plan.law, profile.prepared, action) for profile in profiles]
    told = zip(profiles, facts, evaluate_many(plan, facts, engine), strict=True)
    return [decide(plan, one, verdicts, _Inputs(of, action, one.known, plan, engine)) for of, one, verdicts in told]


def calendar_of(
    plan: Plan,
    profile: CreditProfile,
    action: Action,
    *,
    until: date | None = None,
    backend: str | Backend = "in_process",
) -> Calendar:
    """Every day from the action's on, to `until`, on which something changes for this subject at this action, and the
    first clean day. Records, and what is known of them, stay as they are. ProfileError where profile or action are
    wrong."""
    engine = backend_of(backend)
    return calendar.calendar_of(decision_by(engine, plan, profile, action), engine, until)


def explain(plan: Plan, profile: CreditProfile, action: Action, measure: str) -> Explanation:
    """Why `measure` (its id, or list/id) applies to this subject at this action, or why it does not: the finding, a
    tree of everything that decided it, and one sentence. ProfileError where profile, action or measure are wrong."""
    decision = check_subject(plan, profile, action)
    return in_words(explained(decision, measure_named(plan, measure, action.date)))


def explain_all(plan: Plan, profile: CreditProfile, action: Action) -> Overview:
    """The same of every measure loaded for the action, in the order in which findings are shown."""
    decision = check_subject(plan, profile, action)
    return Overview(decision, tuple(in_words(one) for one in all_explained(decision)))


def in_words(explanation: Explanation) -> Explanation:
    """The explanation with its deciding sentence in each language."""
    # Loaded only here: a check needs no words.
    from credit_rules.rendering.explanation import sentences_of

    return replace(explanation, words=sentences_of(explanation.told()))


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
                return engines_of(backend)
            case "unverified":
                return unverified_by(backend)
        raise KeyError(key)

    def __iter__(self) -> Any:
        return iter(("prepared", "warnings", "verified_by", "unverified"))

    def __len__(self) -> int:
        return 4

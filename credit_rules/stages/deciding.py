"""Decide: turn verdicts into a decision a person can read and contest.

Takes the plan, one subject's facts and a backend's verdicts; gives a `Decision`. A backend says *whether* a measure
bites. This stage says *why*, by asking the reference semantics on the same facts, and raises `BackendDisagreement`
if the two part ways.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from credit_rules import semantics
from credit_rules.errors import BackendDisagreement
from credit_rules.model.changes import WaysOut
from credit_rules.model.decision import Decision, Finding, Lifting, Outcome, Reach
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.model.scalars import PERSONS
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN
from credit_rules.model.verdict import Verdict
from credit_rules.semantics import GUARDS, Cause
from credit_rules.stages.describing import describe
from credit_rules.stages.items import guards_that_stop
from credit_rules.stages.leaving import ways_out
from credit_rules.stages.lifting import lifting, out_of_scope
from credit_rules.stages.reaching import within_reach

#: So many alternatives are told; `because_more` says there are others.
MOST_TOLD = 16

_FINDINGS = {"applies": 0, "undetermined": 1, "withheld": 2, "does-not-apply": 3}
_HARD = frozenset({"bar", "limit", "weigh"})

#: Restrictions against the incentives they contradict when both bite.
_CONTRADICTS: Mapping[str, frozenset[str]] = {
    "bar": frozenset({"fast-lane", "priority", "accept-gaps"}),
    "limit": frozenset({"fast-lane", "priority", "accept-gaps"}),
    "supervise": frozenset({"ease"}),
    "deny-ease": frozenset({"ease", "fast-lane", "accept-gaps"}),
}


def decide(plan: Plan, facts: Facts, verdicts: tuple[Verdict, ...], inputs: Mapping[str, Any]) -> Decision:
    """The decision; its reasons are worked out when they are asked for."""
    return Decision(plan, facts, verdicts, _REASONING, inputs)


class _Reasoning:
    """Answers a decision's questions from the reference semantics."""

    def findings(self, decision: Decision) -> tuple[Finding, ...]:
        """With reasons, in the order they are shown."""
        found = [finding_of(verdict, decision.facts) for verdict in decision.verdicts]
        return tuple(sorted(found, key=_shown_order))

    def others(self, decision: Decision) -> tuple[Finding, ...]:
        """The measures of the plan that do not apply."""
        facts, plan = decision.facts, decision.plan
        told = {verdict.planned.position for verdict in decision.verdicts}
        found = [
            Finding(
                m,
                "does-not-apply",
                out_of_scope=out_of_scope(plan, m, facts, facts.date),
                by_declaration=_declared(m, facts),
            )
            for m in plan.measures
            if m.position not in told
        ]
        return tuple(sorted(found, key=_shown_order))

    def outcome(self, decision: Decision) -> Outcome:
        """The first that fits."""
        return outcome_of(decision)

    def conflicts(self, decision: Decision) -> tuple[tuple[str, str, str], ...]:
        """Contradicting pairs, in stable order."""
        biting = [verdict.planned for verdict in decision.verdicts if verdict.certain]
        return tuple(_conflicts(biting))

    def lifting(self, decision: Decision, finding: Finding) -> Lifting:
        """When an applying measure lifts, and when it returns."""
        if finding.finding != "applies":
            return Lifting()
        return lifting(decision.plan, finding.planned, decision.facts)

    def ways_out(self, decision: Decision, finding: Finding) -> WaysOut:
        """How an applying restriction is left before it lifts."""
        if finding.finding != "applies" or not finding.planned.restricts:
            return WaysOut()
        return ways_out(decision.plan, finding.planned, decision.facts)

    def within_reach(self, decision: Decision) -> tuple[Reach, ...]:
        """What would bring the incentives that do not bite."""
        facts, action = decision.facts, decision.facts.action
        scope = decision.plan.scope(facts.code, facts.subject.kind, action.place, action.authority, facts.date)
        possible = frozenset(verdict.planned.position for verdict in decision.verdicts if verdict.possible)
        return within_reach(decision.plan, facts, scope, possible)

    def as_json(self, decision: Decision, everything: bool) -> dict[str, Any]:
        """The decision as plain data."""
        return describe(decision, everything)


_REASONING = _Reasoning()


def _shown_order(finding: Finding) -> tuple[object, ...]:
    return (_FINDINGS[finding.finding], *finding.planned.shown_order)


def finding_of(verdict: Verdict, facts: Facts) -> Finding:
    """One verdict with its reasons."""
    planned = verdict.planned
    if verdict.certain:
        because = semantics.causes(planned.condition, facts)
        _agree(bool(because), planned, "applies")
        told, more = because[:MOST_TOLD], len(because) > MOST_TOLD
        declared = bool(facts.declared) and _declared(planned, facts)
        return Finding(planned, "applies", because=told, because_more=more, by_declaration=declared)
    if verdict.possible:
        missing = semantics.missing(planned.condition, facts)
        _agree(bool(missing), planned, "undetermined")
        return Finding(planned, "undetermined", missing=missing)
    because = semantics.causes(planned.trigger, facts)
    _agree(bool(because), planned, "withheld")
    blocking = _blocking(planned, facts)
    guard = _guard_of_measure(planned, facts) or _guard_of_records(planned, because, facts)
    return Finding(
        planned,
        "withheld",
        guard=guard,
        because=because[:MOST_TOLD],
        because_more=len(because) > MOST_TOLD,
        by_declaration=_declared(planned, facts),
        blocking=blocking,
    )


def _agree(agreed: bool, planned: PlannedMeasure, finding: str) -> None:
    if not agreed:
        name = f"{planned.list.measure_list}/{planned.id}"
        raise BackendDisagreement(f"the engine finds that {name} {finding}, the reference does not")


def _guard_of_measure(planned: PlannedMeasure, facts: Facts) -> str | None:
    if semantics.truth_of(planned.in_force, facts) is FALSE:
        return "not-in-force"
    if planned.cross_check is not None and semantics.truth_of(planned.cross_check, facts) is FALSE:
        return "cross-check"
    return None


def _blocking(planned: PlannedMeasure, facts: Facts) -> tuple[str, ...]:
    """The listings that stop an incentive."""
    if planned.cross_check is None or semantics.truth_of(planned.cross_check, facts) is not FALSE:
        return ()
    return tuple(sorted({i.name for cause in semantics.causes(planned.cross_check, facts, False) for i in cause}))


def _guard_of_records(planned: PlannedMeasure, because: Iterable[Cause], facts: Facts) -> str | None:
    guards = {guard for cause in because for item in cause for guard in guards_that_stop(item, planned, facts)}
    return next((guard for guard in GUARDS if guard in guards), None)


def _declared(planned: PlannedMeasure, facts: Facts) -> bool:
    """Whether a declaration made the difference."""
    declaration = planned.measure.accepts_declaration
    if declaration is None or declaration.fact not in facts.declared:
        return False
    undeclared = replace(facts, declared=facts.declared - {declaration.fact}, memory={})
    return semantics.truth_of(planned.condition, undeclared) is UNKNOWN


# --- outcome ----------------------------------------------------------------------------------------------------


def outcome_of(decision: Decision) -> Outcome:
    """barred, refer, incomplete, restricted, favoured or ordinary: the first that fits (section 7)."""
    facts = decision.facts
    biting = [verdict.planned for verdict in decision.verdicts if verdict.certain]
    bars = [m for m in biting if m.restricts and m.measure.effect == "bar"]
    firm = {m.position for m in bars if semantics.firmly_bites(m.condition, facts)}
    person = facts.subject.kind in PERSONS
    if facts.identity_certain and not person:
        because = [("must-bar", m.id) for m in bars if m.measure.duty == "must" and m.position in firm]
        if because:
            return Outcome("barred", _stable(because))
    because_refer = list(_reasons_to_refer(decision, biting, firm, person))
    if because_refer:
        return Outcome("refer", _stable(because_refer))
    open_ones = [verdict.planned for verdict in decision.verdicts if verdict.possible and not verdict.certain]
    rewarded = any(not m.restricts for m in biting)
    because_open = [
        ("open", m.id)
        for m in open_ones
        if m.restricts and (rewarded or m.measure.effect in _HARD or m.measure.duty == "must")
    ]
    if because_open:
        return Outcome("incomplete", _stable(because_open))
    if any(m.restricts for m in biting):
        return Outcome("restricted", _stable(("limit", m.id) for m in biting if m.restricts))
    if biting:
        return Outcome("favoured", _stable(("incentive", m.id) for m in biting))
    return Outcome("ordinary", ())


def _stable(because: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted(set(because), key=lambda pair: (_WHY.index(pair[0]), pair[1] or "")))


_WHY = (
    "must-bar",
    "natural-person",
    "contested",
    "discretionary",
    "identity",
    "conflict",
    "open",
    "limit",
    "incentive",
)


def _reasons_to_refer(
    decision: Decision, biting: list[PlannedMeasure], firm: set[int], person: bool
) -> Iterator[tuple[str, str | None]]:
    facts, action = decision.facts, decision.facts.action
    for planned in biting:
        effect = planned.measure.effect
        if not planned.restricts:
            continue
        if person and effect in ("bar", "limit"):
            yield "natural-person", planned.id
        if effect == "bar" and planned.position not in firm:
            yield ("contested" if _is_contested(planned, facts) else "identity"), planned.id
        if effect == "weigh" or (effect == "bar" and planned.measure.duty == "may"):
            yield "discretionary", planned.id
    if not facts.identity_certain:
        scope = decision.plan.scope(facts.code, facts.subject.kind, action.place, action.authority, facts.date)
        if scope.measures:
            yield "identity", None
    for one, other, _ in decision.conflicts:
        yield "conflict", one
        yield "conflict", other


def _is_contested(planned: PlannedMeasure, facts: Facts) -> bool:
    """Whether contested records alone, not a doubtful identity, keep the bar from being firm."""
    return semantics.truth_of(planned.condition, facts.doubted(identities=False)) is not TRUE


def _conflicts(biting: list[PlannedMeasure]) -> Iterator[tuple[str, str, str]]:
    by_effect: dict[str, list[str]] = {}
    for planned in biting:
        by_effect.setdefault(planned.measure.effect, []).append(planned.id)
    pairs = {
        (one, other, f"{effect}-against-{contrary}")
        for effect in by_effect.keys() & _CONTRADICTS.keys()
        for contrary in by_effect.keys() & _CONTRADICTS[effect]
        for one in by_effect[effect]
        for other in by_effect[contrary]
    }
    yield from sorted(pairs)

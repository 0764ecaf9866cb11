"""Explain: why one measure applies to one subject, or why it does not, as a tree of everything that decided it.

Takes a decision and one of its plan's measures; gives an `Explanation`. Its tree joins scope, dates in force,
cross-check and the condition as its author wrote it; what each node comes to is what the reference semantics says of
that very piece on the same facts, and its parts compose to it as `joins` says. Which nodes decided is marked by the
rule of `semantics.deciding`. Raises `BackendDisagreement` if tree and finding part ways.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from credit_rules import semantics
from credit_rules.errors import BackendDisagreement, ProfileError, problem
from credit_rules.model.canonical import plain
from credit_rules.model.conditions import (
    TRUE_CONDITION,
    AllOf,
    AnyOf,
    Condition,
    FactTest,
    Negation,
    RecordTest,
    RelatedTest,
    leaves,
)
from credit_rules.model.decision import Decision, Finding
from credit_rules.model.facts import Facts, RelatedSubject
from credit_rules.model.places import contains
from credit_rules.model.plan import Basis, Plan, PlannedMeasure
from credit_rules.model.scalars import SUBJECT_KINDS
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN, Truth, negate
from credit_rules.semantics.truth import counted_as, matching, spreads
from credit_rules.stages.describing import consultation_of, finding_told, missing_told, title_of
from credit_rules.stages.foreseeing import Then
from credit_rules.stages.items import guards_that_stop, record_of, test_triggered
from credit_rules.stages.lifting import finding_on, turning_days
from credit_rules.stages.looking import guard_days, record_told
from credit_rules.stages.telling import condition_data, days_told, value_told

FORMAT = "explanation/1"
FORMAT_OF_ALL = "explanations/1"

Json = dict[str, Any]

_TRUTHS = {TRUE: "true", FALSE: "false", UNKNOWN: "unknown"}
_HEAD = ("inputs", "subject", "action", "date", "known")
_MOST = 5  # nearest names told


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One piece of what decides a measure, and what it comes to.

    `joins` says how the nodes below compose to it: all, any or not; nothing for a leaf. `asked` is what the reference
    was asked, of whose facts; `told` is what else there is to say of it.
    """

    kind: str
    truth: Truth
    joins: str = ""
    below: tuple["Node", ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[Condition, Facts] | None = None
    decides: bool = False

    def as_json(self) -> Json:
        """Stable keys: kind, truth, decides; then what it says; `joins` and `below` where there is something below."""
        below = {"joins": self.joins, "below": [node.as_json() for node in self.below]} if self.joins else {}
        return {"kind": self.kind, "truth": _TRUTHS[self.truth], "decides": self.decides, **self.told, **below}

    def leaves(self) -> Iterator["Node"]:
        """The nodes with nothing below them."""
        if not self.joins:
            yield self
        for node in self.below:
            yield from node.leaves()


def joined(kind: str, joins: str, below: Sequence[Node], **told: Any) -> Node:
    """A node that is what those below make of it (Kleene)."""
    truths = [node.truth for node in below]
    match joins:
        case "all":
            truth = min(truths, default=TRUE)
        case "any":
            truth = max(truths, default=FALSE)
        case _:
            truth = negate(truths[0])
    return Node(kind, truth, joins, tuple(below), told)


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Why a measure came to what it did. `words` are its deciding sentence in each language."""

    decision: Decision
    finding: Finding
    root: Node
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def measure(self) -> str:
        """`list/measure`."""
        return reference_of(self.finding.planned)

    def as_json(self) -> Json:
        """The explanation as plain data (`explanation/1`)."""
        return {"format": FORMAT, **head_of(self.decision), **self.told(), **self.in_words()}

    def in_words(self) -> Json:
        """The words, as JSON holds them; there may come more of them."""
        return {"words": {lang: {"sentence": sentence} for lang, sentence in self.words.items()}}

    def told(self) -> Json:
        """What is told of the measure itself."""
        decision, finding = self.decision, self.finding
        planned = finding.planned
        restricting_bar = planned.restricts and planned.measure.effect == "bar" and finding.finding == "applies"
        return {
            "measure": self.measure,
            "list_title": planned.list.title.as_json(),
            "finding": finding_told(decision, finding),
            "guards": list(_guards(decision, finding)),
            "turns": _turns(decision, finding),
            "firm": semantics.firmly_bites(planned.condition, decision.facts) if restricting_bar else None,
            "tree": self.root.as_json(),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """Every measure loaded for an action, explained, in the order in which findings are shown."""

    decision: Decision
    explanations: tuple[Explanation, ...]

    def as_json(self) -> Json:
        """All of them as plain data (`explanations/1`)."""
        measures = [{**one.told(), **one.in_words()} for one in self.explanations]
        return {"format": FORMAT_OF_ALL, **head_of(self.decision), "measures": measures}


def head_of(decision: Decision) -> Json:
    """Whom and what the decision is about, as the decision itself says."""
    told = decision.as_json()
    return {"decision": told["id"], **{key: told[key] for key in _HEAD}, "warnings": told["warnings"]}


def reference_of(planned: PlannedMeasure) -> str:
    """`list/measure`."""
    return f"{planned.list.measure_list}/{planned.id}"


# --- which measure ------------------------------------------------------------------------------------------------


def measure_named(plan: Plan, name: str, day: date | None, at: str = "/measure") -> PlannedMeasure:
    """The measure called `name` (its id, or list/id), in the edition of the day.

    ProfileError where no measure, or more than one, goes by that name.
    """
    name = name.strip()
    found = {reference_of(m): m for m in plan.measures if name in (m.id, reference_of(m))}
    if not found:
        near = _nearest(plan, name)
        raise ProfileError([problem("unknown-measure", at, "nearest-names" if near else None, name=name, names=near)])
    if len(found) > 1:
        raise ProfileError([problem("ambiguous-measure", at, name=name, names=sorted(found))])
    planned = next(iter(found.values()))
    return planned if day is None else edition_on(plan, planned, day)


def edition_on(plan: Plan, planned: PlannedMeasure, day: date) -> PlannedMeasure:
    """The edition of the day; where that one does not hold the measure, the latest before it that does."""
    current = plan.measure_on(planned, day)
    if current is not None:
        return current
    same = sorted(plan.editions_of(planned), key=lambda m: m.list.in_force.start)
    return next((m for m in reversed(same) if m.list.in_force.start <= day), same[0])


def _nearest(plan: Plan, name: str) -> list[str]:
    """Ids of measures most like `name`, by their ids and titles; the full name where the id alone is not enough."""
    wanted = name.casefold()
    lists: dict[str, set[str]] = {}
    for m in plan.measures:
        lists.setdefault(m.id, set()).add(m.list.measure_list)
    known: dict[str, str] = {}
    for m in plan.measures:
        told = m.id if len(lists[m.id]) == 1 else reference_of(m)
        for called in (m.id, reference_of(m), m.measure.title.zh, m.measure.title.en):
            if called:
                known.setdefault(called.casefold(), told)
    inside = sorted((k for k in known if len(wanted) > 1 and wanted in k), key=lambda k: (len(k), k))
    close = get_close_matches(wanted, sorted(known), n=_MOST, cutoff=0.5)
    return list(dict.fromkeys(known[k] for k in (*inside[:_MOST], *close)))[:_MOST]


# --- the whole ----------------------------------------------------------------------------------------------------


def explained(decision: Decision, planned: PlannedMeasure) -> Explanation:
    """Why `planned` came to what it did in this decision."""
    finding = _finding_about(decision, planned)
    root = marked(_root(decision, finding))
    bites = {"applies": TRUE, "undetermined": UNKNOWN}.get(finding.finding, FALSE)
    if root.truth is not bites:
        raise BackendDisagreement(f"the tree of {reference_of(planned)} does not come to {finding.finding}")
    return Explanation(decision, finding, root)


def all_explained(decision: Decision) -> Iterator[Explanation]:
    """Every measure loaded for the action, whoever it is for, in the order in which findings are shown."""
    here = {m.position for m in decision.plan.at_action(decision.facts.code, decision.facts.date)}
    for finding in (*decision.findings, *decision.others):
        if finding.planned.position in here:
            yield explained(decision, finding.planned)


def _finding_about(decision: Decision, planned: PlannedMeasure) -> Finding:
    return next(f for f in (*decision.findings, *decision.others) if f.planned.position == planned.position)


def _root(decision: Decision, finding: Finding) -> Node:
    """Scope, dates in force, condition, cross-check; the cross-check goes first where it stops what is triggered."""
    planned = finding.planned
    asking = _Asking(decision, decision.facts)
    parts = [_scope(decision, planned), _in_force(planned, decision.facts)]
    when = _when(planned, asking)
    crossed = [_cross_check(planned.cross_check, asking)] if planned.cross_check is not None else []
    parts += [*crossed, when] if finding.finding == "withheld" else [when, *crossed]
    return joined("measure", "all", parts)


def marked(node: Node) -> Node:
    """The tree with what decided it marked.

    Of a false *all* the first false part is enough, of a true *any* the first true one; otherwise every part counts.
    Whatever the unmarked leaves came to, the root would be the same.
    """
    if not node.joins:
        return replace(node, decides=True)
    enough = {"all": FALSE, "any": TRUE}.get(node.joins)
    chosen = next((part for part in node.below if part.truth is enough), None) if node.truth is enough else None
    below = (marked(part) if chosen in (None, part) else part for part in node.below)
    return replace(node, decides=True, below=tuple(below))


# --- scope --------------------------------------------------------------------------------------------------------


def _scope(decision: Decision, planned: PlannedMeasure) -> Node:
    """Action, kind of subject, region, edition and handling body."""
    facts, law, measure = decision.facts, decision.plan.law, planned.measure
    place = facts.action.place
    named = [{"code": code, "title": _title(law.actions.get(code))} for code in measure.actions]
    found = {"code": facts.code, "title": _title(law.actions.get(facts.code))}
    covered = any(law.covers(code, facts.code) for code in measure.actions)
    kinds = [kind for kind in SUBJECT_KINDS if kind in planned.subjects]
    return joined(
        "scope",
        "all",
        [
            _fact("actions", covered, named, found),
            _fact("subjects", facts.subject.kind in planned.subjects, kinds, facts.subject.kind),
            _fact("region", contains(planned.list.region, place), planned.list.region, place),
            _edition(decision, planned),
            _body(planned, facts),
        ],
    )


def _fact(kind: str, holds: bool, wanted: Any, found: Any) -> Node:
    return Node(kind, TRUE if holds else FALSE, told={"wanted": wanted, "found": found})


def _edition(decision: Decision, planned: PlannedMeasure) -> Node:
    """Whether this edition is the one to look at; if not, which one is, though it does not hold the measure."""
    day, own = decision.facts.date, planned.list
    current = [
        m.list.edition
        for m in decision.plan.measures
        if m.list.measure_list == own.measure_list and m.evaluated_on(day)
    ]
    told = {"edition": own.edition, **days_told(own.in_force.start, own.in_force.until)}
    return _fact("edition", planned.evaluated_on(day), told, current[0] if current else None)


def _body(planned: PlannedMeasure, facts: Facts) -> Node:
    """Whether the handling body is one the measure names; any is, where it names none."""
    law, handled = facts.law, planned.handled
    usual = facts.law.actions[facts.code].handled_by
    told = {
        "wanted": [_named(body, law.authorities) for body in planned.measure.by],
        "found": _named(facts.action.authority, law.authorities) if facts.action.authority else None,
        "usual": [_named(body, law.authorities) for body in usual],
    }
    if handled is None:
        return Node("body", TRUE, told=told)
    return Node("body", semantics.truth_of(handled, facts), told=told, asked=(handled, facts))


def _named(name: str, known: Mapping[str, Any]) -> Json:
    return {"id": name, "title": _title(known.get(name))}


def _title(known: Any) -> dict[str, str] | None:
    return known.title.as_json() if known is not None else None


# --- guards of the measure ----------------------------------------------------------------------------------------


def _in_force(planned: PlannedMeasure, facts: Facts) -> Node:
    """The list, the measure and at least one sufficient basis."""
    day = facts.date
    bases = [_basis_in_force(basis, day) for basis in planned.basis if basis.sufficient]
    lesser = [_basis_in_force(basis, day).told for basis in planned.basis if not basis.sufficient]
    own = (("list-in-force", planned.list.in_force), ("measure-in-force", planned.measure.in_force))
    spans = [_span(kind, span.start, span.until, day) for kind, span in own]
    node = joined("in-force", "all", [*spans, joined("bases", "any", bases, insufficient=lesser)], day=day.isoformat())
    return replace(node, asked=(planned.in_force, facts))


def _basis_in_force(basis: Basis, day: date) -> Node:
    ((start, until),) = basis.intervals
    node = _span("basis", start, until, day)
    return replace(node, told={**basis.as_json(), **node.told})


def _span(kind: str, start: date, until: date, day: date) -> Node:
    return Node(kind, TRUE if start <= day <= until else FALSE, told=days_told(start, until))


def _cross_check(condition: Condition, asking: "_Asking") -> Node:
    """The lists that stop incentives: what was looked up, and which entries stand."""
    facts = asking.facts
    ((test, _),) = leaves(condition)
    assert isinstance(test, RecordTest)
    standing = [r for r in semantics.relevant(test, facts) if semantics.passes(test, r, facts) is not FALSE]
    told = {
        "registers": list(asking.registers(test)),
        "records": [record_told(test, record, facts, asking.of, {}) for record in standing],
    }
    return Node("cross-check", semantics.truth_of(condition, facts), told=told, asked=(condition, facts))


# --- the condition ------------------------------------------------------------------------------------------------


def _when(planned: PlannedMeasure, asking: "_Asking") -> Node:
    """The condition as written; where the measure reaches related subjects, theirs beside it."""
    written = planned.measure.when
    data = condition_data(written, asking.facts.law)
    reaches = planned.measure.reaches
    if not reaches:
        return joined("when", "all", [asking.node(data, planned.when)])
    assert isinstance(planned.when, AnyOf)  # planning adds the reach beside what is written
    own, *reached = planned.when.terms
    nodes = [asking.node(data, own)]
    for test in reached:
        assert isinstance(test, RelatedTest)
        nodes.append(asking.related(test, data, reach=True))
    return joined("when", "any", nodes)


@dataclass(frozen=True, slots=True, eq=False)
class _Asking:
    """Whose facts a condition is asked about: the subject's own, or those of the related subject at a path of ids."""

    decision: Decision
    facts: Facts
    of: str | None = None

    def node(self, data: Json, condition: Condition) -> Node:
        """What a condition as written comes to; `condition` is the same as it is planned."""
        match data["kind"]:
            case "all" | "any" as kind:
                assert isinstance(condition, AllOf | AnyOf)
                pairs = zip(data["terms"], condition.terms, strict=True)
                return self._asked(joined(kind, kind, [self.node(term, part) for term, part in pairs]), condition)
            case "not":
                assert isinstance(condition, Negation)
                return self._asked(joined("not", "not", [self.node(data["term"], condition.term)]), condition)
            case "related":
                assert isinstance(condition, RelatedTest)
                return self.related(condition, data["holds"])
            case "subject" | "action":
                return self._facts(data, condition)
            case "always":
                return Node("always", TRUE, asked=(TRUE_CONDITION, self.facts))
            case _:
                return self._records(data, condition)

    def _asked(self, node: Node, condition: Condition) -> Node:
        return replace(node, asked=(condition, self.facts))

    # related subjects

    def related(self, test: RelatedTest, holds: Json, *, reach: bool = False) -> Node:
        """Each member in the role with the condition asked of it, and whoever else there may be."""
        facts, law = self.facts, self.facts.law
        members = [self._member(member, test, holds) for member in semantics.members(test, facts)]
        role = _named(test.role, law.roles)
        looked_up = facts.consulted.covers("related", test.role)
        others = Node("others", FALSE if looked_up else UNKNOWN, told={"role": role, "alone": not members})
        anybody = joined("members", "any", [*members, others], role=role, past=list(self._not_now(test)))
        parts = [anybody]
        if test.spread is not None:
            spread = Node(
                "spread",
                TRUE if spreads(test, facts) else FALSE,
                told={"in_force": [days_told(start, until) for start, until in test.spread]},
            )
            parts = [spread, anybody]
        return self._asked(joined("related", "all", parts, role=role, reach=reach), test)

    def _member(self, member: RelatedSubject, test: RelatedTest, holds: Json) -> Node:
        path = f"{self.of}/{member.id}" if self.of else member.id
        inside = _Asking(self.decision, member.facts, path)
        subject = member.facts.subject
        told = {
            "related": path,
            "role": _named(test.role, self.facts.law.roles),
            "name": subject.name,
            "subject_kind": subject.kind,
            "identity": "certain" if member.facts.identity_certain else "doubtful",
        }
        return replace(
            joined("member", "all", [inside.node(holds, test.holds)], **told), asked=(test.holds, member.facts)
        )

    def _not_now(self, test: RelatedTest) -> Iterator[Json]:
        """Those in the role whose relation does not hold on the day."""
        for other in self.facts.related:
            if other.role == test.role and not other.counts_on(self.facts.date):
                yield {"related": other.id, "name": other.facts.subject.name, **days_told(other.start, other.until)}

    # facts of the subject and the action

    def _facts(self, data: Json, condition: Condition) -> Node:
        """One leaf for each field; several bounds of one field are one leaf."""
        tests = [leaf for leaf, _ in leaves(condition) if isinstance(leaf, FactTest)]
        nodes = []
        for told in data["fields"]:
            same = [test for test in tests if test.test.field == told["field"]]
            nodes.append(self._fact(data["kind"], told, same))
        return nodes[0] if len(nodes) == 1 else self._asked(joined("all", "all", nodes), condition)

    def _fact(self, about: str, wanted: Json, tests: Sequence[FactTest]) -> Node:
        asked = tests[0] if len(tests) == 1 else AllOf(tuple(tests))
        value = self._value(about, wanted["field"])
        found = value_told(wanted["type"], value, self.facts.law, wanted["field"]) if value is not None else None
        told = {"test": {"kind": about, "fields": [wanted]}, "found": found, "of": self.of}
        if found is None:
            told["missing"] = missing_told(self.decision, f"{about}.{wanted['field']}", self.of)
        return Node(about, semantics.truth_of(asked, self.facts), told=told, asked=(asked, self.facts))

    def _value(self, about: str, name: str) -> Any:
        facts = self.facts
        if about == "action":
            given = {"code": facts.code, "region": facts.action.place, "date": facts.date}.get(name)
            return plain(getattr(facts.action, name) if given is None else given)
        return plain(getattr(facts.subject, name))

    # records

    def _records(self, data: Json, condition: Condition) -> Node:
        """How many records pass, which were looked at and why each counts or does not, and what was looked up."""
        facts = self.facts
        truth = semantics.truth_of(condition, facts)
        tests = [leaf for leaf, _ in leaves(condition) if isinstance(leaf, RecordTest)]
        told: Json = {"test": data, "of": self.of, "count": None, "registers": [], "records": [], "declared": None}
        if tests:
            test = tests[0]  # a count of two bounds is two tests of the same records
            passing = matching(test, facts)
            certain = sum(1 for found in passing.values() if found is TRUE)
            possible = sum(1 for found in passing.values() if found is not FALSE)
            unbounded = bool(semantics.open_names(test, facts))
            wanted = data["count"] or {"at_least": 1, "at_most": None}
            told["count"] = {"certain": certain, "possible": None if unbounded else possible, **wanted}
            told["registers"] = list(self.registers(test))
            told["records"] = list(self._looked_at(test, data))
            unsettled = unbounded or possible >= test.at_least > certain
            if test.declaration is not None and test.declaration in facts.declared and unsettled:
                told["declared"] = test.declaration
        return Node(data["kind"], truth, told=told, asked=(condition, facts))

    def _looked_at(self, test: RecordTest, data: Json) -> Iterator[Json]:
        """Every record of the kind and names tested, with what it counts for; copies of one entry count once."""
        wanted = {told["field"]: told for told in data["fields"]}
        counted: dict[tuple[object, ...], str] = {}
        for record in self.facts.of_kind(test.kind):
            if test.names and record.name not in test.names:
                continue
            told = record_told(test, record, self.facts, self.of, wanted)
            if told["counts"] == "true":
                first = counted.setdefault(counted_as(test, record), record.id)
                if first != record.id:
                    told["reasons"].append({"code": "copy", "record": first})
            yield told

    def registers(self, test: RecordTest) -> Iterator[Json]:
        """Each list or register a test is on: looked up or not, when, by whom, and where to look it up."""
        facts, law, kind = self.facts, self.facts.law, test.kind
        open_names = set(semantics.open_names(test, facts))
        consultations = self._consultations()
        for name in sorted(test.names) or [kind]:
            fact = name if kind == "listing" or not test.names else f"{kind}.{name}"
            inner = name if test.names else None
            told = consultation_of(fact, law, consultations)
            yield {
                "register": fact,
                "title": title_of(fact, facts),
                "state": self._state(test, inner, fact in open_names),
                "at": told.at if told else None,
                "by": told.by if told else None,
                "channel": told.channel if told else None,
                "where": missing_told(self.decision, fact, self.of)["where"],
            }

    def _state(self, test: RecordTest, name: str | None, unseen: bool) -> str:
        """open: not looked up; found, nothing: looked up; elsewhere: whatever stands there does not count here."""
        facts = self.facts
        if unseen:
            return "open"
        if name is not None and not facts.law.counts_at(test.kind, name, facts.action.place, facts.date):
            return "elsewhere"
        held = [r for r in facts.of_kind(test.kind) if name in (None, r.name)]
        return "found" if any(not semantics.guards_against(test, r, facts) for r in held) else "nothing"

    def _consultations(self) -> Mapping[str, Any]:
        prepared = self.decision.inputs["prepared"]
        for step in self.of.split("/") if self.of else ():
            prepared = next(other for name, *_, other in prepared.related if name == step)
        found: Mapping[str, Any] = prepared.consultations
        return found


# --- what withholds -----------------------------------------------------------------------------------------------


def _guards(decision: Decision, finding: Finding) -> Iterator[Json]:
    """What stopped a measure that is triggered, with the record it is about, since when and until when."""
    if finding.finding != "withheld":
        return
    facts, planned = decision.facts, finding.planned
    if semantics.truth_of(planned.in_force, facts) is FALSE:
        yield {"guard": "not-in-force", "record": None, "of": None, **_out_of_force(planned, facts.date)}
    for name in finding.blocking:
        record = next(r for r in facts.of_kind("listing") if r.id == name)
        last = semantics.latest_known_end(record, facts.law)
        until = None if last in (None, date.max) else last.isoformat()
        yield {"guard": "cross-check", "record": name, "of": None, "since": record.own.isoformat(), "until": until}
    items = {item for cause in finding.because for item in cause if item.sort == "record"}
    for item in sorted(items, key=lambda i: i.order):
        guards = guards_that_stop(item, planned, facts)
        guard = semantics.first_guard(guards)
        if guard is not None:
            record, holder = record_of(item, facts)
            days = guard_days(guard, test_triggered(item, planned, facts), record, holder)
            yield {"guard": guard, "record": item.name, "of": item.of, **days}


def _out_of_force(planned: PlannedMeasure, day: date) -> Json:
    """Since when the measure is out of force, and through which day."""
    before = [until for _, until in planned.in_force.intervals if until < day]
    after = [start for start, _ in planned.in_force.intervals if start > day]
    return {
        "since": (max(before) + timedelta(days=1)).isoformat() if before else None,
        "until": (min(after) - timedelta(days=1)).isoformat() if after else None,
    }


def _turns(decision: Decision, finding: Finding) -> Json | None:
    """The first later day on which a measure is no longer withheld, and what it then comes to; records and what is
    known staying as they are."""
    if finding.finding != "withheld":
        return None
    plan, facts = decision.plan, decision.facts
    for day in turning_days(plan, finding.planned, facts):
        then = finding_on(plan, finding.planned, facts, Then(day))
        if then != "withheld":
            return {"on": day.isoformat(), "to": then}
    return None

"""Describe: a decision as plain data, in the order of `decision/1` (keys are extended, never broken).

The id is the head of the digest of everything but `id`, `words` and `run`: wording may improve and engines may
change without a decision becoming another one.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from credit_rules import semantics
from credit_rules.model.canonical import canonical, digest, digest_of_parts, plain
from credit_rules.model.catalogue import RecordList, Repair
from credit_rules.model.changes import Change, WayOut
from credit_rules.model.conditions import (
    Condition,
    FactTest,
    RecordTest,
    RelatedTest,
    every_leaf,
)
from credit_rules.model.days import shown_end
from credit_rules.model.facts import Facts, Record
from credit_rules.model.law import Law, term_on
from credit_rules.model.measures import NoWayOut
from credit_rules.model.plan import Plan, PlannedMeasure, Scope
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.texts import Text
from credit_rules.model.truth import TRUE
from credit_rules.semantics import Item, latest_known_end
from credit_rules.stages.items import facts_of, guards_of_item, record_of
from credit_rules.stages.reaching import nothing_on_record
from credit_rules.version import VERSION
from credit_rules.words import codes, headline, notice, word

if TYPE_CHECKING:
    from credit_rules.model.decision import Decision, Finding, Reach

Json = dict[str, Any]

#: What a decision calls its own form; keys may be added to it, never broken.
FORMAT = "decision/1"
_NOT_CORE = ("id", "words", "run")

#: What the lists that stop incentives are called together.
SERIOUS_LISTS = {"zh": "严重失信主体名单", "en": "a list of serious dishonesty"}

#: What of an action is told, and digested.
ACTION_KEYS = (
    "code",
    "item",
    "date",
    "known",
    "region",
    "authority",
    "amount",
    "within_law",
    "case",
    "operator",
    "body",
    "purpose",
)


def describe(decision: "Decision", everything: bool) -> Json:
    """The whole decision as plain data."""
    findings = [*decision.findings, *(decision.others if everything else ())]
    within_reach, spelt = _within_reach(decision)
    core = _core(decision, [finding_told(decision, finding) for finding in findings], within_reach)
    return {
        "format": FORMAT,
        "id": id_of({"format": FORMAT, **core}, {"within_reach": spelt} if spelt else {}),
        **core,
        "words": words_of(core),
        "run": _run(decision.inputs),
    }


def _run(inputs: Mapping[str, Any]) -> Json:
    """Which program by which engines, and why the second one was not among them where it was wanted."""
    told = {"version": VERSION, "verified_by": list(inputs["verified_by"])}
    unverified = inputs.get("unverified")
    return told if unverified is None else {**told, "unverified": unverified}


def words_of(decision: Json) -> Json:
    """What a decision is called in both languages: it follows from its core alone."""
    findings = decision["findings"]
    applying = [finding["polarity"] for finding in findings if finding["finding"] == "applies"]
    undetermined = sum(finding["finding"] == "undetermined" for finding in findings)
    sides = applying.count("restriction"), applying.count("incentive"), undetermined
    outcome = decision["outcome"]
    return {
        lang: {
            "outcome": word(codes.OUTCOMES, outcome, lang),
            "headline": headline(outcome, sides, lang),
            "notice": notice(outcome, lang),
        }
        for lang in ("zh", "en")
    }


def core_of(decision: Json) -> Json:
    """What a decision says: everything but `id`, `words` and `run`."""
    return {key: value for key, value in decision.items() if key not in _NOT_CORE}


def id_of(decision: Json, spelt: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """The id that fits a decision: the same with and without the measures that do not apply, for showing more is no
    other decision. Of some parts the canonical bytes may be at hand."""
    core = core_of(decision)
    core["findings"] = [finding for finding in core["findings"] if finding["finding"] != "does-not-apply"]
    parts = {key: spelt.get(key) or canonical(value) for key, value in core.items()}
    return digest_of_parts(parts).removeprefix("sha256:")[:16]


def head_told(decision: "Decision") -> Json:
    """Whom and what a decision is about, by which rules, and what comes out; nothing of this is costly."""
    facts, plan, inputs = decision.facts, decision.plan, decision.inputs
    at_action, rules = _at_action(decision)
    drafts = _drafts(plan)
    return {
        "inputs": {"profile": inputs["prepared"].digest, "action": digest(_action(facts)), "plan": plan.digest},
        "subject": {
            **{key: plain(value) for key, value in facts.subject.stated().items()},
            "identity": "certain" if facts.identity_certain else "doubtful",
        },
        "action": {
            **_action(facts),
            "title": facts.law.actions[facts.code].title.as_json(),
            "authority_title": _title(facts.law.authorities.get(facts.action.authority or "")),
        },
        "date": facts.date.isoformat(),
        "known": facts.known.isoformat(),
        "rules": rules,
        "outcome": decision.outcome,
        "outcome_because": [{"code": code, "measure": measure} for code, measure in decision.outcome_because],
        "draft_lists": drafts,
        "warnings": [*inputs["warnings"], *_about_scope(at_action, drafts)],
    }


def _drafts(plan: Plan) -> list[str]:
    """The lists of the plan that are drafts, looked for once."""
    if "drafts" not in plan.prepared:
        plan.prepared["drafts"] = tuple(sorted({m.list.measure_list for m in plan.measures if m.list.draft}))
    return list(plan.prepared["drafts"])


def _core(decision: "Decision", findings: list[Json], within_reach: list[Json]) -> Json:
    facts, head = decision.facts, head_told(decision)
    found = [finding.finding for finding in decision.findings]
    return {
        **{key: head[key] for key in ("inputs", "subject", "action", "date", "known", "rules")},
        "scope": {
            "measures": _at_action(decision)[0],
            "applies": found.count("applies"),
            "withheld": found.count("withheld"),
            "undetermined": found.count("undetermined"),
        },
        "outcome": head["outcome"],
        "outcome_because": head["outcome_because"],
        "consulted": sorted(facts.consulted.names),
        "lookups": lookups_told(decision),
        **({"draft_lists": head["draft_lists"]} if head["draft_lists"] else {}),
        "remedies": [_remedy(remedy, facts.law) for remedy in facts.law.actions[facts.code].remedies],
        "findings": findings,
        "within_reach": within_reach,
        "conflicts": [{"measures": [one, other], "why": why} for one, other, why in decision.conflicts],
        "warnings": head["warnings"],
    }


def _about_scope(measures: int, drafts: list[str]) -> Iterator[Json]:
    if measures == 0:
        yield {"code": "no-measures", "at": "/action/code"}
    for name in drafts:
        yield {"code": "draft-rules", "at": "", "list": name}


def _action(facts: Facts) -> Json:
    values = {key: plain(getattr(facts.action, key)) for key in ACTION_KEYS}
    days = {"date": facts.date.isoformat(), "known": facts.known.isoformat()}  # the last day there is, too
    return values | {"code": facts.code, "region": facts.action.place, **days}


def day_told(day: date | None) -> str | None:
    """A day on which something happens: the last day there is, too, which as an end would be none."""
    return None if day is None else day.isoformat()


def _title(known: Any) -> dict[str, str] | None:
    return known.title.as_json() if known is not None else None


def _remedy(remedy: Any, law: Law) -> Json:
    return {
        "name": remedy.name.as_json(),
        "to": _text(remedy.to),
        "within": remedy.within,
        "basis": [_cited(entry, law) for entry in remedy.basis],
    }


def _text(text: Text | None) -> dict[str, str] | None:
    return text.as_json() if text else None


def _cited(entry: Any, law: Law) -> Json:
    """A basis of the catalogue, as a measure's own is told."""
    name, source, article = law.cited(entry)
    assert source is not None, name  # checking has refused whatever names no source
    return {"source": source.id, "title": source.title.as_json(), "article": article, "rank": source.rank}


# --- findings ---------------------------------------------------------------------------------------------------


def finding_told(decision: "Decision", finding: "Finding") -> Json:
    """One finding as decisions tell it."""
    facts, measure = decision.facts, finding.planned.measure
    restricting = finding.planned.restricts and finding.finding == "applies"
    return {
        **found_told(decision, finding),
        "way_out": [_way(way, facts) for way in decision.ways_out(finding)],
        "way_out_more": decision.ways_out_more(finding),
        "repair": list(_repairs(decision, finding)) if restricting and measure.lasts == "while-it-holds" else [],
        "way_out_text": _text(measure.way_out) if isinstance(measure.way_out, Text) else None,
        "no_way_out": [_cited(entry, facts.law) for entry in _no_way_out(decision, finding)],
        "missing": [missing_told(decision, fact, of) for fact, of in finding.missing],
        "note": _text(measure.note),
        **({"draft": True} if finding.planned.list.draft else {}),
        **({"decided_by": _decided_by(decision, finding)} if finding.finding == "does-not-apply" else {}),
    }


def found_told(decision: "Decision", finding: "Finding") -> Json:
    """What was found of a measure, on what basis, because of what and until when."""
    planned, measure = finding.planned, finding.planned.measure
    return {
        **measure_told(planned),
        "category": measure.category,
        "by": list(measure.by),
        "finding": finding.finding,
        "guard": finding.guard,
        "by_declaration": finding.by_declaration,
        "basis": [basis.as_json() for basis in planned.basis],
        "because": because_told(decision, finding),
        "because_more": finding.because_more,
        "lifts_on": day_told(decision.lifts_on(finding)),
        "returns_on": day_told(decision.returns_on(finding)),
        "lifts_to": decision.lifts_to(finding),
    }


def measure_told(planned: PlannedMeasure) -> Json:
    """Which measure it is, and of what sort."""
    measure = planned.measure
    return {
        "measure": planned.id,
        "measure_list": planned.list.measure_list,
        "edition": planned.list.edition,
        "title": measure.title.as_json(),
        "polarity": measure.polarity,
        "effect": measure.effect,
        "duty": measure.duty,
    }


def because_told(decision: "Decision", finding: "Finding") -> list[list[Json]]:
    """The causes of a finding, each with the facts that hold jointly."""
    return [
        [_item(decision, finding.planned, item) for item in sorted(cause, key=lambda i: i.order)]
        + _blockers(decision, finding)
        for cause in finding.because
    ]


def _blockers(decision: "Decision", finding: "Finding") -> list[Json]:
    """The listings that stop an incentive, told beside what would have brought it."""
    return [
        {**_item(decision, finding.planned, Item("record", name, detail="listing")), "guard": "cross-check"}
        for name in finding.blocking
    ]


def _item(decision: "Decision", planned: PlannedMeasure, item: Item) -> Json:
    facts = facts_of(item.of, decision.facts)
    match item.sort:
        case "record":
            return _record_item(item, planned, decision.facts)
        case "absent":
            return {
                "absent": item.name,
                "of": item.of,
                "title": SERIOUS_LISTS if "cross_check" in item.detail else title_of(item.name, facts),
                "test": json.loads(item.detail) if item.detail else {},
                "consulted": list(item.consulted),
                "titles": [title_of(name, facts) for name in item.consulted],
            }
        case "consulted":
            return {"consulted": item.name, "of": item.of, "title": title_of(item.name, facts)}
        case "related":
            other = next(o for o in facts.related if o.id == item.name)
            role = _title(facts.law.roles.get(other.role))
            return {
                "related": other.id,
                "of": item.of,
                "role": other.role,
                "title": role,
                "name": other.facts.subject.name,
            }
        case "declared":
            return {"declared": item.name, "of": item.of}
        case _:
            told = {"given": item.name, "of": item.of, "value": item.detail}
            body = facts.law.authorities.get(item.detail) if item.name == "action.authority" else None
            return {**told, "title": _title(body)} if body else told


def _record_item(item: Item, planned: PlannedMeasure, everybody: Facts) -> Json:
    record, facts = record_of(item, everybody)
    guards = guards_of_item(item, planned, everybody)
    told = {
        **record_named(record, item.of, facts),
        "guard": semantics.first_guard(guards),
    }
    return told | ({"contested": True} if semantics.contested(record, facts.date) else {})


def record_named(record: Record, of: str | None, facts: Facts) -> Json:
    """Which record it is and whose, and until when it stands by itself."""
    return {
        "record": record.id,
        "of": of,
        "kind": record.kind,
        "list": record.name,
        "title": record_title(record, facts),
        "authority": record.values.get("authority"),
        "document": record.values.get("document"),
        "since": record.own.isoformat(),
        "until": shown_end(latest_known_end(record, facts.law)),
    }


def record_title(record: Record, facts: Facts) -> dict[str, str]:
    """What a record is called: its list, or its scheme and grade, or its kind and what it says."""
    kind = {"zh": codes.KINDS[record.kind][0], "en": codes.KINDS[record.kind][1]}
    base = title_of(record.name if record.kind == "listing" else f"{record.kind}.{record.name}", facts) or kind
    told = {
        "rating": record.values.get("grade"),
        "points": plain(record.values.get("value")),
        "penalty": record.values.get("kind"),
        "conviction": record.values.get("offence"),
        "commitment": record.values.get("type"),
        "permit": record.values.get("matter"),
    }.get(record.kind)
    if told is None:
        return base
    if record.name is None:
        base = {"zh": "", "en": ""}
    tables = {"penalty": codes.PENALTY_KINDS, "commitment": codes.COMMITMENT_TYPES}
    table = tables.get(record.kind, {})
    return {lang: f"{base[lang]} {word(table, told, lang)}".strip() for lang in ("zh", "en")}


def title_of(name: str | None, facts: Facts) -> dict[str, str] | None:
    """The title of a list, a scheme, a role or a kind of record, by the name under which it is looked up."""
    law = facts.law
    kind, _, inner = (name or "").partition(".")
    known: Any = law.lists.get(name or "") or {
        "rating": law.rating_schemes,
        "points": law.points_schemes,
        "related": law.roles,
    }.get(kind, {}).get(inner)
    if known is not None:
        return _title(known)
    if name in codes.KINDS:
        return {"zh": codes.KINDS[kind][0], "en": codes.KINDS[kind][1]}
    return None


def missing_told(decision: "Decision", fact: str, of: str | None) -> Json:
    """An open fact, with where it would come from."""
    facts = facts_of(of, decision.facts)
    law = facts.law
    kind, _, inner = fact.partition(".")
    known: Any = law.lists.get(fact) or {"rating": law.rating_schemes, "points": law.points_schemes}.get(kind, {}).get(
        inner
    )
    where = known.look_up_at if known is not None else None
    if where is None and fact in law.lists:
        body = law.authorities.get(law.lists[fact].authority or "")
        where = body.title if body else None
    return {"fact": fact, "of": of, "where": _text(where), "title": title_of(fact, facts)}


def _repairs(decision: "Decision", finding: "Finding") -> Iterator[Json]:
    """How one leaves the lists that cause the finding, by the law of the day."""
    for known, repair in _offered(decision, finding):
        if not repair.none:
            yield {"list": known.id, "title": known.title.as_json(), **_repair(repair, decision.facts.law)}


def _no_way_out(decision: "Decision", finding: "Finding") -> list[Any]:
    """The bases that say that there is no way out: the measure's own, or those of the lists that cause it."""
    way_out = finding.planned.measure.way_out
    if isinstance(way_out, NoWayOut):
        return list(way_out.basis)
    if finding.finding != "applies" or not finding.planned.restricts or decision.ways_out(finding):
        return []
    return [entry for _, repair in _offered(decision, finding) if repair.none for entry in repair.basis]


def _offered(decision: "Decision", finding: "Finding") -> Iterator[tuple[RecordList, Repair]]:
    """What the law of the day says of repair, of each list that causes the finding."""
    facts = decision.facts
    items = {i for cause in finding.because for i in cause if i.sort == "record" and i.detail == "listing"}
    on_record = {record_of(item, facts)[0].name for item in items}
    for name in sorted(on_record - {None}, key=str):
        known = facts.law.lists[str(name)]
        term = term_on(known.terms, facts.date)
        if term is not None and term.repair is not None:
            yield known, term.repair


def _repair(repair: Repair, law: Law) -> Json:
    return {
        "conditions": _text(repair.conditions),
        "after": str(repair.after) if repair.after else None,
        "counted_from": repair.counted_from,
        "apply_at": _text(repair.apply_at),
        "decided_within": repair.decided_within,
        "basis": [_cited(entry, law) for entry in repair.basis],
    }


# --- what would change it ---------------------------------------------------------------------------------------


def _way(way: WayOut, facts: Facts) -> Json:
    """A way out. To apply is not to be rid of it: how long the authority takes is told, and never computed."""
    return {
        "changes": [change_told(change, facts) for change in way.changes],
        "apply_from": plain(way.apply_from),
        "lifts_on": day_told(way.lifts_on),
        "leaves": way.leaves,
        "returns_on": day_told(way.returns_on),
    }


def change_told(change: Change, facts: Facts) -> Json:
    """A change with the terms the law sets it, worked out once: many measures are left by the same."""
    told: Json | None = facts.memory.get(("told", change))
    if told is None:
        told = facts.memory["told", change] = _change_told(change, facts)
    return dict(told)


def _change_told(change: Change, facts: Facts) -> Json:
    record = change.after
    told = {
        "record": record.id,
        "change": change.what,
        "of": change.of,
        "kind": record.kind,
        "list": record.name,
        "title": record_title(record, facts),
    }
    if change.repair is None:
        return told
    terms = _repair(change.repair, facts.law)
    return {
        **told,
        "apply_from": plain(change.open_from),
        "open": change.open_from <= facts.date and change.assumed is None,
        "assumes": {"field": change.assumed, "on": plain(facts.date)} if change.assumed else None,
        "corrected": _corrected(change, facts),
        **{key: terms[key] for key in ("conditions", "apply_at", "decided_within", "basis")},
    }


def _corrected(change: Change, facts: Facts) -> bool | None:
    """Whether the breach is corrected; None where nothing is said of it."""
    assert change.before is not None  # what is repaired is there
    day = change.before.values.get("corrected_on", "")
    return None if day == "" else day is not None and day <= facts.date


def _within_reach(decision: "Decision") -> tuple[list[Json], bytes | None]:
    """What is within reach; of subjects with nothing on record it is told once for all who are alike, together with its
    canonical bytes."""
    reaches, facts = decision.within_reach, decision.facts
    if not nothing_on_record(decision.plan, facts, _scope(decision)):
        return [_reach(reach, facts) for reach in reaches], None
    known: dict[object, tuple[list[Json], bytes]] = _scope(decision).memory.setdefault("reach told", {})
    if reaches not in known:
        told = [_reach(reach, facts) for reach in reaches]
        known[reaches] = told, canonical(told)
    told, spelt = known[reaches]
    return [_copied(one) for one in told], spelt


def _copied(told: Json) -> Json:
    return {**told, "title": dict(told["title"]), "changes": [dict(change) for change in told["changes"]]}


def _reach(reach: "Reach", facts: Facts) -> Json:
    """An incentive within reach."""
    planned = reach.planned
    return {
        "measure": planned.id,
        "measure_list": planned.list.measure_list,
        "title": planned.measure.title.as_json(),
        "changes": _steps_told(reach.changes, facts),
        "on": plain(reach.on),
    }


def _steps_told(changes: tuple[Change, ...], facts: Facts) -> list[Json]:
    """Records of one sort still to be gained are told together, with how many they are; worked out once, for many
    incentives need the same."""
    told: list[Json] | None = facts.memory.get(("told", changes))
    if told is None:
        gained: dict[tuple[object, ...], list[Change]] = {}
        for change in changes:
            if change.before is None:
                gained.setdefault((change.of, change.after.kind, change.names, change.sort), []).append(change)
        told = facts.memory["told", changes] = [
            *(_gained(alike, facts) for alike in gained.values()),
            *(change_told(change, facts) for change in changes if change.before is not None),
        ]
    return [dict(one) for one in told]


def _said(change: Change) -> Json:
    """The fields that make a record to be gained fit, beside its days and its list."""
    own = TYPE_OF_KIND[change.after.kind]
    silent = {own.own_date, own.scheme_field, "known_on"}
    told = {key: plain(value) for key, value in change.after.values.items() if key not in silent}
    return {key: told[key] for key in sorted(told) if told[key] is not None}


def _gained(changes: list[Change], facts: Facts) -> Json:
    first = changes[0]
    record, holder = first.after, facts_of(first.of, facts)
    named = [name if record.kind == "listing" else f"{record.kind}.{name}" for name in first.names]
    titles = [title_of(name, holder) for name in named] or [record_title(record, holder)]
    return {
        "record": None,
        "change": "gained",
        "of": first.of,
        "kind": record.kind,
        "lists": list(first.names),
        "titles": titles,
        "fields": _said(first),
        "count": len(changes),
        "days": [plain(change.on) for change in changes],
    }


# --- what was looked up, and what decided -----------------------------------------------------------------------


def lookups_told(decision: "Decision") -> list[Json]:
    """What was looked up, register by register, and what came out."""
    return list(_lookups(decision))


def _lookups(decision: "Decision") -> Iterator[Json]:
    """For each list and register the measures at this action test: found, not found, or not looked up."""
    facts = decision.facts
    own, crossed = _asked(decision)
    for name in (*own, *(name for name in crossed if name not in own)):
        told = _consultation(name, decision)
        yield {
            "list": name,
            "title": title_of(name, facts),
            "state": _state(name, facts),
            "at": told.at if told else None,
            "by": told.by if told else None,
            "channel": told.channel if told else None,
            "cross_check": name in crossed,
        }


def _consultation(name: str, decision: "Decision") -> Any:
    return consultation_of(name, decision.facts.law, decision.inputs["prepared"].consultations)


def consultation_of(name: str, law: Law, told: Mapping[str, Any]) -> Any:
    """What was said of looking a register up, or of looking up what covers it: the narrowest first."""
    kind, _, inner = name.partition(".")
    wider = [f"listing.{law.colour(name)}", "listing"] if name in law.lists else [kind] if inner else []
    return next((told[one] for one in (name, *wider, "all") if one in told), None)


def _asked(decision: "Decision") -> tuple[list[str], list[str]]:
    """What the measures in scope test, and what the cross-check of incentives asks; it may be the same."""
    scope = _scope(decision)
    if "asked" not in scope.memory:
        day = decision.facts.date
        now = [m for m in scope.measures if any(start <= day <= until for start, until in m.in_force.intervals)]
        own = {name for m in now for name in _tested(m.when)}
        crossed = {name for m in now if m.cross_check for name in _tested(m.cross_check)}
        scope.memory["asked"] = (sorted(own), sorted(crossed))
    asked: tuple[list[str], list[str]] = scope.memory["asked"]
    return asked


def _scope(decision: "Decision") -> Scope:
    facts, action = decision.facts, decision.facts.action
    return decision.plan.scope(facts.code, facts.subject.kind, action.place, action.authority, facts.date)


def _at_action(decision: "Decision") -> tuple[int, list[Json]]:
    """How many measures are loaded for the action, and the lists they stand in."""
    scope = _scope(decision)
    if "at_action" not in scope.memory:
        plan, facts = decision.plan, decision.facts
        loaded = plan.at_action(facts.code, facts.date)
        used = {(m.list.measure_list, m.list.edition) for m in loaded}
        keyed = [((rule["measure_list"], rule["edition"]), rule) for rule in plan.rules]
        rules = [{**rule, "title": plan.titles[key]} for key, rule in keyed if key in used]
        scope.memory["at_action"] = (len(loaded), rules)
    found: tuple[int, list[Json]] = scope.memory["at_action"]
    return found


def _tested(condition: Condition) -> set[str]:
    names: set[str] = set()
    for leaf, _ in every_leaf(condition):
        if isinstance(leaf, RecordTest):
            spelt = leaf.names if leaf.kind == "listing" else tuple(f"{leaf.kind}.{name}" for name in leaf.names)
            names |= set(spelt or (leaf.kind,))
        elif isinstance(leaf, RelatedTest):
            names.add(f"related.{leaf.role}")
    return names


def _state(name: str, facts: Facts) -> str:
    kind, _, inner = name.partition(".")
    if name in facts.law.lists:
        kind, inner = "listing", name
    of_list = kind == "listing"
    if kind == "related":
        standing = any(other.role == inner and other.counts_on(facts.date) for other in facts.related)
    else:
        held = [r for r in facts.of_kind(kind) if inner in ("", r.name)]
        standing = any(not semantics.guards_of(record, facts) for record in held)
        if not standing and any(semantics.guards_of(record, facts) == {"elsewhere"} for record in held):
            return "elsewhere"
    if standing:
        return "listed" if of_list else "found"
    if not facts.consulted.covers(kind, inner or None, facts.law.colour(inner)):
        return "not-looked-up"
    return "not-listed" if of_list else "nothing-found"


def _decided_by(decision: "Decision", finding: "Finding") -> Json:
    if finding.out_of_scope:
        return {"why": finding.out_of_scope, "tests": []}
    planned, facts = finding.planned, decision.facts
    if semantics.truth_of(planned.in_force, facts) is not TRUE:
        return {"why": "not-in-force", "tests": []}
    found = list(semantics.deciding(planned.when, facts))
    why = "when" if found else "cross-check"
    found = found or list(semantics.deciding(planned.condition, facts))
    return {"why": why, "tests": [_deciding_test(leaf, holds, facts) for leaf, holds in found]}


def _deciding_test(leaf: Condition, holds: bool, facts: Facts) -> Json:
    """A test that decided, because it holds or because it does not, with what was found."""
    found = _what_was_found(leaf, holds, facts)
    return {"test": json.loads(getattr(leaf, "authored", "") or "{}"), "found": found}


_FITS = {True: {"zh": "符合", "en": "fits"}, False: {"zh": "不符合", "en": "does not fit"}}


def _what_was_found(leaf: Condition, holds: bool, facts: Facts) -> dict[str, str]:
    match leaf:
        case FactTest(about=about, test=test):
            return {lang: _given_value(about, test.field, facts) for lang in ("zh", "en")}
        case RelatedTest():
            fitting = [o.id for o in semantics.members(leaf, facts) if semantics.member_truth(leaf, o, facts) is TRUE]
            return _each([(name, _FITS[True]) for name in fitting]) if holds else _NO_RELATED
        case RecordTest():
            return _found_of_records(leaf, holds, facts)
        case _:
            return {"zh": "", "en": ""}


_NO_RELATED = {"zh": "没有关联主体符合", "en": "no related subject fits"}
_NOTHING = {"zh": "已查，无记录", "en": "looked up, nothing on record"}
_DECLARED = {"zh": "以声明为准", "en": "settled by the declaration"}
_NOT_HERE = {"zh": "本事项所在地不适用该名单", "en": "the list does not count at this place"}


def _given_value(about: str, field: str, facts: Facts) -> str:
    source: Any = facts.subject if about == "subject" else facts.action
    value = facts.code if field == "code" else facts.action.place if field == "region" and about == "action" else None
    value = plain(getattr(source, field)) if value is None else value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _found_of_records(leaf: RecordTest, holds: bool, facts: Facts) -> dict[str, str]:
    held = [r for r in facts.of_kind(leaf.kind) if not leaf.names or r.name in leaf.names]
    if holds:
        return _each([(r.id, _FITS[True]) for r in held if semantics.passes(leaf, r, facts) is TRUE])
    told = [(r.id, _why_not(leaf, r, facts)) for r in held if semantics.passes(leaf, r, facts) is not TRUE]
    if leaf.declaration is not None and leaf.declaration in facts.declared and semantics.open_names(leaf, facts):
        return _DECLARED
    if told:
        return _each(told)
    here = not leaf.names or any(_counts(leaf.kind, name, facts) for name in leaf.names)
    return _NOTHING if here else _NOT_HERE


def _counts(kind: str, name: str, facts: Facts) -> bool:
    return facts.law.counts_at(kind, name, facts.action.place, facts.date)


def _why_not(leaf: RecordTest, record: Record, facts: Facts) -> dict[str, str]:
    guard = semantics.first_guard(semantics.guards_against(leaf, record, facts))
    return {lang: word(codes.GUARDS, guard, lang) for lang in ("zh", "en")} if guard else _FITS[False]


def _each(told: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    return {lang: "; ".join(f"{name}: {why[lang]}" for name, why in told) for lang in ("zh", "en")}

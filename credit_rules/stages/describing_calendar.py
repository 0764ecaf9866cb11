"""Describe a calendar as plain data, in the order of `calendar/1` (keys are extended, never broken)."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from credit_rules.model.catalogue import Repair
from credit_rules.model.changes import Waiting
from credit_rules.model.days import NEVER, shown_end
from credit_rules.model.facts import Facts, Record
from credit_rules.model.law import Law, term_on
from credit_rules.model.measures import Fixed, NoWayOut
from credit_rules.model.plan import PlannedMeasure
from credit_rules.semantics import latest_known_end
from credit_rules.stages.describing import (
    change_told,
    day_told,
    found_told,
    head_told,
    measure_told,
    missing_told,
    record_title,
    title_of,
)
from credit_rules.stages.items import facts_of, record_of
from credit_rules.version import VERSION
from credit_rules.words import codes, notice, word

if TYPE_CHECKING:
    from credit_rules.model.decision import Decision, Finding
    from credit_rules.stages.calendar import Calendar, Change, Clean, Day, Repairable, Run, Sooner, State, Told

Json = dict[str, Any]

FORMAT = "calendar/1"
#: What a calendar tells of the decision it begins with.
_HEAD = ("inputs", "subject", "action", "date", "known", "rules", "outcome", "outcome_because")


def describe_calendar(calendar: "Calendar") -> Json:
    """The whole calendar as plain data."""
    decision = calendar.decision
    told = head_told(decision)
    facts, clean = decision.facts, calendar.clean
    return {
        "format": FORMAT,
        **{key: told[key] for key in _HEAD},
        **({"draft_lists": told["draft_lists"]} if told["draft_lists"] else {}),
        "until": day_told(calendar.until),
        "now": [_found(finding, decision) for finding in decision.findings if finding.finding != "withheld"],
        "clean": {
            **_clean(clean),
            "bars": [_bar(planned, calendar) for planned in clean.bars],
            "sooner": _sooner(calendar.sooner, facts),
        },
        "repairs": [_repairable(repairable, facts) for repairable in calendar.repairs],
        "days": [_day(day, calendar) for day in calendar.days],
        "next_after": day_told(calendar.next_after),
        "measures": [
            {**_measure(runs[-1].planned, facts.law), "runs": [_run(run) for run in runs]}
            for runs in calendar.runs.values()
        ],
        "people": list(_people(facts, "")),
        "warnings": told["warnings"],
        "words": {
            lang: {"outcome": word(codes.OUTCOMES, decision.outcome, lang), "notice": notice(decision.outcome, lang)}
            for lang in ("zh", "en")
        },
        "run": {"version": VERSION, "verified_by": list(decision.inputs["verified_by"])},
    }


def _found(finding: "Finding", decision: "Decision") -> Json:
    """What applies or is open on the day asked about. Ways out are the decision's to tell."""
    return {
        **found_told(decision, finding),
        "no_way_out": _no_way_out(finding.planned, decision.facts.law),
        "missing": [missing_told(decision, fact, of) for fact, of in finding.missing],
        **({"draft": True} if finding.planned.list.draft else {}),
    }


def _clean(clean: "Clean") -> Json:
    return {
        "from": day_told(clean.start),
        "until": day_told(clean.until),
        "open": [measure_told(planned) for planned in clean.open],
        "certain_from": day_told(clean.certain),
    }


def _sooner(sooner: "Sooner | None", facts: Facts) -> Json | None:
    """The earlier clean day, and what has to happen for it."""
    if sooner is None:
        return None
    return {**_clean(sooner.clean), "changes": [change_told(change, facts) for change in sooner.changes]}


def _measure(planned: PlannedMeasure, law: Law) -> Json:
    """A measure with what it rests on, and where the law says that there is no way out."""
    return {
        **measure_told(planned),
        "basis": [basis.as_json() for basis in planned.basis],
        "no_way_out": _no_way_out(planned, law),
        **({"draft": True} if planned.list.draft else {}),
    }


def _no_way_out(planned: PlannedMeasure, law: Law) -> list[Json]:
    none = planned.measure.way_out
    return list(_cited(none.basis, law)) if isinstance(none, NoWayOut) else []


def _bar(planned: PlannedMeasure, calendar: "Calendar") -> Json:
    """A restriction that no time ends: for how long it is meant, and where the law gives no way out of it."""
    bar = _measure(planned, calendar.decision.facts.law)
    may_leave = any(planned in repairable.measures for repairable in calendar.repairs)
    none = bar["no_way_out"] or ([] if may_leave else list(_no_repair(planned, calendar.decision)))
    return {**bar, "no_way_out": none, "lasts": _lasts(planned)}


def _no_repair(planned: PlannedMeasure, decision: "Decision") -> Iterator[Json]:
    """The bases that say so of the lists that bring it now, if every one of them does."""
    facts = decision.facts
    because = (f.because for f in decision.applying if f.planned is planned)
    items = sorted({item for causes in because for cause in causes for item in cause}, key=lambda item: item.order)
    records = [record_of(item, facts)[0] for item in items if item.sort == "record"]
    terms = [term_on(facts.law.terms_of(r.kind, r.name, r.values.get("kind")), facts.date) for r in records]
    repairs = [term.repair if term is not None else None for term in terms]
    told = [repair.basis for repair in repairs if repair is not None and repair.none]
    if len(told) == len(records):
        yield from _cited(
            (entry for place, basis in enumerate(told) if basis not in told[:place] for entry in basis), facts.law
        )


def _lasts(planned: PlannedMeasure) -> str:
    lasts = planned.measure.lasts
    return str(lasts.fixed) if isinstance(lasts, Fixed) else lasts


def _cited(entries: Iterable[Any], law: Law) -> Iterator[Json]:
    for entry in entries:
        name, source, article = law.cited(entry)
        assert source is not None, name  # checking has refused whatever names no source
        yield {"source": source.id, "title": source.title.as_json(), "article": article, "rank": source.rank}


def _run(run: "Run") -> Json:
    return {
        "from": run.start.isoformat(),
        "until": day_told(run.until),
        "finding": run.state.finding,
        "guard": run.state.guard,
        "edition": run.planned.list.edition,
    }


def _day(day: "Day", calendar: "Calendar") -> Json:
    return {
        "date": day.date.isoformat(),
        "days_ahead": (day.date - calendar.decision.facts.date).days,
        "outcome_before": day.before,
        "outcome": day.outcome,
        "clean": calendar.clean.start == day.date,
        "certain": calendar.clean.certain == day.date,
        "changes": [_change(change, calendar) for change in day.changes],
        "turns": [turn_told(told, calendar.decision.facts) for told in day.turns],
    }


def _change(change: "Change", calendar: "Calendar") -> Json:
    decision = calendar.decision
    return {
        **measure_told(change.planned),
        "from": _state(change.before),
        "to": _state(change.after),
        "basis": [basis.as_json() for basis in change.planned.basis],
        "why": list(change.why),
        "missing": [missing_told(decision, fact, of) for fact, of in change.missing],
    }


def _state(state: "State") -> Json:
    return {"finding": state.finding, "guard": state.guard}


# --- what turns ---------------------------------------------------------------------------------------------------


def turn_told(told: "Told", facts: Facts) -> Json:
    turn = told.turn
    holder = facts_of(turn.of, facts)
    about = next((r for r in holder.of_kind(turn.kind or "") if r.id == turn.name), None)
    return {
        "turn": turn.code,
        "name": turn.name,
        "of": turn.of,
        "kind": turn.kind,
        "detail": turn.detail,
        **(_record(about, holder) if about is not None else _thing(told, facts)),
        "repair": _waiting(told.waiting, facts),
        "measures": [
            {
                "measure": m.id,
                "measure_list": m.list.measure_list,
                "title": m.measure.title.as_json(),
                "polarity": m.measure.polarity,
                **_state(state),
            }
            for m, state in told.measures
        ],
    }


def _record(record: Record, facts: Facts) -> Json:
    return {
        "title": record_title(record, facts),
        "list": record.name,
        "authority": record.values.get("authority"),
        "document": record.values.get("document"),
        "since": record.own.isoformat(),
        "until": shown_end(latest_known_end(record, facts.law)),
    }


def _thing(told: "Told", facts: Facts) -> Json:
    """What a turn of no record is about: a relation, a list, an edition, a measure, a source."""
    turn, law = told.turn, facts.law
    title: Any = None
    match turn.code.rpartition("-")[0]:
        case "relation":
            title = title_of(f"related.{turn.kind}", facts)
        case "spread":
            title = title_of(f"related.{turn.name}", facts)
        case "recognition":
            title = title_of(turn.name if turn.kind == "listing" else f"{turn.kind}.{turn.name}", facts)
        case "edition" | "list":
            title = told.measures[0][0].list.title.as_json()
        case "measure":
            title = told.measures[0][0].measure.title.as_json()
        case "source":
            title = law.sources[turn.name].title.as_json()
    return {"title": title, "list": None, "authority": None, "document": None, "since": None, "until": None}


def _waiting(waiting: Waiting | None, facts: Facts) -> Json | None:
    """What the law asks of a repair; `assumes` is a step not told, and the day it is taken to be done."""
    if waiting is None:
        return None
    assumed = {"field": waiting.assumes, "on": day_told(waiting.start)} if waiting.assumes else None
    return {"since": day_told(waiting.since), "assumes": assumed, **_repair(waiting.repair, facts.law)}


def _repair(repair: Repair, law: Law) -> Json:
    return {
        "conditions": repair.conditions.as_json() if repair.conditions else None,
        "after": str(repair.after) if repair.after else None,
        "counted_from": repair.counted_from,
        "apply_at": repair.apply_at.as_json() if repair.apply_at else None,
        "decided_within": repair.decided_within,
        "basis": list(_cited(repair.basis, law)),
    }


def _repairable(repairable: "Repairable", facts: Facts) -> Json:
    record = repairable.record
    return {
        "record": record.id,
        "of": repairable.of,
        "kind": record.kind,
        **_record(record, facts_of(repairable.of, facts)),
        "apply_from": day_told(repairable.apply_from),
        "repair": _waiting(repairable.waiting, facts),
        "measures": [{"measure": m.id, "measure_list": m.list.measure_list} for m in repairable.measures],
    }


def _people(facts: Facts, path: str) -> Iterator[Json]:
    """Everybody related, by the path of ids under which turns name them."""
    for other in facts.related:
        name = f"{path}/{other.id}" if path else other.id
        yield {
            "id": name,
            "role": other.role,
            "title": title_of(f"related.{other.role}", facts),
            "name": other.facts.subject.name,
            "until": None if other.until == NEVER else day_told(other.until),
        }
        yield from _people(other.facts, name)

"""The calendar is what deciding day by day says: every day on which something changes, and no other."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from credit_rules import semantics
from credit_rules.backends import in_process
from credit_rules.model.changes import Change
from credit_rules.model.days import last_day, parse_period
from credit_rules.model.decision import Decision, Finding
from credit_rules.model.truth import TRUE
from credit_rules.rendering.calendar import render_calendar
from credit_rules.rendering.timeline import render_timeline
from credit_rules.stages.calendar import Calendar, Clean, State, calendar_of
from properties.holding import holds
from properties.strategies import CALENDAR, OWN_DATE, Case, Wants, current, decision_of
from test_calendar import misfits

#: So many days are decided one by one.
HORIZON = 45

States = dict[tuple[str, str], State]
Seen = tuple[str, States]


@dataclass
class ByDay:
    """One case decided on any day alone, each once."""

    case: Case
    decided: dict[date, Decision] = field(default_factory=dict)

    def on(self, day: date) -> Decision:
        """The decision of one day, made from nothing but the profile and the rules."""
        if day not in self.decided:
            known = self.case.facts.known.isoformat()
            then = self.case.but(action={**self.case.action, "date": day.isoformat(), "known": known})
            then.__dict__["subject"] = self.case.subject
            self.decided[day] = decision_of(then)
        return self.decided[day]

    def seen(self, day: date) -> Seen:
        """Outcome, and finding and guard of all that does not just not apply."""
        found = self.on(day)
        return found.outcome, {key_of(f): State(f.finding, f.guard) for f in found.findings}

    def restricted(self, day: date, *findings: str) -> set[str]:
        """The restrictions with one of these findings."""
        return {f.measure for f in self.on(day).findings if f.planned.restricts and f.finding in findings}


def key_of(finding: Finding) -> tuple[str, str]:
    """A measure, in whichever edition."""
    return finding.planned.list.measure_list, finding.measure


def told_on(calendar: Calendar) -> dict[date, Seen]:
    """What the calendar says day after day on which something changes, its changes applied to the day it begins."""
    decision = calendar.decision
    states = {key_of(f): State(f.finding, f.guard) for f in decision.findings}
    told = {decision.facts.date: (decision.outcome, dict(states))}
    outcome = decision.outcome
    for day in calendar.days:
        assert day.before == outcome, day.date
        assert day.changes or day.turns, day.date
        outcome = day.outcome
        for change in day.changes:
            key = (change.planned.list.measure_list, change.planned.id)
            assert states.get(key, State("does-not-apply")) == change.before, (day.date, key)
            assert change.before != change.after, (day.date, key)
            assert change.why, (day.date, key, "changes for no reason", change.before, change.after)
            states[key] = change.after
            if change.after.finding == "does-not-apply":
                del states[key]
        told[day.date] = outcome, dict(states)
    return told


def in_runs(calendar: Calendar, day: date) -> dict[tuple[str, str], State]:
    """The same, read from the runs."""
    found = {}
    for key, runs in calendar.runs.items():
        (run,) = (run for run in runs if run.start <= day and (run.until is None or day <= run.until))
        if run.state.finding != "does-not-apply":
            found[key] = run.state
    return found


def compare(days_of: ByDay, calendar: Calendar, days: Iterable[date]) -> int:
    """Each day, decided anew, is what the last day of the calendar before it said."""
    told = told_on(calendar)
    order = sorted(told)
    compared = 0
    for day in days:
        expected = days_of.seen(day)
        found = told[max(one for one in order if one <= day)]
        assert found == expected, (day, "told", found, "day by day", expected)
        assert in_runs(calendar, day) == expected[1], day
        compared += 1
    return compared


def far_days(case: Case, calendar: Calendar) -> set[date]:
    """Days around those told, around those of the world, and some nobody would think of."""
    start: date = case.facts.date
    near = {day.date for day in calendar.days} | {date.fromisoformat(day) for day in CALENDAR}
    lone = {start + timedelta(days=case.draw.randint(1, 2500)) for _ in range(12)}
    lone |= {date(2100, 1, 1), date(9999, 12, 31)}
    found = {day + timedelta(days=n) for day in near for n in (-1, 0, 1)} | lone
    return {day for day in found if day > start}


@holds(Wants(near=True), profiles=5)
def test_the_calendar_is_what_deciding_day_by_day_says(case: Case) -> int:
    """Every day of a window, and days far away: findings, guards and outcome; and the first clean day."""
    calendar = calendar_of(decision_of(case), in_process)
    window = [case.facts.date + timedelta(days=n) for n in range(HORIZON)]
    days_of = ByDay(case)
    compared = compare(days_of, calendar, window)
    check_clean(days_of, calendar.clean, window)
    return compared + compare(days_of, calendar, sorted(far_days(case, calendar)))


def check_clean(days_of: ByDay, clean: Clean, window: list[date]) -> None:
    """The first clean day, how long it stays so, what is open on that day, and when nothing is any more."""
    bars = {day: days_of.restricted(day, "applies") for day in window}
    first = next((day for day in window if not bars[day]), None)
    last = window[-1]
    assert (clean.start if clean.start is None or clean.start <= last else None) == first, ("clean", clean, first)
    if clean.start is not None and clean.start <= last:
        back = next((day for day in window if day > clean.start and bars[day]), None)
        until = None if clean.until is None or clean.until >= last else clean.until
        assert until == (back - timedelta(days=1) if back else None), ("until", clean.until, back)
        assert {planned.id for planned in clean.open} == days_of.restricted(clean.start, "undetermined")
    if clean.start is None:
        assert {planned.id for planned in clean.bars} == days_of.restricted(date(9999, 12, 31), "applies")
    sure = next((day for day in window if not days_of.restricted(day, "applies", "undetermined")), None)
    assert (clean.certain if clean.certain is None or clean.certain <= last else None) == sure, (clean.certain, sure)


@holds(profiles=5)
def test_a_calendar_over_years_is_what_deciding_says_around_every_turning_day(case: Case) -> int:
    """Long periods, terms and editions: all days told and their neighbours, and others; measures lift when the
    decision says they do."""
    calendar = calendar_of(decision_of(case), in_process)
    for finding in calendar.decision.applying:
        runs = calendar.runs[key_of(finding)]
        lifts = next((run.start for run in runs if run.state.finding != "applies"), None)
        assert calendar.decision.lifts_on(finding) == lifts, finding.measure
    check_pages(case, calendar)
    check_sooner(calendar)
    return compare(ByDay(case), calendar, sorted(far_days(case, calendar)))


def restricted_with(calendar: Calendar, changes: Iterable[Change], day: date) -> set[str]:
    """The restrictions that apply on a day if these changes happen, as the reference says."""
    plan, facts = calendar.decision.plan, semantics.changed(calendar.decision.facts, changes, day)
    asked = facts.code, facts.subject.kind, facts.action.place, facts.action.authority, day
    return {
        planned.id
        for planned in plan.measures
        if planned.restricts
        and planned.evaluated_on(day)
        and not plan.why_out(planned, *asked)
        and semantics.truth_of(planned.condition, facts) is TRUE
    }


def check_sooner(calendar: Calendar) -> None:
    """With the changes told no restriction applies on that day, and with all that may lawfully happen none does so
    before; without any one of them some restriction applies."""
    facts, sooner = calendar.decision.facts, calendar.sooner
    lawful = semantics.lawful_changes(facts)
    end = calendar.clean.start if sooner is None else sooner.clean.start
    days = {facts.date + timedelta(days=n) for n in range(HORIZON)} | {change.on for change in lawful}
    for day in sorted(day for day in days if end is None or day < end):
        assert restricted_with(calendar, lawful, day), (day, end)
    if sooner is None:
        return
    assert end is not None
    assert calendar.clean.start is None or end < calendar.clean.start
    assert not restricted_with(calendar, sooner.changes, end)
    for change in sooner.changes:
        assert restricted_with(calendar, [other for other in sooner.changes if other is not change], end), change.key


def check_pages(case: Case, calendar: Calendar) -> None:
    """Whatever turns is put into words, for everybody, and the same calendar gives the same bytes."""
    data = calendar.as_json()
    assert misfits(data) == []
    lang, audience = case.draw.choice(("zh", "en")), case.draw.choice(("clerk", "subject", "file"))
    for layout in ("text", "markdown"):
        page = render_calendar(data, lang, layout, audience)
        assert data["days"] == [] or audience != "file" or all(day["date"] in page for day in data["days"])
    html = render_timeline(data, lang, audience)
    assert html == render_timeline(json.loads(json.dumps(data)), lang, audience)


# --- repair -------------------------------------------------------------------------------------------------------


def terms_of(case: Case, kind: str, entry: Any) -> list[Any]:
    """The terms of a record's list, scheme or kind of penalty, as authored."""
    section, name = {
        "listing": ("lists", entry.get("list")),
        "rating": ("rating_schemes", entry.get("scheme")),
        "penalty": ("penalty_kinds", entry.get("kind")),
    }.get(kind, ("", None))
    items = [item for _, data in case.rules.documents for item in data.get(section, ()) if item["id"] == name]
    return [term for item in items for term in item.get("terms", ())]


def repair_from(case: Case, kind: str, entry: Any, day: date) -> date | None:
    """From which day the law of `day` lets repair be applied for, read from the authored terms; None if it does not."""
    for term in terms_of(case, kind, entry):
        force = term.get("in_force") or {}
        if not force.get("from", "0001-01-01") <= day.isoformat() <= force.get("until", "9999-12-31"):
            continue
        repair = term.get("repair")
        if repair is None or repair.get("none"):
            return None
        own = date.fromisoformat(entry[OWN_DATE[kind]])
        if "after" not in repair:
            return own
        name = repair.get("counted_from", OWN_DATE[kind])
        told = entry.get(name)
        if told == "never":
            return None
        unknown = told is None or (name == "corrected_on" and told > case.facts.known.isoformat())
        start = max(case.facts.date, own) if unknown else date.fromisoformat(told)
        return last_day(start, parse_period(repair["after"])) + timedelta(days=1)
    return None


def causing(decision: Decision) -> set[tuple[str, str]]:
    """The subject's own records that cause a restriction resting on what stands."""
    found = set()
    for finding in decision.applying:
        measure = finding.planned.measure
        when = json.dumps(measure.when, default=str)
        # Only where each of its records brings it: an absence is told with records, too.
        plain = measure.lasts == "while-it-holds" and not any(word in when for word in ("standing", "not", "count"))
        if finding.planned.restricts and plain:
            items = [item for cause in finding.because for item in cause]
            found |= {(item.detail, item.name) for item in items if item.sort == "record" and item.of is None}
    return found


@holds(Wants(near=True, repairs=True, named_ids=True), profiles=5)
def test_repair_may_be_applied_for_from_the_day_the_law_of_the_day_allows_it(case: Case) -> int:
    """Told neither too early nor not at all; and never of a record the law does not let be repaired."""
    calendar = calendar_of(decision_of(case), in_process)
    check_sooner(calendar)
    entries = {(kind, entry["id"]): entry for kind, entry in current(case, case.profile)}

    def allowed(record: tuple[str, str], day: date) -> bool:
        since = repair_from(case, record[0], entries[record], day)
        return since is not None and since <= day

    open_now: dict[tuple[str, str], date] = {}
    for one in calendar.repairs:
        record = (one.record.kind, one.record.id)
        if one.of is None and one.apply_from is not None:
            open_now[record] = one.apply_from
            assert allowed(record, max(one.apply_from, case.facts.date)), (record, one.apply_from)
    told = {day.date: [t.turn for t in day.turns if t.turn.of is None] for day in calendar.days}
    may = {record for record, since in open_now.items() if since <= case.facts.date}
    compared, days_of = 0, ByDay(case)
    for ahead in range(HORIZON):
        day = case.facts.date + timedelta(days=ahead)
        for turn in told.get(day, ()):
            record = (str(turn.kind), turn.name)
            if turn.code == "repair-opens":
                assert allowed(record, day), (record, day)
                may.add(record)
            elif turn.code == "repair-closes":
                assert not allowed(record, day), (record, day)
                may.discard(record)
        for record in causing(days_of.on(day)):
            compared += 1
            assert (record in may) == allowed(record, day), (record, day, allowed(record, day))
    return compared

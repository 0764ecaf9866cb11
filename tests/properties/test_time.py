"""What is learned later changes nothing earlier; measures lift on the day a day-by-day reading says."""

from datetime import date, timedelta
from typing import Any

from properties.holding import holds
from properties.strategies import (
    OPEN_EVENTS,
    OWN_DATE,
    SECTION,
    Case,
    Draw,
    Wants,
    copied,
    current,
    decision_of,
    every_profile,
    findings_of,
)

#: So many days are walked one by one.
HORIZON = 75


def later(case: Case) -> str:
    """A day after `known`."""
    return (case.facts.known + timedelta(days=case.draw.choice([1, 2, 15, 40, 400]))).isoformat()


def learn_later(case: Case, profile: Any, draw: Draw) -> str:
    """Adds to a profile one thing that is only known after `known`; says what."""
    counting = [(kind, entry) for kind, entry in current(case, profile)]
    sort = draw.choice(("record", "version", "event", "event", "event", "objection", "declaration"))
    day = later(case)
    if sort == "record":
        kind = draw.choice(tuple(SECTION))
        record = case.maker.record(kind, id="NEW", known_on=day)
        if draw.chance(0.3):
            del record["known_on"]
            record = case.maker.consistent({**record, OWN_DATE[kind]: day}, kind)
        profile.setdefault(SECTION[kind], []).append(record)
    elif sort == "declaration":
        profile.setdefault("declared", []).append({"fact": "clean", "made_on": day})
    elif not counting:
        return "nothing"
    elif sort == "version":
        kind, entry = draw.choice(counting)
        same = {key: entry[key] for key in ("id", "list", "scheme") if key in entry}
        other = case.maker.record(kind, known_on=day, **same)
        profile[SECTION[kind]].append(other)
        versions = [e for e in profile[SECTION[kind]] if e.get("id") == other["id"] and e is not other]
        if any(_since(version, kind) == day for version in versions):
            profile[SECTION[kind]].remove(other)
    else:
        kind, entry = draw.choice(counting)
        if day < entry[OWN_DATE[kind]]:
            return "nothing"
        if sort == "objection":
            if "objection" in entry:
                return "nothing"
            entry["objection"] = {"filed_on": day, "accepted_on": day, "closed_on": day, "upheld": draw.chance(0.7)}
        else:
            _add_event(entry, kind, day, draw)
    return sort


def _since(entry: Any, kind: str) -> str:
    return entry.get("known_on") or entry[OWN_DATE[kind]]


def _add_event(entry: Any, kind: str, day: str, draw: Draw) -> None:
    """An event later than `known`, where none is told or where it is said not to have happened."""
    open_ = [name for name in OPEN_EVENTS[kind] if name in entry and entry[name] is None]
    if open_ and draw.chance(0.5):
        entry[draw.choice(open_)] = day
    elif kind == "commitment" and not entry.get("breached_on") and draw.chance(0.5):
        entry["breached_on"] = day
    elif not entry.get("removed_on"):
        entry |= {"removed_on": day, "removal": draw.choice(("repaired", "revoked", "expired", None))}


@holds(Wants(named_ids=True))
def test_a_fact_learned_later_changes_nothing_at_an_earlier_known(case: Case) -> int:
    """Later records, versions, events, objections and declarations leave findings, reasons and days as they were."""
    case = case.but(action={**case.action, "known": case.facts.known.isoformat()})
    profile = copied(case.profile)
    told = [learn_later(case, draw_from, case.draw) for draw_from in every_profile(profile)]
    after = case.but(profile=profile)
    assert findings_of(after) == findings_of(case), told
    one, other = decision_of(case), decision_of(after)
    assert other.outcome == one.outcome, told
    assert other.as_json()["findings"] == one.as_json()["findings"], told
    return 1


@holds(Wants(near=True), profiles=6)
def test_measures_lift_and_return_on_the_days_a_day_by_day_reading_says(case: Case) -> int:
    """Every day of a horizon is decided anew, records and what is known frozen."""
    decision = decision_of(case)
    if not decision.applying:
        return 0
    applies: dict[tuple[str, str], list[bool]] = {}
    known = case.facts.known.isoformat()
    start: date = case.facts.date
    for ahead in range(1, HORIZON + 1):
        day = (start + timedelta(days=ahead)).isoformat()
        then = case.but(action={**case.action, "date": day, "known": known})
        then.__dict__["subject"] = case.subject
        biting = {name[::2] for name, found in findings_of(then).items() if found == "applies"}
        for finding in decision.applying:
            name = (finding.planned.list.measure_list, finding.measure)
            applies.setdefault(name, []).append(name in biting)
    for finding in decision.applying:
        days = applies[finding.planned.list.measure_list, finding.measure]
        lifts = days.index(False) + 1 if False in days else None
        returns = days.index(True, lifts) + 1 if lifts is not None and True in days[lifts:] else None
        for what, expected, found in (
            ("lifts", lifts, decision.lifts_on(finding)),
            ("returns", returns, decision.returns_on(finding)),
        ):
            ahead_of = (found - start).days if found else None
            if ahead_of is not None and ahead_of > HORIZON:
                ahead_of = None
            assert ahead_of == expected, (finding.measure, what, "day by day", expected, "told", found)
    return len(decision.applying)

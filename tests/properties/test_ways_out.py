"""Ways out are those a brute force over all sets of changes finds, day by day; each lifts, and needs all its members.

The oracle here knows neither the search nor the semantics of the engine: it works on authored rules and on what the
registers gave, and asks the oracle of findings, itself a second opinion, on every day of a horizon.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from random import Random
from typing import Any

from credit_rules import semantics
from credit_rules.model.canonical import plain
from credit_rules.model.changes import Change
from credit_rules.model.days import last_day, parse_period
from credit_rules.model.decision import Decision, Finding
from credit_rules.model.plan import Scope
from credit_rules.stages.foreseeing import CERTAIN, NOT_CERTAIN, POSSIBLE, Foresight, Then
from credit_rules.stages.reaching import within_reach
from properties.holding import holds
from properties.oracle import NEVER, OWN, Oracle, Question, Record, Who, in_force, seen
from properties.strategies import (
    OWN_DATE,
    SECTION,
    Case,
    Wants,
    copied,
    decision_of,
    every_profile,
    findings_of,
    records_in,
)

#: So many days are walked one by one.
HORIZON = 60
#: With more changes than these the sets of them are too many to try them all.
MOST_CHANGES = 6

NEAR = Wants(near=True, named_ids=True, repairs=True, restrictions=0.9, records=6)
SMALL = replace(NEAR, simple=True)

Key = tuple[Any, ...]
Name = tuple[Key, str]  # a record by its path, kind and id, and what happens to it
OPEN_STEPS = ("corrected_on", "performed_on", "fulfilled_on")


# --- the oracle ---------------------------------------------------------------------------------------------------


@dataclass
class Possible:
    """A change of one record: what it sets, and when."""

    key: Key
    what: str
    may: date
    on: date
    sets: dict[str, Any]

    @property
    def name(self) -> Name:
        """Which record, and what happens to it."""
        return self.key, self.what


@dataclass
class World:
    """One case as the oracle sees it."""

    case: Case

    @cached_property
    def law(self) -> Oracle:
        return Oracle(self.case.rules.documents)

    @cached_property
    def day(self) -> date:
        return date.fromisoformat(self.case.action["date"])

    @cached_property
    def who(self) -> Who:
        lists = {item["id"]: item for item in self.law.catalogue.get("lists", ())}
        return seen(self.case.profile, self.case.facts.known, lists)

    def asked(self, day: date, who: Who) -> Question:
        return Question(self.law, self.case.action, day, who)

    @cached_property
    def possible(self) -> list[Possible]:
        """Every lawful change."""
        return [change for who in everybody(self.who) for record in who.records for change in self._of(record)]

    def _of(self, record: Record) -> Iterator[Possible]:
        repaired = self._repair(record)
        if repaired:
            yield repaired
        field, what = {"penalty": ("performed_on", "performed"), "commitment": ("fulfilled_on", "fulfilled")}.get(
            record.kind, ("", "")
        )
        on = max(self.day, record.own)
        undone = field and not isinstance(record.happened(field, self.day), date)
        if undone and not {"revoked", "objection-upheld"} & self._gone(record, on):
            yield Possible(record.key, what, record.own, on, {field: on})

    def _repair(self, record: Record) -> Possible | None:
        if record.kind == "penalty" and record.fields.get("kind") is None:
            return None
        (terms,) = self.asked(self.day, self.who)._terms(record)
        term = next((term for term in terms if in_force(term, self.day)), {})
        repair = term.get("repair")
        if not repair or repair.get("none"):
            return None
        may, sets = record.own, {}
        if "after" in repair:
            counted = repair.get("counted_from", OWN[record.kind])
            start = record.own if counted == OWN[record.kind] else record.happened(counted, self.day)
            if not isinstance(start, date):
                start = max(self.day, record.own)
                sets = {counted: self.day} if counted in OPEN_STEPS else {}
            if last_day(start, parse_period(repair["after"])) == NEVER:
                return None
            may = max(record.own, last_day(start, parse_period(repair["after"])) + timedelta(days=1))
        on = max(may, self.day)
        if self._gone(record, on) - {"suspended"} or self.asked(self.day, self.who).end_of(record)[1] < on:
            return None
        return Possible(record.key, "repaired", may, on, {**sets, "removed_on": on, "removal": "repaired"})

    @staticmethod
    def _gone(record: Record, day: date) -> set[str]:
        """What took the record away by `day`, its copies left aside."""
        found = {"objection-upheld"} if record.upheld_on and record.upheld_on <= day else set()
        removed, how = record.fields.get("removed_on"), record.fields.get("removal")
        again = record.fields.get("resumes_on")
        if removed and removed <= day and not (how == "suspended" and again and again <= day):
            found.add(how or "removed")
        return found

    def finding(self, name: tuple[str, str], happened: list[Possible], day: date) -> str:
        """What a measure comes to on a day after these changes, each on its own day."""
        there = frozenset(change.name for change in happened if change.on <= day)
        if (name, there, day) not in self.told:
            told = {change.key: change for change in happened if change.on <= day}
            asked = self.asked(day, after(self.who, told))
            self.told[name, there, day] = next(
                (
                    asked.finding(entry, measure)[0]
                    for entry in self.law._editions(day)
                    for measure in entry["measures"]
                    if (entry["measure_list"], measure["id"]) == name
                ),
                "does-not-apply",
            )
        return self.told[name, there, day]

    @cached_property
    def told(self) -> dict[Any, str]:
        return {}

    def first_day(self, name: tuple[str, str], happened: list[Possible]) -> int | None:
        """In how many days the measure first does not apply."""
        days = (n for n in range(HORIZON + 1) if self.finding(name, happened, self.on(n)) != "applies")
        return next(days, None)

    def on(self, ahead: int) -> date:
        return self.day + timedelta(days=ahead)

    def ways(self, name: tuple[str, str]) -> set[Any]:
        """Every set of changes that lifts the measure earlier than it lifts by itself and earlier than any part of it:
        the changes, in how many days, what is left, and in how many days it is back."""
        lifts = self.first_day(name, [])
        firsts: dict[frozenset[Name], int] = {}
        found = set()
        for size in range(1, len(self.possible) + 1):
            for chosen in combinations(self.possible, size):
                if len({change.key for change in chosen}) < size:
                    continue
                first = self.first_day(name, list(chosen))
                if first is None or (lifts is not None and first >= lifts):
                    continue
                names = frozenset(change.name for change in chosen)
                if not any(fewer < names and firsts[fewer] <= first for fewer in firsts):
                    found.add((names, first, *self._then(name, list(chosen), first)))
                firsts[names] = first
        return found

    def _then(self, name: tuple[str, str], chosen: list[Possible], first: int) -> tuple[str, int | None]:
        later = (n for n in range(first + 1, HORIZON + 1) if self.finding(name, chosen, self.on(n)) == "applies")
        return self.finding(name, chosen, self.on(first)), next(later, None)


def everybody(who: Who) -> Iterator[Who]:
    """Somebody, and everybody related."""
    yield who
    for *_, other in who.related:
        yield from everybody(other)


def after(who: Who, told: dict[Key, Possible]) -> Who:
    """The same person with some records changed."""
    records = [
        replace(record, fields={k: v for k, v in record.fields.items() if k != "resumes_on"} | told[record.key].sets)
        if record.key in told and told[record.key].what == "repaired"
        else replace(record, fields={**record.fields, **told[record.key].sets})
        if record.key in told
        else record
        for record in who.records
    ]
    return replace(who, records=records, related=[(*told_of, after(other, told)) for *told_of, other in who.related])


# --- what the engine tells -----------------------------------------------------------------------------------------


def nameless(profile: Any) -> bool:
    """Whether some record has no id, as only a world cut down has it."""
    return any("id" not in entry for own in every_profile(profile) for _, entry in records_in(own))


def name_of(change: Change) -> Name:
    """A change of the engine by the oracle's name for it."""
    path = tuple(change.of.split("/")) if change.of else ()
    return (*path, change.after.kind, change.after.id), change.what


def measure_of(finding: Finding) -> tuple[str, str]:
    """A finding's measure by list and id."""
    return finding.planned.list.measure_list, finding.measure


def restricting(decision: Decision) -> list[Finding]:
    """The restrictions that apply."""
    return [finding for finding in decision.applying if finding.planned.restricts]


@holds(NEAR, profiles=6)
def test_ways_out_are_those_a_brute_force_over_all_sets_of_changes_finds(case: Case) -> int:
    """Compared set by set, with the day, what is left and the day it is back, as far as the horizon reaches."""
    return _compare(case)


@holds(SMALL, profiles=6)
def test_ways_out_of_small_conditions_too(case: Case) -> int:
    """The same with few measures, where more sets of records meet."""
    return _compare(case)


def _compare(case: Case) -> int:
    decision, world = decision_of(case), World(case)
    found = restricting(decision)
    if not found or len(world.possible) > MOST_CHANGES or nameless(case.profile):
        return 0
    lawful = {name_of(c): (c.open_from, c.on) for c in semantics.lawful_changes(decision.facts)}
    expected_lawful = {c.name: (c.may, c.on) for c in world.possible}
    assert lawful == expected_lawful, ("lawful", lawful, "expected", expected_lawful)
    for finding in found:
        expected = world.ways(measure_of(finding))
        ways = [way for way in decision.ways_out(finding) if way.lifts_on <= world.on(HORIZON)]
        told = {
            (
                frozenset(map(name_of, way.changes)),
                (way.lifts_on - world.day).days,
                way.leaves,
                _ahead(way.returns_on, world),
            )
            for way in ways
        }
        assert len(told) == len(ways), "told twice"
        if not decision.ways_out_more(finding):
            assert told == expected, (finding.measure, "told", _shown(told), "expected", _shown(expected))
        else:
            assert told <= expected, (finding.measure, "told", _shown(told), "expected", _shown(expected))
    return len(found)


def _ahead(day: date | None, world: World) -> int | None:
    return None if day is None or day > world.on(HORIZON) else (day - world.day).days


def _shown(ways: set[Any]) -> list[str]:
    return sorted(f"{sorted(map(str, names))} {rest}" for names, *rest in ways)


# --- foreseen --------------------------------------------------------------------------------------------------------


@holds(replace(NEAR, restrictions=0.6), profiles=4)
def test_what_is_foreseen_is_what_the_reference_finds_of_facts_that_have_changed(case: Case) -> int:
    """Of every measure, on days near and far, after any changes; between the days told nothing turns; and no fewer
    changes than told lift a measure."""
    facts, dice, tried = case.facts, Random(case.seed), 0
    lawful = semantics.lawful_changes(facts)
    for planned in case.plan.measures:
        for condition in (planned.condition, planned.trigger):
            seen = Foresight(facts).seen(condition)
            days = [facts.date, *sorted(day for day in seen.days if day > facts.date)]
            for _ in range(4):
                chosen = _some(lawful, dice)
                day = min(dice.choice(days) + timedelta(days=dice.choice((0, 0, 1, 9, 400))), date.max)
                told = seen.truth(Then(day, chosen))
                assert told is semantics.truth_of(condition, semantics.changed(facts, chosen, day)), (planned.id, day)
                before = days[bisect_right(days, day) - 1]
                if all(change.on <= before or change.on > day for change in chosen):
                    assert told is seen.truth(Then(before, chosen)), (planned.id, before, day)
                happened = {change for change in chosen if change.on <= day}
                for aim in (CERTAIN, POSSIBLE, NOT_CERTAIN):
                    if aim.reached(told):
                        assert seen.short(Then(day), aim) <= len(happened), (planned.id, day)
                tried += 1
    return tried


def _some(lawful: tuple[Change, ...], dice: Random) -> frozenset[Change]:
    """Some changes, of each record at most one."""
    shuffled = dice.sample(lawful, len(lawful))
    by_record = {change.key: change for change in shuffled}
    return frozenset(dice.sample(list(by_record.values()), dice.randint(0, len(by_record))))


@holds(Wants(named_ids=True, repairs=True, restrictions=0.15, declared=False), profiles=6)
def test_what_is_within_reach_is_the_same_found_for_each_incentive_alone(case: Case) -> int:
    """Incentives that are alike share what is found."""
    decision = decision_of(case)
    told = {(r.planned.position, r.on, tuple(map(_gain_told, r.changes))) for r in decision.within_reach}
    alone: set[Any] = set()
    possible = {verdict.planned.position for verdict in decision.verdicts if verdict.possible}
    scope = case.plan.scope(case.facts.code, case.facts.subject.kind, *_asked_of(case))
    for planned in scope.measures:
        if not planned.restricts and planned.position not in possible:
            others = frozenset(m.position for m in scope.measures if m is not planned)
            reaches = within_reach(case.plan, decision.facts, Scope(scope.measures, (), {}), others)
            alone |= {(r.planned.position, r.on, tuple(map(_gain_told, r.changes))) for r in reaches}
    assert told == alone
    return len(told)


def _asked_of(case: Case) -> tuple[str, str | None, date]:
    action = case.facts.action
    return action.place, action.authority, case.facts.date


def _gain_told(change: Change) -> tuple[Any, ...]:
    return change.order, change.on, change.names, change.sort


# --- applied to profiles --------------------------------------------------------------------------------------------


def frozen(case: Case) -> Any:
    """The profile as it was known, with nothing in it that is learned later."""
    known = case.facts.known.isoformat()
    profile = copied(case.profile)
    profile.pop("as_of", None)
    for own in every_profile(profile):
        own["declared"] = [fact for fact in own.get("declared", ()) if fact.get("made_on", known) <= known]
        for kind, section in SECTION.items():
            latest: dict[str, Any] = {}
            for entry in sorted(own.get(section, ()), key=lambda e: e.get("known_on") or e[OWN_DATE[kind]]):
                if (entry.get("known_on") or entry[OWN_DATE[kind]]) <= known:
                    latest[entry["id"]] = entry
            own[section] = [_as_known(entry, known) for entry in latest.values()]
    return profile


def _as_known(entry: Any, known: str) -> Any:
    for field in (*OPEN_STEPS, "removed_on", "breached_on"):
        if (entry.get(field) or "") > known:
            entry[field] = None
    if not entry.get("removed_on"):
        entry.pop("removal", None)
        entry.pop("resumes_on", None)
    objection = {k: v for k, v in entry.get("objection", {}).items() if k == "upheld" or v <= known}
    if "closed_on" not in objection:
        objection.pop("upheld", None)
    if "objection" in entry:
        entry["objection"] = objection
    return entry


def happened(case: Case, profile: Any, changes: Iterable[Change], day: date) -> Case:
    """The case on `day` with those changes made whose day has come."""
    profile = copied(profile)
    for change in changes:
        if change.on <= day:
            _make(profile, change, case.action["date"])
    known = max(day, case.facts.known).isoformat()
    return case.but(profile=profile, action={**case.action, "date": day.isoformat(), "known": known})


def _make(profile: Any, change: Change, today: str) -> None:
    own = profile
    for name in change.of.split("/") if change.of else ():
        own = next(relation["profile"] for relation in own["related"] if relation["id"] == name)
    if change.what == "gained":
        values = {name: value for name, value in change.after.values.items() if "." not in name}
        told = {name: value if name == "value" else plain(value) for name, value in values.items()}
        own[SECTION[change.after.kind]].append({**told, "id": change.after.id, "ends_on": "never"})
        return
    (entry,) = (e for e in own[SECTION[change.after.kind]] if e["id"] == change.after.id)
    if change.what != "repaired":
        entry[{"performed": "performed_on", "fulfilled": "fulfilled_on"}[change.what]] = change.on.isoformat()
        return
    entry |= {"removed_on": change.on.isoformat(), "removal": "repaired"}
    entry.pop("resumes_on", None)
    if change.assumed:
        entry[change.assumed] = today


@holds(Wants(named_ids=True, repairs=True, restrictions=0.9, declared=False), profiles=6)
def test_a_way_out_lifts_on_its_day_and_not_the_day_before_and_needs_every_change(case: Case) -> int:
    """Written into the profile itself and decided anew by the engine, on days far and near."""
    decision, tried = decision_of(case), 0
    if not any(decision.ways_out(finding) for finding in restricting(decision)):
        return 0
    profile = frozen(case)
    for finding in restricting(decision):
        name = measure_of(finding)
        for way in decision.ways_out(finding)[:6]:
            assert _found(happened(case, profile, way.changes, way.lifts_on), name) == way.leaves
            eve = way.lifts_on - timedelta(days=1)
            if eve >= case.facts.date:
                assert _found(happened(case, profile, way.changes, eve), name) == "applies", "the day before"
            for change in way.changes:
                fewer = tuple(other for other in way.changes if other is not change)
                assert _found(happened(case, profile, fewer, way.lifts_on), name) == "applies", "without one of them"
            if way.returns_on:
                assert _found(happened(case, profile, way.changes, way.returns_on), name) == "applies", "returns"
            tried += 1
    return tried


@holds(Wants(named_ids=True, repairs=True, restrictions=0.15, declared=False), profiles=6)
def test_what_is_within_reach_brings_the_incentive_and_needs_every_change(case: Case) -> int:
    """Written into the profile and decided anew: on its day it bites, the day before it does not, nor without any of
    the changes; on any of the lists named it would do."""
    decision, profile = decision_of(case), frozen(case)
    for reach in decision.within_reach:
        name = (reach.planned.list.measure_list, reach.planned.id)
        assert _found(case, name) in ("does-not-apply", "withheld")
        assert len(reach.changes) <= 3
        assert _found(happened(case, profile, reach.changes, reach.on), name) == "applies"
        eve = reach.on - timedelta(days=1)
        if eve >= case.facts.date:
            assert _found(happened(case, profile, reach.changes, eve), name) != "applies", "the day before"
        assert _found(happened(case, profile, (), reach.on), name) != "applies", "by itself"
        for change in reach.changes:
            fewer = [other for other in reach.changes if other is not change]
            assert _found(happened(case, profile, fewer, reach.on), name) != "applies", "without one of them"
        for changes in _on_other_lists(reach.changes):
            assert _found(happened(case, profile, changes, reach.on), name) == "applies", "on another list"
        _nothing_adverse(case, reach.changes)
    return len(decision.within_reach)


def _on_other_lists(changes: tuple[Change, ...]) -> Iterator[list[Change]]:
    """The same with all the records of one sort gained on another list. When one may be had there, the day tells."""
    for names in {change.names for change in changes if change.after.kind == "listing" and change.names}:
        for name in names:
            yield [
                replace(c, after=replace(c.after, name=name, values={**c.after.values, "list": name}))
                if c.names == names
                else c
                for c in changes
            ]


def _nothing_adverse(case: Case, changes: tuple[Change, ...]) -> None:
    law = case.plan.law
    for change in changes:
        if change.what == "gained":
            assert change.after.kind in ("listing", "permit", "commitment", "rating", "points")
            assert all(law.lists[name].colour == "red" for name in change.names if change.after.kind == "listing")
            assert "breached_on" not in change.after.values or change.after.values["breached_on"] is None


def _found(case: Case, name: tuple[str, str]) -> str:
    found = {key[::2]: told for key, told in findings_of(case).items() if told != "does-not-apply"}
    return found.get(name, "does-not-apply")

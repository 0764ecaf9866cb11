"""Screen: every bidder of a tender at the legally relevant moment.

    Tender ─ assembled ─▶ profile of each bidder ─ check_subject ─▶ decision ─▶ `Screened`
                                   └─ possible matches by name: what if it were them?

Nothing is decided here: each answer is a check's, as `check-subject` gives it of the same profile. Only what a name
alone suggests is added, and it never makes more than `refer`: a possible match counts where the check of the same
bidder, were the record its own, would find more restrictions that bite or may bite.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from credit_rules.errors import Problem, ProfileError, problem
from credit_rules.model.action import Action
from credit_rules.model.conditions import RecordTest, RelatedTest, every_leaf
from credit_rules.model.decision import Decision
from credit_rules.model.plan import Plan
from credit_rules.model.profile import SECTIONS
from credit_rules.pipeline import check_subject
from credit_rules.profiles import CreditProfile, action_from
from credit_rules.rosters import Roster
from credit_rules.screening.assembling import Assembled, Records, Somebody, assembled
from credit_rules.screening.identity import PossibleMatch
from credit_rules.screening.tenders import Bidder, Moment, Tender
from credit_rules.stages.gathering import action_code

Json = dict[str, Any]

#: What a bidder comes to that nobody could ask about; every other outcome is a decision's.
NOT_CHECKED = "not-checked"
OUTCOMES = ("barred", "refer", "incomplete", "restricted", "favoured", "ordinary", NOT_CHECKED)
MOMENTS = ("deadline", "opening", "award")
#: Nothing is to be told of a decision that finds nothing.
_PLAIN = ("ordinary",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """Somebody on record whose name is that of one of those checked, or nearly."""

    of: Somebody
    match: PossibleMatch
    measures: tuple[str, ...]  # restrictions that would bite, or might, were it the same
    lists: tuple[str, ...]  # where it would be listed

    @property
    def matters(self) -> bool:
        """Whether anything would follow, were it the same."""
        return bool(self.measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What one bidder comes to."""

    bidder: Bidder
    outcome: str
    because: tuple[tuple[str, str | None], ...] = ()
    whole: Assembled | None = None
    action: Action | None = None
    decision: Decision | None = None
    told: Json | None = None  # the decision as data; of one that finds nothing the head
    lookups: tuple[tuple[Json, ...], ...] = ()  # of everybody in `whole`
    possible: tuple[Possible, ...] = ()
    problems: tuple[Problem, ...] = ()  # why it is not checked
    compared: "Screened | None" = None  # the same bidder at the other moment

    @property
    def checked(self) -> bool:
        """Whether it is known for certain whom the answer is about, and all those it reaches."""
        return self.whole is not None and all(one.certain for one in self.whole.everybody if one.role in _COUNT)


_COUNT = ("", "consortium-member")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedTender:
    """A tender with what its bidders come to."""

    tender: Tender
    moment: str  # deadline, opening, award, or a day; empty: none is known
    at: Moment | None
    bidders: tuple[Screened, ...]
    other: tuple[str, Moment | None] | None = None  # what `compared` was asked about

    @property
    def counts(self) -> Mapping[str, int]:
        """How many bidders come to each outcome; they add up to the bidders."""
        found = Counter(one.outcome for one in self.bidders)
        return {outcome: found[outcome] for outcome in OUTCOMES}


@dataclass(slots=True)
class Screener:
    """Everything that stays the same from tender to tender."""

    plan: Plan
    roster: Roster
    action: Mapping[str, Any] | Callable[[str], Action]  # without its date, or from a date
    least_score: int = 90
    _records: Records = field(init=False)
    _actions: dict[str, Action] = field(init=False, default_factory=dict)
    _roles: dict[tuple[str, str | None], frozenset[str]] = field(init=False, default_factory=dict)
    _member_lookups: dict[tuple[str, str, str], tuple[Json, ...]] = field(init=False, default_factory=dict)

    _same_lookups: dict[str, tuple[Json, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._records = Records(self.roster, self.plan.law)

    def screen(self, tender: Tender, at: str = "", other: str = "") -> ScreenedTender:
        """Every bidder at `at`: `deadline`, `opening`, `award` or a day; without it the first of these that is told.

        With `other` also what it comes to at that moment.
        """
        name, moment = moment_of(tender, at)
        bidders = [self._screened(tender, bidder, moment) for bidder in tender.bidders]
        if not other:
            return ScreenedTender(tender=tender, moment=name, at=moment, bidders=tuple(bidders))
        then = moment_of(tender, other)
        both = [replace(one, compared=self._screened(tender, one.bidder, then[1])) for one in bidders]
        return ScreenedTender(tender=tender, moment=name, at=moment, bidders=tuple(both), other=then)

    def action_on(self, day: str) -> Action:
        """The action asked about on a day; ProfileError where it is wrong."""
        found = self._actions.get(day)
        if found is None:
            made = self.action(day) if callable(self.action) else action_from({**self.action, "date": day})
            found = self._actions[day] = made
        return found

    def columns(self, action: Action) -> list[str]:
        """The registers the measures at the action ask, those of bars first: a list's id, or `penalty` and the like."""
        names: dict[str, None] = {}
        code = action_code(self.plan.law, action)
        scope = self.plan.scope(code, "enterprise", action.place, action.authority, action.date)
        for measure in sorted(scope.measures, key=lambda m: (m.measure.effect != "bar", m.position)):
            in_force = any(start <= action.date <= until for start, until in measure.in_force.intervals)
            if not measure.restricts or not in_force:
                continue
            for leaf, _ in every_leaf(measure.when):
                if isinstance(leaf, RecordTest):
                    of_list = leaf.kind == "listing"
                    own = leaf.names if of_list else tuple(f"{leaf.kind}.{name}" for name in leaf.names)
                    names.update(dict.fromkeys(own or (leaf.kind,)))
        return list(names)

    # --- one bidder ---------------------------------------------------------------------------------------------------

    def _screened(self, tender: Tender, bidder: Bidder, moment: Moment | None) -> Screened:
        if moment is None:
            return _unchecked(bidder, problem("screen-no-moment", tender.at))
        action = self.action_on(moment.day.isoformat())
        try:
            whole = assembled(bidder, self._records, self._roles_at(action), tender.at)
            if whole is None:
                return _unchecked(bidder, problem("identity-nobody", bidder.party.at))
            return self._checked(bidder, whole, action)
        except ProfileError as error:
            return _unchecked(bidder, *error.problems)

    def _checked(self, bidder: Bidder, whole: Assembled, action: Action) -> Screened:
        decision = self._decision(whole.data, whole.subject.doubt, action)
        data = decision.as_json()
        possible = tuple(self._possible(whole, decision, action))
        outcome, because = decision.outcome, decision.outcome_because
        told = [match for match in possible if match.matters]
        if told and outcome != "barred":
            also = [("identity", name) for match in told for name in match.measures]
            because = tuple(dict.fromkeys((*(because if outcome == "refer" else ()), *also)))
            outcome = "refer"
        return Screened(
            bidder=bidder,
            outcome=outcome,
            because=because,
            whole=whole,
            action=action,
            decision=decision,
            told=_head(data) if outcome in _PLAIN else data,
            lookups=tuple(self._lookups(one, data, action) for one in whole.everybody),
            possible=possible,
        )

    def _decision(self, data: Mapping[str, Any], doubt: str | None, action: Action) -> Decision:
        return check_subject(self.plan, CreditProfile.from_data(data, identity_doubt=doubt), action)

    def _roles_at(self, action: Action) -> frozenset[str]:
        """In which roles others count: those the measures at the action reach."""
        code = action_code(self.plan.law, action)
        found = self._roles.get((action.date.isoformat(), code))
        if found is None:
            roles: set[str] = set()
            for kind in _KINDS:
                scope = self.plan.scope(code, kind, action.place, action.authority, action.date)
                leaves = (leaf for measure in scope.measures for leaf, _ in every_leaf(measure.when))
                roles |= {leaf.role for leaf in leaves if isinstance(leaf, RelatedTest)}
            found = self._roles[action.date.isoformat(), code] = frozenset(roles)
        return found

    def _lookups(self, one: Somebody, data: Json, action: Action) -> tuple[Json, ...]:
        """What was looked up of one of them, and what came out; the same answers are kept once."""
        if not one.role:
            found = tuple(data["lookups"])
            return self._same_lookups.setdefault(json.dumps(found, ensure_ascii=False), found)
        subject = one.data["subject"]
        key = (str(subject.get("id")), str(subject.get("name")), action.date.isoformat())
        known = self._member_lookups.get(key)
        if known is None:
            alone = self._decision(one.data, one.doubt, action)
            known = self._member_lookups[key] = tuple(alone.as_json()["lookups"])
        return known

    # --- possible matches ---------------------------------------------------------------------------------------------

    def _possible(self, whole: Assembled, decision: Decision, action: Action) -> Iterator[Possible]:
        for place, one in enumerate(whole.everybody):
            for match in self._records.directory.possible(one.party, least=self.least_score):
                found = self._records.by_place.get(match.known.at)
                if found is not None:
                    yield self._if_it_were(whole, place, match, found, decision, action)

    def _if_it_were(
        self,
        whole: Assembled,
        place: int,
        match: PossibleMatch,
        found: Mapping[str, Any],
        decision: Decision,
        action: Action,
    ) -> Possible:
        """The same bidder, had it (or the one of its members) the record found."""
        one = whole.everybody[place]
        try:
            theirs = len(whole.data.get("related", ())) - len(whole.related) + place - 1 if place else -1
            data = _with_records(whole.data, found, theirs)
            then = self._decision(data, whole.subject.doubt, action)
        except ProfileError:  # the record cannot be read, so it may hold anything
            return Possible(of=one, match=match, measures=("*",), lists=())
        before, after = _restricting(decision), _restricting(then)
        more = [name for name, weight in after.items() if weight > before.get(name, 0)]
        lists = _listed(found, action) if more else ()
        return Possible(of=one, match=match, measures=tuple(more), lists=lists)


_KINDS = (
    "enterprise",
    "sole-trader",
    "social-organisation",
    "public-institution",
    "government-body",
    "natural-person",
    "household",
)


def moment_of(tender: Tender, at: str) -> tuple[str, Moment | None]:
    """The moment asked for; without a name the first that the tender tells."""
    if at in MOMENTS:
        return at, tender.moment(at)
    if at:
        return at, Moment(date.fromisoformat(at), at, "--at")
    return next(((name, told) for name in MOMENTS if (told := tender.moment(name)) is not None), ("", None))


def _head(data: Json) -> Json:
    """What identifies a decision that finds nothing."""
    return {key: data[key] for key in ("format", "id", "inputs", "date", "known", "outcome", "run")}


def _unchecked(bidder: Bidder, *problems: Problem) -> Screened:
    return Screened(bidder=bidder, outcome=NOT_CHECKED, problems=problems)


def _restricting(decision: Decision) -> dict[str, int]:
    """The restrictions that may bite (1), and those that do (2)."""
    found = ((verdict.planned, verdict.certain, verdict.possible) for verdict in decision.verdicts)
    return {planned.id: 1 + certain for planned, certain, possible in found if planned.restricts and possible}


def _with_records(data: Mapping[str, Any], found: Mapping[str, Any], related: int) -> Json:
    """The profile with the records of another, as its own (related < 0) or as those of one related to it."""
    if related >= 0:
        others = list(data["related"])
        others[related] = {**others[related], "profile": _with_records(others[related]["profile"], found, -1)}
        return {**data, "related": others}
    merged = dict(data)
    for section in SECTIONS:
        added = [{key: value for key, value in record.items() if key != "id"} for record in found.get(section, ())]
        if added:
            merged[section] = [*data.get(section, ()), *added]
    return merged


def _listed(found: Mapping[str, Any], action: Action) -> tuple[str, ...]:
    """The registers in which a record was found that is not gone by then."""
    lists = [
        str(entry.get("list"))
        for entry in found.get("listings", ())
        if not entry.get("removed_on") or str(entry["removed_on"]) > action.date.isoformat()
    ]
    kinds = [name for section, name in _REGISTERS.items() if found.get(section)]
    return tuple(dict.fromkeys((*lists, *kinds)))


_REGISTERS = {"penalties": "penalty", "convictions": "conviction"}


def outcomes_of(screened: Sequence[ScreenedTender]) -> Mapping[str, int]:
    """The same over several tenders."""
    total: Counter[str] = Counter()
    for one in screened:
        total.update(one.counts)
    return {outcome: total[outcome] for outcome in OUTCOMES}

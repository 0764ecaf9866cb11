"""Screen: every bidder of a tender at the legally relevant moment.

    Tender ─ assembled ─▶ profile of each bidder ─ check_subject ─▶ decision ─▶ `Screened`
                                   └─ possible matches by name: what if it were them?

Nothing is decided here: each answer is a check's, as `check-subject` gives it of the same profile. Only what a name
alone suggests is added, and it never makes more than `refer`: a possible match counts where the check of the same
bidder, were the record its own, would find more restrictions that bite or may bite.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any

from credit_rules.backends import Backend, in_process
from credit_rules.disagreeing import report_of
from credit_rules.errors import Problem, ProfileError, SecondEngineError, problem
from credit_rules.model.action import Action
from credit_rules.model.conditions import RecordTest, RelatedTest, every_leaf
from credit_rules.model.decision import Decision
from credit_rules.model.plan import Plan
from credit_rules.model.profile import SECTIONS
from credit_rules.model.scalars import SUBJECT_KINDS
from credit_rules.pipeline import decision_by, decisions_by
from credit_rules.profiles import CreditProfile, action_from
from credit_rules.rosters import Roster
from credit_rules.screening.assembling import Assembled, Records, Somebody, assembled
from credit_rules.screening.identity import PossibleMatch
from credit_rules.screening.tenders import Bidder, Moment, Tender
from credit_rules.stages.describing import lookups_told
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
    held: Decision | None = None  # of one that finds nothing, none: of very many bidders most are so
    again: Callable[[], Decision] | None = None
    told: Json | None = None  # the decision as data; of one that finds nothing the head
    lookups: tuple[tuple[Json, ...], ...] = ()  # of everybody in `whole`
    possible: tuple[Possible, ...] = ()
    problems: tuple[Problem, ...] = ()  # why it is not checked
    compared: "Screened | None" = None  # the same bidder at the other moment

    @property
    def decision(self) -> Decision | None:
        """The check it rests on; one that finds nothing is made again. None where nobody was checked."""
        return self.again() if self.held is None and self.again is not None else self.held

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
    doubts: tuple[Problem, ...] = ()  # about the moments: in whose day they are

    @property
    def counts(self) -> Mapping[str, int]:
        """How many bidders come to each outcome; they add up to the bidders."""
        found = Counter(one.outcome for one in self.bidders)
        return {outcome: found[outcome] for outcome in OUTCOMES}


@dataclass(frozen=True, slots=True)
class _Case:
    """A bidder, or a consortium as one of its members sees it, to be asked about."""

    place: int
    whole: Assembled
    profile: CreditProfile
    matches: tuple[tuple[Somebody, PossibleMatch], ...] = ()
    what_if: tuple[CreditProfile | None, ...] = ()  # for each match, then for all of them; None: cannot be read


@dataclass(slots=True)
class Screener:
    """Everything that stays the same from tender to tender."""

    plan: Plan
    roster: Roster
    action: Mapping[str, Any] | Callable[[str], Action]  # without its date, or from a date
    least_score: int = 90
    engine: Backend = in_process
    _records: Records = field(init=False)
    _actions: dict[str, Action] = field(init=False, default_factory=dict)
    _roles: dict[tuple[str, str | None], frozenset[str]] = field(init=False, default_factory=dict)
    _member_lookups: dict[tuple[str, ...], tuple[Json, ...]] = field(init=False, default_factory=dict)
    _same_lookups: dict[str, tuple[Json, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._records = Records(self.roster, self.plan.law)

    def screen(self, tender: Tender, at: str = "", other: str = "") -> ScreenedTender:
        """Every bidder at `at`: `deadline`, `opening`, `award` or a day; without it the first of these that is told.

        With `other` also what it comes to at that moment. SecondEngineError where the engine wants two to agree and
        they do not, or the second one fails: then there is no answer about anybody.
        """
        name, moment = moment_of(tender, at)
        bidders = tuple(self._all(tender, moment))
        doubts = tuple(_doubts(moment))
        if not other:
            return ScreenedTender(tender=tender, moment=name, at=moment, bidders=bidders, doubts=doubts)
        then = moment_of(tender, other)
        pairs = zip(bidders, self._all(tender, then[1]), strict=True)
        both = tuple(replace(one, compared=later) for one, later in pairs)
        doubts = (*doubts, *(doubt for doubt in _doubts(then[1]) if doubt not in doubts))
        return ScreenedTender(tender=tender, moment=name, at=moment, bidders=both, other=then, doubts=doubts)

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

    # --- the bidders of one tender ------------------------------------------------------------------------------------

    def _all(self, tender: Tender, moment: Moment | None) -> Iterator[Screened]:
        """Every bidder; many are asked about at once, which costs a second engine less."""
        if moment is None:
            yield from (_unchecked(bidder, problem("screen-no-moment", tender.at)) for bidder in tender.bidders)
            return
        action = self.action_on(moment.day.isoformat())
        for start in range(0, len(tender.bidders), _AT_ONCE):
            yield from self._some(tender.bidders[start : start + _AT_ONCE], action, tender.at)

    def _some(self, bidders: Sequence[Bidder], action: Action, source: str) -> Iterator[Screened]:
        cases: list[_Case] = []
        unread: dict[int, Screened] = {}
        for place, bidder in enumerate(bidders):
            try:
                cases += self._cases(place, bidder, action, source)
            except ProfileError as error:
                unread[place] = _unchecked(bidder, *error.problems)
        asked = [p for case in cases for p in (case.profile, *case.what_if) if p is not None]
        decided = iter(self._decided(asked, action))
        found: dict[int, list[tuple[_Case, _Outcome]]] = {}
        for case in cases:
            decision = next(decided)
            then = [next(decided) if profile is not None else None for profile in case.what_if]
            found.setdefault(case.place, []).append((case, _outcome(case, decision, then, self._records, action)))
        for place, bidder in enumerate(bidders):
            if place in found:  # of a consortium whichever member makes it the gravest
                case, outcome = min(found[place], key=lambda pair: OUTCOMES.index(pair[1].code))
                yield self._screened(bidder, case.whole, outcome, action)
            else:
                yield unread.get(place) or _unchecked(bidder, problem("identity-nobody", bidder.party.at))

    def _cases(self, place: int, bidder: Bidder, action: Action, source: str) -> list[_Case]:
        """What is to be asked about a bidder; ProfileError where something on record of it cannot be read."""
        found = []
        for whole in assembled(bidder, self._records, self._roles_at(action), source):
            doubt = whole.subject.doubt
            matches = tuple(self._matches(whole))
            found.append(
                _Case(
                    place,
                    whole,
                    CreditProfile.from_data(whole.data, identity_doubt=doubt),
                    matches,
                    tuple(_read_if(data, doubt) for data in self._what_if(whole, matches)),
                )
            )
        return found

    def _decided(self, profiles: Sequence[CreditProfile], action: Action) -> Sequence[Decision]:
        try:
            return decisions_by(self.engine, self.plan, profiles, action)
        except SecondEngineError:
            return [self._decision(profile, action) for profile in profiles]

    def _decision(self, profile: CreditProfile, action: Action) -> Decision:
        """One alone, so that an error says whom it is about."""
        try:
            return decision_by(self.engine, self.plan, profile, action)
        except SecondEngineError as error:
            error.report = report_of(error, self.plan, profile, action)
            raise

    def _again(self, whole: Assembled, action: Action) -> Decision:
        return self._decision(CreditProfile.from_data(whole.data, identity_doubt=whole.subject.doubt), action)

    def _screened(self, bidder: Bidder, whole: Assembled, outcome: "_Outcome", action: Action) -> Screened:
        data = outcome.decision.as_json()
        plain = outcome.code in _PLAIN
        return Screened(
            bidder=bidder,
            outcome=outcome.code,
            because=outcome.because,
            whole=whole,
            action=action,
            held=None if plain else outcome.decision,
            again=partial(self._again, whole, action),
            told=_head(data) if plain else data,
            lookups=tuple(self._lookups(one, data, action) for one in whole.everybody),
            possible=outcome.possible,
        )

    def _roles_at(self, action: Action) -> frozenset[str]:
        """In which roles others count: those the measures at the action reach."""
        code = action_code(self.plan.law, action)
        found = self._roles.get((action.date.isoformat(), code))
        if found is None:
            roles: set[str] = set()
            for kind in SUBJECT_KINDS:
                scope = self.plan.scope(code, kind, action.place, action.authority, action.date)
                leaves = (leaf for measure in scope.measures for leaf, _ in every_leaf(measure.when))
                roles |= {leaf.role for leaf in leaves if isinstance(leaf, RelatedTest)}
            found = self._roles[action.date.isoformat(), code] = frozenset(roles)
        return found

    def _lookups(self, one: Somebody, data: Json, action: Action) -> tuple[Json, ...]:
        """What was looked up of one of them, and what came out; the same answers are kept once."""
        if not one.role:
            return self._once(data["lookups"])
        subject = one.data["subject"]
        rest = {key: value for key, value in one.data.items() if key not in ("subject", "as_of")}
        known_as = (subject.get("kind"), subject.get("region"), one.doubt, bool(subject.get("id")), action.date)
        key = (*map(str, known_as), json.dumps(rest, sort_keys=True, ensure_ascii=False))
        known = self._member_lookups.get(key)
        if known is None:
            profile = CreditProfile.from_data(one.data, identity_doubt=one.doubt)
            alone = decision_by(in_process, self.plan, profile, action)  # no measure is asked about
            known = self._member_lookups[key] = self._once(lookups_told(alone))
        return known

    def _once(self, lookups: Sequence[Json]) -> tuple[Json, ...]:
        found = tuple(lookups)
        return self._same_lookups.setdefault(json.dumps(found, ensure_ascii=False), found)

    # --- possible matches ---------------------------------------------------------------------------------------------

    def _matches(self, whole: Assembled) -> Iterator[tuple[Somebody, PossibleMatch]]:
        for one in whole.everybody:
            for match in self._records.directory.possible(one.party, least=self.least_score):
                yield one, match

    def _what_if(self, whole: Assembled, matches: Sequence[tuple[Somebody, PossibleMatch]]) -> Iterator[Json]:
        """The same bidder, had it (or one of its members) each of the records found; then, had it all of them."""
        every: Json = dict(whole.data)
        for number, (one, match) in enumerate(matches):
            found = self._records.at(match.known.at)
            yield _with_records(whole.data, found, one.path, number)
            every = _with_records(every, found, one.path, number)
        if len(matches) > 1:
            yield every


#: So many bidders are asked about at once.
_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a case comes to, possible matches considered."""

    decision: Decision
    code: str
    because: tuple[tuple[str, str | None], ...]
    possible: tuple[Possible, ...]


def _read_if(data: Json, doubt: str | None) -> CreditProfile | None:
    try:
        return CreditProfile.from_data(data, identity_doubt=doubt)
    except ProfileError:  # the record cannot be read, so it may hold anything
        return None


def _outcome(
    case: _Case, decision: Decision, then: Sequence[Decision | None], records: Records, action: Action
) -> _Outcome:
    """A check's outcome; at most `refer` where a name alone suggests more."""
    before = _restricting(decision)
    more = [_ANYTHING if after is None else _more(before, after) for after in then]
    each, together = more[: len(case.matches)], more[len(case.matches) :]
    known = {name for names in each for name in names}
    joint = tuple(name for names in together for name in names if name not in known)  # only all of them bring it
    possible = tuple(
        Possible(
            of=one,
            match=match,
            measures=(*names, *joint),
            lists=_listed(records.at(match.known.at), action) if names or joint else (),
        )
        for (one, match), names in zip(case.matches, each, strict=True)
    )
    outcome, because = decision.outcome, decision.outcome_because
    told = [match for match in possible if match.matters]
    if told and outcome != "barred":
        also = [("identity", name) for match in told for name in match.measures]
        because = tuple(dict.fromkeys((*(because if outcome == "refer" else ()), *also)))
        outcome = "refer"
    return _Outcome(decision, outcome, because, possible)


#: What may follow from a record that cannot be read.
_ANYTHING = ("*",)


def _more(before: Mapping[str, int], after: Decision) -> tuple[str, ...]:
    """The restrictions that bite, or may, where they did less before."""
    return tuple(name for name, weight in _restricting(after).items() if weight > before.get(name, 0))


def _doubts(moment: Moment | None) -> Iterator[Problem]:
    """What is to be known of a moment: that its day was reckoned elsewhere than where it was written."""
    if moment is None or _in_utc(moment.written) is None or moment.written.startswith(moment.day.isoformat()):
        return
    yield problem("screen-moment-zone", moment.at, text=moment.written, day=moment.day)


def moment_of(tender: Tender, at: str) -> tuple[str, Moment | None]:
    """The moment asked for; without a name the first that the tender tells."""
    if at in MOMENTS:
        return at, _here(tender, tender.moment(at))
    if at:
        return at, Moment(date.fromisoformat(at), at, "--at")
    return next(
        ((name, _here(tender, told)) for name in MOMENTS if (told := tender.moment(name)) is not None), ("", None)
    )


#: How files name the country whose law is asked about; where none is named, it is meant.
_HOME = frozenset({"", "cn", "chn", "china", "prc", "中国", "中华人民共和国"})
_BEIJING = timezone(timedelta(hours=8))
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]00:?00)", re.IGNORECASE)


def _here(tender: Tender, moment: Moment | None) -> Moment | None:
    """The moment with the day it is at the place. Systems write hours in universal time: the day is then Beijing's.

    With any other zone, or none, the day is the one that is written.
    """
    if moment is None or tender.country.strip().casefold() not in _HOME:
        return moment
    day = _in_utc(moment.written)
    return moment if day is None else replace(moment, day=day)


def _in_utc(written: str) -> date | None:
    """The day in Beijing of an hour in universal time; None where it is none."""
    if not _UTC.fullmatch(written):
        return None
    try:
        return datetime.fromisoformat(f"{written[:16]}+00:00").astimezone(_BEIJING).date()
    except (ValueError, OverflowError):
        return None


def _head(data: Json) -> Json:
    """What identifies a decision that finds nothing."""
    return {key: data[key] for key in ("format", "id", "inputs", "date", "known", "outcome", "warnings", "run")}


def _unchecked(bidder: Bidder, *problems: Problem) -> Screened:
    return Screened(bidder=bidder, outcome=NOT_CHECKED, problems=problems)


def _restricting(decision: Decision) -> dict[str, int]:
    """The restrictions that may bite (1), and those that do (2)."""
    found = ((verdict.planned, verdict.certain, verdict.possible) for verdict in decision.verdicts)
    return {planned.id: 1 + certain for planned, certain, possible in found if planned.restricts and possible}


def _with_records(data: Mapping[str, Any], found: Mapping[str, Any], path: Sequence[int], number: int) -> Json:
    """The profile with the records of another as its own, or as those of whoever stands at `path` in it."""
    if path:
        others = list(data["related"])
        inner = others[path[0]]
        others[path[0]] = {**inner, "profile": _with_records(inner["profile"], found, path[1:], number)}
        return {**data, "related": others}
    merged = dict(data)
    for section in (*SECTIONS, "related"):
        added = [_renamed(record, number) for record in found.get(section) or ()]
        if added:
            merged[section] = [*data.get(section, ()), *added]
    return merged


def _renamed(record: Any, number: int) -> Any:
    """Under another id, so that it is no version of a record of the bidder's own; its own versions stay together."""
    if not isinstance(record, Mapping) or not isinstance(record.get("id"), str):
        return record
    return {**record, "id": f"{record['id']}~{number}"}


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

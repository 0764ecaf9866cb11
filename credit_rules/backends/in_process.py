"""The default engine: conditions compiled once to closures, measures reached by what is on record.

Only measures that something on record, or something nobody looked up, can make true or triggered are evaluated at
all, so that cost grows with the subject's records and not with the number of measures. `evaluate_all` is the slow
twin that leaves the index out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta

from credit_rules.model.catalogue import Span, Term
from credit_rules.model.conditions import (
    FactTest,
    FieldTest,
    HandledByTest,
    InForceTest,
    Leaf,
    RecordTest,
    RelatedTest,
    Sees,
)
from credit_rules.model.days import Period
from credit_rules.model.facts import Facts, Record, RelatedSubject
from credit_rules.model.law import Law
from credit_rules.model.plan import Atom, Both, Either, Intervals, Lowered, Neither, Plan, PlannedMeasure, Scope
from credit_rules.model.scalars import PENALTY_KINDS
from credit_rules.model.verdict import Verdict

# What a leaf comes to: NO, OPEN or YES. An atom asks `YES` if it must be sure, else anything but `NO`.
NO, OPEN, YES = 0, 1, 2

name = "in_process"

Answer = Callable[["_Check"], int]
Test = Callable[["_Check"], bool]
FieldCheck = Callable[["_Check", Record], int]


def evaluate(plan: Plan, facts: Facts) -> list[Verdict]:
    """A verdict for every measure in scope that is not `does-not-apply`, in the plan's order."""
    action = facts.action
    scope = plan.scope(facts.code, facts.subject.kind, action.place, action.authority, facts.date)
    reached = _reached(scope, facts)
    return _verdicts(plan, reached, facts) if reached else []


def evaluate_all(plan: Plan, facts: Facts) -> list[Verdict]:
    """The same without the index: every measure in scope is evaluated."""
    action = facts.action
    scope = plan.scope(facts.code, facts.subject.kind, action.place, action.authority, facts.date)
    return _verdicts(plan, scope.measures, facts)


def _reached(scope: Scope, facts: Facts) -> list[PlannedMeasure]:
    found = {planned.position: planned for planned in scope.always}
    by_key = scope.by_key
    for kind, records in facts.records.items():
        for record in records:
            for planned in by_key.get((kind, record.name), ()):
                found[planned.position] = planned
        for planned in by_key.get((kind, None), ()) if records else ():
            found[planned.position] = planned
    for other in facts.related:
        for planned in by_key.get(("related", other.role), ()):
            found[planned.position] = planned
    if "all" not in facts.consulted.names:
        for (kind, own), measures in by_key.items():
            if not facts.consulted.covers(kind, own, facts.law.colour(own or "")):
                for planned in measures:
                    found[planned.position] = planned
    return [found[position] for position in sorted(found)]


def _verdicts(plan: Plan, measures: Iterable[PlannedMeasure], facts: Facts) -> list[Verdict]:
    compiled = plan.prepared.get(name)
    if compiled is None:
        compiled = plan.prepared[name] = _Compiler()
    check = _Check(facts, facts.date)
    found = []
    for planned in measures:
        certain, possible, triggered = compiled.tests(planned)
        if certain(check):
            found.append(Verdict(planned, True, True, True))
        elif possible(check):
            found.append(Verdict(planned, False, True, triggered(check)))
        elif triggered(check):
            found.append(Verdict(planned, False, False, True))
    return found


@dataclass(slots=True)
class _Check:
    """One subject on one day, with what has been worked out so far."""

    facts: Facts
    day: date
    answers: dict[int, int] = field(default_factory=dict)
    statuses: dict[int, "_Status"] = field(default_factory=dict)
    inside: dict[int, "_Check"] = field(default_factory=dict)
    by_list: dict[str | None, int] | None = None

    def of(self, other: RelatedSubject) -> "_Check":
        found = self.inside.get(id(other))
        if found is None:
            found = self.inside[id(other)] = _Check(other.facts, other.facts.date)
        return found

    def standing_by_list(self) -> dict[str | None, int]:
        """For each list the subject is or was on, whether an entry stands."""
        if self.by_list is None:
            self.by_list = {}
            for record in self.facts.records.get("listing", ()):
                found = self.status(record).stands
                self.by_list[record.name] = max(found, self.by_list.get(record.name, NO))
        return self.by_list

    def status(self, record: Record) -> "_Status":
        found = self.statuses.get(id(record))
        if found is None:
            found = self.statuses[id(record)] = _status(record, self.facts)
        return found


@dataclass(slots=True)
class _Status:
    """How a record stands on the day, worked out once for all tests."""

    stands: int
    past: bool  # ever stood, and neither revoked nor struck out
    may_last: bool  # nothing stops a measure's own period


def _status(record: Record, facts: Facts) -> _Status:
    day = facts.date
    struck = stopped = gone = False
    for copy in record.copies or (record,):
        if copy.upheld_on is not None and copy.upheld_on <= day:
            struck = stopped = gone = True
        if copy.removed_on is None or copy.removed_on > day:
            continue
        if copy.removal == "suspended" and copy.resumes_on is not None and copy.resumes_on <= day:
            continue
        gone = True
        struck = struck or copy.removal in ("revoked", "objection-upheld")
        stopped = stopped or copy.removal in ("revoked", "objection-upheld", None)
    begun = record.own <= day
    here = facts.law.counts_at(record.kind, record.name, facts.action.place, day)
    surely, perhaps = _last_days(record, facts.law)
    if not begun or not here or gone or perhaps < day:
        stands = NO
    else:
        stands = YES if day <= surely else OPEN
    return _Status(stands, begun and here and not struck, begun and here and not stopped)


@lru_cache(maxsize=65536)
def _add(start: date, period: Period) -> date:
    try:
        if period.unit == "days":
            return start + timedelta(period.count)
        return start + relativedelta(**{period.unit: period.count})  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return date.max


@lru_cache(maxsize=8192)
def _last_days(record: Record, law: Law) -> tuple[date, date]:
    """The last day a record surely stands and the last it may."""
    kind = record.values.get("kind")
    if record.kind != "penalty" or kind is not None:
        return _last_days_by(law.terms_of(record.kind, record.name, kind), record, law)
    surely, perhaps = date.max, date.min
    for one in PENALTY_KINDS:  # which kind it is decides, and that is not told
        first, last = _last_days_by(law.terms_of("penalty", None, one), record, law)
        surely, perhaps = min(surely, first), max(perhaps, last)
    return surely, perhaps


def _last_days_by(terms: tuple[Term, ...], record: Record, law: Law) -> tuple[date, date]:
    stated = record.ends_on
    if not terms:
        end = date.max if stated is None else stated
        return end, end
    period = next((t.period for t in terms if t.in_force.start <= record.own <= t.in_force.until), None)
    if isinstance(period, Period):
        natural = _add(record.own, period)
        if stated is None:
            return natural, natural
        end = stated if law.extendable(record.kind, record.name) else min(stated, natural)
        return end, end
    if stated is not None:
        return stated, stated
    if period == "none":
        return date.max, date.max
    before = record.own - timedelta(1) if record.own > date.min else date.min
    if isinstance(period, Span):
        surely = _add(record.own, period.at_least) if period.at_least else before
        return surely, _add(record.own, period.at_most) if period.at_most else date.max
    return before, date.max


class _Compiler:
    """Compiles lowered conditions, each leaf once."""

    def __init__(self) -> None:
        self.compiled: dict[int, tuple[Test, Test, Test]] = {}
        self.leaves: dict[int, tuple[Leaf, Answer]] = {}

    def tests(self, planned: PlannedMeasure) -> tuple[Test, Test, Test]:
        """Certain, possible and triggered of one measure."""
        found = self.compiled.get(planned.position)
        if found is None:
            parts = (planned.certain, planned.possible, planned.triggered)
            certain, possible, triggered = (self._test(part) for part in parts)
            found = self.compiled[planned.position] = (certain, possible, triggered)
        return found

    def _test(self, condition: Lowered) -> Test:
        match condition:
            case Both(terms=terms):
                return _all_of([self._test(term) for term in terms])
            case Either(terms=terms):
                return _any_of([self._test(term) for term in terms])
            case Neither(term=term):
                inner = self._test(term)
                return lambda check: not inner(check)
            case Atom(leaf=RelatedTest() as leaf, inside=inside) if inside is not None:
                return self._related(leaf, condition.sure, self._test(inside))
            case Atom(leaf=InForceTest(intervals=intervals)):
                return _compile_days(intervals)
            case Atom(leaf=leaf, sure=sure):
                answer = self._answer(leaf)
                return (lambda check: answer(check) == YES) if sure else (lambda check: answer(check) != NO)

    def _related(self, leaf: RelatedTest, sure: bool, holds: Test) -> Test:
        role, spread = leaf.role, leaf.spread

        def test(check: _Check) -> bool:
            facts = check.facts
            if spread is not None and not any(a <= facts.date <= b for a, b in spread):
                return False
            if not sure and not facts.consulted.covers("related", role):
                return True
            return any(
                other.role == role and other.start <= facts.date <= other.until and holds(check.of(other))
                for other in facts.related
            )

        return test

    def _answer(self, leaf: Leaf) -> Answer:
        """A leaf's answer, worked out once for each check."""
        known = self.leaves.get(id(leaf))
        if known is not None:
            return known[1]
        work_out, key = _compile_leaf(leaf), id(leaf)

        def answer(check: _Check) -> int:
            found = check.answers.get(key)
            if found is None:
                found = check.answers[key] = work_out(check)
            return found

        self.leaves[key] = (leaf, answer)
        return answer


def _all_of(tests: list[Test]) -> Test:
    """Every test; a loop costs more than the tests, so the common sizes are written out."""
    match tests:
        case [only]:
            return only
        case [one, other]:
            return lambda check: one(check) and other(check)
        case [one, other, third]:
            return lambda check: one(check) and other(check) and third(check)
    return lambda check: all(test(check) for test in tests)


def _any_of(tests: list[Test]) -> Test:
    match tests:
        case [only]:
            return only
        case [one, other]:
            return lambda check: one(check) or other(check)
    return lambda check: any(test(check) for test in tests)


def _compile_days(intervals: Intervals) -> Test:
    """Whether the day lies in one of the intervals; mostly there is one."""
    if len(intervals) == 1:
        ((start, until),) = intervals
        return lambda check: start <= check.day <= until
    return lambda check: any(start <= check.day <= until for start, until in intervals)


def _compile_leaf(leaf: Leaf) -> Answer:
    match leaf:
        case RecordTest() if _is_plain_listing(leaf):
            return _compile_plain_listing(leaf)
        case RecordTest():
            return _compile_records(leaf)
        case FactTest(about=about, test=test):
            return _compile_fact(about, test)
        case HandledByTest(bodies=bodies, usual=usual):
            return lambda check: _handled(bodies, usual.get(check.facts.code, ()), check.facts.action.authority)
        case RelatedTest() | InForceTest():
            raise TypeError("compiled where it stands: it needs no answer of its own")


def _handled(bodies: frozenset[str], usual: tuple[str, ...], authority: str | None) -> int:
    if authority is not None:
        return YES if authority in bodies else NO
    named = sum(1 for body in usual if body in bodies)
    return OPEN if not usual or 0 < named < len(usual) else YES if named else NO


def _compile_fact(about: str, test: FieldTest) -> Answer:
    compare = _comparison(test)

    def answer(check: _Check) -> int:
        facts = check.facts
        if about == "subject":
            value = getattr(facts.subject, test.field)
        elif test.field == "code":
            value = facts.code
        elif test.field in ("region", "date"):
            value = facts.action.place if test.field == "region" else facts.date
        else:
            value = getattr(facts.action, test.field)
        return OPEN if value is None else YES if compare(check, value) else NO

    return answer


def _comparison(test: FieldTest) -> Callable[[_Check, Any], bool]:
    """Whether a known value fits."""
    values, first = test.values, test.values[0]
    match test.operator:
        case "one-of":
            wanted = frozenset(values)
            return lambda check, value: value in wanted
        case "at-least":
            return lambda check, value: bool(value >= first)
        case "at-most":
            return lambda check, value: bool(value <= first)
        case "above":
            return lambda check, value: bool(value > first)
        case "below":
            return lambda check, value: bool(value < first)
        case "within-region":
            return lambda check, value: any(_lies_in(value, region) for region in values)
        case "covered":
            wanted = frozenset(values)
            return lambda check, value: not wanted.isdisjoint(check.facts.law.actions_above(value))
        case other:
            raise TypeError(other)


def _lies_in(inner: str, outer: str) -> bool:
    if outer == "CN":
        return True
    cut = 6
    while cut > 0 and outer[cut - 2 : cut] == "00":
        cut -= 2
    return inner != "CN" and inner[:cut] == outer[:cut]  # 000000 is every region there is, and not the country


_MAY_NOT_HAVE_HAPPENED = frozenset({"removed_on", "breached_on", "corrected_on", "performed_on", "fulfilled_on"})
_ABSENT_SAYS_NO = frozenset({"removed_on", "breached_on"})
_MISSING = object()


def _event(record: Record, name: str, day: date) -> Any:
    """The date of a field by `day`; None if it has not happened; `_MISSING` if nothing is said."""
    if name in ("removal", "resumes_on") and (record.removed_on is None or record.removed_on > day):
        return _MISSING
    value = record.values.get(name, _MISSING)
    if name not in _MAY_NOT_HAVE_HAPPENED and not name.startswith("objection."):
        return _MISSING if value is None else value
    if value is _MISSING:
        return None if name in _ABSENT_SAYS_NO or name.startswith("objection.") else _MISSING
    return value if value is None or value <= day else None


def _compile_field(test: FieldTest) -> FieldCheck:
    name = test.field
    if test.operator == "happened":
        wanted = test.values[0]

        def happened(check: _Check, record: Record) -> int:
            value = _event(record, name, check.facts.date)
            return OPEN if value is _MISSING else YES if (value is not None) == wanted else NO

        return happened
    compare = _comparison(test)

    def fits(check: _Check, record: Record) -> int:
        value = _event(record, name, check.facts.date)
        if value is _MISSING:
            return OPEN
        return YES if value is not None and compare(check, value) else NO

    return fits


def _compile_view(test: RecordTest) -> FieldCheck:
    match test.sees:
        case Sees.EVERYTHING | Sees.EVER:
            return lambda check, record: YES
        case Sees.STANDING:
            return lambda check, record: check.status(record).stands
        case Sees.PAST:
            return lambda check, record: YES if check.status(record).past else NO
        case Sees.LASTING | Sees.LASTING_EVER:
            return _compile_lasting(test)


def _compile_lasting(test: RecordTest) -> FieldCheck:
    period = test.lasting.period if test.lasting else None
    start_field = test.lasting.start if test.lasting else None

    def lasts(check: _Check, record: Record) -> int:
        if not check.status(record).may_last:
            return NO
        if period is None or start_field is None:
            return YES
        start = _event(record, start_field, check.facts.date)
        if start is _MISSING or start is None:
            return OPEN
        return YES if check.day <= _add(start, period) else NO

    return lasts


def _compile_within(test: RecordTest) -> FieldCheck:
    assert test.within is not None
    period, of = test.within.period, test.within.of

    def recent(check: _Check, record: Record) -> int:
        day = check.facts.date
        start = _event(record, of, day)
        if start is _MISSING:
            return OPEN
        return YES if start is not None and start <= day <= _add(start, period) else NO

    return recent


def _is_plain_listing(test: RecordTest) -> bool:
    """Whether a test asks only for an entry that stands on one of some lists, as most do."""
    asks_more = test.fields or test.within is not None or test.at_least != 1 or test.declaration is not None
    return test.kind == "listing" and bool(test.names) and test.sees is Sees.STANDING and not asks_more


def _compile_plain_listing(test: RecordTest) -> Answer:
    names = frozenset(test.names)

    def answer(check: _Check) -> int:
        standing = check.standing_by_list()
        best = NO
        for listed in names & standing.keys():
            found = standing[listed]
            if found == YES:
                return YES
            best = max(best, found)
        return best or (OPEN if _unasked(check.facts, "listing", names, False) else NO)

    return answer


def _compile_records(test: RecordTest) -> Answer:
    kind, names, needed = test.kind, frozenset(test.names), test.at_least
    checks = [_compile_view(test), *(_compile_field(f) for f in test.fields)]
    if test.within is not None:
        checks.append(_compile_within(test))
    graded = kind in ("rating", "points")
    latest_only = graded and test.sees not in (Sees.PAST, Sees.EVER, Sees.LASTING_EVER)
    ignores_place = test.sees in (Sees.EVERYTHING, Sees.EVER)

    def passes(check: _Check, record: Record) -> int:
        worst = YES
        for one in checks:
            found = one(check, record)
            if found < worst:
                if found == NO:
                    return NO
                worst = found
        return worst

    def answer(check: _Check) -> int:
        facts = check.facts
        records: Iterable[Record] = facts.records.get(kind, ())
        disputed = 0
        if names:
            records = [record for record in records if record.name in names]
        if graded:
            records = [record for record in records if record.own <= facts.date]
        if latest_only:
            records, quarrels = _latest(records, facts.date)
            counts, place = facts.law.counts_at, facts.action.place
            disputed = sum(1 for name in quarrels if ignores_place or counts(kind, name, place, facts.date))
        surely, perhaps = _count(check, records, passes, graded, latest_only)
        perhaps += disputed
        if surely >= needed:
            return YES
        if test.declaration is not None and test.declaration in facts.declared:
            return NO
        if perhaps >= needed:
            return OPEN
        return OPEN if _unasked(facts, kind, names, ignores_place) else NO

    return answer


def _count(check: _Check, records: Iterable[Record], passes: FieldCheck, graded: bool, once: bool) -> tuple[int, int]:
    """How many entries pass surely and at most; copies of one entry count once, and so does a scheme."""
    best: dict[tuple[object, ...], int] = {}
    for record in records:
        found = passes(check, record)
        if found == YES and graded and not check.facts.consulted.covers(record.kind, record.name):
            found = OPEN
        counted = (record.name,) if once else record.entry
        if found and found > best.get(counted, NO):
            best[counted] = found
    return sum(1 for found in best.values() if found == YES), len(best)


def _latest(records: Iterable[Record], day: date) -> tuple[list[Record], list[str | None]]:
    """Of each scheme the records of its latest day; schemes whose latest day says two things are only named."""
    by_scheme: dict[str | None, list[Record]] = {}
    for record in sorted(records, key=lambda r: r.own):
        others = by_scheme.setdefault(record.name, [])
        if others and others[0].own < record.own:
            others.clear()
        others.append(record)
    settled: list[Record] = []
    disputed = []
    for scheme, others in by_scheme.items():
        if all(_says_the_same(others[0], other, day) for other in others[1:]):
            settled += others
        else:
            disputed.append(scheme)
    return settled, disputed


def _says_the_same(one: Record, other: Record, day: date) -> bool:
    field = "grade" if one.kind == "rating" else "value"
    said = one.values.get(field)
    return said is not None and said == other.values.get(field) and _taken_back(one, day) == _taken_back(other, day)


def _taken_back(record: Record, day: date) -> set[str]:
    """What took the record away by `day`; that an objection was upheld may be told in two ways."""
    ways = {"objection-upheld"} if record.upheld_on is not None and record.upheld_on <= day else set()
    if record.removed_on is None or record.removed_on > day:
        return ways
    back = record.removal == "suspended" and record.resumes_on is not None and record.resumes_on <= day
    return ways if back else ways | {record.removal or "removed"}


def _unasked(facts: Facts, kind: str, names: frozenset[str], ignores_place: bool) -> bool:
    """Whether something that might match was not looked up."""
    consulted, law = facts.consulted, facts.law
    if "all" in consulted.names:
        return False
    if not names:
        return not consulted.covers(kind)
    for own in names:
        counts = ignores_place or law.counts_at(kind, own, facts.action.place, facts.date)
        if counts and not consulted.covers(kind, own, law.colour(own)):
            return True
    return False

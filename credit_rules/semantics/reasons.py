"""Why a condition holds, what is missing, what decided, and when it may turn (section 8 of the specification).

Causes are the smallest sets of facts each of which alone gives the finding. They compose: *any* takes the causes
of every term that holds, *all* takes one of each term, supersets are dropped. Nothing is searched for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, islice, product

from credit_rules.model.canonical import plain
from credit_rules.model.conditions import (
    OWN_PERIOD,
    AllOf,
    AnyOf,
    Condition,
    FactTest,
    HandledByTest,
    InForceTest,
    Negation,
    RecordTest,
    RelatedTest,
    Sees,
    every_leaf,
)
from credit_rules.model.days import day_after, last_day
from credit_rules.model.facts import Facts, Record, RelatedSubject
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN
from credit_rules.semantics.standing import end_range, stands
from credit_rules.semantics.truth import (
    counted_as,
    disputed_schemes,
    event_on,
    field_truth,
    matching,
    member_truth,
    members,
    open_names,
    passes,
    relevant,
    spreads,
    truth_of,
    truth_of_body,
    value_of,
)

#: So many causes are worked out at most; a finding says when there are more.
MOST_CAUSES = 64


@dataclass(frozen=True, slots=True)
class Item:
    """One fact of a cause.

    `sort` is record, absent, consulted, declared, related or given; `name` the record's id, what is absent, the
    register looked up, the fact declared, the related subject or the field; `of` the related subject it is about.
    """

    sort: str
    name: str
    of: str | None = None
    detail: str = ""  # of a record: its kind; of an absence: the test that found nothing; of a given field: its value
    consulted: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """A stable order: records first, by subject and id."""
        return (_SORTS.index(self.sort), self.of or "", self.name, self.detail, self.consulted)


_SORTS = ("record", "related", "consulted", "absent", "declared", "given")

Cause = frozenset[Item]
NOTHING: tuple[Cause, ...] = (frozenset(),)


def causes(condition: Condition, facts: Facts, holds: bool = True) -> tuple[Cause, ...]:
    """The smallest sets of facts that make `condition` true (or false); none where it is not so."""
    match condition:
        case AllOf(terms=terms):
            return _every(terms, facts, holds) if holds else _some(terms, facts, holds)
        case AnyOf(terms=terms):
            return _some(terms, facts, holds) if holds else _every(terms, facts, holds)
        case Negation(term=term):
            return causes(term, facts, not holds)
        case _:
            remembered = (id(condition), holds)
            if remembered not in facts.memory:  # the leaf is kept with its answer, so that its id stays its own
                facts.memory[remembered] = (condition, _causes_of_leaf(condition, facts, holds))
            found: tuple[Cause, ...] = facts.memory[remembered][1]
            return found


def _some(terms: Iterable[Condition], facts: Facts, holds: bool) -> tuple[Cause, ...]:
    return smallest(cause for term in terms for cause in causes(term, facts, holds))


def _every(terms: Iterable[Condition], facts: Facts, holds: bool) -> tuple[Cause, ...]:
    found = NOTHING
    for term in terms:
        more = causes(term, facts, holds)
        if more == NOTHING:
            continue
        found = more if found is NOTHING else smallest(one | other for one, other in product(found, more))
        if not found:
            return ()
    return found


def smallest(found: Iterable[Cause]) -> tuple[Cause, ...]:
    """Without supersets, the smallest first, in a stable order."""
    kept: list[Cause] = []
    for cause in sorted(set(found), key=lambda c: (len(c), sorted(item.order for item in c))):
        if not any(smaller <= cause for smaller in kept):
            kept.append(cause)
    return tuple(kept[: MOST_CAUSES + 1])


def _causes_of_leaf(leaf: Condition, facts: Facts, holds: bool) -> tuple[Cause, ...]:
    if isinstance(leaf, RecordTest) and holds:
        return _found_enough(leaf, facts)
    if truth_of(leaf, facts) is not (TRUE if holds else FALSE):
        return ()
    match leaf:
        case RecordTest():
            return _found_too_few(leaf, facts)
        case RelatedTest():
            return _some_member(leaf, facts) if holds else _no_member(leaf, facts)
        case FactTest(about=about, test=test):
            return (frozenset({_given(about, test.field, facts)}),)
        case HandledByTest(bodies=bodies, usual=usual):
            unsaid = truth_of_body(bodies, usual.get(facts.code, ()), None)
            settled = unsaid is (TRUE if holds else FALSE)  # whichever of the usual bodies it is
            return NOTHING if settled else (frozenset({_given("action", "authority", facts)}),)
        case _:
            return NOTHING  # a day in force is no fact about the subject


def _given(about: str, field: str, facts: Facts) -> Item:
    value = {"code": facts.code, "region": facts.action.place}.get(field) if about == "action" else None
    value = getattr(facts.subject if about == "subject" else facts.action, field) if value is None else value
    told = plain(value)  # equal amounts are told alike, however they were written
    return Item("given", f"{about}.{field}", detail=str(told).lower() if isinstance(told, bool) else str(told))


def _found_enough(test: RecordTest, facts: Facts) -> tuple[Cause, ...]:
    """Any `at_least` of the entries that certainly pass, with the consultation that nothing newer is there."""
    if (
        test.kind == "listing"
        and test.at_least == 1
        and test.sees is Sees.STANDING
        and not (test.fields or test.within)
    ):
        standing = _standing_entries(facts)
        return tuple(chain.from_iterable(standing.get(name, ()) for name in test.names or standing))
    entries: dict[tuple[object, ...], Record] = {}
    for record in relevant(test, facts):
        if passes(test, record, facts) is TRUE:
            entries.setdefault(counted_as(test, record), record)
    each = [_record_items(record, facts) for record in entries.values()]
    if test.at_least == 1:
        return tuple(each)
    chosen = islice(combinations(each, test.at_least), 4 * MOST_CAUSES)
    return smallest(frozenset[Item]().union(*some) for some in chosen)


def _standing_entries(facts: Facts) -> dict[str | None, list[Cause]]:
    """For each list the entries that certainly stand, each a cause of its own; most tests ask for no more."""
    remembered: dict[str | None, list[Cause]] | None = facts.memory.get("standing")
    if remembered is not None:
        return remembered
    standing: dict[str | None, list[Cause]] = {}
    seen: set[tuple[object, ...]] = set()
    for record in facts.of_kind("listing"):
        if stands(record, facts) is TRUE and record.entry not in seen:
            seen.add(record.entry)
            standing.setdefault(record.name, []).append(_record_items(record, facts))
    facts.memory["standing"] = standing
    return standing


def _record_items(record: Record, facts: Facts) -> Cause:
    """A record, and of a grade the consultation that there is no later one."""
    key = ("item", record.kind, record.id)
    if key not in facts.memory:
        items = [Item("record", record.id, detail=record.kind)]
        if record.kind in ("rating", "points"):
            items.append(Item("consulted", f"{record.kind}.{record.name}"))
        facts.memory[key] = frozenset(items)
    found: Cause = facts.memory[key]
    return found


def _found_too_few(test: RecordTest, facts: Facts) -> tuple[Cause, ...]:
    """What was looked up, and every record there that does not match; and the declaration that settles it."""
    found: list[Cause] = []
    if test.declaration is not None and test.declaration in facts.declared:
        found.append(frozenset({Item("declared", test.declaration)}))
    possible = sum(1 for truth in matching(test, facts).values() if truth is not FALSE)
    if possible < test.at_least and not open_names(test, facts):
        found.append(_nothing_there(test, facts))
    return smallest(found)


def _nothing_there(test: RecordTest, facts: Facts) -> Cause:
    """The consultation, and every record there that does not match."""
    counting = [n for n in sorted(test.names) if facts.law.counts_at(test.kind, n, facts.action.place, facts.date)]
    if test.names and not counting:
        return frozenset()  # none of these lists counts here, whatever stands on them
    there = [
        Item("record", record.id, detail=record.kind)
        for record in relevant(test, facts)
        if (not counting or record.name in counting) and passes(test, record, facts) is FALSE
    ]
    spelt = counting if test.kind == "listing" else [f"{test.kind}.{name}" for name in counting]
    absence = Item("absent", test.kind, detail=test.authored, consulted=tuple(spelt or [test.kind]))
    return frozenset({absence, *there})


def _some_member(test: RelatedTest, facts: Facts) -> tuple[Cause, ...]:
    return smallest(
        cause
        for member in members(test, facts)
        if member_truth(test, member, facts) is TRUE
        for cause in _about(member, causes(test.holds, member.facts))
    )


def _no_member(test: RelatedTest, facts: Facts) -> tuple[Cause, ...]:
    """Who is related was looked up, and of none of them does it hold."""
    if not spreads(test, facts):
        return NOTHING
    name = f"related.{test.role}"
    found: tuple[Cause, ...] = (frozenset({Item("absent", name, detail=test.authored, consulted=(name,))}),)
    for member in members(test, facts):
        inside = _about(member, causes(test.holds, member.facts, holds=False))
        found = smallest(one | other for one, other in product(found, inside))
    return found


def _about(member: RelatedSubject, inside: tuple[Cause, ...]) -> Iterator[Cause]:
    name = member.id
    for cause in inside:
        told = {Item(i.sort, i.name, f"{name}/{i.of}" if i.of else name, i.detail, i.consulted) for i in cause}
        yield frozenset({Item("related", name), *told})


def missing(condition: Condition, facts: Facts) -> tuple[tuple[str, str | None], ...]:
    """Every open fact that can still matter, as (fact, of whom), in stable order."""
    return tuple(sorted(set(_open(condition, facts)), key=lambda pair: (pair[1] or "", pair[0])))


def _open(condition: Condition, facts: Facts) -> Iterator[tuple[str, str | None]]:
    if truth_of(condition, facts) is not UNKNOWN:
        return
    match condition:
        case AllOf(terms=terms) | AnyOf(terms=terms):
            for term in terms:
                yield from _open(term, facts)
        case Negation(term=term):
            yield from _open(term, facts)
        case RecordTest():
            yield from ((name, None) for name in open_names(condition, facts))
            for record in relevant(condition, facts):
                if passes(condition, record, facts) is UNKNOWN:
                    yield from ((fact, None) for fact in _open_of_record(condition, record, facts))
            for scheme in disputed_schemes(condition, facts):
                yield f"{condition.kind}.{scheme}", None
        case FactTest(about=about, test=test):
            yield f"{about}.{test.field}", None
        case HandledByTest():
            yield "action.authority", None
        case RelatedTest(role=role):
            if not facts.consulted.covers("related", role):
                yield f"related.{role}", None
            for member in members(condition, facts):
                for fact, of in _open(condition.holds, member.facts):
                    yield fact, f"{member.id}/{of}" if of else member.id
        case InForceTest():
            return


def _open_of_record(test: RecordTest, record: Record, facts: Facts) -> Iterator[str]:
    for field in test.fields:
        if field_truth(field, record.values, facts) is UNKNOWN:
            yield f"{record.id}.{field.field}"
    if test.sees is Sees.STANDING and stands(record, facts) is UNKNOWN:
        yield f"{record.id}.ends_on"
    dates = [test.within.of] if test.within else []
    if test.sees in OWN_PERIOD and test.lasting and test.lasting.start:
        dates.append(test.lasting.start)
    for name in dates:
        value = event_on(record, name, facts.date)
        lasting = test.sees in OWN_PERIOD and test.lasting is not None and name == test.lasting.start
        if value is UNKNOWN or (value is None and lasting):
            yield f"{record.id}.{name}"
    if record.kind in ("rating", "points") and not facts.consulted.covers(record.kind, record.name):
        yield f"{record.kind}.{record.name}"


def deciding(condition: Condition, facts: Facts, holds: bool = False) -> Iterator[tuple[Condition, bool]]:
    """The leaves that made `condition` false (or true), each with what it came to.

    Of a false *all* the first false term is enough; of a false *any* every term counts.
    """
    wanted = TRUE if holds else FALSE
    match condition:
        case Negation(term=term):
            yield from deciding(term, facts, not holds)
        case AllOf(terms=terms) | AnyOf(terms=terms):
            matters = [term for term in terms if truth_of(term, facts) is wanted]
            one_is_enough = isinstance(condition, AllOf) is not holds
            for term in matters[:1] if one_is_enough else matters:
                yield from deciding(term, facts, holds)
        case _:
            if truth_of(condition, facts) is wanted:
                yield condition, holds


def turning_days(condition: Condition, facts: Facts) -> list[date]:
    """Every later day on which what `condition` comes to may change, records and what is known staying as they are."""
    days: set[date | None] = set()
    for leaf, _ in every_leaf(condition):
        if isinstance(leaf, InForceTest):
            for start, until in leaf.intervals:
                days |= {start, day_after(until)}
        elif isinstance(leaf, RelatedTest):
            for start, until in leaf.spread or ():
                days |= {start, day_after(until)}
        elif isinstance(leaf, RecordTest):
            days |= _days_of_periods(leaf, facts)
        if isinstance(leaf, (RecordTest, FactTest)):
            tests = leaf.fields if isinstance(leaf, RecordTest) else (leaf.test,)
            named = {value for test in tests for value in test.values if isinstance(value, date)}
            days |= named | {day_after(day) for day in named}
    days |= _days_of_facts(facts)
    return sorted(day for day in days if day is not None and day > facts.date)


def _days_of_facts(facts: Facts) -> set[date | None]:
    """The days on which something in the facts themselves turns, worked out once on these facts."""
    remembered: set[date | None] | None = facts.memory.get("days")
    if remembered is not None:
        return remembered
    days: set[date | None] = set()
    for record in facts.all_records():
        dates = [value for value in record.values.values() if isinstance(value, date)]
        dates += [day for day in (record.contested_from, record.contested_until, record.upheld_on) if day]
        days |= set(dates) | {day_after(day) for day in (*dates, *end_range(record, facts.law))}
    for known in facts.law.recognition:
        days |= {known.in_force.start, day_after(known.in_force.until)}
    for other in facts.related:
        days |= {other.start, day_after(other.until)} | _days_of_facts(other.facts)
    facts.memory["days"] = days
    return days


def _days_of_periods(test: RecordTest, facts: Facts) -> set[date | None]:
    periods = [(test.within.of, test.within.period)] if test.within else []
    if test.lasting and test.lasting.period and test.lasting.start:
        periods.append((test.lasting.start, test.lasting.period))
    days: set[date | None] = set()
    for name, period in periods:
        for record in facts.of_kind(test.kind):
            start = value_of(name, record.values, date.max)
            if isinstance(start, date):
                days.add(day_after(last_day(start, period)))
    for other in facts.related if periods else ():
        days |= _days_of_periods(test, other.facts)
    return days

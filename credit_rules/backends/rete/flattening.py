"""Flattening: what is known of one subject, as flat facts of numbers, words and yes or no, for rules to compare.

Dates become days since and days left, so that no rule needs the day's date; amounts become whole numbers; what lies
below what (regions, actions) is spelt out level by level. What a rule compares with a number has a least and a most:
the same where it is known, everything possible where it is not. Nothing here decides whether a measure bites, and
nothing is shared with the other engine: a mistake made there should not be made here again.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from credit_rules.backends.rete.subset import LARGEST_NUMBER, Value
from credit_rules.model.catalogue import KindOfPenalty, RatingScheme, RecordList, Span, Term
from credit_rules.model.days import Period
from credit_rules.model.facts import Facts, Record, RelatedSubject
from credit_rules.model.law import Law
from credit_rules.model.places import COUNTRY
from credit_rules.model.scalars import PENALTY_KINDS

# Words of a property: what it says begins with `=`, so that nothing said is mistaken for one of the other two.
OPEN, NO = "?", "-"
SAID = "="

# The least and most of a number nothing is known of.
BOTTOM, TOP = -LARGEST_NUMBER, LARGEST_NUMBER

#: Null says it has not happened; absent says the same of these, and nothing of the others.
_EVENTS = {"removed_on": True, "breached_on": True, "corrected_on": False, "performed_on": False, "fulfilled_on": False}
_EVENTS |= {f"objection.{step}_on": True for step in ("filed", "accepted", "closed")}
_LAST = date.max.toordinal()


class Ask(NamedTuple):
    """What a rule asks of a fact: how it is told, of which field, and what else it depends on.

    Of words `detail` holds those that any rule compares with: no other word of a profile reaches the engine.
    """

    how: str
    field: str = ""
    detail: Any = None


#: How the answer to an `Ask` is told, where it is not a word.
NUMBERS = frozenset({"day", "least", "most", "since-least", "since-most", "left-least", "left-most"})
NUMBERS |= {"own-least", "own-most", "begun", "surely", "perhaps", "from", "until"}
FLAGS = frozenset({"here", "gone", "upheld", "revoked", "unexplained", "looked-up", "holds"})


def type_of(ask: Ask) -> type:
    """The type of the property that answers it."""
    return int if ask.how in NUMBERS else bool if ask.how in FLAGS else str


class Said(NamedTuple):
    """A field as of the day: its value; or whether it is known that there is none."""

    value: Any
    known: bool = True


_UNTOLD = Said(None, known=False)


# --- whom and what a fact is about --------------------------------------------------------------------------------


class Person:
    """One subject at one action on one day. `holds` says which conditions hold of whom it is related to."""

    def __init__(self, facts: Facts, holds: Mapping[str, Mapping[int, frozenset[int]]]) -> None:
        self.facts, self.law, self.place = facts, facts.law, facts.action.place
        self.today = facts.date.toordinal()
        self._counting: dict[tuple[str, str | None], bool] = {}
        self.things: list[Own | Entry | Member] = [Own(self)]
        for kind in sorted(facts.records):
            self.things += [Entry(record, self) for record in facts.records[kind]]
        for number, other in enumerate(facts.related):
            self.things.append(Member(other, self, holds.get(other.role, {}).get(number, frozenset())))

    def looked_up(self, kind: str, name: str | None = None) -> bool:
        """Whether records of a kind (of one list or scheme) were looked up; a name covers what is below it."""
        names = self.facts.consulted.names
        if "all" in names or kind in names:
            return True
        if kind != "listing":
            return name is not None and f"{kind}.{name}" in names
        if name is None:
            return all(f"listing.{colour}" in names for colour in ("red", "black", "watch"))
        listed = self.law.lists.get(name)
        return name in names or (listed is not None and f"listing.{listed.colour}" in names)

    def counts(self, kind: str, name: str | None) -> bool:
        """Whether a list or scheme counts where the action is handled: national, local there, or honoured there."""
        if (kind, name) not in self._counting:
            self._counting[kind, name] = self._counts(kind, name)
        return self._counting[kind, name]

    def _counts(self, kind: str, name: str | None) -> bool:
        region = _region_of(self.law, kind, name)
        if region == COUNTRY or lies_in(self.place, region):
            return True
        return any(
            (not honoured.lists or name in honoured.lists)
            and any(lies_in(region, origin) for origin in honoured.origin)
            and lies_in(self.place, honoured.here)
            and honoured.in_force.start <= self.facts.date <= honoured.in_force.until
            for honoured in self.law.recognition
        )

    @cached_property
    def newest(self) -> dict[tuple[str, str | None], tuple[date, bool]]:
        """Of each scheme the latest day not after today that something is told of, and whether all say the same."""
        found: dict[tuple[str, str | None], tuple[date, set[tuple[object, ...]]]] = {}
        for kind, field in (("rating", "grade"), ("points", "value")):
            for record in self.facts.of_kind(kind):
                if record.own > self.facts.date:
                    continue
                key, said = (kind, record.name), record.values.get(field)
                content = (said is None, record.id if said is None else said, frozenset(_causes(record, self)))
                latest, contents = found.get(key, (date.min, set()))
                if record.own > latest:
                    contents = set()
                if record.own >= latest:
                    found[key] = (record.own, contents | {content})
        return {key: (day, len(contents) == 1) for key, (day, contents) in found.items()}


class Own:
    """The subject and the action themselves."""

    sort = "self"

    def __init__(self, person: Person) -> None:
        self.person = person

    def said(self, field: str) -> Said:
        """A field of `subject` or `action`, as in `subject.region`."""
        facts = self.person.facts
        about, _, name = field.partition(".")
        if about == "subject":
            value = getattr(facts.subject, name)
        else:
            told = {"code": facts.code, "region": facts.action.place, "date": facts.date}
            value = told[name] if name in told else getattr(facts.action, name)
        return _UNTOLD if value is None else Said(value)

    def told(self, ask: Ask) -> Value | None:
        """The answer to an ask only this sort of fact can give."""
        return self.person.today if ask.how == "day" else None


class Entry:
    """One record."""

    def __init__(self, record: Record, person: Person) -> None:
        self.sort, self.record, self.person = record.kind, record, person

    def said(self, field: str) -> Said:
        """A field as of the day: an event of a later day has not happened yet, and nothing of it is told."""
        values, day = self.record.values, self.person.facts.date
        if field in ("removal", "resumes_on") and self.said("removed_on") == Said(None):
            return _UNTOLD
        if field not in _EVENTS:
            value = values.get(field)
            return _UNTOLD if value is None else Said(value)
        if field not in values:
            return Said(None, known=_EVENTS[field])
        value = values[field]
        return Said(value if value is not None and value <= day else None)

    def told(self, ask: Ask) -> Value | None:
        """How the record stands on the day."""
        record, person = self.record, self.person
        match ask.how:
            case "name":
                return SAID + record.name if record.name is not None and record.name in ask.detail else NO
            case "begun":
                return person.today - record.own.toordinal()
            case "here":
                return person.counts(record.kind, record.name)
            case "gone":
                return bool(self.causes)
            case "upheld":
                return "objection-upheld" in self.causes
            case "revoked":
                return "revoked" in self.causes
            case "unexplained":
                return "removed" in self.causes
            case "surely":
                return self.ends[0] - person.today
            case "perhaps":
                return self.ends[1] - person.today
            case "looked-up":
                return person.looked_up(record.kind, record.name)
            case "turn":
                return self._turn()
            case how:
                return self._running(how, ask)

    @cached_property
    def causes(self) -> frozenset[str]:
        """What took the entry away by today; of copies that differ, what took any of them."""
        copies = self.record.copies or (self.record,)
        return frozenset(cause for copy in copies for cause in _causes(copy, self.person))

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The last day it surely stands, and the last day it may."""
        law, record = self.person.law, self.record
        kind = record.values.get("kind")
        kinds = PENALTY_KINDS if record.kind == "penalty" and kind is None else (kind,)
        ends = [_ends(_terms(law, record, one), record, law) for one in kinds]
        perhaps = max(last for _, last in ends)
        # At least 29 days and at most a month cannot both be had in February: what may not stand does not surely stand.
        return min(perhaps, *(last for last, _ in ends)), perhaps

    @property
    def counted_as(self) -> tuple[object, ...]:
        """What copies of one entry have in common."""
        document = self.record.values.get("document")
        if self.record.kind == "listing" and document:
            return "listed", self.record.name, document
        return "record", self.record.id

    def _turn(self) -> str:
        """Whether it is the latest its scheme says; `disputed` where of the latest day two things are said."""
        latest, settled = self.person.newest.get((self.record.kind, self.record.name), (date.min, True))
        if self.record.own != latest:
            return NO
        return SAID + ("latest" if settled else "disputed")

    def _running(self, how: str, ask: Ask) -> int | None:
        """Days since a date, or days left of a period from it; nothing where it has not happened."""
        sort, _, bound = how.partition("-")
        start = self.said(ask.field)
        if not start.known or (start.value is None and sort == "own"):
            return BOTTOM if bound == "least" else TOP
        if start.value is None:
            return None
        if sort == "since":
            return self.person.today - int(start.value.toordinal())
        return last_day(start.value, ask.detail) - self.person.today


class Member:
    """Somebody related; `holding` are the conditions that hold there."""

    sort = "member"

    def __init__(self, other: RelatedSubject, person: Person, holding: frozenset[int]) -> None:
        self.other, self.person, self.holding = other, person, holding

    def said(self, field: str) -> Said:  # noqa: ARG002 - as of every fact
        """Nothing is told of somebody related but what holds there."""
        return _UNTOLD

    def told(self, ask: Ask) -> Value | None:
        """In which role, since and until when, and what holds."""
        match ask.how:
            case "role":
                return SAID + self.other.role if self.other.role in ask.detail else NO
            case "from":
                return self.person.today - self.other.start.toordinal()
            case "until":
                return self.other.until.toordinal() - self.person.today
        return ask.detail in self.holding


Thing = Own | Entry | Member


def fact_of(thing: Thing, asks: Iterable[tuple[str, Ask]]) -> dict[str, Value]:
    """The flat fact that answers what is asked of a sort of fact; without what has no answer."""
    found: dict[str, Value] = {"t": thing.sort}
    for name, ask in asks:
        value = _answer(thing, ask)
        if value is not None:
            found[name] = value
    return found


def _answer(thing: Thing, ask: Ask) -> Value | None:
    if ask.how not in ("text", "state", "region", "under", "least", "most"):
        return thing.told(ask)
    value, known = thing.said(ask.field)
    if ask.how in ("least", "most"):
        if known:
            return None if value is None else number(value, ask.detail)
        return BOTTOM if ask.how == "least" else TOP
    if not known:
        return OPEN
    if ask.how == "state":
        return SAID if value is not None else NO
    if value is None:
        return NO
    if ask.how == "region":
        return _level(value, ask.detail)
    if ask.how == "under":
        return SAID if ask.detail in _above(thing.person.law, value) else NO
    return SAID + spelt(value) if spelt(value) in ask.detail else NO


def spelt(value: str | bool) -> str:
    """A word, or yes or no, as a word."""
    return str(value).lower() if isinstance(value, bool) else value


# --- numbers and days ---------------------------------------------------------------------------------------------


def number(value: date | Decimal, decimals: int) -> int:
    """A day, or a number to so many decimals, as a whole number that compares alike with every such constant.

    Numbers are doubled: the odd ones are what lies between two numbers of so many decimals.
    """
    if isinstance(value, date):
        return value.toordinal()
    if not value:
        return 0
    if value.adjusted() > 25:
        return TOP - 1 if value > 0 else BOTTOM + 1
    if value.adjusted() < -25:
        return 1 if value > 0 else -1
    over, under = value.as_integer_ratio()
    scale: int = 10**decimals
    whole, rest = divmod(over * scale, under)
    return max(BOTTOM + 1, min(TOP - 1, 2 * whole + (rest > 0)))


def decimals_of(value: Decimal) -> int:
    """How many decimals a number has."""
    _, under = value.as_integer_ratio()
    places = 0
    while 10**places % under:
        places += 1
    return places


def last_day(start: date, period: Period) -> int:
    """The last day of a period counted from `start`, which itself does not count; the calendar's last at most."""
    if period.unit == "days":
        return min(start.toordinal() + period.count, _LAST)
    months = start.year * 12 + start.month - 1 + period.count * (12 if period.unit == "years" else 1)
    year, month = divmod(months, 12)
    if year > 9999:
        return _LAST
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def _terms(law: Law, record: Record, kind_of_penalty: str | None) -> tuple[Term, ...]:
    known: RecordList | RatingScheme | KindOfPenalty | None = None
    match record.kind:
        case "listing":
            known = law.lists.get(record.name or "")
        case "rating":
            known = law.rating_schemes.get(record.name or "")
        case "penalty":
            known = law.penalty_kinds.get(kind_of_penalty or "")
    return known.terms if known else ()


def _ends(terms: tuple[Term, ...], record: Record, law: Law) -> tuple[int, int]:
    """The last day an entry surely stands, and may stand, by the term in force on its own date."""
    stated = None if record.ends_on is None else record.ends_on.toordinal()
    own = record.own.toordinal()
    in_force = [term for term in terms if term.in_force.start <= record.own <= term.in_force.until]
    # Where there are terms, but none on that day, the law is silent: what is not stated is open.
    period = in_force[0].period if in_force else "as-decided" if terms else "none"
    if isinstance(period, Period):
        end = last_day(record.own, period)
        if stated is not None and (stated < end or _may_be_prolonged(record, law)):
            end = stated
        return end, end
    if stated is not None:
        return stated, stated
    if period == "none":
        return _LAST, _LAST
    surely, perhaps = max(own - 1, 1), _LAST
    if isinstance(period, Span):
        surely = last_day(record.own, period.at_least) if period.at_least else surely
        perhaps = last_day(record.own, period.at_most) if period.at_most else perhaps
    return surely, perhaps


def _may_be_prolonged(record: Record, law: Law) -> bool:
    listed = law.lists.get(record.name or "") if record.kind == "listing" else None
    return listed is not None and listed.extendable


def _causes(record: Record, person: Person) -> Iterable[str]:
    """What took one copy of an entry away by today. One who is suspended comes back on the day told."""
    today = person.facts.date
    if record.upheld_on is not None and record.upheld_on <= today:
        yield "objection-upheld"
    if record.removed_on is not None and record.removed_on <= today:
        back = record.resumes_on if record.removal == "suspended" else None
        if back is None or back > today:
            yield record.removal or "removed"


# --- what lies below what -----------------------------------------------------------------------------------------


def stem(region: str) -> str:
    """The digits every region within begins with; none for the whole country."""
    digits = "" if region == COUNTRY else region
    while digits.endswith("00"):
        digits = digits[:-2]
    return digits


def lies_in(inner: str, outer: str) -> bool:
    """Whether a region lies in another, or is it."""
    if outer == COUNTRY:
        return True
    return inner != COUNTRY and inner.startswith(stem(outer))


def level_of(region: str) -> tuple[int, str]:
    """At which level a region is asked for, and by which word: 0 is everywhere, 1 anywhere but the country itself."""
    digits = stem(region)
    if region == COUNTRY:
        return 0, SAID
    return (len(digits), SAID + digits) if digits else (1, SAID)


def _level(region: str, level: int) -> str:
    if level == 0:
        return SAID
    if region == COUNTRY:
        return NO
    return SAID if level == 1 else SAID + region[:level]


def _region_of(law: Law, kind: str, name: str | None) -> str:
    """The region of a list or scheme; whatever has none counts everywhere."""
    known: Mapping[str, Any] = {"listing": law.lists, "rating": law.rating_schemes, "points": law.points_schemes}.get(
        kind, {}
    )
    return str(known[name].region) if name is not None and name in known else COUNTRY


def _above(law: Law, code: str) -> set[str]:
    """An action and all it lies within: its beginnings, what it says it is within, and what those are within."""
    found: set[str] = set()
    open_codes = {code}
    while open_codes:
        current = open_codes.pop()
        found.add(current)
        steps = current.split(".")
        above = {".".join(steps[:n]) for n in range(1, len(steps))}
        above |= set(law.actions[current].within if current in law.actions else ())
        open_codes |= above - found
    return found

"""A second opinion: findings worked out from the specification alone, on authored measures and raw profiles.

Slow and direct. It knows no plan, no facts and no semantics of the engine; it borrows only how a period ends
(`last_day`) and what lies within what. True, False and None (unknown) are its three values.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

from credit_rules.model.days import last_day, parse_period
from credit_rules.model.places import contains

Json = Any
Told = bool | None

ALL_KINDS = frozenset(
    {
        "enterprise",
        "sole-trader",
        "social-organisation",
        "public-institution",
        "government-body",
        "natural-person",
        "household",
    }
)
OWN = {
    "listing": "listed_on",
    "penalty": "decided_on",
    "permit": "granted_on",
    "conviction": "decided_on",
    "commitment": "made_on",
    "rating": "rated_on",
    "points": "as_of",
}
SECTIONS = {
    "listings": "listing",
    "penalties": "penalty",
    "permits": "permit",
    "convictions": "conviction",
    "commitments": "commitment",
    "ratings": "rating",
    "points": "points",
}
#: Absent or null: has not happened; of the open ones an absent date is unknown.
EVENTS = {"removed_on", "breached_on", "objection.filed_on", "objection.accepted_on", "objection.closed_on"}
OPEN_EVENTS = {"corrected_on", "performed_on", "fulfilled_on"}
GUARDS = (
    "not-yet-listed",
    "objection-upheld",
    "revoked",
    "removed",
    "suspended",
    "fulfilled",
    "repaired",
    "expired",
    "elsewhere",
)
PENALTIES = (
    "warning",
    "fine",
    "confiscation",
    "suspension",
    "revocation",
    "post-ban",
    "business-ban",
    "detention",
    "other",
)
OWN_WORK = {"supervise", "deny-ease", "disclose", "notify", "weigh", "warn"}
NEVER = date.max
ABSENT = object()


def every(told: Iterable[Told]) -> Told:
    """Kleene's *and*."""
    told = list(told)
    return False if any(t is False for t in told) else None if any(t is None for t in told) else True


def some(told: Iterable[Told]) -> Told:
    """Kleene's *or*."""
    return contrary(every(contrary(t) for t in told))


def contrary(told: Told) -> Told:
    """Kleene's *not*."""
    return None if told is None else not told


def day_of(text: Any) -> date:
    """A day as written; the ways of writing no end give the last day there is."""
    return NEVER if text in ("never", "2099-12-31", "2999-12-31", "9999-12-31", "长期") else date.fromisoformat(text)


def is_below(code: str, parent: str) -> bool:
    """Whether a dotted code is another one or stands below it."""
    steps = parent.split(".")
    return code.split(".")[: len(steps)] == steps


def in_force(item: Mapping[str, Any], day: date) -> bool:
    """Whether something with an `in_force` is in force."""
    told = item.get("in_force") or {}
    return day_of(told.get("from", "0001-01-01")) <= day <= day_of(told.get("until", "never"))


# --- who is judged ------------------------------------------------------------------------------------------------


@dataclass
class Record:
    """A record in the version known, events not yet known left out."""

    kind: str
    key: tuple[Any, ...]
    name: str | None
    own: date
    fields: dict[str, Any]
    upheld_on: date | None

    def happened(self, name: str, day: date) -> Any:
        """The day of an event by `day`: a date, None if it has not happened, ABSENT if nothing is said."""
        value = self.fields.get(name, ABSENT)
        if value is ABSENT:
            return None if name in EVENTS else ABSENT
        if name not in EVENTS and name not in OPEN_EVENTS:
            return ABSENT if value is None else value
        return None if value is None or value > day else value

    def value(self, name: str, day: date) -> Any:
        """A field's value, or ABSENT where it is unknown."""
        if name in EVENTS or name in OPEN_EVENTS:
            return self.happened(name, day)
        value = self.fields.get(name, ABSENT)
        if name == "removal" and self.happened("removed_on", day) is None:
            return ABSENT
        return ABSENT if value is None else value

    @property
    def entry(self) -> tuple[Any, ...]:
        """What copies of one entry have in common."""
        document = self.fields.get("document")
        return ("entry", self.name, document) if self.kind == "listing" and document else self.key


@dataclass
class Who:
    """The subject, or a related one."""

    subject: Mapping[str, Any]
    records: list[Record]
    consulted: set[str]
    declared: set[str]
    related: list[tuple[str, str, date, date, "Who"]]  # id, role, from, until

    def of(self, kind: str) -> list[Record]:
        """The records of a kind."""
        return [record for record in self.records if record.kind == kind]


def seen(profile: Mapping[str, Any], known: date, lists: Mapping[str, Json], path: tuple[Any, ...] = ()) -> Who:
    """A profile as it was known on a day."""
    versions: dict[tuple[Any, ...], list[tuple[date, str, Mapping[str, Any]]]] = {}
    for section, kind in SECTIONS.items():
        for number, entry in enumerate(profile.get(section, ())):
            key = (*path, kind, entry.get("id", ("nameless", number)))
            since = entry.get("known_on") or entry[OWN[kind]]
            versions.setdefault(key, []).append((day_of(since), kind, entry))
    records = []
    for key, told in versions.items():
        current = [version for version in told if version[0] <= known]
        if not current:
            continue
        since, kind, entry = max(current, key=lambda version: version[0])
        if kind == "listing" and entry["list"] not in lists:
            continue
        records.append(_record(key, kind, since, entry, known))
    related = [
        (
            relation["id"],
            relation["role"],
            day_of(relation.get("from") or "0001-01-01"),
            day_of(relation.get("until") or "never"),
            seen(relation["profile"], known, lists, (*path, relation["id"])),
        )
        for relation in profile.get("related", ())
    ]
    return Who(
        subject=profile["subject"],
        records=records,
        consulted={c if isinstance(c, str) else c["what"] for c in profile.get("consulted", ())},
        declared={d["fact"] for d in profile.get("declared", ())},
        related=related,
    )


def _record(key: tuple[Any, ...], kind: str, since: date, entry: Mapping[str, Any], known: date) -> Record:
    fields: dict[str, Any] = {}
    for name, value in entry.items():
        if name.endswith("_on") and value is not None:
            value = day_of(value)
            if (name in EVENTS or name in OPEN_EVENTS) and value > known:
                value = None
        fields[name] = Decimal(value) if name in ("amount", "value") and value is not None else value
    if kind == "points":
        fields["as_of"] = day_of(entry["as_of"])
    fields["known_on"] = since
    objection = fields.pop("objection", None) or {}
    for name in ("filed_on", "accepted_on", "closed_on"):
        told = objection.get(name)
        if told and day_of(told) <= known:
            fields[f"objection.{name}"] = day_of(told)
    closed = fields.get("objection.closed_on")
    own = day_of(entry[OWN[kind]])
    name = entry.get("list") or entry.get("scheme")
    return Record(kind, key, name, own, fields, closed if objection.get("upheld") else None)


# --- the law ------------------------------------------------------------------------------------------------------


@dataclass
class Oracle:
    """What a rule set means for one profile at one action."""

    documents: list[tuple[str, Json]]
    catalogue: dict[str, list[Json]] = field(default_factory=dict)
    lists: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        for _, data in self.documents:
            if "measure_list" in data:
                self.lists.append(data)
            else:
                for section, items in data.items():
                    self.catalogue.setdefault(section, []).extend(items)

    def item(self, section: str, name: str | None) -> Json:
        """A catalogue entry by id."""
        return next((item for item in self.catalogue.get(section, ()) if item["id"] == name), {})

    def findings(self, profile: Json, action: Json) -> dict[tuple[str, str], tuple[str, str | None]]:
        """Finding and guard of every measure of the edition looked at, by list and id; those out of scope too."""
        day = day_of(action["date"])
        known = day_of(action["known"]) if "known" in action else day
        if "known" not in action and profile.get("as_of"):
            known = min(day, day_of(profile["as_of"]))
        blacklists = {item["id"]: item for item in self.catalogue.get("lists", ())}
        asked = Question(self, action, day, seen(profile, known, blacklists))
        return {
            (entry["measure_list"], measure["id"]): asked.finding(entry, measure)
            for entry in self._editions(day)
            for measure in entry["measures"]
        }

    def _editions(self, day: date) -> Iterator[Json]:
        """Of each list the edition begun last; before the first of them, the first."""
        for name in sorted({entry["measure_list"] for entry in self.lists}):
            editions = [entry for entry in self.lists if entry["measure_list"] == name]
            editions.sort(key=lambda entry: entry["in_force"].get("from", "0001-01-01"))
            begun = [entry for entry in editions if day_of(entry["in_force"].get("from", "0001-01-01")) <= day]
            yield begun[-1] if begun else editions[0]

    def above(self, code: str) -> set[str]:
        """An action and everything it lies within."""
        found = {code}
        while True:
            more = {code.rpartition(".")[0] for code in found if "." in code}
            more |= {outer for code in found for outer in self.item("actions", code).get("within", ())}
            if more <= found:
                return found
            found |= more

    def source(self, basis: Json) -> Json:
        """The source a basis cites."""
        name = basis["source"] if isinstance(basis, Mapping) else basis.split(" ")[0]
        for source in self.catalogue["sources"]:
            if name in (source["id"], source["title"], *source.get("cited_as", ())):
                return source
        raise KeyError(name)


@dataclass
class Question:
    """One subject, one action, one day."""

    law: Oracle
    action: Mapping[str, Any]
    day: date
    who: Who

    @property
    def place(self) -> str:
        """Where the action is handled."""
        return self.action.get("region") or "CN"

    def finding(self, entry: Json, measure: Json) -> tuple[str, str | None]:
        """The finding of one measure, and its guard if it is withheld."""
        if not self._in_scope(entry, measure):
            return "does-not-apply", None
        view = View(self, measure)
        guard = None if self._in_force(entry, measure) else "not-in-force"
        cross_check = self._cross_check(measure)
        if guard is None and cross_check is False:
            guard = "cross-check"
        bites = every([guard is None, cross_check, self._handled(measure), view.holds(biting=True)])
        if bites is True:
            return "applies", None
        if bites is None:
            return "undetermined", None
        if view.holds(biting=False) is not True:
            return "does-not-apply", None
        return "withheld", guard or view.guard()

    def _in_scope(self, entry: Json, measure: Json) -> bool:
        within = self.law.above(self.action["code"])
        if not any(is_below(code, parent) for code in within for parent in measure["actions"]):
            return False
        kinds = set(measure.get("subjects", ()))
        if not kinds and measure["when"] != "always":
            for name in _lists_named(measure["when"]):
                kinds |= set(self.law.item("lists", name).get("subjects") or ALL_KINDS)
        if self.who.subject["kind"] not in (kinds or ALL_KINDS):
            return False
        return contains(entry.get("region", "CN"), self.place) and self._handled(measure) is not False

    def _handled(self, measure: Json) -> Told:
        bodies = measure.get("by")
        if not bodies:
            return True
        if self.action.get("authority"):
            return self.action["authority"] in bodies
        usual = self.law.item("actions", self.action["code"]).get("handled_by", ())
        named = [body in bodies for body in usual]
        return None if not named or (any(named) and not all(named)) else all(named)

    def _in_force(self, entry: Json, measure: Json) -> bool:
        bases = [self.law.source(basis) for basis in measure["basis"]]
        carried = any(in_force(source, self.day) for source in bases if self._carries(source, entry, measure))
        return carried and in_force(entry, self.day) and in_force(measure, self.day)

    def _carries(self, source: Json, entry: Json, measure: Json) -> bool:
        """Whether a source alone is of sufficient rank (section 9.1); for an incentive any is."""
        rank = source["rank"]
        if measure["polarity"] == "incentive" or rank in ("law", "administrative-regulation", "central-policy"):
            return True
        if rank == "local-regulation":
            return contains(source["region"], entry.get("region", "CN"))
        binds = bool(measure.get("by")) and set(measure["by"]) <= set(source.get("binds", ()))
        return rank == "departmental-rule" and measure["effect"] in OWN_WORK and binds

    def _cross_check(self, measure: Json) -> Told:
        if measure["polarity"] != "incentive" or measure.get("entitlement"):
            return True
        stopping = [
            item["id"]
            for item in self.law.catalogue["lists"]
            if item.get("cross_check", item["colour"] == "black") and not item.get("from_points")
        ]
        plain = View(self, {"lasts": "while-it-holds"})
        return contrary(plain.of({"listing": {"list": stopping}}, self.who, True, True)) if stopping else True

    def counts_here(self, kind: str, name: str | None) -> bool:
        """Whether a list or scheme counts at the action's place."""
        section = {"listing": "lists", "rating": "rating_schemes", "points": "points_schemes"}.get(kind)
        region = self.law.item(section, name).get("region", "CN") if section else "CN"
        if region == "CN" or contains(region, self.place):
            return True
        return any(
            contains(told["here"], self.place)
            and any(contains(origin, region) for origin in told["from"])
            and name in told.get("lists", [name])
            and in_force(told, self.day)
            for told in self.law.catalogue.get("recognition", ())
        )

    def looked_up(self, who: Who, kind: str, name: str | None = None) -> bool:
        """Whether a register was consulted."""
        names = who.consulted
        if {"all", kind} & names:
            return True
        if kind == "listing":
            if name is None:
                return {"listing.black", "listing.red", "listing.watch"} <= names
            return name in names or f"listing.{self.law.item('lists', name)['colour']}" in names
        return f"{kind}.{name}" in names

    # standing

    def end_of(self, record: Record) -> tuple[date, date]:
        """Until when a record certainly stands, and until when it may, of whatever kind a penalty may be."""
        ends = [self._end_by(terms, record) for terms in self._terms(record)]
        return min(least for least, _ in ends), max(most for _, most in ends)

    def _end_by(self, terms: list[Json], record: Record) -> tuple[date, date]:
        stated = record.fields.get("ends_on")
        if not terms:
            return stated or NEVER, stated or NEVER
        term = next((term for term in terms if in_force(term, record.own)), {"period": "as-decided"})
        period = term["period"]
        if isinstance(period, Mapping):
            if stated:
                return stated, stated
            least = period.get("at_least")
            most = period.get("at_most")
            return (
                last_day(record.own, parse_period(least)) if least else date.min,
                last_day(record.own, parse_period(most)) if most else NEVER,
            )
        if period == "none":
            return stated or NEVER, stated or NEVER
        if period == "as-decided":
            return (stated, stated) if stated else (date.min, NEVER)
        natural = last_day(record.own, parse_period(period))
        if stated and (stated < natural or self.law.item("lists", record.name).get("extendable")):
            natural = stated
        return natural, natural

    def _terms(self, record: Record) -> list[list[Json]]:
        """The terms a record may have; more than one only where the kind of a penalty is not known."""
        if record.kind == "listing":
            return [self.law.item("lists", record.name).get("terms", [])]
        if record.kind == "rating":
            return [self.law.item("rating_schemes", record.name).get("terms", [])]
        if record.kind != "penalty":
            return [[]]
        kind = record.fields.get("kind")
        kinds = PENALTIES if kind is None else [kind]
        return [self.law.item("penalty_kinds", known).get("terms", []) for known in kinds]

    def fallen(self, record: Record, who: Who) -> set[str]:
        """Every guard that keeps a record from standing."""
        found = set()
        copies = [other for other in who.of(record.kind) if other.entry == record.entry]
        for copy in copies:
            found |= _taken_away(copy, self.day)
        if record.own > self.day:
            found.add("not-yet-listed")
        if self.end_of(record)[1] < self.day:
            found.add("expired")
        if not self.counts_here(record.kind, record.name):
            found.add("elsewhere")
        return found

    def stands(self, record: Record, who: Who) -> Told:
        """Whether a record stands on the day."""
        if self.fallen(record, who):
            return False
        return True if self.day <= self.end_of(record)[0] else None


def _lists_named(when: Json) -> set[str]:
    """The lists a condition names for the subject itself."""
    ((key, inner),) = when.items()
    if key in ("all", "any"):
        return {name for term in inner for name in _lists_named(term)}
    if key == "not":
        return _lists_named(inner)
    named = inner.get("list", []) if key == "listing" else []
    return {named} if isinstance(named, str) else set(named)


# --- conditions ---------------------------------------------------------------------------------------------------

Cause = frozenset[Any]


@dataclass
class View:
    """One measure's condition, as it bites or as it is triggered."""

    asked: Question
    measure: Json

    def holds(self, biting: bool) -> Told:
        """Whether `when` holds, of the subject or of those it reaches."""
        return self.of(self._reached(), self.asked.who, True, biting)

    def guard(self) -> str | None:
        """The first guard of the records that trigger the measure."""
        found = {key for cause in self.why(self._reached(), self.asked.who, True, True) for key in cause}
        guards = {guard for key in found if isinstance(key, _Found) for guard in self._guards(key)}
        return next((guard for guard in GUARDS if guard in guards), None)

    def _guards(self, found: "_Found") -> set[str]:
        record, who = found.record, found.who
        guards = self.asked.fallen(record, who)
        if self._lasting is None:
            return guards
        over = self._in_own_period(record) is False
        return {g for g in guards if g not in ENDS} | ({"expired"} if over else set())

    def _reached(self) -> Json:
        when = self.measure["when"]
        reaches = [
            {"related": {"role": reach["role"], "holds": when, "basis": reach["basis"]}}
            for reach in self.measure.get("reaches", ())
        ]
        return {"any": [when, *reaches]} if reaches else when

    @property
    def _lasting(self) -> Json:
        lasts = self.measure.get("lasts", "while-it-holds")
        return None if lasts == "while-it-holds" else lasts

    # what a condition comes to

    def of(self, when: Json, who: Who, helps: bool, biting: bool) -> Told:
        """What a condition comes to of somebody; `helps` where more records help."""
        if when == "always":
            return True
        ((key, inner),) = when.items()
        if key == "all":
            return every(self.of(term, who, helps, biting) for term in inner)
        if key == "any":
            return some(self.of(term, who, helps, biting) for term in inner)
        if key == "not":
            return contrary(self.of(inner, who, not helps, biting))
        if key == "related":
            return self._related(inner, who, helps, biting)
        if key in ("subject", "action"):
            return every(self._fact(key, name, wanted, who) for name, wanted in inner.items())
        return every(
            contrary(self._enough(key, inner, most + 1, who, not helps, biting))
            if least is None
            else self._enough(key, inner, least, who, helps, biting)
            for least, most in _bounds(inner.get("count"))
        )

    def _related(self, inner: Json, who: Who, helps: bool, biting: bool) -> Told:
        if not self._spreads(inner):
            return False
        told = [self.of(inner["holds"], other, helps, biting) for _, other in self._members(inner, who)]
        open_ = [] if self.asked.looked_up(who, "related", inner["role"]) else [None]
        return some([*told, *open_, False])

    def _spreads(self, inner: Json) -> bool:
        bases = [self.asked.law.source(basis) for basis in inner.get("basis", ())]
        return not bases or any(in_force(source, self.asked.day) for source in bases)

    def _members(self, inner: Json, who: Who) -> Iterator[tuple[str, Who]]:
        for name, role, start, until, other in who.related:
            if role == inner["role"] and start <= self.asked.day <= until:
                yield name, other

    def _fact(self, about: str, name: str, wanted: Json, who: Who) -> Told:
        if about == "subject":
            value = who.subject.get(name)
            value = day_of(value) if name == "founded_on" and value else value
        else:
            value = {"region": self.asked.place, "date": self.asked.day}.get(name, self.asked.action.get(name))
            value = Decimal(value) if name == "amount" and value is not None else value
        return None if value is None else self._fits(about, name, wanted, value)

    def _fits(self, kind: str, name: str, wanted: Json, value: Any) -> bool:
        """Whether a known value is as wanted."""
        if isinstance(wanted, Mapping):
            return all(self._bound(name, bound, limit, value) for bound, limit in wanted.items())
        values = wanted if isinstance(wanted, list) else [wanted]
        if name == "region":
            return any(contains(region, value) for region in values)
        if (kind, name) in (("action", "code"), ("permit", "matter"), ("commitment", "matter")):
            return any(is_below(above, code) for code in values for above in self.asked.law.above(value))
        return any(_typed(name, item) == value for item in values)

    @staticmethod
    def _bound(name: str, bound: str, limit: Any, value: Any) -> bool:
        if bound == "between":
            low, high = (_typed(name, end) for end in limit)
            return bool(low <= value <= high)
        limit = _typed(name, limit)
        return {
            "at_least": value >= limit,
            "at_most": value <= limit,
            "above": value > limit,
            "below": value < limit,
        }[bound]

    def _enough(self, kind: str, test: Json, least: int, who: Who, helps: bool, biting: bool) -> Told:
        """Whether there are at least so many records of the sort."""
        if least <= 0:
            return True
        found = self._matching(kind, test, who, helps, biting)
        surely = sum(1 for told in found.values() if told is True)
        perhaps = sum(1 for told in found.values() if told is not False)
        if surely >= least:
            return True
        if self.measure.get("accepts_declaration", {}).get("fact") in who.declared:
            return False
        return None if perhaps >= least or self._unasked(kind, test, who) else False

    def _unasked(self, kind: str, test: Json, who: Who) -> bool:
        names = _names(test, kind)
        if not names:
            return not self.asked.looked_up(who, kind)
        return any(not self.asked.looked_up(who, kind, name) for name in names if self.asked.counts_here(kind, name))

    def _matching(self, kind: str, test: Json, who: Who, helps: bool, biting: bool) -> dict[Any, Told]:
        """For each entry (of ratings: each scheme) whether it is one of the sort; the likeliest of its copies.

        Two entries of one scheme and day that differ are unknown, and so are two of which one does not say.
        """
        found: dict[Any, Told] = {}
        said: dict[Any, list[Record]] = {}
        for record in self._there(kind, test, who):
            key = self._counted(kind, test, record)
            found[key] = some([self._matches(record, test, who, helps, biting), found.get(key, False)])
            said.setdefault(key, []).append(record)
        for key, records in said.items():
            counts = (helps and not biting) or self.asked.counts_here(kind, records[0].name)
            if self._latest_only(kind, test) and counts and not _say_the_same(records, self.asked.day):
                found[key] = None
        return found

    def _counted(self, kind: str, test: Json, record: Record) -> tuple[Any, ...]:
        return ("scheme", record.name) if self._latest_only(kind, test) else record.entry

    @staticmethod
    def _latest_only(kind: str, test: Json) -> bool:
        return kind in ("rating", "points") and "standing" not in test

    def _there(self, kind: str, test: Json, who: Who) -> list[Record]:
        """The records a test looks at; of a scheme only the latest not after the day exists."""
        names = _names(test, kind)
        records = [record for record in who.of(kind) if not names or record.name in names]
        if kind in ("rating", "points"):
            records = [record for record in records if record.own <= self.asked.day]
        if self._latest_only(kind, test):
            newest = {r.name: max(o.own for o in records if o.name == r.name) for r in records}
            records = [record for record in records if record.own == newest[record.name]]
        return records

    def _matches(self, record: Record, test: Json, who: Who, helps: bool, biting: bool) -> Told:
        parts = [self._visible(record, test, who, helps, biting)]
        for name, wanted in test.items():
            if name not in ("list", "scheme", "count", "within", "standing", "basis"):
                parts.append(self._field(record, name, wanted))
        if "within" in test:
            within = test["within"] if isinstance(test["within"], Mapping) else {"period": test["within"]}
            of = record.happened(within.get("of", OWN[record.kind]), self.asked.day)
            if within.get("of", OWN[record.kind]) == OWN[record.kind]:
                of = record.own
            if isinstance(of, date):
                parts.append(of <= self.asked.day <= last_day(of, parse_period(within["period"])))
            else:
                parts.append(None if of is ABSENT else False)
        if record.kind in ("rating", "points") and not self.asked.looked_up(who, record.kind, record.name):
            parts.append(None)
        return every(parts)

    def _field(self, record: Record, name: str, wanted: Json) -> Told:
        value = record.value(name, self.asked.day)
        if value is ABSENT:
            return None
        if isinstance(wanted, Mapping) and "happened" in wanted:
            return (value is not None) is wanted["happened"]
        return False if value is None else self._fits(record.kind, name, wanted, value)

    def _visible(self, record: Record, test: Json, who: Who, helps: bool, biting: bool) -> Told:
        """Whether a test sees a record: standing, once standing, within the measure's own period, or all."""
        if helps and not biting:
            return True
        fallen = self.asked.fallen(record, who)
        if helps and self._lasting is not None:
            stopped = fallen & {"not-yet-listed", "objection-upheld", "revoked", "removed", "elsewhere"}
            return False if stopped else self._in_own_period(record)
        if "standing" in test:
            return not fallen & {"not-yet-listed", "objection-upheld", "revoked", "elsewhere"}
        return self.asked.stands(record, who)

    def _in_own_period(self, record: Record) -> Told:
        lasts = self._lasting
        if lasts == "life":
            return True
        start = record.happened(lasts["from"], self.asked.day)
        if lasts["from"] == OWN[record.kind]:
            start = record.own
        if not isinstance(start, date):
            return None
        return self.asked.day <= last_day(start, parse_period(lasts["fixed"]))

    # why it is triggered: the smallest sets of records (what else is needed is left out)

    def why(self, when: Json, who: Who, helps: bool, wanted: bool) -> list[Cause]:
        """The smallest sets of found records that make the trigger `wanted`."""
        if when == "always":
            return [frozenset()] if wanted else []
        ((key, inner),) = when.items()
        if key in ("all", "any"):
            told = [self.why(term, who, helps, wanted) for term in inner]
            joint = (key == "all") is wanted
            return _smallest(_joined(told)) if joint else _smallest(cause for one in told for cause in one)
        if key == "not":
            return self.why(inner, who, not helps, not wanted)
        if self.of(when, who, helps, False) is not wanted:
            return []
        if key == "related":
            told = [self.why(inner["holds"], other, helps, wanted) for _, other in self._members(inner, who)]
            if not self._spreads(inner):
                return [frozenset()]
            return _smallest(cause for one in told for cause in one) if wanted else _smallest(_joined(told))
        if key in ("subject", "action"):
            return [frozenset({(key, str(inner))})]
        return self._why_records(key, inner, who, helps, wanted)

    def _why_records(self, kind: str, test: Json, who: Who, helps: bool, wanted: bool) -> list[Cause]:
        told = []
        for least, most in _bounds(test.get("count")):
            if least is None:
                told.append(self._why_count(kind, test, most + 1, who, not helps, not wanted))
            else:
                told.append(self._why_count(kind, test, least, who, helps, wanted))
        return _smallest(_joined(told)) if wanted else _smallest(cause for one in told for cause in one)

    def _why_count(self, kind: str, test: Json, least: int, who: Who, helps: bool, wanted: bool) -> list[Cause]:
        if self._enough(kind, test, least, who, helps, False) is not wanted:
            return []
        if least <= 0:
            return [frozenset()]
        if not wanted:
            return [frozenset({("absent", kind, str(test))})]
        sure = {key for key, told in self._matching(kind, test, who, helps, False).items() if told is True}
        found: dict[Any, Record] = {}
        for record in self._there(kind, test, who):
            if self._matches(record, test, who, helps, False) is True and self._counted(kind, test, record) in sure:
                found.setdefault(self._counted(kind, test, record), record)
        chosen = combinations(found.values(), least)
        return _smallest(frozenset(_Found(record.key, record, who) for record in one) for one in chosen)


#: What ends a record without stopping a measure's own period.
ENDS = {"suspended", "fulfilled", "repaired", "expired"}


class _Found:
    """A record found, told apart by its key."""

    def __init__(self, key: Any, record: Record, who: Who) -> None:
        self.key, self.record, self.who = key, record, who

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Found) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _joined(told: list[list[Cause]]) -> Iterator[Cause]:
    for chosen in product(*told):
        yield frozenset().union(*chosen)


def _smallest(found: Iterable[Cause]) -> list[Cause]:
    kept: list[Cause] = []
    for cause in sorted(set(found), key=len):
        if not any(smaller <= cause for smaller in kept):
            kept.append(cause)
    return kept


def _bounds(count: Json) -> list[tuple[int | None, int]]:
    """A count as bounds: (least, -) or (None, most)."""
    if count is None:
        return [(1, 0)]
    told = count if isinstance(count, Mapping) else {"between": [count, count]}
    found: list[tuple[int | None, int]] = []
    for bound, limit in told.items():
        if bound == "between":
            found += [(int(limit[0]), 0), (None, int(limit[1]))]
        elif bound in ("at_least", "above"):
            found.append((int(limit) + (bound == "above"), 0))
        else:
            found.append((None, int(limit) - (bound == "below")))
    return found


def _taken_away(record: Record, day: date) -> set[str]:
    """What took one entry away by `day`: an objection that was upheld, a removal that lasts, or both."""
    found = set()
    if record.upheld_on and record.upheld_on <= day:
        found.add("objection-upheld")
    removed = record.fields.get("removed_on")
    if removed and removed <= day:
        how, again = record.fields.get("removal"), record.fields.get("resumes_on")
        if how != "suspended" or not again or again > day:
            found.add(how or "removed")
    return found


def _say_the_same(records: list[Record], day: date) -> bool:
    """Whether entries of one scheme and day tell one grade, and were taken away alike by `day`."""
    told = {
        (record.fields.get("grade", record.fields.get("value")), frozenset(_taken_away(record, day)))
        for record in records
    }
    return len(records) == 1 or (len(told) == 1 and next(iter(told))[0] is not None)


def _names(test: Json, kind: str) -> list[str]:
    named = test.get("list" if kind == "listing" else "scheme", [])
    return [named] if isinstance(named, str) else list(named)


def _typed(name: str, value: Any) -> Any:
    if name in ("amount", "value"):
        return Decimal(value)
    if name in ("date", "as_of") or name.endswith("_on"):
        return day_of(value)
    return value

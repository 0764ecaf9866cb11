"""Generated worlds: rules as authors write them, profiles as registers give them, actions as bodies ask.

Everything is plain data, so that reading, checking and planning are exercised too, and so that a failing world can
be cut down piece by piece. Generators draw from an ordinary seeded random source, which is quick; pools are small
and days lie near each other, so that things meet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from credit_rules.backends import in_process
from credit_rules.errors import RulesetError
from credit_rules.model.action import Action
from credit_rules.model.decision import Decision
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.scalars import YamlText
from credit_rules.pipeline import check_subject, plan_of
from credit_rules.profiles import CreditProfile, action_from
from credit_rules.stages.gathering import gather
from credit_rules.stages.reading import Document

Json = Any

CALENDAR = (
    "2024-02-29",
    "2025-02-28",
    "2025-03-01",
    "2025-03-31",
    "2026-01-30",
    "2026-01-31",
    "2026-02-01",
    "2026-02-27",
    "2026-02-28",
    "2026-03-01",
    "2026-03-02",
    "2026-03-11",
    "2026-03-28",
    "2026-03-30",
    "2026-03-31",
    "2026-04-01",
    "2026-04-30",
    "2027-03-01",
)
NEAR = tuple((date(2026, 2, 20) + timedelta(days=n)).isoformat() for n in range(30))
PERIODS = ("1 day", "10 days", "29 days", "1 month", "1 month", "2 months", "1 year", "12 months", "3 years")
SHORT_PERIODS = ("1 day", "3 days", "10 days", "1 month")

KINDS = ("enterprise", "social-organisation", "natural-person", "sole-trader", "household")
PERSONS = ("natural-person", "household", "sole-trader")
UNITS = ["enterprise", "social-organisation"]
PLACES = ("CN", "370000", "370300", "110000")
BODIES = ("body-a", "body-b", "body-c")
ROLES = ("member", "boss")
CODES = ("bid", "bid.open", "fund", "permit", "permit.food")
GRADES = ("A", "B", "D")
RESTRICTING = ("bar", "limit", "weigh", "supervise", "deny-ease", "require", "disclose", "warn", "notify")
REWARDING = ("fast-lane", "accept-gaps", "priority", "ease", "promote", "honour")
OWN_WORK = ("supervise", "deny-ease", "disclose", "notify", "weigh", "warn")
RECORD_KINDS = ("listing", "penalty", "permit", "conviction", "commitment", "rating", "points")
OWN_DATE = {
    "listing": "listed_on",
    "penalty": "decided_on",
    "permit": "granted_on",
    "conviction": "decided_on",
    "commitment": "made_on",
    "rating": "rated_on",
    "points": "as_of",
}
SECTION = {
    "listing": "listings",
    "penalty": "penalties",
    "permit": "permits",
    "conviction": "convictions",
    "commitment": "commitments",
    "rating": "ratings",
    "points": "points",
}
LETTER = {
    "listing": "L",
    "penalty": "P",
    "permit": "T",
    "conviction": "V",
    "commitment": "C",
    "rating": "R",
    "points": "S",
}
NAMING = {"listing": "list", "rating": "scheme", "points": "scheme"}
AMOUNTS = ("0", "99.99", "100", "100.00", "250.5")
#: What a field of a record may be; fields an absent value leaves unknown.
VALUES: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "listing": {"amount": AMOUNTS, "ground": ("fraud", "default"), "authority": ("body-a", "局")},
    "penalty": {
        "amount": AMOUNTS,
        "field": ("tax", "food"),
        "kind": ("fine", "warning", "suspension"),
        "severity": ("minor", "general", "serious"),
        "large": (True, False),
    },
    "permit": {"matter": ("permit", "permit.food", "fund"), "kind": ("food", "fire")},
    "conviction": {"offence": ("bribery", "fraud"), "sentence": ("fine", "prison")},
    "commitment": {"type": ("approval-replacing", "credit-repair"), "matter": ("permit.food", "fund")},
    "rating": {"grade": GRADES},
    "points": {"value": (40, 60, Decimal("59.5"), 80)},
}
OPEN_EVENTS = {
    "listing": ("corrected_on",),
    "penalty": ("corrected_on", "performed_on"),
    "permit": ("corrected_on",),
    "conviction": ("corrected_on",),
    "commitment": ("corrected_on", "fulfilled_on"),
    "rating": (),
    "points": (),
}
SUBJECT_VALUES: Mapping[str, tuple[Any, ...]] = {
    "region": PLACES,
    "industry": ("food", "building"),
    "founded_on": ("2025-03-01", "2026-02-28"),
    "minor": (True, False),
}
ACTION_VALUES: Mapping[str, tuple[Any, ...]] = {
    "amount": AMOUNTS,
    "authority": BODIES,
    "within_law": ("food-law", "tender-law"),
}
EARLY = {"from": "2000-01-01"}
MEASURED = (["bid"], ["bid"], ["bid"], ["bid", "permit"], ["bid.open", "fund"], ["fund", "bid.open"])
COUNTS = (
    "0",
    "1",
    "2",
    {"at_least": "2"},
    {"at_most": "1"},
    {"below": "2"},
    {"above": "0"},
    {"between": ["1", "2"]},
)
REMOVALS = ("repaired", "fulfilled", "revoked", "objection-upheld", "expired", "suspended")


class Draw(Random):
    """A seeded source with a few more words."""

    def chance(self, likely: float) -> bool:
        """Whether something that `likely` happens does."""
        return self.random() < likely

    def some(self, pool: Sequence[Any], least: int = 0, most: int | None = None) -> list[Any]:
        """A few of the pool, in any order."""
        return self.sample(list(pool), self.randint(least, min(len(pool), most if most is not None else len(pool))))


@dataclass(frozen=True, slots=True)
class Wants:
    """What sort of world a property asks for."""

    near: bool = False  # every day within a few weeks, so that a horizon can be walked day by day
    single: bool = False  # conditions that test each thing once, nothing else in the way
    nameless: bool = True  # tests of listings that name no list
    related: bool = True
    declared: bool = True
    shared_citations: bool = False  # two sources that are cited by one name
    records: int = 5  # so many records at most
    simple: bool = False  # small conditions on few registers: fit for brute force
    points_of_persons: bool = False  # mostly persons, rich in points; restrictions on points as section 9 lets them by
    named_ids: bool = False  # every record has an id
    kinds: tuple[str, ...] = KINDS
    repairs: bool = False  # most lists, schemes and penalties can be repaired, in various ways
    restrictions: float = 0.6  # so many of the measures restrict
    depth: int = 2  # conditions are so deep at most


ANY = Wants()


# --- rules --------------------------------------------------------------------------------------------------------


class RuleMaker:
    """Makes a catalogue and measure lists that hold together: what section 9 refuses is left out."""

    def __init__(self, draw: Draw, wants: Wants) -> None:
        self.draw, self.wants = draw, wants
        self.days = sorted(draw.sample(NEAR if wants.near else CALENDAR, 8))
        self.periods = SHORT_PERIODS if wants.near else PERIODS
        self.lists: dict[str, dict[str, Any]] = {}
        self.schemes: dict[str, dict[str, Any]] = {}
        self.points: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, dict[str, Any]] = {}
        self.unused: set[str] = set()

    def documents(self) -> list[tuple[str, Json]]:
        """The files of one rule set."""
        catalogue = self._catalogue()
        lists = self._measure_lists()
        files = [("catalogue/one.yaml", catalogue)]
        if self.draw.chance(0.3):
            keys = self.draw.some(list(catalogue), 1, len(catalogue) - 1)
            files = [
                ("catalogue/one.yaml", {k: v for k, v in catalogue.items() if k not in keys}),
                ("catalogue/two.yaml", {k: v for k, v in catalogue.items() if k in keys}),
            ]
        return [*files, *((f"list-{n}.yaml", data) for n, data in enumerate(lists))]

    # the catalogue

    def _in_force(self, likely: float) -> dict[str, Any]:
        if not self.draw.chance(likely):
            return {}
        first, last = sorted(self.draw.sample(self.days, 2))
        told = self.draw.choice([{"from": first}, {"until": last}, {"from": first, "until": last}])
        return {"in_force": told}

    def _catalogue(self) -> dict[str, Json]:
        draw = self.draw
        sources = [
            {"id": "law-a", "title": "甲法", "cited_as": ["甲"], "rank": "law", "verified": True},
            {"id": "law-b", "title": "乙法", "rank": "law", "verified": True, **self._in_force(0.6)},
            {"id": "rule-d", "title": "丁规章", "rank": "departmental-rule", "binds": ["body-a"], "verified": True},
            {"id": "reg-p", "title": "省条例", "rank": "local-regulation", "region": "370000", "verified": True},
            {"id": "note-n", "title": "戊通知", "rank": "normative-document", "verified": True, **self._in_force(0.3)},
        ]
        if self.wants.shared_citations and draw.chance(0.5):
            for source in draw.sample(sources, 2):
                source["cited_as"] = [*source.get("cited_as", []), "办法"]
        self.sources = {source["id"]: source for source in sources}
        self.lists = {entry["id"]: entry for entry in self._lists()}
        self.schemes = {
            "tax": {"id": "tax", "title": "纳税信用", "grades": list(GRADES), **self._terms(0.2)},
            "town": {"id": "town", "title": "市级评价", "grades": list(GRADES), "region": draw.choice(PLACES[1:3])},
            "made": {"id": "made", "title": "积分评级", "grades": list(GRADES), "from_points": True},
        }
        self.points = {
            "score": {"id": "score", "title": "积分"},
            "town-score": {"id": "town-score", "title": "市积分", "region": "370300"},
        }
        kinds = [{"id": kind, "title": kind, **self._terms(0.5)} for kind in draw.some(("fine", "warning"))]
        return {
            "sources": sources,
            "lists": list(self.lists.values()),
            "actions": self._actions(),
            "recognition": self._recognition(),
            "rating_schemes": list(self.schemes.values()),
            "points_schemes": list(self.points.values()),
            "authorities": [{"id": body, "title": body} for body in BODIES],
            "roles": [{"id": role, "title": role} for role in ROLES],
            "penalty_kinds": [] if self.wants.single else kinds,
        }

    def _lists(self) -> Iterator[dict[str, Any]]:
        draw = self.draw
        for name, colour, region in (
            ("dark", "black", None),
            ("night", "black", "370000"),
            ("rose", "red", None),
            ("plum", "red", "370300"),
            ("guard", "watch", None),
        ):
            entry: dict[str, Any] = {"id": name, "title": name, "colour": colour, "basis": ["甲法 第一条"]}
            if region and draw.chance(0.8):
                entry["region"] = region
            if draw.chance(0.15):
                entry["cross_check"] = draw.chance(0.5)
            if draw.chance(0.05):
                entry["subjects"] = draw.some(KINDS, 1, 4)
            if draw.chance(0.25):
                entry["extendable"] = True
            if name == "guard" and draw.chance(0.2):
                entry["from_points"] = True
            yield {**entry, **self._terms(0.75)}

    def _terms(self, likely: float) -> dict[str, Any]:
        draw = self.draw
        if not draw.chance(likely):
            return {}
        if draw.chance(0.25):
            turn = draw.choice(self.days)
            before = (date.fromisoformat(turn) - timedelta(days=draw.choice([1, 1, 20]))).isoformat()
            first = {"in_force": {"until": before}, **self._term()}
            second = {"in_force": {"from": turn}, **self._term()}
            return {"terms": [first, second] if draw.chance(0.8) else [second]}
        return {"terms": [self._term()]}

    def _term(self) -> dict[str, Any]:
        draw = self.draw
        short, long = draw.choice(self.periods[:5]), draw.choice(self.periods[3:])
        period = draw.choice(
            [
                draw.choice(self.periods),
                draw.choice(self.periods),
                "none",
                {"at_least": short, "at_most": long},
                {"at_least": short},
                {"at_most": long},
                "as-decided",
            ]
        )
        repair = {"after": short, "conditions": "改正", "basis": ["甲法 第二条"]}
        told = draw.choice([None, repair, {"none": True, "basis": ["甲法 第三条"]}])
        if self.wants.repairs and draw.chance(0.85):
            period = draw.choice(["none", "none", "none", period, {"at_least": "1 month"}, "3 years"])
            told = {"conditions": "改正", "basis": ["甲法 第二条"]}
            if draw.chance(0.75):
                told["after"] = draw.choice((*SHORT_PERIODS, "1 day", "3 days"))
            if draw.chance(0.4):
                told["counted_from"] = draw.choice(("corrected_on", "corrected_on", "published_on", "ends_on"))
        return {"period": period, **({"repair": told} if told else {})}

    def _actions(self) -> list[dict[str, Any]]:
        draw = self.draw
        found = []
        for code in CODES:
            entry: dict[str, Any] = {"id": code, "title": code}
            if code == "fund" and draw.chance(0.5):
                entry["within"] = ["bid"]
            if code == "permit.food" and draw.chance(0.5):
                entry["within"] = ["fund"]
            if draw.chance(0.4):
                entry["handled_by"] = draw.some(BODIES, 1, 2)
            found.append(entry)
        return found

    def _recognition(self) -> list[dict[str, Any]]:
        draw = self.draw
        return [
            {
                "here": draw.choice(("110000", "370000", "370300")),
                "from": draw.some(("370000", "370300", "CN"), 1, 2),
                **({"lists": draw.some(("night", "plum"), 1, 2)} if draw.chance(0.4) else {}),
                **self._in_force(0.6),
            }
            for _ in range(draw.choice([0, 0, 1, 2]))
        ]

    # measure lists

    def _measure_lists(self) -> Iterator[dict[str, Any]]:
        draw = self.draw
        for name in ("alpha", "beta")[: 1 if self.wants.simple or self.wants.single else draw.choice([1, 2, 2])]:
            region = draw.choice(["CN", "CN", "CN", "CN", "370000", "370300"])
            several = draw.chance(0.35) and not self.wants.single
            always = EARLY | self._in_force(0.1).get("in_force", {})
            for edition, in_force in self._editions() if several else [("1", {"in_force": always})]:
                header = {"measure_list": name, "title": name, "region": region, "edition": edition, **in_force}
                yield {**header, "measures": self._measures(name, header)}

    def _editions(self) -> list[tuple[str, dict[str, Any]]]:
        """Two or three editions that do not overlap, at times with a gap between them."""
        draw = self.draw
        turns = sorted(draw.sample(self.days, draw.choice([1, 2])))
        found = []
        start: str | None = None
        for number, turn in enumerate([*turns, None]):
            told = {"from": start} if start else dict(EARLY)
            if turn:
                before = date.fromisoformat(turn) - timedelta(days=draw.choice([1, 1, 1, 4]))
                told["until"] = max(before.isoformat(), start or before.isoformat())
            found.append((str(number + 1), {"in_force": told}))
            start = turn
        return found

    def _measures(self, name: str, header: Mapping[str, Any]) -> list[dict[str, Any]]:
        most = 2 if self.wants.simple else 3 if self.wants.single else 5
        return [self._measure(f"{name}-m{n}", header) for n in range(self.draw.randint(1, most))]

    def _measure(self, name: str, header: Mapping[str, Any]) -> dict[str, Any]:
        draw, wants = self.draw, self.wants
        restricts = draw.chance(wants.restrictions)
        measure: dict[str, Any] = {
            "id": name,
            "title": name,
            "polarity": "restriction" if restricts else "incentive",
            "effect": draw.choice(RESTRICTING if restricts else REWARDING),
            "duty": draw.choice(("must", "may")),
            "actions": ["bid"] if wants.repairs else draw.choice(MEASURED),
        }
        if restricts:
            measure |= {"category": "statutory", "way_out": {"none": True, "basis": ["甲法 第九条"]}}
        if draw.chance(0.2) and not wants.simple:
            measure["by"] = draw.some(BODIES, 1, 2)
        if draw.chance(0.2) and not wants.simple:
            measure["subjects"] = UNITS if draw.chance(0.5) else draw.some(KINDS, 2, 4)
        if draw.chance(0.1) and not wants.single:
            measure |= self._in_force(1)
            if not _meet(measure["in_force"], header.get("in_force", {})):
                del measure["in_force"]
        if not restricts and (draw.chance(0.3) or wants.single):
            measure["entitlement"] = True
        if wants.declared and draw.chance(0.2):
            measure["accepts_declaration"] = {"fact": "clean", "basis": ["甲法 第七条"]}
        measure["basis"] = self._bases(measure, header)
        reaches = wants.related and not wants.single and draw.chance(0.12)
        points = wants.points_of_persons or not restricts or (measure.get("subjects") == UNITS and not reaches)
        self.unused = {*self.lists, *self.schemes, *self.points, *RECORD_KINDS, *SUBJECT_VALUES, *ACTION_VALUES}
        maker = _ConditionMaker(self, restricts, points, wants.related, "by" in measure, self.spread(header))
        plain = draw.chance(0.3) and not wants.single and not wants.simple
        measure["when"] = maker.usual() if plain else maker.condition(1 if wants.single else wants.depth)
        if wants.repairs and draw.chance(0.7):
            measure["when"] = maker.leaving()
        if not restricts and draw.chance(0.04) and not wants.simple and not wants.single:
            measure["when"] = "always"
        if draw.chance(0.2) and not wants.single:
            starts = self._starts(measure["when"])
            fixed = {"fixed": draw.choice(self.periods), "from": draw.choice(starts)} if starts else "life"
            measure["lasts"] = fixed if draw.chance(0.8) else "life"
        if reaches:
            measure["reaches"] = [{"role": draw.choice(ROLES), "basis": [self.spread(header)]}]
        return measure

    def spread(self, header: Mapping[str, Any]) -> str:
        """A basis for reaching somebody related, in force at least on some day of the list's."""
        in_time = _meet(self.sources["law-b"].get("in_force", {}), header.get("in_force", {}))
        return self.draw.choice(("甲法", "乙法 第一条") if in_time else ("甲法 第八条",))

    def _starts(self, when: Any) -> list[str]:
        """The dates every record that may bring the measure has."""
        kinds = sorted(_kinds_that_bring(when, True))
        if not kinds:
            return []
        dates = [{OWN_DATE[kind], *OPEN_EVENTS[kind], "ends_on", "corrected_on"} for kind in kinds]
        if "commitment" in kinds:
            dates[kinds.index("commitment")] |= {"breached_on", "due_on"}
        return sorted(set.intersection(*dates))

    def _bases(self, measure: Mapping[str, Any], header: Mapping[str, Any]) -> list[Any]:
        draw = self.draw
        own_work = measure["effect"] in OWN_WORK and measure.get("by") == ["body-a"]
        chosen = draw.some(("law-a", "law-b", "rule-d", "reg-p", "note-n"), 1, 3)
        carries = {"law-a", "law-b"}
        carries |= {"rule-d"} if own_work else set()
        carries |= {"reg-p"} if header["region"].startswith("37") else set()
        carries |= set(self.sources) if measure["polarity"] == "incentive" else set()
        spans = [measure.get("in_force", {}), header.get("in_force", {})]
        if not any(n in carries and _meet(self.sources[n].get("in_force", {}), *spans) for n in chosen):
            chosen.append("law-a")
        if measure.get("entitlement"):
            chosen.append("law-a")
        return [
            f"{self.sources[n]['title']} 第一条" if draw.chance(0.7) else {"source": n, "article": "第二条"}
            for n in dict.fromkeys(chosen)
        ] + (["办法"] if "办法" in str(self.sources) and measure["polarity"] == "incentive" else [])


def _kinds_that_bring(when: Any, helps: bool) -> set[str]:
    """The kinds of record tested under an even number of `not`s (a count's upper bound turns it once more)."""
    if when == "always":
        return set()
    ((key, inner),) = when.items()
    if key in ("all", "any"):
        return {kind for term in inner for kind in _kinds_that_bring(term, helps)}
    if key == "not":
        return _kinds_that_bring(inner, not helps)
    if key == "related":
        return _kinds_that_bring(inner["holds"], helps)
    count = inner.get("count")
    turned = isinstance(count, Mapping) and set(count) <= {"at_most", "below"}
    both = count is not None and (not isinstance(count, Mapping) or "between" in count)
    return {key} if key in OWN_DATE and (both or helps is not turned) else set()


def _meet(*spans: Mapping[str, str]) -> bool:
    """Whether the spans have a day in common."""
    return max(s.get("from", "0001-01-01") for s in spans) <= min(s.get("until", "9999-12-31") for s in spans)


@dataclass
class _ConditionMaker:
    rules: RuleMaker
    restricts: bool
    points: bool  # may test points, or what is made of them
    related: bool
    by: bool  # the measure names who handles it
    spread: str  # a basis for looking at somebody related

    def __post_init__(self) -> None:
        self.draw, self.wants = self.rules.draw, self.rules.wants

    def usual(self) -> dict[str, Any]:
        """A record of a sort; at times together with the absence of another, or once rather than now."""
        found = self.plain()
        if self.draw.chance(0.3):
            return {"all": [found, {"not": self._records(self.draw.choice(("penalty", "listing", "conviction")))}]}
        if self.draw.chance(0.2) and not self.wants.simple:
            ((_, test),) = found.items()
            test |= {"standing": "any", "basis": ["甲法 第六条"]}
        return found

    def leaving(self) -> dict[str, Any]:
        """Records of which most can be left behind, together, one of them, or so many."""
        draw = self.draw
        tests = [self._leavable() for _ in range(draw.choice([1, 1, 2, 2, 3]))]
        found = {draw.choice(("any", "any", "all")): tests} if len(tests) > 1 else tests[0]
        if draw.chance(0.2):
            found = {"all": [found, {"not": self._leavable()}]}
        if self.related and draw.chance(0.15):
            found = {"related": {"role": draw.choice(ROLES), "holds": found, "basis": [self.spread]}}
        return found

    def _leavable(self) -> dict[str, Any]:
        draw = self.draw
        kind = draw.choice(("listing", "listing", "listing", "penalty", "penalty", "commitment", "rating"))
        test: dict[str, Any] = {}
        if kind == "listing":
            test["list"] = draw.some([n for n in LISTS if n != "guard"], 1, 3)
        elif kind == "rating":
            test = {"scheme": "tax", "grade": draw.some(GRADES, 1, 2)}
        elif draw.chance(0.6):
            test["performed_on" if kind == "penalty" else "fulfilled_on"] = {"happened": draw.chance(0.2)}
        if draw.chance(0.25):
            test["count"] = draw.choice(({"at_least": "2"}, {"at_least": "2"}, {"at_least": "3"}, {"at_most": "1"}))
        return {kind: test}

    def plain(self) -> dict[str, Any]:
        """As most measures are: on a list, or with a record of a sort."""
        kind = self.draw.choice(("listing", "listing", "listing", "penalty", "rating"))
        if kind == "penalty":
            return {kind: {}}
        test: dict[str, Any] = {NAMING[kind]: self.draw.choice(self._names(kind) or ["dark"])}
        if kind == "rating":
            test["grade"] = self.draw.choice(GRADES)
        return {kind: test}

    def condition(self, depth: int) -> dict[str, Any]:
        """A condition of at most so many levels above its tests."""
        draw = self.draw
        sort = draw.random()
        if depth <= 0 or sort < 0.35:
            return self.test(depth)
        if sort < (0.95 if self.wants.repairs else 0.85):
            terms = [self.condition(depth - 1) for _ in range(draw.choice([1, 2, 2, 2, 3]))]
            return {draw.choice(("all", "any")): terms}
        return {"not": self.condition(depth - 1)}

    def test(self, depth: int) -> dict[str, Any]:
        """One test."""
        draw = self.draw
        if self.wants.single:
            return self._test_once()
        if self.related and not self.wants.simple and depth >= 0 and draw.chance(0.12):
            points = self.points and (not self.restricts or self.wants.points_of_persons)
            inner = replace(self, points=points, related=draw.chance(0.3))
            basis = {"basis": [self.spread]}
            told = basis if self.restricts or draw.chance(0.3) else {}
            return {"related": {"role": draw.choice(ROLES), "holds": inner.condition(depth - 1), **told}}
        if draw.chance(0.12):
            return self._fact()
        kinds = ["listing"] * 6 + ["penalty"] * 3 + ["permit", "conviction", "commitment", "rating", "rating"]
        return self._records(draw.choice(kinds + (["points"] if self.points else [])))

    def _test_once(self) -> dict[str, Any]:
        """A test of something nothing else tests; simple fields only."""
        draw, unused = self.draw, self.rules.unused
        if self.by:
            unused.discard("authority")
        free = sorted(
            name
            for name in unused
            if name not in ("listing", "rating", "points")
            and (self.points or name not in ("score", "town-score", "made", "guard"))
        )
        name = draw.choice(free)
        unused.discard(name)
        if name in ACTION_VALUES:
            if name == "authority":
                return {"action": {name: draw.choice(BODIES)}}
            return {"action": {name: self._wanted(name, ACTION_VALUES[name])}}
        if name in SUBJECT_VALUES:
            return {"subject": {name: self._wanted(name, SUBJECT_VALUES[name])}}
        kind = self.rules_kind(name)
        test: dict[str, Any] = {NAMING[kind]: name} if kind in NAMING else {}
        fields = [f for f in VALUES[kind] if f != "authority"]
        for field_name in draw.some(fields, 0, 1) if kind not in ("rating", "points") else fields:
            test[field_name] = self._wanted(field_name, VALUES[kind][field_name])
        if kind not in ("rating", "points"):
            if draw.chance(0.3):
                test["count"] = {draw.choice(("at_least", "at_most")): draw.choice(("1", "2"))}
            if draw.chance(0.2):
                test["within"] = draw.choice(self.rules.periods)
        return {kind: test}

    def rules_kind(self, name: str) -> str:
        """The kind of record a list, scheme or kind is of."""
        if name in self.rules.lists:
            return "listing"
        return "rating" if name in self.rules.schemes else "points" if name in self.rules.points else name

    def _fact(self) -> dict[str, Any]:
        draw = self.draw
        if draw.chance(0.5):
            name = draw.choice(("kind", *SUBJECT_VALUES))
            pool = {"kind": KINDS, **SUBJECT_VALUES}[name]
            return {"subject": {name: self._wanted(name, pool)}}
        name = draw.choice(("code", "region", "date", *ACTION_VALUES))
        pool = {"code": CODES, "region": PLACES, "date": tuple(self.rules.days), **ACTION_VALUES}[name]
        return {"action": {name: self._wanted(name, pool)}}

    def _wanted(self, name: str, pool: Sequence[Any]) -> Any:
        """What a field is tested against."""
        draw = self.draw
        if self.wants.single:  # nothing that is always or never so
            pool = [value for value in pool if value not in ("0", "CN")]
        if name in ("amount", "value", "date", "founded_on") or (name.endswith("_on") and draw.chance(0.9)):
            bound = draw.choice(("at_least", "at_most", "above", "below", "between"))
            if bound == "between" and not self.wants.single:
                number = name in ("amount", "value")
                return {"between": sorted(draw.choices(pool, k=2), key=Decimal if number else str)}
            return {bound if bound != "between" else "at_least": draw.choice(pool)}
        return draw.choice(pool) if draw.chance(0.75) or self.wants.single else draw.some(pool, 1, 2)

    def _records(self, kind: str) -> dict[str, Any]:
        draw, rules = self.draw, self.rules
        test: dict[str, Any] = {}
        if kind in NAMING:
            names = self._names(kind)
            if names:
                test[NAMING[kind]] = names if len(names) > 1 or draw.chance(0.2) else names[0]
        likely = 0.75 if kind in ("rating", "points") else 0.1 if self.wants.repairs else 0.3
        for name, pool in VALUES[kind].items():
            if draw.chance(likely):
                test[name] = self._wanted(name, pool)
            likely = likely if kind in ("rating", "points") else 0.15
        if kind not in ("rating", "points"):
            self._dates(kind, test)
        if draw.chance(0.2):
            test["count"] = draw.choice(COUNTS)
        if draw.chance(0.2):
            dates = [OWN_DATE[kind], *OPEN_EVENTS[kind], *(["breached_on"] if kind == "commitment" else [])]
            of = draw.choice(dates)
            period = draw.choice(rules.periods)
            test["within"] = period if of == OWN_DATE[kind] else {"period": period, "of": of}
        if draw.chance(0.12) and not (self.wants.simple and kind in ("rating", "points")):
            test |= {"standing": "any", "basis": ["甲法 第六条"]}
        return {kind: test}

    def _dates(self, kind: str, test: dict[str, Any]) -> None:
        draw = self.draw
        events = [*OPEN_EVENTS[kind], "removed_on", "objection.accepted_on"]
        events += ["breached_on"] if kind == "commitment" else []
        for name in draw.some(events, 0, 1) if draw.chance(0.2) else []:
            test[name] = {"happened": draw.chance(0.6)}
        if self.wants.repairs and kind in ("penalty", "commitment") and draw.chance(0.5):
            test["performed_on" if kind == "penalty" else "fulfilled_on"] = {"happened": draw.chance(0.2)}
        if draw.chance(0.06):
            test[draw.choice((OWN_DATE[kind], "ends_on", *events[:1]))] = {
                draw.choice(("at_least", "at_most", "above")): draw.choice(self.rules.days)
            }
        if draw.chance(0.03):
            test["removal"] = draw.choice(REMOVALS)

    def _names(self, kind: str) -> list[str]:
        draw, rules = self.draw, self.rules
        known = {"listing": rules.lists, "rating": rules.schemes, "points": rules.points}[kind]
        allowed = [name for name, entry in known.items() if self.points or not entry.get("from_points")]
        if kind == "listing" and self.wants.nameless and len(allowed) == len(known) and draw.chance(0.06):
            return []
        return draw.some(allowed, 1, draw.choice([1, 1, 2]))


# --- profiles and actions -----------------------------------------------------------------------------------------


class ProfileMaker:
    """Makes profiles that do not contradict themselves, and actions to check them at."""

    def __init__(self, draw: Draw, wants: Wants, days: Sequence[str]) -> None:
        self.draw, self.wants, self.days = draw, wants, list(days)

    def action(self) -> dict[str, Any]:
        """An action, near the middle of the days."""
        draw = self.draw
        day = draw.choice(self.days[4 if self.wants.repairs else 2 :])
        action: dict[str, Any] = {"code": draw.choice(("bid", *["bid.open"] * 7, "fund", *CODES)), "date": day}
        if draw.chance(0.15 if self.wants.repairs else 0.35):
            action["known"] = draw.choice([day, day, *self.days])
        if draw.chance(0.75):
            action["region"] = draw.choice(("370300", "370300", "370000", "110000", "CN"))
        for name, pool in ACTION_VALUES.items():
            if draw.chance(0.5):
                action[name] = draw.choice(pool)
        return action

    def profile(self, depth: int = 0) -> dict[str, Any]:
        """A profile; related subjects have one of their own."""
        draw, wants = self.draw, self.wants
        kind = draw.choice(PERSONS) if wants.points_of_persons and draw.chance(0.7) else draw.choice(wants.kinds)
        subject: dict[str, Any] = {"kind": "enterprise" if draw.chance(0.4) and not wants.points_of_persons else kind}
        if draw.chance(0.85):
            subject |= {"id": draw.choice(("S-1", "S-2")), "scheme": "internal"}
        if draw.chance(0.5):
            subject["name"] = draw.choice(("某公司", "某人"))
        for name, pool in SUBJECT_VALUES.items():
            if draw.chance(0.4):
                subject[name] = draw.choice((*pool, None))
        profile: dict[str, Any] = {"subject": subject, "consulted": self._consulted()}
        if draw.chance(0.15 if wants.repairs else 0.6) and not depth:
            profile["as_of"] = draw.choice(self.days[3:])
        if draw.chance(0.3):
            profile["declared"] = [{"fact": draw.choice(("clean", "clean", "other"))}]
        for _ in range(draw.randint(2 if wants.repairs and not depth else 0, max(1, wants.records - 2 * depth))):
            self._add_record(profile)
        if wants.related and depth < 2 and draw.chance(0.45 if depth == 0 else 0.15):
            profile["related"] = [self._relation(n, depth) for n in range(draw.choice([1, 1, 2]))]
        return profile

    def _relation(self, number: int, depth: int) -> dict[str, Any]:
        draw = self.draw
        relation: dict[str, Any] = {"id": f"X{number + 1}", "role": draw.choice(ROLES)}
        first, last = sorted(draw.choices(self.days, k=2))
        if draw.chance(0.3):
            relation["from"] = first
        if draw.chance(0.3):
            relation["until"] = last
        return relation | {"profile": self.profile(depth + 1)}

    def _consulted(self) -> list[Any]:
        draw = self.draw
        sort = draw.random()
        if sort < (0.8 if self.wants.simple or self.wants.repairs else 0.45):
            return ["all"]
        if sort < 0.5:
            return []
        names = draw.some(ATOMS, 1)
        if sort < 0.7:
            names = [name for name in ATOMS if draw.chance(0.9)]
        if draw.chance(0.3):
            names += draw.some(("listing.black", "listing.red", "listing.watch", "listing", "rating", "related"), 1, 3)
        return [{"what": name, "channel": "窗口"} if draw.chance(0.05) else name for name in dict.fromkeys(names)]

    def _add_record(self, profile: dict[str, Any]) -> None:
        draw, wants = self.draw, self.wants
        kinds = ["listing"] * 6 + ["penalty"] * 3 + ["permit", "conviction", "commitment", "rating", "rating", "points"]
        if wants.points_of_persons:
            kinds += ["points"] * 6
        kind = draw.choice(kinds)
        section = profile.setdefault(SECTION[kind], [])
        record = self.record(kind)
        if draw.chance(0.8) or wants.named_ids:
            record["id"] = f"{LETTER[kind]}{len(section) + 11}"
        section.append(record)
        if kind in ("rating", "points") and draw.chance(0.3):  # an earlier or a later grade
            schemes = {key: value for key, value in record.items() if key == "scheme"}
            section.append({**self.record(kind, **schemes), "id": f"{LETTER[kind]}{len(section) + 11}"})
        if draw.chance(0.1):  # told twice, nearly alike
            twin = {k: v for k, v in record.items() if draw.chance(0.85) or k in (NAMING.get(kind), OWN_DATE[kind])}
            twin |= {"id": f"{LETTER[kind]}{len(section) + 11}"}
            section.append(self.consistent(twin, kind))
        if "id" in record and draw.chance(0.15):
            other = self.record(kind)
            shared = {k: v for k, v in record.items() if draw.chance(0.7) or k == NAMING.get(kind)}
            other = self.consistent({**other, **shared, "id": record["id"], "known_on": draw.choice(self.days)}, kind)
            if other["known_on"] != record.get("known_on", record[OWN_DATE[kind]]):
                section.append(other)

    def record(self, kind: str, **told: Any) -> dict[str, Any]:
        """A record of a kind; `told` fields are kept."""
        draw = self.draw
        record: dict[str, Any] = {OWN_DATE[kind]: draw.choice(self.days)}
        if kind == "listing":
            record["list"] = draw.choice(("dark", "dark", "night", "rose", "rose", "plum", "guard"))
            if draw.chance(0.02):
                record["list"] = "not-loaded"
            if draw.chance(0.4):
                record["document"] = draw.choice(("1号", "2号"))
        elif kind in NAMING:
            schemes = ("tax", "tax", "town", "made") if kind == "rating" else ("score", "town-score")
            record["scheme"] = draw.choice(schemes)
        for name, pool in VALUES[kind].items():
            if draw.chance(0.75):
                record[name] = draw.choice(pool) if draw.chance(0.95) else None
        if kind == "commitment" and draw.chance(0.5):
            record["due_on"] = draw.choice(self.days)
        for name in OPEN_EVENTS[kind]:
            if draw.chance(0.5):
                record[name] = draw.choice((None, *self.days))
        if kind == "commitment" and draw.chance(0.4):
            record["breached_on"] = draw.choice((None, *self.days))
        if draw.chance(0.25):
            record["known_on"] = draw.choice(self.days)
        since = [day for day in self.days if day >= record[OWN_DATE[kind]]] or [record[OWN_DATE[kind]]]
        if draw.chance(0.25 if kind != "rating" else 0.08):
            record["ends_on"] = draw.choice((*since, "never", None))
        if draw.chance(0.35 if kind not in ("rating", "points") and not self.wants.repairs else 0.1):
            record["removed_on"] = draw.choice(since)
            record["removal"] = draw.choice((None, None, None, *REMOVALS, "suspended", "repaired", "repaired"))
            if record["removal"] == "suspended" and draw.chance(0.7):
                record["resumes_on"] = draw.choice(since)
        if draw.chance(0.12):
            record["objection"] = self._objection()
        return self.consistent({**record, **told}, kind)

    def _objection(self) -> dict[str, Any]:
        draw = self.draw
        filed, accepted, closed = sorted(draw.choices(self.days, k=3))
        objection: dict[str, Any] = {"filed_on": filed}
        if draw.chance(0.85):
            objection["accepted_on"] = accepted
            if draw.chance(0.5):
                objection |= {"closed_on": closed, "upheld": draw.chance(0.6)}
        return objection

    @staticmethod
    def consistent(record: dict[str, Any], kind: str) -> dict[str, Any]:
        """The record without the dates that contradict its own."""
        own = record[OWN_DATE[kind]]
        for name in ("removed_on", "ends_on", "performed_on", "fulfilled_on", "breached_on"):
            if record.get(name) and record[name] != "never" and record[name] < own:
                del record[name]
        if not record.get("removed_on"):
            record.pop("removal", None)
        if record.get("resumes_on") and record["resumes_on"] < record.get("removed_on", "9"):
            del record["resumes_on"]
        return record


#: Everything that can be looked up, each by itself; together they are `all`.
LISTS = {"dark": "black", "night": "black", "rose": "red", "plum": "red", "guard": "watch"}
ATOMS = (
    *LISTS,
    "penalty",
    "permit",
    "conviction",
    "commitment",
    "rating.tax",
    "rating.town",
    "rating.made",
    "points.score",
    "points.town-score",
    "related.member",
    "related.boss",
)


# --- worlds -------------------------------------------------------------------------------------------------------


def as_authored(data: Json) -> Json:
    """Plain data with every scalar as a YAML file hands it over."""
    if isinstance(data, Mapping):
        return {str(key): as_authored(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [as_authored(item) for item in data]
    if data is None:
        return None
    return YamlText(str(data).lower() if isinstance(data, bool) else str(data))


@dataclass
class Rules:
    """A rule set as authored, and its plan."""

    documents: list[tuple[str, Json]]

    @cached_property
    def plan(self) -> Plan:
        """The plan; a rejected rule set is a fault of the generator, and raises."""
        return plan_of(Document(name, as_authored(data)) for name, data in self.documents)


@dataclass
class Case:
    """One subject at one action under one rule set, as plain data, and as the engine reads it."""

    rules: Rules
    profile: Json
    action: Json
    seed: str = ""
    days: Sequence[str] = CALENDAR
    wants: Wants = ANY

    @property
    def plan(self) -> Plan:
        """The plan of the rules."""
        return self.rules.plan

    @cached_property
    def draw(self) -> Draw:
        """What the property itself draws from."""
        return Draw(self.seed)

    @cached_property
    def maker(self) -> ProfileMaker:
        """For records and profiles made by the property."""
        return ProfileMaker(self.draw, self.wants, self.days)

    @cached_property
    def subject(self) -> CreditProfile:
        """The profile as read."""
        return CreditProfile.from_data(self.profile)

    @cached_property
    def asked(self) -> Action:
        """The action as read."""
        return action_from(self.action)

    @cached_property
    def facts(self) -> Facts:
        """What is known."""
        return gather(self.plan.law, self.subject.prepared, self.asked)

    def but(self, **changed: Any) -> "Case":
        """The same case with another profile, action or rules."""
        told = {"rules": self.rules, "profile": self.profile, "action": self.action, "seed": self.seed}
        return Case(**{**told, "days": self.days, "wants": self.wants, **changed})


def cases_of(seed: int, wants: Wants, profiles: int) -> Iterator[Case]:
    """One rule set and several profiles to try against it; the same seed makes the same cases."""
    draw = Draw(f"rules {seed}")
    maker = RuleMaker(draw, wants)
    rules = Rules(maker.documents())
    if wants.points_of_persons:
        rules = without_what_points_would_restrict(rules)
    for number in range(profiles):
        profiles_of = ProfileMaker(Draw(f"profile {seed} {number}"), wants, maker.days)
        yield Case(rules, profiles_of.profile(), profiles_of.action(), f"{seed}/{number}", maker.days, wants)


def without_what_points_would_restrict(rules: Rules) -> Rules:
    """The rules without the measures that are refused for restricting by points."""
    try:
        _ = rules.plan
    except RulesetError as refused:
        if any(told.code != "points-restrict" for told in refused.problems):
            raise
        messages = " ".join(told.message["en"] for told in refused.problems)
        documents = [
            (name, {**data, "measures": [m for m in data["measures"] if f"`{m['id']}`" not in messages]})
            if "measure_list" in data
            else (name, data)
            for name, data in rules.documents
        ]
        return Rules(documents)
    return rules


def copied(data: Json) -> Json:
    """A deep copy of plain data."""
    if isinstance(data, dict):
        return {key: copied(value) for key, value in data.items()}
    return [copied(item) for item in data] if isinstance(data, list) else data


def every_profile(profile: Json) -> Iterator[Json]:
    """A profile and those of its related subjects, and of theirs."""
    yield profile
    for relation in profile.get("related", ()):
        yield from every_profile(relation["profile"])


def records_in(profile: Json) -> Iterator[tuple[str, Json]]:
    """Every entry of a profile itself, with its kind."""
    for kind, section in SECTION.items():
        for record in profile.get(section, ()):
            yield kind, record


def names_in(profile: Json) -> set[str]:
    """What was looked up."""
    return {entry if isinstance(entry, str) else entry["what"] for entry in profile.get("consulted", ())}


def covers(names: set[str], kind: str, name: str | None = None) -> bool:
    """Whether records of a kind (and list or scheme) were looked up."""
    if "all" in names or kind in names:
        return True
    if kind == "listing":
        if name is None:
            return {"listing.black", "listing.red", "listing.watch"} <= names
        return name in names or f"listing.{LISTS.get(name)}" in names
    return name is not None and f"{kind}.{name}" in names


# --- looking at cases ---------------------------------------------------------------------------------------------


def findings_of(case: Case) -> dict[tuple[str, str, str], str]:
    """What every measure comes to, by list, edition and id; what is out of scope does not apply."""
    found = {(m.list.measure_list, m.list.edition, m.id): "does-not-apply" for m in case.plan.measures}
    for verdict in in_process.evaluate(case.plan, case.facts):
        planned = verdict.planned
        found[planned.list.measure_list, planned.list.edition, planned.id] = verdict.finding
    return found


def decision_of(case: Case) -> Decision:
    """The decision a caller gets."""
    return check_subject(case.plan, case.subject, case.asked)


def current(case: Case, profile: Json) -> list[tuple[str, Json]]:
    """The entries of a profile that count on `known`: of each record the latest version."""
    known = case.facts.known.isoformat()
    latest: dict[Any, tuple[str, str, Json]] = {}
    for number, (kind, entry) in enumerate(records_in(profile)):
        since = entry.get("known_on") or entry[OWN_DATE[kind]]
        key = (kind, entry.get("id", number))
        if since <= known and (key not in latest or latest[key][0] < since):
            latest[key] = (since, kind, entry)
    return [(kind, entry) for _, kind, entry in latest.values()]

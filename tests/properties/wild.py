"""Wilder worlds than most properties need: odd regions and words, days at the ends of the calendar, huge and tiny
numbers, tests of every field. One profile is asked at several actions, for profiles cost the most to make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from credit_rules.errors import RulesetError
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.pipeline import plan_of
from credit_rules.profiles import CreditProfile, action_from
from credit_rules.stages.gathering import gather
from credit_rules.stages.reading import Document
from properties.strategies import (
    OPEN_EVENTS,
    OWN_DATE,
    REMOVALS,
    Draw,
    Json,
    ProfileMaker,
    RuleMaker,
    Rules,
    Wants,
    as_authored,
    copied,
    every_profile,
    records_in,
    without_what_points_would_restrict,
)

REGIONS = ("CN", "000000", "100000", "370000", "370300", "370301", "370003", "110000")
WORDS = ("1号", "2号", "a b", "?", "-", "=", "=?", '他说"好"\\', "𠀀\n\t", "true", "1", "null", "x" * 4464)
#: Words of profiles only: the last is that one and 65,536 more, which the engine would take for it.
TOLD = (*WORDS, "", "x" * 70_000)
AMOUNTS = ("0", "0.01", "99.98", "99.99", "100", "100.01", "250.5", "12345678901234.56")
HUGE = ("1E+30", "-1E+30", "1E-30", "-1E-30")
NUMBERS = ("-3", "0", "40", "59.5", "59.500000001", "59.499999999", "60", "80", "1000000000")
ENDS = ("0001-01-01", "0001-01-02", "2024-02-29", "9999-12-30", "9999-12-31")
BOUNDS = ("at_least", "at_most", "above", "below")
LONG = ("100 years", "1200 months", "36500 days")
EVENTS = ("removed_on", "corrected_on", "objection.filed_on", "objection.accepted_on", "objection.closed_on")
DAYS = ("published_on", "known_on", "ends_on", "resumes_on", *EVENTS)


@dataclass
class Asked:
    """One subject at one action, with the plain data it was made from."""

    documents: list[tuple[str, Json]]
    plan: Plan
    profile: Json
    action: Json
    subject: CreditProfile

    @cached_property
    def facts(self) -> Facts:
        """What is known."""
        return gather(self.plan.law, self.subject.prepared, action_from(self.action))


def asked_of(seed: int, wants: Wants, profiles: int, actions: int) -> list[Asked]:
    """One rule set, several profiles, and each at several actions; the same seed makes the same cases."""
    draw = Draw(f"wild {seed}")
    maker = RuleMaker(draw, wants)
    rules = Rules(maker.documents())
    if wants.points_of_persons:
        rules = without_what_points_would_restrict(rules)
    documents, plan = _spiced(rules, draw, maker.days)
    found = []
    for number in range(profiles):
        days = [*maker.days, *draw.some(ENDS, 0, 2)] if draw.chance(0.3) else maker.days
        making = ProfileMaker(Draw(f"wild profile {seed} {number}"), wants, sorted(days))
        profile = making.profile()
        for each in every_profile(profile):
            _spice_profile(each, draw, making)
        subject = CreditProfile.from_data(profile)
        for _ in range(actions):
            action = making.action()
            _spice_action(action, draw)
            found.append(Asked(documents, plan, profile, action, subject))
    return found


def _spiced(rules: Rules, draw: Draw, days: Sequence[str]) -> tuple[list[tuple[str, Json]], Plan]:
    """The rules with wilder conditions; as they were where those are refused."""
    documents = [(name, copied(data)) for name, data in rules.documents]
    for _, data in documents:
        for measure in data.get("measures", ()):
            if measure["when"] != "always":
                tangled = draw.chance(0.12)
                if tangled:
                    measure["when"] = _tangled(measure["when"], draw)
                for _ in range(4 if tangled else 1):
                    _spice_condition(measure["when"], draw, days)
    try:
        return documents, plan_of(Document(name, as_authored(data)) for name, data in documents)
    except RulesetError:  # a count can turn round which records bring the measure, and a period runs from one of theirs
        return rules.documents, rules.plan


def _tangled(when: Json, draw: Draw) -> Json:
    """A large condition made of the pieces of a small one, again and again; what helps still helps."""
    pieces = list(_pieces(when))

    def made(depth: int) -> Json:
        if depth == 0 or draw.chance(0.2):
            return copied(draw.choice(pieces))
        return {draw.choice(("all", "any")): [made(depth - 1) for _ in range(draw.randint(1, 5))]}

    return made(draw.randint(2, 4))


def _pieces(when: Json) -> Iterator[Json]:
    ((key, inner),) = when.items()
    if key in ("all", "any"):
        for term in inner:
            yield from _pieces(term)
    else:
        yield when


def _spice_condition(when: Json, draw: Draw, days: Sequence[str]) -> None:
    ((key, inner),) = when.items()
    if key in ("all", "any"):
        for term in inner:
            _spice_condition(term, draw, days)
    elif key == "not":
        _spice_condition(inner, draw, days)
    elif key == "related":
        _spice_condition(inner["holds"], draw, days)
    elif key in OWN_DATE and draw.chance(0.3):
        _spice_test(key, inner, draw, days)
    elif key in ("subject", "action") and draw.chance(0.3):
        name = draw.choice(("region", "industry") if key == "subject" else ("region", "case"))
        inner[name] = draw.some(REGIONS if name == "region" else WORDS, 1, 3)


def _spice_test(kind: str, test: dict[str, Any], draw: Draw, days: Sequence[str]) -> None:
    """One more thing a test asks for, or another number of records."""
    match draw.choice(("region", "word", "day", "happened", "amount", "count", "within", "removal")):
        case "region":
            test["region"] = draw.some(REGIONS, 1, 3)
        case "word":
            test[draw.choice(("document", "authority"))] = draw.some(WORDS, 1, 3)
        case "day":
            name, pool = draw.choice((*DAYS, OWN_DATE[kind])), (*days, *ENDS)
            test[name] = {draw.choice(BOUNDS): draw.choice(pool)} if draw.chance(0.8) else draw.some(pool, 1, 2)
        case "happened":
            test[draw.choice((*EVENTS, *OPEN_EVENTS[kind]))] = {"happened": draw.chance(0.5)}
        case "amount":
            name, pool = ("value", NUMBERS) if kind == "points" else ("amount", AMOUNTS)
            test[name] = {draw.choice(BOUNDS): draw.choice(pool)} if draw.chance(0.7) else draw.some(pool, 1, 3)
        case "count":
            test["count"] = draw.choice(("2", "3", "4", {"at_least": "3"}, {"between": ["1", "3"]}, {"at_most": "2"}))
        case "within":
            test["within"] = draw.choice((*LONG, {"period": draw.choice(LONG), "of": draw.choice(DAYS[:2])}))
        case "removal":
            test["removal"] = draw.some(REMOVALS, 1, 3)


def _spice_profile(profile: Json, draw: Draw, making: ProfileMaker) -> None:
    subject = profile["subject"]
    if draw.chance(0.3):
        subject["region"] = draw.choice(REGIONS)
    if draw.chance(0.3):
        subject["industry"] = draw.choice([word for word in TOLD if word.strip()])
    for kind, record in records_in(profile):
        if draw.chance(0.3):
            record["region"] = draw.choice(REGIONS)
        if draw.chance(0.3):
            record[draw.choice(("document", "authority"))] = draw.choice(TOLD)
        if draw.chance(0.2):
            record["published_on"] = draw.choice(making.days)
        if draw.chance(0.3):
            if kind == "points":
                record["value"] = Decimal(draw.choice((*NUMBERS, *HUGE)))
            else:
                record["amount"] = draw.choice(AMOUNTS)


def _spice_action(action: Json, draw: Draw) -> None:
    if draw.chance(0.2):
        action["region"] = draw.choice(REGIONS)
    if draw.chance(0.3):
        action["case"] = draw.choice(TOLD)
    if draw.chance(0.2):
        action["amount"] = draw.choice(AMOUNTS)
    if draw.chance(0.03):
        action["date"] = draw.choice(ENDS)

"""No completion of what is missing contradicts what is settled, and what is open can end either way."""

from typing import Any

from properties.holding import holds
from properties.oracle import NEVER, Question, Who, day_of
from properties.strategies import (
    ACTION_VALUES,
    ATOMS,
    NAMING,
    OPEN_EVENTS,
    OWN_DATE,
    RECORD_KINDS,
    ROLES,
    SECTION,
    SUBJECT_VALUES,
    VALUES,
    Case,
    Draw,
    Wants,
    copied,
    covers,
    current,
    every_profile,
    findings_of,
    names_in,
)
from properties.test_knowing import asked, followed

#: So many completions are tried before an open finding is said to be open for nothing.
MOST_TRIES = 40_000  # some things come true only together, and rarely


#: Values beyond those rules test, so that every bound can be met and missed.
BEYOND: dict[str, tuple[Any, ...]] = {
    "amount": ("0.01", "1000000"),
    "value": (1, 100),
    "founded_on": ("2001-01-01", "2026-04-30"),
    "industry": ("mining",),
}


def _any(draw: Draw, name: str, pool: Any) -> Any:
    return draw.choice((*pool, *BEYOND.get(name, ())))


def completed(case: Case, question: Question, draw: Draw, whoever: bool = False) -> Case:
    """The case with nothing open any more: every register consulted, with or without something found in it, every
    field filled, every end settled, the body named that handles the action (`whoever`: any body)."""
    profile = copied(case.profile)
    for who, own in list(followed(question.who, profile)):
        _complete(case, question, draw, who, own)
    action = dict(case.action)
    bodies = question.law.item("actions", action["code"]).get("handled_by")
    for name, pool in ACTION_VALUES.items():
        if action.get(name) is None:
            named = bodies if name == "authority" and bodies and not whoever else pool
            action[name] = _any(draw, name, named)
    return case.but(profile=profile, action=action)


def _complete(case: Case, question: Question, draw: Draw, who: Who, own: Any, depth: int = 0) -> None:
    for name, pool in SUBJECT_VALUES.items():
        if own["subject"].get(name) is None:
            own["subject"][name] = _any(draw, name, pool)
    for kind, entry in current(case, own):
        _fill(case, question, draw, who, kind, entry)
    names = names_in(own)
    for atom in ATOMS:
        kind, _, name = atom.partition(".")
        kind, named = (kind, name) if name else ("listing", atom) if atom not in RECORD_KINDS else (atom, None)
        if covers(names, kind, named):
            continue
        alike = draw.chance(0.6)
        for number in range(draw.choice([0, 0, 0, 1, 1, 2, 3])):
            if kind == "related":
                _find_somebody(case, draw, own, named, number, depth)
            elif number and alike:
                own[SECTION[kind]].append({**own[SECTION[kind]][-1], "id": f"NEW-{kind}-{named}-{number}"})
            else:
                _find_record(case, draw, own, kind, named, number)
    own["consulted"] = ["all"]


def _find_record(case: Case, draw: Draw, own: Any, kind: str, name: str | None, number: int) -> None:
    record = case.maker.record(kind, id=f"NEW-{kind}-{name}-{number}", **({NAMING[kind]: name} if name else {}))
    record.pop("document", None)
    if draw.chance(0.6):  # something that stands
        for gone in ("removed_on", "removal", "resumes_on", "objection", "known_on"):
            record.pop(gone, None)
        record["ends_on"] = draw.choice(("never", record.get("ends_on")))
        past = [day for day in case.days if day < case.action["date"]]
        record[OWN_DATE[kind]] = draw.choice([case.action["date"], *past, *past[-1:]])
        record = case.maker.consistent(record, kind)
    record["known_on"] = min(record.get("known_on", record[OWN_DATE[kind]]), case.facts.known.isoformat())
    for field, pool in VALUES[kind].items():
        if record.get(field) is None:
            record[field] = _any(draw, field, pool)
    for field in OPEN_EVENTS[kind]:
        record.setdefault(field, None)
    own.setdefault(SECTION[kind], []).append(record)


def _find_somebody(case: Case, draw: Draw, own: Any, role: str | None, number: int, depth: int) -> None:
    if depth > 1 or role not in ROLES:
        return
    profile: dict[str, Any] = {"subject": {"kind": draw.choice(("enterprise", "natural-person"))}, "consulted": []}
    nobody = Who(profile["subject"], [], set(), set(), [])
    _complete(case, asked(case), draw, nobody, profile, depth + 1)
    own.setdefault("related", []).append({"id": f"NEW-{role}-{number}", "role": role, "profile": profile})


def _fill(case: Case, question: Question, draw: Draw, who: Who, kind: str, entry: Any) -> None:
    record = next((r for r in who.of(kind) if r.fields.get("id") == entry["id"]), None)
    for name, pool in VALUES[kind].items():
        if entry.get(name) is None:
            entry[name] = _any(draw, name, pool)
    for name in OPEN_EVENTS[kind]:
        if name not in entry:
            entry[name] = draw.choice([None, *(day for day in case.days if day >= entry[OWN_DATE[kind]])])
    if record is None or entry.get("ends_on"):
        return
    least, most = question.end_of(record)
    if least < most:
        first = max(least, record.own)
        days = [first.isoformat(), most.isoformat() if most < NEVER else "never"]
        entry["ends_on"] = draw.choice([*days, *(day for day in case.days if first <= day_of(day) <= most)])


@holds(Wants(named_ids=True))
def test_no_completion_contradicts_a_definite_finding(case: Case) -> int:
    """What applies applies in every completion, and what does not, or is withheld, bites in none.

    Measures settled by a declaration excepted, as where a single fact is learned.
    """
    before = findings_of(case)
    declared = {fact["fact"] for own in every_profile(case.profile) for fact in own.get("declared", ())}
    told = {
        (m.list.measure_list, m.list.edition, m.id)
        for m in case.plan.measures
        if m.measure.accepts_declaration and m.measure.accepts_declaration.fact in declared
    }
    question = asked(case)
    for _ in range(3):
        after = findings_of(completed(case, question, case.draw))
        for name, finding in before.items():
            if name in told or finding == "undetermined":
                continue
            bites = after[name] in ("applies", "undetermined")
            assert bites is (finding == "applies"), (name, finding, "but when completed", after[name])
    return 3 * len(before)


# Each list, register and field is tested at most once in a condition, with one bound; nothing is told twice (one
# record of a scheme, no copies, no versions), kinds of penalty have no terms of their own, and a measure lasts while
# the record holds. Then what is open is open for a reason.
SINGLE = Wants(single=True, nameless=False, related=False, declared=False, records=3, named_ids=True)


@holds(SINGLE, profiles=6)
def test_what_is_open_can_end_either_way(case: Case) -> int:
    """Of a condition that tests each thing once, some completion makes it true and some makes it false."""
    case = case.but(profile=_nothing_twice(case.profile, case.action["date"]))
    wanted: dict[Any, set[bool]] = {
        name: {True, False} for name, finding in findings_of(case).items() if finding == "undetermined"
    }
    count, question = len(wanted), asked(case)
    for _ in range(MOST_TRIES):
        if not wanted:
            break
        after = findings_of(completed(case, question, case.draw, whoever=True))
        for name in list(wanted):
            if after[name] != "undetermined":
                wanted[name].discard(after[name] == "applies")
            if not wanted[name]:
                del wanted[name]
    assert not wanted, {name: f"never {'true' if True in left else 'false'}" for name, left in wanted.items()}
    return count


def _nothing_twice(profile: Any, today: str) -> Any:
    """One entry of each record and scheme, no copies. An end lies on the record's own day at the earliest, so a
    record of today stands today however short its open term turns out: left out as well."""
    profile = copied(profile)
    for kind, section in SECTION.items():
        kept: dict[Any, Any] = {}
        for entry in profile.get(section, ()):
            if entry[OWN_DATE[kind]] == today:
                continue
            key = entry["scheme"] if kind in ("rating", "points") else entry["id"]
            kept.setdefault(key, {k: v for k, v in entry.items() if k != "document"})
        profile[section] = list(kept.values())
    return profile

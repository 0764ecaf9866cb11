"""No completion of what is missing contradicts what is settled, and what is open can end either way."""

from collections.abc import Iterator
from typing import Any

from credit_rules.model.conditions import AllOf, AnyOf, FactTest, FieldTest, HandledByTest, Negation, RecordTest
from credit_rules.model.facts import Facts
from credit_rules.model.profile import TYPE_OF_KIND
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN
from credit_rules.semantics.truth import field_truth, truth_of
from properties.holding import holds
from properties.oracle import NEVER, Question, Who, day_of
from properties.strategies import (
    ACTION_VALUES,
    ATOMS,
    BODIES,
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

#: So many completions are made on purpose, and then tried at random, before a finding is said to be open for nothing.
MOST_MADE = 8
MOST_TRIES = 4_000

#: Values beyond those rules test, so that every bound can be met and missed.
BEYOND: dict[str, tuple[Any, ...]] = {
    "amount": ("0.01", "1000000"),
    "value": (1, 100),
    "founded_on": ("2001-01-01", "2026-04-30"),
    "industry": ("mining",),
    "matter": ("bid",),
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


@holds(Wants(named_ids=True), cases=100_000)
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
            kept = after[name] in (("applies",) if finding == "applies" else ("withheld", "does-not-apply"))
            assert kept, (name, finding, "but when completed", after[name])
    return 3 * len(before)


# Each list, register and field is tested at most once in a condition, with one bound; nothing is told twice (one
# record of a scheme, no copies, no versions), kinds of penalty have no terms of their own, and a measure lasts while
# the record holds. Then what is open is open for a reason.
SINGLE = Wants(single=True, nameless=False, related=False, declared=False, records=3, named_ids=True)


@holds(SINGLE, profiles=12, cases=100_000)
def test_what_is_open_can_end_either_way(case: Case) -> int:
    """Of a condition that tests each thing once, some completion makes it true and some makes it false.

    The completion is made, not searched for: which tests have to come out how follows from the condition, and each of
    them is about facts of its own. Where none of a few made so will do, any are tried before one is said to be missing.
    """
    case = case.but(profile=_nothing_twice(case.profile, case.action["date"]))
    open_ = [name for name, finding in findings_of(case).items() if finding == "undetermined"]
    for name in open_:
        for want in (True, False):
            ended = any(_bites(completion, name) is want for completion in _towards(case, name, want))
            assert ended, f"{name} never {'true' if want else 'false'}"
    return len(open_)


def _bites(case: Case, name: Any) -> bool | None:
    finding = findings_of(case)[name]
    return None if finding == "undetermined" else finding == "applies"


def _towards(case: Case, name: Any, want: bool) -> Iterator[Case]:
    """Completions meant to settle a measure one way; when they are used up, any."""
    (planned,) = (m for m in case.plan.measures if (m.list.measure_list, m.list.edition, m.id) == name)
    question = asked(case)
    for _ in range(MOST_MADE):
        steered = case
        for leaf, truth in _goals(planned.condition, case.facts, want, case.draw):
            steered = _steered(steered, question, leaf, truth)
        yield completed(steered, question, case.draw)
    for _ in range(MOST_TRIES):
        yield completed(case, question, case.draw, whoever=True)


def _goals(condition: Any, facts: Facts, want: bool, draw: Draw) -> Iterator[tuple[Any, bool]]:
    """How the open tests of a condition have to come out for it to be so; what is settled helps or is passed by."""
    if truth_of(condition, facts) is not UNKNOWN:
        return
    match condition:
        case Negation(term=term):
            yield from _goals(term, facts, not want, draw)
        case AllOf(terms=terms) | AnyOf(terms=terms):
            every = isinstance(condition, AllOf) is want
            open_ = [term for term in terms if truth_of(term, facts) is UNKNOWN]
            for term in open_ if every else [draw.choice(open_)]:
                yield from _goals(term, facts, want, draw)
        case _:
            yield condition, want


def _steered(case: Case, question: Question, leaf: Any, want: bool) -> Case:
    """The case with what one test is about settled, so that it comes out as wanted."""
    match leaf:
        case HandledByTest():
            options = [case.but(action={**case.action, "authority": body}) for body in BODIES]
        case FactTest(about="action", test=test):
            values = (*ACTION_VALUES[test.field], *BEYOND.get(test.field, ()))
            options = [case.but(action={**case.action, test.field: value}) for value in values]
        case FactTest(test=test):
            values = (*SUBJECT_VALUES[test.field], *BEYOND.get(test.field, ()))
            options = [_with_subject(case, test.field, value) for value in values]
        case _:
            return _with_records(case, question, leaf, want)
    case.draw.shuffle(options)
    return next((one for one in options if truth_of(leaf, one.facts) is _TRUTH[want]), options[0])


_TRUTH = {True: TRUE, False: FALSE}


def _with_subject(case: Case, field: str, value: Any) -> Case:
    return case.but(profile={**case.profile, "subject": {**case.profile["subject"], field: value}})


def _with_records(case: Case, question: Question, leaf: RecordTest, want: bool) -> Case:
    """Every record the test may see filled so that it passes, or does not; the register looked up, and, where there
    are too few, others found in it."""
    profile = copied(case.profile)
    (name,) = leaf.names or (None,)
    names = {NAMING[leaf.kind]: name} if leaf.kind in NAMING else {}
    for kind, entry in current(case, profile):
        if kind == leaf.kind and all(entry[key] == value for key, value in names.items()):
            _fill_towards(case, question, leaf, want, entry)
    unasked = not covers(names_in(profile), leaf.kind, name)
    register = name if leaf.kind == "listing" else f"{leaf.kind}.{name}" if name else leaf.kind
    profile["consulted"] = [*profile["consulted"], register]
    section = profile.setdefault(SECTION[leaf.kind], [])
    number = 0
    while unasked and number < 3 and truth_of(leaf, case.but(profile=profile).facts) is not _TRUTH[want]:
        record = {OWN_DATE[leaf.kind]: case.action["date"], "id": f"NEW-{register}-{number}", **names}
        record |= {"known_on": min(case.action["date"], case.facts.known.isoformat()), "ends_on": "never"}
        record |= dict.fromkeys(OPEN_EVENTS[leaf.kind])
        section.append(_fill_towards(case, question, leaf, want, record))
        number += 1
    return case.but(profile=profile)


def _fill_towards(case: Case, question: Question, leaf: RecordTest, want: bool, entry: Any) -> Any:
    """Fills what is open of a record as the test wants it, as far as that is still open."""
    pools = {name: (*pool, *BEYOND.get(name, ())) for name, pool in VALUES[leaf.kind].items()}
    for name, pool in pools.items():
        if entry.get(name) is None:
            tests = [test for test in leaf.fields if test.field == name]
            fitting = [v for v in pool if all(_fits(test, name, v, leaf.kind, case.facts) is want for test in tests)]
            entry[name] = case.draw.choice(fitting or pool)
    known = [r for r in question.who.of(leaf.kind) if r.fields.get("id") == entry["id"]]
    if known and not entry.get("ends_on"):
        least, most = question.end_of(known[0])
        if least < most:
            last = most if want else max(least, known[0].own)
            entry["ends_on"] = last.isoformat() if last < NEVER else "never"
    return entry


def _fits(test: FieldTest, name: str, value: Any, kind: str, facts: Facts) -> bool:
    """Whether a value fits, read as the field it stands in."""
    own = {OWN_DATE[kind]: facts.date, "scheme": "x", "list": "x"}
    fields = TYPE_OF_KIND[kind].model_fields
    entry = TYPE_OF_KIND[kind].model_validate({key: v for key, v in own.items() if key in fields} | {name: value})
    return field_truth(test, {name: getattr(entry, name)}, facts) is TRUE


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

"""What learning a fact, and losing one that does not count, may and may not do."""

from collections.abc import Iterator
from typing import Any

from properties.holding import holds
from properties.oracle import NEVER, Oracle, Question, Record, Who, day_of, seen
from properties.strategies import (
    ACTION_VALUES,
    AMOUNTS,
    ATOMS,
    OPEN_EVENTS,
    OWN_DATE,
    PERSONS,
    PLACES,
    RECORD_KINDS,
    SECTION,
    SUBJECT_VALUES,
    VALUES,
    Case,
    Wants,
    copied,
    covers,
    current,
    decision_of,
    every_profile,
    findings_of,
    names_in,
)

SETTLED = {"withheld", "does-not-apply"}
#: Fields every record may have.
ENVELOPE = {"amount": AMOUNTS, "region": PLACES, "authority": ("body-a", "局")}


def asked(case: Case) -> Question:
    """The case as the second opinion sees it."""
    oracle = Oracle(case.rules.documents)
    lists = {item["id"]: item for item in oracle.catalogue.get("lists", ())}
    who = seen(case.profile, case.facts.known, lists)
    return Question(oracle, case.action, case.facts.date, who)


def followed(who: Who, profile: Any) -> Iterator[tuple[Who, Any]]:
    """A profile and those of its related subjects, each with what is known of it."""
    yield who, profile
    for (_, _, _, _, other), relation in zip(who.related, profile.get("related", ()), strict=True):
        yield from followed(other, relation["profile"])


# --- learning -----------------------------------------------------------------------------------------------------


def lessons(case: Case) -> Iterator[tuple[str, Case]]:
    """Things that can be learned, one at a time: what is open becomes known, nothing known becomes otherwise.

    Open are absent fields, registers not consulted (with or without a record found there), ends the law leaves
    open, the handling body, what the action says. Not open are `removed_on`, `breached_on` and an objection (absent:
    it has not happened), `document` (absent: a copy of nothing) and `removal` (null: the reason was not told).
    """
    question = asked(case)
    for number, (who, own) in enumerate(followed(question.who, case.profile)):
        for name, learned in _lessons_about(case, question, who, own):
            yield name, case.but(profile=_replaced(case.profile, number, learned))
    for name, pool in ACTION_VALUES.items():
        if case.action.get(name) is None:
            bodies = question.law.item("actions", case.action["code"]).get("handled_by")
            value = case.draw.choice(bodies if name == "authority" and bodies else pool)
            yield f"action.{name} = {value}", case.but(action={**case.action, name: value})


def _replaced(profile: Any, number: int, learned: Any) -> Any:
    """The profile with the `number`th of it and its related ones replaced."""
    profile = copied(profile)
    target = list(every_profile(profile))[number]
    target.clear()
    target.update(learned)
    return profile


def _lessons_about(case: Case, question: Question, who: Who, own: Any) -> Iterator[tuple[str, Any]]:
    draw = case.draw
    for name, pool in SUBJECT_VALUES.items():
        if own["subject"].get(name) is None:
            yield f"subject.{name}", {**own, "subject": {**own["subject"], name: draw.choice(pool)}}
    names = names_in(own)
    unasked = [atom for atom in ATOMS if not covers(names, *_register(atom))]
    for atom in unasked:
        yield f"consulted {atom}", {**own, "consulted": [*own.get("consulted", ()), atom]}
    for atom in draw.some(unasked, 0, 3):
        learned = copied(own)
        _find(case, learned, *_register(atom))
        yield f"found in {atom}", learned
    counting = {id(entry) for _, entry in current(case, own)}
    for kind in RECORD_KINDS:
        for number, entry in enumerate(own.get(SECTION[kind], ())):
            if id(entry) in counting:
                for name, value in _open_fields(case, question, who, kind, entry):
                    learned = copied(own)
                    learned[SECTION[kind]][number][name] = value
                    yield f"{entry.get('id')}.{name} = {value}", learned


def _register(atom: str) -> tuple[str, str | None]:
    kind, _, name = atom.partition(".")
    return (kind, name) if name else ("listing", atom) if atom not in RECORD_KINDS else (atom, None)


def _find(case: Case, own: Any, kind: str, name: str | None) -> None:
    """Adds what was found in a register nobody had looked up."""
    if kind == "related":
        relation = {"id": "NEW", "role": name, "profile": case.maker.profile(depth=2)}
        own.setdefault("related", []).append(relation)
        return
    named = {"list" if kind == "listing" else "scheme": name} if name else {}
    record = case.maker.record(kind, id="NEW", **named)
    record.pop("document", None)
    record["known_on"] = min(record.get("known_on", record[OWN_DATE[kind]]), case.facts.known.isoformat())
    own.setdefault(SECTION[kind], []).append(record)


def _open_fields(case: Case, question: Question, who: Who, kind: str, entry: Any) -> Iterator[tuple[str, Any]]:
    draw = case.draw
    for name, pool in {**ENVELOPE, **VALUES[kind]}.items():
        if entry.get(name) is None:
            yield name, draw.choice(pool)
    for name in {**dict.fromkeys(OPEN_EVENTS[kind]), "corrected_on": None}:
        if name not in entry:
            yield name, draw.choice([None, *(day for day in case.days if day >= entry[OWN_DATE[kind]])])
    if not entry.get("ends_on"):
        record = next((r for r in who.of(kind) if r.fields.get("id") == entry.get("id") and "id" in entry), None)
        if record is not None:
            least, most = question.end_of(record)
            days = [day for day in case.days if max(least, record.own) <= day_of(day) <= most]
            days += [most.isoformat() if most < NEVER else "never", max(least, record.own).isoformat()]
            if least < most:
                yield "ends_on", draw.choice(days)


@holds()
def test_learning_a_fact_never_turns_what_is_settled(case: Case) -> int:
    """`applies` stays; what does not apply or is withheld never comes to apply or to be open again.

    Measures settled by a declaration excepted: there a contrary record wins.
    """
    before = findings_of(case)
    declared = {fact["fact"] for own in every_profile(case.profile) for fact in own.get("declared", ())}
    told = {
        (m.list.measure_list, m.list.edition, m.id)
        for m in case.plan.measures
        if m.measure.accepts_declaration and m.measure.accepts_declaration.fact in declared
    }
    learned = list(lessons(case))
    chosen = case.draw.sample(learned, min(6, len(learned)))
    for lesson, after in chosen:
        for name, finding in findings_of(after).items():
            if name in told or before[name] == "undetermined":
                continue
            allowed = {"applies"} if before[name] == "applies" else SETTLED
            assert finding in allowed, (name, before[name], "became", finding, "by learning", lesson)
    return len(chosen)


# --- losing what does not count -----------------------------------------------------------------------------------


@holds()
def test_a_record_that_does_not_stand_is_as_if_it_were_not_there(case: Case) -> int:
    """Without it, with all its versions, every measure bites as before, or does not, or is open.

    Claimed of measures that last while the record holds and have no test with `standing: any`. Excepted are records
    that say something about another one: the fallen copy of an entry of which there is another copy, and the latest
    rating or points of a scheme, which hide the earlier ones.
    """
    question = asked(case)
    fallen = []
    for number, (who, _) in enumerate(followed(question.who, case.profile)):
        for record in who.records:
            named = "id" in record.fields and not _speaks_of_another(record, who, question)
            if named and question.stands(record, who) is False:
                fallen.append((number, record))
    if not fallen:
        return 0
    number, record = case.draw.choice(fallen)
    profile = copied(case.profile)
    own = list(every_profile(profile))[number]
    own[SECTION[record.kind]] = [e for e in own[SECTION[record.kind]] if e.get("id") != record.fields["id"]]
    after = findings_of(case.but(profile=profile))
    for name, finding in findings_of(case).items():
        measure = next(m for m in case.plan.measures if (m.list.measure_list, m.list.edition, m.id) == name).measure
        if measure.lasts != "while-it-holds" or "standing" in str(measure.when):
            continue
        one, other = (_bite(found) for found in (finding, after[name]))
        assert one == other, (name, one, "became", other, "without", record.key)
    return 1


def _bite(finding: str) -> str:
    return finding if finding in ("applies", "undetermined") else "does not bite"


def _speaks_of_another(record: Record, who: Who, question: Question) -> bool:
    if sum(1 for other in who.of(record.kind) if other.entry == record.entry) > 1:
        return True
    if record.kind not in ("rating", "points"):
        return False
    others = [r for r in who.of(record.kind) if r.name == record.name and r.own <= question.day]
    return record in others and record.own == max(r.own for r in others)


# --- what never restricts -----------------------------------------------------------------------------------------


def restrictions(case: Case) -> dict[Any, str]:
    """The findings of restrictions."""
    names = {(m.list.measure_list, m.list.edition, m.id) for m in case.plan.measures if m.restricts}
    return {name: finding for name, finding in findings_of(case).items() if name in names}


@holds(Wants(points_of_persons=True))
def test_points_never_restrict(case: Case) -> int:
    """Whatever happens to the points of a person, a household, a sole trader or anybody related, or to what is made
    of points, no restriction comes to anything else."""
    law = case.plan.law
    made = {name for name, known in (*law.lists.items(), *law.rating_schemes.items()) if known.from_points}
    profile = copied(case.profile)
    changed = 0
    for number, own in enumerate(every_profile(profile)):
        if number == 0 and own["subject"]["kind"] not in PERSONS:
            continue
        changed += 1
        _change_points(case, own, made)
    assert restrictions(case.but(profile=profile)) == restrictions(case)
    return changed


def _change_points(case: Case, own: Any, made: set[str]) -> None:
    draw = case.draw
    for kind in ("points", "rating", "listing"):
        kept = [
            entry
            for entry in own.get(SECTION[kind], ())
            if (kind != "points" and entry.get("list", entry.get("scheme")) not in made) or draw.chance(0.4)
        ]
        for entry in kept:
            if kind == "points":
                entry["value"] = draw.choice(VALUES["points"]["value"])
        own[SECTION[kind]] = kept
    for kind, name in (("points", "score"), ("points", "town-score"), ("rating", "made"), ("listing", "guard")):
        if (kind == "points" or name in made) and draw.chance(0.5):
            named = {"list" if kind == "listing" else "scheme": name}
            own[SECTION[kind]].append(case.maker.record(kind, id=f"NEW-{name}", **named))
            if draw.chance(0.5):
                own.setdefault("consulted", []).append(name if kind == "listing" else f"{kind}.{name}")


@holds()
def test_a_name_never_restricts(case: Case) -> int:
    """Another name changes no finding and no outcome; a doubtful identity changes no finding."""
    renamed, unidentified = copied(case.profile), copied(case.profile)
    for own in every_profile(renamed):
        own["subject"]["name"] = case.draw.choice(("另一家公司", "某公司", "张三", "失信被执行人"))
        if case.draw.chance(0.3):
            del own["subject"]["name"]
    for own in every_profile(unidentified):
        if case.draw.chance(0.5):
            own["subject"].pop("id", None)
    before, after = decision_of(case), decision_of(case.but(profile=renamed))
    told = [(f.measure, f.finding, f.guard, f.because, f.missing) for f in before.findings]
    assert [(f.measure, f.finding, f.guard, f.because, f.missing) for f in after.findings] == told
    assert after.outcome == before.outcome
    assert findings_of(case.but(profile=unidentified)) == findings_of(case)
    return 1

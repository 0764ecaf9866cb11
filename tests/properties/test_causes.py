"""Causes are sufficient, jointly necessary, and those an exhaustive search finds."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from credit_rules import semantics
from credit_rules.model.conditions import AllOf, Condition, RecordTest, Sees, every_leaf
from credit_rules.model.decision import Finding
from credit_rules.model.facts import Consulted, Facts
from credit_rules.model.plan import PlannedMeasure
from credit_rules.model.truth import TRUE
from credit_rules.semantics import Item
from properties.holding import holds
from properties.strategies import (
    ATOMS,
    LISTS,
    RECORD_KINDS,
    SECTION,
    Case,
    Wants,
    copied,
    covers,
    decision_of,
    findings_of,
    names_in,
)

NAMED = Wants(named_ids=True)


def paths(profile: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """A profile and those of its related subjects, each with the path of ids that leads to it."""
    yield path, profile
    for relation in profile.get("related", ()):
        yield from paths(relation["profile"], f"{path}/{relation['id']}" if path else relation["id"])


# --- sufficient ---------------------------------------------------------------------------------------------------


def only(case: Case, cause: Iterable[Item]) -> Case:
    """The case with nothing known but one cause: its records (in every version), what it says was looked up or
    declared, the related subjects it names, and what it says is given. Kind, identity, place and day remain."""
    cause = list(cause)
    profile = copied(case.profile)
    _keep(profile, "", cause)
    given = {item.name for item in cause if item.sort == "given"}
    always = ("code", "date", "known", "region")
    action = {k: v for k, v in case.action.items() if k in always or f"action.{k}" in given}
    return case.but(profile=profile, action={**action, "known": case.facts.known.isoformat()})


def _keep(own: Any, path: str, cause: list[Item]) -> None:
    mine = [item for item in cause if (item.of or "") == path]
    records = {(item.detail, item.name) for item in mine if item.sort == "record"}
    for kind, section in SECTION.items():
        own[section] = [entry for entry in own.get(section, ()) if (kind, entry["id"]) in records]
    looked_up = {item.name for item in mine if item.sort == "consulted"}
    looked_up |= {name for item in mine for name in item.consulted}
    own["consulted"] = sorted(looked_up)
    declared = {item.name for item in mine if item.sort == "declared"}
    own["declared"] = [fact for fact in own.get("declared", ()) if fact["fact"] in declared]
    given = {item.name.removeprefix("subject.") for item in mine if item.sort == "given"}
    own["subject"] = {k: v for k, v in own["subject"].items() if k in ("kind", "id", "scheme") or k in given}
    related = {item.name for item in mine if item.sort == "related"}
    own["related"] = [relation for relation in own.get("related", ()) if relation["id"] in related]
    for relation in own["related"]:
        _keep(relation["profile"], f"{path}/{relation['id']}" if path else relation["id"], cause)


def name_of(finding: Finding) -> tuple[str, str, str]:
    """List, edition and id of a finding's measure."""
    return finding.planned.list.measure_list, finding.planned.list.edition, finding.measure


@holds(NAMED)
def test_each_cause_alone_is_enough(case: Case) -> int:
    """A profile of one cause only gives the same finding."""
    tried = 0
    for finding in decision_of(case).applying:
        for cause in finding.because:
            tried += 1
            alone = findings_of(only(case, cause))[name_of(finding)]
            assert alone == "applies", (finding.measure, alone, "with only", _told(cause))
    return tried


def _told(cause: Iterable[Item]) -> list[str]:
    return sorted(f"{item.of or ''}/{item.sort} {item.name} {' '.join(item.consulted)}" for item in cause)


# --- jointly necessary --------------------------------------------------------------------------------------------


def in_pieces(profile: Any) -> None:
    """What was looked up, told register by register, so that one can be forgotten and the others stay."""
    for _, own in paths(profile):
        names = names_in(own)
        whole = [kind for kind in RECORD_KINDS if covers(names, kind)]
        pieces = [atom for atom in ATOMS if covers(names, *_register(atom))]
        own["consulted"] = [*pieces, *(kind for kind in whole if kind not in pieces)]


def _register(atom: str) -> tuple[str, str | None]:
    kind, _, name = atom.partition(".")
    return (kind, name) if name else ("listing", atom) if atom in LISTS else (atom, None)


def forget(case: Case, profile: Any, action: Any, item: Item) -> bool:
    """Takes one fact out: a record with its register, a register, a declaration, somebody related, what was given.

    A record is gone with every copy of it, since copies are one entry. False where the fact cannot be forgotten: kind,
    day, place and code are always given.
    """
    own = dict(paths(profile)).get(item.of or "")
    if own is None:
        return True  # gone with the related subject
    if item.sort == "given":
        about, _, name = item.name.partition(".")
        if name in (("code", "date", "region") if about == "action" else ("kind",)):
            return False
        (action if about == "action" else own["subject"]).pop(name, None)
        return True
    if item.sort == "record":
        _forget_record(own, item)
    elif item.sort == "related":
        for relation in own["related"]:
            if relation["id"] == item.name:
                _unask(own, f"related.{relation['role']}")
        own["related"] = [relation for relation in own["related"] if relation["id"] != item.name]
    elif item.sort == "declared":
        own["declared"] = [fact for fact in own["declared"] if fact["fact"] != item.name]
    elif item.sort == "consulted":
        _unask(own, item.name)
    elif item.consulted:
        _unask(own, case.draw.choice(item.consulted))
    else:
        return False  # an absence in lists that count nowhere near rests on nothing that was looked up
    return True


def _forget_record(own: Any, item: Item) -> None:
    kind, section = item.detail, SECTION[item.detail]
    versions = [entry for entry in own.get(section, ()) if entry["id"] == item.name]
    entries = {(entry.get("list"), entry["document"]) for entry in versions if entry.get("document")}
    for entry in versions:
        name = entry.get("list") or entry.get("scheme")
        _unask(own, name if kind == "listing" else f"{kind}.{name}" if name else kind)
    own[section] = [
        entry
        for entry in own.get(section, ())
        if entry not in versions and (entry.get("list"), entry.get("document")) not in entries
    ]


def _unask(own: Any, name: str) -> None:
    kind = "listing" if name in LISTS else name.partition(".")[0]
    own["consulted"] = [asked for asked in own["consulted"] if asked not in (name, kind)]


@holds(NAMED)
def test_causes_are_jointly_necessary(case: Case) -> int:
    """With one fact of every cause forgotten, the measure no longer applies."""
    tried = 0
    for finding in decision_of(case).applying:
        if finding.because_more:
            continue
        for _ in range(3):
            profile, action = copied(case.profile), {**case.action, "known": case.facts.known.isoformat()}
            in_pieces(profile)
            sets = [sorted(cause, key=lambda item: item.order) for cause in finding.because if cause]
            chosen = [case.draw.choice(cause) for cause in sets]
            if len(chosen) < len(finding.because) or not all(forget(case, profile, action, item) for item in chosen):
                continue
            tried += 1
            after = findings_of(case.but(profile=profile, action=action))[name_of(finding)]
            assert after != "applies", (finding.measure, "still applies without", _told(chosen))
    return tried


# --- equal to brute force -----------------------------------------------------------------------------------------
#
# The facts that may be known or not are the subject's records and the registers consulted. A record may be known
# without its register having been consulted; a register counts as consulted only together with every record that
# counts and stands in it (for ratings and points: the latest of the scheme), since whoever says "I looked there"
# tells what was found. So each cause is first completed: a register it rests on brings its records with it. Then
# the smallest completed sets are exactly the smallest such sets of which the measure still certainly bites. What is
# given of subject and action is always there. Tests of listings that name no list, of past grades, of related
# subjects and by declaration are left out here.


def _registers(facts: Facts, planned: PlannedMeasure) -> list[str]:
    """The registers the measure asks about and that were consulted."""
    found = set()
    for leaf, _ in every_leaf(planned.condition):
        assert isinstance(leaf, RecordTest)
        for name in leaf.names or (None,):
            if facts.consulted.covers(leaf.kind, name, facts.law.colour(name or "")):
                found.add(name if leaf.kind == "listing" else f"{leaf.kind}.{name}" if name else leaf.kind)
    return sorted(found)


Fact = tuple[str, str, str]


def _brought_by(facts: Facts, register: str) -> set[Fact]:
    """The records a consulted register brings with it."""
    kind, name = _register(register)
    records = [r for r in facts.of_kind(kind) if name is None or r.name == name]
    if kind in ("rating", "points"):
        records = [r for r in records if r.own <= facts.date]
        records = [r for r in records if r.own == max(o.own for o in records)]
    return {("record", kind, record.id) for record in records}


def _completed(facts: Facts, cause: Iterable[Fact]) -> frozenset[Fact]:
    cause = set(cause)
    for sort, name, _ in list(cause):
        if sort == "register":
            cause |= _brought_by(facts, name)
    return frozenset(cause)


def _facts_of(cause: Iterable[Item]) -> Iterator[Fact]:
    for item in cause:
        if item.sort == "record":
            yield "record", item.detail, item.name
        for name in (item.name,) if item.sort == "consulted" else item.consulted:
            yield "register", name, ""


def _with_only(facts: Facts, known: frozenset[Fact]) -> Facts:
    records = {
        kind: tuple(r for r in records if ("record", kind, r.id) in known) for kind, records in facts.records.items()
    }
    consulted = Consulted(frozenset(name for sort, name, _ in known if sort == "register"))
    return replace(facts, records=records, consulted=consulted, memory={})


def _smallest(found: Iterable[frozenset[Fact]]) -> set[frozenset[Fact]]:
    found = set(found)
    return {one for one in found if not any(other < one for other in found)}


def _fit_for_search(planned: PlannedMeasure) -> bool:
    for leaf, _ in every_leaf(planned.when):
        if not isinstance(leaf, RecordTest):
            return False
        graded = leaf.kind in ("rating", "points")
        if (leaf.kind == "listing" and not leaf.names) or (graded and leaf.sees is Sees.PAST):
            return False
    return planned.handled is None


@holds(Wants(simple=True, nameless=False, related=False, declared=False, records=4, named_ids=True))
def test_causes_are_those_an_exhaustive_search_finds(case: Case) -> int:
    """Compared set by set, where there are few enough facts to try every combination of them."""
    tried = 0
    facts = case.facts
    if any(len(r.copies) > 1 for r in facts.all_records()):
        return 0
    for finding in decision_of(case).applying:
        planned = finding.planned
        # A day in force is no fact, so the search is over what remains.
        bare = replace(planned, condition=_asked_of_records(planned))
        if finding.because_more or not _fit_for_search(planned):
            continue
        registers = _registers(facts, bare)
        about = {(leaf.kind, name) for leaf, _ in every_leaf(bare.condition) for name in leaf.names or (None,)}
        records = [("record", r.kind, r.id) for r in facts.all_records() if {(r.kind, r.name), (r.kind, None)} & about]
        everything = [*records, *(("register", name, "") for name in registers)]
        if len(everything) > 9:
            continue
        tried += 1
        found: list[frozenset[Fact]] = []
        for size in range(len(everything) + 1):
            for known in map(frozenset, combinations(everything, size)):
                if any(smaller <= known for smaller in found) or _completed(facts, known) != known:
                    continue
                if semantics.truth_of(bare.condition, _with_only(facts, known)) is TRUE:
                    found.append(known)
        raw = [frozenset(_facts_of(cause)) for cause in finding.because]
        assert not any(one < other for one in finding.because for other in finding.because), (finding.measure, raw)
        told = _smallest(_completed(facts, _facts_of(cause)) for cause in finding.because)
        assert told == set(found), (finding.measure, "told", _sorted(told), "search", _sorted(found))
    return tried


def _asked_of_records(planned: PlannedMeasure) -> Condition:
    return AllOf((*((planned.cross_check,) if planned.cross_check else ()), planned.when))


def _sorted(sets: Iterable[frozenset[Fact]]) -> list[list[str]]:
    return sorted(sorted(" ".join(fact).strip() for fact in known) for known in sets)

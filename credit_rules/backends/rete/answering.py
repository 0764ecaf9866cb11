"""Answering: programs on facts, round by round, innermost subjects first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from credit_rules.backends.rete.compiling import Program, Question, Round, named
from credit_rules.backends.rete.driving import Driver, Fact
from credit_rules.backends.rete.flattening import Entry, Person, fact_of
from credit_rules.backends.rete.subset import SORT
from credit_rules.model.conditions import EVER_SEEING, RecordTest, RelatedTest, Sees
from credit_rules.model.facts import Facts

#: Of one person: by rule, the things that met it.
Met = Mapping[str, set[int]]


def answered(program: Program, driver: Driver, subjects: Sequence[Facts]) -> list[list[bool]]:
    """Of each subject, which of the program's conditions hold. EngineFault where that cannot be told."""
    if not subjects:
        return []
    people = _people(program, driver, subjects)
    met = _first_round(program, driver, people)
    truths = [
        {number: _holds(question, person, met[index]) for number, question in enumerate(program.questions)}
        for index, person in enumerate(people)
    ]
    for later in program.later:
        _later_round(later, driver, truths)
    return [[known[node] for node in program.asked] for known in truths]


def _people(program: Program, driver: Driver, subjects: Sequence[Facts]) -> list[Person]:
    """The subjects, and what holds of those they are related to."""
    holds: list[dict[str, dict[int, frozenset[int]]]] = [{} for _ in subjects]
    for role, inner in program.inside.items():
        places = [(i, n) for i, facts in enumerate(subjects) for n, o in enumerate(facts.related) if o.role == role]
        found = answered(inner, driver, [subjects[i].related[n].facts for i, n in places])
        for (i, n), told in zip(places, found, strict=True):
            holds[i].setdefault(role, {})[n] = frozenset(k for k, is_so in enumerate(told) if is_so)
    return [Person(facts, told) for facts, told in zip(subjects, holds, strict=True)]


def _first_round(program: Program, driver: Driver, people: Sequence[Person]) -> list[Met]:
    """Which rules were met by which things of whom."""
    met: list[Met] = [defaultdict(set) for _ in people]
    for ruleset, asked in program.first:
        facts: list[Fact] = []
        places: list[tuple[int, int]] = []
        for index, person in enumerate(people):
            for number, thing in enumerate(person.things):
                if thing.sort in asked:
                    facts.append(fact_of(thing, asked[thing.sort]))
                    places.append((index, number))
        if not facts:
            continue
        for name, at in driver.matches(ruleset, facts):
            index, number = places[at]
            met[index][name].add(number)
    return met


def _later_round(later: Round, driver: Driver, truths: Sequence[dict[int, bool]]) -> None:
    """Adds the nodes of a round to what is known of each."""
    met: list[set[str]] = [set() for _ in truths]
    for ruleset in later.rulesets:
        asked = [(number, named(number)) for number in truths[0] if named(number) in ruleset.properties]
        facts: list[Fact] = [{SORT: "truths", **{name: known[number] for number, name in asked}} for known in truths]
        for name, index in driver.matches(ruleset, facts):
            met[index].add(name)
    for known, found in zip(truths, met, strict=True):
        known.update({node: not names.isdisjoint(found) for node, names in later.nodes.items()})


def _holds(question: Question, person: Person, met: Met) -> bool:
    leaf = question.leaf
    if isinstance(leaf, RecordTest):
        return _enough(leaf, question, person, met)
    if any(met.get(name) for name in question.surely):
        return True
    # Whom nobody looked up may be anybody.
    return isinstance(leaf, RelatedTest) and not question.sure and not person.looked_up("related", leaf.role)


def _enough(leaf: RecordTest, question: Question, person: Person, met: Met) -> bool:
    """Whether at least so many records surely pass, or for *possible* may."""
    if len(_counted(leaf, question.surely, person, met)) >= leaf.at_least:
        return True
    if question.sure or (leaf.declaration is not None and leaf.declaration in person.facts.declared):
        return False
    passing = len(_counted(leaf, question.perhaps, person, met))
    open_schemes = len(_counted(leaf, question.disputed, person, met))
    return passing + open_schemes >= leaf.at_least or _unasked(leaf, person)


def _counted(leaf: RecordTest, rules: frozenset[str], person: Person, met: Met) -> set[tuple[object, ...]]:
    """What met any of the rules: copies of one entry once; of a scheme only the latest, however often told."""
    things = {number for name in rules if name in met for number in met[name]}
    if not things:
        return set()
    entries = [thing for number in things if isinstance(thing := person.things[number], Entry)]
    if leaf.kind in ("rating", "points") and leaf.sees not in EVER_SEEING:
        return {(entry.record.name,) for entry in entries}
    return {entry.counted_as for entry in entries}


def _unasked(leaf: RecordTest, person: Person) -> bool:
    """Whether a list or register that might hold a match was not looked up; one that cannot count need not be."""
    if not leaf.names:
        return not person.looked_up(leaf.kind)
    lifted = leaf.sees in (Sees.EVERYTHING, Sees.EVER)
    return any(
        (lifted or person.counts(leaf.kind, name)) and not person.looked_up(leaf.kind, name) for name in leaf.names
    )

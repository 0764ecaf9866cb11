"""Compiling: lowered conditions to rules of the safe subset, in rounds.

The first round asks of flat records: which of them passes which leaf's test, surely or perhaps. From its matches
follows what each leaf comes to: at least so many, or none. The later rounds ask of one flat fact of those truths:
which conditions hold. A condition is spread out into alternatives, each a rule of its own, so that no rule needs an
`$or`; what would spread too far is worked out in a round before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from credit_rules.backends.rete.flattening import (
    BOTTOM,
    NO,
    OPEN,
    SAID,
    TOP,
    Ask,
    decimals_of,
    level_of,
    number,
    spelt,
    type_of,
)
from credit_rules.backends.rete.subset import SORT, Comparison, Refused, Rule, Ruleset, Value, refused
from credit_rules.model.conditions import (
    FactTest,
    FieldTest,
    HandledByTest,
    InForceTest,
    Lasting,
    Leaf,
    RecordTest,
    RelatedTest,
    Sees,
    Within,
)
from credit_rules.model.plan import Atom, Both, Either, Intervals, Lowered, Neither

#: Alternatives of one test of records; so many lists, places and actions it may name.
MOST_ALTERNATIVES = 2_000
#: Alternatives of a condition, beyond which it is worked out in a round of its own.
MANY = 24
#: Values of one list in one rule; a longer list is several rules.
LONG_LIST = 250
#: Decimals of a constant.
MOST_DECIMALS = 18

Tests = tuple[Comparison, ...]
#: Alternatives, one of which must hold; each an order of tests.
Slot = Sequence[Tests]
#: A truth and how it must be: of a leaf (its number from 0 on) or a node (-1 and below).
Literal = tuple[int, bool]
Conjunction = frozenset[Literal]


@dataclass(frozen=True, eq=False)
class Question:
    """A leaf, asked whether it surely holds or possibly does; and the rules whose matches tell."""

    leaf: Leaf
    sure: bool
    surely: frozenset[str]
    perhaps: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Round:
    """Rulesets to be asked, and of each the properties by sort of fact."""

    rulesets: tuple[Ruleset, ...]
    nodes: Mapping[int, frozenset[str]]  # what follows from the matches of which rules


@dataclass(frozen=True, eq=False)
class Program:
    """Conditions, compiled for one action."""

    first: tuple[tuple[Ruleset, Mapping[str, tuple[tuple[str, Ask], ...]]], ...]
    questions: tuple[Question, ...]
    later: tuple[Round, ...]
    asked: tuple[int, ...]  # the node of each condition
    inside: Mapping[str, "Program"]  # by role: what is asked of members


def program_of(conditions: Sequence[Lowered], code: str) -> Program:
    """The program that answers these conditions at an action. Refused where the subset cannot say one of them."""
    compiler = _Compiler(code)
    asked = tuple(compiler.node(condition) for condition in conditions)
    return compiler.program(asked)


# --- conditions to alternatives -----------------------------------------------------------------------------------


@dataclass
class _Compiler:
    code: str
    asks: dict[Ask, str] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)  # by property: those it is compared with
    rules: dict[Tests, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    numbers: dict[tuple[object, ...], int] = field(default_factory=dict)  # of questions
    nodes: dict[tuple[Conjunction, ...], int] = field(default_factory=dict)
    inside: dict[str, list[Lowered]] = field(default_factory=dict)

    def node(self, condition: Lowered) -> int:
        """The number of a node that is true where the condition is."""
        return self._node(self._alternatives(condition, True))

    def _node(self, alternatives: Iterable[Conjunction]) -> int:
        key = tuple(sorted(set(alternatives), key=sorted))
        return self.nodes.setdefault(key, -1 - len(self.nodes))

    def _alternatives(self, condition: Lowered, wanted: bool) -> list[Conjunction]:
        """Conjunctions of which one holds exactly where the condition is as `wanted`."""
        match condition:
            case Neither(term=term):
                return self._alternatives(term, not wanted)
            case Both(terms=terms) | Either(terms=terms):
                below = [self._alternatives(term, wanted) for term in terms]
                if isinstance(condition, Either) is wanted:
                    return list(dict.fromkeys(one for each in below for one in each))
                return self._joined(below)
            case Atom(leaf=RelatedTest(spread=spread) as leaf, sure=sure, inside=inside) if inside is not None:
                member = self._question((id(leaf), sure), lambda: self._related(leaf, sure, inside))
                if spread is None:
                    return [frozenset({(member, wanted)})]
                days = self._question((spread,), lambda: self._days(InForceTest(spread)))
                both = [[frozenset({(days, wanted)})], [frozenset({(member, wanted)})]]
                return self._joined(both) if wanted else [one for each in both for one in each]
            case Atom(leaf=leaf, sure=sure):
                return [frozenset({(self._leaf(leaf, sure), wanted)})]

    def _joined(self, parts: Iterable[list[Conjunction]]) -> list[Conjunction]:
        """Every way of taking one alternative of each part; what would be too many become nodes of their own."""
        found: list[Conjunction] = [frozenset()]
        for part in parts:
            if min(len(found), len(part)) > 1 and len(found) * len(part) > MANY:
                found, part = [frozenset({(self._node(found), True)})], [frozenset({(self._node(part), True)})]
            found = list(dict.fromkeys(one | other for one in found for other in part))
        return found

    # leaves to questions

    def _leaf(self, leaf: Leaf, sure: bool) -> int:
        match leaf:
            case InForceTest(intervals=intervals):
                return self._question((intervals,), lambda: self._days(leaf))
            case RecordTest():
                return self._question((leaf.key(), sure), lambda: self._records(leaf, sure))
            case FactTest():
                return self._question((leaf.about, leaf.test, sure), lambda: self._fact(leaf, sure))
            case HandledByTest(bodies=bodies, usual=usual):
                key = (bodies, usual.get(self.code, ()), sure)
                return self._question(key, lambda: self._handled(leaf, sure))
            case RelatedTest():
                raise TypeError("a related test without what must hold inside")

    def _question(self, key: tuple[object, ...], asked: Any) -> int:
        if key not in self.numbers:
            question = asked()
            self.numbers[key] = len(self.questions)
            self.questions.append(question)
        return self.numbers[key]

    def _days(self, leaf: InForceTest) -> Question:
        return Question(leaf, True, self._ruled("self", [self._between(leaf.intervals)]))

    def _between(self, intervals: Intervals) -> Slot:
        day = self._property(Ask("day"))
        return [
            (Comparison(day, "at-least", (start.toordinal(),)), Comparison(day, "at-most", (until.toordinal(),)))
            for start, until in intervals
        ]

    def _fact(self, leaf: FactTest, sure: bool) -> Question:
        test = leaf.test
        slot = self._field(FieldTest(f"{leaf.about}.{test.field}", test.operator, test.values), sure)
        return Question(leaf, sure, self._ruled("self", [slot]))

    def _handled(self, leaf: HandledByTest, sure: bool) -> Question:
        """The body named; if none is, all those that usually handle the action, or for *possible* any."""
        usual = leaf.usual.get(self.code, ())
        among = [body in leaf.bodies for body in usual]
        unnamed = all(among) and bool(among) if sure else any(among) or not among
        words = [*(SAID + body for body in sorted(leaf.bodies)), *([OPEN] if unnamed else [])]
        return Question(leaf, sure, self._ruled("self", [self._one_of(Ask("text", "action.authority"), words)]))

    def _related(self, leaf: RelatedTest, sure: bool, inside: Lowered) -> Question:
        conditions = self.inside.setdefault(leaf.role, [])
        conditions.append(inside)
        tests = [
            self._one_of(Ask("role"), [SAID + leaf.role]),
            [(self._at_least(Ask("from"), 0), self._at_least(Ask("until"), 0))],
            [(self._flag(Ask("holds", leaf.role, len(conditions) - 1)),)],
        ]
        return Question(leaf, sure, self._ruled("member", tests))

    def _records(self, leaf: RecordTest, sure: bool) -> Question:
        graded = leaf.kind in ("rating", "points")
        of_day = graded and leaf.sees not in (Sees.PAST, Sees.EVER, Sees.LASTING_EVER)
        names = self._named(leaf)
        slots = [names, self._seen(leaf, sure=True), *self._narrowed(leaf, sure=True)]
        looser = [names, self._seen(leaf, sure=False), *self._narrowed(leaf, sure=False)]
        if graded:
            begun = [(self._at_least(Ask("begun"), 0),)]
            slots += [begun, [(self._flag(Ask("looked-up")),)]]
            looser += [begun]
        disputed: frozenset[str] = frozenset()
        if of_day:
            latest = self._one_of(Ask("turn"), [SAID + "latest"])
            slots, looser = [*slots, latest], [*looser, latest]
            here: Slot = [()] if _lifted(leaf) else [(self._flag(Ask("here")),)]
            if not sure:
                disputed = self._ruled(leaf.kind, [names, self._one_of(Ask("turn"), [SAID + "disputed"]), here])
        perhaps = frozenset() if sure else self._ruled(leaf.kind, looser)
        return Question(leaf, sure, self._ruled(leaf.kind, slots), perhaps, disputed)

    def _named(self, leaf: RecordTest) -> Slot:
        """One alternative for each list, so that tests that name the same list share its rules."""
        if not leaf.names:
            return [()]
        return [tests for name in leaf.names for tests in self._one_of(Ask("name"), [SAID + name])]

    def _seen(self, leaf: RecordTest, *, sure: bool) -> Slot:
        """Whether the test sees a record."""
        if _lifted(leaf):
            return [()]
        tests = [self._at_least(Ask("begun"), 0), self._flag(Ask("here"))]
        if leaf.sees is Sees.STANDING:
            ends = Ask("surely") if sure else Ask("perhaps")
            return [(*tests, self._flag(Ask("gone"), False), self._at_least(ends, 0))]
        tests += [self._flag(Ask(cause), False) for cause in ("upheld", "revoked")]
        if leaf.sees is not Sees.PAST:
            tests.append(self._flag(Ask("unexplained"), False))
            tests += self._own_period(leaf.lasting, sure)
        return [tuple(tests)]

    def _own_period(self, lasting: Lasting | None, sure: bool) -> Tests:
        if lasting is None or lasting.period is None or lasting.start is None:
            return ()
        return (self._at_least(Ask(f"own-{_bound(sure)}", lasting.start, lasting.period), 0),)

    def _narrowed(self, leaf: RecordTest, *, sure: bool) -> list[Slot]:
        """What fields and recency ask."""
        slots = [self._field(test, sure) for test in leaf.fields]
        if leaf.within is not None:
            slots.append([self._recent(leaf.within, sure)])
        return slots

    def _recent(self, within: Within, sure: bool) -> Tests:
        since = self._at_least(Ask(f"since-{_bound(sure)}", within.of), 0)
        return since, self._at_least(Ask(f"left-{_bound(sure)}", within.of, within.period), 0)

    def _field(self, test: FieldTest, sure: bool) -> Slot:
        """What one field must be; where it is open, `sure` tests fail and the others pass."""
        name, values = test.field, test.values
        maybe = [] if sure else [OPEN]
        match test.operator:
            case "happened":
                return self._one_of(Ask("state", name), [SAID if values[0] else NO, *maybe])
            case "within-region":
                levels: dict[int, list[str]] = {}
                for region in values:
                    level, word = level_of(region)
                    levels.setdefault(level, []).append(word)
                asked = [(Ask("region", name, level), words) for level, words in sorted(levels.items())]
                return [tests for ask, words in asked for tests in self._one_of(ask, [*dict.fromkeys(words), *maybe])]
            case "covered":
                asked = [(Ask("under", name, code), [SAID]) for code in values]
                return [tests for ask, words in asked for tests in self._one_of(ask, [*words, *maybe])]
            case "one-of" if isinstance(values[0], (str, bool)):
                return self._one_of(Ask("text", name), [*dict.fromkeys(SAID + spelt(v) for v in values), *maybe])
            case operator:
                return self._ordered(name, operator, values, sure)

    def _ordered(self, name: str, operator: str, values: Sequence[date | Decimal], sure: bool) -> Slot:
        """Of what is open, the least is below and the most above everything."""
        decimals = max(_decimals(value) for value in values)
        constants = [number(value, decimals) for value in values]
        least, most = Ask("least", name, decimals), Ask("most", name, decimals)
        if any(not BOTTOM + 1 < constant < TOP - 1 for constant in constants):
            raise refused("constant-size", name=name)
        low, high = (least, most) if sure else (most, least)
        match operator:
            case "one-of":
                return self._one_of(least, [*dict.fromkeys(constants), *([] if sure else [BOTTOM])])
            case "at-least":
                return [(self._at_least(low, constants[0]),)]
            case "above":
                return [(self._at_least(low, constants[0] + 1),)]
            case "at-most":
                return [(self._at_most(high, constants[0]),)]
            case "below":
                return [(self._at_most(high, constants[0] - 1),)]
        raise refused("operator", name=name)

    # tests

    def _property(self, ask: Ask) -> str:
        stem = "".join(c if c.isalnum() else "_" for c in f"{ask.how}_{ask.field}".lower() if c.isascii())
        return self.asks.setdefault(ask, f"{stem[:40].rstrip('_')}_{len(self.asks)}")

    def _one_of(self, ask: Ask, values: Sequence[Value]) -> Slot:
        name = self._property(ask)
        words = self.words.setdefault(name, set())
        words |= {value[len(SAID) :] for value in values if isinstance(value, str) and value.startswith(SAID)}
        parts = [values[i : i + LONG_LIST] for i in range(0, len(values), LONG_LIST)]
        return [(Comparison(name, "one-of", tuple(part)),) for part in parts]

    def _flag(self, ask: Ask, value: bool = True) -> Comparison:
        return Comparison(self._property(ask), "one-of", (value,))

    def _at_least(self, ask: Ask, value: int) -> Comparison:
        return Comparison(self._property(ask), "at-least", (value,))

    def _at_most(self, ask: Ask, value: int) -> Comparison:
        return Comparison(self._property(ask), "at-most", (value,))

    def _ruled(self, sort: str, slots: Sequence[Slot]) -> frozenset[str]:
        """The rules, one for each way of taking an alternative from every slot; equal ones are one rule."""
        many = 1
        for slot in slots:
            many *= len(slot)
        if many > MOST_ALTERNATIVES:
            raise refused("branches", most=MOST_ALTERNATIVES)
        guard = (Comparison(SORT, "one-of", (sort,)),)
        found = set()
        for chosen in product(*slots):
            tests = tuple(dict.fromkeys(test for tests in (guard, *chosen) for test in tests))
            found.add(self.rules.setdefault(tests, f"r{len(self.rules)}"))
        return frozenset(found)

    # rules to rulesets

    def program(self, asked: tuple[int, ...]) -> Program:
        """Everything packed."""
        asks = {name: self._with_words(ask, name) for ask, name in self.asks.items()}
        kinds = {SORT: str} | {name: type_of(ask) for name, ask in asks.items()}
        first = packed("records", [Rule(name, tests) for tests, name in self.rules.items()], kinds)
        return Program(
            first=tuple((ruleset, _asked_by_sort(ruleset, asks)) for ruleset in first),
            questions=tuple(self.questions),
            later=self._later(),
            asked=asked,
            inside={role: program_of(conditions, self.code) for role, conditions in sorted(self.inside.items())},
        )

    def _with_words(self, ask: Ask, name: str) -> Ask:
        return ask._replace(detail=frozenset(self.words[name])) if ask.how in ("text", "name", "role") else ask

    def _later(self) -> tuple[Round, ...]:
        """The nodes, each in a round after those it rests on."""
        rounds: dict[int, dict[int, tuple[Conjunction, ...]]] = {}
        depth: dict[int, int] = {}
        for alternatives, node in self.nodes.items():  # a node is made after those it rests on
            below = [depth[number] for one in alternatives for number, _ in one if number < 0]
            depth[node] = 1 + max(below, default=0)
            rounds.setdefault(depth[node], {})[node] = alternatives
        return tuple(_round(nodes) for _, nodes in sorted(rounds.items()))


def _round(nodes: Mapping[int, tuple[Conjunction, ...]]) -> Round:
    """Rules of truths: equal alternatives are one rule, and what most rules ask comes first, so that they share it."""
    often = Counter(truth for alternatives in nodes.values() for one in alternatives for truth in one)
    rules: dict[Tests, str] = {}
    found: dict[int, frozenset[str]] = {}
    for node, alternatives in nodes.items():
        names = set()
        for one in alternatives:
            ordered = sorted(one, key=lambda truth: (-often[truth], truth))
            tests = (
                Comparison(SORT, "one-of", ("truths",)),
                *(Comparison(named(n), "one-of", (is_so,)) for n, is_so in ordered),
            )
            names.add(rules.setdefault(tests, f"r{len(rules)}"))
        found[node] = frozenset(names)
    kinds: dict[str, type] = {SORT: str} | {named(n): bool for n, _ in often}
    return Round(packed("truths", [Rule(name, tests) for tests, name in rules.items()], kinds), found)


def named(number: int) -> str:
    """The property that tells whether a leaf or a node is true."""
    return f"leaf_{number}" if number >= 0 else f"node_{-number}"


def packed(name: str, rules: Sequence[Rule], kinds: Mapping[str, type]) -> tuple[Ruleset, ...]:
    """The rules in as few rulesets as keep every limit, more or less: what is too much for one is halved."""
    return _packed(
        name, sorted(rules, key=lambda rule: [(t.property, t.operator, str(t.values)) for t in rule.tests]), kinds
    )


def _packed(name: str, rules: Sequence[Rule], kinds: Mapping[str, type]) -> tuple[Ruleset, ...]:
    if not rules:
        return ()
    used = {test.property for rule in rules for test in rule.tests}
    try:
        return (Ruleset(name, {about: kind for about, kind in kinds.items() if about in used}, tuple(rules)),)
    except Refused:
        if len(rules) == 1:
            raise
    half = len(rules) // 2
    return (*_packed(name, rules[:half], kinds), *_packed(name, rules[half:], kinds))


def _asked_by_sort(ruleset: Ruleset, asks: Mapping[str, Ask]) -> dict[str, tuple[tuple[str, Ask], ...]]:
    """Of each sort of fact, the properties that some rule of it asks for."""
    found: dict[str, dict[str, Ask]] = {}
    for rule in ruleset.rules:
        ((sort,), *_) = (test.values for test in rule.tests)
        found.setdefault(str(sort), {}).update({t.property: asks[t.property] for t in rule.tests[1:]})
    return {sort: tuple(wanted.items()) for sort, wanted in found.items()}


def _lifted(leaf: RecordTest) -> bool:
    return leaf.sees in (Sees.EVERYTHING, Sees.EVER)


def _bound(sure: bool) -> str:
    return "least" if sure else "most"


def _decimals(value: date | Decimal) -> int:
    if isinstance(value, date):
        return 0
    found = decimals_of(value)
    if found > MOST_DECIMALS:
        raise refused("constant-size", name=str(value))
    return found

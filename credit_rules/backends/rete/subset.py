"""The safe subset: the only rules durable-rules is ever handed, every limit checked before it sees them.

Outside a narrow field that engine answers wrongly, hangs or takes its process down, without a word. A rule in here is
one pattern on one flat fact: the fact's sort, and then comparisons of a property with constants of its own type,
all of which must hold. There is no join, no negation, no missing, no null, no float, no `$or` but that of one
property's values. A `Ruleset` cannot be made outside the limits, each of which lies well within what was measured.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from credit_rules.errors import Bilingual, InternalError, phrase, problem

Value = str | int | bool

#: The property every rule begins with: a sort that none of the engine's own facts has.
SORT = "t"

MOST_RULES = 4_000  # the engine refuses 4,097
MOST_CHILDREN = 500  # 512 conditions under one condition, and it looks for ever
MOST_ENDING_ALIKE = 250  # 256 rules ending in one condition, and it reads past the list's end
MOST_OPEN = 60  # a fact that leaves more than 64 conditions to be followed is an error
MOST_PROPERTIES = 200  # a fact of more than 252 is dropped, and every fact after it
MOST_LINKS = 100  # 128 lists of values that share one value
LONGEST_TEXT = 60_000  # bytes; of 65,536 and more only the rest is compared
LARGEST_NUMBER = 2**62  # beyond 64 bits numbers are cut off

#: Properties and rules are told apart by a hash of 32 bits; these are the engine's own.
_RESERVED = ("id", "sid", "$s", "$i", "$m", "$forward", "q0", "m", "all", "any", "pri", "count", "cap", "dist", "name")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TYPES: Mapping[str, type] = {"str": str, "int": int, "bool": bool}


class Refused(InternalError):
    """What cannot be said within the subset; `reason` says why, and `measure` of which measure."""

    def __init__(self, reason: Bilingual, measure: str = "") -> None:
        self.reason, self.measure = reason, measure
        self.problems = (problem("engine-refuses", measure, why=reason),)
        super().__init__(self.problems[0].in_language("en"))


def refused(code: str, **params: object) -> Refused:
    """A refusal in the words of the catalogue."""
    return Refused(phrase(f"engine.{code}", **params))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A property against constants of its type: one of `values`, or at least, or at most, the only one."""

    property: str
    operator: str  # one-of, at-least, at-most
    values: tuple[Value, ...]

    def as_condition(self) -> dict[str, Any]:
        """As the engine reads it."""
        if self.operator == "one-of":
            branches = [{self.property: value} for value in self.values]
            return branches[0] if len(branches) == 1 else {"$or": branches}
        return {"$gte" if self.operator == "at-least" else "$lte": {self.property: self.values[0]}}


@dataclass(frozen=True, slots=True)
class Rule:
    """A name, and what a fact must pass, the first test being that of its sort."""

    name: str
    tests: tuple[Comparison, ...]

    def as_condition(self) -> dict[str, Any]:
        """As the engine reads it."""
        conditions = [test.as_condition() for test in self.tests]
        return {"all": [{"m": conditions[0] if len(conditions) == 1 else {"$and": conditions}}]}


@dataclass(frozen=True)
class Ruleset:
    """Rules over declared properties, within every limit; Refused where they are not."""

    name: str
    properties: Mapping[str, type]
    rules: tuple[Rule, ...]
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(rule.name for rule in self.rules))
        _check_names(self.properties)
        _check_names([rule.name for rule in self.rules])
        _check_properties(self.properties)
        for rule in self.rules:
            _check_rule(rule, self.properties)
        _check_network(self.rules)

    @cached_property
    def text(self) -> str:
        """As the engine reads it, the sentinel rule first."""
        sentinel = {"q0": {"all": [{"m": {"$ex": {"q0": 1}}}]}}
        return dumps(sentinel | {rule.name: rule.as_condition() for rule in self.rules})

    @cached_property
    def digest(self) -> str:
        """Of everything in it but its name."""
        return "sha256:" + hashlib.sha256(dumps([self.as_json()["properties"], self.text]).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Plain data, for a driver in another process."""
        return {
            "name": self.name,
            "properties": {name: kind.__name__ for name, kind in self.properties.items()},
            "rules": [
                [rule.name, [[t.property, t.operator, list(t.values)] for t in rule.tests]] for rule in self.rules
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Ruleset":
        """What `as_json` gave, checked again."""
        rules = tuple(
            Rule(name, tuple(Comparison(about, operator, tuple(values)) for about, operator, values in tests))
            for name, tests in data["rules"]
        )
        return cls(data["name"], {name: _TYPES[kind] for name, kind in data["properties"].items()}, rules)


def dumps(data: object) -> str:
    """JSON as the engine is handed it: rules and facts in one spelling, for it compares the text."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def is_within(value: object) -> bool:
    """Whether the engine compares a constant or a fact's value rightly."""
    if isinstance(value, str):
        try:
            return len(value.encode()) <= LONGEST_TEXT
        except UnicodeEncodeError:  # half a surrogate pair
            return False
    return type(value) is bool or (type(value) is int and -LARGEST_NUMBER <= value <= LARGEST_NUMBER)


def hash_of(name: str) -> int:
    """The hash by which the engine tells names apart (FNV-1a, 32 bits)."""
    found = 0x811C9DC5
    for byte in name.encode():
        found = (found ^ byte) * 16777619 & 0xFFFFFFFF
    return found


def _check_names(names: Iterable[str]) -> None:
    taken = {hash_of(name): name for name in _RESERVED}
    for name in names:
        if not _NAME.fullmatch(name):
            raise refused("name", name=name)
        other = taken.setdefault(hash_of(name), name)
        if other != name or name in _RESERVED:
            raise refused("same-hash", name=name, other=other)


def _check_properties(properties: Mapping[str, type]) -> None:
    if len(properties) > MOST_PROPERTIES:
        raise refused("properties", most=MOST_PROPERTIES)
    if properties.get(SORT) is not str or not set(properties.values()) <= set(_TYPES.values()):
        raise refused("types")


def _check_rule(rule: Rule, properties: Mapping[str, type]) -> None:
    first = rule.tests[0] if rule.tests else None
    if first is None or (first.property, first.operator, len(first.values)) != (SORT, "one-of", 1):
        raise refused("unguarded")
    for test in rule.tests:
        _check_test(test, properties.get(test.property))


def _check_test(test: Comparison, kind: type | None) -> None:
    if any(type(value) is not kind for value in test.values):
        raise refused("constant-type", name=test.property)
    if not all(map(is_within, test.values)):
        raise refused("constant-size", name=test.property)
    ordered = test.operator in ("at-least", "at-most") and kind is int and len(test.values) == 1
    listed = test.operator == "one-of" and 0 < len(set(test.values)) == len(test.values) <= MOST_CHILDREN
    if not ordered and not listed:
        raise refused("operator", name=test.property)


# --- what the engine makes of rules -------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Node:
    """A condition in the engine's network: what follows it, and how many rules end in it."""

    children: dict[tuple[str, str, Value], "_Node"] = field(default_factory=dict)
    joints: list["_Node"] = field(default_factory=list)  # where the values of a list meet again
    ending: int = 0

    @property
    def met(self) -> int:
        """So many of what follows can one fact meet at most: of equalities of one property one, of the rest all."""
        equal = {about for about, operator, _ in self.children if operator == "one-of"}
        return len(equal) + sum(operator != "one-of" for _, operator, _ in self.children) + len(self.joints)


def _check_network(rules: Sequence[Rule]) -> None:
    """Refused where the engine would hang, crash or give up on the conditions it makes of the rules.

    Rules that begin alike share conditions; every list of values has a joint of its own.
    """
    if len(rules) > MOST_RULES:
        raise refused("rules", most=MOST_RULES)
    root = _Node()
    nodes = [root]  # each before what follows it
    for rule in rules:
        node = root
        for test in rule.tests:
            node = _followed(node, test, nodes)
        node.ending += 1
    open_below: dict[_Node, int] = {}
    for node in reversed(nodes):
        if len(node.children) > MOST_CHILDREN:
            raise refused("children", most=MOST_CHILDREN)
        if node.ending > MOST_ENDING_ALIKE:
            raise refused("ending-alike", most=MOST_ENDING_ALIKE)
        if len(node.joints) > MOST_LINKS:
            raise refused("links", most=MOST_LINKS)
        below = [open_below[after] for after in (*node.children.values(), *node.joints)]
        # The engine goes down into one of them at a time, and keeps the others for later.
        open_below[node] = max(node.met, node.met - 1 + max(below, default=0))
    if open_below[root] > MOST_OPEN:
        raise refused("open", most=MOST_OPEN)


def _followed(node: _Node, test: Comparison, nodes: list[_Node]) -> _Node:
    """The node after a test, made where there is none; the values of a list meet in a joint."""
    branches = []
    for value in test.values:
        key = (test.property, test.operator, value)
        if key not in node.children:
            node.children[key] = _Node()
            nodes.append(node.children[key])
        branches.append(node.children[key])
    if len(branches) == 1:
        return branches[0]
    joint = _Node()
    nodes.append(joint)
    for branch in branches:
        branch.joints.append(joint)
    return joint

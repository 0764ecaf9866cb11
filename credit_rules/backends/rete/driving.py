"""Driving: flat facts against one ruleset of the safe subset.

`LocalDriver` runs the engine in this process, by the one way of using it that was measured to be sound: low-level
handles, facts only, one batch between two sentinels, matches collected, the context deleted. Whatever looks odd is
an EngineFault; it never becomes an empty answer. It can still take its process down, so that what counts is asked of
a worker.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, Protocol

from credit_rules.backends.rete import library
from credit_rules.backends.rete.subset import SORT, Ruleset, Value, dumps, is_within
from credit_rules.errors import EngineFault, phrase

__all__ = ["Driver", "LocalDriver", "Value"]

Fact = Mapping[str, Value]

#: So many facts are asserted at once: their ids are known not to collide.
MOST_FACTS = 2_000
#: So many rulesets are kept ready.
MOST_HANDLES = 256


class Driver(Protocol):
    """Whoever runs the engine."""

    def matches(self, ruleset: Ruleset, facts: Sequence[Fact]) -> frozenset[tuple[str, int]]:
        """Which rule (its name) met which fact (its index). EngineFault where that cannot be told."""
        ...


class LocalDriver:
    """The engine in this process; one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._handles: OrderedDict[str, int] = OrderedDict()  # by the ruleset's digest, the latest used last

    def matches(self, ruleset: Ruleset, facts: Sequence[Fact]) -> frozenset[tuple[str, int]]:
        """Which rule met which fact. EngineMissing where the engine is not there."""
        for fact in facts:
            _check(fact, ruleset)
        found: set[tuple[str, int]] = set()
        with self._lock:
            for start in range(0, len(facts), MOST_FACTS):
                batch = facts[start : start + MOST_FACTS]
                found.update((name, start + index) for name, index in self._met(ruleset, batch))
        return frozenset(found)

    def close(self) -> None:
        """Let every ruleset go."""
        with self._lock:
            for handle in self._handles.values():
                library.engine().delete_ruleset(handle)
            self._handles.clear()

    def _met(self, ruleset: Ruleset, facts: Sequence[Fact]) -> set[tuple[str, int]]:
        engine, handle = library.engine(), self._handle(ruleset)
        try:
            return _drained(engine, handle, ruleset, facts)
        except Exception as error:
            # What the engine holds after an error is not to be trusted: the next question gets a ruleset made anew.
            engine.delete_ruleset(self._handles.pop(ruleset.digest))
            if isinstance(error, EngineFault):
                raise
            raise EngineFault(phrase("engine.error", why=error)) from error

    def _handle(self, ruleset: Ruleset) -> int:
        engine, digest = library.engine(), ruleset.digest
        if digest in self._handles:
            self._handles.move_to_end(digest)
            return self._handles[digest]
        if len(self._handles) >= MOST_HANDLES:
            engine.delete_ruleset(self._handles.popitem(last=False)[1])
        try:
            handle: int = engine.create_ruleset(ruleset.name, ruleset.text)
        except (engine.error, MemoryError) as error:
            raise EngineFault(phrase("engine.error", why=error)) from error
        self._handles[digest] = handle
        return handle


def _drained(engine: Any, handle: int, ruleset: Ruleset, facts: Sequence[Fact]) -> set[tuple[str, int]]:
    """Every match of a batch. EngineFault where a sentinel is not met: the batch was cut short."""
    # INVARIANT: the first sentinel makes the offset valid and the deletion safe, the last one shows that all were read.
    batch = [{"id": "S0", "q0": 0}, *({**fact, "id": f"F{i}"} for i, fact in enumerate(facts)), {"id": "S1", "q0": 1}]
    told, offset = engine.assert_facts(handle, dumps(batch))
    found: set[tuple[str, str]] = set()
    answer = engine.start_action_for_state(handle, offset)
    while answer:
        ((name, match),) = json.loads(answer[1] if isinstance(answer, tuple) else answer).items()
        found.add((name, match["m"]["id"]))
        answer = engine.complete_and_start_action(handle, offset)
    engine.delete_state(handle, "0")
    if told not in (0, 1) or not {("q0", "S0"), ("q0", "S1")} <= found:
        raise EngineFault(phrase("engine.cut-short"))
    return {(name, _index(name, fact, ruleset, len(facts))) for name, fact in found if name != "q0"}


def _index(name: str, fact: str, ruleset: Ruleset, facts: int) -> int:
    if name not in ruleset.names or not fact.startswith("F") or not 0 <= (index := int(fact[1:])) < facts:
        raise EngineFault(phrase("engine.garbled"))
    return index


def _check(fact: Fact, ruleset: Ruleset) -> None:
    """EngineFault where a fact is not one the engine reads rightly: the fault is ours, and is not met at run time."""
    properties = ruleset.properties
    for name, value in fact.items():
        if type(value) is not properties.get(name) or not is_within(value):
            raise EngineFault(phrase("engine.bad-fact", name=name))
    if SORT not in fact:
        raise EngineFault(phrase("engine.bad-fact", name=SORT))

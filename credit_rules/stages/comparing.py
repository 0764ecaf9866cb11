"""Compare: what sets two decisions apart, as data.

Takes two decisions as JSON gives them. Findings are paired by measure list and measure, whatever their order; the
rest is compared key by key. `id`, `words` and `run` are no part of what a decision says, and `inputs` only name what
it was made from: neither is compared here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credit_rules.stages.describing import core_of
from credit_rules.stages.reading import pointer

Json = Mapping[str, Any]

#: Told apart from everything else: findings one by one, inputs by whoever knows them, counts by the findings.
_APART = frozenset({"format", "inputs", "findings", "scope"})

#: What an answer is: whoever only wants to know whether it is the same one looks at these.
_ANSWER = ("outcome", "outcome_because", "conflicts")


@dataclass(frozen=True, slots=True)
class Change:
    """One place that is not as it was; None where there was, or is, nothing."""

    at: str  # a JSON pointer
    was: Any
    now: Any

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"at": self.at, "was": self.was, "now": self.now}


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One measure that is not found as it was. A finding that is not told is `does-not-apply`."""

    measure_list: str
    measure: str
    was: Json | None
    now: Json | None
    changes: tuple[Change, ...]  # what is different within a finding told on both sides

    @property
    def told(self) -> Json:
        """The finding that is told, the later one where both are."""
        found = self.now if self.now is not None else self.was
        assert found is not None  # a pair has at least one side
        return found

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        told = self.told
        heads = {key: told.get(key) for key in ("title", "polarity", "effect", "duty")}
        return {
            "measure": self.measure,
            "measure_list": self.measure_list,
            **heads,
            "was": None if self.was is None else dict(self.was),
            "now": None if self.now is None else dict(self.now),
            "changes": [change.as_json() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets two decisions apart."""

    findings: tuple[FindingChange, ...]
    others: tuple[Change, ...]

    @property
    def answers_alike(self) -> bool:
        """Whether outcome, conflicts and every finding are the same, however else the decisions differ."""
        return not self.findings and not any(change.at.split("/")[1] in _ANSWER for change in self.others)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "findings": [change.as_json() for change in self.findings],
            "others": [change.as_json() for change in self.others],
        }


def compare(was: Json, now: Json) -> Difference:
    """What `now` says otherwise than `was`; both are decisions as JSON gives them."""
    one, other = core_of(dict(was)), core_of(dict(now))
    apart = {key for key in one.keys() | other.keys() if key not in _APART}
    ordered = [key for key in dict.fromkeys((*one, *other)) if key in apart]
    others = tuple(change for key in ordered for change in _changes(one.get(key), other.get(key), pointer("", key)))
    return Difference(tuple(_changed_findings(one["findings"], other["findings"])), others)


def changes_between(was: Any, now: Any) -> tuple[Change, ...]:
    """Every place in which two pieces of plain data differ."""
    return tuple(_changes(was, now, ""))


def _changed_findings(was: Sequence[Json], now: Sequence[Json]) -> Iterator[FindingChange]:
    before, after = _by_measure(was), _by_measure(now)
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        both = one is not None and other is not None
        changes = changes_between(one, other) if both else ()
        if changes or not both:
            yield FindingChange(*key, one, other, changes)


def _by_measure(findings: Sequence[Json]) -> dict[tuple[str, str], Json]:
    """What is found, without the measures that do not apply: those are told or left out as the reader likes."""
    return {(f["measure_list"], f["measure"]): f for f in findings if f["finding"] != "does-not-apply"}


def _changes(was: Any, now: Any, at: str) -> Iterator[Change]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*was, *now)):
            yield from _changes(was.get(key), now.get(key), pointer(at, key))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _changes(one, other, pointer(at, number))
    elif type(was) is not type(now) or was != now:
        yield Change(at, was, now)

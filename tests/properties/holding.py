"""How a property is stated, run and, where it fails, cut down to what matters.

A property is a function of one case that raises AssertionError where it does not hold, and returns how many things
it compared. `holds` makes a test of it and keeps it for the long run (`tests/fuzz.py`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from credit_rules.errors import InputError
from properties.strategies import ANY, Case, Rules, Wants, cases_of, copied

Check = Callable[[Case], int]
Json = Any

#: So long a failing world is cut down.
PATIENCE = 60.0  # seconds


#: So many cases of each property make a long run, unless the property asks for more.
USUAL = 20_000


class Failure(AssertionError):
    """A property that does not hold, with the smallest world found in which it does not."""


@dataclass
class Property:
    """A property by the name of its test."""

    name: str
    check: Check
    wants: Wants
    profiles: int
    cases: int = USUAL
    told: dict[int, Failure] = field(default_factory=dict)

    def run(self, seed: int) -> tuple[int, int]:
        """Checks the cases of one seed; how many they were, and how many things they compared."""
        if seed in self.told:
            raise self.told[seed]
        done = compared = 0
        for case in cases_of(seed, self.wants, self.profiles):
            try:
                if not self.wants.shared_citations:
                    _ = case.facts  # a rejected rule set or profile is a fault of the generator
                compared += self.check(case) or 0
            except InputError as error:
                story = f"{self.name}, seed {seed}: the generator made what is refused"
                raise AssertionError(f"{story}: {error}") from error
            except Exception as error:
                self.told[seed] = Failure(self._story(seed, case, error))
                raise self.told[seed] from error
            done += 1
        return done, compared

    def _story(self, seed: int, case: Case, error: Exception) -> str:
        small, why = minimised(self.check, case, error)
        world = {
            "rules": dict(small.rules.documents),
            "profile": small.profile,
            "action": small.action,
        }
        return f"{self.name}, seed {seed}\n{type(why).__name__}: {why}\n\n{_shown(world)}"


PROPERTIES: dict[str, Property] = {}


def holds(wants: Wants = ANY, profiles: int = 8, cases: int = USUAL) -> Callable[[Check], Callable[[], None]]:
    """A test that a property holds of generated cases of this sort, `profiles` to each rule set; the long run tries at
    least so many `cases`."""

    def stated(check: Check) -> Callable[[], None]:
        known = PROPERTIES[check.__name__] = Property(check.__name__, check, wants, profiles, cases)

        def test(seed: int) -> None:
            known.run(seed)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        test.__qualname__, test.__module__ = check.__qualname__, check.__module__
        found: Callable[[], None] = given(seed=st.integers(min_value=0, max_value=2**32))(test)
        return found

    return stated


def _shown(world: Json) -> str:
    return yaml.safe_dump(_plain(world), allow_unicode=True, sort_keys=False, width=120)


def _plain(data: Json) -> Json:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(item) for item in data]
    return data if data is None or isinstance(data, (bool, int)) else str(data)


# --- cutting down -------------------------------------------------------------------------------------------------


@dataclass
class _World:
    """A case as one tree of plain data."""

    tree: Json
    case: Case

    @cached_property
    def made(self) -> Case:
        """The case of the tree."""
        documents = [(name, data) for name, data in self.tree["rules"]]
        return self.case.but(rules=Rules(documents), profile=self.tree["profile"], action=self.tree["action"])


def minimised(check: Check, case: Case, error: Exception) -> tuple[Case, Exception]:
    """The smallest case found that fails in the same way, piece after piece left out."""
    sort, deadline = type(error), monotonic() + PATIENCE
    tree = {
        "rules": [[name, copied(data)] for name, data in case.rules.documents],
        "profile": copied(case.profile),
        "action": copied(case.action),
    }
    best, why = _World(tree, case), error
    smaller = True
    while smaller and monotonic() < deadline:
        smaller = False
        for change in _changes(best.tree, ()):
            if monotonic() > deadline:
                break
            changed = _changed(best.tree, change)
            if changed is None:
                continue
            tried = _World(changed, case)
            failed = _fails(check, tried, sort)
            if failed is not None:
                best, why, smaller = tried, failed, True
    return best.made, why


def _fails(check: Check, world: _World, sort: type[Exception]) -> Exception | None:
    try:
        _ = world.made.plan, world.made.facts
    except (InputError, KeyError, AttributeError, TypeError, ValueError):
        return None
    for seed in (world.case.seed, *(f"{world.case.seed}+{n}" for n in range(3))):
        try:
            check(world.made.but(seed=seed))
        except sort as failed:
            return failed if not isinstance(failed, InputError) else None
        except Exception:
            continue
    return None


Change = tuple[tuple[Any, ...], str]


def _changes(data: Json, path: tuple[Any, ...]) -> Iterator[Change]:
    """Every piece that can be left out, the large ones first; a condition may give way to one of its terms."""
    if isinstance(data, dict):
        for key, value in list(data.items()):
            if path:
                yield (*path, key), "drop"
            if key in ("all", "any", "not"):
                yield (*path, key), "lift"
            yield from _changes(value, (*path, key))
    elif isinstance(data, list):
        for number in reversed(range(len(data))):
            yield (*path, number), "drop"
        for number, item in enumerate(list(data)):
            yield from _changes(item, (*path, number))


def _changed(tree: Json, change: Change) -> Json | None:
    """The tree after a change; None where there is nothing to change any more."""
    path, what = change
    tree = copied(tree)
    try:
        above, holder = None, tree
        for step in path[:-1]:
            above, holder = holder, holder[step]
        value = holder[path[-1]]
        if what == "drop":
            del holder[path[-1]]
            return tree
        inner = value[0] if isinstance(value, list) else value
        above[path[-2]] = inner  # type: ignore[index]
        return tree
    except (KeyError, IndexError, TypeError):
        return None

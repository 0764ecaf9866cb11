"""What durable-rules does wrong: each hazard is reproduced in a process of its own, and refused or handled by us.

The raw half of each test shows what the engine does when it is handed the construct; should a later release mend it,
that half fails and the restriction may go. The other half shows that our subset keeps out of its way.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from credit_rules.backends.rete import driving, library
from credit_rules.backends.rete.driving import LocalDriver
from credit_rules.backends.rete.subset import Comparison, Refused, Rule, Ruleset, Value, hash_of
from credit_rules.errors import EngineFault

pytestmark = pytest.mark.skipif(not library.is_there(), reason="durable-rules is not installed here")

#: A crash leaves no trace on the disk; what hangs is ended after a second of computing.
PRELUDE = """
import json, resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
from credit_rules.backends.rete import library
E = library.engine()
dumps = lambda data: json.dumps(data, ensure_ascii=False)
rule = lambda *patterns: {"all": list(patterns)}

def matches(rules, facts):
    handle = E.create_ruleset("raw", dumps({"q0": rule({"m": {"$ex": {"q0": 1}}}), **rules}))
    batch = [{"id": "S0", "q0": 0}, *({**fact, "id": f"F{i}"} for i, fact in enumerate(facts))]
    _, offset = E.assert_facts(handle, dumps(batch))
    found, answer = set(), E.start_action_for_state(handle, offset)
    while answer:
        ((name, match),) = json.loads(answer[1] if isinstance(answer, tuple) else answer).items()
        found.add(" ".join([name, *sorted(fact["id"] for fact in match.values())]))
        answer = E.complete_and_start_action(handle, offset)
    return sorted(found - {"q0 S0"})
"""


@dataclass
class Outcome:
    """How a process ended, and what it printed before."""

    code: int
    told: str

    @property
    def died(self) -> bool:
        """Whether a signal ended it: a crash, or our limit of time."""
        return self.code < 0


def raw(program: str) -> Outcome:
    """What the engine alone does, in a process of its own."""
    # Memory that was never written is filled, so that what reads it does not fare well by luck.
    told = os.environ | {"MALLOC_PERTURB_": "165"}
    command = [sys.executable, "-c", PRELUDE + program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=told)
    return Outcome(done.returncode, done.stdout.strip())


def rules(*tests: Sequence[Comparison], **properties: type) -> Ruleset:
    """A rule for each order of tests, on facts of the sort `a`."""
    guard = Comparison("t", "one-of", ("a",))
    made = tuple(Rule(f"r{number}", (guard, *each)) for number, each in enumerate(tests))
    return Ruleset("mine", {"t": str, **properties}, made)


def is_(about: str, *values: Any) -> Comparison:
    return Comparison(about, "one-of", values)


def ours(ruleset: Ruleset, *facts: Mapping[str, Value]) -> list[str]:
    """What our driver finds in this process."""
    driver = LocalDriver()
    found = sorted(f"{name} {index}" for name, index in driver.matches(ruleset, [{"t": "a", **f} for f in facts]))
    driver.close()
    return found


def refuses(code: str, *tests: Sequence[Comparison], **properties: type) -> None:
    """Our subset does not let such rules be made."""
    with pytest.raises(Refused) as refused:
        rules(*tests, **properties)
    assert refused.value.problems[0].code == "engine-refuses"
    assert code in refused.value.reason["en"]


# --- wrong answers ------------------------------------------------------------------------------------------------


def test_an_or_beside_a_join_is_true_though_the_join_is_not() -> None:
    found = raw(
        """print(matches({"r": rule({"f": {"t": "a"}},
        {"s": {"$and": [{"t": "b"}, {"$or": [{"x": 1}, {"y": 1}]}, {"k": {"f": "k"}}]}})},
        [{"t": "a", "k": 1}, {"t": "b", "x": 1, "y": 0, "k": 2}]))"""
    )
    assert found.told == "['r F0 F1']"
    # A rule of ours is one pattern on one fact: there is nothing to join, and a constant is no alias.
    refuses("another type", [is_("k", {"f": "k"})], k=int)


def test_whether_something_is_absent_depends_on_the_order_of_facts() -> None:
    found = raw(
        """none = {"r": rule({"f": {"t": "a"}}, {"n$not": {"$and": [{"t": "b"}, {"k": {"f": "k"}}]}})}
facts = [{"t": "a", "k": 1}, {"t": "b", "k": 1}]
print(matches(none, facts), matches(none, facts[::-1]))"""
    )
    assert found.told == "['r F0'] []"
    # Absences follow from the matches of all facts; tests/test_rete.py shows that their order does not matter.
    refuses("not safe", [Comparison("k", "absent", (1,))], k=int)


def test_unlike_types_are_taken_for_equal() -> None:
    found = raw(
        """print(matches({"one": rule({"m": {"a": 1}}), "yes": rule({"m": {"a": True}})},
        [{"a": 1}, {"a": "1"}, {"a": True}, {"a": "true"}]))"""
    )
    assert found.told == "['one F0', 'one F1', 'one F2', 'yes F0', 'yes F2', 'yes F3']"
    for value in ("1", True, 1.0, None):
        refuses("another type", [is_("a", value)], a=int)
        with pytest.raises(EngineFault):
            ours(rules([is_("a", 1)], a=int), {"a": value})  # type: ignore[dict-item]
    refuses("another type", [is_("a", 1)], a=bool)
    assert ours(rules([is_("a", 1)], [is_("b", True)], a=int, b=bool), {"a": 1, "b": True}) == ["r0 0", "r1 0"]


def test_names_of_one_hash_are_taken_for_one_name() -> None:
    assert raw('print(matches({"r": rule({"m": {"costarring": 1}})}, [{"liquid": 1}]))').told == "['r F0']"
    refuses("apart", [is_("costarring", 1), is_("liquid", 2)], costarring=int, liquid=int)
    refuses("apart", [is_("sid", "x")], sid=str)
    refuses("cannot be used", [is_("姓名139599", 1)], 姓名139599=int)
    with pytest.raises(Refused, match="apart"):
        Ruleset("mine", {"t": str}, tuple(Rule(name, (is_("t", "a"),)) for name in ("costarring", "liquid")))


def test_of_long_texts_only_what_is_beyond_65536_bytes_is_compared() -> None:
    assert raw('print(matches({"r": rule({"m": {"a": "ab"}})}, [{"a": "ab" + "z" * 65536}]))').told == "['r F0']"
    refuses("too long", [is_("a", "z" * 60_001)], a=str)
    refuses("too long", [is_("a", "名" * 20_001)], a=str)
    refuses("too long", [is_("a", "\ud800")], a=str)
    with pytest.raises(EngineFault):
        ours(rules([is_("a", "ab")], a=str), {"a": "ab" + "z" * 65_536})
    longest = "z" * 60_000
    assert ours(rules([is_("a", longest)], a=str), {"a": longest}, {"a": longest[1:]}) == ["r0 0"]


def test_texts_are_put_in_a_wrong_order() -> None:
    """ "ab" stands before "ab!", but the closing quote does not stand before it."""
    assert raw('print(matches({"r": rule({"m": {"$lt": {"a": "ab!"}}})}, [{"a": "ab"}]))').told == "[]"
    refuses("not safe", [Comparison("a", "at-most", ("ab!",))], a=str)


def test_numbers_beyond_64_bits_are_taken_for_the_largest() -> None:
    assert raw('print(matches({"r": rule({"m": {"a": 2**63}})}, [{"a": 2**64}]))').told == "['r F0']"
    refuses("too large", [is_("a", 2**63)], a=int)
    with pytest.raises(EngineFault):
        ours(rules([is_("a", 1)], a=int), {"a": 2**64})
    assert ours(rules([is_("a", 2**62)], a=int), {"a": 2**62}, {"a": 2**62 - 1}) == ["r0 0"]


def test_what_is_missing_is_also_missing_from_the_engines_own_facts() -> None:
    assert "r S0" in raw('print(matches({"r": rule({"m": {"$nex": {"z": 1}}})}, [{"z": 1}]))').told
    with pytest.raises(Refused, match="begin with the sort"):
        Ruleset("mine", {"t": str, "z": int}, (Rule("r0", (is_("z", 1),)),))
    with pytest.raises(Refused, match="begin with the sort"):
        Ruleset("mine", {"t": str}, (Rule("r0", ()),))


# --- facts that are lost ------------------------------------------------------------------------------------------


def test_a_number_with_an_exponent_takes_the_facts_after_it_along() -> None:
    program = 'print(matches({"r": rule({"m": {"a": 1}})}, [{"a": 1}, {"a": %s}, {"a": 1}]))'
    assert raw(program % "0.5").told == "['r F0', 'r F2']"
    assert "F2" not in raw(program % "1e-7").told  # it is like the first fact, and nothing is said of it
    with pytest.raises(Refused):
        rules([is_("a", 1e-7)], a=float)
    # As the first fact the engine takes it without a word and gives a place that nothing was written to: whether that
    # crashes is left to the memory, so that here only is shown that it never gets there.
    for facts in ([{"a": 1}, {"a": 1e-7}, {"a": 1}], [{"a": 1e-7}, {"a": 1}]):
        with pytest.raises(EngineFault):
            ours(rules([is_("a", 1)], a=int), *facts)


@pytest.mark.parametrize("bad", [{"a": 1e-7}, {"a": float("inf")}, {f"p{n}": 1 for n in range(260)}], ids=str)
def test_a_batch_that_is_cut_short_is_noticed(bad: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if such a fact got by us, which it does not, the sentinel behind it would be missed."""
    ruleset = rules([is_("a", 1)], a=int)
    with pytest.raises(EngineFault):
        ours(ruleset, {"a": 1}, bad, {"a": 1})
    monkeypatch.setattr(driving, "_check", lambda fact, ruleset: None)
    monkeypatch.setattr(driving, "dumps", lambda data: json.dumps(data, ensure_ascii=False))
    with pytest.raises(EngineFault, match="did not read all"):
        ours(ruleset, {"a": 1}, bad, {"a": 1})


def test_facts_of_one_hash_are_taken_for_one_fact() -> None:
    """The id of a fact without one is made of its content, and told apart by 32 bits: the 46,010th is thought known."""
    ids = [f"F{number}" for number in range(driving.MOST_FACTS)]
    assert len({hash_of(name) for name in (*ids, "S0", "S1", "sid-0", "$pulse")}) == len(ids) + 4
    same = [{"a": 1}] * (driving.MOST_FACTS + 3)
    assert len(ours(rules([is_("a", 1)], a=int), *same)) == len(same)


# --- crashes and hangs --------------------------------------------------------------------------------------------


def test_512_conditions_under_one_are_looked_for_without_end() -> None:
    """511 of ours and the one of the sentinel."""
    assert raw('print(matches({f"r{i}": rule({"m": {"a": i}}) for i in range(511)}, [{"b": 3}]))').died
    assert raw('print(matches({f"r{i}": rule({"m": {"a": i}}) for i in range(510)}, [{"b": 3}]))').told == "[]"
    refuses("500 conditions", *([is_("a", i)] for i in range(501)), a=int)
    refuses("not safe", [is_("a", *range(501))], a=int)
    refuses("500 conditions", *([is_("a", *range(300 * n, 300 * n + 300))] for n in range(2)), a=int)
    most = rules(*([is_("a", i)] for i in range(500)), a=int)
    assert ours(most, {"a": 499}, {"a": 500}) == ["r499 0"]


def test_256_rules_that_end_alike_run_over_the_end_of_a_list() -> None:
    assert raw('print(len(matches({f"r{i}": rule({"m": {"a": 1}}) for i in range(256)}, [{"a": 1}])))').told != "256"
    refuses("250 rules", *([is_("a", 1)] for _ in range(251)), a=int)
    assert len(ours(rules(*([is_("a", 1)] for _ in range(250)), a=int), {"a": 1})) == 250


def test_65_conditions_met_at_once_are_an_error() -> None:
    many = 'print(len(matches({f"r{i}": rule({"m": {"$lt": {"a": 100 + i}}}) for i in range(%s)}, [{"a": 1}])))'
    assert raw(many % 64).told == "64"
    assert raw(many % 65).code == 1
    refuses("60 conditions", *([Comparison("a", "at-most", (100 + i,))] for i in range(61)), a=int)
    assert len(ours(rules(*([Comparison("a", "at-most", (100 + i,))] for i in range(60)), a=int), {"a": 1})) == 60


def test_conditions_left_open_on_the_way_down_count_too() -> None:
    """40 at the top and 40 below one of them are 79 at once."""
    below = """{"$and": [{"$lt": {"a": 139}}, {"$lt": {"b": 100 + i}}]}"""
    program = f"""top = {{f"t{{i}}": rule({{"m": {{"$lt": {{"a": 100 + i}}}}}}) for i in range(40)}}
low = {{f"l{{i}}": rule({{"m": {below}}}) for i in range(40)}}
print(len(matches(top | low, [{{"a": 1, "b": 1}}])))"""
    assert raw(program).code == 1
    top = [[Comparison("a", "at-most", (100 + i,))] for i in range(40)]
    low = [[Comparison("a", "at-most", (139,)), Comparison("b", "at-most", (100 + i,))] for i in range(40)]
    refuses("60 conditions", *top, *low, a=int, b=int)


def test_lists_that_share_a_value_are_linked_to_it_one_by_one() -> None:
    """More than 128 of them are refused, or written beyond the end of a list."""
    lists = (
        'print(len(matches({f"r{i}": rule({"m": {"$or": [{"a": 1}, {"a": i}]}}) for i in range(2, %s)}, [{"a": 1}])))'
    )
    assert raw(lists % 140).code != 0
    refuses("share", *([is_("a", 1, i)] for i in range(2, 103)), a=int)


def test_the_1025th_context_takes_the_process_down() -> None:
    found = raw(
        """handle = E.create_ruleset("raw", dumps({"r": rule({"m": {"a": 1}})}))
for number in range(1030):
    try:
        E.assert_fact(handle, dumps({"id": "F", "sid": f"s{number}", "a": 1}))
    except MemoryError:
        print(number, flush=True)
        E.assert_fact(handle, dumps({"id": "G", "sid": f"s{number}", "a": 1}))"""
    )
    assert (found.died, found.told) == (True, "1024")
    # There is one context, which is deleted after every batch.
    driver, ruleset = LocalDriver(), rules([is_("a", 1)], a=int)
    for number in range(1_100):
        assert driver.matches(ruleset, [{"t": "a", "a": number % 2}]) == ({("r0", 0)} if number % 2 else set())
    driver.close()


def test_an_empty_fact_is_read_without_end() -> None:
    found = raw(
        """handle = E.create_ruleset("raw", dumps({"r": rule({"m": {"a": 1}})}))
E.assert_facts(handle, dumps([{"k": 1}, {}, {"k": 3}]))"""
    )
    assert found.died
    ruleset = rules([is_("a", 1)], a=int)
    assert ours(ruleset, {}) == []  # every fact says at least of what sort it is
    driver = LocalDriver()
    assert driver.matches(ruleset, []) == set()
    with pytest.raises(EngineFault):
        driver.matches(ruleset, [{}])
    driver.close()


# --- within the subset --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_within_the_subset_the_engine_answers_as_a_plain_loop_does(seed: int) -> None:
    """Random rules and facts of every type and comparison, some properties missing."""
    dice, driver = Random(seed), LocalDriver()
    for _ in range(25):
        ruleset = _random_rules(dice)
        facts = [_random_fact(dice) for _ in range(dice.randint(1, 60))]
        expected = {(r.name, i) for r in ruleset.rules for i, fact in enumerate(facts) if _passes(fact, r)}
        assert driver.matches(ruleset, facts) == expected
        assert driver.matches(ruleset, facts) == expected
    driver.close()


WORDS = ("", "甲", '"', "\\", "a b", "1", "true", "null", "\n", "🙂")
NUMBERS = (-(2**62), -1, 0, 1, 2, 2**31, 2**53 + 1, 2**62)
POOLS: Mapping[str, Sequence[Value]] = {
    **{f"w{n}": WORDS for n in range(4)},
    **{f"n{n}": NUMBERS for n in range(4)},
    **{f"b{n}": (True, False) for n in range(3)},
}


def _random_rules(dice: Random) -> Ruleset:
    properties = {"t": str} | {name: type(pool[0]) for name, pool in POOLS.items()}
    made = [Rule(f"r{n}", (is_("t", dice.choice("ab")), *_random_tests(dice))) for n in range(dice.randint(1, 25))]
    return Ruleset("mine", properties, tuple(made))


def _random_tests(dice: Random) -> list[Comparison]:
    found = []
    for name in dice.sample(sorted(POOLS), dice.randint(0, 4)):
        pool = POOLS[name]
        if name[0] == "n" and dice.random() < 0.6:
            found.append(Comparison(name, dice.choice(("at-least", "at-most")), (dice.choice(pool),)))
        else:
            found.append(is_(name, *dice.sample(pool, dice.randint(1, min(3, len(pool))))))
    return found


def _random_fact(dice: Random) -> dict[str, Value]:
    fact: dict[str, Value] = {"t": dice.choice("abc")}
    return fact | {name: dice.choice(pool) for name, pool in POOLS.items() if dice.random() < 0.7}


def _passes(fact: Mapping[str, Any], rule: Rule) -> bool:
    for test in rule.tests:
        value = fact.get(test.property)
        if value is None:
            return False
        match test.operator:
            case "one-of":
                fits = value in test.values
            case "at-least":
                fits = value >= test.values[0]
            case _:
                fits = value <= test.values[0]
        if not fits:
            return False
    return True


def test_rulesets_beyond_so_many_are_let_go_and_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driving, "MOST_HANDLES", 3)
    driver = LocalDriver()
    for number in (0, 1, 2, 3, 4, 0, 3, 2, 1):
        assert driver.matches(rules([is_("a", number)], a=int), [{"t": "a", "a": number}]) == {("r0", 0)}
        assert len(driver._handles) <= 3
    driver.close()


def test_after_an_error_the_next_question_is_answered() -> None:
    driver, ruleset = LocalDriver(), rules([is_("a", 1)], a=int)
    assert driver.matches(ruleset, [{"t": "a", "a": 1}]) == {("r0", 0)}

    engine = library.engine()

    def failing(*_: object) -> str:
        raise engine.error("Could not start action, error code: 309")

    told = {name: getattr(engine, name) for name in dir(engine)} | {"complete_and_start_action": failing}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(driving.library, "engine", lambda: SimpleNamespace(**told))
        with pytest.raises(EngineFault, match="309"):
            driver.matches(ruleset, [{"t": "a", "a": 1}])
    assert driver.matches(ruleset, [{"t": "a", "a": 1}]) == {("r0", 0)}
    driver.close()


@pytest.mark.parametrize(
    "match", ['{"r9": {"m": {"id": "F0"}}}', '{"r0": {"m": {"id": "F7"}}}', '{"r0": {"m": {"id": "X"}}}', "[]", "{"]
)
def test_a_match_that_cannot_be_is_a_fault(match: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(['{"q0": {"m": {"id": "S0"}}}', match, '{"q0": {"m": {"id": "S1"}}}', None])
    told: dict[str, Any] = dict.fromkeys(("create_ruleset", "delete_ruleset", "delete_state"), lambda *_: 1)
    told |= dict.fromkeys(("start_action_for_state", "complete_and_start_action"), lambda *_: next(answers))
    told |= {"error": library.engine().error, "assert_facts": lambda *_: (0, 1)}
    monkeypatch.setattr(driving.library, "engine", lambda: SimpleNamespace(**told))
    with pytest.raises(EngineFault):
        ours(rules([is_("a", 1)], a=int), {"a": 1})

"""Reading: how deep, how many, in what encoding; and that what cannot be read hides nothing else."""

import pytest

from credit_rules.errors import RulesetError
from credit_rules.pipeline import plan_of
from credit_rules.stages.reading import DEEPEST, LARGEST_FILE, MOST_ALIASES, Unreadable, decode, read_json, read_yaml
from written import head, plan_from

BAR = """\
  - {id: bar-a, title: 试验拒绝, polarity: restriction, effect: bar, duty: must, category: market-access,
     actions: [permit], basis: [试验法 第二条], when: {listing: {list: black-a}}}
"""


def refused(text: str, *, yaml: bool = True) -> list[tuple[str, str]]:
    """Code and place of what is told of a text that cannot be read."""
    with pytest.raises(Unreadable) as told:
        read_yaml(text, "a.yaml") if yaml else read_json(text, "a.json")
    return [(entry.code, entry.at) for entry in told.value.problems]


def within(depth: int, word: str) -> str:
    return "[" * depth + word + "]" * depth


def test_as_deep_as_is_said_and_no_deeper() -> None:
    for text in (within(DEEPEST, "x"), "- " * (DEEPEST - 1) + "x"):
        data = read_yaml(text, "a.yaml").data
        while isinstance(data, list):
            (data,) = data
        assert data == "x"
    assert refused(within(DEEPEST + 1, "x")) == [("too-deep", "a.yaml")]
    assert refused("- " * (DEEPEST + 1) + "x") == [("too-deep", "a.yaml")]
    assert refused("\n".join("  " * step + "a:" for step in range(DEEPEST + 2))) == [("too-deep", "a.yaml")]
    assert isinstance(read_json(within(DEEPEST, '"x"'), "a.json"), list)
    assert refused(within(DEEPEST + 1, '"x"'), yaml=False) == [("too-deep", ("/0" * 61)[:60])]


def test_a_text_that_would_exhaust_a_parser_is_refused_before_it() -> None:
    for opening, closing in (("[", "]"), ("{a: ", "}"), ("- ", "")):
        assert refused(opening * 100_000 + "x" + closing * 100_000) == [("too-deep", "a.yaml")]
    assert [code for code, _ in refused("[" * 100_000, yaml=False)] == ["too-deep"]


def test_brackets_inside_quotes_are_no_depth() -> None:
    quoted = ", ".join(["'" + "[" * 50 + "'"] * 50)
    assert read_yaml(f"a: [{quoted}]", "a.yaml").data == {"a": ["[" * 50] * 50}


def test_as_many_aliases_as_is_said_and_no_more() -> None:
    few = "a: &a [x]\nb: [" + ", ".join(["*a"] * (MOST_ALIASES // 2)) + "]\n"
    assert read_yaml(few, "a.yaml").data["b"] == [["x"]] * (MOST_ALIASES // 2)
    many = "a: &a [x]\nb: [" + ", ".join(["*a"] * (MOST_ALIASES + 1)) + "]\n"
    assert [code for code, _ in refused(many)] == ["anchors"]


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("a: 1\n---\nb: 2\n", "several-documents", "a.yaml:3:1"),
        ("a: 1\n? [b, c]\n: 2\n", "bad-yaml", "a.yaml:2:3"),
        ("a: 1\n{b: c}: 2\n", "bad-yaml", "a.yaml:2:1"),
        ("a: 1\nb: \x80\n", "bad-yaml", "a.yaml:1:1"),
        ("a: 1\nb: \u202e\n", "bad-character", "a.yaml:2:4"),
        ("a: 1\n\tb: 2\n", "tab", "a.yaml:2:1"),
        ("a: !!int 1\n", "bad-yaml", "a.yaml:1:4"),
        ("a: *b\n", "bad-yaml", "a.yaml:1:4"),
        ("---\n...\n", "empty-file", "a.yaml:1:1"),
        ("~\n", "empty-file", "a.yaml:1:1"),
    ],
)
def test_a_yaml_text_that_cannot_be_read_says_where(text: str, code: str, at: str) -> None:
    assert refused(text) == [(code, at)]


def test_every_flaw_of_a_yaml_text_is_told_at_once() -> None:
    text = "a: 1\na: 2\nb: {<<: {c: d}}\ne: !!int 3\n? [f]\n: 4\n"
    assert refused(text) == [
        ("duplicate-key", "a.yaml:2:1"),
        ("merge-key", "a.yaml:3:5"),
        ("bad-yaml", "a.yaml:4:4"),
        ("bad-yaml", "a.yaml:5:3"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1, "a": 2}', [("duplicate-key", "/a")]),
        ('{"a": [{"b": "x\\u0000"}]}', [("bad-character", "/a/0/b")]),
        ('{"a/b~": "\\ud800"}', [("bad-character", "/a~1b~0")]),
        ('{"a": NaN}', [("bad-json", "a.json")]),
        ('{"a": \n]}', [("bad-json", "a.json:2:1")]),
        (" \n", [("empty-file", "a.json")]),
    ],
)
def test_a_json_text_that_cannot_be_read_says_where(text: str, told: list[tuple[str, str]]) -> None:
    assert refused(text, yaml=False) == told


def test_bytes_are_utf_8_or_gb18030() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert decode("失信".encode(encoding), "a.yaml") == "失信"
    for raw, code in ((b"\x80\xff\xff", "bad-encoding"), (b"#" * (LARGEST_FILE + 1), "too-large")):
        with pytest.raises(Unreadable) as told:
            decode(raw, "a.yaml")
        assert [(entry.code, entry.at) for entry in told.value.problems] == [(code, "a.yaml")]
    assert len(decode(b"#" * LARGEST_FILE, "a.yaml")) == LARGEST_FILE


def test_cases_and_the_name_of_a_rule_set_are_no_rules() -> None:
    alone = plan_from(list=head() + BAR)
    beside = plan_from(
        list=head() + BAR,
        cases="cases_for: written\ncases: [{name: 试验, expect: {outcome: ordinary}}]\n",
        ruleset="ruleset: test\ntitle: 试验\n",
    )
    assert beside.digest == alone.digest
    assert [planned.id for planned in beside.measures] == ["bar-a"]


def test_a_name_is_not_told_twice_where_its_own_entry_could_not_be_read() -> None:
    with pytest.raises(RulesetError) as told:
        plan_from(
            more="lists:\n  - {id: list-x, title: 试验, colour: grey}\n  - {title: 试验, colour: black}\n",
            list=head() + BAR.replace("black-a", "[list-x, list-y]"),
        )
    assert [(entry.code, entry.at.rpartition(":")[0]) for entry in told.value.problems] == [
        ("unknown-list", "list.yaml:9"),
        ("unknown-value", "more.yaml:2"),
        ("missing-key", "more.yaml:3"),
    ]
    assert "list-y" in told.value.problems[0].message["en"]


def test_lists_alone_are_told_that_no_catalogue_is_loaded_and_not_of_every_name() -> None:
    with pytest.raises(RulesetError) as told:
        plan_of([read_yaml(head() + BAR, "list.yaml")])
    assert [(entry.code, entry.at) for entry in told.value.problems] == [("no-catalogue", "list.yaml:1:1")]

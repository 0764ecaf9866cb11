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


MEASURE = """\
measures:
  - id: bar-a
    effect: bar
    %s
    actions: [permit]
"""
#: What a beginner writes below `effect: bar`, and what is told of it, with what cures it.
MISREAD = {
    "duty：must": ("full-width-colon", "4:9", "`duty: must`"),
    "title：[质量奖]": ("full-width-colon", "4:10", "`title: "),
    "duty:must": ("no-space-after-colon", "4:9", "`duty: must`"),
    "when: {listing：{list: bad-a}}": ("full-width-colon", "4:19", "`listing: "),
    "in_force: {from：2024-01-01}": ("full-width-colon", "4:20", "`from: 2024-01-01`"),
    "title: {zh:招标, en: bid}": ("no-space-after-colon", "4:15", "`zh: 招标`"),
    "title: {zh: 招标，en: bid}": ("full-width-comma", "4:19", "英文逗号"),
    "title: “质量奖: 试”": ("full-width-quotes", "4:12", "英文双引号"),
    " duty: must": ("odd-indentation", "4:6", "改为 4 格"),
    "basis: [甲法 第三条, 乙法": ("not-closed", "4:12", "`]`"),
    "when: {listing: {list: bad-a}": ("not-closed", "4:11", "`}`"),
    'title: "质量奖\n    note: "乙"': ("not-closed", "4:12", '`"`'),
    "title: '质量奖": ("not-closed", "4:12", "`'`"),
    "basis: [国发[2016]33号 第三条]": ("square-brackets", "4:15", "`国发〔2016〕33号`"),
    "title: 注意: 事项": ("colon-in-text", "4:12", "英文双引号"),
    "title: @甲": ("quotes-wanted", "4:12", "英文双引号"),
    "title: {zh: 奖, en: award, technology fund}": ("comma-in-text", "4:24", '`"award, technology fund"`'),
    "when: {action: {amount: {above: 1,000,000}}}": ("thousands-separator", "4:37", "`1000000`"),
    "subjects: {enterprise, household}": ("list-in-braces", "4:15", "`[enterprise, household]`"),
    "title: 甲\n      duty：must": ("full-width-colon", "5:11", "`duty: must`"),
}


@pytest.mark.parametrize("written", MISREAD)
def test_what_a_beginner_writes_is_told_where_it_stands_with_its_cure(written: str) -> None:
    code, place, cure = MISREAD[written]
    with pytest.raises(Unreadable) as told:
        read_yaml(MEASURE % written, "a.yaml")
    assert [(entry.code, entry.at) for entry in told.value.problems] == [(code, f"a.yaml:{place}")]
    (entry,) = told.value.problems
    assert entry.help
    assert cure in entry.help["zh"]


def test_full_width_blanks_are_told_line_by_line_and_left_alone_in_a_text() -> None:
    assert refused("a:\n\u3000b: 1\n\u3000c: 2\n") == [
        ("full-width-space", "a.yaml:2:1"),
        ("full-width-space", "a.yaml:3:1"),
    ]
    assert read_yaml("a: |\n  \u3000第一段\nb: 甲，乙：丙\n", "a.yaml").data == {
        "a": "\u3000第一段\n",
        "b": "甲，乙：丙",
    }


def test_one_mistake_made_often_is_told_as_often() -> None:
    text = "measures:\n  - id：a\n    duty：must\n    effect: bar\n  - id: b\n    duty:may\n    effect: bar\n"
    assert refused(text) == [
        ("full-width-colon", "a.yaml:2:7"),
        ("full-width-colon", "a.yaml:3:9"),
        ("no-space-after-colon", "a.yaml:6:9"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: 见 http://example.org:80/\n",
        "a: 通过官网，App：甲\n",
        "a: {b: 'c, d', e: \"f: g\"}\n",
        "a:\n  - 国发[2016]33号\n",
        "a: 12:30\n",
        "a: 甲\n  乙，App：丙\n",
        "a: {b: , c: ~}\n",
    ],
)
def test_what_is_meant_as_it_is_written_is_left_alone(text: str) -> None:
    assert read_yaml(text, "a.yaml").data["a"]


@pytest.mark.parametrize("text", ["a: *b\n", "a: b]\nc: }\n", "- a\nb: 1\n", "a: - b\n", "a: 1\n? [b]\n: 2\n"])
def test_what_the_parser_says_is_said_in_both_languages_with_advice(text: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_yaml(text, "a.yaml")
    (entry,) = told.value.problems
    assert entry.code == "bad-yaml"
    assert entry.help
    assert not any(word in entry.message["zh"] for word in ("did not", "found", "not allowed", "key"))


@pytest.mark.parametrize("text", ['{"a": }', '{"a": 1,}', "{'a': 1}", '{"a": "b\n"}', '{"a": "b', "{} {}", '{"a" 1}'])
def test_what_is_wrong_in_a_json_text_is_said_in_both_languages_with_advice(text: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_json(text, "a.json")
    (entry,) = told.value.problems
    assert entry.help
    assert entry.message["zh"].partition("：")[2] != entry.message["en"].partition(": ")[2]


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

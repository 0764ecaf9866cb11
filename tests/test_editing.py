"""Editing in place: what was meant is changed, and not a byte beside it."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from credit_rules.authoring import editing
from credit_rules.authoring.editing import CannotEdit, Edit, Insert, Remove, Replace, as_yaml, edited
from credit_rules.stages.reading import read_yaml

FILES = sorted((ROOT / "rulesets").rglob("*.yaml"))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_bytes().decode() for path in FILES}

#: One rule set, then changes to it and what becomes of it: the way a person would have written it.
LIST = """\
# the head
measure_list: a   # its id

measures:
  # about the first
  - id: one
    basis: [x, "y, z"]  # cited

  # about the second
  - id: two
    when:
      all:
        - listing: {list: l}
        # only there
        - subject: {kind: enterprise}

  - {id: three, note: n}
"""


def after(*edits: Edit, text: str = LIST) -> str:
    return edited(text, edits)


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (Replace(("measure_list",), "b"), "a   # its id", "b   # its id"),
        (Replace(("measures", 0, "basis"), "[q]"), '[x, "y, z"]  # cited', "[q]  # cited"),
        (Replace(("measures", 0, "basis", 1), "q"), '"y, z"', "q"),
        (Replace(("measures", 0, "basis", 1), '"a: b"'), '"y, z"', '"a: b"'),
        (Replace(("measures", 2, "note"), "k, l"), "note: n", 'note: "k, l"'),
        (
            Replace(("measures", 1, "when"), "{listing: {list: l}}"),
            "when:\n      all:\n        - listing: {list: l}\n"
            "        # only there\n        - subject: {kind: enterprise}\n",
            "when: {listing: {list: l}}\n",
        ),
        (
            Replace(("measures", 0, "basis"), "- q\n- r"),
            'basis: [x, "y, z"]  # cited\n',
            "basis:  # cited\n      - q\n      - r\n",
        ),
        (Remove(("measures", 0, "basis")), '    basis: [x, "y, z"]  # cited\n', ""),
        (Remove(("measures", 0, "basis", 0)), '[x, "y, z"]', '["y, z"]'),
        (Remove(("measures", 0, "basis", 1)), '[x, "y, z"]', "[x]"),
        (Remove(("measures", 2, "id")), "{id: three, note: n}", "{note: n}"),
        (Remove(("measures", 1, "id")), "- id: two\n    when:", "- when:"),
        (
            Remove(("measures", 1, "when", "all", 1)),
            "        # only there\n        - subject: {kind: enterprise}\n",
            "",
        ),
        (
            Remove(("measures", 0)),
            '  # about the first\n  - id: one\n    basis: [x, "y, z"]  # cited\n\n',
            "",
        ),
        (Remove(("measures", 2)), "\n  - {id: three, note: n}\n", ""),
        (Insert(("measures", 0, "note"), "k, l"), "  # cited\n", "  # cited\n    note: k, l\n"),
        (Insert(("measures", 0, "title"), "{zh: t}", after="id"), "id: one\n", "id: one\n    title: {zh: t}\n"),
        (Insert(("measures", 2, "title"), "{zh: t}", after="id"), "id: three, ", "id: three, title: {zh: t}, "),
        (Insert(("measures", 0, "basis", 2), "w"), '"y, z"]', '"y, z", w]'),
        (Insert(("measures", 0, "basis", 0), "w"), "[x", "[w, x"),
        (
            Insert(("measures", 1), "id: new\nnote: |\n  two\n\n  lines"),
            "  # about the second\n",
            "  - id: new\n    note: |\n      two\n\n      lines\n\n  # about the second\n",
        ),
        (Insert(("measures", 3), "id: new\nby: [z]"), "note: n}\n", "note: n}\n\n  - id: new\n    by: [z]\n"),
        (Insert(("draft",), "true", after="measure_list"), "its id\n", "its id\ndraft: true\n"),
    ],
)
def test_one_edit_changes_one_piece_of_the_text(edit: Edit, old: str, new: str) -> None:
    assert LIST.count(old) == 1
    assert after(edit) == LIST.replace(old, new)
    crlf = LIST.replace("\n", "\r\n")
    assert after(edit, text=crlf) == LIST.replace(old, new).replace("\n", "\r\n")


def test_many_edits_at_once_mean_the_paths_of_the_text_as_it_was() -> None:
    text = after(
        Remove(("measures", 0)),
        Replace(("measures", 1, "id"), "second"),
        Insert(("measures", 1, "note"), "n"),
        Insert(("measures", 2), "id: between\nby: [b]"),
        Insert(("measures", 3), "id: last\nby: [b]"),
        Remove(("measures", 2, "note")),
    )
    data = read_yaml(text, "t").data
    assert [measure["id"] for measure in data["measures"]] == ["second", "between", "three", "last"]
    assert "# about the second" in text
    assert "# about the first" not in text


def test_items_of_one_list_go_and_come_together() -> None:
    text = "a: [x, y, z]\nb:\n  - p\n  - q\n  - r\n"
    assert edited(text, [Remove(("a", i)) for i in range(3)]) == text.replace("[x, y, z]", "[]")
    assert edited(text, [Remove(("a", 0)), Remove(("a", 2)), Insert(("a", 3), "w")]) == text.replace("x, y, z", "y, w")
    assert edited(text, [Remove(("b", i)) for i in range(3)]) == "a: [x, y, z]\nb: []\n"
    assert (
        edited(text, [Remove(("b", 1)), Remove(("b", 2)), Insert(("b", 3), "w")]) == "a: [x, y, z]\nb:\n  - p\n  - w\n"
    )


def test_a_thousand_edits_are_made_in_a_few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []
    one = editing._round

    def counted(text: str, pending: list[Edit]) -> str:
        rounds.append(len(pending))
        return one(text, pending)

    monkeypatch.setattr(editing, "_round", counted)
    text = "list:\n" + "".join(f"  - id: n{i}\n    duty: must\n\n" for i in range(1000))
    half = [Remove(("list", i)) for i in range(0, 1000, 2)]
    more = [Insert(("list", i, "note"), "x") for i in range(1, 1000, 2)]
    changed = [Replace(("list", i, "duty"), "may") for i in range(1, 1000, 2)]
    data = read_yaml(edited(text, [*half, *more, *changed]), "t").data
    assert data["list"] == [{"id": f"n{i}", "duty": "may", "note": "x"} for i in range(1, 1000, 2)]
    assert len(rounds) <= 3


def test_something_can_be_put_into_what_is_empty() -> None:
    assert edited("a: []\nb: 1\n", [Insert(("a", 0), "x")]) == "a: [x]\nb: 1\n"
    text = edited("measures: []\nb: 1\n", [Insert(("measures", 0), "id: x\nby: [y]")])
    assert text == "measures:\n  - id: x\n    by: [y]\nb: 1\n"
    assert read_yaml(edited("a:\nb: 1\n", [Insert(("a", 0), "x")]), "t").data == {"a": ["x"], "b": "1"}
    assert edited("a: {b: {}}\n", [Insert(("a", "b", "c"), "d")]) == "a: {b: {c: d}}\n"


def test_the_end_of_the_text_may_lack_a_line_end_and_keeps_lacking_it() -> None:
    assert edited("a: 1\nb: 2", [Insert(("c",), "3")]) == "a: 1\nb: 2\nc: 3"
    assert edited("l:\n  - a\n  - b", [Remove(("l", 1))]) == "l:\n  - a\n"


@pytest.mark.parametrize(
    "edits",
    [
        [Replace(("nothing",), "x")],
        [Replace((), "x")],
        [Insert(("measures", 9), "x")],
        [Insert(("measure_list",), "x")],
        [Insert(("draft",), "x", after="nothing")],
        [Remove(("measures", 1)), Replace(("measures", 1, "id"), "x")],
        [Replace(("measures", 1, "id"), "x"), Replace(("measures", 1, "id"), "y")],
        [Replace(("measure_list",), "[unclosed")],
        [Replace(("measure_list",), "")],
        [Replace(("measure_list",), "a\n---\nb")],
    ],
)
def test_what_cannot_be_done_is_refused(edits: list[Edit]) -> None:
    with pytest.raises(CannotEdit):
        after(*edits)


def test_a_value_that_others_mean_too_is_not_taken_away() -> None:
    with pytest.raises(CannotEdit):
        edited("a: &x 1\nb: *x\n", [Replace(("a",), "2")])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(["null", "~", "", "true", "- a", "#"]))
def test_any_text_can_be_written_and_means_itself(word: str) -> None:
    written = as_yaml({"k": word, "l": [word]})
    assert edited("a: 1\n", [Replace(("a",), written)])
    assert edited("x: [{a: 1}]\n", [Replace(("x", 0, "a"), written)])


# --- over everything shipped ------------------------------------------------------------------------------------------


def every_path(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every node but the root."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [p for step, inner in steps for p in ((*path, step), *every_path(inner, (*path, step)))]


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


DATA = {name: read_yaml(text, name).data for name, text in TEXTS.items()}
PATHS = {name: every_path(data) for name, data in DATA.items()}

names = st.sampled_from(sorted(TEXTS))
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VALUES = ["changed", '"a, b: c"', "{zh: 文字, en: words}", "[one, two]", "k: v\nl: [w]", "- one\n- k: v\n  l: w"]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_edits_change_nothing(name: str) -> None:
    assert edited(TEXTS[name], []) == TEXTS[name]


@many
@given(names, st.data(), st.sampled_from(VALUES[:4]), st.booleans())
def test_a_replaced_scalar_leaves_every_other_line(name: str, data: st.DataObject, value: str, crlf: bool) -> None:
    path = data.draw(st.sampled_from([p for p in PATHS[name] if isinstance(at(DATA[name], p), str)]))
    text = TEXTS[name].replace("\n", "\r\n") if crlf else TEXTS[name]
    document = read_yaml(text, name)
    result = edited(text, [Replace(path, value)])
    wanted = read_yaml(text, name).data
    at(wanted, path[:-1])[path[-1]] = read_yaml(value, "v").data
    assert read_yaml(result, name).data == wanted
    line, _ = document.places[path]
    before, behind = text.split("\n"), result.split("\n")
    assert len(before) == len(behind)
    assert [i for i, pair in enumerate(zip(before, behind, strict=True)) if pair[0] != pair[1]] in ([line - 1], [])


@many
@given(names, st.data(), st.sampled_from(VALUES), st.booleans())
def test_any_node_can_be_replaced(name: str, data: st.DataObject, value: str, crlf: bool) -> None:
    path = data.draw(st.sampled_from(PATHS[name]))
    text = TEXTS[name].replace("\n", "\r\n") if crlf else TEXTS[name]
    result = edited(text, [Replace(path, value)])
    wanted = read_yaml(text, name).data
    at(wanted, path[:-1])[path[-1]] = read_yaml(value, "v").data
    assert read_yaml(result, name).data == wanted
    assert result.count("\r\n") == (result.count("\n") if crlf else 0)


@many
@given(names, st.data(), st.booleans())
def test_what_is_removed_takes_only_its_own_lines(name: str, data: st.DataObject, crlf: bool) -> None:
    path = data.draw(st.sampled_from(PATHS[name]))
    text = TEXTS[name].replace("\n", "\r\n") if crlf else TEXTS[name]
    result = edited(text, [Remove(path)])
    wanted = read_yaml(text, name).data
    del at(wanted, path[:-1])[path[-1]]
    assert read_yaml(result, name).data == wanted
    assert result.count("\r\n") == (result.count("\n") if crlf else 0)
    assert is_subsequence(result, text) or not at(wanted, path[:-1])


@many
@given(names, st.data(), st.sampled_from(VALUES), st.booleans())
def test_what_is_put_in_leaves_everything_else(name: str, data: st.DataObject, value: str, crlf: bool) -> None:
    holders = [p for p in ((), *PATHS[name]) if isinstance(at(DATA[name], p), (dict, list))]
    holder = data.draw(st.sampled_from(holders))
    text = TEXTS[name].replace("\n", "\r\n") if crlf else TEXTS[name]
    wanted = read_yaml(text, name).data
    inner = at(wanted, holder)
    if isinstance(inner, list):
        index = data.draw(st.integers(0, len(inner)))
        edit = Insert((*holder, index), value)
        inner.insert(index, read_yaml(value, "v").data)
    else:
        behind = data.draw(st.sampled_from([None, *inner]))
        edit = Insert((*holder, "new-key"), value, after=behind)
        inner["new-key"] = read_yaml(value, "v").data
    result = edited(text, [edit])
    assert read_yaml(result, name).data == wanted
    assert is_subsequence(text, result)
    assert result.count("\r\n") == (result.count("\n") if crlf else 0)


@many
@given(names, st.data())
def test_many_edits_at_once_come_to_the_same_as_one_by_one(name: str, data: st.DataObject) -> None:
    paths = data.draw(st.lists(st.sampled_from(PATHS[name]), min_size=2, max_size=6, unique=True))
    apart = [p for p in paths if not any(p != q and p[: len(q)] == q for q in paths)]
    edits: list[Edit] = []
    for path in apart:
        kind = data.draw(st.sampled_from([Replace, Remove, Insert]))
        if kind is Insert and not isinstance(path[-1], int):
            kind = Replace
        edits.append(Remove(path) if kind is Remove else kind(path, data.draw(st.sampled_from(VALUES))))
    together = edited(TEXTS[name], edits)
    one_by_one = TEXTS[name]
    for edit in sorted(edits, key=lambda e: PATHS[name].index(e.path), reverse=True):
        one_by_one = edited(one_by_one, [edit])
    assert read_yaml(together, name).data == read_yaml(one_by_one, name).data


def test_every_item_of_every_measure_list_can_go_one_after_the_other() -> None:
    for name, text in TEXTS.items():
        if isinstance(DATA[name].get("measures"), list):
            result = edited(text, [Remove(("measures", i)) for i in range(len(DATA[name]["measures"]))])
            assert read_yaml(result, name).data == {**DATA[name], "measures": []}


def is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def test_this_file_tests_what_is_shipped() -> None:
    assert len(TEXTS) > 40
    assert any(re.search("^ *# ", text, re.MULTILINE) for text in TEXTS.values())
    assert Path(FILES[0]).exists()

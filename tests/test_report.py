"""The report as a file: it stands alone, is well-formed, and counts what the data count, in both languages."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from credit_rules.rendering.report import render_report, render_summary
from screened import unruly


@pytest.fixture(name="data", scope="module")
def unruly_example() -> dict[str, Any]:
    return unruly()


@pytest.fixture(name="page", scope="module")
def rendered(data: dict[str, Any]) -> str:
    return render_report(data)


class Tags(HTMLParser):
    """Every element with its attributes, and what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.depth: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br", "img"):
            self.depth.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.depth.pop() == tag


# --- the file ---------------------------------------------------------------------------------------------------------


def test_the_page_stands_alone_and_is_well_formed(page: str) -> None:
    tags = Tags(page)
    assert tags.depth == []
    assert [name for name, _ in tags.all if name in ("link", "img", "iframe", "object", "form", "base")] == []
    assert [attrs for name, attrs in tags.all if name == "script"] == [{}]
    assert not [value for _, attrs in tags.all for key, value in attrs.items() if key in ("src", "style")]
    assert not [key for _, attrs in tags.all for key in attrs if key.startswith("on")]
    assert all(str(attrs.get("href", "#")).startswith("#") for _, attrs in tags.all)
    assert not re.search(r"url\(|@import", page)


def test_ids_are_unique_and_references_lead_somewhere(page: str) -> None:
    tags = Tags(page).all
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [value for _, a in tags for key, value in a.items() if key in ("aria-controls", "aria-labelledby")]
    assert set(named) <= set(ids)
    assert {str(attrs["href"])[1:] for name, attrs in tags if name == "a"} <= set(ids)


def test_both_languages_say_the_same_of_everybody(data: dict[str, Any]) -> None:
    for lang, first in (("zh", "zh-CN"), ("en", "en")):
        tags = Tags(render_report(data, lang=lang)).all
        views = [attrs for name, attrs in tags if name == "main"]
        assert next(view["lang"] for view in views) == first
        assert ["hidden" in view for view in views] == [False, True]
        rows = [attrs["data-outcome"] for name, attrs in tags if name == "tr" and "data-outcome" in attrs]
        assert rows[:40] == rows[40:]


def test_the_page_of_a_bidder_counts_what_the_data_count(data: dict[str, Any], page: str) -> None:
    tags = Tags(page).all
    rows = [attrs["data-outcome"] for name, attrs in tags if name == "tr" and "data-outcome" in attrs][:40]
    assert {o: n for o, n in data["counts"].items() if n} == {o: rows.count(o) for o in set(rows)}


def test_the_summary_names_whoever_needs_something(data: dict[str, Any]) -> None:
    for lang in ("zh", "en"):
        lines = render_summary(data, lang).splitlines()
        assert len(lines) == 3 + sum(n for outcome, n in data["counts"].items() if outcome != "ordinary")

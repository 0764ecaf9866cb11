"""The report as people use it: in the system's browser, with the keyboard, in both languages, on paper."""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from browser import Page, browsing, found
from credit_rules import load_plan
from credit_rules.rendering.report import render_report, render_summary
from credit_rules.rosters import read_roster
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.screening import Screener
from credit_rules.screening.telling import told

EXAMPLE = Path(__file__).parents[1] / "examples" / "bid_screening"
ACTION = {"code": "procurement.bid", "region": "230100", "authority": "purchaser"}
SCRIPT, FORMULA = "<script>alert(1)</script>", '=HYPERLINK("https://example.com","x")'
HANDLER = "\"><img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a>"

needs_browser = pytest.mark.skipif(found() is None, reason="no browser here: apt-get install chromium fonts-noto-cjk")


@pytest.fixture(name="data", scope="module")
def screened_example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The forty bidders, three of them under names that would like to run."""
    sys.path.insert(0, str(EXAMPLE))
    try:
        from prepare import prepare
    finally:
        sys.path.remove(str(EXAMPLE))
    folder = tmp_path_factory.mktemp("report")
    sheet = (EXAMPLE / "bidders.csv").read_text(encoding="utf-8-sig")
    for name, other in (("巴彦示例消防器材有限公司", FORMULA), ("木兰示例安防工程有限公司", HANDLER)):
        sheet = sheet.replace(name, '"' + other.replace('"', '""') + '"')
    sheet = sheet.replace("龙江示例建设有限公司", SCRIPT)
    (folder / "bidders.csv").write_text(sheet, encoding="utf-8")
    screener = Screener(load_plan("cn"), read_roster(prepare(folder / "lists.jsonl")), ACTION)
    tenders = read_tenders(folder / "bidders.csv")
    screened = [screener.screen(tender) for tender in tenders.each]
    return told(screened, screener, [tenders.tally], [])


@pytest.fixture(name="path", scope="module")
def rendered(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("html") / "report.html"
    path.write_text(render_report(data), encoding="utf-8")
    return path


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


def test_the_page_stands_alone_and_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tags = Tags(text)
    assert tags.depth == []
    assert [name for name, _ in tags.all if name in ("link", "img", "iframe", "object", "form", "base")] == []
    assert [attrs for name, attrs in tags.all if name == "script"] == [{}]
    assert not [value for _, attrs in tags.all for key, value in attrs.items() if key in ("src", "style")]
    assert not [key for _, attrs in tags.all for key in attrs if key.startswith("on")]
    assert all(str(attrs.get("href", "#")).startswith("#") for _, attrs in tags.all)
    assert not re.search(r"url\(|@import", text)


def test_ids_are_unique_and_references_lead_somewhere(path: Path) -> None:
    tags = Tags(path.read_text(encoding="utf-8")).all
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


def test_the_page_of_a_bidder_counts_what_the_data_count(data: dict[str, Any], path: Path) -> None:
    tags = Tags(path.read_text(encoding="utf-8")).all
    rows = [attrs["data-outcome"] for name, attrs in tags if name == "tr" and "data-outcome" in attrs][:40]
    assert {o: n for o, n in data["counts"].items() if n} == {o: rows.count(o) for o in set(rows)}


def test_the_summary_names_whoever_needs_something(data: dict[str, Any]) -> None:
    for lang in ("zh", "en"):
        lines = render_summary(data, lang).splitlines()
        assert len(lines) == 3 + sum(n for outcome, n in data["counts"].items() if outcome != "ordinary")


# --- in the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(name="page", scope="module")
def browser_page() -> Iterator[Page]:
    with browsing() as page:
        yield page


@pytest.fixture(name="shown")
def shown_report(page: Page, path: Path) -> Page:
    page.size(1280, 900)
    page.events.clear()
    page.open(path)
    return page


VIEW = ".view:not([hidden])"


@needs_browser
def test_names_run_nothing_and_lead_nowhere(shown: Page) -> None:
    assert shown.run("document.title").startswith("供应商信用记录查询情况表")
    names = shown.run(
        f"[...document.querySelectorAll('{VIEW} tr.bidder th')].map(e => e.firstElementChild.textContent)"
    )
    assert {SCRIPT, FORMULA} <= set(names)
    assert any("onerror" in name for name in names)
    assert shown.run("document.querySelectorAll('script').length") == 1
    assert shown.run("document.querySelectorAll('img, iframe, a[href^=javascript], a[href^=http]').length") == 0
    methods = {event["method"] for event in shown.events}
    assert "Page.javascriptDialogOpening" not in methods
    asked = [e["params"]["request"]["url"] for e in shown.events if e["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith("file:")] == []
    assert [e for e in shown.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")] == []


@needs_browser
def test_whoever_needs_something_comes_first(shown: Page) -> None:
    rows = f"[...document.querySelectorAll('{VIEW} tr.bidder')]"
    outcomes = shown.run(f"{rows}.map(row => row.dataset.outcome)")
    assert outcomes[:5] == ["barred"] * 5
    assert outcomes[-28:] == ["ordinary"] * 28
    shown.run(f"document.querySelector('{VIEW} input.only').focus()")
    shown.press(" ")
    assert "ordinary" not in shown.run(f"{rows}.filter(row => !row.hidden).map(row => row.dataset.outcome)")
    shown.press(" ")
    assert shown.run(f"{rows}.filter(row => !row.hidden).length") == 40


@needs_browser
def test_a_bidder_opens_and_closes_by_keyboard(shown: Page) -> None:
    button = f"document.querySelector('{VIEW} button.open')"
    shown.run(f"{button}.focus()")
    assert shown.run(f"{button}.getAttribute('aria-expanded')") == "false"
    shown.press("Enter")
    assert shown.run(f"{button}.getAttribute('aria-expanded')") == "true"
    opened = shown.run(f"document.querySelector('{VIEW} tr.opened').innerText")
    assert all(word in opened for word in ("因为", "依据", "期限", "出路", "救济"))
    assert shown.run("document.activeElement.className") == "open"
    shown.press("Enter")
    assert shown.run("document.querySelectorAll('tr.opened').length") == 0
    # By Tab alone one reaches it, too.
    shown.run("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    for _ in range(12):
        shown.press("Tab")
        if shown.run("document.activeElement.className") == "open":
            break
    assert shown.run("document.activeElement.className") == "open"


@needs_browser
def test_tabs_are_changed_by_arrows(shown: Page) -> None:
    visible = f"[...document.querySelectorAll('{VIEW} [role=tabpanel]')].filter(e => !e.hidden).map(e => e.id)"
    assert shown.run(visible) == ["report-zh"]
    shown.run(f"document.querySelector('{VIEW} [role=tab]').focus()")
    shown.press("ArrowRight")
    assert shown.run(visible) == ["measures-zh"]
    assert shown.run("document.activeElement.getAttribute('aria-selected')") == "true"
    shown.press("Home")
    assert shown.run(visible) == ["report-zh"]
    # A link among the measures leads back to the bidder, opened.
    shown.press("End")
    shown.run(f"document.querySelector('{VIEW} a.to-bidder').focus()")
    shown.press("Enter")
    assert shown.run(visible) == ["report-zh"]
    assert shown.run("document.activeElement.getAttribute('aria-expanded')") == "true"


@needs_browser
def test_the_language_is_switched_and_what_is_open_stays_open(shown: Page) -> None:
    shown.run(f"document.querySelector('{VIEW} button.open').click()")
    shown.run(f"document.querySelector('{VIEW} button.language').focus()")
    shown.press("Enter")
    assert shown.run("document.documentElement.lang") == "en"
    assert shown.run("document.title").startswith("Supplier credit records")
    opened = shown.run(f"document.querySelector('{VIEW} tr.opened').innerText")
    assert all(word in opened for word in ("because", "basis", "until", "way out", "remedy"))
    assert shown.run("document.querySelector('main:not([hidden])').lang") == "en"
    shown.press("Enter")
    assert shown.run("document.documentElement.lang") == "zh-CN"


@needs_browser
def test_a_screen_reader_finds_names_for_everything(shown: Page) -> None:
    nodes = shown.ask("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "tab", "checkbox", "link", "table", "columnheader", "rowheader", "tabpanel", "heading"}
    told_ = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n.get("ignored")]
    assert {role for role, _ in told_} >= {"button", "tab", "checkbox", "columnheader", "rowheader", "heading"}
    assert [role for role, name in told_ if role in roles - {"table"} and not name.strip()] == []


@needs_browser
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(width: int, shown: Page) -> None:
    shown.size(width, 900)
    assert shown.run("document.documentElement.scrollWidth") <= width
    shown.run("for (const b of document.querySelectorAll('button.open')) b.click()")
    assert shown.run("document.documentElement.scrollWidth") <= width


@needs_browser
def test_paper_has_every_page_in_the_order_of_the_sheet(shown: Page) -> None:
    shown.run(f"document.querySelector('{VIEW} button.open').click()")
    shown.run(f"document.querySelector('{VIEW} input.only').click()")
    shown.run("window.dispatchEvent(new Event('beforeprint'))")
    shown.ask("Emulation.setEmulatedMedia", media="print")
    rows = f"[...document.querySelectorAll('{VIEW} tr.bidder')]"
    assert shown.run(f"{rows}.filter(row => !row.hidden).map(row => +row.dataset.place)") == list(range(1, 41))
    pages = f"[...document.querySelectorAll('{VIEW} .pages > .page')]"
    assert shown.run(f"{pages}.every(page => page.offsetHeight > 0)")
    assert shown.run(f"{pages}.length") == 12
    for hidden in (".tools", ".tabs", ".switch"):
        assert shown.run(f"getComputedStyle(document.querySelector('{VIEW} {hidden}')).display") == "none"
    shown.ask("Emulation.setEmulatedMedia", media="")
    shown.run("window.dispatchEvent(new Event('afterprint'))")
    assert shown.run(f"{rows}[0].dataset.outcome") == "barred"
    assert shown.run(f"document.querySelectorAll('{VIEW} tr.opened').length") == 1
    assert "ordinary" not in shown.run(f"{rows}.filter(row => !row.hidden).map(row => row.dataset.outcome)")


@needs_browser
def test_the_paper_is_a4_and_has_a_page_for_each_bidder_with_one(shown: Page) -> None:
    raw = shown.pdf()
    sizes = {tuple(float(n) for n in box.split()) for box in re.findall(rb"/MediaBox ?\[([^\]]*)\]", raw)}
    assert {(round(w), round(h)) for _, _, w, h in sizes} == {(595, 842)}
    assert len(re.findall(rb"/Type ?/Page\b", raw)) >= 12 + 2


@needs_browser
def test_without_script_everything_is_there(page: Page, path: Path) -> None:
    page.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.size(1280, 900)
        page.ask("Page.navigate", url=path.as_uri())
        shown = False
        while not shown:  # the page's own script is off, ours is not
            shown = page.run("document.readyState") == "complete"
        assert page.run(f"[...document.querySelectorAll('{VIEW} .page')].every(e => e.offsetHeight > 0)")
        assert page.run(f"getComputedStyle(document.querySelector('{VIEW} .tabs')).display") == "none"
    finally:
        page.ask("Emulation.setScriptExecutionDisabled", value=False)


@needs_browser
def test_colours_are_told_apart(shown: Page) -> None:
    """Every text has a contrast of 4.5 to what is behind it."""
    shown.run("for (const b of document.querySelectorAll('button.open')) b.click()")
    poor = shown.run(CONTRAST)
    assert poor == []


CONTRAST = """(() => {
  const parts = (text) => (text.match(/[0-9.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const one of document.querySelectorAll(".view:not([hidden]) *")) {
    const own = [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !one.offsetHeight) continue;
    const [a, b] = [light(parts(getComputedStyle(one).color)), light(behind(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.add(`${one.tagName}.${one.className} ${ratio.toFixed(2)}`);
  }
  return [...poor];
})()"""

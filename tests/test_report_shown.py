"""The report as people use it: in the system's browser, with the keyboard, in both languages, on paper."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from credit_rules.rendering.report import render_report
from screened import FORMULA, HANDLER, SCRIPT, unruly

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

#: The system's browser; none is downloaded.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PROGRAM = next((path for name in NAMES if (path := shutil.which(name))), None)
if PROGRAM is None:
    pytest.skip("no browser here: apt-get install chromium fonts-noto-cjk", allow_module_level=True)
sync_playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright").sync_playwright


@pytest.fixture(name="path", scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("html") / "report.html"
    path.write_text(render_report(unruly()), encoding="utf-8")
    return path


VIEW = ".view:not([hidden])"
#: Of the view that is shown: a click opens the bidder's page in the other language, too.
OPEN_ALL = f"for (const one of document.querySelectorAll('{VIEW} button.open')) one.click()"


@pytest.fixture(name="browser", scope="module")
def system_browser() -> "Iterator[Browser]":
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(name="context", scope="module")
def without_network(browser: "Browser") -> "Iterator[BrowserContext]":
    context = browser.new_context()
    context.set_offline(True)
    yield context
    context.close()


@pytest.fixture(name="shown")
def shown_report(context: "BrowserContext", path: Path) -> "Iterator[Page]":
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(path.as_uri())
    yield page
    page.close()


def outcomes(page: "Page", *, seen: bool = False) -> list[str]:
    """The outcomes of the rows as they stand, with `seen` only of those to be seen."""
    rows = page.locator(f"{VIEW} tr.bidder" + (":visible" if seen else ""))
    return rows.evaluate_all("rows => rows.map(row => row.dataset.outcome)")


def test_names_run_nothing_and_lead_nowhere(context: "BrowserContext", path: Path) -> None:
    page, happened, asked = context.new_page(), [], []
    page.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("console", lambda message: happened.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    for name in ("button.open", "button.language", "[role=tab]", "a.to-bidder"):
        for one in page.locator(f"{VIEW} {name}").all()[:20]:
            one.evaluate("one => one.click()")
    assert page.title()
    assert (happened, asked) == ([], [path.as_uri()])
    names = page.locator("tr.bidder th").evaluate_all("all => all.map(one => one.firstElementChild.textContent)")
    assert {SCRIPT, FORMULA, HANDLER} <= set(names)
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, a[href^=javascript], a[href^=http]").count() == 0
    page.close()


def test_whoever_needs_something_comes_first(shown: "Page") -> None:
    assert outcomes(shown)[:5] == ["barred"] * 5
    assert outcomes(shown)[-28:] == ["ordinary"] * 28
    only = shown.get_by_role("checkbox", name="只看有措施、待核实或者有疑点的")
    only.press("Space")
    assert "ordinary" not in outcomes(shown, seen=True)
    only.press("Space")
    assert len(outcomes(shown, seen=True)) == 40


def test_a_bidder_opens_and_closes_by_keyboard(shown: "Page") -> None:
    button = shown.locator(f"{VIEW} button.open").first
    assert button.get_attribute("aria-expanded") == "false"
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    opened = shown.locator(f"{VIEW} tr.opened").inner_text()
    assert all(word in opened for word in ("因为", "依据", "期限", "出路", "救济"))
    assert shown.evaluate("document.activeElement.className") == "open"
    button.press("Enter")
    assert shown.locator("tr.opened").count() == 0


def test_everything_is_reached_by_tab_and_is_seen_to_be(shown: "Page") -> None:
    reached = []
    for _ in range(12):
        shown.keyboard.press("Tab")
        one = shown.locator("*:focus")
        reached.append(one.evaluate("one => one.className || one.getAttribute('role') || one.tagName"))
        assert (
            one.evaluate("one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth") == "solid3px"
        )
    assert reached[0] == "skip"
    assert {"language", "print", "tab", "only", "open"} <= set(reached)


def test_the_first_link_leads_past_the_head(shown: "Page") -> None:
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "bidders-zh"


def test_tabs_are_changed_by_arrows(shown: "Page") -> None:
    panels = shown.get_by_role("tabpanel")
    assert [one.get_attribute("id") for one in panels.all()] == ["report-zh"]
    shown.get_by_role("tab").first.press("ArrowRight")
    assert [one.get_attribute("id") for one in panels.all()] == ["measures-zh"]
    assert shown.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"
    shown.keyboard.press("Home")
    assert [one.get_attribute("id") for one in panels.all()] == ["report-zh"]
    # A link among the measures leads back to the bidder, opened.
    shown.keyboard.press("End")
    shown.locator(f"{VIEW} .measures a.to-bidder").first.press("Enter")
    assert [one.get_attribute("id") for one in panels.all()] == ["report-zh"]
    assert shown.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"


def test_the_language_is_switched_and_what_is_open_stays_open(shown: "Page") -> None:
    shown.locator(f"{VIEW} button.open").first.click()
    shown.get_by_role("button", name="English").press("Enter")
    assert shown.locator("html").get_attribute("lang") == "en"
    assert shown.title().startswith("Supplier credit records")
    opened = shown.locator(f"{VIEW} tr.opened").inner_text()
    assert all(word in opened for word in ("because", "basis", "until", "way out", "remedy"))
    assert shown.locator("main:visible").get_attribute("lang") == "en"
    shown.keyboard.press("Enter")
    assert shown.locator("html").get_attribute("lang") == "zh-CN"


def tree(context: "BrowserContext", page: "Page") -> list[tuple[str, str]]:
    """Role and name of everything that a screen reader meets."""
    session: CDPSession = context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n.get("ignored")]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_screen_reader_finds_names_for_everything(width: int, context: "BrowserContext", shown: "Page") -> None:
    shown.set_viewport_size({"width": width, "height": 900})
    met = tree(context, shown)
    roles = {"button", "tab", "checkbox", "table", "columnheader", "rowheader", "tabpanel", "heading", "region", "main"}
    assert roles - {role for role, _ in met} == set()
    named = roles - {"main"} | {"link"}
    assert [role for role, name in met if role in named and not name.strip()] == []
    assert [role for role, _ in met].count("rowheader") >= 40


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(width: int, lang: str, shown: "Page") -> None:
    shown.set_viewport_size({"width": width, "height": 900})
    if lang == "en":
        shown.locator(f"{VIEW} button.language").click()
    for _ in range(2):
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        # Not even to be scrolled within its frame: the conclusion stands in the last column.
        assert (
            shown.locator(".scroll:visible").evaluate_all("all => all.filter(o => o.scrollWidth > o.clientWidth)") == []
        )
        shown.evaluate(OPEN_ALL)
    shown.locator(f"{VIEW} [role=tab]").last.click()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "media"), [(1280, "screen"), (390, "screen"), (794, "print")])
def test_no_day_is_broken(width: int, media: Any, lang: str, shown: "Page") -> None:
    """2026-11-/20 is read as something else."""
    shown.set_viewport_size({"width": width, "height": 900})
    if lang == "en":
        shown.locator(f"{VIEW} button.language").click()
    shown.evaluate(OPEN_ALL)
    shown.emulate_media(media=media)
    found = shown.evaluate(DAYS)
    assert len(found) > 50
    assert [text for text, lines in found if lines != 1] == []


#: Every day that is seen, wherever it stands, and on how many lines.
DAYS = r"""(() => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector(".view:not([hidden])"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    for (const day of node.data.matchAll(/\d{4}-\d\d-\d\d/g)) {
      const range = document.createRange();
      range.setStart(node, day.index);
      range.setEnd(node, day.index + day[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => box.top)).size;
      if (lines) found.push([day[0], lines]);
    }
  }
  return found;
})()"""


def test_paper_has_every_page_in_the_order_of_the_sheet(shown: "Page") -> None:
    shown.locator(f"{VIEW} button.open").first.click()
    shown.get_by_role("checkbox").check()
    shown.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    shown.emulate_media(media="print")
    rows = shown.locator(f"{VIEW} tr.bidder:visible")
    assert rows.evaluate_all("rows => rows.map(row => +row.dataset.place)") == list(range(1, 41))
    assert shown.locator(f"{VIEW} .pages > .page:visible").count() == 12
    assert [shown.locator(f"{VIEW} {name}:visible").count() for name in (".tools", ".tabs", ".switch")] == [0, 0, 0]
    shown.emulate_media(media="screen")
    shown.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert outcomes(shown)[0] == "barred"
    assert shown.locator(f"{VIEW} tr.opened").count() == 1
    assert "ordinary" not in outcomes(shown, seen=True)


def test_the_paper_is_a4_and_has_a_page_for_each_bidder_with_one(shown: "Page") -> None:
    raw = shown.pdf(prefer_css_page_size=True)
    sizes = {tuple(float(n) for n in box.split()) for box in re.findall(rb"/MediaBox ?\[([^\]]*)\]", raw)}
    assert {(round(w), round(h)) for _, _, w, h in sizes} == {(595, 842)}
    assert len(re.findall(rb"/Type ?/Page\b", raw)) >= 12 + 2


def test_without_script_everything_is_there(browser: "Browser", path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator(f"{VIEW} .page:visible").count() == 12
    assert page.locator(f"{VIEW} .tabs:visible").count() == 0
    context.close()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_colours_are_told_apart(media: Any, shown: "Page") -> None:
    """Every text has a contrast of 4.5 to what is behind it."""
    shown.evaluate(OPEN_ALL)
    shown.emulate_media(media=media)
    for _ in range(2):
        assert shown.evaluate(CONTRAST) == []
        shown.evaluate(f"document.querySelectorAll('{VIEW} [role=tab]')[1].click()")


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

"""Notices: for each bidder to be refused a page to sign, in HTML and Markdown. Nothing in it is decided by wording.

Facts, basis, remedies and their limits are those of the decision, in the words in which the bidder reads it: of a
consortium the bidder learns which member is meant, for the notice goes to the consortium as a whole.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from credit_rules.rendering.finding import Block, basis_words
from credit_rules.rendering.markdown import escaped, items
from credit_rules.rendering.page import Page, page_of
from credit_rules.rendering.reader import Json, Line, Reader, list_of, visible
from credit_rules.rendering.report import articles_of, unbroken
from credit_rules.words import LANGUAGES
from credit_rules.words import screening as words

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["is_notice", "notices_of", "render_notice"]

_NAME = re.compile(r"(\d+-)?\d{3,}(-[0-9A-Za-z-]+)?\.(html|md)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice in one language."""

    lang: str
    code: str
    title: str
    to: str
    opening: str
    blocks: tuple[Block, ...]
    articles: tuple[Line, ...]
    remedies: tuple[str, ...]
    closing: tuple[str, ...]
    signed: str


def notices_of(data: Mapping[str, Any], lang: str = "zh") -> Iterator[tuple[str, str]]:
    """The notices of everybody barred: a name for the file, and its text."""
    several = len(data["tenders"]) > 1
    for place, tender in enumerate(data["tenders"], 1):
        for number, one in enumerate(tender["bidders"], 1):
            if one["outcome"] == "barred" and one["still_in"]:
                name = f"{place}-{number:03d}" if several else f"{number:03d}"
                identifier = re.sub("[^0-9A-Za-z-]", "", str((one["identity"] or {}).get("id") or ""))
                stem = "-".join(part for part in (name, identifier) if part)
                yield f"{stem}.html", render_notice(tender, one, lang, "html")
                yield f"{stem}.md", render_notice(tender, one, lang, "markdown")


def is_notice(name: str, text: str) -> bool:
    """Whether a file is one of `notices_of`, of whatever screening: by its name, and by its title."""
    titles = (words.label("notice", lang) for lang in LANGUAGES)
    begins = "<title>{}</title>" if name.endswith(".html") else "# {}\n"
    return _NAME.fullmatch(name) is not None and any(begins.format(title) in text for title in titles)


def render_notice(tender: Json, one: Json, lang: str = "zh", layout: str = "html") -> str:
    """The notice to one bidder, as HTML or Markdown."""
    if layout == "html":
        return _template().render(
            notice=_notice(tender, one, Reader(lang, "clerk", visible)), label=words.label, tell=words.tell
        )
    notice = _notice(tender, one, Reader(lang, "clerk", escaped, gap=" "))
    return "\n".join(_lines(notice)) + "\n"


@cache
def _template() -> "Template":
    # Loaded only here: nothing else is made of templates.
    from jinja2 import Environment, StrictUndefined

    source = files("credit_rules.rendering").joinpath("templates/notice.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["unbroken"] = unbroken
    return environment.from_string(source)


def _notice(tender: Json, one: Json, reader: Reader) -> Notice:
    lang = reader.lang
    decision = one["decision"]
    bars = list(_bars(decision))
    page = page_of({**decision, "findings": bars}, reader)
    identifier = reader.value((one["identity"] or {}).get("id")) if one["identity"] and not _is_joint(one) else ""
    name = reader.value(one["name"]) or identifier
    project = " ".join(part for part in (reader.value(tender["title"]), reader.value(tender["id"])) if part)
    return Notice(
        lang={"zh": "zh-CN"}.get(lang, lang),
        code=lang,
        title=words.label("notice", lang),
        to=words.tell(
            "notice.to-code" if name != identifier and identifier else "notice.to", lang, name=name, id=identifier
        ),
        opening=words.tell(
            "notice.opening",
            lang,
            project=project or words.label("project", lang),
            day=reader.value(decision["date"]),
            known=reader.value(decision["known"]),
        ),
        blocks=tuple(_without_remedies(block) for block in page.blocks),
        articles=articles_of(tender, bars, reader, words.tell("notice.blank", lang)),
        remedies=tuple(_remedies(decision, page, reader)),
        closing=(
            words.tell("notice.closing", lang),
            words.tell("notice.made", lang, id=reader.value(decision["id"])),
        ),
        signed=reader.value(tender["buyer"] or tender["agency"]) or words.label("body", lang),
    )


def _bars(decision: Json) -> Iterator[Json]:
    """What the decision itself says the bidder is barred by: neither what may bar, nor what is contested."""
    names = {entry["measure"] for entry in decision["outcome_because"] if entry["code"] == "must-bar"}
    for finding in list_of(decision, "findings"):
        if finding["measure"] in names or f"{finding['measure_list']}/{finding['measure']}" in names:
            yield finding


def _is_joint(one: Json) -> bool:
    """Whether several bid together, of whom none is meant alone."""
    return any(party["role"] == "consortium-member" for party in one["parties"])


def _without_remedies(block: Block) -> Block:
    """They stand once below, with their basis."""
    return replace(block, lines=tuple(line for line in block.lines if line.key != "remedy"))


def _remedies(decision: Json, page: Page, reader: Reader) -> Iterator[str]:
    """How to contest the refusal and until when, with the basis, and how to contest the record itself."""
    bases = [basis_words(list_of(remedy, "basis"), reader) for remedy in list_of(decision, "remedies")]
    for block in page.blocks[:1]:
        texts = [text for line in block.lines if line.key == "remedy" for text in line.texts]
        for text, basis in zip_longest(texts, bases, fillvalue=""):
            yield words.tell("notice.remedy", reader.lang, text=text, basis=basis) if basis else text
    yield from (text for line in page.foot if line.key == "objection" for text in line.texts)


def _lines(notice: Notice) -> Iterator[str]:
    yield from (f"# {notice.title}", "", notice.to, "", notice.opening, "")
    for block in notice.blocks:
        yield from (f"## {block.duty} · {block.title} · {block.measure}", "")
        yield from items(block.lines)
    if notice.articles:
        yield from (f"## {words.label('articles', notice.code)}", "")
        for line in notice.articles:
            yield from (f"- **{line.label}**", *(f"  > {text}" for text in line.texts))
        yield ""
    yield from (f"## {words.label('remedies', notice.code)}", "")
    yield from (f"- {text}" for text in notice.remedies)
    yield from (part for text in notice.closing for part in ("", text))
    yield from ("", f"{notice.signed} {words.label('seal', notice.code)}", "")
    yield from (
        f"{words.label('signature', notice.code)} \\_\\_\\_\\_\\_\\_\\_\\_",
        "",
        words.tell("notice.day", notice.code),
    )

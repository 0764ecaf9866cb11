"""A decision as Markdown: the same page as `text`, with headings and lists.

Whatever came from a profile or a rule set is escaped sign by sign before it meets a sentence, so that a
name can become no heading, link, picture, table or HTML.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from credit_rules.rendering.finding import Block
from credit_rules.rendering.page import Page, page_of
from credit_rules.rendering.reader import Line, Reader, visible

__all__ = ["escaped", "items", "render_markdown"]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Always markup somewhere; `-`, `+`, `=` not inside a word, `.` where it makes a list or an address, `:` before `//`.
_MARKUP = re.compile(
    r"[\\`*_{}\[\]()#!|~^$@]|(?<![A-Za-z0-9])[-+=]|[-+=](?![A-Za-z0-9])"
    r"|\.(?=[A-Za-z])|(?<=[wW])\.|(?<=\d)\.(?!\d)|:(?=//)"
)


def render_markdown(decision: Mapping[str, Any], lang: str = "zh", audience: str = "clerk") -> str:
    """The decision as Markdown, for `audience` (clerk, subject or file), ending with a newline."""
    page = page_of(decision, Reader(lang, audience, escaped, gap=" "))
    return "\n".join(_lines(page)) + "\n"


def escaped(text: str) -> str:
    r"""`text` as nothing but text.

    >>> escaped("[甲](http://x.cn) <b> 2026-11-20")
    '\\[甲\\]\\(http\\://x\\.cn\\) &lt;b&gt; 2026-11-20'
    """
    plain = _MARKUP.sub(lambda match: "\\" + match[0], visible(text.strip()))
    return re.sub("[&<>]", lambda match: _ENTITIES[match[0]], plain)


def _lines(page: Page) -> Iterator[str]:
    yield from (f"# {page.headline}", "", f"{page.counts} · {page.check}", "")
    yield from (" · ".join(page.subject), "", " · ".join(page.action), "")
    yield from items(page.head)
    for block in page.blocks:
        yield from (f"## {_first(block)}", "")
        yield from items(block.lines)
    if page.others:
        yield from (f"## {page.others_title}", "")
        yield from (_compact(block) for block in page.others)
        yield ""
    yield from ("---", "")
    yield from items(page.foot)
    yield " ".join(page.closing)


def _first(block: Block) -> str:
    return f"{block.duty} · {block.title} · {block.measure}"


def _compact(block: Block) -> str:
    texts = [text for line in block.lines for text in line.texts]
    return "- " + " · ".join((block.title, block.measure, *texts))


def items(lines: tuple[Line, ...]) -> Iterator[str]:
    """One list item for each line; more than one text makes a list of its own."""
    for line in lines:
        if len(line.texts) == 1:
            yield f"- **{line.label}** {line.texts[0]}"
        else:
            yield f"- **{line.label}**"
            yield from (f"  - {text}" for text in line.texts)
    if lines:
        yield ""

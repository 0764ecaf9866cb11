"""A decision as plain text for the screen: sentences on lines, nothing that needs a ruler.

Chinese letters are two cells wide, so nothing is aligned by counting letters; bold and colour are the
only terminal codes, and only on request. Foreign text cannot bring its own: `visible` writes them out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from credit_rules.rendering.finding import Block
from credit_rules.rendering.page import Page, page_of
from credit_rules.rendering.reader import Line, Reader, visible

__all__ = ["labelled", "render_text"]

_COLOURS = {"barred": "31", "refer": "33", "incomplete": "33", "restricted": "33", "favoured": "32"}
_WIDE = "    "
_BLOCK_LABEL, _FOOT_LABEL = 8, 9  # English only: the room of a usual label


def render_text(decision: Mapping[str, Any], lang: str = "zh", audience: str = "clerk", colour: bool = False) -> str:
    """The decision in words, for `audience` (clerk, subject or file), ending with a newline."""
    page = page_of(decision, Reader(lang, audience, visible))
    return "\n".join(_lines(page, _Paint(page.outcome, colour))) + "\n"


class _Paint:
    """Bold and colour, or nothing."""

    def __init__(self, outcome: str, colour: bool) -> None:
        self._outcome, self._colour = outcome, colour

    def headline(self, text: str) -> str:
        code = _COLOURS.get(self._outcome)
        return self._wrap(f"1;{code}" if code else "1", text)

    def bold(self, text: str) -> str:
        return self._wrap("1", text)

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text


def _lines(page: Page, paint: _Paint) -> Iterator[str]:
    yield _WIDE.join((paint.headline(page.headline), page.counts, page.check))
    yield "  ".join(page.subject)
    yield "  ".join(page.action)
    for line in page.head:
        yield from labelled(line, "", _FOOT_LABEL)
    if page.blocks:
        yield ""
    for block in page.blocks:
        yield _first(block, paint)
        for line in block.lines:
            yield from labelled(line, "  ", _BLOCK_LABEL)
    if page.others:
        yield from ("", page.others_title)
        yield from (_compact(block) for block in page.others)
    yield ""
    for line in page.foot:
        yield from labelled(line, "", _FOOT_LABEL)
    yield from page.closing


def _first(block: Block, paint: _Paint) -> str:
    return paint.bold(f"[{block.duty}] {block.title}") + _WIDE + block.measure


def _compact(block: Block) -> str:
    texts = [text for line in block.lines for text in line.texts]
    return _WIDE.join((f"  {block.title}", block.measure, *texts))


def labelled(line: Line, indent: str, room: int) -> Iterator[str]:
    """The label and its texts; further texts begin below the first, as far as the label is known to reach."""
    label = line.label.ljust(room) if line.label.isascii() else line.label
    width = len(label) if label.isascii() else 2 * len(label)
    for place, text in enumerate(line.texts):
        yield f"{indent}{label if not place else ' ' * width}  {text}"

"""Sheets as text for the screen, or as Markdown to be handed round."""

from collections.abc import Iterator, Sequence

from credit_rules.authoring.showing.sheet import Item, Part, Sheet
from credit_rules.rendering.markdown import escaped
from credit_rules.rendering.reader import visible

_ROOM = 11  # English only: the room of a usual label


def as_text(sheets: Sequence[Sheet], before: str = "") -> str:
    """The sheets one after another, parted by a line."""
    told = ["\n".join(_text(sheet)) for sheet in sheets]
    return "\n".join((*([visible(before), ""] if before else []), "\n\n----\n\n".join(told))) + "\n"


def _text(sheet: Sheet) -> Iterator[str]:
    yield visible("    ".join(part for part in (sheet.title, sheet.name) if part))
    yield from (visible(line) for line in sheet.lead)
    above = False
    for part in sheet.parts:
        if part.heading:
            yield from ("", visible(part.label))
            for item in part.items:
                yield from _bullets(item, "  ")
        else:
            if not above:
                yield ""
            yield from _labelled(part)
        above = True


def _labelled(part: Part) -> Iterator[str]:
    """The label and its sentences; further ones begin below the first."""
    label = part.label.ljust(_ROOM) if part.label.isascii() else part.label
    width = len(label) if label.isascii() else 2 * len(label)
    for place, item in enumerate(part.items):
        yield f"{label if not place else ' ' * width}  {visible(item.text)}"
        for inner in item.below:
            yield from _bullets(inner, " " * (width + 4))


def _bullets(item: Item, indent: str) -> Iterator[str]:
    yield f"{indent}- {visible(item.text)}"
    for inner in item.below:
        yield from _bullets(inner, indent + "  ")


def as_markdown(sheets: Sequence[Sheet], before: str = "") -> str:
    """The sheets as Markdown; whatever came from a rule set is escaped, so that it can become no markup."""
    told = ["\n".join(_markdown(sheet)) for sheet in sheets]
    return "\n".join((*([escaped(before), ""] if before else []), "\n\n---\n\n".join(told))) + "\n"


def _markdown(sheet: Sheet) -> Iterator[str]:
    yield f"# {escaped(sheet.title)}"
    yield from ("", " · ".join(escaped(part) for part in (sheet.name, *sheet.lead) if part))
    above = True
    for part in sheet.parts:
        if part.heading:
            yield from ("", f"## {escaped(part.label)}", "")
            for item in part.items:
                yield from _list(item, "")
        else:
            if above:
                yield ""
            yield from _labelled_list(part)
        above = part.heading


def _labelled_list(part: Part) -> Iterator[str]:
    if len(part.items) == 1:
        first = part.items[0]
        yield f"- **{escaped(part.label)}** {escaped(first.text)}"
        for inner in first.below:
            yield from _list(inner, "  ")
        return
    yield f"- **{escaped(part.label)}**"
    for item in part.items:
        yield from _list(item, "  ")


def _list(item: Item, indent: str) -> Iterator[str]:
    yield f"{indent}- {escaped(item.text)}"
    for inner in item.below:
        yield from _list(inner, indent + "  ")

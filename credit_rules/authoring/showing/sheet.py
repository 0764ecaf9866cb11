"""A sheet of paper: what a name stands for, in finished sentences, before it is printed as text or Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Both = dict[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence, with those that belong below it."""

    text: str
    below: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled line with its sentences; with `heading` a part of the page with a title of its own."""

    label: str
    items: tuple[Item, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Title, the name it is found by, lines below the title, and the parts."""

    title: str
    name: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]


def filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that say something."""
    return tuple(part for part in parts if part.items)


def items(*texts: str) -> tuple[Item, ...]:
    """A sentence to an item, without the empty ones."""
    return tuple(Item(text) for text in texts if text)

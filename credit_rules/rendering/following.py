"""A change in words: one sentence of it for machines that show it, a few lines of it for people.

Takes a change as JSON gives it (`change/1`), decides nothing. Words name measures, records and actions and never the
subject, which stands in the change itself: so they may be kept and passed on like the codes they put into words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from credit_rules import words
from credit_rules.rendering.calendar import turn_words
from credit_rules.rendering.finding import basis_words, because_line, missing_words, people_of
from credit_rules.rendering.reader import Json, Line, Reader, distinct, list_of, map_of, visible
from credit_rules.rendering.text import labelled
from credit_rules.words import codes
from credit_rules.words.following import CHANGES, WHATS, label, tell

__all__ = ["render_change", "words_of"]

_MANY = 3  # of more actions the first are named
_ROOM = 8  # English only: the room of a usual label
_WIDE = "    "


def words_of(change: Json) -> dict[str, str]:
    """What happened, in one sentence in each language."""
    readers = {lang: _reader(change, lang) for lang in words.LANGUAGES}
    return {lang: reader.join(_parts(change, reader)) for lang, reader in readers.items()}


def _reader(change: Json, lang: str) -> Reader:
    # The sentence is kept with the change: who a related subject is stands in its causes, and not in the words.
    reader = Reader(lang, "subject", visible)
    return replace(reader, people=people_of({"findings": [change]}, reader))


def _parts(change: Json, reader: Reader) -> Iterator[str]:
    if change["change"] == "notice":
        yield from (str(told["message"][reader.lang]) for told in list_of(change, "problems"))
        return
    yield _what(change, reader)
    yield tell("at", reader.lang, actions=_actions(change, reader, _MANY))
    for key in ("because", "missing"):
        told = list(_because(change, reader) if key == "because" else _missing(change, reader))
        if told:
            filled = {"causes" if key == "because" else "facts": reader.join(told)}
            yield tell(key, reader.lang, **filled)
    yield tell("by", reader.lang, by=reader.join(_by(change, reader)))


def _what(change: Json, reader: Reader) -> str:
    """Which measure begins or ends, or how the outcome changes."""
    if change["change"] == "outcome":
        was, now = (reader.word(codes.OUTCOMES, change[key]) for key in ("was", "now"))
        return tell("outcome", reader.lang, was=was, now=now)
    said = {"title": reader.text(change.get("title"), change["measure"]), "measure": reader.value(change["measure"])}
    return tell("measure", reader.lang, change=_change(change, reader), **said)


def _change(change: Json, reader: Reader) -> str:
    """Begins, or ends, and what it comes to instead."""
    said = reader.word(CHANGES, change["change"])
    if change["change"] != "ends" or change["now"] == "does-not-apply":
        return said
    if change["now"] == "withheld":
        if change["polarity"] == "incentive":
            said = words.finding_word("withheld", "incentive", reader.lang)
        return tell("ends.as", reader.lang, change=said, finding=reader.word(codes.GUARDS, change.get("guard")))
    finding = words.finding_word(str(change["now"]), str(change["polarity"]), reader.lang)
    return tell("ends.as", reader.lang, change=said, finding=finding)


def _actions(change: Json, reader: Reader, most: int) -> str:
    told = [reader.text(action.get("title"), action["code"]) for action in list_of(change, "actions")]
    named = reader.listed(told[:most])
    return named if len(told) <= most else tell("actions.more", reader.lang, actions=named, n=len(told))


def _because(change: Json, reader: Reader) -> list[str]:
    if change["change"] == "outcome":
        return [reader.word(codes.OUTCOME_BECAUSE, code) for code in list_of(change, "because")]
    finding = change["was" if change["change"] == "ends" else "now"]  # of what ended: why it did apply
    return list(because_line({**change, "finding": finding}, reader).texts)


def _missing(change: Json, reader: Reader) -> list[str]:
    return distinct(missing_words(item, reader) for item in list_of(change, "missing"))


def _by(change: Json, reader: Reader) -> list[str]:
    """The events, what turned, or else that days have passed."""
    by = map_of(change, "by")
    told = [_event(event, change, reader) for event in list_of(by, "events")]
    known = {item.get("record") for cause in list_of(change, "because") for item in _items(cause)}
    turns = [turn for turn in list_of(by, "turns") if turn["name"] not in known]  # of the others the causes tell
    told += distinct(turn_words(turn, reader) for turn in turns)
    return told or [tell("day", reader.lang, day=reader.value(change["day"]))]


def _items(cause: object) -> list[Json]:
    """The facts of a cause; an outcome's causes are codes."""
    return list(cause) if isinstance(cause, list) else []


def _event(event: Json, change: Json, reader: Reader) -> str:
    name, what = reader.value(event["event"]), reader.word(WHATS, event["what"])
    other = event.get("subject") not in (None, map_of(change, "subject").get("id"))
    record = reader.value(event.get("record")) if not other or reader.names_others else ""
    said = tell("event.record" if record else "event", reader.lang, event=name, what=what, record=record)
    if event.get("on"):
        said = tell("event.on", reader.lang, event=said, on=reader.value(event["on"]))
    said = tell("event.known", reader.lang, event=said, known=reader.value(event["known_on"]))
    who = reader.value(event["subject"]) if reader.names_others else reader.say("someone")
    return tell("whose", reader.lang, who=who, what=said) if other else said


# --- for people ---------------------------------------------------------------------------------------------------


def render_change(change: Json, lang: str = "zh", colour: bool = False) -> str:
    """The change in a few lines, ending with a newline."""
    words.check_language(lang)
    reader = Reader(lang, "clerk", visible)
    reader = replace(reader, people=people_of({"findings": [change]}, reader))
    return "\n".join(_lines(change, reader, colour)) + "\n"


def _lines(change: Json, reader: Reader, colour: bool) -> Iterator[str]:
    subject = map_of(change, "subject")
    who = "  ".join(reader.value(subject[key]) for key in ("name", "id") if subject.get(key))
    number = f"#{change['number']}" if change.get("number") else ""
    yield "  ".join(part for part in (number, reader.value(change["day"]), who) if part)
    if change["change"] == "notice":
        yield from _notice(change, reader)
        return
    yield "  " + _bold(_title(change, reader), colour)
    rows = (
        ("actions", [_actions(change, reader, len(list_of(change, "actions")))]),
        ("because", _because(change, reader)),
        ("look-up", _missing(change, reader)),
        ("basis", [basis_words(list_of(change, "basis"), reader)] if change["change"] == "begins" else []),
        ("by", _by(change, reader)),
    )
    for key, texts in rows:
        yield from labelled(Line(key, label(key, reader.lang), tuple(filter(None, texts))), "    ", _ROOM)


def _title(change: Json, reader: Reader) -> str:
    if change["change"] == "outcome":
        return _what(change, reader)
    duty = f"[{reader.word(codes.DUTIES, change['duty'])}] " if change.get("duty") else ""
    title = duty + reader.text(change.get("title"), change["measure"])
    return _WIDE.join((_change(change, reader).upper(), title, reader.value(change["measure"])))


def _notice(change: Json, reader: Reader) -> Iterator[str]:
    told: Mapping[str, Any]
    for told in list_of(change, "problems"):
        line, at = reader.value(change.get("line")), reader.value(told.get("at"))
        at = at if at.startswith(line) else line + at
        place = [part for part in (at, reader.value(told["code"])) if part]
        yield "  " + ": ".join((reader.word(CHANGES, "notice"), *place, told["message"][reader.lang]))
        if told.get("help"):
            yield from labelled(Line("help", label("help", reader.lang), (told["help"][reader.lang],)), "    ", _ROOM)


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text

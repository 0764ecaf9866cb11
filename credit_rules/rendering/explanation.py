"""An explanation in words: the deciding sentence, then the tree, as text or Markdown.

Takes the explanation as JSON gives it and decides nothing. What came from a profile or a rule set is made harmless on
its way in, as on the page of a decision. What each reader is told `rendering.why` says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from credit_rules import words
from credit_rules.rendering.markdown import escaped
from credit_rules.rendering.page import action_words, subject_words, warnings_words
from credit_rules.rendering.reader import Json, Line, Reader, filled, list_of, map_of, visible
from credit_rules.rendering.text import labelled
from credit_rules.rendering.why import Branch, Voice
from credit_rules.words import LANGUAGES, codes
from credit_rules.words.explaining import put

__all__ = ["render_explanation", "render_overview", "sentences_of"]

_ROOM = 9  # English only: the room of a usual label


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is said, in order."""

    sentence: str
    lead: tuple[str, ...]
    lines: tuple[Line, ...]
    heading: str
    tree: tuple[Branch, ...]


def sentences_of(told: Json) -> dict[str, str]:
    """The deciding sentence in each language, as JSON holds it: nothing is hidden in it, and nothing escaped."""
    return {lang: Voice.of(told, Reader(lang, "file", str)).sentence() for lang in LANGUAGES}


def render_explanation(
    told: Json, lang: str = "zh", audience: str = "clerk", layout: str = "text", *, colour: bool = False
) -> str:
    """One explanation for `audience` (clerk, subject or file), as `text` or `markdown`, ending with a newline."""
    return _printed(_sheet(told, Voice.of(told, _reader(lang, audience, layout))), layout, colour)


def render_overview(
    told: Json, lang: str = "zh", audience: str = "clerk", layout: str = "text", *, colour: bool = False
) -> str:
    """Every measure at the action in one line each."""
    reader = _reader(lang, audience, layout)
    voices = [Voice.of({**told, **one}, reader) for one in list_of(told, "measures")]
    # In an order of their own, so that what reads as never there does not show by its place.
    aside = sorted((v for v in voices if v.name == "does-not-apply"), key=lambda v: str(v.told["measure"]))
    lines = [_overview_line(voice) for voice in (*(v for v in voices if v.name != "does-not-apply"), *aside)]
    head = put("overview", lang, n=len(lines))
    return _printed(
        _Sheet(head, _lead(told, reader), _notes(told, [], reader), "", tuple(map(Branch, lines))), layout, colour
    )


def _printed(sheet: _Sheet, layout: str, colour: bool) -> str:
    return "\n".join(_markdown(sheet) if layout == "markdown" else _text(sheet, colour)) + "\n"


def _reader(lang: str, audience: str, layout: str) -> Reader:
    words.check_language(lang)
    return Reader(lang, audience, escaped, gap=" ") if layout == "markdown" else Reader(lang, audience, visible)


def _overview_line(voice: Voice) -> str:
    measure = voice.reader.value(voice.told["measure"])
    return voice.say("overview.line", title=voice.title(), measure=measure, sentence=voice.sentence())


# --- the sheet ----------------------------------------------------------------------------------------------------


def _sheet(told: Json, voice: Voice) -> _Sheet:
    reader, lang, finding = voice.reader, voice.reader.lang, map_of(told, "finding")
    duty, effect = reader.word(codes.DUTIES, finding["duty"]), reader.word(codes.EFFECTS, finding["effect"])
    source = put("list", lang, title=reader.text(told.get("list_title")), edition=reader.value(finding.get("edition")))
    name = put("measure", lang, duty=duty, effect=effect, title=voice.title())
    lead = (reader.gap.join((name, reader.value(told["measure"]))), source, *_lead(told, reader))
    lines = (*voice.lines(), *_notes(told, voice.notes(), reader))
    return _Sheet(voice.sentence(), lead, lines, put("tree", lang), tuple(voice.tree()))


def _lead(told: Json, reader: Reader) -> tuple[str, ...]:
    subject = reader.gap.join(subject_words(map_of(told, "subject"), reader))
    action = reader.gap.join(action_words(told, reader))
    return (subject, action)


def _notes(told: Json, more: Sequence[str], reader: Reader) -> tuple[Line, ...]:
    doubtful = map_of(told, "subject").get("identity") == "doubtful"
    identity = [reader.say("identity.doubtful")] if doubtful else []
    return filled((reader.line("note", *identity, *more, *warnings_words(told, reader)),))


def _text(sheet: _Sheet, colour: bool) -> Iterator[str]:
    yield f"\x1b[1m{sheet.sentence}\x1b[0m" if colour else sheet.sentence
    yield from sheet.lead
    if sheet.lines:
        yield ""
    for line in sheet.lines:
        yield from labelled(line, "", _ROOM)
    yield ""
    if sheet.heading:
        yield sheet.heading
    yield from _bullets(sheet.tree, "")


def _markdown(sheet: _Sheet) -> Iterator[str]:
    yield f"# {sheet.sentence}"
    yield ""
    yield " · ".join(sheet.lead)
    if sheet.lines:
        yield ""
    for line in sheet.lines:
        first, *more = line.texts
        yield f"- **{line.label}** {first}" if not more else f"- **{line.label}**"
        yield from (f"  - {text}" for text in (line.texts if more else ()))
    yield ""
    if sheet.heading:
        yield f"## {sheet.heading}"
        yield ""
    yield from _bullets(sheet.tree, "")


def _bullets(branches: Iterable[Branch], indent: str) -> Iterator[str]:
    for branch in branches:
        yield f"{indent}- {branch.text}"
        yield from _bullets(branch.below, indent + "  ")

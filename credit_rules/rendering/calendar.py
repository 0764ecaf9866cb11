"""A calendar as people read it: what changes on which day, in words. Takes the calendar as JSON gives it.

`CalendarPage` holds finished sentences, harmless already; text, Markdown and the timeline lay it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from credit_rules import words
from credit_rules.rendering.finding import (
    Block,
    basis_words,
    fact_word,
    found_blocks,
    missing_words,
    noted_change,
    person_word,
    record_words,
    whose,
)
from credit_rules.rendering.finding import is_shown as is_finding_shown
from credit_rules.rendering.markdown import escaped, items
from credit_rules.rendering.page import subject_words, warnings_words
from credit_rules.rendering.reader import (
    AUDIENCES,
    Json,
    Line,
    Reader,
    distinct,
    filled,
    list_of,
    map_of,
    money,
    visible,
)
from credit_rules.rendering.text import labelled
from credit_rules.words import calendar as told
from credit_rules.words import codes

__all__ = ["CalendarDay", "CalendarPage", "Item", "calendar_page", "is_shown", "render_calendar"]

_MANY = 3  # of more measures that stay as they are, or changes that are needed, the first are named


@dataclass(frozen=True, slots=True)
class Item:
    """One measure that changes, or one thing that turns: a first line, and labelled lines below it."""

    title: str
    measure: str = ""
    change: str = ""
    before: str = ""
    after: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: when, what comes out, what changes."""

    date: str
    ahead: str
    mark: str  # what the day is called, if it is the first clean one; and whether it certainly is
    sure: bool
    outcome: str
    outcome_changes: bool
    items: tuple[Item, ...]
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """Everything a reader is told, in order."""

    subject: tuple[str, ...]
    action: tuple[str, ...]
    start: str
    now: str  # the day asked about, and its outcome
    outcome: str
    counts: str
    head: tuple[Line, ...]
    found: tuple[Block, ...]  # what applies or is open on the day asked about
    days: tuple[CalendarDay, ...]
    after: str  # said where the list of days ends
    foot: tuple[Line, ...]
    closing: tuple[str, ...]


def calendar_page(calendar: Json, reader: Reader) -> CalendarPage:
    """The page of a calendar for `reader`."""
    words.check_language(reader.lang)
    if reader.audience not in AUDIENCES:
        raise ValueError(f"unknown audience `{reader.audience}`: one of {', '.join(AUDIENCES)}")
    reader = replace(
        reader,
        people={
            str(one["id"]): person_word({**one, "related": one["id"]}, reader) for one in list_of(calendar, "people")
        },
    )
    outcome = reader.word(codes.OUTCOMES, calendar["outcome"])
    days = tuple(day for entry in list_of(calendar, "days") for day in _days(entry, reader))
    return CalendarPage(
        subject=subject_words(map_of(calendar, "subject"), reader),
        action=_action(calendar, reader),
        start=reader.value(calendar["date"]),
        now=_say(reader, "now", date=reader.value(calendar["date"]), outcome=outcome),
        outcome=outcome,
        counts=words.counts(*_numbers(calendar), reader.lang),
        head=_head(calendar, reader),
        found=found_blocks(list_of(calendar, "now"), reader),
        days=days,
        after=_after(calendar, days, reader),
        foot=_foot(calendar, reader),
        closing=(_say(reader, "frozen"), words.notice(str(calendar["outcome"]), reader.lang)),
    )


def is_shown(state: Json, polarity: object, reader: Reader) -> bool:
    """Whether this reader is told of a measure in this state: only the file keeps restrictions that have ended."""
    return state["finding"] != "does-not-apply" and is_finding_shown({**state, "polarity": polarity}, reader)


def _say(reader: Reader, key: str, **params: object) -> str:
    return told.tell(key, reader.lang, **params)


def _line(reader: Reader, key: str, *texts: str) -> Line:
    return Line(key, told.label(key, reader.lang), tuple(text for text in texts if text))


# --- the head -----------------------------------------------------------------------------------------------------


def _action(calendar: Json, reader: Reader) -> tuple[str, ...]:
    action = map_of(calendar, "action")
    until, authority = reader.value(calendar.get("until")), action.get("authority")
    parts = (
        reader.text(action.get("title"), action.get("code")),
        _say(reader, "from", date=reader.value(calendar["date"])),
        _say(reader, "until", until=until) if until else "",
        _say(reader, "known", known=reader.value(calendar["known"])),
        reader.say("action.authority", authority=reader.text(action.get("authority_title"), authority))
        if authority
        else "",
        reader.say("action.amount", amount=reader.value(money(action["amount"]))) if action.get("amount") else "",
    )
    return tuple(part for part in parts if part)


def _numbers(calendar: Json) -> tuple[int, int, int]:
    """How many restrictions apply on the first day, how many incentives, and how many measures are open."""
    now = [(measure["polarity"], measure["runs"][0]["finding"]) for measure in list_of(calendar, "measures")]
    return (
        now.count(("restriction", "applies")),
        now.count(("incentive", "applies")),
        sum(finding == "undetermined" for _, finding in now),
    )


def _head(calendar: Json, reader: Reader) -> tuple[Line, ...]:
    clean = map_of(calendar, "clean")
    doubtful = map_of(calendar, "subject").get("identity") == "doubtful"
    drafts = reader.listed(reader.value(name) for name in list_of(calendar, "draft_lists"))
    warned = any(warning["code"] == "no-measures" for warning in list_of(calendar, "warnings"))
    return filled(
        (
            reader.line("identity", reader.say("identity.doubtful") if doubtful else ""),
            reader.line("draft", reader.say("draft", lists=drafts) if drafts else ""),
            reader.line("note", reader.word(codes.WARNINGS, "no-measures") if warned else ""),
            _line(reader, "clean", *_clean(clean, calendar, reader), *_sooner(map_of(clean, "sooner"), reader)),
            _line(reader, "bars", *(_bar(bar, reader) for bar in list_of(clean, "bars"))),
            _line(reader, "repair", *distinct(_repairable(one, reader) for one in list_of(calendar, "repairs"))),
        )
    )


def _clean(clean: Json, calendar: Json, reader: Reader) -> Iterator[str]:
    """The first clean day in words, and how sure that is."""
    if clean["from"] is None:
        yield _say(reader, "clean.never")
        return
    key = "clean.now" if clean["from"] == calendar["date"] else "clean.later"
    days = {"from": reader.value(clean["from"]), "until": reader.value(clean.get("until"))}
    yield _say(reader, f"{key}.until" if clean.get("until") else key, **days)
    still = list_of(clean, "open")
    if still:
        named = distinct(reader.text(one["title"], one["measure"]) for one in still)
        titles = reader.listed(_say(reader, "quoted", title=title) for title in named)
        yield _say(reader, "clean.open", n=len(still), measures=titles)
        certain = reader.value(clean.get("certain_from"))
        yield _say(reader, "clean.certain", date=certain) if certain else _say(reader, "clean.uncertain")


def _sooner(sooner: Json, reader: Reader) -> Iterator[str]:
    """The earlier clean day, and what has to be done for it."""
    if not sooner:
        return
    changes, still = list_of(sooner, "changes"), list_of(sooner, "open")
    told = reader.listed(distinct(noted_change(change, {}, reader) for change in changes[:_MANY]))
    if len(changes) > _MANY:
        told += reader.gap + _say(reader, "sooner.more", n=len(changes))
    days = {"from": reader.value(sooner["from"]), "until": reader.value(sooner.get("until"))}
    said = _say(reader, "sooner.until" if sooner.get("until") else "sooner", changes=told, **days)
    yield reader.join((said, _say(reader, "sooner.open", n=len(still)) if still else ""))


def _bar(bar: Json, reader: Reader) -> str:
    """A restriction that no time ends, with its basis and, where the law says so, that there is no way out."""
    basis, none = basis_words(list_of(bar, "basis"), reader), list_of(bar, "no_way_out")
    said = _say(reader, "bar.life" if bar["lasts"] == "life" else "bar", title=_title(bar, reader), basis=basis)
    if none:
        return said + _say(reader, "bar.none", basis=basis_words(none, reader))
    return said + _say(reader, "bar.removal" if bar["lasts"] == "while-it-holds" else "bar.struck")


def _title(measure: Json, reader: Reader) -> str:
    return reader.text(measure.get("title"), measure["measure"]) + (
        reader.say("draft.mark") if measure.get("draft") else ""
    )


def _repairable(one: Json, reader: Reader) -> str:
    what = _what({**one, "name": one["record"]}, reader)
    day = reader.value(one.get("apply_from"))
    said = _say(reader, "repair.since", what=what, date=day) if day else _say(reader, "repair.never", what=what)
    repair = map_of(one, "repair")
    return reader.join((said + _assumed(repair, reader), *_how(repair, reader)))


def _assumed(repair: Json, reader: Reader) -> str:
    assumed = repair.get("assumes")
    if not assumed:
        return ""
    field = reader.word(codes.FIELDS, assumed["field"])
    return _say(reader, "repair.assumes", field=field, date=reader.value(assumed["on"]))


def _how(repair: Json, reader: Reader) -> Iterator[str]:
    conditions, place = reader.text(repair.get("conditions")), reader.text(repair.get("apply_at"))
    if conditions:
        yield _say(reader, "repair.conditions", conditions=conditions)
    yield _say(reader, "repair.where", to=place) if place else _say(reader, "repair.decides")


# --- days ---------------------------------------------------------------------------------------------------------


def _days(day: Json, reader: Reader) -> Iterator[CalendarDay]:
    """The day, if this reader is told anything of it."""
    turns = list_of(day, "turns")
    changes = [change for change in list_of(day, "changes") if _is_told(change, reader)]
    explained = {place for change in changes for place in change["why"]}
    outcome_changes = day["outcome"] != day["outcome_before"]
    everything = outcome_changes and not changes  # the outcome never changes without a reason
    others = [
        _still(turn, reader)
        for place, turn in enumerate(turns)
        if everything or (place not in explained and _concerns(turn, reader))
    ]
    if not changes and not others and not outcome_changes:
        return
    outcome = reader.word(codes.OUTCOMES, day["outcome"])
    before = reader.word(codes.OUTCOMES, day["outcome_before"])
    sure = "first-clean" if day["clean"] else "first-certain"
    mark = sure if day["certain"] else "first-open" if day["clean"] else ""
    yield CalendarDay(
        date=reader.value(day["date"]),
        ahead=ahead(int(day["days_ahead"]), reader.lang),
        mark=told.label(mark, reader.lang) if mark else "",
        sure=bool(day["certain"]),
        outcome=_say(reader, "outcome", before=before, outcome=outcome)
        if outcome_changes
        else _say(reader, "outcome.same", outcome=outcome),
        outcome_changes=outcome_changes,
        items=_without_repetition([_item(change, turns, reader) for change in changes], reader),
        turns=tuple(distinct(others)),
    )


def ahead(days: int, lang: str) -> str:
    """How far away a day is: to the day within three months, then roughly.

    >>> ahead(31, "en"), ahead(400, "zh"), ahead(697, "en")
    ('in 31 days', '约 13 个月后', 'in about 23 months')
    """
    if days <= 92:
        return told.counted("days", days, lang)
    months = round(days / 30.4375)
    return told.counted("months", months, lang) if months < 36 else told.counted("years", round(months / 12), lang)


def _concerns(turn: Json, reader: Reader) -> bool:
    """Whether a turn is about a measure this reader is told of."""
    return any(is_shown(state, state["polarity"], reader) for state in turn["measures"])


def _is_told(change: Json, reader: Reader) -> bool:
    return any(is_shown(change[side], change["polarity"], reader) for side in ("from", "to"))


def _item(change: Json, turns: Sequence[Json], reader: Reader) -> Item:
    """A measure that changes: from what to what, why, on what basis, and what is to be looked up."""
    duty = reader.word(codes.DUTIES, change["duty"])
    before, after = (finding_words(change[side], change["polarity"], reader) for side in ("from", "to"))
    applies = change["to"]["finding"] == "applies"
    missing = distinct(missing_words(item, reader) for item in list_of(change, "missing"))
    lines = (
        _line(reader, "because", *distinct(turn_words(turns[place], reader) for place in change["why"])),
        _line(reader, "look-up", *missing),
        _line(reader, "basis", basis_words(list_of(change, "basis"), reader) if applies else ""),
    )
    return Item(
        title=f"[{duty}] {_title(change, reader)}",
        measure=reader.value(change["measure"]),
        change=_say(reader, "change", before=before, after=after),
        before=before,
        after=after,
        lines=filled(lines),
    )


def finding_words(state: Json, polarity: object, reader: Reader) -> str:
    """A finding, and the guard that withholds it."""
    name = words.finding_word(str(state["finding"]), str(polarity), reader.lang)
    guard = state.get("guard")
    if not guard:
        return name
    return _say(reader, "finding.guard", finding=name, guard=reader.word(codes.GUARDS, guard))


def _without_repetition(items: Sequence[Item], reader: Reader) -> tuple[Item, ...]:
    """The same reason as that of the measure before is said once: 同上."""
    said: Line | None = None
    result = []
    for item in items:
        because = next((line for line in item.lines if line.key == "because"), None)
        if because is not None and because == said:
            short = replace(because, texts=(reader.say("same"),))
            item = replace(item, lines=tuple(short if line is because else line for line in item.lines))
        said = because
        result.append(item)
    return tuple(result)


def _still(turn: Json, reader: Reader) -> str:
    """A turn that changes no finding, with what the measures it concerns still come to."""
    said = turn_words(turn, reader)
    if str(turn["turn"]).startswith("repair"):
        return said
    kept = [state for state in turn["measures"] if is_shown(state, state["polarity"], reader)]
    names = [
        _say(
            reader,
            "still",
            title=reader.text(state.get("title"), state["measure"]),
            finding=finding_words(state, state["polarity"], reader),
        )
        for state in kept[:_MANY]
    ]
    if len(kept) > _MANY:
        names.append(_say(reader, "still.many", n=len(kept) - _MANY))
    return _say(reader, "turn.still", turn=said, measures=reader.join(names)) if names else said


# --- what turns ---------------------------------------------------------------------------------------------------


def _what(turn: Json, reader: Reader) -> str:
    """The record a turn is about, and whose it is."""
    record = {key: turn.get(key) for key in ("of", "kind", "title", "list", "authority", "document", "since", "until")}
    return whose(turn, record_words({**record, "record": turn["name"], "guard": None}, reader), reader)


def turn_words(turn: Json, reader: Reader) -> str:
    """One turn in words."""
    code, detail = str(turn["turn"]), turn.get("detail")
    if code.startswith(("relation", "recognition", "edition", "list", "measure", "source", "spread", "day")):
        return _turn_of_law(code, turn, reader)
    what = _what(turn, reader)
    match code:
        case "record-ends" | "record-resumes" | "record-turns" if detail:
            return _say(reader, code, what=what, guard=_guard(turn, reader))
        case "record-turns":
            return _say(reader, "record-turns.plain", what=what)
        case "end-uncertain" if detail:
            return _say(reader, "end-uncertain.until", what=what, until=reader.value(detail))
        case "period-ends" | "within-ends":
            return _say(reader, code, what=what, period=reader.value(words.period(str(detail), reader.lang)))
        case "field-turns":
            return _say(reader, code, what=what, field=fact_word(str(detail), None, reader))
        case "repair-opens" | "repair-closes" | "repair-changes":
            return _turn_in_repair(code, what, map_of(turn, "repair"), reader)
    return _say(reader, code, what=what)


def _guard(turn: Json, reader: Reader) -> str:
    """The guard, with the last day of a record that has expired."""
    guard, until = reader.word(codes.GUARDS, turn["detail"]), turn.get("until")
    if turn["detail"] == "expired" and until and turn.get("kind") != "rating":
        return reader.say("fallen.until", guard=guard, until=reader.value(until)).strip(" （）()")
    return guard


def _turn_of_law(code: str, turn: Json, reader: Reader) -> str:
    if code.startswith("relation"):
        path = f"{turn['of']}/{turn['name']}" if turn.get("of") else str(turn["name"])
        return _say(reader, code, who=reader.people.get(path, reader.say("someone")))
    title, edition = reader.text(turn.get("title"), turn["name"]), reader.value(turn.get("detail"))
    return _say(reader, code, title=title, edition=edition)


def _turn_in_repair(code: str, what: str, repair: Json, reader: Reader) -> str:
    parts = [_say(reader, code, what=what) + _assumed(repair, reader)]
    if code != "repair-opens" and repair.get("since"):
        parts.append(_say(reader, "repair.since-then", date=reader.value(repair["since"])))
    if repair:
        parts += list(_how(repair, reader))
        basis = basis_words(list_of(repair, "basis"), reader)
        parts.append(_say(reader, "repair.basis", basis=basis) if basis else "")
    return reader.join(parts)


# --- the foot -----------------------------------------------------------------------------------------------------


def _after(calendar: Json, days: Sequence[CalendarDay], reader: Reader) -> str:
    until, following = reader.value(calendar.get("until")), reader.value(calendar.get("next_after"))
    parts = []
    if not days:
        parts.append(_say(reader, "no-days.until", until=until) if until else _say(reader, "no-days"))
    if following:
        parts.append(_say(reader, "next-after", date=following))
    return reader.join(parts)


def _foot(calendar: Json, reader: Reader) -> tuple[Line, ...]:
    digest = str(map_of(calendar, "inputs").get("plan") or "").rpartition(":")[2][:8]
    rules = reader.count("measure-lists", len(list_of(calendar, "rules")))
    plan = reader.say("plan", digest=reader.value(digest)) if digest else ""
    notes = warnings_words(calendar, reader)
    return filled(
        (_line(reader, "rules", reader.gap.join(part for part in (rules, plan) if part)), reader.line("note", *notes))
    )


# --- text and Markdown --------------------------------------------------------------------------------------------


def render_calendar(
    calendar: Mapping[str, Any], lang: str, layout: str, audience: str = "clerk", colour: bool = False
) -> str:
    """The calendar as `text` or `markdown`, for `audience`, ending with a newline."""
    if layout == "markdown":
        page = calendar_page(calendar, Reader(lang, audience, escaped, gap=" "))
        return "\n".join(_markdown(page, lang)) + "\n"
    page = calendar_page(calendar, Reader(lang, audience, visible))
    return "\n".join(_text(page, lang, _Paint(colour))) + "\n"


_ROOM = 8  # English only: the room of a usual label


def _text(page: CalendarPage, lang: str, paint: "_Paint") -> Iterator[str]:
    yield f"{paint.bold(told.tell('title', lang))}    {page.now}    {page.counts}"
    yield "  ".join(page.subject)
    yield "  ".join(page.action)
    for line in page.head:
        yield from labelled(line, "", _ROOM)
    if page.found:
        yield from ("", paint.bold(page.start) + f"  {told.label('today', lang)}    {page.outcome}")
    for block in page.found:
        yield f"  [{block.duty}] {block.title}    {block.measure}"
        for line in block.lines:
            yield from labelled(line, "    ", _ROOM)
    for day in page.days:
        mark = f"  {'★' if day.sure else '☆'} {day.mark}" if day.mark else ""
        yield from ("", paint.bold(f"{day.date}") + f"  {day.ahead}{mark}    {day.outcome}")
        for item in day.items:
            yield f"  {item.title}    {item.measure}"
            yield f"    {item.change}"
            for line in item.lines:
                yield from labelled(line, "    ", _ROOM)
        for turn in day.turns:
            yield f"  · {turn}"
    yield from ("", page.after) if page.after else ("",)
    for line in page.foot:
        yield from labelled(line, "", _ROOM)
    yield from page.closing


@dataclass(frozen=True, slots=True)
class _Paint:
    """Bold, or nothing."""

    colour: bool

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text


def _markdown(page: CalendarPage, lang: str) -> Iterator[str]:
    yield from (f"# {told.tell('title', lang)} · {page.now}", "", page.counts, "")
    yield from (" · ".join(page.subject), "", " · ".join(page.action), "")
    yield from items(page.head)
    if page.found:
        yield from (f"## {page.start} · {told.label('today', lang)}", "", page.outcome, "")
    for block in page.found:
        yield from (f"### [{block.duty}] {block.title} · {block.measure}", "")
        yield from items(block.lines)
    for day in page.days:
        mark = f" · {day.mark}" if day.mark else ""
        yield from (f"## {day.date} · {day.ahead}{mark}", "", day.outcome, "")
        for item in day.items:
            yield from (f"### {item.title} · {item.measure}", "", item.change, "")
            yield from items(item.lines)
        yield from (f"- {turn}" for turn in day.turns)
        if day.turns:
            yield ""
    yield from (page.after, "") if page.after else ()
    yield from ("---", "")
    yield from items(page.foot)
    yield " ".join(page.closing)

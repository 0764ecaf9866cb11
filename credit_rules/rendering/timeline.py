"""A calendar as one HTML page: a bar per measure over time, and the list of days.

The page stands alone: no network, no script. Everything that came from a profile or a rule set is escaped by the
template engine, which is loaded only here and only when a page is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from credit_rules.rendering.calendar import calendar_page, finding_words, is_shown
from credit_rules.rendering.reader import Json, Reader, list_of, visible
from credit_rules.words import calendar as told
from credit_rules.words import codes

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["render_timeline"]

#: Beyond the last day told the axis goes on a little, so that what is for good is seen to go on.
_BEYOND = 0.08
_LEAST_BEYOND = timedelta(days=20)
_NOTHING_TOLD = timedelta(days=365)  # how far the axis goes where nothing changes
_APART = 14.0  # labels on the axis stand so far apart, in per cent of its width
_WIDE = 28.0  # on a phone the label of a major day takes so much
_APART_FROM_START = 20.0  # the first one stands to the right of its day


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of a bar, in per cent of the axis, with its class and the word it bears where there is room."""

    left: float
    width: float
    sort: str
    word: str


@dataclass(frozen=True, slots=True)
class _Bar:
    """One measure over time."""

    title: str
    measure: str
    segments: tuple[_Segment, ...]
    runs: tuple[tuple[str, str, str], ...]  # from, until (empty: for good), finding


@dataclass(frozen=True, slots=True)
class _Tick:
    """A day on the axis; `label` is empty where there is no room for one."""

    left: float
    label: str
    sort: str  # start, open (clean, but for what is open), clean, day; late where its label stands to the left
    row: int = 0  # labels that would stand in one another's way stand one above the other


def render_timeline(calendar: Mapping[str, Any], lang: str = "zh", audience: str = "clerk") -> str:
    """The calendar as a page of HTML, for `audience` (clerk, subject or file)."""
    reader = Reader(lang, audience, visible)
    page = calendar_page(calendar, reader)
    scale = _Scale.of(calendar, [date.fromisoformat(day.date) for day in page.days])
    measures = [m for m in list_of(calendar, "measures") if any(_shown(run, m, reader) for run in m["runs"])]
    bars = [
        (told.label(f"{polarity}s", lang), [_bar(m, scale, reader) for m in measures if m["polarity"] == polarity])
        for polarity in ("restriction", "incentive")
    ]
    ticks = _ticks(calendar, scale, reader)
    return _template().render(
        lang={"zh": "zh-CN"}.get(lang, lang),
        page=page,
        bars=[(title, found) for title, found in bars if found],
        ticks=ticks,
        legend=_legend(measures, reader),
        lines=[tick for tick in ticks if tick.sort.split()[0] in ("open", "clean")],
        subject=page.subject[0] if page.subject else told.tell("somebody", lang),
        start=str(calendar["date"]),
        label=lambda key: told.label(key, lang),
        say=lambda key, **params: told.tell(key, lang, **params),
    )


@cache
def _template() -> "Template":
    # Loaded only here: nothing else is made of templates.
    from jinja2 import Environment, StrictUndefined

    source = files("credit_rules.rendering").joinpath("templates/timeline.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source)


# --- the axis -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a day stands on the axis: in order of time, with days that lie close together drawn apart."""

    points: Sequence[date]
    places: Sequence[float]

    @classmethod
    def of(cls, calendar: Json, days: Sequence[date]) -> "_Scale":
        start = date.fromisoformat(str(calendar["date"]))
        until = date.fromisoformat(str(calendar["until"])) if calendar.get("until") else None
        last = max([start, *days])
        beyond = max(_LEAST_BEYOND, (last - start) * _BEYOND) if days else _NOTHING_TOLD
        points = sorted({start, *days, until if until is not None else _later(last, beyond)})
        if len(points) == 1:
            points.append(_later(start, timedelta(days=1)))
        return cls(points, _places(points))

    def at(self, day: date) -> float:
        """Its place, in per cent."""
        if day <= self.points[0]:
            return 0.0
        for place, point in enumerate(self.points[1:], 1):
            if day <= point:
                before = self.points[place - 1]
                share = (day - before).days / (point - before).days
                return round(self.places[place - 1] + share * (self.places[place] - self.places[place - 1]), 3)
        return 100.0


def _later(day: date, by: timedelta) -> date:
    return date.max if date.max - day < by else day + by


def _places(points: Sequence[date]) -> list[float]:
    """Half of the width goes by time, half is shared out alike."""
    total = max((points[-1] - points[0]).days, 1)
    steps = len(points) - 1
    places = [0.0]
    for before, after in pairwise(points):
        places.append(places[-1] + 50 * (after - before).days / total + 50 / max(steps, 1))
    return places


def _ticks(calendar: Json, scale: _Scale, reader: Reader) -> list[_Tick]:
    """The day asked about, the first clean day, and the days on which something changes."""
    start, clean, sure = str(calendar["date"]), calendar["clean"]["from"], calendar["clean"]["certain_from"]
    days = [point.isoformat() for point in scale.points[1:-1]]
    marked = {str(clean): "open", str(sure): "clean"}
    major = {start: "start"} | {day: sort for day, sort in sorted(marked.items()) if day in days}
    labelled = [scale.at(date.fromisoformat(day)) for day in major]
    ticks: list[_Tick] = []
    taken: list[tuple[float, float, int]] = []  # by the labels of major days, in which row
    for day, sort in major.items():
        left = scale.at(date.fromisoformat(day))
        late = left > 100 - _APART
        begins = 0.0 if sort == "start" else left - _WIDE if late else left - _WIDE / 2
        crossed = {row for one, other, row in taken if begins < other and one < begins + _WIDE}
        row = next(row for row in range(len(major)) if row not in crossed)
        taken.append((begins, begins + _WIDE, row))
        ticks.append(_Tick(left, reader.value(day), f"{sort} late" if late else sort, row))
    for day in days:
        left = scale.at(date.fromisoformat(day))
        free = _APART_FROM_START <= left <= 100 - _APART and all(abs(left - other) >= _APART for other in labelled)
        if day not in major:
            labelled += [left] if free else []
            ticks.append(_Tick(left, reader.value(day) if free else "", "day"))
    return ticks


# --- bars ---------------------------------------------------------------------------------------------------------


def _shown(run: Json, measure: Json, reader: Reader) -> bool:
    return is_shown(run, measure["polarity"], reader)


def _bar(measure: Json, scale: _Scale, reader: Reader) -> _Bar:
    runs = [run for run in measure["runs"] if date.fromisoformat(run["from"]) < scale.points[-1]]
    duty = reader.word(codes.DUTIES, measure["duty"])
    return _Bar(
        title=f"[{duty}] {reader.text(measure.get('title'), measure['measure'])}"
        + (reader.say("draft.mark") if measure.get("draft") else ""),
        measure=reader.value(measure["measure"]),
        segments=tuple(_segment(run, measure, scale, reader) for run in runs),
        runs=tuple(
            (str(run["from"]), str(run["until"] or ""), finding_words(run, measure["polarity"], reader))
            for run in measure["runs"]
        ),
    )


def _segment(run: Json, measure: Json, scale: _Scale, reader: Reader) -> _Segment:
    start = scale.at(date.fromisoformat(run["from"]))
    until = date.fromisoformat(run["until"]) if run["until"] else date.max
    end = scale.at(_later(until, timedelta(days=1)))
    return _Segment(start, round(end - start, 3), _sort(run, measure), _finding(run, measure, reader))


def _sort(run: Json, measure: Json) -> str:
    return f"{run['finding']} {measure['polarity']}"


def _finding(run: Json, measure: Json, reader: Reader) -> str:
    return finding_words({"finding": run["finding"]}, measure["polarity"], reader)


def _legend(measures: Sequence[Json], reader: Reader) -> list[tuple[str, str]]:
    """Each look a bar has on this page, with its word."""
    found = {(_sort(run, m), _finding(run, m, reader)) for m in measures for run in m["runs"]}
    order = ("applies", "undetermined", "withheld", "does-not-apply")
    once: dict[tuple[str, str], tuple[str, str]] = {}
    for sort, word in sorted(
        found, key=lambda pair: (order.index(pair[0].split()[0]), pair[0].split()[1] != "restriction")
    ):
        finding = sort.split()[0]
        key = (finding, word) if finding != "applies" else (sort, word)
        if finding == "applies":
            side = told.label("restrictions" if "restriction" in sort else "incentives", reader.lang)
            once[key] = sort, reader.join((side, word), "：", ": ")
        else:
            once.setdefault(key, (sort, word))
    return list(once.values())

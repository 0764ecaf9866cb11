"""A replay in words: whether a decision made again is the same, and what differs; or what had been decided, and why.

Takes a replay as JSON gives it (`replay/1`), decides nothing. Whoever replays a decision holds the whole profile, so
nothing is left out for the sake of others.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from credit_rules import words
from credit_rules.rendering.finding import open_fact
from credit_rules.rendering.reader import Json, Reader, list_of, map_of, money, visible
from credit_rules.words import chosen, codes
from credit_rules.words.comparing import INPUTS, NOTES, VERDICTS, label, tell
from credit_rules.words.showing import FIELD_NAMES, enumerated

__all__ = ["render_difference"]

_WIDE = "    "
_ROOM = 9  # English only: the room of a usual label
_MOST = 12  # so many places that differ are told one by one


def render_difference(replayed: Json, lang: str = "zh", colour: bool = False) -> str:
    """The replay in words, ending with a newline."""
    words.check_language(lang)
    return "\n".join(_Told(replayed, Reader(lang, "file", visible), colour).lines()) + "\n"


class _Told:
    """One replay, put into words line by line."""

    def __init__(self, replayed: Json, reader: Reader, colour: bool) -> None:
        self.data, self.reader, self.lang, self.colour = replayed, reader, reader.lang, colour
        self.later: Json = map_of(replayed, "later")

    def lines(self) -> Iterator[str]:
        """Head, what the decision made again comes to, and what had been decided."""
        yield from self._head()
        replayed_well = self.data["verdict"] in ("same", "same-answer")
        if not self.later or not replayed_well or self.data["inputs"]:
            yield from self._again()
        if self.later:
            yield from self._had_it_been_known()
        yield from self._notes()

    def _say(self, key: str, **params: object) -> str:
        return tell(key, self.lang, **params)

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def _labelled(self, key: str, *texts: str, indent: str = "") -> Iterator[str]:
        text = label(key, self.lang)
        shown = text if self.lang == "zh" else text.ljust(_ROOM)
        width = 2 * len(text) if self.lang == "zh" else len(shown)
        for place, told in enumerate(text for text in texts if text):
            yield f"{indent}{shown if not place else ' ' * width}  {told}"

    # the head

    def _head(self) -> Iterator[str]:
        reader, verdict = self.reader, str(self.data["verdict"])
        answered = self.later and verdict in ("same", "same-answer")
        head = self._say("had-it-been-known") if answered else words.word(VERDICTS, verdict, self.lang)
        other = map_of(self.later, "decision").get("id") if self.later else self.data["made_id"]
        was = reader.value(self.data["id"])
        same_id = other is None or other == self.data["id"]
        check = self._say("check", id=was) if same_id else self._say("check.other", id=was, made=reader.value(other))
        yield self._bold(head.upper()) + _WIDE + check
        subject, action = map_of(self.data, "subject"), map_of(self.data, "action")
        parts = (reader.value(subject.get(key)) for key in ("name", "id"))
        kind = reader.word(codes.SUBJECT_KINDS, subject.get("kind"))
        yield "  ".join(part for part in (*parts, kind) if part)
        days = self._say("days", date=reader.value(self.data["date"]))
        yield "  ".join((reader.text(action.get("title"), action.get("code")), days, self._known()))

    def _known(self) -> str:
        known = self.reader.value(self.data["known"])
        if not self.later:
            return self._say("known", known=known)
        return self._say("known.later", known=known, later=self.reader.value(self.later["known"]))

    # made again

    def _again(self) -> Iterator[str]:
        yield self._say(str(self.data["verdict"]))
        difference = map_of(self.data, "difference")
        yield from self._labelled("input", *(self._input(entry) for entry in list_of(self.data, "inputs")))
        if any(entry["input"] == "plan" for entry in list_of(self.data, "inputs")):
            rules = [self._rule(entry) for entry in list_of(self.data, "rules")]
            yield from self._labelled("rule", *(rules or [self._say("rule.none")]))
        yield from self._outcome(map_of(self.data, "outcome"))
        yield from self._findings(list_of(difference, "findings"), "now")
        yield from self._others(list_of(difference, "others"))

    def _input(self, entry: Json) -> str:
        was, now = (_short(entry[key]) for key in ("was", "now"))
        if entry["input"] == "plan":
            return self._say("input.plan", was=was, now=now)
        return self._say("input", name=words.word(INPUTS, str(entry["input"]), self.lang), was=was, now=now)

    def _rule(self, entry: Json) -> str:
        reader, was, now = self.reader, entry.get("was"), entry.get("now")
        told = {"title": reader.text(entry.get("title")), "name": reader.value(entry["measure_list"])}
        told |= {"was": reader.value(was["edition"]), "was_digest": _short(was["digest"])} if was else {}
        told |= {"now": reader.value(now["edition"]), "now_digest": _short(now["digest"])} if now else {}
        return self._say("rule.other" if was and now else "rule.gone" if was else "rule.new", **told)

    def _outcome(self, outcome: Json) -> Iterator[str]:
        was, now = (self.reader.word(codes.OUTCOMES, outcome[key]) for key in ("was", "now"))
        told = was if outcome["was"] == outcome["now"] else self._say("from-to", was=was, now=now)
        yield from self._labelled("outcome", told)

    def _others(self, places: list[Json]) -> Iterator[str]:
        told = [place for place in places if place["at"].split("/")[1] not in _TOLD_BEFORE]
        yield from self._labelled("other", *(self._place(place) for place in told[:_MOST]))

    def _place(self, place: Json) -> str:
        at, was, now = self.reader.value(place["at"]), place.get("was"), place.get("now")
        if isinstance(was, list) and isinstance(now, list):
            before, after = ([self._plain(item) for item in items] for items in (was, now))
            more, less = ([item for item in after if item not in before], [x for x in before if x not in after])
            if more or less:
                key = "place.both" if more and less else "place.more" if more else "place.less"
                return self._say(key, at=at, more=enumerated(more, self.lang), less=enumerated(less, self.lang))
        return self._say("place", at=at, was=self._plain(was), now=self._plain(now))

    def _plain(self, value: object) -> str:
        if value is None:
            return self._say("nothing")
        if isinstance(value, list):
            return enumerated([self._plain(item) for item in value], self.lang) or self._say("nothing")
        if isinstance(value, Mapping):
            told = value.get("record") or value.get("code") or value.get("fact") or value.get("title") or "…"
            return self.reader.text(told) if isinstance(told, Mapping) else self.reader.value(told)
        return self.reader.value(value)

    # findings

    def _findings(self, changes: list[Json], second: str) -> Iterator[str]:
        for change in changes:
            yield ""
            yield (
                self._bold(f"[{self._duty(change)}] {self.reader.text(change.get('title'))}")
                + _WIDE
                + str(self.reader.value(change["measure"]))
            )
            was, now = (self._found(change.get(key), change) for key in ("was", "now"))
            yield from self._labelled("was", was, indent="  ")
            yield from self._labelled(second, now, indent="  ")
            if was == now:
                yield from self._labelled("other", *self._details(change), indent="  ")
            yield from self._labelled("why", *self._steps(change), indent="  ")

    def _duty(self, change: Json) -> str:
        return self.reader.word(codes.DUTIES, change.get("duty"))

    def _found(self, finding: Json | None, change: Json) -> str:
        """What was found of a measure, with what matters of it: its end, its guard, or what is missing."""
        code = "does-not-apply" if finding is None else str(finding["finding"])
        name = words.finding_word(code, str(change["polarity"]), self.lang)
        if finding is None:
            return name
        if code == "undetermined":
            facts = enumerated([open_fact(item, self.reader) for item in list_of(finding, "missing")], self.lang)
            return self._say("finding.missing", finding=name, facts=facts)
        if code == "applies":
            return self._applying(finding, name)
        guard = finding.get("guard")
        return self._say("finding.guard", finding=name, guard=self.reader.word(codes.GUARDS, guard)) if guard else name

    def _applying(self, finding: Json, name: str) -> str:
        lifts_on = finding.get("lifts_on")
        if lifts_on is not None:
            told = self._say("finding.until", finding=name, last=_eve(str(lifts_on)))
        else:
            told = self._say("finding.no-end", finding=name) if finding["polarity"] == "restriction" else name
        records = [self._record(item) for cause in list_of(finding, "because") for item in cause if "record" in item]
        records = list(dict.fromkeys(records))
        return self._say("finding.records", finding=told, records=enumerated(records, self.lang)) if records else told

    def _record(self, item: Json) -> str:
        name, title = self.reader.value(item["record"]), self.reader.text(item.get("title"))
        return self._whose(item.get("of"), self._say("record", record=name, title=title))

    def _whose(self, owner: object, what: str, key: str = "whose") -> str:
        return self._say(key, who=self.reader.value(owner), what=what) if owner else what

    def _details(self, change: Json) -> Iterator[str]:
        yield from (self._place(place) for place in list_of(change, "changes")[:_MOST])

    # had it been known

    def _had_it_been_known(self) -> Iterator[str]:
        reader, later = self.reader, self.later
        said = {"date": reader.value(self.data["date"]), "later": reader.value(later["known"])}
        yield self._say("later.same" if later["same"] else "later.other", **said)
        yield from self._outcome(map_of(later, "outcome"))
        yield from self._findings(list_of(later, "findings"), "had")
        told = {place for change in list_of(later, "findings") for step in change["steps"] for place in step["because"]}
        rest = [news for place, news in enumerate(list_of(later, "learned")) if place not in told]
        if list_of(later, "findings") and rest:
            yield ""
        yield from self._labelled("also", *(self._news(news) for news in rest))
        if not list_of(later, "learned"):
            yield self._say("later.none")

    def _steps(self, change: Json) -> Iterator[str]:
        steps, learned = list_of(change, "steps"), list_of(self.later, "learned")
        for step in steps:
            name = words.finding_word(str(step["finding"]), str(change["polarity"]), self.lang)
            for place in step["because"]:
                news = self._news(learned[place])
                yield self._say("news.step", finding=name, news=news) if len(steps) > 1 else news

    def _news(self, news: Json) -> str:
        told = [entry for entry in list_of(news, "fields") if news["sort"] != "record" or _tells(entry)]
        fields = enumerated([self._field(entry) for entry in told], self.lang)
        names = chosen.FACTS if news["sort"] == "declaration" else {}
        record, title = self.reader.word(names, news["record"]), self.reader.text(news.get("title"))
        what = self._say(f"news.{news['sort']}", record=record, title=title, fields=fields)
        what = self._whose(news.get("of"), what, "news.whose")
        return self._say("news", day=self.reader.value(news["known_on"]), what=what)

    def _field(self, entry: Json) -> str:
        name = str(entry["field"])
        field = self.reader.word(FIELD_NAMES if name in FIELD_NAMES else codes.FIELDS, name)
        was, now = (self._value(name, entry.get(key)) for key in ("was", "now"))
        if entry.get("was") is None:
            return self._say("field.new", field=field, now=now)
        if entry.get("now") is None:
            return self._say("field.gone", field=field, was=was)
        return self._say("field.changed", field=field, was=was, now=now)

    def _value(self, field: str, value: Any) -> str:
        if value == "not-happened":
            return self._say("not-happened")
        if isinstance(value, bool):
            return {"zh": ("否", "是"), "en": ("no", "yes")}[self.lang][value]
        if field == "amount":
            return self.reader.value(money(value))
        table = _VALUES.get(field)
        return self.reader.word(table, value) if table and value is not None else self.reader.value(value)

    # notes

    def _notes(self) -> Iterator[str]:
        run = map_of(self.data, "run")
        told = []
        for note in list_of(self.data, "notes"):
            key = "version" if note["code"] == "other-version" else "verified_by"
            was, now = (self._plain(map_of(run, side).get(key)) for side in ("was", "now"))
            told.append(words.word(NOTES, str(note["code"]), self.lang).format(was=was, now=now))
        stale = [w for w in list_of(map_of(self.later, "decision"), "warnings") if w.get("code") == _STALE]
        told += [words.warning_text(warning, self.lang) for warning in stale]
        yield from self._labelled("note", *told)


_STALE = "profile-older-than-known"

#: Places that have lines of their own.
_TOLD_BEFORE = frozenset({"outcome", "outcome_because", "rules"})

#: Fields whose values are codes.
_VALUES: Mapping[str, codes.Table] = {
    "removal": codes.REMOVALS,
    "kind": codes.PENALTY_KINDS,
    "severity": codes.SEVERITIES,
    "type": codes.COMMITMENT_TYPES,
}


def _tells(entry: Json) -> bool:
    """Whether a field of a new record says more than which record it is."""
    return entry["field"] not in _NAMING and entry.get("now") != "not-happened"


_NAMING = frozenset({"authority", "document", "region", "list", "scheme", "published_on"})


def _short(digest: object) -> str:
    """The head of a digest: enough to tell two apart."""
    return visible(str(digest).removeprefix("sha256:")[:8])


def _eve(day: str) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return visible(day)

"""An explanation as one reader is told it: the deciding sentence, the lines that follow from it, and the tree.

A `Voice` knows the reader; a `_Leaf` says one node with nothing below it. Only the file keeps what has ended: to
everybody else a restriction whose record no longer stands reads as if there had never been one, and such a record is
not told. The file alone is told, too, which parts of scope and force hold.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from credit_rules import words
from credit_rules.rendering.conditions import count_words, field_name, inline, leaf_words, value_words
from credit_rules.rendering.finding import (
    basis_words,
    because_line,
    is_over,
    is_shown,
    missing_words,
    person_word,
    record_words,
    until_words,
    way_out_line,
    whose,
)
from credit_rules.rendering.markdown import escaped
from credit_rules.rendering.page import stamp_words
from credit_rules.rendering.reader import Json, Line, Reader, distinct, filled, list_of, map_of
from credit_rules.words import chosen, codes
from credit_rules.words.explaining import LABELS, NODES, REGISTER_STATES, TRUTHS, put
from credit_rules.words.showing import EVENTS, enumerated, tell

__all__ = ["Branch", "Voice", "wanted_words"]

_MANY = 4  # of more parts than these the first are named, and how many there are
_MARK = "  "

#: Records that speak against whoever has them.
_ADVERSE = frozenset({"penalty", "conviction"})
#: Nodes that go without saying where they hold.
_FORMAL = frozenset(
    {"actions", "subjects", "region", "edition", "body", "list-in-force", "measure-in-force", "bases", "spread"}
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A sentence, with those that belong below it."""

    text: str
    below: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """An explanation as one reader is told it."""

    told: Json
    reader: Reader

    @classmethod
    def of(cls, told: Json, reader: Reader) -> "Voice":
        """The voice that knows what the related subjects of this explanation are called."""
        people = {str(node["related"]): person_word(_person(node), reader) for node in _nodes(told["tree"], "member")}
        return cls(told, replace(reader, people=people))

    @property
    def lang(self) -> str:
        return self.reader.lang

    @property
    def finding(self) -> Json:
        return map_of(self.told, "finding")

    @property
    def name(self) -> str:
        """The finding's code, as this reader is told it."""
        return str(self.finding["finding"]) if is_shown(self.finding, self.reader) else "does-not-apply"

    def title(self) -> str:
        """What the measure is called, with a mark where its list is a draft."""
        mark = self.say("draft") if self.finding.get("draft") else ""
        return self.reader.text(self.finding.get("title"), self.finding["measure"]) + mark

    def say(self, key: str, **params: object) -> str:
        """A sentence; its parameters are harmless already."""
        return put(key, self.lang, **params)

    def plain(self, text: str) -> str:
        """A sentence made of the texts of rule sets, made harmless."""
        return self.reader.value(text)

    def spaced(self, text: str) -> str:
        """A word set apart from Chinese where it begins with a letter."""
        return f" {text}" if self.lang == "zh" and text[:1].isascii() else text

    def apart(self, text: str) -> str:
        """A code set apart from the Chinese on both sides of it."""
        return f" {text} " if self.lang == "zh" and text.isascii() else text

    def few(self, parts: Iterable[str]) -> str:
        """The parts as one sentence; of many the first, and how many there are."""
        told = distinct(parts)
        if len(told) <= _MANY or self.reader.audience == "file":
            return self.reader.join(told)
        return self.say("and-more", parts=self.reader.join(told[:_MANY]), n=len(told))

    # the sentence at the top

    def sentence(self) -> str:
        """The finding and what decided it."""
        match self.name:
            case "applies":
                why = self.few(because_line(self.finding, self.reader).texts) or self.say("because.always")
            case "undetermined":
                why = self.few(missing_words(item, self.reader) for item in list_of(self.finding, "missing"))
                why = self.spaced(why)
            case "withheld":
                return self.say(self.withheld(), why=self.few(self.stopped()) or self.deciding())
            case _:
                why = self.deciding()
        return self.say(self.name, why=why)

    def deciding(self) -> str:
        """What the leaves that decided came to."""
        return self.few(_Leaf(self, node, parity).sentence() for node, parity in _deciding(self.told["tree"], True))

    def withheld(self) -> str:
        """How a withheld measure is called: what has not begun, or will apply again, is not over."""
        if self.finding["polarity"] == "incentive":
            return "withheld.incentive"
        turn = self.told.get("turns") or {}
        first: Json = next(iter(list_of(self.told, "guards")), {})
        if self.finding.get("guard") == "elsewhere":
            return "withheld.here"
        if turn.get("to") == "applies":
            return "withheld.for-now" if first.get("since") else "withheld.yet"
        return "withheld.restriction"

    @property
    def restricts(self) -> bool:
        """Whether the measure is a restriction."""
        return bool(self.finding["polarity"] == "restriction")

    @property
    def keeps_all(self) -> bool:
        """Whether what has ended, and what goes without saying, is told."""
        return self.reader.audience == "file"

    def stopped(self) -> Iterator[str]:
        """What withholds the measure, each with the day since when and until when."""
        for entry in list_of(self.told, "guards"):
            if entry["guard"] == "not-in-force":
                yield self.say("not-in-force", days=self._out_of_force(entry))
            elif self.keeps_all or not (self.restricts or self._names_what_is_over(entry)):
                yield self._stopped_by(entry)

    def _names_what_is_over(self, entry: Json) -> bool:
        same = (entry["record"], entry.get("of"))
        causes = list_of(self.finding, "because")
        return any(
            is_over(item, cause, self.finding)
            for cause in causes
            for item in cause
            if (item.get("record"), item.get("of")) == same
        )

    def _out_of_force(self, entry: Json) -> str:
        since, until = self.plain_or(entry.get("since")), self.plain_or(entry.get("until"))
        key = "both" if since and until else "since" if since else "until" if until else ""
        return self.say(f"not-in-force.{key}", since=since, until=until) if key else ""

    def plain_or(self, value: object) -> str:
        """A value, or nothing where there is none."""
        return self.reader.value(value)

    def _stopped_by(self, entry: Json) -> str:
        items = [item for cause in list_of(self.finding, "because") for item in cause]
        found = next((i for i in items if i.get("record") == entry["record"] and i.get("of") == entry.get("of")), None)
        bare = {key: value for key, value in (found or {"record": entry["record"]}).items() if key != "guard"}
        record = whose(bare, record_words(bare, self.reader), self.reader)
        if entry["guard"] == "cross-check":
            until = self.plain_or(entry.get("until"))
            return self.say("blocked.until" if until else "blocked", record=record, until=until)
        return self.say("stopped.record", record=record, guard=self.guard(entry))

    def guard(self, entry: Json) -> str:
        """A guard with its days."""
        since, until = self.plain_or(entry.get("since")), self.plain_or(entry.get("until"))
        key = "guard.both" if since and until else "guard.since" if since else "guard.until" if until else "guard"
        return self.say(key, guard=self.reader.word(codes.GUARDS, entry["guard"]), since=since, until=until)

    def lines(self) -> tuple[Line, ...]:
        """What follows, below the sentence: a list of one thing the sentence has said already."""
        reader, finding = self.reader, self.finding
        applies = self.name == "applies"
        because = because_line(finding, reader).texts if applies else ()
        missing = distinct(missing_words(item, reader) for item in list_of(finding, "missing"))
        stopped = tuple(self.stopped()) if self.name == "withheld" else ()
        return filled(
            (
                reader.line("because", *(because if len(because) > 1 else ())),
                self._line("stopped", *(stopped if len(stopped) > 1 else ())),
                reader.line("look-up", *(missing if len(missing) > 1 else ())),
                reader.line("basis", basis_words(list_of(finding, "basis"), reader)),
                reader.line("until", until_words(finding, reader) if applies else ""),
                self._line("turns", *self.turns()),
                *((way_out_line(finding, reader),) if applies and self.restricts else ()),
            )
        )

    def _line(self, key: str, *texts: str) -> Line:
        return Line(key, LABELS[key][self.lang != "zh"], texts)

    def turns(self) -> tuple[str, ...]:
        """What a withheld measure comes to next."""
        if self.name != "withheld":
            return ()
        turn = self.told.get("turns")
        if not turn:
            return (self.say("turns.never"),)
        return (self.say(f"turns.{turn['to']}", on=self.plain_or(turn["on"])),)

    def notes(self) -> list[str]:
        """What the reader must know beside."""
        notes = [self.say("not-firm")] if self.told.get("firm") is False else []
        return notes + ([self.say("by-declaration")] if self.finding.get("by_declaration") else [])

    # the tree

    def tree(self) -> Iterator[Branch]:
        """The parts of the tree, each with what is below it; out of scope nothing but the scope is told."""
        for part in list_of(self.told["tree"], "below"):
            if part["kind"] == "scope" and part["truth"] == "false":
                yield self.branch(part, True)
                yield Branch(self.say("out-of-scope"))
                return
            yield self.branch(part, True)

    def branch(self, node: Json, parity: bool) -> Branch:
        """One node; `parity` says whether it is to hold (an even number of `not`s above it)."""
        kind = node["kind"]
        if not list_of(node, "below") and kind != "bases":
            return _Leaf(self, node, parity).branch()
        below = tuple(self._below(node, parity is not (kind == "not")))
        if kind in ("all", "any") and len(below) == 1:
            return below[0]
        return Branch(self.headed(node, self._what(node)), below)

    def _below(self, node: Json, parity: bool) -> Iterator[Branch]:
        for part in list_of(node, "below"):
            if part["kind"] in _FORMAL and part["truth"] == "true" and not self.keeps_all:
                continue
            if part["kind"] == "members":
                yield from (self.branch(member, parity) for member in list_of(part, "below"))
                yield from (Branch(self._past(other)) for other in list_of(part, "past"))
            else:
                yield self.branch(part, parity)
        for basis in list_of(node, "insufficient"):
            yield Branch(self.say("insufficient", basis=basis_words([basis], self.reader)))

    def headed(self, node: Json, what: str) -> str:
        """What a node says, and what it comes to; marked where it decided."""
        said = self.say("node", truth=TRUTHS[node["truth"]][self.lang != "zh"], what=what)
        if self.reader.escape is escaped:
            said = said.replace("[", "\\[", 1).replace("]", "\\]", 1)
        return said + (self.say("decides") if self._is_marked(node) else "")

    def _is_marked(self, node: Json) -> bool:
        """Only leaves are marked: those that decided, and of what is open those that are open."""
        if list_of(node, "below") or not node["decides"]:
            return False
        root = self.told["tree"]["truth"]
        return bool(node["truth"] == "unknown" if root == "unknown" else root == "false" or "test" in node)

    def _what(self, node: Json) -> str:
        kind = node["kind"]
        if kind in NODES:
            return NODES[kind][self.lang != "zh"]
        match kind:
            case "all" | "any" | "not":
                return tell(kind, self.lang)
            case "related":
                return self.say("reach" if node["reach"] else "related", role=self.role(node))
            case "member":
                said = whose({"of": node["related"]}, "", self.reader).rstrip("：: ")
                doubtful = self.say("doubtful") if node["identity"] == "doubtful" else ""
                return self.reader.join((said, doubtful), "，", ", ")
            case "bases":
                return self.say("bases")
        return str(kind)

    def role(self, node: Json) -> str:
        """The role of a related subject."""
        return self.reader.text(node["role"].get("title"), node["role"]["id"])

    def _past(self, other: Json) -> str:
        parts = (self.reader.value(other.get("name")), f"({self.reader.value(other['related'])})")
        who = " ".join(part for part in parts if part) if self.reader.names_others else ""
        return self.say("past-member", who=who or self.reader.say("someone"), days=self.days(other))

    def days(self, span: Json) -> str:
        """From and until which day."""
        start, until = self.plain_or(span.get("from")), self.plain_or(span.get("until"))
        key = "both" if start and until else "from" if start else "until" if until else "open"
        return self.say(f"days.{key}", start=start, until=until)


def _person(node: Json) -> Json:
    return {
        "title": node["role"].get("title"),
        "role": node["role"]["id"],
        "name": node.get("name"),
        "related": node["related"],
    }


def _nodes(node: Json, kind: str) -> Iterator[Json]:
    if node["kind"] == kind:
        yield node
    for below in list_of(node, "below"):
        yield from _nodes(below, kind)


def _deciding(node: Json, parity: bool) -> Iterator[tuple[Json, bool]]:
    """The leaves that decided, each with whether it was to hold."""
    if not node["decides"]:
        return
    below = list_of(node, "below")
    if not below:
        yield node, parity
    for part in below:
        # Where there is somebody in the role, that there is nobody else says nothing more.
        if part["kind"] != "others" or len(below) == 1 or part["truth"] == "unknown":
            yield from _deciding(part, parity is not (node["kind"] == "not"))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A node with nothing below it."""

    voice: Voice
    node: Json
    parity: bool
    contrary: bool = False  # whether to say that it is not so, where the tree says what would be so

    @property
    def kind(self) -> str:
        return str(self.node["kind"])

    @property
    def reader(self) -> Reader:
        return self.voice.reader

    @property
    def lang(self) -> str:
        return self.voice.reader.lang

    @property
    def is_secret(self) -> bool:
        """Whether what was found is about somebody else, and the subject reads."""
        return bool(self.node.get("of")) and not self.reader.names_others

    def say(self, key: str, **params: object) -> str:
        return self.voice.say(key, **params)

    def branch(self) -> Branch:
        """The leaf in the tree."""
        maker = _LEAVES.get(self.kind)
        if maker is not None:
            return Branch(self.voice.headed(self.node, maker(self)))
        if self.kind == "cross-check":
            what = NODES["cross-check"][self.lang != "zh"]
            told = self.node["truth"] != "true" or self.voice.keeps_all
            return Branch(self.voice.headed(self.node, what), tuple(self._details()) if told else ())
        if self.kind in ("subject", "action"):
            said = self._test() if self.is_secret else self.found_and_wanted()
            return Branch(self.voice.headed(self.node, said))
        found = "" if self.is_secret else self._counted()
        said = self.say("found", what=self._test(), found=found) if found else self._test()
        return Branch(self.voice.headed(self.node, said), () if self.is_secret else tuple(self._details()))

    def sentence(self) -> str:
        """What a leaf that decided says at the top."""
        owner = {"of": self.node.get("of")}
        if self.kind in _LEAVES:
            return whose(owner, _LEAVES[self.kind](replace(self, contrary=self.node["truth"] == "false")), self.reader)
        if self.kind == "cross-check":
            return self.reader.join(self._record(record)[0] for record in list_of(self.node, "records"))
        if self.is_secret:
            said = self._contrary() if self.node["truth"] == "false" else self._test()  # a related subject's
        else:
            said = self.found_and_wanted() if self.kind in ("subject", "action") else self._of_records()
        if self.node["truth"] == "true":
            said = self.say("ruled-out", what=said)
        return whose(owner, said, self.reader)

    # tests

    @property
    def test(self) -> dict[str, Any]:
        return dict(map_of(self.node, "test"))

    def _test(self) -> str:
        return self.voice.plain(leaf_words(self.test, self.lang))

    def _contrary(self) -> str:
        return self.voice.plain(inline({"kind": "not", "term": self.test}, self.lang))

    def _of_subject(self, said: str) -> str:
        """A test as a sentence of its own; of a related subject it has been said who."""
        return said if self.node.get("of") else self.say("of-subject", what=said)

    def found_and_wanted(self) -> str:
        """事项金额为 4,999,999.99 元，要求不低于 5,000,000 元."""
        wanted = self.test["fields"][0]
        return self._field(wanted, self.kind, self.node["found"], None)

    def _field(self, wanted: Json, kind: str, found: Json | None, happened: bool | None) -> str:
        """The value found of a field, and the one wanted."""
        voice, what = self.voice, wanted["type"]
        field = voice.plain(field_name(kind, wanted["field"], self.lang))
        if "happened" in wanted:
            return self._event(wanted, happened)
        asked = voice.plain(wanted_words(dict(wanted), self.lang))
        if found is None:
            key = "wanted.not-happened" if happened is False else "wanted.unsaid"
            return self.say(key, field=field, wanted=voice.spaced(asked))
        value = voice.plain(value_words(dict(found), what, self.lang))
        key = "wanted.flag" if what == "flag" else "wanted"
        if what != "flag":
            asked, value = voice.spaced(asked), voice.spaced(value)
        return self.say(key, field=field, found=value, wanted=asked)

    def _event(self, wanted: Json, happened: bool | None) -> str:
        place = self.lang != "zh"
        yes, no = EVENTS[wanted["field"]]
        asked = (yes if wanted["happened"]["value"] == "true" else no)[place]
        if happened is None:
            return self.say("wanted.event.unsaid", wanted=yes[place])
        return self.say("wanted.event", found=(yes if happened else no)[place], wanted=asked)

    # records

    def _of_records(self) -> str:
        """What was found of records, as the sentence at the top says it."""
        node, records = self.node, self._shown()
        if node["truth"] == "true" and self.parity is False:
            fitting = [self._name(record) for record in records if record["counts"] == "true"]
            return self.reader.join(fitting) or self._of_subject(self._test())
        if node["declared"]:
            said = self._of_subject(self._contrary())
            return self.say("declared", what=said, fact=self.reader.word(chosen.FACTS, node["declared"]))
        if self._is_counted():
            return self._too_few()
        told = [said for record in records if (said := self._reason_at_top(record))]
        if told:
            return self.reader.join(told)
        if any(register["state"] == "elsewhere" for register in list_of(node, "registers")):
            return self.reader.join(self._registers())  # who is on a list that does not count is not to be said
        days = {str(register.get("at") or "")[:10] for register in list_of(node, "registers")}
        said, day = self._of_subject(self._contrary()), self.reader.value(days.pop()) if len(days) == 1 else ""
        return self.say("looked-up", what=said, at=day) if day else said

    def _is_counted(self) -> bool:
        count = self.node["count"]
        return bool(count) and (count["at_least"] != 1 or count["at_most"] is not None)

    def _too_few(self) -> str:
        count = self.node["count"]
        bare = {**self.test, "count": None}
        test = self.voice.plain(leaf_words(bare, self.lang))
        wanted = self.voice.spaced(self.voice.plain(count_words(count, self.lang)))
        return self._numbered("count", wanted=wanted, test=test)

    def _numbered(self, key: str, **params: object) -> str:
        count = self.node["count"]
        if count["possible"] is None:
            return self.say(f"{key}.open", n=count["certain"], **params)
        if count["possible"] != count["certain"]:
            return self.say(f"{key}.maybe", n=count["certain"], most=count["possible"], **params)
        return self.say(key, n=count["certain"], **params)

    def _counted(self) -> str:
        if self.node.get("declared"):
            return self.say("declared.found", fact=self.reader.word(chosen.FACTS, self.node["declared"]))
        return self._numbered("counted") if self._is_counted() else ""

    def _shown(self) -> list[Json]:
        return [record for record in list_of(self.node, "records") if self.voice.keeps_all or not self._is_over(record)]

    def _is_over(self, record: Json) -> bool:
        """Whether it is for the file alone that there is such a record: it does not count, does not stand either, and
        speaks against whoever has it."""
        ended = bool(record["guard"]) or any(reason["code"] == "superseded" for reason in record["reasons"])
        few = bool(self.node.get("count")) and self.node["count"]["at_most"] is not None
        adverse = self.voice.restricts or not self.parity or few or record["kind"] in _ADVERSE
        return record["counts"] == "false" and ended and adverse

    def _reason_at_top(self, record: Json) -> str:
        """Why a record does not count, where that can be said shortly."""
        if record["counts"] != "false":
            return ""
        reasons = [r for r in record["reasons"] if r["code"] not in ("superseded", "later-open")]
        if not reasons:
            return ""
        first = reasons[0]
        grade = first["code"] == "field" and first["field"]["field"] == "grade" and first["found"]
        if grade and record["kind"] == "rating":
            return self._grade(record, first)
        return self.say("record", record=self._name(record), why=self._reason(first, record["kind"]))

    def _grade(self, record: Json, reason: Json) -> str:
        titles = {named["id"]: words.text_of(named["title"], self.lang) for named in self.test["names"]}
        return self.say(
            "wanted.grade",
            scheme=self.reader.value(titles.get(record["list"]) or record["list"]),
            found=self.reader.value(reason["found"]["value"]),
            since=self.reader.value(record["since"]),
            wanted=self.voice.plain(wanted_words(reason["field"], self.lang)),
        )

    def _name(self, record: Json) -> str:
        bare = {key: value for key, value in record.items() if key not in ("contested", "guard")}
        return record_words(bare, self.reader)

    def _details(self) -> Iterator[Branch]:
        """The records looked at, then the registers."""
        for record in self._shown():
            said, *_ = self._record(record)
            yield Branch(said)
        yield from (Branch(line) for line in self._registers())

    def _record(self, record: Json) -> tuple[str, str]:
        """A record, and whether it counts."""
        if self.kind == "cross-check":
            marks = [self.say("contested")] if record["contested"] else []
            reasons = [self._reason(reason, record["kind"]) for reason in record["reasons"]]
            told = self.reader.join([*marks, *reasons])
            name = self._name(record)
            return (self.say("record", record=name, why=told) if told else name), told
        reasons = [self._reason(reason, record["kind"]) for reason in record["reasons"]]
        why = self.reader.join(reasons)
        key = {"true": "counts", "false": "counts.not", "unknown": "counts.open"}[record["counts"]]
        said = self.say(key, why=why)
        if record["counts"] == "true":
            said = self.reader.join([said, why])
        if record["contested"]:
            said = self.reader.join([said, self.say("contested")])
        return self.say("record", record=self._name(record), why=said), why

    def _reason(self, reason: Json, kind: str) -> str:
        """One reason for which a record does not count, or not certainly."""
        value = self.reader.value
        match reason["code"]:
            case "guard":
                return self.voice.guard(reason)
            case "field":
                return self._field(reason["field"], kind, reason["found"], reason["happened"])
            case "within":
                return self._within(reason, kind)
            case "end-open":
                bounded = reason["at_most"] != "never"
                key = "end-open" if bounded else "end-open.never"
                return self.say(key, least=value(reason["at_least"]), most=value(reason["at_most"]))
            case "own-period-open":
                return self.say("own-period-open", field=self._field_name(kind, reason["field"]))
            case "copy":
                return self.say("copy", record=value(reason["record"]))
            case code:
                return self.say(code)

    def _within(self, reason: Json, kind: str) -> str:
        field = self._field_name(kind, reason["of"])
        if reason["since"] is None:
            return self.say("within.unsaid" if reason["happened"] is None else "within.never", field=field)
        value = self.reader.value
        if not reason["happened"]:
            return self.say("within.not-yet", field=field, since=value(reason["since"]))
        period = value(words.period(str(reason["period"]), self.lang))
        until = value(reason["until"])
        return self.say("within", field=field, since=value(reason["since"]), period=period, until=until)

    def _field_name(self, kind: str, name: object) -> str:
        return self.voice.plain(field_name(kind, str(name), self.lang))

    def _registers(self) -> Iterator[str]:
        """What was not looked up, with where to look; what was, one by one or counted."""
        by_state: dict[str, list[Json]] = {}
        for register in list_of(self.node, "registers"):
            by_state.setdefault(str(register["state"]), []).append(register)
        yield from (self._register(register) for register in by_state.get("open", ()))
        if not self._shown():
            yield from (self._register(register) for register in by_state.get("found", ()))
        for state, counted in (("nothing", "registers.clear"), ("elsewhere", "registers.elsewhere")):
            same = by_state.get(state, [])
            if len(same) <= _MANY or self.reader.audience == "file":
                yield from (self._register(register) for register in same)
            else:
                yield self.say(counted, n=len(same))

    def _register(self, register: Json) -> str:
        title = self.reader.text(register.get("title"), register["register"])
        where = self.reader.text(register.get("where"))
        if register["state"] == "open" and where:
            return self.say("register.where", title=title, where=where)
        said = self.say("register", title=title, state=self.reader.word(REGISTER_STATES, register["state"]))
        stamp = stamp_words(register, self.reader) if register["state"] != "open" else ""
        return f"{said}{_MARK}{stamp}" if stamp else said

    # scope and days

    def _actions(self) -> str:
        return self._scoped(
            "actions",
            self._either(self._titled(one, "code") for one in self.node["wanted"]),
            self._titled(self.node["found"], "code"),
        )

    def _subjects(self) -> str:
        kinds = self._either(self.reader.word(codes.SUBJECT_KINDS, kind) for kind in self.node["wanted"])
        return self._scoped("subjects", kinds, self.reader.word(codes.SUBJECT_KINDS, self.node["found"]))

    def _region(self) -> str:
        if self.node["wanted"] == "CN":
            return self.say("region.any")
        wanted, found = self.node["wanted"], self.node["found"]
        if self.node["truth"] == "false" and self.node["found"] == "CN":
            return self.say("region.unsaid", wanted=self.voice.apart(self.reader.value(wanted)))
        told = (self.voice.apart(self.reader.value(code)) for code in (wanted, found))
        return self._scoped("region", *told)

    def _edition(self) -> str:
        wanted = self.node["wanted"]
        if self.node["truth"] == "false":
            return self.say("edition.found", found=self.reader.value(self.node["found"]))
        return self.say("edition", edition=self.reader.value(wanted["edition"]), days=self.voice.days(wanted))

    def _body(self) -> str:
        node = self.node
        if not node["wanted"]:
            return self.say("body.any")
        wanted = self._either(self._titled(one, "id") for one in node["wanted"])
        if node["truth"] == "true":
            return self.say("body", wanted=wanted)
        if node["found"]:
            return self.say("body.found", found=self._titled(node["found"], "id"), wanted=wanted)
        usual = self._either(self._titled(one, "id") for one in node["usual"])
        return self.say("body.usual" if usual else "body.unsaid", wanted=wanted, **({"found": usual} if usual else {}))

    def _either(self, told: Iterable[str]) -> str:
        """甲、乙或者丙, a, b or c."""
        return enumerated(told, self.lang, last=("或者", " or "))

    def _titled(self, named: Json, key: str) -> str:
        return self.reader.text(named.get("title"), named[key])

    def _scoped(self, key: str, wanted: str, found: str) -> str:
        if self.node["truth"] == "true":
            return self.say(key, wanted=wanted)
        return self.say(f"{key}.found", wanted=wanted, found=found)

    def _span(self) -> str:
        return self.say(self._turned(self.kind), days=self.voice.days(self.node))

    def _turned(self, key: str) -> str:
        return f"{key}.not" if self.contrary else key

    def _basis(self) -> str:
        basis, days = basis_words([self.node], self.reader), self.voice.days(self.node)
        return self.say(self._turned("basis"), basis=basis, days=days)

    def _spread(self) -> str:
        spans = self.reader.listed(self.voice.days(span) for span in list_of(self.node, "in_force"))
        return self.say(self._turned("spread"), days=spans)

    def _others(self) -> str:
        role = self.reader.text(self.node["role"].get("title"), self.node["role"]["id"])
        if self.node["truth"] == "unknown":
            return self.say("others.open", role=role)
        return self.say("nobody" if self.node["alone"] else "others.none", role=role)

    def _bases(self) -> str:
        return self.say(self._turned("bases"))

    def _always(self) -> str:
        return tell("always", self.lang)


_LEAVES: Mapping[str, Callable[[_Leaf], str]] = {
    "always": _Leaf._always,
    "actions": _Leaf._actions,
    "subjects": _Leaf._subjects,
    "region": _Leaf._region,
    "edition": _Leaf._edition,
    "body": _Leaf._body,
    "list-in-force": _Leaf._span,
    "measure-in-force": _Leaf._span,
    "basis": _Leaf._basis,
    "bases": _Leaf._bases,
    "spread": _Leaf._spread,
    "others": _Leaf._others,
}


def wanted_words(field: Json, lang: str) -> str:
    """What is wanted of a field, without its name: 不低于 5,000,000 元."""
    what = field["type"]
    told = [_bound(bound, field[bound], what, lang) for bound in field if bound not in ("field", "type")]
    return ("；" if lang == "zh" else "; ").join(told)


def _bound(bound: str, wanted: Any, what: str, lang: str) -> str:
    if bound == "one_of":
        said = [value_words(value, what, lang) for value in wanted]
        last = (" 或者 ", " or ") if all(text.isascii() for text in said) else ("或者", " or ")
        operator = {"region": "within-region", "action": "covered"}.get(what, "one-of")
        return put(f"bound.{operator}", lang, values=enumerated(said, lang, last=last))
    if bound == "between":
        low, high = (value_words(end, what, lang) for end in wanted)
        return put("bound.between", lang, low=low, high=high)
    day = "day." if what in ("day", "end", "event") else ""
    return put(f"bound.{day}{bound.replace('_', '-')}", lang, value=value_words(wanted, what, lang))

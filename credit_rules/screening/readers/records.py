"""Rows of published tables as records of profiles: who, which section, which fields, and what is doubted.

What cannot be told is kept as it is written, behind a question mark and its place: the profile then says so whenever
it is looked up, and nobody is taken for clean because a date could not be read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from credit_rules.errors import InputError, Problem, problem
from credit_rules.model.days import Period, last_day
from credit_rules.model.profile import KIND_BY_CODE
from credit_rules.screening.identity import judged
from credit_rules.screening.readers.layouts import PAPER, PERSON, UNIT, Column, Layout, heading_of
from credit_rules.screening.readers.tables import Headings, Row, codes_unread
from credit_rules.screening.readers.values import (
    EPOCH,
    Told,
    Untold,
    day_of,
    end_of,
    kind_of,
    money_of,
    plain,
    says_nothing,
    shown,
)
from credit_rules.screening.tenders import Identifier

#: Papers of persons; the number of the first is one we can check.
_PERSON_PAPERS = ("身份证", "护照", "通行证", "居留", "居住证", "军官证", "士兵证", "户口")
_MASKED = re.compile(r"[*＊xX×]{3,}|\*{2,}")
#: A person's number by its looks: a province, and a day of birth; or digits with some of them hidden.
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_LIKE_PERSONS = re.compile(
    _PROVINCE + r"\d{4}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]", re.I
)
_ANY_PERSONS = re.compile(r"\d{14,17}[\dX]?|[0-9A-Z]{18}", re.I)  # where the row says it is about a person
_MASKED_PERSONS = re.compile(_PROVINCE + r"[\d*＊xX×]{13}(?:[\d*＊xX×]{3})?")
_UNCOUNTED = "=?"  # what readers of tables put where a formula has no value
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_REGION = re.compile(r"([1-9]\d{5})(?:\d{3}|\d{6})?")  # those of towns and villages begin with their county's
_FALLBACK_KIND, _PERSON_KIND = "enterprise", "natural-person"
_ROUNDED = ("date-month-only", "date-year-only")
_SEPARATORS = re.compile(r"[;；、,，|/\s]+")

#: Our codes → the kinds of penalties as they are written. 责令关闭 is in article 9 of the law, but the catalogue has no
#: kind for it: whether it weighs as much as 责令停产停业 is for somebody to say, so it stays unknown.
_PENALTY_WORDS: Mapping[str, str] = {
    "warning": "警告 通报批评",
    "fine": "罚款",
    "confiscation": "没收违法所得、没收非法财物 没收违法所得 没收非法财物 没收",
    "suspension": "暂扣许可证件 暂扣许可证 暂扣执照 责令停产停业 责令停产 责令停业 停产停业 责令停产整顿 "
    "责令停业整顿 责令停产停业整顿 停业整顿 停产整顿",
    "revocation": "吊销许可证件 吊销许可证 吊销执照 吊销营业执照",
    "business-ban": "限制开展生产经营活动",
    "post-ban": "限制从业",
    "detention": "行政拘留",
    "other": "降低资质等级 其他",
}
PENALTY_KINDS = {word: code for code, words in _PENALTY_WORDS.items() for word in words.split()}
#: Kinds that last until a day the decision names; the others stand as long as they are published.
_LASTING = frozenset({"suspension", "business-ban", "post-ban", "detention"})
#: Kinds of permits as they begin → our codes.
PERMIT_KINDS: Mapping[str, str] = {
    "普通": "general",
    "特许": "franchise",
    "认可": "recognition",
    "核准": "approval",
    "登记": "registration",
    "其他": "other",
}
_BAN_YEARS = re.compile(
    r"([一二三四五123 45])\s*年内?(?:禁止|不得|不准)|(?:禁止|不得|不准)[^。；]{0,20}?([一二三四五12345])\s*年"
)
#: The state of an entry on a list, as it is written.
_ENDS = "移出|移除|退出|删除|解除|撤销|修复|信用修复|失效|过期|到期|届满|终止|撤下"
_ENDED = re.compile(f"(?:已|已经)?(?:{_ENDS})|无效|未有效|不再有效|removed|revoked|repaired|expired|inactive|invalid")
_GOING_ON = re.compile(
    f"(?:未|尚未)(?:{_ENDS})|(?:已)?(?:列入|纳入|生效|公示|公布|发布)|(?:生效|公示|惩戒|执行)中|有效|正常|在列|在册|"
    "active|valid|listed"
)
_YES = frozenset({"是", "y", "yes", "true", "1", "√"})
_NO = frozenset({"否", "不是", "n", "no", "false", "0", "×"})
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a record is about, as profiles write it."""

    name: str = ""
    other_names: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()  # the first is the one to be known by
    kind: str = _FALLBACK_KIND
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record for a profile; `fields` as they stand in its JSON."""

    who: Who
    section: str
    fields: Mapping[str, Any]
    at: str
    doubts: tuple[Problem, ...] = ()
    whole: str = ""  # everything the source says, read or not: what tells records of mere names apart


@dataclass(slots=True)
class RowReading:
    """One row being read: its fields, and what is doubted."""

    row: Row
    headings: Headings
    epoch: date | None = None
    as_of: date | None = None  # what the file says is known since then
    doubts: list[Problem] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        """The layout of the table."""
        return self.headings.layout

    def doubt(self, what: str, column: int | None = None, **params: object) -> None:
        """Something is doubted; the cell it stands in is told."""
        told = problem(what, self.row.at(column), None, **params)
        if told not in self.doubts:
            self.doubts.append(told)

    def places(self, name: str) -> list[tuple[int, Column]]:
        """The columns of a field in which something stands."""
        return [(place, column) for place, column in self._candidates(name) if not says_nothing(self.row.cell(place))]

    def text(self, name: str) -> str:
        """What is written in a field: its first cell with something in it."""
        if name in self.layout.values:
            return self.layout.values[name]
        for place, column in self._candidates(name):
            value = self._taken(place, column)
            if value:
                return value
        return ""

    def _candidates(self, name: str) -> list[tuple[int, Column]]:
        return self.headings.by_field.get(name, [])

    def _taken(self, place: int, column: Column) -> str:
        """What a column takes of its cell."""
        if not self.row.cell(place):
            return column.otherwise
        text = "" if says_nothing(self.row.cell(place)) else self.row.cell(place)
        if text == _UNCOUNTED and not column.tells_when:
            return ""  # told where it stands; a day that is not known must be told of its record, too
        if column.pattern is None:
            return text or column.otherwise
        found = column.pattern.search(text)
        return (found[1] if found.re.groups else found[0]).strip() if found else column.otherwise

    def several(self, name: str) -> list[str]:
        """Every value of a field that may hold more than one."""
        found: list[str] = []
        for place, column in self._candidates(name):
            text = self._taken(place, column)
            parts = text.split(column.split) if column.split else [text]
            found.extend(part.strip() for part in parts if part.strip())
        return list(dict.fromkeys(found))

    def day(self, name: str, *, latest: bool = True) -> str | None:
        """A day; of a month its last, or its first. What cannot be told is kept as it is written."""
        return self._value(name, lambda text: self._day(text, latest))

    def _day(self, text: str, latest: bool) -> Told | None:
        """What stands in a file was there when it was made: no month is rounded to a day after that."""
        order, epoch = self.layout.order, self.epoch or EPOCH
        told, known = day_of(text, order, latest=latest, epoch=epoch), self.as_of.isoformat() if self.as_of else ""
        if not (known and latest and told and told.doubt in _ROUNDED and told.value > known):
            return told
        first = day_of(text, order, latest=False, epoch=epoch)
        return Told(known, told.doubt) if first is not None and first.value <= known else told

    def end(self, name: str) -> str | None:
        """A last day."""
        return self._value(name, self._end)

    def _end(self, text: str) -> Told | None:
        if plain(text) in self.layout.no_end:
            return Told("never")
        return end_of(text, self.layout.order, epoch=self.epoch or EPOCH)

    def _value(self, name: str, read: Any) -> str | None:
        if name in self.layout.values:
            return self.layout.values[name]
        found: dict[str, int] = {}  # each value, and where it stands first
        for place, column in self._candidates(name):
            text = self._taken(place, column)
            try:
                told = read(text)
            except Untold as untold:
                self.doubt(untold.code, place, text=text)
                found.setdefault(f"? {self.row.at(place)} {text}", place)
                continue
            if told is not None:
                if told.doubt:
                    self.doubt(told.doubt, place, text=text, value=told.value)
                found.setdefault(str(told.value), place)
        value, days = next(iter(found), None), [text for text in found if not text.startswith("?")]
        if value in days and len(days) > 1:
            self.doubt("dates-several", found[days[1]], dates=days, value=value)
        return value

    def identifiers(self) -> list[Identifier]:
        """The identifiers of the row; what is masked or damaged is none, and doubted."""
        return list(_identifiers(self))

    def money(self, name: str) -> str | None:
        """An amount in yuan; what cannot be told is not known, and said."""
        for place, column in self.places(name):
            text = self._taken(place, column)
            try:
                told = money_of(text, column.unit, self.layout.decimal)
            except Untold as untold:
                self.doubt(untold.code, place, text=text)
                return None
            if told is not None:
                if told.doubt:
                    self.doubt(told.doubt, place, text=text, value=told.value)
                return told.value
        return None


# --- who --------------------------------------------------------------------------------------------------------------


def who_of(reading: RowReading) -> Who | None:
    """Whom a row is about; None where it names nobody."""
    names = reading.several("name")
    others = reading.several("other_names")
    found = [*_identifiers(reading), *_person(reading)]
    if not names and not found:
        return None
    best = next((i for i in found if judged(i).certain and i.scheme == UNIT), None)
    ordered = sorted(found, key=lambda i: (i != best, not judged(i).certain))
    kind = _kind(reading, ordered)
    if len(names) > 1:
        reading.doubt("names-differ", None, names=names)
    return Who(names[0] if names else "", (*names[1:], *others), tuple(ordered), kind)


def _identifiers(reading: RowReading) -> Iterator[Identifier]:
    """The identifiers of a row; what is masked or damaged is none, and doubted."""
    first: Identifier | None = None
    for place, column in reading.places("id"):
        text = reading._taken(place, column)
        if reading.row.cell(place) == _UNCOUNTED:
            text = _UNCOUNTED
        if not text:
            continue
        if _MASKED.search(text) and not _is_unit_code(text):
            reading.doubt("id-masked", place)
            continue
        if _SCIENTIFIC.fullmatch(text) or text == _UNCOUNTED:
            reading.doubt("id-digits-lost", place, text=text)
            continue
        found = identifier_of(text, column.scheme)
        doubt = judged(found).doubt
        if (doubt is not None or found.scheme != UNIT) and _says_person(reading):
            found = identifier_of(text, column.scheme, person=True)
            doubt = judged(found).doubt
        if doubt is not None and found.scheme == PERSON:
            reading.doubt("person-number", place)  # it is never shown, not even one that is wrong
        elif doubt is not None:
            reading.doubt(doubt, place, text=shown(found.id))
        if doubt is None and found.scheme == UNIT:
            if first is not None and found != first:
                # Whose the row is, the first column says; the other code may be somebody else's.
                reading.doubt("ids-differ", place, text=found.id, first=first.id)
                continue
            first = found
        yield found


def _says_person(reading: RowReading) -> bool:
    """Whether a row says in words that it is about a natural person."""
    paper = reading.text("person_paper")
    return kind_of_text(reading.text("kind")) == _PERSON_KIND or any(name in paper for name in _PERSON_PAPERS)


def is_person(reading: RowReading, found: Iterable[Identifier]) -> bool:
    """Whether a row is about a natural person: its words say so, or its number is one of theirs, hidden in part or not.

    A unit's code with its check digit says otherwise; so does a kind in words, where the number is hidden.
    """
    if any(each.scheme == UNIT and judged(each).certain for each in found):
        return False
    if any(each.scheme == PERSON for each in found) or _says_person(reading):
        return True
    cells = (reading.row.cell(place) for name in ("id", "person_number") for place, _ in reading.places(name))
    masked = any(_MASKED.search(cell) and _MASKED_PERSONS.fullmatch(re.sub(r"\s", "", cell)) for cell in cells)
    return masked and kind_of_text(reading.text("kind")) is None


def identifier_of(text: str, scheme: str, *, person: bool = False) -> Identifier:
    """An identifier out of a column: its scheme is the column's, or told by its looks.

    What looks like the number of a natural person is one, under whichever heading it stands, unless it is a unit's
    code with its check digit; so is any number of digits where the row is about a `person`.
    """
    compact = re.sub(r"[\s\-]", "", plain(text)).upper()
    like = _ANY_PERSONS if person else _LIKE_PERSONS
    if scheme in ("", UNIT, "unit-or-tax") and not judged(Identifier(UNIT, compact)).certain:
        if like.fullmatch(compact):
            return Identifier(PERSON, compact)
        if person:
            return Identifier(PAPER, text.strip())
    like_unit = re.fullmatch("[0-9A-Z]{18}", compact) is not None
    if scheme == "unit-or-tax":
        return Identifier(UNIT if like_unit else "X-CN-TAX", compact)
    if scheme and scheme != UNIT:
        # Since 2015 one code serves for all registers; it is the unit's wherever it is written.
        unit = like_unit and scheme.startswith(("X-CN", "CN-SAIC")) and judged(Identifier(UNIT, compact)).certain
        # Of our own schemes the blanks and hyphens say nothing; what those of others mean, we do not know.
        plainly = unit or scheme.startswith(("X-CN", "CN-SAIC"))
        return Identifier(UNIT if unit else scheme, compact if plainly else text.strip())
    if scheme == UNIT:
        return Identifier(UNIT, compact)
    if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", text.strip().upper()):
        return Identifier("X-CN-ORGANISATION", compact)
    if re.fullmatch(r"\d{13}|\d{15}", compact):
        return Identifier("CN-SAIC", compact)
    found = judged(Identifier("", compact))
    return found.identifier if found.identifier.scheme else Identifier("", text.strip())


def _person(reading: RowReading) -> Iterator[Identifier]:
    """A natural person's number; it is never shown, only its place."""
    number, paper = reading.text("person_number"), reading.text("person_paper")
    if not number:
        return
    place = reading.places("person_number")[0][0]
    if _MASKED.search(number):
        reading.doubt("id-masked", place)
    elif not paper or _PERSON_PAPERS[0] in paper:
        found = Identifier(PERSON, plain(number).upper())
        if not judged(found).certain:
            reading.doubt("person-number", place)
        yield found
    else:
        yield Identifier(PAPER, number)


def kind_of_text(text: str) -> str | None:
    """The kind of a subject as a file writes it: one of our codes, or in words."""
    return text if text in _CODES else kind_of(text)


def _kind(reading: RowReading, found: list[Identifier]) -> str:
    written = reading.text("kind")
    first = found[0] if found else None
    if is_person(reading, found):
        return _PERSON_KIND
    said = KIND_BY_CODE.get(first.id[:2]) if first is not None and first.scheme == UNIT else None
    told = kind_of_text(written)
    if said is not None:
        if told not in (None, said):
            reading.doubt("kind-differs", None, text=written, kind=said)
        return said
    if told is None and "法人及非法人组织" not in written and written:
        reading.doubt("kind-unknown", None, text=written)
    return told or _FALLBACK_KIND


_CODES = frozenset(
    {"enterprise", "sole-trader", "social-organisation", "public-institution", "government-body", "natural-person"}
)


# --- what -------------------------------------------------------------------------------------------------------------


def records_of(reading: RowReading, covers: str) -> list[Record]:
    """The records a row makes; none where it is about nobody."""
    _refuse_moved(reading)
    who = who_of(reading)
    if who is None:
        return []
    made = _MAKERS[reading.layout.section](reading, covers)
    region = reading.text("region")
    coded = _REGION.fullmatch(region)
    if region and coded is None:
        reading.doubt("region-unclear", reading.headings.column_of("region"), text=region)
    for fields in made:
        if coded is not None:
            fields["region"] = fields.get("region") or coded[1]
        _note_contradictions(reading, fields)
    doubts, whole = tuple(reading.doubts), _whole(reading)
    told = [{name: value for name, value in fields.items() if value is not None} for fields in made]
    return [Record(who, reading.layout.section, fields, reading.row.at(), doubts, whole) for fields in told]


def _whole(reading: RowReading) -> str:
    """Everything a row says, but for its running number."""
    cells = list(reading.row.cells)
    for place, column in reading.headings.columns.items():
        if column.is_number and place < len(cells):
            cells[place] = ""
    return "\x1f".join(cells)


def _refuse_moved(reading: RowReading) -> None:
    """Cells that slid: a unit's code where none belongs, and none where it does; more cells than headings."""
    row, headings = reading.row, reading.headings
    beyond = [place for place in row.filled if place >= headings.width]
    codes = [p for p in row.filled if _is_unit_code(row.cells[p])]
    own = [place for place, column in headings.columns.items() if column.field == "id" or "code" in column.field]
    ignored = [place for place, column in headings.columns.items() if not column.field]
    stray = [p for p in codes if p not in own and p not in ignored and p in headings.columns]
    unread = [p for p in codes if p not in headings.columns and p in headings.texts]
    if unread and not reading.places("id") and not reading.places("person_number"):
        raise InputError([codes_unread(headings, row, unread[0])])
    if beyond:
        reading.doubt("row-too-long", beyond[0], columns=headings.width)
    elif stray:
        reading.doubt("column-moved", stray[0], name=headings.texts[stray[0]])
    else:
        return
    raise Slid(tuple(reading.doubts))


class Slid(Exception):
    """The cells of a row do not stand under their headings; holds the doubts."""

    def __init__(self, doubts: tuple[Problem, ...]) -> None:
        super().__init__(doubts)
        self.doubts = doubts


def _is_unit_code(text: str) -> bool:
    return len(text) == 18 and text.isascii() and text.isalnum() and judged(Identifier(UNIT, text)).certain


Fields = dict[str, Any]


def _common(reading: RowReading) -> Fields:
    return {"authority": reading.text("authority") or None, "document": reading.text("document") or None}


def _listing(reading: RowReading, covers: str) -> list[Fields]:
    published, listed = reading.day("published_on"), reading.day("listed_on")
    if listed is None and published is not None and reading.headings.column_of("listed_on") is not None:
        place = reading.headings.column_of("listed_on")
        reading.doubt("date-published", place, name=reading.layout.title_of("listed_on"), value=published)
    listed = listed or published or reading.day("year") or _missing(reading, "listed_on")
    fields: Fields = {"list": covers, "listed_on": listed, **_common(reading)}
    if published is not None and published != listed:
        fields["published_on"] = published
    fields["ends_on"] = reading.end("ends_on") or _end_of_ban(reading, listed)
    fields["amount"] = reading.money("amount")
    return [fields | _removal(reading, fields["ends_on"])]


def _removal(reading: RowReading, ends_on: str | None) -> Fields:
    """When and how an entry ended; one that has ended on a day nobody wrote neither bars nor is clean."""
    names = ("removed_on", "revoked_on", "repaired_on")
    removed, revoked, repaired = (reading.day(name, latest=False) for name in names)
    if day := removed or revoked or repaired:
        return {"removed_on": day, "removal": "revoked" if revoked else "repaired" if repaired else None}
    over = ends_on is not None and reading.as_of is not None and ends_on < reading.as_of.isoformat()
    for place, _ in reading.places("state"):
        text = reading.row.cell(place)
        state = _answered(heading_of(reading.headings.texts[place]), plain(text))
        if _ENDED.fullmatch(state) and not over:
            reading.doubt("state-undated", place, text=text)
            return {"removed_on": f"? {reading.row.at(place)} {text}"}
        if not _ENDED.fullmatch(state) and not _GOING_ON.fullmatch(state):
            reading.doubt("state-unknown", place, text=text)
    return {}


def _answered(heading: str, text: str) -> str:
    """A state in words: 是否移出 answered with 是 is 移出, with 否 未移出."""
    asked = heading.removeprefix("是否")
    if asked != heading and text in _YES:
        return asked
    return f"未{asked}" if asked != heading and text in _NO else text


def _missing(reading: RowReading, name: str) -> str:
    """The own date is not written: the record is kept, and cannot be read until it is."""
    place = reading.headings.column_of(name)
    reading.doubt("own-date-missing", place, name=reading.layout.title_of(name))
    return f"? {reading.row.at(place)}"


def _end_of_ban(reading: RowReading, listed: str) -> str | None:
    """Of a procurement ban the end is told by its result: 三年内禁止参加政府采购活动."""
    found = _BAN_YEARS.search(reading.text("result"))
    sign = (found[1] or found[2]).strip() if found else ""
    if not sign:
        return None
    try:
        end = last_day(date.fromisoformat(listed), Period(_DIGITS.get(sign) or int(sign), "years"))
    except ValueError:
        return None
    reading.doubt("end-from-result", reading.headings.column_of("result"), text=reading.text("result"), value=end)
    return end.isoformat()


def _penalty(reading: RowReading, _: str) -> list[Fields]:
    """A decision with several kinds of penalties is one record for each; of one document, they count once."""
    common: Fields = {
        "decided_on": reading.day("decided_on") or _missing(reading, "decided_on"),
        **_common(reading),
        **_state(reading, "decided_on"),
        "region": _region_of_authority(reading),
    }
    published, valid = reading.end("published_until"), reading.end("valid_until")
    fine, confiscated = reading.money("amount"), reading.money("confiscated")
    made: list[Fields] = []
    for kind in _kinds(reading) or [None]:
        ends = valid or published if kind in _LASTING else published
        amount = confiscated if kind == "confiscation" else fine if kind in ("fine", None) else None
        made.append({**common, "kind": kind, "ends_on": ends, "amount": amount})
    if fine is not None and not any(fields["amount"] == fine for fields in made):
        reading.doubt("amount-without-kind", reading.headings.column_of("amount"), text=fine)
    if len(made) > 1 and common["document"] is None:
        # Without a number they could not be told to be one: what kind it is stays open.
        reading.doubt("kinds-without-document", reading.headings.column_of("kinds"))
        return [{**common, "ends_on": published, "amount": fine}]
    return made


def _kinds(reading: RowReading) -> list[str | None]:
    """Our codes of the kinds written; None for one we do not know."""
    found: list[str | None] = []
    for place, column in reading.places("kinds"):
        text = plain(reading._taken(place, column))
        whole = PENALTY_KINDS.get(text)
        for part in [text] if whole else _parts(text):
            kind = PENALTY_KINDS.get(part)
            if kind is None:
                reading.doubt("penalty-kind", place, text=part)
            found.append(kind)
    return list(dict.fromkeys(found))


def _parts(text: str) -> list[str]:
    """The kinds in a cell; one of them has a comma of its own."""
    own = "没收违法所得、没收非法财物"
    text = text.replace(own, "没收").replace(plain(own), "没收")
    return [part for part in _SEPARATORS.split(text) if part]


def _permit(reading: RowReading, _: str) -> list[Fields]:
    written = reading.text("permit_kind")
    kind = next((code for word, code in PERMIT_KINDS.items() if written and plain(written).startswith(word)), None)
    if written and kind is None:
        reading.doubt("permit-kind", reading.headings.column_of("permit_kind"), text=written)
    return [
        {
            "granted_on": reading.day("granted_on") or _missing(reading, "granted_on"),
            **_common(reading),
            "kind": kind,
            "ends_on": reading.end("ends_on"),
            **_state(reading, "granted_on"),
            "region": _region_of_authority(reading),
        }
    ]


def _state(reading: RowReading, own: str) -> Fields:
    """当前状态: 2016: 0 normal, 1 revoked, 2 objection, 3 other; 2018: 1 valid, 2 not valid."""
    state = plain(reading.text("state"))
    place = reading.headings.column_of("state")
    since = reading.day("updated_on") or reading.day(own)
    if since is not None and since.startswith("?"):
        since = None
    standard = reading.layout.standard
    if state in ("", "正常", "有效") or (state, standard) in (("0", "2016"), ("0", ""), ("1", "2018")):
        return {}
    if not standard and state in ("1", "2"):
        reading.doubt("state-unclear", place, text=state)
        return {}
    if since is None:
        reading.doubt("state-undated", place, text=state)
        return {}
    old = standard == "2016"
    if (old and state == "1") or state == "撤销":
        reading.doubt("state-since", place, text=state, value=since)
        return {"removed_on": since, "removal": "revoked"}
    if (old and state == "2") or state == "异议":
        reading.doubt("state-since", place, text=state, value=since)
        return {"objection": {"accepted_on": since}}
    if not old and state in ("2", "无效"):
        reading.doubt("state-since", place, text=state, value=since)
        return {"removed_on": since}
    reading.doubt("state-unknown", place, text=state)
    return {}


def _region_of_authority(reading: RowReading) -> str | None:
    """The region of the body that decided, out of its code."""
    code = re.sub(r"\s", "", plain(reading.text("authority_code"))).upper()
    if code and _is_unit_code(code) and code[:2] in ("11", "12"):
        return code[2:8]
    return None


def _rating(reading: RowReading, covers: str) -> list[Fields]:
    return [
        {
            "scheme": covers.partition(".")[2],
            "rated_on": reading.day("rated_on") or reading.day("year") or _missing(reading, "rated_on"),
            "grade": reading.text("grade") or None,
            "authority": reading.text("authority") or None,
            "ends_on": reading.end("ends_on"),
        }
    ]


_MAKERS = {"listings": _listing, "penalties": _penalty, "permits": _permit, "ratings": _rating}
_OWN = ("listed_on", "decided_on", "granted_on", "rated_on")


def _note_contradictions(reading: RowReading, fields: Fields) -> None:
    """Days that cannot both be right stay as they are written: the profile will be refused until they are mended."""
    first = next((name for name in _OWN if name in fields), "")
    own = str(fields.get(first, ""))
    if reading.as_of is not None and not own.startswith("?") and own > reading.as_of.isoformat():
        place = reading.headings.column_of(first)
        reading.doubt("date-ahead", place, text=own, as_of=reading.as_of.isoformat())
        # Taken as it stands, it would mean "not yet listed", and whoever stands in the list would be clean.
        fields[first] = own = f"? {reading.row.at(place)} {own}"
    for name in ("ends_on", "removed_on"):
        value = fields.get(name)
        if value and value != "never" and not own.startswith("?") and not value.startswith("?") and value < own:
            reading.doubt("dates-contradict", None, first=first, early=own, second=name, late=value)

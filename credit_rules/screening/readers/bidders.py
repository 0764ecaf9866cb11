"""The bidders' sheet: what a procurement agent holds, CSV or XLSX, one row for each bidder.

Members of a consortium, controllers and legal representatives stand in cells of the bidder's row, or members in rows
of their own that name their consortium. What one row says of another bidder is followed, and cut where it would go
round in a circle.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from credit_rules.errors import Problem, problem
from credit_rules.screening.identity import identified, judged
from credit_rules.screening.names import normal
from credit_rules.screening.readers.files import Progress, Source
from credit_rules.screening.readers.layouts import BIDDERS, LABELS, RECORDS, label_of
from credit_rules.screening.readers.records import RowReading, identifier_of, is_person, kind_of_text
from credit_rules.screening.readers.sheets import opened_table
from credit_rules.screening.readers.tables import Row, Table
from credit_rules.screening.readers.values import EPOCH, Untold, day_of, plain, says_nothing, shown
from credit_rules.screening.tallies import Tally
from credit_rules.screening.tenders import (
    CONSORTIUM_MEMBER,
    CONTROLLER,
    LEGAL_REPRESENTATIVE,
    Bid,
    Bidder,
    Identifier,
    Moment,
    Party,
    Related,
    Tender,
    Tenders,
)

_APART = re.compile(r"[、;；\n]|[,，](?![^（(]*[)）])")
_CODE_BEHIND = re.compile(r"[（(【\[\s]?\s*([0-9A-Za-z]{15,20})\s*[)）】\]]?\s*$")
_ROLE_BEHIND = re.compile(
    r"[（(]\s*(联合体)?(牵头人|牵头方|牵头单位|主办方|主体方|成员|成员方|成员单位|lead|leader|member)\s*[)）]\s*", re.I
)
_STATUS_WORDS = {
    "valid": "有效 有效投标 正常 已投标 已递交 参加",
    "withdrawn": "撤回 已撤回 撤销 放弃 退出",
    "disqualified": "否决 废标 无效 无效投标 资格不合格 未通过",
    "pending": "待定",
    "invited": "邀请 已邀请",
}
#: Bids as they are written in sheets → as OCDS has it.
_STATUSES = {word: code for code, words in _STATUS_WORDS.items() for word in words.split()}
_YES = frozenset({"是", "有", "已声明", "已提供", "已承诺", "提供", "√", "✓", "✔", "yes", "y", "true", "1"})
_NO = frozenset({"否", "没有", "未声明", "未提供", "未承诺", "×", "✗", "✘", "no", "n", "false", "0"})


def read_bidders(source: Source, progress: Progress | None = None) -> Tenders:
    """The tender of a bidders' sheet. InputError where the file or its headings cannot be read."""
    tally = Tally(source.name, "bidders", source.digest)
    with opened_table(source, BIDDERS, tally, others=RECORDS, progress=progress) as table:
        tender = _Sheet(tally).tender(table)
    return Tenders(iter((tender,)), tally)


@dataclass(slots=True)
class _Line:
    """One bidder as its row tells it, before rows are brought together."""

    reading: RowReading
    number: str
    party: Party
    bids: list[Bid] = field(default_factory=list)
    declares: bool | None = None
    member_of: str = ""
    mentions: list[tuple[str, Party]] = field(default_factory=list)  # role, whom
    rows: list[int | None] = field(default_factory=list)  # the rows of those, where they have one

    @property
    def at(self) -> str:
        return self.reading.row.at()


class _Sheet:
    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._lines: list[_Line] = []
        self._by_code: dict[Identifier, int] = {}
        self._by_name: dict[str, int] = {}
        self._shared: set[str] = set()  # names of several rows that are not one bidder
        self._consortia: dict[str, dict[int, None]] = {}
        self._doubts: list[Problem] = []

    def tender(self, table: Table) -> Tender:
        """The tender: what stands above the table, and who bids."""
        for row, headings in table.rows:
            self._keep(RowReading(row, headings, table.epoch))
        for line in self._lines:
            line.rows = [self._row_of(party, line) for _, party in line.mentions]
        self._doubt_circles()
        bidders = tuple(self._bidders())
        told = dict(self._above(table.above, table.epoch))
        moments = {name: value for name, value in told.items() if isinstance(value, Moment)}
        words = {name: value for name, value in told.items() if isinstance(value, str)}
        self._tally.note(*self._doubts)
        return Tender(
            id=words.get("id", ""),
            title=words.get("title", ""),
            buyer=words.get("buyer", ""),
            agency=words.get("agency", ""),
            deadline=moments.get("deadline"),
            opening=moments.get("opening"),
            award=moments.get("award"),
            bidders=bidders,
            at=self._tally.file,
            doubts=tuple(self._doubts),
        )

    # rows

    def _keep(self, reading: RowReading) -> None:
        line = self._line(reading)
        best = identified(line.party)
        code = best.identifier if best is not None and best.certain else None
        name = "" if code else _plain_name(line.party.name)
        same = self._by_code.get(code) if code else self._by_name.get(name) if name else None
        if same is not None and (code or not self._lines[same].party.identifiers):
            self._join(self._lines[same], line)
            if line.member_of:
                self._consortium_of(line, same)
            return
        number = len(self._lines)
        self._lines.append(line)
        self._tally.take(reading.doubts)
        if code:
            self._by_code[code] = number
        if line.party.name and self._by_name.setdefault(_plain_name(line.party.name), number) != number:
            self._shared.add(_plain_name(line.party.name))
        if line.member_of:
            self._consortium_of(line, number)

    def _consortium_of(self, line: _Line, number: int) -> None:
        rows = self._consortia.setdefault(_plain_name(line.member_of), {})
        rows[number] = None

    def _line(self, reading: RowReading) -> _Line:
        names, identifiers = self._names(reading), list(self._identifiers(reading))
        if not names and not identifiers:
            reading.doubt("identity-nobody")
        elif reading.places("members"):
            pass  # a consortium is nobody in law: its members are identified
        elif not identifiers and not any(d.code in ("id-masked", "id-digits-lost") for d in reading.doubts):
            reading.doubt("identity-name-only")
        row = reading.row
        written = reading.text("kind")
        party = Party(
            name=names[0] if names else "",
            other_names=tuple(names[1:]),
            identifiers=tuple(dict.fromkeys(identifiers)),
            kind="natural-person" if is_person(reading, identifiers) else kind_of_text(written),
            at=row.at(),
        )
        line = _Line(reading, reading.text("number") or str(len(self._lines) + 1), party)
        line.member_of = reading.text("member_of")
        if reading.text("status"):
            status = reading.text("status")
            place = reading.headings.column_of("status")
            line.bids.append(Bid("", _STATUSES.get(plain(status), plain(status)), row.at(place)))
        line.declares = _declared(reading)
        line.mentions.extend(self._mentions(reading))
        return line

    def _names(self, reading: RowReading) -> list[str]:
        return [_ROLE_BEHIND.sub("", name).strip() or name for name in reading.several("name")]

    def _identifiers(self, reading: RowReading) -> Iterator[Identifier]:
        scheme = reading.text("scheme")
        for found in reading.identifiers():
            yield Identifier(scheme.strip().upper(), found.id) if scheme else found

    def _mentions(self, reading: RowReading) -> Iterator[tuple[str, Party]]:
        for name in ("members", "controller", "legal_representative"):
            for place, _ in reading.places(name):
                at, text = reading.row.at(place), reading.row.cell(place)
                if name == "members":
                    parties = self._members(reading, text, at)
                elif name == "controller":
                    parties = [_mentioned(part, at) for part in _apart(text)]
                else:
                    parties = [replace(_mentioned(part, at), kind="natural-person") for part in _apart(text)]
                role = {"members": CONSORTIUM_MEMBER, "controller": CONTROLLER}.get(name, LEGAL_REPRESENTATIVE)
                yield from ((role, party) for party in parties)

    def _members(self, reading: RowReading, text: str, at: str) -> list[Party]:
        """The members in a cell, each with the code behind its name, or those of the column beside it, in order."""
        parties = [_mentioned(part, at) for part in _apart(text)]
        codes = [code for place, _ in reading.places("member_ids") for code in _apart(reading.row.cell(place))]
        if not codes:
            return parties
        if len(codes) != len(parties):
            reading.doubt(
                "member-codes", reading.headings.column_of("member_ids"), names=len(parties), codes=len(codes)
            )
            return parties
        told = [identifier_of(code, "") for code in codes]
        return [replace(p, identifiers=p.identifiers or (code,)) for p, code in zip(parties, told, strict=True)]

    def _join(self, first: _Line, again: _Line) -> None:
        """A bidder that stands in the sheet twice is one; where the rows differ, both are told."""
        doubts = [*again.reading.doubts]
        for name, one, other in _differences(first, again):
            place = again.reading.headings.column_of(name)
            params = {
                "first": first.at,
                "name": again.reading.layout.title_of(name),
                "text": shown(other),
                "other": shown(one),
            }
            doubts.append(problem("bidder-differs", again.reading.row.at(place), None, **params))
        first.reading.doubts.extend(doubts)
        self._tally.note(*doubts)
        self._tally.merge(problem("bidder-again", again.at, first=first.at))
        names = dict.fromkeys([*first.party.names, *again.party.names])
        ids = dict.fromkeys([*first.party.identifiers, *again.party.identifiers])
        first.party = replace(first.party, other_names=tuple(names)[1:], identifiers=tuple(ids))
        first.bids.extend(again.bids)
        known = {_known(each) for each in first.mentions}
        first.mentions.extend(each for each in again.mentions if _known(each) not in known)
        first.declares = first.declares if first.declares == again.declares else None

    # bidders

    def _bidders(self) -> Iterator[Bidder]:
        told: set[str] = set()
        for number, line in enumerate(self._lines):
            name = _plain_name(line.member_of)
            if not line.member_of or self._is_consortium(line):
                yield self._bidder(number, line)
            elif name not in told and name not in self._by_name:
                told.add(name)
                yield self._consortium(line, list(self._consortia[name]))

    def _is_consortium(self, line: _Line) -> bool:
        """Whether the row is that of the consortium itself, which it names as its own."""
        return _plain_name(line.member_of) == _plain_name(line.party.name)

    def _bidder(self, number: int, line: _Line) -> Bidder:
        party = self._whole(number, (number,))
        rows = [n for n in self._consortia.get(_plain_name(line.party.name), {}) if n != number]
        members = tuple(Related(CONSORTIUM_MEMBER, self._whole(n, (number, n))) for n in rows)
        return Bidder(
            number=line.number,
            party=replace(party, related=(*party.related, *members)),
            bids=tuple(line.bids),
            declares=line.declares,
            doubts=tuple(line.reading.doubts),
        )

    def _consortium(self, line: _Line, rows: Sequence[int]) -> Bidder:
        """A consortium that has no row of its own, made of the rows that name it."""
        lines = [self._lines[n] for n in rows]
        related = tuple(Related(CONSORTIUM_MEMBER, self._whole(n, (n,))) for n in rows)
        doubts = [doubt for each in lines for doubt in each.reading.doubts]
        if len(rows) == 1:
            alone = problem("member-alone", line.reading.row.at(line.reading.headings.column_of("member_of")))
            doubts.append(alone)
            self._doubts.append(alone)
        declares = {each.declares for each in lines}
        return Bidder(
            number=line.number,
            party=Party(name=line.member_of, related=related, at=line.at),
            bids=tuple(dict.fromkeys(bid for each in lines for bid in each.bids)),
            declares=declares.pop() if len(declares) == 1 else None,
            doubts=tuple(doubts),
        )

    def _whole(self, number: int, path: tuple[int, ...]) -> Party:
        """A party with those it mentions; who stands in a row of its own, with what is told there."""
        line = self._lines[number]
        related = []
        for (role, mentioned), row in zip(line.mentions, line.rows, strict=True):
            if row is None:
                related.append(Related(role, mentioned))
            elif row != number:  # the leading member names itself among the members
                whole = len(path) < _DEEPEST and row not in path
                found = self._whole(row, (*path, row)) if whole else self._lines[row].party
                names = dict.fromkeys([*found.names, *mentioned.names])
                related.append(Related(role, replace(found, other_names=tuple(names)[1:], at=mentioned.at)))
        return replace(line.party, related=tuple(related))

    def _doubt_circles(self) -> None:
        """Rows that lead back to themselves, by whoever they mention: each mention in such a circle is doubted."""
        leads = {
            number: [row for row in line.rows if row is not None and row != number]
            for number, line in enumerate(self._lines)
        }
        circle = _circles(leads)
        for number, line in enumerate(self._lines):
            for (_, party), row in zip(line.mentions, line.rows, strict=True):
                if row is not None and row != number and number in circle and circle[number] == circle.get(row):
                    told = problem("member-circle", party.at, name=party.name or self._lines[row].party.name)
                    self._doubts.append(told)
                    line.reading.doubts.append(told)

    def _row_of(self, party: Party, line: _Line) -> int | None:
        """The row of somebody mentioned: by its code; by name only where it has none, and one row has that name."""
        best = identified(party)
        if best is not None:
            return self._by_code.get(best.identifier) if best.certain else None
        if party.kind == "natural-person":
            return None
        if _plain_name(party.name) in self._shared:
            told = problem("mention-unclear", party.at, name=party.name)
            self._doubts.append(told)
            line.reading.doubts.append(told)
            return None
        return self._by_name.get(_plain_name(party.name))

    # above the table

    def _above(self, rows: Sequence[Row], epoch: date | None) -> Iterator[tuple[str, str | Moment]]:
        """What titles say: `项目名称：…` in one cell, or a label and what stands beside it."""
        for row in rows:
            cells = [(place, row.cells[place]) for place in row.filled]
            for index, (place, text) in enumerate(cells):
                label, sign, rest = text.replace("：", ":").partition(":")
                beside = cells[index + 1] if index + 1 < len(cells) else None
                name = LABELS.get(label_of(label))
                if name is None:
                    continue
                where, value = (place, rest.strip()) if sign and rest.strip() else beside or (place, "")
                if value and (told := self._value(name, value, row.at(where), epoch)):
                    yield name, told

    def _value(self, name: str, text: str, at: str, epoch: date | None) -> str | Moment | None:
        if name not in ("deadline", "opening", "award"):
            return text
        try:
            told = day_of(_without_zone(text), epoch=epoch or EPOCH)
        except Untold as untold:
            self._doubts.append(problem(untold.code, at, text=text))
            return None
        if told is None:
            return None
        if told.doubt:
            self._doubts.append(problem(told.doubt, at, text=text, value=told.value))
        return Moment(date.fromisoformat(told.value), text, at)


_DEEPEST = 2  # members, and the members of those


def _circles(leads: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Which rows stand in a circle, and in which: the strongly connected parts with more than one row (Tarjan)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: dict[int, int] = {}
    for root in leads:
        if root in order:
            continue
        work = [(root, iter(leads[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            here, rest = work[-1]
            after = next(rest, None)
            if after is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == order[here]:
                    part = _popped(stack, on_stack, here)
                    found.update(dict.fromkeys(part, here) if len(part) > 1 else {})
            elif after not in order:
                order[after] = low[after] = len(order)
                stack.append(after)
                on_stack.add(after)
                work.append((after, iter(leads[after])))
            elif after in on_stack:
                low[here] = min(low[here], order[after])
    return found


def _popped(stack: list[int], on_stack: set[int], until: int) -> list[int]:
    part: list[int] = []
    while not part or part[-1] != until:
        part.append(stack.pop())
        on_stack.discard(part[-1])
    return part


def _without_zone(text: str) -> str:
    """A day with its hour as Chinese notices write it: 2026年11月20日9时30分（北京时间）."""
    text = re.sub(r"[（(].*?[)）]", "", text)
    clock = r"\s*(上午|下午|中午|早上|晚上)?\s*\d{1,2}\s*[时点:：].*$"
    return re.sub(r"(\d日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})" + clock, r"\1", text).strip()


def _plain_name(name: str) -> str:
    return normal(name).form if name else ""


def _apart(text: str) -> list[str]:
    return [part.strip() for part in _APART.split(text) if part.strip() and not says_nothing(part)]


def _mentioned(text: str, at: str) -> Party:
    """Somebody named in a cell, perhaps with a code behind the name."""
    text = _ROLE_BEHIND.sub(" ", text).strip()
    found = _CODE_BEHIND.search(text)
    if found and (len(found[1]) == 18 or found[1][:1].isdigit()) and any(c.isdigit() for c in found[1]):
        name = text[: found.start()].rstrip(" （(【[:：")
        return Party(name=name, identifiers=(identifier_of(found[1], ""),), at=at)
    return Party(name=text, at=at)


def _declared(reading: RowReading) -> bool | None:
    places = [place for place, column in reading.headings.columns.items() if column.field == "declared"]
    for place in places:
        written = plain(reading.row.cell(place))
        if written in _YES or written.startswith(("已", "提供", "无重大")):
            return True
        if written in _NO or written.startswith(("未", "没")):
            return False
        if written:
            reading.doubt("declared-unclear", place, text=written)
    return None


def _differences(first: _Line, again: _Line) -> Iterator[tuple[str, str, str]]:
    """What two rows say differently of one bidder: the field, and both values."""
    for name in ("name", "id", "legal_representative", "controller", "kind", "members", "declared", "status"):
        one, other = first.reading.text(name), again.reading.text(name)
        alike = judged(Identifier("", one)) == judged(Identifier("", other)) if name == "id" else False
        if one and other and not alike and _plain_name(one) != _plain_name(other):
            yield name, one, other


def _known(mention: tuple[str, Party]) -> tuple[str, str, tuple[Identifier, ...]]:
    return mention[0], mention[1].name, mention[1].identifiers

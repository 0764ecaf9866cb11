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
_LEADS = r"牵头人|牵头方|牵头单位|牵头|主办人|主办方|主办单位|主体方|leader|lead"
_ROLES = rf"(?:{_LEADS}|成员单位|成员方|成员[一二三四五六七八九\d]?|member)"
#: A role in a consortium, behind a name in brackets or at its end, or before it with a colon.
_ROLE_BEHIND = re.compile(
    rf"\s*(?:[（(【\[]\s*(?:联合体)?{_ROLES}\s*[)）】\]]|联合体{_ROLES}\s*(?=$|[、;；\n]))\s*", re.I
)
_ROLE_BEFORE = re.compile(rf"(?:联合体)?{_ROLES}\s*[:：]\s*", re.I)
_TOGETHER_BEHIND = re.compile(r"\s*([（(【\[]?联合体[)）】\]]?)\s*$")
_MARK = "（联合体）"  # behind a name: a consortium, whose members are not told
#: What parts names in one cell; inside brackets nothing does.
_NAMES_APART = re.compile(r"[、;；\n/／|，,+＋&](?![^（(]*[)）])")
_LIST_APART = re.compile(r"[、;；](?![^（(]*[)）])")
_IN_BRACKETS = re.compile(r"\s*[（(]([^（()）]*)[)）]\s*")
_CODE_BETWEEN = re.compile(
    r"((?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])\s*[)）】\]]?)\s*[和与及]?\s*(?=[^\s、;；,，)）】\]])"
)
_FIRM = re.compile(
    r"(公司|集团|厂|院|所|中心|合作社|社|部|店|行|局|校|大学|\S\s+(ltd|inc|llc|gmbh|co|corp|limited)\.?)[）)\s]*$", re.I
)
_ALONE = re.compile(
    r"(否|不是|非|不适用|无|n|no|false|0|×|✗|✘|not applicable|(非|不是|无|未组成|未参加|不属于)联合体(投标)?|"
    r"(独立|单独|自行)(投标|参加|参与|响应|报价)?人?)\s*([(（].*[)）])?[。.]?"
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
_ACTS = "声明|提供|提交|承诺|签署|出具|递交"
_PAPERS = "(无重大违法记录)?(书面)?(声明|承诺)(函|书)?"
_YES = re.compile(rf"(是|有|√|✓|✔|yes|y|true|1|无重大违法记录|(已|已经)?({_ACTS}))({_PAPERS})?[。.]?")
_NO = re.compile(rf"(否|没有|没|×|✗|✘|no|n|false|0|(未|没有?)({_ACTS}))({_PAPERS})?[。.]?")


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
    together: bool = False  # whether it says that it bids with others, whoever they are
    of_several: bool = False  # whether the cell of its name names others, too
    role: str = ""  # `lead`, `member`, or none
    member_of: list[str] = field(default_factory=list)  # names of consortia, or of the rows of those
    below: int | None = None  # the leading row it stands under
    alone: bool = False  # whether one of its rows names no consortium
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
        self._called: dict[str, int] = {}  # whole cells that name several → their row
        self._led: int | None = None  # the leading row that members below may belong to
        self._parts: dict[int | str, dict[int, None]] = {}  # a row or a consortium's name → the rows that bid so
        self._doubts: list[Problem] = []

    def tender(self, table: Table) -> Tender:
        """The tender: what stands above the table, and who bids."""
        for row, headings in table.rows:
            self._keep(RowReading(row, headings, table.epoch))
        for line in self._lines:
            line.rows = [self._row_of(party, line) for _, party in line.mentions]
        self._doubt_circles()
        self._bring_together()
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
        name = "" if code or line.of_several else _plain_name(line.party.name)
        same = self._by_code.get(code) if code else self._by_name.get(name) if name else None
        self._set_below(line)
        if same is not None and (code or not self._lines[same].party.identifiers):
            self._join(self._lines[same], line)
            self._led = same if line.role == "lead" else self._led
            return
        number = len(self._lines)
        self._lines.append(line)
        self._tally.take(reading.doubts)
        if code:
            self._by_code[code] = number
        if line.party.name and self._by_name.setdefault(_plain_name(line.party.name), number) != number:
            self._shared.add(_plain_name(line.party.name))
        self._called.setdefault(_plain_name(reading.text("name")), number)
        if line.role == "lead":
            self._led = number

    def _set_below(self, line: _Line) -> None:
        """A member without a running number of its own, or with that of the leader above it, belongs to the leader."""
        if line.role != "member":
            self._led = None
        elif self._led is not None and line.reading.text("number") in ("", self._lines[self._led].number):
            line.below = self._led
            line.alone = False

    def _line(self, reading: RowReading) -> _Line:
        mentions = list(self._mentions(reading))
        told = any(role == CONSORTIUM_MEMBER for role, _ in mentions)
        named = _named_in(reading)
        names, identifiers = list(named.names), list(self._identifiers(reading))
        if named.others and told and not identifiers:
            names = [_without_role(reading.text("name"))]  # nobody in law: all of them stand among the members
        if not names and not identifiers:
            reading.doubt("identity-nobody")
        elif told:
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
        cells = [reading.text("member_of"), reading.text("members")]
        joint = plain(reading.text("joint"))
        line.together = any(_YES.fullmatch(plain(cell)) for cell in cells) or bool(named.role)
        line.together = line.together or (bool(joint) and not _ALONE.fullmatch(joint))
        line.role, line.of_several = named.role, bool(named.others)
        if _names_somebody(cells[0]):
            line.member_of.append(_without_role(cells[0]))
        line.alone = not line.member_of
        if reading.text("status"):
            status = reading.text("status")
            place = reading.headings.column_of("status")
            line.bids.append(Bid("", _STATUSES.get(plain(status), plain(status)), row.at(place)))
        line.declares = _declared(reading)
        line.mentions.extend(mentions)
        known = {_plain_name(name) for _, party in mentions for name in party.names}
        at = row.at(reading.headings.column_of("name"))
        others = [_mentioned(name, at) for name in named.others]
        line.mentions.extend((CONSORTIUM_MEMBER, each) for each in others if _plain_name(each.name) not in known)
        return line

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
        parties = [_mentioned(part, at) for part in _members_in(text) if _names_somebody(part)]
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
        first.member_of.extend(name for name in again.member_of if name not in first.member_of)
        first.below = again.below if first.below is None else first.below
        first.alone, first.together = first.alone or again.alone, first.together or again.together
        known = {_known(each) for each in first.mentions}
        first.mentions.extend(each for each in again.mentions if _known(each) not in known)
        first.declares = first.declares if first.declares == again.declares else None

    # bidders

    def _bring_together(self) -> None:
        """Which rows make a bidder: each row, or the row its own leads on to; those that name no row, by that name."""
        leads = {number: [*self._rows_joined(line, number)] for number, line in enumerate(self._lines)}
        loose = {number: [*self._names_loose(line)] for number, line in enumerate(self._lines)}
        circle = _circles(leads)
        first: dict[int, int] = {}
        for number, part in circle.items():
            first[part] = min(number, first.get(part, number))
        ends = {row: first[part] for row, part in circle.items()}
        tops = _tops(leads, loose, ends)
        for number, line in enumerate(self._lines):
            if number in circle:
                self._doubt(line, "consortium-circle", "member_of", name="、".join(line.member_of))
            for top in {number: None, **dict.fromkeys(tops[number])} if line.alone else tops[number]:
                self._parts.setdefault(top, {})[number] = None

    def _rows_joined(self, line: _Line, number: int) -> Iterator[int]:
        rows = [self._row_named(name) for name in line.member_of]
        yield from (row for row in (*rows, line.below) if row is not None and row != number)

    def _row_named(self, name: str) -> int | None:
        form = _plain_name(name)
        if form in self._shared:
            return None
        return self._by_name.get(form, self._called.get(form))

    def _names_loose(self, line: _Line) -> Iterator[str]:
        """The names of consortia that no row bears."""
        yield from (_plain_name(name) for name in line.member_of if self._row_named(name) is None)

    def _bidders(self) -> Iterator[Bidder]:
        told: set[str] = set()
        for number, line in enumerate(self._lines):
            if number in self._parts:
                yield self._bidder(number, line, [n for n in self._parts[number] if n != number])
            for name in line.member_of:
                form = _plain_name(name)
                if form in self._parts and form not in told:
                    told.add(form)
                    yield self._consortium(name, list(self._parts[form]))

    def _bidder(self, number: int, line: _Line, rows: Sequence[int]) -> Bidder:
        party = self._whole(number, (number,))
        members = self._members_of([self._whole(n, (number, n)) for n in rows])
        party = replace(party, related=(*party.related, *members))
        if line.together and not party.related_by(CONSORTIUM_MEMBER):
            party = _marked(party)
        return Bidder(
            number=line.number,
            party=party,
            bids=tuple(line.bids),
            declares=line.declares,
            doubts=tuple(line.reading.doubts),
        )

    def _members_of(self, parties: Sequence[Party]) -> list[Related]:
        """Parties as members, with those whom they name as members themselves: they all bid together."""
        found = list(parties)
        seen: set[object] = {known for party in parties for known in (*party.identifiers, _plain_name(party.name))}
        for party in parties:
            for inner in party.related_by(CONSORTIUM_MEMBER):
                known = {*inner.identifiers, _plain_name(inner.name)}
                if not known & seen:
                    found.append(inner)
                    seen |= known
        return [Related(CONSORTIUM_MEMBER, party) for party in found]

    def _consortium(self, name: str, rows: Sequence[int]) -> Bidder:
        """A consortium that has no row of its own, made of the rows that name it."""
        if len(rows) == 1:
            return self._alone(name, rows[0])
        lines = [self._lines[n] for n in rows]
        declares = {each.declares for each in lines}
        return Bidder(
            number=lines[0].number,
            party=Party(
                name=name, related=tuple(self._members_of([self._whole(n, (n,)) for n in rows])), at=lines[0].at
            ),
            bids=tuple(dict.fromkeys(bid for each in lines for bid in each.bids)),
            declares=declares.pop() if len(declares) == 1 else None,
            doubts=tuple(doubt for each in lines for doubt in each.reading.doubts),
        )

    def _alone(self, name: str, number: int) -> Bidder:
        """The only row that names a consortium: that row bids, with a firm it names, or with nobody who is told."""
        line = self._lines[number]
        self._doubt(line, "member-alone", "member_of")
        line.together = True
        bidder = self._bidder(number, line, ())
        if not _FIRM.search(name) or _TOGETHER_BEHIND.search(name):
            return bidder
        other = _mentioned(name, line.reading.row.at(line.reading.headings.column_of("member_of")))
        whole = self._whole(number, (number,))
        return replace(bidder, party=replace(whole, related=(*whole.related, Related(CONSORTIUM_MEMBER, other))))

    def _doubt(self, line: _Line, what: str, column: str, **params: object) -> None:
        told = problem(what, line.reading.row.at(line.reading.headings.column_of(column)), None, **params)
        line.reading.doubts.append(told)
        self._doubts.append(told)

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


def _tops(
    leads: Mapping[int, Sequence[int]], loose: Mapping[int, Sequence[str]], circle: Mapping[int, int]
) -> dict[int, list[int | str]]:
    """Where each row leads in the end: rows that name no other, or names that no row bears.

    Rows of one circle, which has the number of its first row, lead where any of them does; if nowhere, to that row.
    Each is worked out once, those it leads to before it, so that long chains and circles take no longer than others.
    """
    together: dict[int, list[int]] = {}
    for row in leads:
        together.setdefault(circle.get(row, row), []).append(row)
    tops: dict[int, list[int | str]] = {}
    waiting = list(together)
    while waiting:
        here = waiting[-1]
        after = [circle.get(row, row) for each in together[here] for row in leads[each]]
        open_ = [] if here in tops else [row for row in after if row not in tops and row != here]
        if open_:
            waiting.extend(dict.fromkeys(open_))
            continue
        waiting.pop()
        if here not in tops:
            names = (name for each in together[here] for name in loose[each])
            beyond = (top for row in after if row != here for top in tops[row])
            tops[here] = list(dict.fromkeys((*names, *beyond))) or [here]
    return {row: tops[circle.get(row, row)] for row in leads}


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


@dataclass(frozen=True, slots=True)
class _Named:
    """Whom the cells of a name name: the bidder by its names, those it bids with, and what is said of its part."""

    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    role: str = ""


def _named_in(reading: RowReading) -> _Named:
    names: list[str] = []
    others: list[str] = []
    roles: list[str] = []
    for cell in reading.several("name"):
        parts = _named_parts(cell)
        first, *rest = sorted(parts, key=lambda part: _role_of(part) != "lead")
        names.append(_without_role(first) or cell)
        others.extend(_without_role(part) for part in rest)
        roles.append(_role_of(first))
    role = next(filter(None, roles), "")
    return _Named(tuple(names), tuple(dict.fromkeys(each for each in others if each not in names)), role)


def _named_parts(cell: str) -> list[str]:
    """The names in a cell, each with its role; one, where it cannot be told that they are several."""
    before = _ROLE_BEHIND.match(cell) is not None  # （牵头人）甲公司
    text = _ROLE_BEHIND.sub(lambda found: f"\n{found[0].strip()}" if before else f"{found[0].strip()}\n", cell)
    text = _ROLE_BEFORE.sub(lambda found: "\n" + found[0], text)
    chunks = [chunk for chunk in (part.strip(" 、;；/／|，,+＋&与和及") for part in text.split("\n")) if chunk]
    if not any(map(_role_of, chunks)):
        chunks = [cell]
    return [part for chunk in chunks for part in _firms_in(chunk)] or [cell]


def _members_in(text: str) -> list[str]:
    """The members a cell names: parted by signs, by the codes behind them, or all of them in brackets."""
    whole = _IN_BRACKETS.fullmatch(text)
    text = _CODE_BETWEEN.sub(r"\1、", whole[1] if whole else text)
    return [firm for part in _apart(text) for firm in _firms_in(part)]


def _firms_in(chunk: str) -> list[str]:
    bare = _TOGETHER_BEHIND.sub("", chunk)
    parts = [part.strip() for part in _NAMES_APART.split(bare) if part.strip()]
    if len(parts) > 1 and all(_FIRM.search(_without_role(_mentioned(part, "").name)) for part in parts):
        return parts
    listed = [part.strip() for part in _LIST_APART.split(chunk) if part.strip()]
    return listed if len(listed) > 1 and bare == chunk else [chunk]


def _role_of(text: str) -> str:
    found = _ROLE_BEHIND.search(text) or _ROLE_BEFORE.match(text)
    if found is None:
        return ""
    return "lead" if re.search(_LEADS, found[0], re.I) else "member"


def _without_role(text: str) -> str:
    return _ROLE_BEFORE.sub(" ", _ROLE_BEHIND.sub(" ", text)).strip()


def _names_somebody(text: str) -> bool:
    """Whether a cell about a consortium names one, and does not only say whether there is one."""
    written = plain(text)
    return bool(written) and not _ALONE.fullmatch(written) and not _YES.fullmatch(written)


def _marked(party: Party) -> Party:
    """A party that says of itself that it bids with others."""
    return replace(party, other_names=(*party.other_names, party.name + _MARK))


def _mentioned(text: str, at: str) -> Party:
    """Somebody named in a cell, perhaps with a code behind the name."""
    text = _without_role(text)
    found = _CODE_BEHIND.search(text)
    if found and (len(found[1]) == 18 or found[1][:1].isdigit()) and any(c.isdigit() for c in found[1]):
        name = text[: found.start()].rstrip(" （(【[:：")
        return Party(name=name, identifiers=(identifier_of(found[1], ""),), at=at)
    return Party(name=text, at=at)


def _declared(reading: RowReading) -> bool | None:
    places = [place for place, column in reading.headings.columns.items() if column.field == "declared"]
    for place in places:
        written = plain(reading.row.cell(place))
        if _YES.fullmatch(written):
            return True
        if _NO.fullmatch(written):
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

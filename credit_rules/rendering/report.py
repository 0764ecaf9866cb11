"""What was screened as one HTML page (供应商信用记录查询情况表), and as a few lines of text. Decides nothing.

The page stands alone: no network, and no script but its own, which the page names by its digest; so nothing that came
from a file can run, even were it not escaped. Both languages are in it.
"""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from credit_rules.rendering.finding import basis_words, consulted_word, few, is_shown, open_fact, record_title
from credit_rules.rendering.page import Page, engines_words, page_of, stamp_words, warning_words
from credit_rules.rendering.reader import Json, Line, Reader, distinct, list_of, map_of, visible
from credit_rules.words import LANGUAGES, codes, matching
from credit_rules.words import screening as words

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["Row", "View", "articles_of", "render_report", "render_summary", "unbroken", "view_of"]

#: In which order outcomes are counted, and in which rows ask to be looked at.
_GRAVITY = ("barred", "refer", "incomplete", "not-checked", "restricted", "favoured", "ordinary")
_COUNTED = ("ordinary", "favoured", "restricted", "barred", "refer", "incomplete", "not-checked")
_MEMBER = "consortium-member"
_STATEMENT = ("penalty", "conviction")
_WORST = ("listed", "found", "possible", "not-looked-up", "elsewhere")
_MOST_NOTES = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """One bidder and one register: its state, and what is said of it."""

    state: str
    told: tuple[tuple[str, str], ...]  # what was found, and of a consortium with whom
    stamp: str = ""  # hour and channel, where they are not those of the heading

    @property
    def lines(self) -> tuple[str, ...]:
        """The same, line by line."""
        told = (" ".join(part for part in pair if part) for pair in self.told)
        return tuple(line for line in (*told, self.stamp) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bidder in the table."""

    place: int
    number: str
    name: str
    details: tuple[str, ...]
    cells: tuple[Cell, ...]
    outcome: str
    conclusion: str
    why: tuple[str, ...]
    weight: int
    page: "Sheet | None"
    annex: int  # the number of its page; 0 without one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A bidder's own page: the words of its decision, and what else is to be known."""

    page: Page | None
    notes: tuple[tuple[str, tuple[str, ...]], ...]  # label, texts
    articles: tuple[Line, ...]  # cited, each with its own words


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The report in one language."""

    lang: str
    code: str
    title: str
    meta: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str, int, str], ...]  # outcome, its word, how many, how many of them were not checked
    total: str
    unsettled: str
    warnings: tuple[str, ...]
    agreed: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    unchecked: tuple[tuple[str, str, str], ...]
    possible: tuple[tuple[str, str, tuple[str, ...]], ...]
    measures: tuple["Measure", ...]
    inputs: tuple[tuple[str, str, tuple[str, ...]], ...]
    digests: tuple[tuple[str, str], ...]
    signed: tuple[tuple[str, bool], ...]  # who signs, and whether there is a line to sign on
    running: tuple[str, str, str]  # on every sheet of paper: project, number of the report, and by what it was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure at the action, and to whom it applies."""

    title: str
    name: str
    duty: str
    effect: str
    basis: str
    applies: tuple[tuple[int, str], ...]
    open: tuple[tuple[int, str], ...]


def render_report(data: Mapping[str, Any], number: int = 0, lang: str = "zh") -> str:
    """The report of one tender of a screening (`screening/1`) as a page of HTML, shown in `lang` first."""
    tender = data["tenders"][number]
    order = (lang, *(other for other in LANGUAGES if other != lang))
    views = [view_of(data, tender, Reader(each, "clerk", visible)) for each in order]
    script = _asset("report.js")
    return _template().render(
        views=views,
        script=script,
        digest=b64encode(sha256(script.encode()).digest()).decode(),
        label=words.label,
        tell=words.tell,
        css=_css,
        tongue=_tongue,
    )


def render_summary(data: Mapping[str, Any], lang: str = "zh") -> str:
    """The outcomes in a few lines: the counts, and everybody who is not plainly without measures."""
    reader = Reader(lang, "clerk", visible)
    return "".join(f"{line}\n" for line in _summary(data, reader))


@cache
def _template() -> "Template":
    # Loaded only here: nothing else is made of templates.
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["unbroken"] = unbroken
    return environment.from_string(_asset("report.html"))


def _css(text: str) -> str:
    """A text as a string of a style sheet: nothing in it ends the string, or the sheet."""
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text) + '"'


def unbroken(text: str) -> "Markup":
    """A text whose days stay each on one line."""
    from markupsafe import Markup, escape

    return Markup(_DAYS.sub(r'<span class="day">\g<0></span>', str(escape(text))))


_DAYS = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|\d{4}年\d{1,2}月\d{1,2}日")


def _tongue(text: str, lang: str) -> str:
    """The language of a name, where it is not that of the page around it."""
    return "zh-CN" if lang != "zh" and any("\u4e00" <= sign <= "\u9fff" for sign in text) else ""


@cache
def _asset(name: str) -> str:
    return files("credit_rules.rendering").joinpath(f"templates/{name}").read_text(encoding="utf-8")


# --- the head ---------------------------------------------------------------------------------------------------------


def view_of(data: Json, tender: Json, reader: Reader) -> View:
    """The report of one tender in the words of one language, before anybody decides how it looks."""
    lang = reader.lang
    columns = _Columns.of(tender, reader)
    rows = tuple(_rows(tender, columns, reader))
    unsettled = sum(tender["unchecked"].values())
    return View(
        lang={"zh": "zh-CN"}.get(lang, lang),
        code=lang,
        title=reader.value(tender["title"] or tender["id"]),
        meta=tuple(_meta(data, tender, reader)),
        counts=tuple(_counts(tender, lang)),
        total=_bidders(len(rows), reader),
        unsettled=words.tell("unsettled", lang, n=unsettled) if unsettled else "",
        warnings=(*_of_the_moment(tender, reader), *_warnings(tender, reader)),
        agreed=tuple(_agreed(tender, columns, reader)),
        columns=columns.headings,
        rows=rows,
        unchecked=tuple(_unchecked(tender, rows)),
        possible=tuple(_possible_rows(tender, rows, reader)),
        measures=tuple(_measures(tender, rows, reader)),
        inputs=tuple(_inputs(data, reader)),
        digests=tuple(_digests(data, reader)),
        signed=tuple(_signed(tender, reader)),
        running=_running(data, tender, reader),
    )


def _counts(tender: Json, lang: str) -> Iterator[tuple[str, str, int, str]]:
    """Every outcome, how often it came out, and how many of these were not checked."""
    for code in _COUNTED:
        unchecked = 0 if code == "not-checked" else tender["unchecked"][code]
        note = words.tell("of-them", lang, n=unchecked) if unchecked else ""
        yield code, words.result(code, lang), tender["counts"][code], note


def _running(data: Json, tender: Json, reader: Reader) -> tuple[str, str, str]:
    # Of whom nothing is known, nothing was known by any day.
    asked = [one["decision"] for one in tender["bidders"] if one["decision"] and one["checked"]]
    days = {(decision["date"], decision["known"]) for decision in asked}
    made = words.tell(
        "made-by",
        reader.lang,
        version=reader.value(data["run"]["version"]),
        plan=_short(data["plan"]),
        inputs=_short(data["inputs"]),
        known=reader.listed(sorted({str(known) for _, known in days})) or "—",
        day=reader.listed(sorted({str(day) for day, _ in days})) or "—",
    )
    return reader.value(_project(tender)), reader.value(data["id"]), made


def _signed(tender: Json, reader: Reader) -> Iterator[tuple[str, bool]]:
    """Who signs; whoever is named has to sign all the same."""
    for key, name, line in (("who-looked", tender["operator"], True), ("for-whom", tender["body"], False)):
        if name or line:
            yield " ".join(filter(None, (words.label(key, reader.lang), reader.value(name)))), line
    yield from ((words.label(key, reader.lang), key != "seal") for key in ("time", "reviewer", "seal"))


def _short(digest: object) -> str:
    return str(digest).rpartition(":")[2][:16]


def _project(tender: Json) -> str:
    return " ".join(part for part in (tender["title"], tender["id"]) if part)


def _of_the_moment(tender: Json, reader: Reader) -> list[str]:
    """In whose day the moment was reckoned."""
    return [_problem(told, reader) for told in tender["doubts"] if told["code"] == "screen-moment-zone"]


def _bidders(n: int, reader: Reader) -> str:
    return words.tell("bidders.1" if n == 1 else "bidders", reader.lang, n=n)


def _meta(data: Json, tender: Json, reader: Reader) -> Iterator[tuple[str, str]]:
    opening = map_of(tender["moments"], "opening")
    told = {
        "project": _project(tender),
        "opening": _when(opening, reader) if opening else "",
        "buyer": tender["buyer"],
        "agency": tender["agency"],
        "report-no": data["id"],
    }
    yield from ((words.label(key, reader.lang), reader.value(text)) for key, text in told.items() if text)
    if tender["moment"]:
        yield words.label("moment", reader.lang), _moment(tender["moment"], reader)
    if tender.get("compared"):
        yield words.label("compared", reader.lang), _moment(tender["compared"], reader)


def _moment(moment: Json, reader: Reader) -> str:
    name = words.MOMENTS[moment["name"] if moment["name"] in words.MOMENTS else ""][reader.lang != "zh"]
    return words.tell("moment", reader.lang, name=name, day=_when(moment, reader))


def _when(moment: Json, reader: Reader) -> str:
    """The day, and how it is written where that tells more."""
    day, written = reader.value(moment["day"] or "—"), reader.value(moment["written"])
    if not written or written == day:
        return day
    return written if written.startswith(day) else words.tell("moment.written", reader.lang, day=day, written=written)


def _warnings(tender: Json, reader: Reader) -> Iterator[str]:
    """What is to be known before any answer is relied on."""
    titled = {"lookups": tender["columns"]}
    for told in tender["warnings"]:
        if told["code"] == "known-before":
            yield words.tell("known-before", reader.lang, known=told["known"])
        elif "lists" in told:
            yield _of_other_days(told, reader)
        else:
            said = warning_words(titled, told, reader)
            yield words.tell("warned-of", reader.lang, warning=said, bidders=_bidders(told["bidders"], reader))


def _of_other_days(told: Json, reader: Reader) -> str:
    """By how many days lists and profiles are older or younger than the moment, and which they are."""
    lang = reader.lang
    by_day: dict[str, list[str]] = {}
    for entry in told["lists"]:
        name = reader.text(entry["title"]) or consulted_word(entry["list"], reader)
        by_day.setdefault(entry["as_of"], []).append(name)
    every = told["all"] and len(by_day) == 1 and len(told["lists"]) > 1
    which = [
        words.tell("lists-as-of", lang, lists=words.tell("all-lists", lang) if every else reader.listed(names), day=day)
        for day, names in sorted(by_day.items())
    ]
    if told["bidders"] and told["days"] > max((entry["days"] for entry in told["lists"]), default=0):
        which.append(words.tell("profiles-of", lang, bidders=_bidders(told["bidders"], reader)))
    days = words.tell("days.1" if told["days"] == 1 else "days", lang, n=told["days"])
    return words.tell(told["code"], lang, moment=told["moment"], days=days, lists=reader.join(which))


def _agreed(tender: Json, columns: "_Columns", reader: Reader) -> Iterator[tuple[str, str]]:
    """Channel, cut-off, evidence and use as this search had them; the tender document has to fix all four."""
    lang = reader.lang
    channels = reader.listed(columns.channels) or words.tell("no-channel", lang)
    yield words.label("channel", lang), channels
    yield words.label("cut-off", lang), _moment(tender["moment"], reader) if tender["moment"] else "—"
    yield words.label("evidence", lang), words.tell("evidence", lang)
    reject = any(measure["effect"] == "bar" and measure["duty"] == "must" for measure in tender["measures"])
    yield words.label("use", lang), words.tell("use.reject" if reject else "use.rules", lang)


# --- the table --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Columns:
    """The registers that are asked, each with its heading and the usual hour and channel of looking it up."""

    names: tuple[str, ...]
    titles: Mapping[str, str]
    stamps: Mapping[str, str]
    statement: bool  # whether penalties and convictions matter, for which a statement may stand
    channels: tuple[str, ...]
    lang: str

    @classmethod
    def of(cls, tender: Json, reader: Reader) -> "_Columns":
        asked = [column["list"] for column in tender["columns"]]
        names = tuple(name for name in asked if name not in _STATEMENT)
        titles = {c["list"]: reader.text(c["title"]) or consulted_word(c["list"], reader) for c in tender["columns"]}
        found = [party["lookups"] for one in tender["bidders"] for party in one["parties"] if not party["role"]]
        seen = {name: Counter(_told_of(look[name]) for look in found if _seen(look, name)) for name in asked}
        channels = distinct(reader.value(channel) for counted in seen.values() for _, channel in counted)
        common = {name: counted.most_common(1) for name, counted in seen.items()}
        usual = {name: _stamp(told[0][0], reader) if told else "" for name, told in common.items()}
        return cls(names, titles, usual, any(n in _STATEMENT for n in asked), tuple(channels), reader.lang)

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        """Title and stamp of each column."""
        own = tuple((self.titles[name], self.stamps[name]) for name in self.names)
        statement = (words.label("statement", self.lang), words.label("statement-how", self.lang))
        return (*own, statement) if self.statement else own


def _seen(lookups: Json, name: str) -> bool:
    return name in lookups and lookups[name]["state"] != "not-looked-up"


def _told_of(entry: Json) -> tuple[str, str]:
    """Hour and channel of a look-up."""
    return str(entry.get("at") or ""), str(entry.get("channel") or "")


def _stamp(told: tuple[str, str], reader: Reader) -> str:
    return stamp_words({"at": told[0], "channel": told[1]}, reader)


def _rows(tender: Json, columns: _Columns, reader: Reader) -> Iterator[Row]:
    annex = 0
    for place, one in enumerate(tender["bidders"], 1):
        sheet = _sheet(one, tender, reader)
        annex += sheet is not None
        yield _row(place, one, columns, (sheet, annex if sheet else 0), tender, reader)


def _row(
    place: int, one: Json, columns: _Columns, sheet: tuple["Sheet | None", int], tender: Json, reader: Reader
) -> Row:
    lang = reader.lang
    return Row(
        place=place,
        number=reader.value(one["number"]),
        name=reader.value(one["name"]) or words.tell("no-name", lang),
        details=tuple(_details(one, reader)),
        cells=tuple(_cells(one, columns, reader)),
        outcome=one["outcome"],
        conclusion=_conclusion(one, reader),
        why=(*_why(one, reader), *_otherwise(one, tender, reader)),
        weight=_GRAVITY.index(one["outcome"]),
        page=sheet[0],
        annex=sheet[1],
    )


def _details(one: Json, reader: Reader) -> Iterator[str]:
    """Identifier, members, and the state of the bid where it is no longer in."""
    lang = reader.lang
    parties = one["parties"]
    members = [party for party in parties if party["role"] == _MEMBER]
    told = parties[:1] if not members else []
    for party in told:
        yield reader.value(party["id"]) or words.tell("no-id", lang)
    for party in [*(parties[:1] if members else []), *members]:
        name = reader.value(party["name"]) if party["name"] != one["name"] else ""
        yield " ".join(part for part in (name, reader.value(party["id"]) or words.tell("no-id", lang)) if part)
    if not one["still_in"]:
        statuses = distinct(_status(bid["status"], reader) for bid in one["bids"])
        yield f"{words.label('bid', lang)} {reader.listed(statuses)}"


def _status(status: str, reader: Reader) -> str:
    return reader.word(words.BID_STATUSES, status) if status else ""


def _checked_parties(one: Json) -> list[Json]:
    """Those whose look-ups stand in the table: the bidder and the members of a consortium."""
    return [party for party in one["parties"] if party["role"] in (None, _MEMBER)]


def _cells(one: Json, columns: _Columns, reader: Reader) -> Iterator[Cell]:
    parties = _checked_parties(one)
    for name in columns.names:
        states = [(party, _state(one, party, name)) for party in parties]
        yield _cell(states, _other_stamp(parties, name, columns, reader), reader)
    if columns.statement:
        yield _statement(one, parties, reader)


def _state(one: Json, party: Json, name: str) -> str:
    state = str(map_of(party["lookups"], name).get("state") or "not-looked-up")
    alike = any(m["matters"] and name in m["lists"] and m["of"] == _shown(party) for m in one["possible"])
    return "possible" if alike and state != "listed" else state


def _shown(party: Json) -> str:
    return str(party["name"] or party["id"] or "")


def _cell(states: Sequence[tuple[Json, str]], stamp: str, reader: Reader) -> Cell:
    if not states:
        return Cell("not-looked-up", ((_word("not-looked-up", reader), ""),))
    found = {state for _, state in states}
    worst = next((state for state in _WORST if state in found), next(iter(found)))
    if len(found) == 1:
        return Cell(worst, ((_word(worst, reader), ""),), stamp)
    # Of a consortium: who it is that stands out.
    named = [(party, state) for party, state in states if state not in ("not-listed", "nothing-found")]
    return Cell(worst, tuple((_word(state, reader), reader.value(_shown(party))) for party, state in named), stamp)


def _word(state: str, reader: Reader) -> str:
    return f"{words.SIGNS[state]} {reader.word(words.STATES, state)}"


def _other_stamp(parties: Sequence[Json], name: str, columns: _Columns, reader: Reader) -> str:
    """Hour and channel, where they are not those of the heading."""
    told = dict.fromkeys(_told_of(p["lookups"][name]) for p in parties if _seen(p["lookups"], name))
    stamps = [_stamp(one, reader) for one in told]
    return "; ".join(stamp for stamp in stamps if stamp != columns.stamps.get(name))


def _statement(one: Json, parties: Sequence[Json], reader: Reader) -> Cell:
    """Major violations: what the check found to be one, the statement of the supplier, or what was looked up.

    Whether a penalty is a major one is the check's to say: another one on record is none of this column's matter.
    """
    if not parties:
        return Cell("not-looked-up", ((_word("not-looked-up", reader), ""),))
    states = {str(map_of(p["lookups"], name).get("state") or "") for p in parties for name in _STATEMENT} - {""}
    stated = {True: "declared", False: "undeclared"}.get(one["declares"], "not-looked-up")
    if _bites(one):
        state = "found"
    elif any(match["matters"] and set(match["lists"]) & set(_STATEMENT) for match in one["possible"]):
        state = "possible"
    elif _is_open(one, "found" in states):
        state = "unsettled" if "found" in states else "undeclared" if one["declares"] is False else "not-looked-up"
    elif stated == "declared" or "not-looked-up" in states or not states:
        state = stated
    else:
        state = "nothing-found"
    return Cell(state, ((_word(state, reader), ""),))


def _restrictions(one: Json, finding: str) -> Iterator[Json]:
    for told in list_of(one["decision"] or {}, "findings"):
        if told["finding"] == finding and told["polarity"] == "restriction":
            yield told


def _bites(one: Json) -> bool:
    """Whether a restriction applies because of a penalty or a conviction."""
    causes = (cause for told in _restrictions(one, "applies") for cause in told["because"])
    return any(item.get("kind") in _STATEMENT and "record" in item for cause in causes for item in cause)


def _is_open(one: Json, on_record: bool) -> bool:
    """Whether a restriction waits for penalties or convictions to be looked up, or for what a record on file says."""
    facts = (str(item["fact"]) for told in _restrictions(one, "undetermined") for item in told["missing"])
    return any(fact.partition(".")[0] in _STATEMENT or (on_record and "." in fact) for fact in facts)


def _conclusion(one: Json, reader: Reader) -> str:
    said = words.result(one["outcome"], reader.lang)
    members = _by_members(one)
    if one["outcome"] == "barred" and members:
        name = reader.listed(reader.value(name) for name in members)
        said = words.tell("by-member", reader.lang, result=said, name=name)
    if one["checked"] or one["outcome"] == "not-checked":
        return said
    some = any(party["certain"] for party in _checked_parties(one))
    return words.tell("partly-unchecked" if some else "unchecked", reader.lang, result=said)


def _by_members(one: Json) -> list[str]:
    """The members because of whom alone the bidder is barred."""
    decision = one["decision"] or {}
    names: dict[str, None] = {}
    for finding in list_of(decision, "findings"):
        if finding["finding"] != "applies" or finding["effect"] != "bar":
            continue
        for cause in finding["because"]:
            others = [item for item in cause if "related" in item]
            if not others:
                return []
            names.update(dict.fromkeys(str(item.get("name") or item["related"]) for item in others))
    return list(names)


def _why(one: Json, reader: Reader) -> Iterator[str]:
    """What to do before anything else, where identity is the matter."""
    lang = reader.lang
    if one["outcome"] == "not-checked":
        yield from (reader.value(told["message"][lang]) for told in one["problems"][:1])
        return
    codes_ = distinct(entry["code"] for entry in one["outcome_because"] if entry["code"] != "identity")
    if one["outcome"] == "refer":
        yield from (reader.word(codes.OUTCOME_BECAUSE, code) for code in codes_)
    unsure = [party for party in _checked_parties(one) if not party["certain"]]
    for key, found in (
        ("check-code", [party for party in unsure if party["id"]]),
        ("give-code", [party for party in unsure if not party["id"]]),
    ):
        if found:
            names = [reader.value(party["name"]) for party in found if party["role"]]
            yield words.tell(key, lang) + (words.tell("of-whom", lang, names=reader.listed(names)) if names else "")
    if any(match["matters"] for match in one["possible"]):
        yield words.tell("check-name", lang)
    yield from _other_names(one, reader)


def _other_names(one: Json, reader: Reader) -> Iterator[str]:
    """Whose code it is on record, where that is somebody of another name."""
    for told in one["doubts"]:
        if told["code"] == "screen-name-differs":
            yield words.tell("name-differs", reader.lang, said=reader.value(told["message"][reader.lang]))


def _in_short(one: Json, reader: Reader) -> Iterator[str]:
    """The lists and records because of which a bidder is barred or restricted, and what is still to be looked up."""
    barring = {entry["measure"] for entry in one["outcome_because"] if entry["code"] == "must-bar"}
    applying = [
        told
        for told in _restrictions(one, "applies")
        if not barring or {told["measure"], f"{told['measure_list']}/{told['measure']}"} & barring
    ]
    items = (item for told in applying for cause in told["because"] for item in cause)
    yield reader.listed(distinct(record_title(item, reader) for item in items if "record" in item))
    if one["outcome"] == "incomplete":
        missing = (item for told in _restrictions(one, "undetermined") for item in told["missing"])
        facts = reader.line("look-up", few(distinct(open_fact(item, reader) for item in missing), reader))
        yield from (f"{facts.label} {text}" for text in facts.texts)


def _otherwise(one: Json, tender: Json, reader: Reader) -> Iterator[str]:
    """What it comes to at the other moment, where that is something else."""
    if one["compared"] and one["compared"]["changed"]:
        said = words.result(one["compared"]["outcome"], reader.lang)
        yield words.tell("then", reader.lang, moment=_moment(tender["compared"], reader), result=said)


# --- pages ------------------------------------------------------------------------------------------------------------


def _sheet(one: Json, tender: Json, reader: Reader) -> Sheet | None:
    """The page of a bidder; none where there is nothing to say."""
    notes = tuple((label, texts) for label, texts in _notes(one, tender, reader) if texts)
    decision = one["decision"]
    page = None
    if decision is not None and "findings" in decision:
        page = page_of({**decision, "outcome": one["outcome"], "outcome_because": _because(one)}, reader)
    if one["outcome"] == "ordinary" and not notes:
        return None
    applying = [f for f in list_of(decision or {}, "findings") if f["finding"] == "applies"]
    return Sheet(page=page, notes=notes, articles=articles_of(tender, applying, reader))


def _because(one: Json) -> list[Json]:
    """Why it comes to its outcome. What would apply to somebody of a like name is told with the match."""
    found = {finding["measure"] for finding in one["decision"]["findings"]}
    told = [
        {**entry, "measure": entry["measure"] if entry["measure"] in found else None}
        for entry in one["outcome_because"]
    ]
    return [entry for place, entry in enumerate(told) if entry not in told[:place]]


def articles_of(tender: Json, findings: Sequence[Json], reader: Reader, blank: str = "") -> tuple[Line, ...]:
    """The articles the restrictions rest on, in their own words; where the catalogue does not hold them, `blank`."""
    told: dict[str, str] = {}
    for entry in (entry for finding in findings for entry in finding["basis"]):
        name = basis_words([entry], reader)
        text = reader.value(tender["articles"].get(f"{entry['source']} {entry.get('article') or ''}"))
        if (text or blank) and (not text or text not in told.values()):
            told.setdefault(name, text or blank)
    return tuple(Line("basis", name, (text,)) for name, text in told.items())


def _notes(one: Json, tender: Json, reader: Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    lang = reader.lang
    yield words.label("problem", lang), tuple(_problem(told, reader) for told in one["problems"])
    matches = tuple(text for match in one["possible"] for text in _match(match, tender, reader))
    yield words.label("possible", lang), matches
    yield words.label("doubts", lang), tuple(_problem(told, reader) for told in one["doubts"])
    if one["compared"]:
        yield words.label("compared", lang), tuple(_compared(one, tender, reader))


def _problem(told: Json, reader: Reader) -> str:
    said, help_ = told["message"][reader.lang], map_of(told, "help").get(reader.lang)
    if help_:
        said = f"{said}（{help_}）" if reader.lang == "zh" else f"{said} ({help_})"
    return reader.value(f"{said}  {told['at']}" if told["at"] else said)


def _match(match: Json, tender: Json, reader: Reader) -> Iterator[str]:
    """A name on record that is nearly the one asked about, why it may be the same, and what would follow."""
    if not match["matters"]:
        return
    lang = reader.lang
    why = reader.listed(matching.WHY[code][lang != "zh"] for code in match["why"] if code in matching.WHY)
    yield words.tell(
        "match",
        lang,
        asked=reader.value(match["asked"]),
        found=reader.value(match["found"]),
        why=why,
        score=match["score"],
    )
    titles = {column["list"]: column["title"] for column in tender["columns"]}
    lists = [reader.text(titles.get(name)) or consulted_word(name, reader) for name in match["lists"]]
    if lists:
        yield words.tell("match.lists", lang, lists=reader.listed(lists)) + f"  {reader.value(match['at'])}"
    names = {measure["measure"]: measure for measure in tender["measures"]}
    measures = [reader.text(map_of(names, name).get("title"), name) for name in match["measures"]]
    yield words.tell("match.if", lang, measures=reader.join(measures))


def _compared(one: Json, tender: Json, reader: Reader) -> Iterator[str]:
    other, lang = one["compared"], reader.lang
    if not other["changed"] and not other["findings"]:
        return
    yield words.tell(
        "changed",
        lang,
        first=_moment(tender["moment"], reader),
        was=words.result(one["outcome"], lang),
        other=_moment(tender["compared"], reader),
        now=words.result(other["outcome"], lang),
    )
    for change in other["findings"]:
        was, now = (_finding(change, key, reader) for key in ("was", "now"))
        yield f"{reader.text(change['title'], change['measure'])}: {was} → {now}"


def _finding(change: Json, key: str, reader: Reader) -> str:
    code = change[key] or "does-not-apply"
    return reader.word(codes.FINDINGS, f"{code}.{change['polarity']}" if code == "withheld" else code)


# --- what follows the table -------------------------------------------------------------------------------------------


def _unchecked(tender: Json, rows: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    for row, one in zip(rows, tender["bidders"], strict=True):
        if not one["checked"]:
            yield row.number, row.name, " · ".join((row.conclusion, *row.why))


def _possible_rows(tender: Json, rows: Sequence[Row], reader: Reader) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for row, one in zip(rows, tender["bidders"], strict=True):
        texts = tuple(text for match in one["possible"] for text in _match(match, tender, reader))
        if texts:
            yield row.number, row.name, texts


def _measures(tender: Json, rows: Sequence[Row], reader: Reader) -> Iterator[Measure]:
    """Every measure at the action; a restriction that no longer applies is told of nobody."""
    found: dict[tuple[str, str], list[tuple[Row, str]]] = {}
    for row, one in zip(rows, tender["bidders"], strict=True):
        for finding in list_of(one["decision"] or {}, "findings"):
            if is_shown(finding, reader):
                key = (finding["measure_list"], finding["measure"])
                found.setdefault(key, []).append((row, finding["finding"]))
    for measure in tender["measures"]:
        told = found.get((measure["measure_list"], measure["measure"]), [])
        yield Measure(
            title=reader.text(measure["title"], measure["measure"]),
            name=reader.value(f"{measure['measure_list']}/{measure['measure']}"),
            duty=reader.word(codes.DUTIES, measure["duty"]),
            effect=reader.word(codes.EFFECTS, measure["effect"]),
            basis=basis_words(measure["basis"], reader),
            applies=tuple((row.place, f"{row.number} {row.name}") for row, f in told if f == "applies"),
            open=tuple((row.place, f"{row.number} {row.name}") for row, f in told if f == "undetermined"),
        )


def _inputs(data: Json, reader: Reader) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    lang = reader.lang
    for tally in data["files"]:
        counts = {key: tally[key] for key in ("read", "taken", "merged", "doubted")}
        left = sum(tally["left_out"].values())
        told = words.tell("file-counts", lang, left=left, **counts)
        yield reader.value(tally["file"]), told, _first_notes(tally["notes"], sum(tally["noted"].values()), reader)
    for entry in data["profiles"]:
        told = words.tell("profile-counts", lang, n=entry["profiles"], left=len(entry["notes"]))
        yield reader.value(entry["file"]), told, _first_notes(entry["notes"], len(entry["notes"]), reader)
    for entry in data["coverage"]:
        what = reader.text(entry["title"]) or consulted_word(entry["what"], reader)
        asked = words.tell("complete" if entry.get("complete") else "search-result", lang)
        told_ = [asked, *(reader.value(entry.get(key)) for key in ("as_of", "channel", "region"))]
        yield what, " · ".join(part for part in told_ if part), ()


def _first_notes(notes: Sequence[Json], total: int, reader: Reader) -> tuple[str, ...]:
    """The first notes on a file, and how many more there are."""
    told = [_problem(note, reader) for note in notes[:_MOST_NOTES]]
    more = total - len(told)
    return (*told, *([words.tell("more-notes", reader.lang, n=more)] if more > 0 else []))


def _digests(data: Json, reader: Reader) -> Iterator[tuple[str, str]]:
    yield words.label("rules", reader.lang), _by_which_rules(data, reader)
    for entry in (*data["files"], *data["profiles"]):
        yield reader.value(entry["file"]), reader.value(entry["digest"])


def _by_which_rules(data: Json, reader: Reader) -> str:
    told = (reader.value(data["plan"]), f"credit-rules {reader.value(data['run']['version'])}")
    asked = any(one["decision"] for tender in data["tenders"] for one in tender["bidders"])
    return "  ".join(part for part in (*told, engines_words(data, reader) if asked else "") if part)


# --- text -------------------------------------------------------------------------------------------------------------


def _summary(data: Json, reader: Reader) -> Iterator[str]:
    lang = reader.lang
    for number, tender in enumerate(data["tenders"], 1):
        title = reader.value(tender["title"] or tender["id"]) or words.tell("tender", lang, n=number)
        counts = [f"{word} {n}{note}" for _, word, n, note in _counts(tender, lang) if n]
        yield f"{title}  {_moment(tender['moment'], reader) if tender['moment'] else ''}".rstrip()
        yield "  " + " · ".join((_bidders(len(tender["bidders"]), reader), *counts))
        told = (*_of_the_moment(tender, reader), *_warnings(tender, reader))
        yield from (words.tell("warning", lang, text=text) for text in told)
        ordered = sorted(tender["bidders"], key=lambda one: _GRAVITY.index(one["outcome"]))
        for one in ordered:
            changed = one["compared"] and one["compared"]["changed"]
            if one["outcome"] != "ordinary" or changed or any(_other_names(one, reader)):
                yield from _summary_of(one, tender, reader)
    yield f"{words.label('rules', lang)}  {_by_which_rules(data, reader)}"


def _summary_of(one: Json, tender: Json, reader: Reader) -> Iterator[str]:
    name = reader.value(one["name"]) or words.tell("no-name", reader.lang)
    details = [text for text in _details(one, reader) if text]
    why = [*_in_short(one, reader), *_why(one, reader)]
    yield "  ".join(part for part in (f"  {one['number']}", name, *details, _conclusion(one, reader), *why) if part)
    if one["compared"]:
        yield from (f"      {text}" for text in _compared(one, tender, reader))

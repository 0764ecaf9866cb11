"""One finding in words: 因为, 依据, 期限, 出路 and 救济, or what to look up while it is open.

Takes a finding of the decision, gives a `Block` of finished sentences. Names, ids and documents of
related subjects are told to everybody but the subject, who reads the role instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from credit_rules import words
from credit_rules.rendering.reader import Json, Line, Reader, distinct, filled, list_of, map_of, money
from credit_rules.words import chosen, codes

__all__ = [
    "Block",
    "basis_words",
    "because_line",
    "blocks_of",
    "change_word",
    "compact_block",
    "consulted_word",
    "fact_word",
    "few",
    "found_blocks",
    "is_over",
    "is_shown",
    "missing_words",
    "noted_change",
    "open_fact",
    "people_of",
    "person_word",
    "record_title",
    "record_words",
    "until_words",
    "way_out_line",
    "whose",
]

# Withheld for one of these, a restriction says something about the rules or the subject's other lists;
# withheld for any other, its record no longer stands and its use has ended.
_STILL_TOLD = ("not-in-force", "cross-check")
_BAD = ("penalty", "conviction")
_MANY = 4  # of more absences than these in one cause the first are named


@dataclass(frozen=True, slots=True)
class Block:
    """One finding: its first line and the lines below it."""

    duty: str
    title: str
    measure: str
    lines: tuple[Line, ...] = ()


def is_shown(finding: Json, reader: Reader) -> bool:
    """Only the file keeps restrictions whose record no longer stands: their sharing and use has ended."""
    ended = finding["finding"] == "withheld" and finding["polarity"] == "restriction"
    return reader.audience == "file" or not ended or finding.get("guard") in _STILL_TOLD


def blocks_of(decision: Json, findings: Sequence[Json], reader: Reader) -> tuple[Block, ...]:
    remedies = _remedies(list_of(decision, "remedies"), reader)
    return _without_repetition([_block(finding, remedies, reader) for finding in findings], reader)


def found_blocks(findings: Sequence[Json], reader: Reader) -> tuple[Block, ...]:
    """The same without ways out and remedies."""
    blocks = [replace(_first_line(one, reader), lines=filled(_found(one, reader))) for one in findings]
    return _without_repetition(blocks, reader)


def _block(finding: Json, remedies: Line, reader: Reader) -> Block:
    """因为, 依据, 说明, 期限, 出路, 救济 of one finding; an open one says what to look up instead."""
    lines = _found(finding, reader)
    if finding["finding"] == "applies" and finding["polarity"] == "restriction":
        lines += [way_out_line(finding, reader), remedies]
    return replace(_first_line(finding, reader), lines=filled(lines))


def _found(finding: Json, reader: Reader) -> list[Line]:
    lines = [because_line(finding, reader)]
    if finding["finding"] == "undetermined":
        lines.append(
            reader.line("look-up", *distinct(missing_words(item, reader) for item in list_of(finding, "missing")))
        )
    if finding["finding"] != "undetermined" or reader.audience == "file":
        lines.append(reader.line("basis", basis_words(list_of(finding, "basis"), reader)))
    if finding["finding"] == "applies":
        lines.append(reader.line("remark", reader.text(finding.get("note"))))
        lines.append(reader.line("until", until_words(finding, reader)))
    return lines


def _first_line(finding: Json, reader: Reader) -> Block:
    title = reader.text(finding.get("title"), finding["measure"])
    note = _withheld(finding, reader) if finding["finding"] == "withheld" else ""
    note += reader.say("draft.mark") if finding.get("draft") else ""
    return Block(reader.word(codes.DUTIES, finding.get("duty")), title + note, reader.value(finding["measure"]))


def _withheld(finding: Json, reader: Reader) -> str:
    name = words.finding_word("withheld", str(finding["polarity"]), reader.lang)
    guard = finding.get("guard")
    if not guard:
        return reader.say("withheld.plain", finding=name)
    return reader.say("withheld", finding=name, guard=reader.word(codes.GUARDS, guard))


def _without_repetition(blocks: Sequence[Block], reader: Reader) -> tuple[Block, ...]:
    """The same causes, ways out and remedies as in the block before are said once: 同上."""
    said: dict[str, Line] = {}
    result = []
    for block in blocks:
        lines = tuple(_as_above(line, said, reader) for line in block.lines)
        said = {line.key: line for line in block.lines}
        result.append(replace(block, lines=lines))
    return tuple(result)


def _as_above(line: Line, said: Mapping[str, Line], reader: Reader) -> Line:
    repeats = line.key in ("because", "way-out", "remedy") and said.get(line.key) == line
    return replace(line, texts=(reader.say("same"),)) if repeats else line


def because_line(finding: Json, reader: Reader) -> Line:
    """The causes, one below the other: each alone is enough."""
    causes = distinct(_cause(cause, finding, reader) for cause in list_of(finding, "because"))
    texts = [reader.say("or", cause=cause) if place else cause for place, cause in enumerate(causes)]
    if finding.get("by_declaration"):
        texts.append(reader.say("by-declaration"))
    if finding.get("because_more"):
        texts.append(reader.say("more-causes"))
    return reader.line("because", *texts)


def _cause(cause: Sequence[Json], finding: Json, reader: Reader) -> str:
    """What together gives the finding. A relation is said with what the related subject has on record."""
    owners = {item.get("of") for item in cause}
    told = [item for item in cause if "related" not in item or item["related"] not in owners]
    if reader.audience != "file":
        told = [item for item in told if not is_over(item, cause, finding)]
    told = [item for item in told if not _goes_without_saying(item, told)]
    plain = [item for item in told if not _is_silent(item)]
    parts = [_because_item(item, reader) for item in plain]
    for owner in dict.fromkeys(item.get("of") for item in told if _is_silent(item)):
        silent = [item for item in told if _is_silent(item) and item.get("of") == owner]
        parts.append(whose({"of": owner}, _nothing_found(silent, plain, reader), reader))
    return reader.join(parts, "；且", "; and ")


def is_over(item: Json, cause: Sequence[Json], finding: Json) -> bool:
    """Whether the item is a bad record that no longer stands and brings nothing: its use has ended. It triggers a
    restriction not in force or an incentive withheld, or an incentive asks that there be none, and none that stands was
    found. A listing that stops an incentive by the cross-check stands."""
    if not item.get("guard") or item["guard"] == "cross-check":
        return False
    withheld = bool(finding["finding"] == "withheld")
    if finding["polarity"] == "restriction" or (withheld and item.get("kind") in _BAD):
        return withheld
    bad = item.get("kind") == "listing" or item.get("kind") in _BAD
    return bad and any(_is_among(item, absence) for absence in cause)


def _is_among(item: Json, absence: Json) -> bool:
    """Whether a record is where an absence was found: one that does not fit."""
    same = "record" in item and "absent" in absence and item.get("of") == absence.get("of")
    names = (item.get("list"), item.get("kind"), f"{item.get('kind')}.{item.get('list')}")
    return same and any(name in names for name in _names(absence.get("consulted")))


def _goes_without_saying(item: Json, cause: Sequence[Json]) -> bool:
    """Whether the item is only that a scheme was looked up whose grade the cause tells."""
    told = {f"{other.get('kind')}.{other.get('list')}" for other in cause if other.get("of") == item.get("of")}
    return "consulted" in item and "absent" not in item and item["consulted"] in told


def _is_silent(item: Json) -> bool:
    """Whether the item is a look-up that found nothing, or merely took place."""
    return "absent" in item or ("consulted" in item and "record" not in item)


def _because_item(item: Json, reader: Reader) -> str:
    if "related" in item:
        return _who(item["related"], reader)
    if "record" in item:
        what = record_words(item, reader)
    elif "declared" in item:
        what = reader.say("declared", fact=reader.word(chosen.FACTS, item["declared"]))
    else:
        what = _given(item, reader)
    return whose(item, what, reader)


def record_words(item: Json, reader: Reader) -> str:
    """列入“…”  2025-03-01  authority  document  (L1)."""
    what = record_title(item, reader) + _dates(item, str(item.get("kind")), reader)
    if item.get("guard"):
        what += _fallen(item, reader)
    if item.get("contested"):
        what += reader.say("contested")
    if item.get("of") and not reader.names_others:
        return what
    details = (reader.value(item.get("authority")), reader.value(item.get("document")))
    return reader.join((what, *details), "  ", ", ") + f"{reader.gap}({reader.value(item['record'])})"


def record_title(item: Json, reader: Reader) -> str:
    """列入“…”, 行政处罚：…."""
    kind = str(item.get("kind"))
    key = f"record.{kind}" if kind in codes.KINDS and kind not in ("related", "subject", "action") else "record.other"
    return reader.say(key, title=reader.text(item.get("title"), item.get("list")))


def _dates(item: Json, kind: str, reader: Reader) -> str:
    since, until = reader.value(item.get("since")), reader.value(item.get("until"))
    if not since:
        return ""
    if kind == "rating":
        until = "" if until == "never" else until  # no last day is stated
        return reader.say("rated.until", since=since, until=until) if until else reader.say("rated", since=since)
    keys = {"points": "counted", "listing": "since"}
    return reader.say(keys.get(kind, "of-day"), since=since)


def _fallen(item: Json, reader: Reader) -> str:
    guard, until = reader.word(codes.GUARDS, item["guard"]), reader.value(item.get("until"))
    # A rating has said its last day already, and what would have stood for ever has none.
    if until not in ("", "never") and item.get("kind") != "rating":
        return reader.say("fallen.until", guard=guard, until=until)
    return reader.say("fallen", guard=guard)


def _nothing_found(items: Sequence[Json], records: Sequence[Json], reader: Reader) -> str:
    """未列入…（已查 10 个）, 没有“…”记录, 已查：…: what was looked up and not found, each once."""
    told = [_absent(item, records, reader) for item in items if "absent" in item]
    names = [name for item in items if "absent" not in item for name in _titles(item, "consulted", reader)]
    told += [reader.say("consulted", names=few(distinct(names), reader))] if names else []
    return reader.join(distinct(told), "，", ", ")


def _absent(item: Json, records: Sequence[Json], reader: Reader) -> str:
    title = reader.text(item.get("title")) or reader.word(codes.KINDS, item["absent"])
    if any(_is_among(record, item) for record in records):
        return reader.say("absent.fitting", title=title)  # there are some, and they have been told
    lists = _titles(item, "consulted", reader)
    if item["absent"] != "listing":
        return reader.say("absent", title=title)
    if "titles" in item and (len(lists) <= _MANY or reader.audience == "file"):
        return reader.say("not-on", lists=reader.listed(lists))
    return reader.say("not-on-many", title=title, n=len(lists))


def _titles(item: Json, key: str, reader: Reader) -> list[str]:
    """What was looked up, by title where there is one."""
    names = _names(item.get(key))
    titles = list_of(item, "titles") or [item.get("title")] * len(names)
    return [reader.text(t) or consulted_word(n, reader) for n, t in zip(names, titles, strict=False)]


def _names(consulted: object) -> list[object]:
    """One name or a list of names, as a list."""
    return list(consulted) if isinstance(consulted, list | tuple) else [consulted] if consulted else []


def few(names: Sequence[str], reader: Reader) -> str:
    """All names for the file; for others the first of many, and how many there are."""
    if len(names) <= _MANY or reader.audience == "file":
        return reader.listed(names)
    return reader.say("and-more", names=reader.listed(names[:_MANY]), n=len(names))


def _given(item: Json, reader: Reader) -> str:
    fact = str(item.get("given", ""))
    name = fact_word(fact, item.get("of"), reader)
    if item.get("value") is None or (item.get("of") and not reader.names_others):
        return name
    return reader.say("given", field=name, value=_given_value(fact, item, reader))


def _given_value(fact: str, item: Json, reader: Reader) -> str:
    value = item.get("value")
    if fact.endswith(".amount"):
        return reader.say("money", amount=reader.value(money(value)))
    if fact == "subject.kind":
        return reader.word(codes.SUBJECT_KINDS, value)
    return reader.text(item.get("title"), value)


def missing_words(item: Json, reader: Reader) -> str:
    """What to look up, and where."""
    fact, where = open_fact(item, reader), reader.text(item.get("where"))
    return whose(item, reader.say("missing.where", fact=fact, where=where) if where else fact, reader)


def open_fact(item: Json, reader: Reader) -> str:
    """A fact by its title. A list's or kind's title names nobody; one of another's record might."""
    name = str(item.get("fact", ""))
    of_record = "." in name and name.partition(".")[0] not in codes.KINDS
    hidden = of_record and item.get("of") and not reader.names_others
    return ("" if hidden else reader.text(item.get("title"))) or fact_word(name, item.get("of"), reader)


def fact_word(fact: str, owner: object, reader: Reader) -> str:
    """A fact by its name: 行政处罚, 事项金额, L1的金额. Of others, the record's id is not told to the subject."""
    if fact in codes.CONSULTED or fact in codes.FIELDS:
        return reader.word(codes.CONSULTED if fact in codes.CONSULTED else codes.FIELDS, fact)
    head, dot, tail = fact.partition(".")
    if not dot:
        return reader.value(fact)
    if head == "related":
        return reader.word(codes.CONSULTED, head)  # the role's title stands beside the facts it matters for
    if head in codes.CONSULTED:
        return f"{reader.word(codes.CONSULTED, head)} {reader.value(tail)}"
    name = reader.word(codes.FIELDS, tail)
    if owner and not reader.names_others:
        return name
    return reader.say("field.of", owner=reader.word(codes.KINDS, head), field=name)


def consulted_word(name: object, reader: Reader) -> str:
    return fact_word(str(name["what"] if isinstance(name, Mapping) else name), None, reader)


def until_words(finding: Json, reader: Reader) -> str:
    """Through which day a measure applies; an incentive without an end of its own says nothing."""
    lifts_on = finding.get("lifts_on")
    if lifts_on is None:
        never = "until.no-way" if list_of(finding, "no_way_out") else "until.never"
        return reader.say(never) if finding["polarity"] == "restriction" else ""
    last, day = _day_before(str(lifts_on)), reader.value(lifts_on)
    if last and finding.get("lifts_to") == "undetermined":
        said = reader.say("until.open" if _end_unstated(finding) else "until.unsure", last=last, lifts_on=day)
    else:
        said = reader.say("until", last=last, lifts_on=day) if last else reader.say("until.odd", lifts_on=day)
    return said + _returns(finding, reader)


def _end_unstated(finding: Json) -> bool:
    """Whether an entry it rests on has no stated end; else it is open because not everything was looked up."""
    causes = (cause for together in list_of(finding, "because") for cause in together)
    return any(cause.get("kind") == "listing" and cause.get("until") is None for cause in causes)


def _returns(item: Json, reader: Reader) -> str:
    back = item.get("returns_on")
    return reader.say("returns", date=reader.value(back)) if back else ""


def way_out_line(finding: Json, reader: Reader) -> Line:
    """How the subject gets out before the end: what the measure says, what was worked out, what the lists offer."""
    none = list_of(finding, "no_way_out")
    texts = [reader.text(finding.get("way_out_text"))]
    ways = list_of(finding, "way_out")
    told: set[object] = set()
    texts += [text for way in ways for text in _way(way, finding, told, reader)]
    texts += [reader.say("way-out.more")] if finding.get("way_out_more") else []
    worked_out = {change.get("list") for way in ways for change in way["changes"]}
    for repair in list_of(finding, "repair"):
        if repair.get("list") not in worked_out:
            texts += [_conditions(repair, reader), _procedure(repair, reader)]
    none = [] if ways else none
    texts += [reader.say("way-out.none", basis=basis_words(none, reader))] if none else []
    return reader.line("way-out", *(texts if any(texts) else [reader.say("way-out.unknown")]))


#: What a way out leaves, where it is not simply that the measure no longer applies.
_LEAVES = {"undetermined": "way-out.undetermined", "does-not-apply": "way-out.does-not-apply"}


def _way(way: Json, finding: Json, told: set[object], reader: Reader) -> list[str]:
    """What has to happen and since when it may, from when on the measure lifts at the earliest, and how to apply.

    Where several repairs may be applied for from different days, each says its own, so that nobody waits with one for
    the day of another. How to apply is said once of each record; `told` keeps of which it is.
    """
    days = {change.get("apply_from") for change in way["changes"] if change["change"] == "repaired"}
    each = (noted_change(change, finding, reader, since=len(days) > 1) for change in way["changes"])
    changes = reader.join(each, "、", " and ")
    lifts_on, apply_from = reader.value(way.get("lifts_on")), reader.value(way.get("apply_from"))
    if not lifts_on:
        return [changes]
    if apply_from and len(days) == 1:
        key = "way-out.open" if all(change.get("open", False) for change in way["changes"]) else "way-out.apply"
        said = reader.say(key, changes=changes, apply_from=apply_from, lifts_on=lifts_on)
    else:
        said = reader.say("way-out.lifts", changes=changes, lifts_on=lifts_on)
    if way.get("leaves") in _LEAVES:
        said += reader.say(_LEAVES[way["leaves"]])
    new = [change for change in way["changes"] if (change.get("of"), change["record"]) not in told]
    told.update((change.get("of"), change["record"]) for change in new)
    return [said + _returns(way, reader), *(how for change in new for how in _how(change, way, reader))]


def noted_change(change: Json, finding: Json, reader: Reader, *, since: bool = False) -> str:
    """A change, with whether the breach is corrected where that is not so or not told, what is counted on, and where
    wanted since when it may be applied for."""
    noted = []
    if "corrected" in change and not change["corrected"]:
        noted.append(reader.say("way-out.not-corrected" if change["corrected"] is False else "way-out.not-told"))
    assumed = map_of(change, "assumes")
    if assumed:
        step = reader.word(codes.FIELDS, assumed["field"])
        noted.append(reader.say("way-out.assumes", step=step, day=reader.value(assumed["on"])))
    if since and change.get("apply_from"):
        key = "way-out.since-open" if change.get("open") else "way-out.since"
        noted.append(reader.say(key, day=reader.value(change["apply_from"])))
    said = change_word(change, finding, reader)
    return reader.say("way-out.noted", change=said, notes=reader.join(noted, "，", ", ")) if noted else said


def _how(change: Json, way: Json, reader: Reader) -> list[str]:
    """Conditions and procedure of a repair; of several, which record's they are."""
    conditions = reader.text(change.get("conditions"))
    if not any((conditions, change.get("apply_at"), change.get("decided_within"), change.get("basis"))):
        return []
    said = reader.say("way-out.conditions", conditions=conditions) if conditions else ""
    if len(way["changes"]) > 1 and said and (reader.names_others or not change.get("of")):
        said = reader.say("way-out.of-record", record=reader.value(change["record"]), conditions=said)
    return [text for text in (said, _procedure(change, reader)) if text]


def change_word(change: Json, finding: Json, reader: Reader) -> str:
    """L1 信用修复; of a related subject, whose record it is."""
    name = reader.word(codes.CHANGES, change["change"])
    owner = change["of"] if "of" in change else _owner(change["record"], finding)
    if owner and not reader.names_others:
        return whose({"of": owner}, name, reader)
    return whose({"of": owner}, reader.say("change", record=reader.value(change["record"]), change=name), reader)


def _owner(record: object, finding: Json) -> object:
    """Whose record it is: the subject's own if any cause names it so, else the related subject's."""
    owners = [item.get("of") for cause in list_of(finding, "because") for item in cause if item.get("record") == record]
    return None if None in owners or not owners else owners[0]


def _conditions(repair: Json, reader: Reader) -> str:
    title, conditions = reader.text(repair.get("title"), repair.get("list")), reader.text(repair.get("conditions"))
    key = "repair.conditions" if conditions else "repair.plain"
    said = reader.say(key, title=title, **({"conditions": conditions} if conditions else {}))
    return reader.join((said, _waiting(repair, reader)))


def _waiting(repair: Json, reader: Reader) -> str:
    after, start = repair.get("after"), repair.get("counted_from")
    if not after:
        return ""
    span = reader.value(words.period(str(after), reader.lang))
    if not start:
        return reader.say("repair.after", after=span)
    return reader.say("repair.after.from", after=span, from_day=reader.word(codes.FIELDS, start))


def _procedure(repair: Json, reader: Reader) -> str:
    """Where to apply, how long it takes, and whose word counts."""
    place, within = reader.text(repair.get("apply_at")), repair.get("decided_within")
    basis = basis_words(list_of(repair, "basis"), reader)
    span = reader.value(words.period(str(within), reader.lang)) if within else ""
    told = (
        reader.say("repair.apply", to=place) if place else "",
        reader.say("repair.decided", within=span) if span else "",
        reader.say("repair.counts"),
        reader.say("repair.basis", basis=basis) if basis else "",
    )
    return reader.join(told)


def _remedies(remedies: Sequence[Json], reader: Reader) -> Line:
    told = [reader.say("remedy", how=_remedy(remedy, reader)) for remedy in remedies]
    return reader.line("remedy", *(told or [reader.say("remedy.unknown")]))


def _remedy(remedy: Json, reader: Reader) -> str:
    name, to = reader.text(remedy.get("name")), reader.text(remedy.get("to"))
    within = reader.value(words.period(str(remedy["within"]), reader.lang)) if remedy.get("within") else ""
    if within and to:
        return reader.say("remedy.within", name=name, to=to, within=within)
    if to:
        return reader.say("remedy.to", name=name, to=to)
    return reader.say("remedy.time", name=name, within=within) if within else reader.say("remedy.name", name=name)


def basis_words(basis: Sequence[Json], reader: Reader) -> str:
    """Sources and articles, one after another."""
    return " · ".join(_source(entry, reader) for entry in basis)


def _source(entry: Json, reader: Reader) -> str:
    """《…法》第二十二条, or Law, art. 22; numbers of documents stand without 《》."""
    title = reader.text(entry.get("title"), entry.get("source"))
    place = reader.value(words.article(str(entry["article"]), reader.lang)) if entry.get("article") else ""
    if reader.lang != "zh":
        return f"{title}, {place}" if place else title
    bare = title.startswith("《") or "〔" in title or not entry.get("title")
    return f"{title}{place}" if bare else f"《{title}》{place}"


def _day_before(day: str) -> str:
    """The last day a measure applies, given the first it does not; empty if `day` is no date."""
    try:
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""


# --- other people --------------------------------------------------------------------------------------


def people_of(decision: Json, reader: Reader) -> dict[str, str]:
    """What each related subject is called on this page: to the subject by role only, else by name and id."""
    people: dict[str, str] = {}
    for finding in list_of(decision, "findings"):
        for item in (item for cause in list_of(finding, "because") for item in cause if "related" in item):
            people.setdefault(str(item["related"]), person_word(item, reader))
    return people


def person_word(item: Json, reader: Reader) -> str:
    """What a related subject is called: to the subject by role only, else by name and id."""
    role = reader.text(item.get("title"), item.get("role"))
    if not reader.names_others:
        return role
    name = reader.value(item.get("name"))
    told = reader.say("person", role=role, name=name) if name else role
    return f"{told} ({reader.value(item['related'])})"


def _who(owner: object, reader: Reader) -> str:
    known = reader.people.get(str(owner))
    if known is not None:
        return known
    return reader.say("someone") + (f" ({reader.value(owner)})" if reader.names_others else "")


def whose(item: Json, what: str, reader: Reader) -> str:
    owner = item.get("of")
    return reader.say("whose", who=_who(owner, reader), what=what) if owner else what


# --- what is not concerned (--all) ---------------------------------------------------------------------


def compact_block(finding: Json, reader: Reader) -> Block:
    """A measure that does not apply, with the condition that decided it, on one line."""
    decided = map_of(finding, "decided_by")
    tests = reader.join(_test(test, reader) for test in list_of(decided, "tests"))
    why = reader.word(codes.DECIDED_BY, decided["why"]) if decided.get("why") else ""
    said = reader.say("decided-by.tests", why=why, tests=tests) if why and tests else why or tests
    line = reader.line("why", said)
    return replace(_first_line(finding, reader), lines=filled([line]))


def _test(entry: Json, reader: Reader) -> str:
    test = map_of(entry, "test")
    # What was found out about somebody else is not told to the subject.
    hidden = not reader.names_others and ("related" in test or entry.get("of"))
    found = "" if hidden else reader.text(entry.get("found"))
    said = _condition(test, reader)
    return reader.say("test.found", test=said, found=found) if said and found else said or found


def _condition(test: Json, reader: Reader) -> str:
    """A condition in words: 名单记录（名单 tax-major、wage-arrears）."""
    parts = []
    for key, value in test.items():
        if key == "basis":  # why a test may look back is for those who write rules
            continue
        name = reader.word(codes.KINDS if key in codes.KINDS else codes.FIELDS, key)
        parts.append(f"{name} {_sought(value, reader, key)}".strip())
    return reader.listed(parts)


_WORDS_OF_VALUES: Mapping[str, codes.Table] = {
    "kind": {**codes.PENALTY_KINDS, **codes.SUBJECT_KINDS},
    "severity": codes.SEVERITIES,
    "type": codes.COMMITMENT_TYPES,
    "removal": codes.REMOVALS,
}


def _sought(value: object, reader: Reader, key: str = "") -> str:
    """What a test asks of a field, with the signs everybody reads."""
    if isinstance(value, Mapping):
        if set(value) <= set(_SIGNS):
            return " ".join(_SIGNS[sign](_sought(bound, reader, key), reader) for sign, bound in value.items())
        return f"[{_condition(value, reader)}]" if value else ""
    if isinstance(value, list):
        return "/".join(_sought(each, reader, key) for each in value)
    if key == "within":
        return reader.value(words.period(str(value), reader.lang))
    if key in _WORDS_OF_VALUES:
        return reader.word(_WORDS_OF_VALUES[key], value)
    return reader.value(value if not isinstance(value, bool) else str(value).lower())


def _happened(value: str, reader: Reader) -> str:
    return reader.say("happened" if value == "true" else "not-happened")


_SIGNS: Mapping[str, Callable[[str, Reader], str]] = {
    "at_least": lambda value, reader: f"≥ {value}",
    "at_most": lambda value, reader: f"≤ {value}",
    "above": lambda value, reader: f"＞ {value}",
    "below": lambda value, reader: f"＜ {value}",
    "between": lambda value, reader: value.replace("/", "–"),
    "happened": _happened,
}

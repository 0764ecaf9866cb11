"""Tell: what was screened as plain data (`screening/1`), which reports, spreadsheets and other programs are made of.

A bidder to whom nothing applies is told with the digests of its check; every other decision stands there whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from credit_rules.backends import engines_of, unverified_by
from credit_rules.errors import problem
from credit_rules.model.action import Action
from credit_rules.model.canonical import digest
from credit_rules.model.days import parse_day
from credit_rules.model.facts import Consulted
from credit_rules.rosters import Roster, proven
from credit_rules.screening.names import normal
from credit_rules.screening.screening import (
    MOMENTS,
    OUTCOMES,
    Possible,
    Screened,
    ScreenedTender,
    Screener,
    outcomes_of,
)
from credit_rules.screening.tallies import Tally
from credit_rules.screening.tenders import Moment, Party
from credit_rules.stages.comparing import compare
from credit_rules.version import VERSION

Json = dict[str, Any]


def told(
    screened: Sequence[ScreenedTender], screener: Screener, tallies: Sequence[Tally], profiles: Sequence[Json]
) -> Json:
    """Everything that was screened, with what went in.

    `id` is the head of the digest of all but `id` and `run`, whatever folders the files lie in; a decision counts by
    its own id, which wording and engines do not change. `inputs` is the digest of the digests of the files.
    `unchecked` tells how many of each outcome were not checked.
    """
    tenders = [_tender(one, screener) for one in screened]
    files = [entry["digest"] for entry in (*(tally.as_json() for tally in tallies), *profiles)]
    data: Json = {
        "format": "screening/1",
        "counts": dict(outcomes_of(screened)),
        "unchecked": _sum(tender["unchecked"] for tender in tenders),
        "countries": list(_countries(screened)),
        "tenders": tenders,
        "files": [dict(tally.as_json()) for tally in tallies],
        "profiles": list(_profiles(profiles, screener.roster)),
        "coverage": [
            _coverage(path, coverage, screener)
            for path, coverage in (*screener.roster.coverages, *screener.roster.searches)
        ],
        "inputs": digest(files),
        "plan": screener.plan.digest,
    }
    return {"id": _number(data), **data, "run": _run(screener)}


def _digested(tender: Json, folders: Sequence[str]) -> Json:
    """The tender without folders, and with a digest in place of each bidder, of which there may be very many."""
    told = ({**one, "decision": one["decision"] and one["decision"]["id"]} for one in tender["bidders"])
    return {**_without({**tender, "bidders": []}, folders), "bidders": [digest(_without(one, folders)) for one in told]}


def _run(screener: Screener) -> Json:
    """Which program by which engines, and why the second one was not among them where it was wanted; as decisions."""
    told = {"version": VERSION, "verified_by": list(engines_of(screener.engine))}
    unverified = unverified_by(screener.engine)
    return told if unverified is None else {**told, "unverified": unverified}


def _number(data: Json) -> str:
    """The number of the report: whoever has the same files in another folder comes to the same."""
    paths = {entry["file"] for part in ("files", "profiles", "coverage") for entry in data[part]}
    folders = sorted({path[: -len(Path(path).name)] for path in paths} - {""}, key=len, reverse=True)
    core = _without({**data, "tenders": []}, folders)
    tenders = [_digested(tender, folders) for tender in data["tenders"]]
    return digest({**core, "tenders": tenders}).rpartition(":")[2][:16]


def _without(value: Any, folders: Sequence[str]) -> Any:
    """The same without the folders in which files lie."""
    if isinstance(value, str):
        for folder in folders:
            value = value.replace(folder, "")
        return value
    if isinstance(value, Mapping):
        return {key: _without(each, folders) for key, each in value.items()}
    return [_without(each, folders) for each in value] if isinstance(value, list | tuple) else value


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return {outcome: total[outcome] for outcome in OUTCOMES}


def _profiles(files: Sequence[Json], roster: Roster) -> Iterator[Json]:
    """The files of profiles: how many each holds, and what could not be read."""
    lines = (line for lines in (*roster.lines.values(), roster.nameless) for line in lines if not line.problems)
    held = Counter(file for file, _ in {(str(line.file), line.at) for line in lines})
    notes: dict[str, list[Json]] = {}
    for note in roster.notes:
        notes.setdefault(_file_of(note.at), []).append(note.as_json())
    for entry in files:
        yield {**entry, "profiles": held[entry["file"]], "notes": notes.get(entry["file"], [])}


def _file_of(at: str) -> str:
    """The file of a place: lists.jsonl of lists.jsonl:12#/listings/0."""
    return re.sub(r"(:\d+)*$", "", at.partition("#")[0])


def _coverage(path: Any, coverage: Any, screener: Screener) -> Json:
    told = coverage.model_dump(mode="json", exclude_none=True)
    return {"file": str(path), "title": _title(screener.plan.law, coverage.what), **told}


def _countries(screened: Sequence[ScreenedTender]) -> Iterator[Json]:
    """For each country: tenders, bidders, and who of them is identified, has possible matches, or is neither."""
    found: dict[str, Counter[str]] = {}
    for tender in screened:
        counts = found.setdefault(tender.tender.country, Counter())
        counts["tenders"] += 1
        for one in tender.bidders:
            counts["bidders"] += 1
            counts[_standing(one)] += 1
            counts["possible"] += bool(one.possible)
    for country in sorted(found):
        yield {"country": country, **{name: found[country][name] for name in _COUNTED}}


_COUNTED = ("tenders", "bidders", "identified", "by_name", "nobody", "possible")


def _standing(one: Screened) -> str:
    """Identified by a certain identifier; else by name only; else nobody."""
    if one.checked:
        return "identified"
    return "by_name" if one.whole is not None or one.bidder.party.name else "nobody"


# --- tenders ----------------------------------------------------------------------------------------------------------


def _tender(one: ScreenedTender, screener: Screener) -> Json:
    tender = one.tender
    known: dict[int, Json] = {}  # look-ups already told, by their identity: they are kept once
    action = next((bidder.action for bidder in one.bidders if bidder.action is not None), None)
    columns = _columns(screener, action) if action is not None else []
    bidders = [_bidder(number, bidder, known) for number, bidder in enumerate(one.bidders, 1)]
    return {
        "id": tender.id,
        "title": tender.title,
        "buyer": tender.buyer,
        "agency": tender.agency,
        "operator": action and action.operator,
        "body": action and action.body,
        "country": tender.country,
        "at": tender.at,
        "moments": {name: _moment(name, told) for name in MOMENTS if (told := tender.moment(name)) is not None},
        "moment": _moment(one.moment, one.at),
        "compared": _moment(*one.other) if one.other else None,
        "counts": dict(one.counts),
        "unchecked": _sum([Counter(bidder.outcome for bidder in one.bidders if not bidder.checked)]),
        "warnings": [*_of_what_was_known(action), *_of_other_days(one, columns, bidders, screener), *_carried(bidders)],
        "columns": columns,
        "measures": _measures(one),
        "articles": _articles(one, screener),
        "bidders": bidders,
        "doubts": [doubt.as_json() for doubt in (*one.doubts, *tender.doubts)],
    }


def _columns(screener: Screener, action: Any) -> list[Json]:
    law = screener.plan.law
    names = screener.columns(action)
    return [{"list": name, "title": _title(law, name)} for name in names]


def _title(law: Any, name: str) -> Any:
    return law.lists[name].title.as_json() if name in law.lists else None


def _measures(one: ScreenedTender) -> list[Json]:
    """The measures at the action, whether or not they apply to anybody."""
    checked = next((bidder for bidder in one.bidders if bidder.whole is not None), None)
    decision = checked.decision if checked is not None else None
    found = decision.as_json(everything=True)["findings"] if decision is not None else []
    keys = ("measure", "measure_list", "edition", "title", "polarity", "effect", "duty", "basis")
    return [{key: each[key] for key in keys} for each in found if (each.get("decided_by") or {}).get("why") not in _OUT]


def _articles(one: ScreenedTender, screener: Screener) -> Json:
    """The articles cited against somebody, in their own words, as far as the catalogue holds them."""
    cited = {
        (entry["source"], entry.get("article") or "")
        for bidder in one.bidders
        for finding in (bidder.told or {}).get("findings", ())
        if finding["finding"] == "applies" and finding["polarity"] == "restriction"
        for entry in finding["basis"]
    }
    sources = screener.plan.law.sources
    found = {f"{name} {article}": sources[name].words_of(article) for name, article in sorted(cited) if name in sources}
    return {key: text for key, text in found.items() if text}


_OUT = ("actions", "region", "edition", "by")


def _moment(name: str, moment: Moment | None) -> Json | None:
    if moment is None:
        return {"name": name, "day": None, "written": "", "at": ""} if name else None
    return {"name": name, "day": moment.day.isoformat(), "written": moment.written, "at": moment.at}


# --- warnings ---------------------------------------------------------------------------------------------------------


def _of_what_was_known(action: Action | None) -> Iterator[Json]:
    """Where it was asked as known on an earlier day: lists then tell less than what was published."""
    if action is not None and action.known is not None and action.known < action.date:
        yield {"code": "known-before", "known": action.known.isoformat(), "moment": action.date.isoformat()}


def _of_other_days(
    one: ScreenedTender, columns: Sequence[Json], bidders: Sequence[Json], screener: Screener
) -> Iterator[Json]:
    """Lists and profiles that are older than a moment asked about, and lists that are younger."""
    held = {column["list"]: _days_of(column["list"], bidders, screener) for column in columns}
    moments = [moment for moment in (one.at, one.other and one.other[1]) if moment is not None]
    for moment in moments:
        for code, which, sign in (("lists-before", 0, 1), ("lists-after", 1, -1)):
            lists = [
                {**column, "as_of": days[which].isoformat(), "days": away}
                for column in columns
                if (days := held[column["list"]]) and (away := sign * (moment.day - days[which]).days) > 0
            ]
            # The moment compared with is not told bidder by bidder.
            stale = _stale(bidders) if code == "lists-before" and moment is one.at else []
            if lists or stale:
                days_ = max([entry["days"] for entry in lists] + stale)
                every = len(lists) == sum(days is not None for days in held.values())
                told = {"code": code, "moment": moment.day.isoformat(), "days": days_, "bidders": len(stale)}
                yield {**told, "lists": lists, "all": every}


def _stale(bidders: Sequence[Json]) -> list[int]:
    """By how many days profiles are older than the action, one number for each of those that are."""
    return [told["days"] for one in bidders for told in _warnings_of(one) if told["code"] == "stale"]


def _warnings_of(one: Json) -> list[Json]:
    return list((one["decision"] or {}).get("warnings", ()))


def _days_of(name: str, bidders: Sequence[Json], screener: Screener) -> tuple[date, date] | None:
    """As of which day a register counts at least, and at most: by its coverages, or by what was searched for whom.

    Whatever else holds a register, its youngest coverage tells of the last entries, its oldest of those removed since;
    of searches the other way round, for each is of one bidder.
    """
    law = screener.plan.law
    colour = law.colour(name) if name in law.lists else None
    kind, _, inner = ("listing", "", name) if name in law.lists else name.partition(".")
    days = [
        coverage.as_of
        for _, coverage in screener.roster.coverages
        if coverage.as_of is not None
        and Consulted(frozenset(proven(coverage, law))).covers(kind, inner or None, colour)
    ]
    if days:
        return max(days), min(days)
    asked = {str(party["lookups"].get(name, {}).get("at") or "") for one in bidders for party in one["parties"]}
    searched = [day for hour in asked if (day := _day_in(hour)) is not None]
    return (min(searched), max(searched)) if searched else None


def _day_in(hour: str) -> date | None:
    """The day with which an hour begins; people write it as they like."""
    try:
        return parse_day(hour[:10])
    except ValueError:
        return None


def _carried(bidders: Sequence[Json]) -> Iterator[Json]:
    """Warnings of decisions that find nothing, or of all, each once, with how many bidders carry it."""
    found: dict[tuple[str, ...], Json] = {}
    plain: Counter[tuple[str, ...]] = Counter()
    counted: Counter[tuple[str, ...]] = Counter()
    decided = [one for one in bidders if one["decision"] is not None]
    for one in decided:
        own = {_key(warning): warning for warning in _warnings_of(one) if warning["code"] != "stale"}
        for key, warning in own.items():
            found.setdefault(key, {**warning, "at": key[-1]})
        counted.update(own.keys())
        plain.update(own.keys() if one["outcome"] == "ordinary" else ())
    for key in sorted(found):
        if plain[key] or counted[key] == len(decided):
            yield {**found[key], "bidders": counted[key]}


def _key(warning: Json) -> tuple[str, ...]:
    """What makes two warnings the same: whoever is related stands at another place with every bidder."""
    at = str(warning.get("at") or "")
    return warning["code"], str(warning.get("list") or ""), "/related" if at.startswith("/related") else at


# --- bidders ----------------------------------------------------------------------------------------------------------


def _bidder(number: int, one: Screened, known: dict[int, Json]) -> Json:
    bidder = one.bidder
    return {
        "number": bidder.number or str(number),
        "name": bidder.party.name,
        "at": bidder.party.at,
        "outcome": one.outcome,
        "outcome_because": [{"code": code, "measure": measure} for code, measure in one.because],
        "checked": one.checked,
        "identity": _identity(one),
        "declares": bidder.declares,
        "still_in": bidder.still_in,
        "bids": [{"id": bid.id, "status": bid.status, "at": bid.at} for bid in bidder.bids],
        "found_in": list(bidder.found_in),
        "local_ids": list(bidder.local_ids),
        "parties": list(_parties(one, known)),
        "possible": [_possible(match) for match in one.possible],
        "doubts": [doubt.as_json() for doubt in (*bidder.doubts, *_name_doubts(one))],
        "problems": [found.as_json() for found in one.problems],
        "decision": one.told,
        "compared": None if one.compared is None else _compared(one, one.compared),
    }


def _identity(one: Screened) -> Json | None:
    if one.whole is None:
        return None
    subject = one.whole.subject
    judged = subject.judged
    return {
        "scheme": judged.identifier.scheme if judged else None,
        "id": judged.identifier.id if judged else None,
        "certain": subject.certain,
        "doubt": subject.doubt if judged else "identity-name-only",
        "line": subject.at or None,
    }


def _parties(one: Screened, known: dict[int, Json]) -> Iterator[Json]:
    """The one asked about, then the members of the consortium and whoever else counts, each with its look-ups."""
    if one.whole is None:
        return
    for party, lookups in zip(one.whole.everybody, one.lookups, strict=True):
        if id(lookups) not in known:  # whoever was found nowhere has the same as everybody else
            known[id(lookups)] = {entry["list"]: _lookup(entry) for entry in lookups}
        subject = party.data["subject"]
        yield {
            "role": party.role or None,
            "name": party.party.name or subject.get("name") or "",
            "id": subject.get("id"),
            "scheme": party.judged.identifier.scheme or None if party.judged else None,
            "certain": party.certain,
            "doubt": (party.doubt if party.judged else "identity-name-only") if not party.certain else None,
            "lookups": known[id(lookups)],
        }


def _lookup(entry: Mapping[str, Any]) -> Json:
    return {"state": entry["state"], "at": entry["at"], "channel": entry["channel"], "by": entry["by"]}


def _possible(found: Possible) -> Json:
    match = found.match
    return {
        "of": _shown(found.of.party),
        "role": found.of.role or None,
        "asked": match.asked.written,
        "found": match.found.written,
        "form": match.found.form,
        "score": match.score,
        "why": list(match.why),
        "at": match.known.at,
        "identifiers": [{"scheme": each.scheme, "id": each.id} for each in match.known.identifiers],
        "matters": found.matters,
        "measures": list(found.measures),
        "lists": list(found.lists),
    }


def _shown(party: Party) -> str:
    return party.name or next((identifier.id for identifier in party.identifiers), "")


def _name_doubts(one: Screened) -> Iterator[Any]:
    """Where the record under a code bears another name than the tender: a change of name, or somebody else's code."""
    for each in one.whole.everybody if one.whole is not None else ():
        recorded, written = each.data["subject"].get("name"), each.party.name
        names = [recorded, *each.data["subject"].get("other_names", ())]
        if recorded and written and normal(written).core not in {normal(name).core for name in names if name}:
            yield problem("screen-name-differs", each.party.at, name=written, other=recorded)


# --- two moments ------------------------------------------------------------------------------------------------------


def _compared(one: Screened, other: Screened) -> Json:
    """What is found at the other moment, and what is otherwise."""
    decision = None if one.decision is None else one.decision.as_json()
    then = None if other.decision is None else other.decision.as_json()
    changes = compare(decision, then).findings if decision is not None and then is not None else ()
    return {
        "outcome": other.outcome,
        "outcome_because": [{"code": code, "measure": measure} for code, measure in other.because],
        "problems": [found.as_json() for found in other.problems],
        "id": None if then is None else then["id"],
        "changed": one.outcome != other.outcome,
        "findings": [
            {
                "measure": change.measure,
                "measure_list": change.measure_list,
                "title": change.told.get("title"),
                "polarity": change.told.get("polarity"),
                "was": None if change.was is None else change.was["finding"],
                "now": None if change.now is None else change.now["finding"],
            }
            for change in changes
            if (change.was or {}).get("finding") != (change.now or {}).get("finding")
        ],
    }


def requests(screened: Sequence[ScreenedTender]) -> Iterator[Json]:
    """A line for each bidder that was checked, from which `check-subject` gives the same decision."""
    for number, tender in enumerate(screened, 1):
        for one in tender.bidders:
            if one.whole is not None and one.action is not None and one.whole.subject.doubt not in _NOT_IN_PROFILES:
                action = one.action.model_dump(mode="json", exclude_none=True)
                yield {"request": f"{number}/{one.bidder.number}", "profile": one.whole.data, "action": action}


#: Doubts that whoever supplies the data has, and that no profile says.
_NOT_IN_PROFILES = ("identity-kind-unclear",)

__all__ = ["OUTCOMES", "requests", "told"]

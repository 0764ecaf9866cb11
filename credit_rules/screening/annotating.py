"""OCDS out: a release for each tender that says, bid by bid, what the check came to.

What came as OCDS goes out as it came, with the check of each bid laid on it; of a sheet of bidders a release is made.
What OCDS has no place for stands with the bid as `sheetRow`, so that the release can be screened as the sheet was.
The status of a bid is left as it was: nobody is disqualified here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

from credit_rules.errors import InputError, problem
from credit_rules.model.canonical import digest
from credit_rules.screening.readers.files import source_of
from credit_rules.screening.readers.ocds import SHEET_ROW, releases_of
from credit_rules.version import VERSION

Json = dict[str, Any]

#: Statuses of the bids extension; what else a file says is no status there.
_STATUSES = frozenset({"invited", "pending", "valid", "disqualified", "withdrawn"})
_EXTENSION = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
_MEMBER = "consortium-member"
#: Where the schema has the moments of a tender.
_MOMENTS = {"deadline": ("tenderPeriod", "endDate"), "opening": ("bidOpening", "date")}
_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s*[:：时点]\s*(\d\d)?")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DEEPEST = 200


def originals_of(data: Mapping[str, Any]) -> dict[str, list[Json]]:
    """The releases that were screened, as they stand in their files, by the place of their tender."""
    wanted = {tender["at"] for tender in data["tenders"]}
    sources = (source_of(Path(entry["file"])) for entry in data["files"] if entry["format"] == "ocds")
    told = ((at, releases) for source in sources for at, releases in releases_of(source) if at in wanted)
    return {at: [_kept(release, at) for release in releases] for at, releases in told}


def annotated(data: Mapping[str, Any], originals: Mapping[str, Sequence[Json]] | None = None) -> Json:
    """A package (OCDS 1.1 with the bids extension) of a screening.

    A tender among `originals` keeps its releases as they came, with what the check came to laid on each bid; of every
    other, as of a sheet of bidders, a release is made. Where a tender has several releases, each is told as a record.
    """
    found = {tender["at"]: (originals or {}).get(tender["at"]) for tender in data["tenders"]}
    tenders = [
        (tender, _laid_on(releases, data, tender) if releases else [_release(data, tender, number)])
        for number, tender in enumerate(data["tenders"], 1)
        for releases in [found[tender["at"]]]
    ]
    package: Json = {
        "uri": f"urn:credit-rules:screening:{data['id']}",
        "version": "1.1",
        "extensions": [_EXTENSION],
        "publishedDate": max((_date(tender) for tender, _ in tenders), default="1970-01-01T00:00:00Z"),
        "publisher": {"name": f"credit-rules {VERSION}"},
    }
    if any(len(releases) > 1 for _, releases in tenders):
        records = (
            {"ocid": releases[0].get("ocid") or tender["at"], "releases": releases} for tender, releases in tenders
        )
        return {**package, "records": list(records)}
    return {**package, "releases": [release for _, releases in tenders for release in releases]}


# --- releases as they came --------------------------------------------------------------------------------------------


def _laid_on(releases: Sequence[Json], data: Mapping[str, Any], tender: Mapping[str, Any]) -> list[Json]:
    """The releases with a check on each bid; in the last also the checks of those who have none there."""
    told = deepcopy(list(releases))
    bids = {_key(bid, len(told)): one for one in tender["bidders"] for bid in one["bids"]}
    seen: set[int] = set()
    for release in told:
        for number, bid in enumerate(_details(release)):
            one = bids.get((number, str(bid.get("id", "")) if len(told) > 1 else "")) if isinstance(bid, dict) else None
            if one is not None:
                bid["creditCheck"] = _check(one, data)
                seen.add(id(one))
    rest = [(place, one) for place, one in enumerate(tender["bidders"], 1) if id(one) not in seen]
    if rest:
        told[-1]["creditChecks"] = [
            {"id": str(place), "tenderer": {"name": one["name"], "ids": one["local_ids"]}, **_check(one, data)}
            for place, one in rest
        ]
    return told


def _key(bid: Mapping[str, Any], releases: int) -> tuple[int, str]:
    """Where a bid stands among the bids; of several releases also how it is called, for each has its own bids."""
    return int(bid["at"].rpartition("/")[2]), bid["id"] if releases > 1 else ""


def _details(release: Json) -> list[Any]:
    """The bids, also where they are not shaped as the extension has it."""
    bids = release.get("bids")
    details = bids.get("details") if isinstance(bids, dict) else bids
    return details if isinstance(details, list) else [details] if isinstance(details, dict) else []


def _kept(value: Any, at: str, depth: int = 0) -> Any:
    """The same, so that it can be written as JSON again."""
    if depth > _DEEPEST:
        raise InputError([problem("too-deep", at, most=_DEEPEST)])
    if isinstance(value, dict):
        return {_kept(key, at): _kept(each, at, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_kept(each, at, depth + 1) for each in value]
    if isinstance(value, Decimal):  # of a large file, which is read piece by piece
        return int(value) if value == value.to_integral_value() and "." not in str(value) else float(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


# --- releases that are made -------------------------------------------------------------------------------------------


def _date(tender: Mapping[str, Any]) -> str:
    return f"{(tender['moment'] or {}).get('day') or '1970-01-01'}T00:00:00Z"


def _release(data: Mapping[str, Any], tender: Mapping[str, Any], number: int) -> Json:
    bidders = list(enumerate(tender["bidders"], 1))
    parties: dict[str, Json] = {}
    details = [_bid(place, one, parties, bid, data) for place, one in bidders for bid in one["bids"] or [None]]
    told: Json = {
        "ocid": tender["id"] or f"credit-rules-{digest(tender['at']).rpartition(':')[2][:12]}-{number}",
        "id": f"{data['id']}-{number}",
        "date": _date(tender),
        "tag": ["tenderUpdate"],
        "initiationType": "tender",
        "parties": list(parties.values()),
        "tender": {
            "id": tender["id"] or str(number),
            "tenderers": [{"id": party["id"], "name": party["name"]} for party in parties.values()],
        },
        "bids": {"details": _apart(details)},
    }
    if tender["buyer"]:
        told["buyer"] = {"name": tender["buyer"]}
    if tender["title"]:
        told["tender"]["title"] = tender["title"]
    for name, (outer, inner) in _MOMENTS.items():
        if name in tender["moments"]:
            told["tender"][outer] = {inner: _stamp(tender["moments"][name])}
    if "award" in tender["moments"]:
        told["tag"].append("award")
        told["awards"] = [{"id": f"award-{number}", "date": _stamp(tender["moments"]["award"])}]
    return told


def _stamp(moment: Mapping[str, Any]) -> str:
    """The day and, where one is written, the hour, which is Beijing's."""
    written = str(moment["written"])
    if _STAMP.fullmatch(written):
        return written
    hour = _HOUR.search(written)
    clock = (int(hour[1]), int(hour[2] or 0)) if hour else (0, 0)
    if clock > (23, 59) or clock[1] > 59:
        clock = (0, 0)
    return f"{moment['day']}T{clock[0]:02}:{clock[1]:02}:00+08:00"


def _apart(details: list[Json]) -> list[Json]:
    """Bids with ids of their own: where two are called alike, the later one gets a number."""
    taken: dict[str, int] = {}
    for bid in details:
        taken[bid["id"]] = taken.get(bid["id"], 0) + 1
        if taken[bid["id"]] > 1:
            bid["id"] = f"{bid['id']}-{taken[bid['id']]}"
    return details


def _bid(
    place: int,
    one: Mapping[str, Any],
    parties: dict[str, Json],
    bid: Mapping[str, Any] | None,
    data: Mapping[str, Any],
) -> Json:
    tenderers = list(_tenderers(place, one))
    for party in tenderers:
        parties.setdefault(party["id"], party)
    told: Json = {"id": (bid and bid["id"]) or f"bid-{place}"}
    if bid is not None and bid["status"] in _STATUSES:
        told["status"] = bid["status"]
    told["tenderers"] = [{"id": party["id"], "name": party["name"]} for party in tenderers]
    told[SHEET_ROW] = {"number": one["number"], "name": one["name"]}
    if one["declares"] is not None:
        told[SHEET_ROW]["declaresNoMajorViolation"] = one["declares"]
    told["creditCheck"] = _check(one, data)
    return told


def _tenderers(place: int, one: Mapping[str, Any]) -> Iterator[Json]:
    """The bidder; of a consortium, its members."""
    own = [party for party in one["parties"] if party["role"] in (None, _MEMBER)]
    if not own:
        yield {"id": f"bidder-{place}", "name": one["name"] or f"bidder-{place}", "roles": ["tenderer"]}
    for number, party in enumerate(own):
        local = one["local_ids"][0] if one["local_ids"] and not number else None
        scheme = party["scheme"]
        name = f"bidder-{place}" if not number else f"bidder-{place}-{number}"
        written = f"{scheme}-{party['id']}" if scheme and party["id"] else party["id"]
        told: Json = {"id": local or written or name, "name": party["name"] or party["id"] or name}
        if party["id"]:
            told["identifier"] = {"scheme": scheme, "id": party["id"]} if scheme else {"id": party["id"]}
        yield {**told, "roles": ["tenderer"]}


def _check(one: Mapping[str, Any], data: Mapping[str, Any]) -> Json:
    """What the check came to; the whole decision lies in the report."""
    decision = one["decision"] or {}
    applying = [f for f in decision.get("findings", ()) if f["finding"] == "applies"]
    told: Json = {
        "outcome": one["outcome"],
        "outcomeBecause": list(one["outcome_because"]),
        "identityCertain": bool(one["checked"]),
        "report": data["id"],
        "decision": decision.get("id"),
        "date": decision.get("date"),
        "known": decision.get("known"),
        "measures": [
            {
                "id": finding["measure"],
                "list": finding["measure_list"],
                "title": finding["title"]["zh"],
                "polarity": finding["polarity"],
                "effect": finding["effect"],
                "basis": [" ".join(filter(None, (b["title"]["zh"], b.get("article")))) for b in finding["basis"]],
                "liftsOn": finding["lifts_on"],
            }
            for finding in applying
        ],
        "possibleMatches": [
            {"name": match["found"], "score": match["score"], "at": match["at"]}
            for match in one["possible"]
            if match["matters"]
        ],
        "advice": True,
    }
    return {key: value for key, value in told.items() if value is not None}

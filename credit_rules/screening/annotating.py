"""OCDS out: a release for each tender that says, bid by bid, what the check came to.

It carries the tender's own ocid and the ids under which its bidders and bids were found, so that tools that merge
releases lay the annotation on the bids they know. The status of a bid is left as it was: nobody is disqualified here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from credit_rules.model.canonical import digest
from credit_rules.version import VERSION

Json = dict[str, Any]

#: Statuses of the bids extension; what else a file says is no status there.
_STATUSES = frozenset({"invited", "pending", "valid", "disqualified", "withdrawn"})
_EXTENSION = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
_MEMBER = "consortium-member"


def annotated(data: Mapping[str, Any]) -> Json:
    """A release package (OCDS 1.1 with the bids extension) of a screening."""
    releases = [_release(data, tender, number) for number, tender in enumerate(data["tenders"], 1)]
    return {
        "uri": f"urn:credit-rules:screening:{data['id']}",
        "version": "1.1",
        "extensions": [_EXTENSION],
        "publishedDate": max((release["date"] for release in releases), default="1970-01-01T00:00:00Z"),
        "publisher": {"name": f"credit-rules {VERSION}"},
        "releases": releases,
    }


def _release(data: Mapping[str, Any], tender: Mapping[str, Any], number: int) -> Json:
    bidders = list(enumerate(tender["bidders"], 1))
    parties: dict[str, Json] = {}
    details = [_bid(place, one, parties, bid) for place, one in bidders for bid in one["bids"] or [None]]
    day = (tender["moment"] or {}).get("day") or "1970-01-01"
    told: Json = {
        "ocid": tender["id"] or f"credit-rules-{digest(tender['at']).rpartition(':')[2][:12]}-{number}",
        "id": f"{data['id']}-{number}",
        "date": f"{day}T00:00:00Z",
        "tag": ["tenderUpdate"],
        "initiationType": "tender",
        "parties": list(parties.values()),
        "tender": {
            "id": tender["id"] or str(number),
            "tenderers": [{"id": party["id"], "name": party["name"]} for party in parties.values()],
        },
        "bids": {"details": _apart(details)},
    }
    if tender["title"]:
        told["tender"]["title"] = tender["title"]
    return told


def _apart(details: list[Json]) -> list[Json]:
    """Bids with ids of their own: where two are called alike, the later one gets a number."""
    taken: dict[str, int] = {}
    for bid in details:
        taken[bid["id"]] = taken.get(bid["id"], 0) + 1
        if taken[bid["id"]] > 1:
            bid["id"] = f"{bid['id']}-{taken[bid['id']]}"
    return details


def _bid(place: int, one: Mapping[str, Any], parties: dict[str, Json], bid: Mapping[str, Any] | None) -> Json:
    tenderers = list(_tenderers(place, one))
    for party in tenderers:
        parties.setdefault(party["id"], party)
    told: Json = {"id": (bid and bid["id"]) or f"bid-{place}"}
    if bid is not None and bid["status"] in _STATUSES:
        told["status"] = bid["status"]
    told["tenderers"] = [{"id": party["id"], "name": party["name"]} for party in tenderers]
    told["creditCheck"] = _check(one)
    return told


def _tenderers(place: int, one: Mapping[str, Any]) -> Iterator[Json]:
    """The bidder; of a consortium, its members."""
    own = [party for party in one["parties"] if party["role"] in (None, _MEMBER)]
    if not own:
        yield {"id": f"bidder-{place}", "name": one["name"] or f"bidder-{place}", "roles": ["tenderer"]}
    for number, party in enumerate(own):
        local = one["local_ids"][0] if one["local_ids"] and not number else None
        scheme = (one["identity"] or {}).get("scheme") if not number else None
        name = f"bidder-{place}" if not number else f"bidder-{place}-{number}"
        written = f"{scheme}-{party['id']}" if scheme and party["id"] else party["id"]
        told: Json = {"id": local or written or name, "name": party["name"] or party["id"] or name}
        if party["id"]:
            told["identifier"] = {"scheme": scheme, "id": party["id"]} if scheme else {"id": party["id"]}
        yield {**told, "roles": ["tenderer"]}


def _check(one: Mapping[str, Any]) -> Json:
    """What the check came to; the whole decision lies in the report."""
    decision = one["decision"] or {}
    applying = [f for f in decision.get("findings", ()) if f["finding"] == "applies"]
    told: Json = {
        "outcome": one["outcome"],
        "outcomeBecause": list(one["outcome_because"]),
        "identityCertain": bool(one["checked"]),
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

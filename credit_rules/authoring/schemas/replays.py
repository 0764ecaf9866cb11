"""The schema of `replay/1`: a decision made again. As of a decision, a reader lets pass what it does not know."""

from credit_rules.authoring.schemas.decisions import (
    DIGEST,
    FLAG,
    ID,
    NUMBER,
    TEXT,
    action,
    both,
    decision_of,
    finding,
    listed,
    many,
    mapping,
    run,
    subject,
)
from credit_rules.authoring.schemas.scalars import Json, closed, or_null
from credit_rules.authoring.schemas.walking import Walk
from credit_rules.words import codes
from credit_rules.words.comparing import INPUTS, NEWS, NEWS_KINDS, NOTES, VERDICTS
from credit_rules.words.keys import VALUES


def replay() -> Json:
    """The whole answer."""
    walk = Walk(yaml=False)
    day = walk.scalar("end")  # the last day there is shows as never
    made_from = {"input": listed(INPUTS), "was": DIGEST, "now": DIGEST}
    difference = {"findings": many(_finding_change(walk)), "others": many(_change(walk))}
    parts: dict[str, Json] = {
        "format": {"const": "replay/1"},
        "verdict": listed(VERDICTS),
        "id": ID,
        "made_id": ID,
        "subject": subject(walk),
        "action": action(walk),
        "date": day,
        "known": day,
        "outcome": _outcome(),
        "inputs": many(mapping("ReplayInput", made_from)),
        "rules": many(_rule(walk)),
        "difference": mapping("Difference", difference),
        "notes": many(mapping("ReplayNote", {"code": closed(NOTES, _without_gaps(NOTES))})),
        "run": mapping("ReplayRun", {"was": run(), "now": run()}),
        "later": _later(walk),
    }
    return {**mapping("Replay", parts), "$defs": walk.defs}


def _outcome() -> Json:
    return mapping("Outcomes", dict.fromkeys(("was", "now"), listed(codes.OUTCOMES)))


def _without_gaps(table: codes.Table) -> codes.Table:
    """Sentences whose parameters the answer tells elsewhere."""
    return {code: (zh.format(was="…", now="…"), en.format(was="…", now="…")) for code, (zh, en) in table.items()}


def _rule(walk: Walk) -> Json:
    def build() -> Json:
        return mapping("Edition", {"edition": TEXT, "digest": DIGEST}, null=True)

    edition = walk.ref("edition-or-null", build)
    return mapping("ReplayRule", {"measure_list": TEXT, "title": both(walk), "was": edition, "now": edition})


def _change(walk: Walk) -> Json:
    """One place; what stands there may be anything."""
    return walk.ref("place", lambda: mapping("PlaceChange", {"at": TEXT, "was": {}, "now": {}}))


def _finding_change(walk: Walk) -> Json:
    told = walk.ref("finding-or-null", lambda: {"anyOf": [finding(walk), {"type": "null"}]})
    of_a_finding = walk.defs["finding"]["properties"]
    heads = {key: of_a_finding[key] for key in ("measure", "measure_list", "title", "polarity", "effect", "duty")}
    return mapping("FindingChange", {**heads, "was": told, "now": told, "changes": many(_change(walk))})


def _later(walk: Walk) -> Json:
    parts: dict[str, Json] = {
        "known": walk.scalar("end"),
        "same": FLAG,
        "outcome": _outcome(),
        "findings": many(_finding_later(walk)),
        "others": many(_change(walk)),
        "learned": many(_news(walk)),
        "decision": walk.ref("decision", lambda: decision_of(walk)),
    }
    return mapping("Later", parts, null=True)


def _finding_later(walk: Walk) -> Json:
    """A finding that is another, with the days on which it became so."""
    change = _finding_change(walk)
    step = {
        "known": walk.scalar("end"),
        "finding": closed(VALUES["finding"]),
        "guard": or_null(listed(codes.GUARDS)),
        "because": many(NUMBER),
    }
    steps = mapping("FindingChange", {"steps": many(mapping("ReplayStep", step))})
    return {
        **change,
        "properties": {**change["properties"], **steps["properties"]},
        "required": [*change["required"], "steps"],
    }


def _news(walk: Walk) -> Json:
    value: Json = {"type": ["string", "boolean", "null"]}
    parts: dict[str, Json] = {
        "known_on": walk.scalar("end"),
        "sort": listed(NEWS),
        "of": or_null(TEXT),
        "kind": listed(NEWS_KINDS),
        "record": TEXT,
        "list": or_null(TEXT),
        "fields": many(mapping("NewsField", {"field": TEXT, "was": value, "now": value})),
        "title": both(walk),
    }
    return mapping("News", parts)

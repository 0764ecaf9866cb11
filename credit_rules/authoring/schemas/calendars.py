"""The schema of `calendar/1`: what changes on which day. As of a decision, a reader lets pass what it does not know."""

import re

from credit_rules.authoring.schemas.decisions import (
    DIGEST,
    FLAG,
    NUMBER,
    TEXT,
    action,
    basis,
    both,
    change,
    found,
    listed,
    many,
    mapping,
    measure,
    missing,
    rule,
    run,
    subject,
    warning,
)
from credit_rules.authoring.schemas.scalars import Json, closed, or_null
from credit_rules.authoring.schemas.walking import Walk
from credit_rules.stages.turns import CODES
from credit_rules.words import codes
from credit_rules.words.calendar import TURNS
from credit_rules.words.keys import VALUES


def calendar() -> Json:
    """The whole calendar."""
    walk = Walk(yaml=False)
    day = walk.scalar("end")  # the last day there is shows as never
    because = mapping("DecisionBecause", {"code": listed(codes.OUTCOME_BECAUSE), "measure": or_null(TEXT)})
    said = mapping("DecisionWords", dict.fromkeys(("outcome", "notice"), TEXT))
    parts: dict[str, Json] = {
        "format": {"const": "calendar/1"},
        "inputs": mapping("DecisionInputs", dict.fromkeys(("profile", "action", "plan"), DIGEST)),
        "subject": subject(walk),
        "action": action(walk),
        "date": day,
        "known": day,
        "rules": many(rule(walk)),
        "outcome": listed(codes.OUTCOMES),
        "outcome_because": many(because),
        "draft_lists": many(TEXT),
        "until": or_null(day),
        "now": many(_found(walk)),
        "clean": _clean(walk),
        "repairs": many(_repairable(walk)),
        "days": many(_day(walk)),
        "next_after": or_null(day),
        "measures": many(_measure(walk, {"runs": many(_run(walk))})),
        "people": many(_person(walk)),
        "warnings": many(warning()),
        "words": mapping("DecisionWords", {"zh": said, "en": said}),
        "run": run(),
    }
    return {**mapping("Calendar", parts, optional=("draft_lists",)), "$defs": walk.defs}


def _found(walk: Walk) -> Json:
    parts = {**found(walk), "no_way_out": many(basis(walk)), "missing": many(missing(walk)), "draft": FLAG}
    return mapping("Finding", parts, optional=("draft",))


def _clean(walk: Walk) -> Json:
    day = or_null(walk.scalar("end"))
    named = many(mapping("CalendarMeasure", measure(walk)))
    parts = {"from": day, "until": day, "open": named, "certain_from": day}
    sooner = mapping("CalendarClean", {**parts, "changes": many(change(walk))}, null=True)
    bars = many(_measure(walk, {"lasts": TEXT}))
    return mapping("CalendarClean", {**parts, "bars": bars, "sooner": sooner})


# --- measures -----------------------------------------------------------------------------------------------------


def _measure(walk: Walk, more: dict[str, Json]) -> Json:
    parts = {**measure(walk), "basis": many(basis(walk)), "no_way_out": many(basis(walk)), "draft": FLAG, **more}
    return mapping("CalendarMeasure", parts, optional=("draft",))


def _state() -> dict[str, Json]:
    return {"finding": closed(VALUES["finding"]), "guard": or_null(listed(codes.GUARDS))}


def _run(walk: Walk) -> Json:
    day = walk.scalar("end")
    return mapping("CalendarRun", {"from": day, "until": or_null(day), **_state(), "edition": TEXT})


# --- days ---------------------------------------------------------------------------------------------------------


def _day(walk: Walk) -> Json:
    parts: dict[str, Json] = {
        "date": walk.scalar("end"),
        "days_ahead": NUMBER,
        "outcome_before": listed(codes.OUTCOMES),
        "outcome": listed(codes.OUTCOMES),
        "clean": FLAG,
        "certain": FLAG,
        "changes": many(_change(walk)),
        "turns": many(_turn(walk)),
    }
    return mapping("CalendarDay", parts)


def _change(walk: Walk) -> Json:
    state = mapping("CalendarMeasure", _state())
    parts: dict[str, Json] = {
        **measure(walk),
        "from": state,
        "to": state,
        "basis": many(basis(walk)),
        "why": many(NUMBER),
        "missing": many(missing(walk)),
    }
    return mapping("CalendarMeasure", parts)


def _turn(walk: Walk) -> Json:
    named = {
        key: part for key, part in measure(walk).items() if key in ("measure", "measure_list", "title", "polarity")
    }
    parts: dict[str, Json] = {
        "turn": closed(CODES, {code: (_without_gaps(TURNS[code][0]), _without_gaps(TURNS[code][1])) for code in CODES}),
        "name": TEXT,
        **dict.fromkeys(("of", "kind", "detail"), or_null(TEXT)),
        **_record(walk),
        "repair": _waiting(walk, null=True),
        "measures": many(mapping("CalendarMeasure", {**named, **_state()})),
    }
    return mapping("CalendarTurn", parts)


def _without_gaps(said: str) -> str:
    return re.sub(r"{\w+}", "…", said)


def _record(walk: Walk) -> dict[str, Json]:
    return {
        "title": both(walk, null=True),
        **dict.fromkeys(("list", "authority", "document"), or_null(TEXT)),
        **dict.fromkeys(("since", "until"), or_null(walk.scalar("end"))),
    }


# --- repair and relations -----------------------------------------------------------------------------------------


def _waiting(walk: Walk, *, null: bool = False) -> Json:
    parts: dict[str, Json] = {
        "since": or_null(walk.scalar("end")),
        "assumes": or_null(mapping("Assumed", {"field": TEXT, "on": walk.scalar("end")})),
        "conditions": both(walk, null=True),
        **dict.fromkeys(("after", "counted_from"), or_null(TEXT)),
        "apply_at": both(walk, null=True),
        "decided_within": or_null(TEXT),
        "basis": many(basis(walk)),
    }
    return mapping("CalendarRepair", parts, null=null)


def _repairable(walk: Walk) -> Json:
    parts: dict[str, Json] = {
        "record": TEXT,
        "of": or_null(TEXT),
        "kind": listed(codes.KINDS),
        **_record(walk),
        "apply_from": or_null(walk.scalar("end")),
        "repair": _waiting(walk),
        "measures": many(mapping("CalendarMeasure", {"measure": TEXT, "measure_list": TEXT})),
    }
    return mapping("CalendarTurn", parts)


def _person(walk: Walk) -> Json:
    parts: dict[str, Json] = {"id": TEXT, "role": TEXT, "title": both(walk, null=True), "name": or_null(TEXT)}
    return mapping("CalendarPerson", {**parts, "until": or_null(walk.scalar("end"))})

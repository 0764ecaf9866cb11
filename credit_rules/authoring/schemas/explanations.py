"""The schemas of `explanation/1` and `explanations/1`. As of a decision, a reader lets pass what it does not know."""

from collections.abc import Mapping

from credit_rules.authoring.schemas.decisions import (
    DIGEST,
    FLAG,
    ID,
    NUMBER,
    TEXT,
    action,
    both,
    finding,
    listed,
    many,
    mapping,
    missing,
    subject,
    warning,
)
from credit_rules.authoring.schemas.scalars import Json, closed, or_null
from credit_rules.authoring.schemas.walking import Walk
from credit_rules.words import codes
from credit_rules.words.explaining import JOINS, NODE_KINDS, REASONS, REGISTER_STATES, TEST_KINDS, TRUTHS
from credit_rules.words.keys import VALUES

#: What each kind of node always says, beside its kind, what it comes to and whether it decided.
SAID: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("measure", "scope", "when", "all", "any", "not"), ("joins", "below")),
    **dict.fromkeys(("actions", "subjects", "region", "edition"), ("wanted", "found")),
    "body": ("wanted", "found", "usual"),
    "in-force": ("day", "joins", "below"),
    **dict.fromkeys(("list-in-force", "measure-in-force"), ("from", "until")),
    "bases": ("insufficient", "joins", "below"),
    "basis": ("source", "title", "article", "rank", "from", "until"),
    "cross-check": ("registers", "records"),
    "related": ("role", "reach", "joins", "below"),
    "members": ("role", "past", "joins", "below"),
    "member": ("related", "role", "name", "subject_kind", "identity", "joins", "below"),
    "others": ("role", "alone"),
    "spread": ("in_force",),
    "always": (),
    **dict.fromkeys(("subject", "action"), ("test", "found", "of")),
    **dict.fromkeys(
        ("listing", "penalty", "permit", "conviction", "commitment", "rating", "points"),
        ("test", "of", "count", "registers", "records", "declared"),
    ),
}


def explanation() -> Json:
    """Why one measure came to what it did."""
    walk = Walk(yaml=False)
    parts = {"format": {"const": "explanation/1"}, **_head(walk), **_told(walk)}
    return {**mapping("Explanation", parts), "$defs": walk.defs}


def explanations() -> Json:
    """The same of every measure at an action."""
    walk = Walk(yaml=False)
    measures = many(mapping("Explanation", _told(walk)))
    parts = {"format": {"const": "explanations/1"}, **_head(walk), "measures": measures}
    return {**mapping("Explanations", parts), "$defs": walk.defs}


def _head(walk: Walk) -> dict[str, Json]:
    day = walk.scalar("end")  # the last day there is shows as never
    return {
        "decision": ID,
        "inputs": mapping("DecisionInputs", dict.fromkeys(("profile", "action", "plan"), DIGEST)),
        "subject": subject(walk),
        "action": action(walk),
        "date": day,
        "known": day,
        "warnings": many(warning()),
    }


def _told(walk: Walk) -> dict[str, Json]:
    said = mapping("ExplanationWords", {"sentence": TEXT})
    turn = mapping("ExplainedTurn", {"on": walk.scalar("end"), "to": closed(VALUES["finding"])})
    return {
        "measure": TEXT,
        "list_title": both(walk),
        "finding": finding(walk),
        "guards": many(_guard(walk)),
        "turns": or_null(turn),
        "firm": or_null(FLAG),
        "tree": _node(walk),
        "words": mapping("ExplanationWords", {"zh": said, "en": said}),
    }


def _days(walk: Walk, since: str = "from") -> dict[str, Json]:
    return dict.fromkeys((since, "until"), or_null(walk.scalar("end")))


def _guard(walk: Walk) -> Json:
    parts = {"guard": listed(codes.GUARDS), "record": or_null(TEXT), "of": or_null(TEXT), **_days(walk, "since")}
    return mapping("ExplainedGuard", parts)


def _named(walk: Walk, key: str = "id") -> Json:
    """A code with its title."""
    return walk.ref(f"named-{key}", lambda: mapping("ExplainedName", {key: TEXT, "title": both(walk, null=True)}))


def _node(walk: Walk) -> Json:
    """A piece of what decided: which keys it has depends on its kind."""

    def build() -> Json:
        kinds = listed(NODE_KINDS)
        parts: dict[str, Json] = {
            "kind": kinds,
            "truth": listed(TRUTHS),
            "decides": FLAG,
            **_formal(walk),
            **_people(walk),
            **_tested(walk),
            "joins": listed(JOINS),
            "below": many(_node(walk)),
        }
        demands = [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"required": list(keys)}}
            for kind, keys in SAID.items()
            if keys
        ]
        return {**mapping("ExplainedNode", parts, optional=tuple(parts)[3:]), "allOf": demands}

    return walk.ref("node", build)


def _formal(walk: Walk) -> dict[str, Json]:
    """Scope, dates in force, and their bases."""
    code, name = _named(walk, "code"), _named(walk)
    edition = mapping("ExplainedEdition", {"edition": TEXT, **_days(walk)})
    several = many({"anyOf": [code, name, listed(codes.SUBJECT_KINDS)]})
    return {
        "wanted": {"anyOf": [several, edition, TEXT]},
        "found": {"anyOf": [code, name, _value(walk), or_null(TEXT)]},
        "usual": many(name),
        "day": walk.scalar("end"),
        **_days(walk),
        "insufficient": many(mapping("ExplainedBasis", {**_cited(walk), **_days(walk)})),
        **_cited(walk),
    }


def _cited(walk: Walk) -> dict[str, Json]:
    return {"source": TEXT, "title": both(walk), "article": or_null(TEXT), "rank": listed(codes.RANKS)}


def _people(walk: Walk) -> dict[str, Json]:
    """Related subjects."""
    past = {"related": TEXT, "name": or_null(TEXT), **_days(walk)}
    return {
        "role": _named(walk),
        "reach": FLAG,
        "past": many(mapping("ExplainedMember", past)),
        "related": TEXT,
        "name": or_null(TEXT),
        "subject_kind": listed(codes.SUBJECT_KINDS),
        "identity": closed(VALUES["identity"]),
        "alone": FLAG,
        "in_force": many(mapping("ExplainedDays", _days(walk))),
    }


def _tested(walk: Walk) -> dict[str, Json]:
    """Tests of facts and records."""
    bounds = {"at_least": or_null(NUMBER), "at_most": or_null(NUMBER)}
    count = mapping("ExplainedCount", {"certain": NUMBER, "possible": or_null(NUMBER), **bounds})
    return {
        "test": _test(walk),
        "of": or_null(TEXT),
        "missing": missing(walk),
        "count": or_null(count),
        "registers": many(_register(walk)),
        "records": many(_record(walk)),
        "declared": or_null(TEXT),
    }


def _value(walk: Walk, *, null: bool = False) -> Json:
    parts = {"value": TEXT, "title": both(walk, null=True)}
    name = "value-or-null" if null else "value"
    return walk.ref(name, lambda: mapping("ExplainedValue", parts, null=null))


def _field(walk: Walk) -> Json:
    """A field and what it is tested against."""

    def build() -> Json:
        value = _value(walk)
        bounds = dict.fromkeys(("at_least", "at_most", "above", "below"), value)
        parts = {"field": TEXT, "type": TEXT, "one_of": many(value), **bounds, "between": many(value)}
        return mapping("ExplainedField", {**parts, "happened": value}, optional=(*tuple(parts)[2:], "happened"))

    return walk.ref("field", build)


def _test(walk: Walk) -> Json:
    """A test as its author wrote it."""

    def build() -> Json:
        bounds = {"at_least": or_null(NUMBER), "at_most": or_null(NUMBER)}
        basis = {**_cited(walk), "in_force": mapping("ExplainedDays", _days(walk)), "verified": FLAG}
        parts: dict[str, Json] = {
            "kind": listed(TEST_KINDS),
            "fields": many(_field(walk)),
            "names": many(_named(walk)),
            "count": or_null(mapping("ExplainedCount", bounds)),
            "within": or_null(mapping("ExplainedWithin", {"period": TEXT, "of": TEXT})),
            "standing": closed(("any", "on-the-day"), {**VALUES["standing"], "on-the-day": _ON_THE_DAY}),
            "basis": many(mapping("ExplainedBasis", basis)),
        }
        return mapping("ExplainedTest", parts, optional=tuple(parts)[2:])

    return walk.ref("test", build)


_ON_THE_DAY = ("只算事项当日有效的记录", "only what stands on the day")


def _register(walk: Walk) -> Json:
    def build() -> Json:
        parts: dict[str, Json] = {"register": TEXT, "title": both(walk, null=True), "state": listed(REGISTER_STATES)}
        parts |= dict.fromkeys(("at", "by", "channel"), or_null(TEXT))
        return mapping("ExplainedRegister", parts | {"where": both(walk, null=True)})

    return walk.ref("register", build)


def _record(walk: Walk) -> Json:
    def build() -> Json:
        parts: dict[str, Json] = {
            "record": TEXT,
            "of": or_null(TEXT),
            "kind": listed(codes.KINDS),
            "list": or_null(TEXT),
            "title": both(walk, null=True),
            "authority": or_null(TEXT),
            "document": or_null(TEXT),
            "since": walk.scalar("end"),
            "until": or_null(walk.scalar("end")),
            "guard": or_null(listed(codes.GUARDS)),
            "counts": listed(TRUTHS),
            "contested": FLAG,
            "reasons": many(_reason(walk)),
        }
        return mapping("ExplainedRecord", parts)

    return walk.ref("record", build)


def _reason(walk: Walk) -> Json:
    """Why a record does not count, or not certainly: which keys it has depends on its code."""

    def build() -> Json:
        end = or_null(walk.scalar("end"))
        parts: dict[str, Json] = {
            "code": listed(REASONS),
            "guard": listed(codes.GUARDS),
            "since": end,
            "until": end,
            "at_least": end,
            "at_most": end,
            "field": {"anyOf": [_field(walk), or_null(TEXT)]},
            "truth": listed(TRUTHS),
            "found": _value(walk, null=True),
            "happened": or_null(FLAG),
            "of": TEXT,
            "period": TEXT,
            "record": TEXT,
            "register": TEXT,
        }
        return mapping("ExplainedReason", parts, optional=tuple(parts)[1:])

    return walk.ref("reason", build)

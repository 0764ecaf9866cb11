"""How long an entry stands and how it is left, as data and in words; per edition of the law with its dates."""

from collections.abc import Iterable
from typing import Any

from credit_rules import words
from credit_rules.authoring.showing.conditions import both, cited, field_name
from credit_rules.authoring.showing.library import Library, span
from credit_rules.authoring.showing.sheet import Json
from credit_rules.model.catalogue import Repair, Span, Term
from credit_rules.words.showing import tell


def terms_told(library: Library, terms: Iterable[Term]) -> list[Json]:
    """Terms as data, in the order of the days on which they hold."""
    ordered = sorted(terms, key=lambda term: term.in_force.start)
    return [
        {
            "in_force": span(term.in_force),
            "period": _period(term.period),
            "repair": _repair(library, term.repair) if term.repair else None,
        }
        for term in ordered
    ]


def _period(period: Any) -> Any:
    if isinstance(period, Span):
        ends = {"at_least": period.at_least, "at_most": period.at_most}
        return {key: str(length) if length else None for key, length in ends.items()}
    return str(period)


def _repair(library: Library, repair: Repair) -> Json:
    return {
        "none": repair.none,
        "after": str(repair.after) if repair.after else None,
        "counted_from": repair.counted_from,
        "conditions": both(repair.conditions),
        "apply_at": both(repair.apply_at),
        "decided_within": repair.decided_within,
        "basis": library.bases(repair.basis),
    }


# --- in words -----------------------------------------------------------------------------------------------------


def span_words(days: Json, lang: str) -> str:
    """2017-05-01 起施行, in force from …; empty where both ends are open."""
    return _span(days, lang, "from-until", "from", "until")


def days_words(days: Json, lang: str) -> str:
    """The same where something else says what holds then: 2017-05-01 起, from …"""
    return _span(days, lang, "days.both", "days.from", "days.until") or tell("days.open", lang)


def _span(days: Json, lang: str, both_ends: str, from_then: str, until_then: str) -> str:
    start, until = days["from"], days["until"]
    if start and until:
        return tell(both_ends, lang, start=start, until=until)
    if start:
        return tell(from_then, lang, start=start)
    return tell(until_then, lang, until=until) if until else ""


def term_words(terms: list[Json], own: str, kind: str, lang: str) -> list[str]:
    """How long, a sentence for each edition of the law; `own` is the date it is counted from."""
    if not terms:
        return [tell("term.open", lang)]
    field = field_name(kind, own, lang)
    return _dated([(term["in_force"], _term(term["period"], field, lang)) for term in terms], lang)


def _dated(told: list[tuple[Json, str]], lang: str) -> list[str]:
    """Each sentence with the days of its law; editions that say the same are told once."""
    joined: list[tuple[Json, str]] = []
    for days, said in told:
        if joined and joined[-1][1] == said:
            joined[-1] = ({"from": joined[-1][0]["from"], "until": days["until"]}, said)
        else:
            joined.append((days, said))
    if len(joined) == 1:
        return [joined[0][1]]
    return [tell("term.dated", lang, span=days_words(days, lang), term=said) for days, said in joined]


def _term(period: Any, field: str, lang: str) -> str:
    if isinstance(period, dict):
        least, most = (words.period(str(period[key]), lang) if period[key] else "" for key in ("at_least", "at_most"))
        key = "term.span" if least and most else "term.at-least" if least else "term.at-most" if most else "as-decided"
        return tell(key if key != "as-decided" else "term.as-decided", lang, **_given(least=least, most=most))
    if period in ("none", "as-decided"):
        return tell(f"term.{period}", lang)
    return tell("term.fixed", lang, field=field, period=words.period(period, lang))


def _given(**params: str) -> dict[str, object]:
    return {key: value for key, value in params.items() if value}


def repair_words(terms: list[Json], kind: str, lang: str) -> list[str]:
    """How an entry is left before its end, a sentence for each edition of the law."""
    return _dated([(term["in_force"], one_repair(term["repair"], kind, lang)) for term in terms], lang)


def one_repair(repair: Json | None, kind: str, lang: str) -> str:
    """Conditions, after how long, where, decided within what time, on which basis."""
    if repair is None:
        return tell("repair.unknown", lang)
    basis = cited(repair["basis"], lang)
    if repair["none"]:
        return tell("repair.none", lang, basis=basis) if basis else tell("repair.none.plain", lang)
    told = (
        words.text_of(repair["conditions"], lang),
        _after(repair, kind, lang),
        tell("repair.apply", lang, to=words.text_of(repair["apply_at"], lang)) if repair["apply_at"] else "",
        _decided(repair, lang),
        tell("repair.basis", lang, basis=basis) if basis else "",
    )
    return ("；" if lang == "zh" else "; ").join(part for part in told if part)


def _after(repair: Json, kind: str, lang: str) -> str:
    if not repair["after"]:
        return ""
    after = words.period(repair["after"], lang)
    if not repair["counted_from"]:
        return tell("repair.after", lang, after=after)
    return tell("repair.after.from", lang, after=after, field=field_name(kind, repair["counted_from"], lang))


def _decided(repair: Json, lang: str) -> str:
    if not repair["decided_within"]:
        return ""
    return tell("repair.decided", lang, within=words.period(repair["decided_within"], lang))

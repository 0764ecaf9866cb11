"""A decision as a page of words: what is said, in which order, before anybody decides how it looks.

Takes the decision as JSON gives it, gives a `Page` of finished sentences; `text` and `markdown` lay it
out. Nothing is decided here: every outcome, date and reason is in the decision already.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from credit_rules import words
from credit_rules.rendering.finding import (
    Block,
    blocks_of,
    change_word,
    compact_block,
    consulted_word,
    is_shown,
    open_fact,
    people_of,
    whose,
)
from credit_rules.rendering.reader import AUDIENCES, Json, Line, Reader, distinct, filled, list_of, map_of, money
from credit_rules.words import codes

__all__ = [
    "Page",
    "action_words",
    "engines_words",
    "page_of",
    "stamp_words",
    "subject_words",
    "warning_words",
    "warnings_words",
]

_FEW_LISTS = 3  # of more lists on any of which an entry would do the first are named
_NAMED_RULES = 4  # more measure lists than these are counted, not named


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything a reader is told, in order."""

    outcome: str
    headline: str
    counts: str
    check: str
    subject: tuple[str, ...]
    action: tuple[str, ...]
    head: tuple[Line, ...]
    blocks: tuple[Block, ...]
    others_title: str
    others: tuple[Block, ...]
    foot: tuple[Line, ...]
    closing: tuple[str, ...]


def page_of(decision: Json, reader: Reader) -> Page:
    """The page of `decision` for `reader`."""
    words.check_language(reader.lang)
    if reader.audience not in AUDIENCES:
        raise ValueError(f"unknown audience `{reader.audience}`: one of {', '.join(AUDIENCES)}")
    reader = replace(reader, people=people_of(decision, reader))
    findings = list_of(decision, "findings")
    shown = [finding for finding in findings if is_shown(finding, reader)]
    others = [finding for finding in shown if finding["finding"] == "does-not-apply"]
    # Measures at other actions tell nobody anything here; the file keeps them.
    told = [finding for finding in others if reader.audience == "file" or not _elsewhere(finding)]
    outcome = str(decision["outcome"])
    return Page(
        outcome=outcome,
        headline=reader.word(codes.OUTCOMES, outcome).upper(),
        counts=words.counts(*_numbers(findings), reader.lang),
        check=reader.say("check", id=reader.value(decision.get("id"))),
        subject=subject_words(map_of(decision, "subject"), reader),
        action=action_words(decision, reader),
        head=_head(decision, reader),
        blocks=blocks_of(decision, [finding for finding in shown if finding not in others], reader),
        others_title=reader.count("not-concerned", len(told)),
        others=tuple(compact_block(finding, reader) for finding in told),
        foot=_foot(decision, reader),
        closing=tuple(_closing(decision, reader)),
    )


# --- the head ------------------------------------------------------------------------------------------


def _numbers(findings: Sequence[Json]) -> tuple[int, int, int]:
    """How many restrictions apply, how many incentives, and how many measures are open."""
    applying = [finding["polarity"] for finding in findings if finding["finding"] == "applies"]
    undetermined = sum(finding["finding"] == "undetermined" for finding in findings)
    return applying.count("restriction"), applying.count("incentive"), undetermined


def subject_words(subject: Json, reader: Reader) -> tuple[str, ...]:
    """Name, id and kind."""
    kind = subject.get("kind")
    parts = (
        reader.value(subject.get("name")),
        reader.value(subject.get("id")),
        reader.word(codes.SUBJECT_KINDS, kind) if kind else "",
    )
    return tuple(part for part in parts if part)


def action_words(decision: Json, reader: Reader) -> tuple[str, ...]:
    """The action with day, body, amount and case."""
    action = map_of(decision, "action")
    day, known = decision.get("date") or action.get("date"), decision.get("known") or action.get("known")
    said = {
        "date": reader.value(day),
        "known": reader.value(known),
        "authority": reader.text(action.get("authority_title"), action.get("authority")),
        "amount": reader.value(money(action.get("amount"))),
        "case": reader.value(action.get("case")),
    }
    title = reader.text(action.get("title"), action.get("code"))
    return (title, *(reader.say(f"action.{key}", **{key: value}) for key, value in said.items() if value))


def _head(decision: Json, reader: Reader) -> tuple[Line, ...]:
    """What to do, and what must be known before reading on."""
    outcome = str(decision["outcome"])
    doubtful = map_of(decision, "subject").get("identity") == "doubtful"
    drafts = reader.listed(reader.value(name) for name in list_of(decision, "draft_lists"))
    lines = [
        reader.line("next", reader.word(codes.OUTCOME_STEPS, outcome)),
        reader.line("why", *(_reasons(decision, reader) if outcome == "refer" else ())),
        reader.line("identity", reader.say("identity.doubtful") if doubtful else ""),
        reader.line("note", *([_no_measures(reader)] if _is_empty(decision) else ())),
        reader.line("draft", reader.say("draft", lists=drafts) if drafts else ""),
    ]
    return filled(lines)


def _reasons(decision: Json, reader: Reader) -> list[str]:
    """Why a person has to decide, each reason with the measures it concerns."""
    measures: dict[str, list[str]] = {}
    for entry in list_of(decision, "outcome_because"):
        measures.setdefault(str(entry["code"]), []).append(_measure(decision, entry.get("measure"), reader))
    return [_reason(code, reader.listed(names), reader) for code, names in measures.items()]


def _reason(code: str, names: str, reader: Reader) -> str:
    reason = reader.word(codes.OUTCOME_BECAUSE, code)
    return reader.say("reason", reason=reason, measures=names) if names else reason


def _measure(decision: Json, name: object, reader: Reader) -> str:
    """The title of a measure of this decision, by its bare or full name; else the name."""
    for finding in list_of(decision, "findings"):
        if name in (finding["measure"], f"{finding.get('measure_list')}/{finding['measure']}"):
            return reader.text(finding.get("title"), finding["measure"])
    return reader.value(name)


def _is_empty(decision: Json) -> bool:
    """Whether no measure at all is loaded for the action: an empty answer that is not a clean one."""
    warned = any(warning["code"] == "no-measures" for warning in list_of(decision, "warnings"))
    return warned or map_of(decision, "scope").get("measures") == 0


def _no_measures(reader: Reader) -> str:
    return reader.word(codes.WARNINGS, "no-measures")


# --- the foot ------------------------------------------------------------------------------------------


def _foot(decision: Json, reader: Reader) -> tuple[Line, ...]:
    applying = [finding for finding in list_of(decision, "findings") if finding["finding"] == "applies"]
    restricted = any(finding["polarity"] == "restriction" for finding in applying)
    lines = [
        reader.line("conflict", *(_conflict(decision, entry, reader) for entry in list_of(decision, "conflicts"))),
        reader.line("objection", reader.say("objection") if restricted else ""),
        reader.line("looked-up", *_looked_up(decision, reader)),
        reader.line("cross-check", _cross_check(decision, reader)),
        reader.line("within-reach", *_within_reach(decision, reader)),
        reader.line("rules", _rules(decision, reader)),
        reader.line("note", *warnings_words(decision, reader)),
    ]
    if reader.audience == "file":
        lines += [reader.line("asked", _asked(decision, reader)), reader.line("digests", *_digests(decision, reader))]
    return filled(lines)


def _conflict(decision: Json, entry: Json, reader: Reader) -> str:
    first, second = (_measure(decision, name, reader) for name in entry["measures"])
    return reader.say("conflict", a=first, b=second, why=reader.word(codes.CONFLICTS, entry["why"]))


def _elsewhere(finding: Json) -> bool:
    return (finding.get("decided_by") or {}).get("why") == "actions"


def _looked_up(decision: Json, reader: Reader) -> list[str]:
    """What was looked up, what came out, when and by whom; for the favoured the cross-check has its own line."""
    lookups = list_of(decision, "lookups")
    if decision["outcome"] == "favoured":
        lookups = [entry for entry in lookups if not entry.get("cross_check")]
    told = _lookups(lookups, reader)
    also = _also_consulted(decision, reader)
    if not told and not also and not list_of(decision, "lookups"):
        return [reader.say("nothing-looked-up")]
    return [*told, also]


def _lookups(lookups: Sequence[Json], reader: Reader) -> list[str]:
    """One line for each hour, channel and person, what was not looked up last."""
    stamps: dict[str, list[str]] = {}
    for entry in sorted(lookups, key=lambda entry: entry["state"] == "not-looked-up"):
        stamps.setdefault(stamp_words(entry, reader), []).append(_lookup(entry, reader))
    return [reader.gap.join(part for part in (" · ".join(told), stamp) if part) for stamp, told in stamps.items()]


def _lookup(entry: Json, reader: Reader) -> str:
    title, state = reader.text(entry.get("title"), entry["list"]), reader.word(codes.LOOKUP_STATES, entry["state"])
    return reader.say("lookup", title=title, state=state)


def stamp_words(entry: Json, reader: Reader) -> str:
    """When, through which channel, by whom; the person's name is kept from the subject."""
    person = reader.value(entry.get("by")) if reader.names_others else ""
    return " ".join(
        part for part in (_hour(entry.get("at"), reader), reader.value(entry.get("channel")), person) if part
    )


def _hour(at: object, reader: Reader) -> str:
    """2026-11-20 08:41 of an ISO time; a zone other than China's stays."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?", str(at or ""))
    if match is None:
        return reader.value(at)
    day, hour, zone = match.groups()
    return reader.value(f"{day} {hour}" if zone in (None, "+08:00") else f"{day} {hour} {zone}")


def _also_consulted(decision: Json, reader: Reader) -> str:
    """What was looked up beside the lists that matter here."""
    shown = {entry["list"] for entry in list_of(decision, "lookups")}
    consulted = [name["what"] if isinstance(name, Mapping) else name for name in list_of(decision, "consulted")]
    # A name that covers everything tells nothing beside the lists shown.
    names = [str(name) for name in dict.fromkeys(consulted) if name not in shown | {"all", "listing"}]
    kinds = [name for name in names if name.partition(".")[0] in codes.CONSULTED]
    told = [consulted_word(name, reader) for name in kinds]
    if len(kinds) < len(names):
        told.append(reader.count("other-lists", len(names) - len(kinds)))
    return reader.say("also-consulted", names=reader.listed(told)) if told else ""


def _cross_check(decision: Json, reader: Reader) -> str:
    """For the favoured: that the subject stands on none of the lists that would stop its incentives."""
    lookups = list_of(decision, "lookups")
    if decision["outcome"] != "favoured" or not lookups:
        return ""
    marked = any("cross_check" in entry for entry in lookups)
    checked = [entry for entry in lookups if entry.get("cross_check") or not marked]
    clear = sum(entry["state"] == "not-listed" for entry in checked)
    unseen = sum(entry["state"] == "not-looked-up" for entry in checked)
    listed = [reader.text(entry.get("title"), entry["list"]) for entry in checked if entry["state"] == "listed"]
    told = [reader.count("lists-clear" if marked and clear == len(checked) else "lists-not-listed", clear)]
    # Without the marks an entry found may be the red list that brings the incentive: the line before tells it.
    told += [reader.say("cross-check.listed", lists=reader.listed(listed))] if listed and marked else []
    told += [reader.count("lists-open", unseen)] if unseen else []
    return reader.join(told, "，", ", ") if checked else ""


def _within_reach(decision: Json, reader: Reader) -> list[str]:
    """What is still needed for which incentives: those that need the same are told together."""
    needed: dict[str, list[str]] = {}
    for entry in list_of(decision, "within_reach"):
        needed.setdefault(_needed(entry, decision, reader), []).append(
            reader.text(entry.get("title"), entry.get("measure"))
        )
    return [_reach(reader.join(distinct(titles), "；", "; "), changes, reader) for changes, titles in needed.items()]


def _reach(title: str, changes: str, reader: Reader) -> str:
    return reader.say("reach", title=title, changes=changes) if changes else title


def _needed(entry: Json, decision: Json, reader: Reader) -> str:
    changes = reader.join((_step(change, entry, reader) for change in list_of(entry, "changes")), "、", " and ")
    on = str(entry.get("on") or "")
    if changes and on > str(decision.get("date") or ""):
        return changes + reader.say("reach.on", date=reader.value(on))
    return changes


def _step(change: Json | str, entry: Json, reader: Reader) -> str:
    """One thing still needed for an incentive: a sentence, a record to be gained, a change of one, or a fact."""
    if isinstance(change, str) or "zh" in change or "en" in change:
        return reader.text(change)
    if change.get("change") == "gained":
        return whose(change, _gain(change, reader), reader)
    if "change" in change:
        said = change_word(change, entry, reader)
        if change.get("apply_from"):
            return reader.say("reach.apply", change=said, apply_from=reader.value(change["apply_from"]))
        return said
    return whose(change, open_fact(change, reader), reader)


def _gain(change: Json, reader: Reader) -> str:
    """列入“…”或者“…”, 纳税信用 A（2027、2028 年度）: what is still to be had, and how often."""
    kind, count = str(change.get("kind")), int(change.get("count") or 1)
    titles = [reader.text(title) for title in list_of(change, "titles")]
    if kind == "listing":
        few = [reader.say("reach.quoted", title=title) for title in titles[:_FEW_LISTS]]
        names = reader.join(few, "或者", " or ")
        said = reader.say("reach.listed", lists=names)
        said += reader.say("reach.more-lists", n=len(titles)) if len(titles) > _FEW_LISTS else ""
    else:
        said = reader.join([*(_named(kind, title, reader) for title in titles), *_said(change, reader)], " ", " ")
    if kind == "rating" or (kind == "listing" and count > 1):
        years = [reader.value(str(day)[:4]) for day in list_of(change, "days")]
        return said + reader.say("reach.years", years=reader.listed(years))
    return said + reader.say("reach.times", n=count) if count > 1 else said


def _named(kind: str, title: str, reader: Reader) -> str:
    """A permit or commitment by its kind, which the title of one of a sort does not tell."""
    plain = title == reader.word(codes.KINDS, kind) or kind not in ("permit", "commitment")
    return title if plain else reader.say(f"record.{kind}", title=title)


def _said(change: Json, reader: Reader) -> list[str]:
    """What the record has to say, where its title does not."""
    fields = map_of(change, "fields")
    if change.get("kind") == "points":
        return [f"≥ {reader.value(fields['value'])}"] if "value" in fields else []
    if change.get("kind") == "rating":
        return [reader.value(fields["grade"])] if "grade" in fields else []
    done = [name for name in ("fulfilled_on", "performed_on", "corrected_on") if name in fields]
    return [reader.say("reach.done", step=reader.word(codes.FIELDS, name)) for name in done]


def _rules(decision: Json, reader: Reader) -> str:
    scope = map_of(decision, "scope")
    said = reader.say(
        "rules",
        lists=_rule_names(list_of(decision, "rules"), reader),
        here=reader.count("measures-here", int(scope.get("measures", 0))),
        applying=reader.count("applying", int(scope.get("applies", 0))),
    )
    digest = str(map_of(decision, "inputs").get("plan") or "").rpartition(":")[2][:8]
    plan = reader.say("plan", digest=reader.value(digest)) if digest else ""
    return reader.gap.join(part for part in (said, plan, engines_words(decision, reader)) if part)


def _rule_names(rules: Sequence[Json], reader: Reader) -> str:
    """The measure lists by name, where they are few or the file wants them all."""
    if not rules or (len(rules) > _NAMED_RULES and reader.audience != "file"):
        return reader.count("measure-lists", len(rules))
    return reader.listed(
        reader.say(
            "rule",
            list=reader.text(rule.get("title"), rule["measure_list"]),
            edition=reader.value(rule.get("edition")),
        )
        for rule in rules
    )


def engines_words(decision: Json, reader: Reader) -> str:
    """By how many engines; and why only by one, where two were wanted."""
    run = map_of(decision, "run")
    engines, unverified = list_of(run, "verified_by"), run.get("unverified")
    if len(engines) > 2:
        return reader.count("engines", len(engines))
    if unverified is not None:
        return reader.say("engine.one.why", why=reader.word(codes.UNVERIFIED, unverified))
    return ("", reader.say("engine.one"), reader.say("engine.two"))[len(engines)]


def warnings_words(decision: Json, reader: Reader) -> list[str]:
    """Warnings as sentences; what the head has said already is left out."""
    said_above = {"no-measures"} | ({"draft-rules"} if list_of(decision, "draft_lists") else set())
    told = [warning for warning in list_of(decision, "warnings") if warning["code"] not in said_above]
    return distinct(warning_words(decision, warning, reader) for warning in told)


def warning_words(decision: Json, warning: Json, reader: Reader) -> str:
    """A warning as a sentence, with the title of the list it names."""
    titles = {entry["list"]: entry.get("title") for entry in list_of(decision, "lookups")}
    harmless = {key: reader.value(value) for key, value in warning.items()}
    if warning.get("list") in titles:
        harmless["list"] = reader.text(titles[warning["list"]], warning["list"])
    said = words.warning_text(harmless, reader.lang)
    related = str(warning.get("at") or "").startswith("/related")
    return reader.say("related-warning", warning=said) if related else said


def _asked(decision: Json, reader: Reader) -> str:
    action = map_of(decision, "action")
    asked = {key: reader.value(action.get(key)) for key in ("operator", "body", "purpose")}
    return reader.gap.join(reader.say(f"asked.{key}", **{key: value}) for key, value in asked.items() if value)


def _digests(decision: Json, reader: Reader) -> list[str]:
    """What the decision was made from, for whoever repeats it."""
    told = [f"{reader.value(name)} {reader.value(digest)}" for name, digest in map_of(decision, "inputs").items()]
    told += [
        f"{reader.value(rule['measure_list'])} {reader.value(rule['digest'])}"
        for rule in list_of(decision, "rules")
        if rule.get("digest")
    ]
    version = map_of(decision, "run").get("version")
    return [*told, reader.say("version", version=reader.value(version))] if version else told


def _closing(decision: Json, reader: Reader) -> list[str]:
    outcome = str(decision["outcome"])
    open_facts = {
        (item.get("of"), item["fact"])
        for finding in list_of(decision, "findings")
        if finding["finding"] == "undetermined"
        for item in list_of(finding, "missing")
    }
    told = [words.notice(outcome, reader.lang)]
    if outcome == "incomplete" and open_facts:
        queries = reader.count("queries-settle", len(open_facts))
        return [reader.say("settle", queries=queries), *told]
    return told

"""Run cases: give the engine what a case gives, and tell in sentences where it does not answer as expected."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from credit_rules.errors import ProfileError, problem
from credit_rules.model.action import Action
from credit_rules.model.cases import Case
from credit_rules.model.days import shown_end
from credit_rules.model.decision import Decision, Finding
from credit_rules.model.plan import Plan
from credit_rules.model.profile import SECTIONS
from credit_rules.model.scalars import YamlText
from credit_rules.profiles import CreditProfile, action_from
from credit_rules.semantics import Item, latest_known_end
from credit_rules.stages.shaping import with_nearest
from credit_rules.words.casebook import SENTENCES

_ACTION = ("date", "known", "region", "authority", "amount", "within_law", "item", "item_scheme", "case")
_PROFILE = ("subject", "as_of", "consulted", "declared", *SECTIONS, "related")
FINDINGS = ("applies", "does-not-apply", "withheld", "undetermined")
_ABOUT_ALL = ("outcome", "outcome_because", "warnings", "conflicts")

Check = Callable[[Plan, CreditProfile, Action], Decision]


@dataclass(frozen=True, slots=True)
class Given:
    """A case's profile and action."""

    profile: CreditProfile
    action: Action


def given_of(case: Case, defaults: Mapping[str, Any]) -> Given:
    """What a case gives, its own words before the defaults; ProfileError where they make no sense."""
    told = {**defaults, **case.given}
    for key in told:
        if key not in (*_PROFILE, *_ACTION, "action"):
            raise ProfileError([problem("unknown-key", f"/given/{key}", name=key)])
    action = told.get("action", {})
    action = {"code": action} if isinstance(action, str) else dict(action)
    action = {**{key: told[key] for key in _ACTION if key in told}, **action}
    return Given(CreditProfile.from_data(_profile_data(told, action.get("date"))), action_from(action, "/action"))


def _profile_data(told: Mapping[str, Any], day: object) -> dict[str, Any]:
    """A profile as its author means it: records numbered in the order written, the identity certain."""
    data = {key: told[key] for key in _PROFILE if key in told and told[key] is not None}
    data["subject"] = _subject(data.get("subject", {}))
    if "as_of" not in told and day is not None:
        data["as_of"] = told.get("known", day)
    data["consulted"] = _names(data.get("consulted", []))
    data["declared"] = [{"fact": d} if isinstance(d, str) else d for d in data.get("declared", [])]
    for section, letter in SECTIONS.items():
        if isinstance(data.get(section), list):
            data[section] = _numbered(data[section], letter)
    if isinstance(data.get("related"), list):
        data["related"] = [_relation(entry, day) for entry in _numbered(data["related"], "X")]
    return data


def _names(consulted: Any) -> Any:
    return [consulted] if isinstance(consulted, str) else consulted


def _subject(told: Any) -> Any:
    if not isinstance(told, Mapping):
        return told
    doubtful = told.get("identity") == "doubtful"
    subject = {"kind": YamlText("enterprise"), **{key: value for key, value in told.items() if key != "identity"}}
    return subject if doubtful or "id" in subject else {"id": "CASE", "scheme": "internal", **subject}


def _numbered(entries: list[Any], letter: str) -> list[Any]:
    taken = {entry.get("id") for entry in entries if isinstance(entry, Mapping)}
    free = (name for n in range(1, 10**6) if (name := f"{letter}{n}") not in taken)
    return [{"id": next(free), **e} if isinstance(e, Mapping) and "id" not in e else e for e in entries]


def _relation(entry: Any, day: object) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    inner = entry.get("profile", {})
    if not isinstance(inner, Mapping):
        return entry
    data = _profile_data(inner, day)
    if "as_of" not in inner:
        data.pop("as_of", None)
    return {**entry, "profile": data}


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which a decision is not what a case expects, as a sentence in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en


def _sentence(code: str, **params: object) -> Failure:
    """A sentence; what fills it in may itself be said in both languages."""
    sentences = [
        template.format(**{name: getattr(value, lang) if isinstance(value, Failure) else value for name, value in told})
        for lang, template, told in zip(("zh", "en"), SENTENCES[code], [list(params.items())] * 2, strict=True)
    ]
    return Failure(*sentences)


def _joined(parts: Iterable[Failure], comma: tuple[str, str] = ("、", ", ")) -> Failure:
    parts = list(parts)
    return Failure(comma[0].join(part.zh for part in parts), comma[1].join(part.en for part in parts))


def failures(case: Case, decision: Decision) -> Iterator[Failure]:
    """Each way in which a decision is not what the case expects, as a sentence."""
    if not case.expect:
        yield _sentence("expects-nothing", case=case.name)
    for key, expected in case.expect.items():
        if key in _ABOUT_ALL:
            yield from _failure_of_whole(case, key, expected, decision)
        else:
            yield from _failure_of_measure(case, key, expected, decision)


def _failure_of_whole(case: Case, key: str, expected: Any, decision: Decision) -> Iterator[Failure]:
    found: Any
    match key:
        case "outcome":
            found, fits = decision.outcome, expected == decision.outcome
        case "outcome_because":
            found = [{"code": code, "measure": measure} for code, measure in decision.outcome_because]
            fits = all(any(_covers(e, f) for f in found) for e in expected)
            fits = fits and all(any(_covers(e, f) for e in expected) for f in found)
        case "warnings":
            found = [warning["code"] for warning in decision.as_json()["warnings"]]
            fits = set(expected) <= set(found) if expected else not found
        case _:
            found = sorted([one, other] for one, other, _ in decision.conflicts)
            fits = sorted([str(a), str(b)] for a, b in expected) == found
    if not fits:
        yield _sentence("whole", case=case.name, key=key, expected=expected, found=found)


def _covers(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return all(found.get(key) == value for key, value in expected.items())


def _failure_of_measure(case: Case, name: str, expected: Any, decision: Decision) -> Iterator[Failure]:
    finding = next((f for f in (*decision.findings, *decision.others) if f.measure == name), None)
    if finding is None:
        yield _sentence("not-loaded", case=case.name, name=name)
        return
    if not isinstance(expected, (str, Mapping)):
        raise ProfileError([with_nearest("unknown-value", f"/expect/{name}", str(expected), FINDINGS)])
    wanted = {"finding": expected} if isinstance(expected, str) else dict(expected)
    if wanted.get("finding", FINDINGS[0]) not in FINDINGS:
        raise ProfileError([with_nearest("unknown-value", f"/expect/{name}", str(wanted["finding"]), FINDINGS)])
    for key, value in wanted.items():
        found = _told(key, finding, decision)
        if not _fits(key, value, found):
            told = {"case": case.name, "name": name, "expected": value, "found": _readable(key, found)}
            why = _why(finding, decision, key)
            yield _sentence("measure" if key == "finding" else "part", key=key, why=why, **told)


def _readable(key: str, found: Any) -> Any:
    """What was found, as a case would write it."""
    if key == "because":
        causes = (sorted(_label(item, True) for item in cause if item.sort in ("record", "absent")) for cause in found)
        return "[" + ", ".join(f"[{', '.join(labels)}]" for labels in causes) + "]"
    return shown_end(found) if key in ("lifts_on", "returns_on") else found


def _why(finding: Finding, decision: Decision, key: str) -> Failure:
    """What stood behind the finding, so that a failing case can be mended; not again what `key` told."""
    records = sorted({item for cause in finding.because for item in cause if item.sort == "record"}, key=_place)
    told = [_sentence("by-guard", guard=finding.guard)] if finding.guard and key != "guard" else []
    if records:
        told.append(_sentence("records", records=_joined(_record(item, finding, decision) for item in records)))
    if finding.missing and not key.startswith("missing"):
        told.append(_sentence("missing", facts=", ".join(fact for fact, _ in finding.missing)))
    if finding.out_of_scope:
        told.append(_sentence("out-of-scope", why=finding.out_of_scope))
    elif finding.finding == "does-not-apply":
        told += _decided(finding, decision)
    lifts = decision.lifts_on(finding)
    if lifts and key != "lifts_on":
        told.append(_sentence("lifts-on", day=shown_end(lifts)))
    return _joined(told, ("", ""))


def _place(item: Item) -> tuple[str, str]:
    return item.of or "", item.name


def _record(item: Item, finding: Finding, decision: Decision) -> Failure:
    """A record, with the day it ended where that is what stopped the measure."""
    label = _label(item, True)
    record = next((r for r in decision.facts.all_records() if r.id == item.name and not item.of), None)
    ended = latest_known_end(record, decision.plan.law) if record and finding.guard == "expired" else None
    return _sentence("ended", record=label, day=shown_end(ended)) if ended else Failure(label, label)


def _decided(finding: Finding, decision: Decision) -> list[Failure]:
    """The tests that decided, each with what was found."""
    described = decision.as_json(everything=True)["findings"]
    told = next(
        f
        for f in described
        if f["measure"] == finding.measure and f["measure_list"] == finding.planned.list.measure_list
    ).get("decided_by", {})
    if not told.get("tests"):
        return [_sentence("decided-by", tests=f"`{told['why']}`")] if told else []
    parts = [
        _sentence("test-found", test=json.dumps(test["test"], ensure_ascii=False), found=Failure(**test["found"]))
        for test in told["tests"]
    ]
    return [_sentence("decided-by", tests=_joined(parts))]


def _told(key: str, finding: Finding, decision: Decision) -> Any:
    match key:
        case "finding" | "guard" | "by_declaration" | "because_more":
            return getattr(finding, key)
        case "missing" | "missing_only":
            return [f"{of}/{fact}" if of else fact for fact, of in finding.missing]
        case "because":
            return finding.because
        case "lifts_on":
            return decision.lifts_on(finding)
        case "returns_on":
            return decision.returns_on(finding)
        case "decided_by":
            described = decision.as_json(everything=True)["findings"]
            told = next(f for f in described if f["measure"] == finding.measure)
            return told.get("decided_by", {}).get("why")
    raise ProfileError([problem("unknown-key", f"/expect/{finding.measure}/{key}", name=key)])


def _fits(key: str, expected: Any, found: Any) -> bool:
    match key:
        case "missing":
            return {str(name) for name in expected} <= _both_ways(found)
        case "missing_only":
            return len(expected) == len(found) and {str(name) for name in expected} <= _both_ways(found)
        case "because":
            return _same_causes(expected, found)
        case "by_declaration" | "because_more":
            return str(expected).lower() == str(found).lower()
        case "lifts_on" | "returns_on":
            return (None if expected is None else str(expected)) == shown_end(found)
    return bool(expected == found) if expected is not None else found is None


def _both_ways(found: list[str]) -> set[str]:
    """A fact of a related subject may be named with or without whose it is."""
    return {*found, *(name.rpartition("/")[2] for name in found)}


def _same_causes(expected: Any, found: Any) -> bool:
    tokens = [item for cause in expected for item in cause]
    sorts = {next(iter(item)) for item in tokens if isinstance(item, Mapping)}
    related = any(isinstance(item, str) and item.startswith("X") and "/" not in item for item in tokens)
    paths = any(isinstance(item, str) and "/" in item for item in tokens)
    kept = {"record", *sorts, *(["related"] if related else [])}
    wanted = {frozenset(_token(item) for item in cause) for cause in expected}
    return wanted == {frozenset(_label(item, paths) for item in cause if item.sort in kept) for cause in found}


def _token(item: Any) -> str:
    if isinstance(item, Mapping):
        ((sort, name),) = item.items()
        return f"{sort} {name}"
    return str(item)


def _label(item: Item, paths: bool) -> str:
    if item.sort == "record":
        return f"{item.of}/{item.name}" if item.of and paths else item.name
    return item.name if item.sort == "related" else f"{item.sort} {item.name}"

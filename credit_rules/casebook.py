"""Run cases: give the engine what a case gives, and tell in sentences where it does not answer as expected."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credit_rules.errors import Problem, ProfileError
from credit_rules.model.action import Action
from credit_rules.model.cases import Case
from credit_rules.model.changes import Change, WayOut
from credit_rules.model.days import shown_end
from credit_rules.model.decision import Decision, Finding
from credit_rules.model.law import Law
from credit_rules.model.plan import Plan
from credit_rules.model.profile import SECTIONS
from credit_rules.model.scalars import YamlText, kind_of
from credit_rules.profiles import CreditProfile, action_from
from credit_rules.rendering.conditions import inline
from credit_rules.semantics import Item, latest_known_end
from credit_rules.stages.reading import pointer
from credit_rules.stages.shaping import with_nearest, wrong_type
from credit_rules.stages.telling import condition_data
from credit_rules.words import codes
from credit_rules.words.casebook import SENTENCES

_ACTION = ("date", "known", "region", "authority", "amount", "within_law", "item", "item_scheme", "case")
_PROFILE = ("subject", "as_of", "consulted", "declared", *SECTIONS, "related")
FINDINGS = ("applies", "does-not-apply", "withheld", "undetermined")
#: What a case may expect of a measure.
_PARTS = (
    "finding",
    "guard",
    "because",
    "because_more",
    "missing",
    "missing_only",
    "lifts_on",
    "returns_on",
    "by_declaration",
    "decided_by",
    "way_out",
    "way_out_more",
    "within_reach",
)
_MOST_LED = 5  # measures told that led to an outcome
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
    known = (*_PROFILE, *_ACTION, "action")
    problems = [with_nearest("unknown-key", pointer("/given", key), key, known) for key in told if key not in known]
    action = told.get("action", {})
    if not isinstance(action, (str, Mapping)):
        raise ProfileError([*problems, wrong_type("/action", ("action",), "code", kind_of(action))])
    action = {"code": action} if isinstance(action, str) else dict(action)
    action = {**{key: told[key] for key in _ACTION if key in told}, **action}
    profile = asked = None
    try:
        profile = CreditProfile.from_data(_profile_data(told, action.get("date")))
    except ProfileError as error:
        problems += error.problems
    try:
        asked = action_from(action, "/action")
    except ProfileError as error:
        problems += error.problems
    if problems or profile is None or asked is None:
        raise ProfileError(problems)
    return Given(profile, asked)


def ungiven(case: Case, defaults: Mapping[str, Any]) -> Sequence[Problem]:
    """What makes no sense in what a case gives."""
    try:
        given_of(case, defaults)
    except ProfileError as error:
        return error.problems
    return ()


def _profile_data(told: Mapping[str, Any], day: object) -> dict[str, Any]:
    """A profile as its author means it: records numbered in the order written, the identity certain."""
    data = {key: told[key] for key in _PROFILE if key in told and told[key] is not None}
    data["subject"] = _subject(data.get("subject", {}))
    if "as_of" not in told and day is not None:
        data["as_of"] = told.get("known", day)
    data["consulted"] = _names(data.get("consulted", []))
    declared = data.get("declared", [])
    declares = isinstance(declared, list)
    data["declared"] = [{"fact": d} if isinstance(d, str) else d for d in declared] if declares else declared
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


def misexpected(case: Case) -> Iterator[Problem]:
    """What a case expects that no decision can come to."""
    for key, expected in case.expect.items():
        at = pointer("/expect", key)
        if key == "outcome":
            yield from _not_among(at, expected, codes.OUTCOMES)
        elif key in _ABOUT_ALL and not isinstance(expected, list):
            yield wrong_type(at, (key,), "list", kind_of(expected))
        elif key == "warnings":
            for number, code in enumerate(expected):
                yield from _not_among(pointer(at, number), code, codes.WARNINGS)
        elif key not in _ABOUT_ALL:
            yield from _misexpected_of(at, expected)


def _misexpected_of(at: str, expected: Any) -> Iterator[Problem]:
    """The same of what is expected of a measure."""
    if not isinstance(expected, Mapping):
        yield from _not_among(at, expected, FINDINGS)
        return
    for key, value in expected.items():
        if key not in _PARTS:
            yield with_nearest("unknown-key", pointer(at, key), key, _PARTS)
        elif key == "finding":
            yield from _not_among(pointer(at, key), value, FINDINGS)
        elif key == "guard" and value is not None:
            yield from _not_among(pointer(at, key), value, codes.GUARDS)
        elif key in ("missing", "missing_only", "because") and not isinstance(value, list):
            yield wrong_type(pointer(at, key), (key,), "list", kind_of(value))


def _not_among(at: str, value: Any, known: Iterable[str]) -> Iterator[Problem]:
    if not isinstance(value, str) or value not in known:
        yield with_nearest("unknown-value", at, str(value), list(known))


def failures(case: Case, decision: Decision) -> Iterator[Failure]:
    """Each way in which a decision is not what the case expects, as a sentence.

    ProfileError where it expects what no decision can come to.
    """
    wrong = list(misexpected(case))
    if wrong:
        raise ProfileError(wrong)
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
        why = _why_outcome(decision) if key == "outcome" else Failure("", "")
        yield _sentence("whole", case=case.name, key=key, expected=expected, found=found, why=why)


def _why_outcome(decision: Decision) -> Failure:
    """What led to the outcome: each measure with what it came to, and why."""
    findings = {finding.measure: finding for finding in decision.findings}
    told = [_led(code, measure, findings, decision) for code, measure in decision.outcome_because]
    if not told:
        return _sentence("nothing-led")
    return _sentence("led-by", reasons=_joined(told[:_MOST_LED], ("；", "; ")))


def _led(code: str, measure: str | None, findings: Mapping[str, Finding], decision: Decision) -> Failure:
    word = Failure(*codes.OUTCOME_BECAUSE[code])
    finding = findings.get(measure or "")
    if finding is None:
        return word
    if code == "open":
        return _sentence("led-open", measure=measure, facts=_facts(finding, decision))
    return _sentence("led", measure=measure, reason=word, why=_why(finding, decision, "lifts_on"))


def _facts(finding: Finding, decision: Decision) -> Failure:
    """What is missing, in words, with the names by which a case gives it."""
    told = decision.as_json()["findings"]
    mine = next(f for f in told if f["measure"] == finding.measure and f["finding"] == finding.finding)
    return _joined(_fact(entry["fact"], entry["of"], entry["title"]) for entry in mine["missing"])


def _fact(name: str, of: str | None, title: Mapping[str, str] | None) -> Failure:
    field = codes.FIELDS.get(name) or codes.FIELDS.get(name.rpartition(".")[2])
    words = Failure(**title) if title else Failure(*field) if field else None
    name = f"{of}/{name}" if of else name
    return _sentence("fact", fact=name, title=words) if words else Failure(name, name)


def words_of_test(test: Mapping[str, Any], law: Law) -> Failure:
    """A test as its author wrote it, as a sentence; what planning adds by itself is said, too."""
    ((kind, asked),) = test.items()
    if kind == "related" and "holds" not in asked:
        role = law.roles[asked["role"]].title.as_json()
        return _sentence("reached", role=Failure(**role))
    if kind == "listing" and "cross_check" in asked:
        return _sentence("cross-checked")
    node = condition_data(test, law)
    return Failure(inline(node, "zh"), inline(node, "en"))


def _covers(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return all(found.get(key) == value for key, value in expected.items())


def _failure_of_measure(case: Case, name: str, expected: Any, decision: Decision) -> Iterator[Failure]:
    finding = next((f for f in (*decision.findings, *decision.others) if f.measure == name), None)
    if finding is None:
        yield _sentence("not-loaded", case=case.name, name=name)
        return
    wanted = {"finding": expected} if isinstance(expected, str) else dict(expected)
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
    if key in ("way_out", "within_reach"):
        return "[" + "; ".join(_readable_changes(each) for each in found) + "]"
    return shown_end(found) if key in ("lifts_on", "returns_on") else found


def _readable_changes(told: Mapping[str, Any]) -> str:
    rest = ", ".join(f"{key} {value}" for key, value in told.items() if key != "changes" and value is not None)
    return f"{', '.join(told['changes'])}: {rest}"


def _why(finding: Finding, decision: Decision, key: str) -> Failure:
    """What stood behind the finding, so that a failing case can be mended; not again what `key` told."""
    records = sorted({item for cause in finding.because for item in cause if item.sort == "record"}, key=_place)
    told = [_sentence("by-guard", guard=finding.guard)] if finding.guard and key != "guard" else []
    if records:
        told.append(_sentence("records", records=_joined(_record(item, finding, decision) for item in records)))
    if finding.missing and not key.startswith("missing"):
        told.append(_sentence("missing", facts=_facts(finding, decision)))
    if finding.out_of_scope:
        told.append(_sentence("out-of-scope", why=Failure(*codes.DECIDED_BY[finding.out_of_scope])))
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
        return [_sentence("decided-by", tests=Failure(*codes.DECIDED_BY[told["why"]]))] if told else []
    law = decision.plan.law
    parts = [
        _sentence("test-found", test=words_of_test(test["test"], law), found=Failure(**test["found"]))
        for test in told["tests"]
        if test["test"]  # what the engine itself adds has no author
    ]
    return [_sentence("decided-by", tests=_joined(parts, ("；", "; ")))] if parts else []


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
        case "way_out":
            return [_way(way) for way in decision.ways_out(finding)]
        case "way_out_more":
            return decision.ways_out_more(finding)
        case "within_reach":
            reached = [reach for reach in decision.within_reach if reach.planned is finding.planned]
            return [{"changes": _changes(reach.changes), "from": shown_end(reach.on)} for reach in reached]
        case "decided_by":
            described = decision.as_json(everything=True)["findings"]
            told = next(f for f in described if f["measure"] == finding.measure)
            return told.get("decided_by", {}).get("why")
    raise KeyError(key)  # refused before


def _fits(key: str, expected: Any, found: Any) -> bool:
    match key:
        case "missing":
            return {str(name) for name in expected} <= _both_ways(found)
        case "missing_only":
            return len(expected) == len(found) and {str(name) for name in expected} <= _both_ways(found)
        case "because":
            return _same_causes(expected, found)
        case "way_out" | "within_reach":
            return _same_ways(expected, found)
        case "by_declaration" | "because_more" | "way_out_more":
            return str(expected).lower() == str(found).lower()
        case "lifts_on" | "returns_on":
            return (None if expected is None else str(expected)) == shown_end(found)
    return bool(expected == found) if expected is not None else found is None


def _way(way: WayOut) -> dict[str, Any]:
    """A way out as a case writes it."""
    return {
        "changes": _changes(way.changes),
        "apply_from": shown_end(way.apply_from),
        "lifts_on": shown_end(way.lifts_on),
        "leaves": way.leaves,
        "returns_on": shown_end(way.returns_on),
    }


def _changes(changes: Iterable[Change]) -> list[str]:
    """`L1 repaired`, `X1/L9 repaired`; of records still to be gained how many: `2 more tax grade=A`."""
    changed = [change for change in changes if change.before is not None]
    gained = Counter(_gained(change) for change in changes if change.before is None)
    told = [f"{change.of}/{change.after.id}" if change.of else change.after.id for change in changed]
    named = [f"{name} {change.what}" for name, change in zip(told, changed, strict=True)]
    return sorted([*named, *(f"{number} more {name}" for name, number in gained.items())])


def _gained(change: Change) -> str:
    """The list, scheme or kind of a record to be gained, what it has to say, and whose it is."""
    what = "|".join(change.names) or change.after.kind
    return " ".join(part for part in (what, change.sort, f"of {change.of}" if change.of else "") if part)


def _same_ways(expected: Any, found: list[dict[str, Any]]) -> bool:
    """As many, each with the same changes; of what else is written of it, the same."""
    left = list(found)
    for told in expected:
        changes = told.get("changes") or []
        wanted = {
            "changes": sorted(map(str, changes if isinstance(changes, list) else [changes])),
            **{key: None if value is None else str(value) for key, value in told.items() if key != "changes"},
        }
        fitting = next((each for each in left if all(each.get(key, "") == v for key, v in wanted.items())), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return not left


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

"""Replay: make a written decision again, and say what would have been decided had more been known.

A decision names what it was made from by digests: the profile, the action, the rules. Made again from the same, it
has the same core bytes (everything but `id`, `words` and `run`); where it has not, the replay says which of the inputs
is another, or, if none is, that there is no explanation. A file that was altered is no decision: ProfileError says
where, as far as that can be told.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from credit_rules.backends import Backend
from credit_rules.errors import Problem, ProfileError, RulesetError, problem
from credit_rules.model.action import Action
from credit_rules.model.canonical import canonical, digest, plain
from credit_rules.model.decision import Decision
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.pipeline import BACKENDS, check_subject
from credit_rules.profiles import CreditProfile, action_from, data_of_text, text_of_file
from credit_rules.stages.comparing import Difference, FindingChange, changes_between, compare
from credit_rules.stages.deciding import decide
from credit_rules.stages.describing import ACTION_KEYS, FORMAT, core_of, id_of, title_of, words_of
from credit_rules.stages.evaluating import evaluate
from credit_rules.stages.gathering import Prepared, action_code, gather
from credit_rules.stages.learning import News, learned, without
from credit_rules.stages.reading import pointer
from credit_rules.stages.shaping import shape, wrong_type
from credit_rules.stages.written import DecisionShape
from credit_rules.version import VERSION
from credit_rules.words.comparing import NEWS_KINDS

Json = dict[str, Any]

#: So many altered places are told one by one.
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class WrittenDecision:
    """A decision as it was written down: read, its shape checked, and not yet believed."""

    data: Json
    action: Action
    name: str = ""  # of the file
    as_printed: bool = True  # whether it is laid out as this program prints decisions, byte by byte

    @property
    def everything(self) -> bool:
        """Whether it tells the measures that do not apply, too."""
        return any(finding["finding"] == "does-not-apply" for finding in self.data["findings"])

    @property
    def verified(self) -> bool:
        """Whether more than one engine made it."""
        return len(self.data["run"]["verified_by"]) > 1

    @property
    def known(self) -> date:
        """As known on which day it was made."""
        assert self.action.known is not None  # the shape demands it
        return self.action.known


def read_decision(path: str | Path) -> WrittenDecision:
    """A decision file: as `check-subject --format json` prints it, or one line of its stream.

    ProfileError where it is no decision, is cut off, or is of another version.
    """
    return decision_of_text(text_of_file(path), str(path))


def decision_of_text(text: str, name: str = "") -> WrittenDecision:
    """The same from text."""
    _refuse_several(text, name)
    data = data_of_text(text, name=name)
    written = decision_of_data(data, name)
    return replace(written, as_printed=_is_as_printed(text, data))


def decision_of_data(data: Any, name: str = "") -> WrittenDecision:
    """The same from plain data, as JSON gives it."""
    data, at = _decision_in(data, name)
    if not isinstance(data, Mapping) or not str(data.get("format", "")).startswith("decision/"):
        raise ProfileError([problem("not-a-decision", _at(name, at))])
    if data["format"] != FORMAT:
        told = data["format"]
        raise ProfileError([problem("decision-version", _at(name, f"{at}/format"), found=told, wanted=FORMAT)])
    fractions = [wrong_type(_at(name, pointer(at, *p)), p, "whole number", "number") for p in _fractions(data, ())]
    if fractions:
        raise ProfileError(fractions)
    found, problems = shape(DecisionShape, data, lambda path, key: _at(name, pointer(at, *path)))
    if found is None:
        raise ProfileError(problems)
    return WrittenDecision(dict(data), _action(dict(data), _at(name, f"{at}/action")), name)


def _at(name: str, place: str) -> str:
    """A place in a decision file, as a fragment: two files are read, and a pointer alone means the profile."""
    return f"{name}#{place}" if name and place else name or place


def _refuse_several(text: str, name: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines):
        raise ProfileError([problem("several-decisions", name, count=len(lines))])


def _decision_in(data: Any, name: str) -> tuple[Any, str]:
    """The decision itself, or the one in a line of a stream, and where it stands."""
    if isinstance(data, Mapping) and "format" not in data and set(data) <= {"request", "decision", "error"}:
        if "decision" in data:
            return data["decision"], "/decision"
        if "error" in data:
            raise ProfileError([problem("line-without-decision", _at(name, "/error"))])
    if isinstance(data, Mapping) and set(data) == {"errors"}:
        raise ProfileError([problem("line-without-decision", _at(name, "/errors"))])
    return data, ""


def _fractions(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Numbers that are not whole: no decision holds one, and digests are not defined for them."""
    if isinstance(data, (float, Decimal)):
        yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, item in items:
        yield from _fractions(item, (*path, step))


def _is_as_printed(text: str, data: Any) -> bool:
    text = text.replace("\r\n", "\n")
    layouts: tuple[Json, ...] = ({"indent": 2}, {"separators": (",", ":")})
    return any(
        json.dumps(data, ensure_ascii=ascii_only, **layout) + "\n" == text
        for layout in layouts
        for ascii_only in (False, True)
    )


def _action(data: Json, at: str) -> Action:
    """The action as it was asked about."""
    told = {key: data["action"].get(key) for key in ACTION_KEYS}
    told = {key: value for key, value in told.items() if value is not None}
    if any(warning.get("code") == "action-region-missing" for warning in data["warnings"]):
        told.pop("region", None)  # the whole country was assumed, not asked about
    return action_from(told, at)


# --- replaying ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OtherInput:
    """An input that is not the one the decision was made from."""

    name: str  # profile, action or plan
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class OtherRule:
    """A measure list that is not as it was; None where there was, or is, none."""

    measure_list: str
    title: Mapping[str, str]
    was: Mapping[str, str] | None  # edition and digest
    now: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which a measure came to another finding, and what became known on it that made the difference."""

    known: date
    finding: str
    guard: str | None
    because: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """What would have been decided had what became known by a later day been known."""

    known: date
    decision: Json
    difference: Difference
    learned: tuple[News, ...]
    titles: Mapping[News, Mapping[str, str]]  # of the list, scheme or kind each of them is about
    steps: Mapping[tuple[str, str], tuple[Step, ...]]  # by measure list and measure


@dataclass(frozen=True, slots=True)
class Replay:
    """A decision made again."""

    written: WrittenDecision
    made: Json  # what is decided now from what is at hand
    inputs: tuple[OtherInput, ...]
    rules: tuple[OtherRule, ...]
    difference: Difference
    notes: tuple[str, ...]  # codes of what is worth knowing beside it
    later: Later | None = None

    @property
    def same(self) -> bool:
        """Whether the core is the same, byte by byte."""
        return canonical(core_of(self.written.data)) == canonical(core_of(self.made))

    @property
    def verdict(self) -> str:
        """`same` · `same-answer`: from other inputs · `other-inputs`: which give another answer · `unexplained`."""
        if self.same:
            return "same"
        if not self.inputs:
            return "unexplained"
        return "same-answer" if self.difference.answers_alike else "other-inputs"


def replay(
    plan: Plan,
    profile: CreditProfile,
    decision: WrittenDecision | Mapping[str, Any],
    *,
    known: date | None = None,
    backend: str | Backend = "in_process",
) -> Replay:
    """`decision` made again from its own action, with the profile and the rules at hand.

    `backend` makes it again. With `known`, also what would have been decided had what became known by that day been
    known, by the same rules and the same profile. ProfileError where the decision was altered after it was made, or is
    about another subject.
    """
    written = decision if isinstance(decision, WrittenDecision) else decision_of_data(decision)
    _refuse_other_subject(written, profile)
    if known is not None and known < written.known:
        raise ProfileError([problem("known-not-later", "--known", early=known, known=written.known)])
    then = _decided_again(plan, profile, written, backend)
    made = then.as_json(everything=written.everything)
    _refuse_altered(written, made)
    told = Replay(
        written=written,
        made=made,
        inputs=tuple(_other_inputs(written.data, made)),
        rules=tuple(_other_rules(written.data, made)),
        difference=compare(written.data, made),
        notes=tuple(_notes(written, made, plan)),
    )
    return told if known is None else replace(told, later=_later(plan, profile, written, then, made, known))


def _refuse_other_subject(written: WrittenDecision, profile: CreditProfile) -> None:
    was, now = written.data["subject"].get("id"), profile.subject.id
    if was is not None and now is not None and was != now:
        raise ProfileError([problem("other-subject", "/subject/id", was=was, now=now)])


def _decided_again(plan: Plan, profile: CreditProfile, written: WrittenDecision, backend: str | Backend) -> Decision:
    try:
        action_code(plan.law, written.action)
    except ProfileError as error:  # a decision was made of it: it was altered, or the rules are others
        if not _action_fits(written.data):
            raise ProfileError(list(_id_unfitting(written.data, written.name))) from None
        field = error.problems[0].at.lstrip("/")
        name = getattr(written.action, field)
        raise RulesetError(
            [problem("rules-without-action", _at(written.name, f"/action/{field}"), name=name)]
        ) from None
    return check_subject(plan, profile, written.action, backend=backend)


def _other_inputs(was: Json, now: Json) -> Iterator[OtherInput]:
    for name in ("profile", "action", "plan"):
        one, other = was["inputs"][name], now["inputs"][name]
        if one != other:
            yield OtherInput(name, one, other)


def _other_rules(was: Json, now: Json) -> Iterator[OtherRule]:
    """Lists at this action that differ; a list in another edition is paired with the one there was."""
    before, after = ({rule["measure_list"]: rule for rule in told["rules"]} for told in (was, now))
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        if one is None or other is None or (one["edition"], one["digest"]) != (other["edition"], other["digest"]):
            title = (other or one or {}).get("title") or {}
            yield OtherRule(name, title, _edition(one), _edition(other))


def _edition(rule: Json | None) -> Mapping[str, str] | None:
    return None if rule is None else {"edition": rule["edition"], "digest": rule["digest"]}


def _notes(written: WrittenDecision, made: Json, plan: Plan) -> Iterator[str]:
    run, now = written.data["run"], made["run"]
    if run["version"] != now["version"]:
        yield "other-version"
        if written.data["words"] != words_of(written.data):
            yield "other-words"
    if run["verified_by"] != now["verified_by"]:
        yield "other-engines"
    if not written.as_printed:
        yield "laid-out-otherwise"
    if written.data.get("draft_lists") and not any(m.list.draft for m in plan.measures):
        yield "made-with-drafts"


# --- altered ------------------------------------------------------------------------------------------------------


def _refuse_altered(written: WrittenDecision, made: Json) -> None:
    problems = list(_altered(written, made))
    if problems:
        raise ProfileError(problems)


#: What of a run may be other: which engines there are is the machine's.
_ENGINES = ("verified_by", "unverified")


def _altered(written: WrittenDecision, made: Json) -> Iterator[Problem]:
    """What was changed after the decision was made, place by place where that can be told.

    The id fits the core, and the action's digest the action. Where the decision made again has the id that is
    written, or the core, it tells what the rest was.
    """
    data, name = written.data, written.name
    if id_of(data) != data["id"] or not _action_fits(data):
        if made["id"] == data["id"]:
            yield from _places(core_of(data), core_of(made), name)
        elif canonical(core_of(data)) == canonical(core_of(made)):
            yield _altered_at(name, "/id", data["id"], made["id"])
        else:
            yield from _somewhere(data, made, name)
        return
    days = ("date", "known")
    yield from _places({key: data[key] for key in days}, {key: data["action"][key] for key in days}, name)
    if data["run"]["version"] != VERSION:
        return
    if made["id"] == data["id"]:  # the id says nothing of the measures that do not apply
        yield from _places(core_of(data), core_of(made), name)
    yield from _places({"words": data["words"]}, {"words": words_of(data)}, name)
    run, now = ({"run": {k: v for k, v in told["run"].items() if k not in _ENGINES}} for told in (data, made))
    yield from _places(run, now, name)


def _action_fits(data: Json) -> bool:
    return _action_digest(data) == str(data["inputs"]["action"])


def _action_digest(data: Json) -> str:
    return digest({key: data["action"].get(key) for key in ACTION_KEYS})


def _places(found: Json, wanted: Json, name: str) -> Iterator[Problem]:
    changes = changes_between(wanted, found)
    for change in changes[:MOST_PLACES]:
        yield _altered_at(name, change.at, change.now, change.was)
    if len(changes) > MOST_PLACES:
        yield problem("more-problems", name, count=len(changes) - MOST_PLACES)


def _altered_at(name: str, at: str, found: Any, wanted: Any) -> Problem:
    one, other = (json.dumps(value, ensure_ascii=False) for value in (found, wanted))
    return problem("decision-altered", _at(name, at), found=one, wanted=other)


def _somewhere(data: Json, made: Json, name: str) -> Iterator[Problem]:
    """The id and what it stands for part ways, and what is at hand does not give the decision back."""
    yield from _id_unfitting(data, name)
    for part in ("profile", "plan"):
        yield from _digest_unfitting(part, data["inputs"][part], made["inputs"][part], name)


def _id_unfitting(data: Json, name: str) -> Iterator[Problem]:
    """What the file tells by itself."""
    if id_of(data) != data["id"]:
        yield problem("decision-altered-somewhere", _at(name, "/id"), name=data["id"], fitting=id_of(data))
    yield from _digest_unfitting("action", data["inputs"]["action"], _action_digest(data), name)


def _digest_unfitting(part: str, was: str, now: str, name: str) -> Iterator[Problem]:
    if was != now:
        yield problem("digest-unfitting", _at(name, f"/inputs/{part}"), f"digest-unfitting.{part}", was=was, now=now)


# --- had it been known --------------------------------------------------------------------------------------------


def _later(
    plan: Plan, profile: CreditProfile, written: WrittenDecision, then: Decision, made: Json, known: date
) -> Later:
    """The same action by the same rules as known on a later day, and why what changed did."""
    action = written.action.model_copy(update={"known": known})
    decision = check_subject(plan, profile, action).as_json(everything=written.everything)
    difference = compare(made, decision)
    news = learned(profile.prepared, written.known, known)
    walk = _Walk(plan, profile.prepared, written.action)
    changed = [(change.measure_list, change.measure) for change in difference.findings]
    titles = {told: _title(told, then.facts) for told in news}
    return Later(known, decision, difference, news, titles, walk.steps(changed, then, news))


def _title(news: News, facts: Facts) -> Mapping[str, str]:
    zh, en = NEWS_KINDS[news.kind]
    name = news.scheme if news.kind == "listing" else f"{news.kind}.{news.scheme}"
    return title_of(name, facts) or {"zh": zh, "en": en}


@dataclass(frozen=True, slots=True)
class _Walk:
    """Deciding day by day, as more becomes known."""

    plan: Plan
    prepared: Prepared
    action: Action

    def steps(
        self, wanted: Sequence[tuple[str, str]], then: Decision, news: Sequence[News]
    ) -> dict[tuple[str, str], tuple[Step, ...]]:
        """For each measure wanted, the days on which its finding became another, and by what."""
        found: dict[tuple[str, str], list[Step]] = {key: [] for key in wanted}
        before = _by_measure(then)
        for day in sorted({told.on for told in news}) if wanted else ():
            after = self._findings(self.prepared, day)
            today = [told for told in news if told.on == day]
            for key in wanted:
                one, other = before.get(key, _NONE), after.get(key, _NONE)
                if one != other:
                    because = self._what_made_it(key, other, day, today)
                    found[key].append(Step(day, other["finding"], other["guard"], because))
            before = after
        return {key: tuple(steps) for key, steps in found.items()}

    def _what_made_it(
        self, key: tuple[str, str], found: Mapping[str, Any], day: date, news: Sequence[News]
    ) -> tuple[News, ...]:
        """The news of a day without which the finding were another; all of them, where any other would do as well."""
        if len(news) == 1:
            return tuple(news)
        needed = [n for n in news if self._findings(without(self.prepared, n), day).get(key, _NONE) != found]
        return tuple(needed or news)

    def _findings(self, prepared: Prepared, day: date) -> dict[tuple[str, str], Mapping[str, Any]]:
        facts: Facts = gather(self.plan.law, prepared, self.action.model_copy(update={"known": day}))
        verdicts = evaluate(self.plan, facts, BACKENDS["in_process"])
        inputs = {"prepared": prepared, "warnings": (), "verified_by": ()}
        return _by_measure(decide(self.plan, facts, verdicts, inputs))


#: What is found of a measure that is not told.
_NONE: Mapping[str, Any] = {"finding": "does-not-apply", "guard": None}


def _by_measure(decision: Decision) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(f["measure_list"], f["measure"]): f for f in decision.as_json()["findings"]}


# --- as data ------------------------------------------------------------------------------------------------------


def as_json(told: Replay) -> Json:
    """A replay as plain data, `replay/1`."""
    data = told.written.data
    return {
        "format": "replay/1",
        "verdict": told.verdict,
        "id": data["id"],
        "made_id": told.made["id"],
        "subject": data["subject"],
        "action": data["action"],
        "date": data["date"],
        "known": data["known"],
        "outcome": {"was": data["outcome"], "now": told.made["outcome"]},
        "inputs": [{"input": one.name, "was": one.was, "now": one.now} for one in told.inputs],
        "rules": [
            {"measure_list": r.measure_list, "title": dict(r.title), "was": r.was, "now": r.now} for r in told.rules
        ],
        "difference": told.difference.as_json(),
        "notes": [{"code": code} for code in told.notes],
        "run": {"was": data["run"], "now": told.made["run"]},
        "later": None if told.later is None else _later_as_json(told.later, told.made),
    }


def _later_as_json(later: Later, made: Json) -> Json:
    numbers = {news: number for number, news in enumerate(later.learned)}
    return {
        "known": plain(later.known),
        "same": not later.difference.findings and later.decision["outcome"] == made["outcome"],
        "outcome": {"was": made["outcome"], "now": later.decision["outcome"]},
        "findings": [_finding_as_json(change, later, numbers) for change in later.difference.findings],
        "others": [change.as_json() for change in later.difference.others if change.at not in _BY_NATURE],
        "learned": [{**news.as_json(), "title": dict(later.titles[news])} for news in later.learned],
        "decision": later.decision,
    }


#: What is other because another day was asked about.
_BY_NATURE = frozenset({"/known", "/action/known"})


def _finding_as_json(change: FindingChange, later: Later, numbers: Mapping[News, int]) -> Json:
    steps = later.steps[change.measure_list, change.measure]
    return {
        **change.as_json(),
        "steps": [
            {
                "known": plain(step.known),
                "finding": step.finding,
                "guard": step.guard,
                "because": [numbers[news] for news in step.because],  # places in `learned`
            }
            for step in steps
        ],
    }

"""What is left where two engines gave no answer: a report from which the same question can be asked again.

It says by which rules, about which facts, and what each engine found. Names are left out, and of people the identifier
too: no finding rests on either.
"""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from credit_rules.backends import Backend
from credit_rules.errors import ProfileError, RulesetError, SecondEngineError, problem
from credit_rules.model.action import Action
from credit_rules.model.canonical import digest, plain
from credit_rules.model.decision import Decision
from credit_rules.model.plan import Plan
from credit_rules.model.profile import ProfileFields
from credit_rules.model.scalars import PERSONS
from credit_rules.pipeline import check_subject
from credit_rules.profiles import CreditProfile, action_from, data_of_text
from credit_rules.stages.gathering import doubt_about
from credit_rules.version import VERSION

Json = dict[str, Any]

FORMAT = "engines/1"

#: Who asked, and what for: nothing rests on it.
_ASKING = {"operator", "body", "purpose"}
#: Where a profile names people; nothing rests on that either.
_PEOPLE: Any = {"subject": {"name"}, "consulted": {"__all__": {"by", "evidence"}}, "declared": {"__all__": {"by"}}}


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was written down, its profile and its action read."""

    data: Mapping[str, Any]
    profile: CreditProfile
    action: Action
    name: str = ""  # of the file


def report_of(error: SecondEngineError, plan: Plan, profile: CreditProfile, action: Action) -> Json:
    """The report of a question two engines gave no answer to."""
    asked = action.model_dump(exclude_unset=True, by_alias=True, exclude=_ASKING)
    return {
        "format": FORMAT,
        "error": error.problems[0].as_json(),
        "plan": plan.digest,
        "rules": [dict(rule) for rule in plan.rules],
        "facts": {
            "profile": _masked(profile),
            "identity_doubt": profile.prepared.identity_doubt,
            "action": plain(asked),
        },
        "sides": {engine: list(found) for engine, found in error.sides.items()},
        "run": {"version": VERSION, "python": platform.python_version(), "system": platform.platform()},
    }


def name_of(report: Mapping[str, Any]) -> str:
    """What the file of a report is called: the same question, the same name."""
    told = digest({key: value for key, value in report.items() if key in ("error", "plan", "facts")})
    return f"engines-{told.removeprefix('sha256:')[:16]}.json"


def _masked(profile: ProfileFields) -> Json:
    """A profile without names, and without identifiers of people; whether an identity is certain stays as it is."""
    data = profile.model_dump(exclude_unset=True, by_alias=True, exclude=_PEOPLE)
    if profile.subject.kind in PERSONS:
        identity = {} if doubt_about(profile.subject) else {"id": "masked", "scheme": "internal"}
        data["subject"] = {key: data["subject"][key] for key in data["subject"].keys() - {"id", "scheme"}} | identity
    for one, told in zip(profile.related, data.get("related", ()), strict=False):
        told["profile"] = _masked(one.profile)
    masked: Json = plain(data)
    return masked


def report_in(text: str, name: str = "") -> Report | None:
    """The report in a file, by itself or beside the errors it came with; None where there is none.

    ProfileError where there is one that cannot be read.
    """
    data = data_of_text(text, name=name)
    for key in ("error", "report"):  # a line of a stream, or what is printed with `--format json`
        if isinstance(data, Mapping) and "format" not in data and isinstance(data.get(key), Mapping):
            data = data[key]
    if not isinstance(data, Mapping) or not str(data.get("format", "")).startswith("engines/"):
        return None
    match data.get("facts"):
        case {"profile": about, "identity_doubt": None | str() as doubt, "action": dict() as asked}:
            if data["format"] == FORMAT and isinstance(data.get("plan"), str):
                at = f"{name}#/facts"
                profile = CreditProfile.from_data(about, f"{at}/profile", identity_doubt=doubt)
                return Report(data, profile, action_from(asked, f"{at}/action"), name)
    raise ProfileError([problem("bad-report", name)])


def asked_again(plan: Plan, report: Report, engine: Backend) -> Decision:
    """The question of a report, asked again. SecondEngineError where there still is no answer, RulesetError where the
    rules are others."""
    if plan.digest != report.data["plan"]:
        was, now = report.data["plan"], plan.digest
        raise RulesetError([problem("report-other-rules", f"{report.name}#/plan", was=was, now=now)])
    return check_subject(plan, report.profile, report.action, backend=engine)

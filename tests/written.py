"""Rules written inside a test, on the invented catalogue of the conformance suite."""

from functools import cache
from pathlib import Path
from typing import Any

from credit_rules import Action, CreditProfile, Decision
from credit_rules.model.plan import Plan
from credit_rules.pipeline import check_subject, plan_of
from credit_rules.profiles import action_from
from credit_rules.stages.reading import Document, decode, read_yaml

BASE = Path(__file__).parent / "conformance" / "base.yaml"

#: What stands above the measures of a list: seven lines, so that the first measure begins in line 8.
HEAD = """\
measure_list: written
title: 试验名录
issuer: 试验机关
region: {region}
edition: 2026
in_force: {in_force}
measures:
"""


@cache
def catalogue() -> Document:
    """The invented catalogue."""
    data = read_yaml(decode(BASE.read_bytes(), BASE.name), BASE.name).data
    return Document("base.yaml", data["base"])


def head(region: str = "CN", in_force: str = "{from: 2020-01-01}") -> str:
    """The head of a measure list."""
    return HEAD.format(region=region, in_force=in_force)


def plan_from(**files: str) -> Plan:
    """The plan of rule files by name, on the invented catalogue."""
    return plan_of([catalogue(), *(read_yaml(text, f"{name}.yaml") for name, text in files.items())])


def profile_of(**profile: Any) -> CreditProfile:
    """An enterprise of certain identity of which everything was looked up, unless said otherwise."""
    subject = {"id": "T-0001", "scheme": "internal", "kind": "enterprise", "region": "370300"}
    data = {"as_of": "2026-11-20", "consulted": ["all"], **profile}
    return CreditProfile.from_data(data | {"subject": subject | data.get("subject", {})})


def decided(plan: Plan, action: dict[str, Any], /, profile: CreditProfile | None = None, **more: Any) -> Decision:
    """The decision on a profile, or on one made of `more`, at an action in Zibo on 2026-11-20."""
    asked: Action = action_from({"date": "2026-11-20", "region": "370300", **action})
    return check_subject(plan, profile or profile_of(**more), asked)

"""Same input, same bytes: across hash seeds, time zones, locales, the order of records, and versions of Python."""

import json
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from credit_rules import Action, CreditProfile, Decision, check_subject, load_plan

GOLDEN = Path(__file__).parent / "golden"


def decide(profile: dict[str, Any]) -> Decision:
    plan = load_plan(str(GOLDEN / "rules.yaml"), str(GOLDEN / "catalogue.yaml"))
    action = Action(code="bid", date=date(2026, 11, 20), region="230100", authority="purchaser")
    return check_subject(plan, CreditProfile.from_data(profile), action)


def as_bytes(profile: dict[str, Any]) -> bytes:
    data = decide(profile).as_json(everything=True)
    data["run"]["version"] = "any"  # a release changes it, and the decision stays the same
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def golden_profile() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((GOLDEN / "profile.json").read_text(encoding="utf-8"))
    return data


def test_the_decision_is_the_recorded_one_byte_for_byte() -> None:
    """Recorded once and read: L1's removal is not known yet on the day, so both lists and the member are causes."""
    assert as_bytes(golden_profile()) == (GOLDEN / "decision.json").read_bytes()


def test_the_recorded_decision_says_what_the_rules_say() -> None:
    decision = decide(golden_profile())
    assert decision.outcome == "barred"
    (refuse,) = (finding for finding in decision.findings if finding.measure == "refuse")
    labels = {frozenset((item.sort, item.name, item.of) for item in cause) for cause in refuse.because}
    assert labels == {
        frozenset({("record", "L1", None)}),
        frozenset({("related", "X1", None), ("record", "L9", "X1")}),
    }
    # L1 and the member's L9 keep it in turn; L2 is certain for its first year only.
    assert decision.lifts_on(refuse) == date(2029, 2, 2)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_records_never_matters(seed: int) -> None:
    profile = golden_profile()
    dice = random.Random(seed)
    for section in ("consulted", "listings", "related"):
        dice.shuffle(profile[section])
    shuffled = dict(dice.sample(sorted(profile.items()), len(profile)))
    assert as_bytes(shuffled) == (GOLDEN / "decision.json").read_bytes()


@pytest.mark.parametrize(
    ("hash_seed", "zone", "locale"),
    [("0", "UTC", "C"), ("1", "Asia/Shanghai", "zh_CN.UTF-8"), ("4242", "America/New_York", "C.UTF-8")],
)
def test_the_surroundings_never_matter(hash_seed: str, zone: str, locale: str) -> None:
    surroundings = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "0"}
    told = subprocess.run(
        [sys.executable, __file__], env=surroundings, capture_output=True, check=True, cwd=Path(__file__).parent
    )
    assert told.stdout == (GOLDEN / "decision.json").read_bytes()


if __name__ == "__main__":
    sys.stdout.buffer.write(as_bytes(golden_profile()))

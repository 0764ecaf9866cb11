"""How much a check costs, as ratios to a bare loop that returns ids only, side by side in one run (`make bench`).

The workload is generated (seeded): measures over 60 actions and 40 lists, 80 in 100 of them restrictions. Both sides
answer for the same subjects; a ratio is printed only where the ids agree. Absolute times belong to the machine.
"""

import argparse
import gc
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from credit_rules import Action, CreditProfile, check_subject
from credit_rules.backends.rete.remote import shared
from credit_rules.model.plan import Plan
from credit_rules.model.scalars import YamlText
from credit_rules.pipeline import plan_of
from credit_rules.stages.reading import Document

DAY = date(2026, 11, 20)
LISTS = [f"list-{number}" for number in range(40)]
ACTIONS = [f"action-{number}" for number in range(60)]
SUBJECTS: tuple[tuple[str, list[str]], ...] = (
    ("nothing on record", []),
    ("one listing", ["list-0"]),
    ("five listings", ["list-3", "list-7", "list-10", "list-12", "list-16"]),
)
SUBJECT = {"id": "91230199MA0DEM0133", "scheme": "CN-USCI", "kind": "enterprise", "region": "230100"}


def typed(data: Any) -> Any:
    """Authored data, every scalar as a YAML file would hold it."""
    if isinstance(data, dict):
        return {key: typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [typed(item) for item in data]
    return YamlText(data)


def catalogue() -> dict[str, Any]:
    repair = {"after": "6 months", "conditions": "改正"}
    law = {"id": "law", "title": "试验法", "rank": "law", "in_force": {"from": "2000-01-01"}, "verified": "true"}
    lists = [
        {
            "id": name,
            "title": name,
            "colour": "red" if number % 5 == 4 else "black",
            "terms": [{"period": "3 years", "repair": repair}],
        }
        for number, name in enumerate(LISTS)
    ]
    return {"sources": [law], "lists": lists, "actions": [{"id": name, "title": name} for name in ACTIONS]}


def measure(number: int, dice: random.Random) -> dict[str, Any]:
    """One measure: a few lists, one to three actions, the first of each more often than the last."""
    reward = number % 5 == 4
    own = [name for i, name in enumerate(LISTS) if (i % 5 == 4) is reward]
    lists = sorted({own[min(int(dice.expovariate(0.15)), len(own) - 1)] for _ in range(dice.randint(1, 3))})
    actions = sorted({ACTIONS[min(int(dice.expovariate(0.12)), 59)] for _ in range(dice.randint(1, 3))})
    test: dict[str, Any] = {"list": lists}
    if number % 5 == 3:
        test["amount"] = {"at_least": "1000"}
    restriction = {"polarity": "restriction", "effect": "limit", "category": "public-funds"}
    return {
        "id": f"m-{number}",
        "title": f"措施{number}",
        "duty": "must",
        "actions": actions,
        "basis": ["law 第一条"],
        "when": {"listing": test},
        **({"polarity": "incentive", "effect": "promote"} if reward else restriction),
    }


def plan_with(measures: int, seed: int) -> Plan:
    dice = random.Random(seed)
    data = {
        "measure_list": "bench",
        "title": "试验",
        "edition": "1",
        "in_force": {"from": "2000-01-01"},
        "measures": [measure(number, dice) for number in range(measures)],
    }
    return plan_of([Document("catalogue", typed(catalogue())), Document("list", typed(data))])


def profile_with(lists: list[str]) -> CreditProfile:
    listings = [
        {"list": name, "listed_on": "2025-03-01", "known_on": "2025-03-01", "document": f"No. {name}", "amount": "5000"}
        for name in lists
    ]
    return CreditProfile.from_data(
        {"subject": SUBJECT, "as_of": "2026-11-20", "consulted": ["all"], "listings": listings}
    )


def bare_loop(plan: Plan, lists: list[str], action: str) -> Callable[[], list[str]]:
    """Ids only: a table from (action, list) to the ids of restrictions, and no reasons."""
    table: dict[tuple[str, str], list[str]] = {}
    for planned in plan.measures:
        if planned.restricts:
            for name in planned.measure.when["listing"]["list"]:
                for code in planned.measure.actions:
                    table.setdefault((code, name), []).append(planned.id)

    def loop() -> list[str]:
        found: dict[str, None] = {}
        for name in lists:
            for identifier in table.get((action, name), ()):
                found[identifier] = None
        return list(found)

    return loop


def medians(jobs: dict[str, Callable[[], object]], blocks: int, seconds: float) -> dict[str, float]:
    """Microseconds for each job, blocks interleaved so that all meet the same machine."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    counts: dict[str, int] = {}
    for name, job in jobs.items():
        started = time.perf_counter()
        job()
        job()
        counts[name] = max(3, int(seconds / max((time.perf_counter() - started) / 2, 1e-7)))
    for _ in range(blocks):
        for name, job in jobs.items():
            started = time.perf_counter()
            for _ in range(counts[name]):
                job()
            times[name].append((time.perf_counter() - started) / counts[name] * 1e6)
    return {name: statistics.median(found) for name, found in times.items()}


def table(measures: int, seed: int, blocks: int) -> list[tuple[str, float, float, int]]:
    plan, action = plan_with(measures, seed), Action(code=ACTIONS[0], date=DAY, region="230100")
    rows = []
    for label, lists in SUBJECTS:
        profile, loop = profile_with(lists), bare_loop(plan, lists, ACTIONS[0])
        found = check_subject(plan, profile, action).findings
        restricting = sorted(f.measure for f in found if f.finding == "applies" and f.planned.restricts)
        assert restricting == sorted(loop()), "the two sides do not agree, so no ratio is printed"
        jobs = {
            "bare loop, ids only": loop,
            "check_subject": lambda p=profile: check_subject(plan, p, action),
            "… with the outcome": lambda p=profile: check_subject(plan, p, action).outcome,
            "… with all causes": lambda p=profile: check_subject(plan, p, action).findings,
            "… as JSON data": lambda p=profile: check_subject(plan, p, action).as_json(),
        }
        times = medians(jobs, blocks, 0.02)
        floor = times["bare loop, ids only"]
        rows += [(f"{label}: {name}", time_, time_ / floor, len(found)) for name, time_ in times.items()]
    return rows


def verified(measures: int, seed: int, blocks: int) -> None:
    """What it costs that a second engine verifies the answer: in a warm stream, and with everything begun for one."""
    plan, action = plan_with(measures, seed), Action(code=ACTIONS[0], date=DAY, region="230100")
    print(f"\nverified by a second engine, {measures} measures{'':<7}one engine   verified   ratio")
    for label, lists in SUBJECTS:
        profile = profile_with(lists)
        jobs = {
            name: lambda p=profile, b=name: check_subject(plan, p, action, backend=b)
            for name in ("in_process", "verified")
        }
        _told(f"a warm stream: {label}", medians(jobs, blocks, 0.05), "µs")
    profile = profile_with(SUBJECTS[-1][1])

    def alone(backend: str) -> None:
        plan.prepared.clear()
        plan.scopes.clear()
        shared().close()
        check_subject(plan, profile, action, backend=backend)

    jobs = {name: lambda b=name: alone(b) for name in ("in_process", "verified")}
    _told("one check, rules compiled and worker started for it", _in_ms(medians(jobs, blocks, 0)), "ms")
    asked = ["examples/bidder.json", "--action", "procurement.bid", "--date", str(DAY)]
    command = [sys.executable, "-c", "from credit_rules.cli import *; check_subject_command()", *asked]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "check": True, "cwd": Path(__file__).parent.parent}
    commands = {
        "in_process": lambda: subprocess.run([*command, "--no-verify"], **quiet),
        "verified": lambda: subprocess.run(command, **quiet),
    }
    _told("the command check-subject, national rules", _in_ms(medians(commands, blocks, 0)), "ms")


def _in_ms(times: dict[str, float]) -> dict[str, float]:
    return {name: micros / 1000 for name, micros in times.items()}


def _told(label: str, times: dict[str, float], unit: str) -> None:
    one, both = times["in_process"], times["verified"]
    print(f"  {label:<52}{one:>8.1f}{both:>11.1f} {unit}{both / one:>6.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measures", default="100,1000,10000")
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--blocks", type=int, default=7)
    args = parser.parse_args()
    clean: dict[int, float] = {}
    for measures in map(int, args.measures.split(",")):
        gc.collect()
        gc.freeze()
        print(f"\n{measures} measures{'':<38}µs   × bare   findings")
        for name, micros, ratio, findings in table(measures, args.seed, args.blocks):
            print(f"  {name:<44}{micros:>8.1f}{ratio:>9.1f}{findings:>11}")
            if name == "nothing on record: check_subject":
                clean[measures] = micros
        verified(measures, args.seed, args.blocks)
    first, last = min(clean), max(clean)
    print(f"\nnothing on record, {last} measures against {first}: × {clean[last] / clean[first]:.2f}")


if __name__ == "__main__":
    main()

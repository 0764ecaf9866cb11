"""How much a check costs, as ratios to a bare loop that returns ids only, side by side in one run (`make bench`).

The workload is generated (seeded): measures over 60 actions and 40 lists, 80 in 100 of them restrictions. Both sides
answer for the same subjects; a ratio is printed only where the ids agree. Absolute times belong to the machine.

Then the screening of 1,000 bidders against a file of profiles, by the national rule set and by 1,000 measures, with
all causes and the report in both languages, as ratios to reading and parsing the same two files alone.
"""

import argparse
import csv
import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from credit_rules import Action, CreditProfile, check_subject, load_plan
from credit_rules.backends.rete.remote import shared
from credit_rules.model.plan import Plan
from credit_rules.model.scalars import YamlText
from credit_rules.pipeline import BACKENDS, plan_of
from credit_rules.rendering.report import render_report
from credit_rules.rosters import read_roster
from credit_rules.screening.reading import read_tenders
from credit_rules.screening.screening import ScreenedTender, Screener
from credit_rules.screening.telling import told
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


# --- a tender ---------------------------------------------------------------------------------------------------------

BIDDERS, ON_RECORD = 1000, 3000
NATIONAL = ("judgment-debtor", "tax-major", "procurement-serious", "wage-arrears", "samr-serious", "work-safety")
SYLLABLES = "龙江松花嫩牡丹镜泊乌苏里黑河兴安呼兰绥化道外阿城五常尚志双鸭巴彦木通延寿依宾县肇东达海伦望奎青冈明水庆铁力"


def code_of(number: int) -> str:
    """A code with the right check digit."""
    from stdnum.cn import uscc

    body = f"91230199MA0{number:06d}"
    return body + str(uscc.calc_check_digit(body))


def tender_files(folder: Path, lists: Sequence[str], dice: random.Random) -> tuple[Path, Path]:
    """A sheet of bidders, and profiles of which every tenth bidder has one."""
    names = ["".join(dice.choices(SYLLABLES, k=5)) + "示例有限公司" for _ in range(ON_RECORD)]
    sheet, profiles = folder / "bidders.csv", folder / "lists.jsonl"
    with sheet.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(["开标时间：2026-11-20 09:00"])
        rows.writerow(["序号", "投标人名称", "统一社会信用代码", "无重大违法记录声明"])
        rows.writerows([n + 1, names[n], code_of(n), "是"] for n in range(BIDDERS))
    known = [n for n in range(ON_RECORD) if n >= BIDDERS or n % 10 == 0]
    coverage = [{"what": name, "complete": True, "as_of": DAY.isoformat(), "channel": "信用中国"} for name in lists]
    lines: list[dict[str, Any]] = [{"coverage": coverage}]
    for number in known:
        subject = {"id": code_of(number), "scheme": "CN-USCI", "name": names[number], "kind": "enterprise"}
        entry = {"list": dice.choice(lists), "listed_on": "2026-01-01", "document": f"No. {number}", "amount": "5000"}
        lines.append({"subject": subject, "as_of": DAY.isoformat(), "listings": [entry]})
    text_ = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    profiles.write_text(text_, encoding="utf-8")
    return sheet, profiles


def screened(
    plan: Plan, sheet: Path, profiles: Path, action: str, backend: str = "in_process"
) -> tuple[Screener, list[ScreenedTender]]:
    asked = {"code": action, "region": "230100"}
    screener = Screener(plan, read_roster(profiles), asked, engine=BACKENDS[backend])
    return screener, [screener.screen(tender) for tender in read_tenders(sheet).each]


def with_report(plan: Plan, sheet: Path, profiles: Path, action: str) -> str:
    screener, found = screened(plan, sheet, profiles, action)
    return render_report(told(found, screener, [], []))


def bare_reading(sheet: Path, profiles: Path) -> int:
    with sheet.open(encoding="utf-8", newline="") as text, profiles.open(encoding="utf-8") as lines:
        return len(list(csv.reader(text))) + len([json.loads(line) for line in lines])


def reading(sheet: Path, profiles: Path) -> int:
    return len(read_roster(profiles).lines) + sum(len(tender.bidders) for tender in read_tenders(sheet).each)


def best(job: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the quickest round."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        job()
        times.append(time.perf_counter() - started)
    return min(times) * 1e3


def screening(seed: int, rounds: int) -> None:
    worlds = (
        ("national rule set", load_plan("cn"), NATIONAL, "procurement.bid"),
        ("1,000 measures", plan_with(1000, seed), LISTS, ACTIONS[0]),
    )
    for label, plan, lists, action in worlds:
        with tempfile.TemporaryDirectory() as folder:
            files = tender_files(Path(folder), lists, random.Random(seed))
            _, [tender] = screened(plan, *files, action)
            assert sum(tender.counts.values()) == BIDDERS, "somebody was lost, so no ratio is printed"
            jobs: dict[str, Callable[[], object]] = {
                "parsing, csv and json alone": lambda files=files: bare_reading(*files),
                "reading and parsing the files": lambda files=files: reading(*files),
                "screened, with all causes": lambda plan=plan, f=files, a=action: screened(plan, *f, a),
                "… verified by a second engine": lambda p=plan, f=files, a=action: screened(p, *f, a, "verified"),
                "… and the report, in both languages": lambda plan=plan, f=files, a=action: with_report(plan, *f, a),
            }
            gc.collect()
            times = {name: best(job, rounds) for name, job in jobs.items()}
        floor = times["reading and parsing the files"]
        print(f"\n{BIDDERS} bidders, {label}{'':<24}ms  × reading")
        for name, millis in times.items():
            print(f"  {name:<44}{millis:>8.1f}{millis / floor:>11.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measures", default="100,1000,10000")
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--blocks", type=int, default=7)
    parser.add_argument("--only", choices=["checks", "screening"], help="one of the two parts; both if absent")
    args = parser.parse_args()
    if args.only != "checks":
        screening(args.seed, max(args.blocks // 3, 1))
    if args.only == "screening":
        return
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

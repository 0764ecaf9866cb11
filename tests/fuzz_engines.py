"""The long run behind `make fuzz-engines`: on very many generated cases both engines answer as the reference does.

    python tests/fuzz_engines.py PROGRESS --cases 1000000 --seed 1

A case is one plan and one subject at one action. Where the run stands is kept in the file PROGRESS, so that a run that
was stopped goes on where it was; differences are told, and added to PROGRESS.differences, a line of JSON each, with
the seed that makes the case again. Exit code 1 if there was any.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from credit_rules.backends import in_process, rete
from credit_rules.backends.rete.driving import LocalDriver
from credit_rules.model.facts import Facts
from credit_rules.model.plan import Plan
from credit_rules.model.verdict import Verdict
from engines import Reference, SlowTwin
from properties.strategies import ANY, Draw, Wants
from properties.wild import Asked, asked_of

#: What sorts of world are tried in turn.
WORLDS = (
    ANY,
    Wants(depth=4),
    Wants(near=True),
    Wants(points_of_persons=True),
    Wants(repairs=True, records=8),
    Wants(depth=3, records=9, restrictions=0.3),
)
PROFILES, ACTIONS = 40, 8  # of each plan; of each profile

Told = list[tuple[int, bool, bool, bool]]


@dataclass
class Progress:
    """How far the run is."""

    next: int  # the next seed
    cases: int = 0
    verdicts: int = 0
    certain: int = 0
    differences: int = 0
    seconds: float = 0.0


def compared(seed: int, driver: LocalDriver, progress: Progress) -> Iterator[dict[str, Any]]:
    """Tries the cases of one seed; every difference."""
    asked = asked_of(seed, WORLDS[seed % len(WORLDS)], PROFILES, ACTIONS)
    plan, facts = asked[0].plan, [one.facts for one in asked]
    expected = [told(Reference.evaluate(plan, one)) for one in facts]
    found = {
        "in_process": [told(in_process.evaluate(plan, one)) for one in facts],
        "in_process without index": [told(SlowTwin.evaluate(plan, one)) for one in facts],
        "rete": [told(verdicts) for verdicts in by_rete(driver, plan, facts, Draw(f"parts {seed}"))],
    }
    progress.cases += len(asked)
    progress.verdicts += sum(map(len, expected))
    progress.certain += sum(certain for one in expected for _, certain, _, _ in one)
    for number, one in enumerate(asked):
        apart = {name: answers[number] for name, answers in found.items() if answers[number] != expected[number]}
        if apart:
            progress.differences += 1
            yield {"seed": seed, "case": number, "reference": expected[number], **apart, **as_json(one)}


def by_rete(driver: LocalDriver, plan: Plan, facts: Sequence[Facts], draw: Draw) -> Iterator[list[Verdict]]:
    """The second engine's answers, asked for some at a time: how many must not matter."""
    start = 0
    while start < len(facts):
        size = draw.choice((1, 7, 40, 100))
        yield from rete.evaluate_many(driver, plan, facts[start : start + size])
        start += size


def told(verdicts: Sequence[Verdict]) -> Told:
    """What was answered, in the order it was."""
    return [(v.planned.position, v.certain, v.possible, v.triggered) for v in verdicts]


def as_json(asked: Asked) -> dict[str, Any]:
    """The case itself."""
    return {"documents": asked.documents, "profile": asked.profile, "action": asked.action}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs until so many cases are done in all; 1 if any made a difference."""
    wanted = _wanted(arguments)
    kept = Path(wanted.progress)
    progress = Progress(**json.loads(kept.read_text("utf-8"))) if kept.exists() else Progress(next=wanted.seed)
    driver, before, since, shown = LocalDriver(), progress.seconds, monotonic(), monotonic()
    while progress.cases < wanted.cases:
        for difference in compared(progress.next, driver, progress):
            line = json.dumps(difference, ensure_ascii=False, default=str)
            print(f"DIFFERENCE {line[:2000]}", flush=True)
            with Path(f"{kept}.differences").open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        progress.next += 1
        progress.seconds = round(before + monotonic() - since, 1)
        _keep(kept, progress)
        if monotonic() - shown > wanted.every:
            shown = monotonic()
            print(_line(progress), flush=True)
    print(_line(progress), flush=True)
    return 1 if progress.differences else 0


def _keep(path: Path, progress: Progress) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(vars(progress)), "utf-8")
    part.replace(path)


def _line(progress: Progress) -> str:
    rate = progress.cases / max(progress.seconds, 0.1)
    return (
        f"{progress.cases} cases, {progress.differences} differences; {progress.verdicts} verdicts, of which "
        f"{progress.certain} certain; {rate:.0f} cases/s, next seed {progress.next}"
    )


def _wanted(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Both engines against the reference on very many generated cases.")
    parser.add_argument("progress", help="the file that keeps how far the run is; it goes on from there")
    parser.add_argument("--cases", type=int, default=1_000_000, help="so many in all, those of earlier runs included")
    parser.add_argument("--seed", type=int, default=1, help="the first seed of a new run")
    parser.add_argument("--every", type=float, default=60, help="seconds between two lines of progress")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())

"""The long run behind `make fuzz`: every property on very many cases, its seeds told, to be taken up again.

    python tests/fuzz.py --cases 20000 --seed 1
    python tests/fuzz.py --only causes --minutes 5

A line for each property says how many cases were tried and how fast, and the seed to go on from. The first failure
ends the run with exit code 1 and the smallest world in which the property fails.
"""

import argparse
import importlib
import sys
from pathlib import Path
from time import monotonic

HERE = Path(__file__).parent


def main() -> int:
    """Runs the properties asked for; 1 at the first that fails."""
    asked = _asked()
    sys.path.insert(0, str(HERE))
    for path in sorted((HERE / "properties").glob("test_*.py")):
        importlib.import_module(f"properties.{path.stem}")
    from properties.holding import PROPERTIES, Failure

    wanted = [p for name, p in PROPERTIES.items() if not asked.only or any(part in name for part in asked.only)]
    if not wanted:
        print(f"no property is called {' or '.join(asked.only)}", file=sys.stderr)
        return 2
    most = f"at least {asked.cases} cases each" if asked.cases else "each so many cases as it asks for"
    print(f"{len(wanted)} properties, {most}, from seed {asked.seed}", flush=True)
    for known in wanted:
        start = monotonic()
        end = start + 60 * asked.minutes / len(wanted) if asked.minutes else None
        seed, done, compared = asked.seed, 0, 0
        while done < (asked.cases or known.cases) and (end is None or monotonic() < end):
            try:
                cases, things = known.run(seed)
            except Failure as failure:
                print(f"FAILED  {known.name} at seed {seed} after {done} cases\n\n{failure}", flush=True)
                print(f"again: python tests/fuzz.py --only {known.name} --seed {seed} --cases 1")
                return 1
            seed, done, compared = seed + 1, done + cases, compared + things
        took = max(monotonic() - start, 1e-9)
        print(
            f"ok  {known.name}: {done} cases, {compared} compared, {done / took:.0f} cases/s, next seed {seed}",
            flush=True,
        )
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Every property on very many generated cases.")
    parser.add_argument("--cases", type=int, help="cases for each property; as many as it asks for if absent")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; a run ends by telling the next")
    parser.add_argument("--only", action="append", default=[], help="properties whose name contains this")
    parser.add_argument("--minutes", type=float, help="at most so long for all properties together")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())

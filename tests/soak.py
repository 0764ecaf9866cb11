"""What the second engine's worker process must stand, for as long as one likes (`make soak`).

    python tests/soak.py
    python tests/soak.py --only killed --times 2000 --seed 7

Each trial prints a line; the first that fails ends the run with exit code 1. Linux only: it looks into /proc.
"""

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from bench import ACTIONS, DAY, plan_with, profile_with
from credit_rules import Action, check_subject
from credit_rules.backends.rete.remote import WorkerDriver, shared
from credit_rules.backends.verified import Verified
from credit_rules.errors import EngineFault
from credit_rules.model.plan import Plan
from unruly import WAYS, unruly

LISTED = ([], ["list-0"], ["list-3", "list-7", "list-10", "list-12", "list-16"])
ASKED = Action(code=ACTIONS[0], date=DAY, region="230100")
Found = tuple[tuple[str, str], ...]


class World:
    """A plan, some subjects, and what one engine alone finds of them."""

    def __init__(self, measures: int = 100) -> None:
        self.plan: Plan = plan_with(measures, 20261120)
        self.profiles = [profile_with(lists) for lists in LISTED]
        self.right = [self._found(number, "in_process") for number in range(len(LISTED))]

    def _found(self, number: int, backend: Any) -> Found:
        decision = check_subject(self.plan, self.profiles[number], ASKED, backend=backend)
        return tuple((v.planned.id, v.finding) for v in decision.verdicts)

    def check(self, driver: WorkerDriver, dice: random.Random) -> bool:
        """Whether a check was answered; AssertionError where it was answered wrongly."""
        number = dice.randrange(len(LISTED))
        try:
            found = self._found(number, Verified(driver))
        except EngineFault:
            return False
        assert found == self.right[number], f"a wrong answer: {found}"
        return True

    def recovers(self, driver: WorkerDriver, dice: random.Random) -> None:
        """The next check is answered."""
        assert self.check(driver, dice), "the check after a fault was not answered"


# --- trials -------------------------------------------------------------------------------------------------------


def killed(times: int, dice: random.Random) -> str:
    """kill -9 at a random moment of steady traffic."""
    world, driver, faults = World(), WorkerDriver(), 0
    for _ in range(times):
        world.recovers(driver, dice)
        victim = driver.process
        assert victim is not None
        killer = threading.Timer(dice.uniform(0, 0.01), os.kill, (victim, signal.SIGKILL))
        killer.start()
        while killer.is_alive():
            faults += not world.check(driver, dice)
        killer.join()
        while is_there(victim):  # a signal takes its time
            pass
    world.recovers(driver, dice)
    driver.close()
    return f"{times} times killed, {faults} checks without an answer, none answered wrongly"


def gone_wrong(times: int, dice: random.Random) -> str:
    """Hangs, half answers, garbage and sudden ends at a random byte of what the worker says."""
    world, faults = World(), dict.fromkeys(WAYS, 0)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times):
            way = WAYS[number % len(WAYS)]
            at = dice.randrange(dice.choice((60, 400, 4000)))
            token = Path(folder) / "token"
            driver = WorkerDriver(0.25, unruly(token, way, at, dice.randrange(2**32)))
            if not all(world.check(driver, dice) for _ in range(100)):
                faults[way] += 1
                token.unlink(missing_ok=True)  # of a worker that was too slow to take it
                driver.patience = 60
                world.recovers(driver, dice)
            driver.close()
    told = ", ".join(f"{way} {count}" for way, count in faults.items())
    assert min(faults.values()) > 0 or times < 50, told
    return f"{times} workers gone wrong, faults told: {told}, nothing answered wrongly"


def memory(times: int, dice: random.Random) -> str:
    """Caller and worker stay as large as they are."""
    world, driver = World(), WorkerDriver()
    for _ in range(times // 10):
        world.recovers(driver, dice)
    worker = driver.process
    assert worker is not None
    before = [resident(pid) for pid in (os.getpid(), worker)]
    for _ in range(times):
        world.recovers(driver, dice)
    after = [resident(pid) for pid in (os.getpid(), worker)]
    assert driver.process == worker
    driver.close()
    growth = [round(100 * (late / early - 1), 1) for early, late in zip(before, after, strict=True)]
    assert max(growth) <= 5, f"grown by {growth} %"
    return f"{times} checks: caller {before[0]} -> {after[0]} KiB, worker {before[1]} -> {after[1]} KiB"


def threads(times: int, dice: random.Random) -> str:
    """Eight threads ask at once."""
    world, driver, wrong = World(), WorkerDriver(), []

    def ask(seed: int) -> None:
        own = random.Random(seed)
        try:
            for _ in range(times):
                world.recovers(driver, own)
        except BaseException as error:
            wrong.append(error)

    asking = [threading.Thread(target=ask, args=(dice.randrange(2**32),)) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    driver.close()
    assert not wrong, wrong
    return f"8 threads, {times} checks each, all answered"


def forked(times: int, dice: random.Random) -> str:
    """Children forked in the midst of it start workers of their own, and the parent keeps its own."""
    world, driver = World(), shared()
    world.recovers(driver, dice)
    ours = driver.process
    for _ in range(times):
        child = os.fork()
        if child == 0:
            os._exit(_as_a_child(world, driver, ours))
        world.recovers(driver, dice)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert driver.process == ours
    driver.close()
    return f"{times} children forked, each with a worker of its own"


def _as_a_child(world: World, driver: WorkerDriver, parents: int | None) -> int:
    try:
        assert driver.process is None
        for number in range(3):
            world.recovers(driver, random.Random(number))
        assert driver.process != parents
        driver.close()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


def spawned(times: int, _: random.Random) -> str:
    """Spawned processes do, too; so do those of a fork server."""
    for way in ("spawn", "forkserver"):
        with multiprocessing.get_context(way).Pool(2) as pool:
            workers = pool.map(_as_another, range(times))
            pool.close()
            pool.join()
        assert len(set(workers)) <= 2, workers
    return f"{times} checks each in spawned processes"


def _as_another(seed: int) -> int | None:
    global _WORLD  # made once in each process
    _WORLD = _WORLD or World()
    _WORLD.recovers(shared(), random.Random(seed))
    return shared().process


_WORLD: World | None = None


def abandoned(times: int, _: random.Random) -> str:
    """Callers that end in any way leave no worker behind."""
    ways = ("sys.exit(3)", "os._exit(3)", "os.kill(os.getpid(), 9)", "raise RuntimeError", "driver.close()")
    for number in range(times):
        code = (
            "import os, random, sys\nfrom soak import World\nfrom credit_rules.backends.rete.remote import shared\n"
            "driver = shared()\nWorld().recovers(driver, random.Random(1))\nprint(driver.process, flush=True)\n"
            f"{ways[number % len(ways)]}\n"
        )
        said, told = os.pipe()
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", code],
            {**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
            file_actions=[(os.POSIX_SPAWN_DUP2, told, 1), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)],
        )
        os.close(told)
        with open(said, encoding="utf-8") as lines:
            worker = int(lines.readline())
            os.waitpid(child, 0)
            until = monotonic() + 60
            while is_there(worker):
                assert monotonic() < until, f"a worker outlives its caller after {ways[number % len(ways)]}"
    return f"{times} callers ended, no worker left"


# --- what the system says -----------------------------------------------------------------------------------------


def resident(pid: int) -> int:
    """How much memory a process holds, in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def is_there(pid: int) -> bool:
    """Whether a process lives."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def handles() -> set[str]:
    """The handles this process holds."""
    return {f"{number}: {os.readlink(f'/proc/self/fd/{number}')}" for number in _numbers()}


def _numbers() -> Iterator[str]:
    for number in os.listdir("/proc/self/fd"):
        if os.path.lexists(f"/proc/self/fd/{number}"):
            yield number


def children() -> set[str]:
    """The processes this one has started and not seen end."""
    return {
        child
        for task in os.listdir("/proc/self/task")
        for child in Path(f"/proc/self/task/{task}/children").read_text(encoding="utf-8").split()
    }


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """No handle and no process more than before."""
    before = len(handles()), children()
    yield
    after = len(handles()), children()
    assert after[0] <= before[0], f"{after[0] - before[0]} handles left: {sorted(handles())}"
    assert after[1] <= before[1], f"processes left: {after[1] - before[1]}"


Trial = Callable[[int, random.Random], str]
#: Each trial with how often it is run.
TRIALS: dict[str, tuple[Trial, int]] = {
    "killed": (killed, 500),
    "gone_wrong": (gone_wrong, 500),
    "memory": (memory, 100_000),
    "threads": (threads, 10_000),
    "forked": (forked, 100),
    "abandoned": (abandoned, 25),
    "spawned": (spawned, 200),
}


def main() -> int:
    """Runs the trials asked for; 1 at the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=TRIALS, help="this trial; may stand more than once")
    parser.add_argument("--times", type=int, help="how often; as often as each trial asks for if absent")
    parser.add_argument("--seed", type=int, default=20261120)
    asked = parser.parse_args()
    for name in asked.only or TRIALS:
        trial, usual = TRIALS[name]
        start = monotonic()
        try:
            with leaving_nothing() if name != "spawned" else _whatever():
                told = trial(asked.times or usual, random.Random(asked.seed))
        except AssertionError as error:
            print(f"FAILED  {name}: {error}", flush=True)
            return 1
        print(f"ok  {name}: {told}, {monotonic() - start:.0f} s", flush=True)
    return 0


@contextmanager
def _whatever() -> Iterator[None]:
    """Of the pools of `multiprocessing` some helpers stay until the end."""
    yield


if __name__ == "__main__":
    raise SystemExit(main())

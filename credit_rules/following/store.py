"""The state on disk: what was taken, what was told, and how far that came.

A folder holds `events.jsonl` (every line taken, as it came; the first says what is watched), `changes.jsonl` (every
change told, line by number), `snapshot.json` (what was decided after so many lines) and `told.json` (up to which number
the changes were handed on). Lines are on disk before anything is told of them, and what is told is on disk before it is
handed on; so a stop at any point leaves lines whose changes can be worked out again, under the same numbers.

`Disk` is all there is of writing, so that tests can stop it at any byte.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from credit_rules.errors import Problem, UsageError, problem
from credit_rules.following.follower import Follower, State, Watched
from credit_rules.model.canonical import digest, plain
from credit_rules.model.plan import Plan
from credit_rules.version import VERSION

Json = dict[str, Any]

EVENTS, CHANGES, SNAPSHOT, TOLD, LOCK = "events.jsonl", "changes.jsonl", "snapshot.json", "told.json", "lock"
FORMAT = "follow-state/1"
#: After so many lines what was decided is written down, so that it need not be decided again.
OFTEN = 5000


class Disk:
    """Writing to one folder: files that only grow, and files that are replaced as a whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, BinaryIO] = {}

    def append(self, name: str, data: bytes) -> None:
        """Add to a file; it is on disk when this returns."""
        handle = self._open.get(name)
        if handle is None:
            handle = self._open[name] = (self.folder / name).open("ab")
        self.write(handle, data)
        handle.flush()
        os.fsync(handle.fileno())

    def replace(self, name: str, data: bytes) -> None:
        """Put a file in the place of another: whoever looks finds the one or the other, and whole."""
        new = self.folder / f"{name}.new"
        with new.open("wb") as handle:
            self.write(handle, data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(new, self.folder / name)

    def write(self, handle: BinaryIO, data: bytes) -> None:
        """The only place that writes."""
        handle.write(data)

    def cut(self, name: str) -> bool:
        """Cut off a half-written last line; whether there was one."""
        path = self.folder / name
        data = path.read_bytes() if path.exists() else b""
        whole = data.rfind(b"\n") + 1
        if whole == len(data):
            return False
        os.truncate(path, whole)
        return True

    def lines(self, name: str) -> list[bytes]:
        """The lines of a file, each with its end."""
        path = self.folder / name
        return [line + b"\n" for line in path.read_bytes().split(b"\n")[:-1]] if path.exists() else []

    def close(self) -> None:
        """Close what is open."""
        for handle in self._open.values():
            handle.close()
        self._open.clear()


@dataclass(slots=True)
class Store:
    """A follower with its state on disk."""

    follower: Follower
    disk: Disk
    settings: Json
    lines: int = 0  # of the log
    snapped: int = 0  # how many of them the snapshot knows
    log: Any = field(default_factory=hashlib.sha256)
    notes: list[Problem] = field(default_factory=list)  # what was mended on opening
    _lock: BinaryIO | None = None

    # --- going on

    def take(self, lines: Iterable[bytes]) -> list[Json]:
        """Take some lines; what is told of them, on disk when this returns."""
        kept: list[bytes] = []
        told: list[Json] = []
        for raw in lines:
            line = raw.rstrip(b"\r\n") + b"\n"
            if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            if _is_settings(line):
                line = b" " + line  # what comes from outside sets nothing
            before = self.follower.taken
            told += self.follower.take(line, f"{EVENTS}:{self.lines + len(kept) + 1}")
            if self.follower.taken > before:
                kept.append(line)
        if kept:
            self._log(b"".join(kept), len(kept))
            self._add(told)
            if self.lines - self.snapped >= OFTEN:
                self.snap()
        return told

    def pass_to(self, day: date) -> list[Json]:
        """Let the days pass; it is a line of the log like any other."""
        return self.take([json.dumps({"day": day.isoformat()}).encode()]) if day > self.follower.day else []

    def since(self, number: int) -> Iterator[bytes]:
        """What was told from a number on, as lines."""
        yield from self.disk.lines(CHANGES)[max(0, number - 1) :]

    @property
    def handed_on(self) -> int:
        """The number up to which changes were handed on."""
        path = self.disk.folder / TOLD
        try:
            found = json.loads(path.read_bytes())["number"] if path.exists() else 0
        except (ValueError, KeyError, TypeError):
            found = 0
        return min(found, self.follower.number) if type(found) is int else 0

    def hand_on(self, number: int) -> None:
        """Remember that changes up to a number were handed on."""
        self.disk.replace(TOLD, json.dumps({"number": number}).encode() + b"\n")

    def snap(self) -> None:
        """Write down what was decided so far."""
        self.disk.replace(SNAPSHOT, _as_bytes(self._snapshot()))
        self.snapped = self.lines

    def close(self) -> None:
        """Write down how far it came, and let go of the folder."""
        if self.snapped != self.lines:
            self.snap()
        self.release()

    def release(self) -> None:
        """Let go of the folder as it is."""
        self.disk.close()
        if self._lock is not None:
            self._lock.close()

    def _log(self, data: bytes, lines: int) -> None:
        self.disk.append(EVENTS, data)
        self.log.update(data)
        self.lines += lines

    def _add(self, told: Sequence[Json]) -> None:
        if told:
            self.disk.append(CHANGES, b"".join(_as_bytes(change) for change in told))

    # --- the snapshot

    def _snapshot(self) -> Json:
        follower = self.follower
        states: dict[State, int] = {}
        for known in follower.states.values():
            for state in known.values():
                states.setdefault(state, len(states))
        return {
            "format": FORMAT,
            "version": VERSION,
            "settings": self.settings,
            "lines": self.lines,
            "log": self.log.hexdigest(),
            "number": follower.number,
            "day": follower.day.isoformat(),
            "states": [[state.outcome, [[*key, finding] for key, finding in state.findings]] for state in states],
            "subjects": {
                subject: {str(number): states[state] for number, state in known.items()}
                for subject, known in follower.states.items()
            },
            "due": {
                day.isoformat(): {subject: sorted(numbers) for subject, numbers in due.items()}
                for day, due in follower.due.items()
            },
        }


@dataclass(slots=True)
class Fleeting:
    """The same without a state: nothing outlives it. `name` is what the lines come from."""

    follower: Follower
    name: str
    lines: int = 0
    notes: Sequence[Problem] = ()
    handed_on: int = 0

    def take(self, lines: Iterable[bytes]) -> list[Json]:
        """Take some lines; what is told of them."""
        told: list[Json] = []
        for raw in lines:
            self.lines += 1
            if raw.strip(b"\xef\xbb\xbf \t\r\n"):
                told += self.follower.take(raw, f"{self.name}:{self.lines}")
        return told

    def pass_to(self, day: date) -> list[Json]:
        """Let the days pass."""
        return self.follower.pass_to(day) if day > self.follower.day else []

    def since(self, number: int) -> Iterator[bytes]:  # noqa: ARG002  a store's has something to tell
        """Nothing was told before."""
        yield from ()

    def hand_on(self, number: int) -> None:
        """Remember nothing."""

    def close(self) -> None:
        """Nothing is open."""

    def release(self) -> None:
        """Nothing is open."""


def _as_bytes(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def settings_of(plan: Plan, watched: Watched, open_too: bool) -> Json:
    """What makes the same lines come to the same changes."""
    actions = [plain(action.model_dump(exclude_none=True, exclude={"date", "known"})) for action in watched.actions]
    return {"plan": plan.digest, "actions": actions, "open": open_too}


def open_store(
    folder: Path, plan: Plan, watched: Watched, day: date, *, open_too: bool = False, disk: Disk | None = None
) -> Store:
    """The state in a folder, taken up where it was left; or a new one, that begins on `day`.

    What was taken and not yet told is told now, into `changes.jsonl`. UsageError where the folder is in use, or does
    not fit together, or was left unfinished under other rules.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock, disk = _locked(folder), disk or Disk(folder)
        try:
            store = _opened(disk, plan, watched, day, open_too)
        except BaseException:
            disk.close()
            lock.close()
            raise
    except OSError as error:
        raise UsageError(problem("unwritable", str(folder), name=folder, why=error.strerror or "")) from None
    store._lock = lock
    return store


def _locked(folder: Path) -> BinaryIO:
    """One process at a time; the lock goes with the process."""
    handle = (folder / LOCK).open("ab")
    try:
        import fcntl
    except ImportError:  # where there is none, the caller sees to it
        return handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise UsageError(problem("state-in-use", str(folder), name=folder)) from None
    return handle


def _opened(disk: Disk, plan: Plan, watched: Watched, day: date, open_too: bool) -> Store:
    settings = settings_of(plan, watched, open_too)
    notes = [problem("state-cut", str(disk.folder / name), name=name) for name in (EVENTS, CHANGES) if disk.cut(name)]
    log, told = disk.lines(EVENTS), disk.lines(CHANGES)
    follower = Follower(plan, watched, _began(disk, log, day), open_too=open_too)
    store = Store(follower, disk, settings, notes=notes)
    if not log:
        if told:
            raise _altered(disk, CHANGES)
        store._log(_as_bytes({"follow": settings, "day": day.isoformat()}), 1)
        return store
    last = _settings_in(log)
    snapshot = _read_snapshot(disk, log)
    known = snapshot["lines"] if snapshot else 0
    if last != settings and known != len(log):
        raise UsageError(problem("state-unfinished", str(disk.folder), name=disk.folder))
    if snapshot is not None:
        _restore(store, log[:known], snapshot)
    _replay(store, log[known:], told, disk)
    if last != settings:
        store._log(_as_bytes({"follow": settings, "day": follower.day.isoformat()}), 1)
        store._add(follower.begin_anew())
        store.snap()
    return store


def _began(disk: Disk, log: Sequence[bytes], day: date) -> date:
    """The day the state began with."""
    if not log:
        return day
    try:
        return date.fromisoformat(json.loads(log[0])["day"])
    except (ValueError, KeyError, TypeError):
        raise _altered(disk, EVENTS) from None


def _is_settings(line: bytes) -> bool:
    """Whether a line of the log is our own: what is watched from here on."""
    return line.startswith(b'{"follow":')


def _settings_in(log: Sequence[bytes]) -> Json:
    """The last settings in a log."""
    found: Json = json.loads([line for line in log if _is_settings(line)][-1])["follow"]
    return found


def _altered(disk: Disk, what: str) -> UsageError:
    return UsageError(problem("state-altered", str(disk.folder), name=disk.folder, why=what))


def _read_snapshot(disk: Disk, log: Sequence[bytes]) -> Json | None:
    """The snapshot, where there is one; it must be of this log."""
    path = disk.folder / SNAPSHOT
    if not path.exists():
        return None
    try:
        data: Json = json.loads(path.read_bytes())
        fits = data["format"] == FORMAT and data["log"] == _digest(log[: data["lines"]])
    except (ValueError, KeyError, TypeError):
        fits = False
    if not fits:
        raise _altered(disk, SNAPSHOT)
    return data


def _digest(lines: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for line in lines:
        found.update(line)
    return found.hexdigest()


def _restore(store: Store, log: Sequence[bytes], snapshot: Json) -> None:
    """The follower as it was after these lines."""
    follower = store.follower
    for line in log:
        if not _is_settings(line):
            event = follower.read(line)
            assert event is not None  # repetitions are not in the log
            follower.load(event)
        store.log.update(line)
    follower.settle()
    store.lines = store.snapped = len(log)
    follower.day, follower.number = date.fromisoformat(snapshot["day"]), snapshot["number"]
    states = [
        State(outcome, tuple(((measure_list, measure), finding) for measure_list, measure, finding in findings))
        for outcome, findings in snapshot["states"]
    ]
    was, now = snapshot["settings"]["actions"], store.settings["actions"]
    numbers = {str(number): now.index(action) for number, action in enumerate(was) if action in now}
    follower.restore(
        {
            subject: {numbers[number]: states[state] for number, state in known.items() if number in numbers}
            for subject, known in snapshot["subjects"].items()
        },
        {
            date.fromisoformat(day): {
                subject: {numbers[str(number)] for number in due if str(number) in numbers}
                for subject, due in whom.items()
            }
            for day, whom in snapshot["due"].items()
        },
    )


def _replay(store: Store, log: Sequence[bytes], told: Sequence[bytes], disk: Disk) -> None:
    """Take what came after the snapshot once more; what was told of it must be what is told now, as far as it got."""
    follower = store.follower
    if follower.number > len(told):
        raise _altered(disk, CHANGES)
    made: list[Json] = []
    for line in log:
        store.lines += 1
        store.log.update(line)
        if not _is_settings(line):
            made += follower.take(line, f"{EVENTS}:{store.lines}")
        elif store.lines > 1:
            made += follower.begin_anew()
    earlier = follower.number - len(made)
    for line, change in zip(told[earlier:], made, strict=False):
        if _core(json.loads(line)) != _core(change):
            raise _altered(disk, f"{CHANGES}:{change['number']}")
    if len(told) > follower.number:
        raise _altered(disk, CHANGES)
    store._add(made[len(told) - earlier :])


def _core(change: Json) -> str:
    """What a change says, apart from its words, which may improve."""
    return digest({key: value for key, value in change.items() if key != "words"})

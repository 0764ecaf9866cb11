"""The engine in a process of its own, so that nothing it does can take the caller down, or give a wrong answer.

A worker is a fresh interpreter, started when it is first needed and replaced whenever it dies, hangs, or answers
what cannot be. What was asked of it then is an EngineFault: no answer, never an empty one. It ends when the caller
does, however the caller ends. Nothing of a caller's worker is shared with a process forked from it.
"""

import atexit
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from socket import socketpair
from subprocess import DEVNULL, Popen
from threading import Lock
from typing import Any
from weakref import WeakSet

from credit_rules.backends.rete.framing import Ended, Torn, receive, send
from credit_rules.backends.rete.subset import Ruleset, Value
from credit_rules.errors import Bilingual, EngineFault, EngineMissing, phrase
from credit_rules.words.codes import UNVERIFIED

#: How long an answer is waited for: a slow machine takes its time, and a hang is rare.
PATIENCE = 60.0  # seconds

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from credit_rules.backends.rete.worker import main; main(int(sys.argv[2]))"
)


_POSIX = os.name == "posix"
#: The worker speaks over its socket alone.
_NOWHERE: Mapping[str, int] = {"stdin": DEVNULL, "stdout": DEVNULL, "stderr": DEVNULL}


class WorkerDriver:
    """Runs rulesets in a worker process. One at a time, from whichever thread."""

    def __init__(self, patience: float = PATIENCE, program: Sequence[str] = ()) -> None:
        """`program` is the worker's command line, to which the number of its socket is added; ours if empty."""
        self.patience = patience
        self._program = tuple(program)
        self._lock = Lock()
        self._worker: _Worker | None = None
        _DRIVERS.add(self)

    def matches(self, ruleset: Ruleset, facts: Sequence[Mapping[str, Value]]) -> frozenset[tuple[str, int]]:
        """Which rule met which fact. EngineFault, EngineMissing where there is no answer."""
        with self._asking() as worker:
            return worker.matches(ruleset, facts, self.patience)

    def start(self) -> None:
        """Begin to start the worker, without waiting for it."""
        with self._asking():
            pass

    def ready(self) -> None:
        """Wait until the engine is there. EngineMissing where it is not, EngineFault where that cannot be told."""
        with self._asking() as worker:
            worker.ready(self.patience)

    @contextmanager
    def _asking(self) -> Iterator["_Worker"]:
        """The worker, for one thread; whatever goes wrong with it, it is asked nothing more."""
        with self._lock:
            worker = self._at_hand()
            try:
                yield worker
            except BaseException as error:
                # What is still under way in it would be taken for the answer to the next question.
                self.close()
                why = self._why(error)
                if why is None:
                    raise
                raise EngineFault(why) from error

    def close(self) -> None:
        """End the worker; the next question starts another."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    @property
    def process(self) -> int | None:
        """The worker's process id, if there is one."""
        worker = self._worker
        return None if worker is None else worker.process.pid

    def _at_hand(self) -> "_Worker":
        if self._worker is not None and self._worker.process.poll() is not None:
            self.close()  # it died with nothing under way: nobody is owed an answer
        if self._worker is None:
            self._worker = _Worker(self._program or _usual())
        return self._worker

    def _why(self, error: BaseException) -> Bilingual | None:
        match error:
            case TimeoutError():
                return phrase("engine.late", seconds=f"{self.patience:g}")
            case Torn():
                return phrase("engine.garbled")
            case Ended() | OSError():
                return phrase("engine.lost")
        return None

    def forget(self) -> None:
        """In a process forked from the one that started it, the worker is not ours."""
        worker, self._worker, self._lock = self._worker, None, Lock()
        if worker is not None:
            worker.forget()


class _Worker:
    """One process, and our end of its socket."""

    def __init__(self, program: Sequence[str]) -> None:
        self._channel, theirs = socketpair()
        with theirs:
            number = theirs.fileno()
            try:
                self.process = Popen(
                    [*program, str(number)],
                    pass_fds=[number],
                    stdin=DEVNULL,
                    stdout=DEVNULL,
                    stderr=DEVNULL,
                    cwd=os.sep,
                )
            except (OSError, ValueError) as error:
                self._channel.close()
                raise EngineFault(phrase("engine.unstarted", why=error)) from None
        self._is_ready = False
        self._numbers = count(1)
        self._sent: set[str] = set()

    def ready(self, patience: float) -> None:
        """Wait for the word it begins with: that the engine is there, or why not."""
        if not self._is_ready:
            match receive(self._channel, patience):
                case {"ready": True}:
                    self._is_ready = True
                case {"missing": str(code), "params": dict(params)} if code in UNVERIFIED:
                    raise EngineMissing(code, **params)
                case _:
                    raise Torn

    def matches(
        self, ruleset: Ruleset, facts: Sequence[Mapping[str, Value]], patience: float
    ) -> frozenset[tuple[str, int]]:
        self.ready(patience)
        answer = self._asked(ruleset, facts, patience)
        if answer.get("unknown"):  # it keeps only so many
            self._sent.discard(ruleset.digest)
            answer = self._asked(ruleset, facts, patience)
        match answer:
            case {"matches": list(found)}:
                return frozenset(_match(pair, ruleset, len(facts)) for pair in found)
            case {"fault": str() | dict() as why}:
                raise EngineFault(_words(why))
        raise Torn

    def _asked(self, ruleset: Ruleset, facts: Sequence[Mapping[str, Value]], patience: float) -> Mapping[str, Any]:
        number, digest = next(self._numbers), ruleset.digest
        question = {"number": number, "ruleset": digest, "facts": facts, "patience": patience}
        if digest not in self._sent:
            question["rules"] = ruleset.as_json()
        send(self._channel, question, patience)
        self._sent.add(digest)
        answer = receive(self._channel, patience)
        if not isinstance(answer, dict) or answer.get("number") != number or answer.get("ruleset") != digest:
            raise Torn
        return answer

    def end(self) -> None:
        """Kill it, and leave nothing of it behind."""
        self._channel.close()
        self.process.kill()
        self.process.wait()

    def forget(self) -> None:
        """Let go of our copies of what belongs to another process."""
        self._channel.close()
        self.process.returncode = 0  # so that nobody waits for a child that is not ours


def _match(pair: Any, ruleset: Ruleset, facts: int) -> tuple[str, int]:
    match pair:
        case [str(name), int(index)] if type(index) is int and 0 <= index < facts and name in ruleset.names:
            return name, index
    raise Torn


def _words(why: str | dict[str, Any]) -> str | Bilingual:
    if isinstance(why, dict):
        return {lang: str(why.get(lang, "")) for lang in ("zh", "en")}
    return why


def _usual() -> tuple[str, ...]:
    """Our own worker. It imports what we import, and nothing of the folder it happens to be started in."""
    if not _POSIX:  # where the engine was never measured, and sockets are not inherited
        raise EngineMissing("engine-elsewhere")
    if not sys.executable:
        raise EngineFault(phrase("engine.unstarted", why="sys.executable"))
    return sys.executable, "-I", "-c", _BOOT, json.dumps([place for place in sys.path if os.path.isabs(place)])


def shared(patience: float = PATIENCE) -> WorkerDriver:
    """The driver that everybody in this process uses who is as patient."""
    return _shared(float(patience))


@cache
def _shared(patience: float) -> WorkerDriver:
    return WorkerDriver(patience)


_DRIVERS: "WeakSet[WorkerDriver]" = WeakSet()


@atexit.register
def _close_all() -> None:
    for driver in list(_DRIVERS):
        driver.close()


def _forget_all() -> None:
    for driver in list(_DRIVERS):
        driver.forget()


if _POSIX:
    os.register_at_fork(after_in_child=_forget_all)

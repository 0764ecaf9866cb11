"""A worker that goes wrong once, at a byte of what it says and in a way it is told, and answers rightly otherwise.

`unruly(...)` is the command line for `WorkerDriver`; run as a program, this is the worker.
"""

import json
import os
import random
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: die: killed · leave: hangs up · hang: says no more · garble: the rest is other bytes · repeat: the rest is said twice
WAYS = ("die", "leave", "hang", "garble", "repeat")


def unruly(token: Path, way: str, at: int, seed: int = 0) -> Sequence[str]:
    """The worker that takes the token, a file, goes wrong in this way at this byte; one without a token does not."""
    token.write_text("", encoding="utf-8")
    paths = json.dumps([path for path in sys.path if os.path.isabs(path)])
    return sys.executable, "-I", __file__, paths, str(token), way, str(at), str(seed)


class Unruly:
    """A socket that goes wrong in sending."""

    def __init__(self, channel: socket.socket, way: str, at: int, seed: int) -> None:
        self._channel, self._way, self._left, self._dice = channel, way, at, random.Random(seed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def sendall(self, data: bytes) -> None:
        """As much as is sent before the byte; then what it was told to do."""
        good, rest = data[: self._left], data[self._left :]
        self._channel.sendall(good)
        self._left -= len(good)
        if rest:
            self._go_wrong(rest)

    def _go_wrong(self, rest: bytes) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        match self._way:
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "leave":
                self._channel.close()
                os._exit(0)
            case "hang":
                while True:
                    signal.pause()
            case "garble":
                self._channel.sendall(self._dice.randbytes(len(rest)))
            case "repeat":
                self._channel.sendall(rest + rest)
        self._left = sys.maxsize


def main() -> None:
    """The worker."""
    paths, token, way, at, seed, number = sys.argv[1:]
    sys.path[:] = json.loads(paths)
    from credit_rules.backends.rete import worker

    channel: Any = socket.socket(fileno=int(number))
    try:
        Path(token).unlink()
        channel = Unruly(channel, way, int(at), int(seed))
    except FileNotFoundError:
        pass
    worker.keep_quiet()
    worker.answer_all(channel)


if __name__ == "__main__":
    main()

"""The worker process: what it answers, and that whatever goes wrong in it is an error and never an answer."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from credit_rules.backends.rete import framing, remote, worker
from credit_rules.backends.rete.driving import LocalDriver
from credit_rules.backends.rete.framing import Ended, Torn, receive, send
from credit_rules.backends.rete.remote import WorkerDriver, shared
from credit_rules.backends.rete.subset import Comparison, Rule, Ruleset
from credit_rules.errors import EngineFault, EngineMissing
from soak import children, handles, is_there
from unruly import WAYS, unruly

HERE = Path(__file__).parent


def ruleset(least: int = 5) -> Ruleset:
    """One rule: a number that is large enough."""
    tests = (Comparison("t", "one-of", ("thing",)), Comparison("size", "at-least", (least,)))
    return Ruleset("large", {"t": str, "size": int}, (Rule("large", tests),))


FACTS = ({"t": "thing", "size": 4}, {"t": "thing", "size": 5}, {"t": "other", "size": 6}, {"t": "thing", "size": 7})
MET = frozenset({("large", 1), ("large", 3)})


@pytest.fixture(name="driver")
def closing() -> Iterator[WorkerDriver]:
    driver = WorkerDriver()
    yield driver
    driver.close()


def with_program(code: str, patience: float = 60) -> WorkerDriver:
    """A driver whose worker is this code; `channel` is its socket."""
    begin = (
        f"import sys; sys.path[:] = {[path for path in sys.path if path]!r}; "
        "from credit_rules.backends.rete.framing import *; channel = socket(fileno=int(sys.argv[1]))\n"
    )
    return WorkerDriver(patience, (sys.executable, "-I", "-c", begin + code))


def why(driver: WorkerDriver) -> str:
    """What is told of the fault."""
    with pytest.raises(EngineFault) as fault:
        driver.matches(ruleset(), FACTS)
    assert driver.process is None
    assert fault.value.problems[0].code == "engine-failed"
    return fault.value.problems[0].message["en"].partition("given: ")[2]


# --- answering ----------------------------------------------------------------------------------------------------


def test_a_worker_answers_as_the_engine_does_here(driver: WorkerDriver) -> None:
    assert driver.matches(ruleset(), FACTS) == LocalDriver().matches(ruleset(), FACTS) == MET
    assert driver.matches(ruleset(), ()) == frozenset()
    assert driver.matches(ruleset(7), FACTS) == {("large", 3)}


def test_one_worker_serves_until_it_is_closed(driver: WorkerDriver) -> None:
    assert driver.process is None
    driver.start()
    first = driver.process
    for _ in range(3):
        driver.matches(ruleset(), FACTS)
    assert driver.process == first
    driver.close()
    assert driver.process is None
    assert driver.matches(ruleset(), FACTS) == MET
    assert driver.process != first


def test_a_worker_that_keeps_no_more_rulesets_is_handed_them_again(
    driver: WorkerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = "; import credit_rules.backends.rete.worker as w; w.MOST_RULESETS = 2; main"
    monkeypatch.setattr(remote, "_BOOT", remote._BOOT.replace("; main", few))
    for least in (5, 6, 7, 8, 5, 6, 5):
        assert driver.matches(ruleset(least), FACTS) == LocalDriver().matches(ruleset(least), FACTS)


def test_everybody_in_a_process_shares_a_worker() -> None:
    assert shared() is shared()
    assert shared(7) is not shared()


def test_names_that_are_no_ascii_and_halves_of_letters_go_through(driver: WorkerDriver) -> None:
    tests = (Comparison("t", "one-of", ("记录",)), Comparison("word", "one-of", ('甲\n"\\🙂',)))
    named = Ruleset("named", {"t": str, "word": str}, (Rule("named", tests),))
    assert driver.matches(named, ({"t": "记录", "word": '甲\n"\\🙂'}, {"t": "记录", "word": "甲"})) == {("named", 0)}
    with pytest.raises(EngineFault):
        driver.matches(named, ({"t": "记录", "word": "\ud800"},))
    assert driver.matches(named, ({"t": "记录", "word": "甲"},)) == frozenset()


# --- going wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("at", [0, 5, 20, 40, 120])
def test_whatever_a_worker_does_at_any_byte_is_an_error_or_the_answer(way: str, at: int, tmp_path: Path) -> None:
    """Of what it says the first 31 bytes are that it is ready."""
    driver = WorkerDriver(60, unruly(tmp_path / "token", "die" if way == "hang" else way, at))
    found: set[object] = set()
    for _ in range(4):
        try:
            found.add(driver.matches(ruleset(), FACTS))
        except EngineFault:
            found.add("fault")
            assert driver.matches(ruleset(), FACTS) == MET
    assert found == {MET, "fault"}
    driver.close()


def test_a_worker_that_hangs_is_not_waited_for() -> None:
    driver = with_program("send(channel, {'ready': True}); receive(channel); import signal; signal.pause()")
    driver.ready()
    driver.patience = 0.05
    lost = driver.process
    assert why(driver) == "no answer within 0.05 seconds"
    assert lost is not None
    assert not is_there(lost)


def test_a_worker_that_takes_nothing_in_is_not_waited_for() -> None:
    """More than the socket holds: the question itself does not go through."""
    driver = with_program("send(channel, {'ready': True}); import signal; signal.pause()")
    driver.ready()
    driver.patience = 0.05
    with pytest.raises(EngineFault, match=r"within 0\.05"):
        driver.matches(ruleset(), FACTS * 100_000)


def test_a_worker_that_dies_between_two_questions_is_replaced(driver: WorkerDriver) -> None:
    driver.matches(ruleset(), FACTS)
    victim = driver.process
    assert victim is not None
    os.kill(victim, signal.SIGKILL)
    while is_there(victim):
        pass
    assert driver.matches(ruleset(), FACTS) == MET
    assert driver.process != victim


@pytest.mark.parametrize(
    "answer",
    [
        "{'number': 7, 'ruleset': asked['ruleset'], 'matches': []}",
        "{'number': 1, 'ruleset': 'sha256:other', 'matches': []}",
        "{'number': 1, 'ruleset': asked['ruleset']}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'matches': None}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'matches': [['large', 4]]}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'matches': [['large', -1]]}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'matches': [['large', True]]}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'matches': [['q0', 0]]}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'matches': [['large']]}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'matches': {'large': 1}}",
        "{'number': 1, 'ruleset': asked['ruleset'], 'unknown': True}",
        "[]",
        "None",
    ],
)
def test_an_answer_to_something_else_is_no_answer(answer: str) -> None:
    """It may be asked once more, so that it stays and says it twice."""
    said = f"asked = receive(channel); send(channel, {answer}); send(channel, {answer})"
    driver = with_program(f"send(channel, {{'ready': True}}); {said}; receive(channel); receive(channel)")
    assert why(driver) == "its answer was cut off or made no sense"


@pytest.mark.parametrize(
    "hello", ["{'ready': 1}", "{}", "[]", "{'missing': 'engine-missing'}", "{'missing': 'x', 'params': {}}"]
)
def test_a_worker_that_begins_with_nonsense_is_not_asked(hello: str) -> None:
    assert why(with_program(f"send(channel, {hello}); receive(channel)")) == "its answer was cut off or made no sense"


def test_a_worker_that_says_why_it_fails_is_quoted_and_replaced() -> None:
    driver = with_program(
        "send(channel, {'ready': True}); asked = receive(channel); "
        "send(channel, {'number': asked['number'], 'ruleset': asked['ruleset'], 'fault': {'zh': '坏了', 'en': 'bad'}})"
    )
    assert why(driver) == "bad"


def test_a_worker_that_cannot_be_started_is_an_error() -> None:
    assert why(WorkerDriver(60, ("/nowhere/python",))).startswith("its process could not be started (")
    assert why(WorkerDriver(60, (sys.executable, "-c", "raise SystemExit(1)"))) == "its process ended unexpectedly"


def test_an_error_of_the_engine_is_an_error_here(driver: WorkerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "; import durable_rules_engine as e; e.assert_facts = lambda *_: (2, 0); main"
    monkeypatch.setattr(remote, "_BOOT", remote._BOOT.replace("; main", broken))
    assert why(driver) != ""
    monkeypatch.undo()
    assert driver.matches(ruleset(), FACTS) == MET


def test_a_caller_that_is_interrupted_does_not_take_the_next_answer_for_its_own(
    driver: WorkerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.matches(ruleset(), FACTS)

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(remote, "receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        driver.matches(ruleset(7), FACTS)
    monkeypatch.undo()
    assert driver.matches(ruleset(), FACTS) == MET


@pytest.mark.parametrize(
    ("first", "code"), [("sys.modules['durable_rules_engine'] = None", "engine-missing"), ("", "engine-unloadable")]
)
def test_a_worker_without_the_engine_says_so(
    first: str, code: str, driver: WorkerDriver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('undefined symbol')", encoding="utf-8")
    first = first or f"sys.path.insert(0, {str(tmp_path)!r})"
    monkeypatch.setattr(remote, "_BOOT", remote._BOOT.replace("; from", f"; {first}; from", 1))
    for ask in (driver.ready, lambda: driver.matches(ruleset(), FACTS)):
        with pytest.raises(EngineMissing) as missing:
            ask()
        assert missing.value.code == code
    assert "pip install" in str(missing.value)


def test_where_workers_cannot_be_the_engine_is_missing(driver: WorkerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_POSIX", False)
    with pytest.raises(EngineMissing) as missing:
        driver.ready()
    assert missing.value.code == "engine-elsewhere"


# --- leaving nothing ----------------------------------------------------------------------------------------------


def test_no_process_and_no_handle_is_left(tmp_path: Path) -> None:
    before = handles(), children()
    for way in WAYS:
        driver = WorkerDriver(0.05 if way == "hang" else 60, unruly(tmp_path / "token", way, 30))
        with suppress(EngineFault):
            while driver.matches(ruleset(), FACTS) == MET:
                pass
        assert driver.process is None
        driver.close()
    assert why(WorkerDriver(60, ("/nowhere/python",)))
    assert (handles(), children()) == before


def test_a_worker_ends_when_its_caller_does(tmp_path: Path) -> None:
    """Even while it is busy, and however the caller ends."""
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); from test_worker import *; driver = WorkerDriver(); "
        "driver.matches(ruleset(), FACTS); print(driver.process, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(HERE)], capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode == -signal.SIGKILL, done.stderr
    while is_there(int(done.stdout)):
        pass


def test_a_worker_that_hangs_ends_by_itself() -> None:
    """Whoever asked may be gone, and a hang in the engine hears of nothing."""
    channel, theirs = socket.socketpair()
    code = (
        f"import sys; sys.path[:] = {[path for path in sys.path if path]!r}; "
        "from credit_rules.backends.rete import worker\n"
        "def forever(*_):\n    while True: pass\n"
        "worker.LocalDriver.matches = forever; worker.main(int(sys.argv[1]))"
    )
    number = theirs.fileno()
    with subprocess.Popen([sys.executable, "-I", "-c", code, str(number)], pass_fds=[number]) as process, channel:
        theirs.close()
        assert receive(channel, 60) == {"ready": True}
        rules = ruleset()
        question = {"number": 1, "ruleset": rules.digest, "rules": rules.as_json(), "facts": [], "patience": 0.05}
        send(channel, question)
        assert process.wait(60) == -signal.SIGALRM


def test_a_worker_does_not_heed_the_callers_keys(driver: WorkerDriver) -> None:
    driver.matches(ruleset(), FACTS)
    before = driver.process
    assert before is not None
    os.kill(before, signal.SIGINT)
    assert driver.matches(ruleset(), FACTS) == MET
    assert driver.process == before


@pytest.mark.parametrize(
    ("trial", "times"),
    [
        ("killed", 12),
        ("gone_wrong", 10),
        ("memory", 400),
        ("threads", 60),
        ("forked", 3),
        ("abandoned", 5),
        ("spawned", 4),
    ],
)
def test_a_short_soak(trial: str, times: int) -> None:
    """Each trial of `make soak`, for a moment; in a process of its own, for some of them fork."""
    command = [sys.executable, str(HERE / "soak.py"), "--only", trial, "--times", str(times)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"ok  {trial}: ")


# --- frames -------------------------------------------------------------------------------------------------------


@pytest.fixture(name="pair")
def both_ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    yield one, other
    one.close()
    other.close()


def test_a_message_comes_out_as_it_went_in(pair: tuple[socket.socket, socket.socket]) -> None:
    message = {"text": "甲\ud800\n", "many": [1, True, None, {"": ""}] * 50_000}
    sending = threading.Thread(target=send, args=(pair[0], message))
    sending.start()
    assert receive(pair[1]) == message
    sending.join()


def framed(message: Any) -> bytes:
    """A message as it is sent."""
    one, other = socket.socketpair()
    with one, other:
        send(one, message)
        return other.recv(1 << 16)


def test_any_byte_that_is_another_is_noticed() -> None:
    frame = framed({"matches": [["large", 1]]})
    for place in range(len(frame)):
        changed = bytearray(frame)
        changed[place] ^= 1 << place % 8
        one, other = socket.socketpair()
        with other:
            one.sendall(changed)
            one.close()
            with pytest.raises(Torn):
                receive(other)


def test_a_message_cut_off_anywhere_is_noticed() -> None:
    frame = framed({"matches": [["large", 1]]})
    for length in range(len(frame)):
        one, other = socket.socketpair()
        with other:
            one.sendall(frame[:length])
            one.close()
            with pytest.raises(Torn if length else Ended):
                receive(other)


def test_a_message_that_comes_too_slowly_is_too_late(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].sendall(framed({"matches": []})[:-1])
    with pytest.raises(TimeoutError):
        receive(pair[1], 0.02)


def test_what_is_too_large_is_no_message(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].sendall(framing.head_of(framing.LARGEST + 1, 0))
    with pytest.raises(Torn):
        receive(pair[1])


def test_a_torn_length_is_not_waited_for(pair: tuple[socket.socket, socket.socket]) -> None:
    head = framing.head_of(10, 0)
    for at in range(len(head)):
        pair[0].sendall(head[:at] + bytes([head[at] ^ 1]) + head[at + 1 :])
        with pytest.raises(Torn):
            receive(pair[1])


def test_what_is_whole_and_no_json_is_torn(pair: tuple[socket.socket, socket.socket]) -> None:
    import zlib

    for body in (b"{", b"[" * 100_000, b"\xff"):
        pair[0].sendall(framing.head_of(len(body), zlib.crc32(body)) + body)
        with pytest.raises(Torn):
            receive(pair[1])


def test_the_worker_loads_little() -> None:
    """It starts with every command, and its memory is one more process's."""
    code = "import sys; import credit_rules.backends.rete.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not {"pydantic", "stdnum", "yaml", "jinja2"} & {name.split(".")[0] for name in done.stdout.split()}


def test_a_worker_whose_caller_speaks_nonsense_ends(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].sendall(b"x" * 64)
    with pytest.raises(Torn):
        worker.answer_all(pair[1])

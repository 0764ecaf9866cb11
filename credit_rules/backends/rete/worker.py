"""The worker: the engine in a process of its own, asked over a socket until the other side goes away.

It holds rulesets by their digest and nothing about anybody: facts come with each question and go with its answer.
"""

import os
import signal
from collections import OrderedDict
from contextlib import suppress
from socket import socket
from typing import Any

from credit_rules.backends.rete import library
from credit_rules.backends.rete.driving import LocalDriver
from credit_rules.backends.rete.framing import Ended, Torn, receive, send
from credit_rules.backends.rete.subset import Ruleset
from credit_rules.errors import EngineFault, EngineMissing

#: So many rulesets are kept; a ruleset it does not have is asked for.
MOST_RULESETS = 256


def main(number: int) -> None:
    """Answers on the socket of this number until it ends."""
    keep_quiet()
    with socket(fileno=number) as channel, suppress(Ended, Torn, OSError):  # the caller has gone, or speaks no sense
        answer_all(channel)
    os._exit(0)  # the engine's own tidying up is not trusted


def keep_quiet() -> None:
    """Not to be stopped with the caller's keys, and to leave no trace where it crashes."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the caller, who ends us by leaving
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no copy of anybody's facts on the disk


def answer_all(channel: socket) -> None:
    """Says whether the engine is there, then answers question after question."""
    try:
        library.engine()
    except EngineMissing as missing:
        send(channel, {"missing": missing.code, "params": missing.params})
        return
    send(channel, {"ready": True})
    driver = LocalDriver()
    rulesets: OrderedDict[str, Ruleset] = OrderedDict()
    while True:
        question = receive(channel)
        signal.setitimer(signal.ITIMER_REAL, question["patience"])  # a hang ends by itself, whoever still waits for it
        answer = _answer(question, driver, rulesets)
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(channel, {"number": question["number"], "ruleset": question["ruleset"], **answer})


def _answer(question: dict[str, Any], driver: LocalDriver, rulesets: OrderedDict[str, Ruleset]) -> dict[str, Any]:
    digest = question["ruleset"]
    if "rules" in question:
        rulesets[digest] = Ruleset.from_json(question["rules"])
    if digest not in rulesets:
        return {"unknown": True}
    rulesets.move_to_end(digest)
    while len(rulesets) > MOST_RULESETS:
        rulesets.popitem(last=False)
    try:
        return {"matches": list(driver.matches(rulesets[digest], question["facts"]))}
    except EngineFault as fault:
        return {"fault": fault.why}

"""Calling the commands from tests: what goes in, what comes out, and a small rule set that is planned at once."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from credit_rules.cli import check_subject_command, credit_rules_command

USCI = "91230199MA0DEM0133"  # an enterprise in Harbin that does not exist; the check digit is right
OTHER_USCI = "91370300MA0DEM0137"
PERSON = "11010519491231002X"  # the specimen number of GB 11643

SMALL_RULES = """\
authorities:
  - {id: buyer, title: 采购人}
categories:
  - {id: market-access, title: 限制市场或行业准入, class: A}
  - {id: public-funds, title: 限制申请财政性资金项目, class: B}
sources:
  - {id: law-a, title: 甲法, cited_as: [甲法], rank: law, in_force: {from: 2000-01-01}, verified: true}
actions:
  - {id: bid, title: {zh: 投标, en: bidding}, aliases: [投标审查], items: [{scheme: XX, code: "77"}]}
  - {id: fund, title: 补助资金}
lists:
  - id: bad-a
    title: {zh: 甲名单, en: list A}
    colour: black
    authority: buyer
    basis: [甲法 第一条]
    subjects: [enterprise, sole-trader, natural-person]
    terms:
      - {period: 3 years, repair: {after: 6 months, counted_from: listed_on, conditions: 改正, basis: [甲法 第二条]}}
  - id: bad-local
    title: 省名单
    colour: black
    region: "370000"
    authority: buyer
    basis: [甲法 第一条]
    subjects: [enterprise]
    terms:
      - {period: 3 years, repair: {after: 6 months, counted_from: listed_on, conditions: 改正, basis: [甲法 第二条]}}
"""
SMALL_LIST = """\
measure_list: small
title: 小清单
issuer: 某部
region: CN
edition: "1"
in_force: {from: 2000-01-01}
measures:
  - id: refuse
    title: {zh: 拒绝投标, en: refuse the bid}
    polarity: restriction
    effect: bar
    duty: must
    category: market-access
    actions: [bid]
    basis: [甲法 第三条]
    when: {listing: {list: bad-a}}
  - id: limit-funds
    title: 限制补助资金
    polarity: restriction
    effect: limit
    duty: must
    category: public-funds
    actions: [fund]
    basis: [甲法 第四条]
    when: {listing: {list: bad-a}}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def codes(self) -> list[str]:
        """The codes of the problems told as JSON."""
        return [told["code"] for told in self.data["errors"]]


@pytest.fixture(name="isolated", autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and an environment that says nothing."""
    for name in list(os.environ):
        if name.startswith(("CREDIT_RULES_", "LC_", "LANG", "NO_COLOR")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture(name="small")
def small_rules(isolated: Path) -> str:
    """The path of the small rule set."""
    folder = isolated / "small"
    (folder / "catalogue").mkdir(parents=True)
    (folder / "catalogue" / "all.yaml").write_text(SMALL_RULES, encoding="utf-8")
    (folder / "list.yaml").write_text(SMALL_LIST, encoding="utf-8")
    return str(folder)


def call(
    *argv: str, stdin: bytes | io.BytesIO = b"", command: Callable[..., NoReturn] = check_subject_command
) -> Answer:
    """The command, called here."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    source = stdin if isinstance(stdin, io.BytesIO) else io.BytesIO(stdin)
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(source, "utf-8"), out, err
    try:
        with pytest.raises(SystemExit) as exit_:
            command(argv)
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    texts = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))
    answer = Answer(int(exit_.value.code or 0), *texts)
    assert "Traceback" not in answer.out + answer.err
    return answer


def call_credit_rules(*argv: str, stdin: bytes = b"") -> Answer:
    """`credit-rules`, called here."""
    return call(*argv, stdin=stdin, command=credit_rules_command)


def program(*argv: str, **more: Any) -> "subprocess.Popen[bytes]":
    """`check-subject` as a process of its own."""
    # Whoever runs the tests in the background ignores interruptions, and children inherit that.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heeding}; from credit_rules.cli import check_subject_command; check_subject_command()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.Popen([sys.executable, "-c", code, *argv], **pipes)


def in_shell(command: str, folder: Path, seconds: int = 60) -> "subprocess.CompletedProcess[str]":
    """A command as pages show it, run in a folder, with the commands of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    shell = ["bash", "-c", command]
    return subprocess.run(
        shell, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=seconds, check=False
    )


def profile(**more: Any) -> dict[str, Any]:
    """A profile of the invented enterprise, looked up everywhere."""
    subject = {"id": USCI, "scheme": "CN-USCI", "name": "龙江示例建设有限公司", "kind": "enterprise"}
    return {"subject": subject, "as_of": "2026-11-20", "consulted": ["all"], **more}


def listing(**more: Any) -> dict[str, Any]:
    """Its entry on the list."""
    return {"id": "L1", "list": "bad-a", "listed_on": "2025-03-01", "known_on": "2025-03-04", **more}


def as_bytes(data: Mapping[str, Any]) -> bytes:
    """Data as a line of JSON."""
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"

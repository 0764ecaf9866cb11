"""An approval system with `check-subject -` at its side: a request goes out as a line, the decision comes back as one.

    python examples/stream/approvals.py [--lang zh|en]

The checker is started once and answers as long as lines come; a line it cannot read gets an error and stops nothing.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

REQUESTS = Path(__file__).parent / "requests.jsonl"
FINDINGS = {
    "zh": {"applies": "适用", "undetermined": "待核实", "withheld": "不再适用"},
    "en": {"applies": "applies", "undetermined": "open", "withheld": "no longer applies"},
}


def answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The checker's answer to each line, asked for one at a time."""
    beside = Path(sys.executable).with_name("check-subject")
    command = str(beside) if beside.exists() else shutil.which("check-subject") or "check-subject"
    with subprocess.Popen([command, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as checker:
        assert checker.stdin is not None
        assert checker.stdout is not None
        for line in lines:
            checker.stdin.write(line.rstrip("\n") + "\n")
            checker.stdin.flush()
            answer = checker.stdout.readline()
            if not answer:
                raise SystemExit("the checker stopped answering")
            yield json.loads(answer)
        checker.stdin.close()


def told(number: int, answer: dict[str, Any], lang: str) -> Iterator[str]:
    """What the approval system puts on its own screen; a line too broken to name itself is told by its number."""
    name = answer["request"] or f"#{number}"
    if "error" in answer:
        yield f"{name}  {answer['error']['errors'][0]['message'][lang]}"
        return
    decision = answer["decision"]
    yield f"{name}  {decision['words'][lang]['headline']}"
    for finding in decision["findings"]:
        until = f" → {finding['lifts_on']}" if finding["lifts_on"] else ""
        yield f"    {FINDINGS[lang][finding['finding']]}  {finding['title'][lang]} ({finding['measure']}){until}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    lang = parser.parse_args().lang
    lines = REQUESTS.read_text(encoding="utf-8").splitlines()
    for number, answer in enumerate(answers(lines), 1):
        print("\n".join(told(number, answer, lang)), flush=True)


if __name__ == "__main__":
    main()

"""The README is run: its commands, its Python, its YAML, and every number in it."""

import contextlib
import io
import re
from datetime import date
from pathlib import Path

import pytest

import readme_tables
from commands import in_shell
from conftest import ROOT
from credit_rules import Action, CreditProfile, __version__, check_subject, load_plan
from credit_rules.cli import COMMANDS
from credit_rules.model.plan import Plan
from credit_rules.rulesets import DRAFTS, shipped_names

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)

#: The check's number and the plan's digest change with every rule set.
DIGEST = re.compile(r"(?<=核查号 )[0-9a-f]{16}|(?<=check )[0-9a-f]{16}|(?<=plan )[0-9a-f]{8}|(?<=sha256:)[0-9a-f]{64}")


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCKS if found == language]


def commands() -> list[tuple[str, str]]:
    """Every command of the README with what it is shown to print."""
    found = []
    for block in blocks("console"):
        for part in block.split("$ ")[1:]:
            command, _, shown = part.partition("\n")
            found.append((command, shown.strip("\n")))
    return found


CHECKS = [(command, shown) for command, shown in commands() if command.startswith(("check-subject", "credit-rules"))]


def masked(text: str) -> str:
    return DIGEST.sub("…", text).strip("\n")


@pytest.mark.parametrize(("command", "shown"), CHECKS, ids=[command for command, _ in CHECKS])
def test_every_command_runs_and_prints_what_is_shown(command: str, shown: str, tmp_path: Path) -> None:
    done = in_shell(command.replace("--out ", f"--out {tmp_path}/"), ROOT)
    # A stream with a bad line in it ends with 3, as the README says.
    assert done.returncode == (3 if "requests.jsonl" in command else 0), done.stderr
    assert done.stdout.strip()
    if shown:
        assert masked(done.stdout.replace(f"{tmp_path}/", "")) == masked(shown)


def test_the_command_line_is_shown_in_five_lines_and_an_answer_in_two_languages() -> None:
    section = README.split("## The command line in five")[1].split("\n## ")[0]
    assert section.count("\n$ ") == 5
    assert [shown[:4] for _, shown in CHECKS if shown] == [
        "BARR",
        "应予拒绝",
        "Cred",
        "does",
        "HAD ",
        "#7  ",
        "示例市医",
        "exam",
    ]


def test_the_tables_of_rule_sets_and_systems_are_what_the_rule_sets_say() -> None:
    assert readme_tables.written(README) == README


def test_every_command_for_authors_is_in_their_table() -> None:
    section = README.split("## For those who write lists")[1].split("\n## ")[0]
    named = {*re.findall(r"^\| `credit-rules (\w+)", section, re.MULTILINE)}
    assert named == {*COMMANDS} - {
        "check",
        "explain",
        "calendar",
        "replay",
        "follow",
        "import",
        "screen",
        "settings",
        "version",
    }


def test_every_make_target_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {*re.findall(r"^\$ make (\w+)", README, re.MULTILINE), *re.findall(r"`make (\w+)`", README)}
    assert {"demo", "test", "dist"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_wheel_named_is_the_one_this_version_builds() -> None:
    assert re.findall(r"dist/\S+\.whl", README) == [f"dist/credit_rules-{__version__}-py3-none-any.whl"]


@pytest.mark.parametrize("snippet", blocks("python"))
def test_the_python_prints_what_its_comments_say(snippet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet, "README.md", "exec"), {})
    assert printed.getvalue().splitlines() == re.findall(r"^# (.*)$", snippet, re.MULTILINE)
    assert len(snippet.splitlines()) - snippet.count("# ") <= 10


def test_the_measure_list_loads_beside_the_national_ones_and_bites(tmp_path: Path, national: Plan) -> None:
    (text,) = blocks("yaml")
    path = tmp_path / "zibo.yaml"
    path.write_text(text, encoding="utf-8")
    plan = load_plan("cn", str(path))
    assert len(plan.measures) == len(national.measures) + 3
    profile = CreditProfile.from_file(ROOT / "examples" / "bidder.json")
    for region, bites in (("370300", True), ("230100", False)):
        decision = check_subject(plan, profile, Action(code="procurement.bid", date=date(2026, 11, 20), region=region))
        assert ("zibo-reject" in {finding.measure for finding in decision.applying}) is bites


def test_every_number_is_the_rule_sets_own(national: Plan) -> None:
    everything = load_plan(*(name for name in shipped_names() if not name.endswith(DRAFTS)))
    counted = {
        "measures": len(national.measures),
        "of them incentives": sum(not measure.restricts for measure in national.measures),
        "with the regions": len(everything.measures),
        "measure lists": len({measure.list.measure_list for measure in national.measures}),
        "lists": len(national.law.lists),
        "actions": len(national.law.actions),
        "legal sources": len(national.law.sources),
    }
    told = {what: int(number) for number, what in re.findall(r"\*\*(\d+) ([a-z ]+)\*\*", README)}
    assert told == counted


def test_every_invariant_named_is_a_code_that_is_refused() -> None:
    section = README.split("## What no rule set may do")[1].split("\n## ")[0]
    codes = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", section))
    bad = (ROOT / "tests" / "conformance").glob("bad-*.yaml")
    refused = "\n".join(path.read_text(encoding="utf-8") for path in bad)
    assert len(codes) == 9
    assert {code for code in codes if not re.search(rf"\bcode: {code}\b", refused)} == set()


def test_every_link_leads_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (ROOT / target).exists(), f"{name}: {target}"


def test_every_file_the_contributors_are_sent_to_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    conformance = {path.name for path in (ROOT / "tests" / "conformance").iterdir()}
    for name in re.findall(r"`((?:credit_rules|rulesets|tests|examples)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name
    assert set(re.findall(r"`([\w-]+\d\d-[\w-]+\.yaml|\d\d-[\w-]+\.yaml)`", text)) <= conformance


def test_the_changes_begin_with_this_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([\d.]+)", changes, re.MULTILINE)[0] == __version__

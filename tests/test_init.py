"""A starting point for a new region, and the page that leads from it to a list with a passing test: both are tried."""

import json
import re
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import page_tables
from commands import call, call_credit_rules, empty_folder, in_shell
from conftest import ROOT
from credit_rules import load_plan
from credit_rules.authoring.schemas import MODELINE, text_of
from credit_rules.authoring.starting import NO_REGION, SCHEMAS, Beginning, files_of
from credit_rules.casebook import given_of
from credit_rules.cli import COMMANDS
from credit_rules.model.cases import Case
from credit_rules.model.catalogue import CatalogueFile
from credit_rules.model.measures import Measure
from credit_rules.model.profile import SECTIONS
from credit_rules.stages.reading import read_yaml
from credit_rules.words import codes
from credit_rules.words.keys import KEYS
from credit_rules.words.problems import MESSAGES
from test_schemas import around, errors, kind_of, loaded

__all__ = ["empty_folder"]

PAGE = (ROOT / "rulesets" / "README.md").read_text(encoding="utf-8")


def made(folder: Path, *argv: str) -> Path:
    answer = call_credit_rules("init", str(folder), *argv)
    assert (answer.code, answer.err) == (0, "")
    return folder


# --- what is made -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_made_passes_its_cases_and_has_nothing_to_remark(isolated: Path, lang: str) -> None:
    made(isolated / "mine", "--lang", lang)
    for drafts in ((), ("--drafts",)):
        tested = call_credit_rules("test", "mine", *drafts, "--min-coverage", "100", "--format", "json")
        assert tested.code == 0
        linted = call_credit_rules("lint", "mine", *drafts, "--severity", "info")
        assert linted.code == 0, linted.out


def test_what_is_made_answers_at_once(isolated: Path) -> None:
    made(isolated / "mine", "--region", "370300")
    asked = ("mine/example.json", "--rules", "./mine", "--region", "370300", "--format", "json")
    limited = call(*asked, "--action", "mine-技改资金", "--authority", "finance").data
    assert "mine-upgrade-limit" in [f["measure"] for f in limited["findings"] if f["finding"] == "applies"]
    eased = call(*asked, "--action", "告知承诺").data
    (gaps,) = [f for f in eased["findings"] if f["measure"] == "mine-accept-gaps"]
    assert (gaps["finding"], gaps["guard"]) == ("withheld", "cross-check")


def test_inside_the_folder_nothing_need_be_named(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(isolated / "mine", "--region", "370300", "--lang", "en")
    monkeypatch.chdir(isolated / "mine")
    told = call("example.json", "--action", "mine-技改资金", "--authority", "finance")
    assert "mine-upgrade-limit" in told.out
    assert told.out.startswith("RESTRICTED")
    assert "mine-measures" in call_credit_rules("test").out


def test_the_draft_loads_only_when_asked_for(isolated: Path) -> None:
    made(isolated / "mine")
    assert "mine-honest-lane" not in {m.id for m in load_plan("./mine").measures}
    assert "mine-honest-lane" in {m.id for m in load_plan("./mine", drafts=True).measures}


def test_nothing_is_said_to_be_verified_that_is_not_there(isolated: Path) -> None:
    """The one source of its own is a placeholder: unverified, among the drafts, and says so in its title."""
    made(isolated / "mine")
    own = sorted((isolated / "mine").rglob("catalogue/*.yaml"))
    sources = [
        (path.parent.parent.name, source)
        for path in own
        for source in CatalogueFile.model_validate(read_yaml(path.read_text("utf-8"), path.name).data).sources
    ]
    assert [(place, source.verified) for place, source in sources] == [("drafts", False)]
    assert "占位" in sources[0][1].title.zh


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_file_made_fits_the_schema_beside_it(isolated: Path, lang: str) -> None:
    folder = made(isolated / "mine", "--lang", lang)
    files = sorted(folder.rglob("*.yaml"))
    assert len(files) == 7
    for path in files:
        first, _, rest = path.read_text(encoding="utf-8").partition("\n")
        schema = (path.parent / first.removeprefix(MODELINE)).resolve()
        (data,) = loaded(rest)
        assert schema == (folder / "schema" / f"{kind_of(data)}.json").resolve(), path
        assert errors(kind_of(data), data) == []
    assert {p.stem: p.read_text(encoding="utf-8") for p in (folder / "schema").iterdir()} == {
        kind: text_of(kind) for kind in SCHEMAS
    }
    assert errors("profile", json.loads((folder / "example.json").read_text(encoding="utf-8"))) == []
    settings = (folder / "credit-rules.toml").read_text(encoding="utf-8")
    assert settings.startswith("#:schema schema/settings.json\n")


#: Comments that are no words: the modeline, and entries to be uncommented.
EXAMPLE = re.compile(r"yaml-language-server| *(- )?[a-z_]+:")


def test_comments_are_in_one_language() -> None:
    for lang in ("zh", "en"):
        told = 0
        files = files_of("mine", Beginning(region="370300", title="甲", lang=lang, today=date(2026, 11, 22)))
        for name, text in files.items():
            assert "@" not in text or name.startswith("schema/"), name
            assert not re.search("#zh|#en|[«»]", text), name
            if name.endswith((".yaml", ".toml")):
                words = [line for line in re.findall(r"(?:^|\s)# (.*)", text) if not EXAMPLE.match(line)]
                letters = 2 if lang == "zh" else 5  # an alias may stand in an English one
                chinese = [bool(re.search(f"[\u4e00-\u9fff]{{{letters}}}", line)) for line in words]
                assert set(chinese) <= {lang == "zh"}, name
                told += len(words)
        assert told > 25


def test_the_title_and_the_region_are_written_in(isolated: Path) -> None:
    folder = made(isolated / "my region!", "--region", "370300", "--title", '淄博 "试点": {措施} #1')
    (data,) = loaded((folder / "measures.yaml").read_text(encoding="utf-8"))
    assert data["title"]["zh"] == '淄博 "试点": {措施} #1'
    assert data["region"] == "370300"
    assert data["measure_list"] == "my-region-measures"
    assert call_credit_rules("test", str(folder)).code == 0


def test_without_a_region_the_place_is_held_and_that_is_said(isolated: Path) -> None:
    answer = call_credit_rules("init", "mine", "--lang", "en")
    assert NO_REGION in answer.out
    assert f'region: "{NO_REGION}"' in (isolated / "mine" / "measures.yaml").read_text(encoding="utf-8")
    assert NO_REGION not in call_credit_rules("init", "other", "--region", "370300").out


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [("zh", "代码先以 local- 开头"), ("en", "so ids begin with local-. Ids come from the folder's name")],
)
def test_a_folder_without_letters_is_told_how_its_ids_begin(isolated: Path, lang: str, wanted: str) -> None:
    answer = call_credit_rules("init", "潍坊", "--title", "Weifang", "--lang", lang)
    assert wanted in answer.out
    assert "credit-rules init weifang --title" in answer.out
    assert "measure_list: local-measures" in (isolated / "潍坊" / "measures.yaml").read_text(encoding="utf-8")
    assert "local-" not in call_credit_rules("init", "weifang", "--title", "潍坊", "--lang", lang).out


def test_inside_the_folder_it_goes_by_its_name(isolated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(isolated / "mine", "--lang", "zh")
    monkeypatch.chdir(isolated / "mine")
    assert call_credit_rules("test").out.startswith("规则集 mine\n")
    overview = call_credit_rules("show").out
    assert overview.startswith("已载入的规则    mine\n")
    assert "未载入的规则集  cn/drafts、" in overview  # cn itself is loaded


def test_two_regions_made_like_this_load_together(isolated: Path) -> None:
    made(isolated / "one", "--region", "370300")
    made(isolated / "two", "--region", "230100")
    ids = {m.id for m in load_plan("./one", "./two", drafts=True).measures}
    assert {"one-upgrade-limit", "two-upgrade-limit", "one-honest-lane", "two-honest-lane"} <= ids


# --- what is refused ----------------------------------------------------------------------------------------------


def test_a_folder_that_holds_anything_is_left_alone(isolated: Path) -> None:
    (isolated / "mine").mkdir()
    (isolated / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    answer = call_credit_rules("init", "mine")
    assert answer.code == 2
    assert "folder-not-empty" in answer.err
    assert [path.name for path in (isolated / "mine").iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled(isolated: Path) -> None:
    (isolated / "mine").mkdir()
    made(isolated / "mine")


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        ((), "no-folder"),
        (("file",), "not-a-folder"),
        (("file/inside",), "unwritable"),
        (("mine", "--region", "37"), "bad-region"),
        (("mine", "--region", "CN"), "bad-region"),
        (("mine", "--title", " "), "empty-text"),
        (("mine", "--title", "a\u202eb"), "bad-character"),
        (("mine", "other"), "extra-argument"),
        (("mine", "--regoin", "370300"), "unknown-option"),
        (("mine", "--lang", "fr"), "unknown-value"),
    ],
)
def test_what_cannot_be_made_is_told(isolated: Path, argv: tuple[str, ...], code: str) -> None:
    (isolated / "file").write_text("a file", encoding="utf-8")
    answer = call_credit_rules("init", *argv)
    assert answer.code == 2
    assert code in answer.err
    assert not (isolated / "mine").exists()


# --- the page -----------------------------------------------------------------------------------------------------

BLOCK = re.compile(r"^```(\w+)(?: (\w+)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def part(start: str, end: str) -> str:
    """The page from one heading to another."""
    return PAGE[PAGE.index(start) : PAGE.index(end)]


PARTS = {
    "zh": part("## 动手做一遍", "## In English"),
    "en": part("## In English", "## 参考 · Reference"),
    "reference": PAGE[PAGE.index("## 参考 · Reference") :],
}
SECRET = re.compile(r"(?<=核查号 )[0-9a-f]{16}|(?<=check )[0-9a-f]{16}")


def follow(text: str, cwd: Path) -> int:
    """Do what the page says, block by block; how many commands ran. What it shows must be what is printed.

    `save` makes a file of a block, `append` adds it to one, `edit` changes one, `exit` is the code a command ends with.
    """
    count = 0
    for language, what, name, body in BLOCK.findall(text):
        if what == "save":
            assert not (cwd / name).exists(), name
            (cwd / name).write_text(body, encoding="utf-8")
        elif what == "append":
            with (cwd / name).open("a", encoding="utf-8") as file:
                file.write(body)
        elif what == "edit":
            before, after = (
                "".join(line[1:] for line in body.splitlines(keepends=True) if line[0] == sign) for sign in "-+"
            )
            whole = (cwd / name).read_text(encoding="utf-8")
            assert whole.count(before) == 1, before
            (cwd / name).write_text(whole.replace(before, after), encoding="utf-8")
        elif language == "console":
            for told in body.split("$ ")[1:]:
                command, _, shown = told.partition("\n")
                count += 1
                if command.startswith("cd "):
                    cwd = cwd / command[3:]
                    continue
                done = in_shell(command, cwd, 120)
                assert done.returncode == (int(name) if what == "exit" else 0), (command, done.stdout, done.stderr)
                for line in filter(None, shown.splitlines()):
                    assert line in done.stdout.splitlines(), (command, line, done.stdout)
    return count


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tutorial_leads_where_it_says(isolated: Path, lang: str) -> None:
    before = time.monotonic()
    assert follow(PARTS[lang], isolated) >= 10
    assert time.monotonic() - before < 120  # of the fifteen minutes most is for reading


def test_the_reference_commands_run(isolated: Path) -> None:
    made(isolated / "mine", "--region", "370300")
    assert follow(PARTS["reference"], isolated / "mine") == 8
    told = call_credit_rules("lint", "mine", "--severity", "error")
    assert told.code == 0, told.out


def test_every_command_of_the_page_stands_where_a_test_runs_it() -> None:
    blocks = [body for language, _, _, body in BLOCK.findall(PAGE) if language == "console"]
    followed = [
        body for text in PARTS.values() for language, _, _, body in BLOCK.findall(text) if language == "console"
    ]
    assert blocks == followed


def test_every_option_the_page_names_is_an_option() -> None:
    for row in re.findall(r"^\| `(credit-rules|check-subject) ?(\w*).*$", PAGE, re.MULTILINE):
        command = row[1] if row[0] == "credit-rules" else "check"
        assert command in COMMANDS
    for line in PAGE.splitlines():
        found = re.match(r"\| `(credit-rules (\w+)|check-subject)", line)
        if found:
            told = call_credit_rules(found[2] or "check", "--help").out
            for option in re.findall(r"`(--[a-z-]+)", line):
                assert re.search(rf"^ *{option}\b", told, re.MULTILINE), (line, option)


def test_the_tables_of_the_page_are_what_the_program_says() -> None:
    assert page_tables.written(PAGE) == PAGE, "run tests/page_tables.py"


def test_the_tables_leave_nothing_out() -> None:
    made = page_tables.tables()
    for name, wanted in (
        ("effects", codes.EFFECTS),
        ("categories", codes.CATEGORIES),
        ("outcomes", codes.OUTCOMES),
        ("expect", KEYS["ExpectedFinding"]),
        ("ranks", codes.RANKS),
    ):
        assert set(wanted) <= set(re.findall(r"^\| 　?`([^`]+)`", made[name], re.MULTILINE)), name
    assert made["effects"].count("\n") == 1 + 18
    assert made["categories"].count("\n") == 1 + 13
    given = properties("cases", "cases", "given")
    assert set(re.findall(r"^\| `([^`]+)`", made["given"], re.MULTILINE)) == given


def properties(kind: str, *path: str) -> set[str]:
    """The keys the schema of a file knows at a place."""
    schema = json.loads(text_of(kind))
    here = schema
    for key in (*path, None):
        while "$ref" in here or "items" in here:
            here = schema["$defs"][here["$ref"].rpartition("/")[2]] if "$ref" in here else here["items"]
        here = here["properties"][key] if key else here
    return set(here["properties"])


@pytest.mark.parametrize("section", [*SECTIONS, "related"])
def test_the_example_of_each_record_is_one(section: str) -> None:
    cell = next(line for line in page_tables.tables()["records"].splitlines() if line.startswith(f"| `{section}`"))
    example = re.findall(r"`(\{.*\})`", cell)[0]
    text = f"cases_for: x\ncases:\n  - {{name: x, given: {{{section}: [{example}]}}, expect: {{outcome: refer}}}}\n"
    assert errors("cases", loaded(text)[0]) == []
    case = Case.model_validate(read_yaml(text, "x").data["cases"][0])
    assert given_of(case, {"action": "award.honour", "date": "2026-06-01"}).profile


def test_which_commands_take_which_option_is_as_the_page_says() -> None:
    for command in COMMANDS:
        told = call_credit_rules(command, "--help").out
        assert all(re.search(rf"^ *{option}\b", told, re.MULTILINE) for option in ("--help", "--lang")), command
        assert (re.search(r"^ *--format\b", told, re.MULTILINE) is None) is (command in ("init", "version")), command
    assert "除 `init`、`version` 以外都有 `--format`" in PAGE
    assert "all but `init` and `version` have `--format`" in PAGE


#: What the page says of punctuation: written well, and as it would go wrong.
PUNCTUATION = {
    "duty: must": "duty：must",
    "duty: must ": "duty:must",
    'title: {zh: "甲, 乙", en: "A, B"}': "title: {zh: 甲, 乙, en: A, B}",
    "in_force:\n  from: 2026-01-01": "in_force:\n\tfrom: 2026-01-01",
    "in_force:\n  from: 2026-01-01\n  until: 2026-12-31": "in_force:\n  from: 2026-01-01\n until: 2026-12-31",
}


@pytest.mark.parametrize("good", PUNCTUATION)
def test_the_five_rules_of_punctuation_hold(good: str, isolated: Path) -> None:
    folder = made(isolated / "mine")
    path = folder / "measures.yaml"
    text = path.read_text(encoding="utf-8")
    key = good.partition(":")[0]
    (line,) = re.findall(rf"^ *{key}:.*\n", text, re.MULTILINE)[:1]
    indent = line[: len(line) - len(line.lstrip())]
    for written, code in ((good, 0), (PUNCTUATION[good], 4)):
        inner = "\n".join(indent + part for part in written.split("\n"))
        path.write_text(text.replace(line, inner + "\n", 1), encoding="utf-8")
        assert (call_credit_rules("lint", "mine", "--severity", "error").code == 0) is (code == 0), written


def test_only_a_basis_is_found_by_its_name(isolated: Path) -> None:
    """As the page says: actions, bodies and lists are written by their codes."""
    folder = made(isolated / "mine")
    path = folder / "measures.yaml"
    text = path.read_text(encoding="utf-8")
    for code, name in (("[permit.by-commitment]", "[告知承诺]"), ("by: [finance]", "by: [财政部门]")):
        assert text.count(code) == 1
        path.write_text(text.replace(code, name), encoding="utf-8")
        assert call_credit_rules("test", "mine").code == 4
    path.write_text(
        text.replace("{list: wage-arrears}", "{list: 拖欠农民工工资失信联合惩戒对象名单}"), encoding="utf-8"
    )
    assert call_credit_rules("test", "mine").code == 4


def rows(heading: str) -> list[list[str]]:
    """The cells of the table rows under a heading."""
    text = PAGE[PAGE.index(heading) :].partition("\n### ")[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| `")]


def codes_in(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def test_the_page_names_every_key_of_a_measure() -> None:
    told = {key for row in rows("### 一条措施的键") for key in codes_in(row[0])}
    assert told == set(Measure.model_fields)


def test_the_page_names_every_finding_and_guard() -> None:
    from credit_rules.words.codes import GUARDS
    from credit_rules.words.keys import VALUES

    told = {code for row in rows("### 结果和原因") for code in codes_in(row[0])}
    assert told == {*VALUES["finding"], *GUARDS} - {"not-known-then"}  # that one appears when two days are compared


def test_the_page_names_what_no_rule_set_may_do() -> None:
    told = {code for row in rows("### 程序拒绝什么") for code in codes_in(row[0])}
    assert told <= set(MESSAGES)
    from credit_rules.stages import rights

    refused = set(re.findall(r"^\| `([a-z-]+)`(?:, `([a-z-]+)`)?", rights.__doc__ or "", re.MULTILINE))
    assert {code for pair in refused for code in pair if code} <= told


@cache
def conditions() -> list[Any]:
    text = PAGE[PAGE.index("### 条件") :].partition("\n### ")[0]
    return [loaded(found)[0] for found in re.findall(r"\| `(\{.*\})` \|$", text, re.MULTILINE)]


def test_the_conditions_of_the_page_are_conditions() -> None:
    assert len(conditions()) == 9
    for condition in conditions():
        assert errors("measure-list", around({"when": condition})) == [], condition


def test_the_conditions_of_the_page_load(isolated: Path) -> None:
    folder = made(isolated / "mine")
    measures = (folder / "measures.yaml").read_text(encoding="utf-8")
    head, _, _ = measures.partition("measures:\n")
    written = [
        f"  - {{id: c{number}, title: 甲, polarity: incentive, effect: promote, duty: may, actions: [award.honour],"
        f" basis: [国办发〔2019〕35号], when: {json.dumps(condition, ensure_ascii=False)}}}\n"
        for number, condition in enumerate(conditions())
        if "points" not in condition  # no national scheme of points
    ]
    (folder / "measures.yaml").write_text(f"{head}measures:\n{''.join(written)}", encoding="utf-8")
    assert {f"c{n}" for n in (0, 1, 2, 4)} <= {m.id for m in load_plan("./mine").measures}


def test_a_draft_once_checked_moves_out_as_the_page_says(isolated: Path) -> None:
    folder = made(isolated / "mine")
    drafts = folder / "drafts"
    draft = (drafts / "catalogue" / "local.yaml").read_text(encoding="utf-8")
    own = (folder / "catalogue" / "local.yaml").read_text(encoding="utf-8")
    _, _, entries = draft.partition("sources:\n")
    moved = "sources:\n" + entries.replace("verified: false", "verified: true")
    (folder / "catalogue" / "local.yaml").write_text(own + moved, encoding="utf-8")
    (drafts / "catalogue" / "local.yaml").unlink()
    for path in sorted(drafts.glob("*.yaml")):
        text = path.read_text(encoding="utf-8").replace("$schema=../", "$schema=").replace("draft: true\n", "")
        (folder / path.name).write_text(text, encoding="utf-8")
        path.unlink()
    assert "用例 21 · 通过 21 · 失败 0 · 覆盖 100 %" in call_credit_rules("test", "mine", "--lang", "zh").out
    assert call_credit_rules("lint", "mine").code == 0

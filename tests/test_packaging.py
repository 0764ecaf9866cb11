"""What is installed: a wheel gives a working `check-subject` in any folder, and an import stays light."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT
from credit_rules import __version__

#: What `import credit_rules` must not bring along: checks of identifiers, engines, tools of development.
HEAVY = (
    "stdnum",
    "durable",
    "durable_rules",
    "durable_rules_engine",
    "duckdb",
    "ibis",
    "pyspark",
    "pandas",
    "numpy",
    "hypothesis",
    "pytest",
    "jinja2",
)


def ran(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    ran(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and nothing else; dependencies come from the running environment."""
    target = tmp_path_factory.mktemp("site")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    ran(*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(wheel), cwd=target)
    return target


def test_the_wheel_is_named_after_the_version_and_fits_every_platform(wheel: Path) -> None:
    assert wheel.name == f"credit_rules-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_every_rule_set_its_types_and_its_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {path.relative_to(ROOT / "rulesets").as_posix() for path in (ROOT / "rulesets").rglob("*.yaml")}
    assert shipped
    assert {f"credit_rules/_rulesets/{name}" for name in shipped} <= names
    assert "credit_rules/py.typed" in names
    assert "credit_rules/rendering/templates/timeline.html" in names
    assert any(name.endswith("/LICENSE") for name in names)


def test_the_wheel_asks_for_the_release_of_the_second_engine_that_was_measured(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = archive.read(f"credit_rules-{__version__}.dist-info/METADATA").decode()
    wanted = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: durable-rules")]
    assert len(wanted) == 3
    assert all("durable-rules==2.0.28;" in line for line in wanted)
    assert [line for line in wanted if "extra ==" not in line and "python_version < '3.13'" in line]


def test_the_wheel_holds_nothing_but_the_library(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"credit_rules", f"credit_rules-{__version__}.dist-info"}


def test_an_installed_wheel_checks_a_subject_from_any_folder(installed: Path, tmp_path: Path) -> None:
    profile = tmp_path / "bidder.json"
    profile.write_bytes((ROOT / "examples" / "bidder.json").read_bytes())
    command = (sys.executable, str(installed / "bin" / "check-subject"), "bidder.json", "--action", "政府采购")
    asked = (*command, "--date", "2026-11-20", "--format", "json")
    decision = json.loads(ran(*asked, cwd=tmp_path, env={"PYTHONPATH": str(installed)}))
    assert decision["outcome"] == "barred"
    assert decision["findings"][0]["measure"] == "proc-reject"
    assert decision["run"]["version"] == __version__


def test_an_installed_wheel_answers_from_its_own_rule_sets(installed: Path, tmp_path: Path) -> None:
    code = "import credit_rules.rulesets as r; print(r.__file__); print(r.shipped()); print(r.shipped_names())"
    file, folder, names = ran(sys.executable, "-c", code, cwd=tmp_path, env={"PYTHONPATH": str(installed)}).splitlines()
    assert Path(file).is_relative_to(installed)
    assert Path(folder) == installed / "credit_rules" / "_rulesets"
    assert "cn" in names


def loaded_by(code: str, cwd: Path) -> set[str]:
    """The modules loaded once `code` has run."""
    told = ran(sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)", cwd=cwd)
    return {name.split(".")[0] for name in told.split()}


def test_an_import_loads_no_heavy_module(tmp_path: Path) -> None:
    assert loaded_by("import credit_rules", tmp_path) & set(HEAVY) == set()


def test_identifiers_are_checked_by_a_library_that_is_loaded_only_then(tmp_path: Path) -> None:
    code = (
        "from credit_rules import CreditProfile\n"
        "CreditProfile.from_data({{'subject': {{'id': '{}', 'scheme': '{}', 'kind': 'enterprise'}}}})"
    )
    assert "stdnum" not in loaded_by(code.format("A-1", "internal"), tmp_path)
    assert "stdnum" in loaded_by(code.format("91610600MA0DEM0132", "CN-USCI"), tmp_path)


@pytest.mark.parametrize("backend", ["in_process", "verified"])
def test_a_whole_check_loads_no_engine_but_the_default_one(backend: str, tmp_path: Path) -> None:
    """The second engine runs elsewhere: it never comes into the process that must not crash."""
    code = (
        "from datetime import date\n"
        "from credit_rules import Action, CreditProfile, check_subject, load_plan\n"
        f"profile = CreditProfile.from_file({str(ROOT / 'examples' / 'bidder.json')!r})\n"
        "action = Action(code='procurement.bid', date=date(2026, 11, 20))\n"
        f"decision = check_subject(load_plan('cn'), profile, action, backend={backend!r})\n"
        "assert decision.as_json()['outcome'] == 'barred'"
    )
    assert loaded_by(code, tmp_path) & (set(HEAVY) - {"stdnum"}) == set()

"""The README's tables of rule sets and source systems, worked out from the rule sets and the scenarios themselves.

    .venv/bin/python tests/readme_tables.py      writes them into README.md

`tests/test_readme.py` compares what stands there with what comes out here.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from credit_rules import load_plan
from credit_rules.authoring.scenarios import cases_of_scenario
from credit_rules.authoring.testing import scenarios_in
from credit_rules.model.plan import Plan, PlannedMeasure
from credit_rules.model.scenarios import Scenario
from credit_rules.rulesets import DRAFTS, own_files, shipped_names
from credit_rules.stages.reading import decode, read_yaml

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "examples" / "scenarios"

#: The source systems, in the order of their history, with what they are called.
SYSTEMS = {
    "heilongjiang-office": "Heilongjiang credit office (2006–2013)",
    "heilongjiang-platform": "Heilongjiang platform",
    "heilongjiang-2013": "Heilongjiang rules of 2013",
    "heilongjiang-plan": "Heilongjiang Fourteenth Five-Year Plan",
    "zibo": "Zibo joint reward and punishment system",
    "xuyi": "Xuyi county",
    "yanan": "Yan'an",
}


@cache
def plan_of(*names: str) -> Plan:
    """The plan of rule sets with their drafts."""
    return load_plan(*names, drafts=True)


def tables() -> dict[str, str]:
    """Every table by its name."""
    return {"rule-sets": "\n".join(_rule_sets()), "systems": "\n".join(_systems())}


# --- rule sets --------------------------------------------------------------------------------------------------


def _rule_sets() -> Iterator[str]:
    yield "| rule set | measure lists | measures | incentives | lists and schemes of its own | drafts, and why |"
    yield "|---|---|---|---|---|---|"
    for name in (name for name in shipped_names() if not name.endswith(DRAFTS)):
        own = [m for m in plan_of(name).measures if m.list.measure_list in _lists_of(name)]
        solid = [m for m in own if not m.list.draft]
        cells = [
            f"`{name}`",
            str(len({m.list.measure_list for m in solid})),
            str(len(solid)),
            str(sum(not m.restricts for m in solid)),
            str(_entries(name)),
            _drafts([m for m in own if m.list.draft]),
        ]
        yield f"| {' | '.join(cells)} |"


def _data(path: Path) -> dict[str, object]:
    data: dict[str, object] = read_yaml(decode(path.read_bytes(), path.name), path.name).data
    return data


def _lists_of(name: str) -> set[str]:
    return {str(data["measure_list"]) for path in own_files(name) if "measure_list" in (data := _data(path))}


def _entries(name: str) -> int:
    """The lists and schemes a rule set's catalogue adds, drafts left out."""
    found = 0
    for path in own_files(name):
        data = _data(path)
        if DRAFTS not in path.parts:
            for section in ("lists", "rating_schemes", "points_schemes"):
                entries = data.get(section)
                found += len(entries) if isinstance(entries, list) else 0
    return found


def _drafts(measures: list[PlannedMeasure]) -> str:
    """The draft lists with what keeps them drafts: their sources that nobody has verified."""
    lists: dict[str, list[PlannedMeasure]] = {}
    for measure in measures:
        lists.setdefault(measure.list.measure_list, []).append(measure)
    told = []
    for name, found in lists.items():
        told.append(f"`{name}` ({len(found)}): {_why(found[0])}")
    return "; ".join(told) or "none"


def _why(measure: PlannedMeasure) -> str:
    """The first clause of what the draft says of itself."""
    note = measure.list.note
    return re.split(r"; |\. (?=[A-Z])|\.$", (note.en or note.zh) if note else "its sources are not verified")[0]


# --- source systems ---------------------------------------------------------------------------------------------


def _systems() -> Iterator[str]:
    heads = (
        "source system",
        "rule set",
        "lists met",
        "measures shown",
        "incentives among them",
        "scenarios",
        "drafts, and why",
    )
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|---|---|---|---|---|"
    stories = {path: scenarios_in(path)[0] for path in sorted(SCENARIOS.glob("*.yaml"))}
    for system, title in SYSTEMS.items():
        yield _system(title, {path: story for path, story in stories.items() if story.system == system})


def _system(title: str, stories: dict[Path, Scenario]) -> str:
    lists: set[str] = set()
    shown: dict[str, PlannedMeasure] = {}
    rules: set[str] = set()
    for story in stories.values():
        rules.update(story.rules)
        plan = plan_of(*story.rules)
        lists |= _met(story)
        shown |= _shown(story, plan)
    drafts = {m.list.measure_list: _why(m) for m in shown.values() if m.list.draft}
    links = ", ".join(
        f"[{path.stem}](examples/scenarios/{path.name}) ({len(story.steps)} steps)" for path, story in stories.items()
    )
    cells = [
        title,
        ", ".join(f"`{name}`" for name in sorted(rules)),
        str(len(lists)),
        str(len(shown)),
        str(sum(not m.restricts for m in shown.values())),
        links,
        "; ".join(f"`{name}`: {why}" for name, why in sorted(drafts.items())) or "none",
    ]
    return f"| {' | '.join(cells)} |"


def _met(story: Scenario) -> set[str]:
    """The lists and schemes its records stand on."""
    found = set()
    for _, _, case in cases_of_scenario(story):
        for section, key in (("listings", "list"), ("ratings", "scheme"), ("points", "scheme")):
            records = (case.given.get(section) or ()) if case else ()
            found |= {str(record[key]) for record in records if key in record}
    return found


def _shown(story: Scenario, plan: Plan) -> dict[str, PlannedMeasure]:
    """The measures its steps name."""
    named = {name for step in story.steps for name in step.expect}
    return {m.id: m for m in plan.measures if m.id in named}


# --- the README -------------------------------------------------------------------------------------------------


def written(text: str) -> str:
    """The README with its tables as they are today."""
    for name, table in tables().items():
        pattern = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        assert pattern.search(text), name
        text = pattern.sub(lambda found, table=table: f"{found[1]}\n{table}\n\n{found[2]}", text)
    return text


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")

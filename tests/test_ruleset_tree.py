"""Rule sets as a tree: who brings whom, what is a draft, and loops and missing parents refused with both places."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import ROOT
from credit_rules import Action, CreditProfile, check_subject, load_plan
from credit_rules.errors import RulesetError
from credit_rules.model.plan import Plan
from credit_rules.rendering import render_text
from credit_rules.rulesets import cases_of, shipped_names

LIST = """
measure_list: {name}
title: 试
issuer: 试
region: CN
edition: "1"
in_force: {{from: 2020-01-01}}
{more}
measures:
  - id: {name}-one
    title: 试
    polarity: restriction
    effect: limit
    duty: must
    category: market-access
    actions: [procurement.bid]
    basis: [政府采购法 第二十二条]
    when: {{listing: {{list: tax-major}}}}
"""


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def a_list(name: str, more: str = "") -> str:
    return LIST.format(name=name, more=more)


def lists_of(plan: Plan) -> set[str]:
    return {measure.list.measure_list for measure in plan.measures}


def problems_of(*rules: str) -> list[tuple[str, str, str]]:
    with pytest.raises(RulesetError) as error:
        load_plan(*rules)
    return [(told.code, told.at, told.message["en"]) for told in error.value.problems]


def test_a_region_brings_what_stands_above_it() -> None:
    nation, province, city = (lists_of(load_plan(name)) for name in ("cn", "cn/shandong", "cn/shandong/zibo"))
    assert nation < province < city


def test_every_shipped_rule_set_loads_alone_and_all_load_together() -> None:
    names = shipped_names()
    assert {"cn", "cn/heilongjiang", "cn/shandong", "cn/shandong/zibo", "cn/jiangsu/xuyi", "cn/shaanxi/yanan"} <= {
        *names
    }
    everything = lists_of(load_plan(*names, drafts=True))
    assert all(lists_of(load_plan(name, drafts=True)) <= everything for name in names)


def test_a_folder_brings_the_folder_it_stands_in_if_both_say_what_they_are(tmp_path: Path) -> None:
    files = {"ruleset.yaml": "ruleset: p\nextends: [cn]\n", "p.yaml": a_list("p")}
    files |= {"town/ruleset.yaml": "ruleset: t\n", "town/t.yaml": a_list("t"), "other/o.yaml": a_list("o")}
    written(tmp_path, files)
    assert {"p", "t", "procurement-credit-check"} <= lists_of(load_plan(str(tmp_path / "town")))
    assert "t" not in lists_of(load_plan(str(tmp_path)))
    assert problems_of(str(tmp_path / "other"))[0][0] == "no-catalogue"


def test_a_list_marked_draft_is_read_only_when_asked_for(tmp_path: Path) -> None:
    files = {"ruleset.yaml": "ruleset: p\nextends: [cn]\n", "p.yaml": a_list("p"), "q.yaml": a_list("q", "draft: true")}
    files |= {"drafts/r.yaml": a_list("r", "draft: true")}
    folder = str(written(tmp_path, files))
    own = {"p", "q", "r"}
    assert lists_of(load_plan(folder)) & own == {"p"}
    assert lists_of(load_plan(folder, drafts=True)) & own == {"p", "q", "r"}
    assert lists_of(load_plan(folder, f"{folder}/q.yaml")) & own == {"p", "q"}
    assert lists_of(load_plan(f"{folder}/drafts")) & own == {"p", "q", "r"}


def test_every_decision_says_that_a_draft_took_part(tmp_path: Path) -> None:
    files = {"ruleset.yaml": "ruleset: p\nextends: [cn]\n", "q.yaml": a_list("q", "draft: true")}
    plan = load_plan(str(written(tmp_path, files)), drafts=True)
    profile = CreditProfile.from_file(ROOT / "examples" / "bidder.json")
    told = check_subject(
        plan, profile, Action.model_validate({"code": "procurement.bid", "date": "2026-11-20"})
    ).as_json()
    assert "q" in told["draft_lists"]
    assert "draft-rules" in {warning["code"] for warning in told["warnings"]}
    assert "q-one" in {f["measure"] for f in told["findings"] if f.get("draft")}
    assert "proc-reject" not in {f["measure"] for f in told["findings"] if f.get("draft")}
    page = render_text(told)
    assert f"草案  载入了草案清单：{'、'.join(told['draft_lists'])}；其依据尚未核实，不得据以作出决定" in page
    assert "[应当] 试（草案）    q-one" in page


def test_no_shipped_list_outside_drafts_is_a_draft_and_every_one_inside_is() -> None:
    for name in shipped_names():
        inside = {m.list.measure_list for m in load_plan(name, drafts=True).measures if m.list.draft}
        assert inside.isdisjoint(lists_of(load_plan(name if not name.endswith("drafts") else name[: -len("/drafts")])))


def test_a_rule_set_that_includes_itself_is_refused_with_both_places(tmp_path: Path) -> None:
    a = written(tmp_path / "a", {"ruleset.yaml": "ruleset: a\nextends: [cn, ../b]\n"})
    b = written(tmp_path / "b", {"ruleset.yaml": "ruleset: b\nextends: [../a]\n"})
    [(code, at, message)] = problems_of(str(a))
    assert (code, at) == ("ruleset-loop", f"{b}/ruleset.yaml:2:11")
    assert f"{a}/ruleset.yaml:2:15" in message


def test_a_rule_set_that_extends_itself_is_refused(tmp_path: Path) -> None:
    a = written(tmp_path, {"ruleset.yaml": "ruleset: a\nextends: [.]\n"})
    assert [code for code, _, _ in problems_of(str(a))] == ["ruleset-loop"]


def test_a_missing_parent_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    a = written(tmp_path, {"ruleset.yaml": "ruleset: a\nextends:\n  - cn/shandnog\n"})
    with pytest.raises(RulesetError) as error:
        load_plan(str(a))
    [told] = error.value.problems
    assert (told.code, told.at) == ("unknown-ruleset", f"{a}/ruleset.yaml:3:5")
    assert told.help is not None
    assert "cn/shandong" in told.help["en"]


def test_the_parent_of_a_list_must_be_loaded(tmp_path: Path) -> None:
    more = "parent: procurement-credit-chek"
    folder = written(tmp_path, {"ruleset.yaml": "ruleset: a\nextends: [cn]\n", "a.yaml": a_list("a", more)})
    [(code, at, _)] = problems_of(str(folder))
    assert (code, at) == ("unknown-parent", f"{folder}/a.yaml:8:9")


def test_lists_that_are_each_others_parents_are_refused_with_both_places(tmp_path: Path) -> None:
    files = {"ruleset.yaml": "ruleset: a\nextends: [cn]\n"}
    files |= {"a.yaml": a_list("a", "parent: b"), "b.yaml": a_list("b", "parent: a")}
    folder = written(tmp_path, files)
    found = problems_of(str(folder))
    assert [(code, at) for code, at, _ in found] == [
        ("parent-loop", f"{folder}/a.yaml:8:9"),
        ("parent-loop", f"{folder}/b.yaml:8:9"),
    ]
    assert f"{folder}/b.yaml:8:9" in found[0][2]


def test_two_editions_in_force_on_one_day_are_refused_with_both_places(tmp_path: Path) -> None:
    files = {"ruleset.yaml": "ruleset: a\nextends: [cn]\n", "a.yaml": a_list("a")}
    folder = written(tmp_path, files | {"b.yaml": a_list("a").replace('edition: "1"', 'edition: "2"')})
    [(code, at, message)] = problems_of(str(folder))
    assert (code, at) == ("editions-overlap", f"{folder}/b.yaml:7:11")
    assert f"{folder}/a.yaml" in message


def test_a_local_measure_wider_than_the_one_it_narrows_is_refused_with_both_places(tmp_path: Path) -> None:
    text = a_list("a").replace("effect: limit", "effect: bar").replace("    when:", "    narrows: base-one\n    when:")
    files = {"ruleset.yaml": "ruleset: a\nextends: [cn]\n", "base.yaml": a_list("base"), "a.yaml": text}
    folder = written(tmp_path, files)
    [(code, at, message)] = problems_of(str(folder))
    assert (code, at.rpartition(":")[0]) == ("wider-than-parent", f"{folder}/a.yaml:13")
    assert f"{folder}/base.yaml" in message


def test_cases_are_those_of_the_rule_set_named_and_of_its_parents_only_if_asked_for() -> None:
    own = {document.name for document in cases_of(["cn/shandong/zibo"])}
    assert own
    assert all(name.startswith("rulesets/cn/shandong/zibo/") for name in own)
    assert {d.name for d in cases_of(["cn/shandong/zibo"], parents=True)} > own | {d.name for d in cases_of(["cn"])}

"""Order never matters, and the same input gives the same bytes."""

import json
from typing import Any

import yaml

from credit_rules.errors import RulesetError
from credit_rules.pipeline import plan_of
from credit_rules.profiles import CreditProfile
from credit_rules.stages.reading import Document, read_yaml
from properties.holding import holds
from properties.strategies import SECTION, Case, Draw, Rules, Wants, as_authored, copied, decision_of, every_profile


def written(case: Case) -> str:
    """The whole decision, as it would be printed."""
    return json.dumps(decision_of(case).as_json(everything=True), ensure_ascii=False)


def shuffled_rules(documents: list[tuple[str, Any]], draw: Draw) -> list[tuple[str, Any]]:
    """The same rules in other files and in another order."""
    found: list[tuple[str, Any]] = []
    for _, data in documents:
        if "measure_list" in data:
            measures = draw.sample(data["measures"], len(data["measures"]))
            found.append(("", {**data, "measures": measures}))
            continue
        for section, items in data.items():
            cut = draw.randint(0, len(items))
            mixed = draw.sample(items, len(items))
            found += [("", {section: part}) for part in (mixed[:cut], mixed[cut:])]
    draw.shuffle(found)
    return [(f"file-{number}.yaml", data) for number, (_, data) in enumerate(found)]


def shuffled_profile(profile: Any, draw: Draw) -> Any:
    """The same profile with records, related subjects and consultations in another order."""
    profile = copied(profile)
    for own in every_profile(profile):
        for key in (*SECTION.values(), "related", "consulted", "declared"):
            if key in own:
                draw.shuffle(own[key])
    return profile


def with_some_ids_left_out(case: Case) -> Case:
    """Ids are optional: records and related subjects without one are numbered whatever order they come in."""
    profile = copied(case.profile)
    for own in every_profile(profile):
        for relation in own.get("related", ()):
            if case.draw.chance(0.3):
                del relation["id"]
    return case.but(profile=profile)


@holds()
def test_order_of_files_lists_measures_records_and_subjects_never_matters(case: Case) -> int:
    """Every byte of the decision stays as it was."""
    case = with_some_ids_left_out(case)
    before = written(case)
    if not hasattr(case.rules, "shuffled"):  # once for all profiles
        case.rules.__dict__["shuffled"] = Rules(shuffled_rules(case.rules.documents, case.draw))
    rules = case.rules.__dict__["shuffled"]
    after = written(case.but(rules=rules, profile=shuffled_profile(case.profile, case.draw)))
    _same(before, after, "in another order")
    return 1


def _same(before: str, after: str, when: str) -> None:
    """Fails with the place where two texts part ways."""
    at = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), -1)
    assert after == before, f"{when}: …{before[max(at - 60, 0) : at + 60]}… became …{after[max(at - 60, 0) : at + 60]}…"


@holds(profiles=8)
def test_the_same_input_gives_the_same_bytes(case: Case) -> int:
    """Asked twice; asked again after everything was written to text and read back; with what was asked before."""
    decision = decision_of(case)
    _ = decision.findings, decision.outcome
    before = json.dumps(decision.as_json(everything=True), ensure_ascii=False)
    _same(before, json.dumps(decision.as_json(everything=True), ensure_ascii=False), "told twice")
    _same(before, written(case), "decided twice")
    again = case.but(rules=_read_again(case.rules))
    again.__dict__["subject"] = CreditProfile.from_text(json.dumps(case.profile, default=float, ensure_ascii=False))
    _same(before, written(again), "read again")
    return 1


def _read_again(rules: Rules) -> Rules:
    """The rules written to YAML and read back; once for all profiles."""
    if not hasattr(rules, "again"):
        texts = [(name, yaml.dump(_as_text(as_authored(data)), Dumper=_DUMPER)) for name, data in rules.documents]
        again = Rules(rules.documents)
        again.__dict__["plan"] = plan_of(read_yaml(text, name) for name, text in texts)
        rules.__dict__["again"] = again
    return rules.__dict__["again"]


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _as_text(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_text(item) for item in data]
    return None if data is None else str(data)


@holds(Wants(shared_citations=True), profiles=3)
def test_sources_cited_by_one_name_are_never_settled_by_the_order_of_files(case: Case) -> int:
    """Where two sources share a name, either the rules are refused in every order or mean the same in every order."""
    told = set()
    for _ in range(3):
        documents = shuffled_rules(case.rules.documents, case.draw)
        try:
            plan = plan_of(Document(name, as_authored(data)) for name, data in documents)
        except RulesetError as refused:
            if any(problem.code != "ambiguous-source" for problem in refused.problems):
                raise
            told.add("refused")
            continue
        told.add(json.dumps([[b.as_json() for b in m.basis] for m in plan.measures], ensure_ascii=False))
    assert len(told) == 1
    return 1

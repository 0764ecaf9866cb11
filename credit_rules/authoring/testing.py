"""Run the cases beside measure lists, and scenarios, and tell what failed and what was never tried."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from credit_rules.authoring.casework import mistakes
from credit_rules.authoring.coverage import Coverage, share_of
from credit_rules.authoring.scenarios import cases_of_scenario, given_at
from credit_rules.casebook import Failure, failures, given_of
from credit_rules.errors import InputError, Problem, RulesetError
from credit_rules.model.cases import Case, CasesFile
from credit_rules.model.plan import Plan
from credit_rules.model.scenarios import Scenario
from credit_rules.pipeline import check_subject, checked_of, load_plan
from credit_rules.rulesets import (
    SUFFIXES,
    called,
    cases_of,
    document_of,
    is_draft,
    own_files,
    rules_around,
    shipped_names,
)
from credit_rules.stages.planning import plan as plan_of
from credit_rules.stages.reading import Document
from credit_rules.stages.shaping import shape, with_nearest


@dataclass(frozen=True, slots=True)
class Result:
    """One case: where it stands, and each way in which it failed."""

    suite: str
    name: str
    at: str
    failed: tuple[Failure, ...] = ()
    broken: tuple[Problem, ...] = ()  # what is given makes no sense

    @property
    def passed(self) -> bool:
        """Whether the engine answered as expected."""
        return not self.failed and not self.broken


@dataclass(slots=True)
class Report:
    """Everything that was run."""

    results: list[Result] = field(default_factory=list)
    coverages: list[tuple[str, Coverage]] = field(default_factory=list)  # by rule set

    @property
    def share(self) -> float:
        """How much of all there is to see was seen, from 0 to 1."""
        return share_of(covered for _, coverage in self.coverages for covered in coverage.measures.values())


def run_tests(names: Sequence[str], *, drafts: bool = False) -> Report:
    """Run what each name stands for: a rule set, a list, a file of cases, a scenario, or a folder of scenarios.

    RulesetError where a rule set or a file of cases cannot be read; a case that makes no sense is a failure.
    """
    report = Report()
    for name in names:
        path = Path(name)
        scenarios = _scenarios_at(path)
        if scenarios:
            for document in scenarios:
                _run_scenario(document, report)
        elif path.is_file():
            _run_file(path, report)
        else:
            _run_rules(name, report)
            if drafts:
                _run_rules(name, report, drafts=True)
    return report


def everything(*, drafts: bool = False) -> Report:
    """Run the cases of every rule set that ships; with `drafts` those of the draft lists, too."""
    return run_tests([name for name in shipped_names() if not name.endswith("drafts")], drafts=drafts)


def _run_file(path: Path, report: Report) -> None:
    """The cases beside one list, named by its file or by theirs."""
    name, wanted = rules_around(path), _list_of(path)
    _run_rules(name, report, drafts=wanted in _drafts_of(name), only=wanted)


def _run_rules(name: str, report: Report, *, drafts: bool = False, only: str | None = None) -> None:
    """A rule set's cases: those beside its lists, or, in a plan that holds them, those beside its drafts."""
    of_drafts = _drafts_of(name)
    checked = checked_of(name, drafts=drafts)
    plan = plan_of(checked)
    files = [_cases_file(document) for document in cases_of([name], drafts=drafts)]
    files = [
        (document, cases)
        for document, cases in files
        if (cases.cases_for in of_drafts) is drafts and only in (None, cases.cases_for)
    ]
    _refuse_unknown_lists(files, plan)
    tested = {cases.cases_for for _, cases in files}
    owned = set() if only else {listed for listed in _own_lists(name, plan) if (listed in of_drafts) is drafts}
    places = {
        (entry.list.measure_list, entry.list.edition, m.measure.id): m.at()
        for entry in checked.lists
        for m in entry.measures
    }
    coverage = Coverage(plan, tested | owned, places)
    for document, cases in files:
        for number, case in enumerate(cases.cases):
            report.results.append(_run_case(case, number, document, cases, plan, coverage))
    if coverage.measures:
        report.coverages.append((called(name) + ("/drafts" if drafts else ""), coverage))


def _drafts_of(name: str) -> set[str]:
    """The lists of a rule set that are drafts."""
    documents = [document_of(path) for path in own_files(name)]
    return {str(document.data["measure_list"]) for document in documents if is_draft(document)}


def _run_case(case: Case, number: int, document: Document, cases: CasesFile, plan: Plan, coverage: Coverage) -> Result:
    at, listed = document.at(("cases", number)), cases.cases_for
    try:
        given = given_of(case, cases.defaults)
        decision = check_subject(plan, given.profile, given.action)
        failed = tuple(failures(case, decision))
    except InputError as error:
        broken = tuple(mistakes(case, document, number)) or tuple(error.problems)
        return Result(listed, case.name, at, broken=broken)
    coverage.see(decision, listed)
    return Result(listed, case.name, at, failed)


def _cases_file(document: Document) -> tuple[Document, CasesFile]:
    return document, _shaped(CasesFile, document)


def _shaped(model: Any, document: Document) -> Any:
    value, problems = shape(model, document.data, lambda path, key: document.at(path, key=key))
    if problems:
        raise RulesetError(problems)
    return value


def _refuse_unknown_lists(files: Iterable[tuple[Document, CasesFile]], plan: Plan) -> None:
    known = {m.list.measure_list for m in plan.measures}
    problems = [
        with_nearest("unknown-measure-list", document.at(("cases_for",)), cases.cases_for, known)
        for document, cases in files
        if cases.cases_for not in known
    ]
    if problems:
        raise RulesetError(problems)


def _list_of(path: Path) -> str:
    """The measure list a file holds, or holds cases for."""
    data = document_of(path).data
    data = data if isinstance(data, Mapping) else {}
    return str(data.get("measure_list") or data.get("cases_for") or "")


def _own_lists(name: str, plan: Plan) -> set[str]:
    """The lists of a rule set itself, those without cases included."""
    found = {_list_of(path) for path in own_files(name)}
    return {m.list.measure_list for m in plan.measures} & found


# --- scenarios --------------------------------------------------------------------------------------------------


def _scenarios_at(path: Path) -> list[Document]:
    """The scenarios a path stands for; none where it is something else."""
    files = [path] if path.is_file() else sorted(path.iterdir()) if path.is_dir() else []
    documents = [document_of(file) for file in files if file.suffix in SUFFIXES and not file.stem.endswith(".cases")]
    return [d for d in documents if isinstance(d.data, Mapping) and "scenario" in d.data]


def scenarios_in(path: Path) -> list[Scenario]:
    """The scenarios of a folder, or the one of a file; RulesetError where one is wrong."""
    return [_shaped(Scenario, document) for document in _scenarios_at(path)]


def _run_scenario(document: Document, report: Report) -> None:
    scenario: Scenario = _shaped(Scenario, document)
    plan = load_plan(*scenario.rules, drafts=scenario.drafts)
    for number, _, case in cases_of_scenario(scenario):
        if case is None:
            continue
        at = document.at(("steps", number))
        try:
            given = given_at(case)
            failed = tuple(failures(case, check_subject(plan, given.profile, given.action)))
        except InputError as error:
            report.results.append(Result(scenario.scenario, case.name, at, broken=tuple(error.problems)))
        else:
            report.results.append(Result(scenario.scenario, case.name, at, failed))


# --- for other programs -----------------------------------------------------------------------------------------


def junit(report: Report, lang: str) -> str:
    """The results as JUnit XML, a test suite for each list and scenario."""
    suites = ET.Element("testsuites", name="credit-rules", tests=str(len(report.results)))
    suites.set("failures", str(sum(bool(r.failed) for r in report.results)))
    suites.set("errors", str(sum(bool(r.broken) for r in report.results)))
    by_suite: dict[str, list[Result]] = {}
    for result in report.results:
        by_suite.setdefault(result.suite, []).append(result)
    for name, results in by_suite.items():
        suite = ET.SubElement(suites, "testsuite", name=name, tests=str(len(results)))
        suite.set("failures", str(sum(bool(r.failed) for r in results)))
        suite.set("errors", str(sum(bool(r.broken) for r in results)))
        for result in results:
            case = ET.SubElement(suite, "testcase", name=result.name, classname=name, file=result.at)
            for failure in result.failed:
                ET.SubElement(case, "failure", message=getattr(failure, lang)).text = result.at
            for told in result.broken:
                ET.SubElement(case, "error", message=told.message[lang], type=told.code).text = told.at
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"

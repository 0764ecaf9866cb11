"""Rules about cases: whether every measure has its four, and whether a case can fail at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from credit_rules.authoring.casework import mistakes
from credit_rules.authoring.linting.matter import Cases, Hit, Matter, hit
from credit_rules.authoring.linting.wording import said
from credit_rules.model.cases import Case
from credit_rules.model.conditions import FactTest, every_leaf
from credit_rules.stages.checking import CheckedMeasure
from credit_rules.stages.reading import Path
from credit_rules.stages.shaping import nearest, shape

_COMMA = (("zh", "；"), ("en", "; "))
_NONE = {"zh": "", "en": ""}
FINDINGS = ("applies", "does-not-apply", "withheld", "undetermined")
#: What a case may expect of the decision as a whole.
OF_THE_WHOLE = frozenset({"outcome", "outcome_because", "warnings", "conflicts"})
#: Facts that are never unknown: the case itself says them.
ALWAYS_KNOWN = frozenset(
    {("subject", "kind"), ("action", "code"), ("action", "date"), ("action", "region"), ("subject", "region")}
)


def list_without_cases(matter: Matter) -> Iterator[Hit]:
    """A measure list nobody tests."""
    tested = {cases.subject for cases in matter.cases}
    for entry in matter.lists if matter.whole else ():
        if entry.list.measure_list not in tested and entry.measures:
            yield hit(entry.document.at(("measure_list",), key=True), list=entry.list.measure_list)


def measure_without_cases(matter: Matter) -> Iterator[Hit]:
    """A measure of which the cases do not show all it can come to."""
    tested = {cases.subject for cases in matter.cases}
    shown = _shown(matter)
    for measure in matter.measures:
        name = measure.measure.id
        if measure.list.measure_list not in tested:
            continue
        lacking = [finding for finding in _wanted(measure) if finding not in shown.get(name, ())]
        if lacking:
            yield hit(measure.at("id"), measure=name, findings=lacking)


def _shown(matter: Matter) -> dict[str, set[str]]:
    """What the cases show of each measure."""
    found: dict[str, set[str]] = {}
    for cases in matter.cases:
        for _, name, expected, _ in _expectations(cases):
            found.setdefault(name.rpartition("/")[2], set()).add(_finding_of(expected))
    return found


def _expectations(cases: Cases) -> Iterator[tuple[int, str, Any, Path]]:
    """What each case expects of each measure: the case's number, the measure, what, and where."""
    for number, case in cases.each():
        expected = case.get("expect")
        for name, wanted in expected.items() if isinstance(expected, Mapping) else ():
            if name not in OF_THE_WHOLE:
                yield number, str(name), wanted, ("cases", number, "expect", name)


def _finding_of(expected: Any) -> str:
    if not isinstance(expected, Mapping):
        return str(expected)
    if "finding" in expected:
        return str(expected["finding"])
    if "guard" in expected:
        return "withheld"
    return "undetermined" if {"missing", "missing_only"} & set(expected) else "applies"


def _wanted(measure: CheckedMeasure) -> list[str]:
    """What a measure can come to: one that asks nothing but what is always known is never open."""
    own = measure.measure
    checked_across = own.polarity == "incentive" and not own.entitlement
    tests = [leaf for leaf, _ in every_leaf(measure.when)]
    records = [leaf for leaf in tests if not isinstance(leaf, FactTest)]
    facts = [leaf for leaf in tests if isinstance(leaf, FactTest)]
    open_facts = [leaf for leaf in facts if (leaf.about, leaf.test.field) not in ALWAYS_KNOWN]
    never = set()
    if not (records or open_facts or checked_across or measure.reaches):
        never.add("undetermined")
    if not (records or checked_across or measure.reaches):
        never.add("withheld")
    return [finding for finding in FINDINGS if finding not in never]


def cases_without_list(matter: Matter) -> Iterator[Hit]:
    """Cases for a list that is not there."""
    known = {entry.list.measure_list for entry in matter.lists}
    for cases in matter.cases:
        if cases.file is not None and cases.subject not in known and not matter.torn(cases.subject):
            yield hit(cases.document.at(("cases_for",)), name=cases.subject, near=_near(cases.subject, known))


def _near(name: str, known: set[str]) -> Mapping[str, str]:
    """The nearest name in brackets, where there is one."""
    near = nearest(name, known)
    return {lang: said("nearest", lang, name=near) if near else "" for lang in ("zh", "en")}


def case_names_unknown(matter: Matter) -> Iterator[Hit]:
    """A case that names what is not there: it fails, or, worse, proves nothing."""
    known = {section: _known(section, matter) for section in _SECTIONS}
    for cases in matter.cases:
        for path, section, name in _names_in(cases):
            if name not in known[section] and not matter.torn(name):
                yield hit(cases.document.at(path), name=name, near=_near(name, known[section]))


def case_unreadable(matter: Matter) -> Iterator[Hit]:
    """A case that gives or expects what makes no sense: it would fail whatever the list says."""
    for cases in matter.cases:
        for number, data in cases.each():
            case, _ = shape(Case, data, lambda path, key: "")
            if case is None:
                continue  # the loader tells
            for told in mistakes(case, cases.document, number):
                advice = {lang: f"{comma}{told.help[lang]}" for lang, comma in _COMMA} if told.help else _NONE
                yield hit(told.at, case=case.name, told=told.message, advice=advice)


def _known(section: str, matter: Matter) -> set[str]:
    if section == "measures":
        ids = {measure.measure.id for measure in matter.measures}
        return ids | {f"{measure.list.measure_list}/{measure.measure.id}" for measure in matter.measures}
    if section == "actions":
        return set(matter.law.actions) | {alias for known in matter.law.actions.values() for alias in known.aliases}
    return set(getattr(matter.law, section))


#: What cases name.
_SECTIONS = ("measures", "actions", "lists", "rating_schemes", "points_schemes", "roles")


def _names_in(cases: Cases) -> Iterator[tuple[Path, str, str]]:
    for _, name, _, path in _expectations(cases):
        yield path, "measures", name
    data = cases.document.data
    parts: list[tuple[Path, Any]] = [(("defaults",), data.get("defaults"))] if isinstance(data, Mapping) else []
    parts += [(("cases", number, "given"), case.get("given")) for number, case in cases.each()]
    for path, given in parts:
        yield from _names_given(given, path)


def _names_given(given: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if not isinstance(given, Mapping):
        return
    action = given.get("action")
    if isinstance(action, str):
        yield (*path, "action"), "actions", action
    elif isinstance(action, Mapping) and isinstance(action.get("code"), str):
        yield (*path, "action", "code"), "actions", action["code"]
    for section, key, known in (
        ("listings", "list", "lists"),
        ("ratings", "scheme", "rating_schemes"),
        ("points", "scheme", "points_schemes"),
        ("related", "role", "roles"),
    ):
        entries = given.get(section)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, Mapping) and isinstance(entry.get(key), str):
                yield (*path, section, number, key), known, entry[key]
            if isinstance(entry, Mapping) and section == "related":
                yield from _names_given(entry.get("profile"), (*path, section, number, "profile"))


def case_expects_nothing(matter: Matter) -> Iterator[Hit]:
    """A case that cannot fail."""
    for cases in matter.cases:
        for number, case in cases.each():
            if not case.get("expect"):
                yield hit(cases.document.at(("cases", number)), case=case.get("name", ""))


def case_name_twice(matter: Matter) -> Iterator[Hit]:
    """Two cases of one name in one file."""
    for cases in matter.cases:
        seen: dict[str, int] = {}
        for number, case in cases.each():
            name = str(case.get("name", ""))
            if name and seen.setdefault(name, number) != number:
                first = cases.document.at(("cases", seen[name], "name"))
                yield hit(cases.document.at(("cases", number, "name")), case=name, first=first)


def no_reason_expected(matter: Matter) -> Iterator[Hit]:
    """Cases that say of a measure that it applies, and never by which record."""
    for cases in matter.cases:
        told: dict[str, bool] = {}
        for _, name, expected, _ in _expectations(cases):
            if _finding_of(expected) == "applies":
                reasons = isinstance(expected, Mapping) and "because" in expected
                told[name] = told.get(name, False) or reasons
        bare = [name for name, reasons in told.items() if not reasons]
        if bare:
            yield hit(cases.document.at(("cases_for",)), list=cases.subject, measures=bare, count=len(bare))


RULES = {
    "list-without-cases": list_without_cases,
    "measure-without-cases": measure_without_cases,
    "cases-without-list": cases_without_list,
    "case-names-unknown": case_names_unknown,
    "case-unreadable": case_unreadable,
    "case-expects-nothing": case_expects_nothing,
    "case-name-twice": case_name_twice,
    "no-reason-expected": no_reason_expected,
}

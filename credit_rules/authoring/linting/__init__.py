"""Lint: the known mistakes of those who write measure lists.

What the loader refuses comes first, with its own codes; then the rules run over whatever could be checked. A rule is
a function from everything there is to look at to the places it finds; what is said there stands on the rule's page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from credit_rules.authoring.linting import (
    about_bases,
    about_cases,
    about_catalogue,
    about_conditions,
    about_files,
    about_measures,
)
from credit_rules.authoring.linting.matter import File, Hit, Matter, file_of
from credit_rules.authoring.linting.remarks import SEVERITIES, Page, Remark, codes, page_of, refused, remark

__all__ = ["RULES", "SEVERITIES", "File", "Matter", "Page", "Remark", "codes", "file_of", "lint", "page_of", "remarks"]

Rule = Callable[[Matter], Iterator[Hit]]

RULES: Mapping[str, Rule] = {
    **about_bases.RULES,
    **about_conditions.RULES,
    **about_measures.RULES,
    **about_catalogue.RULES,
    **about_cases.RULES,
    **about_files.RULES,
}


def lint(files: Sequence[File], *, whole: bool = True, elsewhere: Sequence[str] = ()) -> list[Remark]:
    """Everything there is to say about files, by place."""
    return remarks(Matter(files, whole=whole, elsewhere=elsewhere))


def remarks(matter: Matter) -> list[Remark]:
    """Everything there is to say, by place; the loader's own words wherever they are, the rules' in what was named.

    What the loader refuses comes first: much else may follow from it.
    """
    told = [refused(problem) for problem in matter.problems]
    for code, rule in RULES.items():
        found = ((found.at, found.params) for found in rule(matter))
        told.extend(remark(code, at, params) for at, params in found if _file_of(at) in matter.named)
    return sorted({(r.at, r.code, r.problem.message["en"]): r for r in told}.values(), key=_in_order)


def _file_of(at: str) -> str:
    return at.rsplit(":", 2)[0]


def _in_order(told: Remark) -> tuple[bool, tuple[str, int, int, str]]:
    return told.code in RULES, _by_place(told)


def _by_place(told: Remark) -> tuple[str, int, int, str]:
    name, _, rest = told.at.rpartition(":")
    name, _, line = name.rpartition(":")
    if line.isdigit() and rest.isdigit():
        return name, int(line), int(rest), told.code
    return told.at, 0, 0, told.code

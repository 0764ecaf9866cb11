"""What lint looks at: files and their texts, what they say together, and the cases beside them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from credit_rules.authoring.linting.logic import Setting
from credit_rules.errors import Problem
from credit_rules.model.cases import CasesFile
from credit_rules.model.conditions import RecordTest, every_leaf
from credit_rules.model.law import Law
from credit_rules.model.scalars import SUBJECT_KINDS
from credit_rules.stages.checking import CheckedList, CheckedMeasure, CitedBasis, examined
from credit_rules.stages.reading import Document, Path, Unreadable, read_yaml
from credit_rules.stages.shaping import shape


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name as people know it, its text, and whether it was asked for or only stands behind."""

    name: str
    text: str
    named: bool = True
    path: FilePath | None = None
    document: Document | None = None
    problems: tuple[Problem, ...] = ()  # why it cannot be read


def file_of(name: str, text: str, *, named: bool = True, path: FilePath | None = None) -> File:
    """A file with its document, or with what is wrong with its text."""
    try:
        return File(name, text, named, path, read_yaml(text, name))
    except Unreadable as error:
        return File(name, text, named, path, None, error.problems)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place at which a rule finds something, and what fills its sentence."""

    at: str
    params: Mapping[str, object]


def hit(at: str, **params: object) -> Hit:
    """A hit at a place."""
    return Hit(at, params)


@dataclass(frozen=True, slots=True)
class Cases:
    """One file of cases: its shape where it has one, and what is wrong with it where not."""

    document: Document
    file: CasesFile | None
    problems: tuple[Problem, ...]

    @property
    def subject(self) -> str:
        """The list the cases are about, as far as the file says."""
        data = self.document.data
        return str(data.get("cases_for", "")) if isinstance(data, Mapping) else ""

    def each(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Every case as it is written, with its number."""
        cases = self.document.data.get("cases") if isinstance(self.document.data, Mapping) else None
        for number, case in enumerate(cases if isinstance(cases, list) else ()):
            if isinstance(case, Mapping):
                yield number, case


class Matter:
    """Everything lint looks at, worked out once.

    `whole`: whether rule sets were asked for, and not single files; only then can something be missing from them.
    `elsewhere`: texts of rule sets that stand below, in which an entry may be used.
    """

    def __init__(self, files: Sequence[File], *, whole: bool = True, elsewhere: Sequence[str] = ()) -> None:
        self.files = tuple(files)
        self.elsewhere = elsewhere
        documents = [file.document for file in self.files if file.document is not None]
        self.cases = tuple(_cases_of(document) for document in documents if _is_cases(document))
        rules = [document for document in documents if not _is_cases(document)]
        self.checked, refused = examined(rules)
        unreadable = [told for file in self.files for told in file.problems]
        self.problems = (*unreadable, *refused, *(told for cases in self.cases for told in cases.problems))
        # Where something could not be read, nobody can say what is missing.
        self.whole = whole and not unreadable and not refused
        broken = {told.at.rsplit(":", 2)[0] for told in refused} | {f.name for f in self.files if f.document is None}
        self._torn = [f.text for f in self.files if f.name in broken and f.name.find(".cases.") < 0]

    @cached_property
    def named(self) -> frozenset[str]:
        """The names of the files that were asked for: remarks are about these."""
        return frozenset(file.name for file in self.files if file.named)

    @property
    def law(self) -> Law:
        """The catalogue."""
        return self.checked.law

    @property
    def lists(self) -> tuple[CheckedList, ...]:
        """Every edition of every measure list."""
        return self.checked.lists

    @cached_property
    def measures(self) -> tuple[CheckedMeasure, ...]:
        """Every measure that could be checked."""
        return tuple(measure for entry in self.lists for measure in entry.measures)

    def entries(self, section: str) -> Iterator[tuple[Any, Document, Path]]:
        """Every entry of a section of the catalogue in a file that was asked for, with its place."""
        known: Mapping[str, Any] = getattr(self.law, section)
        for (kind, name), (document, path) in self.checked.places.items():
            if kind == section and document.name in self.named and name in known:
                yield known[name], document, path

    @cached_property
    def tests(self) -> tuple[tuple[CheckedMeasure, RecordTest, bool], ...]:
        """Every test of records of every measure, with whether more records help."""
        return tuple(
            (measure, leaf, helps)
            for measure in self.measures
            for leaf, helps in every_leaf(measure.when)
            if isinstance(leaf, RecordTest)
        )

    def mentioned(self, name: str) -> bool:
        """Whether a rule set that stands below says the name."""
        return _says(self.elsewhere, name)

    def torn(self, name: str) -> bool:
        """Whether a name stands in a file that could not be read or checked as a whole: it may be known there."""
        return _says(self._torn, name)


def _says(texts: Iterable[str], name: str) -> bool:
    word = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])")
    return any(word.search(text) for text in texts)


def _is_cases(document: Document) -> bool:
    data = document.data
    return isinstance(data, Mapping) and ("cases_for" in data or "cases" in data) and "measure_list" not in data


def _cases_of(document: Document) -> Cases:
    file, problems = shape(CasesFile, document.data, lambda path, key: document.at(path, key=key))
    return Cases(document, file, tuple(problems))


def sets(values: Iterable[Any]) -> list[Any]:
    """The values once each, in order."""
    return list(dict.fromkeys(values))


def spans(measure: CheckedMeasure) -> tuple[date, date]:
    """From and until which day a measure is in force by its list's word and its own."""
    own, around = measure.measure.in_force, measure.list.in_force
    return max(own.start, around.start), min(own.until, around.until)


def setting_of(measure: CheckedMeasure, law: Law) -> Setting:
    """What a measure says of itself, beside its condition."""
    first, last = spans(measure)
    # Whoever is reached through others need not be of a kind that can be listed.
    kinds = frozenset(SUBJECT_KINDS) if measure.reaches else measure.subjects
    own = measure.measure.lasts != "while-it-holds"
    return Setting(law, kinds, measure.measure.actions, measure.list.region, first, last, own)


def bases_of(measure: CheckedMeasure) -> Iterator[CitedBasis]:
    """Every basis a measure cites, whatever for."""
    yield from measure.basis
    for _, cited in (*measure.reaches, *measure.spreads.values(), *measure.past):
        yield from cited
    yield from (*measure.declaration, *measure.no_way_out)


def days_meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether two spans of days have a day in common."""
    return max(one[0], other[0]) <= min(one[1], other[1])


def place_of(measure: CheckedMeasure, authored: str, earlier: int = 0) -> str:
    """Where a test stands, found by what its author wrote; the condition's place where it cannot be told.

    Of tests written alike the one after `earlier` others.
    """

    def walk(data: Any, path: Path) -> Iterator[Path]:
        if isinstance(data, Mapping):
            for key, inner in data.items():
                if key == "related" and isinstance(inner, Mapping):
                    yield from walk(inner.get("holds"), (*path, key, "holds"))
                wanted = [{key: inner}]
                if key in ("subject", "action") and isinstance(inner, Mapping):
                    wanted += [{key: {name: value}} for name, value in inner.items()]
                if any(json.dumps(w, ensure_ascii=False, sort_keys=True) == authored for w in wanted):
                    yield (*path, key)
                elif key in ("all", "any", "not"):
                    yield from walk(inner, (*path, key))
        elif isinstance(data, list):
            for number, item in enumerate(data):
                yield from walk(item, (*path, number))

    data: Any = measure.document.data
    for step in measure.path:
        data = data[step]
    start = (*measure.path, "when")
    found = [*walk(data["when"], start)] or [start]
    return measure.document.at(found[min(earlier, len(found) - 1)], key=True)

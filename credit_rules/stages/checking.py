"""Check: documents to a rule set that holds together, or every problem in them at once.

Shapes first, item by item, so that one bad entry hides nothing else; then names; then what no rule set may do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from credit_rules.errors import Problem, RulesetError, advised, problem
from credit_rules.model import catalogue as shapes
from credit_rules.model.catalogue import Recognition, Source, Term
from credit_rules.model.conditions import Condition, RecordTest, every_leaf, leaves
from credit_rules.model.law import Law
from credit_rules.model.measures import Fixed, Measure, MeasureList, NoWayOut, RulesetFile
from credit_rules.model.scalars import SUBJECT_KINDS, Shape
from credit_rules.stages.conditions import FIELDS, Conditions
from credit_rules.stages.reading import Document, Path
from credit_rules.stages.shaping import nearest, shape, with_nearest, wrong_type

#: Section of the catalogue → shape of its items, and what an unknown one is called.
SECTIONS: Mapping[str, tuple[type[Shape], str]] = {
    "sources": (shapes.Source, "unknown-source"),
    "lists": (shapes.RecordList, "unknown-list"),
    "actions": (shapes.ActionKind, "unknown-action"),
    "rating_schemes": (shapes.RatingScheme, "unknown-scheme"),
    "points_schemes": (shapes.PointsScheme, "unknown-scheme"),
    "authorities": (shapes.Authority, "unknown-authority"),
    "roles": (shapes.Role, "unknown-role"),
    "categories": (shapes.Category, "unknown-category"),
    "penalty_kinds": (shapes.KindOfPenalty, "unknown-value"),
    "recognition": (Recognition, ""),
}


@dataclass(frozen=True, slots=True)
class CitedBasis:
    """A basis with its source found."""

    source: Source
    article: str | None
    path: Path


@dataclass(frozen=True, slots=True, eq=False)
class CheckedMeasure:
    """A measure whose names are resolved, with its place."""

    measure: Measure
    list: MeasureList
    document: Document
    path: Path
    when: Condition
    basis: tuple[CitedBasis, ...]
    reaches: tuple[tuple[str, tuple[CitedBasis, ...]], ...]
    spreads: Mapping[int, tuple[Path, tuple[CitedBasis, ...]]]  # by id of a related test inside `when`
    past: tuple[tuple[Path, tuple[CitedBasis, ...]], ...]  # tests of past records, with their bases
    declaration: tuple[CitedBasis, ...]
    no_way_out: tuple[CitedBasis, ...]
    subjects: frozenset[str]

    def at(self, *steps: str | int) -> str:
        """Where a part of the measure stands."""
        return self.document.at((*self.path, *steps))


@dataclass(frozen=True, slots=True, eq=False)
class CheckedList:
    """One edition of one measure list, checked."""

    list: MeasureList
    document: Document
    measures: tuple[CheckedMeasure, ...]
    data: Any


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A rule set that holds together."""

    law: Law
    lists: tuple[CheckedList, ...]
    catalogue: Mapping[str, tuple[Any, ...]]  # the catalogue's data by section, for the digest
    places: Mapping[tuple[str, str], tuple[Document, Path]]  # where each entry of the catalogue stands


def check(documents: Sequence[Document]) -> Checked:
    """The rule set the documents make; RulesetError with every problem otherwise."""
    checked, problems = examined(documents)
    if problems:
        raise RulesetError(problems)
    return checked


def examined(documents: Sequence[Document]) -> tuple[Checked, list[Problem]]:
    """What holds together of the rule set the documents make, and every problem in the order of the text.

    For those who look at rule sets that are still being written; no plan is ever made of one that has problems.
    """
    checker = _Checker()
    checked = checker.run(documents)
    told = [p for p in checker.problems if not checker.follows_from_another(p)]
    unknown = {p.at for p in told if p.code in _CATALOGUE_CODES}
    told = [p for p in told if p.code != "bad-code" or p.at not in unknown]  # a name that is no code is one mistake
    if any(p.code in _CATALOGUE_CODES for p in told) and not any(checker.raw.values()):
        told = [p for p in told if p.code not in _CATALOGUE_CODES]
        told.append(problem("no-catalogue", documents[0].at(())))
    return checked, sorted(set_of(told), key=_place_order)


_CATALOGUE_CODES = frozenset(code for _, code in SECTIONS.values())


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once."""
    return list({(p.at, p.code, p.message["en"]): p for p in problems}.values())


def _place_order(told: Problem) -> tuple[str, int, int, str]:
    name, _, rest = told.at.partition(":")
    line, _, column = rest.partition(":")
    return name, int(line) if line.isdigit() else 0, int(column) if column.isdigit() else 0, told.code


@dataclass(slots=True)
class _Checker:
    law: Law = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)  # ids of items that could not be shaped
    names: dict[str, Source] = field(default_factory=dict)  # every way a source is cited
    shared: dict[str, set[str]] = field(default_factory=dict)  # names that mean more than one source
    kept: dict[str, dict[str, Any]] = field(default_factory=lambda: {section: {} for section in SECTIONS})
    raw: dict[str, list[Any]] = field(default_factory=lambda: {section: [] for section in SECTIONS})
    places: dict[tuple[str, str], tuple[Document, Path]] = field(default_factory=dict)

    def run(self, documents: Sequence[Document]) -> Checked:
        lists = []
        for document in documents:
            match _sort_of(document):
                case "list":
                    lists.append(document)
                case "catalogue":
                    self._catalogue(document)
                case "ruleset":
                    self._shape(RulesetFile, document, (), document.data)
                case "cases":
                    pass
                case _:
                    self._unknown_file(document)
        law = self.law = self._law()
        self._references()
        self._aliases()
        checked = [entry for document in lists if (entry := self._measure_list(document, law))]
        self._editions(checked)
        self._parents(checked)
        self._unique_measures(checked)
        from credit_rules.stages.rights import refuse_what_no_rule_set_may_do

        self.problems.extend(refuse_what_no_rule_set_may_do(checked, law))
        catalogue = {section: tuple(items) for section, items in self.raw.items()}
        return Checked(law, tuple(checked), catalogue, self.places)

    def follows_from_another(self, told: Problem) -> bool:
        """Whether a name is unknown only because its own entry could not be read."""
        return told.code.startswith("unknown-") and any(f"`{name}`" in told.message["en"] for name in self.broken)

    def _unknown_file(self, document: Document) -> None:
        if not isinstance(document.data, Mapping):
            self.problems.append(wrong_type(document.at(()), ("document",), "mapping", "list"))
            return
        if "subject" in document.data and "scenario" not in document.data:
            self.problems.append(problem("profile-among-rules", document.at(())))
            return
        known = ("measure_list", "cases_for", "ruleset", *SECTIONS)
        for key in document.data:
            self.problems.append(with_nearest("unknown-key", document.at((key,), key=True), str(key), known))

    def _shape(self, model: type[Shape], document: Document, path: Path, data: Any) -> Any:
        value, problems = shape(model, data, lambda inner, key: document.at((*path, *inner), key=key))
        self.problems.extend(problems)
        return value

    def _tell(self, code: str, document: Document, path: Path, help_code: str | None = None, **params: object) -> None:
        self.problems.append(problem(code, document.at(path), help_code, **params))

    # --- the catalogue ------------------------------------------------------------------------------------------

    def _catalogue(self, document: Document) -> None:
        for section, items in document.data.items():
            if section not in SECTIONS:
                at = document.at((section,), key=True)
                self.problems.append(with_nearest("unknown-key", at, section, SECTIONS))
            elif not isinstance(items, list):
                self.problems.append(wrong_type(document.at((section,)), (section,), "list", "mapping"))
            else:
                for number, item in enumerate(items):
                    self._item(section, document, (section, number), item)

    def _item(self, section: str, document: Document, path: Path, data: Any) -> None:
        value = self._shape(SECTIONS[section][0], document, path, data)
        name = data.get("id") if isinstance(data, dict) else None
        if value is None:
            if isinstance(name, str):
                self.broken.add(name)
            return
        self.raw[section].append(data)
        name = str(name) if name is not None else str(len(self.kept[section]))
        if name in self.kept[section]:
            first, first_path = self.places[section, name]
            self._tell("duplicate-id", document, (*path, "id"), name=name, first=first.at(first_path))
            return
        self.kept[section][name] = value
        self.places[section, name] = (document, path)
        if isinstance(value, Source):
            for cited in (value.id, value.title.zh, value.title.en, value.number, *value.cited_as):
                if cited and self.names.setdefault(cited, value) is not value:
                    self.shared.setdefault(cited, {self.names[cited].id}).add(value.id)

    def _law(self) -> Law:
        kept: dict[str, Any] = self.kept
        by_id = {section: kept[section] for section in SECTIONS if section != "recognition"}
        return Law(recognition=tuple(kept["recognition"].values()), names=self.names, **by_id)

    def _references(self) -> None:
        """Names inside the catalogue."""
        for (section, name), (document, path) in self.places.items():
            item = self.kept[section][name]
            for key, wanted in (
                ("authority", "authorities"),
                ("within", "actions"),
                ("handled_by", "authorities"),
                ("binds", "authorities"),
            ):
                value = getattr(item, key, None)
                for number, code in enumerate(value if isinstance(value, tuple) else [value] if value else []):
                    at = (*path, key, number) if isinstance(value, tuple) else (*path, key)
                    self._known(wanted, code, document, at)
            for number, code in enumerate(item.lists if isinstance(item, Recognition) else ()):
                schemes = self.kept["rating_schemes"].keys() | self.kept["points_schemes"].keys()
                if code not in schemes:
                    self._known("lists", code, document, (*path, "lists", number))
            self._item_bases(section, item, document, path)
            if section == "penalty_kinds" or section == "categories":
                self._closed(section, name, document, path)

    def _aliases(self) -> None:
        """An alias means one action, whichever file it stands in."""
        meant: dict[str, str] = {code: code for code in self.kept["actions"]}
        for code, action in sorted(self.kept["actions"].items()):
            document, path = self.places["actions", code]
            for number, alias in enumerate(action.aliases):
                first = meant.setdefault(alias, code)
                if first != code:
                    at = document.at((*path, "aliases", number))
                    self.problems.append(problem("ambiguous-alias", at, name=alias, first=first, second=code))

    def _closed(self, section: str, name: str, document: Document, path: Path) -> None:
        from credit_rules.model.measures import CATEGORIES
        from credit_rules.model.scalars import PENALTY_KINDS

        known = CATEGORIES if section == "categories" else PENALTY_KINDS
        if name not in known:
            code = SECTIONS[section][1]
            self.problems.append(with_nearest(code, document.at((*path, "id")), name, known))

    def _item_bases(self, section: str, item: Any, document: Document, path: Path) -> None:
        self._cite(getattr(item, "basis", ()), document, (*path, "basis"))
        for number, remedy in enumerate(getattr(item, "remedies", ())):
            self._cite(remedy.basis, document, (*path, "remedies", number, "basis"))
        terms: tuple[Term, ...] = getattr(item, "terms", ())
        kind = "listing" if isinstance(item, shapes.RecordList) else "penalty" if section == "penalty_kinds" else ""
        for number, term in enumerate(terms):
            if term.repair is not None and term.repair.counted_from and kind:
                at = (*path, "terms", number, "repair", "counted_from")
                self._date_field(kind, term.repair.counted_from, document, at)
            if term.repair is not None:
                self._cite(term.repair.basis, document, (*path, "terms", number, "repair", "basis"))
            if any(_overlap(term.in_force, other.in_force) for other in terms[:number]):
                self._tell("terms-overlap", document, (*path, "terms", number))

    def _known(self, section: str, code: str, document: Document, path: Path) -> None:
        if code not in self.kept[section]:
            self.problems.append(with_nearest(SECTIONS[section][1], document.at(path), code, self.kept[section]))

    # --- bases --------------------------------------------------------------------------------------------------

    def _cite(self, entries: Any, document: Document, path: Path) -> tuple[CitedBasis, ...]:
        """The sources a `basis` names; unknown ones are told."""
        if not isinstance(entries, (list, tuple)):
            self.problems.append(wrong_type(document.at(path), path, "list", "text"))
            return ()
        cited = [self._cite_one(entry, document, (*path, number)) for number, entry in enumerate(entries)]
        return tuple(basis for basis in cited if basis)

    def _cite_one(self, entry: Any, document: Document, path: Path) -> CitedBasis | None:
        if not isinstance(entry, (str, Mapping)):
            self.problems.append(wrong_type(document.at(path), path, "text", "list"))
            return None
        for key in entry if isinstance(entry, Mapping) else ():
            if key not in ("source", "article"):
                at = document.at((*path, key), key=True)
                self.problems.append(with_nearest("unknown-key", at, key, ("source", "article")))
        name, source, article = self.law.cited(entry)
        if source is None:
            told = with_nearest("unknown-source", document.at(path), name, self.names)
            self.problems.append(self._without_marks(told, name))
            return None
        if name in self.shared:
            at = document.at(path)
            self.problems.append(problem("ambiguous-source", at, name=name, sources=sorted(self.shared[name])))
        return CitedBasis(source, article, path)

    def _without_marks(self, told: Problem, name: str) -> Problem:
        """A source named with book title marks: how it is cited, where it is known."""
        if "《" not in name:
            return told
        _, source, article = self.law.cited(name.replace("《", "").replace("》", " "))
        better = " ".join(filter(None, (source.title.zh, article))) if source else ""
        return advised(told, "write-so", better=better) if better else advised(told, "book-title-marks")

    # --- measure lists ------------------------------------------------------------------------------------------

    def _measure_list(self, document: Document, law: Law) -> CheckedList | None:
        data = document.data
        measures = data.get("measures")
        if isinstance(measures, list):
            header = self._shape(MeasureList, document, (), {**data, "measures": []})
        else:
            header = self._shape(MeasureList, document, (), data)
        found = [
            measure
            for number, item in enumerate(measures if isinstance(measures, list) else ())
            if (measure := self._measure(item, header, document, ("measures", number), law))
        ]
        return CheckedList(header, document, tuple(found), data) if header is not None else None

    def _measure(
        self, data: Any, header: MeasureList | None, document: Document, path: Path, law: Law
    ) -> CheckedMeasure | None:
        measure: Measure | None = self._shape(Measure, document, path, data)
        raw_when = data.get("when") if isinstance(data, Mapping) else None
        if raw_when is None and isinstance(data, Mapping) and "when" in data:
            self._tell("missing-key", document, (*path, "when"), key="when")
        restricts = isinstance(data, Mapping) and data.get("polarity") == "restriction"
        reader = Conditions(document, law, restricts)
        when = reader.read(raw_when, (*path, "when")) if raw_when is not None else None
        self.problems.extend(reader.problems)
        if measure is None:
            self._names_of_unshaped(data, document, path)
            return None
        past = tuple((at, self._cite(entries, document, at)) for at, entries in reader.bases)
        self._measure_names(measure, document, path)
        accepts = measure.accepts_declaration
        declared = self._cite(accepts.basis, document, (*path, "accepts_declaration", "basis")) if accepts else ()
        basis = self._cite(measure.basis, document, (*path, "basis"))
        if when is not None:
            self._start_of_period(measure, when, document, path)
        if header is None or when is None or reader.problems:
            return None
        return CheckedMeasure(
            measure=measure,
            list=header,
            document=document,
            path=path,
            when=when,
            basis=basis,
            reaches=tuple(
                (reach.role, self._cite(reach.basis, document, (*path, "reaches", number, "basis")))
                for number, reach in enumerate(measure.reaches)
            ),
            spreads={
                id(test): (at, self._cite(entries, document, (*at, "basis"))) for test, at, entries in reader.spreads
            },
            past=past,
            declaration=declared,
            no_way_out=self._cite(measure.way_out.basis, document, (*path, "way_out", "basis"))
            if isinstance(measure.way_out, NoWayOut)
            else (),
            subjects=_subjects(measure, when, law),
        )

    def _start_of_period(self, measure: Measure, when: Condition, document: Document, path: Path) -> None:
        """A measure's own period runs from a date of the records that bring it."""
        if not isinstance(measure.lasts, Fixed):
            return
        for leaf, helps in every_leaf(when):
            if helps and isinstance(leaf, RecordTest):
                self._date_field(leaf.kind, measure.lasts.start, document, (*path, "lasts", "from"))

    def _date_field(self, kind: str, name: str, document: Document, path: Path) -> None:
        dates = [known for known, what in FIELDS[kind].items() if what in ("day", "event", "end")]
        if name not in dates:
            self.problems.append(with_nearest("unknown-field", document.at(path), name, dates, kind=kind))

    def _names_of_unshaped(self, data: Any, document: Document, path: Path) -> None:
        """The names in a measure that is wrong elsewhere, so that all its mistakes are told at once."""
        if not isinstance(data, Mapping):
            return
        if isinstance(data.get("basis"), list):
            self._cite(data["basis"], document, (*path, "basis"))
        for section, key in (("authorities", "by"), ("actions", "actions")):
            for number, code in enumerate(data[key] if isinstance(data.get(key), list) else ()):
                if isinstance(code, str) and section == "actions":
                    self._known_action(code, document, (*path, key, number))
                elif isinstance(code, str):
                    self._known(section, code, document, (*path, key, number))

    def _measure_names(self, measure: Measure, document: Document, path: Path) -> None:
        for number, action in enumerate(measure.actions):
            self._known_action(action, document, (*path, "actions", number))
        if not measure.actions:
            self._tell("missing-key", document, path, key="actions")
        for number, body in enumerate(measure.by):
            self._known("authorities", body, document, (*path, "by", number))
        for number, reach in enumerate(measure.reaches):
            self._known("roles", reach.role, document, (*path, "reaches", number, "role"))

    def _known_action(self, code: str, document: Document, path: Path) -> None:
        """An action of the catalogue, or a code that some action of it stands below."""
        actions = self.kept["actions"]
        if code not in actions and not any(known.startswith(code + ".") for known in actions):
            self.problems.append(with_nearest("unknown-action", document.at(path), code, actions))

    def _editions(self, lists: Sequence[CheckedList]) -> None:
        for number, entry in enumerate(lists):
            for other in lists[:number]:
                if other.list.measure_list != entry.list.measure_list:
                    continue
                if _overlap(other.list.in_force, entry.list.in_force):
                    self._tell(
                        "editions-overlap",
                        entry.document,
                        ("in_force",) if "in_force" in entry.data else (),
                        name=entry.list.measure_list,
                        first=other.document.at(()),
                    )

    def _parents(self, lists: Sequence[CheckedList]) -> None:
        """A list stands below another that is loaded, and never, by whatever way, below itself."""
        parents = {entry.list.measure_list: entry.list.parent for entry in lists}
        documents = {entry.list.measure_list: entry.document for entry in lists}
        for entry in lists:
            name, parent = entry.list.measure_list, entry.list.parent
            if parent is not None and parent not in parents:
                at = entry.document.at(("parent",))
                self.problems.append(with_nearest("unknown-parent", at, parent, parents, child=name))
                continue
            above: list[str] = []
            while parent is not None and parent not in above:
                above.append(parent)
                if parent == name:
                    first = documents[above[-2] if len(above) > 1 else name].at(("parent",))
                    self._tell("parent-loop", entry.document, ("parent",), name=name, first=first)
                parent = parents.get(parent)

    def _unique_measures(self, lists: Sequence[CheckedList]) -> None:
        for entry in lists:
            seen: dict[str, CheckedMeasure] = {}
            for measure in entry.measures:
                first = seen.setdefault(measure.measure.id, measure)
                if first is not measure:
                    path = (*measure.path, "id")
                    self._tell("duplicate-id", entry.document, path, name=measure.measure.id, first=first.at())


def _sort_of(document: Document) -> str:
    data = document.data
    if not isinstance(data, Mapping):
        return ""
    if "measure_list" in data or "measures" in data:
        return "list"
    if "cases_for" in data or "cases" in data:
        return "cases"
    if "ruleset" in data:
        return "ruleset"
    if "subject" in data:
        return ""
    return "catalogue" if any(key in SECTIONS or nearest(str(key), SECTIONS) for key in data) else ""


def _overlap(one: shapes.InForce, other: shapes.InForce) -> bool:
    return one.start <= other.until and other.start <= one.until


def _subjects(measure: Measure, when: Condition, law: Law) -> frozenset[str]:
    """The kinds of subject in scope: as written, or the union over the lists the measure names; all if none."""
    if measure.subjects:
        return frozenset(measure.subjects)
    named = {
        name
        for leaf, _ in leaves(when)
        if isinstance(leaf, RecordTest) and leaf.kind == "listing"
        for name in leaf.names
    }
    kinds: set[str] = set()
    for name in named:
        kinds |= set(law.lists[name].subjects or SUBJECT_KINDS) if name in law.lists else set(SUBJECT_KINDS)
    return frozenset(kinds or SUBJECT_KINDS)

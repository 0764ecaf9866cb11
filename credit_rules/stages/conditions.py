"""Conditions as their authors write them, read into the tree every later stage works on.

Everything is typed here: which fields a kind of record has, what a field can be compared with, which names
the catalogue knows. Every mistake is collected with its place.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticCustomError

from credit_rules.errors import Problem, problem
from credit_rules.model import scalars
from credit_rules.model.conditions import (
    TRUE_CONDITION,
    AllOf,
    AnyOf,
    Condition,
    FactTest,
    FieldTest,
    Negation,
    RecordTest,
    RelatedTest,
    Sees,
    Within,
)
from credit_rules.model.days import Period
from credit_rules.model.law import Law
from credit_rules.model.profile import EVENTS, OPEN_EVENTS, TYPE_OF_KIND
from credit_rules.stages.reading import Document, Path
from credit_rules.stages.shaping import with_habit, with_nearest, wrong_type

Reader = Callable[[object], Any]


def _same(text: object) -> str:
    return scalars.read_word(text)


_ENVELOPE: dict[str, str] = {
    "authority": "text",
    "document": "text",
    "region": "region",
    "published_on": "day",
    "known_on": "day",
    "ends_on": "end",
    "corrected_on": "event",
    "removed_on": "event",
    "removal": "removal",
    "resumes_on": "day",
    "amount": "money",
    "objection.filed_on": "event",
    "objection.accepted_on": "event",
    "objection.closed_on": "event",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "listing": _ENVELOPE | {"list": "list", "listed_on": "day", "ground": "code"},
    "penalty": _ENVELOPE
    | {
        "decided_on": "day",
        "field": "code",
        "kind": "penalty-kind",
        "severity": "severity",
        "large": "flag",
        "performed_on": "event",
    },
    "permit": _ENVELOPE | {"granted_on": "day", "matter": "action", "kind": "code"},
    "conviction": _ENVELOPE | {"decided_on": "day", "offence": "code", "sentence": "code"},
    "commitment": _ENVELOPE
    | {
        "made_on": "day",
        "type": "commitment-type",
        "matter": "action",
        "due_on": "day",
        "fulfilled_on": "event",
        "breached_on": "event",
    },
    "rating": _ENVELOPE | {"scheme": "rating-scheme", "rated_on": "day", "grade": "text"},
    "points": _ENVELOPE | {"scheme": "points-scheme", "as_of": "day", "value": "number"},
    "subject": {"kind": "subject-kind", "region": "region", "industry": "text", "founded_on": "day", "minor": "flag"},
    "action": {
        "code": "action",
        "region": "region",
        "authority": "authority",
        "amount": "money",
        "date": "day",
        "case": "text",
        "within_law": "code",
    },
}
_READERS: Mapping[str, Reader] = {
    "text": _same,
    "code": scalars.read_code,
    "region": scalars.read_region,
    "day": scalars.read_day,
    "end": scalars.read_end,
    "event": scalars.read_day,
    "money": scalars.read_money,
    "number": scalars.read_number,
    "flag": scalars.read_flag,
    "removal": scalars.one_of(*scalars.REMOVALS),
    "penalty-kind": scalars.one_of(*scalars.PENALTY_KINDS),
    "severity": scalars.one_of(*scalars.SEVERITIES),
    "commitment-type": scalars.one_of(*scalars.COMMITMENT_TYPES),
    "subject-kind": scalars.one_of(*scalars.SUBJECT_KINDS),
}
_ORDERED = frozenset({"day", "end", "event", "money", "number"})
_NAMES = {"list": "unknown-list", "rating-scheme": "unknown-scheme", "points-scheme": "unknown-scheme"}
_BOUNDS = ("at_least", "at_most", "above", "below", "between")
_RECORD_KEYS = ("count", "within", "standing", "basis")
_KINDS = tuple(FIELDS)


@dataclass(slots=True)
class Conditions:
    """Reads the conditions of one document against one catalogue."""

    document: Document
    law: Law
    restricts: bool
    problems: list[Problem] = field(default_factory=list)
    bases: list[tuple[Path, Any]] = field(default_factory=list)  # the bases of tests that see past records
    spreads: list[tuple[RelatedTest, Path, Any]] = field(default_factory=list)  # related tests and their bases

    def read(self, data: Any, path: Path) -> Condition:
        """The condition at `path`; a true one where it cannot be read, its problems noted."""
        if data == "always":
            if self.restricts:
                self._tell("bad-condition", path, "always-restricts", why="always")
            return TRUE_CONDITION
        if not isinstance(data, Mapping):
            return self._wrong(path, "mapping", data)
        if len(data) > 1:
            second = self.document.at((*path, list(data)[1]), key=True)
            why = path[-1] if path else "when"
            self.problems.append(problem("bad-condition", second, "two-keys", why=why, keys=list(data)))
            return TRUE_CONDITION
        if not data:
            return self._bad(path, "one-key")
        ((key, inner),) = data.items()
        path = (*path, key)
        if key in ("all", "any"):
            if not isinstance(inner, list):
                return self._wrong(path, "list", inner)
            if not inner:
                return self._bad(path, "no-terms")
            terms = tuple(self.read(item, (*path, number)) for number, item in enumerate(inner))
            return AllOf(terms) if key == "all" else AnyOf(terms)
        if key == "not":
            return Negation(self.read(inner, path))
        if key == "related":
            return self._related(inner, path)
        if key not in _KINDS:
            known = ("all", "any", "not", "related", *_KINDS)
            self.problems.append(with_nearest("bad-condition", self.document.at(path, key=True), key, known, why=key))
            return TRUE_CONDITION
        if not isinstance(inner, Mapping):
            return self._wrong(path, "mapping", inner)
        if not inner and key in ("subject", "action"):
            return self._bad(path, "fields-wanted")
        return self._facts(key, inner, path) if key in ("subject", "action") else self._records(key, inner, path)

    def _bad(self, path: Path, why: str) -> Condition:
        self._tell("bad-condition", path, why, why=path[-1] if path else "when")
        return TRUE_CONDITION

    def _wrong(self, path: Path, wanted: str, data: Any) -> Condition:
        self.problems.append(wrong_type(self.document.at(path), path, wanted, scalars.kind_of(data)))
        return TRUE_CONDITION

    def _tell(self, code: str, path: Path, help_code: str | None = None, **params: object) -> None:
        self.problems.append(problem(code, self.document.at(path), help_code, **params))

    def _related(self, data: Any, path: Path) -> Condition:
        if not isinstance(data, Mapping) or "role" not in data or "holds" not in data:
            return self._bad(path, "related-wants")
        self._refuse_keys(data, ("role", "holds", "basis"), path)
        role = str(data["role"])
        if role not in self.law.roles:
            self._unknown("unknown-role", role, self.law.roles, (*path, "role"))
        holds = self.read(data["holds"], (*path, "holds"))
        test = RelatedTest(role=role, holds=holds, authored=_authored("related", data))
        self.spreads.append((test, path, data.get("basis", [])))
        return test

    def _refuse_keys(self, data: Mapping[str, Any], known: Iterable[str], path: Path) -> None:
        for key in data:
            if key not in known:
                at = self.document.at((*path, key), key=True)
                self.problems.append(with_nearest("unknown-key", at, key, known))

    def _unknown(self, code: str, name: str, known: Iterable[str], path: Path) -> None:
        self.problems.append(with_nearest(code, self.document.at(path), name, known))

    def _facts(self, about: str, data: Mapping[str, Any], path: Path) -> Condition:
        terms = [
            FactTest(about, test, _authored(about, {name: value}))
            for name, value in data.items()
            for test in self._field(about, name, value, (*path, name))
        ]
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms))

    def _records(self, kind: str, data: Mapping[str, Any], path: Path) -> Condition:
        naming = TYPE_OF_KIND[kind].scheme_field
        names: tuple[str, ...] = ()
        fields: list[FieldTest] = []
        for name, value in data.items():
            if name in _RECORD_KEYS:
                continue
            if name == naming:
                names = self._names(FIELDS[kind][name], value, (*path, name))
            else:
                fields.extend(self._field(kind, name, value, (*path, name)))
        if kind in ("rating", "points") and not names:
            self._tell("missing-key", path, key="scheme")
        if kind == "rating":
            self._check_grades(names, fields, path)
        within = self._within(kind, data["within"], (*path, "within")) if "within" in data else None
        one = RecordTest(
            kind=kind,
            names=tuple(sorted(names)),
            fields=tuple(sorted(fields, key=lambda test: (test.field, test.operator, str(test.values)))),
            at_least=1,
            within=within,
            sees=self._sees(data, path),
            authored=_authored(kind, data),
        )
        return self._counted(one, data.get("count"), (*path, "count"))

    def _check_grades(self, names: tuple[str, ...], fields: list[FieldTest], path: Path) -> None:
        known = dict.fromkeys(
            grade for name in names if name in self.law.rating_schemes for grade in self._grades(name)
        )
        for test in fields:
            for value in test.values if test.field == "grade" and known else ():
                if value not in known:
                    self._unknown("unknown-value", value, known, (*path, "grade"))

    def _grades(self, scheme: str) -> tuple[str, ...]:
        return self.law.rating_schemes[scheme].grades

    def _sees(self, data: Mapping[str, Any], path: Path) -> Sees:
        if "standing" not in data:
            if "basis" in data:
                self._tell("bad-condition", (*path, "basis"), "basis-of-past", why="basis")
            return Sees.STANDING
        if data["standing"] != "any":
            self._unknown("unknown-value", str(data["standing"]), ("any",), (*path, "standing"))
        self.bases.append(((*path, "basis"), data.get("basis", [])))
        return Sees.PAST

    def _names(self, what: str, value: Any, path: Path) -> tuple[str, ...]:
        known: Mapping[str, object] = {
            "list": self.law.lists,
            "rating-scheme": self.law.rating_schemes,
            "points-scheme": self.law.points_schemes,
        }[what]
        names = value if isinstance(value, list) else [value]
        if not names:
            self._tell("bad-condition", path, "no-values", why=path[-1])
        for number, name in enumerate(names):
            at = (*path, number) if isinstance(value, list) else path
            if not isinstance(name, str):
                self._wrong(at, "code", name)
            elif name not in known:
                self._unknown(_NAMES[what], name, known, at)
        return tuple(str(name) for name in names if isinstance(name, str))

    def _field(self, kind: str, name: str, value: Any, path: Path) -> list[FieldTest]:
        what = FIELDS[kind].get(name)
        if what is None:
            at = self.document.at(path, key=True)
            known = [*FIELDS[kind], *(_RECORD_KEYS if kind in TYPE_OF_KIND else ())]
            self.problems.append(with_nearest("unknown-field", at, name, known, kind=kind))
            return []
        if isinstance(value, Mapping) and value:
            return [test for bound, limit in value.items() for test in self._bound(name, what, bound, limit, path)]
        values = value if isinstance(value, (list, dict)) else [value]
        if not values:
            self._tell("bad-condition", path, "no-values", why=name)
            return []
        operator = {"region": "within-region", "action": "covered"}.get(what, "one-of")
        read = tuple(
            self._value(what, item, (*path, number) if isinstance(value, list) else path)
            for number, item in enumerate(values)
        )
        return [FieldTest(name, operator, tuple(sorted(read, key=str)))]

    def _bound(self, name: str, what: str, bound: str, limit: Any, path: Path) -> list[FieldTest]:
        path = (*path, bound)
        if bound == "happened":
            if name not in EVENTS | OPEN_EVENTS:
                self._tell("bad-condition", path, "no-event", why=name)
                return []
            return [FieldTest(name, "happened", (self._value("flag", limit, path),))]
        if bound not in _BOUNDS:
            self.problems.append(
                with_nearest("unknown-key", self.document.at(path, key=True), bound, (*_BOUNDS, "happened"))
            )
            return []
        if what not in _ORDERED:
            self._tell("bad-condition", path, "no-order", why=name)
            return []
        if bound == "between":
            ends = limit if isinstance(limit, list) and len(limit) == 2 else None
            if ends is None:
                self._tell("bad-condition", path, "two-ends", why=bound)
                return []
            low, high = (self._value(what, end, (*path, number)) for number, end in enumerate(ends))
            if _comparable(low, high) and low > high:
                self._tell("bad-condition", path, "two-ends", why=bound)
            return [FieldTest(name, "at-least", (low,)), FieldTest(name, "at-most", (high,))]
        return [FieldTest(name, bound.replace("_", "-"), (self._value(what, limit, path),))]

    def _value(self, what: str, value: Any, path: Path) -> Any:
        if what == "action":
            return self._known("unknown-action", value, self.law.actions, path)
        if what == "authority":
            return self._known("unknown-authority", value, self.law.authorities, path)
        return self._typed(_READERS[what], value, path)

    def _typed(self, reader: Reader, value: Any, path: Path) -> Any:
        try:
            return reader(value)
        except PydanticCustomError as error:
            params = dict(error.context or {})
            if error.type == "unknown-value":
                self._unknown(error.type, params["value"], params["known"], path)
            elif error.type == "wrong-type":
                self._wrong(path, params["wanted"], value)
            else:
                told = problem(error.type, self.document.at(path), **params)
                self.problems.append(with_habit(told, params.get("value", "")))
            return ""

    def _known(self, code: str, value: Any, known: Iterable[str], path: Path) -> str:
        if not isinstance(value, str):
            self._wrong(path, "code", value)
        elif value not in known:
            self._unknown(code, value, known, path)
        return str(value)

    def _within(self, kind: str, data: Any, path: Path) -> Within | None:
        own = TYPE_OF_KIND[kind].own_date
        of = own
        if isinstance(data, Mapping):
            self._refuse_keys(data, ("period", "of"), path)
            of = str(data.get("of", own))
            if FIELDS[kind].get(of) not in ("day", "event"):
                dates = [name for name, what in FIELDS[kind].items() if what in ("day", "event")]
                self.problems.append(with_nearest("unknown-field", self.document.at(path), of, dates, kind=kind))
            data = data.get("period")
        period = self._typed(scalars.read_period, data, path)
        return Within(period, of) if isinstance(period, Period) else None

    def _counted(self, one: RecordTest, count: Any, path: Path) -> Condition:
        """Bounds are tests joined by *all*; a bare number is both; `at_most k` is *not at least k + 1*."""
        if count is None:
            return one
        bounds = count if isinstance(count, Mapping) else {"between": [count, count]}
        terms: list[Condition] = []
        for bound, limit in bounds.items():
            if bound not in _BOUNDS:
                self.problems.append(with_nearest("unknown-key", self.document.at((*path, bound)), bound, _BOUNDS))
                continue
            limits = limit if bound == "between" and isinstance(limit, list) else [limit]
            numbers = [self._typed(scalars.read_whole, item, path) for item in limits]
            if any(not isinstance(n, int) for n in numbers) or (bound == "between" and len(numbers) != 2):
                if bound == "between" and len(numbers) != 2:
                    self._tell("bad-condition", path, "two-ends", why=bound)
                continue
            least, most = _range(bound, numbers)
            terms.extend([_at_least(one, least)] if least is not None else [])
            terms.extend([Negation(_at_least(one, most + 1))] if most is not None else [])
        if not bounds:
            self._tell("bad-condition", path, "no-terms", why="count")
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms))


def _range(bound: str, numbers: list[int]) -> tuple[int | None, int | None]:
    first = numbers[0]
    return {
        "at_least": (first, None),
        "above": (first + 1, None),
        "at_most": (None, first),
        "below": (None, first - 1),
        "between": (first, numbers[-1]),
    }[bound]


def _at_least(one: RecordTest, number: int) -> Condition:
    if number <= 0:
        return TRUE_CONDITION
    return RecordTest(
        kind=one.kind,
        names=one.names,
        fields=one.fields,
        at_least=number,
        within=one.within,
        sees=one.sees,
        authored=one.authored,
    )


def _comparable(low: Any, high: Any) -> bool:
    return type(low) is type(high) and not isinstance(low, str)


def _authored(key: str, data: Mapping[str, Any]) -> str:
    return json.dumps({key: data}, ensure_ascii=False, sort_keys=True)

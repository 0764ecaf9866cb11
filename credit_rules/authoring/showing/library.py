"""What is loaded, on one day, for one kind of subject or all: what every sheet is made from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from credit_rules.authoring.showing.conditions import basis_told, both, condition_told, days_told
from credit_rules.authoring.showing.sheet import Json
from credit_rules.model.catalogue import InForce
from credit_rules.model.law import Law
from credit_rules.model.plan import PlannedMeasure
from credit_rules.model.scalars import SUBJECT_KINDS
from credit_rules.stages.checking import Checked, CheckedList, CheckedMeasure, CitedBasis
from credit_rules.stages.planning import plan as planned_of
from credit_rules.stages.reading import Document
from credit_rules.words.showing import enumerated, tell


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One measure of one edition, as its author wrote it and as it is planned."""

    checked: CheckedMeasure
    planned: PlannedMeasure

    @property
    def reference(self) -> str:
        """`list/measure`."""
        return f"{self.planned.list.measure_list}/{self.planned.id}"

    @property
    def data(self) -> Any:
        """The measure as it is written."""
        data = self.checked.document.data
        for step in self.checked.path:
            data = data[step]
        return data

    def holds_on(self, day: date) -> bool:
        """Whether this edition of the measure is in force on `day`."""
        return self.planned.evaluated_on(day) and any(
            start <= day <= until for start, until in self.planned.in_force.intervals
        )


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Rule sets as loaded; `day` sorts what is in force from what is not, `subject` narrows to one kind."""

    checked: Checked
    day: date
    subject: str | None = None
    rules: tuple[str, ...] = ("cn",)
    rulesets: tuple[Json, ...] = ()
    entries: tuple[Entry, ...] = ()  # all measures, restrictions first, as findings are ordered
    conditions: dict[int, Json] = field(default_factory=dict)  # told conditions, by position of their measure
    names: dict[str, Any] = field(default_factory=dict)  # what each name means, once somebody asks

    @property
    def law(self) -> Law:
        """The catalogue."""
        return self.checked.law

    def measures(self) -> Iterator[Entry]:
        """The measures for the kind of subject asked about."""
        return (e for e in self.entries if self.subject is None or self.subject in e.planned.subjects)

    def condition(self, entry: Entry) -> Json:
        """The condition of a measure in words, worked out once."""
        place = entry.planned.position
        if place not in self.conditions:
            self.conditions[place] = condition_told(entry.data["when"], self.law)
        return self.conditions[place]

    def named(self, section: str, name: str) -> Json:
        """Something of the catalogue by id and title."""
        known: Any = getattr(self.law, section).get(name)
        return {"id": name, "title": both(known.title) if known else None}

    def all_named(self, section: str, names: Iterable[str]) -> list[Json]:
        """Several of them, in the order given."""
        return [self.named(section, name) for name in names]

    def bases(self, entries: Sequence[Any]) -> list[Json]:
        """Bases as the catalogue cites them."""
        return [basis_told(entry, self.law) for entry in entries]

    def place(self, section: str, name: str) -> str | None:
        """`file:line` of an entry of the catalogue."""
        found = self.checked.places.get((section, name))
        return line_of(found[0].at(found[1])) if found else None


def library_of(
    checked: Checked,
    documents: Sequence[Document],
    *,
    day: date,
    subject: str | None = None,
    rules: Sequence[str] = ("cn",),
) -> Library:
    """What is loaded, ready to be shown."""
    plan = planned_of(checked)
    written = {
        (entry.list.measure_list, entry.list.edition, measure.measure.id): measure
        for entry in checked.lists
        for measure in entry.measures
    }
    entries = [Entry(written[m.list.measure_list, m.list.edition, m.id], m) for m in plan.measures]
    entries.sort(key=lambda entry: entry.planned.shown_order)
    described = [d.data for d in documents if isinstance(d.data, Mapping) and "ruleset" in d.data]
    return Library(
        checked=checked,
        day=day,
        subject=subject,
        rules=tuple(rules),
        rulesets=tuple({"id": str(data["ruleset"]), "title": _title(data.get("title"))} for data in described),
        entries=tuple(entries),
    )


def _title(title: Any) -> Any:
    if isinstance(title, Mapping):
        return {"zh": str(title.get("zh", "")), "en": str(title.get("en") or title.get("zh", ""))}
    return {"zh": str(title), "en": str(title)} if title else None


def line_of(at: str) -> str:
    """`file:line` of `file:line:column`."""
    return at.rpartition(":")[0]


def basis_of(cited: CitedBasis) -> Json:
    """A basis of a measure, with what there is to know of its source."""
    source = cited.source
    return {
        "source": source.id,
        "title": source.title.as_json(),
        "article": cited.article,
        "rank": source.rank,
        "in_force": days_told(source.in_force.start, source.in_force.until),
        "verified": source.verified,
        "note": both(source.note),
    }


def span(in_force: InForce) -> Json:
    """From and until which day."""
    return days_told(in_force.start, in_force.until)


def spans(entry: Entry) -> list[Json]:
    """The days on which a measure can apply, neighbouring stretches joined."""
    joined: list[tuple[date, date]] = []
    for start, until in sorted(entry.planned.in_force.intervals):
        if joined and start.toordinal() <= joined[-1][1].toordinal() + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((start, until))
    return [days_told(start, until) for start, until in joined]


def kinds(found: Iterable[str]) -> list[str]:
    """Kinds of subject in the usual order."""
    there = set(found)
    return [kind for kind in SUBJECT_KINDS if kind in there]


def brief(library: Library, entry: Entry) -> Json:
    """A measure as one line among others."""
    measure, header = entry.planned.measure, entry.planned.list
    return {
        "measure": measure.id,
        "reference": entry.reference,
        "measure_list": header.measure_list,
        "edition": header.edition,
        "region": header.region,
        "draft": header.draft,
        "title": measure.title.as_json(),
        "polarity": measure.polarity,
        "effect": measure.effect,
        "duty": measure.duty,
        "category": measure.category,
        "actions": [action_named(library, code) for code in measure.actions],
        "by": library.all_named("authorities", measure.by),
        "subjects": kinds(entry.planned.subjects),
        "trigger": trigger(library, entry),
        "in_force": spans(entry),
        "in_force_on_day": entry.holds_on(library.day),
    }


def action_named(library: Library, code: str) -> Json:
    """An action by code and title; a code above others of the catalogue may have no title of its own."""
    covered = [inner for inner in sorted(library.law.actions) if inner != code and library.law.covers(code, inner)]
    return {"code": code, "title": library.named("actions", code)["title"], "covers": covered}


def trigger(library: Library, entry: Entry) -> Json:
    """What brings a measure, as one sentence, related subjects it reaches included."""
    condition = library.condition(entry)
    roles = [library.named("roles", reach.role) for reach in entry.planned.measure.reaches]
    told: Json = {}
    for lang, said in condition["words"].items():
        titles = [(role["title"] or {}).get(lang) or role["id"] for role in roles]
        reached = tell("trigger.reach", lang, roles=enumerated(titles, lang)) if roles else ""
        told[lang] = said + reached
    return told


def lists_of(library: Library, name: str) -> list[CheckedList]:
    """Every edition of a measure list, the earliest first."""
    found = [entry for entry in library.checked.lists if entry.list.measure_list == name]
    return sorted(found, key=lambda entry: entry.list.in_force.start)

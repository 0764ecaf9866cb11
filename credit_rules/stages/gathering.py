"""Gather: one profile and one action to facts, as they were known on `known`.

A profile is prepared once, when it is read: its records are numbered and their versions put in order, its identity
is checked, its digest taken. Gathering then leaves out whatever was not known on `known` (records, versions,
events) before anything is evaluated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from credit_rules.errors import Problem, ProfileError, problem
from credit_rules.model.action import Action
from credit_rules.model.canonical import digest, plain
from credit_rules.model.catalogue import COLOURS
from credit_rules.model.days import NEVER
from credit_rules.model.facts import Consulted, Facts, Record, RelatedSubject, knowing_of_copies
from credit_rules.model.law import Law
from credit_rules.model.profile import (
    EVENTS,
    KIND_BY_CODE,
    OPEN_EVENTS,
    SECTIONS,
    TYPE_OF_KIND,
    Consultation,
    Declared,
    Entry,
    ProfileFields,
    Relation,
    Subject,
)
from credit_rules.stages.reading import pointer
from credit_rules.stages.shaping import with_nearest

Warned = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A profile as it was read: versions by record, identity, digest."""

    profile: ProfileFields
    versions: Mapping[tuple[str, str], tuple[Entry, ...]]  # by kind and id, each in order of `known_on`
    consultations: Mapping[str, Consultation]
    consulted: Consulted
    found: frozenset[str]  # registers said to have found something
    declared: tuple[Declared, ...]
    identity_doubt: str | None  # the warning's code, where the identity is doubtful
    related: tuple[tuple[str, str, date, date, "Prepared"], ...]
    digest: str
    known_records: dict[Any, Any] = field(default_factory=dict)


def prepare(profile: ProfileFields, identity_doubt: str | None = None) -> Prepared:
    """A profile ready to be gathered; ProfileError with every contradiction in it."""
    problems: list[Problem] = []
    prepared = _prepared(profile, "", problems, identity_doubt)
    if problems:
        raise ProfileError(problems)
    return prepared


def _prepared(profile: ProfileFields, at: str, problems: list[Problem], doubt: str | None = None) -> Prepared:
    numbered = {section: _numbered(getattr(profile, section), letter) for section, letter in SECTIONS.items()}
    for section, entries in numbered.items():
        for number, (_, entry) in enumerate(entries):
            problems.extend(contradictions(entry, f"{at}/{section}/{number}"))
    versions = _versions(numbered, at, problems)
    consultations = {entry.what: entry for entry in sorted(profile.consulted, key=_told_order)}
    related = tuple(_related(profile, at, problems))
    return Prepared(
        profile=profile,
        versions=versions,
        consultations=consultations,
        consulted=Consulted(frozenset(consultations)),
        found=found_in(consultations),
        declared=profile.declared,
        identity_doubt=doubt or doubt_about(profile.subject),
        related=related,
        digest=digest(_canonical(profile, versions, consultations, related)),
    )


def found_in(consultations: Mapping[str, Consultation]) -> frozenset[str]:
    """The registers said to have found something."""
    return frozenset(name for name, told in consultations.items() if told.result in ("listed", "found"))


def _consulted(law: Law, prepared: Prepared, known: date) -> Consulted:
    return looked_up(law, prepared.consulted.names, _found_elsewhere(law, prepared, known))


def looked_up(law: Law, names: frozenset[str], found_elsewhere: frozenset[str]) -> Consulted:
    """What counts as looked up. A register that found what was not handed over does not, whatever wider name covers
    it: the wider name then stands for everything else below it."""
    if not found_elsewhere:
        return Consulted(names)
    return Consulted(frozenset(name for told in names for name in _without(law, told, found_elsewhere)))


def _without(law: Law, name: str, left_out: frozenset[str]) -> Iterator[str]:
    """`name`, or what is below it where that holds one of those left out."""
    if name in left_out:
        return
    below = law.registers_below(name)
    if any(narrower in left_out for narrower in _all_below(law, below)):
        for narrower in below:
            yield from _without(law, narrower, left_out)
    else:
        yield name


def _all_below(law: Law, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield name
        yield from _all_below(law, law.registers_below(name))


def _found_elsewhere(law: Law, prepared: Prepared, known: date) -> frozenset[str]:
    """What was found and not handed over by then is not known: the register does not count as looked up."""
    if not prepared.found:
        return prepared.found
    return prepared.found.difference(*(registers_of(law, entry) for entry in _entries_known(prepared, known)))


def _entries_known(prepared: Prepared, known: date) -> list[Entry]:
    return [entry for versions in prepared.versions.values() for entry in versions if known_from(entry) <= known]


def registers_of(law: Law, entry: Entry) -> tuple[str, ...]:
    """Every name under which one looks an entry up."""
    kind, own = entry.kind_of_record, _list_of(entry)
    if kind == "listing":
        return ("all", kind, f"listing.{law.colour(str(own))}", str(own))
    return ("all", kind, f"{kind}.{own}")


def _told_order(entry: Consultation) -> tuple[str, ...]:
    return tuple(getattr(entry, name) or "" for name in ("what", "at", "channel", "by", "result", "evidence"))


def _numbered(entries: Sequence[Entry], letter: str) -> list[tuple[str, Entry]]:
    """Each record with its id; those without one are numbered by their content, whatever order they came in."""
    taken = {entry.id for entry in entries}
    nameless = sorted((digest(_entry_as_plain(e)), i) for i, e in enumerate(entries) if e.id is None)
    free = (name for n in range(1, 10**9) if (name := f"{letter}{n}") not in taken)
    given = {i: next(free) for _, i in nameless}
    return [(entry.id or given[i], entry) for i, entry in enumerate(entries)]


def _versions(
    numbered: Mapping[str, list[tuple[str, Entry]]], at: str, problems: list[Problem]
) -> dict[tuple[str, str], tuple[Entry, ...]]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for section, entries in numbered.items():
        for number, (name, entry) in enumerate(entries):
            versions = found.setdefault((entry.kind_of_record, name), [])
            same_day = [other for other in versions if known_from(other) == known_from(entry)]
            if same_day:
                where = f"{at}/{section}/{number}"
                problems.append(problem("two-versions", where, name=name, day=known_from(entry)))
            if any(_list_of(other) != _list_of(entry) for other in versions):
                problems.append(problem("mixed-record", f"{at}/{section}/{number}", name=name))
            versions.append(entry)
    return {key: tuple(sorted(found[key], key=known_from)) for key in sorted(found)}


def _list_of(entry: Entry) -> object:
    return getattr(entry, entry.scheme_field) if entry.scheme_field else None


def known_from(entry: Entry) -> date:
    """Since when a version is known; assumed to be the record's own date where nothing is said."""
    return entry.known_on or own_date(entry)


def own_date(entry: Entry) -> date:
    """The record's own date: listed, decided, granted, made, rated, or as of."""
    day: date = getattr(entry, entry.own_date)
    return day


_ORDER = (
    ("removed_on", "resumes_on"),
    ("objection.filed_on", "objection.accepted_on"),
    ("objection.accepted_on", "objection.closed_on"),
)


def contradictions(entry: Entry, at: str) -> Iterator[Problem]:
    """Dates that cannot both be right."""
    own = entry.own_date
    ordered = [(own, later) for later in ("removed_on", "ends_on", "performed_on", "fulfilled_on", "breached_on")]
    for first, second in (*ordered, *_ORDER):
        one, other = _dotted(entry, first), _dotted(entry, second)
        if one is not None and other is not None and other < one:
            yield _contradict(pointer(at, *second.split(".")), (first, one), (second, other))
    if entry.removal is not None and entry.removed_on is None:
        yield problem("removal-undated", pointer(at, "removed_on"), removal=entry.removal)
    if entry.objection is not None and entry.objection.upheld and entry.objection.closed_on is None:
        yield problem("objection-unclosed", pointer(at, "objection"))


def _contradict(at: str, first: tuple[str, date], second: tuple[str, date]) -> Problem:
    return problem("dates-contradict", at, first=first[0], early=first[1], second=second[0], late=second[1])


def _dotted(entry: Entry, name: str) -> date | None:
    value: Any = entry
    for step in name.split("."):
        value = getattr(value, step, None)
    return value if isinstance(value, date) else None


def _related(
    profile: ProfileFields, at: str, problems: list[Problem]
) -> Iterator[tuple[str, str, date, date, Prepared]]:
    others = [
        _prepared(relation.profile, f"{at}/related/{number}/profile", problems)
        for number, relation in enumerate(profile.related)
    ]
    taken = {relation.id for relation in profile.related}
    free = (name for n in range(1, 10**9) if (name := f"X{n}") not in taken)
    seen: set[str] = set()
    found = []
    # Whoever has no id is numbered by what is known of the relation, whatever order they came in.
    for number, relation in sorted(enumerate(profile.related), key=lambda pair: _told_of(pair[1], others[pair[0]])):
        name, here = relation.id or next(free), f"{at}/related/{number}"
        if name in seen:
            problems.append(problem("duplicate-related", here, name=name))
        seen.add(name)
        start, until = relation.start or date.min, relation.until or NEVER
        if until < start:
            problems.append(_contradict(f"{here}/until", ("from", start), ("until", until)))
        found.append((name, relation.role, start, until, others[number]))
    yield from sorted(found, key=lambda item: (item[1], item[0]))


def _told_of(relation: Relation, other: Prepared) -> tuple[str, date, date, str]:
    return relation.role, relation.start or date.min, relation.until or NEVER, other.digest


def doubt_about(subject: Subject) -> str | None:
    """Why the identity is doubtful: no identifier, a wrong check digit, or a code that names another kind of subject.

    None if it is certain.
    """
    if not subject.id:
        return "identity-name-only"
    scheme = subject.scheme.upper() if subject.scheme else None
    if scheme in (None, "CN-USCI", "CN-RIC"):
        # Loaded only here: most schemes need no check.
        from stdnum.cn import ric, uscc

        checks: dict[str | None, Sequence[Callable[[str], bool]]] = {
            "CN-USCI": (uscc.is_valid,),
            "CN-RIC": (ric.is_valid,),
            None: (uscc.is_valid, ric.is_valid),
        }
        if not any(check(subject.id) for check in checks[scheme]):
            return "identity-check-digit"
        said = KIND_BY_CODE.get(subject.id.strip()[:2]) if uscc.is_valid(subject.id) else None
        # A wrong kind would put the subject out of the scope of measures, or into it.
        return "identity-kind-contradicts" if said not in (None, subject.kind) else None
    return None


def _entry_as_plain(entry: Entry) -> dict[str, Any]:
    return {name: plain(value) for name, value in entry.model_dump(exclude_unset=True).items()}


def _canonical(
    profile: ProfileFields,
    versions: Mapping[tuple[str, str], tuple[Entry, ...]],
    consultations: Mapping[str, Consultation],
    related: Sequence[tuple[str, str, date, date, Prepared]],
) -> dict[str, Any]:
    """The profile in an order that does not depend on the file's: records by kind and id, then by version."""
    return {
        "subject": plain(profile.subject.stated()),
        "as_of": plain(profile.as_of),
        "consulted": [plain(consultations[name].model_dump(exclude_none=True)) for name in sorted(consultations)],
        "declared": sorted((plain(d.model_dump(exclude_none=True)) for d in profile.declared), key=digest),
        "records": [
            {"kind_of_record": kind, **_entry_as_plain(entry), "id": name}
            for (kind, name), entries in versions.items()
            for entry in entries
        ],
        "related": [
            {"id": name, "role": role, "from": plain(start), "until": plain(until), "profile": other.digest}
            for name, role, start, until, other in related
        ],
    }


# --- one action -------------------------------------------------------------------------------------------------


def action_code(law: Law, action: Action) -> str:
    """The catalogue's code for the action asked about; ProfileError where there is none."""
    if action.authority is not None and action.authority not in law.authorities:
        raise ProfileError([with_nearest("unknown-authority", "/authority", action.authority, law.authorities)])
    if action.item is not None:
        meant = list(law.action_of_item(action.item, action.item_scheme))
        if action.code is None and len(meant) == 1:
            return meant[0]
        if not meant:
            raise ProfileError([problem("unknown-item", "/item", name=action.item)])
        if action.code is not None and law.action_named(action.code) not in meant:
            raise ProfileError([problem("item-contradicts", "/item", name=action.item, action=action.code)])
    if action.code is None:
        raise ProfileError([problem("missing-key", "/code", key="code")])
    code = action.code if action.code in law.actions else law.action_named(action.code)
    if code is None:
        known = [name for known in law.actions.values() for name in (known.id, *known.aliases)]
        raise ProfileError([with_nearest("unknown-action", "/code", action.code, known)])
    return code


def known_on(prepared: Prepared, action: Action) -> date:
    """As known on which day: as asked, else the earlier of the action's date and the profile's."""
    if action.known is not None:
        return action.known
    as_of = prepared.profile.as_of
    return action.date if as_of is None else min(action.date, as_of)


def gather(law: Law, prepared: Prepared, action: Action) -> Facts:
    """The facts of one subject at one action."""
    code = action_code(law, action)
    return _facts(law, prepared, action, code, known_on(prepared, action))


def _facts(law: Law, prepared: Prepared, action: Action, code: str, known: date) -> Facts:
    related: tuple[RelatedSubject, ...] = ()
    if prepared.related:
        related = tuple(
            RelatedSubject(name, role, start, until, _facts(law, other, action, code, known))
            for name, role, start, until, other in prepared.related
        )
    return Facts(
        subject=prepared.profile.subject,
        identity_certain=prepared.identity_doubt is None,
        action=action,
        code=code,
        date=action.date,
        known=known,
        records=_records(law, prepared, known) if prepared.versions else {},
        consulted=_consulted(law, prepared, known),
        declared=_declared(prepared.declared, known) if prepared.declared else frozenset(),
        related=related,
        law=law,
    )


def _declared(entries: Sequence[Declared], known: date) -> frozenset[str]:
    """The facts declared by then."""
    return frozenset(entry.fact for entry in entries if entry.made_on is None or entry.made_on <= known)


def _records(law: Law, prepared: Prepared, known: date) -> Mapping[str, tuple[Record, ...]]:
    remembered = prepared.known_records.get(known)
    if remembered is not None and remembered[0] is law:
        records: Mapping[str, tuple[Record, ...]] = remembered[1]
        return records
    by_kind: dict[str, list[Record]] = {}
    for (kind, name), versions in prepared.versions.items():
        current = [entry for entry in versions if known_from(entry) <= known]
        if current and _loaded(law, current[-1]):
            by_kind.setdefault(kind, []).append(_record(name, current[-1], known))
    found = {kind: knowing_of_copies(records) for kind, records in by_kind.items()}
    if len(prepared.known_records) >= 64:
        prepared.known_records.clear()
    prepared.known_records[known] = (law, found)
    return found


def _loaded(law: Law, entry: Entry) -> bool:
    return entry.kind_of_record != "listing" or getattr(entry, "list", None) in law.lists


def _record(name: str, entry: Entry, known: date) -> Record:
    """One version as known on `known`: an event of a later day has not happened."""
    values: dict[str, Any] = {}
    for key in entry.model_fields_set - {"id", "objection"}:
        value = getattr(entry, key)
        if key in EVENTS or key in OPEN_EVENTS:
            value = None if value is not None and value > known else value
        values[key] = value
    values["known_on"] = known_from(entry)
    objection = entry.objection
    for key in ("filed_on", "accepted_on", "closed_on"):
        day = getattr(objection, key) if objection else None
        if day is not None and day <= known:
            values[f"objection.{key}"] = day
    removed = values.get("removed_on")
    if removed is None:  # how it was removed is known with the removal, and not before
        values.pop("removal", None)
        values.pop("resumes_on", None)
    closed = values.get("objection.closed_on")
    return Record(
        id=name,
        kind=entry.kind_of_record,
        name=getattr(entry, entry.scheme_field) if entry.scheme_field else None,
        own=own_date(entry),
        values=values,
        ends_on=entry.ends_on,
        removed_on=removed,
        removal=entry.removal if removed else None,
        resumes_on=entry.resumes_on if removed else None,
        contested_from=values.get("objection.accepted_on"),
        contested_until=closed,
        upheld_on=closed if objection is not None and objection.upheld else None,
    )


def warnings_about(law: Law, prepared: Prepared, action: Action, known: date) -> Sequence[Warned]:
    """What the reader should know of how good the facts are, in stable order."""
    found: list[dict[str, Any]] = []
    profile = prepared.profile
    if profile.as_of is None:
        found.append({"code": "no-as-of", "at": "/as_of"})
    else:
        if known > profile.as_of:
            found.append({"code": "profile-older-than-known", "at": "/as_of"})
        if profile.as_of < action.date:
            found.append({"code": "stale", "at": "/as_of", "days": (action.date - profile.as_of).days})
    if action.region is None:
        found.append({"code": "action-region-missing", "at": "/action/region"})
    usual = law.actions[action_code(law, action)].handled_by
    if action.authority is not None and usual and action.authority not in usual:
        found.append({"code": "authority-unusual", "at": "/action/authority", "list": action.authority})
    found.extend(_about_facts(law, prepared, known, ""))
    return found


def _about_facts(law: Law, prepared: Prepared, known: date, at: str) -> Iterator[dict[str, Any]]:
    """How good the facts about one subject are; then those about the related ones."""
    if prepared.identity_doubt:
        yield {"code": prepared.identity_doubt, "at": f"{at}/subject/id"}
    if not prepared.profile.consulted:
        yield {"code": "nothing-consulted", "at": f"{at}/consulted"}
    entries = _entries_known(prepared, known)
    if any(entry.known_on is None for entry in entries):
        yield {"code": "known-assumed", "at": at}
    for name in sorted(prepared.consultations):
        if not _known_register(law, name):
            yield {"code": "consulted-unknown", "at": f"{at}/consulted", "list": name}
    for name in sorted(_found_elsewhere(law, prepared, known)):
        yield {"code": "result-without-record", "at": f"{at}/consulted", "list": name}
    for kind, name in sorted({(entry.kind_of_record, str(_list_of(entry))) for entry in entries}):
        if kind == "listing" and name not in law.lists:
            yield {"code": "list-not-loaded", "at": f"{at}/listings", "list": name}
        if (kind == "rating" and name not in law.rating_schemes) or (
            kind == "points" and name not in law.points_schemes
        ):
            yield {"code": "scheme-not-loaded", "at": f"{at}/{kind}", "list": name}
    for name, role, _, _, other in prepared.related:
        if role not in law.roles:
            yield {"code": "role-unknown", "at": f"{at}/related/{name}", "list": role}
        yield from _about_facts(law, other, known, f"{at}/related/{name}")


def _known_register(law: Law, name: str) -> bool:
    """Whether a name of what was looked up says anything to the rules loaded."""
    kind, _, inner = name.partition(".")
    below = {
        "listing": set(COLOURS),
        "rating": law.rating_schemes.keys(),
        "points": law.points_schemes.keys(),
        "related": law.roles.keys(),
    }
    return name in law.lists or name in ("all", "related", *TYPE_OF_KIND) or inner in below.get(kind, ())

"""Rules about measures and their lists: what stands beside what, what is said twice, and what is left unsaid."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise

from credit_rules.authoring.linting.logic import Way, form_of, implies, overlap, refutation, ways_of
from credit_rules.authoring.linting.matter import Hit, Matter, days_meet, hit, setting_of, spans
from credit_rules.model.days import NEVER
from credit_rules.model.law import Law
from credit_rules.model.places import COUNTRY
from credit_rules.stages.checking import CheckedList, CheckedMeasure

#: Which effects go against one another at one action (section 7 of the specification).
AGAINST = {
    "bar": {"fast-lane", "priority", "accept-gaps"},
    "limit": {"fast-lane", "priority", "accept-gaps"},
    "supervise": {"ease"},
    "deny-ease": {"ease", "fast-lane", "accept-gaps"},
}


def _meet(one: CheckedMeasure, other: CheckedMeasure, law: Law) -> bool:
    """Whether two measures are in scope of one case: an action, a day, a place, a body and a subject."""
    mine, theirs = one.measure, other.measure
    return (
        days_meet(spans(one), spans(other))
        and overlap(one.list.region, other.list.region)
        and bool(one.subjects & other.subjects)
        and (not mine.by or not theirs.by or bool({*mine.by} & {*theirs.by}))
        and any(law.covers(a, b) or law.covers(b, a) for a in mine.actions for b in theirs.actions)
    )


def _twins(matter: Matter) -> Iterator[tuple[CheckedMeasure, CheckedMeasure]]:
    """Two measures with one condition and one effect that meet; the later of the two second."""
    groups: dict[object, list[CheckedMeasure]] = {}
    for measure in matter.measures:
        own = measure.measure
        key = (own.effect, str(own.lasts), repr(form_of(measure.when)))
        groups.setdefault(key, []).append(measure)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.list.measure_list == other.list.measure_list and one.list is not other.list:
                continue  # two editions of one list
            if _meet(one, other, matter.law):
                yield one, other


def same_measure_twice(matter: Matter) -> Iterator[Hit]:
    """Two measures of one region that say the same, by the same provision or under the same title."""
    for one, other in _twins(matter):
        if one.list.region == other.list.region and _one_measure(one, other):
            yield hit(other.at(), measure=other.measure.id, other=one.measure.id, first=one.at())


def same_effect_twice(matter: Matter) -> Iterator[Hit]:
    """Two measures of one region with one condition and one effect, each by a provision of its own."""
    for one, other in _twins(matter):
        if one.list.region == other.list.region and not _one_measure(one, other):
            yield hit(other.at(), measure=other.measure.id, other=one.measure.id, first=one.at())


def _one_measure(one: CheckedMeasure, other: CheckedMeasure) -> bool:
    """Whether two measures that work alike come from one and the same sentence."""
    mine, theirs = (
        {(basis.source.id, basis.article) for basis in measure.basis if basis.article} for measure in (one, other)
    )
    return bool(mine & theirs) or one.measure.title.zh == other.measure.title.zh


def mirrors_parent(matter: Matter) -> Iterator[Hit]:
    """A local measure that says what a wider one says, and does not say that it narrows it."""
    for pair in _twins(matter):
        for wide, local in (pair, pair[::-1]):
            if wide.list.region != local.list.region and overlap(wide.list.region, local.list.region):
                inner = wide.list.region == COUNTRY or wide.list.region.rstrip("0") in local.list.region
                if inner and local.list.region != COUNTRY and local.measure.narrows is None:
                    yield hit(local.at(), measure=local.measure.id, other=wide.measure.id, first=wide.at())


def conflict_by_one_record(matter: Matter) -> Iterator[Hit]:
    """A restriction and an incentive against one another, brought by one and the same record."""
    restricting = [m for m in matter.measures if m.measure.effect in AGAINST]
    rewarding = [m for m in matter.measures if m.measure.polarity == "incentive"]
    for one in restricting:
        for other in rewarding:
            against = other.measure.effect in AGAINST[one.measure.effect] and _meet(one, other, matter.law)
            if against and _one_brings_both(one, other, matter.law):
                # Told in what was named: the one or the other may stand in a rule set above.
                here, there = (one, other) if one.document.name in matter.named else (other, one)
                yield hit(here.at("when"), measure=here.measure.id, other=there.measure.id, first=there.at("when"))


def _one_brings_both(one: CheckedMeasure, other: CheckedMeasure, law: Law) -> bool:
    mine, theirs = (_open_ways(measure, law) for measure in (one, other))
    return any(_brings(a, b) or _brings(b, a) for a in mine for b in theirs)


def _open_ways(measure: CheckedMeasure, law: Law) -> list[Way]:
    setting = setting_of(measure, law)
    return [way for way in ways_of(measure.when) or () if way and refutation(way, setting) is None]


def _brings(one: Way, other: Way) -> bool:
    """Whether whoever meets one way meets the other, too."""
    return all(
        any(mine.holds and implies(mine.leaf, wanted.leaf) for mine in one) if wanted.holds else wanted in one
        for wanted in other
    )


def may_bar_without_criteria(matter: Matter) -> Iterator[Hit]:
    """A bar left to the official, and no word by what the official decides."""
    for measure in matter.measures:
        own = measure.measure
        if own.effect == "bar" and own.duty == "may" and own.note is None:
            yield hit(measure.at("duty"), measure=own.id)


def by_never_handles(matter: Matter) -> Iterator[Hit]:
    """A measure for bodies that do not handle its action."""
    for measure in matter.measures:
        bodies = set(measure.measure.by)
        for number, action in enumerate(measure.measure.actions if bodies else ()):
            covered = [known for code, known in matter.law.actions.items() if matter.law.covers(action, code)]
            usual = [set(known.handled_by) for known in covered]
            if usual and all(usual) and not any(handling & bodies for handling in usual):
                handled = sorted(set().union(*usual))
                at = measure.at("actions", number)
                yield hit(at, measure=measure.measure.id, action=action, by=sorted(bodies), handled=handled)


def list_without_measures(matter: Matter) -> Iterator[Hit]:
    """A measure list that is empty."""
    for entry in matter.lists:
        if isinstance(entry.data.get("measures"), list) and not entry.data["measures"]:
            yield hit(entry.document.at(("measures",), key=True), list=entry.list.measure_list)


def edition_gap(matter: Matter) -> Iterator[Hit]:
    """Days between two editions of a list on which none is in force."""
    for editions in _editions(matter):
        for before, after in pairwise(editions):
            until, start = before.list.in_force.until, after.list.in_force.start
            if until < NEVER and until + timedelta(days=1) < start:
                days = f"{until + timedelta(days=1)}–{_day_before(start)}"
                at = after.document.at(("in_force",))
                yield hit(at, list=after.list.measure_list, days=days, first=before.document.at(("in_force",)))


def _editions(matter: Matter) -> Iterator[list[CheckedList]]:
    names = dict.fromkeys(entry.list.measure_list for entry in matter.lists)
    for name in names:
        same = [entry for entry in matter.lists if entry.list.measure_list == name]
        yield sorted(same, key=lambda entry: entry.list.in_force.start)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def replaces_nothing(matter: Matter) -> Iterator[Hit]:
    """A list that says it replaces an edition that is not there."""
    for editions in _editions(matter):
        known = {entry.list.edition for entry in editions}
        for entry in editions:
            if entry.list.replaces is not None and entry.list.replaces not in known - {entry.list.edition}:
                at = entry.document.at(("replaces",))
                yield hit(at, list=entry.list.measure_list, edition=entry.list.replaces)


def punishes_only(matter: Matter) -> Iterator[Hit]:
    """A rule set that has restrictions and no incentive."""
    if not matter.whole:
        return
    for file in matter.files:
        data = file.document.data if file.document is not None else None
        if not file.named or not isinstance(data, dict) or "ruleset" not in data or file.document is None:
            continue
        folder = file.name.rpartition("/")[0]
        own = [m.measure.polarity for m in matter.measures if m.document.name.rpartition("/")[0] == folder]
        if own and "incentive" not in own:
            yield hit(file.document.at(("ruleset",)), name=data["ruleset"], count=len(own))


def leans_on_draft(matter: Matter) -> Iterator[Hit]:
    """A list that is no draft and names an entry that only drafts define."""
    apart = {name for (_, name), (document, _) in matter.checked.places.items() if _in_drafts(document.name)}
    for measure in matter.measures:
        if measure.list.draft or _in_drafts(measure.document.name):
            continue
        named = {basis.source.id for basis in measure.basis} | {*measure.measure.actions, *measure.measure.by}
        named |= {name for owner, leaf, _ in matter.tests if owner is measure for name in leaf.names}
        for name in sorted(named & apart):
            yield hit(measure.at(), measure=measure.measure.id, name=name)


def draft_misplaced(matter: Matter) -> Iterator[Hit]:
    """A list in a folder of drafts that does not say it is one."""
    for entry in matter.lists:
        if _in_drafts(entry.document.name) and not entry.list.draft:
            yield hit(entry.document.at(("measure_list",), key=True), list=entry.list.measure_list)


def _in_drafts(name: str) -> bool:
    return "drafts" in name.split("/")[:-1]


RULES = {
    "same-measure-twice": same_measure_twice,
    "same-effect-twice": same_effect_twice,
    "mirrors-parent": mirrors_parent,
    "conflict-by-one-record": conflict_by_one_record,
    "may-bar-without-criteria": may_bar_without_criteria,
    "by-never-handles": by_never_handles,
    "list-without-measures": list_without_measures,
    "edition-gap": edition_gap,
    "replaces-nothing": replaces_nothing,
    "punishes-only": punishes_only,
    "leans-on-draft": leans_on_draft,
    "draft-misplaced": draft_misplaced,
}

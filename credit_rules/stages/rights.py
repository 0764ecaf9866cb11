"""What no rule set may do (section 9 of the specification): one list of invariants, each refused when loaded.

| code                  | refused                                                                                  |
|-----------------------|------------------------------------------------------------------------------------------|
| `no-sufficient-basis` | a restriction without a basis in force of sufficient rank                                 |
| `points-restrict`     | a restriction on points: of persons, of households, of sole traders, or of related subjects |
| `basic-service`       | a restriction at a basic public service; an incentive there that few points would lose      |
| `no-end`, `no-way-out`| a restriction without end or way out, unless the law itself says there is none              |
| `unknown-category`    | a restriction outside the national base list                                              |
| `wider-than-parent`   | a local measure that reaches further than the one it narrows                              |
| `unverified-source`   | an unverified source outside a draft list                                                 |
| `spread-without-basis`| a spread to related subjects without a basis for the spread                               |
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from credit_rules.errors import Bilingual, Problem, phrase, problem
from credit_rules.model.catalogue import Span, Term
from credit_rules.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Negation,
    RecordTest,
    RelatedTest,
    Sees,
    every_leaf,
    leaves,
)
from credit_rules.model.law import Law
from credit_rules.model.measures import CATEGORIES, RESTRICTING, NoWayOut
from credit_rules.model.places import contains
from credit_rules.model.scalars import PENALTY_KINDS, PERSONS, SUBJECT_KINDS
from credit_rules.stages.checking import CheckedList, CheckedMeasure, CitedBasis
from credit_rules.stages.shaping import with_nearest
from credit_rules.words import codes, word

SUFFICIENT = frozenset({"law", "administrative-regulation", "judicial-interpretation", "central-policy"})
#: By which a body manages its own work; a departmental rule is enough for these if it binds every body named.
OWN_WORK = frozenset({"supervise", "deny-ease", "disclose", "notify", "weigh", "warn"})

Rule = Callable[[CheckedMeasure, Law], Iterator[Problem]]


def refuse_what_no_rule_set_may_do(lists: Sequence[CheckedList], law: Law) -> Iterator[Problem]:
    """Every breach of section 9, with its place and what would cure it."""
    measures = [measure for entry in lists for measure in entry.measures]
    for measure in measures:
        for rule in RULES:
            yield from rule(measure, law)
    yield from _wider_than_parent(measures, law)


def is_sufficient(basis: CitedBasis, checked: CheckedMeasure) -> bool:
    """Whether one basis alone can carry the measure: for an incentive any can (section 9.1)."""
    source = basis.source
    if checked.measure.polarity == "incentive" or source.rank in SUFFICIENT:
        return True
    if source.rank == "local-regulation":
        return contains(source.region, checked.list.region)
    return source.rank == "departmental-rule" and _own_work(checked) and set(checked.measure.by) <= set(source.binds)


def _own_work(checked: CheckedMeasure) -> bool:
    measure = checked.measure
    own_honours = measure.effect == "limit" and all(action.split(".")[0] == "award" for action in measure.actions)
    return bool(measure.by) and (measure.effect in OWN_WORK or own_honours)


def days_in_force(checked: CheckedMeasure) -> tuple[tuple[date, date], ...]:
    """The days on which the list, the measure and at least one sufficient basis are in force."""
    outer = (checked.list.in_force, checked.measure.in_force)
    found = []
    for basis in checked.basis:
        if is_sufficient(basis, checked):
            start = max(basis.source.in_force.start, *(span.start for span in outer))
            until = min(basis.source.in_force.until, *(span.until for span in outer))
            if start <= until:
                found.append((start, until))
    return tuple(sorted(set(found)))


def _restricts(checked: CheckedMeasure) -> bool:
    return checked.measure.polarity == "restriction"


def _name(checked: CheckedMeasure) -> str:
    return checked.measure.id


def _sufficient_basis(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    if not _restricts(checked):
        if not checked.measure.basis:
            yield problem("missing-key", checked.at(), key="basis")
        if checked.measure.entitlement and not any(
            basis.source.rank == "law" and _in_force_here(basis, checked) for basis in checked.basis
        ):
            yield problem("entitlement-without-law", checked.at("entitlement"), name=_name(checked))
        return
    if len(checked.basis) == len(checked.measure.basis) and not days_in_force(checked):
        at = checked.at("basis") if checked.measure.basis else checked.at()
        yield problem("no-sufficient-basis", at, name=_name(checked), ranks=_ranks(checked))


def _ranks(checked: CheckedMeasure) -> Bilingual:
    """The ranks of what a measure cites, in words."""
    ranks = sorted({basis.source.rank for basis in checked.basis})
    return phrase("ranks", ranks=_words(codes.RANKS, ranks)) if ranks else phrase("no-basis")


def _words(table: codes.Table, found: Iterable[str]) -> Bilingual:
    """Codes in words, joined as each language does."""
    found = list(found)
    return {lang: comma.join(word(table, code, lang) for code in found) for lang, comma in (("zh", "、"), ("en", ", "))}


def _shape_of_measure(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    """Effects and categories belong to one polarity; the base list of categories is closed."""
    measure = checked.measure
    if (measure.effect in RESTRICTING) is not _restricts(checked):
        yield problem("effect-of-other-polarity", checked.at("effect"), name=measure.effect, polarity=measure.polarity)
    if _restricts(checked) and measure.category is None:
        yield problem("missing-key", checked.at(), "category", key="category")
    elif _restricts(checked) and measure.category not in CATEGORIES:
        yield with_nearest("unknown-category", checked.at("category"), str(measure.category), CATEGORIES)
    elif not _restricts(checked) and measure.category is not None:
        yield problem("category-of-incentive", checked.at("category"), name=_name(checked))


def _points_restrict(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    if not _restricts(checked):
        return
    inside = list(_from_points(checked.when, law, False))
    spread = bool(checked.reaches) and bool(inside)
    of_persons = bool(inside) and bool(checked.subjects & PERSONS)
    if any(related for _, related in inside) or spread or of_persons:
        what = sorted({test.names[0] if test.names else test.kind for test, _ in inside})
        yield problem("points-restrict", checked.at("when"), name=_name(checked), what=what)


def _from_points(condition: Condition, law: Law, related: bool) -> Iterator[tuple[RecordTest, bool]]:
    """Tests of points, and of ratings and lists made from points, wherever they hide."""
    for leaf, _ in leaves(condition):
        if isinstance(leaf, RelatedTest):
            yield from _from_points(leaf.holds, law, True)
        elif isinstance(leaf, RecordTest) and _rests_on_points(leaf, law):
            yield leaf, related


def _rests_on_points(test: RecordTest, law: Law) -> bool:
    if test.kind == "points":
        return True
    if test.kind == "rating":
        schemes = test.names or tuple(law.rating_schemes)
        return any(law.rating_schemes[name].from_points for name in schemes if name in law.rating_schemes)
    lists = test.names or tuple(law.lists)
    return test.kind == "listing" and any(law.lists[name].from_points for name in lists if name in law.lists)


def _basic_service(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    flagged = [known.id for known in law.actions.values() if known.basic_public_service]
    basic = [code for code in law.actions if any(law.covers(outer, code) for outer in flagged)]
    for number, action in enumerate(checked.measure.actions):
        met = next((known for known in basic if law.covers(action, known) or law.covers(known, action)), None)
        if met is not None and (_restricts(checked) or _few_points_would_lose(checked.when, law)):
            yield problem("basic-service", checked.at("actions", number), name=_name(checked), action=met)


def _few_points_would_lose(when: Condition, law: Law) -> bool:
    """Whether having fewer points (or more) could cost the incentive: only a floor of points may be asked for."""
    return any(
        isinstance(leaf, RecordTest)
        and _rests_on_points(leaf, law)
        and (not helps or any(t.field == "value" and t.operator not in ("at-least", "above") for t in leaf.fields))
        for leaf, helps in every_leaf(when)
    )


def _ends(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    """Every restriction has an end and a way out, unless it names the provision by which there is none."""
    measure = checked.measure
    if not _restricts(checked):
        return
    if isinstance(measure.way_out, NoWayOut):
        if not measure.way_out.none or not any(_stands_behind(basis, checked) for basis in checked.no_way_out):
            yield problem("no-way-out", checked.at("way_out"), name=_name(checked))
        return
    # A period of its own ends a measure only where a record that is there brings it.
    own_period = measure.period is not None and _everywhere(checked.when, lambda _: True)
    if measure.lasts == "life" or not (own_period or (measure.period is None and _has_end(checked.when, law))):
        yield problem("no-end", checked.at("when"), name=_name(checked))
    repaired = measure.lasts == "while-it-holds" and _has_way_out(checked.when, law)
    if measure.way_out is None and not repaired:
        yield problem("no-way-out", checked.at(), name=_name(checked))


def _stands_behind(basis: CitedBasis, checked: CheckedMeasure) -> bool:
    """Whether a basis can carry what it is cited for: of sufficient rank, and in force while the measure is."""
    span, own, list_ = basis.source.in_force, checked.measure.in_force, checked.list.in_force
    start, until = max(span.start, own.start, list_.start), min(span.until, own.until, list_.until)
    return is_sufficient(basis, checked) and start <= until


Question = Callable[[RecordTest], bool]


def _everywhere(condition: Condition, asked: Question, holds: bool = True) -> bool:
    """Whether `asked` is so of the records that bring a condition: of every alternative, and of one of what must be
    joint. The absence of a record never is."""
    match condition:
        case AllOf(terms=terms) | AnyOf(terms=terms):
            joint = isinstance(condition, AllOf) is holds
            return (any if joint else all)(_everywhere(term, asked, holds) for term in terms)
        case Negation(term=term):
            return _everywhere(term, asked, not holds)
        case RelatedTest(role=_, holds=inside):
            return holds and _everywhere(inside, asked)
        case RecordTest():
            return holds and asked(condition)
        case _:
            return False


def _has_end(condition: Condition, law: Law) -> bool:
    """Whether what the condition asks of the records comes to an end; a grade ends with the next one."""

    def ends(test: RecordTest) -> bool:
        if test.within is not None:
            return True
        if test.sees is Sees.PAST:
            return False  # what once was stays so
        graded = test.kind in ("rating", "points")
        return graded or all(_terms_end(terms) for terms in _all_terms(test, law))

    return _everywhere(condition, ends)


def _all_terms(test: RecordTest, law: Law) -> list[tuple[Term, ...]]:
    if test.kind == "listing":
        return [law.lists[name].terms for name in (test.names or tuple(law.lists)) if name in law.lists]
    if test.kind == "rating":
        return [law.rating_schemes[name].terms for name in test.names if name in law.rating_schemes] or [()]
    if test.kind != "penalty":
        return [()]
    kinds = [value for field in test.fields if field.field == "kind" for value in field.values]
    return [law.terms_of("penalty", None, kind) for kind in kinds or PENALTY_KINDS]


def _terms_end(terms: tuple[Term, ...]) -> bool:
    """A period, a bounded span or the decision ends an entry; so does removal, where the law says how."""
    for term in terms:
        open_end = term.period == "none" or (isinstance(term.period, Span) and term.period.at_most is None)
        if open_end and (term.repair is None or term.repair.none):
            return False
    return bool(terms)


def _has_way_out(condition: Condition, law: Law) -> bool:
    """Whether the lists and kinds of penalty the condition names say how one leaves them."""

    def repaired(test: RecordTest) -> bool:
        return test.sees is not Sees.PAST and all(_terms_repair(terms) for terms in _all_terms(test, law))

    return _everywhere(condition, repaired)


def _terms_repair(terms: tuple[Term, ...]) -> bool:
    """The law says how an entry is repaired, or names the basis on which it cannot be."""
    return bool(terms) and all(t.repair is not None and (not t.repair.none or bool(t.repair.basis)) for t in terms)


def _unverified(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    if checked.list.draft:
        return
    reach = (basis for _, cited in checked.reaches for basis in cited)
    spread = (basis for _, cited in checked.spreads.values() for basis in cited)
    past = (basis for _, cited in checked.past for basis in cited)
    for basis in (*checked.basis, *reach, *spread, *past, *checked.declaration, *checked.no_way_out):
        if not basis.source.verified:
            yield problem("unverified-source", checked.document.at(basis.path), name=basis.source.id)


def _spread(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    for number, (role, cited) in enumerate(checked.reaches):
        if not any(_in_force_here(basis, checked) for basis in cited):
            yield problem("spread-without-basis", checked.at("reaches", number), name=_name(checked), role=role)
    for leaf, _ in every_leaf(checked.when) if _restricts(checked) else ():
        if not isinstance(leaf, RelatedTest):
            continue
        at, cited = checked.spreads[id(leaf)]
        if not any(_in_force_here(basis, checked) for basis in cited):
            yield problem("spread-without-basis", checked.document.at(at), name=_name(checked), role=leaf.role)


def _in_force_here(basis: CitedBasis, checked: CheckedMeasure) -> bool:
    """Whether a basis of any rank is in force while the list is, and holds in its region."""
    span, list_ = basis.source.in_force, checked.list.in_force
    local = basis.source.rank == "local-regulation" and not contains(basis.source.region, checked.list.region)
    return not local and max(span.start, list_.start) <= min(span.until, list_.until)


def _secondary(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    """A look at past records, and a declaration that settles tests, each rest on a basis of their own."""
    for at, cited in checked.past if _restricts(checked) else ():
        if not any(_in_force_here(basis, checked) for basis in cited):
            yield problem("missing-key", checked.document.at(at), "standing-any-basis", key="basis")
    accepts = checked.measure.accepts_declaration
    if accepts is not None and not any(_in_force_here(basis, checked) for basis in checked.declaration):
        yield problem("missing-key", checked.at("accepts_declaration"), "declaration-basis", key="basis")


def _never_ordered(checked: CheckedMeasure, law: Law) -> Iterator[Problem]:
    """What banks and raters do is theirs to decide: it is told, and never ordered."""
    measure = checked.measure
    if measure.category == "market-credit" and (measure.duty == "must" or measure.effect not in ("weigh", "notify")):
        yield problem("market-credit-ordered", checked.at("category"), name=_name(checked))


RULES: tuple[Rule, ...] = (
    _shape_of_measure,
    _sufficient_basis,
    _points_restrict,
    _basic_service,
    _ends,
    _unverified,
    _spread,
    _secondary,
    _never_ordered,
)

#: What a narrowing measure may make of its parent's effect beside the same: something lighter.
_LIGHT = frozenset({"weigh", "warn", "notify"})
_LIGHTER = {"bar": {"bar", "limit"} | _LIGHT}


def _wider_than_parent(measures: Iterable[CheckedMeasure], law: Law) -> Iterator[Problem]:
    measures = list(measures)
    for checked in measures:
        reference = checked.measure.narrows
        if reference is None:
            continue
        wanted_list, _, wanted = reference.rpartition("/")
        parents = [
            m
            for m in measures
            if m is not checked and m.measure.id == wanted and wanted_list in ("", m.list.measure_list)
        ]
        if not parents:
            others = [m for m in measures if m is not checked]
            names = {m.measure.id for m in others} | {f"{m.list.measure_list}/{m.measure.id}" for m in others}
            yield with_nearest("unknown-measure", checked.at("narrows"), reference, names)
            continue
        together = [parent for parent in parents if _meet(parent, checked)] or parents
        told = {key: (parent, how) for parent in together for key, how in _wider(checked, parent, law)}
        for key, (parent, how) in sorted(told.items(), key=lambda entry: entry[0]):
            at = checked.at(key) if key in checked.measure.model_fields_set else checked.at()
            first = parent.at()
            yield problem("wider-than-parent", at, name=_name(checked), parent=reference, what=how, first=first)


def _meet(parent: CheckedMeasure, checked: CheckedMeasure) -> bool:
    """Whether two measures are in force on one day, as far as their lists go."""
    one, other = parent.list.in_force, checked.list.in_force
    return one.start <= other.until and other.start <= one.until


def _wider(checked: CheckedMeasure, parent: CheckedMeasure, law: Law) -> Iterator[tuple[str, Bilingual]]:
    """Each key in which a measure reaches further than its parent, and how, in words."""
    own, above = checked.measure, parent.measure
    if not checked.subjects <= parent.subjects:
        kinds = [[kind for kind in SUBJECT_KINDS if kind in of.subjects] for of in (checked, parent)]
        yield _told_wider("subjects", *(_words(codes.SUBJECT_KINDS, found) for found in kinds))
    if not all(any(law.covers(outer, action) for outer in above.actions) for action in own.actions):
        titles = {code: (known.title.zh, known.title.en or known.title.zh) for code, known in law.actions.items()}
        yield _told_wider("actions", _words(titles, own.actions), _words(titles, above.actions))
    if own.effect not in _LIGHTER.get(above.effect, {above.effect} | (_LIGHT if _restricts(parent) else set())):
        yield _told_wider("effect", _words(codes.EFFECTS, [own.effect]), _words(codes.EFFECTS, [above.effect]))
    if own.duty == "must" and above.duty == "may":
        yield _told_wider("duty", _words(codes.DUTIES, [own.duty]), _words(codes.DUTIES, [above.duty]))
    if not contains(parent.list.region, checked.list.region):
        yield _told_wider("region", _words({}, [checked.list.region]), _words({}, [parent.list.region]))


def _told_wider(key: str, own: Bilingual, above: Bilingual) -> tuple[str, Bilingual]:
    return key, phrase("wider", field=phrase(key), own=own, above=above)

"""Explanations come to what the decision found, hold together, and say nothing the reference does not say."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from credit_rules import semantics
from credit_rules.authoring.schemas import schema_of
from credit_rules.model.conditions import RelatedTest
from credit_rules.model.decision import Finding
from credit_rules.model.truth import FALSE, TRUE, UNKNOWN, Truth
from credit_rules.pipeline import in_words
from credit_rules.rendering.explanation import render_explanation, render_overview, sentences_of
from credit_rules.stages.explaining import Explanation, Node, Overview, explained
from properties.holding import holds
from properties.strategies import Case, Wants, copied, decision_of, every_profile
from test_schemas import closed

BITES = {"applies": TRUE, "undetermined": UNKNOWN, "withheld": FALSE, "does-not-apply": FALSE}
TRUTHS = {"true": TRUE, "unknown": UNKNOWN, "false": FALSE}
#: Of a tree with more unmarked leaves than this, some of their values are tried, not all.
SMALL = 5


def explanations(case: Case) -> Iterator[tuple[Finding, Explanation]]:
    """Every measure of the plan, explained."""
    decision = decision_of(case)
    for finding in (*decision.findings, *decision.others):
        yield finding, explained(decision, finding.planned)


def nodes(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    for below in node.below:
        yield from nodes(below)


def kleene(joins: str, truths: list[Truth]) -> Truth:
    """What parts come to together, by the table."""
    if joins == "not":
        return {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[truths[0]]
    absorbing, neutral = (FALSE, TRUE) if joins == "all" else (TRUE, FALSE)
    if absorbing in truths:
        return absorbing
    return UNKNOWN if UNKNOWN in truths else neutral


@holds()
def test_a_tree_comes_to_the_finding_and_its_parts_to_the_whole(case: Case) -> int:
    """The root is the finding, every node what those below make of it, and what the reference says of that piece."""
    count = 0
    for finding, told in explanations(case):
        assert told.finding.finding == finding.finding
        assert told.root.truth is BITES[finding.finding], finding.measure
        for node in nodes(told.root):
            count += 1
            if node.joins:
                assert node.truth is kleene(node.joins, [below.truth for below in node.below]), (
                    finding.measure,
                    node.kind,
                )
            if node.asked is not None:
                condition, facts = node.asked
                assert node.truth is semantics.truth_of(condition, facts), (finding.measure, node.kind)
    return count


@holds()
def test_the_scope_is_what_keeps_a_measure_out(case: Case) -> int:
    """The first part of the scope that does not hold is the one the plan names."""
    count = 0
    names = {"body": "by"}
    for finding, told in explanations(case):
        scope = told.root.below[0]
        failing = [names.get(node.kind, node.kind) for node in scope.below if node.truth is FALSE]
        assert (failing or [""])[0] == finding.out_of_scope, finding.measure
        count += 1
    return count


def came_to(node: Node, values: Mapping[int, Truth]) -> Truth:
    """What a tree comes to with other values in some of its leaves."""
    if not node.joins:
        return values.get(id(node), node.truth)
    return kleene(node.joins, [came_to(below, values) for below in node.below])


@holds()
def test_what_decided_is_enough(case: Case) -> int:
    """Whatever the leaves that are not marked came to, the root would be the same."""
    count = 0
    for finding, told in explanations(case):
        free = [leaf for leaf in told.root.leaves() if not leaf.decides]
        if len(free) <= SMALL:
            tried = product((TRUE, UNKNOWN, FALSE), repeat=len(free))
        else:
            tried = iter([tuple(case.draw.choice((TRUE, UNKNOWN, FALSE)) for _ in free) for _ in range(40)])
        for values in tried:
            changed = {id(leaf): value for leaf, value in zip(free, values, strict=True)}
            assert came_to(told.root, changed) is told.root.truth, finding.measure
            count += 1
    return count


@holds()
def test_the_marks_are_those_of_the_reference(case: Case) -> int:
    """In a condition that decided, the tests marked are those the reference says decided."""
    count = 0
    for finding, told in explanations(case):
        when = next(node for node in told.root.below if node.kind == "when")
        if not when.decides or when.truth is UNKNOWN:
            continue
        planned = finding.planned
        expected = {id(leaf) for leaf, _ in semantics.deciding(planned.when, told.decision.facts, when.truth is TRUE)}
        marked = {id(leaf) for node in nodes(when) if node.decides for leaf in _asked_leaves(node, told)}
        assert expected <= marked, finding.measure
        # A count of two bounds, or two fields of one test, are one node.
        top = {id(leaf) for node in _tops(when) if node.decides for leaf in _asked_leaves(node, told)}
        assert top <= expected or any(len(list(_asked_leaves(node, told))) > 1 for node in _tops(when)), finding.measure
        count += 1
    return count


def _tops(node: Node) -> Iterator[Node]:
    """The tests of a condition, what is inside related tests left out."""
    if node.kind == "related" or not node.joins:
        yield node
        return
    for below in node.below:
        yield from _tops(below)


def _asked_leaves(node: Node, told: Explanation) -> Iterator[Any]:
    if node.asked is None or node.asked[1] is not told.decision.facts:
        return
    condition = node.asked[0]
    if isinstance(condition, RelatedTest):
        yield condition
    elif not node.joins:
        yield from (leaf for leaf, _ in semantics_leaves(condition))


def semantics_leaves(condition: Any) -> Iterator[tuple[Any, bool]]:
    from credit_rules.model.conditions import leaves

    return leaves(condition)


@holds()
def test_what_is_missing_is_what_the_finding_lacks(case: Case) -> int:
    """The facts told as missing are those of the finding, each once, in its order."""
    count = 0
    for finding, told in explanations(case):
        shown = [(item["fact"], item["of"]) for item in told.told()["finding"]["missing"]]
        assert shown == list(finding.missing), finding.measure
        assert bool(shown) is (finding.finding == "undetermined")
        count += len(shown)
    return count


@holds()
def test_every_record_is_told_with_what_it_counts_for(case: Case) -> int:
    """As many records count as the test needs to know of; whatever does not count has a reason, and only that."""
    count = 0
    for _, told in explanations(case):
        for node in nodes(told.root):
            for record in node.told.get("records", ()):
                count += 1
                reasons = [reason["code"] for reason in record["reasons"]]
                if record["counts"] == "true":
                    assert reasons in ([], ["copy"]), record
                else:
                    assert reasons, record
            number = node.told.get("count")
            if number:
                certain = [r for r in node.told["records"] if r["counts"] == "true" and not r["reasons"]]
                assert len(certain) == number["certain"]
    return count


@holds(profiles=3)
def test_every_explanation_can_be_put_in_words(case: Case) -> int:
    """In both languages, for each reader, in each layout, without a trace of Python or an empty sentence."""
    decision = decision_of(case)
    told = [one for _, one in explanations(case)]
    for one in case.draw.sample(told, min(3, len(told))):
        data = in_words(one).as_json()
        assert best_match(strict().iter_errors(data)) is None, best_match(strict().iter_errors(data))
        assert all(sentences_of(data).values())
        for lang, audience, layout in product(("zh", "en"), ("clerk", "subject", "file"), ("text", "markdown")):
            page = render_explanation(data, lang, audience, layout)
            assert "None" not in page
            assert "{" not in page.replace("\\{", "")
            assert page.endswith("\n")
    overview = Overview(decision, tuple(told)).as_json()
    return len(render_overview(overview, "en", "file").splitlines())


@cache
def strict() -> Draft202012Validator:
    """The schema of an explanation, letting no key pass that it does not tell."""
    return Draft202012Validator(closed(schema_of("explanation")))


@holds()
def test_only_the_file_keeps_what_is_over(case: Case) -> int:
    """A record that does not stand and does not count stands on no page of a restriction but the file's, unless the
    measure applies for want of one that does; nor does such a penalty or conviction on one of an incentive."""
    count = 0
    for finding, told in explanations(case):
        records = [record for node in nodes(told.root) for record in node.told.get("records", ())]
        kept = {r["record"] for r in records if not r["guard"] or r["counts"] != "false"}
        bad = {r["record"] for r in records if finding.planned.restricts or r["kind"] in ("penalty", "conviction")}
        wanting = {item.name for cause in finding.because for item in cause} if finding.finding == "applies" else set()
        over = bad - kept - wanting
        data = told.as_json()
        for lang, audience in product(("zh", "en"), ("clerk", "subject")):
            page = render_explanation(data, lang, audience)
            assert not any(f"({name})" in page for name in over), page
        page = render_explanation(data, "en", "file")
        count += sum(f"({name})" in page for name in over)
    return count


@holds(Wants(), profiles=4)
def test_nobody_else_is_named_to_the_subject(case: Case) -> int:
    """Names, ids and documents of related subjects stand on no page the subject reads."""
    profile = copied(case.profile)
    for number, own in enumerate(every_profile(profile)):
        if number:
            own["subject"]["name"] = f"NOBODY{number}"
            for section in ("listings", "penalties", "convictions", "permits", "commitments", "ratings", "points"):
                for entry in own.get(section, ()):
                    entry |= {"document": f"SECRET{number}", "authority": f"SECRET{number}"}
    for number, relation in enumerate(_relations(profile)):
        relation["id"] = f"HIDDEN{number}"
    count = 0
    for _, told in explanations(case.but(profile=profile)):
        data = told.as_json()
        for lang in ("zh", "en"):
            page = render_explanation(data, lang, "subject")
            assert not any(word in page for word in ("NOBODY", "SECRET", "HIDDEN")), page
            count += "NOBODY" in render_explanation(data, lang, "file")
    return count


def _relations(profile: Any) -> Iterator[Any]:
    for relation in profile.get("related", ()):
        yield relation
        yield from _relations(relation["profile"])

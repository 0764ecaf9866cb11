"""The facts an item of a cause names: whose they are, which record, and what stands against it."""

from credit_rules import semantics
from credit_rules.model.conditions import RecordTest, every_leaf
from credit_rules.model.facts import Facts, Record
from credit_rules.model.plan import PlannedMeasure
from credit_rules.model.truth import TRUE
from credit_rules.semantics import Item


def facts_of(of: str | None, facts: Facts) -> Facts:
    """The facts of the related subject at a path of ids, or the subject's own."""
    for name in of.split("/") if of else ():
        facts = next(other.facts for other in facts.related if other.id == name)
    return facts


def record_of(item: Item, facts: Facts) -> tuple[Record, Facts]:
    """The record an item names, and the facts it is among."""
    holder = facts_of(item.of, facts)
    return next(r for r in holder.of_kind(item.detail) if r.id == item.name), holder


def guards_of_item(item: Item, planned: PlannedMeasure, facts: Facts) -> frozenset[str]:
    """The guards of the record an item names, as the measure's tests see it."""
    if item.sort != "record":
        return frozenset()
    record, holder = record_of(item, facts)
    tests = (leaf for leaf, helps in every_leaf(planned.when) if helps and isinstance(leaf, RecordTest))
    seeing = next((t for t in tests if t.kind == record.kind and (not t.names or record.name in t.names)), None)
    return semantics.guards_against(seeing, record, holder) if seeing else semantics.guards_of(record, holder)


def guards_that_stop(item: Item, planned: PlannedMeasure, facts: Facts) -> frozenset[str]:
    """The guards of a record that triggers the measure; one that is only told with an absence stops nothing."""
    test = test_triggered(item, planned, facts)
    return semantics.guards_against(test, *record_of(item, facts)) if test is not None else frozenset()


def test_triggered(item: Item, planned: PlannedMeasure, facts: Facts) -> RecordTest | None:
    """The test of the measure's condition that a record passes once its guards are lifted."""
    if item.sort != "record":
        return None
    record, holder = record_of(item, facts)
    pairs = zip(every_leaf(planned.when), every_leaf(planned.trigger), strict=True)
    for (test, helps), (lifted, _) in pairs:
        if not helps or not isinstance(test, RecordTest) or not isinstance(lifted, RecordTest):
            continue
        about = lifted.kind == record.kind and (not lifted.names or record.name in lifted.names)
        if about and record in semantics.relevant(lifted, holder) and semantics.passes(lifted, record, holder) is TRUE:
            return test
    return None

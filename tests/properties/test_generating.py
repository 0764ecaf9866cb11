"""What is generated is worth trying: every sort of finding, guard and outcome comes up."""

from collections import Counter

from properties.strategies import ANY, cases_of, decision_of

SEEDS = range(250)


def test_generated_cases_are_of_every_sort() -> None:
    """A property holds of little if its cases are all alike."""
    found: Counter[str] = Counter()
    for seed in SEEDS:
        for case in cases_of(seed, ANY, 4):
            decision = decision_of(case)
            found[f"outcome {decision.outcome}"] += 1
            for finding in decision.findings:
                found[finding.finding] += 1
                found[f"guard {finding.guard}"] += 1
                found.update(f"cause of {item.sort}" for cause in finding.because for item in cause)
                found["by declaration"] += finding.by_declaration
                found["of somebody related"] += any(item.of for cause in finding.because for item in cause)
                found["several causes"] += len(finding.because) > 1
                found["editions"] += finding.planned.list.edition != "1"
    wanted = {f"outcome {code}" for code in ("barred", "refer", "incomplete", "restricted", "favoured", "ordinary")}
    wanted |= {"applies", "undetermined", "withheld", "by declaration", "of somebody related", "several causes"}
    guards = ("not-in-force", "cross-check", "removed", "repaired", "expired", "elsewhere")
    wanted |= {f"guard {code}" for code in guards}
    wanted |= {f"cause of {sort}" for sort in ("record", "absent", "consulted", "declared", "related", "given")}
    assert wanted <= set(+found), f"never seen: {sorted(wanted - set(+found))}"
    assert found["applies"] >= 150
    assert found["withheld"] >= 30

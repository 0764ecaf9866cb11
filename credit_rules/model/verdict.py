"""What a backend answers: for each measure in scope, three plain booleans."""

from dataclasses import dataclass

from credit_rules.model.plan import PlannedMeasure


@dataclass(slots=True)
class Verdict:
    """Whether a measure certainly bites, possibly bites, and is certainly triggered."""

    planned: PlannedMeasure
    certain: bool
    possible: bool
    triggered: bool

    @property
    def finding(self) -> str:
        """The finding's code."""
        if self.certain:
            return "applies"
        if self.possible:
            return "undetermined"
        return "withheld" if self.triggered else "does-not-apply"

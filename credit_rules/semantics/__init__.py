"""The meaning of a measure list: short, slow and total. Engines are tested against this, not the other way round.

`standing` says whether a record stands on a day; `truth` says whether a condition holds; `reasons` says why, what
is missing, what decided, and until when. Nothing in here raises for missing facts, and nothing reads the clock.
"""

from credit_rules.semantics.reasons import Cause, Item, causes, deciding, missing, turning_days
from credit_rules.semantics.standing import GUARDS, contested, end_range, guards_of, latest_known_end
from credit_rules.semantics.truth import bites, firmly_bites, guards_against, triggered, truth_of

__all__ = [
    "GUARDS",
    "Cause",
    "Item",
    "bites",
    "causes",
    "contested",
    "deciding",
    "end_range",
    "firmly_bites",
    "guards_against",
    "guards_of",
    "latest_known_end",
    "missing",
    "triggered",
    "truth_of",
    "turning_days",
]

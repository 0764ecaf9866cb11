"""The meaning of a measure list: short, slow and total. Engines are tested against this, not the other way round.

`standing` says whether a record stands on a day; `truth` says whether a condition holds; `reasons` says why, what
is missing, what decided, and until when; `changes` says what may lawfully change. Nothing in here raises for missing
facts, and nothing reads the clock.
"""

from credit_rules.semantics.changes import changed, lawful_changes, offered, still_there, waiting_for
from credit_rules.semantics.reasons import Cause, Item, causes, deciding, missing, turning_days
from credit_rules.semantics.standing import GUARDS, contested, end_range, first_guard, guards_of, latest_known_end
from credit_rules.semantics.truth import (
    firmly_bites,
    guards_against,
    member_truth,
    members,
    open_names,
    passes,
    relevant,
    triggered,
    truth_of,
)

__all__ = [
    "GUARDS",
    "Cause",
    "Item",
    "causes",
    "changed",
    "contested",
    "deciding",
    "end_range",
    "firmly_bites",
    "first_guard",
    "guards_against",
    "guards_of",
    "latest_known_end",
    "lawful_changes",
    "member_truth",
    "members",
    "missing",
    "offered",
    "open_names",
    "passes",
    "relevant",
    "still_there",
    "triggered",
    "truth_of",
    "turning_days",
    "waiting_for",
]

"""The administrative action at which a subject is checked."""

from credit_rules.model.places import COUNTRY
from credit_rules.model.scalars import Code, Day, Money, Region, Shape, String, Word


class Action(Shape):
    """What the subject asks for: which action, on which day, where, before which body.

    `code` is an action of the catalogue or one of its aliases; `item` (with `item_scheme`) a local item code
    that means one. `authority` is the handling body; `body` and `operator` only say who asked. An absent
    `amount` is unknown; an absent `region` is the whole country, and local lists then do not apply.
    """

    code: Word | None = None
    item: Word | None = None
    item_scheme: Word | None = None
    date: Day
    known: Day | None = None
    region: Region | None = None
    authority: Code | None = None
    amount: Money | None = None
    case: String | None = None
    within_law: Code | None = None
    operator: String | None = None
    body: String | None = None
    purpose: String | None = None

    @property
    def place(self) -> str:
        """Where the action is handled."""
        return self.region or COUNTRY

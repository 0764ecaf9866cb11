"""Three values (Kleene): true, false, and unknown, which is never "no"."""

from enum import IntEnum
from typing import Final


class Truth(IntEnum):
    """Ordered so that *all* is the least, *any* the greatest, and *not* the mirror image."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


FALSE: Final = Truth.FALSE
UNKNOWN: Final = Truth.UNKNOWN
TRUE: Final = Truth.TRUE


def negate(value: Truth) -> Truth:
    """Unknown stays unknown."""
    return (TRUE, UNKNOWN, FALSE)[value]

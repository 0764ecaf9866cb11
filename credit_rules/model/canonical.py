"""The canonical form (RFC 8785) that digests are taken over, so that equal input has equal bytes anywhere.

What is digested here has ASCII keys and no numbers but whole ones; for such data the standard library's sorted,
compact form is the canonical one (a test holds it against an implementation of the standard).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def digest(data: Any) -> str:
    """`sha256:…` over the canonical form of plain data."""
    return "sha256:" + hashlib.sha256(canonical(data)).hexdigest()


def digest_of_parts(parts: Mapping[str, bytes]) -> str:
    """The digest of a mapping of whose values the canonical bytes are at hand."""
    told = (canonical(key) + b":" + parts[key] for key in sorted(parts))
    return "sha256:" + hashlib.sha256(b"{" + b",".join(told) + b"}").hexdigest()


def canonical(data: Any) -> bytes:
    """The canonical bytes of plain data: text, whole numbers, flags, null, lists, and mappings with ASCII keys."""
    # What is told here is made as a tree, so that nobody need look for circles.
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
    return text.encode()


def plain(value: Any) -> Any:
    """Typed values as plain data: days, money and numbers as text."""
    if isinstance(value, date):
        return "never" if value == date.max else value.isoformat()
    if isinstance(value, Decimal):
        return shown_number(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def shown_number(value: Decimal) -> str:
    """A number without exponent: equal amounts are written alike.

    >>> shown_number(Decimal("5200000.00")), shown_number(Decimal("0.5"))
    ('5200000', '0.5')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Regions (GB/T 2260) and dotted codes: what lies within what."""

COUNTRY = "CN"


def contains(outer: str, inner: str) -> bool:
    """Whether region `inner` lies in region `outer`, or is it.

    >>> contains("370000", "370300"), contains("370300", "370000"), contains("CN", "370300")
    (True, False, True)
    """
    if outer in (COUNTRY, inner):
        return True
    stem = outer
    while stem.endswith("00"):
        stem = stem[:-2]
    return inner != COUNTRY and inner.startswith(stem)


def is_below(code: str, parent: str) -> bool:
    """Whether dotted `code` is `parent` or stands below it: `permit.food` below `permit`."""
    return code == parent or code.startswith(parent + ".")

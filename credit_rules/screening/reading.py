"""Read a tender, whichever way it is written down: OCDS, or a bidders' sheet."""

from pathlib import Path

from credit_rules.screening.readers.bidders import read_bidders
from credit_rules.screening.readers.files import Progress, source_of
from credit_rules.screening.readers.ocds import looks_like_ocds, read_ocds
from credit_rules.screening.tenders import Tenders


def read_tenders(path: str | Path, progress: Progress | None = None) -> Tenders:
    """The tenders of a file. InputError where it cannot be read."""
    source = source_of(Path(path))
    return read_ocds(source, progress) if looks_like_ocds(source) else read_bidders(source, progress)

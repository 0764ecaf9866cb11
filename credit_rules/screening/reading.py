"""Read a tender, whichever way it is written down: OCDS, or a bidders' sheet."""

from pathlib import Path

from credit_rules.errors import InputError, problem
from credit_rules.screening.readers.bidders import read_bidders
from credit_rules.screening.readers.entities import looks_like_entities
from credit_rules.screening.readers.files import Progress, looks_like_profiles, source_of
from credit_rules.screening.readers.ocds import looks_like_ocds, read_ocds
from credit_rules.screening.tenders import Tenders


def read_tenders(path: str | Path, progress: Progress | None = None) -> Tenders:
    """The tenders of a file. InputError where it cannot be read, or where it is no tender but something else."""
    source = source_of(Path(path))
    if looks_like_profiles(source):
        raise InputError([problem("tender-is-profiles", source.name)])
    if source.encoding and looks_like_entities(source):
        raise InputError([problem("tender-is-list", source.name)])
    return read_ocds(source, progress) if looks_like_ocds(source) else read_bidders(source, progress)

"""What became of everything a reader read: nothing is dropped in silence."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from credit_rules.errors import Problem

#: Notes kept for each code; the rest is counted.
MOST_NOTES = 50


@dataclass(slots=True)
class Tally:
    """Counts of one file: `read` records are `taken`, `merged` with one that says the same, or `left_out`.

    Of those taken or merged, `doubted` carry a doubt. `besides` counts what is no record: headings, titles, blank rows.
    """

    file: str
    format: str = ""  # double-publicity, published-list, mapped-table, ftm, ocds, bidders
    digest: str = ""  # sha256:… of the bytes
    read: int = 0
    taken: int = 0
    merged: int = 0
    doubted: int = 0
    left_out: Counter[str] = field(default_factory=Counter)  # by the code of the reason
    besides: Counter[str] = field(default_factory=Counter)
    notes: list[Problem] = field(default_factory=list)
    noted: Counter[str] = field(default_factory=Counter)  # how often each code was told, beyond those kept, too

    def note(self, *problems: Problem) -> None:
        """Tell a doubt; of one code only the first are kept, all are counted."""
        for told in problems:
            self.noted[told.code] += 1
            if self.noted[told.code] <= MOST_NOTES:
                self.notes.append(told)

    def take(self, doubts: Iterable[Problem] = ()) -> None:
        """A record was read and is handed on."""
        told = tuple(doubts)
        self.read, self.taken, self.doubted = self.read + 1, self.taken + 1, self.doubted + bool(told)
        self.note(*told)

    def leave(self, told: Problem) -> None:
        """A record was read and is not handed on."""
        self.read += 1
        self.left_out[told.code] += 1
        self.note(told)

    def merge(self, told: Problem | None = None) -> None:
        """A record was read and says the same as one taken before."""
        self.read, self.merged = self.read + 1, self.merged + 1
        if told is not None:
            self.note(told)

    def merge_taken(self, told: Problem) -> None:
        """A record that was taken turns out to say the same as another."""
        self.taken, self.merged = self.taken - 1, self.merged + 1
        self.note(told)

    @property
    def adds_up(self) -> bool:
        """Whether everything read is accounted for."""
        return self.read == self.taken + self.merged + self.left_out.total()

    def as_json(self) -> Mapping[str, Any]:
        """The counts, and the notes with their places."""
        return {
            "file": self.file,
            "format": self.format,
            "digest": self.digest,
            "read": self.read,
            "taken": self.taken,
            "merged": self.merged,
            "doubted": self.doubted,
            "left_out": dict(sorted(self.left_out.items())),
            "besides": dict(sorted(self.besides.items())),
            "noted": dict(sorted(self.noted.items())),
            "notes": [told.as_json() for told in self.notes],
        }

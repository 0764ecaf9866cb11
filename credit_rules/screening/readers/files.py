"""Files as they lie on disk: plain or gzipped, in whichever encoding; read in pieces, however large they are."""

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from credit_rules.errors import InputError, problem
from credit_rules.screening.tallies import Tally

#: Told now and then how many bytes of how many were read.
Progress = Callable[[int, int], None]

PIECE = 1 << 20
LONGEST_LINE = 8 * 1024 * 1024
#: A packed file that unpacks to more than this, and to so many times its size, is a trap.
UNPACKED_FREELY = 256 * 1024 * 1024
MOST_TIMES = 200

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


_PROFILE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:coverage|subject)"')


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was looked through once: its digest, and how to read it."""

    path: Path
    name: str  # as it was named on the command line; what places begin with
    digest: str
    size: int
    gzipped: bool = False
    encoding: str = ""  # empty: no text, but a workbook
    head: bytes = b""  # its first bytes, unpacked
    unpacked: int = 0  # bytes, where they were counted

    @contextmanager
    def bytes(self, progress: Progress | None = None) -> Iterator[BinaryIO]:
        """The bytes, unpacked."""
        with self.path.open("rb") as raw:
            watched: Any = io.BufferedReader(cast("io.RawIOBase", _Watched(raw, self.size, progress)), PIECE)
            unpacked: Any = gzip.GzipFile(fileobj=watched, mode="rb") if self.gzipped else watched
            yield unpacked

    @contextmanager
    def text(self, progress: Progress | None = None) -> Iterator[TextIO]:
        """The text; line ends stay as they are."""
        with self.bytes(progress) as raw:
            yield io.TextIOWrapper(raw, encoding=self.encoding, newline="")


class _Watched(io.RawIOBase):
    """A file that tells how far it was read."""

    def __init__(self, raw: BinaryIO, size: int, progress: Progress | None) -> None:
        self._raw, self._size, self._progress, self._done = raw, size, progress, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._raw.read(len(buffer))
        buffer[: len(piece)] = piece
        self._done += len(piece)
        if self._progress is not None:
            self._progress(self._done, self._size)
        return len(piece)


def source_of(path: Path) -> Source:
    """Look a file through: digest, packing and encoding. InputError where it cannot be read to its end."""
    name = str(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as raw:
            head = raw.read(PIECE)
        digest = digest_of(path)
    except FileNotFoundError:
        raise InputError([problem("no-such-file", name, name=name)]) from None
    except OSError as error:
        raise InputError([problem("unreadable", name, name=name, why=error.strerror or "")]) from None
    if not head:
        raise InputError([problem("empty-file", name)])
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return Source(path, name, digest, size, head=head[:8])
    gzipped = head.startswith(b"\x1f\x8b")
    encoding, begins, unpacked = _encoding(path, name, size, gzipped)
    return Source(path, name, digest, size, gzipped, encoding, begins, unpacked)


def first_object(source: Source) -> dict[str, Any] | None:
    """The JSON object in the first line of a file, where there is one."""
    with source.text() as text:
        line = ""
        while not line.strip() and (line := text.readline(LONGEST_LINE)):
            pass
    try:
        found = json.loads(line) if line.lstrip("\ufeff \t").startswith("{") else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def looks_like_profiles(source: Source) -> bool:
    """Whether a file begins as profiles do: with a coverage line, or with a subject."""
    if source.encoding and (first := first_object(source)) is not None:
        return "coverage" in first or "subject" in first
    return bool(source.encoding) and _PROFILE.match(source.head) is not None


def digest_of(path: Path) -> str:
    """The digest of a file's bytes."""
    found = sha256()
    with path.open("rb") as raw:
        while piece := raw.read(PIECE):
            found.update(piece)
    return f"sha256:{found.hexdigest()}"


def _pieces(path: Path, name: str, size: int, gzipped: bool) -> Iterator[bytes]:
    """The unpacked bytes; InputError where the packing is broken, cut off, or a trap."""
    unpacked, lines = 0, 1
    with path.open("rb") as raw:
        stream: BinaryIO = gzip.GzipFile(fileobj=raw, mode="rb") if gzipped else raw  # type: ignore[assignment]
        try:
            while piece := stream.read(PIECE):
                unpacked += len(piece)
                if gzipped and unpacked > UNPACKED_FREELY and unpacked > MOST_TIMES * size:
                    raise InputError([problem("file-bomb", name, times=MOST_TIMES)])
                lines += piece.count(b"\n")
                yield piece
        except EOFError:
            raise InputError([problem("gzip-cut", f"{name}:{lines}")]) from None
        except (OSError, zlib.error) as error:
            raise InputError([problem("gzip-broken", f"{name}:{lines}", why=error)]) from None


def _encoding(path: Path, name: str, size: int, gzipped: bool) -> tuple[str, bytes, int]:
    """The first encoding in which the whole file can be read, how the file begins, and how long it is."""
    begins = next(_pieces(path, name, size, gzipped), b"")
    if not begins:
        raise InputError([problem("empty-file", name)])
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if begins.startswith(mark)]
    wrong = 0
    for encoding in marked or ["utf-8-sig", "gb18030"]:
        wrong_in, unpacked = _first_undecodable(_pieces(path, name, size, gzipped), encoding)
        if wrong_in is None:
            return encoding, begins[:4096], unpacked
        wrong = max(wrong, wrong_in)
    raise InputError([problem("bad-encoding", f"{name}:{wrong}")])


def lines_of(source: Source, tally: Tally, progress: Progress | None) -> Iterator[tuple[str, str]]:
    """Every line that is not blank, with its place; blank ones are counted. InputError where one has no end."""
    with source.text(progress) as text:
        number = 0
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            place = f"{source.name}:{number}"
            if len(line) > LONGEST_LINE:
                raise InputError([problem("line-too-long", place)])
            if line.strip():
                yield place, line
            else:
                tally.besides["blank"] += 1


def _first_undecodable(pieces: Iterator[bytes], encoding: str) -> tuple[int | None, int]:
    """The line in which something cannot be read, None where all can; and how many bytes were looked at."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines, looked = 1, 0
    try:
        for piece in pieces:
            looked += len(piece)
            lines += decoder.decode(piece).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return lines + bytes(error.object[: error.start]).count(b"\n"), looked
    return None, looked

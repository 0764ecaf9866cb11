"""Frames: messages over a socket, each with its length and checksum, so that what is cut off or torn is noticed."""

import json
import struct
import zlib
from socket import socket
from time import monotonic
from typing import Any

#: What is longer is no message of ours.
LARGEST = 64 * 1024 * 1024

_HEAD = struct.Struct(">4sII")  # mark, length, checksum of what follows
_CHECK = struct.Struct(">I")  # checksum of the head: nobody waits for the rest of a torn length
_MARK = b"crr2"


class Torn(Exception):
    """What came is no whole message."""


class Ended(Exception):
    """The other side has gone."""


def send(channel: socket, message: Any, seconds: float | None = None) -> None:
    """One message; TimeoutError where it is not taken in time."""
    body = json.dumps(message, allow_nan=False).encode("ascii")  # even half a surrogate pair comes out as it went in
    channel.settimeout(seconds)
    channel.sendall(head_of(len(body), zlib.crc32(body)) + body)


def head_of(length: int, check: int) -> bytes:
    """What comes before so many bytes with this checksum."""
    head = _HEAD.pack(_MARK, length, check)
    return head + _CHECK.pack(zlib.crc32(head))


def receive(channel: socket, seconds: float | None = None) -> Any:
    """The next message. Ended or Torn where there is none; TimeoutError where it is not whole in time."""
    until = None if seconds is None else monotonic() + seconds
    start = _exactly(channel, _HEAD.size + _CHECK.size, until, Ended)
    head, check_of_head = start[: _HEAD.size], start[_HEAD.size :]
    mark, length, check = _HEAD.unpack(head)
    if mark != _MARK or length > LARGEST or check_of_head != _CHECK.pack(zlib.crc32(head)):
        raise Torn
    body = _exactly(channel, length, until, Torn)
    if zlib.crc32(body) != check:
        raise Torn
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Torn from None


def _exactly(channel: socket, size: int, until: float | None, nothing: type[Exception]) -> bytes:
    """So many bytes; `nothing` where the other side has gone before the first of them."""
    parts, wanted = [], size
    while wanted:
        channel.settimeout(None if until is None else max(until - monotonic(), 1e-3))
        part = channel.recv(min(wanted, 1 << 20))
        if not part:
            raise nothing if wanted == size else Torn
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)

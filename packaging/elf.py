"""Where a program or library of Linux has the dynamic loader look for others, before the system's own folders."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_HEAD = b"\x7fELF\x02\x01"  # 64 bits, the low byte first: every processor that the packages are made for
_DYNAMIC, _LOADED = 2, 1  # kinds of segments
_STRINGS, _RPATH, _RUNPATH = 5, 15, 29  # tags of the dynamic segment
_ENTRY = struct.Struct("<qQ")


def search_path(file: Path) -> str:
    """Return the folders that the file names, parted by colons; "" where it names none or is no such file."""
    with file.open("rb") as opened:
        if opened.read(len(_HEAD)) != _HEAD:
            return ""
    data = file.read_bytes()
    entries = dict(_entries(data))
    at = entries.get(_RUNPATH, entries.get(_RPATH))
    if at is None:
        return ""
    start = _place_of(data, entries[_STRINGS]) + at
    return data[start : data.index(b"\0", start)].decode()


def drop_search_path(file: Path) -> None:
    """Take the folders out of the file, which has to be of this kind: the entries behind theirs move up."""
    data = bytearray(file.read_bytes())
    for _, start, size in _segments(data, _DYNAMIC):
        kept = [entry for entry in _entries(data) if entry[0] not in (_RPATH, _RUNPATH)]
        data[start : start + size] = b"".join(_ENTRY.pack(*entry) for entry in kept).ljust(size, b"\0")
    file.write_bytes(data)


def _entries(data: bytes | bytearray) -> Iterator[tuple[int, int]]:
    for _, start, size in _segments(data, _DYNAMIC):
        yield from _ENTRY.iter_unpack(data[start : start + size])


def _segments(data: bytes | bytearray, kind: int) -> Iterator[tuple[int, int, int]]:
    """Yield (address when loaded, place in the file, bytes in the file) of the segments of a kind."""
    (first,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    for number in range(count):
        (found,) = struct.unpack_from("<I", data, first + number * size)
        place, address, _, length = struct.unpack_from("<4Q", data, first + number * size + 8)
        if found == kind:
            yield address, place, length


def _place_of(data: bytes | bytearray, address: int) -> int:
    return next(place + address - at for at, place, size in _segments(data, _LOADED) if at <= address < at + size)

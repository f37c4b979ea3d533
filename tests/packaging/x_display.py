"""A display that nobody sees: what is on it, since when it has been so, and how a window on it is closed."""

from __future__ import annotations

import ctypes
import ctypes.util
import mmap
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SIZE = (1920, 1080)
_STEP = 7  # of the pixels, every seventh of every seventh line is looked at
_FILLED = 100  # colours in the middle of the window: a lab has hundreds, the empty window and its one line two dozen
Frame = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@dataclass
class Display:
    """An Xvfb. ``name`` is what DISPLAY has to be."""

    name: str
    file: Path
    _map: mmap.mmap = field(repr=False)

    def frame(self) -> Frame:
        """Return what is on the screen: (height, width, 4) bytes, blue green red and one more."""
        header, width, height, per_line, colors = self._layout()
        start = header + colors * 12
        data = np.frombuffer(self._map, np.uint8, per_line * height, start).reshape(height, per_line)
        return data[:, : width * 4].reshape(height, width, 4).copy()

    def _layout(self) -> tuple[int, int, int, int, int]:
        # XWD: 25 big-endian words, then the window's name, then the colours, then the pixels.
        words = struct.unpack(">25I", self._map[:100])
        return words[0], words[4], words[5], words[12], words[19]


@contextmanager
def display() -> Iterator[Display]:
    """Start an Xvfb for the time of the block, without a network."""
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"]
        command += ["-ac", "-fbdir", folder]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            number = os.read(reading, 16).decode().strip()
            file = Path(folder) / "Xvfb_screen0"
            with file.open("rb") as opened:
                memory = mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ)
            yield Display(f":{number}", file, memory)
        finally:
            os.close(reading)
            server.terminate()
            server.wait()


@dataclass(frozen=True)
class Watched:
    """What was seen after a start: seconds until something was shown, and until it did not change any more."""

    shown: float
    settled: float
    last: Frame


def watch(screen: Display, quiet: float = 3.0, longest: float = 120.0) -> Watched:
    """Look at the screen until its window is filled and has then been the same for ``quiet`` seconds.

    The empty window comes first. Raises AssertionError if one of the two does not come within ``longest``.
    """
    began = time.monotonic()
    empty = screen.frame()[::_STEP, ::_STEP].copy()
    seen: list[tuple[float, Frame]] = []
    while time.monotonic() - began < longest:
        now = screen.frame()[::_STEP, ::_STEP]
        if not seen and not differs(now, empty):
            time.sleep(0.02)
            continue
        if not seen or differs(now, seen[-1][1], share=0.002):
            seen.append((time.monotonic() - began, now))
        elif time.monotonic() - began - seen[-1][0] > quiet and is_filled(now):
            break
        time.sleep(0.03)
    else:
        raise AssertionError(f"not shown or not filled within {longest:.0f} s")
    # A caret that blinks is no change: since when has the screen been as it is at the end?
    last = seen[-1][1]
    settled = next(at for at, frame in seen if not differs(frame, last, share=0.01))
    return Watched(seen[0][0], settled, screen.frame())


def is_filled(frame: Frame) -> bool:
    """Return whether there is more than one line in the middle of a window that begins at the upper left corner."""
    height, width = frame.shape[:2]
    middle = frame[height // 12 : height * 3 // 5, width // 12 : width * 3 // 5]
    return len(np.unique(middle.reshape(-1, 4), axis=0)) > _FILLED


def differs(one: Frame, other: Frame, share: float = 0.0) -> bool:
    """Return whether more than ``share`` of the pixels differ."""
    return bool((one != other).any(axis=2).mean() > share)


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5), ("rest", ctypes.c_byte * 96),
    )  # fmt: skip


def close_windows(screen: Display) -> int:
    """Ask every window to close, as the button in its frame does; return how many there were."""
    x = ctypes.CDLL(ctypes.util.find_library("X11"))
    for name in ("XOpenDisplay", "XDefaultRootWindow", "XInternAtom"):
        getattr(x, name).restype = ctypes.c_void_p if name == "XOpenDisplay" else ctypes.c_ulong
    connection = ctypes.c_void_p(x.XOpenDisplay(screen.name.encode()))
    protocols, delete = (x.XInternAtom(connection, atom, 0) for atom in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    top = ctypes.c_ulong(x.XDefaultRootWindow(connection))
    x.XQueryTree(connection, top, *map(ctypes.byref, (root, parent, children, count)))
    asked = 0
    for window in children[: count.value]:
        atoms, of = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_int()
        found = x.XGetWMProtocols(connection, ctypes.c_ulong(window), ctypes.byref(atoms), ctypes.byref(of))
        if found and delete in atoms[: of.value]:
            message = _ClientMessage(type=33, window=window, message_type=protocols, format=32)
            message.data[0] = delete
            x.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
            asked += 1
    x.XCloseDisplay(connection)
    return asked

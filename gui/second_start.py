"""A second start hands its file to the program that is already running, and ends."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import stat
import sys
import threading
import warnings
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal

from gui.crash import LOG

_ANSWER = b"ok"
_ANSWER_SECONDS = 2.0
_LONGEST = 64 * 1024


def _address(home: Path) -> str:
    """Return where the program with its files in ``home`` listens: a pipe on Windows, else a socket in a file.

    Other people's programs, and those with other homes, listen elsewhere. Nothing of it leaves this computer.
    """
    name = "activation-lab-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}"
    with warnings.catch_warnings():
        # Where the usual folder is not the person's alone, another one is taken, which is nothing to complain of.
        warnings.simplefilter("ignore")
        return str(platformdirs.user_runtime_path(ensure_exists=True) / name)


def hand_over(home: Path, to_open: Path | None) -> bool:
    """Ask a running program to come to the front and open ``to_open``; return whether one took it.

    A program that hangs, or was killed, does not answer, nor does that of somebody else: then this one is to start.
    """
    message = json.dumps({"open": os.path.realpath(to_open) if to_open else ""}).encode()
    try:
        with _called(_address(home)) as line:
            line.send_bytes(message)
            return line.poll(_ANSWER_SECONDS) and line.recv_bytes(len(_ANSWER)) == _ANSWER
    except (OSError, EOFError):
        return False


def _called(address: str) -> Connection:
    """Return a line to whoever listens at ``address``. Raises OSError if nobody does, or not soon."""
    if sys.platform == "win32":
        return Client(address)
    # In a folder for everybody, anybody may have put something in our place.
    found = os.lstat(address)
    if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.getuid():
        raise ConnectionRefusedError(address)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        # One that hangs, with others waiting for it already, would never let us in.
        line.settimeout(_ANSWER_SECONDS)
        line.connect(address)
        line.settimeout(None)
        return Connection(line.detach())


class SecondStarts(QObject):
    """Listens for later starts of the same person's program. ``asked`` carries the file to open, "" for none."""

    # An object: a name that is no Unicode would not come through as Qt's text.
    asked = Signal(object)

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listener: Listener | None = None
        try:
            address = _address(home)
            if sys.platform != "win32":
                # Left behind by a program that was killed: whoever runs would have answered.
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(address)
            self._listener = Listener(address)
        except OSError as error:
            # Without it the program works; it may then be started twice.
            LOG.error("second starts are not heard: %s %s", type(error).__name__, error.errno)
            return
        threading.Thread(target=self._listen, name="second starts", daemon=True).start()

    @property
    def is_listening(self) -> bool:
        """Whether later starts reach this program."""
        return self._listener is not None

    def close(self) -> None:
        """Hear no more."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def _listen(self) -> None:
        while (listener := self._listener) is not None:
            try:
                with listener.accept() as line:
                    self._hear(line)
            except (OSError, EOFError):
                # One start that went away, or the end: the loop's condition tells.
                continue

    def _hear(self, line: Connection) -> None:
        if not line.poll(_ANSWER_SECONDS):
            return
        try:
            message = json.loads(line.recv_bytes(_LONGEST))
        except (ValueError, RecursionError):
            return
        path = message.get("open") if isinstance(message, dict) else None
        if isinstance(path, str):
            line.send_bytes(_ANSWER)
            self.asked.emit(path)

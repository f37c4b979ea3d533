"""The file of the last screen: two programs on one home, such as one account on two computers, each keep their own."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from core import session
from core.files import Fingerprint, Places, write_atomically
from core.state import AppState
from core.text import UserError

# As many as the list of recent files holds; the oldest go.
MAX_SCREENS = 8
_BEGINNING = "screen-"


class LastScreen:
    """Where one running program writes its screen.

    That is ``last.actlab``, until somebody else is found to have written there: from then on it is a file of its own,
    ``path``, and the other one is left alone.
    """

    def __init__(self, places: Places) -> None:
        self._last = places.last_session
        self.path = self._last
        self._known = Fingerprint.of(self._last)

    @property
    def is_apart(self) -> bool:
        """Whether the screen goes to a file of its own."""
        return self.path != self._last

    def write(self, state: AppState) -> None:
        """Write the screen. Raises UserError ``file.*``; the old file then stays as it was."""
        if not self.is_apart and self._is_somebody_elses():
            self.path = free_place(self._last.parent)
        data = session.encode(state)
        write_atomically(self.path, data)
        self._known = Fingerprint.of(self.path)
        if not self.is_apart and self._known is not None and self._known.digest != hashlib.sha256(data).digest():
            # Both wrote at the same moment, and the other one a little later.
            self.path = free_place(self._last.parent)
            write_atomically(self.path, data)

    def note_written(self) -> None:
        """Take the file as it is for this program's own: it was saved there by name."""
        self._known = Fingerprint.of(self.path)

    def give_up_own(self) -> None:
        """Remove the file of its own, whose screen is kept elsewhere."""
        if self.is_apart:
            with contextlib.suppress(OSError):
                self.path.unlink()

    def _is_somebody_elses(self) -> bool:
        if not os.path.lexists(self._last):
            return False
        return self._known is None or self._known.is_changed(self._last)


def free_place(folder: Path) -> Path:
    """Return a path in ``folder`` for a screen that is to be kept beside the last one; it tells when that was."""
    now = datetime.now().strftime("%Y%m%d-%H%M")
    return folder / f"{_BEGINNING}{now}-{secrets.token_hex(2)}{session.SUFFIX}"


def screens_beside(folder: Path) -> list[Path]:
    """Return the screens kept beside the last one, the newest first."""
    with contextlib.suppress(OSError):
        found = [(path.stat().st_mtime, path) for path in folder.glob(f"{_BEGINNING}*{session.SUFFIX}")]
        return [path for _, path in sorted(found, reverse=True)]
    return []


def bring_newest_forward(places: Places) -> None:
    """Make the newest screen the last one, which is kept beside it, and remove the oldest of more than a few.

    Nothing is raised: where that cannot be done, every file stays where it is.
    """
    last, folder = places.last_session, places.last_session.parent
    beside = screens_beside(folder)
    with contextlib.suppress(OSError, UserError):
        if beside and _is_newer(beside[0], last):
            # What cannot be read would hide a screen that can.
            session.load(beside[0])
            if os.path.lexists(last):
                last.rename(free_place(folder))
            beside[0].rename(last)
    for old in screens_beside(folder)[MAX_SCREENS:]:
        with contextlib.suppress(OSError):
            old.unlink()


def _is_newer(path: Path, than: Path) -> bool:
    return not than.exists() or path.stat().st_mtime_ns > than.stat().st_mtime_ns

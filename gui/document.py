"""The open session: which file it is, whether it has unsaved changes, open, save, and the autosaved last screen."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core import session
from core.files import Fingerprint, Places, check_writable, reason_of
from core.jobs import LatestWorker
from core.last_screen import LastScreen
from core.state import AppState
from core.store import Store
from core.text import UserError
from gui.crash import LOG
from gui.trouble import Trouble

AUTOSAVE_MS = 1000
# After a rest the first change is written soon: on a machine that has no time, the second before counts.
FIRST_SAVE_MS = 250
STOP_SECONDS = 3.0


class Document(QObject):
    """Ties the store to a file and to the autosaved last screen.

    ``trouble`` tells when the last screen cannot be written, and when it can again; ``parted``, with the file, when
    another program at the same home writes one, so that this one's goes to a file of its own.
    """

    changed = Signal()
    parted = Signal(object)

    def __init__(self, store: Store, places: Places, autosaves: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._places = store, places
        self._autosaves = autosaves
        self.path: Path | None = None
        self.trouble = Trouble(self)
        self.trouble.again.connect(self._autosave)
        self._saved: AppState = store.state
        self._on_disk: Fingerprint | None = None
        self._screen = LastScreen(places)
        self._worker = LatestWorker("autosave")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._autosaved_at = 0.0
        self._timer.timeout.connect(self._autosave)
        store.subscribe(self._on_change)

    @property
    def is_unsaved(self) -> bool:
        """Whether a named file differs from what is on screen."""
        if self.path is None or self._store.state is self._saved:
            return False
        # A glance into another lab is no change.
        return replace(self._store.state, lab=self._saved.lab) != self._saved

    def open(self, path: Path) -> None:
        """Show the session in ``path``. Raises UserError; the screen then stays as it was."""
        on_disk = Fingerprint.of(path)
        self.show(path, session.load(path), on_disk)

    def show(self, path: Path, state: AppState, on_disk: Fingerprint | None) -> None:
        """Show a session that was read from ``path`` when the file was like ``on_disk``."""
        self._store.replace(state)
        # The last screen is written by the program itself, all the time: it is nobody's file.
        is_last = path.absolute() == self._places.last_session.absolute()
        self.path, self._saved, self._on_disk = (None if is_last else path), state, on_disk
        self.changed.emit()

    def save(self, path: Path) -> None:
        """Write the session to ``path``, in a folder that is there. Raises UserError; the old file then stays."""
        state = self._store.state
        check_writable(path)
        session.save(state, path)
        if path.absolute() == self._screen.path.absolute():
            self._screen.note_written()
        self.path, self._saved, self._on_disk = path, state, Fingerprint.of(path)
        self.changed.emit()

    def is_changed_elsewhere(self) -> bool:
        """Return whether somebody else has written to the open file since it was opened or saved here."""
        return self.path is not None and self._on_disk is not None and self._on_disk.is_changed(self.path)

    def keep_before_opening(self) -> Path | None:
        """Write work that has no name into a file of its own, before another session takes its place.

        Return the file, None if there is nothing to keep. Raises UserError ``file.*``.
        """
        state = self._store.state
        if not self._autosaves or self.path is not None or not self._is_work(state) or state is self._saved:
            return None
        session.save(state, self._places.screen_before)
        return self._places.screen_before

    def save_now(self) -> UserError | None:
        """Write the last screen at once, before the program ends; return what went wrong that nobody knows of yet."""
        self._timer.stop()
        if not self._autosaves:
            return None
        if not self._worker.wait(STOP_SECONDS):
            self._worker.give_up()
        is_known, state, errors = self.trouble.error is not None, self._store.state, list[UserError | None]()
        # On the thread, too: a drive that hangs must not hold the window at its end.
        self._worker.start(lambda: errors.append(self._write_at_the_end(state)))
        if not self._worker.wait(STOP_SECONDS):
            errors.append(self._not_kept(UserError("file.why_gone")))
        return None if is_known or not errors else errors[0]

    def stop_autosaving(self) -> None:
        """Leave the last screen's file as it is from now on."""
        self._autosaves = False

    def save_after_crash(self) -> bool:
        """Write a copy of the work beside the last screen; return whether it could be written."""
        try:
            session.save(self._store.state, self._places.crashed_session)
        except UserError as error:
            LOG.error("crash copy: %s", error.id)
            return False
        return True

    def _on_change(self) -> None:
        # Not restarted by every change: in a long drag the last second is the most that could be lost.
        if not self._timer.isActive():
            rested = time.monotonic() - self._autosaved_at > AUTOSAVE_MS / 1000
            self._timer.start(FIRST_SAVE_MS if rested else AUTOSAVE_MS)

    def _autosave(self) -> None:
        self._autosaved_at = time.monotonic()
        if self._autosaves:
            state = self._store.state
            self.trouble.expect_report(self._not_kept(UserError("file.why_gone")))
            self._worker.start(lambda: self._write(state))
        self.changed.emit()

    def _write_at_the_end(self, state: AppState) -> UserError | None:
        """Write the last screen; a file of its own is of no use if the work has another, or if there is none."""
        error = self._write(state)
        if error is None and (not self._is_work(state) or (self.path is not None and not self.is_unsaved)):
            self._screen.give_up_own()
        return error

    def _is_work(self, state: AppState) -> bool:
        return replace(state, lab=self._store.start.lab) != self._store.start

    def _write(self, state: AppState) -> UserError | None:
        was_apart = self._screen.is_apart
        try:
            self._screen.write(state)
        except UserError as error:
            LOG.error("autosave: %s", error.id)
            told = self._not_kept(reason_of(error))
            self.trouble.report(told)
            return told
        finally:
            if self._screen.is_apart and not was_apart:
                self.parted.emit(self._screen.path)
        self.trouble.report(None)
        return None

    def _not_kept(self, reason: object) -> UserError:
        return UserError("file.screen_not_kept", folder=self._screen.path.parent, reason=reason)

"""The open session: which file it is, whether it has unsaved changes, open, save, and the autosaved last screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core import session
from core.files import Places
from core.jobs import LatestWorker
from core.state import AppState
from core.store import Store
from core.text import UserError
from gui.crash import LOG

AUTOSAVE_MS = 1000


class Document(QObject):
    """Ties the store to a file and to the autosaved last screen."""

    changed = Signal()

    def __init__(self, store: Store, places: Places, autosaves: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._places = store, places
        self._autosaves = autosaves
        self.path: Path | None = None
        self._saved: AppState = store.state
        self._worker = LatestWorker("autosave")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AUTOSAVE_MS)
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
        state = session.load(path)
        self._store.replace(state)
        self.path, self._saved = path, state
        self.changed.emit()

    def save(self, path: Path) -> None:
        """Write the session to ``path``. Raises UserError; the old file then stays as it was."""
        state = self._store.state
        session.save(state, path)
        self.path, self._saved = path, state
        self.changed.emit()

    def save_now(self) -> None:
        """Write the last screen at once, before the program ends."""
        self._timer.stop()
        if self._autosaves:
            self._worker.wait(5.0)
            self._write(self._store.state)

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
            self._timer.start()

    def _autosave(self) -> None:
        if self._autosaves:
            state = self._store.state
            self._worker.start(lambda: self._write(state))
        self.changed.emit()

    def _write(self, state: AppState) -> None:
        try:
            session.save(state, self._places.last_session)
        except UserError as error:
            LOG.error("autosave: %s", error.id)

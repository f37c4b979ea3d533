"""Keeps what is in the lesson editor on disk while it is worked on, so that no crash and no power cut takes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from core.jobs import LatestWorker
from core.lessons.draft import LessonDraft, drop_draft, load_draft, save_draft
from core.text import UserError
from gui.crash import LOG

KEEP_MS = 1500
_LAST_SECONDS = 5.0


class DraftKeeper(QObject):
    """Looks every 1.5 s whether ``draft`` returns something else than what is kept, and writes it on a thread."""

    def __init__(self, path: Path, draft: Callable[[], LessonDraft | None], parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._draft = path, draft
        self._kept: LessonDraft | None = None
        self._worker = LatestWorker("lesson draft")
        self._timer = QTimer(self)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def found(self) -> LessonDraft | None:
        """Return what was kept and never saved, None if there is nothing."""
        return load_draft(self._path)

    def start(self) -> None:
        """Keep what is in the editor from now on."""
        self._timer.start()

    def keep(self) -> None:
        """Write what is in the editor, if that is news."""
        draft = self._draft()
        if draft is not None and draft != self._kept:
            self._kept = draft
            self._worker.start(lambda: self._write(draft))

    def keep_now(self) -> None:
        """Write what is in the editor before it is gone."""
        self._timer.stop()
        self.keep()
        self._worker.wait(_LAST_SECONDS)

    def drop(self) -> None:
        """Forget it: it has been saved as a lesson. What is in the editor now is not news."""
        self._worker.wait(_LAST_SECONDS)
        self._kept = self._draft()
        drop_draft(self._path)

    def _write(self, draft: LessonDraft) -> None:
        try:
            save_draft(draft, self._path)
        except UserError as error:
            LOG.error("lesson draft: %s", error.said_in("en"))

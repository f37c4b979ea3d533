"""Whose progress it is: noted as the student works, written a moment later, outside the state and outside undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.lessons import progress
from core.lessons.profiles import Profiles
from core.lessons.progress import Progress
from core.text import UserError

SAVE_AFTER_MS = 800


class Learner(QObject):
    """The progress of the learner in front of the screen; a guest's is kept until the program ends.

    ``changed`` tells that something was noted or somebody else works here now, ``failed`` that it was not written.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.profiles = Profiles(folder)
        self.progress = Progress()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    @property
    def name(self) -> str:
        """The learner's name, "" for a guest."""
        return self.progress.name

    def use(self, name: str) -> None:
        """Work as ``name``, "" as a guest. Raises UserError ``progress.*`` or ``file.*``; nobody else then."""
        self.save()
        loaded, problem = self.profiles.load(name) if name else (Progress(), None)
        self.progress = loaded
        self.profiles.remember(name)
        self.changed.emit()
        if problem is not None:
            self.failed.emit(problem)

    def resume(self) -> None:
        """Go on as who learned last here; where that cannot be, as a guest."""
        name = self.profiles.last()
        if name:
            try:
                self.use(name)
            except UserError as error:
                self.failed.emit(error)

    def add(self, text: str) -> None:
        """Work under a new name; what a guest has done so far is kept under it. Raises UserError."""
        self.save()
        self.progress = self.profiles.add(text, None if self.name else self.progress)
        self.profiles.remember(self.name)
        self.changed.emit()

    def rename(self, text: str) -> None:
        """Go on under another name. Raises UserError."""
        self.save()
        self.progress = self.profiles.rename(self.progress, text)
        self.profiles.remember(self.name)
        self.changed.emit()

    def delete(self) -> None:
        """Forget the learner and go on as a guest. Raises UserError."""
        self._timer.stop()
        self.profiles.delete(self.name)
        self.progress = Progress()
        self.profiles.remember("")
        self.changed.emit()

    def reset(self, lesson: str | None = None) -> None:
        """Forget what was done in ``lesson``, or everything but the name."""
        self._keep(progress.reset(self.progress, lesson))

    def note(self, verb: Callable[..., Progress], *values: object) -> None:
        """Note what was done: ``verb`` is one of ``core.lessons.progress``."""
        self._keep(verb(self.progress, *values, datetime.now(UTC)))

    def next_seed(self, quiz: str) -> int:
        """Return the seed of the next quiz: each is another one."""
        return 1 + max((run.seed for run in self.progress.quizzes if run.quiz == quiz), default=-1)

    def save(self) -> None:
        """Write at once what waits to be written."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        try:
            self.profiles.save(self.progress)
        except UserError as error:
            self.failed.emit(error)

    def _keep(self, now: Progress) -> None:
        if now != self.progress:
            self.progress = now
            self._timer.start()
            self.changed.emit()

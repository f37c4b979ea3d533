"""What may wait until the picture is on screen."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

LONGEST_WAIT = 0.1


class Afterwards(QObject):
    """Runs ``work`` when the event loop has nothing more urgent to do: behind the paint, and behind the next move.

    A lab draws what the eye follows at once, and leaves to this what is read when the hand rests. While moves come
    faster than the work can follow, it is still done every 0.1 s.
    """

    def __init__(self, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._asked_at: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.finish)

    @property
    def is_due(self) -> bool:
        """Whether work has been asked for and not been done."""
        return self._asked_at is not None

    def ask(self) -> None:
        """Have the work done soon."""
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
        if now - self._asked_at > LONGEST_WAIT:
            self.finish()
        else:
            self._timer.start(0)

    def finish(self) -> None:
        """Do the work now, if it has been asked for."""
        self._timer.stop()
        if self._asked_at is not None:
            self._asked_at = None
            self._work()

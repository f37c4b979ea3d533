"""Something that is written again and again, and cannot be for a while: said once, tried again until it works."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from core.text import UserError

RETRY_MS = 5000
# A network that does not answer says nothing for minutes; then the person is told what is not being kept.
PATIENCE_MS = 10_000


class Trouble(QObject):
    """Hears how each attempt went. ``told`` carries the first failure of a row, ``over`` is the success after it.

    ``again`` asks for another attempt: every few seconds while there is trouble, by a clock that nobody can set back.
    An attempt of which nothing is heard is a failure, too, until it is.
    """

    told = Signal(object)
    over = Signal()
    again = Signal()
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.error: UserError | None = None
        self._timer = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._timer.timeout.connect(self.again)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)
        self._expected: UserError | None = None
        self._heard.connect(self._take)

    def report(self, error: UserError | None) -> None:
        """Hear how an attempt went, None for well; from any thread."""
        self._heard.emit(error)

    def expect_report(self, error: UserError) -> None:
        """Take ``error`` for what went wrong if nothing is heard for long of the attempt that begins now."""
        self._expected = error
        if not self._patience.isActive():
            self._patience.start()

    def know(self, error: UserError) -> None:
        """Take for known what somebody else tells the person."""
        self.error = error
        self._timer.start()

    def _lose_patience(self) -> None:
        if self._expected is not None:
            self._take(self._expected)

    def _take(self, error: UserError | None) -> None:
        self._patience.stop()
        was, self.error = self.error, error
        if error is None:
            self._timer.stop()
            if was is not None:
                self.over.emit()
            return
        self._timer.start()
        if was is None:
            self.told.emit(error)

"""One export on its way to a file, on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.export.writing import Step, written
from core.jobs import FrameWorker
from core.text import UserError

_STOP_SECONDS = 2.0
# Who cancelled and saves again should not wait for what hangs, as on a network drive that is gone.
_PATIENCE_SECONDS = 0.2


class ExportJob(QObject):
    """Writes files one at a time. ``stepped`` carries each ``Step`` of the file that is being written."""

    stepped = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: FrameWorker[Step] = FrameWorker("export", self._arrived.emit, self._fail)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def write(self, path: Path, pieces: Callable[[], Iterable[bytes]], count: int) -> None:
        """Write about ``count`` pieces, made on the thread, to ``path``."""
        self._worker.cancel()
        if not self._worker.wait(_PATIENCE_SECONDS):
            self._worker.give_up()
        self._worker.start(lambda cancelled: written(path, pieces(), count, cancelled))

    def cancel(self) -> None:
        """Stop: there will be no file, and no step more."""
        self._worker.cancel()

    def wait(self) -> bool:
        """Wait until the thread has stopped; return whether it has."""
        return self._worker.wait(_STOP_SECONDS)

    def _fail(self, ticket: int) -> None:
        self._arrived.emit(ticket, Step(error=UserError("export.failed")))

    def _take(self, ticket: int, step: Step) -> None:
        if self._worker.is_current(ticket):
            self.stepped.emit(step)

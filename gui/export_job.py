"""One export on its way to a file, on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.export.writing import Step, written
from core.jobs import FrameWorker

_STOP_SECONDS = 5.0


class ExportJob(QObject):
    """Writes files one at a time. ``stepped`` carries each ``Step`` of the file that is being written."""

    stepped = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: FrameWorker[Step] = FrameWorker("export", self._arrived.emit)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def write(self, path: Path, pieces: Callable[[], Iterable[bytes]], count: int) -> None:
        """Write about ``count`` pieces, made on the thread, to ``path``."""
        self._worker.start(lambda cancelled: written(path, pieces(), count, cancelled))

    def cancel(self) -> None:
        """Stop: there will be no file, and no step more."""
        self._worker.cancel()

    def wait(self) -> bool:
        """Wait until the thread has stopped; return whether it has."""
        return self._worker.wait(_STOP_SECONDS)

    def _take(self, ticket: int, step: Step) -> None:
        if self._worker.is_current(ticket):
            self.stepped.emit(step)

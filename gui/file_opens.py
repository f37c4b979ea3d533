"""Files that macOS hands over by an event, where other systems hand them to a second start."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication


class FileOpens(QObject):
    """Tells which file was double-clicked in the Finder or dropped onto the Dock: ``asked``, with its path."""

    asked = Signal(str)

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.FileOpen:
            return False
        assert isinstance(event, QFileOpenEvent)
        self.asked.emit(event.file())
        return True

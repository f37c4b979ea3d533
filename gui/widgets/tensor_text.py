"""The text field of a tensor: a few lines of code or numbers, applied by Enter."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

LINES_SHOWN = 4
PASTED_WHOLE = 20_000  # characters; laying out more than this in a text field takes longer than reading the numbers


class TensorText(QPlainTextEdit):
    """Enter submits, Shift+Enter starts a line, Esc asks to go back, Tab leaves. A huge paste is submitted at once."""

    submitted = QtSignal(str)
    reverted = QtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = ""
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shifted:
            self._commit_composition()
            self.submitted.emit(self.toPlainText())
        elif event.key() == Qt.Key.Key_Escape:
            self.reverted.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = event.preeditString()
        super().inputMethodEvent(event)

    def _commit_composition(self) -> None:
        QGuiApplication.inputMethod().commit()
        if self._composing:
            commit = QInputMethodEvent()
            commit.setCommitString(self._composing)
            self.inputMethodEvent(commit)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if len(source.text()) > PASTED_WHOLE:
            self.submitted.emit(source.text())
        else:
            super().insertFromMimeData(source)

    def sizeHint(self) -> QSize:
        lines = min(max(round(self.document().size().height()), 1), LINES_SHOWN)
        extra = 2 * (self.frameWidth() + round(self.document().documentMargin())) + self._padding()
        return QSize(200, max(lines * QFontMetrics(self.font()).lineSpacing() + extra, self.minimumHeight()))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _padding(self) -> int:
        """Return what a style sheet adds above and below the text."""
        return max(0, self.height() - self.viewport().height() - 2 * self.frameWidth()) if self.isVisible() else 0

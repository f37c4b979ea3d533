"""The text field of a tensor: a few lines of code or numbers, applied by Enter."""

from __future__ import annotations

import math

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from gui.widgets.field_undo import pass_undo

LINES_SHOWN = 4
PASTED_WHOLE = 20_000  # characters; laying out more than this in a text field takes longer than reading the numbers


class TensorText(QPlainTextEdit):
    """Enter submits, Shift+Enter starts a line, Esc asks to go back, Tab leaves. A huge paste is submitted at once."""

    # An object: as Qt's text a huge one would be copied twice.
    submitted = Signal(object)
    reverted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = ""
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)
        pass_undo(self)

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
        text = source.text()  # asked once: each answer is a copy, of hundreds of megabytes at worst
        if len(text) > PASTED_WHOLE:
            self.submitted.emit(text)
        else:
            super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _text_height(self) -> int:
        """Return the height of the text as it is broken at this width, up to ``LINES_SHOWN`` lines."""
        height, lines, block = 0, 0, self.document().firstBlock()
        while block.isValid() and lines < LINES_SHOWN:
            block_height = self.document().documentLayout().blockBoundingRect(block).height()
            count = max(block.lineCount(), 1)
            shown = min(count, LINES_SHOWN - lines)
            height += shown * math.ceil(block_height / count)
            lines += shown
            block = block.next()
        return height + 2

    def sizeHint(self) -> QSize:
        extra = 2 * (self.frameWidth() + round(self.document().documentMargin())) + self._padding()
        return QSize(200, max(self._text_height() + extra, self.minimumHeight()))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _padding(self) -> int:
        """Return what a style sheet adds above and below the text."""
        return max(0, self.height() - self.viewport().height() - 2 * self.frameWidth()) if self.isVisible() else 0

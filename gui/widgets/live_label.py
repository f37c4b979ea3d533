"""A label for words that change while a slider moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.widgets.opaque import PaintsItsGround


class LiveLabel(QWidget):
    """Wrapped plain text. The window is laid out anew only when the text needs another height, not at every word.

    A QLabel in a layout makes every layout above it measure everything again whenever its text is set. Here the QLabel
    lies in no layout, and paints the card below it itself, so that nothing under it is painted again. ``role`` and
    ``mono`` (the font of numbers) are its properties for the style sheet.
    """

    def __init__(self, role: str = "", parent: QWidget | None = None, mono: bool = False) -> None:
        super().__init__(parent)
        self._label = _CardLabel(self)
        self._measured = ("", -1, 0)  # a text, a width and the height they need: layouts ask again and again
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.installEventFilter(self)
        self._label.setProperty("role", role)
        self._label.setProperty("mono", mono)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """Return what it says."""
        return self._label.text()

    def tell(self, text: str) -> None:
        """Say ``text``."""
        if text != self._label.text():
            self._label.setText(text)
            self._keep_height()

    def line_width(self) -> int:
        """Return how wide the text is on one line."""
        self._label.ensurePolished()
        return self._label.fontMetrics().horizontalAdvance(self._label.text())

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Align the text."""
        self._label.setAlignment(alignment)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # The style sheet's font reaches the inner label only when it is polished.
        self._label.ensurePolished()
        asked = (self._label.text(), width)
        if asked != self._measured[:2]:
            self._measured = (*asked, max(0, self._label.heightForWidth(width)))
        return self._measured[2]

    def sizeHint(self) -> QSize:
        return self._label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._label.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The height first: growing within a resize sends no second one while the label is not shown yet.
        self._keep_height()
        self._label.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measured = ("", -1, 0)
            self._keep_height()
        return super().eventFilter(watched, event)

    def _keep_height(self) -> None:
        height = self.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)


class _CardLabel(PaintsItsGround, QLabel):
    """A label that paints the card under its words."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QGuiApplication.palette().base())  # the label's own is transparent
        painter.end()
        super().paintEvent(event)

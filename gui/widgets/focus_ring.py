"""The mark of the keyboard on a part that has no frame of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

_WIDTH, _CORNER = 2, 9


class FocusRing(QWidget):
    """Lies over ``part``, takes nothing from it, and is seen while the keyboard is there.

    The part itself tells when it gets and loses the keyboard and when it is resized. A filter on its events would be
    asked while the part is being destroyed, too, when Python can no longer know it.
    """

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def follow(self) -> None:
        """Lie where the part is now, seen while it has the keyboard."""
        self.setGeometry(self._part.rect())
        self.setVisible(self._part.hasFocus())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The highlight of the palette is the theme's accent.
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), _WIDTH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _CORNER, _CORNER)
        painter.end()

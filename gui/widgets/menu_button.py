"""A tool button that opens a menu, with the arrow beside its text in every style and with every font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QStyleOptionToolButton, QToolButton, QWidget

_ROOM = "\u00a0" * 4  # blanks behind the text, where the arrow is painted


class MenuButton(QToolButton):
    """Opens its menu on a click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu  # no second arrow from the style
        option.text += _ROOM

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width() + self.fontMetrics().horizontalAdvance(_ROOM), size.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        metrics = self.fontMetrics()
        room, size = metrics.horizontalAdvance(_ROOM), metrics.xHeight() * 0.5
        x = self.width() / 2 + metrics.horizontalAdvance(self.text() + _ROOM) / 2 - room / 2
        y = self.height() / 2 + size * 0.1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().buttonText().color())
        painter.setBrush(painter.pen().color())
        corners = (QPointF(x - size, y - size / 2), QPointF(x + size, y - size / 2), QPointF(x, y + size / 2))
        painter.drawPolygon(QPolygonF(corners))

"""The loss of every step taken, with its last value."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from gui.accessibility import Role
from gui.labs.gradient.numbers import short, sized
from gui.theme import Theme
from gui.widgets.copy_actions import offer_picture
from gui.widgets.opaque import Opaque


class LossPlot(Opaque):
    """A line over the steps, from the lowest loss to the highest that can be drawn."""

    accessible_role = Role.Chart

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        offer_picture(self)
        self.setObjectName("workshopLoss")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._losses: tuple[float, ...] = ()
        self._steps = 0
        self.set_theme(theme)

    def show_losses(self, losses: tuple[float, ...], steps: int) -> None:
        """Show the losses up to step ``steps``, the last one included."""
        if (losses, steps) != (self._losses, self._steps):
            self._losses, self._steps = losses, steps
            self.update()

    def spoken_value(self) -> str:
        """Return the first loss drawn and the last."""
        return f"{sized(self._losses[0])} → {sized(self._losses[-1])}" if self._losses else ""

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.setMinimumHeight(6 * theme.em)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("card"))
        painter.setFont(theme.font("small_font"))
        high = QFontMetricsF(painter.font()).height()
        chart = QRectF(
            3.6 * theme.em, 4, max(10.0, self.width() - 4.2 * theme.em), max(10.0, self.height() - high - 10)
        )
        drawn = [loss for loss in self._losses if math.isfinite(loss)]
        top = max([*drawn, 1e-6])
        painter.setPen(QPen(theme.color("axis"), 1))
        painter.drawLine(chart.bottomLeft(), chart.bottomRight())
        painter.drawLine(chart.topLeft(), chart.bottomLeft())
        painter.setPen(theme.color("muted"))
        left = QRectF(0, chart.top(), chart.left() - 0.4 * theme.em, high)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(left, right, short(top))
        painter.drawText(left.translated(0, chart.height() - high), right, "0")
        below = QRectF(chart.left(), chart.bottom() + 2, chart.width(), high)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, str(max(0, self._steps - len(self._losses) + 1)))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, str(self._steps))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter, chart, top)
        painter.end()

    def _paint_line(self, painter: QPainter, chart: QRectF, top: float) -> None:
        theme, last = self._theme, max(1, len(self._losses) - 1)
        points = [
            QPointF(chart.left() + i / last * chart.width(), chart.bottom() - min(loss / top, 1.0) * chart.height())
            for i, loss in enumerate(self._losses)
            if math.isfinite(loss)
        ]
        painter.setPen(QPen(theme.color("accent"), theme.px(theme.tokens.curve_width) * 0.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if points:
            painter.setBrush(theme.color("accent"))
            radius = theme.px(theme.tokens.point_size) * 0.3
            painter.drawEllipse(points[-1], radius, radius)

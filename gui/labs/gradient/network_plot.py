"""The workshop's picture: the data, what the network makes of them, and where each hidden unit turns on."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from core.labs.gradient import VIEW_REACH, WorkshopResult
from gui.accessibility import Role, value_changed
from gui.labs.gradient.numbers import short
from gui.theme import Theme
from gui.widgets.copy_actions import offer_picture
from gui.widgets.heat_map import paint_map
from gui.widgets.opaque import Opaque

_CURVE_ROOM = 0.5  # of the targets' height, above and below them
_TINT = 0.55


class NetworkPlot(Opaque):
    """A line's data with the output as a curve, or the plane's with the probability of class 1 as a tint."""

    accessible_role = Role.Chart

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        offer_picture(self)
        self.setObjectName("workshopPlot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.result: WorkshopResult | None = None
        self._unit = -1
        self._said = ""
        self._y_range = (-1.0, 1.0)
        self.set_theme(theme)

    def show_result(self, result: WorkshopResult, unit: int, said: str) -> None:
        """Show a network; ``unit`` is the selected one, or -1, ``said`` what it shows in words."""
        self.result, self._unit, self._said = result, unit, said
        value_changed(self)
        if not result.is_plane:
            low, high = float(result.targets.min()), float(result.targets.max())
            room = _CURVE_ROOM * (high - low)
            self._y_range = (low - room, high + room)
        self.update()

    def spoken_value(self) -> str:
        """Return how many units are dead."""
        return self._said

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.setMinimumHeight(5 * theme.em)
        self.update()

    def chart(self) -> QRectF:
        """Return where the data lie: a square for the plane."""
        em = self._theme.em
        below = QFontMetricsF(self._theme.font("small_font")).height() + 0.3 * em
        whole = QRectF(2.6 * em, 4, max(20.0, self.width() - 3.2 * em), max(20.0, self.height() - below - 4))
        if self.result is not None and self.result.is_plane:
            side = min(whole.width(), whole.height())
            return QRectF(whole.center().x() - side / 2, whole.top(), side, side)
        return whole

    def to_pixel(self, x: float, y: float) -> QPointF:
        """Return where a point of the data's plane is drawn; for the line, ``y`` is the target."""
        chart = self.chart()
        low, high = (-VIEW_REACH, VIEW_REACH) if self.result and self.result.is_plane else self._y_range
        across = (x + VIEW_REACH) / (2 * VIEW_REACH) * chart.width()
        return QPointF(chart.left() + across, chart.bottom() - (y - low) / (high - low) * chart.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("card"))
        if self.result is not None:
            chart = self.chart()
            painter.save()
            painter.setClipRect(chart)
            if self.result.is_plane:
                self._paint_plane(painter, chart, self.result)
            else:
                self._paint_line(painter, chart, self.result)
            painter.restore()
            self._paint_frame(painter, chart)
        painter.end()

    # --- one input ---

    def _paint_line(self, painter: QPainter, chart: QRectF, result: WorkshopResult) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("grid"), 1))
        zero = self.to_pixel(0.0, 0.0)
        painter.drawLine(QPointF(chart.left(), zero.y()), QPointF(chart.right(), zero.y()))
        painter.drawLine(QPointF(zero.x(), chart.top()), QPointF(zero.x(), chart.bottom()))
        self._paint_hinges(painter, chart, result)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px(theme.tokens.point_size) * 0.32
        painter.setPen(QPen(theme.color("card"), 1))
        painter.setBrush(theme.color("ink"))
        for x, y in zip(result.inputs[:, 0].tolist(), result.targets.tolist(), strict=True):
            painter.drawEllipse(self.to_pixel(x, y), radius, radius)
        pen = QPen(theme.color("accent"), theme.px(theme.tokens.curve_width))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        far = 10 * chart.height()
        points = []
        for x, y in zip(result.curve_x.tolist(), result.curve_y.tolist(), strict=True):
            at = self.to_pixel(x, y if math.isfinite(y) else 0.0)
            points.append(QPointF(at.x(), min(far, max(-far, at.y()))))
        painter.drawPolyline(QPolygonF(points))

    def _paint_hinges(self, painter: QPainter, chart: QRectF, result: WorkshopResult) -> None:
        """Mark at the lower edge where each unit's z crosses 0; the selected unit's active side is tinted."""
        theme = self._theme
        font = theme.font("small_font")
        painter.setFont(font)
        high = QFontMetricsF(font).height()
        for unit, (weight, bias) in enumerate(zip(result.hidden_weight[:, 0], result.hidden_bias, strict=True)):
            if weight == 0:
                continue
            at = float(np.clip(-bias / weight, -1e6, 1e6))
            x = self.to_pixel(at, 0.0).x()
            chosen = unit == self._unit
            if chosen:
                side = QRectF(
                    QPointF(x, chart.top()), QPointF(chart.right() if weight > 0 else chart.left(), chart.bottom())
                )
                painter.fillRect(side.normalized() & chart, theme.color("probe", 0.12))
            token = "probe" if chosen else "error" if result.dead[unit] else "axis"
            pen = QPen(theme.color(token), theme.px(2) if chosen else 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            top = chart.top() if chosen else chart.bottom() - 1.4 * high
            painter.drawLine(QPointF(x, top), QPointF(x, chart.bottom()))

    # --- two inputs ---

    def _paint_plane(self, painter: QPainter, chart: QRectF, result: WorkshopResult) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paint_map(painter, chart, self._tint(result))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for unit in range(len(result.dead)):
            if unit != self._unit:
                self._paint_boundary(painter, result, unit)
        if 0 <= self._unit < len(result.dead):
            self._paint_boundary(painter, result, self._unit)
        self._paint_points(painter, result)

    def _tint(self, result: WorkshopResult) -> QImage:
        """Return the plane: the second series' colour where class 1 is likely, the third's where class 0 is."""
        theme = self._theme
        chance = np.nan_to_num(result.grid, nan=0.5)[::-1]
        paper = _channels(theme, "card")
        strength = (_TINT * np.abs(2 * chance - 1))[..., None]
        tone = np.where(chance[..., None] >= 0.5, _channels(theme, "series_1"), _channels(theme, "series_2"))
        pixels = np.empty((*chance.shape, 4), dtype=np.uint8)
        pixels[..., :3] = np.round(paper * (1 - strength) + tone * strength)
        pixels[..., 3] = 255
        rows, columns = chance.shape
        return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()

    def _paint_boundary(self, painter: QPainter, result: WorkshopResult, unit: int) -> None:
        """Draw z = 0 of a unit, with a short line to the side on which it is active."""
        theme = self._theme
        weight, bias = result.hidden_weight[unit], float(result.hidden_bias[unit])
        length = float(np.hypot(*weight))
        if length == 0:
            return
        normal = weight / length
        foot, along = -bias / length * normal, np.array([-normal[1], normal[0]])
        if abs(bias / length) > 3 * VIEW_REACH:
            return
        chosen = unit == self._unit
        token = "probe" if chosen else "error" if result.dead[unit] else "ink"
        painter.setPen(QPen(theme.color(token, 1.0 if chosen else 0.7), theme.px(3 if chosen else 1.5)))
        ends = [self.to_pixel(*(foot + sign * 3 * VIEW_REACH * along)) for sign in (-1, 1)]
        painter.drawLine(ends[0], ends[1])
        middle = self.to_pixel(*foot)
        painter.drawLine(middle, self.to_pixel(*(foot + 0.3 * normal)))

    def _paint_points(self, painter: QPainter, result: WorkshopResult) -> None:
        theme = self._theme
        radius = theme.px(theme.tokens.point_size) * 0.42
        painter.setPen(QPen(theme.color("card"), max(1.0, theme.px(1.5))))
        for (x, y), target in zip(result.inputs.tolist(), result.targets.tolist(), strict=True):
            at = self.to_pixel(x, y)
            if target > 0.5:
                painter.setBrush(theme.color("series_1"))
                painter.drawEllipse(at, radius, radius)
            else:
                painter.setBrush(theme.color("series_2"))
                painter.drawRect(QRectF(at.x() - radius * 0.9, at.y() - radius * 0.9, radius * 1.8, radius * 1.8))

    def _paint_frame(self, painter: QPainter, chart: QRectF) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("axis"), 1))
        painter.drawRect(chart)
        painter.setFont(theme.font("small_font"))
        painter.setPen(theme.color("muted"))
        high = QFontMetricsF(painter.font()).height()
        for x in (-3, 0, 3):
            at = self.to_pixel(x, 0.0).x()
            box = QRectF(at - 30, chart.bottom() + 2, 60, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, short(x))
        low, top = (-3.0, 3.0) if self.result and self.result.is_plane else self._y_range
        for y in (low, 0.0, top):
            at = min(max(self.to_pixel(0.0, y).y(), chart.top() + high / 2), chart.bottom() - high / 2)
            box = QRectF(chart.left() - 3 * theme.em, at - high / 2, 2.7 * theme.em, high)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{y:.1f}".replace("-", "−")
            )


def _channels(theme: Theme, token: str) -> np.ndarray:
    color = theme.color(token)
    return np.array([color.blue(), color.green(), color.red()], dtype=np.float64)

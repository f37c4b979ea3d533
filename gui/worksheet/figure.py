"""Curves on paper: black, told apart by their dashes and by names in a legend."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from core.lessons.sheet import Figure, Line
from gui.theme import SANS
from gui.widgets.series_look import DASHES

WIDTH, HEIGHT = 560, 230  # in 1/96 inch
_SMALL_IN_A_ROW, _SMALL_HEIGHT = 4, 150
_SCALE = 3  # pixels of the picture for each of these: near 300 dpi
_INK, _GRID, _AXIS = QColor("#000000"), QColor("#D5D9DF"), QColor("#5A6675")
_TALLEST = 12.0  # a curve that goes higher is cut off at the frame
_COLORS = ("#000000", "#0072B2", "#B34700", "#00795A", "#A04C80")


def size_of(figure: Figure) -> tuple[int, int]:
    """Return width and height of a figure in 1/96 inch."""
    rows = -(-len(figure.lines) // _SMALL_IN_A_ROW)
    return (WIDTH, rows * _SMALL_HEIGHT) if figure.apart else (WIDTH, HEIGHT)


def figure_image(figure: Figure, is_drawn: bool = True) -> QImage:
    """Return the curves as a picture of ``size_of(figure)``; the paper to draw them on if not ``is_drawn``."""
    width, height = size_of(figure)
    image = QImage(width * _SCALE, height * _SCALE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SCALE, _SCALE)
    font = QFont(SANS)
    font.setPixelSize(12)
    painter.setFont(font)
    if figure.apart:
        _draw_apart(painter, figure)
    else:
        _Plot(painter, figure, QRectF(0, 0, WIDTH, HEIGHT)).draw(is_drawn)
    painter.end()
    return image


def _draw_apart(painter: QPainter, figure: Figure) -> None:
    """Draw every curve in a small plot with its name below: which is which is the question."""
    heights = _height(figure.lines)
    width = WIDTH / _SMALL_IN_A_ROW
    for number, line in enumerate(figure.lines):
        left, top = (number % _SMALL_IN_A_ROW) * width, (number // _SMALL_IN_A_ROW) * _SMALL_HEIGHT
        box = QRectF(left, top, width - 8, _SMALL_HEIGHT - 24)
        _Plot(painter, Figure((line,)), box, heights, has_legend=False).draw()
        painter.setPen(_INK)
        painter.drawText(QRectF(left, box.bottom(), width, 20), Qt.AlignmentFlag.AlignCenter, line.name)


class _Plot:
    def __init__(
        self,
        painter: QPainter,
        figure: Figure,
        box: QRectF,
        heights: tuple[float, float] | None = None,
        has_legend: bool = True,
    ) -> None:
        self._painter, self._figure, self._has_legend = painter, figure, has_legend
        self._x_low, self._x_high = (float(end) for end in (figure.lines[0].x[0], figure.lines[0].x[-1]))
        self._y_low, self._y_high = heights or _height(figure.lines)
        metrics = QFontMetricsF(painter.font())
        self._legend = 46 + max(metrics.horizontalAdvance(line.name) for line in figure.lines) if has_legend else 0.0
        # A small plot has room for every fifth number along x.
        self._steps = (10, 6) if has_legend else (4, 4)
        self._area = box.adjusted(40 if has_legend else 30, 8, -self._legend - 14, -26)

    def draw(self, is_drawn: bool = True) -> None:
        """Draw grid, axes with numbers, curves, and their names at the right; grid and axes alone to draw on."""
        self._draw_grid()
        if not is_drawn:
            return
        self._painter.save()
        self._painter.setClipRect(self._area)
        for number, line in enumerate(self._figure.lines):
            self._painter.setPen(_pen(number))
            self._draw_line(line)
        self._painter.restore()
        if self._has_legend:
            self._draw_legend()

    def _place(self, x: float, y: float) -> QPointF:
        area = self._area
        across = (x - self._x_low) / (self._x_high - self._x_low)
        up = (y - self._y_low) / (self._y_high - self._y_low)
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def _draw_grid(self) -> None:
        painter, area = self._painter, self._area
        for at in _ticks(self._x_low, self._x_high, self._steps[0]):
            x = self._place(at, 0).x()
            painter.setPen(QPen(_AXIS if at == 0 else _GRID, 1.2 if at == 0 else 0.8))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            painter.setPen(_INK)
            painter.drawText(QRectF(x - 30, area.bottom() + 3, 60, 18), Qt.AlignmentFlag.AlignCenter, _number(at))
        for at in _ticks(self._y_low, self._y_high, self._steps[1]):
            y = self._place(0, at).y()
            painter.setPen(QPen(_AXIS if at == 0 else _GRID, 1.2 if at == 0 else 0.8))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(_INK)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(area.left() - 40, y - 9, 35, 18), flags, _number(at))

    def _draw_line(self, line: Line) -> None:
        points: list[QPointF] = []
        for x, y in zip(line.x.tolist(), line.y.tolist(), strict=True):
            if math.isfinite(y):
                # Far beyond the frame there is nothing to see, and nothing to overflow.
                points.append(self._place(x, min(max(y, -1e3), 1e3)))
            else:
                self._painter.drawPolyline(QPolygonF(points))
                points = []
        self._painter.drawPolyline(QPolygonF(points))

    def _draw_legend(self) -> None:
        painter, left = self._painter, self._area.right() + 12
        for number, line in enumerate(self._figure.lines):
            y = self._area.top() + 14 + number * 24
            painter.setPen(_pen(number))
            painter.drawLine(QLineF(left, y, left + 34, y))
            painter.setPen(_INK)
            painter.drawText(QRectF(left + 40, y - 10, self._legend, 20), Qt.AlignmentFlag.AlignVCenter, line.name)


def _pen(number: int) -> QPen:
    pen = QPen(QColor(_COLORS[number % len(_COLORS)]), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash := DASHES[number % len(DASHES)]:
        pen.setDashPattern(list(dash))
    return pen


def _height(lines: tuple[Line, ...]) -> tuple[float, float]:
    every = np.concatenate([line.y[np.isfinite(line.y)] for line in lines])
    low, high = (float(every.min()), float(every.max())) if every.size else (-1.0, 1.0)
    low, high = max(low, -_TALLEST), min(high, _TALLEST)
    margin = max(0.08 * (high - low), 0.1)
    return low - margin, high + margin


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers from ``low`` to ``high``, no more than some ``most``."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= rough)
    first = math.ceil(low / step)
    return [round(k * step, 10) + 0.0 for k in range(first, math.floor(high / step) + 1)]


def _number(at: float) -> str:
    return f"{at:g}".replace("-", "−")

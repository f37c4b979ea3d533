"""How a plane is painted: colours, axes, lines and points."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QLinearGradient, QPainter, QPen, QPolygonF

from core.labs.neuron import Heat, Line
from gui.theme import Theme
from gui.widgets.heat_map import paint_map
from gui.widgets.plot_grid import tick_text, ticks

# In line heights: a narrower plane has no key of its colours.
_KEY_FROM = 16
# Shares of the way along a line where its name may stand.
_NAME_PLACES = (0.26, 0.14, 0.36, 0.66, 0.76, 0.06)
_SHADES = 127
# Each line has its own dash; the first is also the only one of a single neuron.
_DASHES: tuple[list[float], ...] = ([], [4.0, 2.0])


def heat_image(heat: Heat, theme: Theme) -> QImage:
    """Return one pixel for each value, y upwards: the paper's colour at 0, blue above, orange below."""
    shades = np.nan_to_num(np.clip(heat.values / heat.scale, -1.0, 1.0)[::-1] * _SHADES + _SHADES).astype(np.uint8)
    rows, columns = shades.shape
    # Its rows begin at multiples of four bytes, as Qt wants them: the grid is 128 wide.
    image = QImage(np.ascontiguousarray(shades).data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(_color_table(*(theme.color(t).rgb() for t in ("card", "positive", "negative"))))
    return image.convertToFormat(QImage.Format.Format_RGB32)


@lru_cache(maxsize=8)
def _color_table(paper: int, above: int, below: int) -> list[int]:
    """Return the colours from −1 to 1 in 2 · _SHADES + 1 steps."""
    table = []
    for i in range(2 * _SHADES + 1):
        share = i / _SHADES - 1
        ends = zip(QColor(paper).getRgb()[:3], QColor(above if share >= 0 else below).getRgb()[:3], strict=True)
        table.append(QColor(*(round(p + (e - p) * abs(share)) for p, e in ends)).rgb())
    return table


class PlanePainter:
    """Paints the parts of a plane with one theme."""

    def __init__(self, theme: Theme) -> None:
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self._small, self._bold = theme.font("small_font"), theme.font("number_font", bold=True)
        self._metrics = QFontMetricsF(self._small)
        self._radius = max(theme.px(theme.tokens.point_size) * 0.8, theme.px(theme.tokens.number_font) * 0.72)

    def square(self, whole: QRectF) -> QRectF:
        """Return the largest square that leaves room for numbers below and at the left, and for the colours' key."""
        em = self._metrics.height()
        left, bottom, top = 2.2 * em, 1.5 * em, 0.4 * em
        right = 3.6 * em if self._has_key(whole) else 0.6 * em
        side = max(10.0, min(whole.width() - left - right, whole.height() - top - bottom))
        room = whole.width() - left - right - side
        return QRectF(int(whole.left() + left + room / 2), int(whole.top() + top), int(side), int(side))

    def _has_key(self, whole: QRectF) -> bool:
        """Return whether there is room for the key of the colours."""
        return whole.width() >= _KEY_FROM * self._metrics.height()

    def margin(self, painter: QPainter, whole: QRectF, heat: Heat, axes: tuple[str, str]) -> None:
        """Paint what lies around the square: numbers and names of the axes, and the key of the colours."""
        painter.fillRect(whole, self._theme.color("card"))
        square = self.square(whole)
        self._numbers(painter, square, heat.view, axes)
        if self._has_key(whole):
            self._key(painter, square, heat)

    def colours(self, painter: QPainter, square: QRectF, heat: Heat, image: QImage) -> None:
        """Paint the outputs and the grid over them. Without antialiasing: that is a question of milliseconds here."""
        theme = self._theme
        # The values stand at the middles of the pixels: the outer ones reach half a pixel beyond the view.
        half = square.width() / (image.width() - 1) / 2
        # A third as fine as the screen, then enlarged: no eye sees it, and it takes a fraction of the time.
        size = (square.size() / 3).toSize()
        smooth = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.save()
        painter.setClipRect(square)
        paint_map(painter, square.adjusted(-half, -half, half, half), smooth)
        painter.restore()
        shade = theme.color("grid")  # opaque: a translucent line costs as much as the whole map
        scale = square.width() / (heat.view[1] - heat.view[0])
        for value in self._ticks(square, heat.view)[1]:
            along = (value - heat.view[0]) * scale
            painter.fillRect(QRect(int(square.left() + along), int(square.top()), 1, int(square.height())), shade)
            painter.fillRect(QRect(int(square.left()), int(square.bottom() - along), int(square.width()), 1), shade)
        painter.setPen(QPen(theme.color("control_border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square)

    def _ticks(self, square: QRectF, view: tuple[float, float]) -> tuple[float, list[float]]:
        gap = max(square.width() / (view[1] - view[0]) * 0.5, self._metrics.height() * 2.2)
        return ticks(view, square.width(), gap)

    def _numbers(self, painter: QPainter, square: QRectF, view: tuple[float, float], axes: tuple[str, str]) -> None:
        low, high = view
        step, values = self._ticks(square, view)
        scale, gap, em = square.width() / (high - low), self._theme.px(4), self._metrics.height()
        painter.setFont(self._small)
        for value in values:
            text = tick_text(value, step)
            along = (value - low) * scale
            if high - value < step / 2:
                continue  # there the axis has its name
            painter.setPen(self._theme.color("muted"))
            below = QRectF(square.left() + along - 2 * em, square.bottom() + gap / 2, 4 * em, em)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
            beside = QRectF(square.left() - gap - 3 * em, square.bottom() - along - em / 2, 3 * em, em)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(self._bold)
        painter.setPen(self._theme.color("ink"))
        painter.drawText(QPointF(square.right() - em, square.bottom() + em * 1.1), axes[0])
        painter.drawText(QPointF(square.left() - 1.9 * em, square.top() + em * 0.9), axes[1])

    def _key(self, painter: QPainter, square: QRectF, heat: Heat) -> None:
        theme, em = self._theme, self._metrics.height()
        low = -heat.scale if heat.lowest < 0 else 0.0
        bar = QRectF(square.right() + em * 0.5, square.top(), em * 0.55, square.height() * 0.55)
        shades = QLinearGradient(bar.topLeft(), bar.bottomLeft())
        shades.setColorAt(0.0, theme.color("positive"))
        shades.setColorAt(0.5 if low < 0 else 1.0, theme.color("card"))
        if low < 0:
            shades.setColorAt(1.0, theme.color("negative"))
        painter.setPen(QPen(theme.color("control_border"), 1))
        painter.setBrush(shades)
        painter.drawRect(bar)
        painter.setFont(self._small)
        painter.setPen(theme.color("muted"))
        for value, y in ((heat.scale, bar.top() + em * 0.4), (low, bar.bottom() - em * 0.4)):
            place = QRectF(bar.right() + theme.px(3), y - em / 2, 2.6 * em, em)
            text = f"{value:.3g}".replace("-", "−")
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def line(
        self,
        painter: QPainter,
        index: int,
        ends: tuple[QPointF, QPointF],
        line: Line,
        handle: QPointF,
        is_active: bool,
    ) -> None:
        """Paint a decision line on a pale edge, an arrow to the side that answers 1, and its handle."""
        theme = self._theme
        width = theme.px(theme.tokens.curve_width)
        casing = QPen(theme.color("card"), width + theme.px(4))
        pen = QPen(theme.color("accent" if is_active else "ink"), width)
        if dash := _DASHES[index % len(_DASHES)]:
            pen.setDashPattern(dash)
        for one in (casing, pen):
            painter.setPen(one)
            painter.drawLine(*ends)
        self._arrow(painter, ends, line)
        painter.setPen(QPen(theme.color("accent"), theme.px(3)))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(handle, theme.px(8), theme.px(8))

    def _arrow(self, painter: QPainter, ends: tuple[QPointF, QPointF], line: Line) -> None:
        """Paint a short arrow from the line's middle to where its sum is above 0."""
        theme = self._theme
        length = math.hypot(*line.weights)
        way = QPointF(line.weights[0] / length, -line.weights[1] / length)
        begin = (ends[0] + ends[1]) / 2
        tip, size = begin + way * theme.px(26), theme.px(7)
        side = QPointF(-way.y(), way.x())
        corners = (tip + way * size, tip + side * size * 0.8, tip - side * size * 0.8)
        for color, width in (("card", 5.0), ("ink", 2.0)):
            painter.setPen(QPen(theme.color(color), theme.px(width)))
            painter.drawLine(begin, tip)
            painter.setBrush(theme.color(color))
            painter.drawPolygon(QPolygonF(corners))

    def name(
        self,
        painter: QPainter,
        square: QRectF,
        ends: tuple[QPointF, QPointF],
        line: Line,
        name: str,
        busy: list[QRectF],
    ) -> QRectF:
        """Write a line's name beside it, clear of the ``busy`` boxes, if there is room. Return its box."""
        theme = self._theme
        text = QRectF(0, 0, self._metrics.horizontalAdvance(name) + theme.px(10), self._metrics.height() + theme.px(4))
        length = math.hypot(*line.weights)
        off = QPointF(-line.weights[0] / length, line.weights[1] / length)
        off = QPointF(off.x() * text.width() * 0.62, off.y() * text.height())
        inside = square.adjusted(2, 2, -2, -2)
        for share, side in product(_NAME_PLACES, (1, -1)):
            text.moveCenter(ends[0] + (ends[1] - ends[0]) * share + off * side)
            if inside.contains(text) and not any(text.intersects(box) for box in busy):
                break
        else:
            return QRectF()
        painter.setFont(self._small)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card", 0.85))
        painter.drawRoundedRect(text, theme.px(5), theme.px(5))
        painter.setPen(theme.color("ink"))
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, name)
        return text

    def mark_box(self, at: QPointF, has_text: bool) -> QRectF:
        """Return the room of a point with its tick or cross, and of what is written under it."""
        radius, below = self._radius, self._metrics.height() if has_text else 0.0
        wide = max(radius, 2 * below)
        return QRectF(at.x() - wide, at.y() - 1.6 * radius, wide + 2 * radius, 2.6 * radius + 2 * below)

    def mark(
        self, painter: QPainter, at: QPointF, text: str, target: int, is_right: bool, taken: list[QRectF]
    ) -> QRectF:
        """Paint a point: a disc that should be 1 or a square that should be 0, with a tick or a cross. Return its box.

        Points that lie on one another share the place: the later one only adds its words.
        """
        theme, radius = self._theme, self._radius
        box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        below = sum(other.center() == box.center() for other in taken)
        if not below:
            painter.setPen(QPen(theme.color("ink"), theme.px(2)))
            painter.setBrush(theme.color("card"))
            if target:
                painter.drawEllipse(box)
            else:
                painter.drawRect(box.adjusted(1, 1, -1, -1))
            painter.setFont(self._bold)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(target))
            self._verdict(painter, box, is_right)
        if text:
            height = self._metrics.height()
            place = QRectF(at.x() - 4 * height, box.bottom() + below * height, 8 * height, height)
            painter.setFont(self._small)
            painter.setPen(theme.color("ink"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return box

    def _verdict(self, painter: QPainter, box: QRectF, is_right: bool) -> None:
        """Paint a tick or a cross at the upper right of a point."""
        theme, size = self._theme, self._radius * 0.5
        centre = QPointF(box.right() + size * 0.9, box.top() - size * 0.2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("slope" if is_right else "error"))
        painter.drawEllipse(centre, size * 1.35, size * 1.35)
        pen = QPen(theme.color("card"), theme.px(2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if is_right:
            way = [QPointF(-0.6, 0.0), QPointF(-0.15, 0.5), QPointF(0.65, -0.5)]
            painter.drawPolyline(QPolygonF([centre + step * size for step in way]))
        else:
            for sign in (1, -1):
                arm = QPointF(0.5, 0.5 * sign) * size
                painter.drawLine(centre - arm, centre + arm)

    def focus(self, painter: QPainter, square: QRectF) -> None:
        """Paint the ring of the keyboard's focus."""
        painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square.adjusted(-2, -2, 2, 2))

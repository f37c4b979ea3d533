"""The words inside a plot: where they stand without covering what they speak of, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.theme import Theme
from gui.widgets.plot_frame import Array, PlotFrame

_BOX_RADIUS = 9
_EDGE = 8
_NAME_PLACES = (0.78, 0.7, 0.86, 0.62, 0.56, 0.9, 0.4, 0.3, 0.2, 0.12)
_SATURATION_PLACES = (0.22, 0.34, 0.5, 0.64, 0.78, 0.1, 0.9)
_SIDES = (-1, 1)
_READOUT_SIDES = tuple((up, along) for up, along in product((-1, 1, 0), (0, 1, -1)) if (up, along) != (0, 0))


class CurveShadow:
    """The pixels a curve passes through, asked column by column."""

    def __init__(self, px: Array, py: Array) -> None:
        self._px, self._py = px, py

    def rows(self, left: float, right: float) -> tuple[float, float] | None:
        """Return the (top, bottom) rows of the curve between two columns, or None where it has a gap."""
        first, last = np.searchsorted(self._px, (left, right))
        rows = self._py[max(int(first) - 1, 0) : int(last) + 1]
        rows = rows[np.isfinite(rows)]
        return (float(rows.min()), float(rows.max())) if rows.size else None

    def meets(self, box: QRectF, margin: float) -> bool:
        """Whether the curve comes within ``margin`` pixels of the box."""
        rows = self.rows(box.left() - margin, box.right() + margin)
        return rows is not None and rows[0] < box.bottom() + margin and rows[1] > box.top() - margin


class PlotLabels:
    """Draws the name at the curve, the words of the saturated parts and the readout beside the probe."""

    def __init__(self, theme: Theme) -> None:
        self._side: tuple[int, int] | None = None
        self.readout_box: QRectF | None = None
        self.name_box: QRectF | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Write with another theme from now on."""
        self._theme = theme
        self._fonts = (theme.font("small_font"), theme.font("readout_font", bold=True), theme.font("small_font"))
        self._metrics = tuple(QFontMetricsF(font) for font in self._fonts)
        self._bold_small = theme.font("small_font", bold=True)
        self._bold_small_metrics = QFontMetricsF(self._bold_small)

    def paint_saturation(
        self, painter: QPainter, frame: PlotFrame, columns: Iterable[tuple[float, float]], text: str, curve: CurveShadow
    ) -> list[QRectF]:
        """Write ``text`` into every shaded column that is wide enough, clear of the curve. Return the boxes."""
        painter.setFont(self._bold_small)
        painter.setPen(self._theme.color("ink"))
        size = _text_size(self._bold_small_metrics, text)
        pad = self._theme.px(16)
        boxes = []
        for left, right in columns:
            box = QRectF(QPointF(0, 0), size)
            if right - left < size.width() + 2 * pad:
                continue
            for place in _SATURATION_PLACES:
                box.moveTopLeft(QPointF(left + pad, place * frame.height - size.height() / 2))
                if _inside(box, frame) and not curve.meets(box, pad / 2):
                    painter.drawText(box.topLeft() + QPointF(0, self._bold_small_metrics.ascent()), text)
                    boxes.append(box)
                    break
        return boxes

    def paint_name(
        self, painter: QPainter, frame: PlotFrame, name: str, color: str, curve: CurveShadow, taken: list[QRectF]
    ) -> None:
        """Write the curve's name in its colour beside the curve, off the y-axis and off the ``taken`` boxes."""
        self.name_box = self._name_place(frame, _text_size(self._metrics[1], name), curve, taken) if name else None
        if self.name_box is not None:
            painter.setFont(self._fonts[1])
            painter.setPen(self._theme.color(color))
            painter.drawText(self.name_box.topLeft() + QPointF(0, self._metrics[1].ascent()), name)

    def _name_place(self, frame: PlotFrame, size: QSizeF, curve: CurveShadow, taken: list[QRectF]) -> QRectF | None:
        gap = self._theme.px(8)
        axis_x, axis_y = frame.px(0.0), frame.py(0.0)
        numbers_below = QRectF(0, axis_y - 1, frame.width, self._metrics[0].height() + gap)
        numbers_right = QRectF(axis_x - 1, 0, 3 * gap + self._metrics[0].horizontalAdvance("−0.0"), frame.height)
        for place, side in product(_NAME_PLACES, _SIDES):
            middle = place * frame.width
            rows = curve.rows(middle - size.width() / 2 - gap, middle + size.width() / 2 + gap)
            if rows is None:
                continue
            top = rows[0] - gap - size.height() if side < 0 else rows[1] + gap
            box = QRectF(QPointF(middle - size.width() / 2, top), size)
            busy = [numbers_below, numbers_right, *taken]
            if _inside(box, frame) and not any(box.intersects(other) for other in busy):
                return box
        return None

    def paint_readout(
        self, painter: QPainter, frame: PlotFrame, probe: QPointF, lines: tuple[str, ...], curve: CurveShadow
    ) -> None:
        """Draw the rounded box of three lines beside the probe; only its large line when the plot is too small."""
        if not self._place_readout(frame, probe, lines, curve):
            return
        assert self.readout_box is not None
        box, theme = self.readout_box, self._theme
        painter.setPen(QPen(theme.color("probe"), max(2.0, theme.px(theme.tokens.curve_width) / 2)))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(box, theme.px(_BOX_RADIUS), theme.px(_BOX_RADIUS))
        shown = [(i, line) for i, line in enumerate(lines) if line and (self._is_full or i == 1)]
        top = box.top() + theme.px(6)
        for i, line in shown:
            painter.setFont(self._fonts[i])
            painter.setPen(theme.color("probe_ink" if i == 1 else "muted"))
            painter.drawText(QPointF(box.left() + theme.px(12), top + self._metrics[i].ascent()), line)
            top += self._metrics[i].height()

    def _place_readout(self, frame: PlotFrame, probe: QPointF, lines: tuple[str, ...], curve: CurveShadow) -> bool:
        self.readout_box = None
        for self._is_full in (True, False):
            size = self._readout_size([(i, s) for i, s in enumerate(lines) if s and (self._is_full or i == 1)])
            kept = self._readout_place(frame, probe, size, self._side) if self._side else None
            # The side it stood on last is kept while it is as good as any, so that it does not jump about.
            if kept is not None and not self._cost(kept, curve):
                self.readout_box = kept
                return True
            places = {side: self._readout_place(frame, probe, size, side) for side in _READOUT_SIDES}
            costs = {side: self._cost(box, curve) for side, box in places.items() if box is not None}
            if costs:
                self._side = min(costs, key=lambda side: costs[side] - 0.5 * (side == self._side))
                self.readout_box = places[self._side]
                return True
        return False

    def _readout_size(self, shown: list[tuple[int, str]]) -> QSizeF:
        width = max((self._metrics[i].horizontalAdvance(line) for i, line in shown), default=0.0)
        height = sum(self._metrics[i].height() for i, _ in shown)
        # Whole steps of width keep the box still while its digits change.
        step = self._theme.px(12)
        return QSizeF((width // step + 1) * step + self._theme.px(24), height + self._theme.px(12))

    def _readout_place(self, frame: PlotFrame, probe: QPointF, size: QSizeF, side: tuple[int, int]) -> QRectF | None:
        """Return the box on one (vertical, horizontal) side of the probe, None if it does not fit there."""
        up, along = side
        away = self._theme.px(self._theme.tokens.point_size) * 0.75 + self._theme.px(8)
        width, height = size.width(), size.height()
        left = probe.x() + along * (away + width / 2) - width / 2
        top = probe.y() + up * (away + height / 2) - height / 2
        left = min(max(left, _EDGE), frame.width - _EDGE - width)
        top = min(max(top, _EDGE), frame.height - _EDGE - height)
        if left < _EDGE or top < _EDGE:
            return None
        box = QRectF(left, top, width, height)
        mark = QRectF(probe.x() - away + 1, probe.y() - away + 1, 2 * away - 2, 2 * away - 2)
        return None if box.intersects(mark) else box

    def _cost(self, box: QRectF, curve: CurveShadow) -> int:
        """Return how much is wrong with a place: 0 for nothing."""
        on_name = self.name_box is not None and box.intersects(self.name_box)
        return 4 * curve.meets(box, 3) + 2 * on_name


def _text_size(metrics: QFontMetricsF, text: str) -> QSizeF:
    return QSizeF(metrics.horizontalAdvance(text), metrics.height())


def _inside(box: QRectF, frame: PlotFrame) -> bool:
    return QRectF(_EDGE, _EDGE, frame.width - 2 * _EDGE, frame.height - 2 * _EDGE).contains(box)

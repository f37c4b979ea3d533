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
EDGE = 8
_SATURATION_PLACES = (0.22, 0.34, 0.5, 0.64, 0.78, 0.1, 0.9)
_READOUT_SIDES = tuple((up, along) for up, along in product((-1, 1, 0), (0, 1, -1)) if (up, along) != (0, 0))


class CurveShadow:
    """The pixels a curve passes through, asked column by column."""

    def __init__(self, px: Array, py: Array) -> None:
        self._px, self._py = px, py
        self._known: tuple[Array, Array] | None = None  # the rows without gaps: for the highest, for the lowest

    def rows(self, left: float, right: float) -> tuple[float, float] | None:
        """Return the (top, bottom) rows of the curve between two columns, or None where it has a gap."""
        first, last = np.searchsorted(self._px, (left, right))
        rows = self._py[max(int(first) - 1, 0) : int(last) + 1]
        rows = rows[np.isfinite(rows)]
        return (float(rows.min()), float(rows.max())) if rows.size else None

    def spans(self, left: Array, right: Array) -> tuple[Array, Array]:
        """Return the (top, bottom) rows between many pairs of columns; (inf, −inf) where the curve has a gap."""
        if self._px.size < 2:
            return np.full(left.shape, np.inf), np.full(left.shape, -np.inf)
        if self._known is None:
            known = np.isfinite(self._py)
            self._known = np.where(known, self._py, np.inf), np.where(known, self._py, -np.inf)
        edges = np.empty(2 * left.size, dtype=np.intp)
        first = np.minimum(np.maximum(self._px.searchsorted(left) - 1, 0), self._px.size - 2)
        edges[::2] = first
        edges[1::2] = np.maximum(np.minimum(self._px.searchsorted(right) + 1, self._px.size - 1), first + 1)
        return np.minimum.reduceat(self._known[0], edges)[::2], np.maximum.reduceat(self._known[1], edges)[::2]

    def rows_at(self, columns: Array) -> Array:
        """Return the row of the curve at each column, NaN where it has a gap."""
        if not self._py.size:
            return np.full(columns.shape, np.nan)
        return self._py[np.minimum(self._px.searchsorted(columns), self._px.size - 1)]

    def meets(self, box: QRectF, margin: float) -> bool:
        """Whether the curve comes within ``margin`` pixels of the box."""
        rows = self.rows(box.left() - margin, box.right() + margin)
        return rows is not None and rows[0] < box.bottom() + margin and rows[1] > box.top() - margin


class PlotLabels:
    """Draws the words of the saturated parts and the readout beside the probe."""

    def __init__(self, theme: Theme) -> None:
        self._side: tuple[int, int] | None = None
        self.readout_box: QRectF | None = None
        self.name_boxes: list[QRectF] = []
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
        size = text_size(self._bold_small_metrics, text)
        pad = self._theme.px(16)
        boxes = []
        for left, right in columns:
            box = QRectF(QPointF(0, 0), size)
            if right - left < size.width() + 2 * pad:
                continue
            for place in _SATURATION_PLACES:
                box.moveTopLeft(QPointF(left + pad, place * frame.height - size.height() / 2))
                if is_inside(box, frame) and not curve.meets(box, pad / 2):
                    painter.drawText(box.topLeft() + QPointF(0, self._bold_small_metrics.ascent()), text)
                    boxes.append(box)
                    break
        return boxes

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
        left = min(max(left, EDGE), frame.width - EDGE - width)
        top = min(max(top, EDGE), frame.height - EDGE - height)
        if left < EDGE or top < EDGE:
            return None
        box = QRectF(left, top, width, height)
        mark = QRectF(probe.x() - away + 1, probe.y() - away + 1, 2 * away - 2, 2 * away - 2)
        return None if box.intersects(mark) else box

    def _cost(self, box: QRectF, curve: CurveShadow) -> int:
        """Return how much is wrong with a place: 0 for nothing."""
        on_name = any(box.intersects(name) for name in self.name_boxes)
        return 4 * curve.meets(box, 3) + 2 * on_name


def text_size(metrics: QFontMetricsF, text: str) -> QSizeF:
    """Return the room of one line of text."""
    return QSizeF(metrics.horizontalAdvance(text), metrics.height())


def is_inside(box: QRectF, frame: PlotFrame) -> bool:
    """Whether a box lies in the plot, clear of its rim."""
    return QRectF(EDGE, EDGE, frame.width - 2 * EDGE, frame.height - 2 * EDGE).contains(box)

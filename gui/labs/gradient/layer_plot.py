"""The size of the gradient (or the spread of the outputs) layer by layer, on a logarithmic axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from gui.labs.gradient.layer_chart import RIGHT_EM, LayerChart
from gui.labs.gradient.numbers import power
from gui.widgets.series_look import DASHES, curve_pen, series_color

# In powers of ten: what float32 holds, and the least that the axis spans.
_LOWEST, _HIGHEST, _LEAST_SPAN = -45, 39, 2
# Up to so many layers each has a dot.
_DOTTED = 30


@dataclass(frozen=True, slots=True)
class PlotLine:
    """One function's line: ``values`` per layer (0 and inf leave a gap), ``readout`` at the layer."""

    name: str
    series: int
    values: np.ndarray
    selected: bool
    readout: str


@dataclass(frozen=True, slots=True)
class PlotView:
    """What the plot shows; ``model`` is the simple model's line with its name, or None."""

    lines: tuple[PlotLine, ...]
    model: np.ndarray | None = None
    model_name: str = ""


class LayerPlot(LayerChart):
    """Lines over the layers; the names stand at their ends."""

    view: PlotView | None = None
    _span = (-1, 1)

    def show_view(self, view: PlotView) -> None:
        """Show ``view``."""
        self.view = view
        self._span = _span_of(view)
        self.update()

    def readings(self) -> tuple[tuple[str, str], ...]:
        return tuple((line.name, line.readout) for line in self.view.lines) if self.view is not None else ()

    def least_height(self) -> int:
        return 9 * self._theme.em

    def to_pixel(self, layer: int, value: float) -> QPointF:
        """Return where a value of a layer is drawn; what is 0 lies on the lower edge."""
        columns, rows = self._pixels(np.array([value]), layer)
        return QPointF(columns[0], rows[0])

    def _pixels(self, values: np.ndarray, first: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Return the pixel columns and rows of values of the layers from ``first`` on."""
        chart, (low, high) = self.chart(), self._span
        with np.errstate(divide="ignore", invalid="ignore"):
            exponents = np.log10(np.maximum(values, 0.0))
        shares = (np.clip(np.nan_to_num(exponents, nan=low, posinf=high, neginf=low), low, high) - low) / (high - low)
        layers = np.arange(first, first + len(values)) - 0.5
        return chart.left() + layers * (chart.width() / self.depth), chart.bottom() - shares * chart.height()

    def paint_content(self, painter: QPainter, chart: QRectF) -> None:
        view = self.view
        if view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(chart.adjusted(-1, -4, 1, 4))
        if view.model is not None:
            self._paint_model(painter, view.model)
        for line in sorted(view.lines, key=lambda one: one.selected):
            self._paint_line(painter, line)
        painter.restore()
        self._paint_names(painter, chart, view)
        if view.model is not None:
            self._paint_model_name(painter, chart, view)

    def paper(self) -> object:
        return self._span if self.view is not None else None

    def paint_paper(self, painter: QPainter, chart: QRectF) -> None:
        if self.view is None:
            return
        theme, (low, high), metrics = self._theme, self._span, self.tick_metrics
        painter.setFont(self.tick_font)
        room = chart.height() / (high - low)
        step = next(s for s in (1, 2, 3, 5, 10, 20, 50) if s * room >= 1.5 * metrics.height() or s == 50)
        for exponent in range(math.ceil(low / step) * step, high + 1, step):
            y = chart.bottom() - (exponent - low) * room
            painter.setPen(QPen(theme.color("axis" if exponent == 0 else "grid"), 1))
            painter.drawLine(QPointF(chart.left(), y), QPointF(chart.right(), y))
            painter.setPen(theme.color("muted"))
            box = QRectF(0, y - metrics.height() / 2, chart.left() - 0.4 * theme.em, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, power(exponent))

    def _paint_model(self, painter: QPainter, model: np.ndarray) -> None:
        pen = QPen(self._theme.color("muted"), self._theme.px(2))
        pen.setDashPattern([2.0, 2.5])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(_polygon(*self._pixels(model)))

    def _paint_line(self, painter: QPainter, line: PlotLine) -> None:
        theme = self._theme
        pen = curve_pen(theme, series_color(line.series), DASHES[line.series])
        # So wide a line shows no corner, and round ones take half as long again.
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if not line.selected:
            pen.setWidthF(max(1.5, pen.widthF() * 0.66))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        columns, rows = self._pixels(line.values)
        drawn = np.isfinite(line.values) & (line.values > 0)
        painter.setPen(pen)
        for run in np.split(np.arange(len(drawn)), np.flatnonzero(np.diff(drawn)) + 1):
            if drawn[run[0]] and len(run) > 1:
                painter.drawPolyline(_polygon(columns[run], rows[run]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(series_color(line.series)))
        small = theme.px(theme.tokens.point_size) * 0.2
        if self.depth <= _DOTTED:
            for point in _polygon(columns[drawn], rows[drawn]):
                painter.drawEllipse(point, small, small)
        layer = min(self.layer, len(line.values))
        if drawn[layer - 1]:
            painter.setPen(QPen(theme.color("card"), theme.px(1.5)))
            radius = theme.px(theme.tokens.point_size) * (0.45 if line.selected else 0.32)
            painter.drawEllipse(QPointF(columns[layer - 1], rows[layer - 1]), radius, radius)

    def _paint_names(self, painter: QPainter, chart: QRectF, view: PlotView) -> None:
        """Write the names and values at the right, in the order of the lines' ends at the left."""
        theme = self._theme
        name_high, value_high = self.font_metrics[1].height(), self.tick_metrics.height()
        # Where they do not all have room with their values, the names come first.
        room_for_values = len(view.lines) * (name_high + value_high) <= self.height()
        high = name_high + (value_high if room_for_values else 0)
        order = sorted(view.lines, key=lambda one: -_first(one.values))
        ends = [self.to_pixel(self.depth, float(line.values[-1])).y() for line in order]
        tops = _apart([y - high / 2 for y in ends], high, chart.top() - 0.3 * theme.em, self.height() - 2.0)
        left, room = chart.right() + 0.9 * theme.em, RIGHT_EM * theme.em - 1.1 * theme.em
        for line, end, top in zip(order, ends, tops, strict=True):
            token = series_color(line.series)
            if math.isfinite(line.values[-1]):
                painter.setPen(QPen(theme.color(token, 0.6), 1))
                at = QPointF(self.column(self.depth).center().x(), end)
                painter.drawLine(at, QPointF(left - 0.2 * theme.em, top + high / 2))
            painter.setFont(self.fonts[line.selected])
            painter.setPen(self.ink(token))
            name = painter.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QRectF(left, top, room, name_high), Qt.AlignmentFlag.AlignVCenter, name)
            if not room_for_values:
                continue
            painter.setFont(self.tick_font)
            painter.setPen(theme.color("muted"))
            shown = self.tick_metrics.elidedText(line.readout, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QRectF(left, top + name_high, room, value_high), Qt.AlignmentFlag.AlignVCenter, shown)

    def _free_box(self, chart: QRectF, view: PlotView, wide: float, high: float) -> QRectF:
        """Return where the model's name covers least of the lines: above or below its own line, near it."""
        assert view.model is not None
        gap = 0.4 * self._theme.em
        placed = [self._pixels(values) for values in (*(line.values for line in view.lines), view.model)]
        x, y = (np.concatenate(part) for part in zip(*placed, strict=True))
        layers = _anchors(self.depth)
        at_x, at_y = (part[[layer - 1 for layer in layers], None] for part in placed[-1])
        left = np.hstack([at_x - wide - gap, at_x + gap, *[at_x - wide / 2] * 3])
        top = np.hstack([at_y - high - gap, at_y + gap, at_y - high - gap, at_y + gap, at_y + high + gap])
        across = (x > left[..., None] - gap) & (x < left[..., None] + wide + gap)
        along = (y > top[..., None] - gap / 2) & (y < top[..., None] + high + gap / 2)
        covered = np.count_nonzero(across & along, axis=2)
        inside = (left >= chart.left()) & (left + wide <= chart.right())
        inside &= (top >= chart.top()) & (top + high <= chart.bottom())
        if not inside.any():
            return QRectF(chart.left(), chart.top(), wide, high)
        best = np.unravel_index(np.where(inside, covered, x.size + 1).argmin(), covered.shape)
        return QRectF(left[best], top[best], wide, high)

    def _paint_model_name(self, painter: QPainter, chart: QRectF, view: PlotView) -> None:
        """Write what the dashed line is beside it, on the side where there is room."""
        assert view.model is not None
        theme = self._theme
        font = theme.font("small_font", bold=True)
        metrics = QFontMetricsF(font)
        wide, high = metrics.horizontalAdvance(view.model_name) + 0.8 * theme.em, metrics.height() + 0.2 * theme.em
        box = self._free_box(chart, view, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card", 0.88))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        painter.setFont(font)
        painter.setPen(theme.color("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, view.model_name)


def _polygon(columns: np.ndarray, rows: np.ndarray) -> QPolygonF:
    if not len(columns):
        return QPolygonF()  # which pyqtgraph cannot make
    polygon: QPolygonF = pg.functions.arrayToQPolygonF(columns, rows)
    return polygon


def _anchors(depth: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(max(1, round(share * depth)) for share in (0.3, 0.45, 0.15, 0.6, 0.75)))


def _first(values: np.ndarray) -> float:
    """Return the leftmost value that can be drawn, for the order of the names."""
    drawn = values[np.isfinite(values)]
    return float(drawn[0]) if drawn.size else 0.0


def _span_of(view: PlotView) -> tuple[int, int]:
    """Return the powers of ten that the axis reaches from and to: whole ones, and 1 always among them."""
    arrays = [line.values for line in view.lines] + ([view.model] if view.model is not None else [])
    numbers = np.concatenate(arrays)
    numbers = np.log10(numbers[np.isfinite(numbers) & (numbers > 0)])
    low = math.floor(numbers.min(initial=0.0) - 0.05)
    high = math.ceil(numbers.max(initial=0.0) + 0.05)
    low, high = max(low, _LOWEST), min(high, _HIGHEST)
    return (low, high) if high - low >= _LEAST_SPAN else (low - 1, high + 1)


def _apart(tops: list[float], high: float, low_end: float, high_end: float) -> list[float]:
    """Return tops at least ``high`` apart, in their order, near where they were and within the ends."""
    high = min(high, (high_end - low_end) / max(1, len(tops)))
    placed: list[float] = []
    for top in tops:
        placed.append(max(top, placed[-1] + high) if placed else max(top, low_end))
    limit = high_end
    for i in range(len(placed) - 1, -1, -1):
        limit -= high
        placed[i] = min(placed[i], limit)
        limit = placed[i]
    return placed

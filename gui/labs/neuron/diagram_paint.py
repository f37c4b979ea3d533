"""How the drawn neuron is painted: what stands still during a drag, and what moves with it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QRegion

from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState
from core.record import written_number
from gui.labs.neuron.diagram_places import Places
from gui.labs.neuron.looks import edge_color, edge_pen
from gui.theme import Theme

_CURVE_SAMPLES = 48
_WIDEST_EDGE = 30  # pixels at 100 % zoom, halo included
_UNTOLD = "?"


class DiagramPainter:
    """Paints the parts of a neuron with one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._symbol = theme.font("number_font", bold=True)
        self._large = theme.font("readout_font", bold=True)
        self._symbol_metrics, self._large_metrics = QFontMetricsF(self._symbol), QFontMetricsF(self._large)

    def still(self, painter: QPainter, at: Places, state: NeuronState, result: NeuronResult, name: str) -> None:
        """Paint everything but the selected number's edge and what follows from it."""
        for key in _edges(state):
            if key != state.selected:
                self._edge(painter, at, state, key)
        self._arrows(painter, at)
        self._sum(painter, at)
        self._function(painter, at, result, name)
        for i in range(state.count):
            self._name_beside(painter, at.inputs[i], f"x{i}", "ink", on_edge=False)
            if state.selected != f"w{i}":
                self._name_beside(painter, at.weights[i], f"w{i}", edge_color(state.number(f"w{i}")), on_edge=True)
        if state.selected != "b":
            self._name_beside(painter, at.bias, "b", edge_color(state.number("b")), on_edge=False)
        self._write(painter, self._above_output(at), "y", self._large, "ink")

    def moving(self, painter: QPainter, at: Places, state: NeuronState, result: NeuronResult, told: int = 2) -> None:
        """Paint the selected number's edge, the sum, the place on the small curve, and the output.

        Only the first ``told`` of sum and output are told; the others are still to be predicted.
        """
        key, theme = state.selected, self._theme
        if key in _edges(state):
            self._edge(painter, at, state, key)
            index = int(key[1:]) if key != "b" else -1
            box = at.weights[index] if index >= 0 else at.bias
            self._name_beside(painter, box, key, edge_color(state.number(key)), on_edge=index >= 0)
        unit = result.unit
        sum_said = f"z = {written_number(unit.z) if told > 0 else _UNTOLD}"
        self._write(painter, self._below_sum(at), sum_said, self._large, "probe_ink")
        if told > 1:
            self._place_on_curve(painter, at, result)
        painter.setPen(QPen(theme.color("probe"), theme.px(2)))
        painter.setBrush(theme.color("card"))
        radius = at.output.height() / 2
        painter.drawRoundedRect(at.output, radius, radius)
        output_said = written_number(unit.y) if told > 1 else _UNTOLD
        self._write(painter, at.output, output_said, self._large, "probe_ink")

    def _place_on_curve(self, painter: QPainter, at: Places, result: NeuronResult) -> None:
        theme, unit = self._theme, result.unit
        painter.save()
        painter.setClipRect(at.function)
        inner, (x0, x1), (y0, y1) = self._inner(at), result.x_view, result.y_view
        place = QPointF(
            inner.left() + (unit.z - x0) / (x1 - x0) * inner.width(),
            inner.bottom() - (unit.y - y0) / (y1 - y0) * inner.height(),
        )
        painter.setPen(QPen(theme.color("card"), theme.px(1)))
        painter.setBrush(theme.color("probe"))
        painter.drawEllipse(place, theme.px(5), theme.px(5))
        painter.restore()

    def moving_region(self, at: Places, state: NeuronState) -> QRegion:
        """Return where ``moving`` paints."""
        wide = self._theme.px(_WIDEST_EDGE * self._theme.tokens.curve_width / 3) / 2
        areas = [self._below_sum(at), at.function, at.output.adjusted(-3, -3, 3, 3)]
        key = state.selected
        if key.startswith("w") and key in _edges(state):
            begin, bend, end = at.edge(int(key[1:]))
            box = at.weights[int(key[1:])]
            areas.append(QRectF(begin.x(), begin.y() - wide, box.left() - begin.x(), 2 * wide))
            areas.append(QRectF(bend, end).normalized().adjusted(0, -wide, wide, wide))
        elif key == "b":
            begin, end = at.bias_edge()
            areas.append(QRectF(begin.x() - wide, begin.y(), 2 * wide, end.y() - begin.y()))
            areas.append(at.bias.translated(-at.bias.width() * 0.6, 0))
        region = QRegion()
        for area in areas:
            region += area.toAlignedRect()
        return region

    def _edge(self, painter: QPainter, at: Places, state: NeuronState, key: str) -> None:
        way = at.bias_edge() if key == "b" else at.edge(int(key[1:]))
        pen = edge_pen(state.number(key), self._theme)
        if key == state.selected:
            halo = QPen(self._theme.color("accent_soft"), pen.widthF() + self._theme.px(10))
            painter.setPen(halo)
            painter.drawPolyline(QPolygonF(way))
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(way))

    def _arrows(self, painter: QPainter, at: Places) -> None:
        theme, middle = self._theme, at.sum_centre.y()
        size = theme.em * 0.4
        for start, end in (
            (at.sum_centre.x() + at.sum_radius, at.function.left()),
            (at.function.right(), at.output.left()),
        ):
            painter.setPen(QPen(theme.color("axis"), max(2, theme.px(2))))
            painter.drawLine(QPointF(start, middle), QPointF(end - size, middle))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("axis"))
            back = end - 1.6 * size
            corners = (QPointF(end, middle), QPointF(back, middle - size), QPointF(back, middle + size))
            painter.drawPolygon(QPolygonF(corners))

    def _sum(self, painter: QPainter, at: Places) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("ink"), theme.px(2)))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(at.sum_centre, at.sum_radius, at.sum_radius)
        circle = QRectF(0, 0, 2 * at.sum_radius, 2 * at.sum_radius)
        circle.moveCenter(at.sum_centre)
        font = QFont(self._large)
        font.setPixelSize(round(at.sum_radius))
        self._write(painter, circle, "Σ", font, "ink")

    def _function(self, painter: QPainter, at: Places, result: NeuronResult, name: str) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("accent"), theme.px(2)))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(at.function, theme.px(9), theme.px(9))
        inner, (x0, x1), (y0, y1) = self._inner(at), result.x_view, result.y_view
        assert result.curve is not None
        chosen = np.linspace(0, result.curve.x.size - 1, _CURVE_SAMPLES).astype(int)
        xs = inner.left() + (result.curve.x[chosen] - x0) / (x1 - x0) * inner.width()
        ys = inner.bottom() - (result.curve.y[chosen] - y0) / (y1 - y0) * inner.height()
        points = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True) if math.isfinite(y)]
        painter.save()
        painter.setClipRect(at.function)
        painter.setPen(QPen(theme.color("accent"), theme.px(theme.tokens.curve_width) * 0.7))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.restore()
        below = QRectF(at.function.left() - 2.2 * theme.em, at.function.bottom() + theme.px(2), 0, 0)
        below.setSize(QSizeF(at.function.width() + 4.4 * theme.em, theme.px(theme.tokens.small_font) * 1.5))
        self._write(painter, below, name, theme.font("small_font"), "muted")
        above = below.translated(0, -at.function.height() - below.height() - theme.px(4))
        self._write(painter, above, "h", self._large, "accent")

    def _inner(self, at: Places) -> QRectF:
        """Return where the small curve lies inside its square."""
        inset = self._theme.px(6)
        return at.function.adjusted(inset, inset, -inset, -inset)

    def _below_sum(self, at: Places) -> QRectF:
        below = QRectF(0, 0, 9 * self._theme.em, self._large_metrics.height() * 1.1)
        top = at.sum_centre.y() + at.sum_radius + 0.2 * self._theme.em
        below.moveCenter(QPointF(at.sum_centre.x(), top + below.height() / 2))
        return below

    def _above_output(self, at: Places) -> QRectF:
        height = self._large_metrics.height()
        return QRectF(at.output.left(), at.output.top() - height - 2, at.output.width(), height)

    def _name_beside(self, painter: QPainter, box: QRectF, key: str, color: str, on_edge: bool) -> None:
        """Write a number's symbol left of its box, on paper that hides the edge behind it."""
        text, metrics = neuron.NUMBERS[key].symbol, self._symbol_metrics
        width = metrics.horizontalAdvance(text) + self._theme.px(8)
        place = QRectF(box.left() - width - self._theme.px(2), box.top(), width, box.height())
        if on_edge:
            paper = QRectF(place.left(), place.center().y() - metrics.height() / 2, width, metrics.height())
            painter.fillRect(paper, self._theme.color("card"))
        self._write(painter, place, text, self._symbol, color)

    def _write(self, painter: QPainter, box: QRectF, text: str, font: QFont, color: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        shown = text
        if len(text) > 6:
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, math.ceil(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, shown)


def _edges(state: NeuronState) -> list[str]:
    return [f"w{i}" for i in range(state.count)] + ["b"]

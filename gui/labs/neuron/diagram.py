"""The drawn neuron: boxes to type into, edges to drag, Σ, h and y."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState
from core.record import written_number
from core.text import Words
from gui.labs.neuron.diagram_places import Places, least_size, places
from gui.labs.neuron.looks import edge_color, edge_pen
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.theme import Theme
from gui.widgets.scrub_box import moved, scrubbed

_CURVE_SAMPLES = 48


@dataclass(frozen=True, slots=True)
class _Grip:
    """An edge in the hand."""

    key: str
    at: QPointF
    start: float


class NeuronDiagram(QWidget):
    """Shows a neuron and asks for its numbers. ``show_neuron`` paints and emits nothing."""

    number_requested = Signal(str, float)
    number_chosen = Signal(str)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, boxes: NumberBoxes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neuronDiagram")
        self._words, self._theme = words, theme
        self._state, self._result = NeuronState(), None
        self._places: Places | None = None
        self._grip: _Grip | None = None
        self._is_dragged = False
        keys = [f"{kind}{i}" for i in range(neuron.MAX_INPUTS) for kind in "xw"] + ["b"]
        self._boxes = {key: boxes.box(key, self) for key in keys}
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    _result: NeuronResult | None

    def show_neuron(self, state: NeuronState, result: NeuronResult) -> None:
        """Paint the neuron of ``state``. The boxes are shown by their owner."""
        same_boxes = self._result is not None and state.count == self._state.count
        self._state, self._result = state, result
        if not same_boxes or self._box_size() != self._placed_box:
            self._place()
            self.updateGeometry()
        self._say()
        self.update()

    def places(self) -> Places:
        """Return where everything lies."""
        if self._places is None:
            self._place()
        assert self._places is not None
        return self._places

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self._say()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._place()
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return least_size(self._state.count, self._theme, self._box_size())

    def sizeHint(self) -> QSize:
        least = self.minimumSizeHint()
        return QSize(least.width(), round(least.height() * 1.3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)

    # --- where things lie

    def _shown_keys(self) -> list[str]:
        return [f"{kind}{i}" for i in range(self._state.count) for kind in "xw"] + ["b"]

    def _box_size(self) -> QSizeF:
        boxes = [self._boxes[key] for key in self._shown_keys()]
        width = max(box.sizeHint().width() for box in boxes)
        # Whole steps, so that the drawing stands still while a digit comes or goes.
        step = self._theme.em
        return QSizeF(math.ceil(width / step) * step, self._theme.px(self._theme.tokens.target) + 4)

    _placed_box: QSizeF | None = None

    def _place(self) -> None:
        box = self._placed_box = self._box_size()
        self._places = places(QSizeF(self.size()), self._state.count, self._theme, box)
        shown = dict(zip((f"x{i}" for i in range(self._state.count)), self._places.inputs, strict=True))
        shown |= dict(zip((f"w{i}" for i in range(self._state.count)), self._places.weights, strict=True))
        shown["b"] = self._places.bias
        before: QWidget | None = None
        for key, widget in self._boxes.items():
            widget.setVisible(key in shown)
            if key in shown:
                widget.setGeometry(shown[key].toRect())
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget

    # --- the mouse on edges

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self.key_at(event.position())
        if key and event.button() == Qt.MouseButton.LeftButton:
            self._grip = _Grip(key, event.position(), self._state.number(key))
            self._boxes[key].setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            shape = Qt.CursorShape.SizeVerCursor if self.key_at(event.position()) else Qt.CursorShape.ArrowCursor
            if self.cursor().shape() != shape:
                self.setCursor(shape)
            return
        if not self._is_dragged:
            self._is_dragged = True
            self.drag_started.emit()
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = scrubbed(event.position() - self._grip.at, self._theme)
        value = moved(self._grip.start, steps, self._boxes[self._grip.key].show_step, fine)
        if value != self._state.number(self._grip.key):
            self.number_requested.emit(self._grip.key, value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and not self._is_dragged:
            self.number_chosen.emit(self._grip.key)
        self._let_go()

    def _let_go(self) -> None:
        self._grip = None
        if self._is_dragged:
            self._is_dragged = False
            self.drag_finished.emit()

    def key_at(self, place: QPointF) -> str:
        """Return the key of the weight or bias whose edge a press at ``place`` takes, or nothing."""
        reach = self._theme.px(self._theme.tokens.target) / 2
        found = self.places()
        ways = {f"w{i}": found.edge(i) for i in range(self._state.count)} | {"b": found.bias_edge()}
        near = {key: min(_distance(place, a, b) for a, b in pairwise(way)) for key, way in ways.items()}
        key = min(near, key=lambda k: near[k])
        return key if near[key] <= reach else ""

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._result is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_edges(painter)
        self._paint_arrows(painter)
        self._paint_sum(painter)
        self._paint_function(painter)
        self._paint_output(painter)
        self._paint_names(painter)

    def _paint_edges(self, painter: QPainter) -> None:
        theme, found = self._theme, self.places()
        ways = [(f"w{i}", found.edge(i)) for i in range(self._state.count)] + [("b", found.bias_edge())]
        for key, way in ways:
            value = self._state.number(key)
            if key == self._state.selected:
                halo = QPen(theme.color("accent", 0.18), edge_pen(value, theme).widthF() + theme.px(10))
                halo.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(halo)
                painter.drawPolyline(QPolygonF(way))
            painter.setPen(edge_pen(value, theme))
            painter.drawPolyline(QPolygonF(way))

    def _paint_arrows(self, painter: QPainter) -> None:
        found, theme = self.places(), self._theme
        middle = found.sum_centre.y()
        size = theme.em * 0.4
        for start, end in (
            (found.sum_centre.x() + found.sum_radius, found.function.left()),
            (found.function.right(), found.output.left()),
        ):
            painter.setPen(QPen(theme.color("axis"), max(2, theme.px(2))))
            painter.drawLine(QPointF(start, middle), QPointF(end - size, middle))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("axis"))
            corners = (
                QPointF(end, middle),
                QPointF(end - 1.6 * size, middle - size),
                QPointF(end - 1.6 * size, middle + size),
            )
            painter.drawPolygon(QPolygonF(corners))

    def _paint_sum(self, painter: QPainter) -> None:
        theme, found = self._theme, self.places()
        assert self._result is not None
        painter.setPen(QPen(theme.color("ink"), theme.px(2)))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(found.sum_centre, found.sum_radius, found.sum_radius)
        circle = QRectF(0, 0, 2 * found.sum_radius, 2 * found.sum_radius)
        circle.moveCenter(found.sum_centre)
        font = theme.font("readout_font", bold=True)
        font.setPixelSize(round(found.sum_radius))
        self._write(painter, circle, "Σ", font, "ink")
        text = f"z = {written_number(self._result.unit.z)}"
        font = theme.font("readout_font", bold=True)
        below = QRectF(0, 0, 12 * theme.em, theme.px(theme.tokens.readout_font) * 1.4)
        below.moveCenter(QPointF(found.sum_centre.x(), circle.bottom() + 0.2 * theme.em + below.height() / 2))
        self._write(painter, below, text, font, "probe_ink")

    def _paint_function(self, painter: QPainter) -> None:
        theme, found, result = self._theme, self.places(), self._result
        assert result is not None
        painter.setPen(QPen(theme.color("accent"), theme.px(2)))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(found.function, theme.px(9), theme.px(9))
        inner = found.function.adjusted(*[sign * theme.px(6) for sign in (1, 1, -1, -1)])
        painter.save()
        painter.setClipRect(found.function)
        (x0, x1), (y0, y1) = result.x_view, result.y_view
        chosen = np.linspace(0, result.curve.x.size - 1, _CURVE_SAMPLES).astype(int)
        xs = inner.left() + (result.curve.x[chosen] - x0) / (x1 - x0) * inner.width()
        ys = inner.bottom() - (result.curve.y[chosen] - y0) / (y1 - y0) * inner.height()
        points = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True) if math.isfinite(y)]
        painter.setPen(QPen(theme.color("accent"), theme.px(theme.tokens.curve_width) * 0.7))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        unit = result.unit
        spot = QPointF(
            inner.left() + (unit.z - x0) / (x1 - x0) * inner.width(),
            inner.bottom() - (unit.y - y0) / (y1 - y0) * inner.height(),
        )
        painter.setPen(QPen(theme.color("card"), theme.px(1)))
        painter.setBrush(theme.color("probe"))
        painter.drawEllipse(spot, theme.px(5), theme.px(5))
        painter.restore()
        name = self._words.text(result.record.name)
        font = theme.font("small_font")
        below = QRectF(found.function.left() - 2.2 * theme.em, found.function.bottom() + theme.px(2), 0, 0)
        below.setSize(QSizeF(found.function.width() + 4.4 * theme.em, theme.px(theme.tokens.small_font) * 1.5))
        self._write(painter, below, name, font, "muted")
        above = below.translated(0, -found.function.height() - below.height() - theme.px(4))
        self._write(painter, above, "h", theme.font("readout_font", bold=True), "accent")

    def _paint_output(self, painter: QPainter) -> None:
        theme, found, result = self._theme, self.places(), self._result
        assert result is not None
        painter.setPen(QPen(theme.color("probe"), theme.px(2)))
        painter.setBrush(theme.color("card"))
        radius = found.output.height() / 2
        painter.drawRoundedRect(found.output, radius, radius)
        font = theme.font("readout_font", bold=True)
        self._write(painter, found.output, written_number(result.unit.y), font, "probe_ink")
        above = found.output.translated(0, -found.output.height())
        self._write(painter, above, "y", font, "ink", Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter)

    def _paint_names(self, painter: QPainter) -> None:
        theme, found = self._theme, self.places()
        for i in range(self._state.count):
            self._name_beside(painter, found.inputs[i], f"x{i}", "ink", on_edge=False)
            color = edge_color(self._state.number(f"w{i}"))
            self._name_beside(painter, found.weights[i], f"w{i}", color, on_edge=True)
        self._name_beside(painter, found.bias, "b", edge_color(self._state.number("b")), on_edge=False)
        painter.setFont(theme.font())

    def _name_beside(self, painter: QPainter, box: QRectF, key: str, color: str, on_edge: bool) -> None:
        """Write a number's symbol left of its box, on paper that hides the edge behind it."""
        theme = self._theme
        text, font = neuron.NUMBERS[key].symbol, theme.font("number_font", bold=True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(text) + theme.px(8)
        place = QRectF(box.left() - width - theme.px(2), box.top(), width, box.height())
        if on_edge:
            height = painter.fontMetrics().height()
            paper = QRectF(place.left(), place.center().y() - height / 2, width, height)
            painter.fillRect(paper, theme.color("card"))
        self._write(painter, place, text, font, color)

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        font: object,
        color: str,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    ) -> None:
        painter.setFont(font)  # type: ignore[arg-type]
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, math.ceil(box.width()))
        painter.setPen(self._theme.color(color))
        painter.drawText(box, alignment | Qt.TextFlag.TextDontClip, shown)

    # --- words

    def _say(self) -> None:
        self.setAccessibleName(self._words("neuron.diagram"))
        self.setToolTip("")
        if self._result is not None:
            unit, name = self._result.unit, self._words.text(self._result.record.name)
            said = self._words(
                "neuron.spoken", name=name, z=written_number(unit.z), y=written_number(unit.y), count=self._state.count
            )
            if said != self.accessibleDescription():
                self.setAccessibleDescription(said)


def _distance(place: QPointF, start: QPointF, end: QPointF) -> float:
    """Return how far ``place`` is from the line between two points."""
    way, to = end - start, place - start
    length = QPointF.dotProduct(way, way)
    share = min(1.0, max(0.0, QPointF.dotProduct(to, way) / length)) if length else 0.0
    off = to - way * share
    return math.hypot(off.x(), off.y())

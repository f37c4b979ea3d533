"""The drawn neuron: boxes to type into, edges to drag, Σ, h and y."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QPointF, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState
from core.record import written_number
from core.text import Words
from gui.accessibility import Role, value_changed
from gui.labs.neuron.diagram_paint import DiagramPainter
from gui.labs.neuron.diagram_places import Places, least_size, places
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.theme import Theme
from gui.widgets.copy_actions import offer_picture
from gui.widgets.opaque import Opaque
from gui.widgets.plain_painting import is_for_file
from gui.widgets.scrub_box import moved, scrubbed


@dataclass(frozen=True, slots=True)
class _Grip:
    """An edge in the hand."""

    key: str
    at: QPointF
    start: float


class NeuronDiagram(Opaque):
    """Shows a neuron and asks for its numbers. ``show_neuron`` paints and emits nothing."""

    accessible_role = Role.Graphic
    number_requested = Signal(str, float)
    number_chosen = Signal(str)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, boxes: NumberBoxes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_picture(self)
        self.setObjectName("neuronDiagram")
        self._words, self._theme = words, theme
        self.setAccessibleName(words("neuron.diagram"))
        self._state = NeuronState()
        self._result: NeuronResult | None = None
        self._places: Places | None = None
        self._grip: _Grip | None = None
        self._is_dragged = False
        self._told = 2
        keys = [f"{kind}{i}" for i in range(neuron.MAX_INPUTS) for kind in "xw"] + ["b"]
        self._boxes = {key: boxes.box(key, self) for key in keys}
        self._paint = DiagramPainter(theme)
        self._still = QPixmap()
        self._still_key: tuple[object, ...] = ()
        self._seen_views: object = None
        self._measured: tuple[Theme, int] | None = None
        self._measured_size = QSizeF()
        self._placed_box: QSizeF | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_neuron(self, state: NeuronState, result: NeuronResult, told: int = 2) -> None:
        """Paint the neuron of ``state``. The boxes are shown by their owner.

        ``told``: 1 leaves the output to be predicted, 0 the sum, too.
        """
        told, self._told = self._told, told
        before, self._state, self._result = self._state, state, result
        is_drag = self._is_moving_only(before, state) and told == self._told
        if state.count != before.count or self._box_size() != self._placed_box:
            self._place()
            self.updateGeometry()
        value_changed(self)
        # Only what moves: the boxes and the card below need not be painted again.
        self.update(self._paint.moving_region(self.places(), state) if is_drag else self.rect())

    def _is_moving_only(self, before: NeuronState, state: NeuronState) -> bool:
        """Return whether nothing but the selected number has changed, nor the range of the small curve."""
        same = replace(before, numbers=state.numbers) == state
        changed = {k for k in {*before.numbers, *state.numbers} if before.number(k) != state.number(k)}
        views = (self._result.x_view, self._result.y_view) if self._result else None
        same_views, self._seen_views = views == self._seen_views, views
        return same and same_views and changed <= {state.selected}

    def places(self) -> Places:
        """Return where everything lies."""
        if self._places is None:
            self._place()
        assert self._places is not None
        return self._places

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.setAccessibleName(words("neuron.diagram"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._paint = DiagramPainter(theme)
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
        """Return the size of a box that holds the longest of the numbers."""
        longest = max((self._boxes[key] for key in self._shown_keys()), key=lambda box: len(box.text()))
        measured = (self._theme, len(longest.text()))
        if measured != self._measured:
            self._measured = measured
            # Whole steps, so that the drawing stands still while a digit comes or goes.
            step = self._theme.em
            width = math.ceil(longest.sizeHint().width() / step) * step
            self._measured_size = QSizeF(width, self._theme.px(self._theme.tokens.target) + 4)
        return self._measured_size

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
        painter = QPainter(self)
        if self._result is None:
            painter.fillRect(event.rect(), self._theme.color("card"))
            return
        if is_for_file():
            painter.fillRect(self.rect(), self._theme.color("card"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            name = self._words.text(self._result.record.name)
            self._paint.still(painter, self.places(), self._state, self._result, name)
        else:
            self._copy_still_part(painter, event.region())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint.moving(painter, self.places(), self._state, self._result, self._told)

    def _copy_still_part(self, painter: QPainter, region: QRegion) -> None:
        # Part by part: Qt copies into a clip of one rectangle many times faster than into one of several.
        ratio = self.devicePixelRatioF()
        still = self._still_part(ratio)
        over = 0 if ratio.is_integer() else 1  # a part may end within a pixel of the screen
        for part in cast(Iterable[QRect], region):
            painter.setClipRect(part.adjusted(-over, -over, over, over))
            painter.drawPixmap(QPointF(0, 0), still)
        painter.setClipping(False)

    def _still_part(self, ratio: float) -> QPixmap:
        """Return the drawing without what changes while the selected number is dragged."""
        assert self._result is not None
        state, result = self._state, self._result
        others = tuple(state.number(key) for key in self._shown_keys() if key != state.selected)
        views = (result.x_view, result.y_view, result.record.key, tuple(result.params.items()))
        looks = (self._words.lang, self._theme, self.size(), self._placed_box, ratio)
        key = (self._shown_keys(), state.selected, others, views, looks)
        if key != self._still_key:
            self._still_key = key
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(self._theme.color("card"))
            painter = QPainter(self._still)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            name = self._words.text(result.record.name)
            self._paint.still(painter, self.places(), state, result, name)
            painter.end()
        return self._still

    # --- words

    def spoken_value(self) -> str:
        """Return inputs, sum, function and output in words."""
        if self._result is None or self._told < 2:
            return ""
        unit, name = self._result.unit, self._words.text(self._result.record.name)
        z, y = written_number(unit.z), written_number(unit.y)
        return self._words("neuron.spoken", name=name, z=z, y=y, count=self._state.count)


def _distance(place: QPointF, start: QPointF, end: QPointF) -> float:
    """Return how far ``place`` is from the line between two points."""
    way, to = end - start, place - start
    length = QPointF.dotProduct(way, way)
    share = min(1.0, max(0.0, QPointF.dotProduct(to, way) / length)) if length else 0.0
    off = to - way * share
    return math.hypot(off.x(), off.y())

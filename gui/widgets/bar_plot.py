"""Bars of a vector function: what goes in on one side, what comes out on the other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from core.text import Words
from gui.theme import Theme
from gui.widgets.bar_panel import BarPanel, value_span
from gui.widgets.plot_frame import Array, Span, readable
from gui.widgets.plot_grid import CARD_RADIUS

MOST_BARS = 40
_STEP = 0.1
_SIDE_BY_SIDE = 1.6
_SELECT_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -MOST_BARS,
    Qt.Key.Key_End: MOST_BARS,
}
_VALUE_KEYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BarView:
    """Everything a bar plot shows at one moment.

    Attributes:
        inputs: shape (n,). Only the first 40 are drawn.
        outputs: shape (m,); m may differ from n (GLU halves its input).
        labels: one word below each bar, such as ``"고양이"``; missing ones are the element's index.
        selected, hovered: index of an element, or -1.
        spoken: one sentence for screen readers.
    """

    inputs: Array
    outputs: Array
    labels: tuple[str, ...] = ()
    selected: int = -1
    hovered: int = -1
    spoken: str = ""


class BarPlot(QWidget):
    """Input bars that can be dragged, and the output bars they cause. ``show(view)`` paints and never emits.

    Signals:
        input_dragged(index, value): an input element is wanted at this value.
        bar_selected(index), bar_hovered(index): −1 when the mouse leaves every bar.
        drag_started(), drag_finished(): what is asked for in between is one undo step.
    """

    input_dragged = Signal(int, float)
    bar_selected = Signal(int)
    bar_hovered = Signal(int)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: BarView | None = None
        self._pressed: tuple[int, QPointF, float] | None = None
        self._dragging = False
        self._held_key: int | None = None
        self._hovered = -1
        self._input_span: Span = (-1.0, 1.0)
        self._output_span: Span = (0.0, 1.0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_theme(theme)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Speak another language from now on."""
        self._words = words
        self.setAccessibleName(words("plot.bars"))
        self.setWhatsThis(words("plot.bar_keys"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        em = theme.px(theme.tokens.small_font)
        self.setMinimumSize(em * 12, em * 10)
        self.update()

    def show(self, view: BarView | None = None) -> None:
        """Paint ``view``. Emits nothing. Without a view it is QWidget's own ``show``."""
        if view is None:
            super().show()
            return
        self.view = view
        if not self._dragging:
            self._input_span = value_span(view.inputs[:MOST_BARS])
        self._output_span = value_span(view.outputs[:MOST_BARS])
        if view.spoken != self.accessibleDescription():
            self.setAccessibleDescription(view.spoken)
        self.update()

    def input_bar(self, index: int) -> QRectF:
        """Return the rectangle of an input bar in this widget's pixels."""
        return self._panels()[0].bar(index)

    def output_bar(self, index: int) -> QRectF:
        """Return the rectangle of an output bar in this widget's pixels."""
        return self._panels()[1].bar(index)

    def sizeHint(self) -> QSize:
        return self.minimumSize() * 3

    def _panels(self) -> tuple[BarPanel, BarPanel]:
        gap = self._theme.px(16)
        whole = QRectF(self.rect()).adjusted(gap, gap * 0.75, -gap, -gap * 0.75)
        if whole.width() > _SIDE_BY_SIDE * whole.height():
            half = (whole.width() - 2 * gap) / 2
            areas = whole.adjusted(0, 0, -half - 2 * gap, 0), whole.adjusted(half + 2 * gap, 0, 0, 0)
        else:
            half = (whole.height() - gap) / 2
            areas = whole.adjusted(0, 0, 0, -half - gap), whole.adjusted(0, half + gap, 0, 0)
        view = self.view or BarView(inputs=np.empty(0), outputs=np.empty(0))
        marked = (view.selected, view.hovered)
        return (
            BarPanel(self._theme, areas[0], view.inputs[:MOST_BARS], view.labels, self._input_span, marked, True),
            BarPanel(self._theme, areas[1], view.outputs[:MOST_BARS], view.labels, self._output_span, marked, False),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("background"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = theme.px(2) if self.hasFocus() else 1
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "border"), thick))
        painter.setBrush(theme.color("card"))
        card = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.drawRoundedRect(card, theme.px(CARD_RADIUS), theme.px(CARD_RADIUS))
        if self.view is not None:
            for panel, title, total in zip(
                self._panels(),
                ("plot.input", "plot.output"),
                (self.view.inputs.size, self.view.outputs.size),
                strict=True,
            ):
                cut = self._words("plot.bars_cut", shown=MOST_BARS, total=total) if total > MOST_BARS else ""
                panel.paint(painter, self._words(title), cut)
        painter.end()

    # --- mouse

    def _bar_at(self, place: QPointF) -> tuple[int, bool]:
        """Return (element, whether it is an input) of the column under a place; (-1, False) for none."""
        for panel, is_input in zip(self._panels(), (True, False), strict=True):
            index = panel.column_at(place)
            if index >= 0:
                return index, is_input
        return -1, False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.view is None:
            return
        index, is_input = self._bar_at(event.position())
        if index < 0:
            return
        self.bar_selected.emit(index)
        if is_input:
            self._pressed = index, event.position(), float(self.view.inputs[index])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            index, is_input = self._bar_at(event.position())
            self.setCursor(Qt.CursorShape.SizeVerCursor if is_input else Qt.CursorShape.ArrowCursor)
            self._say_hovered(index)
            return
        index, start, value = self._pressed
        rise = start.y() - event.position().y()
        if not self._dragging:
            if abs(rise) < QApplication.startDragDistance() / 2:
                return
            self._dragging = True
            self.drag_started.emit()
        per_pixel = self._panels()[0].per_pixel
        origin = value if math.isfinite(value) else 0.0
        self.input_dragged.emit(index, readable(origin + rise * per_pixel, per_pixel))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end_drag()

    def leaveEvent(self, event: QEvent) -> None:
        self._say_hovered(-1)

    def hideEvent(self, event: QHideEvent) -> None:
        self._end_drag()
        self._end_key()

    def _end_drag(self) -> None:
        self._pressed = None
        if self._dragging:
            self._dragging = False
            self.drag_finished.emit()
            if self.view is not None:
                self._input_span = value_span(self.view.inputs[:MOST_BARS])
                self.update()

    def _say_hovered(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.bar_hovered.emit(index)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        count = min(self.view.inputs.size, MOST_BARS) if self.view is not None else 0
        if self.view is None or not count or key not in _SELECT_KEYS | _VALUE_KEYS:
            super().keyPressEvent(event)
            return
        if key in _SELECT_KEYS:
            wanted = self.view.selected + _SELECT_KEYS[key] if self.view.selected >= 0 else 0
            self.bar_selected.emit(min(max(wanted, 0), count - 1))
        elif 0 <= self.view.selected < count:
            if self._held_key is None:
                self._held_key = event.key()
                self.drag_started.emit()
            step = _STEP * (0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0)
            value = float(self.view.inputs[self.view.selected])
            changed = (value if math.isfinite(value) else 0.0) + _VALUE_KEYS[key] * step
            self.input_dragged.emit(self.view.selected, round(changed, 10))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == self._held_key and not event.isAutoRepeat():
            self._end_key()
        else:
            super().keyReleaseEvent(event)

    def _end_key(self) -> None:
        if self._held_key is not None:
            self._held_key = None
            self.drag_finished.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end_key()
        self.update()

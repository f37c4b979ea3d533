"""What a person does with bars: point, select, drag, and the same with keys. Subclasses say where the bars are."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gui.accessibility import Role
from gui.widgets.bar_panel import BarPanel
from gui.widgets.copy_actions import offer_picture
from gui.widgets.opaque import Opaque
from gui.widgets.plot_frame import Array, readable

MOST_BARS = 40
_STEP = 0.1
_SELECT_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -MOST_BARS,
    Qt.Key.Key_End: MOST_BARS,
}
_VALUE_KEYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}


class BarSurface(Opaque):
    """Bars that can be selected; those of the first panel can be dragged if ``_inputs`` gives their values.

    Signals:
        input_dragged(index, value): an input element is wanted at this value.
        bar_selected(index), bar_hovered(index): −1 when the mouse leaves every bar.
        drag_started(), drag_finished(): what is asked for in between is one undo step.
    """

    accessible_role = Role.Chart
    input_dragged = Signal(int, float)
    bar_selected = Signal(int)
    bar_hovered = Signal(int)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_picture(self)
        self._pressed: tuple[int, QPointF, float] | None = None
        self._dragging = False
        self._held_key: int | None = None
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # --- what subclasses tell

    def spoken_value(self) -> str:
        """Return what the bars say in words."""
        raise NotImplementedError

    def _panels(self) -> tuple[BarPanel, ...]:
        """Return where the bars are; the first panel holds the inputs."""
        raise NotImplementedError

    def _inputs(self) -> Array | None:
        """Return the values that can be dragged, None if there are none."""
        raise NotImplementedError

    def _selection(self) -> tuple[int, int]:
        """Return (index of the selected bar or -1, how many bars can be selected)."""
        raise NotImplementedError

    def _fit_scale(self) -> None:
        """Fit the scale to the inputs again: it stood still while one of them was dragged."""

    # --- mouse

    def _bar_at(self, place: QPointF) -> tuple[int, bool]:
        """Return (element, whether it is an input) of the column under a place; (-1, False) for none."""
        for number, panel in enumerate(self._panels()):
            index = panel.column_at(place)
            if index >= 0:
                return index, number == 0 and self._inputs() is not None
        return -1, False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index, is_input = self._bar_at(event.position())
        if index < 0:
            return
        self.bar_selected.emit(index)
        inputs = self._inputs()
        if is_input and inputs is not None:
            self._pressed = index, event.position(), float(inputs[index])

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
            self._fit_scale()
            self.update()

    def _say_hovered(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.bar_hovered.emit(index)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, inputs = Qt.Key(event.key()), self._inputs()
        selected, count = self._selection()
        known = _SELECT_KEYS if inputs is None else _SELECT_KEYS | _VALUE_KEYS
        if not count or key not in known:
            super().keyPressEvent(event)
            return
        if key in _SELECT_KEYS:
            wanted = selected + _SELECT_KEYS[key] if selected >= 0 else 0
            self.bar_selected.emit(min(max(wanted, 0), count - 1))
        elif inputs is not None and 0 <= selected < count:
            if self._held_key is None:
                self._held_key = event.key()
                self.drag_started.emit()
            step = _STEP * (0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0)
            value = float(inputs[selected])
            changed = (value if math.isfinite(value) else 0.0) + _VALUE_KEYS[key] * step
            self.input_dragged.emit(selected, round(changed, 10))

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

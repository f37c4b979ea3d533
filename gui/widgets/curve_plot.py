"""The live plot of functions: it shows a CurveView and asks for changes, which come back as the next view."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import Words
from gui.accessibility import Role, value_changed
from gui.theme import Theme
from gui.widgets import plot_gestures
from gui.widgets.copy_actions import offer_picture, show_copies
from gui.widgets.plot_canvas import PlotCanvas
from gui.widgets.plot_frame import CurveView, PlotFrame, Series, fitted_y

__all__ = ["CurvePlot", "CurveView", "Series"]

_KEY_STEPS = 100
_PROBE_KEYS = {
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_PageUp: 10.0,
    Qt.Key.Key_PageDown: -10.0,
    Qt.Key.Key_Home: -math.inf,
    Qt.Key.Key_End: math.inf,
}
# What the keys do to the view; with Ctrl held the arrows push it and leave the probe alone.
_ZOOM_KEYS = {Qt.Key.Key_Plus: -1.0, Qt.Key.Key_Equal: -1.0, Qt.Key.Key_Minus: 1.0}
_PAN_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class CurvePlot(QWidget):
    """Curves with probe, tangent and tensor elements. ``show(view)`` paints and never emits.

    Signals:
        probe_moved(x): the probe is wanted at x.
        point_dragged(index, x): a tensor element is wanted at x.
        point_selected(index), point_hovered(index): −1 when the mouse leaves every element.
        view_requested(x0, x1, y0, y1): these ranges are wanted.
        drag_started(), drag_finished(): what is asked for in between is one undo step.
    """

    accessible_role = Role.Chart
    probe_moved = Signal(float)
    point_dragged = Signal(int, float)
    point_selected = Signal(int)
    point_hovered = Signal(int)
    view_requested = Signal(float, float, float, float)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: CurveView | None = None
        self._gesture: plot_gestures.Gesture | None = None
        self._held_key: int | None = None
        self._hovered = -1
        self._canvas = PlotCanvas(theme, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        offer_picture(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_theme(theme)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Speak another language from now on."""
        self._words = words
        self._canvas.saturation_text = words("plot.saturation")
        self.setWhatsThis(words("plot.keys"))
        self.setAccessibleDescription(words("plot.keys"))
        self._update_name()
        self._canvas.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._reach = theme.px(theme.tokens.target) / 2
        self._canvas.set_theme(theme)
        self.setMinimumSize(theme.px(theme.tokens.small_font) * 12, theme.px(theme.tokens.small_font) * 4)

    def show(self, view: CurveView | None = None) -> None:
        """Paint ``view``. Emits nothing. Without a view it is QWidget's own ``show``."""
        if view is None:
            super().show()
            return
        self.view = view
        self._canvas.set_view(view)
        self._update_name()
        value_changed(self)

    def spoken_value(self) -> str:
        """Return what is read at the probe."""
        return self.view.spoken if self.view is not None else ""

    @property
    def frame(self) -> PlotFrame:
        """The mapping between numbers and this widget's pixels."""
        return self._canvas.frame

    def to_pixel(self, x: float, y: float) -> QPointF:
        """Return the place of (x, y) in this widget's pixels."""
        return QPointF(self.frame.px(x), self.frame.py(y))

    def from_pixel(self, place: QPointF) -> tuple[float, float]:
        """Return the (x, y) at a place in this widget's pixels."""
        return self.frame.x_at(place.x()), self.frame.y_at(place.y())

    def tick_positions(self) -> tuple[list[float], list[float]]:
        """Return the (x, y) values that have a grid line."""
        return self._canvas.grid.tick_positions(self.frame)

    def probe_place(self) -> QPointF | None:
        """Return the pixel of the probe, or None when it is out of view."""
        return self._canvas.probe_place()

    def readout_box(self) -> QRectF | None:
        """Return where the readout was last painted, or None if there was none."""
        return self._canvas.labels.readout_box

    def point_at(self, place: QPointF) -> int:
        """Return the tensor element that a press at ``place`` takes, or −1."""
        return self._canvas.point_near(place, self._reach)

    def is_on_probe(self, place: QPointF) -> bool:
        """Whether a press at ``place`` takes the probe."""
        return self._canvas.is_on_probe(place, self._reach)

    def is_near_curve(self, place: QPointF) -> bool:
        """Whether a press at ``place`` is meant for a curve."""
        return self._canvas.is_near_curve(place, self._reach * 0.75)

    def show_rubber_band(self, box: QRectF | None) -> None:
        """Draw the box of a zoom in progress, or none."""
        self._canvas.rubber_band = box
        self._canvas.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize() * 3

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._canvas.setGeometry(self.rect())

    def _update_name(self) -> None:
        if self.view is None:
            return
        name = self._words("plot.curve", name=self.view.name)
        if name != self.accessibleName():
            self.setAccessibleName(name)

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._gesture is None and self.view is not None:
            self._gesture = plot_gestures.begin(self, event.position(), event.button())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._gesture.move(event.position())
        elif self.view is not None:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            self._end_gesture()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.view is not None and event.button() == Qt.MouseButton.LeftButton:
            self.view_requested.emit(*self.view.x_range, *fitted_y(self.view))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.view is not None:
            plot_gestures.zoom(self, event)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # The right button draws a box; pressed and let go in place it asks for the menu.
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            show_copies(self, QPointF(self.rect().center()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._say_hovered(-1)

    def hideEvent(self, event: QHideEvent) -> None:
        self._end_gesture()
        self._end_key()

    def _hover(self, place: QPointF) -> None:
        index = self.point_at(place)
        self._say_hovered(index)
        if index >= 0 or self.is_on_probe(place):
            shape = Qt.CursorShape.SizeHorCursor
        else:
            shape = Qt.CursorShape.CrossCursor if self.is_near_curve(place) else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def _say_hovered(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.point_hovered.emit(index)

    def _end_gesture(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.finish()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        steps = _PROBE_KEYS.get(key)
        if self.view is None or held & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif held & Qt.KeyboardModifier.ControlModifier:
            if key in _PAN_KEYS:
                self._hold(event)
                plot_gestures.push(self, *_PAN_KEYS[key])
            else:
                super().keyPressEvent(event)
        elif key in _ZOOM_KEYS:
            self._hold(event)
            plot_gestures.zoom_about_probe(self, _ZOOM_KEYS[key])
        elif key == Qt.Key.Key_0:
            self.view_requested.emit(*self.view.x_range, *fitted_y(self.view))
        elif steps is not None:
            self._hold(event)
            fine = 0.1 if held & Qt.KeyboardModifier.ShiftModifier else 1.0
            self.probe_moved.emit(self._stepped(self.view, steps * fine))
        else:
            super().keyPressEvent(event)

    def _hold(self, event: QKeyEvent) -> None:
        """Begin the undo step of a key that may be held down."""
        if self._held_key is None:
            self._held_key = event.key()
            self.drag_started.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == self._held_key and not event.isAutoRepeat():
            self._end_key()
        else:
            super().keyReleaseEvent(event)

    def _end_key(self) -> None:
        if self._held_key is not None:
            self._held_key = None
            self.drag_finished.emit()

    @staticmethod
    def _stepped(view: CurveView, steps: float) -> float:
        low, high = view.x_range
        start = view.probe_x if view.probe_x is not None else (low + high) / 2
        wanted = start + steps * (high - low) / _KEY_STEPS
        digits = 6 - math.floor(math.log10(high - low))
        return min(max(round(wanted, digits) if math.isfinite(wanted) else wanted, low), high)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._canvas.has_focus_ring = True
        self._canvas.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._canvas.has_focus_ring = False
        self._canvas.update()
        self._end_key()

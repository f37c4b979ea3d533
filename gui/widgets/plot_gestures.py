"""What the mouse asks of a curve plot. A gesture turns places into requests and changes nothing itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.widgets.copy_actions import show_copies
from gui.widgets.plot_frame import is_viewable

if TYPE_CHECKING:
    from gui.widgets.curve_plot import CurvePlot

_ZOOM_PER_NOTCH = 1.15
_NOTCH = 120
_SMALLEST_BOX = 8
# One press of a key: as far as a tenth of what is seen, as much as two notches of the wheel.
_PUSH, _KEY_NOTCHES = 0.1, 2.0


class Gesture(Protocol):
    """A press, what follows it, and its end."""

    def move(self, place: QPointF) -> None:
        """The mouse is at ``place`` (pixels in the plot)."""

    def finish(self) -> None:
        """The button is up, or the gesture was broken off."""


class ProbeDrag:
    """The probe follows the mouse; pressed beside it, it comes to the mouse at once."""

    def __init__(self, plot: CurvePlot, place: QPointF, grabbed: QPointF | None) -> None:
        self._plot = plot
        self._offset = place.x() - grabbed.x() if grabbed is not None else 0.0
        plot.drag_started.emit()
        if grabbed is None:
            self.move(place)

    def move(self, place: QPointF) -> None:
        """Ask for the probe at ``place``."""
        self._plot.probe_moved.emit(self._plot.frame.readable_x(place.x() - self._offset))

    def finish(self) -> None:
        """End the undo step."""
        self._plot.drag_finished.emit()


class PointDrag:
    """A tensor element is selected by a press and dragged along x once the mouse has moved enough."""

    def __init__(self, plot: CurvePlot, place: QPointF, index: int) -> None:
        self._plot, self._index, self._start = plot, index, place
        self._offset = place.x() - plot.frame.px(float(plot.view.points_x[index])) if plot.view else 0.0
        self._dragging = False
        plot.point_selected.emit(index)

    def move(self, place: QPointF) -> None:
        """Ask for the element at ``place``."""
        if not self._dragging:
            if abs(place.x() - self._start.x()) < QApplication.startDragDistance() / 2:
                return
            self._dragging = True
            self._plot.drag_started.emit()
        self._plot.point_dragged.emit(self._index, self._plot.frame.readable_x(place.x() - self._offset))

    def finish(self) -> None:
        """End the undo step if there was a drag."""
        if self._dragging:
            self._plot.drag_finished.emit()


class PanDrag:
    """The paper follows the mouse."""

    def __init__(self, plot: CurvePlot, place: QPointF) -> None:
        self._plot, self._start, self._frame = plot, place, plot.frame
        self._dragging = False

    def move(self, place: QPointF) -> None:
        """Ask for the view pushed from where it was at the press."""
        shift = place - self._start
        if not self._dragging:
            if shift.manhattanLength() < QApplication.startDragDistance() / 2:
                return
            self._dragging = True
            self._plot.drag_started.emit()
        self._plot.view_requested.emit(*self._frame.moved(shift.x(), shift.y()))

    def finish(self) -> None:
        """End the undo step if there was a drag."""
        if self._dragging:
            self._plot.drag_finished.emit()


class BoxZoom:
    """A box is drawn; its content becomes the view. Without a box the plot's menu opens."""

    def __init__(self, plot: CurvePlot, place: QPointF) -> None:
        self._plot, self._start = plot, place
        self._box = QRectF(place, place)

    def move(self, place: QPointF) -> None:
        """Draw the box from the press to ``place``."""
        whole = QRectF(self._plot.rect())
        self._box = QRectF(self._start, place).normalized() & whole
        self._plot.show_rubber_band(self._box)

    def finish(self) -> None:
        """Ask for what the box holds; a box too small to be meant asks for the menu, or for nothing."""
        self._plot.show_rubber_band(None)
        frame, box = self._plot.frame, self._box
        if max(box.width(), box.height()) < QApplication.startDragDistance() and self._plot.isVisible():
            show_copies(self._plot, self._start)
            return
        if min(box.width(), box.height()) >= _SMALLEST_BOX:
            asked = frame.x_at(box.left()), frame.x_at(box.right()), frame.y_at(box.bottom()), frame.y_at(box.top())
            if is_viewable(*asked):
                self._plot.view_requested.emit(*asked)


def begin(plot: CurvePlot, place: QPointF, button: Qt.MouseButton) -> Gesture | None:
    """Return the gesture that a press of ``button`` at ``place`` begins."""
    if button == Qt.MouseButton.RightButton:
        return BoxZoom(plot, place)
    if button == Qt.MouseButton.MiddleButton:
        return PanDrag(plot, place)
    if button != Qt.MouseButton.LeftButton:
        return None
    index = plot.point_at(place)
    if index >= 0:
        return PointDrag(plot, place, index)
    if plot.is_on_probe(place):
        return ProbeDrag(plot, place, plot.probe_place())
    if plot.is_near_curve(place):
        return ProbeDrag(plot, place, None)
    return PanDrag(plot, place)


def zoom(plot: CurvePlot, event: QWheelEvent) -> None:
    """Ask for the view zoomed about the mouse: Ctrl only along x, Shift only along y."""
    # Some systems turn a wheel with Shift sideways.
    delta = event.angleDelta().y() or event.angleDelta().x()
    if not delta:
        return
    factor = math.pow(_ZOOM_PER_NOTCH, -delta / _NOTCH)
    held = event.modifiers()
    x_factor = 1.0 if held & Qt.KeyboardModifier.ShiftModifier else factor
    y_factor = 1.0 if held & Qt.KeyboardModifier.ControlModifier else factor
    asked = plot.frame.zoomed(event.position().x(), event.position().y(), x_factor, y_factor)
    if is_viewable(*asked):
        plot.view_requested.emit(*asked)


def zoom_about_probe(plot: CurvePlot, out: float) -> None:
    """Ask for the view zoomed by one key: ``out`` −1 makes the curve larger, 1 smaller; the probe keeps its place."""
    frame = plot.frame
    place = plot.probe_place() or QPointF(frame.width / 2, frame.height / 2)
    factor = math.pow(_ZOOM_PER_NOTCH, out * _KEY_NOTCHES)
    asked = frame.zoomed(place.x(), place.y(), factor, factor)
    if is_viewable(*asked):
        plot.view_requested.emit(*asked)


def push(plot: CurvePlot, right: int, up: int) -> None:
    """Ask for the view pushed by one key: to the right, the numbers seen get larger."""
    frame = plot.frame
    asked = frame.moved(-right * _PUSH * frame.width, up * _PUSH * frame.height)
    if is_viewable(*asked):
        plot.view_requested.emit(*asked)

"""The plane into which a person clicks points."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.record import written_number
from core.training.datasets import MAX_CLASSES, Dataset
from core.training.frames import BoardView
from gui.accessibility import Role, value_changed
from gui.labs.race.look import paint_class_mark
from gui.labs.race.pictures import board_frame, data_layer
from gui.theme import Theme
from gui.widgets.plot_frame import PlotFrame
from gui.widgets.plot_grid import PlotGrid

_STEPS = 40  # arrow keys cross the plane in this many moves


class PointsPlane(QWidget):
    """A click adds a point of the chosen class, a drag moves one, the eraser removes the nearest.

    With the keyboard: arrows move the cross, Enter adds there, 0 to 4 choose the class, Delete removes the nearest.
    """

    accessible_role = Role.Chart
    added = Signal(float, float)
    moved = Signal(int, float, float)
    removed = Signal(int)
    brush_requested = Signal(int)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("racePoints")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._data: Dataset | None = None
        self._view = BoardView()
        self._brush = 0
        self._is_own = False
        self._cross: tuple[float, float] | None = None
        self._grip = -1
        self._counted = "{count}"
        self._layer: QPixmap | None = None
        self._grid = PlotGrid(theme)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme, self._layer = theme, None
        self._grid.set_theme(theme)
        self.update()

    def show_points(self, data: Dataset | None, view: BoardView, brush: int, is_own: bool) -> None:
        """Show ``data`` (None for none yet); ``is_own`` when its points may be moved and removed."""
        if data is not self._data or view != self._view:
            self._layer = None
        self._data, self._view, self._brush, self._is_own = data, view, brush, is_own
        self.update()

    def spoken_value(self) -> str:
        """Return where the cross is, and how many points there are."""
        at = f"({', '.join(written_number(value) for value in self._cross)}) · " if self._cross else ""
        return at + self._counted.format(count=0 if self._data is None else len(self._data.points))

    def say_count(self, template: str) -> None:
        """Count the points by ``template``, ``{count}`` in it their number."""
        self._counted = template

    def to_pixel(self, x: float, y: float) -> QPointF:
        """Return where a place of the plane is in this widget."""
        frame = self._frame()
        return QPointF(frame.px(x), frame.py(y))

    def sizeHint(self) -> QSize:
        return QSize(18 * self._theme.em, 14 * self._theme.em)

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * self._theme.em, 6 * self._theme.em)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layer = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        hit = self._point_at(at, self._theme.px(self._theme.tokens.point_size) * 0.6)
        if self._brush < 0:
            hit = self._point_at(at, self._theme.px(self._theme.tokens.target))
            if hit >= 0:
                self.removed.emit(hit)
        elif hit >= 0:
            self._grip = hit
            self.drag_started.emit()
        else:
            self.added.emit(*self._place(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip >= 0:
            self.moved.emit(self._grip, *self._place(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)

    def _let_go(self) -> None:
        if self._grip >= 0:
            self._grip = -1
            self.drag_finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        moves = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, 1), keys.Key_Down: (0, -1)}
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif event.key() in moves:
            self._move_cross(*moves[Qt.Key(event.key())])
        elif keys.Key_0 <= event.key() < keys.Key_0 + MAX_CLASSES:
            self.brush_requested.emit(event.key() - keys.Key_0)
        elif event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space) and self._cross:
            self.added.emit(*self._cross)
        elif event.key() in (keys.Key_Delete, keys.Key_Backspace) and self._cross:
            hit = self._point_at(self.to_pixel(*self._cross), math.inf)
            if hit >= 0:
                self.removed.emit(hit)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        frame = self._frame()
        self._grid.paint(painter, frame, ())
        if self._data is not None:
            if self._layer is None:
                size = (self.width(), self.height())
                self._layer = data_layer(self._data, self._view, size, theme, self.devicePixelRatioF())
            painter.drawPixmap(0, 0, self._layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            if self._cross is not None:
                self._paint_cross(painter, self.to_pixel(*self._cross))
        painter.end()

    def _paint_cross(self, painter: QPainter, at: QPointF) -> None:
        reach = self._theme.px(10)
        painter.setPen(QPen(self._theme.color("probe"), self._theme.px(2)))
        painter.drawLine(at - QPointF(reach, 0), at + QPointF(reach, 0))
        painter.drawLine(at - QPointF(0, reach), at + QPointF(0, reach))
        if self._brush >= 0:
            paint_class_mark(painter, self._theme, self._brush, at, reach * 0.4)

    def _frame(self) -> PlotFrame:
        return board_frame(self._view, max(1.0, float(self.width())), max(1.0, float(self.height())))

    def _place(self, at: QPointF) -> tuple[float, float]:
        frame = self._frame()
        x = min(max(frame.x_at(at.x()), frame.x_range[0]), frame.x_range[1])
        y = min(max(frame.y_at(at.y()), frame.y_range[0]), frame.y_range[1])
        digits = [max(0, math.ceil(-math.log10((high - low) / 600))) for low, high in (frame.x_range, frame.y_range)]
        return round(x, digits[0]), round(y, digits[1])

    def _point_at(self, at: QPointF, reach: float) -> int:
        """Return the own point nearest to a pixel, -1 if none is within ``reach`` pixels."""
        data = self._data
        if data is None or not self._is_own or data.inputs != 2 or not len(data.points):
            return -1
        frame = self._frame()
        away = [math.hypot(frame.px(float(x)) - at.x(), frame.py(float(y)) - at.y()) for x, y in data.points]
        nearest = min(range(len(away)), key=away.__getitem__)
        return nearest if away[nearest] <= reach else -1

    def _move_cross(self, right: int, up: int) -> None:
        (x0, x1), (y0, y1) = self._view.x_range, self._view.y_range
        x, y = self._cross or ((x0 + x1) / 2, (y0 + y1) / 2)
        x = min(max(x + right * (x1 - x0) / _STEPS, x0), x1)
        y = min(max(y + up * (y1 - y0) / _STEPS, y0), y1)
        self._cross = (round(x, 4), round(y, 4))
        value_changed(self)
        self.update()

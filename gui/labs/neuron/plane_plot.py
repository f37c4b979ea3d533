"""The plane of two numbers: output as colour, decision lines to push and turn, the points of a gate."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.labs.neuron import Heat, Line
from gui.accessibility import Role, value_changed
from gui.labs.neuron.plane_paint import PlanePainter, heat_image
from gui.theme import Theme
from gui.widgets.copy_actions import offer_picture
from gui.widgets.opaque import Opaque
from gui.widgets.plain_painting import is_for_file, shows_focus

# Shares of the way along the line in view where its handle may be: the first that no point covers.
_HANDLE_AT = (0.86, 0.72, 0.14, 0.28, 0.94, 0.06)
_STEP, _TURN = 0.05, 5.0
_PUSHES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}
_TURNS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point: where it lies, what is written under it, its right answer, and whether the decision is right."""

    at: Place
    text: str
    target: int
    is_right: bool


@dataclass(frozen=True, slots=True, eq=False)
class PlaneView:
    """What a plane shows: colours, lines with their names, marks, names of the axes, a sentence to be spoken."""

    heat: Heat
    lines: tuple[tuple[Line, str], ...]
    marks: tuple[Mark, ...]
    axes: tuple[str, str]
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class _Grip:
    """A line in the hand: by its body, or by its handle (then with weights and pivot of the moment it was taken)."""

    line: Line
    pivot: Place | None


class PlanePlot(Opaque):
    """``show_plane`` paints and emits nothing.

    Signals:
        line_pushed(key, x, y): the line is wanted through (x, y).
        line_turned(key, start, pivot, to): it is wanted from pivot to ``to``; ``start`` are its weights at the press.
        drag_started(), drag_finished(): what is asked for in between is one undo step.
    """

    accessible_role = Role.Chart
    line_pushed = Signal(str, float, float)
    line_turned = Signal(str, object, object, object)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_picture(self)
        self.view: PlaneView | None = None
        self._painter = PlanePainter(theme)
        self._image: QImage | None = None
        self._grip: _Grip | None = None
        self._active = 0
        self._square: QRectF | None = None
        self._margin_key: tuple[object, ...] = ()
        self._around_square = QPixmap()
        self._held_key: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_theme(theme)

    def show_plane(self, view: PlaneView) -> None:
        """Paint ``view``."""
        if self.view is None or view.heat is not self.view.heat:
            self._image = heat_image(view.heat, self._theme)
        self.view = view
        same_margin = self._margin_key == self._wanted_margin()
        self._active = min(self._active, len(view.lines) - 1)
        value_changed(self)
        self.update(self.square().toAlignedRect().adjusted(-3, -3, 3, 3) if same_margin else self.rect())

    def spoken_value(self) -> str:
        """Return how the points are parted."""
        return self.view.spoken if self.view is not None else ""

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._painter.set_theme(theme)
        self._square = None
        if self.view is not None:
            self._image = heat_image(self.view.heat, theme)
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        side = (9 if self._theme.name == "projector" else 15) * self._theme.em
        return QSize(side, side)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() * 1.6

    # --- between numbers and pixels

    def square(self) -> QRectF:
        """Return where the plane itself is painted."""
        if self._square is None:
            self._square = self._painter.square(QRectF(self.rect()))
        return self._square

    def to_pixel(self, at: Place) -> QPointF:
        """Return the pixel of a place of the plane."""
        assert self.view is not None
        (low, high), square = self.view.heat.view, self.square()
        scale = square.width() / (high - low)
        return QPointF(square.left() + (at[0] - low) * scale, square.bottom() - (at[1] - low) * scale)

    def from_pixel(self, pixel: QPointF) -> Place:
        """Return the place of the plane at a pixel."""
        assert self.view is not None
        (low, high), square = self.view.heat.view, self.square()
        scale = square.width() / (high - low)
        return low + (pixel.x() - square.left()) / scale, low + (square.bottom() - pixel.y()) / scale

    def handle(self, line: Line) -> QPointF | None:
        """Return the pixel of the handle that turns ``line``, or None while the line is out of view."""
        if line.ends is None:
            return None
        assert self.view is not None
        first, last = (self.to_pixel(end) for end in line.ends)
        places = [first + (last - first) * share for share in _HANDLE_AT]
        busy = [self._painter.mark_box(self.to_pixel(mark.at), bool(mark.text)) for mark in self.view.marks]
        return next((at for at in places if not any(box.contains(at) for box in busy)), places[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._square = None

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.view is not None:
            self._grip = self._grip_at(event.position())
            if self._grip is not None:
                self._active = [line.key for line, _ in self.view.lines].index(self._grip.line.key)
                self.drag_started.emit()
                self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            grip = self._grip_at(event.position())
            shapes = Qt.CursorShape
            shape = (
                shapes.ArrowCursor
                if grip is None
                else shapes.SizeAllCursor
                if grip.pivot is None
                else shapes.CrossCursor
            )
            if self.cursor().shape() != shape:
                self.setCursor(shape)
            return
        to = self.from_pixel(event.position())
        line = self._grip.line
        if self._grip.pivot is None:
            self.line_pushed.emit(line.key, *to)
        else:
            self.line_turned.emit(line.key, line.weights, self._grip.pivot, to)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        self._let_key_go()
        super().hideEvent(event)

    def _let_go(self) -> None:
        if self._grip is not None:
            self._grip = None
            self.drag_finished.emit()

    def _grip_at(self, pixel: QPointF) -> _Grip | None:
        if self.view is None:
            return None
        reach = self._theme.px(self._theme.tokens.target) / 2
        for line, _ in self.view.lines:
            handle = self.handle(line)
            if handle is not None and math.hypot(handle.x() - pixel.x(), handle.y() - pixel.y()) <= reach:
                return _Grip(line, _middle(line))
        near = [(self._off(line, pixel), line) for line, _ in self.view.lines if line.ends is not None]
        off, line = min(near, key=lambda pair: pair[0], default=(math.inf, None))
        return _Grip(line, None) if line is not None and off <= reach * 0.75 else None

    def _off(self, line: Line, pixel: QPointF) -> float:
        """Return how many pixels ``pixel`` is off the line."""
        assert line.ends is not None
        first, last = (self.to_pixel(end) for end in line.ends)
        way, to = last - first, pixel - first
        inside = self.square().adjusted(-4, -4, 4, 4).contains(pixel)
        return abs(way.x() * to.y() - way.y() * to.x()) / math.hypot(way.x(), way.y()) if inside else math.inf

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        line = self.view.lines[self._active][0] if self.view and self.view.lines else None
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return) and self.view and len(self.view.lines) > 1:
            self._active = (self._active + 1) % len(self.view.lines)
            self.update()
        elif line is not None and line.ends is not None and (key in _PUSHES or key in _TURNS):
            if self._held_key is None:
                self._held_key = event.key()
                self.drag_started.emit()
            fine = 0.2 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            if key in _PUSHES:
                self._push(line, _PUSHES[key], _STEP * fine)
            else:
                self._turn(line, math.radians(_TURN * fine * _TURNS[key]))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == self._held_key and not event.isAutoRepeat():
            self._let_key_go()
        else:
            super().keyReleaseEvent(event)

    def _push(self, line: Line, way: tuple[int, int], step: float) -> None:
        x, y = _middle(line)
        self.line_pushed.emit(line.key, x + way[0] * step, y + way[1] * step)

    def _turn(self, line: Line, angle: float) -> None:
        x, y = _middle(line)
        along = math.atan2(-line.weights[0], line.weights[1]) + angle
        self.line_turned.emit(line.key, line.weights, (x, y), (x + math.cos(along), y + math.sin(along)))

    def _let_key_go(self) -> None:
        if self._held_key is not None:
            self._held_key = None
            self.drag_finished.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._let_key_go()
        self.update()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.view is None or self._image is None:
            painter.fillRect(event.rect(), self._theme.color("card"))
            return
        paint, square, ratio = self._painter, self.square(), self.devicePixelRatioF()
        if is_for_file():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint.margin(painter, QRectF(self.rect()), self.view.heat, self.view.axes)
        else:
            box = QRectF(event.rect())
            source = QRectF(box.x() * ratio, box.y() * ratio, box.width() * ratio, box.height() * ratio)
            painter.drawPixmap(box, self._margin(ratio), source)
        paint.colours(painter, square, self.view.heat, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(square)
        busy = [paint.mark_box(self.to_pixel(mark.at), bool(mark.text)) for mark in self.view.marks]
        for i, (line, name) in enumerate(self.view.lines):
            if line.ends is not None:
                ends = tuple(self.to_pixel(end) for end in line.ends)
                handle = self.handle(line)
                assert handle is not None
                is_active = self.hasFocus() and i == self._active
                paint.line(painter, i, (ends[0], ends[1]), line, handle, is_active)
                busy.append(paint.name(painter, square, (ends[0], ends[1]), line, name, [*busy, _around(handle)]))
        painter.restore()
        taken: list[QRectF] = []
        for mark in self.view.marks:
            taken.append(paint.mark(painter, self.to_pixel(mark.at), mark.text, mark.target, mark.is_right, taken))
        if shows_focus(self):
            paint.focus(painter, square)

    def _wanted_margin(self) -> tuple[object, ...]:
        assert self.view is not None
        heat = self.view.heat
        return (heat.view, heat.scale, heat.lowest < 0, self.view.axes, self._theme, self.size())

    def _margin(self, ratio: float) -> QPixmap:
        """Return what lies around the square, painted once."""
        assert self.view is not None
        if self._margin_key != self._wanted_margin() or self._around_square.devicePixelRatio() != ratio:
            self._margin_key = self._wanted_margin()
            self._around_square = QPixmap(self.size() * ratio)
            self._around_square.setDevicePixelRatio(ratio)
            painter = QPainter(self._around_square)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._painter.margin(painter, QRectF(self.rect()), self.view.heat, self.view.axes)
            painter.end()
        return self._around_square


def _around(at: QPointF) -> QRectF:
    return QRectF(at.x() - 12, at.y() - 12, 24, 24)


def _middle(line: Line) -> Place:
    assert line.ends is not None
    (x0, y0), (x1, y1) = line.ends
    return (x0 + x1) / 2, (y0 + y1) / 2

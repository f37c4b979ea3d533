"""A slider over real numbers, and the animation that sweeps it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QElapsedTimer, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

TICKS_PER_STEP = 10  # Shift moves by a tenth of a step
STEPS_PER_PAGE = 10
MOST_TICKS = 1_000_000
SWEEP_SECONDS = 4.0
SWEEP_FRAME_MS = 33
_WHEEL_NOTCH = 120


def decimals_of(number: float) -> int:
    """Return how many decimals write ``number`` exactly as it was typed: 0.01 → 2, 5.0 → 0."""
    exponent = Decimal(repr(float(number))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def number_text(value: float, step: float) -> str:
    """Write ``value`` with the decimals of ``step``, or with up to six digits if it needs more: 0.1 → 0.10."""
    short = f"{value:.{decimals_of(step)}f}" if abs(value) < 1e12 else ""
    return short if short and float(short) == value else f"{value:.6g}"


@dataclass(frozen=True, slots=True)
class TickScale:
    """The real numbers from ``low`` to ``high`` counted in ticks; ``step`` is what an arrow key moves."""

    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    whole: bool = False

    @property
    def ticks_per_step(self) -> int:
        return 1 if self.whole else TICKS_PER_STEP

    @property
    def fine(self) -> float:
        """The smallest move: one tick."""
        return self.step / self.ticks_per_step

    @property
    def count(self) -> int:
        """The tick of ``high``."""
        return max(1, round((self.high - self.low) / self.fine))

    def value(self, tick: int) -> float:
        """Return the number at ``tick``, free of the dust of floating point."""
        if tick <= 0:
            return self.low
        if tick >= self.count:
            return self.high
        return round(self.low + tick * self.fine, max(decimals_of(self.low), decimals_of(self.fine)))

    def tick(self, value: float) -> int:
        """Return the tick nearest to ``value``; the end for a value beyond it."""
        return min(self.count, max(0, round((value - self.low) / self.fine)))


class ParamSlider(QSlider):
    """A horizontal slider for a real number. A value beyond its range sits at its end and stays what it is.

    Drag, wheel, arrows (Shift: a tenth), PgUp/PgDn (ten steps), Home/End; double-click asks for the default.
    """

    requested = Signal(float)
    drag_started = Signal()
    drag_finished = Signal()
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scale = TickScale()
        self._value = 0.0
        self._grip: int | None = None  # pixels from the handle's centre to the pointer while dragging
        self._wheel = 0
        self._showing = False
        self._count()
        self.valueChanged.connect(self._moved_from_outside)

    @property
    def scale(self) -> TickScale:
        return self._scale

    @property
    def dragging(self) -> bool:
        return self._grip is not None

    def show_scale(self, scale: TickScale) -> None:
        """Take another range and step; the value stays. Emits nothing."""
        if scale == self._scale:
            return
        self._scale, self._showing = scale, True
        self._count()
        self.setValue(scale.tick(self._value))
        self._showing = False

    def show_value(self, value: float) -> None:
        """Stand at ``value``. Emits nothing."""
        if value == self._value:
            return
        self._value, self._showing = value, True
        self.setValue(self._scale.tick(value))
        self._showing = False

    def _count(self) -> None:
        self.setRange(0, self._scale.count)
        self.setSingleStep(self._scale.ticks_per_step)
        self.setPageStep(self._scale.ticks_per_step * STEPS_PER_PAGE)

    def _request(self, tick: int) -> None:
        value = self._scale.value(tick)
        if value != self._value:
            self.show_value(value)  # at once, so that the next key of the same turn counts from here
            self.requested.emit(value)

    def _moved_from_outside(self, tick: int) -> None:
        """A screen reader or a program moved the slider."""
        if not self._showing:
            self._value = self._scale.value(tick)
            self.requested.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, scale = Qt.Key, self._scale
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
            return
        arrow = 1 if shift else scale.ticks_per_step
        page = scale.ticks_per_step * STEPS_PER_PAGE
        moves: dict[int, int] = {
            keys.Key_Right: arrow,
            keys.Key_Up: arrow,
            keys.Key_Left: -arrow,
            keys.Key_Down: -arrow,
        }
        moves |= {keys.Key_PageUp: page, keys.Key_PageDown: -page}
        moves |= {keys.Key_Home: -scale.count, keys.Key_End: scale.count}
        if event.key() in moves:
            here = scale.tick(self._value)
            self._request(min(scale.count, max(0, here + moves[event.key()])))
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._wheel += event.angleDelta().y() or event.angleDelta().x()  # macOS turns Shift+wheel sideways
        notches = int(self._wheel / _WHEEL_NOTCH)
        self._wheel -= notches * _WHEEL_NOTCH
        if notches:
            ticks = notches * (1 if shift else self._scale.ticks_per_step)
            self._request(min(self._scale.count, max(0, self._scale.tick(self._value) + ticks)))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        handle, pointer = self._part(QStyle.SubControl.SC_SliderHandle), event.position().toPoint()
        on_handle = handle.contains(pointer)
        self._grip = pointer.x() - handle.center().x() if on_handle else 0
        self.setSliderDown(True)
        self.drag_started.emit()
        if not on_handle:
            self._drag_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.dragging:
            self._drag_to(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end_drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_requested.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._end_drag()
        super().hideEvent(event)

    def _end_drag(self) -> None:
        if self.dragging:
            self._grip = None
            self.setSliderDown(False)
            self.drag_finished.emit()

    def _drag_to(self, event: QMouseEvent) -> None:
        groove, handle = self._part(QStyle.SubControl.SC_SliderGroove), self._part(QStyle.SubControl.SC_SliderHandle)
        span = groove.width() - handle.width()
        left = event.position().toPoint().x() - (self._grip or 0) - handle.width() // 2 - groove.left()
        tick = QStyle.sliderValueFromPosition(0, self._scale.count, left, span)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier and 0 < tick < self._scale.count:
            per_step = self._scale.ticks_per_step
            tick = round(tick / per_step) * per_step
        self._request(min(self._scale.count, tick))

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)


class Sweep(QObject):
    """Plays a parameter through its slider's range, some thirty times a second, until it is stopped."""

    moved = Signal(float)
    started = Signal()
    stopped = Signal()

    def __init__(self, slider: ParamSlider) -> None:
        super().__init__(slider)
        self.back_and_forth = False
        self._slider = slider
        self._timer = QTimer(self, interval=SWEEP_FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self._clock = QElapsedTimer()
        self._position = self._last = 0.0
        self._direction = 1

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def start(self, value: float) -> None:
        """Start at ``value``."""
        scale = self._slider.scale
        self._position = self._last = min(scale.high, max(scale.low, value))
        self._direction = 1
        self._clock.start()
        self._timer.start()
        self.started.emit()

    def stop(self) -> None:
        """Stop where it is; nothing happens if it does not run."""
        if self.running:
            self._timer.stop()
            self.stopped.emit()

    def _advance(self) -> None:
        scale = self._slider.scale
        seconds = min(0.1, self._clock.restart() / 1000.0)  # a pause of the machine is no leap of the curve
        self._position += self._direction * (scale.high - scale.low) * seconds / SWEEP_SECONDS
        if self._position > scale.high or self._position < scale.low:
            self._turn(scale)
        value = scale.value(scale.tick(self._position))
        if value != self._last:
            self._last = value
            self.moved.emit(value)

    def _turn(self, scale: TickScale) -> None:
        if self.back_and_forth:
            self._direction = -1 if self._position > scale.high else 1
            self._position = min(scale.high, max(scale.low, self._position))
        else:
            self._position = scale.low

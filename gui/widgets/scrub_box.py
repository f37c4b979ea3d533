"""A number that is typed, stepped with the keys, or dragged with the mouse, where it stands in a drawing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QMouseEvent
from PySide6.QtWidgets import QStyle, QStyleOptionSpinBox, QWidget

from core.record import Parameter
from gui.theme import Theme
from gui.widgets.param_box import NumberBox
from gui.widgets.param_slider import TICKS_PER_STEP, decimals_of

_DRAG_FROM = 4  # pixels at 100 % zoom before a press becomes a drag
_PIXELS_PER_STEP = 8
_ROOM_FOR = "−00.0"


class ScrubBox(NumberBox):
    """Shows a number with a true minus sign. Drag it up or right for more, down or left for less (Shift: a tenth).

    Signals: ``requested(value)``; ``refused(UserError)``; ``chosen()`` when it is clicked or reached with the keyboard;
    ``drag_started()`` and ``drag_finished()`` around what is one undo step.
    """

    requested = Signal(float)
    chosen = Signal()
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, parameter: Parameter, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self._pressed_at: QPointF | None = None
        self._start = 0.0
        self._is_dragged = False
        self._showing = False
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setButtonSymbols(NumberBox.ButtonSymbols.NoButtons)
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setCursor(Qt.CursorShape.SizeVerCursor)
        self.lineEdit().textEdited.connect(lambda _text: self.mark_wrong(False))
        self.valueChanged.connect(self._changed)
        self.show_value(float(parameter.default))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the sizes of ``theme``."""
        self._theme = theme
        self.setFont(theme.font("number_font", mono=True))
        self.setMinimumHeight(theme.px(theme.tokens.target))
        self.updateGeometry()

    def show_value(self, value: float) -> None:
        """Show ``value``. Emits nothing."""
        if value != self.value() or not self.text():
            self._showing = True
            self.setValue(value)
            self._showing = False
            self.mark_wrong(False)

    def mark_wrong(self, is_wrong: bool) -> None:
        """Draw the frame of a field whose last text was refused, or the plain one."""
        state = "error" if is_wrong else ""
        if (self.property("state") or "") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)

    def textFromValue(self, value: float) -> str:
        return super().textFromValue(value + 0.0).replace("-", "−")

    def sizeHint(self) -> QSize:
        option, metrics = QStyleOptionSpinBox(), self.fontMetrics()
        self.initStyleOption(option)
        room = max(metrics.horizontalAdvance(_ROOM_FOR), metrics.horizontalAdvance(self.text())) + self._theme.px(6)
        inside = QSize(room, self.lineEdit().sizeHint().height())
        return self.style().sizeFromContents(QStyle.ContentsType.CT_SpinBox, option, inside, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and watched is self.lineEdit():
            return self._mouse(event)
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._end_drag()
        super().hideEvent(event)

    def _mouse(self, event: QMouseEvent) -> bool:
        """Return whether the event was part of a drag, so that the text field does not see it."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at, self._start = event.globalPosition(), self.value()
        elif kind == QEvent.Type.MouseMove and self._pressed_at is not None:
            return self._drag_to(event)
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed_at is not None:
            was_drag = self._is_dragged
            self._end_drag()
            if not was_drag:
                self.chosen.emit()
            return was_drag
        elif kind == QEvent.Type.MouseButtonDblClick:
            self.selectAll()
            return True
        return False

    def _drag_to(self, event: QMouseEvent) -> bool:
        assert self._pressed_at is not None
        way = event.globalPosition() - self._pressed_at
        if not self._is_dragged:
            if way.manhattanLength() < self._theme.px(_DRAG_FROM):
                return True
            self._is_dragged = True
            self.lineEdit().deselect()
            self.drag_started.emit()
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = scrubbed(way, self._theme)
        self._ask(moved(self._start, steps, self.show_step, fine))
        return True

    def _ask(self, value: float) -> None:
        low, high = self.parameter.accepted.low, self.parameter.accepted.high
        value = min(high, max(low, value))
        if value != self.value():
            self.setValue(value)

    def _end_drag(self) -> None:
        self._pressed_at = None
        if self._is_dragged:
            self._is_dragged = False
            self.drag_finished.emit()

    def _changed(self, value: float) -> None:
        if not self._showing:
            self.mark_wrong(False)
            self.requested.emit(value)


def scrubbed(way: QPointF, theme: Theme) -> float:
    """Return by how many steps a drag along ``way`` (pixels) changes a number: up and right is more."""
    return (way.x() - way.y()) / theme.px(_PIXELS_PER_STEP)


def moved(start: float, steps: float, step: float, fine: bool) -> float:
    """Return ``start`` moved by whole steps, a tenth as far if ``fine``, free of binary noise."""
    size = step / TICKS_PER_STEP if fine else step
    return round(start + round(steps) * size, max(decimals_of(start), decimals_of(size)))

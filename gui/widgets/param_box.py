"""Boxes in which a parameter is typed exactly. What is wrong is said by the parameter, not swallowed by the box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QStyle, QStyleOptionSpinBox, QWidget

from core.record import Interval, Parameter, Value, written
from core.text import UserError
from gui.widgets.field_undo import pass_undo
from gui.widgets.param_slider import TICKS_PER_STEP, decimals_of, number_text

_LARGEST_INTEGER = 2**31 - 1
_WIDEST = "-0.333333 "


class _TypedNumber:
    """What the two boxes share: any text may be typed; the parameter itself says whether it is a number it takes."""

    refused: Signal
    parameter: Parameter
    show_step: float

    def _take(self, text: str) -> Value | None:
        """Return the typed value, or None after telling why it is refused."""
        try:
            value = self.parameter.check(text.strip().replace("\u2212", "-"))
            if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
                allowed = written(Interval(-_LARGEST_INTEGER, _LARGEST_INTEGER))
                raise UserError("parameter.out_of_range", name=self.parameter.name, value=text, accepted=allowed)
        except UserError as error:
            self.refused.emit(error)
            return None
        return value

    def sizeHint(self: QAbstractSpinBox) -> QSize:  # type: ignore[misc]
        """Room for a sign and six decimals, whatever the box could hold."""
        option, metrics = QStyleOptionSpinBox(), self.fontMetrics()
        self.initStyleOption(option)
        inside = QSize(metrics.horizontalAdvance(_WIDEST), self.lineEdit().sizeHint().height())
        return self.style().sizeFromContents(QStyle.ContentsType.CT_SpinBox, option, inside, self)

    def minimumSizeHint(self: QAbstractSpinBox) -> QSize:  # type: ignore[misc]
        return self.sizeHint()

    def _prepare(self: QAbstractSpinBox) -> None:  # type: ignore[misc]
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("mono", True)
        pass_undo(self)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, position

    def _finer(self, event: QKeyEvent, move: Callable[[int], None]) -> bool:
        ups = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in ups and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            move(ups[event.key()])
            return True
        return False


class NumberBox(_TypedNumber, QDoubleSpinBox):
    """Types a real parameter exactly. ``refused`` carries the UserError for a text it cannot take."""

    refused = Signal(object)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter, self.show_step = parameter, parameter.step
        self._prepare()
        self.setDecimals(30)  # the box must not round what is typed
        self.setRange(-1e300, 1e300)

    def valueFromText(self, text: str) -> float:
        if text == self.textFromValue(self.value()):
            return self.value()  # leaving the box must not round a value that is shown shorter than it is
        value = self._take(text)
        return self.value() if value is None else float(value)

    def textFromValue(self, value: float) -> str:
        return number_text(value, self.show_step)

    def stepBy(self, steps: int) -> None:
        self._step(steps, self.show_step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._finer(event, lambda steps: self._step(steps, self.show_step / TICKS_PER_STEP)):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel_only_with_focus(self, event, super().wheelEvent)

    def _step(self, steps: int, size: float) -> None:
        self.interpretText()
        decimals = max(decimals_of(self.value()), decimals_of(size))
        self.setValue(round(self.value() + steps * size, decimals))
        self.selectAll()


class IntegerBox(_TypedNumber, QSpinBox):
    """Types a whole-number parameter. ``refused`` carries the UserError for a text it cannot take."""

    refused = Signal(object)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter, self.show_step = parameter, max(1.0, parameter.step)
        self._prepare()
        self.setRange(-_LARGEST_INTEGER, _LARGEST_INTEGER)

    def valueFromText(self, text: str) -> int:
        value = self._take(text)
        return self.value() if value is None else int(value)

    def textFromValue(self, value: int) -> str:
        return str(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel_only_with_focus(self, event, super().wheelEvent)


def _wheel_only_with_focus(box: QAbstractSpinBox, event: QWheelEvent, turn: Callable[[QWheelEvent], None]) -> None:
    """Scrolling a column past a box must not change it."""
    if box.hasFocus():
        turn(event)
    else:
        event.ignore()

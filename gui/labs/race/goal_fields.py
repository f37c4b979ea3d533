"""When the race ends, what counts as arriving, and how fast it runs. None of it restarts the race."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QSpinBox, QWidget

from core.text import UserError, Words
from core.training.frames import Goal
from gui.labs.race.wrapped_check import WrappedCheck
from gui.theme import Theme
from gui.widgets.field_undo import pass_undo
from gui.widgets.message_line import MessageLine

PACES = (0.0, 1.0, 5.0, 30.0, 100.0)


class GoalFields(QWidget):
    """Asks for a field of ``Goal``, or for "pace"."""

    set_requested = Signal(str, object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._labels = {name: QLabel(self) for name in ("target", "last_epoch", "pace")}
        self.target = QDoubleSpinBox(self)
        self.target.setObjectName("raceTarget")
        self.target.setRange(0.0, 100.0)
        self.target.setDecimals(1)
        self.target.setSingleStep(5.0)
        self.last_epoch = QSpinBox(self)
        self.last_epoch.setObjectName("raceLastEpoch")
        self.last_epoch.setRange(0, 10_000_000)
        self.pace = QComboBox(self)
        self.pace.setObjectName("racePace")
        self.stop_at_target = WrappedCheck("raceStopAtTarget", self)
        self.message = MessageLine(theme, self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        for label in self._labels.values():
            label.setWordWrap(True)
        for row, (name, field) in enumerate((("target", self.target), ("last_epoch", self.last_epoch))):
            self._grid.addWidget(self._labels[name], row, 0)
            self._grid.addWidget(field, row, 1)
        wide = (self._labels["pace"], self.pace, self.stop_at_target, self.message)
        for row, part in enumerate(wide, 2):
            self._grid.addWidget(part, row, 0, 1, 2)
        for name, field in (("target", self.target), ("last_epoch", self.last_epoch), ("pace", self.pace)):
            self._labels[name].setBuddy(field)
        for box in (self.target, self.last_epoch):
            box.setKeyboardTracking(False)
            box.setProperty("mono", True)
            pass_undo(box)
        self.target.valueChanged.connect(lambda value: self._ask("target", value if self._is_loss else value / 100))
        self.last_epoch.valueChanged.connect(lambda value: self._ask("last_epoch", value))
        self.pace.activated.connect(lambda row: self._ask("pace", self.pace.itemData(row)))
        self.stop_at_target.clicked.connect(lambda checked: self._ask("stop_at_target", checked))
        self._shown = (Goal(), 0.0)
        self._is_loss = False
        self.set_theme(theme)
        self.set_words(words)

    def show_goal(self, goal: Goal, pace: float, is_loss: bool) -> None:
        """Show the goal and the pace; ``is_loss``: the target is a loss, not an accuracy in per cent. Emits nothing."""
        if is_loss != self._is_loss:
            self._is_loss = is_loss
            self._shape_target()
        if (goal, pace) != self._shown:
            self.message.clear_message()
        self._shown = (goal, pace)
        for field, value in (
            (self.target, goal.target if is_loss else 100 * goal.target),
            (self.last_epoch, goal.last_epoch),
        ):
            blocked = field.blockSignals(True)
            if field.value() != value:
                field.setValue(value)
            field.blockSignals(blocked)
        self.stop_at_target.setChecked(goal.stop_at_target)
        row = self.pace.findData(pace)
        if row < 0:
            self._fill_paces(pace)
            row = self.pace.findData(pace)
        self.pace.setCurrentIndex(row)

    def refuse(self, error: UserError) -> None:
        """Say why a value was refused, and show the one that stays."""
        self.show_goal(*self._shown, self._is_loss)
        self.message.show_error(error.said_in(self._words.lang))

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for name, label in self._labels.items():
            label.setText(words(f"race.{name}_label"))
        for name, field in (("target", self.target), ("last_epoch", self.last_epoch), ("pace", self.pace)):
            field.setAccessibleName(words(f"race.{name}_label"))
            field.setToolTip(words(f"race.{name}_tip"))
        self._shape_target()
        self.last_epoch.setSpecialValueText(words("race.no_end"))
        self.stop_at_target.setText(words("race.stop_at_target"))
        self._fill_paces(self._shown[1])

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.message.set_theme(theme)
        self.stop_at_target.set_theme(theme)
        self._grid.setSpacing(theme.px(6))
        for field in (self.target, self.last_epoch):
            field.setFixedWidth(7 * theme.em)

    def _shape_target(self) -> None:
        blocked = self.target.blockSignals(True)
        self.target.setSuffix("" if self._is_loss else " %")
        self.target.setDecimals(4 if self._is_loss else 1)
        self.target.setSingleStep(0.01 if self._is_loss else 5.0)
        self.target.blockSignals(blocked)

    def _fill_paces(self, extra: float) -> None:
        self.pace.clear()
        for pace in sorted({*PACES, extra}):
            said = self._words("race.pace_fastest") if pace == 0 else self._words("race.pace_value", pace=f"{pace:g}")
            self.pace.addItem(said, pace)
        self.pace.setCurrentIndex(self.pace.findData(self._shown[1]))

    def _ask(self, name: str, value: object) -> None:
        self.set_requested.emit(name, value)

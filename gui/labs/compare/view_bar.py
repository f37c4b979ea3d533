"""How Compare is looked at: the layout, f″, the two functions of a difference, the typed range of x."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from core.labs.compare import LAYOUTS
from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.message_line import MessageLine
from gui.widgets.number_field import number_field

Choices = tuple[tuple[int, str], ...]


class CompareBar(QWidget):
    """Asks for another layout, pair or range; shows those in force."""

    layout_requested = Signal(str)
    second_requested = Signal(bool)
    difference_requested = Signal(int, int)
    view_typed = Signal(float, float)
    fit_requested = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layouts = QComboBox(self)
        self.layouts.setObjectName("compareLayout")
        self.first, self.other = QComboBox(self), QComboBox(self)
        self.first.setObjectName("compareFirst")
        self.other.setObjectName("compareSecond")
        for box in (self.first, self.other):
            # The functions change while they are on screen: so does the room that their names need.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._minus = QLabel("−", self)
        self.second = QCheckBox(self)
        self.second.setObjectName("compareSecondSlope")
        self.low, self.high = (number_field(name, self) for name in ("compareLow", "compareHigh"))
        self._labels = {name: QLabel(self) for name in ("compare.x_from", "compare.x_to")}
        self.fit = QPushButton(self)
        self.fit.setObjectName("compareFit")
        self.message = MessageLine(theme, self)
        self._choices: Choices = ()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.set_words(words)

    def show_state(self, layout: str, second: bool, x_view: tuple[float, float]) -> None:
        """Show what is in force. Emits nothing."""
        for box in (self.layouts, self.second, self.low, self.high):
            box.blockSignals(True)
        self.layouts.setCurrentIndex(LAYOUTS.index(layout))
        self.second.setChecked(second)
        for box, value in ((self.low, x_view[0]), (self.high, x_view[1])):
            if abs(box.value() - value) > 1e-3:
                box.setValue(value)
        for box in (self.layouts, self.second, self.low, self.high):
            box.blockSignals(False)
        if self.second.isHidden() != (layout != "overlay"):
            self.second.setVisible(layout == "overlay")

    def show_pair(self, choices: Choices, pair: tuple[int, int] | None) -> None:
        """Offer the (series, name) of every curve for f and g of a difference; None hides them."""
        for part in (self.first, self._minus, self.other):
            if part.isHidden() == (pair is not None):
                part.setVisible(pair is not None)
        if pair is None:
            return
        for box, series in ((self.first, pair[0]), (self.other, pair[1])):
            blocked = box.blockSignals(True)
            if choices != self._choices:
                box.clear()
                for value, name in choices:
                    box.addItem(name, value)
            box.setCurrentIndex(box.findData(series))
            box.blockSignals(blocked)
        self._choices = choices

    def refuse(self, error: UserError, x_view: tuple[float, float]) -> None:
        """Say what is wrong with what was typed, and show the numbers that stay in force."""
        self.low.setValue(x_view[0])
        self.high.setValue(x_view[1])
        self.message.show_error(error.said_in(self._words.lang))

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        chosen = max(0, self.layouts.currentIndex())
        blocked = self.layouts.blockSignals(True)
        self.layouts.clear()
        for layout in LAYOUTS:
            self.layouts.addItem(words(f"compare.layout_{layout}"))
        self.layouts.setCurrentIndex(chosen)
        self.layouts.blockSignals(blocked)
        self.layouts.setAccessibleName(words("compare.layout"))
        self.layouts.setToolTip(words("compare.layout"))
        self.second.setText(words("compare.second"))
        self.second.setToolTip(words("compare.second_tip"))
        for box, id in (
            (self.first, "compare.difference_first"),
            (self.other, "compare.difference_second"),
            (self.low, "compare.x_from_name"),
            (self.high, "compare.x_to_name"),
        ):
            box.setAccessibleName(words(id))
            box.setToolTip(words(id))
        for id, label in self._labels.items():
            label.setText(words(id))
        self.fit.setText(words("compare.fit"))
        self.fit.setToolTip(words("compare.fit_tip"))
        self.message.clear_message()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._flow.setSpacing(theme.px(8))
        self.message.set_theme(theme)
        for label in (*self._labels.values(), self._minus):
            label.setMinimumHeight(theme.px(theme.tokens.target) + 2)
        for box in (self.low, self.high):
            box.setFixedWidth(round(theme.em * 6))
        for box in (self.first, self.other):
            box.setMinimumWidth(theme.em * 7)

    def _lay_out(self) -> None:
        lines = QWidget(self)
        self._flow = FlowLayout(lines)
        low, high = self._labels.values()
        for part in (
            self.layouts, self.first, self._minus, self.other, self.second, low, self.low, high, self.high, self.fit,
        ):  # fmt: skip
            self._flow.addWidget(part)
        for label in self._labels.values():
            label.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(lines)
        column.addWidget(self.message)

    def _connect(self) -> None:
        self.layouts.activated.connect(lambda row: self.layout_requested.emit(LAYOUTS[row]))
        self.second.toggled.connect(self.second_requested)
        for box in (self.first, self.other):
            box.activated.connect(
                lambda _row: self.difference_requested.emit(self.first.currentData(), self.other.currentData())
            )
        for field in (self.low, self.high):
            field.editingFinished.connect(self._ask_view)
        self.fit.clicked.connect(self.fit_requested)

    def _ask_view(self) -> None:
        self.message.clear_message()
        self.view_typed.emit(self.low.value(), self.high.value())

"""Explore's parts, each on its card. They are built once; the arrangement only decides where they lie."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.field_undo import pass_undo
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.formula_field import FormulaField
from gui.widgets.formula_view import FormulaView
from gui.widgets.live_label import LiveLabel
from gui.widgets.message_line import MessageLine
from gui.widgets.number_field import number_field
from gui.widgets.tensor_table import TensorTable


class FormulaCard(Card):
    """The typeset formula, the facts beside it, and the field for the person's own formula."""

    formula_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self.view = FormulaView(words, theme)
        self.facts = LiveLabel("muted")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._row = QWidget(self)
        self._line = QHBoxLayout(self._row)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.view, 3)
        self._line.addWidget(self.facts, 2)
        self.add(self._row)
        self.field = FormulaField(words, theme, "formulaInput", self)
        self.field.formula_requested.connect(self.formula_requested)
        self.add(self.field)

    def show_formula(self, text: str, is_custom: bool) -> None:
        """Show the person's own formula, if it is the function in view."""
        self.field.show_formula(text, is_custom)

    def show_error(self, error: UserError) -> None:
        """Say what is wrong with what was asked for."""
        self.field.show_error(error)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.view.set_words(words)
        self.field.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.view.set_theme(theme)
        self.field.set_theme(theme)


class OutputCard(Card):
    """The output tensor as a table, or why there is none."""

    decimals_requested = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "explore.output", parent)
        self.decimals = QSpinBox(self)
        self.decimals.setObjectName("decimals")
        self.decimals.setRange(0, 6)
        self.decimals.valueChanged.connect(self.decimals_requested)
        pass_undo(self.decimals)
        self.add_to_head(self.decimals)
        self.table = TensorTable(words, theme, editable=False, parent=self)
        self.table.setObjectName("outputTensor")
        self.message = MessageLine(theme, self)
        self.add(self.table)
        self.add(self.message)
        self.add_stretch()
        self._name_parts(words)

    def show_decimals(self, decimals: int) -> None:
        """Show how many digits stand after the point."""
        if self.decimals.value() == decimals:
            return
        blocked = self.decimals.blockSignals(True)
        self.decimals.setValue(decimals)
        self.decimals.blockSignals(blocked)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.table.set_words(words)
        self._name_parts(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.message.set_theme(theme)

    def _name_parts(self, words: Words) -> None:
        self.decimals.setAccessibleName(words("explore.decimals"))
        self.decimals.setToolTip(words("explore.decimals"))
        self.decimals.setPrefix(words("explore.decimals_prefix"))


class ViewBar(QWidget):
    """Typed numbers of the view: x from, to, the saturation threshold, which curve of a vector function."""

    view_typed = Signal(float, float)
    threshold_requested = Signal(float)
    curve_chosen = Signal(int)
    fit_requested = Signal()
    reset_requested = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = {name: QLabel(self) for name in ("explore.x_from", "explore.x_to", "explore.threshold")}
        names = ("viewLow", "viewHigh", "threshold")
        self.low, self.high, self.threshold = (number_field(name, self) for name in names)
        self.threshold.setRange(0.0, 1.0)
        self.threshold.setSingleStep(0.01)
        self.curve_choice = QComboBox(self)
        self.curve_choice.setObjectName("outputCurve")
        self._lines = QWidget(self)
        self._flow = FlowLayout(self._lines)
        for label, box in zip(self._labels.values(), (self.low, self.high, self.threshold), strict=True):
            label.setProperty("role", "muted")
            self._flow.addWidget(label)
            self._flow.addWidget(box)
        self._flow.addWidget(self.curve_choice)
        self._fit, self._reset = QPushButton(self), QPushButton(self)
        for button, name, asked in (
            (self._fit, "fitButton", self.fit_requested),
            (self._reset, "resetViewButton", self.reset_requested),
        ):
            button.setObjectName(name)
            button.clicked.connect(asked)
            self._flow.addWidget(button)
        self.message = MessageLine(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)
        column.addWidget(self.message)
        for box in (self.low, self.high):
            box.editingFinished.connect(self._ask_view)
        self.threshold.valueChanged.connect(self.threshold_requested)
        self.curve_choice.activated.connect(lambda row: self.curve_chosen.emit(row - 1))
        self._words = words
        self._size = -1
        self.set_theme(theme)
        self.set_words(words)

    def show_view(self, x_view: tuple[float, float], threshold: float) -> None:
        """Show the numbers of the view."""
        for box, value in ((self.low, x_view[0]), (self.high, x_view[1]), (self.threshold, threshold)):
            if abs(box.value() - value) > 1e-3:
                blocked = box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(blocked)

    def refuse(self, error: UserError, x_view: tuple[float, float], threshold: float) -> None:
        """Say what is wrong with what was typed, and show the numbers that stay in force."""
        self.show_view(x_view, threshold)
        self.message.show_error(error.said_in(self._words.lang))

    def show_curves(self, is_vector: bool, size: int, chosen: int) -> None:
        """Offer bars, or the curve over each of ``size`` inputs; ``chosen`` -1 for bars."""
        self.curve_choice.setVisible(is_vector)
        if size != self._size:
            self._size = size
            self._fill_choices()
        self.curve_choice.setCurrentIndex(chosen + 1)
        for widget in (self.threshold, self._labels["explore.threshold"]):
            widget.setVisible(not is_vector)
        has_axis = not is_vector or chosen >= 0
        for widget in (self.low, self.high, self._fit, self._reset, *self._labels.values()):
            if widget is not self._labels["explore.threshold"]:
                widget.setVisible(has_axis)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for name, label in self._labels.items():
            label.setText(words(name))
        for box, name in ((self.low, "explore.x_from_name"), (self.high, "explore.x_to_name")):
            box.setAccessibleName(words(name))
        self.threshold.setAccessibleName(words("explore.threshold_name"))
        self.threshold.setToolTip(words("explore.threshold_name"))
        self._fit.setText(words("explore.fit"))
        self._fit.setToolTip(words("explore.fit_tip"))
        self._reset.setText(words("explore.reset_view"))
        self._reset.setToolTip(words("explore.reset_view_tip"))
        self.curve_choice.setAccessibleName(words("explore.curve_choice"))
        chosen = self.curve_choice.currentIndex()
        self._fill_choices()
        self.curve_choice.setCurrentIndex(chosen)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._flow.setSpacing(theme.px(8))
        self.message.set_theme(theme)
        for label in self._labels.values():
            label.setMinimumHeight(theme.px(theme.tokens.target) + 2)
        for box in (self.low, self.high, self.threshold):
            box.setFixedWidth(round(theme.em * 6))

    def _fill_choices(self) -> None:
        self.curve_choice.clear()
        self.curve_choice.addItem(self._words("explore.bars"))
        for i in range(min(self._size, 40)):
            self.curve_choice.addItem(self._words("explore.curve_over", index=str(i)))

    def _ask_view(self) -> None:
        self.message.clear_message()
        self.view_typed.emit(self.low.value(), self.high.value())

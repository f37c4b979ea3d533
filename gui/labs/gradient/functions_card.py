"""The functions side by side: choose, add, remove, and the parameters of the selected one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from core.activations import ACTIVATIONS
from core.labs.gradient import MAX_STACKED
from core.record import Activation
from core.text import Words
from gui.icons import icon
from gui.labs.gradient.refusing_card import RefusingCard
from gui.theme import Theme
from gui.widgets.formula_field import FormulaField
from gui.widgets.function_button import FunctionButton
from gui.widgets.param_panel import ParamPanel
from gui.widgets.sample_button import SampleButton

ELEMENTWISE = tuple(record for record in ACTIVATIONS if not record.is_vector)


@dataclass(frozen=True, slots=True)
class FunctionView:
    """What a row shows."""

    record: Activation
    series: int
    name: str


class FunctionsCard(RefusingCard):
    """One row per function; ``panel`` and ``formula`` belong to the selected one. Signals carry the row's place."""

    function_requested = Signal(int, str)
    selected = Signal(int)
    removed = Signal(int)
    added = Signal(str)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme, "gradient.functions")
        self._rows_box = QWidget(self)
        self._grid = QGridLayout(self._rows_box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self.samples, self.buttons, self.removers = [], [], []
        for i in range(MAX_STACKED):
            self._make_row(i, words, theme)
        self.add_button = _AddButton(words, theme, ELEMENTWISE, offers_own=True)
        self.add_button.setObjectName("gradientAdd")
        self.add_button.function_requested.connect(self.added)
        self.formula = FormulaField(words, theme, "gradientFormula", self)
        self.panel = ParamPanel(words, theme)
        for part in (self._rows_box, self.add_button, self.message, self.formula, self.panel):
            self.add(part)
        FunctionsCard.set_words(self, words)
        FunctionsCard.set_theme(self, theme)

    def show_functions(self, views: tuple[FunctionView, ...], chosen: int) -> None:
        """Show the functions and which of them is selected. Emits nothing."""
        for i in range(MAX_STACKED):
            shown = i < len(views)
            for part in (self.samples[i], self.buttons[i], self.removers[i]):
                if part.isHidden() == shown:
                    part.setVisible(shown)
            if shown:
                self.buttons[i].show_function(views[i].record)
                self.samples[i].show_series(views[i].series, i == chosen)
                self._name_row(i, views[i].name)
                self.removers[i].setEnabled(len(views) > 1)
        self.add_button.setEnabled(len(views) < MAX_STACKED)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        for part in (*self.buttons, self.add_button, self.formula, self.panel):
            part.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (*self.samples, *self.buttons, self.add_button, self.formula, self.panel):
            part.set_theme(theme)
        for button in self.removers:
            button.setIcon(icon("close", theme))
            button.setIconSize(QSize(theme.em, theme.em))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setHorizontalSpacing(theme.px(6))

    def _make_row(self, i: int, words: Words, theme: Theme) -> None:
        sample = SampleButton(self)
        sample.setObjectName(f"gradientSample_{i}")
        sample.clicked.connect(lambda: self.selected.emit(i))
        button = FunctionButton(words, theme, ELEMENTWISE, offers_own=True)
        button.setObjectName(f"gradientFunction_{i}")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.function_requested.connect(lambda key: self.function_requested.emit(i, key))
        remove = QToolButton(self)
        remove.setObjectName(f"gradientRemove_{i}")
        remove.clicked.connect(lambda: self.removed.emit(i))
        for column, part in enumerate((sample, button, remove)):
            self._grid.addWidget(part, i, column)
        self.samples.append(sample)
        self.buttons.append(button)
        self.removers.append(remove)

    def _name_row(self, i: int, name: str) -> None:
        if self.removers[i].toolTip() != self._words("gradient.remove", name=name):
            for part, id in ((self.removers[i], "gradient.remove"), (self.samples[i], "gradient.select")):
                part.setAccessibleName(self._words(id, name=name))
                part.setToolTip(self._words(id, name=name))


class _AddButton(FunctionButton):
    """Opens the list of functions to take one more from."""

    def _say_name(self) -> None:
        self.setText(self._words("gradient.add"))
        self.setAccessibleName(self._words("gradient.add"))
        self.setToolTip(self._words("gradient.add_tip", limit=str(MAX_STACKED)))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setIcon(icon("plus", theme))

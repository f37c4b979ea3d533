"""The parameters of the function that is selected, and the field for the person's own formula."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.formula_field import FormulaField
from gui.widgets.param_panel import ParamPanel


class ParamsCard(Card):
    """Asks for values through ``panel``, for another formula through ``formula``."""

    formula_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self.formula = FormulaField(words, theme, "compareFormula", self)
        self.formula.formula_requested.connect(self.formula_requested)
        self.panel = ParamPanel(words, theme)
        self.add(self.formula)
        self.add(self.panel)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.formula.set_words(words)
        self.panel.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.formula.set_theme(theme)
        self.panel.set_theme(theme)

    def show_error(self, error: UserError) -> None:
        """Say what is wrong with the formula."""
        self.formula.show_error(error)

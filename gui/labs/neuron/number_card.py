"""The slider of the number that is selected in a drawing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.labs import neuron
from core.labs.neuron import NeuronState
from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.param_row import NumberRow


class _SymbolRow(NumberRow):
    """A row whose messages call the number as the drawing does."""

    def refuse(self, error: UserError) -> None:
        super().refuse(neuron.called_by_symbol(error, self.parameter))


class NumberCard(Card):
    """One slider row at a time: that of the selected number. Rows are made when they are first needed."""

    number_requested = Signal(str, float)
    range_requested = Signal(str, float, float, float)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "neuron.selected", parent)
        self._words, self._theme = words, theme
        self._rows: dict[str, _SymbolRow] = {}
        self._shown = ""

    def show_number(self, state: NeuronState) -> None:
        """Show the slider of ``state.selected``. Emits nothing."""
        key = state.selected
        if key not in self._rows:
            self._rows[key] = self._made(key)
        if key != self._shown:
            for other, row in self._rows.items():
                row.setVisible(other == key)
            self._shown = key
        row, parameter = self._rows[key], neuron.NUMBERS[key]
        row.show_range(*state.ranges.get(key, (parameter.low, parameter.high, parameter.step)))
        row.show_value(state.number(key))

    def show_error(self, key: str, error: UserError) -> None:
        """Say under the row of ``key`` why its last request was refused."""
        if key in self._rows:
            self._rows[key].refuse(error)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        for row in self._rows.values():
            row.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        for row in self._rows.values():
            row.set_theme(theme)

    def _made(self, key: str) -> _SymbolRow:
        row = _SymbolRow(neuron.NUMBERS[key], self._words, self._theme, self)
        # Named by the number's key: PyTorch's name has brackets and is used twice.
        for part, ending in ((row.slider, ""), (row.box, "_typed"), (row.play, "_play"), (row.more, "_range")):
            part.setObjectName(f"slider_{key}{ending}")
        row.message.setObjectName(f"slider_{key}_error")
        row.requested.connect(lambda value: self.number_requested.emit(key, value))
        row.range_requested.connect(lambda low, high, step: self.range_requested.emit(key, low, high, step))
        row.drag_started.connect(self.drag_started)
        row.drag_finished.connect(self.drag_finished)
        self.add(row)
        return row

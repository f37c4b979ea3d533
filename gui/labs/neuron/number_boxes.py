"""The lab's numbers as boxes: made once each, placed by the drawings, and shown together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.labs import neuron
from core.labs.neuron import NeuronState
from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.scrub_box import ScrubBox


class NumberBoxes(QObject):
    """A box for each key of ``neuron.NUMBERS`` that a drawing asks for; what a person asks for comes out here."""

    requested = Signal(str, float)
    refused = Signal(str, object)
    chosen = Signal(str)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._boxes: dict[str, ScrubBox] = {}

    def box(self, key: str, parent: QWidget) -> ScrubBox:
        """Return a new box for the number ``key``; each number has one."""
        # Messages call the number as the drawing does.
        parameter = neuron.NUMBERS[key]
        box = ScrubBox(replace(parameter, name=parameter.symbol), self._theme, parent)
        box.setObjectName(f"neuron_{key}")
        box.requested.connect(lambda value: self.requested.emit(key, value))
        box.refused.connect(lambda error: self._refuse(key, error))
        box.chosen.connect(lambda: self.chosen.emit(key))
        box.drag_started.connect(self.drag_started)
        box.drag_finished.connect(self.drag_finished)
        self._boxes[key] = box
        self._name(key)
        return box

    def __getitem__(self, key: str) -> ScrubBox:
        return self._boxes[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._boxes)

    def show_numbers(self, state: NeuronState) -> None:
        """Show the numbers of ``state`` and step as their sliders do."""
        for key, box in self._boxes.items():
            box.show_value(state.number(key))
            box.show_step = state.ranges[key][2] if key in state.ranges else neuron.NUMBERS[key].step

    def show_error(self, key: str) -> None:
        """Mark the field whose last text was refused."""
        if key in self._boxes:
            self._boxes[key].mark_wrong(True)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for key in self._boxes:
            self._name(key)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        for box in self._boxes.values():
            box.set_theme(theme)

    def _refuse(self, key: str, error: UserError) -> None:
        self.refused.emit(key, error)

    def _name(self, key: str) -> None:
        parameter = neuron.NUMBERS[key]
        label = self._words.text(parameter.label)
        self._boxes[key].setAccessibleName(self._words("neuron.number_name", symbol=parameter.symbol, label=label))
        self._boxes[key].setToolTip(self._words("neuron.number_tip", symbol=parameter.symbol, label=label))

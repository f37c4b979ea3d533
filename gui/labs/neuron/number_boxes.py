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
    """Boxes for the keys of ``neuron.NUMBERS``, as drawings ask for them; what a person asks for comes out here."""

    requested = Signal(str, float)
    refused = Signal(str, object)
    chosen = Signal(str)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._boxes: dict[str, list[ScrubBox]] = {}
        self._shown: dict[str, tuple[float, float]] = {}

    def box(self, key: str, parent: QWidget, place: str = "neuron") -> ScrubBox:
        """Return a new box for the number ``key``, called ``<place>_<key>``."""
        # Messages call the number as the drawing does.
        parameter = neuron.NUMBERS[key]
        box = ScrubBox(replace(parameter, name=parameter.symbol), self._theme, parent)
        box.setObjectName(f"{place}_{key}")
        box.requested.connect(lambda value: self.requested.emit(key, value))
        box.refused.connect(lambda error: self._refuse(key, error))
        box.chosen.connect(lambda: self.chosen.emit(key))
        box.drag_started.connect(self.drag_started)
        box.drag_finished.connect(self.drag_finished)
        self._boxes.setdefault(key, []).append(box)
        self._name(key, box)
        return box

    def show_numbers(self, state: NeuronState) -> None:
        """Show the numbers of ``state`` and step as their sliders do."""
        for key, boxes in self._boxes.items():
            shown = (state.number(key), state.ranges[key][2] if key in state.ranges else neuron.NUMBERS[key].step)
            if self._shown.get(key) != shown:
                self._shown[key] = shown
                for box in boxes:
                    box.show_step = shown[1]
                    box.show_value(shown[0])

    def show_error(self, key: str) -> None:
        """Mark the field whose last text was refused."""
        for box in self._boxes.get(key, ()):
            box.mark_wrong(True)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for key, box in self._all():
            self._name(key, box)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        for _, box in self._all():
            box.set_theme(theme)

    def _all(self) -> Iterator[tuple[str, ScrubBox]]:
        return ((key, box) for key, boxes in self._boxes.items() for box in boxes)

    def _refuse(self, key: str, error: UserError) -> None:
        self.refused.emit(key, error)

    def _name(self, key: str, box: ScrubBox) -> None:
        parameter = neuron.NUMBERS[key]
        label = self._words.text(parameter.label)
        box.setAccessibleName(self._words("neuron.number_name", symbol=parameter.symbol, label=label))
        box.setToolTip(self._words("neuron.number_tip", symbol=parameter.symbol, label=label))

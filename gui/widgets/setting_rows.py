"""Sliders of settings, one below the other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.record import Parameter, Value
from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.param_row import NumberRow


class SettingRows(QWidget):
    """A row per setting. ``requested`` and ``range_requested`` name it; a drag or an animation is one gesture.

    ``refused`` tells what ``refuse`` was told, for rows on the stage that ask through these.
    """

    requested = Signal(str, object)
    range_requested = Signal(str, float, float, float)
    drag_started = Signal()
    drag_finished = Signal()
    refused = Signal(str, object)

    def __init__(self, settings: Mapping[str, Parameter], words: Words, theme: Theme) -> None:
        super().__init__()
        self.rows = {name: NumberRow(parameter, words, theme) for name, parameter in settings.items()}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for name, row in self.rows.items():
            row.box.setObjectName(name)
            row.slider.setObjectName(f"{name}Slider")
            row.requested.connect(partial(self.requested.emit, name))
            row.range_requested.connect(partial(self.range_requested.emit, name))
            row.drag_started.connect(self.drag_started)
            row.drag_finished.connect(self.drag_finished)
            row.play.pressed.connect(partial(self._stop_others, name))
            self._column.addWidget(row)
        self.set_theme(theme)

    def show_values(
        self, values: Mapping[str, Value], ranges: Mapping[str, tuple[float, float, float]], hidden: str = ""
    ) -> None:
        """Show every setting and its slider's range; the row ``hidden`` has no meaning now. Emits nothing."""
        for name, row in self.rows.items():
            parameter = row.parameter
            row.show_range(*ranges.get(name, (parameter.low, parameter.high, parameter.step)))
            row.show_value(values[name])
            if row.isHidden() != (name == hidden):
                row.setHidden(name == hidden)

    def refuse(self, name: str, error: UserError) -> None:
        """Say under a setting why its value was refused."""
        self.rows[name].refuse(error)
        self.refused.emit(name, error)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for row in self.rows.values():
            row.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._column.setSpacing(theme.px(4))
        for row in self.rows.values():
            row.set_theme(theme)

    def _stop_others(self, name: str) -> None:
        """Two animations at once would be two undo steps inside each other."""
        for other, row in self.rows.items():
            if other != name:
                row.stop()

"""Buttons of which one is down: the views, the gates, one neuron or two layers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QPushButton, QWidget

from core.text import Words


class Choice(QObject):
    """``keys`` as checkable buttons, called ``<name>_<key>`` and labelled by the ids ``neuron.<name>_<key>``."""

    chosen = Signal(str)

    def __init__(self, words: Words, name: str, keys: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for key in keys:
            button = QPushButton(parent)
            button.setObjectName(f"{name}_{key}")
            button.setCheckable(True)
            button.setProperty("role", "choice")
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
        self.set_words(words)

    def add_to(self, layout: QLayout) -> None:
        """Put the buttons, in their order, behind what ``layout`` holds."""
        for button in self._buttons.values():
            layout.addWidget(button)

    def show_choice(self, key: str) -> None:
        """Show which one is chosen. Emits nothing."""
        if not self._buttons[key].isChecked():
            self._buttons[key].setChecked(True)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for key, button in self._buttons.items():
            button.setText(words(f"neuron.{self._name}_{key}"))
            button.setAccessibleName(f"{words(f'neuron.{self._name}')}: {button.text()}")

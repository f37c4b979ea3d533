"""A drop-down list of a few keys, each said in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from core.text import Words


class Choice(QComboBox):
    """Asks for one of ``keys``; the words of ``key`` are ``<stem>_<key>``, the list's own name is ``<stem>``."""

    key_requested = Signal(str)

    def __init__(
        self, words: Words, keys: tuple[str, ...], stem: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._keys, self._stem = keys, stem
        self.addItems([""] * len(keys))
        self.activated.connect(lambda row: self.key_requested.emit(self._keys[row]))
        self.set_words(words)

    def show_key(self, key: str) -> None:
        """Show which one is chosen. Emits nothing."""
        self.setCurrentIndex(self._keys.index(key))

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for row, key in enumerate(self._keys):
            self.setItemText(row, words(f"{self._stem}_{key}"))
        self.setAccessibleName(words(self._stem))
        self.setToolTip(words(self._stem))
        self.updateGeometry()

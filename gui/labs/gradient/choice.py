"""A drop-down list of a few keys, each said in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from core.text import Words

_LEAST_LETTERS = 8


class Choice(QComboBox):
    """Asks for one of ``keys``; the words of ``key`` are ``<stem>_<key>``, the list's own name is ``<stem>``.

    It takes the width it is given, as a field of a column does, unless it ``fits`` its words.
    """

    key_requested = Signal(str)

    def __init__(
        self,
        words: Words,
        keys: tuple[str, ...],
        stem: str,
        name: str,
        fits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policies = QComboBox.SizeAdjustPolicy
        self.setSizeAdjustPolicy(policies.AdjustToContents if fits else policies.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
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

"""A titled card: the paper on which a lab lays its parts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.text import Words
from gui.theme import Theme


class Card(QFrame):
    """A rounded frame with a title line (``title_id`` of the catalogue) and a body below."""

    def __init__(self, words: Words, theme: Theme, title_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._title_id = title_id
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.aside = QLabel(self)
        self.aside.setProperty("role", "muted")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        if title_id:
            self._head.addWidget(self.title, 1)
            self._head.addWidget(self.aside)
            self._column.addLayout(self._head)
        else:
            self.title.hide()
            self.aside.hide()
        # Named, so that a subclass whose own parts are not made yet is not asked.
        Card.set_words(self, words)
        Card.set_theme(self, theme)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put ``widget`` below what is there."""
        self._column.addWidget(widget, stretch)

    def add_to_head(self, widget: QWidget) -> None:
        """Put ``widget`` at the right end of the title line."""
        self._head.addWidget(widget)

    def add_stretch(self) -> None:
        """Leave the rest of the card empty."""
        self._column.addStretch(1)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        if self._title_id:
            self.title.setText(words(self._title_id))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        side, top = theme.px(14), theme.px(10)
        if theme.name == "projector":
            side, top = theme.px(16), theme.px(8)
        self._column.setContentsMargins(side, top, side, top)
        self._column.setSpacing(theme.px(8))
        self._head.setSpacing(theme.px(8))

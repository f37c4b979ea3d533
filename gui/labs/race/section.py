"""A part of the experiment's design that can be folded away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme


class Section(QWidget):
    """A heading that opens and closes what is under it."""

    def __init__(self, words: Words, theme: Theme, title: str, is_open: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.head = QToolButton(self)
        self.head.setObjectName(title.replace(".", "_"))
        self.head.setProperty("role", "section")
        self.head.setCheckable(True)
        self.head.setChecked(is_open)
        self.head.setAutoRaise(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.toggled.connect(self._fold)
        self.body = QWidget(self)
        self.lines = QVBoxLayout(self.body)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.body)
        self.body.setVisible(is_open)
        self._theme = theme
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.head.setText(words(self._title))
        self._say_state()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.head.setIconSize(QSize(theme.em, theme.em))
        self._column.setSpacing(theme.px(4))
        self.lines.setSpacing(theme.px(8))
        self._say_state()

    def _fold(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self._say_state()

    def _say_state(self) -> None:
        is_open = self.head.isChecked()
        self.head.setIcon(icon("chevron_down" if is_open else "plus", self._theme))
        id = "race.section_open" if is_open else "race.section_closed"
        self.head.setAccessibleName(self._words(id, name=self._words(self._title)))

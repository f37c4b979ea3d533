"""The line at the top of every page of the lessons: a way to the contents, where one is, and a tool at the end."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme


class PageHead(QWidget):
    """``contents`` opens the contents where they have no column of their own."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.contents = QToolButton(self)
        self.contents.setObjectName(f"{name}ContentsButton")
        self.contents.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.contents.hide()
        self.said = QLabel(self)
        self.said.setObjectName(f"{name}Head")
        self.said.setProperty("role", "muted")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.contents)
        self._line.addWidget(self.said, 1)

    def add(self, tool: QWidget) -> None:
        """Put a tool at the end of the line."""
        self._line.addWidget(tool)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.contents.setText(words("lessons.contents"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._line.setSpacing(theme.px(8))
        self.contents.setIcon(icon("menu", theme, "muted"))
        self.contents.setIconSize(QSize(theme.em, theme.em))

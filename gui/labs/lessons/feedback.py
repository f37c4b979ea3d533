"""What is said about an answer: right or not and why, hints, and the answer itself."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme
from gui.widgets.markdown_view import MarkdownView

SIGNS = {"right": ("check", "right"), "wrong": ("close", "error"), "": ("help", "accent")}


class Feedback(QFrame):
    """A heading with a sign, and a text in Markdown; hidden while there is nothing to say.

    ``state`` is "right", "wrong" or "" (a hint, an answer).
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "feedback")
        self._theme, self._state, self._said = theme, "", ("", "")
        self._sign, self.heading = QLabel(self), QLabel(self)
        self.heading.setWordWrap(True)
        self.heading.setProperty("role", "feedback_title")
        self.text = MarkdownView(theme, f"{name}Text", self)
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._sign)
        self._head.addWidget(self.heading, 1)
        self._column.addLayout(self._head)
        self._column.addWidget(self.text)
        self.hide()
        self.set_theme(theme)

    def tell(self, state: str, heading: str, markdown: str) -> None:
        """Say something; neither heading nor text hides the panel."""
        news = (heading, markdown) != self._said
        self._said = (heading, markdown)
        if state != self._state or not self.property("state"):
            self._state = state
            self._paint()
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self._sign.setVisible(bool(heading))
        self.text.show_markdown(markdown)
        self.setVisible(bool(heading or markdown))
        self.setAccessibleName(heading)
        if news and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def set_words(self, words: Words) -> None:
        """What it says comes with every render."""

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        side = theme.px(14)
        self._column.setContentsMargins(side, theme.px(10), side, theme.px(10))
        self._column.setSpacing(theme.px(6))
        self._head.setSpacing(theme.px(8))
        self.text.set_theme(theme)
        self._paint()

    def _paint(self) -> None:
        name, token = SIGNS[self._state]
        self._sign.setPixmap(icon(name, self._theme, token).pixmap(QSize(self._theme.em, self._theme.em)))
        self.setProperty("state", self._state or "told")
        for part in (self, self.heading):
            part.style().unpolish(part)
            part.style().polish(part)

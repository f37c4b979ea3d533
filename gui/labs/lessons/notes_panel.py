"""What only the teacher reads: time, notes, likely misconceptions, a question for the class."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.page import GrowingPage


class NotesPanel(QFrame):
    """The teacher's notes of a step."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonNotes")
        self.setProperty("role", "notes")
        self._words, self._theme = words, theme
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("closeNotes")
        self.text = MarkdownView(theme, "lessonNotesText", self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        inner = QWidget(self)
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.text)
        lines.addStretch(1)
        self._column.addWidget(GrowingPage(inner))
        self._shown: tuple[float, str, str, str] = (0.0, "", "", "")
        self.set_theme(theme)

    def show_notes(self, minutes: float, teacher: str, misconception: str, ask: str) -> None:
        """Show the notes; parts that are empty are left away."""
        self._shown = (minutes, teacher, misconception, ask)
        words = self._words
        parts = [teacher]
        for id, text in (("lessons.misconception", misconception), ("lessons.ask", ask)):
            if text:
                parts.append(f"**{words(id)}** {text}")
        said = "\n\n".join(filter(None, parts)) or words("lessons.no_notes")
        self._title.setText(words("lessons.notes_title", minutes=f"{minutes:g}"))
        self.setAccessibleName(self._title.text())
        self.text.show_markdown(said)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.close_button.setAccessibleName(words("lessons.close_notes"))
        self.close_button.setToolTip(words("lessons.close_notes"))
        self.show_notes(*self._shown)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        side = theme.px(14)
        self._column.setContentsMargins(side, theme.px(8), side, theme.px(10))
        self._column.setSpacing(theme.px(4))
        self.close_button.setIcon(icon("close", theme))
        self.text.set_theme(theme)

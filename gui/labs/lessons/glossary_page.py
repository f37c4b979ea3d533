"""The terms of the field in both languages, to be searched and read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.lessons.glossary import SCHEME, found, glossary
from core.text import Words
from gui.labs.lessons.feedback import Feedback
from gui.labs.lessons.page_head import PageHead
from gui.theme import Theme
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.page import Page


class GlossaryPage(QFrame):
    """Every term with its explanation; the one asked for stands first."""

    link_asked = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonGlossary")
        self.setProperty("role", "card")
        self._words, self._term = words, ""
        self.head = PageHead("lessonGlossary", self)
        self._title = QLabel(self)
        self._title.setProperty("role", "step_title")
        self._title.setWordWrap(True)
        self.search = QLineEdit(self)
        self.search.setObjectName("glossarySearch")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.chosen = Feedback(theme, "glossaryTerm", self)
        self.text = MarkdownView(theme, "glossaryText", self)
        for view in (self.text, self.chosen.text):
            view.link_asked.connect(self.link_asked)
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        for part in (self.chosen, self.text):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._page = Page(inner)
        self._whole = QVBoxLayout(self)
        for part in (self.head, self._title, self.search):
            self._whole.addWidget(part)
        self._whole.addWidget(self._page, 1)
        self.set_theme(theme)
        self.set_words(words)

    def show_term(self, key: str) -> None:
        """Show a term first, "" for none."""
        self._term = key
        heading, text = term_said(key, self._words)
        self.chosen.tell("", heading, text)
        if not self.text.markdown():
            self._fill()
        self._page.verticalScrollBar().setValue(0)

    def _fill(self) -> None:
        lang = self._words.lang
        other = "en" if lang == "ko" else "ko"
        terms = found(glossary(), self.search.text())
        lines = [f"**{term.name(lang)}** · {term.name(other)}\n\n{term.text(lang)}" for term in terms]
        nothing = self._words("picker.nothing", text=self.search.text().strip())
        self.text.show_markdown("\n\n---\n\n".join(lines) or nothing)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.head.set_words(words)
        self.head.said.setText(words("lessons.title"))
        self._title.setText(words("lessons.glossary"))
        self.search.setPlaceholderText(words("lessons.search_term"))
        self.search.setAccessibleName(words("lessons.search_term"))
        if self.text.markdown():
            self._fill()
            self.show_term(self._term)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        side = theme.px(16 if theme.name == "projector" else 20)
        self._whole.setContentsMargins(side, theme.px(12), theme.px(10), theme.px(12))
        self._whole.setSpacing(theme.px(8))
        self._column.setContentsMargins(0, 0, theme.px(10), 0)
        for part in (self.head, self.chosen, self.text):
            part.set_theme(theme)


def term_said(key: str, words: Words) -> tuple[str, str]:
    """Return heading and explanation of a term, empty for one that is not in the glossary."""
    term = next((term for term in glossary() if term.key == key.removeprefix(SCHEME)), None)
    if term is None:
        return "", ""
    other = "en" if words.lang == "ko" else "ko"
    return f"{term.name(words.lang)} · {term.name(other)}", term.text(words.lang)

"""The pages of the lessons, one in view: a step or a question, the results, the glossary."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from core.lessons.model import Lesson
from core.lessons.results import summary
from core.text import Words
from gui.labs.lessons.glossary_page import GlossaryPage
from gui.labs.lessons.learner import Learner
from gui.labs.lessons.step_page import StepPage
from gui.labs.lessons.summary_page import SummaryPage
from gui.theme import Theme


class Pages(QStackedWidget):
    """``contents_asked`` carries the button under which the contents are to open."""

    contents_asked = Signal(QWidget)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.step = StepPage(words, theme, self)
        self.summary = SummaryPage(words, theme, self)
        self.glossary = GlossaryPage(words, theme, self)
        self._by_name: dict[str, QWidget] = {"step": self.step, "summary": self.summary, "glossary": self.glossary}
        for page in (self.step, self.summary, self.glossary):
            self.addWidget(page)
            page.head.contents.clicked.connect(
                lambda _=False, button=page.head.contents: self.contents_asked.emit(button)
            )

    def show_page(self, name: str) -> None:
        """Bring a page into view."""
        self.setCurrentWidget(self._by_name[name])

    def show_summary(self, learner: Learner, lessons: Sequence[Lesson]) -> None:
        """Show what the learner has done."""
        self.summary.show_summary(summary(learner.progress, lessons, self._words.lang), learner.profiles.names())

    def focus(self) -> None:
        """Bring the keyboard to what is done first on the page in view."""
        if self.currentWidget() is self.step:
            self.step.focus_task()
        elif self.currentWidget() is self.glossary:
            self.glossary.search.setFocus()
        else:
            self.summary.learners.setFocus()

    def offer_contents(self, offered: bool) -> None:
        """Show the button that opens the contents, or not."""
        for page in (self.step, self.summary, self.glossary):
            page.head.contents.setVisible(offered)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for page in (self.step, self.summary, self.glossary):
            page.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        for page in (self.step, self.summary, self.glossary):
            page.set_theme(theme)

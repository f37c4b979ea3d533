"""The pages of the lessons, one in view: a step or a question, how a quiz went, the results, the glossary."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from core.lessons.glossary import glossary
from core.text import Words
from gui.labs.lessons.glossary_page import GlossaryPage
from gui.labs.lessons.page_head import PageHead
from gui.labs.lessons.quiz_results import QuizResults
from gui.labs.lessons.step_page import StepPage
from gui.labs.lessons.summary_page import SummaryPage
from gui.theme import Theme


class Pages(QWidget):
    """``contents_asked`` carries the button under which the contents are to open."""

    contents_asked = Signal(QWidget)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._stack = QStackedWidget(self)
        # The page in view scrolls; what the others would like must not stretch it.
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.step = StepPage(words, theme, self)
        self.results = QuizResults(words, theme, self)
        self.summary = SummaryPage(words, theme, self)
        self.glossary = GlossaryPage(words, theme, glossary(), self)
        self.head = PageHead("lessonPages", self)
        self._by_name: dict[str, QWidget] = {
            "step": self.step,
            "results": self.results,
            "summary": self.summary,
            "glossary": self.glossary,
        }
        for page in self._by_name.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        self._offers_contents = False
        self.head.set_words(words)
        self.head.set_theme(theme)
        for head in (self.step.head, self.head):
            head.contents.clicked.connect(lambda _checked=False, head=head: self.contents_asked.emit(head.contents))

    def show_page(self, name: str) -> None:
        """Bring a page into view."""
        self._stack.setCurrentWidget(self._by_name[name])
        self._show_head()

    def focus(self) -> None:
        """Bring the keyboard to what is done first on the page in view."""
        first = {self.results: self.results.again, self.glossary: self.glossary.search}
        page = self._stack.currentWidget()
        if page is self.step:
            self.step.focus_task()
        else:
            first.get(page, self.summary.table).setFocus()  # type: ignore[call-overload]

    def offer_contents(self, offered: bool) -> None:
        """Show the button that opens the contents, or not."""
        self._offers_contents = offered
        self.step.head.contents.setVisible(offered)
        self._show_head()

    def _show_head(self) -> None:
        # A step has the button in its own head line.
        shown = self._offers_contents and self._stack.currentWidget() is not self.step
        self.head.contents.setVisible(shown)
        self.head.setVisible(shown)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for part in (self.head, *self._by_name.values()):
            part.set_words(words)  # type: ignore[attr-defined]

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        for part in (self.head, *self._by_name.values()):
            part.set_theme(theme)  # type: ignore[attr-defined]

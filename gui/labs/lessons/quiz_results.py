"""How a quiz went: the score, and every question with the answer given, the right one and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from core.lessons.quiz.outcome import ItemOutcome, Outcome
from core.text import Words
from gui.labs.lessons.feedback import Feedback
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.page import Page


class QuizResults(QFrame):
    """Shows an ``Outcome``.

    Signals: ``again_requested``: a quiz with new questions. ``pdf_requested``: save it for printing.
    ``link_asked``: a term's link was chosen.
    """

    again_requested = Signal()
    pdf_requested = Signal()
    link_asked = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quizResults")
        self.setProperty("role", "card")
        self._words, self._theme = words, theme
        self._title, self._outcome = "", Outcome("", 0, ())
        self.head, self.title, self.score, self.open = (QLabel(self) for _ in range(4))
        self.head.setProperty("role", "muted")
        self.title.setProperty("role", "step_title")
        self.open.setProperty("role", "error")
        for label in (self.head, self.title, self.score, self.open):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.again, self.pdf = QPushButton(self), QPushButton(self)
        self.again.setObjectName("quizAgain")
        self.again.setProperty("role", "primary")
        self.pdf.setObjectName("quizPdf")
        self.again.clicked.connect(lambda: self.again_requested.emit())
        self.pdf.clicked.connect(lambda: self.pdf_requested.emit())
        self.panels: list[Feedback] = []
        self._lay_out()
        self.set_theme(theme)
        self.set_words(words)

    def _lay_out(self) -> None:
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        bar = QWidget(inner)
        self._flow = FlowLayout(bar)
        for button in (self.again, self.pdf):
            self._flow.addWidget(button)
        for part in (self.head, self.title, self.score, self.open, bar):
            self._column.addWidget(part)
        self._items = QVBoxLayout()
        self._column.addLayout(self._items)
        self._column.addStretch(1)
        self.page = Page(inner)
        self.page.setObjectName("quizResultsScroll")
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.page)

    def show_outcome(self, title: str, outcome: Outcome) -> None:
        """Show how the quiz about ``title`` (a lesson's, "" the mixed one) went. Emits nothing."""
        words = self._words
        self._title, self._outcome = title, outcome
        count = len(outcome.items)
        self.head.setText(
            words("progress.quiz_of", title=title or words("progress.mixed_quiz"), number=outcome.seed + 1)
        )
        self.title.setText(words("progress.quiz_title"))
        self.score.setText(words("progress.quiz_score", part=outcome.right, whole=count, percent=outcome.percent))
        left = count - outcome.answered
        self.open.setText(words("progress.quiz_open", count=left) if left else "")
        self.open.setVisible(bool(left))
        self._keep_panels(count)
        for number, (panel, item) in enumerate(zip(self.panels, outcome.items, strict=True), 1):
            state = "right" if item.right else "wrong" if item.answered else ""
            id = f"progress.quiz_{'right' if item.right else 'wrong' if item.answered else 'unanswered'}"
            panel.tell(state, words(id, number=number, title=item.title), self._told(item))

    def _told(self, item: ItemOutcome) -> str:
        words = self._words
        lines = [item.question]
        if item.given:
            lines.append(f"**{words('progress.quiz_given')}:** {_plain(item.given)}")
        if not item.right:
            lines.append(f"**{words('progress.quiz_expected')}:** {_plain(item.expected)}")
            lines.append(item.feedback)
        return "\n\n".join(filter(None, (*lines, item.why if item.why != item.feedback else "")))

    def _keep_panels(self, count: int) -> None:
        while len(self.panels) > count:
            panel = self.panels.pop()
            self._items.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        while len(self.panels) < count:
            panel = Feedback(self._theme, f"quizResult_{len(self.panels)}", self)
            panel.text.link_asked.connect(self.link_asked)
            self._items.addWidget(panel)
            self.panels.append(panel)

    def set_words(self, words: Words) -> None:
        """Switch the language; what is shown comes with the next outcome."""
        self._words = words
        for button, id in ((self.again, "progress.quiz_again"), (self.pdf, "progress.export_pdf")):
            button.setText(words(id))
            button.setAccessibleName(words(id))
            button.setToolTip(words(f"{id}_tip"))
        self.show_outcome(self._title, self._outcome)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        side = theme.px(20)
        self._whole.setContentsMargins(side, theme.px(14), theme.px(10), theme.px(14))
        self._column.setContentsMargins(0, 0, theme.px(10), 0)
        self._column.setSpacing(theme.px(10))
        self._items.setSpacing(theme.px(10))
        self._flow.setSpacing(theme.px(8))
        for panel in self.panels:
            panel.set_theme(theme)


def _plain(answer: str) -> str:
    """Return an answer whose own marks stay as they were typed, code apart."""
    return answer if "`" in answer else answer.replace("\\", "\\\\").replace("*", "\\*").replace("<", "&lt;")

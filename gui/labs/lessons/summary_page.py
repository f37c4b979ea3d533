"""What a learner has done: who it is, every lesson in a line, and the ways to take the results along."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.lessons.results import Summary, percent
from core.text import UserError, Words
from gui.labs.lessons.page_head import PageHead
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.message_line import MessageLine
from gui.widgets.page import Page

BUTTONS = ("export", "export_all", "print", "reset", "delete")


class SummaryPage(QFrame):
    """Asks for another learner, a new one, and for what the buttons say, by their keys."""

    learner_requested = Signal(str)
    name_entered = Signal(str)
    asked = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonSummary")
        self.setProperty("role", "card")
        self._words, self._theme = words, theme
        self._shown: tuple[Summary, tuple[str, ...]] | None = None
        self.head = PageHead("lessonSummary", self)
        self._title, self._who = QLabel(self), QLabel(self)
        self._title.setProperty("role", "step_title")
        for label in (self._title, self._who):
            label.setWordWrap(True)
        self.learners = QComboBox(self)
        self.learners.setObjectName("lessonLearner")
        self.learners.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.learners.setMinimumContentsLength(8)
        self.learners.activated.connect(lambda row: self.learner_requested.emit(self.learners.itemData(row)))
        self.name = QLineEdit(self)
        self.name.setObjectName("lessonNewName")
        self.add = QPushButton(self)
        self.add.setObjectName("lessonAddName")
        self.name.returnPressed.connect(self._enter)
        self.add.clicked.connect(self._enter)
        self.message = MessageLine(theme, self)
        self.text = MarkdownView(theme, "lessonResults", self)
        self.buttons = {key: QPushButton(self) for key in BUTTONS}
        for key, button in self.buttons.items():
            button.setObjectName(f"lessonResults_{key}")
            button.clicked.connect(lambda _checked=False, key=key: self.asked.emit(key))
        self._lay_out()
        self.set_theme(theme)
        self.set_words(words)

    def _lay_out(self) -> None:
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        self._names = QWidget(inner)
        self._name_flow = FlowLayout(self._names)
        for part in (self.learners, self.name, self.add):
            self._name_flow.addWidget(part)
        self._tools = QWidget(inner)
        self._tool_flow = FlowLayout(self._tools)
        for button in self.buttons.values():
            self._tool_flow.addWidget(button)
        for part in (self._title, self._who, self._names, self.message, self.text, self._tools):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.head)
        self._whole.addWidget(Page(inner), 1)

    def show_summary(self, summary: Summary, names: tuple[str, ...]) -> None:
        """Show one learner's results; ``names`` are all learners. Emits nothing."""
        self._shown = (summary, names)
        words = self._words
        with QSignalBlocker(self.learners):
            self.learners.clear()
            self.learners.addItem(words("lessons.guest"), "")
            for name in names:
                self.learners.addItem(name, name)
            self.learners.setCurrentIndex(max(0, self.learners.findData(summary.name)))
        self._who.setText(words("lessons.guest_hint" if not summary.name else "lessons.learner_hint"))
        self.buttons["delete"].setEnabled(bool(summary.name))
        self.buttons["export_all"].setEnabled(bool(names))
        self.text.show_markdown(table(summary, words))
        self.message.clear_message()

    def refuse(self, error: UserError) -> None:
        """Say at the name why it was refused."""
        self.message.show_error(error.said_in(self._words.lang))

    def _enter(self) -> None:
        self.name_entered.emit(self.name.text())

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.head.set_words(words)
        self.head.said.setText(words("lessons.title"))
        self._title.setText(words("lessons.summary"))
        self.learners.setAccessibleName(words("lessons.learner"))
        self.name.setPlaceholderText(words("lessons.new_name"))
        self.name.setAccessibleName(words("lessons.new_name"))
        self.add.setText(words("lessons.add_name"))
        for key, button in self.buttons.items():
            button.setText(words(f"lessons.results_{key}"))
        if self._shown:
            self.show_summary(*self._shown)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        side = theme.px(16 if theme.name == "projector" else 20)
        self._whole.setContentsMargins(side, theme.px(12), theme.px(10), theme.px(12))
        self._column.setContentsMargins(0, 0, theme.px(10), 0)
        self._column.setSpacing(theme.px(10))
        self._name_flow.setSpacing(theme.px(8))
        self._tool_flow.setSpacing(theme.px(8))
        self.name.setFixedWidth(theme.em * 13)
        self.head.set_theme(theme)
        self.message.set_theme(theme)
        self.text.set_theme(theme)


def table(summary: Summary, words: Words) -> str:
    """Return the results as a Markdown table, a line for each lesson."""
    columns = ("lesson", "steps", "right", "unaided", "quiz")
    lines = ["| " + " | ".join(words(f"lessons.column_{column}") for column in columns) + " |"]
    lines.append("|" + "---|" * len(columns))
    for number, lesson in enumerate(summary.lessons, 1):
        quiz = lesson.best_quiz
        cells = (
            f"{number}. {lesson.title}".replace("|", "\\|"),
            f"{lesson.done} / {len(lesson.steps)}",
            f"{lesson.right} / {lesson.tasks}",
            str(lesson.unaided),
            f"{percent(quiz.right, quiz.of)} %" if quiz else "–",
        )
        lines.append("| " + " | ".join(cells) + " |")
    total = words("lessons.total", done=summary.done, steps=summary.steps, right=summary.right, tasks=summary.tasks)
    mixed = [f"{run.right} / {run.of}" for run in summary.quizzes[-5:]]
    said = words("lessons.mixed_results", results=", ".join(mixed)) if mixed else ""
    return "\n\n".join(filter(None, (total, "\n".join(lines), said)))

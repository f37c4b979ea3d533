"""One step as the student reads and answers it: head line, text, task, what is said about the answer, the way on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.labs.lessons.choose_task import ChooseTask
from gui.labs.lessons.curve_task import CurveTask
from gui.labs.lessons.feedback import Feedback
from gui.labs.lessons.goal_task import GoalTask
from gui.labs.lessons.notes_panel import NotesPanel
from gui.labs.lessons.order_task import OrderTask
from gui.labs.lessons.page_head import PageHead
from gui.labs.lessons.predict_task import PredictTask
from gui.labs.lessons.task_view import TaskShown, TaskView
from gui.labs.lessons.write_task import WriteTask
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.page import Page

NOTES_SHARE = 0.4
KINDS: dict[str, type[TaskView]] = {
    "predict": PredictTask,
    "choose": ChooseTask,
    "curve": CurveTask,
    "order": OrderTask,
    "goal": GoalTask,
    "write": WriteTask,
}


@dataclass(frozen=True)
class Said:
    """Something said about an answer: ``state`` is "right", "wrong" or "" (a hint, the answer)."""

    state: Literal["", "right", "wrong"] = ""
    heading: str = ""
    text: str = ""


@dataclass(frozen=True)
class StepShown:
    """One step as it is to be shown, its texts filled in.

    Attributes:
        place: identifies the step: another place begins at the top of its page.
        head: the line above the title.  title, text, question: what the step says.
        task: None for a step that is only read.  verdict, hints, answer: what is said below it.
        hints_left: whether another hint can be opened.  can_reveal, can_retry: whether these make sense now.
        draws: whether a retry has other numbers.
        has_previous, has_next: whether there is a step before and after.
        notes: minutes, notes, misconceptions, a question for the class; None where there are none.
        note: what was skipped or is missing, in words.
        next: id of the words on the button that goes on.  is_checked: whether the student can have the answer checked.
    """

    place: str
    head: str = ""
    title: str = ""
    text: str = ""
    question: str = ""
    task: TaskShown | None = None
    verdict: Said = Said()
    hints: tuple[Said, ...] = ()
    answer: Said = Said()
    hints_left: bool = False
    can_reveal: bool = False
    can_retry: bool = False
    draws: bool = False
    has_previous: bool = True
    has_next: bool = True
    notes: tuple[float, str, str, str] | None = None
    note: str = ""
    next: str = "lessons.next"
    is_checked: bool = True
    can_set_up: bool = True


class StepPage(QFrame):
    """Asks for what the student wants next; shows a ``StepShown``."""

    answered = Signal(tuple, str)
    check_requested = Signal()
    hint_requested = Signal()
    answer_requested = Signal()
    retry_requested = Signal()
    next_requested = Signal()
    previous_requested = Signal()
    set_up_requested = Signal()
    link_asked = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonPage")
        self.setProperty("role", "card")
        self._words, self._theme = words, theme
        self._shown = StepShown("")
        self._make_parts()
        self._lay_out()
        self._connect()
        self._add_page_keys()
        self.set_theme(theme)
        self.set_words(words)

    def _make_parts(self) -> None:
        words, theme = self._words, self._theme
        self.head = PageHead("lesson", self)
        self.title = QLabel(self)
        self.title.setObjectName("lessonTitle")
        self.title.setProperty("role", "step_title")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.set_up = QToolButton(self)
        self.set_up.setObjectName("lessonSetUp")
        self.head.add(self.set_up)
        self.term = Feedback(theme, "lessonTerm", self)
        self.text = MarkdownView(theme, "lessonText", self)
        self.question = MarkdownView(theme, "lessonQuestion", self)
        self.task = QWidget(self)
        self.task.setObjectName("lessonTask")
        self.tasks = {kind: made(words, theme, self.task) for kind, made in KINDS.items()}
        self.check, self.hint, self.answer, self.again = (QPushButton(self) for _ in range(4))
        self.next, self.previous = QPushButton(self), QPushButton(self)
        names = ("lessonCheck", "lessonHint", "lessonAnswer", "lessonAgain", "lessonNext", "lessonPrevious")
        for button, name in zip(self._buttons(), names, strict=True):
            button.setObjectName(name)
        self.verdict = Feedback(theme, "lessonFeedback", self)
        self.hints: list[Feedback] = []
        self.shown_answer = Feedback(theme, "lessonShownAnswer", self)
        self.note = Feedback(theme, "lessonNote", self)
        self.notes = NotesPanel(words, theme, self)
        self.notes.hide()

    def _lay_out(self) -> None:
        self._inner = QWidget(self)
        self._column = QVBoxLayout(self._inner)
        tasks = QVBoxLayout(self.task)
        tasks.setContentsMargins(0, 0, 0, 0)
        for view in self.tasks.values():
            tasks.addWidget(view)
            view.hide()
        self._task_buttons = QWidget(self)
        self._flow = FlowLayout(self._task_buttons)
        for button in (self.check, self.hint, self.answer, self.again):
            self._flow.addWidget(button)
        self._hints_box = QWidget(self)
        self._hints_column = QVBoxLayout(self._hints_box)
        self._hints_column.setContentsMargins(0, 0, 0, 0)
        for part in (self.note, self.title, self.text, self.term, self.question, self.task, self._task_buttons):
            self._column.addWidget(part)
        for part in (self.verdict, self._hints_box, self.shown_answer):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.page = Page(self._inner)
        self.page.setObjectName("lessonScroll")
        foot = QHBoxLayout()
        foot.addWidget(self.previous)
        foot.addStretch(1)
        foot.addWidget(self.next)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.head)
        self._whole.addWidget(self.page, 1)
        self._whole.addWidget(self.notes)
        self._whole.addLayout(foot)

    def _connect(self) -> None:
        for view in self.tasks.values():
            view.answered.connect(self.answered)
            view.check_requested.connect(self.check_requested)
        for button, signal in zip(
            self._buttons(),
            (
                self.check_requested,
                self.hint_requested,
                self.answer_requested,
                self.retry_requested,
                self.next_requested,
                self.previous_requested,
            ),
            strict=True,
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.set_up.clicked.connect(lambda: self.set_up_requested.emit())
        for view in (self.text, self.question, self.verdict.text, self.shown_answer.text, self.term.text):
            view.link_asked.connect(self.link_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Long notes scroll: the step itself stays in sight.
        self.notes.setMaximumHeight(round(NOTES_SHARE * self.height()))

    def _add_page_keys(self) -> None:
        """Have Page Up and Page Down turn steps at the ends of the page, wherever in it the focus is."""
        for part in (self.page, self.text, self.question, self.verdict.text, self.shown_answer.text):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        distance = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if not distance or event.modifiers():
            return False
        bar = self.page.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + distance * bar.pageStep())
        if bar.value() == before:
            (self.next_requested if distance > 0 else self.previous_requested).emit()
        return True

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.check, self.hint, self.answer, self.again, self.next, self.previous

    @property
    def view(self) -> TaskView | None:
        """The view of the task in sight, None for a step that is only read."""
        return self.tasks[self._shown.task.kind] if self._shown.task else None

    def show_step(self, shown: StepShown) -> None:
        """Show a step. Emits nothing."""
        is_other = shown.place != self._shown.place
        self._shown = shown
        self.head.said.setText(shown.head)
        self.title.setText(shown.title)
        self.title.setVisible(bool(shown.title))
        self.note.tell("wrong", shown.note, "")
        self.text.show_markdown(shown.text)
        self.question.show_markdown(shown.question)
        self._show_task(shown.task)
        self.verdict.tell(shown.verdict.state, shown.verdict.heading, shown.verdict.text)
        self._show_hints(shown.hints)
        self.shown_answer.tell("", shown.answer.heading, shown.answer.text)
        self._show_buttons(shown)
        if shown.notes:
            self.notes.show_notes(*shown.notes)
        if is_other:
            self.show_term("", "")
            self.page.verticalScrollBar().setValue(0)
        elif shown.verdict.heading or shown.hints:
            self._bring_into_view()

    def show_term(self, heading: str, explanation: str) -> None:
        """Show what a term means below the text, where it was asked for."""
        self.term.tell("", heading, explanation)
        if heading:
            QTimer.singleShot(0, self, lambda: self.page.ensureWidgetVisible(self.term, 0, self._theme.px(8)))

    def show_goal(self, reached: bool, verdict: Said) -> None:
        """Show whether the goal in the live lab is reached, and what is said to that. Emits nothing."""
        task = self._shown.task
        if task is None or task.kind != "goal":
            return
        if (task.reached, self._shown.verdict) == (reached, verdict):
            return
        self._shown = replace(self._shown, task=replace(task, reached=reached), verdict=verdict)
        self.tasks["goal"].show_task(self._shown.task)  # type: ignore[arg-type]
        self.verdict.tell(verdict.state, verdict.heading, verdict.text)

    def focus_task(self) -> None:
        """Bring the keyboard to the task's first field."""
        view = self.view
        first = view.first_field() if view else None
        (first or self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_task(self, task: TaskShown | None) -> None:
        self.task.setVisible(task is not None)
        for kind, view in self.tasks.items():
            is_shown = task is not None and task.kind == kind
            if is_shown:
                view.show_task(task)  # type: ignore[arg-type]
            view.setVisible(is_shown)

    def _show_hints(self, hints: tuple[Said, ...]) -> None:
        while len(self.hints) > len(hints):
            panel = self.hints.pop()
            self._hints_column.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        while len(self.hints) < len(hints):
            panel = Feedback(self._theme, f"lessonHint_{len(self.hints)}", self._hints_box)
            panel.text.link_asked.connect(self.link_asked)
            self._hints_column.addWidget(panel)
            self.hints.append(panel)
        for panel, hint in zip(self.hints, hints, strict=True):
            panel.tell(hint.state, hint.heading, hint.text)
        self._hints_box.setVisible(bool(hints))

    def _show_buttons(self, shown: StepShown) -> None:
        self._task_buttons.setVisible(shown.task is not None)
        for button, is_shown in (
            (self.hint, shown.hints_left or bool(shown.hints)),
            (self.answer, shown.can_reveal or bool(shown.answer.heading)),
            (self.again, shown.can_retry),
        ):
            button.setVisible(is_shown)
        self.again.setText(self._words("lessons.again" if shown.draws else "lessons.again_same"))
        self.again.setToolTip(self._words("lessons.again_tip" if shown.draws else "lessons.again_same_tip"))
        self.again.setAccessibleName(self.again.text())
        self.check.setVisible(shown.is_checked)
        self.set_up.setVisible(shown.can_set_up)
        self.next.setText(self._words(shown.next))
        self.next.setAccessibleName(self.next.text())
        self.hint.setEnabled(shown.hints_left)
        self.answer.setEnabled(shown.can_reveal)
        self.next.setEnabled(shown.has_next)
        self.previous.setEnabled(shown.has_previous)
        # Blue is what comes next: checking first, then going on.
        done = shown.task is None or shown.verdict.state == "right" or not shown.is_checked
        for button, role in ((self.check, "" if done else "primary"), (self.next, "primary" if done else "")):
            if button.property("role") != role:
                button.setProperty("role", role)
                button.style().unpolish(button)
                button.style().polish(button)

    def _bring_into_view(self) -> None:
        # The panels have their height only after the layout.
        QTimer.singleShot(0, self, self._scroll_to_said)

    def _scroll_to_said(self) -> None:
        panels = [p for p in (self.verdict, *self.hints, self.shown_answer) if p.isVisible()]
        if panels:
            self.page.ensureWidgetVisible(panels[-1], 0, self._theme.px(8))

    # --- words and looks

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for button, id in zip(
            self._buttons(),
            (
                "lessons.check",
                "lessons.hint",
                "lessons.show_answer",
                "lessons.again",
                "lessons.next",
                "lessons.previous",
            ),
            strict=True,
        ):
            button.setText(words(id))
            button.setToolTip(words(f"{id}_tip"))
            button.setAccessibleName(words(id))
        self.set_up.setToolTip(words("lessons.set_up"))
        self.set_up.setAccessibleName(words("lessons.set_up"))
        self.head.set_words(words)
        for view in self.tasks.values():
            view.set_words(words)
        self.notes.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        projector = theme.name == "projector"
        side = theme.px(16 if projector else 20)
        self._whole.setContentsMargins(side, theme.px(12), theme.px(10), theme.px(12))
        self._whole.setSpacing(theme.px(8))
        self._column.setContentsMargins(0, 0, theme.px(10), 0)
        self._column.setSpacing(theme.px(10))
        self._flow.setSpacing(theme.px(8))
        self._hints_column.setSpacing(theme.px(8))
        for view in self.tasks.values():
            view.set_theme(theme)
        for part in (self.head, self.text, self.term, self.question, self.verdict, *self.hints, self.shown_answer):
            part.set_theme(theme)
        for part in (self.note, self.notes):
            part.set_theme(theme)
        self.set_up.setIcon(icon("reset", theme, "muted"))
        self.set_up.setIconSize(QSize(theme.em, theme.em))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

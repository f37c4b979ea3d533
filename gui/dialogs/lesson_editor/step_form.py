"""One step as a teacher writes it: title, text with a preview, task, and what is said about answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.lessons.authoring import with_page
from core.lessons.draft import TypedStep
from core.lessons.model import Choose, Order, PickCurve, Predict, Step, StepText
from core.lessons.text import filled
from core.state import AppState
from core.text import Lang, UserError, Words
from gui.dialogs.lesson_editor.task_form import KINDS, TaskForm
from gui.theme import Theme
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.page import Page

SHORT = ("question", "right", "wrong", "hints", "answer", "teacher")


class StepForm(QWidget):
    """Shows a step; ``step()`` is what was made of it. ``refused`` carries a UserError."""

    refused = Signal(object)

    def __init__(self, words: Words, theme: Theme, app: Callable[[], AppState], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._step: Step | None = None
        self._lang: Lang = words.lang
        self.title, self.minutes = QLineEdit(self), QDoubleSpinBox(self)
        self.title.setObjectName("editorStepTitle")
        self.minutes.setRange(0, 60)
        self.minutes.setDecimals(0)
        self.body = QPlainTextEdit(self)
        self.body.setObjectName("editorText")
        self.preview = MarkdownView(theme, "editorPreview", self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("editorTabs")
        self.task = TaskForm(words, app, self)
        self.task.refused.connect(self.refused)
        self.texts = {name: QPlainTextEdit(self) for name in SHORT}
        for name, field in self.texts.items():
            field.setObjectName(f"editor_{name}")
        for field in (self.body, *self.texts.values()):
            field.setProperty("role", "words")
            field.setTabChangesFocus(True)
        self._labels = {name: QLabel(self) for name in ("title", "minutes", *SHORT)}
        self._lay_out()
        self.tabs.currentChanged.connect(self._show_preview)
        self.set_words(words)

    def _lay_out(self) -> None:
        em = self.fontMetrics().height()
        self.body.setMinimumHeight(9 * em)
        preview = QWidget()
        column = QVBoxLayout(preview)
        column.addWidget(self.preview)
        column.addStretch(1)
        self.tabs.addTab(self.body, "")
        self.tabs.addTab(Page(preview), "")
        self.tabs.setMinimumHeight(12 * em)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self._labels["title"], self.title)
        form.addRow(self._labels["minutes"], self.minutes)
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.addLayout(form)
        lines.addWidget(self.tabs)
        for name in SHORT:
            if name == "right":
                lines.addWidget(self.task)
            self._labels[name].setBuddy(self.texts[name])
            self._labels[name].setWordWrap(True)
            self.texts[name].setFixedHeight(round(3.4 * em))
            lines.addWidget(self._labels[name])
            lines.addWidget(self.texts[name])
        lines.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Page(inner))

    @property
    def lang(self) -> Lang:
        """The language that stands in the fields."""
        return self._lang

    def show_step(self, step: Step, lang: Lang) -> None:
        """Show ``step`` in ``lang``."""
        self._step, self._lang = step, lang
        page = step.pages.get(lang, StepText(""))
        self.title.setText(page.title)
        self.minutes.setValue(step.minutes)
        self.body.setPlainText(page.body)
        wrong = next(iter(page.wrong.values()), "")
        values = (page.question, page.right, wrong, "\n".join(page.hints), page.answer, page.teacher)
        for field, text in zip(self.texts.values(), values, strict=True):
            field.setPlainText(text)
        self.task.show_task(step, lang)
        self.tabs.setCurrentIndex(0)

    def typed(self) -> TypedStep:
        """Return what stands in the fields, whether or not it can be taken over."""
        task = self.task
        fields = {"title": self.title.text(), "body": self.body.toPlainText()}
        fields |= {name: field.toPlainText() for name, field in self.texts.items()}
        fields |= {"lines": task.lines.toPlainText(), "numbers": task.numbers.text()}
        curves, right = task.chosen_curves()
        kind = KINDS[max(0, task.kind.currentIndex())]
        digits, length = task.digits.value(), task.length.value()
        return TypedStep(fields, self.minutes.value(), kind, digits, length, curves, right, task.captured_step)

    def show_typed(self, typed: TypedStep) -> None:
        """Show what stood in the fields of the step in view when they were kept."""
        self.title.setText(typed.texts.get("title", ""))
        self.body.setPlainText(typed.texts.get("body", ""))
        self.minutes.setValue(typed.minutes)
        for name, field in self.texts.items():
            field.setPlainText(typed.texts.get(name, ""))
        self.task.show_typed(typed)

    def step(self) -> Step:
        """Return the step as it stands. Raises UserError."""
        assert self._step is not None
        said = {name: field.toPlainText().strip() for name, field in self.texts.items()}
        if not self.title.text().strip():
            raise UserError("lessons.no_step_title")
        old = self._step.pages.get(self._lang, StepText(""))
        text = replace(
            old,
            title=self.title.text().strip(),
            body=self.body.toPlainText().strip(),
            question=said["question"],
            right=said["right"],
            wrong={**old.wrong, "other": said["wrong"]} if said["wrong"] else {},
            hints=tuple(line.strip() for line in said["hints"].splitlines() if line.strip()),
            answer=said["answer"],
            teacher=said["teacher"],
        )
        bare = replace(with_page(self._step, self._lang, text), minutes=self.minutes.value())
        return _without_idle_texts(self.task.task_of(bare, self._lang), self._lang)

    def _show_preview(self, tab: int) -> None:
        if tab != 1 or self._step is None:
            return
        try:
            step = self.step()
            parts = (self.body.toPlainText(), self.texts["question"].toPlainText())
            said = "\n\n".join(filled(part, step, 0, self._lang) for part in parts if part.strip())
        except UserError as error:
            self.refused.emit(error)
            said = self.body.toPlainText()
        self.preview.show_markdown(said)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for name, label in self._labels.items():
            label.setText(words(f"lessons.editor_{name}"))
        for name, field in (("title", self.title), ("minutes", self.minutes), *self.texts.items()):
            field.setAccessibleName(words(f"lessons.editor_{name}"))
        self.body.setAccessibleName(words("lessons.editor_text"))
        self.tabs.setTabText(0, words("lessons.editor_text"))
        self.tabs.setTabText(1, words("lessons.editor_preview"))


def _without_idle_texts(step: Step, lang: Lang) -> Step:
    """Return ``step`` without texts that its kind of task has no use for: the file would be refused."""
    page = step.pages[lang]
    if step.task is None:
        page = replace(page, question="", right="", wrong={}, hints=(), answer="", options={})
    elif not isinstance(step.task, Choose | Order):
        page = replace(page, options={})
    if isinstance(step.task, Predict | Choose | PickCurve | Order):
        page = replace(page, wrong={key: said for key, said in page.wrong.items() if key == "other"})
    return with_page(step, lang, page)

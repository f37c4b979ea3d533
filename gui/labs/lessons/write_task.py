"""A written answer, with the model answer to compare it with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core.text import Words
from gui.labs.lessons.task_view import TaskShown, TaskView
from gui.theme import Theme
from gui.widgets.field_undo import pass_undo

LINES = 5


class WriteTask(TaskView):
    """A field of some lines, and how much is to be written at least."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self.field = QPlainTextEdit(self)
        self.field.setObjectName("lessonWriting")
        self.field.setProperty("role", "words")
        self.field.setTabChangesFocus(True)
        # Every word is in the state: Undo takes it back there.
        self.field.setUndoRedoEnabled(False)
        pass_undo(self.field)
        self.field.textChanged.connect(lambda: self.answered.emit((self.field.toPlainText(),), "text"))
        self._length = QLabel(self)
        self._length.setProperty("role", "muted")
        self._length.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addWidget(self._length)

    def show_task(self, task: TaskShown) -> None:
        self._shown = task
        if task.kind != "write":
            return
        text = task.answer[0] if task.answer else ""
        if text != self.field.toPlainText():
            with QSignalBlocker(self.field):
                self.field.setPlainText(text)
        self.field.setAccessibleName(self._words("lessons.writing"))
        self.field.setFixedHeight(round(LINES * self._theme.em * 1.45) + self._theme.px(16))
        length = len(text.strip())
        self._length.setText(self._words("lessons.length", length=length, least=task.min_length))

    def first_field(self) -> QWidget | None:
        return self.field

    def parts(self) -> Sequence[QWidget]:
        return (self.field,)

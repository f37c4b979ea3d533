"""One or several of a few options."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.text import Words
from gui.labs.lessons.task_view import TaskShown, TaskView
from gui.theme import Theme
from gui.widgets.option_button import OptionButton


class ChooseTask(TaskView):
    """Options one below the other: one is chosen, or as many as are right."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._buttons: list[OptionButton] = []
        self._many = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_task(self, task: TaskShown) -> None:
        self._shown = task
        if task.kind != "choose":
            return
        self._provide(len(task.options), task.many)
        self._column.setSpacing(self._theme.px(6))
        for number, (button, (id, text)) in enumerate(zip(self._buttons, task.options, strict=True)):
            mark = task.marks[number] if number < len(task.marks) else None
            button.setProperty("option", id)
            button.setAutoExclusive(False)
            button.setChecked(id in task.answer)
            button.setAutoExclusive(not task.many)
            said = "" if mark is None else self._words("lessons.right" if mark else "lessons.wrong")
            button.set_theme(self._theme)
            button.show_option(text, "" if mark is None else "right" if mark else "wrong", said)

    def first_field(self) -> QWidget | None:
        return next((b for b in self._buttons if b.isChecked()), self._buttons[0] if self._buttons else None)

    def parts(self) -> Sequence[QWidget]:
        return self._buttons

    def _provide(self, count: int, many: bool) -> None:
        if many != self._many:
            count_kept, self._many = 0, many
        else:
            count_kept = count
        while len(self._buttons) > count_kept:
            button = self._buttons.pop()
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        while len(self._buttons) < count:
            button = OptionButton(self._theme, many, self)
            button.setObjectName(f"lessonOption_{len(self._buttons)}")
            button.clicked.connect(self._chosen)
            self._column.addWidget(button)
            self._buttons.append(button)

    def _chosen(self) -> None:
        chosen = tuple(str(button.property("option")) for button in self._buttons if button.isChecked())
        self.answered.emit(chosen, "choice")

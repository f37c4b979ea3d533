"""A goal in the live lab: whether it is reached is seen while the student works there."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.labs.lessons.task_view import TaskShown, TaskView
from gui.theme import Theme


class GoalTask(TaskView):
    """A line that says where the goal is and whether it is reached."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self.frame = QFrame(self)
        self.frame.setObjectName("lessonGoal")
        self._sign, self._said = QLabel(self.frame), QLabel(self.frame)
        self._said.setObjectName("lessonGoalState")
        self._said.setWordWrap(True)
        self._line = QHBoxLayout(self.frame)
        self._line.addWidget(self._sign)
        self._line.addWidget(self._said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)

    def show_task(self, task: TaskShown) -> None:
        self._shown = task
        if task.kind != "goal":
            return
        theme = self._theme
        picture = icon("check" if task.reached else "flag", theme, "right" if task.reached else "accent")
        self._sign.setPixmap(picture.pixmap(QSize(theme.em, theme.em)))
        self._said.setText(self._words("lessons.goal_reached" if task.reached else "lessons.goal_open"))
        self.frame.setProperty("role", "feedback")
        self.frame.setProperty("state", "right" if task.reached else "")
        for part in (self.frame, self._said):
            part.style().unpolish(part)
            part.style().polish(part)
        side = theme.px(12)
        self._line.setContentsMargins(side, theme.px(8), side, theme.px(8))
        self._line.setSpacing(theme.px(8))

"""What is wrong in a lesson's files: file, line, field, and what is allowed there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core.lessons.model import Problem
from core.text import Words, shown


class LessonProblems(QDialog):
    """A numbered list that can be copied, to be read beside the editor in which the lesson is written."""

    def __init__(self, words: Words, name: str, problems: Sequence[Problem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonProblems")
        self.setWindowTitle(words("lessons.problems", count=len(problems)))
        heading = QLabel(self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setText(shown(name))
        heading.setProperty("role", "page")
        heading.setWordWrap(True)
        advice = QLabel(words("lessons.problems_advice"), self)
        advice.setWordWrap(True)
        self.list = QPlainTextEdit(self)
        self.list.setObjectName("lessonProblemList")
        self.list.setReadOnly(True)
        self.list.setProperty("role", "words")
        self.list.setAccessibleName(words("lessons.problems", count=len(problems)))
        said = [f"{number + 1}. {problem.said_in(words.lang)}" for number, problem in enumerate(problems)]
        self.list.setPlainText("\n\n".join(said))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(words("code_view.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.list.toPlainText()))
        column = QVBoxLayout(self)
        for part in (heading, advice):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        em = self.fontMetrics().height()
        room = parent.size() if parent else self.screen().availableSize()
        self.resize(min(40 * em, room.width()), min(24 * em, room.height()))

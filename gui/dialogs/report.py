"""What went wrong, and the report of it to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core.text import Words


class ReportDialog(QDialog):
    """A heading, a text and a report to copy; faults that follow are added to it."""

    def __init__(self, words: Words, title: str, text: str, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(title)
        heading = QLabel(title, self)
        heading.setProperty("role", "page")
        self.body = QLabel(text, self)
        self.body.setWordWrap(True)
        self.report = QPlainTextEdit(report, self)
        self.report.setObjectName("crashReport")
        self.report.setReadOnly(True)
        self.report.setProperty("mono", True)
        self.report.setAccessibleName(words("crash.report"))
        self._again = QLabel(self)
        self._again.setObjectName("crashAgain")
        self._again.setWordWrap(True)
        self._again.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(words("crash.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("crashCopy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(self.body)
        column.addWidget(self.report, 1)
        column.addWidget(self._again)
        column.addWidget(buttons)
        room = parent.size() if parent is not None else self.sizeHint()
        self.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * 60, round(room.width() * 0.9)))
        wanted = self.sizeHint()
        self.resize(min(wanted.width(), round(room.width() * 0.95)), min(wanted.height(), round(room.height() * 0.95)))

    def add(self, report: str) -> None:
        """Show another fault below the first."""
        self.report.appendPlainText("\n" + report)

    def show_again(self, count: int) -> None:
        """Say how often the same fault has come by now."""
        self._again.setText(self._words("crash.again", count=count))
        self._again.show()

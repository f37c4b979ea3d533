"""Dialogs that show a text: about, and the report after a fault."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core.text import Words


class MessageDialog(QDialog):
    """A heading, a text, a close button."""

    def __init__(self, words: Words, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        heading = QLabel(title, self)
        heading.setProperty("role", "page")
        self.body = QLabel(text, self)
        self.body.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.addWidget(heading)
        self.column.addWidget(self.body)
        self.column.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)


class CrashDialog(MessageDialog):
    """Tells that something went wrong, with a report to copy; faults that follow are added to it."""

    def __init__(self, words: Words, text: str, report: str, parent: QWidget | None = None) -> None:
        super().__init__(words, words("crash.title"), text, parent)
        self._words = words
        self.report = QPlainTextEdit(report, self)
        self.report.setObjectName("crashReport")
        self.report.setReadOnly(True)
        self.report.setProperty("mono", True)
        self.report.setAccessibleName(words("crash.report"))
        self._again = QLabel(self)
        self._again.setObjectName("crashAgain")
        self._again.setWordWrap(True)
        self._again.hide()
        self.column.insertWidget(2, self.report, 1)
        self.column.insertWidget(3, self._again)
        copy = self.buttons.addButton(words("crash.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("crashCopy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))

    def add(self, report: str) -> None:
        """Show another fault below the first."""
        self.report.appendPlainText("\n" + report)

    def show_again(self, count: int) -> None:
        """Say how often the same fault has come by now."""
        self._again.setText(self._words("crash.again", count=count))
        self._again.show()

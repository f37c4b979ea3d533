"""The report after a fault: what happened, and a text to copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core.text import Words


class CrashReport(QDialog):
    """Tells that something went wrong, with a report to copy; faults that follow are added to it.

    ``is_saved``: whether a copy of the work could be written.
    """

    def __init__(self, words: Words, report: str, log: Path, is_saved: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words("crash.title"))
        heading = QLabel(words("crash.title"), self)
        heading.setProperty("role", "page")
        self.body = QLabel(words("crash.text" if is_saved else "crash.text_unsaved", log=log), self)
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
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def add(self, report: str) -> None:
        """Show another fault below the first."""
        self.report.appendPlainText("\n" + report)

    def show_again(self, count: int) -> None:
        """Say how often the same fault has come by now."""
        self._again.setText(self._words("crash.again", count=count))
        self._again.show()

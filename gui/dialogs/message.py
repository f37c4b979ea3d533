"""The dialog that shows the report of a fault."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core.text import Words


class MessageDialog(QDialog):
    """A heading, a text, a close button; with ``report`` also a text to copy."""

    def __init__(self, words: Words, title: str, text: str, report: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        heading = QLabel(title, self)
        heading.setProperty("role", "page")
        body = QLabel(text, self)
        body.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(body)
        if report:
            shown = QPlainTextEdit(report, self)
            shown.setObjectName("crashReport")
            shown.setReadOnly(True)
            shown.setProperty("mono", True)
            shown.setAccessibleName(words("crash.report"))
            column.addWidget(shown, 1)
            copy = buttons.addButton(words("crash.copy"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

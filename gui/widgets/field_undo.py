"""Ctrl+Z in a field: while something is being typed it takes back the typing, else it is the window's Undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QPlainTextEdit, QSpinBox

Field = QLineEdit | QPlainTextEdit | QSpinBox | QDoubleSpinBox


class _UndoPassing(QObject):
    """Qt's fields claim Undo and Redo even when they have nothing to take back: here they let them pass."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        keys = QKeySequence.StandardKey
        passes = (event.matches(keys.Undo) or event.matches(keys.Redo)) and not has_typing(self._field)
        if passes:
            event.ignore()
        return passes


def pass_undo(field: Field) -> None:
    """Let ``field`` leave Undo and Redo to the window unless text in it waits to be applied."""
    _UndoPassing(field)


def has_typing(field: Field) -> bool:
    """Return whether ``field`` holds typing that has not been applied."""
    if isinstance(field, QSpinBox | QDoubleSpinBox):
        shown = field.prefix() + field.textFromValue(field.value()) + field.suffix()  # type: ignore[arg-type]
        return field.lineEdit().text() != shown
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable() or field.document().isRedoAvailable()
    return field.isModified()

"""Typing into a cell of a tensor table: the one-line field, and the delegate that opens and closes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

_Index = QModelIndex | QPersistentModelIndex
_CLOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class CellEdit(QLineEdit):
    """A text field that knows what an input method is still composing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self._composing = ""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = event.preeditString()
        super().inputMethodEvent(event)

    def commit_composition(self) -> None:
        """Make the syllable being composed part of the text; without this it is lost when the field closes."""
        QGuiApplication.inputMethod().commit()
        if self._composing:
            commit = QInputMethodEvent()
            commit.setCommitString(self._composing)
            self.inputMethodEvent(commit)


class CellDelegate(QStyledItemDelegate):
    """Opens a ``CellEdit`` filled by ``text_of(index)`` and hands what was typed to ``typed(index, text)``."""

    def __init__(self, text_of: Callable[[_Index], str], typed: Callable[[_Index, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._text_of = text_of
        self._typed = typed

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = CellEdit(parent)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setTextMargins(0, 0, 0, 0)
        editor.setText(self._text_of(index))
        editor.setModified(False)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Keep what is being typed: the view calls this again whenever any value changes."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, CellEdit) and editor.isModified():
            self._typed(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        rect = option.rect
        wanted = editor.fontMetrics().horizontalAdvance("0") * 13
        if rect.width() < wanted:
            rect.setWidth(wanted)
            rect.moveRight(min(rect.right(), editor.parentWidget().width() - 1))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        closing = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        closing = closing and event.key() in _CLOSING_KEYS  # type: ignore[attr-defined]
        if isinstance(editor, CellEdit) and (closing or event.type() == QEvent.Type.FocusOut):
            editor.commit_composition()
        return super().eventFilter(editor, event)

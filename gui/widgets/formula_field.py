"""The field in which a person writes a function of x, and what is wrong with what was written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.field_undo import pass_undo
from gui.widgets.message_line import MessageLine


class FormulaField(QWidget):
    """Asks for a formula with Enter or when it is left; takes no room while it has nothing to show."""

    formula_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = QLineEdit(self)
        self.input.setObjectName(name)
        self.input.setProperty("mono", True)
        self.input.returnPressed.connect(self._ask)
        self.input.editingFinished.connect(self._ask)
        pass_undo(self.input)
        self.message = MessageLine(theme, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.input)
        self._column.addWidget(self.message)
        self._shown = ""
        self._error: UserError | None = None
        self.set_theme(theme)
        self.set_words(words)

    def show_formula(self, text: str, is_custom: bool) -> None:
        """Show the person's own formula, if it is the function in view."""
        if text != self._shown:
            self._shown = text
            self.input.setText(text)
            self._clear()
        self.input.setModified(self.input.text().strip() != text.strip())
        if self.input.isHidden() == is_custom:
            self.input.setVisible(is_custom)
            self._clear()
        self._take_room()

    def show_error(self, error: UserError) -> None:
        """Say what is wrong with what was typed; the text stays for correction."""
        self._error = error
        self.message.show_error(error.said_in(self._words.lang))
        self._take_room()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.input.setAccessibleName(words("formula_field.input"))
        self.input.setPlaceholderText(words("formula_field.example"))
        self.input.setToolTip(words("formula_field.tip"))
        if self._error:
            self.show_error(self._error)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.message.set_theme(theme)
        self._column.setSpacing(theme.px(8))

    def _ask(self) -> None:
        text = self.input.text()
        if text.strip() != self._shown.strip():
            self._clear()
            self.formula_requested.emit(text)

    def _clear(self) -> None:
        self._error = None
        self.message.clear_message()
        self._take_room()

    def _take_room(self) -> None:
        has_content = not self.input.isHidden() or self._error is not None
        if self.isHidden() == has_content:
            self.setVisible(has_content)

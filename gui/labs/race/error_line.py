"""What was wrong with a request, or with the setting as a whole, in the language of the moment."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.message_line import MessageLine


class ErrorLine(MessageLine):
    """Keeps the error, so that it can be said in another language."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self._error: UserError | None = None
        self._is_of_setting = False

    def tell(self, error: UserError | None) -> None:
        """Say why a request was refused; None when there is nothing to say."""
        self._error = error
        if error is None:
            self.clear_message()
        else:
            self.show_error(error.said_in(self._words.lang))

    def tell_of_setting(self, error: UserError | None) -> None:
        """Say why there can be no race on the setting; None takes away such a message, and no other."""
        if error is not None or self._is_of_setting:
            self._is_of_setting = error is not None
            self.tell(error)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.tell(self._error)

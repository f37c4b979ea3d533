"""A card that says why its last request was refused."""

from __future__ import annotations

from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.message_line import MessageLine


class RefusingCard(Card):
    """Subclasses lay ``message`` where it belongs."""

    def __init__(self, words: Words, theme: Theme, title_id: str) -> None:
        super().__init__(words, theme, title_id)
        self._words = words
        self._error: UserError | None = None
        self.message = MessageLine(theme, self)

    def show_error(self, error: UserError | None) -> None:
        """Say why the last request was refused; None when there is nothing to say."""
        if error is not self._error:
            self._error = error
            self._say_error()

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self._say_error()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.message.set_theme(theme)

    def _say_error(self) -> None:
        if self._error is None:
            self.message.clear_message()
        else:
            self.message.show_error(self._error.said_in(self._words.lang))

"""A read-only text on a card: what PyTorch prints, or the code."""

from __future__ import annotations

from core.text import Words
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.code_view import CodeView


class TextCard(Card):
    """A text that can be selected and copied, under the title ``title_id``.

    ``name`` is the object name of the text, ``label`` the id of its accessible name.
    """

    def __init__(self, words: Words, theme: Theme, title_id: str, name: str, label: str, highlighted: bool) -> None:
        super().__init__(words, theme, title_id)
        self.view = CodeView(words, theme, name, label, highlighted=highlighted)
        self.add(self.view, 1)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.view.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.view.set_theme(theme)

"""A card with one of the three groups of bars, and what there is to say about them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.text import Words
from gui.theme import Theme
from gui.widgets.bar_chart import BarChart
from gui.widgets.card import Card
from gui.widgets.live_label import LiveLabel


class BarCard(Card):
    """Bars under a title and over one or two lines of words."""

    def __init__(
        self,
        words: Words,
        theme: Theme,
        title: str,
        name: str,
        draggable: bool = False,
        printed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``title`` is the catalogue id of the title, ``name`` the bars' object name; ``printed`` adds a mono line."""
        super().__init__(words, theme, title, parent)
        self._words = words
        self.chart = BarChart(words, theme, f"softmax.{name}_spoken", draggable)
        self.chart.setObjectName(name)
        self.printed = LiveLabel(mono=True) if printed else None
        self.note = LiveLabel("muted")
        self.add(self.chart, 1)
        if self.printed is not None:
            self.printed.setObjectName(f"{name}Printed")
            self.add(self.printed)
        self.add(self.note)

    def show_title(self, title: str) -> None:
        """Show another title, by its catalogue id."""
        if title != self._title_id:
            self._title_id = title
            super().set_words(self._words)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.chart.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chart.set_theme(theme)

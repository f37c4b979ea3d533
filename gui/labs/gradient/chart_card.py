"""A picture over the layers on a card, with what belongs to it in the title line."""

from __future__ import annotations

from core.text import Words
from gui.labs.gradient.layer_chart import LayerChart
from gui.theme import Theme
from gui.widgets.card import Card


class ChartCard(Card):
    """``chart`` under the title ``title_id``; ``name_id`` is what a screen reader calls the chart."""

    def __init__(self, words: Words, theme: Theme, title_id: str, name_id: str, chart: LayerChart) -> None:
        super().__init__(words, theme, title_id)
        self.chart, self._name_id = chart, name_id
        self.aside.hide()
        self.add(chart, 1)
        ChartCard.set_words(self, words)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        if hasattr(self, "chart"):
            self.chart.setAccessibleName(words(self._name_id))
            self.chart.say_layer(words("gradient.spoken_layer"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "chart"):
            self.chart.set_theme(theme)

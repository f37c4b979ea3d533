"""The three groups of bars, each on a card with what there is to say about it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.text import Words
from gui.theme import Theme
from gui.widgets.bar_chart import BarChart
from gui.widgets.card import Card
from gui.widgets.live_label import LiveLabel


class BarCard(Card):
    """Bars under a title and over a line of words, and over what PyTorch prints if it is told."""

    def __init__(
        self,
        words: Words,
        theme: Theme,
        title: str,
        name: str,
        draggable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``title`` is the catalogue id of the title, ``name`` the bars' object name."""
        super().__init__(words, theme, title, parent)
        self._words = words
        self.chart = BarChart(words, theme, f"softmax.{name}_spoken", draggable)
        self.chart.setObjectName(name)
        self.printed, self.note = LiveLabel(mono=True), LiveLabel("muted")
        self.printed.setObjectName(f"{name}Printed")
        self.note.setObjectName(f"{name}Note")
        self.foot = QWidget(self)
        lines = QVBoxLayout(self.foot)
        lines.setContentsMargins(0, 0, 0, 0)
        for line in (self.note, self.printed):
            lines.addWidget(line)
        self.printed.hide()
        lines.addStretch(1)
        self.add(self.chart, 1)
        self.add(self.foot)

    def show_printed(self, text: str) -> None:
        """Show what PyTorch prints, where it has room on one line; nothing for an empty text."""
        self.printed.tell(text)
        self.fit_printed()

    def fit_printed(self) -> None:
        """Show or hide what PyTorch prints, as the width of the moment allows."""
        text = self.printed.text()
        shown = bool(text) and "\n" not in text and self.printed.line_width() <= self.foot.width()
        if self.printed.isVisibleTo(self) != shown:
            self.printed.setVisible(shown)

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


class BarRow(QWidget):
    """Cards of bars side by side, each as wide and its bars as high as the others'."""

    def __init__(self, cards: tuple[BarCard, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = cards
        self._measured: tuple[object, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        # As high as the arrangement's share says, not as its parts would like.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for card in cards:
            self._row.addWidget(card, 1)
            card.setMinimumWidth(1)
        # Not within a resize: the labels are about to learn their new width.
        self._levelling = QTimer(self, singleShot=True)
        self._levelling.timeout.connect(self.level)
        self.set_theme(theme)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for card in self._cards:
            card.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme: its gap, and the height of a head with a button in it."""
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)
        self._row.setSpacing(theme.px(12 if theme.name != "projector" else 6))
        self.level()

    def level(self) -> None:
        """Give every card a head and a foot as high as the highest, so that the same class stands on one line."""
        titles = [card.title for card in self._cards]
        measured = (self._theme, *((title.width(), title.text()) for title in titles))
        if measured != self._measured:
            self._measured = measured
            for title in titles:
                title.setMinimumHeight(0)  # it would count as needed
            needed = max(title.heightForWidth(max(title.width(), 1)) for title in titles)
            for title in titles:
                title.setMinimumHeight(max(self._theme.px(self._theme.tokens.target) + 4, needed))
        for card in self._cards:
            card.fit_printed()
        foot = max(_needed(card) for card in self._cards)
        for card in self._cards:
            if card.foot.minimumHeight() != foot:
                card.foot.setMinimumHeight(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._levelling.start()


def _needed(card: BarCard) -> int:
    lines = [line for line in (card.printed, card.note) if line.isVisibleTo(card)]
    spacing = card.foot.layout().spacing() * (len(lines) - 1)
    return sum(line.heightForWidth(max(line.width(), 1)) for line in lines) + spacing

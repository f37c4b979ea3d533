"""The ranking: who did best, when it reached the target, what a step of it costs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from core.export.table import Table, table_of_rows
from core.text import Words
from gui.labs.race.look import series_icon
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.copy_actions import offer_table

# In widths of the small font: what each column needs, and its share of what is left.
_NEEDS = ((1.4, 0), (6.2, 3), (7.3, 1), (4.8, 2), (2.5, 1))


@dataclass(frozen=True, slots=True)
class RankRow:
    """One row, ready to be written: place, name, score, when the target was reached, cost."""

    series: int
    cells: tuple[str, str, str, str, str]


class RankingCard(Card):
    """A table that is copied with its button or Ctrl+C, tab-separated, with the heading."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "race.ranking", parent)
        self.table = RankingTable(theme, self)
        self.copy = CopyButton(words, theme, self.table.as_table)
        self.copy.setObjectName("raceCopyRanking")
        self.add_to_head(self.copy)
        self.add(self.table, 1)
        self.set_words(words)

    def show_rows(self, titles: tuple[str, ...], rows: tuple[RankRow, ...]) -> None:
        """Show the ranking."""
        self.table.show_rows(titles, rows)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.copy.set_words(words)
        self.table.setAccessibleName(words("race.ranking"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.copy.set_theme(theme)
        self.table.set_theme(theme)


class RankingTable(QTableWidget):
    """Shows rows; only cells that changed are touched."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_NEEDS), parent)
        self.setObjectName("raceRanking")
        offer_table(self, self.as_table)
        self.setProperty("role", "words")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(8)
        self.setCornerWidget(QWidget(self))
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._titles: tuple[str, ...] = ()
        self._rows: tuple[RankRow, ...] = ()
        self.set_theme(theme)

    def show_rows(self, titles: tuple[str, ...], rows: tuple[RankRow, ...]) -> None:
        """Show the ranking under its titles."""
        if titles != self._titles:
            self._titles = titles
            self.setHorizontalHeaderLabels(list(titles))
            for column in range(len(titles)):
                side = _side(column)
                self.horizontalHeaderItem(column).setTextAlignment(side)
            self._fit()
        if self.rowCount() != len(rows):
            self.setRowCount(len(rows))
            self._set_heights()
        for place, row in enumerate(rows):
            if place < len(self._rows) and self._rows[place] == row:
                continue
            for column, text in enumerate(row.cells):
                self._item(place, column).setText(text)
            self._item(place, 1).setIcon(series_icon(row.series, self._theme))
        self._rows = rows

    def as_table(self) -> Table:
        """Return the table as it stands."""
        return table_of_rows(self._titles, [row.cells for row in self._rows])

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._rows = ()
        self.setIconSize(QSize(theme.em, theme.em))
        metrics = QFontMetrics(theme.font("small_font"))
        self.horizontalHeader().setFixedHeight(round(metrics.height() * 1.5))
        font = theme.font()
        self.setFont(font)
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                self._item(row, column).setFont(font)
        self._set_heights()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * self._theme.em, 5 * self._theme.em)

    def sizeHint(self) -> QSize:
        return QSize(26 * self._theme.em, 12 * self._theme.em)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(_side(column))
            item.setFont(self.font())
            self.setItem(row, column, item)
        return item

    def _set_heights(self) -> None:
        height = max(self._theme.px(self._theme.tokens.target), round(self.fontMetrics().height() * 1.5))
        for row in range(self.rowCount()):
            self.setRowHeight(row, height)

    def _fit(self) -> None:
        unit = self._theme.em
        titles = QFontMetrics(self._theme.font("small_font"))
        needed = [round(width * unit) for width, _ in _NEEDS]
        needed = [
            max(width, titles.horizontalAdvance(title) + self._theme.px(10))
            for width, title in zip(needed, self._titles or ("",) * len(_NEEDS), strict=True)
        ]
        spare = max(0, self.viewport().width() - sum(needed))
        shares = sum(share for _, share in _NEEDS)
        for column, (width, (_, share)) in enumerate(zip(needed, _NEEDS, strict=True)):
            self.setColumnWidth(column, width + spare * share // shares)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column < 2 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter

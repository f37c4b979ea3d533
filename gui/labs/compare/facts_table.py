"""The table of facts: sorted by a click on a title, read with the arrow keys, copied whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.labs.compare.table import COLUMNS, Row, sorted_rows
from gui.theme import Theme
from gui.widgets.series_look import DASHES, paint_sample, sample_width, series_color

Index = QModelIndex | QPersistentModelIndex
# In widths of the small font: what a column needs, and its share of what is left.
_WIDTHS = {
    "function": (13.0, 1), "range": (8.0, 1), "zero_centred": (6.5, 0), "monotonic": (8.5, 1), "smooth": (6.5, 0),
    "largest_slope": (9.5, 0), "saturated": (9.5, 0), "forward": (10.5, 1), "backward": (10.5, 1),
    "character": (14.0, 3), "problem": (14.0, 3), "use": (14.0, 3),
}  # fmt: skip


class FactsTable(QTableView):
    """Shows rows of facts. How they are sorted is its own affair and stays when they change."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareTable")
        self._model = _FactsModel(self)
        self.setModel(self._model)
        self._delegate = _FactsDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setCornerWidget(QWidget(self))
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap  # type: ignore[operator]
        )
        header.sectionClicked.connect(self.sort_by)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.sorted_by, self.descending = -1, False
        self._rows: tuple[Row, ...] = ()
        self._series: tuple[int, ...] = ()
        self.set_theme(theme)

    def show_rows(self, titles: Sequence[str], rows: Sequence[Row], series: tuple[int, ...]) -> None:
        """Show the rows in the order of the functions, ``series`` their lines; sorted as before."""
        if (tuple(titles), tuple(rows), series) == (self._model.titles, self._rows, self._series):
            return
        self._rows, self._series = tuple(rows), series
        self._model.set_titles(tuple(titles))
        self._put()

    def rows_in_view(self) -> tuple[Row, ...]:
        """Return the rows as they are sorted now."""
        return self._model.rows

    def sort_by(self, column: int) -> None:
        """Sort by a column: rising, then falling, then not at all."""
        if column != self.sorted_by:
            self.sorted_by, self.descending = column, False
        elif not self.descending:
            self.descending = True
        else:
            self.sorted_by, self.descending = -1, False
        self._put()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._delegate.theme = theme
        self._model.set_theme(theme)
        self.horizontalHeader().setFixedHeight(round(QFontMetrics(theme.font("small_font")).height() * 2.3))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.sort_by(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(10 * self._theme.em, self.horizontalHeader().height() + 2 * self._theme.em)

    def _put(self) -> None:
        rows = sorted_rows(self._rows, self.sorted_by, self.descending)
        marks = tuple("" if i != self.sorted_by else (" ▼" if self.descending else " ▲") for i in range(len(COLUMNS)))
        series = tuple(self._series[row.line] for row in rows)
        if self._model.takes_place_of_same(rows, series, marks):
            # A row grows with its words; it does not shrink while a parameter is dragged.
            for row, column in self._model.replace_rows(rows):
                if self.sizeHintForIndex(self._model.index(row, column)).height() > self.rowHeight(row):
                    self.resizeRowToContents(row)
            return
        at = self.currentIndex()
        self._model.put(rows, series, marks)
        if at.isValid():
            self.setCurrentIndex(self._model.index(min(at.row(), len(rows) - 1), at.column()))
        self._fit()

    def _fit(self) -> None:
        """Give every column what it needs, and share out what is left."""
        unit = self._theme.px(self._theme.tokens.small_font)
        needed = [round(_WIDTHS[name][0] * unit) for name in COLUMNS]
        spare = max(0, self.viewport().width() - sum(needed))
        shares = [_WIDTHS[name][1] for name in COLUMNS]
        for column, (width, share) in enumerate(zip(needed, shares, strict=True)):
            self.setColumnWidth(column, width + spare * share // sum(shares))
        self.resizeRowsToContents()


class _FactsModel(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles: tuple[str, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self.series: tuple[int, ...] = ()
        self._marks: tuple[str, ...] = ()
        self._fonts: tuple[Any, Any] | None = None

    def put(self, rows: tuple[Row, ...], series: tuple[int, ...], marks: tuple[str, ...]) -> None:
        self.beginResetModel()
        self.rows, self.series, self._marks = rows, series, marks
        self.endResetModel()

    def set_titles(self, titles: tuple[str, ...]) -> None:
        if titles != self.titles:
            has_columns = len(titles) == len(self.titles)
            self.titles = titles
            if has_columns:
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(titles) - 1)

    def takes_place_of_same(self, rows: tuple[Row, ...], series: tuple[int, ...], marks: tuple[str, ...]) -> bool:
        """Return whether only words in cells change: then nothing else has to be laid out anew."""
        same_order = [row.line for row in rows] == [row.line for row in self.rows]
        return same_order and series == self.series and marks == self._marks

    def replace_rows(self, rows: tuple[Row, ...]) -> list[tuple[int, int]]:
        """Take the new words; return the (row, column) of the cells that have others now."""
        old, self.rows = self.rows, rows
        changed: list[tuple[int, int]] = []
        for i, (before, after) in enumerate(zip(old, rows, strict=True)):
            cells = enumerate(zip(before.cells, after.cells, strict=True))
            changed += [(i, column) for column, (one, other) in cells if one != other]
        for row, column in changed:
            self.dataChanged.emit(self.index(row, column), self.index(row, column))
        return changed

    def set_theme(self, theme: Theme) -> None:
        self._fonts = theme.font("small_font"), theme.font("small_font", bold=True)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._fonts is None:
            return None
        cell = self.rows[index.row()].cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.titles[index.column()]}: {cell.text}"
        if role == Qt.ItemDataRole.FontRole:
            return self._fonts[index.column() == 0]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section] + (self._marks[section] if self._marks else "")
        return self.titles[section] if role == Qt.ItemDataRole.ToolTipRole else None


class _FactsDelegate(QStyledItemDelegate):
    """Paints a cell: wrapped words over a thin rule; the first with its function's line."""

    def __init__(self, theme: Theme, table: FactsTable) -> None:
        super().__init__(table)
        self.theme, self._table = theme, table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(index.data(Qt.ItemDataRole.FontRole))
        width = self._table.columnWidth(index.column()) - self._indent(index) - self.theme.px(10)
        room = QRect(0, 0, max(20, width), 10_000)
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, index.data()).height()
        return QSize(width, max(needed + self.theme.px(10), self.theme.px(self.theme.tokens.target)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self.theme, option.rect  # type: ignore[attr-defined]
        painter.save()
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.fillRect(rect, theme.color("accent_soft"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
        if index.column() == 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            series = self._table.model().series[index.row()]
            left = QPointF(rect.left() + theme.px(4), rect.center().y())
            paint_sample(painter, theme, series_color(series), DASHES[series], left)
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(theme.color("ink"))
        inside = rect.adjusted(self._indent(index), 0, -theme.px(6), 0)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, flags, index.data())
        painter.restore()

    def _indent(self, index: Index) -> int:
        gap = self.theme.px(4)
        return gap + sample_width(self.theme) + 2 * gap if index.column() == 0 else gap

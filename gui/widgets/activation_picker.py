"""The list of functions: by family, searchable in both languages, each with a drawing of itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.record import Activation
from core.text import LANGUAGES, Words
from core.thumbnail import thumbnail
from gui.theme import Theme

KEY = Qt.ItemDataRole.UserRole
SYMBOLS = Qt.ItemDataRole.UserRole + 1
CUSTOM = "custom"


class ActivationPicker(QWidget):
    """Asks for a function by its key; ``show_chosen`` shows which one is in view.

    ``records`` are offered in their order; ``offers_own`` adds the person's own formula as the last row.
    """

    function_requested = Signal(str)

    def __init__(
        self,
        words: Words,
        theme: Theme,
        records: Sequence[Activation],
        offers_own: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._records = records
        self._offers_own = offers_own
        self._chosen = ""
        self.search = QLineEdit(self)
        self.search.setObjectName("pickerSearch")
        self.search.setClearButtonEnabled(True)
        self.list = QListView(self)
        self.list.setObjectName("activationPicker")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(False)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = QLabel(self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self._delegate = _RowDelegate(theme, records, self.list)
        self.list.setItemDelegate(self._delegate)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.search, self.list, self._nothing):
            self._column.addWidget(part)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take_first)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.clicked.connect(lambda index: self._ask(index.data(KEY)))
        self.set_theme(theme)
        self.set_words(words)

    def show_chosen(self, key: str) -> None:
        """Mark the function in view."""
        if key != self._chosen:
            self._chosen = key
            self._mark_chosen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # From the top, so that no more of the list than need be is scrolled out of sight.
        self.list.scrollToTop()
        self.list.scrollTo(self.list.currentIndex())

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.search.setPlaceholderText(words("picker.search"))
        self.search.setAccessibleName(words("picker.search"))
        self.list.setAccessibleName(words("picker.list"))
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._delegate.theme = theme
        self._column.setSpacing(theme.px(6))
        self.list.setSpacing(0)
        self.list.doItemsLayout()
        self.list.viewport().update()

    def _fill(self) -> None:
        wanted = self.search.text().strip().lower()
        blocked = self.list.selectionModel().blockSignals(True)
        self._model.clear()
        family = ""
        for record in self._records:
            if wanted and not any(wanted in name for name in _search_names(record)):
                continue
            if record.family != family:
                family = record.family
                self._add_family(family)
            self._add_row(record.key, self._words.text(record.name), ", ".join(p.symbol for p in record.parameters))
        custom = self._words("family.custom")
        if self._offers_own and (not wanted or wanted in custom.lower() or wanted in "custom formula 내 함수 수식"):
            self._add_family("custom")
            self._add_row(CUSTOM, self._words("picker.own_formula"), "")
        self.list.selectionModel().blockSignals(blocked)
        empty = self._model.rowCount() == 0
        self._nothing.setText(self._words("picker.nothing", text=self.search.text().strip()))
        self._nothing.setVisible(empty)
        self.list.setVisible(not empty)
        self._mark_chosen()

    def _add_family(self, family: str) -> None:
        item = QStandardItem(self._words(f"family.{family}"))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._model.appendRow(item)

    def _add_row(self, key: str, name: str, symbols: str) -> None:
        item = QStandardItem(name)
        item.setData(key, KEY)
        item.setData(symbols if len(symbols) <= 9 else "…", SYMBOLS)
        item.setData(name, Qt.ItemDataRole.AccessibleTextRole)
        self._model.appendRow(item)

    def _mark_chosen(self) -> None:
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if index.data(KEY) == self._chosen:
                blocked = self.list.selectionModel().blockSignals(True)
                self.list.setCurrentIndex(index)
                self.list.selectionModel().blockSignals(blocked)
                self.list.scrollTo(index)
                break
        self.list.viewport().update()

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self.list.hasFocus():
            self._ask(current.data(KEY))

    def _take_first(self) -> None:
        for row in range(self._model.rowCount()):
            if key := self._model.index(row, 0).data(KEY):
                self._ask(key)
                return

    def _ask(self, key: str | None) -> None:
        if key:
            self.function_requested.emit(key)


class _RowDelegate(QStyledItemDelegate):
    """Paints one row: drawing, name, parameter symbols; or a family's title."""

    def __init__(self, theme: Theme, records: Sequence[Activation], parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._records = {record.key: record for record in records}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = self.theme
        if not index.data(KEY):
            return QSize(theme.px(100), round(theme.em * 1.9))
        return QSize(theme.px(100), max(theme.px(theme.tokens.target), round(theme.em * 2.1)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect, key = self.theme, option.rect, index.data(KEY)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name = index.data(Qt.ItemDataRole.DisplayRole)
        if not key:
            painter.setFont(theme.font("small_font", bold=True))
            painter.setPen(theme.color("muted"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, name)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), theme.px(7), theme.px(7))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            painter.setPen(QPen(theme.color("accent"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 2, -1, -2), theme.px(7), theme.px(7))
        drawing = QRect(rect.x() + theme.px(8), rect.y(), round(theme.em * 2.2), rect.height())
        self._draw_thumbnail(painter, QRectF(drawing), key)
        painter.setFont(theme.font("base_font", bold=chosen))
        painter.setPen(theme.color("accent" if chosen else "ink"))
        text = rect.adjusted(drawing.width() + theme.px(18), 0, -theme.px(8), 0)
        symbols = index.data(SYMBOLS) or ""
        reserved = painter.fontMetrics().horizontalAdvance(symbols) + theme.px(6) if symbols else 0
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, text.width() - reserved)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(theme.font("small_font"))
        painter.setPen(theme.color("muted"))
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, symbols)
        painter.restore()

    def _draw_thumbnail(self, painter: QPainter, rect: QRectF, key: str) -> None:
        theme = self.theme
        height = min(rect.height() - theme.px(8), rect.width() * 0.75)
        box = QRectF(rect.x(), rect.center().y() - height / 2, rect.width(), height)
        record = self._records.get(key)
        if record is None:
            painter.setFont(theme.font("base_font", bold=True))
            painter.setPen(theme.color("accent"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "ƒ")
            return
        drawing = thumbnail(record)  # computed when its row is first seen: most of the list is below the fold
        heights, zero = drawing.heights, 0.0 if drawing.is_bars else 1.4 / 4.0
        painter.setPen(QPen(theme.color("border"), 1))
        base = box.bottom() - zero * box.height()
        if drawing.is_bars and (heights < 0).any():
            base = box.top() if (heights <= 0).all() else box.center().y()
        painter.drawLine(QPointF(box.left(), base), QPointF(box.right(), base))
        if drawing.is_bars:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            room = box.width() / len(heights)
            scale = box.height() * (0.5 if (heights < 0).any() and (heights > 0).any() else 1.0)
            for i, h in enumerate(heights.tolist()):
                bar = QRectF(box.left() + (i + 0.2) * room, base - h * scale, room * 0.6, h * scale)
                painter.drawRect(bar.normalized())
            return
        painter.setPen(QPen(theme.color("accent"), max(1.5, theme.px(theme.tokens.curve_width) * 0.55)))
        for run in _finite_runs(heights):
            last = len(heights) - 1
            points = [QPointF(box.left() + i / last * box.width(), box.bottom() - heights[i] * height) for i in run]
            painter.drawPolyline(QPolygonF(points))


def _finite_runs(heights: np.ndarray) -> list[np.ndarray]:
    """Return the index runs between NaN gaps."""
    index = np.flatnonzero(np.isfinite(heights))
    return [run for run in np.split(index, np.flatnonzero(np.diff(index) > 1) + 1) if len(run) > 1]


def _search_names(record: Activation) -> tuple[str, ...]:
    said = [record.name.said_in(lang) for lang in LANGUAGES]
    return tuple(name.lower() for name in (record.key, record.key.replace("_", " "), *said, *record.aliases))

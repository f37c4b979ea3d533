"""The contents: every lesson with how far it is done, and the steps of the open one below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme
from gui.widgets.card import Card

ROW = Qt.ItemDataRole.UserRole
MARKS = {
    "done": ("check", "right"),
    "under_way": ("under_way", "accent"),
    "to_do": ("to_do", "muted"),
    "open": ("open", "ink"),
    "make": ("plus", "ink"),
    "problem": ("warning", "error"),
    "quiz": ("help", "ink"),
    "summary": ("export", "ink"),
    "glossary": ("search", "ink"),
}
KINDS_ASKED = ("lesson", "step", "open", "make", "problem", "quiz", "summary", "glossary")


@dataclass(frozen=True)
class Row:
    """One line of the contents.

    Attributes:
        kind: "heading", "lesson", "step", "problem", "open" or a page of its own such as "quiz".
        lesson, step: where it leads.
        aside: what stands at its right end, such as "3/6".  mark: its sign.  said: the sign in words.
        chosen: whether it is in view.
    """

    kind: str
    text: str
    lesson: str = ""
    step: str = ""
    aside: str = ""
    mark: str = ""
    said: str = ""
    chosen: bool = False


class Contents(Card):
    """Asks for a lesson, a step or a page by (kind, lesson, step)."""

    asked = Signal(str, str, str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "lessons.contents", parent)
        self.setObjectName("lessonContents")
        self.list = _RowList(self)
        self.list.setObjectName("lessonTree")
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self._delegate = _RowDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.clicked.connect(self._ask)
        self.list.activated.connect(self._ask)
        self._rows: tuple[Row, ...] = ()
        self.add(self.list, 1)
        self.set_words(words)
        self.set_theme(theme)

    def show_rows(self, rows: Sequence[Row], aside: str) -> None:
        """Show ``rows``; ``aside`` stands beside the title. Emits nothing."""
        self.aside.setText(aside)
        if tuple(rows) == self._rows:
            return
        same = [(r.kind, r.lesson, r.step) for r in rows] == [(r.kind, r.lesson, r.step) for r in self._rows]
        moved = [r for r in rows if r.chosen] != [r for r in self._rows if r.chosen]
        self._rows = tuple(rows)
        if not same:
            self._model.clear()
            for _ in rows:
                self._model.appendRow(QStandardItem())
        for number, row in enumerate(rows):
            item = self._model.item(number)
            item.setText(row.text)
            item.setData(row, ROW)
            item.setData(" ".join(filter(None, (row.text, row.aside, row.said))), Qt.ItemDataRole.AccessibleTextRole)
            item.setFlags(
                Qt.ItemFlag.NoItemFlags
                if row.kind == "heading"
                else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            )
        if moved or not same:
            self._show_chosen()

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        if hasattr(self, "list"):
            self.list.setAccessibleName(words("lessons.contents"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "list"):
            self._delegate.theme = theme
            self.list.doItemsLayout()
            self.list.viewport().update()

    def _show_chosen(self) -> None:
        # The step says more closely than its lesson where one is.
        chosen = [n for n, row in enumerate(self._rows) if row.chosen]
        if chosen:
            index = self._model.index(chosen[-1], 0)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def _ask(self, index: QModelIndex) -> None:
        row: Row | None = index.data(ROW)
        if row is not None and row.kind in KINDS_ASKED:
            self.asked.emit(row.kind, row.lesson, row.step)


class _RowList(QListView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()


class _RowDelegate(QStyledItemDelegate):
    """Paints a row: sign, words that wrap, and what stands at its end."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self.theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme, row = self.theme, index.data(ROW)
        width = self._view.viewport().width()
        if row is None:
            return QSize(width, theme.em)
        room = self._words_rect(QRect(0, 0, width, 10_000), row).width()
        font = theme.font("small_font" if row.kind == "heading" else "base_font", bold=row.chosen)
        flags = Qt.TextFlag.TextWordWrap
        high = QFontMetrics(font).boundingRect(QRect(0, 0, max(1, room), 10_000), flags, row.text).height()
        around = theme.px(6 if row.kind == "step" else 10)
        return QSize(width, max(high + around, theme.px(theme.tokens.target)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect, row = self.theme, option.rect, index.data(ROW)  # type: ignore[attr-defined]
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state  # type: ignore[attr-defined]
        if row.chosen or (state & QStyle.StateFlag.State_MouseOver and row.kind != "heading"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if row.chosen else "hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), theme.px(7), theme.px(7))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 2, -1, -2), theme.px(7), theme.px(7))
        self._paint_words(painter, rect, row)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme = self.theme
        words = self._words_rect(rect, row)
        if row.mark:
            name, token = MARKS[row.mark]
            size = round(theme.em * (1.1 if row.kind != "step" else 0.9))
            left = words.left() - theme.em // 2 - size
            picture = icon(name, theme, "accent" if row.chosen and row.mark != "done" else token)
            picture.paint(painter, QRectF(left, rect.center().y() - size / 2, size, size).toRect())
        small = row.kind == "heading"
        painter.setFont(theme.font("small_font" if small else "base_font", bold=row.chosen or small))
        quiet = small or (row.kind == "step" and not row.chosen)
        painter.setPen(theme.color("accent" if row.chosen else "muted" if quiet else "ink"))
        across = Qt.AlignmentFlag.AlignBottom if small else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | across | Qt.TextFlag.TextWordWrap, row.text)
        if row.aside:
            painter.setFont(theme.font("small_font"))
            painter.setPen(theme.color("muted"))
            end = QRect(words.right(), rect.top(), rect.right() - words.right() - theme.px(6), rect.height())
            painter.drawText(end, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.aside)

    def _words_rect(self, rect: QRect, row: Row) -> QRect:
        theme = self.theme
        left = {"heading": 0.3, "step": 3.4}.get(row.kind, 2.3) * theme.em
        end = theme.px(6)
        if row.aside:
            end += QFontMetrics(theme.font("small_font")).horizontalAdvance(row.aside) + theme.px(8)
        return rect.adjusted(round(left), 0, -end, 0)

"""Softmax both ways in float32 and float16, side by side: where exp overflows, nan stands."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.export.table import Table, table_of_rows
from core.labs.softmax import Way
from core.text import Words
from gui.accessibility import Role, value_changed
from gui.theme import Theme
from gui.widgets.copy_actions import offer_table
from gui.widgets.opaque import Opaque
from gui.widgets.plain_painting import paint_frame, shows_focus

_WIDEST = "0.00000"
_CENTRE = Qt.AlignmentFlag.AlignCenter


class OverflowTable(Opaque):
    """A row for each logit, a column for each dtype and way. ``show_ways`` paints and never emits."""

    accessible_role = Role.StaticText

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        offer_table(self, self.as_table)
        self.setObjectName("overflowTable")
        self._blocks: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = ()
        self._dtypes: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)
        self.set_words(words)

    def show_ways(self, blocks: Sequence[tuple[tuple[str, ...], Sequence[Way]]]) -> None:
        """Show blocks of (the logits as they are written, their softmax in every dtype)."""
        written = tuple((heads, tuple(_rows(ways))) for heads, ways in blocks)
        dtypes = tuple(way.dtype for way in blocks[0][1])
        if (written, dtypes) == (self._blocks, self._dtypes):
            return
        if self._count(written) != self._count(self._blocks):
            self.updateGeometry()
        # The ready block stays as it is while a bar is dragged: only the first is drawn again.
        same_rest = (written[1:], dtypes) == (self._blocks[1:], self._dtypes)
        self._blocks, self._dtypes = written, dtypes
        value_changed(self)
        top = (1 + self._head_lines()) * self._line
        live = QRect(0, top + 1, self.width(), len(written[0][0]) * self._line + 2)
        self.update(live if same_rest else self.rect())

    def spoken_value(self) -> str:
        """Return the table row by row."""
        blocks = self._blocks
        return ". ".join(
            "; ".join(f"{head}: {', '.join(row)}" for head, row in zip(*block, strict=True)) for block in blocks
        )

    def rows(self) -> list[tuple[str, ...]]:
        """Return what stands in the table, the logit first in each row."""
        return [(head, *row) for heads, rows in self._blocks for head, row in zip(heads, rows, strict=True)]

    def as_table(self) -> Table:
        """Return what stands in the table, to be copied: a column for each dtype and way."""
        ways = (f"{dtype} {way}" for dtype in self._dtypes for way in self._ways)
        return table_of_rows((self._head, *ways), self.rows())

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._ways = words("softmax.naive"), words("softmax.stable")
        self._head = words("softmax.overflow_head")
        self.setAccessibleName(words("softmax.overflow"))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._font, self._bold = theme.font("small_font"), theme.font("small_font", bold=True)
        self._numbers = theme.font("number_font" if theme.name != "projector" else "small_font", mono=True)
        self._line = round(max(QFontMetrics(self._numbers).height(), QFontMetrics(self._font).height()) * 1.2)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._numbers)
        return QSize(metrics.horizontalAdvance(_WIDEST) * 5, self._height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @staticmethod
    def _count(blocks: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]) -> int:
        return sum(len(heads) for heads, _ in blocks)

    def _head_lines(self) -> int:
        """Return how many lines the names of the ways need in a column."""
        column = max(self.width() // 5, 1) - self._theme.px(6)
        metrics = QFontMetrics(self._font)
        heights = (metrics.boundingRect(QRect(0, 0, column, 9999), _WRAPPED, way).height() for way in self._ways)
        return max(math.ceil(max(heights) / metrics.height()), 1)

    def _height(self) -> int:
        gaps = max(len(self._blocks) - 1, 0) * self._line // 3
        return (1 + self._head_lines() + max(self._count(self._blocks), 6)) * self._line + gaps + self._theme.px(4)

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(event.rect(), theme.color("card"))
        line = self._line
        y = line + self._head_lines() * line
        if event.rect().top() < y:
            self._paint_head(painter)
        for block in self._blocks:
            height = len(block[0]) * line
            if event.rect().intersects(QRect(0, y, self.width(), height + 2)):
                painter.fillRect(QRect(0, y, self.width(), 1), theme.color("border"))
                self._paint_block(painter, block, y + 2)
            y += height + 2 + line // 3
        if shows_focus(self):
            paint_frame(painter, theme, self)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        column, line, theme = self.width() // 5, self._line, self._theme
        painter.setFont(self._bold)
        painter.setPen(theme.color("ink"))
        for index, dtype in enumerate(self._dtypes):
            painter.drawText(QRect((1 + 2 * index) * column, 0, 2 * column, line), _CENTRE, dtype)
        painter.setFont(self._font)
        painter.setPen(theme.color("muted"))
        heads = self._head_lines() * line
        painter.drawText(QRect(0, line, column, heads), _CENTRE, self._head)
        for index in range(2 * len(self._dtypes)):
            painter.drawText(QRect((1 + index) * column, line, column, heads), _WRAPPED, self._ways[index % 2])

    def _paint_block(
        self, painter: QPainter, block: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], y: int
    ) -> None:
        column, line = self.width() // 5, self._line
        painter.setFont(self._numbers)
        for head, row in zip(*block, strict=True):
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QRect(0, y, column, line), _CENTRE, head)
            for index, text in enumerate(row):
                painter.setPen(self._theme.color("error" if text in ("nan", "∞") else "ink"))
                painter.drawText(QRect((1 + index) * column, y, column, line), _CENTRE, text)
            y += line


_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


def _rows(ways: Sequence[Way]) -> list[tuple[str, ...]]:
    columns = [numbers.tolist() for way in ways for numbers in (way.naive, way.stable)]
    return [tuple(_said(value) for value in row) for row in zip(*columns, strict=True)]


def _said(value: float) -> str:
    return f"{value:.4f}" if math.isfinite(value) else "nan" if math.isnan(value) else "∞"

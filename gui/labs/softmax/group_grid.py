"""The softmax of a 2-D tensor, with the sum of every group at the end of its row or column."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.record import written_number
from core.text import Words
from gui.accessibility import Role, value_changed
from gui.theme import Theme
from gui.widgets.cell_painter import CellPainter
from gui.widgets.opaque import Opaque

_DIGITS = 3


class GroupGrid(Opaque):
    """Shows and points; cells are named by their flat index. The group of the marked cell is outlined, and its sum.

    Signals:
        cell_selected(index), cell_hovered(index): −1 when the mouse leaves every cell.
    """

    accessible_role = Role.Chart
    cell_selected = Signal(int)
    cell_hovered = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("softmaxGroups")
        self._values, self._sums = np.zeros((0, 0)), np.zeros(0)
        self._axis, self._selected, self._hovered, self._pointed = 1, -1, -1, -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)
        self.set_words(words)

    def show_groups(self, values: np.ndarray, sums: np.ndarray, axis: int, selected: int, hovered: int) -> None:
        """Show ``values`` (R, C) whose groups along ``axis`` have these ``sums``. Emits nothing."""
        same = np.array_equal(values, self._values) and np.array_equal(sums, self._sums)
        if same and (axis, selected, hovered) == (self._axis, self._selected, self._hovered):
            return
        if values.shape != self._values.shape or axis != self._axis:
            self.updateGeometry()
        self._values, self._sums, self._axis = values, sums, axis
        self._selected, self._hovered = selected, hovered
        value_changed(self)
        self.update()

    def cell(self, row: int, column: int) -> QRect:
        """Return a cell's place in this widget's pixels; one row or column further stands the sum."""
        return QRect(QPoint(column * self._size.width(), row * self._size.height()), self._size)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.setAccessibleName(words("softmax.groups"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._painter = CellPainter(theme)
        self._bold = theme.font("base_font", bold=True)
        text = self._painter.metrics.horizontalAdvance("0." + "0" * _DIGITS)
        self._size = QSize(self._painter.needed_width(text), self._painter.row_height)
        self._sum_width = QFontMetrics(self._bold).horizontalAdvance("Σ 1.0") + theme.px(12)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows, columns = self._values.shape
        beside, below = (self._sum_width, 0) if self._axis == 1 else (0, self._size.height())
        width = max(columns * self._size.width(), self._sum_width) + beside
        return QSize(width + 2, rows * self._size.height() + below + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def spoken_value(self) -> str:
        """Return every number and the sum of every group."""
        rows = "; ".join(", ".join(f"{value:.{_DIGITS}f}" for value in row) for row in self._values.tolist())
        sums = ", ".join(_sum(value) for value in self._sums.tolist())
        return self._words("softmax.groups_spoken", rows=rows, sums=sums)

    def _group(self) -> int:
        """Return the number of the marked cell's group, -1 for none."""
        cell = self._hovered if self._hovered >= 0 else self._selected
        if not 0 <= cell < self._values.size:
            return -1
        row, column = divmod(cell, self._values.shape[1])
        return row if self._axis == 1 else column

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), theme.color("card"))
        if not self._values.size:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint(painter, self._values, 1.0, _DIGITS, QPoint(0, 0), self._size)
        rows, columns = self._values.shape
        lit = self._group()
        painter.setFont(self._bold)
        for group, value in enumerate(self._sums.tolist()):
            end = self.cell(group, columns) if self._axis == 1 else self.cell(rows, group)
            if self._axis == 1:
                end = QRect(end.x() + theme.px(8), end.y(), self._sum_width, end.height())
            flags = Qt.AlignmentFlag.AlignVCenter
            flags |= Qt.AlignmentFlag.AlignLeft if self._axis == 1 else Qt.AlignmentFlag.AlignHCenter
            painter.setPen(theme.color("slope" if group != lit else "accent"))
            painter.drawText(end, flags, f"Σ {_sum(value)}")
        if lit >= 0:
            first = self.cell(lit, 0) if self._axis == 1 else self.cell(0, lit)
            last = self.cell(lit, columns - 1) if self._axis == 1 else self.cell(rows - 1, lit)
            self._painter.outline(painter, first.united(last), "accent", 3)
        if self._selected >= 0:
            self._painter.outline(painter, self.cell(*divmod(self._selected, columns)), "probe", 3)
        painter.end()

    # --- requests up

    def _cell_at(self, place: QPointF) -> int:
        rows, columns = self._values.shape
        row, column = int(place.y() // self._size.height()), int(place.x() // self._size.width())
        return row * columns + column if 0 <= row < rows and 0 <= column < columns else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell >= 0:
            self.cell_selected.emit(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def _point(self, cell: int) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.cell_hovered.emit(cell)


def _sum(value: float) -> str:
    """Return a group's sum as far as float32 holds it."""
    return written_number(round(value, 4))

"""The Jacobian as a heat map: row i, column j is how the probability i answers to the logit j."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import Words
from gui.accessibility import Role, value_changed
from gui.theme import Theme
from gui.widgets.cell_painter import CellPainter
from gui.widgets.copy_actions import offer_picture
from gui.widgets.opaque import Opaque
from gui.widgets.plain_painting import shows_focus
from gui.widgets.tensor_cells import CellColours

# ∂p/∂u is never beyond ±1/4: the strongest colour, so that the map pales as the winner takes all.
STRONGEST = 0.25
_NUMBERED = 5
_AIR = 1.3  # a number needs its cell around it
_DIGITS = ((4, "−0.0000"), (2, "−0.00"))


class JacobianMap(Opaque):
    """K × K cells with the classes' names; a column is pointed at or selected like a bar.

    Signals:
        class_selected(index), class_hovered(index): −1 when the mouse leaves every cell.
    """

    accessible_role = Role.Chart
    class_selected = Signal(int)
    class_hovered = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_picture(self)
        self.setObjectName("jacobianMap")
        self._values = np.zeros((0, 0))
        self._names: tuple[str, ...] = ()
        self._marked = (-1, -1)
        self._pointed = -1
        self._spoken = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_theme(theme)
        self.set_words(words)

    def show_values(self, values: np.ndarray, names: tuple[str, ...], selected: int, hovered: int, spoken: str) -> None:
        """Show a (K, K) Jacobian. Emits nothing."""
        same = np.array_equal(values, self._values) and (names, (selected, hovered)) == (self._names, self._marked)
        if same:
            return
        if len(names) != len(self._names):
            self.updateGeometry()
        only_values = (names, (selected, hovered)) == (self._names, self._marked)
        self._values, self._names, self._marked = values, names, (selected, hovered)
        self._spoken = spoken
        value_changed(self)
        # The names are not drawn again while a bar is dragged.
        self.update(self._grid()[0] if only_values else self.rect())

    def spoken_value(self) -> str:
        """Return what the logit of the marked class does to every probability."""
        return self._spoken

    def cell(self, row: int, column: int) -> QRect:
        """Return a cell's place in this widget's pixels."""
        grid, size = self._grid()
        return QRect(QPoint(grid.x() + column * size.width(), grid.y() + row * size.height()), size)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._axes = words("softmax.jacobian_rows"), words("softmax.jacobian_columns")
        self.setAccessibleName(words("softmax.jacobian"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._cells = CellPainter(theme)
        self._colours = CellColours(theme).backgrounds
        self._font = theme.font("small_font")
        self._bold = theme.font("small_font", bold=True)
        self._metrics = QFontMetrics(self._bold)
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        line, count = self._metrics.height(), max(len(self._names), 3)
        # A few classes have their numbers in view, many only their colours.
        row = max(line, self._cells.metrics.height()) * 1.35 if count <= _NUMBERED else line * 1.25
        return QSize(self._metrics.horizontalAdvance("0") * 22, round(line * 2.5 + count * row))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def _grid(self) -> tuple[QRect, QSize]:
        """Return the place of all cells, and the size of one."""
        count, line = max(len(self._names), 1), self._metrics.height()
        widest = max((self._metrics.horizontalAdvance(name) for name in self._names), default=0)
        left = min(widest + self._theme.px(10), self.width() // 4)
        top = round(line * 2.4)
        widest_cell = self._cells.needed_width(self._cells.metrics.horizontalAdvance(_DIGITS[0][1])) * 2
        width = min((self.width() - left - 4) // count, widest_cell)
        height = min((self.height() - top - 4) // count, round(line * 4.5))
        return QRect(left, top, width * count, height * count), QSize(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(event.rect(), theme.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid, size = self._grid()
        if self._values.size:
            if not grid.contains(event.rect()):
                self._paint_names(painter, grid, size)
            self._paint_cells(painter, grid, size)
        if shows_focus(self):
            thick = theme.px(2)
            painter.setPen(QPen(theme.color("accent"), thick))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
            painter.drawRoundedRect(frame, theme.px(9), theme.px(9))
        painter.end()

    def _paint_cells(self, painter: QPainter, grid: QRect, size: QSize) -> None:
        fits = (
            text for text in _DIGITS if self._cells.metrics.horizontalAdvance(text[1]) + self._cells.gap < size.width()
        )
        digits, _ = next(fits, (-1, ""))
        if digits >= 0 and self._cells.metrics.height() * _AIR <= size.height():
            self._cells.paint(painter, self._values, STRONGEST, digits, grid.topLeft(), size)
        else:
            self._paint_colours(painter, grid, size)
        selected, hovered = self._marked
        for column, width in ((hovered, 2.0), (selected, 3.0)):
            if 0 <= column < len(self._names):
                left = grid.x() + column * size.width()
                self._cells.outline(painter, QRect(left, grid.y(), size.width(), grid.height()), "ink", width)

    def _paint_colours(self, painter: QPainter, grid: QRect, size: QSize) -> None:
        """Paint cells too small for a number."""
        levels = CellColours.levels(self._values, STRONGEST)
        for (row, column), level in np.ndenumerate(levels):
            place = QRect(QPoint(grid.x() + column * size.width(), grid.y() + row * size.height()), size)
            painter.fillRect(place.adjusted(1, 1, -1, -1), QColor(self._colours[level]))

    def _paint_names(self, painter: QPainter, grid: QRect, size: QSize) -> None:
        theme, line = self._theme, self._metrics.height()
        painter.setFont(self._font)
        painter.setPen(theme.color("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        # What the axes are: the columns' words over the cells, the rows' word over the names at the left.
        columns = QRect(grid.x(), 0, self.width() - grid.x(), line)
        painter.drawText(columns, Qt.AlignmentFlag.AlignLeft, self._fitted(self._axes[1], columns.width()))
        painter.drawText(QRect(0, line, grid.x() - theme.px(6), line), right, self._axes[0])
        for index, name in enumerate(self._names):
            lit = index in self._marked
            painter.setFont(self._bold if lit else self._font)
            painter.setPen(theme.color("ink"))
            across = QRect(grid.x() + index * size.width(), round(line * 1.2), size.width(), line)
            painter.drawText(across, Qt.AlignmentFlag.AlignCenter, self._fitted(name, size.width() - 4))
            down = QRect(0, grid.y() + index * size.height(), grid.x() - theme.px(6), size.height())
            painter.drawText(down, right, self._fitted(name, down.width()))

    def _fitted(self, text: str, width: int) -> str:
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    # --- requests up

    def _column_at(self, place: QPointF) -> int:
        grid, size = self._grid()
        if not grid.contains(place.toPoint()) or not size.width():
            return -1
        return min((place.toPoint().x() - grid.x()) // size.width(), len(self._names) - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column = self._column_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and column >= 0:
            self.class_selected.emit(column)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._column_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def _point(self, column: int) -> None:
        if column != self._pointed:
            self._pointed = column
            self.class_hovered.emit(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, selected = len(self._names) - 1, self._marked[0]
        moves = {
            Qt.Key.Key_Left: max(selected - 1, 0),
            Qt.Key.Key_Right: min(selected + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves:
            self.class_selected.emit(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

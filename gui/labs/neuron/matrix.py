"""A vector or matrix on screen: boxes to type into, or numbers to read, between brackets."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.record import written_number
from gui.accessibility import Role, value_changed
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.theme import Theme
from gui.widgets.opaque import Opaque

_CELL_TEXT = "−00.0"


class MatrixView(Opaque):
    """``rows`` × ``columns`` cells under a name. Made with ``keys`` its cells are boxes, else painted numbers."""

    accessible_role = Role.Equation

    def __init__(
        self,
        name: str,
        shape: tuple[int, int],
        theme: Theme,
        boxes: NumberBoxes | None = None,
        keys: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._shape = name, shape
        self._boxes = [boxes.box(key, self) for key in keys] if boxes else []
        self._values: tuple[float, ...] = ()
        self._color = "ink"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def show_values(self, values: Sequence[float], color: str = "ink") -> None:
        """Paint the numbers, row by row."""
        if (tuple(values), color) != (self._values, self._color):
            self._values, self._color = tuple(values), color
            value_changed(self)
            if self._cell() != self._cell_size:
                self._cell_size = self._cell()
                self.updateGeometry()
            self.update()

    def spoken_value(self) -> str:
        """Return name and numbers, row by row; numbers in boxes speak for themselves."""
        return f"{self._name} = {', '.join(written_number(value) for value in self._values)}" if self._values else ""

    def show_name(self, name: str) -> None:
        """Write another name above."""
        if name != self._name:
            self._name = name
            self.updateGeometry()
            self.update()

    def measure(self) -> None:
        """Measure again with the style sheet's fonts and frames, which reach the boxes before they are shown."""
        for box in self._boxes:
            box.ensurePolished()
        if self._cell() != self._cell_size:
            self._cell_size = self._cell()
            self.updateGeometry()
            self._place()

    def name_height(self) -> int:
        """Return how high the line of the name is."""
        return math.ceil(QFontMetricsF(self._title).height())

    def texts(self) -> tuple[str, ...]:
        """Return the numbers as they are written."""
        return tuple(written_number(v) for v in self._values)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._font, self._title = theme.font("number_font", mono=True), theme.font("small_font")
        self._bold = theme.font("number_font", mono=True, bold=True)
        self._cell_size = self._cell()
        self.updateGeometry()
        self._place()

    def _cell(self) -> QSize:
        theme = self._theme
        height = theme.px(theme.tokens.target) + theme.px(4)
        if self._boxes:
            return QSize(max(box.sizeHint().width() for box in self._boxes), height)
        metrics = QFontMetricsF(self._font)
        wide = max(metrics.horizontalAdvance(text) for text in (_CELL_TEXT, *self.texts()))
        return QSize(math.ceil(wide / theme.em) * theme.em, height)

    def sizeHint(self) -> QSize:
        rows, columns = self._shape
        gap, side = self._theme.px(4), self._theme.px(8)
        width = columns * self._cell_size.width() + (columns - 1) * gap + 2 * side
        title = QFontMetricsF(self._title)
        width = max(width, math.ceil(title.horizontalAdvance(self._name)) + 2)
        return QSize(width, math.ceil(title.height()) + rows * (self._cell_size.height() + gap) + gap)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _body(self) -> QRectF:
        """Return where the cells and their brackets lie."""
        rows, columns = self._shape
        gap, side = self._theme.px(4), self._theme.px(8)
        title = self.name_height()
        width = columns * self._cell_size.width() + (columns - 1) * gap + 2 * side
        return QRectF((self.width() - width) / 2, title, width, rows * (self._cell_size.height() + gap) + gap)

    def _cells(self) -> list[QRectF]:
        rows, columns = self._shape
        body, gap, side, size = self._body(), self._theme.px(4), self._theme.px(8), self._cell_size
        return [
            QRectF(
                body.left() + side + j * (size.width() + gap),
                body.top() + gap + i * (size.height() + gap),
                size.width(),
                size.height(),
            )
            for i in range(rows)
            for j in range(columns)
        ]

    def _place(self) -> None:
        for box, cell in zip(self._boxes, self._cells(), strict=False):
            box.setGeometry(cell.toRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, body = QPainter(self), self._theme, self._body()
        painter.fillRect(event.rect(), theme.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._title)
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(0, 0, self.width(), body.top()), Qt.AlignmentFlag.AlignCenter, self._name)
        painter.setPen(QPen(theme.color("ink"), theme.px(2)))
        tip, inset = theme.px(5), theme.px(1)
        for x, way in ((body.left() + inset, tip), (body.right() - inset, -tip)):
            top, bottom = body.top() + inset, body.bottom() - inset
            corners = (QPointF(x + way, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + way, bottom))
            painter.drawPolyline(QPolygonF(corners))
        if not self._boxes:
            painter.setFont(self._font if self._color == "ink" else self._bold)
            painter.setPen(theme.color(self._color))
            for cell, text in zip(self._cells(), self.texts(), strict=False):
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

"""Where the parts of the drawn neuron lie: plain geometry, in pixels of the drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

from gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Places:
    """Boxes of the numbers, the circle of the sum, the square of h, the box of y, and the lines between them."""

    inputs: tuple[QRectF, ...]
    weights: tuple[QRectF, ...]
    bias: QRectF
    sum_centre: QPointF
    sum_radius: float
    function: QRectF
    output: QRectF

    def edge(self, index: int) -> tuple[QPointF, QPointF, QPointF]:
        """Return the line of one weight: from its input, past its box, to the circle."""
        row = self.inputs[index].center().y()
        begin = QPointF(self.inputs[index].right(), row)
        bend = QPointF(self.weights[index].right(), row)
        return begin, bend, self._on_circle(bend)

    def bias_edge(self) -> tuple[QPointF, QPointF]:
        """Return the line of the bias, from its box to the circle."""
        begin = QPointF(self.bias.center().x(), self.bias.bottom())
        return begin, self._on_circle(begin)

    def _on_circle(self, origin: QPointF) -> QPointF:
        way = self.sum_centre - origin
        length = math.hypot(way.x(), way.y()) or 1.0
        return self.sum_centre - way * (self.sum_radius / length)


def least_size(count: int, theme: Theme, box: QSizeF) -> QSize:
    """Return the smallest drawing in which nothing of a neuron with ``count`` inputs touches anything else."""
    em = theme.em
    rows = count * (box.height() + theme.px(6))
    tall = 2 * (_radius(theme) + 0.4 * em + box.height())
    below = _radius(theme) + 0.2 * em + theme.px(theme.tokens.readout_font) * 1.4
    wide = 2 * box.width() + _output_width(theme, box) + 2 * _radius(theme) + _side(theme) + 9.5 * em
    return QSize(math.ceil(wide), math.ceil(max(rows, tall, 2 * below) + theme.px(8)))


def places(size: QSizeF, count: int, theme: Theme, box: QSizeF) -> Places:
    """Return where everything lies in a drawing of ``size`` for number boxes of size ``box``."""
    em, roomy = theme.em, _roomy(size, count, theme, box)
    radius, side = _radius(theme) * roomy, _side(theme) * roomy
    out_width = _output_width(theme, box)
    left = 1.9 * em
    right = size.width() - 0.6 * em
    free = right - left - 2 * box.width() - 2 * radius - side - out_width
    before, after = 0.6 * free, 0.2 * free
    middle = size.height() / 2
    spacing = min((size.height() - theme.px(6)) / count, 5.2 * em * roomy)
    rows = [middle + (i - (count - 1) / 2) * spacing for i in range(count)]
    weight_left = left + box.width() + max(2.4 * em, 0.36 * before)
    sum_x = left + 2 * box.width() + before + radius
    bias_gap = min(max(0.35 * em, (middle - radius - box.height()) / 2), 3.0 * em * roomy)
    bias_top = middle - radius - bias_gap - box.height()
    function_x = sum_x + radius + after
    return Places(
        inputs=tuple(QRectF(QPointF(left, y - box.height() / 2), box) for y in rows),
        weights=tuple(QRectF(QPointF(weight_left, y - box.height() / 2), box) for y in rows),
        bias=QRectF(QPointF(sum_x - box.width() / 2, bias_top), box),
        sum_centre=QPointF(sum_x, middle),
        sum_radius=radius,
        function=QRectF(function_x, middle - side / 2, side, side),
        output=QRectF(right - out_width, middle - box.height() * 0.65, out_width, box.height() * 1.3),
    )


def _roomy(size: QSizeF, count: int, theme: Theme, box: QSizeF) -> float:
    """Return by how much circles and gaps grow in a drawing larger than it has to be."""
    least = least_size(count, theme, box)
    return min(1.5, max(1.0, 0.7 * min(size.width() / least.width(), size.height() / least.height())))


def _radius(theme: Theme) -> float:
    return 1.5 * theme.em if theme.name == "projector" else 1.9 * theme.em


def _side(theme: Theme) -> float:
    return 2.6 * theme.em if theme.name == "projector" else 3.6 * theme.em


def _output_width(theme: Theme, box: QSizeF) -> float:
    return max(box.width(), 5.2 * theme.px(theme.tokens.readout_font))

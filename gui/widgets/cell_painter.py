"""Painting blocks of tensor cells: rounded, coloured by sign and size, every number on one baseline."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from gui.theme import Theme
from gui.widgets.tensor_cells import CellColours, cell_font, cell_text, short_text


class CellPainter:
    """What a table needs to paint its cells in one theme, made once. ``gap`` is the room between two cells."""

    def __init__(self, theme: Theme) -> None:
        tokens = theme.tokens
        self.gap = theme.px(tokens.curve_width + 2)
        self.font = cell_font(theme)
        self.metrics = QFontMetrics(self.font)
        # One cell's height, gap included.
        self.row_height = self.gap + max(theme.px(tokens.number_font * 1.5 + 15), theme.px(tokens.target))
        self._theme = theme
        self._nan_font = cell_font(theme)
        self._nan_font.setItalic(True)
        self._radius = theme.px(tokens.number_font * 0.4)
        self._brushes = CellColours(theme).brushes
        self._ink, self._muted = QPen(theme.color("ink")), QPen(theme.color("muted"))
        self._line = tokens.curve_width / 3 * theme.zoom

    def needed_width(self, text_width: int) -> int:
        """Return how wide a cell, gap included, must be for a text of ``text_width`` pixels."""
        return text_width + self.gap + self._theme.px(self._theme.tokens.number_font * 0.7)

    def paint(
        self, painter: QPainter, cells: np.ndarray, largest: float, decimals: int, corner: QPoint, size: QSize
    ) -> None:
        """Paint the 2-D ``cells``, each of ``size``, from ``corner``; ``largest`` is the |value| of full colour."""
        levels = CellColours.levels(cells, largest).tolist()
        width, height, metrics = size.width(), size.height(), self.metrics
        box = QRectF(0, 0, width - self.gap, height - self.gap)
        inset = self.gap / 2
        # One baseline for all: a text's own box would sit lower where a sign comes from the other font.
        baseline = corner.y() + (height - metrics.height()) // 2 + metrics.ascent()
        fits = (width - self.gap) // max(metrics.horizontalAdvance("0"), 1)
        no_pen = QPen(Qt.PenStyle.NoPen)
        painter.setFont(self.font)
        for i, values in enumerate(cells.tolist()):
            for j, value in enumerate(values):
                left = corner.x() + j * width
                box.moveTo(left + inset, corner.y() + i * height + inset)
                painter.setPen(no_pen)
                painter.setBrush(self._brushes[levels[i][j]])
                painter.drawRoundedRect(box, self._radius, self._radius)
                text = cell_text(value, decimals)
                if len(text) > fits:
                    text = short_text(value)
                place = QPoint(left + (width - metrics.horizontalAdvance(text)) // 2, baseline + i * height)
                if math.isnan(value):
                    painter.setFont(self._nan_font)
                    painter.setPen(self._muted)
                    painter.drawText(place, text)
                    painter.setFont(self.font)
                else:
                    painter.setPen(self._ink)
                    painter.drawText(place, text)

    def outline(self, painter: QPainter, rect: QRect, token: str, width: float) -> None:
        """Draw a line around the boxes inside ``rect``, ``width`` pixels wide where curves are 3 wide."""
        inset = self.gap / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color(token), width * self._line))
        painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), self._radius, self._radius)

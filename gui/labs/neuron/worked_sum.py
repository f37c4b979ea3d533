"""The sum written out term by term, each term in the colour of its edge, and what h makes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.labs.neuron import Unit
from core.record import in_brackets, written_number
from gui.accessibility import Role, value_changed
from gui.labs.neuron.looks import edge_color
from gui.theme import Theme
from gui.widgets.opaque import Opaque

_KEPT_WIDTHS = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stay together on a line, and their colour token."""

    text: str
    color: str = "ink"
    bold: bool = False


Line = tuple[Piece, ...]


def sum_lines(unit: Unit) -> tuple[Line, Line]:
    """Return z = w·x + … + b = … and y = h(z) = …"""
    pieces = [Piece("z ="), *_terms(unit), Piece("="), Piece(written_number(unit.z), "probe_ink", True)]
    second = [Piece("y ="), Piece(f"h({written_number(unit.z)})"), Piece("=")]
    if unit.worked and unit.worked != written_number(unit.y):
        second += [Piece(unit.worked, "muted"), Piece("=")]
    second.append(Piece(written_number(unit.y), "probe_ink", True))
    return tuple(pieces), tuple(second)


def _terms(unit: Unit) -> list[Piece]:
    pieces = []
    for term in unit.terms:
        said = f"{in_brackets(term.weight)}·{in_brackets(term.value)}"
        pieces += [Piece(said, edge_color(term.weight)), Piece("+")]
    return [*pieces, Piece(in_brackets(unit.bias), edge_color(unit.bias))]


class WorkedSum(Opaque):
    """Paints the lines, broken between pieces where the width ends. As high as it needs to be."""

    accessible_role = Role.Equation

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workedSum")
        self._lines: tuple[Line, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.set_theme(theme)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Paint ``lines``."""
        if lines != self._lines:
            self._lines = lines
            value_changed(self)
            self._keep_height()
            self.update()

    def spoken_value(self) -> str:
        """Return the lines."""
        return "\n".join(self.texts())

    def texts(self) -> tuple[str, ...]:
        """Return what is written, line by line."""
        return tuple(" ".join(piece.text for piece in line) for line in self._lines)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._fonts = tuple(theme.font("readout_font", bold=bold) for bold in (False, True))
        self._widths: dict[Piece, float] = {}
        self._metrics = tuple(QFontMetricsF(font) for font in self._fonts)
        self._keep_height()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.em * 16, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.em * 8, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("card"))
        ascent = self._metrics[1].ascent()
        for piece, place in self._placed():
            painter.setFont(self._fonts[piece.bold])
            painter.setPen(self._theme.color(piece.color))
            painter.drawText(place + QPointF(0, ascent), piece.text)

    def _placed(self) -> list[tuple[Piece, QPointF]]:
        """Return every piece and its top left corner."""
        space, height = self._metrics[0].horizontalAdvance(" "), self._line_height()
        placed, top = [], 0.0
        for line in self._lines:
            left = 0.0
            for piece in line:
                width = self._width(piece)
                if left > 0 and left + width > self.width():
                    left, top = 2 * space, top + height
                placed.append((piece, QPointF(left, top)))
                left += width + space
            top += height
        return placed

    def _width(self, piece: Piece) -> float:
        """Return a piece's width. Few of them are new from one step of a drag to the next."""
        if piece not in self._widths:
            if len(self._widths) > _KEPT_WIDTHS:
                self._widths.clear()
            self._widths[piece] = self._metrics[piece.bold].horizontalAdvance(piece.text)
        return self._widths[piece]

    def _line_height(self) -> float:
        return self._metrics[1].height() * 1.15

    def _keep_height(self) -> None:
        placed = self._placed()
        needed = math.ceil(placed[-1][1].y() + self._line_height()) if placed else 0
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)
            self.updateGeometry()

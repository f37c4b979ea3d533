"""The four points as a table: inputs, hidden outputs, sum, output, decision, right answer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.export.table import Table, table_of_rows
from core.labs.neuron import Spot
from core.record import written_number
from core.text import Words
from gui.accessibility import Role, value_changed
from gui.theme import Theme
from gui.widgets.copy_actions import offer_table
from gui.widgets.opaque import Opaque
from gui.widgets.plain_painting import paint_frame, shows_focus

_RIGHT, _WRONG = "✓", "✗"


class PointTable(Opaque):
    """Paints one row for each point; the words of a wrong one are in the colour of errors, and crossed."""

    accessible_role = Role.StaticText

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pointTable")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        offer_table(self, self.as_table)
        self._words = words
        self.setAccessibleName(words("neuron.points"))
        self._spots: tuple[Spot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def show_spots(self, spots: tuple[Spot, ...]) -> None:
        """Paint ``spots``."""
        if spots != self._spots:
            self._spots = spots
            value_changed(self)
            self.update()

    def rows(self) -> list[list[str]]:
        """Return what is written: the heads, then one row for each point."""
        hidden = len(self._spots[0].hidden) if self._spots else 0
        heads = [
            "x₁",
            "x₂",
            *("h₁", "h₂")[:hidden],
            "z",
            "y",
            self._words("neuron.decided"),
            self._words("neuron.target"),
            "",
        ]
        return [heads, *(self._row(spot) for spot in self._spots)]

    def as_table(self) -> Table:
        """Return what is written as a table to be copied; whether a point is right has no heading on screen."""
        heads, *rows = self.rows()
        return table_of_rows((*heads[:-1], self._words("neuron.right_heading")), rows)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.setAccessibleName(words("neuron.points"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._head, self._font = theme.font("small_font"), theme.font("number_font", mono=True)
        self._tick = theme.font("number_font", bold=True)
        self._height = math.ceil(max(QFontMetricsF(self._font).height(), QFontMetricsF(self._head).height()) * 1.35)
        self.setFixedHeight(self._height * 5)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * self._theme.em, self.minimumHeight())

    def sizeHint(self) -> QSize:
        return QSize(20 * self._theme.em, self.minimumHeight())

    @staticmethod
    def _row(spot: Spot) -> list[str]:
        numbers = [f"{x:g}" for x in spot.inputs] + [_short(n) for n in (*spot.hidden, spot.z, spot.y)]
        return [*numbers, str(spot.decided), str(spot.target), _RIGHT if spot.is_right else _WRONG]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("card"))
        rows = self.rows()
        edges = self._edges(rows)
        for i, row in enumerate(rows):
            wrong = i > 0 and row[-1] == _WRONG
            if wrong:
                band = QRectF(0, i * self._height, self.width(), self._height)
                painter.fillRect(band, self._theme.color("error_soft"))
            for j, text in enumerate(row):
                is_mark = j == len(row) - 1
                painter.setFont(self._head if i == 0 else self._tick if is_mark else self._font)
                token = "muted" if i == 0 else "error" if wrong else "slope" if is_mark else "ink"
                painter.setPen(self._theme.color(token))
                cell = QRectF(edges[j], i * self._height, edges[j + 1] - edges[j], self._height)
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, math.ceil(cell.width()))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, shown)
        if shows_focus(self):
            paint_frame(painter, self._theme, self)
        painter.end()

    def _edges(self, rows: Sequence[Sequence[str]]) -> list[float]:
        """Return the columns' borders: as wide as their words, the room left over shared evenly."""
        head, font = QFontMetricsF(self._head), QFontMetricsF(self._font)
        wide = [
            max(
                [
                    head.horizontalAdvance(rows[0][j]),
                    font.horizontalAdvance("0"),
                    *(font.horizontalAdvance(r[j]) for r in rows[1:]),
                ]
            )
            for j in range(len(rows[0]))
        ]
        spare = (self.width() - sum(wide)) / len(wide)
        edges = [0.0]
        for width in wide:
            edges.append(edges[-1] + width + spare)
        return edges

    def spoken_value(self) -> str:
        """Return the table row by row."""
        return "\n".join(" ".join(row) for row in self.rows())


def _short(value: float) -> str:
    """Return a number with at most three decimals, so that a row fits a narrow card."""
    return written_number(round(value, 3))

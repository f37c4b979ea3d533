"""Pictures with one row per function over the layers: where the outputs lie, and which units are saturated or dead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPen

from gui.labs.gradient.layer_chart import RIGHT_EM, LayerChart
from gui.theme import Theme
from gui.widgets.heat_map import paint_map
from gui.widgets.series_look import series_color

# The faintest column of a histogram that is not empty.
_FAINTEST = 0.12


@dataclass(frozen=True, slots=True)
class Row:
    """One function: its name, what is written under the name, and the ends of its own axis."""

    name: str
    series: int
    selected: bool
    note: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class StripRow(Row):
    """``counts`` (depth, bins): how many outputs lie where, the lowest values first."""

    counts: np.ndarray


@dataclass(frozen=True, slots=True)
class ShareRow(Row):
    """Shares from 0 to 1 per layer: of slopes below the threshold, and of dead units."""

    saturated: np.ndarray
    dead: np.ndarray


class LayerRows(LayerChart):
    """Rows of equal height, the name at the right end of each."""

    rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show ``rows``."""
        changed = len(rows) != len(self.rows)
        self.rows = rows
        if changed:
            self.setMinimumHeight(self.least_height())
        self.update()

    def readings(self) -> tuple[tuple[str, str], ...]:
        return tuple((row.name, row.note) for row in self.rows)

    def least_height(self) -> int:
        return round(max(5.0, 1.7 * len(self.rows) + 2.0) * self._theme.em)

    def row_box(self, index: int) -> QRectF:
        """Return where the columns of a row stand."""
        chart, gap = self.chart(), 0.5 * self._theme.em
        high = (chart.height() + gap) / max(1, len(self.rows))
        return QRectF(chart.left(), chart.top() + index * high, chart.width(), max(4.0, high - gap))

    def paper(self) -> object:
        return [(row.name, row.series, row.selected, row.low, row.high) for row in self.rows]

    def paint_paper(self, painter: QPainter, chart: QRectF) -> None:
        for index, row in enumerate(self.rows):
            box = self.row_box(index)
            painter.fillRect(box, self._theme.color("background"))
            self._paint_ends(painter, box, row)
            self._paint_name(painter, box, row)

    def paint_content(self, painter: QPainter, chart: QRectF) -> None:
        frame, muted = QPen(self._theme.color("grid"), 1), self._theme.color("muted")
        painter.setFont(self.tick_font)
        for index, row in enumerate(self.rows):
            box = self.row_box(index)
            self.paint_row(painter, box, row)
            painter.setPen(frame)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            place, has_note = self._beside(box, row)
            if has_note:
                painter.setPen(muted)
                note = self.tick_metrics.elidedText(row.note, Qt.TextElideMode.ElideRight, place.width())
                place.setTop(place.top() + self.font_metrics[row.selected].height())
                painter.drawText(place, Qt.AlignmentFlag.AlignTop, note)

    def paint_row(self, painter: QPainter, box: QRectF, row: Row) -> None:
        """Paint one row's columns."""
        raise NotImplementedError

    def _paint_ends(self, painter: QPainter, box: QRectF, row: Row) -> None:
        theme = self._theme
        painter.setFont(self.tick_font)
        painter.setPen(theme.color("muted"))
        high = self.tick_metrics.height()
        right = box.left() - 0.4 * theme.em
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, box.top() - 0.15 * theme.em, right, high), flags, row.high)
        if box.height() >= 1.9 * high:
            painter.drawText(QRectF(0, box.bottom() - high + 0.15 * theme.em, right, high), flags, row.low)

    def _beside(self, box: QRectF, row: Row) -> tuple[QRectF, bool]:
        """Return the room for a row's name and note at its right, and whether the note has room."""
        name_high, note_high = self.font_metrics[row.selected].height(), self.tick_metrics.height()
        has_note = box.height() >= name_high + note_high
        high = name_high + (note_high if has_note else 0)
        left, room = box.right() + 0.9 * self._theme.em, RIGHT_EM * self._theme.em - 1.1 * self._theme.em
        return QRectF(left, box.center().y() - high / 2, room, high), has_note

    def _paint_name(self, painter: QPainter, box: QRectF, row: Row) -> None:
        place, _ = self._beside(box, row)
        place.setHeight(self.font_metrics[row.selected].height())
        painter.setFont(self.fonts[row.selected])
        painter.setPen(self.ink(series_color(row.series)))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)


class StripChart(LayerRows):
    """Each layer's histogram as a column: the darker, the more outputs lie there."""

    def paint_row(self, painter: QPainter, box: QRectF, row: Row) -> None:
        assert isinstance(row, StripRow)
        paint_map(painter, box, _strip(row.counts, self._theme, row.series))


class ShareChart(LayerRows):
    """Bars of the saturated share, pale and wide, and of the dead share, full and narrow, with a cap."""

    def paint_row(self, painter: QPainter, box: QRectF, row: Row) -> None:
        assert isinstance(row, ShareRow)
        theme = self._theme
        wide = box.width() / max(1, self.depth)
        painter.setPen(Qt.PenStyle.NoPen)
        pale, full = theme.color(series_color(row.series), 0.38), theme.color("error")
        cap = max(1.5, theme.px(2))
        hatch = QBrush(theme.color(series_color(row.series)), Qt.BrushStyle.BDiagPattern)
        for layer, (saturated, dead) in enumerate(zip(_shares(row.saturated), _shares(row.dead), strict=True)):
            left = box.left() + layer * wide
            bar = QRectF(left + 0.1 * wide, box.bottom() - saturated * box.height(), 0.8 * wide, 0)
            bar.setBottom(box.bottom())
            painter.fillRect(bar, pale)
            painter.fillRect(bar, hatch)
            if dead > 0:
                core = QRectF(left + 0.3 * wide, box.bottom() - dead * box.height(), 0.4 * wide, 0)
                core.setBottom(box.bottom())
                painter.fillRect(core, full)
                painter.fillRect(QRectF(bar.left(), core.top() - cap / 2, bar.width(), cap), full)


def _shares(values: np.ndarray) -> list[float]:
    return np.nan_to_num(values).tolist()


def _strip(counts: np.ndarray, theme: Theme, series: int) -> QImage:
    """Return an image of one pixel per layer and bin, the highest values at the top."""
    most = np.maximum(counts.max(axis=1, keepdims=True), 1)
    share = np.sqrt(counts / most)
    alpha = np.where(counts > 0, _FAINTEST + (1 - _FAINTEST) * share, 0.0).T[::-1]
    color = theme.color(series_color(series))
    pixels = np.empty((*alpha.shape, 4), dtype=np.uint8)
    for channel, value in enumerate((color.blue(), color.green(), color.red())):
        pixels[..., channel] = value
    pixels[..., 3] = np.round(255 * alpha)
    rows, columns = alpha.shape
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_ARGB32).copy()

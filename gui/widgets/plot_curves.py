"""The curves of a plot: pyqtgraph's items while they move, part of the paper while they stay the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.theme import Theme
from gui.widgets.plain_painting import clips, is_for_file
from gui.widgets.plot_frame import Array, PlotFrame, Series, Span, cut_to_height, simplified
from gui.widgets.plot_grid import PlotGrid
from gui.widgets.plot_readout import CurveShadow
from gui.widgets.series_look import curve_pen


class CurveLine:
    """One series in the pixels of one frame, without the points that nobody could see missing."""

    def __init__(self, frame: PlotFrame, series: Series) -> None:
        self.series = series
        px, py = frame.px(series.x), pixel_rows(frame, series.y)
        self.shadow = CurveShadow(px, py)
        kept = simplified(px, py)
        self._px, self._py = px[kept], py[kept]
        self.x, self.y = series.x[kept], frame.y_range[1] - self._py / frame.y_scale
        self.is_whole = not np.isnan(py).any()

    @cached_property
    def path(self) -> QPainterPath:
        """The line in pixels."""
        connect = "all" if self.is_whole else "finite"
        made: QPainterPath = pg.functions.arrayToQPath(self._px, self._py, connect, finiteCheck=False)
        return made

    def path_within(self, height: float) -> QPainterPath:
        """The part of the line in pixels that lies between row 0 and ``height``."""
        px, py = cut_to_height(self._px, self._py, height)
        made: QPainterPath = pg.functions.arrayToQPath(px, py, "finite", finiteCheck=False)
        return made


class CurveItem(pg.PlotCurveItem):
    """A curve of a width in logical pixels: a cosmetic pen alone is half as wide on a screen of ratio 2."""

    def __init__(self) -> None:
        super().__init__(antialias=True)
        # One path: segment by segment is slower once the curve is simplified, and shows its joints.
        self.setSegmentedLineMode("off")
        self.is_in_paper = False
        self._line: CurveLine | None = None
        self._look: tuple[object, ...] = ()
        self._width = 1.0

    def show_line(self, line: CurveLine, theme: Theme) -> None:
        """Draw ``line`` in its colour and dash."""
        look = (line.series.color, line.series.dash, theme)
        if look != self._look:
            self._look = look
            pen = curve_pen(theme, line.series.color, line.series.dash)
            pen.setCosmetic(True)
            self._width = pen.widthF()
            self.setPen(pen)
        if line is not self._line:
            self._line = line
            connect = "all" if line.is_whole else "finite"
            self.setData(line.x, line.y, connect=connect, skipFiniteCheck=line.is_whole)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None) -> None:
        if not self.is_in_paper:
            ratio = painter.deviceTransform().m11() / painter.worldTransform().m11()
            self.opts["pen"].setWidthF(self._width * ratio)
            super().paint(painter, option, widget)


class CurveLines:
    """Holds the series of a plot as items of its view box, and paints the paper below them.

    Stroking a wide antialiased line costs more than all else in a plot. A series that is shown twice as it was is
    still: it becomes part of the paper, and only those that move are stroked in every frame.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self._items: list[CurveItem] = []
        self._frame: PlotFrame | None = None
        self._lines: tuple[CurveLine, ...] = ()
        self._still: tuple[CurveLine, ...] = ()
        self._paper = QPixmap()
        self._paper_key: tuple[object, ...] = ()

    @property
    def shadows(self) -> tuple[CurveShadow, ...]:
        """The pixels of each series, in their order."""
        return tuple(line.shadow for line in self._lines)

    @property
    def are_still(self) -> bool:
        """Whether every curve is part of the paper."""
        return len(self._still) == len(self._lines)

    def forget(self) -> None:
        """Paint everything anew: the theme has changed."""
        self._lines = self._still = ()
        self._paper_key = ()

    def drop_paper(self) -> None:
        """Give the picture back; the next paint makes another."""
        self._paper, self._paper_key = QPixmap(), ()

    def set_series(self, frame: PlotFrame, series: tuple[Series, ...], theme: Theme) -> None:
        """Show these curves in this frame from now on."""
        known = self._lines if frame == self._frame else ()
        lines = tuple(
            next((line for line in known if line.series.is_drawn_as(one)), None) or CurveLine(frame, one)
            for one in series
        )
        self._still = tuple(line for line in lines if line in known)
        self._frame, self._lines = frame, lines
        while len(self._items) < len(lines):
            self._items.append(CurveItem())
            self._box.addItem(self._items[-1], ignoreBounds=True)
        while len(self._items) > len(lines):
            self._box.removeItem(self._items.pop())
        for item, line in zip(self._items, lines, strict=True):
            item.show_line(line, theme)

    @contextmanager
    def still_ones_in_paper(self) -> Iterator[None]:
        """While the plot paints itself, the items of curves that are in its paper do not paint."""
        for item, line in zip(self._items, self._lines, strict=False):
            item.is_in_paper = line in self._still or is_for_file()
        try:
            yield
        finally:
            for item in self._items:
                item.is_in_paper = False

    def paint_paper(self, painter: QPainter, theme: Theme, grid: PlotGrid, saturation: tuple[Span, ...]) -> None:
        """Paint grid and shaded parts, and the curves that are still."""
        assert self._frame is not None
        if is_for_file():
            grid.paint(painter, self._frame, saturation)
            _stroke(painter, self._lines, theme, self._frame.height)
            return
        if not self._still:
            grid.paint(painter, self._frame, saturation)
            return
        ratio = painter.device().devicePixelRatioF()
        key = (self._frame, self._still, saturation, ratio)
        if key != self._paper_key:
            self._paper_key = key
            self._paper = QPixmap(round(self._frame.width * ratio), round(self._frame.height * ratio))
            self._paper.setDevicePixelRatio(ratio)
            paper = QPainter(self._paper)
            grid.paint(paper, self._frame, saturation)
            _stroke(paper, self._still, theme, self._frame.height)
            paper.end()
        painter.drawPixmap(QPointF(0, 0), self._paper)


def _stroke(painter: QPainter, lines: tuple[CurveLine, ...], theme: Theme, height: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in lines:
        painter.setPen(curve_pen(theme, line.series.color, line.series.dash))
        painter.drawPath(line.path if clips(painter) else line.path_within(height))


def pixel_rows(frame: PlotFrame, y: Array) -> Array:
    """Return pixel rows with gaps as NaN; far outside the view they are cut off, where Qt's stroker loses precision."""
    rows = np.where(np.isfinite(y), frame.py(y), np.nan)
    return np.clip(rows, -10 * frame.height, 11 * frame.height)

"""The curves of a plot: stroked anew while they move, part of the paper while they stay the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

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
        self._is_whole = not np.isnan(py).any()

    @cached_property
    def path(self) -> QPainterPath:
        """The line in pixels."""
        connect = "all" if self._is_whole else "finite"
        made: QPainterPath = pg.functions.arrayToQPath(self._px, self._py, connect, finiteCheck=False)
        return made

    def path_within(self, height: float) -> QPainterPath:
        """The part of the line in pixels that lies between row 0 and ``height``."""
        px, py = cut_to_height(self._px, self._py, height)
        made: QPainterPath = pg.functions.arrayToQPath(px, py, "finite", finiteCheck=False)
        return made


class CurveLines:
    """Holds the series of a plot, and paints them and the paper below them.

    Stroking a wide antialiased line costs more than all else in a plot. A series that is shown twice as it was is
    still: it becomes part of the paper, and only those that move are stroked in every frame.
    """

    def __init__(self) -> None:
        self._frame: PlotFrame | None = None
        self._lines: tuple[CurveLine, ...] = ()
        self._still: tuple[CurveLine, ...] = ()
        self._paper = QPixmap()
        self._paper_key: tuple[object, ...] = ()

    @property
    def shadows(self) -> tuple[CurveShadow, ...]:
        """The pixels of each series, in their order."""
        return tuple(line.shadow for line in self._lines)

    def forget(self) -> None:
        """Paint everything anew: the theme has changed."""
        self._lines = self._still = ()
        self._paper_key = ()

    def drop_paper(self) -> None:
        """Give the picture back; the next paint makes another."""
        self._paper, self._paper_key = QPixmap(), ()

    def set_series(self, frame: PlotFrame, series: tuple[Series, ...]) -> None:
        """Show these curves in this frame from now on."""
        known = self._lines if frame == self._frame else ()
        lines = tuple(
            next((line for line in known if line.series.is_drawn_as(one)), None) or CurveLine(frame, one)
            for one in series
        )
        self._still = tuple(line for line in lines if line in known)
        self._frame, self._lines = frame, lines

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

    def paint_moving(self, painter: QPainter, theme: Theme) -> None:
        """Paint the curves that are not part of the paper."""
        if self._frame is not None and not is_for_file():
            moving = (line for line in self._lines if line not in self._still)
            _stroke(painter, moving, theme, self._frame.height)


def _stroke(painter: QPainter, lines: Iterable[CurveLine], theme: Theme, height: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in lines:
        painter.setPen(curve_pen(theme, line.series.color, line.series.dash))
        painter.drawPath(line.path if clips(painter) else line.path_within(height))


def pixel_rows(frame: PlotFrame, y: Array) -> Array:
    """Return pixel rows with gaps as NaN; far outside the view they are cut off, where Qt's stroker loses precision."""
    rows = np.where(np.isfinite(y), frame.py(y), np.nan)
    return np.clip(rows, -10 * frame.height, 11 * frame.height)

"""The lines of a plot: painted once while they stay the same, stroked anew while they move."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from gui.theme import Theme
from gui.widgets.plot_frame import Array, PlotFrame, Series, Span, simplified
from gui.widgets.plot_grid import PlotGrid
from gui.widgets.plot_readout import CurveShadow
from gui.widgets.series_look import curve_pen


class CurveLine:
    """One series in the pixels of one frame."""

    def __init__(self, frame: PlotFrame, series: Series) -> None:
        self.series = series
        px, py = frame.px(series.x), pixel_rows(frame, series.y)
        self.shadow = CurveShadow(px, py)
        kept = simplified(px, py)
        px, py = px[kept], py[kept]
        whole = not np.isnan(py).any()
        self._path: QPainterPath = pg.functions.arrayToQPath(px, py, "all" if whole else "finite", finiteCheck=False)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Stroke it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(curve_pen(theme, self.series.color, self.series.dash))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)


class CurveLines:
    """Paints the series of a plot, and the paper below them.

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
            for line in self._still:
                line.paint(paper, theme)
            paper.end()
        painter.drawPixmap(QPointF(0, 0), self._paper)

    def paint_moving(self, painter: QPainter, theme: Theme) -> None:
        """Stroke the curves that are not in the paper."""
        for line in self._lines:
            if line not in self._still:
                line.paint(painter, theme)


def pixel_rows(frame: PlotFrame, y: Array) -> Array:
    """Return pixel rows with gaps as NaN; far outside the view they are cut off, where Qt's stroker loses precision."""
    rows = np.where(np.isfinite(y), frame.py(y), np.nan)
    return np.clip(rows, -10 * frame.height, 11 * frame.height)

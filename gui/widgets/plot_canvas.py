"""The painted surface of a curve plot: pyqtgraph's view with paper below the curve and marks above it."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from gui.theme import Theme
from gui.widgets.plot_frame import Array, CurveView, PlotFrame, simplified
from gui.widgets.plot_grid import CARD_RADIUS, PlotGrid, saturated_columns
from gui.widgets.plot_readout import CurveShadow, PlotLabels

_BAND_COLUMNS = 400
_TANGENT_SHARE = 0.14


class PlotCanvas(pg.GraphicsView):
    """Paints a CurveView. The mouse passes through it to the widget that holds it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.setCacheMode(QGraphicsView.CacheModeFlag(0))
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._box = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._box.disableAutoRange()
        self._box.setRange(xRange=(-1, 1), yRange=(-1, 1), padding=0)
        self._box.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setCentralItem(self._box)
        self._curve = pg.PlotCurveItem(antialias=True)
        # One path: segment by segment is slower once the curve is simplified, and shows its joints.
        self._curve.setSegmentedLineMode("off")
        self._box.addItem(self._curve, ignoreBounds=True)
        self._view: CurveView | None = None
        self._shadow = CurveShadow(np.empty(0), np.empty(0))
        self.frame = PlotFrame(1, 1, (-1, 1), (-1, 1))
        self.grid = PlotGrid(theme)
        self.labels = PlotLabels(theme)
        self.saturation_text = ""
        self.rubber_band: QRectF | None = None
        self.has_focus_ring = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.grid.set_theme(theme)
        self.labels.set_theme(theme)
        self._radius = theme.px(theme.tokens.point_size) / 2
        self._outline = QPen(theme.color("card"), max(1.5, self._radius / 4))
        self._pen_color = ""
        self._dash_strips: dict[str, QPixmap] = {}
        if self._view is not None:
            self.set_view(self._view)

    def set_view(self, view: CurveView) -> None:
        """Show ``view`` at the next paint."""
        self._view = view
        self._set_frame(PlotFrame(self.width(), self.height(), view.x_range, view.y_range))
        if view.color != self._pen_color:
            self._pen_color = view.color
            width = self._theme.px(self._theme.tokens.curve_width)
            pen = QPen(self._theme.color(view.color), width, Qt.PenStyle.SolidLine)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCosmetic(True)
            self._curve.setPen(pen)
        px, py = self.frame.px(view.x), self._row(view.y)
        self._shadow = CurveShadow(px, py)
        kept = simplified(px, py)
        y = self.frame.y_range[1] - py[kept] / self.frame.y_scale
        whole = not np.isnan(y).any()
        self._curve.setData(view.x[kept], y, connect="all" if whole else "finite", skipFiniteCheck=whole)
        self.viewport().update()

    def _row(self, y: Array) -> Array:
        """Pixel rows with gaps as NaN; far outside the view they are cut off, where Qt's stroker loses precision."""
        height = self.frame.height
        rows = np.where(np.isfinite(y), self.frame.py(y), np.nan)
        return np.clip(rows, -10 * height, 11 * height)

    def _set_frame(self, frame: PlotFrame) -> None:
        if (frame.x_range, frame.y_range) != (self.frame.x_range, self.frame.y_range):
            self._box.setRange(xRange=frame.x_range, yRange=frame.y_range, padding=0, disableAutoRange=False)
        self.frame = frame

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event is not None and getattr(self, "_view", None) is not None:
            self.set_view(self._view)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._view is not None:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.fillRect(self.rect(), self._theme.color("card"))
        painter.end()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:  # noqa: N802
        """Paper, grid, axes, shaded parts, band and drop lines."""
        view = self._view
        if view is None:
            return
        self.grid.paint(painter, self.frame, view.saturation)
        taken: list[QRectF] = []
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        if self._theme.name == "projector" and view.saturation:
            columns = saturated_columns(self.frame, view.saturation)
            taken = self.labels.paint_saturation(painter, self.frame, columns, self.saturation_text, self._shadow)
        self._paint_band(painter, view)
        self._paint_drop_lines(painter, view)
        taken += [self._disc(p, self._radius) for p in self._points(view)] if view.curve_name else []
        self.labels.paint_name(painter, self.frame, view.curve_name, view.color, self._shadow, taken)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:  # noqa: N802
        """Tangent, kinks, tensor elements, probe, readout, and what a gesture in progress shows."""
        view = self._view
        if view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_tangent(painter, view)
        self._paint_kinks(painter, view)
        self._paint_points(painter, view)
        self._paint_probe(painter, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.grid.paint_rim(painter, self.frame)
        if self.rubber_band is not None:
            painter.fillRect(self.rubber_band, self._theme.color("accent", 0.15))
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rubber_band)
        if self.has_focus_ring:
            self._paint_focus_ring(painter)

    def _points(self, view: CurveView) -> list[QPointF]:
        """Pixel places of the tensor elements that are in view, without the selected one."""
        return [p for i, p in self._numbered_points(view) if i != view.selected]

    def _numbered_points(self, view: CurveView) -> list[tuple[int, QPointF]]:
        height = self.frame.height
        xs, ys = self.frame.px(view.points_x).tolist(), self.frame.py(view.points_y).tolist()
        return [
            (i, QPointF(x, y))
            for i, (x, y) in enumerate(zip(xs, ys, strict=True))
            if 0 <= x <= self.frame.width and 0 <= y <= height
        ]

    def point_near(self, place: QPointF, reach: float) -> int:
        """Return the index of the tensor element nearest to a pixel within ``reach`` pixels, or -1."""
        if self._view is None:
            return -1
        near = [(math.hypot(p.x() - place.x(), p.y() - place.y()), i) for i, p in self._numbered_points(self._view)]
        distance, index = min(near, default=(math.inf, -1))
        return index if distance <= reach else -1

    def is_near_curve(self, place: QPointF, reach: float) -> bool:
        """Whether the curve passes within ``reach`` pixels of a pixel."""
        return self._shadow.meets(QRectF(place, place), reach)

    def probe_place(self) -> QPointF | None:
        """Return the pixel of the probe, at the plot's edge when it is above or below the view; None if not shown."""
        view = self._view
        if view is None or view.probe_x is None or not self.frame.x_range[0] <= view.probe_x <= self.frame.x_range[1]:
            return None
        y = view.probe_y if view.probe_y is not None and not math.isnan(view.probe_y) else 0.0
        row = min(max(self.frame.py(y), 0.0), self.frame.height)
        return QPointF(self.frame.px(view.probe_x), row)

    def _paint_band(self, painter: QPainter, view: CurveView) -> None:
        if view.y_low is None or view.y_high is None:
            return
        stride = max(1, view.x.size // _BAND_COLUMNS)
        low, high = self._row(view.y_low)[::stride], self._row(view.y_high)[::stride]
        drawn = np.isfinite(low) & np.isfinite(high)
        x, low, high = self.frame.px(view.x)[::stride][drawn], low[drawn], high[drawn]
        outline = pg.functions.arrayToQPolygonF(np.concatenate([x, x[::-1]]), np.concatenate([high, low[::-1]]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(view.color, 0.18))
        painter.drawPolygon(outline)

    def _paint_drop_lines(self, painter: QPainter, view: CurveView) -> None:
        axis = min(max(self.frame.py(0.0), 0.0), self.frame.height)
        for i, point in self._numbered_points(view):
            top, bottom = sorted((axis, point.y()))
            if bottom - top > self._radius:
                place = QRectF(round(point.x()), round(top), 1, round(bottom - top))
                dashes = self._dashes("probe" if i == view.selected else view.color)
                source = QRectF(0, place.top(), 1, place.height())
                painter.drawPixmap(place, dashes, source)

    def _dashes(self, token: str) -> QPixmap:
        """A dashed line as tall as the plot: copying it is far cheaper than stroking a dashed pen."""
        height = round(self.frame.height)
        if token not in self._dash_strips or self._dash_strips[token].height() != height:
            strip = QPixmap(1, height)
            strip.fill(Qt.GlobalColor.transparent)
            painter = QPainter(strip)
            for row in range(0, height, self._theme.px(7)):
                painter.fillRect(0, row, 1, self._theme.px(4), self._theme.color(token, 0.75))
            painter.end()
            self._dash_strips[token] = strip
        return self._dash_strips[token]

    def _paint_tangent(self, painter: QPainter, view: CurveView) -> None:
        if view.tangent is None or view.probe_x is None or view.probe_y is None or not math.isfinite(view.tangent):
            return
        rise = view.tangent * self.frame.y_scale / self.frame.x_scale
        reach = min(_TANGENT_SHARE * self.frame.width, 0.6 * self.frame.height) / math.hypot(1.0, rise)
        middle = QPointF(self.frame.px(view.probe_x), self.frame.py(view.probe_y))
        if not QRectF(0, 0, self.frame.width, self.frame.height).contains(middle):
            return
        pen = QPen(self._theme.color("probe"), max(2.0, self._theme.px(self._theme.tokens.curve_width) * 0.67))
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(middle - QPointF(reach, -reach * rise), middle + QPointF(reach, -reach * rise))

    def _paint_kinks(self, painter: QPainter, view: CurveView) -> None:
        painter.setPen(QPen(self._theme.color(view.color), max(2.0, self._radius / 3.5)))
        painter.setBrush(self._theme.color("card"))
        for x, y in view.kinks:
            if math.isfinite(y):
                painter.drawEllipse(QPointF(self.frame.px(x), self.frame.py(y)), self._radius * 0.7, self._radius * 0.7)

    def _paint_points(self, painter: QPainter, view: CurveView) -> None:
        painter.setPen(self._outline)
        painter.setBrush(self._theme.color(view.color))
        marked: list[tuple[int, QPointF]] = []
        for i, point in self._numbered_points(view):
            if i in (view.selected, view.hovered):
                marked.append((i, point))
            else:
                painter.drawEllipse(point, self._radius, self._radius)
        for i, point in marked:
            token = "probe" if i == view.selected else view.color
            if i == view.hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color(token, 0.25))
                painter.drawEllipse(point, self._radius * 2, self._radius * 2)
            painter.setPen(self._outline)
            painter.setBrush(self._theme.color(token))
            painter.drawEllipse(point, self._radius * 1.3, self._radius * 1.3)

    def _paint_probe(self, painter: QPainter, view: CurveView) -> None:
        place = self.probe_place()
        if place is None or view.probe_y is None:
            return
        painter.setPen(self._outline)
        painter.setBrush(self._theme.color("probe"))
        true_row = self.frame.py(view.probe_y)
        if 0 <= true_row <= self.frame.height:
            painter.drawEllipse(place, self._radius * 1.3, self._radius * 1.3)
        elif not math.isnan(true_row):
            inward = self._radius * (1.8 if true_row < 0 else -1.8)
            corners = [place + QPointF(side * self._radius * 1.2, inward) for side in (-1, 1)]
            painter.drawPolygon(QPolygonF([place, *corners]))
        if view.readout:
            self.labels.paint_readout(painter, self.frame, place, view.readout, self._shadow)
        else:
            self.labels.readout_box = None

    def _paint_focus_ring(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset, radius = self._theme.px(2) / 2, self._theme.px(CARD_RADIUS)
        ring = QRectF(0, 0, self.frame.width, self.frame.height).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, radius - inset, radius - inset)

    @staticmethod
    def _disc(middle: QPointF, radius: float) -> QRectF:
        return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)

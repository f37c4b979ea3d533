"""The painted surface of a curve plot: pyqtgraph's view with paper below the curve and marks above it."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from gui.theme import Theme
from gui.widgets.plain_painting import is_for_file
from gui.widgets.plot_curves import CurveLines, pixel_rows
from gui.widgets.plot_frame import CurveView, PlotFrame, Series
from gui.widgets.plot_grid import CARD_RADIUS, PlotGrid, saturated_columns
from gui.widgets.plot_names import CurveNames
from gui.widgets.plot_readout import PlotLabels

_BAND_COLUMNS = 400
_TANGENT_SHARE = 0.14
_OBSTACLES = 40


class PlotCanvas(pg.GraphicsView):
    """Paints a CurveView. The mouse passes through it to the widget that holds it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.setCacheMode(QGraphicsView.CacheModeFlag(0))
        # Only ``update`` asks for a paint: left to itself the scene asks again for each item it finds changed.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._box = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._box.disableAutoRange()
        self._box.setRange(xRange=(-1, 1), yRange=(-1, 1), padding=0)
        self._box.border = None
        self._box.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setCentralItem(self._box)
        self._lines = CurveLines(self._box)
        self._view: CurveView | None = None
        self._places: list[tuple[int, float, float]] = []
        self.frame = PlotFrame(1, 1, (-1, 1), (-1, 1))
        self.grid = PlotGrid(theme)
        self.labels = PlotLabels(theme)
        self.names = CurveNames(theme)
        self.saturation_text = ""
        self.rubber_band: QRectF | None = None
        self.has_focus_ring = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.grid.set_theme(theme)
        self.labels.set_theme(theme)
        self.names.set_theme(theme)
        self._radius = theme.px(theme.tokens.point_size) / 2
        self._outline = QPen(theme.color("card"), max(1.5, self._radius / 4))
        self._lines.forget()
        self._dash_strips: dict[str, QPixmap] = {}
        self._discs: dict[tuple[str, float], QPixmap] = {}
        if self._view is not None:
            self.set_view(self._view)

    def set_view(self, view: CurveView) -> None:
        """Show ``view`` at the next paint."""
        self._view = view
        frame = PlotFrame(self.width(), self.height(), view.x_range, view.y_range)
        if (frame.x_range, frame.y_range) != (self.frame.x_range, self.frame.y_range):
            self._box.setRange(xRange=frame.x_range, yRange=frame.y_range, padding=0, disableAutoRange=False)
        self.frame = frame
        self._places = _places_in_view(frame, view)
        self._lines.set_series(frame, view.series, self._theme)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None and getattr(self, "_view", None) is not None:
            self.set_view(self._view)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.window().isVisible():
            # The stage has gone: its pictures are several MB each, and a lesson may show it once.
            self.grid.drop_papers()
            self._lines.drop_paper()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is not None and not self._lines.are_still:
            with self._lines.still_ones_in_paper():
                super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        if self._view is None:
            painter.fillRect(self.rect(), self._theme.color("card"))
        else:
            # Every curve is in the paper: the scene with its items has nothing to add.
            whole = QRectF(self.rect())
            self.drawBackground(painter, whole)
            self.drawForeground(painter, whole)
        painter.end()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Paper, grid, axes, shaded parts, curves that are still, band, drop lines and names."""
        view = self._view
        if view is None:
            return
        self._lines.paint_paper(painter, self._theme, self.grid, view.saturation)
        taken: list[QRectF] = []
        shadows = self._lines.shadows
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        if self._theme.name == "projector" and view.saturation and shadows:
            columns = saturated_columns(self.frame, view.saturation)
            taken = self.labels.paint_saturation(painter, self.frame, columns, self.saturation_text, shadows[0])
        for one in view.series:
            self._paint_band(painter, one)
        self._paint_drop_lines(painter, view)
        if not view.has_probe_line:
            taken += [self._kept_clear(x, y) for _, x, y in self._places[:_OBSTACLES]]
            probe = self.probe_place()
            taken += [self._kept_clear(probe.x(), probe.y(), 0.0)] if probe is not None else []
        self.names.paint(painter, self.frame, view, shadows, taken)
        self.labels.name_boxes = self.names.boxes

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Tangent, kinks, tensor elements, probe, readout, and what a gesture in progress shows."""
        view = self._view
        if view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_tangent(painter, view)
        for one in view.series:
            self._paint_kinks(painter, one)
        self._paint_points(painter, view)
        if view.has_probe_line:
            self._paint_probe_line(painter, view)
        else:
            self._paint_probe(painter, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.grid.paint_rim(painter, self.frame)
        if self.rubber_band is not None:
            painter.fillRect(self.rubber_band, self._theme.color("accent", 0.15))
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rubber_band)
        if self.has_focus_ring and not is_for_file():
            self._paint_focus_ring(painter)

    def point_near(self, place: QPointF, reach: float) -> int:
        """Return the index of the tensor element nearest to a pixel within ``reach`` pixels, or -1."""
        near = [(math.hypot(x - place.x(), y - place.y()), i) for i, x, y in self._places]
        distance, index = min(near, default=(math.inf, -1))
        return index if distance <= reach else -1

    def is_near_curve(self, place: QPointF, reach: float) -> bool:
        """Whether a curve passes within ``reach`` pixels of a pixel."""
        return any(shadow.meets(QRectF(place, place), reach) for shadow in self._lines.shadows)

    def is_on_probe(self, place: QPointF, reach: float) -> bool:
        """Whether a pixel lies within ``reach`` pixels of the probe: of its line where it has one."""
        probe = self.probe_place()
        if probe is None or self._view is None:
            return False
        away = place - probe
        return math.hypot(away.x(), 0.0 if self._view.has_probe_line else away.y()) <= reach

    def probe_place(self) -> QPointF | None:
        """Return the pixel of the probe, at the plot's edge when it is above or below the view; None if not shown."""
        view = self._view
        if view is None or view.probe_x is None or not self.frame.x_range[0] <= view.probe_x <= self.frame.x_range[1]:
            return None
        y = view.probe_y
        y = 0.0 if y is None or math.isnan(y) else y
        row = min(max(self.frame.py(y), 0.0), self.frame.height)
        return QPointF(self.frame.px(view.probe_x), row)

    def _paint_band(self, painter: QPainter, one: Series) -> None:
        if one.y_low is None or one.y_high is None:
            return
        stride = max(1, one.x.size // _BAND_COLUMNS)
        low, high = (pixel_rows(self.frame, y)[::stride] for y in (one.y_low, one.y_high))
        drawn = np.isfinite(low) & np.isfinite(high)
        x, low, high = self.frame.px(one.x)[::stride][drawn], low[drawn], high[drawn]
        outline = pg.functions.arrayToQPolygonF(np.concatenate([x, x[::-1]]), np.concatenate([high, low[::-1]]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(one.color, 0.18))
        painter.drawPolygon(outline)

    def _paint_drop_lines(self, painter: QPainter, view: CurveView) -> None:
        axis = min(max(self.frame.py(0.0), 0.0), self.frame.height)
        for i, x, y in self._places:
            if abs(axis - y) > self._radius:
                token = "probe" if i == view.selected else view.color
                self._paint_dashes(painter, token, round(x), 1, round(min(axis, y)), round(abs(axis - y)))

    def _paint_dashes(self, painter: QPainter, token: str, column: int, width: int, top: int, length: int) -> None:
        """Draw a piece of a dashed line that is upright."""
        if is_for_file():
            dash, period = self._theme.px(4), self._theme.px(7)
            for row in range(top - top % period, top + length, period):
                start, end = max(row, top), min(row + dash, top + length)
                if end > start:
                    painter.fillRect(column, start, width, end - start, self._theme.color(token, 0.75))
            return
        painter.drawPixmap(column, top, width, length, self._dashes(token), 0, top, 1, length)

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

    def _paint_kinks(self, painter: QPainter, one: Series) -> None:
        painter.setPen(QPen(self._theme.color(one.color), max(2.0, self._radius / 3.5)))
        painter.setBrush(self._theme.color("card"))
        for x, y in one.kinks:
            if math.isfinite(y):
                painter.drawEllipse(QPointF(self.frame.px(x), self.frame.py(y)), self._radius * 0.7, self._radius * 0.7)

    def _paint_points(self, painter: QPainter, view: CurveView) -> None:
        marked = []
        for i, x, y in self._places:
            if i in (view.selected, view.hovered):
                marked.append((i, QPointF(x, y)))
            else:
                self._paint_disc(painter, view.color, QPointF(x, y))
        for i, point in marked:
            token = "probe" if i == view.selected else view.color
            if i == view.hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color(token, 0.25))
                painter.drawEllipse(point, self._radius * 2, self._radius * 2)
            painter.setPen(self._outline)
            painter.setBrush(self._theme.color(token))
            painter.drawEllipse(point, self._radius * 1.3, self._radius * 1.3)

    def _paint_disc(self, painter: QPainter, token: str, place: QPointF) -> None:
        if is_for_file():
            self._draw_disc(painter, token, place)
            return
        reach = self._radius + self._outline.widthF()
        painter.drawPixmap(place - QPointF(reach, reach), self._disc(token, painter.device().devicePixelRatioF()))

    def _draw_disc(self, painter: QPainter, token: str, place: QPointF) -> None:
        painter.setPen(self._outline)
        painter.setBrush(self._theme.color(token))
        painter.drawEllipse(place, self._radius, self._radius)

    def _disc(self, token: str, ratio: float) -> QPixmap:
        """A tensor element's mark, drawn once and copied to each place."""
        if (token, ratio) not in self._discs:
            reach = self._radius + self._outline.widthF()
            disc = QPixmap(math.ceil(2 * reach * ratio), math.ceil(2 * reach * ratio))
            disc.setDevicePixelRatio(ratio)
            disc.fill(Qt.GlobalColor.transparent)
            painter = QPainter(disc)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_disc(painter, token, QPointF(reach, reach))
            painter.end()
            self._discs[token, ratio] = disc
        return self._discs[token, ratio]

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
            self.labels.paint_readout(painter, self.frame, place, view.readout, self._lines.shadows[0])
        else:
            self.labels.readout_box = None

    def _paint_probe_line(self, painter: QPainter, view: CurveView) -> None:
        place = self.probe_place()
        if place is None:
            return
        width = max(2, round(self._theme.px(self._theme.tokens.curve_width) * 0.67))
        column = round(place.x() - width / 2)
        self._paint_dashes(painter, "probe", column, width, 0, round(self.frame.height))
        for one in view.series:
            row = self.frame.py(one.probe_y) if one.probe_y is not None else math.nan
            if 0 <= row <= self.frame.height:
                self._paint_disc(painter, one.color, QPointF(place.x(), row))

    def _paint_focus_ring(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset, radius = self._theme.px(2) / 2, self._theme.px(CARD_RADIUS)
        ring = QRectF(0, 0, self.frame.width, self.frame.height).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, radius - inset, radius - inset)

    def _kept_clear(self, x: float, y: float, drop: float = 1.0) -> QRectF:
        """The room of a mark and its drop line, where no name should stand."""
        reach = self._radius * 1.3 + self._theme.px(4)
        foot = y + drop * (min(max(self.frame.py(0.0), 0.0), self.frame.height) - y)
        return QRectF(x - reach, min(y, foot) - reach, 2 * reach, abs(y - foot) + 2 * reach)


def _places_in_view(frame: PlotFrame, view: CurveView) -> list[tuple[int, float, float]]:
    """Return (index, pixel column, pixel row) of the tensor elements that are in view."""
    xs, ys = frame.px(view.points_x).tolist(), frame.py(view.points_y).tolist()
    return [
        (i, x, y)
        for i, (x, y) in enumerate(zip(xs, ys, strict=True))
        if 0 <= x <= frame.width and 0 <= y <= frame.height
    ]

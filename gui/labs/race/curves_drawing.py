"""The picture of the race's curves, drawn in small steps: the window need not stand still for all of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from gui.labs.race.look import paint_series_marker, series_dash, series_token
from gui.theme import Theme
from gui.widgets.plain_painting import clips
from gui.widgets.plot_frame import Array, PlotFrame, cut_to_height, nice_step
from gui.widgets.plot_grid import tick_text, ticks
from gui.widgets.series_look import curve_pen

_BAND_ALPHA = 0.16
_LOWEST_LOG = 1e-6
_MOST_POINTS = 250


@dataclass(frozen=True, slots=True, eq=False)
class CurveLine:
    """One entrant's line: ``mean`` and ``spread`` (n,) over ``epochs`` (n,); NaN where there is nothing."""

    name: str
    series: int
    mean: Array
    spread: Array


@dataclass(frozen=True, slots=True, eq=False)
class CurvesView:
    """What the plot shows.

    Attributes:
        epochs: (n,) whole numbers from 0.  last_epoch: how far the axis reaches at least.
        log_scale: whether the y axis is logarithmic.  is_share: y is between 0 and 1, said in per cent.
        target: a line at the target, None for none.
        x_name: of the x axis.  y_name: title of the whole.  epoch_name: ``에폭 {epoch}`` with its place to fill.
        spoken: a sentence for screen readers.
    """

    epochs: Array
    lines: tuple[CurveLine, ...]
    last_epoch: int = 0
    log_scale: bool = False
    is_share: bool = False
    target: float | None = None
    x_name: str = ""
    y_name: str = ""
    epoch_name: str = "{epoch}"
    spoken: str = ""


class CurvesDrawing:
    """One view in one size and theme. ``picture`` is whole after every one of ``steps``."""

    def __init__(self, view: CurvesView, theme: Theme, size: QSize, ratio: float, has_title: bool) -> None:
        self.view, self._theme, self._size, self._ratio, self._has_title = view, theme, size, ratio, has_title
        self._width, self._height = size.width(), size.height()
        self._small = theme.font("small_font")
        self._metrics = QFontMetricsF(self._small)
        self.box = self._box()
        self.frame = self._frame()
        self.picture = QPixmap(max(1, round(self._width * ratio)), max(1, round(self._height * ratio)))
        self.picture.setDevicePixelRatio(ratio)
        self._steps = self._draw()

    def fits(self, theme: Theme, size: QSize, ratio: float, has_title: bool) -> bool:
        """Return whether it is what a plot of this size and theme shows."""
        same = self._theme is theme and self._size == size
        return same and self._ratio == ratio and self._has_title == has_title

    def step(self) -> bool:
        """Draw one line or band more; return whether there was one."""
        return next(self._steps, False)

    def finish(self) -> None:
        """Draw all that is missing."""
        while self.step():
            pass

    def to_pixel(self, epoch: float, value: float) -> QPointF:
        """Return where a value is in the plot's pixels."""
        row = float(self._scaled(np.array(value)))
        return QPointF(self.box.left() + self.frame.px(epoch), self.box.top() + self.frame.py(row))

    # --- geometry ---

    def _box(self) -> QRectF:
        """Return where the curves are: room for numbers at the left, for epochs below, for names at the right."""
        theme, metrics = self._theme, self._metrics
        left = metrics.horizontalAdvance("0.0000") + theme.px(8)
        names = max((metrics.horizontalAdvance(line.name) for line in self.view.lines), default=0.0)
        right = min(names + metrics.height() + theme.px(16), self._width * 0.4)
        top = metrics.height() * (1.6 if self._has_title else 0.6)
        bottom = metrics.height() + theme.px(6)
        return QRectF(left, top, max(10.0, self._width - left - right), max(10.0, self._height - top - bottom))

    def _frame(self) -> PlotFrame:
        view, box = self.view, self._box()
        last = float(view.epochs[-1]) if len(view.epochs) else 0.0
        # The axis grows in steps: the paper is drawn anew a few times, not with every epoch.
        reach = max(float(view.last_epoch), 10.0)
        while reach < last:
            reach = nice_step(reach * 1.01)
        low, high = self._y_range()
        return PlotFrame(box.width(), box.height(), (0.0, reach), (low, high))

    def _y_range(self) -> tuple[float, float]:
        view = self.view
        if view.is_share:
            return 0.0, 1.02
        tops = [self._scaled(line.mean + line.spread) for line in view.lines]
        values = np.concatenate([t[np.isfinite(t)] for t in tops]) if tops else np.zeros(0)
        high = float(values.max()) if len(values) else 1.0
        if not view.log_scale:
            # A network that explodes must not press the others flat.
            starts = sorted(
                float(line.mean[0]) for line in view.lines if len(line.mean) and math.isfinite(line.mean[0])
            )
            usual = starts[len(starts) // 2] if starts else 1.0
            top = max(min(high, 2 * usual), 1e-3)
            step = nice_step(top / 6)
            return 0.0, step * math.ceil(top / step)
        means = [self._scaled(line.mean) for line in view.lines]
        lows = np.concatenate([m[np.isfinite(m)] for m in means]) if means else np.zeros(0)
        low = float(lows.min()) if len(lows) else -1.0
        return math.floor(low - 0.05), max(math.ceil(min(high, low + 12)), math.floor(low - 0.05) + 1)

    def _scaled(self, values: Array) -> Array:
        if not self.view.log_scale or self.view.is_share:
            return values
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log10(np.maximum(values, _LOWEST_LOG))

    # --- drawing ---

    def _draw(self) -> Iterator[bool]:
        self.picture.fill(self._theme.color("card"))
        for layer in self._layers():
            painter = QPainter(self.picture)
            layer(painter)
            painter.end()
            yield True

    def paint(self, painter: QPainter) -> None:
        """Paint everything with another painter, for a file."""
        painter.fillRect(QRectF(0, 0, self._width, self._height), self._theme.color("card"))
        for layer in self._layers():
            painter.save()
            layer(painter)
            painter.restore()

    def _layers(self) -> Iterator[Callable[[QPainter], None]]:
        """Yield what draws the parts, the lowest first."""
        frame, box = self.frame, self.box
        yield lambda painter: self._draw_paper(painter, frame, box)
        yield lambda painter: self._paint_target(painter, frame)
        lines = [(line, *self._thinned(line)) for line in self.view.lines]
        for line, xs, mean, spread in lines:
            yield partial(self._paint_band, line=line, xs=xs, mean=mean, spread=spread)
        for line, xs, mean, _ in lines:
            yield partial(self._paint_line, line=line, xs=xs, mean=mean)
        yield self._paint_names

    def _go_inside(self, painter: QPainter) -> None:
        painter.setClipRect(self.box.adjusted(-1, -1, 1, 1))
        painter.translate(self.box.topLeft())

    def _paint_line(self, painter: QPainter, line: CurveLine, xs: Array, mean: Array) -> None:
        self._go_inside(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen(line))
        columns, rows = self.frame.px(xs), self.frame.py(self._scaled(mean))
        if not clips(painter):
            columns, rows = cut_to_height(columns, rows, self.frame.height)
        for piece in _pieces(columns, rows):
            painter.drawPolyline(piece)

    def _pen(self, line: CurveLine) -> QPen:
        pen = curve_pen(self._theme, series_token(line.series), series_dash(line.series))
        if len(self.view.lines) > 4:
            pen.setWidthF(max(1.5, pen.widthF() * 0.75))
        return pen

    def _thinned(self, line: CurveLine) -> tuple[Array, Array, Array]:
        """Return (epochs, mean, spread) with no more points than can be seen, the last one included."""
        count = len(self.view.epochs)
        step = max(1, count // _MOST_POINTS)
        chosen = np.arange(count)[::-step][::-1]  # the last one included
        return self.view.epochs[chosen], line.mean[chosen], line.spread[chosen]

    def _paint_band(self, painter: QPainter, line: CurveLine, xs: Array, mean: Array, spread: Array) -> None:
        if not np.any(spread > 0):
            return
        frame = self.frame
        self._go_inside(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(series_token(line.series), _BAND_ALPHA))
        columns = frame.px(xs)
        upper, lower = frame.py(self._scaled(mean + spread)), frame.py(self._scaled(mean - spread))
        fine = np.isfinite(upper) & np.isfinite(lower)
        if fine.sum() < 2:
            return
        low, high = (-1e4, 1e4) if clips(painter) else (0.0, frame.height)
        rows = np.clip(np.concatenate([upper[fine], lower[fine][::-1]]), low, high)
        painter.drawPolygon(arrayToQPolygonF(np.concatenate([columns[fine], columns[fine][::-1]]), rows))

    def _paint_target(self, painter: QPainter, frame: PlotFrame) -> None:
        if self.view.target is None:
            return
        row = self.box.top() + frame.py(float(self._scaled(np.array(self.view.target))))
        painter.setPen(QPen(self._theme.color("axis"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(self.box.left(), row), QPointF(self.box.right(), row))

    def _draw_paper(self, painter: QPainter, frame: PlotFrame, box: QRectF) -> None:
        theme, metrics = self._theme, self._metrics
        painter.setFont(self._small)
        x_step, xs = ticks(frame.x_range, frame.width, 5 * metrics.height())
        for x in xs:
            at = math.floor(box.left() + frame.px(x))
            painter.fillRect(QRectF(at, box.top(), 1, box.height()), theme.color("grid"))
            said = tick_text(x, x_step)
            width = metrics.horizontalAdvance(said)
            painter.setPen(theme.color("muted"))
            if at + width / 2 < box.right():
                painter.drawText(QPointF(at - width / 2, box.bottom() + metrics.ascent() + theme.px(4)), said)
        for y, said in self._y_ticks(frame):
            at = math.floor(box.top() + frame.py(y))
            painter.fillRect(QRectF(box.left(), at, box.width(), 1), theme.color("grid"))
            painter.setPen(theme.color("muted"))
            left = box.left() - theme.px(6) - metrics.horizontalAdvance(said)
            painter.drawText(QPointF(left, at + metrics.ascent() / 2 - theme.px(1)), said)
        painter.fillRect(QRectF(box.left(), box.top(), 1, box.height()), theme.color("axis"))
        painter.fillRect(QRectF(box.left(), math.floor(box.bottom()), box.width(), 1), theme.color("axis"))
        if self._has_title:
            title = metrics.elidedText(self.view.y_name, Qt.TextElideMode.ElideRight, self._width - theme.px(8))
            painter.drawText(QPointF(theme.px(4), metrics.ascent()), title)
        width = metrics.horizontalAdvance(self.view.x_name)
        right = min(box.right() + theme.px(8), self._width - width - theme.px(2))
        painter.drawText(QPointF(right, box.bottom() + metrics.ascent() + theme.px(4)), self.view.x_name)

    def _y_ticks(self, frame: PlotFrame) -> list[tuple[float, str]]:
        low, high = frame.y_range
        if self.view.log_scale and not self.view.is_share:
            exponents = range(math.ceil(low), math.floor(high) + 1)
            stride = max(1, round(len(exponents) * 2 * self._metrics.height() / max(frame.height, 1)))
            return [(float(n), f"{10.0**n:g}") for n in exponents if n % stride == 0]
        step, found = ticks(frame.y_range, frame.height, 2.2 * self._metrics.height())
        if self.view.is_share:
            return [(y, f"{100 * y:.0f} %") for y in found]
        return [(y, tick_text(y, step)) for y in found]

    def _paint_names(self, painter: QPainter) -> None:
        """Write each name level with the end of its line; names that would meet stand one below the other.

        The line that leads to a name stays outside the plot: inside it would look like a part of the curve.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame, box = self.frame, self.box
        height = self._metrics.height()
        ends = []
        for line in self.view.lines:
            fine = np.flatnonzero(np.isfinite(line.mean))
            row = float(frame.py(self._scaled(line.mean[fine[-1:]]))[0]) if len(fine) else frame.height
            ends.append((min(max(row, 0.0), frame.height), line))
        ends.sort(key=lambda end: end[0])
        rows = _apart([row for row, _ in ends], height, frame.height - height * 0.2)
        painter.setFont(self._small)
        theme = self._theme
        left = box.right() + theme.px(12)
        for (row, line), at in zip(ends, rows, strict=True):
            painter.setPen(QPen(theme.color(series_token(line.series), 0.35), 1))
            painter.drawLine(QPointF(box.right(), box.top() + row), QPointF(left - theme.px(3), box.top() + at))
            paint_series_marker(
                painter, theme, line.series, QPointF(left + height * 0.3, box.top() + at), height * 0.28
            )
            room = self._width - left - height * 0.8
            said = self._metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, room)
            painter.setPen(theme.color("ink"))
            painter.drawText(QPointF(left + height * 0.8, box.top() + at + self._metrics.ascent() * 0.4), said)


def _pieces(xs: Array, ys: Array) -> list[QPolygonF]:
    """Return the line as unbroken pieces: NaN is a gap."""
    fine = np.isfinite(ys)
    bounded = np.clip(np.where(fine, ys, 0.0), -1e4, 1e4)
    pieces: list[QPolygonF] = []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], fine.astype(np.int8), [0]))))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        pieces.append(arrayToQPolygonF(xs[first:last], bounded[first:last]))
    return pieces


def _apart(rows: Sequence[float], gap: float, bottom: float) -> list[float]:
    """Return ascending ``rows`` pushed at least ``gap`` apart, none below ``bottom`` if there is room."""
    placed: list[float] = []
    for row in rows:
        placed.append(max(row, placed[-1] + gap) if placed else row)
    excess = max(0.0, placed[-1] - bottom) if placed else 0.0
    for i in range(len(placed) - 1, -1, -1):
        limit = bottom if i == len(placed) - 1 else placed[i + 1] - gap
        if excess:
            placed[i] = min(placed[i], limit)
    return placed

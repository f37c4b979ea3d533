"""Grid, axes and tick numbers of a plot, drawn once per view into an opaque pixmap and copied from then on."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from gui.theme import Theme
from gui.widgets.plain_painting import is_for_file
from gui.widgets.plot_frame import PlotFrame, Span, nice_step

CARD_RADIUS = 14
_NUMBER_GAP = 5
_X_GAP_EM = 4.2
_Y_GAP_EM = 3.0


def ticks(span: Span, pixels: float, least_gap: float) -> tuple[float, list[float]]:
    """Return (step, tick values inside ``span``), at least ``least_gap`` pixels apart; steps are 1, 2, 5 × 10ᵏ."""
    low, high = span
    step = nice_step((high - low) * least_gap / max(pixels, 1.0))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return step, [k * step for k in range(first, last + 1)]


def tick_text(value: float, step: float) -> str:
    """Return a tick's number with as many decimals as its step needs and a true minus sign."""
    if abs(value) < step / 2:
        return "0"
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    plain = digits <= 4 and abs(value) < 1e6
    return (f"{value:.{digits}f}" if plain else f"{value:.6g}").replace("-", "−")


class PlotGrid:
    """The paper of a plot. ``paint`` is a copy of pixels as long as view, size and theme stay the same."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._frame: PlotFrame | None = None
        self._papers: dict[str, QPixmap] = {}
        self._ratio = 0.0
        self._corners: list[QPixmap] = []

    def set_theme(self, theme: Theme) -> None:
        """Draw with another theme from now on."""
        self._theme = theme
        self._papers.clear()
        self._corners.clear()

    def drop_papers(self) -> None:
        """Give the pictures back; the next paint makes others."""
        self._papers.clear()

    def tick_positions(self, frame: PlotFrame) -> tuple[list[float], list[float]]:
        """Return (x ticks, y ticks) in the units of the axes."""
        (_, xs), (_, ys) = self._ticks(frame)
        return xs, ys

    def paint(self, painter: QPainter, frame: PlotFrame, saturation: tuple[Span, ...]) -> None:
        """Draw paper, grid, axes and numbers; over each ``saturation`` interval of x on shaded paper."""
        if is_for_file():
            self._paint_for_file(painter, frame, saturation)
            return
        ratio = painter.device().devicePixelRatioF()
        if frame != self._frame or ratio != self._ratio:
            self._papers.clear()
            if ratio != self._ratio:
                self._corners.clear()
            self._frame, self._ratio = frame, ratio
        painter.drawPixmap(QPointF(0, 0), self._paper("card"))
        for left, right in saturated_columns(frame, saturation):
            source = QRectF(left * ratio, 0, (right - left) * ratio, frame.height * ratio)
            painter.drawPixmap(QRectF(left, 0, right - left, frame.height), self._paper("saturation"), source)

    def paint_rim(self, painter: QPainter, frame: PlotFrame) -> None:
        """Draw the card's border and round corners over whatever reaches into them."""
        radius = self._theme.px(CARD_RADIUS)
        if is_for_file():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_outside(painter, QRectF(0, 0, frame.width, frame.height), radius)
            return
        if not self._corners:
            self._corners = [self._corner(radius, x, y) for y in (0, 1) for x in (0, 1)]
        width, height = frame.width, frame.height
        border = self._theme.color("border")
        painter.fillRect(QRectF(radius, 0, width - 2 * radius, 1), border)
        painter.fillRect(QRectF(radius, height - 1, width - 2 * radius, 1), border)
        painter.fillRect(QRectF(0, radius, 1, height - 2 * radius), border)
        painter.fillRect(QRectF(width - 1, radius, 1, height - 2 * radius), border)
        places = ((0, 0), (width - radius, 0), (0, height - radius), (width - radius, height - radius))
        for corner, (x, y) in zip(self._corners, places, strict=True):
            painter.drawPixmap(QPointF(x, y), corner)

    def _corner(self, radius: int, right: int, bottom: int) -> QPixmap:
        pixmap = _transparent(radius, radius, max(self._ratio, 1.0))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-right * radius, -bottom * radius)
        self._paint_outside(painter, QRectF(0, 0, 2 * radius, 2 * radius), radius)
        painter.end()
        return pixmap

    def _paint_outside(self, painter: QPainter, box: QRectF, radius: float) -> None:
        outside = QPainterPath()
        outside.addRect(box)
        card = QPainterPath()
        card.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
        painter.fillPath(outside - card, self._theme.color("background"))
        painter.strokePath(card, QPen(self._theme.color("border"), 1))

    def _paint_for_file(self, painter: QPainter, frame: PlotFrame, saturation: tuple[Span, ...]) -> None:
        columns = saturated_columns(frame, saturation)
        painter.fillRect(QRectF(0, 0, frame.width, frame.height), self._theme.color("card"))
        for left, right in columns:
            painter.fillRect(QRectF(left, 0, right - left, frame.height), self._theme.color("saturation"))
        shades = self._theme.color("saturation"), self._theme.color("card")
        self._draw(painter, frame, lambda x: shades[0] if any(low <= x < high for low, high in columns) else shades[1])

    def _ticks(self, frame: PlotFrame) -> tuple[tuple[float, list[float]], tuple[float, list[float]]]:
        em = self._theme.px(self._theme.tokens.small_font)
        return (
            ticks(frame.x_range, frame.width, _X_GAP_EM * em),
            ticks(frame.y_range, frame.height, _Y_GAP_EM * em),
        )

    def _paper(self, token: str) -> QPixmap:
        if token not in self._papers:
            self._papers[token] = self._drawn(token)
        return self._papers[token]

    def _drawn(self, token: str) -> QPixmap:
        assert self._frame is not None
        frame = self._frame
        pixmap = QPixmap(round(frame.width * self._ratio), round(frame.height * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(self._theme.color(token))
        painter = QPainter(pixmap)
        color = self._theme.color(token)
        self._draw(painter, frame, lambda _column: color)
        painter.end()
        return pixmap

    def _draw(self, painter: QPainter, frame: PlotFrame, paper: Callable[[float], QColor]) -> None:
        """Draw lines and numbers on a paper that is filled already, at each column with the colour ``paper`` gives."""
        (x_step, xs), (y_step, ys) = self._ticks(frame)
        grid, axis = self._theme.color("grid"), self._theme.color("axis")
        thick = max(1, round(self._theme.px(self._theme.tokens.curve_width) / 3))
        for x in xs:
            painter.fillRect(QRectF(math.floor(frame.px(x)), 0, 1, frame.height), grid)
        for y in ys:
            painter.fillRect(QRectF(0, math.floor(frame.py(y)), frame.width, 1), grid)
        painter.fillRect(QRectF(math.floor(frame.px(0.0)), 0, thick, frame.height), axis)
        painter.fillRect(QRectF(0, math.floor(frame.py(0.0)), frame.width, thick), axis)
        numbers = _TickNumbers(painter, frame, self._theme, paper)
        numbers.along_x(xs, lambda v: tick_text(v, x_step))
        numbers.along_y(ys, lambda v: tick_text(v, y_step))


class _TickNumbers:
    """Writes the numbers beside the axes, or along the edge when an axis is out of view."""

    def __init__(self, painter: QPainter, frame: PlotFrame, theme: Theme, paper: Callable[[float], QColor]) -> None:
        self._painter, self._frame, self._theme, self._paper = painter, frame, theme, paper
        font = theme.font("small_font")
        self._metrics = QFontMetricsF(font)
        self._gap = theme.px(_NUMBER_GAP)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        self._axis_x, self._axis_y = frame.px(0.0), frame.py(0.0)
        self._has_y_axis = 0 <= self._axis_x < frame.width
        self._has_x_axis = 0 <= self._axis_y < frame.height

    def along_x(self, values: list[float], text: Callable[[float], str]) -> None:
        """Write below the x-axis, to the right of each grid line; above it when there is no room below."""
        top = number_row(self._frame, self._metrics.height(), self._theme)
        for value in values:
            self._write(text(value), self._frame.px(value) + self._gap, top)

    def along_y(self, values: list[float], text: Callable[[float], str]) -> None:
        """Write to the right of the y-axis, above each grid line; to its left when there is no room right."""
        widest = max((self._metrics.horizontalAdvance(text(v)) for v in values), default=0.0)
        left = self._axis_x + self._gap
        right_aligned = left + widest > self._frame.width - self._gap
        for value in values:
            said = text(value)
            if said == "0" and self._has_x_axis and self._has_y_axis:
                continue
            width = self._metrics.horizontalAdvance(said)
            x = min(self._axis_x, self._frame.width) - self._gap - width if right_aligned else max(left, self._gap)
            self._write(said, x, self._frame.py(value) - self._metrics.height())

    def _write(self, text: str, left: float, top: float) -> None:
        width, height = self._metrics.horizontalAdvance(text), self._metrics.height()
        whole = QRectF(2, 2, self._frame.width - 4, self._frame.height - 4)
        box = QRectF(left, top, width, height)
        if whole.contains(box):
            self._painter.fillRect(box.adjusted(-1, 2, 1, -1), self._paper(left))
            self._painter.drawText(QPointF(left, top + self._metrics.ascent()), text)


def number_row(frame: PlotFrame, height: float, theme: Theme) -> float:
    """Return the upper edge of the numbers along x: below the axis, above it where there is no room below."""
    gap = theme.px(_NUMBER_GAP) / 2
    axis, bottom = frame.py(0.0), frame.height - height - gap
    top = axis + gap
    if top > bottom and 0 <= axis < frame.height:
        top = axis - height - gap
    return min(max(top, gap), bottom)


def saturated_columns(frame: PlotFrame, saturation: tuple[Span, ...]) -> list[tuple[float, float]]:
    """Return the whole-pixel (left, right) columns of the intervals that are in view."""
    columns = []
    for low, high in saturation:
        left = round(frame.px(max(low, frame.x_range[0])))
        right = round(frame.px(min(high, frame.x_range[1])))
        if right > left:
            columns.append((float(left), float(right)))
    return columns


def _transparent(width: int, height: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    return pixmap

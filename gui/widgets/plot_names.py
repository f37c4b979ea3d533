"""The names at the curves: beside their own curve, clear of the others and of each other."""

from __future__ import annotations

from itertools import product

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.theme import Theme
from gui.widgets.plot_frame import PlotFrame, Series
from gui.widgets.plot_readout import CurveShadow, is_inside, text_size
from gui.widgets.series_look import paint_sample, sample_width

_ONE_NAME_PLACES = (0.78, 0.7, 0.86, 0.62, 0.56, 0.9, 0.4, 0.3, 0.2, 0.12)
# Where the plot is shared, names begin at the two ends in turn: there most curves part.
_MANY_NAME_PLACES = tuple(
    tuple(round(end + sign * 0.04 * k, 2) for k in range(20)) for end, sign in ((0.86, -1), (0.14, 1))
)
_SIDES = (-1, 1)


class CurveNames:
    """Places and draws the names of the curves of one plot."""

    def __init__(self, theme: Theme) -> None:
        self.boxes: list[QRectF] = []
        self._places: list[tuple[QRectF | None, QPointF | None]] = []
        self._key: tuple[object, ...] = ()
        self._kept: tuple[CurveShadow, ...] = ()  # what the ids in the key belong to
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Write with another theme from now on."""
        self._theme = theme
        self._font, self._font_of_many = theme.font("readout_font", bold=True), theme.font("small_font", bold=True)
        self._metrics, self._metrics_of_many = QFontMetricsF(self._font), QFontMetricsF(self._font_of_many)
        self._small_metrics = QFontMetricsF(theme.font("small_font"))
        self._key = ()

    def paint(
        self,
        painter: QPainter,
        frame: PlotFrame,
        series: tuple[Series, ...],
        shadows: tuple[CurveShadow, ...],
        taken: list[QRectF],
    ) -> None:
        """Write each curve's name beside it: off every curve, off the y-axis, off the ``taken`` boxes and each other.

        With several curves a piece of the line stands before each name. Words too faint in the curve's colour are
        written in ink.
        """
        names = tuple(one.name for one in series)
        boxes = [(box.x(), box.y(), box.width(), box.height()) for box in taken]
        key = (frame, names, tuple(map(id, shadows)), boxes)
        if key != self._key:
            self._key, self._kept = key, shadows
            self._places = self._name_places(frame, names, shadows, taken)
        self.boxes = [box for box, _ in self._places if box is not None]
        for one, (box, foot) in zip(series, self._places, strict=True):
            if box is not None:
                self._paint_name(painter, one, box, foot, len(series) > 1)

    def _paint_name(self, painter: QPainter, one: Series, box: QRectF, foot: QPointF | None, sampled: bool) -> None:
        theme = self._theme
        left = box.left()
        if foot is not None:
            painter.setPen(QPen(theme.color("muted"), 1))
            painter.drawLine(QPointF(box.center().x(), box.bottom() if foot.y() > box.bottom() else box.top()), foot)
        if sampled:
            paint_sample(painter, theme, one.color, one.dash, QPointF(left, box.center().y()))
            left += self._before_name()
        painter.setFont(self._font if not sampled else self._font_of_many)
        painter.setPen(theme.color(theme.for_words(one.color)))
        ascent = (self._metrics if not sampled else self._metrics_of_many).ascent()
        painter.drawText(QPointF(left, box.top() + ascent), one.name)

    def _before_name(self) -> int:
        return sample_width(self._theme) + self._theme.px(6)

    def _name_places(
        self, frame: PlotFrame, names: tuple[str, ...], shadows: tuple[CurveShadow, ...], taken: list[QRectF]
    ) -> list[tuple[QRectF | None, QPointF | None]]:
        """Return for each name its box, and where a thin line leads to if the curve is not right beside it."""
        places: list[tuple[QRectF | None, QPointF | None]] = []
        busy = [*taken, *self._tick_numbers(frame)]
        sampled = len(names) > 1
        for i, name in enumerate(names):
            metrics = self._metrics_of_many if sampled else self._metrics
            size = text_size(metrics, name)
            if sampled:
                size.setWidth(size.width() + self._before_name())
            place = self._name_place(frame, size, i, shadows, busy) if name else (None, None)
            if place[0] is not None:
                margin = self._theme.px(4)
                busy.append(place[0].adjusted(-margin, -margin, margin, margin))
            places.append(place)
        return places

    def _tick_numbers(self, frame: PlotFrame) -> tuple[QRectF, QRectF]:
        gap = self._theme.px(8)
        axis_x, axis_y = frame.px(0.0), frame.py(0.0)
        below = QRectF(0, axis_y - 1, frame.width, self._small_metrics.height() + gap)
        right = QRectF(axis_x - 1, 0, 3 * gap + self._small_metrics.horizontalAdvance("−0.0"), frame.height)
        return below, right

    def _name_place(
        self, frame: PlotFrame, size: QSizeF, own: int, shadows: tuple[CurveShadow, ...], busy: list[QRectF]
    ) -> tuple[QRectF | None, QPointF | None]:
        gap = self._theme.px(8)
        others = [shadow for i, shadow in enumerate(shadows) if i != own]
        steps = (0.0,) if len(shadows) == 1 else (0.0, size.height(), 2 * size.height(), 3.5 * size.height())
        columns = _ONE_NAME_PLACES if len(shadows) == 1 else _MANY_NAME_PLACES[own % 2]
        for away, place, side in product(steps, columns, _SIDES):
            middle = place * frame.width
            rows = shadows[own].rows(middle - size.width() / 2 - gap, middle + size.width() / 2 + gap)
            if rows is None:
                continue
            top = rows[0] - gap - away - size.height() if side < 0 else rows[1] + gap + away
            box = QRectF(QPointF(middle - size.width() / 2, top), size)
            if not is_inside(box, frame) or any(box.intersects(other) for other in busy):
                continue
            if any(other.meets(box, 2) for other in others):
                continue
            foot = shadows[own].rows(middle - 1, middle + 1)
            if away and foot is None:
                continue
            return box, QPointF(middle, foot[0] if side < 0 else foot[1]) if away and foot else None
        return None, None

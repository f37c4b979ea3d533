"""The names at the curves: beside their own curve, clear of the others and of each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.theme import Theme
from gui.widgets.plot_frame import CurveView, PlotFrame, Series
from gui.widgets.plot_grid import number_row
from gui.widgets.plot_readout import CurveShadow, is_inside, text_size
from gui.widgets.series_look import paint_sample, sample_width

_ONE_NAME_PLACES = (0.78, 0.7, 0.86, 0.62, 0.56, 0.9, 0.4, 0.3, 0.2, 0.12)
# Where the plot is shared, names begin at the two ends in turn: there most curves part.
_MANY_NAME_PLACES = tuple(
    tuple(round(end + sign * 0.04 * k, 2) for k in range(20)) for end, sign in ((0.86, -1), (0.14, 1))
)
_DISTANCES = (0.0, 1.0, 2.0, 3.5)  # in heights of the name
_SIDES = (-1, 1)
Spot = tuple[float, float, int]  # distance, place along x, side


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands, and where a thin line leads to if its curve is not right beside it."""

    box: QRectF
    foot: QPointF | None
    spot: Spot


class CurveNames:
    """Places and draws the names of the curves of one plot, and the plot's title in a corner."""

    def __init__(self, theme: Theme) -> None:
        self.boxes: list[QRectF] = []
        self._places: list[_Place | None] = []
        self._title_box: QRectF | None = None
        self._numbers: tuple[QRectF, ...] = ()
        self._key: tuple[object, ...] = ()
        self._kept: tuple[CurveShadow, ...] = ()  # what the ids in the key belong to
        self._spots: dict[int, Spot] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Write with another theme from now on."""
        self._theme = theme
        self._fonts = theme.font("readout_font", bold=True), theme.font("base_font", bold=True)
        if theme.name == "projector":
            self._fonts = self._fonts[0], theme.font("small_font", bold=True)
        self._metrics = tuple(QFontMetricsF(font) for font in self._fonts)
        self._small_metrics = QFontMetricsF(theme.font("small_font"))
        self._key = ()

    def paint(
        self,
        painter: QPainter,
        frame: PlotFrame,
        view: CurveView,
        shadows: tuple[CurveShadow, ...],
        taken: list[QRectF],
    ) -> None:
        """Write each curve's name beside it: off every curve, off the y-axis, off the ``taken`` boxes and each other.

        With several curves a piece of the line stands before each name. Words too faint in the curve's colour are
        written in ink.
        """
        names = tuple(one.name for one in view.series)
        boxes = [(box.x(), box.y(), box.width(), box.height()) for box in taken]
        key = (frame, view.title, names, tuple(map(id, shadows)), boxes)
        if key != self._key:
            self._key, self._kept = key, shadows
            self._find_places(frame, view.title, names, shadows, taken)
        self.boxes = [place.box for place in self._places if place is not None]
        for one, place in zip(view.series, self._places, strict=True):
            if place is not None:
                self._paint_name(painter, one, place, len(names) > 1)
        if self._title_box is not None:
            painter.setFont(self._fonts[1])
            painter.setPen(self._theme.color("muted"))
            painter.drawText(self._title_box.topLeft() + QPointF(0, self._metrics[1].ascent()), view.title)

    def _paint_name(self, painter: QPainter, one: Series, place: _Place, is_shared: bool) -> None:
        theme, box = self._theme, place.box
        left = box.left()
        if place.foot is not None:
            painter.setPen(QPen(theme.color("muted"), 1))
            from_below = place.foot.y() > box.bottom()
            painter.drawLine(QPointF(box.center().x(), box.bottom() if from_below else box.top()), place.foot)
        if is_shared:
            paint_sample(painter, theme, one.color, one.dash, QPointF(left, box.center().y()))
            left += self._before_name()
        painter.setFont(self._fonts[is_shared])
        painter.setPen(theme.color(theme.for_words(one.color)))
        painter.drawText(QPointF(left, box.top() + self._metrics[is_shared].ascent()), one.name)

    def _before_name(self) -> int:
        return sample_width(self._theme) + 3 * self._theme.px(self._theme.tokens.curve_width)

    def _find_places(
        self,
        frame: PlotFrame,
        title: str,
        names: tuple[str, ...],
        shadows: tuple[CurveShadow, ...],
        taken: list[QRectF],
    ) -> None:
        self._numbers = self._tick_numbers(frame)
        busy = [*self._numbers, *taken]
        self._title_box = self._corner(frame, text_size(self._metrics[1], title), shadows) if title else None
        if self._title_box is not None:
            busy.append(self._title_box)
        self._places = []
        margin = self._theme.px(4)
        for i, name in enumerate(names):
            size = text_size(self._metrics[len(names) > 1], name)
            if len(names) > 1:
                size.setWidth(size.width() + self._before_name())
            place = self._place(frame, size, i, shadows, busy) if name else None
            if place is not None:
                busy.append(place.box.adjusted(-margin, -margin, margin, margin))
            self._places.append(place)

    def _corner(self, frame: PlotFrame, size: QSizeF, shadows: tuple[CurveShadow, ...]) -> QRectF:
        """Return the corner that no curve passes through; the upper left one if all of them are crossed."""
        side, end = self._theme.px(14), self._theme.px(8)
        box = QRectF(QPointF(side, end), size)
        for right, bottom in product((False, True), repeat=2):
            left = frame.width - side - size.width() if right else side
            # Above the numbers along the lower edge.
            top = frame.height - 2 * end - size.height() - self._small_metrics.height() if bottom else end
            corner = QRectF(QPointF(left, top), size)
            if not any(shadow.meets(corner, 4) for shadow in shadows):
                return corner
        return box

    def _tick_numbers(self, frame: PlotFrame) -> tuple[QRectF, QRectF]:
        gap, height = self._theme.px(8), self._small_metrics.height()
        axis_x, axis_y = frame.px(0.0), frame.py(0.0)
        row = number_row(frame, height, self._theme)
        along = QRectF(0, min(axis_y, row) - 1, frame.width, abs(axis_y - row) + height)
        beside = QRectF(axis_x - 1, 0, 3 * gap + self._small_metrics.horizontalAdvance("−0.0"), frame.height)
        return along, beside

    def _place(
        self, frame: PlotFrame, size: QSizeF, own: int, shadows: tuple[CurveShadow, ...], busy: list[QRectF]
    ) -> _Place | None:
        second_best = None
        for spot in self._spots_for(frame, own, shadows):
            place = self._tried(frame, size, own, shadows, busy, spot)
            if place is None:
                continue
            if not self._is_nearer(place.box, spot[1] * frame.width, own, shadows):
                self._spots[own] = spot
                return place
            second_best = second_best or place
        return second_best

    def _spots_for(self, frame: PlotFrame, own: int, shadows: tuple[CurveShadow, ...]) -> Iterator[Spot]:
        """Yield where a name may stand, the best first."""
        if len(shadows) == 1:
            yield from product(_DISTANCES[:1], _ONE_NAME_PLACES, _SIDES)
            return
        # A name stays where it was while it can: it does not jump about while its curve is dragged.
        if own in self._spots:
            yield self._spots[own]
        yield from product(_DISTANCES, self._apart(frame, own, shadows), _SIDES)

    def _apart(self, frame: PlotFrame, own: int, shadows: tuple[CurveShadow, ...]) -> tuple[float, ...]:
        """Return the places along x, first those where the curve is farthest from the others."""
        columns = np.array(_MANY_NAME_PLACES[own % 2])
        rows = [shadow.rows_at(columns * frame.width) for shadow in shadows]
        others = np.array([np.abs(row - rows[own]) for i, row in enumerate(rows) if i != own])
        line = self._small_metrics.height()
        # Whole lines of words: where the curves are far apart anyway the order of the places counts.
        room = np.minimum(np.nan_to_num(others, nan=4 * line).min(axis=0) // (line / 2), 6)
        return tuple(columns[np.argsort(-room, kind="stable")].tolist())

    def _is_nearer(self, box: QRectF, middle: float, own: int, shadows: tuple[CurveShadow, ...]) -> bool:
        """Whether another curve passes between a name and its own curve: it would be taken for the other's."""
        rows = [float(shadow.rows_at(np.array([middle]))[0]) for shadow in shadows]
        away = [abs(row - box.center().y()) if math.isfinite(row) else math.inf for row in rows]
        return any(distance < away[own] - 2 for i, distance in enumerate(away) if i != own)

    def _tried(
        self, frame: PlotFrame, size: QSizeF, own: int, shadows: tuple[CurveShadow, ...], busy: list[QRectF], spot: Spot
    ) -> _Place | None:
        """Return the place if nothing is in its way."""
        gap = self._theme.px(8)
        distance, along, side = spot
        middle, away = along * frame.width, distance * size.height()
        rows = shadows[own].rows(middle - size.width() / 2 - gap, middle + size.width() / 2 + gap)
        if rows is None:
            return None
        top = rows[0] - gap - away - size.height() if side < 0 else rows[1] + gap + away
        box = QRectF(QPointF(middle - size.width() / 2, top), size)
        if not is_inside(box, frame) or any(box.intersects(other) for other in busy):
            return None
        others = [shadow for i, shadow in enumerate(shadows) if i != own]
        if any(shadow.meets(box, 2) for shadow in others):
            return None
        if not away:
            return _Place(box, None, spot)
        foot = shadows[own].rows(middle - 1, middle + 1)
        if foot is None:
            return None
        end = QPointF(middle, foot[0] if side < 0 else foot[1])
        line = QRectF(box.center(), end).normalized().adjusted(-1, 0, 1, 0)
        # The numbers along the axes may be crossed, another name may not.
        return None if any(line.intersects(other) for other in busy[len(self._numbers) :]) else _Place(box, end, spot)

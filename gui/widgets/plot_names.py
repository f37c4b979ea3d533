"""The names at the curves: beside their own curve, clear of the others and of each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.theme import Theme
from gui.widgets.plot_frame import Array, CurveView, PlotFrame, Series
from gui.widgets.plot_grid import number_row
from gui.widgets.plot_readout import EDGE, CurveShadow, text_size
from gui.widgets.series_look import paint_sample, sample_width

_ONE_NAME_PLACES = (0.78, 0.7, 0.86, 0.62, 0.56, 0.9, 0.4, 0.3, 0.2, 0.12)
# Where the plot is shared: from one end to the other.
_MANY_NAME_PLACES = tuple(round(0.88 - 0.04 * k, 2) for k in range(20))
_DISTANCES = (0.0, 1.0, 2.0, 3.5)  # in heights of the name
Spot = tuple[int, int, int]  # which distance, which column, above (0) or below (1)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands, and where a thin line leads to if its curve is not right beside it."""

    box: QRectF
    foot: QPointF | None


class CurveNames:
    """Places and draws the names of the curves of one plot; with a title, that in a corner and x at its axis."""

    def __init__(self, theme: Theme) -> None:
        self.boxes: list[QRectF] = []
        self._places: list[_Place | None] = []
        self._title_box: QRectF | None = None
        self._x_box: QRectF | None = None
        self._numbers: tuple[QRectF, ...] = ()
        # What the places were found for.
        self._ground: tuple[object, ...] = ()
        self._names: tuple[str, ...] = ()
        self._shadows: tuple[CurveShadow, ...] = ()
        self._spots: dict[int, Spot] = {}
        self._lone_spot: Spot | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Write with another theme from now on."""
        self._theme = theme
        self._fonts = theme.font("readout_font", bold=True), theme.font("base_font", bold=True)
        if theme.name == "projector":
            self._fonts = self._fonts[0], theme.font("small_font", bold=True)
        self._metrics = tuple(QFontMetricsF(font) for font in self._fonts)
        self._small_metrics = QFontMetricsF(theme.font("small_font"))
        self._ground = ()

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
        ground = (frame, view.title, [(box.x(), box.y(), box.width(), box.height()) for box in taken])
        if (ground, names, shadows) != (self._ground, self._names, self._shadows):
            if not self._ground or frame != self._ground[0] or names != self._names:
                self._lone_spot = None
            self._find_places(frame, view.title, names, shadows, taken, self._settled(ground, names, shadows))
            self._ground, self._names, self._shadows = ground, names, shadows
        self.boxes = [place.box for place in self._places if place is not None]
        for one, place in zip(view.series, self._places, strict=True):
            if place is not None:
                self._paint_name(painter, one, place, len(names) > 1)
        painter.setFont(self._fonts[1])
        painter.setPen(self._theme.color("muted"))
        for box, said in ((self._title_box, view.title), (self._x_box, "x")):
            if box is not None:
                painter.drawText(box.topLeft() + QPointF(0, self._metrics[1].ascent()), said)

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

    def _settled(
        self, ground: tuple[object, ...], names: tuple[str, ...], shadows: tuple[CurveShadow, ...]
    ) -> dict[int, _Place]:
        """Return the places of the names that can stay: their curves rest, and no curve that moves has come to them."""
        if ground != self._ground:
            return {}
        old = dict(zip(zip(self._names, self._shadows, strict=True), self._places, strict=True))
        moving = [shadow for shadow in shadows if shadow not in self._shadows]
        stay = {i: old.get(key) for i, key in enumerate(zip(names, shadows, strict=True))}
        return {
            i: place
            for i, place in stay.items()
            if place is not None and not any(shadow.meets(place.box, 2) for shadow in moving)
        }

    def _find_places(
        self,
        frame: PlotFrame,
        title: str,
        names: tuple[str, ...],
        shadows: tuple[CurveShadow, ...],
        taken: list[QRectF],
        settled: dict[int, _Place],
    ) -> None:
        self._numbers = self._tick_numbers(frame)
        busy = [*self._numbers, *taken]
        self._title_box = self._corner(frame, text_size(self._metrics[1], title), shadows) if title else None
        self._x_box = self._end_of_axis(frame, shadows) if title else None
        busy += [box for box in (self._title_box, self._x_box) if box is not None]
        margin = self._theme.px(4)
        busy += [place.box.adjusted(-margin, -margin, margin, margin) for place in settled.values()]
        self._places = [settled.get(i) for i in range(len(names))]
        for i, name in enumerate(names):
            if i in settled or not name:
                continue
            size = text_size(self._metrics[len(names) > 1], name)
            if len(names) > 1:
                size.setWidth(size.width() + self._before_name())
            place = self._lone_place(frame, size, shadows[0], busy) if len(names) == 1 else None
            place = self._places[i] = place or self._place(frame, size, i, shadows, busy)
            if place is not None:
                busy.append(place.box.adjusted(-margin, -margin, margin, margin))

    def _lone_place(self, frame: PlotFrame, size: QSizeF, shadow: CurveShadow, busy: list[QRectF]) -> _Place | None:
        """Return the spot where the only name stood last, if it is still clear: one spot is tried instead of twenty."""
        if self._lone_spot is None:
            return None
        _, column, side = self._lone_spot
        middle, gap = _ONE_NAME_PLACES[column] * frame.width, self._theme.px(8)
        left = middle - size.width() / 2
        rows = shadow.rows(left - gap, left + size.width() + gap)
        if rows is None:
            return None
        box = QRectF(QPointF(left, rows[0] - gap - size.height() if side == 0 else rows[1] + gap), size)
        whole = QRectF(EDGE, EDGE, frame.width - 2 * EDGE, frame.height - 2 * EDGE)
        is_clear = whole.contains(box) and not any(box.intersects(other) for other in busy)
        return _Place(box, None) if is_clear else None

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

    def _end_of_axis(self, frame: PlotFrame, shadows: tuple[CurveShadow, ...]) -> QRectF | None:
        """Return where the x of the x-axis stands, None where a curve passes."""
        size = text_size(self._metrics[1], "x")
        top = number_row(frame, size.height(), self._theme)
        box = QRectF(QPointF(frame.width - self._theme.px(10) - size.width(), top), size)
        return None if any(shadow.meets(box, 1) for shadow in shadows) else box

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
        """Return the best place for a name: near, clear of everything, and with no other curve nearer than its own."""
        is_shared = len(shadows) > 1
        columns = np.array(_MANY_NAME_PLACES if is_shared else _ONE_NAME_PLACES) * frame.width
        spots = _Spots(frame, size, columns, _DISTANCES if is_shared else _DISTANCES[:1], self._theme.px(8))
        spots.lie_along(shadows, own)
        spots.keep_off(busy, busy[len(self._numbers) :])
        order = spots.apart_first(self._small_metrics.height(), own) if is_shared else np.arange(columns.size)
        for good in (spots.is_clear & ~spots.is_nearer_to_another, spots.is_clear):
            # A name stays where it was while it can: it does not jump about while its curve is dragged.
            last = self._spots.get(own)
            if is_shared and last is not None and good[last]:
                return spots.place(last)
            found = np.argwhere(good[:, order])
            if found.size:
                distance, column, side = (int(i) for i in found[0])
                spot = (distance, int(order[column]), side)
                if is_shared:
                    self._spots[own] = spot
                else:
                    self._lone_spot = spot
                return spots.place(spot)
        return None


class _Spots:
    """Every spot that a name is tried at, at once: arrays of shape (distances, columns, sides)."""

    def __init__(
        self, frame: PlotFrame, size: QSizeF, columns: Array, distances: tuple[float, ...], gap: float
    ) -> None:
        self._frame, self._size, self._columns, self._gap = frame, size, columns, gap
        self._away = np.array(distances)[:, None, None] * size.height()

    def lie_along(self, shadows: tuple[CurveShadow, ...], own: int) -> None:
        """Put a spot above and below the curve ``own`` at every column and distance, clear of the other curves."""
        width, height = self._size.width(), self._size.height()
        left, right = self._columns - width / 2, self._columns + width / 2
        spans = [shadow.spans(left - self._gap, right + self._gap) for shadow in shadows]
        top, bottom = spans[own]
        above = top[None, :, None] - self._gap - self._away - height
        below = bottom[None, :, None] + self._gap + self._away
        self.top = np.concatenate([above, below], axis=2)
        self.is_clear = np.isfinite(self.top) & (left >= EDGE)[None, :, None]
        self.is_clear &= (right <= self._frame.width - EDGE)[None, :, None]
        self.is_clear &= (self.top >= EDGE) & (self.top + height <= self._frame.height - EDGE)
        self._rows = np.array([shadow.rows_at(self._columns) for shadow in shadows])
        self._foot = self._rows[own]
        self.is_clear &= (self._away == 0) | np.isfinite(self._foot)[None, :, None]
        middle = self.top + height / 2
        near = np.abs(middle - self._foot[None, :, None])
        self.is_nearer_to_another = np.zeros(self.top.shape, dtype=bool)
        self._others = [i for i in range(len(shadows)) if i != own]
        for i in self._others:
            other_top, other_bottom = (span[None, :, None] for span in spans[i])
            self.is_clear &= (other_top >= self.top + height + 2) | (other_bottom <= self.top - 2)
            self.is_nearer_to_another |= np.abs(middle - self._rows[i][None, :, None]) < near - 2

    def keep_off(self, boxes: list[QRectF], names: list[QRectF]) -> None:
        """Give up the spots that lie on ``boxes``, and those whose thin line would cross one of the ``names``."""
        height, half = self._size.height(), self._size.width() / 2
        columns = self._columns[None, :, None]
        for box in boxes:
            beside = (columns + half <= box.left()) | (columns - half >= box.right())
            self.is_clear &= beside | (self.top + height <= box.top()) | (self.top >= box.bottom())
        middle, foot = self.top + height / 2, self._foot[None, :, None]
        for box in names:
            crosses = (columns >= box.left()) & (columns <= box.right()) & (self._away > 0)
            crosses = crosses & (np.minimum(middle, foot) <= box.bottom()) & (np.maximum(middle, foot) >= box.top())
            self.is_clear &= ~crosses

    def apart_first(self, line: float, own: int) -> NDArray[np.intp]:
        """Return the columns in the order of how far the curve is from the others there, in half lines of words.

        Where they are all far apart, every second name begins at the other end.
        """
        ends = np.arange(self._columns.size) if own % 2 == 0 else np.arange(self._columns.size)[::-1]
        others = np.abs(self._rows[self._others] - self._foot)
        room = np.minimum(np.nan_to_num(others, nan=4 * line).min(axis=0) // (line / 2), 6)
        return ends[np.argsort(-room[ends], kind="stable")]

    def place(self, spot: Spot) -> _Place:
        """Return the box of one spot."""
        middle, top = float(self._columns[spot[1]]), float(self.top[spot])
        box = QRectF(QPointF(middle - self._size.width() / 2, top), self._size)
        if not self._away[spot[0], 0, 0]:
            return _Place(box, None)
        return _Place(box, QPointF(middle, float(self._foot[spot[1]])))

"""What a curve plot is asked to show, and the plain geometry between its numbers and its pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Span = tuple[float, float]
FloatOrArray = TypeVar("FloatOrArray", float, Array)

SMALLEST_SPAN = 1e-9
LARGEST_SPAN = 1e12
_SIMPLIFY_PASSES = 5
_BLOCK = 8
_NOTHING = np.empty(0)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Series:
    """One curve of a plot.

    Attributes:
        x, y: shape (n,), x ascending; NaN or an infinity in y is a gap.
        color: theme token such as ``"accent"``, ``"slope"`` or ``"series_0"``.
        dash: lengths of dash and gap in curve widths, for a pen that is told apart without its colour; empty is solid.
        name: written at the curve, such as ``"f(x)"``; empty for none.
        y_low, y_high: shape (n,), a band around the curve of a random function.
        kinks: (x, y) where f or its slope jumps.
        probe_y: where the probe stands on this curve; None for no mark, NaN where the curve has no value.
    """

    x: Array
    y: Array
    color: str = "accent"
    dash: tuple[float, ...] = ()
    name: str = ""
    y_low: Array | None = None
    y_high: Array | None = None
    kinks: tuple[Span, ...] = ()
    probe_y: float | None = None

    def is_drawn_as(self, other: Series) -> bool:
        """Whether the other curve leaves the same pixels."""
        same_line = self.x is other.x and self.y is other.y
        return same_line and self.color == other.color and self.dash == other.dash


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CurveView:
    """Everything one plot of curves shows at one moment.

    Attributes:
        series: the curves, the last on top. Points and tangent belong to the first.
        x_range, y_range: the visible (low, high), low < high.
        points_x, points_y: shape (m,), tensor elements on the curve; more than 200 should be thinned out before.
        selected, hovered: index into the points, or -1.
        saturation: (low, high) intervals of x that are shaded; infinite ends allowed.
        probe_x: where the probe stands; None for no probe.
        has_probe_line: whether the probe is a line over the whole height that several curves or plots share.
        tangent: slope of the tangent drawn at the probe, or None.
        readout: the three lines of the box at the probe (muted, large, muted), or empty for no box.
        name: what the plot is called to a screen reader.
        title: written in the corner, such as ``"f′(x)"`` over curves that are named after their functions.
        spoken: one sentence for screen readers.
    """

    series: tuple[Series, ...]
    x_range: Span
    y_range: Span
    points_x: Array = field(default_factory=lambda: _NOTHING)
    points_y: Array = field(default_factory=lambda: _NOTHING)
    selected: int = -1
    hovered: int = -1
    saturation: tuple[Span, ...] = ()
    probe_x: float | None = None
    has_probe_line: bool = False
    tangent: float | None = None
    readout: tuple[str, str, str] | tuple[()] = ()
    name: str = ""
    title: str = ""
    spoken: str = ""

    @property
    def color(self) -> str:
        """The colour token of the first curve: that of its points."""
        return self.series[0].color if self.series else "accent"

    @property
    def probe_y(self) -> float | None:
        """Where the probe stands on the first curve."""
        return self.series[0].probe_y if self.series else None


@dataclass(frozen=True, slots=True)
class PlotFrame:
    """The visible ranges and the size in pixels they fill; pixel (0, 0) is the top left corner."""

    width: float
    height: float
    x_range: Span
    y_range: Span

    @property
    def x_scale(self) -> float:
        """Pixels per unit of x."""
        return self.width / (self.x_range[1] - self.x_range[0])

    @property
    def y_scale(self) -> float:
        """Pixels per unit of y."""
        return self.height / (self.y_range[1] - self.y_range[0])

    def px(self, x: FloatOrArray) -> FloatOrArray:
        """Return the pixel column of ``x``."""
        return cast(FloatOrArray, (x - self.x_range[0]) * self.x_scale)

    def py(self, y: FloatOrArray) -> FloatOrArray:
        """Return the pixel row of ``y``."""
        return cast(FloatOrArray, (self.y_range[1] - y) * self.y_scale)

    def x_at(self, px: float) -> float:
        """Return the x at a pixel column."""
        return self.x_range[0] + px / self.x_scale

    def y_at(self, py: float) -> float:
        """Return the y at a pixel row."""
        return self.y_range[1] - py / self.y_scale

    def readable_x(self, px: float) -> float:
        """Return the x at a pixel column, inside the view, rounded to the shortest number within that pixel."""
        low, high = self.x_range
        return min(max(readable(self.x_at(px), 1 / self.x_scale), low), high)

    def moved(self, dx: float, dy: float) -> tuple[float, float, float, float]:
        """Return (x0, x1, y0, y1) after the paper is pushed by (dx, dy) pixels."""
        x_shift = self.x_at(0) - self.x_at(dx)
        y_shift = self.y_at(0) - self.y_at(dy)
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return x0 + x_shift, x1 + x_shift, y0 + y_shift, y1 + y_shift

    def zoomed(self, px: float, py: float, x_factor: float, y_factor: float) -> tuple[float, float, float, float]:
        """Return (x0, x1, y0, y1) with the spans multiplied and the place under the pixel kept where it is."""
        x, y = self.x_at(px), self.y_at(py)
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return x + (x0 - x) * x_factor, x + (x1 - x) * x_factor, y + (y0 - y) * y_factor, y + (y1 - y) * y_factor


def nice_step(at_least: float) -> float:
    """Return the smallest of 1, 2, 5 × 10ᵏ that is not below ``at_least`` (> 0)."""
    power = 10.0 ** math.floor(math.log10(at_least))
    return next((m * power for m in (1.0, 2.0, 5.0) if m * power >= at_least * (1 - 1e-9)), 10.0 * power)


def readable(value: float, tolerance: float) -> float:
    """Return a multiple of 1, 2 or 5 × 10ᵏ within ``tolerance`` of ``value``, free of binary noise."""
    step = nice_step(tolerance / 2.5)
    digits = max(0, -math.floor(math.log10(step)))
    return round(round(value / step) * step, digits) + 0.0


def is_viewable(x0: float, x1: float, y0: float, y1: float) -> bool:
    """Whether both spans are wide enough to divide by and narrow enough to mean something."""
    return all(
        math.isfinite(low) and math.isfinite(high) and SMALLEST_SPAN < high - low < LARGEST_SPAN
        for low, high in ((x0, x1), (y0, y1))
    )


def fitted_y(view: CurveView, margin: float = 0.12) -> Span:
    """Return the y range that shows the whole curve, its points and y = 0 over the present x range."""
    low, high = view.x_range
    values = [np.zeros(1)]
    lines = [(one.x, y) for one in view.series for y in (one.y, one.y_low, one.y_high)]
    for x, y in (*lines, (view.points_x, view.points_y)):
        if y is not None:
            values.append(y[(x >= low) & (x <= high) & np.isfinite(y)])
    seen = np.concatenate(values)
    bottom, top = float(seen.min()), float(seen.max())
    room = (top - bottom) * margin or 1.0
    return bottom - room, top + room


def simplified(px: Array, py: Array, tolerance: float = 0.1) -> NDArray[np.intp]:
    """Return the indices to keep so that the polyline moves by a fraction of a pixel; gaps (NaN) stay.

    Every pass drops those odd points that lie within ``tolerance`` pixels of the line between their neighbours.
    Stroking a wide antialiased pen costs by the vertex, so this is most of a frame's time.
    """
    index = _without_straight_blocks(px, py, tolerance)
    px, py = px[index], py[index]
    for _ in range(_SIMPLIFY_PASSES):
        if px.size < 5:
            break
        dx, dy = px[2::2] - px[:-2:2], py[2::2] - py[:-2:2]
        off = np.abs((px[1:-1:2] - px[:-2:2]) * dy - (py[1:-1:2] - py[:-2:2]) * dx)
        keep = np.ones(px.size, dtype=bool)
        keep[1:-1:2] = ~(off <= tolerance * np.hypot(dx, dy))
        if keep.all():
            break
        px, py, index = px[keep], py[keep], index[keep]
    return index


def _without_straight_blocks(px: Array, py: Array, tolerance: float) -> NDArray[np.intp]:
    """Return the indices left when the inside of every block whose points lie on its chord is dropped, in one pass."""
    blocks = (px.size - 1) // _BLOCK
    if blocks < 2:
        return np.arange(px.size)
    end = blocks * _BLOCK
    xs, ys = px[:end].reshape(blocks, _BLOCK), py[:end].reshape(blocks, _BLOCK)
    left_x, left_y = xs[:, :1], ys[:, :1]
    dx, dy = px[_BLOCK : end + 1 : _BLOCK, None] - left_x, py[_BLOCK : end + 1 : _BLOCK, None] - left_y
    off = np.abs((xs - left_x) * dy - (ys - left_y) * dx)
    straight = (off <= tolerance * np.hypot(dx, dy)).all(axis=1)  # false where there is a gap: NaN
    keep = np.ones(px.size, dtype=bool)
    keep[:end].reshape(blocks, _BLOCK)[straight, 1:] = False
    return np.flatnonzero(keep)


def cut_to_height(px: Array, py: Array, height: float) -> tuple[Array, Array]:
    """Return the polyline without what lies above row 0 or below ``height``, cut where it crosses them; gaps are NaN.

    For painters that do not clip. Point by point, so not for what is painted in every frame.
    """
    xs: list[float] = []
    ys: list[float] = []
    points = list(zip(px.tolist(), py.tolist(), strict=True))
    for (x0, y0), (x1, y1) in pairwise(points):
        if not (math.isfinite(y0) and math.isfinite(y1)):
            continue
        edges = sorted((row - y0) / (y1 - y0) for row in (0.0, height)) if y1 != y0 else [0.0, 1.0]
        start, end = max(0.0, edges[0]), min(1.0, edges[1])
        if start > end or (y1 == y0 and not 0 <= y0 <= height):
            continue
        first = (x0 + start * (x1 - x0), y0 + start * (y1 - y0))
        if not xs or (xs[-1], ys[-1]) != first:
            xs += [math.nan, first[0]]
            ys += [math.nan, first[1]]
        xs.append(x1 if end == 1 else x0 + end * (x1 - x0))
        ys.append(y1 if end == 1 else y0 + end * (y1 - y0))
    return np.array(xs), np.array(ys)

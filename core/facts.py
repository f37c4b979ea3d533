"""Properties of a function: proven where its record says so, otherwise measured from values and autograd's slopes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from core.evaluate import FloatArray, curve_grid, values, values_and_slopes
from core.record import Activation, Interval, Params, written_number, written_union
from core.text import Words

BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Monotonic = Literal["increasing", "nondecreasing", "decreasing", "nonincreasing", "constant", "none"]
Sides = Literal["left", "right", "both", ""]
Smoothness = Literal["smooth", "differentiable", "continuous", "discontinuous"]

SATURATION_RANGE = (-5.0, 5.0)
_NEAR = 8.0  # the part of the axis where functions of this field do what is special about them
_STEP = 0.02
_NEAR_COUNT = round(2 * _NEAR / _STEP) + 1
# Far out only the trend matters: 9 to 1e8, some points in every decade.
_FAR = np.geomspace(9.0, 1e8, 29)
_MIDDLE = 1e4
_RISE = 1e-3  # growth between 1e4 and 1e8 that counts as growth without end
_FLAT_EDGE = 1e-8  # a stretch of slope 0 next to smaller slopes than this is rounding, not flatness
_TIE = 1e-9
_SATURATION_COUNT = 801


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be said of one function with these parameters.

    Attributes:
        range: the smallest interval that holds every output (of one output element, for vector functions).
        range_parts: the exact set of outputs as disjoint intervals; one interval if measured.
        range_is_measured: whether ``range`` was read off computed values instead of being proven.
        zero_centred: whether f(−x) = −f(x), so that inputs balanced around 0 give outputs balanced around 0.
        monotonic: "increasing" and "decreasing" are strict; None for vector functions, as are the next four.
        smoothness: "smooth" derivatives of every order, "differentiable" no kink, "continuous" a kink but no jump.
        largest_slope: the largest |f′| that autograd gives, inf if it grows without end.
        largest_slope_at: where; None if on a whole stretch, at several places, or only approached far out.
        saturated_share: which part (0 to 1) of [−5, 5] has |f′| below ``threshold``.
        saturated_sides: at which ends of [−5, 5] it is: "left", "right", "both", or "" at neither.
        threshold: a slope below it counts as saturated.
        outputs_sum_to: for vector functions: what the outputs that belong together always add up to, else None.
    """

    range: Interval
    range_parts: tuple[Interval, ...]
    range_is_measured: bool
    zero_centred: bool
    monotonic: Monotonic | None
    smoothness: Smoothness | None
    largest_slope: float | None
    largest_slope_at: float | None
    saturated_share: float | None
    threshold: float
    outputs_sum_to: float | None = None
    saturated_sides: Sides = ""

    @property
    def smooth(self) -> bool:
        """Whether f has derivatives of every order everywhere."""
        return self.smoothness in ("smooth", None)

    @property
    def range_text(self) -> str:
        """The set of outputs as mathematics writes it: ``(0, 1)``, ``{0, 1}``."""
        return written_union(self.range_parts)


def facts(record: Activation, params: Params, threshold: float = 0.1) -> Facts:
    """Return the properties of ``record`` with ``params``; of the mean function where it is random.

    Slopes are autograd's, in float64. About 0.3 ms.
    """
    if record.is_vector:
        return _vector_facts(record, params, threshold)
    middle = _mean(record, params)
    kinks = record.kinks(params)
    near, _ = curve_grid(kinks, -_NEAR, _NEAR, _NEAR_COUNT)
    x = np.concatenate([-_FAR[::-1], near, _FAR])
    y, slope = values_and_slopes(record, middle, x)
    sampled = _Sample.of(x, y, slope, record, middle)
    parts = record.value_range(params) if record.value_range else (sampled.measured_range(),)
    largest, at = sampled.largest_slope()
    low, high = SATURATION_RANGE
    stretches = saturation(record, params, low, high, threshold)
    return Facts(
        range=_hull(parts),
        range_parts=parts,
        range_is_measured=record.value_range is None,
        zero_centred=_is_odd(record, middle),
        monotonic=sampled.monotonic(),
        smoothness=_smoothness(record, params, kinks),
        largest_slope=largest,
        largest_slope_at=at,
        saturated_share=sum(b - a for a, b in stretches) / (high - low),
        saturated_sides=_sides(stretches, low, high),
        threshold=threshold,
    )


def _sides(stretches: tuple[tuple[float, float], ...], low: float, high: float) -> Sides:
    if not stretches:
        return ""
    left, right = stretches[0][0] == low, stretches[-1][1] == high
    return "both" if left and right else "left" if left else "right" if right else ""


def saturation(
    record: Activation, params: Params, low: float, high: float, threshold: float
) -> tuple[tuple[float, float], ...]:
    """Return the stretches of [``low``, ``high``] where |f′(x)| < ``threshold``, in rising order, none touching.

    For elementwise functions; of the mean function where it is random. Ends are exact at kinks and interpolated
    between the points of an even grid elsewhere (error below 1e-4 of the width).
    """
    x, _ = curve_grid(record.kinks(params), low, high, _SATURATION_COUNT)
    _, slope = values_and_slopes(record, _mean(record, params), x)
    return stretches_below(x, slope, threshold)


def stretches_below(x: FloatArray, slope: FloatArray, threshold: float) -> tuple[tuple[float, float], ...]:
    """Return the stretches of ``x`` (ascending) where |``slope``| < ``threshold``, in rising order, none touching.

    ``slope`` may be NaN: a single NaN, such as a curve has at a kink, is passed over; more of them are a gap.
    """
    lonely = np.isnan(slope)
    lonely[1:-1] &= ~lonely[:-2] & ~lonely[2:]
    x, slope = x[~lonely], slope[~lonely]
    low, high = float(x[0]), float(x[-1])
    above = np.abs(slope) - threshold
    above[np.isnan(above)] = np.inf
    inside = above < 0
    if inside.all():
        return ((low, high),)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    left, right = above[edges], above[edges + 1]
    with np.errstate(invalid="ignore"):
        share = np.where(np.isinf(left) | np.isinf(right), np.where(np.isinf(left), 1.0, 0.0), left / (left - right))
    crossings = x[edges] + share * (x[edges + 1] - x[edges])
    ends = ([low] if inside[0] else []) + crossings.tolist() + ([high] if inside[-1] else [])
    smallest = (high - low) * 1e-9
    return tuple((a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if b - a > smallest)


def said(found: Facts, words: Words) -> tuple[str, ...]:
    """Return the facts as short phrases for one line: range, centre, monotonicity, smoothness, largest slope, …"""
    range_id = "facts.range_measured" if found.range_is_measured else "facts.range"
    phrases = [words(range_id, range=found.range_text)]
    if found.outputs_sum_to is not None:
        phrases.append(words("facts.outputs_sum_to", sum=f"{found.outputs_sum_to:g}"))
    phrases.append(words("facts.zero_centred" if found.zero_centred else "facts.not_zero_centred"))
    if found.monotonic:
        phrases.append(words(f"facts.monotonic_{found.monotonic}"))
    if found.smoothness:
        phrases.append(words(f"facts.{found.smoothness}"))
    if found.largest_slope is not None:
        slope = written_number(round(found.largest_slope, 4)).removesuffix(".0")
        phrases.append(words("facts.largest_slope", slope=slope))
    if found.saturated_share is not None:
        share, threshold = f"{100 * found.saturated_share:.0f}", f"{found.threshold:g}"
        phrases.append(words("facts.saturated_share", share=share, threshold=threshold))
    return tuple(phrases)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Values and slopes of one elementwise function: densely in [−8, 8], sparsely out to ±1e8."""

    x: FloatArray
    y: FloatArray
    slope: FloatArray
    record: Activation
    params: Params
    up_to_infinity: bool
    down_to_infinity: bool

    @classmethod
    def of(cls, x: FloatArray, y: FloatArray, slope: FloatArray, record: Activation, params: Params) -> _Sample:
        """Keep the points where f is a number; remember where it went beyond all numbers."""
        known = np.isfinite(y)
        up, down = bool(np.isposinf(y).any()), bool(np.isneginf(y).any())
        return cls(x[known], y[known], slope[known], record, params, up, down)

    def monotonic(self) -> Monotonic:
        if self.y.size < 2:
            return "constant"
        rise = np.diff(self.y)
        tolerance = 1e-12 * np.maximum(1.0, np.abs(self.y[1:]))
        up, down = bool((rise > tolerance).any()), bool((rise < -tolerance).any())
        if up and down:
            return "none"
        if not up and not down:
            return "constant"
        flat = self._really_flat().any()
        if up:
            return "nondecreasing" if flat else "increasing"
        return "nonincreasing" if flat else "decreasing"

    def largest_slope(self) -> tuple[float, float | None]:
        size = np.abs(self.slope)
        size[np.isnan(size)] = 0.0
        if size.size == 0:
            return math.nan, None
        if self.up_to_infinity or self.down_to_infinity or _grows(self.x, size):
            return math.inf, None
        peak = int(size.argmax())
        x, slope = self._closer(peak, 1)
        top = float(np.abs(slope).max())
        ties = self.x[size >= top - _TIE]
        if not math.isfinite(top):
            return top, float(self.x[peak])
        if abs(self.x[peak]) > _NEAR or (ties.size and ties[-1] - ties[0] > _STEP):
            return top, None
        return top, round(float(x[np.abs(slope).argmax()]), 6) + 0.0

    def measured_range(self) -> Interval:
        if self.y.size == 0:
            return Interval(math.nan, math.nan)
        low, low_open = self._end(-1.0)
        high, high_open = self._end(1.0)
        return Interval(low, high, low_open, high_open)

    def _end(self, sign: float) -> tuple[float, bool]:
        """Return the largest value of ``sign`` × f, signed back, and whether it is only approached."""
        height = sign * self.y
        if (self.up_to_infinity if sign > 0 else self.down_to_infinity) or _grows(self.x, height):
            return sign * math.inf, True
        peak = int(height.argmax())
        best = float((sign * self._closer(peak, 0)[1]).max())
        # Values far out, and those that no longer move because the dtype ends, are limits and not values.
        stays = (np.abs(self.x) <= _NEAR) & (self._really_flat() | self._turns())
        is_reached = bool((stays & (height >= best - _TIE)).any()) or self._is_summit(height, peak)
        return sign * round(best, 6) + 0.0, not is_reached

    def _is_summit(self, height: FloatArray, peak: int) -> bool:
        """Return whether f falls on both sides of a point, or begins or ends there."""
        if abs(self.x[peak]) >= _NEAR:
            return False
        beside = [height[i] for i in (peak - 1, peak + 1) if 0 <= i < height.size]
        return all(bool(h < height[peak] - 1e-12) for h in beside)

    def _turns(self) -> BoolArray:
        """Mark single points of slope 0 between slopes that are not: the top of a hill, not a plateau."""
        steep = np.abs(self.slope) > _FLAT_EDGE
        alone: BoolArray = np.equal(self.slope, 0)
        alone[1:] &= steep[:-1]
        alone[:-1] &= steep[1:]
        return alone

    def _really_flat(self) -> BoolArray:
        """Mark the stretches where f is constant, as opposed to moving too little for float64."""
        flat = np.concatenate([[False], self.slope == 0, [False]])
        edges = np.flatnonzero(flat[1:] != flat[:-1])
        marked: BoolArray = np.zeros(self.x.size, dtype=np.bool_)
        size = np.abs(self.slope)
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            beside = [float(size[i]) for i in (start - 1, end) if 0 <= i < size.size]
            long_enough = self.x[end - 1] - self.x[start] > _STEP / 2
            marked[start:end] = long_enough and (not beside or max(beside) > _FLAT_EDGE)
        return marked

    def _closer(self, index: int, what: int) -> tuple[FloatArray, FloatArray]:
        """Return x and values (``what`` 0) or slopes (1) once more around one point, a hundred times as dense."""
        left, right = self.x[max(0, index - 1)], self.x[min(self.x.size - 1, index + 1)]
        x = np.append(np.linspace(left, right, 201), self.x[index])
        found = values_and_slopes(self.record, self.params, x)[what]
        found[np.isnan(found)] = found[-1]
        return x, found


def _grows(x: FloatArray, height: FloatArray) -> bool:
    """Return whether ``height`` still grows far out."""
    far = np.abs(x) > _MIDDLE
    if not far.any() or far.all():
        return False
    best_far, best_near = float(height[far].max()), float(height[~far].max())
    return best_far - best_near > _RISE * max(1.0, abs(best_near))


def _mean(record: Activation, params: Params) -> Params:
    envelope = record.envelope(params) if record.envelope else None
    return envelope[1] if envelope else params


def _is_odd(record: Activation, params: Params) -> bool:
    x = torch.linspace(-_NEAR, _NEAR, 129, dtype=torch.float64)
    y = values(record, params, x)
    return bool(torch.isfinite(y).all()) and bool((y + y.flip(0)).abs().max() <= _TIE * max(1.0, float(y.abs().max())))


def _smoothness(record: Activation, params: Params, kinks: tuple[float, ...]) -> Smoothness:
    if record.is_smooth(params):
        return "smooth"
    if not kinks:
        return "differentiable"
    beside = np.array([p for k in kinks for p in (k - 1e-9, k + 1e-9)])
    y, _ = values_and_slopes(record, _mean(record, params), beside)
    jumps = np.abs(y[1::2] - y[::2]) > 1e-6 * np.maximum(1.0, np.abs(y[::2]))
    return "discontinuous" if bool(jumps.any()) else "continuous"


def _hull(parts: tuple[Interval, ...]) -> Interval:
    first, last = parts[0], parts[-1]
    return Interval(first.low, last.high, first.low_open, last.high_open)


def _vector_facts(record: Activation, params: Params, threshold: float) -> Facts:
    assert record.value_range, "a vector function states its range"
    assert record.axis, "and the dimension along which it mixes"
    parts = record.value_range(params)
    hull = _hull(parts)
    # Four dimensions suit every ``dim`` and Softmax2d.
    x = torch.linspace(-3.0, 5.0, 256, dtype=torch.float64).reshape(4, 4, 4, 4).sin() * 3
    sums = values(record, params, x).sum(dim=record.axis(params))
    constant = float(sums.max() - sums.min()) < _TIE
    return Facts(
        range=hull,
        range_parts=parts,
        range_is_measured=False,
        zero_centred=hull.low == -hull.high,
        monotonic=None,
        smoothness=None,
        largest_slope=None,
        largest_slope_at=None,
        saturated_share=None,
        threshold=threshold,
        outputs_sum_to=round(float(sums.mean()), 6) if constant else None,
    )

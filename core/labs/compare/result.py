"""What of Compare the eye follows during a drag: curves, slopes, the probe on each of them, a difference."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from core import evaluate
from core.curvature import second_curve, second_slope_at
from core.labs.compare.state import Compared, CompareState
from core.record import Activation, Params, Value, written_number
from core.view_range import Range, fitted

FloatArray = evaluate.FloatArray
Pair = tuple[tuple[Activation, Params], tuple[Activation, Params]]
Frozen = tuple[tuple[str, Value], ...]

CURVE_POINTS = 1000
# The plots of f′ and f″ are low: their ends need a larger share of the height.
LOW_PLOT_MARGIN = 0.2
_CACHED = 64
# How often, and with how many points, the largest difference is looked for more closely.
_LOOKS, _CLOSER = 3, 201


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """One function at the probe: f, f′, f″ (NaN where there is none) and the arithmetic that leads to f."""

    y: float
    slope: float
    second: float
    term: str


@dataclass(frozen=True, slots=True)
class Line:
    """One of the functions, as Compare shows it.

    Attributes:
        series: which colour and dash.
        detail: parameters that tell it from PyTorch's default or from its like: ``"α = 0.1"``; may be empty.
        number: 2 for the second of its name and detail, 1 otherwise.
        curve: None for a vector function.
        second_x, second: f″, None where not asked for.
        kinks: (x, f, f′) where f or its slope jumps, as autograd has it.
        probe: None for a vector function.
    """

    record: Activation
    params: Params
    series: int
    detail: str
    number: int
    curve: evaluate.Curve | None
    second_x: FloatArray | None
    second: FloatArray | None
    kinks: tuple[tuple[float, float, float], ...]
    probe: ProbeRow | None


@dataclass(frozen=True, slots=True)
class Difference:
    """f − g of two of the lines.

    Attributes:
        first, second: indices of f and g in the lines.
        x, y: where, and f − g there; NaN where one of the two jumps.
        view: y-range that shows it.
        probe: f − g at the probe.
        largest, largest_at: the largest |f − g| in the view and where.
    """

    first: int
    second: int
    x: FloatArray
    y: FloatArray
    view: Range
    probe: float
    largest: float
    largest_at: float


@dataclass(frozen=True, slots=True)
class CompareResult:
    """What Compare draws, as numpy copies. ``difference`` is None unless asked for, or with fewer than two curves."""

    lines: tuple[Line, ...]
    y_view: Range
    slope_view: Range
    second_view: Range
    difference: Difference | None


def compute(state: CompareState) -> CompareResult:
    """Compute everything that Compare draws for ``state``."""
    numbered = _numbered(state.compared)
    lines = tuple(
        _line(state, one, detail, number) for one, (detail, number) in zip(state.compared, numbered, strict=True)
    )
    curves = [line.curve for line in lines if line.curve is not None]
    seconds = [line.second for line in lines if line.second is not None]
    difference = _difference(state, lines) if state.layout == "difference" else None
    return CompareResult(
        lines=lines,
        y_view=state.y_view or _fitted(state.x_view, [c.y for c in curves]),
        slope_view=_fitted(state.x_view, [c.slope for c in curves], LOW_PLOT_MARGIN),
        second_view=_fitted(state.x_view, seconds, LOW_PLOT_MARGIN),
        difference=difference,
    )


def _line(state: CompareState, one: Compared, detail: str, number: int) -> Line:
    record, params = one.record(), one.checked_params()
    frozen = tuple(params.items())
    if record.is_vector:
        return Line(record, params, one.series, detail, number, None, None, None, (), None)
    second_x, second = _second(record, frozen, *state.x_view) if state.second else (None, None)
    return Line(
        record=record,
        params=params,
        series=one.series,
        detail=detail,
        number=number,
        curve=_curve(record, frozen, *state.x_view),
        second_x=second_x,
        second=second,
        kinks=_kinks(record, frozen, *state.x_view),
        probe=_probe(record, frozen, state.probe, state.second),
    )


# A gesture changes one function or only the probe: what it leaves alone is not computed again, and stays the same
# array, which the plots know again.


@lru_cache(maxsize=_CACHED)
def _curve(record: Activation, params: Frozen, low: float, high: float) -> evaluate.Curve:
    return evaluate.curve(record, dict(params), low, high, CURVE_POINTS)


@lru_cache(maxsize=_CACHED)
def _second(record: Activation, params: Frozen, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    drawn = drawn_params(record, dict(params))
    kinks = record.kinks(drawn)
    return second_curve(record, drawn, evaluate.curve_grid(kinks, low, high, CURVE_POINTS)[0], kinks)


@lru_cache(maxsize=_CACHED)
def _kinks(record: Activation, params: Frozen, low: float, high: float) -> tuple[tuple[float, float, float], ...]:
    drawn = drawn_params(record, dict(params))
    at = np.array([x for x in record.kinks(drawn) if low <= x <= high], dtype=np.float64)
    if not at.size:
        return ()
    y, slope = evaluate.values_and_slopes(record, drawn, at)
    return tuple(zip(at.tolist(), y.tolist(), slope.tolist(), strict=True))


def drawn_params(record: Activation, params: Params) -> Params:
    """Return the parameters of the curve that is drawn: the mean one of a random function."""
    envelope = record.envelope(params) if record.envelope else None
    return envelope[1] if envelope else params


@lru_cache(maxsize=_CACHED)
def _probe(record: Activation, params: Frozen, at: float, with_second: bool) -> ProbeRow:
    drawn = drawn_params(record, dict(params))
    y, slope = evaluate.values_and_slopes(record, drawn, np.array([at]))
    second = second_slope_at(record, drawn, at, record.kinks(drawn)) if with_second else math.nan
    return ProbeRow(float(y[0]), float(slope[0]), second, record.worked(at, drawn))


def _numbered(compared: tuple[Compared, ...]) -> list[tuple[str, int]]:
    """Return (detail, number) of each function: what tells it from its like."""
    keys = Counter(one.function for one in compared)
    seen: Counter[tuple[str, str, str]] = Counter()
    numbered = []
    for one in compared:
        detail = _detail(one, keys[one.function] > 1)
        name = (one.function, detail, one.formula if one.function == "custom" else "")
        seen[name] += 1
        numbered.append((detail, seen[name]))
    return numbered


def _detail(one: Compared, has_like: bool) -> str:
    if one.function == "custom":
        return one.formula
    params = one.checked_params()
    told = [p for p in one.record().parameters if p.name != "seed" and (has_like or params[p.name] != p.default)]
    return ", ".join(f"{p.symbol} = {_written(params[p.name])}" for p in told)


def _written(value: Value) -> str:
    return written_number(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _fitted(x_view: Range, heights: list[FloatArray], margin: float = 0.08) -> Range:
    if not heights:
        return (-1.0, 1.0)
    return fitted(np.array(x_view), np.concatenate(heights), margin)


def _difference(state: CompareState, lines: tuple[Line, ...]) -> Difference | None:
    drawn = [i for i, line in enumerate(lines) if line.curve is not None]
    if len(drawn) < 2:
        return None
    wanted = [next((i for i in drawn if lines[i].series == series), -1) for series in state.difference]
    if -1 in wanted or wanted[0] == wanted[1]:
        kept = [i for i in dict.fromkeys(wanted) if i >= 0]
        # The one that is left keeps its side.
        others = [i for i in drawn if i not in kept]
        wanted = [i if i in kept else others.pop(0) for i in wanted] if kept else drawn[:2]
    first, second = lines[wanted[0]], lines[wanted[1]]
    frozen = [tuple(line.params.items()) for line in (first, second)]
    x, y, largest, largest_at = _subtracted(first.record, frozen[0], second.record, frozen[1], *state.x_view)
    assert first.probe is not None
    assert second.probe is not None
    return Difference(
        first=wanted[0],
        second=wanted[1],
        x=x,
        y=y,
        view=_fitted(state.x_view, [y], LOW_PLOT_MARGIN),
        probe=first.probe.y - second.probe.y,
        largest=largest,
        largest_at=largest_at,
    )


@lru_cache(maxsize=_CACHED)
def _subtracted(
    one: Activation, one_params: Frozen, other: Activation, other_params: Frozen, low: float, high: float
) -> tuple[FloatArray, FloatArray, float, float]:
    """Return x, f − g, the largest |f − g| and where it is."""
    curves = (_curve(one, one_params, low, high), _curve(other, other_params, low, high))
    x: FloatArray = np.unique(np.concatenate([curve.x for curve in curves]))
    pair = ((one, drawn_params(one, dict(one_params))), (other, drawn_params(other, dict(other_params))))
    difference = _minus(pair, x)
    for curve in curves:
        difference[np.isin(x, curve.x[np.isnan(curve.y)])] = np.nan
    return x, difference, *_largest(pair, x, difference)


def _minus(pair: Pair, x: FloatArray) -> FloatArray:
    first, second = (evaluate.values(f, params, torch.from_numpy(x)).numpy() for f, params in pair)
    difference: FloatArray = first - second
    return difference


def _largest(pair: Pair, x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Return the largest |f − g| and where it is: looked for on the grid, then twice between its neighbours."""
    if not np.isfinite(y).any():
        return math.nan, math.nan
    largest, at = 0.0, math.nan
    for _ in range(_LOOKS):
        size = np.where(np.isfinite(y), np.abs(y), -1.0)
        peak = int(size.argmax())
        if size[peak] >= largest:
            largest, at = float(size[peak]), float(x[peak])
        x = np.linspace(x[max(0, peak - 1)], x[min(x.size - 1, peak + 1)], _CLOSER)
        y = _minus(pair, x)
    return largest, at

"""Which part of the plane a plot shows: what is allowed, and what fits a curve."""

from __future__ import annotations

import numpy as np

from core.text import UserError

Range = tuple[float, float]
FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

MAX_RANGE = 1e6
MIN_WIDTH = 1e-4
DEFAULT_VIEW: Range = (-7.0, 7.0)


def check_range(view: Range) -> None:
    """Raise UserError ``plot.view`` for an empty or unbounded range."""
    low, high = view
    if not (high - low >= MIN_WIDTH and low >= -MAX_RANGE and high <= MAX_RANGE):
        raise UserError("plot.view", limit=f"{MAX_RANGE:g}")


def fitted(x: FloatArray, y: FloatArray, margin: float = 0.08) -> Range:
    """Return the y-range that shows the curve with some air; extreme heights are cut at what keeps its shape readable.

    The x-axis always stays in view: the sign of the output is the first thing to see. The ends lie on round numbers,
    so that the paper behind the curve stands still while a parameter moves a little.
    """
    finite = y[np.isfinite(y)]
    if finite.size == 0:
        return (-1.0, 1.0)
    low, high = min(0.0, float(finite.min())), max(0.0, float(finite.max()))
    width = float(x[-1] - x[0])
    low, high = max(low, -4 * width), min(high, 4 * width)
    air = margin * max(high - low, 0.5)
    step = _round_step((high - low + 2 * air) / 20)
    return (float(np.floor((low - air) / step) * step), float(np.ceil((high + air) / step) * step))


def _round_step(about: float) -> float:
    """Return the number of 1, 2, 5 × 10ⁿ nearest above ``about``."""
    power = 10.0 ** np.floor(np.log10(about))
    return float(next(n * power for n in (1, 2, 5, 10) if n * power >= about * (1 - 1e-9)))

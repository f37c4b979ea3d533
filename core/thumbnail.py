"""The small drawing of a function in the picker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from core import evaluate
from core.record import Activation

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The small drawing of a function: a curve over [−4, 4], or bars for a vector function. All heights in [0, 1]."""

    heights: FloatArray
    is_bars: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A curve over x in [−5, 5] as it is drawn without numbers; ``y`` is NaN where it leaves [low, high]."""

    x: FloatArray
    y: FloatArray
    low: float
    high: float


@cache
def drawing(record: Activation, slope: bool) -> Drawing:
    """Return the curve of ``record`` with PyTorch's defaults, or of its slope.

    Raises UserError ``function.no_single_curve`` for vector functions.
    """
    curve = evaluate.curve(record, record.defaults(), -5.0, 5.0, 201)
    y = np.array(curve.slope if slope else curve.y, dtype=np.float64)
    low, high = (-0.5, 1.5) if slope else (-2.0, 3.0)
    return Drawing(curve.x, np.where((y < low) | (y > high), np.nan, y), low, high)


@cache
def thumbnail(record: Activation) -> Thumbnail:
    """Return the drawing of ``record`` with PyTorch's defaults."""
    params = record.defaults()
    if record.is_vector:
        x = torch.tensor([[[[2.0]], [[1.0]], [[0.1]], [[-1.0]]]], dtype=torch.float64)
        shown = x if record.key == "softmax2d" else x.reshape(-1)
        heights = evaluate.values(record, params, shown).numpy().reshape(-1)
        return Thumbnail(heights / max(np.abs(heights).max(), 1e-9), True)
    curve = evaluate.curve(record, params, -4.0, 4.0, 65)
    heights = np.clip(curve.y, -1.4, 2.6)
    return Thumbnail((heights + 1.4) / 4.0, False)

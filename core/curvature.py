"""f″ of an elementwise function: autograd applied to autograd's slope."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.evaluate import FloatArray
from core.record import Activation, Params

# A step between neighbours this many times larger than the steps beside it is a jump, not a steep stretch.
_JUMP_RATIO = 8.0
# Relative to the larger of 1 and f″: below it two numbers are the same.
_SAME = 1e-3
_BESIDE = 1e-6


def second_slopes(record: Activation, params: Params, x: FloatArray) -> FloatArray:
    """Return f″ at float64 points, shape (n,).

    Where PyTorch has no formula for it (``hardsigmoid``), or one that takes seconds to load (``abs``), it is the
    central difference of autograd's slope, right to about nine digits.
    """
    leaf = torch.from_numpy(x).requires_grad_()
    with torch.enable_grad():
        y = record.apply(leaf, params)
        if not y.requires_grad:
            return np.zeros_like(x)
        if _uses_abs(y):
            return _central_difference(record, params, x)
        (slope,) = torch.autograd.grad(y.sum(), leaf, create_graph=True)
        if not slope.requires_grad:
            return np.zeros_like(x)
        try:
            (second,) = torch.autograd.grad(slope.sum(), leaf, allow_unused=True)
        except RuntimeError:
            return _central_difference(record, params, x)
    return np.zeros_like(x) if second is None else _array(second)


def second_curve(
    record: Activation, params: Params, x: FloatArray, kinks: tuple[float, ...]
) -> tuple[FloatArray, FloatArray]:
    """Return (x, f″) to draw: NaN at every kink, and a NaN put in between where f″ jumps without a kink (ELU at 0).

    A line that skips NaN then draws nothing where f has no second derivative.
    """
    second = second_slopes(record, params, x)
    for kink in kinks:
        second[np.abs(x - kink) <= 2 * _BESIDE * max(1.0, abs(kink))] = np.nan
    with np.errstate(invalid="ignore"):
        step = np.abs(np.diff(second))
        size = np.maximum(1.0, np.maximum(np.abs(second[:-1]), np.abs(second[1:])))
    step[np.isnan(step)] = 0.0
    beside = np.maximum(np.append(step[1:], 0.0), np.append(0.0, step[:-1]))
    jumps = np.flatnonzero((step > _JUMP_RATIO * beside) & (step > _SAME * size))
    middle = (x[jumps] + x[jumps + 1]) / 2
    return np.insert(x, jumps + 1, middle), np.insert(second, jumps + 1, np.nan)


def second_slope_at(record: Activation, params: Params, at: float, kinks: tuple[float, ...]) -> float:
    """Return f″ at one place; NaN where f has none: at a kink, and where f″ jumps."""
    beside = _BESIDE * max(1.0, abs(at))
    if any(abs(at - kink) <= beside for kink in kinks):
        return float("nan")
    left, middle, right = second_slopes(record, params, np.array([at - beside, at, at + beside])).tolist()
    return middle if abs(right - left) <= _SAME * max(1.0, abs(middle)) else float("nan")


def _uses_abs(y: Tensor) -> bool:
    """Return whether |x| occurs in the graph of ``y``: its second derivative imports PyTorch's compiler (1.5 s)."""
    waiting, seen = [y.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        if node.name() == "AbsBackward0":
            return True
        seen.add(node)
        waiting.extend(following for following, _ in node.next_functions)
    return False


def _central_difference(record: Activation, params: Params, x: FloatArray) -> FloatArray:
    beside = _BESIDE * np.maximum(1.0, np.abs(x))
    ends = []
    for place in (x - beside, x + beside):
        leaf = torch.from_numpy(place).requires_grad_()
        with torch.enable_grad():
            (slope,) = torch.autograd.grad(record.apply(leaf, params).sum(), leaf)
        ends.append(_array(slope))
    difference: FloatArray = (ends[1] - ends[0]) / (2 * beside)
    return difference


def _array(tensor: Tensor) -> FloatArray:
    # Forced: autograd may answer with a tensor of zeros that has no memory of its own.
    array: FloatArray = tensor.numpy(force=True).copy()
    return array

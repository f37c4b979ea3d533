"""Record × parameters × tensor → values, slopes and curves. Slopes come from autograd, never from typed formulas."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch._tensor_str import printoptions

from core.record import Activation, Params
from core.short_print import short_print
from core.text import UserError

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

MAX_JACOBIAN = 4_000_000  # entries: 32 MB in float64
MAX_CURVE_ELEMENTS = 4_000_000  # elements computed for one output_curve
# A kink is approached to this many units in the last place: beyond any rounding of the kink itself, below any pixel.
_ULPS_BESIDE_KINK = 16
_JUMP = 1e-6  # relative to the larger of 1 and the value


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve to draw, as float64 arrays of one length, x rising.

    Attributes:
        x: where; finite.
        y: f(x); NaN at the very place of a jump, between the last value before and the first after it, so that a
            line that skips NaN draws a jump as a jump. The mean function where f is random.
        slope: f′(x) by autograd; NaN at a kink where the slope jumps.
        y_low, y_high: between these a random function falls; None if it is not random.
    """

    x: FloatArray
    y: FloatArray
    slope: FloatArray
    y_low: FloatArray | None = None
    y_high: FloatArray | None = None


def values(record: Activation, params: Params, x: Tensor) -> Tensor:
    """Return f(x) in the dtype of ``x`` (float32, float64, float16, bfloat16), cut off from autograd.

    Elementwise functions keep the shape. Where PyTorch has no kernel for a dtype (RReLU's training mode in float16)
    float32 is computed and rounded. ``x`` is one that ``check_input`` lets pass.
    """
    with torch.no_grad():
        return record.apply(x.detach(), params)


def slopes(record: Activation, params: Params, x: Tensor) -> Tensor:
    """Return f′(x) elementwise, by autograd, in the shape and dtype of ``x``.

    At a kink this is what autograd picks. For a function that autograd does not track the slopes are zeros. Raises
    UserError ``function.no_single_slope`` for vector functions: see ``jacobian``.
    """
    if record.is_vector:
        raise UserError("function.no_single_slope", function=record.name)
    return value_and_slope(record, params, x.detach())[1]


def jacobian(record: Activation, params: Params, x: Tensor) -> Tensor:
    """Return ∂y[…]/∂x[…] by autograd: the shape of the output followed by the shape of ``x``, dtype of ``x``.

    Raises UserError ``function.jacobian_too_large`` above 4,000,000 entries.
    """
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        y = record.apply(leaf, params)
    if y.numel() * x.numel() > MAX_JACOBIAN:
        entries, limit = f"{y.numel() * x.numel():,}", f"{MAX_JACOBIAN:,}"
        raise UserError("function.jacobian_too_large", entries=entries, limit=limit, side=math.isqrt(MAX_JACOBIAN))
    result = torch.zeros(y.numel(), x.numel(), dtype=x.dtype)
    if y.requires_grad:
        for row, output in zip(result, y.reshape(-1), strict=True):
            row.copy_(torch.autograd.grad(output, leaf, retain_graph=True)[0].reshape(-1))
    return result.reshape(y.shape + x.shape)


def values_and_slopes(record: Activation, params: Params, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return f(x) and f′(x) of an elementwise function at float64 points, in one pass."""
    y, slope = value_and_slope(record, params, torch.from_numpy(x))
    return _array(y), _array(slope)


def curve(
    record: Activation, params: Params, low: float, high: float, count: int, dtype: torch.dtype = torch.float64
) -> Curve:
    """Return the curve of an elementwise function over [``low``, ``high``]: ``count`` even points plus its kinks.

    Computed in ``dtype``, given as float64. Raises UserError ``function.no_single_curve`` for vector functions.
    """
    if record.is_vector:
        raise UserError("function.no_single_curve", function=record.name)
    grid, kinks = curve_grid(record.kinks(params), low, high, count, torch.finfo(dtype).eps)
    x = torch.from_numpy(grid)
    if dtype != torch.float64:
        x = x.to(dtype)
        grid = _array(x)
    envelope = record.envelope(params) if record.envelope else None
    if envelope is None:
        y, slope = (_array(t) for t in value_and_slope(record, params, x))
        _mark_jumps(y, slope, kinks)
        return Curve(grid, y, slope)
    one, mean, other = envelope
    y, slope = (_array(t) for t in value_and_slope(record, mean, x))
    _mark_jumps(y, slope, kinks)
    ends = [_array(values(record, end, x)) for end in (one, other)]
    return Curve(grid, y, slope, np.minimum(*ends), np.maximum(*ends))


def curve_grid(
    kinks: tuple[float, ...], low: float, high: float, count: int, epsilon: float = 2.3e-16
) -> tuple[FloatArray, list[int]]:
    """Return ``count`` even points from ``low`` to ``high`` with every kink and a point close on either side of it.

    Also returns the index of each kink that has both neighbours. ``epsilon`` is the precision of the dtype.
    """
    even: FloatArray = np.linspace(low, high, count)
    inside = [k for k in kinks if low <= k <= high]
    if not inside:
        return even, []
    beside = [max(abs(k), 1.0) * _ULPS_BESIDE_KINK * epsilon for k in inside]
    extra = [p for k, d in zip(inside, beside, strict=True) for p in (k - d, k, k + d) if low <= p <= high]
    grid: FloatArray = np.sort(np.concatenate([even, extra]))
    # Not by np.unique, which imports NumPy's masked arrays: 20 ms of the start.
    grid = grid[np.append(True, grid[1:] != grid[:-1])]
    at = np.searchsorted(grid, inside)
    return grid, [int(k) for k in at if 0 < k < grid.size - 1]


def output_curve(
    record: Activation,
    params: Params,
    x: Tensor,
    output_index: int,
    input_index: int,
    low: float,
    high: float,
    count: int,
) -> Curve:
    """Return how one output of a vector function moves as one input goes from ``low`` to ``high``, the others fixed.

    ``output_index`` and ``input_index`` are flat (an output beyond the last means the last: GLU has half as many).
    ``slope`` is ∂output/∂input by autograd. Only the elements that mix with the moving one are computed; with more
    than some thousand of them there are fewer than ``count`` points. Raises what ``check_input`` raises.
    """
    check_input(record, params, tuple(x.shape))
    assert record.axis is not None, "an elementwise function has a curve of its own"
    axis = record.axis(params) % max(1, x.ndim)
    shape = tuple(x.shape) or (1,)
    moving = list(np.unravel_index(min(input_index, x.numel() - 1), shape))
    place = moving.pop(axis)
    fibre = x.detach().to(torch.float64).reshape(shape).movedim(axis, -1)[tuple(moving)]
    points = max(2, min(count, MAX_CURVE_ELEMENTS // fibre.numel()))
    along = torch.linspace(low, high, points, dtype=torch.float64).requires_grad_()
    with torch.enable_grad():
        batch = torch.where(torch.arange(fibre.numel()).eq(int(place)), along[:, None], fibre)
        # One fibre as the channels of a 1×1 image: dimension 1 for every function, Softmax2d included.
        y = record.apply(batch[:, :, None, None], {**params, "dim": 1})[:, :, 0, 0]
    out_shape = list(shape)
    out_shape[axis] = y.shape[1]
    chosen = list(np.unravel_index(min(output_index, math.prod(out_shape) - 1), out_shape))
    channel = int(chosen.pop(axis))
    if chosen != moving:
        return _still(record, params, x, output_index, _array(along))
    (slope,) = torch.autograd.grad(y[:, channel].sum(), along)
    return Curve(_array(along), _array(y[:, channel]).copy(), _array(slope))


def check_input(record: Activation, params: Params, shape: tuple[int, ...]) -> None:
    """Raise UserError ``function.*`` if the function does not take a tensor of this shape: a ``dim`` it has not, …"""
    if 0 in shape:
        raise UserError("function.empty_input", shape=_written_shape(shape))
    if record.axis is None:
        return
    if record.parameters:
        dim, dims = record.axis(params), max(1, len(shape))
        if not -dims <= dim < dims:
            raise UserError(
                "function.dim_out_of_range",
                dim=dim,
                shape=_written_shape(shape),
                ndim=len(shape),
                low=-dims,
                high=dims - 1,
            )
    if record.accepts:
        record.accepts(shape, params)


def printed(tensor: Tensor) -> str:
    """Return exactly what ``print(tensor)`` prints in a fresh PyTorch, whatever print options are set."""
    short = short_print(tensor)
    if short is not None:
        return short
    with printoptions(precision=4, threshold=1000, edgeitems=3, linewidth=80, sci_mode=None):
        return repr(tensor)


def value_and_slope(record: Activation, params: Params, x: Tensor) -> tuple[Tensor, Tensor]:
    """Return f(x) and f′(x) of an elementwise function by autograd, in one pass, in the shape and dtype of ``x``."""
    leaf = x.detach().requires_grad_()
    with torch.enable_grad():
        y = record.apply(leaf, params)
    if not y.requires_grad:
        return y, torch.zeros_like(x)
    # The sum, because autograd imports sympy (0.5 s, 60 MB) as soon as it is handed a tensor of ones.
    (slope,) = torch.autograd.grad(y.sum(), leaf)
    return y.detach(), slope


def _array(tensor: Tensor) -> FloatArray:
    array: FloatArray = tensor.detach().to(torch.float64).numpy()
    return array


def _mark_jumps(y: FloatArray, slope: FloatArray, kinks: list[int]) -> None:
    """Put NaN where a line through the neighbours of a kink would draw something that is not there."""
    for k in kinks:
        for line in (y, slope):
            left, middle, right = line[k - 1 : k + 2]
            near = _JUMP * max(1.0, abs(left), abs(right))
            if not (abs(right - left) <= near and abs(middle - left) <= near):
                line[k] = math.nan


def _still(record: Activation, params: Params, x: Tensor, output_index: int, along: FloatArray) -> Curve:
    """Return the flat line of an output that the moving input does not reach."""
    y = values(record, params, x.to(torch.float64)).reshape(-1)
    level = float(y[min(output_index, y.numel() - 1)])
    return Curve(along, np.full(along.size, level), np.zeros(along.size))


def _written_shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(str(n) for n in shape)}{',' if len(shape) == 1 else ''})"

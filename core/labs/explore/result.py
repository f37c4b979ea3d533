"""What Explore shows for a state: computed by PyTorch, handed on as numpy copies and strings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core import evaluate
from core.facts import stretches_below
from core.labs.explore.state import ExploreState
from core.record import Activation, Params
from core.tensor_value import beyond_digits
from core.text import UserError
from core.view_range import Range, fitted

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

CURVE_POINTS = 1000
# More points than this on a curve are a smear; the table still shows every element.
MAX_MARKED_POINTS = 60
# The slope's plot is low: its points at the ends need a larger share of the height.
SLOPE_MARGIN = 0.2


@dataclass(frozen=True, slots=True)
class Probe:
    """A place on the curve: x, f(x), f′(x), and the arithmetic that leads to f(x)."""

    x: float
    y: float
    slope: float
    term: str


@dataclass(frozen=True, slots=True)
class ExploreResult:
    """What follows the hand while it moves: tensors, curves and marks, as numpy copies.

    ``inputs`` and ``outputs`` are float64 copies of what PyTorch held in ``dtype``. For vector functions ``curve`` is
    None unless an output's curve is shown. ``error`` is why there is no output (a ``dim`` the tensor has not, …);
    then ``outputs`` is None.
    """

    record: Activation
    params: Params
    inputs: FloatArray
    outputs: FloatArray | None
    slopes: FloatArray | None
    curve: evaluate.Curve | None
    y_view: Range
    slope_view: Range
    marked: tuple[int, ...]
    marked_x: FloatArray
    marked_y: FloatArray
    marked_slope: FloatArray
    kinks: tuple[tuple[float, float, float], ...]
    saturated: tuple[Range, ...]
    probe: Probe | None
    error: UserError | None


def compute(state: ExploreState) -> ExploreResult:
    """Compute what Explore draws for ``state``. Wrong combinations become ``error``, not an exception."""
    record = state.record()
    params = state.checked_params()
    x = state.tensor.to_torch(state.dtype)
    inputs = _copied(x)
    outputs, slopes, error = _run(record, params, x)
    curve = _curve(state, record, params, error)
    marked, at_x, at_y, at_slope = _marked(state, record, inputs, outputs, slopes)
    return ExploreResult(
        record=record,
        params=params,
        inputs=inputs,
        outputs=outputs,
        slopes=slopes,
        curve=curve,
        y_view=state.y_view or fitted(curve.x, curve.y) if curve else (-1.0, 1.0),
        slope_view=fitted(curve.x, curve.slope, SLOPE_MARGIN) if curve else (-1.0, 1.0),
        marked=marked,
        marked_x=at_x,
        marked_y=at_y,
        marked_slope=at_slope,
        kinks=() if record.is_vector else _kinks(record, params, state.x_view),
        saturated=() if record.is_vector or not curve else stretches_below(curve.x, curve.slope, state.threshold),
        probe=_probe(state, record, params, inputs, curve),
        error=error,
    )


def _run(
    record: Activation, params: Params, x: torch.Tensor
) -> tuple[FloatArray | None, FloatArray | None, UserError | None]:
    try:
        evaluate.check_input(record, params, tuple(x.shape))
    except UserError as error:
        return None, None, error
    if record.is_vector:
        return _copied(evaluate.values(record, params, x)), None, None
    y, slope = evaluate.value_and_slope(record, params, x)
    return _copied(y), _copied(slope), None


def _copied(tensor: torch.Tensor) -> FloatArray:
    copied: FloatArray = tensor.detach().to(torch.float64).numpy().copy()
    return copied


def _curve(state: ExploreState, record: Activation, params: Params, error: UserError | None) -> evaluate.Curve | None:
    if not record.is_vector:
        return evaluate.curve(record, params, *state.x_view, CURVE_POINTS)
    if not state.output_curve or error or state.tensor.size == 0:
        return None
    outputs = evaluate.values(record, params, state.tensor.to_torch("float64")).numel()
    output = min(max(0, state.selected), outputs - 1)
    return evaluate.output_curve(
        record, params, state.tensor.to_torch("float64"), output, state.moved, *state.x_view, CURVE_POINTS // 4
    )


def _marked(
    state: ExploreState,
    record: Activation,
    inputs: FloatArray,
    outputs: FloatArray | None,
    slopes: FloatArray | None,
) -> tuple[tuple[int, ...], FloatArray, FloatArray, FloatArray]:
    """Choose the elements drawn on the curve: all of a small tensor, an even sample of a large one."""
    nothing = np.empty(0)
    if record.is_vector or outputs is None or slopes is None:
        return (), nothing, nothing, nothing
    count = inputs.size
    index = np.arange(count) if count <= MAX_MARKED_POINTS else np.linspace(0, count - 1, MAX_MARKED_POINTS).astype(int)
    if state.selected >= 0 and state.selected not in index:
        index = np.sort(np.append(index, state.selected))
    flat_x, flat_y, flat_slope = (a.reshape(-1)[index] for a in (inputs, outputs, slopes))
    return tuple(index.tolist()), flat_x, flat_y, flat_slope


def _kinks(record: Activation, params: Params, x_view: Range) -> tuple[tuple[float, float, float], ...]:
    at = [x for x in record.kinks(params) if x_view[0] <= x <= x_view[1]]
    if not at:
        return ()
    x = torch.tensor(at, dtype=torch.float64)
    y, slope = evaluate.value_and_slope(record, params, x)
    return tuple(zip(at, y.tolist(), slope.tolist(), strict=True))


def _probe(
    state: ExploreState, record: Activation, params: Params, inputs: FloatArray, curve: evaluate.Curve | None
) -> Probe | None:
    if record.is_vector:
        return _output_probe(state, inputs, curve)
    at = float(inputs.reshape(-1)[state.selected]) if state.selected >= 0 else state.probe
    if not np.isfinite(at):
        return None
    x = torch.tensor([at], dtype=torch.float64)
    y, slope = evaluate.value_and_slope(record, params, x)
    return Probe(at, y.item(), slope.item(), record.worked(at, params))


def _output_probe(state: ExploreState, inputs: FloatArray, curve: evaluate.Curve | None) -> Probe | None:
    if curve is None:
        return None
    at = float(inputs.reshape(-1)[state.moved])
    if not np.isfinite(at):
        return None
    y, slope = (float(np.interp(at, curve.x, values)) for values in (curve.y, curve.slope))
    return Probe(at, y, slope, "")


def input_decimals(values: FloatArray) -> int:
    """Return how many digits (1 to 4) after the point show these numbers as they are."""
    finite = values[np.isfinite(values)].reshape(-1)[:200]
    for digits in (1, 2, 3):
        if np.abs(beyond_digits(finite, digits)).max(initial=0.0) < 1e-6 * (1 + np.abs(finite).max(initial=0.0)):
            return digits
    return 4

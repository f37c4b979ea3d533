"""What Explore shows for a state: computed by PyTorch, handed on as numpy copies and strings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core import evaluate
from core.export.explore import explore_code
from core.facts import Facts, facts, saturation
from core.labs.explore.state import ExploreState
from core.printed import number_spans
from core.record import Activation, Params
from core.text import UserError
from core.view_range import Range, fitted

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

CURVE_POINTS = 1000
# More points than this on a curve are a smear; the table still shows every element.
MAX_MARKED_POINTS = 60
# The slope's plot is low: its points at the ends need a larger share of the height.
SLOPE_MARGIN = 0.2
SHOWN_IN_CODE = 200


@dataclass(frozen=True, slots=True)
class Probe:
    """A place on the curve: x, f(x), f′(x), and the arithmetic that leads to f(x)."""

    x: float
    y: float
    slope: float
    term: str


@dataclass(frozen=True, slots=True)
class ExploreResult:
    """All that Explore shows, as numpy copies and strings.

    ``inputs`` and ``outputs`` are float64 copies of what PyTorch held in ``dtype``. For vector functions ``curve`` is
    None unless an output's curve is shown. ``error`` is why there is no output (a ``dim`` the tensor has not, …);
    then ``outputs`` is None.
    """

    record: Activation
    params: Params
    inputs: FloatArray
    outputs: FloatArray | None
    slopes: FloatArray | None
    printed_output: str
    printed_span: tuple[int, int] | None
    code: str
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
    facts: Facts | None
    parameter_slope: float | None
    error: UserError | None


def compute(state: ExploreState) -> ExploreResult:
    """Compute everything that Explore shows for ``state``. Wrong combinations become ``error``, not an exception."""
    record = state.record()
    params = state.checked_params()
    x = state.tensor.to_torch(state.dtype)
    inputs = _copied(x)
    outputs, slopes, printed, error = _run(record, params, x)
    curve = _curve(state, record, params, error)
    marked, at_x, at_y, at_slope = _marked(state, record, inputs, outputs, slopes)
    shape = state.tensor.shape
    return ExploreResult(
        record=record,
        params=params,
        inputs=inputs,
        outputs=outputs,
        slopes=slopes,
        printed_output=printed,
        printed_span=number_spans(printed, state.selected, shape) if state.selected >= 0 and printed else None,
        code=explore_code(record, params, state.tensor, state.dtype, _free_probe(state), SHOWN_IN_CODE),
        curve=curve,
        y_view=state.y_view or fitted(curve.x, curve.y) if curve else (-1.0, 1.0),
        slope_view=fitted(curve.x, curve.slope, SLOPE_MARGIN) if curve else (-1.0, 1.0),
        marked=marked,
        marked_x=at_x,
        marked_y=at_y,
        marked_slope=at_slope,
        kinks=() if record.is_vector else _kinks(record, params, state.x_view),
        saturated=() if record.is_vector else saturation(record, params, *state.x_view, state.threshold),
        probe=_probe(state, record, params, inputs, curve),
        facts=None if record.is_vector else facts(record, params, state.threshold),
        parameter_slope=_parameter_slope(record, params, x),
        error=error,
    )


def printed_input(state: ExploreState) -> str:
    """Return what PyTorch prints for the input tensor."""
    return evaluate.printed(state.tensor.to_torch(state.dtype))


def full_code(state: ExploreState) -> str:
    """Return the script with every number of the tensor written out, as it is copied."""
    return explore_code(state.record(), state.checked_params(), state.tensor, state.dtype, _free_probe(state))


def _free_probe(state: ExploreState) -> float | None:
    return None if state.selected >= 0 else state.probe


def _run(
    record: Activation, params: Params, x: torch.Tensor
) -> tuple[FloatArray | None, FloatArray | None, str, UserError | None]:
    try:
        evaluate.check_input(record, params, tuple(x.shape))
    except UserError as error:
        return None, None, "", error
    y = evaluate.values(record, params, x)
    slopes = None if record.is_vector else _copied(evaluate.slopes(record, params, x))
    return _copied(y), slopes, evaluate.printed(y), None


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
    y = evaluate.values(record, params, x)
    slope = evaluate.slopes(record, params, x)
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
    y = evaluate.values(record, params, x).item()
    return Probe(at, y, evaluate.slopes(record, params, x).item(), record.worked(at, params))


def _output_probe(state: ExploreState, inputs: FloatArray, curve: evaluate.Curve | None) -> Probe | None:
    if curve is None:
        return None
    at = float(inputs.reshape(-1)[state.moved])
    if not np.isfinite(at):
        return None
    y, slope = (float(np.interp(at, curve.x, values)) for values in (curve.y, curve.slope))
    return Probe(at, y, slope, "")


def _parameter_slope(record: Activation, params: Params, x: torch.Tensor) -> float | None:
    """Return ∂(Σ outputs)/∂parameter for the function whose parameter a network learns (PReLU)."""
    if not record.learned:
        return None
    weight = torch.tensor(float(params[record.learned]), requires_grad=True, dtype=torch.float64)
    y = record.apply(x.to(torch.float64), {**params, record.learned: weight})  # type: ignore[dict-item]
    torch.autograd.backward(y.sum())
    return float(weight.grad.item()) if weight.grad is not None else 0.0


def input_decimals(values: FloatArray) -> int:
    """Return how many digits (1 to 4) after the point show these numbers as they are."""
    finite = values[np.isfinite(values)].reshape(-1)[:200]
    for digits in (1, 2, 3):
        if np.abs(finite - np.round(finite, digits)).max(initial=0.0) < 1e-6 * (1 + np.abs(finite).max(initial=0.0)):
            return digits
    return 4

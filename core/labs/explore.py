"""Explore: one function, its parameters, one tensor. What goes in, what comes out, and the curve between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import torch

from core import evaluate, expression
from core.activations import activation
from core.export import explore_code
from core.facts import Facts, facts, saturation
from core.printed import number_spans
from core.record import Activation, Params, Value
from core.tensor_value import DTYPES, TensorValue, linspace
from core.text import UserError

Range = tuple[float, float]
FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

CURVE_POINTS = 1000
# More points than this on a curve are a smear; the table still shows every element.
MAX_MARKED_POINTS = 60
# The slope's plot is low: its points at the ends need a larger share of the height.
SLOPE_MARGIN = 0.2
MAX_RANGE = 1e6
SHOWN_IN_CODE = 200
MIN_WIDTH = 1e-4
DEFAULT_FORMULA = "x * tanh(softplus(x))"
DEFAULT_VIEW: Range = (-7.0, 7.0)


@dataclass(frozen=True, slots=True)
class ExploreState:
    """What a person can change in Explore.

    Attributes:
        function: key of the catalogue, or ``"custom"`` for ``formula``.
        formula: the person's own function in x.
        params: values that differ from PyTorch's defaults, by function and parameter.
        ranges: (low, high, step) of sliders that were changed, by function and parameter.
        tensor: the input.  dtype: what it is computed in.
        selected: flat index of the selected element, or -1.
        slice_index: leading indices of the 2-D slice in view, for tensors of more than two dimensions.
        probe: x of the probe while no element is selected.
        x_view, y_view: what the plot shows; ``y_view`` None fits the curve.
        threshold: a slope below it counts as saturated.
        decimals: digits after the point in the output table.
        output_curve: for vector functions: show one output's curve instead of the bars.
        moved: for that curve: flat index of the input that moves (the selected element is the output shown).
    """

    function: str = "relu"
    formula: str = DEFAULT_FORMULA
    params: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    ranges: Mapping[str, Mapping[str, tuple[float, float, float]]] = field(default_factory=dict)
    tensor: TensorValue = field(default_factory=lambda: TensorValue.of([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]]))
    dtype: str = "float32"
    selected: int = 2
    slice_index: tuple[int, ...] = ()
    probe: float = 1.0
    x_view: Range = DEFAULT_VIEW
    y_view: Range | None = None
    threshold: float = 0.1
    decimals: int = 2
    output_curve: bool = False
    moved: int = 0

    def record(self) -> Activation:
        """Return the function in view. Raises UserError if ``function`` or ``formula`` is not one."""
        return expression.parse(self.formula) if self.function == "custom" else activation(self.function)

    def checked_params(self) -> dict[str, Value]:
        """Return every parameter of the function in view, defaults included."""
        record = self.record()
        known = {p.name for p in record.parameters}
        own = self.params.get(self.function, {})
        return record.checked({name: value for name, value in own.items() if name in known})


# --- verbs: each returns a new state, or raises UserError and changes nothing ---


def choose_function(state: ExploreState, key: str) -> ExploreState:
    """Show the function ``key``. Raises UserError ``function.unknown``, for ``"custom"`` ``expression.*``."""
    replace(state, function=key).record()
    return replace(state, function=key, y_view=None)


def set_formula(state: ExploreState, text: str) -> ExploreState:
    """Show the person's own function. Raises UserError ``expression.*`` pointing at the column."""
    expression.parse(text)
    return replace(state, function="custom", formula=text, y_view=None)


def set_param(state: ExploreState, name: str, value: object) -> ExploreState:
    """Give the parameter ``name`` of the function in view a value. Raises UserError ``parameter.*``."""
    record = state.record()
    record.checked({**state.checked_params(), name: value})
    own = {**state.params.get(state.function, {}), name: record.parameter(name).check(value)}
    return replace(state, params={**state.params, state.function: own})


def reset_params(state: ExploreState) -> ExploreState:
    """Give the function in view PyTorch's defaults and its own slider ranges."""
    return replace(
        state,
        params={key: own for key, own in state.params.items() if key != state.function},
        ranges={key: own for key, own in state.ranges.items() if key != state.function},
    )


def set_range(state: ExploreState, name: str, low: float, high: float, step: float) -> ExploreState:
    """Change what a slider spans. Raises UserError ``parameter.range`` unless low < high and 0 < step ≤ high − low."""
    parameter = state.record().parameter(name)
    if not (low < high and 0 < step <= high - low) or not all(np.isfinite((low, high, step))):
        raise UserError("parameter.range", name=name)
    for end in (low, high):
        parameter.check(end)
    if parameter.kind == "integer" and step != int(step):
        raise UserError("parameter.not_an_integer", name=name, value=step, example=1)
    own = {**state.ranges.get(state.function, {}), name: (low, high, step)}
    return replace(state, ranges={**state.ranges, state.function: own})


def set_tensor(state: ExploreState, tensor: TensorValue) -> ExploreState:
    """Put in another tensor; the selection stays where it still fits."""
    fits = _is_slice(state.slice_index, tensor.shape)
    return replace(
        state,
        tensor=tensor,
        selected=state.selected if 0 <= state.selected < tensor.size else -1,
        moved=state.moved if 0 <= state.moved < tensor.size else 0,
        slice_index=state.slice_index if fits else (0,) * max(0, len(tensor.shape) - 2),
    )


def _is_slice(leading: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(leading) == max(0, len(shape) - 2) and all(0 <= i < n for i, n in zip(leading, shape, strict=False))


def set_cell(state: ExploreState, index: int, number: float) -> ExploreState:
    """Replace one element (flat index) of the input and select it; an index that is not there changes nothing.

    While one output's curve is shown, the selection names that output, so it stays.
    """
    if not 0 <= index < state.tensor.size:
        return state
    changed = replace(state, tensor=state.tensor.replaced(index, number))
    return changed if state.output_curve and state.record().is_vector else select(changed, index)


def set_dtype(state: ExploreState, dtype: str) -> ExploreState:
    """Compute in another dtype. Raises UserError ``tensor.unknown_dtype``."""
    if dtype not in DTYPES:
        raise UserError("tensor.unknown_dtype", dtype=dtype, known=", ".join(DTYPES))
    return replace(state, dtype=dtype)


def select(state: ExploreState, index: int) -> ExploreState:
    """Select an element (flat index, -1 for none) and bring its slice into view."""
    if not -1 <= index < state.tensor.size:
        return state
    shown = state.slice_index
    if index >= 0 and len(state.tensor.shape) > 2:
        shown = tuple(int(i) for i in np.unravel_index(index, state.tensor.shape)[:-2])
    return replace(state, selected=index, slice_index=shown)


def set_slice(state: ExploreState, leading: tuple[int, ...]) -> ExploreState:
    """Show another 2-D slice of the tensor; one that is not there changes nothing."""
    return replace(state, slice_index=leading) if _is_slice(leading, state.tensor.shape) else state


def move_probe(state: ExploreState, x: float) -> ExploreState:
    """Move the free probe to ``x``; it leaves the element it stood on. NaN raises UserError ``tensor.not_finite``."""
    if np.isnan(x):
        raise UserError("tensor.not_finite", piece=x)
    return replace(state, probe=float(np.clip(x, -MAX_RANGE, MAX_RANGE)), selected=-1)


def set_view(state: ExploreState, x_view: Range, y_view: Range | None) -> ExploreState:
    """Show another part of the plane. Raises UserError ``explore.view`` for an empty or unbounded one."""
    for view in (x_view, y_view):
        if view is None:
            continue
        low, high = view
        if not (high - low >= MIN_WIDTH and low >= -MAX_RANGE and high <= MAX_RANGE):
            raise UserError("explore.view", limit=f"{MAX_RANGE:g}")
    return replace(state, x_view=x_view, y_view=y_view)


def set_threshold(state: ExploreState, threshold: float) -> ExploreState:
    """Change below which slope counts as saturated. Raises UserError ``explore.threshold_range`` unless in [0, 1]."""
    if not 0 <= threshold <= 1:
        raise UserError("explore.threshold_range")
    return replace(state, threshold=float(threshold))


def set_decimals(state: ExploreState, decimals: int) -> ExploreState:
    """Show this many digits after the point in the output (0 to 6)."""
    return replace(state, decimals=min(6, max(0, decimals)))


def show_output_curve(state: ExploreState, shown: bool, moved: int) -> ExploreState:
    """For vector functions: show one output's curve as the input ``moved`` moves, or the bars."""
    return replace(state, output_curve=shown, moved=min(max(0, moved), max(0, state.tensor.size - 1)))


# --- what is computed from it ---


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


def input_decimals(values: FloatArray) -> int:
    """Return how many digits (1 to 4) after the point show these numbers as they are."""
    finite = values[np.isfinite(values)].reshape(-1)[:200]
    for digits in (1, 2, 3):
        if np.abs(finite - np.round(finite, digits)).max(initial=0.0) < 1e-6 * (1 + np.abs(finite).max(initial=0.0)):
            return digits
    return 4


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The small drawing of a function: a curve over [−4, 4], or bars for a vector function. All heights in [0, 1]."""

    heights: FloatArray
    is_bars: bool


def thumbnail(record: Activation) -> Thumbnail:
    """Return the drawing of ``record`` with PyTorch's defaults."""
    params = record.defaults()
    if record.is_vector:
        x = torch.tensor([[[[2.0]], [[1.0]], [[0.1]], [[-1.0]]]], dtype=torch.float64)
        shown = x if record.key == "softmax2d" else x.reshape(-1)
        heights = _copied(evaluate.values(record, params, shown)).reshape(-1)
        return Thumbnail(heights / max(np.abs(heights).max(), 1e-9), True)
    curve = evaluate.curve(record, params, -4.0, 4.0, 65)
    heights = np.clip(curve.y, -1.4, 2.6)
    return Thumbnail((heights + 1.4) / 4.0, False)


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready example: its catalogue id is ``preset.<key>``; it changes the state by ``patch``."""

    key: str
    function: str
    tensor: TensorValue
    params: Mapping[str, Value] = field(default_factory=dict)
    x_view: Range = DEFAULT_VIEW


@lru_cache(maxsize=1)
def presets() -> tuple[Preset, ...]:
    """Return the ready examples in the order of the menu."""
    small = TensorValue.of([-1.0, 0.0, 1.0])
    line = linspace(-10.0, 10.0, 1000)
    return (
        Preset("a", "relu", TensorValue.of([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]])),
        Preset("b", "relu", small),
        Preset("c", "sigmoid", small),
        Preset("d", "tanh", small),
        Preset("e_relu", "relu", line, x_view=(-10.5, 10.5)),
        Preset("e_sigmoid", "sigmoid", line, x_view=(-10.5, 10.5)),
        Preset("f", "softmax", TensorValue.of([2.0, 1.0, 0.1]), {"dim": 0}),
    )


def apply_preset(state: ExploreState, key: str) -> ExploreState:
    """Set up the example ``key``. Raises UserError ``explore.preset`` for an unknown one."""
    for preset in presets():
        if preset.key == key:
            shown = replace(state, function=preset.function, dtype="float32", x_view=preset.x_view, y_view=None)
            shown = replace(reset_params(shown), selected=0, moved=0, output_curve=False)
            shown = set_tensor(shown, preset.tensor)
            return replace(shown, params={**shown.params, preset.function: preset.params}) if preset.params else shown
    raise UserError("explore.preset", name=key, known=", ".join(p.key for p in presets()))

"""What a person can change in Explore, and the verbs that change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from core import expression
from core.activations import activation
from core.record import Activation, Value
from core.tensor_value import DTYPES, TensorValue
from core.tensors import with_true_origin
from core.text import UserError
from core.view_range import DEFAULT_VIEW, MAX_RANGE, Range, check_range

DEFAULT_FORMULA = "x * tanh(softplus(x))"


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
    state.record().parameter(name).check_range(low, high, step)
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
    """Show another part of the plane. Raises UserError ``plot.view`` for an empty or unbounded one."""
    check_range(x_view)
    if y_view is not None:
        check_range(y_view)
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


# --- what a file may hold ---


def checked(state: ExploreState) -> ExploreState:
    """Return ``state`` with every part as the verbs would have made it. Raises UserError for what cannot be used."""
    expression.parse(state.formula)
    params = {key: _checked_params(replace(state, function=key), given) for key, given in state.params.items()}
    for key, ranges in state.ranges.items():
        _check_ranges(replace(state, function=key), ranges)
    made = replace(state, params=params)
    made = set_dtype(made, state.dtype)
    made = set_threshold(made, state.threshold)
    made = set_view(made, state.x_view, state.y_view)
    made = set_tensor(made, with_true_origin(state.tensor))
    made = set_decimals(made, state.decimals)
    made.checked_params()
    return replace(made, probe=move_probe(made, state.probe).probe)


def _checked_params(own: ExploreState, params: Mapping[str, Value]) -> dict[str, Value]:
    """Return ``params`` as the verbs would have stored them: each of its type, all of them possible together."""
    if own.function == "custom":
        # A formula's parameters are its free names: one that the formula no longer has is kept for when it returns.
        return {name: expression.free_name(name).check(value) for name, value in params.items()}
    complete = own.record().checked(params)
    return {name: complete[name] for name in params}


def _check_ranges(own: ExploreState, ranges: Mapping[str, tuple[float, float, float]]) -> None:
    for name, (low, high, step) in ranges.items():
        shown = replace(own, formula=f"x * {name}") if own.function == "custom" else own
        set_range(shown, name, low, high, step)

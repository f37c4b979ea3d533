"""What the Neuron lab shows for a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core import evaluate
from core.export.neuron import collapse_code, neuron_code, plane_code
from core.labs.neuron.collapse import Collapse, Matrix, Vector, collapse, layers_of
from core.labs.neuron.numbers import HIDDEN, LINES
from core.labs.neuron.plane import Plane, plane
from core.labs.neuron.state import POINTS, NeuronState
from core.labs.neuron.sums import weighted_sum
from core.record import Activation, Params, written_number
from core.tensor_value import torch_dtype
from core.view_range import Range, fitted

CURVE_POINTS = 500
_CURVE_HALF = 5.0
_SEEN = 1e-4  # a relative difference of outputs that four decimals show
Rounding = Literal["none", "sum", "output"]


@dataclass(frozen=True, slots=True)
class Term:
    """One product of the sum, exact."""

    weight: float
    value: float
    product: float


@dataclass(frozen=True, slots=True)
class Unit:
    """The neuron itself.

    Attributes:
        z, y, slope: the exact sum of the written numbers, h(z) and h′(z) by PyTorch in float64.
        worked: the arithmetic that leads from z to y; may be empty.
        torch_z, torch_y: what ``nn.Linear`` and h give in the state's dtype.
        rounding: whether PyTorch's sum looks different from the exact one, and whether even the output does.
    """

    terms: tuple[Term, ...]
    bias: float
    z: float
    y: float
    slope: float
    worked: str
    torch_z: float
    torch_y: float
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class NeuronResult:
    """All that the lab shows. ``plane`` and ``collapse`` are None unless they are in view.

    ``kinks`` are (z, h(z)) where h bends or jumps. ``printed`` is what ``code`` prints when it is run.
    """

    record: Activation
    params: Params
    unit: Unit
    curve: evaluate.Curve
    x_view: Range
    y_view: Range
    kinks: tuple[tuple[float, float], ...]
    plane: Plane | None
    collapse: Collapse | None
    printed: str
    code: str


def compute(state: NeuronState) -> NeuronResult:
    """Compute everything that the view in view shows."""
    record, params = state.record(), state.checked_params()
    unit, printed_unit = _unit(state, record, params)
    x_view = state.x_view or _x_view(unit.z)
    curve = evaluate.curve(record, params, *x_view, CURVE_POINTS)
    shown_plane = plane(state, record, params) if state.view == "plane" and state.count == 2 else None
    shown_collapse = collapse(state, record, params) if state.view == "collapse" else None
    code, printed = _code(state, record, params, shown_plane, shown_collapse) or (
        neuron_code(record, params, state.weights(), state.inputs(), state.number("b"), state.dtype),
        printed_unit,
    )
    return NeuronResult(
        record=record,
        params=params,
        unit=unit,
        curve=curve,
        x_view=x_view,
        y_view=state.y_view or fitted(curve.x, curve.y),
        kinks=_kinks(record, params, x_view),
        plane=shown_plane,
        collapse=shown_collapse,
        printed=printed,
        code=code,
    )


def _unit(state: NeuronState, record: Activation, params: Params) -> tuple[Unit, str]:
    weights, inputs, bias = state.weights(), state.inputs(), state.number("b")
    z = weighted_sum(weights, inputs, bias)
    at = torch.tensor([z], dtype=torch.float64)
    y = evaluate.values(record, params, at)
    dtype = torch_dtype(state.dtype)
    torch_z = F.linear(*(torch.tensor(part, dtype=dtype) for part in (inputs, [weights], [bias])))
    torch_y = evaluate.values(record, params, torch_z)
    unit = Unit(
        terms=tuple(Term(w, x, weighted_sum((w,), (x,), 0.0)) for w, x in zip(weights, inputs, strict=True)),
        bias=bias,
        z=z,
        y=y.item(),
        slope=evaluate.slopes(record, params, at).item(),
        worked=record.worked(z, params),
        torch_z=torch_z.item(),
        torch_y=torch_y.item(),
        rounding=_rounding(z, y.item(), torch_z.item(), torch_y.item()),
    )
    lines = (evaluate.printed(torch_z), evaluate.printed(torch_y), repr(z), repr(y.item()))
    return unit, "\n".join(lines) + "\n"


def _rounding(z: float, y: float, torch_z: float, torch_y: float) -> Rounding:
    if abs(torch_y - y) > _SEEN * max(1.0, abs(y)):
        return "output"
    return "sum" if written_number(torch_z) != written_number(z) else "none"


def _x_view(z: float) -> Range:
    """Return a symmetric range that holds ``z`` and grows in doublings, so that the paper mostly stands still."""
    half = _CURVE_HALF
    while abs(z) > 0.92 * half:
        half *= 2
    return (-half, half)


def _kinks(record: Activation, params: Params, x_view: Range) -> tuple[tuple[float, float], ...]:
    at = [z for z in record.kinks(params) if x_view[0] <= z <= x_view[1]]
    if not at:
        return ()
    values = evaluate.values(record, params, torch.tensor(at, dtype=torch.float64)).tolist()
    return tuple(zip(at, values, strict=True))


def _code(
    state: NeuronState, record: Activation, params: Params, shown: Plane | None, parted: Collapse | None
) -> tuple[str, str] | None:
    """Return the script of the second or third view and what it prints; None where the neuron is in view."""
    if shown is not None:
        layers = _plane_layers(state)
        code = plane_code(record, params, layers, [spot.target for spot in shown.spots], state.dtype)
        return code, _plane_print(shown, _in_torch(layers, POINTS, state.dtype, record, params, last=True))
    if parted is not None:
        first, second = layers_of(state)
        between = record if state.has_between else None
        two = _in_torch((first, second), parted.x, state.dtype, between, params, last=False)
        one = F.linear(*_tensors(state.dtype, parted.x, parted.product, parted.product_bias))
        code = collapse_code(between, params, first, second, parted.x, state.dtype)
        return code, _collapse_print(parted, two, one)
    return None


def _plane_layers(state: NeuronState) -> list[tuple[Matrix, Vector]]:
    if state.layers == 1:
        return [((state.weights(),), state.numbers_of("b"))]
    units = [state.numbers_of(*LINES[f"hidden{i}"]) for i in range(HIDDEN)]
    first, second, bias = state.numbers_of(*LINES["output"])
    return [(tuple(u[:2] for u in units), tuple(u[2] for u in units)), (((first, second),), (bias,))]


def _in_torch(
    layers: Sequence[tuple[Matrix, Vector]],
    x: object,
    dtype: str,
    record: Activation | None,
    params: Params,
    last: bool,
) -> Tensor:
    """Return the output of linear layers with the function behind each, behind the last one only if ``last``."""
    (y,) = _tensors(dtype, x)
    for i, (weight, bias) in enumerate(layers):
        y = F.linear(y, *_tensors(dtype, weight, bias))
        if record is not None and (last or i < len(layers) - 1):
            y = evaluate.values(record, params, y)
    return y


def _tensors(dtype: str, *parts: object) -> list[Tensor]:
    return [torch.tensor(part, dtype=torch_dtype(dtype)) for part in parts]


def _plane_print(shown: Plane, outputs: Tensor) -> str:
    rows = [
        " ".join(repr(n) for n in (*spot.inputs, *spot.hidden, spot.z, spot.y, spot.decided, spot.target))
        for spot in shown.spots
    ]
    return "\n".join([evaluate.printed(outputs), *rows, f"{shown.score} / {len(rows)}"]) + "\n"


def _collapse_print(parted: Collapse, two: Tensor, one: Tensor) -> str:
    parts = (
        *(parted.hidden, parted.passed, parted.output),
        *(parted.product, parted.product_bias, parted.product_output, parted.difference),
    )
    lines = [repr([list(row) if isinstance(row, tuple) else row for row in part]) for part in parts]
    return "\n".join([evaluate.printed(two), evaluate.printed(one), *lines]) + "\n"

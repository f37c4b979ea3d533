"""What the Neuron lab shows for a state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import torch
from torch.nn import functional as F  # noqa: N812

from core import evaluate
from core.labs.neuron.collapse import Collapse, collapse
from core.labs.neuron.plane import Plane, plane
from core.labs.neuron.state import NeuronState
from core.labs.neuron.sums import weighted_sum
from core.record import Activation, Params, Value, written_number
from core.tensor_value import torch_dtype
from core.view_range import Range, fitted

CURVE_POINTS = 500
_CURVE_HALF = 5.0
_SEEN = 1e-4  # a relative difference of outputs that four decimals show
_CACHED = 8
Frozen = tuple[tuple[str, Value], ...]
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
        weight_slopes: ∂y/∂w of every weight, h′(z) times its input.
        worked: the arithmetic that leads from z to y; may be empty.
        torch_z, torch_y: what ``nn.Linear`` and h give in the state's dtype.
        rounding: whether PyTorch's sum looks different from the exact one, and whether even the output does.
    """

    terms: tuple[Term, ...]
    bias: float
    z: float
    y: float
    slope: float
    weight_slopes: tuple[float, ...]
    worked: str
    torch_z: float
    torch_y: float
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class NeuronResult:
    """What follows the hand while it moves. ``curve``, ``plane`` and ``collapse`` are None unless they are in view.

    X"""

    record: Activation
    params: Params
    unit: Unit
    curve: evaluate.Curve | None
    x_view: Range
    y_view: Range
    kinks: tuple[tuple[float, float], ...]
    plane: Plane | None
    collapse: Collapse | None


def compute(state: NeuronState) -> NeuronResult:
    """Compute what the view in view draws."""
    record, params = state.record(), state.checked_params()
    unit = _unit(state, record, params)
    x_view = state.x_view or _x_view(unit.z)
    frozen = tuple(params.items())
    curve = _curve(record, frozen, *x_view) if state.view == "neuron" else None
    shown_plane = plane(state, record, params) if state.view == "plane" and state.has_plane() else None
    shown_collapse = collapse(state, record, params) if state.view == "collapse" else None
    return NeuronResult(
        record=record,
        params=params,
        unit=unit,
        curve=curve,
        x_view=x_view,
        y_view=state.y_view or (fitted(curve.x, curve.y) if curve else (-1.0, 1.0)),
        kinks=_kinks(record, frozen, *x_view),
        plane=shown_plane,
        collapse=shown_collapse,
    )


def _unit(state: NeuronState, record: Activation, params: Params) -> Unit:
    weights, inputs, bias = state.weights(), state.inputs(), state.number("b")
    z = weighted_sum(weights, inputs, bias)
    at = torch.tensor([z], dtype=torch.float64)
    y, slope = (one.item() for one in evaluate.value_and_slope(record, params, at))
    dtype = torch_dtype(state.dtype)
    torch_z = F.linear(*(torch.tensor(part, dtype=dtype) for part in (inputs, [weights], [bias])))
    torch_y = evaluate.values(record, params, torch_z)
    return Unit(
        terms=tuple(Term(w, x, weighted_sum((w,), (x,), 0.0)) for w, x in zip(weights, inputs, strict=True)),
        bias=bias,
        z=z,
        y=y,
        slope=slope,
        weight_slopes=tuple(slope * x + 0.0 for x in inputs),
        worked=record.worked(z, params),
        torch_z=torch_z.item(),
        torch_y=torch_y.item(),
        rounding=_rounding(z, y, torch_z.item(), torch_y.item()),
    )


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


# Whoever drags a weight leaves the curve alone: it stays the same arrays, which the plot knows again.


@lru_cache(maxsize=_CACHED)
def _curve(record: Activation, params: Frozen, low: float, high: float) -> evaluate.Curve:
    return evaluate.curve(record, dict(params), low, high, CURVE_POINTS)


@lru_cache(maxsize=_CACHED)
def _kinks(record: Activation, params: Frozen, low: float, high: float) -> tuple[tuple[float, float], ...]:
    at = [z for z in record.kinks(dict(params)) if low <= z <= high]
    if not at:
        return ()
    values = evaluate.values(record, dict(params), torch.tensor(at, dtype=torch.float64)).tolist()
    return tuple(zip(at, values, strict=True))

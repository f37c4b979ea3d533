"""What is read once the hand rests: the script of the view in view, and what it prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core import evaluate
from core.export.neuron import collapse_code, neuron_code, plane_code
from core.labs.neuron.collapse import Collapse, Matrix, Vector, layers_of
from core.labs.neuron.numbers import HIDDEN, LINES
from core.labs.neuron.plane import Plane
from core.labs.neuron.result import NeuronResult
from core.labs.neuron.state import POINTS, NeuronState
from core.record import Activation, Params
from core.tensor_value import torch_dtype


@dataclass(frozen=True, slots=True)
class NeuronDetails:
    """``printed`` is what ``code`` prints when it is run: PyTorch's own numbers, then the exact ones on screen."""

    printed: str
    code: str


def details(state: NeuronState, result: NeuronResult) -> NeuronDetails:
    """Return the script and its print for ``state`` and what ``compute`` made of it."""
    record, params = result.record, result.params
    if result.plane is not None:
        return _of_plane(state, record, params, result.plane)
    if result.collapse is not None:
        return _of_collapse(state, record, params, result.collapse)
    weights, inputs, bias = state.weights(), state.inputs(), state.number("b")
    z = F.linear(*_tensors(state.dtype, inputs, [weights], [bias]))
    unit = result.unit
    exact = (repr(unit.z), repr(unit.y), repr([*unit.weight_slopes, unit.slope]))
    lines = (evaluate.printed(z), evaluate.printed(evaluate.values(record, params, z)), *exact)
    return NeuronDetails(_lines(lines), neuron_code(record, params, weights, inputs, bias, state.dtype))


def _of_plane(state: NeuronState, record: Activation, params: Params, shown: Plane) -> NeuronDetails:
    layers = _plane_layers(state)
    code = plane_code(record, params, layers, [spot.target for spot in shown.spots], state.dtype)
    outputs = _in_torch(layers, POINTS, state.dtype, record, params, last=True)
    rows = [
        " ".join(repr(n) for n in (*spot.inputs, *spot.hidden, spot.z, spot.y, spot.decided, spot.target))
        for spot in shown.spots
    ]
    return NeuronDetails(_lines([evaluate.printed(outputs), *rows, f"{shown.score} / {len(rows)}"]), code)


def _of_collapse(state: NeuronState, record: Activation, params: Params, parted: Collapse) -> NeuronDetails:
    first, second = layers_of(state)
    between = record if state.has_between else None
    two = _in_torch((first, second), parted.x, state.dtype, between, params, last=False)
    one = F.linear(*_tensors(state.dtype, parted.x, parted.product, parted.product_bias))
    parts = (
        *(parted.hidden, parted.passed, parted.output),
        *(parted.product, parted.product_bias, parted.product_output, parted.difference),
    )
    exact = [repr([list(row) if isinstance(row, tuple) else row for row in part]) for part in parts]
    code = collapse_code(between, params, first, second, parted.x, state.dtype)
    return NeuronDetails(_lines([evaluate.printed(two), evaluate.printed(one), *exact]), code)


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


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"

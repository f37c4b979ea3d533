"""Two linear layers and the one they are, until a function between them parts the two.

W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂).

Like the neuron's sum, products are those of the numbers as they are written: equal outputs are exactly equal, and a
difference is never binary rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import torch

from core import evaluate
from core.labs.neuron.state import NeuronState
from core.labs.neuron.sums import exact_sum, written
from core.record import Activation, Params
from core.view_range import Range, fitted

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]
Layer = tuple[Matrix, Vector]
_Exact = list[Fraction]

LINE_VIEW = (-3.0, 3.0)
LINE_POINTS = 241


@dataclass(frozen=True, slots=True)
class Collapse:
    """The third view.

    Attributes:
        x: the input, 2.  hidden: W₁x + b₁.  passed: what of it reaches the second layer: h of it, or itself.
        output: of the two layers.  product, product_bias: W₂W₁ and W₂b₁ + b₂.  product_output: of that one layer.
        difference: output − product_output.
        line_x, two_y, one_y: the first output of the two layers, and of the one, as x[0] goes from −3 to 3, x[1] fixed.
        y_view: what holds both.
    """

    x: Vector
    hidden: Vector
    passed: Vector
    output: Vector
    product: Matrix
    product_bias: Vector
    product_output: Vector
    difference: Vector
    line_x: FloatArray
    two_y: FloatArray
    one_y: FloatArray
    y_view: Range

    @property
    def is_same(self) -> bool:
        """Whether both give the same output for this x."""
        return all(d == 0 for d in self.difference)


def layers_of(state: NeuronState) -> tuple[Layer, Layer]:
    """Return (weight, bias) of both layers: 2×2 and 2."""
    first, second = (
        (
            (state.numbers_of(f"{key}_w00", f"{key}_w01"), state.numbers_of(f"{key}_w10", f"{key}_w11")),
            state.numbers_of(f"{key}_b0", f"{key}_b1"),
        )
        for key in ("first", "second")
    )
    return first, second


def collapse(state: NeuronState, record: Activation, params: Params) -> Collapse:
    """Compute the collapse; ``record`` stands between the layers if ``state.has_between``."""
    layers = layers_of(state)
    (first_weight, first_biases), (second_weight, second_biases) = layers
    x = state.numbers_of("input0", "input1")
    first, second = _exact_rows(first_weight), _exact_rows(second_weight)
    first_bias, second_bias = _exact(first_biases), _exact(second_biases)
    hidden = _linear(first, _exact(x), first_bias)
    passed = _exact(_passed(state, record, params, _floats(hidden))) if state.has_between else hidden
    output = _linear(second, passed, second_bias)
    columns = list(zip(*first, strict=True))
    product = [[exact_sum(row, column, Fraction(0)) for column in columns] for row in second]
    product_bias = _linear(second, first_bias, second_bias)
    product_output = _linear(product, _exact(x), product_bias)
    line_x, two_y, one_y = _lines(state, record, params, layers, x[1])
    return Collapse(
        x=x,
        hidden=_floats(hidden),
        passed=_floats(passed),
        output=_floats(output),
        product=tuple(_floats(row) for row in product),
        product_bias=_floats(product_bias),
        product_output=_floats(product_output),
        difference=_floats([a - b for a, b in zip(output, product_output, strict=True)]),
        line_x=line_x,
        two_y=two_y,
        one_y=one_y,
        y_view=fitted(line_x, np.concatenate((two_y, one_y))),
    )


def _linear(rows: list[_Exact], x: _Exact, bias: _Exact) -> _Exact:
    return [exact_sum(row, x, b) for row, b in zip(rows, bias, strict=True)]


def _exact(numbers: Vector) -> _Exact:
    return [written(n) for n in numbers]


def _exact_rows(matrix: Matrix) -> list[_Exact]:
    return [_exact(row) for row in matrix]


def _floats(numbers: _Exact) -> Vector:
    return tuple(float(n) for n in numbers)


def _passed(state: NeuronState, record: Activation, params: Params, hidden: Vector) -> Vector:
    return tuple(evaluate.values(record, params, torch.tensor(hidden, dtype=torch.float64)).tolist())


def _lines(
    state: NeuronState, record: Activation, params: Params, layers: tuple[Layer, Layer], second_input: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return x[0], and over it output 0 of the two layers and of their product."""
    w1, b1, w2, b2 = (torch.tensor(part, dtype=torch.float64) for layer in layers for part in layer)
    along = torch.linspace(*LINE_VIEW, LINE_POINTS, dtype=torch.float64)
    inputs = torch.stack((along, torch.full_like(along, second_input)), dim=-1)
    hidden = inputs @ w1.T + b1
    if state.has_between:
        hidden = evaluate.values(record, params, hidden)
    two = (hidden @ w2.T + b2)[:, 0]
    one = (inputs @ (w2 @ w1).T + (w2 @ b1 + b2))[:, 0]
    return along.numpy(), two.numpy(), one.numpy()

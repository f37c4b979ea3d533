"""What the Softmax lab draws while a bar is dragged, every number by PyTorch: logits, exp, probabilities.

Softmax takes u = z · s / T: the logits z of the bars, scaled. Everything after it (exp, probabilities, Jacobian, loss
and its gradient) is of u, so that ∂p/∂u = diag(p) − p pᵀ and ∂loss/∂u = p − y hold at any temperature.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from core.labs.softmax.state import SoftmaxState
from core.tensor_value import FloatArray, TensorValue, beyond_digits

_MOST_DIGITS = 4
_SUMS_TO_ONE = 1e-6
Columns = tuple[Tensor, Tensor, Tensor]


@dataclass(frozen=True, slots=True)
class SoftmaxResult:
    """The three groups of bars, as numpy copies; computed in float32 like PyTorch's default.

    Attributes:
        logits, scaled: z and u, shape (K,).  factor: s / T.  logit_digits: decimals that show every logit as it is.
        largest: max u.  exp: the exp column, of u − max u or of u.  exp_sum: its sum.
        probabilities: exp / exp_sum, shape (K,); nan where exp overflowed.  probability_sum: their sum.
        sums_to_one: whether it is 1 as far as float32 can tell: not where exp overflowed.
    """

    logits: FloatArray
    scaled: FloatArray
    factor: float
    logit_digits: int
    largest: float
    exp: FloatArray
    exp_sum: float
    probabilities: FloatArray
    probability_sum: float
    sums_to_one: bool


def compute(state: SoftmaxState) -> SoftmaxResult:
    """Compute the bars for ``state``."""
    u, exp, probabilities = columns(state)
    total = probabilities.sum().item()
    return SoftmaxResult(
        logits=state.logits.values,
        scaled=copied(u),
        factor=state.scale / state.temperature,
        logit_digits=shown_digits(state.logits.values),
        largest=u.max().item(),
        exp=copied(exp),
        exp_sum=exp.sum().item(),
        probabilities=copied(probabilities),
        probability_sum=total,
        sums_to_one=abs(total - 1.0) <= _SUMS_TO_ONE,
    )


def columns(state: SoftmaxState) -> Columns:
    """Return u, the exp column and the probabilities it leads to, each float32 of shape (K,)."""
    return _columns(state.logits, state.scale, state.temperature, state.subtract_max)


# What follows a bar at once and what follows it later begin with the same columns. Nobody writes into them.
@lru_cache(maxsize=1)
def _columns(logits: TensorValue, scale: float, temperature: float, subtract_max: bool) -> Columns:
    u = logits.to_torch("float32") * scale / temperature
    exp = torch.exp(u - u.max() if subtract_max else u)
    return u, exp, exp / exp.sum()


def shown_digits(values: FloatArray) -> int:
    """Return how many decimals, 1 to 4, show these numbers as they are."""
    finite = values[np.isfinite(values)]
    exact = (n for n in range(1, _MOST_DIGITS) if bool((np.abs(beyond_digits(finite, n)) <= 1e-9).all()))
    return next(exact, _MOST_DIGITS)


def copied(tensor: Tensor) -> FloatArray:
    """Return a tensor's numbers as float64, on their own."""
    own: FloatArray = tensor.detach().to(torch.float64).numpy().copy()
    return own

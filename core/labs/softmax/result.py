"""What the Softmax lab computes, every number by PyTorch.

Softmax takes u = z · s / T: the logits z of the bars, scaled. Everything after it (exp, probabilities, Jacobian, loss
and its gradient) is of u, so that ∂p/∂u = diag(p) − p pᵀ and ∂loss/∂u = p − y hold at any temperature.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn

from core.evaluate import printed
from core.export.softmax import softmax_code
from core.labs.softmax.state import SoftmaxState
from core.tensor_value import FloatArray

OVERFLOW_DTYPES = ("float32", "float16")
READY = (1000.0, 1001.0, 1002.0)
_SEARCH_STEPS = 60
_AGREES = 1e-4
_SUMS_TO_ONE = 1e-6
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """Softmax in one dtype, both ways: exp(u) / Σ exp(u), and with the maximum subtracted first."""

    dtype: str
    naive: FloatArray
    stable: FloatArray


@dataclass(frozen=True, slots=True)
class Overflow:
    """The two ways in every dtype, of the logits on screen and of [1000, 1001, 1002].

    ``limits``: for each dtype the largest x whose exp is finite.
    """

    live: tuple[Way, ...]
    ready: tuple[Way, ...]
    limits: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class CrossEntropy:
    """The loss of the scaled logits.

    Attributes:
        probability: p of the target, as the probability bars show it.  worked: −log of it.
        loss: ``nn.CrossEntropyLoss()(u, target)``.
        agrees: whether the two are the same number, as they are until p underflows or exp overflows.
        double: the same loss fed with probabilities instead of logits, a common mistake.
        gradient: ∂loss/∂u by autograd, shape (K,): p − y.
    """

    probability: float
    worked: float
    loss: float
    agrees: bool
    double: float
    gradient: FloatArray


@dataclass(frozen=True, slots=True)
class Pair:
    """Softmax over the first two classes alone, and the sigmoid of their difference u₀ − u₁: the same number."""

    difference: float
    softmax: float
    sigmoid: float


@dataclass(frozen=True, slots=True)
class SoftmaxResult:
    """All that Softmax shows, as numpy copies and strings; computed in float32 like PyTorch's default.

    Attributes:
        logits, scaled: z and u, shape (K,).  factor: s / T.  logit_digits: decimals that show every logit as it is.
        largest: max u.  exp: the exp column, of u − max u or of u.  exp_sum: its sum.
        probabilities: exp / exp_sum, shape (K,); nan where exp overflowed.  probability_sum: their sum.
        sums_to_one: whether it is 1 as far as float32 can tell: not where exp overflowed.
        printed: what PyTorch prints for z, the exp column and the probabilities.
        stable: ``torch.softmax(u)``, which never overflows.
        entropy: −Σ p log p in nats, of ``stable``.  most_entropy: log K, that of equal probabilities.
        entropy_share: the first over the second.
        jacobian: [i, j] = ∂pᵢ/∂uⱼ by autograd, shape (K, K).
        pair: None while both of the first two classes are masked.
        matrix, matrix_softmax: the 2-D tensor and its softmax along ``dim``.  group_sums: sum of every group.
        axis: ``dim`` as 0 or 1.  matrix_digits: decimals that show the 2-D tensor as it is.
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
    printed: tuple[str, str, str]
    stable: FloatArray
    entropy: float
    most_entropy: float
    entropy_share: float
    jacobian: FloatArray
    overflow: Overflow
    cross_entropy: CrossEntropy
    pair: Pair | None
    matrix: FloatArray
    matrix_softmax: FloatArray
    group_sums: FloatArray
    axis: int
    matrix_digits: int
    code: str


def compute(state: SoftmaxState) -> SoftmaxResult:
    """Compute everything that Softmax shows for ``state``."""
    logits = state.logits.to_torch("float32")
    u = logits * state.scale / state.temperature
    exp = torch.exp(u - u.max() if state.subtract_max else u)
    exp_sum = exp.sum()
    probabilities = exp / exp_sum
    stable = torch.softmax(u, dim=0)
    entropy = torch.special.entr(stable).sum().item()
    matrix = state.matrix.to_torch("float32")
    matrix_softmax = torch.softmax(matrix, dim=state.dim)
    return SoftmaxResult(
        logits=_copied(logits),
        scaled=_copied(u),
        factor=state.scale / state.temperature,
        logit_digits=_digits(state.logits.values),
        largest=u.max().item(),
        exp=_copied(exp),
        exp_sum=exp_sum.item(),
        probabilities=_copied(probabilities),
        probability_sum=probabilities.sum().item(),
        sums_to_one=abs(probabilities.sum().item() - 1.0) <= _SUMS_TO_ONE,
        printed=(printed(logits), printed(exp), printed(probabilities)),
        stable=_copied(stable),
        entropy=entropy,
        most_entropy=math.log(state.classes),
        entropy_share=entropy / math.log(state.classes),
        jacobian=jacobian(u),
        overflow=_overflow(u),
        cross_entropy=_cross_entropy(u, probabilities, stable, state.target),
        pair=_pair(u),
        matrix=_copied(matrix),
        matrix_softmax=_copied(matrix_softmax),
        group_sums=_copied(matrix_softmax.sum(dim=state.dim)),
        axis=state.dim % 2,
        matrix_digits=_digits(state.matrix.values),
        code=full_code(state),
    )


def full_code(state: SoftmaxState) -> str:
    """Return the script that prints every number on screen."""
    return softmax_code(
        logits=state.logits,
        temperature=state.temperature,
        scale=state.scale,
        subtract_max=state.subtract_max,
        target=state.target,
        matrix=state.matrix,
        dim=state.dim,
    )


def jacobian(u: Tensor) -> FloatArray:
    """Return [i, j] = ∂softmax(u)ᵢ/∂uⱼ by autograd, one row after the other; ``u`` has the shape (K,)."""
    leaf = u.detach().clone().requires_grad_()
    p = torch.softmax(leaf, dim=0)
    rows = [torch.autograd.grad(output, leaf, retain_graph=True)[0] for output in p]
    return _copied(torch.stack(rows))


@lru_cache(maxsize=8)
def overflow_limit(dtype: str) -> float:
    """Return the largest x of ``dtype`` whose ``torch.exp`` is finite, found by halving: about 88.72 in float32."""
    kind: torch.dtype = getattr(torch, dtype)
    low, high = 0.0, 2 * math.log(torch.finfo(kind).max)
    for _ in range(_SEARCH_STEPS):
        middle = (low + high) / 2
        finite = bool(torch.isfinite(torch.exp(torch.tensor(middle, dtype=kind))))
        low, high = (middle, high) if finite else (low, middle)
    return torch.tensor(low, dtype=kind).item()


@lru_cache(maxsize=1)
def sigmoid_curve() -> tuple[FloatArray, FloatArray]:
    """Return (d, softmax([d, 0])₀) over [−8, 8]: the first of two probabilities against the logits' difference."""
    d = torch.linspace(-8, 8, 321, dtype=torch.float64)
    return _copied(d), _copied(torch.softmax(torch.stack([d, torch.zeros_like(d)]), dim=0)[0])


@lru_cache(maxsize=1)
def loss_curve() -> tuple[FloatArray, FloatArray]:
    """Return (p, −log p) over (0, 1], closer together towards 0, where the loss climbs."""
    p = torch.linspace(0.05, 1, 200, dtype=torch.float64) ** 2
    return _copied(p), _copied(-torch.log(p))


def _overflow(u: Tensor) -> Overflow:
    live = tuple(_way(u, dtype) for dtype in OVERFLOW_DTYPES)
    return Overflow(live, _ready_ways(), tuple((dtype, overflow_limit(dtype)) for dtype in OVERFLOW_DTYPES))


@lru_cache(maxsize=1)
def _ready_ways() -> tuple[Way, ...]:
    return tuple(_way(torch.tensor(READY), dtype) for dtype in OVERFLOW_DTYPES)


def _way(u: Tensor, dtype: str) -> Way:
    x = u.to(getattr(torch, dtype))
    naive, stable = torch.exp(x), torch.exp(x - x.max())
    return Way(dtype, _copied(naive / naive.sum()), _copied(stable / stable.sum()))


def _cross_entropy(u: Tensor, shown: Tensor, stable: Tensor, target: int) -> CrossEntropy:
    right = torch.tensor(target)
    loss_of = nn.CrossEntropyLoss()
    leaf = u.detach().clone().requires_grad_()
    loss = loss_of(leaf, right)
    torch.autograd.backward(loss)
    assert leaf.grad is not None
    return CrossEntropy(
        probability=shown[target].item(),
        worked=-torch.log(shown[target]).item(),
        loss=loss.item(),
        agrees=math.isclose(-torch.log(shown[target]).item(), loss.item(), rel_tol=_AGREES, abs_tol=_AGREES),
        double=loss_of(stable, right).item(),
        gradient=_copied(leaf.grad),
    )


def _pair(u: Tensor) -> Pair | None:
    first, second = u[:2]
    if not torch.isfinite(u[:2]).any():
        return None
    difference = first - second
    return Pair(difference.item(), torch.softmax(u[:2], dim=0)[0].item(), torch.sigmoid(difference).item())


def _digits(values: FloatArray) -> int:
    """Return how many decimals, 1 to 4, show these numbers as they are."""
    finite = values[np.isfinite(values)]
    exact = (
        n for n in range(1, _MOST_DIGITS) if bool(np.isclose(finite, np.round(finite, n), rtol=0, atol=1e-9).all())
    )
    return next(exact, _MOST_DIGITS)


def _copied(tensor: Tensor) -> FloatArray:
    copied: FloatArray = tensor.detach().to(torch.float64).numpy().copy()
    return np.ascontiguousarray(copied)

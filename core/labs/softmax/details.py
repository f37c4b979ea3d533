"""What the Softmax lab says besides the bars: Jacobian, loss, overflow, sigmoid, the 2-D tensor, print and code."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from core.evaluate import printed
from core.export.softmax import softmax_code
from core.labs.softmax.result import columns, copied, shown_digits
from core.labs.softmax.state import SoftmaxState
from core.tensor_value import FloatArray, TensorValue

OVERFLOW_DTYPES = ("float32", "float16")
READY = (1000.0, 1001.0, 1002.0)
_SEARCH_STEPS = 60
_AGREES = 1e-4
_LOSS = nn.CrossEntropyLoss()


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
class Groups:
    """The 2-D tensor and its softmax, both (R, C); the sum of every group along ``axis`` (0 or 1).

    ``digits``: decimals that show the tensor as it is.
    """

    matrix: FloatArray
    softmax: FloatArray
    sums: FloatArray
    axis: int
    digits: int


@dataclass(frozen=True, slots=True)
class SoftmaxDetails:
    """The rest of what Softmax shows, as numpy copies and strings.

    Attributes:
        printed: what PyTorch prints for the probabilities.
        stable: ``torch.softmax(u)``, which never overflows.
        entropy: −Σ p log p in nats, of ``stable``.  most_entropy: log K, that of equal probabilities.
        entropy_share: the first over the second.
        jacobian: [i, j] = ∂pᵢ/∂uⱼ, shape (K, K).
        pair: None while both of the first two classes are masked.
    """

    printed: str
    stable: FloatArray
    entropy: float
    most_entropy: float
    entropy_share: float
    jacobian: FloatArray
    overflow: Overflow
    cross_entropy: CrossEntropy
    pair: Pair | None
    groups: Groups
    code: str


def details(state: SoftmaxState) -> SoftmaxDetails:
    """Compute what Softmax says about ``state``."""
    u, _, probabilities = columns(state)
    stable = torch.softmax(u, dim=0)
    entropy = torch.special.entr(stable).sum().item()
    return SoftmaxDetails(
        printed=printed(probabilities),
        stable=copied(stable),
        entropy=entropy,
        most_entropy=math.log(state.classes),
        entropy_share=entropy / math.log(state.classes),
        jacobian=jacobian(stable),
        overflow=_overflow(u),
        cross_entropy=_cross_entropy(u, probabilities, stable, state.target),
        pair=_pair(u),
        groups=_groups(state.matrix, state.dim),
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


def jacobian(p: Tensor) -> FloatArray:
    """Return [i, j] = ∂pᵢ/∂uⱼ = (δᵢⱼ − pᵢ) pⱼ of p = softmax(u), shape (K,), in the order in which autograd rounds it.

    Autograd itself, a backward pass for every row, takes many times as long as all else that follows a bar.
    """
    return copied((torch.eye(p.numel()) - p[:, None]) * p)


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
    return copied(d), copied(torch.softmax(torch.stack([d, torch.zeros_like(d)]), dim=0)[0])


@lru_cache(maxsize=1)
def loss_curve() -> tuple[FloatArray, FloatArray]:
    """Return (p, −log p) over (0, 1], closer together towards 0, where the loss climbs."""
    p = torch.linspace(0.05, 1, 200, dtype=torch.float64) ** 2
    return copied(p), copied(-torch.log(p))


def _overflow(u: Tensor) -> Overflow:
    live = tuple(_way(u, dtype) for dtype in OVERFLOW_DTYPES)
    return Overflow(live, _ready_ways(), tuple((dtype, overflow_limit(dtype)) for dtype in OVERFLOW_DTYPES))


@lru_cache(maxsize=1)
def _ready_ways() -> tuple[Way, ...]:
    return tuple(_way(torch.tensor(READY), dtype) for dtype in OVERFLOW_DTYPES)


def _way(u: Tensor, dtype: str) -> Way:
    x = u.to(getattr(torch, dtype))
    naive, stable = torch.exp(x), torch.exp(x - x.max())
    return Way(dtype, copied(naive / naive.sum()), copied(stable / stable.sum()))


def _cross_entropy(u: Tensor, shown: Tensor, stable: Tensor, target: int) -> CrossEntropy:
    right = torch.tensor(target)
    leaf = u.detach().clone().requires_grad_()
    loss = _LOSS(leaf, right)
    torch.autograd.backward(loss)
    assert leaf.grad is not None
    worked, by_module = -torch.log(shown[target]).item(), loss.item()
    return CrossEntropy(
        probability=shown[target].item(),
        worked=worked,
        loss=by_module,
        agrees=math.isclose(worked, by_module, rel_tol=_AGREES, abs_tol=_AGREES),
        double=_LOSS(stable, right).item(),
        gradient=copied(leaf.grad),
    )


def _pair(u: Tensor) -> Pair | None:
    first, second = u[:2]
    if not torch.isfinite(u[:2]).any():
        return None
    difference = first - second
    return Pair(difference.item(), torch.softmax(u[:2], dim=0)[0].item(), torch.sigmoid(difference).item())


@lru_cache(maxsize=4)
def _groups(matrix: TensorValue, dim: int) -> Groups:
    """Return the groups; the same object while nothing of them changes, so that nothing is drawn again."""
    x = matrix.to_torch("float32")
    y = torch.softmax(x, dim=dim)
    return Groups(matrix.values, copied(y), copied(y.sum(dim=dim)), dim % 2, shown_digits(matrix.values))

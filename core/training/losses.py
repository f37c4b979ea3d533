"""The three losses, always from logits: values, accuracies, and the gradient at the logits."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.training.plan import LossName


def output_gradient(loss: LossName, logits: Tensor, slopes: Tensor, samples: int) -> Callable[[Tensor], None]:
    """Return what, given targets, fills ``slopes`` with ∂(mean loss)/∂logits.

    That is (p − y) / samples, for MSE 2·(logits − y) / samples. ``logits`` and ``slopes`` are (K, C, B). Targets are
    (1, B) numbers, for cross-entropy (C, B) one-hot columns. The mean goes over ``samples``, of which the B may be a
    part.
    """
    share = (2.0 if loss == "mse" else 1.0) / samples

    def bce(targets: Tensor) -> None:
        torch.sigmoid(logits, out=slopes)
        slopes.sub_(targets).mul_(share)

    def cross_entropy(targets: Tensor) -> None:
        torch.softmax(logits, 1, out=slopes)
        slopes.sub_(targets).mul_(share)

    def mse(targets: Tensor) -> None:
        torch.sub(logits, targets, out=slopes)
        slopes.mul_(share)

    return {"bce": bce, "cross_entropy": cross_entropy, "mse": mse}[loss]


def each_loss(loss: LossName, logits: Tensor, targets: Tensor) -> Tensor:
    """Return the loss of every sample, (K, B). Targets as in ``output_gradient``."""
    if loss == "bce":
        # −log p for y = 1 and −log(1 − p) for y = 0 are both softplus, which does not overflow.
        return F.softplus(logits * (1 - 2 * targets)).squeeze(1)
    if loss == "cross_entropy":
        return torch.logsumexp(logits, 1) - (logits * targets).sum(1)
    return (logits - targets).square().squeeze(1)


def each_correct(loss: LossName, logits: Tensor, targets: Tensor) -> Tensor | None:
    """Return whether every sample is classified right, (K, B); None for a regression."""
    if loss == "bce":
        return ((logits > 0) == (targets > 0.5)).squeeze(1)
    if loss == "cross_entropy":
        return logits.argmax(1) == targets.argmax(0)
    return None


def answers(loss: LossName, logits: Tensor) -> Tensor:
    """Return probabilities for logits (K, C, B), for MSE the numbers themselves."""
    if loss == "bce":
        return torch.sigmoid(logits)
    return torch.softmax(logits, 1) if loss == "cross_entropy" else logits


def target_rows(loss: LossName, targets: Tensor, outputs: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return the data's targets as the functions above take them, (C or 1, N)."""
    if loss == "cross_entropy":
        return F.one_hot(targets, outputs).t().to(dtype).contiguous()
    return targets.reshape(1, -1).to(dtype)

"""A deep stack of equal layers: one forward and one backward pass of PyTorch, and what is measured in them.

The stack is h₀ = x, z_l = h_{l−1}·W_lᵀ (no bias), h_l = f(z_l) for l = 1 … D, in float32. Inputs, weights and the
gradient r that comes in at the output are normal random numbers of one seed; x is scaled by the input scale, W by the
weights' standard deviation, r not at all. The loss is L = Σ r·h_D over the batch, so that ∂L/∂h_D = r has size 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.evaluate import value_and_slope
from core.record import Activation, Params

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

BATCH = 64


@dataclass(frozen=True, slots=True)
class Draws:
    """The random numbers of a stack: ``inputs`` and ``incoming`` (BATCH, width), ``weights`` (depth, width, width)."""

    inputs: Tensor
    incoming: Tensor
    weights: Tensor


@dataclass(frozen=True, slots=True)
class Passes:
    """What one forward and one backward pass left behind, float32, (depth, BATCH, width) each.

    ``preactivations`` z, ``outputs`` h = f(z), ``slopes`` f′(z) by autograd, and with them ∂L/∂z and ∂L/∂h;
    ``weight_grads`` (depth, width, width) only where they were asked for.
    """

    preactivations: Tensor
    outputs: Tensor
    slopes: Tensor
    preactivation_grads: Tensor
    output_grads: Tensor
    weight_grads: Tensor | None


@lru_cache(maxsize=4)
def draws(seed: int, width: int, depth: int) -> Draws:
    """Return the random numbers of a seed: inputs, then incoming gradients, then the layers from the first.

    A deeper stack therefore begins with the layers of the shallower one.
    """
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(BATCH, width, generator=generator)
    incoming = torch.randn(BATCH, width, generator=generator)
    return Draws(inputs, incoming, torch.stack([torch.randn(width, width, generator=generator) for _ in range(depth)]))


def run(
    record: Activation,
    params: Params,
    numbers: Draws,
    spread: float,
    input_scale: float,
    with_weights: bool = False,
) -> Passes:
    """Send the inputs through the stack and the incoming gradient back.

    The slopes are autograd's, all layers in one pass; the chain rule takes the gradient from layer to layer. Recording
    every layer takes half as long again and gives the same numbers; it is done where the gradient leaves float32,
    because what autograd makes of inf is its own affair.

    Args:
        record, params: an elementwise function and all of its parameters.
        spread: standard deviation of the weights.  input_scale: of the inputs.
        with_weights: whether ∂L/∂W is wanted too.
    """
    weights, inputs = (numbers.weights * spread).unbind(), numbers.inputs * input_scale
    zs, hs = _forward(record, params, weights, inputs)
    preactivations = torch.stack(zs)
    slopes = _slopes(record, params, preactivations)
    z_grads, h_grads = _chained(weights, slopes, numbers.incoming)
    if not bool(torch.isfinite(z_grads[-1]).all()):
        z_grads, h_grads = _recorded(record, params, numbers, weights, inputs)
    preactivation_grads = torch.stack(z_grads[::-1])
    return Passes(
        preactivations=preactivations,
        outputs=torch.stack(hs),
        slopes=slopes,
        preactivation_grads=preactivation_grads,
        output_grads=torch.stack(h_grads[::-1]),
        weight_grads=preactivation_grads.mT @ torch.stack([inputs, *hs[:-1]]) if with_weights else None,
    )


@torch.no_grad()
def _forward(
    record: Activation, params: Params, weights: tuple[Tensor, ...], inputs: Tensor
) -> tuple[list[Tensor], list[Tensor]]:
    """Return z and h of every layer, the first layer first."""
    zs: list[Tensor] = []
    hs: list[Tensor] = []
    h = inputs
    for weight in weights:
        z = F.linear(h, weight)
        h = record.apply(z, params)
        zs.append(z)
        hs.append(h)
    return zs, hs


def _chained(weights: tuple[Tensor, ...], slopes: Tensor, incoming: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """Return ∂L/∂z and ∂L/∂h of every layer, the last layer first, by the chain rule."""
    z_grads: list[Tensor] = []
    h_grads: list[Tensor] = []
    flowing = incoming
    for weight, slope in zip(reversed(weights), reversed(slopes.unbind()), strict=True):
        h_grads.append(flowing)
        z_grads.append(flowing * slope)
        flowing = z_grads[-1] @ weight
    return z_grads, h_grads


def _recorded(
    record: Activation, params: Params, numbers: Draws, weights: tuple[Tensor, ...], inputs: Tensor
) -> tuple[list[Tensor], list[Tensor]]:
    """Return ∂L/∂z and ∂L/∂h of every layer, the last layer first, by autograd through the whole stack."""
    zs: list[Tensor] = []
    hs: list[Tensor] = []
    h = inputs
    with torch.enable_grad():
        for weight in weights:
            z = F.linear(h, weight)
            if not z.requires_grad:
                z.requires_grad_()
            h = record.apply(z, params)
            zs.append(z)
            hs.append(h)
            # A function that autograd does not follow (a formula of comparisons) lets no gradient through.
            for kept in (z, h):
                if kept.requires_grad:
                    kept.retain_grad()
        if h.requires_grad:
            (h * numbers.incoming).sum().backward()  # type: ignore[no-untyped-call]
    return _grads(zs), [numbers.incoming, *_grads(hs[:-1])]


def sizes(values: Tensor) -> FloatArray:
    """Return the root mean square of each layer's numbers, (depth,); added up in float64, where squares cannot end."""
    flat = values.flatten(1)
    norms = torch.linalg.vector_norm(flat, dim=1, dtype=torch.float64)
    array: FloatArray = norms.numpy() / np.sqrt(flat.shape[1])
    return array


def _grads(tensors: list[Tensor]) -> list[Tensor]:
    return [torch.zeros_like(t) if t.grad is None else t.grad for t in reversed(tensors)]


def _slopes(record: Activation, params: Params, preactivations: Tensor) -> Tensor:
    """Return f′(z): all layers at once, but layer by layer where each layer draws its own random slopes."""
    if not record.is_random(params):
        return value_and_slope(record, params, preactivations)[1]
    return torch.stack([value_and_slope(record, params, z)[1] for z in preactivations])

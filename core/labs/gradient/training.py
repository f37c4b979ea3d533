"""One hidden layer in plain PyTorch: forward, loss, autograd, and the SGD update written out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.labs.gradient.workshop_data import Data
from core.record import Activation, Params

_LARGEST = torch.finfo(torch.float32).max
Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of the network, each one of float32: H units, d inputs.

    ``hidden_weight`` (H rows of d), ``hidden_bias`` (H), ``output_weight`` (H), ``output_bias`` (1).
    """

    hidden_weight: tuple[Row, ...]
    hidden_bias: Row
    output_weight: Row
    output_bias: Row

    @classmethod
    def of(cls, tensors: tuple[Tensor, Tensor, Tensor, Tensor]) -> Weights:
        """Return the numbers of tensors of the shapes (H, d), (H,), (H,), (1,)."""
        hidden, *rest = (t.detach().tolist() for t in tensors)
        return cls(tuple(map(tuple, hidden)), *map(tuple, rest))

    def tensors(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return float32 leaves that autograd follows."""
        parts = (self.hidden_weight, self.hidden_bias, self.output_weight, self.output_bias)
        hidden, bias, output, output_bias = (torch.tensor(part, requires_grad=True) for part in parts)
        return hidden, bias, output, output_bias

    def fits(self, units: int, inputs: int) -> bool:
        """Return whether these are finite numbers for ``units`` hidden units with ``inputs`` inputs."""
        lengths = {len(self.hidden_weight), len(self.hidden_bias), len(self.output_weight)}
        rows = {len(row) for row in self.hidden_weight}
        return lengths == {units} and rows == {inputs} and len(self.output_bias) == 1 and self.is_finite

    @property
    def is_finite(self) -> bool:
        """Whether every number is one that float32 holds."""
        rows = (*self.hidden_weight, self.hidden_bias, self.output_weight, self.output_bias)
        return all(abs(number) <= _LARGEST for row in rows for number in row)


@dataclass(frozen=True, slots=True)
class Forward:
    """What went through the network: z and f(z) of the hidden layer (SAMPLES, H), the output (SAMPLES,), the loss."""

    preactivations: Tensor
    hidden: Tensor
    output: Tensor
    loss: Tensor


def start(seed: int, units: int, inputs: int) -> Weights:
    """Return the weights of the start: normal, of variance 1/d in the hidden layer, biases and output half as large."""
    generator = torch.Generator().manual_seed(seed)
    hidden = torch.randn(units, inputs, generator=generator) * math.sqrt(1.0 / inputs)
    bias = torch.randn(units, generator=generator) * 0.5
    output = torch.randn(units, generator=generator) * 0.5 * math.sqrt(1.0 / units)
    return Weights.of((hidden, bias, output, torch.zeros(1)))


def forward(
    record: Activation,
    params: Params,
    data: Data,
    tensors: tuple[Tensor, Tensor, Tensor, Tensor],
    shift: float,
) -> Forward:
    """Run all of the data through the network. The shift is added to every hidden bias."""
    hidden_weight, hidden_bias, output_weight, output_bias = tensors
    z = F.linear(data.inputs, hidden_weight, hidden_bias + shift)
    h = record.apply(z, params)
    output = F.linear(h, output_weight[None, :], output_bias)[:, 0]
    if data.is_plane:
        return Forward(z, h, output, F.binary_cross_entropy_with_logits(output, data.targets))
    return Forward(z, h, output, F.mse_loss(output, data.targets))


def sgd_step(
    record: Activation, params: Params, data: Data, weights: Weights, shift: float, learning_rate: float
) -> tuple[float, Weights]:
    """Return the loss before the step, and the weights after it: w − η·∂L/∂w."""
    tensors = weights.tensors()
    with torch.enable_grad():
        passed = forward(record, params, data, tensors, shift)
        passed.loss.backward()  # type: ignore[no-untyped-call]
    with torch.no_grad():
        moved = [t if t.grad is None else t - learning_rate * t.grad for t in tensors]
    hidden, bias, output, output_bias = moved
    return float(passed.loss.detach()), Weights.of((hidden, bias, output, output_bias))

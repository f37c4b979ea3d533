"""One forward and one backward pass of K networks over a batch of a fixed size, into buffers that are made once.

Everything is laid out (networks, units, samples): then the networks of one activation lie together and are one call,
and the first layer of all networks is one plain matrix product. No autograd graph is built; each step is a prepared
call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from core.training.functions import Act, Position, Slice, bind
from core.training.losses import output_gradient
from core.training.network import Parameters
from core.training.plan import Plan

# Below this many multiplications per network, a product with one row is faster as a multiplication and a sum.
_SMALL_PRODUCT = 400


class Sink(Protocol):
    """What is done with the gradient of a linear layer: kept, or at once subtracted from the parameters."""

    def first(self, inputs: Callable[[], Tensor], slopes: Tensor) -> list[Act]:
        """Return what takes the first layer's: inputs (in + 1, B), slopes (K·out, B)."""

    def layer(self, layer: int, inputs: Tensor, slopes: Tensor) -> list[Act]:
        """Return what takes another layer's: inputs (K, in, B), slopes (K, out, B)."""

    def learned_sink(self, layer: int, run: int) -> Tensor | None:
        """Return where the gradient of a learned parameter of an activation goes, (networks, 1, 1)."""

    def learned(self, layer: int, run: int) -> list[Act]:
        """Return what takes it from there."""


class Collect:
    """Keeps the gradient in ``gradients``."""

    def __init__(self, gradients: Parameters, only_first: bool = False) -> None:
        self._gradients = gradients
        self._only_first = only_first

    def first(self, inputs: Callable[[], Tensor], slopes: Tensor) -> list[Act]:
        """Write (in + 1, K·out)."""
        target, turned = self._gradients.first, slopes.t()
        return [lambda: _done(torch.mm(inputs(), turned, out=target))]

    def layer(self, layer: int, inputs: Tensor, slopes: Tensor) -> list[Act]:
        """Write (K, out, in) and (K, out, 1)."""
        weight, bias = self._gradients.weights[layer], self._gradients.biases[layer]
        if self._only_first or weight is None or bias is None:
            return []
        turned = inputs.transpose(1, 2)
        return [
            lambda: _done(torch.bmm(slopes, turned, out=weight)),
            lambda: _done(torch.sum(slopes, -1, keepdim=True, out=bias)),
        ]

    def learned_sink(self, layer: int, run: int) -> Tensor | None:
        """Write the gradient itself."""
        return self._gradients.learned[layer][run]

    def learned(self, layer: int, run: int) -> list[Act]:
        """It is where it belongs."""
        return []


class Descend:
    """Subtracts ``learning_rate`` × gradient from ``parameters`` at once: plain SGD without a gradient kept."""

    def __init__(self, parameters: Parameters, learning_rate: float, l1: float, l2: float) -> None:
        self._parameters = parameters
        self._rate = learning_rate
        self._shrink = 1.0 - learning_rate * l2
        self._pull = learning_rate * l1

    def first(self, inputs: Callable[[], Tensor], slopes: Tensor) -> list[Act]:
        """Change the first layer's weights and biases in one product."""
        target, turned, rate = self._parameters.first, slopes.t(), self._rate
        acts = self._penalties(target[:-1])
        if self._shrink != 1.0:
            weight, shrink = target[:-1], self._shrink
            acts.append(lambda: _done(weight.mul_(shrink)))
        return [*acts, lambda: _done(target.addmm_(inputs(), turned, alpha=-rate))]

    def layer(self, layer: int, inputs: Tensor, slopes: Tensor) -> list[Act]:
        """Change weights and biases of another layer."""
        weight, bias, rate = self._parameters.weights[layer], self._parameters.biases[layer], self._rate
        assert weight is not None
        assert bias is not None
        shrink, turned = self._shrink, inputs.transpose(1, 2)
        # As a product with ones the sum over the batch and the change are one call.
        flat_bias, flat_slopes = bias.view(-1), slopes.view(-1, slopes.shape[-1])
        ones = torch.ones(slopes.shape[-1], dtype=slopes.dtype)
        change: list[Act] = [lambda: _done(weight.baddbmm_(slopes, turned, beta=shrink, alpha=-rate))]
        if slopes.shape[1] == 1 and slopes.shape[2] * inputs.shape[1] < _SMALL_PRODUCT:
            change = self._single_output(weight, inputs, slopes)
        return [*self._penalties(weight), *change, lambda: _done(flat_bias.addmv_(flat_slopes, ones, alpha=-rate))]

    def learned_sink(self, layer: int, run: int) -> Tensor | None:
        """Make a place for the gradient until it is subtracted."""
        value = self._parameters.learned[layer][run]
        if value is None:
            return None
        self._waiting = torch.empty_like(value)
        return self._waiting

    def learned(self, layer: int, run: int) -> list[Act]:
        """Change the learned parameter."""
        value = self._parameters.learned[layer][run]
        if value is None:
            return []
        waiting, rate = self._waiting, self._rate
        return [lambda: _done(value.sub_(waiting, alpha=rate))]

    def _single_output(self, weight: Tensor, inputs: Tensor, slopes: Tensor) -> list[Act]:
        shrink, rate = self._shrink, self._rate
        products = torch.empty_like(inputs)
        total = torch.empty(inputs.shape[0], inputs.shape[1], 1, dtype=inputs.dtype)
        turned = weight.transpose(1, 2)
        acts: list[Act] = [] if shrink == 1.0 else [lambda: _done(weight.mul_(shrink))]
        return [
            *acts,
            lambda: _done(torch.mul(inputs, slopes, out=products)),
            lambda: _done(torch.sum(products, -1, keepdim=True, out=total)),
            lambda: _done(turned.sub_(total, alpha=rate)),
        ]

    def _penalties(self, weight: Tensor) -> list[Act]:
        pull = self._pull
        # Before L2 shrinks them: both penalties are of the weights as they were.
        return [lambda: _done(weight.sub_(weight.sign(), alpha=pull))] if pull else []


@dataclass(frozen=True, slots=True)
class LayerActs:
    """The prepared calls of one layer, apart from each other for whoever looks for the first number that is not one."""

    linear: tuple[Act, ...]
    activate: tuple[Act, ...]
    propagate: tuple[Act, ...]
    update: tuple[Act, ...]
    activate_back: tuple[Act, ...]


class Pass:
    """The buffers and calls for batches of ``samples`` samples.

    Attributes:
        values: after ``forward`` the outputs of each hidden layer, (K, units, B), and last the logits (K, C, B).
        slopes: after ``backward`` ∂loss/∂(weighted sum) of each layer, in the same shapes; empty without a ``sink``.
    """

    def __init__(
        self,
        plan: Plan,
        parameters: Parameters,
        samples: int,
        sink: Sink | None = None,
        position: Position | None = None,
        mean_over: int = 0,
    ) -> None:
        """``mean_over`` is the number of samples that the loss is a mean over, ``samples`` if left out."""
        self._inputs = torch.empty(0)
        self._parameters = parameters
        dtype = parameters.flat.dtype
        shapes = [(plan.networks, outputs, samples) for outputs in plan.sizes[1:]]
        self.values = [torch.zeros(shape, dtype=dtype) for shape in shapes]
        self.slopes = [torch.zeros(shape, dtype=dtype) for shape in shapes] if sink else []
        self.layers = tuple(self._layer(index, sink, position) for index in range(len(shapes)))
        self._forward = [act for layer in self.layers for act in (*layer.linear, *layer.activate)]
        self._backward = [
            act for layer in reversed(self.layers) for act in (*layer.activate_back, *layer.propagate, *layer.update)
        ]
        if sink:
            self.output = output_gradient(plan.loss, self.values[-1], self.slopes[-1], mean_over or samples)

    def forward(self, inputs: Tensor) -> Tensor:
        """Run inputs (in + 1, B), the last row ones, through the networks; return the logits, a buffer (K, C, B)."""
        self._inputs = inputs
        for act in self._forward:
            act()
        return self.values[-1]

    def backward(self, targets: Tensor) -> None:
        """Give the gradient of the loss of the last ``forward`` to the sink. Targets as ``output_gradient`` says."""
        self.output(targets)
        for act in self._backward:
            act()

    def piecewise(self, inputs: Tensor, targets: Tensor) -> Iterator[None]:
        """Do what ``forward`` and ``backward`` do, pausing after every call."""
        self.feed(inputs)
        for act in self._forward:
            act()
            yield
        self.output(targets)
        for act in self._backward:
            act()
            yield

    def feed(self, inputs: Tensor) -> None:
        """Say what the first layer's prepared call works on."""
        self._inputs = inputs

    def _layer(self, index: int, sink: Sink | None, position: Position | None) -> LayerActs:
        runs = self._parameters.runs[index] if index < len(self._parameters.runs) else ()
        activate: list[Act] = []
        back: list[Act] = []
        for number, (run, function) in enumerate(runs):
            values = self.values[index][run]
            place = Slice(
                values,
                self.slopes[index][run] if sink else values,
                self._parameters.learned[index][number],
                sink.learned_sink(index, number) if sink else None,
                position,
            )
            bound = bind(function, place)
            activate += [bound.forward] if bound.forward else []
            if sink:
                back += [bound.backward] if bound.backward else []
                back += sink.learned(index, number)
        propagate, update = self._backwards(index, sink) if sink else ([], [])
        return LayerActs(tuple(self._linear(index)), tuple(activate), tuple(propagate), tuple(update), tuple(back))

    def _linear(self, index: int) -> list[Act]:
        target = self.values[index]
        weight, bias = self._parameters.weights[index], self._parameters.biases[index]
        if weight is None or bias is None:
            turned, flat = self._parameters.first.t(), target.view(-1, target.shape[-1])
            return [lambda: _done(torch.mm(turned, self._inputs, out=flat))]
        source = self.values[index - 1]
        if target.shape[1] == 1 and source.shape[1] * source.shape[2] < _SMALL_PRODUCT and source.shape[2] > 12:
            column, products = weight.transpose(1, 2), torch.empty_like(source)
            return [
                lambda: _done(torch.mul(source, column, out=products)),
                lambda: _done(torch.sum(products, 1, keepdim=True, out=target)),
                lambda: _done(target.add_(bias)),
            ]
        return [lambda: _done(torch.baddbmm(bias, weight, source, out=target))]

    def _backwards(self, index: int, sink: Sink) -> tuple[list[Act], list[Act]]:
        slopes = self.slopes[index]
        weight = self._parameters.weights[index]
        if weight is None:
            return [], sink.first(lambda: self._inputs, slopes.view(-1, slopes.shape[-1]))
        below, turned = self.slopes[index - 1], weight.transpose(1, 2)
        product = torch.mul if slopes.shape[1] == 1 else torch.bmm
        # The slopes below need the weights as they were, so they come before the update.
        return [lambda: _done(product(turned, slopes, out=below))], sink.layer(index, self.values[index - 1], slopes)


def _done(_result: object) -> None:
    """Let an expression stand where nothing is returned."""

"""SGD, momentum and Adam for all networks at once: the updates of ``torch.optim``, with its defaults."""

from __future__ import annotations

import math
from typing import Protocol

import torch
from torch import Tensor

from core.training.functions import Position
from core.training.network import Parameters
from core.training.passes import Collect, Descend, Sink
from core.training.plan import Design

BETAS = (0.9, 0.999)
EPS = 1e-8


class Optimizer(Protocol):
    """Moves the parameters.

    Attributes:
        sink: what a backward pass gives its gradient to.
        memory: flat tensors, laid out like the parameters, that it remembers from step to step.
    """

    sink: Sink
    memory: list[Tensor]

    def update(self) -> None:
        """Move the parameters by the gradient of the batch that has just gone through."""


def make_optimizer(design: Design, parameters: Parameters, gradients: Parameters, position: Position) -> Optimizer:
    """Return the optimizer of ``design``; ``gradients`` is where it has the gradient kept, if it does."""
    if design.optimizer == "sgd":
        return Sgd(design, parameters)
    if design.optimizer == "momentum":
        return Momentum(design, parameters, gradients)
    return Adam(design, parameters, gradients, position)


class Sgd:
    """p ← p − lr·g, done within the backward pass."""

    def __init__(self, design: Design, parameters: Parameters) -> None:
        self.sink: Sink = Descend(parameters, design.learning_rate, design.l1, design.l2)
        self.memory: list[Tensor] = []

    def update(self) -> None:
        """Nothing is left to do."""


class Momentum:
    """v ← momentum·v + g, p ← p − lr·v: ``torch.optim.SGD(momentum=…)``."""

    def __init__(self, design: Design, parameters: Parameters, gradients: Parameters) -> None:
        self.sink: Sink = Collect(gradients)
        self._velocity = torch.zeros_like(parameters.flat)
        self.memory = [self._velocity]
        self._design, self._parameters, self._gradients = design, parameters, gradients

    def update(self) -> None:
        """Move by the velocity."""
        _penalise(self._design, self._parameters, self._gradients)
        self._velocity.mul_(self._design.momentum).add_(self._gradients.flat)
        self._parameters.flat.sub_(self._velocity, alpha=self._design.learning_rate)


class Adam:
    """Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", as ``torch.optim.Adam`` computes it."""

    def __init__(self, design: Design, parameters: Parameters, gradients: Parameters, position: Position) -> None:
        self.sink: Sink = Collect(gradients)
        self._mean, self._square, self._scale = (torch.zeros_like(parameters.flat) for _ in range(3))
        self.memory = [self._mean, self._square]
        self._design, self._parameters, self._gradients, self._position = design, parameters, gradients, position

    def update(self) -> None:
        """Move by the bias-corrected mean over the root of the bias-corrected mean square."""
        _penalise(self._design, self._parameters, self._gradients)
        gradient, step = self._gradients.flat, self._position.steps + 1
        self._mean.lerp_(gradient, 1 - BETAS[0])
        self._square.mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        torch.sqrt(self._square, out=self._scale)
        self._scale.div_(math.sqrt(1 - BETAS[1] ** step)).add_(EPS)
        rate = self._design.learning_rate / (1 - BETAS[0] ** step)
        self._parameters.flat.addcdiv_(self._mean, self._scale, value=-rate)


def _penalise(design: Design, parameters: Parameters, gradients: Parameters) -> None:
    """Add the gradient of l1·Σ|w| + l2/2·Σw² to that of the weights."""
    if not design.l1 and not design.l2:
        return
    for layer in range(parameters.layers):
        weight, gradient = parameters.weight(layer), gradients.weight(layer)
        if design.l2:
            gradient.add_(weight, alpha=design.l2)
        if design.l1:
            gradient.add_(weight.sign(), alpha=design.l1)

"""The parameters of K networks as batched tensors, and the weights they start from."""

from __future__ import annotations

import math
from itertools import accumulate, groupby, pairwise

import torch
from torch import Tensor, nn

from core.training.functions import learns
from core.training.plan import Design, LayerFunction, Plan

Run = tuple[slice, LayerFunction]


class Parameters:
    """All parameters of K networks, or their gradients: views of one flat tensor, so that an optimizer sees one.

    Attributes:
        flat: (count,).
        first: (inputs + 1, K·outputs) of the first linear layer, its last row the biases: with a row of ones below the
            data one plain matrix product serves all networks at once.
        weights: for the layers behind it (K, outputs, inputs).  biases: (K, outputs, 1).  None for the first layer.
        learned: for each hidden layer and run of networks with one activation (networks, 1, 1), None without any.
    """

    def __init__(self, plan: Plan, dtype: torch.dtype = torch.float32) -> None:
        self._networks, self._sizes = plan.networks, plan.sizes
        self.runs = tuple(function_runs(plan, layer) for layer in range(plan.design.depth))
        shapes = self._shapes()
        self.flat = torch.zeros(sum(math.prod(shape) for shape in shapes), dtype=dtype)
        ends = list(accumulate(math.prod(shape) for shape in shapes))
        pieces = iter(
            self.flat[end - math.prod(shape) : end].view(shape) for end, shape in zip(ends, shapes, strict=True)
        )
        self.first = next(pieces)
        self.weights: list[Tensor | None] = [None]
        self.biases: list[Tensor | None] = [None]
        for _ in self._sizes[2:]:
            self.weights.append(next(pieces))
            self.biases.append(next(pieces))
        self.learned = [[next(pieces) if learns(f) else None for _, f in runs] for runs in self.runs]

    def _shapes(self) -> list[tuple[int, ...]]:
        networks, sizes = self._networks, self._sizes
        shapes: list[tuple[int, ...]] = [(sizes[0] + 1, networks * sizes[1])]
        for inputs, outputs in pairwise(sizes[1:]):
            shapes += [(networks, outputs, inputs), (networks, outputs, 1)]
        shapes += [(run.stop - run.start, 1, 1) for runs in self.runs for run, f in runs if learns(f)]
        return shapes

    @property
    def layers(self) -> int:
        """Linear layers."""
        return len(self.weights)

    def weight(self, layer: int) -> Tensor:
        """Return (K, outputs, inputs): a view, whatever the layer."""
        stored = self.weights[layer]
        if stored is not None:
            return stored
        rows: Tensor = self.first[:-1].view(self._sizes[0], self._networks, self._sizes[1])
        return rows.permute(1, 2, 0)

    def bias(self, layer: int) -> Tensor:
        """Return (K, outputs): a view, whatever the layer."""
        stored = self.biases[layer]
        if stored is not None:
            return stored.squeeze(-1)
        row: Tensor = self.first[-1]
        return row.view(self._networks, self._sizes[1])

    def of_network(self, network: int) -> list[Tensor]:
        """Return every parameter of one network, as views."""
        views = [t for layer in range(self.layers) for t in (self.weight(layer)[network], self.bias(layer)[network])]
        for runs, learned in zip(self.runs, self.learned, strict=True):
            for (run, _), value in zip(runs, learned, strict=True):
                if value is not None and run.start <= network < run.stop:
                    views.append(value[network - run.start])
        return views


def owners(plan: Plan) -> Tensor:
    """Return for every place of ``Parameters.flat`` which network it belongs to, (count,) int64."""
    numbered = Parameters(plan, torch.int64)
    for network in range(plan.networks):
        for view in numbered.of_network(network):
            view.fill_(network)
    return numbered.flat


def function_runs(plan: Plan, layer: int) -> tuple[Run, ...]:
    """Return the stretches of networks that have the same activation behind hidden layer ``layer`` (from 0)."""
    seeds = plan.design.seeds
    runs: list[Run] = []
    start = 0
    for function, group in groupby(contestant.functions[layer] for contestant in plan.contestants):
        stop = start + seeds * len(list(group))
        runs.append((slice(start, stop), function))
        start = stop
    return tuple(runs)


def initial_parameters(plan: Plan, dtype: torch.dtype = torch.float32) -> Parameters:
    """Return the parameters before the first step: for one seed the same whatever the activation."""
    parameters = Parameters(plan, dtype)
    for seed in range(plan.design.seeds):
        for layer, weight in enumerate(initial_weights(plan.design, plan.sizes, plan.design.first_seed + seed)):
            parameters.weight(layer)[seed :: plan.design.seeds] = weight.to(dtype)
    for runs, learned in zip(parameters.runs, parameters.learned, strict=True):
        for (_, function), value in zip(runs, learned, strict=True):
            if value is not None:
                value.fill_(float(function.params[function.record.learned]))
    if plan.design.initialization == "matched":
        _match(parameters, plan)
    return parameters


def initial_weights(design: Design, sizes: tuple[int, ...], seed: int) -> list[Tensor]:
    """Return the weights of one network, (outputs, inputs) for each linear layer, drawn by ``torch.nn.init``.

    "matched" gives the orthogonal weights before they are scaled.
    """
    generator = torch.Generator().manual_seed(seed)
    weights = []
    for inputs, outputs in pairwise(sizes):
        weight = torch.empty(outputs, inputs)
        if design.initialization == "xavier":
            nn.init.xavier_uniform_(weight, generator=generator)
        elif design.initialization == "he":
            nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)
        elif design.initialization == "normal":
            nn.init.normal_(weight, 0.0, design.init_std, generator=generator)
        else:
            nn.init.orthogonal_(weight, generator=generator)
        weights.append(weight)
    return weights


def _match(parameters: Parameters, plan: Plan) -> None:
    """Scale each network's weights until what enters each activation has standard deviation 1 over training data."""
    samples = plan.dataset.network_inputs()[torch.from_numpy(plan.dataset.train)].to(parameters.flat.dtype)
    values = samples.t().expand(plan.networks, -1, -1)
    with torch.no_grad():
        for layer, runs in enumerate(parameters.runs):
            weighted = parameters.weight(layer) @ values
            deviation = weighted.reshape(plan.networks, -1).std(dim=1).clamp_min(1e-6)[:, None, None]
            parameters.weight(layer).div_(deviation)
            weighted = weighted / deviation
            values = torch.cat([f.record.apply(weighted[run], f.params) for run, f in runs])

"""The training engine beside a plain nn.Sequential + torch.optim loop, one thread, in turn in one process."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

import torch
from torch import nn

from core.activations import activation
from core.jobs import FrameWorker
from core.training.datasets import DataChoice, make_dataset
from core.training.experiment import Experiment
from core.training.frames import BoardView, Frame, Goal
from core.training.plan import Contestant, Design, LayerFunction, Plan
from core.training.trainer import Trainer

FUNCTIONS = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus")
POINTS = 250
SEEDS = 8
LEARNING_RATE = 0.03
ROUNDS = 9
ROUND_SECONDS = 0.25
CANCELS = 20


def plan(optimizer: str, batch_size: int, functions: int = len(FUNCTIONS), seeds: int = SEEDS) -> Plan:
    """Return 2-8-8-1 networks on 250 points of the circle."""
    data = make_dataset(DataChoice("circle", count=POINTS, test_share=0.0))
    design = Design(optimizer=optimizer, batch_size=batch_size, seeds=seeds, learning_rate=LEARNING_RATE)
    records = [activation(key) for key in FUNCTIONS[:functions]]
    contestants = tuple(Contestant((LayerFunction(r, r.defaults()),) * design.depth) for r in records)
    return Plan(data, design, contestants)


class Plain:
    """One network after another, each trained as any PyTorch tutorial trains it; the activations take turns."""

    def __init__(self, optimizer: str, batch_size: int) -> None:
        data = make_dataset(DataChoice("circle", count=POINTS, test_share=0.0))
        self._inputs, self._targets = data.network_inputs(), data.network_targets()
        self._batch_size, self._loss = batch_size, nn.BCEWithLogitsLoss()
        self._models = []
        for module in (nn.Identity, nn.Sigmoid, nn.Tanh, nn.ReLU, nn.LeakyReLU, nn.ELU, nn.SELU, nn.GELU, nn.SiLU,
                       nn.Softplus):  # fmt: skip
            model = nn.Sequential(nn.Linear(2, 8), module(), nn.Linear(8, 8), module(), nn.Linear(8, 1))
            made = torch.optim.SGD if optimizer == "sgd" else torch.optim.Adam
            self._models.append((model, made(model.parameters(), lr=LEARNING_RATE)))
        self._turn = 0

    def epoch(self) -> int:
        """Train one network for one epoch; return how many network-epochs that is."""
        model, optimizer = self._models[self._turn % len(self._models)]
        self._turn += 1
        for batch in torch.randperm(POINTS).split(self._batch_size):
            optimizer.zero_grad()
            self._loss(model(self._inputs[batch]), self._targets[batch]).backward()
            optimizer.step()
        return 1


class Batched:
    """All networks of a plan together."""

    def __init__(self, made: Plan) -> None:
        self._trainer = Trainer(made)

    def epoch(self) -> int:
        """Train every network for one epoch; return how many network-epochs that is."""
        self._trainer.run(self._trainer.plan.steps_per_epoch)
        return self._trainer.plan.networks


def rates(*epochs: Callable[[], int]) -> list[list[float]]:
    """Return for each of ``epochs`` its network-epochs per second, round by round; they take turns within a round."""
    for epoch in epochs:
        epoch()
    found: list[list[float]] = [[] for _ in epochs]
    for _ in range(ROUNDS):
        for rounds, epoch in zip(found, epochs, strict=True):
            done, start = 0, time.perf_counter()
            while (seconds := time.perf_counter() - start) < ROUND_SECONDS:
                done += epoch()
            rounds.append(done / seconds)
    return found


def cancel_milliseconds() -> float:
    """Return how long it takes at worst until a race of 80 networks, boundaries and all, has ended after a cancel."""
    worker: FrameWorker[Frame] = FrameWorker("race", lambda ticket, frame: None)
    experiment = Experiment(plan("sgd", 10), Goal(last_epoch=0))
    worst = 0.0
    for _ in range(CANCELS):
        worker.start(lambda cancelled: experiment.run(cancelled, BoardView))
        time.sleep(0.1)
        start = time.perf_counter()
        worker.cancel()
        worker.wait(10)
        worst = max(worst, time.perf_counter() - start)
    return 1000 * worst


def main() -> None:
    """Print the medians over rounds as JSON; a ratio is the median of the ratios within each round."""
    torch.set_num_threads(1)
    seen: dict[str, float] = {}
    for optimizer in ("sgd", "adam"):
        for batch_size in (10, 32):
            plain, batched = rates(Plain(optimizer, batch_size).epoch, Batched(plan(optimizer, batch_size)).epoch)
            name = f"{optimizer}_{batch_size}"
            seen[f"{name}_plain"], seen[f"{name}_batched"] = statistics.median(plain), statistics.median(batched)
            seen[f"{name}_ratio"] = statistics.median(b / p for b, p in zip(batched, plain, strict=True))
    sizes = {1: (1, 1), 10: (10, 1), 40: (10, 4), 80: (10, 8), 160: (10, 16)}
    found = rates(*(Batched(plan("sgd", 10, *size)).epoch for size in sizes.values()))
    for networks, rounds in zip(sizes, found, strict=True):
        seen[f"cost_{networks}"] = 1e6 / statistics.median(rounds)
    seen["cancel"] = cancel_milliseconds()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()

"""K networks in training: one step after the other, and what can be measured of them at any time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.training.functions import Position
from core.training.losses import answers, each_correct, each_loss, target_rows
from core.training.network import Parameters, initial_parameters, owners
from core.training.optimizers import make_optimizer
from core.training.passes import Collect, Pass
from core.training.plan import Plan

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.floating]]
IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

# Numbers of one layer's outputs that are computed together when there is no batch to keep to: they fit in the cache.
_CHUNK = 2**18
_KEPT_PASSES = 8
# A step that takes longer can be interrupted on its way.
_LONG_STEP = 0.03


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything that the next step follows from: a snapshot to return to."""

    steps: int
    parameters: Tensor
    optimizer: tuple[Tensor, ...]

    @property
    def bytes(self) -> int:
        """How much room it takes."""
        return self.parameters.nbytes * (1 + len(self.optimizer))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Loss and accuracy of every network, each (K,) float64; NaN without test data and for a regression's accuracy."""

    train_loss: FloatArray
    test_loss: FloatArray
    train_accuracy: FloatArray
    test_accuracy: FloatArray


class CancelledError(Exception):
    """Long work was cancelled on its way; nothing has changed."""


class Trainer:
    """Trains the networks of a plan together, deterministically.

    While ``cancelled`` says so, measuring and steps that take long raise ``CancelledError``.
    """

    def __init__(self, plan: Plan, dtype: torch.dtype = torch.float32) -> None:
        self.plan = plan
        self.parameters = initial_parameters(plan, dtype)
        self.position = Position()
        self._gradients = Parameters(plan, dtype)
        self._optimizer = make_optimizer(plan.design, self.parameters, self._gradients, self.position)
        data = plan.dataset
        order = torch.from_numpy(np.concatenate([data.train, data.test]))
        inputs = data.network_inputs()[order].to(dtype)
        self._inputs = with_ones(inputs)
        self._targets = target_rows(plan.loss, data.network_targets(), data.outputs, dtype)[:, order].contiguous()
        self._shuffled_inputs = self._inputs[:, : data.train_count].clone()
        self._shuffled_targets = self._targets[:, : data.train_count].clone()
        self._shuffled_epoch = -1
        self._batches = self._prepare_batches()
        self.cancelled: Callable[[], bool] = lambda: False
        self._step_seconds = 0.0
        self._owner: Tensor | None = None
        self._watching: dict[int, Pass] = {}
        # Another place for gradients, so that looking at them leaves what the optimizer needs alone.
        self._watched = Parameters(plan, dtype)
        self._measuring: dict[int, Pass] = {}

    # --- training ---

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self.position.steps // self.plan.steps_per_epoch

    @property
    def step_in_epoch(self) -> int:
        """Steps done of the running epoch."""
        return self.position.steps % self.plan.steps_per_epoch

    def run(self, steps: int, stop: Callable[[], bool] = lambda: False) -> bool:
        """Do ``steps`` steps; return False as soon as ``stop()`` says so between two of them."""
        with torch.inference_mode():
            for _ in range(steps):
                if stop():
                    return False
                self.step()
        return True

    def step(self) -> None:
        """Do one step. To be called in inference mode, which ``run`` is."""
        start = time.perf_counter()
        batch, inputs, targets = self.next_batch()
        if self._step_seconds > _LONG_STEP:
            self._careful(batch, inputs, targets)
        else:
            batch.forward(inputs)
            batch.backward(targets)
        self.update()
        self.position.steps += 1
        self._step_seconds = time.perf_counter() - start

    def next_batch(self) -> tuple[Pass, Tensor, Tensor]:
        """Return the pass, the inputs and the targets of the step that comes next."""
        self._shuffle()
        return self._batches[self.position.steps % len(self._batches)]

    def update(self) -> None:
        """Let the optimizer move the parameters, after ``backward``."""
        self._optimizer.update()

    def remember(self) -> Memory:
        """Return a snapshot of here."""
        optimizer = tuple(tensor.clone() for tensor in self._optimizer.memory)
        return Memory(self.position.steps, self.parameters.flat.clone(), optimizer)

    def return_to(self, memory: Memory) -> None:
        """Go back (or forward) to a snapshot."""
        with torch.inference_mode():
            self.parameters.flat.copy_(memory.parameters)
            for tensor, kept in zip(self._optimizer.memory, memory.optimizer, strict=True):
                tensor.copy_(kept)
        self.position.steps = memory.steps

    def restore_networks(self, memory: Memory, networks: list[int]) -> None:
        """Give some networks the parameters that they had in a snapshot, and what the optimizer remembered of them."""
        with torch.inference_mode():
            places = torch.isin(self._owners(), torch.tensor(networks))
            pairs = zip(self._optimizer.memory, memory.optimizer, strict=True)
            for target, source in ((self.parameters.flat, memory.parameters), *pairs):
                target[places] = source[places]

    # --- measuring ---

    def evaluate(self) -> Evaluation:
        """Return how every network does on training and test data. Raises CancelledError, as all measuring may."""
        trained, loss = self.plan.dataset.train_count, self.plan.loss
        parts = (slice(None, trained), slice(trained, None))
        with torch.inference_mode():
            logits = self._logits(self._inputs)
            losses = each_loss(loss, logits, self._targets) * self.plan.dataset.target_spread**2
            correct = each_correct(loss, logits, self._targets)
            if correct is None:
                correct = torch.full_like(losses, np.nan)
            columns = [part[:, chosen].double().mean(1) for part in (losses, correct) for chosen in parts]
        return Evaluation(*(column.numpy().copy() for column in columns))

    def first_gradient(self) -> FloatArray:
        """Return the L2 norm of ∂(mean loss)/∂(weight of the first linear layer) over all training data, (K,)."""
        count = self.plan.dataset.train_count
        total = torch.zeros_like(self._watched.first)
        with torch.inference_mode():
            for start, stop in self._chunks(count):
                part = self._measuring_pass(stop - start)
                part.forward(self._inputs[:, start:stop])
                part.backward(self._targets[:, start:stop])
                total.add_(self._watched.first)
            self._watched.first.copy_(total)
            norm: FloatArray = self._watched.weight(0).double().square().sum((1, 2)).sqrt().numpy().copy()
        return norm

    def finite(self, scores: Evaluation) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Return whether each network's losses (just found by ``evaluate``) and parameters are finite, (K,)."""
        marks: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = np.isfinite(scores.train_loss)
        if self.plan.dataset.test.size:
            marks &= np.isfinite(scores.test_loss)
        with torch.inference_mode():
            is_finite = torch.isfinite(self.parameters.flat)
            if not is_finite.all():
                marks[self._owners()[~is_finite].numpy()] = False
        return marks

    def dead_units(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Return whether each hidden unit gives 0 for every sample of all the data, (K, depth, width)."""
        design = self.plan.design
        alive = torch.zeros(self.plan.networks, design.depth, design.width, dtype=torch.bool)
        with torch.inference_mode():
            for start, stop in self._chunks(self._inputs.shape[1]):
                part = self.watching_pass(stop - start)
                part.forward(self._inputs[:, start:stop])
                for layer in range(design.depth):
                    alive[:, layer] |= (part.values[layer] != 0).any(-1)
        dead: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = np.logical_not(alive.numpy())
        return dead

    def answers(self, points: FloatArray) -> Tensor:
        """Return probabilities or numbers (K, C, M) for points (M, inputs) of the plane. Raises CancelledError."""
        data = self.plan.dataset
        with torch.inference_mode():
            logits = self._logits(with_ones(data.network_inputs(points).to(self.parameters.flat.dtype)))
            found = answers(self.plan.loss, logits)
            return found if data.task != "regression" else found * data.target_spread + data.target_center

    def all_inputs(self) -> Tensor:
        """Return all of the data as the first layer takes it, (in + 1, N)."""
        return self._inputs

    def watching_pass(self, samples: int) -> Pass:
        """Return a forward pass for ``samples`` samples, in which random functions are their mean."""
        if samples not in self._watching:
            if len(self._watching) >= _KEPT_PASSES:
                self._watching.clear()
            with torch.inference_mode(False):
                self._watching[samples] = Pass(self.plan, self.parameters, samples)
        return self._watching[samples]

    # --- inside ---

    def _prepare_batches(self) -> list[tuple[Pass, Tensor, Tensor]]:
        """Return for every step of an epoch its pass and its views of the shuffled data: made once, filled anew."""
        size, count = self.plan.batch_size, self.plan.dataset.train_count
        passes: dict[int, Pass] = {}
        batches = []
        for start in range(0, count, size):
            stop = min(count, start + size)
            if stop - start not in passes:
                passes[stop - start] = Pass(
                    self.plan, self.parameters, stop - start, self._optimizer.sink, self.position
                )
            inputs, targets = self._shuffled_inputs[:, start:stop], self._shuffled_targets[:, start:stop]
            batches.append((passes[stop - start], inputs, targets))
        return batches

    def _shuffle(self) -> None:
        epoch = self.epoch
        if epoch != self._shuffled_epoch:
            order = self.plan.dataset.batch_order(epoch)
            torch.index_select(self._inputs, 1, order, out=self._shuffled_inputs)
            torch.index_select(self._targets, 1, order, out=self._shuffled_targets)
            self._shuffled_epoch = epoch

    def _chunks(self, count: int) -> Iterator[tuple[int, int]]:
        """Yield (start, stop) of pieces that fit into the cache. Raises CancelledError."""
        widest = self.plan.networks * max(self.plan.sizes[1:])
        size = max(16, min(count, _CHUNK // widest))
        for start in range(0, count, size):
            if self.cancelled():
                raise CancelledError
            yield start, min(count, start + size)

    def _owners(self) -> Tensor:
        """Return which network each place of the parameters belongs to; only networks that stop make it necessary."""
        if self._owner is None:
            with torch.inference_mode(False):
                self._owner = owners(self.plan)
        return self._owner

    def _careful(self, batch: Pass, inputs: Tensor, targets: Tensor) -> None:
        """Go forward and back, looking on the way whether to give up; then everything is as it was before."""
        before = self.remember()
        for _ in batch.piecewise(inputs, targets):
            if self.cancelled():
                self.return_to(before)
                raise CancelledError

    def _measuring_pass(self, samples: int) -> Pass:
        if samples not in self._measuring:
            sink, count = Collect(self._watched, only_first=True), self.plan.dataset.train_count
            with torch.inference_mode(False):
                self._measuring[samples] = Pass(self.plan, self.parameters, samples, sink, mean_over=count)
        return self._measuring[samples]

    def _logits(self, inputs: Tensor) -> Tensor:
        """Return (K, C, M) for inputs (in + 1, M)."""
        count = inputs.shape[1]
        found = torch.empty(self.plan.networks, self.plan.sizes[-1], count, dtype=inputs.dtype)
        for start, end in self._chunks(count):
            found[:, :, start:end] = self.watching_pass(end - start).forward(inputs[:, start:end])
        return found


def with_ones(inputs: Tensor) -> Tensor:
    """Return samples (N, in) as (in + 1, N), the last row ones."""
    return torch.cat([inputs.t(), torch.ones(1, inputs.shape[0], dtype=inputs.dtype)])

"""What a function costs on this machine: nanoseconds per element, forward and backward, measured side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.record import Activation, Params

# Four dimensions, all even: every function of the catalogue takes it.
SHAPE = (8, 8, 32, 32)
ELEMENTS = 65_536
ROUNDS = 60
_BLOCK_SECONDS = 0.0015
_WARM_UP_CALLS = 5
_MAX_CALLS = 64

Subject = tuple[Activation, Params]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Timing:
    """Nanoseconds per element: the median of many blocks and the quartiles around it."""

    median: float
    low: float
    high: float

    def is_within_noise_of(self, other: Timing) -> bool:
        """Return whether the spans between the quartiles overlap: then the difference is no finding."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Cost:
    """One function: ``forward`` is f(x), ``backward`` the gradient from f's graph; None where there is no gradient."""

    forward: Timing
    backward: Timing | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a measurement is. ``costs`` comes with the last one, in the order of the subjects."""

    done: int
    total: int
    costs: tuple[Cost, ...] | None = None


def measure(subjects: Sequence[Subject], rounds: int = ROUNDS, clock: Clock = time.perf_counter) -> Iterator[Progress]:
    """Time every subject on 65,536 normal float32 numbers, one thread; yield after every round.

    A round times one block of calls of each subject, forward and backward, one after the other: a slow moment of the
    machine hits all of them. The first subject is what the others are held against. About 1 to 2 s for six subjects.
    Stopping to ask for the next round ends the measurement.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        generator = torch.Generator().manual_seed(0)
        x = torch.randn(SHAPE, generator=generator)
        benches = [_Bench(record, params, x, clock) for record, params in subjects]
        for done in range(rounds):
            yield Progress(done, rounds)
            for bench in benches:
                bench.time_a_block()
        yield Progress(rounds, rounds, tuple(bench.cost() for bench in benches))
    finally:
        torch.set_num_threads(threads)


class _Bench:
    """One function with its input and the times of its blocks."""

    def __init__(self, record: Activation, params: Params, x: Tensor, clock: Clock) -> None:
        self._record, self._params, self._clock = record, params, clock
        self._x = x
        self._leaf = x.clone().requires_grad_()
        self._forward: list[float] = []
        self._backward: list[float] = []
        with torch.enable_grad():
            self._is_tracked = record.apply(self._leaf, params).requires_grad
        for _ in range(_WARM_UP_CALLS):
            once = self._time_forward(1)
            if self._is_tracked:
                self._time_backward(1)
        self._calls = max(1, min(_MAX_CALLS, round(_BLOCK_SECONDS / max(once, 1e-7))))

    def time_a_block(self) -> None:
        """Add one block of calls to the times."""
        self._forward.append(self._time_forward(self._calls))
        if self._is_tracked:
            self._backward.append(self._time_backward(self._calls))

    def cost(self) -> Cost:
        """Return what the blocks so far say."""
        return Cost(_timing(self._forward), _timing(self._backward) if self._is_tracked else None)

    def _time_forward(self, calls: int) -> float:
        """Return the seconds of one call, the mean of ``calls``."""
        apply, x, params = self._record.apply, self._x, self._params
        with torch.no_grad():
            start = self._clock()
            for _ in range(calls):
                apply(x, params)
            return (self._clock() - start) / calls

    def _time_backward(self, calls: int) -> float:
        """Return the seconds of one backward pass, the mean of some; building the graph is not in it."""
        passes = max(1, calls // 4)
        spent = 0.0
        for _ in range(passes):
            with torch.enable_grad():
                total = self._record.apply(self._leaf, self._params).sum()
            start = self._clock()
            torch.autograd.grad(total, self._leaf)
            spent += self._clock() - start
        return spent / passes


def _timing(seconds: list[float]) -> Timing:
    low, median, high = (float(q) for q in np.percentile(np.array(seconds) * 1e9 / ELEMENTS, (25, 50, 75)))
    return Timing(median, low, high)

"""The measurement of cost: what it yields, how it is stopped, what counts as noise."""

from __future__ import annotations

import itertools

import pytest
import torch

from core.activations import ACTIVATIONS, activation
from core.cost import Timing, measure


def subjects(*keys: str):  # type: ignore[no-untyped-def]
    return [(activation(key), activation(key).defaults()) for key in keys]


def test_every_function_of_the_catalogue_can_be_measured() -> None:
    *_, last = measure([(record, record.defaults()) for record in ACTIVATIONS], rounds=1)
    assert last.costs is not None
    assert len(last.costs) == len(ACTIVATIONS)
    assert all(cost.forward.median > 0 for cost in last.costs)
    assert all(cost.backward is not None and cost.backward.median > 0 for cost in last.costs)


def test_progress_is_told_after_every_round() -> None:
    told = list(measure(subjects("relu", "tanh"), rounds=5))
    assert [(p.done, p.total) for p in told] == [(n, 5) for n in range(6)]
    assert [p.costs is None for p in told] == [True] * 5 + [False]


def test_a_measurement_can_be_dropped_at_once_and_leaves_torch_as_it_was() -> None:
    before = torch.get_num_threads()
    running = measure(subjects("relu", "gelu"), rounds=1000)
    next(running)
    running.close()
    assert torch.get_num_threads() == before


def test_a_steady_clock_gives_its_own_time_without_spread() -> None:
    ticks = itertools.count()
    *_, last = measure(subjects("relu"), rounds=8, clock=lambda: next(ticks) * 65_536e-9)
    assert last.costs is not None
    assert last.costs[0].forward.median == pytest.approx(last.costs[0].forward.low)
    assert last.costs[0].forward.high == pytest.approx(last.costs[0].forward.low)


@pytest.mark.parametrize(
    ("one", "other", "in_noise"),
    [
        ((1.0, 0.9, 1.1), (1.2, 1.05, 1.3), True),
        ((1.0, 0.9, 1.1), (1.2, 1.15, 1.3), False),
        ((1.0, 0.9, 1.1), (0.5, 0.4, 0.6), False),
    ],
)
def test_overlapping_quartiles_are_noise(one, other, in_noise: bool) -> None:  # type: ignore[no-untyped-def]
    assert Timing(*one).is_within_noise_of(Timing(*other)) == in_noise
    assert Timing(*other).is_within_noise_of(Timing(*one)) == in_noise

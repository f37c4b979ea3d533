"""What a training step costs with each activation, measured here and now."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from core.training.plan import Plan
from core.training.trainer import Trainer

_ROUNDS = 25
_ROUND_SECONDS = 0.0012


def measure_costs(plan: Plan, cancelled: Callable[[], bool] = lambda: False) -> tuple[float, ...] | None:
    """Return the seconds of one step of each contestant's networks (all of its seeds); None if cancelled.

    The contestants take turns, and of each the fastest round counts: what else the machine does only ever adds time.
    """
    alone = [Trainer(replace(plan, contestants=(contestant,))) for contestant in plan.contestants]
    counts = []
    for trainer in alone:
        trainer.run(2)
        counts.append(max(2, round(_ROUND_SECONDS / max(1e-6, _seconds(trainer, 2)))))
    best = [float("inf")] * len(alone)
    for _ in range(_ROUNDS):
        for index, trainer in enumerate(alone):
            if cancelled():
                return None
            best[index] = min(best[index], _seconds(trainer, counts[index]))
    return tuple(best)


def _seconds(trainer: Trainer, steps: int) -> float:
    start = time.perf_counter()
    trainer.run(steps)
    return (time.perf_counter() - start) / steps

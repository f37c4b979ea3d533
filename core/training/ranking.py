"""Who did best: the ranking table of an experiment."""

from __future__ import annotations

from core.training.frames import Frame, Rank
from core.training.plan import Plan


def ranking(plan: Plan, frame: Frame, costs: tuple[float, ...] | None = None) -> tuple[Rank, ...]:
    """Return the contestants, best first: highest accuracy (regression: lowest loss), then earliest at the target.

    ``costs`` are the seconds of ``Experiment.measure_costs``.
    """
    raise NotImplementedError

"""Who did best: the ranking table of an experiment."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from core.training.frames import Frame, Rank
from core.training.plan import Plan


def ranking(plan: Plan, frame: Frame, costs: tuple[float, ...] | None = None) -> tuple[Rank, ...]:
    """Return the contestants, best first: highest accuracy (regression: lowest loss), then earliest at the target.

    ``costs`` are the seconds of ``Experiment.measure_costs``. A network that has stopped counts with what it last was.
    Before the first step nobody is ahead: their order is that of the plan, and no one has a place.
    """
    scores = getattr(frame.scores, plan.judged_by)
    relative = _relative(plan, costs)
    rows = [_row(index, scores[index], frame, relative[index]) for index in range(len(plan.contestants))]
    if not (frame.epoch or frame.step):
        return tuple(rows)
    sign = 1.0 if plan.is_regression else -1.0
    rows.sort(key=lambda row: _order(row, sign))
    placed: list[Rank] = []
    for number, row in enumerate(rows, 1):
        is_tie = bool(placed) and _order(row, sign)[:2] == _order(rows[number - 2], sign)[:2]
        placed.append(replace(row, place=placed[-1].place if is_tie else number))
    return tuple(placed)


def _row(
    index: int, scores: np.ndarray[tuple[int, ...], np.dtype[np.floating]], frame: Frame, cost: float | None
) -> Rank:
    reached = frame.reached[index]
    there = reached[reached >= 0]
    known = scores[np.isfinite(scores)]
    return Rank(
        contestant=index,
        place=0,
        score=float(known.mean()) if known.size else math.nan,
        spread=float(known.std(ddof=1)) if known.size > 1 else 0.0,
        reached_epoch=float(there.mean()) if there.size else None,
        reached_seeds=int(there.size),
        seeds=int(scores.size),
        cost=cost,
        stopped_seeds=sum(stop.contestant == index for stop in frame.stops),
    )


def _order(row: Rank, sign: float) -> tuple[float, float, int]:
    # The same accuracies in another order of seeds give a mean that differs in its last digit.
    score = math.inf if math.isnan(row.score) else sign * float(f"{row.score:.9g}")
    early = math.inf if row.reached_epoch is None else row.reached_epoch
    return score, early, row.contestant


def _relative(plan: Plan, costs: tuple[float, ...] | None) -> list[float | None]:
    if costs is None:
        return [None] * len(plan.contestants)
    relu = [
        i for i, c in enumerate(plan.contestants) if c.functions and all(f.record.key == "relu" for f in c.functions)
    ]
    base = costs[relu[0]] if relu else min(costs)
    return [cost / base for cost in costs]

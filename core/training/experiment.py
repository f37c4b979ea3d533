"""A running experiment: start, run on a clock, pause, one step, one epoch, back, reset."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from core.training.frames import Board, BoardView, Frame, Goal, NetworkView
from core.training.plan import Plan

FRAMES_PER_SECOND = 30
Cancelled = Callable[[], bool]


class Experiment:
    """Trains the networks of a plan together. Not thread-safe: belongs to the worker that runs its jobs.

    Two experiments with equal plans go through exactly the same numbers on one machine, however they are paused,
    stepped and taken back.
    """

    def __init__(self, plan: Plan, goal: Goal | None = None) -> None:
        """Draw the initial weights. A change of ``goal`` alone does not need a new experiment: set ``goal``."""
        self.plan = plan
        self.goal = goal or Goal()

    def frame(self, board: BoardView | None = None) -> Frame:
        """Return where the experiment stands; with fresh decision boundaries if ``board`` is given."""
        raise NotImplementedError

    def run(
        self,
        cancelled: Cancelled,
        board: Callable[[], BoardView | None] = lambda: None,
        pace: Callable[[], float] = lambda: 0.0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> Iterator[Frame]:
        """Train until ``cancelled``, the goal, or every network has stopped; yield at most 30 frames a second.

        ``board`` (asked for each frame) says which decision boundaries to show; they are computed as often as takes a
        quarter of the time at most. ``pace`` is epochs per second, 0 as fast as possible. The last frame, also after a
        cancel, shows the very end, with fresh boundaries unless cancelled.
        """
        raise NotImplementedError

    def step(self, board: BoardView | None = None) -> Frame:
        """Do one mini-batch and return where that led."""
        raise NotImplementedError

    def epoch(self, board: BoardView | None = None) -> Frame:
        """Go on to the end of this epoch (of the next one, if at an end)."""
        raise NotImplementedError

    def step_back(self, board: BoardView | None = None) -> Frame:
        """Return to one mini-batch before, exactly; stays where it is if the history does not reach that far."""
        raise NotImplementedError

    def epoch_back(self, board: BoardView | None = None) -> Frame:
        """Return to the last end of an epoch before here, exactly; stays if the history does not reach that far."""
        raise NotImplementedError

    def reset(self, board: BoardView | None = None) -> Frame:
        """Return to the very same start."""
        raise NotImplementedError

    def board(self, view: BoardView) -> Board:
        """Return the decision boundaries as they are now."""
        raise NotImplementedError

    def network(self, contestant: int, seed: int, view: BoardView) -> NetworkView:
        """Return one network opened. ``view.seed`` plays no part."""
        raise NotImplementedError

    def measure_costs(self, cancelled: Cancelled = lambda: False) -> tuple[float, ...] | None:
        """Return seconds that a training step of each contestant's networks takes, measured here and now (~0.2 s).

        None if cancelled. The experiment itself is left alone.
        """
        raise NotImplementedError

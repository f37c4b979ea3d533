"""A running experiment: start, run on a clock, pause, one step, one epoch, back, reset."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields

import numpy as np
import torch

from core.training.boundaries import coarser, make_board, open_network
from core.training.costs import measure_costs
from core.training.diagnosis import diagnose
from core.training.frames import Board, BoardView, Ending, FloatArray, Frame, Goal, IntArray, NetworkView, Scores, Stop
from core.training.history import History, Snapshot
from core.training.plan import Plan
from core.training.records import Records
from core.training.trainer import CancelledError, Evaluation, Trainer

FRAMES_PER_SECOND = 30
# Where an epoch takes longer than this, its middle is shown too.
_LATE_SECONDS = 0.25
# Decision boundaries and gradients may take one part in so many of the time while training runs.
_BOARD_SHARE, _MEASURE_SHARE = 4, 8
_SPEED_SECONDS = 1.0
_NAP_SECONDS = 0.01
Cancelled = Callable[[], bool]
BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def _never() -> bool:
    return False


class Experiment:
    """Trains the networks of a plan together. Not thread-safe: belongs to the worker that runs its jobs.

    Two experiments with equal plans go through exactly the same numbers on one machine, however they are paused,
    stepped and taken back.
    """

    def __init__(self, plan: Plan, goal: Goal | None = None) -> None:
        """Draw the initial weights. A change of ``goal`` alone does not need a new experiment: set ``goal``."""
        # Tensors this small gain nothing from a second thread, and the other core is the window's.
        torch.set_num_threads(1)
        self.plan = plan
        self.goal = goal or Goal()
        self._shape = (len(plan.contestants), plan.design.seeds)
        self._trainer = Trainer(plan)
        self._records = Records(*self._shape)
        self._history = History()
        self._stops: list[Stop] = []
        self._good = self._trainer.remember()
        self._scores = self._good_scores = self._trainer.evaluate()
        self._seen = -1
        self._settle()
        self._measured, self._boarded = _Timed(_MEASURE_SHARE), _Timed(_BOARD_SHARE)
        self._gradient, self._dead = self._measure()
        self._board: Board | None = None
        self._first = self._snapshot()
        self._history.add(self._first)

    # --- what is asked of it ---

    def frame(self, board: BoardView | None = None, cancelled: Cancelled = _never) -> Frame:
        """Return where the experiment stands; with fresh decision boundaries if ``board`` is given.

        ``cancelled`` cuts the measuring short; the frame, which nobody waits for any more, then has older numbers.
        """
        with self._interruptible(cancelled):
            self._catch_up()
            self._look()
            self._gradient, self._dead = self._measure()
            if board is not None:
                self._board = make_board(self._trainer, board, self._marks())
        return self._frame(0.0)

    def run(
        self,
        cancelled: Cancelled,
        board: Callable[[], BoardView | None] = lambda: None,
        pace: Callable[[], float] = lambda: 0.0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> Iterator[Frame]:
        """Train until ``cancelled``, the goal, or every network has stopped; yield at most 30 frames a second.

        ``board`` (asked for each frame) says which decision boundaries to show; they are computed as often as takes a
        quarter of the time at most. ``pace`` is epochs per second, 0 as fast as possible. At its end by itself the last
        frame shows everything as it is then; after a cancel no frame follows: ask for ``frame``.
        """
        with self._interruptible(cancelled):
            yield from self._run(cancelled, board, pace, clock)

    def _run(
        self,
        cancelled: Cancelled,
        board: Callable[[], BoardView | None],
        pace: Callable[[], float],
        clock: Callable[[], float],
    ) -> Iterator[Frame]:
        self._measured, self._boarded = _Timed(_MEASURE_SHARE, clock), _Timed(_BOARD_SHARE, clock)
        times = deque([(clock(), self._trainer.position.steps)])
        shown = paced = clock()
        while not (self._ending() or cancelled()):
            late = clock() + _LATE_SECONDS
            self._advance(self._next_epoch(), lambda late=late: cancelled() or clock() >= late)  # type: ignore[misc]
            paced = max(paced, clock() - _SPEED_SECONDS) + (1 / pace() if pace() else 0.0)
            if clock() - shown >= 1 / FRAMES_PER_SECOND or (pace() and paced > clock() + 1 / FRAMES_PER_SECOND):
                shown = clock()
                times.append((shown, self._trainer.position.steps))
                self._history.add(self._snapshot())
                yield self._running_frame(board(), self._speed(times))
            while pace() and clock() < paced and not cancelled():
                time.sleep(min(_NAP_SECONDS, max(0.0, paced - clock())))
        if not cancelled():
            self._history.add(self._snapshot())
            yield self.frame(board(), cancelled)

    def step(self, board: BoardView | None = None, cancelled: Cancelled = _never) -> Frame:
        """Do one mini-batch and return where that led."""
        return self._go_to(self._trainer.position.steps + 1, board, cancelled, _never)

    def epoch(self, board: BoardView | None = None, cancelled: Cancelled = _never) -> Frame:
        """Go on to the end of this epoch (of the next one, if at an end)."""
        return self._go_to(self._next_epoch(), board, cancelled, cancelled)

    def step_back(self, board: BoardView | None = None, cancelled: Cancelled = _never) -> Frame:
        """Return to one mini-batch before, exactly; stays where it is if the history does not reach that far."""
        return self._go_back(self._trainer.position.steps - 1, board, cancelled)

    def epoch_back(self, board: BoardView | None = None, cancelled: Cancelled = _never) -> Frame:
        """Return to the last end of an epoch before here, exactly; stays if the history does not reach that far."""
        return self._go_back(self._last_epoch(), board, cancelled)

    def reset(self, board: BoardView | None = None, cancelled: Cancelled = _never) -> Frame:
        """Return to the very same start."""
        self._history = History()
        self._history.add(self._first)
        self._return_to(self._first)
        return self.frame(board, cancelled)

    def board(self, view: BoardView) -> Board:
        """Return the decision boundaries as they are now."""
        return make_board(self._trainer, view, self._marks())

    def network(self, contestant: int, seed: int, view: BoardView) -> NetworkView:
        """Return one network opened. ``view.seed`` plays no part."""
        return open_network(self._trainer, contestant, seed, view)

    def measure_costs(self, cancelled: Cancelled = _never) -> tuple[float, ...] | None:
        """Return seconds that a training step of each contestant's networks takes, measured here and now (~0.3 s).

        None if cancelled. The experiment itself is left alone.
        """
        return measure_costs(self.plan, cancelled)

    # --- moving ---

    def _next_epoch(self) -> int:
        return (self._trainer.epoch + 1) * self.plan.steps_per_epoch

    def _last_epoch(self) -> int:
        return (self._trainer.position.steps - 1) // self.plan.steps_per_epoch * self.plan.steps_per_epoch

    def _advance(self, target: int, stop: Cancelled = _never) -> None:
        """Train up to ``target`` steps, writing down every epoch on the way; ends early when ``stop()`` says so."""
        trainer = self._trainer
        self._catch_up()
        while trainer.position.steps < target:
            end = min(target, self._next_epoch())
            if not trainer.run(end - trainer.position.steps, stop):
                return
            self._catch_up()

    def _catch_up(self) -> None:
        """Settle the end of an epoch that has not been: just reached, or left when somebody was impatient."""
        trainer, records = self._trainer, self._records
        if trainer.step_in_epoch == 0 and records.is_recorded(trainer.epoch) and trainer.epoch > records.last_epoch:
            self._settle()

    def _go_to(self, target: int, board: BoardView | None, cancelled: Cancelled, stop: Cancelled) -> Frame:
        self._history.add(self._snapshot())
        self._advance(target, stop)
        self._history.add(self._snapshot())
        return self.frame(board, cancelled)

    def _go_back(self, target: int, board: BoardView | None, cancelled: Cancelled) -> Frame:
        snapshot = self._history.latest(target)
        if snapshot is not None:
            self._return_to(snapshot)
            self._history.forget_after(target)
            self._advance(target)
        return self.frame(board, cancelled)

    def _snapshot(self) -> Snapshot:
        self._look()
        return Snapshot(self._trainer.remember(), self._good, self._scores, self._good_scores, tuple(self._stops))

    def _return_to(self, snapshot: Snapshot) -> None:
        self._trainer.return_to(snapshot.memory)
        self._good, self._good_scores = snapshot.good, snapshot.good_scores
        self._scores, self._stops = snapshot.scores, [*snapshot.stops]
        self._seen = snapshot.steps
        self._records.cut(self._trainer.epoch)

    @contextmanager
    def _interruptible(self, cancelled: Cancelled) -> Iterator[None]:
        self._trainer.cancelled = cancelled
        try:
            yield
        except CancelledError:
            pass
        finally:
            self._trainer.cancelled = _never

    # --- judging ---

    def _settle(self) -> None:
        """At the end of an epoch: see who stops, write everyone's numbers down, and remember this place as good."""
        self._look()
        self._records.add(self._trainer.epoch, self._scores, self._stopped())
        self._good, self._good_scores = self._trainer.remember(), self._scores

    def _look(self) -> None:
        """Judge every network where it stands; one that is not finite stops, and keeps what it last was when it was.

        What it keeps is its state at the last recorded end of an epoch, so that it does not depend on who looked when.
        """
        if self._seen == self._trainer.position.steps:
            return
        scores = self._trainer.evaluate()
        self._seen = self._trainer.position.steps
        bad = ~self._trainer.finite(scores) & ~self._stopped()
        if bad.any():
            self._stops += diagnose(self._trainer, self._good, np.flatnonzero(bad).tolist())
        stopped = self._stopped()
        if stopped.any():
            self._trainer.restore_networks(self._good, np.flatnonzero(stopped).tolist())
            scores = _mixed(scores, self._good_scores, stopped)
        self._scores = scores

    def _stopped(self) -> BoolArray:
        return self._marks().reshape(-1)

    def _marks(self) -> BoolArray:
        marks = np.zeros(self._shape, dtype=np.bool_)
        for stop in self._stops:
            marks[stop.contestant, stop.seed] = True
        return marks

    def _measure(self) -> tuple[FloatArray, IntArray]:
        gradient = self._trainer.first_gradient().reshape(self._shape)
        dead = self._trainer.dead_units().sum(axis=2).reshape(*self._shape, self.plan.design.depth)
        return gradient, dead

    def _ending(self) -> Ending:
        if self._stopped().all():
            return "stopped"
        if self.goal.stop_at_target and self._is_at_target():
            return "target"
        return "epoch" if self.goal.last_epoch and self._trainer.epoch >= self.goal.last_epoch else ""

    def _is_at_target(self) -> bool:
        """Return whether every contestant of which a network goes on is at the target."""
        mean = self._records.curves().bands[self.plan.judged_by].mean[-1]
        with np.errstate(invalid="ignore"):
            there = mean <= self.goal.target if self.plan.is_regression else mean >= self.goal.target
        return bool((there | np.isnan(mean)).all())

    # --- showing ---

    def _running_frame(self, view: BoardView | None, speed: float) -> Frame:
        if self._measured.is_due():
            with self._measured:
                self._gradient, self._dead = self._measure()
        view = view and coarser(self.plan, view)
        is_new = view is not None and (self._board is None or self._board.view != view)
        if view is not None and (is_new or self._boarded.is_due()):
            with self._boarded:
                self._board = make_board(self._trainer, view, self._marks())
        return self._frame(speed)

    def _frame(self, speed: float) -> Frame:
        steps = self._trainer.position.steps
        return Frame(
            epoch=self._trainer.epoch,
            step=self._trainer.step_in_epoch,
            steps_per_epoch=self.plan.steps_per_epoch,
            curves=self._records.curves(),
            scores=Scores(*(getattr(self._scores, f.name).reshape(self._shape) for f in fields(Scores))),
            gradient=self._gradient,
            dead=self._dead,
            stops=tuple(self._stops),
            reached=self._records.reached(self.plan.judged_by, self.goal.target, self.plan.is_regression),
            board=self._board,
            speed=speed,
            ended=self._ending(),
            can_step_back=self._history.reaches(steps - 1),
            can_epoch_back=self._history.reaches(self._last_epoch()),
        )

    def _speed(self, times: deque[tuple[float, int]]) -> float:
        while len(times) > 2 and times[-1][0] - times[0][0] > _SPEED_SECONDS:
            times.popleft()
        seconds, steps = times[-1][0] - times[0][0], times[-1][1] - times[0][1]
        going = self.plan.networks - len(self._stops)
        return going * steps / self.plan.steps_per_epoch / seconds if seconds > 0 else 0.0


class _Timed:
    """Lets a costly thing happen as often as takes its share of the time."""

    def __init__(self, share: int, clock: Callable[[], float] = time.perf_counter) -> None:
        self._share, self._clock = share, clock
        self._began = self._next = clock()

    def is_due(self) -> bool:
        """Return whether it is time again."""
        return self._clock() >= self._next

    def __enter__(self) -> None:
        self._began = self._clock()

    def __exit__(self, *_error: object) -> None:
        ended = self._clock()
        self._next = ended + (self._share - 1) * (ended - self._began)


def _mixed(now: Evaluation, before: Evaluation, stopped: BoolArray) -> Evaluation:
    """Return the numbers of now, for those that have stopped the numbers of before."""
    return Evaluation(*(np.where(stopped, getattr(before, f.name), getattr(now, f.name)) for f in fields(Evaluation)))

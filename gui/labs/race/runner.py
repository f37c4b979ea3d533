"""The experiment on its one worker thread, and what comes back from it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.jobs import Cancelled, FrameWorker
from core.text import UserError
from core.training.experiment import Experiment
from core.training.frames import BoardView, Frame, Goal, NetworkView
from core.training.plan import Plan
from core.training.trainer import CancelledError

STOP_SECONDS = 2.0
# Without a word for this long, the worker may hang: whoever asks for something else gets another one.
PATIENCE_SECONDS = 10.0
_LOOK_MS = 500
# A network opened while training runs costs time of the training: at most this share of it.
_NETWORK_SHARE = 0.2
_LONGEST_WAY = 0.1


@dataclass(frozen=True, slots=True)
class Watched:
    """What the screen wants to see: read by the worker for every frame.

    ``network`` is (contestant, seed) of the one that is opened, None for none. ``pace`` is in epochs per second.
    """

    board: BoardView
    network: tuple[int, int] | None = None
    pace: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A frame, with the network that is opened and the measured costs where there is news of them.

    ``at_rest``: nothing follows by itself.
    """

    plan: Plan
    frame: Frame
    at_rest: bool = True
    network: NetworkView | None = None
    costs: tuple[float, ...] | None = None


class RaceRunner(QObject):
    """Starts, runs, steps and takes back an experiment. Frames arrive in ``shown``; ``running_changed`` tells of both
    ends of a run, ``troubled`` that ``trouble`` is another now: why nothing arrives, None when all is well."""

    shown = Signal(object)
    running_changed = Signal(bool)
    troubled = Signal()
    _arrived = Signal()
    _failed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: FrameWorker[Shown] = FrameWorker("race", self._deliver, self._failed.emit)
        self._watched = Watched(BoardView())
        self._experiment: Experiment | None = None  # touched by the worker only
        self._plan: Plan | None = None
        self._goal = Goal()
        self._costs: tuple[float, ...] | None = None
        self._network_at = 0.0
        self._lock = threading.Lock()
        self._latest: tuple[int, Shown] | None = None
        self._window_is_free = threading.Event()
        self._window_is_free.set()
        self.is_running = False
        self.trouble: UserError | None = None
        self._heard_at: float | None = None  # None while nothing is awaited
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_for_silence)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._fail, Qt.ConnectionType.QueuedConnection)

    # --- what the screen asks for ---

    def begin(self, plan: Plan, goal: Goal, run: bool) -> None:
        """Put another experiment in place of this one; ``run`` it, or show its start."""
        self._plan, self._goal = plan, goal
        self._set_running(run)
        self._start(lambda cancelled: self._begun(plan, goal, run, cancelled))

    def set_goal(self, goal: Goal) -> None:
        """Let the experiment end elsewhere: from the next run on, at once if it runs."""
        self._goal = goal
        if self.is_running:
            self.run()

    def watch(self, watched: Watched) -> None:
        """Show another part of it; at rest that is shown anew."""
        before, self._watched = self._watched, watched
        opened = watched.network is not None and watched.network != before.network
        if (opened or watched.board != before.board) and not self.is_running:
            self.refresh()

    def run(self) -> None:
        """Train on from here."""
        self._set_running(True)
        self._start(self._run)

    def pause(self) -> None:
        """Stay where it is, and show exactly where that is."""
        if self.is_running:
            self._set_running(False)
            self._start(self._paused)

    def refresh(self) -> None:
        """Show where it stands."""
        self._once(lambda experiment: experiment.frame(self._watched.board))

    def step(self) -> None:
        """Do one mini-batch."""
        self._once(lambda experiment: experiment.step(self._watched.board))

    def epoch(self) -> None:
        """Go on to the end of this epoch."""
        self._once(lambda experiment: experiment.epoch(self._watched.board))

    def step_back(self) -> None:
        """Take one mini-batch back."""
        self._once(lambda experiment: experiment.step_back(self._watched.board))

    def epoch_back(self) -> None:
        """Go back to the last end of an epoch."""
        self._once(lambda experiment: experiment.epoch_back(self._watched.board))

    def reset(self) -> None:
        """Go back to the very same start."""
        self._once(lambda experiment: experiment.reset(self._watched.board))

    def _start(self, frames: Callable[[Cancelled], Iterator[Shown]]) -> None:
        if self._is_silent():
            self._give_up()
        self._tell_trouble(None)
        # Whoever waits for the window to paint must see at once that it is not wanted any more.
        self._worker.start(frames)
        self._window_is_free.set()
        self._heard_at = time.monotonic()
        self._look.start()

    def halt(self) -> None:
        """Stop, and wait until the worker has: nothing arrives any more."""
        self._window_is_free.set()
        self._worker.cancel()
        self._set_running(False)
        self._rest()
        if not self._worker.wait(STOP_SECONDS):
            self._give_up()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is under way; what has arrived is shown."""
        done = self._worker.wait(seconds)
        self._take()
        return done

    # --- on the worker's thread ---

    def _standing(self) -> Experiment | None:
        """Return the experiment where it stands; one that was lost to a fault begins anew."""
        if self._experiment is None and self._plan is not None:
            self._experiment, self._costs = Experiment(self._plan, self._goal), None
        return self._experiment

    def _begun(self, plan: Plan, goal: Goal, run: bool, cancelled: Cancelled) -> Iterator[Shown]:
        self._experiment = None
        experiment = Experiment(plan, goal)
        if cancelled():
            return
        self._costs = None
        self._experiment = experiment
        yield self._seen(experiment, experiment.frame(self._watched.board), True, at_rest=not run)
        if run:
            yield from self._run(cancelled)
        else:
            yield from self._measured(experiment, cancelled)

    def _run(self, cancelled: Cancelled) -> Iterator[Shown]:
        experiment = self._standing()
        if experiment is None:
            return
        experiment.goal = self._goal
        frames = experiment.run(
            lambda: self._gives_way(cancelled), lambda: self._watched.board, lambda: self._watched.pace
        )
        for frame in frames:
            opens = bool(frame.ended) or time.perf_counter() >= self._network_at
            try:
                shown = self._seen(experiment, frame, opens, at_rest=bool(frame.ended))
            except CancelledError:
                return  # while a network was opened, between two frames
            yield shown
        if not cancelled():
            yield from self._measured(experiment, cancelled)

    def _paused(self, cancelled: Cancelled) -> Iterator[Shown]:
        """Show at once where it stopped, then the boundaries that belong there."""
        experiment = self._standing()
        if experiment is None:
            return
        yield self._seen(experiment, experiment.frame(), opens=False, at_rest=True)
        if not cancelled():
            yield self._seen(experiment, experiment.frame(self._watched.board), opens=True, at_rest=True)
            yield from self._measured(experiment, cancelled)

    def _once(self, command: Callable[[Experiment], Frame]) -> None:
        self._set_running(False)

        def frames(cancelled: Cancelled) -> Iterator[Shown]:
            experiment = self._standing()
            if experiment is not None:
                experiment.goal = self._goal
                yield self._seen(experiment, command(experiment), opens=True, at_rest=True)
                yield from self._measured(experiment, cancelled)

        self._start(frames)

    def _gives_way(self, cancelled: Cancelled) -> bool:
        """Return ``cancelled()``, but not while the window paints a frame.

        Two threads that quarrel over Python's lock are both slow: a frame that takes 10 ms alone takes 50 then.
        """
        if not (cancelled() or self._window_is_free.is_set()):
            self._window_is_free.wait(_LONGEST_WAY)
        return cancelled()

    def _measured(self, experiment: Experiment, cancelled: Cancelled) -> Iterator[Shown]:
        """Measure once, at rest, what a step costs."""
        if self._costs is None and not cancelled():
            self._costs = experiment.measure_costs(cancelled)
            if self._costs is not None:
                yield self._seen(experiment, experiment.frame(self._watched.board), opens=True, at_rest=True)

    def _seen(self, experiment: Experiment, frame: Frame, opens: bool, at_rest: bool) -> Shown:
        watched, network = self._watched, None
        if watched.network is not None and opens:
            before = time.perf_counter()
            network = experiment.network(*watched.network, watched.board)
            now = time.perf_counter()
            self._network_at = now + (now - before) / _NETWORK_SHARE
        return Shown(experiment.plan, frame, at_rest, network, self._costs)

    def _deliver(self, ticket: int, shown: Shown) -> None:
        with self._lock:
            is_waiting = self._latest is not None
            self._latest = (ticket, shown)
        if not is_waiting:
            self._arrived.emit()

    # --- back on the window's thread ---

    def _take(self) -> None:
        with self._lock:
            latest, self._latest = self._latest, None
        if latest is None or not self._worker.is_current(latest[0]):
            return
        shown = latest[1]
        self._heard_at = time.monotonic()
        self._tell_trouble(None)
        if shown.at_rest:
            self._rest()
        if self.is_running and shown.at_rest:
            self._set_running(False)
        self._window_is_free.clear()
        self.shown.emit(shown)
        # Timers come behind what is to be painted.
        QTimer.singleShot(8, self, self._window_is_free.set)

    def _fail(self, ticket: int) -> None:
        """Tell that the worker has raised; what it did is lost, and what comes next begins at the start."""
        if self._worker.is_current(ticket):
            self._experiment = None
            self._rest()
            self._set_running(False)
            self._tell_trouble(UserError("race.fault"))

    def _rest(self) -> None:
        self._heard_at = None
        self._look.stop()

    def _is_silent(self) -> bool:
        pace = self._watched.pace
        patience = max(PATIENCE_SECONDS, 2 / pace if pace else 0.0)
        return self._heard_at is not None and time.monotonic() - self._heard_at > patience

    def _look_for_silence(self) -> None:
        if self._is_silent() and self.trouble is None:
            self._tell_trouble(UserError("race.no_answer", seconds=f"{PATIENCE_SECONDS:g}"))

    def _give_up(self) -> None:
        self._worker.give_up()
        self._experiment = None

    def _tell_trouble(self, trouble: UserError | None) -> None:
        if trouble is not self.trouble:
            self.trouble = trouble
            self.troubled.emit()

    def _set_running(self, running: bool) -> None:
        if running != self.is_running:
            self.is_running = running
            self.running_changed.emit(running)

"""One background worker: start, cancel, latest wins, results in the order they were asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Frame = TypeVar("Frame")
Cancelled = Callable[[], bool]


class LatestWorker:
    """Runs at most one job at a time on a thread; a job asked for while another runs replaces the one waiting."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._waiting: Callable[[], None] | None = None
        self._turn = 0  # a thread that was given up finds another number here
        self._idle = threading.Event()
        self._idle.set()

    def start(self, job: Callable[[], None]) -> None:
        """Run ``job`` as soon as the running one is done; forget one that has not begun."""
        with self._lock:
            self._waiting = job
            if self._idle.is_set():
                self._idle.clear()
                self._begin()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing runs or waits; return whether that was within ``seconds``."""
        return self._idle.wait(seconds)

    def give_up(self) -> None:
        """Leave the job that runs to itself, because it hangs: the next one gets a thread of its own at once."""
        with self._lock:
            self._turn += 1
            self._waiting = None
            self._idle.set()

    def _work(self, turn: int) -> None:
        while True:
            with self._lock:
                if turn != self._turn:
                    return
                job, self._waiting = self._waiting, None
                if job is None:
                    self._idle.set()
                    return
            try:
                job()
            except BaseException:
                # The thread ends with its exception, for the hook to report; a job that waits is not at fault.
                with self._lock:
                    if turn == self._turn:
                        if self._waiting is None:
                            self._idle.set()
                        else:
                            self._begin()
                raise

    def _begin(self) -> None:
        threading.Thread(target=self._work, args=(self._turn,), name=self._name, daemon=True).start()


class FrameWorker(Generic[Frame]):
    """Runs one stream of frames at a time on a thread; starting another, or ``cancel``, ends the running one.

    A stream is what ``frames(cancelled)`` returns: a generator that looks at ``cancelled()`` often and then ends. Each
    frame is given to ``deliver(ticket, frame)`` on the worker's thread; whoever receives it in another thread drops it
    unless ``is_current(ticket)``: between the two, the stream may have been cancelled. A stream that raises ends its
    thread; ``failed(ticket)`` is called there first, so that nobody waits for more.
    """

    def __init__(
        self, name: str, deliver: Callable[[int, Frame], None], failed: Callable[[int], None] = lambda _ticket: None
    ) -> None:
        self._worker = LatestWorker(name)
        self._deliver, self._failed = deliver, failed
        self._ticket = 0

    def start(self, frames: Callable[[Cancelled], Iterable[Frame]]) -> int:
        """Cancel what runs, then run ``frames``; return its ticket. ``frames`` itself is called on the thread too."""
        self._ticket += 1
        ticket = self._ticket
        self._worker.start(lambda: self._run(ticket, frames))
        return ticket

    def cancel(self) -> None:
        """End what runs; not one more of its frames is current."""
        self._ticket += 1

    def give_up(self) -> None:
        """End what runs without waiting for it, because it hangs: what is started next has a thread of its own."""
        self.cancel()
        self._worker.give_up()

    def is_current(self, ticket: int) -> bool:
        """Return whether the stream with this ticket is the one that was last started, and is not cancelled."""
        return ticket == self._ticket

    def wait(self, seconds: float) -> bool:
        """Wait until nothing runs; return whether that was within ``seconds``."""
        return self._worker.wait(seconds)

    def _run(self, ticket: int, frames: Callable[[Cancelled], Iterable[Frame]]) -> None:
        if not self.is_current(ticket):
            return
        try:
            for frame in frames(lambda: ticket != self._ticket):
                if not self.is_current(ticket):
                    return
                self._deliver(ticket, frame)
        except BaseException:
            self._failed(ticket)
            raise

"""One background worker: start, latest wins, results in the order they were asked."""

from __future__ import annotations

import threading
from collections.abc import Callable


class LatestWorker:
    """Runs at most one job at a time on a thread; a job asked for while another runs replaces the one waiting."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._waiting: Callable[[], None] | None = None
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

    def _work(self) -> None:
        while True:
            with self._lock:
                job, self._waiting = self._waiting, None
                if job is None:
                    self._idle.set()
                    return
            try:
                job()
            except BaseException:
                # The thread ends with its exception, for the hook to report; a job that waits is not at fault.
                with self._lock:
                    if self._waiting is None:
                        self._idle.set()
                    else:
                        self._begin()
                raise

    def _begin(self) -> None:
        threading.Thread(target=self._work, name=self._name, daemon=True).start()

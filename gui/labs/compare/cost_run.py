"""A measurement of cost on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from core.cost import Progress, Subject, measure


class CostRun:
    """One measurement. The thread knows nothing of the window, which may be gone before it ends: the window looks."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.progress = Progress(0, 1)
        self._is_cancelled = False
        self.subjects = tuple(subjects)
        self._thread = threading.Thread(target=self._work, name="cost", daemon=True)

    def start(self) -> None:
        """Begin to measure."""
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come: the measurement has ended, be it by a fault."""
        return not self._thread.is_alive()

    def cancel(self) -> None:
        """Stop within a round; what it found is not told any more."""
        self._is_cancelled = True

    def _work(self) -> None:
        for progress in measure(self.subjects):
            if self._is_cancelled:
                return
            self.progress = progress

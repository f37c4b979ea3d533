"""The recent past of an experiment: snapshots to return to, as many as fit."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from core.training.frames import Stop
from core.training.trainer import Evaluation, Memory

MAX_SNAPSHOTS = 300
MAX_BYTES = 96 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything an experiment needs to go on from a place as it once did.

    ``good`` and ``good_scores`` are of the last recorded end of an epoch: there every network that goes on was finite.
    """

    memory: Memory
    good: Memory
    scores: Evaluation
    good_scores: Evaluation
    stops: tuple[Stop, ...]

    @property
    def steps(self) -> int:
        """The steps done by then."""
        return self.memory.steps


class History:
    """Snapshots in the order of their steps."""

    def __init__(self) -> None:
        self._snapshots: deque[Snapshot] = deque()

    def add(self, snapshot: Snapshot) -> None:
        """Keep one more, unless its place is kept already; the oldest go when there is no more room."""
        if self._snapshots and self._snapshots[-1].steps >= snapshot.steps:
            return
        self._snapshots.append(snapshot)
        room = max(2, MAX_BYTES // max(1, snapshot.memory.bytes))
        while len(self._snapshots) > min(MAX_SNAPSHOTS, room):
            self._snapshots.popleft()

    def latest(self, steps: int) -> Snapshot | None:
        """Return the latest snapshot at or before ``steps``, None if history does not reach that far."""
        return next((s for s in reversed(self._snapshots) if s.steps <= steps), None)

    def reaches(self, steps: int) -> bool:
        """Return whether there is a snapshot at or before ``steps``."""
        return bool(self._snapshots) and steps >= 0 and self._snapshots[0].steps <= steps

    def forget_after(self, steps: int) -> None:
        """Drop what lies behind ``steps``: it will be done anew."""
        while self._snapshots and self._snapshots[-1].steps > steps:
            self._snapshots.pop()

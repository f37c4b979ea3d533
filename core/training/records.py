"""What an experiment writes down as it goes: the curves of every network, and when each reached the target."""

from __future__ import annotations

import warnings

import numpy as np

from core.training.frames import PARTS, Band, Curves, FloatArray, IntArray
from core.training.trainer import Evaluation

# A row for each network and epoch: so many a spreadsheet can open (2²⁰, less the heading).
EVERY_ROW = 1_000_000
_FIRST_ROOM = 256


class Records:
    """The table behind the curves; rows are added at its end, and taken off it when the training is taken back.

    The first ``every_epoch`` epochs are all written down; then every second until twice that many, then every fourth,
    and so on: a race left running all night must not fill the memory.
    """

    def __init__(self, contestants: int, seeds: int) -> None:
        self._shape = (contestants, seeds)
        self.every_epoch = EVERY_ROW // (contestants * seeds)
        self._reached: tuple[tuple[str, float, bool], int, IntArray] | None = None
        self._epochs = np.zeros(_FIRST_ROOM, dtype=np.int64)
        self._values = np.zeros((_FIRST_ROOM, len(PARTS), contestants, seeds), dtype=np.float32)
        self._means, self._spreads = (np.zeros((_FIRST_ROOM, len(PARTS), contestants)) for _ in range(2))
        self.count = 0

    def add(self, epoch: int, evaluation: Evaluation, stopped: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
        """Write down an epoch; networks that have stopped, (K,) marks, are NaN from then on."""
        if self.count == self._epochs.size:
            self._make_room()
        row = np.stack([getattr(evaluation, part) for part in PARTS])
        row[:, stopped] = np.nan
        values = row.reshape(len(PARTS), *self._shape)
        self._epochs[self.count] = epoch
        self._values[self.count] = values
        self._means[self.count], self._spreads[self.count] = mean_and_spread(values)
        self.count += 1

    def stride(self, epoch: int) -> int:
        """Return the distance between recorded epochs around ``epoch``."""
        return 1 << (max(0, epoch - 1) // self.every_epoch).bit_length()

    def is_recorded(self, epoch: int) -> bool:
        """Return whether the end of ``epoch`` is written down."""
        return epoch % self.stride(epoch) == 0

    def cut(self, epoch: int) -> None:
        """Forget everything after ``epoch``."""
        self.count = int(np.searchsorted(self._epochs[: self.count], epoch, side="right"))
        self._reached = None

    def curves(self) -> Curves:
        """Return the curves so far: views of rows that are never changed, only added to."""
        n = self.count
        bands = {part: Band(self._means[:n, i], self._spreads[:n, i]) for i, part in enumerate(PARTS)}
        train_loss, test_loss, train_accuracy, test_accuracy = (self._values[:n, i] for i in range(len(PARTS)))
        every = self.stride(self.last_epoch)
        return Curves(self._epochs[:n], train_loss, test_loss, train_accuracy, test_accuracy, bands, every)

    @property
    def last_epoch(self) -> int:
        """The epoch written down last, -1 before the first."""
        return int(self._epochs[self.count - 1]) if self.count else -1

    def reached(self, part: str, target: float, is_loss: bool) -> IntArray:
        """Return the first recorded epoch at which each network was at the target in ``part``, -1 if none, (E, S)."""
        asked, seen = (part, target, is_loss), 0
        found: IntArray = np.full(self._shape, -1, dtype=np.int64)
        if self._reached is not None and self._reached[0] == asked:
            _, seen, found = self._reached
        # Only what is new: there may be a hundred thousand rows, and thirty questions a second.
        values = self._values[seen : self.count, PARTS.index(part)]
        if len(values):
            there = values <= np.float32(target) if is_loss else values >= np.float32(target)
            first = self._epochs[seen + there.argmax(axis=0)]
            found = np.where(found >= 0, found, np.where(there.any(axis=0), first, -1))
        self._reached = (asked, self.count, found)
        return found

    def _make_room(self) -> None:
        self._epochs, self._values, self._means, self._spreads = (
            np.concatenate([array, np.zeros_like(array)])
            for array in (self._epochs, self._values, self._means, self._spreads)
        )


def mean_and_spread(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation (n − 1) over the last axis, without NaN; NaN where nothing is left."""
    count = np.isfinite(values).sum(-1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        mean = np.nanmean(values, axis=-1)
        squares = np.nansum((values - mean[..., None]) ** 2, axis=-1)
    spread = np.where(count > 0, np.sqrt(squares / np.maximum(1, count - 1)), np.nan)
    return mean, spread

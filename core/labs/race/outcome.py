"""How far a race has come: what it reports beside the state, since training is no part of the state."""

from __future__ import annotations

from dataclasses import dataclass

from core.training.frames import Frame
from core.training.plan import Plan
from core.training.ranking import ranking
from core.training.records import mean_and_spread


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a race stands.

    Attributes:
        epochs: finished ones, 0 before the start.  ended: whether it came to its end by itself.
        loss, accuracy: for each entrant the mean over seeds, of the test data if there is any; NaN for none.
        places: of each entrant in the ranking, 0 before the start.
    """

    epochs: int
    ended: bool
    loss: tuple[float, ...]
    accuracy: tuple[float, ...]
    places: tuple[int, ...]


def outcome(plan: Plan, frame: Frame) -> Outcome:
    """Return where the race ``plan`` stands at ``frame``, its entrants in the order of ``plan``."""
    part = "test" if plan.dataset.test.size else "train"
    loss, accuracy = (
        tuple(float(one) for one in mean_and_spread(getattr(frame.scores, f"{part}_{what}"))[0])
        for what in ("loss", "accuracy")
    )
    places = {rank.contestant: rank.place for rank in ranking(plan, frame)}
    in_order = tuple(places[number] for number in range(len(plan.contestants)))
    return Outcome(frame.epoch, bool(frame.ended), loss, accuracy, in_order)

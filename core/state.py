"""The whole state of the application: one immutable slice per lab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.labs import compare, explore, gradient, lessons, neuron, race, softmax
from core.labs.compare import CompareState
from core.labs.explore import ExploreState
from core.labs.gradient import GradientState
from core.labs.lessons import LessonsState
from core.labs.neuron import NeuronState
from core.labs.race import RaceState
from core.labs.softmax import SoftmaxState
from core.tensor_value import TensorValue

# Each lab's slice, by the lab's key, and what makes sure that a slice read from a file can be used.
SLICES: Mapping[str, Callable[[Any], Any]] = {
    "explore": explore.checked,
    "compare": compare.checked,
    "neuron": neuron.checked,
    "softmax": softmax.checked,
    "gradient": gradient.checked,
    "race": race.checked,
    "lessons": lessons.checked,
}


@dataclass(frozen=True, slots=True)
class AppState:
    """Everything on screen that a person can change. A session file, a preset and an undo step are all one of these.

    ``lab`` is the key of the lab in view; every lab has a field of its own name.
    """

    lab: str = "explore"
    explore: ExploreState = field(default_factory=ExploreState)
    compare: CompareState = field(default_factory=CompareState)
    neuron: NeuronState = field(default_factory=NeuronState)
    softmax: SoftmaxState = field(default_factory=SoftmaxState)
    gradient: GradientState = field(default_factory=GradientState)
    race: RaceState = field(default_factory=RaceState)
    lessons: LessonsState = field(default_factory=LessonsState)

    def tensors(self) -> tuple[TensorValue, ...]:
        """Return the tensors this state holds: its only parts that may weigh megabytes."""
        own = self.race.own.rows
        return (self.explore.tensor,) if own is None else (self.explore.tensor, own)


def first_screen(decimals: int, dtype: str) -> AppState:
    """Return the state a person begins with: ``decimals`` and ``dtype`` are what Explore shows and computes in.

    Raises UserError ``tensor.unknown_dtype``.
    """
    own = explore.set_decimals(explore.set_dtype(ExploreState(), dtype), decimals)
    return replace(AppState(), explore=own)

"""The whole state of the application: one immutable slice per lab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

<<<<<<< HEAD
from core.labs import explore, neuron
=======
from core.labs import compare, explore
from core.labs.compare import CompareState
>>>>>>> main
from core.labs.explore import ExploreState
from core.labs.neuron import NeuronState
from core.tensor_value import TensorValue

# Each lab's slice, by the lab's key, and what makes sure that a slice read from a file can be used.
<<<<<<< HEAD
SLICES: Mapping[str, Callable[[Any], Any]] = {"explore": explore.checked, "neuron": neuron.checked}
=======
SLICES: Mapping[str, Callable[[Any], Any]] = {"explore": explore.checked, "compare": compare.checked}
>>>>>>> main


@dataclass(frozen=True, slots=True)
class AppState:
    """Everything on screen that a person can change. A session file, a preset and an undo step are all one of these.

    ``lab`` is the key of the lab in view; every lab has a field of its own name.
    """

    lab: str = "explore"
    explore: ExploreState = field(default_factory=ExploreState)
<<<<<<< HEAD
    neuron: NeuronState = field(default_factory=NeuronState)
=======
    compare: CompareState = field(default_factory=CompareState)
>>>>>>> main

    def tensors(self) -> tuple[TensorValue, ...]:
        """Return the tensors this state holds: its only parts that may weigh megabytes."""
        return (self.explore.tensor,)

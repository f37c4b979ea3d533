"""The whole state of the application: one immutable slice per lab."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.labs.explore import ExploreState
from core.tensor_value import TensorValue


@dataclass(frozen=True, slots=True)
class AppState:
    """Everything on screen that a person can change. A session file, a preset and an undo step are all one of these.

    ``lab`` is the key of the lab in view; every lab has a field of its own name.
    """

    lab: str = "explore"
    explore: ExploreState = field(default_factory=ExploreState)

    def tensors(self) -> tuple[TensorValue, ...]:
        """Return the tensors this state holds: its only parts that may weigh megabytes."""
        return (self.explore.tensor,)

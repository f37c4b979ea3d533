"""Ready comparisons: the curriculum's, and two families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.labs.compare.state import Compared, CompareState
from core.text import UserError
from core.view_range import Range

_NEAR: Range = (-5.0, 5.0)
# What the curriculum's example E draws: torch.linspace(-10, 10, 1000).
_LINSPACE: Range = (-10.0, 10.0)


@dataclass(frozen=True, slots=True)
class ReadySet:
    """A ready comparison; its catalogue id is ``compare.set_<key>``."""

    functions: tuple[str, ...]
    x_view: Range = _NEAR


READY_SETS: Mapping[str, ReadySet] = {
    "relu_sigmoid": ReadySet(("relu", "sigmoid"), _LINSPACE),
    "leaky_tanh_softmax": ReadySet(("leaky_relu", "tanh", "softmax")),
    "relu_family": ReadySet(("relu", "leaky_relu", "prelu", "elu", "selu")),
    "smooth": ReadySet(("softplus", "gelu", "silu", "mish")),
}


def apply_set(state: CompareState, key: str) -> CompareState:
    """Set up a ready comparison; how it is laid out stays. Raises UserError ``compare.unknown_set``."""
    ready = READY_SETS.get(key)
    if ready is None:
        raise UserError("compare.unknown_set", name=key, known=", ".join(READY_SETS))
    compared = tuple(Compared(function, series) for series, function in enumerate(ready.functions))
    return replace(state, compared=compared, selected=0, x_view=ready.x_view, y_view=None, difference=(0, 1), probe=1.0)

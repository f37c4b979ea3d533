"""Explore's ready examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from core.labs.explore.state import ExploreState, reset_params, set_tensor
from core.record import Value
from core.tensor_value import TensorValue, linspace
from core.text import UserError
from core.view_range import DEFAULT_VIEW, Range


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready example: its catalogue id is ``preset.<key>``; it changes the state by ``patch``."""

    key: str
    function: str
    tensor: TensorValue
    params: Mapping[str, Value] = field(default_factory=dict)
    x_view: Range = DEFAULT_VIEW


@lru_cache(maxsize=1)
def presets() -> tuple[Preset, ...]:
    """Return the ready examples in the order of the menu."""
    small = TensorValue.of([-1.0, 0.0, 1.0])
    line = linspace(-10.0, 10.0, 1000)
    return (
        Preset("a", "relu", TensorValue.of([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]])),
        Preset("b", "relu", small),
        Preset("c", "sigmoid", small),
        Preset("d", "tanh", small),
        Preset("e_relu", "relu", line, x_view=(-10.5, 10.5)),
        Preset("e_sigmoid", "sigmoid", line, x_view=(-10.5, 10.5)),
        Preset("f", "softmax", TensorValue.of([2.0, 1.0, 0.1]), {"dim": 0}),
    )


def apply_preset(state: ExploreState, key: str) -> ExploreState:
    """Set up the example ``key``. Raises UserError ``explore.preset`` for an unknown one."""
    for preset in presets():
        if preset.key == key:
            shown = replace(state, function=preset.function, dtype="float32", x_view=preset.x_view, y_view=None)
            shown = replace(reset_params(shown), selected=0, moved=0, output_curve=False)
            shown = set_tensor(shown, preset.tensor)
            return replace(shown, params={**shown.params, preset.function: preset.params}) if preset.params else shown
    raise UserError("explore.preset", name=key, known=", ".join(p.key for p in presets()))

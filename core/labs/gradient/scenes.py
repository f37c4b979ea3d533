"""The Gradient lab's ready scenes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.labs.gradient.elementwise import Stacked
from core.labs.gradient.state import GradientState
from core.text import UserError

# By the second half of the words' id, ``gradient.scene_<key>``: the functions side by side, and the settings.
_SCENES: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]] = {
    "sigmoid_vanishes": (("sigmoid", "tanh"), {"init": "xavier", "depth": 20}),
    "relu_he": (("relu", "sigmoid"), {"init": "he", "depth": 30}),
    "tanh_xavier": (("tanh", "relu"), {"init": "xavier", "depth": 30}),
    "exploding": (("relu", "tanh", "identity"), {"init": "normal", "sigma": 0.3, "depth": 30}),
    "selu_normalises": (("selu", "relu", "tanh"), {"init": "lecun", "depth": 50, "quantity": "spread", "layer": 50}),
}
SCENES = tuple(_SCENES)


def apply_scene(state: GradientState, key: str) -> GradientState:
    """Set up the scene ``key``; the seed and the workshop stay. Raises UserError ``gradient.choice``."""
    if key not in _SCENES:
        raise UserError("gradient.choice", value=key, known=", ".join(SCENES))
    functions, settings = _SCENES[key]
    stacked = tuple(Stacked(function, series) for series, function in enumerate(functions))
    fresh = GradientState(activations=stacked, seed=state.seed, workshop=state.workshop)
    return replace(fresh, **settings)

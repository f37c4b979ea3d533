"""What a person can change in the Gradient lab, and the verbs that change it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.chosen_function import free_series
from core.labs.gradient.elementwise import Stacked, elementwise
from core.labs.gradient.workshop import WorkshopState, checked_workshop
from core.record import Interval, Parameter
from core.text import Text, UserError

MAX_STACKED = 5
MAX_DEPTH = 50
MAX_WIDTH = 128
VIEWS = ("layers", "workshop")
INITS = ("xavier", "he", "lecun", "normal")
# What the plot over the layers shows.
QUANTITIES = ("preactivation", "weight", "spread")

SETTINGS: Mapping[str, Parameter] = {
    p.name: p
    for p in (
        Parameter("depth", "D", Text("층 수", "layers"), 20, 1, MAX_DEPTH, 1, Interval(1, MAX_DEPTH), "integer"),
        Parameter("width", "W", Text("층의 너비", "width"), 64, 2, MAX_WIDTH, 1, Interval(2, MAX_WIDTH), "integer"),
        Parameter(
            "gain", "g", Text("가중치 배율", "gain"), 1.0, 0.0, 3.0, 0.01, Interval(0.0, 100.0)
        ),
        Parameter(
            "sigma", "σ", Text("가중치의 표준편차", "spread of the weights"), 0.1, 0.0, 0.5, 0.005, Interval(0.0, 100.0)
        ),
        Parameter(
            "input_scale", "s", Text("입력 크기", "input scale"), 1.0, 0.0, 5.0, 0.05, Interval(0.0, 10_000.0)
        ),
        Parameter("seed", "", Text("난수 시드", "random seed"), 0, 0, 20, 1, Interval(0, 999_999), "integer"),
        Parameter(
            "threshold", "|f′|", Text("포화 기준", "saturated below"), 0.1, 0.0, 1.0, 0.01,
            Interval(0.0, 1.0)
        ),
    )
}  # fmt: skip
FIRST = (Stacked("sigmoid", 0), Stacked("tanh", 1), Stacked("relu", 2))


@dataclass(frozen=True, slots=True)
class GradientState:
    """What a person can change in the Gradient lab.

    Attributes:
        view: ``"layers"`` a deep stack, ``"workshop"`` the dead-neuron workshop.
        activations: the functions side by side, 1 to 5, each with another ``series``.
        selected: index of the one whose parameters and layer are shown.
        depth: how many hidden layers, 1 to 50.  width: units of each layer, and how many inputs there are.
        init: how the weights' standard deviation follows from the width, one of ``INITS``.
        gain: multiplies it; ``sigma`` is the standard deviation itself where ``init`` is ``"normal"``.
        input_scale: standard deviation of the inputs.
        seed: of inputs, weights and the gradient that comes in at the output.
        threshold: a slope below it counts as saturated.
        quantity: what the plot over the layers shows: the gradient at the pre-activations z, the gradient of the
            weights, or the standard deviation of the outputs.
        layer: the selected layer, from 1; a shallower stack shows its last one.
        ranges: (low, high, step) of sliders that were changed, by setting.
        workshop: the state of the dead-neuron workshop.
    """

    view: str = "layers"
    activations: tuple[Stacked, ...] = FIRST
    selected: int = 0
    depth: int = 20
    width: int = 64
    init: str = "xavier"
    gain: float = 1.0
    sigma: float = 0.1
    input_scale: float = 1.0
    seed: int = 0
    threshold: float = 0.1
    quantity: str = "preactivation"
    layer: int = 1
    ranges: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    workshop: WorkshopState = field(default_factory=WorkshopState)

    @property
    def shown_layer(self) -> int:
        """The selected layer that this depth has, from 1."""
        return min(self.layer, self.depth)


# --- verbs: each returns a new state, or raises UserError and changes nothing ---


def set_view(state: GradientState, view: str) -> GradientState:
    """Show the deep stack or the workshop. Raises UserError ``gradient.choice``."""
    return replace(state, view=_one_of(view, VIEWS))


def set_setting(state: GradientState, name: str, value: object) -> GradientState:
    """Change one of ``SETTINGS``. Raises UserError ``parameter.*``."""
    given: dict[str, Any] = {name: SETTINGS[name].check(value)}
    return replace(state, **given)


def set_range(state: GradientState, name: str, low: float, high: float, step: float) -> GradientState:
    """Change what a setting's slider spans. Raises UserError ``parameter.*``."""
    SETTINGS[name].check_range(low, high, step)
    return replace(state, ranges={**state.ranges, name: (low, high, step)})


def set_init(state: GradientState, init: str) -> GradientState:
    """Choose how the weights begin. Raises UserError ``gradient.choice``."""
    return replace(state, init=_one_of(init, INITS))


def set_quantity(state: GradientState, quantity: str) -> GradientState:
    """Choose what the plot over the layers shows. Raises UserError ``gradient.choice``."""
    return replace(state, quantity=_one_of(quantity, QUANTITIES))


def select_layer(state: GradientState, layer: int) -> GradientState:
    """Select a layer, from 1; beyond the ends, the end."""
    return replace(state, layer=min(state.depth, max(1, int(layer))))


def select(state: GradientState, index: int) -> GradientState:
    """Show the parameters and the layer of another function; one that is not there changes nothing."""
    return replace(state, selected=index) if 0 <= index < len(state.activations) else state


def add_activation(state: GradientState, key: str) -> GradientState:
    """Put one more function beside the others and select it. Raises UserError ``gradient.too_many``."""
    if len(state.activations) >= MAX_STACKED:
        raise UserError("gradient.too_many", limit=MAX_STACKED)
    added = elementwise(Stacked(key, free_series(state.activations)))
    return replace(state, activations=(*state.activations, added), selected=len(state.activations))


def remove_activation(state: GradientState, index: int) -> GradientState:
    """Take a function away. Raises UserError ``gradient.last_one`` for the only one."""
    if len(state.activations) == 1:
        raise UserError("gradient.last_one")
    if not 0 <= index < len(state.activations):
        return state
    left = state.activations[:index] + state.activations[index + 1 :]
    selected = state.selected - (state.selected > index)
    return replace(state, activations=left, selected=min(selected, len(left) - 1))


def choose_activation(state: GradientState, index: int, key: str) -> GradientState:
    """Put another function in a place and select it. Raises UserError ``function.unknown``, ``gradient.vector``."""
    return replace(_with(state, index, elementwise(state.activations[index].with_function(key))), selected=index)


def set_formula(state: GradientState, text: str) -> GradientState:
    """Give the selected place the person's own function. Raises UserError ``expression.*``."""
    return _with(state, state.selected, state.activations[state.selected].with_formula(text))


def set_param(state: GradientState, name: str, value: object) -> GradientState:
    """Give a parameter of the selected function a value. Raises UserError ``parameter.*``."""
    return _with(state, state.selected, state.activations[state.selected].with_param(name, value))


def set_param_range(state: GradientState, name: str, low: float, high: float, step: float) -> GradientState:
    """Change what a parameter's slider spans. Raises UserError ``parameter.*``."""
    return _with(state, state.selected, state.activations[state.selected].with_range(name, low, high, step))


def reset_params(state: GradientState) -> GradientState:
    """Give the selected function PyTorch's defaults and its own slider ranges."""
    return _with(state, state.selected, state.activations[state.selected].with_defaults())


def in_workshop(state: GradientState, workshop: WorkshopState) -> GradientState:
    """Put another state of the workshop in its place."""
    return replace(state, workshop=workshop)


def checked(state: GradientState) -> GradientState:
    """Return what a session file may hold, as the verbs would have made it. Raises UserError."""
    if not 1 <= len(state.activations) <= MAX_STACKED:
        raise UserError("gradient.count", limit=MAX_STACKED)
    numbers = [one.series for one in state.activations]
    if len(set(numbers)) != len(numbers) or not set(numbers) <= set(range(MAX_STACKED)):
        raise UserError("gradient.series", limit=MAX_STACKED - 1)
    made = replace(state, activations=tuple(elementwise(one).checked() for one in state.activations), ranges={})
    made = set_quantity(set_init(set_view(made, state.view), state.init), state.quantity)
    for name in SETTINGS:
        made = set_setting(made, name, getattr(state, name))
    for name, ends in state.ranges.items():
        if name not in SETTINGS:
            raise UserError("gradient.choice", value=name, known=", ".join(SETTINGS))
        made = set_range(made, name, *ends)
    if not 1 <= state.layer <= MAX_DEPTH:
        raise UserError("gradient.layer", limit=MAX_DEPTH)
    made = select(made, min(max(0, state.selected), len(numbers) - 1))
    return replace(made, workshop=checked_workshop(state.workshop))


def weight_spread(state: GradientState) -> float:
    """Return the standard deviation of the weights.

    Every layer has ``width`` inputs and outputs. Xavier (Glorot & Bengio 2010): g·√(2 / (in + out)); He (He et al.
    2015): g·√(2 / in); LeCun (LeCun et al. 1998, the one SELU is made for): g·√(1 / in); normal: σ.
    """
    if state.init == "normal":
        return state.sigma
    fan_in = fan_out = state.width
    variance = {"xavier": 2.0 / (fan_in + fan_out), "he": 2.0 / fan_in, "lecun": 1.0 / fan_in}[state.init]
    return state.gain * math.sqrt(variance)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise UserError("gradient.choice", value=value, known=", ".join(known))
    return value


def _with(state: GradientState, index: int, one: Stacked) -> GradientState:
    return replace(state, activations=(*state.activations[:index], one, *state.activations[index + 1 :]))

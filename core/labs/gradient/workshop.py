"""The dead-neuron workshop: one hidden layer, trained by hand, step by step. Its state and its verbs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.labs.gradient import training
from core.labs.gradient.elementwise import Stacked, elementwise
from core.labs.gradient.training import Weights
from core.labs.gradient.workshop_data import DATA_SETS, data
from core.record import Interval, Parameter
from core.text import Text, UserError

MAX_UNITS = 24
MAX_STEPS_AT_ONCE = 100
# Of the losses on record; the oldest go first.
MAX_LOSSES = 400

WORKSHOP_SETTINGS: Mapping[str, Parameter] = {
    p.name: p
    for p in (
        Parameter("learning_rate", "η", Text("학습률", "learning rate"), 0.05, 0.0, 2.0, 0.01, Interval(0.0, 1000.0)),
        Parameter("shift", "b", Text("은닉층 편향에 더하기", "added to every hidden bias"), 0.0, -8.0, 8.0, 0.1,
                  Interval(-1000.0, 1000.0)),
        Parameter("units", "H", Text("은닉 뉴런 수", "hidden units"), 12, 1, MAX_UNITS, 1, Interval(1, MAX_UNITS),
                  "integer"),
        Parameter("start_seed", "", Text("난수 시드", "random seed"), 2, 0, 20, 1, Interval(0, 999_999), "integer"),
    )
}  # fmt: skip
# Other numbers would not fit the weights: training begins anew.
RESTARTING = ("units", "start_seed")


@dataclass(frozen=True, slots=True)
class WorkshopState:
    """What a person can change in the workshop.

    Attributes:
        data: key of the data set, one of ``DATA_SETS``.
        activation: the hidden layer's function.
        units: how many hidden units.  start_seed: of the weights in the beginning.
        learning_rate: η of plain SGD over the whole data.
        shift: added to every hidden bias, over what training makes of it.
        weights: what training has made of the weights; None at the start.
        losses: the loss before each step that was taken, the newest last.
        steps: how many steps were taken since the start.
        unit: the selected unit, from 0; -1 for none.
        ranges: (low, high, step) of sliders that were changed, by setting.
    """

    data: str = "wave"
    activation: Stacked = field(default_factory=lambda: Stacked("relu"))
    units: int = 12
    start_seed: int = 2
    learning_rate: float = 0.05
    shift: float = 0.0
    weights: Weights | None = None
    losses: tuple[float, ...] = ()
    steps: int = 0
    unit: int = -1
    ranges: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)

    def current_weights(self) -> Weights:
        """Return the weights as they are now, without the shift."""
        if self.weights is not None:
            return self.weights
        return training.start(self.start_seed, self.units, data(self.data).inputs.shape[1])


def set_workshop(state: WorkshopState, name: str, value: object) -> WorkshopState:
    """Change one of ``WORKSHOP_SETTINGS``; units and seed begin anew. Raises UserError ``parameter.*``."""
    given: dict[str, Any] = {name: WORKSHOP_SETTINGS[name].check(value)}
    changed = replace(state, **given)
    return restart(changed) if name in RESTARTING and changed != state else changed


def set_workshop_range(state: WorkshopState, name: str, low: float, high: float, step: float) -> WorkshopState:
    """Change what a slider spans. Raises UserError ``parameter.*``."""
    WORKSHOP_SETTINGS[name].check_range(low, high, step)
    return replace(state, ranges={**state.ranges, name: (low, high, step)})


def choose_data(state: WorkshopState, key: str) -> WorkshopState:
    """Train on another data set, from the start. Raises UserError ``gradient.choice``."""
    if key not in DATA_SETS:
        raise UserError("gradient.choice", value=key, known=", ".join(DATA_SETS))
    return state if key == state.data else restart(replace(state, data=key))


def choose_hidden(state: WorkshopState, key: str) -> WorkshopState:
    """Put another function into the hidden layer; the weights stay as they are. Raises UserError."""
    return replace(state, activation=elementwise(state.activation.with_function(key)))


def set_hidden_param(state: WorkshopState, name: str, value: object) -> WorkshopState:
    """Give a parameter of the hidden layer's function a value. Raises UserError ``parameter.*``."""
    return replace(state, activation=state.activation.with_param(name, value))


def set_hidden_range(state: WorkshopState, name: str, low: float, high: float, step: float) -> WorkshopState:
    """Change what a parameter's slider spans. Raises UserError ``parameter.*``."""
    return replace(state, activation=state.activation.with_range(name, low, high, step))


def reset_hidden_params(state: WorkshopState) -> WorkshopState:
    """Give the hidden layer's function PyTorch's defaults."""
    return replace(state, activation=state.activation.with_defaults())


def set_hidden_formula(state: WorkshopState, text: str) -> WorkshopState:
    """Put the person's own function into the hidden layer. Raises UserError ``expression.*``."""
    return replace(state, activation=state.activation.with_formula(text))


def select_unit(state: WorkshopState, unit: int) -> WorkshopState:
    """Select a hidden unit, or none with -1."""
    return replace(state, unit=min(state.units - 1, max(-1, unit)))


def step(state: WorkshopState, count: int) -> WorkshopState:
    """Take ``count`` steps of plain SGD over all of the data.

    Raises UserError ``gradient.diverged`` where a number leaves float32: nothing is changed then.
    """
    if not 1 <= count <= MAX_STEPS_AT_ONCE:
        raise UserError("gradient.step_count", limit=MAX_STEPS_AT_ONCE)
    record, params = state.activation.record(), state.activation.checked_params()
    weights, losses = state.current_weights(), list(state.losses)
    for taken in range(count):
        loss, weights = training.sgd_step(record, params, data(state.data), weights, state.shift, state.learning_rate)
        if not (math.isfinite(loss) and weights.is_finite):
            raise UserError("gradient.diverged", step=state.steps + taken + 1)
        losses.append(loss)
    return replace(state, weights=weights, losses=tuple(losses[-MAX_LOSSES:]), steps=state.steps + count)


def restart(state: WorkshopState) -> WorkshopState:
    """Go back to the weights of the start."""
    unit = min(state.unit, state.units - 1)
    return replace(state, weights=None, losses=(), steps=0, unit=unit)


_BURIED = WorkshopState(data="clouds", start_seed=3, shift=-4.0, learning_rate=1.0)
_SCENES: Mapping[str, WorkshopState] = {
    "learning_rate_kills": WorkshopState(learning_rate=0.3),
    "bias_kills": _BURIED,
    "leaky_recovers": replace(_BURIED, activation=Stacked("leaky_relu", params={"negative_slope": 0.1})),
}
WORKSHOP_SCENES = tuple(_SCENES)


def apply_workshop_scene(state: WorkshopState, key: str) -> WorkshopState:
    """Set up the scene ``key``. Raises UserError ``gradient.choice``."""
    if key not in _SCENES:
        raise UserError("gradient.choice", value=key, known=", ".join(WORKSHOP_SCENES))
    return _SCENES[key]


def checked_workshop(state: WorkshopState) -> WorkshopState:
    """Return what a session file may hold, as the verbs would have made it. Raises UserError."""
    made = replace(WorkshopState(), activation=elementwise(state.activation).checked())
    made = choose_data(made, state.data)
    for name in WORKSHOP_SETTINGS:
        made = set_workshop(made, name, getattr(state, name))
    for name, ends in state.ranges.items():
        if name not in WORKSHOP_SETTINGS:
            raise UserError("gradient.choice", value=name, known=", ".join(WORKSHOP_SETTINGS))
        made = set_workshop_range(made, name, *ends)
    if state.weights is not None:
        if not state.weights.fits(made.units, data(made.data).inputs.shape[1]):
            raise UserError("gradient.weights", units=made.units)
        if state.steps < 0 or len(state.losses) > MAX_LOSSES or not all(map(math.isfinite, state.losses)):
            raise UserError("gradient.losses", limit=MAX_LOSSES)
        made = replace(made, weights=state.weights, losses=tuple(map(float, state.losses)), steps=state.steps)
    return select_unit(made, state.unit)

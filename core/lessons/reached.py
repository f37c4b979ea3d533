"""Whether a live lab has been brought to where a goal wants it: asked of each lab's own computation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import torch

from core import evaluate
from core.chosen_function import ChosenFunction
from core.evaluate import FloatArray
from core.labs import explore, gradient, neuron, softmax
from core.lessons import goals
from core.lessons.goals import Goal
from core.state import AppState
from core.tensor_value import TensorValue
from core.text import UserError

_CURVE_RANGE = (-5.0, 5.0)
_CURVE_POINTS = 201


def reached(goal: Goal, app: AppState) -> bool:
    """Return whether ``app`` is what ``goal`` asks for. A lab that shows no number for it has not reached it."""
    try:
        return _REACHED[type(goal)](goal, app)
    except UserError:
        return False


def _within(low: float, value: float, high: float) -> bool:
    return low <= value <= high


def _explore_output(goal: goals.ExploreOutput, app: AppState) -> bool:
    if goal.function and app.explore.function != goal.function:
        return False
    shown = explore.compute(replace(app.explore, tensor=TensorValue.of([goal.x]), slice_index=(), selected=0))
    if shown.outputs is None or shown.record.is_vector:
        return False
    return abs(float(shown.outputs[0]) - goal.equals) <= goal.tolerance


def _explore_slope(goal: goals.ExploreSlope, app: AppState) -> bool:
    if goal.function and app.explore.function != goal.function:
        return False
    probe = explore.compute(app.explore).probe
    return probe is not None and _within(goal.low, probe.slope, goal.high)


def _explore_element(goal: goals.ExploreElement, app: AppState) -> bool:
    if goal.function and app.explore.function != goal.function:
        return False
    outputs = explore.compute(app.explore).outputs
    return outputs is not None and bool(((outputs >= goal.low) & (outputs <= goal.high)).any())


def _compare_has(goal: goals.CompareHas, app: AppState) -> bool:
    return set(goal.functions) <= {one.function for one in app.compare.compared}


def _compare_same(goal: goals.CompareSame, app: AppState) -> bool:
    curves = [(one.function, _curve(one)) for one in app.compare.compared if not one.record().is_vector]
    rows = [index for index, (function, _) in enumerate(curves) if function == goal.function]
    if not rows:
        return False
    aim = curves[rows[0]][1]
    others = (curve for index, (_, curve) in enumerate(curves) if index != rows[0])
    with np.errstate(all="ignore"):
        return any(float(np.abs(curve - aim).max()) <= goal.tolerance for curve in others)


def _curve(one: ChosenFunction) -> FloatArray:
    """Return the function over [-5, 5], as PyTorch computes it in float32."""
    x = torch.linspace(*_CURVE_RANGE, _CURVE_POINTS)
    made: FloatArray = evaluate.values(one.record(), one.checked_params(), x).double().numpy()
    return made


def _neuron_gate(goal: goals.NeuronGate, app: AppState) -> bool:
    state = replace(app.neuron, view="plane")
    if state.gate != goal.gate or state.layers > goal.layers:
        return False
    plane = neuron.compute(state).plane
    return plane is not None and plane.score >= goal.right


def _neuron_output(goal: goals.NeuronOutput, app: AppState) -> bool:
    return _within(goal.low, neuron.compute(replace(app.neuron, view="neuron")).unit.y, goal.high)


def _neuron_between(goal: goals.CollapseParts, app: AppState) -> bool:
    if not app.neuron.has_between:
        return False
    collapse = neuron.compute(replace(app.neuron, view="collapse")).collapse
    return collapse is not None and not collapse.is_same


def _softmax_share(goal: goals.SoftmaxShare, app: AppState) -> bool:
    return _within(goal.low, float(softmax.compute(app.softmax).probabilities.max()), goal.high)


def _softmax_dim(goal: goals.SoftmaxDim, app: AppState) -> bool:
    return app.softmax.dim % 2 == goal.dim % 2


def _softmax_loss(goal: goals.SoftmaxTarget, app: AppState) -> bool:
    return _within(goal.low, softmax.details(app.softmax).cross_entropy.loss, goal.high)


def _gradient_ratio(goal: goals.GradientScene, app: AppState) -> bool:
    stacked = tuple(one for one in app.gradient.activations if one.function == goal.function)
    if not stacked:
        return False
    alone = replace(app.gradient, view="layers", activations=stacked[:1], selected=0)
    layers = gradient.compute(alone).layers
    assert layers
    first, last = (float(layers.line.gradient[end]) for end in (0, -1))
    with np.errstate(all="ignore"):
        return bool(_within(goal.low, float(np.float64(first) / np.float64(last)), goal.high))


def _dead_units(goal: goals.DeadUnits, app: AppState) -> bool:
    shown = _workshop(goal.function, app)
    return shown is not None and _within(goal.low, shown.dead_count, goal.high)


def _workshop_loss(goal: goals.WorkshopLoss, app: AppState) -> bool:
    shown = _workshop(goal.function, app)
    return shown is not None and _within(goal.low, shown.loss, goal.high)


def _workshop(function: str, app: AppState) -> gradient.WorkshopResult | None:
    """Return what the workshop shows, None if its hidden layer has another function than the one asked for."""
    if function and app.gradient.workshop.activation.function != function:
        return None
    return gradient.compute(replace(app.gradient, view="workshop")).workshop


def _race_ready(goal: goals.RaceReady, app: AppState) -> bool:
    state = app.race
    written = (not goal.prediction or state.prediction.strip()) and (not goal.conclusion or state.conclusion.strip())
    fits = not goal.data or state.data.kind == goal.data
    return bool(written) and fits and set(goal.functions) <= {one.function for one in state.entrants}


_REACHED: Mapping[type, Callable[..., bool]] = {
    goals.ExploreOutput: _explore_output,
    goals.ExploreSlope: _explore_slope,
    goals.ExploreElement: _explore_element,
    goals.CompareHas: _compare_has,
    goals.CompareSame: _compare_same,
    goals.NeuronGate: _neuron_gate,
    goals.NeuronOutput: _neuron_output,
    goals.CollapseParts: _neuron_between,
    goals.SoftmaxShare: _softmax_share,
    goals.SoftmaxDim: _softmax_dim,
    goals.SoftmaxTarget: _softmax_loss,
    goals.GradientScene: _gradient_ratio,
    goals.DeadUnits: _dead_units,
    goals.WorkshopLoss: _workshop_loss,
    goals.RaceReady: _race_ready,
}

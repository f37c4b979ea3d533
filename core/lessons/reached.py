"""Whether a live lab has been brought to where a goal wants it: asked of each lab's own computation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch

from core import evaluate
from core.chosen_function import ChosenFunction
from core.evaluate import FloatArray
from core.labs import compare, explore, gradient, neuron, race, softmax
from core.lessons import goals
from core.lessons.goals import Goal
from core.lessons.identity import Same
from core.state import AppState
from core.tensor_value import TensorValue
from core.text import UserError

_CURVE_RANGE = (-5.0, 5.0)
_CURVE_POINTS = 201


def reached(goal: Goal, app: AppState, report: object = None) -> bool:
    """Return whether ``app`` is what ``goal`` asks for. A lab that shows no number for it has not reached it.

    ``report`` is what the lab says of itself that is no part of the state: a race's ``Outcome``, None for nothing.
    """
    return _reached(Same(goal), Same(getattr(app, lab_of(goal))), report)


def lab_of(goal: Goal) -> str:
    """Return the key of the lab that ``goal`` is about."""
    return _TABLE[type(goal)][0]


# Few: a slice may hold a tensor of megabytes.
@lru_cache(maxsize=4)
def _reached(goal: Same[Goal], slice: Same[Any], report: object) -> bool:
    try:
        is_there = _TABLE[type(goal.thing)][1](goal.thing, slice.thing)
    except UserError:
        return False
    return is_there and (not isinstance(goal.thing, goals.RaceRun) or _was_run(goal.thing, report))


def _within(low: float, value: float, high: float) -> bool:
    return low <= value <= high


def _explore_output(goal: goals.ExploreOutput, state: explore.ExploreState) -> bool:
    record = state.record()
    if record.is_vector or (goal.function and state.function != goal.function):
        return False
    # Asked at every move of a slider: one number, not all that Explore draws.
    y = evaluate.values(record, state.checked_params(), TensorValue.of([goal.x]).to_torch(state.dtype))
    return abs(float(y) - goal.equals) <= goal.tolerance


def _explore_slope(goal: goals.ExploreSlope, state: explore.ExploreState) -> bool:
    if goal.function and state.function != goal.function:
        return False
    probe = explore.compute(state).probe
    return probe is not None and _within(goal.low, probe.slope, goal.high)


def _explore_element(goal: goals.ExploreElement, state: explore.ExploreState) -> bool:
    if goal.function and state.function != goal.function:
        return False
    outputs = explore.compute(state).outputs
    return outputs is not None and bool(((outputs >= goal.low) & (outputs <= goal.high)).any())


def _compare_has(goal: goals.CompareHas, state: compare.CompareState) -> bool:
    return set(goal.functions) <= {one.function for one in state.compared}


def _compare_same(goal: goals.CompareSame, state: compare.CompareState) -> bool:
    curves = [(one.function, _curve(one)) for one in state.compared if not one.record().is_vector]
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


def _neuron_gate(goal: goals.NeuronGate, state: neuron.NeuronState) -> bool:
    if state.gate != goal.gate or state.layers > goal.layers or not state.has_plane():
        return False
    return neuron.gate_score(state) >= goal.right


def _neuron_output(goal: goals.NeuronOutput, state: neuron.NeuronState) -> bool:
    return _within(goal.low, neuron.compute(replace(state, view="neuron")).unit.y, goal.high)


def _neuron_between(goal: goals.CollapseParts, state: neuron.NeuronState) -> bool:
    if not state.has_between:
        return False
    collapse = neuron.compute(replace(state, view="collapse")).collapse
    return collapse is not None and not collapse.is_same


def _softmax_share(goal: goals.SoftmaxShare, state: softmax.SoftmaxState) -> bool:
    return _within(goal.low, float(softmax.compute(state).probabilities.max()), goal.high)


def _softmax_dim(goal: goals.SoftmaxDim, state: softmax.SoftmaxState) -> bool:
    return state.dim % 2 == goal.dim % 2


def _softmax_loss(goal: goals.SoftmaxTarget, state: softmax.SoftmaxState) -> bool:
    return _within(goal.low, softmax.details(state).cross_entropy.loss, goal.high)


def _gradient_ratio(goal: goals.GradientScene, state: gradient.GradientState) -> bool:
    stacked = tuple(one for one in state.activations if one.function == goal.function)
    if not stacked:
        return False
    alone = replace(state, view="layers", activations=stacked[:1], selected=0)
    layers = gradient.compute(alone).layers
    assert layers
    first, last = (float(layers.line.gradient[end]) for end in (0, -1))
    with np.errstate(all="ignore"):
        return bool(_within(goal.low, float(np.float64(first) / np.float64(last)), goal.high))


def _dead_units(goal: goals.DeadUnits, state: gradient.GradientState) -> bool:
    shown = _workshop(goal.function, state)
    return shown is not None and _within(goal.low, shown.dead_count, goal.high)


def _workshop_loss(goal: goals.WorkshopLoss, state: gradient.GradientState) -> bool:
    shown = _workshop(goal.function, state)
    return shown is not None and _within(goal.low, shown.loss, goal.high)


def _workshop(function: str, state: gradient.GradientState) -> gradient.WorkshopResult | None:
    """Return what the workshop shows, None if its hidden layer has another function than the one asked for."""
    if function and state.workshop.activation.function != function:
        return None
    return gradient.compute(replace(state, view="workshop")).workshop


def _was_run(goal: goals.RaceRun, report: object) -> bool:
    if not isinstance(report, race.Outcome) or not report.epochs:
        return False
    return report.ended or report.epochs >= goal.epochs


def _race_ready(goal: goals.RaceReady | goals.RaceRun, state: race.RaceState) -> bool:
    written = (not goal.prediction or state.prediction.strip()) and (not goal.conclusion or state.conclusion.strip())
    fits = not goal.data or state.data.kind == goal.data
    return bool(written) and fits and set(goal.functions) <= {one.function for one in state.entrants}


_TABLE: Mapping[type, tuple[str, Callable[..., bool]]] = {
    goals.ExploreOutput: ("explore", _explore_output),
    goals.ExploreSlope: ("explore", _explore_slope),
    goals.ExploreElement: ("explore", _explore_element),
    goals.CompareHas: ("compare", _compare_has),
    goals.CompareSame: ("compare", _compare_same),
    goals.NeuronGate: ("neuron", _neuron_gate),
    goals.NeuronOutput: ("neuron", _neuron_output),
    goals.CollapseParts: ("neuron", _neuron_between),
    goals.SoftmaxShare: ("softmax", _softmax_share),
    goals.SoftmaxDim: ("softmax", _softmax_dim),
    goals.SoftmaxTarget: ("softmax", _softmax_loss),
    goals.GradientScene: ("gradient", _gradient_ratio),
    goals.DeadUnits: ("gradient", _dead_units),
    goals.WorkshopLoss: ("gradient", _workshop_loss),
    goals.RaceReady: ("race", _race_ready),
    goals.RaceRun: ("race", _race_ready),
}

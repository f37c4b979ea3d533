"""What of a live lab can become a task: its numbers to be predicted, its state to be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.labs import explore, neuron, softmax
from core.lessons import calls, goals
from core.lessons.calls import Call
from core.lessons.goals import Goal
from core.lessons.model import Drawn, Numbers, Predict, Step
from core.state import AppState
from core.text import UserError

MAX_CELLS = 24
NEAR = 0.005


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction task with the numbers it is about."""

    numbers: Mapping[str, Drawn]
    values: Mapping[str, Call]
    task: Predict


def prediction_from(app: AppState, lab: str, digits: int = 4) -> Prediction:
    """Return the task to predict what ``lab`` shows now: Explore's output, Neuron's y, Softmax's probabilities.

    Raises UserError ``lessons.no_prediction`` for a lab whose picture is not a few numbers, ``lessons.many_numbers``
    for more than 24 of them.
    """
    if lab == "explore":
        return _explore(app, digits)
    if lab == "neuron":
        return _neuron(app, digits)
    if lab == "softmax":
        numbers = {"z": Drawn(_as_numbers(app.softmax.logits.values.tolist()))}
        temperature, scale = app.softmax.temperature, app.softmax.scale
        values: dict[str, Call] = {"p": calls.Softmax("z", temperature=temperature, scale=scale)}
        return Prediction(numbers, values, Predict(answer="p", input="z", digits=digits))
    raise UserError("lessons.no_prediction")


def _explore(app: AppState, digits: int) -> Prediction:
    own = app.explore
    if own.function == "custom" or own.tensor.values.ndim > 2:
        raise UserError("lessons.no_prediction")
    if own.tensor.size > MAX_CELLS:
        raise UserError("lessons.many_numbers", limit=MAX_CELLS)
    params = dict(own.params.get(own.function, {}))
    call = calls.Output(own.function, "x", params=params)
    numbers = {"x": Drawn(_as_numbers(own.tensor.values.tolist()))}
    return Prediction(numbers, {"y": call}, Predict(answer="y", input="x", digits=digits))


def _neuron(app: AppState, digits: int) -> Prediction:
    unit = neuron.compute(replace(app.neuron, view="neuron")).unit
    numbers = {
        "x": Drawn([term.value for term in unit.terms]),
        "w": Drawn([term.weight for term in unit.terms]),
        "b": Drawn(unit.bias),
    }
    call = calls.Neuron("x", "w", "b", function=app.neuron.function)
    return Prediction(numbers, {"y": call}, Predict(answer="y", input="x", digits=digits))


def _as_numbers(values: object) -> Numbers:
    return values  # type: ignore[return-value]


def goal_from(app: AppState, lab: str) -> Goal:
    """Return the goal to bring ``lab`` where it is now. Raises UserError ``lessons.no_goal`` where it names none."""
    if lab == "explore":
        result = explore.compute(app.explore)
        if result.probe is None or app.explore.function == "custom":
            raise UserError("lessons.no_goal")
        x, y = float(result.probe.x), float(result.probe.y)
        return goals.ExploreOutput(x=round(x, 6), equals=round(y, 6), tolerance=NEAR, function=app.explore.function)
    if lab == "compare":
        return goals.CompareHas([one.function for one in app.compare.compared if one.function != "custom"])
    if lab == "neuron":
        return _neuron_goal(app)
    if lab == "softmax":
        share = float(softmax.compute(app.softmax).probabilities.max())
        return goals.SoftmaxShare(low=max(0.0, round(share - NEAR, 4)), high=min(1.0, round(share + NEAR, 4)))
    if lab == "race":
        functions = [one.function for one in app.race.entrants if one.function != "custom"]
        return goals.RaceRun(functions=functions, data=app.race.data.kind)
    raise UserError("lessons.no_goal")


def _neuron_goal(app: AppState) -> Goal:
    if app.neuron.view == "plane":
        return goals.NeuronGate(app.neuron.gate, layers=app.neuron.layers)
    if app.neuron.view == "collapse":
        return goals.CollapseParts()
    y = float(neuron.compute(app.neuron).unit.y)
    return goals.NeuronOutput(low=round(y - NEAR, 4), high=round(y + NEAR, 4))


def with_prediction(step: Step, prediction: Prediction) -> Step:
    """Return ``step`` with that task instead of its own; an Explore tensor then comes from the step's numbers."""
    patch = dict(step.patch) if step.patch is not None else None
    if patch is not None and step.lab == "explore":
        patch["tensor"] = "{x}"
    return replace(step, patch=patch, numbers=prediction.numbers, values=prediction.values, task=prediction.task)

"""From the race's state to an experiment: what is trained, what restarts it, which part of the plane is shown."""

from __future__ import annotations

from dataclasses import fields

from core.activations import activation
from core.labs.race.state import Entrant, RaceState
from core.training.datasets import OWN, PLANE, DataChoice, Dataset, make_dataset
from core.training.frames import BoardView, Range
from core.training.plan import Contestant, Design, LayerFunction, Plan

RESOLUTION = 100
_AIR = 0.12


def dataset(state: RaceState) -> Dataset:
    """Return the data of the race. Raises UserError ``training.too_few_points`` for less than two own points."""
    return make_dataset(state.data, state.own)


def plan(state: RaceState) -> Plan:
    """Return the experiment that ``state`` describes. Raises UserError ``training.*`` for what cannot be trained."""
    contestants = tuple(Contestant(_functions(one, state.design.depth)) for one in state.entrants)
    return Plan(dataset(state), state.design, contestants)


def restarts(before: RaceState, after: RaceState) -> tuple[str, ...]:
    """Return which settings differ so that the race has to start again, by name; none if it may go on.

    Names are the fields of ``Design`` and ``DataChoice`` ("seed" of the data as "data_seed"), "points" and "entrants".
    Goal, pace, predictions and views never restart it.
    """
    changed = [f.name for f in fields(Design) if getattr(before.design, f.name) != getattr(after.design, f.name)]
    for name in (f.name for f in fields(DataChoice)):
        if getattr(before.data, name) != getattr(after.data, name):
            changed.append("data_seed" if name == "seed" else name)
    if OWN in (before.data.kind, after.data.kind) and before.own != after.own:
        changed.append("points")
    if [_learning(one) for one in before.entrants] != [_learning(one) for one in after.entrants]:
        changed.append("entrants")
    return tuple(changed)


def restarting(name: str) -> bool:
    """Return whether changing the setting ``name`` (a field of ``RaceState``, ``Design``, …) restarts the race."""
    starting = {f.name for f in fields(Design)} | {f.name for f in fields(DataChoice)}
    return name in starting | {"data", "own", "points", "design", "entrants", "data_seed"}


def board_view(state: RaceState, data: Dataset, resolution: int = RESOLUTION) -> BoardView:
    """Return which part of the plane is shown: ±3 for generated data; own points with some air around them.

    For one-dimensional data ``y_range`` spans the targets.
    """
    if data.inputs == 1:
        low, high = float(data.targets.min()), float(data.targets.max())
        air = max(high - low, 1e-3) * 0.25
        across = (-PLANE, PLANE) if data.kind != OWN else _around(data, 0)
        return BoardView(across, (low - air, high + air), resolution, state.board_seed)
    if data.kind != OWN:
        return BoardView((-PLANE, PLANE), (-PLANE, PLANE), resolution, state.board_seed)
    return BoardView(_around(data, 0), _around(data, 1), resolution, state.board_seed)


def _around(data: Dataset, column: int) -> Range:
    """Return ±3, where clicked points lie, if that holds all; else the points' own range."""
    low, high = float(data.points[:, column].min()), float(data.points[:, column].max())
    if low >= -PLANE and high <= PLANE and bool((data.spread == 1).all()) and high - low > 0.5:
        return (-PLANE, PLANE)
    air = max(high - low, 1e-3 * max(1.0, abs(high))) * _AIR
    return (low - air, high + air)


def _functions(one: Entrant, depth: int) -> tuple[LayerFunction, ...]:
    own = LayerFunction(one.record(), one.checked_params())
    others = [*one.layers[:depth], *[""] * max(0, depth - len(one.layers))]
    return tuple(_ready(key) if key else own for key in others)


def _ready(key: str) -> LayerFunction:
    record = activation(key)
    return LayerFunction(record, record.defaults())


def _learning(one: Entrant) -> tuple[object, ...]:
    """Return what the numbers of an entrant follow from."""
    formula = one.formula if one.function == "custom" else ""
    return one.function, formula, tuple(sorted(one.checked_params().items())), one.layers

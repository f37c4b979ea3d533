"""The plane of two inputs: output as colour, decision lines, the four points of a gate, and how many are right.

A point counts as 1 where the sum of the last unit is above 0, as the step function has it; a point on the line counts
as 0. For every h that rises through 0 this is the same as asking whether y is above h(0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import torch
from torch import Tensor

from core import evaluate
from core.labs.neuron.numbers import HIDDEN, LINES
from core.labs.neuron.state import GATES, POINTS, NeuronState
from core.labs.neuron.sums import weighted_sum
from core.record import Activation, Params
from core.view_range import Range

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

HEAT_POINTS = 128
PLANE_VIEW: Range = (-0.5, 1.5)
_MARGIN = 0.5
_SEARCH_TENTHS = 20
_RULE_TENTHS = 80


@dataclass(frozen=True, slots=True)
class Line:
    """Where a unit's sum is 0: ``weights`` · (x, y) + ``bias`` = 0.

    ``ends`` are the two places where it enters and leaves the view; None where it is out of view, or there is no line
    because both weights are 0. ``key`` is one of ``LINES``.
    """

    key: str
    weights: tuple[float, float]
    bias: float
    ends: tuple[tuple[float, float], tuple[float, float]] | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of the gate: its inputs, the hidden units' outputs (if any), sum, output, decision and right answer."""

    inputs: tuple[float, float]
    hidden: tuple[float, ...]
    z: float
    y: float
    decided: int
    target: int

    @property
    def is_right(self) -> bool:
        """Whether the decision is the right answer."""
        return self.decided == self.target


@dataclass(frozen=True, slots=True)
class Heat:
    """Outputs over the square ``view`` × ``view``: rows of ``values`` rise with y, none is below ``lowest``.

    Colours span ±``scale``.
    """

    view: Range
    values: FloatArray
    scale: float
    lowest: float


@dataclass(frozen=True, slots=True)
class Search:
    """What trying every neuron of a grid gave: how many were tried, the best score, and how many reached it."""

    tried: int
    best: int
    reached: int


@dataclass(frozen=True, slots=True)
class Plane:
    """The second view.

    ``hidden`` is the plane of the two hidden units' outputs, where the four points lie anew; None for one neuron.
    ``boundary`` is h(0) if "z > 0" and "y > h(0)" are the same question for this h, else None.
    """

    heat: Heat
    lines: tuple[Line, ...]
    spots: tuple[Spot, ...]
    score: int
    boundary: float | None
    search: Search
    hidden: Heat | None
    hidden_line: Line | None


def plane(state: NeuronState, record: Activation, params: Params) -> Plane:
    """Compute the plane for ``state``: in float64, except that sums at the four points are exact."""
    spots = _spots(state, record, params)
    two = state.layers == 2
    keys = [f"hidden{i}" for i in range(HIDDEN)] if two else ["neuron"]
    hidden_view = _around([value for spot in spots for value in spot.hidden]) if two else PLANE_VIEW
    return Plane(
        heat=_heat(PLANE_VIEW, lambda grid: _outputs(state, record, params, grid)),
        lines=tuple(_line(state, key, PLANE_VIEW) for key in keys),
        spots=spots,
        score=sum(spot.is_right for spot in spots),
        boundary=_boundary(record, params),
        search=search(state.gate),
        hidden=_heat(hidden_view, lambda grid: _unit(state, record, params, "output", grid)) if two else None,
        hidden_line=_line(state, "output", hidden_view) if two else None,
    )


def gate_score(state: NeuronState) -> int:
    """Return how many of the gate's four points are right, whichever view is in view."""
    shown = replace(state, view="plane")
    return sum(spot.is_right for spot in _spots(shown, shown.record(), shown.checked_params()))


def _unit(state: NeuronState, record: Activation, params: Params, key: str, inputs: Tensor) -> Tensor:
    """Return h(w·x + b) of one unit for inputs of shape (…, 2): shape (…)."""
    first, second, bias = state.numbers_of(*LINES[key])
    weight = torch.tensor([first, second], dtype=torch.float64)
    return evaluate.values(record, params, inputs @ weight + bias)


def _outputs(state: NeuronState, record: Activation, params: Params, grid: Tensor) -> Tensor:
    if state.layers == 1:
        return _unit(state, record, params, "neuron", grid)
    hidden = [_unit(state, record, params, f"hidden{i}", grid) for i in range(HIDDEN)]
    return _unit(state, record, params, "output", torch.stack(hidden, dim=-1))


def _heat(view: Range, outputs: Callable[[Tensor], Tensor]) -> Heat:
    values: FloatArray = outputs(_grid(view)).numpy()
    finite = values[np.isfinite(values)]
    lowest, highest = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    return Heat(view, values, max(-lowest, highest, 1.0), lowest)


@cache
def _grid(view: Range) -> Tensor:
    """Return the places of a heat map, shape (n, n, 2): the first index runs along y, the second along x."""
    along = torch.linspace(*view, HEAT_POINTS, dtype=torch.float64)
    y, x = torch.meshgrid(along, along, indexing="ij")
    return torch.stack((x, y), dim=-1)


def _spots(state: NeuronState, record: Activation, params: Params) -> tuple[Spot, ...]:
    hidden: list[tuple[float, ...]] = [()] * len(POINTS)
    places: list[tuple[float, ...]] = list(POINTS)
    last = "neuron"
    if state.layers == 2:
        units = [_values(record, params, _sums(state, f"hidden{i}", places)) for i in range(HIDDEN)]
        hidden = places = list(zip(*units, strict=True))
        last = "output"
    sums = _sums(state, last, places)
    outputs = _values(record, params, sums)
    rows = zip(POINTS, hidden, sums, outputs, GATES[state.gate], strict=True)
    return tuple(Spot(at, inner, z, y, int(z > 0), target) for at, inner, z, y, target in rows)


def _sums(state: NeuronState, key: str, places: list[tuple[float, ...]]) -> list[float]:
    first, second, bias = state.numbers_of(*LINES[key])
    return [weighted_sum((first, second), place, bias) for place in places]


def _values(record: Activation, params: Params, sums: list[float]) -> list[float]:
    values: list[float] = evaluate.values(record, params, torch.tensor(sums, dtype=torch.float64)).tolist()
    return values


def _line(state: NeuronState, key: str, view: Range) -> Line:
    first, second, bias = state.numbers_of(*LINES[key])
    return Line(key, (first, second), bias, _crossing(first, second, bias, view))


def _crossing(
    first: float, second: float, bias: float, view: Range
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return where first·x + second·y + bias = 0 meets the edge of the square ``view`` × ``view``."""
    low, high = view
    places = set()
    for edge in (low, high):
        if second != 0:
            places.add((edge, -(first * edge + bias) / second))
        if first != 0:
            places.add((-(second * edge + bias) / first, edge))
    inside = sorted(p for p in places if all(low - 1e-9 <= c <= high + 1e-9 for c in p))
    if len(inside) < 2:
        return None
    return inside[0], inside[-1]


def _around(values: list[float]) -> Range:
    """Return a square's range around ``values`` that always holds 0 to 1."""
    finite = [v for v in values if np.isfinite(v)]
    low, high = min(0.0, *finite), max(1.0, *finite)
    margin = _MARGIN * max(1.0, (high - low) / 2)
    return float(np.floor((low - margin) * 2) / 2), float(np.ceil((high + margin) * 2) / 2)


def _boundary(record: Activation, params: Params) -> float | None:
    # Whole tenths, because the middle of linspace(−8, 8) is not quite 0.
    z = torch.arange(-_RULE_TENTHS, _RULE_TENTHS + 1, dtype=torch.float64) / 10
    y = evaluate.values(record, params, z)
    level = y[_RULE_TENTHS]
    same = torch.equal(z > 0, y > level)
    return float(level) if same else None


@cache
def search(gate: str) -> Search:
    """Try every neuron with weights and bias from −2.0 to 2.0 in steps of 0.1 on a gate, in whole tenths: exactly."""
    tenths = torch.arange(-_SEARCH_TENTHS, _SEARCH_TENTHS + 1, dtype=torch.int32)
    first, second, bias = torch.meshgrid(tenths, tenths, tenths, indexing="ij")
    right = torch.zeros_like(first)
    for (x, y), target in zip(POINTS, GATES[gate], strict=True):
        right += ((first * int(x) + second * int(y) + bias > 0).int() == target).int()
    best = int(right.max())
    return Search(right.numel(), best, int((right == best).sum()))

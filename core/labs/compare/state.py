"""What a person can change in Compare, and the verbs that change it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.chosen_function import ChosenFunction, free_series
from core.text import UserError
from core.view_range import MAX_RANGE, Range, check_range

MAX_COMPARED = 5
LAYOUTS = ("overlay", "multiples", "difference")


# One of the functions compared.
Compared = ChosenFunction


@dataclass(frozen=True, slots=True)
class CompareState:
    """What a person can change in Compare.

    Attributes:
        compared: the functions, 1 to 5, each with another ``series``.
        selected: index of the one whose parameters are shown.
        probe: x of the probe that all of them share.
        x_view, y_view: what the plot of f shows; ``y_view`` None fits the curves.
        layout: ``"overlay"`` all in one plot, ``"multiples"`` each in its own, ``"difference"`` two and f − g.
        second: whether f″ is shown too.
        difference: the ``series`` of f and of g.
        threshold: a slope below it counts as saturated.
    """

    compared: tuple[Compared, ...] = (Compared("relu", 0), Compared("sigmoid", 1))
    selected: int = 0
    probe: float = 1.0
    x_view: Range = (-10.0, 10.0)
    y_view: Range | None = None
    layout: str = "overlay"
    second: bool = False
    difference: tuple[int, int] = (0, 1)
    threshold: float = 0.1


# --- verbs: each returns a new state, or raises UserError and changes nothing ---


def add_function(state: CompareState, key: str) -> CompareState:
    """Put one more function below the others and select it. Raises UserError ``compare.too_many``, ``function.*``."""
    if len(state.compared) >= MAX_COMPARED:
        raise UserError("compare.too_many", limit=MAX_COMPARED)
    added = Compared(key, free_series(state.compared))
    added.record()
    return replace(state, compared=(*state.compared, added), selected=len(state.compared))


def remove_function(state: CompareState, index: int) -> CompareState:
    """Take a function away. Raises UserError ``compare.last_one`` for the only one."""
    if len(state.compared) == 1:
        raise UserError("compare.last_one")
    if not 0 <= index < len(state.compared):
        return state
    left = state.compared[:index] + state.compared[index + 1 :]
    selected = state.selected - (state.selected > index)
    return replace(state, compared=left, selected=min(selected, len(left) - 1))


def choose_function(state: CompareState, index: int, key: str) -> CompareState:
    """Put another function in a row, with its defaults. Raises UserError ``function.unknown``."""
    if not 0 <= index < len(state.compared):
        return state
    return replace(_with(state, index, state.compared[index].with_function(key)), selected=index)


def set_formula(state: CompareState, index: int, text: str) -> CompareState:
    """Compare the person's own function. Raises UserError ``expression.*`` pointing at the column."""
    return _with(state, index, state.compared[index].with_formula(text))


def set_param(state: CompareState, index: int, name: str, value: object) -> CompareState:
    """Give a parameter of one function a value. Raises UserError ``parameter.*``."""
    return _with(state, index, state.compared[index].with_param(name, value))


def reset_params(state: CompareState, index: int) -> CompareState:
    """Give one function PyTorch's defaults and its own slider ranges."""
    return _with(state, index, state.compared[index].with_defaults())


def set_range(state: CompareState, index: int, name: str, low: float, high: float, step: float) -> CompareState:
    """Change what a slider spans. Raises UserError ``parameter.*`` unless low < high and 0 < step ≤ high − low."""
    return _with(state, index, state.compared[index].with_range(name, low, high, step))


def select(state: CompareState, index: int) -> CompareState:
    """Show the parameters of another function; one that is not there changes nothing."""
    return replace(state, selected=index) if 0 <= index < len(state.compared) else state


def move_probe(state: CompareState, x: float) -> CompareState:
    """Move the probe to ``x``. NaN raises UserError ``tensor.not_finite``."""
    if np.isnan(x):
        raise UserError("tensor.not_finite", piece=x)
    return replace(state, probe=float(np.clip(x, -MAX_RANGE, MAX_RANGE)))


def set_view(state: CompareState, x_view: Range, y_view: Range | None) -> CompareState:
    """Show another part of the plane. Raises UserError ``plot.view`` for an empty or unbounded one."""
    for view in (x_view, y_view):
        if view is not None:
            check_range(view)
    return replace(state, x_view=x_view, y_view=y_view)


def set_layout(state: CompareState, layout: str) -> CompareState:
    """Lay the curves out in one of ``LAYOUTS``. Raises UserError ``compare.bad_layout``."""
    if layout not in LAYOUTS:
        raise UserError("compare.bad_layout", layout=layout, known=", ".join(LAYOUTS))
    return replace(state, layout=layout)


def show_second(state: CompareState, shown: bool) -> CompareState:
    """Show f″ too, or not."""
    return replace(state, second=bool(shown))


def set_difference(state: CompareState, first: int, second: int) -> CompareState:
    """Choose the series of f and of g in f − g; choosing the same for both swaps them."""
    if first == second:
        first, second = state.difference[1], state.difference[0]
    return replace(state, difference=(first, second))


def set_threshold(state: CompareState, threshold: float) -> CompareState:
    """Change below which slope counts as saturated. Raises UserError ``compare.threshold_range`` unless in [0, 1]."""
    if not 0 <= threshold <= 1:
        raise UserError("compare.threshold_range")
    return replace(state, threshold=float(threshold))


def checked(state: CompareState) -> CompareState:
    """Return what a session file may hold, as the verbs would have made it. Raises UserError."""
    if not 1 <= len(state.compared) <= MAX_COMPARED:
        raise UserError("compare.too_many", limit=MAX_COMPARED)
    numbers = [one.series for one in state.compared]
    if len(set(numbers)) != len(numbers) or not set(numbers) <= set(range(MAX_COMPARED)):
        raise UserError("compare.series", limit=MAX_COMPARED - 1)
    made = replace(state, compared=tuple(one.checked() for one in state.compared))
    made = select(made, min(max(0, state.selected), len(numbers) - 1))
    made = set_view(made, state.x_view, state.y_view)
    made = set_layout(set_threshold(move_probe(made, state.probe), state.threshold), state.layout)
    if not set(state.difference) <= set(range(MAX_COMPARED)):
        raise UserError("compare.series", limit=MAX_COMPARED - 1)
    return replace(made, difference=state.difference)


def _with(state: CompareState, index: int, one: Compared) -> CompareState:
    compared = (*state.compared[:index], one, *state.compared[index + 1 :])
    return replace(state, compared=compared)

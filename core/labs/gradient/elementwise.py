"""The functions that may stand between layers: those that work element by element."""

from __future__ import annotations

from core.chosen_function import ChosenFunction
from core.text import UserError

# One of the functions side by side, or the hidden layer's.
Stacked = ChosenFunction


def elementwise(one: Stacked) -> Stacked:
    """Return ``one``. Raises UserError ``gradient.vector`` for a vector function, ``function.unknown`` for none."""
    record = one.record()
    if record.is_vector:
        raise UserError("gradient.vector", function=record.name)
    return one

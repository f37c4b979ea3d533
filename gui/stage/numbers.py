"""Tensors on a card of the stage: as many numbers as can be read from the last row."""

from __future__ import annotations

import numpy as np

from core.record import written_number
from core.tensor_value import FloatArray
from gui.stage.content import StageCard

# More than this is not read from a chair at the back.
_MOST_ROWS, _MOST_COLUMNS = 3, 6


def list_card(label: str, values: FloatArray, digits: int, selected: int = -1, is_output: bool = False) -> StageCard:
    """Return a card with a tensor's numbers, written with ``digits`` decimals.

    A tensor of more dimensions shows its first slice; of a large one the beginning; a note tells its shape then.
    """
    if values.ndim <= 1:
        rows = values.reshape(1, -1)
    else:
        rows = values.reshape(-1, values.shape[-1]) if values.ndim == 2 else values.reshape(-1, *values.shape[-2:])[0]
    shown = rows[:_MOST_ROWS, :_MOST_COLUMNS]
    lit = -1
    if 0 <= selected < rows.size:
        row, column = divmod(selected, rows.shape[1])
        lit = row * shown.shape[1] + column if row < shown.shape[0] and column < shown.shape[1] else -1
    is_cut = shown.size < values.size
    shape = "(" + ", ".join(str(n) for n in values.shape) + ("," if values.ndim == 1 else "") + ")"
    return StageCard(
        f"{label} {shape}" if is_cut else label,
        tuple(tuple(fixed(number, digits) for number in row) for row in shown.tolist()),
        is_output=is_output,
        is_list=True,
        selected=lit,
    )


def fixed(value: float, digits: int) -> str:
    """Return a number with ``digits`` decimals and a real minus sign; others as formulas have them."""
    if not np.isfinite(value) or abs(value) >= 1e5:
        return written_number(value)
    said = f"{value:.{digits}f}"
    return (said.lstrip("-") if float(said) == 0.0 else said).replace("-", "−")

"""What Gradient leaves behind: the layers of every stack, or the units and losses of the workshop, as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.export.table import Table, table_of_rows
from core.labs.gradient.result import LayersResult
from core.labs.gradient.workshop_result import WorkshopResult

_MEASURED = ("gradient", "slope_factor", "weight_factor", "mean", "spread", "saturated", "dead")


def layers_table(result: LayersResult, names: Sequence[str]) -> Table:
    """Return a row for each function and layer, the first layer first; ``shown`` is what the plot draws."""
    lines = result.lines
    functions = [name for name in names for _ in range(result.depth)]
    layers = np.tile(np.arange(1, result.depth + 1), len(lines))
    columns = (np.concatenate([getattr(line, part) for line in lines]) for part in ("shown", *_MEASURED))
    return Table(("function", "layer", f"shown_{result.quantity}", *_MEASURED), (functions, layers, *columns))


def units_table(result: WorkshopResult) -> Table:
    """Return a row for each unit: how often it is active, whether it is dead, its gradient and its weights."""
    units = len(result.output_weight)
    weights = tuple(f"w{i}" for i in range(result.hidden_weight.shape[1]))
    heading = ("unit", "active", "dead", "asleep", "gradient", *weights, "b", "output_weight")
    flags = (result.dead.astype(np.int64), result.asleep.astype(np.int64))
    numbers = (*result.hidden_weight.T, result.hidden_bias, result.output_weight)
    return Table(heading, (np.arange(units), result.active, *flags, result.gradient, *numbers))


def losses_table(result: WorkshopResult) -> Table:
    """Return the loss before each step that was taken, and now."""
    losses = (*result.losses, result.loss)
    first = result.steps - len(result.losses)
    return table_of_rows(("step", "loss"), [(first + i, loss) for i, loss in enumerate(losses)])

"""The numbers of the Gradient lab's charts as tables."""

from __future__ import annotations

from collections.abc import Sequence

from core.data_table import DataTable, curve_rows
from core.labs.gradient.lab import GradientResult
from core.labs.gradient.result import LayerLine, LayersResult
from core.labs.gradient.workshop_result import WorkshopResult
from core.text import Words


def data_tables(result: GradientResult, names: Sequence[str], words: Words) -> tuple[DataTable, ...]:
    """Return a row per layer for every function; of the workshop its units, its losses and its output.

    ``names`` are those of the functions of the deep stack.
    """
    if result.workshop is not None:
        return _workshop(result.workshop, words)
    assert result.layers is not None
    layers = result.layers
    return (
        _shown(layers, names, words),
        *(_function(line, name, words) for line, name in zip(layers.lines, names, strict=True)),
    )


def _shown(layers: LayersResult, names: Sequence[str], words: Words) -> DataTable:
    rows = tuple(
        (layer + 1, *values)
        for layer, values in enumerate(zip(*(line.shown.tolist() for line in layers.lines), strict=True))
    )
    return DataTable(words(f"gradient.quantity_{layers.quantity}"), (words("gradient.table_layer"), *names), rows)


def _function(line: LayerLine, name: str, words: Words) -> DataTable:
    ids = ("layer", "gradient", "slope_factor", "weight_factor", "mean", "spread", "saturated", "dead")
    parts = (line.gradient, line.slope_factor, line.weight_factor, line.mean, line.spread, line.saturated, line.dead)
    rows = tuple(
        (layer + 1, *values) for layer, values in enumerate(zip(*(part.tolist() for part in parts), strict=True))
    )
    return DataTable(name, tuple(words(f"gradient.table_{id}") for id in ids), rows)


def _workshop(result: WorkshopResult, words: Words) -> tuple[DataTable, ...]:
    states = ["dead" if dead else "asleep" if asleep else "active"
              for dead, asleep in zip(result.dead.tolist(), result.asleep.tolist(), strict=True)]  # fmt: skip
    units = DataTable(
        words("gradient.meter_name"),
        tuple(words(f"gradient.table_{id}") for id in ("unit", "state", "share", "gradient")),
        tuple(
            (unit + 1, words(f"gradient.state_{state}"), share, size)
            for unit, (state, share, size) in enumerate(
                zip(states, result.active.tolist(), result.gradient.tolist(), strict=True)
            )
        ),
    )
    losses = (*result.losses, result.loss)
    first = result.steps - len(losses) + 1
    loss = DataTable(
        words("gradient.loss_name"),
        (words("gradient.table_step"), words("gradient.table_loss")),
        tuple((first + i, value) for i, value in enumerate(losses)),
    )
    inputs = tuple(f"x{'₁₂'[i]}" if result.is_plane else "x" for i in range(result.inputs.shape[1]))
    points = DataTable(
        words("gradient.network_name"),
        (*inputs, words("gradient.table_target"), words("gradient.table_output")),
        tuple(
            (*x, target, output)
            for x, target, output in zip(
                result.inputs.tolist(), result.targets.tolist(), result.output.tolist(), strict=True
            )
        ),
    )
    if result.is_plane:
        return units, loss, points
    curve = DataTable(
        words("plot.curve", name=words("gradient.table_output")),
        ("x", words("gradient.table_output")),
        curve_rows(result.curve_x, result.curve_y),
    )
    return units, loss, points, curve

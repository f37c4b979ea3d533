"""The numbers of Explore's plots as tables."""

from __future__ import annotations

import math

from core.data_table import DataTable, curve_rows
from core.labs.explore.result import ExploreResult
from core.text import Words


def data_tables(result: ExploreResult, words: Words) -> tuple[DataTable, ...]:
    """Return the marked points and the curve; for a vector function the bars."""
    name = words.text(result.record.name)
    tables = []
    if result.record.is_vector and result.outputs is not None:
        tables.append(_bars(result, words))
    prime = "f′(x)"
    if not result.record.is_vector:
        x, y, slope = (part.tolist() for part in (result.marked_x, result.marked_y, result.marked_slope))
        rows = [(str(i), *point) for i, *point in zip(result.marked, x, y, slope, strict=True)]
        rows += [(words("explore.table_kink"), *kink) for kink in result.kinks]
        if result.probe is not None:
            probe = result.probe
            rows.insert(0, (words("explore.table_probe"), probe.x, probe.y, probe.slope))
        columns = (words("explore.table_point"), "x", "f(x)", prime)
        tables.append(DataTable(words("explore.table_points", name=name), columns, tuple(rows)))
    if result.curve is not None:
        curve = result.curve
        title = words("plot.curve", name=name)
        heads = ("x", "y", "∂y/∂x") if result.record.is_vector else ("x", "f(x)", prime)
        tables.append(DataTable(title, heads, curve_rows(curve.x, curve.y, curve.slope)))
    return tuple(tables)


def _bars(result: ExploreResult, words: Words) -> DataTable:
    assert result.outputs is not None
    inputs, outputs = result.inputs.reshape(-1).tolist(), result.outputs.reshape(-1).tolist()
    count = max(len(inputs), len(outputs))
    padded = [part + [math.nan] * (count - len(part)) for part in (inputs, outputs)]
    columns = (words("explore.table_point"), words("plot.input"), words("plot.output"))
    rows = tuple((index, x, y) for index, (x, y) in enumerate(zip(*padded, strict=True)))
    return DataTable(words("explore.table_points", name=words.text(result.record.name)), columns, rows)

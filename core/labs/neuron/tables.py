"""The numbers of the Neuron lab's drawings and plots as tables."""

from __future__ import annotations

from core.data_table import DataTable, curve_rows
from core.labs.neuron.collapse import Collapse
from core.labs.neuron.numbers import NUMBERS
from core.labs.neuron.plane import Plane
from core.labs.neuron.result import NeuronResult
from core.text import Words


def data_tables(result: NeuronResult, words: Words) -> tuple[DataTable, ...]:
    """Return the tables of the view that ``result`` is of."""
    if result.plane is not None:
        return (_points(result.plane, words), _lines(result.plane, words))
    if result.collapse is not None:
        return _collapse(result.collapse, words)
    tables = [_sum(result, words)]
    if result.curve is not None:
        title = words("plot.curve", name=words.text(result.record.name))
        curve = result.curve
        tables.append(DataTable(title, ("z", "h(z)", "h′(z)"), curve_rows(curve.x, curve.y, curve.slope)))
    return tuple(tables)


def _sum(result: NeuronResult, words: Words) -> DataTable:
    unit = result.unit
    rows: list[tuple[str | float, ...]] = [
        (f"{NUMBERS[f'w{i}'].symbol}·{NUMBERS[f'x{i}'].symbol}", term.weight, term.value, term.product)
        for i, term in enumerate(unit.terms)
    ]
    rows.append(("b", "", "", unit.bias))
    rows.append(("z", "", "", unit.z))
    rows.append(("y = h(z)", "", "", unit.y))
    rows.append(("h′(z)", "", "", unit.slope))
    columns = ("", words("neuron.table_weight"), words("neuron.table_input"), words("neuron.table_value"))
    return DataTable(words("neuron.diagram"), columns, tuple(rows))


def _points(shown: Plane, words: Words) -> DataTable:
    hidden = len(shown.spots[0].hidden) if shown.spots else 0
    names = ("x₁", "x₂", *("h₁", "h₂")[:hidden], "z", "y", words("neuron.decided"), words("neuron.target"))
    rows = tuple((*spot.inputs, *spot.hidden, spot.z, spot.y, spot.decided, spot.target) for spot in shown.spots)
    return DataTable(words("neuron.points"), names, rows)


def _lines(shown: Plane, words: Words) -> DataTable:
    lines = [*shown.lines, *([shown.hidden_line] if shown.hidden_line is not None else [])]
    rows = tuple((line.key, *line.weights, line.bias) for line in lines)
    return DataTable(words("neuron.table_lines"), ("", "w₁", "w₂", "b"), rows)


def _collapse(shown: Collapse, words: Words) -> tuple[DataTable, ...]:
    names = ("x", "W₁x + b₁", "h", "W₂h + b₂", "W₂W₁x + W₂b₁ + b₂", "Δ")
    vectors = (shown.x, shown.hidden, shown.passed, shown.output, shown.product_output, shown.difference)
    steps = DataTable(
        words("neuron.table_collapse"), ("", "[0]", "[1]"), tuple(zip(names, *zip(*vectors, strict=True), strict=True))
    )
    heads = ("x[0]", words("neuron.two_layers_line"), words("neuron.one_layer_line"))
    line = curve_rows(shown.line_x, shown.two_y, shown.one_y)
    return steps, DataTable(words("plot.curve", name="y[0]"), heads, line)

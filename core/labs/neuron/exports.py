"""What the Neuron lab leaves behind: the numbers of the view in view, as tables."""

from __future__ import annotations

import numpy as np

from core.export.table import Table, table_of_rows
from core.labs.neuron.collapse import Collapse
from core.labs.neuron.plane import Plane
from core.labs.neuron.result import NeuronResult
from core.text import UserError


def curve_table(result: NeuronResult) -> Table:
    """Return h(z) and h′(z) at each z of the curve, or both outputs along x of the linear collapse.

    Raises UserError ``neuron.no_curve`` while neither is shown.
    """
    if result.collapse is not None:
        shown = result.collapse
        return Table(("x[0]", "two_layers[0]", "one_layer[0]"), (shown.line_x, shown.two_y, shown.one_y))
    if result.curve is None:
        raise UserError("neuron.no_curve")
    return Table(("z", "h(z)", "h'(z)"), (result.curve.x, result.curve.y, result.curve.slope))


def numbers_table(result: NeuronResult) -> Table:
    """Return what is computed: the terms of the sum, the four points of the plane, or the two ways of the collapse."""
    if result.plane is not None:
        return _points(result.plane)
    if result.collapse is not None:
        return _outputs(result.collapse)
    unit = result.unit
    terms = [(f"w{i} * x{i}", one.weight, one.value, one.product) for i, one in enumerate(unit.terms)]
    sums = [("b", None, None, unit.bias), ("z", None, None, unit.z), ("h(z)", None, None, unit.y)]
    return table_of_rows(("term", "weight", "input", "value"), [*terms, *sums, ("h'(z)", None, None, unit.slope)])


def heat_table(shown: Plane) -> Table:
    """Return the output at every place of the colours: x0, x1, y."""
    along = np.linspace(*shown.heat.view, len(shown.heat.values))
    x1, x0 = np.meshgrid(along, along, indexing="ij")
    return Table(("x0", "x1", "y"), (x0.reshape(-1), x1.reshape(-1), shown.heat.values.reshape(-1)))


def _points(shown: Plane) -> Table:
    hidden = tuple(f"h{i}" for i in range(len(shown.spots[0].hidden)))
    rows = [(*spot.inputs, *spot.hidden, spot.z, spot.y, spot.decided, spot.target) for spot in shown.spots]
    return table_of_rows(("x0", "x1", *hidden, "z", "y", "decided", "target"), rows)


def _outputs(shown: Collapse) -> Table:
    rows = zip(range(len(shown.output)), shown.output, shown.product_output, shown.difference, strict=True)
    return table_of_rows(("output", "two_layers", "one_layer", "difference"), list(rows))

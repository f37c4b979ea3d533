"""Tables of the numbers behind the plots: how they are written, and that they are PyTorch's numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from core import data_table
from core.data_table import CURVE_ROWS, DataTable
from core.labs import compare, explore, gradient, neuron, softmax
from core.text import LANGUAGES, words_in

KO = words_in("ko")


@pytest.mark.parametrize(
    ("cell", "screen", "copied"),
    [
        (-3.0, "−3", "-3"),
        (-0.0, "0", "0"),
        (0.6590011388859679, "0.659001", "0.659001139"),
        (2.59e-13, "2.59×10⁻¹³", "2.59e-13"),
        (math.nan, "—", "nan"),
        (math.inf, "∞", "inf"),
        (-7, "−7", "-7"),
        ("고양이", "고양이", "고양이"),
    ],
)
def test_cells_are_written_for_people_and_copied_for_programs(cell: object, screen: str, copied: str) -> None:
    assert data_table.read(cell) == screen  # type: ignore[arg-type]
    assert data_table.copied(cell) == copied  # type: ignore[arg-type]


def test_a_table_is_copied_as_text_and_as_html() -> None:
    table = DataTable("x < y", ("x", "f(x)"), ((-1.0, 0.0), (2.0, 2.5)))
    assert data_table.as_text(table) == "x\tf(x)\n-1\t0\n2\t2.5\n"
    html = data_table.as_html(table)
    assert "<caption>x &lt; y</caption><tr><th>x</th><th>f(x)</th></tr>" in html
    assert html.endswith("<tr><td>2</td><td>2.5</td></tr></table>")


def test_a_curve_keeps_its_ends_and_some_points_between() -> None:
    x = np.linspace(-5, 5, 1000)
    rows = data_table.curve_rows(x, x**2)
    assert len(rows) == CURVE_ROWS
    assert (rows[0], rows[-1]) == ((-5.0, 25.0), (5.0, 25.0))
    assert all(y == a * a for a, y in rows)
    assert data_table.curve_rows(np.empty(0), np.empty(0)) == ()


def test_explore_tells_its_marked_points_and_its_curve() -> None:
    state = explore.choose_function(explore.ExploreState(), "gelu")
    points, curve = explore.data_tables(explore.compute(state), KO)
    assert points.columns == ("점", "x", "f(x)", "f′(x)")
    marked = [row for row in points.rows if row[0] != "탐침"]
    x = torch.tensor([row[1] for row in marked], dtype=torch.float64, requires_grad=True)
    y = F.gelu(x)
    y.sum().backward()
    assert [row[2] for row in marked] == pytest.approx(y.tolist(), abs=1e-6)
    assert [row[3] for row in marked] == pytest.approx(x.grad.tolist(), abs=1e-6)  # type: ignore[union-attr]
    assert len(marked) == state.tensor.size
    along = torch.tensor([row[0] for row in curve.rows], dtype=torch.float64)
    assert [row[1] for row in curve.rows] == pytest.approx(F.gelu(along).tolist(), abs=1e-9)


def test_bars_of_a_vector_function_are_told_element_by_element() -> None:
    state = explore.choose_function(explore.ExploreState(), "softmax")
    (bars,) = explore.data_tables(explore.compute(state), KO)
    values = torch.tensor(state.tensor.values)
    assert [row[1] for row in bars.rows] == pytest.approx(values.reshape(-1).tolist())
    assert sum(row[2] for row in bars.rows) == pytest.approx(values.shape[0])  # type: ignore[misc]


def test_compare_tells_every_function_at_the_probe() -> None:
    state = replace(compare.CompareState(), probe=-1.0)
    at_probe, *curves = compare.data_tables(state, compare.compute(state), KO)
    values = {row[0]: row[1:] for row in at_probe.rows}
    assert values["ReLU"][:3] == (-1.0, 0.0, 0.0)
    sigmoid = 1 / (1 + math.e)
    assert values["Sigmoid"][1:3] == pytest.approx((sigmoid, sigmoid * (1 - sigmoid)))
    assert [len(curve.rows) for curve in curves] == [CURVE_ROWS] * len(values)


def test_the_neuron_tells_its_terms_and_their_sum() -> None:
    state = neuron.NeuronState()
    (terms, _curve) = neuron.data_tables(neuron.compute(state), KO)
    products = [row[3] for row in terms.rows[: state.count]]
    assert products == pytest.approx([w * x for w, x in zip(state.weights(), state.inputs(), strict=True)])
    named = {row[0]: row[3] for row in terms.rows}
    assert named["z"] == pytest.approx(sum(products) + state.number("b"))  # type: ignore[arg-type]
    plane, lines = neuron.data_tables(neuron.compute(replace(state, view="plane")), KO)
    assert [row[-1] for row in plane.rows] == list(neuron.GATES[state.gate])
    assert len(lines.rows) == 1


def test_softmax_tells_every_class() -> None:
    state = softmax.SoftmaxState()
    names = ("가", "나", "다")
    classes, jacobian, groups = softmax.data_tables(softmax.compute(state), softmax.details(state), names, KO)
    logits = torch.tensor([row[1] for row in classes.rows], dtype=torch.float64)
    chances = torch.softmax(logits, 0)
    assert [row[0] for row in classes.rows] == list(names)
    assert [row[4] for row in classes.rows] == pytest.approx(chances.tolist(), abs=1e-6)
    assert jacobian.rows[0][1] == pytest.approx(float(chances[0] * (1 - chances[0])), abs=1e-6)
    assert [row[-1] for row in groups.rows] == pytest.approx([1.0] * len(groups.rows), abs=1e-6)


def test_gradient_tells_every_layer() -> None:
    state = gradient.GradientState()
    result = gradient.compute(state)
    assert result.layers is not None
    names = [str(i) for i in range(len(result.layers.lines))]
    shown, *functions = gradient.data_tables(result, names, KO)
    assert [row[0] for row in shown.rows] == list(range(1, state.depth + 1))
    for row, above in zip(functions[0].rows, functions[0].rows[1:], strict=False):
        # gradient[l] = gradient[l+1] · weight_factor[l] · slope_factor[l]
        assert row[1] == pytest.approx(above[1] * row[2] * row[3], rel=1e-6)  # type: ignore[operator]


def test_the_workshop_tells_its_units_and_losses() -> None:
    state = replace(gradient.GradientState(), view="workshop")
    units, loss, points, *_ = gradient.data_tables(gradient.compute(state), (), KO)
    assert len(units.rows) == state.workshop.units
    assert loss.rows[-1][0] == state.workshop.steps
    errors = [(row[-1] - row[-2]) ** 2 for row in points.rows]  # type: ignore[operator]
    assert len(points.columns) == len(points.rows[0])
    if len(points.columns) == 3:
        assert sum(errors) / len(errors) == pytest.approx(loss.rows[-1][1], rel=1e-4)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_fits_its_columns(lang: str) -> None:
    words = words_in(lang)  # type: ignore[arg-type]
    tables = [
        *explore.data_tables(explore.compute(explore.ExploreState()), words),
        *compare.data_tables(compare.CompareState(), compare.compute(compare.CompareState()), words),
        *neuron.data_tables(neuron.compute(replace(neuron.NeuronState(), view="collapse")), words),
    ]
    for table in tables:
        assert table.title
        assert {len(row) for row in table.rows} == {len(table.columns)}, table.title

"""Compare's core against independent numbers: NumPy formulas, finite differences, the curriculum's tables."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.cost import Cost, Timing
from core.export.table import pasted_text
from core.labs import compare
from core.labs.compare import Compared, CompareState, exports
from core.labs.compare.table import COLUMNS, cost_key, headers, line_name, short_name, sorted_rows, table
from core.text import LANGUAGES, UserError, words_in

KO, EN = words_in("ko"), words_in("en")


def of(*keys: str, **changes: object) -> CompareState:
    compared = tuple(Compared(key, series) for series, key in enumerate(keys))
    return replace(CompareState(compared=compared), **changes)


def facts_table(state: CompareState, costs=None, reference=None, words=None):  # type: ignore[no-untyped-def]
    result = compare.compute(state)
    found = compare.details(state, result).facts
    return result.lines, table(result.lines, found, costs or {}, reference, words or EN)


def sigmoid(x):  # type: ignore[no-untyped-def]
    return 1 / (1 + np.exp(-x))


# --- verbs


def test_up_to_five_functions_each_with_a_series_of_its_own() -> None:
    state = of("relu")
    for key in ("leaky_relu", "leaky_relu", "elu", "tanh"):
        state = compare.add_function(state, key)
    assert [one.series for one in state.compared] == [0, 1, 2, 3, 4]
    assert state.selected == 4
    with pytest.raises(UserError) as caught:
        compare.add_function(state, "gelu")
    assert caught.value.id == "compare.too_many"


def test_a_function_keeps_its_series_when_another_goes_and_the_free_one_is_taken_again() -> None:
    state = compare.remove_function(of("relu", "tanh", "elu"), 1)
    assert [(one.function, one.series) for one in state.compared] == [("relu", 0), ("elu", 2)]
    assert compare.add_function(state, "gelu").compared[2].series == 1


def test_the_last_function_stays() -> None:
    with pytest.raises(UserError) as caught:
        compare.remove_function(of("relu"), 0)
    assert caught.value.id == "compare.last_one"


@pytest.mark.parametrize(("removed", "selected"), [(0, 1), (1, 1), (2, 1)])
def test_the_selection_stays_on_a_function(removed: int, selected: int) -> None:
    state = replace(of("relu", "tanh", "elu"), selected=min(2, removed + 1) if removed < 2 else 1)
    left = compare.remove_function(state, removed)
    assert left.selected in range(len(left.compared))


def test_the_same_function_twice_with_its_own_parameter() -> None:
    state = of("leaky_relu", "leaky_relu", probe=-2.0)
    state = compare.set_param(state, 1, "negative_slope", 0.3)
    lines = compare.compute(state).lines
    assert [line.probe.y for line in lines] == pytest.approx([-0.02, -0.6])
    assert [line_name(line, EN) for line in lines] == ["Leaky ReLU, α = 0.01", "Leaky ReLU, α = 0.3"]
    assert [short_name(line, EN) for line in lines] == ["Leaky ReLU 0.01", "Leaky ReLU 0.3"]


def test_a_flag_is_named_at_the_curve_while_it_is_set() -> None:
    state = compare.set_param(of("rrelu"), 0, "training", True)
    assert short_name(compare.compute(state).lines[0], EN) == "RReLU train"
    assert short_name(compare.compute(of("gelu", "gelu")).lines[0], EN) == "GELU none"


def test_twins_are_told_apart_by_a_number() -> None:
    lines = compare.compute(of("relu", "relu")).lines
    assert [line_name(line, EN) for line in lines] == ["ReLU", "ReLU (2)"]


@pytest.mark.parametrize("value", ["abc", math.nan, math.inf, 1e9])
def test_a_value_that_pytorch_does_not_take_is_refused(value: object) -> None:
    with pytest.raises(UserError):
        compare.set_param(of("leaky_relu"), 0, "negative_slope", value)


def test_choosing_the_same_function_for_both_sides_swaps_them() -> None:
    assert compare.set_difference(of("relu", "tanh"), 1, 1).difference == (1, 0)


@pytest.mark.parametrize("view", [((1.0, 1.0), None), ((-1e9, 1.0), None), ((0.0, 1.0), (math.nan, 1.0))])
def test_an_empty_view_is_refused(view) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError) as caught:
        compare.set_view(CompareState(), *view)
    assert caught.value.id == "plot.view"


@pytest.mark.parametrize(
    "broken",
    [
        CompareState(compared=()),
        of("relu", "nothing"),
        CompareState(compared=(Compared("relu", 0), Compared("tanh", 0))),
        CompareState(compared=(Compared("relu", 7),)),
        CompareState(compared=(Compared("leaky_relu", 0, {"negative_slope": "x"}),)),
        CompareState(compared=(Compared("leaky_relu", 0, {}, {"negative_slope": (2.0, 1.0, 0.1)}),)),
        CompareState(compared=(Compared("custom", 0, formula="import os"),)),
        of("relu", layout="sideways"),
        of("relu", threshold=2.0),
        of("relu", x_view=(1.0, 0.0)),
        of("relu", probe=math.nan),
        of("relu", difference=(0, 9)),
    ],
)
def test_a_file_may_not_hold_what_the_verbs_refuse(broken: CompareState) -> None:
    with pytest.raises(UserError):
        compare.checked(broken)


@pytest.mark.parametrize("key", compare.READY_SETS)
def test_ready_sets_are_what_a_file_may_hold(key: str) -> None:
    state = compare.apply_set(CompareState(), key)
    assert compare.checked(state) == state


# --- numbers


def test_the_set_relu_and_sigmoid_is_the_curriculums_example_e() -> None:
    state = compare.apply_set(of("mish"), "relu_sigmoid")
    relu, sigm = compare.compute(state).lines
    x = np.linspace(-10, 10, 1000)
    for line, expected in ((relu, np.maximum(x, 0)), (sigm, sigmoid(x))):
        assert set(x) <= set(line.curve.x)
        np.testing.assert_allclose(line.curve.y[np.isin(line.curve.x, x)], expected, atol=1e-15)


@given(st.floats(-8, 8))
def test_the_probe_reads_f_and_its_two_derivatives(x: float) -> None:
    state = of("sigmoid", "tanh", "silu", probe=x, second=True)
    s, t = sigmoid(x), math.tanh(x)
    expected = (
        (s, s * (1 - s), s * (1 - s) * (1 - 2 * s)),
        (t, 1 - t**2, -2 * t * (1 - t**2)),
        (x * s, s + x * s * (1 - s), s * (1 - s) * (2 + x * (1 - 2 * s))),
    )
    for line, numbers in zip(compare.compute(state).lines, expected, strict=True):
        row = line.probe
        assert (row.y, row.slope, row.second) == pytest.approx(numbers, abs=1e-12)


def test_at_a_kink_there_is_no_second_derivative_and_the_slope_is_autograds() -> None:
    relu, elu, leaky = compare.compute(of("relu", "elu", "leaky_relu", probe=0.0, second=True)).lines
    assert (relu.probe.slope, leaky.probe.slope) == (0.0, 0.01)
    assert all(math.isnan(line.probe.second) for line in (relu, elu, leaky))


def test_a_vector_function_has_facts_and_no_curve() -> None:
    state = compare.apply_set(CompareState(), "leaky_tanh_softmax")
    result = compare.compute(state)
    softmax, found = result.lines[2], compare.details(state, result).facts[2]
    assert (softmax.curve, softmax.probe, softmax.second) == (None, None, None)
    assert found.range_text == "(0, 1)"
    assert found.outputs_sum_to == 1.0


def test_only_vector_functions_leave_empty_plots() -> None:
    result = compare.compute(of("softmax", "glu", layout="difference", second=True))
    assert result.difference is None
    assert result.y_view == (-1.0, 1.0)


def test_the_difference_is_f_minus_g_and_its_largest_is_found() -> None:
    found = compare.compute(of("relu", "softplus", layout="difference", probe=0.0)).difference
    assert found.probe == pytest.approx(-math.log(2))
    assert found.largest == pytest.approx(math.log(2), abs=1e-9)
    assert found.largest_at == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(found.y, np.maximum(found.x, 0) - np.logaddexp(found.x, 0), atol=1e-12)


def test_the_difference_has_a_gap_where_one_of_the_two_jumps() -> None:
    found = compare.compute(of("step", "tanh", layout="difference")).difference
    assert np.isnan(found.y[found.x == 0.0]).all()


def test_the_pair_of_a_difference_falls_back_to_curves_that_are_there() -> None:
    state = of("softmax", "relu", "tanh", layout="difference", difference=(0, 2))
    found = compare.compute(state).difference
    assert (found.first, found.second) == (1, 2)
    state = compare.remove_function(of("relu", "tanh", "elu", layout="difference", difference=(1, 2)), 1)
    found = compare.compute(state).difference
    assert (found.first, found.second) == (0, 1)


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
def test_every_function_can_be_compared(record) -> None:  # type: ignore[no-untyped-def]
    state = of("relu", record.key, second=True, layout="difference", probe=0.3)
    line = compare.compute(state).lines[1]
    if record.is_vector:
        assert line.curve is None
        return
    x = line.second_x
    numeric = np.gradient(np.interp(x, line.curve.x, np.nan_to_num(line.curve.slope)), x)
    kinks = [k for k, _, _ in line.kinks]
    calm = np.isfinite(line.second) & np.all([np.abs(x - k) > 0.2 for k in (*kinks, 0.0)], axis=0)
    np.testing.assert_allclose(line.second[calm], numeric[calm], atol=0.02)


@pytest.mark.parametrize("key", ["elu", "celu", "softsign", "selu", "relu", "hardswish"])
def test_a_jump_of_the_second_derivative_is_a_gap(key: str) -> None:
    line = compare.compute(of(key, second=True, x_view=(-4.0, 4.0))).lines[0]
    at = 3.0 if key == "hardswish" else 0.0
    gaps = line.second_x[np.isnan(line.second)]
    assert np.abs(gaps - at).min() < 0.01


@pytest.mark.parametrize("key", ["sigmoid", "tanh", "gelu", "silu", "mish", "softplus", "tanhshrink", "log_sigmoid"])
@pytest.mark.parametrize("view", [(-10.0, 10.0), (-0.5, 0.5), (-200.0, 200.0), (-1e6, 1e6)])
def test_a_smooth_function_has_no_gap(key: str, view: tuple[float, float]) -> None:
    line = compare.compute(of(key, second=True, x_view=view)).lines[0]
    if view[1] < 1e5:
        assert np.isfinite(line.second[1:-1]).all() or view[1] == 200.0
    assert np.isfinite(line.curve.y).all()


def test_a_custom_formula_is_compared_like_any_other() -> None:
    state = compare.set_formula(of("relu", "tanh"), 1, "a * x * sigmoid(x)")
    state = compare.set_param(replace(state, probe=2.0, second=True), 1, "a", 3.0)
    line = compare.compute(state).lines[1]
    assert line.probe.y == pytest.approx(3 * 2 * sigmoid(2.0))
    changed = compare.set_formula(state, 1, "x ** 2")
    assert compare.compute(changed).lines[1].probe.second == pytest.approx(2.0)
    assert compare.checked(changed) == changed


# --- the table


def test_the_curriculums_tables_can_be_read_off() -> None:
    lines, rows = facts_table(of("relu", "sigmoid", "leaky_relu", "tanh", "softmax"))
    cells = {line.record.key: row.cells for line, row in zip(lines, rows, strict=True)}
    column = COLUMNS.index
    assert [cells[k][column("range")].text for k in cells] == [
        "[0, ∞)", "(0, 1)", "(−∞, ∞)", "(−1, 1)", "(0, 1), outputs sum to 1",
    ]  # fmt: skip
    assert cells["tanh"][column("zero_centred")].text == "zero-centred"
    assert cells["sigmoid"][column("zero_centred")].text == "not zero-centred"
    assert cells["sigmoid"][column("largest_slope")].text == "0.25 (x = 0), at most 9.537×10⁻⁷ after 10 layers"
    assert cells["relu"][column("largest_slope")].text == "1"
    assert cells["relu"][column("saturated")].text == "50% (left)"
    assert cells["tanh"][column("saturated")].text.endswith("(both sides)")
    assert cells["softmax"][column("monotonic")].text == "—"
    assert cells["relu"][column("forward")].text == "—"


def test_sorting_puts_what_says_nothing_last_either_way() -> None:
    _, rows = facts_table(of("sigmoid", "softmax", "tanh", "relu"))
    at = COLUMNS.index("largest_slope")
    assert [row.line for row in sorted_rows(rows, at, False)] == [0, 2, 3, 1]
    assert [row.line for row in sorted_rows(rows, at, True)][-1] == 1
    assert [row.line for row in sorted_rows(rows, -1, False)] == [0, 1, 2, 3]


def test_cost_is_told_against_relu_and_its_noise() -> None:
    state = of("relu", "sigmoid", "leaky_relu")
    lines = compare.compute(state).lines
    relu = Cost(Timing(0.10, 0.09, 0.12), Timing(0.5, 0.4, 0.6))
    slow = Cost(Timing(0.40, 0.39, 0.42), None)
    near = Cost(Timing(0.12, 0.11, 0.14), Timing(0.9, 0.7, 1.0))
    costs = {cost_key(line): cost for line, cost in zip(lines, (relu, slow, near), strict=True)}
    at = COLUMNS.index("forward")
    _, rows = facts_table(state, costs, relu)
    said = [row.cells[at].text for row in rows]
    assert said == [
        "0.10 [0.09–0.12], reference", "0.40 [0.39–0.42], 4.0 × ReLU", "0.12 [0.11–0.14], within noise of ReLU",
    ]  # fmt: skip
    assert [row.cells[at + 1].text for row in rows][1] == "—"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_copied_table_has_its_titles_and_a_cell_for_each(lang) -> None:  # type: ignore[no-untyped-def]
    words = words_in(lang)
    _, rows = facts_table(CompareState(), words=words)
    copied = pasted_text(exports.facts_table(headers(0.1, words), rows))
    lines = [line.split("\t") for line in copied.splitlines()]
    assert [len(line) for line in lines] == [len(COLUMNS)] * 3
    assert lines[0][0] == words("compare.column_function")

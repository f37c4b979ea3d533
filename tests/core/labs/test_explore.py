"""Explore: the lessons' examples to the digit, verbs that refuse, and what is computed for the screen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.activations import ACTIVATIONS
from core.labs import explore
from core.labs.explore import ExploreState, compute, details
from core.tensor_value import DTYPES, TensorValue, linspace, random_normal
from core.text import UserError
from core.thumbnail import thumbnail
from core.view_range import DEFAULT_VIEW, MAX_RANGE, fitted

START = ExploreState()
SMALL = "tensor([-1.,  0.,  1.])"
LINE = torch.linspace(-10, 10, 1000)
EXAMPLES = {
    "a": ("tensor([[-1.,  2., -3.],\n        [ 4., -5.,  6.]])", "tensor([[0., 2., 0.],\n        [4., 0., 6.]])"),
    "b": (SMALL, "tensor([0., 0., 1.])"),
    "c": (SMALL, "tensor([0.2689, 0.5000, 0.7311])"),
    "d": (SMALL, "tensor([-0.7616,  0.0000,  0.7616])"),
    "e_relu": (repr(LINE), repr(torch.nn.ReLU()(LINE))),
    "e_sigmoid": (repr(LINE), repr(torch.sigmoid(LINE))),
    "f": ("tensor([2.0000, 1.0000, 0.1000])", "tensor([0.6590, 0.2424, 0.0986])"),
}


def test_the_menu_holds_the_examples_of_the_lessons() -> None:
    assert [p.key for p in explore.presets()] == list(EXAMPLES)


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_prints_exactly_what_pytorch_prints(key: str) -> None:
    # From a state where everything is different, so that the example has to set it all.
    other = explore.set_param(explore.choose_function(START, "softmax"), "dim", 1)
    other = explore.set_tensor(explore.set_dtype(other, "float16"), random_normal((2, 2, 2), 0))
    other = explore.set_view(other, (0.0, 1.0), (0.0, 1.0))
    for state in (START, other):
        shown = explore.apply_preset(state, key)
        result = compute(shown)
        assert (explore.printed_input(shown), details(shown).printed_output) == EXAMPLES[key]
        assert result.error is None
        assert shown.y_view is None


def test_the_program_starts_with_the_first_example() -> None:
    assert (explore.printed_input(START), details(START).printed_output) == EXAMPLES["a"]


def test_an_example_chosen_twice_changes_nothing_the_second_time() -> None:
    for key in EXAMPLES:
        once = explore.apply_preset(START, key)
        assert explore.apply_preset(once, key) == once
    assert explore.reset_params(explore.apply_preset(START, "b")) == explore.apply_preset(START, "b")


REFUSED: list[tuple[str, Callable[[ExploreState], object], str]] = [
    ("unknown function", lambda s: explore.choose_function(s, "banana"), "function.unknown"),
    ("bad formula", lambda s: explore.set_formula(s, "__import__('os')"), "expression."),
    ("formula without x", lambda s: explore.set_formula(s, "2"), "expression.no_x"),
    ("unknown parameter", lambda s: explore.set_param(s, "alpha", 1), "parameter."),
    ("word for a number", lambda s: explore.set_param(s, "negative_slope", "steep"), "parameter.not_a_number"),
    ("nan", lambda s: explore.set_param(s, "negative_slope", math.nan), "parameter.not_finite"),
    ("none", lambda s: explore.set_param(s, "negative_slope", None), "parameter.not_a_number"),
    ("far out", lambda s: explore.set_param(s, "negative_slope", 1e9), "parameter.out_of_range"),
    ("range of nothing", lambda s: explore.set_range(s, "negative_slope", 1, 1, 0.1), "parameter.range"),
    ("range upside down", lambda s: explore.set_range(s, "negative_slope", 2, 1, 0.1), "parameter.range"),
    ("range of nan", lambda s: explore.set_range(s, "negative_slope", 0, math.nan, 0.1), "parameter.range"),
    ("endless range", lambda s: explore.set_range(s, "negative_slope", 0, math.inf, 0.1), "parameter.range"),
    ("step of nothing", lambda s: explore.set_range(s, "negative_slope", 0, 1, 0), "parameter.range"),
    ("giant step", lambda s: explore.set_range(s, "negative_slope", 0, 1, 2), "parameter.range"),
    ("range too far", lambda s: explore.set_range(s, "negative_slope", 0, 1e9, 1), "parameter.out_of_range"),
    ("range of a stranger", lambda s: explore.set_range(s, "alpha", 0, 1, 0.1), "parameter.unknown"),
    ("unknown dtype", lambda s: explore.set_dtype(s, "int8"), "tensor.unknown_dtype"),
    ("empty view", lambda s: explore.set_view(s, (1.0, 1.0), None), "plot.view"),
    ("view of nan", lambda s: explore.set_view(s, (0.0, math.nan), None), "plot.view"),
    ("endless view", lambda s: explore.set_view(s, (-math.inf, math.inf), None), "plot.view"),
    ("view too high", lambda s: explore.set_view(s, (0.0, 1.0), (0.0, 1e9)), "plot.view"),
    ("threshold above 1", lambda s: explore.set_threshold(s, 1.5), "explore.threshold_range"),
    ("threshold nan", lambda s: explore.set_threshold(s, math.nan), "explore.threshold_range"),
    ("probe nan", lambda s: explore.move_probe(s, math.nan), "tensor.not_finite"),
    ("unknown example", lambda s: explore.apply_preset(s, "z"), "explore.preset"),
]


@pytest.mark.parametrize(("verb", "id"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_verb_refuses_what_cannot_be_and_the_state_stays(verb: Callable[[ExploreState], object], id: str) -> None:
    state = explore.choose_function(START, "leaky_relu")
    before = replace(state)
    with pytest.raises(UserError) as caught:
        verb(state)
    assert caught.value.id.startswith(id)
    assert caught.value.said_in("ko") != caught.value.said_in("en")
    assert state == before


def test_together_impossible_parameters_are_refused_one_at_a_time() -> None:
    state = explore.choose_function(START, "hardtanh")
    with pytest.raises(UserError) as caught:
        explore.set_param(state, "min_val", 2.0)
    assert caught.value.id == "parameter.order"
    wide = explore.set_param(state, "max_val", 3.0)
    assert explore.set_param(wide, "min_val", 2.0).checked_params() == {"min_val": 2.0, "max_val": 3.0}


def test_a_whole_number_moves_in_whole_steps() -> None:
    state = explore.choose_function(START, "softmax")
    with pytest.raises(UserError) as caught:
        explore.set_range(state, "dim", -2, 1, 0.5)
    assert caught.value.id == "parameter.not_an_integer"
    assert explore.set_range(state, "dim", -2, 1, 1).ranges["softmax"]["dim"] == (-2, 1, 1)


@pytest.mark.parametrize("index", [-1, -7, 6, 10**9])
def test_an_element_that_is_not_there_cannot_be_edited_or_selected(index: int) -> None:
    assert explore.set_cell(START, index, 9.0) == START
    assert explore.select(START, index).selected in (START.selected, -1)
    assert explore.select(START, 6) == START


@pytest.mark.parametrize("leading", [(), (-1,), (2,), (0, 0)])
def test_a_slice_that_is_not_there_is_not_shown(leading: tuple[int, ...]) -> None:
    state = explore.set_slice(explore.set_tensor(START, random_normal((2, 2, 2), 0)), (1,))
    assert explore.set_slice(state, leading) == state


def test_selecting_an_element_brings_its_slice_into_view() -> None:
    state = explore.set_tensor(START, random_normal((2, 3, 2, 2), 0))
    assert explore.select(state, 23).slice_index == (1, 2)
    assert explore.set_cell(state, 4, 7.0).slice_index == (0, 1)
    assert explore.set_cell(state, 4, 7.0).tensor.values.reshape(-1)[4] == 7.0


def test_the_selection_stays_where_it_still_fits() -> None:
    state = explore.set_tensor(explore.select(START, 4), TensorValue.of([1.0, 2.0, 3.0]))
    assert (state.selected, state.moved) == (-1, 0)
    assert explore.set_tensor(explore.select(START, 1), TensorValue.of([1.0, 2.0])).selected == 1


def test_moving_an_input_keeps_the_output_whose_curve_is_shown() -> None:
    state = explore.apply_preset(START, "f")
    state = explore.show_output_curve(explore.select(state, 2), True, 0)
    moved = explore.set_cell(state, 0, 5.0)
    assert (moved.selected, moved.moved) == (2, 0)
    assert explore.set_cell(explore.show_output_curve(state, False, 0), 0, 5.0).selected == 0


def test_every_function_keeps_its_own_parameters_until_they_are_reset() -> None:
    state = explore.set_param(explore.choose_function(START, "leaky_relu"), "negative_slope", 0.3)
    state = explore.set_param(explore.choose_function(state, "elu"), "alpha", 2.0)
    back = explore.choose_function(state, "leaky_relu")
    assert back.checked_params() == {"negative_slope": 0.3}
    assert explore.reset_params(back).checked_params() == {"negative_slope": 0.01}
    assert explore.choose_function(explore.reset_params(back), "elu").checked_params() == {"alpha": 2.0}


def test_a_formula_keeps_the_values_of_names_that_come_back() -> None:
    state = explore.set_param(explore.set_formula(START, "a * x"), "a", 3.0)
    without = explore.set_formula(state, "x + 1")
    assert compute(without).params == {}
    assert explore.set_formula(without, "a * x").checked_params() == {"a": 3.0}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
def test_every_function_computes_in_every_dtype_whatever_the_tensor_holds(record, dtype: str) -> None:  # type: ignore[no-untyped-def]
    hard = TensorValue.of([[math.nan, math.inf, -math.inf, -0.0], [1e30, -1e30, 5e-324, 0.5]])
    for tensor in (hard, TensorValue.of(-2.0), random_normal((2, 2, 2, 2), 0)):
        state = explore.set_tensor(replace(START, function=record.key, dtype=dtype), tensor)
        result = compute(state)
        if result.error:
            assert record.is_vector
            assert (result.outputs, details(state).printed_output) == (None, "")
            continue
        assert result.outputs is not None
        expected = state.tensor.to_torch(dtype).to(torch.float64).numpy()
        np.testing.assert_array_equal(result.inputs, expected)
        assert details(state).printed_output.startswith("tensor(")
        if dtype != "float32":
            assert f"dtype=torch.{dtype}" in details(state).printed_output
        assert (result.slopes is None) == record.is_vector


def test_the_result_can_outlive_the_state_it_came_from() -> None:
    result = compute(START)
    result.inputs[:] = 99.0
    assert START.tensor.values[0, 0] == -1.0
    assert compute(START).inputs[0, 0] == -1.0


def test_slopes_are_those_of_autograd() -> None:
    state = explore.set_tensor(explore.choose_function(START, "tanh"), TensorValue.of([-1.0, 0.0, 3.0]))
    x = torch.tensor([-1.0, 0.0, 3.0], requires_grad=True)
    torch.tanh(x).sum().backward()
    np.testing.assert_array_equal(compute(state).slopes, x.grad.double().numpy())  # type: ignore[union-attr]


def test_the_probe_stands_on_the_selected_element_or_moves_freely() -> None:
    on = compute(explore.select(explore.apply_preset(START, "d"), 0)).probe
    assert on is not None
    assert (on.x, on.y) == (-1.0, pytest.approx(math.tanh(-1.0)))
    assert on.slope == pytest.approx(1 - math.tanh(-1.0) ** 2)
    free = compute(explore.move_probe(START, -0.5)).probe
    assert free is not None
    assert (free.x, free.y, free.slope) == (-0.5, 0.0, 0.0)
    assert explore.move_probe(START, math.inf).probe == MAX_RANGE
    infinite = explore.select(explore.set_tensor(START, TensorValue.of([math.inf])), 0)
    assert compute(infinite).probe is None


def test_a_dimension_that_is_not_there_is_an_error_on_screen_not_a_crash() -> None:
    state = explore.set_param(explore.choose_function(START, "softmax"), "dim", 3)
    result = compute(state)
    assert result.error is not None
    assert result.error.id == "function.dim_out_of_range"
    assert (result.outputs, result.curve, details(state).printed_output) == (None, None, "")
    assert explore.printed_input(state) == EXAMPLES["a"][0]


def test_the_curve_of_one_softmax_output_passes_through_what_is_shown() -> None:
    state = explore.show_output_curve(explore.select(explore.apply_preset(START, "f"), 1), True, 0)
    result = compute(state)
    assert result.curve is not None
    assert result.probe is not None
    assert result.probe.x == pytest.approx(2.0)
    assert result.probe.y == pytest.approx(0.2424, abs=1e-3)
    assert result.probe.slope == pytest.approx(-0.6590 * 0.2424, abs=1e-3)
    assert compute(explore.show_output_curve(state, False, 0)).curve is None


def test_saturation_and_kinks_are_marked_within_the_view() -> None:
    assert compute(START).kinks == ((0.0, 0.0, 0.0),)
    assert compute(explore.set_view(START, (1.0, 2.0), None)).kinks == ()
    (left, right) = compute(explore.choose_function(START, "tanh")).saturated
    edge = math.acosh(math.sqrt(1 / 0.1))
    assert (left[0], right[1]) == DEFAULT_VIEW
    assert (left[1], right[0]) == (pytest.approx(-edge, abs=0.02), pytest.approx(edge, abs=0.02))


def test_prelu_shows_the_gradient_its_parameter_would_get() -> None:
    state = explore.choose_function(START, "prelu")
    weight = torch.tensor([0.25], requires_grad=True)
    torch.nn.functional.prelu(torch.tensor([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]]), weight).sum().backward()
    assert details(state).parameter_slope == weight.grad.item() == -9.0  # type: ignore[union-attr]
    assert details(START).parameter_slope is None


def test_the_marked_number_is_the_selected_element() -> None:
    result = details(explore.select(explore.apply_preset(START, "d"), 2))
    assert result.printed_span is not None
    assert result.printed_output[slice(*result.printed_span)] == "0.7616"
    assert details(explore.select(START, -1)).printed_span is None


def test_a_large_tensor_shows_a_sample_of_points_with_the_selected_one() -> None:
    state = explore.select(explore.set_tensor(START, linspace(-1.0, 1.0, 10_001)), 77)
    result = compute(state)
    assert len(result.marked) <= explore.MAX_MARKED_POINTS + 1
    assert {0, 77, 10_000} <= set(result.marked)
    np.testing.assert_array_equal(result.marked_x, result.inputs[list(result.marked)])
    np.testing.assert_array_equal(result.marked_y, np.maximum(result.marked_x, 0))


@pytest.mark.parametrize("key", ["gelu", "softmax", "custom"])
def test_a_million_elements_are_computed(key: str) -> None:
    numbers = np.random.default_rng(0).normal(size=(1000, 1000))
    state = explore.choose_function(explore.set_tensor(START, TensorValue.of(numbers)), key)
    result = compute(state)
    assert result.error is None
    assert result.outputs is not None
    assert result.outputs.shape == (1000, 1000)
    if key == "softmax":
        np.testing.assert_allclose(result.outputs.sum(1), 1.0, rtol=1e-5)
    assert "..." in details(state).code
    assert len(details(state).code) < 10_000


def test_the_fitted_view_keeps_the_axis_and_the_curve_in_sight() -> None:
    low, high = compute(explore.choose_function(START, "sigmoid")).y_view
    assert low < 0 < 1 < high < 1.5
    x = np.linspace(-7, 7, 50)
    assert fitted(x, np.full(50, np.nan)) == (-1.0, 1.0)
    low, high = fitted(x, np.exp(x * 100))
    assert high < 14 * 5
    assert low < 0


@pytest.mark.parametrize(
    ("numbers", "digits"),
    [([1.0, -2.0], 1), ([0.25], 2), ([0.125], 3), ([1 / 3], 4), ([math.nan, math.inf], 1), ([-1.7e308], 1)],
)
def test_the_input_table_shows_as_many_digits_as_the_numbers_have(numbers: list[float], digits: int) -> None:
    with np.errstate(all="raise"):
        assert explore.input_decimals(np.array(numbers)) == digits


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
def test_every_function_has_a_thumbnail_that_fits_its_frame(record) -> None:  # type: ignore[no-untyped-def]
    drawn = thumbnail(record)
    heights = drawn.heights[np.isfinite(drawn.heights)]
    assert drawn.is_bars == record.is_vector
    assert heights.size > 1
    assert np.abs(heights).max() <= 1.0
    assert np.ptp(heights) > 0.05

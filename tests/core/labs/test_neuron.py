"""The Neuron lab's numbers, against nn.Linear, numpy and counting by hand."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from core.activations import ACTIVATIONS
from core.labs import neuron
from core.labs.neuron import NeuronState
from core.text import UserError

MODULES = {
    "identity": nn.Identity(),
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
    "relu": nn.ReLU(),
    "leaky_relu": nn.LeakyReLU(),
    "elu": nn.ELU(),
    "gelu": nn.GELU(),
    "silu": nn.SiLU(),
    "softplus": nn.Softplus(),
    "hardsigmoid": nn.Hardsigmoid(),
}
decimals = st.integers(-400, 400).map(lambda n: n / 100)


def with_numbers(state: NeuronState, **numbers: float) -> NeuronState:
    for key, value in numbers.items():
        state = neuron.set_number(state, key, value)
    return state


def refused(verb, *values) -> UserError:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError) as caught:
        verb(*values)
    for lang in ("ko", "en"):
        assert caught.value.said_in(lang)
    return caught.value


# --- one neuron


@given(
    count=st.integers(1, 5),
    values=st.lists(decimals, min_size=11, max_size=11),
    function=st.sampled_from(sorted(MODULES)),
    dtype=st.sampled_from(neuron.DTYPES),
)
@settings(max_examples=60, deadline=None)
def test_the_neuron_is_nn_linear_and_a_module(count: int, values: list[float], function: str, dtype: str) -> None:
    state = neuron.set_dtype(neuron.set_count(NeuronState(function=function), count), dtype)
    state = with_numbers(state, **{f"x{i}": values[i] for i in range(5)})
    state = with_numbers(state, **{f"w{i}": values[5 + i] for i in range(5)}, b=values[10])
    linear = nn.Linear(count, 1, dtype=getattr(torch, dtype))
    with torch.no_grad():
        linear.weight.copy_(torch.tensor([values[5 : 5 + count]], dtype=torch.float64))
        linear.bias.copy_(torch.tensor([values[10]], dtype=torch.float64))
        z = linear(torch.tensor(values[:count], dtype=getattr(torch, dtype)))
        y = MODULES[function](z)
    unit = neuron.compute(state).unit
    assert unit.torch_z == z.item()
    assert unit.torch_y == y.item()
    assert unit.z == pytest.approx(z.item(), abs=1e-4 if dtype == "float32" else 1e-12)
    assert unit.y == pytest.approx(y.item(), abs=1e-4 if dtype == "float32" else 1e-12)


def test_the_textbook_sum_is_0_and_the_step_answers_0() -> None:
    unit = neuron.compute(NeuronState()).unit
    assert [(t.weight, t.value, t.product) for t in unit.terms] == [(0.5, 1.0, 0.5), (-0.3, 2.0, -0.6)]
    assert (unit.bias, unit.z, unit.y) == (0.1, 0.0, 0.0)
    # What PyTorch's own sums come to is no secret: in float32 nearly 0, in float64 so much above it that the step is 1.
    assert (unit.torch_z, unit.torch_y, unit.rounding) == (np.float32(-2.2351742e-08), 0.0, "sum")
    double = neuron.compute(neuron.set_dtype(NeuronState(), "float64")).unit
    assert double.torch_z == 0.5 * 1.0 + -0.3 * 2.0 + 0.1 == 2.7755575615628914e-17
    assert (double.z, double.y, double.torch_y, double.rounding) == (0.0, 0.0, 1.0, "output")


def test_numbers_that_are_exact_in_binary_need_no_remark() -> None:
    assert neuron.compute(with_numbers(NeuronState(), w0=0.5, w1=-0.25, b=0.25)).unit.rounding == "none"


@given(st.lists(st.tuples(decimals, decimals), min_size=1, max_size=5), decimals)
def test_the_written_sum_is_the_sum_of_hundredths(terms: list[tuple[float, float]], bias: float) -> None:
    hundredths = sum(round(w * 100) * round(x * 100) for w, x in terms) + round(bias * 100) * 100
    exact = float(Fraction(hundredths, 10_000))
    assert neuron.weighted_sum([w for w, _ in terms], [x for _, x in terms], bias) == exact


@pytest.mark.parametrize("record", neuron.elementwise(), ids=lambda r: r.key)
def test_every_function_of_one_number_can_be_used(record) -> None:  # type: ignore[no-untyped-def]
    for view in neuron.VIEWS:
        state = neuron.choose_function(neuron.set_view(NeuronState(), view), record.key)
        result = neuron.compute(state)
        assert result.record is record
        assert math.isfinite(result.unit.y)


def test_functions_of_several_numbers_are_refused_with_the_reason() -> None:
    vectors = [record.key for record in ACTIVATIONS if record.is_vector]
    assert {record.key for record in neuron.elementwise()}.isdisjoint(vectors)
    for key in vectors:
        error = refused(neuron.choose_function, NeuronState(), key)
        assert error.id == "neuron.vector_function"
        assert "z" in error.said_in("ko")


def test_dragging_the_point_on_the_curve_moves_the_bias() -> None:
    state = neuron.move_sum(NeuronState(), 1.25)
    assert neuron.compute(state).unit.z == 1.25
    assert state.number("b") == 1.35
    assert state.weights() == NeuronState().weights()


def test_an_input_that_is_taken_away_keeps_its_numbers() -> None:
    state = with_numbers(neuron.set_count(NeuronState(), 3), x2=4.0, w2=2.5)
    fewer = neuron.set_count(state, 1)
    assert (fewer.inputs(), fewer.weights()) == ((1.0,), (0.5,))
    assert fewer.selected == "w0", "the slider of a number that is not there helps nobody"
    assert neuron.set_count(fewer, 3).numbers == state.numbers


def test_bad_input_is_refused_by_the_name_in_the_drawing() -> None:
    state = NeuronState()
    for value, id in (
        ("abc", "parameter.not_a_number"),
        (math.nan, "parameter.not_finite"),
        (1e9, "parameter.out_of_range"),
    ):
        error = refused(neuron.set_number, state, "w1", value)
        assert error.id == id
        assert "w₂" in error.said_in("ko")
        assert "w₂" in error.said_in("en")
    for count in (0, 6):
        assert refused(neuron.set_count, state, count).id == "neuron.input_count"
    assert refused(neuron.set_number, state, "w9", 1.0).id == "neuron.unknown_number"
    assert refused(neuron.set_view, state, "cube").id == "neuron.unknown_view"
    assert refused(neuron.choose_gate, state, "nor").id == "neuron.unknown_gate"
    assert refused(neuron.show_solution, state, "tanh").id == "neuron.unknown_solution"
    assert refused(neuron.set_layers, state, 3).id == "neuron.unknown_layers"
    assert refused(neuron.set_range, state, "w0", 2.0, 1.0, 0.1).id == "parameter.range"
    assert refused(neuron.set_dtype, state, "int8").id == "tensor.unknown_dtype"
    assert refused(neuron.move_sum, state, math.nan).id == "tensor.not_finite"
    assert refused(neuron.set_curve_view, state, (2.0, 1.0), None).id == "plot.view"


def test_a_number_put_back_makes_the_state_equal_again() -> None:
    there = neuron.set_number(NeuronState(), "w0", 2.0)
    assert neuron.set_number(there, "w0", 0.5) == NeuronState()


# --- the plane


def by_hand(w0: float, w1: float, b: float) -> tuple[int, ...]:
    w0, w1, b = (Fraction(repr(n)) for n in (w0, w1, b))  # type: ignore[assignment]
    return tuple(int(w0 * int(x) + w1 * int(y) + b > 0) for x, y in neuron.POINTS)


@pytest.mark.parametrize("gate", ["and", "or", "nand"])
def test_one_neuron_answers_and_or_nand(gate: str) -> None:
    state = neuron.show_answer(neuron.choose_gate(neuron.set_view(NeuronState(), "plane"), gate))
    plane = neuron.compute(state).plane
    assert plane is not None
    assert plane.score == 4
    assert tuple(s.target for s in plane.spots) == neuron.GATES[gate] == by_hand(*state.numbers_of("w0", "w1", "b"))


def test_the_right_answers_are_those_of_logic() -> None:
    for gate, ask in {
        "and": lambda a, b: a and b,
        "or": lambda a, b: a or b,
        "nand": lambda a, b: not (a and b),
        "xor": lambda a, b: a != b,
    }.items():
        assert neuron.GATES[gate] == tuple(int(ask(bool(x), bool(y))) for x, y in neuron.POINTS)


def test_no_neuron_of_a_grid_answers_xor() -> None:
    values = [n / 2 for n in range(-6, 7)]
    best = max(
        sum(a == t for a, t in zip(by_hand(*numbers), neuron.GATES["xor"], strict=True))
        for numbers in itertools.product(values, repeat=3)
    )
    assert best == 3
    search = neuron.search("xor")
    assert (search.tried, search.best) == (41**3, 3)
    state = neuron.show_answer(neuron.choose_gate(neuron.set_view(NeuronState(), "plane"), "xor"))
    assert neuron.compute(state).plane.score == 3  # type: ignore[union-attr]


@pytest.mark.parametrize("gate", list(neuron.GATES))
def test_the_search_counts_what_trying_counts(gate: str) -> None:
    found = neuron.search(gate)
    tenths = np.arange(-20, 21)
    w0, w1, b = np.meshgrid(tenths, tenths, tenths, indexing="ij")
    right = sum(
        ((w0 * int(x) + w1 * int(y) + b > 0).astype(int) == target).astype(int)
        for (x, y), target in zip(neuron.POINTS, neuron.GATES[gate], strict=True)
    )
    assert (found.best, found.reached) == (right.max(), (right == right.max()).sum())


@pytest.mark.parametrize("name", list(neuron.SOLUTIONS))
def test_a_ready_two_layer_network_answers_xor(name: str) -> None:
    state = neuron.show_solution(with_numbers(NeuronState(), hidden_w00=3.0), name)
    plane = neuron.compute(state).plane
    assert plane is not None
    assert plane.score == 4
    hidden, output = nn.Linear(2, 2, dtype=torch.float64), nn.Linear(2, 1, dtype=torch.float64)
    numbers = [state.number(key) for key in neuron.hidden_keys()]
    with torch.no_grad():
        hidden.weight.copy_(torch.tensor([numbers[0:2], numbers[3:5]]))
        hidden.bias.copy_(torch.tensor([numbers[2], numbers[5]]))
        output.weight.copy_(torch.tensor([numbers[6:8]]))
        output.bias.copy_(torch.tensor([numbers[8]]))
        h = (lambda x: (x > 0).double()) if name == "step" else nn.ReLU()
        inner = h(hidden(torch.tensor(neuron.POINTS, dtype=torch.float64)))
        z = output(inner)
    assert [s.hidden for s in plane.spots] == [tuple(row) for row in inner.tolist()]
    assert [s.z for s in plane.spots] == z.reshape(-1).tolist()
    assert [s.y for s in plane.spots] == h(z).reshape(-1).tolist()


def test_two_layers_without_a_function_answer_xor_no_better_than_one() -> None:
    state = neuron.choose_function(neuron.show_solution(NeuronState(), "step"), "identity")
    for shift in range(-8, 9):
        plane = neuron.compute(neuron.set_number(state, "output_b", shift / 4)).plane
        assert plane is not None
        assert plane.score <= 3


def test_the_colours_are_the_outputs() -> None:
    state = neuron.set_view(with_numbers(NeuronState(function="sigmoid"), w0=2.0, w1=-1.0, b=0.5), "plane")
    heat = neuron.compute(state).plane.heat  # type: ignore[union-attr]
    along = np.linspace(-0.5, 1.5, neuron.HEAT_POINTS)
    expected = 1 / (1 + np.exp(-(2.0 * along[None, :] - along[:, None] + 0.5)))
    np.testing.assert_allclose(heat.values, expected, atol=1e-12)
    assert heat.scale == 1.0


def test_the_decision_line_is_where_the_sum_is_0() -> None:
    state = neuron.set_view(with_numbers(NeuronState(), w0=1.0, w1=2.0, b=-1.0), "plane")
    (line,) = neuron.compute(state).plane.lines  # type: ignore[union-attr]
    assert line.ends is not None
    for x, y in line.ends:
        assert x + 2 * y - 1 == pytest.approx(0.0, abs=1e-12)
        assert max(abs(x - 0.5), abs(y - 0.5)) == pytest.approx(1.0)
    for numbers in ({"w0": 0.0, "w1": 0.0}, {"b": -50.0}):
        (gone,) = neuron.compute(with_numbers(state, **numbers)).plane.lines  # type: ignore[union-attr]
        assert gone.ends is None


@pytest.mark.parametrize("weights", [(1.0, 0.0), (0.0, -2.0)])
def test_upright_and_level_lines_cross_the_whole_view(weights: tuple[float, float]) -> None:
    state = neuron.set_view(with_numbers(NeuronState(), w0=weights[0], w1=weights[1], b=0.0), "plane")
    (line,) = neuron.compute(state).plane.lines  # type: ignore[union-attr]
    (x0, y0), (x1, y1) = line.ends  # type: ignore[misc]
    assert math.hypot(x1 - x0, y1 - y0) == pytest.approx(2.0)


def test_a_point_on_the_line_counts_as_0() -> None:
    # 0.1 + 0.2 − 0.3 is 5.6e-17 in float64, and 0.
    state = neuron.set_view(with_numbers(NeuronState(), w0=0.1, w1=0.2, b=-0.3), "plane")
    spot = neuron.compute(state).plane.spots[3]  # type: ignore[union-attr]
    assert (spot.z, spot.y, spot.decided) == (0.0, 0.0, 0)


def test_what_the_rule_means_for_the_output() -> None:
    expected = {"step": 0.0, "sigmoid": 0.5, "tanh": 0.0, "relu": 0.0, "softplus": math.log(2), "softshrink": None}
    for function, boundary in expected.items():
        plane = neuron.compute(neuron.set_view(NeuronState(function=function), "plane")).plane
        assert plane is not None
        assert plane.boundary == (None if boundary is None else pytest.approx(boundary, abs=0.0)), function


@given(x=st.floats(-0.5, 1.5), y=st.floats(-0.5, 1.5))
def test_a_pushed_line_passes_where_it_was_pushed(x: float, y: float) -> None:
    state = neuron.move_line(with_numbers(NeuronState(), w0=1.0, w1=-2.0), "neuron", x, y)
    w0, w1, b = state.numbers_of("w0", "w1", "b")
    assert (w0, w1) == (1.0, -2.0)
    assert abs(w0 * x + w1 * y + b) <= 0.00501


@given(angle=st.floats(0, 2 * math.pi), far=st.floats(0.2, 2.0))
def test_a_turned_line_passes_through_pivot_and_hand(angle: float, far: float) -> None:
    start = with_numbers(NeuronState(), w0=1.0, w1=-2.0)
    to = (0.5 + far * math.cos(angle), 0.5 + far * math.sin(angle))
    state = neuron.turn_line(start, "neuron", (1.0, -2.0), (0.5, 0.5), to)
    w0, w1, b = state.numbers_of("w0", "w1", "b")
    assert math.hypot(w0, w1) == pytest.approx(math.sqrt(5), abs=0.02)
    assert w0 * 0.5 + w1 * 0.5 + b == pytest.approx(0.0, abs=0.02)
    assert w0 * to[0] + w1 * to[1] + b == pytest.approx(0.0, abs=0.05)


def test_turning_goes_all_the_way_round_without_a_flip() -> None:
    state = with_numbers(NeuronState(), w0=1.0, w1=0.0, b=-0.5)
    seen = []
    for degrees in range(90, 451, 5):
        to = (0.5 + math.cos(math.radians(degrees)), 0.5 + math.sin(math.radians(degrees)))
        state = neuron.turn_line(state, "neuron", (1.0, 0.0), (0.5, 0.5), to)
        seen.append(math.degrees(math.atan2(state.number("w1"), state.number("w0"))) % 360)
    assert all((b - a) % 360 == pytest.approx(5, abs=1.5) for a, b in itertools.pairwise(seen))


def test_what_cannot_be_turned_or_pushed_stays() -> None:
    flat = with_numbers(NeuronState(), w0=0.0, w1=0.0)
    assert neuron.move_line(flat, "neuron", 1.0, 1.0) == flat
    assert neuron.turn_line(flat, "neuron", (0.0, 0.0), (0.0, 0.0), (1.0, 1.0)) == flat
    assert neuron.turn_line(NeuronState(), "neuron", (1.0, 1.0), (0.5, 0.5), (0.5, 0.5)) == NeuronState()


def test_the_plane_waits_for_a_neuron_with_two_inputs() -> None:
    state = neuron.set_count(neuron.set_view(NeuronState(), "plane"), 3)
    assert neuron.compute(state).plane is None
    assert neuron.compute(neuron.set_count(state, 2)).plane is not None
    assert neuron.compute(neuron.show_solution(state, "step")).plane is not None, (
        "the two layers have inputs of their own"
    )


# --- the linear collapse


@given(st.lists(decimals, min_size=14, max_size=14))
@settings(max_examples=60, deadline=None)
def test_two_linear_layers_are_their_product(values: list[float]) -> None:
    state = neuron.set_view(NeuronState(), "collapse")
    state = with_numbers(state, **dict(zip(neuron.collapse_keys(), values, strict=True)))
    shown = neuron.compute(state).collapse
    assert shown is not None
    w1, b1 = np.array(values[0:4]).reshape(2, 2), np.array(values[4:6])
    w2, b2, x = np.array(values[6:10]).reshape(2, 2), np.array(values[10:12]), np.array(values[12:14])
    np.testing.assert_allclose(shown.product, w2 @ w1, atol=1e-10)
    np.testing.assert_allclose(shown.product_bias, w2 @ b1 + b2, atol=1e-10)
    np.testing.assert_allclose(shown.output, w2 @ (w1 @ x + b1) + b2, atol=1e-10)
    assert shown.is_same
    assert shown.output == shown.product_output


@given(st.lists(decimals, min_size=14, max_size=14), st.sampled_from(sorted(MODULES)))
@settings(max_examples=60, deadline=None)
def test_a_function_between_is_what_nn_sequential_gives(values: list[float], function: str) -> None:
    state = neuron.choose_function(neuron.set_view(NeuronState(), "collapse"), function)
    state = with_numbers(state, **dict(zip(neuron.collapse_keys(), values, strict=True)))
    shown = neuron.compute(state).collapse
    assert shown is not None
    network = nn.Sequential(nn.Linear(2, 2), MODULES[function], nn.Linear(2, 2)).double()
    with torch.no_grad():
        for part, own in zip(
            network.parameters(), (values[0:4], values[4:6], values[6:10], values[10:12]), strict=True
        ):
            part.copy_(torch.tensor(own, dtype=torch.float64).reshape(part.shape))
        output = network(torch.tensor(values[12:14], dtype=torch.float64))
    np.testing.assert_allclose(shown.output, output.numpy(), atol=1e-9)


def test_the_ready_layers_part_when_relu_comes_between() -> None:
    state = neuron.set_view(NeuronState(), "collapse")
    same = neuron.compute(state).collapse
    parted = neuron.compute(neuron.put_between(state, True)).collapse
    assert same is not None
    assert parted is not None
    assert same.output == same.product_output == (9.0, 4.0)
    assert (parted.output, parted.product_output, parted.difference) == ((8.0, 5.0), (9.0, 4.0), (-1.0, 1.0))
    np.testing.assert_allclose(same.two_y, same.one_y, atol=1e-9)
    np.testing.assert_allclose(same.one_y, 3 * same.line_x + 3 + 3, atol=1e-9)
    assert np.abs(parted.two_y - parted.one_y).max() > 0.5


def test_no_function_between_parts_nothing() -> None:
    state = neuron.choose_function(neuron.set_view(NeuronState(), "collapse"), "identity")
    shown = neuron.compute(state).collapse
    assert shown is not None
    assert state.has_between
    assert shown.is_same


# --- files


def changed() -> NeuronState:
    state = with_numbers(neuron.show_solution(NeuronState(), "relu"), w3=1.5, input0=-2.0)
    state = neuron.choose_function(state, "leaky_relu")
    state = neuron.set_param(state, "negative_slope", 0.2)
    state = neuron.set_param_range(state, "negative_slope", 0.0, 0.5, 0.05)
    return neuron.set_range(neuron.set_curve_view(state, (-3.0, 3.0), (-1.0, 2.0)), "w0", -1.0, 1.0, 0.01)


def test_what_the_verbs_made_passes() -> None:
    for state in (NeuronState(), changed()):
        assert neuron.checked(state) == state
    assert neuron.reset_params(changed()).params == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": "x"},
        {"function": "softmax"},
        {"between": "nothing"},
        {"params": {"leaky_relu": {"negative_slope": math.nan}}},
        {"params": {"relu": {"alpha": 1.0}}},
        {"param_ranges": {"leaky_relu": {"negative_slope": (1.0, 0.0, 0.1)}}},
        {"count": 0},
        {"numbers": {"w0": math.inf}},
        {"numbers": {"w7": 1.0}},
        {"ranges": {"w0": (1.0, 1.0, 0.1)}},
        {"ranges": {"q": (0.0, 1.0, 0.1)}},
        {"selected": "q"},
        {"dtype": "int8"},
        {"gate": "nor"},
        {"layers": 7},
        {"x_view": (1.0, -1.0)},
        {"y_view": (math.nan, 1.0)},
    ],
    ids=str,
)
def test_what_the_verbs_would_refuse_is_refused_in_a_file(wrong: dict[str, object]) -> None:
    refused(neuron.checked, replace(NeuronState(), **wrong))


@pytest.mark.parametrize("function", sorted(MODULES))
def test_the_slopes_of_the_weights_are_autograds(function: str) -> None:
    state = with_numbers(neuron.set_count(NeuronState(function=function), 3), x2=-0.5, b=0.45)
    unit = neuron.compute(state).unit
    linear = nn.Linear(3, 1, dtype=torch.float64)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor([state.weights()], dtype=torch.float64))
        linear.bias.copy_(torch.tensor([0.45], dtype=torch.float64))
    MODULES[function](linear(torch.tensor(state.inputs(), dtype=torch.float64))).sum().backward()
    assert linear.weight.grad is not None
    assert linear.bias.grad is not None
    assert unit.weight_slopes == pytest.approx(tuple(linear.weight.grad[0].tolist()), abs=1e-12)
    assert unit.slope == pytest.approx(linear.bias.grad.item(), abs=1e-12)


def test_gradient_descent_cannot_move_a_step() -> None:
    for b in (-1.0, 0.1, 2.0):
        assert neuron.compute(with_numbers(NeuronState(), b=b)).unit.weight_slopes == (0.0, 0.0)


@pytest.mark.parametrize("view", neuron.VIEWS)
def test_the_score_is_the_planes_in_every_view(view: str) -> None:
    solved = neuron.show_solution(NeuronState(), "relu")
    best = neuron.show_answer(neuron.choose_gate(NeuronState(), "xor"))
    for state, score in ((solved, 4), (best, 3), (NeuronState(), 2)):
        plane = neuron.compute(replace(state, view="plane")).plane
        assert plane
        assert neuron.gate_score(replace(state, view=view)) == plane.score == score


def test_a_weight_leaves_the_curve_the_same_arrays_and_a_parameter_does_not() -> None:
    state = neuron.choose_function(NeuronState(), "leaky_relu")
    before, after = (neuron.compute(with_numbers(state, w0=w)) for w in (0.1, 0.2))
    assert after.curve is before.curve
    assert after.unit.z != before.unit.z
    other = neuron.compute(neuron.set_param(state, "negative_slope", 0.5)).curve
    assert other is not None
    assert other.y[0] == 0.5 * other.x[0]

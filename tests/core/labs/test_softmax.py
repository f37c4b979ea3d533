"""Softmax against sources of its own: the curriculum's printed numbers, float64 formulas, autograd row by row."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812

from core.labs import softmax
from core.labs.softmax import SoftmaxState
from core.tensor_value import TensorValue
from core.text import UserError

ROOT = Path(__file__).resolve().parents[3]
START = SoftmaxState()
INF = math.inf

# Logits, temperature and scale that float32 takes as they are: any float32 within ±1e4.
LOGITS = st.lists(st.floats(-1e4, 1e4, width=32), min_size=2, max_size=10)


def holding(logits: list[float], **changes: object) -> SoftmaxState:
    state = replace(START, logits=TensorValue.of(logits), names=("",) * len(logits), **changes)
    return softmax.checked(state)


def shown(state: SoftmaxState) -> SimpleNamespace:
    """Return everything on screen: the bars and the details."""
    both = (softmax.compute(state), softmax.details(state))
    return SimpleNamespace(**{name: getattr(part, name) for part in both for name in part.__dataclass_fields__})


def refused(id: str, verb: object, *values: object) -> UserError:
    with pytest.raises(UserError) as caught:
        verb(*values)  # type: ignore[operator]
    assert caught.value.id == id
    for lang in ("ko", "en"):
        assert "{" not in caught.value.said_in(lang)  # type: ignore[arg-type]
    return caught.value


def reference(u: np.ndarray) -> np.ndarray:
    """Return softmax in float64, from the formula."""
    shifted = np.exp(u - u.max())
    return shifted / shifted.sum()


# --- the curriculum's example F


def test_the_first_screen_is_example_f() -> None:
    result = shown(START)
    assert result.printed == "tensor([0.6590, 0.2424, 0.0986])"
    assert np.round(result.probabilities, 4).tolist() == [0.6590, 0.2424, 0.0986]
    assert np.round(result.exp, 3).tolist() == [1.0, 0.368, 0.150]
    assert round(result.exp_sum, 3) == 1.517
    assert result.probability_sum == pytest.approx(1.0, abs=1e-6)


def test_the_loss_of_example_f_and_the_double_softmax_mistake() -> None:
    loss = shown(START).cross_entropy
    assert round(loss.worked, 4) == round(loss.loss, 4) == 0.4170
    assert round(loss.double, 4) == 0.8021
    assert round(loss.probability, 4) == 0.6590
    assert loss.gradient == pytest.approx([0.6590 - 1, 0.2424, 0.0986], abs=1e-4)


def test_the_thousands_overflow_without_the_maximum_and_not_with_it() -> None:
    for way in shown(START).overflow.ready:
        assert np.isnan(way.naive).all()
        assert way.stable == pytest.approx([0.0900, 0.2447, 0.6652], abs=5e-4)
    float32 = shown(START).overflow.ready[0]
    assert (float32.dtype, np.round(float32.stable, 4).tolist()) == ("float32", [0.0900, 0.2447, 0.6652])


def test_the_limits_of_exp_are_where_exp_becomes_infinite() -> None:
    limits = dict(shown(START).overflow.limits)
    assert limits["float32"] == pytest.approx(88.72, abs=0.01)
    assert limits["float16"] == pytest.approx(11.09, abs=0.01)
    for dtype, numpy_type in (("float32", np.float32), ("float16", np.float16)):
        limit = numpy_type(limits[dtype])
        with np.errstate(over="ignore"):
            assert np.isfinite(np.exp(limit))
            assert np.isinf(np.exp(np.nextafter(limit, numpy_type(np.inf), dtype=numpy_type)))


# --- properties


@given(LOGITS)
@settings(deadline=None)
def test_probabilities_sum_to_one_for_any_logits(logits: list[float]) -> None:
    result = shown(holding(logits))
    assert result.probability_sum == pytest.approx(1.0, abs=1e-6)
    assert float(result.probabilities.sum()) == pytest.approx(1.0, abs=1e-6)
    assert result.groups.sums == pytest.approx(1.0, abs=1e-6)


@given(LOGITS, st.floats(0.01, 100), st.floats(0.01, 100))
@settings(deadline=None)
def test_the_stable_way_equals_the_float64_formula(logits: list[float], temperature: float, scale: float) -> None:
    result = shown(holding(logits, temperature=temperature, scale=scale))
    assert result.scaled == pytest.approx(np.float32(logits) * scale / temperature, rel=1e-6)
    assert result.probabilities == pytest.approx(reference(result.scaled), abs=1e-6)


# On a grid of 1/64 float32 adds without rounding, so that only softmax itself is judged.
GRID = st.integers(-320_000, 320_000).map(lambda n: n / 64)


@given(st.lists(GRID, min_size=2, max_size=10), GRID)
@settings(deadline=None)
def test_adding_a_constant_to_every_logit_changes_nothing(logits: list[float], constant: float) -> None:
    before, after = shown(holding(logits)), shown(holding([z + constant for z in logits]))
    assert before.probabilities == pytest.approx(after.probabilities, abs=1e-6)
    assert before.cross_entropy.loss == pytest.approx(after.cross_entropy.loss, rel=1e-5, abs=1e-6)


@given(st.lists(st.floats(-20, 20, width=32), min_size=2, max_size=10), st.floats(0.2, 5), st.floats(0.2, 5))
@settings(deadline=None)
def test_the_jacobian_equals_autograd_and_the_formula(logits: list[float], temperature: float, scale: float) -> None:
    result = shown(holding(logits, temperature=temperature, scale=scale))
    u = torch.from_numpy(result.scaled).requires_grad_()  # float64
    rows = [torch.autograd.grad(F.softmax(u, dim=0)[i], u)[0] for i in range(len(logits))]
    assert result.jacobian == pytest.approx(torch.stack(rows).numpy(), abs=1e-6)
    p = reference(result.scaled)
    assert result.jacobian == pytest.approx(np.diag(p) - np.outer(p, p), abs=1e-6)
    # One logit moves probability from some classes to others: nothing is made or lost.
    assert result.jacobian.sum(axis=0) == pytest.approx(0.0, abs=1e-6)


@given(st.lists(st.floats(-200, 200, width=32) | st.just(-INF), min_size=1, max_size=9))
@settings(deadline=None)
def test_the_jacobian_is_rounded_as_autograd_rounds_it(logits: list[float]) -> None:
    """In float32, as the scripts print it, to the last digit."""
    result = shown(holding([0.0, *logits]))
    u = torch.tensor([0.0, *logits]).requires_grad_()
    rows = [torch.autograd.grad(F.softmax(u, dim=0)[i], u)[0] for i in range(len(logits) + 1)]
    np.testing.assert_allclose(result.jacobian, torch.stack(rows).numpy(), rtol=1e-6, atol=1e-45)


@given(st.lists(st.floats(-50, 50, width=32), min_size=2, max_size=10), st.data())
@settings(deadline=None)
def test_the_gradient_of_the_loss_is_p_minus_y(logits: list[float], data: st.DataObject) -> None:
    target = data.draw(st.integers(0, len(logits) - 1))
    result = shown(holding(logits, target=target))
    y = np.eye(len(logits))[target]
    assert result.cross_entropy.gradient == pytest.approx(reference(result.scaled) - y, abs=1e-6)
    assert result.cross_entropy.loss == pytest.approx(-math.log(reference(result.scaled)[target]), rel=1e-4, abs=1e-5)


@given(st.lists(st.floats(-50, 50, width=32), min_size=2, max_size=10))
@settings(deadline=None)
def test_entropy_is_the_formula_and_at_most_that_of_equal_chances(logits: list[float]) -> None:
    result = shown(holding(logits))
    p = reference(result.scaled)
    logarithms = np.log(np.where(p > 0, p, 1.0))
    assert result.entropy == pytest.approx(-(p * logarithms).sum(), abs=1e-5)
    assert result.entropy <= result.most_entropy + 1e-6


@given(st.floats(-30, 30, width=32), st.floats(-30, 30, width=32))
@settings(deadline=None)
def test_softmax_of_two_is_sigmoid_of_their_difference(first: float, second: float) -> None:
    pair = shown(holding([first, second])).pair
    assert pair is not None
    assert pair.softmax == pytest.approx(pair.sigmoid, abs=1e-6)
    assert pair.sigmoid == pytest.approx(1 / (1 + math.exp(-(first - second))), abs=1e-6)


def test_the_sigmoid_curve_is_a_softmax_of_two() -> None:
    d, p = softmax.sigmoid_curve()
    assert p == pytest.approx(1 / (1 + np.exp(-d)), abs=1e-12)


# --- what a person may do


def test_the_exp_column_without_the_maximum_is_exp_itself() -> None:
    result = shown(softmax.set_subtract_max(START, False))
    assert result.exp == pytest.approx(np.exp([2.0, 1.0, 0.1]), rel=1e-6)
    assert np.round(result.probabilities, 4).tolist() == [0.6590, 0.2424, 0.0986]


def test_without_the_maximum_a_large_logit_gives_nan_and_the_rest_of_the_lab_goes_on() -> None:
    result = shown(softmax.set_subtract_max(holding([1000.0, 1001.0, 1002.0]), False))
    assert np.isinf(result.exp).all()
    assert np.isnan(result.probabilities).all()
    assert result.cross_entropy.loss == pytest.approx(2.4076, abs=1e-4)
    assert np.isfinite(result.jacobian).all()


def test_temperature_and_scale_enter_as_z_times_s_over_t() -> None:
    state = softmax.set_slider(softmax.set_slider(START, "temperature", "2"), "scale", 3)
    assert shown(state).scaled == pytest.approx([3.0, 1.5, 0.15])
    assert shown(state).cross_entropy.loss == pytest.approx(-math.log(reference(np.array([3.0, 1.5, 0.15]))[0]), 1e-5)


@pytest.mark.parametrize("name", ["temperature", "scale"])
def test_zero_negative_and_unreadable_factors_are_refused(name: str) -> None:
    refused(f"softmax.{name}_zero", softmax.set_slider, START, name, 0)
    refused(f"softmax.{name}_negative", softmax.set_slider, START, name, "-1")
    refused("softmax.factor_range", softmax.set_slider, START, name, 1e-5)
    refused("parameter.not_a_number", softmax.set_slider, START, name, "abc")
    refused("parameter.not_finite", softmax.set_slider, START, name, "nan")
    refused("softmax.factor_range", softmax.set_slider, START, name, 2000)


def test_a_masked_class_has_probability_zero() -> None:
    result = shown(softmax.set_logit(START, 1, -INF))
    assert result.probabilities[1] == 0
    assert result.probability_sum == pytest.approx(1.0)
    assert np.isfinite(result.jacobian).all()
    masked = shown(softmax.set_target(softmax.set_logit(START, 1, -INF), 1)).cross_entropy
    assert (masked.loss, masked.worked) == (INF, INF)


def test_all_masked_is_refused() -> None:
    state = softmax.set_logit(softmax.set_logit(START, 0, -INF), 1, -INF)
    assert shown(state).pair is None
    refused("softmax.all_masked", softmax.set_logit, state, 2, -INF)
    refused("softmax.all_masked", softmax.set_class_count, state, 2)


def test_nan_infinity_and_huge_logits_are_refused() -> None:
    refused("softmax.logit_nan", softmax.set_logit, START, 0, math.nan)
    refused("softmax.logit_infinite", softmax.set_logit, START, 0, INF)
    refused("softmax.logit_range", softmax.set_logit, START, 0, 10001.0)
    assert softmax.set_logit(START, 0, -1e4).logits.values[0] == -1e4


def test_the_eleventh_class_and_the_last_but_one_are_refused() -> None:
    ten = softmax.set_class_count(START, 10)
    assert shown(ten).probabilities.shape == (10,)
    refused("softmax.too_many_classes", softmax.add_class, ten)
    two = softmax.remove_class(START)
    refused("softmax.one_class", softmax.remove_class, two)
    assert torch.softmax(torch.tensor([7.3]), dim=0).item() == 1.0  # what the message says


def test_fewer_classes_keep_target_and_selection_inside() -> None:
    state = softmax.select(softmax.set_target(START, 2), 2)
    state = softmax.set_class_count(state, 2)
    assert (state.target, state.selected, state.names) == (1, 1, ("", ""))


def test_names_are_tidied_and_an_empty_one_is_ready_made_again() -> None:
    named = softmax.set_name(START, 1, "  검은\t 개\n")
    assert named.names == ("", "검은 개", "")
    assert softmax.set_name(named, 1, " ").names == ("", "", "")
    refused("softmax.name_too_long", softmax.set_name, START, 0, "가" * 21)


def test_dragging_minus_zero_is_zero() -> None:
    assert math.copysign(1.0, softmax.set_logit(START, 0, -0.0).logits.values[0]) == 1.0


@pytest.mark.parametrize(("dim", "axis"), [(0, 0), (1, 1), (-1, 1), (-2, 0)])
def test_dim_says_which_numbers_sum_to_one(dim: int, axis: int) -> None:
    result = shown(softmax.set_dim(START, dim))
    assert result.groups.axis == axis
    assert result.groups.softmax.sum(axis=axis) == pytest.approx(1.0, abs=1e-6)
    expected = np.apply_along_axis(reference, axis, np.array([[2.0, 1.0, 0.1], [0.0, 1.0, 2.0]]))
    assert result.groups.softmax == pytest.approx(expected, abs=1e-6)
    refused("softmax.dim", softmax.set_dim, START, 2)


def test_the_matrix_takes_up_to_four_by_four_finite_numbers() -> None:
    assert softmax.set_matrix(START, TensorValue.of([1.0, 2.0])).matrix.shape == (1, 2)
    assert softmax.resize_matrix(START, 4, 4).matrix.shape == (4, 4)
    refused("softmax.matrix_shape", softmax.resize_matrix, START, 5, 1)
    refused("softmax.matrix_shape", softmax.set_matrix, START, TensorValue.of(np.zeros((2, 2, 2))))
    refused("softmax.matrix_finite", softmax.set_matrix_cell, START, 0, INF)
    refused("softmax.logit_range", softmax.set_matrix_cell, START, 0, 2e4)
    changed = softmax.set_matrix_cell(START, 4, -3.0)
    assert (changed.matrix.values[1, 1], changed.cell) == (-3.0, 4)


def test_slider_ranges_are_checked() -> None:
    state = softmax.set_range(START, "temperature", 0.5, 2.0, 0.5)
    assert state.ranges == {"temperature": (0.5, 2.0, 0.5)}
    refused("parameter.range", softmax.set_range, START, "scale", 2.0, 1.0, 0.1)
    refused("softmax.scale_zero", softmax.set_range, START, "scale", 0.0, 1.0, 0.1)


@pytest.mark.parametrize("key", [example.key for example in softmax.examples()])
def test_every_example_is_a_state_that_a_file_may_hold(key: str) -> None:
    state = softmax.apply_example(softmax.set_class_count(START, 10), key)
    assert softmax.checked(state) == state
    shown(state)


def test_what_the_examples_are_for() -> None:
    result = {e.key: shown(softmax.apply_example(START, e.key)) for e in softmax.examples()}
    assert result["winner"].probabilities[0] > 0.999
    assert result["equal"].probabilities == pytest.approx(1 / 3, abs=1e-6)
    assert result["equal"].entropy == pytest.approx(math.log(3), abs=1e-6)
    assert result["two"].pair.softmax == pytest.approx(result["two"].probabilities[0])
    refused("softmax.example", softmax.apply_example, START, "nothing")


# --- what a file may hold


@pytest.mark.parametrize(
    ("changes", "id"),
    [
        ({"logits": TensorValue.of([[1.0, 2.0]])}, "softmax.file_classes"),
        ({"names": ("a",)}, "softmax.file_classes"),
        ({"logits": TensorValue.of([1.0]), "names": ("",)}, "softmax.one_class"),
        ({"logits": TensorValue.of([-INF, -INF]), "names": ("", "")}, "softmax.all_masked"),
        ({"logits": TensorValue.of([math.nan, 1.0, 2.0])}, "softmax.logit_nan"),
        ({"temperature": 0.0}, "softmax.temperature_zero"),
        ({"scale": math.nan}, "parameter.not_finite"),
        ({"ranges": {"speed": (0.0, 1.0, 0.1)}}, "parameter.unknown"),
        ({"dim": 5}, "softmax.dim"),
        ({"matrix": TensorValue.of(np.zeros((9, 9)))}, "softmax.matrix_shape"),
        ({"names": ("a" * 21, "", "")}, "softmax.name_too_long"),
    ],
)
def test_a_file_with_what_the_verbs_refuse_is_refused(changes: dict[str, object], id: str) -> None:
    refused(id, softmax.checked, replace(START, **changes))


def test_indices_of_a_file_that_point_nowhere_are_put_right() -> None:
    state = softmax.checked(replace(START, target=7, selected=-9, cell=99))
    assert (state.target, state.selected, state.cell) == (0, -1, -1)


def test_an_origin_in_a_file_never_becomes_code() -> None:
    evil = TensorValue(np.array([1.0, 2.0, 3.0]), "__import__('os')")
    matrix = TensorValue(np.ones((2, 2)), "__import__('os')")
    assert "import__" not in softmax.full_code(softmax.checked(replace(START, logits=evil, matrix=matrix)))


# --- the code


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_script_prints_every_number_on_screen() -> None:
    state = softmax.set_subtract_max(holding([1.5, -INF, 0.25, 90.0], temperature=2.0, scale=1.5, target=2), False)
    state = softmax.set_dim(state, 0)
    result, said = shown(state), run(softmax.full_code(state))
    with torch_print_options():
        for numbers in (result.probabilities, result.groups.softmax, result.cross_entropy.gradient, *result.jacobian):
            assert repr(torch.tensor(numbers, dtype=torch.float32)).split("dtype")[0] in said
    assert result.printed in said
    assert repr(result.cross_entropy.loss) in said
    assert repr(result.cross_entropy.double) in said
    assert "[nan, nan, nan]" in said
    assert "tensor([0.0900, 0.2447, 0.6652])" in said


def torch_print_options():  # type: ignore[no-untyped-def]
    from torch._tensor_str import printoptions

    return printoptions(precision=4, threshold=1000, edgeitems=3, linewidth=80, sci_mode=None)


def test_the_script_of_the_first_screen_says_the_curriculums_numbers() -> None:
    said = run(softmax.full_code(START))
    for number in ("tensor([0.6590, 0.2424, 0.0986])", "0.4170", "0.8021", "tensor([-0.3410,  0.2424,  0.0986])"):
        assert number in said


def test_a_dragged_logit_stops_where_typed_ones_are_refused() -> None:
    assert softmax.drag_logit(START, 0, 2e4).logits.values[0] == 1e4
    assert softmax.drag_logit(START, 0, -2e4).logits.values[0] == -1e4


def test_the_difference_of_the_first_two_is_moved_by_the_first() -> None:
    state = softmax.set_difference(softmax.set_slider(START, "temperature", 2), 3.0)
    assert state.logits.values.tolist() == [7.0, 1.0, 0.1]
    assert shown(state).pair.difference == pytest.approx(3.0)
    masked = softmax.set_logit(START, 1, -INF)
    assert softmax.set_difference(masked, 1.0) is masked


def test_the_loss_agrees_with_its_worked_form_until_p_underflows() -> None:
    assert shown(START).cross_entropy.agrees
    far = shown(holding([0.0, -200.0], target=1)).cross_entropy
    assert (far.agrees, far.worked, far.loss) == (False, INF, pytest.approx(200.0))


def test_the_loss_curve_is_minus_log_p() -> None:
    p, loss = softmax.loss_curve()
    assert loss == pytest.approx(-np.log(p), abs=1e-12)


def test_nothing_of_the_2d_tensor_is_computed_again_while_a_bar_moves() -> None:
    assert shown(START).groups is shown(softmax.set_logit(START, 0, 3.0)).groups

"""Values, slopes and curves: what a drawing shows, what PyTorch prints, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core import evaluate
from core.activations import ACTIVATIONS, activation
from core.record import Activation, Value
from core.text import UserError

ELEMENTWISE = [r for r in ACTIVATIONS if not r.is_vector]
VECTOR = [r for r in ACTIVATIONS if r.is_vector]


@pytest.mark.parametrize(
    ("key", "params", "x", "text"),
    [
        (
            "relu",
            {},
            [[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]],
            "tensor([[0., 2., 0.],\n        [4., 0., 6.]])",
        ),
        ("relu", {}, [-1.0, 0.0, 1.0], "tensor([0., 0., 1.])"),
        ("sigmoid", {}, [-1.0, 0.0, 1.0], "tensor([0.2689, 0.5000, 0.7311])"),
        ("tanh", {}, [-1.0, 0.0, 1.0], "tensor([-0.7616,  0.0000,  0.7616])"),
        ("softmax", {"dim": 0}, [2.0, 1.0, 0.1], "tensor([0.6590, 0.2424, 0.0986])"),
        (
            "leaky_relu",
            {"negative_slope": 0.1},
            [[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]],
            "tensor([[-0.1000,  2.0000, -0.3000],\n        [ 4.0000, -0.5000,  6.0000]])",
        ),
    ],
)
def test_the_lessons_examples_print_as_pytorch_prints(
    key: str, params: dict[str, Value], x: list[float], text: str
) -> None:
    record = activation(key)
    assert evaluate.printed(evaluate.values(record, record.checked(params), torch.tensor(x))) == text


def test_the_curve_example_holds_a_thousand_points() -> None:
    x = torch.linspace(-10, 10, 1000)
    relu = evaluate.values(activation("relu"), {}, x)
    sigmoid = evaluate.values(activation("sigmoid"), {}, x)
    assert torch.equal(relu, x.clamp(min=0))
    assert float(sigmoid[0]) == pytest.approx(4.5397868e-05)
    assert evaluate.printed(relu) == repr(relu)


def test_printing_does_not_follow_global_print_options() -> None:
    x = torch.tensor([0.123456, 100.0])
    plain = repr(x)
    torch.set_printoptions(precision=1)
    try:
        assert evaluate.printed(x) == plain
        assert repr(x) != plain
    finally:
        torch.set_printoptions(profile="default")


def test_values_and_slopes_leave_the_input_alone() -> None:
    for record in ELEMENTWISE:
        x = torch.tensor([-1.5, 0.0, 2.5])
        y = evaluate.values(record, record.defaults(), x)
        evaluate.slopes(record, record.defaults(), x)
        y += 1
        assert x.tolist() == [-1.5, 0.0, 2.5]
        assert not x.requires_grad


def test_slopes_are_elementwise_in_any_shape() -> None:
    x = torch.tensor([[-1.0, 0.0], [1.0, 2.0]])
    slope = evaluate.slopes(activation("relu"), {}, x)
    assert slope.tolist() == [[0.0, 0.0], [1.0, 1.0]]
    assert evaluate.slopes(activation("tanh"), {}, torch.tensor(0.0)).item() == 1.0


def test_a_vector_function_has_no_single_slope_or_curve() -> None:
    for record in VECTOR:
        with pytest.raises(UserError) as no_slope:
            evaluate.slopes(record, record.defaults(), torch.zeros(2, 2, 2))
        assert record.name.ko in no_slope.value.said_in("ko")
        with pytest.raises(UserError) as no_curve:
            evaluate.curve(record, record.defaults(), -1, 1, 10)
        assert record.name.en in no_curve.value.said_in("en")


def test_the_jacobian_of_softmax_is_diagonal_minus_outer_product() -> None:
    x = torch.tensor([2.0, 1.0, 0.1], dtype=torch.float64)
    p = torch.softmax(x, 0)
    found = evaluate.jacobian(activation("softmax"), {"dim": -1}, x)
    torch.testing.assert_close(found, torch.diag(p) - torch.outer(p, p))


def test_the_jacobian_has_the_shape_of_output_and_input() -> None:
    assert evaluate.jacobian(activation("glu"), {"dim": -1}, torch.randn(2, 4)).shape == (2, 2, 2, 4)
    step = evaluate.jacobian(activation("step"), {}, torch.tensor([-1.0, 1.0]))
    assert torch.equal(step, torch.zeros(2, 2))
    relu = evaluate.jacobian(activation("relu"), {}, torch.tensor([-1.0, 1.0]))
    assert relu.tolist() == [[0.0, 0.0], [0.0, 1.0]]


def test_a_huge_jacobian_is_refused_with_the_size_that_fits() -> None:
    with pytest.raises(UserError) as caught:
        evaluate.jacobian(activation("softmax"), {"dim": -1}, torch.zeros(3000))
    assert "9,000,000" in caught.value.said_in("ko")
    assert "2000" in caught.value.said_in("en")


@pytest.mark.parametrize("record", ELEMENTWISE, ids=lambda r: r.key)
def test_a_curve_is_what_values_and_slopes_say(record: Activation) -> None:
    params = record.defaults()
    curve = evaluate.curve(record, params, -7.0, 7.0, 501)
    x = torch.from_numpy(curve.x.copy())
    y, slope = evaluate.values(record, params, x).numpy(), evaluate.slopes(record, params, x).numpy()
    assert curve.x.dtype == curve.y.dtype == curve.slope.dtype == np.float64
    assert (np.diff(curve.x) > 0).all()
    assert (curve.x[0], curve.x[-1]) == (-7.0, 7.0)
    drawn = np.isfinite(curve.y)
    np.testing.assert_array_equal(curve.y[drawn], y[drawn])
    drawn = np.isfinite(curve.slope)
    np.testing.assert_array_equal(curve.slope[drawn], slope[drawn])
    kinks = set(record.kinks(params))
    assert set(curve.x[np.isnan(curve.y) | np.isnan(curve.slope)].tolist()) <= kinks
    assert kinks <= set(curve.x.tolist())


@pytest.mark.parametrize(
    ("key", "params", "jumps", "slope_jumps"),
    [
        ("step", {}, [0.0], []),
        ("relu", {}, [], [0.0]),
        ("leaky_relu", {"negative_slope": 1.0}, [], []),
        ("leaky_relu", {"negative_slope": 0.5}, [], [0.0]),
        ("hardshrink", {"lambd": 0.5}, [-0.5, 0.5], [-0.5, 0.5]),
        ("hardshrink", {"lambd": 0.0}, [], [0.0]),
        ("softshrink", {"lambd": 0.5}, [], [-0.5, 0.5]),
        ("threshold", {"threshold": 1.0, "value": 0.0}, [1.0], [1.0]),
        ("elu", {"alpha": 1.0}, [], []),
        ("elu", {"alpha": 2.0}, [], [0.0]),
        ("selu", {}, [], [0.0]),
        ("softplus", {}, [], []),
        ("softplus", {"beta": 2.0, "threshold": 2.0}, [1.0], [1.0]),
        ("hardtanh", {"min_val": -2.0, "max_val": 0.5}, [], [-2.0, 0.5]),
    ],
)
def test_a_jump_is_drawn_as_a_jump(
    key: str, params: dict[str, Value], jumps: list[float], slope_jumps: list[float]
) -> None:
    record = activation(key)
    curve = evaluate.curve(record, record.checked(params), -7.0, 7.0, 100)
    assert curve.x[np.isnan(curve.y)].tolist() == jumps
    assert curve.x[np.isnan(curve.slope)].tolist() == slope_jumps
    # No drawn segment is steeper than the function itself: a slanted line over a jump would be.
    with np.errstate(invalid="ignore"):
        rise = np.abs(np.diff(curve.y)) / np.diff(curve.x)
        bend = np.abs(np.diff(curve.slope))
    assert np.nanmax(rise) < 2.5
    assert np.nanmax(bend) < 0.4


def test_a_kink_at_the_edge_of_the_view_or_outside_it_is_no_trouble() -> None:
    relu = activation("relu")
    assert np.isfinite(evaluate.curve(relu, {}, 1.0, 2.0, 10).slope).all()
    edge = evaluate.curve(relu, {}, 0.0, 2.0, 10)
    assert edge.x[0] == 0.0
    assert edge.slope[-1] == 1.0
    far = evaluate.curve(relu, {}, -1e6, 1e6, 1000)
    assert (np.diff(far.x) > 0).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16], ids=str)
@pytest.mark.parametrize("record", ELEMENTWISE, ids=lambda r: r.key)
def test_curves_can_show_the_rounding_of_each_dtype(record: Activation, dtype: torch.dtype) -> None:
    curve = evaluate.curve(record, record.defaults(), -5.0, 5.0, 50, dtype)
    exact = evaluate.curve(record, record.defaults(), -5.0, 5.0, 50)
    assert curve.y.dtype == np.float64
    x = torch.from_numpy(curve.x.copy())
    assert torch.equal(x.to(dtype).double(), x)
    assert abs(np.nanmax(curve.y) - np.nanmax(exact.y)) < 0.05


def test_rrelu_shows_the_band_its_slopes_are_drawn_from() -> None:
    record = activation("rrelu")
    assert evaluate.curve(record, record.defaults(), -5, 5, 11).y_low is None
    curve = evaluate.curve(record, record.checked({"lower": 0.1, "upper": 0.3, "training": True}), -5, 5, 11)
    assert curve.y_low is not None
    assert curve.y_high is not None
    assert (curve.y_low[0], curve.y[0], curve.y_high[0]) == pytest.approx((-1.5, -1.0, -0.5))
    assert curve.y_low[-1] == curve.y[-1] == curve.y_high[-1] == 5.0


@settings(max_examples=40, deadline=None)
@given(
    kinks=st.lists(st.floats(-3, 3), max_size=4),
    low=st.floats(-5, 0),
    width=st.floats(1e-3, 10),
    count=st.integers(2, 60),
)
def test_the_grid_always_rises_and_holds_its_ends_and_kinks(
    kinks: list[float], low: float, width: float, count: int
) -> None:
    grid, at = evaluate.curve_grid(tuple(kinks), low, low + width, count)
    assert (np.diff(grid) > 0).all()
    assert (grid[0], grid[-1]) == (low, low + width)
    assert {k for k in kinks if low <= k <= low + width} <= set(grid.tolist())
    assert all(0 < k < grid.size - 1 for k in at)


@pytest.mark.parametrize("record", VECTOR, ids=lambda r: r.key)
def test_the_curve_of_one_output_is_the_function_with_one_input_changed(record: Activation) -> None:
    params = record.defaults()
    x = torch.randn(2, 4, 2, 4, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    for output, moved in ((0, 0), (1, 0), (0, 16), (9, 9), (3, 40)):
        curve = evaluate.output_curve(record, params, x, output, moved, -2.0, 2.0, 9)
        for at, y, slope in zip(curve.x, curve.y, curve.slope, strict=True):
            changed = x.clone()
            changed.reshape(-1)[moved] = at
            changed.requires_grad_()
            expected = record.apply(changed, params).reshape(-1)[output]
            (gradient,) = torch.autograd.grad(expected, changed)
            assert y == pytest.approx(expected.item(), abs=1e-12)
            assert slope == pytest.approx(gradient.reshape(-1)[moved].item(), abs=1e-12)


def test_softmax_of_a_single_number_stays_one() -> None:
    curve = evaluate.output_curve(activation("softmax"), {"dim": 0}, torch.tensor([2.0]), 0, 0, -5.0, 5.0, 11)
    assert (curve.y == 1).all()
    assert (curve.slope == 0).all()


def test_the_output_curve_follows_the_chosen_dim() -> None:
    x = torch.zeros(2, 3)
    along_rows = evaluate.output_curve(activation("softmax"), {"dim": 1}, x, 0, 3, -1.0, 1.0, 5)
    assert along_rows.y == pytest.approx(np.full(5, 1 / 3))
    along_columns = evaluate.output_curve(activation("softmax"), {"dim": 0}, x, 0, 3, -1.0, 1.0, 5)
    assert along_columns.y[2] == pytest.approx(0.5)
    assert (np.diff(along_columns.y) < 0).all()


def test_the_output_curve_of_a_long_vector_has_fewer_points_instead_of_filling_the_memory() -> None:
    curve = evaluate.output_curve(activation("softmax"), {"dim": 0}, torch.zeros(1_000_000), 5, 5, -1.0, 30.0, 500)
    assert 2 <= curve.x.size <= 4
    assert curve.y[-1] > 0.99


def test_the_last_output_of_glu_is_meant_by_an_index_beyond_it() -> None:
    x = torch.tensor([1.0, 2.0, 3.0, 4.0])
    beyond = evaluate.output_curve(activation("glu"), {"dim": -1}, x, 3, 3, -1.0, 1.0, 5)
    last = evaluate.output_curve(activation("glu"), {"dim": -1}, x, 1, 3, -1.0, 1.0, 5)
    np.testing.assert_array_equal(beyond.y, last.y)


@pytest.mark.parametrize(
    ("key", "params", "shape", "id", "hint"),
    [
        ("softmax", {"dim": 1}, (3,), "function.dim_out_of_range", "-1"),
        ("softmax", {"dim": -3}, (2, 3), "function.dim_out_of_range", "-2"),
        ("softmax", {"dim": 1}, (), "function.dim_out_of_range", "0"),
        ("glu", {"dim": -1}, (2, 3), "function.odd_size", "4"),
        ("glu", {"dim": -1}, (), "function.needs_dimension", "[1.0, 2.0]"),
        ("softmax2d", {}, (2, 3), "function.needs_image", "(N, C, H, W)"),
        ("relu", {}, (0,), "function.empty_input", "(0,)"),
        ("softmax", {"dim": 0}, (2, 0), "function.empty_input", "(2, 0)"),
    ],
)
def test_inputs_that_do_not_fit_are_refused_with_what_to_type(
    key: str, params: dict[str, Value], shape: tuple[int, ...], id: str, hint: str
) -> None:
    with pytest.raises(UserError) as caught:
        evaluate.check_input(activation(key), params, shape)
    assert caught.value.id == id
    for lang in ("ko", "en"):
        assert hint in caught.value.said_in(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 2, 4), (1, 2, 3, 4)], ids=str)
def test_whatever_is_let_through_can_be_computed(record: Activation, shape: tuple[int, ...]) -> None:
    for dim in range(-4, 4):
        params = {**record.defaults(), "dim": dim} if "dim" in record.defaults() else record.defaults()
        try:
            evaluate.check_input(record, params, shape)
        except UserError:
            assert record.is_vector
            with pytest.raises((RuntimeError, IndexError, ValueError)):
                getattr(torch.nn, record.module)(**params)(torch.zeros(shape))
            continue
        assert evaluate.values(record, params, torch.zeros(shape)).numel() >= 1

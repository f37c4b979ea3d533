"""The deep stack measured against plain nn.Sequential with autograd, float64 NumPy, and what the papers say."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from core import session
from core.activations import ACTIVATIONS
from core.labs import gradient
from core.labs.gradient import GradientState, LayerLine, LayersResult, Stacked
from core.labs.gradient import network as stack
from core.state import AppState
from core.text import UserError

ELEMENTWISE = [record.key for record in ACTIVATIONS if not record.is_vector]


def measured(state: GradientState) -> LayersResult:
    result = gradient.compute(state).layers
    assert result is not None
    return result


def one(function: str, **changed: object) -> GradientState:
    params = changed.pop("params", {})
    made = GradientState(activations=(Stacked(function, 0, params),), depth=6, width=16)  # type: ignore[arg-type]
    return replace(made, **changed)  # type: ignore[arg-type]


def line_of(state: GradientState) -> LayerLine:
    return measured(state).line


def plain_network(state: GradientState) -> tuple[list[torch.Tensor], list[torch.Tensor], list[torch.Tensor]]:
    """The same stack as a student writes it: modules, one loss, one backward(). Returns z, h and ∂L/∂W."""
    record, params = state.activations[0].record(), state.activations[0].checked_params()
    generator = torch.Generator().manual_seed(state.seed)
    h = torch.randn(gradient.BATCH, state.width, generator=generator) * state.input_scale
    incoming = torch.randn(gradient.BATCH, state.width, generator=generator)
    layers = nn.ModuleList([nn.Linear(state.width, state.width, bias=False) for _ in range(state.depth)])
    zs, hs = [], []
    for layer in layers:
        with torch.no_grad():
            drawn = torch.randn(state.width, state.width, generator=generator)
            layer.weight.copy_(drawn * gradient.weight_spread(state))
        z = layer(h)
        z.retain_grad()
        h = record.apply(z, params)
        zs.append(z)
        hs.append(h)
    loss = (h * incoming).sum()
    if loss.requires_grad:
        loss.backward()
    return zs, hs, [layer.weight for layer in layers]


def rms(values: torch.Tensor | None) -> float:
    return 0.0 if values is None else math.sqrt(float(np.mean(values.detach().numpy().astype(np.float64) ** 2)))


@pytest.mark.parametrize("function", ELEMENTWISE)
def test_every_function_matches_plain_modules_and_autograd(function: str) -> None:
    for quantity in gradient.QUANTITIES:
        state = one(function, quantity=quantity)
        line, (zs, hs, weights) = line_of(state), plain_network(state)
        if quantity == "spread":
            expected = [float(h.detach().numpy().astype(np.float64).std()) for h in hs]
        else:
            expected = [rms(t.grad) for t in (zs if quantity == "preactivation" else weights)]
        np.testing.assert_allclose(line.shown, expected, rtol=2e-5, atol=1e-12)
    np.testing.assert_allclose(line.gradient, [rms(z.grad) for z in zs], rtol=2e-5)
    np.testing.assert_allclose(
        line.mean, [h.detach().numpy().astype(np.float64).mean() for h in hs], rtol=2e-5, atol=1e-7
    )


@pytest.mark.parametrize("function", ["sigmoid", "tanh", "gelu", "selu", "leaky_relu", "relu", "rrelu", "mish"])
def test_fifty_layers_match_autograd_through_all_of_them(function: str) -> None:
    state = one(function, depth=50, width=64, gain=1.1, quantity="weight")
    line, (zs, _, weights) = line_of(state), plain_network(state)
    np.testing.assert_allclose(line.gradient, [rms(z.grad) for z in zs], rtol=1e-4, atol=1e-40)
    np.testing.assert_allclose(line.shown, [rms(weight.grad) for weight in weights], rtol=1e-4, atol=1e-40)


def test_a_gradient_that_leaves_float32_is_what_autograd_makes_of_it() -> None:
    state = one("relu", depth=21, width=16, init="normal", sigma=30.0, input_scale=1e-6)
    line, zs = line_of(state), plain_network(state)[0]
    expected = np.array([rms(z.grad) for z in zs])
    assert not np.isfinite(expected).all()
    np.testing.assert_allclose(line.gradient, expected, rtol=1e-4)
    assert line.overflow == np.flatnonzero(~np.isfinite(expected))[-1] + 1


def test_sigmoid_matches_a_float64_formula_without_any_library() -> None:
    state = one("sigmoid", depth=12, width=32, gain=1.4, input_scale=0.7, seed=5)
    numbers = stack.draws(5, 32, 12)
    weights = [w.numpy().astype(np.float64) * gradient.weight_spread(state) for w in numbers.weights]
    h = numbers.inputs.numpy().astype(np.float64) * 0.7
    outputs = []
    for weight in weights:
        h = 1 / (1 + np.exp(-h @ weight.T))
        outputs.append(h)
    flowing, expected = numbers.incoming.numpy().astype(np.float64), []
    for weight, h in zip(reversed(weights), reversed(outputs), strict=True):
        delta = flowing * h * (1 - h)
        expected.append(np.sqrt((delta**2).mean()))
        flowing = delta @ weight
    np.testing.assert_allclose(line_of(state).gradient, expected[::-1], rtol=1e-4)


def test_the_model_is_a_quarter_to_the_power_of_the_layers_for_sigmoid() -> None:
    line = line_of(one("sigmoid", depth=10))
    assert line.largest_slope == pytest.approx(0.25)
    np.testing.assert_allclose(line.model, 0.25 ** np.arange(10, 0, -1), rtol=1e-6)
    assert (line.slope_factor <= 0.25).all()
    assert line_of(one("sigmoid", quantity="spread")).model is None


def test_the_model_of_the_weights_begins_at_the_last_layer() -> None:
    line = line_of(one("sigmoid", depth=5, quantity="weight"))
    np.testing.assert_allclose(line.model, line.shown[-1] * 0.25 ** np.arange(4, -1, -1), rtol=1e-6)


@pytest.mark.parametrize("function", ["sigmoid", "relu", "gelu", "selu", "tanh"])
def test_what_a_layer_does_is_its_weights_times_its_slopes(function: str) -> None:
    line = line_of(one(function, depth=9))
    arriving = np.append(line.gradient[1:], 1.0)
    np.testing.assert_allclose(line.gradient, arriving * line.weight_factor * line.slope_factor, rtol=1e-12)
    assert line.weight_factor[-1] == pytest.approx(rms(stack.draws(0, 16, 9).incoming), rel=1e-6)


def test_the_model_fails_where_weights_matter() -> None:
    small, large = (line_of(one("relu", depth=20, init="normal", sigma=s)) for s in (0.1, 1.0))
    assert small.model is not None
    assert large.model is not None
    assert small.model[0] == large.model[0] == 1.0
    assert small.gradient[0] < 1e-3
    assert large.gradient[0] > 1e3


@pytest.mark.parametrize(
    ("key", "verdict", "limits"),
    [
        ("sigmoid_vanishes", "vanishes", (0.0, 1e-9)),
        ("relu_he", "holds", (0.1, 10.0)),
        ("tanh_xavier", "holds", (0.01, 1.0)),
        ("exploding", "explodes", (1e5, math.inf)),
        ("selu_normalises", "holds", (0.1, 100.0)),
    ],
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_scene_shows_what_its_name_says(key: str, verdict: str, limits: tuple[float, float], seed: int) -> None:
    state = gradient.apply_scene(replace(GradientState(), seed=seed), key)
    line = line_of(state)
    assert line.verdict == verdict
    assert limits[0] <= line.gradient[0] <= limits[1]
    assert gradient.checked(state) == state


@pytest.mark.parametrize("seed", range(3))
def test_selu_with_lecun_keeps_mean_0_and_spread_1(seed: int) -> None:
    """Klambauer et al. 2017: (0, 1) is a fixed point that outputs are drawn back to."""
    for scale in (0.5, 1.0, 2.0):
        line = line_of(one("selu", init="lecun", depth=50, width=64, seed=seed, input_scale=scale))
        assert np.abs(line.mean[20:]).max() < 0.35
        assert (np.abs(line.spread[20:] - 1) < 0.25).all()


def test_he_keeps_relu_on_average_and_half_of_the_variance_is_lost_with_xavier() -> None:
    """He et al. 2015, eq. 10 and 14: with variance 2/n the second moment stays, with 1/n it halves at each layer."""
    he = [line_of(one("relu", init="he", depth=20, width=128, seed=s)) for s in range(6)]
    xavier = [line_of(one("relu", init="xavier", depth=20, width=128, seed=s)) for s in range(6)]
    assert np.mean([np.log(line.gradient[0]) for line in he]) == pytest.approx(math.log(math.sqrt(0.5)), abs=0.5)
    for a, b in zip(he, xavier, strict=True):
        assert b.gradient[0] / a.gradient[0] == pytest.approx(2.0 ** (-19 / 2), rel=1e-3)


def test_the_weights_spread_is_that_of_torchs_own_initialisations() -> None:
    torch.manual_seed(0)
    layer = torch.empty(128, 128)
    made = {
        "xavier": nn.init.xavier_normal_(layer.clone(), gain=1.0),
        "he": nn.init.kaiming_normal_(layer.clone(), nonlinearity="relu"),
        "lecun": nn.init.kaiming_normal_(layer.clone(), nonlinearity="linear"),
    }
    for init, weight in made.items():
        assert gradient.weight_spread(one("relu", init=init, width=128)) == pytest.approx(weight.std().item(), rel=0.03)
    assert gradient.weight_spread(one("relu", init="he", width=128, gain=2.0)) == pytest.approx(2 * math.sqrt(2 / 128))
    assert gradient.weight_spread(one("relu", init="normal", sigma=0.25, gain=2.0)) == 0.25


def test_dead_and_saturated_units_are_counted_over_the_whole_batch() -> None:
    state = one("relu", depth=12, width=32, init="he", threshold=0.5)
    line, (zs, hs, _) = line_of(state), plain_network(state)
    dead = [int((h.detach().numpy() == 0).all(axis=0).sum()) for h in hs]
    assert line.dead.tolist() == dead
    assert max(dead) > 0
    np.testing.assert_allclose(line.saturated, [(z.detach().numpy() <= 0).mean() for z in zs])
    hidden = line_of(one("sigmoid", width=32, init="normal", sigma=1.0))
    z = plain_network(one("sigmoid", width=32, init="normal", sigma=1.0))[0][0].detach().double().sigmoid().numpy()
    assert hidden.saturated[0] == pytest.approx((z * (1 - z) < 0.1).mean(), abs=1e-3)


def test_a_unit_that_is_0_without_losing_its_slope_is_not_dead() -> None:
    line = line_of(one("identity", init="normal", sigma=0.0))
    assert line.spread.tolist() == [0.0] * 6
    assert line.dead.tolist() == [0] * 6


@pytest.mark.parametrize("function", ["relu", "sigmoid", "tanh", "elu", "identity"])
def test_histograms_count_every_output(function: str) -> None:
    state = one(function, gain=1.3)
    line, hs = line_of(state), plain_network(state)[1]
    low, high = line.value_range
    for counts, h in zip(line.counts, hs, strict=True):
        inside = np.clip(h.detach().numpy().astype(np.float64), low, high)
        expected = np.histogram(inside, bins=gradient.BINS, range=(low, high))[0]
        assert counts.sum() == h.numel()
        assert np.abs(counts - expected).sum() <= 4  # a number on the edge of two bins may fall to either side
    detail = measured(state).detail
    assert detail.counts.sum() == hs[0].numel()
    assert (detail.lowest, detail.highest) == (hs[0].min().item(), hs[0].max().item())


def test_numbers_beyond_float32_are_said_not_hidden() -> None:
    line = line_of(one("identity", depth=50, init="normal", sigma=100.0))
    assert line.verdict == "overflow"
    assert 0 < line.overflow < 50
    assert np.isnan(line.gradient).all()
    assert np.isfinite(line.spread[: line.overflow - 1]).all()
    nothing = line_of(one("relu", init="normal", sigma=0.0))
    assert nothing.verdict == "nothing"
    assert (nothing.gradient[:-1] == 0).all()


def test_a_gradient_far_below_1_is_measured_not_rounded_to_0() -> None:
    """Squares of 1e-30 are no numbers of float32: the root mean square has to be taken in float64."""
    line = line_of(one("sigmoid", depth=50, width=64))
    assert 0 < line.gradient[0] < 1e-28


def test_the_step_function_and_a_comparison_let_nothing_through() -> None:
    for stacked in (Stacked("step"), Stacked("custom", formula="x > 0")):
        line = line_of(replace(one("relu"), activations=(stacked,)))
        assert (line.gradient == 0).all()
        assert line.verdict == "nothing"


def test_an_own_formula_and_parameters_are_taken() -> None:
    own = replace(one("relu"), activations=(Stacked("custom", formula="max(x, a*x)", params={"a": 0.2}),))
    leaky = one("leaky_relu", params={"negative_slope": 0.2})
    np.testing.assert_allclose(line_of(own).gradient, line_of(leaky).gradient, rtol=1e-6)


def test_a_deeper_stack_begins_with_the_layers_of_the_shallower_one() -> None:
    shallow, deep = line_of(one("tanh", depth=3)), line_of(one("tanh", depth=9))
    np.testing.assert_array_equal(shallow.spread, deep.spread[:3])


def test_the_same_state_gives_the_same_numbers_and_another_seed_others() -> None:
    first, again, other = (line_of(one("tanh", seed=s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first.gradient, again.gradient)
    assert (first.gradient != other.gradient).all()


# --- verbs and sessions ---


def test_verbs_refuse_what_cannot_be() -> None:
    full = GradientState(activations=tuple(Stacked("relu", i) for i in range(5)))
    refused = [
        (lambda: gradient.add_activation(full, "tanh"), "gradient.too_many"),
        (lambda: gradient.add_activation(GradientState(), "softmax"), "gradient.vector"),
        (lambda: gradient.remove_activation(one("relu"), 0), "gradient.last_one"),
        (lambda: gradient.set_setting(GradientState(), "depth", 51), "parameter.out_of_range"),
        (lambda: gradient.set_setting(GradientState(), "depth", "ten"), "parameter.not_a_number"),
        (lambda: gradient.set_setting(GradientState(), "width", 1), "parameter.out_of_range"),
        (lambda: gradient.set_setting(GradientState(), "seed", 1.5), "parameter.not_an_integer"),
        (lambda: gradient.set_init(GradientState(), "magic"), "gradient.choice"),
        (lambda: gradient.apply_scene(GradientState(), "?"), "gradient.choice"),
    ]
    for act, wanted in refused:
        with pytest.raises(UserError) as error:
            act()
        assert error.value.id == wanted
        assert error.value.said_in("ko")
        assert error.value.said_in("en")


def test_a_function_keeps_its_line_while_others_come_and_go() -> None:
    state = gradient.remove_activation(GradientState(), 0)
    assert [s.series for s in state.activations] == [1, 2]
    assert [s.series for s in gradient.add_activation(state, "gelu").activations] == [1, 2, 0]


def test_a_shallower_stack_shows_its_last_layer_and_comes_back() -> None:
    state = gradient.select_layer(GradientState(), 15)
    shallow = gradient.set_setting(state, "depth", 4)
    assert measured(shallow).layer == 4
    assert gradient.set_setting(shallow, "depth", 20).shown_layer == 15


@settings(max_examples=40, deadline=None)
@given(
    functions=st.lists(st.sampled_from(ELEMENTWISE), min_size=1, max_size=5),
    depth=st.integers(1, 50),
    width=st.integers(2, 24),
    init=st.sampled_from(gradient.INITS),
    gain=st.floats(0, 100, allow_nan=False),
    scale=st.floats(0, 10_000, allow_nan=False),
    quantity=st.sampled_from(gradient.QUANTITIES),
    layer=st.integers(-5, 80),
)
def test_any_setting_is_computed_and_survives_a_session(functions, depth, width, init, gain, scale, quantity, layer):  # type: ignore[no-untyped-def]
    state = GradientState(activations=tuple(Stacked(f, i) for i, f in enumerate(functions)))
    for name, value in (("depth", depth), ("width", width), ("gain", gain), ("input_scale", scale), ("sigma", gain)):
        state = gradient.set_setting(state, name, value)
    state = gradient.select_layer(gradient.set_quantity(gradient.set_init(state, init), quantity), layer)
    result = measured(state)
    for line in result.lines:
        assert line.shown.shape == (depth,)
        assert line.counts.shape == (depth, gradient.BINS)
        assert (line.counts >= 0).all()
        assert (line.dead <= width).all()
        saturated = line.saturated[np.isfinite(line.saturated)]
        assert ((saturated >= 0) & (saturated <= 1)).all()
    whole = AppState(gradient=state)
    assert session.decode(session.encode(whole), "x") == whole


@pytest.mark.parametrize(
    "broken",
    [
        {"view": "attic"},
        {"activations": ()},
        {"activations": (Stacked("relu", 0), Stacked("tanh", 0))},
        {"activations": (Stacked("relu", 7),)},
        {"activations": (Stacked("softmax", 0),)},
        {"activations": (Stacked("leaky_relu", 0, {"slope": 1.0}),)},
        {"depth": 0},
        {"width": 4096},
        {"gain": float("1e9")},
        {"init": "zero"},
        {"quantity": "mood"},
        {"layer": 0},
        {"ranges": {"depth": (5.0, 1.0, 1.0)}},
        {"ranges": {"height": (0.0, 1.0, 0.1)}},
    ],
)
def test_a_broken_session_is_refused_with_a_message(broken: dict[str, object]) -> None:
    with pytest.raises(UserError) as error:
        session.decode(session.encode(AppState(gradient=replace(GradientState(), **broken))), "x")  # type: ignore[arg-type]
    assert error.value.said_in("ko")
    assert error.value.said_in("en")

"""The workshop's training against torch.optim.SGD on modules, and what its scenes promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import nn

from core import session
from core.labs import gradient
from core.labs.gradient import GradientState, Stacked, WorkshopResult, WorkshopState, workshop
from core.labs.gradient.workshop_data import DATA_SETS, data
from core.state import AppState
from core.text import UserError


def shown(state: WorkshopState) -> WorkshopResult:
    result = gradient.compute(GradientState(view="workshop", workshop=state)).workshop
    assert result is not None
    return result


def modules(state: WorkshopState, function: nn.Module) -> nn.Sequential:
    """The network as modules with the state's weights."""
    weights, inputs = state.current_weights(), data(state.data).inputs.shape[1]
    net = nn.Sequential(nn.Linear(inputs, state.units), function, nn.Linear(state.units, 1))
    with torch.no_grad():
        net[0].weight.copy_(torch.tensor(weights.hidden_weight))
        net[0].bias.copy_(torch.tensor(weights.hidden_bias) + state.shift)
        net[2].weight.copy_(torch.tensor([weights.output_weight]))
        net[2].bias.copy_(torch.tensor(weights.output_bias))
    return net


@pytest.mark.parametrize("key", DATA_SETS)
@pytest.mark.parametrize(
    ("function", "module"),
    [("relu", nn.ReLU()), ("leaky_relu", nn.LeakyReLU()), ("tanh", nn.Tanh()), ("sigmoid", nn.Sigmoid())],
)
def test_thirty_steps_are_those_of_torchs_own_sgd(key: str, function: str, module: nn.Module) -> None:
    state = workshop.choose_data(WorkshopState(activation=Stacked(function), learning_rate=0.05, shift=-0.5), key)
    net = modules(state, module)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05)
    used = data(key)
    loss_function = nn.BCEWithLogitsLoss() if used.is_plane else nn.MSELoss()
    losses = []
    for _ in range(30):
        optimizer.zero_grad()
        loss = loss_function(net(used.inputs)[:, 0], used.targets)
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    trained = workshop.step(state, 30)
    np.testing.assert_allclose(trained.losses, losses, rtol=1e-4)
    weights = trained.current_weights()
    np.testing.assert_allclose(weights.hidden_weight, net[0].weight.detach().numpy(), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(np.array(weights.hidden_bias) - 0.5, net[0].bias.detach().numpy(), rtol=1e-3, atol=1e-4)


def test_a_dead_unit_is_0_for_every_sample_and_its_gradient_is_exactly_0() -> None:
    state = workshop.step(workshop.apply_workshop_scene(WorkshopState(), "learning_rate_kills"), 10)
    result, used = shown(state), data("wave")
    net = modules(state, nn.ReLU())
    nn.MSELoss()(net(used.inputs)[:, 0], used.targets).backward()
    z = net[0](used.inputs).detach().numpy()
    np.testing.assert_array_equal(result.dead, (z <= 0).all(axis=0))
    np.testing.assert_allclose(result.active, (z > 0).mean(axis=0))
    lengths = np.sqrt((net[0].weight.grad.numpy() ** 2).sum(axis=1) + net[0].bias.grad.numpy() ** 2)
    np.testing.assert_allclose(result.gradient, lengths, rtol=1e-4, atol=1e-8)
    assert (result.gradient[result.dead] == 0).all()
    assert (result.gradient[~result.dead] > 0).all()


def test_one_negative_sample_does_not_kill() -> None:
    result = shown(WorkshopState())
    assert result.dead_count == 0
    assert (result.active < 1).any()


def test_a_large_learning_rate_kills_and_a_small_one_does_not() -> None:
    large = workshop.apply_workshop_scene(WorkshopState(), "learning_rate_kills")
    assert shown(large).dead_count == 0
    killed = workshop.step(large, 100)
    calm = workshop.step(replace(large, learning_rate=0.05), 100)
    assert shown(killed).dead_count >= 9
    assert shown(calm).dead_count == 0
    assert shown(killed).loss > 2 * shown(calm).loss


def test_a_bias_kills_every_unit_and_then_nothing_is_learned() -> None:
    buried = workshop.apply_workshop_scene(WorkshopState(), "bias_kills")
    assert shown(buried).dead_count == 12
    later = workshop.step(buried, 100)
    assert later.current_weights().hidden_weight == buried.current_weights().hidden_weight
    assert shown(later).dead_count == 12
    assert shown(workshop.set_workshop(buried, "shift", 0.0)).dead_count <= 1


def test_leaky_relu_lets_the_dead_recover() -> None:
    buried = workshop.step(workshop.apply_workshop_scene(WorkshopState(), "bias_kills"), 10)
    leaky = workshop.set_hidden_param(workshop.choose_hidden(buried, "leaky_relu"), "negative_slope", 0.1)
    before = shown(leaky)
    assert before.dead_count == 0
    assert before.asleep.all()
    assert (before.gradient > 0).all()
    recovered = workshop.step(workshop.step(leaky, 100), 100)
    assert shown(recovered).loss < 0.1 < before.loss
    assert shown(recovered).asleep.sum() <= 8
    assert shown(workshop.choose_hidden(recovered, "relu")).dead_count <= 8


def test_the_pictures_are_the_networks_output() -> None:
    line = shown(WorkshopState())
    net = modules(WorkshopState(), nn.ReLU())
    with torch.no_grad():
        expected = net(torch.tensor(line.curve_x, dtype=torch.float32)[:, None])[:, 0].numpy()
    np.testing.assert_allclose(line.curve_y, expected, atol=1e-5)
    ring = workshop.choose_data(WorkshopState(), "ring")
    plane = shown(ring)
    side = plane.grid.shape[0]
    at = np.linspace(-gradient.VIEW_REACH, gradient.VIEW_REACH, side)
    with torch.no_grad():
        point = torch.tensor([[at[40], at[9]]], dtype=torch.float32)
        assert plane.grid[9, 40] == pytest.approx(modules(ring, nn.ReLU())(point).sigmoid().item(), abs=1e-5)


def test_restarting_units_seed_and_data_begin_anew_and_the_function_does_not() -> None:
    trained = workshop.step(WorkshopState(), 5)
    for other in (
        workshop.set_workshop(trained, "units", 5),
        workshop.set_workshop(trained, "start_seed", 9),
        workshop.choose_data(trained, "ring"),
        workshop.restart(trained),
    ):
        assert (other.weights, other.losses, other.steps) == (None, (), 0)
    for kept in (workshop.choose_hidden(trained, "tanh"), workshop.set_workshop(trained, "learning_rate", 1.0)):
        assert kept.weights == trained.weights
        assert kept.steps == 5
    assert workshop.restart(trained) == WorkshopState()


def test_a_step_out_of_float32_is_refused_and_nothing_changes() -> None:
    with pytest.raises(UserError) as error:
        workshop.step(WorkshopState(learning_rate=1000.0), 100)
    assert error.value.id == "gradient.diverged"
    assert error.value.said_in("ko")
    assert error.value.said_in("en")
    with pytest.raises(UserError):
        workshop.step(WorkshopState(), 0)


@settings(max_examples=25, deadline=None)
@given(
    key=st.sampled_from(DATA_SETS),
    units=st.integers(1, 24),
    seed=st.integers(0, 999),
    shift=st.floats(-10, 10, allow_nan=False),
    steps=st.integers(0, 5),
)
def test_a_trained_workshop_survives_a_session_to_the_last_bit(key, units, seed, shift, steps):  # type: ignore[no-untyped-def]
    state = workshop.choose_data(WorkshopState(), key)
    for name, value in (("units", units), ("start_seed", seed), ("shift", shift)):
        state = workshop.set_workshop(state, name, value)
    if steps:
        try:
            state = workshop.step(state, steps)
        except UserError as error:
            assume(error.id != "gradient.diverged")  # too large a step is another test's matter
            raise
    whole = AppState(gradient=GradientState(view="workshop", workshop=state))
    again = session.decode(session.encode(whole), "x")
    assert again == whole
    np.testing.assert_array_equal(shown(again.gradient.workshop).gradient, shown(state).gradient)


@pytest.mark.parametrize(
    "broken",
    [
        {"data": "moon"},
        {"units": 0},
        {"learning_rate": -1.0},
        {"activation": Stacked("softmax")},
        {"units": 3, "weights": WorkshopState().current_weights()},
        {"weights": replace(WorkshopState().current_weights(), output_bias=())},
        {"weights": WorkshopState().current_weights(), "steps": -1},
        {"ranges": {"mood": (0.0, 1.0, 0.1)}},
    ],
)
def test_a_broken_session_is_refused_with_a_message(broken: dict[str, object]) -> None:
    state = AppState(gradient=GradientState(workshop=replace(WorkshopState(), **broken)))  # type: ignore[arg-type]
    with pytest.raises(UserError) as error:
        session.decode(session.encode(state), "x")
    assert error.value.said_in("ko")
    assert error.value.said_in("en")

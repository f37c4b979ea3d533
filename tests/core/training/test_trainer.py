"""The batched training against plain PyTorch: one nn.Sequential and one torch.optim for every network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from core.training.datasets import DataChoice
from core.training.network import initial_parameters
from core.training.plan import LayerFunction, Plan
from core.training.trainer import CancelledError, Trainer
from tests.core.training.plans import ELEMENTWISE, function, plan


class _Applied(nn.Module):
    def __init__(self, f: LayerFunction) -> None:
        super().__init__()
        self._function = f

    def forward(self, x: Tensor) -> Tensor:
        return self._function.record.apply(x, self._function.params)


def _plain_network(made: Plan, network: int) -> nn.Sequential:
    """Return a network of PyTorch's own parts that starts from the same weights."""
    given = initial_parameters(made).of_network(network)
    modules: list[nn.Module] = []
    functions = made.contestants[network // made.design.seeds].functions
    for layer, (inputs, outputs) in enumerate(zip(made.sizes, made.sizes[1:], strict=False)):
        linear = nn.Linear(inputs, outputs)
        with torch.no_grad():
            linear.weight.copy_(given[2 * layer])
            linear.bias.copy_(given[2 * layer + 1])
        modules.append(linear)
        if layer < len(functions):
            f = functions[layer]
            modules.append(nn.PReLU(init=float(f.params["init"])) if f.record.learned else _Applied(f))
    return nn.Sequential(*modules)


def _train_plainly(made: Plan, model: nn.Sequential, steps: int) -> None:
    design = made.design
    if design.optimizer == "adam":
        optimizer: torch.optim.Optimizer = torch.optim.Adam(model.parameters(), lr=design.learning_rate)
    else:
        momentum = design.momentum if design.optimizer == "momentum" else 0.0
        optimizer = torch.optim.SGD(model.parameters(), lr=design.learning_rate, momentum=momentum)
    loss_of = {"bce": nn.BCEWithLogitsLoss(), "cross_entropy": nn.CrossEntropyLoss(), "mse": nn.MSELoss()}[made.loss]
    data = made.dataset
    train = torch.from_numpy(data.train)
    inputs, targets = data.network_inputs()[train], data.network_targets()[train]
    weights = [m.weight for m in model if isinstance(m, nn.Linear)]
    for step in range(steps):
        epoch, batch = divmod(step, made.steps_per_epoch)
        chosen = data.batch_order(epoch)[batch * made.batch_size : (batch + 1) * made.batch_size]
        loss = loss_of(model(inputs[chosen]), targets[chosen])
        loss = loss + design.l1 * sum(w.abs().sum() for w in weights)
        loss = loss + design.l2 / 2 * sum(w.square().sum() for w in weights)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def _parameters_of(model: nn.Sequential) -> list[Tensor]:
    linear = [p for m in model if isinstance(m, nn.Linear) for p in (m.weight, m.bias)]
    return [*linear, *(m.weight for m in model if isinstance(m, nn.PReLU))]


def _compare(made: Plan, steps: int, networks: Sequence[int]) -> None:
    trainer = Trainer(made)
    trainer.run(steps)
    for network in networks:
        model = _plain_network(made, network)
        _train_plainly(made, model, steps)
        for found, true in zip(trainer.parameters.of_network(network), _parameters_of(model), strict=True):
            torch.testing.assert_close(found, true.detach().reshape(found.shape), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("kind", ["circle", "blobs", "sine"])
def test_200_steps_equal_those_of_sequential_and_optim(optimizer: str, kind: str) -> None:
    functions = ["identity", "tanh", "relu", "gelu", "prelu", "x*sigmoid(x)"]
    made = plan(functions, DataChoice(kind, count=53), optimizer=optimizer, learning_rate=0.005)
    _compare(made, 200, (0, 3, 5, 6, 9, 11))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_penalties_pull_weights_and_leave_biases_alone(optimizer: str) -> None:
    made = plan(["tanh", "silu"], optimizer=optimizer, learning_rate=0.02, l1=0.003, l2=0.05)
    _compare(made, 200, (0, 3))


@pytest.mark.parametrize("said", ELEMENTWISE)
def test_every_function_of_the_catalogue_trains_as_plain_pytorch_does(said: str) -> None:
    _compare(plan([said], optimizer="adam", learning_rate=0.01), 60, (1,))


@pytest.mark.parametrize(("batch_size", "depth", "width"), [(1, 1, 3), (0, 2, 8), (32, 4, 16), (60, 0, 8), (7, 8, 4)])
def test_every_batch_size_depth_and_width(batch_size: int, depth: int, width: int) -> None:
    made = plan(["tanh", "elu"], batch_size=batch_size, depth=depth, width=width)
    _compare(made, 60, (0, 3))


@pytest.mark.parametrize("initialization", ["xavier", "he", "normal", "matched"])
def test_networks_of_one_seed_start_alike_and_seeds_differ(initialization: str) -> None:
    made = plan(["relu", "tanh"], initialization=initialization, seeds=3)
    parameters = initial_parameters(made)
    relu, tanh = parameters.of_network(1), parameters.of_network(4)
    for one, other in zip(relu, tanh, strict=True):
        # "matched" gives each activation its own scale: the direction is the same.
        scale = other.norm() / one.norm() if initialization == "matched" and one.norm() else 1.0
        torch.testing.assert_close(one * scale, other)
    assert not torch.equal(parameters.weight(0)[0], parameters.weight(0)[1])


def test_the_initial_weights_are_those_of_torch_nn_init() -> None:
    made = plan(["relu"], first_seed=7, seeds=2, initialization="he")
    generator = torch.Generator().manual_seed(8)
    parameters = initial_parameters(made)
    for layer, shape in enumerate([(8, 2), (8, 8), (1, 8)]):
        drawn = nn.init.kaiming_normal_(torch.empty(shape), nonlinearity="relu", generator=generator)
        assert torch.equal(parameters.weight(layer)[1], drawn)
        assert not parameters.bias(layer).any()


def test_matched_weights_give_every_activation_inputs_of_variance_1() -> None:
    made = plan(["sigmoid", "relu"], initialization="matched", depth=5, width=16)
    trainer = Trainer(made)
    count = made.dataset.train_count
    batch = trainer.watching_pass(count)
    batch.feed(trainer.all_inputs()[:, :count])
    for layer in batch.layers[:-1]:
        for act in layer.linear:
            act()
        index = batch.layers.index(layer)
        deviation = batch.values[index].reshape(made.networks, -1).std(1)
        torch.testing.assert_close(deviation, torch.ones(made.networks), rtol=1e-4, atol=1e-4)
        for act in layer.activate:
            act()


def test_layers_may_have_different_activations() -> None:
    from core.training.plan import Contestant

    made = plan(["relu", "relu"])
    mixed = Contestant((function("relu"), function("tanh")))
    made = Plan(made.dataset, made.design, (made.contestants[0], mixed))
    _compare(made, 60, (0, 3))


def test_a_seed_gives_the_same_run_every_time_however_it_is_cut_up() -> None:
    made = plan(["relu", "rrelu", "silu"], optimizer="adam")
    first, second = Trainer(made), Trainer(made)
    first.run(70)
    for steps in (1, 2, 30, 37):
        second.evaluate()
        second.run(steps)
    assert torch.equal(first.parameters.flat, second.parameters.flat)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_snapshot_leads_to_the_same_future(optimizer: str) -> None:
    trainer = Trainer(plan(["relu", "tanh"], optimizer=optimizer))
    trainer.run(7)
    kept = trainer.remember()
    trainer.run(20)
    there = trainer.parameters.flat.clone()
    trainer.return_to(kept)
    assert trainer.position.steps == 7
    trainer.run(20)
    assert torch.equal(trainer.parameters.flat, there)


def test_one_network_is_given_back_what_it_had() -> None:
    trainer = Trainer(plan(["relu", "prelu"], optimizer="adam"))
    trainer.run(5)
    kept, before = trainer.remember(), [p.clone() for p in trainer.parameters.of_network(2)]
    trainer.run(5)
    other = [p.clone() for p in trainer.parameters.of_network(1)]
    trainer.restore_networks(kept, [2])
    assert all(torch.equal(a, b) for a, b in zip(before, trainer.parameters.of_network(2), strict=True))
    assert all(torch.equal(a, b) for a, b in zip(other, trainer.parameters.of_network(1), strict=True))


@pytest.mark.parametrize("kind", ["moons", "spirals", "plane"])
def test_loss_and_accuracy_are_those_of_torch_nn(kind: str) -> None:
    made = plan(["relu", "tanh"], DataChoice(kind, count=80, test_share=0.4))
    trainer = Trainer(made)
    trainer.run(30)
    found = trainer.evaluate()
    model = _plain_network(made, 3)
    _train_plainly(made, model, 30)
    data = made.dataset
    loss_of = {"bce": nn.BCEWithLogitsLoss(), "cross_entropy": nn.CrossEntropyLoss(), "mse": nn.MSELoss()}[made.loss]
    for part, loss, accuracy in (
        (data.train, found.train_loss, found.train_accuracy),
        (data.test, found.test_loss, found.test_accuracy),
    ):
        logits, targets = model(data.network_inputs()[part]), data.network_targets()[part]
        assert loss[3] == pytest.approx(loss_of(logits, targets).item(), rel=1e-4)
        if made.loss == "mse":
            assert np.isnan(accuracy).all()
        else:
            right = logits.argmax(1) == targets if made.loss == "cross_entropy" else (logits > 0) == (targets > 0.5)
            assert accuracy[3] == pytest.approx(right.float().mean().item())


def test_the_first_gradient_is_that_of_the_whole_training_data() -> None:
    made = plan(["tanh", "sigmoid"], DataChoice("circle", count=90))
    trainer = Trainer(made)
    model = _plain_network(made, 2)
    train = torch.from_numpy(made.dataset.train)
    logits = model(made.dataset.network_inputs()[train])
    nn.BCEWithLogitsLoss()(logits, made.dataset.network_targets()[train]).backward()
    weight = model[0].weight
    assert weight.grad is not None
    assert trainer.first_gradient()[2] == pytest.approx(weight.grad.norm().item(), rel=1e-5)


def test_a_unit_is_dead_when_it_is_0_for_every_sample() -> None:
    made = plan(["relu", "leaky_relu"], seeds=1)
    trainer = Trainer(made)
    trainer.parameters.bias(0)[:, 3] = -100.0
    trainer.parameters.bias(1)[:, 0] = -100.0
    dead = trainer.dead_units()
    assert dead.shape == (2, 2, 8)
    assert dead[0, 0, 3]
    assert dead[0, 1, 0]
    assert not dead[1].any()
    inputs = made.dataset.network_inputs()
    weight, bias = trainer.parameters.of_network(0)[:2]
    true = (torch.relu(inputs @ weight.t() + bias) == 0).all(0)
    assert dead[0, 0].tolist() == true.tolist()


def test_answers_over_the_plane_are_those_of_the_network() -> None:
    made = plan(["relu", "tanh"], DataChoice("blobs", count=60))
    trainer = Trainer(made)
    points = np.random.default_rng(0).uniform(-3, 3, (5000, 2))
    found = trainer.answers(points)
    true = torch.softmax(_plain_network(made, 3)(torch.from_numpy(points).float()), 1)
    torch.testing.assert_close(found[3].t(), true.detach(), rtol=1e-4, atol=1e-5)


def test_whoever_is_impatient_finds_everything_as_it_was() -> None:
    made = plan(["relu", "prelu"], optimizer="adam", batch_size=0)
    trainer, patient = Trainer(made), Trainer(made)
    for one in (trainer, patient):
        one.run(3)
    trainer._step_seconds = 1.0
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 7

    trainer.cancelled = cancelled
    for work in (lambda: trainer.run(1), trainer.evaluate, trainer.first_gradient, trainer.dead_units):
        with pytest.raises(CancelledError):
            work()
    assert trainer.position.steps == 3
    trainer.cancelled = lambda: False
    for one in (trainer, patient):
        one.run(3)
    assert torch.equal(trainer.parameters.flat, patient.parameters.flat)

"""The hand-chained backward pass against autograd, and against finite differences."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.training.datasets import DataChoice
from core.training.functions import Position, Slice, bind
from core.training.losses import each_loss, target_rows
from core.training.network import Parameters, initial_parameters
from core.training.passes import Collect, Pass
from core.training.plan import LayerFunction, Plan
from core.training.trainer import with_ones
from tests.core.training.plans import ELEMENTWISE, function, plan

FORMULAS = ("x * tanh(softplus(x))", "sin(x) + 0.1*x", "max(0, x) - max(0, -0.3*x)", "x > 0", "0.1 * x**3")
SPECIAL = (
    function("leaky_relu", negative_slope=0.0),
    function("leaky_relu", negative_slope=-0.5),
    function("elu", alpha=0.3),
    function("celu", alpha=2.0),
    function("softplus", beta=3.0, threshold=0.5),
    function("gelu", approximate="tanh"),
    function("hardtanh", min_val=-0.2, max_val=0.4),
    function("threshold", threshold=0.1, value=0.7),
    function("hardshrink", lambd=0.1),
    function("prelu", init=-0.3),
    function("rrelu", lower=0.1, upper=0.5),
)
EVERY = [*ELEMENTWISE, *FORMULAS, *SPECIAL]
TASKS = {"bce": "circle", "cross_entropy": "blobs", "mse": "plane"}


def _said(value: object) -> str | None:
    return f"{value.record.key}-{dict(value.params)}" if isinstance(value, LayerFunction) else None


def _data(made: Plan, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    inputs = made.dataset.network_inputs().to(dtype)
    return inputs, target_rows(made.loss, made.dataset.network_targets(), made.dataset.outputs, dtype)


def _by_autograd(made: Plan, parameters: Parameters, network: int, inputs: Tensor) -> list[Tensor]:
    """Return the gradient of one network's mean loss as PyTorch finds it, in the order of ``of_network``."""
    leaves = [p.detach().clone().requires_grad_() for p in parameters.of_network(network)]
    learned = iter(leaves[2 * parameters.layers :])
    functions = made.contestants[network // made.design.seeds].functions
    values = inputs
    for layer in range(parameters.layers):
        values = F.linear(values, leaves[2 * layer], leaves[2 * layer + 1])
        if layer < len(functions):
            f = functions[layer]
            values = F.prelu(values, next(learned).reshape(1)) if f.record.learned else f.record.apply(values, f.params)
    targets = made.dataset.network_targets()
    if made.loss == "cross_entropy":
        loss = F.cross_entropy(values, targets)
    else:
        loss_of = F.binary_cross_entropy_with_logits if made.loss == "bce" else F.mse_loss
        loss = loss_of(values, targets.to(values.dtype))
    return list(torch.autograd.grad(loss, leaves, allow_unused=True, materialize_grads=True))


def _agree(found: list[Tensor], true: list[Tensor]) -> None:
    """Compare layer by layer, weight and bias together: a bias's gradient alone may nearly cancel out."""
    for start in range(0, len(found), 2):
        one, other = (torch.cat([t.reshape(-1) for t in given[start : start + 2]]) for given in (found, true))
        assert (one - other).norm() <= 1e-5 * other.norm() + 1e-9


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("said", EVERY, ids=_said)
def test_the_batched_gradient_is_autograds(said: str | LayerFunction, task: str) -> None:
    made = plan([said, "tanh"], DataChoice(TASKS[task], count=60), depth=3, width=7, seeds=3, initialization="he")
    parameters, gradients = initial_parameters(made), Parameters(made)
    inputs, targets = _data(made, torch.float32)
    batch = Pass(made, parameters, inputs.shape[0], Collect(gradients))
    batch.forward(with_ones(inputs))
    batch.backward(targets)
    for network in range(3):
        _agree(gradients.of_network(network), _by_autograd(made, parameters, network, inputs))


@pytest.mark.parametrize("depth", [0, 1, 8])
def test_the_gradient_is_right_at_every_depth(depth: int) -> None:
    made = plan(["gelu"], depth=depth, width=5, initialization="he")
    parameters, gradients = initial_parameters(made), Parameters(made)
    inputs, targets = _data(made, torch.float32)
    batch = Pass(made, parameters, inputs.shape[0], Collect(gradients))
    batch.forward(with_ones(inputs))
    batch.backward(targets)
    _agree(gradients.of_network(1), _by_autograd(made, parameters, 1, inputs))


@pytest.mark.parametrize("said", EVERY, ids=_said)
def test_every_kernel_passes_gradcheck_in_float64(said: str | LayerFunction) -> None:
    f = function(said) if isinstance(said, str) else said
    kinks = torch.tensor([*f.record.kinks(f.params)], dtype=torch.float64)
    x = torch.linspace(-4.0, 4.0, 48, dtype=torch.float64) + 0.0137
    x = x[(x[:, None] - kinks).abs().amin(1) > 1e-3] if kinks.numel() else x
    values, slopes = (torch.zeros(1, 1, x.numel(), dtype=torch.float64) for _ in range(2))
    weight = torch.full((1, 1, 1), float(f.params[f.record.learned]), dtype=torch.float64) if f.record.learned else None
    bound = bind(f, Slice(values, slopes, weight))

    class Kernel(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, given: Tensor) -> Tensor:
            ctx.save_for_backward(given)
            values.copy_(given)
            if bound.forward:
                bound.forward()
            return values.clone()

        @staticmethod
        def backward(ctx: Any, given: Tensor) -> Tensor:
            Kernel.forward(ctx, ctx.saved_tensors[0])
            slopes.copy_(given)
            if bound.backward:
                bound.backward()
            return slopes.clone()

    assert torch.autograd.gradcheck(Kernel.apply, x.reshape(1, 1, -1).requires_grad_())


@pytest.mark.parametrize("task", TASKS)
def test_whole_networks_pass_gradcheck_in_float64(task: str) -> None:
    made = plan(["tanh", "prelu", "x*sigmoid(x)"], DataChoice(TASKS[task], count=12), depth=2, width=3, seeds=1)
    parameters, gradients = initial_parameters(made, torch.float64), Parameters(made, torch.float64)
    inputs, targets = _data(made, torch.float64)
    batch = Pass(made, parameters, inputs.shape[0], Collect(gradients))

    class Loss(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, flat: Tensor) -> Tensor:
            parameters.flat.copy_(flat)
            ctx.save_for_backward(flat)
            return each_loss(made.loss, batch.forward(with_ones(inputs)), targets).mean(1).sum()

        @staticmethod
        def backward(ctx: Any, given: Tensor) -> Tensor:
            Loss.forward(ctx, ctx.saved_tensors[0])
            batch.backward(targets)
            return given * gradients.flat

    assert torch.autograd.gradcheck(Loss.apply, parameters.flat.clone().requires_grad_())


def test_rrelu_in_training_draws_anew_at_every_step_and_is_its_mean_when_it_is_judged() -> None:
    f = function("rrelu", training=True, seed=3)
    x = torch.full((2, 4, 5), -1.0)
    drawn = []
    for steps in (0, 1, 0):
        values, slopes = x.clone(), torch.ones_like(x)
        bound = bind(f, Slice(values, slopes, position=Position(steps)))
        assert bound.forward
        assert bound.backward
        bound.forward()
        bound.backward()
        torch.testing.assert_close(slopes, -values)
        drawn.append(values)
    assert torch.equal(drawn[0], drawn[2])
    assert not torch.equal(drawn[0], drawn[1])
    judged = x.clone()
    bound = bind(f, Slice(judged, judged))
    assert bound.forward
    bound.forward()
    torch.testing.assert_close(judged, torch.full_like(x, -(1 / 8 + 1 / 3) / 2))


def test_the_gradient_at_the_logit_is_p_minus_y() -> None:
    made = plan(["relu"], DataChoice("blobs", count=30))
    parameters = initial_parameters(made)
    inputs, targets = _data(made, torch.float32)
    batch = Pass(made, parameters, 30, Collect(Parameters(made)))
    logits = batch.forward(with_ones(inputs)).clone()
    batch.backward(targets)
    torch.testing.assert_close(batch.slopes[-1], (torch.softmax(logits, 1) - targets) / 30)

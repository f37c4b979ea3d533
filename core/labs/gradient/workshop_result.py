"""What the dead-neuron workshop shows for a state: one more forward and backward pass of PyTorch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core.labs.gradient import training
from core.labs.gradient.network import FloatArray
from core.labs.gradient.workshop import WorkshopState
from core.labs.gradient.workshop_data import REACH, Data, data
from core.record import Activation, Params

BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

# The picture reaches a little beyond the data.
VIEW_REACH = REACH * 1.1
CURVE_POINTS = 241
GRID_SIDE = 64


@dataclass(frozen=True, slots=True)
class WorkshopResult:
    """Everything that the workshop shows: H units, N samples, d inputs.

    Attributes:
        inputs: (N, d).  targets: (N,).  output: (N,), the network's; for two inputs the probability of class 1.
        active: (H,) share of the samples for which the unit's output is not 0.
        dead: (H,) whether it is 0, with slope 0, for every sample.
        asleep: (H,) whether z ≤ 0 for every sample though the unit is not dead: a slope on the left keeps it alive.
        gradient: (H,) length of ∂L/∂(w, b) of the unit, by autograd: exactly 0 for a dead one.
        hidden_weight (H, d), hidden_bias (H,): as the network uses them, the shift included.
        output_weight: (H,).
        curve_x, curve_y: the network's output along the line; empty for two inputs.
        grid: (GRID_SIDE, GRID_SIDE) probability of class 1, first row at the bottom; empty for one input.
        loss: now.  losses: before each step taken.
    """

    record: Activation
    params: Params
    inputs: FloatArray
    targets: FloatArray
    output: FloatArray
    active: FloatArray
    dead: BoolArray
    asleep: BoolArray
    gradient: FloatArray
    hidden_weight: FloatArray
    hidden_bias: FloatArray
    output_weight: FloatArray
    curve_x: FloatArray
    curve_y: FloatArray
    grid: FloatArray
    loss: float
    losses: tuple[float, ...]
    steps: int

    @property
    def is_plane(self) -> bool:
        """Whether inputs are points of the plane."""
        return self.inputs.shape[1] == 2

    @property
    def dead_count(self) -> int:
        """How many units are dead."""
        return int(self.dead.sum())


def compute_workshop(state: WorkshopState) -> WorkshopResult:
    """Measure the network as it stands; the weights are not moved."""
    record, params = state.activation.record(), state.activation.checked_params()
    used, weights = data(state.data), state.current_weights()
    tensors = weights.tensors()
    with torch.enable_grad():
        passed = training.forward(record, params, used, tensors, state.shift)
        slopes = _slopes_and_backward(passed)
    hidden = passed.hidden.detach()
    weight_grad, bias_grad = (torch.zeros_like(t) if t.grad is None else t.grad for t in tensors[:2])
    per_unit = torch.cat([weight_grad, bias_grad[:, None]], dim=1)
    output = passed.output.detach()
    dead = ((hidden == 0) & (slopes == 0)).all(dim=0)
    asleep = (passed.preactivations <= 0).all(dim=0) & ~dead
    curve_x, curve_y, grid = _picture(state, used, record, params, tensors)
    return WorkshopResult(
        record=record,
        params=params,
        inputs=used.inputs.double().numpy(),
        targets=used.targets.double().numpy(),
        output=(output.sigmoid() if used.is_plane else output).double().numpy(),
        active=(hidden != 0).double().mean(dim=0).numpy(),
        dead=dead.numpy(),
        asleep=asleep.numpy(),
        gradient=torch.linalg.vector_norm(per_unit, dim=1, dtype=torch.float64).numpy(),
        hidden_weight=tensors[0].detach().double().numpy(),
        hidden_bias=(tensors[1].detach() + state.shift).double().numpy(),
        output_weight=tensors[2].detach().double().numpy(),
        curve_x=curve_x,
        curve_y=curve_y,
        grid=grid,
        loss=float(passed.loss.detach()),
        losses=state.losses,
        steps=state.steps,
    )


def _slopes_and_backward(passed: training.Forward) -> torch.Tensor:
    """Run the loss backward; return f′(z), zeros where autograd does not follow the function."""
    slopes = torch.zeros_like(passed.preactivations)
    if passed.hidden.requires_grad:
        (slopes,) = torch.autograd.grad(passed.hidden.sum(), passed.preactivations, retain_graph=True)
    passed.loss.backward()  # type: ignore[no-untyped-call]
    return slopes.detach()


def _picture(
    state: WorkshopState,
    used: Data,
    record: Activation,
    params: Params,
    tensors: tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the network's output along the line, or over the plane."""
    nothing: FloatArray = np.empty(0)
    with torch.no_grad():
        if not used.is_plane:
            x = torch.linspace(-VIEW_REACH, VIEW_REACH, CURVE_POINTS)
            along = Data(x[:, None], torch.zeros(CURVE_POINTS))
            y = training.forward(record, params, along, tensors, state.shift).output
            return x.double().numpy(), y.double().numpy(), nothing
        side = torch.linspace(-VIEW_REACH, VIEW_REACH, GRID_SIDE)
        points = torch.stack(torch.meshgrid(side, side, indexing="xy"), dim=-1).reshape(-1, 2)
        over = Data(points, torch.zeros(len(points)))
        chance = training.forward(record, params, over, tensors, state.shift).output.sigmoid()
        grid: FloatArray = chance.reshape(GRID_SIDE, GRID_SIDE).double().numpy()
        return nothing, nothing, grid

"""What networks answer over the plane, and where their hidden units change sign."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.training.frames import Board, BoardView, FloatArray, NetworkView
from core.training.losses import answers
from core.training.plan import LayerFunction, Plan
from core.training.trainer import Trainer

# Outputs of units that are computed within about half a second.
_QUICK = 100_000_000
_FEWEST = 25
Segments = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def make_board(
    trainer: Trainer,
    view: BoardView,
    stopped: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> Board:
    """Return what each contestant answers over the plane; ``stopped`` marks networks, (E, S). Raises CancelledError."""
    x, y, points = grid(trainer.plan.dataset.inputs, view)
    found = trainer.answers(points)
    by_seed = found.reshape(*stopped.shape, *found.shape[1:])
    if view.seed >= 0:
        chosen = by_seed[:, min(view.seed, stopped.shape[1] - 1)]
    else:
        counts = torch.from_numpy(np.where(stopped.all(axis=1, keepdims=True), True, ~stopped)).to(found.dtype)
        weighted = torch.where(counts[:, :, None, None] > 0, by_seed, torch.zeros_like(by_seed[:1, :1]))
        chosen = weighted.sum(1) / counts.sum(1)[:, None, None]
    values = chosen.float().numpy().reshape(stopped.shape[0], -1, y.size, x.size).copy()
    return Board(view, trainer.epoch, trainer.step_in_epoch, x, y, values)


def coarser(plan: Plan, view: BoardView) -> BoardView:
    """Return the view with as few points as can be computed in about half a second, for while training runs."""
    each_point = plan.networks * sum(plan.sizes[1:])
    points = max(_FEWEST**2, _QUICK // each_point)
    resolution = points if plan.dataset.inputs == 1 else math.isqrt(points)
    return view if view.resolution <= resolution else replace(view, resolution=resolution)


def grid(inputs: int, view: BoardView) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return x (n,), y (m,) and the points (m·n, inputs) of the grid, row by row from below; one input: m = 1."""
    x = np.linspace(*view.x_range, view.resolution)
    if inputs == 1:
        return x, np.zeros(1), x[:, None]
    y = np.linspace(*view.y_range, view.resolution)
    across, up = np.meshgrid(x, y)
    return x, y, np.stack([across.reshape(-1), up.reshape(-1)], axis=1)


def open_network(trainer: Trainer, contestant: int, seed: int, view: BoardView) -> NetworkView:
    """Return one network with its weights, and its hidden units over the plane."""
    plan = trainer.plan
    depth, network = plan.design.depth, contestant * plan.design.seeds + seed
    x, y, points = grid(plan.dataset.inputs, view)
    given = [p.detach().clone() for p in trainer.parameters.of_network(network)]
    learned = _learned(trainer, network)
    outputs, boundaries = [], []
    with torch.inference_mode():
        values = plan.dataset.network_inputs(points)
        for layer in range(depth + 1):
            values = F.linear(values, given[2 * layer], given[2 * layer + 1])
            if layer < depth:
                sums = values.t().double().numpy().reshape(-1, y.size, x.size)
                boundaries.append(tuple(zero_lines(unit, x, y, view) for unit in sums))
                values = _applied(plan.contestants[contestant].functions[layer], values, learned[layer])
                outputs.append(values.t().float().numpy().reshape(-1, y.size, x.size).copy())
        found = answers(plan.loss, values.t()[None])[0] if plan.loss != "mse" else values.t()
        if plan.dataset.task == "regression":
            found = found * plan.dataset.target_spread + plan.dataset.target_center
    linear = [p.double().numpy().copy() for p in given[: 2 * depth + 2]]
    return NetworkView(
        contestant=contestant,
        seed=seed,
        epoch=trainer.epoch,
        step=trainer.step_in_epoch,
        weights=tuple(linear[::2]),
        biases=tuple(linear[1::2]),
        learned=tuple(learned),
        x=x,
        y=y,
        values=found.float().numpy().reshape(-1, y.size, x.size).copy(),
        outputs=np.stack(outputs) if outputs else np.zeros((0, plan.design.width, y.size, x.size), np.float32),
        boundaries=tuple(boundaries),
        dead=trainer.dead_units()[network],
    )


def zero_lines(sums: FloatArray, x: FloatArray, y: FloatArray, view: BoardView) -> Segments:
    """Return the pieces of line, (n, 2, 2) ends of (x, y), along which values (len(y), len(x)) on a grid are 0.

    Marching squares with linear interpolation. With one row the places of 0, from the bottom to the top of the view.
    """
    if y.size == 1:
        return _crossings(sums[0], x, view)
    left, bottom = np.meshgrid(x[:-1], y[:-1])
    width, height = x[1] - x[0], y[1] - y[0]
    corners = np.stack([sums[:-1, :-1], sums[:-1, 1:], sums[1:, 1:], sums[1:, :-1]], axis=-1).reshape(-1, 4)
    following = np.roll(corners, -1, axis=1)
    crossed = (corners > 0) != (following > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(crossed, corners / (corners - following), 0.0)
    # The edges of a cell, in turn: bottom, right, top, left; each from its first corner to the next one.
    along_x = np.stack([share[:, 0], np.ones(len(share)), 1 - share[:, 2], np.zeros(len(share))], axis=1)
    along_y = np.stack([np.zeros(len(share)), share[:, 1], np.ones(len(share)), 1 - share[:, 3]], axis=1)
    places = np.stack([left.reshape(-1, 1) + width * along_x, bottom.reshape(-1, 1) + height * along_y], axis=-1)
    count = crossed.sum(axis=1)
    plain = places[count == 2][crossed[count == 2]].reshape(-1, 2, 2)
    saddle = count == 4
    joined = (corners[saddle].mean(axis=1) > 0) == (corners[saddle, 0] > 0)
    order = np.where(joined[:, None], [[0, 1, 2, 3]], [[0, 3, 1, 2]])
    crossing = np.take_along_axis(places[saddle], order[:, :, None], axis=1).reshape(-1, 2, 2)
    return np.concatenate([plain, crossing])


def _crossings(sums: FloatArray, x: FloatArray, view: BoardView) -> Segments:
    at = np.flatnonzero((sums[:-1] > 0) != (sums[1:] > 0))
    places = x[at] + (x[at + 1] - x[at]) * sums[at] / (sums[at] - sums[at + 1])
    low, high = view.y_range
    return np.array([[[place, low], [place, high]] for place in places]).reshape(-1, 2, 2)


def _learned(trainer: Trainer, network: int) -> list[float | None]:
    found: list[float | None] = []
    for runs, values in zip(trainer.parameters.runs, trainer.parameters.learned, strict=True):
        run, value = next((run, v) for (run, _), v in zip(runs, values, strict=True) if run.start <= network < run.stop)
        found.append(None if value is None else float(value[network - run.start]))
    return found


def _applied(function: LayerFunction, values: Tensor, learned: float | None) -> Tensor:
    record, params = function.record, dict(function.params)
    if learned is not None:
        params[record.learned] = learned
    if record.is_random(params) and record.envelope and (envelope := record.envelope(params)):
        return record.apply(values, envelope[1])
    return record.apply(values, params)

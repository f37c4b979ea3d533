"""The dead-neuron workshop as a script: the network as it stands, its dead units, their gradients, one step."""

from __future__ import annotations

from typing import Protocol

from core.export.calls import called, draws
from core.record import Activation, Params


class NetworkNumbers(Protocol):
    """The four parts of the network's numbers."""

    @property
    def hidden_weight(self) -> tuple[tuple[float, ...], ...]: ...
    @property
    def hidden_bias(self) -> tuple[float, ...]: ...
    @property
    def output_weight(self) -> tuple[float, ...]: ...
    @property
    def output_bias(self) -> tuple[float, ...]: ...


def workshop_code(
    record: Activation,
    params: Params,
    samples: tuple[list[list[float]], list[float]],
    weights: NetworkNumbers,
    shift: float,
    learning_rate: float,
    limit: int | None = None,
) -> str:
    """Return a script that prints the loss, a line per hidden unit (dead, gradient), and the loss after one step.

    ``samples`` are inputs and targets. ``limit`` cuts the data off with ``...`` after so many: for showing only.
    """
    inputs, targets = samples
    call = called(record, params)
    lines = ["import torch", "from torch import nn"]
    if "F." in call:
        lines.append("from torch.nn import functional as F")
    loss = "nn.BCEWithLogitsLoss()" if len(inputs[0]) == 2 else "nn.MSELoss()"
    parts = ("hidden_weight", "hidden_bias", "output_weight", "output_bias")
    lines += [
        "",
        f"x = torch.tensor({_cut(inputs, limit)})",
        f"target = torch.tensor({_cut(targets, limit)})",
        *(f"{part} = torch.tensor({_listed(getattr(weights, part))}, requires_grad=True)" for part in parts),
        "",
        f"f = {call}",
        f"loss_function = {loss}",
        "",
        "",
        "def forward():",
        f"    z = x @ hidden_weight.T + (hidden_bias + {shift!r})",
        *([f"    torch.manual_seed({params['seed']})"] if draws(record, params) else []),
        "    h = f(z)",
        "    return z, h, loss_function(h @ output_weight + output_bias, target)",
        "",
        "",
        "z, h, loss = forward()",
        "slope = torch.autograd.grad(h.sum(), z, retain_graph=True)[0] if h.requires_grad else torch.zeros_like(z)",
        "loss.backward()",
        'print(f"loss {loss.item():.6e}")',
        f"for unit in range({len(weights.hidden_bias)}):",
        "    dead = bool(((h[:, unit] == 0) & (slope[:, unit] == 0)).all())",
        "    if hidden_weight.grad is None:",
        "        gradient = 0.0",
        "    else:",
        "        gradient = torch.cat([hidden_weight.grad[unit], hidden_bias.grad[unit, None]]).norm().item()",
        '    print(f"unit {unit + 1}  dead {dead}  gradient {gradient:.6e}")',
        "",
        "with torch.no_grad():",
        "    for part in (hidden_weight, hidden_bias, output_weight, output_bias):",
        "        if part.grad is not None:",
        f"            part -= {learning_rate!r} * part.grad",
        'print(f"loss after one step {forward()[2].item():.6e}")',
    ]
    return "\n".join(lines) + "\n"


def _cut(values: list[object] | list[list[float]] | list[float], limit: int | None) -> str:
    shown = values if limit is None else values[:limit]
    text = ", ".join(_short(value) for value in shown)
    return f"[{text}{', ...' if len(shown) < len(values) else ''}]"


def _listed(values: tuple[object, ...]) -> str:
    return "[" + ", ".join(_short(value) for value in values) + "]"


def _short(value: object) -> str:
    """Write a number of float32 with the nine digits that tell it from every other."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_short(v) for v in value) + "]"
    text = f"{value:.9g}"
    return text if any(mark in text for mark in ".en") else text + "."

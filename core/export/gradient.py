"""The Gradient lab's stack as a script: nn.Sequential, one backward pass, the sizes layer by layer."""

from __future__ import annotations

from core.export.calls import called, draws
from core.labs.gradient.network import BATCH
from core.record import Activation, Params


def layers_code(
    record: Activation,
    params: Params,
    *,
    depth: int,
    width: int,
    spread: float,
    input_scale: float,
    seed: int,
    threshold: float,
) -> str:
    """Return a script that prints a line per layer: what the lab shows for this function.

    Its columns: layer, RMS of dL/dz, RMS of dL/dW, mean and standard deviation of the outputs, share of slopes below
    the threshold, number of dead units.
    """
    call = called(record, params)
    lines = ["import torch", "from torch import nn"]
    if "F." in call:
        lines.append("from torch.nn import functional as F")
    seeded = [f"    torch.manual_seed({params['seed']})"] if draws(record, params) else []
    lines += [
        "",
        f"generator = torch.Generator().manual_seed({seed})",
        f"x = {input_scale!r} * torch.randn({BATCH}, {width}, generator=generator)",
        f"incoming = torch.randn({BATCH}, {width}, generator=generator)  # dL/dh at the last layer",
        "",
        f"f = {call}",
        f"net = nn.Sequential(*(nn.Linear({width}, {width}, bias=False) for _ in range({depth})))",
        "with torch.no_grad():",
        "    for linear in net:",
        f"        linear.weight.copy_({spread!r} * torch.randn({width}, {width}, generator=generator))",
        "",
        "h, zs, hs = x, [], []",
        "for linear in net:",
        "    z = linear(h)",
        "    z.retain_grad()",
        *seeded,
        "    h = f(z)",
        "    zs.append(z)",
        "    hs.append(h)",
        "loss = (h * incoming).sum()",
        "if loss.requires_grad:",
        "    loss.backward()",
        "",
        "",
        "def rms(t):",
        "    return t.double().square().mean().sqrt().item() if t is not None else 0.0",
        "",
        "",
        "for layer, (linear, z, h) in enumerate(zip(net, zs, hs), start=1):",
        "    p = z.detach().requires_grad_()",
        *seeded,
        "    y = f(p)",
        "    slope = torch.autograd.grad(y.sum(), p)[0] if y.requires_grad else torch.zeros_like(p)",
        f"    saturated = (slope.abs() < {threshold!r}).double().mean().item()",
        "    dead = ((h == 0) & (slope == 0)).all(dim=0).sum().item()",
        "    h = h.detach().double()",
        '    print(f"{layer:2d}  {rms(z.grad):.4e}  {rms(linear.weight.grad):.4e}"',
        '          f"  {h.mean().item():.4e}  {h.std(correction=0).item():.4e}  {saturated:.4f}  {dead}")',
    ]
    return "\n".join(lines) + "\n"

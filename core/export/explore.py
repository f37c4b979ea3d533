"""What Explore shows → a script that prints the same numbers."""

from __future__ import annotations

from core.export.calls import called, draws, in_dtype, is_tracked, literal
from core.record import Activation, Params
from core.tensor_value import MAX_ELEMENTS, TensorValue
from core.tensors import to_code


def explore_code(
    record: Activation,
    params: Params,
    tensor: TensorValue,
    dtype: str,
    probe: float | None = None,
    limit: int = MAX_ELEMENTS,
) -> str:
    """Return a script that prints the output tensor, and the slopes where the function has one for each element.

    ``probe`` adds the place of the free probe on the curve: f(x) and f′(x) in float64. Beyond ``limit`` elements the
    numbers are cut off with ``...``: for showing only.
    """
    call = called(record, params)
    name = record.key
    # The module of a learned parameter has a dtype of its own, and what it prints carries the autograd graph.
    made = in_dtype(call, dtype) if record.learned and dtype != "float32" else call
    detached = ".detach()" if record.learned else ""
    lines = ["import torch", "from torch import nn"]
    if "F." in call:
        lines.append("from torch.nn import functional as F")
    lines += ["", "x = " + to_code(tensor, dtype, limit).replace("\n", "\n    ")]
    seeded = [f"torch.manual_seed({literal(params['seed'])})"] if draws(record, params) else []
    lines.append(f"{name} = {made}")
    given, rounded = "x", ""
    if seeded and dtype == "float16":
        # PyTorch has no kernel for it: the app computes in float32 and rounds, and so does the script.
        lines.append("# PyTorch: no float16 kernel for training, so float32, then rounded")
        given, rounded = "x.float()", ".half()"
    lines += [*seeded, f"print({name}({given}){rounded}{detached})"]
    if record.is_vector:
        return "\n".join(lines) + "\n"
    if not is_tracked(record, params):
        lines += ["", "# f'(x): autograd does not follow this function, its slope is 0", "print(torch.zeros_like(x))"]
        return "\n".join(lines + _probe_lines(f"{name}(p)", probe, [], False)) + "\n"
    lines += ["", "# f'(x), autograd", "x.requires_grad_()", *seeded]
    lines += [f"{name}({given}).sum().backward()", "print(x.grad)"]
    applied = f"{in_dtype(call, 'float64')}(p)" if record.learned else f"{name}(p)"
    return "\n".join(lines + _probe_lines(applied, probe, seeded, True)) + "\n"


def _probe_lines(applied: str, probe: float | None, seeded: list[str], tracked: bool) -> list[str]:
    """Return the lines that print f and f′ at the probe, none without one."""
    if probe is None:
        return []
    if not tracked:
        return ["", f"p = torch.tensor({probe!r}, dtype=torch.float64)", f"print({applied}.item(), 0.0)"]
    made = f"p = torch.tensor({probe!r}, dtype=torch.float64, requires_grad=True)"
    return ["", made, *seeded, f"y = {applied}", "y.backward()", "print(y.item(), p.grad.item())"]

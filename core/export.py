"""State → Python code that a student can run to get the numbers on screen."""

from __future__ import annotations

import torch

from core.record import Activation, Params, Value
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
    made = _in_dtype(call, dtype) if record.learned and dtype != "float32" else call
    detached = ".detach()" if record.learned else ""
    lines = ["import torch", "from torch import nn"]
    if "F." in call:
        lines.append("from torch.nn import functional as F")
    lines += ["", "x = " + to_code(tensor, dtype, limit).replace("\n", "\n    ")]
    seeded = [f"torch.manual_seed({literal(params['seed'])})"] if _draws(record, params) else []
    lines.append(f"{name} = {made}")
    given, rounded = "x", ""
    if seeded and dtype == "float16":
        # PyTorch has no kernel for it: the app computes in float32 and rounds, and so does the script.
        lines.append("# PyTorch: no float16 kernel for training, so float32, then rounded")
        given, rounded = "x.float()", ".half()"
    lines += [*seeded, f"print({name}({given}){rounded}{detached})"]
    if record.is_vector:
        return "\n".join(lines) + "\n"
    if not _is_tracked(record, params):
        lines += ["", "# f'(x): autograd does not follow this function, its slope is 0", "print(torch.zeros_like(x))"]
        return "\n".join(lines + _probe_lines(f"{name}(p)", probe, [], False)) + "\n"
    lines += ["", "# f'(x), autograd", "x.requires_grad_()", *seeded]
    lines += [f"{name}({given}).sum().backward()", "print(x.grad)"]
    applied = f"{_in_dtype(call, 'float64')}(p)" if record.learned else f"{name}(p)"
    return "\n".join(lines + _probe_lines(applied, probe, seeded, True)) + "\n"


def _probe_lines(applied: str, probe: float | None, seeded: list[str], tracked: bool) -> list[str]:
    """Return the lines that print f and f′ at the probe, none without one."""
    if probe is None:
        return []
    if not tracked:
        return ["", f"p = torch.tensor({probe!r}, dtype=torch.float64)", f"print({applied}.item(), 0.0)"]
    made = f"p = torch.tensor({probe!r}, dtype=torch.float64, requires_grad=True)"
    return ["", made, *seeded, f"y = {applied}", "y.backward()", "print(y.item(), p.grad.item())"]


def _is_tracked(record: Activation, params: Params) -> bool:
    """Return whether autograd follows the function; a formula of comparisons, such as ``x > 0``, it does not."""
    with torch.enable_grad():
        return record.apply(torch.zeros(1, requires_grad=True), params).requires_grad


def _in_dtype(call: str, dtype: str) -> str:
    """Return ``call`` with its parameter made in ``dtype``: cast afterwards it would keep float32's rounding."""
    return f"{call.removesuffix(')')}, dtype=torch.{dtype})"


def _draws(record: Activation, params: Params) -> bool:
    """Return whether the script draws random numbers, be it between equal ends."""
    return record.envelope is not None and bool(params["training"])


def called(record: Activation, params: Params) -> str:
    """Return the expression that makes the function: ``nn.LeakyReLU(negative_slope=0.1)``."""
    return record.call.format(**{name: literal(value) for name, value in params.items()})


def literal(value: Value) -> str:
    """Return a parameter's value as Python writes it."""
    return repr(value)


def parameter_spans(code: str, record: Activation, params: Params) -> tuple[tuple[int, int], ...]:
    """Return where the live parameter values stand in ``code``, as (start, end) pairs."""
    spans = []
    for name, value in params.items():
        written = f"{name}={literal(value)}"
        start = code.find(written)
        if start >= 0:
            spans.append((start, start + len(written)))
    return tuple(spans)

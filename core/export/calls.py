"""A record and its parameters as Python writes them: the calls that every exported script is made of."""

from __future__ import annotations

import torch

from core.record import Activation, Params, Value


def is_tracked(record: Activation, params: Params) -> bool:
    """Return whether autograd follows the function; a formula of comparisons, such as ``x > 0``, it does not."""
    with torch.enable_grad():
        return record.apply(torch.zeros(1, requires_grad=True), params).requires_grad


def in_dtype(call: str, dtype: str) -> str:
    """Return ``call`` with its parameter made in ``dtype``: cast afterwards it would keep float32's rounding."""
    return f"{call.removesuffix(')')}, dtype=torch.{dtype})"


def draws(record: Activation, params: Params) -> bool:
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

"""What PyTorch prints for a few plain numbers, without asking it: its own way costs more than drawing them all."""

from __future__ import annotations

import math

import torch
from torch import Tensor

MOST = 12
_LINE = 80
_START = "tensor("
# The largest number and the largest ratio of two that PyTorch prints without an exponent, and the smallest number.
_LARGEST, _RATIO, _SMALLEST = 1e8, 1000.0, 1e-4


def short_print(tensor: Tensor) -> str | None:
    """Return ``repr(tensor)`` of a float32 tensor of at most one dimension that is printed on one line, else None.

    The rules are those of PyTorch's printing with its own options (4 decimals, 80 characters a line).
    """
    if tensor.dtype is not torch.float32 or tensor.dim() > 1 or not 0 < tensor.numel() <= MOST or tensor.requires_grad:
        return None
    listed = tensor.reshape(-1).tolist()
    sized = [abs(value) for value in listed if value and math.isfinite(value)]
    whole = all(value == math.ceil(value) for value in sized)
    if sized:
        largest, smallest = max(sized), min(sized)
        # Near the bounds float32 and float64 may round the ratio to different sides: PyTorch itself decides there.
        if largest > _LARGEST or largest > (_RATIO - 0.01) * smallest or (not whole and smallest < _SMALLEST):
            return None
    said = [_said(value, whole) for value in listed]
    if not tensor.dim():
        return f"{_START}{said[0]})"
    width = max((len(text) for value, text in zip(listed, said, strict=True) if abs(value) in sized), default=1)
    line = ", ".join(text.rjust(width) for text in said)
    fits = len(said) <= (_LINE - len(_START)) // (width + 2)
    return f"{_START}[{line}])" if fits else None


def _said(value: float, whole: bool) -> str:
    if not math.isfinite(value) or not whole:
        return f"{value:.4f}"
    return f"{value:.0f}."

"""Where an element stands in the text that PyTorch prints for a tensor."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan)")


def number_spans(printed: str, flat_index: int, shape: tuple[int, ...]) -> tuple[int, int] | None:
    """Return (start, end) of the element ``flat_index`` in ``printed``, or None if the print leaves elements out."""
    size = 1
    for n in shape:
        size *= n
    body_end = printed.rfind("]") if shape else len(printed)
    start = len("tensor(")
    numbers = [m.span() for m in _NUMBER.finditer(printed, start, body_end if body_end > 0 else len(printed))]
    if "..." in printed or flat_index >= len(numbers) or (shape and len(numbers) != size):
        return None
    return numbers[flat_index]

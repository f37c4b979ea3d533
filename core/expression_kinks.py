"""Where a formula bends or jumps: the zeros of its conditions and corners that are straight lines in x."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from core.expression_tree import COMPARISONS, FUNCTIONS, Node, evaluate, scalar, walk
from core.record import Params

_BESIDE = 1e-6
_SEEN = 1e-4
_MOST = 64
_Line = tuple[float, float]  # slope and value at 0


def kinks(node: Node, params: Params) -> tuple[float, ...]:
    """Return the points, rising, where the formula or its slope jumps, as far as they are zeros of a line in x.

    Every such point is tried: it counts only if value or slope differ on its two sides. ``x**2 > 1`` is not found.
    """
    lines = [line for part in walk(node) for line in _switches(part, params)]
    places = sorted({-c / m + 0.0 for m, c in lines if m})[:_MOST]
    if not places:
        return ()
    at = torch.tensor(places, dtype=torch.float64)
    beside = _BESIDE * at.abs().clamp(min=1.0)
    x = torch.stack([at - beside, at, at + beside]).requires_grad_()
    y = evaluate(node, x, params)
    slope = torch.autograd.grad(y.sum(), x)[0] if y.requires_grad else torch.zeros_like(y)
    seen = _jumps(y.detach(), 3) | _jumps(slope, 2)
    return tuple(place for place, jumps in zip(places, seen.tolist(), strict=True) if jumps)


def is_smooth(node: Node) -> bool:
    """Return whether nothing in a formula bends or jumps."""
    rough = {*COMPARISONS, "and", "or", "not", "max", "min", "step", "where"}
    return all(
        part.op not in rough and (part.op != "call" or FUNCTIONS[part.name].smooth) for part in walk(node) if part.has_x
    )


def _jumps(rows: torch.Tensor, count: int) -> torch.Tensor:
    """Return which columns of left, middle, right differ by more than a curve does; two rows: left and right only."""
    left, middle, right = rows
    others = (middle, right) if count == 3 else (right,)
    near = _SEEN * torch.maximum(left.abs(), right.abs()).clamp(min=1.0)
    return torch.stack([~((other - left).abs() <= near) for other in others]).any(0)


def _switches(node: Node, params: Params) -> Iterator[_Line]:
    """Yield the lines at whose zeros an operation switches."""
    if not node.has_x:
        return
    if node.op in COMPARISONS or node.op in ("max", "min"):
        yield from _meetings(node.args[0], node.args[1], params)
    elif node.op in ("/", "step"):
        line = _line(node.args[-1], params)
        if line:
            yield line
    elif node.op == "call":
        line = _line(node.args[0], params)
        if line:
            rest = tuple(scalar(arg, params) for arg in node.args[1:])
            yield from ((line[0], line[1] - corner) for corner in FUNCTIONS[node.name].corners(rest))


def _meetings(left: Node, right: Node, params: Params) -> Iterator[_Line]:
    """Yield the lines at whose zeros two parts are equal: both lines in x, or one the absolute value of a line."""
    for one, other in ((left, right), (right, left)):
        if one.op == "call" and one.name == "abs" and not other.has_x:
            line, height = _line(one.args[0], params), scalar(other, params)
            if line:
                yield line[0], line[1] - height
                yield line[0], line[1] + height
    first, second = _line(left, params), _line(right, params)
    if first and second:
        yield first[0] - second[0], first[1] - second[1]


def _line(node: Node, params: Params) -> _Line | None:
    """Return slope and value at 0 of a part that is a straight line in x, None if it is none."""
    if not node.has_x:
        return 0.0, scalar(node, params)
    if node.op == "x":
        return 1.0, 0.0
    lines = [_line(arg, params) for arg in node.args] if node.op in ("neg", "+", "-", "*", "/") else [None]
    if None in lines:
        return None
    known = [line for line in lines if line is not None]
    (m, c), (n, d) = known[0], known[-1]
    if node.op == "neg":
        return -m, -c
    if node.op in ("+", "-"):
        sign = 1.0 if node.op == "+" else -1.0
        return m + sign * n, c + sign * d
    if node.op == "*":
        return (m * d, c * d) if not n else (n * c, d * c) if not m else None
    return (m / d, c / d) if not n and d else None

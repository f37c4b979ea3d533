"""A formula in x as a tree, what it computes with PyTorch, and the Python code that computes the same.

A part without x is a Python float, worked out in float64; a part with x is a tensor in the dtype of x. The code written
by ``code`` follows the same rule operation by operation, so it gives the same bits.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import cast

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.record import Params
from core.text import UserError

COMPARISONS: dict[str, Callable[[Tensor | float, Tensor | float], Tensor]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_ARITHMETIC: dict[str, Callable[[Tensor | float, Tensor | float], Tensor]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
}  # fmt: skip
_LOGIC = ("and", "or", "not")
# Stands in for x where a branch is not taken; autograd masks whatever comes of it.
_STAND_IN = 1.0


@dataclass(frozen=True, slots=True)
class Function:
    """A function that may be called in a formula. Its first argument may hold x, the others are plain numbers.

    Attributes:
        path: how Python code calls it.
        most: how many arguments it takes at most.
        least: how many at least.
        smooth: whether it has derivatives of every order everywhere it is defined.
        tame: whether it and its slope are finite everywhere, so that it does no harm in a branch not taken.
        corners: its other arguments -> the arguments where it or its slope jumps.
    """

    path: str
    most: int = 1
    least: int = 1
    smooth: bool = True
    tame: bool = True
    corners: Callable[[tuple[float, ...]], tuple[float, ...]] = lambda _rest: ()

    def __call__(self, first: Tensor, *rest: float) -> Tensor:
        """Apply the function elementwise, in the dtype of ``first``."""
        module = F if self.path.startswith("F.") else torch
        return cast(Tensor, getattr(module, self.path.partition(".")[2])(first, *rest))


def _at(*places: float) -> Callable[[tuple[float, ...]], tuple[float, ...]]:
    return lambda _rest: places


def _given(*defaults: float) -> Callable[[tuple[float, ...]], tuple[float, ...]]:
    return lambda rest: (*rest, *defaults[len(rest) :])


def _beside_zero(rest: tuple[float, ...]) -> tuple[float, ...]:
    width = rest[0] if rest else 0.5
    return (-width, width)


FUNCTIONS: dict[str, Function] = {
    **{n: Function(f"torch.{n}") for n in ("tanh", "sin", "cos", "atan", "erf", "sigmoid", "asinh")},
    **{n: Function(f"torch.{n}", tame=False) for n in ("exp", "expm1", "log", "log1p", "log2", "log10", "sqrt")},
    **{n: Function(f"torch.{n}", tame=False) for n in ("tan", "sinh", "cosh")},
    **{n: Function(f"torch.{n}", smooth=False, corners=_at(0.0)) for n in ("abs", "sign")},
    **{n: Function(f"torch.{n}", smooth=False) for n in ("floor", "round")},
    "clamp": Function("torch.clamp", 3, 3, smooth=False, corners=_given()),
    "relu": Function("F.relu", smooth=False, corners=_at(0.0)),
    "leaky_relu": Function("F.leaky_relu", 2, smooth=False, corners=_at(0.0)),
    "relu6": Function("F.relu6", smooth=False, corners=_at(0.0, 6.0)),
    "elu": Function("F.elu", 2, smooth=False, corners=_at(0.0)),
    "celu": Function("F.celu", 2, smooth=False, corners=_at(0.0)),
    "selu": Function("F.selu", smooth=False, corners=_at(0.0)),
    "gelu": Function("F.gelu"),
    "silu": Function("F.silu"),
    "mish": Function("F.mish"),
    "softplus": Function("F.softplus", 3),
    "logsigmoid": Function("F.logsigmoid"),
    "softsign": Function("F.softsign", smooth=False),
    "tanhshrink": Function("F.tanhshrink"),
    "hardtanh": Function("F.hardtanh", 3, smooth=False, corners=_given(-1.0, 1.0)),
    "hardsigmoid": Function("F.hardsigmoid", smooth=False, corners=_at(-3.0, 3.0)),
    "hardswish": Function("F.hardswish", smooth=False, corners=_at(-3.0, 3.0)),
    "hardshrink": Function("F.hardshrink", 2, smooth=False, corners=_beside_zero),
    "softshrink": Function("F.softshrink", 2, smooth=False, corners=_beside_zero),
    "threshold": Function("F.threshold", 3, 3, smooth=False, corners=lambda rest: rest[:1]),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One operation of a formula.

    Attributes:
        op: ``num``, ``x``, ``param``, ``neg``, an arithmetic or comparison sign, ``and``, ``or``, ``not``, ``max``,
            ``min``, ``step``, ``where`` (condition, then, otherwise) or ``call`` (of ``FUNCTIONS[name]``).
        args: what it is done to.  value: of a ``num``.  name: of a ``param``, of the function of a ``call``.
        column: where it stands in the text, from 1.
        source: for a ``num`` that was worked out: what stood there, to be shown.
        has_x: whether x occurs in it.  size: how many operations it holds.
    """

    op: str
    args: tuple[Node, ...] = ()
    value: float = 0.0
    name: str = ""
    column: int = 1
    source: Node | None = None
    has_x: bool = False
    size: int = 1

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false rather than a number."""
        return self.op in COMPARISONS or self.op in _LOGIC


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything in it."""
    yield node
    for arg in node.args:
        yield from walk(arg)


def fresh(node: Node) -> Node:
    """Return ``node`` knowing its size and whether x occurs in it."""
    has_x = node.op == "x" or any(arg.has_x for arg in node.args)
    return replace(node, has_x=has_x, size=1 + sum(arg.size for arg in node.args))


def joined(node: Node) -> list[Node]:
    """Return what a ``max`` or ``min`` of many is made of: ``max(max(a, b), c)`` is of a, b and c."""
    first = node.args[0]
    if node.op in ("max", "min") and first.op == node.op:
        return [*joined(first), *node.args[1:]]
    return list(node.args)


def evaluate(node: Node, x: Tensor, params: Params) -> Tensor:
    """Return the formula's values: shape and dtype of ``x``, tracked by autograd.

    In a ``where`` (or ``a if c else b``) a branch that could be infinite is computed with 1 in place of x wherever it
    is not taken, so the slope there is that of the branch taken and never NaN. Raises UserError
    ``expression.bad_argument`` if PyTorch refuses a function's other arguments.
    """
    return _Computation(x, x, params).tensor(node)


def scalar(node: Node, params: Params) -> float:
    """Return the value of a part without x, worked out in float64."""
    if node.op == "num":
        return node.value
    return float(_Computation(torch.zeros((), dtype=torch.float64), None, params).tensor(node))


def is_risky(node: Node) -> bool:
    """Return whether a formula can be infinite, or have a slope that is, at a finite x."""
    for part in walk(node):
        if part.op == "call" and part.has_x and not FUNCTIONS[part.name].tame:
            return True
        if part.op == "/" and part.args[1].has_x:
            return True
        if part.op == "**" and part.has_x:
            power = part.args[1]
            if power.op != "num" or power.value < 1 or power.value != int(power.value):
                return True
    return False


class _Computation:
    """Computes with ``x``; without it (``x`` None) everything is a 0-D tensor like ``like``."""

    def __init__(self, like: Tensor, x: Tensor | None, params: Params) -> None:
        self.like, self.x, self.params = like, x, params

    def tensor(self, node: Node) -> Tensor:
        return self._promoted(self._operand(node))

    def _promoted(self, value: Tensor | float) -> Tensor:
        return value if isinstance(value, Tensor) else self.like.new_tensor(value)

    def _operand(self, node: Node) -> Tensor | float:
        """Return a number (a float for a part without x) or a tensor in the dtype of x."""
        if node.op == "num":
            return node.value
        if self.x is not None and not node.has_x:
            return scalar(node, self.params)
        value = self._raw(node)
        return value.to(self.like.dtype) if value.dtype == torch.bool else value

    def _condition(self, node: Node) -> Tensor | bool:
        if node.op == "num" or (self.x is not None and not node.has_x):
            return bool(scalar(node, self.params))
        return self._raw(node) if node.is_condition else self._raw(node) != 0

    def _raw(self, node: Node) -> Tensor:
        if node.op == "x":
            assert self.x is not None
            return self.x
        if node.op == "param":
            return self.like.new_tensor(float(self.params[node.name]))
        if node.op == "where":
            return self._where(*node.args)
        if node.op in _LOGIC:
            return self._logic(node)
        if node.op == "call":
            return self._call(node)
        values = [self._operand(arg) for arg in node.args]
        if node.op == "neg":
            return self._promoted(-values[0])
        if node.op == "step":
            return self._promoted(values[0]) > 0
        if node.op in ("max", "min"):
            return (torch.maximum if node.op == "max" else torch.minimum)(*map(self._promoted, values))
        left, right = values
        if not isinstance(left, Tensor) and not isinstance(right, Tensor):
            left = self._promoted(left)
        return (_ARITHMETIC.get(node.op) or COMPARISONS[node.op])(left, right)

    def _logic(self, node: Node) -> Tensor:
        conditions = [torch.as_tensor(self._condition(arg)) for arg in node.args]
        if node.op == "not":
            return ~conditions[0]
        return torch.logical_and(*conditions) if node.op == "and" else torch.logical_or(*conditions)

    def _call(self, node: Node) -> Tensor:
        first = self._promoted(self._operand(node.args[0]))
        rest = [float(self._operand(arg)) for arg in node.args[1:]]
        try:
            return FUNCTIONS[node.name](first, *rest)
        except (RuntimeError, ValueError, ZeroDivisionError):
            values = ", ".join(f"{n:g}" for n in rest)
            raise UserError("expression.bad_argument", column=node.column, name=node.name, values=values) from None

    def _where(self, condition: Node, then: Node, otherwise: Node) -> Tensor:
        chosen = self._condition(condition)
        if self.x is None or isinstance(chosen, bool):
            value = self._operand(then if bool(chosen) else otherwise)
            return value if isinstance(value, Tensor) else torch.full_like(self.like, value, requires_grad=False)
        first, second = self._branch(then, chosen), self._branch(otherwise, ~chosen)
        if not isinstance(first, Tensor) and not isinstance(second, Tensor):
            first, second = self._promoted(first), self._promoted(second)
        return torch.where(chosen, first, second)

    def _branch(self, node: Node, taken: Tensor) -> Tensor | float:
        if not node.has_x or not is_risky(node):
            return self._operand(node)
        assert self.x is not None
        return _Computation(self.like, torch.where(taken, self.x, _STAND_IN), self.params)._operand(node)

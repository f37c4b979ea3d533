"""The person's own function: text in x → a record like those of the catalogue.

Python's parser reads it, an allow-list turns what it read into a tree, and our own interpreter computes the tree with
PyTorch. Nothing typed is ever run as Python.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from itertools import accumulate, pairwise

import torch

from core import expression_code, expression_kinks, expression_latex
from core.expression_tokens import CONSTANTS, MAX_LENGTH, Token, tokens_of
from core.expression_tree import FUNCTIONS, Node, evaluate, fresh, scalar, walk
from core.record import Activation, Parameter, Params
from core.text import LANGUAGES, Text, UserError, words_in

__all__ = ["MAX_DEPTH", "MAX_EXPONENT", "MAX_LENGTH", "MAX_NAMES", "MAX_NODES", "parse"]

MAX_DEPTH = 40
MAX_NODES = 300
MAX_NAMES = 6
MAX_EXPONENT = 64
_CACHED = 64
# float16 and bfloat16 are computed in float32 inside.
_DTYPES_THAT_DIFFER = (torch.float64, torch.float32)
_ALIASES = {"ln": "log", "arctan": "atan", "swish": "silu", "clip": "clamp", "heaviside": "step", "maximum": "max",
            "minimum": "min", "absolute": "abs", "sgn": "sign"}  # fmt: skip
_OWN = {"max": (2, MAX_NODES), "min": (2, MAX_NODES), "where": (3, 3), "step": (1, 2)}
_BY_SPELLING = {name.replace("_", ""): name for name in (*FUNCTIONS, *_OWN)} | _ALIASES
_KNOWN = tuple(sorted({*FUNCTIONS, *_OWN, "ln", "clip", "heaviside"}))
_SIGN_OF: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
    ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.And: "and", ast.Or: "or",
}  # fmt: skip
_FOLDED: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
}  # fmt: skip


@lru_cache(maxsize=_CACHED)
def parse(text: str, name: str = "custom") -> Activation:
    """Return the record of the function that ``text`` describes, such as ``"x * tanh(softplus(x))"``.

    Numbers, x, ``+ - * / ** ^``, brackets, comparisons, ``and or not``, ``a if c else b`` and the functions of
    ``expression_tree.FUNCTIONS`` with max, min, where and step may occur; ``f(x) =`` in front does no harm. Every other
    name (Latin or Greek letters) is a parameter with a slider, 1 at first. True counts as 1. Raises UserError
    ``expression.*``; its ``column`` (from 1) is where to look.

    The record computes in the dtype of its input. ``name`` is what the picker calls it.
    """
    builder = _Builder(text)
    tree = builder.tree()
    parameters = tuple(_parameter(n, builder.symbols[n]) for n in builder.symbols)
    _check_arguments(tree, {p.name: p.default for p in parameters})
    checked = [part for part in walk(tree) if part.op == "call" and any(arg.op != "num" for arg in part.args[1:])]
    return Activation(
        key="custom",
        name=_said("name") if name == "custom" else Text(name, name),
        family="custom",
        module="",
        parameters=parameters,
        formula=expression_latex.latex(tree),
        apply=lambda x, params: evaluate(tree, x, params),
        call=expression_code.code(tree),
        term=partial(expression_latex.worked, tree),
        kinks=partial(expression_kinks.kinks, tree),
        smooth=expression_kinks.is_smooth(tree),
        check=partial(_check_arguments, tree) if checked else None,
        use=_said("use"),
        problem=_said("problem"),
    )


def _said(key: str) -> Text:
    return Text(*(words_in(lang)(f"expression.{key}") for lang in LANGUAGES))


def _parameter(name: str, symbol: str) -> Parameter:
    return Parameter(name, symbol, Text(symbol, symbol), 1.0, -5.0, 5.0, 0.01)


def _check_arguments(tree: Node, params: Params) -> None:
    """Raise UserError ``expression.bad_argument`` if PyTorch refuses a function with these parameters in some dtype."""
    for dtype in _DTYPES_THAT_DIFFER:
        evaluate(tree, torch.zeros((), dtype=dtype), params)


def _function(typed: str) -> str | None:
    """Return a function's own name for ``typed`` (case and underscores do not matter), None if there is none."""
    return _BY_SPELLING.get(typed.lower().replace("_", ""))


class _Builder:
    """Turns text into a tree, piece by piece."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens_of(text, _KNOWN, _function)
        self.end = len(text.rstrip()) + 1
        self.symbols: dict[str, str] = {}
        self.nodes = 0
        self._offsets: list[int] = []

    def tree(self) -> Node:
        """Return the checked tree of the whole text."""
        if max(accumulate((t.text == "(") - (t.text == ")") for t in self.tokens)) > MAX_DEPTH:
            raise self._too_complex()
        parts, offset = [], 0
        for token in self.tokens:
            self._offsets.append(offset)
            parts.append(token.code)
            offset += len(token.code) + 1
        try:
            body = ast.parse(" ".join(parts), mode="eval").body
        except SyntaxError as error:
            raise self._syntax_error((error.offset or 1) - 1) from None
        except (RecursionError, MemoryError, ValueError):
            raise self._too_complex() from None
        tree = self._node(body, 0)
        if not tree.has_x:
            raise UserError("expression.no_x", column=1)
        return tree

    def _token_at(self, offset: int) -> Token:
        return [t for t, start in zip(self.tokens, self._offsets, strict=True) if start <= max(offset, 0)][-1]

    def _syntax_error(self, offset: int) -> UserError:
        last = self.tokens[-1]
        if last.kind in ("sign", "word") and last.text != ")":
            return UserError("expression.unfinished", column=self.end, piece=last.text)
        token = self._token_at(offset)
        for left, right in pairwise(self.tokens):
            operand_missing = left.text == "(" or (left.kind in ("sign", "word") and left.text != ")")
            if operand_missing and not right.begins and right.text not in ("-", "+", "not"):
                token = right
                break
        return UserError("expression.syntax", column=token.column, piece=token.text)

    def _too_complex(self) -> UserError:
        return UserError("expression.too_complex", column=1, depth=MAX_DEPTH, nodes=MAX_NODES)

    def _node(self, given: ast.expr, depth: int) -> Node:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self._too_complex()
        column = self._token_at(given.col_offset).column
        node = fresh(replace(self._made(given, depth + 1, column), column=column))
        if node.size > 2 * MAX_NODES:  # chained comparisons and step write their middle twice
            raise self._too_complex()
        return _folded(node)

    def _made(self, given: ast.expr, depth: int, column: int) -> Node:
        if isinstance(given, ast.Constant) and isinstance(given.value, float):
            return Node("num", value=given.value)
        if isinstance(given, ast.Name):
            return self._name(given.id, column)
        if isinstance(given, ast.BinOp) and type(given.op) in _SIGN_OF:
            return self._arithmetic(_SIGN_OF[type(given.op)], given, depth)
        if isinstance(given, ast.UnaryOp) and isinstance(given.op, (ast.USub, ast.UAdd, ast.Not)):
            operand = self._node(given.operand, depth)
            return (
                operand
                if isinstance(given.op, ast.UAdd)
                else Node("neg" if isinstance(given.op, ast.USub) else "not", (operand,))
            )
        if isinstance(given, ast.Compare):
            return self._comparison(given, depth)
        if isinstance(given, ast.BoolOp):
            return _chain(_SIGN_OF[type(given.op)], [self._node(value, depth) for value in given.values])
        if isinstance(given, ast.IfExp):
            return _choice(*(self._node(part, depth) for part in (given.test, given.body, given.orelse)))
        if isinstance(given, ast.Call) and isinstance(given.func, ast.Name) and not given.keywords:
            return self._call(given.func.id.removeprefix("f_"), given.args, depth, column)
        raise UserError("expression.syntax", column=column, piece=self._token_at(given.col_offset).text)

    def _name(self, code: str, column: int) -> Node:
        if code == "x":
            return Node("x")
        kind, _, name = code.partition("_")
        if kind == "c":
            return Node("num", value=CONSTANTS[name], name=name)
        if name not in self.symbols:
            if len(self.symbols) == MAX_NAMES:
                names = ", ".join(self.symbols.values())
                raise UserError("expression.too_many_names", column=column, name=name, limit=MAX_NAMES, names=names)
            typed = next(t.text for t in self.tokens if t.code == code)
            self.symbols[name] = typed
        return Node("param", name=name)

    def _arithmetic(self, sign: str, given: ast.BinOp, depth: int) -> Node:
        left, right = self._node(given.left, depth), self._node(given.right, depth)
        if sign == "**" and right.op == "num" and abs(right.value) > MAX_EXPONENT:
            raise UserError("expression.exponent", column=right.column, value=f"{right.value:g}", limit=MAX_EXPONENT)
        if sign == "/" and right.op == "num" and right.value == 0:
            raise UserError("expression.not_finite", column=right.column)
        return Node(sign, (left, right))

    def _comparison(self, given: ast.Compare, depth: int) -> Node:
        operands = [self._node(part, depth) for part in (given.left, *given.comparators)]
        signs = [_SIGN_OF[type(op)] for op in given.ops if type(op) in _SIGN_OF]
        pairs = zip(signs, pairwise(operands), strict=True)
        return _chain("and", [_folded(Node(sign, pair, column=pair[0].column)) for sign, pair in pairs])

    def _call(self, name: str, given: list[ast.expr], depth: int, column: int) -> Node:
        args = [self._node(arg, depth) for arg in given]
        function = FUNCTIONS.get(name)
        least, most = (function.least, function.most) if function else _OWN[name]
        if not least <= len(args) <= most:
            kind = "count" if least == most else "few" if most == MAX_NODES else "range"
            values = {"name": name, "given": len(args), "least": least, "most": most}
            raise UserError(f"expression.argument_{kind}", column=column, **values)
        if name in ("max", "min"):
            return _chain(name, args)
        if name == "where":
            return _choice(*args)
        if name == "step":
            return _step(*args)
        if name == "clamp" and any(arg.has_x for arg in args[1:]):
            return _chain("min", [_chain("max", args[:2]), args[2]])
        for arg in args[1:]:
            if arg.has_x:
                raise UserError("expression.argument_with_x", column=arg.column, name=name)
        return Node("call", tuple(args), name=name)


def _folded(node: Node) -> Node:
    """Return a part that knows its size; as one number if it holds only numbers. Raises UserError if not finite."""
    node = fresh(node)
    if node.op in ("num", "x", "param") or any(arg.op != "num" for arg in node.args):
        return node
    try:
        value = _value(node)
    except (ArithmeticError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise UserError("expression.not_finite", column=node.column)
    return Node("num", value=value, column=node.column, source=node)


def _value(node: Node) -> float:
    """Return what a part made of numbers comes to. Raises ArithmeticError or ValueError where Python does."""
    if node.op in _FOLDED:
        result = _FOLDED[node.op](node.args[0].value, node.args[1].value)
        if isinstance(result, complex):  # a root of a negative number
            raise ValueError
        return result
    return scalar(node, {})


def _chain(op: str, parts: list[Node]) -> Node:
    """Return ``op`` of two or more parts, two at a time; a single part is returned as it is."""
    node = parts[0]
    for part in parts[1:]:
        node = _folded(Node(op, (node, part), column=node.column))
    return node


def _choice(condition: Node, then: Node, otherwise: Node) -> Node:
    if condition.op == "num":
        return then if condition.value else otherwise
    return Node("where", (condition, then, otherwise))


def _step(argument: Node, at_zero: Node | None = None) -> Node:
    """Return 1 above 0, else 0; with a second argument, as in ``torch.heaviside``, that at 0."""
    step = _folded(Node("step", (argument,), column=argument.column))
    if at_zero is None:
        return step
    return _choice(_folded(Node("==", (argument, Node("num")))), at_zero, step)


def free_name(name: str) -> Parameter:
    """Return the parameter that a formula with the free name ``name`` has. Raises UserError ``expression.*``."""
    return parse(f"x * {name}").parameter(name)

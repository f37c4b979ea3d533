"""A formula's tree → LaTeX for the formula strip, and the worked arithmetic for one element."""

from __future__ import annotations

import torch

from core.expression_tree import COMPARISONS, Node, evaluate, joined
from core.record import Params, in_brackets, written_number

# How tightly mathematics binds.
_CONDITION, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(6)
_Written = tuple[str, int]
_RELATIONS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne"}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_LETTERED = ("tanh", "sinh", "cosh", "sin", "cos", "tan", "exp", "max", "min")
_NAMES = {"leaky_relu": "LeakyReLU"}  # typeset text cannot hold an underscore
_SHORT = 12
_CONSTANTS = {"pi": r"\pi", "e": "e"}


def latex(node: Node) -> str:
    """Return LaTeX for the right side of f(x) = …; the live value of a parameter goes where ``<its_name>`` stands."""
    return _latex(node)[0]


def worked(node: Node, x: float, params: Params) -> str:
    """Return the arithmetic from ``x`` to f(x): ``(−3.0) × tanh(softplus(−3.0))``; of a choice the branch taken."""
    return _worked(node, x, params)[0]


# --- LaTeX ---


def _latex(node: Node) -> _Written:
    if node.op == "num":
        return _latex_number(node)
    if node.op == "x":
        return "x", _ATOM
    if node.op == "param":
        return f"<{node.name}>", _ATOM
    if node.op == "neg":
        return f"-{_in(node.args[0], _PRODUCT)}", _SUM
    if node.op in COMPARISONS:
        left, right = (_in(arg, _SUM) for arg in node.args)
        return f"{left} {_RELATIONS[node.op]} {right}", _CONDITION
    if node.op in ("and", "or", "not"):
        return _latex_logic(node), _CONDITION
    if node.op == "where":
        return _latex_cases(node), _CONDITION
    if node.op in ("call", "max", "min", "step"):
        return _latex_call(node)
    return _latex_arithmetic(node)


def _latex_number(node: Node) -> _Written:
    if node.name:
        return _CONSTANTS[node.name], _ATOM
    if node.source is not None:
        return _latex(node.source)
    mantissa, _, power = repr(node.value).removesuffix(".0").partition("e")
    if not power:
        return mantissa, _SUM if mantissa.startswith("-") else _ATOM
    return rf"{mantissa} \times 10^{{{int(power)}}}", _PRODUCT


def _latex_arithmetic(node: Node) -> _Written:
    left, right = node.args
    if node.op == "/":
        return rf"\frac{{{_latex(left)[0]}}}{{{_latex(right)[0]}}}", _PRODUCT
    if node.op == "**":
        return f"{_in(left, _ATOM)}^{{{_latex(right)[0]}}}", _POWER
    if node.op == "*":
        return rf"{_in(left, _PRODUCT)} \cdot {_in(right, _PRODUCT)}", _PRODUCT
    return f"{_in(left, _SUM)} {node.op} {_in(right, _PRODUCT)}", _SUM


def _latex_call(node: Node) -> _Written:
    inside = ", ".join(_latex(arg)[0] for arg in joined(node))
    name = node.name or node.op
    if name == "abs":
        return rf"\left|{inside}\right|", _ATOM
    if name == "sqrt":
        return rf"\sqrt{{{inside}}}", _ATOM
    if name == "exp":
        return f"e^{{{inside}}}", _POWER
    if name == "log":
        return rf"\ln\left({inside}\right)", _POWER
    if name in ("log2", "log10"):
        return rf"\log_{{{name[3:]}}}\left({inside}\right)", _POWER
    said = rf"\{name}" if name in _LETTERED else rf"\operatorname{{{_NAMES.get(name, name)}}}"
    return rf"{said}\left({inside}\right)", _POWER


def _latex_logic(node: Node) -> str:
    if node.op == "not":
        return rf"\mathrm{{not}} \left({_latex(node.args[0])[0]}\right)"
    left, right = (
        rf"\left({_latex(arg)[0]}\right)" if arg.op in ("and", "or") and arg.op != node.op else _latex(arg)[0]
        for arg in node.args
    )
    return rf"{left} \; \mathrm{{{node.op}}} \; {right}"


def _latex_cases(node: Node) -> str:
    rows = []
    rest: Node = node
    while rest.op == "where":
        condition, then, otherwise = rest.args
        rows.append(f"{_latex(then)[0]} & {_latex(condition)[0]}")
        rest = otherwise
    first = node.args[0]
    if len(rows) == 1 and first.op in _OPPOSITE and first.size <= _SHORT:
        left, right = (_in(arg, _SUM) for arg in first.args)
        last = f"{left} {_RELATIONS[_OPPOSITE[first.op]]} {right}"
    else:
        last = r"\mathrm{else}"
    rows.append(f"{_latex(rest)[0]} & {last}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _in(node: Node, least: int) -> str:
    text, binding = _latex(node)
    return text if binding >= least else rf"\left({text}\right)"


# --- the worked arithmetic ---


def _worked(node: Node, x: float, params: Params) -> _Written:
    if node.op == "x":
        return _worked_number(x)
    if node.op == "param":
        return _worked_number(float(params[node.name]))
    if node.op == "num":
        if node.name:
            return {"pi": "π", "e": "e"}[node.name], _ATOM
        if node.source is not None:
            return _worked(node.source, x, params)
        return written_number(node.value).removesuffix(".0"), _ATOM
    if node.op == "where":
        condition, then, otherwise = node.args
        at = torch.tensor(x, dtype=torch.float64)
        return _worked(then if bool(evaluate(condition, at, params)) else otherwise, x, params)
    if node.op in ("call", "max", "min", "step"):
        inside = ", ".join(_worked(arg, x, params)[0] for arg in joined(node))
        name = node.name or node.op
        return (f"|{inside}|" if name == "abs" else f"{'ln' if name == 'log' else name}({inside})"), _ATOM
    if node.op == "neg":
        return f"−{_worked_in(node.args[0], _PRODUCT, x, params)}", _SUM
    if node.op == "not":
        return f"not ({_worked(node.args[0], x, params)[0]})", _CONDITION
    return _worked_pair(node, x, params)


def _worked_pair(node: Node, x: float, params: Params) -> _Written:
    left, right = node.args
    if node.op == "**":
        return f"{_worked_in(left, _ATOM, x, params)}^{_worked_in(right, _ATOM, x, params)}", _POWER
    if node.op in ("*", "/"):
        sign = "×" if node.op == "*" else "/"
        return f"{_worked_in(left, _PRODUCT, x, params)} {sign} {_worked_in(right, _POWER, x, params)}", _PRODUCT
    if node.op in ("+", "-"):
        sign = "−" if node.op == "-" else "+"
        return f"{_worked_in(left, _SUM, x, params, first=True)} {sign} {_worked_in(right, _PRODUCT, x, params)}", _SUM
    signs = {"<=": "≤", ">=": "≥", "!=": "≠", "==": "="}
    least = _CONDITION if node.op in ("and", "or") else _SUM
    first, second = (_worked_in(arg, least, x, params, first=True) for arg in node.args)
    return f"{first} {signs.get(node.op, node.op)} {second}", _CONDITION


def _worked_number(value: float) -> _Written:
    return written_number(value), _SUM if in_brackets(value) != written_number(value) else _ATOM


def _worked_in(node: Node, least: int, x: float, params: Params, first: bool = False) -> str:
    """Return a part in brackets if it binds less tightly than ``least``; a negative number too unless it is first."""
    text, binding = _worked(node, x, params)
    return text if binding >= least or (first and binding == _SUM and least <= _SUM) else f"({text})"

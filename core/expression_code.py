"""A formula's tree → Python code with PyTorch. Follows ``expression_tree.evaluate`` operation by operation."""

from __future__ import annotations

from core.expression_tree import COMPARISONS, FUNCTIONS, Node, is_risky, walk

# How tightly Python binds.
_COMPARISON, _OR, _AND, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 9)
_BINDING = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER, "and": _AND, "or": _OR}
_SIGNS = {"and": "&", "or": "|"}
_PLAIN = {"num", "param", "neg", "+", "-", "*"}
_Written = tuple[str, int]


def code(node: Node) -> str:
    """Return ``lambda x: …`` with ``{name}`` where the literal of a parameter goes (``str.format``).

    It needs ``torch`` and, where ``F.`` occurs in it, ``torch.nn.functional as F``.
    """
    return f"lambda x: {_Writer(True).number(node)[0]}"


def number_literal(value: float) -> str:
    """Return a finite number as Python code, whole ones without a point."""
    return repr(value).removesuffix(".0")


class _Writer:
    """Writes with x as a tensor, or (``with_x`` False) everything as 0-D tensors in float64."""

    def __init__(self, with_x: bool) -> None:
        self.with_x = with_x

    def number(self, node: Node) -> _Written:
        """Write a part as a number or tensor of numbers."""
        if node.op == "num":
            text = number_literal(node.value)
            return text, _SIGN if text.startswith("-") else _ATOM
        if self.with_x and not node.has_x:
            if all(part.op in _PLAIN for part in walk(node)):
                return self._raw(node)
            return f"float({_Writer(False).number(node)[0]})", _ATOM
        written = self._raw(node)
        if node.is_condition or node.op == "step":
            return f"{_bound(written, _ATOM)}.to({'x.dtype' if self.with_x else 'torch.float64'})", _ATOM
        return written

    def condition(self, node: Node) -> _Written:
        """Write a part as true or false."""
        if node.op == "num":
            return str(bool(node.value)), _ATOM
        if self.with_x and not node.has_x:
            if node.op in COMPARISONS and all(part.op in _PLAIN for arg in node.args for part in walk(arg)):
                return self._raw(node)
            return f"bool({_Writer(False).condition(node)[0]})", _ATOM
        if node.is_condition:
            return self._raw(node)
        return f"{_bound(self._raw(node), _OR)} != 0", _COMPARISON

    def _promoted(self, node: Node) -> str:
        text = self.number(node)[0]
        if node.op == "num" or (self.with_x and not node.has_x):
            return f"x.new_tensor({text})" if self.with_x else f"torch.tensor({text}, dtype=torch.float64)"
        return text

    def _raw(self, node: Node) -> _Written:
        if node.op == "x":
            return "x", _ATOM
        if node.op == "param":
            value = f"{{{node.name}}}"
            return (value, _SIGN) if self.with_x else (f"torch.tensor({value}, dtype=torch.float64)", _ATOM)
        if node.op == "where":
            return self._where(*node.args), _ATOM
        if node.op == "call":
            rest = [self.number(arg)[0] if self.with_x else f"float({self.number(arg)[0]})" for arg in node.args[1:]]
            return f"{FUNCTIONS[node.name].path}({', '.join([self._promoted(node.args[0]), *rest])})", _ATOM
        if node.op in ("max", "min"):
            return f"torch.{node.op}imum({', '.join(map(self._promoted, node.args))})", _ATOM
        if node.op == "step":
            return f"{_bound(self.number(node.args[0]), _OR)} > 0", _COMPARISON
        if node.op == "neg":
            return f"-{_bound(self.number(node.args[0]), _SIGN)}", _SIGN
        if node.op == "not":
            return f"~{_bound(self.condition(node.args[0]), _ATOM)}", _SIGN
        return self._binary(node)

    def _binary(self, node: Node) -> _Written:
        if node.op in COMPARISONS:
            left, right = (_bound(self.number(arg), _OR) for arg in node.args)
            return f"{left} {node.op} {right}", _COMPARISON
        binding = _BINDING[node.op]
        write = self.condition if node.op in _SIGNS else self.number
        base, exponent = write(node.args[0]), write(node.args[1])
        if node.op == "**":
            return f"{_bound(base, _ATOM)} ** {_bound(exponent, _SIGN)}", binding
        return f"{_bound(base, binding)} {_SIGNS.get(node.op, node.op)} {_bound(exponent, binding + 1)}", binding

    def _where(self, condition: Node, then: Node, otherwise: Node) -> str:
        if not self.with_x or not condition.has_x:
            chosen = self.condition(condition)[0]
            return f"({self._filled(then)} if {chosen} else {self._filled(otherwise)})"
        chosen = self.condition(condition)[0]
        if not then.has_x and not otherwise.has_x:
            return f"torch.where({chosen}, {self._promoted(then)}, {self._promoted(otherwise)})"
        first, second = self._branch(then, "c"), self._branch(otherwise, "~c")
        if is_risky(then) or is_risky(otherwise):
            return f"(lambda c: torch.where(c, {first}, {second}))({chosen})"
        return f"torch.where({chosen}, {first}, {second})"

    def _filled(self, node: Node) -> str:
        if self.with_x and not node.has_x:
            return f"torch.full_like(x, {self.number(node)[0]})"
        return self._promoted(node)

    def _branch(self, node: Node, taken: str) -> str:
        text = self.number(node)[0]
        if not node.has_x or not is_risky(node):
            return text
        return f"(lambda x: {text})(torch.where({taken}, x, 1.0))"


def _bound(written: _Written, least: int) -> str:
    """Return text in brackets if it binds less tightly than ``least``."""
    text, binding = written
    return text if binding >= least else f"({text})"

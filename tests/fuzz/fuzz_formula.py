"""Formulas in x. What is grown is worked out a second time in Python's arithmetic, which knows nothing of ours."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import torch
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812

from core import evaluate, expression
from core.record import Activation
from core.text import UserError
from tests.fuzz.mutation import mutate
from tests.fuzz.target import Target, check_refusal

CORPUS = (
    "x * tanh(softplus(x))",
    "where(x > 0, x, a*x)",
    "f(x) = x if x > 0 else 2*(exp(x) - 1)",
    "1/(1 + e**-x)",
    "max(0, x)/α + x²",
    "not (x > 1 or x < -1) and x != 0",
    "leaky_relu(x, 0.1) + clamp(x, -a, 1)",
    "0.5*x*(1 + erf(x/sqrt(2)))",
    "y = log1p(abs(x)) * sign(x) ^ 2",
    "-1 < x <= λ",
    "min(x, 6, max(0, b)) · 3 ÷ 2",
    "heaviside(x - 1, 0.5) + step(x)",
)
TOKENS = (
    *("x", "a", "λ", "π", "e", "2", ".5", "1e9", "1e400", "(", ")", "((", ",", "+", "-", "*", "**", "^", "/", "²"),
    *("<", "<=", "==", "!=", "=", ":=", " if ", " else ", " and ", " or ", " not ", " in ", "lambda x:", "x[0]", "."),
    *(
        "log(",
        "sqrt(",
        "max(",
        "where(",
        "clamp(",
        "celu(",
        "step(",
        "threshold(",
        "__import__(",
        "os",
        "'",
        "1j",
        "0x1",
    ),
)
SAMPLES = (-3.7, -1.0, -0.3, 0.0, 0.4, 1.0, 2.5)
_PARAMETERS = {"a": 0.7, "b": -1.3}
_NEAR = 1e-6
# Where one sign decides which branch is taken, two evaluators may rightly differ by rounding.
_CLOSE_CALL = 1e-9

# What is grown may come to no number in a part without x, such as log(0 − 1), or raise x to a power beyond the limit.
_MAY_REFUSE = ("expression.not_finite", "expression.exponent")

Value = Callable[[float], float]


class CloseCallError(Exception):
    """The point lies where a comparison hangs on the last digit, or arithmetic ends: nothing can be compared there."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A formula's text and the same worked out by Python."""

    text: str
    value: Value

    def __repr__(self) -> str:
        return f"Grown({self.text!r})"


def _softplus(v: float) -> float:
    return v if v > 20 else math.log1p(math.exp(v))


def _sigmoid(v: float) -> float:
    return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))


def _jump(at: float, function: Value) -> Value:
    """A function that jumps at ``at``: too close to it nothing is compared."""

    def value(v: float) -> float:
        if abs(v - at) < _CLOSE_CALL:
            raise CloseCallError
        return function(v)

    return value


def _floor(v: float) -> float:
    if abs(v - round(v)) < _CLOSE_CALL:
        raise CloseCallError
    return float(math.floor(v))


_CALLED: dict[str, Value] = {
    "tanh": math.tanh, "sin": math.sin, "cos": math.cos, "atan": math.atan, "arctan": math.atan, "erf": math.erf,
    "asinh": math.asinh, "exp": math.exp, "expm1": math.expm1, "log": math.log, "ln": math.log, "log1p": math.log1p,
    "log2": math.log2, "log10": math.log10, "sqrt": math.sqrt, "sinh": math.sinh, "cosh": math.cosh, "abs": abs,
    "sigmoid": _sigmoid, "softplus": _softplus, "relu": lambda v: max(0.0, v), "silu": lambda v: v * _sigmoid(v),
    "swish": lambda v: v * _sigmoid(v), "mish": lambda v: v * math.tanh(_softplus(v)), "floor": _floor,
    "gelu": lambda v: 0.5 * v * (1 + math.erf(v / math.sqrt(2))), "softsign": lambda v: v / (1 + abs(v)),
    "relu6": lambda v: min(max(0.0, v), 6.0), "elu": lambda v: v if v > 0 else math.expm1(v),
    "leaky_relu": lambda v: v if v > 0 else 0.01 * v, "hardtanh": lambda v: min(max(-1.0, v), 1.0),
    "logsigmoid": lambda v: -_softplus(-v), "tanhshrink": lambda v: v - math.tanh(v),
    "sign": _jump(0.0, lambda v: math.copysign(1.0, v)), "step": _jump(0.0, lambda v: float(v > 0)),
}  # fmt: skip


def _compared(sign: str, left: float, right: float) -> bool:
    if abs(left - right) < _CLOSE_CALL * max(1.0, abs(left)):
        raise CloseCallError
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def _power(base: float, power: float) -> float:
    if abs(base) < _CLOSE_CALL:
        raise CloseCallError
    value = base**power
    if isinstance(value, complex):
        raise CloseCallError
    return value


def _divided(left: float, right: float) -> float:
    if abs(right) < _CLOSE_CALL:
        raise CloseCallError
    return left / right


def _leaves() -> st.SearchStrategy[Grown]:
    names = [Grown("x", lambda x: x), Grown("x", lambda x: x), Grown("X", lambda x: x), Grown("pi", lambda _: math.pi),
             Grown("π", lambda _: math.pi), Grown("e", lambda _: math.e),
             *(Grown(name, lambda _, v=value: v) for name, value in _PARAMETERS.items())]  # fmt: skip
    written = st.sampled_from(["0", "1", "2", ".5", "0.25", "3.", "1e-2", "10"])
    return st.one_of(st.sampled_from(names), written.map(lambda text: Grown(text, lambda _: float(text))))


def _binary(left: Grown, right: Grown, how: tuple[str, Callable[[float, float], float]]) -> Grown:
    sign, operation = how
    # Brackets everywhere: what binds stronger is told by the fixed texts of other tests.
    return Grown(f"({left.text}{sign}{right.text})", lambda x: operation(left.value(x), right.value(x)))


def _of_two(one: Grown, two: Grown, name: str) -> Grown:
    return Grown(f"{name}({one.text}, {two.text})", lambda x: _OF_TWO[name](one.value(x), two.value(x)))


def _chosen(condition: Grown, then: Grown, otherwise: Grown, form: str) -> Grown:
    text = form.format(c=condition.text, t=then.text, o=otherwise.text)
    return Grown(text, lambda x: then.value(x) if condition.value(x) else otherwise.value(x))


_OF_TWO: dict[str, Callable[[float, float], float]] = {"max": max, "min": min, "maximum": max}
_BINARY: list[tuple[str, Callable[[float, float], float]]] = [
    ("+", lambda a, b: a + b), (" - ", lambda a, b: a - b), ("*", lambda a, b: a * b), (" × ", lambda a, b: a * b),
    ("·", lambda a, b: a * b), ("/", _divided), (" ÷ ", _divided), ("−", lambda a, b: a - b),
]  # fmt: skip
_CONDITIONS = [(sign, lambda a, b, s=plain: float(_compared(s, a, b)))
               for sign, plain in (("<", "<"), (" <= ", "<="), (" > ", ">"), ("≥", ">="), (" ≤ ", "<="))]  # fmt: skip
_CHOICES = ("where({c}, {t}, {o})", "({t} if {c} else {o})")


def _extended(part: st.SearchStrategy[Grown]) -> st.SearchStrategy[Grown]:
    condition = st.builds(_binary, part, part, st.sampled_from(_CONDITIONS))
    return st.one_of(
        st.builds(_binary, part, part, st.sampled_from(_BINARY)),
        st.builds(lambda one: Grown(f"(-{one.text})", lambda x: -one.value(x)), part),
        st.builds(
            lambda one, name: Grown(f"{name}({one.text})", lambda x: _CALLED[name](one.value(x))),
            part,
            st.sampled_from(sorted(_CALLED)),
        ),
        st.builds(
            lambda one, power: Grown(f"({one.text}){power[0]}", lambda x: _power(one.value(x), power[1])),
            part,
            st.sampled_from([("**2", 2.0), ("^3", 3.0), ("²", 2.0), ("**-1", -1.0), ("**0.5", 0.5), ("**a", 0.7)]),
        ),
        st.builds(_of_two, part, part, st.sampled_from(sorted(_OF_TWO))),
        st.builds(_chosen, condition, part, part, st.sampled_from(_CHOICES)),
    )


def _titled(one: Grown) -> st.SearchStrategy[Grown]:
    # x is in every one of them.
    heads = st.sampled_from(["x + ", "f(x) = x + ", "y=x+", "  x+ "])
    return heads.map(lambda head: Grown(head + one.text, lambda x: x + one.value(x)))


def mutated(draw: random.Random) -> str:
    """Return a good formula that was spoilt."""
    return mutate(draw.choice(CORPUS), draw, TOKENS, CORPUS)


def use(case: Grown | str) -> bool:
    """Read one formula, compute with it, and write it in every form."""
    text = case if isinstance(case, str) else case.text
    try:
        record = expression.parse(text)
    except UserError as error:
        assert isinstance(case, str) or error.id in _MAY_REFUSE, error.said_in("en")
        check_refusal(error, "column")
        assert 1 <= error.values["column"] <= len(text) + 1  # type: ignore[operator]
        return False
    params = record.defaults() | {name: v for name, v in _PARAMETERS.items() if name in record.defaults()}
    _check_written(record, params)
    if isinstance(case, Grown):
        _check_values(case, record, params)
    return True


def _check_written(record: Activation, params: dict[str, object]) -> None:
    x = torch.tensor(SAMPLES, dtype=torch.float64)
    try:
        checked = record.checked(params)
        slopes = evaluate.slopes(record, checked, x)
        record.kinks(checked)
        worked = record.worked(-1.0, checked)
    except UserError as error:
        check_refusal(error)
        return
    assert slopes.shape == x.shape
    assert record.latex(checked)
    assert "{" not in worked.replace("\\{", "")
    # The code that is shown gives the same bits.
    code = record.call.format(**{name: repr(value) for name, value in checked.items()})
    ours = record.apply(x, checked)
    assert ours.dtype == x.dtype
    theirs = eval(code, {"torch": torch, "F": F, "__builtins__": {"float": float, "bool": bool}})(x)
    assert torch.equal(ours.nan_to_num(nan=-7.0), theirs.nan_to_num(nan=-7.0)), code


def _check_values(case: Grown, record: Activation, params: dict[str, object]) -> None:
    for x in SAMPLES:
        try:
            expected = case.value(x)
        except (CloseCallError, ArithmeticError, ValueError):
            continue
        if not math.isfinite(expected) or abs(expected) > 1e12:
            continue
        try:
            got = float(record.apply(torch.tensor(x, dtype=torch.float64), params))  # type: ignore[arg-type]
        except UserError as error:
            check_refusal(error)
            return
        if math.isfinite(got):
            assert math.isclose(got, expected, rel_tol=_NEAR, abs_tol=_NEAR), f"f({x}) = {got}, not {expected}"
        else:
            raise AssertionError(f"f({x}) = {got}, not {expected}")


TARGET = Target("formula", st.recursive(_leaves(), _extended, max_leaves=10).flatmap(_titled), mutated, use)

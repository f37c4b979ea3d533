"""What a catalogue entry is: an activation function and its parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from torch import Tensor

from core.text import Text, UserError

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Value = float | int | bool | str
Params = Mapping[str, Value]
Family = Literal["basic", "relu", "smooth", "shrink", "vector", "custom"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of real numbers; ``(low`` or ``[low`` by ``low_open``. Infinite ends are always open."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: float) -> bool:
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below


EVERYTHING = Interval(-math.inf, math.inf, True, True)
# What a parameter may be when the mathematics sets no limit: every dtype holds it (float16 ends at 65504).
ANY_NUMBER = Interval(-10_000.0, 10_000.0)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function, named as PyTorch names it.

    ``accepted`` is what the function takes; ``low``, ``high`` and ``step`` are what a slider sensibly shows.
    ``kind`` "choice" takes one of ``choices``; "integer" and "flag" are what they say.
    """

    name: str
    symbol: str
    label: Text
    default: Value
    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    accepted: Interval = ANY_NUMBER
    kind: Literal["number", "integer", "flag", "choice"] = "number"
    choices: tuple[str, ...] = ()

    def check(self, value: object) -> Value:
        """Return ``value`` as this parameter's type. Raises UserError ``parameter.*`` if it is not accepted."""
        if self.kind == "flag":
            return self._flag(value)
        if self.kind == "choice":
            if value not in self.choices:
                raise UserError("parameter.not_a_choice", name=self.name, value=value, choices=", ".join(self.choices))
            return str(value)
        number = self._number(value)
        if number not in self.accepted:
            raise UserError("parameter.out_of_range", name=self.name, value=value, accepted=written(self.accepted))
        return int(number) if self.kind == "integer" else number

    def check_range(self, low: float, high: float, step: float) -> None:
        """Raise UserError ``parameter.*`` unless a slider may span this: low < high, 0 < step ≤ high − low."""
        if not (low < high and 0 < step <= high - low) or not all(map(math.isfinite, (low, high, step))):
            raise UserError("parameter.range", name=self.name)
        for end in (low, high):
            self.check(end)
        if self.kind == "integer" and step != int(step):
            raise UserError("parameter.not_an_integer", name=self.name, value=step, example=1)

    def _flag(self, value: object) -> bool:
        said = str(value).strip().lower()
        if said not in ("true", "false", "1", "0"):
            raise UserError("parameter.not_a_choice", name=self.name, value=value, choices="true, false")
        return said in ("true", "1")

    def _number(self, value: object) -> float:
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise UserError("parameter.not_a_number", name=self.name, value=value, example=self.default) from None
        if not math.isfinite(number):
            raise UserError("parameter.not_finite", name=self.name, value=value, example=self.default)
        if self.kind == "integer" and number != int(number):
            raise UserError("parameter.not_an_integer", name=self.name, value=value, example=self.default)
        return number


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function.

    Attributes:
        key: snake_case name used on the command line, in files and in state.
        module: the ``torch.nn`` class name, such as ``"LeakyReLU"``; empty when PyTorch has none (step, custom).
        family: which group of the picker it stands in.
        parameters: in PyTorch's order.
        formula: LaTeX for f(x) without ``f(x)=``; a parameter's live value goes where ``<its_name>`` stands.
        apply: ``(x, params) -> y``. Elementwise functions keep the shape. Differentiable by autograd unless the
            function itself is not.
        use: where it is typically used.  problem: its main weakness.  note: what is special about it.
        call: the Python expression that makes the module, ``str.format`` with the parameters as Python literals, such
            as ``"nn.LeakyReLU(negative_slope={negative_slope})"``, which is what it is made of when left empty.
        term: the worked formula for one element: ``str.format`` with ``x`` and the parameters as written numbers,
            such as ``"max(0, {x})"``, or ``(x, params) -> text`` where the branch matters; empty for vector functions.
        parameters: in PyTorch's order.
        aliases: other names that search finds, in both languages.
        kinks: params -> the points where f or its slope jumps.
        value_range: params -> the exact set of values f takes over the reals, as disjoint intervals in rising order,
            or None when it has to be measured.
        smooth: whether f has derivatives of every order everywhere; ``params -> bool`` where they decide.
        formula_for: params -> the formula, where a choice or flag changes it; ``formula`` is then that of the defaults.
        check: raises UserError for parameters that are accepted one by one but not together.
        accepts: ``(shape, params)``; raises UserError for an input shape the function does not take.
        axis: for vector functions: params -> the dimension along which elements mix (negative counts from the end).
        envelope: for random functions: params -> (parameters of the lower, the mean and the upper curve), None when
            these parameters leave nothing to chance. Such a function has a parameter ``seed``.
        learned: the parameter that a network learns by training, if any; ``apply`` then takes a tensor for it.
    """

    key: str
    name: Text
    family: Family
    module: str
    formula: str
    apply: Callable[[Tensor, Params], Tensor]
    use: Text
    problem: Text
    call: str = ""
    term: str | Callable[[float, Params], str] = ""
    parameters: tuple[Parameter, ...] = ()
    aliases: tuple[str, ...] = ()
    kinks: Callable[[Params], tuple[float, ...]] = lambda _params: ()
    value_range: Callable[[Params], tuple[Interval, ...]] | None = None
    smooth: bool | Callable[[Params], bool] = True
    note: Text | None = None
    formula_for: Callable[[Params], str] | None = None
    check: Callable[[Params], None] | None = None
    accepts: Callable[[tuple[int, ...], Params], None] | None = None
    axis: Callable[[Params], int] | None = None
    envelope: Callable[[Params], tuple[Params, Params, Params] | None] | None = None
    learned: str = ""

    def __post_init__(self) -> None:
        if not self.call:
            named = ", ".join(f"{p.name}={{{p.name}}}" for p in self.parameters)
            object.__setattr__(self, "call", f"nn.{self.module}({named})")

    @property
    def is_vector(self) -> bool:
        """Whether one output depends on many inputs, so that there is no single curve."""
        return self.axis is not None

    def is_random(self, params: Params) -> bool:
        """Return whether the same input may give another output with another ``seed``."""
        return self.envelope is not None and self.envelope(params) is not None

    def is_smooth(self, params: Params) -> bool:
        """Return whether f has derivatives of every order everywhere."""
        return self.smooth if isinstance(self.smooth, bool) else self.smooth(params)

    def latex(self, params: Params) -> str:
        """Return the formula for these parameters, ``<name>`` where live values go."""
        return self.formula_for(params) if self.formula_for else self.formula

    def worked(self, x: float, params: Params) -> str:
        """Return the arithmetic that leads from ``x`` to f(x), such as ``"max(0, −3.0)"``; empty if there is none."""
        if not isinstance(self.term, str):
            return self.term(x, params)
        shown = {k: written_number(v) if isinstance(v, float) else str(v) for k, v in params.items()}
        return self.term.format(x=written_number(x), **shown)

    def defaults(self) -> dict[str, Value]:
        """Return PyTorch's default of every parameter, by name."""
        return {p.name: p.default for p in self.parameters}

    def parameter(self, name: str) -> Parameter:
        """Return the parameter called ``name``. Raises UserError ``parameter.unknown`` naming those there are."""
        for p in self.parameters:
            if p.name == name:
                return p
        known = ", ".join(p.name for p in self.parameters)
        raise UserError("parameter.unknown" if known else "parameter.none", name=name, function=self.key, known=known)

    def checked(self, params: Mapping[str, object]) -> dict[str, Value]:
        """Return the defaults overlaid by ``params``, each checked, then together. Raises UserError ``parameter.*``."""
        given = {name: self.parameter(name).check(value) for name, value in params.items()}
        complete = self.defaults() | given
        if self.check:
            self.check(complete)
        return complete


def written(interval: Interval) -> str:
    """Return an interval as mathematics writes it: ``(0, 1)``, ``[0, ∞)``, ``{2}`` for a single value."""
    if interval.low == interval.high:
        return f"{{{_end(interval.low)}}}"
    left = "(" if interval.low_open or math.isinf(interval.low) else "["
    right = ")" if interval.high_open or math.isinf(interval.high) else "]"
    return f"{left}{_end(interval.low)}, {_end(interval.high)}{right}"


def written_union(parts: tuple[Interval, ...]) -> str:
    """Return disjoint intervals as mathematics writes them: ``{0, 1}``, ``(−∞, −0.5) ∪ {0} ∪ (0.5, ∞)``."""
    if len(parts) > 1 and all(p.low == p.high for p in parts):
        return "{" + ", ".join(_end(p.low) for p in parts) + "}"
    return " ∪ ".join(written(p) for p in parts)


def raised(exponent: int) -> str:
    """Return an exponent as it is written: ``⁻¹²``."""
    return str(exponent).translate(_RAISED)


def written_number(value: float) -> str:
    """Return a number as worked formulas write it: ``−3.0``, ``0.1``, ``1×10⁻⁷``, with a real minus sign."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value and not 1e-3 <= abs(value) < 1e6:
        mantissa, _, power = f"{value:.3e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}×10{raised(int(power))}".replace("-", "−")
    plain = f"{value + 0.0:.4f}".rstrip("0")  # −0.0 is written 0.0
    return (plain + "0" if plain.endswith(".") else plain).replace("-", "−")


def in_brackets(value: float) -> str:
    """Return a written number, in brackets if it is negative: ``(−3.0)``."""
    number = written_number(value)
    return f"({number})" if number.startswith("−") or "×" in number else number


def _end(value: float) -> str:
    return written_number(value).removesuffix(".0")

"""A function as one of several that a person chose: which one, its parameters, and the colour that it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from core import expression
from core.activations import activation
from core.record import Activation, Value

DEFAULT_FORMULA = "x * tanh(softplus(x))"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of several functions.

    Attributes:
        function: key of the catalogue, or ``"custom"`` for ``formula``.
        series: which colour and dash it is drawn in, from 0; it keeps them while others come and go.
        params: values that differ from PyTorch's defaults.
        ranges: (low, high, step) of sliders that were changed.
        formula: the person's own function in x.
    """

    function: str
    series: int = 0
    params: Mapping[str, Value] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    formula: str = DEFAULT_FORMULA

    def record(self) -> Activation:
        """Return the function. Raises UserError if ``function`` or ``formula`` is not one."""
        return expression.parse(self.formula) if self.function == "custom" else activation(self.function)

    def checked_params(self) -> dict[str, Value]:
        """Return every parameter, defaults included. Raises UserError ``parameter.*``."""
        record = self.record()
        known = {p.name for p in record.parameters}
        return record.checked({name: value for name, value in self.params.items() if name in known})


One = TypeVar("One", bound=Chosen)


def with_function(one: One, key: str) -> One:
    """Return it with another function and its defaults. Raises UserError ``function.*``."""
    changed = replace(one, function=key, params={}, ranges={})
    changed.record()
    return changed


def with_formula(one: One, text: str) -> One:
    """Return it with the person's own function. Raises UserError ``expression.*`` pointing at the column."""
    expression.parse(text)
    return replace(one, function="custom", formula=text)


def with_param(one: One, name: str, value: object) -> One:
    """Return it with another value of a parameter. Raises UserError ``parameter.*``."""
    record = one.record()
    record.checked({**one.checked_params(), name: value})
    return replace(one, params={**one.params, name: record.parameter(name).check(value)})


def with_range(one: One, name: str, low: float, high: float, step: float) -> One:
    """Return it with another span of a slider. Raises UserError ``parameter.*`` for one that cannot be."""
    one.record().parameter(name).check_range(low, high, step)
    return replace(one, ranges={**one.ranges, name: (low, high, step)})


def free_series(taken: tuple[Chosen, ...]) -> int:
    """Return the lowest series that none of them has."""
    numbers = {one.series for one in taken}
    return next(n for n in range(len(taken) + 1) if n not in numbers)


def checked(one: One) -> One:
    """Return what a session file may hold, as the verbs would have made it. Raises UserError."""
    expression.parse(one.formula)
    record = one.record()
    if one.function == "custom":
        # A formula's parameters are its free names: one that it no longer has is kept for when it returns.
        known = {name: expression.free_name(name) for name in (*one.params, *one.ranges)}
        params = {name: known[name].check(value) for name, value in one.params.items()}
    else:
        known = {name: record.parameter(name) for name in (*one.params, *one.ranges)}
        complete = record.checked(one.params)
        params = {name: complete[name] for name in one.params}
    for name, ends in one.ranges.items():
        known[name].check_range(*ends)
    made = replace(one, params=params)
    made.checked_params()
    return made

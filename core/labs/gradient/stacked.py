"""One of the functions side by side: a function of the catalogue or the person's own, with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core import expression
from core.activations import activation
from core.record import Activation, Value
from core.text import UserError

DEFAULT_FORMULA = "x * tanh(softplus(x))"


@dataclass(frozen=True, slots=True)
class Stacked:
    """An elementwise function between layers.

    Attributes:
        function: key of the catalogue, or ``"custom"`` for ``formula``.
        series: which colour and dash it is drawn in, 0 to 4; it keeps them while others come and go.
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
        """Return the function. Raises UserError if it is not one, ``gradient.vector`` for a vector function."""
        record = expression.parse(self.formula) if self.function == "custom" else activation(self.function)
        if record.is_vector:
            raise UserError("gradient.vector", function=record.name)
        return record

    def checked_params(self) -> dict[str, Value]:
        """Return every parameter, defaults included. Raises UserError ``parameter.*``."""
        record = self.record()
        known = {p.name for p in record.parameters}
        return record.checked({name: value for name, value in self.params.items() if name in known})


def chosen(one: Stacked, key: str) -> Stacked:
    """Put the function ``key`` in the place of ``one``, with its defaults. Raises UserError ``function.unknown``."""
    made = replace(one, function=key, params={}, ranges={})
    made.record()
    return made


def with_formula(one: Stacked, text: str) -> Stacked:
    """Put the person's own function in its place. Raises UserError ``expression.*`` pointing at the column."""
    expression.parse(text)
    return replace(one, function="custom", formula=text)


def with_param(one: Stacked, name: str, value: object) -> Stacked:
    """Give a parameter a value. Raises UserError ``parameter.*``."""
    record = one.record()
    record.checked({**one.checked_params(), name: value})
    return replace(one, params={**one.params, name: record.parameter(name).check(value)})


def with_range(one: Stacked, name: str, low: float, high: float, step: float) -> Stacked:
    """Change what a slider spans. Raises UserError ``parameter.*`` unless low < high and 0 < step ≤ high − low."""
    one.record().parameter(name).check_range(low, high, step)
    return replace(one, ranges={**one.ranges, name: (low, high, step)})


def checked_stacked(one: Stacked) -> Stacked:
    """Return what a session file may hold, as the verbs would have made it. Raises UserError."""
    made = replace(one, params={}, ranges={})
    expression.parse(one.formula)
    record = made.record()
    known = {p.name for p in record.parameters}
    for name, value in one.params.items():
        if name in known or one.function != "custom":
            # Together with the values to come: two limits may only be accepted as a pair.
            made = replace(made, params={**made.params, name: record.parameter(name).check(value)})
    made.checked_params()
    for name, ends in one.ranges.items():
        if name in known or one.function != "custom":
            made = with_range(made, name, *ends)
    return made

"""A function that a person has chosen, with its parameters: one of several that a lab shows side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from core import expression
from core.activations import activation
from core.record import Activation, Value

DEFAULT_FORMULA = "x * tanh(softplus(x))"


@dataclass(frozen=True, slots=True)
class ChosenFunction:
    """A function of the catalogue, or the person's own.

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
        """Return the function. Raises UserError if ``function`` or ``formula`` is not one."""
        return expression.parse(self.formula) if self.function == "custom" else activation(self.function)

    def checked_params(self) -> dict[str, Value]:
        """Return every parameter, defaults included. Raises UserError ``parameter.*``."""
        record = self.record()
        known = {p.name for p in record.parameters}
        return record.checked({name: value for name, value in self.params.items() if name in known})

    # --- what a person changes: each returns a new one, or raises UserError ---

    def with_function(self, key: str) -> Self:
        """Put another function in its place, with its defaults. Raises UserError ``function.unknown``."""
        one = replace(self, function=key, params={}, ranges={})
        one.record()
        return one

    def with_formula(self, text: str) -> Self:
        """Put the person's own function in its place. Raises UserError ``expression.*`` pointing at the column."""
        expression.parse(text)
        return replace(self, function="custom", formula=text)

    def with_param(self, name: str, value: object) -> Self:
        """Give a parameter a value. Raises UserError ``parameter.*``."""
        record = self.record()
        record.checked({**self.checked_params(), name: value})
        return replace(self, params={**self.params, name: record.parameter(name).check(value)})

    def with_range(self, name: str, low: float, high: float, step: float) -> Self:
        """Change what a slider spans. Raises UserError ``parameter.*`` unless low < high and 0 < step ≤ high − low."""
        self.record().parameter(name).check_range(low, high, step)
        return replace(self, ranges={**self.ranges, name: (low, high, step)})

    def with_defaults(self) -> Self:
        """Take PyTorch's defaults and the sliders' own ranges."""
        return replace(self, params={}, ranges={})

    def checked(self) -> Self:
        """Return what a session file may hold, as a person would have made it. Raises UserError."""
        expression.parse(self.formula)
        record = self.record()
        if self.function == "custom":
            # A formula's parameters are its free names: one that it no longer has is kept for when it returns.
            known = {name: expression.free_name(name) for name in (*self.params, *self.ranges)}
            params = {name: known[name].check(value) for name, value in self.params.items()}
        else:
            known = {name: record.parameter(name) for name in (*self.params, *self.ranges)}
            complete = record.checked(self.params)
            params = {name: complete[name] for name in self.params}
        for name, ends in self.ranges.items():
            known[name].check_range(*ends)
        made = replace(self, params=params)
        made.checked_params()
        return made


def free_series(taken: Sequence[ChosenFunction]) -> int:
    """Return the lowest ``series`` that none of them has."""
    numbers = {one.series for one in taken}
    return next(n for n in range(len(taken) + 1) if n not in numbers)

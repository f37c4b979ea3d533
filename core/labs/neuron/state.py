"""What a person can change in the Neuron lab, and the verbs that change it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.activations import ACTIVATIONS, activation
from core.labs.neuron.numbers import (
    LINES,
    MAX_INPUTS,
    NUMBERS,
    called_by_symbol,
    check_number,
    collapse_keys,
    hidden_keys,
)
from core.labs.neuron.sums import exact_sum, written
from core.record import Activation, Value
from core.text import UserError
from core.view_range import Range, check_range

VIEWS = ("neuron", "plane", "collapse")
DTYPES = ("float32", "float64")
POINTS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
# The right answers at POINTS, in their order.
GATES: Mapping[str, tuple[int, int, int, int]] = {
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "nand": (1, 1, 1, 0),
    "xor": (0, 1, 1, 0),
}
# (w₁, w₂, b) that answer a gate; for XOR, which no line answers, one of those that get three points right.
ANSWERS: Mapping[str, tuple[float, float, float]] = {
    "and": (1.0, 1.0, -1.5),
    "or": (1.0, 1.0, -0.5),
    "nand": (-1.0, -1.0, 1.5),
    "xor": (1.0, 1.0, -0.5),
}
# Ready two-layer networks that answer XOR: the function and the numbers that differ from where they start. The second:
# Goodfellow, Bengio and Courville 2016, "Deep Learning", section 6.1, with an output bias so that the line is at 0.
SOLUTIONS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "step": ("step", {}),
    "relu": (
        "relu",
        {
            "hidden_b0": 0.0,
            "hidden_w10": 1.0,
            "hidden_w11": 1.0,
            "hidden_b1": -1.0,
            "output_w1": -2.0,
            "output_b": -0.5,
        },
    ),
}
_DRAGGED_DIGITS = 2  # what a pixel of a plane can tell apart
_SUM_DIGITS = 4


@dataclass(frozen=True, slots=True)
class NeuronState:
    """What a person can change.

    Attributes:
        view: ``"neuron"``, ``"plane"`` or ``"collapse"``.
        function: h of the neuron and of the plane.  between: the function put between the two linear layers.
        has_between: whether it is put there.
        params: values that differ from PyTorch's defaults, by function and parameter.
        param_ranges: (low, high, step) of those sliders that were changed, by function and parameter.
        count: how many inputs the neuron has, 1 to 5.
        numbers: inputs, weights and biases of all three views that were changed, by key; see ``NUMBERS``.
        ranges: (low, high, step) of the numbers' sliders that were changed, by key.
        selected: key of the number whose slider is in view.
        dtype: what PyTorch's own result beside the written sum is computed in.
        gate: which points the plane asks for.  layers: 1, or 2 for the two-layer network.
        x_view, y_view: what the curve of h shows; None fits it.
    """

    view: str = "neuron"
    function: str = "step"
    between: str = "relu"
    has_between: bool = False
    params: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    param_ranges: Mapping[str, Mapping[str, tuple[float, float, float]]] = field(default_factory=dict)
    count: int = 2
    numbers: Mapping[str, float] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    selected: str = "w0"
    dtype: str = "float32"
    gate: str = "and"
    layers: int = 1
    x_view: Range | None = None
    y_view: Range | None = None

    def number(self, key: str) -> float:
        """Return the value of one number."""
        return self.numbers[key] if key in self.numbers else float(NUMBERS[key].default)

    def numbers_of(self, *keys: str) -> tuple[float, ...]:
        """Return the values of several numbers."""
        return tuple(self.number(key) for key in keys)

    def inputs(self) -> tuple[float, ...]:
        """Return the neuron's inputs, ``count`` of them."""
        return self.numbers_of(*(f"x{i}" for i in range(self.count)))

    def weights(self) -> tuple[float, ...]:
        """Return the neuron's weights, ``count`` of them."""
        return self.numbers_of(*(f"w{i}" for i in range(self.count)))

    def has_plane(self) -> bool:
        """Return whether there is a plane to show: of a neuron with two inputs, or of the two-layer network."""
        return self.layers == 2 or self.count == 2

    def chosen(self) -> str:
        """Return the key of the function that the view in view uses."""
        return self.between if self.view == "collapse" else self.function

    def record(self) -> Activation:
        """Return the function that the view in view uses."""
        return activation(self.chosen())

    def checked_params(self) -> dict[str, Value]:
        """Return every parameter of that function, defaults included."""
        return self.record().checked(self.params.get(self.chosen(), {}))


def elementwise() -> tuple[Activation, ...]:
    """Return the functions that one neuron can use: those that make one number of one number."""
    return tuple(record for record in ACTIVATIONS if not record.is_vector)


# --- verbs: each returns a new state, or raises UserError and changes nothing ---


def set_view(state: NeuronState, view: str) -> NeuronState:
    """Show one of ``VIEWS``. Raises UserError ``neuron.unknown_view``."""
    if view not in VIEWS:
        raise UserError("neuron.unknown_view", name=view, known=", ".join(VIEWS))
    return _with_shown_selection(replace(state, view=view))


def keys_in_view(state: NeuronState) -> tuple[str, ...]:
    """Return the keys of the numbers that the view in view shows; the first is selected when it comes into view."""
    if state.view == "collapse":
        return collapse_keys()
    if state.view == "plane" and state.layers == 2:
        return hidden_keys()
    return (*(f"{kind}{i}" for kind in "wx" for i in range(state.count)), "b")


def _with_shown_selection(state: NeuronState) -> NeuronState:
    keys = keys_in_view(state)
    return state if state.selected in keys else replace(state, selected=keys[0])


def choose_function(state: NeuronState, key: str) -> NeuronState:
    """Use another function in the view in view.

    Raises UserError ``function.unknown``, and ``neuron.vector_function`` for one that needs several numbers at once.
    """
    record = _elementwise(key)
    if state.view == "collapse":
        return replace(state, between=record.key, has_between=True)
    return replace(state, function=record.key, y_view=None)


def _elementwise(key: str) -> Activation:
    record = activation(key)
    if record.is_vector:
        raise UserError("neuron.vector_function", function=record.name)
    return record


def set_param(state: NeuronState, name: str, value: object) -> NeuronState:
    """Give the parameter ``name`` of the function in view a value. Raises UserError ``parameter.*``."""
    record, key = state.record(), state.chosen()
    record.checked({**state.checked_params(), name: value})
    own = {**state.params.get(key, {}), name: record.parameter(name).check(value)}
    return replace(state, params={**state.params, key: own})


def reset_params(state: NeuronState) -> NeuronState:
    """Give the function in view PyTorch's defaults and its own slider ranges."""
    return replace(
        state,
        params={key: own for key, own in state.params.items() if key != state.chosen()},
        param_ranges={key: own for key, own in state.param_ranges.items() if key != state.chosen()},
    )


def set_param_range(state: NeuronState, name: str, low: float, high: float, step: float) -> NeuronState:
    """Change what the slider of a parameter spans. Raises UserError ``parameter.*``."""
    state.record().parameter(name).check_range(low, high, step)
    own = {**state.param_ranges.get(state.chosen(), {}), name: (low, high, step)}
    return replace(state, param_ranges={**state.param_ranges, state.chosen(): own})


def set_number(state: NeuronState, key: str, value: object) -> NeuronState:
    """Change one number and select it. Raises UserError ``parameter.*`` or ``neuron.unknown_number``."""
    number = float(check_number(key, value))
    return replace(_with_numbers(state, {key: number}), selected=key)


def _with_numbers(state: NeuronState, changed: Mapping[str, float]) -> NeuronState:
    """Return the state with numbers changed; those that stand where they start are left out, so equal is equal."""
    numbers = {**state.numbers, **{key: value + 0.0 for key, value in changed.items()}}
    return replace(state, numbers={k: v for k, v in numbers.items() if v != NUMBERS[k].default})


def set_range(state: NeuronState, key: str, low: float, high: float, step: float) -> NeuronState:
    """Change what the slider of a number spans. Raises UserError ``parameter.*`` or ``neuron.unknown_number``."""
    if key not in NUMBERS:
        raise UserError("neuron.unknown_number", name=key)
    try:
        NUMBERS[key].check_range(low, high, step)
    except UserError as error:
        raise called_by_symbol(error, NUMBERS[key]) from None
    return replace(state, ranges={**state.ranges, key: (low, high, step)})


def select(state: NeuronState, key: str) -> NeuronState:
    """Show the slider of the number ``key``. Raises UserError ``neuron.unknown_number``."""
    if key not in NUMBERS:
        raise UserError("neuron.unknown_number", name=key)
    return replace(state, selected=key)


def set_count(state: NeuronState, count: int) -> NeuronState:
    """Give the neuron 1 to 5 inputs; one that goes keeps its numbers for when it returns.

    Raises UserError ``neuron.input_count``.
    """
    if not 1 <= count <= MAX_INPUTS:
        raise UserError("neuron.input_count", count=count, limit=MAX_INPUTS)
    return _with_shown_selection(replace(state, count=count))


def set_dtype(state: NeuronState, dtype: str) -> NeuronState:
    """Compute PyTorch's own result in another dtype. Raises UserError ``tensor.unknown_dtype``."""
    if dtype not in DTYPES:
        raise UserError("tensor.unknown_dtype", dtype=dtype, known=", ".join(DTYPES))
    return replace(state, dtype=dtype)


def move_sum(state: NeuronState, z: float) -> NeuronState:
    """Change the bias so that the neuron's sum becomes ``z``, rounded to 4 digits. Raises what ``set_number`` does."""
    if not math.isfinite(z):
        raise UserError("tensor.not_finite", piece=z)
    weighted = exact_sum([written(w) for w in state.weights()], [written(x) for x in state.inputs()], written(0.0))
    return set_number(state, "b", float(written(round(z, _SUM_DIGITS)) - weighted))


def set_curve_view(state: NeuronState, x_view: Range | None, y_view: Range | None) -> NeuronState:
    """Show another part of the curve of h, None to fit it. Raises UserError ``plot.view``."""
    for view in (x_view, y_view):
        if view is not None:
            check_range(view)
    return replace(state, x_view=x_view, y_view=y_view)


def choose_gate(state: NeuronState, gate: str) -> NeuronState:
    """Ask for the points of another gate. Raises UserError ``neuron.unknown_gate``."""
    if gate not in GATES:
        raise UserError("neuron.unknown_gate", name=gate, known=", ".join(GATES))
    return replace(state, gate=gate)


def show_answer(state: NeuronState) -> NeuronState:
    """Give the neuron weights that answer the gate in view; for XOR the best there are: three points of four."""
    w0, w1, b = ANSWERS[state.gate]
    answered = replace(_with_numbers(state, {"w0": w0, "w1": w1, "b": b}), count=2, layers=1)
    return _with_shown_selection(answered)


def set_layers(state: NeuronState, layers: int) -> NeuronState:
    """Show one neuron, or the two-layer network. Raises UserError ``neuron.unknown_layers`` for another number."""
    if layers not in (1, 2):
        raise UserError("neuron.unknown_layers", count=layers)
    return _with_shown_selection(replace(state, layers=layers))


def show_solution(state: NeuronState, name: str) -> NeuronState:
    """Set up one of ``SOLUTIONS``, which answer XOR. Raises UserError ``neuron.unknown_solution``."""
    if name not in SOLUTIONS:
        raise UserError("neuron.unknown_solution", name=name, known=", ".join(SOLUTIONS))
    function, numbers = SOLUTIONS[name]
    start = {key: float(NUMBERS[key].default) for key in hidden_keys()}
    shown = replace(state, view="plane", gate="xor", layers=2, function=function, y_view=None)
    return _with_shown_selection(_with_numbers(shown, start | dict(numbers)))


def put_between(state: NeuronState, shown: bool) -> NeuronState:
    """Put the function between the two linear layers, or take it away."""
    return replace(state, has_between=shown)


def move_line(state: NeuronState, line: str, x: float, y: float) -> NeuronState:
    """Push a decision line to (x, y) by its bias. Without weights there is no line to push."""
    keys = _line(line)
    first, second = state.numbers_of(*keys[:2])
    if first == second == 0 or not (math.isfinite(x) and math.isfinite(y)):
        return state
    return set_number(state, keys[2], round(-(first * x + second * y), _DRAGGED_DIGITS))


def turn_line(
    state: NeuronState, line: str, start: tuple[float, float], pivot: tuple[float, float], to: tuple[float, float]
) -> NeuronState:
    """Turn a decision line about ``pivot`` until it passes through ``to``.

    ``start`` are the weights when the turn began: their length is kept, so that turning does not make them drift. Of
    the two sides, the one that answers 1 stays on its side from one step of the turn to the next.
    """
    keys = _line(line)
    along = (to[0] - pivot[0], to[1] - pivot[1])
    length, size = math.hypot(*along), math.hypot(*start)
    if not (math.isfinite(length) and length > 0 and size > 0):
        return state
    normal = (-along[1] / length * size, along[0] / length * size)
    now = state.numbers_of(*keys[:2])
    side = 1.0 if normal[0] * now[0] + normal[1] * now[1] >= 0 else -1.0
    first, second = (round(side * n, _DRAGGED_DIGITS) for n in normal)
    bias = round(-(first * pivot[0] + second * pivot[1]), _DRAGGED_DIGITS)
    changed = zip(keys, (first, second, bias), strict=True)
    return _with_numbers(state, {key: float(check_number(key, value)) for key, value in changed})


def _line(line: str) -> tuple[str, str, str]:
    if line not in LINES:
        raise UserError("neuron.unknown_number", name=line)
    return LINES[line]


# --- what a file may hold ---


def checked(state: NeuronState) -> NeuronState:
    """Return ``state`` with every part as the verbs would have made it. Raises UserError for what cannot be used."""
    made = set_view(state, state.view)
    for key in (state.function, state.between):
        _elementwise(key)
    made = replace(made, params={key: _checked_params(key, own) for key, own in state.params.items()})
    for key, ranges in state.param_ranges.items():
        for name, span in ranges.items():
            _elementwise(key).parameter(name).check_range(*span)
    for key, span in state.ranges.items():
        set_range(made, key, *span)
    numbers = {key: float(check_number(key, value)) for key, value in state.numbers.items()}
    made = _with_numbers(replace(made, numbers={}), numbers)
    made = set_dtype(set_count(made, state.count), state.dtype)
    made = set_layers(choose_gate(made, state.gate), state.layers)
    return select(set_curve_view(made, state.x_view, state.y_view), state.selected)


def _checked_params(key: str, params: Mapping[str, Value]) -> dict[str, Value]:
    complete = _elementwise(key).checked(params)
    return {name: complete[name] for name in params}

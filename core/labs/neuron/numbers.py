"""Every number of the lab that a person can change: its key, its names, where it starts and what its slider spans."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.record import Parameter, Value
from core.text import Text, UserError

MAX_INPUTS = 5
HIDDEN = 2  # units of the two-layer network, and of the layers of the linear collapse
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_INPUT = Text("입력", "input")
_WEIGHT = Text("가중치", "weight")
_BIAS = Text("편향", "bias")
_HIDDEN_WEIGHT = Text("은닉 뉴런의 가중치", "hidden unit's weight")
_HIDDEN_BIAS = Text("은닉 뉴런의 편향", "hidden unit's bias")
_OUTPUT_WEIGHT = Text("출력 뉴런의 가중치", "output unit's weight")
_OUTPUT_BIAS = Text("출력 뉴런의 편향", "output unit's bias")

# The first two and the bias are the textbook's example: 0.5·1.0 + (−0.3)·2.0 + 0.1 = 0.0.
_INPUTS = (1.0, 2.0, -1.0, 0.5, 1.5)
_WEIGHTS = (0.5, -0.3, 0.8, -0.6, 0.2)
_FIRST_LAYER = ((1.0, 2.0), (-1.0, 1.0)), (1.0, -1.0)
_SECOND_LAYER = ((2.0, -1.0), (1.0, 1.0)), (0.0, 1.0)
# OR and NAND of the inputs, then AND of the two: XOR.
_OR_NAND = ((1.0, 1.0), (-1.0, -1.0)), (-0.5, 1.5)
_AND = (1.0, 1.0), -1.5


def _subscript(*numbers: int) -> str:
    return "".join(str(n) for n in numbers).translate(_SUBSCRIPTS)


def _number(name: str, symbol: str, label: Text, default: float) -> Parameter:
    return Parameter(name, symbol, label, default, low=-3.0, high=3.0, step=0.1)


def _neuron() -> dict[str, Parameter]:
    numbers = {}
    for i in range(MAX_INPUTS):
        numbers[f"x{i}"] = _number(f"x[{i}]", f"x{_subscript(i + 1)}", _INPUT, _INPUTS[i])
        numbers[f"w{i}"] = _number(f"weight[0, {i}]", f"w{_subscript(i + 1)}", _WEIGHT, _WEIGHTS[i])
    return numbers | {"b": _number("bias[0]", "b", _BIAS, 0.1)}


def _two_layers() -> dict[str, Parameter]:
    (weights, biases), (output_weights, output_bias) = _OR_NAND, _AND
    numbers = {}
    for i in range(HIDDEN):
        for j in range(2):
            symbol = f"w{_subscript(i + 1, j + 1)}"
            numbers[f"hidden_w{i}{j}"] = _number(f"hidden.weight[{i}, {j}]", symbol, _HIDDEN_WEIGHT, weights[i][j])
        numbers[f"hidden_b{i}"] = _number(f"hidden.bias[{i}]", f"b{_subscript(i + 1)}", _HIDDEN_BIAS, biases[i])
    for i in range(HIDDEN):
        symbol = f"v{_subscript(i + 1)}"
        numbers[f"output_w{i}"] = _number(f"output.weight[0, {i}]", symbol, _OUTPUT_WEIGHT, output_weights[i])
    return numbers | {"output_b": _number("output.bias[0]", "c", _OUTPUT_BIAS, output_bias)}


def _collapse() -> dict[str, Parameter]:
    numbers = {}
    for layer, key, (weights, biases) in ((1, "first", _FIRST_LAYER), (2, "second", _SECOND_LAYER)):
        for i in range(2):
            for j in range(2):
                name = f"W{layer}[{i}, {j}]"
                numbers[f"{key}_w{i}{j}"] = _number(name, name, _WEIGHT, weights[i][j])
        for i in range(2):
            numbers[f"{key}_b{i}"] = _number(f"b{layer}[{i}]", f"b{layer}[{i}]", _BIAS, biases[i])
    for i in range(2):
        numbers[f"input{i}"] = _number(f"x[{i}]", f"x[{i}]", _INPUT, 1.0)
    return numbers


NUMBERS: Mapping[str, Parameter] = MappingProxyType(_neuron() | _two_layers() | _collapse())

# A unit with two inputs draws a line in its plane: (weight of x₁, weight of x₂, bias), by the line's key.
LINES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "neuron": ("w0", "w1", "b"),
        "hidden0": ("hidden_w00", "hidden_w01", "hidden_b0"),
        "hidden1": ("hidden_w10", "hidden_w11", "hidden_b1"),
        "output": ("output_w0", "output_w1", "output_b"),
    }
)


def check_number(key: str, value: object) -> Value:
    """Return ``value`` as the number ``key`` takes it.

    Raises UserError ``parameter.*``, calling the number by its symbol, and ``neuron.unknown_number``.
    """
    parameter = NUMBERS.get(key)
    if parameter is None:
        raise UserError("neuron.unknown_number", name=key)
    try:
        return parameter.check(value)
    except UserError as error:
        raise called_by_symbol(error, parameter) from None


def called_by_symbol(error: UserError, parameter: Parameter) -> UserError:
    """Return the same fault, calling the number as the drawing does (w₁) and not as PyTorch does."""
    return UserError(error.id, **{**error.values, "name": parameter.symbol})


def hidden_keys() -> tuple[str, ...]:
    """Return the keys of the two-layer network's numbers, unit by unit."""
    return tuple(key for key in NUMBERS if key.startswith(("hidden_", "output_")))


def collapse_keys() -> tuple[str, ...]:
    """Return the keys of the linear collapse's numbers."""
    return tuple(key for key in NUMBERS if key.startswith(("first_", "second_", "input")))

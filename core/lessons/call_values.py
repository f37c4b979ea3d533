"""What the calls of a lesson give: every number computed by PyTorch in float32, as the labs show it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core import evaluate
from core.activations import activation
from core.facts import Facts, facts
from core.lessons import calls
from core.lessons.calls import Call, Given
from core.record import Activation, Value
from core.text import UserError

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
# Turns what a call was given, numbers or the name of numbers, into a float64 array.
Resolve = Callable[[Given], FloatArray]

MAX_NUMBERS = 1_000
# A parameter that is the name of a number, as in a step's state.
_NAMED = re.compile(r"\{([^{}]+)\}")
FACTS = ("low", "high", "saturated")


def called(call: Call, resolve: Resolve) -> FloatArray:
    """Return what ``call`` gives, as float64. Raises UserError ``lesson_file.*`` or what the function itself raises."""
    given = _Given(resolve)
    result = np.asarray(_COMPUTED[type(call)](call, given), dtype=np.float64)
    if result.size > MAX_NUMBERS:
        raise UserError("lesson_file.too_many_numbers", count=result.size, limit=MAX_NUMBERS)
    # A negated 0 is 0.
    return result + 0.0


def array(numbers: float | Sequence[float | Sequence[float]]) -> FloatArray:
    """Return a number, a list or rows as an array. Raises UserError ``lesson_file.ragged``, ``…too_many_numbers``."""
    if isinstance(numbers, Sequence):
        rows = [len(row) if isinstance(row, Sequence) else -1 for row in numbers]
        if len(set(rows)) > 1:
            raise UserError("lesson_file.ragged")
        if not rows or rows[0] == 0:
            raise UserError("lesson_file.no_numbers")
    made = np.asarray(numbers, dtype=np.float64)
    if made.size > MAX_NUMBERS:
        raise UserError("lesson_file.too_many_numbers", count=made.size, limit=MAX_NUMBERS)
    return made


class _Given:
    """Reads what a call was given."""

    def __init__(self, resolve: Resolve) -> None:
        self.array = resolve

    def tensor(self, given: Given) -> Tensor:
        """Return float32 numbers of any shape."""
        return torch.from_numpy(np.array(self.array(given), order="C")).to(torch.float32)

    def number(self, given: Given) -> Tensor:
        """Return one float32 number. Raises UserError ``lesson_file.one_number``."""
        found = self.tensor(given)
        if found.numel() != 1:
            raise UserError("lesson_file.one_number", count=found.numel())
        return found.reshape(())

    def row(self, given: Given) -> Tensor:
        """Return float32 numbers of one dimension. Raises UserError ``lesson_file.one_row``."""
        found = self.tensor(given)
        if found.ndim != 1:
            raise UserError("lesson_file.one_row", dims=found.ndim)
        return found

    def params(self, record: Activation, params: calls.GivenParams) -> dict[str, Value]:
        """Return every parameter of ``record``, numbers of the step in place of their names."""
        return record.checked({name: self._param(value) for name, value in params.items()})

    def _param(self, value: Value) -> Value:
        named = _NAMED.fullmatch(value) if isinstance(value, str) else None
        if not named:
            return value
        found = self.array(named.group(1))
        if found.size != 1:
            raise UserError("lesson_file.one_number", count=found.size)
        return float(found.reshape(())) + 0.0


def _numpy(tensor: Tensor) -> FloatArray:
    made: FloatArray = tensor.detach().to(torch.float64).numpy()
    return made


def _output(call: calls.Output, given: _Given) -> FloatArray:
    record = activation(call.function)
    params = given.params(record, call.params)
    x = given.tensor(call.x)
    evaluate.check_input(record, params, tuple(x.shape))
    return _numpy(evaluate.values(record, params, x))


def _slope(call: calls.Slope, given: _Given) -> FloatArray:
    record = activation(call.function)
    return _numpy(evaluate.slopes(record, given.params(record, call.params), given.tensor(call.x)))


def _facts(record: Activation, params: Mapping[str, Value]) -> Facts:
    return _facts_of(record, tuple(params.items()))


@lru_cache(maxsize=64)
def _facts_of(record: Activation, params: tuple[tuple[str, Value], ...]) -> Facts:
    return facts(record, dict(params))


def _largest_slope(call: calls.LargestSlope, given: _Given) -> FloatArray:
    record = activation(call.function)
    found = _facts(record, given.params(record, call.params)).largest_slope
    if found is None:
        raise UserError("function.no_single_slope", function=record.name)
    return np.asarray(found)


def _exp(call: calls.Exponential, given: _Given) -> FloatArray:
    x = given.tensor(call.x)
    return _numpy(torch.exp(x - x.max() if call.subtract_max else x))


def _softmax(call: calls.Softmax, given: _Given) -> FloatArray:
    logits = given.tensor(call.logits)
    evaluate.check_input(activation("softmax"), {"dim": call.dim}, tuple(logits.shape))
    if not (math.isfinite(call.temperature) and call.temperature > 0):
        raise UserError("softmax.temperature_zero", value=call.temperature)
    return _numpy(torch.softmax(logits * call.scale / call.temperature, dim=call.dim))


def _cross_entropy(call: calls.CrossEntropy, given: _Given) -> FloatArray:
    logits = given.row(call.logits)
    if not 0 <= call.target < logits.numel():
        raise UserError("lesson_file.target", target=call.target, last=logits.numel() - 1)
    entered = torch.softmax(logits, dim=0) if call.twice else logits
    return _numpy(F.cross_entropy(entered[None], torch.tensor([call.target])))


def _bce(call: calls.BinaryCrossEntropy, given: _Given) -> FloatArray:
    logit, target = given.number(call.logit), torch.tensor(call.target, dtype=torch.float32)
    if not call.gradient:
        return _numpy(F.binary_cross_entropy_with_logits(logit, target))
    leaf = logit.clone().requires_grad_()
    with torch.enable_grad():
        (slope,) = torch.autograd.grad(F.binary_cross_entropy_with_logits(leaf, target), leaf)
    return _numpy(slope)


def _neuron(call: calls.Neuron, given: _Given) -> FloatArray:
    x, w, b = given.row(call.x), given.row(call.w), given.number(call.b)
    if x.numel() != w.numel():
        raise UserError("lesson_file.lengths", first=x.numel(), second=w.numel())
    record = activation(call.function)
    if record.is_vector:
        raise UserError("neuron.vector_function", function=record.name)
    return _numpy(evaluate.values(record, record.defaults(), F.linear(x, w[None], b[None]))[0])


def _matmul(call: calls.MatrixProduct, given: _Given) -> FloatArray:
    a, b = given.tensor(call.a), given.tensor(call.b)
    inner = (a.shape[-1], b.shape[0]) if 1 <= a.ndim <= 2 and 1 <= b.ndim <= 2 else (0, 1)
    if inner[0] != inner[1]:
        shapes = (" × ".join(map(str, t.shape)) or "()" for t in (a, b))
        raise UserError("lesson_file.product", first=next(shapes), second=next(shapes))
    return _numpy(a @ b)


def _power(call: calls.Power, given: _Given) -> FloatArray:
    return _numpy(given.tensor(call.base) ** given.number(call.exponent))


def _product(call: calls.Product, given: _Given) -> FloatArray:
    factors = [given.tensor(one) for one in call.of]
    shapes = {tuple(one.shape) for one in factors if one.ndim}
    if not factors:
        raise UserError("lesson_file.no_numbers")
    if len(shapes) > 1:
        first, second = sorted(" × ".join(map(str, shape)) for shape in shapes)[:2]
        raise UserError("lesson_file.product", first=first, second=second)
    return _numpy(math.prod(factors[1:], start=factors[0]))


def _listed(call: calls.Listed, given: _Given) -> FloatArray:
    if not call.of:
        raise UserError("lesson_file.no_numbers")
    return _numpy(torch.stack([given.number(one) for one in call.of]))


def _linspace(call: calls.Linspace, given: _Given) -> FloatArray:
    if not 1 <= call.steps <= MAX_NUMBERS:
        raise UserError("lesson_file.too_many_numbers", count=call.steps, limit=MAX_NUMBERS)
    return _numpy(torch.linspace(call.start, call.end, call.steps))


def _total(call: calls.Total, given: _Given) -> FloatArray:
    of = given.tensor(call.of)
    if call.dim is None:
        return _numpy(of.sum())
    if not -of.ndim <= call.dim < of.ndim:
        raise UserError("lesson_file.dim", dim=call.dim, last=of.ndim - 1)
    return _numpy(of.sum(dim=call.dim))


def _negated(call: calls.Negated, given: _Given) -> FloatArray:
    return -given.array(call.of)


def _same(call: calls.Same, given: _Given) -> FloatArray:
    return given.array(call.of)


def _scaled(call: calls.Scaled, given: _Given) -> FloatArray:
    of, by, plus = given.tensor(call.of), given.tensor(call.by), given.tensor(call.plus)
    try:
        return _numpy(by * of + plus)
    except RuntimeError:
        shapes = (" × ".join(map(str, t.shape)) or "()" for t in (of, by, plus))
        raise UserError("lesson_file.shapes", shapes=", ".join(shapes)) from None


def _fact(call: calls.Facts, given: _Given) -> FloatArray:
    record = activation(call.function)
    found = _facts(record, given.params(record, call.params))
    if call.what not in FACTS:
        raise UserError("lesson_file.choice", value=call.what, known=", ".join(FACTS))
    known = {"low": found.range.low, "high": found.range.high, "saturated": found.saturated_share}[call.what]
    if known is None:
        raise UserError("function.no_single_slope", function=record.name)
    return np.asarray(known)


_COMPUTED: Mapping[type, Callable[..., FloatArray]] = {
    calls.Output: _output,
    calls.Slope: _slope,
    calls.LargestSlope: _largest_slope,
    calls.Exponential: _exp,
    calls.Softmax: _softmax,
    calls.CrossEntropy: _cross_entropy,
    calls.BinaryCrossEntropy: _bce,
    calls.Neuron: _neuron,
    calls.MatrixProduct: _matmul,
    calls.Power: _power,
    calls.Product: _product,
    calls.Listed: _listed,
    calls.Linspace: _linspace,
    calls.Total: _total,
    calls.Negated: _negated,
    calls.Same: _same,
    calls.Scaled: _scaled,
    calls.Facts: _fact,
}

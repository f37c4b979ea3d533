"""The tensor that states hold: immutable numbers in float64, and the ways to make one without typing it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.text import UserError

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Nested = float | Sequence["Nested"] | FloatArray

MAX_DIMS = 4
MAX_ELEMENTS = 1_000_000
DTYPES = ("float32", "float64", "float16", "bfloat16")
MAX_SEED = 2**32 - 1  # NumPy takes no larger one
_TORCH_DTYPES = {name: getattr(torch, name) for name in DTYPES}
_HASHED = 1024  # elements that a hash looks at: enough to tell tensors apart, and the same time for any size
_ALL_WHOLE = 2.0**52  # no float64 beyond it has digits after the point
# 10**k is exact in float64 up to here, so that dividing by it gives the number that the decimal text means.
_EXACT_POWER = 22
_POWERS = np.array([10.0**k for k in range(_EXACT_POWER + 1)])


@dataclass(frozen=True, slots=True, eq=False)
class TensorValue:
    """Numbers that never change: float64, C-contiguous, 0 to 4 dimensions, 1 to 1,000,000 elements.

    Equal when shape and every bit are equal (every NaN is the same NaN; 0.0 and -0.0 differ). ``origin`` is the PyTorch
    expression that makes these numbers in float32, such as ``"torch.linspace(-10.0, 10.0, 1000)"``; empty if they were
    typed. It takes no part in equality. Raises UserError ``tensor.*`` for too many elements or dimensions, or none.
    """

    values: FloatArray
    origin: str = ""

    def __post_init__(self) -> None:
        check_shape(np.shape(self.values))
        object.__setattr__(self, "values", _frozen(self.values))

    @classmethod
    def of(cls, nested: Nested) -> TensorValue:
        """Return the tensor of a number, nested lists or an array."""
        return cls(np.asarray(nested, dtype=np.float64))

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of every dimension; ``()`` for a single number."""
        return self.values.shape

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return int(self.values.size)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, TensorValue) or self.shape != other.shape:
            return False
        return self.values is other.values or bool(np.array_equal(_bits(self.values), _bits(other.values)))

    def __hash__(self) -> int:
        step = max(1, self.size // _HASHED)
        return hash((self.shape, _bits(self.values).reshape(-1)[::step].tobytes()))

    def replaced(self, flat_index: int, number: float) -> TensorValue:
        """Return the tensor with the element at ``flat_index`` (C order) changed to ``number``."""
        changed = self.values.copy()
        changed.reshape(-1)[flat_index] = number
        return TensorValue(changed)

    def reshaped(self, shape: tuple[int, ...]) -> TensorValue:
        """Return the same numbers in another shape. Raises UserError ``tensor.shape_mismatch`` if they do not fit."""
        if shape == self.shape:
            return self
        check_shape(shape)
        if math.prod(shape) != self.size:
            raise UserError(
                "tensor.shape_mismatch", shape=written_shape(shape), needed=math.prod(shape), count=self.size
            )
        made = self.origin.split(".reshape")[0]
        return TensorValue(self.values.reshape(shape), f"{made}.reshape({_listed(shape)})" if made else "")

    def resized(self, shape: tuple[int, ...]) -> TensorValue:
        """Return the tensor cut off and filled with 0 to ``shape``; every number that fits keeps its place.

        Dimensions are matched from the last one, so a row becomes the first row of a matrix.
        """
        if shape == self.shape:
            return self
        check_shape(shape)
        dims = max(len(shape), len(self.shape))
        source = self.values.reshape((1,) * (dims - len(self.shape)) + self.shape)
        target = np.zeros((1,) * (dims - len(shape)) + shape)
        kept = tuple(slice(min(a, b)) for a, b in zip(source.shape, target.shape, strict=True))
        target[kept] = source[kept]
        return TensorValue(target.reshape(shape))

    def to_torch(self, dtype_name: str) -> Tensor:
        """Return a new PyTorch tensor, rounded to ``dtype_name`` (one of ``DTYPES``).

        Raises UserError ``tensor.unknown_dtype``.
        """
        return torch.from_numpy(self.values.copy()).to(torch_dtype(dtype_name))


def torch_dtype(name: str) -> torch.dtype:
    """Return PyTorch's dtype for one of ``DTYPES``. Raises UserError ``tensor.unknown_dtype``."""
    if name not in _TORCH_DTYPES:
        raise UserError("tensor.unknown_dtype", dtype=name, known=", ".join(DTYPES))
    dtype: torch.dtype = _TORCH_DTYPES[name]
    return dtype


def check_shape(shape: tuple[int, ...]) -> None:
    """Raise UserError ``tensor.*`` unless there are 0 to 4 dimensions, none empty, and 1,000,000 elements at most."""
    if len(shape) > MAX_DIMS:
        raise UserError("tensor.too_many_dims", dims=len(shape), limit=MAX_DIMS)
    if any(n < 1 for n in shape):
        raise UserError("tensor.empty_dimension", shape=written_shape(shape))
    check_count(math.prod(shape))


def check_count(count: int) -> None:
    """Raise UserError ``tensor.too_large`` above 1,000,000 elements."""
    if count > MAX_ELEMENTS:
        raise UserError(
            "tensor.too_large",
            count=f"{count:,}" if count < 10**15 else f"{float(min(count, 10**300)):.3g}",
            limit=f"{MAX_ELEMENTS:,}",
        )


def linspace(start: float, end: float, count: int) -> TensorValue:
    """Return ``count`` even steps from ``start`` to ``end``, the numbers of ``torch.linspace`` in float32.

    Raises UserError ``tensor.too_large``, ``tensor.bad_count`` (fewer than 1) or ``tensor.not_finite``.
    """
    _check_finite(start, end)
    if count < 1:
        raise UserError("tensor.bad_count", count=count)
    check_count(count)
    origin = f"torch.linspace({float(start)!r}, {float(end)!r}, {count})"
    return _made(lambda dtype: torch.linspace(start, end, count, dtype=dtype), origin)


def arange(start: float, end: float, step: float) -> TensorValue:
    """Return ``start``, ``start + step``, … below ``end``, the numbers of ``torch.arange`` in float32.

    Raises UserError ``tensor.too_large``, ``tensor.bad_step`` (zero, or away from ``end``) or ``tensor.not_finite``.
    """
    _check_finite(start, end, step)
    steps = (end - start) / step if step else 0.0
    if steps <= 0:
        raise UserError("tensor.bad_step", start=start, end=end, step=step)
    check_count(math.ceil(min(steps, 1e300)))
    origin = f"torch.arange({float(start)!r}, {float(end)!r}, {float(step)!r})"
    return _made(lambda dtype: torch.arange(start, end, step, dtype=dtype), origin)


def filled(shape: tuple[int, ...], number: float) -> TensorValue:
    """Return ``number`` (0 or 1) in every place, as ``torch.zeros`` and ``torch.ones`` do."""
    check_shape(shape)
    name = "ones" if number else "zeros"
    return TensorValue(np.full(shape, float(number)), f"torch.{name}({_listed(shape)})")


def random_normal(shape: tuple[int, ...], seed: int) -> TensorValue:
    """Return standard normal numbers: ``torch.randn(*shape)`` in float32 after ``torch.manual_seed(seed)``."""
    return _drawn("randn", shape, seed)


def random_uniform(shape: tuple[int, ...], seed: int) -> TensorValue:
    """Return numbers from [0, 1): ``torch.rand(*shape)`` in float32 after ``torch.manual_seed(seed)``."""
    return _drawn("rand", shape, seed)


def written_shape(shape: Sequence[int]) -> str:
    """Return a shape as people write it: ``2×3``, ``()`` for a single number."""
    return "×".join(str(n) for n in shape) or "()"


def _drawn(name: str, shape: tuple[int, ...], seed: int) -> TensorValue:
    check_shape(shape)
    if not 0 <= seed <= MAX_SEED:
        raise UserError("tensor.bad_seed", seed=str(seed)[:24], limit=MAX_SEED)
    draw = torch.randn if name == "randn" else torch.rand
    origin = f"torch.{name}({_listed(shape)}, generator=torch.Generator().manual_seed({seed}))"
    return TensorValue(_shortest_decimals(draw(shape, generator=torch.Generator().manual_seed(seed)).numpy()), origin)


def _made(make: Callable[[torch.dtype], Tensor], origin: str) -> TensorValue:
    """Return what ``make`` makes in float32, or in float64 without an origin where float32 overflows."""
    try:
        narrow = make(torch.float32)
    except RuntimeError:  # a number beyond float32
        return TensorValue(make(torch.float64).numpy())
    if not bool(torch.isfinite(narrow).all()):
        return TensorValue(make(torch.float64).numpy())
    return TensorValue(_shortest_decimals(narrow.numpy()), origin)


def _shortest_decimals(narrow: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> FloatArray:
    """Return the float64 numbers that read shortest and round to exactly these float32 ones: 0.1, not 0.10000000149.

    So float32 (and what is rounded from it) agrees bit for bit with PyTorch, and a table cell shows what a person
    expects. Numbers too small or too large for exact powers of ten are only widened.
    """
    wide: FloatArray = narrow.astype(np.float64)
    result = wide.copy()
    with np.errstate(divide="ignore", invalid="ignore"):
        magnitude = np.floor(np.log10(np.abs(wide)))
    open_ = np.isfinite(magnitude)
    for digits in range(6, 10):
        power = digits - 1 - np.where(open_, magnitude, 0).astype(int)
        open_ &= (power >= -_EXACT_POWER) & (power <= _EXACT_POWER)
        scale = _POWERS[np.minimum(np.abs(power), _EXACT_POWER)]
        whole = np.rint(np.where(power >= 0, wide * scale, wide / scale))
        short = np.where(power >= 0, whole / scale, whole * scale)
        hit = open_ & (short.astype(np.float32) == narrow)
        result[hit] = short[hit]
        open_ &= ~hit
    return result


def _frozen(values: FloatArray) -> FloatArray:
    """Return read-only values that nobody else can change, every NaN alike; copies only if it has to."""
    array = np.asarray(values)
    base = array.base
    safe = base is None or (isinstance(base, np.ndarray) and not base.flags.writeable)
    if array.dtype == np.float64 and array.flags.c_contiguous and not array.flags.writeable and safe:
        return array
    owned: FloatArray = np.array(array, dtype=np.float64, order="C", copy=True)
    owned[np.isnan(owned)] = math.nan
    owned.flags.writeable = False
    return owned


def _bits(values: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return values.view(np.int64)


def _listed(shape: tuple[int, ...]) -> str:
    return ", ".join(str(n) for n in shape) if shape else "()"


def _check_finite(*numbers: float) -> None:
    for number in numbers:
        if not math.isfinite(number):
            raise UserError("tensor.not_finite", piece=number)


def beyond_digits(values: FloatArray, digits: int) -> FloatArray:
    """Return what of finite ``values``, any shape, ``digits`` after the point leave away; the huge are whole anyway."""
    small = values[np.abs(values) < _ALL_WHOLE]
    return small - np.round(small, digits)

"""Tensor text: lists, calls, printed forms, tables. What is grown is known number by number."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import torch
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core import tensors
from core.tensor_value import MAX_DIMS, MAX_ELEMENTS, TensorValue
from core.text import UserError
from tests.fuzz.mutation import ODD_NUMBERS, mutate
from tests.fuzz.target import Target, check_refusal

CORPUS = (
    "[[-1., 2., -3.], [4., -5., 6.]]",
    "torch.tensor([[0.5, 1e-3], [nan, -inf]], dtype=torch.float64, requires_grad=True)",
    "tensor([[[1., 2.]], [[3., 4.]]], grad_fn=<ReluBackward0>)",
    "array([[ 1. , -2.5],\n       [ 0. ,  3. ]], dtype=float32)",
    "[[ 1.  2.]\n [ 3. -4.]]",
    "1 2 3\n4 5 6",
    "1,2;3,4",
    "1,5\t2,25\n-3,0\t4,0",
    "x = linspace(-10, 10, 100)",
    "torch.linspace(-3, 3, steps=7).reshape(7, 1)",
    "np.arange(-5, 5, 0.5)",
    "torch.randn(2, 3, generator=torch.Generator().manual_seed(7))",
    "randn((2, 3), seed=0)",
    "rand(2, 3, 4, 5)",
    "zeros(2, 3).to(torch.float16)",
    "ones(size=(3, 1))",
    "Parameter containing:\ntensor([0.2500], requires_grad=True)",
    'float("nan")',
    "-0.5",
    "(1, 2, 3)  # 주석",
    "[1, 2, 3,]\n",
)
TOKENS = (
    *("[", "]", "[[", "]]", "(", ")", ",", ";", "\t", "\n", " ", "nan", "inf", "-inf", "tensor(", "torch.", "array("),
    *("linspace(", "arange(", "zeros(", "randn(", ".reshape(", ".view(-1", ".to(", "dtype=", "seed=", "size=", "10**6"),
    *("steps=", "float(", "float('", "=", "...", "…", "grad_fn=<", "Parameter containing:", "1e400", "999999999999"),
)
PLACED = ("tensor.cell_not_a_number", "tensor.empty_cell", "tensor.mixed_depth", "tensor.mixed_separators",
          "tensor.bracket_extra", "tensor.bracket_kind", "tensor.ambiguous_cell")  # fmt: skip
# Written out again only up to here: it is the same code for a million, and takes its time.
_WRITTEN = 20_000
numbers = st.one_of(st.floats(), st.integers(-1000, 1000).map(float), st.sampled_from([0.1, -0.0, 5e-324, 1e308]))


@dataclass(frozen=True, slots=True)
class Grown:
    """A text and the numbers that it means; what PyTorch makes is known in float32 only."""

    text: str
    means: TensorValue
    is_float32: bool = False


def _number_text(draw: st.DrawFn, number: float) -> str:
    text = repr(number)
    if not math.isfinite(number):
        return text
    forms = [text, text.removesuffix(".0"), text.upper() if "e" in text else text, text.replace("-", "−")]
    if number >= 0 and not text.startswith("-"):
        forms.append(f"+{text}")
    return draw(st.sampled_from(forms))


@st.composite
def _lists(draw: st.DrawFn) -> Grown:
    shape = draw(st.lists(st.integers(1, 4), max_size=MAX_DIMS).map(tuple))
    values = draw(arrays.arrays(np.float64, shape, elements=numbers))
    opened, closed = draw(st.sampled_from(["[]", "()"]))
    comma = draw(st.sampled_from([",", ", ", " ,", ",\n ", ",\t", "， "]))

    def written(part: np.ndarray) -> str:
        if part.ndim == 0:
            return _number_text(draw, float(part))
        trailing = "," if len(part) == 1 or draw(st.booleans()) else ""
        return opened + comma.join(written(one) for one in part) + trailing + closed

    before, behind = draw(st.sampled_from([("", ""), ("x = ", ""), (" ", "\n"), ("torch.tensor(", ")"),
                                           ("np.array(", ", dtype=float64)"), ("y=torch.tensor(", ").to(torch.half)"),
                                           ("", "  # 값"), ("tensor(", ", requires_grad=True)")]))  # fmt: skip
    return Grown(before + written(values) + behind, TensorValue.of(values))


@st.composite
def _printed(draw: st.DrawFn) -> Grown:
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=MAX_DIMS).map(tuple))
    # Four decimals survive printing.
    values = draw(arrays.arrays(np.float64, shape, elements=st.integers(-99_999, 99_999).map(lambda n: n / 10_000)))
    how = draw(st.sampled_from(["torch", "numpy", "repr"]))
    if how == "torch":
        text = str(torch.tensor(values, dtype=torch.float64))
    else:
        text = str(values) if how == "numpy" else repr(values)
    return Grown(text, TensorValue.of(values))


@st.composite
def _tables(draw: st.DrawFn) -> Grown:
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(1, 5))
    values = draw(arrays.arrays(np.float64, (rows, columns), elements=numbers))
    cell, row = draw(
        st.sampled_from([(" ", "\n"), ("\t", "\n"), (",", "\n"), (", ", ";"), ("\t", "\r\n"), ("  ", ";")])
    )
    text = row.join(cell.join(_number_text(draw, float(n)) for n in line) for line in values)
    return Grown(text, TensorValue.of(values))


@st.composite
def _calls(draw: st.DrawFn) -> Grown:
    shape = draw(st.lists(st.integers(1, 6), min_size=1, max_size=MAX_DIMS).map(tuple))
    written = ", ".join(map(str, shape))
    seed = draw(st.integers(0, 2**31))
    generator = torch.Generator().manual_seed(seed)
    text, made = draw(
        st.sampled_from(
            [
                (f"zeros({written})", lambda: torch.zeros(shape)),
                (f"torch.ones(({written},))", lambda: torch.ones(shape)),
                (f"randn({written}, seed={seed})", lambda: torch.randn(shape, generator=generator)),
                (f"torch.rand({written}, generator=torch.Generator().manual_seed({seed}))",
                 lambda: torch.rand(shape, generator=generator)),
                (f"linspace({-seed % 7}, {seed % 11}, {shape[0]})",
                 lambda: torch.linspace(-seed % 7, seed % 11, shape[0])),
                (f"torch.arange({shape[0]})", lambda: torch.arange(shape[0])),
            ]
        )
    )  # fmt: skip
    return Grown(text, TensorValue.of(made().double().numpy()), is_float32=True)


def mutated(draw: random.Random) -> str:
    """Return a good text that was spoilt."""
    return mutate(draw.choice(CORPUS), draw, (*TOKENS, *ODD_NUMBERS), CORPUS)


def use(case: Grown | str) -> bool:
    """Read one text as tensor, number and shape; what was read is written and read again."""
    text = case if isinstance(case, str) else case.text
    _use_small(text)
    try:
        value = tensors.parse(text)
    except UserError as error:
        assert isinstance(case, str), f"refused: {error.said_in('en')}"
        check_refusal(error, *(("row", "column") if error.id in PLACED else ()))
        return False
    assert len(value.shape) <= MAX_DIMS
    assert 1 <= value.size <= MAX_ELEMENTS
    if isinstance(case, Grown):
        read = _in_float32(value) if case.is_float32 else value
        assert read == case.means, f"read as {value.values.tolist()}"
    if value.size <= _WRITTEN:
        assert tensors.parse(tensors.to_list_text(value)) == value
        assert _in_float32(tensors.parse(tensors.to_code(value))) == _in_float32(value)
    return True


def _in_float32(value: TensorValue) -> TensorValue:
    return TensorValue.of(value.to_torch("float32").double().numpy())


def _use_small(text: str) -> None:
    try:
        number = tensors.parse_number(text)
    except UserError as error:
        check_refusal(error)
    else:
        assert str(tensors.parse_number(repr(number))) == str(number)
    try:
        shape = tensors.parse_shape(text)
    except UserError as error:
        check_refusal(error)
    else:
        assert tensors.parse_shape(str(shape)) == shape
        assert math.prod(shape) <= MAX_ELEMENTS


TARGET = Target("tensor text", st.one_of(_lists(), _printed(), _tables(), _calls()), mutated, use)

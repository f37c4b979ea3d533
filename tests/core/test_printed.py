"""Where an element stands in PyTorch's print: reading the marked text back gives the element."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.evaluate import printed
from core.printed import number_spans
from core.short_print import MOST, short_print


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.float16, torch.bfloat16])
@pytest.mark.parametrize(
    "numbers",
    [
        [1.0, -2.0, 3.0],
        [[-1.0, 0.25], [4.0, -5.5]],
        [[[0.1], [0.2]], [[-0.3], [4.0]]],
        [[[[1.5, 2.5], [3.5, 4.5]]], [[[5.5, 6.5], [7.5, -8.5]]]],
        [1e-8, 1.0, 2e4],
        [math.nan, math.inf, -math.inf, 0.5],
        [0.0, -0.0],
        7.25,
        math.nan,
    ],
    ids=str,
)
def test_each_span_holds_its_own_element(numbers: object, dtype: torch.dtype) -> None:
    tensor = torch.tensor(numbers, dtype=dtype)
    text = printed(tensor)
    last = 0
    for index, number in enumerate(tensor.reshape(-1).tolist()):
        span = number_spans(text, index, tuple(tensor.shape))
        assert span is not None
        assert span[0] >= last
        assert float(text[slice(*span)]) == pytest.approx(number, rel=1e-2, abs=1e-4, nan_ok=True)
        assert text[span[0] - 1] in " [("
        assert text[span[1]] in ",])." or text[span[1]].isspace()
        last = span[1]


def test_the_last_of_a_thousand_is_found_and_a_print_with_gaps_has_no_places() -> None:
    whole = torch.arange(1000.0)
    span = number_spans(printed(whole), 999, (1000,))
    assert span is not None
    assert printed(whole)[slice(*span)] == "999."
    assert number_spans(printed(torch.arange(1001.0)), 0, (1001,)) is None


def test_an_element_that_is_not_there_has_no_place() -> None:
    assert number_spans("tensor([1., 2.])", 2, (2,)) is None
    # GLU gives half as many outputs as it has inputs: none of them belongs to one input alone.
    assert number_spans("tensor([1., 2.])", 0, (4,)) is None


def test_the_dtype_behind_the_numbers_is_no_element() -> None:
    text = printed(torch.tensor([1.0], dtype=torch.float64))
    assert number_spans(text, 1, (1,)) is None
    span = number_spans(text, 0, (1,))
    assert span is not None
    assert text[slice(*span)] == "1."


NUMBERS = st.one_of(
    st.floats(width=32),
    st.floats(-2000, 2000, width=32),
    st.integers(-2000, 2000).map(float),
    st.sampled_from([0.0, -0.0, 1.0, 1e-4, 9.9e-5, 999.0, 1000.0, 1001.0, 1e8, 1.1e8, math.inf, -math.inf, math.nan]),
)


@given(st.lists(NUMBERS, min_size=1, max_size=MOST + 1), st.booleans())
def test_what_is_printed_in_short_is_what_pytorch_prints(numbers: list[float], is_single: bool) -> None:
    tensor = torch.tensor(numbers[0] if is_single else numbers)
    short = short_print(tensor)
    assert short in (None, repr(tensor))
    assert printed(tensor) == repr(tensor)


def test_probabilities_are_printed_in_short_and_what_is_not_plain_is_left_to_pytorch() -> None:
    assert short_print(torch.tensor([0.659, 0.2424, 0.0986])) == "tensor([0.6590, 0.2424, 0.0986])"
    assert short_print(torch.tensor(2.0)) == "tensor(2.)"
    for other in (
        torch.tensor([0.5], dtype=torch.float64),
        torch.ones(1, 2),
        torch.ones(MOST + 1),
        torch.ones(2, requires_grad=True),
        torch.tensor([1e-5, 1.0]),
        torch.tensor([], dtype=torch.float32),
    ):
        assert short_print(other) is None

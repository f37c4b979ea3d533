"""Where an element stands in PyTorch's print: reading the marked text back gives the element."""

from __future__ import annotations

import math

import pytest
import torch

from core.evaluate import printed
from core.printed import number_spans


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

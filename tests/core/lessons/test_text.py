"""Numbers in a text: like PyTorch prints them, with a real minus sign and the particle that fits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.lessons.model import Drawn
from core.lessons.text import filled, placeholders, printed
from core.text import UserError
from tests.core.lessons.made_steps import made_step

STEP = made_step(
    {
        "y": {"call": "output", "function": "sigmoid", "x": "x"},
        "kept": {"call": "output", "function": "relu", "x": "x"},
        "rows": {"call": "output", "function": "relu", "x": [[-1, 2, -3], [4, -5, 6]]},
        "tiny": {"call": "power", "base": 0.25, "exponent": 20},
        "huge": {"call": "exp", "x": [1000, 20]},
    },
    {"x": [-1.0, 0.0, 1.0], "half": [-1.5, 2.0], "n": Drawn(first=2.0)},
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{x}", "[−1., 0., 1.]"),
        ("{half}", "[−1.5, 2.0]"),
        ("{y}", "[0.2689, 0.5000, 0.7311]"),
        ("{kept}", "[0., 0., 1.]"),
        ("{rows}", "[[0., 2., 0.], [4., 0., 6.]]"),
        ("{rows[0]}", "[0., 2., 0.]"),
        ("{rows[1][2]}", "6"),
        ("{x[0]}", "−1"),
        ("{half[0]}", "−1.5"),
        ("{half[1]}", "2"),
        ("{n}", "2"),
        ("{y[1]}", "0.5000"),
        ("{y[0]:.2f}", "0.27"),
        ("{y:.1f}", "[0.3, 0.5, 0.7]"),
        ("{y[0]:.1%}", "26.9%"),
        ("{tiny}", "9.0949e−13"),
        ("{huge[0]}", "inf"),
        ("{ x [0] }", ""),
        ("{x:을/를}", "[−1., 0., 1.]을"),
        ("`{x}`{x:을/를}", "`[−1., 0., 1.]`을"),
        ("**{y[0]:.2f}**{y[0]:이/가}", "**0.27**이"),
        ("{x[0]:.1f:이/가}", "−1.0이"),
        ("{half[1]:은/는}", "2는"),
        ("{x[0]} {x[0]:을/를}", "−1 −1을"),
        ("{{x}} {{", "{x} {"),
        ("없음", "없음"),
    ],
)
def test_a_placeholder_is_filled(text: str, said: str) -> None:
    if not said:
        with pytest.raises(UserError, match=r"lesson_file\.placeholder"):
            filled(text, STEP, 0, "ko")
        return
    assert filled(text, STEP, 0, "ko") == said


@pytest.mark.parametrize("text", ["{", "}", "{x", "x}"])
def test_a_lone_brace_stays(text: str) -> None:
    assert filled(text, STEP, 0, "ko") == text


@pytest.mark.parametrize("text", ["{}", "{x y}", "{x:2f}", "{x:.2f:을}", "{x:을/를/의}", "{x:}"])
def test_what_is_no_placeholder_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"lesson_file\."):
        filled(text, STEP, 0, "ko")


def test_placeholders_are_found_with_their_lines() -> None:
    assert list(placeholders("a {x}\n{{y}}\n{y[0]:.2f}")) == [("x", 0), ("y[0]:.2f", 2)]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([0.5, -0.00001], "[0.5000, 0.0000]"),
        ([-1e-7, 1e-6], "[−1.0000e−07, 1.0000e−06]"),
        ([1e9, 1.0], "[1.0000e+09, 1.0000e+00]"),
        ([math.nan, math.inf, -math.inf], "[nan, inf, −inf]"),
        (-0.0, "0"),
        (100000.0, "100000"),
    ],
)
def test_numbers_are_printed(numbers: object, said: str) -> None:
    assert printed(np.asarray(numbers, dtype=np.float64)) == said

"""Parameters as people type them, and numbers and intervals as people read them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import activation
from core.record import Interval, Parameter, in_brackets, written, written_number, written_union
from core.text import Text, UserError

SLOPE = Parameter("negative_slope", "α", Text("기울기", "slope"), 0.01)
POSITIVE = Parameter("beta", "β", Text("베타", "beta"), 1.0, accepted=Interval(0.0, 10.0, low_open=True))
DIM = Parameter("dim", "d", Text("차원", "dimension"), -1, accepted=Interval(-4, 3), kind="integer")
FLAG = Parameter("training", "t", Text("학습", "training"), False, kind="flag")
CHOICE = Parameter("approximate", "a", Text("근사", "approximation"), "none", kind="choice", choices=("none", "tanh"))


@pytest.mark.parametrize(
    ("parameter", "typed", "value"),
    [
        (SLOPE, "0.1", 0.1),
        (SLOPE, " 1e-2 ", 0.01),
        (SLOPE, 1, 1.0),
        (DIM, "-2", -2),
        (DIM, 1.0, 1),
        (FLAG, "True", True),
        (FLAG, "0", False),
        (FLAG, True, True),
        (CHOICE, "tanh", "tanh"),
    ],
)
def test_what_is_typed_becomes_the_parameters_type(parameter: Parameter, typed: object, value: object) -> None:
    checked = parameter.check(typed)
    assert checked == value
    assert type(checked) is type(value)


@pytest.mark.parametrize(
    ("parameter", "typed", "id"),
    [
        (SLOPE, "a tenth", "parameter.not_a_number"),
        (SLOPE, None, "parameter.not_a_number"),
        (SLOPE, "nan", "parameter.not_finite"),
        (SLOPE, "-inf", "parameter.not_finite"),
        (SLOPE, 1e9, "parameter.out_of_range"),
        (POSITIVE, 0, "parameter.out_of_range"),
        (DIM, "0.5", "parameter.not_an_integer"),
        (DIM, 9, "parameter.out_of_range"),
        (FLAG, "maybe", "parameter.not_a_choice"),
        (CHOICE, "erf", "parameter.not_a_choice"),
    ],
)
def test_what_does_not_fit_is_refused_saying_what_to_type(parameter: Parameter, typed: object, id: str) -> None:
    with pytest.raises(UserError) as caught:
        parameter.check(typed)
    assert caught.value.id == id
    for lang in ("ko", "en"):
        message = caught.value.said_in(lang)  # type: ignore[arg-type]
        assert parameter.name in message
        assert str(typed) in message


def test_the_range_that_is_accepted_is_written_out() -> None:
    with pytest.raises(UserError) as caught:
        POSITIVE.check(-1)
    assert "(0, 10]" in caught.value.said_in("ko")


def test_unknown_parameters_are_answered_with_the_known() -> None:
    with pytest.raises(UserError) as caught:
        activation("hardtanh").checked({"min": 0})
    assert "min_val, max_val" in caught.value.said_in("en")
    assert caught.value.said_in("ko").startswith("hardtanh에는 매개변수 'min'이 없습니다.")


def test_a_call_is_made_of_module_and_parameters_unless_given() -> None:
    assert activation("hardtanh").call == "nn.Hardtanh(min_val={min_val}, max_val={max_val})"
    assert activation("relu").call == "nn.ReLU()"
    assert activation("rrelu").call.endswith(".train({training})")


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(0.0, 1.0, True, True), "(0, 1)"),
        (Interval(-1.0, 1.0), "[−1, 1]"),
        (Interval(0.0, math.inf), "[0, ∞)"),
        (Interval(-math.inf, -0.5, True, False), "(−∞, −0.5]"),
        (Interval(2.0, 2.0), "{2}"),
        (Interval(-10_000.0, 10_000.0), "[−10000, 10000]"),
    ],
)
def test_intervals_are_written_as_in_mathematics(interval: Interval, text: str) -> None:
    assert written(interval) == text


def test_an_open_end_is_not_inside() -> None:
    unit = Interval(0.0, 1.0, low_open=True)
    assert 0.0 not in unit
    assert 0.5 in unit
    assert 1.0 in unit
    assert math.nan not in unit


def test_unions_of_single_values_are_one_set() -> None:
    assert written_union((Interval(0, 0), Interval(1, 1))) == "{0, 1}"
    assert written_union((Interval(0, 0), Interval(1, math.inf, True, True))) == "{0} ∪ (1, ∞)"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-3.0, "−3.0"),
        (0.1, "0.1"),
        (1 / 3, "0.3333"),
        (0.0, "0.0"),
        (-0.0, "0.0"),
        (1e-7, "1×10⁻⁷"),
        (-2.5e8, "−2.5×10⁸"),
        (12345.678, "12345.678"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "nan"),
    ],
)
def test_numbers_in_worked_formulas(value: float, text: str) -> None:
    assert written_number(value) == text


@given(st.floats())
def test_negative_numbers_stand_in_brackets(value: float) -> None:
    said = in_brackets(value)
    assert "-" not in said
    assert not said.startswith("−")

"""Properties against values known from mathematics."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS, activation
from core.facts import facts, said, saturation
from core.record import Activation, Params, Value
from core.text import Text, words_in

ELEMENTWISE = [r for r in ACTIVATIONS if not r.is_vector]


def typed(apply: object) -> Activation:
    """Return a record that states nothing: everything has to be measured."""
    return Activation("custom", Text("", ""), "custom", "", "", apply, Text("", ""), Text("", ""))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "params", "slope", "at"),
    [
        ("sigmoid", {}, 0.25, 0.0),
        ("tanh", {}, 1.0, 0.0),
        ("softsign", {}, 1.0, 0.0),
        ("selu", {}, 1.7580993408473768, 0.0),
        ("gelu", {}, 1.1289041451476, math.sqrt(2)),
        ("silu", {}, 1.0998393201288669, 2.39936),
        ("mish", {}, 1.0884981612517279, 1.49057),
        ("elu", {"alpha": 2.0}, 2.0, 0.0),
        ("hardswish", {}, 1.5, 3.0),
        ("relu", {}, 1.0, None),
        ("identity", {}, 1.0, None),
        ("softplus", {}, 1.0, None),
        ("leaky_relu", {"negative_slope": 3.0}, 3.0, None),
        ("step", {}, 0.0, None),
    ],
)
def test_the_largest_slope_and_where(key: str, params: dict[str, Value], slope: float, at: float | None) -> None:
    record = activation(key)
    found = facts(record, record.checked(params))
    assert found.largest_slope == pytest.approx(slope, abs=1e-7)
    assert found.largest_slope_at == (at if at is None else pytest.approx(at, abs=2e-3))


@pytest.mark.parametrize(
    ("key", "params", "text"),
    [
        ("identity", {}, "(−∞, ∞)"),
        ("step", {}, "{0, 1}"),
        ("sigmoid", {}, "(0, 1)"),
        ("tanh", {}, "(−1, 1)"),
        ("relu", {}, "[0, ∞)"),
        ("leaky_relu", {}, "(−∞, ∞)"),
        ("leaky_relu", {"negative_slope": 0}, "[0, ∞)"),
        ("relu6", {}, "[0, 6]"),
        ("elu", {"alpha": 0.5}, "(−0.5, ∞)"),
        ("selu", {}, "(−1.7581, ∞)"),
        ("gelu", {}, "[−0.17, ∞)"),
        ("silu", {}, "[−0.2785, ∞)"),
        ("mish", {}, "[−0.3088, ∞)"),
        ("hardswish", {}, "[−0.375, ∞)"),
        ("log_sigmoid", {}, "(−∞, 0)"),
        ("hardtanh", {}, "[−1, 1]"),
        ("threshold", {}, "{0} ∪ (1, ∞)"),
        ("threshold", {"threshold": 0.1, "value": 20}, "(0.1, ∞)"),
        ("hardshrink", {}, "(−∞, −0.5) ∪ {0} ∪ (0.5, ∞)"),
        ("softmax", {}, "(0, 1)"),
        ("glu", {}, "(−∞, ∞)"),
    ],
)
def test_ranges_are_open_where_they_are_open(key: str, params: dict[str, Value], text: str) -> None:
    record = activation(key)
    found = facts(record, record.checked(params))
    assert found.range_text == text
    assert not found.range_is_measured


@pytest.mark.parametrize("record", ELEMENTWISE, ids=lambda r: r.key)
def test_a_measured_range_finds_the_proven_one(record: Activation) -> None:
    proven = facts(record, record.defaults()).range
    measured = facts(dataclasses.replace(record, value_range=None), record.defaults())
    assert measured.range_is_measured
    assert measured.range.low == pytest.approx(proven.low, abs=1e-5)
    assert measured.range.high == pytest.approx(proven.high, abs=1e-5)
    assert (measured.range.low_open, measured.range.high_open) == (proven.low_open, proven.high_open)


@pytest.mark.parametrize(
    ("apply", "text", "monotonic", "slope"),
    [
        (lambda x, p: x * x, "[0, ∞)", "none", math.inf),
        (lambda x, p: torch.sin(x), "[−1, 1]", "none", 1.0),
        (lambda x, p: torch.exp(x), "(0, ∞)", "increasing", math.inf),
        (lambda x, p: -torch.tanh(5 * x), "(−1, 1)", "decreasing", 5.0),
        (lambda x, p: torch.erf(x), "(−1, 1)", "increasing", 2 / math.sqrt(math.pi)),
        (lambda x, p: torch.exp(-x * x), "(0, 1]", "none", math.sqrt(2 / math.e)),
        (lambda x, p: torch.log(x), "(−∞, ∞)", "increasing", math.inf),
        (lambda x, p: torch.sqrt(x), "[0, ∞)", "increasing", math.inf),
        (lambda x, p: 0 * x + 2, "{2}", "constant", 0.0),
        (lambda x, p: torch.relu(x) ** 3, "[0, ∞)", "nondecreasing", math.inf),
        (lambda x, p: x**3, "(−∞, ∞)", "increasing", math.inf),
        (lambda x, p: x / (1 + x.abs()), "(−1, 1)", "increasing", 1.0),
        (lambda x, p: x * torch.exp(-x.abs()), "[−0.3679, 0.3679]", "none", 1.0),
        (lambda x, p: -torch.relu(x), "(−∞, 0]", "nonincreasing", 1.0),
    ],
    ids=["square", "sin", "exp", "-tanh5", "erf", "bell", "log", "sqrt", "2", "relu3", "cube", "sign", "xexp", "-relu"],
)
def test_measuring_a_function_of_ones_own(apply: object, text: str, monotonic: str, slope: float) -> None:
    found = facts(typed(apply), {})
    assert found.range_text == text
    assert found.monotonic == monotonic
    assert found.largest_slope == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize(
    ("key", "params", "zero_centred", "monotonic", "smoothness"),
    [
        ("sigmoid", {}, False, "increasing", "smooth"),
        ("tanh", {}, True, "increasing", "smooth"),
        ("relu", {}, False, "nondecreasing", "continuous"),
        ("leaky_relu", {}, False, "increasing", "continuous"),
        ("leaky_relu", {"negative_slope": 1}, True, "increasing", "smooth"),
        ("leaky_relu", {"negative_slope": -0.5}, False, "none", "continuous"),
        ("elu", {}, False, "increasing", "differentiable"),
        ("elu", {"alpha": 2}, False, "increasing", "continuous"),
        ("gelu", {}, False, "none", "smooth"),
        ("step", {}, False, "nondecreasing", "discontinuous"),
        ("threshold", {}, False, "nondecreasing", "discontinuous"),
        ("threshold", {"threshold": 0.1, "value": 20}, False, "none", "discontinuous"),
        ("hardshrink", {}, True, "nondecreasing", "discontinuous"),
        ("softshrink", {}, True, "nondecreasing", "continuous"),
        ("tanhshrink", {}, True, "increasing", "smooth"),
        ("hardtanh", {}, True, "nondecreasing", "continuous"),
        ("hardtanh", {"max_val": 2}, False, "nondecreasing", "continuous"),
        ("softplus", {"beta": 5}, False, "increasing", "smooth"),
    ],
)
def test_centre_monotonicity_and_smoothness(
    key: str, params: dict[str, Value], zero_centred: bool, monotonic: str, smoothness: str
) -> None:
    record = activation(key)
    found = facts(record, record.checked(params))
    assert (found.zero_centred, found.monotonic, found.smoothness) == (zero_centred, monotonic, smoothness)
    assert found.smooth is (smoothness == "smooth")


@pytest.mark.parametrize(
    ("key", "params", "threshold", "share"),
    [
        ("relu", {}, 0.1, 0.5),
        ("leaky_relu", {"negative_slope": 0.1}, 0.1, 0.0),
        ("leaky_relu", {"negative_slope": 0.01}, 0.1, 0.5),
        ("hardtanh", {}, 0.1, 0.8),
        ("identity", {}, 0.1, 0.0),
        ("step", {}, 0.1, 1.0),
        # σ′ = t at x = ±2·acosh(1 / (2√t)); tanh′ = t at x = ±acosh(1/√t)
        ("sigmoid", {}, 0.1, 1 - 2 * math.acosh(1 / (2 * math.sqrt(0.1))) / 5),
        ("sigmoid", {}, 0.01, 1 - 2 * math.acosh(5) / 5),
        ("tanh", {}, 0.1, 1 - math.acosh(1 / math.sqrt(0.1)) / 5),
        ("elu", {}, 0.1, (5 - math.log(10)) / 10),
        ("hardshrink", {"lambd": 0.0}, 0.1, 0.0),
    ],
)
def test_the_saturated_share_of_minus_5_to_5(
    key: str, params: dict[str, Value], threshold: float, share: float
) -> None:
    record = activation(key)
    assert facts(record, record.checked(params), threshold).saturated_share == pytest.approx(share, abs=2e-5)


def test_saturation_is_merged_stretches_with_exact_ends_at_kinks() -> None:
    assert saturation(activation("relu"), {}, -7.0, 7.0, 0.1) == ((-7.0, pytest.approx(0.0, abs=1e-12)),)
    hardtanh = activation("hardtanh")
    both = saturation(hardtanh, hardtanh.defaults(), -7.0, 7.0, 0.1)
    assert both == ((-7.0, pytest.approx(-1.0)), (pytest.approx(1.0), 7.0))
    assert saturation(activation("identity"), {}, -7.0, 7.0, 0.1) == ()
    assert saturation(activation("relu"), {}, 1.0, 2.0, 0.1) == ()
    assert saturation(activation("relu"), {}, -2.0, -1.0, 0.1) == ((-2.0, -1.0),)


@settings(max_examples=40, deadline=None)
@given(
    record=st.sampled_from(ELEMENTWISE),
    low=st.floats(-9, 5),
    width=st.floats(0.5, 12),
    threshold=st.floats(0.001, 0.9),
)
def test_saturated_stretches_are_ordered_and_inside_the_view(
    record: Activation, low: float, width: float, threshold: float
) -> None:
    stretches = saturation(record, record.defaults(), low, low + width, threshold)
    ends = [end for stretch in stretches for end in stretch]
    assert ends == sorted(ends)
    assert all(low <= end <= low + width for end in ends)
    assert all(a < b for a, b in stretches)


def test_vector_functions_say_what_holds_for_each_output() -> None:
    for key in ("softmax", "softmin", "softmax2d"):
        found = facts(activation(key), activation(key).defaults())
        assert found.outputs_sum_to == 1.0
        assert found.monotonic is None
        assert found.largest_slope is None
        assert not found.zero_centred
    for dim in range(-4, 4):
        assert facts(activation("softmax"), {"dim": dim}).outputs_sum_to == 1.0
    assert facts(activation("glu"), {"dim": -1}).outputs_sum_to is None
    assert facts(activation("log_softmax"), {"dim": -1}).outputs_sum_to is None


def test_facts_of_a_random_function_are_those_of_its_mean() -> None:
    record = activation("rrelu")
    found = facts(record, record.checked({"lower": 0.02, "upper": 0.1, "training": True}))
    assert found.monotonic == "increasing"
    assert found.saturated_share == pytest.approx(0.5)


def test_facts_are_said_in_the_words_of_each_language() -> None:
    record = activation("leaky_relu")
    params: Params = {"negative_slope": 0.1}
    korean = " · ".join(said(facts(record, params), words_in("ko")))
    assert korean.startswith("범위 (−∞, ∞) · 0 중심 아님 · 단조 증가")
    assert "최대 기울기 1 ·" in korean
    english = said(facts(activation("sigmoid"), {}), words_in("en"))
    assert english[:3] == ("range (0, 1)", "not zero-centred", "increasing")
    assert "largest slope 0.25" in english
    for record in ACTIVATIONS:
        for lang in ("ko", "en"):
            assert all(said(facts(record, record.defaults()), words_in(lang)))  # type: ignore[arg-type]

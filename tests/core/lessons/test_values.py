"""The numbers of a step, against the textbook's figures and plain arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.lessons.model import Drawn
from core.lessons.values import computed, drawn, grid, looked_up
from core.text import UserError
from tests.core.lessons.made_steps import made_step

# What each call gives: its keys, and the numbers that the textbook or arithmetic has.
KNOWN = (
    ({"call": "output", "function": "relu", "x": [[-1, 2, -3], [4, -5, 6]]}, [[0, 2, 0], [4, 0, 6]]),
    ({"call": "output", "function": "sigmoid", "x": [-1, 0, 1]}, [0.2689, 0.5, 0.7311]),
    ({"call": "output", "function": "tanh", "x": [-1, 0, 1]}, [-0.7616, 0, 0.7616]),
    ({"call": "output", "function": "leaky_relu", "x": -3, "params": {"negative_slope": 0.1}}, -0.3),
    ({"call": "output", "function": "gelu", "x": 1, "params": {"approximate": "tanh"}}, 0.8412),
    ({"call": "output", "function": "softmax", "x": [2.0, 1.0, 0.1], "params": {"dim": 0}}, [0.6590, 0.2424, 0.0986]),
    ({"call": "slope", "function": "sigmoid", "x": [0, 3]}, [0.25, 0.0452]),
    ({"call": "slope", "function": "tanh", "x": 3}, 0.0099),
    ({"call": "slope", "function": "relu", "x": 0}, 0),
    ({"call": "largest_slope", "function": "sigmoid"}, 0.25),
    ({"call": "exp", "x": [1000]}, [math.inf]),
    ({"call": "exp", "x": [1, 2, 3], "subtract_max": True}, [math.exp(-2), math.exp(-1), 1]),
    ({"call": "softmax", "logits": [1000, 1001, 1002]}, [0.0900, 0.2447, 0.6652]),
    ({"call": "softmax", "logits": [[0, 0], [0, 0]], "dim": 1}, [[0.5, 0.5], [0.5, 0.5]]),
    ({"call": "softmax", "logits": [2, 1], "temperature": 0.5, "scale": 2}, [1 / (1 + math.exp(-4)), 0.0180]),
    ({"call": "cross_entropy", "logits": [2.0, 1.0, 0.1], "target": 0}, 0.4170),
    ({"call": "cross_entropy", "logits": [2.0, 1.0, 0.1], "target": 0, "twice": True}, 0.8021),
    ({"call": "bce", "logit": 0.5, "target": 1}, math.log(1 + math.exp(-0.5))),
    ({"call": "bce", "logit": 0.5, "target": 1, "gradient": True}, 1 / (1 + math.exp(-0.5)) - 1),
    ({"call": "neuron", "x": [1, 2], "w": [0.5, -1], "b": 0.25}, -1.25),
    ({"call": "neuron", "x": [1, 2], "w": [0.5, -1], "b": 0.25, "function": "step"}, 0),
    ({"call": "matmul", "a": [[1, 2], [3, 4]], "b": [1, -1]}, [-1, -1]),
    ({"call": "power", "base": 0.25, "exponent": 5}, 0.25**5),
    ({"call": "sum", "of": [[1, 2], [3, 4]]}, 10),
    ({"call": "sum", "of": [[1, 2], [3, 4]], "dim": 0}, [4, 6]),
    ({"call": "negated", "of": [0, 1, -2]}, [0, -1, 2]),
    ({"call": "same", "of": 0.1}, 0.1),
    ({"call": "fact", "function": "tanh", "what": "low"}, -1),
    ({"call": "fact", "function": "relu", "what": "high"}, math.inf),
    ({"call": "fact", "function": "relu", "what": "saturated"}, 0.5),
)


@pytest.mark.parametrize(("call", "expected"), KNOWN, ids=lambda v: str(v)[:50])
def test_a_call_gives_what_the_textbook_has(call: dict[str, object], expected: object) -> None:
    found = computed(made_step({"y": call}), 0)["y"]
    assert found.shape == np.shape(expected)
    np.testing.assert_allclose(found, expected, atol=5.1e-5)


def test_no_negative_zero_is_shown() -> None:
    found = computed(made_step({"y": {"call": "negated", "of": [0, 1]}}), 0)["y"]
    assert not np.signbit(found[0])


def test_values_are_computed_from_one_another_in_any_order() -> None:
    step = made_step(
        {
            "total": {"call": "sum", "of": "y"},
            "y": {"call": "output", "function": "relu", "x": "x"},
            "last": {"call": "same", "of": "y[2]"},
        },
        {"x": [-1, 2, 3]},
    )
    found = computed(step, 0)
    assert (found["total"], found["last"]) == (5, 3)


@pytest.mark.parametrize(
    ("call", "id"),
    [
        ({"call": "output", "function": "none", "x": 1}, "function.unknown"),
        ({"call": "output", "function": "elu", "x": 1, "params": {"beta": 1}}, "parameter.unknown"),
        ({"call": "output", "function": "softmax", "x": [1, 2], "params": {"dim": 1}}, "function.dim_out_of_range"),
        ({"call": "slope", "function": "softmax", "x": [1, 2]}, "function.no_single_slope"),
        ({"call": "cross_entropy", "logits": [1, 2], "target": 2}, "lesson_file.target"),
        ({"call": "cross_entropy", "logits": 1, "target": 0}, "lesson_file.one_row"),
        ({"call": "bce", "logit": [1, 2], "target": 0}, "lesson_file.one_number"),
        ({"call": "neuron", "x": [1, 2], "w": [1]}, "lesson_file.lengths"),
        ({"call": "neuron", "x": [1], "w": [1], "function": "softmax"}, "neuron.vector_function"),
        ({"call": "matmul", "a": [[1, 2]], "b": [[1, 2]]}, "lesson_file.product"),
        ({"call": "matmul", "a": 1, "b": [1]}, "lesson_file.product"),
        ({"call": "sum", "of": [1, 2], "dim": 1}, "lesson_file.dim"),
        ({"call": "fact", "function": "relu", "what": "colour"}, "lesson_file.choice"),
        ({"call": "fact", "function": "softmax", "what": "saturated"}, "function.no_single_slope"),
        ({"call": "softmax", "logits": [1, 2], "temperature": 0}, "softmax.temperature_zero"),
        ({"call": "same", "of": "z"}, "lesson_file.no_name"),
        ({"call": "same", "of": "y"}, "lesson_file.circular"),
        ({"call": "matmul", "a": [[1]] * 40, "b": [[1] * 40]}, "lesson_file.too_many_numbers"),
    ],
    ids=lambda v: str(v)[:50],
)
def test_a_call_that_cannot_be_computed_says_why(call: dict[str, object], id: str) -> None:
    with pytest.raises(UserError) as caught:
        computed(made_step({"y": call}), 0)
    assert caught.value.id == id


RANGE = Drawn(first=[-1.0, 0.0, 1.0], low=-2, high=2, step=0.1, avoid=[0.3])


def test_the_first_try_has_the_numbers_of_the_book() -> None:
    assert drawn(made_step(numbers={"x": RANGE}), 0)["x"].tolist() == [-1, 0, 1]


@pytest.mark.parametrize("seed", range(1, 30))
def test_later_tries_draw_other_numbers_of_the_range(seed: int) -> None:
    x = drawn(made_step(numbers={"x": RANGE}), seed)["x"]
    assert x.tolist() != [-1, 0, 1]
    assert x.shape == (3,)
    assert set(x) <= {round(-2 + k / 10, 1) for k in range(41)} - {0.3}
    assert len(set(x)) == 3


def test_the_same_seed_draws_the_same_numbers_and_another_draws_others() -> None:
    draws = [drawn(made_step(numbers={"x": RANGE}), seed)["x"].tolist() for seed in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]


def test_drawn_numbers_stay_the_same_in_every_version() -> None:
    assert drawn(made_step(numbers={"x": RANGE}), 1)["x"].tolist() == [-1.2, -0.2, -0.3]


def test_a_range_reaches_both_of_its_ends() -> None:
    numbers = grid(Drawn(first=0, low=0, high=0.3, step=0.1))
    assert numbers == (0, 0.1, 0.2, 0.3)
    assert grid(Drawn(first=0)) == ()


def test_numbers_in_rows_keep_their_shape() -> None:
    step = made_step(numbers={"x": Drawn(first=[[1, 2], [3, 4]], low=0, high=9, step=1)})
    assert drawn(step, 5)["x"].shape == (2, 2)


def test_numbers_that_would_hide_a_usual_mistake_are_drawn_again() -> None:
    """Without a negative number, who keeps negative numbers would be right."""
    step = made_step(
        {"y": {"call": "output", "function": "relu", "x": "x"}},
        {"x": Drawn(first=[-1.0, 1.0], low=-1, high=9, step=1)},
        {"kind": "predict", "answer": "y", "wrong": [{"id": "kept", "value": "x"}]},
    )
    for seed in range(1, 20):
        assert drawn(step, seed)["x"].min() < 0


def test_nobody_can_change_the_numbers_of_a_step() -> None:
    step = made_step(numbers={"x": [1, 2]})
    with pytest.raises(ValueError, match="read-only"):
        computed(step, 0)["x"][0] = 5
    assert computed(step, 0) is computed(step, 0)


def test_one_element_is_named_as_in_pytorch() -> None:
    known = computed(made_step(numbers={"x": [[1, 2], [3, 4]]}), 0)
    assert looked_up(known, "x[1][0]") == 3
    assert looked_up(known, "x[0]").tolist() == [1, 2]
    for wrong in ("x[2]", "x[0][0][0]", "x[-1]", "y", "x[", ""):
        with pytest.raises(UserError, match=r"lesson_file\.no_"):
            looked_up(known, wrong)

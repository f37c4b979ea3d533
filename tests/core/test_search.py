"""Finding by a few letters: what fits, and what comes first."""

from __future__ import annotations

import pytest

from core.search import found, initials, match_rank

THINGS = [(key, names) for key, names in (
    ("sigmoid", ("시그모이드", "Sigmoid", "logistic")),
    ("hardsigmoid", ("하드 시그모이드", "Hardsigmoid")),
    ("relu", ("렐루 ReLU", "ReLU")),
    ("leaky_relu", ("리키 렐루", "Leaky ReLU", "leaky relu")),
    ("save", ("저장", "Save")),
)]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sig", ["sigmoid", "hardsigmoid"]),
        ("SIGMOID", ["sigmoid", "hardsigmoid"]),
        ("시그", ["sigmoid", "hardsigmoid"]),
        ("ㅅㄱㅁ", ["sigmoid", "hardsigmoid"]),
        ("ㅎㄷㅅ", ["hardsigmoid"]),
        ("relu", ["relu", "leaky_relu"]),
        ("relu leaky", ["leaky_relu"]),
        ("  저장 ", ["save"]),
        ("logis", ["sigmoid"]),
        ("xyz", []),
    ],
)
def test_what_is_found_and_in_which_order(query: str, expected: list[str]) -> None:
    assert found(query, THINGS) == expected


def test_nothing_typed_finds_everything_in_its_own_order() -> None:
    assert found(" ", THINGS) == [key for key, _ in THINGS]


def test_initials_of_hangul_and_of_everything_else() -> None:
    assert initials("뉴런 ReLU 2층") == "ㄴㄹ ReLU 2ㅊ"
    assert initials("까힣") == "ㄲㅎ"


def test_a_beginning_is_a_better_fit_than_a_middle() -> None:
    ranks = [match_rank("ta", [name]) for name in ("Tanh", "Hard tanh", "data", "a t")]
    assert ranks == [0, 1, 2, None]

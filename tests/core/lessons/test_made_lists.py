"""Calls that put numbers together: lists of single numbers, products, an evenly spaced line, powers by name."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from core.lessons.call_values import called
from core.lessons.calls import Call, Given
from core.text import UserError

KNOWN = {"a": np.asarray(2.0), "b": np.asarray(-0.5), "row": np.asarray([1.0, 4.0])}


def resolve(given: Given) -> np.ndarray:
    """Return numbers by name, as a step does."""
    return KNOWN[given] if isinstance(given, str) else np.asarray(given, dtype=np.float64)


def number(document: dict[str, object]) -> np.ndarray:
    """Return what a call of a lesson file gives."""
    return called(msgspec.convert(document, Call), resolve)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"call": "list", "of": ["a", 0, "b"]}, [2.0, 0.0, -0.5]),
        ({"call": "product", "of": ["a", "b"]}, -1.0),
        ({"call": "product", "of": ["a", "row", 3]}, [6.0, 24.0]),
        ({"call": "linspace", "start": -10, "end": 10, "steps": 5}, [-10.0, -5.0, 0.0, 5.0, 10.0]),
        ({"call": "power", "base": 0.25, "exponent": "a"}, 0.0625),
    ],
)
def test_numbers_are_put_together(document: dict[str, object], expected: object) -> None:
    assert number(document).tolist() == expected


@pytest.mark.parametrize(
    ("document", "id"),
    [
        ({"call": "list", "of": []}, "lesson_file.no_numbers"),
        ({"call": "list", "of": ["row"]}, "lesson_file.one_number"),
        ({"call": "product", "of": []}, "lesson_file.no_numbers"),
        ({"call": "product", "of": ["row", "longer"]}, "lesson_file.product"),
        ({"call": "linspace", "start": 0, "end": 1, "steps": 1001}, "lesson_file.too_many_numbers"),
        ({"call": "linspace", "start": 0, "end": 1, "steps": 0}, "lesson_file.too_many_numbers"),
    ],
)
def test_what_cannot_be_put_together_is_refused(
    document: dict[str, object], id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KNOWN, "longer", np.asarray([1.0, 2.0, 3.0]))
    with pytest.raises(UserError) as caught:
        number(document)
    assert caught.value.id == id

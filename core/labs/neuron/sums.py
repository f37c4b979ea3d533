"""Weighted sums as they stand on paper: the numbers as they are written, added without binary rounding.

0.5·1.0 + (−0.3)·2.0 + 0.1 is 0. In float64 it is 2.8e-17, because 0.3 and 0.1 have no finite binary form, and a step
function would then answer 1 to a sum that is written 0.0. So the sum that is written out, and that h is given, is the
exact one; what PyTorch's own float32 or float64 sum comes to stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache


@lru_cache(maxsize=4096)
def written(number: float) -> Fraction:
    """Return the decimal that ``number`` is written as: 0.1 is exactly 1/10. Raises ValueError for nan and inf."""
    return Fraction(repr(float(number)))


def weighted_sum(weights: Sequence[float], inputs: Sequence[float], bias: float) -> float:
    """Return Σ weight·input + bias of the numbers as they are written, rounded once, at the end."""
    return float(exact_sum([written(w) for w in weights], [written(x) for x in inputs], written(bias)))


def exact_sum(weights: Sequence[Fraction], inputs: Sequence[Fraction], bias: Fraction) -> Fraction:
    """Return Σ weight·input + bias."""
    return sum((w * x for w, x in zip(weights, inputs, strict=True)), bias)

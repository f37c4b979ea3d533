"""f″ against formulas, and without loading what PyTorch loads for it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from core import expression
from core.activations import activation
from core.curvature import second_curve, second_slope_at, second_slopes

X = np.linspace(-4.0, 4.0, 801)


@pytest.mark.parametrize(
    ("formula", "second"),
    [
        ("x ** 3", lambda x: 6 * x),
        ("sin(x)", lambda x: -np.sin(x)),
        ("exp(x / 2)", lambda x: np.exp(x / 2) / 4),
        ("abs(x) * x", lambda x: 2 * np.sign(x)),
        ("x / (1 + abs(x))", lambda x: -2 * np.sign(x) / (1 + np.abs(x)) ** 3),
        ("3 * x", lambda x: 0 * x),
        ("x > 1", lambda x: 0 * x),
    ],
)
def test_it_is_what_the_formula_says(formula: str, second) -> None:  # type: ignore[no-untyped-def]
    record = expression.parse(formula)
    away = X[np.abs(X) > 0.01]
    np.testing.assert_allclose(second_slopes(record, record.defaults(), away), second(away), atol=2e-8)


def test_a_function_without_a_second_derivative_in_pytorch_has_one_here() -> None:
    record = activation("hardsigmoid")
    x, second = second_curve(record, {}, X, record.kinks({}))
    assert np.nanmax(np.abs(second)) < 1e-6
    assert np.isnan(second[np.isin(x, (-3.0, 3.0))]).all()


@pytest.mark.parametrize(("key", "at"), [("relu", 0.0), ("elu", 0.0), ("softsign", 0.0), ("hardswish", 3.0)])
def test_there_is_none_where_the_slope_bends_or_breaks(key: str, at: float) -> None:
    record = activation(key)
    params = record.defaults()
    assert np.isnan(second_slope_at(record, params, at, record.kinks(params)))
    assert np.isfinite(second_slope_at(record, params, at + 0.1, record.kinks(params)))


def test_it_never_loads_the_compiler() -> None:
    code = (
        "import sys, numpy as np; from core.activations import ACTIVATIONS; from core.curvature import second_slopes\n"
        "x = np.linspace(-3, 3, 50)\n"
        "for r in ACTIVATIONS:\n"
        "    if not r.is_vector: second_slopes(r, r.defaults(), x)\n"
        "sys.exit('sympy' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0

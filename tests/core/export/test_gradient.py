"""The Gradient lab's scripts, run by Python, print what the screen shows."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.labs import gradient
from core.labs.gradient import DATA_SETS, GradientState, Stacked, WorkshopState, workshop

ELEMENTWISE = [record.key for record in ACTIVATIONS if not record.is_vector]
CASES = [
    *((key, {}) for key in ELEMENTWISE),
    ("rrelu", {"training": True, "seed": 3}),
    ("leaky_relu", {"negative_slope": 0.3}),
]


def printed(code: str) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "exported", "exec"), {"__name__": "__main__"})
    return out.getvalue().splitlines()


def stacked(function: str, params: dict[str, object]) -> Stacked:
    formula = {"formula": function} if function not in ELEMENTWISE else {}
    return Stacked(function if not formula else "custom", 0, params, **formula)  # type: ignore[arg-type]


@pytest.mark.parametrize(("function", "params"), [*CASES, ("x > 0", {}), ("x * tanh(softplus(a*x))", {"a": 2.0})])
def test_the_stacks_script_prints_every_layers_numbers(function: str, params: dict[str, object]) -> None:
    state = GradientState(
        activations=(stacked(function, params),), depth=5, width=12, init="he", gain=1.1, input_scale=0.5, seed=4
    )
    rows = np.array([[float(n) for n in line.split()] for line in printed(gradient.full_code(state))])
    shown = gradient.compute(state).layers
    by_weight = gradient.compute(replace(state, quantity="weight")).layers
    assert shown is not None
    assert by_weight is not None
    line = shown.line
    assert rows[:, 0].tolist() == [1, 2, 3, 4, 5]
    for column, wanted in ((1, line.gradient), (2, by_weight.line.shown), (4, line.spread)):
        np.testing.assert_allclose(rows[:, column], wanted, rtol=1e-3, atol=1e-12)
    np.testing.assert_allclose(rows[:, 3], line.mean, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(rows[:, 5], line.saturated, atol=6e-5)
    assert rows[:, 6].tolist() == line.dead.tolist()


@pytest.mark.parametrize("key", DATA_SETS)
@pytest.mark.parametrize(("function", "params"), [("relu", {}), ("leaky_relu", {"negative_slope": 0.2}), ("step", {})])
def test_the_workshops_script_prints_its_units_and_the_next_loss(key: str, function: str, params: dict) -> None:  # type: ignore[type-arg]
    own = workshop.choose_data(WorkshopState(activation=stacked(function, params), shift=-1.5), key)
    own = workshop.step(own, 4)
    state = GradientState(view="workshop", workshop=own)
    lines = printed(gradient.full_code(state))
    result = gradient.compute(state).workshop
    after = gradient.compute(replace(state, workshop=workshop.step(own, 1))).workshop
    assert result is not None
    assert after is not None
    assert float(lines[0].split()[-1]) == pytest.approx(result.loss, rel=1e-5)
    units = [line.split() for line in lines[1:-1]]
    assert [u[3] == "True" for u in units] == result.dead.tolist()
    np.testing.assert_allclose([float(u[-1]) for u in units], result.gradient, rtol=1e-4, atol=1e-8)
    assert float(lines[-1].split()[-1]) == pytest.approx(after.loss, rel=1e-4)


def test_the_code_on_screen_cuts_off_long_data_and_nothing_else() -> None:
    state = GradientState(view="workshop")
    shown, whole = gradient.shown_code(state), gradient.full_code(state)
    assert len(shown) < len(whole)
    assert "..." in shown
    assert "..." not in whole
    layers = GradientState()
    assert gradient.shown_code(layers) == gradient.full_code(layers)

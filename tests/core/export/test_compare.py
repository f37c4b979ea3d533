"""The script that Compare exports, run: it prints the numbers on screen."""

from __future__ import annotations

import contextlib
import io
import math
import re
import sys
from dataclasses import replace

import pytest

from core.activations import ACTIVATIONS
from core.labs import compare
from core.labs.compare import Compared, CompareState


def said(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "<exported>", "exec"), {"__name__": "exported"})
    return out.getvalue()


def numbers(printed: str, after: str) -> list[float]:
    return [float(n) for n in re.findall(re.escape(after) + r" ([-\w.+]+)", printed)]


@pytest.fixture
def without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)


@pytest.mark.usefixtures("without_matplotlib")
@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
def test_the_code_prints_the_numbers_on_screen(record) -> None:  # type: ignore[no-untyped-def]
    state = CompareState(compared=(Compared("sigmoid", 0), Compared(record.key, 1)), probe=-1.25, second=True)
    state = replace(state, layout="difference")
    result = compare.compute(state)
    drawn = [line for line in result.lines if line.curve is not None]
    details = compare.details(state, result)
    printed = said(details.code)
    facts = [f for f, line in zip(details.facts, result.lines, strict=True) if line.curve is not None]
    assert numbers(printed, "| f(x) =") == pytest.approx([line.probe.y for line in drawn], rel=1e-14)
    assert numbers(printed, "| f'(x) =") == pytest.approx([line.probe.slope for line in drawn], rel=1e-14)
    for number, line in zip(numbers(printed, "| f''(x) ="), drawn, strict=True):
        assert number == pytest.approx(line.probe.second, abs=1e-9)
    for share, found in zip(numbers(printed, "where |f'(x)| < 0.1:"), facts, strict=True):
        assert share == pytest.approx(found.saturated_share, abs=1e-3)
    for largest, found in zip(numbers(printed, "| largest |f'(x)| ="), facts, strict=True):
        assert largest == pytest.approx(found.largest_slope, abs=1e-4)
    if result.difference is not None:
        assert numbers(printed, "at the probe:") == pytest.approx([result.difference.probe], rel=1e-13)
        assert numbers(printed, "largest |f(x) - g(x)|:")[0] == pytest.approx(result.difference.largest, abs=0.02)


@pytest.mark.usefixtures("without_matplotlib")
@pytest.mark.parametrize("formula", ["x > 0", "a * x", "abs(x) + b", "max(0, x) ** 2", "x / (1 + abs(x))", "x +\n 1"])
def test_the_code_of_a_formula_prints_the_numbers_on_screen(formula: str) -> None:
    state = compare.set_formula(CompareState(probe=0.5, second=True), 1, formula)
    result = compare.compute(state)
    printed = said(compare.details(state, result).code)
    assert numbers(printed, "| f(x) =") == pytest.approx([line.probe.y for line in result.lines], rel=1e-14)
    assert numbers(printed, "| f'(x) =") == pytest.approx([line.probe.slope for line in result.lines], rel=1e-14)
    for number, line in zip(numbers(printed, "| f''(x) ="), result.lines, strict=True):
        assert math.isnan(line.probe.second) or number == pytest.approx(line.probe.second)


def test_with_matplotlib_it_draws_example_e_with_title_labels_and_legend(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    drawn = []
    monkeypatch.setattr(plt, "show", lambda: drawn.append(plt.gcf()))
    state = compare.apply_set(CompareState(), "relu_sigmoid")
    code = compare.details(state, compare.compute(state)).code
    assert "torch.linspace(-10.0, 10.0, 1000" in code
    said(code)
    axes = drawn[0].axes[0]
    assert axes.get_title() == "ReLU, Sigmoid"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("x", "f(x)")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["ReLU", "Sigmoid"]
    assert [len(line.get_xdata()) for line in axes.lines] == [1000, 1000]
    plt.close("all")

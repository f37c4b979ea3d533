"""The code beside every number: run by Python, it prints what the screen shows."""

from __future__ import annotations

import contextlib
import io
import math
from dataclasses import replace

import pytest
import torch

from core import evaluate
from core.activations import ACTIVATIONS, activation
from core.export.calls import called, parameter_spans
from core.export.explore import explore_code
from core.labs import explore
from core.labs.explore import ExploreState
from core.record import Value
from core.tensor_value import DTYPES, TensorValue, linspace, random_normal

TENSORS = {
    "nan_inf": TensorValue.of([math.nan, math.inf, -math.inf, -0.0, 0.5, -1e-9]),
    "single": TensorValue.of(-1.5),
    "matrix": TensorValue.of([[-1.0, 2.0, -3.0, 4.0], [4.0, -5.0, 6.0, 1e4]]),
    "four_d": random_normal((2, 2, 2, 4), 3),
    "linspace": linspace(-10.0, 10.0, 1000),
    "summarised": linspace(-4.0, 4.0, 1200),
}
CASES: list[tuple[str, dict[str, Value]]] = [
    *((record.key, {}) for record in ACTIVATIONS),
    ("leaky_relu", {"negative_slope": 0.1}),
    ("prelu", {"init": -0.3}),
    ("rrelu", {"training": True, "seed": 7}),
    ("rrelu", {"training": True, "upper": 0.125}),
    ("gelu", {"approximate": "tanh"}),
    ("softmax", {"dim": 0}),
]
FORMULAS = (
    "x * tanh(softplus(x))", "where(x > 0, x, a*x)", "max(x, 0) + b", "x**3/2", "floor(x)", "step(x)", "x > 0",
    "sqrt(abs(x))", "clamp(x, -1, 1)", "x if x > 0 and x < 1 else 0", "exp(-x^2)", "3 + 0*x",
)  # fmt: skip


def _said(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "exported", "exec"), {})
    return out.getvalue()


def _expected(state: ExploreState) -> str | None:
    """Return what the screen shows as the script should print it; None where the function refuses the tensor."""
    result = explore.compute(state)
    if result.error:
        return None
    lines = [explore.details(state).printed_output]
    if result.slopes is not None:
        lines.append(evaluate.printed(torch.from_numpy(result.slopes).to(getattr(torch, state.dtype))))
        if state.selected < 0:
            assert result.probe is not None
            lines.append(f"{result.probe.y} {result.probe.slope}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("tensor", TENSORS)
def test_the_code_of_every_function_prints_the_numbers_on_screen(tensor: str, dtype: str) -> None:
    ran = 0
    for key, params in CASES:
        state = replace(ExploreState(), function=key, params={key: params}, dtype=dtype, probe=-1.25)
        state = explore.select(explore.set_tensor(state, TENSORS[tensor]), -1)
        expected = _expected(state)
        if expected is not None:
            assert _said(explore.full_code(state)) == expected, (key, params)
            ran += 1
    assert ran >= len(CASES) - 6, "only the vector functions refuse some shapes"


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_code_of_a_formula_prints_the_numbers_on_screen(formula: str) -> None:
    for dtype in DTYPES:
        for tensor in TENSORS.values():
            state = explore.set_formula(replace(ExploreState(), dtype=dtype, probe=0.5), formula)
            state = explore.select(explore.set_tensor(state, tensor), -1)
            assert _said(explore.full_code(state)) == _expected(state), (dtype, tensor.shape)


def test_the_code_leaves_out_the_probe_while_an_element_is_selected() -> None:
    state = explore.select(ExploreState(), 0)
    assert "p = " not in explore.full_code(state)
    assert _said(explore.full_code(state)) == _expected(state)
    assert "p = torch.tensor(0.5" in explore.full_code(explore.move_probe(state, 0.5))


def test_the_code_reads_as_the_lessons_write_it() -> None:
    code = explore_code(activation("leaky_relu"), {"negative_slope": 0.1}, TensorValue.of([-1.0, 2.0]), "float32")
    assert code.splitlines() == [
        "import torch",
        "from torch import nn",
        "",
        "x = torch.tensor([-1.0, 2.0])",
        "leaky_relu = nn.LeakyReLU(negative_slope=0.1)",
        "print(leaky_relu(x))",
        "",
        "# f'(x), autograd",
        "x.requires_grad_()",
        "leaky_relu(x).sum().backward()",
        "print(x.grad)",
    ]


def test_code_says_what_pytorch_cannot_do_in_float16() -> None:
    params = {**activation("rrelu").defaults(), "training": True}
    code = explore_code(activation("rrelu"), params, TensorValue.of([-1.0]), "float16")
    assert "# PyTorch: no float16 kernel for training" in code
    with pytest.raises(RuntimeError):
        torch.nn.RReLU()(torch.tensor([-1.0], dtype=torch.float16))


def test_code_for_showing_is_cut_off_and_says_so() -> None:
    tensor = TensorValue.of([float(i) for i in range(1000)])
    shown = explore_code(activation("relu"), {}, tensor, "float32", limit=200)
    assert "..." in shown
    assert "199.0" in shown
    assert "200.0" not in shown
    assert "999.0" in explore_code(activation("relu"), {}, tensor, "float32")


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
def test_live_values_are_found_in_the_code(record) -> None:  # type: ignore[no-untyped-def]
    params = record.defaults()
    code = explore_code(record, params, TensorValue.of([[1.0, 2.0]]), "float32")
    marked = {code[start:end] for start, end in parameter_spans(code, record, params)}
    in_call = {f"{name}={value!r}" for name, value in params.items() if f"{name}={value!r}" in called(record, params)}
    assert marked == in_call
    assert len(marked) >= len(params) - 2  # RReLU's mode and seed are not arguments of the module

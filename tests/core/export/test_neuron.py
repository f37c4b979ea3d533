"""The Neuron lab's scripts: run by Python, they print what the screen shows."""

from __future__ import annotations

import contextlib
import io

import pytest

from core.labs import neuron
from core.labs.neuron import NeuronState

VIEWS = {
    "neuron": NeuronState(),
    "five inputs": neuron.set_count(NeuronState(), 5),
    "plane": neuron.set_view(NeuronState(), "plane"),
    "step solution": neuron.show_solution(NeuronState(), "step"),
    "relu solution": neuron.show_solution(NeuronState(), "relu"),
    "collapse": neuron.set_view(NeuronState(), "collapse"),
}


def detailed(state: NeuronState) -> neuron.NeuronDetails:
    return neuron.details(state, neuron.compute(state))


def said(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "exported", "exec"), {})
    return out.getvalue()


@pytest.mark.parametrize("dtype", neuron.DTYPES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_script_prints_the_numbers_on_screen(view: str, dtype: str) -> None:
    state = neuron.set_dtype(VIEWS[view], dtype)
    for record in neuron.elementwise():
        shown = detailed(neuron.choose_function(state, record.key))
        assert said(shown.code) == shown.printed, record.key


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("function", "name", "value"), [("prelu", "init", 0.1), ("rrelu", "training", True)])
def test_learned_and_random_functions_too(view: str, function: str, name: str, value: object) -> None:
    state = neuron.choose_function(VIEWS[view], function)
    state = neuron.set_param(neuron.set_number(state, "x0", -2.0), name, value)
    shown = detailed(state)
    assert said(shown.code) == shown.printed


def test_nothing_between_the_layers() -> None:
    shown = detailed(VIEWS["collapse"])
    assert said(shown.code) == shown.printed
    assert "h(" not in shown.code


def test_the_script_is_nn_linear_and_the_function() -> None:
    code = detailed(neuron.choose_function(NeuronState(), "relu")).code
    assert "linear = nn.Linear(2, 1)" in code
    assert "linear.weight.copy_(torch.tensor([[0.5, -0.3]]))" in code
    assert "h = nn.ReLU()" in code

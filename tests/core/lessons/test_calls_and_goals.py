"""Numbers scaled and parameters by name, against PyTorch itself; code in texts; a curve that covers no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
import torch

from core.chosen_function import ChosenFunction
from core.lessons.call_values import array, called
from core.lessons.calls import Call, Given, Scaled, Slope
from core.lessons.goals import CompareSame
from core.lessons.model import Drawn, Step, StepText
from core.lessons.reached import reached
from core.lessons.text import filled
from core.state import AppState
from core.tensor_value import FloatArray
from core.text import UserError


def value(call: Call, **numbers: Given) -> FloatArray:
    def resolve(given: Given) -> FloatArray:
        return array(numbers[given] if isinstance(given, str) else given)  # type: ignore[arg-type]

    return called(call, resolve)


def test_numbers_are_scaled_and_moved_as_pytorch_broadcasts_them() -> None:
    assert value(Scaled(of=[-1, 0, 1], by="a"), a=2.5).tolist() == [-2.5, 0, 2.5]
    assert value(Scaled(of=[0, 1, 2], by=0.5, plus="base"), base=1000).tolist() == [1000, 1000.5, 1001]
    assert value(Scaled(of=[[1, 2], [3, 4]], plus=[10, 20])).tolist() == [[11, 22], [13, 24]]


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(UserError) as refused:
        value(Scaled(of=[1, 2, 3], by=[1, 2]))
    assert (refused.value.id, refused.value.values["shapes"]) == ("lesson_file.shapes", "3, 2, ()")


def test_a_parameter_may_be_a_number_of_the_step() -> None:
    x = torch.zeros((), requires_grad=True)
    torch.nn.functional.elu(x, alpha=0.75).backward()  # type: ignore[no-untyped-call]
    assert x.grad is not None
    assert float(value(Slope("elu", 0.0, {"alpha": "{e}"}), e=0.75)) == x.grad.item() == 0.75
    with pytest.raises(UserError) as refused:
        value(Slope("elu", 0.0, {"alpha": "{e}"}), e=[0.5, 0.75])
    assert refused.value.id == "lesson_file.one_number"


def test_one_row_alone_is_not_the_same_as_another() -> None:
    app = AppState()
    alone = replace(app, compare=replace(app.compare, compared=(ChosenFunction("tanh"),), selected=0))
    assert not reached(CompareSame("tanh"), alone)


def test_code_has_pythons_minus_sign_and_text_a_real_one() -> None:
    numbers: Mapping[str, Drawn] = {"x": Drawn([-1, 2])}
    step = Step("one", 1, "", None, numbers, {}, None, {"en": StepText("One")})
    text = "Take `{x}`.\n\n```python\nx = torch.tensor({x})\n```\n\nSo {x[0]}."
    assert filled(text, step, 0, "en") == "Take `[−1., 2.]`.\n\n```python\nx = torch.tensor([-1., 2.])\n```\n\nSo −1."

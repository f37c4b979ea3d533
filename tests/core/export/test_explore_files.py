"""What Explore saves: tables with the app's own numbers; script and notebook run by Python print those on screen."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core import evaluate
from core.export.notebook import notebook, script_cells
from core.export.table import Table, csv_pieces
from core.labs import explore
from core.labs.explore import ExploreState, exports
from core.tensor_value import DTYPES, TensorValue
from core.text import UserError, words_in

EN = words_in("en")


def columns(table: Table) -> dict[str, list[str]]:
    rows = list(csv.reader(io.StringIO(b"".join(csv_pieces(table)).decode("utf-8-sig"), newline="")))
    return {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}


def run(code: str, folder: Path) -> str:
    file = folder / "exported.py"
    file.write_text(code, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-W", "error", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_curve_is_saved_as_it_is_drawn() -> None:
    result = explore.compute(replace(ExploreState(), function="gelu", x_view=(-3.0, 2.0)))
    assert result.curve is not None
    read = columns(exports.curve_table(result))
    x = np.array(read["x"], dtype=float)
    assert x.tolist() == result.curve.x.tolist()
    want = torch.nn.functional.gelu(torch.from_numpy(x)).numpy()
    np.testing.assert_allclose(np.array(read["f(x)"], dtype=float), want, rtol=1e-12, atol=1e-15)
    assert np.array(read["f'(x)"], dtype=float).tolist() == result.curve.slope.tolist()


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_tensor_is_saved_to_the_last_bit_of_its_dtype(dtype: str) -> None:
    tensor = TensorValue.of([[-1.1, 0.1, 2 / 3], [1e-7, 12345.678, -0.0]])
    state = explore.set_dtype(explore.set_tensor(replace(ExploreState(), function="tanh"), tensor), dtype)
    read = columns(exports.tensor_table(state, explore.compute(state)))
    assert list(zip(read["i0"], read["i1"], strict=True))[4] == ("1", "1")
    x = tensor.to_torch(dtype).reshape(-1)
    assert torch.tensor([float(v) for v in read["x"]], dtype=torch.float64).to(x.dtype).equal(x)
    y = torch.tensor([float(v) for v in read["f(x)"]], dtype=torch.float64).to(x.dtype)
    assert y.equal(torch.tanh(x)), "the output is PyTorch's own"


def test_a_function_that_refuses_the_tensor_leaves_only_the_input() -> None:
    state = explore.set_tensor(replace(ExploreState(), function="glu"), TensorValue.of([1.0, 2.0, 3.0]))
    result = explore.compute(state)
    assert result.error is not None
    assert exports.tensor_table(state, result).heading == ("i0", "x")
    with pytest.raises(UserError):
        exports.output_table(state, result)
    with pytest.raises(UserError, match=r"explore\.no_curve"):
        exports.curve_table(result)


def test_an_output_of_another_shape_has_a_table_of_its_own() -> None:
    state = explore.set_tensor(replace(ExploreState(), function="glu"), TensorValue.of([[1.0, 2.0, 3.0, 4.0]]))
    result = explore.compute(state)
    read = columns(exports.output_table(state, result))
    want = torch.nn.functional.glu(torch.tensor([[1.0, 2.0, 3.0, 4.0]])).reshape(-1)
    assert torch.tensor([float(v) for v in read["f(x)"]]).equal(want)
    assert "f(x)" not in exports.tensor_table(state, result).heading


@pytest.mark.parametrize("function", ["leaky_relu", "softmax"])
def test_script_and_notebook_print_the_numbers_on_screen(function: str, tmp_path: Path) -> None:
    state = explore.select(replace(ExploreState(), function=function, probe=-1.25), -1)
    result = explore.compute(state)
    lines = [explore.details(state).printed_output]
    if result.slopes is not None:
        assert result.probe is not None
        lines.append(evaluate.printed(torch.from_numpy(result.slopes).float()))
        lines.append(f"{result.probe.y} {result.probe.slope}")
    want = "\n".join(lines) + "\n"
    document = json.loads(notebook(script_cells(explore.full_code(state), "# 노트북")))
    cells = ["".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 2
    assert run("\n".join(cells), tmp_path) == want
    assert run(explore.full_code(state), tmp_path) == want


def test_the_title_names_the_function_and_its_parameters() -> None:
    state = explore.set_param(replace(ExploreState(), function="leaky_relu"), "negative_slope", -0.2)
    assert exports.described(state, EN) == "Leaky ReLU (α = −0.2)"
    assert exports.described(explore.set_formula(state, "x*a"), EN) == "f(x) = x*a (a = 1)"

"""What Explore leaves behind: the curve and the tensors as tables, and what the function in view is called."""

from __future__ import annotations

import numpy as np

from core.export.table import Column, Table
from core.labs.explore.result import ExploreResult, FloatArray
from core.labs.explore.state import ExploreState
from core.record import written_number
from core.tensors import to_code
from core.text import UserError, Words

# float64 holds every number of these dtypes; this is what writes them with the fewest digits.
_WRITTEN_AS = {"float16": np.float16, "float32": np.float32, "bfloat16": np.float32, "float64": np.float64}


def curve_table(result: ExploreResult) -> Table:
    """Return the curve in view, f and f′ in float64 at each x. Raises UserError ``explore.no_curve``."""
    if result.curve is None:
        raise UserError("explore.no_curve")
    curve = result.curve
    if curve.y_low is None or curve.y_high is None:
        return Table(("x", "f(x)", "f'(x)"), (curve.x, curve.y, curve.slope))
    return Table(
        ("x", "f(x)", "f'(x)", "lowest", "highest"), (curve.x, curve.y, curve.slope, curve.y_low, curve.y_high)
    )


def tensor_table(state: ExploreState, result: ExploreResult) -> Table:
    """Return a row for each element: its index in every dimension, x, and f(x) and f′(x) where there is one for each.

    Where the function refuses the tensor, and where it gives another shape, there is only x.
    """
    shape = result.inputs.shape
    heading = [f"i{axis}" for axis in range(len(shape))]
    columns: list[Column] = [index.reshape(-1) for index in np.indices(shape)]
    for name, numbers in (("x", result.inputs), ("f(x)", result.outputs), ("f'(x)", result.slopes)):
        if numbers is not None and numbers.shape == shape:
            heading.append(name)
            columns.append(_in_dtype(numbers, state.dtype))
    return Table(tuple(heading), tuple(columns))


def output_table(state: ExploreState, result: ExploreResult) -> Table:
    """Return a row for each element of the output: its index in every dimension, f(x). Raises the function's error."""
    if result.outputs is None:
        raise result.error or UserError("explore.no_curve")
    heading = (*(f"i{axis}" for axis in range(result.outputs.ndim)), "f(x)")
    index = (one.reshape(-1) for one in np.indices(result.outputs.shape))
    return Table(heading, (*index, _in_dtype(result.outputs, state.dtype)))


def tensor_code(state: ExploreState) -> str:
    """Return the Python that makes the input tensor."""
    return to_code(state.tensor, state.dtype)


def described(state: ExploreState, words: Words) -> str:
    """Return the function and what its parameters are set to: ``"Leaky ReLU (negative_slope = 0.2)"``."""
    record, params = state.record(), state.checked_params()
    name = f"f(x) = {state.formula}" if state.function == "custom" else words.text(record.name)
    values = ", ".join(f"{p.symbol} = {_said(params[p.name])}" for p in record.parameters)
    return f"{name} ({values})" if values else name


def _said(value: object) -> str:
    return written_number(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _in_dtype(numbers: FloatArray, dtype: str) -> Column:
    return numbers.reshape(-1).astype(_WRITTEN_AS[dtype])

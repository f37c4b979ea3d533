"""What Explore offers to be saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.labs import explore
from core.labs.explore import ExploreResult, ExploreState, exports
from core.tensor_value import TensorValue
from core.tensors import to_code
from core.text import Words
from gui.exportables import Content, Exportable, Kind, Picture, TensorNumbers, code_items, plot_item
from gui.widgets.bar_plot import BarPlot
from gui.widgets.curve_plot import CurvePlot


def offered(
    own: ExploreState, result: ExploreResult, words: Words, plots: tuple[CurvePlot, CurvePlot], bars: BarPlot
) -> tuple[Exportable, ...]:
    """Return what can be saved of what is in view: the plots, the numbers, the code."""
    said = exports.described(own, words)
    items = [
        plot_item(name, f"explore.export_{name}", plot, f"{said}: {plot.view.name}")
        for name, plot in zip(("value_plot", "slope_plot"), plots, strict=True)
        if result.curve is not None and plot.view is not None
    ]
    if result.curve is None:
        items.append(_item("bar_plot", "picture", lambda: Picture(bars, said)))
    else:
        items.append(_item("curve", "curves", lambda: exports.curve_table(result)))
    items.append(_item("tensors", "tensor", partial(_input, own, result)))
    if result.outputs is not None:
        items.append(_item("output", "tensor", partial(_output, own, result)))
    return (*items, *code_items(lambda: explore.full_code(own), said, words, lambda: explore.shown_code(own)))


def _item(id: str, kind: Kind, content: Callable[[], Content]) -> Exportable:
    return Exportable(id, f"explore.export_{id}", kind, content)


def _input(own: ExploreState, result: ExploreResult) -> TensorNumbers:
    return TensorNumbers(exports.tensor_table(own, result), lambda: exports.tensor_code(own))


def _output(own: ExploreState, result: ExploreResult) -> TensorNumbers:
    assert result.outputs is not None
    made = TensorValue(result.outputs)
    return TensorNumbers(exports.output_table(own, result), lambda: to_code(made, own.dtype))

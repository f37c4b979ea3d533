"""What the Neuron lab offers to be saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core.labs.neuron import NeuronResult, NeuronState, exports
from core.text import Words
from gui.exportables import Exportable, code_items, picture_item, plot_item

if TYPE_CHECKING:
    from gui.labs.neuron.parts import Parts


def offered(
    own: NeuronState, result: NeuronResult, words: Words, parts: Parts, code: Callable[[], str]
) -> tuple[Exportable, ...]:
    """Return what can be saved of the view in view."""
    items: list[Exportable] = []
    if own.view == "neuron":
        items.append(picture_item("drawing", "neuron.export_drawing", parts.diagram, words("neuron.view_neuron")))
    if result.plane is not None:
        items.append(picture_item("plane", "neuron.plane", parts.plane, words("neuron.plane")))
        if result.plane.hidden is not None:
            items.append(
                picture_item("hidden_plane", "neuron.hidden_plane", parts.hidden_plane, words("neuron.hidden_plane"))
            )
    elif parts.curve.view is not None and (result.curve is not None or result.collapse is not None):
        said = f"{words.text(result.record.name)}: {parts.curve.view.name}"
        items.append(plot_item("curve_plot", "neuron.export_curve_plot", parts.curve, said))
        items.append(Exportable("curve", "neuron.export_curve", "curves", partial(exports.curve_table, result)))
    items.append(Exportable("numbers", "neuron.export_numbers", "table", partial(exports.numbers_table, result)))
    if result.plane is not None:
        items.append(Exportable("heat", "neuron.export_heat", "table", partial(exports.heat_table, result.plane)))
    return (*items, *code_items(code, words(f"neuron.view_{own.view}"), words))

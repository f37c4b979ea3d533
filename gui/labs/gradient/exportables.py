"""What Gradient offers to be saved: of the view in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.labs import gradient
from core.labs.gradient import GradientState, LayersResult, WorkshopResult, exports
from core.text import Words
from gui.exportables import Exportable, LegendEntry, Picture, code_items, picture_item
from gui.labs.gradient import views
from gui.widgets.series_look import DASHES, series_color

if TYPE_CHECKING:
    from gui.labs.gradient.layers_part import LayersPart
    from gui.labs.gradient.workshop_part import WorkshopPart


def of_layers(own: GradientState, result: LayersResult, words: Words, part: LayersPart) -> tuple[Exportable, ...]:
    """Return what can be saved of the deep stack."""
    names = tuple(views.name_of(line, words) for line in result.lines)
    legend = tuple(
        LegendEntry(name, series_color(line.one.series), DASHES[line.one.series])
        for name, line in zip(names, result.lines, strict=True)
    )
    said = words(f"gradient.quantity_{own.quantity}")
    return (
        Exportable("layers_plot", "gradient.plot_title", "picture", lambda: Picture(part.plot, said, legend)),
        picture_item("strips", "gradient.strips_title", part.strips, words("gradient.strips_title")),
        picture_item("shares", "gradient.shares_title", part.shares, words("gradient.shares_title")),
        Exportable("layers", "gradient.export_layers", "table", lambda: exports.layers_table(result, names)),
        *code_items(
            lambda: gradient.full_code(own), words("gradient.view_layers"), words, lambda: gradient.shown_code(own)
        ),
    )


def of_workshop(own: GradientState, result: WorkshopResult, words: Words, part: WorkshopPart) -> tuple[Exportable, ...]:
    """Return what can be saved of the workshop."""
    return (
        picture_item("network", "gradient.export_network", part.network, words("gradient.view_workshop")),
        picture_item("loss_plot", "gradient.loss_title", part.loss.plot, words("gradient.loss_title")),
        Exportable("units", "gradient.export_units", "table", lambda: exports.units_table(result)),
        Exportable("losses", "gradient.export_losses", "curves", lambda: exports.losses_table(result)),
        *code_items(
            lambda: gradient.full_code(own), words("gradient.view_workshop"), words, lambda: gradient.shown_code(own)
        ),
    )

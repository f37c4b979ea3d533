"""What Compare offers to be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.labs.compare import CompareResult, exports
from core.labs.compare.table import line_name
from core.text import Words
from gui.exportables import Exportable, LegendEntry, Picture, code_items, plot_item
from gui.widgets.series_look import DASHES, series_color

if TYPE_CHECKING:
    from gui.labs.compare.facts_card import FactsCard
    from gui.labs.compare.multiples import Multiples
    from gui.widgets.curve_plot import CurvePlot


def offered(
    result: CompareResult,
    words: Words,
    plots: tuple[tuple[str, CurvePlot, bool], ...],
    multiples: Multiples,
    facts: FactsCard,
    code: str,
) -> tuple[Exportable, ...]:
    """Return what can be saved: of ``plots``, (id, plot, whether it is shown), those that are shown; numbers, code."""
    names = tuple(line_name(line, words) for line in result.lines)
    said = " · ".join(names)
    items = [
        plot_item(id, f"compare.export_{id}", plot, f"{said}: {plot.view.name}")
        for id, plot, shown in plots
        if shown and plot.view is not None
    ]
    if not multiples.isHidden():
        legend = tuple(
            LegendEntry(name, series_color(line.series), DASHES[line.series])
            for name, line in zip(names, result.lines, strict=True)
            if line.curve is not None
        )
        items.append(
            Exportable("multiples", "compare.export_multiples", "picture", lambda: Picture(multiples, said, legend))
        )
    items.append(Exportable("curves", "compare.export_curves", "curves", lambda: exports.curves_table(result, words)))
    if any(line.second is not None for line in result.lines):
        items.append(
            Exportable("second", "compare.export_second", "curves", lambda: exports.seconds_table(result, words))
        )
    if result.difference is not None:
        items.append(
            Exportable("f_minus_g", "compare.export_f_minus_g", "curves", lambda: exports.difference_table(result))
        )
    items.append(Exportable("facts", "compare.export_facts", "table", facts.as_table))
    return (*items, *code_items(lambda: code, said, words))

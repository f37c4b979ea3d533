"""Compare on the stage: the curves over each other, and every function's value at the probe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.labs.compare import CompareResult
from core.labs.compare.table import short_name
from core.stage import Hidden
from core.state import AppState
from core.text import Words
from gui.labs.compare import views
from gui.stage.content import LabStage, StageCard, StageContent
from gui.stage.lab_controls import pass_on_params
from gui.theme import Theme
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.param_panel import ParamPanel
from gui.widgets.plot_frame import CurveView

if TYPE_CHECKING:
    from gui.labs.compare.lab import CompareLab


class CompareStage(LabStage):
    """One plot. The probe can be dragged on the stage, too."""

    def __init__(self, words: Words, theme: Theme, lab: CompareLab, changed: Callable[[], None]) -> None:
        self._words = words
        self.picture = CurvePlot(words, theme)
        self.picture.setObjectName("stagePlot")
        self.controls = ParamPanel(words, theme)
        lab.take_requests_of(self.picture)
        pass_on_params(self.controls, lab.params.panel)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.picture.set_words(words)
        self.controls.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.picture.set_theme(theme)
        self.controls.set_theme(theme)

    def show(self, state: AppState, result: CompareResult, hidden: Hidden) -> StageContent:
        """Paint the curves without what is hidden; return the values at the probe."""
        own, words = state.compare, self._words
        selected = result.lines[own.selected]
        self.controls.show_params(selected.record, selected.params, own.compared[own.selected].ranges)
        view = views.plot_views(own, result, words)[0]
        if own.layout == "difference":
            view = views.difference_view(own, result, words) or view
        told = [line for line in result.lines if line.probe is not None]
        untold = {short_name(line, words) for i, line in enumerate(told) if hidden.cell(i)}
        self.picture.show(_without_hidden(view, untold, hidden))
        x = StageCard("x", ((views.read(own.probe),),))
        values = tuple(
            StageCard(short_name(line, words), ((views.read(line.probe.y),),), is_output=True)
            for line in told
            if line.probe is not None
        )
        return StageContent(
            title=words("compare.title"),
            also=views.difference_name(result, words) if own.layout == "difference" else "",
            cards=(x, *values),
            questions=tuple(words("stage.ask_function", name=card.label, x=views.read(own.probe)) for card in values),
            subject="compare " + " ".join(card.label for card in values),
        )


def _without_hidden(view: CurveView, untold: set[str], hidden: Hidden) -> CurveView:
    if hidden.curve:
        return replace(view, series=(), readout=(), title="", spoken="")
    if not untold:
        return view
    series = tuple(replace(one, probe_y=None) if one.name in untold else one for one in view.series)
    return replace(view, series=series, readout=(), spoken="")

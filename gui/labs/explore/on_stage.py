"""Explore on the stage: the function's curve, the tensor that goes in and the one that comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from core.activations import ACTIVATIONS
from core.labs import explore
from core.labs.explore import ExploreResult, ExploreState
from core.record import Activation
from core.stage import Hidden
from core.state import AppState
from core.text import Words
from gui.labs.explore import views
from gui.stage.content import LabStage, StageCard, StageContent, StageFormula
from gui.stage.lab_controls import pass_on_params, stacked
from gui.stage.numbers import list_card
from gui.theme import Theme
from gui.widgets.bar_plot import BarPlot, BarView
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.function_button import FunctionButton
from gui.widgets.param_panel import ParamPanel

if TYPE_CHECKING:
    from gui.labs.explore.lab import ExploreLab

_MOST_BARS = 12
_HANGUL = re.compile("[가-힣]")


class ExploreStage(LabStage):
    """The plot of f, or the bars of a function that mixes its inputs. The probe can be dragged on the stage, too."""

    def __init__(self, words: Words, theme: Theme, lab: ExploreLab, changed: Callable[[], None]) -> None:
        self._words = words
        self.picture = QStackedWidget()
        self.curve, self.bars = CurvePlot(words, theme), BarPlot(words, theme)
        self.curve.setObjectName("stagePlot")
        for part in (self.curve, self.bars):
            self.picture.addWidget(part)
        self._function = FunctionButton(words, theme, ACTIVATIONS)
        self._params = ParamPanel(words, theme)
        self.controls = stacked(self._function, self._params)
        lab.take_requests_of(self.curve)
        self._function.function_requested.connect(lab.picker.function_requested)
        pass_on_params(self._params, lab.params)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for part in (self.curve, self.bars, self._function, self._params):
            part.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        for part in (self.curve, self.bars, self._function, self._params):
            part.set_theme(theme)

    def show(self, state: AppState, result: ExploreResult, hidden: Hidden) -> StageContent:
        """Paint the curve without what is hidden; return the words and numbers beside it."""
        own = state.explore
        self._function.show_function(result.record)
        self._params.show_params(result.record, result.params, own.ranges.get(own.function, {}))
        view = views.value_view(own, result, -1, self._words)
        if view is not None:
            self.curve.show(views.without_hidden(view, result, own, hidden))
            self.picture.setCurrentWidget(self.curve)
        elif result.outputs is not None:
            self.bars.show(_bars(own, result, hidden))
            self.picture.setCurrentWidget(self.bars)
        return self._content(own, result)

    def _content(self, own: ExploreState, result: ExploreResult) -> StageContent:
        words, record = self._words, result.record
        digits = explore.input_decimals(own.tensor.values)
        inputs = list_card(words("stage.input"), result.inputs, digits, own.selected)
        cards: tuple[StageCard, ...] = (inputs,)
        questions: tuple[str, ...] = ()
        if result.outputs is not None:
            same = result.outputs.shape == result.inputs.shape
            selected = own.selected if same else -1
            outputs = list_card(words("stage.output"), result.outputs, max(own.decimals, 1), selected, is_output=True)
            cards = (inputs, outputs)
            if same and not record.is_vector:
                questions = tuple(words("stage.ask_at", x=cell) for row in inputs.rows for cell in row)
        prefix = "y_i=" if record.is_vector else "f(x)="
        name, korean = words.text(record.name), _korean_name(record)
        in_korean = words.lang == "ko" and korean
        return StageContent(
            title=korean if in_korean else name,
            also=name if in_korean else "",
            formula=StageFormula(record.latex(result.params), prefix, views.formula_values(result)),
            cards=cards,
            questions=questions,
            subject=f"explore {own.function} {own.formula if own.function == 'custom' else ''}",
        )


def _korean_name(record: Activation) -> str:
    """Return what the function is called in Korean letters, where its name is written in Latin ones; else nothing."""
    if _HANGUL.search(record.name.ko):
        return ""
    return next((alias for alias in record.aliases if _HANGUL.search(alias)), "")


def _bars(own: ExploreState, result: ExploreResult, hidden: Hidden) -> BarView:
    assert result.outputs is not None
    flat_in, flat_out = (a.reshape(-1)[:_MOST_BARS] for a in (result.inputs, result.outputs))
    labels = tuple(str(i) for i in range(max(len(flat_in), len(flat_out))))
    return BarView(
        inputs=flat_in,
        outputs=flat_out,
        labels=labels,
        selected=own.selected if own.selected < _MOST_BARS else -1,
        hidden_from=0 if hidden.curve else hidden.first_cell,
    )

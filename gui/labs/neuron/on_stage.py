"""The Neuron lab on the stage: the drawn neuron, the plane of two inputs, or the linear collapse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState
from core.record import in_brackets, written_number
from core.stage import Hidden
from core.state import AppState
from core.text import Words
from gui.labs.neuron import views
from gui.labs.neuron.diagram import NeuronDiagram
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.labs.neuron.plane_plot import PlanePlot
from gui.stage.content import LabStage, StageCard, StageContent
from gui.stage.lab_controls import pass_on_params, stacked
from gui.theme import Theme
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.function_button import FunctionButton
from gui.widgets.param_panel import ParamPanel

if TYPE_CHECKING:
    from gui.labs.neuron.lab import NeuronLab


class NeuronStage(LabStage):
    """The picture of the view in view; edges and numbers can be dragged on the stage, too."""

    def __init__(self, words: Words, theme: Theme, lab: NeuronLab, changed: Callable[[], None]) -> None:
        self._words = words
        self.picture = QStackedWidget()
        self._boxes = NumberBoxes(words, theme, self.picture)
        self.diagram = NeuronDiagram(words, theme, self._boxes)
        self.plane, self.curve = PlanePlot(theme), CurvePlot(words, theme)
        self.curve.setObjectName("stagePlot")
        for part in (self.diagram, self.plane, self.curve):
            self.picture.addWidget(part)
        self._function = FunctionButton(words, theme, neuron.elementwise())
        self._params = ParamPanel(words, theme)
        self.controls = stacked(self._function, self._params)
        lab.take_requests_of(self._boxes, self.diagram, self.plane, self.curve)
        self._function.function_requested.connect(lab.parts.bar.function.function_requested)
        pass_on_params(self._params, lab.parts.params)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for part in (self._boxes, self.diagram, self.curve, self._function, self._params):
            part.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        for part in (self._boxes, self.diagram, self.plane, self.curve, self._function, self._params):
            part.set_theme(theme)

    def show(self, state: AppState, result: NeuronResult, hidden: Hidden) -> StageContent:
        """Paint the view without what is hidden; return the numbers beside it."""
        own = state.neuron
        self._function.show_function(result.record)
        self._params.show_params(result.record, result.params, own.param_ranges.get(own.chosen(), {}))
        if result.plane is not None:
            self.plane.show_plane(views.plane_view(own, result.plane, self._words))
            self.picture.setCurrentWidget(self.plane)
            return self._plane(own, result)
        if result.collapse is not None:
            view = views.collapse_view(result, self._words)
            if hidden.first_cell < 2:
                series = tuple(replace(one, probe_y=None) for one in view.series)
                view = replace(view, series=series, readout=(), spoken="")
            self.curve.show(view)
            self.picture.setCurrentWidget(self.curve)
            return self._collapse(result)
        self._boxes.show_numbers(own)
        if result.curve is not None:
            self.diagram.show_neuron(own, result, min(2, hidden.first_cell))
            self.picture.setCurrentWidget(self.diagram)
        return self._neuron(own, result)

    def _content(
        self, own: str, function: str, cards: tuple[StageCard, ...], questions: tuple[str, ...] = ()
    ) -> StageContent:
        words = self._words
        return StageContent(
            title=words(own),
            also=f"h = {function}",
            cards=cards,
            questions=questions,
            is_covered=True,
            subject=f"{own} {function}",
        )

    def _neuron(self, own: NeuronState, result: NeuronResult) -> StageContent:
        unit, words = result.unit, self._words
        terms = [f"{in_brackets(term.weight)}·{in_brackets(term.value)}" for term in unit.terms]
        z, y = written_number(unit.z), written_number(unit.y)
        cards = (
            StageCard("z = " + " + ".join([*terms, in_brackets(unit.bias)]), ((z,),), is_output=True),
            StageCard("y = h(z)", ((y,),), is_output=True),
        )
        questions = (words("stage.ask_sum"), words("stage.ask_neuron", z=z))
        return self._content("neuron.title", words.text(result.record.name), cards, questions)

    def _plane(self, own: NeuronState, result: NeuronResult) -> StageContent:
        words, plane = self._words, result.plane
        assert plane is not None
        cards = [
            StageCard(
                f"({spot.inputs[0]:g}, {spot.inputs[1]:g}) → {spot.target}",
                ((f"{spot.decided} {'✓' if spot.is_right else '✗'}",),),
                is_output=True,
            )
            for spot in plane.spots
        ]
        questions = tuple(
            words("stage.ask_point", point=f"({spot.inputs[0]:g}, {spot.inputs[1]:g})") for spot in plane.spots
        )
        content = self._content("neuron.view_plane", words.text(result.record.name), tuple(cards), questions)
        gate = words(f"neuron.gate_{own.gate}")
        return replace(content, also=f"{gate} · {words('neuron.score', right=plane.score, all=len(plane.spots))}")

    def _collapse(self, result: NeuronResult) -> StageContent:
        words, shown = self._words, result.collapse
        assert shown is not None
        numbers = (
            (words("neuron.two_layers_line"), shown.output),
            (words("neuron.one_layer_line"), shown.product_output),
        )
        cards = tuple(
            StageCard(name, (tuple(written_number(float(v)) for v in values),), is_output=True, is_list=True)
            for name, values in numbers
        )
        return self._content("neuron.view_collapse", words.text(result.record.name), cards)

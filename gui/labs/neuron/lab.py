"""The Neuron lab's widget: sends verbs, renders a result."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from core.data_table import DataTable
from core.export.calls import parameter_spans
from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState
from core.state import AppState
from core.store import Store
from core.text import UserError, Words
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.exportables import Exportable
from gui.lab_slice import LabSlice
from gui.labs.neuron import exportables, views
from gui.labs.neuron.arrangement import arrange, shape_of
from gui.labs.neuron.diagram import NeuronDiagram
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.labs.neuron.parts import Parts
from gui.labs.neuron.plane_plot import PlanePlot
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.curve_plot import CurvePlot


class NeuronLab(ArrangedLab):
    """A neuron, the plane it divides, and the linear collapse."""

    def __init__(self, words: Words, theme: Theme, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._slice: LabSlice[NeuronState] = LabSlice(store, "neuron", self._refused)
        self._shown = NeuronState()
        self._parts = Parts(words, theme, self, self._code)
        self._connect()

    # --- requests up

    def _connect(self) -> None:
        change, parts, verbs = self._slice.change, self._parts, neuron
        parts.bar.views.chosen.connect(lambda view: change("neuron.change_view", verbs.set_view, view))
        parts.bar.function.function_requested.connect(
            lambda key: change("neuron.change_function", verbs.choose_function, key, merge="function")
        )
        parts.bar.count.chosen.connect(lambda count: change("neuron.change_count", verbs.set_count, int(count)))
        parts.two_inputs.two_inputs_requested.connect(lambda: change("neuron.change_count", verbs.set_count, 2))
        parts.printed.dtype_requested.connect(lambda dtype: change("neuron.change_dtype", verbs.set_dtype, dtype))
        self._connect_numbers()
        self._connect_params()
        self._connect_plots()

    def _connect_numbers(self) -> None:
        change, parts = self._slice.change, self._parts
        self.take_requests_of(parts.boxes, parts.diagram, parts.plane, parts.curve)
        parts.number.number_requested.connect(self._set_number)
        parts.number.range_requested.connect(
            lambda key, low, high, step: change(
                "neuron.change_range",
                neuron.set_range,
                *(key, low, high, step),
                refused=lambda error: parts.number.show_error(key, error),
            )
        )
        for gesture in (parts.number, parts.params, parts.hidden_plane):
            gesture.drag_started.connect(lambda *_: self._slice.hold())
            gesture.drag_finished.connect(lambda *_: self._slice.seal())

    def _connect_params(self) -> None:
        change, params = self._slice.change, self._parts.params

        def refused(name: str):  # type: ignore[no-untyped-def]
            return lambda error: params.show_error(name, error)

        params.param_requested.connect(
            lambda name, value: change(
                "neuron.change_param", neuron.set_param, name, value, merge=f"param:{name}", refused=refused(name)
            )
        )
        params.reset_requested.connect(lambda: change("neuron.change_param", neuron.reset_params))
        params.range_requested.connect(
            lambda name, low, high, step: change(
                "neuron.change_range", neuron.set_param_range, name, low, high, step, refused=refused(name)
            )
        )

    def _connect_plots(self) -> None:
        change, parts, verbs = self._slice.change, self._parts, neuron
        parts.fit.clicked.connect(lambda: change("neuron.change_curve_view", verbs.set_curve_view, None, None))
        self._take_lines_of(parts.hidden_plane)
        parts.verdict.gate_chosen.connect(lambda gate: change("neuron.change_gate", verbs.choose_gate, gate))
        parts.verdict.layers_chosen.connect(lambda count: change("neuron.change_layers", verbs.set_layers, count))
        parts.verdict.answer_requested.connect(lambda: change("neuron.change_answer", verbs.show_answer))
        parts.verdict.solution_requested.connect(lambda name: change("neuron.change_answer", verbs.show_solution, name))
        parts.two_layers.between_requested.connect(
            lambda shown: change("neuron.change_between", verbs.put_between, shown)
        )

    @property
    def parts(self) -> Parts:
        """The lab's cards."""
        return self._parts

    def take_requests_of(self, boxes: NumberBoxes, diagram: NeuronDiagram, plane: PlanePlot, curve: CurvePlot) -> None:
        """Let these pictures, here or on the projected stage, change the numbers, the lines and the view."""
        boxes.requested.connect(self._set_number)
        boxes.refused.connect(lambda key, error: self._parts.show_error(key, error, self._words))
        boxes.chosen.connect(self._select)
        diagram.number_requested.connect(self._set_number)
        diagram.number_chosen.connect(self._select)
        self._take_lines_of(plane)
        curve.probe_moved.connect(self._move_probe)
        curve.view_requested.connect(self._show_part)
        for gesture in (boxes, diagram, plane, curve):
            gesture.drag_started.connect(lambda *_: self._slice.hold())
            gesture.drag_finished.connect(lambda *_: self._slice.seal())

    def _take_lines_of(self, plane: PlanePlot) -> None:
        change = self._slice.change
        plane.line_pushed.connect(
            lambda key, x, y: change("neuron.change_line", neuron.move_line, key, x, y, merge=f"line:{key}")
        )
        plane.line_turned.connect(
            lambda key, *ways: change("neuron.change_line", neuron.turn_line, key, *ways, merge=f"line:{key}")
        )

    def _set_number(self, key: str, value: object) -> None:
        self._slice.change(
            *("neuron.change_number", neuron.set_number, key, value),
            merge=f"number:{key}",
            refused=lambda error: self._parts.show_error(key, error, self._words),
        )

    def _select(self, key: str) -> None:
        if key != self._slice.own.selected:
            self._slice.change("neuron.change_selected", neuron.select, key, merge="selected")

    def _move_probe(self, x: float) -> None:
        if self._slice.own.view == "collapse":
            self._set_number("input0", round(x, 2))
        else:
            self._slice.change("neuron.change_number", neuron.move_sum, x, merge="number:b")

    def _show_part(self, x0: float, x1: float, y0: float, y1: float) -> None:
        if self._slice.own.view != "collapse":
            self._slice.change("neuron.change_curve_view", neuron.set_curve_view, (x0, x1), (y0, y1), merge="view")

    def _refused(self, error: UserError) -> None:
        """Say at the slider what was refused: nothing else in this lab can be."""
        self._parts.number.show_error(self._slice.own.selected, error)

    def warm_up(self) -> None:
        """Nothing is made later than it is shown."""

    def reset(self) -> None:
        """Go back to the lab's first screen."""
        self._slice.reset()

    def exportables(self) -> tuple[Exportable, ...]:
        """Return the pictures, numbers and code in view."""
        if self._result is None:
            return ()
        return exportables.offered(self._shown, self._result, self._words, self._parts, self._code)

    # --- state down

    def compute(self, state: AppState) -> NeuronResult:
        """Return what there is to show."""
        return neuron.compute(state.neuron)

    def render(self, result: NeuronResult) -> None:
        """Paint a result."""
        own, parts = self._slice.own, self._parts
        if own != self._shown:
            parts.clear_errors()
        self._result, self._shown = result, own
        self._arrange_if_needed()
        parts.bar.show_state(own, result)
        # Its list pictures every curve beside its name.
        parts.bar.function.setEnabled(not self.hidden.curve)
        parts.boxes.show_numbers(own)
        parts.number.show_number(own)
        self._show_params(own, result)
        if result.collapse is not None:
            parts.two_layers.show_collapse(own, result)
            parts.product.show_collapse(own, result)
            parts.curve.show(views.without_hidden(views.collapse_view(result, self._words), self.hidden))
        elif own.view == "neuron":
            parts.diagram.show_neuron(own, result, min(2, self.hidden.first_cell))
            parts.sum.show_sum(result)
            parts.curve.show(views.without_hidden(views.curve_view(result, self._words), self.hidden))
        else:
            self._show_plane(own, result)
        self._afterwards.ask()

    def _render_details(self) -> None:
        if self._result is None:
            return
        result, parts = self._result, self._parts
        shown = neuron.details(self._shown, result)
        parts.printed.show_printed(shown.printed, self._shown, result)
        parts.code.view.show_code(shown.code, parameter_spans(shown.code, result.record, result.params))
        if self._shown.view == "neuron":
            parts.sum.show_slopes(result)
        if result.plane is not None:
            parts.verdict.show_details(self._shown, result)

    def _code(self) -> str:
        own = self._slice.own
        return neuron.details(own, neuron.compute(own)).code

    def _show_plane(self, own: NeuronState, result: NeuronResult) -> None:
        parts = self._parts
        parts.two_inputs.show_count(own.count)
        if result.plane is None:
            return
        parts.plane.show_plane(views.plane_view(own, result.plane, self._words))
        hidden = views.hidden_view(own, result.plane, self._words)
        if hidden is not None:
            parts.hidden_plane.show_plane(hidden)
            parts.hidden.sketch.show_network(own)
        parts.verdict.show_plane(own, result)

    def _show_params(self, own: NeuronState, result: NeuronResult) -> None:
        parts = self._parts
        has_params = bool(result.record.parameters) and (own.view != "collapse" or own.has_between)
        if parts.params_card.isVisibleTo(parts.params_card.parentWidget()) != has_params:
            parts.params_card.setVisible(has_params)
        if has_params:
            parts.params.show_params(result.record, result.params, own.param_ranges.get(own.chosen(), {}))
        can_fit = own.view == "neuron" and (own.x_view is not None or own.y_view is not None)
        if parts.fit.isVisibleTo(parts.number) != can_fit:
            parts.fit.setVisible(can_fit)

    def _answers(self) -> Sequence[tuple[Card, bool]]:
        parts, hides_values = self._parts, self.hidden.cell(0)
        cards = (parts.sum, parts.printed, parts.verdict, parts.plane_card, parts.hidden_plane_card)
        return tuple((card, hides_values) for card in (*cards, parts.two_layers, parts.product))

    def data_tables(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view."""
        return neuron.data_tables(self._result, self._words) if self._result is not None else ()

    # --- place and looks

    def _speaking(self) -> Sequence[SpeakingPart]:
        return (self._parts,)

    def _shape(self) -> tuple[object, ...]:
        return shape_of(self._slice.own, self, self._words)

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        return arrange(self, self._parts, self._slice.own, self._theme, self._words)

    def _show_plots_again(self) -> None:
        self._show_params(self._slice.own, self._result)

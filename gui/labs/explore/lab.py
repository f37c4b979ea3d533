"""Explore's widget: builds the cards, sends verbs, renders a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QToolButton, QWidget

from core.activations import ACTIVATIONS
from core.data_table import DataTable
from core.export.calls import parameter_spans
from core.labs import explore
from core.labs.explore import ExploreResult, ExploreState
from core.state import AppState
from core.store import Store
from core.tensor_files import read_tensor
from core.text import Text, UserError, Words, load_entries
from core.view_range import DEFAULT_VIEW
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.exportables import Exportable
from gui.icons import icon
from gui.lab_slice import LabSlice
from gui.labs.explore import exportables, views
from gui.labs.explore.arrangement import Parts, arrange, is_wide
from gui.labs.explore.cards import FormulaCard, OutputCard, ViewBar
from gui.theme import Theme
from gui.widgets.activation_picker import ActivationPicker
from gui.widgets.bar_plot import BarPlot, BarView
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.param_panel import ParamPanel
from gui.widgets.picker_popup import PickerPopup
from gui.widgets.tensor_editor import TensorEditor
from gui.widgets.text_card import TextCard


class ExploreLab(ArrangedLab):
    """One function, one tensor: pick, move, edit, read."""

    def __init__(self, words: Words, theme: Theme, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._hovered = -1
        self._build()
        self._slice: LabSlice[ExploreState] = LabSlice(store, "explore", self.formula.show_error)
        self._connect()
        # The formula is typeset after the first picture is on screen: it may take 0.2 s once.
        QTimer.singleShot(300, self.formula.view.warm_up_behind)

    def _build(self) -> None:
        words, theme = self._words, self._theme
        self.picker = ActivationPicker(words, theme, ACTIVATIONS)
        self.picker_card = Card(words, theme, "explore.functions")
        self.picker_card.add(self.picker, 1)
        self.params = ParamPanel(words, theme)
        self.params_card = Card(words, theme)
        self.params_card.add(self.params)
        self.formula = FormulaCard(words, theme)
        self.curve = CurvePlot(words, theme)
        self.slope = CurvePlot(words, theme)
        for plot, name in ((self.curve, "curvePlot"), (self.slope, "slopePlot")):
            plot.setObjectName(name)
            # Their heights follow the shares of the arrangement, not what they would like.
            plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.bars = BarPlot(words, theme)
        self.bars.setObjectName("barPlot")
        self.view_bar = ViewBar(words, theme)
        self.editor = TensorEditor(words, theme)
        self.editor.set_presets(_preset_labels())
        self.input_card = Card(words, theme, "explore.input")
        self.input_card.add(self.editor)
        self.input_card.add_stretch()
        self.output = OutputCard(words, theme)
        self.printed = TextCard(words, theme, "explore.printed", "printedOutput", "code_view.printed", False)
        self.code = TextCard(words, theme, "explore.code", "codeText", "code_view.code", True)
        self.copy = CopyButton(words, theme, lambda: explore.full_code(self._slice.own))
        self.copy.setObjectName("copyCode")
        self.code.add_to_head(self.copy)
        self.picker_button = QToolButton(self)
        self.picker_button.setObjectName("pickerButton")
        self.picker_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._popup = PickerPopup(self.picker_card, self)
        self._parts = Parts(
            picker=self.picker_card,
            params=self.params_card,
            formula=self.formula,
            curve=self.curve,
            slope=self.slope,
            bars=self.bars,
            view_bar=self.view_bar,
            input=self.input_card,
            output=self.output,
            printed=self.printed,
            code=self.code,
        )

    def open_numbers(self, path: Path) -> None:
        """Take the numbers of a file as the input. Raises UserError; the old input then stays."""
        tensor = read_tensor(path)
        self._slice.change("change.tensor", explore.set_tensor, tensor)

    def _connect(self) -> None:
        change, verbs = self._slice.change, explore
        self.picker.function_requested.connect(self._choose_function)
        self.picker_button.clicked.connect(self._open_picker)
        self.formula.formula_requested.connect(
            lambda text: change("change.formula", verbs.set_formula, text, refused=self.formula.show_error)
        )
        self.params.param_requested.connect(self._set_param)
        self.params.reset_requested.connect(lambda: change("change.reset_params", verbs.reset_params))
        self.params.range_requested.connect(
            lambda name, low, high, step: change(
                "change.range", verbs.set_range, name, low, high, step, refused=self._refused_param(name)
            )
        )
        self.editor.tensor_requested.connect(lambda tensor: change("change.tensor", verbs.set_tensor, tensor))
        self.editor.preset_requested.connect(lambda key: change("change.preset", verbs.apply_preset, key))
        self.editor.dtype_requested.connect(lambda dtype: change("change.dtype", verbs.set_dtype, dtype))
        self.editor.slice_requested.connect(lambda leading: change("change.slice", verbs.set_slice, leading))
        self.output.decimals_requested.connect(lambda digits: change("change.decimals", verbs.set_decimals, digits))
        for table in (self.editor, self.output.table):
            table.cell_selected.connect(self._select)
            table.cell_hovered.connect(self._hover)
        self.view_bar.view_typed.connect(
            lambda low, high: change("change.view", verbs.set_view, (low, high), None, refused=self._refused_view)
        )
        self.view_bar.fit_requested.connect(lambda: change("change.view", verbs.set_view, self._slice.own.x_view, None))
        self.view_bar.reset_requested.connect(lambda: change("change.view", verbs.set_view, DEFAULT_VIEW, None))
        self.view_bar.threshold_requested.connect(
            lambda value: change("change.threshold", verbs.set_threshold, value, merge="threshold")
        )
        self.view_bar.curve_chosen.connect(
            lambda moved: change("change.curve", verbs.show_output_curve, moved >= 0, moved)
        )
        self._connect_plots()

    def _connect_plots(self) -> None:
        change, verbs = self._slice.change, explore
        for gesture in (self.params, self.bars):
            gesture.drag_started.connect(lambda *_: self._slice.hold())
            gesture.drag_finished.connect(lambda *_: self._slice.seal())
        self._take_probe_of(self.slope)
        self.take_requests_of(self.curve)
        self.slope.view_requested.connect(
            lambda x0, x1, _y0, _y1: change(
                "change.view", verbs.set_view, (x0, x1), self._slice.own.y_view, merge="view"
            )
        )
        self.bars.input_dragged.connect(
            lambda index, value: change("change.cell", verbs.set_cell, index, value, merge=f"cell:{index}")
        )
        self.bars.bar_selected.connect(self._select)
        self.bars.bar_hovered.connect(self._hover)

    def take_requests_of(self, plot: CurvePlot) -> None:
        """Let a plot of f, here or on the projected stage, move the probe, the elements and the view."""
        self._take_probe_of(plot)
        plot.view_requested.connect(
            lambda x0, x1, y0, y1: self._slice.change("change.view", explore.set_view, (x0, x1), (y0, y1), merge="view")
        )

    def _take_probe_of(self, plot: CurvePlot) -> None:
        plot.drag_started.connect(lambda *_: self._slice.hold())
        plot.drag_finished.connect(lambda *_: self._slice.seal())
        plot.probe_moved.connect(self._move_probe)
        plot.point_dragged.connect(self._drag_point)
        plot.point_selected.connect(lambda point: self._select(self._flat(point)))
        plot.point_hovered.connect(lambda point: self._hover(self._flat(point)))

    # --- requests up ---

    def _choose_function(self, key: str) -> None:
        if self._popup.isVisible():
            self._popup.hide()
            self.picker.search.clear()
        self._slice.change("change.function", explore.choose_function, key, merge="function")

    def _set_param(self, name: str, value: object) -> None:
        self._slice.change(
            "change.param", explore.set_param, name, value, merge=f"param:{name}", refused=self._refused_param(name)
        )

    def _refused_param(self, name: str) -> Callable[[UserError], None]:
        return lambda error: self.params.show_error(name, error)

    def _refused_view(self, error: UserError) -> None:
        self.view_bar.refuse(error, self._slice.own.x_view, self._slice.own.threshold)

    def _select(self, index: int) -> None:
        if index != self._slice.own.selected:
            self._slice.change("change.selection", explore.select, index, merge="selection")

    def _move_probe(self, x: float) -> None:
        own = self._slice.own
        if self._result is not None and self._result.record.is_vector:
            self._slice.change("change.cell", explore.set_cell, own.moved, x, merge=f"cell:{own.moved}")
            return
        self._slice.change("change.probe", explore.move_probe, x, merge="probe")

    def _drag_point(self, point: int, x: float) -> None:
        index = self._flat(point)
        if index >= 0:
            self._slice.change(
                "change.cell", explore.set_cell, index, _tidy(x, self._slice.own.x_view), merge=f"cell:{index}"
            )

    def _flat(self, point: int) -> int:
        return self._result.marked[point] if self._result and 0 <= point < len(self._result.marked) else -1

    def _hover(self, index: int) -> None:
        """A hover only previews: nothing of it is state."""
        if index != self._hovered and self._result is not None:
            self._hovered = index
            self._show_tensors(self._slice.own, self._result)
            self._show_plots(self._slice.own, self._result)

    def warm_up(self) -> None:
        """Typeset the formula now."""
        self.formula.view.warm_up()

    def reset(self) -> None:
        """Go back to the lab's first screen."""
        self._slice.reset()

    def exportables(self) -> tuple[Exportable, ...]:
        """Return the plots, numbers and code in view."""
        if self._result is None:
            return ()
        plots = (self.curve, self.slope)
        return exportables.offered(self._slice.own, self._result, self._words, plots, self.bars)

    # --- state down ---

    def compute(self, state: AppState) -> ExploreResult:
        """Return what there is to show."""
        return explore.compute(state.explore)

    def render(self, result: ExploreResult) -> None:
        """Paint a result."""
        self._result = result
        own = self._slice.own
        self._arrange_if_needed()
        self.picker.show_chosen(own.function)
        self.picker_button.setText(self._words.text(result.record.name))
        self.params.show_params(result.record, result.params, own.ranges.get(own.function, {}))
        self.formula.show_formula(own.formula, own.function == "custom")
        self._show_plots(own, result)
        self._afterwards.ask()

    def _render_details(self) -> None:
        if self._result is None:
            return
        own, result = self._slice.own, self._result
        details = explore.details(own)
        prefix = "y_i=" if result.record.is_vector else "f(x)="
        self.formula.view.show_formula(result.record.latex(result.params), prefix, views.formula_values(result))
        self._show_tensors(own, result)
        self.params.show_notes(() if self.hidden.is_something else views.notes(result, details, self._words))
        self.formula.facts.tell(views.facts_line(details, self._words, self._facts_room()))
        self.printed.view.show_code(details.printed_output, (details.printed_span,) if details.printed_span else ())
        self.code.view.show_code(details.code, parameter_spans(details.code, result.record, result.params))

    def _show_tensors(self, own: ExploreState, result: ExploreResult) -> None:
        digits = explore.input_decimals(own.tensor.values)
        self.editor.table.dtype = self.output.table.dtype = own.dtype
        self.editor.show_tensor(own.tensor, own.dtype, own.selected, self._hovered, own.slice_index, digits)
        self.input_card.aside.setText(f"{_shape_text(own.tensor.shape)} {own.dtype}")
        self.output.show_decimals(own.decimals)
        self.output.table.setVisible(result.outputs is not None)
        if result.outputs is None:
            self.output.aside.setText("")
            if result.error:
                self.output.message.show_error(result.error.said_in(self._words.lang))
            return
        self.output.message.clear_message()
        self.output.aside.setText(_shape_text(result.outputs.shape))
        same = result.outputs.shape == own.tensor.shape
        if result.outputs.ndim > 2:
            self.output.table.set_slice(own.slice_index)
        self.output.table.show_values(
            result.outputs, own.selected if same else -1, self._hovered if same else -1, own.decimals
        )

    def _show_plots(self, own: ExploreState, result: ExploreResult) -> None:
        value = views.value_view(own, result, self._hovered, self._words)
        slope = views.slope_view(own, result, self._hovered, self._words)
        for card, shown in ((self.curve, value is not None), (self.slope, slope is not None)):
            if card.isVisibleTo(self) != shown:
                card.setVisible(shown)
        self.bars.setVisible(value is None)
        if value is not None and slope is not None:
            self.curve.show(views.without_hidden(value, result, own, self.hidden))
            self.slope.show(views.without_hidden(slope, result, own, self.hidden))
        elif result.outputs is not None:
            count = 40
            flat_in, flat_out = (a.reshape(-1)[:count] for a in (result.inputs, result.outputs))
            labels = tuple(str(i) for i in range(max(len(flat_in), len(flat_out))))
            selected = own.selected if own.selected < count else -1
            self.bars.show(
                BarView(
                    inputs=flat_in,
                    outputs=flat_out,
                    labels=labels,
                    selected=selected,
                    hovered=self._hovered,
                    hidden_from=0 if self.hidden.curve else self.hidden.first_cell,
                    spoken="" if self.hidden.is_something else views.bars_spoken(own, result, self._words),
                )
            )
        self.view_bar.show_view(own.x_view, own.threshold)
        self.view_bar.show_curves(result.record.is_vector, own.tensor.size, own.moved if own.output_curve else -1)

    def _answers(self) -> Sequence[tuple[Card, bool]]:
        hides_values = self.hidden.cell(0)
        # The list of functions pictures every curve beside its name.
        return (self.output, hides_values), (self.printed, hides_values), (self.picker_card, self.hidden.curve)

    def data_tables(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view."""
        return explore.data_tables(self._result, self._words) if self._result is not None else ()

    # --- place and looks ---

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.editor.set_presets(_preset_labels())

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.picker_button.setIcon(icon("chevron_down", theme))
        self.picker_button.setIconSize(QSize(theme.em, theme.em))

    def _speaking(self) -> Sequence[SpeakingPart]:
        return (*self._parts.all(), self.picker, self.params, self.editor, self.copy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._slice.own.selected >= 0:
            self._select(-1)
        else:
            super().keyPressEvent(event)

    def _facts_room(self) -> int:
        """Return how many facts have room beside the formula."""
        ems = self.width() // self._theme.em
        return 6 if ems >= 80 else 5 if ems >= 60 else 4 if ems >= 45 else 2

    def _shape(self) -> tuple[object, ...]:
        return is_wide(self.width(), self._theme), self.width() // 50, self.height() // 20, self._words.lang

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        return arrange(self, self._parts, self._theme, self._words, self.picker_button)

    def _show_plots_again(self) -> None:
        self._show_plots(self._slice.own, self._result)

    def _open_picker(self) -> None:
        self._popup.open_below(self.picker_button, 22 * self._theme.em, 28 * self._theme.em)
        self.picker.search.setFocus()


def _preset_labels() -> list[tuple[str, Text]]:
    entries = load_entries()
    return [(preset.key, entries[f"preset.{preset.key}"]) for preset in explore.presets()]


def _shape_text(shape: tuple[int, ...]) -> str:
    return "(" + ", ".join(str(n) for n in shape) + ("," if len(shape) == 1 else "") + ")"


def _tidy(x: float, x_view: tuple[float, float]) -> float:
    """Round a dragged x to what a pixel can tell apart, so that cells hold short numbers."""
    digits = int(np.clip(np.ceil(-np.log10((x_view[1] - x_view[0]) / 400)), 0, 6))
    return round(x, digits)

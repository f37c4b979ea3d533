"""Compare's widget: builds the cards, sends verbs, renders a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget

from core.data_table import DataTable
from core.labs import compare
from core.labs.compare import CompareResult, CompareState
from core.labs.compare.table import line_name
from core.state import AppState
from core.store import Store
from core.text import UserError, Words
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.exportables import Exportable
from gui.lab_slice import LabSlice
from gui.labs.compare import exportables, views
from gui.labs.compare.arrangement import Parts, arrange, is_wide, row_columns, stacks_plots, tabs_height
from gui.labs.compare.facts_card import FactsCard
from gui.labs.compare.functions_card import FunctionsCard
from gui.labs.compare.multiples import Multiples
from gui.labs.compare.params_card import ParamsCard
from gui.labs.compare.view_bar import CompareBar
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.text_card import TextCard


class CompareLab(ArrangedLab):
    """Several functions: choose, move, read, sort, measure."""

    def __init__(self, words: Words, theme: Theme, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._code = ""
        self._build()
        self._slice: LabSlice[CompareState] = LabSlice(store, "compare", self.functions.show_error)
        self._connect()

    def _build(self) -> None:
        words, theme = self._words, self._theme
        self.functions = FunctionsCard(words, theme)
        self.params = ParamsCard(words, theme)
        self.bar = CompareBar(words, theme)
        self.curves, self.slopes, self.seconds, self.difference = (CurvePlot(words, theme) for _ in range(4))
        names = ("compareCurves", "compareSlopes", "compareSeconds", "compareDifference")
        self._plots = (self.curves, self.slopes, self.seconds, self.difference)
        for plot, name in zip(self._plots, names, strict=True):
            plot.setObjectName(name)
            plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.multiples = Multiples(words, theme)
        self.facts = FactsCard(words, theme)
        self.code = TextCard(words, theme, "compare.code", "compareCode", "code_view.code", True)
        self.copy = CopyButton(words, theme, lambda: self._code)
        self.copy.setObjectName("compareCopyCode")
        self.code.add_to_head(self.copy)
        self._parts = Parts(
            functions=self.functions,
            params=self.params,
            main_plots=(self.curves, self.multiples),
            plots=(
                ("compare.tab_slopes", self.slopes),
                ("compare.tab_seconds", self.seconds),
                ("compare.tab_difference", self.difference),
            ),
            bar=self.bar,
            facts=self.facts,
            code=self.code,
        )

    def _connect(self) -> None:
        card = self.functions
        card.function_requested.connect(
            lambda i, key: self._change("compare.change_function", compare.choose_function, i, key)
        )
        card.selected.connect(lambda i: self._change("compare.change_selection", compare.select, i, merge="selection"))
        card.removed.connect(lambda i: self._change("compare.change_remove", compare.remove_function, i))
        card.added.connect(lambda key: self._change("compare.change_add", compare.add_function, key))
        card.set_requested.connect(lambda key: self._change("compare.change_set", compare.apply_set, key))
        card.probe_typed.connect(self._move_probe)
        self._connect_params()
        self._connect_bar()
        for plot in (*self._plots, *self.multiples.plots):
            self.take_requests_of(plot, keeps_y=plot not in (self.curves, *self.multiples.plots))

    def take_requests_of(self, plot: CurvePlot, keeps_y: bool = False) -> None:
        """Let a plot, here or on the projected stage, move the probe and the view; ``keeps_y``: only along x."""
        plot.probe_moved.connect(self._move_probe)
        plot.drag_started.connect(self._slice.hold)
        plot.drag_finished.connect(self._slice.seal)
        plot.view_requested.connect(lambda x0, x1, y0, y1: self._set_view(x0, x1, y0, y1, keeps_y))

    def _connect_params(self) -> None:
        panel = self.params.panel
        panel.param_requested.connect(self._set_param)
        panel.reset_requested.connect(
            lambda: self._change("compare.change_reset_params", compare.reset_params, self._slice.own.selected)
        )
        panel.range_requested.connect(
            lambda name, low, high, step: self._slice.change(
                "compare.change_range",
                compare.set_range,
                self._slice.own.selected,
                name,
                low,
                high,
                step,
                refused=lambda error: panel.show_error(name, error),
            )
        )
        panel.drag_started.connect(lambda _name: self._slice.hold())
        panel.drag_finished.connect(lambda _name: self._slice.seal())
        self.params.formula_requested.connect(
            lambda text: self._slice.change(
                "compare.change_formula",
                compare.set_formula,
                self._slice.own.selected,
                text,
                refused=self.params.show_error,
            )
        )

    def _connect_bar(self) -> None:
        bar = self.bar
        bar.layout_requested.connect(lambda key: self._change("compare.change_layout", compare.set_layout, key))
        bar.second_requested.connect(lambda shown: self._change("compare.change_second", compare.show_second, shown))
        bar.difference_requested.connect(
            lambda one, other: self._change("compare.change_difference", compare.set_difference, one, other)
        )
        bar.view_typed.connect(
            lambda low, high: self._slice.change(
                "compare.change_view",
                compare.set_view,
                (low, high),
                None,
                refused=lambda error: bar.refuse(error, self._slice.own.x_view),
            )
        )
        bar.fit_requested.connect(
            lambda: self._change("compare.change_view", compare.set_view, self._slice.own.x_view, None)
        )
        self.facts.threshold.valueChanged.connect(
            lambda value: self._change("compare.change_threshold", compare.set_threshold, value, merge="threshold")
        )

    # --- requests up ---

    def _change(self, label: str, verb: Callable[..., CompareState], *values: object, merge: str = "") -> None:
        self.functions.show_error(None)
        self._slice.change(label, verb, *values, merge=merge)

    def _set_param(self, name: str, value: object) -> None:
        index = self._slice.own.selected
        self._slice.change(
            "compare.change_param", compare.set_param, index, name, value, merge=f"param:{index}:{name}",
            refused=lambda error: self._refuse_param(name, error),
        )  # fmt: skip

    def _refuse_param(self, name: str, error: UserError) -> None:
        self.params.panel.show_error(name, error)

    def _move_probe(self, x: float) -> None:
        self._change("compare.change_probe", compare.move_probe, x, merge="probe")

    def _set_view(self, x0: float, x1: float, y0: float, y1: float, keeps_y: bool) -> None:
        y_view = self._slice.own.y_view if keeps_y else (y0, y1)
        self._change("compare.change_view", compare.set_view, (x0, x1), y_view, merge="view")

    def warm_up(self) -> None:
        """Show the details now."""
        self._afterwards.finish()

    def reset(self) -> None:
        """Go back to the lab's first screen."""
        self._slice.reset()

    def exportables(self) -> tuple[Exportable, ...]:
        """Return the pictures, numbers and code in view."""
        if self._result is None:
            return ()
        self._afterwards.finish()
        own, in_overlay = self._slice.own, self._slice.own.layout == "overlay"
        plots = (
            ("values", self.curves, not self.curves.isHidden()),
            ("slopes", self.slopes, in_overlay),
            ("seconds", self.seconds, in_overlay and own.second),
            ("difference", self.difference, self._result.difference is not None),
        )
        return exportables.offered(self._result, self._words, plots, self.multiples, self.facts, self._code)

    # --- state down ---

    def compute(self, state: AppState) -> CompareResult:
        """Return what there is to show."""
        return compare.compute(state.compare)

    def render(self, result: CompareResult) -> None:
        """Paint a result."""
        self._result = result
        own = self._slice.own
        self._arrange_if_needed()
        self._fit_tabs()
        self.functions.show_rows(
            views.row_views(own, result, self._words, self.hidden.cell(0)), own.probe, self._note(result)
        )
        chosen, line = own.compared[own.selected], result.lines[own.selected]
        self.params.panel.show_params(line.record, line.params, chosen.ranges)
        self.params.formula.show_formula(chosen.formula, chosen.function == "custom")
        self._show_plots(own, result)
        self._afterwards.ask()

    def _render_details(self) -> None:
        if self._result is None:
            return
        own = self._slice.own
        found = compare.details(own, self._result)
        self.facts.show_facts(self._result.lines, found.facts, own.threshold)
        self._code = found.code
        self.code.view.show_code(found.code)

    def _note(self, result: CompareResult) -> str:
        if self._slice.own.layout == "difference" and result.difference is None:
            return self._words("compare.difference_none")
        return views.vector_note(result, self._words)

    def _show_plots(self, own: CompareState, result: CompareResult) -> None:
        value, slope, second = views.plot_views(own, result, self._words)
        difference = views.difference_view(own, result, self._words)
        in_parts = own.layout == "multiples" and any(line.curve is not None for line in result.lines)
        stacked = stacks_plots(self.width(), self.height(), self._theme)
        shown = {
            self.curves: value if not in_parts else None,
            self.slopes: slope if own.layout == "overlay" else None,
            self.seconds: second if own.layout == "overlay" and own.second else None,
            self.difference: difference,
        }
        for plot, view in shown.items():
            if stacked or plot is self.curves:
                if plot.isHidden() == (view is not None):
                    plot.setVisible(view is not None)
            else:
                self._show_tab(plot, view is not None)
            if view is not None:
                plot.show(views.without_hidden(view, self.hidden))
        if self.multiples.isHidden() == in_parts:
            self.multiples.setVisible(in_parts)
        if in_parts:
            shown_parts = views.multiple_views(own, result, self._words)
            self.multiples.show_views(tuple(views.without_hidden(view, self.hidden) for view in shown_parts))
        self._show_bar(own, result)

    def _show_tab(self, plot: CurvePlot, shown: bool) -> None:
        assert self._tabs is not None
        page = self._tabs.indexOf(plot)
        if page >= 0 and self._tabs.isTabVisible(page) != shown:
            self._tabs.setTabVisible(page, shown)

    def _show_bar(self, own: CompareState, result: CompareResult) -> None:
        self.bar.show_state(own.layout, own.second, own.x_view)
        found = result.difference
        if found is None:
            self.bar.show_pair((), None)
            return
        drawn = [line for line in result.lines if line.curve is not None]
        choices = tuple((line.series, line_name(line, self._words)) for line in drawn)
        self.bar.show_pair(choices, (result.lines[found.first].series, result.lines[found.second].series))

    def _answers(self) -> Sequence[tuple[Card, bool]]:
        # The lists of functions picture every curve beside its name.
        return (self.facts, self.hidden.is_something), (self.functions, self.hidden.curve)

    def data_tables(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view."""
        return compare.data_tables(self._slice.own, self._result, self._words) if self._result is not None else ()

    # --- place and looks ---

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._afterwards.finish()

    def _speaking(self) -> Sequence[SpeakingPart]:
        return (*self._parts.all(), self.copy)

    def _shape(self) -> tuple[object, ...]:
        return is_wide(self.width(), self._theme), self.width() // 50, self.height() // 20, self._words.lang

    def _arranged(self) -> tuple[QWidget, QTabWidget]:
        self.functions.set_columns(row_columns(self.width(), self._theme))
        return arrange(self, self._parts, self._theme, self._words)

    def _show_plots_again(self) -> None:
        self._fit_tabs()
        self._show_plots(self._slice.own, self._result)

    def _fit_tabs(self) -> None:
        assert self._tabs is not None
        height = tabs_height(self, self._theme, len(self._slice.own.compared))
        if self._tabs.maximumHeight() != height:
            self._tabs.setFixedHeight(height)

"""Softmax's widget: builds the cards, sends verbs, renders a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QToolButton, QWidget

from core.data_table import DataTable
from core.labs import softmax
from core.labs.softmax import SoftmaxDetails, SoftmaxResult, SoftmaxState
from core.state import AppState
from core.store import Store
from core.tensor_value import TensorValue
from core.tensors import parse_number
from core.text import UserError, Words
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.exportables import Exportable
from gui.lab_slice import LabSlice
from gui.labs.softmax import exportables, views
from gui.labs.softmax.arrangement import PRINTED_FROM_EM, Parts, arrange, plan_for
from gui.labs.softmax.bar_card import BarCard, BarRow
from gui.labs.softmax.cards import CrossEntropyCard, JacobianCard, OverflowCard, SigmoidCard
from gui.labs.softmax.controls import Controls
from gui.labs.softmax.matrix_card import MatrixCard
from gui.theme import Theme
from gui.widgets.bar_chart import BarChart
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.text_card import TextCard

LEAST_CODE_EM = 6


class SoftmaxLab(ArrangedLab):
    """Logits become probabilities: drag a bar and see everything follow."""

    def __init__(self, words: Words, theme: Theme, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._slice: LabSlice[SoftmaxState] = LabSlice(store, "softmax", self._refused)
        self._details: SoftmaxDetails | None = None
        self._hovered = self._hovered_cell = -1
        self._build()
        self._connect()
        self._connect_matrix()

    def _build(self) -> None:
        words, theme = self._words, self._theme
        self.controls = Controls(words, theme)
        self.logits = BarCard(words, theme, "softmax.logits", "logitBars", draggable=True)
        self.exp = BarCard(words, theme, "softmax.exp_shifted", "expBars")
        self.probabilities = BarCard(words, theme, "softmax.probabilities", "probabilityBars")
        self.subtract = QToolButton()
        self.subtract.setObjectName("subtractMax")
        self.subtract.setCheckable(True)
        self._name_subtract()
        self.exp.add_to_head(self.subtract)
        self.cross_entropy = CrossEntropyCard(words, theme)
        self.jacobian = JacobianCard(words, theme)
        self.matrix = MatrixCard(words, theme)
        self.overflow = OverflowCard(words, theme)
        self.sigmoid = SigmoidCard(words, theme)
        self.code = TextCard(words, theme, "softmax.code", "softmaxCode", "code_view.code", True)
        # It takes the room that is left, and never the controls' above it.
        self.code.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.copy = CopyButton(words, theme, lambda: softmax.full_code(self._slice.own))
        self.copy.setObjectName("copySoftmaxCode")
        self.code.add_to_head(self.copy)
        self.bars = BarRow((self.logits, self.exp, self.probabilities), theme)
        self._charts = (self.logits.chart, self.exp.chart, self.probabilities.chart)
        self._parts = Parts(
            controls=self.controls,
            bars=self.bars,
            cross_entropy=self.cross_entropy,
            jacobian=self.jacobian,
            matrix=self.matrix,
            overflow=self.overflow,
            sigmoid=self.sigmoid,
            code=self.code,
        )

    def _connect(self) -> None:
        change, controls, classes = self._slice.change, self.controls, self.controls.classes
        controls.example_requested.connect(lambda key: change("softmax.change_example", softmax.apply_example, key))
        controls.slider_requested.connect(self._set_slider)
        controls.range_requested.connect(self._set_range)
        classes.name_typed.connect(
            lambda index, name: change(
                "softmax.change_name", softmax.set_name, index, name, refused=self._refused_row(index)
            )
        )
        classes.logit_typed.connect(self._type_logit)
        classes.count_requested.connect(
            lambda count: change("softmax.change_count", softmax.set_class_count, count, refused=classes.refuse_count)
        )
        self.subtract.clicked.connect(
            lambda checked: change("softmax.change_subtract_max", softmax.set_subtract_max, checked)
        )
        self.cross_entropy.target_requested.connect(
            lambda index: change("softmax.change_target", softmax.set_target, index)
        )
        self.sigmoid.difference_dragged.connect(
            lambda d: change("softmax.change_logit", softmax.set_difference, d, merge="difference")
        )
        self.take_requests_of(self.logits.chart)
        for chart in (*self._charts[1:], self.cross_entropy.chart):
            chart.bar_selected.connect(self._select)
            chart.bar_hovered.connect(self._hover)
        self.jacobian.map.class_selected.connect(self._select)
        self.jacobian.map.class_hovered.connect(self._hover)
        for gesture in (controls, self.sigmoid.plot):
            gesture.drag_started.connect(self._slice.hold)
            gesture.drag_finished.connect(self._slice.seal)

    def take_requests_of(self, logits: BarChart) -> None:
        """Let the bars of the logits, here or on the projected stage, be dragged and selected."""
        logits.input_dragged.connect(
            lambda index, z: self._slice.change(
                "softmax.change_logit", softmax.drag_logit, index, z, merge=f"logit:{index}"
            )
        )
        logits.bar_selected.connect(self._select)
        logits.bar_hovered.connect(self._hover)
        logits.drag_started.connect(self._slice.hold)
        logits.drag_finished.connect(self._slice.seal)

    def _connect_matrix(self) -> None:
        change, card = self._slice.change, self.matrix
        card.dim_requested.connect(lambda dim: change("softmax.change_dim", softmax.set_dim, dim))
        card.shape_requested.connect(
            lambda rows, columns: change(
                "softmax.change_matrix", softmax.resize_matrix, rows, columns, refused=self._refused_matrix
            )
        )
        card.table.pasted.connect(self._paste_matrix)
        card.table.cell_edited.connect(
            lambda cell, z: change(
                "softmax.change_matrix", softmax.set_matrix_cell, cell, z, refused=self._refused_matrix
            )
        )
        card.table.cell_refused.connect(lambda _cell, said: card.message.show_error(said))
        for table in (card.table, card.groups):
            table.cell_selected.connect(self._select_cell)
            table.cell_hovered.connect(self._hover_cell)

    # --- requests up ---

    def _set_slider(self, name: str, value: object) -> None:
        self._slice.change(
            f"softmax.change_{name}",
            softmax.set_slider,
            name,
            value,
            merge=name,
            refused=lambda error: self.controls.refuse_slider(name, error),
        )

    def _set_range(self, name: str, low: float, high: float, step: float) -> None:
        self._slice.change(
            "change.range",
            softmax.set_range,
            name,
            low,
            high,
            step,
            refused=lambda error: self.controls.refuse_slider(name, error),
        )

    def _type_logit(self, index: int, text: str) -> None:
        try:
            number = parse_number(text)
        except UserError as error:
            self._refused_row(index)(error)
            return
        self._slice.change("softmax.change_logit", softmax.set_logit, index, number, refused=self._refused_row(index))

    def _select(self, index: int) -> None:
        if index != self._slice.own.selected:
            self._slice.change("softmax.change_selection", softmax.select, index, merge="selection")

    def _hover(self, index: int) -> None:
        """A hover only previews: nothing of it is state."""
        if index != self._hovered and self._result is not None:
            self._hovered = index
            self._show_bars(self._slice.own, self._result)
            self._show_classes(self._slice.own)

    def _select_cell(self, cell: int) -> None:
        if cell != self._slice.own.cell:
            self._slice.change("softmax.change_selection", softmax.select_cell, cell, merge="cell")

    def _hover_cell(self, cell: int) -> None:
        if cell != self._hovered_cell and self._details is not None:
            self._hovered_cell = cell
            self._show_matrix(self._slice.own, self._details)

    def _paste_matrix(self, matrix: TensorValue) -> None:
        self._slice.change("softmax.change_matrix", softmax.set_matrix, matrix, refused=self._refused_matrix)

    def _refused_row(self, index: int) -> Callable[[UserError], None]:
        return lambda error: self.controls.classes.refuse_row(index, error)

    def _refused_matrix(self, error: UserError) -> None:
        self.matrix.refuse(error)

    def _refused(self, error: UserError) -> None:
        """A drag cannot ask for what is refused; should it, the list of classes says why."""
        self.controls.classes.refuse_count(error)

    def reset(self) -> None:
        """Go back to the lab's first screen."""
        self._slice.reset()

    def warm_up(self) -> None:
        """Nothing of this lab is prepared behind the window."""

    def exportables(self) -> tuple[Exportable, ...]:
        """Return the pictures, numbers and code in view."""
        if self._result is None:
            return ()
        return exportables.offered(self._slice.own, self._result, self._words, self._parts)

    # --- state down ---

    def compute(self, state: AppState) -> SoftmaxResult:
        """Return what the bars show; the rest follows when the hand rests."""
        return softmax.compute(state.softmax)

    def render(self, result: SoftmaxResult) -> None:
        """Paint a result."""
        self._result = result
        self._arrange_if_needed()
        self._show_bars(self._slice.own, result)
        self._afterwards.ask()

    def _render_details(self) -> None:
        if self._result is None:
            return
        own, result = self._slice.own, self._result
        self._details = softmax.details(own)
        self._show_controls(own)
        self._show_classes(own)
        self._show_words(own, result, self._details)
        self._show_loss(own, self._details)
        self._show_matrix(own, self._details)
        self.code.view.show_code(self._details.code)

    def _show_bars(self, own: SoftmaxState, result: SoftmaxResult) -> None:
        shown = views.chart_views(own, result, self._hovered_class(own), self._words, self._theme)
        for chart, view in zip(self._charts, shown, strict=True):
            # What is to be predicted are the probabilities: their way there may be followed.
            first = 0 if self.hidden.curve else self.hidden.first_cell
            is_hidden = self.hidden.is_something and chart is self.probabilities.chart
            chart.show(replace(view, hidden_from=first, spoken="") if is_hidden else view)

    def _hovered_class(self, own: SoftmaxState) -> int:
        return self._hovered if self._hovered < own.classes else -1

    def _show_controls(self, own: SoftmaxState) -> None:
        for name, parameter in softmax.SLIDERS.items():
            span = own.ranges.get(name, (parameter.low, parameter.high, parameter.step))
            self.controls.show_slider(name, getattr(own, name), span)
        self.controls.classes.show_classes(
            views.class_names(own, self._words),
            own.logits.values.tolist(),
            views.class_marks(own.classes),
            views.class_colors(own.classes, self._theme),
        )
        self.cross_entropy.show_targets(views.marked_names(own, self._words), own.target)
        if self.subtract.isChecked() != own.subtract_max:
            self.subtract.setChecked(own.subtract_max)

    def _show_classes(self, own: SoftmaxState) -> None:
        """Show what else lights up when a class is pointed at."""
        details, bars = self._details, self.logits.chart.view
        if details is None or bars is None or self._result is None or len(details.stable) != own.classes:
            return
        words, hovered = self._words, self._hovered_class(own)
        shown = hovered if hovered >= 0 else own.selected
        line = views.jacobian_line(own, details, shown, words)
        self.jacobian.map.show_values(details.jacobian, views.marked_names(own, words), own.selected, hovered, line)
        self.jacobian.line.tell(line)
        self.cross_entropy.chart.show(views.gradient_view(own, details, bars, words))
        self.cross_entropy.gradient_line.tell(views.gradient_line(own, details, self._result.factor, shown, words))

    def _show_words(self, own: SoftmaxState, result: SoftmaxResult, details: SoftmaxDetails) -> None:
        words = self._words
        self.logits.note.tell(views.scaled_line(own, result, words))
        self.exp.show_title(views.exp_title(own))
        self.exp.note.tell(views.exp_line(own, result, words))
        self.probabilities.note.tell(views.sum_line(result, words))
        roomy = self.height() >= PRINTED_FROM_EM * self._theme.em
        self.probabilities.show_printed(details.printed if roomy and not self.hidden.is_something else "")
        self.bars.level()
        self.controls.show_entropy(views.entropy_line(details, words), details.entropy_share)
        self.overflow.table.show_ways(views.overflow_blocks(result.scaled.tolist(), details))
        self.overflow.line.tell(views.limits_line(details, words))
        self.sigmoid.show_pair(details.pair, views.pair_line(details, words), views.pair_note(own, words), words)

    def _show_loss(self, own: SoftmaxState, details: SoftmaxDetails) -> None:
        words, loss, card = self._words, details.cross_entropy, self.cross_entropy
        card.show_loss(loss, views.worked_loss(details, words))
        card.module.tell(views.module_loss(own, details, words))
        card.show_difference("" if loss.agrees else words("softmax.loss_differs"))
        card.double.tell(views.double_loss(own, details, words))

    def _show_matrix(self, own: SoftmaxState, details: SoftmaxDetails) -> None:
        hovered = self._hovered_cell if self._hovered_cell < own.matrix.size else -1
        self.matrix.show_dim(own.dim)
        self.matrix.show_groups(details.groups, own.cell, hovered)
        self.matrix.line.tell(views.dim_line(details.groups.axis, self._words))

    def _answers(self) -> Sequence[tuple[Card, bool]]:
        cards = (self.cross_entropy, self.jacobian, self.matrix, self.overflow, self.sigmoid)
        return tuple((card, self.hidden.is_something) for card in cards)

    def data_tables(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view."""
        self._afterwards.finish()
        if self._result is None or self._details is None:
            return ()
        names = views.class_names(self._slice.own, self._words)
        return softmax.data_tables(self._result, self._details, names, self._words)

    # --- place and looks ---

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        super().set_words(words)
        self._name_subtract()

    def _name_subtract(self) -> None:
        self.subtract.setText(self._words("softmax.subtract_max"))
        self.subtract.setAccessibleName(self._words("softmax.subtract_max_name"))
        self.subtract.setToolTip(self._words("softmax.subtract_max_name"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.code.view.setMinimumHeight(LEAST_CODE_EM * theme.em)
        super().set_theme(theme)

    def _speaking(self) -> Sequence[SpeakingPart]:
        return (*self._parts.all(), self.copy)  # type: ignore[return-value]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._slice.own.selected >= 0:
            self._select(-1)
        else:
            super().keyPressEvent(event)

    def _shape(self) -> tuple[object, ...]:
        plan = plan_for(self.width(), self.height(), self._theme)
        return plan, self.height() // 20, self._words.lang

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        return arrange(self, self._parts, self._theme, self._words)

    def _show_plots_again(self) -> None:
        if self._result is not None:
            self._show_bars(self._slice.own, self._result)
            self._afterwards.ask()

"""Gradient's widget: two views of one state, a deep stack and the dead-neuron workshop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from core.data_table import DataTable
from core.labs import gradient
from core.labs.gradient import GradientResult, GradientState, workshop
from core.stage import Hidden
from core.state import AppState
from core.store import Store
from core.text import UserError, Words
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.exportables import Exportable
from gui.lab_slice import LabSlice
from gui.labs.gradient import exportables, views
from gui.labs.gradient.arrangement import arrange, is_tall, is_wide
from gui.labs.gradient.head import Head
from gui.labs.gradient.layer_chart import LayerChart
from gui.labs.gradient.layers_part import LayersPart
from gui.labs.gradient.workshop_part import WorkshopPart
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.text_card import TextCard


class GradientLab(ArrangedLab):
    """Builds both views, sends verbs, renders the one in sight."""

    def __init__(self, words: Words, theme: Theme, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._slice: LabSlice[GradientState] = LabSlice(store, "gradient", self._refused)
        self._shown = ""
        self.head = Head(words, theme)
        self.layers = LayersPart(words, theme)
        self.workshop = WorkshopPart(words, theme)
        self.code = TextCard(words, theme, "gradient.code", "gradientCode", "code_view.code", True)
        self.copy = CopyButton(words, theme, lambda: gradient.full_code(self._slice.own))
        self.copy.setObjectName("copyGradientCode")
        self.code.add_to_head(self.copy)
        self._views = {"layers": self.layers, "workshop": self.workshop}
        self._connect()

    def _connect(self) -> None:
        self.head.view_requested.connect(
            lambda view: self._slice.change("gradient.change_view", gradient.set_view, view)
        )
        self.head.scene_requested.connect(self._apply_scene)
        self.layers.connect(self._slice)
        self.workshop.connect(self._slice)

    def take_requests_of(self, chart: LayerChart) -> None:
        """Let a chart on the projected stage choose the layer."""
        chart.layer_requested.connect(
            lambda layer: self._slice.change("gradient.change_layer", gradient.select_layer, layer, merge="layer")
        )
        chart.drag_started.connect(self._slice.hold)
        chart.drag_finished.connect(self._slice.seal)

    def _apply_scene(self, key: str) -> None:
        if self._slice.own.view == "layers":
            self._slice.change("gradient.change_scene", gradient.apply_scene, key)
            return
        self.workshop.network.show_error(None)
        self._slice.change(
            "gradient.change_scene",
            lambda own: gradient.in_workshop(own, workshop.apply_workshop_scene(own.workshop, key)),
        )

    def _refused(self, error: UserError) -> None:
        self._views[self._slice.own.view].refused(error)

    def reset(self) -> None:
        """Go back to the lab's first screen."""
        self._slice.reset()

    def warm_up(self) -> None:
        """Show at once what may wait."""
        self._afterwards.finish()

    def exportables(self) -> tuple[Exportable, ...]:
        """Return the pictures, numbers and code in view."""
        own, result = self._slice.own, self._result
        if result is None:
            return ()
        if result.layers is not None:
            return exportables.of_layers(own, result.layers, self._words, self.layers)
        return exportables.of_workshop(own, result.workshop, self._words, self.workshop)

    # --- state down ---

    def compute(self, state: AppState) -> GradientResult:
        """Return what the view in sight shows."""
        return gradient.compute(state.gradient)

    def render(self, result: GradientResult) -> None:
        """Paint a result."""
        self._result = result
        own = self._slice.own
        if own.view != self._shown:
            # The pages of the other view are others: it begins with its first one.
            self._shown, self._tabs = own.view, None
        self._arrange_if_needed()
        self.head.show_view(own.view)
        if result.layers is not None:
            self.layers.render(own, result.layers)
        if result.workshop is not None:
            self.workshop.render(own, result.workshop)
        self._afterwards.ask()

    def _render_details(self) -> None:
        if self._result is None:
            return
        own = self._slice.own
        # Undo may have changed the view since: what belongs to the other one is shown with the next result.
        shown = "layers" if self._result.layers is not None else "workshop"
        if shown == own.view:
            self._views[own.view].render_details(own)
            self.code.view.show_code(gradient.shown_code(own))

    def cover(self, hidden: Hidden) -> None:
        """Show nothing of what is ``hidden`` from the next rendering on."""
        super().cover(hidden)
        self.layers.hidden = hidden

    def _answers(self) -> Sequence[tuple[Card, bool]]:
        hides_values, layers, workshop = self.hidden.cell(0), self.layers, self.workshop
        read = (layers.strips_card, layers.shares_card, layers.layer, layers.story, workshop.loss, workshop.story)
        drawn = ((layers.plot_card, self.hidden.curve), (workshop.network, self.hidden.is_something))
        return (*((card, hides_values) for card in read), *drawn)

    def data_tables(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view."""
        if self._result is None:
            return ()
        lines = self._result.layers.lines if self._result.layers is not None else ()
        names = tuple(views.name_of(line, self._words) for line in lines)
        return gradient.data_tables(self._result, names, self._words)

    # --- place and looks ---

    def _speaking(self) -> Sequence[SpeakingPart]:
        return (self.head, self.layers, self.workshop, self.code, self.copy)

    def _shape(self) -> tuple[object, ...]:
        theme, width = self._theme, self.width()
        size = (is_wide(width, theme), width >= 100 * theme.em, is_tall(self.height(), theme))
        return (self._slice.own.view, size, self._words.lang)

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        view = self._slice.own.view
        others = tuple(card for key, part in self._views.items() if key != view for card in part.cards)
        return arrange(self, self.head, self._views[view].places(self.code), others, self._theme, self._words)

    def _show_plots_again(self) -> None:
        """Every picture paints itself at its new size."""

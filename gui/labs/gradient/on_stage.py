"""The Gradient lab on the stage: the gradient through the layers, or the workshop's network."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from core.labs import gradient
from core.labs.gradient import GradientResult, GradientState, LayersResult, WorkshopResult
from core.stage import Hidden
from core.state import AppState
from core.text import Words
from gui.labs.gradient import views, workshop_views
from gui.labs.gradient.layer_plot import LayerPlot
from gui.labs.gradient.network_plot import NetworkPlot
from gui.labs.gradient.numbers import sized
from gui.stage.content import LabStage, StageCard, StageContent
from gui.stage.lab_controls import pass_on_settings
from gui.theme import Theme
from gui.widgets.setting_rows import SettingRows

if TYPE_CHECKING:
    from gui.labs.gradient.lab import GradientLab

_SETTINGS = ("depth", "width", "gain", "sigma", "input_scale")


class GradientStage(LabStage):
    """The picture of the view in view. A layer can be chosen on the stage, too."""

    def __init__(self, words: Words, theme: Theme, lab: GradientLab, changed: Callable[[], None]) -> None:
        self._words = words
        self.picture = QStackedWidget()
        self.layers, self.network = LayerPlot(theme, "stagePlot"), NetworkPlot(theme)
        for part in (self.layers, self.network):
            self.picture.addWidget(part)
        self.controls = SettingRows({name: gradient.SETTINGS[name] for name in _SETTINGS}, words, theme)
        lab.take_requests_of(self.layers)
        rows = lab.layers.settings.rows
        pass_on_settings(self.controls, rows, rows.requested)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.controls.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.layers.set_theme(theme)
        self.network.set_theme(theme)
        self.controls.set_theme(theme)

    def show(self, state: AppState, result: GradientResult, hidden: Hidden) -> StageContent:
        """Paint the view without what is hidden; return the numbers beside it."""
        if result.layers is not None:
            return self._show_layers(state.gradient, result.layers, hidden)
        assert result.workshop is not None
        return self._show_workshop(state.gradient, result.workshop)

    def _show_layers(self, own: GradientState, result: LayersResult, hidden: Hidden) -> StageContent:
        words = self._words
        values = {name: getattr(own, name) for name in _SETTINGS}
        self.controls.show_values(values, own.ranges, "gain" if own.init == "normal" else "sigma")
        view = views.plot_view(result, result.layer, words)
        self.layers.show_view(views.without_hidden(view, hidden))
        self.layers.show_layer(result.depth, result.layer, 0)
        self.layers.setAccessibleName(words(f"gradient.quantity_{result.quantity}"))
        self.picture.setCurrentWidget(self.layers)
        cards = tuple(StageCard(line.name, ((line.readout,),), is_output=True) for line in view.lines)
        layer = words("gradient.spoken_layer", layer=str(result.layer))
        return StageContent(
            title=words("gradient.title"),
            also=f"{words(f'gradient.quantity_{result.quantity}')} · {layer}",
            cards=cards,
            questions=tuple(words("stage.ask_layer", name=card.label, layer=str(result.layer)) for card in cards),
            is_covered=True,
            subject=f"layers {own.quantity} " + " ".join(card.label for card in cards),
        )

    def _show_workshop(self, own: GradientState, result: WorkshopResult) -> StageContent:
        words = self._words
        self.network.show_result(result, own.workshop.unit, workshop_views.headline(result, words))
        self.network.setAccessibleName(words("gradient.view_workshop"))
        self.picture.setCurrentWidget(self.network)
        name = words.text(result.record.name)
        return StageContent(
            title=words("gradient.view_workshop"),
            also=name,
            cards=(
                StageCard(words("stage.dead_units"), ((f"{result.dead_count} / {len(result.dead)}",),), is_output=True),
                StageCard(words("stage.steps"), ((str(result.steps),),)),
                StageCard(words("stage.loss"), ((sized(result.loss),),), is_output=True),
            ),
            questions=(words("stage.ask_dead"), words("stage.ask_loss")),
            is_covered=True,
            subject=f"workshop {name}",
        )

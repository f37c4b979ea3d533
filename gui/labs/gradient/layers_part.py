"""The deep stack's cards: built once, sending verbs, shown from a result."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.labs import gradient
from core.labs.gradient import GradientState, LayersResult
from core.stage import NOTHING_HIDDEN
from core.text import UserError, Words
from gui.lab_slice import LabSlice
from gui.labs.gradient import views
from gui.labs.gradient.arrangement import Places
from gui.labs.gradient.chart_card import ChartCard
from gui.labs.gradient.choice import Choice
from gui.labs.gradient.functions_card import FunctionsCard
from gui.labs.gradient.layer_card import LayerCard, WordsCard
from gui.labs.gradient.layer_plot import LayerPlot
from gui.labs.gradient.layer_rows import ShareChart, StripChart
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.live_label import LiveLabel
from gui.widgets.setting_rows import SettingRows


class SettingsCard(Card):
    """How the stack is made: initialisation, then a slider per number."""

    init_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme, "gradient.settings")
        self.init = Choice(words, gradient.INITS, "gradient.init", "gradientInit", parent=self)
        self.note = LiveLabel("muted")
        self.note.setObjectName("weightSpread")
        self.rows = SettingRows(gradient.SETTINGS, words, theme)
        self.init.key_requested.connect(self.init_requested)
        self.formula = LiveLabel("muted")
        for part in (self.formula, self.init, self.note, self.rows):
            self.add(part)
        SettingsCard.set_words(self, words)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        if hasattr(self, "formula"):
            self.formula.tell(words("gradient.network", batch=str(gradient.BATCH)))
            self.init.set_words(words)
            self.rows.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "rows"):
            self.rows.set_theme(theme)


class LayersPart:
    """What is seen and touched while the view is ``"layers"``."""

    def __init__(self, words: Words, theme: Theme) -> None:
        self._words = words
        self._result: LayersResult | None = None
        self._hovered = 0
        self.hidden = NOTHING_HIDDEN
        self.functions = FunctionsCard(words, theme)
        self.settings = SettingsCard(words, theme)
        self.plot = LayerPlot(theme, "gradientLayers")
        self.strips = StripChart(theme, "gradientHistograms")
        self.shares = ShareChart(theme, "gradientShares")
        self.plot_card = ChartCard(words, theme, "gradient.plot_title", "gradient.plot_name", self.plot)
        self.strips_card = ChartCard(words, theme, "gradient.strips_title", "gradient.strips_name", self.strips)
        self.shares_card = ChartCard(words, theme, "gradient.shares_title", "gradient.shares_name", self.shares)
        self.quantity = Choice(words, gradient.QUANTITIES, "gradient.quantity", "gradientQuantity", fits=True)
        self.plot_card.add_to_head(self.quantity)
        self.layer = LayerCard(words, theme)
        self.story = WordsCard(words, theme, "gradient.story_title", "gradientStory")
        self.cards: tuple[Card, ...] = (
            self.functions,
            self.settings,
            self.plot_card,
            self.strips_card,
            self.shares_card,
            self.layer,
            self.story,
        )
        self._charts = (self.plot, self.strips, self.shares)

    def places(self, code: QWidget) -> Places:
        """Return where the cards lie."""
        return Places(
            left=(self.functions, self.settings),
            middle=((self.plot_card, 10), (self.strips_card, 8), (self.shares_card, 6)),
            middle_titles=("gradient.tab_strips", "gradient.tab_shares"),
            right=((self.layer, 5), (self.story, 0), (code, 4)),
            stage=self.plot_card,
            stage_share=11,
            pages=(
                ("gradient.tab_settings", (self.settings,)),
                ("gradient.tab_functions", (self.functions,)),
                ("gradient.tab_strips", (self.strips_card,)),
                ("gradient.tab_shares", (self.shares_card,)),
                ("gradient.tab_layer", (self.layer,)),
                ("gradient.tab_story", (self.story,)),
                ("gradient.tab_code", (code,)),
            ),
            filling=(self.strips_card, self.shares_card, self.layer, code),
        )

    def connect(self, own: LabSlice[GradientState]) -> None:
        """Send what is asked for as verbs."""
        change, card = own.change, self.functions
        card.function_requested.connect(
            lambda i, key: self._change(own, "gradient.change_function", gradient.choose_activation, i, key)
        )
        card.added.connect(lambda key: self._change(own, "gradient.change_add", gradient.add_activation, key))
        card.removed.connect(lambda i: self._change(own, "gradient.change_remove", gradient.remove_activation, i))
        card.selected.connect(lambda i: change("gradient.change_selection", gradient.select, i, merge="selection"))
        card.formula.formula_requested.connect(
            lambda text: change("gradient.change_formula", gradient.set_formula, text, refused=card.formula.show_error)
        )
        self._connect_panel(own)
        self._connect_settings(own)
        self.quantity.key_requested.connect(lambda key: change("gradient.change_quantity", gradient.set_quantity, key))
        for chart in self._charts:
            chart.layer_requested.connect(
                lambda layer: change("gradient.change_layer", gradient.select_layer, layer, merge="layer")
            )
            chart.layer_hovered.connect(self._hover)
            chart.drag_started.connect(own.hold)
            chart.drag_finished.connect(own.seal)

    def _connect_panel(self, own: LabSlice[GradientState]) -> None:
        panel, change = self.functions.panel, own.change
        panel.param_requested.connect(
            lambda name, value: change(
                "gradient.change_param", gradient.set_param, name, value,
                merge=f"param:{own.own.selected}:{name}", refused=lambda error: panel.show_error(name, error),
            )
        )  # fmt: skip
        panel.range_requested.connect(
            lambda name, low, high, step: change(
                "gradient.change_range", gradient.set_param_range, name, low, high, step,
                refused=lambda error: panel.show_error(name, error),
            )
        )  # fmt: skip
        panel.reset_requested.connect(lambda: change("gradient.change_reset_params", gradient.reset_params))
        panel.drag_started.connect(lambda _name: own.hold())
        panel.drag_finished.connect(lambda _name: own.seal())

    def _connect_settings(self, own: LabSlice[GradientState]) -> None:
        rows, change = self.settings.rows, own.change
        self.settings.init_requested.connect(lambda key: change("gradient.change_init", gradient.set_init, key))
        rows.requested.connect(
            lambda name, value: change(
                f"gradient.change_{name}", gradient.set_setting, name, value,
                merge=name, refused=lambda error: rows.refuse(name, error),
            )
        )  # fmt: skip
        rows.range_requested.connect(
            lambda name, low, high, step: change(
                "gradient.change_range", gradient.set_range, name, low, high, step,
                refused=lambda error: rows.refuse(name, error),
            )
        )  # fmt: skip
        rows.drag_started.connect(own.hold)
        rows.drag_finished.connect(own.seal)

    def _change(self, own: LabSlice[GradientState], label: str, verb: object, *values: object) -> None:
        self.functions.show_error(None)
        own.change(label, verb, *values, refused=self.refused)  # type: ignore[arg-type]

    def refused(self, error: UserError) -> None:
        """Say why a request about the functions was refused."""
        self.functions.show_error(error)

    # --- state down ---

    def render(self, own: GradientState, result: LayersResult) -> None:
        """Draw what the eye follows."""
        self._result = result
        self._show_charts()

    def render_details(self, own: GradientState) -> None:
        """Show the rest: what is read when the hand rests."""
        result, words = self._result, self._words
        if result is None:
            return
        chosen = own.activations[own.selected]
        self.functions.show_functions(views.function_views(result, words), own.selected)
        self.functions.formula.show_formula(chosen.formula, chosen.function == "custom")
        self.functions.panel.show_params(result.line.record, result.line.params, chosen.ranges)
        hidden = "gain" if own.init == "normal" else "sigma"
        self.settings.init.show_key(own.init)
        values = {name: getattr(own, name) for name in gradient.SETTINGS}
        self.settings.rows.show_values(values, own.ranges, hidden)
        self.settings.note.tell(
            words(f"gradient.spread_{own.init}", spread=views.sized(result.weight_spread), width=str(own.width))
        )
        self.quantity.show_key(own.quantity)
        title = words("gradient.layer_of", layer=str(result.layer), name=views.name_of(result.line, words))
        self.layer.show_facts(title, views.layer_facts(result, words), f"{own.threshold:g}")
        self.layer.histogram.show_detail(
            result.detail, result.line.one.series, float(result.line.mean[result.layer - 1])
        )
        self.story.text.tell(views.story(own, result, words))

    def _hover(self, layer: int) -> None:
        """A hover only previews: nothing of it is state."""
        if layer != self._hovered and self._result is not None:
            self._hovered = layer
            self._show_charts()

    def _show_charts(self) -> None:
        result, words = self._result, self._words
        assert result is not None
        hovered = self._hovered if self._hovered <= result.depth else 0
        read = hovered or result.layer
        self.plot.show_view(views.without_hidden(views.plot_view(result, read, words), self.hidden))
        self.strips.show_rows(views.strip_rows(result, read, words))
        self.shares.show_rows(views.share_rows(result, read, words))
        for chart in self._charts:
            chart.show_layer(result.depth, result.layer, hovered)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.quantity.set_words(words)
        for card in self.cards:
            card.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        for card in self.cards:
            card.set_theme(theme)

"""The dead-neuron workshop: cards built once, sending verbs, shown from a result."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.labs import gradient
from core.labs.gradient import WORKSHOP_SETTINGS, GradientState, WorkshopResult, WorkshopState, workshop
from core.text import UserError, Words
from gui.lab_slice import LabSlice
from gui.labs.gradient import workshop_views
from gui.labs.gradient.arrangement import Places
from gui.labs.gradient.layer_card import WordsCard
from gui.labs.gradient.workshop_cards import LossCard, MakingCard, NetworkCard
from gui.theme import Theme
from gui.widgets.card import Card


class WorkshopPart:
    """What is seen and touched while the view is ``"workshop"``."""

    def __init__(self, words: Words, theme: Theme) -> None:
        self._words = words
        self._result: WorkshopResult | None = None
        self.network = NetworkCard(words, theme)
        self.making = MakingCard(words, theme)
        self.loss = LossCard(words, theme)
        self.story = WordsCard(words, theme, "gradient.story_title", "workshopStory")
        self.cards: tuple[Card, ...] = (self.network, self.making, self.loss, self.story)

    def places(self, code: QWidget) -> Places:
        """Return where the cards lie."""
        return Places(
            left=(self.making,),
            middle=((self.network, 1),),
            middle_titles=(),
            right=((self.loss, 2), (self.story, 0), (code, 3)),
            stage=self.network,
            stage_share=15,
            pages=(
                ("gradient.tab_making", (self.making,)),
                ("gradient.tab_story", (self.story,)),
                ("gradient.tab_loss", (self.loss,)),
                ("gradient.tab_code", (code,)),
            ),
            filling=(self.loss, code),
        )

    def connect(self, own: LabSlice[GradientState]) -> None:
        """Send what is asked for as verbs."""
        self._own = own
        network, making, panel = self.network, self.making, self.making.panel
        network.steps_requested.connect(
            lambda count: self._change("gradient.change_steps", workshop.step, count, refused=self.refused)
        )
        network.restart_requested.connect(lambda: self._change("gradient.change_restart", workshop.restart))
        network.meter.unit_requested.connect(
            lambda unit: self._change("gradient.change_unit", workshop.select_unit, unit, merge="unit")
        )
        making.data_requested.connect(lambda key: self._change("gradient.change_data", workshop.choose_data, key))
        making.function_requested.connect(
            lambda key: self._change("gradient.change_hidden", workshop.choose_hidden, key)
        )
        making.formula.formula_requested.connect(
            lambda text: self._change(
                "gradient.change_formula", workshop.set_hidden_formula, text, refused=making.formula.show_error
            )
        )
        panel.param_requested.connect(self._set_param)
        panel.range_requested.connect(
            lambda name, low, high, step: self._change(
                "gradient.change_range", workshop.set_hidden_range, name, low, high, step,
                refused=lambda error: panel.show_error(name, error),
            )
        )  # fmt: skip
        panel.reset_requested.connect(
            lambda: self._change("gradient.change_reset_params", workshop.reset_hidden_params)
        )
        panel.drag_started.connect(lambda _name: own.hold())
        panel.drag_finished.connect(lambda _name: own.seal())
        self._connect_rows(own)

    def _connect_rows(self, own: LabSlice[GradientState]) -> None:
        rows = self.making.rows
        rows.requested.connect(
            lambda name, value: self._change(
                f"gradient.change_{name}", workshop.set_workshop, name, value,
                merge=f"workshop:{name}", refused=lambda error: rows.refuse(name, error),
            )
        )  # fmt: skip
        rows.range_requested.connect(
            lambda name, low, high, step: self._change(
                "gradient.change_range", workshop.set_workshop_range, name, low, high, step,
                refused=lambda error: rows.refuse(name, error),
            )
        )  # fmt: skip
        rows.drag_started.connect(own.hold)
        rows.drag_finished.connect(own.seal)

    def _set_param(self, name: str, value: object) -> None:
        self._change(
            "gradient.change_param",
            workshop.set_hidden_param,
            name,
            value,
            merge=f"hidden:{name}",
            refused=lambda error: self.making.panel.show_error(name, error),
        )

    def _change(
        self,
        label: str,
        verb: Callable[..., WorkshopState],
        *values: object,
        merge: str = "",
        refused: Callable[[UserError], None] | None = None,
    ) -> None:
        self.network.show_error(None)
        self._own.change(
            label,
            lambda state: gradient.in_workshop(state, verb(state.workshop, *values)),
            merge=merge,
            refused=refused or self.refused,
        )

    def refused(self, error: UserError) -> None:
        """Say why a request was refused."""
        self.network.show_error(error)

    # --- state down ---

    def render(self, own: GradientState, result: WorkshopResult) -> None:
        """Draw what the eye follows."""
        self._result = result
        unit = own.workshop.unit
        self.network.show_result(result, unit, workshop_views.headline(result, self._words))

    def render_details(self, own: GradientState) -> None:
        """Show the rest: what is read when the hand rests."""
        result, words, state = self._result, self._words, own.workshop
        if result is None:
            return
        making, chosen = self.making, state.activation
        making.data.show_key(state.data)
        making.task.tell(words("gradient.task_plane" if result.is_plane else "gradient.task_line"))
        making.function.show_function(result.record)
        making.formula.show_formula(chosen.formula, chosen.function == "custom")
        making.panel.show_params(result.record, result.params, chosen.ranges)
        making.rows.show_values({name: getattr(state, name) for name in WORKSHOP_SETTINGS}, state.ranges)
        self.network.status.tell(workshop_views.status(result, words))
        self.loss.plot.show_losses((*result.losses, result.loss), result.steps)
        self.story.text.tell(workshop_views.story(state, result, words))

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for card in self.cards:
            card.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        for card in self.cards:
            card.set_theme(theme)

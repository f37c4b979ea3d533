"""Gradient's widget: two views of one state, a deep stack and the dead-neuron workshop."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from core.labs import gradient
from core.labs.gradient import GradientResult, GradientState, workshop
from core.state import AppState
from core.store import Store
from core.text import UserError, Words
from gui.afterwards import Afterwards
from gui.lab_slice import LabSlice
from gui.labs.gradient.arrangement import arrange, is_tall, is_wide
from gui.labs.gradient.head import Head
from gui.labs.gradient.layers_part import LayersPart
from gui.labs.gradient.workshop_part import WorkshopPart
from gui.theme import Theme
from gui.widgets.code_view import CopyButton
from gui.widgets.text_card import TextCard


class GradientLab(QWidget):
    """Builds both views, sends verbs, renders the one in sight."""

    def __init__(self, words: Words, theme: Theme, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._slice: LabSlice[GradientState] = LabSlice(store, "gradient", GradientState(), self._refused)
        self._result: GradientResult | None = None
        self._tabs: QTabWidget | None = None
        self._arranged_for: tuple[object, ...] = ()
        self._afterwards = Afterwards(self._render_details, self)
        self.head = Head(words, theme)
        self.layers = LayersPart(words, theme)
        self.workshop = WorkshopPart(words, theme)
        self.code = TextCard(words, theme, "gradient.code", "gradientCode", "code_view.code", True)
        self.copy = CopyButton(words, theme, lambda: gradient.full_code(self._slice.own))
        self.copy.setObjectName("copyGradientCode")
        self.code.add_to_head(self.copy)
        self._views = {"layers": self.layers, "workshop": self.workshop}
        self._connect()
        self._frame = QWidget(self)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._frame)
        # Not within a resize: Qt is walking the layouts between which the cards move.
        self._rearrange = QTimer(self, singleShot=True)
        self._rearrange.timeout.connect(self._arrange_if_needed)

    def _connect(self) -> None:
        self.head.view_requested.connect(
            lambda view: self._slice.change("gradient.change_view", gradient.set_view, view)
        )
        self.head.scene_requested.connect(self._apply_scene)
        self.layers.connect(self._slice)
        self.workshop.connect(self._slice)

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

    # --- state down ---

    def compute(self, state: AppState) -> GradientResult:
        """Return what the view in sight shows."""
        return gradient.compute(state.gradient)

    def render(self, result: GradientResult) -> None:
        """Paint a result."""
        self._result = result
        own = self._slice.own
        self._arrange_if_needed()
        self.head.show_view(own.view)
        if result.layers is not None:
            self.layers.render(own, result.layers)
        if result.workshop is not None:
            self.workshop.render(own, result.workshop)
        self._afterwards.ask()

    @property
    def is_complete(self) -> bool:
        """Whether everything on screen shows the state, the words too."""
        return not self._afterwards.is_due

    def _render_details(self) -> None:
        if self._result is None:
            return
        own = self._slice.own
        # Undo may have changed the view since: what belongs to the other one is shown with the next result.
        shown = "layers" if self._result.layers is not None else "workshop"
        if shown == own.view:
            self._views[own.view].render_details(own)
            self.code.view.show_code(gradient.shown_code(own))

    # --- place and looks ---

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for part in (self.head, self.layers, self.workshop, self.code, self.copy):
            part.set_words(words)
        self._start_anew()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        for part in (self.head, self.layers, self.workshop, self.code, self.copy):
            part.set_theme(theme)
        self._start_anew()

    def _start_anew(self) -> None:
        self._arranged_for = ()
        if self._result is not None:
            self.render(self._result)
            self._afterwards.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rearrange.start()

    def _arrange_if_needed(self) -> None:
        view, theme = self._slice.own.view, self._theme
        size = (is_wide(self.width(), theme), self.width() >= 100 * theme.em, is_tall(self.height(), theme))
        wanted = (view, size, self._words.lang)
        if wanted == self._arranged_for:
            return
        same_view = self._arranged_for[:1] == wanted[:1]
        self._arranged_for = wanted
        page = self._tabs.currentIndex() if self._tabs and same_view else -1
        others = tuple(card for key, part in self._views.items() if key != view for card in part.cards)
        places = self._views[view].places(self.code)
        frame, self._tabs = arrange(self, self.head, places, others, self._theme, self._words)
        self._whole.replaceWidget(self._frame, frame)
        self._frame.deleteLater()
        self._frame = frame
        if self._tabs and page >= 0:
            self._tabs.setCurrentIndex(page)

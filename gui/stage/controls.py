"""The controls that slide in from the lower edge of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from core.stage import StageState
from core.text import Words
from gui.stage.sliding import SlidingFrame
from gui.theme import Theme
from gui.widgets.command_button import CommandButton

_CHECKED = {"laser": "laser", "spotlight": "spotlight", "pen": "pen", "region": "region"}


class StageControls(SlidingFrame):
    """A bar of buttons, one per command; hidden below the edge until the mouse comes there."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__("bottom", parent)
        self.setObjectName("stageControls")
        self._line = QHBoxLayout(self)
        self.buttons: dict[str, QToolButton] = {}
        for id, action in actions.items():
            button = CommandButton(action, self)
            button.setObjectName(f"stage_{id}")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            # The keys of the clicker belong to the stage, wherever was clicked last.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.buttons[id] = button
            self._line.addWidget(button)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.setAccessibleName(words("stage.controls"))
        for id, button in self.buttons.items():
            button.setAccessibleName(words(f"action.{id}"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.moves = theme.moves
        side = max(theme.px(theme.tokens.target), 24)
        self._line.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(8))
        self._line.setSpacing(theme.px(4))
        self.setStyleSheet(
            f"#stageControls {{ background: {theme.tokens.card}; border: {theme.px(2)}px solid"
            f" {theme.tokens.control_border}; border-radius: {theme.px(14)}px; }}"
            f" #stageControls QToolButton {{ padding: 0; min-width: {side}px; border-color: transparent; }}"
            f" #stageControls QToolButton:checked {{ background: {theme.tokens.accent_soft};"
            f" border-color: {theme.tokens.accent}; }}"
        )
        for button in self.buttons.values():
            button.setIconSize(QSize(round(side * 0.62), round(side * 0.62)))
        self.adjustSize()

    def show_state(self, state: StageState) -> None:
        """Press in what is in force."""
        pressed = {
            "blank": state.cover == "black",
            "whiten": state.cover == "white",
            "freeze": state.frozen,
            "predict": bool(state.predict),
            **{id: state.tool == tool for id, tool in _CHECKED.items()},
        }
        pressed["region"] = pressed["region"] or state.region is not None
        for id, is_pressed in pressed.items():
            if id in self.buttons:
                action = self.buttons[id].defaultAction()
                action.setCheckable(True)
                action.setChecked(is_pressed)

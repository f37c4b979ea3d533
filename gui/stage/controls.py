"""The controls that slide in from the lower edge of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QPropertyAnimation, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyle, QToolButton, QWidget

from core.stage import StageState
from core.text import Words
from gui.theme import Theme

_SLIDE_MS = 180
# How long it stays when nobody reaches for it, and when the mouse has left it.
_UNUSED_MS, _LEFT_MS = 3000, 800
_CHECKED = {"laser": "laser", "spotlight": "spotlight", "pen": "pen", "region": "region"}


class StageControls(QFrame):
    """A bar of buttons, one per command; hidden below the edge until the mouse comes there."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stageControls")
        self._line = QHBoxLayout(self)
        self.buttons: dict[str, QToolButton] = {}
        for id, action in actions.items():
            button = QToolButton(self)
            button.setObjectName(f"stage_{id}")
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            # The keys of the clicker belong to the stage, wherever was clicked last.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.buttons[id] = button
            self._line.addWidget(button)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(lambda: self.setVisible(self._is_in))
        self._is_in = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(lambda: self.slide(False, self.parentWidget().rect()))
        self.setMouseTracking(True)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.setAccessibleName(words("stage.controls"))
        for id, button in self.buttons.items():
            button.setAccessibleName(words(f"action.{id}"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
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

    def place(self, stage: QRect) -> None:
        """Stand where it belongs on a stage of this size."""
        self._slide.stop()
        self.adjustSize()
        self.move(self._there(stage, self._is_in))
        self.setVisible(self._is_in)

    def slide(self, is_in: bool, stage: QRect) -> None:
        """Slide in or out; at once where the system asks for no motion."""
        if is_in == self._is_in:
            return
        self._is_in = is_in
        self._slide.stop()
        self._rest.stop()
        if is_in:
            self._rest.start(_UNUSED_MS)
        if not self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate):
            self.place(stage)
            return
        if is_in:
            self.adjustSize()
            self.move(self._there(stage, False))
            self.show()
            self.raise_()
        self._slide.setEndValue(self._there(stage, is_in))
        self._slide.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._rest.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._is_in:
            self._rest.start(_LEFT_MS)
        super().leaveEvent(event)

    @property
    def is_in(self) -> bool:
        """Whether it is in view, or on its way."""
        return self._is_in

    def _there(self, stage: QRect, is_in: bool) -> QPoint:
        left = (stage.width() - self.width()) // 2
        return QPoint(left, stage.height() - self.height() - 4 if is_in else stage.height())
